//! Which figures of a running count can no choice accept? Slips of copies, wild leaps, peaks that nobody confirms.
//! Not here: which of the others are accepted (`bounds`), and how it is told (`conflict`).

use super::collapse::Observation;
use super::conflict::{Bar, looks_mistyped, miscopies};
use crate::model::{Amount, FamilyId, Modifier};
use std::collections::{BTreeMap, BTreeSet};

/// More figures of one text in one series than this are a list, not a slip.
const MANY_FIGURES: usize = 12;

/// The figures that no choice may accept, each with the reason. `withdrawn` are those that were taken back: nobody slipped
/// who had other digits than they.
pub(super) fn find_barred(observations: &[Observation<'_>], withdrawn: BTreeMap<usize, Bar>) -> BTreeMap<usize, Bar> {
    let mut barred = withdrawn;
    for (at, from) in find_copy_slips(observations) {
        if !barred.contains_key(&from) {
            barred.entry(at).or_insert(Bar::CopySlip(from));
        }
    }
    // Whoever shares a slip tenfold copied it, seen or not: nobody counts the same wrong zero twice.
    let tenfold: BTreeMap<Amount, usize> = barred
        .iter()
        .filter_map(|(at, bar)| {
            let Bar::CopySlip(from) = bar else { return None };
            let (slip, source) = (observations[*at].value?, observations[*from].value?);
            let times = |value: Amount| value.thousandths().saturating_mul(10);
            (times(slip) == source.thousandths() || times(source) == slip.thousandths()).then_some((slip, *from))
        })
        .collect();
    for (at, observation) in observations.iter().enumerate() {
        if let Some(from) = observation.value.and_then(|value| tenfold.get(&value)).filter(|from| **from != at) {
            barred.entry(at).or_insert(Bar::CopySlip(*from));
        }
    }
    let leaps = find_leaps(observations, &barred);
    barred.extend(leaps.into_iter().map(|at| (at, Bar::Leap)));
    if let Some((at, later)) = find_peak(observations, &barred) {
        barred.insert(at, Bar::Peak(later));
    }
    barred
}

/// The highest figure, where one text tells it alone and two later ones of the same counter tell less, in figures that
/// nobody had told before: an old figure repeated has been told, so this is a slip or was taken back.
fn find_peak(observations: &[Observation<'_>], barred: &BTreeMap<usize, Bar>) -> Option<(usize, usize)> {
    let firm = |at: &usize| {
        let observation = &observations[*at];
        let plain = matches!(observation.modifier, Modifier::Equal | Modifier::AtLeast);
        plain && !observation.undated && !barred.contains_key(at)
    };
    let level = |at: usize| observations[at].interval.lower;
    let top = (0..observations.len()).filter(firm).max_by_key(|at| level(*at))?;
    let peak = &observations[top];
    let nearly = peak.interval.lower.map(|lower| lower.thousandths() / 20 * 19);
    let confirms =
        |at: &usize| *at != top && observations[*at].text != peak.text && level(*at).map(Amount::thousandths) >= nearly;
    if (0..observations.len()).filter(|at| !barred.contains_key(at)).any(|at| confirms(&at)) {
        return None;
    }
    // What names nobody and is above all that others have counted is the same counter's.
    let others = observations.iter().enumerate().filter(|(at, observation)| {
        observation.counter.is_some() && observation.counter != peak.counter && !barred.contains_key(at)
    });
    let others = others.filter_map(|(_, observation)| observation.interval.lower).max();
    let of_peak = |observation: &Observation<'_>| {
        observation.counter == peak.counter || (observation.counter.is_none() && observation.interval.lower > others)
    };
    let before: BTreeSet<Amount> = observations[..top].iter().filter_map(|observation| observation.value).collect();
    let less: Vec<usize> = (top + 1..observations.len())
        .filter(firm)
        .filter(|at| observations[*at].point > peak.point && of_peak(&observations[*at]))
        .filter(|at| observations[*at].value.is_some_and(|value| !before.contains(&value)))
        .collect();
    let texts: BTreeSet<FamilyId> =
        less.iter().map(|at| observations[*at].text).filter(|text| *text != peak.text).collect();
    (texts.len() >= 2).then(|| less.last().map(|last| (top, *last))).flatten()
}

/// Figures that only copies tell, where the text that they copy had the same digits otherwise: a zero too many, two digits
/// that changed places. A copy that brings a newer count has other digits.
fn find_copy_slips(observations: &[Observation<'_>]) -> Vec<(usize, usize)> {
    let mut by_text: BTreeMap<FamilyId, Vec<usize>> = BTreeMap::new();
    for (at, observation) in observations.iter().enumerate().filter(|(_, o)| o.value.is_some()) {
        by_text.entry(observation.text).or_default().push(at);
    }
    let told = |at: usize| observations[at].members.iter().filter_map(|claim| claim.published.as_ref()).min();
    let mut slips = Vec::new();
    // A text has few figures in a series; of a text with very many nothing is said.
    for places in by_text.values().filter(|places| (2..=MANY_FIGURES).contains(&places.len())) {
        for &at in places {
            let pages: BTreeSet<_> = observations[at].members.iter().map(|claim| claim.report).collect();
            let copied = places.iter().copied().filter(|from| {
                let apart = observations[*from].members.iter().all(|claim| !pages.contains(&claim.report));
                let later = told(*from).zip(told(at)).is_some_and(|(from, at)| from.start() < at.start());
                apart && later && miscopies(observations[*from].value, observations[at].value)
            });
            if let Some(from) = copied.min_by_key(|from| (told(*from).map(crate::model::Published::start), *from)) {
                slips.push((at, from));
            }
        }
    }
    slips
}

/// Figures far above all others that one text tells alone, with at least three texts at one level below (two, where it is eight times as much): a zero too many, digits
/// changed, another thing. They wait until somebody confirms them. Several texts with the same wild figure, fewer than
/// the rest, are no confirmation: sharing a rare value is a sign of copying, more than of truth.
fn find_leaps(observations: &[Observation<'_>], slips: &BTreeMap<usize, Bar>) -> BTreeSet<usize> {
    const LEAP: i64 = 4;
    const SHARED_LEAP: i64 = 6;
    const WILD_LEAP: i64 = 8;
    const SMALL: i64 = 50 * Amount::SCALE;
    const FEW: usize = 3;
    let mut leaps = BTreeSet::new();
    let mut by_size: BTreeMap<std::cmp::Reverse<Amount>, Vec<usize>> = BTreeMap::new();
    for (at, observation) in observations.iter().enumerate().filter(|(at, _)| !slips.contains_key(at)) {
        if let Some(lower) = observation.interval.lower.or(observation.value) {
            by_size.entry(std::cmp::Reverse(lower)).or_default().push(at);
        }
    }
    let texts: BTreeSet<FamilyId> = observations.iter().map(|observation| observation.text).collect();
    if texts.len() <= FEW {
        return leaps;
    }
    let sizes: Vec<_> = by_size.into_iter().collect();
    for (rank, (size, places)) in sizes.iter().enumerate().take(FEW) {
        let tellers: BTreeSet<FamilyId> = places.iter().map(|at| observations[*at].text).collect();
        let Some((next, _)) = sizes.get(rank + 1) else { break };
        let (size, next) = (size.0.thousandths(), next.0.thousandths());
        let rest = || sizes[rank + 1..].iter().flat_map(|(_, places)| places).map(|at| &observations[*at]);
        let top = &observations[places[0]];
        let alone = tellers.len() == 1;
        // Small counts leap honestly, and a few stray small figures are no level to leap from.
        let at_level = |other: &&Observation<'_>| {
            other.interval.lower.or(other.value).is_some_and(|lower| lower.thousandths().saturating_mul(2) >= next)
        };
        let level: BTreeSet<FamilyId> = rest().filter(at_level).map(|observation| observation.text).collect();
        if size < SMALL {
            break;
        }
        let far = next.saturating_mul(if level.len() < FEW { WILD_LEAP } else { LEAP }) <= size;
        let shared = next.saturating_mul(SHARED_LEAP) <= size && tellers.len() * 2 < texts.len();
        let mistyped = || {
            let well_above = next.saturating_mul(3) <= size.saturating_mul(2);
            rest().any(|other| {
                // Who tells the right digits of that moment or a later one has not been overtaken.
                let still = other.point >= top.point && other.counter.is_some() && other.counter == top.counter;
                (well_above && looks_mistyped(top.value, other.value)) || (still && miscopies(other.value, top.value))
            })
        };
        let slip = match level.len() {
            0 | 1 => false,
            2 => alone && far,
            _ => shared || (alone && (far || mistyped())),
        };
        if !slip {
            break;
        }
        leaps.extend(places);
    }
    leaps
}
