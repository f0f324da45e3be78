//! Whose count do the pages carry? Reads from entries how many pages and texts stand behind each counter.
//! Not here: finding counters and collapsing copies; that came before, in `counter` and `collapse`.

use super::counter::{Names, root_counter};
use super::series::sort_claims;
use crate::model::{Claim, ClaimId, Entry, FamilyId, ReportId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A counter with the pages that carry its figures: five desks that quote one monitor are one hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// The counter's key; none for the figures of which nobody is named or inferred.
    pub counter: Option<String>,
    /// Pages that carry its figures.
    pub pages: usize,
    /// Independent texts that carry its figures.
    pub texts: usize,
    /// Pages that name it, sorted.
    pub named_by: Vec<String>,
    /// Pages that name nobody, but copy a text that does, sorted.
    pub copied_by: Vec<String>,
    /// Pages whose figure is only inferred to be its, sorted.
    pub inferred_for: Vec<String>,
}

/// How a page comes by a counter; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Named,
    Copied,
    Inferred,
}

/// The hands behind some entries, the one with most texts first, nobody last. A page may stand in several hands: it
/// carries several figures. What is denied, feared or later than the moment asked stands in none.
#[must_use]
pub fn trace_hands<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    claims: impl IntoIterator<Item = &'a Claim>,
    families: &BTreeMap<ReportId, FamilyId>,
) -> Vec<Hand> {
    let by_id: BTreeMap<ClaimId, &Claim> = claims.into_iter().map(|claim| (claim.id, claim)).collect();
    let mut hands: BTreeMap<Option<&str>, BTreeMap<ReportId, (Tie, &str)>> = BTreeMap::new();
    for support in entries.into_iter().flat_map(|entry| &entry.support) {
        let Some(claim) = by_id.get(&support.claim).filter(|_| support.kind.is_heard()) else {
            continue;
        };
        let tie = match (support.inferred, root_counter(claim)) {
            (true, _) => Tie::Inferred,
            (false, Some(_)) => Tie::Named,
            (false, None) => Tie::Copied,
        };
        let place = hands.entry(support.counter.as_deref()).or_default();
        let known = place.entry(claim.report).or_insert((tie, &claim.doc));
        *known = (*known).min((tie, &claim.doc));
    }
    let mut hands: Vec<Hand> = hands
        .into_iter()
        .map(|(counter, pages)| {
            let own = |page: &ReportId| families.get(page).copied().unwrap_or_else(|| FamilyId::of(&[&page.0]));
            let texts: BTreeSet<FamilyId> = pages.keys().map(own).collect();
            let docs = |wanted: Tie| -> Vec<String> {
                let mut docs: Vec<String> = pages
                    .values()
                    .filter(|(tie, _)| counter.is_some() && *tie == wanted)
                    .map(|(_, doc)| (*doc).to_owned())
                    .collect();
                docs.sort();
                docs
            };
            Hand {
                counter: counter.map(str::to_owned),
                pages: pages.len(),
                texts: texts.len(),
                named_by: docs(Tie::Named),
                copied_by: docs(Tie::Copied),
                inferred_for: docs(Tie::Inferred),
            }
        })
        .collect();
    hands.sort_by(|one, other| {
        let order = |hand: &Hand| (hand.counter.is_none(), std::cmp::Reverse((hand.texts, hand.pages)));
        (order(one), &one.counter).cmp(&(order(other), &other.counter))
    });
    hands
}

/// The name of each counter, by its key, as most of these claims write it.
#[must_use]
pub fn name_counters(claims: &[Claim]) -> BTreeMap<String, String> {
    Names::of(&sort_claims(claims), &BTreeMap::new()).into_usual()
}
