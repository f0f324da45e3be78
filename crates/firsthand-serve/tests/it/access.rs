//! Who gets what? Every role asks for every row of the table; who is not named hears what an unknown path says.

use crate::client::{Server, Table};

const LATER: i64 = 4_000_000_000;

#[test]
fn every_role_gets_the_rows_that_name_it_and_hears_of_no_other() {
    let server = Server::start("matrix", true, 100_000);
    let table = Table::read();
    let (mut asked, mut refused) = (0, 0);
    for role in &table.roles {
        let words = (role != "anon").then(|| server.pass(role, LATER, false));
        let bearer = words.map(|words| format!("Bearer {words}"));
        let head: Vec<(&str, &str)> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        for route in &table.route {
            let method = route.method.as_deref().unwrap_or("GET");
            let endings = route.twins.iter().map(|twin| format!(".{twin}"));
            for ending in std::iter::once(String::new()).chain(endings) {
                let path = format!("{}{ending}", route.path.replace("{id}", "x_1").replace("{file}", "page.css"));
                if path == "/v1/events" {
                    // It answers for as long as it is listened to.
                    continue;
                }
                let names =
                    |name: &String| name == role || table.groups.get(name).is_some_and(|group| group.contains(role));
                let heard = server.ask(method, &path, &head, b"");
                let unknown = server.ask(method, "/no/such/path", &head, b"");
                let is_nothing = heard == unknown;
                assert_eq!(unknown.status, 404);
                assert!(heard.status < 500, "{role} {method} {path}: {heard:?}");
                assert_eq!(!is_nothing, route.who.iter().any(names), "{role} {method} {path}: {heard:?}");
                asked += 1;
                refused += usize::from(is_nothing);
            }
        }
    }
    assert!(asked > 400 && refused > 100, "{asked} asked, {refused} refused");
}

#[test]
fn a_method_that_is_not_there_is_told_to_who_may_do_another() {
    let server = Server::start("method", true, 100_000);
    let reader = format!("Bearer {}", server.pass("reader", LATER, false));
    let head = [("authorization", reader.as_str())];
    let heard = server.ask("DELETE", "/v1/reports", &head, b"").is(405);
    assert_eq!(heard.header("allow"), Some("GET"));
    assert_eq!(server.ask("DELETE", "/v1/reports", &[], b""), server.ask("DELETE", "/v1/nothing", &[], b""));
}

#[test]
fn only_a_good_pass_opens() {
    let server = Server::start("passes", true, 100_000);
    let good = server.pass("reader", LATER, false);
    server.get("/v1/reports", Some(&good)).is(200);
    let ended = server.pass("reader", 10, false);
    let revoked = server.pass("admin", LATER, true);
    let slip = format!("{}x", &good[..good.len() - 1]);
    for words in [ended.as_str(), revoked.as_str(), slip.as_str(), "", "fhp_"] {
        server.get("/v1/reports", Some(words)).is(404);
    }
    server.get("/v1/reports", None).is(404);
}

#[test]
fn another_site_writes_nothing_and_another_name_leads_nowhere() {
    let server = Server::start("origin", false, 20);
    let own = format!("http://{}", server.address);
    let body = br#"{"address": "https://news.example/feed.xml"}"#;
    let json = ("content-type", "application/json");
    for foreign in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        server.ask("POST", "/v1/feeds", &[json, foreign], body).is(403);
    }
    // A form of any site can send this kind; with our origin it needs our seal.
    let form = ("content-type", "application/x-www-form-urlencoded");
    server.ask("POST", "/v1/feeds", &[form, ("origin", &own)], b"a=b").is(403);
    server.ask("POST", "/feeds/add", &[form], b"address=https%3A%2F%2Fnews.example%2F").is(403);
    server.ask("GET", "/v1/reports", &[("host", "evil.example")], b"").is(403);
    server.ask("GET", "/v1/reports", &[("host", "localhost:1")], b"").is(200);
    assert_eq!(server.get("/v1/feeds", None).json()["feeds"], serde_json::json!([]));
    server.ask("POST", "/v1/feeds", &[json, ("origin", &own)], body).is(201);
    server.ask("POST", "/v1/feeds", &[json], body).is(200);
    server.ask("DELETE", "/v1/feeds?address=https://news.example/feed.xml", &[], b"").is(204);
    server.ask("DELETE", "/v1/feeds?address=https://news.example/feed.xml", &[], b"").is(404);
}

#[test]
fn who_asks_too_much_waits() {
    let server = Server::start("rate", true, 1);
    let reader = server.pass("reader", LATER, false);
    let statuses: Vec<u16> = (0..8).map(|_| server.get("/v1/entries", Some(&reader)).status).collect();
    assert!(statuses.contains(&200) && statuses.contains(&429), "{statuses:?}");
    let refused = server.get("/v1/entries", Some(&reader)).is(429);
    assert!(refused.header("retry-after").is_some());
}
