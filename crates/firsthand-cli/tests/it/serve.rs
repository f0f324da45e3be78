//! The served ledger from outside: its screens say what the commands print, decisions move figures and are taken back, the
//! feed tells of it, and passes open what the table of access says. Not here: looks and keys (the browser's tests).

use crate::run::{Folder, Ran};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

/// `firsthand serve`, ended with the test.
pub(crate) struct Served {
    child: Child,
    address: SocketAddr,
}

/// An answer.
pub(crate) struct Heard {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Heard {
    fn header(&self, name: &str) -> Option<&str> {
        let is_it = |line: &&str| line.split_once(':').is_some_and(|(own, _)| own.eq_ignore_ascii_case(name));
        self.head.lines().find(is_it).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }

    /// What forms of the page bring back.
    fn seal(&self) -> String {
        let at = self.body.split("name=\"seal\" value=\"").nth(1).expect("a form");
        at.split('"').next().unwrap().to_owned()
    }
}

impl Served {
    pub(crate) fn start(folder: &Folder, more: &[&str]) -> Self {
        let mut command = folder.command(&[&["serve", "--listen", "127.0.0.1:0"], more].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap_or_else(|| panic!("{line:?}")).parse().unwrap();
        Self { child, address }
    }

    fn open(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Asks with these lines in the head.
    pub(crate) fn ask(&self, method: &str, path: &str, head: &[&str], body: &str) -> Heard {
        let mut stream = self.open();
        let lines: String = head.iter().map(|line| format!("{line}\r\n")).collect();
        let length = body.len();
        let host = if head.iter().any(|line| line.to_lowercase().starts_with("host:")) {
            String::new()
        } else {
            format!("Host: {}\r\n", self.address)
        };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: {length}\r\n{lines}\r\n{body}"
        )
        .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Heard { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(crate) fn get(&self, path: &str) -> Heard {
        self.ask("GET", path, &[], "")
    }

    fn post(&self, path: &str, body: &str) -> Heard {
        self.ask("POST", path, &["Content-Type: application/x-www-form-urlencoded"], body)
    }

    /// Asks it to end, as a system does that stops a service.
    #[cfg(unix)]
    fn ask_to_end(&self) {
        let told = std::process::Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Its exit code; it must end.
    #[cfg(unix)]
    fn see_end(mut self) -> Option<i32> {
        // Nobody waits so long but where something hangs.
        for _ in 0..600 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("it does not end");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn quickstart(name: &str) -> Folder {
    let folder = Folder::new(name);
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/quickstart");
    folder.run(&["add", corpus]).ends(0);
    folder
}

#[test]
fn screens_say_what_the_commands_print() {
    let folder = quickstart("serve-same");
    let served = Served::start(&folder, &[]);
    let by_id = |entries: &Value| {
        let mut list: Vec<Value> = entries.as_array().unwrap().clone();
        list.sort_by_key(|entry| entry["id"].as_str().unwrap().to_owned());
        list
    };
    for (flags, query) in [
        (&[][..], "?unmasked=1"),
        (&["detained", "--place", "Portugal"], "?indicator=detained&place=Portugal&unmasked=1"),
        (&["--as-of", "2025-03-10T20:00Z"], "?as_of=2025-03-10T20:00Z&unmasked=1"),
        (&["--profile", "two-source"], "?profile=two-source&unmasked=1"),
    ] {
        let told = folder.run(&[&["tally", "--json"], flags].concat()).ends(0).json();
        let heard = served.get(&format!("/tally.json{query}"));
        assert_eq!(heard.status, 200, "{}", heard.body);
        assert_eq!(by_id(&heard.json()["entries"]), by_id(&told["entries"]), "{query}");
    }
    let mut told: Vec<String> = folder.run(&["export", "--as", "csv"]).ends(0).out.lines().map(str::to_owned).collect();
    let mut heard: Vec<String> = served.get("/tally.csv").body.lines().map(str::to_owned).collect();
    assert_eq!(told[0], heard[0]);
    told.sort();
    heard.sort();
    assert_eq!(told, heard);
    let page = served.get("/");
    assert!(page.body.contains("412") && page.header("content-security-policy").unwrap().contains("'nonce-"));
    let tally = folder.run(&["tally"]).ends(0).says(&["(9 cities)", "places (cities), Portugal"]).out;
    for told in [&page.body, &tally] {
        assert!(told.contains("9 cities") && !told.contains("9 city") && !told.contains("(vehicle)"), "{told}");
    }
    // Whoever has the page need not load it again, and keeps the policy that it came with.
    let tag = page.header("etag").unwrap().to_owned();
    let again = served.ask("GET", "/", &[&format!("If-None-Match: {tag}")], "");
    assert_eq!((again.status, again.header("content-security-policy")), (304, None));
}

#[test]
fn pages_of_a_list_join_to_the_whole() {
    let folder = quickstart("serve-pages");
    let served = Served::start(&folder, &[]);
    let whole = served.get("/tally.json").json();
    let mut ids = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = served.get(&format!("/tally.json?limit=3&cursor={cursor}")).json();
        let entries = page["entries"].as_array().unwrap();
        assert!(entries.len() <= 3);
        ids.extend(entries.iter().map(|entry| entry["id"].clone()));
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let all: Vec<Value> = whole["entries"].as_array().unwrap().iter().map(|entry| entry["id"].clone()).collect();
    assert_eq!(ids, all);
    assert_eq!(served.get("/tally.json?cursor=nonsense").json()["field"], "cursor");
}

#[test]
fn a_figure_leads_to_its_marked_words() {
    let folder = quickstart("serve-why");
    let served = Served::start(&folder, &[]);
    let tally = served.get("/tally?indicator=detained&place=Portugal").body;
    let entry = tally.split("href=\"/entry/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let evidence = served.get(&format!("/entry/{entry}"));
    assert_eq!(evidence.status, 200);
    assert!(evidence.body.contains("<mark>412</mark>") || evidence.body.contains("<mark>"), "{}", evidence.body);
    let claim = evidence.body.split("href=\"/claim/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = served.get(&format!("/claim/{claim}"));
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<mark>") && page.body.contains("SHA-256"));
    let why = folder.run(&["why", &claim, "--json"]).ends(0).json();
    let heard = served.get(&format!("/claim/{claim}.json")).json();
    assert_eq!(heard["claim"], why["claim"]);
    assert_eq!(heard["sentence"], why["sentence"]);
}

#[test]
fn a_decision_moves_the_tally_is_told_and_taken_back() {
    let folder = quickstart("serve-decide");
    let served = Served::start(&folder, &["--author", "Desk"]);
    let mut stream = served.open();
    write!(stream, "GET /v1/events HTTP/1.1\r\nHost: {}\r\n\r\n", served.address).unwrap();
    let mut feed = BufReader::new(stream);
    let mut hear = |kind: &str| {
        let mut line = String::new();
        while !line.starts_with(kind) {
            line.clear();
            assert!(feed.read_line(&mut line).unwrap() > 0, "the feed ended");
        }
    };
    hear("event: hello");

    let tally = "/tally.json?indicator=detained&place=Portugal&day=2025-03-10";
    let before = served.get(tally).json()["entries"].clone();
    let leading = before[0]["support"].as_array().unwrap().iter().find(|support| support["kind"] == "leading").unwrap()
        ["claim"]
        .as_str()
        .unwrap()
        .to_owned();
    let screen = served.get(&format!("/review?claim={leading}"));
    assert!(screen.body.contains("<mark>"), "{}", screen.body);
    let seal = screen.seal();
    let form = format!("seal={seal}&claim={leading}&action=reject&reason=of+another+march");
    let preview = served.post("/review/preview", &form);
    assert!(preview.status == 200 && preview.body.contains("412"), "{}", preview.body);
    assert_eq!(served.get(tally).json()["entries"], before, "a preview changes nothing");

    let decided = served.post("/review/decide", &form);
    assert_eq!((decided.status, decided.header("location")), (303, Some("/review?said=1")));
    hear("event: entry");
    let after = served.get(tally).json()["entries"].clone();
    assert_ne!(after, before);
    let log = folder.run(&["review", "log"]).ends(0).out;
    assert!(log.contains("Desk") && log.contains("of another march"), "{log}");
    assert!(served.get("/review?said=1").body.contains("reject"));

    let undone = served.post("/review/decide", &format!("seal={seal}&action=undo+1&reason=mistaken"));
    assert_eq!(undone.status, 303);
    assert_eq!(served.get(tally).json()["entries"], before);
    folder.run(&["verify"]).ends(0).says(&["ok"]);

    for (head, body) in [
        (&["Origin: http://elsewhere.example"][..], form.as_str()),
        (&["Sec-Fetch-Site: cross-site"], &form),
        (&[], "seal=guessed&claim=c_a&action=reject"),
        (&["Host: elsewhere.example"], &form),
    ] {
        let form = "Content-Type: application/x-www-form-urlencoded";
        let refused = served.ask("POST", "/review/decide", &[head, &[form]].concat(), body);
        assert_eq!(refused.status, 403, "{head:?}: {}", refused.body);
    }
}

#[test]
fn words_are_found_but_no_private_person_is() {
    let folder = Folder::new("serve-search");
    let text = "Prague, 3 May 2024. Police detained 45 people in Prague on Friday, the Interior Ministry said. \
                \u{201c}They took 45 of us,\u{201d} said Lenka Malirova, a 31-year-old nurse who was passing by.";
    folder.write(
        "one.jsonl",
        serde_json::json!({"text": text, "title": "Arrests in Prague", "published": "2024-05-04"}).to_string(),
    );
    folder.run(&["add", "one.jsonl"]).ends(0);
    let served = Served::start(&folder, &[]);
    let found = served.get("/search.json?q=pol%C3%ADce+prague").json();
    assert_eq!(found["reports"].as_array().unwrap().len(), 1, "{found}");
    let report = found["reports"][0]["report"].as_str().unwrap().to_owned();
    let page = served.get(&format!("/report/{report}"));
    assert!(page.status == 200 && page.body.contains("<mark>45</mark>"), "{}", page.body);
    if page.body.contains("a private person") {
        assert!(!page.body.contains("Malirova"), "{}", page.body);
        assert_eq!(served.get("/search.json?q=malirova").json()["reports"].as_array().unwrap().len(), 0);
    }
    assert!(served.get("/search.json?q=%22+OR+*").json()["reports"].as_array().unwrap().is_empty());
}

#[test]
fn passes_open_what_their_role_may() {
    let folder = quickstart("serve-access");
    let open = |role: &str| -> String {
        folder.run(&["token", "create", "--role", role, "--label", role]).ends(0).out.trim().to_owned()
    };
    let (reader, reviewer) = (open("reader"), open("reviewer"));
    folder.run(&["token", "create", "--role", "king", "--label", "x"]).ends(1).talks(&["no role king"]);
    let refused: Ran = folder.run(&["serve", "--listen", "0.0.0.0:0"]);
    refused.ends(1).talks(&["access is off", "hint:"]);

    let served = Served::start(&folder, &["--access", "--rate", "1000"]);
    let ask = |path: &str, pass: &str| served.ask("GET", path, &[&format!("Authorization: Bearer {pass}")], "");
    let unknown = served.get("/nowhere");
    let closed = served.get("/tally");
    assert_eq!((unknown.status, &unknown.body), (404, &closed.body));
    assert_eq!(ask("/tally", &reader).status, 200);
    assert_eq!(ask("/review", &reader).body, unknown.body);
    assert_eq!(ask("/review", &reviewer).status, 200);
    assert_eq!(ask("/tally", &reader[..reader.len() - 1]).status, 404);

    // A browser signs in, gets a cookie that no script reads, and signs out.
    let signed = served.post("/login", &format!("pass={reviewer}"));
    let cookie = signed.header("set-cookie").unwrap().to_owned();
    assert!(signed.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let cookie = format!("Cookie: {}", cookie.split(';').next().unwrap());
    let review = served.ask("GET", "/review", &[&cookie], "");
    assert_eq!(review.status, 200);
    let form = "Content-Type: application/x-www-form-urlencoded";
    let left = served.ask("POST", "/logout", &[&cookie, form], &format!("seal={}", review.seal()));
    assert_eq!(left.status, 303);
    assert_eq!(served.ask("GET", "/review", &[&cookie], "").body, unknown.body);

    let list = folder.run(&["token", "list"]).ends(0).out;
    assert!(list.contains("reviewer") && !list.contains(&reviewer));
    let id = list.lines().find(|line| line.contains("reader")).unwrap().split(' ').next().unwrap().to_owned();
    folder.run(&["token", "revoke", &id]).ends(0).says(&["taken back"]);
    assert_eq!(ask("/tally", &reader).status, 404);
}

/// What a connection still brings until it is closed.
#[cfg(unix)]
fn hear_out(mut stream: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

#[cfg(unix)]
#[test]
fn who_is_being_answered_when_it_ends_gets_all() {
    let folder = Folder::new("serve-end");
    // Larger than what lies between two ends of a connection, so that the answer is under way until it is read.
    let filler = "-".repeat(12 << 20);
    let page = format!(
        "<html><head><title>Arrests in Lisbon</title></head><body><article><h1>Arrests in Lisbon</h1><p>At least 45 people were \
         arrested in Lisbon on Monday, the police said on Tuesday morning.</p></article><!-- {filler} --></body></html>"
    );
    folder.write("page.html", &page);
    folder.run(&["add", "page.html", "--keep", "bytes"]).ends(0);
    let served = Served::start(&folder, &[]);
    let id = served.get("/v1/reports").json()["reports"][0]["id"].as_str().unwrap().to_owned();
    let send = |request: String| {
        let mut stream = served.open();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let host = served.address;
    let mut listener = BufReader::new(send(format!("GET /v1/events HTTP/1.0\r\nHost: {host}\r\n\r\n")));
    let mut line = String::new();
    while !line.starts_with("event: hello") {
        line.clear();
        assert!(listener.read_line(&mut line).unwrap() > 0);
    }
    // One whose answer is on its way, one who is still sending, one who asks for nothing, one who has said half of it.
    let mut reading = send(format!("GET /report/{id}/bytes HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    let mut first = [0; 64];
    reading.read_exact(&mut first).unwrap();
    assert!(first.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&first));
    let report = serde_json::json!({"text": "At least 80 people were arrested in Porto on Monday, the police said."});
    let report = report.to_string();
    let (half, rest) = report.split_at(30);
    let length = report.len();
    let mut sending = send(format!(
        "POST /v1/reports HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Expect: 100-continue\r\n\r\n"
    ));
    // The server says that it waits for the body, so it has taken the request up.
    let mut told = [0; 25];
    sending.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    sending.write_all(half.as_bytes()).unwrap();
    let silent = served.open();
    served.ask_to_end();

    let mut left = Vec::new();
    listener.read_to_end(&mut left).unwrap();
    // Who comes now finds nobody, rather than somebody who never answers.
    let mut tries = 0;
    while TcpStream::connect(served.address).is_ok() {
        tries += 1;
        assert!(tries < 100, "connections are still taken");
        std::thread::sleep(Duration::from_millis(50));
    }
    sending.write_all(rest.as_bytes()).unwrap();
    let heard = String::from_utf8(hear_out(sending)).unwrap();
    assert!(heard.starts_with("HTTP/1.1 201") && heard.contains("\"stored\":1"), "{heard}");
    let heard = hear_out(reading);
    assert!(heard.ends_with(page.as_bytes()), "{} bytes of {}", heard.len(), page.len());
    assert_eq!(hear_out(silent), b"");
    assert_eq!(served.see_end(), Some(0));
    folder.run(&["verify"]).ends(0).says(&["ok"]);
    folder.run(&["claims", "--jsonl"]).ends(0).says(&["Porto", "Lisbon"]);
}
