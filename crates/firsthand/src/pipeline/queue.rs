//! Which claims should a person look at first? Those that move a published figure and are doubtful.
//! Not here: what a decision does.

use super::{Annex, draft_story};
use crate::model::{Amount, Claim, ClaimId, Entry, EntryId, Story, SupportKind, Verdict, Workers, gather};
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// A claim that may be wrong, with what hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The claim, as review left it.
    pub claim: ClaimId,
    /// The entry in which it stands.
    pub entry: EntryId,
    /// Its series, readable.
    pub series: String,
    /// What it does there.
    pub kind: SupportKind,
    /// The figure in force.
    pub best: Option<Amount>,
    /// The figure that would be in force without it; the claim is rejected.
    pub without: Option<Amount>,
    /// The figure that would be in force if it were sure; the claim is accepted.
    pub with: Option<Amount>,
    /// How far the figure would move, in thousandths of the greater one: 0 to 1,000. A figure that would come or go moves by
    /// 500: it misleads less than one that is wrong.
    pub effect: u32,
    /// Pages that tell of the entry.
    pub pages: usize,
    /// How doubtful the claim is, in per cent.
    pub doubt: u32,
    /// Why, in words.
    pub reasons: Vec<String>,
}

impl Doubt {
    /// Effect times doubt, 0 to 100,000; of equal ones what more pages tell stands first.
    #[must_use]
    pub fn rank(&self) -> (u32, usize) {
        (self.effect * self.doubt, self.pages)
    }
}

/// The greatest effect.
const MOST: u32 = 1_000;

/// The claims of a story that nobody has reviewed and on which a figure hangs, the highest rank first. Each is tried
/// rejected and accepted, so it costs two reconciliations of the story for each doubtful claim; those that cannot reach
/// `least` (effect times doubt) are passed over, and of more than `most` only the most doubtful are tried, of equal ones
/// those of which more pages tell.
///
/// # Errors
/// The store's.
pub fn rank_doubts(
    store: &dyn Store,
    workers: &dyn Workers,
    annex: &Annex,
    story: &Story,
    least: u32,
    most: usize,
) -> Result<Vec<Doubt>, StoreError> {
    let draft = draft_story(store, annex, story)?;
    let profile = crate::ledger::Profile::Default;
    let entries = draft.reconcile(profile, None);
    let claims: BTreeMap<ClaimId, &Claim> = draft.claims.iter().map(|claim| (claim.id, claim)).collect();
    let disputed: BTreeSet<ClaimId> = entries
        .iter()
        .flat_map(|entry| &entry.conflicts)
        .filter(|conflict| conflict.kind.is_contradiction())
        .flat_map(|conflict| conflict.claims.iter().copied())
        .collect();
    let mut asked = Vec::new();
    for entry in &entries {
        for support in &entry.support {
            let Some(claim) = claims.get(&support.claim).filter(|claim| claim.review.is_none()) else { continue };
            let counts = matches!(
                support.kind,
                SupportKind::Leading | SupportKind::Supporting | SupportKind::Superseded | SupportKind::Conflicting
            );
            let (doubt, reasons) = weigh_doubt(claim, support.inferred, disputed.contains(&claim.id));
            if counts && doubt > 0 && doubt * MOST >= least {
                asked.push((entry, support.kind, *claim, doubt, reasons));
            }
        }
    }
    if asked.len() > most {
        asked.sort_by_key(|(entry, _, claim, doubt, _)| (std::cmp::Reverse((*doubt, entry.pages)), entry.id, claim.id));
        asked.truncate(most);
    }
    let tried = gather(workers, asked.len(), |at| {
        let (entry, _, claim, _, _) = &asked[at];
        let try_as = |verdict: Verdict| {
            let mut claims = draft.claims.clone();
            for other in claims.iter_mut().filter(|other| other.id == claim.id) {
                other.review = Some(verdict);
                other.confidence = if verdict == Verdict::Rejected { other.confidence } else { 100 };
            }
            let entries = draft.reconcile_claims(&claims, profile, None);
            entries.into_iter().find(|other| other.id == entry.id)
        };
        (try_as(Verdict::Rejected), try_as(Verdict::Accepted))
    });
    let mut doubts: Vec<Doubt> = asked
        .into_iter()
        .zip(tried)
        .map(|((entry, kind, claim, doubt, reasons), (without, with))| Doubt {
            claim: claim.id,
            entry: entry.id,
            series: entry.series.clone(),
            kind,
            best: figure_of(Some(entry)),
            without: figure_of(without.as_ref()),
            with: figure_of(with.as_ref()),
            effect: measure_effect(Some(entry), without.as_ref()).max(measure_effect(Some(entry), with.as_ref())),
            pages: entry.pages,
            doubt,
            reasons,
        })
        .filter(|doubt| doubt.effect > 0)
        .collect();
    doubts.sort_by(|one, other| (other.rank(), one.entry, one.claim).cmp(&(one.rank(), other.entry, other.claim)));
    Ok(doubts)
}

/// How doubtful a claim is, in per cent, and why.
fn weigh_doubt(claim: &Claim, inferred: bool, disputed: bool) -> (u32, Vec<String>) {
    /// A figure that contradicts another is as likely wrong as right.
    const DISPUTED: u32 = 50;
    /// A counter that was inferred is right more often than not.
    const INFERRED: u32 = 30;
    let mut doubt = 100 - u32::from(claim.confidence.min(100));
    let mut reasons = Vec::new();
    if doubt > 0 {
        reasons.push(format!("the reading is {} % sure", claim.confidence));
    }
    if disputed {
        doubt = doubt.max(DISPUTED);
        reasons.push("another figure contradicts it".to_owned());
    }
    if inferred {
        doubt = doubt.max(INFERRED);
        reasons.push("its counter is inferred, not named".to_owned());
    }
    (doubt, reasons)
}

/// The figure that an entry publishes.
fn figure_of(entry: Option<&Entry>) -> Option<Amount> {
    entry.and_then(|entry| entry.best.or(entry.low).or(entry.high))
}

/// How far the bounds and the figure of an entry move, in thousandths of the greater.
fn measure_effect(before: Option<&Entry>, after: Option<&Entry>) -> u32 {
    let fields = |entry: &Entry| [entry.low, entry.best, entry.high];
    let empty = [None; 3];
    let (one, other) = (before.map_or(empty, fields), after.map_or(empty, fields));
    let move_of = |one: Option<Amount>, other: Option<Amount>| match (one, other) {
        (None, None) => 0,
        (Some(one), Some(other)) => {
            let (least, most) = (one.min(other).thousandths(), one.max(other).thousandths());
            let most_abs = i128::from(most).abs().max(i128::from(least).abs()).max(1);
            let moved = (i128::from(most) - i128::from(least)) * i128::from(MOST) / most_abs;
            u32::try_from(moved).unwrap_or(MOST).min(MOST)
        }
        _ => MOST / 2,
    };
    one.into_iter().zip(other).map(|(one, other)| move_of(one, other)).max().unwrap_or(0)
}
