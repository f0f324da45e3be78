//! Leads a Chromium over WebDriver: one `chromedriver` and one browser a session, which end with it. Everything has an end in
//! time: each request, each wait, and the driver itself by `timeout`, so that nothing outlives a test run that was killed.
//! Not here: what a page must be (`judge.rs`), what is served.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long one request to the driver may take.
const REQUEST: Duration = Duration::from_secs(130);
/// How long a page may take to come to what is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// How long a driver may live, in seconds.
const LIFE: &str = "600";

/// A browser with one window.
pub(crate) struct Session {
    driver: Driver,
    agent: ureq::Agent,
    path: String,
}

/// What a page asked for.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) address: String,
    /// As the browser calls it: `Document`, `Script`, `Stylesheet`, `Fetch`, ...
    pub(crate) kind: String,
}

/// The keys that have no letter, as WebDriver writes them.
pub(crate) const TAB: char = '\u{E004}';
pub(crate) const ENTER: char = '\u{E007}';
pub(crate) const SHIFT: char = '\u{E008}';

impl Session {
    /// Opens a window of this size, in pixels. None, having said so, where there is no browser.
    ///
    /// Panics where a browser is a must, by `CI`, and there is none.
    pub(crate) fn open(width: u32, height: u32) -> Option<Self> {
        let Some((driver, chromium)) = find_browser() else {
            assert!(std::env::var_os("CI").is_none(), "no chromium or no chromedriver, and CI is set: install both");
            println!("skipped: no chromium");
            return None;
        };
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(REQUEST))
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .into();
        let mut session = Self { driver: Driver::start(&driver), agent, path: String::new() };
        let wish = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "unhandledPromptBehavior": "ignore",
            "timeouts": {"pageLoad": 120_000, "script": 120_000},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": {"binary": chromium, "prefs": {
                "download.default_directory": session.driver.folder.join("downloads"), "download.prompt_for_download": false,
            }, "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--no-proxy-server", "--force-color-profile=srgb", "--font-render-hinting=none",
                // What a page asks of others is seen in the log and goes nowhere.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                format!("--window-size={width},{height}"),
            ]},
        }}});
        let begun = session.post("/session", &wish);
        session.path = format!("/session/{}", begun["sessionId"].as_str().unwrap());
        session.resize(width, height);
        Some(session)
    }

    /// Opens a page and waits until it has loaded.
    pub(crate) fn go(&self, address: &str) {
        self.post("/url", &json!({"url": address}));
    }

    /// The address that is shown.
    pub(crate) fn address(&self) -> String {
        self.get("/url").as_str().unwrap().to_owned()
    }

    /// What an expression of JavaScript comes to, a promise awaited. A page's policy does not bind it.
    #[track_caller]
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let wish = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let answer = self.command("Runtime.evaluate", &wish);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Whether an element is there.
    pub(crate) fn has(&self, css: &str) -> bool {
        self.eval(&format!("!!document.querySelector({})", json!(css))) == true
    }

    /// The text of the first element that is meant, as it is seen.
    #[track_caller]
    pub(crate) fn text(&self, css: &str) -> String {
        let text = self.eval(&format!("document.querySelector({})?.innerText", json!(css)));
        text.as_str().unwrap_or_else(|| panic!("no {css} at {}", self.address())).to_owned()
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub(crate) fn wait(&self, expression: &str) {
        let begun = Instant::now();
        // While a page is left and the next comes, there may be nothing to ask.
        while self.try_eval(expression) != Some(json!(true)) {
            let text = || self.eval("document.body.innerText.slice(0, 2000)");
            assert!(begun.elapsed() < PATIENCE, "not true in time: {expression} at {}\n{}", self.address(), text());
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn try_eval(&self, expression: &str) -> Option<Value> {
        let wish = json!({"cmd": "Runtime.evaluate", "params": {"expression": expression, "returnByValue": true}});
        let answer = self.ask("POST", "/goog/cdp/execute", Some(&wish)).ok()?;
        answer["result"].get("value").cloned()
    }

    /// Presses keys one after the other, as a keyboard does.
    pub(crate) fn press(&self, keys: &str) {
        let strokes = keys.chars().flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})));
        self.act(strokes.collect());
    }

    /// Presses a key while another is held down.
    pub(crate) fn press_with(&self, held: char, key: char) {
        self.act(vec![
            json!({"type": "keyDown", "value": held}),
            json!({"type": "keyDown", "value": key}),
            json!({"type": "keyUp", "value": key}),
            json!({"type": "keyUp", "value": held}),
        ]);
    }

    fn act(&self, strokes: Vec<Value>) {
        self.post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]}));
    }

    /// Clicks the first element that is meant, as a pointer does.
    pub(crate) fn click(&self, css: &str) {
        let found = self.post("/element", &json!({"using": "css selector", "value": css}));
        let id = found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned();
        self.post(&format!("/element/{id}/click"), &json!({}));
    }

    /// Makes the window this large, in pixels of the page.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let wish = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.command("Emulation.setDeviceMetricsOverride", &wish);
    }

    /// What the reader likes: `light` or `dark`.
    pub(crate) fn prefer(&self, scheme: &str) {
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}
        ]);
        self.command("Emulation.setEmulatedMedia", &json!({"features": features}));
    }

    /// Runs no script of any page from now on.
    pub(crate) fn switch_scripts_off(&self) {
        self.command("Emulation.setScriptExecutionDisabled", &json!({"value": true}));
    }

    /// Runs this before any script of every page to come.
    pub(crate) fn run_first(&self, script: &str) {
        self.command("Page.addScriptToEvaluateOnNewDocument", &json!({"source": script}));
    }

    /// Writes what is seen, down to the end of the page, as a PNG.
    pub(crate) fn take_picture(&self, file: &Path) {
        let size = self.eval("[innerWidth, Math.min(4000, document.documentElement.scrollHeight)]");
        let clip = json!({"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1});
        let shot = self.command("Page.captureScreenshot", &json!({"captureBeyondViewport": true, "clip": clip}));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, decode_base64(shot["data"].as_str().unwrap())).unwrap();
    }

    /// What the browser has complained of since it was last asked: errors of scripts, and of the page's policy.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({"type": "browser"}));
        let grave = |line: &&Value| line["level"] == "SEVERE" || line["source"] == "security";
        log.as_array().unwrap().iter().filter(grave).map(|line| line["message"].to_string()).collect()
    }

    /// What the pages have asked for since this was last asked.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let log = self.post("/se/log", &json!({"type": "performance"}));
        let read = |line: &Value| {
            let event: Value = serde_json::from_str(line["message"].as_str()?).ok()?;
            let (name, told) = (event["message"]["method"].as_str()?, &event["message"]["params"]);
            let address = match name {
                "Network.requestWillBeSent" => &told["request"]["url"],
                "Network.webSocketCreated" => &told["url"],
                _ => return None,
            };
            let kind = told["type"].as_str().unwrap_or("WebSocket").to_owned();
            Some(Request { address: address.as_str()?.to_owned(), kind })
        };
        log.as_array().unwrap().iter().filter_map(read).collect()
    }

    /// Waits for a file that the browser saves, and reads it.
    #[track_caller]
    pub(crate) fn await_download(&self, name: &str) -> String {
        let file = self.driver.folder.join("downloads").join(name);
        let begun = Instant::now();
        loop {
            // A browser writes under another name until a file is whole.
            if let Ok(text) = std::fs::read_to_string(&file) {
                return text;
            }
            assert!(begun.elapsed() < PATIENCE, "{name} was not saved");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The text of a dialog that a page has opened, such as by `alert`, which is closed then.
    pub(crate) fn dialog(&self) -> Option<String> {
        let text = self.ask("GET", "/alert/text", None).ok()?;
        self.post("/alert/dismiss", &json!({}));
        Some(text.to_string())
    }

    /// A command of the browser's own protocol.
    pub(crate) fn command(&self, name: &str, wish: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({"cmd": name, "params": wish}))
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", path, Some(body)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        self.ask("GET", path, None).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let path = if path == "/session" { path.to_owned() } else { format!("{}{path}", self.path) };
        let address = format!("http://127.0.0.1:{}{path}", self.driver.port);
        let sent = match (method, body) {
            ("DELETE", _) => self.agent.delete(&address).call(),
            (_, Some(body)) => self.agent.post(&address).content_type("application/json").send(body.to_string()),
            (_, None) => self.agent.get(&address).call(),
        };
        let mut answer = sent.map_err(|error| error.to_string())?;
        let text =
            answer.body_mut().with_config().limit(1 << 28).read_to_string().map_err(|error| error.to_string())?;
        let value = serde_json::from_str::<Value>(&text).map_err(|error| error.to_string())?["value"].take();
        match answer.status().is_success() {
            true => Ok(value),
            false => Err(format!("{}: {}", value["error"], value["message"])),
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The browser ends with its session; what is left goes with the driver.
        if !self.path.is_empty() {
            let _ = self.ask("DELETE", "", None);
        }
    }
}

/// A running `chromedriver`, with a folder for what browsers write.
struct Driver {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Driver {
    fn start(program: &Path) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("firsthand-browser-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let mut child = Command::new("timeout")
            .args(["--kill-after=5", LIFE])
            .arg(program)
            .arg("--port=0")
            .env("TMPDIR", &folder)
            .env("HOME", &folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let said = lines.find_map(|line| Some(line.split_once("successfully on port ")?.1.to_owned()));
        let port = said.as_ref().and_then(|port| port.trim_end_matches('.').parse().ok());
        let port = port.unwrap_or_else(|| panic!("chromedriver told no port: {said:?}"));
        // Whatever else it says must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port, folder }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver and its browser are a group of their own.
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The driver and the browser that the search path holds.
fn find_browser() -> Option<(PathBuf, PathBuf)> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let find = |name: &str| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
    let chromium = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| find(name))?;
    find("timeout").and(Some((find("chromedriver")?, chromium)))
}

/// Base64 as the driver writes pictures: one line, well-formed.
fn decode_base64(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        b'a'..=b'z' => u32::from(letter - b'a') + 26,
        b'0'..=b'9' => u32::from(letter - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|letter| *letter != b'=').collect();
    let four = |group: &[u8]| {
        let bits = group.iter().fold(0, |bits, letter| bits << 6 | value(*letter)) << (6 * (4 - group.len()));
        bits.to_be_bytes()[1..group.len()].to_vec()
    };
    letters.chunks(4).flat_map(four).collect()
}
