//! How much does each observation count? Weights as whole thousandths, and the weighted median that they steer.
//! Not here: which observations are accepted.

use super::collapse::Observation;
use super::counter::is_on_own_page;
use super::revision::is_own_page;
use super::series::Group;
use crate::model::{Amount, Interval, Scope, SeriesKind};
use std::collections::{BTreeMap, BTreeSet};

/// A plain claim with a named counter in running text.
pub(super) const PLAIN: i64 = 1000;

/// A figure with an hour of its own weighs so much, in per cent: who says for when it was counted does not repeat an old one.
/// Of 100, 130 and 160 on cascades of six seeds: at 100 one overshoot in twenty more, 160 is no better than 130.
const STATED: i64 = 130;

fn tells_hour(observation: &Observation<'_>) -> bool {
    observation.as_of.from.is_some() && observation.as_of.from == observation.as_of.to
}

/// Sets the weights: where it stands, how surely it was read, whether a counter is named, how often the same figure of
/// the same counter was told before, and what history says of its source.
pub(super) fn weigh_observations(groups: &[Group<'_>], observed: &mut [Vec<Observation<'_>>]) {
    for observations in observed.iter_mut() {
        let mut told: BTreeMap<(Option<String>, Option<Amount>, Interval), u32> = BTreeMap::new();
        let mut weights = Vec::with_capacity(observations.len());
        for observation in observations.iter() {
            let place = match observation.lead.scope {
                Scope::Headline | Scope::Body => 100,
                Scope::Caption => 80,
                Scope::Furniture => 50,
            };
            let naming = match (&observation.counter, observation.inferred) {
                (Some(_), None) => 100,
                (Some(_), Some(_)) => 85,
                (None, _) => 70,
            };
            let place = if tells_hour(observation) { place * STATED / 100 } else { place };
            let sure = i64::from(observation.lead.confidence.clamp(30, 100));
            // The same figure of the same counter in another text is a relay: it confirms the wording, not the count.
            let relay = match &observation.counter {
                None => 100,
                Some(counter) => {
                    let times = told
                        .entry((Some(counter.clone()), observation.value, observation.interval))
                        .and_modify(|times| *times += 1)
                        .or_insert(0);
                    if *times == 0 { 100 } else { 30 }
                }
            };
            weights.push(PLAIN * place * naming / 10_000 * sure * relay / 10_000);
        }
        for (observation, weight) in observations.iter_mut().zip(weights) {
            observation.weight = weight.max(1);
        }
    }
    discount_dependents(observed);
    weigh_sources(groups, observed);
}

/// Source weights from history (CRH with a weighted median and a log loss), within 0.5 and 1.5: they tip a balance
/// between sources and never overrule a counter. Only figures that are states, plans and prices tell of a source: of a
/// running count an early figure is low without being wrong.
///
/// What a source said is a figure of its own once, however many texts repeat it: a source that is quoted often is no surer for
/// it. Where a counter's own page tells a figure of the series, history has no say in it: it never overrules the first hand.
///
/// Three invented figures of loss 0.3 stand beside each source's own (as CATD's interval does), so that a source heard
/// once is neither praised nor damned. Tuned on fusion-population: a prior of 1 or 3 figures, losses of .1 or .3 and
/// bounds of .2-5 were tried beside it; .1 punishes the honest for one hit of vandalism (.79 instead of .83 exact).
fn weigh_sources(groups: &[Group<'_>], observed: &mut [Vec<Observation<'_>>]) {
    const ROUNDS: usize = 10;
    const PRIOR_FIGURES: f64 = 3.0;
    const PRIOR_LOSS: f64 = 0.3;
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    // Of each series its figures: whose, how many, what weight, and whether its source tells it for the first time.
    let mut told: Vec<Vec<(usize, Amount, i64, bool)>> = Vec::new();
    for (_, observations) in groups.iter().zip(observed.iter()).filter(|(group, _)| is_fused(group.key.kind)) {
        let mut figures = Vec::new();
        let mut said: BTreeSet<(usize, Amount)> = BTreeSet::new();
        for observation in observations {
            let (Some(counter), None) = (&observation.counter, observation.inferred) else { continue };
            let next = names.len();
            let source = *names.entry(counter).or_insert(next);
            figures.extend(
                observation.value.map(|value| (source, value, observation.weight, said.insert((source, value)))),
            );
        }
        if figures.len() > 1 {
            told.push(figures);
        }
    }
    if told.is_empty() {
        return;
    }
    let mut weights = vec![PLAIN; names.len()];
    for _ in 0..ROUNDS {
        let mut losses = vec![(0.0f64, 0u32); names.len()];
        for figures in &told {
            let weighed = figures.iter().map(|(source, value, weight, _)| (*value, weight * weights[*source] / PLAIN));
            let Some(middle) = weighted_median(weighed.collect()) else { continue };
            for (source, value, ..) in figures.iter().filter(|(.., first)| *first) {
                losses[*source].0 += log_distance(*value, middle).min(1.0);
                losses[*source].1 += 1;
            }
        }
        let next: Vec<i64> = losses
            .into_iter()
            .map(|(loss, count)| {
                let mean = (loss + PRIOR_FIGURES * PRIOR_LOSS) / (f64::from(count) + PRIOR_FIGURES);
                (((PRIOR_LOSS / mean).sqrt() * PLAIN as f64).round() as i64).clamp(500, 1500)
            })
            .collect();
        if next == weights {
            break;
        }
        weights = next;
    }
    let names: BTreeMap<String, usize> = names.into_iter().map(|(name, at)| (name.to_owned(), at)).collect();
    let told_of = |observation: &Observation<'_>| -> Option<i64> {
        let counter = observation.counter.as_ref().filter(|_| observation.inferred.is_none())?;
        names.get(counter).map(|at| weights[*at]).filter(|weight| *weight != PLAIN)
    };
    for observations in observed.iter_mut() {
        // Most series have no source of which history tells anything.
        if observations.iter().all(|observation| told_of(observation).is_none())
            || observations.iter().any(is_first_hand)
        {
            continue;
        }
        for observation in observations.iter_mut() {
            if let Some(weight) = told_of(observation) {
                observation.weight = (observation.weight * weight / PLAIN).max(1);
                observation.history = Some(weight);
            }
        }
    }
}

