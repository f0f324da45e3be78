//! Where do quotation marks open and close? Every mark in use, in one paragraph at a time; lost ones are made up for.
//! Not here: whose words they hold.

use super::super::agent::{Phrase, STOP, Scene, TIME, VERB};
use crate::model::{Token, TokenCase, TokenKind, Tokens, WordId};
use crate::pack::{AttributionWord, fold_word};

/// Words between quotation marks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotation {
    /// The opening mark.
    pub(super) open: usize,
    /// The words.
    pub(super) content: Phrase,
    /// Index after the closing mark.
    pub(super) close: usize,
    pub(super) paragraph: usize,
}

/// The marks: which kind, and whether they may open or close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
    Angle,
}

fn mark_at(scene: &Scene, at: usize) -> Option<(Mark, usize, bool, bool)> {
    if scene.tokens[at].kind != TokenKind::Punct {
        return None;
    }
    let twin = |mark: &str| scene.mark(at + 1) == mark && scene.glued(at + 1);
    Some(match scene.mark(at) {
        "“" => (Mark::Double, 1, true, false),
        "”" => (Mark::Double, 1, false, true),
        "„" => (Mark::Double, 1, true, false),
        "\"" | "＂" => (Mark::Double, 1, true, true),
        "«" => (Mark::Angle, 1, true, false),
        "»" => (Mark::Angle, 1, false, true),
        "`" if twin("`") => (Mark::Double, 2, true, false),
        "'" if twin("'") => (Mark::Double, 2, true, true),
        "‘" | "‚" => (Mark::Single, 1, true, false),
        "’" => (Mark::Single, 1, false, true),
        "'" => (Mark::Single, 1, true, true),
        _ => return None,
    })
}

pub(super) fn find_quotations(scene: &Scene, tokens: &Tokens) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut sentence = 0;
    while sentence < tokens.sentences.len() {
        let paragraph = tokens.sentences[sentence].paragraph;
        let first = tokens.sentences[sentence].first;
        let mut next = sentence;
        while next < tokens.sentences.len() && tokens.sentences[next].paragraph == paragraph {
            next += 1;
        }
        let last = tokens.sentences[next - 1].last;
        find_in_paragraph(scene, tokens, first, last, paragraph, &mut found);
        sentence = next;
    }
    found
}

fn find_in_paragraph(
    scene: &Scene,
    tokens: &Tokens,
    first: usize,
    last: usize,
    paragraph: usize,
    found: &mut Vec<Quotation>,
) {
    // The open mark: kind, where, where its content starts.
    let mut open: Option<(Mark, usize, usize)> = None;
    let mut at = first;
    while at < last {
        let Some((mark, width, mut may_open, mut may_close)) = mark_at(scene, at) else {
            at += 1;
            continue;
        };
        let after = at + width;
        let spaced_before = at == first || !scene.glued(at) || !word_before(scene, at);
        let spaced_after = after >= last || !scene.glued(after);
        // „...“ and »...«: the mark that opens elsewhere closes here, and the other way round.
        let opened_by = open.map_or("", |(_, start, _)| scene.mark(start));
        if matches!((opened_by, scene.mark(at)), ("„", "“") | ("»", "«") | ("‚", "‘")) {
            (may_open, may_close) = (false, true);
        } else if open.is_none() && scene.mark(at) == "»" && spaced_before && !spaced_after {
            (may_open, may_close) = (true, false);
        }
        match open {
            None => {
                let closing = may_close
                    && mark != Mark::Single
                    && !spaced_before_any(scene, at, first)
                    && (spaced_after || scene.tokens[after].kind == TokenKind::Punct);
                if closing {
                    // Opened before the text begins, or the opening mark was lost: the paragraph so far is the quotation.
                    let from = found.last().filter(|before| before.paragraph == paragraph).map_or(first, |b| b.close);
                    if scene.is_mark(after, &[","]) || scene.is_mark(at.saturating_sub(1), &[",", ".", "!", "?"]) {
                        push(found, from, from, at, after, paragraph);
                    }
                    at = after;
                    continue;
                }
                let opens = may_open && (spaced_before || !may_close || mark == Mark::Double) && after < last;
                let apostrophe = mark == Mark::Single && spaced_after;
                if opens && !apostrophe {
                    open = Some((mark, at, after));
                }
            }
            Some((kind, start, content)) => {
                let same = kind == mark;
                // “... ’ at the end of its paragraph closes too.
                let mixed = kind == Mark::Double
                    && mark == Mark::Single
                    && may_close
                    && after >= last
                    && matches!(scene.mark(at.saturating_sub(1)), "." | "!" | "?");
                let closes = (same && may_close && closes_here(scene, kind, at, after, last)) || mixed;
                if closes {
                    push(found, start, content, at, after, paragraph);
                    open = None;
                } else if same && may_open && !may_close && kind != Mark::Single {
                    // Opened again without having been closed: the first one ends with its sentence, at the latest.
                    let end = tokens
                        .sentence_of(at)
                        .and_then(|number| tokens.sentences.get(number))
                        .map_or(at, |sentence| if sentence.first > content { sentence.first } else { at });
                    push(found, start, content, end, end, paragraph);
                    open = Some((mark, at, after));
                }
            }
        }
        at = after;
    }
    if let Some((kind, start, content)) = open
        && kind != Mark::Single
        && content < last
    {
        // Never closed: it goes on where the next paragraph opens with a mark. Else the mark was lost, and a later sentence
        // in which somebody is said to say something is none of it.
        let goes_on = last < scene.tokens.len() && mark_at(scene, last).is_some_and(|(_, _, may_open, _)| may_open);
        let later = tokens.sentence_of(content).map_or(&[][..], |number| &tokens.sentences[number + 1..]);
        let mut later = later.iter().take_while(|sentence| !goes_on && sentence.first < last);
        let end = later
            .find(|sentence| says_within(scene, sentence.first, sentence.last))
            .map_or(last, |sentence| sentence.first);
        push(found, start, content, end, end, paragraph);
    }
}

