//! Where does the text say that somebody says something? Not here: who, and what.

use super::super::agent::{
    AGENT, CUE, DEFINITE, INDEFINITE, LINK, NEAR, PARTICLE, PASSIVE, PRONOUN, Phrase, QUOTED, SKIP, STOP, STUDY,
    SURVEY, Scene, THAT, TIME, TITLE, VERB,
};
use crate::model::{Span, TokenCase, TokenKind, Tokens};
use crate::pack::{AttributionWord, SayRule, Start};
use std::collections::{BTreeMap, BTreeSet};

/// A cue in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) kind: CueKind,
    pub(super) rule: u32,
    pub(super) sentence: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CueKind {
    Say(SayRule),
    According,
    By,
    /// The source repeats somebody.
    Citing,
    Hearsay,
    /// A document says so, if one is named.
    Stated,
    /// The last speaker goes on.
    Again,
    /// A label before a colon.
    Label,
    /// A colon behind a clause that says something in other words: "She lost her patience: “...”".
    Colon,
}

/// Every cue, in the order of the text. `glued` are verbs that lost the mark and the blank before them: where, and which.
pub(super) fn find_cues(scene: &Scene, tokens: &Tokens, parts: &BTreeSet<&str>, glued: &[(usize, u32)]) -> Vec<Cue> {
    let lexicon = &scene.pack.attribution.lexicon;
    let mut cues = Vec::new();
    for (number, sentence) in tokens.sentences.iter().enumerate() {
        let mut at = sentence.first;
        let part = paragraph_label(scene, tokens, number).filter(|part| parts.contains(part.of(scene.text)));
        let label = match part {
            Some(part) => (sentence.first..sentence.last).find(|at| scene.tokens[*at].span.start >= part.end),
            None => label_before(scene, sentence.first, sentence.last)
                .or_else(|| label_behind_dash(scene, sentence.first, sentence.last)),
        };
        if let Some(colon) = label {
            cues.push(Cue { first: colon, last: colon, kind: CueKind::Label, rule: u32::MAX, sentence: number });
            at = colon;
        }
        while at < sentence.last {
            if scene.tokens[at].starts & Start::CUE == 0 || scene.is(at, QUOTED) {
                at += 1;
                continue;
            }
            let mut best: Option<(usize, AttributionWord, u32)> = None;
            lexicon.each(&scene.tokens[..sentence.last], at, |length, rules| {
                for rule in rules {
                    let word = lexicon.rule(*rule).means;
                    if matches!(
                        word,
                        AttributionWord::Say(_)
                            | AttributionWord::According
                            | AttributionWord::By
                            | AttributionWord::From
                            | AttributionWord::Hearsay
                            | AttributionWord::Stated
                            | AttributionWord::Tag
                            | AttributionWord::After
                            | AttributionWord::Citing
                            | AttributionWord::Again
                            | AttributionWord::Ignore
                    ) {
                        // Of several readings of one word the plainest counts; a participle needs its auxiliary.
                        let behind = matches!(word, AttributionWord::Say(say) if say.auxiliary)
                            && auxiliary_behind(scene, at + length, sentence.last).is_none()
                            && auxiliary_before(scene, sentence.first, at).is_none()
                            && bracket_before(scene, sentence.first, at, at + length, sentence.last).is_none();
                        let end = at + length;
                        let untagged = match word {
                            AttributionWord::Tag => !tags(scene, at, end, sentence),
                            AttributionWord::After => !document_at(scene, end, sentence.last),
                            AttributionWord::Say(say) if say.that => !opens(scene, end, sentence.last),
                            AttributionWord::Say(say) if say.particle => !parted(scene, end, sentence.last),
                            _ => false,
                        };
                        // A document is one also where the plain words are no cue.
                        let named = word == AttributionWord::After
                            && best.is_none_or(|(found, known, _)| found <= length || known == AttributionWord::Ignore);
                        let noun = matches!(word, AttributionWord::Say(say) if !say.auxiliary && !say.participle)
                            && length == 1
                            && at > sentence.first
                            && scene.is(at - 1, DEFINITE | INDEFINITE | LINK | PASSIVE)
                            && !stands_for_before(scene, at, end, sentence.first);
                        let closes = matches!(word, AttributionWord::Say(say) if say.auxiliary)
                            && bracket_before(scene, sentence.first, at, end, sentence.last).is_some();
                        let longer = named
                            || closes && best.is_some_and(|(found, ..)| found == length)
                            || matches!(word, AttributionWord::Say(say) if say.that)
                                && best.is_some_and(|(found, known, _)| {
                                    found == length
                                        && matches!(known, AttributionWord::Say(say) if say.direct || say.weak)
                                })
                            || best.is_none_or(|(found, known, _)| {
                                length > found && (known != AttributionWord::After || word != AttributionWord::Ignore)
                            });
                        if !behind && !noun && !untagged && longer {
                            best = Some((length, word, *rule));
                        }
                    }
                }
            });
            let Some((length, word, rule)) = best else {
                at += 1;
                continue;
            };
            let (mut first, last) = (at, at + length);
            at = last;
            let kind = match word {
                AttributionWord::Say(mut say) => {
                    if say.auxiliary
                        && let Some((start, auxiliary)) = auxiliary_before(scene, sentence.first, first)
                    {
                        first = start;
                        say.pronoun |= auxiliary.pronoun;
                        if auxiliary.hearsay {
                            cues.push(Cue { first, last, kind: CueKind::Hearsay, rule, sentence: number });
                            continue;
                        }
                    } else if say.auxiliary
                        && let Some(end) = auxiliary_behind(scene, last, sentence.last)
                    {
                        let kind = CueKind::Say(SayRule { auxiliary: false, ..say });
                        cues.push(Cue { first, last: end, kind, rule, sentence: number });
                        continue;
                    } else if say.auxiliary
                        && let Some(verb) = bracket_before(scene, sentence.first, first, last, sentence.last)
                    {
                        let kind = CueKind::Say(say);
                        cues.push(Cue { first: verb.first, last: verb.last, kind, rule, sentence: number });
                        continue;
                    }
                    CueKind::Say(say)
                }
                AttributionWord::According | AttributionWord::Tag | AttributionWord::After => CueKind::According,
                AttributionWord::Again => CueKind::Again,
                AttributionWord::By => CueKind::By,
                AttributionWord::Citing => CueKind::Citing,
                AttributionWord::From => {
                    let start = first;
                    // "a-t-on appris de sources médicales": both are one cue.
                    if let Some(heard) = cues.last().copied()
                        && heard.kind == CueKind::Hearsay
                        && heard.sentence == number
                        && (heard.last..start).all(|at| skips(scene, at))
                    {
                        cues.pop();
                        first = heard.first;
                    }
                    cues.push(Cue { first, last: start + 1, kind: CueKind::According, rule, sentence: number });
                    continue;
                }
                AttributionWord::Hearsay => CueKind::Hearsay,
                AttributionWord::Stated => CueKind::Stated,
                _ => continue,
            };
            cues.push(Cue { first, last, kind, rule, sentence: number });
        }
    }
    for (at, rule) in glued {
        if let (Some(sentence), AttributionWord::Say(say)) = (tokens.sentence_of(*at), lexicon.rule(*rule).means) {
            cues.push(Cue { first: *at, last: at + 1, kind: CueKind::Say(say), rule: *rule, sentence });
        }
    }
    // A verb whose participle stood behind other cues.
    cues.sort_by_key(|cue| cue.first);
    colon_cues(scene, tokens, &mut cues);
    drop_settings(scene, &mut cues);
    relay_citations(&mut cues);
    cues
}

