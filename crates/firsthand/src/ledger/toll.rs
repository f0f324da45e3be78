//! How many dead and how many injured do the texts of a story tell of in all? The pair of counts that most of what is told
//! agrees with. Not here: what a text tells (`claims`), the place and the day of a story (`state`).
//!
//! Dead and injured hang together: of five who were shot and one who died four were injured, whichever of the three figures
//! a text gives. So each pair (dead, injured) that follows from any figure told is weighed by all figures told: those of
//! the dead, of the injured, of both together. A text has one voice, however often it says a thing, and says more the more
//! it has to say. Weights are whole numbers, in thousandths; tuned on recorded incidents of local news, where each may be
//! half or twice as large without a change in what comes out.

use super::state::is_doubtful;
use crate::model::{Among, Amount, Bearing, FamilyId, Modality, Period, ReportId, Told};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What befell people in one event.
pub(super) const KILLED: &str = "killed";
pub(super) const INJURED: &str = "injured";
/// The rule of a figure that only the headline in an address says.
pub const IN_ADDRESS: &str = "in-address";
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
/// The headline in an address is the first that the page had: counts are mended later.
const ADDRESS: u64 = 100;
/// A figure whose sentence tells of several events.
const SPREAD: u64 = 100;
/// "At least three", where there were more.
const OPEN: u64 = 500;
/// Who was taken to one hospital; others may be in another, or in none.
const IN_HOSPITAL: u64 = 500;
/// A part of a greater figure of the text, as it seems.
const PART: u64 = 400;
/// Bytes between a figure and a part of it.
const BESIDE: usize = 120;
/// What agrees less: all who were hit, who may be dead; the injured with the dead among them; those in hospital.
const HIT: u64 = 850;
const WITH_DEAD: u64 = 250;
const TREATED: u64 = 700;
/// Who did it may be among the dead of a figure that does not say so, and died.
const WITH_DOER: u64 = 600;
/// The injured of a text whose dead died on a later day may be all who were hit.
const AFTER_DEATH: u64 = 800;
/// Days of a period in which a thing happened; what is counted over a longer one is more than one event.
const LONG: i32 = 31;
/// What a text with few figures lacks to a whole voice.
const SILENCE: u64 = 1_200;
/// The text written last has a greater voice: counts are mended.
const LATEST: u64 = 1_400;

/// The dead and the injured of a story, where any are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Toll {
    pub(super) dead: Amount,
    pub(super) injured: Amount,
    /// How the dead came about: `told`, `in-address`, `victims-and-doer`.
    pub(super) dead_rule: &'static str,
    /// How the injured came about: `told`, `in-address`, `in-hospital`, `shot-less-dead`.
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
    open: bool,
    among: Among,
    /// Nowhere but in the headline that an address holds.
    in_address: bool,
}

/// A figure told, and whether it stands close behind a greater one of all who were hit.
#[derive(Debug)]
struct Said {
    told: Told,
    of_hit: bool,
}

/// What one text tells.
#[derive(Debug, Default)]
struct Voice {
    evidence: Vec<Evidence>,
    written: Option<Date>,
    /// It tells of dead, but of none who died at once: its injured may be all who were hit.
    before_death: bool,
}

