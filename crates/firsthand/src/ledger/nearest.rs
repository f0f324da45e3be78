//! Whose is a figure that names nobody, where several count?
//! Not here: figures that continue a counter's series in so many words; those have its counter (`counter`).

use super::bounds::Verdict;
use super::collapse::Observation;
use super::conflict::{Bar, swap_neighbours};
use super::weight::log_distance;
use crate::model::{Amount, FamilyId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// What else is asked of a figure than to lie nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    /// Nothing.
    Distance,
    /// That the count can have grown so far, and that it is no other text's figure with two digits exchanged.
    Plausible,
}

/// The figures that name nobody and lie nearer to the lead's count than to any other's: between what a counter had told
/// before and what it told later, nearest to one of the two.
pub(super) fn find_nearest(
    observations: &[Observation<'_>],
    verdicts: &[Verdict],
    barred: &BTreeMap<usize, Bar>,
    lead: &str,
    nearness: Nearness,
) -> BTreeSet<usize> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::from([(lead, 0)]);
    for counter in observations.iter().filter_map(|observation| observation.counter.as_deref()) {
        let next = places.len();
        places.entry(counter).or_insert(next);
    }
    let told = |at: usize| {
        let observation = &observations[at];
        let counter = observation.counter.as_deref().filter(|_| !observation.undated && !barred.contains_key(&at))?;
        // Of the lead's own what is accepted; whoever stands beside it may be outside the choice and right.
        let counts = counter != lead || verdicts[at] != Verdict::Outside;
        Some((places[counter], observation.interval.lower.filter(|_| counts)?, observation.interval.upper))
    };
    // For each observation, what each counter had told by then: the lead first.
    let mut before: Vec<Option<Amount>> = Vec::with_capacity(observations.len() * places.len());
    let mut reached: Vec<Option<Amount>> = vec![None; places.len()];
    // Since when the lead's count stands where it stands.
    let mut first: Option<(Timestamp, Amount)> = None;
    let mut since: Vec<Option<Timestamp>> = Vec::with_capacity(observations.len());
    for (at, observation) in observations.iter().enumerate() {
        since.push(since.last().copied().flatten());
        if let Some((counter, lower, _)) = told(at) {
            if counter == 0 && reached[0].is_none_or(|most| lower > most) {
                since[at] = Some(observation.point);
                first = first.or(Some((observation.point, lower)));
            }
            reached[counter] = reached[counter].max(Some(lower));
        }
        before.extend_from_slice(&reached);
    }
    let before = |at: usize| &before[at * places.len()..(at + 1) * places.len()];
    let begun = observations.iter().filter_map(|observation| observation.as_of.from).min();
    // What runs steadily or ever slower grows at most as the time that it has run, and a tenth, since pages are late: more
    // is another's count.
    let too_far = |at: usize, figure: Amount| {
        let (Some(reached), Some(since), Some(begun)) = (before(at)[0], since[at], begun) else { return false };
        let now = observations[at].point.0.max(since.0);
        let by_then = |(from, amount): (Timestamp, Amount)| {
            let (past, ahead) = (i128::from((since.0 - from.0).max(3600)), i128::from(now - since.0));
            let rise = i128::from(reached.thousandths()) - i128::from(amount.thousandths());
            i128::from(reached.thousandths()) + rise * ahead / past
        };
        let most = by_then((begun, Amount::ZERO)).max(first.map_or(0, by_then));
        i128::from(figure.thousandths()) > most + most / 10
    };
    // Two digits of another text's figure changed places.
    let figures: BTreeMap<Amount, FamilyId> =
        (0..observations.len()).filter_map(|at| Some((observations[at].value?, observations[at].text))).collect();
    let swapped = |at: usize| {
        let observation = &observations[at];
        observation.value.is_some_and(|value| {
            swap_neighbours(value).any(|other| figures.get(&other).is_some_and(|text| *text != observation.text))
        })
    };
    let mut near = BTreeSet::new();
    let mut coming: Vec<Option<Amount>> = vec![None; places.len()];
    for at in (0..observations.len()).rev() {
        if let Some((counter, lower, upper)) = told(at) {
            let upper = upper.unwrap_or(lower);
            // What is lower than had been reached by then is no later count but an old one.
            if before(at)[counter].is_none_or(|most| upper >= most) {
                coming[counter] = Some(coming[counter].map_or(upper, |least| least.min(upper)));
            }
        }
        let Some(figure) = observations[at].figure().filter(|_| observations[at].counter.is_none()) else { continue };
        let distance = |counter: usize| {
            let (low, high) = (before(at)[counter], coming[counter]);
            let fits = low.is_none_or(|low| low <= figure) && high.is_none_or(|high| figure <= high);
            let sides = low.into_iter().chain(high).map(|side| log_distance(figure, side));
            fits.then(|| sides.min_by(f64::total_cmp).unwrap_or(f64::INFINITY))
        };
        let told_of = |counter: &usize| before(at)[*counter].is_some() || coming[*counter].is_some();
        if let Some(own) = distance(0)
            && (nearness == Nearness::Distance || (!too_far(at, figure) && !swapped(at)))
            && (1..places.len()).filter(told_of).filter_map(distance).all(|other| own <= other)
        {
            near.insert(at);
        }
    }
    near
}
