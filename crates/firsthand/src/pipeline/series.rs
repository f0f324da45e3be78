//! What does a chart show? Gathers a story's series of one indicator and place, read out at every moment of its claims, on
//! one of the four clocks.
//! Not here: drawing (`export::chart`).

use super::rows::Asked;
use super::{Annex, Draft, draft_story, place_outside_claims, reconcile_filings};
use crate::export::chart::{Chart, Dot, Flag, Line, Mark, Panel, Sort, Step};
use crate::export::events::bounds_words;
use crate::export::privacy::{Fineness, Gatherings, guard_entry, is_public};
use crate::gazetteer::Gazetteer;
use crate::ledger::Profile;
use crate::model::{
    Claim, ClaimId, ConflictKind, Entry, EntryId, Modifier, Period, Published, ReportId, SeriesKind, StoryId, Support,
    SupportKind, Timestamp,
};
use crate::pack::Indicators;
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// So many moments are read out; of more, evenly chosen ones.
const MOMENTS: usize = 120;
/// Reading out costs by the claims of the story: of a story of many, fewer moments are read out, but not less than so many.
const CLAIMS: usize = 60_000;
const FEWEST: usize = 12;
/// A day in seconds.
const DAY: i64 = 86_400;

/// The clock by which claims stand along a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Clock {
    /// The moment for which a count was stated.
    #[default]
    Stated,
    /// When it happened: the middle of a day, the end of a longer period; of a running total, a state and whatever has no
    /// time, the moment for which it was stated.
    Happened,
    /// When the page was published. Each line tells what could be known of the pages published by then.
    Published,
    /// When the ledger was told. Each line tells what could be known of the pages recorded by then, by the lineage of today.
    Recorded,
}

/// How a picture looks at what is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    /// Along which clock.
    pub clock: Clock,
    /// Only what had been stated by this moment.
    pub as_of: Option<Timestamp>,
    /// Only these days of the clock.
    pub days: Option<Period>,
    /// In so many stories, those of most pages first, the one to be drawn is looked for.
    pub stories: usize,
}

impl Default for Sight {
    fn default() -> Self {
        Self { clock: Clock::Stated, as_of: None, days: None, stories: usize::MAX }
    }
}

/// Why something is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Entries that are planned or denied.
    Aside,
    /// Entries of other places, units or people of the story.
    Beside,
    /// Claims of which nobody says when.
    Untimed,
    /// Counts that are masked or withheld.
    Hidden,
    /// Claims of other days than those asked for.
    OtherDays,
}

impl LeftOut {
    fn words(self, number: usize) -> String {
        let (one, several) = match self {
            Self::Aside => ("plan or denied figure", "plans and denied figures"),
            Self::Beside => ("series of other places, units or people", "series of other places, units or people"),
            Self::Untimed => ("claim without a time", "claims without a time"),
            Self::Hidden => ("count that is masked or withheld", "counts that are masked or withheld"),
            Self::OtherDays => ("claim of other days", "claims of other days"),
        };
        format!("Not drawn: {number} {}.", if number == 1 { one } else { several })
    }
}

/// A chart, and what else was found.
#[derive(Debug, Default)]
pub struct Charted {
    /// None where nothing can be drawn.
    pub chart: Option<Chart>,
    /// Other stories that tell of what was asked for, with the number of their pages; of those that were looked at.
    pub others: Vec<(StoryId, usize)>,
    /// The story that is drawn; none where the claims are from outside.
    pub story: Option<StoryId>,
    /// The entries that are drawn, as of the moment asked for, with names as they are written.
    pub entries: Vec<Entry>,
    /// Their claims.
    pub claims: BTreeMap<ClaimId, Claim>,
    /// The moments for which counts of them were stated, today and in their order; of many, evenly chosen ones.
    pub moments: Vec<Timestamp>,
    /// What is not drawn, and how much of it: as the chart's notes say in English.
    pub left_out: Vec<(LeftOut, usize)>,
    /// From when to when the marks reach without a choice of days.
    pub reach: Option<(Timestamp, Timestamp)>,
}

/// What a series is drawn with: the same thing, at the same place, of the same people.
type Thing = (Option<StoryId>, String, String, Option<String>, Option<String>);

fn thing_of(entry: &Entry) -> Thing {
    let Entry { story, indicator, unit, subset, place, .. } = entry;
    (*story, indicator.clone(), unit.clone(), subset.clone(), place.clone())
}

