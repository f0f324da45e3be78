//! How is the feed of changes written: its cursors, and its lines? Told in `docs/feed.md`.
//! Not here: what counts as a change (`store`, and the prints of entries), and how lines travel (the shells).

use super::rows::{gather_entry_rows, guard_entries};
use super::veils::veil_entries;
use super::{entry_lines, mask_entries};
use crate::export::csv::write_json_row;
use crate::export::entries::entries_table;
use crate::model::Entry;
use crate::pack::Indicators;
use crate::resources::Resources;
use crate::store::{Change, Feed, Store, StoreError};
use serde_json::json;

/// The form of a line: a reader that has lines of another form must begin anew.
const FORM: &str = "3";

const WELL_FORMED: &str = "lines have string keys and no failing serialiser";

/// A cursor that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// No cursor at all.
    #[error("{0:?} is no cursor\nhint: take the cursor of the last line that you have; without one all is told")]
    Malformed(String),
    /// Of lines in another form.
    #[error("the cursor {0} is of another version of the feed\nhint: drop what you have and begin without a cursor")]
    OtherForm(String),
    /// Of another ledger.
    #[error("the cursor {0} is of another ledger\nhint: drop what you have and begin without a cursor")]
    OtherLedger(String),
    /// The ledger has not come so far.
    #[error(
        "the cursor {0} lies ahead of the ledger, which seems to be an older copy\n\
         hint: drop what you have and begin without a cursor"
    )]
    Ahead(String),
}

/// The cursor behind the change of this number: one word.
#[must_use]
pub fn write_cursor(feed: Feed, seq: i64) -> String {
    format!("{FORM}.{:016x}.{seq:x}", feed.name)
}

/// The number of the change that a cursor names.
///
/// # Errors
/// [`CursorError`].
pub fn read_cursor(feed: Feed, cursor: &str) -> Result<i64, CursorError> {
    let mut parts = cursor.split('.');
    let (form, name, seq) = (parts.next(), parts.next(), parts.next());
    let seq = seq.and_then(|seq| i64::from_str_radix(seq, 16).ok()).filter(|seq| *seq >= 0 && parts.next().is_none());
    let own = || cursor.to_owned();
    let (Some(form), Some(name), Some(seq)) = (form, name, seq) else { return Err(CursorError::Malformed(own())) };
    if form != FORM {
        return Err(CursorError::OtherForm(own()));
    }
    if name != format!("{:016x}", feed.name) {
        return Err(CursorError::OtherLedger(own()));
    }
    if seq > feed.end {
        return Err(CursorError::Ahead(own()));
    }
    Ok(seq)
}

/// The entries that are there now, in the order of their changes.
///
/// # Errors
/// [`StoreError::Stale`] where an entry has gone since its change was read; the store's.
pub fn entries_now(store: &dyn Store, changes: &[Change]) -> Result<Vec<Entry>, StoreError> {
    let mut entries = Vec::with_capacity(changes.len());
    for change in changes.iter().filter(|change| !change.gone) {
        entries.push(store.entry(change.entry)?.ok_or(StoreError::Stale)?);
    }
    Ok(entries)
}

/// Who reads the lines of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody at their own ledger, or with the right to read small counts.
    Own,
    /// Anybody else: small counts of people are hidden in the entry as they are in its row.
    Other,
}

/// A line a change, without its line break. An entry stands in its line twice, byte for byte: as `export --as jsonl` writes
/// its row, and as `tally --jsonl` does, but what the reader may not see.
///
/// # Errors
/// As [`entries_now`].
pub fn write_changes(
    res: &Resources,
    indicators: &Indicators,
    store: &dyn Store,
    feed: Feed,
    changes: &[Change],
    reader: Reader,
) -> Result<Vec<String>, StoreError> {
    let entries = entries_now(store, changes)?;
    let rows = gather_entry_rows(&res.gazetteer, indicators, store, &entries)?;
    let told: Vec<String> = match reader {
        Reader::Own => {
            let lines = entry_lines(store, &mask_entries(store, entries)?)?;
            lines.iter().map(|line| serde_json::to_string(line).expect(WELL_FORMED)).collect()
        }
        Reader::Other => {
            // The export has no row of what may call people together; the other rows are guarded already.
            let apart: Vec<Entry> =
                entries.iter().zip(&rows).filter(|(_, row)| row.is_none()).map(|(entry, _)| entry.clone()).collect();
            let mut apart = guard_entries(&res.gazetteer, indicators, store, &apart)?.into_iter();
            let rows: Vec<_> = rows.iter().filter_map(|row| row.clone().or_else(|| apart.next())).collect();
            let lines = veil_entries(&res.gazetteer, store, &rows)?;
            lines.iter().map(|line| serde_json::to_string(line).expect(WELL_FORMED)).collect()
        }
    };
    let mut lines = told.into_iter().zip(rows);
    let table = entries_table();
    let mut written = Vec::with_capacity(changes.len());
    for change in changes {
        let cursor = write_cursor(feed, change.seq);
        let now = if change.gone { None } else { lines.next() };
        let Some((entry, row)) = now else {
            written.push(json!({"cursor": cursor, "gone": change.entry}).to_string());
            continue;
        };
        let mut told = Vec::new();
        match row {
            // Writing to memory never fails.
            Some(row) => write_json_row(&table, &row, &mut told).unwrap_or_default(),
            None => told.extend(b"null"),
        }
        let row = String::from_utf8_lossy(&told);
        written.push(format!("{{\"cursor\":\"{cursor}\",\"row\":{row},\"entry\":{entry}}}"));
    }
    Ok(written)
}
