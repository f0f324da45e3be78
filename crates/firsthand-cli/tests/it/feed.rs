//! Feeds and folders from the outside, against a server on loopback.

use crate::run::Folder;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A news site: a feed of two items, one of which has lost its page, and what it was asked.
struct Site {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, turns) = (asked.clone(), AtomicUsize::new(0));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).to_lowercase();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let (status, kind, body) = match path.as_str() {
                    "/robots.txt" => ("200 OK", "text/plain", "User-agent: *\nDisallow: /closed".to_owned()),
                    "/feed" if head.contains("if-none-match: \"v1\"") => {
                        ("304 Not Modified", "text/plain", String::new())
                    }
                    "/feed" => ("200 OK\r\nETag: \"v1\"", "application/rss+xml", feed(address)),
                    "/flood" => ("200 OK", "text/html; charset=utf-8", page()),
                    // Each time that it is asked for, the item says that its page was changed, and the page has.
                    "/live-feed" => {
                        let hour = 10 + log.lock().unwrap().iter().filter(|asked| *asked == "/live-feed").count();
                        ("200 OK", "application/atom+xml", live_feed(address, hour))
                    }
                    "/live" => {
                        let later = log.lock().unwrap().iter().any(|asked| asked == "/live");
                        ("200 OK", "text/html; charset=utf-8", live_page(later))
                    }
                    _ => ("404 Not Found", "text/html", "lost".to_owned()),
                };
                turns.fetch_add(1, Ordering::SeqCst);
                log.lock().unwrap().push(path);
                let head =
                    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
                let _ = stream.write_all((head + &body).as_bytes());
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn times(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }
}

fn feed(address: SocketAddr) -> String {
    let item = |number: u32, path: &str, words: &str| {
        format!(
            "<item><title>News {number}</title><link>http://{address}{path}</link><guid>n{number}</guid>\
             <pubDate>Mon, 0{number} Mar 2027 10:00:00 GMT</pubDate><description>{words}</description></item>"
        )
    };
    format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Brekast Post</title>{}{}</channel></rss>",
        item(1, "/flood", "Water."),
        item(2, "/lost", "At least 45 people were injured in Lyon on Monday, the Red Cross said.")
    )
}

fn live_feed(address: SocketAddr, hour: usize) -> String {
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Brekast Post</title><entry><id>tag:live</id><title>The river rises</title>\
         <link href='http://{address}/live'/><published>2027-03-01T09:00:00Z</published><updated>2027-03-01T{hour}:00:00Z</updated></entry></feed>"
    )
}

fn live_page(later: bool) -> String {
    let (count, hour) = if later { ("1,450", 11) } else { ("1,300", 10) };
    page().replace("1,300", count).replace(
        "<head>",
        &format!(
            "<head><meta property='article:published_time' content='2027-03-01T09:00:00Z'>\
             <meta property='article:modified_time' content='2027-03-01T{hour}:00:00Z'>"
        ),
    )
}

fn page() -> String {
    "<html><head><title>The river rose | Brekast Post</title></head><body><nav><a href='/'>Home</a></nav>\
     <article><h1>The river rose</h1><p>Rescuers evacuated 1,300 people from Lyon on Monday, the fire brigade said, after \
     the river had risen over its banks in the night before.</p><p>Engineers expect the water to fall by the weekend, when \
     the gates of the upper dam can be closed again after their repair.</p></article></body></html>"
        .to_owned()
}

