//! Index keys of a report: what two texts of one origin share, and hardly any two others.
//! Not here: whether they are of one origin; that is `judge`.

use super::align::mix;
use crate::model::{Surface, SurfaceWord};

/// Sampled pairs of neighbouring content words: two human translations of one text share about one in six.
const WORDS: usize = 64;
/// Sampled pairs of neighbouring names.
const NAMES: usize = 32;
/// Pairs of neighbouring figures and figures that are rare by themselves.
const FIGURES: usize = 40;

/// At most 136 keys, sorted, distinct. Samples are the least hashes, so that they do not depend on a text's length
/// or order.
pub(super) fn keys_of(surface: &Surface) -> Vec<u64> {
    let mut words = Vec::new();
    let mut names = Vec::new();
    let mut figures = Vec::new();
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        let content: Vec<&SurfaceWord> = surface.words_of(sentence).iter().filter(|w| w.letters >= 5 || w.name).collect();
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
    let mut keys = Vec::with_capacity(WORDS + NAMES + FIGURES);
    for (mut kind, most) in [(words, WORDS), (names, NAMES), (figures, FIGURES)] {
        kind.sort_unstable();
        kind.dedup();
        kind.truncate(most);
        keys.extend(kind);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn pair(kind: u64, one: u64, other: u64) -> u64 {
    mix(kind, mix(one.min(other), one.max(other)))
}
