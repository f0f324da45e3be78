//! How many does a report tell of in all, the persons among them whom it names without a figure: "a man and his daughter
//! were killed, three others hurt"? Only for a story's state: a person without a figure is no claim, and never one here.
//! Not here: which of several reports is right; that is `ledger`.

use crate::model::{
    Among, Amount, BlockKind, Claim, Interval, Mention, Modality, Modifier, Number, Period, Polarity, Reading, Report,
    Scope, Sentence, Span, Token, TokenCase, TokenKind, Tokens, Told,
};
use crate::pack::{ClaimWord, CountSide, CueKind, Pack, SingleKind};
use std::collections::{BTreeMap, BTreeSet};

/// What may befall people in one event.
const DEAD: &str = "killed";
const HURT: &str = "injured";
const TREATED: &str = "hospitalised";
/// The rule of a person who is told without a figure.
pub(super) const SINGLE: &str = "single";
/// The rule of such a person whose own word stands for the figure, besides.
pub(super) const PERSON: &str = "single/person";
/// The rule of one of several, besides.
pub(super) const ONE_OF: &str = "single/one-of";
/// The rule of a person whom a rank counts.
const RANKED: &str = "single/ranked";
/// The rule of a figure that may hold dead.
pub(super) const WITH_DEAD: &str = "count/with-dead";
/// So many bytes of a report's story are its lead: what stands behind may be of other days and places.
const LEAD: usize = 800;
/// Words that may stand between an article and its person: "a 24-year-old Denver man".
const INSIDE: usize = 6;
/// Tokens before a figure among which its verb is looked for: "shot and killed at least two".
const BEFORE: usize = 5;
/// Tokens of a phrase for what happened before one that may be in it.
const WITHIN: usize = 3;
/// Nobody is older; in years.
const OLDEST: u16 = 115;
/// Tokens between two of a list: "a 20-year-old woman from Denver and a 16-year-old boy".
const BETWEEN: usize = 16;

