//! What must hold of the ledger for any claims at all.

use firsthand::ledger::{Known, Profile, parse_claim_line, reconcile_entries};
use firsthand::model::{Claim, ClaimId, Entry, FamilyId, ReportId};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A small world: few pages, counters, places and figures, so that everything meets everything.
fn claim() -> impl Strategy<Value = (Claim, u8)> {
    let when = (0..3i64, 0..24i64, 0..20i64, 0..6u8);
    let what = (0..40i64, 0..9usize, 0..3usize, 0..5usize, 0..4usize);
    let page = (0..8u8, 0..4u8, 0..4usize, 0..4usize, any::<bool>());
    (when, what, page).prop_map(
        |(
            (day, hour, width, dated),
            (value, words, indicator, measure, place),
            (doc, family, source, scope, outside),
        )| {
            let words =
                ["equal", "equal", "equal", "at_least", "at_least", "more_than", "nearly", "about", "at_most"][words];
            let clock = |hours: i64| format!("2024-05-{:02}T{:02}:00Z", 1 + hours / 24, hours % 24);
            let from = day * 24 + hour;
            let figure = [7, 70, 78, 100, 130, 131, 138, 1300, 1386][value as usize % 9] + value / 9;
            let indicator_name = ["detained", "killed", "places"][indicator];
            let measure = ["cumulative", "flow", "stock", "cumulative", "plan"][measure];
            let country = serde_json::json!({"country": "XA", "name": "Xanadu", "precision": 6});
            let city = serde_json::json!({"country": "XA", "name": "Alph"});
            let place = [country, city, serde_json::Value::Null, serde_json::json!("Alph")][place].clone();
            let source = [None, Some("Watch"), Some("Police"), None][source];
            let scope = ["body", "headline", "caption", "body"][scope];
            let mut line = serde_json::json!({
                "doc": format!("page{doc}"), "value": figure, "modifier": words, "indicator": indicator_name,
                "published": clock(from + width), "measure": measure, "place": place, "source": source, "scope": scope,
                "start": value, "end": value + 2,
            });
            if outside {
                line["series"] = serde_json::json!(format!("s{indicator}"));
            }
            match value % 7 {
                5 => line["revised"] = serde_json::json!({"reason": "correction", "side": "now"}),
                6 => line["revised"] = serde_json::json!({"reason": "retraction", "side": "before"}),
                _ => {}
            }
            match dated {
                0 => line["as_of"] = serde_json::json!([null, clock(from + width)]),
                1 | 2 => line["as_of"] = serde_json::json!([clock(from), clock(from + width)]),
                3 | 4 => line["time"] = serde_json::json!(format!("2024-05-{:02}", 1 + day)),
                _ => line["time"] = serde_json::json!("2024-05-01/2024-05-03"),
            }
            (parse_claim_line(&line.to_string()).unwrap().claim, family)
        },
    )
}

fn families_of(told: &[(Claim, u8)]) -> BTreeMap<ReportId, FamilyId> {
    told.iter().map(|(claim, family)| (claim.report, FamilyId::of(&[&[*family]]))).collect()
}

