//! An event: what happened at one place on one day, with the figures that the ledger has of it.
//! Not here: how events are found in a ledger (`events`), and how they are written (`export`).

use super::{
    Amount, ClaimId, EntryId, EventId, Interval, Measure, Period, PlaceKind, PlacePrecision, ReportId, StoryId,
    TimePrecision,
};

/// A place as exports tell it: names in English, and a point only where the place is small enough to have one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// Gazetteer id; several joined by "+".
    pub id: Option<String>,
    /// Name in English; several joined by "; ".
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The country's English name.
    pub country_name: Option<String>,
    /// English name of the first-order division that holds it, or that it is.
    pub admin1: Option<String>,
    /// Latitude and longitude (WGS 84) in millionths of a degree. None for a country, for several places at once and for
    /// the world: a count of "38 cities" must not stand on the capital.
    pub point: Option<(i32, i32)>,
    /// UCDP `where_prec`.
    pub precision: Option<PlacePrecision>,
    /// What kind.
    pub kind: Option<PlaceKind>,
    /// Ids of what holds it, smallest first.
    pub parents: Vec<String>,
}

/// The type of an event in the terms of the field; what cannot be told from figures alone stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventType {
    /// ACLED's disorder type.
    pub disorder: Option<String>,
    /// ACLED's event type.
    pub acled_type: Option<String>,
    /// ACLED's sub-event type.
    pub acled_sub: Option<String>,
    /// PLOVER's event type and mode: `COERCE/arrest`.
    pub plover: Option<String>,
}

/// One figure of an event: a ledger entry's read-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFigure {
    /// The entry.
    pub entry: EntryId,
    /// Indicator.
    pub indicator: String,
    /// Unit.
    pub unit: String,
    /// Of whom.
    pub subset: Option<String>,
    /// Measure.
    pub measure: Measure,
    /// Greatest accepted lower bound.
    pub low: Option<Amount>,
    /// Figure in force.
    pub best: Option<Amount>,
    /// Least accepted upper bound.
    pub high: Option<Amount>,
    /// What a vague word ("dozens") means, where all that is known is one.
    pub vague: Option<Interval>,
    /// Keys of its counters, sorted.
    pub counters: Vec<String>,
    /// The counter of the figure in force was inferred, not named.
    pub inferred: bool,
    /// Independent texts.
    pub texts: usize,
    /// Pages.
    pub pages: usize,
}

/// One row an event, day and place. Invariants: `figures` is not empty and the first one leads (most pages); `claims` and
/// `reports` are sorted; `id` is the hash of story, place and period, so it stays when figures change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stable id.
    pub id: EventId,
    /// The story, where the claims come from reports.
    pub story: Option<StoryId>,
    /// Where.
    pub place: Location,
    /// When.
    pub time: Period,
    /// How exactly the time is known.
    pub precision: TimePrecision,
    /// What kind of event.
    pub kind: EventType,
    /// Its figures, the leading one first.
    pub figures: Vec<EventFigure>,
    /// Keys of all counters, sorted.
    pub counters: Vec<String>,
    /// The claims behind it, sorted.
    pub claims: Vec<ClaimId>,
    /// The pages behind it, sorted.
    pub reports: Vec<ReportId>,
    /// Independent texts.
    pub texts: usize,
    /// The event of the same story and time at a place that holds this one: its figures may include these.
    pub part_of: Option<EventId>,
    /// Some figures contradict each other.
    pub disputed: bool,
}

impl Event {
    /// The figure of an indicator that counts all of it, not only a subset; else none.
    #[must_use]
    pub fn figure(&self, indicator: &str, subset: Option<&str>) -> Option<&EventFigure> {
        self.figures.iter().find(|figure| figure.indicator == indicator && figure.subset.as_deref() == subset)
    }
}
