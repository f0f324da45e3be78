//! What a report is about, in a form that can be kept and compared: names, words, figures, days.
//! Not here: whether two reports tell of one story; that is `compare`.

use super::Signature;
use crate::model::{Claim, Mention, Reading, Report, Surface};
use std::collections::BTreeMap;

/// Names kept of a report, heaviest first.
const NAMES: usize = 48;
/// Words kept of a report, heaviest first.
const WORDS: usize = 64;
/// Figures kept of a report.
const FIGURES: usize = 32;
/// Names and words that make index keys, each paired with each of its kind.
const KEYED: usize = 10;

/// Reads the signature. Names and words of the first sentences weigh double: the lead says what the report is about.
pub(super) fn read_signature(report: &Report, surface: &Surface, mentions: &[Mention], claims: &[Claim]) -> Signature {
    let mut names: BTreeMap<u64, u32> = BTreeMap::new();
    let mut words: BTreeMap<u64, u32> = BTreeMap::new();
    let mut figures = Vec::new();
    let mut read = 0;
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        let there = surface.words_of(sentence);
        let lead = if read < 60 { 2 } else { 1 };
        read += there.len();
        for word in there {
            if word.name && word.frame != 0 {
                *names.entry(word.frame).or_default() += lead;
            }
            if word.letters >= 5 {
                *words.entry(word.stem).or_default() += lead;
            }
        }
        let counted = surface.figures_of(sentence).iter().filter(|figure| figure.digits() >= 2 && !figure.is_year());
        figures.extend(counted.map(crate::model::SurfaceFigure::hash));
    }
    figures.sort_unstable();
    figures.dedup();
    figures.truncate(FIGURES);
    let mut places: Vec<String> = mentions
        .iter()
        .filter_map(|mention| match &mention.reading {
            Reading::Toponym(place) => Some(place.id.clone()),
            _ => None,
        })
        .chain(claims.iter().filter_map(|claim| claim.place.as_ref()?.id.clone()))
        .collect();
    places.sort();
    places.dedup();
    let mut days: Vec<i64> = claims.iter().filter_map(|claim| Some(day_number(claim.time?.single_day()?))).collect();
    days.sort_unstable();
    days.dedup();
    let mut signature = Signature {
        keys: Vec::new(),
        lang: report.lang.code().to_owned(),
        names: heaviest(&names, NAMES),
        words: heaviest(&words, WORDS),
        figures,
        places,
        published: report.published.as_ref().map(|published| day_number(published.date())),
        days,
    };
    signature.keys = keys_of(&signature, &names, &words);
    signature
}

fn day_number(date: jiff::civil::Date) -> i64 {
    jiff::civil::date(1970, 1, 1).until(date).map_or(0, |span| i64::from(span.get_days()))
}

/// The heaviest entries, ties by key; sorted by key.
fn heaviest(weights: &BTreeMap<u64, u32>, most: usize) -> Vec<(u64, u32)> {
    let mut list: Vec<(u64, u32)> = weights.iter().map(|(key, weight)| (*key, *weight)).collect();
    list.sort_by_key(|(key, weight)| (std::cmp::Reverse(*weight), *key));
    list.truncate(most);
    list.sort_unstable();
    list
}

fn keys_of(signature: &Signature, names: &BTreeMap<u64, u32>, words: &BTreeMap<u64, u32>) -> Vec<u64> {
    let mut keys = Vec::new();
    let mut pair_up = |kind: u64, list: Vec<(u64, u32)>| {
        for (at, one) in list.iter().enumerate() {
            keys.extend(list[at + 1..].iter().map(|other| mix(kind, mix(one.0.min(other.0), one.0.max(other.0)))));
        }
    };
    pair_up(11, heaviest(names, KEYED));
    pair_up(12, heaviest(words, KEYED));
    let top = heaviest(names, 3);
    for figure in signature.figures.iter().take(8) {
        keys.extend(top.iter().map(|name| mix(13, mix(*figure, name.0))));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn mix(one: u64, other: u64) -> u64 {
    let mixed = (one.rotate_left(21) ^ other).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}
