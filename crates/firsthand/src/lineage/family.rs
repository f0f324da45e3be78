//! Independent texts: the connected groups of derivations.
//! Not here: stories; those join reports that nobody copied.

use crate::model::{Derivation, FamilyId, Groups, ReportId};
use std::collections::BTreeMap;

/// The least report names its family, so that the result does not depend on the order of the edges.
pub(super) fn join_families(reports: &[ReportId], derivations: &[Derivation]) -> BTreeMap<ReportId, FamilyId> {
    let mut ids = reports.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut groups = Groups::new(ids.len());
    for edge in derivations.iter().filter(|edge| edge.kind.joins_family()) {
        if let (Ok(one), Ok(other)) = (ids.binary_search(&edge.child), ids.binary_search(&edge.parent)) {
            groups.join(one, other);
        }
    }
    ids.iter().enumerate().map(|(at, report)| (*report, FamilyId::of(&[&ids[groups.root(at)].0]))).collect()
}
