//! Which figures were taken back, and why? Revisions that a text tells, that two versions of a page show, and that the
//! accepted falls of a count show.
//! Not here: the words that tell of them (`claims/revise.rs`), and what a fall costs (`bounds`, `readout`).

use super::bounds::Verdict;
use super::collapse::{Lineage, Observation};
use super::conflict::{Bar, counter_name, tell_figure};
use crate::model::{Amount, ClaimId, FamilyId, Revision, RevisionReason, Role, Timestamp};
use std::collections::BTreeMap;

/// A figure that does not hold, and who took it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Withdrawal {
    /// The observation that says or shows so; the figure itself where its own text says so.
    pub(super) by: usize,
    /// The figure in its place, where there is one in the series.
    pub(super) now: Option<usize>,
    /// Why, where a text says so.
    pub(super) reason: Option<RevisionReason>,
    /// `text-says-so`, `retracted`, `later-version`.
    pub(super) rule: &'static str,
}

/// The figures that were taken back by the moment asked.
///
/// A text that says "revised to 41 from 50" tells 50 as what holds no longer: that telling counts for nothing, while those
/// who told 50 when it held stay in the series. A figure that was retracted with nothing in its place takes along every
/// earlier telling of it by the same counter. A later version of a page that has less in its place takes back what the
/// earlier one had.
pub(super) fn find_withdrawn(
    lineage: &Lineage<'_>,
    observations: &[Observation<'_>],
    moment: Option<Timestamp>,
) -> BTreeMap<usize, Withdrawal> {
    let by_then = |at: usize| moment.is_none_or(|moment| observations[at].point <= moment);
    let mut withdrawn = BTreeMap::new();
    let before: Vec<(usize, RevisionReason)> = observations
        .iter()
        .enumerate()
        .filter_map(|(at, observation)| Some((at, observation.revised_before()?)))
        .collect();
    // What each text has in its place, and who tells what: asked once for all.
    let mut now_of: BTreeMap<FamilyId, usize> = BTreeMap::new();
    let mut tellers: BTreeMap<Amount, Vec<usize>> = BTreeMap::new();
    if !before.is_empty() {
        for (at, observation) in observations.iter().enumerate() {
            if observation.revised_now().is_some() {
                now_of.entry(observation.text).or_insert(at);
            }
            if let Some(value) = observation.value {
                tellers.entry(value).or_default().push(at);
            }
        }
    }
    for (at, reason) in before {
        let observation = &observations[at];
        let now = now_of.get(&observation.text).copied();
        withdrawn.insert(at, Withdrawal { by: at, now, reason: Some(reason), rule: "text-says-so" });
        if reason != RevisionReason::Retraction || !by_then(at) {
            continue;
        }
        let same = |other: &usize| {
            let told = &observations[*other];
            let of_counter =
                told.counter.is_none() || observation.counter.is_none() || told.counter == observation.counter;
            *other != at && of_counter && told.point <= observation.point
        };
        let tellers = observation.value.and_then(|value| tellers.get(&value)).into_iter().flatten();
        for other in tellers.copied().filter(same) {
            let taken = Withdrawal { by: at, now: None, reason: Some(reason), rule: "retracted" };
            withdrawn.entry(other).or_insert(taken);
        }
    }
    if lineage.has_versions() {
        for (at, by) in find_replaced(lineage, observations) {
            if by_then(by)
                && observations[by].interval.upper.is_some_and(|upper| observations[at].interval.lower > Some(upper))
            {
                let reason = observations[by].revised_now();
                withdrawn.entry(at).or_insert(Withdrawal { by, now: Some(by), reason, rule: "later-version" });
            }
        }
    }
    withdrawn
}

/// Figures that stand only in earlier versions of their pages, each with the figure of the latest version in their place.
fn find_replaced(lineage: &Lineage<'_>, observations: &[Observation<'_>]) -> Vec<(usize, usize)> {
    let mut by_text: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, observation) in observations.iter().enumerate().filter(|(_, observation)| observation.value.is_some()) {
        by_text.entry(observation.text).or_default().push(at);
    }
    let mut replaced = Vec::new();
    for places in by_text.values().filter(|places| places.len() > 1) {
        for &at in places {
            let pages = || observations[at].members.iter().map(|claim| claim.report);
            let supersedes = |by: &usize| {
                let later = || observations[*by].members.iter().map(|claim| claim.report);
                pages().all(|page| later().any(|later| lineage.is_later_version(later, page)))
                    && later().all(|later| pages().all(|page| later != page))
            };
            let told = |by: &usize| {
                let members = observations[*by].members.iter();
                members.filter_map(|claim| claim.published.as_ref().map(crate::model::Published::start)).max()
            };
            let others = places.iter().copied().filter(|by| *by != at && supersedes(by));
            // Of several figures in the later version the nearest one stands in its place.
            let apart = |by: &usize| {
                let figures = observations[*by].value.zip(observations[at].value);
                figures.map(|(by, at)| (by.thousandths() - at.thousandths()).unsigned_abs())
            };
            if let Some(by) = others.max_by_key(|by| (told(by), std::cmp::Reverse(apart(by)), std::cmp::Reverse(*by))) {
                replaced.push((at, by));
            }
        }
    }
    replaced
}

/// Whether the counter's own page publishes the figure, which needs nobody's confirmation.
pub(super) fn is_own_page(observation: &Observation<'_>) -> bool {
    observation.members.iter().any(|claim| claim.chain.len() == 1 && claim.chain[0].role == Role::Counter)
}

