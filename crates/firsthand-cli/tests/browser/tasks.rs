//! What people come for, done by the keyboard alone, from the start page on. No pointer is moved and no address is typed; wherever
//! the focus stands on the way, it shows. Not here: how the screens look (`screens.rs`).

use crate::driver::{ENTER, PATIENCE, Session, TAB};
use crate::judge::shows_focus;
use crate::ledger::{Served, serve_example};
use serde_json::{Value, json};
use std::time::Instant;

/// Most stops on the way to something in a page.
const STOPS: usize = 60;

/// The start page, under a keyboard.
fn begin() -> Option<(Session, Served)> {
    let session = Session::open(1280, 900)?;
    let served = serve_example();
    session.go(&served.own);
    Some((session, served))
}

/// Presses Tab until the focus is on what is meant; gives the number of presses.
#[track_caller]
fn tab_to(session: &Session, css: &str) -> usize {
    assert!(session.has(css), "no {css} at {}:\n{}", session.address(), session.text("body"));
    for stop in 1..=STOPS {
        session.press(&TAB.to_string());
        assert!(
            shows_focus(session),
            "the focus does not show: {}",
            session.eval("document.activeElement.outerHTML.slice(0, 300)")
        );
        if session.eval(&format!("document.activeElement.matches({})", json!(css))) == true {
            return stop;
        }
    }
    panic!("{STOPS} presses of Tab do not reach {css} at {}", session.address());
}

/// Takes the link at the start of the page that leads past the rows.
#[track_caller]
fn skip_to(session: &Session, place: &str) {
    tab_to(session, &format!("a.skip[href='{place}']"));
    session.press(&ENTER.to_string());
    session.wait(&format!("document.activeElement.matches({})", json!(place)));
}

/// Goes to what is meant and presses Enter; waits for the page that it leads to.
#[track_caller]
fn follow(session: &Session, css: &str) {
    tab_to(session, css);
    leave(session, &ENTER.to_string());
}

/// Presses keys that lead to another page, and waits for it.
#[track_caller]
fn leave(session: &Session, keys: &str) {
    session.eval("window.left = false; 0");
    session.press(keys);
    session.wait("typeof left === 'undefined' && document.readyState === 'complete'");
}

/// Narrows the tally by its form.
#[track_caller]
fn narrow(session: &Session, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        tab_to(session, &format!(".filters [name={name}]"));
        session.press(value);
    }
    leave(session, &ENTER.to_string());
}

fn as_list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

#[test]
fn find_who_counted_the_highest_figure() {
    let Some((session, _served)) = begin() else { return };
    narrow(&session, &[("indicator", "detained"), ("place", "Portugal")]);
    // The row with the highest figure; the focus goes to it as any reader's does.
    let highest = session.eval(
        "(() => {
            const cells = [...document.querySelectorAll('td.best a')], figure = cell => +cell.textContent.replace(/\\D/g, '');
            const highest = cells.reduce((most, cell) => figure(cell) > figure(most) ? cell : most);
            return [highest.getAttribute('href'), highest.textContent];
        })()",
    );
    let (link, figure) = (highest[0].as_str().unwrap(), highest[1].as_str().unwrap());
    assert_eq!(figure, "1,214", "the days of the one who counted add up");
    follow(&session, &format!("tbody th a[href=\"{link}\"]"));
    assert!(session.text("h1").contains("1,2"), "{}", session.text("h1"));
    assert!(session.text("main").contains("Harbour Watch"), "{}", session.text("main"));
}

#[test]
fn open_the_evidence_of_a_figure_in_two_keys() {
    let Some((session, served)) = begin() else { return };
    let rows = session.eval("document.querySelectorAll('[data-row]').length").as_u64().unwrap();
    assert!(rows > 5);
    session.press("j");
    assert!(shows_focus(&session));
    leave(&session, "o");
    assert!(session.has("blockquote mark"), "{}", session.text("main"));
    let marked = session.text("blockquote mark");
    assert!(marked.chars().any(|sign| sign.is_numeric()) || !marked.is_empty());
    // The same holds for each figure on the start page: one key on it leads to its marked sentence.
    session.go(&served.own);
    let links = as_list(&session.eval(
        "[...new Set([...document.querySelectorAll('main td.figure a, main .lead a')].map(link => link.getAttribute('href')))]",
    ));
    let bare = session.eval("[...document.querySelectorAll('td.figure')].filter(cell => /\\d/.test(cell.textContent) && !cell.querySelector('a')).map(cell => cell.textContent)");
    assert_eq!(bare, json!([]), "figures without a link");
    assert!(links.len() > 5);
    for link in links {
        let (status, page) = served.fetch(&link);
        assert!(status == 200 && page.contains("<mark>"), "{link} shows no marked words");
    }
}

