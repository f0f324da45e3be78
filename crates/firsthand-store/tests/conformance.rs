//! The SQLite store does what every store does, keeps it across openings, and names no person.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

use firsthand::model::Timestamp;
use firsthand::store::{Index, MemoryStore, Store, StoreError, conformance::sample_filing, hash_root};
use firsthand_store::{SqliteStore, open_store};
use std::collections::BTreeSet;
use std::path::PathBuf;

firsthand::store_conformance!(|_| SqliteStore::open_in_memory().unwrap());

/// A path under the test's own folder, with nothing there.
fn fresh_file(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("firsthand-store-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder.join("ledger.db")
}

#[test]
fn keeps_a_ledger_across_openings() {
    let path = fresh_file("reopen");
    let filings: Vec<_> = (0..30).map(sample_filing).collect();
    let root = {
        let mut store = open_store(&path).unwrap();
        store.file_reports(&filings, Timestamp(1)).unwrap();
        hash_root(store.as_ref()).unwrap()
    };
    let store = open_store(&path).unwrap();
    assert_eq!(hash_root(store.as_ref()).unwrap(), root);
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn writers_wait_for_each_other() {
    let path = fresh_file("writers");
    open_store(&path).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = path.clone();
            scope.spawn(move || {
                let mut store = SqliteStore::open(&path).unwrap();
                for number in 0..25 {
                    store.file_reports(&[sample_filing(writer * 25 + number)], Timestamp(1)).unwrap();
                }
            });
        }
    });
    assert_eq!(open_store(&path).unwrap().counts().unwrap().reports, 100);
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn a_changed_report_is_found() {
    let path = fresh_file("damage");
    let mut store = open_store(&path).unwrap();
    store.file_reports(&[sample_filing(1), sample_filing(2)], Timestamp(1)).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    let changed = "update report set body = replace(body, 'evacuated', 'evicted') where id = ?1";
    assert_eq!(db.execute(changed, [sample_filing(1).report.id.0]).unwrap(), 1);
    assert_eq!(store.damaged_reports().unwrap(), [sample_filing(1).report.id]);
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[test]
fn other_files_are_refused() {
    let path = fresh_file("foreign");
    std::fs::write(&path, "no database at all, but a text that is long enough to be one".repeat(40)).unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(StoreError::Backend { .. })));
    let path = fresh_file("other");
    rusqlite::Connection::open(&path).unwrap().execute_batch("create table recipes (name text)").unwrap();
    assert!(SqliteStore::open(&path).is_err());
    let path = fresh_file("newer");
    drop(SqliteStore::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(StoreError::TooNew { found: 99, .. })));
}

/// A file of format 1, made with the SQL of then, keeps its reports; what was read in them is read again.
#[test]
fn a_file_of_format_1_is_brought_up() {
    let path = fresh_file("format-1");
    let filings: Vec<_> = (0..4_200).map(sample_filing).collect();
    let mut expected = MemoryStore::new();
    expected.file_reports(&filings, Timestamp(1)).unwrap();
    {
        let db = rusqlite::Connection::open(&path).unwrap();
        db.execute_batch(include_str!("../migrations/sqlite/0001-ledger.sql")).unwrap();
        db.execute_batch("pragma application_id = 1179143748; pragma user_version = 1; begin").unwrap();
        for (seq, filing) in (1_i64..).zip(&filings) {
            let body = serde_json::to_string(&filing.report).unwrap();
            let hash = firsthand::store::hash_bytes(body.as_bytes());
            let published = firsthand::store::Holder::of(&filing.report).published;
            let report = rusqlite::params![seq, filing.report.id.0, hash, 1, published, 1, body];
            db.prepare_cached("insert into report values (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                .unwrap()
                .execute(report)
                .unwrap();
            let keys: Vec<u8> = filing.kin_keys.iter().flat_map(|key| key.to_le_bytes()).collect();
            let reading = rusqlite::params![seq, keys, keys, filing.signature];
            db.prepare_cached("insert into reading values (?1, ?2, ?3, ?4)").unwrap().execute(reading).unwrap();
            for key in &filing.kin_keys {
                let mut hold = db.prepare_cached("insert into holder values (?1, ?2, ?3)").unwrap();
                hold.execute([0, key.cast_signed(), seq]).unwrap();
                hold.execute([1, key.cast_signed(), seq]).unwrap();
            }
            for claim in &filing.claims {
                let row = rusqlite::params![seq, 0, claim.id.0, serde_json::to_string(claim).unwrap()];
                db.prepare_cached("insert into claim values (?1, ?2, ?3, ?4)").unwrap().execute(row).unwrap();
            }
        }
        db.execute_batch("commit").unwrap();
    }
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.unread_reports().unwrap(), expected.report_ids().unwrap());
    assert_eq!(store.file_reports(&filings, Timestamp(2)).unwrap(), []);
    assert_eq!(hash_root(&store).unwrap(), hash_root(&expected).unwrap());
    let keys: BTreeSet<u64> = filings.iter().flat_map(|filing| filing.kin_keys.iter().copied()).collect();
    let keys: Vec<u64> = keys.into_iter().collect();
    for index in [Index::Kin, Index::Story] {
        assert_eq!(store.holders(index, &keys).unwrap(), expected.holders(index, &keys).unwrap());
    }
    for store in [&mut store as &mut dyn Store, &mut expected] {
        store.file_reports(&[sample_filing(6_000)], Timestamp(2)).unwrap();
    }
    assert_eq!(store.holders(Index::Kin, &[7]).unwrap(), expected.holders(Index::Kin, &[7]).unwrap());
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

/// Counts, not people: no table or column is named for what identifies a person.
#[test]
fn the_schema_knows_no_person() {
    let path = fresh_file("schema");
    drop(SqliteStore::open(&path).unwrap());
    let db = rusqlite::Connection::open(&path).unwrap();
    let sql = "select lower(m.name || ' ' || coalesce(c.name, '')) from sqlite_schema m left join pragma_table_info(m.name) c";
    let mut query = db.prepare(sql).unwrap();
    let names: Vec<String> = query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(names.len() > 20);
    for name in names {
        for word in ["person", "people", "human", "face", "phone", "email", "mail", "birth", "gender", "photo"] {
            assert!(!name.contains(word), "{name} looks like a table of persons");
        }
    }
}