#[test]
fn feeds_are_followed_pulled_and_left() {
    let site = Site::start();
    let folder = Folder::new("feeds");
    let (feed, allow) = (site.url("/feed"), site.address.to_string());
    folder.run(&["feed", "add", &feed, &site.url("/closed")]).ends(0);
    let again = folder.run(&["feed", "add", &feed]).ends(0);
    assert!(again.out.contains("added 0 feeds; 2 feeds followed"), "{}", again.out);

    // Loopback is none of the program's business unless somebody says so.
    let refused = folder.run(&["feed", "pull"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.out.contains("[private_address]"), "{}", refused.out);
    assert_eq!(site.times("/feed"), 0);

    let pulled = folder.run(&["feed", "pull", "--all", "--allow", &allow]);
    assert_eq!(pulled.code, Some(3), "{pulled:?}");
    assert!(pulled.out.contains("Brekast Post: 2 new, 1 refused"), "{}", pulled.out);
    assert!(pulled.out.contains("[robots]") && pulled.talk.contains("[http_status]"), "{pulled:?}");
    assert_eq!((site.times("/closed"), site.times("/robots.txt")), (0, 1));
    // From the page, and where that is lost from the feed's own words.
    let claims = folder.run(&["claims"]).ends(0).out;
    assert!(claims.contains("1,300 people") && claims.contains("45 people"), "{claims}");

    let again = folder.run(&["feed", "pull", &feed, "--allow", &allow]).ends(0);
    assert!(again.out.contains("0 new"), "{}", again.out);
    assert_eq!((site.times("/feed"), site.times("/flood")), (2, 1));

    let line = folder.run(&["feed", "list", "--jsonl"]).ends(0).lines();
    assert!(line.iter().any(|line| line["title"] == "Brekast Post" && line["failures"] == 0), "{line:?}");
    let list = folder.run(&["feed", "list"]).ends(0).out;
    assert!(list.contains("Brekast Post") && list.contains("answered") && list.contains("next"), "{list}");
    let opml = folder.run(&["feed", "opml"]).ends(0).out;
    folder.write("mine.opml", &opml);
    folder.run(&["feed", "remove", &feed]).ends(0);
    let unknown = folder.run(&["feed", "remove", &feed]);
    assert!(unknown.code == Some(1) && unknown.talk.contains("hint: firsthand feed list"), "{unknown:?}");
    let back = folder.run(&["feed", "add", "mine.opml"]).ends(0);
    assert!(back.out.contains("added 1 feed; 2 feeds followed"), "{}", back.out);
    folder.run(&["verify"]).ends(0);
}

/// A page that is told of anew and has changed is one page in two versions: the later figure counts, the earlier one is kept.
#[test]
fn a_page_that_changes_stays_one_page_with_versions() {
    let site = Site::start();
    let folder = Folder::new("versions");
    let (feed, allow) = (site.url("/live-feed"), site.address.to_string());
    folder.run(&["feed", "add", &feed]).ends(0);
    let pull = || folder.run(&["feed", "pull", &feed, "--keep", "bytes", "--allow", &allow]).ends(0).out;
    assert!(pull().contains("1 new"));
    assert!(pull().contains("1 new"), "its item says another time of change, and the page another figure");
    assert_eq!(site.times("/live"), 2);
    let reports = folder.run(&["story", "--json"]).ends(0).out;
    let claims = folder.run(&["claims", "--jsonl"]).ends(0).lines();
    let values: Vec<_> = claims.iter().map(|claim| claim["value"].to_string()).collect();
    assert_eq!(values.len(), 2, "{values:?}");
    assert!(
        values.iter().any(|value| value.contains("1300")) && values.iter().any(|value| value.contains("1450")),
        "{values:?}"
    );
    // One text, one counter; who asks later has the later figure.
    folder.run(&["story"]).ends(0).says(&["2 pages, 1 text"]);
    let entry = folder.run(&["tally", "evacuated", "--jsonl"]).ends(0).lines().remove(0);
    assert_eq!((&entry["texts"], &entry["best"]), (&1.into(), &1450.into()), "{entry} {reports}");
    // Both versions are kept as they came, and leave as they came.
    folder.run(&["export", "--as", "warc", "-o", "out.warc.gz"]).ends(0);
    let warc = std::fs::read(folder.path().join("out.warc.gz")).unwrap();
    let pages = firsthand::intake::archive::WarcReader::new(warc.as_slice()).map(Result::unwrap);
    let blocks: Vec<String> = pages.map(|record| String::from_utf8(record.block).unwrap()).collect();
    assert_eq!(blocks.len(), 2);
    for count in ["1,300 people", "1,450 people"] {
        assert!(
            blocks.iter().any(|block| block.starts_with("HTTP/1.1 200") && block.contains(count)),
            "{count}: {blocks:?}"
        );
    }
    folder.run(&["verify"]).ends(0);
}

#[test]
fn a_watch_takes_what_comes_into_a_folder() {
    let folder = Folder::new("watch");
    let nothing = folder.run(&["watch"]);
    assert!(nothing.code == Some(1) && nothing.talk.contains("nothing to watch"), "{nothing:?}");
    folder.write("inbox/a.txt", "At least 45 people were injured in Lyon on Monday, the Red Cross said.");
    let mut watching = folder.command(&["watch", "inbox", "--every", "1", "--for", "8"]);
    let watching = watching.stdout(std::process::Stdio::piped()).spawn().unwrap();
    thread::sleep(std::time::Duration::from_secs(4));
    folder.write("inbox/b.txt", "Rescuers evacuated 1,300 people from Lyon on Monday, the fire brigade said.");
    let ended = watching.wait_with_output().unwrap();
    let out = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && out.contains("watching 0 feeds and 1 folder"), "{out}");
    assert_eq!(out.matches("1 report new").count(), 2, "{out}");
    assert_eq!(folder.run(&["claims"]).ends(0).out.matches(" people").count(), 2);
}

#[test]
fn an_address_that_is_none_is_told() {
    let folder = Folder::new("feed-address");
    for address in ["nonsense", "file:///etc/passwd", "ftp://a.example/feed"] {
        let refused = folder.run(&["feed", "add", address]);
        assert!(refused.code == Some(1) && refused.talk.contains("[bad_address]"), "{refused:?}");
    }
    assert!(!folder.path().join("firsthand.db").exists());
}
