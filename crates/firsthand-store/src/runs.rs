//! The index of keys in SQLite: sorted runs of packed chunks. A portion is a run; eight runs of a level are merged to one
//! of the next, within the transaction that brought the eighth. Not here: how a chunk is packed (`store::postings`).

use firsthand::store::StoreError;
use firsthand::store::postings::{Chunk, FAN, Packer, Posting, advance};
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

/// Chunks of a run are numbered below this.
const PLACES: i64 = 1 << 24;

/// What is remembered of runs between look-ups. Runs never change and their numbers are never given twice.
#[derive(Debug, Default)]
pub(crate) struct Fences(RefCell<BTreeMap<i64, Arc<[u64]>>>);

fn failed(error: rusqlite::Error) -> StoreError {
    StoreError::Backend { action: "looking up keys", why: error.to_string() }
}

fn damaged(run: i64) -> StoreError {
    let why = "it is not what was written".to_owned();
    StoreError::Damaged { what: format!("a chunk of the index (run {run})"), why }
}

/// Adds a portion's postings as a run and merges what is due.
pub(crate) fn add_run(write: &Connection, kind: i64, mut postings: Vec<Posting>) -> Result<(), StoreError> {
    if postings.is_empty() {
        return Ok(());
    }
    postings.sort_unstable();
    postings.dedup();
    let mut writer = Writer::begin(write, kind, 0)?;
    for posting in postings {
        writer.push(posting)?;
    }
    writer.end()?;
    for level in 0_i64.. {
        let mut query =
            write.prepare_cached("select id from run where kind = ?1 and level = ?2 order by id").map_err(failed)?;
        let runs: Vec<i64> =
            query.query_map([kind, level], |row| row.get(0)).and_then(Iterator::collect).map_err(failed)?;
        if runs.len() < FAN {
            break;
        }
        merge_runs(write, kind, level + 1, &runs)?;
    }
    Ok(())
}

fn merge_runs(write: &Connection, kind: i64, level: i64, runs: &[i64]) -> Result<(), StoreError> {
    let mut writer = Writer::begin(write, kind, level)?;
    let mut sources: Vec<Source<'_>> = runs.iter().map(|run| Source::of(write, *run)).collect();
    let mut heads = BinaryHeap::new();
    for (at, source) in sources.iter_mut().enumerate() {
        heads.extend(source.next()?.map(|posting| Reverse((posting, at))));
    }
    let mut last = None;
    while let Some(Reverse((posting, at))) = heads.pop() {
        if last.replace(posting) != Some(posting) {
            writer.push(posting)?;
        }
        heads.extend(sources[at].next()?.map(|posting| Reverse((posting, at))));
    }
    writer.end()?;
    for run in runs {
        let range = [run * PLACES, (run + 1) * PLACES - 1];
        write
            .prepare_cached("delete from chunk where id between ?1 and ?2")
            .and_then(|mut delete| delete.execute(range))
            .map_err(failed)?;
        write
            .prepare_cached("delete from run where id = ?1")
            .and_then(|mut delete| delete.execute([run]))
            .map_err(failed)?;
    }
    Ok(())
}

/// A run while it is written, chunk by chunk.
struct Writer<'a> {
    write: &'a Connection,
    run: i64,
    fences: Vec<u8>,
    place: i64,
    packer: Packer,
}

impl<'a> Writer<'a> {
    fn begin(write: &'a Connection, kind: i64, level: i64) -> Result<Self, StoreError> {
        let sql = "insert into run (kind, level, fences) values (?1, ?2, x'')";
        write.prepare_cached(sql).and_then(|mut put| put.execute([kind, level])).map_err(failed)?;
        Ok(Self { write, run: write.last_insert_rowid(), fences: Vec::new(), place: 0, packer: Packer::default() })
    }

