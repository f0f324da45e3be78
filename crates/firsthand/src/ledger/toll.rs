//! How many dead and how many injured do the texts of a story tell of in all? The pair of counts that most of what is told
//! agrees with. Not here: what a text tells (`claims`), the place and the day of a story (`state`).
//!
//! Dead and injured hang together: of five who were shot and one who died four were injured, whichever of the three figures
//! a text gives. So each pair (dead, injured) that follows from any figure told is weighed by all figures told: those of
//! the dead, of the injured, of both together. A text has one voice, however often it says a thing, and says more the more
//! it has to say. Weights are whole numbers, in thousandths; tuned on recorded incidents of local news, where each may be
//! half or twice as large without a change in what comes out.

use crate::model::{Amount, Bearing, FamilyId, Modality, ReportId, Told};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What befell people in one event.
pub(super) const KILLED: &str = "killed";
pub(super) const INJURED: &str = "injured";
const HOSPITALISED: &str = "hospitalised";

/// Days that a report may be off: "Sunday night" told on Tuesday.
const OFF: i32 = 3;
/// A figure in the headline or the first lines; behind them stand other days and places.
const LEAD: u64 = 1_300;
const BEHIND: u64 = 300;
/// Of these in thousandths: a figure of another day; of earlier or planned things, where a text tells of no others.
const FAR: u64 = 400;
const PAST: u64 = 500;
/// Persons without a figure, added up; one alone, of whom more may be told elsewhere.
const SINGLES: u64 = 400;
const ONE: u64 = 50;
/// The least that the name of an event says.
const LEAST: u64 = 100;
/// A part of a greater figure of the text, as it seems.
const PART: u64 = 400;
/// What agrees less: all who were hit, who may be dead; the injured with the dead among them; those in hospital.
const HIT: u64 = 850;
const WITH_DEAD: u64 = 250;
const TREATED: u64 = 700;
/// What a text with few figures lacks to a whole voice.
const SILENCE: u64 = 1_200;
/// The text written last has a greater voice: counts are mended.
const LATEST: u64 = 1_200;

/// The dead and the injured of a story, where any are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Toll {
    pub(super) dead: Amount,
    pub(super) injured: Amount,
    /// How the injured came about: `told`, `in-hospital`, `shot-less-dead`.
    pub(super) rule: &'static str,
    /// Whether a text tells of dead near the day of the story.
    pub(super) dead_told: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Dead,
    Injured,
    /// Shot or stabbed: injured or dead.
    Hit,
    Treated,
}

#[derive(Debug, Clone, Copy)]
struct Evidence {
    kind: Kind,
    count: Amount,
    weight: u64,
    update: bool,
}

/// What one text tells.
#[derive(Debug, Default)]
struct Voice {
    evidence: Vec<Evidence>,
    written: Option<Date>,
}

/// Weighs what the texts of a story tell; `families` say which reports are one text, `day` is the story's.
pub(super) fn weigh_toll(
    bearings: &BTreeMap<ReportId, Bearing>,
    families: &BTreeMap<ReportId, FamilyId>,
    day: Option<Date>,
) -> Option<Toll> {
    let mut texts: BTreeMap<FamilyId, (Vec<&Told>, Option<Date>)> = BTreeMap::new();
    for (report, bearing) in bearings {
        let text = texts.entry(families.get(report).copied().unwrap_or(FamilyId(report.0))).or_default();
        text.0.extend(&bearing.told);
        text.1 = text.1.max(bearing.written);
    }
    let voices: Vec<Voice> =
        texts.into_values().map(|(told, written)| Voice { evidence: hear(&told, day), written }).collect();
    let all = || voices.iter().flat_map(|voice| &voice.evidence);
    all().next()?;
    let mut dead = weightiest(all().filter(|told| told.kind == Kind::Dead));
    dead.insert(Amount::ZERO);
    let hit = weightiest(all().filter(|told| told.kind != Kind::Dead));
    // "A third victim has died": later than all that tell of two. Of as many as were hit it may be the last who was.
    let updates = all().filter(|told| told.kind == Kind::Dead && told.update && !hit.contains(&told.count));
    if let Some(updated) = updates.map(|told| told.count).max() {
        dead.retain(|count| *count >= updated);
    }
    let less = hit.iter().flat_map(|all| dead.iter().filter_map(|dead| less(*all, *dead)));
    let injured: BTreeSet<Amount> = hit.iter().copied().chain(less).chain([Amount::ZERO]).collect();
    let latest = voices.iter().filter_map(|voice| voice.written).max();
    let score = |dead: Amount, injured: Amount| -> u64 {
        let of = |voice: &Voice| {
            let score = agreement(&voice.evidence, dead, injured);
            if voice.written == latest { score * LATEST / 1_000 } else { score }
        };
        voices.iter().map(of).sum()
    };
    let pairs = dead.iter().flat_map(|dead| injured.iter().map(move |injured| (*dead, *injured)));
    let (dead, injured) = pairs.max_by_key(|(dead, injured)| (score(*dead, *injured), dead.plus(*injured), *dead))?;
    let says = |kind: Kind, count: Amount| all().any(|told| told.kind == kind && told.count == count);
    let rule = if says(Kind::Injured, injured) || dead == Amount::ZERO && says(Kind::Hit, injured) {
        "told"
    } else if says(Kind::Treated, injured) {
        "in-hospital"
    } else {
        "shot-less-dead"
    };
    let dead_told = bearings
        .values()
        .flat_map(|bearing| &bearing.told)
        .any(|told| told.indicator == KILLED && told.modality == Modality::Actual && is_near(told, day));
    Some(Toll { dead, injured, rule, dead_told })
}

