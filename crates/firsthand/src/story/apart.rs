//! Whether two groups of reports are two look-alikes: each holds a name or a word throughout that the other lacks.
//! Not here: how alike two reports are (`compare`).
//!
//! A person, place or thing of an event stands in most reports of it. That a name stands in most of one group and hardly
//! in another is tested by the likelihood ratio of two shares (Dunning, 1993); a group may know more than another, so it
//! is asked both ways. Terms are compared within one language only, and copies of one text count once.

use super::Signature;

/// A report with the number of its family.
pub(super) type Told<'a> = (usize, &'a Signature);

// Tuned on 66 stories in look-alike pairs (769 reports without dates) with the copies that `lineage` finds among them, 2026.

/// Texts of a language that a group must have for its terms to be counted: of three against three, some name divides any
/// two. 3 and 5 keep as many pairs apart; with 6 short stories are no longer told apart.
const LEAST: i64 = 4;
/// More texts than so many count as so many: those of one story are no independent draws, and among hundreds any small
/// difference would be beyond chance.
const MOST: i64 = 16;
/// Likelihood ratios in thousandths, on the average of both sides. Of names: one in 160 by chance; from 6,500 to 8,000 the
/// same pairs stay apart.
const NAMES: i64 = 7_500;
/// Of words, of which there are many: one in 3,000 by chance; from 12,000 to 14,000 the same.
const WORDS: i64 = 13_000;
/// Of figures, which are rounded, or differ from day to day: one in 200; from 7,000 to 10,000 the same.
const FIGURES: i64 = 8_000;
/// The side that divides less reaches so many hundredths of these: who has fewer texts can show less, and one copy fewer
/// to count must not join two stories. From 65 to 95 the same; where each side must reach the whole, two stories of 17 and
/// 11 reports hang on one copy.
const WEAKER: i64 = 80;
/// What reaches so many hundredths of these marks a group. From 65 to 77 the same; by fewer marks texts are moved that share
/// them by chance.
const MARK: i64 = 70;
/// Texts that a group must have for less than [`LEAST`] others to be measured by its names.
const SETTLED: i64 = 5;
/// Names that a group must hold throughout for that.
const CORE: usize = 3;

/// The terms of one kind of a signature.
type Kind = fn(&Signature) -> Vec<u32>;

pub(super) fn are_apart(one: &[Told<'_>], other: &[Told<'_>]) -> bool {
    langs_of(one).into_iter().any(|lang| {
        let (mine, theirs) = (Terms::of(one, lang, names_of), Terms::of(other, lang, names_of));
        if mine.texts < LEAST || theirs.texts < LEAST {
            return langs_are_one(one, other) && (mine.lacks_core(&theirs) || theirs.lacks_core(&mine));
        }
        let differ = |mine: &Terms, theirs: &Terms, least| {
            let (here, there) = (mine.most_own(theirs), theirs.most_own(mine));
            here + there >= 2 * least && here.min(there) * 100 >= least * WEAKER
        };
        let by_kind = |kind: Kind, least| differ(&Terms::of(one, lang, kind), &Terms::of(other, lang, kind), least);
        differ(&mine, &theirs, NAMES) || by_kind(|of| of.figures.clone(), FIGURES) || by_kind(words_of, WORDS)
    })
}

/// Names and words that set two look-alikes apart, by language and kind.
pub(super) struct Marks<'a> {
    by_kind: Vec<(&'a str, Kind, [Own; 2])>,
}

/// Terms that one side has and the other lacks, with their likelihood ratios, sorted by term.
type Own = Vec<(u32, u64)>;

impl<'a> Marks<'a> {
    pub(super) fn of(one: &[Told<'a>], other: &[Told<'a>]) -> Self {
        let mut by_kind = Vec::new();
        for lang in langs_of(one) {
            let kinds: [(Kind, i64); 2] = [(names_of, NAMES), (words_of, WORDS)];
            for (kind, least) in kinds {
                let (mine, theirs) = (Terms::of(one, lang, kind), Terms::of(other, lang, kind));
                if mine.texts >= LEAST && theirs.texts >= LEAST {
                    let marks = |(term, ratio): (u32, i64)| {
                        (ratio * 100 >= least * MARK).then_some((term, ratio.unsigned_abs()))
                    };
                    let of = |one: &Terms, other: &Terms| one.own(other).filter_map(marks).collect();
                    let sides = [of(&mine, &theirs), of(&theirs, &mine)];
                    by_kind.push((lang, kind, sides));
                }
            }
        }
        Self { by_kind }
    }

