//! The queue of review, kept at hand: weighing doubts takes trying each, so each story is weighed once and again only when
//! its figures changed, a little at a time, while what was weighed so far is shown.
//! Not here: what a doubt is (`firsthand::pipeline::rank_doubts`).

use crate::desk::{Threads, lock, lock_free};
use crate::problem::Problem;
use firsthand::model::StoryId;
use firsthand::pipeline::{Doubt, place_outside_of, rank_doubts};
use firsthand::store::Store;
use firsthand_store::SqliteStore;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Doubts that are kept of one story, and of how many each is tried.
const OF_STORY: usize = 20;
const TRIED: usize = 64;
/// What ranks behind so many others need not be tried.
const FRONT: usize = 200;

/// The queue.
#[derive(Default)]
pub(crate) struct Queue {
    /// What is still to be done. Held while a story is weighed: nobody waits for it.
    work: Mutex<Work>,
    /// What was found. Held for moments.
    found: Mutex<Found>,
}

#[derive(Default)]
struct Work {
    todo: VecDeque<StoryId>,
    /// Those in `todo`.
    waiting: BTreeSet<StoryId>,
    /// The feed, and its number, up to which it was followed; none before anybody asked.
    at: Option<(i64, i64)>,
}

#[derive(Default)]
struct Found {
    wanted: bool,
    of_story: BTreeMap<StoryId, Vec<Doubt>>,
    known: usize,
    left: usize,
}

/// How far the weighing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) weighed: usize,
    pub(crate) stories: usize,
}

impl Queue {
    /// Follows the ledger and weighs stories for about so long, unless somebody else does; then at once. A single large
    /// story may take longer.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn advance(&self, store: &SqliteStore, budget: Duration) -> Result<(), Problem> {
        let Some(mut work) = lock_free(&self.work) else { return Ok(()) };
        lock(&self.found).wanted = true;
        let began = Instant::now();
        self.follow(&mut work, store)?;
        if work.todo.is_empty() {
            return Ok(());
        }
        let annex = place_outside_of(store)?;
        let mut ranks: Vec<u32> = lock(&self.found).of_story.values().flatten().map(|doubt| doubt.rank().0).collect();
        while let Some(id) = work.todo.pop_front() {
            work.waiting.remove(&id);
            match store.story(id)? {
                None => drop(lock(&self.found).of_story.remove(&id)),
                Some(story) => {
                    ranks.sort_unstable_by_key(|rank| std::cmp::Reverse(*rank));
                    ranks.truncate(FRONT);
                    let least = if ranks.len() < FRONT { 0 } else { ranks.last().copied().unwrap_or(0) };
                    let mut doubts = rank_doubts(store, &Threads, &annex, &story, least, TRIED)?;
                    doubts.truncate(OF_STORY);
                    ranks.extend(doubts.iter().map(|doubt| doubt.rank().0));
                    lock(&self.found).of_story.insert(id, doubts);
                }
            }
            lock(&self.found).left = work.todo.len();
            if began.elapsed() >= budget {
                break;
            }
        }
        Ok(())
    }

    /// As [`Self::advance`], where somebody has asked for the queue.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn go_on(&self, store: &SqliteStore) -> Result<(), Problem> {
        if lock(&self.found).wanted { self.advance(store, Duration::from_millis(100)) } else { Ok(()) }
    }

    /// Notes the stories whose figures changed.
    fn follow(&self, work: &mut Work, store: &SqliteStore) -> Result<(), Problem> {
        let feed = store.feed()?;
        let (name, after) = work.at.unwrap_or((feed.name, -1));
        if name == feed.name && after == feed.end {
            return Ok(());
        }
        if name != feed.name || after < 0 {
            // The largest first: on their figures most depends.
            let mut stories = store.stories()?;
            stories.sort_by_key(|story| (std::cmp::Reverse(story.reports.len()), story.id));
            work.waiting = stories.iter().map(|story| story.id).collect();
            work.todo = stories.into_iter().map(|story| story.id).collect();
            let mut found = lock(&self.found);
            found.of_story.clear();
            found.known = work.todo.len();
        } else {
            let touched = store.stories_changed(after)?;
            let mut found = lock(&self.found);
            for id in touched.into_iter().flatten() {
                if !found.of_story.contains_key(&id) && !work.waiting.contains(&id) {
                    found.known += 1;
                }
                if work.waiting.insert(id) {
                    work.todo.push_front(id);
                }
            }
        }
        lock(&self.found).left = work.todo.len();
        work.at = Some((feed.name, feed.end));
        Ok(())
    }

    /// How far the weighing is.
    pub(crate) fn progress(&self) -> Progress {
        let found = lock(&self.found);
        Progress { weighed: found.known.saturating_sub(found.left), stories: found.known }
    }

    /// The first doubts by rank that still stand in the ledger.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn first(&self, store: &dyn Store, most: usize) -> Result<Vec<Doubt>, Problem> {
        let mut all: Vec<(StoryId, Doubt)> = {
            let found = lock(&self.found);
            found.of_story.iter().flat_map(|(id, doubts)| doubts.iter().map(|doubt| (*id, doubt.clone()))).collect()
        };
        all.sort_by_key(|(_, doubt)| (std::cmp::Reverse(doubt.rank()), doubt.entry, doubt.claim));
        let (mut found, mut gone) = (Vec::new(), BTreeSet::new());
        for (id, doubt) in all {
            if found.len() >= most {
                break;
            }
            if gone.contains(&id) {
                continue;
            }
            if store.story(id)?.is_none() {
                gone.insert(id);
                continue;
            }
            let open = store.claim(doubt.claim)?.is_some_and(|claim| claim.review.is_none());
            if open && store.entry(doubt.entry)?.is_some() {
                found.push(doubt);
            }
        }
        let mut kept = lock(&self.found);
        for id in gone {
            kept.of_story.remove(&id);
        }
        Ok(found)
    }
}
