//! What happened to a figure: the predicates of its sentence, each with what stands between at a cost.

use super::frame::{Figure, Frame, Hit};
use super::phrase::{Phrase, phrase_after};
use super::single::INSIDE;
use crate::model::{TokenCase, TokenKind};
use crate::pack::{ClaimWord, CountSide, CueKind, PredicateRule, SingleKind};

/// The predicate that the figure most likely belongs to, with its cost in tokens and barriers.
pub(super) fn nearest_predicate<'a>(
    frame: &Frame<'a>,
    figure: Figure<'a>,
    phrase: &Phrase<'a>,
    class: &str,
    bare: bool,
) -> Option<(usize, Hit<'a>, &'a PredicateRule, &'a str)> {
    let mut best: Option<(usize, Hit<'a>, &'a PredicateRule, &'a str)> = None;
    // The best that stands before, in the figure's own clause.
    let mut before: Option<(usize, Hit<'a>, &'a PredicateRule, &'a str)> = None;
    each_predicate(frame, figure, phrase, class, bare, |cost, hit, rule, name| {
        if cost > rule.reach.unwrap_or(REACH) {
            return;
        }
        if best.is_none_or(|(least, ..)| cost < least) {
            best = Some((cost, hit, rule, name));
        }
        if hit.last <= figure.first && before.is_none_or(|(least, ..)| cost < least) {
            before = Some((cost, hit, rule, name));
        }
    });
    // "31 people died and more than 80 were hurt": a verb behind another figure is that figure's, where one stands before.
    // "Five others, including two children, were hurt": a figure of an insertion is crossed by nobody.
    let crosses = |hit: Hit<'_>| {
        let from = insertion(frame, phrase.end, hit.first).unwrap_or(phrase.end);
        (from..hit.first).any(|at| frame.figure_at(at).is_some())
    };
    match (best, before) {
        (Some((cost, hit, ..)), Some(own)) if hit.first >= phrase.end && crosses(hit) && own.0 <= cost + CROSSED => {
            Some(own)
        }
        (best, _) => best,
    }
}

/// How much dearer a predicate before the figure may be than one that lies behind another figure.
const CROSSED: usize = 4;

/// Every predicate in sight that may say what happened to a figure of this class, with its cost.
fn each_predicate<'a>(
    frame: &Frame<'a>,
    figure: Figure<'a>,
    phrase: &Phrase<'a>,
    class: &str,
    bare: bool,
    mut take: impl FnMut(usize, Hit<'a>, &'a PredicateRule, &'a str),
) {
    let indicators = &frame.pack.claim.indicators;
    let number_first =
        (figure.first..figure.last).find(|at| frame.tokens[*at].span.end > figure.span.start).unwrap_or(figure.first);
    let from = frame.hits.partition_point(|hit| hit.last + SIGHT < figure.first);
    for hit in frame.hits[from..].iter().take_while(|hit| hit.first <= phrase.end + SIGHT) {
        // "detenido a | más de 100": a phrase may reach into the modifier, not into the number.
        let over_modifier = hit.first < figure.first && hit.last <= number_first;
        if hit.first < phrase.end && hit.last > figure.first && !over_modifier {
            continue;
        }
        for (word, name) in frame.words(*hit) {
            let ClaimWord::Predicate(rule) = word else { continue };
            if !indicators.get(&rule.indicator).is_some_and(|row| row.class.iter().any(|known| known == class)) {
                continue;
            }
            let after = hit.first >= phrase.end;
            let fits = match rule.count {
                CountSide::Before => after,
                CountSide::After => !after,
                CountSide::Either => true,
            };
            if !fits
                || rule.needs.is_some_and(|kind| !leads_to(frame, hit.last, kind))
                || !after && rule.count != CountSide::After && is_taken(frame, figure, phrase, *hit, bare)
                || after && (is_active(frame, *hit, rule) || is_parted(frame, phrase.end, hit.first))
                || !after && rule.agentless && figure.single && leads_unknown(frame, phrase.end)
                || after && figure.one_of && rule.count == CountSide::Either && !is_light(frame, hit.first - 1)
            {
                continue;
            }
            let toll = rule.reach.is_some_and(|reach| reach >= 7);
            let cost = if after {
                // "The strikers, more than 6,000, demand ...": between commas a bare figure counts what stands before.
                let apposed = figure.first > frame.sentence.first && frame.mark(figure.first - 1) == ",";
                let cut = bare && !apposed && phrase.end < frame.sentence.last && frame.mark(phrase.end) == ",";
                let cut = if cut && insertion(frame, phrase.end, hit.first).is_none() { 8 } else { 0 };
                2 * barrier(frame, phrase.end, hit.first, true, 4) + usize::from(!bare) + cut
            } else {
                let preposition = figure.first > 0
                    && frame.cue_at(figure.first - 1, CueKind::Stop)
                    && !toll
                    && !frame.cue_at(figure.first - 1, CueKind::Skip);
                2 * barrier(frame, hit.last, figure.first, false, if toll { 4 } else { 10 })
                    + if preposition { 12 } else { 0 }
            } / 2;
            take(cost, *hit, rule, name);
        }
    }
}

/// "Two were killed and three teens ...": what was said of the figure before is not said of one that a joining word leads
/// and that has a noun of its own; "three others" go on.
fn is_taken(frame: &Frame<'_>, figure: Figure<'_>, phrase: &Phrase<'_>, hit: Hit<'_>, bare: bool) -> bool {
    let more = frame.cue_at(figure.last, CueKind::More) && !frame.cue_at(figure.last + 1, CueKind::Relative);
    // "A man was shot in the leg, a woman in the arm."
    let parted = figure.single && frame.cue_at(phrase.end, CueKind::Locative);
    if bare && !phrase.unknown || more || parted {
        return false;
    }
    let joins = |at: usize| frame.mark(at) == "," || frame.cue_at(at, CueKind::And);
    if !(hit.last..figure.first).any(joins) {
        return false;
    }
    let end = (frame.sentence.first..hit.first).rev().find(|at| !is_light(frame, *at)).map_or(hit.first, |at| at + 1);
    // Without "were" it is a participle only where no object follows: "two killed, three teens ...".
    let passive = end < hit.first
        || joins(hit.last)
        || frame.cue_at(hit.last, CueKind::Locative)
        || frame.cue_at(hit.last, CueKind::Break);
    passive
        && frame.figures[..frame.figures.partition_point(|other| other.last <= end)].last().is_some_and(|other| {
            end - other.last <= NOUN && (other.last..end).all(|at| frame.kind(at) == TokenKind::Word)
        })
}

/// Helping words: were, has been.
pub(super) fn is_light(frame: &Frame<'_>, at: usize) -> bool {
    frame.cue_at(at, CueKind::Light) || frame.cue_at(at, CueKind::Perfect)
}

/// "Two men were held in the attack that killed three", "two gunmen shot six people": whom it befell stands behind it, so
/// who stands before did it.
fn is_active(frame: &Frame<'_>, hit: Hit<'_>, rule: &PredicateRule) -> bool {
    if hit.first <= frame.sentence.first || is_light(frame, hit.first - 1) {
        return false;
    }
    let leads = frame.cue_at(hit.first - 1, CueKind::Relative) || frame.cue_at(hit.first - 1, CueKind::Break);
    // Who died did nothing to anybody.
    let does = rule.count != CountSide::Before || rule.with_dead;
    let Some(at) = frame.figure_at(hit.last) else {
        return does && is_person(frame, hit.last);
    };
    // "20 killed 15 people hurt": the second figure has a word of its own.
    let phrase = phrase_after(frame, frame.figures[at]);
    let own = frame.hit_at(phrase.end).is_some_and(|behind| {
        behind.first == phrase.end && frame.words(behind).any(|(word, _)| matches!(word, ClaimWord::Predicate(_)))
    });
    leads || does && !own && phrase.thing.is_some_and(|(thing, _)| thing.class == "person")
}

/// "60 drones, of which 52 were shot down": what stands behind is said of the 52; not behind a comma ("eleven people, five of
/// whom are children, were held").
fn is_parted(frame: &Frame<'_>, from: usize, to: usize) -> bool {
    if from >= to {
        return false;
    }
    let Some(parts) = frame.cues(from, to, CueKind::Partitive).last() else { return false };
    (from..to).any(|at| frame.figure_at(at).is_some()) && !(parts.last..to).any(|at| frame.mark(at) == ",")
}

/// Whether a word of a kind stands close behind, in the same phrase.
fn leads_to(frame: &Frame<'_>, from: usize, kind: CueKind) -> bool {
    const CLOSE: usize = 8;
    (from..frame.sentence.last.min(from + CLOSE))
        .take_while(|at| !matches!(frame.mark(*at), "," | ";" | ":" | "(") && !frame.cue_at(*at, CueKind::Break))
        .any(|at| frame.cue_at(at, kind))
}

/// "She claimed the boy stepped ...": a word of which nothing is known, directly behind a person.
fn leads_unknown(frame: &Frame<'_>, at: usize) -> bool {
    at < frame.sentence.last
        && frame.kind(at) == TokenKind::Word
        && frame.tokens[at].case == TokenCase::Lower
        && frame.hit_at(at).is_none()
        && frame.place_at(at).is_none()
        && frame.time_at(at).is_none()
}

/// "The boy", "a 60-year-old man": an article and a word for one person.
fn is_person(frame: &Frame<'_>, at: usize) -> bool {
    let reads = |at: usize, kind: SingleKind| {
        let singles = &frame.pack.claim.singles;
        let rules = singles.longest(&frame.tokens[..frame.sentence.last], at).map_or(&[][..], |(_, rules)| rules);
        rules.iter().any(|rule| singles.rule(*rule).means.reads == kind)
    };
    if at >= frame.sentence.last || !reads(at, SingleKind::Article) {
        return false;
    }
    let person = (at + 1..frame.sentence.last.min(at + 1 + INSIDE))
        .take_while(|at| {
            (frame.kind(*at) != TokenKind::Punct || frame.mark(*at) == "-") && frame.time_at(*at).is_none()
        })
        .find(|at| reads(*at, SingleKind::Person));
    // "Six were hurt, a police officer said" without its comma.
    person.is_some_and(|at| !frame.cue_at(at + 1, CueKind::Break))
}

/// Words of a noun behind a figure.
const NOUN: usize = 3;

/// How one predicate stands to a figure.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    pub(super) hit: Hit<'a>,
    pub(super) indicator: &'a str,
    pub(super) name: &'a str,
    pub(super) cost: usize,
    pub(super) reach: usize,
}

