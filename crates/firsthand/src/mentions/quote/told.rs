//! Who says it, and what? Reads each cue with its source and its content. Not here: quotations without a cue.

use super::super::agent::{
    ABOUT, AGENT, AND, AS, CUE, DEFINITE, INDEFINITE, LINK, NEAR, PARTICLE, PRONOUN, Phrase, QUOTED, RELATIVE,
    REPORTED, SKIP, STOP, STUDY, Scene, THAT, TIME, TITLE, TO, VERB,
};
use super::cue::{Cue, CueKind, skips};
use super::marks::Quotation;
use crate::model::{Agent, BlockKind, Role, Sentence, Span, TokenCase, TokenKind, Tokens, WordId};
use crate::pack::{AttributionWord, SayRule};
use std::sync::Arc;

/// A speaker: the words that name them, and what else the text says about them.
#[derive(Debug, Clone)]
pub(super) struct Speaker {
    pub(super) phrase: Phrase,
    pub(super) about: Option<Phrase>,
    pub(super) agent: Agent,
    pub(super) span: Span,
    /// Where the statement at hand names them: a pronoun's place, else the name's.
    pub(super) at: Span,
    /// They said it in writing: "in a statement".
    pub(super) wrote: bool,
}

/// A cue read: who, what, and the stretch that it takes.
pub(super) struct Told {
    pub(super) cue: Span,
    pub(super) rule: Arc<str>,
    /// Cue and source together, as tokens.
    pub(super) whole: Phrase,
    pub(super) sentence: usize,
    pub(super) source: Option<Speaker>,
    /// Where the source is named, also where nobody can be told from it.
    pub(super) at: Option<Span>,
    pub(super) content: Option<Phrase>,
    /// Ends with a colon: the next words are the content.
    pub(super) opens: bool,
    /// Said by its source, not only made by them.
    pub(super) said: bool,
}

/// Reads every cue in the order of the text: its source, then its content.
pub(super) fn read_cues(scene: &Scene, tokens: &Tokens, cues: &[Cue], quotations: &[Quotation]) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let mut speakers: Vec<Speaker> = Vec::new();
    for (number, cue) in cues.iter().enumerate() {
        let sentence = &tokens.sentences[cue.sentence];
        let (first, last) = (sentence.first, sentence.last);
        let follows = |told: &Told| {
            let ended = tokens.sentences.get(told.sentence).filter(|_| told.sentence + 1 == cue.sentence);
            told.opens && ended.is_some_and(|sentence| scene.is_mark(sentence.last - 1, &[":"]))
        };
        if cue.kind == CueKind::Label && told.last().is_some_and(follows) {
            continue;
        }
        let earlier = told.last().filter(|told| told.sentence == cue.sentence);
        let next_cue =
            cues.get(number + 1).filter(|next| next.sentence == cue.sentence).map_or(last, |next| next.first);
        let found = match cue.kind {
            CueKind::Hearsay => Some(hearsay_source(scene, cue, first)),
            CueKind::Stated => Some(hearsay_source(scene, cue, first)).filter(|source| source.named.is_some()),
            CueKind::Again => Some(Source::none(cue)),
            CueKind::Label => label_source(scene, cue, first),
            CueKind::Colon => colon_source(scene, cue, first),
            CueKind::According | CueKind::By | CueKind::Citing => according_source(scene, cue, last),
            CueKind::Say(say) => say_source(scene, cue, say, first, last, earlier.is_some()),
        };
        let Some(found) = found else { continue };
        let inherits = found.inherits;
        let source = match found.named {
            Some((phrase, _)) if scene.is_time(phrase) => None,
            Some((phrase, about)) => resolve(scene, scene.counter_of(phrase), about, &speakers),
            None if inherits && (!is_weak(cue) || set_off(scene, cue, first, last)) => {
                earlier.and_then(|told| told.source.clone()).or_else(|| {
                    opening_name(scene, first, cue.first).and_then(|phrase| resolve(scene, phrase, None, &speakers))
                })
            }
            None if cue.kind == CueKind::Again => last_speaker(tokens, cue.sentence, &told),
            None => None,
        };
        let wrote = (cue.last..last.min(cue.last + WRITTEN)).any(|at| scene.is(at, TITLE) && scene.is_document(at));
        let source = source.map(|speaker| Speaker { wrote, ..speaker });
        let source = source.map(|speaker| match (cue.kind, found.relative) {
            (CueKind::Again, _) => Speaker { at: scene.span(found.whole), ..speaker },
            (_, Some(pronoun)) => Speaker { at: scene.span(pronoun), ..speaker },
            _ => speaker,
        });
        let at = source.as_ref().map(|speaker| speaker.at).or_else(|| unnamed(scene, cue, &found));
        if let CueKind::Say(say) = cue.kind
            && say.weak
            && !source.as_ref().is_some_and(|speaker| {
                let named = found.named.map_or(speaker.phrase, |(phrase, _)| phrase);
                let studied = (named.first..named.last).any(|at| scene.is(at, STUDY));
                scene.is_agent(speaker.phrase) && (studied || !say.study)
            })
        {
            continue;
        }
        if next_cue == cue.last && matches!(cue.kind, CueKind::Say(say) if say.weak) {
            continue;
        }
        // "40,000 marched, according to police, 120,000 according to the organisers": each has its own part.
        let according = |kind| matches!(kind, CueKind::According);
        let left = earlier
            .filter(|_| according(cue.kind) && number > 0 && according(cues[number - 1].kind))
            .map_or(first, |told| told.whole.last.min(cue.first));
        // "The police said 298 were held, fewer than the number given by activists": still the police who say so.
        let told_within = earlier
            .filter(|told| cue.kind == CueKind::By && told.said && told.source.is_some())
            .and_then(|told| told.content.filter(|content| content.first >= told.whole.last))
            .filter(|content| content.first < cue.first && cue.last <= content.last);
        let left = told_within.map_or(left, |content| left.max(content.first));
        let parted = according(cue.kind)
            && cues.get(number + 1).is_some_and(|next| {
                next.sentence == cue.sentence
                    && according(next.kind)
                    && next.first - cue.last <= PARTED
                    && according_source(scene, next, last).and_then(|source| source.named).is_some_and(|(phrase, _)| {
                        scene.is_agent(phrase) && scene.tokens[phrase.first].kind == TokenKind::Word
                    })
            });
        let (content, opens) = match about_before(scene, tokens, cue) {
            _ if cue.kind == CueKind::Citing => (earlier.and_then(|told| repeated(scene, told, cue)), false),
            Some(content) => (Some(content), false),
            None => content_of_part(scene, tokens, cue, &found, left, last, parted),
        };
        let content = match (content, listed(scene, tokens, cue.sentence)) {
            (Some(content), Some(last)) if !opens => Some(Phrase { last: last.max(content.last), ..content }),
            (content, _) => content,
        };
        let direct = matches!(cue.kind, CueKind::Say(say) if say.direct);
        let quoted = content.is_some_and(|content| wholly_quoted(scene, content, quotations));
        if let Some(speaker) = &source
            && !found.by
            && cue.kind != CueKind::Citing
        {
            match speakers.last_mut() {
                Some(last) if last.span == speaker.span => last.wrote |= speaker.wrote,
                _ => speakers.push(speaker.clone()),
            }
        }
        told.push(Told {
            cue: scene.span(Phrase { first: cue.first, last: cue.last }),
            rule: rule_name(scene, cue),
            whole: found.whole,
            sentence: cue.sentence,
            source,
            at,
            content: content.filter(|_| !direct && !quoted),
            opens,
            said: !found.by && cue.kind != CueKind::Citing,
        });
    }
    part_clauses(scene, &mut told);
    go_on(scene, tokens, cues, &mut told);
    told
}