/// The counts of a report, sentence by sentence: of a list its sum, of a whole with its parts the whole.
pub(super) fn read_told(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<Told> {
    let mentions = add_singles(pack, report, tokens, mentions);
    let mut claims = super::assemble_claims(pack, report, tokens, &mentions);
    let counted: BTreeSet<usize> = claims.iter().map(|claim| claim.span.start).collect();
    claims.retain(|claim| {
        claim.polarity == Polarity::Asserted
            && claim.unit == "person"
            && claim.scope != Scope::Furniture
            && count_of(claim) > Amount::ZERO
            && !is_subject(pack, tokens, claim, &counted)
            && !is_age(pack, tokens, claim)
            && !is_described(pack, tokens, report, claim)
            // Of one of those who were hurt nothing is told that is not told of all.
            && (claim.indicator == DEAD || !has_rule(claim, ONE_OF))
    });
    claims.sort_by_key(|claim| claim.span.start);
    let begin = report.blocks.iter().find(|block| block.kind == BlockKind::Body).map_or(0, |block| block.span.start);
    let mut told = Vec::new();
    // Headlines behind all else are further ones: persons are told in the text, with more words.
    let further =
        report.blocks.iter().filter(|block| block.kind != BlockKind::Headline).map(|block| block.span.end).max();
    let further = further.unwrap_or(report.text.len());
    let mut roster = Roster::default();
    let mut spread: (usize, bool) = (usize::MAX, false);
    let mut from = 0;
    while from < claims.len() {
        let mut to = from + 1;
        while to < claims.len() && goes_on(pack, report, tokens, &claims[to - 1], &claims[to]) {
            to += 1;
        }
        let run = &claims[from..to];
        // "He and three others were shot": four.
        let with_one = follows_one(pack, tokens, &run[0]);
        let count = sum_of(run).plus(if with_one { Amount::ONE } else { Amount::ZERO });
        let count = count.unwrap_or_else(|| sum_of(run));
        // "The fourth victim died": the fourth who was hit.
        let of_few = run.len() == 1 && run[0].indicator == DEAD && is_of_few(pack, tokens, &run[0]);
        let count = if of_few { Amount::ONE } else { count };
        let more = one_more(pack, tokens, run, &told);
        let of_more = run.len() == 1 && is_of_more(pack, tokens, &run[0]);
        let count = more.map_or(count, |(count, _)| count);
        // "Three others were shot": besides the dead.
        let besides = run.len() == 1 && !with_one && is_besides(pack, tokens, &run[0])
            || is_also(pack, tokens, &run[run.len() - 1]);
        // "One of four wounded has died": of the four.
        let one_died = from > 0
            && claims[from - 1].indicator == DEAD
            && has_rule(&claims[from - 1], ONE_OF)
            && is_near(tokens, &claims[from - 1], &run[0]);
        let with_dead = has_rule(&run[0], WITH_DEAD) && !besides && more.is_none_or(|(_, with_dead)| with_dead)
            // "A fourth was wounded": the fourth of all who were hit.
            || run[0].indicator == HURT && (one_died || has_rule(&run[0], RANKED));
        let of_text = run.iter().filter(|claim| claim.span.start < further);
        of_text.for_each(|claim| roster.note(pack, tokens, report, claim));
        let sentence = tokens.sentence_at_byte(run[0].span.start).unwrap_or(usize::MAX);
        if sentence != spread.0 {
            spread = (sentence, is_spread(pack, tokens, sentence));
        }
        told.push(Told {
            // "Four were shot, one fatally": four were hit, and so is everybody who is said to be shot.
            // "The victims included a teen": killed or shot.
            indicator: if with_dead { HURT.into() } else { run[run.len() - 1].indicator.clone() },
            count,
            with_dead,
            by_figure: more.is_some() || !run.iter().all(is_single),
            at_least: of_more,
            open: of_more || run.iter().any(|claim| claim.bounds.upper.is_none()),
            spread: spread.1,
            update: run.len() == 1 && has_rule(&run[0], RANKED) && !of_few,
            among: among_of(pack, tokens, run),
            modality: run[0].modality,
            time: run[0].time,
            lead: run[0].scope == Scope::Headline || run[0].span.start < begin.saturating_add(LEAD),
            in_address: false,
            span: run[0].span.join(run[run.len() - 1].span),
        });
        // "Killing two, then himself": three died, one of whom did it.
        if told.last().is_some_and(|told| told.indicator == DEAD && told.by_figure)
            && let [victims @ .., doer] = run
            && !victims.is_empty()
            && is_doer(pack, tokens, doer)
            && !victims.iter().any(|claim| is_doer(pack, tokens, claim))
            && let Some(all) = told.last().cloned()
        {
            told.push(Told { count: Amount::ONE, by_figure: false, among: Among::Doer, span: doer.span, ..all });
        }
        from = to;
    }
    told = roster.add(told, begin, further);
    told.extend(named_events(pack, tokens, begin));
    told
}

/// "Four were shot ... deputies later found another man who was shot": one more than were told of before, and whether there
/// may be dead among them.
fn one_more(pack: &Pack, tokens: &Tokens, run: &[Claim], told: &[Told]) -> Option<(Amount, bool)> {
    let [claim] = run else { return None };
    let sentence = tokens.sentence_at_byte(claim.span.start).filter(|_| is_single(claim) && claim.indicator == HURT)?;
    let at = tokens.token_at_byte(claim.span.start);
    let all = &tokens.tokens[..tokens.sentences[sentence].last];
    let another = reads(pack, all, at, SingleKind::Another) && is_found(pack, all, at);
    let begin = all[tokens.sentences[sentence].first].span.start;
    let figure = |told: &&Told| told.indicator == HURT && told.by_figure && told.count > Amount::ONE;
    let before = told.iter().rev().filter(|told| another && told.span.start < begin).find(figure)?;
    Some((before.count.plus(Amount::ONE)?, before.with_dead))
}

/// "A boy was also shot", "he also shot himself".
fn has_also(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let Some(at) = tokens.sentence_at_byte(claim.span.start) else { return false };
    let sentence = tokens.sentences[at];
    let to = tokens.token_at_byte(claim.span.start);
    let all = &tokens.tokens[..to.max(sentence.first)];
    is_also(pack, tokens, claim)
        || (sentence.first.max(to.saturating_sub(WITHIN))..to).any(|at| reads(pack, all, at, SingleKind::Also))
}

/// Whether one claim stands directly before another.
fn is_near(tokens: &Tokens, before: &Claim, claim: &Claim) -> bool {
    let (from, to) = (tokens.token_at_byte(before.span.end), tokens.token_at_byte(claim.span.start));
    to.saturating_sub(from) <= WITHIN
}

/// Whether a sentence tells of several events.
fn is_spread(pack: &Pack, tokens: &Tokens, at: usize) -> bool {
    let Some(sentence) = tokens.sentences.get(at) else { return false };
    let all = &tokens.tokens[sentence.first..sentence.last];
    (0..all.len()).any(|at| reads(pack, all, at, SingleKind::Events))
}

/// Whether who did it is among those of a run.
fn among_of(pack: &Pack, tokens: &Tokens, run: &[Claim]) -> Among {
    let done = run.iter().filter(|claim| is_doer(pack, tokens, claim)).count();
    if done == run.len() {
        Among::Doer
    } else if done == 0 && (run.iter().any(|claim| is_besides(pack, tokens, claim)) || is_object(pack, tokens, &run[0]))
    {
        Among::Victims
    } else {
        Among::Open
    }
}

/// "Himself", "the gunman".
fn is_doer(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let Some(at) = tokens.sentence_at_byte(claim.span.start) else { return false };
    let all = &tokens.tokens[..tokens.sentences[at].last];
    let (from, end) = (tokens.token_at_byte(claim.span.start), tokens.token_at_byte(claim.span.end));
    // The person's word stands behind what stands for the figure.
    is_single(claim)
        && (from..all.len().min(end + 1))
            .any(|at| reads(pack, all, at, SingleKind::Oneself) || reads(pack, all, at, SingleKind::Doer))
}

/// "A man shot two women": a person alone before what it did to others.
fn is_subject(pack: &Pack, tokens: &Tokens, claim: &Claim, counted: &BTreeSet<usize>) -> bool {
    let Some(sentence) = tokens.sentence_at_byte(claim.span.start).filter(|_| is_single(claim)) else { return false };
    let all = &tokens.tokens[..tokens.sentences[sentence].last];
    let from = tokens.token_at_byte(claim.span.end);
    // "She shot her husband and shot a clerk": her husband did nothing.
    let first = tokens.sentences[sentence].first;
    let start = tokens.token_at_byte(claim.span.start);
    let befell = |at: usize| {
        pack.claim.lexicon.longest(all, at).is_some_and(|(length, rules)| {
            at + length == start
                && rules.iter().any(|rule| {
                    matches!(&pack.claim.lexicon.rule(*rule).means, ClaimWord::Predicate(rule)
                        if rule.indicator == claim.indicator && rule.count != CountSide::Before)
                })
        })
    };
    if (first.max(start.saturating_sub(WITHIN))..start).any(befell) {
        return false;
    }
    for at in from..all.len().min(from + BEFORE) {
        if cue_at(pack, all, at, CueKind::Light) || cue_at(pack, all, at, CueKind::Break) {
            return false;
        }
        let does = |rule: &u32| match &pack.claim.lexicon.rule(*rule).means {
            ClaimWord::Predicate(rule) => rule.indicator == claim.indicator,
            _ => false,
        };
        let Some((length, rules)) = pack.claim.lexicon.longest(all, at) else { continue };
        if rules.iter().any(does) {
            let object = at + length;
            // "Man, woman shot in Olmen".
            return object < all.len()
                && !cue_at(pack, all, object - 1, CueKind::Locative)
                && (reads(pack, all, object, SingleKind::Article)
                    || reads(pack, all, object, SingleKind::Oneself)
                    || all[object].kind == TokenKind::Digits
                    || counted.contains(&all[object].span.start)
                    || is_name(&all[object]));
        }
    }
    false
}

/// "Boy 8 hurt": a figure right behind a word for one person, as headlines and addresses write ages.
fn is_age(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let at = tokens.token_at_byte(claim.span.start);
    !is_single(claim) && at > 0 && reads(pack, &tokens.tokens, at - 1, SingleKind::Person)
}

/// "Four teens, the 12-year-old was the youngest, were shot": a verb of the person's own before the comma.
fn is_described(pack: &Pack, tokens: &Tokens, report: &Report, claim: &Claim) -> bool {
    let Some(sentence) = tokens.sentence_at_byte(claim.span.start).filter(|_| is_single(claim)) else { return false };
    let all = &tokens.tokens[..tokens.sentences[sentence].last];
    let end = tokens.token_at_byte(claim.span.end);
    let mut inside = end..all.len().min(end + INSIDE);
    let Some(verb) = inside.clone().next().filter(|at| cue_at(pack, all, *at, CueKind::Light)) else { return false };
    inside.start = verb + 1;
    for at in inside {
        if all[at].span.of(&report.text) == "," {
            return true;
        }
        if all[at].kind != TokenKind::Word || covers(pack, all, at, 0) || cue_at(pack, all, at, CueKind::And) {
            return false;
        }
    }
    false
}

fn is_name(token: &Token) -> bool {
    token.kind == TokenKind::Word && token.case == TokenCase::Title
}

/// "Killing three", "shot and killed a clerk": somebody else did it to them.
fn is_object(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let Some(at) = tokens.sentence_at_byte(claim.span.start) else { return false };
    let sentence = tokens.sentences[at];
    let to = tokens.token_at_byte(claim.span.start);
    let from = sentence.first.max(to.saturating_sub(BEFORE));
    let all = &tokens.tokens[..to.max(from)];
    (from..to).any(|at| {
        pack.claim.lexicon.longest(all, at).is_some_and(|(_, rules)| {
            rules.iter().any(|rule| match &pack.claim.lexicon.rule(*rule).means {
                ClaimWord::Predicate(rule) => {
                    rule.indicator == claim.indicator && rule.count != CountSide::Before && !rule.agentless
                }
                _ => false,
            })
        })
    })
}

/// The persons of a text who are told with their ages, one by one: an age tells who is who, however often they are
/// told of. Persons without an age may be any of these.
#[derive(Debug, Default)]
struct Roster {
    /// By age: the first place, whether dead, whether of now.
    hit: BTreeMap<u16, Person>,
    /// The first one without an age.
    plain: Option<Person>,
    /// Somebody without an age was hit too: "her granddaughter was also shot".
    also: bool,
}

#[derive(Debug, Clone, Copy)]
struct Person {
    span: Span,
    dead: bool,
    time: Option<Period>,
}

impl Roster {
    fn note(&mut self, pack: &Pack, tokens: &Tokens, report: &Report, claim: &Claim) {
        let dead = claim.indicator == DEAD && !has_rule(claim, WITH_DEAD);
        let now = claim.modality == Modality::Actual;
        if !is_single(claim) || !now || !(dead || claim.indicator == HURT || has_rule(claim, WITH_DEAD)) {
            return;
        }
        let person = Person { span: claim.span, dead, time: claim.time };
        let ages = ages_of(pack, tokens, report, claim.span);
        if ages.is_empty() && !dead {
            let also = has_also(pack, tokens, claim);
            self.also |= also;
            self.plain = self.plain.or(Some(person).filter(|_| !also));
        }
        for age in ages {
            self.hit.entry(age).or_insert(person).dead |= dead;
        }
    }

    /// With how many were hit, and how many of them died, where there are several and no figure says it.
    /// Figures from `further` on are none of the text.
    fn add(&self, mut told: Vec<Told>, begin: usize, further: usize) -> Vec<Told> {
        let figure = |dead: bool| {
            let of = |told: &&Told| (told.indicator == DEAD) == dead && told.by_figure && told.span.start < further;
            told.iter().filter(of).any(|told| told.count > Amount::ONE)
        };
        let figures = (figure(false), figure(true));
        let more = self.tell(begin).into_iter();
        told.extend(more.filter(|more| !if more.indicator == DEAD { figures.1 } else { figures.0 }));
        told
    }

    fn tell(&self, begin: usize) -> Vec<Told> {
        let told = |count: usize, first: &Person, dead: bool| Told {
            indicator: if dead { DEAD } else { HURT }.into(),
            count: i64::try_from(count).ok().and_then(Amount::whole).unwrap_or(Amount::ONE),
            with_dead: !dead,
            by_figure: false,
            at_least: false,
            open: false,
            spread: false,
            update: false,
            among: Among::Open,
            modality: Modality::Actual,
            time: first.time,
            lead: first.span.start < begin.saturating_add(LEAD),
            in_address: false,
            span: first.span,
        };
        let first = |dead: bool| {
            let all = self.hit.values().filter(move |person| !dead || person.dead);
            let when = all.clone().min_by_key(|person| person.span.start).map(|first| first.time);
            // Who was hit on another day was hit in another event.
            let persons = all.filter(move |person| Some(person.time) == when);
            let first = persons.clone().min_by_key(|person| person.span.start);
            let first = first.or(self.plain.as_ref().filter(|_| !dead && self.also))?;
            // "A girl was shot ... her mother was also shot": two.
            Some((persons.count().max(1) + usize::from(self.also && !dead), first))
        };
        let many = [false, true].into_iter().filter_map(|dead| Some((first(dead)?, dead)));
        many.filter(|((count, _), _)| *count > 1).map(|((count, first), dead)| told(count, first, dead)).collect()
    }
}

/// The ages that stand in a person's words or directly behind: "a 15-year-old boy", "a man, 24,".
fn ages_of(pack: &Pack, tokens: &Tokens, report: &Report, span: Span) -> Vec<u16> {
    let (from, end) = (tokens.token_at_byte(span.start), tokens.token_at_byte(span.end));
    let all = &tokens.tokens[..];
    let age = |at: usize| {
        let text = all.get(at).filter(|token| token.kind == TokenKind::Digits)?.span.of(&report.text);
        text.parse::<u16>().ok().filter(|age| *age <= OLDEST)
    };
    let mark = |at: usize| all.get(at).map_or("", |token| token.span.of(&report.text));
    let mut ages = Vec::new();
    for at in from..end {
        // "15-year-old", "12- and 10-year-old", "Ann Roe, 24".
        let behind =
            reads(pack, all, at + 1, SingleKind::Age) || mark(at + 1) == "-" || at > from && mark(at - 1) == ",";
        ages.extend(age(at).filter(|_| behind));
    }
    if ages.is_empty() {
        // Behind the person's word: ", 24,".
        let near = (end..end + 3).find(|at| mark(*at) == "," && matches!(mark(at + 2), "," | "." | ";"));
        ages.extend(near.and_then(|at| age(at + 1)));
    }
    ages
}

/// "A murder-suicide", "a triple shooting": the name of an event counts its dead or all whom it hit.
fn named_events(pack: &Pack, tokens: &Tokens, begin: usize) -> Vec<Told> {
    let mut told = Vec::new();
    let story = tokens.sentences.iter().filter(|sentence| {
        matches!(sentence.kind, BlockKind::Headline | BlockKind::Standfirst | BlockKind::Body)
            && sentence.span.start < begin.saturating_add(LEAD)
    });
    for sentence in story {
        let all = &tokens.tokens[sentence.first..sentence.last];
        let mut at = 0;
        while at < all.len() {
            let Some((length, kind, count)) = single(pack, all, at) else {
                at += 1;
                continue;
            };
            let span = all[at].span.join(all[at + length - 1].span);
            at += length;
            if let Some(count) = count
                .and_then(Amount::whole)
                .filter(|_| matches!(kind, SingleKind::Dead | SingleKind::DeadAtLeast | SingleKind::Hit))
            {
                let with_dead = kind == SingleKind::Hit;
                let indicator = if with_dead { HURT } else { DEAD }.to_owned();
                told.push(Told {
                    indicator,
                    count,
                    with_dead,
                    by_figure: true,
                    at_least: kind == SingleKind::DeadAtLeast,
                    open: false,
                    spread: false,
                    update: false,
                    among: Among::Open,
                    modality: Modality::Actual,
                    time: None,
                    lead: true,
                    in_address: false,
                    span,
                });
            }
        }
    }
    told
}

/// "Three others were shot": a figure that counts none of those told of before.
fn is_besides(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let Some(at) = tokens.sentence_at_byte(claim.span.start) else { return false };
    let all = &tokens.tokens[..tokens.sentences[at].last];
    let next = all.partition_point(|token| token.span.start < claim.span.end);
    !is_single(claim) && next < all.len() && reads(pack, all, next, SingleKind::Besides)
}

/// "He and three others were shot", "Roe and three others were shot": besides one whom the words before stand for. A name
/// only from the beginning of its sentence, for "in Beth and three others" names none.
fn follows_one(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    const NAME: usize = 3;
    let Some(at) = tokens.sentence_at_byte(claim.span.start).filter(|_| is_besides(pack, tokens, claim)) else {
        return false;
    };
    let first = tokens.sentences[at].first;
    let all = &tokens.tokens[..tokens.token_at_byte(claim.span.start)];
    if all.len() < first + 2 || !cue_at(pack, all, all.len() - 1, CueKind::And) {
        return false;
    }
    let before = &all[first..all.len() - 1];
    let name = before.len() <= NAME && before.iter().all(is_name);
    let said = |at: usize| words_at(pack, before, at).next().is_some();
    reads(pack, &all[..all.len() - 1], all.len() - 2, SingleKind::Pronoun) || name && !(0..before.len()).any(said)
}

/// "A boy was also shot": besides those told of before, mostly the dead.
fn is_also(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let Some(at) = tokens.sentence_at_byte(claim.span.start) else { return false };
    let all = &tokens.tokens[..tokens.sentences[at].last];
    let next = all.partition_point(|token| token.span.start < claim.span.end);
    (next..all.len().min(next + BEFORE)).any(|at| reads(pack, all, at, SingleKind::Also))
}

fn is_single(claim: &Claim) -> bool {
    has_rule(claim, SINGLE)
}

fn has_rule(claim: &Claim, asked: &str) -> bool {
    claim.rules.iter().any(|rule| rule == asked)
}

fn count_of(claim: &Claim) -> Amount {
    claim.value.or(claim.bounds.lower).unwrap_or(Amount::ZERO)
}

/// A list adds up; "five people: three men and two women" is five.
fn sum_of(run: &[Claim]) -> Amount {
    let sum =
        |claims: &[Claim]| claims.iter().map(count_of).try_fold(Amount::ZERO, Amount::plus).unwrap_or(Amount::ZERO);
    match run {
        // "Two victims, a man and a woman, died": who they are.
        [whole, parts @ ..]
            if !parts.is_empty()
                && (parts.len() >= 2 || is_single(&parts[0]) && !is_single(whole) && count_of(whole) > Amount::ONE)
                && sum(parts) == count_of(whole) =>
        {
            count_of(whole)
        }
        run => sum(run),
    }
}

/// Whether a count goes on a list with the one before: joined by "and" or a comma, without words for parts.
fn goes_on(pack: &Pack, report: &Report, tokens: &Tokens, before: &Claim, claim: &Claim) -> bool {
    let at = |claim: &Claim| tokens.sentence_at_byte(claim.span.start);
    let (Some(sentence), Some(other)) = (at(before), at(claim)) else { return false };
    // "A girl was shot, three others were hurt" may tell of one twice.
    let alike = before.modality == claim.modality
        && (has_rule(before, WITH_DEAD) == has_rule(claim, WITH_DEAD)
            || !has_rule(before, WITH_DEAD) && is_besides(pack, tokens, claim)
            // "Shot his wife, then wounded an officer": but "shot a man, wounding the man" tells of one.
            || is_single(before) && is_single(claim) && !is_definite(pack, tokens, claim));
    // "One of the victims, a woman, died": the same.
    let ranked = has_rule(before, RANKED) || has_rule(claim, RANKED) || has_rule(before, ONE_OF);
    // "One is in critical condition, three others were injured".
    let treated = before.indicator == TREATED && claim.indicator == HURT && is_besides(pack, tokens, claim);
    if sentence != other || before.indicator != claim.indicator && !treated || !alike || ranked {
        return false;
    }
    let Sentence { first, last, .. } = tokens.sentences[sentence];
    let all = &tokens.tokens[first..last];
    let from = all.partition_point(|token| token.span.end <= before.span.end);
    let to = all.partition_point(|token| token.span.start < claim.span.start);
    if to < from || to - from > BETWEEN {
        return false;
    }
    let myself = reads(pack, all, to, SingleKind::Oneself);
    let (mut joined, mut named) = (false, false);
    let mut at = from;
    while at < to {
        let mark = all[at].span.of(&report.text);
        joined |= matches!(mark, "," | ";" | "&");
        if matches!(mark, "." | ":" | "?" | "!" | "(" | ")") {
            return false;
        }
        let Some((length, rules)) = pack.claim.lexicon.longest(all, at) else {
            at += 1;
            continue;
        };
        for rule in rules {
            if let ClaimWord::Cue(cue) = &pack.claim.lexicon.rule(*rule).means {
                match cue.reads {
                    CueKind::And => (joined, named) = (true, true),
                    CueKind::Part | CueKind::Relative => return false,
                    CueKind::Break if !myself => return false,
                    _ => {}
                }
            }
        }
        at += length;
    }
    // "Nine were shot, one critically": one of them.
    let thing = claim.counted.is_some() && counts_known(pack, tokens, claim);
    let part = !named && !is_single(claim) && !thing && !treated;
    (joined || myself) && !part
}

/// "Two of the people who were shot": there are more.
fn is_of_more(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let next = tokens.token_at_byte(claim.span.end);
    !is_single(claim)
        && cue_at(pack, &tokens.tokens, next, CueKind::Of)
        && reads(pack, &tokens.tokens, next + 1, SingleKind::Definite)
        // "Three of her family" are all of them.
        && !cue_at(pack, &tokens.tokens, next + 1, CueKind::Stop)
}

/// "The fourth victim", but not "the fourth to die".
fn is_of_few(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let next = tokens.token_at_byte(claim.span.end);
    has_rule(claim, RANKED) && is_definite(pack, tokens, claim) && !reads(pack, &tokens.tokens, next, SingleKind::Death)
}

/// "The boy": of whom a text may have told before.
fn is_definite(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    reads(pack, &tokens.tokens, tokens.token_at_byte(claim.span.start), SingleKind::Definite)
}

/// Whether the noun that a claim counts is one of the pack's: of "one critical" it is not.
fn counts_known(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
    let Some(at) = tokens.sentence_at_byte(claim.span.start) else { return false };
    let all = &tokens.tokens[..tokens.sentences[at].last];
    let from = all.partition_point(|token| token.span.start < claim.span.end);
    let words = claim.counted.as_deref().map_or(0, |words| words.split_whitespace().count());
    (from..all.len().min(from + words.max(1)))
        .any(|at| words_at(pack, all, at).any(|word| matches!(word, ClaimWord::Thing(_) | ClaimWord::Predicate(_))))
}

/// The mentions with a number for every person who is told without a figure.
fn add_singles(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<Mention> {
    let mut found: Vec<Single> = Vec::new();
    let numbers = mentions.iter().filter(|mention| matches!(mention.reading, Reading::Number(_)));
    let figures: BTreeSet<usize> = numbers.map(|mention| mention.span.start).collect();
    let places = mentions.iter().filter(|mention| matches!(mention.reading, Reading::Toponym(_)));
    let places: BTreeSet<usize> = places.map(|mention| mention.span.start).collect();
    let is_place = |span: Span| places.range(span.start..span.end).next().is_some();
    for sentence in &tokens.sentences {
        let all = &tokens.tokens[sentence.first..sentence.last];
        let headline = sentence.kind == BlockKind::Headline;
        let mut at = 0;
        // Whether the words so far lead on to another of a list, and where the last person ended.
        let (mut listed, mut ended) = (false, None);
        while at < all.len() {
            let mark = all[at].span.of(&report.text);
            // "Police identify man, two children found dead".
            let leads = |at: usize| {
                let joins = all[at].span.of(&report.text) == "," || cue_at(pack, all, at, CueKind::And);
                let figure = all.get(at + 1).is_some_and(|next| figures.contains(&next.span.start));
                let age = all.get(at + 2).is_some_and(|next| next.kind == TokenKind::Punct);
                joins && figure && !age
            };
            let opens = listed
                || headline
                    && (at == 0 || opens_phrase(pack, report, all, at - 1) || at + 1 < all.len() && leads(at + 1));
            let names = || names_at(pack, report, all, at).filter(|(single, _)| !is_place(single.span));
            if let Some((single, next)) = names().or_else(|| single_at(pack, report, all, at, opens)) {
                match found.last_mut().filter(|last| joins(pack, all, last, &single, ended)) {
                    Some(last) => {
                        (last.span, last.count) = (last.span.join(single.span), last.count + single.count);
                        last.whole = single.whole;
                    }
                    None => found.push(single),
                }
                (at, listed, ended) = (next, true, Some(next));
                continue;
            }
            listed &= mark == "," || mark == "&" || cue_at(pack, all, at, CueKind::And);
            at += 1;
        }
    }
    let inside: BTreeSet<usize> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| matches!(mention.reading, Reading::Number(_) | Reading::Timex(_)))
        .filter(|(_, mention)| {
            let next = found.partition_point(|single| single.span.end <= mention.span.start);
            found.get(next).is_some_and(|single| single.span.overlaps(mention.span))
        })
        .map(|(at, _)| at)
        .collect();
    let kept = mentions.iter().enumerate().filter(|(at, _)| !inside.contains(at)).map(|(_, mention)| mention.clone());
    let mut out: Vec<Mention> = kept.collect();
    out.extend(found.into_iter().map(Single::mention));
    out.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    out
}

/// A person told without a figure, or the last of as many as a rank counts, or several joined by "and".
#[derive(Debug, Clone, Copy)]
struct Single {
    span: Span,
    rank: Option<i64>,
    count: i64,
    whole: Whole,
}

/// What of a person's words the span holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// What leads the person's own word: "his".
    Lead,
    /// All of them: "Ann Roe, 24".
    Person,
    /// One of several: "one" of "one of the victims".
    OneOf,
}

