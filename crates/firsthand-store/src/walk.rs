//! Ids in portions, so that a list is read page by page however large the ledger is.
//! Not here: what bears the ids (`sqlite`).

use crate::SqliteStore;
use crate::sqlite::failed;
use firsthand::model::{ClaimId, ReportId};
use firsthand::store::StoreError;
use rusqlite::params;

impl SqliteStore {
    /// The reports whose ids come behind this one, sorted, at most `limit`; from the first without.
    ///
    /// # Errors
    /// The backend's.
    pub fn report_ids_behind(&self, after: Option<ReportId>, limit: usize) -> Result<Vec<ReportId>, StoreError> {
        let sql = "select id from report where id > ?1 order by id limit ?2";
        Ok(self.ids_behind(sql, after.map(|id| id.0), limit)?.into_iter().map(ReportId).collect())
    }

    /// The claims from outside whose ids come behind this one, sorted, at most `limit`; from the first without.
    ///
    /// # Errors
    /// The backend's.
    pub fn outside_ids_behind(&self, after: Option<ClaimId>, limit: usize) -> Result<Vec<ClaimId>, StoreError> {
        let sql = "select id from outside_claim where id > ?1 order by id limit ?2";
        Ok(self.ids_behind(sql, after.map(|id| id.0), limit)?.into_iter().map(ClaimId).collect())
    }

    fn ids_behind(&self, sql: &str, after: Option<[u8; 10]>, limit: usize) -> Result<Vec<[u8; 10]>, StoreError> {
        let fail = failed("reading");
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        // No bytes at all stand before every id.
        let after: &[u8] = after.as_ref().map_or(&[], |id| &id[..]);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = query.query_map(params![after, limit], |row| row.get(0)).map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use firsthand::model::Timestamp;
    use firsthand::store::conformance::sample_report;
    use firsthand::store::{Filing, Store};

    #[test]
    fn portions_follow_each_other_without_a_gap() {
        let mut store = SqliteStore::open_in_memory().expect("memory");
        let filing = |number| Filing {
            report: sample_report(number),
            claims: Vec::new(),
            kin_keys: Vec::new(),
            story_keys: Vec::new(),
            signature: Vec::new(),
            beat: None,
        };
        store.file_reports(&[filing(1), filing(2), filing(3)], Timestamp(1)).expect("filed");
        let (mut walked, mut after) = (Vec::new(), None);
        while let Some(last) =
            store.report_ids_behind(after, 2).expect("read").into_iter().inspect(|id| walked.push(*id)).last()
        {
            after = Some(last);
        }
        assert_eq!(walked, store.report_ids().expect("read"));
        assert_eq!(store.outside_ids_behind(None, 9).expect("read"), []);
    }
}
