//! Who says what: statements with their sources, in quotation marks or not. Not here: whose figure it is in the end;
//! claims ask for the innermost statement around a figure.

use super::agent::{
    AGENT, AND, CUE, LINK, NEAR, PASSIVE, Phrase, QUOTED, RELATIVE, SKIP, STOP, Scene, THAT, TIME, TITLE, TO, VERB,
};
use super::agent::{DEFINITE, INDEFINITE, PRONOUN};
use crate::model::{Agent, Mention, Quote, Reading, Report, Span, TokenKind, Tokens, WordId};
use crate::pack::{AttributionWord, Pack, SayRule};
use std::sync::Arc;

/// Statements and agents of a report, statements in the order of their contents.
pub(super) fn find_statements(pack: &Pack, report: &Report, tokens: &Tokens, _toponyms: &[Mention]) -> Vec<Mention> {
    let mut scene = Scene::new(pack, &report.text, tokens);
    let quotations = find_quotations(&scene, tokens);
    for quotation in &quotations {
        scene.flags[quotation.open..quotation.close].iter_mut().for_each(|slot| *slot |= QUOTED);
    }
    let cues = find_cues(&scene, tokens);
    for cue in cues.iter().filter(|cue| !matches!(cue.kind, CueKind::Say(say) if say.weak)) {
        scene.flags[cue.first..cue.last].iter_mut().for_each(|slot| *slot |= CUE);
    }
    let told = read_cues(&scene, tokens, &cues, &quotations);
    let mut mentions = Vec::new();
    for told in &told {
        if let Some(content) = told.content {
            mentions.push(statement(&scene, content, false, told.source.as_ref(), Some(told.cue), &told.rule));
        }
    }
    quote_mentions(&scene, tokens, &quotations, &told, &mut mentions);
    agent_mentions(&scene, &told, &mut mentions);
    mentions
}

/// Words between quotation marks.
#[derive(Debug, Clone, Copy)]
struct Quotation {
    /// The opening mark.
    open: usize,
    /// The words.
    content: Phrase,
    /// Index after the closing mark.
    close: usize,
    paragraph: usize,
}

/// A cue in the text.
#[derive(Debug, Clone, Copy)]
struct Cue {
    first: usize,
    last: usize,
    kind: CueKind,
    rule: u32,
    sentence: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CueKind {
    Say(SayRule),
    According,
    By,
    Hearsay,
    /// A label before a colon.
    Label,
}

/// A speaker: the words that name them, and what else the text says about them.
#[derive(Debug, Clone)]
struct Speaker {
    phrase: Phrase,
    about: Option<Phrase>,
    agent: Agent,
    span: Span,
}

/// A cue read: who, what, and the stretch that it takes.
struct Told {
    cue: Span,
    rule: Arc<str>,
    /// Cue and source together, as tokens.
    whole: Phrase,
    sentence: usize,
    source: Option<Speaker>,
    content: Option<Phrase>,
    /// Ends with a colon: the next words are the content.
    opens: bool,
}

fn statement(
    scene: &Scene,
    content: Phrase,
    direct: bool,
    source: Option<&Speaker>,
    cue: Option<Span>,
    rule: &Arc<str>,
) -> Mention {
    Mention {
        span: scene.span(content),
        rule: rule.clone(),
        reading: Reading::Quote(Quote {
            direct,
            source: source.map(|speaker| speaker.agent.clone()),
            source_span: source.map(|speaker| speaker.span),
            cue,
        }),
    }
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
        "‘" => (Mark::Single, 1, true, false),
        "’" => (Mark::Single, 1, false, true),
        "'" => (Mark::Single, 1, true, true),
        _ => return None,
    })
}

fn find_quotations(scene: &Scene, tokens: &Tokens) -> Vec<Quotation> {
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
        let Some((mark, width, may_open, may_close)) = mark_at(scene, at) else {
            at += 1;
            continue;
        };
        let after = at + width;
        let spaced_before = at == first || !scene.glued(at) || !scene.flags_word_before(at);
        let spaced_after = after >= last || !scene.glued(after);
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
        push(found, start, content, last, last, paragraph);
    }
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

impl Scene<'_> {
    /// Whether the mark at `at` is glued to a word before it.
    fn flags_word_before(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].kind != TokenKind::Punct
    }

    fn is_mark(&self, at: usize, marks: &[&str]) -> bool {
        marks.contains(&self.mark(at))
    }
}

