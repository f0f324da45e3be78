//! A browser that runs no script reads every screen and posts the form of the review. Not here: the keys, which want scripts.

use crate::driver::{PATIENCE, Session};
use crate::ledger::serve_example;
use crate::screens::list_screens;
use std::time::Instant;

#[test]
fn without_scripts_every_screen_is_readable() {
    let Some(session) = Session::open(1280, 900) else { return };
    session.switch_scripts_off();
    let served = serve_example();
    // What a reader must be able to read there.
    let must: &[(&str, &[&str])] = &[
        ("tally", &["412", "Portugal", "298"]),
        ("evidence", &["people"]),
        ("entry", &["Harbour Watch"]),
        ("series", &["1,214"]),
        ("series-table", &["1,214", "298", "harbour-watch"]),
        ("series-sources", &["Harbour Watch"]),
        ("map", &["Lisbon", "96"]),
        ("story", &["tagus-courier.example", "monday-mirror", "Harbour Watch"]),
        ("stories", &["11 pages", "Portugal"]),
        ("search", &["dockers"]),
        ("report", &["Portugal"]),
        ("review", &["Accept"]),
        ("feeds", &["Quay radio", "private_address"]),
    ];
    for (name, path) in list_screens(&served) {
        session.go(&served.at(&path));
        let text = session.eval("document.querySelector('main').innerText");
        let text = text.as_str().unwrap();
        let words = must.iter().find(|(own, _)| *own == name).map_or(&[] as &[&str], |(_, words)| words);
        for word in words {
            assert!(text.contains(word), "{name} does not show {word} without scripts:\n{text}");
        }
        assert!(text.trim().len() > 20, "{name} shows next to nothing: {text:?}");
        // What does nothing without a script is not shown.
        let dead = session.eval("[...document.querySelectorAll('button:not([hidden])')].filter(one => !one.form && one.checkVisibility()).map(one => one.outerHTML.slice(0, 200))");
        assert_eq!(dead, serde_json::json!([]), "{name}");
    }
}

#[test]
fn without_scripts_a_claim_is_judged() {
    let Some(session) = Session::open(1280, 900) else { return };
    session.switch_scripts_off();
    let served = serve_example();
    let begun = Instant::now();
    while !session.has("button.reject") {
        assert!(begun.elapsed() < PATIENCE);
        session.go(&served.at("/review"));
    }
    session.click("button.reject");
    session.wait("!!document.querySelector('section.said')");
    assert!(session.text("section.said").contains("reject"), "{}", session.text("section.said"));
    assert!(served.run(&["review", "log"]).contains("reject"));
    session.click("section.said button");
    session.wait("document.querySelector('section.said').innerText.includes('undo')");
    assert!(served.run(&["review", "log"]).contains("undo"));
}
