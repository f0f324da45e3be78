//! A server of its own for a test, and a client that sends exactly what it is told.

use firsthand::model::Timestamp;
use firsthand::resources::Resources;
use firsthand_serve::{HEAD, Settings, hash_words, make_words, serve};
use firsthand_store::{Pass, SqliteStore};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;

/// The table of access, as far as tests ask for it.
#[derive(Deserialize)]
pub(crate) struct Table {
    pub(crate) roles: Vec<String>,
    pub(crate) groups: BTreeMap<String, Vec<String>>,
    pub(crate) route: Vec<Route>,
}

#[derive(Deserialize)]
pub(crate) struct Route {
    pub(crate) path: String,
    pub(crate) method: Option<String>,
    pub(crate) who: Vec<String>,
    #[serde(default)]
    pub(crate) twins: Vec<String>,
}

impl Table {
    pub(crate) fn read() -> Self {
        toml::from_str(include_str!("../../data/access.toml")).unwrap()
    }
}

/// A server that ends with the process, in a folder that goes with the test.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) db: PathBuf,
    /// The words of the pass by which reports are posted, where one is needed.
    pub(crate) speaks: std::cell::RefCell<Option<String>>,
}

impl Server {
    pub(crate) fn start(name: &str, access: bool, rate: u32) -> Self {
        Self::begin(name, access, rate, Vec::new(), HEAD)
    }

    /// One that may call this address.
    pub(crate) fn allowing(name: &str, address: SocketAddr) -> Self {
        Self::begin(name, false, 20, vec![address], HEAD)
    }

    /// One that waits so long for the head of a request.
    pub(crate) fn hurried(name: &str, head: Duration) -> Self {
        Self::begin(name, false, 20, Vec::new(), head)
    }

    fn begin(name: &str, access: bool, rate: u32, allow: Vec<SocketAddr>, head: Duration) -> Self {
        let folder = std::env::temp_dir().join(format!("firsthand-serve-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let db = folder.join("a.db");
        drop(SqliteStore::open(&db).unwrap());
        let settings = Settings {
            db: db.clone(),
            listen: "127.0.0.1:0".parse().unwrap(),
            access,
            public: false,
            author: Some("tester".to_owned()),
            rate,
            listeners: 4,
            allow,
            head,
        };
        let (tell, hear) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            serve(Resources::embedded().unwrap(), settings, |address| tell.send(address).unwrap()).unwrap();
        });
        Self { address: hear.recv().unwrap(), db, speaks: std::cell::RefCell::default() }
    }

    /// The words of a new pass.
    pub(crate) fn pass(&self, role: &str, ends: i64, revoked: bool) -> String {
        let words = make_words().unwrap();
        let mut store = SqliteStore::open(&self.db).unwrap();
        let id = firsthand_serve::make_name('t').unwrap();
        let pass = Pass {
            id: id.clone(),
            role: role.to_owned(),
            label: role.to_owned(),
            made: Timestamp(0),
            ends: Timestamp(ends),
            revoked: None,
        };
        store.put_pass(&pass, &hash_words(&words).unwrap()).unwrap();
        if revoked {
            store.revoke_pass(&id, Timestamp(1)).unwrap();
        }
        words
    }

    /// Sends a request and reads the whole answer.
    pub(crate) fn ask(&self, method: &str, path: &str, head: &[(&str, &str)], body: &[u8]) -> Heard {
        let mut request = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
        if !head.iter().any(|(name, _)| *name == "host") {
            request.push_str(&format!("host: {}\r\n", self.address));
        }
        for (name, value) in head {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method != "GET" {
            request.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        // A server that has refused early does not read to the end.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) =
            text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {method} {path}: {text}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let told: Vec<&str> = head.lines().skip(1).filter(|line| !line.starts_with("date:")).collect();
        Heard { status, head: told.join("\n"), body: body.to_owned() }
    }

    pub(crate) fn get(&self, path: &str, words: Option<&str>) -> Heard {
        let bearer = words.map(|words| format!("Bearer {words}"));
        let head: Vec<(&str, &str)> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        self.ask("GET", path, &head, b"")
    }
}

/// Posts a report of a page of this number, which must be new.
#[track_caller]
pub(crate) fn report_of(server: &Server, text: &str, number: usize) {
    let report = serde_json::json!({
        "text": text, "published": "2025-03-11", "outlet": format!("Outlet {number}"),
        "url": format!("https://news.example/{number}"),
    });
    let bearer = server.speaks.borrow().as_ref().map(|words| format!("Bearer {words}"));
    let mut head = vec![("content-type", "application/json")];
    head.extend(bearer.iter().map(|bearer| ("authorization", bearer.as_str())));
    server.ask("POST", "/v1/reports", &head, report.to_string().as_bytes()).is(201);
}

/// An answer; the head without its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.body);
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }
}