/// Gathers the chart of what is asked for: the story, place and subset with most pages. Plans and denied figures are not
/// drawn; neither are counts of fewer than five people that are told too finely.
///
/// # Errors
/// The store's.
pub fn gather_chart(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    asked: &Asked,
    sight: &Sight,
) -> Result<Charted, StoreError> {
    let gatherings = Gatherings(indicators.iter().filter(|rule| rule.gathers).map(|rule| rule.name.clone()).collect());
    let mut entries = find_entries(store, asked, sight.stories)?;
    entries.retain(|entry| !gatherings.calls_entry(entry));
    let told = entries.len();
    entries.retain(|entry| !matches!(entry.kind, SeriesKind::Plan | SeriesKind::Aside));
    let mut weight: BTreeMap<Thing, (usize, usize)> = BTreeMap::new();
    for entry in &entries {
        let sum = weight.entry(thing_of(entry)).or_default();
        *sum = (sum.0 + entry.pages, sum.1 + entry.support.len());
    }
    let most = weight.iter().max_by_key(|(thing, sum)| (**sum, std::cmp::Reverse(*thing)));
    let Some(thing) = most.map(|(thing, _)| thing.clone()) else { return Ok(Charted::default()) };
    let mut others: BTreeMap<StoryId, usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.story != thing.0) {
        if let Some(story) = entry.story {
            let pages = others.entry(story).or_default();
            *pages = entry.pages.max(*pages);
        }
    }
    let aside = told - entries.len();
    let beside = entries.iter().filter(|entry| entry.story == thing.0 && thing_of(entry) != thing).count();
    entries.retain(|entry| thing_of(entry) == thing);

    let annex = if store.outside_claims()?.is_empty() {
        Annex { review: crate::model::Review::of(&super::read_records(store)?), ..Annex::default() }
    } else {
        place_outside_claims(store, &store.stories()?)?
    };
    let ledger = match thing.0.map(|id| store.story(id)).transpose()?.flatten() {
        Some(story) => Told::Story(draft_story(store, &annex, &story)?),
        None => Told::Rest(&annex),
    };
    let moments = moments_of(&entries, &claims_of(store, &entries)?);
    if sight.as_of.is_some() {
        entries = ledger.read_out(sight.as_of, &|_| true);
        entries.retain(|entry| {
            !gatherings.calls_entry(entry) && !matches!(entry.kind, SeriesKind::Plan | SeriesKind::Aside)
        });
        entries.retain(|entry| thing_of(entry) == thing && entry.low.or(entry.best).or(entry.high).is_some());
    }
    let mut claims = claims_of(store, &entries)?;
    claims.retain(|_, claim| !gatherings.calls_claim(claim));
    if let Some(as_of) = sight.as_of {
        claims.retain(|_, claim| stated_at(claim).is_some_and(|at| at <= as_of));
    }
    let recorded = match sight.clock {
        Clock::Recorded => record_of(store, &ledger, &claims)?,
        _ => BTreeMap::new(),
    };
    let clocks = Clocks { clock: sight.clock, recorded };
    let history = read_history(&ledger, &clocks, sight.as_of, &entries, &claims);
    let locate = |place: &crate::model::ClaimPlace| gazetteer.locate_place(place);
    let withheld = super::rows::find_withheld(indicators, store, &gatherings, &locate, &entries)?;
    let mut drawing = Drawing { gazetteer, claims: &claims, clocks: &clocks, hidden: 0, untimed: 0 };
    let mut panels: BTreeMap<Sort, Panel> = BTreeMap::new();
    for entry in &entries {
        // With its figures a masked one beside it could be worked out.
        if withheld.figures.contains(&entry.id) {
            drawing.hidden += entry.support.len();
            continue;
        }
        let sort = sort_of(entry.kind);
        let panel = panels.entry(sort).or_default();
        panel.sort = sort;
        panel.axis = axis_title(sort, entry);
        drawing.add(panel, entry, history.get(&entry.id).map_or(&[][..], Vec::as_slice));
    }
    let mut chart = Chart {
        title: title_of(&thing, &entries),
        subtitle: subtitle_of(&entries, &claims, sight.clock),
        panels: panels.into_values().filter(|panel| !panel.dots.is_empty() || !panel.lines.is_empty()).collect(),
        notes: Vec::new(),
        window: None,
    };
    chart.panels.iter_mut().for_each(settle_panel);
    let reach = reach_of(&chart);
    let outside = sight.days.map_or(0, |days| cut_days(&mut chart, days));
    let mut left_out = vec![
        (LeftOut::Aside, aside),
        (LeftOut::Beside, beside),
        (LeftOut::Untimed, drawing.untimed),
        (LeftOut::Hidden, drawing.hidden),
        (LeftOut::OtherDays, outside),
    ];
    left_out.retain(|(_, number)| *number > 0);
    chart.notes = left_out.iter().map(|(why, number)| why.words(*number)).collect();
    let chart = (!chart.panels.is_empty()).then_some(chart);
    let others = others.into_iter().collect();
    Ok(Charted { chart, others, story: thing.0, entries, claims, moments, left_out, reach })
}

