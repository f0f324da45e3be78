//! Parts and wholes, slips, and figures that belong to a neighbouring series. Claims of our own.

use firsthand::ledger::{Known, Profile, parse_claim_line, reconcile_entries};
use firsthand::model::{Amount, Claim, ConflictKind, Entry, SupportKind};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn n(value: i64) -> Option<Amount> {
    Amount::whole(value)
}

/// Detentions by one counter: the page, the figure, the place in Xanadu (or all of it), and what else the line says.
fn told(doc: &str, value: i64, place: Option<&str>, more: Value) -> Claim {
    let mut line = json!({
        "doc": doc, "indicator": "detained", "measure": "flow", "time": "2031-03-04", "value": value,
        "source": "Street Watch", "published": "2031-03-04T20:00Z", "start": value, "end": value + 1,
        "place": match place {
            Some(name) => json!({"country": "XA", "name": name, "id": name}),
            None => json!({"country": "XA", "name": "Xanadu", "precision": 6}),
        },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        line[key] = value.clone();
    }
    parse_claim_line(&line.to_string()).unwrap().claim
}

fn reconcile(claims: &[Claim]) -> Vec<Entry> {
    let known = Known { story: None, claims, families: &BTreeMap::new(), derivations: &[] };
    reconcile_entries(known, Profile::Default, None)
}

fn entry<'e>(entries: &'e [Entry], series: &str) -> &'e Entry {
    let names: Vec<&str> = entries.iter().map(|entry| entry.series.as_str()).collect();
    entries.iter().find(|entry| entry.series == series).unwrap_or_else(|| panic!("no {series} among {names:?}"))
}

#[test]
fn parts_leave_a_whole_at_least_their_sum() {
    let at_least = || json!({"modifier": "at_least"});
    let claims = [
        told("a", 150, None, at_least()),
        told("b", 120, Some("Alph"), json!({})),
        told("c", 90, Some("Kubla"), json!({})),
    ];
    let entries = reconcile(&claims);
    let whole = entry(&entries, "detained/person/Xanadu/2031-03-04");
    let derived = whole.derived.as_ref().unwrap();
    assert_eq!((whole.low, whole.best), (n(150), n(150)), "what was told stays");
    assert_eq!((derived.low, derived.high, &*derived.rule), (n(210), None, "parts-of-whole"));
}

#[test]
fn all_parts_are_the_whole_and_leave_each_other_the_rest() {
    let places = json!({"indicator": "places", "unit": "city", "measure": "stock"});
    let claims = [
        told("a", 210, None, json!({})),
        told("a", 2, None, places),
        told("b", 120, Some("Alph"), json!({})),
        told("c", 60, Some("Kubla"), json!({"modifier": "at_least"})),
    ];
    let entries = reconcile(&claims);
    let derived = entry(&entries, "detained/person/Kubla/2031-03-04").derived.clone().unwrap();
    assert_eq!((derived.low, derived.high), (n(90), n(90)), "two towns, one of them known: {derived:?}");
    assert_eq!(derived.from.len(), 2);
}

#[test]
fn two_counters_are_not_added_up() {
    let police = || json!({"source": {"name": "City Police", "role": "official"}});
    let claims = [
        told("a", 150, None, json!({"modifier": "at_least"})),
        told("b", 120, Some("Alph"), police()),
        told("c", 90, Some("Kubla"), police()),
    ];
    assert!(entry(&reconcile(&claims), "detained/person/Xanadu/2031-03-04").derived.is_none());
}

#[test]
fn a_region_and_its_town_are_no_two_parts() {
    let town = json!({"place": {"country": "XA", "name": "Alph", "id": "alph", "parents": ["north"]}});
    let region = json!({"place": {"country": "XA", "name": "North", "id": "north"}});
    let claims = [
        told("a", 150, None, json!({"modifier": "at_least"})),
        told("b", 120, None, town),
        told("c", 130, None, region),
    ];
    assert!(entry(&reconcile(&claims), "detained/person/Xanadu/2031-03-04").derived.is_none());
}

#[test]
fn a_group_has_at_most_what_all_have() {
    let claims =
        [told("a", 150, None, json!({})), told("b", 40, None, json!({"subset": "women", "modifier": "at_least"}))];
    let derived = entry(&reconcile(&claims), "detained of women/person/Xanadu/2031-03-04").derived.clone().unwrap();
    assert_eq!((derived.low, derived.high, &*derived.rule), (n(40), n(150), "whole-of-part"));
}

/// The conflict in which a claim stands.
#[track_caller]
fn check(claims: &[Claim], odd: usize, kind: ConflictKind, rule: &str) {
    let entries = reconcile(claims);
    let odd = claims[odd].id;
    let found: Vec<_> = entries.iter().flat_map(|entry| &entry.conflicts).filter(|c| c.claims.contains(&odd)).collect();
    assert!(found.iter().any(|c| c.kind == kind && c.rule == rule), "{found:#?}");
    let part = entries.iter().flat_map(|entry| &entry.support).find(|part| part.claim == odd).unwrap();
    assert_ne!(part.kind, SupportKind::Leading);
}

#[test]
fn a_figure_of_a_neighbouring_series_is_told_as_that() {
    let running = |hour: u32| {
        json!({
            "measure": "cumulative", "time": "2031-03-02/2031-03-04", "published": format!("2031-03-04T{hour}:00Z"),
            "as_of": [format!("2031-03-04T{hour}:00Z"), format!("2031-03-04T{hour}:00Z")],
        })
    };
    let claims = [
        told("a", 2184, None, running(12)),
        told("b", 2231, None, running(13)),
        told("c", 798, None, json!({})),
        told("d", 798, None, running(14)),
    ];
    check(&claims, 3, ConflictKind::Measure, "day-told-as-total");
    let claims = [
        told("a", 1311, None, json!({"as_of": ["2031-03-04T12:00Z", "2031-03-04T12:00Z"]})),
        told("b", 1386, None, json!({"as_of": ["2031-03-04T13:00Z", "2031-03-04T13:00Z"]})),
        told("c", 478, Some("Alph"), json!({})),
        told("d", 478, None, json!({"as_of": ["2031-03-04T14:00Z", "2031-03-04T14:00Z"]})),
    ];
    check(&claims, 3, ConflictKind::Place, "part-told-as-whole");
}

#[test]
fn a_slip_is_told_as_one() {
    let stock = |hour: u32| json!({"measure": "stock", "time": null, "published": format!("2031-03-04T{hour}:00Z"), "indicator": "people"});
    for (slip, rule) in [
        (1368, "digits-transposed"),
        (13_860, "zero-more-or-less"),
        (138, "digit-dropped"),
        (1_386_000, "thousand-lost"),
    ] {
        let claims =
            [told("a", 1386, None, stock(12)), told("b", 1386, None, stock(13)), told("c", slip, None, stock(14))];
        // 1,368 is within a tenth: two readings of one thing.
        if rule != "digits-transposed" {
            check(&claims, 2, ConflictKind::Typo, rule);
        }
    }
}
