//! Somebody sends reports, and addresses, that want to run a script in the reader's browser: no such script runs, on no screen, and
//! what they wrote is shown as text. Not here: what a browser does where nothing guards it (`trial.rs`).

use crate::driver::{PATIENCE, Session};
use crate::judge::find_strangers;
use crate::ledger::{Served, serve_hostile};
use crate::reports::{PAYLOADS, make_payload};
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Fails if a script of a report has run in the page, a dialog stands open, or the page has an element that is not ours.
#[track_caller]
fn check_page(session: &Session, path: &str) {
    let found = session.eval(
        "[typeof hit === 'undefined' ? null : String(hit),
          document.querySelectorAll('iframe,object,embed,base,math,marquee,video,audio,foreignObject,animate,set,template,meta[http-equiv=refresh]').length,
          [...document.querySelectorAll('*')].flatMap(node => [...node.attributes]).filter(one => /^on/i.test(one.name) || /^[\\s\\0]*javascript:/i.test(one.value) && ['href', 'src', 'action', 'formaction', 'xlink:href', 'data'].includes(one.name)).map(one => `${one.name}=${one.value}`.slice(0, 80)),
          [...document.scripts].filter(one => !one.nonce).length]",
    );
    assert_eq!(found, serde_json::json!([null, 0, [], 0]), "{path}");
}

/// The server counts what browsers reported to it; a browser tells its log of the same.
#[track_caller]
fn check_quiet(session: &Session, served: &Served) {
    assert_eq!(session.dialog(), None);
    let loud: Vec<String> =
        session.complaints().into_iter().filter(|line| !line.contains("Failed to load resource")).collect();
    assert!(loud.is_empty(), "{}", loud.join("\n"));
    assert_eq!(served.json("/healthz")["csp_reports"], 0, "browsers reported something to the server");
    let strangers = find_strangers(session, &served.own);
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
}

fn ids<'a>(lines: &'a [Value], name: &str) -> BTreeSet<&'a str> {
    lines.iter().filter_map(|line| line[name].as_str()).collect()
}

