//! Small counts of people are hidden from who has no right to them, on every page and in every twin; who has it must ask, and
//! is noted. On one's own machine pages show them, and what programs take does not.

use crate::client::{Route, Server, Table, report_of};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

const LATER: i64 = 4_000_000_000;
/// Whose work is to judge a figure sees it.
const JUDGED: &str = "/review";

/// A ledger in which every count is small, and its words are nowhere else on a page.
fn tell(server: &Server) {
    for (number, text) in [
        "Police arrested three people in Elvas on Monday, the interior ministry said.",
        "Police arrested three people in Elvas on Monday, the interior ministry said. The hospital of Elvas treated four injured \
         people on Monday.",
        "In Setúbal four people were injured on Monday, the fire brigade said, and three people were arrested.",
    ]
    .iter()
    .enumerate()
    {
        report_of(server, text, number);
    }
}

/// What of a document tells a small count: a number where figures stand, or its words.
fn find_leak(name: &str, value: &Value) -> Option<String> {
    const FIGURES: [&str; 12] =
        ["low", "best", "high", "value", "lower", "upper", "values", "figure", "amount", "from", "to", "surface"];
    match value {
        Value::Number(number) if FIGURES.contains(&name) => Some(format!("{name}: {number}")),
        Value::Array(items) => items.iter().find_map(|item| find_leak(name, item)),
        Value::Object(map) => map.iter().find_map(|(name, value)| find_leak(name, value)),
        _ => None,
    }
}

fn words_of(body: &str) -> Option<String> {
    let body = body.to_lowercase();
    ["three", "four"].iter().find(|word| body.contains(**word)).map(|word| format!("the word {word}"))
}

/// Every address that answers with what the ledger holds, each for all ids that there are.
fn addresses(server: &Server, pass: Option<&str>, role: &str) -> Vec<String> {
    let table = Table::read();
    let may = |route: &Route| {
        route
            .who
            .iter()
            .any(|name| name == role || table.groups.get(name).is_some_and(|all| all.iter().any(|one| one == role)))
    };
    let ids = |path: &str, list: &str| -> Vec<String> {
        let found = server.get(path, pass).is(200).json()[list].clone();
        found.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    };
    let (entries, claims) = (ids("/v1/entries", "entries"), ids("/v1/claims", "claims"));
    let (reports, stories) = (ids("/v1/reports", "reports"), ids("/v1/stories", "stories"));
    assert!(entries.len() >= 3 && claims.len() >= 4 && reports.len() == 3 && !stories.is_empty());
    let mut found = Vec::new();
    for route in table.route.iter().filter(|route| route.method.is_none() && may(route)) {
        let path = route.path.as_str();
        let is_judged = path.starts_with(JUDGED) || path.starts_with("/v1/review");
        if is_judged || path == "/v1/events" || path == "/v1/openapi.json" || path.starts_with("/assets") {
            continue;
        }
        let own = ["entr", "claim", "report", "stor"].iter().zip([&entries, &claims, &reports, &stories]);
        let ids = own.filter(|(kind, _)| path.contains(**kind)).map(|(_, ids)| ids.clone()).next().unwrap_or_default();
        let paths: Vec<String> = match path.contains("{id}") {
            true => ids.iter().map(|id| path.replace("{id}", id)).collect(),
            false => vec![path.to_owned()],
        };
        let endings = route.twins.iter().map(|twin| format!(".{twin}"));
        for ending in std::iter::once(String::new()).chain(endings) {
            for path in &paths {
                let query = match path.as_str() {
                    "/search" => "?q=police",
                    "/series" | "/v1/series" | "/map" => "?indicator=detained&place=Elvas",
                    "/v1/lineage" => &format!("?story={}", stories[0]),
                    _ => "",
                };
                found.push(format!("{path}{ending}{query}"));
            }
        }
    }
    for entry in &entries {
        found.push(format!("/entry/{entry}?history=1"));
    }
    found.push("/series?indicator=detained&place=Elvas&tab=table".to_owned());
    found.push("/series?indicator=detained&place=Elvas&tab=sources".to_owned());
    assert!(found.len() > 60, "{found:?}");
    found
}

#[track_caller]
fn check(server: &Server, address: &str, pass: Option<&str>) {
    let heard = server.get(address, pass);
    if heard.status == 303 || (heard.status == 404 && address.contains(".svg")) || address.ends_with("/bytes") {
        return;
    }
    let heard = heard.is(200);
    let is_json = heard.header("content-type").is_some_and(|kind| kind.contains("json"));
    let leak = if is_json { find_leak("", &heard.json()) } else { None };
    assert_eq!(leak.or_else(|| words_of(&heard.body)), None, "{address}: {}", heard.body);
}