/// What a text has to say of dead and injured, each with its weight.
fn hear(told: &[&Told], day: Option<Date>) -> Vec<Evidence> {
    let kind_of = |told: &Told| match told.indicator.as_str() {
        KILLED => Some(Kind::Dead),
        INJURED if told.with_dead => Some(Kind::Hit),
        INJURED => Some(Kind::Injured),
        HOSPITALISED => Some(Kind::Treated),
        _ => None,
    };
    let heard: Vec<(Kind, &Told)> = told
        .iter()
        .filter(|told| told.count > Amount::ZERO && told.modality != Modality::Hypothetical)
        .filter_map(|told| Some((kind_of(told)?, *told)))
        .collect();
    let actual = |dead: bool| {
        heard.iter().any(|(kind, told)| (*kind == Kind::Dead) == dead && told.modality == Modality::Actual)
    };
    let (dead_now, hurt_now) = (actual(true), actual(false));
    let heard: Vec<(Kind, &Told)> = heard
        .into_iter()
        .filter(|(kind, told)| {
            told.modality == Modality::Actual || !if *kind == Kind::Dead { dead_now } else { hurt_now }
        })
        .collect();
    let greatest = |kind: Kind| {
        heard
            .iter()
            .filter(|(other, told)| *other == kind && told.by_figure && !told.at_least)
            .map(|(_, told)| told.count)
            .max()
    };
    let weigh = |(kind, told): &(Kind, &Told)| {
        let mut weight = if told.lead { LEAD } else { BEHIND };
        for (holds, share) in [
            (told.modality != Modality::Actual, PAST),
            (!is_near(told, day), FAR),
            (!told.by_figure, SINGLES),
            (told.count == Amount::ONE, ONE),
            (told.at_least, LEAST),
            (greatest(*kind).is_some_and(|greatest| told.count < greatest), PART),
        ] {
            if holds {
                weight = weight * share / 1_000;
            }
        }
        Evidence { kind: *kind, count: told.count, weight: weight.max(1), update: told.update }
    };
    let mut merged: BTreeMap<(Kind, Amount), Evidence> = BTreeMap::new();
    for told in heard.iter().map(weigh) {
        let known = merged.entry((told.kind, told.count)).or_insert(Evidence { weight: 0, ..told });
        (known.weight, known.update) = (known.weight + told.weight, known.update || told.update);
    }
    merged.into_values().collect()
}

/// The counts for which most is told; there are seldom more than a handful, and each pair of them costs.
fn weightiest<'e>(told: impl Iterator<Item = &'e Evidence>) -> BTreeSet<Amount> {
    const MOST: usize = 16;
    let mut weights: BTreeMap<Amount, u64> = BTreeMap::new();
    told.for_each(|told| *weights.entry(told.count).or_default() += told.weight);
    let mut counts: Vec<(u64, Amount)> = weights.into_iter().map(|(count, weight)| (weight, count)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.into_iter().take(MOST).map(|(_, count)| count).collect()
}

/// How much of what a text tells agrees with so many dead and injured, in millionths.
fn agreement(evidence: &[Evidence], dead: Amount, injured: Amount) -> u64 {
    let (mut of_dead, mut of_injured, mut all_dead, mut all_injured) = (0, 0, 0, 0);
    let hit = dead.plus(injured);
    for told in evidence {
        let Evidence { kind, count, weight, .. } = *told;
        if kind == Kind::Dead {
            all_dead += weight;
            of_dead += if count == dead { weight } else { 0 };
            continue;
        }
        all_injured += weight;
        of_injured += weight
            * match kind {
                Kind::Hit if Some(count) == hit => HIT,
                Kind::Injured if count == injured => 1_000,
                Kind::Injured if dead > Amount::ZERO && Some(count) == hit => WITH_DEAD,
                Kind::Treated if count == injured => TREATED,
                _ => 0,
            }
            / 1_000;
    }
    of_dead * 1_000_000 / (all_dead + SILENCE) + of_injured * 1_000_000 / (all_injured + SILENCE)
}

fn less(all: Amount, dead: Amount) -> Option<Amount> {
    all.minus(dead).filter(|rest| *rest >= Amount::ZERO)
}

/// Whether something was told of the story's day or near it; who dies later died of what happened.
fn is_near(told: &Told, day: Option<Date>) -> bool {
    let away = |date: Date| day.is_none_or(|day| day.until(date).is_ok_and(|gap| gap.get_days().abs() <= OFF));
    told.update || told.time.is_none_or(|time| away(time.first_day()) || away(time.last_day()))
}
