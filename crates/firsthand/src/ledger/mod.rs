//! What do we know, and since when? Reconciles claims into entries.
//! Not here: reading a text, or keeping anything.

use crate::model::{Claim, Derivation, Entry, FamilyId, ReportId, StoryId, Timestamp};
use std::collections::BTreeMap;

/// Which figure is shown where claims leave room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Low / best / high.
    #[default]
    Default,
    /// The lowest accepted independent claim of the latest as-of.
    Conservative,
    /// Least and greatest, with a grade.
    Range,
    /// Provisional until two independent counters agree.
    TwoSource,
}

/// Everything that the entries of one story follow from.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The story; none for claims from outside.
    pub story: Option<StoryId>,
    /// Its claims, in any order.
    pub claims: &'a [Claim],
    /// Which reports are one text; a report that is missing is its own family.
    pub families: &'a BTreeMap<ReportId, FamilyId>,
    /// Edges between its reports.
    pub derivations: &'a [Derivation],
}

/// The entries of one story, sorted by series; a pure function of its arguments, whatever their order.
/// `as_of` asks what held at that moment; none asks for the latest.
#[must_use]
pub fn reconcile_entries(_known: Known<'_>, _profile: Profile, _as_of: Option<Timestamp>) -> Vec<Entry> {
    Vec::new()
}
