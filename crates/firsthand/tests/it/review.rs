//! Review and the recorded clock, on the shipped example: what decisions change, what undoes them, and what was known when.

use crate::example::read_example;
use firsthand::ledger::parse_claim_line;
use firsthand::model::{
    Claim, Correction, Decision, Entry, Field, LogLine, NamedPlace, SupportKind, Timestamp, Verdict, Words,
    write_record,
};
use firsthand::pipeline::{
    Memory, OneByOne, Read, place_outside_claims, post_reads, propose_counters, rank_doubts, read_report, rebuild_root,
    settle_ledger, trace_history, view_known_at,
};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, OutsideFiling, Store, hash_root};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The example, read once for all tests.
fn example() -> &'static (Resources, Vec<Read>) {
    static READ: OnceLock<(Resources, Vec<Read>)> = OnceLock::new();
    READ.get_or_init(|| {
        let res = Resources::embedded().unwrap();
        let reads = read_example().into_iter().map(|report| read_report(&res, report).ready()).collect();
        (res, reads)
    })
}

fn settle(store: &mut MemoryStore) {
    settle_ledger(&example().0, store, &mut Memory::default(), &OneByOne, &mut |_, _| {}).unwrap();
}

fn post(store: &mut MemoryStore, reads: &[Read], recorded: i64) {
    post_reads(store, &mut Memory::default(), reads.to_vec(), Timestamp(recorded)).unwrap();
    settle(store);
}

/// The whole example in one portion.
fn ledger() -> MemoryStore {
    let mut store = MemoryStore::new();
    post(&mut store, &example().1, 100);
    store
}

fn decide_at(store: &mut MemoryStore, decision: Decision, recorded: i64) {
    let words = Words { author: "Ana".into(), reason: "a test".into(), salt: "0123456789abcdef".into() };
    let log = store.review_log().unwrap();
    let line: LogLine = write_record(log.last(), decision, words, None, Timestamp(recorded)).unwrap();
    store.append_record(&line).unwrap();
    settle(store);
}

fn decide(store: &mut MemoryStore, decision: Decision) {
    decide_at(store, decision, 200);
}

/// The entry of the detentions of one day, and the claim that leads it.
fn monday(store: &dyn Store) -> Entry {
    let of_day = |entry: &&Entry| entry.series == "detained/person/Portugal/2025-03-10";
    let entries = store.entries().unwrap();
    let names: Vec<String> = entries.iter().map(|entry| entry.series.clone()).collect();
    entries.iter().find(of_day).unwrap_or_else(|| panic!("no such day in {names:#?}")).clone()
}

fn claims_of(entry: &Entry, kind: SupportKind) -> Vec<firsthand::model::ClaimId> {
    entry.support.iter().filter(|support| support.kind == kind).map(|support| support.claim).collect()
}

fn correction(fields: &[(Field, &str)]) -> Correction {
    let mut correction = Correction::default();
    fields.iter().for_each(|(field, text)| correction.set(*field, text).unwrap());
    correction
}

#[test]
fn a_rejected_claim_counts_for_nothing_and_stays_visible_until_it_is_undone() {
    let mut store = ledger();
    let (root, before) = (hash_root(&store).unwrap(), store.entries().unwrap());
    let entry = monday(&store);
    assert_eq!(entry.best.map(|best| best.to_whole()), Some(412));
    let leading = claims_of(&entry, SupportKind::Leading);
    let stored: Vec<Claim> = leading.iter().map(|id| store.claim(*id).unwrap().unwrap()).collect();
    for claim in entry.support.iter().map(|support| support.claim) {
        let told = store.claim(claim).unwrap().unwrap();
        if told.value == stored[0].value {
            decide(&mut store, Decision::Reject { claim });
        }
    }
    let after = monday(&store);
    assert_ne!(after.best, entry.best, "what led is out");
    let rejected = claims_of(&after, SupportKind::Rejected);
    assert!(leading.iter().all(|claim| rejected.contains(claim)), "{after:#?}");
    assert_eq!(store.claim(leading[0]).unwrap().as_ref(), Some(&stored[0]), "claims never change");
    let view = view_known_at(&example().0, &store, &OneByOne, None, &mut |_, _| {}).unwrap();
    assert_eq!(view.claim(leading[0]).unwrap().unwrap().review, Some(Verdict::Rejected));
    assert_eq!(view.claim_as_read(leading[0]).unwrap().unwrap().review, None);
    drop(view);
    for number in 1..=store.review_log().unwrap().len() as u64 {
        decide(&mut store, Decision::Undo { number });
    }
    assert_eq!(store.entries().unwrap(), before);
    assert_eq!(hash_root(&store).unwrap(), root);
}