    fn push(&mut self, posting: Posting) -> Result<(), StoreError> {
        if self.packer.push(posting) {
            self.fences.extend(posting.0.to_le_bytes());
        }
        if self.packer.is_full() { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let bytes = self.packer.close();
        if bytes.is_empty() {
            return Ok(());
        }
        if self.place >= PLACES {
            let why = "a run has too many chunks".to_owned();
            return Err(StoreError::Backend { action: "writing the index", why });
        }
        let row = params![self.run * PLACES + self.place, bytes];
        self.place += 1;
        self.write
            .prepare_cached("insert into chunk values (?1, ?2)")
            .and_then(|mut put| put.execute(row))
            .map(drop)
            .map_err(failed)
    }

    fn end(mut self) -> Result<(), StoreError> {
        self.flush()?;
        let sql = "update run set fences = ?2 where id = ?1";
        self.write
            .prepare_cached(sql)
            .and_then(|mut put| put.execute(params![self.run, self.fences]))
            .map(drop)
            .map_err(failed)
    }
}

/// A run while it is read from its first posting to its last, one chunk in memory at a time.
struct Source<'a> {
    read: &'a Connection,
    run: i64,
    place: i64,
    chunk: Chunk,
    postings: Vec<Posting>,
    at: usize,
}

impl<'a> Source<'a> {
    fn of(read: &'a Connection, run: i64) -> Self {
        Self { read, run, place: 0, chunk: Chunk::default(), postings: Vec::new(), at: 0 }
    }

    fn next(&mut self) -> Result<Option<Posting>, StoreError> {
        if self.at == self.postings.len() {
            self.at = 0;
            self.postings.clear();
            if !read_chunk(self.read, self.run, self.place, &mut self.chunk)? {
                return Ok(None);
            }
            self.chunk.unpack(&mut self.postings).ok_or_else(|| damaged(self.run))?;
            self.place += 1;
        }
        self.at += 1;
        Ok(self.postings.get(self.at - 1).copied())
    }
}

/// Reads a chunk; `false` where there is none.
fn read_chunk(read: &Connection, run: i64, place: i64, chunk: &mut Chunk) -> Result<bool, StoreError> {
    let mut query = read.prepare_cached("select body from chunk where id = ?1").map_err(failed)?;
    let found = query.query_row([run * PLACES + place], |row| Ok(chunk.load(row.get_ref(0)?.as_blob()?)));
    match found.optional().map_err(failed)? {
        Some(Some(())) => Ok(true),
        Some(None) => Err(damaged(run)),
        None => Ok(false),
    }
}

/// The postings of these stretches of keys, sorted; stretches are sorted and apart. Call it within one transaction.
pub(crate) fn find_postings(
    read: &Connection,
    known: &Fences,
    kind: i64,
    stretches: &[(u64, u64)],
) -> Result<Vec<Posting>, StoreError> {
    let mut query = read.prepare_cached("select id from run where kind = ?1 order by id").map_err(failed)?;
    let runs: Vec<i64> = query.query_map([kind], |row| row.get(0)).and_then(Iterator::collect).map_err(failed)?;
    let (mut found, mut chunk) = (Vec::new(), Chunk::default());
    for run in runs {
        let fences = fences_of(read, known, run)?;
        let mut loaded = None;
        let mut from = 0;
        for (first, last) in stretches {
            // The chunk that begins before the stretch may reach into it.
            from = advance(&fences, from, |fence| fence < first).saturating_sub(1).max(from);
            for (place, _) in fences.iter().enumerate().skip(from).take_while(|(_, fence)| *fence <= last) {
                if loaded.replace(place) != Some(place) {
                    let place = i64::try_from(place).map_err(|_| damaged(run))?;
                    if !read_chunk(read, run, place, &mut chunk)? {
                        return Err(damaged(run));
                    }
                }
                chunk.find((*first, *last), &mut found).ok_or_else(|| damaged(run))?;
            }
        }
    }
    // Runs are sorted already: a merge.
    found.sort();
    Ok(found)
}

/// The first keys of a run's chunks.
fn fences_of(read: &Connection, known: &Fences, run: i64) -> Result<Arc<[u64]>, StoreError> {
    if let Some(fences) = known.0.borrow().get(&run) {
        return Ok(fences.clone());
    }
    let mut query = read.prepare_cached("select fences from run where id = ?1").map_err(failed)?;
    let fences: Arc<[u64]> = query
        .query_row([run], |row| {
            let bytes = row.get_ref(0)?.as_blob()?;
            Ok(bytes.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect())
        })
        .map_err(failed)?;
    let mut known = known.0.borrow_mut();
    // Runs that were merged are never asked for again.
    if known.len() >= 256 {
        known.clear();
    }
    known.insert(run, fences.clone());
    Ok(fences)
}
