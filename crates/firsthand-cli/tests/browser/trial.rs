//! Do the checks see what they are there to see? A page with every fault that they look for is served from here, and each must be
//! found. Not here: pages of the program.

use crate::driver::{ENTER, PATIENCE, SHIFT, Session, TAB};
use crate::judge::{find_barriers, find_overflow, find_strangers, shows_focus, weigh_page};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A script that the policy forbids, one that it allows, a stranger's picture, a field without a name, pale words, a wide block,
/// a link whose focus does not show, and one whose focus does.
const FAULTY: &str = r#"<!doctype html><html lang="en"><head><title>Faulty</title>
<style nonce="n">p { color: #ccc; background: #fff } div { width: 2000px } #mute { outline: none }</style></head>
<body><main><h1>Faulty</h1><a id="mute" href="/next">mute</a> <a id="clear" href="/next">clear</a><p>pale</p><div>wide</div><input>
<img src="https://stranger.example/x.png" alt=""><form method="post" action="/posted"><button>send</button></form></main>
<script nonce="n">document.body.dataset.ran = 'yes'</script><script>window.hit = true</script></body></html>"#;

/// Answers every request with the page, and keeps what was asked.
fn serve_faulty(policy: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = format!("http://{}/", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    let answer = move |stream: TcpStream| {
        // A browser also opens lines that it may need: those say nothing for long.
        let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
        let Some(first) = lines.next() else { return };
        lines.take_while(|line| !line.is_empty()).for_each(drop);
        kept.lock().unwrap().push(first);
        let length = FAULTY.len();
        let head = format!("Content-Type: text/html\r\nContent-Length: {length}\r\n{policy}Connection: close\r\n\r\n");
        let _ = (&stream).write_all(format!("HTTP/1.1 200 OK\r\n{head}{FAULTY}").as_bytes());
    };
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let answer = answer.clone();
            std::thread::spawn(move || answer(stream));
        }
    });
    (own, asked)
}

#[track_caller]
fn wait_for(done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < PATIENCE, "it did not come");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_checks_find_every_fault_of_a_faulty_page() {
    let Some(session) = Session::open(800, 600) else { return };
    let policy = "Content-Security-Policy: default-src 'none'; style-src 'nonce-n'; script-src 'nonce-n'; report-uri /csp-report\r\n";
    let (own, asked) = serve_faulty(policy);
    session.run_first("window.first = true");
    session.go(&own);

    assert_eq!(
        session.eval("[window.first, document.body.dataset.ran, window.hit ?? null]"),
        serde_json::json!([true, "yes", null])
    );
    let complaints = session.complaints();
    assert!(complaints.iter().any(|line| line.contains("Content Security Policy")), "{complaints:?}");
    wait_for(|| asked.lock().unwrap().iter().any(|line| line.starts_with("POST /csp-report")));
    let barriers = find_barriers(&session).join("\n");
    assert!(barriers.contains("color-contrast") && barriers.contains("label"), "{barriers}");
    let overflow = find_overflow(&session).join("\n");
    assert!(overflow.contains("div"), "{overflow}");
    let (page, map) = weigh_page(&session);
    assert!(page > FAULTY.len() as u64 && map == 0, "{page} {map}");
    session.press(&TAB.to_string());
    assert!(!shows_focus(&session), "{}", session.eval("document.activeElement.outerHTML"));
    session.press(&TAB.to_string());
    assert!(shows_focus(&session), "{}", session.eval("document.activeElement.outerHTML"));
    session.press_with(SHIFT, TAB);
    assert_eq!(session.eval("document.activeElement.id"), "mute");
    assert!(session.has("#mute") && !session.has("#none") && session.text("#clear") == "clear");
    session.press(&ENTER.to_string());
    session.wait("location.pathname === '/next'");
}

#[test]
fn without_a_policy_the_same_page_runs_its_script_and_asks_a_stranger() {
    let Some(session) = Session::open(800, 600) else { return };
    let (own, asked) = serve_faulty("");
    session.go(&own);
    assert!(session.eval("window.hit === true && document.body.dataset.ran === 'yes'") == true);
    let strangers = find_strangers(&session, &own);
    assert_eq!(strangers, ["Image https://stranger.example/x.png"]);
    assert_eq!(session.dialog(), None);
    session.eval("setTimeout(() => alert('here'), 0); 0");
    wait_for(|| session.dialog().as_deref() == Some("\"here\""));

    session.prefer("dark");
    assert!(session.eval("matchMedia('(prefers-color-scheme: dark)').matches") == true);
    session.resize(320, 600);
    assert_eq!(session.eval("innerWidth"), 320);
    let picture = std::env::temp_dir().join(format!("firsthand-trial-{}.png", std::process::id()));
    session.take_picture(&picture);
    let bytes = std::fs::read(&picture).unwrap();
    let _ = std::fs::remove_file(&picture);
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert!(bytes.starts_with(b"\x89PNG\r\n") && bytes.ends_with(b"IEND\xAE\x42\x60\x82"), "{} bytes", bytes.len());
    assert_eq!(number(16), 320, "its width");

    session.switch_scripts_off();
    session.go(&own);
    assert!(session.eval("window.hit === undefined && !document.body.dataset.ran") == true);
    session.click("button");
    session.wait("location.pathname === '/posted'");
    assert!(asked.lock().unwrap().iter().any(|line| line.starts_with("POST /posted")));
}
