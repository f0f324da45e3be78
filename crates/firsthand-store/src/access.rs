//! What does a served ledger keep beside what is known? Passes of those who may ask, acts of reading unmasked, hooks that
//! are called when entries change. Not here: what a role may do, and calling (`firsthand-serve`).

use crate::SqliteStore;
use crate::sqlite::failed;
use firsthand::model::{Amount, Timestamp};
use firsthand::store::StoreError;
use rusqlite::{OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A pass: who bears its words may ask in a role. The words are not kept, their SHA-256 is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// Its public name, `t_` and letters.
    pub id: String,
    /// The role, as the table of access names it.
    pub role: String,
    /// What it is for, by whoever made it.
    pub label: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// When it was taken back.
    pub revoked: Option<Timestamp>,
}

impl Pass {
    /// Whether it is good at a moment.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && now < self.ends
    }
}

/// An act of reading without masks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disclosure {
    /// Its number: later ones have greater numbers.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// The pass of who read; `local` on one's own machine.
    pub pass: String,
    /// What was asked for: an address within the ledger.
    pub what: String,
}

/// Who is told when entries change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// Its name, `h_` and letters.
    pub id: String,
    /// Where it is called.
    pub address: String,
    /// With what its calls are signed: letters and digits after `whsec_`, base64.
    pub secret: String,
    /// Only entries of this indicator.
    #[serde(default)]
    pub indicator: Option<String>,
    /// Only entries of this place, by its English name or country code.
    #[serde(default)]
    pub place: Option<String>,
    /// Only where the figure in force is at least this.
    #[serde(default)]
    pub least: Option<i64>,
    /// Only where the figure in force moved by at least so many per cent; a new figure always does.
    #[serde(default)]
    pub moved_percent: Option<u32>,
    /// The number of the last change that it was told of, or that was passed over.
    pub told: i64,
    /// The figure of each entry, low, best and high, of which it was told last: news is what differs from that.
    #[serde(default)]
    pub figures: BTreeMap<String, [Option<Amount>; 3]>,
    /// Calls that failed in a row.
    #[serde(default)]
    pub failures: u32,
    /// Not called before.
    #[serde(default)]
    pub next: Option<Timestamp>,
    /// Why the last call failed.
    #[serde(default)]
    pub trouble: Option<String>,
}

impl SqliteStore {
    /// Keeps a new pass under the hash of its words.
    ///
    /// # Errors
    /// The backend's; a pass of the same id or words.
    pub fn put_pass(&mut self, pass: &Pass, hash: &[u8; 32]) -> Result<(), StoreError> {
        let fail = failed("keeping a pass");
        let write = self.write().map_err(&fail)?;
        let put = "insert into pass (id, hash, body) values (?1, ?2, ?3)";
        write.execute(put, params![pass.id, hash, to_json(pass)]).map_err(&fail)?;
        write.commit().map_err(&fail)
    }

    /// Every pass, those that ended too, by id.
    ///
    /// # Errors
    /// The backend's.
    pub fn passes(&self) -> Result<Vec<Pass>, StoreError> {
        self.listed("select body from pass order by id", [], "a pass")
    }

    /// The pass whose words have this hash, good or not.
    ///
    /// # Errors
    /// The backend's.
    pub fn pass_of(&self, hash: &[u8; 32]) -> Result<Option<Pass>, StoreError> {
        Ok(self.listed("select body from pass where hash = ?1", [hash], "a pass")?.pop())
    }

    /// Takes a pass back; `false` where there is none of this id. One that was taken back stays so.
    ///
    /// # Errors
    /// The backend's.
    pub fn revoke_pass(&mut self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        let fail = failed("taking a pass back");
        let write = self.write().map_err(&fail)?;
        let body: Option<String> =
            write.query_row("select body from pass where id = ?1", [id], |row| row.get(0)).optional().map_err(&fail)?;
        let Some(body) = body else { return Ok(false) };
        let mut pass: Pass = from_json(&body, "a pass")?;
        pass.revoked.get_or_insert(now);
        write.execute("update pass set body = ?2 where id = ?1", params![id, to_json(&pass)]).map_err(&fail)?;
        write.commit().map_err(&fail)?;
        Ok(true)
    }

    /// Notes that somebody read without masks.
    ///
    /// # Errors
    /// The backend's: then it must not be shown.
    pub fn note_disclosure(&mut self, at: Timestamp, pass: &str, what: &str) -> Result<(), StoreError> {
        let fail = failed("noting what is read");
        let write = self.write().map_err(&fail)?;
        let put = "insert into disclosure (at, pass, what) values (?1, ?2, ?3)";
        write.execute(put, params![at.0, pass, what]).map_err(&fail)?;
        write.commit().map_err(&fail)
    }

