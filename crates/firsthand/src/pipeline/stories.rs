//! What is known of a story as a whole? Its head, its pages, who counted; and what a list of stories says of each, for which
//! no page is opened. Not here: words and pictures (the shells, `export`), and what a story says in the end
//! (`read_story_state`).

use super::mask_entries;
use super::rows::Asked;
use crate::export::jsonl::{lineage_lines, mask_entry, private_names};
use crate::export::kinship::{CountedBy, Kinship, order_of};
use crate::ledger::{Hand, StoryState, name_counters, trace_hands};
use crate::model::{
    Claim, Derivation, Entry, FamilyId, Period, Published, Report, ReportId, Story, StoryId, Timestamp,
};
use crate::store::{Holder, Store, StoreError};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

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

impl StoryHead {
    fn of(id: StoryId, pages: usize, texts: usize, entries: &[Entry], names: &BTreeMap<String, String>) -> Self {
        // The lead is what most pages count; of things and money only where no people are counted.
        let mut by_indicator: BTreeMap<&str, (bool, usize, usize)> = BTreeMap::new();
        for entry in entries {
            let score = by_indicator.entry(&entry.indicator).or_default();
            score.0 |= entry.unit == "person";
            score.1 += entry.pages;
            score.2 += entry.support.len();
        }
        let lead =
            by_indicator.iter().max_by_key(|(name, score)| (**score, std::cmp::Reverse(**name))).map(|(name, _)| *name);
        let of_lead = || entries.iter().filter(|entry| Some(entry.indicator.as_str()) == lead);
        let counters: BTreeSet<&String> = of_lead().flat_map(|entry| &entry.counters).collect();
        let place =
            of_lead().max_by_key(|entry| (entry.pages, std::cmp::Reverse(entry.id))).and_then(|e| e.place.clone());
        Self {
            id,
            pages,
            texts,
            counters: counters.into_iter().map(|key| names.get(key).unwrap_or(key).clone()).collect(),
            lead: lead.map(str::to_owned),
            place,
        }
    }
}

fn count_texts(families: &BTreeMap<ReportId, FamilyId>) -> usize {
    families.values().collect::<BTreeSet<_>>().len()
}

/// The figures that most pages carry, of the lead indicator at its place.
fn lead_entries<'a>(head: &StoryHead, entries: &'a [Entry]) -> Vec<&'a Entry> {
    const SHOWN: usize = 4;
    let of_lead = |entry: &&Entry| Some(&entry.indicator) == head.lead.as_ref() && entry.place == head.place;
    let mut entries: Vec<&Entry> = entries.iter().filter(of_lead).collect();
    entries.sort_by_key(|entry| {
        (entry.subset.is_some(), std::cmp::Reverse((entry.pages, entry.texts)), entry.time, entry.id)
    });
    entries.truncate(SHOWN);
    entries
}

/// A story with its reports in the order of publication, its families, edges and entries.
#[derive(Debug, Clone)]
pub struct StoryView {
    /// What its head says.
    pub head: StoryHead,
    /// Its pages, in the order of publication.
    pub reports: Vec<Report>,
    /// Which of them are one text.
    pub families: BTreeMap<ReportId, FamilyId>,
    /// Who copied whom, within the story.
    pub edges: Vec<Derivation>,
    /// What its pages say, private names as written.
    pub claims: Vec<Claim>,
    /// Without the names of private persons.
    pub entries: Vec<Entry>,
    /// Whose figures of the lead indicator the pages carry.
    pub hands: Vec<Hand>,
    names: BTreeMap<String, String>,
}

impl StoryView {
    /// Opens a story: its pages are read.
    ///
    /// # Errors
    /// The store's.
    pub fn of(store: &dyn Store, story: &Story) -> Result<Self, StoreError> {
        let mut reports = Vec::with_capacity(story.reports.len());
        for id in &story.reports {
            reports.extend(store.report(*id)?);
        }
        reports.sort_by_cached_key(order_of);
        let families = store.families(&story.reports)?;
        let mut edges = store.derivations(&story.reports)?;
        let is_here = |id: &ReportId| story.reports.binary_search(id).is_ok();
        edges.retain(|edge| is_here(&edge.child) && is_here(&edge.parent));
        let claims = store.claims(&story.reports)?;
        let private = private_names(&claims);
        let entries = store.entries_of(Some(story.id))?;
        let entries: Vec<Entry> = entries.into_iter().map(|entry| mask_entry(entry, &private)).collect();
        let names = name_counters(&claims);
        let head = StoryHead::of(story.id, story.reports.len(), count_texts(&families), &entries, &names);
        let leading = entries.iter().filter(|entry| Some(&entry.indicator) == head.lead.as_ref());
        let hands = trace_hands(leading, &claims, &families);
        Ok(Self { head, reports, families, edges, claims, entries, hands, names })
    }

