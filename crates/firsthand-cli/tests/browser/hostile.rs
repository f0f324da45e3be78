//! Somebody sends reports, and addresses, that want to run a script in the reader's browser: no such script runs, on no screen, and
//! what they wrote is shown as text. Not here: what a browser does where nothing guards it (`trial.rs`).

use crate::driver::Session;
use crate::judge::find_strangers;
use crate::ledger::{Served, serve_hostile};
use crate::reports::{PAYLOADS, make_payload};

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
    let strangers = find_strangers(session, &served.own);
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
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
    let screens = ["/tally", "/login", "/about", "/"];
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
}
