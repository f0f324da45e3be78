//! The five pages of the mobilisation case, read from their text through every room: T1 to T8 and T11 of the method,
//! as far as texts alone give them. The ledger's own promises on gold claims stand in `ledger_case`.

use crate::root;
use firsthand::intake::read_json_line;
use firsthand::ledger::{EntryLine, Profile, list_entry_lines, parse_claim_line};
use firsthand::model::{Amount, Claim, Derivation, DerivationKind, Entry, SupportKind, Timestamp};
use firsthand::pipeline::{
    Memory, OneByOne, place_outside_claims, post_reads, read_report, review_entries, settle_ledger,
};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, OutsideFiling, Store, hash_root};
use std::collections::{BTreeMap, BTreeSet};

struct Read {
    store: MemoryStore,
    claims: Vec<Claim>,
    names: BTreeMap<firsthand::model::ReportId, String>,
}

/// Reads the case with its pages in the order given; none where the case is not beside the checkout.
fn read_case(order: [usize; 5], outside: bool) -> Option<Read> {
    let folder = root().join("../shared/cases/mobilisation-2022");
    let Ok(lines) = std::fs::read_to_string(folder.join("reports.jsonl")) else {
        println!("skipped: no ../shared");
        return None;
    };
    let resources = Resources::embedded().unwrap();
    let lines: Vec<&str> = lines.lines().collect();
    let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
    let (mut claims, mut names) = (Vec::new(), BTreeMap::new());
    for at in order {
        let report = read_json_line(&resources.packs, lines[at].as_bytes(), at + 1, "reports").unwrap();
        names.insert(report.id, report.doc.clone());
        let read = read_report(&resources, report);
        claims.extend(read.claims.iter().cloned());
        post_reads(&mut store, &mut memory, vec![read], Timestamp(0)).unwrap();
    }
    if outside {
        let lines = std::fs::read_to_string(folder.join("outside_claims.jsonl")).unwrap();
        let filings: Vec<OutsideFiling> = lines
            .lines()
            .map(|line| {
                let outside = parse_claim_line(line).unwrap();
                OutsideFiling { claim: outside.claim, family: outside.family, parent: outside.parent }
            })
            .collect();
        claims.extend(filings.iter().map(|filing| filing.claim.clone()));
        store.file_outside(&filings, Timestamp(0)).unwrap();
    }
    settle_ledger(&resources, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
    Some(Read { store, claims, names })
}

impl Read {
    fn entries(&self, as_of: Option<&str>) -> Vec<EntryLine> {
        let stories = self.store.stories().unwrap();
        let annex = place_outside_claims(&self.store, &stories).unwrap();
        let moment = as_of.map(|moment| moment.parse().unwrap());
        let mut entries: Vec<Entry> = review_entries(&self.store, &annex, None, Profile::Default, moment).unwrap();
        for story in &stories {
            entries.extend(review_entries(&self.store, &annex, Some(story), Profile::Default, moment).unwrap());
        }
        list_entry_lines(&self.claims, &entries)
    }

    fn edges(&self) -> Vec<(BTreeSet<&str>, Derivation)> {
        let ids: Vec<_> = self.names.keys().copied().collect();
        let edges = self.store.derivations(&ids).unwrap();
        edges
            .into_iter()
            .map(|edge| ([edge.child, edge.parent].map(|id| self.names[&id].as_str()).into(), edge))
            .collect()
    }
}

const AS_LISTED: [usize; 5] = [0, 1, 2, 3, 4];

fn n(value: i64) -> Option<Amount> {
    Amount::whole(value)
}

fn find<'e>(lines: &'e [EntryLine], series: &str) -> &'e EntryLine {
    let names: Vec<&str> = lines.iter().map(|line| line.series.as_str()).collect();
    lines.iter().find(|line| line.series == series).unwrap_or_else(|| panic!("no series {series} among {names:#?}"))
}

