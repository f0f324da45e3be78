//! Who copied whom? Finds copies, reworded copies, translations and shared quotations among reports.
//! Not here: whether two independent reports tell of one event; that is `story`.

mod align;
mod keys;

use crate::model::{Surface, Derivation, FamilyId, Mention, Report, ReportId};
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
pub fn fingerprint_report(report: &Report, _mentions: &[Mention]) -> Fingerprint {
    Fingerprint { keys: keys::keys_of(&Surface::of(report)) }
}
#[doc(hidden)]
pub fn debug_pair(one:&Report, other:&Report, names:bool)->Vec<u32>{let(a,b)=(Surface::of(one),Surface::of(other));let x=align::align_surfaces(&a,&b,if names{align::Common::Names}else{align::Common::Words});vec![x.total.0,x.total.1,x.linked.0,x.linked.1,x.shared,x.ordered,x.jaccard,x.triples_inside,x.links.iter().filter(|l|!l.quoted).count() as u32,x.links.iter().filter(|l|l.quoted).count() as u32,a.sentences.len() as u32,b.sentences.len() as u32]}

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
