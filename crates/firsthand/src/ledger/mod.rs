//! What do we know, and since when? Reconciles claims into entries.
//! Not here: reading a text, or keeping anything.

mod alias;
mod bars;
mod bounds;
mod collapse;
mod conflict;
mod counter;
mod hierarchy;
mod independence;
mod line;
mod nearest;
mod readout;
mod revision;
mod series;
mod state;
mod sums;
mod toll;
mod weight;

pub use alias::{Alias, AliasRule, Ground, NamedCounters, match_counters, propose_aliases};
pub use counter::fold_key;
pub use independence::{Hand, name_counters, trace_hands};
pub use line::{
    ClaimLineError, ConflictLine, EntryLine, OutsideClaim, SupportLine, list_entry_lines, parse_claim_line,
};
pub use state::{StateFigure, StoryState, read_state};
pub use toll::IN_ADDRESS;

use crate::model::{Claim, Derivation, Entry, FamilyId, ReportId, StoryId, Timestamp, Verdict};
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
///
/// The steps stand in the files in this order: claims are sorted into series (`series`); copies of one text collapse
/// into observations (`collapse`); each observation finds its root counter (`counter`) and its weight (`weight`); of a
/// running count some are barred (`bars`), what was taken back among them (`revision`), and the heaviest set that some non-decreasing curve can pass through is
/// accepted (`bounds`), with figures that name nobody where they lie nearest (`nearest`); of states,
/// plans and prices the weighted median (`weight`); what is left over gets a reason (`conflict`); the figures are read
/// out (`readout`) the sums of days and parts are checked against the totals (`sums`), and what they leave
/// each other is told beside the figures (`hierarchy`).
#[must_use]
pub fn reconcile_entries(known: Known<'_>, profile: Profile, as_of: Option<Timestamp>) -> Vec<Entry> {
    reconcile_reviewed(known, &BTreeMap::new(), profile, as_of)
}

/// As [`reconcile_entries`], with claims as review left them: those rejected stand beside the series and count for
/// nothing, and `same` holds counters' keys that stand for others.
#[must_use]
pub fn reconcile_reviewed(
    known: Known<'_>,
    same: &BTreeMap<String, String>,
    profile: Profile,
    as_of: Option<Timestamp>,
) -> Vec<Entry> {
    let all = series::sort_claims(known.claims);
    let claims: Vec<&Claim> = all.iter().copied().filter(|claim| claim.review != Some(Verdict::Rejected)).collect();
    let lineage = collapse::Lineage::new(known.families, known.derivations);
    let companions = counter::Companions::of(&claims);
    let mut groups: Vec<series::Group<'_>> = series::group_series(&lineage, &all);
    let mut observed: Vec<Vec<collapse::Observation<'_>>> =
        groups.iter().map(|group| collapse::collapse_copies(&lineage, &group.claims)).collect();
    collapse::inherit_times(&mut observed);
    let names = counter::Names::of(&claims, same);
    for (group, observations) in groups.iter().zip(&mut observed) {
        counter::resolve_counters(&companions, &names, group.key.kind, observations);
        if !weight::is_fused(group.key.kind) {
            collapse::date_relays(observations);
        }
    }
    weight::weigh_observations(&groups, &mut observed);
    let mut entries: Vec<(series::Key<'_>, Entry)> = groups
        .iter_mut()
        .zip(&observed)
        .filter_map(|(group, observations)| {
            let entry = readout::read_entry(&lineage, known.story, group, observations, &companions, profile, as_of)?;
            Some((group.key.clone(), entry))
        })
        .collect();
    entries.sort_by(|(_, one), (_, other)| (&one.series, one.id).cmp(&(&other.series, other.id)));
    sums::check_sums(&mut entries);
    sums::check_parts(&mut entries);
    hierarchy::propagate_bounds(&claims, &mut entries);
    sums::explain_by_neighbours(&claims, &mut entries);
    let mut entries: Vec<Entry> = entries.into_iter().map(|(_, entry)| entry).collect();
    sums::note_dropped(&claims, known.derivations, &mut entries);
    entries
}