/// Whether a verb of saying stands in these words.
fn says_within(scene: &Scene, first: usize, last: usize) -> bool {
    let attribution = &scene.pack.attribution;
    (first..last).any(|at| {
        attribution.may_start(scene.tokens[at].word, AttributionWord::CUE)
            && attribution.lexicon.longest(&scene.tokens[..last], at).is_some_and(|(_, rules)| {
                rules.iter().any(|rule| {
                    matches!(attribution.lexicon.rule(*rule).means, AttributionWord::Say(say) if !say.weak && !say.direct)
                })
            })
    })
}

/// Quotations whose closing mark was lost, with the blank behind it: "“We stay hereLind said", "“We stay heresaid Lind".
/// Each ends before its verb of saying. Gives the verbs that are glued to a word: which token, and by which rule.
pub(super) fn close_lost(scene: &mut Scene, quotations: &mut [Quotation]) -> Vec<(usize, u32)> {
    let mut verbs = Vec::new();
    for quotation in quotations.iter_mut().filter(|quotation| quotation.close == quotation.content.last) {
        let start = quotation.content.first + 1;
        for at in start..quotation.close {
            if let Some(offset) = glued_name(scene, at) {
                scene.cuts.push((at, offset));
            } else if let Some(rule) = glued_verb(scene, at) {
                verbs.push((at, rule));
            } else {
                continue;
            }
            quotation.content.last = at;
            quotation.close = at;
            break;
        }
    }
    scene.cuts.sort_unstable();
    verbs
}

/// "hereLind" before a verb of saying: where the name begins.
fn glued_name(scene: &Scene, at: usize) -> Option<usize> {
    const SHORTEST: usize = 4;
    let word = scene.mark(at);
    if !word.starts_with(char::is_lowercase) || !says(scene, at + 1, &scene.tokens[..(at + 4).min(scene.tokens.len())])
    {
        return None;
    }
    let offset = word.char_indices().find(|(_, character)| character.is_uppercase())?.0;
    (word.len() - offset >= SHORTEST).then_some(offset)
}

/// "heresaid" before a name: the rule of the verb.
fn glued_verb(scene: &Scene, at: usize) -> Option<u32> {
    const STEM: usize = 3;
    let token = scene.tokens[at];
    let unknown = token.word == WordId::UNKNOWN && token.case == TokenCase::Lower && scene.word(at);
    if !unknown || !scene.capital(at + 1) {
        return None;
    }
    let word = scene.mark(at);
    let lexicon = &scene.pack.attribution.lexicon;
    let mut folded = String::new();
    word.char_indices().skip(STEM).map(|(offset, _)| offset).take_while(|offset| offset + STEM <= word.len()).find_map(
        |offset| {
            folded.clear();
            fold_word(&word[offset..], &mut folded);
            let id = scene.pack.words.id(&folded);
            if !scene.pack.attribution.may_start(id, AttributionWord::CUE) {
                return None;
            }
            let (_, rules) = lexicon.longest(&[Token { word: id, ..token }], 0)?;
            rules.iter().copied().find(|rule| is_plain(lexicon.rule(*rule).means))
        },
    )
}

/// Whether a verb of saying stands at `at`.
fn says(scene: &Scene, at: usize, tokens: &[Token]) -> bool {
    let lexicon = &scene.pack.attribution.lexicon;
    at < tokens.len()
        && scene.pack.attribution.may_start(tokens[at].word, AttributionWord::CUE)
        && lexicon
            .longest(tokens, at)
            .is_some_and(|(_, rules)| rules.iter().any(|rule| is_plain(lexicon.rule(*rule).means)))
}

/// A verb that is nothing else.
fn is_plain(word: AttributionWord) -> bool {
    matches!(word, AttributionWord::Say(say) if !say.weak && !say.that && !say.participle && !say.auxiliary)
}

fn spaced_before_any(scene: &Scene, at: usize, first: usize) -> bool {
    at == first || !scene.glued(at)
}

/// A plural's apostrophe ("homeowners' associations") closes nothing.
fn closes_here(scene: &Scene, kind: Mark, at: usize, after: usize, last: usize) -> bool {
    if kind != Mark::Single {
        return true;
    }
    let punctuated = at > 0 && scene.tokens[at - 1].kind == TokenKind::Punct;
    let next_glued_word = after < last && scene.glued(after) && scene.tokens[after].kind != TokenKind::Punct;
    let possessive = at > 0
        && scene.mark(at - 1).ends_with('s')
        && after < last
        && !scene.glued(after)
        && scene.tokens[after].kind == TokenKind::Word
        && !scene.capital(after)
        && !scene.is(after, STOP | VERB | TIME)
        && (after..last.min(after + 40)).any(|later| {
            mark_at(scene, later).is_some_and(|(mark, _, _, may_close)| mark == Mark::Single && may_close)
        });
    punctuated || !(next_glued_word || possessive)
}

fn push(found: &mut Vec<Quotation>, open: usize, first: usize, last: usize, close: usize, paragraph: usize) {
    if first < last {
        found.push(Quotation { open, content: Phrase { first, last }, close, paragraph });
    }
}

/// Whether the mark at `at` follows a word.
fn word_before(scene: &Scene, at: usize) -> bool {
    at > 0 && scene.tokens[at - 1].kind != TokenKind::Punct
}
