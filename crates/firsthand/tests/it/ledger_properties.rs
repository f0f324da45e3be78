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