#[test]
fn a_correction_moves_the_figure_and_a_rebuild_leads_to_it_too() {
    let mut store = ledger();
    let entry = monday(&store);
    for claim in entry.support.iter().map(|support| support.claim) {
        let set = correction(&[(Field::Figure, "419"), (Field::Source, "Port Authority")]);
        decide(&mut store, Decision::Edit { claim, set });
    }
    let after = monday(&store);
    assert_eq!(after.best.map(|best| best.to_whole()), Some(419));
    assert_eq!(after.counters, ["port-authority"]);
    let read = |reports: Vec<_>| reports.into_iter().map(|report| read_report(&example().0, report)).collect();
    let rebuilt = rebuild_root(&example().0, &store, &read, &OneByOne, &mut |_, _| {}).unwrap();
    assert_eq!(rebuilt, hash_root(&store).unwrap());
}

#[test]
fn a_correction_of_the_day_takes_a_claim_to_another_entry() {
    let mut store = ledger();
    let claim = claims_of(&monday(&store), SupportKind::Leading)[0];
    decide(&mut store, Decision::Edit { claim, set: correction(&[(Field::Time, "2025-03-01")]) });
    assert!(monday(&store).support.iter().all(|support| support.claim != claim));
    let entries = store.entries().unwrap();
    let moved = entries.iter().find(|entry| entry.support.iter().any(|support| support.claim == claim)).unwrap();
    assert_eq!(moved.time, "2025-03-01".parse().ok());
}

#[test]
fn counters_that_are_one_count_once() {
    let mut store = ledger();
    let (root, entry) = (hash_root(&store).unwrap(), monday(&store));
    assert_eq!(entry.counters, ["harbour-watch", "police"]);
    decide(&mut store, Decision::SameCounter { one: "police".into(), other: "harbour-watch".into() });
    assert_eq!(monday(&store).counters, ["harbour-watch"]);
    decide(&mut store, Decision::Undo { number: 1 });
    assert_eq!(hash_root(&store).unwrap(), root);
}

#[test]
fn stories_that_are_one_are_joined_and_part_again() {
    let mut store = ledger();
    let root = hash_root(&store).unwrap();
    let stories = store.stories().unwrap();
    assert_eq!(stories.len(), 2);
    decide(&mut store, Decision::SameStory { one: stories[0].reports[0], other: stories[1].reports[0] });
    assert_eq!(store.stories().unwrap().len(), 1);
    decide(&mut store, Decision::Undo { number: 1 });
    assert_eq!(hash_root(&store).unwrap(), root);
}

/// A place as claims of the example tell it.
fn place(store: &dyn Store, name: &str) -> NamedPlace {
    let ids = store.report_ids().unwrap();
    let places = store.claims(&ids).unwrap().into_iter().filter_map(|claim| claim.place);
    let found = places.map(|place| NamedPlace::of(&place)).find(|place| place.name.as_deref() == Some(name));
    found.unwrap_or_else(|| panic!("no claim tells of {name}"))
}

