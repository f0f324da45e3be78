//! The noun phrase that a figure counts: which words stand between figure and noun, and where it ends.

use super::frame::{Figure, Frame, Hit};
use crate::model::{Span, TimexKind, TokenCase, TokenKind};
use crate::pack::{ClaimWord, CountSide, CueKind, PredicateRule, ThingRule};

/// The noun phrase behind a figure.
#[derive(Debug, Clone)]
pub(super) struct Phrase<'a> {
    pub(super) end: usize,
    pub(super) thing: Option<(&'a ThingRule, &'a str)>,
    pub(super) strong: Option<(&'a ThingRule, &'a str)>,
    pub(super) inner: Option<(Hit<'a>, &'a PredicateRule, &'a str)>,
    pub(super) people: bool,
    pub(super) unknown: bool,
    pub(super) part: bool,
    pub(super) rejected: bool,
    /// The noun is that of the whole behind: "15 of the 20 hospitals".
    pub(super) of_whole: bool,
    pub(super) last_noun: usize,
}

/// A noun that stands before the figure with only marks or "of" between: "Arrests: 20", "cars ... around 2,300", "a pool
/// of 25 million".
pub(super) fn noun_before<'a>(frame: &Frame<'a>, figure: Figure<'a>, phrase: &mut Phrase<'a>) {
    let mut at = figure.first;
    while at > frame.sentence.first
        && frame.kind(at - 1) == TokenKind::Punct
        && matches!(frame.mark(at - 1), ":" | "." | "…" | "-" | "–" | "(")
    {
        at -= 1;
    }
    if at == figure.first && at > frame.sentence.first && frame.cue_at(at - 1, CueKind::Of) {
        at -= 1;
    }
    if at == figure.first || at == frame.sentence.first || phrase.unknown {
        return;
    }
    let Some(hit) = frame.hit_at(at - 1) else { return };
    for (word, name) in frame.words(hit) {
        if let ClaimWord::Thing(rule) = word
            && !rule.weak
        {
            phrase.thing = Some((rule, name));
            phrase.strong = phrase.thing.filter(|(thing, _)| thing.strong);
        }
    }
}

/// A noun glued to the next word by a slip: "38 citiesaccording to".
pub(super) fn glued_noun<'a>(frame: &Frame<'a>, figure: Figure<'a>, phrase: &mut Phrase<'a>) {
    if phrase.thing.is_some() || figure.last >= frame.sentence.last || frame.kind(figure.last) != TokenKind::Word {
        return;
    }
    let written = frame.mark(figure.last);
    if written.len() < 8 || frame.hit_at(figure.last).is_some() {
        return;
    }
    let mut folded = String::new();
    crate::pack::fold_word(written, &mut folded);
    let words = &frame.pack.words;
    for (cut, _) in folded.char_indices().skip(4) {
        let (noun, rest) = folded.split_at(cut);
        let (noun, rest) = (words.id(noun), words.id(rest));
        if noun == crate::model::WordId::UNKNOWN || rest == crate::model::WordId::UNKNOWN || folded.len() - cut < 3 {
            continue;
        }
        let mut token = frame.tokens[figure.last];
        token.word = noun;
        if let Some((_, rules)) = frame.pack.claim.lexicon.longest(&[token], 0) {
            for rule in rules {
                let rule = frame.pack.claim.lexicon.rule(*rule);
                if let ClaimWord::Thing(thing) = &rule.means {
                    phrase.thing = Some((thing, &rule.name));
                    phrase.strong = phrase.thing.filter(|(thing, _)| thing.strong);
                    return;
                }
            }
        }
    }
}

