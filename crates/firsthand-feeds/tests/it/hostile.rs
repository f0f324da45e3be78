//! Servers on loopback that misbehave in every way that the fetcher must survive, each with the word that it must find.

use firsthand_feeds::{Answer, Fetcher, Guard, Limits, Lookup, Question, Refusal};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A server that gives each connection, and the head of its question, to `serve`; it lasts as long as the test.
fn start(serve: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (Ok(mut stream), serve) = (stream, serve.clone()) else { continue };
            thread::spawn(move || {
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                serve(&String::from_utf8_lossy(&head), &mut stream);
            });
        }
    });
    address
}

/// Writes what may be refused by a reader that has gone.
fn say(stream: &mut TcpStream, text: &[u8]) -> bool {
    stream.write_all(text).is_ok()
}

fn answer(stream: &mut TcpStream, head: &str, body: &str) {
    say(stream, format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
}

/// Limits that a test can wait for.
fn brief() -> Limits {
    Limits {
        body: 100_000,
        connect: Duration::from_millis(1_500),
        first_byte: Duration::from_millis(700),
        whole: Duration::from_millis(2_000),
        patience: Duration::from_millis(500),
        ..Limits::default()
    }
}

fn system() -> Lookup {
    use std::net::ToSocketAddrs;
    Arc::new(|host, port| (host, port).to_socket_addrs().map(Iterator::collect))
}

fn ask(server: SocketAddr, path: &str) -> Result<Answer, Refusal> {
    let fetcher = Fetcher::with(Guard::default().allowing(server), "Firsthand-test", brief(), system());
    fetcher.fetch(&Question::of(&format!("http://{server}{path}")))
}

fn word(result: Result<Answer, Refusal>) -> &'static str {
    match result {
        Ok(answer) => panic!("{} bytes with status {} instead of a refusal", answer.body.len(), answer.status),
        Err(refusal) => refusal.word,
    }
}

#[test]
fn a_page_comes_with_its_head() {
    let server = start(|head, stream| {
        assert!(head.contains("Firsthand-test") && head.to_ascii_lowercase().contains("accept-encoding: gzip"));
        answer(stream, "200 OK\r\nETag: \"a1\"\r\nContent-Type: text/html; charset=koi8-r", "hello");
    });
    let answer = ask(server, "/page#part").unwrap();
    assert_eq!((answer.status, answer.body.as_slice(), answer.hops.len()), (200, &b"hello"[..], 0));
    assert_eq!(answer.header("etag"), Some("\"a1\""));
    assert_eq!(answer.address, format!("http://{server}/page"));
}

#[test]
fn what_is_known_is_asked_for_by_its_validators() {
    let server = start(|head, stream| {
        let head = head.to_ascii_lowercase();
        let known = head.contains("if-none-match: \"a1\"") && head.contains("if-modified-since: sun, 06 nov 1994");
        if known {
            say(stream, b"HTTP/1.1 304 Not Modified\r\n\r\n");
        } else {
            answer(stream, "200 OK", "all of it");
        }
    });
    let fetcher = Fetcher::with(Guard::default().allowing(server), "t", brief(), system());
    let mut question = Question::of(&format!("http://{server}/"));
    assert!(!fetcher.fetch(&question).unwrap().is_unchanged());
    question.etag = Some("\"a1\"".into());
    question.last_modified = Some("Sun, 06 Nov 1994 08:49:37 GMT".into());
    assert!(fetcher.fetch(&question).unwrap().is_unchanged());
}

#[test]
fn a_busy_host_says_when_to_come_back() {
    let server = start(|head, stream| {
        let when = if head.contains("/date") { "Sun, 06 Nov 1994 08:49:37 GMT" } else { "120" };
        answer(stream, &format!("503 Busy\r\nRetry-After: {when}"), "");
    });
    assert_eq!(ask(server, "/").unwrap().retry_after(0), Some(120));
    let dated = ask(server, "/date").unwrap();
    assert_eq!((dated.status, dated.retry_after(784_111_770), dated.retry_after(784_111_999)), (503, Some(7), Some(0)));
}

#[test]
fn private_addresses_are_refused_however_they_are_written() {
    let fetcher = Fetcher::with(Guard::default(), "t", brief(), system());
    for address in [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://user:pass@127.0.0.1:8080/",
    ] {
        assert_eq!(word(fetcher.fetch(&Question::of(address))), "private_address", "{address}");
    }
    for address in ["file:///etc/passwd", "data:text/plain,x", "ftp://a.example/", "http://", "nonsense", ""] {
        assert_eq!(word(fetcher.fetch(&Question::of(address))), "bad_address", "{address}");
    }
}

#[test]
fn a_port_that_is_not_of_the_web_is_refused() {
    let lookup: Lookup = Arc::new(|_, port| Ok(vec![SocketAddr::from(([93, 184, 216, 34], port))]));
    let fetcher = Fetcher::with(Guard::default(), "t", brief(), lookup);
    assert_eq!(word(fetcher.fetch(&Question::of("http://mail.example:25/"))), "private_address");
}