#[test]
fn who_has_no_right_to_small_counts_sees_none() {
    let server = Server::start("few-team", true, 100_000);
    let admin = server.pass("admin", LATER, false);
    tell_as(&server, &admin);
    for role in ["reader", "reviewer", "auditor", "editor"] {
        let pass = server.pass(role, LATER, false);
        for address in addresses(&server, Some(&pass), role) {
            check(&server, &address, Some(&pass));
            // To ask is not enough.
            let asks = format!("{address}{}unmasked=1", if address.contains('?') { '&' } else { '?' });
            if role == "reader" {
                check(&server, &asks, Some(&pass));
            }
        }
    }
    // A figure that is hidden says so, and its sentence with it.
    let reader = server.pass("reader", LATER, false);
    let entries = server.get("/v1/entries?indicator=detained&place=Elvas", Some(&reader)).json();
    let entry = &entries["entries"][0];
    assert_eq!((&entry["best"], &entry["support"][0]["surface"]), (&"<5".into(), &"<5".into()), "{entry}");
    let told = server.get(&format!("/entry/{}.json", entry["id"].as_str().unwrap()), Some(&reader)).json();
    let sentence = &told["claims"][0]["sentence"];
    assert_eq!((&sentence["before"], &sentence["figure"]), (&"Police arrested ".into(), &"<5".into()), "{told}");
    assert!(server.get("/tally", Some(&reader)).body.contains("fewer than 5"));
    for pass in [&reader, &admin] {
        let heard = hear_feed(&server, pass);
        assert!(heard.len() >= 3, "{heard:?}");
        for line in heard {
            assert_eq!(find_leak("", &line).or_else(|| words_of(&line.to_string())), None, "{line}");
        }
    }
    // Who has the right asks for it, and is noted.
    let editor = server.pass("editor", LATER, false);
    let address = "/v1/entries?indicator=detained&place=Elvas&unmasked=1";
    let entry = &server.get(address, Some(&editor)).is(200).json()["entries"][0];
    assert_eq!((&entry["best"], &entry["support"][0]["surface"]), (&3.into(), &"three".into()), "{entry}");
    let page = format!("/entry/{}", entry["id"].as_str().unwrap());
    let closed = server.get(&page, Some(&editor)).is(200).body;
    assert!(closed.contains("fewer than 5") && closed.contains(&format!("href=\"{page}?unmasked=1\"")), "{closed}");
    let open = server.get(&format!("{page}?unmasked=1"), Some(&editor)).is(200).body;
    assert!(!open.contains("fewer than 5") && open.contains("<mark>three</mark>"), "{open}");
    assert!(!server.get(&page, Some(&reader)).body.contains("unmasked=1"));
    let noted = server.get("/v1/disclosures", Some(&admin)).is(200).body;
    assert!(noted.contains("/v1/entries?") && noted.contains("place=Elvas"), "{noted}");
}

/// The lines of the live feed, from its start to where it is now.
fn hear_feed(server: &Server, pass: &str) -> Vec<Value> {
    let last = server.get("/v1/changes?limit=1000", Some(pass)).is(200).json()["cursor"].as_str().unwrap().to_owned();
    let first = format!("{}.0", last.rsplit_once('.').unwrap().0);
    let mut stream = TcpStream::connect(server.address).unwrap();
    // Nobody waits so long but where something hangs.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = format!("host: {}\r\nauthorization: Bearer {pass}", server.address);
    write!(stream, "GET /v1/events?cursor={first} HTTP/1.0\r\n{head}\r\n\r\n").unwrap();
    let mut heard = Vec::new();
    for line in BufReader::new(stream).lines() {
        let line = line.unwrap();
        let Some(data) = line.strip_prefix("data: ").filter(|data| *data != "{}") else { continue };
        heard.push(serde_json::from_str::<Value>(data).unwrap());
        if heard.last().unwrap()["cursor"] == last.as_str() {
            return heard;
        }
    }
    panic!("the stream ended");
}

/// Posts as [`tell`] does, with a pass.
fn tell_as(server: &Server, pass: &str) {
    *server.speaks.borrow_mut() = Some(pass.to_owned());
    tell(server);
    *server.speaks.borrow_mut() = None;
}

#[test]
fn on_ones_own_machine_pages_show_counts_and_documents_hide_them() {
    let server = Server::start("few-own", false, 100_000);
    tell(&server);
    for address in addresses(&server, None, "admin") {
        let is_document = address.starts_with("/v1") || address.split('?').next().unwrap().contains('.');
        if is_document {
            check(&server, &address, None);
        }
    }
    let entry = &server.get("/v1/entries?indicator=detained&place=Elvas&unmasked=1", None).json()["entries"][0];
    assert_eq!(entry["best"], 3, "{entry}");
    for address in ["/tally".to_owned(), format!("/entry/{}", entry["id"].as_str().unwrap())] {
        let page = server.get(&address, None).is(200).body;
        assert!(!page.contains("fewer than 5") && !page.contains("&lt;5"), "{page}");
    }
    let changes = server.get("/v1/changes?unmasked=1", None).is(200).json();
    assert!(find_leak("", &changes).is_some(), "{changes}");
}
