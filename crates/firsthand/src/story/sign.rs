//! What a report is about, in a form that can be kept and compared: names, words, figures, places, days, counts.
//! Not here: whether two reports tell of one story (`compare`), under which keys an index finds them (`keys`).

use super::Signature;
use crate::model::{
    Claim, Measure, Mention, Modality, Period, PlacePrecision, Reading, Report, Role, Surface, SurfaceFigure,
    stem_rarity,
};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// Names kept of a report, heaviest first.
const NAMES: usize = 64;
/// Words kept of a report, heaviest first.
const WORDS: usize = 128;
/// Figures kept of a report.
const FIGURES: usize = 32;
/// Places kept of a report, heaviest first.
const PLACES: usize = 12;
/// Words of the lead, which says what the report is about: they count double.
const LEAD: usize = 60;
/// Places named so early weigh double.
const LEAD_BYTES: usize = 400;
/// Days further from publication are background.
const NEAR_DAYS: u32 = 40;

/// Reads the signature.
pub(super) fn read_signature(report: &Report, surface: &Surface, mentions: &[Mention], claims: &[Claim]) -> Signature {
    let mut names: BTreeMap<u32, (u32, u64)> = BTreeMap::new();
    let mut frames: BTreeMap<u32, (u32, u64)> = BTreeMap::new();
    let mut words: BTreeMap<u32, (u32, u64)> = BTreeMap::new();
    let mut figures = Vec::new();
    let mut read = 0;
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        let there = surface.words_of(sentence);
        let lead = if read < LEAD { 2 } else { 1 };
        read += there.len();
        for word in there {
            let count = |list: &mut BTreeMap<u32, (u32, u64)>, key: u64| {
                list.entry(key as u32).or_insert((0, word.stem)).0 += lead;
            };
            if word.name && word.frame != 0 {
                count(&mut names, word.stem);
                count(&mut frames, word.frame);
            }
            if word.letters >= 5 {
                count(&mut words, word.stem);
            }
        }
        let counted = surface.figures_of(sentence).iter().filter(|figure| figure.value.len() >= 2 && !figure.is_year());
        figures.extend(counted.map(|figure| SurfaceFigure::hash(figure) as u32));
    }
    sort_distinct(&mut figures);
    figures.truncate(FIGURES);
    let mut places: BTreeMap<u32, u32> = BTreeMap::new();
    let mut days = Vec::new();
    let published = report.published.as_ref().map(|published| day_number(published.date()));
    for mention in mentions {
        match &mention.reading {
            Reading::Toponym(place) if place.precision <= PlacePrecision::District => {
                *places.entry(hash(&place.id)).or_default() += if mention.span.start < LEAD_BYTES { 2 } else { 1 };
            }
            Reading::Timex(time) => days.extend(time.period.and_then(Period::single_day).map(day_number)),
            _ => {}
        }
    }
    let (mut counts, mut running) = (Vec::new(), Vec::new());
    for claim in claims.iter().filter(|claim| claim.modality == Modality::Actual) {
        days.extend(claim.time.and_then(Period::single_day).map(day_number));
        if let Some(value) = &claim.value {
            counts.push((hash(&claim.indicator), hash(&value.to_string())));
        }
        running.extend(running_count(claim));
    }
    days.retain(|day| published.is_none_or(|published| day.abs_diff(published) < NEAR_DAYS));
    sort_distinct(&mut days);
    sort_distinct(&mut counts);
    sort_distinct(&mut running);
    let places = places.into_iter().map(|(place, count)| (place, weigh(count, 16))).collect();
    Signature {
        lang: report.lang.code().to_owned(),
        names: heaviest(&names, NAMES),
        frames: heaviest(&frames, NAMES),
        words: heaviest(&words, WORDS),
        figures,
        places: cut_heaviest(places, PLACES),
        published,
        days,
        counts,
        running,
    }
}

/// A count that a named counter carries on: its series goes on through the story.
fn running_count(claim: &Claim) -> Option<u32> {
    let source = claim.source.as_ref().filter(|source| source.role == Role::Counter)?;
    let place = claim.place.as_ref()?;
    let place = place.id.as_ref().or(place.country.as_ref())?;
    let value = claim.value.as_ref().is_some_and(|value| value.to_whole() >= 10);
    (claim.measure == Measure::Cumulative && value)
        .then(|| hash(&format!("{}\n{}\n{place}\n{}", source.key, claim.indicator, claim.unit)))
}

fn hash(text: &str) -> u32 {
    xxh3_64(text.as_bytes()) as u32
}

fn sort_distinct<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

fn day_number(date: jiff::civil::Date) -> i32 {
    jiff::civil::date(1970, 1, 1).until(date).map_or(0, |span| span.get_days())
}

/// How much a word says: the root of how often it stands there, times its rarity.
fn weigh(count: u32, rarity: u8) -> u16 {
    u16::try_from((count * 256).isqrt() * u32::from(rarity) / 16).unwrap_or(u16::MAX)
}

fn heaviest(counts: &BTreeMap<u32, (u32, u64)>, most: usize) -> Vec<(u32, u16)> {
    let list = counts.iter().map(|(key, (count, stem))| (*key, weigh(*count, stem_rarity(*stem)))).collect();
    cut_heaviest(list, most)
}

/// The heaviest entries, ties by key; sorted by key.
fn cut_heaviest(mut list: Vec<(u32, u16)>, most: usize) -> Vec<(u32, u16)> {
    list.retain(|(_, weight)| *weight > 0);
    list.sort_unstable_by_key(|(key, weight)| (std::cmp::Reverse(*weight), *key));
    list.truncate(most);
    list.sort_unstable();
    list
}
