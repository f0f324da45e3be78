//! Index keys of a report: what two texts of one origin share, and hardly any two others.
//! Not here: whether they are of one origin; that is `judge`.

use crate::model::{Surface, SurfaceWord, mix};

/// Sampled pairs of neighbouring content words: two human translations of one text share about one in six.
const WORDS: usize = 40;
/// Sampled pairs of neighbouring names.
const NAMES: usize = 28;
/// Pairs of neighbouring figures and figures that are rare by themselves.
const FIGURES: usize = 28;
/// Names and figures sampled from the whole text ...
const ITEMS: usize = 10;
/// ... and sampled pairs of these: what carries a translation over.
const PAIRS: usize = 45;

/// At most 141 keys, sorted, distinct. Samples are the least hashes, so that they do not depend on a text's length
/// or order.
pub(super) fn keys_of(surface: &Surface) -> Vec<u64> {
    let mut words = Vec::new();
    let mut names = Vec::new();
    let mut figures = Vec::new();
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        let content: Vec<&SurfaceWord> =
            surface.words_of(sentence).iter().filter(|w| w.letters >= 5 || w.name).collect();
        for three in content.windows(3) {
            words.push(pair(1, three[0].stem, three[1].stem));
            words.push(pair(1, three[0].stem, three[2].stem));
        }
        let framed: Vec<&SurfaceWord> =
            surface.words_of(sentence).iter().filter(|w| w.frame != 0 && (w.name || w.consonants >= 4)).collect();
        for four in framed.windows(4) {
            for other in &four[1..] {
                names.push(pair(2, four[0].frame, other.frame));
            }
        }
        let there = surface.figures_of(sentence);
        for figure in there {
            if figure.digits() >= 3 && !figure.is_year() && !figure.value.ends_with("00") {
                figures.push(pair(3, figure.hash(), 0));
            }
            for word in framed.iter().filter(|w| w.name).take(8) {
                names.push(pair(4, figure.hash(), word.frame));
            }
        }
    }
    for two in surface.figures.windows(3) {
        figures.push(pair(5, two[0].hash(), two[1].hash()));
        figures.push(pair(5, two[0].hash(), two[2].hash()));
    }
    let items = sample_items(surface);
    let mut pairs = Vec::with_capacity(ITEMS * ITEMS / 2);
    for (at, one) in items.iter().enumerate() {
        pairs.extend(items[at + 1..].iter().map(|other| pair(6, *one, *other)));
    }
    let mut keys = Vec::with_capacity(WORDS + NAMES + FIGURES + PAIRS);
    for (mut kind, most) in [(words, WORDS), (names, NAMES), (figures, FIGURES), (pairs, PAIRS)] {
        kind.sort_unstable();
        kind.dedup();
        kind.truncate(most);
        keys.extend(kind);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The least hashes of the names and figures; figures are drawn four times as readily.
fn sample_items(surface: &Surface) -> Vec<u64> {
    let mut items = Vec::new();
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        let framed = surface.words_of(sentence).iter().filter(|w| w.consonants >= 4 && (w.name || w.letters >= 8));
        items.extend(framed.map(|word| (mix(6, word.frame), word.frame)));
        let figures = surface.figures_of(sentence).iter().filter(|figure| figure.digits() >= 2 && !figure.is_year());
        items.extend(figures.map(|figure| (mix(6, figure.hash()) >> 2, figure.hash())));
    }
    items.sort_unstable();
    items.dedup();
    items.truncate(ITEMS);
    items.into_iter().map(|(_, item)| item).collect()
}

/// See [`super::weigh_shared_keys`]. Across languages there is less to share: of the translations in the pool that the
/// samples were tuned on, one in ten shares a single key, and `judge` refuses most other pairs by a glance.
pub(super) fn weigh_shared_keys(shared: &[u64], rare: bool, same_language: Option<bool>) -> bool {
    match same_language {
        Some(true) => shared.len() >= 2 && shared.iter().any(|key| key & 7 == 1),
        Some(false) | None => shared.len() >= 2 || (rare && !shared.is_empty()),
    }
}

/// A key says its kind in the last three bits, above them 48 bits of hash: short differences in a sorted index.
fn pair(kind: u64, one: u64, other: u64) -> u64 {
    let hash = mix(kind, mix(one.min(other), one.max(other)));
    (hash >> 16) << 3 | kind
}
