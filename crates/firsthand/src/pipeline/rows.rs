//! What do the exports show? Gathers entries, claims, events and pages from a store, as they may leave it.
//! Not here: columns and bytes (`export`), and where files go (the shells).

use crate::events::{Known, list_events, places_entry};
use crate::export::cite::Citation;
use crate::export::claims::ClaimRow;
use crate::export::complement::{Withheld, may_be_masked, withhold_complements};
use crate::export::entries::EntryRow;
use crate::export::events::EventRow;
use crate::export::jsonl::private_names;
use crate::export::privacy::{Gatherings, guard_entry, silence_remarks};
use crate::gazetteer::Gazetteer;
use crate::model::{
    Claim, ClaimId, ClaimPlace, CodePoints, Entry, EntryId, Event, FamilyId, Location, ReportId, StoryId, SupportKind,
};
use crate::pack::Indicators;
use crate::store::{Label, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Which part of the ledger is asked for. Empty fields ask for all.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// An indicator.
    pub indicator: Option<String>,
    /// A place, by its English name or country code; case makes no difference.
    pub place: Option<String>,
    /// A story.
    pub story: Option<StoryId>,
}

impl Asked {
    /// Whether an indicator at a place, several of which are joined by "; ", is asked for.
    #[must_use]
    pub fn wants(&self, indicator: &str, place: Option<&str>, country: Option<&str>) -> bool {
        let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
        let named = self.indicator.as_ref().is_none_or(|asked| same(asked, indicator));
        named
            && self.place.as_ref().is_none_or(|asked| {
                place.iter().flat_map(|place| place.split("; ")).chain(country).any(|name| same(asked, name))
            })
    }

    /// Whether an entry is asked for, whatever its story.
    #[must_use]
    pub fn wants_entry(&self, entry: &Entry) -> bool {
        self.wants(&entry.indicator, entry.place.as_deref(), entry.country.as_deref())
    }

    /// The stories that may hold entries asked for, those of most reports first; `None`, for the claims from outside that
    /// joined no story, last.
    ///
    /// # Errors
    /// The store's.
    pub fn stories(&self, store: &dyn Store) -> Result<Vec<Option<StoryId>>, StoreError> {
        if let Some(story) = self.story {
            return Ok(vec![Some(story)]);
        }
        store.stories_labelled(&self.labels())
    }

    fn labels(&self) -> Vec<Label> {
        let indicator = self.indicator.as_deref().map(Label::indicator);
        indicator.into_iter().chain(self.place.as_deref().map(Label::place)).collect()
    }

    /// The entries asked for of one story, or of the claims from outside, sorted by series and id.
    ///
    /// # Errors
    /// The store's.
    pub fn entries_of(&self, store: &dyn Store, story: Option<StoryId>) -> Result<Vec<Entry>, StoreError> {
        let mut entries = store.entries_labelled(story, &self.labels())?;
        entries.retain(|entry| self.wants_entry(entry));
        Ok(entries)
    }

    /// The entries asked for, sorted by story (claims from outside first), series and id.
    ///
    /// # Errors
    /// The store's.
    pub fn entries(&self, store: &dyn Store) -> Result<Vec<Entry>, StoreError> {
        let mut stories = self.stories(store)?;
        stories.sort_unstable();
        let mut entries = Vec::new();
        for story in stories {
            entries.extend(self.entries_of(store, story)?);
        }
        Ok(entries)
    }
}

/// Everything that an export may show, each list in an order that depends on the ledger alone.
#[derive(Debug, Default)]
pub struct Rows {
    /// Sorted by story, series and id.
    pub entries: Vec<EntryRow>,
    /// Sorted by report, place in its text and id; those from outside last.
    pub claims: Vec<ClaimRow>,
    /// Sorted by time, place and id.
    pub events: Vec<EventRow>,
    /// Pages that carry one of the claims, sorted by day, publisher and id.
    pub reports: Vec<Citation>,
    /// Entries and claims that are left out because they may call for a gathering.
    pub withheld: usize,
    /// Entries that make no event because nobody says when it happened.
    pub undated: usize,
}

