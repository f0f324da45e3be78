//! The ledger in one SQLite file: WAL, `synchronous=FULL`, one writer at a time, acknowledged after the commit.

use crate::runs::{Fences, add_run, find_postings};
use firsthand::model::{
    Claim, ClaimId, Derivation, Entry, EntryId, FamilyId, LogLine, Report, ReportId, Story, StoryId, Subscription,
    Timestamp, Words,
};
use firsthand::store::postings::Posting;
use firsthand::store::{
    Beat, Change, Counts, Crowd, Evidence, Feed, Filing, Holder, Index, Label, OutsideFiling, PostingOrder, Print,
    SettledStory, Settlement, Store, StoreError, Work, hash_bytes, print_entry,
};
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

/// The steps from an empty file to the newest format. A step is never edited.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/sqlite/0001-ledger.sql"),
    include_str!("../migrations/sqlite/0002-runs.sql"),
    include_str!("../migrations/sqlite/0003-stories.sql"),
    include_str!("../migrations/sqlite/0004-pending.sql"),
    include_str!("../migrations/sqlite/0005-keys.sql"),
    include_str!("../migrations/sqlite/0006-review.sql"),
    include_str!("../migrations/sqlite/0007-crowds.sql"),
    LABELS,
    include_str!("../migrations/sqlite/0009-subscriptions.sql"),
    include_str!("../migrations/sqlite/0010-evidence.sql"),
    include_str!("../migrations/sqlite/0011-entries.sql"),
    include_str!("../migrations/sqlite/0012-private.sql"),
    include_str!("../migrations/sqlite/0013-numbers.sql"),
    include_str!("../migrations/sqlite/0014-order.sql"),
    include_str!("../migrations/sqlite/0015-access.sql"),
    include_str!("../migrations/sqlite/0016-beats.sql"),
];

/// The step after which the languages are read from the reports; readings and index are made anew by the last step.
const RUNS: i64 = 2;

/// The step after which stories get their labels from the entries that are there.
const LABELS: &str = include_str!("../migrations/sqlite/0008-labels.sql");

/// The story of a report.
const STORY_OF: &str = "select story.id from membership join story on story.seq = membership.story
                        where membership.report = (select seq from report where id = ?1)";

/// `FHND`: says that a SQLite file is a ledger.
const APPLICATION: i64 = 0x4648_4E44;

/// How long a second process waits for the first one's portion.
const PATIENCE: Duration = Duration::from_secs(60);

/// Memory for pages of the file, in kB, as far as it is used: for a small ledger, for one of a million reports.
const LEAST_CACHE: i64 = 64 << 10;
const MOST_CACHE: i64 = 320 << 10;
/// Pages of the write-ahead log, of 4 kB, that go into the file at once: after a thirty-second of the file.
const LEAST_LOG: i64 = 8_192;
const MOST_LOG: i64 = 65_536;
/// Of the index of keys, whose chunks are rarely asked for twice.
const CACHE_OF_INDEX: i64 = 8 << 10;

/// Kept bytes are unpacked so far: inputs are smaller, only damage grows beyond.
const MOST_KEPT: u64 = 64 << 20;

/// What one method writes: wholly or not at all.
pub(crate) struct Writing<'a> {
    db: &'a Connection,
    /// Of a part of a transaction under way: that such a part failed, so that nothing of the whole may stay.
    spoilt: Option<&'a Cell<bool>>,
    done: bool,
}

impl Deref for Writing<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

impl Writing<'_> {
    /// A part waits for the whole.
    pub(crate) fn commit(mut self) -> rusqlite::Result<()> {
        if self.spoilt.is_none() {
            self.db.prepare_cached("commit")?.execute([])?;
        }
        self.done = true;
        Ok(())
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        match self.spoilt {
            _ if self.done => {}
            Some(spoilt) => spoilt.set(true),
            // Where SQLite has rolled back already, there is nothing to do.
            None => drop(self.db.execute_batch("rollback")),
        }
    }
}

/// A ledger in a SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    pub(crate) db: Connection,
    /// Reads the index of keys, if the ledger is a file: a look-up goes through much of a large index once, and would drive
    /// all other pages out of a common cache.
    index: Option<Connection>,
    fences: Fences,
    /// By number, as far as they were asked for: what a holder is never changes, and its row holds a whole report.
    holders: RefCell<Vec<Option<Holder>>>,
    /// A part of the transaction under way failed.
    spoilt: Cell<bool>,
}

pub(crate) fn failed(action: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
    move |error| StoreError::Backend { action, why: error.to_string() }
}

