//! Which claims tell of one and the same number? Sorts claims into series.
//! Not here: whether the claims of a series agree.

use super::collapse::Lineage;
use crate::model::{
    Claim, ClaimPlace, FamilyId, Interval, Measure, Modality, Period, PlacePrecision, Polarity, Scope, SeriesKind,
    Timestamp, Verdict,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a series counts. Two claims of one key are about the same number; whether they agree is another matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    /// A name given from outside.
    pub(super) outside: Option<&'a str>,
    pub(super) indicator: &'a str,
    pub(super) subset: Option<&'a str>,
    pub(super) unit: &'a str,
    pub(super) place: String,
    pub(super) kind: SeriesKind,
    /// First and last day for a day, a window, a running total (its start only).
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
}

/// A series with its claims.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub(super) key: Key<'a>,
    /// Claims that count, sorted by id.
    pub(super) claims: Vec<&'a Claim>,
    /// Denied, feared, background: they stand beside the series, each with the rule that says so.
    pub(super) aside: Vec<(&'a Claim, &'static str)>,
    /// Rules that put claims here against their own words.
    pub(super) joined: BTreeMap<crate::model::ClaimId, &'static str>,
}

/// Each claim once, in the order of ids, so that neither order nor repetition of the input can show.
pub(super) fn sort_claims(claims: &[Claim]) -> Vec<&Claim> {
    let mut sorted: Vec<&Claim> = claims.iter().collect();
    sorted.sort_by(|one, other| {
        (one.id, &one.doc, one.span, &one.series).cmp(&(other.id, &other.doc, other.span, &other.series))
    });
    sorted.dedup_by_key(|claim| claim.id);
    sorted
}

/// Sorts claims into series, in the order of their keys.
///
/// A count of one day, a count of a longer period, a running total since a day, a state, a plan and a price are
/// different numbers even of the same thing. A running total whose start nobody says joins the day on which its page
/// was published, where that day has a series, else the only running total there is.
pub(super) fn group_series<'a>(lineage: &Lineage<'_>, claims: &[&'a Claim]) -> Vec<Group<'a>> {
    let places = Places::of(claims);
    let mut groups: BTreeMap<Key<'a>, Vec<&'a Claim>> = BTreeMap::new();
    let mut outside: BTreeMap<&'a str, Vec<&'a Claim>> = BTreeMap::new();
    let mut unplaced = Vec::new();
    for &claim in claims {
        match claim.series.as_deref() {
            Some(name) => outside.entry(name).or_default().push(claim),
            None if aside_rule(claim).is_some() => unplaced.push(claim),
            None => groups.entry(key_of(claim, &places)).or_default().push(claim),
        }
    }

    let mut joined = BTreeMap::new();
    join_open_totals(lineage, &mut groups, &mut joined);
    for (name, members) in outside {
        let key = outside_key(name, &members, &places, &groups);
        for claim in members {
            if claim.series.is_some() && aside_rule(claim).is_some() {
                unplaced.push(claim);
            } else {
                groups.entry(key.clone()).or_default().push(claim);
            }
        }
    }

    let mut beside: BTreeMap<Key<'a>, Vec<(&'a Claim, &'static str)>> = BTreeMap::new();
    // The first key of each name: asides may be as many as series.
    let mut named: BTreeMap<&str, Key<'a>> = BTreeMap::new();
    for key in groups.keys() {
        if let Some(name) = key.outside {
            named.entry(name).or_insert_with(|| key.clone());
        }
    }
    for claim in unplaced {
        let rule = aside_rule(claim).unwrap_or("aside");
        let own = || Key { outside: claim.series.as_deref(), ..key_of(claim, &places) };
        let nearest = || nearest_key(claim, &places, &groups, &named);
        // What is rejected stays where it would count, so that its entry can be found and the decision be undone there.
        let is_dated = |key: &Key<'_>| key.kind != SeriesKind::Total && key.outside.is_none();
        let key = match rule {
            REJECTED if is_dated(&own()) => own(),
            REJECTED => nearest().unwrap_or_else(own),
            _ => nearest().unwrap_or_else(|| Key { kind: SeriesKind::Aside, ..own() }),
        };
        beside.entry(key).or_default().push((claim, rule));
    }
    for key in beside.keys() {
        groups.entry(key.clone()).or_default();
    }
    groups
        .into_iter()
        .map(|(key, mut claims)| {
            claims.sort_by_key(|claim| claim.id);
            let aside = beside.remove(&key).unwrap_or_default();
            let joined = claims.iter().filter_map(|claim| Some((claim.id, *joined.get(&claim.id)?))).collect();
            Group { key, claims, aside, joined }
        })
        .collect()
}

/// The rule that takes a claim out of every series because a reviewer says so.
pub(super) const REJECTED: &str = "rejected-in-review";

/// Why a claim counts in no series: what is denied, feared or past never enters an actual count.
fn aside_rule(claim: &Claim) -> Option<&'static str> {
    if claim.review == Some(Verdict::Rejected) {
        return Some(REJECTED);
    }
    match (claim.polarity, claim.modality) {
        (Polarity::Denied, _) => Some("denied"),
        (_, Modality::Hypothetical) => Some("hypothetical"),
        (_, Modality::Historical) => Some("historical"),
        _ => (claim.scope == Scope::Furniture).then_some("teaser-of-another-story"),
    }
}