/// Colons before a quotation in sentences without another cue before it.
fn colon_cues(scene: &Scene, tokens: &Tokens, cues: &mut Vec<Cue>) {
    const SHORTEST: usize = 3;
    let mut found = Vec::new();
    let mut next = 0;
    for (number, sentence) in tokens.sentences.iter().enumerate() {
        while cues.get(next).is_some_and(|cue| cue.sentence < number) {
            next += 1;
        }
        let own = cues[next..].iter().take_while(|cue| cue.sentence == number);
        let Some(colon) = (sentence.first + SHORTEST..sentence.last).find(|at| scene.is_mark(*at, &[":"])) else {
            continue;
        };
        let quoted = scene.is(colon + 1, QUOTED) && !scene.is(colon, QUOTED);
        let said = |cue: &Cue| cue.first <= colon;
        if quoted && !own.into_iter().any(said) && !(sentence.first..colon).any(|at| scene.is(at, QUOTED)) {
            found.push(Cue { first: colon, last: colon, kind: CueKind::Colon, rule: u32::MAX, sentence: number });
        }
    }
    if !found.is_empty() {
        cues.append(&mut found);
        cues.sort_by_key(|cue| cue.first);
    }
}

/// "The paper, citing police, reported": whom a source repeats stands behind what they say. Where nobody else speaks in
/// the sentence, who is cited does.
fn relay_citations(cues: &mut Vec<Cue>) {
    let citing = |cue: &Cue| cue.kind == CueKind::Citing;
    if !cues.iter().any(citing) {
        return;
    }
    let spoken: BTreeMap<usize, usize> =
        cues.iter().rev().filter(|cue| !citing(cue)).map(|cue| (cue.sentence, cue.first)).collect();
    let early = |cue: &Cue| spoken.get(&cue.sentence).is_some_and(|first| *first > cue.first);
    cues.retain(|cue| !(citing(cue) && early(cue)));
    for cue in cues.iter_mut().filter(|cue| citing(cue) && !spoken.contains_key(&cue.sentence)) {
        cue.kind = CueKind::According;
    }
}

