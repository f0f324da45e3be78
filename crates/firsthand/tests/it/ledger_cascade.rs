//! News cascades made by dice (`xtask/src/cascade.rs`): what is known to be true of them must be found, and what changes
//! nothing in the world must change nothing in the ledger. `cargo xtask score cascade` measures more of them.

#[path = "../../../../xtask/src/cascade.rs"]
mod cascade;

use cascade::{Event, Truth, stage_events};
use firsthand::ledger::{Known, Profile, reconcile_entries};
use firsthand::model::{Claim, ClaimId, Entry, FamilyId, ReportId, SupportKind, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn reconcile(event: &Event, claims: &[Claim], moment: Option<Timestamp>) -> Vec<Entry> {
    let known = Known { story: None, claims, families: &event.families, derivations: &event.derivations };
    reconcile_entries(known, Profile::Default, moment)
}

/// The entry of the event's total.
fn answer(event: &Event, entries: Vec<Entry>) -> Entry {
    let of_event = |entry: &Entry| {
        entry.kind == event.kind() && entry.time.is_some_and(|time| time.first_day().to_string() == event.first_day())
    };
    entries.into_iter().max_by_key(|entry| (of_event(entry), entry.texts)).unwrap()
}

fn one_event() -> impl Strategy<Value = Event> {
    any::<u64>().prop_map(|seed| stage_events(seed, 1).remove(0))
}

#[test]
fn the_ledger_beats_maximum_and_latest() {
    let events = stage_events(5, 150);
    let mut errors: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let (mut inside, mut over, mut counters) = (0, 0, 0);
    for event in &events {
        let entry = answer(event, reconcile(event, &event.claims, None));
        let truth = event.truth_at(event.end);
        let best = entry.best.or(entry.low).or(entry.high).unwrap().to_whole();
        let totals = || event.claims.iter().zip(&event.truths).filter(|(_, truth)| **truth != Truth::OfDay);
        let values: Vec<i64> = totals().filter_map(|(claim, _)| Some(claim.value?.to_whole())).collect();
        let right = totals().filter(|(_, truth)| **truth == Truth::Right);
        let oracle = right.filter_map(|(claim, _)| Some(claim.value?.to_whole())).max().unwrap_or(best);
        let maximum = values.iter().copied().max().unwrap();
        for (name, answer) in
            [("ledger", best), ("oracle", oracle), ("maximum", maximum), ("latest", values[values.len() - 1])]
        {
            errors.entry(name).or_default().push((answer - truth).abs() * 1000 / truth);
        }
        let then = answer(event, reconcile(event, &event.claims, Some(event.midway)));
        let held = event.truth_at(event.midway);
        inside += usize::from(
            then.low.is_none_or(|low| low.to_whole() <= held) && then.high.is_none_or(|high| high.to_whole() >= held),
        );
        over += usize::from(best * 10 > truth * 11);
        counters += usize::from(entry.counters.len() == event.counters);
    }
    let medians: BTreeMap<&str, i64> = errors
        .into_iter()
        .map(|(name, mut errors)| {
            errors.sort_unstable();
            (name, errors[errors.len() / 2])
        })
        .collect();
    let told =
        format!("{medians:?} thousandths, {inside} inside, {over} over, {counters} counters of {}", events.len());
    assert!(medians["ledger"] < medians["maximum"] && medians["ledger"] < medians["latest"], "{told}");
    assert!(medians["ledger"] <= medians["oracle"] + 20, "{told}");
    assert!(
        inside * 10 >= events.len() * 9 && over * 20 <= events.len() && counters * 10 >= events.len() * 9,
        "{told}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn order_repetition_and_portions_change_nothing(event in one_event(), cut in any::<prop::sample::Index>(), turn in any::<bool>()) {
        let entries = reconcile(&event, &event.claims, None);
        let (first, second) = event.claims.split_at(cut.index(event.claims.len()));
        // A portion comes after the other, some of it twice: the ledger is a function of the set.
        let mut mixed = second.to_vec();
        mixed.extend_from_slice(first);
        mixed.extend_from_slice(&second[..second.len() / 2]);
        if turn {
            mixed.reverse();
        }
        prop_assert_eq!(entries, reconcile(&event, &mixed, None));
    }

    #[test]
    fn bounds_are_in_order_at_any_moment(event in one_event(), hours in 0..400i64) {
        let moments = [None, Some(event.midway), Some(event.end), Some(Timestamp(event.midway.0 + (hours - 100) * 3600))];
        for entry in moments.into_iter().flat_map(|moment| reconcile(&event, &event.claims, moment)) {
            let ordered = |one: Option<_>, other: Option<_>| one.is_none() || other.is_none() || one <= other;
            prop_assert!(
                ordered(entry.low, entry.best) && ordered(entry.best, entry.high) && ordered(entry.low, entry.high),
                "{:?}", entry
            );
        }
    }

    #[test]
    fn a_copy_changes_no_number(event in one_event(), which in any::<prop::sample::Index>()) {
        let mut event = event;
        let before = reconcile(&event, &event.claims, None);
        let page = event.claims[which.index(event.claims.len())].report;
        let copy = ReportId::of(&[b"one more copy"]);
        let late = event.end.later(3600);
        let copied: Vec<Claim> = event.claims.iter().filter(|claim| claim.report == page).map(|claim| Claim {
            report: copy,
            doc: "copy".into(),
            id: ClaimId::of(&[b"copy", &claim.id.0]),
            published: late.to_string().parse().ok(),
            ..claim.clone()
        }).collect();
        event.families.insert(copy, event.families[&page]);
        event.claims.extend(copied);
        let after = reconcile(&event, &event.claims, None);
        let figures = |entries: &[Entry]| -> Vec<_> {
            entries.iter().map(|e| (e.series.clone(), e.low, e.best, e.high, e.texts, e.counters.clone())).collect()
        };
        prop_assert_eq!(figures(&before), figures(&after));
    }

    #[test]
    fn a_contradiction_removes_no_evidence(event in one_event(), which in any::<prop::sample::Index>(), times in 2..9i64) {
        let before = reconcile(&event, &event.claims, None);
        let one = &event.claims[which.index(event.claims.len())];
        let other = ReportId::of(&[b"another page"]);
        let wild = one.value.and_then(|value| value.times(firsthand::model::Amount::whole(times)?));
        let mut event = event.clone();
        event.families.insert(other, FamilyId::of(&[b"another page"]));
        event.claims.push(Claim {
            report: other,
            doc: "another page".into(),
            id: ClaimId::of(&[b"another page"]),
            value: wild,
            bounds: firsthand::model::Interval { lower: wild, upper: wild },
            modifier: firsthand::model::Modifier::Equal,
            ..one.clone()
        });
        let after = reconcile(&event, &event.claims, None);
        let told = |entries: &[Entry]| -> Vec<ClaimId> {
            let mut told: Vec<_> = entries.iter().flat_map(|entry| entry.support.iter().map(|part| part.claim)).collect();
            told.sort();
            told
        };
        let mut wanted = told(&before);
        wanted.push(ClaimId::of(&[b"another page"]));
        wanted.sort();
        prop_assert_eq!(told(&after), wanted, "every claim stands in exactly one entry, whatever contradicts it");
        for entry in &after {
            for part in entry.support.iter().filter(|part| part.kind == SupportKind::Conflicting) {
                prop_assert!(!part.reasons.is_empty(), "what conflicts says why");
            }
        }
    }
}