fn find_cues(scene: &Scene, tokens: &Tokens) -> Vec<Cue> {
    let lexicon = &scene.pack.attribution.lexicon;
    let mut cues = Vec::new();
    for (number, sentence) in tokens.sentences.iter().enumerate() {
        let mut at = sentence.first;
        if let Some(colon) = label_before(scene, sentence.first, sentence.last) {
            cues.push(Cue { first: colon, last: colon, kind: CueKind::Label, rule: u32::MAX, sentence: number });
            at = colon;
        }
        while at < sentence.last {
            if scene.tokens[at].word == WordId::UNKNOWN || scene.is(at, QUOTED) {
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
                            | AttributionWord::Ignore
                    ) {
                        // Of several readings of one word the plainest counts; a participle needs its auxiliary.
                        let behind = matches!(word, AttributionWord::Say(say) if say.auxiliary)
                            && auxiliary_before(scene, sentence.first, at).is_none();
                        let noun = matches!(word, AttributionWord::Say(say) if !say.auxiliary && !say.participle)
                            && length == 1
                            && at > sentence.first
                            && scene.is(at - 1, DEFINITE | INDEFINITE | LINK | PASSIVE);
                        let longer = best.is_none_or(|(found, ..)| length > found);
                        if !behind && !noun && longer {
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
                    }
                    CueKind::Say(say)
                }
                AttributionWord::According => CueKind::According,
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
                _ => continue,
            };
            cues.push(Cue { first, last, kind, rule, sentence: number });
        }
    }
    cues
}

/// "Police: two dead", "RT @name: ...": the colon after a label that names somebody.
fn label_before(scene: &Scene, first: usize, last: usize) -> Option<usize> {
    let colon = (first..last.min(first + 8)).find(|at| scene.is_mark(*at, &[":"]))?;
    if colon == first
        || colon + 2 >= last
        || scene.is(colon + 1, QUOTED)
        || (first..colon).any(|at| scene.is(at, QUOTED | VERB | STOP))
    {
        return None;
    }
    let handle = (first..colon).any(|at| scene.is_mark(at, &["@"]));
    let phrase = Phrase { first, last: colon };
    let known = scene.is(colon - 1, TITLE | AGENT) && scene.capital(first);
    (handle || known).then(|| scene.span(phrase)).filter(|span| !span.is_empty()).map(|_| colon)
}