/// "According to the ministry, in one day:" and lines that begin with a dash: where the list ends.
fn listed(scene: &Scene, tokens: &Tokens, sentence: usize) -> Option<usize> {
    const LONGEST: usize = 40;
    let head = tokens.sentences.get(sentence)?;
    let item = |sentence: &Sentence| {
        scene.is_mark(sentence.first, &["-", "–", "—", "•", "*", "·", "●", "▪"])
            || scene.tokens.get(sentence.first).is_some_and(|token| token.kind == TokenKind::Digits)
                && scene.is_mark(sentence.first + 1, &[")"])
    };
    if head.last <= head.first || !scene.is_mark(head.last - 1, &[":"]) {
        return None;
    }
    let items = tokens.sentences[sentence + 1..].iter().take(LONGEST).take_while(|sentence| item(sentence));
    items.last().map(|last| last.last)
}

/// "The police counted 2,000, the organisers say 10,000": what has no "that" before it ends where somebody else speaks.
fn part_clauses(scene: &Scene, told: &mut [Told]) {
    /// How many words may lead such a clause: "while at the same time".
    const LEADS: usize = 4;
    for at in 1..told.len() {
        let (before, next) = told.split_at_mut(at);
        let (Some(told), next) = (before.last_mut(), &next[0]) else { continue };
        let (Some(content), Some(speaker)) = (told.content, &next.source) else { continue };
        let edge = next.whole.first;
        // Its speaker opens a clause of its own, with what is said behind the verb: ", while the police counted".
        let mut comma = edge;
        while comma > content.first
            && edge - comma < LEADS
            && scene.word(comma - 1)
            && scene.is(comma - 1, STOP | THAT | SKIP)
        {
            comma -= 1;
        }
        let clause = comma > content.first + 1
            && edge == speaker.phrase.first
            && scene.is_mark(comma - 1, &[",", ";"])
            && next.content.is_some_and(|said| said.first >= next.whole.last)
            && content.last > next.whole.last;
        let source_first = content.first >= told.whole.last && content.first <= told.whole.last + 1;
        let plain = source_first && !scene.is(content.first - 1, THAT);
        if told.sentence == next.sentence
            && clause
            && plain
            && told.source.as_ref().is_some_and(|source| source.span != speaker.span)
        {
            told.content = trim(scene, Phrase { first: content.first, last: comma });
        }
    }
}

/// Where a source is named that cannot be told: a pronoun without a speaker before it, "reports".
fn unnamed(scene: &Scene, cue: &Cue, found: &Source) -> Option<Span> {
    match found.named {
        Some((phrase, _)) if phrase.first < phrase.last => Some(scene.span(phrase)),
        None if cue.kind == CueKind::Again => Some(scene.span(found.whole)),
        None if cue.kind == CueKind::Hearsay && (cue.first..cue.last).any(|at| scene.is(at, TITLE)) => {
            Some(scene.span(found.whole))
        }
        _ => None,
    }
}

/// Who spoke last in the paragraph of a sentence or the one before.
fn last_speaker(tokens: &Tokens, sentence: usize, told: &[Told]) -> Option<Speaker> {
    let paragraph = tokens.sentences.get(sentence)?.paragraph;
    let last = told.last()?;
    (tokens.sentences.get(last.sentence)?.paragraph + 1 >= paragraph).then(|| last.source.clone()).flatten()
}

/// A sentence whose verb has the form of reported words goes on with what was told right before it.
fn go_on(scene: &Scene, tokens: &Tokens, cues: &[Cue], told: &mut Vec<Told>) {
    let mut more: Vec<Told> = Vec::new();
    let mut next = 0;
    let mut speaker: Option<(Speaker, usize)> = None;
    for (number, sentence) in tokens.sentences.iter().enumerate() {
        let start = next;
        while told.get(next).is_some_and(|told| told.sentence <= number) {
            next += 1;
        }
        if next > start {
            speaker = told[start..next].iter().rev().find_map(|told| told.source.clone()).map(|found| (found, number));
            continue;
        }
        let Some((found, before)) = &mut speaker else { continue };
        let near = *before + 1 == number && sentence.paragraph <= tokens.sentences[*before].paragraph + 1;
        let verb = (sentence.first..sentence.last).find(|at| scene.is(*at, REPORTED) && !scene.is(*at, QUOTED));
        // A cue whose source was not found: somebody else speaks.
        let cued = cues.partition_point(|cue| cue.sentence < number);
        let own = cues[cued..].iter().take_while(|cue| cue.sentence == number).any(|cue| !is_weak(cue));
        let (true, false, Some(verb)) = (near, own, verb) else {
            speaker = None;
            continue;
        };
        *before = number;
        more.push(Told {
            cue: scene.span(Phrase { first: verb, last: verb + 1 }),
            rule: "quote/reported".into(),
            whole: Phrase { first: sentence.first, last: sentence.first },
            sentence: number,
            source: Some(found.clone()),
            at: Some(found.at),
            content: trim(scene, Phrase { first: sentence.first, last: sentence.last }),
            opens: false,
            said: true,
        });
    }
    if !more.is_empty() {
        told.append(&mut more);
        told.sort_by_key(|told| (told.whole.first, told.sentence));
    }
}

