//! Every screen as it is seen: in light and dark, from left to right and from right to left, wide and narrow. Each is judged, and
//! kept as a picture under `target/tmp/screens`. Not here: what one does with them (`tasks.rs`).

use crate::driver::Session;
use crate::judge::{find_barriers, find_overflow, find_strangers, weigh_page};
use crate::ledger::{Served, serve_example};
use std::path::Path;

/// Most bytes of a page, map data apart.
const HEAVIEST: u64 = 200_000;
pub(crate) const WIDE: u32 = 1440;
pub(crate) const NARROW: u32 = 320;

/// The screens of a ledger: a name and a path. The seven that readers work with come first.
pub(crate) fn list_screens(served: &Served) -> Vec<(&'static str, String)> {
    let tally = served.json("/tally.json?indicator=detained&place=Portugal");
    let entry = tally["entries"][0]["id"].as_str().unwrap().to_owned();
    let story = tally["entries"][0]["story"].as_str().unwrap().to_owned();
    let why = served.json(&format!("/entry/{entry}.json"));
    let claim = why["claims"][0]["claim"]["id"].as_str().unwrap().to_owned();
    let report = why["claims"][0]["claim"]["report"].as_str().unwrap().to_owned();
    vec![
        ("tally", "/tally".to_owned()),
        ("evidence", format!("/claim/{claim}")),
        ("series", "/series?indicator=detained&place=Portugal".to_owned()),
        ("map", "/map?indicator=detained".to_owned()),
        ("story", format!("/story/{story}")),
        ("review", "/review".to_owned()),
        ("feeds", "/feeds".to_owned()),
        ("entry", format!("/entry/{entry}")),
        ("stories", "/stories".to_owned()),
        ("series-published", "/series?indicator=detained&place=Portugal&x=published".to_owned()),
        ("series-map", "/series?indicator=detained&place=Portugal&tab=map".to_owned()),
        ("series-table", "/series?indicator=detained&place=Portugal&tab=table".to_owned()),
        ("series-sources", "/series?indicator=detained&place=Portugal&tab=sources".to_owned()),
        ("history", format!("/entry/{entry}?history=1")),
        ("report", format!("/report/{report}")),
        ("search", "/search?q=dockers".to_owned()),
        ("names", "/review?view=names".to_owned()),
        ("disagreements", "/review?view=disagreements".to_owned()),
        ("log", "/review/log".to_owned()),
        ("about", "/about".to_owned()),
        ("keys", "/keys".to_owned()),
        ("login", "/login".to_owned()),
        ("nothing", "/no-such-page".to_owned()),
        ("mistake", "/tally?as_of=soon".to_owned()),
    ]
}

/// The screens that are looked at in every way; the others are judged in light and dark.
pub(crate) const WAYS: usize = 7;

#[test]
fn every_screen_is_open_to_all_fits_and_is_light() {
    let Some(session) = Session::open(WIDE, 900) else { return };
    let served = serve_example();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screens");
    let mut wrong = Vec::new();
    for (at, (name, path)) in list_screens(&served).into_iter().enumerate() {
        let ways = if at < WAYS { ["ltr", "rtl"].as_slice() } else { &["ltr"] };
        session.resize(WIDE, 900);
        for scheme in ["light", "dark"] {
            session.prefer(scheme);
            session.go(&served.at(&path));
            if scheme == "light" {
                let (page, map) = weigh_page(&session);
                println!("{name}: {page} bytes, and {map} of maps");
                if page > HEAVIEST {
                    wrong.push(format!("{name}: {page} bytes"));
                }
            }
            for way in ways {
                session.eval(&format!("document.dir = '{way}'; 0"));
                for width in [WIDE, NARROW] {
                    session.resize(width, 900);
                    if at < WAYS {
                        session.take_picture(&pictures.join(format!("{name}-{scheme}-{way}-{width}.png")));
                    }
                    let label = format!("{name}, {scheme}, {way}, {width}");
                    wrong.extend(find_overflow(&session).into_iter().map(|line| format!("{label}: {line}")));
                    if *way == "ltr" {
                        wrong.extend(find_barriers(&session).into_iter().map(|line| format!("{label}: {line}")));
                    }
                }
                session.resize(WIDE, 900);
            }
        }
    }
    wrong.extend(find_strangers(&session, &served.own));
    wrong.extend(session.complaints().into_iter().filter(|line| !is_expected(line)));
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// Two of the screens say what went wrong, and come with the number of it.
fn is_expected(complaint: &str) -> bool {
    let told = ["/no-such-page", "as_of=soon"].iter().any(|part| complaint.contains(part));
    told && complaint.contains("Failed to load resource")
}
