//! Who sends slowly, or too much, is cut off or refused, and others are answered meanwhile.

use crate::client::Server;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const LINES: (&str, &str) = ("content-type", "application/x-ndjson");

fn open(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address).unwrap();
    // Nobody waits so long but where something hangs.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// What comes until the server closes the connection; it must.
#[track_caller]
fn hear_out(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    match stream.read_to_end(&mut bytes) {
        Ok(_) => {}
        // It was closed while we were still sending.
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {}
        Err(error) => panic!("the connection stays open: {error}"),
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn who_is_slow_with_the_head_of_a_request_is_cut_off() {
    let server = Server::hurried("slow", Duration::from_millis(400));
    let silent = open(&server);
    let mut halting = open(&server);
    write!(halting, "GET /healthz HTTP/1.1\r\nhost: {}\r\nx-more: ", server.address).unwrap();
    // One letter at a time: each comes soon, the head never ends.
    let mut trickling = open(&server);
    write!(trickling, "GET /healthz HTTP/1.1\r\nhost: {}\r\nx-more: ", server.address).unwrap();
    let mut letters = trickling.try_clone().unwrap();
    let (tell, hear) = std::sync::mpsc::channel::<()>();
    let sender = std::thread::spawn(move || {
        while hear.recv_timeout(Duration::from_millis(20)) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            if letters.write_all(b"a").is_err() {
                return;
            }
        }
    });
    // Others are answered.
    server.get("/healthz", None).is(200);
    let mut idle = open(&server);
    write!(idle, "GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", server.address).unwrap();
    for (stream, answers) in [(silent, 0), (halting, 0), (trickling, 0), (idle, 1)] {
        let heard = hear_out(stream);
        assert_eq!(heard.matches("HTTP/1.1 200").count(), answers, "{heard}");
    }
    drop(tell);
    sender.join().unwrap();
    server.get("/healthz", None).is(200);
}

/// Lines of reports, `size` bytes in all.
fn lines(size: usize) -> Vec<u8> {
    let mut body = Vec::with_capacity(size);
    let mut number = 0;
    while body.len() < size {
        let line = |filler: &str| {
            let text = format!("At least {} people were arrested in Lisbon on Monday, the police said.", 100 + number);
            json!({"text": text, "published": "2025-03-11", "doc": format!("page-{number}"), "filler": filler})
                .to_string()
                + "\n"
        };
        let bare = line("").len();
        let room = size - body.len();
        // The last two lines share what is left, so that none is too short to be a report.
        let most = if room < 1_800_000 {
            room.min(1_000_000).min(if room > 1_000_000 { room / 2 } else { room })
        } else {
            900_000
        };
        body.extend(line(&"a".repeat(most - bare)).bytes());
        number += 1;
    }
    assert_eq!(body.len(), size);
    body
}

#[test]
fn reports_may_be_sixteen_mebibytes_and_no_more() {
    const MOST: usize = 16 << 20;
    let server = Server::start("sixteen", false, 100);
    for size in [MOST + 1, MOST + (40 << 20)] {
        let heard = server.ask("POST", "/v1/reports", &[LINES], &lines(size)).is(413);
        assert_eq!(heard.header("content-type"), Some("application/problem+json"));
        let problem = heard.json();
        assert_eq!((&problem["type"], &problem["status"]), (&json!("/about#too-large"), &json!(413)));
        assert!(problem["detail"].as_str().unwrap().contains("16777216"), "{problem}");
    }
    assert_eq!(server.get("/v1/reports", None).is(200).json()["reports"], json!([]), "nothing is stored");
    // A client that asks first sends nothing.
    let mut asking = open(&server);
    write!(
        asking,
        "POST /v1/reports HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{}: {}\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        server.address,
        LINES.0,
        LINES.1,
        MOST + 1
    )
    .unwrap();
    let heard = hear_out(asking);
    assert!(heard.starts_with("HTTP/1.1 413"), "{heard}");
    let mut stored = 0;
    for size in [MOST - 1, MOST] {
        let posted: Value = server.ask("POST", "/v1/reports", &[LINES], &lines(size)).json();
        assert_eq!(posted["refused"], 0, "{posted}");
        stored += posted["stored"].as_u64().unwrap();
    }
    let listed = server.get("/v1/reports", None).json();
    assert!(stored >= 17 && listed["reports"].as_array().unwrap().len() as u64 == stored, "{stored}: {listed}");
}
