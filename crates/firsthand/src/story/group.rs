//! Stories as connected groups.
//! Not here: which pairs belong together; that is `compare`, and for families `lineage`.

use crate::model::{ReportId, Story, StoryId};
use std::collections::BTreeMap;

/// Union-find in which the least report leads: the result does not depend on the order of the pairs.
pub(super) fn connect_stories(reports: &[ReportId], pairs: &[(ReportId, ReportId)]) -> Vec<Story> {
    let mut leader: BTreeMap<ReportId, ReportId> = reports.iter().map(|report| (*report, *report)).collect();
    for (one, other) in pairs {
        if let (Some(one), Some(other)) = (find_leader(&leader, *one), find_leader(&leader, *other)) {
            leader.insert(one.max(other), one.min(other));
        }
    }
    let mut groups: BTreeMap<ReportId, Vec<ReportId>> = BTreeMap::new();
    let ids: Vec<ReportId> = leader.keys().copied().collect();
    for report in ids {
        let Some(top) = find_leader(&leader, report) else { continue };
        leader.insert(report, top);
        groups.entry(top).or_default().push(report);
    }
    groups.into_iter().map(|(least, reports)| Story { id: StoryId::of(&[&least.0]), reports }).collect()
}

fn find_leader(leader: &BTreeMap<ReportId, ReportId>, report: ReportId) -> Option<ReportId> {
    let mut at = report;
    while let Some(next) = leader.get(&at) {
        if *next == at {
            return Some(at);
        }
        at = *next;
    }
    None
}
