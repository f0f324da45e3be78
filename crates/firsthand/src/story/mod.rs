//! To which story does it belong? Groups the reports that tell of one thing as it unfolds.
//! Not here: copying; that is `lineage`.

mod compare;
mod group;
mod sign;

use crate::model::{Claim, Mention, Report, ReportId, Story, Surface};
use serde::{Deserialize, Serialize};

/// What the index keeps of a report: two reports that may be of one story share at least one key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Signature {
    /// Index keys, sorted, distinct.
    pub keys: Vec<u64>,
    /// Language code.
    #[serde(default)]
    pub lang: String,
    /// Heaviest names in one romanised form, with weights, sorted by name.
    #[serde(default)]
    pub names: Vec<(u64, u32)>,
    /// Heaviest words with weights, sorted by word.
    #[serde(default)]
    pub words: Vec<(u64, u32)>,
    /// Figures of two digits or more, sorted.
    #[serde(default)]
    pub figures: Vec<u64>,
    /// Gazetteer ids, sorted.
    #[serde(default)]
    pub places: Vec<String>,
    /// Day of publication, counted from 1970.
    #[serde(default)]
    pub published: Option<i64>,
    /// Days of the events counted, from 1970, sorted.
    #[serde(default)]
    pub days: Vec<i64>,
}

/// The signature of a report; `surface` is the report's.
#[must_use]
pub fn sign_report(report: &Report, surface: &Surface, mentions: &[Mention], claims: &[Claim]) -> Signature {
    sign::read_signature(report, surface, mentions, claims)
}

/// Whether two reports tell of one story. Symmetric, and a function of the two alone, so that order never matters.
#[must_use]
pub fn same_story(one: &Signature, other: &Signature) -> bool {
    compare::is_one_story(one, other)
}

/// Stories: the connected groups of reports. `pairs` are those of one story or one family.
#[must_use]
pub fn group_stories(reports: &[ReportId], pairs: &[(ReportId, ReportId)]) -> Vec<Story> {
    group::connect_stories(reports, pairs)
}

#[cfg(test)]
mod tests;
