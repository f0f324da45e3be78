//! What happened, in one row for an event, a day and a place? From ledger entries to event rows as event data sets hold them.
//! Not here: figures (the ledger has read them out), and how rows are written (`export`).

mod day;
mod name;

use crate::model::{
    Claim, ClaimId, ClaimPlace, Entry, Event, EventFigure, EventId, FamilyId, Interval, Location, Modifier, Period,
    ReportId, StoryId, SupportKind,
};
use crate::pack::Indicators;
use std::collections::{BTreeMap, BTreeSet};

/// Event rows, and how many entries made none because nobody says when they happened.
#[derive(Debug, Default)]
pub struct EventList {
    /// Sorted by time, place and id.
    pub events: Vec<Event>,
    /// Entries that tell of something that happens, but of no day.
    pub undated: usize,
}

/// What the rows need besides the entries.
pub struct Known<'a> {
    /// Which indicators happen, and what events are called.
    pub indicators: &'a Indicators,
    /// The claims behind the entries.
    pub claims: &'a BTreeMap<ClaimId, Claim>,
    /// Which text each report is; a report without one is a text of its own.
    pub families: &'a BTreeMap<ReportId, FamilyId>,
    /// What is known of a claim's place.
    pub locate: &'a dyn Fn(&ClaimPlace) -> Location,
}

/// Event rows of entries: one for a story, a place and a day, sorted.
///
/// Counts of a day make the row of that day. A count of a longer period, a running total among them, makes a row of that
/// period only where its story, place and indicator have no day: else one event would stand there twice. Plans, prices,
/// states and what is denied happen to nobody; what no claim dates makes no row and is counted.
#[must_use]
pub fn list_events(known: &Known<'_>, entries: &[Entry]) -> EventList {
    let told: Vec<Told<'_>> = entries.iter().filter_map(|entry| Told::of(known, entry)).collect();
    let (dated, undated) = day::choose_periods(&told);
    let mut rows: BTreeMap<RowKey, Vec<&Told<'_>>> = BTreeMap::new();
    for (told, time) in dated {
        rows.entry((told.entry.story, told.place_key.clone(), time)).or_default().push(told);
    }
    let mut events: Vec<Event> = rows.into_iter().map(|(key, told)| make_event(known, key, told)).collect();
    link_wholes(&mut events);
    events.sort_by(|one, other| {
        let key = |event: &Event| (event.time, event.place.country.clone(), event.place.name.clone(), event.id);
        key(one).cmp(&key(other))
    });
    EventList { events, undated }
}

/// Story, place and period.
type RowKey = (Option<StoryId>, String, Period);

/// An entry that tells of something that happens, with its place.
struct Told<'a> {
    entry: &'a Entry,
    place: Location,
    place_key: String,
}

impl<'a> Told<'a> {
    fn of(known: &Known<'_>, entry: &'a Entry) -> Option<Self> {
        let happens = known.indicators.get(&entry.indicator).is_some_and(|rule| rule.happens);
        let figure = entry.low.or(entry.best).or(entry.high);
        if !happens || figure.is_none() {
            return None;
        }
        let place = place_entry(known, entry);
        let key = place.id.clone().or_else(|| place.name.as_ref().map(|name| name.to_lowercase()));
        let country = place.country.clone().unwrap_or_default();
        let place_key =
            key.map_or(country.clone(), |key| if key == country { key } else { format!("{country}/{key}") });
        Some(Self { entry, place, place_key })
    }
}

/// Whether a claim's place is the entry's, and is known by more than its name. The first such claim places the entry.
#[must_use]
pub fn places_entry(claim: &Claim, entry: &Entry) -> bool {
    let place = claim.place.as_ref();
    place.is_some_and(|place| place.name == entry.place && place.country == entry.country && place.id.is_some())
}

/// The entry's place as the claim in force tells it, or another claim of the same name.
#[must_use]
pub fn place_entry(known: &Known<'_>, entry: &Entry) -> Location {
    let of_entry = |claim: &&Claim| {
        claim.place.as_ref().is_some_and(|place| place.name == entry.place && place.country == entry.country)
    };
    let claims = |leading: bool| {
        let wanted = move |kind: SupportKind| (kind == SupportKind::Leading) == leading;
        let support = entry.support.iter().filter(move |support| wanted(support.kind));
        support.filter_map(|support| known.claims.get(&support.claim)).filter(of_entry)
    };
    let placed = |claim: &&Claim| places_entry(claim, entry);
    let claim = claims(true).chain(claims(false)).find(placed).or_else(|| claims(false).next());
    let bare = || ClaimPlace {
        text: None,
        country: entry.country.clone(),
        name: entry.place.clone(),
        id: None,
        precision: None,
        parents: Vec::new(),
    };
    let place = claim.and_then(|claim| claim.place.clone()).unwrap_or_else(bare);
    (known.locate)(&place)
}