fn reconcile(
    claims: &[Claim],
    families: &BTreeMap<ReportId, FamilyId>,
    profile: Profile,
    at: Option<i64>,
) -> Vec<Entry> {
    let known = Known { story: None, claims, families, derivations: &[] };
    reconcile_entries(known, profile, at.map(firsthand::model::Timestamp))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn order_and_repetition_change_nothing(told in prop::collection::vec(claim(), 0..24), seed in any::<u64>()) {
        let families = families_of(&told);
        let claims: Vec<Claim> = told.iter().map(|(claim, _)| claim.clone()).collect();
        let mut mixed = claims.clone();
        mixed.extend(claims.iter().take(3).cloned());
        mixed.sort_by_key(|claim| claim.id.0.iter().fold(seed, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)));
        for profile in [Profile::Default, Profile::Conservative, Profile::Range, Profile::TwoSource] {
            prop_assert_eq!(reconcile(&claims, &families, profile, None), reconcile(&mixed, &families, profile, None));
        }
    }

    #[test]
    fn nothing_is_lost_and_bounds_are_in_order(told in prop::collection::vec(claim(), 0..24), hour in prop::option::of(0..90i64)) {
        let families = families_of(&told);
        let claims: Vec<Claim> = told.iter().map(|(claim, _)| claim.clone()).collect();
        let mut ids: Vec<ClaimId> = claims.iter().map(|claim| claim.id).collect();
        ids.sort();
        ids.dedup();
        let entries = reconcile(&claims, &families, Profile::Default, None);
        let mut told: Vec<ClaimId> = entries.iter().flat_map(|entry| entry.support.iter().map(|part| part.claim)).collect();
        told.sort();
        prop_assert_eq!(told, ids, "each claim stands in exactly one entry");
        // 1 May 2024.
        let at = hour.map(|hour| 1_714_521_600 + hour * 3600);
        for profile in [Profile::Default, Profile::Conservative, Profile::TwoSource] {
            for entry in reconcile(&claims, &families, profile, at) {
                let (low, best, high) = (entry.low, entry.best, entry.high);
                let ordered = |one: Option<_>, other: Option<_>| one.is_none() || other.is_none() || one <= other;
                prop_assert!(ordered(low, best) && ordered(best, high) && ordered(low, high), "{:?}", entry);
                let support: std::collections::BTreeSet<ClaimId> = entry.support.iter().map(|part| part.claim).collect();
                for conflict in &entry.conflicts {
                    prop_assert!(!conflict.why.is_empty() && !conflict.claims.is_empty() && !conflict.rule.is_empty());
                    prop_assert!(conflict.why.ends_with('.'), "one sentence: {}", conflict.why);
                }
                for revision in &entry.revisions {
                    prop_assert!(revision.why.ends_with('.') && revision.from.is_some() && !revision.claims.is_empty());
                    prop_assert!(revision.claims.iter().all(|claim| support.contains(claim)));
                }
                for part in &entry.support {
                    prop_assert!(!part.reasons.is_empty(), "nothing is dropped silently: {:?}", part);
                    let told = || entry.conflicts.iter().any(|conflict| conflict.claims.contains(&part.claim));
                    prop_assert!(part.kind != firsthand::model::SupportKind::Conflicting || told(), "{:?}", entry);
                }
            }
        }
    }

    #[test]
    fn a_copy_changes_no_number(told in prop::collection::vec(claim(), 1..16), which in any::<prop::sample::Index>()) {
        let mut families = families_of(&told);
        let mut claims: Vec<Claim> = told.iter().map(|(claim, _)| claim.clone()).collect();
        let before = reconcile(&claims, &families, Profile::Default, None);
        let page = claims[which.index(claims.len())].report;
        let copy = ReportId::of(&[b"the copy"]);
        let later = "2024-06-01T00:00Z";
        let copied: Vec<Claim> = claims.iter().filter(|claim| claim.report == page).map(|claim| {
            let mut copied = claim.clone();
            copied.report = copy;
            copied.doc = "copy".into();
            copied.id = ClaimId::of(&[b"copy", &claim.id.0]);
            copied.published = Some(later.parse().unwrap());
            copied.as_of.to = Some(later.parse().unwrap());
            copied
        }).collect();
        claims.extend(copied);
        families.insert(copy, families[&page]);
        let after = reconcile(&claims, &families, Profile::Default, None);
        let figures = |entries: &[Entry]| entries.iter().map(|e| (e.series.clone(), e.low, e.best, e.high, e.texts, e.counters.clone())).collect::<Vec<_>>();
        prop_assert_eq!(figures(&before), figures(&after));
    }
}

/// A figure of a state in a series from outside: what tells of a source, and is fused.
fn fused(series: &str, doc: &str, source: &str, value: i64) -> Claim {
    let line = serde_json::json!({
        "doc": doc, "series": series, "source": source, "value": value, "indicator": "people", "measure": "stock",
        "published": "2024-05-01T12:00Z",
    });
    parse_claim_line(&line.to_string()).unwrap().claim
}

/// As said by a source on its own page.
fn first_hand(series: &str, value: i64) -> Claim {
    let mut claim = fused(series, "own", "Harbour Watch", value);
    let (name, role) = ("www.harbourwatch.example".to_owned(), firsthand::model::Role::Outlet);
    claim.chain = vec![firsthand::model::Hop { key: name.clone(), name, role }];
    claim
}

fn best_of(claims: &[Claim], series: &str) -> i64 {
    let entries = reconcile(claims, &BTreeMap::new(), Profile::Default, None);
    entries.iter().find(|entry| entry.series == series).unwrap().best.unwrap().to_whole()
}

