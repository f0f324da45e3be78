//! The live feed goes on where a listener stopped: nothing is lost and nothing comes twice, whether what was missed is at hand or
//! must be read from the ledger; an id that leads nowhere is told so.

use crate::client::{Server, report_of};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Somebody who listens, from a cursor on.
struct Listener {
    lines: BufReader<TcpStream>,
    /// The id of the last event.
    last: String,
}

/// The entries as a listener knows them: of each the last line, without its cursor.
type Copy = BTreeMap<String, Value>;

impl Listener {
    fn start(server: &Server, cursor: Option<&str>) -> Self {
        let mut stream = TcpStream::connect(server.address).unwrap();
        // Nobody waits so long but where something hangs.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let resumes = cursor.map(|cursor| format!("last-event-id: {cursor}\r\n")).unwrap_or_default();
        // Without pieces of HTTP/1.1, lines are those of the stream.
        write!(stream, "GET /v1/events HTTP/1.0\r\nhost: {}\r\n{resumes}\r\n", server.address).unwrap();
        let mut listener = Self { lines: BufReader::new(stream), last: String::new() };
        let status = listener.line();
        assert!(status.contains(" 200 "), "{status}");
        while !listener.line().is_empty() {}
        let (kind, id, _) = listener.event();
        assert_eq!(kind, "hello");
        assert!(cursor.is_none_or(|cursor| cursor == id), "it goes on from {id}, not from {cursor:?}");
        listener
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream ended");
        line.trim_end().to_owned()
    }

    /// The kind, the id and the document of the next event.
    fn event(&mut self) -> (String, String, Value) {
        let (mut kind, mut id, mut data) = (String::new(), String::new(), Value::Null);
        loop {
            let line = self.line();
            match line.split_once(": ") {
                Some(("event", name)) => kind = name.to_owned(),
                Some(("id", word)) => id = word.to_owned(),
                Some(("data", text)) => data = serde_json::from_str(text).unwrap(),
                _ if line.is_empty() && !kind.is_empty() => break,
                _ => {}
            }
        }
        self.last.clone_from(&id);
        (kind, id, data)
    }

    /// Takes in the next event; its id.
    fn take(&mut self, told: &mut Told) -> String {
        let (kind, id, mut data) = self.event();
        assert_eq!(data["cursor"], id.as_str());
        assert_eq!(kind == "gone", data["gone"].is_string(), "{kind}: {data}");
        let entry = take_in(&mut told.copy, data.as_object_mut().unwrap());
        told.heard.push((number_of(&id), entry));
        id
    }

    /// Takes in all events up to the one of this id.
    fn take_to(&mut self, end: &str, told: &mut Told) {
        while self.last != end {
            self.take(told);
        }
    }
}

/// What somebody was told: the entries, and each event as its place in the feed and its entry.
#[derive(Default, Clone)]
struct Told {
    copy: Copy,
    heard: Vec<(u64, String)>,
}

/// The entry of the line.
fn take_in(copy: &mut Copy, line: &mut serde_json::Map<String, Value>) -> String {
    line.remove("cursor");
    match line.get("gone").and_then(Value::as_str).map(str::to_owned) {
        Some(gone) => {
            copy.remove(&gone);
            gone
        }
        None => {
            let id = line["entry"]["id"].as_str().unwrap().to_owned();
            copy.insert(id.clone(), Value::Object(line.clone()));
            id
        }
    }
}

fn number_of(id: &str) -> u64 {
    u64::from_str_radix(id.rsplit('.').next().unwrap(), 16).unwrap()
}

/// The ledger as the list of changes tells it, and its last cursor.
fn list_changes(server: &Server) -> (Copy, String) {
    let (mut copy, mut last) = (Copy::new(), String::new());
    loop {
        let page = server.get(&format!("/v1/changes?limit=1000&cursor={last}"), None).is(200).json();
        let lines = page["changes"].as_array().unwrap();
        for line in lines {
            last = line["cursor"].as_str().unwrap().to_owned();
            take_in(&mut copy, line.clone().as_object_mut().unwrap());
        }
        if page["next"].is_null() {
            return (copy, last);
        }
    }
}

const TOWNS: [&str; 6] = ["Lisbon", "Porto", "Madrid", "Warsaw", "Prague", "Vienna"];

