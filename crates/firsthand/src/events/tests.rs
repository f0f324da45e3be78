//! Tests of the room: rows from entries made by hand.

use super::{EventList, Known, list_events};
use crate::model::{
    Amount, Claim, ClaimId, ClaimPlace, Entry, EntryId, Location, Measure, PlacePrecision, SeriesKind, Support,
    SupportKind,
};
use crate::pack::Indicators;
use crate::store::conformance::{sample_claim, sample_entry, sample_report};
use std::collections::BTreeMap;

/// A place with its id and what holds it.
fn place(name: &str, id: &str, precision: PlacePrecision, parents: &[&str]) -> ClaimPlace {
    ClaimPlace {
        text: None,
        country: Some("PT".into()),
        name: Some(name.into()),
        id: Some(id.into()),
        precision: Some(precision),
        parents: parents.iter().map(|id| (*id).to_owned()).collect(),
    }
}

/// An entry with one claim.
fn make(number: u32, indicator: &str, at: &ClaimPlace, time: Option<&str>, kind: SeriesKind) -> (Entry, Claim) {
    let mut claim = sample_claim(&sample_report(number), i64::from(number));
    claim.indicator = indicator.to_owned();
    claim.place = Some(at.clone());
    let mut entry = sample_entry(None, &format!("series {number}"), i64::from(number));
    entry.id = EntryId::of(&[&number.to_le_bytes()]);
    entry.indicator = indicator.to_owned();
    (entry.place, entry.country) = (at.name.clone(), at.country.clone());
    entry.time = time.map(|time| time.parse().unwrap());
    entry.kind = kind;
    entry.measure = Measure::Flow;
    entry.best = Amount::whole(i64::from(number));
    entry.support = vec![Support {
        claim: claim.id,
        kind: SupportKind::Leading,
        counter: None,
        inferred: false,
        reasons: Vec::new(),
    }];
    (entry, claim)
}

fn list(told: &[(Entry, Claim)]) -> EventList {
    let indicators = Indicators::embedded().unwrap();
    let claims: BTreeMap<ClaimId, Claim> = told.iter().map(|(_, claim)| (claim.id, claim.clone())).collect();
    let locate = |place: &ClaimPlace| Location {
        id: place.id.clone(),
        name: place.name.clone(),
        country: place.country.clone(),
        precision: place.precision,
        parents: place.parents.clone(),
        ..Location::default()
    };
    let known = Known { indicators: &indicators, claims: &claims, families: &BTreeMap::new(), locate: &locate };
    list_events(&known, &told.iter().map(|(entry, _)| entry.clone()).collect::<Vec<_>>())
}

fn town() -> ClaimPlace {
    place("Porto", "2735943", PlacePrecision::Exact, &["PT.17", "PT"])
}

fn country() -> ClaimPlace {
    place("Portugal", "PT", PlacePrecision::Country, &[])
}

#[test]
fn figures_of_one_day_and_place_are_one_event() {
    let found = list(&[
        make(30, "detained", &town(), Some("2025-03-10"), SeriesKind::Day),
        make(400, "protesters", &town(), Some("2025-03-10"), SeriesKind::Day),
        make(31, "detained", &town(), Some("2025-03-11"), SeriesKind::Day),
    ]);
    assert_eq!(found.events.len(), 2);
    let first = &found.events[0];
    assert_eq!((first.figures.len(), first.texts, first.reports.len()), (2, 2, 2));
    assert_eq!(first.kind.acled_sub.as_deref(), Some("Protest with intervention"));
    assert_eq!(found.events[1].kind.acled_sub.as_deref(), Some("Arrests"), "nobody tells of a protest that day");
}

#[test]
fn a_running_total_has_a_row_only_where_no_day_has() {
    let day = make(30, "detained", &town(), Some("2025-03-10"), SeriesKind::Day);
    let total = make(90, "detained", &town(), Some("2025-03-08"), SeriesKind::Since);
    assert_eq!(list(&[day.clone(), total.clone()]).events.len(), 1);
    let mut alone = total.clone();
    alone.0.as_of = crate::model::AsOf::at("2025-03-11T12:00:00Z".parse().unwrap());
    let found = list(&[alone]).events;
    assert_eq!(found[0].time.to_string(), "2025-03-08/2025-03-11", "from its start to its last count");
    let other = make(5, "killed", &town(), Some("2025-03-08/2025-03-10"), SeriesKind::Window);
    assert_eq!(list(&[day, total, other]).events.len(), 2);
}

#[test]
fn what_does_not_happen_makes_no_row_and_what_has_no_day_is_counted() {
    let found = list(&[
        make(10, "money", &town(), Some("2025-03-10"), SeriesKind::Day),
        make(11, "detained", &town(), Some("2025-03-10"), SeriesKind::Plan),
        make(12, "detained", &town(), Some("2025-03-10"), SeriesKind::Aside),
        make(13, "detained", &town(), None, SeriesKind::Total),
    ]);
    assert_eq!((found.events.len(), found.undated), (0, 1));
}

#[test]
fn a_town_is_part_of_its_country() {
    let found = list(&[
        make(412, "detained", &country(), Some("2025-03-10"), SeriesKind::Day),
        make(96, "detained", &town(), Some("2025-03-10"), SeriesKind::Day),
    ]);
    let (porto, portugal): (Vec<_>, Vec<_>) =
        found.events.iter().partition(|event| event.place.id.as_deref() == Some("2735943"));
    assert_eq!(porto[0].part_of, Some(portugal[0].id));
    assert_eq!(portugal[0].part_of, None);
}

#[test]
fn deaths_alone_are_given_no_type() {
    let found = list(&[make(9, "killed", &town(), Some("2025-03-10"), SeriesKind::Day)]);
    assert_eq!(found.events[0].kind, crate::model::EventType::default());
}

#[test]
fn order_changes_nothing() {
    let mut told = vec![
        make(412, "detained", &country(), Some("2025-03-10"), SeriesKind::Day),
        make(96, "detained", &town(), Some("2025-03-10"), SeriesKind::Day),
        make(7, "injured", &town(), Some("2025-03-10"), SeriesKind::Day),
    ];
    let first = list(&told).events;
    told.reverse();
    assert_eq!(list(&told).events, first);
}