#[test]
fn places_that_are_one_have_one_id_and_part_again() {
    let (res, _) = example();
    let mut store = ledger();
    let (root, before) = (hash_root(&store).unwrap(), store.entries().unwrap());
    let (one, other) = (place(&store, "Porto"), place(&store, "Lisbon"));
    decide(&mut store, Decision::SamePlace { one: other.clone(), other: one.clone() });
    let names = |entries: &[Entry]| entries.iter().filter_map(|entry| entry.place.clone()).collect::<BTreeSet<_>>();
    let after = store.entries().unwrap();
    assert!(names(&before).contains("Porto") && names(&before).contains("Lisbon"));
    assert!(names(&after).contains("Porto") != names(&after).contains("Lisbon"), "{:?}", names(&after));
    let view = view_known_at(res, &store, &OneByOne, None, &mut |_, _| {}).unwrap();
    let claims = view.claims(&view.report_ids().unwrap()).unwrap();
    let ids: BTreeSet<_> = claims
        .iter()
        .filter_map(|claim| claim.place.as_ref())
        .filter(|place| [&one.name, &other.name].contains(&&place.name))
        .map(|place| place.id.clone())
        .collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
    drop(view);
    let read = |reports: Vec<_>| reports.into_iter().map(|report| read_report(res, report)).collect();
    let rebuilt = rebuild_root(res, &store, &read, &OneByOne, &mut |_, _| {}).unwrap();
    assert_eq!(rebuilt, hash_root(&store).unwrap());
    let text = store.review_log().unwrap()[0].record.clone();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value.to_string(), text, "canonical");
    decide(&mut store, Decision::Undo { number: 1 });
    assert_eq!((store.entries().unwrap(), hash_root(&store).unwrap()), (before, root));
}

#[test]
fn a_place_from_outside_without_an_id_meets_its_other_name() {
    let mut store = ledger();
    let line = r#"{"doc": "page", "series": "s", "indicator": "detained", "source": "Harbour Watch", "value": 99,
        "place": {"country": "PT", "name": "Oporto"}, "published": "2025-03-10T20:00Z"}"#;
    let read = parse_claim_line(&line.replace('\n', " ")).unwrap();
    let oporto = NamedPlace::of(read.claim.place.as_ref().unwrap());
    store.file_outside(&[OutsideFiling { claim: read.claim, family: None, parent: None }], Timestamp(150)).unwrap();
    settle(&mut store);
    let porto = place(&store, "Porto");
    let of = |store: &MemoryStore, name: &str| {
        store.entries().unwrap().iter().filter(|entry| entry.place.as_deref() == Some(name)).count()
    };
    assert_eq!(of(&store, "Oporto"), 1);
    decide(&mut store, Decision::SamePlace { one: oporto, other: porto });
    assert_eq!(of(&store, "Oporto"), 0);
    assert!(of(&store, "Porto") > 0);
    decide(&mut store, Decision::Undo { number: 1 });
    assert_eq!(of(&store, "Oporto"), 1);
}

#[test]
fn names_of_one_counter_are_proposed_until_somebody_decides() {
    let (res, _) = example();
    let pages = [
        ("uk", "Лантерн Аріа повідомив, що у Порто в понеділок затримали 96 людей."),
        ("en", "Lantern Aria said that 96 people were detained in Porto on Monday."),
    ];
    let mut store = MemoryStore::new();
    let reads: Vec<Read> = pages
        .iter()
        .map(|(lang, text)| {
            let mut report = firsthand::model::Report::plain(lang, text);
            report.published = Some("2025-03-11T08:00:00Z".parse().unwrap());
            read_report(res, report)
        })
        .collect();
    post(&mut store, &reads, 1);
    let proposals = |store: &MemoryStore| {
        let stories = store.stories().unwrap();
        let annex = place_outside_claims(store, &stories).unwrap();
        let found = propose_counters(res, store, &annex, &stories).unwrap();
        found.into_iter().map(|proposal| (proposal.alias.one, proposal.alias.other)).collect::<Vec<_>>()
    };
    let counters = |store: &MemoryStore| {
        let entries = store.entries().unwrap();
        entries.into_iter().flat_map(|entry| entry.counters).collect::<BTreeSet<_>>()
    };
    let found = proposals(&store);
    assert_eq!(found.len(), 1, "{found:?} of {:?}", counters(&store));
    let (one, other) = found[0].clone();
    assert_eq!(counters(&store), BTreeSet::from([one.clone(), other.clone()]));
    let root = hash_root(&store).unwrap();
    decide(&mut store, Decision::OtherCounter { one: other.clone(), other: one.clone() });
    assert_eq!((proposals(&store), hash_root(&store).unwrap()), (Vec::new(), root.clone()), "they are two");
    decide(&mut store, Decision::SameCounter { one: one.clone(), other: other.clone() });
    assert_eq!(proposals(&store), []);
    assert_eq!(counters(&store), BTreeSet::from([one]), "the last decision on a pair holds");
    for number in [2, 1] {
        decide(&mut store, Decision::Undo { number });
    }
    assert_eq!((proposals(&store), hash_root(&store).unwrap()), (found, root));
}