#[test]
fn who_comes_back_has_lost_nothing_and_hears_nothing_twice() {
    let server = Server::start("resume", false, 100);
    let post = |number: usize| {
        let text = format!(
            "At least {} people were arrested in {} on Monday, the police said.",
            100 + number * 7,
            TOWNS[number % TOWNS.len()]
        );
        report_of(&server, &text, number);
    };
    post(0);
    // One hears all; one goes after every event and comes back at once; one was there at the start and comes back at the end.
    let mut steady = Listener::start(&server, None);
    let start = steady.last.clone();
    let begin = Told { copy: list_changes(&server).0, heard: Vec::new() };
    let (mut by_steady, mut by_restless) = (begin.clone(), begin);
    let mut cursor = start.clone();
    for number in 1..24 {
        post(number);
        cursor = Listener::start(&server, Some(&cursor)).take(&mut by_restless);
    }
    let (now, end) = list_changes(&server);
    steady.take_to(&end, &mut by_steady);
    Listener::start(&server, Some(&cursor)).take_to(&end, &mut by_restless);
    assert_eq!(by_steady.copy, now);
    assert_eq!(by_restless.copy, now);

    // Another server of the same ledger has none of it at hand: what was missed is read from the ledger.
    let server = Server::start("resume", false, 100);
    let mut by_late = Told::default();
    Listener::start(&server, Some(&start)).take_to(&end, &mut by_late);
    for Told { heard, .. } in [&by_steady, &by_restless, &by_late] {
        assert!(heard.len() > 20, "{heard:?}");
        assert!(heard.is_sorted_by(|(one, _), (next, _)| one < next), "{heard:?}");
    }
    // Who was away long hears of each entry once, as it is now, or that it is gone.
    let entries: BTreeSet<&String> = by_late.heard.iter().map(|(_, entry)| entry).collect();
    assert_eq!(entries.len(), by_late.heard.len());
    assert!(by_late.copy.len() >= TOWNS.len());
    assert!(by_late.copy.iter().all(|(id, line)| now.get(id) == Some(line)));
    let moved: BTreeSet<&String> = by_steady.heard.iter().map(|(_, entry)| entry).collect();
    assert_eq!(entries, moved);
}

#[test]
fn an_id_that_leads_nowhere_is_told_so() {
    let server = Server::start("nowhere", false, 100);
    report_of(&server, "At least 100 people were arrested in Lisbon on Monday, the police said.", 1);
    let (_, end) = list_changes(&server);
    let parts: Vec<&str> = end.split('.').collect();
    let other = |form: &str, name: &str, number: &str| format!("{form}.{name}.{number}");
    for (id, cause) in [
        (other("2", parts[1], parts[2]), "another version"),
        (other(parts[0], "00000000000000ff", parts[2]), "another ledger"),
        (other(parts[0], parts[1], "ffffff"), "ahead of the ledger"),
        ("nonsense".to_owned(), "no cursor"),
        (other(parts[0], parts[1], "-1"), "no cursor"),
    ] {
        let by_head = server.ask("GET", "/v1/events", &[("last-event-id", &id)], b"").is(400);
        let by_query = server.get(&format!("/v1/events?cursor={id}"), None).is(400);
        for heard in [by_head, by_query] {
            assert_eq!(heard.header("content-type"), Some("application/problem+json"));
            let problem = heard.json();
            assert!(problem["detail"].as_str().unwrap().contains(cause), "{id}: {problem}");
            assert_eq!(problem["field"], "cursor");
            assert!(problem["hint"].as_str().unwrap().contains("without"), "{problem}");
        }
    }
    // The first id of a ledger is as good as the last: all is told from there.
    let first = other(parts[0], parts[1], "0");
    let mut told = Told::default();
    Listener::start(&server, Some(&first)).take_to(&end, &mut told);
    assert_eq!(told.copy, list_changes(&server).0);
}

#[test]
fn who_finds_no_seat_hears_when_to_come_again() {
    let server = Server::start("seats", false, 100);
    let seated: Vec<Listener> = (0..4).map(|_| Listener::start(&server, None)).collect();
    let refused = server.get("/v1/events", None).is(503);
    assert!(refused.header("retry-after").is_some());
    drop(seated);
    // A seat is free when the server has seen that its listener is gone.
    let mut freed = None;
    for _ in 0..200 {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "GET /v1/events HTTP/1.0\r\nhost: {}\r\n\r\n", server.address).unwrap();
        let mut status = String::new();
        BufReader::new(stream).read_line(&mut status).unwrap();
        freed = Some(status).filter(|status| status.contains(" 200 "));
        if freed.is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(freed.is_some(), "no seat became free");
}
