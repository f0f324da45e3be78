//! What is the figure, at a moment? Reads low, best and high from a series, and says what each claim does for it.
//! Not here: sums across series.

use super::Profile;
use super::bars::find_barred;
use super::bounds::{Bound, Verdict, choose_heaviest};
use super::collapse::{Lineage, Observation};
use super::conflict::{
    Bar, Finer, Standing, counter_name, explain_beside, explain_outsiders, explain_withdrawn, group_digits,
    make_conflict, rounding_of, tell_figure,
};
use super::counter::Companions;
use super::counter::rounded_from;
use super::nearest::{Nearness, find_nearest};
use super::revision::{Withdrawal, bars_of, fall_reason, find_withdrawn, is_own_page, list_revisions, tell_reason};
use super::series::{Group, Key, REJECTED};
use super::weight::{PLAIN, is_fused, weighted_median};
use crate::model::{
    Amount, AsOf, Claim, ClaimPlace, ConflictKind, Entry, EntryId, FamilyId, Grade, Interval, Measure, Modifier,
    Period, Revision, Role, SeriesKind, Side, SideFigure, StoryId, Support, SupportKind, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// A fall of the running count costs as much as this many independent claims say otherwise: below, one slip would
/// rewrite the past; above, a true revision would wait too long.
const FALL: i64 = 5 * PLAIN / 2;

/// With more counters than this, nobody can say to whose count a nameless figure lies nearest.
const MANY_COUNTERS: usize = 8;

/// So many texts that name nobody may raise a count beside which several counters stand.
const NAMELESS: usize = 3;

/// The figures of a series at a moment.
struct Reading {
    low: Option<Amount>,
    best: Option<Amount>,
    high: Option<Amount>,
    leading: Option<usize>,
    standings: Vec<Standing>,
    revisions: Vec<Revision>,
    sides: Vec<SideFigure>,
}

/// The entry of a series at the moment asked; none where nothing had been told by then.
pub(super) fn read_entry(
    lineage: &Lineage<'_>,
    story: Option<StoryId>,
    group: &mut Group<'_>,
    observations: &[Observation<'_>],
    companions: &Companions,
    profile: Profile,
    moment: Option<Timestamp>,
) -> Option<Entry> {
    let begun = |claim: &Claim| moment.is_none_or(|moment| claim.as_of.from.is_none_or(|from| from <= moment));
    group.aside.retain(|(claim, _)| begun(claim));
    let known = |observation: &Observation<'_>| begun(observation.lead);
    if !observations.iter().any(known) && group.aside.is_empty() {
        return None;
    }
    let mut reading = if is_fused(group.key.kind) {
        fuse_values(lineage, group.key.kind, observations, moment)
    } else {
        follow_count(lineage, observations, moment)
    };
    let leading = reading.leading.map(|at| &observations[at]);
    let heard = || observations.iter().filter(|observation| known(observation));
    let texts: BTreeSet<FamilyId> = heard().map(|observation| observation.text).collect();
    let pages: BTreeSet<_> =
        heard().flat_map(|o| o.members.iter().map(|claim| lineage.page_of(claim.report))).collect();
    let counters: BTreeSet<String> = heard().filter_map(|observation| observation.counter.clone()).collect();
    let aside_pages: BTreeSet<_> = group.aside.iter().map(|(claim, _)| lineage.page_of(claim.report)).collect();
    let aside_texts: BTreeSet<_> = group.aside.iter().map(|(claim, _)| lineage.text_of(claim)).collect();
    let speaker: &Claim = leading
        .map(|observation| observation.lead)
        .or_else(|| group.claims.first().copied())
        .or_else(|| group.aside.first().map(|(claim, _)| *claim))?;

    let mut notes = Vec::new();
    if observations.is_empty() && group.aside.iter().all(|(_, rule)| *rule == REJECTED) {
        notes.push("all its claims were rejected in review".to_owned());
    }
    let named_best = note_named(observations, &reading, &mut notes);
    let as_of = match (moment, leading) {
        (Some(moment), _) => AsOf::at(moment),
        (None, Some(leading)) => leading.as_of,
        (None, None) => observations.last().map_or(speaker.as_of, |last| last.as_of),
    };
    let (grade, provisional) = apply_profile(profile, observations, &mut reading, &counters, &known);
    let mut conflicts: Vec<_> = reading.standings.iter_mut().filter_map(|standing| standing.conflict.take()).collect();
    conflicts.sort_by(|one, other| (one.kind, &one.claims, &one.rule).cmp(&(other.kind, &other.claims, &other.rule)));
    conflicts.dedup();
    let places = || std::iter::once(&speaker).chain(&group.claims).filter_map(|claim| claim.place.as_ref());
    // The least name of the group: whoever leads, and however often a name is copied, it stays.
    let named = places().filter(|place| place.name.is_some()).min_by_key(|place| (&place.name, &place.country));
    let place = named.or_else(|| places().next()).cloned();
    let series = group.key.outside.map_or_else(|| series_name(&group.key, place.as_ref()), str::to_owned);
    let id_key = format!("{:?}", group.key);
    let story_id = story.map(|story| story.0);
    Some(Entry {
        id: EntryId::of(&[story_id.as_ref().map_or(&[][..], |id| &id[..]), id_key.as_bytes()]),
        story,
        series,
        indicator: speaker.indicator.clone(),
        unit: if group.key.unit.is_empty() { speaker.unit.clone() } else { group.key.unit.to_owned() },
        subset: group.key.subset.map(str::to_owned),
        place: place.as_ref().and_then(|place| place.name.clone()),
        country: place.and_then(|place| place.country),
        time: time_of(&group.key, group, speaker),
        measure: measure_of(&group.key, group, speaker),
        as_of,
        low: reading.low,
        best: reading.best,
        high: reading.high,
        inferred: leading.is_some_and(|leading| leading.inferred.is_some()),
        counters: counters.into_iter().collect(),
        texts: if texts.is_empty() { aside_texts.len() } else { texts.len() },
        pages: if pages.is_empty() { aside_pages.len() } else { pages.len() },
        support: list_support(group, observations, &reading),
        conflicts,
        derived: None,
        revisions: std::mem::take(&mut reading.revisions),
        notes,
        kind: group.key.kind,
        named_best,
        sides: reading.sides,
        companions: match group.key.kind {
            SeriesKind::Day if speaker.indicator != "places" => {
                companions.beside(heard(), group.key.from).into_iter().cloned().collect()
            }
            _ => Vec::new(),
        },
        grade,
        provisional,
    })
}

/// Steps 4 to 6 for what only grows: accept the heaviest consistent set, then read it at the moment.
fn follow_count(lineage: &Lineage<'_>, observations: &[Observation<'_>], moment: Option<Timestamp>) -> Reading {
    let withdrawn = find_withdrawn(lineage, observations, moment);
    let barred = find_barred(observations, bars_of(&withdrawn));
    let (verdicts, lead) = accept_counts(observations, &barred);
    let finer = Finer::of(observations);
    let mut outsiders = explain_outsiders(observations, &verdicts, &finer, &barred);
    let accepted: Vec<(usize, u32)> = verdicts
        .iter()
        .enumerate()
        .filter_map(|(at, verdict)| match verdict {
            Verdict::Accepted(segment) => Some((at, *segment)),
            Verdict::Outside => None,
        })
        .collect();
    let by_then = |at: usize| moment.is_none_or(|moment| observations[at].point <= moment);
    let dated: Vec<(usize, u32)> =
        accepted.iter().copied().filter(|(at, _)| !observations[*at].undated && by_then(*at)).collect();
    let segment = dated.last().map(|(_, segment)| *segment);
    // The lead counter's figures and those that name nobody; other counters stand beside, never averaged.
    let of_lead = |at: usize| {
        let counter = observations[at].counter.as_ref();
        lead.is_none() || counter.is_none() || counter == lead.as_ref()
    };
    // With several counters, a figure that names nobody may be anybody's: it raises the lead's only in company.
    let counters: BTreeSet<&String> =
        observations.iter().filter_map(|observation| observation.counter.as_ref()).collect();
    let of_lead = {
        let nameless = |at: usize| observations[at].counter.is_none();
        let top = dated
            .iter()
            .filter(|(at, _)| of_lead(*at) && !nameless(*at))
            .filter_map(|(at, _)| observations[*at].interval.lower)
            .max();
        let raised = move |at: usize| observations[at].interval.lower.or(observations[at].value) > top;
        let raisers = dated.iter().filter(|(at, _)| nameless(*at) && raised(*at));
        // As much or nearly must be told by so many texts: others that tell of less are no company.
        let mut most: BTreeMap<FamilyId, Amount> = BTreeMap::new();
        for (at, _) in raisers {
            if let Some(figure) = observations[*at].interval.lower.or(observations[*at].value) {
                let known = most.entry(observations[*at].text).or_insert(figure);
                *known = figure.max(*known);
            }
        }
        let mut most: Vec<Amount> = most.into_values().collect();
        most.sort_unstable_by(|one, other| other.cmp(one));
        let shared = most.get(NAMELESS - 1).map(|figure| figure.thousandths());
        // Or by two texts in one figure that is not round, which two do not make up: by value-level dependence they share a
        // source, and where only one counts, or none other is nearer, it is the lead.
        let mut told_by: BTreeMap<Amount, BTreeSet<FamilyId>> = BTreeMap::new();
        for (at, _) in dated.iter().filter(|(at, _)| nameless(*at) && raised(*at)) {
            let observation = &observations[*at];
            let firm = matches!(observation.modifier, Modifier::Equal | Modifier::AtLeast);
            let told = observation.value.filter(|value| firm && rounded_from(Modifier::Equal, *value).is_none());
            if let Some(value) = told {
                told_by.entry(value).or_default().insert(observation.text);
            }
        }
        told_by.retain(|_, texts| texts.len() >= 2);
        let nearest = match &lead {
            Some(lead) if (2..=MANY_COUNTERS).contains(&counters.len()) && !told_by.is_empty() => {
                find_nearest(observations, &verdicts, &barred, lead, Nearness::Distance)
            }
            _ => BTreeSet::new(),
        };
        let sole = counters.len() < 2;
        let told_twice = move |at: usize| {
            (sole || nearest.contains(&at)) && observations[at].value.is_some_and(|value| told_by.contains_key(&value))
        };
        let in_company = move |at: usize| {
            let figure = observations[at].figure().map(|figure| figure.thousandths() / 10 * 9);
            figure.zip(shared).is_some_and(|(figure, shared)| figure <= shared)
        };
        let near = match &lead {
            Some(lead) if counters.len() <= MANY_COUNTERS => {
                find_nearest(observations, &verdicts, &barred, lead, Nearness::Plausible)
            }

            _ => BTreeSet::new(),
        };
        move |at: usize| {
            of_lead(at) && (!nameless(at) || !raised(at) || near.contains(&at) || in_company(at) || told_twice(at))
        }
    };
    let alone = dated.iter().all(|(at, _)| !of_lead(*at));
    let ours = |at: usize| alone || of_lead(at);
    let in_segment = |(at, found): &&(usize, u32)| Some(*found) == segment && ours(*at);
    let current: Vec<usize> = dated.iter().filter(in_segment).map(|(at, _)| *at).collect();
    let lower = |at: usize| observations[at].interval.lower;
    let mut low = current.iter().filter_map(|at| lower(*at)).max();
    // The first figure that reaches it: what comes after in order bounds it from above.
    let reached = current.iter().copied().find(|at| lower(*at) == low);
    let leading = pick_leading(observations, &current);
    let mut best = leading.and_then(|at| observations[at].figure());
    let mut high = None;
    if let Some(at) = leading {
        let since = at.max(reached.unwrap_or(at));
        let from = moment.unwrap_or(observations[since].point);
        let ahead = accepted.iter().filter(in_segment).map(|(other, _)| *other).filter(|other| *other >= since);
        // Asked for a moment, a figure bounds it from above only if it was surely counted later: a page may tell in the
        // evening what stood at noon.
        let later = |observation: &Observation<'_>| match moment {
            None => observation.point >= from,
            Some(_) => observation.as_of.from.is_some_and(|counted| counted >= from),
        };
        let ahead = ahead.filter(|other| !observations[*other].undated && later(&observations[*other]));
        high = ahead.filter_map(|other| observations[other].interval.upper).min();
        best = best.map(|best| best.min(high.unwrap_or(best))).map(|best| best.max(low.unwrap_or(best)));
    } else if segment.is_none() {
        // Nothing is dated by then: what the undated caption of a page that may have been out says holds at least, and
        // is no answer.
        let out = |observation: &Observation<'_>| {
            let published = observation.lead.published.as_ref().map(crate::model::Published::start);
            observation.undated && moment.is_none_or(|moment| published.is_none_or(|published| published <= moment))
        };
        let captions = accepted.iter().map(|(at, _)| &observations[*at]).filter(|observation| out(observation));
        low = captions.filter_map(|observation| observation.interval.lower).max();
    } else {
        let since = reached.unwrap_or(0);
        let ahead = current.iter().filter(|at| **at >= since);
        high = ahead.filter_map(|at| observations[*at].interval.upper).min();
    }

    let standings = observations
        .iter()
        .enumerate()
        .map(|(at, observation)| {
            if let Some(standing) = outsiders.remove(&at) {
                return standing;
            }
            if leading == Some(at) {
                return Standing::plain(SupportKind::Leading, "latest-of-the-lead-counter");
            }
            if !observation.undated && !by_then(at) {
                return Standing::plain(SupportKind::OutOfScope, "after-the-moment-asked");
            }
            judge_accepted(observations, &verdicts, &finer, at, leading)
        })
        .collect();
    let revisions = list_revisions(lineage, observations, &verdicts, &withdrawn, moment);
    // Whoever stands beside the lead may be outside the choice and right: of each side all that nothing bars.
    let told = |at: &usize| !barred.contains_key(at) && by_then(*at);
    let figure = |own: &[usize]| own.iter().filter_map(|at| observations[*at].figure()).max();
    let sides = list_sides(observations, &told, &figure);
    Reading { low, best, high, leading, standings, revisions, sides }
}