#[test]
fn a_name_is_looked_up_once_and_all_it_gives_is_checked() {
    let server = start(|_, stream| answer(stream, "200 OK", "private"));
    let turns = Arc::new(AtomicUsize::new(0));
    let count = turns.clone();
    // Public at the first look, the server's own at the second.
    let lookup: Lookup = Arc::new(move |_, port| {
        let public = SocketAddr::from(([192, 0, 1, 1], port));
        Ok(vec![if count.fetch_add(1, Ordering::SeqCst) == 0 {
            public
        } else {
            SocketAddr::from(([127, 0, 0, 1], port))
        }])
    });
    let fetcher = Fetcher::with(Guard::default().allowing_port(server.port()), "t", brief(), lookup);
    let question = Question::of(&format!("http://two-faced.example:{}/", server.port()));
    assert_ne!(word(fetcher.fetch(&question)), "private_address");
    assert_eq!(turns.load(Ordering::SeqCst), 1);
    assert_eq!(word(fetcher.fetch(&question)), "private_address");
    // A public address beside a private one does not help.
    let both: Lookup =
        Arc::new(|_, port| Ok(vec![SocketAddr::from(([8, 8, 8, 8], port)), SocketAddr::from(([10, 0, 0, 1], port))]));
    let fetcher = Fetcher::with(Guard::default(), "t", brief(), both);
    assert_eq!(word(fetcher.fetch(&Question::of("http://both.example/"))), "private_address");
}

#[test]
fn redirects_are_followed_a_few_times_and_checked_each_time() {
    let server = start(|head, stream| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let to = match path {
            "/private" => "http://127.0.0.1:1/secret".into(),
            "/file" => "file:///etc/passwd".into(),
            "/data" => "data:text/html,x".into(),
            "/loop" => "/loop".into(),
            "/broken" => "http://[".into(),
            "/end" => return answer(stream, "200 OK", "end"),
            "/nowhere" => return answer(stream, "302 Found", "no location"),
            _ => format!(
                "../{}",
                path.trim_start_matches("/n").parse::<u32>().map_or("end".into(), |n| match n {
                    0 => "end".to_owned(),
                    n => format!("n{}", n - 1),
                })
            ),
        };
        answer(stream, &format!("302 Found\r\nLocation: {to}"), "");
    });
    assert_eq!(word(ask(server, "/private")), "private_address");
    for path in ["/file", "/data", "/loop", "/broken", "/n5"] {
        assert_eq!(word(ask(server, path)), "redirect", "{path}");
    }
    let answer = ask(server, "/n4").unwrap();
    assert_eq!((answer.body.as_slice(), answer.hops.len()), (&b"end"[..], 5));
    assert!(answer.address.ends_with("/end") && answer.hops[0].ends_with("/n4"));
    assert_eq!(ask(server, "/nowhere").unwrap().status, 302);
}

#[test]
fn slow_and_endless_answers_are_given_up() {
    let server = start(|head, stream| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        match path {
            "/silent" => thread::sleep(Duration::from_secs(5)),
            "/slow-head" => {
                say(stream, b"HTTP/1.1 200 OK\r\n");
                while say(stream, b"X-A: b\r\n") {
                    thread::sleep(Duration::from_millis(300));
                }
            }
            "/drip" => {
                say(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n");
                while say(stream, b"x") {
                    thread::sleep(Duration::from_millis(100));
                }
            }
            "/stalled" => {
                say(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\nhello");
                thread::sleep(Duration::from_secs(5));
            }
            _ => {
                say(stream, b"HTTP/1.1 200 OK\r\n\r\n");
                while say(stream, &[b'x'; 10_000]) {}
            }
        }
    });
    for path in ["/silent", "/slow-head", "/drip", "/stalled"] {
        let started = Instant::now();
        assert_eq!(word(ask(server, path)), "slow", "{path}");
        assert!(started.elapsed() < Duration::from_secs(30), "{path} was waited for without end");
    }
    assert_eq!(word(ask(server, "/endless")), "too_large");
}

#[test]
fn broken_answers_have_a_name() {
    let server = start(|head, stream| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        match path {
            "/head" => {
                say(stream, b"HTTP/1.1 200 OK\r\n");
                let line = format!("X-Long: {}\r\n", "y".repeat(8_000));
                while say(stream, line.as_bytes()) {}
            }
            "/cut" => {
                say(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf of it");
            }
            "/chunks" => {
                say(stream, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n");
            }
            "/gopher" => {
                say(stream, b"i am no web server\r\n\r\n");
            }
            "/length" => {
                say(stream, b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello");
            }
            _ => {}
        }
    });
    assert_eq!(word(ask(server, "/head")), "too_large");
    for path in ["/cut", "/chunks", "/gopher", "/length"] {
        assert_eq!(word(ask(server, path)), "broken_http", "{path}");
    }
    assert!(["broken_http", "unreachable"].contains(&word(ask(server, "/nothing"))));
    // Nobody listens there.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(word(ask(closed, "/")), "unreachable");
}
