//! What does a map show? Gathers the figures of an indicator with their places, as they may leave the ledger.
//! Not here: which of a place's figures stands for it, and drawing (`export::map`).

use super::rows::{Asked, gather_bare_rows};
use crate::export::map::Map;
use crate::gazetteer::Gazetteer;
use crate::model::Entry;
use crate::pack::Indicators;
use crate::store::{Store, StoreError};

/// The map of what is asked for. Private names and small counts are masked as in exports; calls for a gathering are left out.
///
/// # Errors
/// The store's.
pub fn gather_map(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    asked: &Asked,
) -> Result<Map, StoreError> {
    map_entries(gazetteer, indicators, store, &asked.entries(store)?)
}

/// The map of these entries, such as those of one day, or those that held at a moment.
///
/// # Errors
/// The store's.
pub fn map_entries(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    entries: &[Entry],
) -> Result<Map, StoreError> {
    let rows = gather_bare_rows(gazetteer, indicators, store, entries)?;
    Ok(Map::of(rows.into_iter().flatten().collect()))
}
