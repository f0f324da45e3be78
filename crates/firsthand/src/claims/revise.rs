//! Does the text say that a figure was changed, and why? Marks the figure that holds now and the one before.
//! Not here: changes that only the figures of several texts show; those are the ledger's.

use crate::model::{
    Amount, Claim, Interval, Measure, Modality, Modifier, Polarity, Revised, RevisionReason, RevisionSide, Sentence,
    Tokens,
};
use crate::pack::{Pack, RevisionCue};
use std::ops::Range;

/// How far "to" and "from" stand from their figure, in tokens: "from an earlier at least 50".
const NEAR: usize = 4;
/// How far what says that it was changed, or told earlier, stands from the figure.
const REACH: usize = 12;

/// A phrase of a revision, by tokens of the report.
#[derive(Debug, Clone, Copy)]
struct Cue {
    first: usize,
    last: usize,
    reads: RevisionCue,
}

/// Marks the claims of a report whose figures the text says were changed. `claims` stand in the order of the text.
pub(super) fn mark_revisions(pack: &Pack, tokens: &Tokens, claims: &mut [Claim]) {
    if pack.claim.revisions.rules().is_empty() || claims.is_empty() {
        return;
    }
    let runs = runs_of(tokens, claims);
    let mut cues: Option<(usize, Vec<Cue>)> = None;
    for (number, (at, run)) in runs.iter().enumerate() {
        let own = match cues.take() {
            Some((known, found)) if known == *at => found,
            _ => find_cues(pack, tokens, *at),
        };
        if !own.is_empty() {
            let spots: Vec<Range<usize>> = claims[run.clone()].iter().map(|claim| spot_of(tokens, claim)).collect();
            let beside = || neighbours(tokens, *at).flat_map(|other| find_cues(pack, tokens, other));
            mark_sentence(&own, beside, &spots, &mut claims[run.clone()]);
            let near = |other: &(usize, Range<usize>)| {
                other.0.abs_diff(*at) == 1 && tokens.sentences[other.0].paragraph == tokens.sentences[*at].paragraph
            };
            let before = number.checked_sub(1).map(|number| &runs[number]).filter(|run| near(run));
            let after = runs.get(number + 1).filter(|run| near(run));
            let others: Vec<usize> = before.into_iter().chain(after).flat_map(|(_, run)| run.clone()).collect();
            mark_earlier(&own, &spots, run.clone(), &others, claims);
        }
        cues = Some((*at, own));
    }
}

/// The sentences that hold claims, each with the claims that it holds.
fn runs_of(tokens: &Tokens, claims: &[Claim]) -> Vec<(usize, Range<usize>)> {
    let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, claim) in claims.iter().enumerate() {
        let at = tokens.sentences.partition_point(|sentence| sentence.span.end <= claim.span.start);
        match runs.last_mut() {
            Some((last, run)) if *last == at => run.end = number + 1,
            _ if at < tokens.sentences.len() => runs.push((at, number..number + 1)),
            _ => {}
        }
    }
    runs
}

fn neighbours(tokens: &Tokens, at: usize) -> impl Iterator<Item = usize> {
    let paragraph = |at: usize| tokens.sentences.get(at).map(|sentence| sentence.paragraph);
    let own = paragraph(at);
    [Some(at + 1), at.checked_sub(1)].into_iter().flatten().filter(move |other| paragraph(*other) == own)
}

fn find_cues(pack: &Pack, tokens: &Tokens, at: usize) -> Vec<Cue> {
    let Sentence { first, last, .. } = tokens.sentences[at];
    let sentence = &tokens.tokens[first..last];
    let mut cues = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        let Some((length, rules)) = pack.claim.revisions.longest(sentence, at) else {
            at += 1;
            continue;
        };
        let meanings = rules.iter().map(|rule| pack.claim.revisions.rule(*rule).means.reads);
        cues.extend(meanings.map(|reads| Cue { first: first + at, last: first + at + length, reads }));
        at += length;
    }
    cues
}

/// The tokens of the figure words.
fn spot_of(tokens: &Tokens, claim: &Claim) -> Range<usize> {
    let first = tokens.token_at_byte(claim.span.start);
    first..tokens.tokens.partition_point(|token| token.span.start < claim.span.end).max(first)
}

