//! What does a pull make of feeds that mean harm? Each is refused by name, nobody is asked who may not be, what was good is
//! kept, and the ledger stays whole.

use crate::hostile::{FEEDS, Site};
use crate::run::Folder;

#[test]
fn feeds_that_mean_harm_are_refused_by_name() {
    let site = Site::start();
    let folder = Folder::new("harm");
    // A host is asked every two seconds, so that some of them have to do; all of them: `cargo xtask hostile`.
    let some = [
        "/traps",
        "/to-trap",
        "/to-decimal",
        "/to-mapped",
        "/to-itself",
        "/bomb",
        "/bomb-zstd",
        "/nested",
        "/attributes",
    ];
    let feeds: Vec<_> = FEEDS.iter().filter(|feed| feed.quick && some.contains(&feed.path)).collect();
    assert_eq!(feeds.len(), some.len());
    let urls: Vec<String> = feeds.iter().map(|feed| site.url(feed.path)).collect();
    folder.run(&[&["feed", "add"], &urls.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat()).ends(0);
    let pulled = folder.run(&["feed", "pull", "--all", "--allow", &site.address.to_string()]).ends(3);
    let lines = folder.run(&["feed", "list", "--jsonl"]).ends(0).lines();
    for (feed, url) in feeds.iter().zip(&urls) {
        let line = lines.iter().find(|line| line["address"] == url.as_str()).unwrap();
        let trouble = &line["trouble"];
        match feed.word {
            None => assert!(trouble.is_null(), "{} is a feed: {line}", feed.path),
            Some(word) => assert!(trouble.to_string().contains(word), "{} is {word}: {line}", feed.path),
        }
    }
    assert_eq!(site.caught(), 0, "nobody may be asked who is not listed: {}", pulled.talk);
    // Pages that lead astray are refused by name too, and the feed's own words are taken instead.
    for word in ["[private_address]", "[bot_challenge]"] {
        assert!(pulled.talk.contains(word), "{word}: {}", pulled.talk);
    }
    let claims = folder.run(&["claims"]).ends(0).out;
    assert!(claims.contains("500 people") && claims.contains("45 people"), "{claims}");
    folder.run(&["verify"]).ends(0);
}
