//! Reports come in over HTTP, and what is known goes out: once, in portions, with tags.

use crate::client::Server;
use serde_json::json;

const JSON: (&str, &str) = ("content-type", "application/json");

fn report(number: usize) -> serde_json::Value {
    json!({
        "text": format!("At least {number} people were arrested in Lisbon on Monday, the police said."),
        "published": "2025-03-11", "outlet": "Example", "url": format!("https://news.example/{number}"),
    })
}

#[test]
fn a_report_is_kept_once_and_a_bad_one_beside_it_is_named() {
    let server = Server::start("take", false, 20);
    let both = json!([report(12), {"title": "without words"}, {"html": "<html><body><h1>March</h1><p>At least 40 people were injured in Porto on Sunday, the fire service said on Monday morning.</p></body></html>"}]);
    let posted = server.ask("POST", "/v1/reports", &[JSON], both.to_string().as_bytes()).is(201).json();
    assert_eq!((&posted["stored"], &posted["refused"]), (&json!(2), &json!(1)), "{posted}");
    assert_eq!(posted["reports"][1]["state"], "refused");
    assert!(posted["reports"][1]["hint"].is_string());
    let again = server.ask("POST", "/v1/reports", &[JSON], both.to_string().as_bytes()).is(200).json();
    assert_eq!((&again["stored"], &again["known"]), (&json!(0), &json!(2)), "{again}");
    let lines = format!("{}\n{{broken\n{}\n", report(12), report(13));
    let kind = ("content-type", "application/x-ndjson");
    let posted = server.ask("POST", "/v1/reports", &[kind], lines.as_bytes()).is(201).json();
    assert_eq!((&posted["stored"], &posted["known"], &posted["refused"]), (&json!(1), &json!(1), &json!(1)));
    server.ask("POST", "/v1/reports", &[("content-type", "text/plain")], b"x").is(415);
    server.ask("POST", "/v1/reports", &[JSON], b"{").is(400);

    // Portions of one cover the list without a gap.
    let (mut path, mut seen) = ("/v1/claims?limit=1".to_owned(), Vec::new());
    loop {
        let page = server.get(&path, None).is(200).json();
        seen.extend(page["claims"].as_array().unwrap().iter().map(|claim| claim["id"].clone()));
        match page["next"].as_str() {
            Some(next) => path = format!("/v1/claims?limit=1&cursor={next}"),
            None => break,
        }
    }
    let whole = server.get("/v1/claims", None).is(200).json();
    let whole: Vec<_> = whole["claims"].as_array().unwrap().iter().map(|claim| claim["id"].clone()).collect();
    assert!(whole.len() >= 3 && seen == whole, "{seen:?} {whole:?}");

    // A decision tells what it moved, once.
    let decision = json!({"action": "reject", "claims": [whole[0]], "reason": "a test"}).to_string();
    let decided = server.ask("POST", "/v1/review/decisions", &[JSON], decision.as_bytes()).is(201).json();
    assert_eq!(decided["records"][0]["author"], "tester");
    assert!(decided["moves"].as_array().is_some_and(|moves| !moves.is_empty()), "{decided}");
    server.ask("POST", "/v1/review/decisions", &[JSON], decision.as_bytes()).is(409);
    assert_eq!(server.get("/v1/review/log", None).json()["log"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_known_is_not_sent_again() {
    let server = Server::start("tags", false, 20);
    server.ask("POST", "/v1/reports", &[JSON], report(7).to_string().as_bytes()).is(201);
    let heard = server.get("/v1/entries", None).is(200);
    let tag = heard.header("etag").unwrap().to_owned();
    let same = server.ask("GET", "/v1/entries", &[("if-none-match", &tag)], b"").is(304);
    assert!(same.body.is_empty());
    server.ask("GET", "/v1/entries", &[("if-none-match", &format!("\"x\", W/{tag}"))], b"").is(304);
    let head = server.ask("HEAD", "/v1/entries", &[], b"").is(200);
    assert!(head.body.is_empty() && head.header("etag") == Some(&tag));
    server.ask("POST", "/v1/reports", &[JSON], report(900).to_string().as_bytes()).is(201);
    server.ask("GET", "/v1/entries", &[("if-none-match", &tag)], b"").is(200);
}

#[test]
fn a_body_may_be_so_large_and_no_larger() {
    let server = Server::start("limits", false, 20);
    const MOST: usize = 64 << 10;
    let body = |size: usize| {
        let bare = r#"{"address":"https://news.example/a"}"#;
        format!("{bare}{}", " ".repeat(size - bare.len()))
    };
    for (size, status) in [(MOST - 1, 201), (MOST, 200), (MOST + 1, 413)] {
        server.ask("POST", "/v1/feeds", &[JSON], body(size).as_bytes()).is(status);
    }
}

#[test]
fn tables_of_feeds_and_hits_are_written_as_all_tables() {
    let server = Server::start("tables", false, 20);
    let harm = json!({"text": "Police detained 45 people in Prague on Friday.", "title": "=HYPERLINK(\"x\"), a title", "outlet": "@Ex"});
    server.ask("POST", "/v1/reports", &[JSON], harm.to_string().as_bytes()).is(201);
    let feed = json!({"address": "https://news.example/feed.xml", "title": "+1, a feed\u{202e}"});
    server.ask("POST", "/v1/feeds", &[JSON], feed.to_string().as_bytes()).is(201);
    let feeds = server.get("/feeds.csv", None).is(200).body;
    assert!(feeds.starts_with("address,title,good,failures,next,trouble\nhttps://news.example/feed.xml,"), "{feeds}");
    assert!(feeds.contains("\"'+1, a feed\u{2039}U+202E\u{203a}\"") && !feeds.contains('\r'), "{feeds}");
    let hits = server.get("/search.csv?q=police", None).is(200).body;
    assert!(hits.starts_with("report_id,doc,outlet,published,title\nr_"), "{hits}");
    assert!(hits.contains("'@Ex,") && hits.contains("\"'=HYPERLINK(\"\"x\"\"), a title\""), "{hits}");
}