/// The auxiliary that governs the participle at `at`: right before it, or before an insertion ("a, de son côté, dit").
fn auxiliary_before(scene: &Scene, first: usize, at: usize) -> Option<(usize, crate::pack::AuxiliaryRule)> {
    let lexicon = &scene.pack.attribution.lexicon;
    let mut inserted = false;
    let mut end = at;
    for _ in 0..10 {
        let mut found = None;
        for start in (first..end).rev().take(6) {
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

/// Reads every cue in the order of the text: its source, then its content.
fn read_cues(scene: &Scene, tokens: &Tokens, cues: &[Cue], quotations: &[Quotation]) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut speakers: Vec<Speaker> = Vec::new();
    for (number, cue) in cues.iter().enumerate() {
        let sentence = &tokens.sentences[cue.sentence];
        let (first, last) = (sentence.first, sentence.last);
        if cue.kind == CueKind::Label && told.last().is_some_and(|told| told.opens && told.sentence + 1 == cue.sentence)
        {
            continue;
        }
        let earlier = told.last().filter(|told| told.sentence == cue.sentence);
        let next_cue =
            cues.get(number + 1).filter(|next| next.sentence == cue.sentence).map_or(last, |next| next.first);
        let found = match cue.kind {
            CueKind::Hearsay => Some(Source::none(cue)),
            CueKind::Label => label_source(scene, cue, first),
            CueKind::According | CueKind::By => according_source(scene, cue, last),
            CueKind::Say(say) => say_source(scene, cue, say, first, last, earlier.is_some()),
        };
        let Some(found) = found else { continue };
        let inherits = found.inherits;
        let source = match found.named {
            Some((phrase, about)) => resolve(scene, phrase, about, &speakers),
            None if inherits && (!is_weak(cue) || set_off(scene, cue, first, last)) => {
                earlier.and_then(|told| told.source.clone()).or_else(|| {
                    opening_name(scene, first, cue.first).and_then(|phrase| resolve(scene, phrase, None, &speakers))
                })
            }
            None => None,
        };
        if let CueKind::Say(say) = cue.kind
            && say.weak
            && !source.as_ref().is_some_and(|speaker| scene.is_agent(speaker.phrase))
        {
            continue;
        }
        if next_cue == cue.last && matches!(cue.kind, CueKind::Say(say) if say.weak) {
            continue;
        }
        let (content, opens) = content_of(scene, tokens, cue, &found, first, last);
        let direct = matches!(cue.kind, CueKind::Say(say) if say.direct);
        let quoted = content.is_some_and(|content| wholly_quoted(scene, content, quotations));
        if let Some(speaker) = &source
            && !found.by
            && speakers.last().is_none_or(|last| last.span != speaker.span)
        {
            speakers.push(speaker.clone());
        }
        told.push(Told {
            cue: scene.span(Phrase { first: cue.first, last: cue.last }),
            rule: rule_name(scene, cue.rule),
            whole: found.whole,
            sentence: cue.sentence,
            source,
            content: content.filter(|_| !direct && !quoted),
            opens,
        });
    }
    told
}

fn rule_name(scene: &Scene, rule: u32) -> Arc<str> {
    let rules = scene.pack.attribution.lexicon.rules();
    rules.get(rule as usize).map_or_else(|| "quote/label".into(), |rule| rule.name.clone())
}

fn is_weak(cue: &Cue) -> bool {
    matches!(cue.kind, CueKind::Say(say) if say.weak)
}

/// Whether a participle that is also an adjective stands as a verb: after a comma or before its content.
fn set_off(scene: &Scene, cue: &Cue, first: usize, last: usize) -> bool {
    (cue.first > first && scene.is_mark(cue.first - 1, &[","]))
        || (cue.last < last && (scene.is(cue.last, THAT | QUOTED) || scene.is_mark(cue.last, &[":"])))
}

/// Where a cue's source is written.
struct Source {
    named: Option<(Phrase, Option<Phrase>)>,
    /// Takes the source of the cue before it.
    inherits: bool,
    /// Cue and source together.
    whole: Phrase,
    /// The source follows the cue.
    inverted: bool,
    /// Made by somebody rather than said: "released by".
    by: bool,
}

impl Source {
    fn none(cue: &Cue) -> Self {
        let whole = Phrase { first: cue.first, last: cue.last };
        Self { named: None, inherits: false, whole, inverted: false, by: false }
    }
}

fn label_source(scene: &Scene, cue: &Cue, first: usize) -> Option<Source> {
    let handle = (first..cue.first).find(|at| scene.is_mark(*at, &["@"]));
    let phrase = Phrase { first: handle.unwrap_or(first), last: cue.first };
    let whole = Phrase { first: phrase.first, last: cue.last };
    Some(Source { named: Some((phrase, None)), inherits: false, whole, inverted: false, by: false })
}

fn according_source(scene: &Scene, cue: &Cue, last: usize) -> Option<Source> {
    let (mut phrase, _) = scene.name_right(cue.last, last)?;
    // "figures released by the agency": the agency says so, the figures do not.
    let lexicon = &scene.pack.attribution.lexicon;
    let mut by = None;
    if phrase.last < last {
        lexicon.each(&scene.tokens[..last], phrase.last, |length, rules| {
            if rules.iter().any(|rule| lexicon.rule(*rule).means == AttributionWord::By) {
                by = Some(phrase.last + length);
            }
        });
    }
    if let Some((author, _)) = by.and_then(|at| scene.name_right(at, last)) {
        phrase = author;
    }
    let whole = Phrase { first: cue.first, last: phrase.last };
    let by = cue.kind == CueKind::By;
    Some(Source { named: Some((phrase, None)), inherits: false, whole, inverted: true, by })
}

fn say_source(scene: &Scene, cue: &Cue, say: SayRule, first: usize, last: usize, earlier: bool) -> Option<Source> {
    let whole = Phrase { first: cue.first, last: cue.last };
    if say.participle && say.weak && !set_off(scene, cue, first, last) {
        return None;
    }
    if say.pronoun {
        return Some(Source {
            named: Some((Phrase { first: cue.first, last: cue.first }, None)),
            inherits: false,
            whole,
            inverted: true,
            by: false,
        });
    }
    // Where the subject would end, over adverbs and times.
    let mut end = cue.first;
    while end > first
        && !scene.is(end - 1, QUOTED | CUE)
        && (scene.is(end - 1, SKIP) || !scene.is(end - 1, TITLE))
        && (scene.is(end - 1, SKIP | TIME | VERB) || (scene.is(end - 1, STOP | NEAR) && scene.is(end, TIME)))
    {
        end -= 1;
    }
    // "Sen. Ann Doe (D-Mo.) said": the bracket is no part of the name, unless it holds its short form.
    if end > first && scene.is_mark(end - 1, &[")"]) && scene.acronym_left(end - 1, first).is_none() {
        let open = (first..end).rev().take(10).find(|at| scene.is_mark(*at, &["("]));
        end = open.filter(|open| *open > first).unwrap_or(end);
    }
    let comma = end > first && scene.is_mark(end - 1, &[",", "-", "–", "—", ")"]);
    let closed =
        end == first || scene.is(end - 1, QUOTED) || comma || scene.is_mark(end - 1, &["”", "»", "\"", "'", "’"]);
    let set_in = (comma && !scene.is_mark(end - 1, &[")"]) && !say.participle)
        .then(|| apposition(scene, end - 1, first))
        .flatten();
    if closed
        && let Some(source) = inverted_source(scene, cue, last)
        && (set_in.as_ref().is_none_or(|(name, _)| name.first > first + 1)
            || ends_sentence(scene, source.whole.last, last))
    {
        return Some(source);
    }
    let left = |phrase: Phrase, about| Source {
        named: Some((phrase, about)),
        inherits: false,
        whole: Phrase { first: phrase.first, last: cue.last },
        inverted: false,
        by: false,
    };
    if let Some((phrase, about)) = set_in {
        let whole = Phrase { first: phrase.first.min(about.map_or(phrase.first, |about| about.first)), last: cue.last };
        return Some(Source { whole, ..left(phrase, about) });
    }
    if (!closed || scene.is_mark(end.wrapping_sub(1), &[")"]))
        && let Some(phrase) = scene.name_left(end, first)
        && (!say.participle || scene.is_agent(phrase))
    {
        return Some(left(phrase, None));
    }
    let conjoined = say.participle || (earlier && end > first && scene.is(end - 1, AND));
    (conjoined || say.direct || earlier).then_some(Source {
        named: None,
        inherits: true,
        whole,
        inverted: false,
        by: false,
    })
}

fn ends_sentence(scene: &Scene, at: usize, last: usize) -> bool {
    at >= last || scene.is_mark(at, &[".", ",", ";", "!", "?", "…"])
}

/// ", said Pavel Chikov": the source after the cue, over times and those who are told.
fn inverted_source(scene: &Scene, cue: &Cue, last: usize) -> Option<Source> {
    let mut at = cue.last;
    loop {
        if at >= last || scene.is(at, THAT | QUOTED) || scene.is_mark(at, &[":", ","]) {
            return None;
        }
        if skips(scene, at) {
            at += 1;
        } else if scene.is(at, TO) && at + 1 < last {
            at += 1;
            while at < last && scene.is(at, DEFINITE) {
                at += 1;
            }
            let told = at;
            while at < last
                && (scene.capital(at) || scene.is_mark(at, &["-"]) || (at == told && !scene.is(at, INDEFINITE)))
            {
                at += 1;
            }
        } else {
            break;
        }
    }
    let (phrase, clean) = scene.name_right(at, last)?;
    let ends = ends_sentence(scene, phrase.last, last);
    let named = scene.is_agent(phrase) || (ends && scene.is(at, INDEFINITE | DEFINITE));
    let pronoun = phrase.last == phrase.first + 1 && scene.is(phrase.first, PRONOUN);
    if !named || !clean || pronoun {
        return None;
    }
    // ", a doctor at a clinic" after the name.
    let about = scene.is_mark(phrase.last, &[","]).then(|| scene.name_right(phrase.last + 1, last)).flatten();
    let whole = Phrase { first: cue.first, last: phrase.last };
    Some(Source {
        named: Some((phrase, about.map(|(about, _)| about))),
        inherits: false,
        whole,
        inverted: true,
        by: false,
    })
}

/// Adverbs and times, which may stand between a verb and its source or content.
fn skips(scene: &Scene, at: usize) -> bool {
    !scene.is(at, QUOTED) && (scene.is(at, TIME | SKIP) || (scene.is(at, STOP | NEAR) && scene.is(at + 1, TIME)))
}

/// "Shifa Hospital, the main medical centre, said": the name, and what is said about it.
fn apposition(scene: &Scene, comma: usize, first: usize) -> Option<(Phrase, Option<Phrase>)> {
    let mut open = comma;
    while open > first && comma - open < 30 {
        open -= 1;
        if scene.is(open, QUOTED | CUE) {
            return None;
        }
        if scene.is_mark(open, &[",", "–", "—"]) {
            break;
        }
    }
    if open == first || open + 1 >= comma {
        return None;
    }
    let inner = Phrase { first: open + 1, last: comma };
    let clause = scene.is(inner.first, RELATIVE);
    // A proper name that opens the sentence may be followed by anything between commas.
    let named = scene.name_left(open, first).is_some_and(|name| name.first <= first + 1 && scene.is_proper(name));
    if named && !clause && !scene.is_proper(inner) {
        return scene.name_left(open, first).map(|name| (name, Some(inner)));
    }
    if !clause
        && (inner.first..inner.last).any(|at| scene.is(at, VERB | STOP) && !scene.is(at, SKIP | INDEFINITE | DEFINITE))
    {
        return None;
    }
    let outer = scene.name_left(open, first)?;
    if (outer.first..outer.last).any(|at| scene.is(at, PRONOUN | VERB)) || outer.last != open {
        return None;
    }
    if clause {
        return Some((outer, Some(inner)));
    }
    let name = scene.name_left(comma, open + 1)?;
    // "The head of the agency, Jane Doe, said": the proper name is the source, the office describes it.
    if scene.is_proper(name) && name.first == inner.first && !scene.is_proper(outer) {
        return Some((name, Some(outer)));
    }
    Some((outer, Some(inner)))
}

/// The sentence's opening noun phrase, for a participle without a subject of its own.
fn opening_name(scene: &Scene, first: usize, bound: usize) -> Option<Phrase> {
    let mut at = first;
    while at < bound && (scene.is(at, SKIP | TIME) || scene.is_mark(at, &[","])) && !scene.capital(at) {
        at += 1;
    }
    let (phrase, _) = scene.name_right(at, bound)?;
    // A capital opens the sentence; an unknown word after one common noun is likely its verb.
    let mut last = phrase.first + 1;
    while last < phrase.last
        && (scene.capital(last) || scene.is(last, TITLE | AGENT) || scene.is_mark(last, &["-", "'", "."]))
    {
        last += 1;
    }
    let known = scene.is(phrase.first, TITLE | AGENT | PRONOUN) || last > phrase.first + 1 || scene.is(last - 1, TITLE);
    known.then_some(Phrase { first: phrase.first, last })
}

/// A phrase as a speaker: pronouns and "the doctor" are the nearest speaker that fits.
fn resolve(scene: &Scene, phrase: Phrase, about: Option<Phrase>, speakers: &[Speaker]) -> Option<Speaker> {
    let empty = phrase.first >= phrase.last;
    let pronoun = empty || (phrase.last == phrase.first + 1 && scene.is(phrase.first, PRONOUN));
    if pronoun {
        return speakers.last().cloned();
    }
    let definite = phrase.first > 0 && scene.is(phrase.first - 1, DEFINITE);
    if definite
        && phrase.last == phrase.first + 1
        && !scene.capital(phrase.first)
        && let Some(speaker) = speakers.iter().rev().take(4).find(|speaker| {
            let said = |about: Phrase| (about.first..about.last).any(|at| same_word(scene, at, phrase.first));
            speaker.about.is_some_and(said) || (said(speaker.phrase) && scene.is_agent(speaker.phrase))
        })
    {
        return Some(speaker.clone());
    }
    let (phrase, agent) = scene.agent_of(phrase, about);
    Some(Speaker { phrase, about, agent, span: scene.span(phrase) })
}

fn same_word(scene: &Scene, a: usize, b: usize) -> bool {
    let (one, other) = (scene.tokens[a].word, scene.tokens[b].word);
    if one != WordId::UNKNOWN || other != WordId::UNKNOWN { one == other } else { scene.mark(a) == scene.mark(b) }
}

/// The content of a statement: after its cue to the sentence's end, before it, or around it.
fn content_of(
    scene: &Scene,
    tokens: &Tokens,
    cue: &Cue,
    source: &Source,
    first: usize,
    last: usize,
) -> (Option<Phrase>, bool) {
    let mut after = source.whole.last.max(cue.last);
    let addressed = matches!(cue.kind, CueKind::Say(say) if say.addressed);
    if addressed && !source.inverted {
        let opens =
            (after..last.min(after + 10)).find(|at| scene.is(*at, THAT | QUOTED) || scene.is_mark(*at, &[":", ","]));
        if let Some(at) = opens {
            after = at;
        }
    }
    while after < last && skips(scene, after) {
        after += 1;
    }
    if after + 1 < last
        && scene.is(after, TO)
        && !scene.is(after, DEFINITE)
        && (scene.is(after + 1, AGENT | DEFINITE) || scene.capital(after + 1))
        && !source.inverted
    {
        // "said to AFP that".
        let that = (after..last.min(after + 8)).find(|at| scene.is(*at, THAT) || scene.is_mark(*at, &[":", ","]));
        after = that.unwrap_or(after);
    }
    let mut end = last;
    while end > after && scene.is_mark(end - 1, &[".", "!", "?", "…", ";"]) {
        end -= 1;
    }
    let before = trim(scene, Phrase { first, last: source.whole.first });
    let colon = scene.is_mark(after, &[":"]);
    if colon {
        let rest = trim(scene, Phrase { first: after + 1, last: end });
        if rest.is_none() {
            // The content stands on the next line.
            let next = tokens.sentence_of(after).and_then(|number| tokens.sentences.get(number + 1));
            let content = next.and_then(|next| {
                let paragraph = next.paragraph;
                let from = tokens.sentences.partition_point(|sentence| sentence.paragraph < paragraph);
                let to = tokens.sentences.partition_point(|sentence| sentence.paragraph <= paragraph);
                let (from, to) = (tokens.sentences.get(from)?, tokens.sentences.get(to.checked_sub(1)?)?);
                trim(scene, Phrase { first: from.first, last: to.last })
            });
            return (content, true);
        }
        return (rest, true);
    }
    let comma = scene.is_mark(after, &[","]);
    let rest = trim(scene, Phrase { first: after, last: end });
    let short = |phrase: Option<Phrase>| phrase.is_none_or(|phrase| phrase.last - phrase.first <= 3);
    if matches!(cue.kind, CueKind::Hearsay) && rest.is_some() && !comma {
        return (rest, false);
    }
    if source.inverted {
        if matches!(cue.kind, CueKind::According | CueKind::By) {
            let whole = Phrase { first, last: end };
            let mut edge = source.whole.first;
            while edge > first && scene.is_mark(edge - 1, &[","]) {
                edge -= 1;
            }
            // "and, according to X, 78 injured": the first half is somebody else's.
            let joined = edge > first && scene.is(edge - 1, AND);
            // "by" inside a noun phrase: the figure stands anywhere in the sentence.
            return match (before, rest) {
                (before, Some(rest)) if short(before) => (Some(rest), false),
                (Some(_), Some(rest)) if comma && (joined || scene.tokens[rest.first].kind == TokenKind::Digits) => {
                    (Some(rest), false)
                }
                (Some(before), rest) if short(rest) || scene.is(after, RELATIVE) => (Some(before), false),
                (Some(_), Some(_)) => (trim(scene, whole), false),
                (before, rest) => (before.or(rest), false),
            };
        }
        return (before.or_else(|| rest.filter(|_| comma)), false);
    }
    if rest.is_none() {
        return (before, false);
    }
    let set_off = source.whole.first > first && scene.is_mark(source.whole.first - 1, &[","])
        || source.whole.first > first + 1
            && scene.is(source.whole.first - 1, DEFINITE)
            && scene.is_mark(source.whole.first - 2, &[","]);
    if comma && set_off && !short(before) {
        return (trim(scene, Phrase { first, last: end }), false);
    }
    // "..., Smith said in an interview": where it was said is no content; "said in a statement that" leads to it.
    let circumstance = rest.is_some_and(|rest| scene.is(rest.first, NEAR) && !scene.is(rest.first, LINK));
    if circumstance {
        if let Some(that) = (after..end.min(after + 12)).find(|at| scene.is(*at, THAT)) {
            return (trim(scene, Phrase { first: that, last: end }), false);
        }
        if !short(before) {
            return (before, false);
        }
        let quoted = source.whole.first > first && scene.is(source.whole.first - 1, QUOTED);
        if quoted || short(rest) {
            return (None, false);
        }
    }
    if comma && short(before) && short(rest) {
        return (None, false);
    }
    (rest, false)
}

/// Without marks, conjunctions and "that" at either end.
fn trim(scene: &Scene, mut phrase: Phrase) -> Option<Phrase> {
    let loose = |at: usize| scene.is_mark(at, &[",", ":", ";", ".", "-", "–", "—", "\"", "”", "»", "“", "«"]);
    while phrase.first < phrase.last && (loose(phrase.first) || scene.is(phrase.first, THAT)) {
        phrase.first += 1;
    }
    while phrase.first < phrase.last && (loose(phrase.last - 1) || scene.is(phrase.last - 1, DEFINITE)) {
        phrase.last -= 1;
    }
    (phrase.first < phrase.last).then_some(phrase)
}

fn wholly_quoted(scene: &Scene, content: Phrase, quotations: &[Quotation]) -> bool {
    quotations.iter().any(|quotation| quotation.open <= content.first && content.last <= quotation.close)
        || (content.first..content.last).all(|at| scene.is(at, QUOTED) || scene.tokens[at].kind == TokenKind::Punct)
}

/// The shortest quotation that is a statement without a cue beside it: shorter ones are scare quotes. Measured on the
/// first case: of fragments below five words none was said by a named speaker.
const FRAGMENT: usize = 5;

fn quote_mentions(
    scene: &Scene,
    tokens: &Tokens,
    quotations: &[Quotation],
    told: &[Told],
    mentions: &mut Vec<Mention>,
) {
    let plain: Arc<str> = "quote/marks".into();
    let mut carried: Option<(Speaker, usize)> = None;
    for (number, quotation) in quotations.iter().enumerate() {
        let words = (quotation.content.first..quotation.content.last)
            .filter(|at| scene.tokens[*at].kind != TokenKind::Punct)
            .count();
        let beside = cue_beside(scene, tokens, quotation, told);
        let called = scene.is_mark(quotation.content.last - 1, &["!", "?"]);
        let opens = quotation.open > 0 && scene.is_mark(quotation.open - 1, &[":"]);
        if words < 3 && !(called && words > 1) && !(opens && beside.is_some()) {
            continue;
        }
        if words < FRAGMENT && beside.is_none() && !called && !scene.capital(quotation.content.first) {
            continue;
        }
        let previous = number.checked_sub(1).and_then(|before| quotations.get(before));
        let starts = tokens
            .sentence_of(quotation.open)
            .and_then(|at| tokens.sentences.get(at))
            .is_some_and(|sentence| sentence.first == quotation.open);
        let source = match beside {
            Some(told) => told.source.clone(),
            None => carried
                .clone()
                .filter(|(_, paragraph)| {
                    quotation.paragraph == *paragraph
                        || (starts
                            && previous.is_some_and(|previous| quotation.paragraph <= previous.paragraph + 2)
                            && quotation.paragraph <= paragraph + 3)
                })
                .map(|(speaker, _)| speaker)
                .or_else(|| speaker_before(tokens, quotation, told)),
        };
        if let Some(speaker) = &source {
            carried = Some((speaker.clone(), quotation.paragraph));
        }
        let rule = beside.map_or(&plain, |told| &told.rule);
        mentions.push(statement(scene, quotation.content, true, source.as_ref(), beside.map(|told| told.cue), rule));
    }
    pull_quotes(scene, tokens, mentions);
}

/// The cue that belongs to a quotation: right after it, before it in its sentence, or later in its sentence.
fn cue_beside<'t>(scene: &Scene, tokens: &Tokens, quotation: &Quotation, told: &'t [Told]) -> Option<&'t Told> {
    let opening = tokens.sentence_of(quotation.open)?;
    let closing = tokens.sentence_of(quotation.close.checked_sub(1)?)?;
    // A handful of cues on either side: a sentence without end may hold any number.
    let pivot = told.partition_point(|told| told.whole.first < quotation.open);
    let window = &told[pivot.saturating_sub(8)..told.len().min(pivot + 8)];
    let around = || window.iter().filter(|told| told.sentence + 1 >= opening && told.sentence <= closing + 1);
    let after = around().find(|told| {
        let gap = (quotation.close..told.whole.first)
            .filter(|at| !scene.is(*at, DEFINITE | SKIP | TIME) && !scene.is_mark(*at, &[","]))
            .count();
        let ends = quotation.content.last > quotation.content.first
            && scene.is_mark(quotation.content.last - 1, &["!", "?", ","]);
        told.whole.first >= quotation.close && gap == 0 && (told.sentence <= closing || ends) && !told.opens
    });
    if after.is_some() {
        return after;
    }
    let before = around().rfind(|told| told.whole.last <= quotation.open && (told.sentence == opening || told.opens));
    if before.is_some() {
        return before;
    }
    around().find(|told| told.whole.first >= quotation.close && told.sentence == closing)
}

