//! Where does the text say that somebody says something? Not here: who, and what.

use super::super::agent::{
    AGENT, CUE, DEFINITE, INDEFINITE, LINK, NEAR, PARTICLE, PASSIVE, Phrase, QUOTED, SKIP, STOP, Scene, THAT, TIME,
    TITLE, VERB,
};
use crate::model::{TokenKind, Tokens};
use crate::pack::{AttributionWord, SayRule, Start};

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
    Hearsay,
    /// A document says so, if one is named.
    Stated,
    /// The last speaker goes on.
    Again,
    /// A label before a colon.
    Label,
}

pub(super) fn find_cues(scene: &Scene, tokens: &Tokens) -> Vec<Cue> {
    let lexicon = &scene.pack.attribution.lexicon;
    let mut cues = Vec::new();
    for (number, sentence) in tokens.sentences.iter().enumerate() {
        let mut at = sentence.first;
        if let Some(colon) = label_before(scene, sentence.first, sentence.last) {
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
                            | AttributionWord::Again
                            | AttributionWord::Ignore
                    ) {
                        // Of several readings of one word the plainest counts; a participle needs its auxiliary.
                        let behind = matches!(word, AttributionWord::Say(say) if say.auxiliary)
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
                            && scene.is(at - 1, DEFINITE | INDEFINITE | LINK | PASSIVE);
                        let closes = matches!(word, AttributionWord::Say(say) if say.auxiliary)
                            && bracket_before(scene, sentence.first, at, end, sentence.last).is_some();
                        let longer = named
                            || closes && best.is_some_and(|(found, ..)| found == length)
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
    // A verb whose participle stood behind other cues.
    cues.sort_by_key(|cue| cue.first);
    cues
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

/// Whether words of somebody follow at `at`: "that", a colon, a quotation mark.
fn opens(scene: &Scene, at: usize, last: usize) -> bool {
    let Some(at) = (at..last).find(|at| !skips(scene, *at)) else { return false };
    let comma = scene.is_mark(at, &[","]);
    scene.is(at, THAT | QUOTED) || scene.is_mark(at, &[":"]) || (comma && scene.is(at + 1, THAT | QUOTED))
}

/// Whether a document is named from `at` on: the first noun says so.
fn document_at(scene: &Scene, at: usize, last: usize) -> bool {
    const SIGHT: usize = 4;
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
