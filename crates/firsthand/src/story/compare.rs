//! Whether two signatures tell of one story.
//! Not here: copying; that is `lineage`.

use super::Signature;

// Tuned on 85 stories that come in look-alike pairs (982 English texts without dates; first half only) and on 401
// dated reports of 83 shootings, 2026. Lower floors join look-alikes faster than they find late reports.

/// Likeness of two reports within [`NEAR`] days.
const DATED: u32 = 550;
/// Likeness of two reports further apart, up to [`FAR`] days.
const LATER: u32 = 680;
/// Likeness where a report has no date.
const UNDATED: u32 = 750;
/// Likeness where the two are months apart: a story taken up again.
const TAKEN_UP: u32 = 950;
const NEAR: i64 = 10;
const FAR: i64 = 30;

/// One rule in one language: names, words and figures together. Another across languages: names alone, and five of
/// them, since two or three are any capital and its president.
pub(super) fn is_one_story(one: &Signature, other: &Signature) -> bool {
    let likeness = liken(one, other);
    let Some(words) = likeness.words else {
        let floor = if likeness.apart.is_some_and(|days| days <= NEAR) { 250 } else { 350 };
        return likeness.common_names >= 5 && likeness.names >= floor && likeness.apart.is_none_or(|days| days <= FAR);
    };
    let floor = match likeness.apart {
        None => UNDATED,
        Some(days) if days <= NEAR => DATED,
        Some(days) if days <= FAR => LATER,
        Some(_) => TAKEN_UP,
    };
    let sum = likeness.names + words * 7 / 10 + 30 * likeness.figures.min(3);
    likeness.common_names >= 2 && sum >= floor
}

/// How alike two signatures are, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Likeness {
    /// Cosine of the names.
    names: u32,
    /// Names in common.
    common_names: u32,
    /// Cosine of the words; none across languages.
    words: Option<u32>,
    /// Figures in common.
    figures: u32,
    /// Days between the two publications.
    apart: Option<i64>,
}

fn liken(one: &Signature, other: &Signature) -> Likeness {
    let (names, common_names) = cosine(&one.names, &other.names);
    let figures = one.figures.iter().filter(|figure| other.figures.binary_search(figure).is_ok()).count() as u32;
    let same = one.lang == other.lang;
    Likeness {
        names,
        common_names,
        words: same.then(|| cosine(&one.words, &other.words).0),
        figures,
        apart: one.published.zip(other.published).map(|(a, b)| a.abs_diff(b) as i64),
    }
}

/// Cosine of square-rooted weights, in thousandths, and how many entries are common. Both lists sorted by key.
fn cosine(one: &[(u64, u32)], other: &[(u64, u32)]) -> (u32, u32) {
    let root = |weight: u32| u64::from((weight * 256).isqrt());
    let norm = |list: &[(u64, u32)]| list.iter().map(|(_, weight)| root(*weight).pow(2)).sum::<u64>();
    let (mut dot, mut common, mut at) = (0u64, 0, 0);
    for (key, weight) in one {
        while other.get(at).is_some_and(|entry| entry.0 < *key) {
            at += 1;
        }
        if let Some(entry) = other.get(at).filter(|entry| entry.0 == *key) {
            dot += root(*weight) * root(entry.1);
            common += 1;
        }
    }
    let length = (norm(one).saturating_mul(norm(other))).isqrt().max(1);
    ((dot * 1000 / length) as u32, common)
}
