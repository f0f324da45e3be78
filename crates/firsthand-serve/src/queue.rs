//! The queue of review, kept at hand: weighing doubts takes trying each, so each story is weighed once and again only when
//! its figures changed, a little at a time. Not here: what a doubt is (`firsthand::pipeline::rank_doubts`).

use crate::desk::{Desk, Threads, lock};
use crate::problem::Problem;
use firsthand::model::StoryId;
use firsthand::pipeline::{Doubt, place_outside_claims, rank_doubts};
use firsthand::store::Store;
use firsthand_store::SqliteStore;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

/// Doubts that are kept of one story.
const OF_STORY: usize = 20;
/// What ranks behind so many others need not be tried.
const FRONT: usize = 200;

/// Doubts by story, and the stories that are still to be weighed.
#[derive(Default)]
pub(crate) struct Queue {
    of_story: BTreeMap<StoryId, Vec<Doubt>>,
    todo: VecDeque<StoryId>,
    /// Those in `todo`.
    waiting: BTreeSet<StoryId>,
    /// The feed, and its number, up to which it was followed; none before anybody asked.
    at: Option<(i64, i64)>,
    known: usize,
}

/// How far the weighing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) weighed: usize,
    pub(crate) stories: usize,
}

impl Queue {
    /// Whether somebody has asked for it.
    pub(crate) fn is_wanted(&self) -> bool {
        self.at.is_some()
    }

    /// Follows the ledger and weighs stories for about so long; a single large story may take longer.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn advance(&mut self, store: &SqliteStore, budget: Duration) -> Result<Progress, Problem> {
        let began = Instant::now();
        self.follow(store)?;
        if !self.todo.is_empty() {
            let has_outside = !store.outside_recorded()?.is_empty();
            let all = if has_outside { store.stories()? } else { Vec::new() };
            let annex = place_outside_claims(store, &all)?;
            let mut ranks: Vec<u32> = self.of_story.values().flatten().map(|doubt| doubt.rank().0).collect();
            while let Some(id) = self.todo.pop_front() {
                self.waiting.remove(&id);
                match store.story(id)? {
                    None => {
                        self.of_story.remove(&id);
                    }
                    Some(story) => {
                        ranks.sort_unstable_by_key(|rank| std::cmp::Reverse(*rank));
                        ranks.truncate(FRONT);
                        let least = if ranks.len() < FRONT { 0 } else { ranks.last().copied().unwrap_or(0) };
                        let mut doubts = rank_doubts(store, &Threads, &annex, &story, least)?;
                        doubts.truncate(OF_STORY);
                        ranks.extend(doubts.iter().map(|doubt| doubt.rank().0));
                        self.of_story.insert(id, doubts);
                    }
                }
                if began.elapsed() >= budget {
                    break;
                }
            }
        }
        Ok(Progress { weighed: self.known.saturating_sub(self.todo.len()), stories: self.known })
    }

    /// Notes the stories whose figures changed.
    fn follow(&mut self, store: &SqliteStore) -> Result<(), Problem> {
        let feed = store.feed()?;
        let (name, after) = self.at.unwrap_or((feed.name, -1));
        if name == feed.name && after == feed.end {
            return Ok(());
        }
        let all = name != feed.name || after < 0;
        let mut touched: BTreeSet<StoryId> = BTreeSet::new();
        if all {
            // The largest first: on their figures most depends.
            let mut stories = store.stories()?;
            stories.sort_by_key(|story| (std::cmp::Reverse(story.reports.len()), story.id));
            self.known = stories.len();
            self.of_story.clear();
            self.waiting = stories.iter().map(|story| story.id).collect();
            self.todo = stories.into_iter().map(|story| story.id).collect();
        } else {
            for change in store.changes(after, usize::MAX)? {
                if !change.gone {
                    touched.extend(store.entry(change.entry)?.and_then(|entry| entry.story));
                }
            }
            for id in touched {
                if !self.of_story.contains_key(&id) && !self.waiting.contains(&id) {
                    self.known += 1;
                }
                if self.waiting.insert(id) {
                    self.todo.push_front(id);
                }
            }
        }
        self.at = Some((feed.name, feed.end));
        Ok(())
    }

    /// The first doubts by rank that still stand in the ledger.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn first(&mut self, store: &dyn Store, most: usize) -> Result<Vec<Doubt>, Problem> {
        let mut all: Vec<(&StoryId, &Doubt)> =
            self.of_story.iter().flat_map(|(id, doubts)| doubts.iter().map(move |doubt| (id, doubt))).collect();
        all.sort_by_key(|(_, doubt)| (std::cmp::Reverse(doubt.rank()), doubt.entry, doubt.claim));
        let (mut found, mut gone) = (Vec::new(), BTreeSet::new());
        for (id, doubt) in all {
            if found.len() >= most {
                break;
            }
            if gone.contains(id) {
                continue;
            }
            if store.story(*id)?.is_none() {
                gone.insert(*id);
                continue;
            }
            let open = store.claim(doubt.claim)?.is_some_and(|claim| claim.review.is_none());
            if open && store.entry(doubt.entry)?.is_some() {
                found.push(doubt.clone());
            }
        }
        for id in gone {
            self.of_story.remove(&id);
        }
        Ok(found)
    }
}

/// Weighs on while stories wait, between requests.
pub(crate) fn weigh_on(desk: &Desk, store: &SqliteStore) -> Result<(), Problem> {
    let mut queue = lock(&desk.queue);
    if queue.is_wanted() {
        queue.advance(store, Duration::from_millis(100))?;
    }
    Ok(())
}