    /// The last acts of reading without masks before this number, the latest first, at most `limit`.
    ///
    /// # Errors
    /// The backend's.
    pub fn disclosures(&self, before: i64, limit: usize) -> Result<Vec<Disclosure>, StoreError> {
        let fail = failed("reading what was disclosed");
        let ask = "select seq, at, pass, what from disclosure where seq < ?1 order by seq desc limit ?2";
        let mut query = self.db.prepare_cached(ask).map_err(&fail)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query
            .query_map([before, limit], |row| {
                let at = Timestamp(row.get(1)?);
                Ok(Disclosure { seq: row.get(0)?, at, pass: row.get(2)?, what: row.get(3)? })
            })
            .map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }

    /// Every hook, by id.
    ///
    /// # Errors
    /// The backend's.
    pub fn hooks(&self) -> Result<Vec<Hook>, StoreError> {
        self.listed("select body from hook order by id", [], "a hook")
    }

    /// Keeps a hook, in the place of the one with its id.
    ///
    /// # Errors
    /// The backend's.
    pub fn put_hook(&mut self, hook: &Hook) -> Result<(), StoreError> {
        let fail = failed("keeping a hook");
        let write = self.write().map_err(&fail)?;
        write
            .execute("insert or replace into hook (id, body) values (?1, ?2)", params![hook.id, to_json(hook)])
            .map_err(&fail)?;
        write.commit().map_err(&fail)
    }

    /// Ends a hook; `false` where there is none of this id.
    ///
    /// # Errors
    /// The backend's.
    pub fn end_hook(&mut self, id: &str) -> Result<bool, StoreError> {
        let fail = failed("ending a hook");
        let write = self.write().map_err(&fail)?;
        let ended = write.execute("delete from hook where id = ?1", [id]).map_err(&fail)?;
        write.commit().map_err(&fail)?;
        Ok(ended > 0)
    }

    /// A number that changes when another connection has written to the ledger; it tells nothing else.
    ///
    /// # Errors
    /// The backend's.
    pub fn stirred(&self) -> Result<i64, StoreError> {
        self.db.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(failed("reading"))
    }
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("these have string keys and no failing serialiser")
}

fn from_json<T: DeserializeOwned>(body: &str, what: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|error| StoreError::Damaged { what: what.to_owned(), why: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(id: &str) -> Pass {
        let (made, ends) = (Timestamp(10), Timestamp(100));
        Pass { id: id.into(), role: "reader".into(), label: "desk".into(), made, ends, revoked: None }
    }

    #[test]
    fn passes_end_and_are_taken_back() {
        let mut store = SqliteStore::open_in_memory().expect("memory");
        store.put_pass(&pass("t_a"), &[1; 32]).expect("kept");
        assert!(store.put_pass(&pass("t_a"), &[2; 32]).is_err(), "an id is given once");
        let found = store.pass_of(&[1; 32]).expect("read").expect("there");
        assert!(found.is_good(Timestamp(99)) && !found.is_good(Timestamp(100)));
        assert_eq!(store.pass_of(&[3; 32]).expect("read"), None);
        assert!(store.revoke_pass("t_a", Timestamp(50)).expect("revoked"));
        assert!(store.revoke_pass("t_a", Timestamp(60)).expect("revoked"));
        assert!(!store.revoke_pass("t_b", Timestamp(60)).expect("none"));
        assert_eq!(store.passes().expect("read")[0].revoked, Some(Timestamp(50)));
    }

    #[test]
    fn disclosures_come_the_latest_first() {
        let mut store = SqliteStore::open_in_memory().expect("memory");
        for at in 1..=3 {
            store.note_disclosure(Timestamp(at), "local", "/claim/c_x").expect("noted");
        }
        let last = store.disclosures(i64::MAX, 2).expect("read");
        assert_eq!(last.iter().map(|act| act.at.0).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(store.disclosures(last[1].seq, 9).expect("read").len(), 1);
    }

    #[test]
    fn a_hook_is_replaced_and_ended() {
        let mut store = SqliteStore::open_in_memory().expect("memory");
        let mut hook = Hook {
            id: "h_a".into(),
            address: "https://example.org/".into(),
            secret: "whsec_AA".into(),
            indicator: None,
            place: None,
            least: None,
            moved_percent: Some(5),
            told: 3,
            figures: BTreeMap::from([("e_a".to_owned(), [None, Amount::whole(7), None])]),
            failures: 0,
            next: None,
            trouble: None,
        };
        store.put_hook(&hook).expect("kept");
        hook.told = 9;
        store.put_hook(&hook).expect("kept");
        assert_eq!(store.hooks().expect("read"), [hook]);
        assert!(store.end_hook("h_a").expect("ended") && !store.end_hook("h_a").expect("none"));
    }
}