/// The last speaker of the same paragraph before a quotation without a cue.
fn speaker_before(tokens: &Tokens, quotation: &Quotation, told: &[Told]) -> Option<Speaker> {
    let before = told.partition_point(|told| told.whole.last <= quotation.open);
    let told = told[..before].last()?;
    let paragraph = tokens.sentences.get(told.sentence)?.paragraph;
    (quotation.paragraph <= paragraph + 1).then(|| told.source.clone()).flatten()
}

/// A paragraph that repeats a quotation word for word is a pull quote: the same words, the same speaker.
fn pull_quotes(scene: &Scene, tokens: &Tokens, mentions: &mut Vec<Mention>) {
    let strip = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut said: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (number, mention) in mentions.iter().enumerate() {
        if matches!(&mention.reading, Reading::Quote(quote) if quote.direct) && mention.span.len() > 30 {
            said.entry(strip(mention.span.of(scene.text))).or_insert(number);
        }
    }
    if said.is_empty() {
        return;
    }
    let mut sentence = 0;
    let mut found = Vec::new();
    while sentence < tokens.sentences.len() {
        let paragraph = tokens.sentences[sentence].paragraph;
        let start = sentence;
        while sentence < tokens.sentences.len() && tokens.sentences[sentence].paragraph == paragraph {
            sentence += 1;
        }
        let phrase = Phrase { first: tokens.sentences[start].first, last: tokens.sentences[sentence - 1].last };
        let span = scene.span(phrase);
        if let Some(number) = said.get(&strip(span.of(scene.text)))
            && !mentions[*number].span.overlaps(span)
        {
            found.push(Mention { span, ..mentions[*number].clone() });
        }
    }
    mentions.append(&mut found);
}