/// The predicates that were weighed for a figure, the cheapest first; for explaining.
pub(super) fn weigh_predicates<'a>(frame: &Frame<'a>, figure: Figure<'a>) -> Vec<Candidate<'a>> {
    let phrase = phrase_after(frame, figure);
    let bare = phrase.thing.is_none() && !phrase.people && !figure.person;
    let class = phrase.thing.filter(|_| !phrase.people).map_or("person", |(thing, _)| thing.class.as_str());
    let mut found = Vec::new();
    each_predicate(frame, figure, &phrase, class, bare, |cost, hit, rule, name| {
        let reach = rule.reach.unwrap_or(REACH);
        found.push(Candidate { hit, indicator: &rule.indicator, name, cost, reach });
    });
    found.sort_by_key(|candidate| (candidate.cost, candidate.hit.first));
    found
}

/// Up to which cost a predicate reaches where its rule says nothing.
const REACH: usize = 9;

/// How many tokens away a predicate is looked for: far beyond every `reach`, since only light words cost nothing.
const SIGHT: usize = 60;

/// What lies between two tokens, as a cost: content words count one each, the beginning of another clause `clause`.
fn barrier(frame: &Frame<'_>, from: usize, to: usize, after: bool, clause: usize) -> usize {
    let (mut cost, mut at, mut run) = (0, from, false);
    while at < to {
        if let Some(figure) = frame.figure_at(at) {
            // Another figure is a barrier, but not in a list: "20 women and 12 children were killed".
            let last = frame.figures[figure].last;
            let listed = at > from
                && (frame.mark(at - 1) == "," || frame.cue_at(at - 1, CueKind::And))
                && !(last < to && (frame.cue_at(last, CueKind::Of) || frame.cue_at(last, CueKind::Part)));
            cost += if listed { 1 } else { 3 };
            at = last.max(at + 1);
            continue;
        }
        // A run of places and times is one thing, however long: "in Olmen in the province of Taros on Monday".
        let set_in = |at: usize| {
            frame
                .place_at(at)
                .filter(|place| !place.reading.adjectival)
                .map(|place| place.last)
                .or(frame.time_at(at).map(|time| time.last))
        };
        if let Some(last) = set_in(at) {
            cost += usize::from(!run);
            run = true;
            at = last.max(at + 1);
            continue;
        }
        let leads = |at: usize| {
            (at + 1..to.min(at + 4))
                .take_while(|next| {
                    frame.cue_at(next - 1, CueKind::Stop)
                        || frame.cue_at(next - 1, CueKind::Locative)
                        || frame.cue_at(next - 1, CueKind::Skip)
                        || frame.cue_at(next - 1, CueKind::Of)
                })
                .any(|next| set_in(next).is_some())
        };
        if leads(at) {
            at += 1;
            continue;
        }
        run = false;
        if after && let Some(close) = insertion(frame, at, to) {
            cost += 1;
            at = close + 1;
            continue;
        }
        if let Some(hit) = frame.hit_at(at) {
            let mut own = 1;
            for (word, _) in frame.words(hit) {
                own = match word {
                    ClaimWord::Cue(cue) => match cue.reads {
                        // "Two more who were hurt".
                        CueKind::Relative if after && (from..at).all(|before| frame.cue_at(before, CueKind::More)) => 0,
                        CueKind::Relative => 3,
                        CueKind::Light | CueKind::Skip | CueKind::Perfect | CueKind::Stock => 0,
                        // "Eleven were held after 50 youths threw bottles."
                        CueKind::Break if after || !frame.leads_source(at) => clause,
                        CueKind::And if !after => 2,
                        CueKind::And => 1,
                        _ => own,
                    },
                    ClaimWord::Predicate(_) => own.max(2),
                    _ => own,
                };
            }
            cost += own;
            at = hit.last.max(at + 1);
            continue;
        }
        cost += match frame.kind(at) {
            TokenKind::Punct => match frame.mark(at) {
                "," | "(" | ")" => 2,
                ":" | "–" | "—" => 5,
                ";" | "." | "!" | "?" => 12,
                _ => 0,
            },
            _ => 1,
        };
        at += 1;
    }
    cost
}

