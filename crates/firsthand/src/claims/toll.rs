//! How many does a report tell of in all, the persons among them whom it names without a figure: "a man and his daughter
//! were killed, three others hurt"? Only for a story's state: a person without a figure is no claim, and never one here.
//! Not here: which of several reports is right; that is `ledger`.

use crate::model::{
    Amount, BlockKind, Claim, Interval, Mention, Modality, Modifier, Number, Polarity, Reading, Report, Scope,
    Sentence, Span, Token, TokenKind, Tokens, Told,
};
use crate::pack::{ClaimWord, CueKind, Pack, SingleKind};
use std::collections::BTreeSet;

/// The rule of a person who is told without a figure.
const SINGLE: &str = "single";
/// The rule of a person whom a rank counts.
const RANKED: &str = "single/ranked";
/// The rule of a figure that may hold dead.
pub(super) const WITH_DEAD: &str = "count/with-dead";
/// So many bytes of a report's story are its lead: what stands behind may be of other days and places.
const LEAD: usize = 800;
/// Words that may stand between an article and its person: "a 24-year-old Denver man".
const INSIDE: usize = 6;
/// Tokens between two of a list: "a 20-year-old woman from Denver and a 16-year-old boy".
const BETWEEN: usize = 16;

/// The counts of a report, sentence by sentence: of a list its sum, of a whole with its parts the whole.
pub(super) fn read_told(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<Told> {
    let mentions = add_singles(pack, report, tokens, mentions);
    let mut claims = super::assemble_claims(pack, report, tokens, &mentions);
    claims.retain(|claim| {
        claim.polarity == Polarity::Asserted
            && claim.unit == "person"
            && claim.scope != Scope::Furniture
            && count_of(claim) > Amount::ZERO
    });
    claims.sort_by_key(|claim| claim.span.start);
    let begin = report.blocks.iter().find(|block| block.kind == BlockKind::Body).map_or(0, |block| block.span.start);
    let mut told = Vec::new();
    let mut from = 0;
    while from < claims.len() {
        let mut to = from + 1;
        while to < claims.len() && goes_on(pack, report, tokens, &claims[to - 1], &claims[to]) {
            to += 1;
        }
        let run = &claims[from..to];
        let count = sum_of(run);
        let with_dead = run.iter().any(|claim| has_rule(claim, WITH_DEAD)) && !is_besides(pack, tokens, run);
        told.push(Told {
            // "Four were shot, one fatally": four were hit, and so is everybody who is said to be shot.
            indicator: if with_dead && run[0].indicator == "people" {
                "injured".into()
            } else {
                run[0].indicator.clone()
            },
            count,
            with_dead,
            by_figure: !run.iter().all(is_single),
            at_least: false,
            update: run.len() == 1 && has_rule(&run[0], RANKED),
            modality: run[0].modality,
            time: run[0].time,
            lead: run[0].scope == Scope::Headline || run[0].span.start < begin.saturating_add(LEAD),
            span: run[0].span.join(run[run.len() - 1].span),
        });
        from = to;
    }
    told.extend(named_events(pack, tokens, begin));
    told
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
                let indicator = if with_dead { "injured" } else { "killed" }.to_owned();
                told.push(Told {
                    indicator,
                    count,
                    with_dead,
                    by_figure: true,
                    at_least: kind == SingleKind::DeadAtLeast,
                    update: false,
                    modality: Modality::Actual,
                    time: None,
                    lead: true,
                    span,
                });
            }
        }
    }
    told
}

/// "Three others were shot": a figure alone that counts none of those told of before.
fn is_besides(pack: &Pack, tokens: &Tokens, run: &[Claim]) -> bool {
    let [claim] = run else { return false };
    let Some(at) = tokens.sentence_at_byte(claim.span.start) else { return false };
    let all = &tokens.tokens[..tokens.sentences[at].last];
    let next = all.partition_point(|token| token.span.start < claim.span.end);
    !is_single(claim) && next < all.len() && reads(pack, all, next, SingleKind::Besides)
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
        [whole, parts @ ..] if parts.len() >= 2 && sum(parts) == count_of(whole) => count_of(whole),
        run => sum(run),
    }
}

