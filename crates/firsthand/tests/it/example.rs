//! Holds the shipped example: it is read without a refusal, and what comes of it is what `expected.toml` says.

use crate::root;
use firsthand::intake::{read_json_line, read_text};
use firsthand::model::{BlockKind, Claim, Derivation, DerivationKind, Direction, Entry, Report, ReportId, Timestamp};
use firsthand::pack::Packs;
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, Store};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn read_example() -> Vec<Report> {
    let packs = Packs::embedded().unwrap();
    let folder = root().join("corpus/quickstart");
    let lines = std::fs::read_to_string(folder.join("reports.jsonl")).unwrap();
    let mut reports: Vec<Report> = lines
        .lines()
        .enumerate()
        .map(|(number, line)| read_json_line(&packs, line.as_bytes(), number + 1, "reports").unwrap())
        .collect();
    for doc in ["azores", "setubal"] {
        let bytes = std::fs::read(folder.join(format!("{doc}.txt"))).unwrap();
        reports.push(read_text(&packs, &bytes, doc).unwrap());
    }
    reports
}

#[test]
fn the_example_is_read_whole() {
    let reports = read_example();
    let docs: BTreeSet<String> = reports.iter().map(|report| report.doc.clone()).collect();
    let expected = std::fs::read_to_string(root().join("corpus/quickstart/expected.toml")).unwrap();
    let expected: toml::Table = expected.parse().unwrap();
    let named: Vec<String> = expected["families"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|family| family.as_array().unwrap().iter().map(|doc| doc.as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(named.len(), docs.len());
    assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), docs);
    for report in &reports {
        let french = matches!(report.doc.as_str(), "lundi-traduit" | "mercredi-bilan" | "setubal");
        assert_eq!(report.lang.code(), if french { "fr" } else { "en" }, "{}", report.doc);
        assert_eq!(report.blocks.first().map(|block| block.kind), Some(BlockKind::Headline), "{}", report.doc);
    }
}

#[test]
fn captions_of_the_example_are_captions() {
    for (doc, opening) in [("thursday-caption", "At least 118"), ("monday-live", "More than 110")] {
        let reports = read_example();
        let report = reports.iter().find(|report| report.doc == doc).unwrap();
        let at = report.text.find(opening).unwrap();
        assert_eq!(report.block_at(at).map(|block| block.kind), Some(BlockKind::Caption), "{doc}");
    }
}

/// Groups of names, in order.
type Lists = BTreeSet<BTreeSet<String>>;

/// What comes of the example.
struct Settled {
    docs: BTreeMap<ReportId, String>,
    edges: Vec<Derivation>,
    families: Lists,
    stories: Lists,
    entries: Vec<Entry>,
    claims: Vec<Claim>,
}

impl Settled {
    fn read() -> Self {
        let res = Resources::embedded().unwrap();
        let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
        let reports = read_example();
        let reads = reports.iter().map(|report| read_report(&res, report.clone())).collect();
        post_reads(&mut store, &mut memory, reads, Timestamp(0)).unwrap();
        settle_ledger(&res, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
        let docs: BTreeMap<ReportId, String> = reports.iter().map(|report| (report.id, report.doc.clone())).collect();
        let ids: Vec<ReportId> = docs.keys().copied().collect();
        let mut families: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (id, family) in store.families(&ids).unwrap() {
            families.entry(family).or_default().insert(docs[&id].clone());
        }
        let stories = store.stories().unwrap();
        Self {
            edges: store.derivations(&ids).unwrap(),
            families: families.into_values().collect(),
            stories: stories.iter().map(|story| story.reports.iter().map(|id| docs[id].clone()).collect()).collect(),
            entries: store.entries().unwrap(),
            claims: store.claims(&ids).unwrap(),
            docs,
        }
    }

    fn claims_of(&self, doc: &str) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| self.docs[&claim.report] == doc)
    }

    /// The entry that an item of the list speaks of.
    fn entry_of(&self, item: &toml::Value) -> Option<&Entry> {
        let day = |name: &str| item.get(name).map(|day| day.as_str().unwrap());
        self.entries.iter().find(|entry| {
            let time = entry.time.map(|time| time.to_string()).unwrap_or_default();
            let place = [&entry.place, &entry.country].into_iter().flatten().any(|place| {
                place.as_str() == text(item, "place") || (place == "PT" && text(item, "place") == "Portugal")
            });
            entry.indicator == text(item, "indicator")
                && place
                && (entry.place.is_none()
                    || text(item, "place") != "Portugal"
                    || entry.place.as_deref() == Some("Portugal"))
                && day("day").is_none_or(|day| time == day)
                && day("since").is_none_or(|day| time.starts_with(&format!("{day}/")))
                && item.get("measure").is_none_or(|measure| word(&entry.measure) == measure.as_str().unwrap())
        })
    }

    /// Why an entry of the list is not read as it stands there; none where it is.
    fn doubt_of(&self, item: &toml::Value) -> Option<String> {
        let Some(entry) = self.entry_of(item) else { return Some("no such entry".into()) };
        let pages: BTreeSet<&str> =
            entry.support.iter().filter_map(|support| Some(self.doc_of_claim(support.claim)?.as_str())).collect();
        let value = |value: Option<firsthand::model::Amount>| value.map_or(0, |value| value.to_whole());
        let read = (value(entry.low), value(entry.best), value(entry.high));
        let asked = (number(item, "low"), number(item, "best"), number(item, "high"));
        let counters: BTreeSet<&str> = entry.counters.iter().map(String::as_str).collect();
        let same = read == asked && names(item, "counters") == counters && names(item, "pages") == pages;
        (!same).then(|| format!("{read:?} by {counters:?} on {pages:?}"))
    }

    fn doc_of_claim(&self, id: firsthand::model::ClaimId) -> Option<&String> {
        let claim = self.claims.iter().find(|claim| claim.id == id)?;
        self.docs.get(&claim.report)
    }
}