/// A noun for some of the people that were counted, behind the figure and a light verb: "six were women".
pub(super) fn predicate_noun<'a>(frame: &Frame<'a>, figure: Figure<'a>) -> Option<(Hit<'a>, (&'a ThingRule, &'a str))> {
    let noun = (figure.last..frame.sentence.last.min(figure.last + 3))
        .find(|at| !frame.cue_at(*at, CueKind::Light))
        .filter(|at| *at > figure.last)?;
    let hit = frame.hit_at(noun)?;
    let thing = frame.words(hit).find_map(|(word, name)| match word {
        ClaimWord::Thing(rule) if rule.subset.is_some() && !rule.strong => Some((rule, name)),
        _ => None,
    })?;
    Some((hit, thing))
}

/// The kind of people that a sentence opens with: "Of the dead, six were women".
pub(super) fn fronted_kind<'a>(frame: &Frame<'a>, figure: Figure<'a>) -> Option<(&'a ThingRule, &'a str)> {
    let start = frame.sentence.first;
    if !(frame.cue_at(start, CueKind::Of) || frame.cue_at(start, CueKind::Part)) {
        return None;
    }
    let hit = (start..figure.first.min(start + 5)).find_map(|at| {
        let hit = frame.hit_at(at)?;
        frame.words(hit).find_map(|(word, name)| match word {
            ClaimWord::Thing(rule) if rule.strong && rule.class == "person" => Some((rule, name)),
            _ => None,
        })
    });
    hit.filter(|(rule, _)| rule.indicator.is_some())
}

/// What "the number of" before the figure names: "the number of detainees rose to 1,311".
pub(super) fn number_of<'a>(frame: &Frame<'a>, figure: Figure<'a>) -> Option<(&'a ThingRule, &'a str)> {
    let from = figure.first.saturating_sub(18).max(frame.sentence.first);
    let cue = frame.cues(from, figure.first, CueKind::NumberOf).last()?;
    (cue.last..figure.first.min(cue.last + 4)).find_map(|at| {
        let hit = frame.hit_at(at)?;
        frame.words(hit).find_map(|(word, name)| match word {
            ClaimWord::Thing(rule) => Some((rule, name)),
            _ => None,
        })
    })
}

/// The words behind a figure that are most likely its noun phrase, whatever it counts: up to the first mark, function
/// word, number or place; a hyphen before it is passed over ("10-day").
pub(super) fn noun_behind(frame: &Frame<'_>, figure: Figure<'_>) -> Option<Span> {
    const LONGEST: usize = 4;
    let mut at = figure.last;
    let limit = frame.sentence.last;
    while at < limit && (frame.mark(at) == "-" || frame.cue_at(at, CueKind::Skip) || frame.cue_at(at, CueKind::Of)) {
        at += 1;
    }
    let first = at;
    while at < limit && at - first < LONGEST && frame.kind(at) != TokenKind::Digits && frame.figure_at(at).is_none() {
        let word = frame.kind(at) == TokenKind::Word;
        if !word && !matches!(frame.mark(at), "-" | "°" | "%" | "\"" | "«" | "»") {
            break;
        }
        let stop = word
            && at > first
            && [
                CueKind::Stop,
                CueKind::Break,
                CueKind::Relative,
                CueKind::And,
                CueKind::Light,
                CueKind::Locative,
                CueKind::Of,
            ]
            .into_iter()
            .any(|kind| frame.cue_at(at, kind));
        if stop || word && at == first && frame.cue_at(at, CueKind::And) {
            break;
        }
        at += 1;
        // Where the head comes first, an adjective or two may stand before it, and what follows it is no part.
        if !frame.pack.claim.head_last && at - first >= 2 {
            break;
        }
    }
    if at > first {
        return Some(frame.tokens[first].span.join(frame.tokens[at - 1].span));
    }
    // "The top 50", "season 2": the noun stands before.
    let before =
        figure.first.checked_sub(1).filter(|at| *at >= frame.sentence.first && frame.kind(*at) == TokenKind::Word)?;
    Some(frame.tokens[before].span)
}

/// Reads the noun phrase behind a figure.
pub(super) fn phrase_after<'a>(frame: &Frame<'a>, figure: Figure<'a>) -> Phrase<'a> {
    phrase_within(frame, figure, 2)
}