fn reason_of(reads: RevisionCue) -> Option<RevisionReason> {
    match reads {
        RevisionCue::Correction => Some(RevisionReason::Correction),
        RevisionCue::Reclassification => Some(RevisionReason::Reclassification),
        RevisionCue::Duplicates => Some(RevisionReason::Duplicates),
        RevisionCue::Scope => Some(RevisionReason::Scope),
        RevisionCue::Retraction => Some(RevisionReason::Retraction),
        RevisionCue::From | RevisionCue::To | RevisionCue::Earlier | RevisionCue::Told => None,
    }
}

/// Only what is said to be so can be changed: no plans, no prices, no other events.
fn may_change(claim: &Claim) -> bool {
    claim.modality == Modality::Actual
        && claim.polarity == Polarity::Asserted
        && !matches!(claim.measure, Measure::Price | Measure::Plan)
}

/// Whether the cue stands within so many tokens before the figure, no other figure between.
fn leads(cue: &Cue, at: usize, reach: usize, spots: &[Range<usize>]) -> bool {
    let spot = &spots[at];
    cue.last <= spot.start
        && spot.start - cue.last <= reach
        && spots.iter().all(|other| other.end <= cue.first || other.start >= spot.start)
}

/// The same behind the figure.
fn follows(cue: &Cue, at: usize, reach: usize, spots: &[Range<usize>]) -> bool {
    let spot = &spots[at];
    spot.end <= cue.first
        && cue.first - spot.end <= reach
        && spots.iter().all(|other| other.end <= spot.end || other.start >= cue.last)
}

/// Marks the figures of a sentence that says so in so many words: "revised to 41 from 50". `beside` gives the cues of
/// the sentences around it, which may name a closer reason: "Some had been counted twice."
fn mark_sentence<I: Iterator<Item = Cue>>(
    cues: &[Cue],
    beside: impl FnOnce() -> I,
    spots: &[Range<usize>],
    claims: &mut [Claim],
) {
    let said: Vec<(&Cue, RevisionReason)> = cues.iter().filter_map(|cue| Some((cue, reason_of(cue.reads)?))).collect();
    let Some(mut reason) = said.iter().map(|(_, reason)| *reason).max_by_key(|reason| closeness(*reason)) else {
        return;
    };
    if reason == RevisionReason::Correction {
        let closer = beside().filter_map(|cue| reason_of(cue.reads)).filter(|reason| closeness(*reason) == 1);
        reason = closer.filter(|reason| *reason != RevisionReason::Retraction).last().unwrap_or(reason);
    }
    let mark = |claims: &mut [Claim], at: usize, side: RevisionSide, rule: &str| {
        let claim = &mut claims[at];
        if claim.revised.is_none() && may_change(claim) {
            claim.revised = Some(Revised { reason, side });
            claim.rules.push(rule.to_owned());
        }
    };
    let led = |reads: RevisionCue, at: usize, reach: usize| {
        cues.iter().any(|cue| cue.reads == reads && leads(cue, at, reach, spots))
    };
    for at in 0..claims.len() {
        if led(RevisionCue::From, at, NEAR) && !led(RevisionCue::To, at, NEAR - 1) {
            mark(claims, at, RevisionSide::Before, "revision/from");
        } else if led(RevisionCue::Retraction, at, REACH) {
            mark(claims, at, RevisionSide::Before, "revision/retracted");
        } else if led(RevisionCue::Earlier, at, REACH)
            || cues.iter().any(|cue| cue.reads == RevisionCue::Told && follows(cue, at, NEAR, spots))
        {
            mark(claims, at, RevisionSide::Before, "revision/earlier");
        }
    }
    // What holds now: the next figure behind the word, else the last one ahead of it; and every other one behind "to".
    for (cue, _) in said.iter().filter(|(_, reason)| *reason != RevisionReason::Retraction) {
        let open = |at: &usize| claims[*at].revised.is_none_or(|revised| revised.side == RevisionSide::Now);
        let near = |gap: usize| gap <= REACH;
        let behind =
            (0..claims.len()).filter(|at| cue.last <= spots[*at].start && near(spots[*at].start - cue.last)).find(open);
        let ahead = (0..claims.len())
            .rev()
            .filter(|at| spots[*at].end <= cue.first && near(cue.first - spots[*at].end))
            .find(open);
        if let Some(at) = behind.or(ahead) {
            mark(claims, at, RevisionSide::Now, "revision/now");
        }
    }
    for at in 0..claims.len() {
        if led(RevisionCue::To, at, NEAR) {
            mark(claims, at, RevisionSide::Now, "revision/now");
        }
        // Where "to" is the word for "up to": what was changed to 41 is 41.
        let claim = &mut claims[at];
        let now = claim.revised.is_some_and(|revised| revised.side == RevisionSide::Now);
        if now && claim.modifier == Modifier::AtMost && led(RevisionCue::To, at, 0) {
            claim.modifier = Modifier::Equal;
            claim.bounds = claim.value.map_or(claim.bounds, Interval::exactly);
            claim.rules.push("revision/to".into());
        }
    }
    // Another thing than what was changed has no figure before: "41 people from 12 villages".
    let now: Vec<(String, String)> = claims
        .iter()
        .filter(|claim| claim.revised.is_some_and(|revised| revised.side == RevisionSide::Now))
        .map(|claim| (claim.indicator.clone(), claim.unit.clone()))
        .collect();
    for claim in claims.iter_mut() {
        let before = claim.revised.is_some_and(|revised| revised.side == RevisionSide::Before);
        let of_another = now.iter().all(|(indicator, unit)| (indicator, unit) != (&claim.indicator, &claim.unit));
        if before && !now.is_empty() && of_another {
            claim.revised = None;
            claim.rules.retain(|rule| !rule.starts_with("revision/"));
        }
    }
}

