//! A story: the reports that tell of one thing as it unfolds.

use super::{ReportId, StoryId};
use serde::{Deserialize, Serialize};

/// A story. Invariant: `reports` is sorted and not empty; `id` is the hash of its least report id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Stable as long as its least report stays.
    pub id: StoryId,
    /// Its reports, sorted.
    pub reports: Vec<ReportId>,
    /// Stories that were told apart from this one though a report of each looks like the other: sorted. A later report
    /// may bring them together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<StoryId>,
}
