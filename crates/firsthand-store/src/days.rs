//! Which stories changed, and of which days do entries tell? Read without the rest of the entries, which is long.
//! Not here: what the days are for (`firsthand-serve`).

use crate::SqliteStore;
use crate::sqlite::{failed, read_body};
use firsthand::model::{Period, StoryId};
use firsthand::store::StoreError;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What of an entry tells its days.
#[derive(Deserialize)]
struct Dated {
    time: Option<Period>,
}

impl SqliteStore {
    /// The stories of the entries that came or changed behind this number of the feed; none stands for the claims from
    /// outside that joined no story. Entries that are gone name no story.
    ///
    /// # Errors
    /// The backend's.
    pub fn stories_changed(&self, after: i64) -> Result<BTreeSet<Option<StoryId>>, StoreError> {
        let fail = failed("reading the feed");
        let sql = "select distinct entry.story from change cross join entry on entry.id = change.entry where seq > ?1";
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let rows =
            query.query_map([after], |row| Ok(row.get::<_, Option<[u8; 10]>>(0)?.map(StoryId))).map_err(&fail)?;
        rows.collect::<Result<_, _>>().map_err(&fail)
    }

    /// Tells the days of each entry that has any, of one story or (without) of all, with its story.
    ///
    /// # Errors
    /// The backend's; a damaged entry.
    pub fn each_days(
        &self,
        of: Option<Option<StoryId>>,
        tell: &mut dyn FnMut(Option<StoryId>, Period),
    ) -> Result<(), StoreError> {
        let fail = failed("reading days");
        let sql = match of {
            Some(_) => "select story, body from entry where story is ?1",
            None => "select story, body from entry where ?1 is null",
        };
        let mut query = self.db.prepare_cached(sql).map_err(&fail)?;
        let mut rows = query.query([of.flatten().map(|story| story.0)]).map_err(&fail)?;
        while let Some(row) = rows.next().map_err(&fail)? {
            let story = row.get::<_, Option<[u8; 10]>>(0).map_err(&fail)?.map(StoryId);
            let body = row.get_ref(1).and_then(|text| Ok(text.as_str()?)).map_err(&fail)?;
            if let Some(time) = read_body::<Dated>(body, "an entry")?.time {
                tell(story, time);
            }
        }
        Ok(())
    }
}