/// Gathers the rows asked for: private names and small counts masked, calls for gatherings left out.
///
/// # Errors
/// The store's.
pub fn gather_rows(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    asked: &Asked,
) -> Result<Rows, StoreError> {
    let gatherings = gatherings_of(indicators);
    let mut rows = Rows::default();
    let mut entries = asked.entries(store)?;
    let before = entries.len();
    entries.retain(|entry| !gatherings.calls_entry(entry));
    rows.withheld += before - entries.len();

    let mut shelf = Shelf::default();
    shelf.take_claims(store, &entries)?;
    let mut all = claims_asked(store, asked)?;
    let before = all.len();
    all.retain(|(claim, _)| !gatherings.calls_claim(claim));
    rows.withheld += before - all.len();
    let reports: BTreeSet<ReportId> =
        shelf.claims.values().chain(all.iter().map(|(claim, _)| claim)).map(|claim| claim.report).collect();
    shelf.cite(store, &reports)?;

    let locate = |place: &ClaimPlace| gazetteer.locate_place(place);
    let withheld = shelf.find_withheld(indicators, store, &gatherings, &locate, &entries)?;
    let known = Known { indicators, claims: &shelf.claims, families: &shelf.families, locate: &locate };
    let found = list_events(&known, &entries);
    rows.undated = found.undated;
    rows.events = found.events.into_iter().map(|event| shelf.event_row(&withheld, event)).collect();

    let mut stands_in: BTreeMap<ClaimId, Vec<EntryId>> = BTreeMap::new();
    for entry in &entries {
        entry.support.iter().for_each(|support| stands_in.entry(support.claim).or_default().push(entry.id));
    }
    for (claim, points) in all {
        let place = claim.place.as_ref().map_or_else(Location::default, locate);
        let page = shelf.pages.get(&claim.report).cloned().unwrap_or_else(|| Citation::of_outside(&claim));
        let entries = stands_in.get(&claim.id).cloned().unwrap_or_default();
        let held = entries.iter().any(|id| withheld.figures.contains(id));
        rows.claims.push(ClaimRow { claim, points, place, page, entries, held });
    }
    rows.entries = entries.into_iter().map(|entry| shelf.row_of(&known, &withheld, entry)).collect();
    rows.reports = shelf.pages_of(reports);
    Ok(rows)
}

/// The rows of these entries as [`gather_rows`] gives them, in their order; none for one that is left out.
///
/// # Errors
/// The store's.
pub fn gather_entry_rows(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    entries: &[Entry],
) -> Result<Vec<Option<EntryRow>>, StoreError> {
    let mut shelf = Shelf::default();
    shelf.take_claims(store, entries)?;
    let reports = shelf.claims.values().map(|claim| claim.report).collect();
    shelf.cite(store, &reports)?;
    shelf.rows_of(gazetteer, indicators, store, entries)
}

/// As [`gather_entry_rows`], without the pages: for who shows none, since these are most of the work.
///
/// # Errors
/// The store's.
pub fn gather_bare_rows(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    entries: &[Entry],
) -> Result<Vec<Option<EntryRow>>, StoreError> {
    let mut shelf = Shelf::default();
    shelf.take_claims(store, entries)?;
    shelf.rows_of(gazetteer, indicators, store, entries)
}

/// The rows of these entries without their pages, in their order, calls to gather too: what may be told of each to who may
/// not read small counts.
///
/// # Errors
/// The store's.
pub fn guard_entries(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    entries: &[Entry],
) -> Result<Vec<EntryRow>, StoreError> {
    let mut shelf = Shelf::default();
    shelf.take_claims(store, entries)?;
    let withheld = find_withheld_of(gazetteer, indicators, store, entries)?;
    let locate = |place: &ClaimPlace| gazetteer.locate_place(place);
    let known = Known { indicators, claims: &shelf.claims, families: &shelf.families, locate: &locate };
    Ok(entries.iter().map(|entry| shelf.row_of(&known, &withheld, entry.clone())).collect())
}

/// What is withheld of the stories of these entries.
pub(super) fn find_withheld_of(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    entries: &[Entry],
) -> Result<Withheld, StoreError> {
    let locate = |place: &ClaimPlace| gazetteer.locate_place(place);
    find_withheld(indicators, store, &gatherings_of(indicators), &locate, entries)
}