/// The entries asked for, of at most so many stories that hold some, those of most pages first.
fn find_entries(store: &dyn Store, asked: &Asked, stories: usize) -> Result<Vec<Entry>, StoreError> {
    let (mut entries, mut found) = (Vec::new(), 0);
    for story in asked.stories(store)? {
        let own = asked.entries_of(store, story)?;
        found += usize::from(!own.is_empty());
        entries.extend(own);
        if found >= stories {
            break;
        }
    }
    entries.sort_by(|one, other| (one.story, &one.series, one.id).cmp(&(other.story, &other.series, other.id)));
    Ok(entries)
}

fn claims_of(store: &dyn Store, entries: &[Entry]) -> Result<BTreeMap<ClaimId, Claim>, StoreError> {
    store.claims_named(&entries.iter().flat_map(|entry| entry.support.iter().map(|support| support.claim)).collect())
}

/// For when a claim was stated, else when its page was out.
fn stated_at(claim: &Claim) -> Option<Timestamp> {
    claim.as_of.to.or(claim.published.as_ref().map(Published::end))
}

/// At most so many of these, evenly chosen, the first and the last among them.
fn choose(all: BTreeSet<Timestamp>, most: usize) -> Vec<Timestamp> {
    let all: Vec<Timestamp> = all.into_iter().collect();
    let chosen: BTreeSet<usize> = (0..most).map(|at| at * all.len().saturating_sub(1) / (most - 1).max(1)).collect();
    chosen.into_iter().filter_map(|at| all.get(at).copied()).collect()
}

fn moments_of(entries: &[Entry], claims: &BTreeMap<ClaimId, Claim>) -> Vec<Timestamp> {
    let heard = entries.iter().flat_map(|entry| &entry.support).filter(|support| support.kind.is_heard());
    choose(heard.filter_map(|support| claims.get(&support.claim)?.as_of.to).collect(), MOMENTS)
}

/// When the pages of claims were recorded, those from outside too.
fn record_of(
    store: &dyn Store,
    ledger: &Told<'_>,
    claims: &BTreeMap<ClaimId, Claim>,
) -> Result<BTreeMap<ClaimId, Timestamp>, StoreError> {
    let all: BTreeMap<ClaimId, ReportId> =
        ledger.claims().chain(claims.values()).map(|claim| (claim.id, claim.report)).collect();
    let reports: BTreeSet<ReportId> = all.values().copied().collect();
    let pages = store.recorded(&reports.into_iter().collect::<Vec<_>>())?;
    let mut found = store.outside_recorded()?;
    found.retain(|id, _| all.contains_key(id));
    found.extend(all.iter().filter_map(|(id, report)| Some((*id, *pages.get(report)?))));
    Ok(found)
}

/// The clocks of claims.
struct Clocks {
    clock: Clock,
    recorded: BTreeMap<ClaimId, Timestamp>,
}

impl Clocks {
    /// When a claim of an entry stands in the picture.
    fn of(&self, kind: SeriesKind, claim: &Claim) -> Option<Timestamp> {
        match self.clock {
            Clock::Stated => stated_at(claim),
            Clock::Published => claim.published.as_ref().map(Published::end),
            Clock::Recorded => self.recorded.get(&claim.id).copied(),
            Clock::Happened => match (kind, claim.time) {
                (SeriesKind::Day | SeriesKind::Window | SeriesKind::Price, Some(time)) => {
                    Some(match time.single_day() {
                        Some(day) => Timestamp::day_start(day).later(DAY / 2),
                        None => Timestamp::day_start(time.last_day()).later(DAY),
                    })
                }
                _ => stated_at(claim),
            },
        }
    }
}