#[test]
fn export_the_day_as_csv() {
    let Some((session, _served)) = begin() else { return };
    narrow(&session, &[("day", "2025-03-10")]);
    skip_to(&session, "#foot");
    tab_to(&session, "footer a[href*='.csv']");
    session.press(&ENTER.to_string());
    let table = session.await_download("tally.csv");
    let head = table.lines().next().unwrap();
    assert!(head.contains("indicator") && head.contains("best"), "{head}");
    assert!(table.lines().any(|line| line.contains("412") && line.contains("detained")), "{table}");
    assert!(!table.contains("2025-03-12,2025-03-12"), "a day that was not asked for: {table}");
}

#[test]
fn narrow_by_a_facet_and_widen_again() {
    let Some((session, _served)) = begin() else { return };
    let before = session.eval("document.querySelectorAll('tr[data-row]').length").as_u64().unwrap();
    skip_to(&session, "#facets");
    follow(&session, ".facet a[href*='indicator=detained']");
    assert!(session.address().contains("indicator=detained"));
    let after = session.eval("document.querySelectorAll('tr[data-row]').length").as_u64().unwrap();
    assert!(0 < after && after < before, "{after} of {before}");
    skip_to(&session, "#facets");
    follow(&session, ".facet a[aria-current]");
    assert!(!session.address().contains("indicator="), "{}", session.address());
    assert_eq!(session.eval("document.querySelectorAll('tr[data-row]').length").as_u64(), Some(before));
}

/// Comes back to a page until the server has weighed all stories.
#[track_caller]
fn await_queue(session: &Session) {
    let begun = Instant::now();
    while !session.has("[data-action=reject]") {
        assert!(begun.elapsed() < PATIENCE, "nothing to review: {}", session.text("main"));
        session.press("5");
        session.wait("document.readyState === 'complete'");
    }
}

#[test]
fn reject_a_claim_see_the_tally_change_and_undo_it() {
    let Some((session, served)) = begin() else { return };
    session.go(&served.at("/tally?limit=1000"));
    let before = session.text("main");
    leave(&session, "5");
    await_queue(&session);
    assert!(session.has("article.in-hand blockquote mark"), "the sentence is in view: {}", session.text("main"));
    let claim = session.text("article.in-hand a.more");
    leave(&session, "x");
    let said = session.text("section.said");
    assert!(session.has("section.said .moves li") && said.contains('\u{2192}'), "what moved: {said}");
    assert!(!session.text("article.in-hand").contains(&claim), "the next claim is in hand");
    let decided = session.address();
    let moved = session.eval("document.querySelector('section.said .moves a').getAttribute('href')");

    leave(&session, "1");
    session.go(&served.at("/tally?limit=1000"));
    let after = session.text("main");
    assert_ne!(before, after, "the tally has not changed, and {said}");
    let (status, _) = served.fetch(moved.as_str().unwrap());
    assert!(status == 200 || said.contains("gone"), "{moved}: {status}");

    session.go(&decided);
    leave(&session, "u");
    assert!(session.text("section.said").contains("undo"), "{}", session.text("section.said"));
    session.go(&served.at("/tally?limit=1000"));
    assert_eq!(before, session.text("main"), "an undo takes all back");
    let log = served.run(&["review", "log"]);
    assert!(log.contains("reject") && log.contains("undo"), "{log}");
    served.run(&["verify"]);
}

#[test]
fn accept_and_go_on_with_one_key() {
    let Some((session, served)) = begin() else { return };
    leave(&session, "5");
    await_queue(&session);
    let claim = session.text("article.in-hand a.more");
    leave(&session, "a");
    assert!(served.run(&["review", "log"]).contains("accept"));
    assert!(session.text("section.said").contains("accept"), "{}", session.text("section.said"));
    await_queue(&session);
    assert!(!session.text("article.in-hand").contains(&claim), "the next claim is in hand");
    // Single keys can be switched off, for those who speak to their machine.
    leave(&session, "?");
    tab_to(&session, "input[name=on]");
    session.press(" ");
    session.go(&served.at("/review"));
    let log = served.run(&["review", "log"]);
    session.press("xau5");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(log, served.run(&["review", "log"]), "no key decides where keys are off");
    assert!(session.address().ends_with("/review"));
}