fn source_weights(claims: &[Claim]) -> BTreeMap<String, String> {
    let entries = reconcile(claims, &BTreeMap::new(), Profile::Default, None);
    let told = entries.iter().flat_map(|entry| &entry.support).filter_map(|support| {
        let weight = support.reasons.iter().find_map(|reason| reason.strip_prefix("source-weight: "))?;
        Some((support.counter.clone()?, weight.to_owned()))
    });
    told.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever history says of sources, beside a figure of the first hand it says nothing; weights stay within their bounds, and
    /// neither order nor copies change them.
    #[test]
    fn history_never_overrules_the_first_hand(
        own in 50..150i64,
        rivals in prop::collection::vec((0..5usize, 40..400i64), 1..7),
        history in prop::collection::vec((0..4usize, 0..6usize, 40..400i64), 0..20),
        repeat in any::<prop::sample::Index>(),
    ) {
        let mut claims = vec![first_hand("target", own)];
        for (at, (source, value)) in rivals.iter().enumerate() {
            claims.push(fused("target", &format!("page{at}"), &format!("Rival {source}"), *value));
        }
        let without = best_of(&claims, "target");
        for (at, (series, source, value)) in history.iter().enumerate() {
            let name = if *source == 5 { "Harbour Watch".to_owned() } else { format!("Rival {source}") };
            claims.push(fused(&format!("past{series}"), &format!("past-page{at}"), &name, *value));
        }
        let with = best_of(&claims, "target");
        prop_assert_eq!(with, without, "with {} at first hand", own);
        let weights = source_weights(&claims);
        for weight in weights.values() {
            let weight: f64 = weight.parse().unwrap();
            prop_assert!((0.5..=1.5).contains(&weight), "{weight}");
        }
        let mut turned = claims.clone();
        turned.reverse();
        prop_assert_eq!(&source_weights(&turned), &weights);
        // Another page of the same text says it again.
        let mut copy = claims[repeat.index(claims.len())].clone();
        let family = FamilyId::of(&[b"one text"]);
        let mut families = BTreeMap::from([(copy.report, family)]);
        (copy.report, copy.doc) = (ReportId::of(&[b"copy"]), "copy".into());
        copy.id = ClaimId::of(&[b"copy", &copy.id.0]);
        families.insert(copy.report, family);
        let best = |claims: &[Claim]| {
            let entries = reconcile(claims, &families, Profile::Default, None);
            entries.into_iter().map(|entry| (entry.series, entry.low, entry.best, entry.high)).collect::<Vec<_>>()
        };
        let before = best(&claims);
        turned.push(copy);
        prop_assert_eq!(best(&turned), before);
    }
}

#[test]
fn a_source_that_was_often_wrong_weighs_less_and_says_so() {
    let mut claims = Vec::new();
    for series in ["a", "b", "c", "d"] {
        for (source, value) in [("Lantern", 100), ("Beacon", 100), ("Mirror", 900)] {
            claims.push(fused(series, &format!("{series}-{source}"), source, value));
        }
    }
    let weights = source_weights(&claims);
    assert!(weights["mirror"].parse::<f64>().unwrap() < 1.0, "{weights:?}");
    assert!(weights["lantern"].parse::<f64>().unwrap() > 1.0, "{weights:?}");
    // However many texts repeat one figure of a source, it is one figure of its history.
    for at in 0..5 {
        claims.push(fused("a", &format!("again-{at}"), "Mirror", 900));
    }
    assert_eq!(source_weights(&claims)["mirror"], weights["mirror"]);
}

/// Figures of two sides stand beside each other: none is made of both.
#[test]
fn sides_are_never_averaged() {
    let told = |doc: &str, source: &str, side: &str, value: i64, measure: &str| {
        let line = serde_json::json!({
            "doc": doc, "source": source, "side": side, "value": value, "indicator": "protesters", "measure": measure,
            "place": {"country": "XA", "name": "Alph"}, "published": "2024-05-01T20:00Z", "time": "2024-05-01",
        });
        parse_claim_line(&line.to_string()).unwrap().claim
    };
    for measure in ["stock", "cumulative"] {
        let claims = [
            told("a", "Police", "authorities", 8_000, measure),
            told("b", "Police", "authorities", 8_000, measure),
            told("c", "City Hall", "authorities", 9_000, measure),
            told("d", "March Committee", "organisers", 40_000, measure),
            told("e", "Workers Union", "organisers", 42_000, measure),
        ];
        let entries = reconcile(&claims, &BTreeMap::new(), Profile::Default, None);
        let [entry] = &entries[..] else { panic!("{entries:#?}") };
        let whole = |amount: Option<firsthand::model::Amount>| amount.map(firsthand::model::Amount::to_whole);
        let sides: Vec<(&str, Option<i64>, usize)> =
            entry.sides.iter().map(|side| (side.side.name(), whole(side.figure), side.counters.len())).collect();
        assert_eq!(sides.iter().map(|side| side.0).collect::<Vec<_>>(), ["authorities", "organisers"], "{measure}");
        assert!(sides.iter().all(|side| [8_000, 9_000, 40_000, 42_000].contains(&side.1.unwrap())), "{sides:?}");
        assert!(whole(entry.high).is_none_or(|high| high <= 9_000), "{measure}: {:?}", entry.high);
        assert!(matches!(whole(entry.best), Some(8_000 | 9_000)), "{measure}: {:?}", entry.best);
    }
}