/// Decisions that touch each other in nothing, over the example.
fn apart(store: &dyn Store) -> Vec<Decision> {
    let claims: Vec<_> = monday(store).support.iter().map(|support| support.claim).collect();
    let reports: Vec<_> = store.stories().unwrap().iter().map(|story| story.reports[0]).collect();
    vec![
        Decision::Reject { claim: claims[0] },
        Decision::Accept { claim: claims[1] },
        Decision::Edit { claim: claims[2], set: correction(&[(Field::Figure, ">=400")]) },
        Decision::SameCounter { one: "police".into(), other: "harbour-watch".into() },
        Decision::SameStory { one: reports[0], other: reports[1] },
        Decision::SamePlace { one: place(store, "Porto"), other: place(store, "Lisbon") },
        Decision::OtherCounter { one: "police".into(), other: "red-cross".into() },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Decisions apart from each other, in any order, before the reports, between them or after: one ledger.
    #[test]
    fn the_order_of_posting_changes_nothing(
        order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(),
        pages in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
        early in 0..7usize,
        portion in 1..13usize,
    ) {
        static EXPECTED: OnceLock<(Vec<Decision>, String)> = OnceLock::new();
        let (decisions, root) = EXPECTED.get_or_init(|| {
            let mut store = ledger();
            let decisions = apart(&store);
            decisions.iter().for_each(|decision| decide(&mut store, decision.clone()));
            (decisions, hash_root(&store).unwrap())
        });
        let mut store = MemoryStore::new();
        order[..early].iter().for_each(|at| decide(&mut store, decisions[*at].clone()));
        for portion in pages.chunks(portion) {
            let reads: Vec<Read> = portion.iter().map(|at| example().1[*at].clone()).collect();
            post(&mut store, &reads, 300);
        }
        order[early..].iter().for_each(|at| decide(&mut store, decisions[*at].clone()));
        prop_assert_eq!(&hash_root(&store).unwrap(), root);
    }

    /// What was known at a moment is what a ledger of just the postings by then holds.
    #[test]
    fn what_was_known_is_what_was_posted_by_then(
        pages in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
        portion in 1..6usize,
        after in 0..4usize,
    ) {
        let (res, reads) = example();
        let mut store = MemoryStore::new();
        let mut known: Vec<MemoryStore> = Vec::new();
        let outside = |value: u32| {
            let line = format!(
                r#"{{"doc": "page-{value}", "series": "s", "indicator": "detained", "source": "Harbour Watch", "place":
                {{"country": "PT", "name": "Portugal"}}, "value": {value}, "published": "2025-03-10T1{}:00Z"}}"#, value % 10
            );
            let read = parse_claim_line(&line).unwrap();
            OutsideFiling { claim: read.claim, family: None, parent: None }
        };
        let mut step = |store: &mut MemoryStore, act: &dyn Fn(&mut MemoryStore, i64)| {
            let now = known.len() as i64 + 1;
            act(store, now);
            // The same once more, from nothing, by moments.
            let mut copy = MemoryStore::new();
            for moment in 1..=now {
                let ids = store.report_ids().unwrap();
                let when = store.recorded(&ids).unwrap();
                let then: Vec<Read> =
                    reads.iter().filter(|read| when.get(&read.report.id) == Some(&Timestamp(moment))).cloned().collect();
                post(&mut copy, &then, moment);
                let filed = store.outside_recorded().unwrap();
                let mut filings = store.outside_claims().unwrap();
                filings.retain(|filing| filed[&filing.claim.id] == Timestamp(moment));
                copy.file_outside(&filings, Timestamp(moment)).unwrap();
            }
            for line in store.review_log().unwrap() {
                copy.append_record(&line).unwrap();
            }
            settle(&mut copy);
            known.push(copy);
        };
        for (at, portion) in pages.chunks(portion).enumerate() {
            let reads: Vec<Read> = portion.iter().map(|at| reads[*at].clone()).collect();
            step(&mut store, &|store, now| post(store, &reads, now));
            if at == after {
                step(&mut store, &|store, now| {
                    store.file_outside(&[outside(380), outside(401)], Timestamp(now)).unwrap();
                    settle(store);
                });
                let claim = store.entries().unwrap()[0].support[0].claim;
                step(&mut store, &|store, now| decide_at(store, Decision::Reject { claim }, now));
                step(&mut store, &|store, now| {
                    decide_at(store, Decision::SameCounter { one: "police".into(), other: "harbour-watch".into() }, now);
                });
                step(&mut store, &|store, now| {
                    static PLACES: OnceLock<(NamedPlace, NamedPlace)> = OnceLock::new();
                    let named = PLACES.get_or_init(|| {
                        let whole = ledger();
                        (place(&whole, "Porto"), place(&whole, "Lisbon"))
                    });
                    let (one, other) = named.clone();
                    decide_at(store, Decision::SamePlace { one, other }, now);
                });
            }
        }
        for (moment, expected) in (1..).zip(&known) {
            let view = view_known_at(res, &store, &OneByOne, Some(Timestamp(moment)), &mut |_, _| {}).unwrap();
            let ids = expected.report_ids().unwrap();
            prop_assert_eq!(view.report_ids().unwrap(), ids.clone());
            prop_assert_eq!(view.stories().unwrap(), expected.stories().unwrap());
            prop_assert_eq!(view.families(&ids).unwrap(), expected.families(&ids).unwrap());
            prop_assert_eq!(view.derivations(&ids).unwrap(), expected.derivations(&ids).unwrap());
            prop_assert_eq!(view.entries().unwrap(), expected.entries().unwrap());
            prop_assert_eq!(view.counts().unwrap(), expected.counts().unwrap());
            for entry in expected.entries().unwrap() {
                prop_assert_eq!(view.entry(entry.id).unwrap(), Some(entry.clone()));
                prop_assert_eq!(view.ids_from(&entry.id.to_string(), 2).unwrap(), [entry.id.to_string()]);
            }
        }
    }
}