/// "In a survey the ministry said": where somebody says something, the survey is only where.
fn drop_settings(scene: &Scene, cues: &mut Vec<Cue>) {
    const SIGHT: usize = 8;
    let lexicon = &scene.pack.attribution.lexicon;
    let setting = |cue: &Cue| {
        cue.kind == CueKind::According
            && scene.is(cue.first, NEAR)
            // Those who are asked in a survey speak in it.
            && !(cue.last..(cue.last + SIGHT).min(scene.tokens.len())).any(|at| scene.is(at, SURVEY))
            && lexicon.rules().get(cue.rule as usize).is_some_and(|rule| rule.means == AttributionWord::After)
    };
    if !cues.iter().any(setting) {
        return;
    }
    let speaks = |cue: &Cue| !setting(cue) && !matches!(cue.kind, CueKind::Say(say) if say.weak);
    let spoken: BTreeSet<usize> = cues.iter().filter(|cue| speaks(cue)).map(|cue| cue.sentence).collect();
    cues.retain(|cue| !(setting(cue) && spoken.contains(&cue.sentence)));
}

/// "Hat heute den Rückzug angekündigt": the auxiliary that stands second, for the participle from `at` to `end` that closes
/// its clause.
fn bracket_before(scene: &Scene, first: usize, at: usize, end: usize, last: usize) -> Option<Phrase> {
    const WIDEST: usize = 30;
    let closes = end >= last || scene.is_mark(end, &[".", ",", ";", ":", "!", "?", "–", "—", ")"]);
    if !scene.pack.attribution.verb_second || !closes {
        return None;
    }
    let lexicon = &scene.pack.attribution.lexicon;
    for start in (first..at).rev().take(WIDEST) {
        if scene.is(start, QUOTED) || scene.is_mark(start, &[",", ";", ":", "–", "—"]) {
            return None;
        }
        if !scene.pack.attribution.may_start(scene.tokens[start].word, AttributionWord::AUXILIARY) {
            continue;
        }
        let mut found = None;
        lexicon.each(&scene.tokens[..at], start, |length, rules| {
            if rules.iter().any(|rule| matches!(lexicon.rule(*rule).means, AttributionWord::Auxiliary(_))) {
                found = Some(Phrase { first: start, last: start + length });
            }
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// "Das bestätigte die Polizei": the word before the verb is what was said before, and no article.
fn stands_for_before(scene: &Scene, at: usize, end: usize, first: usize) -> bool {
    let lexicon = &scene.pack.attribution.lexicon;
    let opens = at == first + 1 || scene.is_mark(at - 2, &[","]);
    opens
        && scene.tokens[at].case == TokenCase::Lower
        && scene.is(end, DEFINITE | INDEFINITE | TITLE | AGENT | PRONOUN | SKIP | NEAR)
        && lexicon.longest(&scene.tokens[..at], at - 1).is_some_and(|(_, rules)| {
            rules.iter().any(|rule| lexicon.rule(*rule).means == AttributionWord::AboutBefore)
        })
}

/// "Wie der Verband bekanntgegeben hat,": where the auxiliary ends that closes a clause behind its participle.
fn auxiliary_behind(scene: &Scene, at: usize, last: usize) -> Option<usize> {
    let closes = at + 1 >= last || scene.is_mark(at + 1, &[".", ",", ";", ":", "!", "?", "–", "—"]);
    let lexicon = &scene.pack.attribution.lexicon;
    let auxiliary = at < last
        && scene.pack.attribution.verb_second
        && closes
        && lexicon.longest(&scene.tokens[..=at], at).is_some_and(|(_, rules)| {
            rules.iter().any(|rule| matches!(lexicon.rule(*rule).means, AttributionWord::Auxiliary(_)))
        });
    auxiliary.then_some(at + 1)
}

/// Whether words of somebody follow at `at`: "that", a colon, a quotation mark.
fn opens(scene: &Scene, at: usize, last: usize) -> bool {
    let Some(at) = (at..last).find(|at| !skips(scene, *at)) else { return false };
    let comma = scene.is_mark(at, &[","]);
    scene.is(at, THAT | QUOTED) || scene.is_mark(at, &[":"]) || (comma && scene.is(at + 1, THAT | QUOTED))
}

/// Whether a document is named from `at` on: the first noun says so.
fn document_at(scene: &Scene, at: usize, last: usize) -> bool {
    const SIGHT: usize = 4;
    // "in an October poll for the paper": where nouns have no capitals, the last word before a preposition.
    if !scene.pack.attribution.noun_capitals {
        let Some((phrase, _)) = scene.name_right(at, last) else { return false };
        let end = (phrase.first..phrase.last)
            .find(|at| *at > phrase.first && scene.is(*at, LINK | NEAR) && !scene.is_mark(*at, &["'s", "’s"]))
            .unwrap_or(phrase.last);
        return (phrase.first..end).any(|at| scene.is(at, STUDY));
    }
    let noun = (at..last.min(at + SIGHT)).find(|at| scene.is(*at, TITLE) || scene.capital(*at) || !scene.word(*at));
    noun.is_some_and(|noun| scene.is(noun, TITLE) && scene.is_document(noun))
}

/// Whether a particle closes the clause of the verb before `at`.
fn parted(scene: &Scene, at: usize, last: usize) -> bool {
    const WIDEST: usize = 30;
    (at..last.min(at + WIDEST)).take_while(|at| !scene.is_mark(*at, &[";", ":"])).any(|at| {
        let closes = at + 1 >= last || scene.is_mark(at + 1, &[".", ",", ";", ":", "!", "?", "–", "—"]);
        scene.is(at, PARTICLE) && closes && !scene.is(at, QUOTED)
    })
}

/// Whether a tag ("so") stands between a clause or a quotation and a name that ends its clause.
fn tags(scene: &Scene, at: usize, end: usize, sentence: &crate::model::Sentence) -> bool {
    let behind = at > sentence.first
        && (scene.is_mark(at - 1, &[","])
            || (scene.is(at - 1, QUOTED) && scene.tokens[at - 1].kind == TokenKind::Punct));
    let named = |phrase: Phrase| scene.is_agent(phrase) && !scene.is(end, THAT | VERB | CUE | STOP);
    behind && scene.name_right(end, sentence.last).is_some_and(|(phrase, clean)| clean && named(phrase))
}

/// "Police: two dead", "RT @name: ...": the colon after a label that names somebody. What is shorter than a clause is a
/// credit ("Source: Reuters").
fn label_before(scene: &Scene, first: usize, last: usize) -> Option<usize> {
    let colon = (first..last.min(first + 8)).find(|at| scene.is_mark(*at, &[":"]))?;
    if colon == first || colon + 4 >= last || (first..colon).any(|at| scene.is(at, QUOTED | VERB | STOP)) {
        return None;
    }
    let handle = (first..colon).any(|at| scene.is_mark(at, &["@"]));
    let phrase = Phrase { first, last: colon };
    let known = scene.is(colon - 1, TITLE | AGENT) && scene.capital(first);
    // "Ann Doe: “We left”": a name alone speaks where a quotation follows.
    let quoted = scene.is(colon + 1, QUOTED);
    let proper = quoted && scene.is_proper(phrase) && phrase.last - phrase.first <= 4;
    (handle || (known && !quoted) || proper).then(|| scene.span(phrase)).filter(|span| !span.is_empty()).map(|_| colon)
}

/// The longest label before a colon.
const LONGEST_LABEL: usize = 6;

/// The words before the colon that opens a paragraph, where they are written as a name.
pub(super) fn paragraph_label(scene: &Scene, tokens: &Tokens, number: usize) -> Option<Span> {
    let sentence = &tokens.sentences[number];
    if number > 0 && tokens.sentences[number - 1].paragraph == sentence.paragraph {
        return None;
    }
    // Each turn may stand in marks of its own.
    let marked = scene.tokens[sentence.first].kind == TokenKind::Punct;
    let (first, last) = (sentence.first + usize::from(marked), sentence.last);
    let colon = (first + 1..last.min(first + LONGEST_LABEL)).find(|at| scene.is_mark(*at, &[":"]))?;
    let phrase = Phrase { first, last: colon };
    let name = scene.is_proper(phrase) && !(first..colon).any(|at| scene.is(at, STOP | VERB | TIME));
    let span = scene.span(phrase);
    (name && span.len() > 2).then_some(span)
}

/// "HOLT: ..." and "LIND: ..." by turns: the names that open paragraphs again and again, so a conversation is written down.
/// Once or twice may be anything ("UPDATE:", a place).
pub(super) fn speaking_parts<'t>(scene: &Scene<'t>, tokens: &Tokens) -> BTreeSet<&'t str> {
    const TURNS: usize = 2;
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..tokens.sentences.len() {
        if let Some(label) = paragraph_label(scene, tokens, number) {
            *turns.entry(label.of(scene.text)).or_default() += 1;
        }
    }
    let talk = turns.values().filter(|count| **count >= TURNS).count() >= 2;
    turns.into_iter().filter(|(_, count)| talk && *count >= TURNS).map(|(label, _)| label).collect()
}

/// "... - Ann Doe: “We left”": a proper name between a dash and a colon, where a quotation follows.
fn label_behind_dash(scene: &Scene, first: usize, last: usize) -> Option<usize> {
    let dash = (first..last).find(|at| scene.is_mark(*at, &["-", "–", "—"]) && !scene.glued(*at))?;
    let colon = (dash + 2..last.min(dash + LONGEST_LABEL)).find(|at| scene.is_mark(*at, &[":"]))?;
    let proper = scene.is_proper(Phrase { first: dash + 1, last: colon }) && !scene.is(dash + 1, STOP | NEAR);
    (proper && scene.is(colon + 1, QUOTED)).then_some(colon)
}

/// The auxiliary that governs the participle at `at`: right before it, or before an insertion ("a, de son côté, dit").
fn auxiliary_before(scene: &Scene, first: usize, at: usize) -> Option<(usize, crate::pack::AuxiliaryRule)> {
    let lexicon = &scene.pack.attribution.lexicon;
    let mut inserted = false;
    let mut end = at;
    for _ in 0..10 {
        let mut found = None;
        for start in (first..end).rev().take(6) {
            if !scene.pack.attribution.may_start(scene.tokens[start].word, AttributionWord::AUXILIARY) {
                continue;
            }
            lexicon.each(&scene.tokens[..end], start, |length, rules| {
                if start + length == end {
                    for rule in rules {
                        if let AttributionWord::Auxiliary(rule) = lexicon.rule(*rule).means {
                            found = Some((start, rule));
                        }
                    }
                }
            });
        }
        if found.is_some() {
            return found;
        }
        let before = end.checked_sub(1).filter(|before| *before >= first)?;
        if scene.is_mark(before, &[","]) {
            inserted = !inserted;
        } else if !(inserted || scene.is(before, SKIP | TIME)) {
            return None;
        }
        end = before;
    }
    None
}

/// Adverbs and times, which may stand between a verb and its source or content.
pub(super) fn skips(scene: &Scene, at: usize) -> bool {
    !scene.is(at, QUOTED) && (scene.is(at, TIME | SKIP) || (scene.is(at, STOP | NEAR) && scene.is(at + 1, TIME)))
}