/// Where an insertion ends that opens at this token: "Four people, including a boy, were shot", "Six (two of them
/// women) died". One between commas begins with a word for parts or a source, or holds neither figure nor predicate.
pub(super) fn insertion(frame: &Frame<'_>, open: usize, to: usize) -> Option<usize> {
    const LONGEST: usize = 18;
    let (close, comma) = match frame.mark(open) {
        "," => (",", true),
        "(" => (")", false),
        _ => return None,
    };
    let inside = open + 1..to.min(open + LONGEST);
    if !comma {
        return inside.clone().find(|at| frame.mark(*at) == close);
    }
    if inside.is_empty() {
        return None;
    }
    // Parts and ages may be a list with commas of its own.
    let digits = |at: usize| at < to && frame.kind(at) == TokenKind::Digits;
    if frame.cue_at(open + 1, CueKind::Age) && digits(open + 2) || digits(open + 1) {
        let listed = |at: &usize| {
            frame.kind(*at) == TokenKind::Digits || frame.mark(*at) == "," || frame.cue_at(*at, CueKind::And)
        };
        let end = (open + 2..inside.end).take_while(listed).last()?;
        return (open + 2..=end).rev().find(|at| frame.mark(*at) == close);
    }
    if frame.cue_at(open + 1, CueKind::Part) {
        return inside.rev().find(|at| frame.mark(*at) == close).filter(|at| to - at <= 5);
    }
    // "Four people, all of whom live there, were arrested"
    let relative = (open + 1..inside.end.min(open + 4)).any(|at| frame.cue_at(at, CueKind::Relative));
    if relative {
        return inside.rev().find(|at| frame.mark(*at) == close).filter(|at| to - at <= 3);
    }
    let close = inside.clone().find(|at| frame.mark(*at) == close)?;
    let content = open + 1..close;
    let light = content.clone().all(|at| {
        frame.figure_at(at).is_none()
            && frame.kind(at) == TokenKind::Word
            && !frame.hit_at(at).is_some_and(|hit| {
                frame.is(hit, CueKind::And)
                    || frame.is(hit, CueKind::Relative)
                    || frame.words(hit).any(|(word, _)| matches!(word, ClaimWord::Predicate(_) | ClaimWord::Thing(_)))
            })
    });
    light.then_some(close)
}