fn expected() -> toml::Table {
    std::fs::read_to_string(root().join("corpus/quickstart/expected.toml")).unwrap().parse().unwrap()
}

fn text<'v>(item: &'v toml::Value, key: &str) -> &'v str {
    item[key].as_str().unwrap()
}

fn number(item: &toml::Value, key: &str) -> i64 {
    item[key].as_integer().unwrap()
}

fn strings(list: &toml::Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn names<'v>(item: &'v toml::Value, key: &str) -> BTreeSet<&'v str> {
    item[key].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

fn lists(list: &toml::Value) -> Lists {
    list.as_array().unwrap().iter().map(strings).collect()
}

fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// Families, stories, edges with their kinds, dropped figures.
#[test]
fn who_copied_whom_in_the_example_is_as_expected() {
    let (settled, expected) = (Settled::read(), expected());
    assert_eq!(settled.families, lists(&expected["families"]));
    assert_eq!(settled.stories, lists(&expected["stories"]));
    let (mut edges, mut quotes, mut dropped) = (BTreeSet::new(), Lists::new(), BTreeMap::new());
    for edge in &settled.edges {
        let (child, parent) = (&settled.docs[&edge.child], &settled.docs[&edge.parent]);
        if edge.kind == DerivationKind::SharedQuote {
            quotes.insert([child.clone(), parent.clone()].into());
            continue;
        }
        assert_eq!(edge.direction, Direction::ChildFromParent, "{child} {parent}");
        edges.insert((child.clone(), parent.clone(), word(&edge.kind)));
        assert!(edge.changed.is_empty(), "{child} {parent}: {:?}", edge.changed);
        if !edge.dropped.is_empty() {
            let figures: &mut BTreeSet<String> = dropped.entry(child.clone()).or_default();
            figures.extend(edge.dropped.iter().map(|figure| figure.surface.clone()));
        }
    }
    let mut asked = BTreeSet::new();
    for edge in expected["edge"].as_array().unwrap() {
        let parents = strings(&edge["parents"]);
        asked.extend(
            parents.into_iter().map(|parent| (text(edge, "child").to_owned(), parent, text(edge, "kind").to_owned())),
        );
    }
    assert_eq!(edges, asked);
    assert_eq!(quotes, lists(&expected["shared_quotes"]));
    let asked: BTreeMap<String, BTreeSet<String>> =
        expected["dropped"].as_table().unwrap().iter().map(|(doc, list)| (doc.clone(), strings(list))).collect();
    assert_eq!(dropped, asked);
}

/// Counters, entries and conflicts, plans and prices.
#[test]
fn who_counted_what_in_the_example_is_as_expected() {
    let (settled, expected) = (Settled::read(), expected());
    for (indicator, counters) in expected["counters"].as_table().unwrap() {
        let strike = settled.entries.iter().filter(|entry| entry.country.as_deref() == Some("PT"));
        let found = strike.filter(|entry| entry.indicator == *indicator).flat_map(|entry| entry.counters.clone());
        assert_eq!(found.collect::<BTreeSet<String>>(), strings(counters), "{indicator}");
    }
    // What is known to be missing is said to be so, and no longer.
    let mut wrong = Vec::new();
    for item in expected["entry"].as_array().unwrap() {
        let doubt = settled.doubt_of(item);
        if doubt.is_some() != item.get("missing").is_some() {
            wrong.push(format!("{item:?}\n  read: {doubt:?}"));
        }
    }
    for item in expected["conflict"].as_array().unwrap() {
        let conflicts = settled.entry_of(item).map(|entry| entry.conflicts.as_slice()).unwrap_or_default();
        let values: BTreeSet<i64> =
            item["values"].as_array().unwrap().iter().map(|value| value.as_integer().unwrap()).collect();
        let found = conflicts.iter().any(|conflict| {
            let claims = settled.claims.iter().filter(|claim| conflict.claims.contains(&claim.id));
            word(&conflict.kind) == text(item, "reason")
                && values == claims.filter_map(|claim| Some(claim.value?.to_whole())).collect()
        });
        if found == item.get("missing").is_some() {
            wrong.push(format!("{item:?}\n  read: {conflicts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (table, people, planned) in [("planned", true, true), ("planned_unread", true, false), ("prices", false, false)]
    {
        for (doc, figures) in expected[table].as_table().unwrap() {
            for figure in strings(figures) {
                let mut claims = settled.claims_of(doc).filter(|claim| claim.surface.contains(&figure)).peekable();
                assert!(claims.peek().is_some(), "{doc}: {figure}");
                for claim in claims {
                    let is_plan = word(&claim.modality) == "planned";
                    assert!((claim.unit == "person") == people && (is_plan == planned || !people), "{doc}: {claim:?}");
                }
            }
        }
    }
}