/// The events that these entries tell of, as [`gather_rows`] gives them: entries of whole stories, for an event is put
/// together from all entries of its story.
///
/// # Errors
/// The store's.
pub fn gather_event_rows(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    entries: &[Entry],
) -> Result<Vec<EventRow>, StoreError> {
    let gatherings = gatherings_of(indicators);
    let entries: Vec<Entry> = entries.iter().filter(|entry| !gatherings.calls_entry(entry)).cloned().collect();
    let mut shelf = Shelf::default();
    shelf.take_claims(store, &entries)?;
    let reports = shelf.claims.values().map(|claim| claim.report).collect();
    shelf.cite(store, &reports)?;
    let locate = |place: &ClaimPlace| gazetteer.locate_place(place);
    let withheld = shelf.find_withheld(indicators, store, &gatherings, &locate, &entries)?;
    let known = Known { indicators, claims: &shelf.claims, families: &shelf.families, locate: &locate };
    Ok(list_events(&known, &entries).events.into_iter().map(|event| shelf.event_row(&withheld, event)).collect())
}

/// What is withheld of the stories of these entries, whatever else of them is asked for: a narrow export and a wide one of
/// one ledger withhold the same.
pub(super) fn find_withheld(
    indicators: &Indicators,
    store: &dyn Store,
    gatherings: &Gatherings,
    locate: &dyn Fn(&ClaimPlace) -> Location,
    entries: &[Entry],
) -> Result<Withheld, StoreError> {
    Shelf::default().find_withheld(indicators, store, gatherings, locate, entries)
}

pub(super) fn gatherings_of(indicators: &Indicators) -> Gatherings {
    Gatherings(indicators.iter().filter(|rule| rule.gathers).map(|rule| rule.name.clone()).collect())
}

/// A claim with where its words stand in code points; from outside it has none.
type Placed = (Claim, Option<(usize, usize)>);

/// The claims asked for, each with where its words stand in code points.
fn claims_asked(store: &dyn Store, asked: &Asked) -> Result<Vec<Placed>, StoreError> {
    let wants = |claim: &Claim| {
        let place = claim.place.as_ref();
        asked.wants(
            &claim.indicator,
            place.and_then(|place| place.name.as_deref()),
            place.and_then(|place| place.country.as_deref()),
        )
    };
    let ids = match asked.story {
        Some(story) => store.story(story)?.map(|story| story.reports).unwrap_or_default(),
        None => store.report_ids()?,
    };
    let mut found = Vec::new();
    for id in ids {
        let mut claims = store.claims(&[id])?;
        claims.retain(wants);
        if claims.is_empty() {
            continue;
        }
        let report = store.report(id)?;
        let points = report.as_ref().map(|report| CodePoints::new(&report.text));
        for claim in claims {
            let at = points.as_ref().map(|points| points.of(claim.span));
            found.push((claim, at));
        }
    }
    if asked.story.is_none() {
        found
            .extend(store.outside_claims()?.into_iter().filter(|filing| wants(&filing.claim)).map(|f| (f.claim, None)));
    }
    Ok(found)
}

/// What rows of several kinds look up.
#[derive(Default)]
struct Shelf {
    claims: BTreeMap<ClaimId, Claim>,
    pages: BTreeMap<ReportId, Citation>,
    families: BTreeMap<ReportId, FamilyId>,
}

impl Shelf {
    /// Reads the claims that entries name.
    fn take_claims(&mut self, store: &dyn Store, entries: &[Entry]) -> Result<(), StoreError> {
        self.take(store, entries.iter().flat_map(|entry| entry.support.iter().map(|support| support.claim)))
    }

    fn take(&mut self, store: &dyn Store, claims: impl Iterator<Item = ClaimId>) -> Result<(), StoreError> {
        let missing: BTreeSet<ClaimId> = claims.filter(|id| !self.claims.contains_key(id)).collect();
        self.claims.extend(store.claims_named(&missing)?);
        Ok(())
    }

    /// Reads as many of their claims as say where these entries are: mostly the leading ones do.
    fn take_places(&mut self, store: &dyn Store, entries: &[Entry]) -> Result<(), StoreError> {
        let leading = |entry: &Entry| {
            let of = entry.support.iter().filter(|support| support.kind == SupportKind::Leading);
            of.map(|support| support.claim).collect::<Vec<_>>()
        };
        self.take(store, entries.iter().flat_map(leading))?;
        let told = |entry: &&Entry| {
            leading(entry).iter().filter_map(|id| self.claims.get(id)).any(|claim| places_entry(claim, entry))
        };
        let untold: Vec<Entry> = entries.iter().filter(|entry| !told(entry)).cloned().collect();
        self.take_claims(store, &untold)
    }