/// What somebody says who is repeated: what the one who repeats them says, without the words that tell so.
fn repeated(scene: &Scene, told: &Told, cue: &Cue) -> Option<Phrase> {
    let content = told.content?;
    let mut last = content.last.min(cue.first);
    if told.whole.first > content.first {
        last = last.min(told.whole.first);
    }
    trim(scene, Phrase { first: content.first, last: last.max(content.first) })
}

/// How far behind a cue the document may be named in which something was said.
const WRITTEN: usize = 8;

/// How many tokens may lie between two cues for each to have its own part of the sentence.
const PARTED: usize = 16;

/// "This was reported by the ministry": what the sentence before says, or the paragraph before where it opens one.
fn about_before(scene: &Scene, tokens: &Tokens, cue: &Cue) -> Option<Phrase> {
    const SIGHT: usize = 3;
    let sentence = &tokens.sentences[cue.sentence];
    let before = cue.sentence.checked_sub(1).map(|number| &tokens.sentences[number])?;
    if cue.first > sentence.first + SIGHT
        || !matches!(before.kind, BlockKind::Headline | BlockKind::Body | BlockKind::Standfirst)
    {
        return None;
    }
    let lexicon = &scene.pack.attribution.lexicon;
    let mut opens = false;
    lexicon.each(&scene.tokens[..sentence.last], sentence.first, |length, rules| {
        // "Das Gericht sagte": an article stands for nothing.
        let alone = cue.first <= sentence.first + length || !scene.is(sentence.first, DEFINITE);
        opens |= alone && rules.iter().any(|rule| lexicon.rule(*rule).means == AttributionWord::AboutBefore);
    });
    if !opens {
        return None;
    }
    // What opens a paragraph speaks of all that the one before says.
    let first = if before.paragraph == sentence.paragraph {
        before.first
    } else {
        let from = tokens.sentences.partition_point(|other| other.paragraph < before.paragraph);
        tokens.sentences.get(from)?.first
    };
    trim(scene, Phrase { first, last: before.last })
}

/// The content; where another cue of the same kind follows soon, only what stands before the source.
fn content_of_part(
    scene: &Scene,
    tokens: &Tokens,
    cue: &Cue,
    source: &Source,
    left: usize,
    last: usize,
    parted: bool,
) -> (Option<Phrase>, bool) {
    match content_of(scene, tokens, cue, source, left, last) {
        (Some(_), false) if parted => (trim(scene, Phrase { first: left, last: source.whole.first }), false),
        content => content,
    }
}

fn rule_name(scene: &Scene, cue: &Cue) -> Arc<str> {
    match cue.kind {
        CueKind::Label => "quote/label".into(),
        CueKind::Colon => "quote/colon".into(),
        _ => scene.pack.attribution.lexicon.rule(cue.rule).name.clone(),
    }
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
    /// The verb stands second, its subject behind it: what stands before is no content.
    fronted: bool,
    /// The relative pronoun that stands for the source: ", who said".
    relative: Option<Phrase>,
}

impl Source {
    fn none(cue: &Cue) -> Self {
        let whole = Phrase { first: cue.first, last: cue.last };
        Self { named: None, inherits: false, whole, inverted: false, by: false, fronted: false, relative: None }
    }

    fn of(cue: &Cue, phrase: Phrase, about: Option<Phrase>) -> Self {
        let whole = Phrase { first: phrase.first.min(cue.first), last: phrase.last.max(cue.last) };
        Self { named: Some((phrase, about)), whole, ..Self::none(cue) }
    }
}

/// "In dem Bericht heißt es", "В докладе сказано, что": nobody speaks, but a document does.
fn hearsay_source(scene: &Scene, cue: &Cue, first: usize) -> Source {
    let none = Source::none(cue);
    let documented =
        |phrase: &Phrase| (phrase.first..phrase.last).any(|at| scene.is(at, TITLE) && scene.is_document(at));
    let within = scene.pack.attribution.verb_second.then(|| scene.name_left(cue.first, first)).flatten();
    match within.filter(|phrase| phrase.last == cue.first).filter(documented).or_else(|| medium(scene, cue, first)) {
        Some(phrase) => Source { named: Some((phrase, None)), ..none },
        None => none,
    }
}

/// The document, page or paper in which something stands: behind a preposition, in the clause of the cue or at the
/// opening of its sentence.
fn medium(scene: &Scene, cue: &Cue, first: usize) -> Option<Phrase> {
    const SIGHT: usize = 12;
    const ADJECTIVES: usize = 3;
    if scene.pack.attribution.verb_second {
        return None;
    }
    let governed =
        |at: usize| scene.word(at) && scene.is(at, NEAR | STOP) && !scene.is(at, LINK | DEFINITE | INDEFINITE);
    let read = |at: usize| {
        let noun = (at + 1..cue.first.min(at + 2 + ADJECTIVES)).find(|at| scene.is(*at, TITLE) || !scene.word(*at))?;
        let (phrase, _) = scene.name_right(at + 1, cue.first).filter(|_| scene.is_medium(noun))?;
        (phrase.last > noun).then(|| author_of(scene, phrase))
    };
    let opening = (first..cue.first).find(|at| !scene.is(*at, SKIP) || governed(*at)).filter(|at| governed(*at));
    (cue.first.saturating_sub(SIGHT).max(first)..cue.first)
        .rev()
        .take_while(|at| !scene.is_mark(*at, &[",", ";", ":"]) && !scene.is(*at, QUOTED))
        .filter(|at| governed(*at))
        .find_map(read)
        .or_else(|| opening.and_then(read))
}

/// The subject of a clause whose colon opens a quotation: somebody with a name, a title or a pronoun.
fn colon_source(scene: &Scene, cue: &Cue, first: usize) -> Option<Source> {
    let phrase = opening_name(scene, first, cue.first)?;
    let somebody = scene.is(phrase.first, PRONOUN)
        || (phrase.first..phrase.last).any(|at| scene.is(at, AGENT) || scene.is(at, TITLE) && !scene.is_document(at))
        || scene.is_proper(phrase);
    let whole = Phrase { first: cue.first, last: cue.last };
    somebody.then(|| Source { whole, ..Source::of(cue, phrase, None) })
}

