//! What is told of a story by those who show it? Its pages, who copied whom, its figures, and whose figures its pages carry.
//! Not here: words and layout (the shells), the graph (`export::graph`).

use super::stories::{StoryHead, lead_entries};
use crate::export::jsonl::{mask_entry, private_names};
use crate::export::kinship::{CountedBy, Kinship, order_of};
use crate::ledger::{Hand, name_counters, trace_hands};
use crate::model::{Claim, Derivation, Entry, FamilyId, Period, Published, Report, ReportId, Story, StoryId};
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// A story with all that is shown of it.
#[derive(Debug, Clone)]
pub struct TracedStory {
    /// The story.
    pub id: StoryId,
    /// Its pages, in the order of publication.
    pub reports: Vec<Report>,
    /// The text that each page belongs to.
    pub families: BTreeMap<ReportId, FamilyId>,
    /// The edges between its pages.
    pub edges: Vec<Derivation>,
    /// The claims of its pages.
    pub claims: Vec<Claim>,
    /// Its entries, without the names of private persons.
    pub entries: Vec<Entry>,
    /// The indicator that most pages tell of; of things and money only where no people are counted.
    pub lead: Option<String>,
    /// The place of the lead indicator that most pages tell of.
    pub place: Option<String>,
    /// The names of all counters, by their keys.
    pub names: BTreeMap<String, String>,
    /// Whose figures of the lead indicator the pages carry.
    pub hands: Vec<Hand>,
}

impl TracedStory {
    /// Reads a story.
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
        let lead = lead_of(&entries);
        let of_lead = entries.iter().filter(|entry| Some(&entry.indicator) == lead.as_ref());
        let hands = trace_hands(of_lead, &claims, &families);
        let place = place_of(&entries);
        Ok(Self { id: story.id, reports, families, edges, claims, entries, lead, place, names, hands })
    }

    /// Leaves the entries and claims that may be shown, and what follows from them.
    pub fn retain(&mut self, entries: &dyn Fn(&Entry) -> bool, claims: &dyn Fn(&Claim) -> bool) {
        self.entries.retain(entries);
        self.claims.retain(claims);
        self.lead = lead_of(&self.entries);
        self.place = place_of(&self.entries);
        let of_lead = self.entries.iter().filter(|entry| Some(&entry.indicator) == self.lead.as_ref());
        self.hands = trace_hands(of_lead, &self.claims, &self.families);
    }

    /// What its head says.
    #[must_use]
    pub fn head(&self) -> StoryHead {
        StoryHead {
            id: self.id,
            pages: self.reports.len(),
            texts: self.texts(),
            counters: self.counters(),
            lead: self.lead.clone(),
            place: self.place.clone(),
        }
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
        lead_entries(self.lead.as_deref(), self.place.as_deref(), &self.entries)
    }

    /// Which page hangs below which.
    #[must_use]
    pub fn kinship(&self) -> Kinship<'_> {
        Kinship::of(&self.reports, &self.families, &self.edges)
    }

    /// How many independent texts.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.families.values().collect::<BTreeSet<_>>().len()
    }

    /// The counters of the lead indicator by name, in the order of their keys.
    #[must_use]
    pub fn counters(&self) -> Vec<String> {
        let of_lead = self.entries.iter().filter(|entry| Some(&entry.indicator) == self.lead.as_ref());
        let keys: BTreeSet<&String> = of_lead.flat_map(|entry| &entry.counters).collect();
        keys.into_iter().map(|key| self.names.get(key).unwrap_or(key).clone()).collect()
    }

    /// Whose figures of the lead indicator stand on which pages, the counter of most texts first: for pictures.
    #[must_use]
    pub fn counted(&self) -> Vec<CountedBy> {
        let ids: BTreeMap<_, ReportId> = self.claims.iter().map(|claim| (claim.id, claim.report)).collect();
        // A page that names the counter, or copies a text that does, for one of its figures is no inferred one.
        let mut pages: BTreeMap<&str, BTreeMap<ReportId, bool>> = BTreeMap::new();
        let of_lead = self.entries.iter().filter(|entry| Some(&entry.indicator) == self.lead.as_ref());
        for support in of_lead.flat_map(|entry| &entry.support).filter(|support| support.kind.is_heard()) {
            if let (Some(counter), Some(page)) = (&support.counter, ids.get(&support.claim)) {
                let inferred = pages.entry(counter).or_default().entry(*page).or_insert(true);
                *inferred &= support.inferred;
            }
        }
        let counter = |hand: &Hand| {
            let key = hand.counter.as_deref()?;
            let name = self.names.get(key).map_or(key, String::as_str).to_owned();
            Some(CountedBy { name, pages: pages.get(key).cloned().unwrap_or_default() })
        };
        self.hands.iter().filter_map(counter).collect()
    }
}

/// The indicator that most pages tell of; of things and money only where no people are counted.
pub(super) fn lead_of(entries: &[Entry]) -> Option<String> {
    let mut by_indicator: BTreeMap<&str, (bool, usize, usize)> = BTreeMap::new();
    for entry in entries {
        let score = by_indicator.entry(&entry.indicator).or_default();
        score.0 |= entry.unit == "person";
        score.1 += entry.pages;
        score.2 += entry.support.len();
    }
    let lead = by_indicator.iter().max_by_key(|(name, score)| (**score, std::cmp::Reverse(**name)));
    lead.map(|(name, _)| (*name).to_owned())
}

/// The place of the lead indicator that most pages tell of.
pub(super) fn place_of(entries: &[Entry]) -> Option<String> {
    let lead = lead_of(entries);
    let of_lead = entries.iter().filter(|entry| Some(&entry.indicator) == lead.as_ref());
    of_lead.max_by_key(|entry| (entry.pages, std::cmp::Reverse(entry.id))).and_then(|entry| entry.place.clone())
}
