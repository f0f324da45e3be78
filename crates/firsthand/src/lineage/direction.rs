//! Who came first? Credits and links say it, times, slips and foreign words tell it, and what contradicts itself is left
//! open.
//! Not here: whether the two are kin; that is `judge`.

use super::Material;
use super::align::Alignment;
use crate::model::{
    BlockKind, Published, Reading, Report, Role, Span, Surface, SurfaceWord, bare_address, plain_address,
};
use std::collections::{BTreeMap, BTreeSet};

/// Which way a text went.
pub(super) enum Way {
    /// One of the two is the copy, for these reasons.
    Child {
        /// Whether it is the one.
        one: bool,
        /// Names of rules.
        why: Vec<&'static str>,
    },
    /// Nothing tells, or these are at odds.
    Unknown {
        /// Names of rules.
        why: Vec<&'static str>,
    },
    /// Both credit the same agency: copies of a page that is not here.
    SameWire,
}

/// Finds which of two kin is the copy. `linked` is the linked share of (one, other) in thousandths.
///
/// What a page says of itself (credits, links) goes before what can be seen in it; containment speaks last, since a
/// text may grow as well as be cut.
pub(super) fn find_child(one: &Material<'_>, other: &Material<'_>, alignment: &Alignment, linked: (u32, u32)) -> Way {
    if let Some(way) = find_version(one.report, other.report) {
        return way;
    }
    let wires = (wires_of(one), wires_of(other));
    let credits = (
        names_outlet(one.report, one.surface, other.report) || credits_outlet(&wires.0, other.report),
        names_outlet(other.report, other.surface, one.report) || credits_outlet(&wires.1, one.report),
    );
    let links = (links_to(one.report, other.report), links_to(other.report, one.report));
    let canonical = (is_canonical(one.report, other.report), is_canonical(other.report, one.report));
    let translated = one.report.lang != other.report.lang;
    let translations = (translated && says_translated(one), translated && says_translated(other));
    let said = [
        one_sided(credits).map(|one| (one, "credit-line")),
        one_sided(canonical).map(|one| (one, "canonical-link")),
        one_sided(translations).map(|one| (one, "translation-credit")),
        one_sided(links).map(|one| (one, "link")),
    ];
    if let Some(way) = decide(said) {
        return way;
    }
    if wires.0.keys().any(|agency| wires.1.contains_key(agency)) {
        return Way::SameWire;
    }
    let earlier = match (&one.report.published, &other.report.published) {
        (Some(mine), Some(theirs)) => is_later(mine, theirs),
        _ => None,
    };
    let (slip, foreign) = if one.report.lang == other.report.lang {
        (one_sided((inherits_slip(one, other, alignment, true), inherits_slip(other, one, alignment, false))), None)
    } else {
        (None, find_foreign(one.surface, other.surface, &one.report.text, &other.report.text))
    };
    let told = [
        earlier.map(|one| (one, "earlier")),
        slip.map(|one| (one, "inherited-error")),
        foreign.map(|one| (one, "translation-artefact")),
    ];
    if let Some(way) = decide(told) {
        return way;
    }
    let (one_inside, other_inside) = linked;
    if one_inside >= 850 && other_inside < 700 {
        return Way::Child { one: true, why: vec!["contained"] };
    }
    if other_inside >= 850 && one_inside < 700 {
        return Way::Child { one: false, why: vec!["contained"] };
    }
    Way::Unknown { why: Vec::new() }
}

/// Two texts at one address are two versions of one page: the later one, by its last change, comes from the earlier.
fn find_version(one: &Report, other: &Report) -> Option<Way> {
    let address =
        |report: &Report| report.url.as_deref().map(bare_address).map(str::to_owned).filter(|url| !url.is_empty());
    if address(one).is_none() || address(one) != address(other) {
        return None;
    }
    let changed = |report: &Report| report.modified.clone().or_else(|| report.published.clone());
    let later = changed(one).zip(changed(other)).and_then(|(one, other)| is_later(&one, &other));
    Some(match later {
        Some(one) => Way::Child { one, why: vec!["same-address", "earlier"] },
        None => Way::Unknown { why: vec!["same-address"] },
    })
}

