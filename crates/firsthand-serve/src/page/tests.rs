//! Holds the screens on a small ledger: the shipped example, and a page whose name, outlet and title are markup.
//! Not here: HTTP and access.

use crate::access::{Access, Role};
use crate::ask::{Answer, Ask, Caller};
use crate::desk::{Desk, Reading, Threads, read_for};
use crate::problem::Problem;
use crate::query::Query;
use crate::words::Words;
use crate::{Settings, page};
use firsthand::intake::read_json_line;
use firsthand::model::Timestamp;
use firsthand::pipeline::{Memory, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand_store::SqliteStore;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const HARM: &str = r#"{"doc": "<img src=x onerror=alert(1)>", "outlet": "\"><script>alert(2)</script>", "title": "</title><script>alert(3)</script>", "published": "2025-03-12T10:00:00Z", "lang": "en", "text": "GALATI - Police detained 61 people in Galati on Wednesday, the ministry said. \u202eevil"}"#;

/// A ledger of its own for each test; its file goes with it.
struct Small {
    desk: Desk,
    db: PathBuf,
}

impl Drop for Small {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            // It may not be there.
            drop(std::fs::remove_file(format!("{}{ending}", self.db.display())));
        }
    }
}

type Work = fn(&Reading<'_>) -> Result<Answer, Problem>;

impl Small {
    fn open(name: &str) -> Self {
        let db = std::env::temp_dir().join(format!("firsthand-serve-{}-{name}.db", std::process::id()));
        let res = Resources::embedded().expect("the packs are built in");
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/quickstart/reports.jsonl");
        let text = std::fs::read_to_string(example).expect("the example is there");
        let lines = text.lines().chain([HARM]).enumerate();
        let reads = lines
            .map(|(at, line)| {
                read_report(&res, read_json_line(&res.packs, line.as_bytes(), at + 1, "reports").expect("a report"))
            })
            .collect();
        let mut store = SqliteStore::open(&db).expect("a ledger");
        let mut memory = Memory::default();
        post_reads(&mut store, &mut memory, reads, Timestamp(1_742_000_000)).expect("posted");
        settle_ledger(&res, &mut store, &mut memory, &Threads, &mut |_, _| ()).expect("settled");
        drop(store);
        let settings = Settings {
            db: db.clone(),
            listen: ([127, 0, 0, 1], 0).into(),
            access: false,
            public: false,
            author: None,
            rate: 20,
            listeners: 1,
            allow: Vec::new(),
            head: crate::HEAD,
        };
        Self { desk: Desk::new(res, settings).expect("a desk"), db }
    }

    /// Asks as a browser on one's own machine: `/story/{id}.json`, its part, and the pairs behind `?`.
    fn ask(&self, pattern: &str, id: &str, pairs: &[(&str, &str)], work: Work) -> Result<Answer, Problem> {
        let row = Access::get().rows.iter().find(|row| row.path == pattern && row.method == "GET").expect("a route");
        let form = row.form.as_deref().map(|form| format!(".{form}")).unwrap_or_default();
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let ask = Ask {
            row,
            path: pattern.trim_end_matches(&form).replace("{id}", id),
            vars: BTreeMap::from([("id".to_owned(), id.to_owned())]),
            query: Query::of(&pairs)?,
            caller: Caller {
                role: Role::most(),
                pass: "local".into(),
                label: None,
                local: true,
                seal: None,
                by_browser: true,
            },
            words: Words::choose(None, None),
            headers: axum::http::HeaderMap::new(),
            body: axum::body::Bytes::new(),
            mark: Arc::from("mark"),
            can: Access::get(),
        };
        let base = self.desk.open_reader().expect("a reader");
        read_for(&self.desk, &ask, &base, work)
    }

    #[track_caller]
    fn page(&self, pattern: &str, id: &str, pairs: &[(&str, &str)], work: Work) -> String {
        let answer = self.ask(pattern, id, pairs, work).unwrap_or_else(|problem| panic!("{pattern}: {problem:?}"));
        assert_eq!(answer.status, 200, "{pattern} {pairs:?}");
        let text = String::from_utf8(answer.body.to_vec()).expect("text");
        // Nothing of others is markup, and nothing needs a policy to be loosened.
        for harm in ["<script>", "<img", "<style", " style=", " onerror=\"", "javascript:", "\u{202e}"] {
            assert!(!text.contains(harm) || !text.starts_with("<!DOCTYPE"), "{pattern} {pairs:?}: {harm}");
        }
        text
    }

    #[track_caller]
    fn json(&self, pattern: &str, id: &str, pairs: &[(&str, &str)], work: Work) -> serde_json::Value {
        serde_json::from_str(&self.page(pattern, id, pairs, work)).expect("JSON")
    }

    #[track_caller]
    fn sees(&self, pattern: &str, pairs: &[(&str, &str)], work: Work) -> String {
        let answer = self.ask(pattern, "", pairs, work).expect("an answer");
        assert_eq!(answer.status, 303);
        answer.head.iter().find(|(name, _)| *name == "location").map(|(_, to)| to.clone()).expect("a place")
    }

    #[track_caller]
    fn field(&self, pattern: &str, id: &str, pairs: &[(&str, &str)], work: Work) -> Option<String> {
        self.ask(pattern, id, pairs, work).expect_err("a problem").field
    }

    fn largest(&self) -> String {
        let stories = self.json("/stories.json", "", &[], page::stories::show);
        stories["stories"][0]["id"].as_str().expect("an id").to_owned()
    }
}

#[test]
fn stories_come_in_portions_and_by_what_they_tell() {
    let small = Small::open("stories");
    let show = page::stories::show;
    let all = small.json("/stories.json", "", &[], show);
    let ids: Vec<&str> = all["stories"].as_array().expect("stories").iter().filter_map(|s| s["id"].as_str()).collect();
    assert!(ids.len() > 1, "{all}");
    let mut walked = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut pairs = vec![("limit", "1")];
        pairs.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let one = small.json("/stories.json", "", &pairs, show);
        walked.push(one["stories"][0]["id"].as_str().expect("an id").to_owned());
        cursor = one["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(walked, ids);
    let text = small.page("/stories", "", &[("limit", "1")], show);
    assert!(text.contains("detained, Portugal") && text.contains("cursor="), "{text}");
    assert!(!small.page("/stories", "", &[("place", "Galati")], show).contains("detained, Portugal"));
    assert_eq!(small.page("/stories.csv", "", &[], show).lines().count(), ids.len() + 1);
    assert_eq!(small.field("/stories", "", &[("cursor", "x")], show).as_deref(), Some("cursor"));
}

#[test]
fn a_story_has_its_lineage_as_a_picture_and_as_a_list() {
    let small = Small::open("story");
    let show = page::story::show;
    let id = small.largest();
    let text = small.page("/story/{id}", &id, &[], show);
    let (picture, list) = text.split_once("</svg>").expect("a picture");
    for part in [picture, list] {
        for name in
            ["monday-desk", "monday-mirror", "monday-spun", "lundi-traduit", "translated", "dropped 187 detained"]
        {
            assert!(part.contains(name), "{name} in {part}");
        }
    }
    let document = small.json("/story/{id}.json", &id[..8], &[], show);
    assert_eq!(document["stories"][0]["id"], id.as_str());
    assert!(document["stories"][0]["state"]["figures"].is_array());
    let edges = list.split("edge=").skip(1).filter_map(|rest| rest.split(['"', '#', '&']).next());
    let edges: Vec<&str> = edges.collect();
    assert!(edges.len() >= 3, "each of the three copies leads to its passages: {edges:?}");
    let mut marked = 0;
    for edge in edges {
        let text = small.page("/story/{id}", &id, &[("edge", edge)], show);
        assert!(text.contains("id=\"passages\""), "{edge}");
        marked += usize::from(text.contains("<mark class=\"lost\">") && text.contains("<mark class=\"gained\">"));
    }
    assert!(marked > 0, "a reworded copy differs in words");
    for edge in ["x", "r_..r_nothere", "..", "r_a..r_b..r_c"] {
        assert_eq!(small.field("/story/{id}", &id, &[("edge", edge)], show).as_deref(), Some("edge"), "{edge}");
    }
    assert_eq!(small.ask("/story/{id}", "s_nothere", &[], show).expect_err("none").status, 404);
}

#[test]
fn every_mark_of_a_series_leads_to_its_claim() {
    let small = Small::open("series");
    let show = page::series::show;
    let asked = [("indicator", "detained"), ("place", "Portugal")];
    let with = |more: &[(&'static str, &'static str)]| [&asked[..], more].concat();
    for x in ["stated", "happened", "published", "recorded"] {
        let document = small.json("/series.json", "", &with(&[("x", x)]), show);
        let dots: usize = document["panels"]
            .as_array()
            .map_or(0, |panels| panels.iter().filter_map(|panel| panel["dots"].as_array()).map(Vec::len).sum());
        assert!(dots > 3, "{x}: {document}");
        let text = small.page("/series", "", &with(&[("x", x)]), show);
        let links = text.matches("<a href=\"/claim/c_").count();
        assert!(links > 3 && links <= dots, "{x}: {links} of {dots}");
        assert!(text.contains("data-from=\"") && text.contains("data-brush=\""), "{x}");
        assert_eq!(small.page("/series.csv", "", &with(&[("x", x)]), show).lines().count(), dots + 1);
    }
    for (tab, has) in [("map", "class=\"fhm\""), ("table", "/claim/c_"), ("sources", "named by")] {
        let text = small.page("/series", "", &with(&[("tab", tab)]), show);
        assert!(text.contains(has), "{tab}");
    }
    assert!(small.page("/series.svg", "", &asked, show).starts_with("<svg"));
    assert_eq!(small.field("/series", "", &with(&[("x", "soon")]), show).as_deref(), Some("x"));
    assert_eq!(small.field("/series", "", &with(&[("moment", "soon")]), show).as_deref(), Some("moment"));
    assert_eq!(small.field("/series", "", &with(&[("from", "soon")]), show).as_deref(), Some("from"));
    assert!(small.page("/series", "", &[("place", "Nowhere")], show).contains("class=\"empty\""));
}

#[test]
fn forms_of_a_series_lead_to_addresses_that_stay_true() {
    let small = Small::open("forms");
    let show = page::series::show;
    let place = ("place", "Portugal");
    let moments = small.json("/series.json", "", &[place], show)["moments"].as_array().map_or(0, Vec::len);
    assert!(moments > 2);
    let to = small.sees("/series", &[place, ("moment", "0")], show);
    assert!(to.starts_with("/series?as_of=2025-03-") && !to.contains("moment"), "{to}");
    let last = (moments - 1).to_string();
    assert_eq!(small.sees("/series", &[place, ("moment", &last)], show), "/series?place=Portugal");
    assert_eq!(
        small.sees("/series", &[place, ("from", "2025-03-12"), ("to", "2025-03-10")], show),
        "/series?day=2025-03-10%2F2025-03-12&place=Portugal"
    );
    assert_eq!(
        small.sees("/series", &[place, ("to", "2025-03-10")], show),
        "/series?day=2025-03-10%2F2025-03-10&place=Portugal"
    );
}

#[test]
fn a_map_and_its_list_tell_the_same() {
    let small = Small::open("map");
    let show = page::map::show;
    let text = small.page("/map", "", &[("indicator", "detained")], show);
    let (picture, list) = text.split_once("<table").expect("a list");
    for place in ["Porto", "Lisbon", "Portugal"] {
        assert!(picture.contains(place) && list.contains(place), "{place}");
    }
    assert!(picture.contains("<circle") && picture.contains("/assets/outlines.svg?v="));
    let near = small.page("/map", "", &[("indicator", "detained"), ("bbox", "-10,38,-8,40")], show);
    assert!(near.contains("bbox=") && near != text);
    assert_eq!(small.field("/map", "", &[("bbox", "1,2,3")], show).as_deref(), Some("bbox"));
    let points = small.json("/map.geojson", "", &[("indicator", "detained")], show);
    assert_eq!(points["type"], "FeatureCollection");
}

#[test]
fn the_sheet_holds_the_style_of_the_pictures() {
    let sheet = include_str!("../../assets/page.css");
    assert!(sheet.contains(firsthand::export::graph_svg::STYLE), "the style of the graph");
    assert!(sheet.contains(firsthand::export::map::STYLE), "the style of the map");
}

#[test]
fn names_that_are_markup_are_words() {
    let small = Small::open("harm");
    let stories = small.json("/stories.json", "", &[("place", "Galati")], page::stories::show);
    let mut seen = 0;
    for story in stories["stories"].as_array().expect("stories") {
        let text = small.page("/story/{id}", story["id"].as_str().expect("an id"), &[], page::story::show);
        seen += usize::from(text.contains("&lt;img src=x onerror=alert(1)&gt;"));
    }
    assert_eq!(seen, 1, "the page stands in one story");
    let asked = [("place", "Galati"), ("indicator", "detained")];
    for tab in ["chart", "map", "table", "sources"] {
        small.page("/series", "", &[asked[0], asked[1], ("tab", tab)], page::series::show);
    }
    small.page("/map", "", &asked, page::map::show);
}