/// As `phrase_after`; `depth` bounds how many numbers may share one noun.
pub(super) fn phrase_within<'a>(frame: &Frame<'a>, figure: Figure<'a>, depth: usize) -> Phrase<'a> {
    let head_last = frame.pack.claim.head_last;
    let mut phrase = Phrase {
        end: figure.last,
        thing: None,
        strong: None,
        inner: None,
        people: false,
        unknown: false,
        part: false,
        rejected: false,
        of_whole: false,
        last_noun: figure.last,
    };
    let limit = frame.sentence.last;
    let (mut at, mut steps, mut of) = (figure.last, 0, false);
    while at < limit && steps < 6 {
        if let Some(place) = frame.place_at(at) {
            if place.reading.adjectival {
                // A people's name counts people: "14,000 Palestinians"; before a noun it is an adjective.
                phrase.people |=
                    !head_last || frame.tokens[place.last - 1].case == TokenCase::Title && phrase.thing.is_none();
                at = place.last;
                phrase.end = at;
                phrase.last_noun = at;
                steps += 1;
                continue;
            }
            // A name before its noun: "33 Chicago schools".
            let noun_follows = head_last
                && frame
                    .hit_at(place.last)
                    .is_some_and(|hit| frame.words(hit).any(|(word, _)| matches!(word, ClaimWord::Thing(_))));
            if noun_follows && phrase.thing.is_none() {
                at = place.last;
                steps += 1;
                continue;
            }
            break;
        }
        if let Some(time) = frame.time_at(at) {
            // "The three first months of the year": the number is part of the time.
            phrase.rejected = at > figure.last
                && phrase.thing.is_none()
                && !phrase.unknown
                && !of
                && time.reading.kind == TimexKind::Duration;
            break;
        }
        if frame.figure_at(at).is_some() {
            // "15 of the 20 hospitals": the noun of the second number serves both.
            if of && phrase.thing.is_none() && depth > 0 {
                let next = frame.figures[frame.figure_at(at).unwrap_or_default()];
                let mut whole = phrase_within(frame, next, depth - 1);
                whole.end = whole.end.max(figure.last);
                whole.of_whole = true;
                whole.inner = None;
                return whole;
            }
            break;
        }
        if let Some(hit) = frame.hit_at(at) {
            let (mut thing, mut predicate, mut rejected, mut skip, mut stop, mut part) =
                (None, None, false, false, false, false);
            for (word, name) in frame.words(hit) {
                match word {
                    // Of two things under one word the narrower says more: civilians are people.
                    ClaimWord::Thing(rule) => {
                        thing = thing
                            .filter(|(known, _): &(&ThingRule, &str)| known.subset.is_some())
                            .or(Some((rule, name)));
                    }
                    ClaimWord::Predicate(rule) => predicate = predicate.or(Some((hit, rule, name))),
                    ClaimWord::Reject => rejected = true,
                    ClaimWord::Cue(cue) => match cue.reads {
                        CueKind::Skip | CueKind::Of | CueKind::Stock | CueKind::Historical => {
                            skip = true;
                            of |= cue.reads == CueKind::Of;
                        }
                        CueKind::Part => part = true,
                        CueKind::Stop
                        | CueKind::Break
                        | CueKind::Relative
                        | CueKind::And
                        | CueKind::Light
                        | CueKind::Locative => stop = true,
                        _ => {}
                    },
                }
            }
            if let Some(found) = thing {
                // Behind an "of" stands another phrase: "30 members of parliament".
                if phrase.thing.is_some() && (of || !head_last) {
                    break;
                }
                phrase.thing = Some(found);
                if found.0.strong {
                    phrase.strong = Some(found);
                } else if phrase.strong.is_some() && head_last {
                    phrase.strong = None;
                }
                at = hit.last;
                phrase.end = at;
                phrase.last_noun = at;
                of = false;
                if !head_last {
                    // An adjective behind the noun may make the phrase: "5,000 travailleurs étrangers".
                    while let Some(next) = frame.place_at(at).filter(|place| place.reading.adjectival) {
                        at = next.last;
                        phrase.end = at;
                        phrase.last_noun = at;
                    }
                    break;
                }
                continue;
            }
            // "Two West Point cadets": a name before its noun.
            let named = || {
                head_last
                    && frame.tokens[at].case == TokenCase::Title
                    && frame.hit_at(hit.last).is_some_and(|next| {
                        frame
                            .words(next)
                            .any(|(word, _)| matches!(word, ClaimWord::Thing(rule) if rule.class == "person"))
                    })
            };
            if rejected && phrase.thing.is_none() && named() {
                at = hit.last;
                steps += 1;
                continue;
            }
            if rejected && phrase.thing.is_none() {
                phrase.rejected = true;
                return phrase;
            }
            if part && phrase.thing.is_none() {
                phrase.part = true;
                at = hit.last;
                steps += 1;
                continue;
            }
            if let Some((hit, rule, name)) = predicate {
                // A participle before the noun: "14 injured people".
                let noun_follows = frame
                    .hit_at(hit.last)
                    .is_some_and(|next| frame.words(next).any(|(word, _)| matches!(word, ClaimWord::Thing(_))));
                // "4 shot, 1 dead": no participle.
                let word = (hit.first..hit.last).all(|at| frame.kind(at) != TokenKind::Punct || frame.mark(at) == "-");
                if phrase.thing.is_none() && noun_follows && word && rule.count != CountSide::After && head_last {
                    phrase.inner = Some((hit, rule, name));
                    at = hit.last;
                    continue;
                }
                break;
            }
            // Where the head comes first, "of" behind it leads to another noun: "25 témoignages de soldats".
            if !head_last && phrase.unknown && of && phrase.thing.is_none() {
                break;
            }
            // An article behind an unknown word begins another phrase: "25,000 filled the square".
            if phrase.thing.is_some() || (stop && !skip) || (phrase.unknown && skip && !of) {
                break;
            }
            at = hit.last;
            steps += 1;
            continue;
        }
        match frame.kind(at) {
            TokenKind::Punct => {
                let mark = frame.mark(at);
                let hyphen =
                    mark == "-" && at > figure.last.saturating_sub(1) && at + 1 < limit && frame.glued(at, at + 1);
                let quote = matches!(mark, "\"" | "“" | "”" | "'" | "‘" | "’" | "«" | "»" | "`");
                if !(hyphen || (quote && phrase.thing.is_none())) {
                    break;
                }
                at += 1;
            }
            // "81 H5N1 cases": digits inside a name.
            TokenKind::Digits if at > figure.last && frame.glued(at - 1, at) && phrase.thing.is_none() => {
                phrase.unknown = true;
                at += 1;
                phrase.end = at;
            }
            TokenKind::Digits => break,
            TokenKind::Word => {
                if phrase.thing.is_some() {
                    // An unknown word behind the noun: only another noun directly after it would go on the phrase.
                    break;
                }
                // Where modifiers show by their endings, another unknown word is the head: "25 свидетельств очевидцев".
                let endings = &frame.pack.claim.modifier_endings;
                let head = !endings.is_empty()
                    && phrase.thing.is_none()
                    && frame.tokens[at].case == TokenCase::Lower
                    && !endings.iter().any(|ending| frame.mark(at).ends_with(ending.as_str()));
                phrase.unknown = true;
                at += 1;
                phrase.end = at;
                if head {
                    phrase.last_noun = at;
                    break;
                }
                phrase.last_noun = at;
                steps += 1;
                if phrase.people {
                    break;
                }
            }
        }
    }
    if phrase.thing.is_none() && phrase.unknown && steps > 1 && !phrase.people {
        // Too long a stretch of unknown words is no noun phrase: the first is the noun.
        phrase.end = phrase.end.min(figure.last + 3);
        phrase.last_noun = phrase.last_noun.min(figure.last + 1).max(figure.last);
    }
    phrase
}
