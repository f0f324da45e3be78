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
pub use keys::{KeyKind, Shared, cell_of, cells_asked, near_keys, shared_keys};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What the index keeps of a report: two reports that may be kin share several keys.
///
/// A key is a combination (two neighbouring words, a figure beside a name, a rare name at its height of the text), so that
/// few reports share several by chance and an index needs no list of keys to ignore: such a list would make the result
/// depend on the order of arrival.
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
    pub mentions: Mentions<'a>,
    /// Its surface, read once for all the pairs that it is traced in.
    pub surface: &'a Surface,
}

/// The mentions of a report that may not have been read yet: most pairs are told apart without.
#[derive(Clone, Copy)]
pub enum Mentions<'a> {
    /// Known.
    Read(&'a [Mention]),
    /// Kept in the cell when somebody has asked for them; what reads them.
    Unread(&'a OnceLock<Vec<Mention>>, &'a (dyn Fn(&Report) -> Vec<Mention> + Sync)),
}

impl<'a> Material<'a> {
    /// The mentions, read now if need be.
    #[must_use]
    pub fn mentions(&self) -> &'a [Mention] {
        match self.mentions {
            Mentions::Read(mentions) => mentions,
            Mentions::Unread(cell, read) => cell.get_or_init(|| read(self.report)),
        }
    }
}

impl std::fmt::Debug for Mentions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Read(mentions) => mentions.fmt(f),
            Self::Unread(cell, _) => cell.fmt(f),
        }
    }
}

/// The index keys of a report.
#[must_use]
pub fn fingerprint_report(report: &Report, surface: &Surface) -> Fingerprint {
    Fingerprint { keys: keys::keys_of(report, surface) }
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