/// What all that speak agree on; at odds, all are named and the way is unknown. `None` where none speaks.
fn decide<const N: usize>(votes: [Option<(bool, &'static str)>; N]) -> Option<Way> {
    let votes: Vec<(bool, &'static str)> = votes.into_iter().flatten().collect();
    let why = votes.iter().map(|(_, why)| *why).collect();
    let (one, _) = *votes.first()?;
    let agreed = votes.iter().all(|(vote, _)| *vote == one);
    Some(if agreed { Way::Child { one, why } } else { Way::Unknown { why } })
}

fn one_sided(both: (bool, bool)) -> Option<bool> {
    (both.0 != both.1).then_some(both.0)
}

/// Whether the one came out after the other; a bare date is the whole day, and the next day begins where it ends.
fn is_later(one: &Published, other: &Published) -> Option<bool> {
    let before = |a: &Published, b: &Published| a.end() <= b.start() && a.start() < b.start();
    match (before(one, other), before(other, one)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// The agencies that a report credits for its text, by key, with the name as written: in a credit line, in a dateline
/// or in brackets, or as the source of its opening or last sentences. Credits of pictures are not among them.
fn wires_of<'a>(end: &Material<'a>) -> BTreeMap<&'a str, &'a str> {
    let quoted: BTreeSet<Span> = end
        .mentions()
        .iter()
        .filter_map(|mention| match &mention.reading {
            Reading::Quote(quote) => quote.source_span,
            _ => None,
        })
        .collect();
    let mut wires = BTreeMap::new();
    for mention in end.mentions() {
        let Reading::Agent(agent) = &mention.reading else { continue };
        if agent.role == Role::Agency && is_credit(end, mention.span, quoted.contains(&mention.span)) {
            wires.entry(agent.key.as_str()).or_insert(agent.name.as_str());
        }
    }
    wires
}

fn is_credit(end: &Material<'_>, span: Span, is_source: bool) -> bool {
    /// Sentences of the opening, headline included, and of the end.
    const EDGE: (usize, usize) = (4, 2);
    /// Words of a line that holds nothing but a credit.
    const SHORT: usize = 6;
    match end.report.block_at(span.start).map(|block| block.kind) {
        Some(BlockKind::Credit) => return true,
        Some(BlockKind::Caption | BlockKind::Teaser | BlockKind::Advert | BlockKind::Comment) => return false,
        _ => {}
    }
    let sentences = &end.surface.sentences;
    let at = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    let Some(sentence) = sentences.get(at) else { return false };
    if at >= EDGE.0 && at + EDGE.1 < sentences.len() {
        return false;
    }
    let text = &end.report.text;
    let before = text[..span.start].trim_end().chars().next_back();
    let after = text[span.end..].trim_start().chars().next();
    let enclosed = matches!(before, Some('(' | '[' | '/' | '|')) || matches!(after, Some(')' | ']'));
    let signed = matches!(before, Some('—' | '–' | '-')) && span.end >= sentence.span.end;
    let opens = matches!(after, Some('—' | '–' | ':')) && span.start <= sentence.span.start + 40;
    let alone = end.surface.words_of(sentence).len() <= SHORT && at + EDGE.1 >= sentences.len();
    enclosed || signed || opens || alone || is_source
}

/// Whether one of these agencies is the other's outlet: `afp.com`, `Agence France-Presse`, `apnews.com`.
fn credits_outlet(wires: &BTreeMap<&str, &str>, other: &Report) -> bool {
    let Some(outlet) = &other.outlet else { return false };
    let label = outlet_label(outlet);
    wires.iter().any(|(key, name)| {
        let key = fold_name(key);
        label == key || label.strip_suffix("news") == Some(&key) || label == fold_name(name)
    })
}

/// What an outlet is called: `www.harbourpost.example` and `Harbour Post` are one.
fn outlet_label(outlet: &str) -> String {
    let host = outlet.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    fold_name(if outlet.contains(' ') { outlet } else { host.split(['.', '/', ':']).next().unwrap_or("") })
}

fn fold_name(text: &str) -> String {
    fold(text).collect()
}

fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Whether a report credits somebody for its translation.
fn says_translated(end: &Material<'_>) -> bool {
    end.mentions().iter().any(|mention| matches!(mention.reading, Reading::Translation))
}

/// Whether a report gives the other's address as that of its original.
fn is_canonical(report: &Report, other: &Report) -> bool {
    let (Some(canonical), Some(url)) = (&report.canonical, &other.url) else { return false };
    // An archive's copy is not its own original.
    let itself = |url: &String| plain_address(url) == plain_address(canonical);
    bare_address(url) == bare_address(canonical) && !report.url.as_ref().is_some_and(itself)
}

/// Whether a report's text holds the other's address.
fn links_to(report: &Report, other: &Report) -> bool {
    let Some(url) = &other.url else { return false };
    if report.url.as_ref() == Some(url) {
        return false;
    }
    let bare = bare_address(url);
    bare.split_once('/').is_some_and(|(host, path)| !host.is_empty() && path.len() >= 4) && report.text.contains(bare)
}

/// Whether the first or last lines of a report name the other's outlet: `Source: The Sun`, `read more from dailymail`.
fn names_outlet(report: &Report, surface: &Surface, other: &Report) -> bool {
    let Some(outlet) = &other.outlet else { return false };
    if report.outlet.as_ref() == Some(outlet) {
        return false;
    }
    let name = outlet_label(outlet);
    if name.chars().count() < 3 {
        return false;
    }
    let count = surface.sentences.len();
    let edge = |at: usize| at < 2 || at + 4 > count;
    surface.sentences.iter().enumerate().any(|(at, sentence)| {
        let words = surface.words_of(sentence);
        let short = words.len() <= 12;
        (sentence.furniture || (edge(at) && short) || (edge(at) && name.len() >= 6))
            && (0..words.len()).any(|first| begin_with(&words[first..], &report.text, &name))
    })
}

/// Whether words, joined, begin with a folded name that ends where one of them ends.
fn begin_with(words: &[SurfaceWord], text: &str, name: &str) -> bool {
    let mut rest = name.chars();
    for word in words {
        if fold(word.span.of(text)).any(|letter| rest.next() != Some(letter)) {
            return false;
        }
        if rest.as_str().is_empty() {
            return true;
        }
    }
    false
}

/// Whether `end` carries a slip of `there` along: a name in passages of both that `there` spells otherwise twice or
/// more, and `end` never.
fn inherits_slip(end: &Material<'_>, there: &Material<'_>, alignment: &Alignment, end_is_one: bool) -> bool {
    let taken: BTreeSet<usize> =
        alignment.links.iter().map(|link| if end_is_one { link.one } else { link.other }).collect();
    let mine = names_of(end);
    let theirs = names_of(there);
    theirs.iter().any(|(word, (count, text))| {
        *count == 1
            && mine.contains_key(word)
            && is_in(end.surface, &taken, *word)
            && theirs.iter().any(|(far, (often, other))| *often >= 2 && !mine.contains_key(far) && is_slip(text, other))
    })
}

fn is_in(surface: &Surface, sentences: &BTreeSet<usize>, word: u64) -> bool {
    sentences.iter().any(|at| surface.words_of(&surface.sentences[*at]).iter().any(|found| found.word == word))
}

/// Names of six letters or more: how often they stand in the text, and as written.
fn names_of<'a>(end: &Material<'a>) -> BTreeMap<u64, (u32, &'a str)> {
    let mut names = BTreeMap::new();
    for sentence in end.surface.sentences.iter().filter(|sentence| sentence.counts()) {
        for word in end.surface.words_of(sentence).iter().filter(|word| word.name && word.letters >= 6) {
            names.entry(word.word).or_insert((0, word.span.of(&end.report.text))).0 += 1;
        }
    }
    names
}

/// One letter dropped, doubled, exchanged or swapped with the next, between the first and the last three: endings are
/// inflection.
fn is_slip(one: &str, other: &str) -> bool {
    const ENDING: usize = 3;
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > 1 || one == other {
        return false;
    }
    let front = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let back = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let back = back.min(one.len().min(other.len()) - front);
    let (left, right) = (&one[front..one.len() - back], &other[front..other.len() - back]);
    let small = match (left, right) {
        ([], [_]) | ([_], []) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    };
    small && front >= 1 && back >= ENDING
}

/// Whether the one holds words that were left in the other's language: three in a row that stand in both, all in small
/// letters, which one text uses again and again and the other nowhere else. `None` where neither does, or both do.
fn find_foreign(one: &Surface, other: &Surface, text: &str, far: &str) -> Option<bool> {
    let (ones, others) = (small_triples(one, text), small_triples(other, far));
    let shared: Vec<[u64; 3]> = ones.intersection(&others).copied().collect();
    let words: BTreeSet<u64> = shared.iter().flatten().copied().collect();
    if words.is_empty() {
        return None;
    }
    let count = |surface: &Surface| -> BTreeMap<u64, usize> {
        let mut counts = BTreeMap::new();
        for word in surface.words.iter().filter(|word| words.contains(&word.word)) {
            *counts.entry(word.word).or_default() += 1;
        }
        counts
    };
    let (mine, theirs) = (count(one), count(other));
    // How often beyond the phrases themselves.
    let beyond = |counts: &BTreeMap<u64, usize>, three: &[u64; 3]| -> usize {
        three
            .iter()
            .map(|word| {
                let within = shared.iter().flatten().filter(|other| *other == word).count();
                counts.get(word).copied().unwrap_or(0).saturating_sub(within)
            })
            .sum()
    };
    let is_guest = |guest: &BTreeMap<u64, usize>, home: &BTreeMap<u64, usize>| {
        shared.iter().any(|three| beyond(guest, three) == 0 && beyond(home, three) >= 2)
    };
    one_sided((is_guest(&mine, &theirs), is_guest(&theirs, &mine)))
}

fn small_triples(surface: &Surface, text: &str) -> BTreeSet<[u64; 3]> {
    let small = |word: &SurfaceWord| word.letters >= 2 && !word.span.of(text).starts_with(char::is_uppercase);
    let mut triples = BTreeSet::new();
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        for three in surface.words_of(sentence).windows(3).filter(|three| three.iter().all(small)) {
            triples.insert([three[0].word, three[1].word, three[2].word]);
        }
    }
    triples
}
