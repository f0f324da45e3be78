//! Whether two groups of reports are two look-alikes: each holds a name or a word throughout that the other lacks.
//! Not here: how alike two reports are (`compare`).
//!
//! A person, place or thing of an event stands in most reports of it. That a name stands in most of one group and hardly
//! in another is tested by the likelihood ratio of two shares (Dunning, 1993); a group may know more than another, so it
//! is asked both ways. Terms are compared within one language only, and copies of one text count once.

use super::Signature;

/// A report with the number of its family.
pub(super) type Told<'a> = (usize, &'a Signature);

/// Texts of a language that a group must have for its terms to be counted.
const LEAST: i64 = 3;
/// More texts than so many count as so many: those of one story are no independent draws, and among hundreds any small
/// difference would be beyond chance.
const MOST: i64 = 16;
/// Likelihood ratios in thousandths. Of names: one in 160 by chance.
const NAMES: i64 = 7_500;
/// Of words, of which there are many: one in 3,000 by chance.
const WORDS: i64 = 13_000;
/// Of figures, which are rounded, or differ from day to day: one in 200.
const FIGURES: i64 = 8_000;

/// Texts that a group must have for one or two others to be measured by its names.
const SETTLED: i64 = 5;
/// Names that a group must hold throughout for that.
const CORE: usize = 3;

/// The terms of one kind of a signature.
type Kind = fn(&Signature) -> Vec<u32>;

pub(super) fn are_apart(one: &[Told<'_>], other: &[Told<'_>]) -> bool {
    let mut langs: Vec<&str> = one.iter().map(|told| told.1.lang.as_str()).collect();
    langs.sort_unstable();
    langs.dedup();
    langs.into_iter().any(|lang| {
        let (mine, theirs) = (Terms::of(one, lang, names_of), Terms::of(other, lang, names_of));
        if mine.texts < LEAST || theirs.texts < LEAST {
            return langs_are_one(one, other) && (mine.lacks_core(&theirs) || theirs.lacks_core(&mine));
        }
        let differ = |mine: &Terms, theirs: &Terms, least| mine.has_own(theirs, least) && theirs.has_own(mine, least);
        let by_kind = |kind: Kind, least| differ(&Terms::of(one, lang, kind), &Terms::of(other, lang, kind), least);
        differ(&mine, &theirs, NAMES) || by_kind(|of| of.figures.clone(), FIGURES) || by_kind(words_of, WORDS)
    })
}

fn langs_are_one(one: &[Told<'_>], other: &[Told<'_>]) -> bool {
    one.iter().chain(other).all(|told| told.1.lang == one[0].1.lang)
}

fn names_of(signature: &Signature) -> Vec<u32> {
    signature.names.iter().map(|name| name.0).collect()
}

fn words_of(signature: &Signature) -> Vec<u32> {
    signature.words.iter().map(|word| word.0).collect()
}

/// In how many texts of a group each term stands, sorted by term.
struct Terms {
    texts: i64,
    counts: Vec<(u32, i64)>,
}

impl Terms {
    fn of(group: &[Told<'_>], lang: &str, kind: Kind) -> Self {
        let members = group.iter().filter(|told| told.1.lang == lang);
        let mut families: Vec<usize> = members.clone().map(|told| told.0).collect();
        families.sort_unstable();
        families.dedup();
        let mut all: Vec<(u32, usize)> =
            members.flat_map(|told| kind(told.1).into_iter().map(|term| (term, told.0))).collect();
        all.sort_unstable();
        all.dedup();
        let counts = all.chunk_by(|a, b| a.0 == b.0).map(|run| (run[0].0, run.len() as i64)).collect();
        Self { texts: families.len() as i64, counts }
    }

    fn count(&self, term: u32) -> i64 {
        self.counts.binary_search_by_key(&term, |entry| entry.0).map_or(0, |at| self.counts[at].1)
    }

    /// Whether a term that is common here is rare there, by at least this likelihood ratio.
    fn has_own(&self, other: &Self, least: i64) -> bool {
        let scale = |count: i64, texts: i64| if texts > MOST { count * MOST / texts } else { count };
        let common = self.counts.iter().filter(|(_, count)| *count >= 2 && count * 5 >= self.texts * 2);
        common.into_iter().any(|(term, count)| {
            let there = other.count(*term);
            there * 20 <= other.texts * 3 && {
                let (one, other) = ((*count, self.texts), (there, other.texts));
                let [(a, of_a), (b, of_b)] = [one, other].map(|(count, texts)| (scale(count, texts), texts.min(MOST)));
                ratio(a, of_a, b, of_b) >= least
            }
        })
    }

    /// Whether these one or two texts hold hardly any of the names that the texts of a group hold throughout: a quarter.
    fn lacks_core(&self, many: &Self) -> bool {
        if self.texts >= LEAST || many.texts < SETTLED {
            return false;
        }
        let core = || many.counts.iter().filter(|(_, count)| count * 10 >= many.texts * 7);
        let held = core().filter(|(name, _)| self.count(*name) > 0).count();
        core().count() >= CORE && held * 4 <= core().count()
    }
}

/// Twice the logarithm of the likelihood ratio of two shares, in thousandths.
fn ratio(one: i64, of_one: i64, other: i64, of_other: i64) -> i64 {
    let side = |part: i64, of: i64| part * ln(part) + (of - part) * ln(of - part) - of * ln(of);
    2 * (side(one, of_one) + side(other, of_other) - side(one + other, of_one + of_other))
}

/// Natural logarithm in thousandths; of 0 it is 0, as `x ln x` asks. Whole numbers, so that every machine agrees.
fn ln(of: i64) -> i64 {
    let Some(top) = u64::try_from(of).ok().and_then(u64::checked_ilog2) else { return 0 };
    // The fraction of the binary logarithm, a bit for each squaring.
    let mut rest = (of.cast_unsigned() << (62 - top)) >> 31;
    let mut fraction = 0_i64;
    for _ in 0..16 {
        rest = (rest * rest) >> 31;
        let bit = rest >> 32;
        rest >>= bit;
        fraction = fraction << 1 | bit.cast_signed();
    }
    (((i64::from(top) << 16) + fraction) * 693_147) / (65_536 * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_close() {
        for of in [1_i64, 2, 3, 7, 10, 100, 999, 123_456] {
            assert!((ln(of) as f64 - (of as f64).ln() * 1000.0).abs() < 1.1, "{of}: {}", ln(of));
        }
        assert_eq!(ln(0), 0);
    }

    #[test]
    fn a_share_is_tested_against_another() {
        assert!((ratio(8, 8, 0, 8) - 22_180).abs() < 60, "{}", ratio(8, 8, 0, 8));
        assert_eq!(ratio(4, 8, 2, 4) / 100, 0);
    }
}
