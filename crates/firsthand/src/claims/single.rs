//! Which persons does a text tell of without a figure: "a man and his daughter", "Ann Roe, 24,", "a third victim"? Each
//! becomes a mention with a number, for a story's state alone. Not here: what befell them (`toll`).

use crate::model::{
    Amount, BlockKind, Interval, Mention, Modifier, Number, Reading, Report, Span, Token, TokenCase, TokenKind, Tokens,
};
use crate::pack::{ClaimWord, CueKind, Pack, SingleKind};
use std::collections::BTreeSet;

/// The rule of a person who is told without a figure.
pub(super) const SINGLE: &str = "single";
/// The rule of such a person whose own word stands for the figure, besides.
pub(super) const PERSON: &str = "single/person";
/// The rule of one of several, besides.
pub(super) const ONE_OF: &str = "single/one-of";
/// The rule of a person whom a rank counts.
pub(super) const RANKED: &str = "single/ranked";
/// Words that may stand between an article and its person: "a 24-year-old Denver man".
pub(super) const INSIDE: usize = 6;
/// Tokens of a phrase for what happened before one that may be in it.
pub(super) const WITHIN: usize = 3;
/// Nobody is older; in years.
pub(super) const OLDEST: u16 = 115;

/// The mentions with a number for every person who is told without a figure.
pub(super) fn add_singles(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<Mention> {
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
pub(super) fn is_found(pack: &Pack, all: &[Token], at: usize) -> bool {
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
    // A longer list is one of something else, and would be read again from each of its names.
    const MOST: i64 = 20;
    let (mut to, mut count, mut last) = (name(at)?, 1, false);
    while !last {
        if count == MOST {
            return None;
        }
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
pub(super) fn covers(pack: &Pack, all: &[Token], at: usize, length: usize) -> bool {
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
pub(super) fn single(pack: &Pack, all: &[Token], at: usize) -> Option<(usize, SingleKind, Option<i64>)> {
    let (length, rules) = pack.claim.singles.longest(all, at)?;
    let rule = &pack.claim.singles.rule(*rules.first()?).means;
    Some((length, rule.reads, rule.count))
}

pub(super) fn reads(pack: &Pack, all: &[Token], at: usize, kind: SingleKind) -> bool {
    pack.claim
        .singles
        .longest(all, at)
        .is_some_and(|(_, rules)| rules.iter().any(|rule| pack.claim.singles.rule(*rule).means.reads == kind))
}

pub(super) fn cue_at(pack: &Pack, all: &[Token], at: usize, kind: CueKind) -> bool {
    words_at(pack, all, at).any(|word| matches!(word, ClaimWord::Cue(cue) if cue.reads == kind))
}

pub(super) fn words_at<'p>(pack: &'p Pack, all: &[Token], at: usize) -> impl Iterator<Item = &'p ClaimWord> {
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

pub(super) fn is_name(token: &Token) -> bool {
    token.kind == TokenKind::Word && token.case == TokenCase::Title
}
