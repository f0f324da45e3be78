//! A ledger entry: what is known of one series, since when and by whom.

use super::{Amount, AsOf, ClaimId, EntryId, Measure, Period, RevisionReason, Side, StoryId};
use serde::{Deserialize, Serialize};

/// What a claim does for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupportKind {
    /// Accepted, and the figure in force.
    Leading,
    /// Accepted: fits the series at its time.
    Supporting,
    /// Accepted at its time, since then overtaken by a later count.
    Superseded,
    /// A copy of another claim: counted once there.
    Relayed,
    /// Contradicts the accepted series: see the conflicts.
    Conflicting,
    /// Planned, feared, denied or background: stands beside the series.
    OutOfScope,
    /// Rejected in review: counts for nothing.
    Rejected,
}

impl SupportKind {
    /// Whether the claim has a say in the entry, be it against it: not what stands beside it, nor what review rejected.
    #[must_use]
    pub fn is_heard(self) -> bool {
        !matches!(self, Self::OutOfScope | Self::Rejected)
    }
}

/// One claim's part in an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// The claim.
    pub claim: ClaimId,
    /// What it does.
    pub kind: SupportKind,
    /// The counter whose figure it is, resolved; none where nobody is named or inferred.
    pub counter: Option<String>,
    /// The counter was inferred, not named.
    pub inferred: bool,
    /// Why, as rule names.
    pub reasons: Vec<String>,
}

/// Why two figures differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Another time.
    Time,
    /// Another place.
    Place,
    /// Another measure.
    Measure,
    /// Another definition of what is counted.
    Definition,
    /// A rounding.
    Rounding,
    /// A part of the other.
    Subset,
    /// Another counter.
    Counter,
    /// An old figure repeated.
    StaleCopy,
    /// A slip or a translation error.
    Typo,
    /// A revision by the counter itself.
    Revision,
    /// None of these: a true dispute.
    Dispute,
}

/// A difference between claims, with its reason. Nothing is dropped silently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// What kind.
    pub kind: ConflictKind,
    /// The claims that differ, sorted.
    pub claims: Vec<ClaimId>,
    /// The rule that says so.
    pub rule: String,
    /// Why, in one sentence.
    pub why: String,
}

/// A change of a figure by whoever had told it: the count before, the count after, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Why, where a text says so; none where only the figures show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<RevisionReason>,
    /// The figure before; none where no text tells it.
    pub from: Option<Amount>,
    /// The figure after; none where it was taken back and nothing put in its place.
    pub to: Option<Amount>,
    /// The claims that tell of it, sorted.
    pub claims: Vec<ClaimId>,
    /// The rule that says so.
    pub rule: String,
    /// Why, in one sentence.
    pub why: String,
}

/// Bounds that follow from the parts of a whole, or from the whole of a part. Arithmetic of the ledger's own: it stands beside
/// what was told and changes no figure in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derived {
    /// Least amount that the others leave.
    pub low: Option<Amount>,
    /// Greatest amount that the others leave.
    pub high: Option<Amount>,
    /// The rule: `parts-of-whole`, `all-parts-of-whole`, `whole-of-part`.
    pub rule: String,
    /// The entries that it follows from, sorted.
    pub from: Vec<EntryId>,
    /// Why, in one sentence.
    pub why: String,
}

/// What kind of count a series is: it decides which figures may be compared at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesKind {
    /// The count of one day: its flow, or the running count within it.
    Day,
    /// The count of a longer closed period.
    Window,
    /// A running total since a day.
    Since,
    /// A running total whose start nobody says.
    Total,
    /// A state at a time, a pool, a share.
    #[default]
    State,
    /// What is to be.
    Plan,
    /// What something costs.
    Price,
    /// Denied, feared or background figures that belong to no other series.
    Aside,
}

/// How well a figure is founded (the grades of Airwars).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Three or more independent counters agree.
    Confirmed,
    /// Two independent counters agree.
    Fair,
    /// One counter, or none named.
    Weak,
    /// Counters contradict each other.
    Contested,
    /// All claims are denied or out of scope.
    Discounted,
}

