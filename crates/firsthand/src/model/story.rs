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
}