/// Follows the feed as a reader outside does: whatever came, changed or went since the last time.
fn follow(store: &dyn Store, copy: &mut BTreeMap<firsthand::model::EntryId, Entry>, cursor: &mut i64) {
    for change in store.changes(*cursor, usize::MAX).unwrap() {
        *cursor = change.seq;
        if change.gone {
            copy.remove(&change.entry);
        } else {
            copy.insert(change.entry, store.entry(change.entry).unwrap().unwrap());
        }
    }
    let mut kept: Vec<Entry> = copy.values().cloned().collect();
    kept.sort_by(|one, other| (one.story, &one.series, one.id).cmp(&(other.story, &other.series, other.id)));
    assert_eq!(kept, store.entries().unwrap());
}

#[test]
fn who_follows_the_feed_has_the_ledger() {
    let (res, reads) = example();
    let mut store = MemoryStore::new();
    let (mut copy, mut cursor) = (BTreeMap::new(), 0);
    let mut gone = 0;
    for read in reads {
        post(&mut store, std::slice::from_ref(read), 1);
        gone += store.changes(cursor, usize::MAX).unwrap().iter().filter(|change| change.gone).count();
        follow(&store, &mut copy, &mut cursor);
    }
    assert!(gone > 0, "stories take other ids on the way, so that entries go");
    let claim = claims_of(&monday(&store), SupportKind::Leading)[0];
    decide(&mut store, Decision::Reject { claim });
    follow(&store, &mut copy, &mut cursor);
    let end = store.feed().unwrap();
    store.forget_readings().unwrap();
    let read = |report| read_report(res, report);
    let reports = store.report_ids().unwrap().into_iter().map(|id| store.report(id).unwrap().unwrap());
    let again: Vec<Read> = reports.map(read).collect();
    post(&mut store, &again, 9);
    assert_eq!(store.feed().unwrap(), end, "a rebuild that changes nothing tells nothing");
    follow(&store, &mut BTreeMap::new(), &mut 0);
}