/// Whether a counter's own page tells it.
fn is_first_hand(observation: &Observation<'_>) -> bool {
    is_own_page(observation) || observation.members.iter().any(|claim| is_on_own_page(claim))
}

/// Whether a series is fused to one value rather than followed as it grows.
pub(super) fn is_fused(kind: SeriesKind) -> bool {
    matches!(kind, SeriesKind::State | SeriesKind::Plan | SeriesKind::Price)
}

/// Value-level dependence (after Dong, Berti-Equille and Srivastava, VLDB 2009), the back-up where texts show nothing:
/// two pages that share two or more figures which next to nobody else has, and which are not the leading ones, copied
/// one from the other; the later counts for a third.
fn discount_dependents(observed: &mut [Vec<Observation<'_>>]) {
    let mut shared: BTreeMap<(String, String), Vec<(usize, usize)>> = BTreeMap::new();
    for (series, observations) in observed.iter().enumerate().filter(|(_, observations)| observations.len() > 4) {
        let mut by_value: BTreeMap<Amount, Vec<usize>> = BTreeMap::new();
        for (at, observation) in observations.iter().enumerate() {
            if let Some(value) = observation.value {
                by_value.entry(value).or_default().push(at);
            }
        }
        let most = by_value.values().map(Vec::len).max().unwrap_or(0);
        for places in by_value.values().filter(|places| places.len() == 2 && most > 2) {
            let (one, other) = (teller(&observations[places[0]]), teller(&observations[places[1]]));
            if one != other {
                let pair = if one < other { (one, other) } else { (other, one) };
                shared.entry(pair).or_default().push((series, places[1]));
            }
        }
    }
    for places in shared.into_values().filter(|places| places.len() >= 2) {
        for (series, at) in places {
            let observation = &mut observed[series][at];
            observation.weight = (observation.weight / 3).max(1);
        }
    }
}

/// Who tells: the source of a claim from outside, else the text.
fn teller(observation: &Observation<'_>) -> String {
    match (&observation.lead.series, &observation.counter) {
        (Some(_), Some(counter)) => counter.clone(),
        _ => observation.text.to_string(),
    }
}

/// The least value at which half of the weight is reached; never a mean, so no single slip can move it far.
pub(super) fn weighted_median(mut figures: Vec<(Amount, i64)>) -> Option<Amount> {
    figures.sort_unstable();
    let total: i64 = figures.iter().map(|(_, weight)| *weight).sum();
    let mut reached = 0;
    figures.iter().find_map(|(value, weight)| {
        reached += weight;
        (2 * reached >= total).then_some(*value)
    })
}

/// How far two amounts are apart, as a logarithm: .1 is a tenth, whatever their size.
pub(super) fn log_distance(one: Amount, other: Amount) -> f64 {
    let log = |amount: Amount| (amount.to_f64().max(0.0) + 1.0).ln();
    // Rounded, so that the last bit of a platform's logarithm cannot show.
    ((log(one) - log(other)).abs() * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_a_vandal() {
        let amounts = |values: &[i64]| values.iter().map(|v| (Amount::whole(*v).unwrap(), PLAIN)).collect::<Vec<_>>();
        assert_eq!(weighted_median(amounts(&[100, 100, 1_000_000_000_000_000])), Amount::whole(100));
        assert_eq!(weighted_median(amounts(&[1, 2])), Amount::whole(1));
        assert_eq!(weighted_median(Vec::new()), None);
    }
}