/// The sides that the figures told stand on, each with its counters and its own figure.
fn list_sides(
    observations: &[Observation<'_>],
    told: &dyn Fn(&usize) -> bool,
    figure: &dyn Fn(&[usize]) -> Option<Amount>,
) -> Vec<SideFigure> {
    let mut of: BTreeMap<Side, Vec<usize>> = BTreeMap::new();
    for at in (0..observations.len()).filter(told) {
        if let Some(side) = observations[at].side {
            of.entry(side).or_default().push(at);
        }
    }
    let side = |(side, own): (Side, Vec<usize>)| {
        let counters: BTreeSet<String> = own.iter().filter_map(|at| observations[*at].counter.clone()).collect();
        SideFigure { side, counters: counters.into_iter().collect(), figure: figure(&own) }
    };
    of.into_iter().map(side).collect()
}

/// What an accepted figure that does not lead does.
fn judge_accepted(
    observations: &[Observation<'_>],
    verdicts: &[Verdict],
    finer: &Finer,
    at: usize,
    leading: Option<usize>,
) -> Standing {
    let observation = &observations[at];
    if let Some(fine) = finer.rounded_by(observation).filter(|fine| *fine != at) {
        let conflict = Some(rounding_of(observation, &observations[fine]));
        return Standing { kind: SupportKind::Supporting, reasons: vec!["rounding".into()], conflict };
    }
    let Some(leading) = leading.map(|at| (at, &observations[at])) else {
        return Standing::plain(SupportKind::Supporting, "fits");
    };
    if let (Verdict::Accepted(one), Verdict::Accepted(other)) = (verdicts[at], verdicts[leading.0])
        && one < other
    {
        let reason = (one + 1..=other).rev().find_map(|segment| fall_reason(observations, verdicts, segment));
        let told = reason.map_or("later texts carry the lower figure", |reason| tell_reason(Some(reason)));
        let why = format!("The count fell from {} to {}: {told}.", tell_figure(observation), tell_figure(leading.1));
        let rule = if reason.is_some() { "text-says-so" } else { "fall-confirmed" };
        let conflict = (observation.interval.lower > leading.1.interval.upper && leading.1.interval.upper.is_some())
            .then(|| make_conflict(ConflictKind::Revision, rule, why, [observation, leading.1]));
        return Standing { kind: SupportKind::Superseded, reasons: vec!["before-a-revision".into()], conflict };
    }
    if observation.counter.is_some() && leading.1.counter.is_some() && observation.counter != leading.1.counter {
        return Standing::plain(SupportKind::Supporting, "another-counter");
    }
    let overtaken = observation.interval.lower < leading.1.interval.lower;
    if observation.undated && overtaken {
        let why = format!(
            "The caption of {} names no time: {} is an older state of the count that stood at {}.",
            observation.lead.doc,
            tell_figure(observation),
            tell_figure(leading.1)
        );
        let conflict = Some(make_conflict(ConflictKind::StaleCopy, "stale-caption", why, [observation, leading.1]));
        return Standing { kind: SupportKind::Superseded, reasons: vec!["stale-caption".into()], conflict };
    }
    let exact = observation.interval.upper.is_some() || observation.value.is_some();
    if overtaken && observation.interval.lower.is_some() && exact {
        return Standing::plain(SupportKind::Superseded, "overtaken");
    }
    Standing::plain(SupportKind::Supporting, "fits")
}

/// The heaviest consistent set, counter by counter: the lead counter's own series first, then whatever fits beside it,
/// so that no crowd of relays overrules the first hand. Counters are never averaged.
fn accept_counts(observations: &[Observation<'_>], barred: &BTreeMap<usize, Bar>) -> (Vec<Verdict>, Option<String>) {
    let sound: Vec<usize> = (0..observations.len()).filter(|at| !barred.contains_key(at)).collect();
    if sound.len() < observations.len() {
        let kept: Vec<Observation<'_>> = sound.iter().map(|at| observations[*at].clone()).collect();
        let (found, lead) = accept_counts(&kept, &BTreeMap::new());
        let mut verdicts = vec![Verdict::Outside; observations.len()];
        for (at, verdict) in sound.into_iter().zip(found) {
            verdicts[at] = verdict;
        }
        return (verdicts, lead);
    }
    // Who counts at first hand before who tells what others counted: one such text is worth two of an official's.
    let first_hand = |observation: &Observation<'_>| {
        observation.members.iter().any(|claim| {
            claim.source.as_ref().is_some_and(|source| matches!(source.role, Role::Counter | Role::Witness))
        })
    };
    let mut totals: BTreeMap<&str, (BTreeSet<FamilyId>, i64, Timestamp)> = BTreeMap::new();
    let mut counted: BTreeSet<&str> = BTreeSet::new();
    let mut unnamed = 0i64;
    for observation in observations {
        match observation.counter.as_deref() {
            Some(counter) => {
                let total = totals.entry(counter).or_insert((BTreeSet::new(), 0, observation.point));
                if observation.inferred.is_none() {
                    total.0.insert(observation.text);
                }
                if first_hand(observation) {
                    counted.insert(counter);
                }
                total.1 += observation.weight;
                total.2 = total.2.max(observation.point);
            }
            None => unnamed += observation.weight,
        }
    }
    let near = count_nearest(observations, barred, &totals.keys().copied().collect::<Vec<_>>());
    let lead = totals.iter().max_by_key(|(name, (texts, weight, point))| {
        let hands = if counted.contains(*name) { 2 } else { 1 };
        let told = 2 * texts.len() + near.get(*name).copied().unwrap_or(0);
        (hands * told, *weight, *point, std::cmp::Reverse(**name))
    });
    let lead = lead.map(|(name, (_, weight, _))| ((*name).to_owned(), *weight));
    let bound = |observation: &Observation<'_>, fall: Option<i64>| Bound {
        interval: Interval { lower: observation.interval.lower, upper: likely_upper(observation) },
        weight: observation.weight,
        fall,
    };
    let Some((lead, total)) = lead else {
        return (choose_heaviest(&with_falls(observations.iter(), &bound)), None);
    };
    if total * 3 < unnamed {
        // One attribution among many pages that name nobody is as likely a misreading as a lead.
        return (choose_heaviest(&with_falls(observations.iter(), &bound)), Some(lead));
    }
    let of_lead = |observation: &Observation<'_>| observation.counter.as_deref() == Some(lead.as_str());
    let own: Vec<usize> = (0..observations.len()).filter(|at| of_lead(&observations[*at])).collect();
    // A counter that says "at least n" has counted n: lower than before, it took some back or the page is late. Which of
    // the two is a matter of weight; the late ones may stand below, where their bound is open again.
    let own_bounds: Vec<Bound> = with_falls(own.iter().map(|at| &observations[*at]), &bound)
        .into_iter()
        .zip(&own)
        .map(|(own, at)| {
            let observation = &observations[*at];
            // A page of which only the day is known may be older than the moment for which it counts.
            let since = observation.lead.published.as_ref().map(crate::model::Published::start);
            let sure =
                observation.modifier == Modifier::AtLeast && since.is_some_and(|since| since >= observation.point);
            let said = observation.value.filter(|_| sure && !observation.undated);
            Bound { interval: Interval { upper: said.or(own.interval.upper), ..own.interval }, ..own }
        })
        .collect();
    let own_verdicts = choose_heaviest(&own_bounds);
    let mut chosen: BTreeMap<usize, Bound> = BTreeMap::new();
    let mut segment = 0;
    for (at, verdict) in own.iter().zip(&own_verdicts) {
        if let Verdict::Accepted(in_segment) = verdict {
            let fall = (*in_segment > segment).then_some(0);
            let open = bound(&observations[*at], fall);
            chosen.insert(*at, Bound { weight: open.weight * 1_000_000, ..open });
            segment = *in_segment;
        }
    }
    // What the counter itself went below stays outside; its late pages may stand where their bounds, open again, let them.
    let mut outside: BTreeSet<usize> = BTreeSet::new();
    let mut least: Option<Amount> = None;
    for (at, own) in own.iter().zip(&own_bounds).rev() {
        match chosen.get(at) {
            Some(Bound { fall: Some(_), .. }) => least = None,
            Some(_) => least = own.interval.upper.map(|upper| least.map_or(upper, |least| least.min(upper))).or(least),
            None if least.is_some() && own.interval.lower > least => {
                outside.insert(*at);
            }
            None => {}
        }
    }
    let entrants: Vec<usize> = (0..observations.len()).filter(|at| !outside.contains(at)).collect();
    let bounds: Vec<Bound> =
        entrants.iter().map(|at| chosen.get(at).copied().unwrap_or_else(|| bound(&observations[*at], None))).collect();
    let mut verdicts = vec![Verdict::Outside; observations.len()];
    for (at, verdict) in entrants.into_iter().zip(choose_heaviest(&bounds)) {
        verdicts[at] = verdict;
    }
    (verdicts, Some(lead))
}

/// For each counter how many texts that name nobody tell figures nearest to its count: whose count the nameless carry
/// leads before whose nobody carries. Nothing where one counts alone, or too many to tell them apart.
fn count_nearest<'o>(
    observations: &[Observation<'_>],
    barred: &BTreeMap<usize, Bar>,
    counters: &[&'o str],
) -> BTreeMap<&'o str, usize> {
    if !(2..=MANY_COUNTERS).contains(&counters.len()) || observations.iter().all(|o| o.counter.is_some()) {
        return BTreeMap::new();
    }
    let all_stand = vec![Verdict::Accepted(0); observations.len()];
    let texts = |counter: &str| -> BTreeSet<FamilyId> {
        let near = find_nearest(observations, &all_stand, barred, counter, Nearness::Plausible);
        near.into_iter().map(|at| observations[at].text).collect()
    };
    counters.iter().map(|counter| (*counter, texts(counter).len())).collect()
}

/// The most that a figure can have meant when it was told. Who says "at least n" when there are more than twice n
/// repeats an old figure, so an open bound is closed there for the choice, though never in what is shown. An undated
/// figure may be of any time: nothing closes it.
fn likely_upper(observation: &Observation<'_>) -> Option<Amount> {
    if observation.undated {
        return None;
    }
    let open = matches!(observation.modifier, Modifier::AtLeast | Modifier::MoreThan);
    let twice = || observation.interval.lower.and_then(|lower| lower.plus(lower)).filter(|twice| *twice > Amount::ZERO);
    observation.interval.upper.or_else(|| if open { twice() } else { None })
}

/// The bounds of figures in order of time, each with what a fall to it costs: nothing where the text says that it was
/// revised, or where the counter's own page publishes it as the exact figure. To less than a quarter of what had been
/// reached no fall is free: that is a part, or another thing.
fn with_falls<'o>(
    observations: impl Iterator<Item = &'o Observation<'o>>,
    bound: &dyn Fn(&Observation<'_>, Option<i64>) -> Bound,
) -> Vec<Bound> {
    let mut reached: Option<Amount> = None;
    observations
        .map(|observation| {
            let own_page = observation.modifier == Modifier::Equal && is_own_page(observation);
            let told = observation.revised_now().is_some() || own_page;
            let quarter = reached.map(|reached| reached.thousandths() / 4);
            let whole = observation.figure().map(Amount::thousandths) >= quarter;
            reached = reached.max(observation.interval.lower);
            bound(observation, Some(if told && whole { 0 } else { FALL }))
        })
        .collect()
}

/// The observation whose figure is in force: of the exact, at-least and more-than figures the greatest, exact before
/// open, then named, then the latest; where there are none, the latest that says a number.
fn pick_leading(observations: &[Observation<'_>], current: &[usize]) -> Option<usize> {
    let rank = |at: &usize| {
        let observation = &observations[*at];
        let plain = match observation.modifier {
            Modifier::Equal => 3,
            Modifier::AtLeast => 2,
            Modifier::MoreThan => 1,
            _ => 0,
        };
        let named = observation.counter.is_some() && observation.inferred.is_none();
        (observation.interval.lower, plain, named, observation.point, std::cmp::Reverse(observation.lead.id))
    };
    let sure = |at: &&usize| {
        let observation = &observations[**at];
        !observation.undated
            && observation.value.is_some()
            && matches!(observation.modifier, Modifier::Equal | Modifier::AtLeast | Modifier::MoreThan)
    };
    let dated = |at: &&usize| !observations[**at].undated && observations[**at].value.is_some();
    let surest = current.iter().filter(sure).max_by_key(|at| rank(at));
    // "Nearly 5,000" rounds 4,824, and tells of more where only 3,000 had been counted.
    let above = surest.and_then(|at| observations[*at].figure()).map(|figure| figure.thousandths() / 10 * 11);
    let rough = |at: &&usize| {
        let told = observations[**at].value.map(Amount::thousandths);
        // So far above, it is a slip or another thing.
        let wild = above.is_some_and(|above| told > above.checked_mul(4));
        matches!(observations[**at].modifier, Modifier::About | Modifier::Nearly) && told > above && !wild
    };
    let rough = current.iter().filter(dated).filter(rough).filter(|_| surest.is_some());
    let rough = rough.max_by_key(|at| (observations[**at].value, rank(at)));
    rough
        .or(surest)
        .or_else(|| current.iter().filter(dated).max_by_key(|at| (observations[**at].point, rank(at))))
        .copied()
}

/// Step 7 for states, plans and prices: the weighted median of the latest figures; the rest gets its reason.
fn fuse_values(
    lineage: &Lineage<'_>,
    kind: SeriesKind,
    observations: &[Observation<'_>],
    moment: Option<Timestamp>,
) -> Reading {
    let withdrawn: BTreeMap<usize, Withdrawal> = find_withdrawn(lineage, observations, moment);
    // A state holds for a day and a half: what was told before is no rival but history.
    const STATE: i64 = 36 * 3600;
    let by_then = |observation: &Observation<'_>| {
        moment.is_none_or(|moment| observation.point <= moment || (observation.undated && kind != SeriesKind::State))
    };
    let valued = || observations.iter().filter(|o| by_then(o) && o.value.is_some());
    let latest = valued().map(|observation| observation.point).max();
    let current = |observation: &Observation<'_>| {
        by_then(observation)
            && (kind != SeriesKind::State || latest.is_none_or(|latest| observation.point.0 >= latest.0 - STATE))
    };
    let holds = |at: usize| !withdrawn.contains_key(&at);
    let told = |at: &usize| holds(*at) && current(&observations[*at]);
    let median = |own: &[usize]| {
        weighted_median(
            own.iter().filter_map(|at| Some((observations[*at].value?, observations[*at].weight))).collect(),
        )
    };
    // No figure is made of those of two sides: the side of most weight leads, with what stands on none; the others stand
    // beside it.
    let mut weights: BTreeMap<Side, i64> = BTreeMap::new();
    for at in (0..observations.len()).filter(told).filter(|at| observations[*at].value.is_some()) {
        if let Some(side) = observations[at].side {
            *weights.entry(side).or_default() += observations[at].weight;
        }
    }
    let lead_side = weights.into_iter().max_by_key(|(side, weight)| (*weight, std::cmp::Reverse(*side)));
    let ours = |at: usize| observations[at].side.zip(lead_side).is_none_or(|(side, (lead, _))| side == lead);
    let own: Vec<usize> = (0..observations.len()).filter(told).filter(|at| ours(*at)).collect();
    let best = median(&own);
    let sides = list_sides(observations, &told, &median);
    let leading = own.iter().copied().filter(|at| best.is_some() && observations[*at].value == best).max_by_key(|at| {
        let observation = &observations[*at];
        let exact = observation.modifier == Modifier::Equal;
        (observation.counter.is_some(), exact, observation.weight, std::cmp::Reverse(observation.lead.id))
    });
    let standings: Vec<Standing> = observations
        .iter()
        .enumerate()
        .map(|(at, observation)| match leading {
            _ if !by_then(observation) => Standing::plain(SupportKind::OutOfScope, "after-the-moment-asked"),
            Some(leading) if leading == at => Standing::plain(SupportKind::Leading, "weighted-median"),
            _ if let Some(taken) = withdrawn.get(&at) => explain_withdrawn(observations, at, *taken),
            Some(leading) => {
                let standing = explain_beside(observation, &observations[leading], kind == SeriesKind::Price);
                match standing.kind {
                    SupportKind::Supporting if !current(observation) => {
                        Standing { kind: SupportKind::Superseded, ..standing }
                    }
                    _ => standing,
                }
            }
            None => Standing::plain(SupportKind::Supporting, "fits"),
        })
        .collect();
    let accepted = || {
        let stands = |(at, (observation, standing)): &(usize, (&Observation<'_>, &Standing))| {
            let accepted = matches!(standing.kind, SupportKind::Leading | SupportKind::Supporting);
            ours(*at) && current(observation) && accepted
        };
        observations.iter().zip(&standings).enumerate().filter(stands).map(|(_, found)| found)
    };
    let counted = || accepted().filter(|(observation, _)| observation.value.is_some());
    let (low, high) = if best.is_some() {
        // Roundings and open bounds widen nothing.
        let closed = || {
            counted()
                .filter(|(o, standing)| o.interval.upper.is_some() && !standing.reasons.iter().any(|r| r == "rounding"))
        };
        let low = counted()
            .filter(|(_, standing)| !standing.reasons.iter().any(|reason| reason == "rounding"))
            .filter_map(|(o, _)| o.interval.lower)
            .min();
        let open = leading.is_some_and(|at| observations[at].interval.upper.is_none());
        let high = closed().filter_map(|(o, _)| o.interval.upper).max().filter(|high| !open || Some(*high) > best);
        (
            low.map(|low| best.map_or(low, |best| low.min(best))),
            high.map(|high| best.map_or(high, |best| high.max(best))),
        )
    } else {
        let low = accepted().filter_map(|(o, _)| o.interval.lower).max();
        let high = accepted().filter_map(|(o, _)| o.interval.upper).min();
        (low, high.filter(|high| low.is_none_or(|low| low <= *high)))
    };
    let nothing_falls = vec![Verdict::Outside; observations.len()];
    let revisions = list_revisions(lineage, observations, &nothing_falls, &withdrawn, moment);
    Reading { low, best, high, leading, standings, revisions, sides }
}

/// Where the figure in force names no counter: the best that the counter says by name.
fn note_named(observations: &[Observation<'_>], reading: &Reading, notes: &mut Vec<String>) -> Option<Amount> {
    let leading = &observations[reading.leading?];
    if leading.counter.is_some() && leading.inferred.is_none() {
        return None;
    }
    let stands = |at: usize| {
        let standing = &reading.standings[at];
        matches!(standing.kind, SupportKind::Supporting | SupportKind::Superseded)
            && standing.reasons.iter().all(|r| r != "rounding")
    };
    let named = (0..observations.len())
        .filter(|at| stands(*at) && observations[*at].counter.is_some() && observations[*at].inferred.is_none())
        .filter(|at| observations[*at].figure().is_some())
        .max_by_key(|at| (observations[*at].interval.lower, observations[*at].point))?;
    let figure = leading.value.map_or_else(|| tell_figure(leading), group_digits);
    let named = &observations[named];
    notes.push(format!("{figure} names no counter; {} by name: {}", counter_name(named), tell_figure(named)));
    named.figure()
}

/// Changes the read-out as a profile asks; grade and provisional mark.
fn apply_profile(
    profile: Profile,
    observations: &[Observation<'_>],
    reading: &mut Reading,
    counters: &BTreeSet<String>,
    known: &dyn Fn(&Observation<'_>) -> bool,
) -> (Option<Grade>, bool) {
    let stands = |at: &usize| {
        let kind = reading.standings[*at].kind;
        let stale = reading.standings[*at].reasons.iter().any(|reason| reason == "stale-caption");
        let accepted = matches!(kind, SupportKind::Leading | SupportKind::Supporting | SupportKind::Superseded);
        accepted && !stale && known(&observations[*at]) && observations[*at].figure().is_some()
    };
    match profile {
        Profile::Default => (None, false),
        Profile::TwoSource => (None, counters.len() < 2),
        Profile::Conservative => {
            let firm = |at: &usize| {
                let standing = &reading.standings[*at];
                let rounding = standing.reasons.iter().any(|reason| reason == "rounding");
                stands(at) && !rounding && standing.kind != SupportKind::Superseded && !observations[*at].undated
            };
            let latest = (0..observations.len()).filter(firm).map(|at| observations[at].point).max();
            let least = (0..observations.len())
                .filter(firm)
                .filter(|at| Some(observations[*at].point) == latest)
                .filter_map(|at| observations[at].interval.lower.or(observations[at].figure()))
                .min();
            if least.is_some() {
                (reading.low, reading.best, reading.high) = (least, least, least);
            }
            (None, false)
        }
        Profile::Range => {
            let mut latest: BTreeMap<FamilyId, (Option<Amount>, Option<Amount>)> = BTreeMap::new();
            for at in (0..observations.len()).filter(stands) {
                let figure = observations[at].interval.lower.or(observations[at].figure());
                let top = observations[at].interval.upper.or(figure);
                let own = latest.entry(observations[at].text).or_insert((figure, top));
                if figure > own.0 {
                    *own = (figure, top);
                }
            }
            let contested = reading
                .standings
                .iter()
                .flat_map(|standing| &standing.conflict)
                .any(|c| c.kind == ConflictKind::Counter);
            let grade = match counters.len() {
                _ if latest.is_empty() => Grade::Discounted,
                _ if contested => Grade::Contested,
                0 | 1 => Grade::Weak,
                2 => Grade::Fair,
                _ => Grade::Confirmed,
            };
            if let (Some(low), Some(high)) = (
                latest.values().filter_map(|(figure, _)| *figure).min(),
                latest.values().filter_map(|(_, top)| *top).max(),
            ) {
                (reading.low, reading.high) = (Some(low), Some(high));
            }
            (Some(grade), false)
        }
    }
}

fn list_support(group: &Group<'_>, observations: &[Observation<'_>], reading: &Reading) -> Vec<Support> {
    let mut support = Vec::new();
    for (observation, standing) in observations.iter().zip(&reading.standings) {
        for (at, claim) in observation.members.iter().enumerate() {
            let mut reasons = standing.reasons.clone();
            reasons.extend(observation.inferred.map(|rule| format!("counter-inferred: {rule}")));
            let history = observation.history;
            reasons.extend(history.map(|factor| format!("source-weight: {}.{:02}", factor / 1000, factor % 1000 / 10)));
            reasons.extend(group.joined.get(&claim.id).map(|rule| (*rule).to_owned()));
            let relayed = at > 0;
            if relayed {
                let rule = if claim.report == observation.lead.report { "same-page" } else { "copy" };
                reasons.insert(0, rule.to_owned());
            }
            support.push(Support {
                claim: claim.id,
                kind: if relayed { SupportKind::Relayed } else { standing.kind },
                counter: observation.counter.clone(),
                inferred: observation.inferred.is_some(),
                reasons,
            });
        }
    }
    support.extend(group.aside.iter().map(|(claim, rule)| Support {
        claim: claim.id,
        kind: if *rule == REJECTED { SupportKind::Rejected } else { SupportKind::OutOfScope },
        counter: super::counter::root_counter(claim),
        inferred: false,
        reasons: vec![(*rule).to_owned()],
    }));
    support
}

/// `detained/person/Russia/2022-09-21`, `detained/person/Russia/since 2022-09-21`.
fn series_name(key: &Key<'_>, place: Option<&ClaimPlace>) -> String {
    let place = place.and_then(|place| place.name.as_deref().or(place.country.as_deref())).unwrap_or("-");
    let when = match (key.kind, key.from, key.to) {
        (SeriesKind::Day, Some(day), _) => day.to_string(),
        (SeriesKind::Window, Some(from), Some(to)) => Period::days(from, to).to_string(),
        (SeriesKind::Since, Some(from), _) => format!("since {from}"),
        (SeriesKind::State, ..) => "state".into(),
        (SeriesKind::Plan, ..) => "plan".into(),
        (SeriesKind::Price, ..) => "price".into(),
        (SeriesKind::Aside, ..) => "aside".into(),
        (SeriesKind::Window, ..) => "flow".into(),
        _ => "total".into(),
    };
    let subset = key.subset.map(|subset| format!(" of {subset}")).unwrap_or_default();
    format!("{}{subset}/{}/{place}/{when}", key.indicator, key.unit)
}

fn time_of(key: &Key<'_>, group: &Group<'_>, speaker: &Claim) -> Option<Period> {
    match (key.kind, key.from) {
        (SeriesKind::Day | SeriesKind::Window, Some(from)) => Some(Period::days(from, key.to.unwrap_or(from))),
        (SeriesKind::Since, Some(from)) => {
            let last = group.claims.iter().filter_map(|claim| claim.time).map(Period::last_day).max();
            Some(Period::days(from, last.unwrap_or(from)))
        }
        _ => speaker.time,
    }
}

fn measure_of(key: &Key<'_>, group: &Group<'_>, speaker: &Claim) -> Measure {
    match key.kind {
        SeriesKind::Day if group.claims.iter().any(|claim| claim.measure == Measure::Cumulative) => Measure::Cumulative,
        SeriesKind::Day | SeriesKind::Window => Measure::Flow,
        SeriesKind::Since | SeriesKind::Total => Measure::Cumulative,
        SeriesKind::Plan => Measure::Plan,
        SeriesKind::Price => Measure::Price,
        SeriesKind::State if key.outside.is_none() => Measure::Stock,
        SeriesKind::State | SeriesKind::Aside => speaker.measure,
    }
}
