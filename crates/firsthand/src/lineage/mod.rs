//! Who copied whom? Finds copies, reworded copies, translations and shared quotations among reports.
//! Not here: whether two independent reports tell of one event; that is `story`.
//!
//! The basis is free of language: sentences, words in one romanised spelling, figures in digits. Mentions add what
//! only a language knows (numbers in words) where a pack has read the report.

mod align;
mod direction;
mod family;
mod figures;
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
    /// Its surface, read once for all the pairs that it is traced in.
    pub surface: &'a Surface,
}

/// The index keys of a report.
#[must_use]
pub fn fingerprint_surface(surface: &Surface) -> Fingerprint {
    Fingerprint { keys: keys::keys_of(surface) }
}

/// How `one` and `other` are related as texts, if at all. Symmetric: the same edge whichever comes first.
#[must_use]
pub fn trace_lineage(one: Material<'_>, other: Material<'_>) -> Option<Derivation> {
    match one.report.id.cmp(&other.report.id) {
        std::cmp::Ordering::Less => judge::judge_pair(&one, &other),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => judge::judge_pair(&other, &one),
    }
}

/// Independent texts: reports joined by derivations (not by shared quotes). Each family is named by its least report.
#[must_use]
pub fn group_families(reports: &[ReportId], derivations: &[Derivation]) -> BTreeMap<ReportId, FamilyId> {
    family::join_families(reports, derivations)
}

#[cfg(test)]
mod tests;
