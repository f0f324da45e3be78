//! Where do words stand? An index of the words of all reports, in a file beside the ledger. It is derived: where it is missing
//! or of another ledger, it is made anew. Not here: what of a text may be found (`firsthand-serve` masks it before).

use crate::SqliteStore;
use crate::sqlite::failed;
use firsthand::model::ReportId;
use firsthand::store::StoreError;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};

/// The form of the index: another one is made anew.
const FORM: i64 = 1;

/// An index of words.
#[derive(Debug)]
pub struct SearchIndex {
    db: Connection,
}

impl SearchIndex {
    /// The file of the index of a ledger.
    #[must_use]
    pub fn path_of(ledger: &Path) -> PathBuf {
        let mut name = ledger.file_name().unwrap_or_default().to_os_string();
        name.push("-search");
        ledger.with_file_name(name)
    }

    /// Opens or makes the index of the ledger whose feed bears this name; of another ledger, or another form, it is emptied.
    ///
    /// # Errors
    /// The backend's.
    pub fn open(path: &Path, feed: i64) -> Result<Self, StoreError> {
        let fail = failed("opening the index of words");
        let db = Connection::open(path).map_err(&fail)?;
        db.busy_timeout(std::time::Duration::from_secs(10)).map_err(&fail)?;
        db.pragma_update(None, "journal_mode", "wal").map_err(&fail)?;
        // It can be made again: a loss of power costs the last portions.
        db.pragma_update(None, "synchronous", "normal").map_err(&fail)?;
        db.pragma_update(None, "cache_size", -4_096).map_err(&fail)?;
        let mut index = Self { db };
        let known: Option<(i64, i64)> = index
            .db
            .query_row("select form, feed from origin", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .unwrap_or(None);
        if known != Some((FORM, feed)) {
            index.empty(feed)?;
        }
        Ok(index)
    }

    /// Takes everything out.
    ///
    /// # Errors
    /// The backend's.
    pub fn empty(&mut self, feed: i64) -> Result<(), StoreError> {
        let fail = failed("emptying the index of words");
        let write = self.db.transaction().map_err(&fail)?;
        write
            .execute_batch(
                "drop table if exists origin; drop table if exists doc; drop table if exists word;
                 create table origin (form integer not null, feed integer not null);
                 create table doc (seq integer primary key, id blob not null unique);
                 create virtual table word using fts5(title, body, content='', tokenize='unicode61 remove_diacritics 0', detail='full');",
            )
            .map_err(&fail)?;
        write.execute("insert into origin values (?1, ?2)", [FORM, feed]).map_err(&fail)?;
        write.commit().map_err(&fail)
    }

    /// The number of the last report that is in it; 0 where it is empty.
    ///
    /// # Errors
    /// The backend's.
    pub fn last(&self) -> Result<i64, StoreError> {
        let last = self.db.query_row("select coalesce(max(seq), 0) from doc", [], |row| row.get(0));
        last.map_err(failed("reading the index of words"))
    }

    /// How many reports are in it.
    ///
    /// # Errors
    /// The backend's.
    pub fn len(&self) -> Result<i64, StoreError> {
        let count = self.db.query_row("select count(*) from doc", [], |row| row.get(0));
        count.map_err(failed("reading the index of words"))
    }

    /// Whether no report is in it.
    ///
    /// # Errors
    /// The backend's.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.len()? == 0)
    }

    /// Puts reports in: number, id, title, text. One that is there is left alone.
    ///
    /// # Errors
    /// The backend's; then none is put in.
    pub fn add(&mut self, reports: &[(i64, ReportId, String, String)]) -> Result<(), StoreError> {
        let fail = failed("adding to the index of words");
        let write = self.db.transaction().map_err(&fail)?;
        for (seq, id, title, text) in reports {
            let new = write
                .prepare_cached("insert or ignore into doc (seq, id) values (?1, ?2)")
                .and_then(|mut put| put.execute(params![seq, id.0]))
                .map_err(&fail)?;
            if new == 1 {
                write
                    .prepare_cached("insert into word (rowid, title, body) values (?1, ?2, ?3)")
                    .and_then(|mut put| put.execute(params![seq, title, text]))
                    .map_err(&fail)?;
            }
        }
        write.commit().map_err(&fail)
    }

    /// The reports that hold all these phrases, the newest first: at most `limit` behind the first `skip`. A phrase is words
    /// with blanks between them; of the last one the last word may be a beginning.
    ///
    /// # Errors
    /// The backend's.
    pub fn find(&self, phrases: &[String], skip: usize, limit: usize) -> Result<Vec<ReportId>, StoreError> {
        let fail = failed("searching");
        let mut asked: Vec<String> = phrases.iter().map(|phrase| format!("\"{}\"", phrase.replace('"', " "))).collect();
        let Some(last) = asked.last_mut() else { return Ok(Vec::new()) };
        last.push('*');
        let ask = "select doc.id from word join doc on doc.seq = word.rowid where word match ?1
                   order by word.rowid desc limit ?2 offset ?3";
        let mut query = self.db.prepare_cached(ask).map_err(&fail)?;
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let rows = query
            .query_map(params![asked.join(" AND "), number(limit), number(skip)], |row| row.get(0).map(ReportId))
            .map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }
}

impl SqliteStore {
    /// The reports behind this number in the order of filing, with theirs: at most `limit`.
    ///
    /// # Errors
    /// The backend's.
    pub fn reports_behind(&self, seq: i64, limit: usize) -> Result<Vec<(i64, ReportId)>, StoreError> {
        let fail = failed("reading");
        let ask = "select seq, id from report where seq > ?1 order by seq limit ?2";
        let mut query = self.db.prepare_cached(ask).map_err(&fail)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map([seq, limit], |row| Ok((row.get(0)?, ReportId(row.get(1)?)))).map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_the_newest_first() {
        let folder = std::env::temp_dir().join(format!("firsthand-search-{}", std::process::id()));
        let id = |n: u8| ReportId([n; 10]);
        let text = |text: &str| text.to_owned();
        {
            let mut index = SearchIndex::open(&folder, 7).expect("made");
            index
                .add(&[
                    (1, id(1), text("dockers"), text("strike at the port")),
                    (2, id(2), text(""), text("the port of lisbon")),
                ])
                .expect("added");
            index.add(&[(2, id(2), text(""), text("twice"))]).expect("left alone");
            assert_eq!(index.find(&[text("port")], 0, 9).expect("found"), [id(2), id(1)]);
            assert_eq!(index.find(&[text("port"), text("lis")], 0, 9).expect("found"), [id(2)]);
            assert_eq!(index.find(&[text("the port of")], 0, 9).expect("found"), [id(2)]);
            assert_eq!(index.find(&[text("\" OR 1")], 0, 9).expect("no syntax"), []);
            assert_eq!((index.last().expect("read"), index.len().expect("read")), (2, 2));
        }
        assert!(!SearchIndex::open(&folder, 7).expect("the same").is_empty().expect("read"));
        assert!(SearchIndex::open(&folder, 8).expect("of another ledger").is_empty().expect("read"));
        for ending in ["", "-wal", "-shm"] {
            let mut file = folder.clone().into_os_string();
            file.push(ending);
            std::fs::remove_file(file).unwrap_or_default();
        }
    }
}