    /// See [`find_withheld`].
    fn find_withheld(
        &mut self,
        indicators: &Indicators,
        store: &dyn Store,
        gatherings: &Gatherings,
        locate: &dyn Fn(&ClaimPlace) -> Location,
        entries: &[Entry],
    ) -> Result<Withheld, StoreError> {
        let stories: BTreeSet<Option<StoryId>> = entries.iter().map(|entry| entry.story).collect();
        let mut withheld = Withheld::default();
        for story in stories {
            let mut entries = store.entries_of(story)?;
            entries.retain(|entry| !gatherings.calls_entry(entry));
            if !entries.iter().any(may_be_masked) {
                continue;
            }
            self.take_places(store, &entries)?;
            let known = Known { indicators, claims: &self.claims, families: &self.families, locate };
            let places: Vec<Location> = entries.iter().map(|entry| crate::events::place_entry(&known, entry)).collect();
            let placed: Vec<(&Entry, &Location)> = entries.iter().zip(&places).collect();
            let found = withhold_complements(&placed);
            withheld.figures.extend(found.figures);
            withheld.remarks.extend(found.remarks);
        }
        Ok(withheld)
    }

    /// The rows of entries whose claims are read; none for one that calls people together.
    fn rows_of(
        &mut self,
        gazetteer: &Gazetteer,
        indicators: &Indicators,
        store: &dyn Store,
        entries: &[Entry],
    ) -> Result<Vec<Option<EntryRow>>, StoreError> {
        let gatherings = gatherings_of(indicators);
        let locate = |place: &ClaimPlace| gazetteer.locate_place(place);
        let withheld = self.find_withheld(indicators, store, &gatherings, &locate, entries)?;
        let known = Known { indicators, claims: &self.claims, families: &self.families, locate: &locate };
        let row =
            |entry: &Entry| (!gatherings.calls_entry(entry)).then(|| self.row_of(&known, &withheld, entry.clone()));
        Ok(entries.iter().map(row).collect())
    }

    /// Reads how these pages are cited: a function of each page and its claims alone, whatever else is asked for.
    fn cite(&mut self, store: &dyn Store, reports: &BTreeSet<ReportId>) -> Result<(), StoreError> {
        let ids: Vec<ReportId> = reports.iter().copied().collect();
        self.families = store.families(&ids)?;
        let stories = store.stories_of(&ids)?;
        let mut outside = false;
        for id in ids {
            let Some(report) = store.report(id)? else {
                outside = true;
                continue;
            };
            let names = private_names(&store.private_claims_in(id)?);
            let page = Citation::of(&report, &names, self.families.get(&id).copied(), stories.get(&id).copied());
            self.pages.insert(id, page);
        }
        if outside {
            for filing in store.outside_claims()?.iter().filter(|filing| reports.contains(&filing.claim.report)) {
                let id = filing.claim.report;
                self.pages.entry(id).or_insert_with(|| Citation::of_outside(&filing.claim));
            }
        }
        Ok(())
    }

    /// The row of an entry.
    fn row_of(&self, known: &Known<'_>, withheld: &Withheld, entry: Entry) -> EntryRow {
        let support = || entry.support.iter();
        let heard = support().filter(|support| support.kind.is_heard());
        let pages: BTreeSet<ReportId> =
            heard.filter_map(|support| self.claims.get(&support.claim)).map(|claim| claim.report).collect();
        let place = crate::events::place_entry(known, &entry);
        let claims: Vec<Claim> = support().filter_map(|support| self.claims.get(&support.claim)).cloned().collect();
        let held = withheld.figures.contains(&entry.id);
        let silent = withheld.remarks.contains(&entry.id);
        let mut entry = guard_entry(entry, &claims);
        if silent {
            entry = silence_remarks(entry);
        }
        EntryRow { sources: self.pages_of(pages), entry, place, held }
    }

    fn event_row(&self, withheld: &Withheld, event: Event) -> EventRow {
        let figures = event.figures.iter().map(|figure| figure.entry);
        EventRow {
            sources: self.pages_of(event.reports.iter().copied()),
            held: figures.filter(|id| withheld.figures.contains(id)).collect(),
            event,
        }
    }

    fn pages_of(&self, reports: impl IntoIterator<Item = ReportId>) -> Vec<Citation> {
        let mut pages: Vec<Citation> = reports.into_iter().filter_map(|id| self.pages.get(&id)).cloned().collect();
        pages.sort_by(|one, other| {
            let key =
                |page: &Citation| (page.published.is_none(), page.day(), page.publisher().to_owned(), page.report);
            key(one).cmp(&key(other))
        });
        pages
    }
}
