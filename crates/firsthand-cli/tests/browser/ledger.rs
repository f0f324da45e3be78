//! Ledgers as a user makes them, by `firsthand add`, and the server over them, `firsthand serve`, which ends with the test.
//! Not here: what the reports say (`reports.rs`, `corpus/quickstart`).

use crate::reports::{make_hostile, make_quoted};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// How long a server may take to say where it listens.
const START: Duration = Duration::from_secs(60);

/// A ledger that is served, in a folder of its own.
pub(crate) struct Served {
    /// `http://127.0.0.1:PORT`, without a slash at its end.
    pub(crate) own: String,
    pub(crate) folder: PathBuf,
    child: Child,
    talk: Arc<Mutex<String>>,
}

/// The shipped example, and reports that quote Arabic and Hebrew.
pub(crate) fn serve_example() -> Served {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    serve_copy(MADE.get_or_init(|| {
        let folder = make_folder("example");
        std::fs::write(folder.join("quoted.jsonl"), to_lines(&make_quoted())).unwrap();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/quickstart");
        let files = ["reports.jsonl", "azores.txt", "setubal.txt"].map(|name| example.join(name));
        let mut inputs: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        inputs.push(Path::new("quoted.jsonl"));
        add(&folder, &inputs);
        folder.join("firsthand.db")
    }))
}

/// Reports of somebody who means harm: every payload in every place that a page shows.
pub(crate) fn serve_hostile() -> Served {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    serve_copy(MADE.get_or_init(|| {
        let folder = make_folder("hostile");
        let hostile = make_hostile();
        std::fs::write(folder.join("hostile.jsonl"), to_lines(&hostile.reports)).unwrap();
        std::fs::create_dir_all(folder.join("files")).unwrap();
        for (name, text) in &hostile.files {
            std::fs::write(folder.join("files").join(name), text).unwrap();
        }
        add(&folder, &[Path::new("hostile.jsonl"), Path::new("files")]);
        folder.join("firsthand.db")
    }))
}

fn to_lines(reports: &[Value]) -> String {
    reports.iter().map(|report| format!("{report}\n")).collect()
}

fn add(folder: &Path, inputs: &[&Path]) {
    let ran = firsthand(folder).arg("add").args(inputs).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
}

fn firsthand(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firsthand"));
    command.current_dir(folder).env_remove("FIRSTHAND_DB").env_remove("FIRSTHAND_AUTHOR").stdin(Stdio::null());
    command
}

/// An empty folder beside what is built, of this run and no other. Those of runs that have ended go.
fn make_folder(name: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let all = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for old in std::fs::read_dir(all).unwrap().map_while(Result::ok) {
        let name = old.file_name().to_string_lossy().into_owned();
        let run = name.strip_prefix("browser-").and_then(|rest| rest.split('-').next());
        if run.is_some_and(|run| Path::new("/proc/self").exists() && !Path::new("/proc").join(run).exists()) {
            let _ = std::fs::remove_dir_all(old.path());
        }
    }
    let folder = all.join(format!("browser-{}-{name}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn serve_copy(ledger: &Path) -> Served {
    let folder = make_folder("served");
    std::fs::copy(ledger, folder.join("firsthand.db")).unwrap();
    Served::start(folder)
}

impl Served {
    fn start(folder: PathBuf) -> Self {
        let mut child = firsthand(&folder)
            .args(["serve", "--db", "firsthand.db", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let talk = Arc::new(Mutex::new(String::new()));
        keep_lines(child.stdout.take().unwrap(), Arc::clone(&talk));
        keep_lines(child.stderr.take().unwrap(), Arc::clone(&talk));
        let begun = Instant::now();
        let own = loop {
            let said = talk.lock().unwrap().clone();
            if let Some(own) = find_address(&said) {
                break own;
            }
            let ended = child.try_wait().unwrap();
            if ended.is_some() || begun.elapsed() > START {
                let _ = child.kill();
                panic!("the server told no address ({ended:?}):\n{said}");
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        Self { own, folder, child, talk }
    }

    /// A page's address.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.own)
    }

    /// Runs another command on the ledger that is served.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } = firsthand(&self.folder).args(arguments).output().unwrap();
        let (out, talk) = (String::from_utf8(stdout).unwrap(), String::from_utf8_lossy(&stderr).into_owned());
        assert!(status.success(), "{arguments:?}: {out}\n{talk}");
        out
    }

    /// The head and the body of an answer, without a browser.
    #[track_caller]
    pub(crate) fn fetch(&self, path: &str) -> (u16, String) {
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30)));
        let agent: ureq::Agent = config.http_status_as_error(false).proxy(None).build().into();
        let mut answer = agent.get(self.at(path)).call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// The data of a page.
    #[track_caller]
    pub(crate) fn json(&self, path: &str) -> Value {
        let (status, body) = self.fetch(path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
    }

    /// What the server has said so far.
    pub(crate) fn talk(&self) -> String {
        self.talk.lock().unwrap().clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the server said:\n{}", self.talk());
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn keep_lines(pipe: impl Read + Send + 'static, talk: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            let mut talk = talk.lock().unwrap();
            talk.push_str(&line);
            talk.push('\n');
        }
    });
}

/// The first address in what a server says.
fn find_address(said: &str) -> Option<String> {
    let from = &said[said.find("http://127.0.0.1:")?..];
    let end = from.find(|sign: char| sign.is_whitespace())?;
    Some(from[..end].trim_end_matches(['/', '.', ',']).to_owned())
}
