//! Does the arithmetic agree? Days against running totals, parts against wholes, and what copies dropped.
//! Not here: changing a figure; a sum of ours is a remark beside the published one.

use super::conflict::group_digits;
use super::series::Key;
use crate::model::{
    Amount, Claim, ClaimId, Conflict, ConflictKind, Derivation, Entry, ReportId, SeriesKind, Support, SupportKind,
};
use std::collections::{BTreeMap, BTreeSet};

type Keyed<'a> = (Key<'a>, Entry);

/// Checks each running total, and each longer period, against the days that have counts of their own.
///
/// The days' sum is at least what lies between the total's bounds unless days are missing; it contradicts the total only
/// where it exceeds the total's upper bound. Two sums are told where a day's figure names no counter: with it, and by
/// name alone.
pub(super) fn check_sums(entries: &mut [Keyed<'_>]) {
    let mut days: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (at, (key, _)) in entries.iter().enumerate() {
        if key.kind == SeriesKind::Day && key.outside.is_none() {
            let thing = Key { kind: SeriesKind::Day, from: None, to: None, ..key.clone() };
            days.entry(thing).or_default().push(at);
        }
    }
    let mut remarks = Vec::new();
    for (at, (key, total)) in entries.iter().enumerate() {
        if !matches!(key.kind, SeriesKind::Since | SeriesKind::Window) || key.outside.is_some() {
            continue;
        }
        let thing = Key { kind: SeriesKind::Day, from: None, to: None, ..key.clone() };
        let Some(period) = total.time else { continue };
        let inside = |at: &&usize| {
            let day = entries[**at].0.from;
            day.is_some_and(|day| period.first_day() <= day && day <= period.last_day())
        };
        let mut parts: Vec<&Entry> =
            days.get(&thing).into_iter().flatten().filter(inside).map(|at| &entries[*at].1).collect();
        parts.retain(|part| part.best.is_some());
        parts.sort_by_key(|part| part.time);
        if parts.len() < 2 {
            continue;
        }
        remarks.extend(remark_on_sum(total, &parts).map(|remark| (at, remark)));
    }
    for (at, (note, conflict)) in remarks {
        entries[at].1.notes.push(note);
        entries[at].1.conflicts.extend(conflict);
    }
}

fn remark_on_sum(total: &Entry, parts: &[&Entry]) -> Option<(String, Option<Conflict>)> {
    let sum = |figures: &[Amount]| figures.iter().try_fold(Amount::ZERO, |sum, figure| sum.plus(*figure));
    let line = |figures: &[Amount], sum: Amount| {
        let words: Vec<String> = figures.iter().map(|figure| group_digits(*figure)).collect();
        format!("{} = {}", words.join(" + "), group_digits(sum))
    };
    let best: Vec<Amount> = parts.iter().filter_map(|part| part.best).collect();
    let all = sum(&best)?;
    let inferred = parts.iter().any(|part| part.inferred);
    let mut told = vec![(all, line(&best, all) + if inferred { " (inferred)" } else { "" })];
    if parts.iter().any(|part| part.named_best.is_some()) {
        let named: Vec<Amount> = parts.iter().filter_map(|part| part.named_best.or(part.best)).collect();
        let by_name = sum(&named)?;
        told.push((by_name, line(&named, by_name)));
    }
    let least = sum(&parts.iter().filter_map(|part| part.low).collect::<Vec<_>>())?;
    let over = |sum: Amount| total.high.is_some_and(|high| sum > high);
    let under = |sum: Amount| total.low.is_some_and(|low| sum < low);
    let verdict = if told.iter().any(|(sum, _)| over(*sum)) {
        "more than the published total"
    } else if told.iter().any(|(sum, _)| under(*sum)) {
        "less than the published total, so days are missing"
    } else if told.len() > 1 {
        "both consistent"
    } else {
        "consistent"
    };
    let sums: Vec<String> = told.into_iter().map(|(_, line)| line).collect();
    let note = format!("our sums: {}: {verdict}", sums.join(", "));
    let conflict = over(least).then(|| Conflict {
        kind: ConflictKind::Measure,
        claims: leading_claims(std::iter::once(total).chain(parts.iter().copied())),
        rule: "days-exceed-total".into(),
        why: format!(
            "The days add up to at least {}, more than the total: one of them is a running total or another definition.",
            group_digits(least)
        ),
    });
    Some((note, conflict))
}

/// Checks that no part exceeds its whole: a place in its country, a subset in its class.
pub(super) fn check_parts(entries: &mut [Keyed<'_>]) {
    let mut wholes: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for (at, (key, _)) in entries.iter().enumerate().filter(|(_, (key, _))| key.outside.is_none() && counts(key.kind)) {
        wholes.insert(key.clone(), at);
    }
    let mut remarks: BTreeMap<usize, Vec<(usize, &'static str)>> = BTreeMap::new();
    for (at, (key, entry)) in
        entries.iter().enumerate().filter(|(_, (key, _))| key.outside.is_none() && counts(key.kind))
    {
        if let Some(country) = entry.country.as_ref().filter(|country| **country != key.place) {
            let whole = Key { place: country.clone(), ..key.clone() };
            remarks.extend_at(wholes.get(&whole).copied(), (at, "place"));
        }
        if key.subset.is_some() {
            let whole = Key { subset: None, ..key.clone() };
            remarks.extend_at(wholes.get(&whole).copied(), (at, "subset"));
        }
    }
    let mut found = Vec::new();
    for (whole_at, parts) in remarks {
        let whole = &entries[whole_at].1;
        let mut told = Vec::new();
        for (at, relation) in parts {
            let part = &entries[at].1;
            let name = if relation == "place" { part.place.clone() } else { part.subset.clone() }.unwrap_or_default();
            if let (Some(low), Some(high)) = (part.low, whole.high)
                && low > high
            {
                found.push((
                    whole_at,
                    Err(Conflict {
                        kind: if relation == "place" { ConflictKind::Place } else { ConflictKind::Subset },
                        claims: leading_claims([whole, part]),
                        rule: "part-exceeds-whole".into(),
                        why: format!(
                            "{name} alone has at least {}, more than the whole's {}.",
                            group_digits(low),
                            group_digits(high)
                        ),
                    }),
                ));
            } else if let (Some(best), "place") = (part.best, relation) {
                told.push((std::cmp::Reverse(best), name));
            }
        }
        told.sort();
        if !told.is_empty() {
            let words: Vec<String> =
                told.iter().map(|(best, name)| format!("{name} {}", group_digits(best.0))).collect();
            found.push((whole_at, Ok(format!("of which {}", words.join(", ")))));
        }
    }
    for (at, remark) in found {
        match remark {
            Ok(note) => entries[at].1.notes.push(note),
            Err(conflict) => entries[at].1.conflicts.push(conflict),
        }
    }
}

fn counts(kind: SeriesKind) -> bool {
    matches!(kind, SeriesKind::Day | SeriesKind::Window | SeriesKind::Since | SeriesKind::Total)
}

trait ExtendAt<T> {
    fn extend_at(&mut self, at: Option<usize>, value: T);
}

impl<T> ExtendAt<T> for BTreeMap<usize, Vec<T>> {
    fn extend_at(&mut self, at: Option<usize>, value: T) {
        if let Some(at) = at {
            self.entry(at).or_default().push(value);
        }
    }
}

fn leading_claims<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<ClaimId> {
    let leads = |support: &&Support| support.kind == SupportKind::Leading;
    let mut claims: Vec<ClaimId> =
        entries.into_iter().flat_map(|entry| entry.support.iter().find(leads)).map(|support| support.claim).collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// Notes on each entry which of its figures a copy dropped or changed, and which copy that was.
pub(super) fn note_dropped(claims: &[&Claim], derivations: &[Derivation], entries: &mut [Entry]) {
    if derivations.is_empty() {
        return;
    }
    let docs: BTreeMap<ReportId, &str> = claims.iter().map(|claim| (claim.report, claim.doc.as_str())).collect();
    let name = |report: ReportId| docs.get(&report).map_or_else(|| report.to_string(), |doc| (*doc).to_owned());
    let mut at_report: BTreeMap<ReportId, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        at_report.entry(claim.report).or_default().push(claim);
    }
    let mut notes: BTreeMap<ClaimId, BTreeSet<String>> = BTreeMap::new();
    let mut note = |figure: &crate::model::FigureRef, text: String| {
        for claim in at_report.get(&figure.report).into_iter().flatten() {
            if claim.span == figure.span || claim.span.overlaps(figure.span) {
                notes.entry(claim.id).or_default().insert(text.clone());
            }
        }
    };
    for edge in derivations {
        for figure in &edge.dropped {
            let dropper = if figure.report == edge.child { edge.parent } else { edge.child };
            note(figure, format!("dropped by the copy {}", name(dropper)));
        }
        for change in &edge.changed {
            let text =
                format!("{} became {} in {}", change.parent.surface, change.child.surface, name(change.child.report));
            note(&change.parent, text.clone());
            note(&change.child, text);
        }
    }
    for entry in entries {
        let told: BTreeSet<&String> =
            entry.support.iter().filter_map(|support| notes.get(&support.claim)).flatten().collect();
        entry.notes.extend(told.into_iter().cloned());
    }
}

/// Finds for figures that no rule explained the neighbouring series whose figure they are: the count of a day that was told
/// as the total, the count of a town told as the country's, that of a group told as all. Only figures of three digits that
/// are not round speak: small and round ones meet by chance.
pub(super) fn explain_by_neighbours(claims: &[&Claim], entries: &mut [Keyed<'_>]) {
    let least = Amount::from_thousandths(100 * Amount::SCALE);
    let telling = |figure: Amount| figure >= least && figure.is_whole() && figure.to_whole() % 10 != 0;
    let values: BTreeMap<ClaimId, Amount> =
        claims.iter().filter_map(|claim| Some((claim.id, claim.value.filter(|value| telling(*value))?))).collect();
    // Of each figure in force the series that hold it, by what is counted.
    let mut holders: BTreeMap<(&str, &str, Amount), Vec<usize>> = BTreeMap::new();
    for (at, (key, entry)) in entries.iter().enumerate() {
        if let Some(best) = entry.best.filter(|best| telling(*best) && key.outside.is_none() && counts(key.kind)) {
            holders.entry((key.indicator, key.unit, best)).or_default().push(at);
        }
    }
    let mut found: Vec<(usize, usize, ClaimId, Conflict)> = Vec::new();
    for (at, (key, entry)) in entries.iter().enumerate().filter(|(_, (key, _))| key.outside.is_none()) {
        for (number, conflict) in entry.conflicts.iter().enumerate() {
            let lower = conflict.rule == "lower-by-the-same-counter";
            if !matches!(conflict.kind, ConflictKind::Dispute | ConflictKind::Subset) && !lower {
                continue;
            }
            let odd = conflict.claims.iter().filter(|claim| {
                let part = entry.support.iter().find(|part| part.claim == **claim);
                part.is_some_and(|part| part.kind == SupportKind::Conflicting)
            });
            let told = odd.filter_map(|claim| Some((*claim, *values.get(claim)?))).find_map(|(claim, value)| {
                let places = holders.get(&(key.indicator, key.unit, value))?;
                let (kind, rule, words) = places.iter().filter(|other| **other != at).find_map(|other| {
                    let (theirs, neighbour) = &entries[*other];
                    let alike = theirs.subset == key.subset && theirs.place == key.place;
                    if alike && theirs.kind == SeriesKind::Day && key.kind != SeriesKind::Day {
                        let day = theirs.from.map(|day| day.to_string()).unwrap_or_default();
                        Some((ConflictKind::Measure, "day-told-as-total", format!("the count of {day}")))
                    } else if theirs.subset == key.subset
                        && entry.country.as_ref() == Some(&key.place)
                        && theirs.place != key.place
                        && neighbour.country == entry.country
                    {
                        let place = neighbour.place.clone().unwrap_or_default();
                        Some((ConflictKind::Place, "part-told-as-whole", format!("the count of {place}")))
                    } else if key.subset.is_none() && theirs.subset.is_some() && theirs.place == key.place {
                        let subset = theirs.subset.unwrap_or_default();
                        Some((ConflictKind::Subset, "group-told-as-all", format!("the count of {subset}")))
                    } else {
                        None
                    }
                })?;
                let why = format!("{} is {words}, told as the whole.", group_digits(value));
                let claims = conflict.claims.clone();
                Some((claim, Conflict { kind, claims, rule: rule.to_owned(), why }))
            });
            found.extend(told.map(|(claim, conflict)| (at, number, claim, conflict)));
        }
    }
    for (at, number, claim, conflict) in found {
        let entry = &mut entries[at].1;
        if let Some(part) = entry.support.iter_mut().find(|part| part.claim == claim) {
            part.reasons.insert(0, conflict.rule.clone());
        }
        entry.conflicts[number] = conflict;
    }
    for (_, entry) in entries.iter_mut() {
        entry
            .conflicts
            .sort_by(|one, other| (one.kind, &one.claims, &one.rule).cmp(&(other.kind, &other.claims, &other.rule)));
        entry.conflicts.dedup();
    }
}