fn make_event(known: &Known<'_>, (story, place_key, time): RowKey, told: Vec<&Told<'_>>) -> Event {
    let mut figures: Vec<EventFigure> = told.iter().map(|told| figure_of(known, told.entry)).collect();
    figures.sort_by(|one, other| {
        let order = |figure: &EventFigure| std::cmp::Reverse((figure.pages, figure.texts, figure.subset.is_none()));
        (order(one), &one.indicator, one.entry).cmp(&(order(other), &other.indicator, other.entry))
    });
    let support = || told.iter().flat_map(|told| &told.entry.support);
    let heard = || support().filter(|support| support.kind.is_heard());
    let claims: BTreeSet<ClaimId> = heard().map(|support| support.claim).collect();
    let read: Vec<&Claim> = claims.iter().filter_map(|id| known.claims.get(id)).collect();
    let reports: BTreeSet<ReportId> = read.iter().map(|claim| claim.report).collect();
    let own = |page: &ReportId| known.families.get(page).copied().unwrap_or_else(|| FamilyId::of(&[&page.0]));
    let texts: BTreeSet<FamilyId> = reports.iter().map(own).collect();
    let counters: BTreeSet<String> = told.iter().flat_map(|told| told.entry.counters.iter().cloned()).collect();
    let story_id = story.map(|story| story.0);
    let story_part = story_id.as_ref().map_or(&[][..], |id| &id[..]);
    let place = told.first().map(|told| told.place.clone()).unwrap_or_default();
    Event {
        id: EventId::of(&[story_part, place_key.as_bytes(), time.to_string().as_bytes()]),
        story,
        kind: name::name_event(known.indicators, &figures, &read),
        place,
        time,
        precision: time.precision(),
        figures,
        counters: counters.into_iter().collect(),
        claims: claims.into_iter().collect(),
        reports: reports.into_iter().collect(),
        texts: texts.len(),
        part_of: None,
        disputed: told.iter().any(|told| told.entry.conflicts.iter().any(|c| c.kind.is_contradiction())),
    }
}

fn figure_of(known: &Known<'_>, entry: &Entry) -> EventFigure {
    let accepted = |kind: SupportKind| {
        matches!(kind, SupportKind::Leading | SupportKind::Supporting | SupportKind::Superseded | SupportKind::Relayed)
    };
    let mut claims = entry
        .support
        .iter()
        .filter(|support| accepted(support.kind))
        .filter_map(|support| known.claims.get(&support.claim))
        .peekable();
    let vague = match claims.peek() {
        Some(first) if entry.best.is_none() => {
            let bounds: Interval = first.bounds;
            claims.all(|claim| claim.modifier == Modifier::Vague && claim.bounds == bounds).then_some(bounds)
        }
        _ => None,
    };
    EventFigure {
        entry: entry.id,
        indicator: entry.indicator.clone(),
        unit: entry.unit.clone(),
        subset: entry.subset.clone(),
        measure: entry.measure,
        low: entry.low,
        best: entry.best,
        high: entry.high,
        vague,
        counters: entry.counters.clone(),
        inferred: entry.inferred,
        texts: entry.texts,
        pages: entry.pages,
    }
}

/// Says of each event which other one of its story and time stands at the smallest place that holds its own.
fn link_wholes(events: &mut [Event]) {
    let by_place: BTreeMap<(Option<StoryId>, Period, &str), EventId> = events
        .iter()
        .filter_map(|event| Some(((event.story, event.time, event.place.id.as_deref()?), event.id)))
        .collect();
    let wholes: Vec<Option<EventId>> = events
        .iter()
        .map(|event| {
            let holders = event.place.parents.iter();
            holders.filter_map(|id| by_place.get(&(event.story, event.time, id.as_str()))).copied().next()
        })
        .collect();
    for (event, whole) in events.iter_mut().zip(wholes) {
        event.part_of = whole.filter(|whole| *whole != event.id);
    }
}

#[cfg(test)]
mod tests {

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
}
