//! Who copied whom? Finds copies, reworded copies, translations and shared quotations among reports.
//! Not here: whether two independent reports tell of one event; that is `story`.
//!
//! The basis is free of language: sentences, words in one romanised spelling, figures in digits. Mentions add what
//! only a language knows (numbers in words) where a pack has read the report.

mod align;
mod family;
mod judge;
mod keys;

use crate::model::{Derivation, FamilyId, Mention, Report, ReportId, Surface};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the index keeps of a report: two reports that may be kin share at least one key.
///
/// A key is a combination (two neighbouring words, two names, a figure beside a name), so that few reports share
/// one by chance and an index needs no list of keys to ignore: such a list would make the result depend on the order
/// of arrival.
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

/// How `one` and `other` are related as texts, if at all. Symmetric: the same edge whichever comes first.
#[must_use]
pub fn trace_lineage(one: Material<'_>, other: Material<'_>) -> Option<Derivation> {
    trace_surfaces((one, &Surface::of(one.report)), (other, &Surface::of(other.report)))
}

/// As [`trace_lineage`], for callers that trace one report against many: its surface is then read once.
#[must_use]
pub fn trace_surfaces(one: (Material<'_>, &Surface), other: (Material<'_>, &Surface)) -> Option<Derivation> {
    let ends = [one, other].map(|(material, surface)| judge::End { material, surface });
    match one.0.report.id.cmp(&other.0.report.id) {
        std::cmp::Ordering::Less => judge::judge_pair(&ends[0], &ends[1]),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => judge::judge_pair(&ends[1], &ends[0]),
    }
}

/// Independent texts: reports joined by derivations (not by shared quotes). Each family is named by its least report.
#[must_use]
pub fn group_families(reports: &[ReportId], derivations: &[Derivation]) -> BTreeMap<ReportId, FamilyId> {
    family::join_families(reports, derivations)
}
