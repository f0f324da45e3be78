//! The table of events in our own columns: one row an event, day and place.
//! Not here: the columns of ACLED and UCDP (`acled`, `ucdp`), and how events are found (the room `events`).

use super::cite::Citation;
use super::entries::{Placed, list, place_fields};
use super::privacy::Fineness;
use super::table::{Cell, FEW, Field, HELD, Kind, Table};
use crate::model::{Amount, EntryId, Event, EventFigure, Location, TimePrecision, tell_count};
use std::collections::BTreeSet;

/// An event with the pages behind it, sorted by day, publisher and id.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// The event.
    pub event: Event,
    /// Its pages.
    pub sources: Vec<Citation>,
    /// Of its figures the entries that are withheld.
    pub held: BTreeSet<EntryId>,
}

impl Placed for EventRow {
    fn place(&self) -> &Location {
        &self.event.place
    }
}

impl EventRow {
    pub(super) fn fineness(&self, figure: &EventFigure) -> Fineness {
        let place = &self.event.place;
        Fineness::of(&figure.unit, place.name.is_some(), place.precision, Some(self.event.time))
    }

    /// An amount of a figure, masked where it must be.
    pub(super) fn amount(&self, figure: &EventFigure, amount: Option<Amount>) -> Cell {
        self.fineness(figure).cell_or_held(amount, self.held.contains(&figure.entry))
    }

    pub(super) fn lead(&self) -> Option<&EventFigure> {
        self.event.figures.first()
    }

    fn of_lead(&self, cell: impl Fn(&EventFigure) -> Cell) -> Cell {
        self.lead().map_or(Cell::Missing, cell)
    }

    /// The deaths, of all and not only of a subset.
    pub(super) fn deaths(&self) -> Option<&EventFigure> {
        self.event.figure("killed", None)
    }

    fn of_deaths(&self, amount: fn(&EventFigure) -> Option<Amount>) -> Cell {
        self.deaths().map_or(Cell::Missing, |figure| self.amount(figure, amount(figure)))
    }

    /// A figure in words: `detained (person): at least 412`.
    pub(super) fn figure_words(&self, figure: &EventFigure) -> String {
        let fine = self.fineness(figure);
        let bounds = [figure.low, figure.best, figure.high];
        let words = if bounds.into_iter().any(|amount| fine.hides(amount)) {
            FEW.to_owned()
        } else if self.held.contains(&figure.entry) {
            HELD.to_owned()
        } else {
            bounds_words(figure.low, figure.best, figure.high)
        };
        let of = figure.subset.as_ref().map(|subset| format!(", {subset}")).unwrap_or_default();
        format!("{} ({}{of}): {words}", figure.indicator, figure.unit)
    }

    /// What happened, in a sentence or three, with the ids by which it can be checked.
    pub(super) fn note(&self) -> String {
        let event = &self.event;
        let place = event.place.name.as_deref().or(event.place.country_name.as_deref()).unwrap_or("place unknown");
        let figures: Vec<String> = event.figures.iter().map(|figure| self.figure_words(figure)).collect();
        let counted = match &event.counters[..] {
            [] => "No counter is named".to_owned(),
            counters => format!("Counted by {}", counters.join(", ")),
        };
        let disputed = if event.disputed { " Counters or pages contradict each other." } else { "" };
        let entries: Vec<String> = event.figures.iter().map(|figure| figure.entry.to_string()).collect();
        format!(
            "{}, {place}: {}. {counted}; {} on {}.{disputed} Evidence: {}.",
            event.time,
            figures.join("; "),
            tell_count(event.texts, "text"),
            tell_count(event.reports.len(), "page"),
            entries.join(", "),
        )
    }
}

/// `412`, `at least 412`, `24 to 99`, `412 (at least 371)`.
#[must_use]
pub fn bounds_words(low: Option<Amount>, best: Option<Amount>, high: Option<Amount>) -> String {
    match (best, low, high) {
        (Some(best), Some(low), Some(high)) if best == low && best == high => best.to_string(),
        (Some(best), Some(low), None) if best == low => format!("at least {best}"),
        (Some(best), None, None) => format!("about {best}"),
        (Some(best), low, high) => {
            let low = low.filter(|low| *low != best).map(|low| format!("at least {low}"));
            let high = high.filter(|high| *high != best).map(|high| format!("at most {high}"));
            let parts: Vec<String> = low.into_iter().chain(high).collect();
            if parts.is_empty() { best.to_string() } else { format!("{best} ({})", parts.join(", ")) }
        }
        (None, Some(low), Some(high)) => format!("{low} to {high}"),
        (None, Some(low), None) => format!("at least {low}"),
        (None, None, Some(high)) => format!("at most {high}"),
        (None, None, None) => "no number".to_owned(),
    }
}

/// UCDP's `date_prec`.
pub(super) fn date_prec(precision: TimePrecision) -> i64 {
    match precision {
        TimePrecision::Minute | TimePrecision::Hour | TimePrecision::PartOfDay | TimePrecision::Day => 1,
        TimePrecision::Days => 2,
        TimePrecision::Week => 3,
        TimePrecision::Month => 4,
        TimePrecision::Year => 5,
    }
}

