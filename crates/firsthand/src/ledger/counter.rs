//! Who counted? Finds the root counter of each observation, and infers it where nobody is named.
//! Not here: how names become keys; that is done where agents are read.

use super::collapse::Observation;
use super::weight::is_fused;
use crate::model::{Amount, Claim, Companion, Hop, Modality, Modifier, ReportId, Role, SeriesKind};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Figures told beside counts: in how many cities, by report and day.
pub(super) struct Companions(BTreeMap<ReportId, BTreeSet<(Option<Date>, Companion)>>);

impl Companions {
    pub(super) fn of(claims: &[&Claim]) -> Self {
        let mut found: BTreeMap<ReportId, BTreeSet<(Option<Date>, Companion)>> = BTreeMap::new();
        let places = claims.iter().filter(|claim| claim.indicator == "places" && claim.modality == Modality::Actual);
        for claim in places {
            let (Some(value), day) = (claim.value, claim.time.and_then(|time| time.single_day())) else { continue };
            // One city is a place, not a count of places.
            if value > Amount::ONE {
                let companion = Companion { value, unit: claim.unit.clone() };
                found.entry(claim.report).or_default().insert((day, companion));
            }
        }
        Self(found)
    }

    /// The places counted on that day by the pages of these observations.
    pub(super) fn beside<'c>(
        &'c self,
        observations: impl Iterator<Item = &'c Observation<'c>>,
        day: Option<Date>,
    ) -> BTreeSet<&'c Companion> {
        let pages = observations.flat_map(|observation| observation.members.iter().map(|claim| claim.report));
        pages.flat_map(|page| self.on(page, day)).collect()
    }

    fn on(&self, page: ReportId, day: Option<Date>) -> impl Iterator<Item = &Companion> {
        let found = self.0.get(&page).into_iter().flatten();
        found.filter(move |(told, _)| *told == day && day.is_some()).map(|(_, companion)| companion)
    }
}

/// The name of each counter as most claims write it.
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    pub(super) fn of(claims: &[&Claim]) -> Self {
        let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        for claim in claims {
            let Some(key) = root_counter(claim) else { continue };
            let hop = claim.chain.last().map(|hop| (hop.role, hop.name.as_str()));
            let source = claim.source.as_ref().map(|source| (source.role, source.name.as_str()));
            if let Some((role, name)) = source.or(hop)
                && role != Role::Private
            {
                *spellings.entry(key).or_default().entry(name).or_default() += 1;
            }
        }
        let usual = |names: BTreeMap<&str, usize>| {
            let least = |(name, count): (&str, usize)| (std::cmp::Reverse(count), name.len(), name.to_owned());
            names.into_iter().map(least).min().map(|(_, _, name)| name)
        };
        Self(spellings.into_iter().filter_map(|(key, names)| Some((key, usual(names)?))).collect())
    }
}

