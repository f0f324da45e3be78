//! Independent texts: the connected groups of derivations.
//! Not here: stories; those join reports that nobody copied.

use crate::model::{Derivation, FamilyId, ReportId};
use std::collections::BTreeMap;

/// Union-find in which the least report leads, so that the result does not depend on the order of the edges.
pub(super) fn join_families(reports: &[ReportId], derivations: &[Derivation]) -> BTreeMap<ReportId, FamilyId> {
    let mut leader: BTreeMap<ReportId, ReportId> = reports.iter().map(|report| (*report, *report)).collect();
    for edge in derivations.iter().filter(|edge| edge.kind.joins_family()) {
        if !leader.contains_key(&edge.child) || !leader.contains_key(&edge.parent) {
            continue;
        }
        let (one, other) = (find_leader(&mut leader, edge.child), find_leader(&mut leader, edge.parent));
        leader.insert(one.max(other), one.min(other));
    }
    reports.iter().map(|report| (*report, FamilyId::of(&[&find_leader(&mut leader, *report).0]))).collect()
}

fn find_leader(leader: &mut BTreeMap<ReportId, ReportId>, report: ReportId) -> ReportId {
    let mut top = report;
    while let Some(next) = leader.get(&top).filter(|next| **next != top) {
        top = *next;
    }
    let mut at = report;
    while let Some(next) = leader.insert(at, top).filter(|next| *next != at && at != top) {
        at = next;
    }
    top
}
