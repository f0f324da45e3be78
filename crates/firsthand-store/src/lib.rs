//! Where is the ledger kept? Stores for Firsthand: SQLite in one file.
//! Not here: what is kept and why (`firsthand::pipeline`), and the store in memory (`firsthand::store`).

mod access;
mod days;
mod runs;
mod search;
mod sqlite;
mod walk;

pub use access::{Disclosure, Hook, Pass};
pub use search::SearchIndex;
pub use sqlite::SqliteStore;

use firsthand::store::{Store, StoreError};
use std::path::Path;

/// Opens the ledger in a file; it is made when missing and brought to the newest format when old.
///
/// # Errors
/// No such folder, no right to write, no ledger, a ledger of a newer program.
pub fn open_store(path: &Path) -> Result<Box<dyn Store>, StoreError> {
    Ok(Box::new(SqliteStore::open(path)?))
}