/// The kind of series a claim belongs to.
fn kind_of(claim: &Claim) -> SeriesKind {
    if claim.measure == Measure::Plan || claim.modality == Modality::Planned {
        return SeriesKind::Plan;
    }
    let one_day = claim.time.is_some_and(|time| time.single_day().is_some());
    match claim.measure {
        // A share is no sum: neither does it grow, nor do days add up.
        _ if claim.indicator == "share" => SeriesKind::State,
        Measure::Flow | Measure::Cumulative if one_day => SeriesKind::Day,
        Measure::Flow => SeriesKind::Window,
        Measure::Cumulative if claim.time.is_some() => SeriesKind::Since,
        Measure::Cumulative => SeriesKind::Total,
        Measure::Stock => SeriesKind::State,
        Measure::Price => SeriesKind::Price,
        Measure::Plan => SeriesKind::Plan,
    }
}

fn key_of<'a>(claim: &'a Claim, places: &Places) -> Key<'a> {
    let kind = kind_of(claim);
    let days = |time: Period| (Some(time.first_day()), Some(time.last_day()));
    let (from, to) = match kind {
        SeriesKind::Day | SeriesKind::Window => claim.time.map_or((None, None), days),
        SeriesKind::Since => (claim.time.map(Period::first_day), None),
        _ => (None, None),
    };
    Key {
        outside: None,
        indicator: &claim.indicator,
        subset: claim.subset.as_deref().filter(|subset| !is_natural(&claim.indicator, subset)),
        unit: plain_unit(&claim.unit),
        place: places.key(claim.place.as_ref()),
        kind,
        from,
        to,
    }
}

/// Whether a subset only says who is counted by nature: the detained at protests are protesters, conscripts are men.
fn is_natural(indicator: &str, subset: &str) -> bool {
    match indicator {
        "detained" | "protesters" | "released" | "charged" => subset == "protesters",
        "mobilised" => matches!(subset, "men" | "soldiers"),
        "deployed" => matches!(subset, "soldiers" | "police"),
        "perpetrators" => matches!(subset, "men" | "soldiers"),
        _ => false,
    }
}

/// One word for units that news use for the same thing.
fn plain_unit(unit: &str) -> &str {
    match unit {
        "town" | "village" | "municipality" => "city",
        "people" => "person",
        unit => unit,
    }
}

/// Place keys: a name with its country, or the gazetteer's id where one name has one id, so that a claim from outside
/// that knows no ids meets those of the reports.
struct Places {
    ids: BTreeMap<(String, Option<String>), Option<String>>,
    /// Countries whose own name is known: their key is the code alone.
    countries: BTreeSet<(String, String)>,
}

impl Places {
    fn of(claims: &[&Claim]) -> Self {
        let mut ids: BTreeMap<(String, Option<String>), Option<String>> = BTreeMap::new();
        let mut countries = BTreeSet::new();
        for place in claims.iter().filter_map(|claim| claim.place.as_ref()) {
            let (Some(name), country) = (&place.name, &place.country) else { continue };
            if let (Some(PlacePrecision::Country), Some(country)) = (place.precision, country) {
                countries.insert((name.to_lowercase(), country.clone()));
            }
            if let Some(id) = &place.id {
                ids.entry((name.to_lowercase(), country.clone()))
                    .and_modify(|known| {
                        if known.as_ref() != Some(id) {
                            *known = None;
                        }
                    })
                    .or_insert_with(|| Some(id.clone()));
            }
        }
        Self { ids, countries }
    }

    fn key(&self, place: Option<&ClaimPlace>) -> String {
        let Some(place) = place else { return String::new() };
        let country = place.country.clone();
        let Some(name) = place.name.as_ref().map(|name| name.to_lowercase()) else {
            return country.unwrap_or_default();
        };
        if let Some(code) = &country
            && self.countries.contains(&(name.clone(), code.clone()))
        {
            return code.clone();
        }
        let known = place.id.clone().or_else(|| self.ids.get(&(name.clone(), country.clone())).cloned().flatten());
        known.unwrap_or_else(|| format!("{}/{name}", country.unwrap_or_default()))
    }
}