/// Agents that speak, and known ones anywhere; each place once.
fn agent_mentions(scene: &Scene, told: &[Told], mentions: &mut Vec<Mention>) {
    let mut agents: Vec<Mention> = Vec::new();
    for told in told {
        if let Some(speaker) = &told.source {
            agents.push(Mention {
                span: speaker.span,
                rule: told.rule.clone(),
                reading: Reading::Agent(speaker.agent.clone()),
            });
        }
    }
    agents.sort_by_key(|mention| mention.span);
    agents.dedup_by_key(|mention| mention.span);
    let spoken = agents.len();
    for (phrase, number) in scene.known_agents() {
        let span = scene.span(phrase);
        let near = agents[..spoken].partition_point(|mention| mention.span.end <= span.start);
        if agents[..spoken].get(near).is_some_and(|mention| mention.span.overlaps(span)) {
            continue;
        }
        let rule = scene.pack.attribution.agents.rule(number);
        agents.push(Mention {
            span,
            rule: rule.name.clone(),
            reading: Reading::Agent(Agent {
                name: span.of(scene.text).to_owned(),
                key: rule.means.key.clone(),
                role: rule.means.role,
            }),
        });
    }
    mentions.append(&mut agents);
}

#[cfg(test)]
mod tests {
    use crate::model::{Agent, Lang, Reading, Report, ReportId, Role};
    use crate::pack::{Pack, Packs, tokenize_report};
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Corpus {
        examples: Vec<Example>,
        rejects: Vec<Reject>,
    }