/// Weighs what the texts of a story tell; `families` say which reports are one text, `day` is the story's.
pub(super) fn weigh_toll(
    bearings: &BTreeMap<ReportId, Bearing>,
    families: &BTreeMap<ReportId, FamilyId>,
    day: Option<Date>,
) -> Option<Toll> {
    // A day that may be the one after the page was written is near enough, but later than what happened.
    let undoubted = |told: &Told, bearing: &Bearing| {
        let doubtful =
            told.time.and_then(Period::single_day).is_some_and(|day| is_doubtful(bearing, day)) && !is_near(told, day);
        let next = bearing.written.and_then(|written| written.tomorrow().ok()).map(Period::day);
        Told { time: if doubtful { next } else { told.time }, ..told.clone() }
    };
    let mut texts: BTreeMap<FamilyId, (Vec<Said>, Option<Date>)> = BTreeMap::new();
    for (report, bearing) in bearings {
        let text = texts.entry(families.get(report).copied().unwrap_or(FamilyId(report.0))).or_default();
        let parts = parts_of_hit(&bearing.told).into_iter();
        text.0.extend(
            bearing.told.iter().zip(parts).map(|(told, of_hit)| Said { told: undoubted(told, bearing), of_hit }),
        );
        text.1 = text.1.max(bearing.written);
    }
    let voices: Vec<Voice> = texts
        .values()
        .map(|(said, written)| Voice {
            evidence: hear(said, day),
            written: *written,
            before_death: said.iter().any(|said| is_dead(&said.told))
                && !said.iter().any(|said| is_dead_at_once(&said.told, day)),
        })
        .collect();
    let all = || voices.iter().flat_map(|voice| &voice.evidence);
    all().next()?;
    // Who did it died too: one more than the victims.
    let doer = all().any(|told| told.kind == Kind::Dead && told.among == Among::Doer);
    let victims = |told: &Evidence| doer && told.kind == Kind::Dead && told.among == Among::Victims;
    let mut dead = weightiest(all().filter(|told| told.kind == Kind::Dead));
    let more: Vec<Amount> =
        all().filter(|told| victims(told)).filter_map(|told| told.count.plus(Amount::ONE)).collect();
    dead.extend(more);
    dead.insert(Amount::ZERO);
    let hit = weightiest(all().filter(|told| told.kind != Kind::Dead));
    // "A third victim has died": later than all that tell of two. Of as many as were hit it may be the last who was, where
    // nobody tells of the dead before.
    let before = |told: &Evidence| less(told.count, Amount::ONE).is_some_and(|before| dead.contains(&before));
    let joins = |told: &Evidence| !hit.contains(&told.count) || before(told);
    let updates = all().filter(|told| told.kind == Kind::Dead && told.update && joins(told));
    let updated = updates.map(|told| told.count).max();
    let last_hit: Vec<Amount> =
        all().filter(|told| told.kind == Kind::Dead && told.update && !joins(told)).map(|told| told.count).collect();
    dead.retain(|count| {
        !last_hit.contains(count) || all().any(|told| told.kind == Kind::Dead && !told.update && told.count == *count)
    });
    if let Some(updated) = updated {
        dead.retain(|count| *count >= updated);
    }
    let less = hit.iter().flat_map(|all| dead.iter().filter_map(|dead| less(*all, *dead)));
    let injured: BTreeSet<Amount> = hit.iter().copied().chain(less).chain([Amount::ZERO]).collect();
    let latest = voices.iter().filter_map(|voice| voice.written).max();
    let score = |dead: Amount, injured: Amount| -> u64 {
        let of = |voice: &Voice| {
            let score = agreement(voice, dead, injured, doer);
            if voice.written == latest { score * LATEST / 1_000 } else { score }
        };
        voices.iter().map(of).sum()
    };
    let pairs = dead.iter().flat_map(|dead| injured.iter().map(move |injured| (*dead, *injured)));
    let (dead, injured) = pairs.max_by_key(|(dead, injured)| (score(*dead, *injured), dead.plus(*injured), *dead))?;
    let says = |kind: Kind, count: Amount, in_address: bool| {
        all().any(|told| told.kind == kind && told.count == count && told.in_address == in_address)
    };
    let hurt = |in_address: bool| {
        says(Kind::Injured, injured, in_address) || dead == Amount::ZERO && says(Kind::Hit, injured, in_address)
    };
    let only_address = all().all(|told| told.in_address);
    let dead_rule = match dead {
        _ if only_address => IN_ADDRESS,
        dead if says(Kind::Dead, dead, false) => "told",
        dead if says(Kind::Dead, dead, true) => IN_ADDRESS,
        _ => "victims-and-doer",
    };
    let rule = if only_address {
        IN_ADDRESS
    } else if hurt(false) {
        "told"
    } else if hurt(true) {
        IN_ADDRESS
    } else if says(Kind::Treated, injured, false) || says(Kind::Treated, injured, true) {
        "in-hospital"
    } else {
        "shot-less-dead"
    };
    let dead_told = texts
        .values()
        .flat_map(|(said, _)| said)
        .map(|said| &said.told)
        .any(|told| told.indicator == KILLED && told.modality == Modality::Actual && is_near(told, day));
    Some(Toll { dead, injured, dead_rule, rule, dead_told })
}

fn kind_of(told: &Told) -> Option<Kind> {
    match told.indicator.as_str() {
        KILLED => Some(Kind::Dead),
        INJURED if told.with_dead => Some(Kind::Hit),
        INJURED => Some(Kind::Injured),
        HOSPITALISED => Some(Kind::Treated),
        _ => None,
    }
}

/// Which figures of a report stand close behind a greater one of all who were hit: "four were shot, two badly hurt".
fn parts_of_hit(told: &[Told]) -> Vec<bool> {
    let mut hits: Vec<&Told> = told.iter().filter(|told| kind_of(told) == Some(Kind::Hit) && told.by_figure).collect();
    hits.sort_by_key(|hit| hit.span.end);
    let is_part = |told: &Told| {
        let ended = hits.partition_point(|hit| hit.span.end <= told.span.start);
        let near = hits[..ended].iter().rev().take_while(|hit| told.span.start - hit.span.end <= BESIDE);
        near.into_iter().any(|hit| hit.count > told.count && hit.in_address == told.in_address)
    };
    told.iter().map(is_part).collect()
}

