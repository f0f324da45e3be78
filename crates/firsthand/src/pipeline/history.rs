//! Which states did an entry go through? Settles its story again for each moment at which something of it was recorded.
//! Not here: what each state is (`view`).

use super::view::view_without;
use super::{read_records, touch_stories};
use crate::model::{Claim, ClaimId, Entry, ReportId, Timestamp, Workers};
use crate::resources::Resources;
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// What an entry was from a moment on, and what made it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The entry; none where the ledger had none of this series any more.
    pub entry: Option<Entry>,
    /// Claims that came into the entry, sorted.
    pub came: Vec<ClaimId>,
    /// Claims that left it, sorted: for another series or story.
    pub left: Vec<ClaimId>,
    /// Reports of its stories that were recorded at that moment, sorted.
    pub reports: Vec<ReportId>,
    /// Numbers of the decisions that were recorded at that moment.
    pub decisions: Vec<u64>,
}

/// The states of an entry in the order of recording, by the rules of today; each differs from the one before. Its story may
/// have had another id before: an entry is followed by its series within the stories of the same reports.
/// Costs a settlement of its stories for each moment at which something was recorded; `told` hears `(moments done, all)`.
///
/// # Errors
/// The store's.
pub fn trace_history(
    res: &Resources,
    store: &dyn Store,
    workers: &dyn Workers,
    entry: &Entry,
    told: &mut dyn FnMut(usize, usize),
) -> Result<Vec<State>, StoreError> {
    let (mut members, mut stories) = (BTreeSet::new(), BTreeMap::new());
    let own = entry.story.map(|id| store.story(id)).transpose()?.flatten();
    let reports = own.map(|story| story.reports).unwrap_or_default();
    touch_stories(store, reports.clone(), &mut members, &mut stories)?;
    let members: Vec<ReportId> = members.into_iter().collect();
    let recorded = store.recorded(&members)?;
    let records = read_records(store)?;
    let mut moments: BTreeSet<Timestamp> = recorded.values().copied().collect();
    moments.extend(store.outside_recorded()?.into_values());
    // Of decisions on claims, those on other stories' claims change nothing here.
    for record in &records {
        let claim = record.decision.claim().map(|id| store.claim(id)).transpose()?;
        let is_near = |claim: &Claim| recorded.contains_key(&claim.report) || claim.series.is_some();
        if claim.is_none_or(|claim| claim.as_ref().is_some_and(is_near)) {
            moments.insert(record.recorded);
        }
    }

    let mut states: Vec<State> = Vec::new();
    for (at, moment) in moments.iter().enumerate() {
        let later = recorded.iter().filter(|(_, when)| **when > *moment).map(|(id, _)| *id).collect();
        let view = view_without(res, store, workers, Some(*moment), later, &mut |_, _| {})?;
        let mut homes: BTreeSet<_> = view.stories_of(&reports)?.into_values().map(Some).collect();
        if entry.story.is_none() {
            homes.insert(None);
        }
        let mut found = None;
        for home in homes {
            let same = |other: &Entry| {
                (&other.series, other.kind, &other.unit, &other.subset)
                    == (&entry.series, entry.kind, &entry.unit, &entry.subset)
            };
            let other = view.entries_of(home)?.into_iter().filter(same);
            // Where the story was in two, the part that more pages tell.
            found = found.into_iter().chain(other).max_by_key(|entry| (entry.pages, std::cmp::Reverse(entry.id)));
        }
        told(at + 1, moments.len());
        let before = states.last().and_then(|state| state.entry.as_ref());
        // The id follows the story's, which is no news of the figure.
        let plain = |other: &Entry| Entry { id: entry.id, story: None, ..other.clone() };
        let alike = before.map(plain) == found.as_ref().map(plain);
        if alike {
            continue;
        }
        let claims = |entry: Option<&Entry>| -> BTreeSet<ClaimId> {
            entry.iter().flat_map(|entry| entry.support.iter().map(|support| support.claim)).collect()
        };
        let (old, new) = (claims(before), claims(found.as_ref()));
        let numbers = records.iter().filter(|record| record.recorded == *moment).map(|record| record.number);
        states.push(State {
            recorded: *moment,
            came: new.difference(&old).copied().collect(),
            left: old.difference(&new).copied().collect(),
            reports: recorded.iter().filter(|(_, when)| **when == *moment).map(|(id, _)| *id).collect(),
            decisions: numbers.collect(),
            entry: found,
        });
    }
    Ok(states)
}