    #[derive(Deserialize)]
    struct Example {
        text: String,
        said: Vec<(String, String)>,
    }

    #[derive(Deserialize)]
    struct Reject {
        text: String,
        why: String,
    }

    fn report(pack: &Pack, text: &str) -> Report {
        Report {
            id: ReportId::of(&[]),
            doc: "test".into(),
            url: None,
            outlet: None,
            title: None,
            published: None,
            modified: None,
            authors: Vec::new(),
            lang: Lang(pack.lang.code().into()),
            text: text.into(),
            blocks: Vec::new(),
        }
    }

    fn read(pack: &Pack, text: &str) -> (Vec<(String, String)>, Vec<Agent>) {
        let report = report(pack, text);
        let tokens = tokenize_report(pack, &report);
        let (mut said, mut agents) = (Vec::new(), Vec::new());
        for mention in super::find_statements(pack, &report, &tokens, &[]) {
            match mention.reading {
                Reading::Quote(quote) => {
                    let source = quote.source.map_or_else(|| "-".to_owned(), |source| source.name);
                    said.push((source, mention.span.of(text).to_owned()));
                }
                Reading::Agent(agent) => agents.push(agent),
                other => panic!("neither statement nor agent: {other:?}"),
            }
        }
        (said, agents)
    }

    #[test]
    fn corpora_hold() {
        let mut wrong = Vec::new();
        for pack in Packs::embedded().unwrap().iter() {
            let path = format!("{}/lang/{}/attribution.corpus.toml", env!("CARGO_MANIFEST_DIR"), pack.lang);
            let Ok(source) = std::fs::read_to_string(&path) else { continue };
            let corpus: Corpus = toml::from_str(&source).unwrap();
            for example in &corpus.examples {
                let (read, _) = read(pack, &example.text);
                if let Some(missing) = example.said.iter().find(|said| !read.contains(said)) {
                    wrong.push(format!("{}: expected {missing:?}, read {read:?} in {path}", example.text));
                }
            }
            for reject in &corpus.rejects {
                let (read, _) = read(pack, &reject.text);
                if !read.is_empty() {
                    wrong.push(format!("{}: read {read:?}, but it is {}", reject.text, reject.why));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn agents_have_keys_and_roles() {
        let packs = Packs::embedded().unwrap();
        let find = |lang: &str, text: &str, key: &str| {
            let (_, agents) = read(packs.of(&Lang(lang.into())), text);
            agents.iter().find(|agent| agent.key == key).map(|agent| agent.role)
        };
        assert_eq!(find("en", "The monitor OVD-Info said 40 were held.", "ovd-info"), Some(Role::Counter));
        assert_eq!(find("fr", "Selon l'OSDH, 40 sont morts.", "sohr"), Some(Role::Counter));
        assert_eq!(find("fr", "LYON (AFP) - Deux morts.", "afp"), Some(Role::Agency));
        assert_eq!(find("en", "Six died, police said.", "police"), Some(Role::Counter));
        assert_eq!(find("en", "Anna, a 46-year-old teacher, said: \"We left at once.\"", "anna"), Some(Role::Private));
        assert_eq!(
            find("en", "A spokesman for the UN said 70 had crossed.", "spokesman for the un"),
            Some(Role::Spokesperson)
        );
    }

    #[test]
    fn odd_texts_do_no_harm() {
        let packs = Packs::embedded().unwrap();
        for pack in packs.iter() {
            for text in [
                "",
                "\"",
                "“",
                "”",
                "«»",
                "' '",
                ": :",
                ", said",
                "said said said",
                "a dit",
                "(said)",
                "selon",
                "Police:",
                "“a” “b” “c",
                "@ :",
                "”, said X",
                "\" \" \"",
            ] {
                read(pack, text);
            }
        }
    }
}