impl SqliteStore {
    /// Opens or makes the file.
    ///
    /// # Errors
    /// See [`crate::open_store`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fail = failed("opening the file");
        let mut store = Self::set_up(Connection::open(path).map_err(&fail)?)?;
        let index = Connection::open(path).map_err(&fail)?;
        index.busy_timeout(PATIENCE).map_err(&fail)?;
        index.pragma_update(None, "query_only", true).map_err(&fail)?;
        index.pragma_update(None, "cache_size", -CACHE_OF_INDEX).map_err(&fail)?;
        index.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(&fail)?;
        store.index = Some(index);
        Ok(store)
    }

    /// Opens a ledger to read from, beside others: with little memory, and what is asked for is not written. The file is
    /// there, and of the newest format.
    ///
    /// # Errors
    /// See [`crate::open_store`].
    pub fn open_to_read(path: &Path, cache_kb: u32) -> Result<Self, StoreError> {
        let fail = failed("opening the file");
        let store = Self::open(path)?;
        store.db.pragma_update(None, "query_only", true).map_err(&fail)?;
        for db in [Some(&store.db), store.index.as_ref()].into_iter().flatten() {
            db.pragma_update(None, "cache_size", -i64::from(cache_kb)).map_err(&fail)?;
        }
        Ok(store)
    }

    /// Lets `work` ask many questions of one state of the ledger, whatever others write meanwhile.
    ///
    /// # Errors
    /// The backend's, before `work` begins.
    pub fn in_one_state<T>(&self, work: impl FnOnce(&Self) -> T) -> Result<T, StoreError> {
        let one_state = self.read()?;
        let done = work(self);
        drop(one_state);
        Ok(done)
    }

    /// A ledger that goes with the process; for tests.
    ///
    /// # Errors
    /// None but a lack of memory.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        Self::set_up(Connection::open_in_memory().map_err(failed("opening"))?)
    }

    fn set_up(db: Connection) -> Result<Self, StoreError> {
        let fail = failed("opening the file");
        db.busy_timeout(PATIENCE).map_err(&fail)?;
        db.set_prepared_statement_cache_capacity(128);
        let number = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(&fail);
        let (application, mut version) = (number("application_id")?, number("user_version")?);
        if (application, version) != (0, 0) && application != APPLICATION {
            let why = "it is a database of another program".to_owned();
            return Err(StoreError::Backend { action: "opening the file", why });
        }
        // A database of somebody else may bear no mark at all: a ledger that is not set up yet has no table.
        let tables: i64 = db.query_row("select count(*) from sqlite_schema", [], |row| row.get(0)).map_err(&fail)?;
        if version == 0 && tables > 0 {
            version = number("user_version")?;
            if version == 0 {
                let why = "it is a database of another program".to_owned();
                return Err(StoreError::Backend { action: "opening the file", why });
            }
        }
        let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
        if version > known {
            return Err(StoreError::TooNew { found: version, known });
        }
        db.pragma_update(None, "journal_mode", "wal").map_err(&fail)?;
        db.pragma_update(None, "synchronous", "full").map_err(&fail)?;
        // Without it a question is planned anew for each value that is bound to it.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(&fail)?;
        let mut store =
            Self { db, index: None, fences: Fences::default(), holders: RefCell::default(), spoilt: Cell::new(false) };
        store.size_cache().map_err(&fail)?;
        if version < known {
            store.migrate()?;
        }
        Ok(store)
    }

    /// Ids come in no order, so that the trees of ids are read and written all over: a thirty-second of the file holds them.
    fn size_cache(&self) -> rusqlite::Result<()> {
        let pages: i64 = self.db.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let size: i64 = self.db.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let cache = (pages * size / 32 / 1_024).clamp(LEAST_CACHE, MOST_CACHE);
        self.db.pragma_update(None, "cache_size", -cache)?;
        // A page that many commits write goes into the file once.
        self.db.pragma_update(None, "wal_autocheckpoint", (pages / 32).clamp(LEAST_LOG, MOST_LOG))
    }

    /// One transaction for all steps: a kill in between leaves the old format.
    fn migrate(&mut self) -> Result<(), StoreError> {
        let fail = failed("bringing the file to the newest format");
        let write = self.write().map_err(&fail)?;
        // Another process may have migrated while this one waited for the lock.
        let version: i64 = write.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&fail)?;
        for (number, step) in (1_i64..).zip(MIGRATIONS).filter(|(number, _)| *number > version) {
            write.execute_batch(step).map_err(&fail)?;
            write.pragma_update(None, "user_version", number).map_err(&fail)?;
            if number == RUNS {
                learn_tongues(&write)?;
            }
            if *step == LABELS {
                learn_labels(&write).map_err(&fail)?;
            }
        }
        write.pragma_update(None, "application_id", APPLICATION).map_err(&fail)?;
        write.commit().map_err(&fail)
    }

    /// A transaction that holds the writer's lock from its start, so that it never fails half-way for want of it; or a
    /// part of the one that is under way.
    pub(crate) fn write(&mut self) -> rusqlite::Result<Writing<'_>> {
        let whole = self.db.is_autocommit();
        if whole {
            self.db.prepare_cached("begin immediate")?.execute([])?;
        }
        Ok(Writing { db: &self.db, spoilt: (!whole).then_some(&self.spoilt), done: false })
    }

    /// Many questions of one state of the file, with one lock for all; none is taken within a transaction under way.
    fn read(&self) -> Result<Option<Transaction<'_>>, StoreError> {
        self.db.is_autocommit().then(|| self.db.unchecked_transaction()).transpose().map_err(failed("reading"))
    }

    /// Takes back all that was written since the transaction began, and what is remembered of it: numbers of runs and
    /// reports are given anew.
    fn roll_back(&mut self) {
        // Where SQLite has rolled back already, there is nothing to do.
        if !self.db.is_autocommit() {
            drop(self.db.execute_batch("rollback"));
        }
        self.fences = Fences::default();
        self.holders.take();
    }

    /// Bodies that a query with one id gives, for each of the ids.
    fn bodies<T: DeserializeOwned>(
        &self,
        sql: &str,
        ids: &[[u8; 10]],
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let _one_state = self.read()?;
        let mut found = Vec::new();
        for id in ids {
            found.extend(self.listed::<T>(sql, [id], what)?);
        }
        Ok(found)
    }

    fn body<T: DeserializeOwned>(&self, sql: &str, id: [u8; 10], what: &'static str) -> Result<Option<T>, StoreError> {
        Ok(self.bodies(sql, &[id], what)?.into_iter().next())
    }

    /// Bodies in the order of the query.
    pub(crate) fn listed<T: DeserializeOwned>(
        &self,
        sql: &str,
        of: impl rusqlite::Params,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let fail = failed("reading");
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let mut rows = query.query(of).map_err(&fail)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(&fail)? {
            found.push(read_body(row.get_ref(0).and_then(|text| Ok(text.as_str()?)).map_err(&fail)?, what)?);
        }
        Ok(found)
    }

    fn ids(&self, sql: &str) -> Result<Vec<ReportId>, StoreError> {
        let fail = failed("reading");
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let rows = query.query_map([], |row| row.get(0).map(ReportId)).map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }

    fn stories_moved(&self, sql: &str, id: StoryId) -> Result<Vec<StoryId>, StoreError> {
        let fail = failed("reading");
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let rows = query.query_map([id.0], |row| row.get(0).map(StoryId)).map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }

    /// One value of each report that has it.
    fn of_reports<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        ids: &[ReportId],
    ) -> Result<BTreeMap<ReportId, T>, StoreError> {
        let fail = failed("reading");
        let _one_state = self.read()?;
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let mut found = BTreeMap::new();
        for id in ids {
            if let Some(value) = query.query_row([id.0], |row| row.get(0)).optional().map_err(&fail)? {
                found.insert(*id, value);
            }
        }
        Ok(found)
    }

    fn number(&self, sql: &str) -> Result<i64, StoreError> {
        self.db.prepare_cached(sql).and_then(|mut q| q.query_row([], |row| row.get(0))).map_err(failed("reading"))
    }
}

/// What the labels of an entry come from.
#[derive(Default)]
struct Head {
    indicator: Option<String>,
    place: Option<Option<String>>,
    country: Option<Option<String>>,
}

impl Head {
    /// Reads the beginning of an entry: what stands behind is long, and most entries are not asked for.
    fn read(body: &str) -> Result<Self, StoreError> {
        let mut head = Self::default();
        let mut reader = serde_json::Deserializer::from_str(body);
        match serde::de::DeserializeSeed::deserialize(HeadReader(&mut head), &mut reader) {
            // It has all that it needs, and leaves the rest.
            Err(_) if head.is_whole() => Ok(head),
            Err(error) => Err(damaged("an entry", &error)),
            Ok(()) => Ok(head),
        }
    }

    fn is_whole(&self) -> bool {
        self.indicator.is_some() && self.place.is_some() && self.country.is_some()
    }

    fn has(&self, labels: &[Label]) -> bool {
        let indicator = self.indicator.as_deref().unwrap_or_default();
        let (place, country) = (self.place.as_ref(), self.country.as_ref());
        let has = Label::of_parts(
            indicator,
            place.and_then(|place| place.as_deref()),
            country.and_then(|country| country.as_deref()),
        );
        labels.iter().all(|label| has.contains(label))
    }
}

/// The fields of an entry that a [`Head`] tells apart.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum HeadField {
    Indicator,
    Place,
    Country,
    #[serde(other)]
    Other,
}

/// Fills a [`Head`], and ends with an error when it is whole.
struct HeadReader<'a>(&'a mut Head);

impl<'de> serde::de::DeserializeSeed<'de> for HeadReader<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> serde::de::Visitor<'de> for HeadReader<'_> {
    type Value = ();

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an entry")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(field) = fields.next_key()? {
            match field {
                HeadField::Indicator => self.0.indicator = Some(fields.next_value()?),
                HeadField::Place => self.0.place = Some(fields.next_value()?),
                HeadField::Country => self.0.country = Some(fields.next_value()?),
                HeadField::Other => drop(fields.next_value::<serde::de::IgnoredAny>()?),
            }
            if self.0.is_whole() {
                return Err(serde::de::Error::custom("the head is whole"));
            }
        }
        Ok(())
    }
}

pub(crate) fn read_body<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| damaged(what, &error))
}

fn damaged(what: &str, error: &serde_json::Error) -> StoreError {
    StoreError::Damaged { what: what.to_owned(), why: error.to_string() }
}

fn write_body(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("nouns have string keys and no failing serialiser")
}