fn label_source(scene: &Scene, cue: &Cue, first: usize) -> Option<Source> {
    let handle = (first..cue.first).find(|at| scene.is_mark(*at, &["@"]));
    let dash = (first..cue.first).find(|at| scene.is_mark(*at, &["-", "–", "—"]) && !scene.glued(*at)).map(|at| at + 1);
    let phrase = Phrase { first: handle.or(dash).unwrap_or(first), last: cue.first };
    Some(Source::of(cue, phrase, None))
}

fn according_source(scene: &Scene, cue: &Cue, last: usize) -> Option<Source> {
    // "Reported by the afternoon": nobody did.
    let (mut phrase, _) = scene.name_right(cue.last, last).filter(|(phrase, _)| !scene.is_time(*phrase))?;
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
    let by = cue.kind == CueKind::By;
    Some(Source { inverted: true, by, ..Source::of(cue, phrase, None) })
}

fn say_source(scene: &Scene, cue: &Cue, say: SayRule, first: usize, last: usize, earlier: bool) -> Option<Source> {
    if say.participle && say.weak && !set_off(scene, cue, first, last) {
        return None;
    }
    if say.pronoun {
        let here = Phrase { first: cue.first, last: cue.first };
        return Some(Source { inverted: true, ..Source::of(cue, here, None) });
    }
    // Where the subject would end, over adverbs and times.
    let mut end = cue.first;
    while end > first
        && !scene.is(end - 1, QUOTED | CUE)
        && (scene.is(end - 1, SKIP) || !scene.is(end - 1, TITLE))
        && (scene.is(end - 1, SKIP | TIME | VERB)
            || (scene.is(end - 1, STOP | NEAR) && scene.is(end, TIME))
            || end - 1 > first && scene.is_adverb(end - 1))
    {
        end -= 1;
    }
    if let Some(source) = relative_source(scene, cue, end, first).or_else(|| as_source(scene, cue, first, last)) {
        return Some(source);
    }
    // "Sen. Ann Doe (D-Mo.) said": the bracket is no part of the name, unless it holds its short form.
    if end > first && scene.is_mark(end - 1, &[")"]) && scene.acronym_left(end - 1, first).is_none() {
        let open = (first..end).rev().take(WIDEST_BRACKET).find(|at| scene.is_mark(*at, &["("]));
        end = open.filter(|open| *open > first).unwrap_or(end);
    }
    let comma = end > first && scene.is_mark(end - 1, &[",", "-", "–", "—", ")"]);
    // "Human Rights Watch (HRW) counted 43": a short form in brackets is part of the subject.
    // "О гибели 12 горняков сообщил губернатор": what was told of stands first, and the subject behind.
    let closed = end == first
        || scene.is(first, ABOUT)
        || scene.is(end - 1, QUOTED)
        || comma && !scene.is_mark(end - 1, &[")"])
        || scene.is_mark(end - 1, &["”", "»", "\"", "'", "’", "“", "«", "‘"]) && !ends_name(scene, end, first);
    let set_in = (comma && !scene.is_mark(end - 1, &[")"]) && !say.participle)
        .then(|| apposition(scene, end - 1, first))
        .flatten();
    // "told the paper": who follows is told, and does not speak.
    let told = say.addressed && !scene.pack.attribution.verb_second;
    if closed
        && !told
        && let Some(source) = inverted_source(scene, cue, last)
        && (set_in.as_ref().is_none_or(|(name, _)| name.first > first + 1)
            || ends_sentence(scene, source.whole.last, last))
    {
        return Some(source);
    }
    let left = |phrase: Phrase, about| Source::of(cue, phrase, about);
    if let Some((phrase, about)) = set_in {
        let whole = Phrase { first: phrase.first.min(about.map_or(phrase.first, |about| about.first)), last: cue.last };
        return Some(Source { whole, ..left(phrase, about) });
    }
    // "AFP quoted the monitor as saying": the monitor says.
    if say.participle
        && earlier
        && end > first + 1
        && scene.is(end - 1, STOP)
        && !scene.is(end - 1, TIME | AND | CUE)
        && let Some(verb) = (first + 1..end - 1).rev().find(|at| {
            let word = scene.tokens[*at];
            word.case == TokenCase::Lower && scene.pack.attribution.may_start(word.word, AttributionWord::CUE)
        })
        && let Some(phrase) = scene.name_left(end - 1, verb + 1)
        && phrase.last == end - 1
        && scene.is_agent(phrase)
        && (verb + 1..phrase.first).all(|at| scene.is(at, DEFINITE))
    {
        return Some(left(phrase, None));
    }
    // "She issued a statement saying": the statement says what she does.
    if say.participle && end > first + 1 && scene.is(end - 1, TITLE) && scene.is_document(end - 1) {
        let article = scene.name_left(end, first).is_some_and(|phrase| {
            scene.is(phrase.first, INDEFINITE) && phrase.first > first && !scene.is(phrase.first - 1, NEAR | STOP)
        });
        if article && let Some(phrase) = opening_name(scene, first, cue.first) {
            return Some(Source {
                whole: Phrase { first: cue.first, last: cue.last },
                ..Source::of(cue, phrase, None)
            });
        }
    }
    let open = !closed || scene.is_mark(end.wrapping_sub(1), &[")"]);
    if scene.pack.attribution.verb_second
        && !say.participle
        && open
        && scene.name_left(end, first).is_none_or(|phrase| !is_subject(scene, phrase, first, cue))
        && let Some(phrase) = subject_behind(scene, cue, last)
    {
        let whole = Phrase { first: cue.first, last: phrase.last };
        return Some(Source { whole, inverted: true, fronted: true, ..left(phrase, None) });
    }
    if open
        && let Some(phrase) = scene.name_left(end, first).map(|phrase| widened(scene, phrase, first))
        && (!say.participle || scene.is_agent(phrase))
        && (scene.is_agent(phrase)
            || !scene.pack.attribution.noun_capitals
                && (phrase.last == phrase.first + 1
                    || phrase.first == first
                    || scene.is(phrase.first, INDEFINITE | DEFINITE)
                    || scene.is(phrase.first - 1, DEFINITE)
                    || scene.is_mark(phrase.first - 1, &[","]) && !is_weak(cue)
                    || lists(scene, phrase, first))
            || scene.is(phrase.first, PRONOUN | RELATIVE))
    {
        return Some(left(phrase, None));
    }
    // "He rejected the claim and said": the subject of the clause goes on.
    let conjoined = say.participle || (end > first && scene.is(end - 1, AND));
    (conjoined || say.direct || earlier).then_some(Source { inherits: true, ..Source::none(cue) })
}

