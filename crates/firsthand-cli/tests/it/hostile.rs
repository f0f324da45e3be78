//! A news site that means harm, and some that do not: a server on loopback whose feeds try what the limits are for, each with
//! the word under which it must be refused; and a trap beside it, at which nobody may ever knock. The tests pull some of the
//! feeds, `cargo xtask hostile` watches all of them for as long as one likes. Not here: the fetcher by itself, which
//! `firsthand-feeds` tests in milliseconds.

use flate2::{Compression, write::GzEncoder};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A feed of the site: its path, and the word under which it is refused; none where it is read, whatever its items are.
pub(crate) struct Feed {
    pub(crate) path: &'static str,
    pub(crate) word: Option<&'static str>,
    /// Answers at once.
    pub(crate) quick: bool,
}

const fn good(path: &'static str) -> Feed {
    Feed { path, word: None, quick: true }
}

const fn bad(path: &'static str, word: &'static str) -> Feed {
    Feed { path, word: Some(word), quick: true }
}

const fn slow(path: &'static str, word: &'static str) -> Feed {
    Feed { path, word: Some(word), quick: false }
}

/// Everything that it serves.
pub(crate) const FEEDS: &[Feed] = &[
    // As they should be: five pages; a page more each minute; a page that changes.
    good("/good"),
    good("/growing"),
    good("/changing"),
    // Read, though they are not as they should be.
    good("/entities"),
    good("/scripts"),
    good("/figures"),
    good("/years"),
    good("/charset"),
    good("/surrogates"),
    good("/length"),
    // Whose items lead where nobody may go.
    good("/traps"),
    // Elsewhere.
    bad("/to-private", "private_address"),
    bad("/to-trap", "private_address"),
    bad("/to-name", "private_address"),
    bad("/to-decimal", "private_address"),
    bad("/to-hex", "private_address"),
    bad("/to-mapped", "private_address"),
    bad("/to-nat64", "private_address"),
    bad("/to-6to4", "private_address"),
    bad("/to-metadata", "private_address"),
    bad("/to-file", "redirect"),
    bad("/to-data", "redirect"),
    bad("/to-itself", "redirect"),
    // More than was asked for.
    bad("/bomb", "bomb"),
    bad("/bomb-zstd", "bomb"),
    bad("/thrice", "bomb"),
    slow("/endless", "too_large"),
    slow("/many", "too_large"),
    slow("/head", "too_large"),
    slow("/drip", "slow"),
    slow("/silent", "slow"),
    // Broken.
    bad("/cut", "broken_http"),
    bad("/nested", "xml_limit"),
    bad("/attributes", "xml_limit"),
    bad("/page", "no_feed"),
    bad("/lost", "http_status"),
    bad("/gone", "gone"),
    bad("/closed", "robots"),
];

/// The server.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    /// Connections to the trap.
    caught: Arc<AtomicUsize>,
}