    /// How much a text holds of what marks the one, and of what marks the other, in thousandths; nothing where its language
    /// has no marks of both. Copies of a text that belong to it count with it.
    pub(super) fn held(&self, text: &[&Signature]) -> Option<(u64, u64)> {
        let (mut held, mut all) = ([0, 0], [0, 0]);
        for signature in text {
            for (_, kind, sides) in self.by_kind.iter().filter(|(lang, ..)| *lang == signature.lang) {
                let terms = kind(signature);
                for (side, marks) in sides.iter().enumerate() {
                    all[side] += marks.iter().map(|mark| mark.1).sum::<u64>();
                    let here = marks.iter().filter(|mark| terms.binary_search(&mark.0).is_ok());
                    held[side] += here.map(|mark| mark.1).sum::<u64>();
                }
            }
        }
        Some(((held[0] * 1000).checked_div(all[0])?, (held[1] * 1000).checked_div(all[1])?))
    }
}

fn langs_of<'a>(group: &[Told<'a>]) -> Vec<&'a str> {
    let mut langs: Vec<&str> = group.iter().map(|told| told.1.lang.as_str()).collect();
    langs.sort_unstable();
    langs.dedup();
    langs
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

    /// Terms that are common here and rare there, with the likelihood ratios of their shares.
    fn own(&self, other: &Self) -> impl Iterator<Item = (u32, i64)> {
        let scale = |count: i64, texts: i64| if texts > MOST { count * MOST / texts } else { count };
        let common = self.counts.iter().filter(|(_, count)| *count >= 2 && count * 5 >= self.texts * 2);
        common.filter_map(move |(term, count)| {
            let there = other.count(*term);
            (there * 20 <= other.texts * 3).then(|| {
                let (one, other) = ((*count, self.texts), (there, other.texts));
                let [(a, of_a), (b, of_b)] = [one, other].map(|(count, texts)| (scale(count, texts), texts.min(MOST)));
                (*term, ratio(a, of_a, b, of_b))
            })
        })
    }

    fn most_own(&self, other: &Self) -> i64 {
        self.own(other).map(|(_, ratio)| ratio).max().unwrap_or(0)
    }

    /// Whether these few texts hold hardly any of the names that the texts of a group hold throughout: a quarter.
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

    /// So many texts, each with the name 1, `held` of them with the name `own` besides.
    fn group(texts: usize, held: usize, own: u32) -> Vec<Signature> {
        let names = |at: usize| if at < held { vec![(1, 9), (own, 9)] } else { vec![(1, 9)] };
        (0..texts).map(|at| Signature { lang: "xx".into(), names: names(at), ..Signature::default() }).collect()
    }

    fn told(group: &[Signature]) -> Vec<Told<'_>> {
        group.iter().enumerate().collect()
    }

    #[track_caller]
    fn check(one: (usize, usize), other: (usize, usize), expected: bool) {
        let (one, other) = (group(one.0, one.1, 2), group(other.0, other.1, 3));
        assert_eq!(are_apart(&told(&one), &told(&other)), expected);
        assert_eq!(are_apart(&told(&other), &told(&one)), expected, "not symmetric");
    }

    #[test]
    fn what_one_side_lacks_in_texts_the_other_makes_good() {
        check((8, 6), (8, 6), true);
        // Four of seven: too little for itself.
        check((7, 4), (6, 4), false);
        check((7, 4), (8, 8), true);
        // One knows more than the other.
        check((9, 9), (9, 3), false);
        check((16, 16), (9, 0), false);
    }

    #[test]
    fn three_texts_are_too_few_to_set_a_story_apart() {
        check((3, 3), (3, 3), false);
        check((4, 4), (4, 4), true);
    }

    #[test]
    fn a_text_holds_marks_of_either_side() {
        let (one, other) = (group(8, 7, 2), group(8, 7, 3));
        let marks = Marks::of(&told(&one), &told(&other));
        let held = |lang: &str, names: &[u32]| {
            let names = names.iter().map(|name| (*name, 9)).collect();
            marks.held(&[&Signature { lang: lang.into(), names, ..Signature::default() }])
        };
        assert_eq!(held("xx", &[1, 2]), Some((1000, 0)));
        assert_eq!(held("xx", &[1]), Some((0, 0)));
        assert_eq!(held("xx", &[1, 2, 3]), Some((1000, 1000)));
        assert_eq!(held("xx", &[1, 3]), Some((0, 1000)));
        assert_eq!(held("yy", &[3]), None);
        let few = group(3, 3, 2);
        assert_eq!(Marks::of(&told(&few), &told(&other)).held(&[&few[0]]), None);
    }

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
