//! Which counters may be one, kept at hand story by story: to read them is to read all claims, so each story is read once and
//! again only when its figures changed, a little at a time, while what was read so far is shown.
//! Not here: why two names may be one (`firsthand::pipeline`).

use crate::desk::{lock, lock_free};
use crate::problem::Problem;
use crate::queue::Progress;
use firsthand::model::{Review, StoryId};
use firsthand::pipeline::{
    KnownCounters, Proposal, StoryNames, join_proposals, place_outside_of, read_records, read_story_names,
};
use firsthand::resources::Resources;
use firsthand::store::Store;
use firsthand_store::SqliteStore;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

/// The names of all stories.
#[derive(Default)]
pub(crate) struct Names {
    /// What is still to be done. Held while stories are read: nobody waits for it.
    work: Mutex<Work>,
    /// What was found. Held for moments.
    found: Mutex<BTreeMap<StoryId, StoryNames>>,
    known: OnceLock<KnownCounters>,
}

#[derive(Default)]
struct Work {
    todo: VecDeque<StoryId>,
    /// Those in `todo`.
    waiting: BTreeSet<StoryId>,
    /// The feed, and its number, up to which it was followed; none before anybody asked.
    at: Option<(i64, i64)>,
    /// What review called one counter when stories were read.
    same: BTreeMap<String, String>,
}

impl Names {
    fn known(&self, res: &Resources) -> &KnownCounters {
        self.known.get_or_init(|| KnownCounters::of(res))
    }

    /// Follows the ledger and reads stories for about so long, unless somebody else does; then at once.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn advance(&self, res: &Resources, store: &SqliteStore, budget: Duration) -> Result<(), Problem> {
        let Some(mut work) = lock_free(&self.work) else { return Ok(()) };
        let began = Instant::now();
        self.follow(&mut work, store)?;
        if work.todo.is_empty() {
            return Ok(());
        }
        let annex = place_outside_of(store)?;
        while let Some(id) = work.todo.pop_front() {
            work.waiting.remove(&id);
            let story = store.story(id)?;
            let names = story.map(|story| read_story_names(store, &annex, self.known(res), &story)).transpose()?;
            match names {
                None => drop(lock(&self.found).remove(&id)),
                Some(names) => drop(lock(&self.found).insert(id, names)),
            }
            if began.elapsed() >= budget {
                break;
            }
        }
        Ok(())
    }

    /// As [`Self::advance`], where somebody has asked for names.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn go_on(&self, res: &Resources, store: &SqliteStore) -> Result<(), Problem> {
        let wanted = self.work.try_lock().is_ok_and(|work| work.at.is_some());
        if wanted { self.advance(res, store, Duration::from_millis(100)) } else { Ok(()) }
    }

    /// Notes the stories whose figures changed; all of them where a reviewer has joined counters since, or parted them.
    fn follow(&self, work: &mut Work, store: &SqliteStore) -> Result<(), Problem> {
        let feed = store.feed()?;
        let review = Review::of(&read_records(store)?);
        match work.at {
            Some((name, after)) if name == feed.name && work.same == *review.counters() => {
                if after < feed.end {
                    for id in store.stories_changed(after)?.into_iter().flatten() {
                        if work.waiting.insert(id) {
                            work.todo.push_front(id);
                        }
                    }
                }
            }
            _ => {
                // The largest first: they name most.
                let mut stories = store.stories()?;
                stories.sort_by_key(|story| (std::cmp::Reverse(story.reports.len()), story.id));
                work.waiting = stories.iter().map(|story| story.id).collect();
                work.todo = stories.into_iter().map(|story| story.id).collect();
                work.same = review.counters().clone();
                lock(&self.found).clear();
            }
        }
        work.at = Some((feed.name, feed.end));
        Ok(())
    }

    /// The proposals of the stories that were read, as they stand in the ledger, and how many those are.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn propose(&self, res: &Resources, store: &dyn Store) -> Result<(Vec<Proposal>, Progress), Problem> {
        let review = Review::of(&read_records(store)?);
        let all: BTreeSet<StoryId> =
            store.ids_from("s_", usize::MAX)?.iter().filter_map(|id| id.parse().ok()).collect();
        let mut found = lock(&self.found);
        found.retain(|id, _| all.contains(id));
        let proposals = join_proposals(self.known(res), &review, found.values());
        Ok((proposals, Progress { weighed: found.len(), stories: all.len() }))
    }
}
