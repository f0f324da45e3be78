//! Languages: that the page speaks each of its own, and that what it quotes keeps the quote's language and direction.
//! Not here: pages from right to left as such (`screens.rs`).

use crate::driver::Session;
use crate::judge::find_overflow;
use crate::ledger::serve_example;
use crate::screens::{NARROW, WAYS, WIDE, list_screens};
use std::path::Path;

/// What is quoted stands in its own language and direction, whatever the page's is.
#[test]
fn arabic_and_hebrew_are_shown_from_right_to_left() {
    let Some(session) = Session::open(WIDE, 900) else { return };
    let served = serve_example();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screens");
    // The direction in which the browser lays out the element that holds these words, and the language that it has.
    let holder = |words: &str| {
        session.eval(&format!(
            "(() => {{
                const all = [...document.querySelectorAll('main *')].filter(node => node.textContent.includes({}));
                const node = all.at(-1);
                return node && [node.matches(':dir(rtl)'), node.closest('[lang]').lang];
            }})()",
            serde_json::json!(words)
        ))
    };
    for (doc, words, lang) in [("mina-ar", "إغلاق ميناء حيفا", "ar"), ("namal-he", "נמל חיפה נסגר", "he")]
    {
        let found = served.json(&format!("/search.json?q={}", words.split(' ').next().unwrap()));
        assert!(found.to_string().contains(doc), "{words} finds no {doc}: {found}");
        session.go(&served.at(&format!("/search?q={}", words.split(' ').next().unwrap())));
        assert_eq!(holder(words), serde_json::json!([true, lang]), "{doc} in the search");
        session.take_picture(&pictures.join(format!("quotes-search-{lang}.png")));
    }
    // A sentence in a language from left to right, with a quotation from right to left in it, keeps its own direction.
    let claims = served.run(&["claims", "--doc", "haifa-quay", "--indicator", "detained", "--jsonl"]);
    let claim: serde_json::Value = serde_json::from_str(claims.lines().next().unwrap()).unwrap();
    for (width, scheme) in [(WIDE, "light"), (NARROW, "dark")] {
        session.resize(width, 900);
        session.prefer(scheme);
        session.go(&served.at(&format!("/claim/{}", claim["id"].as_str().unwrap())));
        assert_eq!(session.text("mark"), "31");
        assert_eq!(session.eval("document.querySelector('mark').closest('blockquote').matches(':dir(ltr)')"), true);
        assert_eq!(session.eval("document.querySelector('mark').closest('[lang]').lang"), "en");
        session.take_picture(&pictures.join(format!("quotes-evidence-{width}.png")));
    }
}

/// A page that is served in six languages says the same numbers, and none says a message's key.
#[test]
fn every_language_of_the_page_has_its_words() {
    let Some(session) = Session::open(WIDE, 900) else { return };
    let served = serve_example();
    session.go(&served.at("/tally"));
    let codes = session.eval("[...document.querySelectorAll('.languages a')].map(link => link.hreflang)");
    let codes: Vec<&str> = codes.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    for code in ["en", "fr", "es", "de", "ru", "uk"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    let mut wrong = Vec::new();
    let mut heads = std::collections::BTreeSet::new();
    for code in &codes {
        session.resize(NARROW, 900);
        for (name, path) in list_screens(&served).into_iter().take(WAYS) {
            let sign = if path.contains('?') { '&' } else { '?' };
            session.go(&served.at(&format!("{path}{sign}lang={code}")));
            assert_eq!(session.eval("document.documentElement.lang"), *code);
            wrong.extend(find_overflow(&session).into_iter().map(|line| format!("{name} in {code}: {line}")));
            // A key has a dash between small letters and stands alone in its element.
            let keys = session.eval(
                "[...document.querySelectorAll('body *')].filter(node => !node.children.length && !node.closest('blockquote,bdi,code,pre,.rule,script,option,svg')
                    && /^[a-z]+(-[a-z]+)+$/.test(node.textContent.trim())).map(node => node.textContent.trim())",
            );
            wrong.extend(keys.as_array().unwrap().iter().map(|key| format!("{name} in {code}: a key is shown: {key}")));
        }
        session.go(&served.at(&format!("/tally?lang={code}")));
        heads.insert(session.text("h1"));
    }
    assert_eq!(heads.len(), codes.len(), "titles: {heads:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
