//! What does a list of stories say of each? No page is opened for it. And the public form of a story.
//! Not here: what is told of one story (`traced`), and what it says in the end (`read_story_state`).

use super::mask_entries;
use super::rows::Asked;
use super::traced::{TracedStory, lead_of, place_of};
use crate::export::jsonl::lineage_lines;
use crate::ledger::StoryState;
use crate::model::{Entry, Period, Story, StoryId, Timestamp};
use crate::store::{Holder, Store, StoreError};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What the head of a story says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryHead {
    /// The story.
    pub id: StoryId,
    /// Its pages.
    pub pages: usize,
    /// Its independent texts.
    pub texts: usize,
    /// Who counted what the lead indicator tells, by name, in the order of their keys.
    pub counters: Vec<String>,
    /// The indicator that most pages tell of.
    pub lead: Option<String>,
    /// Where: the place of the entry that most pages tell of.
    pub place: Option<String>,
}

/// The figures that most pages carry, of the lead indicator at its place.
pub(super) fn lead_entries<'a>(lead: Option<&str>, place: Option<&str>, entries: &'a [Entry]) -> Vec<&'a Entry> {
    const SHOWN: usize = 4;
    let of_lead = |entry: &&Entry| Some(entry.indicator.as_str()) == lead && entry.place.as_deref() == place;
    let mut entries: Vec<&Entry> = entries.iter().filter(of_lead).collect();
    entries.sort_by_key(|entry| {
        (entry.subset.is_some(), std::cmp::Reverse((entry.pages, entry.texts)), entry.time, entry.id)
    });
    entries.truncate(SHOWN);
    entries
}

/// All stories, the largest first.
///
/// # Errors
/// The store's.
pub fn stories_by_size(store: &dyn Store) -> Result<Vec<Story>, StoreError> {
    let mut stories = store.stories()?;
    stories.sort_by_key(|story| (std::cmp::Reverse(story.reports.len()), story.id));
    Ok(stories)
}

/// What a list says of a story. Of counters it has the keys, and not how pages write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLine {
    /// What its head says, of what is asked for.
    pub head: StoryHead,
    /// The latest moments at which its first and its last dated page were published.
    pub published: Option<(Timestamp, Timestamp)>,
    /// The languages of its pages, sorted.
    pub langs: Vec<String>,
    /// The figures that most pages carry, private names masked.
    pub leading: Vec<Entry>,
}

impl StoryLine {
    fn of(store: &dyn Store, story: &Story, entries: Vec<Entry>) -> Result<Self, StoreError> {
        let entries = mask_entries(store, entries)?;
        let (lead, place) = (lead_of(&entries), place_of(&entries));
        let keys: BTreeSet<&String> = entries
            .iter()
            .filter(|entry| Some(&entry.indicator) == lead.as_ref())
            .flat_map(|entry| &entry.counters)
            .collect();
        let leading = lead_entries(lead.as_deref(), place.as_deref(), &entries).into_iter().cloned().collect();
        let head = StoryHead {
            id: story.id,
            pages: story.reports.len(),
            texts: store.families(&story.reports)?.values().collect::<BTreeSet<_>>().len(),
            counters: keys.into_iter().cloned().collect(),
            lead,
            place,
        };
        let seqs: Vec<u32> = store.seqs(&story.reports)?.into_values().collect();
        let holders = store.held_by(&seqs)?;
        let dated = || holders.iter().map(|holder| holder.published).filter(|at| *at != i64::MAX);
        let published = dated().min().zip(dated().max()).map(|(first, last)| (Timestamp(first), Timestamp(last)));
        let langs: BTreeSet<String> = holders.iter().map(Holder::lang_code).collect();
        Ok(Self { head, published, langs: langs.into_iter().collect(), leading })
    }

    /// The days from the first page to the last.
    #[must_use]
    pub fn days(&self) -> Option<Period> {
        // A bare date ends with its day.
        let day = |at: Timestamp| Timestamp(at.0.saturating_sub(1)).date();
        self.published.map(|(first, last)| Period::days(day(first), day(last)))
    }
}

/// Some stories of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryList {
    /// In the order of the list.
    pub lines: Vec<StoryLine>,
    /// With which story the next portion begins.
    pub next: Option<StoryId>,
}

/// The stories that hold entries asked for, those of most reports first, from the story `from` on and at most `most`; where
/// nothing is asked for, stories without entries come last. What is not to be shown (`shows`) counts as not there. Only the
/// stories of this portion are read. None where `from` is no story of the list.
///
/// # Errors
/// The store's.
pub fn list_stories(
    store: &dyn Store,
    asked: &Asked,
    from: Option<StoryId>,
    most: usize,
    shows: &dyn Fn(&Entry) -> bool,
) -> Result<Option<StoryList>, StoreError> {
    let mut ids: Vec<StoryId> = asked.stories(store)?.into_iter().flatten().collect();
    let is_all = asked.indicator.is_none() && asked.place.is_none() && asked.story.is_none();
    let at = |ids: &[StoryId]| from.map_or(Some(0), |from| ids.iter().position(|id| *id == from));
    let mut start = at(&ids);
    if is_all && start.is_none_or(|start| ids.len() - start <= most) {
        let told: BTreeSet<StoryId> = ids.iter().copied().collect();
        let silent = stories_by_size(store)?.into_iter().map(|story| story.id).filter(|id| !told.contains(id));
        ids.extend(silent);
        start = at(&ids);
    }
    let Some(start) = start else { return Ok(None) };
    let mut list = StoryList::default();
    for id in ids.into_iter().skip(start) {
        let mut entries = asked.entries_of(store, Some(id))?;
        entries.retain(shows);
        if entries.is_empty() && !is_all {
            continue;
        }
        if list.lines.len() == most {
            list.next = Some(id);
            break;
        }
        if let Some(story) = store.story(id)? {
            list.lines.push(StoryLine::of(store, &story, entries)?);
        }
    }
    Ok(Some(list))
}

/// A story in its public form, as `docs/formats/story.schema.json` tells it, without its state.
#[must_use]
pub fn story_document(view: &TracedStory) -> Value {
    json!({
        "id": view.id, "pages": view.reports.len(), "texts": view.texts(), "lead": view.lead,
        "place": view.place, "counters": view.counters(), "first": view.first(), "last": view.last(),
        "langs": view.langs(), "places": view.places(), "hands": view.hands,
        "figures": view.leading().into_iter().map(figure_document).collect::<Vec<_>>(),
        "lineage": lineage_lines(&view.reports, &view.families, &view.edges),
    })
}

/// A figure of a story in its public form.
#[must_use]
pub fn figure_document(entry: &Entry) -> Value {
    json!({
        "entry": entry.id, "indicator": entry.indicator, "unit": entry.unit, "subset": entry.subset,
        "place": entry.place, "time": entry.time, "low": entry.low, "best": entry.best, "high": entry.high,
        "counters": entry.counters, "texts": entry.texts, "pages": entry.pages,
    })
}

/// What a story says in the end, in its public form.
#[must_use]
pub fn state_document(state: &StoryState) -> Value {
    let figure = |figure: &crate::ledger::StateFigure| {
        json!({
            "indicator": figure.indicator, "unit": figure.unit, "low": figure.low, "best": figure.best,
            "high": figure.high, "entry": figure.entry, "rule": figure.rule,
        })
    };
    json!({
        "place": state.place.as_ref().and_then(|place| place.name.as_ref()),
        "day": state.day.map(|day| day.to_string()),
        "day_told": state.day_told,
        "figures": state.figures.iter().map(figure).collect::<Vec<_>>(),
    })
}