/// What is read out: a story, or the claims from outside that joined none.
enum Told<'a> {
    Story(Draft<'a>),
    Rest(&'a Annex),
}

impl Told<'_> {
    fn claims(&self) -> Box<dyn Iterator<Item = &Claim> + '_> {
        match self {
            Self::Story(draft) => Box::new(draft.claims.iter()),
            Self::Rest(annex) => Box::new(annex.rest.iter().map(|filing| &filing.claim)),
        }
    }

    /// The entries as of a moment, of the claims wanted alone.
    fn read_out(&self, as_of: Option<Timestamp>, wants: &dyn Fn(&Claim) -> bool) -> Vec<Entry> {
        match self {
            Self::Story(draft) => {
                let claims: Vec<Claim> = draft.claims.iter().filter(|claim| wants(claim)).cloned().collect();
                draft.reconcile_claims(&claims, Profile::Default, as_of)
            }
            Self::Rest(annex) => {
                let rest: Vec<_> = annex.rest.iter().filter(|filing| wants(&filing.claim)).cloned().collect();
                reconcile_filings(&rest, &annex.review, Profile::Default, as_of)
            }
        }
    }
}

/// From the first to the last mark or step.
fn reach_of(chart: &Chart) -> Option<(Timestamp, Timestamp)> {
    let dots = chart.panels.iter().flat_map(|panel| panel.dots.iter().map(|dot| dot.at));
    let lines = chart.panels.iter().flat_map(|panel| &panel.lines);
    let steps = lines.flat_map(|line| line.steps.iter().map(|step| step.at).chain([line.end]));
    let all: BTreeSet<Timestamp> = dots.chain(steps).collect();
    Some((*all.first()?, *all.last()?))
}

/// Leaves what stands within these days, and says how many claims do not.
fn cut_days(chart: &mut Chart, days: Period) -> usize {
    let (from, to) = (Timestamp::day_start(days.first_day()), Timestamp::day_start(days.last_day()).later(DAY));
    let mut outside = 0;
    for panel in &mut chart.panels {
        let all = panel.dots.len();
        panel.dots.retain(|dot| from <= dot.at && dot.at <= to);
        outside += all - panel.dots.len();
        panel.flags.retain(|flag| from <= flag.at && flag.at <= to);
        panel.lines.retain(|line| line.end >= from && line.steps.first().is_some_and(|step| step.at <= to));
        for line in &mut panel.lines {
            let before = line.steps.iter().rposition(|step| step.at <= from).unwrap_or(0);
            line.steps.drain(..before);
            line.steps.retain(|step| step.at <= to);
            line.steps.iter_mut().for_each(|step| step.at = step.at.max(from));
            line.end = line.end.min(to);
        }
    }
    chart.panels.retain(|panel| !panel.dots.is_empty() || !panel.lines.is_empty());
    chart.window = Some((from, to));
    outside
}

/// The bounds of each entry at the moments of its claims on the clock.
fn read_history(
    ledger: &Told<'_>,
    clocks: &Clocks,
    as_of: Option<Timestamp>,
    entries: &[Entry],
    claims: &BTreeMap<ClaimId, Claim>,
) -> BTreeMap<EntryId, Vec<Step>> {
    let mut own: BTreeMap<EntryId, BTreeSet<Timestamp>> = BTreeMap::new();
    let mut history: BTreeMap<EntryId, Vec<Step>> = BTreeMap::new();
    for entry in entries {
        let counts = entry.support.iter().filter(|support| support.kind.is_heard());
        let heard = counts.filter_map(|support| claims.get(&support.claim));
        let moments: BTreeSet<Timestamp> = match clocks.clock {
            // A count of a day or a period stands there as the ledger has it in the end.
            Clock::Happened if matches!(entry.kind, SeriesKind::Day | SeriesKind::Window) => {
                let start = entry.time.map(|time| Timestamp::day_start(time.first_day()));
                let step = start.map(|at| Step { at, low: entry.low, high: entry.high });
                history.entry(entry.id).or_default().extend(step);
                continue;
            }
            Clock::Stated | Clock::Happened => heard.filter_map(|claim| claim.as_of.to).collect(),
            Clock::Published | Clock::Recorded => heard.filter_map(|claim| clocks.of(entry.kind, claim)).collect(),
        };
        own.insert(entry.id, moments);
    }
    let most = (CLAIMS / ledger.claims().count().max(1)).clamp(FEWEST, MOMENTS);
    for at in choose(own.values().flatten().copied().collect(), most) {
        let read = match clocks.clock {
            Clock::Stated | Clock::Happened => ledger.read_out(Some(at), &|_| true),
            _ => ledger.read_out(as_of, &|claim| clocks.of(SeriesKind::State, claim).is_some_and(|own| own <= at)),
        };
        for entry in read {
            if own.get(&entry.id).is_some_and(|moments| moments.first().is_some_and(|first| *first <= at)) {
                let step = Step { at, low: entry.low, high: entry.high };
                let steps = history.entry(entry.id).or_default();
                if steps.last().is_none_or(|last| (last.low, last.high) != (step.low, step.high)) {
                    steps.push(step);
                }
            }
        }
    }
    // The last word is the ledger's read-out of everything asked for.
    for entry in entries {
        let last = own.get(&entry.id).and_then(|moments| moments.last().copied());
        if let Some(at) = last {
            let steps = history.entry(entry.id).or_default();
            let step = Step { at, low: entry.low, high: entry.high };
            steps.retain(|known| known.at < at);
            steps.push(step);
        }
    }
    history
}