impl Single {
    fn of(span: Span, count: i64) -> Self {
        Self { span, rank: None, count, whole: Whole::Lead }
    }

    fn mention(self) -> Mention {
        let Self { span, rank, count, whole } = self;
        let value = Amount::whole(rank.unwrap_or(count)).unwrap_or(Amount::ONE);
        let number = Number {
            value: Some(value),
            bounds: Interval::exactly(value),
            modifier: Modifier::Equal,
            unit: None,
            whole: span,
            digits: false,
            zero: false,
            label: false,
            article: true,
        };
        let rule = match (rank, whole) {
            (Some(_), _) => RANKED.into(),
            (None, Whole::Person) => format!("{SINGLE} {PERSON}"),
            (None, Whole::OneOf) => format!("{SINGLE} {ONE_OF}"),
            (None, Whole::Lead) => SINGLE.into(),
        };
        Mention { span, rule: rule.into(), reading: Reading::Number(number) }
    }
}

/// Whether a person is joined to the one before by nothing but "and": "a man and his daughter" are two wherever one is.
fn joins(pack: &Pack, all: &[Token], last: &Single, single: &Single, ended: Option<usize>) -> bool {
    let and = |at: usize| {
        cue_at(pack, all, at, CueKind::And) && all.get(at + 1).is_some_and(|next| next.span.start == single.span.start)
    };
    last.rank.is_none() && single.rank.is_none() && ended.is_some_and(and)
}