/// Keys as bytes: eight each, little end first.
fn pack_keys(keys: &[u64]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_le_bytes()).collect()
}

fn unpack_keys(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect()
}

fn kind(index: Index) -> i64 {
    match index {
        Index::Kin => 0,
        Index::Story => 1,
    }
}

/// What a portion adds to the two indexes.
#[derive(Default)]
struct Portion {
    kin: Vec<Posting>,
    story: Vec<Posting>,
}

impl Portion {
    fn hold(&mut self, seq: u32, kin: &[u64], story: &[u64]) {
        self.kin.extend(kin.iter().map(|key| (*key, seq)));
        self.story.extend(story.iter().map(|key| (*key, seq)));
    }

    fn write(self, write: &Connection) -> Result<(), StoreError> {
        add_run(write, kind(Index::Kin), self.kin)?;
        add_run(write, kind(Index::Story), self.story)
    }
}

/// Notes the language of every report beside it.
fn learn_tongues(write: &Connection) -> Result<(), StoreError> {
    let fail = failed("reading languages");
    let mut query = write.prepare_cached("select distinct json_extract(body, '$.lang') from report").map_err(&fail)?;
    let codes: Vec<Option<String>> =
        query.query_map([], |row| row.get(0)).and_then(Iterator::collect).map_err(&fail)?;
    for code in codes.into_iter().flatten() {
        let put = "update report set tongue = ?2 where json_extract(body, '$.lang') = ?1";
        write.execute(put, params![code, Holder::tongue_of(&code)]).map_err(&fail)?;
    }
    Ok(())
}

/// Puts the labels of all stories from the entries that are there.
fn learn_labels(write: &Connection) -> rusqlite::Result<()> {
    let sql = "select story, json_extract(body, '$.indicator'), json_extract(body, '$.place'),
               json_extract(body, '$.country') from entry";
    let mut found: BTreeMap<Option<[u8; 10]>, BTreeSet<Label>> = BTreeMap::new();
    let mut query = write.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (indicator, place, country): (String, Option<String>, Option<String>) =
            (row.get(1)?, row.get(2)?, row.get(3)?);
        let labels = Label::of_parts(&indicator, place.as_deref(), country.as_deref());
        found.entry(row.get(0)?).or_default().extend(labels);
    }
    for (story, labels) in found {
        let sql = "select coalesce(json_array_length(body, '$.reports'), 0) from story where id = ?1";
        let pages: Option<i64> = write.prepare_cached(sql)?.query_row([story], |row| row.get(0)).optional()?;
        put_labels(write, story, pages.unwrap_or(0), labels)?;
    }
    Ok(())
}

/// Labels of a story with so many reports, or of the claims from outside that joined none. Only what changed is written:
/// a further report seldom brings another label.
fn put_labels(
    write: &Connection,
    story: Option<[u8; 10]>,
    pages: i64,
    labels: BTreeSet<Label>,
) -> rusqlite::Result<()> {
    let key = story.as_ref().map_or(&[][..], |id| &id[..]);
    let now: BTreeSet<i64> = labels.into_iter().map(Label::number).collect();
    let mut find = write.prepare_cached("select label from story_label where story = ?1")?;
    let before: BTreeSet<i64> = find.query_map([key], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut forget = write.prepare_cached("delete from story_label where label = ?1 and story = ?2")?;
    for label in before.difference(&now) {
        forget.execute(params![label, key])?;
    }
    let mut put = write.prepare_cached("insert into story_label values (?1, ?2)")?;
    for label in now.difference(&before) {
        put.execute(params![label, key])?;
    }
    if now.is_empty() {
        write.prepare_cached("delete from story_rank where story = ?1")?.execute([key])?;
    } else {
        let rank = if story.is_some() { -pages } else { 1 };
        write.prepare_cached("insert or replace into story_rank values (?1, ?2)")?.execute(params![key, rank])?;
    }
    Ok(())
}

/// Remembers a holder by number.
fn know_holder(known: &mut Vec<Option<Holder>>, seq: u32, holder: Holder) {
    let at = seq as usize;
    if at >= known.len() {
        known.resize((at + 1).next_power_of_two(), None);
    }
    known[at] = Some(holder);
}

/// Puts one report with its readings: its number, and whether it is new; none where it had its readings already.
fn file_report(
    write: &Connection,
    filing: &Filing,
    recorded: Timestamp,
    portion: &mut Portion,
) -> rusqlite::Result<Option<(u32, bool)>> {
    let mut find = write.prepare_cached("select seq, read from report left join pending using (seq) where id = ?1")?;
    let found: Option<(i64, Option<i64>)> =
        find.query_row([filing.report.id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (seq, new) = match found {
        Some((seq, Some(0))) => (seq, false),
        Some(_) => return Ok(None),
        None => {
            let body = write_body(&filing.report);
            let holder = Holder::of(&filing.report);
            let put =
                "insert into report (id, sha256, recorded, published, body, tongue) values (?1, ?2, ?3, ?4, ?5, ?6)";
            write.prepare_cached(put)?.execute(params![
                filing.report.id.0,
                hash_bytes(body.as_bytes()),
                recorded.0,
                holder.published,
                body,
                holder.tongue
            ])?;
            (write.last_insert_rowid(), true)
        }
    };
    write.prepare_cached("insert or replace into pending values (?1, 1)")?.execute([seq])?;
    write.prepare_cached("insert into reading values (?1, ?2, ?3, ?4)")?.execute(params![
        seq,
        pack_keys(&filing.kin_keys),
        pack_keys(&filing.story_keys),
        filing.signature
    ])?;
    let number = u32::try_from(seq).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, seq))?;
    portion.hold(number, &filing.kin_keys, &filing.story_keys);
    if let Some(Beat { host, division, town }) = &filing.beat {
        let put = "insert into beat values (?1, ?2, ?3, 1) on conflict do update set reports = reports + 1";
        write.prepare_cached(put)?.execute([host, division, town])?;
    }
    let mut put = write.prepare_cached("insert into claim values (?1, ?2, ?3, ?4)")?;
    for (place, claim) in (0_i64..).zip(&filing.claims) {
        put.execute(params![seq, place, claim.id.0, write_body(claim)])?;
    }
    Ok(Some((number, new)))
}

/// Writes the entries that are not there as they are: of a story most rows stay when a report comes to it, and the place of
/// one that changed stays in the index of stories.
fn put_entries(write: &Connection, entries: &[Entry]) -> rusqlite::Result<()> {
    let mut find = write.prepare_cached("select story is ?2 and series = ?3, body = ?4 from entry where id = ?1")?;
    let mut change = write.prepare_cached("update entry set body = ?2 where id = ?1")?;
    let mut put = write.prepare_cached("insert or replace into entry values (?1, ?2, ?3, ?4)")?;
    for entry in entries {
        let (story, body) = (entry.story.map(|story| story.0), write_body(entry));
        let row = params![entry.id.0, story, entry.series, body];
        match find.query_row(row, |row| Ok((row.get(0)?, row.get(1)?))).optional()? {
            Some((true, true)) => {}
            Some((true, false)) => drop(change.execute(params![entry.id.0, body])?),
            _ => drop(put.execute(row)?),
        }
    }
    Ok(())
}

/// Of a report, by number, the number of its story, and its family.
type Members = BTreeMap<i64, (i64, [u8; 10])>;

/// The number of a report that is stored.
fn seq_of(db: &Connection, id: ReportId) -> rusqlite::Result<i64> {
    db.prepare_cached("select seq from report where id = ?1")?.query_row([id.0], |row| row.get(0))
}

/// The numbers of the two ends of an edge, the later one first.
fn ends_of(db: &Connection, one: ReportId, other: ReportId) -> rusqlite::Result<[i64; 2]> {
    let (one, other) = (seq_of(db, one)?, seq_of(db, other)?);
    Ok([one.max(other), one.min(other)])
}

/// The members of a story before it is dissolved.
fn members_of(write: &Connection, story: StoryId, members: &mut Members) -> rusqlite::Result<()> {
    let sql = "select report, story, family from membership where story = (select seq from story where id = ?1)";
    let mut find = write.prepare_cached(sql)?;
    for row in find.query_map([story.0], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))? {
        members.extend([row?]);
    }
    Ok(())
}

