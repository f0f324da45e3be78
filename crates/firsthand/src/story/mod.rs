//! To which story does it belong? Groups the reports that tell of one thing as it unfolds.
//! Not here: copying; that is `lineage`.

use crate::model::{Claim, Mention, Report, ReportId, Story, StoryId};
use serde::{Deserialize, Serialize};

/// What the index keeps of a report: two reports that may be of one story share at least one key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Signature {
    /// Index keys, sorted, distinct.
    pub keys: Vec<u64>,
}

/// The signature of a report.
#[must_use]
pub fn sign_report(_report: &Report, _mentions: &[Mention], _claims: &[Claim]) -> Signature {
    Signature::default()
}

/// Whether two reports tell of one story. Symmetric, and a function of the two alone, so that order never matters.
#[must_use]
pub fn same_story(_one: &Signature, _other: &Signature) -> bool {
    false
}

/// Stories: the connected groups of reports. `pairs` are those of one story or one family.
#[must_use]
pub fn group_stories(reports: &[ReportId], _pairs: &[(ReportId, ReportId)]) -> Vec<Story> {
    reports.iter().map(|id| Story { id: StoryId::of(&[&id.0]), reports: vec![*id] }).collect()
}
