//! What do parts and wholes leave each other? A place in its country, a group in all, a day in its period.
//! Not here: figures in force, which stay as they were told; nor checks that parts and wholes agree (`sums`).
//!
//! A part is at most its whole, and parts that do not overlap add up to at most the whole; where they are all there is,
//! they add up to it. From this follow bounds, by interval arithmetic as in constraint propagation (Davis, "Constraint
//! propagation with interval labels", Artificial Intelligence 1987), one round: of told bounds only, so that nothing
//! derived is derived from again. Only counts that one counter made are added: routine arithmetic, no estimate.

use super::conflict::group_digits;
use super::series::Key;
use crate::model::{Amount, Claim, Derived, Entry, EntryId, SeriesKind, tell_count};
use std::collections::{BTreeMap, BTreeSet};

/// How a part belongs to its whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    Place,
    Day,
    /// Groups overlap: they bound one by one and never add up.
    Subset,
}

/// Notes on entries what their parts or wholes leave them, where it is narrower than what was told.
pub(super) fn propagate_bounds(claims: &[&Claim], entries: &mut [(Key<'_>, Entry)]) {
    let parents = parents_of(claims);
    let mut derived: BTreeMap<usize, Derived> = BTreeMap::new();
    for ((whole, relation), parts) in find_parts(entries) {
        let parts = drop_holders(&parents, entries, &parts);
        if relation != Relation::Subset && parts.len() > 1 && is_one_count(entries, whole, &parts) {
            let complete = is_complete(&entries[whole], entries, &parts, relation);
            bound_whole(entries, whole, &parts, complete, &mut derived);
            for &part in &parts {
                let others: Vec<usize> = parts.iter().copied().filter(|other| *other != part).collect();
                bound_part(entries, whole, part, &others, complete, &mut derived);
            }
        } else {
            for &part in &parts {
                bound_part(entries, whole, part, &[], false, &mut derived);
            }
        }
    }
    for (at, found) in derived {
        entries[at].1.derived = Some(found);
    }
}

/// Each whole with its parts, in the order of entries.
fn find_parts(entries: &[(Key<'_>, Entry)]) -> BTreeMap<(usize, Relation), Vec<usize>> {
    let inside = |(key, entry): &(Key<'_>, Entry)| {
        let adds = matches!(key.kind, SeriesKind::Day | SeriesKind::Window | SeriesKind::Since | SeriesKind::Total);
        key.outside.is_none() && adds && (entry.low.is_some() || entry.high.is_some())
    };
    let known: BTreeMap<&Key<'_>, usize> =
        entries.iter().enumerate().filter(|(_, row)| inside(row)).map(|(at, (key, _))| (key, at)).collect();
    let mut periods: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (at, (key, _)) in entries.iter().enumerate().filter(|(_, row)| inside(row)) {
        if matches!(key.kind, SeriesKind::Window | SeriesKind::Since) {
            periods.entry(Key { kind: SeriesKind::Day, from: None, to: None, ..key.clone() }).or_default().push(at);
        }
    }
    let mut found: BTreeMap<(usize, Relation), Vec<usize>> = BTreeMap::new();
    for (at, (key, entry)) in entries.iter().enumerate().filter(|(_, row)| inside(row)) {
        if let Some(country) = entry.country.as_ref().filter(|country| **country != key.place)
            && let Some(whole) = known.get(&Key { place: country.clone(), ..key.clone() })
        {
            found.entry((*whole, Relation::Place)).or_default().push(at);
        }
        if key.subset.is_some()
            && let Some(whole) = known.get(&Key { subset: None, ..key.clone() })
        {
            found.entry((*whole, Relation::Subset)).or_default().push(at);
        }
        let thing = Key { kind: SeriesKind::Day, from: None, to: None, ..key.clone() };
        for whole in periods.get(&thing).into_iter().flatten().filter(|_| key.kind == SeriesKind::Day) {
            let within = entries[*whole].1.time.zip(key.from);
            if within.is_some_and(|(period, day)| period.first_day() <= day && day <= period.last_day()) {
                found.entry((*whole, Relation::Day)).or_default().push(at);
            }
        }
    }
    found
}

/// Of each place what holds it, by id.
fn parents_of<'a>(claims: &[&'a Claim]) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut parents: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for place in claims.iter().filter_map(|claim| claim.place.as_ref()) {
        if let Some(id) = &place.id {
            parents.entry(id).or_default().extend(place.parents.iter().map(String::as_str));
        }
    }
    parents
}

/// The parts without those that hold another of them: a region and its town are no two parts of the country.
fn drop_holders(parents: &BTreeMap<&str, BTreeSet<&str>>, entries: &[(Key<'_>, Entry)], parts: &[usize]) -> Vec<usize> {
    let place = |at: usize| entries[at].0.place.as_str();
    let holds = |holder: usize, held: usize| parents.get(place(held)).is_some_and(|held| held.contains(place(holder)));
    parts.iter().copied().filter(|part| !parts.iter().any(|other| other != part && holds(*part, *other))).collect()
}

/// Whether one counter told the whole and all its parts.
fn is_one_count(entries: &[(Key<'_>, Entry)], whole: usize, parts: &[usize]) -> bool {
    entries[whole].1.counters.iter().any(|counter| parts.iter().all(|part| entries[*part].1.counters.contains(counter)))
}

/// Whether the parts are all there are: as many towns as the whole was counted in, or every day of the period.
fn is_complete(
    (_, whole): &(Key<'_>, Entry),
    entries: &[(Key<'_>, Entry)],
    parts: &[usize],
    relation: Relation,
) -> bool {
    let count = i64::try_from(parts.len()).ok().and_then(Amount::whole);
    match relation {
        // The greatest number of places told beside the count.
        Relation::Place => {
            whole.companions.iter().filter(|beside| beside.unit == "city").map(|beside| beside.value).max() == count
        }
        Relation::Day => whole.time.is_some_and(|period| {
            let days: BTreeSet<_> = parts.iter().filter_map(|part| entries[*part].0.from).collect();
            let length = period.first_day().until(period.last_day()).map_or(0, |span| span.get_days() + 1);
            i32::try_from(days.len()).is_ok_and(|days| days == length)
        }),
        Relation::Subset => false,
    }
}

fn sum_of(entries: &[(Key<'_>, Entry)], parts: &[usize], end: impl Fn(&Entry) -> Option<Amount>) -> Option<Amount> {
    parts.iter().try_fold(Amount::ZERO, |sum, part| sum.plus(end(&entries[*part].1)?))
}

fn bound_whole(
    entries: &[(Key<'_>, Entry)],
    whole: usize,
    parts: &[usize],
    complete: bool,
    derived: &mut BTreeMap<usize, Derived>,
) {
    let low = sum_of(entries, parts, |part| part.low.or(Some(Amount::ZERO)));
    let high = sum_of(entries, parts, |part| part.high).filter(|_| complete);
    let rule = if complete { "all-parts-of-whole" } else { "parts-of-whole" };
    let why = format!(
        "{} {} of it add up to {}.",
        if complete { "All" } else { "The" },
        if parts.len() == 1 { "part".to_owned() } else { format!("{} parts", parts.len()) },
        tell_range(low, high)
    );
    note(entries, whole, (low, high), (rule, why), parts, derived);
}

/// What is left to a part when all the others have at least (or, where they are all, at most) what they have.
fn bound_part(
    entries: &[(Key<'_>, Entry)],
    whole: usize,
    part: usize,
    others: &[usize],
    complete: bool,
    derived: &mut BTreeMap<usize, Derived>,
) {
    let rest = sum_of(entries, others, |other| other.low.or(Some(Amount::ZERO)));
    let most =
        entries[whole].1.high.zip(rest).and_then(|(high, rest)| high.minus(rest)).filter(|most| *most >= Amount::ZERO);
    let taken = sum_of(entries, others, |other| other.high).filter(|_| complete);
    let least =
        entries[whole].1.low.zip(taken).and_then(|(low, taken)| low.minus(taken)).filter(|least| *least > Amount::ZERO);
    let name = &entries[whole].1.series;
    let why = match others.len() {
        0 => format!("It is a part of {name}, which leaves it {}.", tell_range(least, most)),
        count => {
            let others = tell_count(count, "other part");
            format!("Beside {others} of {name} there is room for {}.", tell_range(least, most))
        }
    };
    let from: Vec<usize> = std::iter::once(whole).chain(others.iter().copied()).collect();
    note(entries, part, (least, most), ("whole-of-part", why), &from, derived);
}

/// Keeps the bounds where they are narrower than what was told and agree with it: what contradicts it is a conflict, told
/// by `sums`.
fn note(
    entries: &[(Key<'_>, Entry)],
    at: usize,
    (low, high): (Option<Amount>, Option<Amount>),
    (rule, why): (&str, String),
    from: &[usize],
    derived: &mut BTreeMap<usize, Derived>,
) {
    let told = &entries[at].1;
    let raises = low.is_some_and(|low| told.low.is_none_or(|told| low > told));
    let lowers = high.is_some_and(|high| told.high.is_none_or(|told| high < told));
    let agrees = |low: Option<Amount>, high: Option<Amount>| low.zip(high).is_none_or(|(low, high)| low <= high);
    if !(raises || lowers) || !agrees(low, told.high) || !agrees(told.low, high) || !agrees(low, high) {
        return;
    }
    let mut from: Vec<EntryId> = from.iter().map(|at| entries[*at].1.id).collect();
    from.sort_unstable();
    from.dedup();
    let found = Derived {
        low: low.max(told.low),
        high: [high, told.high].into_iter().flatten().min(),
        rule: rule.to_owned(),
        from,
        why,
    };
    // Of several wholes the one that leaves least room speaks.
    let room = |found: &Derived| {
        found.low.zip(found.high).map_or(i64::MAX, |(low, high)| high.thousandths().saturating_sub(low.thousandths()))
    };
    match derived.get(&at) {
        Some(known) if room(known) <= room(&found) => {}
        _ => {
            derived.insert(at, found);
        }
    }
}

fn tell_range(low: Option<Amount>, high: Option<Amount>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => group_digits(low),
        (Some(low), Some(high)) => format!("{} to {}", group_digits(low), group_digits(high)),
        (Some(low), None) => format!("at least {}", group_digits(low)),
        (None, Some(high)) => format!("at most {}", group_digits(high)),
        (None, None) => "any number".to_owned(),
    }
}