impl Site {
    /// Serves as long as the process lasts.
    pub(crate) fn start() -> Self {
        let (site, trap) = (listen(), listen());
        let place = |listener: &TcpListener| listener.local_addr().expect("it is bound");
        let (address, trapped) = (place(&site), place(&trap));
        let caught = Arc::new(AtomicUsize::new(0));
        let count = caught.clone();
        thread::spawn(move || {
            for _ in trap.incoming() {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        let began = Instant::now();
        thread::spawn(move || {
            for stream in site.incoming() {
                let Ok(mut stream) = stream else { continue };
                thread::spawn(move || {
                    let (mut head, mut byte) = (Vec::new(), [0]);
                    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                        head.push(byte[0]);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let path = head.split(' ').nth(1).unwrap_or_default();
                    serve(path, &Place { site: address, trap: trapped, age: began.elapsed() }, &mut stream);
                });
            }
        });
        Self { address, caught }
    }

    /// The address of a feed.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How often somebody knocked where nobody may.
    pub(crate) fn caught(&self) -> usize {
        self.caught.load(Ordering::SeqCst)
    }
}

fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").expect("loopback has a free port")
}

struct Place {
    site: SocketAddr,
    trap: SocketAddr,
    age: Duration,
}

/// Writes what a reader may refuse to take; whether it was taken.
fn say(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).is_ok()
}

fn answer(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = say(stream, head.as_bytes()) && say(stream, body);
}

const XML: &str = "200 OK\r\nContent-Type: application/rss+xml";

fn serve(path: &str, place: &Place, stream: &mut TcpStream) {
    if let Some(to) = path.strip_prefix("/to-") {
        let port = place.trap.port();
        let to = match to {
            "private" => "http://10.0.0.1/feed".to_owned(),
            "trap" => format!("http://127.0.0.1:{port}/feed"),
            "name" => format!("http://localhost:{port}/feed"),
            "decimal" => format!("http://2130706433:{port}/feed"),
            "hex" => format!("http://0x7f.0.0x1:{port}/feed"),
            "mapped" => format!("http://[::ffff:127.0.0.1]:{port}/feed"),
            "nat64" => "http://[64:ff9b::7f00:1]/feed".to_owned(),
            "6to4" => "http://[2002:7f00:1::]/feed".to_owned(),
            "metadata" => "http://169.254.169.254/latest/meta-data".to_owned(),
            "file" => "file:///etc/passwd".to_owned(),
            "data" => "data:text/xml,x".to_owned(),
            _ => path.to_owned(),
        };
        return answer(stream, &format!("302 Found\r\nLocation: {to}"), b"");
    }
    let minutes = place.age.as_secs() / 60;
    let own = |at: u64, path: &str| item(at, &format!("http://{}{path}", place.site), "Water.");
    let words = "At least 45 people were injured in Lyon on Monday, the Red Cross said.";
    let plain = |words: &str| feed("Post", &[item(1, "", words)]);
    match path {
        "/robots.txt" => answer(stream, "200 OK\r\nContent-Type: text/plain", b"User-agent: *\nDisallow: /closed\n"),
        "/good" => answer(stream, XML, feed("Good Post", &(1..6).map(|at| own(at, &format!("/story/{at}"))).collect::<Vec<_>>()).as_bytes()),
        "/growing" => {
            let items: Vec<String> = (10..12 + minutes).map(|at| own(at, &format!("/story/{at}"))).collect();
            answer(stream, XML, feed("Growing Post", &items).as_bytes());
        }
        // One page, told of anew: the item's words change with it.
        "/changing" => {
            let link = format!("http://{}/live", place.site);
            answer(stream, XML, feed("Live Post", &[item(90, &link, &format!("Version {minutes}."))]).as_bytes());
        }
        "/live" => answer(stream, "200 OK\r\nContent-Type: text/html", story(90, 1_300 + minutes * 10).as_bytes()),
        "/wall" => answer(
            stream,
            "200 OK\r\nContent-Type: text/html",
            b"<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing the site.</body></html>",
        ),
        "/entities" => {
            let head = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>\
                        <!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
            answer(stream, XML, format!("{head}{}", plain("&c;&x; At least 45 people were injured.")).as_bytes());
        }
        "/scripts" => answer(
            stream,
            XML,
            plain("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img onerror=x&gt; =HYPERLINK(1) 1,386\u{202E}6831 detained \u{1B}[31m").as_bytes(),
        ),
        "/figures" => {
            let many: String = (0..1_000).map(|at| format!("{at} people were injured. ")).collect();
            answer(stream, XML, plain(&format!("{many}{} people, 1e999, -5 detained", "9".repeat(300))).as_bytes());
        }
        "/years" => {
            let dated = |at, date: &str| item(at, "", words).replace(DATE, date);
            let dates = ["Mon, 01 Jan 0000 00:00:00 GMT", "292277026596", "Mon, 01 Jan 2046 00:00:00 GMT", "Mon, 01 Jan 2016 00:00:00 GMT"];
            let items: Vec<String> = (20..).zip(dates).map(|(at, date)| dated(at, date)).collect();
            answer(stream, XML, feed("Post", &items).as_bytes());
        }
        // Windows-1252 in its head, KOI8-R in truth.
        "/charset" => {
            let mut bytes = plain("KOI").into_bytes();
            let at = bytes.windows(3).position(|three| three == b"KOI").expect("it stands there");
            bytes.splice(at..at + 3, [0xF0, 0xCF, 0xD2, 0xD4, b' ', b'4', b'5']);
            answer(stream, "200 OK\r\nContent-Type: text/xml; charset=windows-1252", &bytes);
        }
        // A mark of UTF-8, a head that says UTF-16, half a pair and an overlong slash.
        "/surrogates" => {
            let mut bytes = b"\xEF\xBB\xBF".to_vec();
            bytes.extend(plain(words).into_bytes());
            let at = bytes.windows(4).position(|four| four == b"Lyon").expect("it stands there");
            bytes.splice(at + 2..at + 2, *b"\xED\xA0\x80\xC0\xAF");
            answer(stream, "200 OK\r\nContent-Type: text/xml; charset=utf-16", &bytes);
        }
        "/length" => {
            let body = feed("Post", &[item(30, "", words), item(31, "", words)]);
            say(stream, format!("HTTP/1.1 {XML}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len() - 150).as_bytes());
        }
        "/traps" => {
            let port = place.trap.port();
            let links = [
                format!("http://{}/story/5", place.site),
                format!("http://{}/wall", place.site),
                format!("http://{}/to-trap", place.site),
                format!("http://127.0.0.1:{port}/"),
                "http://10.0.0.1/x".to_owned(),
                format!("http://[::ffff:127.0.0.1]:{port}/"),
                "javascript:alert(1)".to_owned(),
                "file:///etc/passwd".to_owned(),
            ];
            let items: Vec<String> = (40..).zip(&links).map(|(at, link)| item(at, link, words)).collect();
            answer(stream, XML, feed("Trap Post", &items).as_bytes());
        }
        "/bomb" => answer(stream, &format!("{XML}\r\nContent-Encoding: gzip"), &gzip(&[b"<rss>".as_slice(), &[b'x'; 40 << 20]].concat())),
        "/bomb-zstd" => answer(stream, &format!("{XML}\r\nContent-Encoding: zstd"), &zstd_of_one_byte(400)),
        "/thrice" => {
            let thrice = gzip(&gzip(&gzip(plain(words).as_bytes())));
            answer(stream, &format!("{XML}\r\nContent-Encoding: gzip, gzip, gzip"), &thrice);
        }
        "/endless" => {
            say(stream, format!("HTTP/1.1 {XML}\r\nConnection: close\r\n\r\n<rss>").as_bytes());
            while say(stream, &[b'x'; 100_000]) {}
        }
        "/many" => answer(stream, XML, feed("Post", &(0..100_000).map(|at| item(at, "", words)).collect::<Vec<_>>()).as_bytes()),
        "/head" => {
            say(stream, b"HTTP/1.1 200 OK\r\n");
            let line = format!("X-Long: {}\r\n", "y".repeat(8_000));
            for _ in 0..1_300 {
                if !say(stream, line.as_bytes()) {
                    break;
                }
            }
        }
        "/drip" => {
            say(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n");
            while say(stream, b"x") {
                thread::sleep(Duration::from_secs(1));
            }
        }
        "/silent" => thread::sleep(Duration::from_secs(60)),
        "/cut" => {
            say(stream, format!("HTTP/1.1 {XML}\r\nContent-Length: 50000\r\nConnection: close\r\n\r\n{}", plain(words)).as_bytes());
        }
        "/nested" => answer(stream, XML, format!("<rss>{}", "<a>".repeat(64_000)).as_bytes()),
        "/attributes" => {
            let many: String = (0..80_000).map(|at| format!(" a{at}='1'")).collect();
            answer(stream, XML, format!("<rss{many}><channel></channel></rss>").as_bytes());
        }
        "/page" => answer(stream, "200 OK\r\nContent-Type: text/html", b"<html><body>hello"),
        "/gone" => answer(stream, "410 Gone", b""),
        _ => match path.strip_prefix("/story/").and_then(|at| at.parse().ok()) {
            Some(at) => answer(stream, "200 OK\r\nContent-Type: text/html", story(at, at * 100).as_bytes()),
            None => answer(stream, "404 Not Found", b"lost"),
        },
    }
}

const DATE: &str = "Mon, 01 Mar 2027 10:00:00 GMT";

fn item(at: u64, link: &str, words: &str) -> String {
    let link = if link.is_empty() { String::new() } else { format!("<link>{link}</link>") };
    format!(
        "<item><title>News {at}</title>{link}<guid isPermaLink='false'>n{at}</guid><pubDate>{DATE}</pubDate>\
         <description>{words}</description></item>"
    )
}

fn feed(title: &str, items: &[String]) -> String {
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{}</channel></rss>", items.concat())
}

fn story(at: u64, count: u64) -> String {
    format!(
        "<html><head><title>The river rose, part {at}</title></head><body><nav><a href='/'>Home</a></nav><article><h1>The river rose, part {at}</h1>\
         <p>Rescuers evacuated {count} people from Lyon on Monday, the fire brigade said, after the river had risen over its banks \
         in the night before.</p><p>Engineers expect the water to fall by the weekend, when the gates of the upper dam can be closed \
         again after their repair.</p></article></body></html>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).and_then(|()| out.finish()).expect("memory takes it")
}

/// A frame of so many blocks of 128 KB that repeat one byte (RFC 8878, section 3.1.1.2: four bytes each).
fn zstd_of_one_byte(blocks: usize) -> Vec<u8> {
    // The magic number, a head without checksum or size, a window of 2 MB.
    let mut out = vec![0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58];
    for at in 1..=blocks {
        let head = u32::from(at == blocks) | (1 << 1) | ((128 << 10) << 3);
        out.extend_from_slice(&head.to_le_bytes()[..3]);
        out.push(b'x');
    }
    out
}
