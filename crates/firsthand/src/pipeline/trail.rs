//! What had the ledger been told, and in which order? Gathers its postings as chains of hashes.
//! Not here: the chains themselves (`model`), and what follows from the postings.

use crate::model::{Trails, hash_text};
use crate::store::{Store, StoreError};
use serde::Serialize;

/// The history of a store: of each report and claim from outside its id, when it was recorded, and the hash of all that came
/// with it; of decisions the chain of the review log. Nothing that can be made again is a part of it, so a rebuild by later
/// rules holds the same history.
///
/// # Errors
/// The store's.
pub fn trace_trails(store: &dyn Store) -> Result<Trails, StoreError> {
    let mut trails = Trails::default();
    let order = store.posting_order()?;
    for ids in order.reports.chunks(256) {
        let recorded = store.recorded(ids)?;
        for id in ids {
            let seal = store.report(*id)?.map(|report| seal_posting(&report)).unwrap_or_default();
            let when = recorded.get(id).map_or(0, |recorded| recorded.0);
            trails.reports.add(&format!("{id} {when} {seal}"));
        }
    }
    let recorded = store.outside_recorded()?;
    let filings = store.outside_claims()?;
    for id in &order.outside {
        let filing = filings.binary_search_by_key(id, |filing| filing.claim.id).ok().map(|at| &filings[at]);
        let seal = filing.map(seal_posting).unwrap_or_default();
        let when = recorded.get(id).map_or(0, |recorded| recorded.0);
        trails.outside.add(&format!("{id} {when} {seal}"));
    }
    store.review_log()?.iter().for_each(|line| trails.decisions.add_hash(&line.hash));
    Ok(trails)
}

/// SHA-256 of a posting as canonical JSON: struct fields stand in one order, and fields that came later are left out where
/// they are empty, so that it stays the same in later versions.
fn seal_posting(posting: &impl Serialize) -> String {
    hash_text(&serde_json::to_string(posting).expect("nouns have string keys and no failing serialiser"))
}