#[test]
fn the_history_of_an_entry_names_what_changed_it() {
    let (res, reads) = example();
    let mut store = MemoryStore::new();
    for (at, read) in (1..).zip(reads) {
        post(&mut store, std::slice::from_ref(read), at);
    }
    let claim = claims_of(&monday(&store), SupportKind::Leading)[0];
    decide_at(&mut store, Decision::Reject { claim }, 50);
    decide_at(&mut store, Decision::Undo { number: 1 }, 60);
    let entry = monday(&store);
    let states = trace_history(res, &store, &OneByOne, &entry, &mut |_, _| {}).unwrap();
    assert!(states.len() >= 4, "{states:#?}");
    assert!(states.is_sorted_by_key(|state| state.recorded));
    for state in &states {
        let view = view_known_at(res, &store, &OneByOne, Some(state.recorded), &mut |_, _| {}).unwrap();
        let then = state.entry.clone().unwrap();
        assert_eq!(view.entry(then.id).unwrap(), Some(then), "what the ledger showed then");
        assert!(!state.reports.is_empty() || !state.decisions.is_empty(), "something was recorded");
    }
    let first = &states[0];
    let reports: Vec<_> = first.came.iter().map(|id| store.claim(*id).unwrap().unwrap().report).collect();
    assert!(!reports.is_empty() && reports.iter().all(|report| first.reports.contains(report)));
    assert_eq!(
        (states[states.len() - 2].decisions.clone(), states[states.len() - 1].decisions.clone()),
        (vec![1], vec![2])
    );
    assert_eq!(states.last().unwrap().entry, Some(entry));
}

#[test]
fn the_queue_asks_for_what_moves_a_figure_and_is_doubtful() {
    let mut store = ledger();
    let doubts = |store: &MemoryStore| {
        let stories = store.stories().unwrap();
        let annex = place_outside_claims(store, &stories).unwrap();
        let rank = |story| rank_doubts(store, &OneByOne, &annex, story, 0, usize::MAX).unwrap();
        stories.iter().flat_map(rank).collect::<Vec<_>>()
    };
    let queue = doubts(&store);
    assert!(queue.len() > 3, "{queue:#?}");
    for doubt in &queue {
        assert!(doubt.effect > 0 && doubt.effect <= 1_000 && doubt.doubt > 0 && doubt.doubt <= 100, "{doubt:#?}");
        assert!(!doubt.reasons.is_empty());
    }
    let first = &queue[0];
    decide(&mut store, Decision::Reject { claim: first.claim });
    let after = store.entry(first.entry).unwrap();
    let figure = after.and_then(|entry| entry.best.or(entry.low).or(entry.high));
    assert_eq!(figure, first.without, "the queue tells what a rejection does");
    assert!(doubts(&store).iter().all(|doubt| doubt.claim != first.claim), "who was judged is not asked again");
}