/// The table of events.
#[must_use]
pub fn events_table() -> Table<EventRow> {
    let mut fields = vec![
        Field::new("event_id", Kind::Text, "Hash of story, place and days: it stays when figures change.", |row: &EventRow| {
            Cell::Text(row.event.id.to_string())
        })
        .required()
        .unique()
        .like("v_[a-z2-9]{16}"),
        Field::new("story_id", Kind::Text, "The story; empty for claims from outside.", |row: &EventRow| {
            row.event.story.map_or(Cell::Missing, |id| Cell::Text(id.to_string()))
        }),
        Field::new(
            "part_of",
            Kind::Text,
            "The row of the same story and days at a place that holds this one. Its figures may include these: add up rows \
             without it only.",
            |row: &EventRow| row.event.part_of.map_or(Cell::Missing, |id| Cell::Text(id.to_string())),
        ),
        Field::new("date_start", Kind::Date, "First day.", |row: &EventRow| Cell::Date(row.event.time.first_day()))
            .required(),
        Field::new("date_end", Kind::Date, "Last day.", |row: &EventRow| Cell::Date(row.event.time.last_day())).required(),
        Field::new(
            "date_prec",
            Kind::Integer,
            "How exactly the time is known, after UCDP: 1 the day, 2 two to six days, 3 about a week, 4 about a month, 5 a \
             year or more.",
            |row: &EventRow| Cell::Integer(date_prec(row.event.precision)),
        )
        .required()
        .between(1, 5),
        Field::new("disorder_type", Kind::Text, "ACLED's disorder type; empty where figures do not tell.", |row: &EventRow| {
            Cell::text(row.event.kind.disorder.as_deref())
        }),
        Field::new("event_type", Kind::Text, "ACLED's event type, as disorder_type.", |row: &EventRow| {
            Cell::text(row.event.kind.acled_type.as_deref())
        }),
        Field::new("sub_event_type", Kind::Text, "ACLED's sub-event type, as disorder_type.", |row: &EventRow| {
            Cell::text(row.event.kind.acled_sub.as_deref())
        }),
        Field::new("plover", Kind::Text, "PLOVER's event type and mode; empty where figures do not tell.", |row: &EventRow| {
            Cell::text(row.event.kind.plover.as_deref())
        }),
    ];
    fields.extend(place_fields());
    fields.extend(vec![
        Field::new("indicator", Kind::Text, "What the leading figure counts: the one on most pages.", |row: &EventRow| {
            row.of_lead(|figure| Cell::text(Some(&figure.indicator)))
        })
        .required(),
        Field::new("unit", Kind::Text, "`person`, or the thing.", |row: &EventRow| {
            row.of_lead(|figure| Cell::text(Some(&figure.unit)))
        }),
        Field::new("subset", Kind::Text, "Of whom; empty for all.", |row: &EventRow| {
            row.of_lead(|figure| Cell::text(figure.subset.as_deref()))
        }),
        Field::new(
            "low",
            Kind::Number,
            "Greatest accepted lower bound of the leading figure; empty where none is told. \"<5\": fewer than five people, \
             told too finely to be published.",
            |row: &EventRow| row.of_lead(|figure| row.amount(figure, figure.low)),
        ),
        Field::new("best", Kind::Number, "The leading figure; as low.", |row: &EventRow| {
            row.of_lead(|figure| row.amount(figure, figure.best))
        }),
        Field::new("high", Kind::Number, "Its least accepted upper bound; empty where open; as low.", |row: &EventRow| {
            row.of_lead(|figure| row.amount(figure, figure.high))
        }),
        Field::new("deaths_low", Kind::Number, "Lower bound of the deaths; empty where no death is told; as low.", |row: &EventRow| {
            row.of_deaths(|figure| figure.low)
        }),
        Field::new("deaths_best", Kind::Number, "Deaths; as deaths_low.", |row: &EventRow| {
            row.of_deaths(|figure| figure.best)
        }),
        Field::new("deaths_high", Kind::Number, "Upper bound of the deaths; as deaths_low.", |row: &EventRow| {
            row.of_deaths(|figure| figure.high)
        }),
        Field::new(
            "figures",
            Kind::List,
            "All figures in words, the leading one first: indicator, unit, of whom, bounds. Each is an entry.",
            |row: &EventRow| list(row.event.figures.iter().map(|figure| row.figure_words(figure)).collect()),
        ),
        Field::new("counters", Kind::Integer, "Independent counters: who counted first-hand.", |row: &EventRow| {
            Cell::count(row.event.counters.len())
        })
        .required()
        .from_zero(),
        Field::new("texts", Kind::Integer, "Independent texts.", |row: &EventRow| Cell::count(row.event.texts))
            .required()
            .from_zero(),
        Field::new("pages", Kind::Integer, "Pages.", |row: &EventRow| Cell::count(row.event.reports.len()))
            .required()
            .from_zero(),
        Field::new(
            "actors",
            Kind::List,
            "Bodies and offices that counted, by key. Who acted is not read, and private people are never named.",
            |row: &EventRow| list(row.event.counters.clone()),
        ),
        Field::new("disputed", Kind::Flag, "Its figures contradict each other.", |row: &EventRow| {
            Cell::Flag(row.event.disputed)
        })
        .required(),
        Field::new("notes", Kind::Text, "The row in words.", |row: &EventRow| Cell::Text(row.note())),
        Field::new("entry_ids", Kind::List, "Entries, in the order of figures: see the table entries.", |row: &EventRow| {
            list(row.event.figures.iter().map(|figure| figure.entry.to_string()).collect())
        }),
        Field::new("report_ids", Kind::List, "Pages behind it: see the table reports.", |row: &EventRow| {
            list(row.sources.iter().map(|source| source.report.to_string()).collect())
        }),
    ]);
    Table {
        name: "events",
        title: "Events",
        about: "One row an event, day and place, made from the ledger's counts. A count of a longer period has a row of its \
                own only where its story, place and indicator have no day.",
        key: "event_id",
        fields,
    }
}
