//! What does a chart show? Gathers a story's series of one indicator and place, read out at every moment of its claims.
//! Not here: drawing (`export::chart`).

use super::rows::Asked;
use super::{Annex, place_outside_claims, review_entries};
use crate::export::chart::{Chart, Dot, Flag, Line, Mark, Panel, Step};
use crate::export::events::bounds_words;
use crate::export::privacy::{Fineness, Gatherings, guard_entry, is_public};
use crate::gazetteer::Gazetteer;
use crate::ledger::Profile;
use crate::model::{
    Claim, ClaimId, ConflictKind, Entry, EntryId, Modifier, SeriesKind, Story, StoryId, Support, SupportKind, Timestamp,
};
use crate::pack::Indicators;
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// So many moments are read out; of more, evenly chosen ones.
const MOMENTS: usize = 120;

/// A chart, and what else was found.
#[derive(Debug, Default)]
pub struct Charted {
    /// None where nothing can be drawn.
    pub chart: Option<Chart>,
    /// Other stories that tell of what was asked for, with the number of their pages.
    pub others: Vec<(StoryId, usize)>,
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
) -> Result<Charted, StoreError> {
    let gatherings = Gatherings(indicators.iter().filter(|rule| rule.gathers).map(|rule| rule.name.clone()).collect());
    let mut entries = asked.entries(store)?;
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

    let mut claims: BTreeMap<ClaimId, Claim> = BTreeMap::new();
    for id in entries.iter().flat_map(|entry| entry.support.iter().map(|support| support.claim)) {
        claims.extend(store.claim(id)?.map(|claim| (id, claim)));
    }
    claims.retain(|_, claim| !gatherings.calls_claim(claim));
    let story = match thing.0 {
        Some(id) => store.story(id)?,
        None => None,
    };
    let annex = place_outside_claims(store, &store.stories()?)?;
    let history = read_history(store, &annex, story.as_ref(), &entries, &claims)?;
    let locate = |place: &crate::model::ClaimPlace| gazetteer.locate_place(place);
    let withheld = super::rows::find_withheld(indicators, store, &gatherings, &locate, &entries)?;
    let mut drawing = Drawing { gazetteer, claims: &claims, hidden: 0, untimed: 0 };
    let mut panels: BTreeMap<Sort, Panel> = BTreeMap::new();
    for entry in &entries {
        // With its figures a masked one beside it could be worked out.
        if withheld.figures.contains(&entry.id) {
            drawing.hidden += entry.support.len();
            continue;
        }
        let sort = sort_of(entry.kind);
        let panel = panels.entry(sort).or_default();
        panel.axis = axis_title(sort, entry);
        drawing.add(panel, entry, history.get(&entry.id).map_or(&[][..], Vec::as_slice));
    }
    let mut chart = Chart {
        title: title_of(&thing, &entries),
        subtitle: subtitle_of(&entries, &claims),
        panels: panels.into_values().filter(|panel| !panel.dots.is_empty() || !panel.lines.is_empty()).collect(),
        notes: Vec::new(),
    };
    chart.panels.iter_mut().for_each(settle_panel);
    let mut note = |number: usize, one: &str, several: &str| {
        if number > 0 {
            chart.notes.push(format!("Not drawn: {number} {}.", if number == 1 { one } else { several }));
        }
    };
    note(aside, "plan or denied figure", "plans and denied figures");
    note(beside, "series of other places, units or people", "series of other places, units or people");
    note(drawing.untimed, "claim without a time", "claims without a time");
    note(drawing.hidden, "count that is masked or withheld", "counts that are masked or withheld");
    let chart = (!chart.panels.is_empty()).then_some(chart);
    Ok(Charted { chart, others: others.into_iter().collect() })
}

/// The bounds of each entry at the moments of its story's claims.
fn read_history(
    store: &dyn Store,
    annex: &Annex,
    story: Option<&Story>,
    entries: &[Entry],
    claims: &BTreeMap<ClaimId, Claim>,
) -> Result<BTreeMap<EntryId, Vec<Step>>, StoreError> {
    let mut own: BTreeMap<EntryId, BTreeSet<Timestamp>> = BTreeMap::new();
    for entry in entries {
        let counts = entry.support.iter().filter(|support| support.kind.is_heard());
        let moments = counts.filter_map(|support| claims.get(&support.claim)?.as_of.to);
        own.entry(entry.id).or_default().extend(moments);
    }
    let all: Vec<Timestamp> = own.values().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let chosen: BTreeSet<usize> = (0..MOMENTS).map(|at| at * all.len().saturating_sub(1) / (MOMENTS - 1)).collect();
    let mut history: BTreeMap<EntryId, Vec<Step>> = BTreeMap::new();
    for at in chosen.into_iter().filter_map(|at| all.get(at).copied()) {
        for entry in review_entries(store, annex, story, Profile::Default, Some(at))? {
            if own.get(&entry.id).is_some_and(|moments| moments.first().is_some_and(|first| *first <= at)) {
                let step = Step { at, low: entry.low, high: entry.high };
                let steps = history.entry(entry.id).or_default();
                if steps.last().is_none_or(|last| (last.low, last.high) != (step.low, step.high)) {
                    steps.push(step);
                }
            }
        }
    }
    // The last word is the ledger's read-out without a moment.
    for entry in entries {
        let last = own.get(&entry.id).and_then(|moments| moments.last().copied());
        if let Some(at) = last {
            let steps = history.entry(entry.id).or_default();
            let step = Step { at, low: entry.low, high: entry.high };
            steps.retain(|known| known.at < at);
            steps.push(step);
        }
    }
    Ok(history)
}

/// What may stand on one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Total,
    Day,
    Window,
    State,
    Price,
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

fn subtitle_of(entries: &[Entry], claims: &BTreeMap<ClaimId, Claim>) -> String {
    let count =
        |number: usize, thing: &str| if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") };
    let counters: BTreeSet<&String> = entries.iter().flat_map(|entry| &entry.counters).collect();
    let pages: BTreeSet<_> = claims.values().map(|claim| claim.report).collect();
    let names: Vec<&str> = counters.iter().take(4).map(|name| name.as_str()).collect();
    let more = if counters.len() > 4 { " ..." } else { "" };
    let names = if names.is_empty() { String::new() } else { format!(" ({}{more})", names.join(", ")) };
    format!(
        "{}, {}, {}{names}; times are those for which figures were stated, in UTC",
        count(claims.len(), "claim"),
        count(pages.len(), "page"),
        count(counters.len(), "counter")
    )
}

struct Drawing<'a> {
    gazetteer: &'a Gazetteer,
    claims: &'a BTreeMap<ClaimId, Claim>,
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
                (SeriesKind::Day, Some(time)) => Some(Timestamp::day_start(time.last_day()).later(86_400)),
                _ => None,
            };
            let label = entry.time.map_or_else(|| "undated".to_owned(), |time| time.to_string());
            panel.lines.push(Line { label, end: closes.map_or(last.at, |closes| closes.max(last.at)), steps });
        }
        for support in &entry.support {
            let Some(claim) = self.claims.get(&support.claim) else { continue };
            let published = claim.published.as_ref().map(crate::model::Published::end);
            let Some(at) = claim.as_of.to.or(published) else {
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
                doc: claim.doc.clone(),
                words: dot_words(support, claim),
            });
        }
        let guarded = guard_entry(entry.clone(), &own);
        for conflict in guarded.conflicts.into_iter().filter(|conflict| conflict.kind == ConflictKind::Revision) {
            let moments = conflict.claims.iter().filter_map(|id| self.claims.get(id)?.as_of.to);
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