/// The revisions of a running count, in order of time: accepted falls, what texts took back, and pages in two versions.
pub(super) fn list_revisions(
    lineage: &Lineage<'_>,
    observations: &[Observation<'_>],
    verdicts: &[Verdict],
    withdrawn: &BTreeMap<usize, Withdrawal>,
    moment: Option<Timestamp>,
) -> Vec<Revision> {
    let by_then = |at: usize| moment.is_none_or(|moment| observations[at].point <= moment);
    let mut found: Vec<(Timestamp, Revision)> = Vec::new();
    let segment_of = |at: usize| match verdicts[at] {
        Verdict::Accepted(segment) if !observations[at].undated && by_then(at) => Some(segment),
        _ => None,
    };
    let mut tops: BTreeMap<u32, usize> = BTreeMap::new();
    let mut firsts: BTreeMap<u32, usize> = BTreeMap::new();
    for at in 0..observations.len() {
        let Some(segment) = segment_of(at) else { continue };
        let top = tops.entry(segment).or_insert(at);
        if observations[at].interval.lower > observations[*top].interval.lower {
            *top = at;
        }
        if observations[at].interval.upper.is_some() || observations[at].value.is_some() {
            firsts.entry(segment).or_insert(at);
        }
    }
    for (segment, first) in &firsts {
        let Some(top) = segment.checked_sub(1).and_then(|before| tops.get(&before)) else { continue };
        let (before, after) = (&observations[*top], &observations[*first]);
        let reason = fall_reason(observations, verdicts, *segment);
        let (rule, who) = match reason {
            Some(_) => ("text-says-so", format!("{} calls it {}", after.lead.doc, tell_reason(reason))),
            None if is_own_page(after) => ("own-page", format!("{} publishes it itself", counter_name(after))),
            None => ("fall-confirmed", "later texts carry the lower figure".to_owned()),
        };
        let why = format!("The count fell from {} to {}: {who}.", tell_figure(before), tell_figure(after));
        found.push((after.point, revision_of(observations, Some(*top), Some(*first), reason, rule, why)));
    }
    for (at, taken) in withdrawn.iter().filter(|(at, _)| by_then(**at)) {
        if taken.rule == "retracted" {
            continue;
        }
        let (figure, teller) = (&observations[*at], &observations[taken.by]);
        let told = found.iter().any(|(_, known)| {
            known.from == figure.figure() && taken.now.is_none_or(|now| known.to == observations[now].figure())
        });
        if told {
            continue;
        }
        let now = taken.now.map_or_else(String::new, |now| format!(", now {}", tell_figure(&observations[now])));
        let why = match taken.rule {
            "later-version" => format!("{} had {} in an earlier version{now}.", teller.lead.doc, tell_figure(figure)),
            _ => format!("{} takes back {}{now}: {}.", teller.lead.doc, tell_figure(figure), tell_reason(taken.reason)),
        };
        found.push((teller.point, revision_of(observations, Some(*at), taken.now, taken.reason, taken.rule, why)));
    }
    if lineage.has_versions() {
        for (at, by) in find_replaced(lineage, observations) {
            if withdrawn.contains_key(&at) || !by_then(by) || observations[at].figure() == observations[by].figure() {
                continue;
            }
            let why = format!(
                "{} had {} in an earlier version, now {}.",
                observations[by].lead.doc,
                tell_figure(&observations[at]),
                tell_figure(&observations[by])
            );
            let reason = observations[by].revised_now();
            found.push((
                observations[by].point,
                revision_of(observations, Some(at), Some(by), reason, "later-version", why),
            ));
        }
    }
    found.sort_by(|(one, first), (other, second)| {
        (one, &first.claims, &first.rule).cmp(&(other, &second.claims, &second.rule))
    });
    found.dedup_by(|(_, one), (_, other)| one == other);
    found.into_iter().map(|(_, revision)| revision).collect()
}

fn revision_of(
    observations: &[Observation<'_>],
    from: Option<usize>,
    to: Option<usize>,
    reason: Option<RevisionReason>,
    rule: &str,
    why: String,
) -> Revision {
    let figure = |at: Option<usize>| -> Option<Amount> { observations[at?].figure() };
    let mut claims: Vec<ClaimId> = from.into_iter().chain(to).map(|at| observations[at].lead.id).collect();
    claims.sort_unstable();
    claims.dedup();
    Revision { reason, from: figure(from), to: figure(to), claims, rule: rule.to_owned(), why }
}

/// Why the count fell to this segment, where a text of it says so.
pub(super) fn fall_reason(
    observations: &[Observation<'_>],
    verdicts: &[Verdict],
    segment: u32,
) -> Option<RevisionReason> {
    let of_segment = verdicts.iter().zip(observations).filter(|(verdict, _)| **verdict == Verdict::Accepted(segment));
    of_segment.filter_map(|(_, observation)| observation.revised_now()).next()
}

/// A reason in words.
pub(super) fn tell_reason(reason: Option<RevisionReason>) -> &'static str {
    match reason {
        Some(RevisionReason::Correction) => "a correction",
        Some(RevisionReason::Reclassification) => "a reclassification",
        Some(RevisionReason::Duplicates) => "a removal of duplicates",
        Some(RevisionReason::Scope) => "a change of what is counted",
        Some(RevisionReason::Retraction) => "a retraction",
        None => "no reason told",
    }
}

/// What a withdrawn figure is barred by.
pub(super) fn bars_of(withdrawn: &BTreeMap<usize, Withdrawal>) -> BTreeMap<usize, Bar> {
    withdrawn.iter().map(|(at, taken)| (*at, Bar::Withdrawn(*taken))).collect()
}