/// A figure told beside the count: "in 38 cities".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Companion {
    /// How many.
    pub value: Amount,
    /// Of what: `city`, `country`.
    pub unit: String,
}

/// A ledger entry. Low, best and high are the default profile's read-out at the latest as-of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Hash of story and series key.
    pub id: EntryId,
    /// The story, where the claims come from reports.
    pub story: Option<StoryId>,
    /// The series key, readable.
    pub series: String,
    /// Indicator.
    pub indicator: String,
    /// Unit.
    pub unit: String,
    /// Subset.
    pub subset: Option<String>,
    /// Place name in English.
    pub place: Option<String>,
    /// ISO country.
    pub country: Option<String>,
    /// The days it tells of.
    pub time: Option<Period>,
    /// Measure.
    pub measure: Measure,
    /// The moment of the read-out.
    pub as_of: AsOf,
    /// Greatest accepted lower bound.
    pub low: Option<Amount>,
    /// Latest accepted value of the lead counter.
    pub best: Option<Amount>,
    /// Least accepted upper bound.
    pub high: Option<Amount>,
    /// Distinct counters, sorted keys.
    pub counters: Vec<String>,
    /// Some figure's counter was inferred.
    pub inferred: bool,
    /// Independent texts.
    pub texts: usize,
    /// Pages.
    pub pages: usize,
    /// What each claim does, in order of as-of.
    pub support: Vec<Support>,
    /// Differences with their reasons.
    pub conflicts: Vec<Conflict>,
    /// Bounds that follow from parts or whole, where they are narrower than what was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Derived>,
    /// Changes of the figure by whoever had told it, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// Checks and remarks in words: sums, what a copy dropped.
    pub notes: Vec<String>,
    /// What kind of series.
    #[serde(default)]
    pub kind: SeriesKind,
    /// Best value of the accepted figures whose counter is named, where it differs from `best`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_best: Option<Amount>,
    /// The sides that its counters stand on, each with its figure, in the order of sides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<SideFigure>,
    /// Places counted beside it, least first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<Companion>,
    /// How well founded; set by the profile `range`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Fewer than two independent counters; set by the profile `two-source`.
    #[serde(default)]
    pub provisional: bool,
}

/// The figure of one side: counts of different sides stand beside each other and are never made into one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFigure {
    /// The side.
    pub side: Side,
    /// Its counters, sorted keys.
    pub counters: Vec<String>,
    /// Its figure, read out as that of the entry: of what only grows the greatest that it has told, of states and prices its
    /// weighted median; none where it told no number.
    pub figure: Option<Amount>,
}

impl Entry {
    /// The side of a counter, by its key.
    #[must_use]
    pub fn side_of(&self, counter: &str) -> Option<Side> {
        let holds = |side: &&SideFigure| side.counters.iter().any(|known| known == counter);
        self.sides.iter().find(holds).map(|side| side.side)
    }

    /// The measure in words, as a table shows it.
    #[must_use]
    pub fn measure_words(&self) -> &'static str {
        match (self.kind, self.measure) {
            (SeriesKind::Day, Measure::Cumulative) => "cumulative that day",
            (SeriesKind::Day, _) => "flow, that day",
            (SeriesKind::Window, _) => "flow in the period",
            (SeriesKind::Since | SeriesKind::Total, _) => "published total",
            (SeriesKind::State, _) => "state",
            (SeriesKind::Plan, _) => "planned",
            (SeriesKind::Price, _) => "price",
            (SeriesKind::Aside, _) => "beside the series",
        }
    }
}

impl ConflictKind {
    /// Whether the figures cannot both hold as told. A rounding, an old copy, a part or another time or measure is a
    /// difference that the ledger explains away.
    #[must_use]
    pub fn is_contradiction(self) -> bool {
        matches!(self, Self::Definition | Self::Counter | Self::Typo | Self::Revision | Self::Dispute)
    }
}