/// A person told without a figure at this token: the words that stand for the figure, and the token behind the person.
/// `opens` says that no article is asked for.
fn single_at(pack: &Pack, report: &Report, all: &[Token], at: usize, opens: bool) -> Option<(Single, usize)> {
    let span = |from: usize, to: usize| all[from].span.join(all[to - 1].span);
    if let Some((length, SingleKind::Oneself, _)) = single(pack, all, at) {
        // "Barricading himself": nothing that is known to befall anybody.
        let known = at == 0 || all[at - 1].kind != TokenKind::Word || leads_oneself(pack, all, at);
        return known.then(|| (Single::of(span(at, at + length), 1), at + length));
    }
    if let Some((length, SingleKind::Both, _)) = single(pack, all, at) {
        // The noun behind it tells what they are.
        return Some((Single::of(span(at, at + 1), 2), at + length));
    }
    // "One of the victims", "one of them", "one of 5 people".
    if let Some((length, kind @ (SingleKind::OneOf | SingleKind::OneOfThem), _)) = single(pack, all, at) {
        let digits = || all.get(at + length).is_some_and(|token| token.kind == TokenKind::Digits);
        let bare = length == 2 && kind == SingleKind::OneOf;
        let one = Single { whole: Whole::OneOf, ..Single::of(span(at, at + 1), 1) };
        return (!bare || digits()).then_some((one, at + 1));
    }
    if let Some(named) = named_at(pack, report, all, at) {
        return Some(named);
    }
    // "Roe's father": kin of a person named.
    let owner = is_name(&all[at])
        && at + 2 < all.len()
        && all[at + 1].span.of(&report.text).starts_with(['\'', '’'])
        && reads(pack, all, at + 2, SingleKind::Person);
    let article = !owner && reads(pack, all, at, SingleKind::Article);
    // "Killed 2-year-old Ann Roe": an age is a person's, with an article or without.
    let age = all[at].kind == TokenKind::Digits && reads(pack, all, at + 1, SingleKind::Age);
    // "Two others, both 17-year-old males": the same.
    if age && at > 0 && cue_at(pack, all, at - 1, CueKind::Age) {
        return None;
    }
    let led = |at: usize| {
        (1..=at.min(WITHIN)).any(|back| {
            single(pack, all, at - back).is_some_and(|(length, kind, _)| kind == SingleKind::Agent && length == back)
        })
    };
    // "By a 20-year-old": an age stands behind an article too.
    let ranked = single(pack, all, at).is_some_and(|(length, kind, _)| {
        let casualty = [SingleKind::Casualty, SingleKind::Death];
        kind == SingleKind::Rank && casualty.iter().any(|kind| reads(pack, all, at + length, *kind))
    });
    if !(article || opens || age || ranked || owner) || led(at) || age && at > 0 && led(at - 1) {
        return None;
    }
    // "Claimed the life of one person": words of what happened.
    if (1..=WITHIN.min(at)).any(|back| covers(pack, all, at - back, back)) {
        return None;
    }
    let start = match (article, owner) {
        (_, true) => at + 2,
        (true, _) => at + 1,
        _ => at,
    };
    // "His 12- and 10-year-old sons".
    let digits = |at: usize| all.get(at).is_some_and(|token| token.kind == TokenKind::Digits);
    let hyphen = |at: usize| all.get(at).is_some_and(|token| token.span.of(&report.text) == "-");
    if digits(start)
        && hyphen(start + 1)
        && start + 3 < all.len()
        && cue_at(pack, all, start + 2, CueKind::And)
        && digits(start + 3)
        && let Some((length, SingleKind::Age, _)) = single(pack, all, start + 4)
    {
        let end = start + 4 + length;
        // The noun behind it tells what they are.
        let next = single(pack, all, end).filter(|(_, kind, _)| *kind == SingleKind::Person);
        return Some((Single::of(span(at, end), 2), next.map_or(end, |(length, ..)| end + length)));
    }
    // "A couple of hours".
    let of = |at: usize| at < all.len() && cue_at(pack, all, at, CueKind::Skip);
    let (mut aged, mut rank, mut next) = (None, None, start);
    while next < all.len() && next - start < INSIDE {
        let mark = all[next].span.of(&report.text);
        match single(pack, all, next) {
            Some((length, kind @ (SingleKind::Person | SingleKind::Casualty | SingleKind::Death), _)) => {
                // "A teen girl", "a fifth male victim": the last of them is the noun.
                let person =
                    |at: usize| reads(pack, all, at, SingleKind::Person) || reads(pack, all, at, SingleKind::Casualty);
                if person(next + length) && next + length - start < INSIDE {
                    next += length;
                    continue;
                }
                let behind = all.get(next + length).map(|token| token.span.of(&report.text));
                if behind.is_some_and(|mark| mark.starts_with(['\'', '’'])) {
                    return None;
                }
                // Without words before it the person stands for the figure itself.
                let end = if next > at { next } else { next + length };
                // "Found a second child", but not "his second wife".
                let found = || is_found(pack, all, at) && !reads(pack, all, at, SingleKind::Definite);
                let rank = rank.filter(|_| kind != SingleKind::Person || found());
                let whole = if end > next { Whole::Person } else { Whole::Lead };
                return Some((Single { span: span(at, end), rank, count: 1, whole }, next + length));
            }
            Some((length, SingleKind::Pair, _)) if article && !of(next + length) => {
                let pair = Single { whole: Whole::Person, ..Single::of(span(at, next + length), 2) };
                return Some((pair, next + length));
            }
            Some((length, SingleKind::Age, _)) => {
                next += length;
                aged = Some(next);
                continue;
            }
            Some((length, SingleKind::Rank, count)) => {
                next += length;
                rank = count;
                continue;
            }
            _ => {}
        }
        let number = all[next].kind == TokenKind::Digits || mark == "-";
        let before_age = || (next..all.len().min(next + 4)).any(|ahead| reads(pack, all, ahead, SingleKind::Age));
        let word = all[next].kind == TokenKind::Word && aged.is_none_or(|aged| next - aged < 2);
        let plain = word && article && !stops(pack, all, next) && !reads(pack, all, next, SingleKind::Article);
        let counts = word && spelled(all, next) && before_age();
        if !(number && before_age() || plain || counts) {
            break;
        }
        next += 1;
    }
    // "A fourth was wounded."
    let verb = if next < all.len() && cue_at(pack, all, next, CueKind::Light) { next + 1 } else { next };
    if rank.is_some() && aged.is_none() && article && verb < all.len() && covers(pack, all, verb, 0) {
        return Some((Single { span: span(at, next), rank, count: 1, whole: Whole::Lead }, next));
    }
    // "A 15-year-old was killed."
    aged.map(|aged| (Single { whole: Whole::Person, ..Single::of(span(at, aged), 1) }, aged))
}

