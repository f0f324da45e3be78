//! Which stories tell of a day? Of each story the first and the last day of its figures, kept at hand: who asks for a day need
//! not look into every story. It may be wider than a story is, and never narrower. Not here: which entries touch a day (`query`).

use crate::desk::lock;
use crate::problem::Problem;
use firsthand::model::{Period, StoryId};
use firsthand::store::Store;
use firsthand_store::SqliteStore;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

/// The days of each story; `None` stands for the claims from outside that joined none.
#[derive(Default)]
pub(crate) struct Days(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// The feed, and its number, up to which it was followed.
    at: Option<(i64, i64)>,
    of_story: BTreeMap<Option<StoryId>, Span>,
}

/// The first day and the last.
type Span = (jiff::civil::Date, jiff::civil::Date);

fn join(one: Option<Span>, other: Span) -> Span {
    one.map_or(other, |(from, to)| (from.min(other.0), to.max(other.1)))
}

impl Days {
    /// Of these stories those that may tell of a day, in their order.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn narrow(
        &self,
        store: &SqliteStore,
        stories: Vec<Option<StoryId>>,
        day: Period,
    ) -> Result<Vec<Option<StoryId>>, Problem> {
        let feed = store.feed()?;
        let followed = |at: Option<(i64, i64)>| at.filter(|(name, _)| *name == feed.name);
        let at = lock(&self.0).at;
        if followed(at).is_none() {
            self.go_on(store)?;
        }
        // What changed since is not known, so that it may tell of any day. Nobody waits for who follows.
        let since = match followed(at) {
            Some((_, end)) if end < feed.end => store.stories_changed(end)?,
            _ => BTreeSet::new(),
        };
        let known = lock(&self.0);
        let (first, last) = (day.first_day(), day.last_day());
        let touches =
            |story: &Option<StoryId>| known.of_story.get(story).is_some_and(|(from, to)| *from <= last && *to >= first);
        Ok(stories.into_iter().filter(|story| touches(story) || since.contains(story)).collect())
    }

    /// Follows the ledger, between requests.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn go_on(&self, store: &SqliteStore) -> Result<(), Problem> {
        let feed = store.feed()?;
        let at = lock(&self.0).at;
        let mut found: BTreeMap<Option<StoryId>, Span> = BTreeMap::new();
        let mut tell = |story, time: Period| {
            let span = join(found.get(&story).copied(), (time.first_day(), time.last_day()));
            found.insert(story, span);
        };
        match at {
            Some((name, end)) if name == feed.name && end >= feed.end => return Ok(()),
            Some((name, end)) if name == feed.name => {
                for story in store.stories_changed(end)? {
                    store.each_days(Some(story), &mut tell)?;
                }
            }
            _ => store.each_days(None, &mut tell)?,
        }
        let mut known = lock(&self.0);
        if known.at.is_none_or(|(name, _)| name != feed.name) {
            known.of_story.clear();
        }
        for (story, span) in found {
            let span = join(known.of_story.get(&story).copied(), span);
            known.of_story.insert(story, span);
        }
        known.at = Some((feed.name, feed.end));
        Ok(())
    }
}
