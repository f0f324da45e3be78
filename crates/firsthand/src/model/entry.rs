//! A ledger entry: what is known of one series, since when and by whom.

use super::{Amount, AsOf, ClaimId, EntryId, Measure, Period, StoryId};
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
    /// Checks and remarks in words: sums, what a copy dropped.
    pub notes: Vec<String>,
}
