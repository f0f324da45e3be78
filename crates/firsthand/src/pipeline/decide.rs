//! How does a decision reach the log, and what did it change? Shared by all who decide: the command line and the page.
//! Not here: what a decision may say (`model::decision`), and what it does to figures (`ledger`).

use super::{draft_story, mask_entries, place_claims, read_records};
use crate::ledger::Profile;
use crate::model::{ClaimId, Decision, Entry, EntryId, Record, Review, StoryId, Timestamp, Words, write_record};
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// A decision that was not posted.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// It is not well-formed.
    #[error("{0}")]
    Malformed(String),
    /// The store's.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts a record at the end of the log and returns its number; another process may be quicker, then it comes behind that
/// one's. `recorded` is asked anew for each try.
///
/// # Errors
/// [`DecideError::Malformed`] where the decision or its words cannot be kept; the store's.
pub fn post_decision(
    store: &mut dyn Store,
    decision: &Decision,
    words: &Words,
    origin: Option<&str>,
    recorded: &dyn Fn() -> Timestamp,
) -> Result<u64, DecideError> {
    loop {
        let log = store.review_log()?;
        let line = write_record(log.last(), decision.clone(), words.clone(), origin.map(str::to_owned), recorded())
            .map_err(|why| DecideError::Malformed(why.to_string()))?;
        match store.append_record(&line) {
            Err(StoreError::Stale) => {}
            done => return Ok(done.map(|()| line.number)?),
        }
    }
}

/// The entries that decisions may change, as they are now.
///
/// # Errors
/// The store's.
pub fn entries_around(store: &dyn Store, decisions: &[Decision]) -> Result<BTreeMap<EntryId, Entry>, StoreError> {
    let claims: Option<Vec<ClaimId>> = decisions.iter().map(Decision::claim).collect();
    let entries = match claims {
        None => store.entries()?,
        Some(claims) => {
            let mut reports = BTreeSet::new();
            for claim in claims {
                reports.extend(store.claim(claim)?.map(|claim| claim.report));
            }
            let reports: Vec<_> = reports.into_iter().collect();
            let stories = store.stories_of(&reports)?;
            // A claim from outside may have joined any story.
            if stories.len() < reports.len() {
                store.entries()?
            } else {
                let stories: BTreeSet<_> = stories.into_values().collect();
                let mut entries = Vec::new();
                for story in stories {
                    entries.extend(store.entries_of(Some(story))?);
                }
                entries
            }
        }
    };
    Ok(entries.into_iter().map(|entry| (entry.id, entry)).collect())
}

/// How an entry moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Its masked form: as it is now, or, where it is gone, as it was.
    pub entry: Entry,
    /// What it was; none where it is new.
    pub before: Option<Entry>,
    /// It is in the ledger now.
    pub stands: bool,
}

impl Move {
    /// Whether low, best or high are other than they were.
    #[must_use]
    pub fn is_of_figures(&self) -> bool {
        let figures = |entry: &Entry| (entry.low, entry.best, entry.high);
        !self.stands || self.before.as_ref().is_none_or(|before| figures(before) != figures(&self.entry))
    }
}

/// The entries that changed since number `feed`, sorted by series and id. `view` shows the ledger `base` of today; `before` are
/// entries as they were.
///
/// # Errors
/// The store's.
pub fn list_moves(
    base: &dyn Store,
    view: &dyn Store,
    before: &BTreeMap<EntryId, Entry>,
    feed: i64,
) -> Result<Vec<Move>, StoreError> {
    let mut moves = Vec::new();
    for change in base.changes(feed, usize::MAX)? {
        let (old, new) = (before.get(&change.entry).cloned(), view.entry(change.entry)?);
        let stands = new.is_some();
        let Some(named) = new.or_else(|| old.clone()) else { continue };
        let Some(entry) = mask_entries(view, vec![named])?.pop() else { continue };
        moves.push(Move { entry, before: old, stands });
    }
    moves.sort_by(|one, other| (&one.entry.series, one.entry.id).cmp(&(&other.entry.series, other.entry.id)));
    Ok(moves)
}

/// How figures would move if these decisions were posted: those of the stories in which their claims stand. `None` where a
/// decision is about more than claims, so that only posting it tells. Nothing is kept.
///
/// # Errors
/// The store's.
pub fn preview_decisions(store: &dyn Store, decisions: &[Decision]) -> Result<Option<Vec<Move>>, StoreError> {
    let mut records = read_records(store)?;
    let mut reports = BTreeSet::new();
    for decision in decisions {
        let claim = match decision {
            Decision::Undo { number } => {
                records.iter().find(|record| record.number == *number).and_then(|record| record.decision.claim())
            }
            other => other.claim(),
        };
        let Some(claim) = claim else { return Ok(None) };
        reports.extend(store.claim(claim)?.map(|claim| claim.report));
    }
    let reports: Vec<_> = reports.into_iter().collect();
    let stories: BTreeSet<StoryId> = store.stories_of(&reports)?.into_values().collect();
    for decision in decisions {
        let number = records.last().map_or(1, |record| record.number + 1);
        // Only its place and what it says count here.
        let record = Record {
            author: String::new(),
            decision: decision.clone(),
            number,
            origin: None,
            previous: String::new(),
            reason: String::new(),
            recorded: records.last().map_or(Timestamp(0), |record| record.recorded),
        };
        records.push(record);
    }
    let has_outside = !store.outside_recorded()?.is_empty();
    let all = if has_outside { store.stories()? } else { Vec::new() };
    let annex = place_claims(store, &all, Review::of(&records))?;
    let mut moves = Vec::new();
    for id in stories {
        let Some(story) = store.story(id)? else { continue };
        let mut before: BTreeMap<EntryId, Entry> =
            store.entries_of(Some(id))?.into_iter().map(|entry| (entry.id, entry)).collect();
        for entry in draft_story(store, &annex, &story)?.reconcile(Profile::Default, None) {
            let old = before.remove(&entry.id);
            if old.as_ref() != Some(&entry) {
                moves.push(Move { entry, before: old, stands: true });
            }
        }
        moves.extend(before.into_values().map(|old| Move { entry: old.clone(), before: Some(old), stands: false }));
    }
    moves.retain(Move::is_of_figures);
    for one in &mut moves {
        if let Some(entry) = mask_entries(store, vec![one.entry.clone()])?.pop() {
            one.entry = entry;
        }
    }
    moves.sort_by(|one, other| (&one.entry.series, one.entry.id).cmp(&(&other.entry.series, other.entry.id)));
    Ok(Some(moves))
}