/// The longest bracket behind a name that is passed over.
const WIDEST_BRACKET: usize = 24;

/// "Wie der Minister am Abend in Lorne erklärte,": the subject follows the word that opens the clause, its verb closes it.
fn as_source(scene: &Scene, cue: &Cue, first: usize, last: usize) -> Option<Source> {
    if !scene.pack.attribution.verb_second || !ends_sentence(scene, cue.last, last) {
        return None;
    }
    let opener = (first..cue.first).rev().take(WIDEST_INSERTION).find(|at| scene.is(*at, AS))?;
    if opener > first && !scene.is_mark(opener - 1, &[",", "–", "—", "("]) && scene.word(opener - 1) {
        return None;
    }
    let mut from = opener + 1;
    while from < cue.first && (skips(scene, from) || (scene.is(from, NEAR) && !scene.is(from, DEFINITE))) {
        from += 1;
    }
    let (phrase, _) = scene.name_right(from, cue.first)?;
    let known = scene.is_agent(phrase) || scene.is(phrase.first, PRONOUN);
    let whole = Phrase { first: opener, last: cue.last };
    known.then(|| Source { whole, ..Source::of(cue, phrase, None) })
}

/// ", who said": the pronoun is where the source stands, the name before it is who that is.
fn relative_source(scene: &Scene, cue: &Cue, end: usize, first: usize) -> Option<Source> {
    let pronoun = end.checked_sub(1).filter(|at| *at > first)?;
    // "a letter that says".
    let that = scene.is(pronoun, THAT) && !scene.pack.attribution.verb_second && scene.is(pronoun - 1, TITLE | TIME);
    if !(scene.is(pronoun, RELATIVE) || that) {
        return None;
    }
    let edge = if scene.is_mark(pronoun - 1, &[","]) { pronoun - 1 } else { pronoun };
    let name = scene.name_left(edge, first).filter(|name| name.last == edge && scene.is_agent(*name))?;
    // "They turned to the mayor, who said": the preposition is none of the name's, where nobody stands before it.
    let governed =
        (name.first + 1..name.last).rev().find(|at| scene.is(*at, NEAR) && !scene.is(*at, DEFINITE)).filter(|at| {
            !(name.first..*at).any(|at| scene.is(at, TITLE | AGENT) || scene.capital(at))
                && scene.is_agent(Phrase { first: at + 1, last: name.last })
        });
    let name = governed.and_then(|at| scene.name_left(name.last, at + 1)).unwrap_or(name);
    let relative = Some(Phrase { first: pronoun, last: end });
    Some(Source { relative, whole: Phrase { first: pronoun, last: cue.last }, ..Source::of(cue, name, None) })
}

/// "Neighbours, shopkeepers and passers-by said": nouns that open the sentence and are joined.
fn lists(scene: &Scene, phrase: Phrase, first: usize) -> bool {
    let joined = phrase.first > first && scene.is(phrase.first - 1, AND) && !scene.is(phrase.first - 1, STOP);
    joined
        && (first..phrase.first).all(|at| {
            scene.is_mark(at, &[","])
                || (scene.word(at) && !scene.is(at, VERB | CUE | QUOTED | PRONOUN | RELATIVE | NEAR))
        })
}

/// The paper «Dawn»: the mark before `end` closes a name and no quotation.
fn ends_name(scene: &Scene, end: usize, first: usize) -> bool {
    scene.name_left(end, first).is_some_and(|name| {
        let marks = (name.first..end - 1).any(|at| scene.is_mark(at, &["„", "“", "«", "»", "\"", "‘"]));
        name.last == end && marks
    })
}

/// "The agency on rare metals said": what a preposition adds to the name of an office belongs to it.
fn widened(scene: &Scene, phrase: Phrase, first: usize) -> Phrase {
    let preposition = phrase.first.checked_sub(1).filter(|at| *at > first);
    let Some(at) = preposition.filter(|at| !scene.is_agent(phrase) && scene.word(*at) && scene.is(*at, STOP | NEAR))
    else {
        return phrase;
    };
    match scene.name_left(at, first) {
        Some(office) if office.last == at && (office.first..at).any(|at| scene.is(at, TITLE | AGENT)) => {
            Phrase { first: office.first, last: phrase.last }
        }
        _ => phrase,
    }
}

/// Whether a phrase before a verb that stands second can be its subject: no preposition governs it, and it is more than
/// the adverb that opens a sentence.
fn is_subject(scene: &Scene, phrase: Phrase, first: usize, cue: &Cue) -> bool {
    let before = (first..phrase.first).rev().find(|at| !scene.is(*at, DEFINITE | INDEFINITE));
    let governed = before.is_some_and(|at| scene.is(at, NEAR | STOP | CUE | TO) || (at == first && scene.is(at, LINK)))
        || scene.is(phrase.first, NEAR | STOP | TO | SKIP)
            && !scene.is(phrase.first, DEFINITE | INDEFINITE | TITLE | AGENT | PRONOUN);
    let opener = phrase.first == first
        && phrase.last == first + 1
        && !scene.is(first, TITLE | AGENT | PRONOUN)
        && (scene.is(cue.last, PRONOUN | DEFINITE | INDEFINITE) || scene.is_adverb(first));
    scene.is_agent(phrase) && !governed && !opener || scene.is(phrase.first, PRONOUN)
}

/// The subject right behind a verb that stands second.
fn subject_behind(scene: &Scene, cue: &Cue, last: usize) -> Option<Phrase> {
    let at = (cue.last..last).find(|at| !skips(scene, *at))?;
    if scene.is(at, THAT | QUOTED | CUE) || (scene.is(at, NEAR | STOP | TO) && !scene.is(at, DEFINITE | INDEFINITE)) {
        return None;
    }
    let (phrase, _) = scene.name_right(at, last)?;
    (scene.is_agent(phrase) || scene.is(phrase.first, PRONOUN)).then_some(phrase)
}

