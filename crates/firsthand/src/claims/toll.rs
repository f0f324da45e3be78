//! How many does a report tell of in all, the persons among them whom it names without a figure: "a man and his daughter
//! were killed, three others hurt"? Only for a story's state: a person without a figure is no claim, and never one here.
//! Not here: which words tell of a person (`single`), who of them is who (`roster`), which of several reports is right (`ledger`).

use super::roster::Roster;
use super::single::{
    INSIDE, ONE_OF, RANKED, SINGLE, WITHIN, add_singles, covers, cue_at, is_found, is_name, reads, single, words_at,
};
use crate::model::{
    Among, Amount, BlockKind, Claim, Mention, Polarity, Report, Scope, Sentence, TokenKind, Tokens, Told,
};
use crate::pack::{ClaimWord, CountSide, CueKind, Pack, SingleKind};
use std::collections::BTreeSet;

/// What may befall people in one event.
pub(super) const DEAD: &str = "killed";
pub(super) const HURT: &str = "injured";
const TREATED: &str = "hospitalised";
/// The rule of a figure that may hold dead.
pub(super) const WITH_DEAD: &str = "count/with-dead";
/// So many bytes of a report's story are its lead: what stands behind may be of other days and places.
pub(super) const LEAD: usize = 800;
/// Tokens before a figure among which its verb is looked for: "shot and killed at least two".
const BEFORE: usize = 5;
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
        run.iter()
            .filter(|claim| claim.span.start < further)
            .for_each(|claim| roster.note(pack, tokens, report, claim));
        let sentence = tokens.sentence_at_byte(run[0].span.start).unwrap_or(usize::MAX);
        if sentence != spread.0 {
            spread = (sentence, is_spread(pack, tokens, sentence));
        }
        let all = tell_run(pack, tokens, from.checked_sub(1).map(|before| &claims[before]), run, &told);
        let lead = run[0].scope == Scope::Headline || run[0].span.start < begin.saturating_add(LEAD);
        told.push(Told { spread: spread.1, lead, ..all });
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

/// What a run of claims tells of together; `before` is the claim before them, `told` what the text has told so far.
fn tell_run(pack: &Pack, tokens: &Tokens, before: Option<&Claim>, run: &[Claim], told: &[Told]) -> Told {
    let (first, last) = (&run[0], &run[run.len() - 1]);
    let alone = run.len() == 1;
    // "He and three others were shot": four.
    let with_one = follows_one(pack, tokens, first);
    // "The fourth victim died": the fourth who was hit.
    let of_few = alone && first.indicator == DEAD && is_of_few(pack, tokens, first);
    let more = one_more(pack, tokens, run, told);
    let count = match more {
        Some((count, _)) => count,
        None if of_few => Amount::ONE,
        None if with_one => sum_of(run).plus(Amount::ONE).unwrap_or_else(|| sum_of(run)),
        None => sum_of(run),
    };
    // "Three others were shot": besides the dead.
    let besides = alone && !with_one && is_besides(pack, tokens, first) || is_also(pack, tokens, last);
    // "One of four wounded has died": of the four.
    let one_died = before
        .is_some_and(|before| before.indicator == DEAD && has_rule(before, ONE_OF) && is_near(tokens, before, first));
    let with_dead = has_rule(first, WITH_DEAD) && !besides && more.is_none_or(|(_, with_dead)| with_dead)
        // "A fourth was wounded": the fourth of all who were hit.
        || first.indicator == HURT && (one_died || has_rule(first, RANKED));
    let of_more = alone && is_of_more(pack, tokens, first);
    // "Four were shot, one fatally": four were hit, and so is everybody who is said to be shot.
    // "The victims included a teen": killed or shot.
    let indicator = if with_dead { HURT } else { last.indicator.as_str() };
    Told {
        with_dead,
        by_figure: more.is_some() || !run.iter().all(is_single),
        at_least: of_more,
        open: of_more || run.iter().any(|claim| claim.bounds.upper.is_none()),
        update: more.is_some() || alone && has_rule(first, RANKED) && !of_few,
        among: among_of(pack, tokens, run),
        modality: first.modality,
        time: first.time,
        ..Told::of(indicator, count, first.span.join(last.span))
    }
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
    // One more than a figure of the same event, and once: whoever is found is told of again and again.
    let hurt = |told: &&Told| {
        told.indicator == HURT
            && told.by_figure
            && told.count > Amount::ONE
            && told.modality == claim.modality
            && (told.time == claim.time || told.time.is_none() || claim.time.is_none())
    };
    let before = told.iter().rev().filter(|told| another && told.span.start < begin).find(hurt)?;
    if before.update {
        return Some((before.count, before.with_dead));
    }
    Some((before.count.plus(Amount::ONE)?, before.with_dead))
}

/// "A boy was also shot", "he also shot himself".
pub(super) fn has_also(pack: &Pack, tokens: &Tokens, claim: &Claim) -> bool {
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

/// "Four teens, the 12-year-old was the youngest, were shot": between commas, with a verb of the person's own.
fn is_described(pack: &Pack, tokens: &Tokens, report: &Report, claim: &Claim) -> bool {
    let Some(sentence) = tokens.sentence_at_byte(claim.span.start).filter(|_| is_single(claim)) else { return false };
    let all = &tokens.tokens[..tokens.sentences[sentence].last];
    let (start, end) = (tokens.token_at_byte(claim.span.start), tokens.token_at_byte(claim.span.end));
    let comma = |at: usize| all.get(at).is_some_and(|token| token.span.of(&report.text) == ",");
    if start == 0 || !comma(start - 1) {
        return false;
    }
    let mut inside = end..all.len().min(end + INSIDE);
    let Some(verb) = inside.clone().next().filter(|at| cue_at(pack, all, *at, CueKind::Light)) else { return false };
    inside.start = verb + 1;
    for at in inside {
        if comma(at) {
            return true;
        }
        if all[at].kind != TokenKind::Word || covers(pack, all, at, 0) || cue_at(pack, all, at, CueKind::And) {
            return false;
        }
    }
    false
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
                let indicator = if with_dead { HURT } else { DEAD };
                told.push(Told {
                    with_dead,
                    at_least: kind == SingleKind::DeadAtLeast,
                    ..Told::of(indicator, count, span)
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

pub(super) fn is_single(claim: &Claim) -> bool {
    has_rule(claim, SINGLE)
}

pub(super) fn has_rule(claim: &Claim, asked: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, Span};
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
            ("Two men shot a 60-year-old man.", "injured 1+"),
            ("Ten people died two of them children.", "killed 10; killed 2"),
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
            (
                "Two women were hurt. Officers then found another man who was hurt. They found another man who was hurt.",
                "injured 2; injured 3; injured 3",
            ),
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
            ("Ann Roe and Paul Orlen were not injured.", ""),
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