/// A correction is the reason where no closer one is told.
fn closeness(reason: RevisionReason) -> u8 {
    u8::from(reason != RevisionReason::Correction)
}

/// "Officials had earlier said 50": the figure before, where a lower one of the same thing stands in the sentence or beside
/// it. A higher one is no correction: the count has grown.
fn mark_earlier(cues: &[Cue], spots: &[Range<usize>], run: Range<usize>, others: &[usize], claims: &mut [Claim]) {
    let told = |at: usize| {
        cues.iter().any(|cue| match cue.reads {
            RevisionCue::Earlier => leads(cue, at, REACH, spots),
            RevisionCue::Told => follows(cue, at, NEAR, spots),
            _ => false,
        })
    };
    let level = |claim: &Claim| claim.value.or(claim.bounds.lower);
    for (number, at) in run.clone().enumerate() {
        // "First" and "before" read as another event where nothing says that it is the same.
        let held = Claim { modality: Modality::Actual, ..claims[at].clone() };
        let earlier = matches!(claims[at].modality, Modality::Actual | Modality::Historical);
        if claims[at].revised.is_some() || !earlier || !may_change(&held) || !told(number) {
            continue;
        }
        let lower = |other: &usize| {
            let (one, other) = (&claims[at], &claims[*other]);
            let is_part = |one: Option<Amount>, other: Option<Amount>| {
                one.zip(other).is_none_or(|(one, other)| other.thousandths() < one.thousandths() / 4)
            };
            may_change(other)
                && (&one.indicator, &one.unit, &one.subset) == (&other.indicator, &other.unit, &other.subset)
                && (one.place == other.place || one.place.is_none() || other.place.is_none())
                && level(other) < level(one)
                && !is_part(level(one), level(other))
                && other.revised.is_none_or(|revised| revised.side == RevisionSide::Now)
        };
        let candidates = run.clone().filter(|other| *other != at).chain(others.iter().copied());
        let Some(now) = candidates.filter(|other| lower(other)).min_by_key(|other| other.abs_diff(at)) else {
            continue;
        };
        let reason = claims[now].revised.map_or(RevisionReason::Correction, |revised| revised.reason);
        claims[at].revised = Some(Revised { reason, side: RevisionSide::Before });
        claims[at].modality = Modality::Actual;
        claims[at].rules.push("revision/earlier".into());
        if claims[now].revised.is_none() {
            claims[now].revised = Some(Revised { reason, side: RevisionSide::Now });
            claims[now].rules.push("revision/now".into());
        }
    }
}