/// Takes out of `before` the reports that stay somewhere; a row that is as it was is not written again.
fn put_story(write: &Connection, settled: &SettledStory, before: &mut Members) -> rusqlite::Result<()> {
    let SettledStory { story, families, entries, .. } = settled;
    let put = "insert into story (id, body) values (?1, ?2)
               on conflict (id) do update set body = excluded.body where body <> excluded.body";
    write.prepare_cached(put)?.execute(params![story.id.0, write_body(story)])?;
    let number: i64 =
        write.prepare_cached("select seq from story where id = ?1")?.query_row([story.id.0], |row| row.get(0))?;
    let mut join = write.prepare_cached("insert or replace into membership values (?1, ?2, ?3)")?;
    for report in &story.reports {
        let family = families.get(report).copied().unwrap_or_else(|| FamilyId::of(&[&report.0]));
        let seq = seq_of(write, *report)?;
        if before.remove(&seq) != Some((number, family.0)) {
            join.execute(params![seq, number, family.0])?;
        }
    }
    let labels = entries.iter().flat_map(Label::of_entry).collect();
    put_labels(write, Some(story.id.0), i64::try_from(story.reports.len()).unwrap_or(i64::MAX), labels)?;
    put_entries(write, entries)
}

fn apply(write: &Connection, settlement: &Settlement) -> rusqlite::Result<()> {
    for (one, other) in &settlement.unlinked {
        let ends = ends_of(write, *one, *other)?;
        write.prepare_cached("delete from derivation where later = ?1 and earlier = ?2")?.execute(ends)?;
    }
    let mut link = write.prepare_cached("insert or replace into derivation values (?1, ?2, ?3)")?;
    for edge in &settlement.linked {
        let [later, earlier] = ends_of(write, edge.child, edge.parent)?;
        link.execute(params![later, earlier, write_body(edge)])?;
    }
    let before = entries_before(write, settlement)?;
    let mut members = Members::new();
    let stays: BTreeSet<StoryId> = settlement.stories.iter().map(|settled| settled.story.id).collect();
    for id in &settlement.dissolved {
        members_of(write, *id, &mut members)?;
        if !stays.contains(id) {
            put_labels(write, Some(id.0), 0, BTreeSet::new())?;
            write.prepare_cached("delete from story where id = ?1")?.execute([id.0])?;
        }
    }
    let now: BTreeSet<EntryId> = entries_now(settlement).map(|entry| entry.id).collect();
    let mut remove = write.prepare_cached("delete from entry where id = ?1")?;
    for id in before.difference(&now) {
        remove.execute([id.0])?;
    }
    for (source, _) in &settlement.moved {
        write.prepare_cached("delete from story_move where source = ?1")?.execute([source.0])?;
    }
    for (source, target) in &settlement.moved {
        let put = "insert or ignore into story_move values (?1, ?2)";
        write.prepare_cached(put)?.execute([source.0, target.0])?;
    }
    for settled in &settlement.stories {
        put_story(write, settled, &mut members)?;
    }
    let mut leave = write.prepare_cached("delete from membership where report = ?1")?;
    for report in members.into_keys() {
        leave.execute([report])?;
    }
    if let Some(entries) = &settlement.outside {
        put_labels(write, None, 0, entries.iter().flat_map(Label::of_entry).collect())?;
        put_entries(write, entries)?;
        write.prepare_cached("update meta set value = 0 where key = 'outside_unsettled' and value <> 0")?.execute([])?;
    }
    let mut put = write.prepare_cached("insert or replace into crowd values (?1, ?2)")?;
    for crowd in &settlement.crowds {
        let pioneers: Vec<u8> = crowd.pioneers.iter().flat_map(|seq| seq.to_le_bytes()).collect();
        put.execute(params![crowd.key.cast_signed(), pioneers])?;
    }
    let sql = "delete from pending where read = 1 and seq = (select seq from report where id = ?1)";
    let mut settle = write.prepare_cached(sql)?;
    for id in &settlement.settled {
        settle.execute([id.0])?;
    }
    let decisions = i64::try_from(settlement.decisions).unwrap_or(i64::MAX);
    write.prepare_cached("update meta set value = ?1 where key = 'decisions'")?.execute([decisions])?;
    tell_changes(write, settlement, before)
}

/// The entries that a settlement puts.
fn entries_now(settlement: &Settlement) -> impl Iterator<Item = &Entry> {
    settlement.stories.iter().flat_map(|settled| &settled.entries).chain(settlement.outside.iter().flatten())
}

/// The entries that a settlement takes away or puts anew.
fn entries_before(write: &Connection, settlement: &Settlement) -> rusqlite::Result<BTreeSet<EntryId>> {
    let mut before = BTreeSet::new();
    let mut find = write.prepare_cached("select id from entry where story is ?1")?;
    let stories = settlement.dissolved.iter().map(|id| Some(id.0));
    for story in stories.chain(settlement.outside.is_some().then_some(None)) {
        for id in find.query_map([story], |row| row.get(0))? {
            before.insert(EntryId(id?));
        }
    }
    Ok(before)
}

/// Notes in the feed what it has not told yet: entries that came or look otherwise, and those of `before` that are gone.
fn tell_changes(write: &Connection, settlement: &Settlement, mut before: BTreeSet<EntryId>) -> rusqlite::Result<()> {
    let mut prints: BTreeMap<EntryId, Print> = BTreeMap::new();
    let stories = settlement.stories.iter().map(|settled| (&settled.entries, &settled.prints));
    let outside = settlement.outside.iter().map(|entries| (entries, &settlement.outside_prints));
    for (entries, known) in stories.chain(outside) {
        let print = |entry: &Entry| known.get(&entry.id).copied().unwrap_or_else(|| print_entry(entry));
        prints.extend(entries.iter().map(|entry| (entry.id, print(entry))));
    }
    let caught_up = "update meta set value = 0 where key = 'feed_behind' and value = 1
                     and not exists (select 1 from pending where read = 0)";
    if write.prepare_cached(caught_up)?.execute([])? > 0 {
        let mut lost = write.prepare("select entry from change where entry not in (select id from entry)")?;
        for id in lost.query_map([], |row| row.get(0))? {
            before.insert(EntryId(id?));
        }
    }
    let mut find = write.prepare_cached("select print from change where entry = ?1")?;
    let mut forget = write.prepare_cached("delete from change where entry = ?1")?;
    let mut put = write.prepare_cached("insert into change (entry, print) values (?1, ?2)")?;
    let gone: Vec<EntryId> = before.into_iter().filter(|id| !prints.contains_key(id)).collect();
    let came = prints.into_iter().map(|(id, print)| (id, Some(print)));
    for (id, print) in came.chain(gone.into_iter().map(|id| (id, None))) {
        let known: Option<Option<Print>> = find.query_row([id.0], |row| row.get(0)).optional()?;
        if known.map_or(print.is_some(), |known| known != print) {
            forget.execute([id.0])?;
            put.execute(params![id.0, print])?;
        }
    }
    Ok(())
}