/// "Deputies later found another man": whether somebody is found here.
fn is_found(pack: &Pack, all: &[Token], at: usize) -> bool {
    (at.saturating_sub(WITHIN)..at).any(|at| reads(pack, all, at, SingleKind::Finds))
}

/// Whether a known word ends before this token.
fn leads_oneself(pack: &Pack, all: &[Token], at: usize) -> bool {
    (1..=at.min(WITHIN)).any(|back| {
        pack.claim.lexicon.longest(&all[..at], at - back).is_some_and(|(length, _)| length == back)
            || single(pack, &all[..at], at - back).is_some_and(|(length, ..)| length == back)
    })
}

/// "Ann Roe, 24,": a name with an age behind it.
fn named_at(pack: &Pack, report: &Report, all: &[Token], at: usize) -> Option<(Single, usize)> {
    let mark = |at: usize| all.get(at).map_or("", |token| token.span.of(&report.text));
    if !pack.claim.ages_behind_names || !is_name(&all[at]) || at > 0 && is_name(&all[at - 1]) {
        return None;
    }
    let mut next = at;
    let mut words = 0;
    while next < all.len() && next - at < INSIDE && (is_name(&all[next]) || mark(next) == "." || mark(next) == "-") {
        words += usize::from(is_name(&all[next]));
        next += 1;
    }
    let age = all.get(next + 1).filter(|token| token.kind == TokenKind::Digits)?;
    let aged = age.span.of(&report.text).parse::<u16>().is_ok_and(|age| age <= OLDEST);
    let ends = matches!(mark(next + 2), "," | "." | ";" | ")" | "")
        || cue_at(pack, all, next + 2, CueKind::And)
        || cue_at(pack, all, next + 2, CueKind::Light);
    if words < 2 || mark(next) != "," || !aged || !ends {
        return None;
    }
    // The mark that closes the age stands between the person and what befell them: it is taken along.
    let last = if mark(next + 2) == "," { next + 2 } else { next + 1 };
    Some((Single { whole: Whole::Person, ..Single::of(all[at].span.join(all[last].span), 1) }, last + 1))
}