fn ends_sentence(scene: &Scene, at: usize, last: usize) -> bool {
    at >= last || scene.is_mark(at, &[".", ",", ";", "!", "?", "…"])
}

/// "In an article by Ann Doe «The Wharf» in «Dawn»": the paper or programme that an article stands in.
fn publisher_of(scene: &Scene, phrase: Phrase, last: usize) -> Option<Phrase> {
    const LONGEST_TITLE: usize = 16;
    if !(phrase.first..phrase.last).any(|at| scene.is(at, TITLE) && scene.is_medium(at)) {
        return None;
    }
    let mut at = phrase.last;
    if scene.is_mark(at, &["«", "„", "“", "\""]) {
        at = (at + 1..last.min(at + LONGEST_TITLE)).find(|at| scene.is_mark(*at, &["»", "”", "“", "\""]))? + 1;
    }
    if at >= last || !scene.is(at, NEAR | STOP) {
        return None;
    }
    let (name, _) = scene.name_right(at + 1, last)?;
    let quoted = |at: usize| scene.is_mark(at, &["«", "„", "“", "\""]);
    ((at + 1..name.last).any(quoted) && scene.is_agent(name)).then_some(name)
}

/// "In the statement of the ministry": whose it is, where that says somebody.
fn author_of(scene: &Scene, phrase: Phrase) -> Phrase {
    let rest = Phrase { first: phrase.first + 1, last: phrase.last };
    let document = scene.is(phrase.first, TITLE) && scene.is_document(phrase.first) && !scene.capital(phrase.first);
    let author = rest.first < rest.last && scene.word(rest.first) && scene.is_agent(rest);
    if document && author { rest } else { phrase }
}