/// A running total without a start: the day's running count where its page's day has one, else the only running total,
/// be it since a day or of what happened on one day and is still being counted; else the day's count.
fn join_open_totals<'a>(
    lineage: &Lineage<'_>,
    groups: &mut BTreeMap<Key<'a>, Vec<&'a Claim>>,
    joined: &mut BTreeMap<crate::model::ClaimId, &'static str>,
) {
    let open: Vec<Key<'a>> = groups.keys().filter(|key| key.kind == SeriesKind::Total).cloned().collect();
    for key in &open {
        let like = |kind: SeriesKind, day: Option<Date>| Key { kind, from: day, to: None, ..key.clone() };
        let alike = |kind: SeriesKind| {
            groups.range(like(kind, None)..).map(|(found, _)| found).take_while(move |found| {
                found.kind == kind
                    && (found.indicator, found.subset, found.unit, &found.place)
                        == (key.indicator, key.subset, key.unit, &key.place)
            })
        };
        let totals: Vec<Key<'a>> = alike(SeriesKind::Since).cloned().collect();
        let runs = |day: &&Key<'a>| groups[*day].iter().any(|claim| claim.measure == Measure::Cumulative);
        let running_days: Vec<Key<'a>> = alike(SeriesKind::Day).filter(runs).cloned().collect();
        let only = match (&totals[..], &running_days[..]) {
            ([only], _) => Some((only.clone(), "start-of-only-total")),
            ([], [only]) => Some((only.clone(), "total-of-only-day")),
            _ => None,
        };
        let members = groups.remove(key).unwrap_or_default();
        // A copy belongs to the day of what it copies.
        let mut first_told: BTreeMap<(FamilyId, Interval), Date> = BTreeMap::new();
        let telling = |claim: &Claim| (lineage.text_of(claim), claim.bounds);
        for claim in &members {
            if let Some(published) = &claim.published {
                let day = first_told.entry(telling(claim)).or_insert(published.date());
                *day = published.date().min(*day);
            }
        }
        for claim in members {
            let day = first_told.get(&telling(claim)).copied();
            let of_day = Key { to: day, ..like(SeriesKind::Day, day) };
            let known = groups.contains_key(&of_day);
            let target = if known && (only.is_none() || running_days.contains(&of_day)) {
                joined.insert(claim.id, "day-of-publication");
                of_day
            } else if let Some((only, rule)) = &only {
                joined.insert(claim.id, *rule);
                only.clone()
            } else {
                key.clone()
            };
            groups.entry(target).or_default().push(claim);
        }
    }
}

/// The key of a series from outside: that of the story's series with the same indicator, unit, place, measure and day
/// (the day of its first as-of), where there is one; else its own name.
fn outside_key<'a>(
    name: &'a str,
    members: &[&'a Claim],
    places: &Places,
    groups: &BTreeMap<Key<'a>, Vec<&'a Claim>>,
) -> Key<'a> {
    let named = Key {
        outside: Some(name),
        indicator: "",
        subset: None,
        unit: "",
        place: String::new(),
        kind: lone_kind(members),
        from: None,
        to: None,
    };
    if groups.is_empty() {
        return named;
    }
    // The least key speaks for all, so that a further page changes nothing.
    let Some(own) = members.iter().map(|claim| key_of(claim, places)).min() else { return named };
    let first = members.iter().filter_map(|claim| Some((claim.as_of.from?, claim.as_of.to?))).min();
    // The middle of the first as-of: midnight in another zone must not move a whole day to the day before.
    let day = first.map(|(from, to)| Timestamp(from.0 + (to.0 - from.0) / 2).date());
    let timeless = members.iter().all(|claim| claim.time.is_none());
    let candidate = match own.kind {
        SeriesKind::Window | SeriesKind::Total | SeriesKind::Since | SeriesKind::Day if timeless => {
            Key { kind: SeriesKind::Day, from: day, to: day, ..own }
        }
        _ => own,
    };
    if groups.contains_key(&candidate) {
        return candidate;
    }
    match candidate.kind {
        SeriesKind::Day => Key { kind: SeriesKind::Day, from: candidate.from, to: candidate.to, ..named },
        _ => named,
    }
}

/// The kind of a series that stands alone: what its members say it measures, without a day of its own.
fn lone_kind(members: &[&Claim]) -> SeriesKind {
    match members.iter().map(|claim| kind_of(claim)).min() {
        None | Some(SeriesKind::Day | SeriesKind::Window | SeriesKind::Since) => SeriesKind::Total,
        Some(kind) => kind,
    }
}

/// The series beside which an aside stands: same thing, same place, a common day first.
fn nearest_key<'a>(
    claim: &'a Claim,
    places: &Places,
    groups: &BTreeMap<Key<'a>, Vec<&'a Claim>>,
    named: &BTreeMap<&str, Key<'a>>,
) -> Option<Key<'a>> {
    let own = key_of(claim, places);
    if let Some(key) = claim.series.as_deref().and_then(|name| named.get(name)) {
        return Some(key.clone());
    }
    let least = Key { outside: None, kind: SeriesKind::Day, from: None, to: None, ..own.clone() };
    let alike = groups.range(least..).map(|(key, _)| key).take_while(|key| {
        key.outside.is_none()
            && (key.indicator, key.subset, key.unit, &key.place) == (own.indicator, own.subset, own.unit, &own.place)
    });
    alike.min_by_key(|key| (key.kind != own.kind, key.from != own.from)).cloned()
}