#[test]
fn no_script_of_a_report_runs() {
    let Some(session) = Session::open(1280, 900) else { return };
    let served = serve_hostile();
    let read = |arguments: &[&str]| -> Vec<Value> {
        served.run(arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let claims = read(&["claims", "--jsonl"]);
    // Reasons of decisions hold payloads too.
    for (number, claim) in ids(&claims, "id").into_iter().step_by(40).take(8).enumerate() {
        // A reason holds a thousand signs at most.
        let mut reason = String::new();
        for step in 0.. {
            let payload = make_payload((number * 63 + step) % PAYLOADS);
            if reason.len() + payload.len() > 990 {
                break;
            }
            reason.push_str(&payload);
        }
        let verb = if number % 2 == 0 { "reject" } else { "accept" };
        let (reason, author) = (format!("--reason={reason}"), format!("--author={}", make_payload(number * 61)));
        served.run(&["review", verb, claim, &reason, &author]);
    }
    let claims = read(&["claims", "--jsonl"]);
    let mut paths: Vec<String> = [
        "/tally?limit=1000",
        "/stories?limit=200",
        "/map",
        "/map?indicator=detained",
        "/series?indicator=detained&place=Porto",
        "/series?indicator=detained&place=Porto&x=published",
        "/series?indicator=detained&place=Porto&tab=table",
        "/series?indicator=detained&place=Porto&tab=sources",
        "/series?indicator=detained&place=Porto&tab=map",
        "/review",
        "/review?view=names",
        "/review?view=disagreements",
        "/review/log",
        "/search?q=window&limit=200",
        "/search?q=customs&limit=200",
        "/search?q=customs&limit=200&cursor=200",
        "/search?q=police&limit=20",
    ]
    .map(str::to_owned)
    .to_vec();
    let stories = served.json("/stories.json?limit=200");
    let stories: Vec<&str> =
        stories["stories"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(stories.len() > 3, "{stories:?}");
    paths.extend(stories.iter().take(12).map(|id| format!("/story/{id}")));
    // A claim of a report, and of another what is stored of it.
    let mut seen = BTreeSet::new();
    for claim in &claims {
        let report = claim["report"].as_str().unwrap();
        if seen.insert(report) {
            paths.push(match seen.len() % 2 {
                0 => format!("/claim/{}", claim["id"].as_str().unwrap()),
                _ => format!("/report/{report}"),
            });
        }
    }
    let entries = served.json("/tally.json?limit=200");
    let entries = entries["entries"].as_array().unwrap().clone();
    paths.extend(entries.iter().take(20).map(|entry| format!("/entry/{}", entry["id"].as_str().unwrap())));
    paths.push(format!("/entry/{}?history=1", entries[0]["id"].as_str().unwrap()));
    let judged = claims.iter().find(|claim| claim["review"].is_string()).expect("some were judged");
    paths.push(format!("/claim/{}", judged["id"].as_str().unwrap()));
    let mut shown = String::new();
    for path in &paths {
        session.go(&served.at(path));
        check_page(&session, path);
        shown.push_str(session.eval("document.documentElement.textContent").as_str().unwrap());
    }
    check_quiet(&session, &served);
    // The payloads were there to be seen, and were seen as text.
    let is_shown = |shown: &str, number: usize| {
        let payload = make_payload(number);
        shown.contains(&payload) || shown.contains(&payload.replace('\t', " "))
    };
    let missing: Vec<usize> = (0..PAYLOADS).filter(|number| !is_shown(&shown, *number)).collect();
    println!("{} screens, {} of {PAYLOADS} payloads seen as text", paths.len(), PAYLOADS - missing.len());
    assert!(missing.is_empty(), "never seen: {missing:?}");

    // Feeds are called what those who write them like.
    session.go(&served.at("/feeds"));
    check_page(&session, "/feeds");
    let shown = session.text("main");
    let missing: Vec<usize> = (0..PAYLOADS).filter(|number| !is_shown(&shown, *number)).collect();
    assert!(missing.is_empty(), "no feed is called so: {missing:?}");
    check_quiet(&session, &served);
}

#[test]
fn no_script_of_an_address_runs() {
    let Some(session) = Session::open(1280, 900) else { return };
    let served = serve_hostile();
    let encode = |text: &str| -> String {
        text.bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect()
    };
    let screens = ["/tally", "/series", "/map", "/stories", "/search", "/review", "/feeds", "/login", "/about", "/"];
    let names = [
        "q",
        "place",
        "indicator",
        "day",
        "as_of",
        "known_at",
        "profile",
        "limit",
        "cursor",
        "lang",
        "story",
        "tab",
        "x",
        "by",
        "next",
        "claim",
        "bbox",
    ];
    let mut number = 0;
    // Each payload stands in one parameter or in the path; ten go into one address.
    while number < PAYLOADS {
        let screen = screens[number / 10 % screens.len()];
        let mut path = format!("{screen}?");
        for step in 0..10 {
            // A parameter that cannot be read stops the others: each screen has its turn with and without those.
            let free = ["q", "place", "tab", "x", "by", "next", "lang"];
            let name = if number % 20 < 10 {
                free[(number / 20 + step) % free.len()]
            } else {
                names[(number / 20 + step) % names.len()]
            };
            path.push_str(&format!("{name}={}&", encode(&make_payload(number + step))));
        }
        session.go(&served.at(&path));
        check_page(&session, &path);
        number += 10;
    }
    for number in (0..PAYLOADS).step_by(25) {
        let start = ["/story/", "/claim/", "/entry/", "/report/", "/assets/", "/"][number / 25 % 6];
        let path = format!("{start}{}", encode(&make_payload(number)));
        session.go(&served.at(&path));
        check_page(&session, &path);
    }
    check_quiet(&session, &served);
    // What is counted as none is counted: a script that the page's policy forbids is reported.
    session.eval(
        "try { document.body.append(Object.assign(document.createElement('script'), {text: 'hit = 1'})) } catch {} 0",
    );
    let begun = Instant::now();
    while served.json("/healthz")["csp_reports"] == 0 {
        assert!(begun.elapsed() < PATIENCE, "no report came: {:?}", session.complaints());
        std::thread::sleep(Duration::from_millis(30));
    }
    assert_eq!(session.eval("typeof hit"), "undefined");
}