    /// Which page hangs below which.
    #[must_use]
    pub fn kinship(&self) -> Kinship<'_> {
        Kinship::of(&self.reports, &self.families, &self.edges)
    }

    /// Whose figures stand where, for pictures.
    #[must_use]
    pub fn counted_by(&self) -> Vec<CountedBy> {
        let ids: BTreeMap<&str, ReportId> =
            self.reports.iter().map(|report| (report.doc.as_str(), report.id)).collect();
        let source = |hand: &Hand| {
            let counter = hand.counter.as_ref()?;
            let mut pages = BTreeMap::new();
            for (docs, inferred) in [(&hand.inferred_for, true), (&hand.copied_by, false), (&hand.named_by, false)] {
                pages.extend(docs.iter().filter_map(|doc| Some((*ids.get(doc.as_str())?, inferred))));
            }
            Some(CountedBy { name: self.names.get(counter).unwrap_or(counter).clone(), pages })
        };
        self.hands.iter().filter_map(source).collect()
    }

    /// When its first page was published.
    #[must_use]
    pub fn first(&self) -> Option<&Published> {
        self.reports.iter().filter_map(|report| report.published.as_ref()).min_by_key(|published| published.start())
    }

    /// When its last page was published.
    #[must_use]
    pub fn last(&self) -> Option<&Published> {
        self.reports.iter().filter_map(|report| report.published.as_ref()).max_by_key(|published| published.end())
    }

    /// The days from the first page to the last.
    #[must_use]
    pub fn days(&self) -> Option<Period> {
        let (first, last) = self.first().zip(self.last())?;
        let (first, last) = (first.date(), last.date());
        Some(Period::days(first.min(last), last.max(first)))
    }

    /// What its counters are called, by key.
    #[must_use]
    pub fn names(&self) -> &BTreeMap<String, String> {
        &self.names
    }

    /// The languages of its pages, sorted.
    #[must_use]
    pub fn langs(&self) -> Vec<&str> {
        let langs: BTreeSet<&str> = self.reports.iter().map(|report| report.lang.code()).collect();
        langs.into_iter().collect()
    }

    /// The places that its figures tell of, that of most pages first.
    #[must_use]
    pub fn places(&self) -> Vec<&str> {
        let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.entries {
            for place in entry.place.iter().flat_map(|place| place.split("; ")) {
                *pages.entry(place).or_default() += entry.pages;
            }
        }
        let mut places: Vec<&str> = pages.keys().copied().collect();
        places.sort_by_key(|place| (std::cmp::Reverse(pages[place]), *place));
        places
    }

    /// The figures that most pages carry, of the lead indicator at its place.
    #[must_use]
    pub fn leading(&self) -> Vec<&Entry> {
        lead_entries(&self.head, &self.entries)
    }
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
        let texts = count_texts(&store.families(&story.reports)?);
        let entries = mask_entries(store, entries)?;
        let head = StoryHead::of(story.id, story.reports.len(), texts, &entries, &BTreeMap::new());
        let leading = lead_entries(&head, &entries).into_iter().cloned().collect();
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
/// nothing is asked for, stories without entries come last. Only the stories of this portion are read. None where `from`
/// is no story of the list.
///
/// # Errors
/// The store's.
pub fn list_stories(
    store: &dyn Store,
    asked: &Asked,
    from: Option<StoryId>,
    most: usize,
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
        let entries = asked.entries_of(store, Some(id))?;
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
pub fn story_document(view: &StoryView) -> Value {
    json!({
        "id": view.head.id, "pages": view.head.pages, "texts": view.head.texts, "lead": view.head.lead,
        "place": view.head.place, "counters": view.head.counters, "first": view.first(), "last": view.last(),
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
        "figures": state.figures.iter().map(figure).collect::<Vec<_>>(),
    })
}