#[test]
fn t1_five_pages_four_texts_one_story() {
    let Some(read) = read_case(AS_LISTED, false) else { return };
    let stories = read.store.stories().unwrap();
    assert_eq!(stories.len(), 1);
    let families = read.store.families(&stories[0].reports).unwrap();
    let mut texts: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for (report, family) in &families {
        texts.entry(family).or_default().insert(&read.names[report]);
    }
    let texts: BTreeSet<BTreeSet<&str>> = texts.into_values().collect();
    assert_eq!(texts, BTreeSet::from([["000"].into(), ["001"].into(), ["002", "004"].into(), ["003"].into()]));
    let edges = read.edges();
    let copy = edges.iter().find(|(ends, _)| *ends == BTreeSet::from(["002", "004"])).unwrap();
    assert!(matches!(copy.1.kind, DerivationKind::Sibling | DerivationKind::Reworded));
    let dropped: BTreeSet<&str> = copy.1.dropped.iter().map(|figure| figure.surface.as_str()).collect();
    assert_eq!(dropped, BTreeSet::from(["2,300", "33", "798"]));
    assert!(copy.1.changed.is_empty());
    let others: Vec<_> = edges.iter().filter(|(ends, _)| *ends != BTreeSet::from(["002", "004"])).collect();
    assert_eq!(others.len(), 1);
    assert_eq!((&others[0].0, others[0].1.kind), (&BTreeSet::from(["001", "003"]), DerivationKind::SharedQuote));
}

#[test]
fn t2_and_t3_the_detentions() {
    let Some(read) = read_case(AS_LISTED, false) else { return };
    let lines = read.entries(None);
    let day = find(&lines, "detained/person/Russia/2022-09-21");
    assert_eq!((day.low, day.best, day.high), (n(1386), n(1386), n(1386)));
    assert_eq!((&day.counters[..], day.texts, day.pages), (&["ovd-info".to_owned()][..], 3, 3));
    let stale = day.support.iter().find(|part| part.surface == "630").unwrap();
    assert_eq!(stale.kind, SupportKind::Superseded);
    assert!(stale.reasons.iter().any(|reason| reason == "stale-caption"), "{:?}", stale.reasons);
    let contradictions = lines.iter().filter(|line| line.indicator == "detained").flat_map(|line| &line.conflicts);
    assert_eq!(contradictions.filter(|conflict| conflict.kind.is_contradiction()).count(), 0);
    let saturday = find(&lines, "detained/person/Russia/2022-09-24");
    assert_eq!((saturday.low, saturday.best, saturday.high), (n(798), n(798), n(798)));
    let total = find(&lines, "detained/person/Russia/since 2022-09-21");
    assert_eq!((total.low, total.best, total.high, total.texts, total.pages), (n(2001), n(2001), None, 1, 2));
    assert!(total.notes.iter().any(|note| note.contains("2,184") && note.contains("consistent")), "{:?}", total.notes);
}

#[test]
fn t4_to_t8_plans_border_queue_prices_and_the_copy() {
    let Some(read) = read_case(AS_LISTED, false) else { return };
    let lines = read.entries(None);
    let plan = find(&lines, "mobilised/person/Russia/plan");
    assert_eq!(plan.best, n(300_000));
    assert!(plan.conflicts.iter().any(|conflict| conflict.why.contains("Zelensky")), "{:#?}", plan.conflicts);
    assert!(lines.iter().all(|line| line.indicator != "killed" && line.indicator != "injured"), "no casualty series");
    let border = find(&lines, "crossed/person/Finland/2022-09-21");
    assert_eq!((border.low, border.best, border.high), (n(4824), n(4824), n(4824)));
    assert!(border.support.iter().any(|part| part.surface == "5 000" && part.kind == SupportKind::Supporting));
    let queue = lines.iter().find(|line| line.indicator == "vehicles").unwrap();
    assert_eq!(queue.best, n(2300));
    let prices: Vec<&EntryLine> = lines.iter().filter(|line| line.indicator == "money").collect();
    let found: BTreeSet<_> = prices.iter().map(|line| (line.unit.as_str(), line.best)).collect();
    assert_eq!(found, BTreeSet::from([("EUR", n(9200)), ("GBP", n(10_051))]));
    let total = find(&lines, "detained/person/Russia/since 2022-09-21");
    let own = total.support.iter().filter(|part| part.kind != SupportKind::Relayed).count();
    assert!(own <= 2, "{:#?}", total.support);
}

