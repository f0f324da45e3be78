//! Who counted? Finds the root counter of each observation, and infers it where nobody is named.
//! Not here: how names become keys; that is done where agents are read.

use super::collapse::Observation;
use super::weight::is_fused;
use crate::model::{Amount, Claim, Companion, Hop, Modality, Modifier, ReportId, Role, SeriesKind, Side};
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

/// The name of each counter as most claims write it, and one key for a person who is named with a title and without.
pub(super) struct Names {
    usual: BTreeMap<String, String>,
    short: BTreeMap<String, String>,
    same: BTreeMap<String, String>,
    /// The side of each counter, as most claims tell it; of equal ones the first.
    sides: BTreeMap<String, Side>,
}

impl Names {
    /// `same` are keys of which review says that they are another's.
    pub(super) fn of(claims: &[&Claim], same: &BTreeMap<String, String>) -> Self {
        let short = shorten_titles(claims);
        let mut spellings: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
        let mut told: BTreeMap<String, BTreeMap<Side, usize>> = BTreeMap::new();
        for claim in claims {
            let Some(key) = root_counter(claim) else { continue };
            let key = short.get(&key).cloned().unwrap_or(key);
            let key = same.get(&key).cloned().unwrap_or(key);
            if let Some(side) = claim.side {
                *told.entry(key.clone()).or_default().entry(side).or_default() += 1;
            }
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
        let usual = spellings.into_iter().filter_map(|(key, names)| Some((key, usual(names)?))).collect();
        let most = |sides: BTreeMap<Side, usize>| {
            sides.into_iter().max_by_key(|(side, count)| (*count, std::cmp::Reverse(*side))).map(|(side, _)| side)
        };
        let sides = told.into_iter().filter_map(|(key, sides)| Some((key, most(sides)?))).collect();
        Self { usual, short, same: same.clone(), sides }
    }

    pub(super) fn into_usual(self) -> BTreeMap<String, String> {
        self.usual
    }

    pub(super) fn key_of(&self, claim: &Claim) -> Option<String> {
        let key = root_counter(claim)?;
        let key = self.short.get(&key).cloned().unwrap_or(key);
        Some(self.same.get(&key).cloned().unwrap_or(key))
    }
}

/// The shortest key of each person whom some claims name with a title: `jailed-leader-navalny` is `navalny`. Two titles
/// of which neither ends with the other may be two people of one name: they stay apart.
fn shorten_titles(claims: &[&Claim]) -> BTreeMap<String, String> {
    let mut people: BTreeMap<String, bool> = BTreeMap::new();
    for claim in claims {
        let Some(source) = &claim.source else { continue };
        let person = matches!(source.role, Role::Official | Role::Spokesperson | Role::Witness);
        if let Some(key) = root_counter(claim).filter(|_| person) {
            let named = source.name.rsplit(' ').next().and_then(|word| word.chars().next());
            *people.entry(key).or_default() |= named.is_some_and(char::is_uppercase);
        }
    }
    let mut titled: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in people.keys() {
        for (at, _) in key.match_indices('-') {
            if let Some((short, true)) = people.get_key_value(&key[at + 1..]) {
                titled.entry(short).or_default().push(key);
            }
        }
    }
    let mut shortest = BTreeMap::new();
    for (short, mut longer) in titled.iter().map(|(short, longer)| (*short, longer.clone())) {
        longer.sort_by_key(|key| key.len());
        let one_person = longer.windows(2).all(|pair| pair[1].ends_with(&format!("-{}", pair[0])));
        if one_person {
            for key in longer {
                let known: &mut String = shortest.entry(key.to_owned()).or_insert_with(|| short.to_owned());
                if short.len() < known.len() {
                    short.clone_into(known);
                }
            }
        }
    }
    shortest
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
        observation.counter = observation.members.iter().find_map(|claim| names.key_of(claim));
    }
    infer_counters(companions, kind, observations);
    for observation in observations.iter_mut() {
        let name = observation.counter.as_ref().and_then(|counter| names.usual.get(counter));
        observation.counter_name = name.cloned().or_else(|| observation.counter.clone());
        observation.side = observation.counter.as_ref().and_then(|counter| names.sides.get(counter)).copied();
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
    // Most pages count no places: then nothing of the series is looked at, which may be long.
    if own.is_empty() || observation.interval.lower.is_none() {
        return false;
    }
    let theirs = || named.iter().map(|at| &observations[*at]).filter(|other| other.counter.as_deref() == Some(counter));
    let reached = theirs().filter(|other| other.point <= observation.point).filter_map(|o| o.interval.lower).max();
    companions.beside(theirs(), day).intersection(&own).next().is_some() && observation.interval.lower >= reached
}

/// The counter behind a claim: the end of its chain, else its source. Agencies and outlets relay; they count only where
/// their own page says that they did ("a count by this newspaper"). Then every copy of the page, and every other page that
/// quotes the count, has that one counter.
pub(super) fn root_counter(claim: &Claim) -> Option<String> {
    let counts = |role: Role| !matches!(role, Role::Agency | Role::Outlet);
    let last = claim.chain.last().filter(|hop: &&Hop| counts(hop.role)).map(|hop| (hop.role, &hop.key));
    let own =
        |key: &str| claim.chain.first().is_some_and(|page| page.role == Role::Outlet && is_outlet(key, &page.name));
    let source = claim.source.as_ref().filter(|source| counts(source.role) || own(&source.key));
    let source = source.map(|source| (source.role, &source.key));
    source.or(last).map(|(role, key)| if role == Role::Private { "private person".to_owned() } else { fold_key(key) })
}

/// Whether the page is its source's own: `Harbour Watch` on `www.harbourwatch.example`.
pub(super) fn is_on_own_page(claim: &Claim) -> bool {
    let page = claim.chain.first().filter(|page| page.role == Role::Outlet);
    page.zip(claim.source.as_ref()).is_some_and(|(page, source)| is_outlet(&source.key, &page.name))
}

/// Whether a name is that of the outlet: `Harbour Post` of `www.harbourpost.example` or of `The Harbour Post`.
fn is_outlet(name: &str, outlet: &str) -> bool {
    let fold = |text: &str| -> String {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let host = outlet.trim_start_matches("https://").trim_start_matches("www.");
    let host = if host.contains(' ') { host } else { host.split(['.', '/']).next().unwrap_or("") };
    let (name, host) = (fold(name), fold(host));
    // Four letters less is an article; less than five letters are many an outlet's.
    let ends = |long: &str, short: &str| short.len() >= 5 && long.len() <= short.len() + 4 && long.ends_with(short);
    !name.is_empty() && (name == host || ends(&host, &name) || ends(&name, &host))
}

/// One key for spellings that differ in case, hyphens and blanks: `OVD-Info`, `OVD- Info`.
#[must_use]
pub fn fold_key(key: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Source;
    use crate::store::conformance::{sample_claim, sample_report};

    fn claim(number: u32, outlet: &str, source: Option<(&str, Role)>) -> Claim {
        let mut claim = sample_claim(&sample_report(number), 40);
        let hop = |name: &str, role| Hop { name: name.into(), key: name.to_lowercase(), role };
        claim.chain = vec![hop(outlet, Role::Outlet)];
        claim.chain.extend(source.map(|(name, role)| hop(name, role)));
        claim.source =
            source.map(|(name, role)| Source { name: name.into(), key: name.to_lowercase(), role, span: None });
        claim
    }

    #[track_caller]
    fn check(outlet: &str, source: Option<(&str, Role)>, root: Option<&str>) {
        assert_eq!(root_counter(&claim(1, outlet, source)).as_deref(), root);
    }

    #[test]
    fn who_relays_counts_nothing_unless_it_is_its_own_page() {
        check("post.example", Some(("Port Police", Role::Counter)), Some("port-police"));
        check("post.example", Some(("Wire One", Role::Agency)), None);
        check("post.example", Some(("Harbour Post", Role::Outlet)), None);
        check("www.harbourpost.example", Some(("Harbour Post", Role::Outlet)), Some("harbour-post"));
        check("The Harbour Post", Some(("Harbour Post", Role::Outlet)), Some("harbour-post"));
        check("harbourpost.example", None, None);
        check("wireone.example", Some(("Wire One", Role::Agency)), Some("wire-one"));
    }

    #[test]
    fn a_title_before_a_name_makes_no_second_person() {
        let official = |number, name: &'static str| claim(number, "p.example", Some((name, Role::Official)));
        let short = |claims: &[Claim]| shorten_titles(&claims.iter().collect::<Vec<_>>());
        let one = short(&[official(1, "Tavares"), official(2, "mayor Tavares"), official(3, "former mayor Tavares")]);
        let found: Vec<(&str, &str)> = one.iter().map(|(long, short)| (long.as_str(), short.as_str())).collect();
        assert_eq!(found, [("former-mayor-tavares", "tavares"), ("mayor-tavares", "tavares")]);
        assert!(
            short(&[official(1, "Tavares"), official(2, "mayor Tavares"), official(3, "judge Tavares")]).is_empty()
        );
        assert!(short(&[official(1, "spokesman"), official(2, "army spokesman")]).is_empty());
        assert!(
            short(&[claim(1, "p.example", Some(("Police", Role::Counter))), official(2, "city Police")]).is_empty()
        );
    }
}