fn sort_of(kind: SeriesKind) -> Sort {
    match kind {
        SeriesKind::Since | SeriesKind::Total => Sort::Total,
        SeriesKind::Day => Sort::Day,
        SeriesKind::Window => Sort::Window,
        SeriesKind::State | SeriesKind::Plan | SeriesKind::Aside => Sort::State,
        SeriesKind::Price => Sort::Price,
    }
}

fn axis_title(sort: Sort, entry: &Entry) -> String {
    let unit = if entry.unit == "person" { "people" } else { &entry.unit };
    let what = match sort {
        Sort::Total => "cumulative: the running total",
        Sort::Day => "daily: each day's count, starting anew",
        Sort::Window => "in a period: counts of several days, each for itself",
        Sort::State => "at a time: a state, which may rise and fall",
        Sort::Price => "price",
    };
    format!("{} ({unit}), {what}", entry.indicator)
}

fn title_of(thing: &Thing, entries: &[Entry]) -> String {
    let (_, indicator, unit, subset, place) = thing;
    let country = entries.iter().find_map(|entry| entry.country.clone());
    let place = place.clone().or(country).unwrap_or_else(|| "place unknown".to_owned());
    let unit = if unit == "person" || unit == indicator { String::new() } else { format!(" ({unit})") };
    let subset = subset.as_ref().map(|subset| format!(", {subset}")).unwrap_or_default();
    format!("{indicator}{unit}{subset}, {place}")
}

fn subtitle_of(entries: &[Entry], claims: &BTreeMap<ClaimId, Claim>, clock: Clock) -> String {
    let times = match clock {
        Clock::Stated => "times are those for which figures were stated",
        Clock::Happened => "times are those at which it happened",
        Clock::Published => "times are those at which pages were published",
        Clock::Recorded => "times are those at which the ledger was told",
    };
    let count =
        |number: usize, thing: &str| if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") };
    let counters: BTreeSet<&String> = entries.iter().flat_map(|entry| &entry.counters).collect();
    let pages: BTreeSet<_> = claims.values().map(|claim| claim.report).collect();
    let names: Vec<&str> = counters.iter().take(4).map(|name| name.as_str()).collect();
    let more = if counters.len() > 4 { " ..." } else { "" };
    let names = if names.is_empty() { String::new() } else { format!(" ({}{more})", names.join(", ")) };
    format!(
        "{}, {}, {}{names}; {times}, in UTC",
        count(claims.len(), "claim"),
        count(pages.len(), "page"),
        count(counters.len(), "counter")
    )
}

struct Drawing<'a> {
    gazetteer: &'a Gazetteer,
    claims: &'a BTreeMap<ClaimId, Claim>,
    clocks: &'a Clocks,
    /// Claims left out for their small counts.
    hidden: usize,
    /// Claims left out because nobody says when.
    untimed: usize,
}