/// ", said Pavel Chikov": the source after the cue, over times and those who are told.
fn inverted_source(scene: &Scene, cue: &Cue, last: usize) -> Option<Source> {
    let mut at = cue.last;
    // "der": of the one who is told, or of the one who tells.
    let mut article = None;
    loop {
        if at >= last && article.is_none() || scene.is(at, THAT | QUOTED) || scene.is_mark(at, &[":", ","]) {
            return None;
        }
        if at >= last {
            break;
        }
        // "..., it says in the statement": what the cue's own preposition governs is the source.
        let governed = at == cue.last && cue.last > cue.first + 1 && scene.is(at - 1, NEAR | STOP);
        if skips(scene, at) && !governed {
            // "am Abend".
            let day = scene.is(at, NEAR) && scene.pack.attribution.noun_capitals && !scene.is(at + 1, TITLE | AGENT);
            at += 1 + usize::from(day && scene.capital(at + 1) && scene.tokens[at].case == TokenCase::Lower);
        } else if scene.is(at, TO) && at + 1 < last {
            if scene.is(at, DEFINITE) && scene.is(at, LINK) && article.is_none() {
                article = Some(at);
            }
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
    let agent = |at: usize| scene.name_right(at, last).is_some_and(|(phrase, _)| scene.is_agent(phrase));
    let prepositional = |at: usize| scene.is(at, NEAR | STOP) && !scene.is(at, DEFINITE | INDEFINITE | TITLE | AGENT);
    if let Some(article) = article
        && (at >= last || ends_sentence(scene, at, last) || prepositional(at) || !agent(at))
    {
        at = article;
    }
    let preposition = prepositional(at);
    if preposition && (scene.pack.attribution.verb_second || scene.pack.attribution.articles) {
        return None;
    }
    let (mut phrase, clean) = scene.name_right(at, last)?;
    if at == cue.last && cue.last > cue.first + 1 {
        phrase = publisher_of(scene, phrase, last).unwrap_or_else(|| author_of(scene, phrase));
    }
    let ends = ends_sentence(scene, phrase.last, last) || scene.is(phrase.last, RELATIVE);
    let named = scene.is_agent(phrase) || (ends && scene.is(at, INDEFINITE | DEFINITE));
    let pronoun = phrase.last == phrase.first + 1 && scene.is(phrase.first, PRONOUN);
    let pronoun_says = pronoun && scene.pack.attribution.verb_second && !scene.is(phrase.last, VERB);
    if !(named && clean && !pronoun || pronoun_says) {
        return None;
    }
    // ", a doctor at a clinic" after the name.
    let about = scene.is_mark(phrase.last, &[","]).then(|| scene.name_right(phrase.last + 1, last)).flatten();
    // "said the group's chief of staff, Ann Doe": the office describes, the name names.
    let office = scene.is(phrase.last - 1, TITLE) && !scene.capital(phrase.last - 1);
    if let Some((name, _)) = about.filter(|(name, _)| office && name.last > name.first + 1 && scene.is_proper(*name)) {
        let whole = Phrase { first: cue.first, last: phrase.last };
        return Some(Source { whole, inverted: true, ..Source::of(cue, name, Some(phrase)) });
    }
    let whole = Phrase { first: cue.first, last: phrase.last };
    Some(Source { whole, inverted: true, ..Source::of(cue, phrase, about.map(|(about, _)| about)) })
}

/// The longest insertion between a name and its verb.
const WIDEST_INSERTION: usize = 40;

/// "Shifa Hospital, the main medical centre, said": the name, and what is said about it.
fn apposition(scene: &Scene, comma: usize, first: usize) -> Option<(Phrase, Option<Phrase>)> {
    let mut open = comma;
    while open > first && comma - open < WIDEST_INSERTION {
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
    // "The ministry, in a letter that it sent, said": a preposition opens what is set in, and it may hold anything.
    let clause = scene.is(inner.first, RELATIVE)
        || scene.is(inner.first, NEAR | STOP) && !scene.is(inner.first, DEFINITE | INDEFINITE | TITLE | AGENT);
    // A proper name that opens the sentence may be followed by anything between commas.
    let named = scene
        .name_left(open, first)
        .is_some_and(|name| name.first <= first + 1 && scene.is_proper(name) && !scene.is_adverb(name.first));
    if named && !clause && !scene.is_proper(inner) {
        return scene.name_left(open, first).map(|name| (name, Some(inner)));
    }
    if !clause
        && (inner.first..inner.last).any(|at| scene.is(at, VERB | STOP) && !scene.is(at, SKIP | INDEFINITE | DEFINITE))
    {
        return None;
    }
    let mut outer = scene.name_left(open, first);
    // "Ann Doe, 58, who farms here, said": an age lies between.
    if outer.is_none() && open > first + 1 && scene.tokens[open - 1].kind == TokenKind::Digits {
        let comma = open - 2;
        if scene.is_mark(comma, &[","]) && comma > first {
            outer = scene.name_left(comma, first);
            open = comma;
        }
    }
    let outer = outer?;
    if (outer.first..outer.last).any(|at| scene.is(at, PRONOUN | VERB)) || outer.last != open {
        return None;
    }
    let age = (inner.first..inner.last).all(|at| scene.tokens[at].kind == TokenKind::Digits);
    if clause || age {
        return Some((outer, Some(inner)));
    }
    let name = scene.name_left(comma, open + 1)?;
    // "The head of the agency, Jane Doe of Lorne, said": the proper name is the source, the office describes it.
    let given = Phrase { first: name.first, last: name.last.min(name.first + 2) };
    if scene.is_proper(given) && name.last > name.first + 1 && name.first == inner.first && !scene.is_proper(outer) {
        return Some((name, Some(outer)));
    }
    Some((outer, Some(inner)))
}

/// The noun phrase that opens the clause, for a verb without a subject of its own. Where what opens it is nobody, the last
/// person before the verb: "one clip shows a protester shouting".
fn opening_name(scene: &Scene, first: usize, bound: usize) -> Option<Phrase> {
    // A semicolon begins anew, and so does a dash that closes nothing.
    let dashes = (first..bound).filter(|at| scene.is_mark(*at, &["–", "—"])).count();
    let marks: &[&str] = if dashes % 2 == 1 { &[";", "–", "—"] } else { &[";"] };
    let first = (first..bound).rev().find(|at| scene.is_mark(*at, marks)).map_or(first, |at| at + 1);
    let mut at = first;
    while at < bound && (scene.is(at, SKIP | TIME) || scene.is_mark(at, &[","])) && !scene.capital(at) {
        at += 1;
    }
    // "In Lorne, protesters": what a preposition opens is no subject.
    let fronted = |at: usize| {
        scene.is(at, NEAR | STOP | TIME | SKIP) && !scene.is(at, DEFINITE | INDEFINITE | TITLE | AGENT | PRONOUN)
    };
    if at < bound
        && fronted(at)
        && let Some(comma) = (at..bound).find(|at| scene.is_mark(*at, &[","]))
    {
        at = comma + 1;
    }
    let opening = scene.name_right(at, bound).and_then(|(phrase, _)| {
        // A capital opens the sentence; an unknown word after one common noun is likely its verb.
        let mut last = phrase.first + 1;
        while last < phrase.last
            && (scene.capital(last) || scene.is(last, TITLE | AGENT) || scene.is_mark(last, &["-", "'", "."]))
        {
            last += 1;
        }
        let titled = (phrase.first..last).any(|at| scene.is(at, TITLE | AGENT));
        let named = last > phrase.first + 1 && scene.capital(last - 1);
        let plain = last == phrase.first + 1
            && scene.capital(phrase.first)
            && scene.tokens[phrase.first].word == WordId::UNKNOWN
            && !scene.is(phrase.first, TIME)
            && !scene.is_adverb(phrase.first)
            && !scene.is_mark(last, &[","]);
        let known = scene.is(phrase.first, PRONOUN) || titled || named || plain;
        known.then_some(Phrase { first: phrase.first, last })
    });
    opening.or_else(|| {
        let person =
            (at..bound).rev().find(|at| scene.is(*at, TITLE) && !scene.is(*at, CUE) && scene.is_person(*at))?;
        scene.name_left(person + 1, at)
    })
}

/// A phrase as a speaker: pronouns and "the doctor" are the nearest speaker that fits.
fn resolve(scene: &Scene, phrase: Phrase, about: Option<Phrase>, speakers: &[Speaker]) -> Option<Speaker> {
    let empty = phrase.first >= phrase.last;
    let pronoun = empty || (phrase.last == phrase.first + 1 && scene.is(phrase.first, PRONOUN));
    let here = |speaker: &Speaker| Speaker { at: scene.span(phrase), ..speaker.clone() };
    if empty {
        return speakers.last().cloned();
    }
    if pronoun {
        return speakers.last().map(here);
    }
    let definite = phrase.first > 0 && scene.is(phrase.first - 1, DEFINITE);
    // "..., the group wrote in a statement. The text warns": theirs.
    if definite
        && (phrase.last == phrase.first + 1 || scene.is(phrase.first + 1, NEAR))
        && scene.is_document(phrase.first)
        && !scene.is(phrase.first, STUDY)
        && let Some(speaker) = speakers.last().filter(|speaker| speaker.wrote)
    {
        return Some(here(speaker));
    }
    if let Some(speaker) = in_short(scene, phrase, speakers) {
        return Some(Speaker { span: scene.span(phrase), ..here(speaker) });
    }
    if let Some(speaker) = named_in_full(scene, phrase, speakers) {
        return Some(Speaker { span: scene.span(phrase), ..here(speaker) });
    }
    if definite
        && phrase.last == phrase.first + 1
        && !scene.capital(phrase.first)
        && let Some(speaker) = speakers.iter().rev().take(4).find(|speaker| {
            let said = |about: Phrase| (about.first..about.last).any(|at| same_word(scene, at, phrase.first));
            speaker.about.is_some_and(said) || (said(speaker.phrase) && scene.is_agent(speaker.phrase))
        })
    {
        return Some(here(speaker));
    }
    let (phrase, mut agent) = scene.agent_of(phrase, about);
    // "The newspaper" is the one that spoke before; it is called what the text calls it here.
    if (definite || !scene.pack.attribution.articles)
        && let Some(speaker) = of_kind(scene, phrase, agent.role, speakers)
    {
        agent.key.clone_from(&speaker.agent.key);
        agent.role = speaker.agent.role;
    }
    let span = scene.span(phrase);
    Some(Speaker { phrase, about, agent, span, at: span, wrote: false })
}

/// "HLA" after "the Harbour Labour Association (HLA) said": the speaker whose short form stood in brackets.
fn in_short<'s>(scene: &Scene, phrase: Phrase, speakers: &'s [Speaker]) -> Option<&'s Speaker> {
    const SIGHT: usize = 24;
    let one = phrase.last == phrase.first + 1 && scene.tokens[phrase.first].case == TokenCase::Upper;
    if !one || scene.is(phrase.first, AGENT) || scene.mark(phrase.first).len() < 2 {
        return None;
    }
    speakers.iter().rev().take(SIGHT).find(|speaker| {
        let bracket = (speaker.phrase.first..speaker.phrase.last).find(|at| scene.is_mark(*at, &["("]));
        bracket.is_some_and(|at| scene.mark(at + 1) == scene.mark(phrase.first) && at + 1 < speaker.phrase.last)
    })
}

/// "The newspaper": the last speaker of that kind that has a name and no other noun for what it is.
fn of_kind<'s>(scene: &Scene, phrase: Phrase, role: Role, speakers: &'s [Speaker]) -> Option<&'s Speaker> {
    const SIGHT: usize = 4;
    let noun = phrase.last == phrase.first + 1 && scene.is(phrase.first, TITLE) && !scene.capital_noun(phrase.first);
    if !noun || !matches!(role, Role::Counter | Role::Outlet | Role::Agency) {
        return None;
    }
    speakers.iter().rev().take(SIGHT).find(|speaker| {
        let words = speaker.phrase.first..speaker.phrase.last;
        speaker.agent.role == role
            && scene.is_proper(speaker.phrase)
            && words.clone().all(|at| !scene.is(at, TITLE) || same_word(scene, at, phrase.first))
    })
}