/// "Ann Roe, Paul Orlen and Eve Beth were shot": names joined by "and", beside what befell them.
fn names_at(pack: &Pack, report: &Report, all: &[Token], at: usize) -> Option<(Single, usize)> {
    let mark = |at: usize| all.get(at).map_or("", |token| token.span.of(&report.text));
    let unknown = |at: usize| {
        all.get(at).is_some_and(is_name) && single(pack, all, at).is_none() && words_at(pack, all, at).next().is_none()
    };
    // "J. Roe", "Roe Jr."
    let dotted = |at: usize| mark(at) == "." && at > 0 && unknown(at - 1) && mark(at - 1).len() <= 2;
    let name = |from: usize| {
        let to = (from..all.len().min(from + INSIDE)).find(|at| !unknown(*at) && !dotted(*at)).unwrap_or(from);
        ((from..to).filter(|at| unknown(*at)).count() >= 2).then_some(to)
    };
    if at > 0 && unknown(at - 1) {
        return None;
    }
    let (mut to, mut count, mut last) = (name(at)?, 1, false);
    while !last {
        let and = if mark(to) == "," && cue_at(pack, all, to + 1, CueKind::And) { to + 1 } else { to };
        last = cue_at(pack, all, and, CueKind::And);
        if !last && mark(and) != "," {
            return None;
        }
        (to, count) = (name(and + 1)?, count + 1);
    }
    let verb = (to..all.len().min(to + WITHIN)).find(|at| cue_at(pack, all, *at, CueKind::Light));
    let behind =
        verb.is_some_and(|verb| (verb + 1..all.len().min(verb + 1 + WITHIN)).any(|at| covers(pack, all, at, 0)));
    let before = (1..=at.min(WITHIN)).any(|back| {
        pack.claim.lexicon.longest(all, at - back).is_some_and(|(length, _)| length == back)
            && covers(pack, all, at - back, 0)
    });
    let span = all[at].span.join(all[to - 1].span);
    (behind || before).then(|| (Single { whole: Whole::Person, ..Single::of(span, count) }, to))
}

/// Whether a phrase for what happened starts at this token and reaches further than so many.
fn covers(pack: &Pack, all: &[Token], at: usize, length: usize) -> bool {
    let rules = pack.claim.lexicon.longest(all, at).filter(|(reach, _)| *reach > length);
    rules.is_some_and(|(_, rules)| {
        rules.iter().any(|rule| matches!(pack.claim.lexicon.rule(*rule).means, ClaimWord::Predicate(_)))
    })
}

/// Whether a word directly before a hyphen is the number of an age: "six-year-old".
fn spelled(all: &[Token], at: usize) -> bool {
    all.get(at + 1).is_some_and(|next| next.span.start == all[at].span.end && next.kind == TokenKind::Punct)
}

/// The longest word for one person at this token, with its length and the count of a rank.
fn single(pack: &Pack, all: &[Token], at: usize) -> Option<(usize, SingleKind, Option<i64>)> {
    let (length, rules) = pack.claim.singles.longest(all, at)?;
    let rule = &pack.claim.singles.rule(*rules.first()?).means;
    Some((length, rule.reads, rule.count))
}