impl Drawing<'_> {
    fn add(&mut self, panel: &mut Panel, entry: &Entry, history: &[Step]) {
        let own: Vec<Claim> =
            entry.support.iter().filter_map(|support| self.claims.get(&support.claim)).cloned().collect();
        let located = own.iter().find_map(|claim| claim.place.as_ref()).map(|place| self.gazetteer.locate_place(place));
        let precision = located.and_then(|place| place.precision);
        let fine = Fineness::of(&entry.unit, entry.place.is_some(), precision, entry.time);
        let shown = |amount| if fine.hides(amount) { None } else { amount };
        let steps: Vec<Step> =
            history.iter().map(|step| Step { at: step.at, low: shown(step.low), high: shown(step.high) }).collect();
        if let Some(last) = steps.last().filter(|_| steps.iter().any(|step| step.low.or(step.high).is_some())) {
            let closes = match (entry.kind, entry.time) {
                (SeriesKind::Day | SeriesKind::Window, Some(time)) if self.clocks.clock == Clock::Happened => {
                    Some(Timestamp::day_start(time.last_day()).later(DAY))
                }
                (SeriesKind::Day, Some(time)) if self.clocks.clock == Clock::Stated => {
                    Some(Timestamp::day_start(time.last_day()).later(DAY))
                }
                _ => None,
            };
            let label = entry.time.map_or_else(|| "undated".to_owned(), |time| time.to_string());
            panel.lines.push(Line { label, end: closes.map_or(last.at, |closes| closes.max(last.at)), steps });
        }
        for support in &entry.support {
            let Some(claim) = self.claims.get(&support.claim) else { continue };
            let Some(at) = self.clocks.of(entry.kind, claim) else {
                self.untimed += 1;
                continue;
            };
            let Some(amount) = claim.value.or(claim.bounds.lower).or(claim.bounds.upper) else { continue };
            if [Some(amount), claim.bounds.lower, claim.bounds.upper].into_iter().any(|amount| fine.hides(amount)) {
                self.hidden += 1;
                continue;
            }
            panel.dots.push(Dot {
                at,
                amount,
                mark: mark_of(support, claim),
                repeated: support.kind == SupportKind::Relayed,
                claim: claim.id,
                entry: entry.id,
                doc: claim.doc.clone(),
                words: dot_words(support, claim),
            });
        }
        let guarded = guard_entry(entry.clone(), &own);
        for conflict in guarded.conflicts.into_iter().filter(|conflict| conflict.kind == ConflictKind::Revision) {
            let moments = conflict.claims.iter().filter_map(|id| self.clocks.of(entry.kind, self.claims.get(id)?));
            if let Some(at) = moments.max() {
                panel.flags.push(Flag { at, reason: conflict.why });
            }
        }
    }
}

fn mark_of(support: &Support, claim: &Claim) -> Mark {
    if support.kind == SupportKind::Conflicting || !support.kind.is_heard() {
        return Mark::Cross;
    }
    if support.counter.is_none() || support.inferred {
        return Mark::Square;
    }
    match claim.modifier {
        Modifier::AtLeast | Modifier::MoreThan => Mark::Triangle,
        _ => Mark::Circle,
    }
}

fn dot_words(support: &Support, claim: &Claim) -> String {
    let figure = match claim.value {
        Some(value) if claim.bounds == crate::model::Interval::default() => format!("about {value}"),
        _ => bounds_words(claim.bounds.lower, None, claim.bounds.upper),
    };
    let figure = match (claim.bounds.lower, claim.bounds.upper) {
        (Some(lower), Some(upper)) if lower == upper => lower.to_string(),
        _ => figure,
    };
    let public = claim.source.as_ref().is_none_or(|source| is_public(source.role));
    let counter = match &support.counter {
        Some(counter) if support.inferred => format!("no counter named; {counter} inferred"),
        Some(counter) if public => format!("counted by {counter}"),
        Some(_) => "source not in a public role".to_owned(),
        None => "no counter named".to_owned(),
    };
    let part =
        serde_json::to_value(support.kind).ok().and_then(|word| word.as_str().map(|word| word.replace('_', " ")));
    format!("{figure}, {counter}, {} ({})", claim.doc, part.unwrap_or_default())
}

/// Everything in an order of its own: lines by time, marks by time, figure and claim.
fn settle_panel(panel: &mut Panel) {
    panel.lines.sort_by_key(|line| (line.steps.first().map(|step| step.at), line.label.clone()));
    panel.dots.sort_by_key(|dot| (dot.at, dot.amount, dot.repeated, dot.claim));
    panel.flags.sort_by_key(|flag| (flag.at, flag.reason.clone()));
    panel.flags.dedup();
}