/// "Lind" after "Mayor Ema Lind said": the speaker whose name ends with the words of a proper name. The title, and that
/// somebody is private, hold for the short name too.
fn named_in_full<'s>(scene: &Scene, phrase: Phrase, speakers: &'s [Speaker]) -> Option<&'s Speaker> {
    const SIGHT: usize = 24;
    let words = phrase.last - phrase.first;
    let bare =
        words <= 2 && scene.is_proper(phrase) && !(phrase.first..phrase.last).any(|at| scene.is(at, TITLE | AGENT));
    if !bare || !scene.word(phrase.first) {
        return None;
    }
    speakers.iter().rev().take(SIGHT).find(|speaker| {
        let full = speaker.phrase;
        let longer = full.last - full.first > words && scene.span(full) == speaker.span;
        let given = longer && scene.capital(full.last - words - 1);
        given && (0..words).all(|back| same_word(scene, full.last - 1 - back, phrase.last - 1 - back))
    })
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
    // "The dead, the ministry notes, number 40": it speaks for the whole.
    let set_in = source.inverted
        && comma
        && matches!(cue.kind, CueKind::Say(_))
        && source.whole.first > first
        && scene.is_mark(source.whole.first - 1, &[","])
        && scene.is(after + 1, THAT);
    if set_in {
        return (trim(scene, Phrase { first, last: end }), false);
    }
    let rest = trim(scene, Phrase { first: after, last: end });
    let short = |phrase: Option<Phrase>| phrase.is_none_or(|phrase| phrase.last - phrase.first <= 3);
    if matches!(cue.kind, CueKind::Hearsay | CueKind::Stated) && rest.is_some() && !comma {
        return (rest, false);
    }
    if source.fronted {
        return (rest, false);
    }
    let stands_behind = matches!(cue.kind, CueKind::Say(say) if say.behind);
    if cue.kind == CueKind::Again || (stands_behind && !short(before)) {
        return (trim(scene, Phrase { first, last: end }), false);
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
                // "46 wurden nach Angaben der Polizei leicht verletzt": set in without commas, it speaks for the whole.
                (Some(_), Some(_))
                    if cue.kind == CueKind::According && !comma && !joined && edge == source.whole.first =>
                {
                    (trim(scene, whole), false)
                }
                (before, Some(rest)) if short(before) => (Some(rest), false),
                (Some(_), Some(rest)) if comma && (joined || scene.tokens[rest.first].kind == TokenKind::Digits) => {
                    (Some(rest), false)
                }
                (Some(before), rest) if short(rest) || scene.is(after, RELATIVE) => (Some(before), false),
                (Some(_), Some(_)) => (trim(scene, whole), false),
                (before, rest) => (before.or(rest), false),
            };
        }
        // "Weil Geld fehlt, hat der Rat entschieden, dass ...": what follows "that" is said.
        const NEXT: usize = 6;
        let that = (after..end.min(after + NEXT)).find(|at| scene.is(*at, THAT) && scene.is_mark(at - 1, &[","]));
        if let Some(that) = that.filter(|_| scene.pack.attribution.verb_second && before.is_some()) {
            return (trim(scene, Phrase { first: that, last: end }), false);
        }
        // "Yesterday said the mayor, that ...": what opens the sentence is no content.
        if scene.pack.attribution.verb_second && comma && rest.is_some() && before.is_some() && short(before) {
            return (rest, false);
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
    // "The minister said that in the north ...": the content has begun.
    if !source.inverted && cue.last > cue.first + 1 && scene.is(cue.last - 1, THAT) {
        return (rest, false);
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
    if comma && short(before) && short(rest) && !scene.is(after + 1, THAT) {
        return (None, false);
    }
    (rest, false)
}

/// Without marks, conjunctions and "that" at either end.
fn trim(scene: &Scene, mut phrase: Phrase) -> Option<Phrase> {
    let loose = |at: usize| scene.is_mark(at, &[",", ":", ";", ".", "-", "–", "—", "\"", "”", "»", "“", "«"]);
    // "darauf, dass".
    let points = |at: usize| scene.is(at, PARTICLE) && scene.is_mark(at + 1, &[","]);
    while phrase.first < phrase.last && (loose(phrase.first) || scene.is(phrase.first, THAT) || points(phrase.first)) {
        phrase.first += 1;
    }
    while phrase.first < phrase.last && (loose(phrase.last - 1) || scene.is(phrase.last - 1, DEFINITE)) {
        phrase.last -= 1;
    }
    (phrase.first < phrase.last).then_some(phrase)
}

fn wholly_quoted(scene: &Scene, content: Phrase, quotations: &[Quotation]) -> bool {
    // Quotations follow one another, so only the last one that opens before the content can hold it.
    let before = quotations.partition_point(|quotation| quotation.open <= content.first);
    quotations[..before].last().is_some_and(|quotation| content.last <= quotation.close)
        || (content.first..content.last).all(|at| scene.is(at, QUOTED) || scene.tokens[at].kind == TokenKind::Punct)
}