/// Whether a count goes on a list with the one before: joined by "and" or a comma, without words for parts.
fn goes_on(pack: &Pack, report: &Report, tokens: &Tokens, before: &Claim, claim: &Claim) -> bool {
    let at = |claim: &Claim| tokens.sentence_at_byte(claim.span.start);
    let (Some(sentence), Some(other)) = (at(before), at(claim)) else { return false };
    // "A girl was shot, three others were hurt" may tell of one twice.
    let alike = has_rule(before, WITH_DEAD) == has_rule(claim, WITH_DEAD) && before.modality == claim.modality;
    let ranked = has_rule(before, RANKED) || has_rule(claim, RANKED);
    if sentence != other || before.indicator != claim.indicator || !alike || ranked {
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
    let part = !named && !is_single(claim) && claim.counted.is_none();
    (joined || myself) && !part
}

/// The mentions with a number for every person who is told without a figure.
fn add_singles(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<Mention> {
    let mut found: Vec<Single> = Vec::new();
    for sentence in &tokens.sentences {
        let all = &tokens.tokens[sentence.first..sentence.last];
        let headline = sentence.kind == BlockKind::Headline;
        let mut at = 0;
        // Whether the words so far lead on to another of a list, and where the last person ended.
        let (mut listed, mut ended) = (false, None);
        while at < all.len() {
            let mark = all[at].span.of(&report.text);
            let opens = listed || headline && (at == 0 || opens_phrase(pack, report, all, at - 1));
            if let Some((single, next)) = single_at(pack, report, all, at, opens) {
                match found.last_mut().filter(|last| joins(pack, all, last, &single, ended)) {
                    Some(last) => (last.span, last.count) = (last.span.join(single.span), last.count + single.count),
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
}

impl Single {
    fn mention(self) -> Mention {
        let Self { span, rank, count } = self;
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
        let rule = if rank.is_some() { RANKED } else { SINGLE };
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
        return Some((Single { span: span(at, at + length), rank: None, count: 1 }, at + length));
    }
    let article = reads(pack, all, at, SingleKind::Article);
    // "Killed 2-year-old Ann Roe": an age is a person's, with an article or without.
    let age = all[at].kind == TokenKind::Digits && reads(pack, all, at + 1, SingleKind::Age);
    if !(article || opens || age) || at > 0 && reads(pack, all, at - 1, SingleKind::Agent) {
        return None;
    }
    let start = if article { at + 1 } else { at };
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
        return Some((Single { span: span(at, end), rank: None, count: 2 }, end));
    }
    let (mut aged, mut rank, mut next) = (None, None, start);
    while next < all.len() && next - start < INSIDE {
        let mark = all[next].span.of(&report.text);
        match single(pack, all, next) {
            Some((length, kind @ (SingleKind::Person | SingleKind::Casualty), _)) => {
                let behind = all.get(next + length).map(|token| token.span.of(&report.text));
                if behind.is_some_and(|mark| mark.starts_with(['\'', '’'])) {
                    return None;
                }
                // Without words before it the person stands for the figure itself.
                let end = if next > at { next } else { next + length };
                let rank = rank.filter(|_| kind == SingleKind::Casualty);
                return Some((Single { span: span(at, end), rank, count: 1 }, next + length));
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
    // "A 15-year-old was killed."
    aged.map(|aged| (Single { span: span(at, aged), rank: None, count: 1 }, aged))
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
    use crate::pack::tokenize_report;
    use crate::resources::Resources;

    /// What a text tells of: indicator, count and, where it may hold dead, a plus.
    fn told(text: &str) -> Vec<String> {
        let resources = Resources::embedded().unwrap();
        let report = Report { published: Some("2022-09-22".parse().unwrap()), ..Report::plain("en", text) };
        let pack = resources.packs.of(&report.lang);
        let tokens = tokenize_report(pack, &report);
        let mentions = crate::mentions::find_mentions(pack, &resources.gazetteer, &report, &tokens);
        let told = read_told(pack, &report, &tokens, &mentions);
        let befell = told.iter().filter(|told| told.indicator != "people");
        befell
            .map(|told| {
                format!("{} {}{}", told.indicator, told.count.to_whole(), if told.with_dead { "+" } else { "" })
            })
            .collect()
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
        ] {
            let read = told(text);
            assert!(read.iter().any(|told| told == expected), "{text}: {read:?}, expected {expected}");
            let more = read.iter().filter(|told| told.starts_with("killed")).map(|told| &told[7..]);
            assert!(more.clone().all(|count| count <= &expected[7..]), "{text}: {read:?}");
        }
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
    }
}
