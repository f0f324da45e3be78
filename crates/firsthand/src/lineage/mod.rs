//! Who copied whom? Finds copies, reworded copies, translations and shared quotations among reports.
//! Not here: whether two independent reports tell of one event; that is `story`.

use crate::model::{Derivation, FamilyId, Mention, Report, ReportId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the index keeps of a report: two reports that may be kin share at least one key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Index keys, sorted, distinct.
    pub keys: Vec<u64>,
}

/// A report with what earlier rooms found in it.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its mentions.
    pub mentions: &'a [Mention],
}

/// The index keys of a report.
#[must_use]
pub fn fingerprint_report(_report: &Report, _mentions: &[Mention]) -> Fingerprint {
    Fingerprint::default()
}

/// How `one` and `other` are related as texts, if at all. Symmetric: the same edge whichever comes first.
#[must_use]
pub fn trace_lineage(_one: Material<'_>, _other: Material<'_>) -> Option<Derivation> {
    None
}

/// Independent texts: reports joined by derivations (not by shared quotes). Each family is named by its least report.
#[must_use]
pub fn group_families(reports: &[ReportId], _derivations: &[Derivation]) -> BTreeMap<ReportId, FamilyId> {
    reports.iter().map(|report| (*report, FamilyId::of(&[&report.0]))).collect()
}