fn reads(pack: &Pack, all: &[Token], at: usize, kind: SingleKind) -> bool {
    pack.claim
        .singles
        .longest(all, at)
        .is_some_and(|(_, rules)| rules.iter().any(|rule| pack.claim.singles.rule(*rule).means.reads == kind))
}

fn cue_at(pack: &Pack, all: &[Token], at: usize, kind: CueKind) -> bool {
    words_at(pack, all, at).any(|word| matches!(word, ClaimWord::Cue(cue) if cue.reads == kind))
}

fn words_at<'p>(pack: &'p Pack, all: &[Token], at: usize) -> impl Iterator<Item = &'p ClaimWord> {
    let rules = pack.claim.lexicon.longest(all, at).map_or(&[][..], |(_, rules)| rules);
    rules.iter().map(|rule| &pack.claim.lexicon.rule(*rule).means)
}

/// Whether a word ends a noun phrase.
fn stops(pack: &Pack, all: &[Token], at: usize) -> bool {
    words_at(pack, all, at).any(|word| match word {
        ClaimWord::Cue(cue) => matches!(
            cue.reads,
            CueKind::Stop
                | CueKind::Break
                | CueKind::Relative
                | CueKind::And
                | CueKind::Light
                | CueKind::Locative
                | CueKind::Part
        ),
        ClaimWord::Predicate(_) => true,
        ClaimWord::Thing(_) | ClaimWord::Reject => false,
    })
}