#[test]
fn correct_a_claim_after_seeing_what_it_would_do() {
    let Some((session, served)) = begin() else { return };
    leave(&session, "5");
    await_queue(&session);
    let log = served.run(&["review", "log"]);
    session.press("e");
    session.wait("document.querySelector('details.edit').open");
    tab_to(&session, "input[name=set_figure]");
    session.eval("document.activeElement.select(); 0");
    session.press("777");
    tab_to(&session, "details.edit button[formaction='/review/preview']");
    leave(&session, &ENTER.to_string());
    let told = session.text("section.previewed");
    assert!(told.contains("777"), "{told}");
    assert_eq!(log, served.run(&["review", "log"]), "a preview decides nothing");
    tab_to(&session, "details.edit button:not([formaction])");
    leave(&session, &ENTER.to_string());
    assert!(session.text("section.said").contains("777"), "{}", session.text("section.said"));
    assert!(served.run(&["tally", "--jsonl"]).contains("777"));
}

#[test]
fn search_for_words_and_open_what_is_found() {
    let Some((session, _served)) = begin() else { return };
    follow(&session, "a[data-place=search]");
    session.wait("document.activeElement.name === 'q'");
    session.press("crane");
    leave(&session, &ENTER.to_string());
    assert!(session.text("ol.hits").contains("crane"), "{}", session.text("main"));
    session.press("j");
    leave(&session, "o");
    assert!(session.address().contains("/report/"), "{}", session.address());
    assert!(session.text("article.report").contains("crane"));
    // A figure of the page leads to its evidence.
    session.press("j");
    leave(&session, "o");
    assert!(session.address().contains("/claim/") && session.has("blockquote mark"), "{}", session.address());
}

#[test]
fn switch_the_tabs_of_a_series() {
    let Some((session, _served)) = begin() else { return };
    narrow(&session, &[("indicator", "detained"), ("place", "Portugal")]);
    follow(&session, "h2 a.more[href*='/series?']");
    // Each claim is a mark that leads to its sentence.
    assert!(session.has(".picture svg a[href*='/claim/']"), "{}", session.text("main"));
    follow(&session, "nav.tabs a[href*='tab=table']");
    assert!(session.text("main").contains("1,214") && !session.has(".picture svg"), "{}", session.text("main"));
    follow(&session, "nav.tabs a[href*='tab=sources']");
    assert!(session.text("main").contains("Harbour Watch"), "{}", session.text("main"));
    follow(&session, "nav.tabs a[href*='tab=map']");
    assert!(session.has("main svg"), "{}", session.text("main"));
    // The address is all there is: the first tab is the address without it.
    follow(&session, "nav.tabs a:not([href*='tab='])");
    follow(&session, ".picture svg a[href*='/claim/']");
    assert!(session.has("blockquote mark"), "{}", session.text("main"));
}

#[test]
fn open_a_story_and_a_page_of_its_lineage() {
    let Some((session, _served)) = begin() else { return };
    leave(&session, "2");
    session.press("j");
    leave(&session, "o");
    assert!(session.address().contains("/story/"), "{}", session.address());
    assert!(session.text("p.lead").contains("11 pages"), "{}", session.text("p.lead"));
    open_list(&session);
    let lost = session.text("details:has(ul.lineage)");
    assert!(lost.contains("monday-spun") && lost.contains("dropped"), "what a copy dropped: {lost}");
    // Both texts side by side, then a page.
    follow(&session, "ul.lineage a[href*='edge=']");
    assert!(session.has("#passages"), "{}", session.text("main"));
    follow(&session, ".pair.heads a[href*='/report/']");
    assert!(session.has("article.report"), "{}", session.text("main"));
}

/// Opens the list that says in words what the picture of the lineage shows.
#[track_caller]
fn open_list(session: &Session) {
    if session.eval("document.querySelector('details:has(ul.lineage)').open") != true {
        tab_to(session, "details:has(ul.lineage) > summary");
        session.press(&ENTER.to_string());
    }
    session.wait("document.querySelector('ul.lineage').checkVisibility()");
}

#[test]
fn change_the_language() {
    let Some((session, _served)) = begin() else { return };
    let english = session.text("h1");
    skip_to(&session, "#foot");
    follow(&session, ".languages a[hreflang=fr]");
    assert_eq!(session.eval("document.documentElement.lang"), "fr");
    assert_ne!(session.text("h1"), english);
    // The language goes along.
    session.press("j");
    leave(&session, "o");
    assert_eq!(session.eval("document.documentElement.lang"), "fr");
    assert!(session.has("blockquote[lang=en] mark"), "what is quoted keeps its language");
}

#[test]
fn ask_what_held_at_a_moment() {
    let Some((session, _served)) = begin() else { return };
    narrow(&session, &[("indicator", "detained"), ("place", "Portugal"), ("as_of", "2025-03-11T12:00:00Z")]);
    let then = session.text("main");
    assert!(then.contains("412") && !then.contains("1,214"), "{then}");
    follow(&session, ".filters a.clear");
    assert!(!session.address().contains("as_of"), "{}", session.address());
}