impl Store for SqliteStore {
    fn file_reports(&mut self, filings: &[Filing], recorded: Timestamp) -> Result<Vec<ReportId>, StoreError> {
        let fail = failed("filing reports");
        let write = self.write().map_err(&fail)?;
        let (mut new, mut held, mut portion) = (Vec::new(), Vec::new(), Portion::default());
        for filing in filings {
            if let Some((seq, is_new)) = file_report(&write, filing, recorded, &mut portion).map_err(&fail)? {
                new.extend(is_new.then_some(filing.report.id));
                held.push((seq, Holder::of(&filing.report)));
            }
        }
        portion.write(&write)?;
        write.commit().map_err(&fail)?;
        // Its later partners will ask for it.
        let known = self.holders.get_mut();
        held.into_iter().for_each(|(seq, holder)| know_holder(known, seq, holder));
        Ok(new)
    }

    fn together(&mut self, work: &mut Work<'_>) -> Result<(), StoreError> {
        if !self.db.is_autocommit() {
            return work(self);
        }
        let fail = failed("writing");
        self.db.prepare_cached("begin immediate").and_then(|mut begin| begin.execute([])).map_err(&fail)?;
        self.spoilt.set(false);
        let mut done = work(self);
        if done.is_ok() && self.spoilt.get() {
            let why = "a part of it could not be written".to_owned();
            done = Err(StoreError::Backend { action: "writing", why });
        }
        if done.is_ok() {
            done = self.db.prepare_cached("commit").and_then(|mut commit| commit.execute([])).map(drop).map_err(&fail);
        }
        if done.is_err() {
            self.roll_back();
        }
        done
    }

    fn file_outside(&mut self, filings: &[OutsideFiling], recorded: Timestamp) -> Result<usize, StoreError> {
        let fail = failed("filing claims");
        let write = self.write().map_err(&fail)?;
        let mut new = 0;
        for filing in filings {
            let put = "insert or ignore into outside_claim values (?1, ?2, ?3)";
            let row = params![filing.claim.id.0, recorded.0, write_body(filing)];
            new += write.prepare_cached(put).and_then(|mut put| put.execute(row)).map_err(&fail)?;
            let order = "insert or ignore into outside_order (id) values (?1)";
            write.prepare_cached(order).and_then(|mut put| put.execute([filing.claim.id.0])).map_err(&fail)?;
        }
        if new > 0 {
            write.execute("update meta set value = 1 where key = 'outside_unsettled'", []).map_err(&fail)?;
        }
        write.commit().map_err(&fail)?;
        Ok(new)
    }

    fn apply_settlement(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        let fail = failed("settling");
        let write = self.write().map_err(&fail)?;
        let next = "update meta set value = value + 1 where key = 'generation' and value = ?1";
        if write.execute(next, [settlement.generation]).map_err(&fail)? == 0 {
            // Nothing was written, so that nothing is spoilt.
            write.commit().map_err(&fail)?;
            return Err(StoreError::Stale);
        }
        apply(&write, settlement).map_err(&fail)?;
        write.commit().map_err(&fail)?;
        // A few reports add little to the file.
        if settlement.settled.len() > 100 { self.size_cache().map_err(&fail) } else { Ok(()) }
    }

    fn forget_readings(&mut self) -> Result<(), StoreError> {
        let fail = failed("forgetting the readings");
        let write = self.write().map_err(&fail)?;
        write
            .execute_batch(
                "delete from reading; delete from run; delete from chunk; delete from crowd; delete from claim;
                 delete from derivation; delete from story; delete from membership; delete from entry;
                 delete from story_label; delete from story_rank; delete from beat;
                 insert or replace into pending select seq, 0 from report;
                 update meta set value = 1 where key = 'feed_behind';
                 update meta set value = value + 1 where key = 'generation';
                 update meta set value = exists (select 1 from outside_claim) where key = 'outside_unsettled';",
            )
            .map_err(&fail)?;
        write.commit().map_err(&fail)
    }

    fn append_record(&mut self, line: &LogLine) -> Result<(), StoreError> {
        let fail = failed("posting a decision");
        let write = self.write().map_err(&fail)?;
        let last: i64 =
            write.query_row("select coalesce(max(number), 0) from decision", [], |row| row.get(0)).map_err(&fail)?;
        let number = i64::try_from(line.number).unwrap_or(i64::MAX);
        if number != last + 1 {
            write.commit().map_err(&fail)?;
            return Err(StoreError::Stale);
        }
        let put = "insert into decision values (?1, ?2, ?3)";
        write.execute(put, params![number, line.hash, line.record]).map_err(&fail)?;
        if let Some(Words { author, reason, salt }) = &line.words {
            let put = "insert into decision_words values (?1, ?2, ?3, ?4)";
            write.execute(put, params![number, author, reason, salt]).map_err(&fail)?;
        }
        write.commit().map_err(&fail)
    }