/// Gives each observation its root counter; the unattributed ones get one by inference where exactly one fits.
/// A running count can be continued; of a state, plan or price only the same figure can be the counter's.
pub(super) fn resolve_counters(
    companions: &Companions,
    names: &Names,
    kind: SeriesKind,
    observations: &mut [Observation<'_>],
) {
    for observation in observations.iter_mut() {
        observation.counter = observation.members.iter().find_map(|claim| root_counter(claim));
    }
    infer_counters(companions, kind, observations);
    for observation in observations.iter_mut() {
        let name = observation.counter.as_ref().and_then(|counter| names.0.get(counter));
        observation.counter_name = name.cloned().or_else(|| observation.counter.clone());
    }
}

fn infer_counters(companions: &Companions, kind: SeriesKind, observations: &mut [Observation<'_>]) {
    let named: Vec<usize> = (0..observations.len()).filter(|at| observations[*at].counter.is_some()).collect();
    if named.is_empty() || named.len() == observations.len() {
        return;
    }
    let mut by_value: BTreeMap<Amount, Vec<usize>> = BTreeMap::new();
    let mut by_text: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut counters: BTreeSet<&str> = BTreeSet::new();
    for &at in &named {
        if let Some(value) = observations[at].value {
            by_value.entry(value).or_default().push(at);
        }
        by_text.entry(observations[at].text).or_default().push(at);
        counters.extend(observations[at].counter.as_deref());
    }
    let counters: Vec<String> = counters.into_iter().map(str::to_owned).collect();

    let mut found: Vec<(usize, String, Option<&'static str>)> = Vec::new();
    for (at, observation) in observations.iter().enumerate().filter(|(_, o)| o.counter.is_none()) {
        let only = |places: &[usize]| -> Option<String> {
            let keys: BTreeSet<&str> = places.iter().filter_map(|at| observations[*at].counter.as_deref()).collect();
            (keys.len() == 1).then(|| keys.into_iter().next().map(str::to_owned)).flatten()
        };
        // The same page names the counter of the same number in other words.
        let here: Vec<usize> = by_text
            .get(&observation.text)
            .into_iter()
            .flatten()
            .copied()
            .filter(|at| observation.value.is_some() && observations[*at].value == observation.value)
            .collect();
        if let Some(counter) = only(&here) {
            found.push((at, counter, None));
            continue;
        }
        let same = observation.value.and_then(|value| by_value.get(&value)).map_or(&[][..], Vec::as_slice);
        if let Some(counter) = only(same) {
            found.push((at, counter, Some("same-figure")));
            continue;
        }
        if let Some((low, high)) = observation.value.and_then(|value| rounded_from(observation.modifier, value)) {
            let sources: Vec<usize> =
                by_value.range(low..=high).flat_map(|(_, places)| places.iter().copied()).collect();
            if let Some(counter) = only(&sources) {
                found.push((at, counter, Some("rounding-of-the-counter")));
                continue;
            }
        }
        // It continues the series: the same places counted beside it, and no fall. Few counters, or it says nothing.
        if counters.len() > 8 || observation.undated || is_fused(kind) {
            continue;
        }
        let fits: Vec<&String> = counters
            .iter()
            .filter(|counter| continues(companions, observations, &named, observation, counter))
            .collect();
        if let [counter] = fits[..] {
            found.push((at, counter.clone(), Some("continues-the-counter")));
        }
    }
    for (at, counter, rule) in found {
        observations[at].counter = Some(counter);
        observations[at].inferred = rule;
    }
}

fn continues(
    companions: &Companions,
    observations: &[Observation<'_>],
    named: &[usize],
    observation: &Observation<'_>,
    counter: &str,
) -> bool {
    let day = observation.lead.time.and_then(|time| time.single_day());
    let own = companions.beside(std::iter::once(observation), day);
    let theirs = || named.iter().map(|at| &observations[*at]).filter(|other| other.counter.as_deref() == Some(counter));
    let reached = theirs().filter(|other| other.point <= observation.point).filter_map(|o| o.interval.lower).max();
    !own.is_empty()
        && companions.beside(theirs(), day).intersection(&own).next().is_some()
        && observation.interval.lower.is_some()
        && observation.interval.lower >= reached
}

/// The counter behind a claim: the end of its chain, else its source. Agencies and outlets relay; they count nothing.
pub(super) fn root_counter(claim: &Claim) -> Option<String> {
    let counts = |role: Role| !matches!(role, Role::Agency | Role::Outlet);
    let last = claim.chain.last().filter(|hop: &&Hop| counts(hop.role)).map(|hop| (hop.role, &hop.key));
    let source = claim.source.as_ref().filter(|source| counts(source.role)).map(|source| (source.role, &source.key));
    source.or(last).map(|(role, key)| if role == Role::Private { "private person".to_owned() } else { fold_key(key) })
}

/// One key for spellings that differ in case, hyphens and blanks: `OVD-Info`, `OVD- Info`.
pub(super) fn fold_key(key: &str) -> String {
    let mut folded = String::with_capacity(key.len());
    let mut gap = false;
    for letter in key.chars() {
        if letter.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push('-');
            }
            gap = false;
            folded.extend(letter.to_lowercase());
        } else {
            gap = true;
        }
    }
    if folded.is_empty() { key.to_owned() } else { folded }
}

/// The values of which a round number can be the rounding, as the words say: "more than 1,300" of 1,300 to 1,399,
/// "nearly 5,000" of 4,000 to 5,000. None for a number that is not round.
pub(super) fn rounded_from(modifier: Modifier, value: Amount) -> Option<(Amount, Amount)> {
    let whole = value.is_whole().then(|| value.to_whole()).filter(|whole| *whole >= 10)?;
    let mut step = 1;
    while whole % (step * 10) == 0 && step < 1_000_000_000_000 {
        step *= 10;
    }
    if step == 1 {
        return None;
    }
    let (below, above) = match modifier {
        Modifier::AtLeast | Modifier::MoreThan => (0, step - 1),
        Modifier::AtMost | Modifier::Nearly | Modifier::LessThan => (step - 1, 0),
        Modifier::Equal | Modifier::About => (step / 2, step / 2),
        Modifier::Range | Modifier::Vague => return None,
    };
    Some((Amount::whole(whole - below)?, Amount::whole(whole + above)?))
}