/// What a text has to say of dead and injured, each with its weight.
fn hear(said: &[Said], day: Option<Date>) -> Vec<Evidence> {
    let heard: Vec<(Kind, &Told, bool)> = said
        .iter()
        .filter(|Said { told, .. }| told.count > Amount::ZERO && told.modality != Modality::Hypothetical)
        .filter_map(|said| Some((kind_of(&said.told)?, &said.told, said.of_hit)))
        .collect();
    let actual = |dead: bool| {
        heard.iter().any(|(kind, told, _)| (*kind == Kind::Dead) == dead && told.modality == Modality::Actual)
    };
    let (dead_now, hurt_now) = (actual(true), actual(false));
    let heard: Vec<(Kind, &Told, bool)> = heard
        .into_iter()
        .filter(|(kind, told, _)| {
            told.modality == Modality::Actual || !if *kind == Kind::Dead { dead_now } else { hurt_now }
        })
        .collect();
    let mut greatest: BTreeMap<Kind, Amount> = BTreeMap::new();
    for (kind, told, _) in &heard {
        if told.by_figure && !told.at_least && !told.spread && is_near(told, day) {
            let known = greatest.entry(*kind).or_insert(told.count);
            *known = told.count.max(*known);
        }
    }
    let nobody_died = heard.iter().all(|(kind, ..)| *kind != Kind::Dead);
    let is_part = |kind: Kind, told: &Told, of_hit: bool| {
        let holds = |other: Kind| match (kind, other) {
            (Kind::Dead, _) | (_, Kind::Dead) => kind == other,
            // Of who were hit some died.
            (Kind::Injured, Kind::Hit) => of_hit && nobody_died,
            _ => true,
        };
        greatest.iter().any(|(other, greatest)| told.count < *greatest && holds(*other))
    };
    let weigh = |(kind, told, of_hit): &(Kind, &Told, bool)| {
        let mut weight = if told.lead { LEAD } else { BEHIND };
        for (holds, share) in [
            (told.modality != Modality::Actual, PAST),
            (!is_near(told, day), FAR),
            (!told.by_figure, SINGLES),
            (told.count == Amount::ONE, ONE),
            (told.at_least, LEAST),
            (told.in_address, ADDRESS),
            (told.spread, SPREAD),
            (*kind == Kind::Treated, IN_HOSPITAL),
            (is_part(*kind, told, *of_hit), PART),
        ] {
            if holds {
                weight = weight * share / 1_000;
            }
        }
        let (count, among) = (told.count, told.among);
        let (update, open, in_address) = (told.update && told.lead, told.open, told.in_address);
        Evidence { kind: *kind, count, weight: weight.max(1), update, open, among, in_address }
    };
    let mut merged: BTreeMap<(Kind, Amount, Among, bool), Evidence> = BTreeMap::new();
    for told in heard.iter().map(weigh) {
        let key = (told.kind, told.count, told.among, told.open);
        let known = merged.entry(key).or_insert(Evidence { weight: 0, ..told });
        (known.weight, known.update) = (known.weight + told.weight, known.update || told.update);
        known.in_address &= told.in_address;
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

/// How much of what a text tells agrees with so many dead and injured, in millionths; `doer` says that who did it died.
fn agreement(voice: &Voice, dead: Amount, injured: Amount, doer: bool) -> u64 {
    let (mut of_dead, mut of_injured, mut all_dead, mut all_injured) = (0, 0, 0, 0);
    let hit = dead.plus(injured);
    for told in &voice.evidence {
        let Evidence { kind, count, weight, among, open, .. } = *told;
        let one_more = if doer { count.plus(Amount::ONE) } else { None };
        if kind == Kind::Dead {
            all_dead += weight;
            of_dead += weight
                * match among {
                    Among::Doer if dead > Amount::ZERO => 1_000,
                    Among::Victims if doer && one_more == Some(dead) => 1_000,
                    Among::Victims if doer && count == dead => WITH_DOER,
                    Among::Open if count != dead && one_more == Some(dead) => WITH_DOER,
                    _ if count == dead => 1_000,
                    _ if open && count < dead => OPEN,
                    _ => 0,
                }
                / 1_000;
            continue;
        }
        all_injured += weight;
        of_injured += weight
            * match kind {
                Kind::Hit if Some(count) == hit => HIT,
                Kind::Hit if among == Among::Victims && one_more.is_some() && one_more == hit => HIT,
                Kind::Injured if voice.before_death && dead > Amount::ZERO && Some(count) == hit => AFTER_DEATH,
                Kind::Injured if count == injured => 1_000,
                Kind::Injured if dead > Amount::ZERO && Some(count) == hit => WITH_DEAD,
                Kind::Treated if count == injured => TREATED,
                Kind::Hit if open && hit.is_some_and(|hit| count < hit) => OPEN,
                Kind::Injured | Kind::Treated if open && count < injured => OPEN,
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
    let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |gap| gap.get_days());
    told.update
        || told.time.is_none_or(|time| {
            let (first, last) = (time.first_day(), time.last_day());
            days(first, last) <= LONG && day.is_none_or(|day| days(first, day) >= -OFF && days(day, last) >= -OFF)
        })
}

/// Whether a text tells of dead on the day of the story; who died on a later day was injured first.
fn is_dead_at_once(told: &Told, day: Option<Date>) -> bool {
    let later = |day: Date| {
        let gap = told.time.and_then(|time| day.until(time.first_day()).ok());
        gap.is_some_and(|gap| gap.get_days() > 1)
    };
    is_dead(told) && !told.update && !day.is_some_and(later)
}

fn is_dead(told: &Told) -> bool {
    told.indicator == KILLED && told.count > Amount::ZERO
}