    fn review_log(&self) -> Result<Vec<LogLine>, StoreError> {
        let fail = failed("reading the review log");
        let sql = "select number, hash, record, author, reason, salt
                   from decision left join decision_words using (number) order by number";
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let line = |row: &rusqlite::Row<'_>| {
            let words: (Option<String>, Option<String>, Option<String>) = (row.get(3)?, row.get(4)?, row.get(5)?);
            let words = match words {
                (Some(author), Some(reason), Some(salt)) => Some(Words { author, reason, salt }),
                _ => None,
            };
            let number = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            Ok(LogLine { number, hash: row.get(1)?, record: row.get(2)?, words })
        };
        query.query_map([], line).and_then(Iterator::collect).map_err(&fail)
    }

    fn settled_decisions(&self) -> Result<u64, StoreError> {
        Ok(u64::try_from(self.number("select value from meta where key = 'decisions'")?).unwrap_or(0))
    }

    fn recorded_after(&self, moment: Timestamp) -> Result<Vec<ReportId>, StoreError> {
        let fail = failed("reading");
        let sql = "select id from report where recorded > ?1 order by id";
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let rows = query.query_map([moment.0], |row| row.get(0).map(ReportId)).map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }

    fn recorded(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Timestamp>, StoreError> {
        let found = self.of_reports::<i64>("select recorded from report where id = ?1", ids)?;
        Ok(found.into_iter().map(|(id, recorded)| (id, Timestamp(recorded))).collect())
    }

    fn outside_recorded(&self) -> Result<BTreeMap<ClaimId, Timestamp>, StoreError> {
        let fail = failed("reading");
        let mut query = self.db.prepare_cached("select id, recorded from outside_claim").map_err(&fail)?;
        let rows = query.query_map([], |row| Ok((ClaimId(row.get(0)?), Timestamp(row.get(1)?)))).map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }

    fn posting_order(&self) -> Result<PostingOrder, StoreError> {
        let fail = failed("reading");
        let list = |sql: &str| -> rusqlite::Result<Vec<[u8; 10]>> {
            self.db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        let reports = list("select id from report order by seq").map_err(&fail)?;
        let outside = list("select id from outside_order order by seq").map_err(&fail)?;
        Ok(PostingOrder {
            reports: reports.into_iter().map(ReportId).collect(),
            outside: outside.into_iter().map(ClaimId).collect(),
        })
    }

    fn changes(&self, after: i64, limit: usize) -> Result<Vec<Change>, StoreError> {
        let fail = failed("reading the feed");
        let sql = "select seq, entry, print is null from change where seq > ?1 order by seq limit ?2";
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let change =
            |row: &rusqlite::Row<'_>| Ok(Change { seq: row.get(0)?, entry: EntryId(row.get(1)?), gone: row.get(2)? });
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        query.query_map([after, limit], change).and_then(Iterator::collect).map_err(&fail)
    }

    fn feed(&self) -> Result<Feed, StoreError> {
        let name = self.number("select value from meta where key = 'feed'")?;
        Ok(Feed { name, end: self.number("select coalesce(max(seq), 0) from change")? })
    }

    fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        let fail = failed("reading the subscriptions");
        let mut query =
            self.db.prepare_cached("select address, body from subscription order by address").map_err(&fail)?;
        let mut rows = query.query([]).map_err(&fail)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(&fail)? {
            let (address, body): (String, String) = (row.get(0).map_err(&fail)?, row.get(1).map_err(&fail)?);
            found.push(serde_json::from_str(&body).map_err(|error| StoreError::Damaged {
                what: format!("the subscription to {address}"),
                why: error.to_string(),
            })?);
        }
        Ok(found)
    }

    fn put_subscription(&mut self, subscription: &Subscription) -> Result<(), StoreError> {
        let fail = failed("keeping a subscription");
        let body = serde_json::to_string(subscription).expect("nouns have string keys and no failing serialiser");
        let write = self.write().map_err(&fail)?;
        let put = "insert or replace into subscription values (?1, ?2)";
        write.execute(put, [&subscription.address, &body]).map_err(&fail)?;
        write.commit().map_err(&fail)
    }

    fn end_subscription(&mut self, address: &str) -> Result<bool, StoreError> {
        let fail = failed("ending a subscription");
        let write = self.write().map_err(&fail)?;
        let ended = write.execute("delete from subscription where address = ?1", [address]).map_err(&fail)?;
        write.commit().map_err(&fail)?;
        Ok(ended > 0)
    }

    fn generation(&self) -> Result<i64, StoreError> {
        self.number("select value from meta where key = 'generation'")
    }

    fn known_reports(&self, ids: &[ReportId]) -> Result<BTreeSet<ReportId>, StoreError> {
        Ok(self.of_reports::<i64>("select 1 from report where id = ?1", ids)?.into_keys().collect())
    }

    // A cross join, so that SQLite begins with the few that are pending, not with all reports in the order of ids.
    fn unread_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        self.ids("select id from pending cross join report using (seq) where read = 0 order by id")
    }

    fn unsettled_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        self.ids("select id from pending cross join report using (seq) where read = 1 order by id")
    }

    fn outside_unsettled(&self) -> Result<bool, StoreError> {
        Ok(self.number("select value from meta where key = 'outside_unsettled'")? != 0)
    }

    fn report_ids(&self) -> Result<Vec<ReportId>, StoreError> {
        self.ids("select id from report order by id")
    }

    fn report(&self, id: ReportId) -> Result<Option<Report>, StoreError> {
        self.body("select body from report where id = ?1", id.0, "a report")
    }

    fn damaged_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        let fail = failed("reading");
        let mut query = self.db.prepare_cached("select id, sha256, body from report order by id").map_err(&fail)?;
        let mut rows = query.query([]).map_err(&fail)?;
        let mut damaged = Vec::new();
        while let Some(row) = rows.next().map_err(&fail)? {
            let hash: String = row.get(1).map_err(&fail)?;
            let whole = row.get_ref(2).map_err(&fail)?.as_bytes().is_ok_and(|body| hash_bytes(body) == hash);
            if !whole {
                damaged.push(ReportId(row.get(0).map_err(&fail)?));
            }
        }
        Ok(damaged)
    }

    fn keep_evidence(&mut self, evidence: &[Evidence]) -> Result<usize, StoreError> {
        let fail = failed("keeping evidence");
        // Packed before the writer's lock is taken, and only what is not there yet.
        let mut packed: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        let mut hashes = Vec::with_capacity(evidence.len());
        for one in evidence {
            let hash = hash_bytes(&one.bytes);
            if !packed.contains_key(&hash) {
                let sql = "select 1 from original where sha256 = ?1";
                let known = self.db.prepare_cached(sql).and_then(|mut query| query.exists([&hash])).map_err(&fail)?;
                packed.insert(hash.clone(), if known { None } else { Some(pack_bytes(&one.bytes)?) });
            }
            hashes.push(hash);
        }
        let write = self.write().map_err(&fail)?;
        let mut kept = 0;
        {
            let mut put = write
                .prepare_cached("insert or ignore into original (sha256, packed) values (?1, ?2)")
                .map_err(&fail)?;
            for (hash, packed) in packed.iter().filter_map(|(hash, packed)| Some((hash, packed.as_ref()?))) {
                put.execute(params![hash, packed]).map_err(&fail)?;
            }
            let mut put = write
                .prepare_cached("insert or ignore into evidence values (?1, ?2, ?3, ?4, ?5, ?6)")
                .map_err(&fail)?;
            for (one, hash) in evidence.iter().zip(&hashes) {
                let row = params![one.report.0, hash, one.url, one.captured, one.media, one.head];
                kept += put.execute(row).map_err(&fail)?;
            }
        }
        write.commit().map_err(&fail)?;
        Ok(kept)
    }

    fn evidence(&self, id: ReportId) -> Result<Vec<Evidence>, StoreError> {
        let fail = failed("reading evidence");
        let _one_state = self.read()?;
        let sql = "select sha256, url, captured, media, head, packed from evidence join original using (sha256)
                   where report = ?1 order by sha256";
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let mut rows = query.query([id.0]).map_err(&fail)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(&fail)? {
            let hash: String = row.get(0).map_err(&fail)?;
            let packed = row.get_ref(5).and_then(|packed| Ok(packed.as_blob()?)).map_err(&fail)?;
            let bytes = unpack_bytes(packed).filter(|bytes| hash_bytes(bytes) == hash).ok_or_else(|| {
                let why = "they no longer have their hash".to_owned();
                StoreError::Damaged { what: format!("the bytes {hash} kept for {id}"), why }
            })?;
            found.push(Evidence {
                report: id,
                url: row.get(1).map_err(&fail)?,
                captured: row.get(2).map_err(&fail)?,
                media: row.get(3).map_err(&fail)?,
                head: row.get(4).map_err(&fail)?,
                bytes,
            });
        }
        Ok(found)
    }

    fn reports_with_evidence(&self) -> Result<Vec<ReportId>, StoreError> {
        self.ids("select distinct report from evidence order by report")
    }

    fn damaged_evidence(&self) -> Result<Vec<ReportId>, StoreError> {
        let fail = failed("reading evidence");
        let _one_state = self.read()?;
        let mut query = self.db.prepare_cached("select sha256, packed from original order by sha256").map_err(&fail)?;
        let mut rows = query.query([]).map_err(&fail)?;
        let mut damaged = BTreeSet::new();
        while let Some(row) = rows.next().map_err(&fail)? {
            let hash: String = row.get(0).map_err(&fail)?;
            let packed = row.get_ref(1).map_err(&fail)?;
            let whole = packed.as_blob().ok().and_then(unpack_bytes).is_some_and(|bytes| hash_bytes(&bytes) == hash);
            if !whole {
                let sql = "select report from evidence where sha256 = ?1";
                let mut of = self.db.prepare_cached(sql).map_err(&fail)?;
                let reports = of.query_map([&hash], |row| row.get(0).map(ReportId)).map_err(&fail)?;
                for report in reports {
                    damaged.insert(report.map_err(&fail)?);
                }
            }
        }
        // Bytes that are gone.
        let sql = "select report from evidence where sha256 not in (select sha256 from original) order by report";
        damaged.extend(self.ids(sql)?);
        Ok(damaged.into_iter().collect())
    }

    fn postings(&self, index: Index, stretches: &[(u64, u64)]) -> Result<Vec<Posting>, StoreError> {
        // One state of the file for all the questions: another process may merge runs meanwhile.
        if !self.db.is_autocommit() {
            // Only the connection that writes sees what is under way.
            return find_postings(&self.db, &self.fences, kind(index), stretches);
        }
        let side = self.index.as_ref().unwrap_or(&self.db);
        let read = side.unchecked_transaction().map_err(failed("reading"))?;
        find_postings(&read, &self.fences, kind(index), stretches)
    }

    fn seqs(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, u32>, StoreError> {
        let sql = "select seq from report where id = ?1 and not exists
                   (select 1 from pending where pending.seq = report.seq and read = 0)";
        self.of_reports(sql, ids)
    }

    fn crowds(&self, keys: &[u64]) -> Result<Vec<Crowd>, StoreError> {
        let fail = failed("looking up crowded keys");
        let _one_state = self.read()?;
        let mut query = self.db.prepare_cached("select pioneers from crowd where key = ?1").map_err(&fail)?;
        let mut crowds = Vec::new();
        for key in keys {
            let pioneers = |row: &rusqlite::Row<'_>| {
                let bytes = row.get_ref(0)?.as_blob()?;
                Ok(bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
            };
            let found = query.query_row([key.cast_signed()], pioneers).optional().map_err(&fail)?;
            crowds.extend(found.map(|pioneers| Crowd { key: *key, pioneers }));
        }
        Ok(crowds)
    }

    fn held_by(&self, seqs: &[u32]) -> Result<Vec<Holder>, StoreError> {
        let fail = failed("reading");
        let _one_state = self.read()?;
        let mut query = self
            .db
            .prepare_cached("select published, id, tongue from report indexed by report_holder where seq = ?1")
            .map_err(&fail)?;
        let mut known = self.holders.borrow_mut();
        let mut held = Vec::with_capacity(seqs.len());
        for seq in seqs {
            let at = *seq as usize;
            if let Some(Some(holder)) = known.get(at) {
                held.push(*holder);
                continue;
            }
            let holder = |row: &rusqlite::Row<'_>| {
                Ok(Holder { published: row.get(0)?, report: ReportId(row.get(1)?), tongue: row.get(2)? })
            };
            let found = query.query_row([seq], holder).optional().map_err(&fail)?;
            let holder = found.ok_or_else(|| Holder::missing(*seq))?;
            know_holder(&mut known, *seq, holder);
            held.push(holder);
        }
        Ok(held)
    }

    fn keys(&self, index: Index, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u64>>, StoreError> {
        let sql = match index {
            Index::Kin => "select kin from reading join report using (seq) where id = ?1",
            Index::Story => "select story from reading join report using (seq) where id = ?1",
        };
        let found = self.of_reports::<Vec<u8>>(sql, ids)?;
        Ok(found.into_iter().map(|(id, bytes)| (id, unpack_keys(&bytes))).collect())
    }

    fn signatures(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u8>>, StoreError> {
        self.of_reports("select signature from reading join report using (seq) where id = ?1", ids)
    }

    fn beats(&self, host: &str) -> Result<Vec<(Beat, u64)>, StoreError> {
        let fail = failed("reading what an outlet covers");
        let sql = "select division, town, reports from beat where host = ?1 order by division, town";
        let mut find = self.db.prepare_cached(sql).map_err(&fail)?;
        let row = |row: &rusqlite::Row<'_>| {
            let beat = Beat { host: host.to_owned(), division: row.get(0)?, town: row.get(1)? };
            Ok((beat, row.get::<_, i64>(2)?.unsigned_abs()))
        };
        let found = find.query_map([host], row).map_err(&fail)?;
        found.collect::<rusqlite::Result<_>>().map_err(&fail)
    }

    fn claims(&self, ids: &[ReportId]) -> Result<Vec<Claim>, StoreError> {
        let sql = "select c.body from claim c join report r using (seq) where r.id = ?1 order by place";
        self.bodies(sql, &sorted(ids), "a claim")
    }

    fn outside_claims(&self) -> Result<Vec<OutsideFiling>, StoreError> {
        self.listed("select body from outside_claim order by id", [], "a claim from outside")
    }

    fn derivations(&self, ids: &[ReportId]) -> Result<Vec<Derivation>, StoreError> {
        let sql = "select body from derivation where later = (select seq from report where id = ?1) union all
                   select body from derivation where earlier = (select seq from report where id = ?1)";
        let mut found: Vec<Derivation> = self.bodies(sql, &sorted(ids), "an edge")?;
        found.sort();
        found.dedup();
        Ok(found)
    }

    fn linked_pairs(&self, ids: &[ReportId]) -> Result<Vec<(ReportId, ReportId)>, StoreError> {
        let fail = failed("reading");
        let sql =
            "select earlier from derivation where later = ?1 union all select later from derivation where earlier = ?1";
        let _one_state = self.read()?;
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let (mut ends, mut others) = (Vec::new(), Vec::new());
        for (id, seq) in self.of_reports::<u32>("select seq from report where id = ?1", ids)? {
            for other in query.query_map([seq], |row| row.get(0)).map_err(&fail)? {
                ends.push(id);
                others.push(other.map_err(&fail)?);
            }
        }
        let others = self.held_by(&others)?.into_iter().map(|holder| holder.report);
        let pairs: BTreeSet<_> =
            ends.into_iter().zip(others).map(|(one, other)| (one.min(other), one.max(other))).collect();
        Ok(pairs.into_iter().collect())
    }

    fn stories(&self) -> Result<Vec<Story>, StoreError> {
        self.listed("select body from story order by id", [], "a story")
    }

    fn stories_of(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, StoryId>, StoreError> {
        let found = self.of_reports(STORY_OF, ids)?;
        Ok(found.into_iter().map(|(id, story)| (id, StoryId(story))).collect())
    }

    fn story(&self, id: StoryId) -> Result<Option<Story>, StoreError> {
        self.body("select body from story where id = ?1", id.0, "a story")
    }

    fn successors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError> {
        self.stories_moved("select target from story_move where source = ?1 order by target", id)
    }

    fn predecessors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError> {
        self.stories_moved("select source from story_move where target = ?1 order by source", id)
    }

    fn families(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, FamilyId>, StoreError> {
        let sql = "select family from membership where report = (select seq from report where id = ?1)";
        let found = self.of_reports(sql, ids)?;
        Ok(found.into_iter().map(|(id, family)| (id, FamilyId(family))).collect())
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        self.listed("select body from entry order by story, series, id", [], "an entry")
    }

    fn entries_of(&self, story: Option<StoryId>) -> Result<Vec<Entry>, StoreError> {
        let sql = "select body from entry where story is ?1 order by series, id";
        self.listed(sql, [story.map(|story| story.0)], "an entry")
    }

    fn entries_labelled(&self, story: Option<StoryId>, labels: &[Label]) -> Result<Vec<Entry>, StoreError> {
        let fail = failed("reading");
        let sql = "select body from entry where story is ?1 order by series, id";
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let mut rows = query.query([story.map(|story| story.0)]).map_err(&fail)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(&fail)? {
            let body = row.get_ref(0).and_then(|text| Ok(text.as_str()?)).map_err(&fail)?;
            // Most entries of a story are not asked for: of those nothing else is read.
            if labels.is_empty() || Head::read(body)?.has(labels) {
                found.push(read_body(body, "an entry")?);
            }
        }
        Ok(found)
    }

    fn stories_labelled(&self, labels: &[Label]) -> Result<Vec<Option<StoryId>>, StoreError> {
        let fail = failed("reading labels");
        let _one_state = self.read()?;
        let story = |row: &rusqlite::Row<'_>| {
            let bytes = row.get_ref(1)?.as_blob()?;
            Ok((row.get(0)?, <[u8; 10]>::try_from(bytes).ok().map(StoryId)))
        };
        let Some((first, rest)) = labels.split_first() else {
            let mut query = self.db.prepare_cached("select rank, story from story_rank").map_err(&fail)?;
            let found = query.query_map([], story).and_then(Iterator::collect).map_err(&fail)?;
            return Ok(in_order(found));
        };
        let sql = "select rank, story from story_label join story_rank using (story) where label = ?1";
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let found = query.query_map([first.number()], story).and_then(Iterator::collect).map_err(&fail)?;
        let mut has =
            self.db.prepare_cached("select 1 from story_label where label = ?1 and story = ?2").map_err(&fail)?;
        let mut stories = in_order(found);
        for label in rest {
            let mut kept = Vec::with_capacity(stories.len());
            for story in stories {
                let key = story.as_ref().map_or(&[][..], |story| &story.0[..]);
                if has.exists(params![label.number(), key]).map_err(&fail)? {
                    kept.push(story);
                }
            }
            stories = kept;
        }
        Ok(stories)
    }

    fn ids_from(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        let sql = match prefix.get(..2) {
            Some("c_") => {
                "select id from claim where id between ?1 and ?2
                 union select id from outside_claim where id between ?1 and ?2"
            }
            Some("e_") => "select id from entry where id between ?1 and ?2",
            Some("r_") => "select id from report where id between ?1 and ?2",
            Some("s_") => "select id from story where id between ?1 and ?2",
            _ => return Ok(Vec::new()),
        };
        let (letter, body) = prefix.split_at(2);
        let Some((first, last)) = id_range(body) else { return Ok(Vec::new()) };
        let fail = failed("looking up an id");
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let rows = query.query_map([first, last], |row| row.get::<_, [u8; 10]>(0)).map_err(&fail)?;
        // Ids print alike but for their letter.
        let print = |id: [u8; 10]| format!("{letter}{}", &ClaimId(id).to_string()[2..]);
        let mut found = rows.map(|id| id.map(print)).collect::<Result<Vec<_>, _>>().map_err(&fail)?;
        found.sort();
        found.truncate(limit);
        Ok(found)
    }

    fn claim(&self, id: ClaimId) -> Result<Option<Claim>, StoreError> {
        if let Some(claim) = self.body("select body from claim where id = ?1", id.0, "a claim")? {
            return Ok(Some(claim));
        }
        let sql = "select body from outside_claim where id = ?1";
        let filing: Option<OutsideFiling> = self.body(sql, id.0, "a claim from outside")?;
        Ok(filing.map(|filing| filing.claim))
    }

    fn claims_named(&self, ids: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, Claim>, StoreError> {
        let _one_state = self.read()?;
        let mut found = BTreeMap::new();
        for id in ids {
            let mut claims = self.listed("select body from claim where id = ?1", [id.0], "a claim")?;
            if claims.is_empty() {
                let sql = "select body from outside_claim where id = ?1";
                let filings: Vec<OutsideFiling> = self.listed(sql, [id.0], "a claim from outside")?;
                claims.extend(filings.into_iter().map(|filing| filing.claim));
            }
            found.extend(claims.into_iter().next().map(|claim| (*id, claim)));
        }
        Ok(found)
    }

    fn claims_of_private(&self, ids: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, Claim>, StoreError> {
        let _one_state = self.read()?;
        let mut found = BTreeMap::new();
        let told = r#"select body from claim indexed by claim_private
                      where id = ?1 and instr(body, '"role":"private"') > 0"#;
        let filed = r#"select body from outside_claim where id = ?1 and instr(body, '"role":"private"') > 0"#;
        let any_filed = self.number("select exists (select 1 from outside_claim)")? != 0;
        for id in ids {
            let claims = self.listed(told, [id.0], "a claim")?;
            found.extend(claims.into_iter().map(|claim: Claim| (*id, claim)));
            if any_filed {
                let filings: Vec<OutsideFiling> = self.listed(filed, [id.0], "a claim from outside")?;
                found.extend(filings.into_iter().map(|filing| (*id, filing.claim)));
            }
        }
        Ok(found)
    }

    fn private_claims_in(&self, report: ReportId) -> Result<Vec<Claim>, StoreError> {
        let sql = r#"select c.body from claim c join report r using (seq)
                     where r.id = ?1 and instr(c.body, '"role":"private"') > 0 order by place"#;
        self.listed(sql, [report.0], "a claim")
    }

    fn entry(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        self.body("select body from entry where id = ?1", id.0, "an entry")
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        let count = |sql| Ok::<_, StoreError>(usize::try_from(self.number(sql)?).unwrap_or(0));
        Ok(Counts {
            reports: count("select count(*) from report")?,
            families: count("select count(distinct family) from membership")?,
            stories: count("select count(*) from story")?,
            claims: count("select count(*) from claim")?,
            outside: count("select count(*) from outside_claim")?,
            entries: count("select count(*) from entry")?,
        })
    }
}

/// Stories by rank, then by id.
fn in_order(mut ranked: Vec<(i64, Option<StoryId>)>) -> Vec<Option<StoryId>> {
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, story)| story).collect()
}

/// Bytes as a zlib stream.
fn pack_bytes(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut packed = Vec::new();
    let read = ZlibEncoder::new(bytes, Compression::default()).read_to_end(&mut packed);
    read.map(|_| packed).map_err(|error| StoreError::Backend { action: "packing evidence", why: error.to_string() })
}

/// `None` where the stream is damaged, or larger than anything that is kept.
fn unpack_bytes(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed).take(MOST_KEPT).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn sorted(ids: &[ReportId]) -> Vec<[u8; 10]> {
    ids.iter().map(|id| id.0).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The first and last id whose printed letters begin so: the least letter is `a`, the greatest `9`.
fn id_range(letters: &str) -> Option<([u8; 10], [u8; 10])> {
    let end = |fill: &str| {
        let missing = 16_usize.checked_sub(letters.len())?;
        format!("c_{letters}{}", fill.repeat(missing)).parse::<ClaimId>().ok().map(|id| id.0)
    };
    Some((end("a")?, end("9")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_wherever_its_fields_stand_and_damage_is_told() {
        let labels = [Label::indicator("killed"), Label::place("Ankara"), Label::place("TR")];
        let has = |body: &str| labels.map(|label| Head::read(body).expect("an entry").has(&[label]));
        let first = r#"{"id":"e_a","indicator":"killed","place":"Izmir; Ankara","country":"TR","support":[{"a":1}]}"#;
        let last = r#"{"support":[{"place":"x"}],"country":"TR","place":"Ankara","indicator":"killed"}"#;
        assert_eq!((has(first), has(last)), ([true; 3], [true; 3]));
        assert_eq!(has(r#"{"indicator":"killed","place":null,"country":null,"support":[]}"#), [true, false, false]);
        // Of an older program, which wrote no field that was empty.
        assert_eq!(has(r#"{"indicator":"killed","support":[]}"#), [true, false, false]);
        for damaged in ["", "[]", r#"{"indicator":"killed","pl"#, r#"{"indicator":7}"#] {
            assert!(matches!(Head::read(damaged), Err(StoreError::Damaged { .. })), "{damaged}");
        }
    }
}