/// Whether a headline's next phrase may begin behind this token: a mark, a joining word, something that happens.
fn opens_phrase(pack: &Pack, report: &Report, all: &[Token], at: usize) -> bool {
    matches!(all[at].span.of(&report.text), "," | ":" | ";" | "&" | "|" | "-" | "–" | "—")
        || words_at(pack, all, at).any(|word| match word {
            ClaimWord::Cue(cue) => matches!(cue.reads, CueKind::And),
            ClaimWord::Predicate(_) => true,
            ClaimWord::Thing(_) | ClaimWord::Reject => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;
    use crate::pack::tokenize_report;
    use crate::resources::Resources;

    /// What a text tells of: indicator, count and, where it may hold dead, a plus.
    fn told(text: &str) -> Vec<String> {
        in_words(&read(text))
    }

    fn in_words(told: &[Told]) -> Vec<String> {
        let befell = told.iter().filter(|told| told.indicator != "people");
        befell
            .map(|told| {
                format!("{} {}{}", told.indicator, told.count.to_whole(), if told.with_dead { "+" } else { "" })
            })
            .collect()
    }

    fn read(text: &str) -> Vec<Told> {
        read_report(Report::plain("en", text))
    }

    fn read_report(report: Report) -> Vec<Told> {
        let resources = Resources::embedded().unwrap();
        let report = Report { published: Some("2022-09-22".parse().unwrap()), ..report };
        let pack = resources.packs.of(&report.lang);
        let tokens = tokenize_report(pack, &report);
        let mentions = crate::mentions::find_mentions(pack, &resources.gazetteer, &report, &tokens);
        read_told(pack, &report, &tokens, &mentions)
    }

    #[test]
    fn others_are_counted_with_the_one_before_them() {
        for (text, expected) in [
            ("The boy was playing when he and three others were shot.", "injured 1+; injured 4+"),
            ("Orlen and three others were injured in the crash.", "injured 4"),
            ("A boy was killed in Olmen and three others were injured.", "killed 1; injured 3"),
            ("One person is in critical condition and three others were injured.", "injured 4"),
            ("Four people were wounded, one is in critical condition.", "injured 4; hospitalised 1"),
            ("A clerk was hurt in Olmen. Her brother was also hurt.", "injured 1; injured 1; injured 2+"),
            // Whom a figure counts is in it.
            ("Two clerks were hurt in Olmen. Her brother was also hurt.", "injured 2; injured 1"),
        ] {
            assert_eq!(told(text).join("; "), expected, "{text}");
        }
    }

    #[test]
    fn persons_without_a_figure_are_counted_in_lists() {
        for (text, expected) in [
            ("A man and his 21-year-old daughter were found dead in Olmen.", "killed 2"),
            ("The storm killed a 1-year-old boy and his uncle.", "killed 2"),
            ("Two men and a woman were killed in the crash.", "killed 3"),
            ("Five people were killed: three men and two women.", "killed 5"),
            ("A third victim has died.", "killed 3"),
            ("A guard killed his wife, then himself.", "killed 2"),
            ("The police look into a murder-suicide.", "killed 2"),
            ("A triple homicide shook the village.", "killed 3"),
            ("A father killed his 6- and 10-year-old sons.", "killed 2"),
            ("The fire killed 2-year-old Ann Orlen.", "killed 1"),
            ("A couple and their son were found dead.", "killed 3"),
            ("Ann Orlen, 66, and Paul Orlen, 64, were killed.", "killed 2"),
            ("The boy became the fourth to die.", "killed 4"),
            ("The crash claimed the life of one person and injured three others.", "killed 1"),
            ("Two victims, an 8- and 9-year-old boy, died.", "killed 2"),
            ("Two victims, a man and a woman, died.", "killed 2"),
            ("Two boys were killed and a teen girl was injured.", "killed 2"),
            ("Two children, ages 3 and 5, and their mother were found dead.", "killed 3"),
            ("A mother, a father, and a toddler were found dead.", "killed 3"),
            ("A couple and their two small children were found shot to death.", "killed 4"),
            ("He killed his wife, son and daughter before killing himself.", "killed 4"),
            ("He killed his parents and two sisters.", "killed 4"),
            ("A 26-year-old Long Beach woman and her daughter were killed.", "killed 2"),
            ("According to the deputy coroner, two people are dead.", "killed 2"),
            ("One of the victims, a woman, has died.", "killed 1"),
            ("One of five victims in the shooting has died.", "killed 1"),
        ] {
            let read = told(text);
            assert!(read.iter().any(|told| told == expected), "{text}: {read:?}, expected {expected}");
            let more = read.iter().filter(|told| told.starts_with("killed")).map(|told| &told[7..]);
            assert!(more.clone().all(|count| count <= &expected[7..]), "{text}: {read:?}");
        }
    }

    #[test]
    fn a_headline_names_persons_without_an_article() {
        let first = |text: &str| {
            let title = Block { kind: BlockKind::Headline, span: Span::new(0, text.len()) };
            let read = read_report(Report { blocks: vec![title], ..Report::plain("en", text) });
            in_words(&read).first().cloned().unwrap_or_default()
        };
        assert_eq!(first("Mother, 2 children found dead in a house"), "killed 3");
        assert_eq!(first("Police name man, two children found dead in a house"), "killed 3");
        assert_eq!(first("Man, woman shot in Olmen"), "injured 2+");
        assert_eq!(first("Man, 24, shot in Olmen"), "injured 1+");
    }

    #[test]
    fn who_are_hurt_by_lists_and_owners() {
        for (text, expected) in [
            ("Roe's father and a 15-year-old boy were shot.", "injured 2+"),
            ("A man was shot in the leg, a woman in the arm and a boy in the back.", "injured 3+"),
            ("A woman, 36, a boy, 12, and a man, 40, were shot.", "injured 3+"),
            ("The victims include a 27-year-old shot in the neck.", "injured 1+"),
            ("Officers found four men suffering from gunshot wounds.", "injured 4+"),
            ("Two boys were killed. Their father and a girl were also shot.", "injured 2"),
            ("A bullet struck the house, hitting two boys.", "injured 2+"),
        ] {
            let read = told(text);
            assert!(read.iter().any(|told| told == expected), "{text}: {read:?}, expected {expected}");
        }
        // One critical is one of the four; what was done to one is not done to all.
        assert_eq!(told("Four people were shot, 1 critical."), ["injured 4+"]);
        assert_eq!(told("Four were wounded, two cuffed."), ["injured 4"]);
        assert_eq!(told("One of four women wounded in the bar has died."), ["killed 1", "injured 4+"]);
        // They did it.
        assert_eq!(told("Two men are held in a shooting that killed three people."), ["detained 2", "killed 3"]);
    }

    #[test]
    fn figures_of_several_events_and_least_figures_are_marked() {
        let marks = |text: &str| read(text).iter().map(|told| (told.spread, told.open)).collect::<Vec<_>>();
        assert_eq!(marks("Eighteen people were shot in 12 incidents."), [(true, false)]);
        assert_eq!(marks("At least six people were wounded."), [(false, true)]);
        assert_eq!(marks("Six people were wounded."), [(false, false)]);
    }

    #[test]
    fn ages_tell_persons_apart() {
        let text =
            "A 16-year-old boy was shot in the leg. A 20-year-old woman was shot in the arm. The 16-year-old was hurt.";
        assert_eq!(told(text), ["injured 1+", "injured 1+", "injured 1", "injured 2+"]);
        // A figure says it.
        let text = "Three people were shot. A 16-year-old boy and a 20-year-old woman were shot in the arm.";
        assert_eq!(told(text), ["injured 3+", "injured 2+"]);
    }

    #[test]
    fn who_did_it_is_told_apart() {
        let among = |text: &str| -> Vec<Among> {
            read(text).into_iter().filter(|told| told.indicator == DEAD).map(|told| told.among).collect()
        };
        assert_eq!(among("The gunman killed four people. Police shot dead the gunman."), [Among::Victims, Among::Doer]);
        assert_eq!(among("Four people were killed."), [Among::Open]);
        assert_eq!(among("He killed his wife, then himself."), [Among::Open]);
        assert_eq!(among("Two others were killed."), [Among::Victims]);
        // Nobody is said to have done it.
        assert_eq!(among("The bodies of three people were found."), [Among::Open]);
    }

    #[test]
    fn who_stands_before_an_active_verb_did_it() {
        for (text, expected) in [
            ("A pair of gunmen shot six people at a party.", "perpetrators 2; injured 6+"),
            ("Officials believe the two shot the male victim around noon.", "injured 1+"),
            ("Warrants were issued for two suspects in the shooting of a clerk.", "perpetrators 2; injured 1+"),
            ("She shot her husband and then shot her granddaughter.", "injured 2+"),
            ("A man shot his girlfriend, then wounded a police officer.", "injured 2+"),
            ("Two men shot at a dozen people.", ""),
            ("Two men were shot at a party.", "injured 2+"),
            // What he did to himself is known to befall nobody.
            ("He killed three people and injured two others, barricading himself inside.", "killed 3; injured 2"),
            ("She claimed the child stepped in front of the door.", ""),
        ] {
            assert_eq!(told(text).join("; "), expected, "{text}");
        }
        // Three died, one of whom did it.
        let read = read("Man shoots 4 relatives, killing 2, then himself.");
        let dead = read.iter().filter(|told| told.indicator == DEAD);
        let dead: Vec<(i64, Among)> = dead.map(|told| (told.count.to_whole(), told.among)).collect();
        assert_eq!(dead, [(3, Among::Open), (1, Among::Doer)]);
    }

    #[test]
    fn one_who_is_found_later_is_one_more() {
        for (text, expected) in [
            (
                "Four people were shot. Deputies later found another man who was shot in the leg.",
                "injured 4+; injured 5+",
            ),
            (
                "Three other boys were shot. Officers then located another boy with a gunshot wound.",
                "injured 3; injured 4",
            ),
            ("Police discovered a second child in the house who had been shot.", "injured 2+"),
            // Nobody found him.
            ("Four people were shot. Another man was shot in the leg.", "injured 4+; injured 1+"),
            // The fourth of all who were hit.
            ("Three were killed. A fourth individual was injured.", "killed 3; injured 4+"),
            ("Three of the victims were hurt; the fourth victim, Roe, was pronounced dead.", "injured 3; killed 1"),
        ] {
            assert_eq!(told(text).join("; "), expected, "{text}");
        }
    }

    #[test]
    fn names_are_counted_in_lists() {
        for (text, expected) in [
            ("Jason Orlen and Karl Beth were injured in the crash.", "injured 2"),
            ("The crash killed Ann Roe, Paul J. Orlen and Eve Beth.", "killed 3"),
            ("Ann Roe, Jim Orlen and Eve Beth have all been released from the hospital.", "hospitalised 3"),
            ("The two passengers, Jim Orlen and Eve Beth, were injured.", "injured 2"),
            // One name alone is a person told of elsewhere; towns are none.
            ("Jason Orlen was injured in the crash.", ""),
            ("New York and Los Angeles were hit.", ""),
        ] {
            assert_eq!(told(text).join("; "), expected, "{text}");
        }
    }

    #[test]
    fn figures_that_count_nobody_hit() {
        for (text, expected) in [
            ("A fight broke out and four people out of the 75 inside were shot.", "injured 4+"),
            ("Four teens, the 12-year-old was the youngest, were shot.", "injured 4+"),
            ("She is the 27th child under the age of 13 shot this year.", ""),
            ("The five other victims have injuries that are not life-threatening.", "injured 5"),
            ("The gun went off, and the bullet hit a girl.", "injured 1+"),
        ] {
            assert_eq!(told(text).join("; "), expected, "{text}");
        }
        // There are more than two; three of her family are all of them.
        let least = |text: &str| read(text).iter().map(|told| (told.at_least, told.open)).collect::<Vec<_>>();
        assert_eq!(least("Two of the people who were shot were in surgery."), [(true, true)]);
        assert_eq!(least("A fire injured three of her family."), [(false, false)]);
        let spread = |text: &str| read(text).iter().any(|told| told.spread);
        assert!(spread("Ten other people were wounded in separate Tuesday shootings."));
        assert!(spread("They are among at least 13 people shot since Tuesday."));
    }

    #[test]
    fn parts_ages_and_owners_add_nothing() {
        // The boy is one of the three.
        assert_eq!(told("Three people, including a 6-year-old boy, were killed."), ["killed 3", "killed 1"]);
        assert_eq!(told("A girl, 6, was killed."), ["killed 1"]);
        assert_eq!(told("Four people were shot in a man's garden."), ["injured 4+"]);
        // Who did it is not among them.
        assert_eq!(told("Two boys were shot by a 20-year-old."), ["injured 2+"]);
        // One of the nine; three besides the dead.
        assert_eq!(told("Nine people were wounded, one critically."), ["injured 9", "injured 1"]);
        assert_eq!(told("Three others were shot."), ["injured 3"]);
        assert_eq!(told("Two were wounded and three others shot."), ["injured 5"]);
        // An age behind "by" is of who did it; the number of a call is no count.
        assert_eq!(told("Two teens, ages 14 and 16, were shot by a 20-year-old."), ["injured 2+"]);
        assert_eq!(told("A mother called 911 when she heard that her son was shot."), ["injured 1+"]);
    }
}