#[test]
fn t11_as_of_an_hour_of_the_evening() {
    let moment = Some("2022-09-21T21:30+03:00");
    let Some(read) = read_case(AS_LISTED, false) else { return };
    let alone = read.entries(moment);
    let day = find(&alone, "detained/person/Russia/2022-09-21");
    assert_eq!((day.low, day.best), (n(631), None));
    let Some(read) = read_case(AS_LISTED, true) else { return };
    let lines = read.entries(moment);
    let day = find(&lines, "detained/person/Russia/2022-09-21");
    assert_eq!((day.low, day.best), (n(1026), n(1026)));
    let leading = day.support.iter().find(|part| part.kind == SupportKind::Leading).unwrap();
    assert_eq!(leading.doc, "novaya-2127");
}

#[test]
fn any_order_of_arrival_gives_one_ledger() {
    let Some(first) = read_case(AS_LISTED, true) else { return };
    let root = hash_root(&first.store).unwrap();
    for order in [[4, 3, 2, 1, 0], [2, 0, 4, 1, 3], [3, 4, 0, 2, 1]] {
        let Some(read) = read_case(order, true) else { return };
        assert_eq!(hash_root(&read.store).unwrap(), root, "{order:?}");
    }
}

/// Every order in which the five pages can come, each settled after every page: 4 texts, 1 counter for the detentions,
/// one ledger.
#[test]
fn all_orders_one_by_one_end_as_four_texts_and_one_counter() {
    let folder = root().join("../shared/cases/mobilisation-2022");
    let Ok(lines) = std::fs::read_to_string(folder.join("reports.jsonl")) else {
        println!("skipped: no ../shared");
        return;
    };
    let resources = Resources::embedded().unwrap();
    let read = |(at, line): (usize, &str)| {
        let report = read_json_line(&resources.packs, line.as_bytes(), at + 1, "reports").unwrap();
        read_report(&resources, report).ready()
    };
    let pages: Vec<_> = lines.lines().enumerate().map(read).collect();
    let mut first: Option<String> = None;
    for order in orders(pages.len()) {
        let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
        for &at in &order {
            post_reads(&mut store, &mut memory, vec![pages[at].clone()], Timestamp(0)).unwrap();
            settle_ledger(&resources, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
        }
        let stories = store.stories().unwrap();
        assert_eq!(stories.len(), 1, "{order:?}");
        let texts: BTreeSet<_> = store.families(&stories[0].reports).unwrap().into_values().collect();
        let entries = store.entries_of(Some(stories[0].id)).unwrap();
        let detained = entries.iter().filter(|entry| entry.indicator == "detained");
        let counters: BTreeSet<&str> = detained.flat_map(|entry| &entry.counters).map(String::as_str).collect();
        assert_eq!((texts.len(), counters), (4, BTreeSet::from(["ovd-info"])), "{order:?}");
        let ledger = hash_root(&store).unwrap();
        assert_eq!(first.get_or_insert_with(|| ledger.clone()), &ledger, "{order:?}");
    }
}

/// All orders of `count` things.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for next in 0..count {
        let insert = |order: Vec<usize>| {
            (0..=order.len()).map(move |at| {
                let mut longer = order.clone();
                longer.insert(at, next);
                longer
            })
        };
        all = all.into_iter().flat_map(insert).collect();
    }
    all
}
