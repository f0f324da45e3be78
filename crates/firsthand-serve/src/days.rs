//! Which stories tell of a day? Of each story the first and the last day of its figures, kept at hand: who asks for a day need
//! not look into every story. It may be wider than a story is, and never narrower. Not here: which entries touch a day (`query`).

use crate::desk::lock;
use crate::problem::Problem;
use firsthand::model::{Entry, Period, StoryId};
use firsthand::store::Store;
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

type Span = (jiff::civil::Date, jiff::civil::Date);

fn widen(span: &mut Option<Span>, entries: &[Entry]) {
    for time in entries.iter().filter_map(|entry| entry.time) {
        let (first, last) = (time.first_day(), time.last_day());
        *span = Some(span.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
    }
}

impl Days {
    /// Of these stories those that may tell of a day, in their order.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn narrow(
        &self,
        store: &dyn Store,
        stories: Vec<Option<StoryId>>,
        day: Period,
    ) -> Result<Vec<Option<StoryId>>, Problem> {
        let mut known = lock(&self.0);
        follow(&mut known, store)?;
        let (first, last) = (day.first_day(), day.last_day());
        let may =
            |story: &Option<StoryId>| known.of_story.get(story).is_some_and(|(from, to)| *from <= last && *to >= first);
        Ok(stories.into_iter().filter(may).collect())
    }

    /// Follows the ledger, between requests.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn go_on(&self, store: &dyn Store) -> Result<(), Problem> {
        follow(&mut lock(&self.0), store)
    }
}

fn follow(known: &mut Known, store: &dyn Store) -> Result<(), Problem> {
    let feed = store.feed()?;
    let touched: Vec<Option<StoryId>> = match known.at {
        Some((name, end)) if name == feed.name && end >= feed.end => return Ok(()),
        Some((name, end)) if name == feed.name => {
            let mut touched = BTreeSet::new();
            for change in store.changes(end, usize::MAX)? {
                if !change.gone
                    && let Some(entry) = store.entry(change.entry)?
                {
                    touched.insert(entry.story);
                }
            }
            touched.into_iter().collect()
        }
        _ => {
            known.of_story.clear();
            store.stories_labelled(&[])?
        }
    };
    for story in touched {
        let mut span = known.of_story.get(&story).copied();
        widen(&mut span, &store.entries_of(story)?);
        if let Some(span) = span {
            known.of_story.insert(story, span);
        }
    }
    known.at = Some((feed.name, feed.end));
    Ok(())
}
