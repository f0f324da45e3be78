//! Where do two passages differ? The words of both sides, those that the other side lacks marked.
//! Not here: which passages belong together (`lineage`), and how they are laid out (the shells).

use super::svg::columns_of;
use crate::model::PassageKind;
use std::collections::BTreeSet;

/// A word of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written; text of others, not yet made safe.
    pub text: String,
    /// No blank before it.
    pub glued: bool,
    /// The other side lacks it.
    pub alone: bool,
}

/// Words of both sides; those that the other side lacks are marked. Of a translation only figures can be compared.
#[must_use]
pub fn mark_differences(parent: &str, child: &str, kind: PassageKind) -> (Vec<Word>, Vec<Word>) {
    let (mut parent, mut child) = (split(parent), split(child));
    let (ones, others) = (fold_all(&parent), fold_all(&child));
    if kind == PassageKind::Translated {
        let (mine, theirs) = (figures_of(&ones), figures_of(&others));
        for (words, here, far) in [(&mut parent, &mine, &theirs), (&mut child, &theirs, &mine)] {
            let far: BTreeSet<&str> = far.iter().map(String::as_str).collect();
            for (word, figure) in words.iter_mut().zip(here) {
                word.alone = !figure.is_empty() && !far.contains(figure.as_str());
            }
        }
    } else if let Some((one, other)) = lacking(&ones, &others) {
        parent.iter_mut().zip(one).for_each(|(word, alone)| word.alone = alone);
        child.iter_mut().zip(other).for_each(|(word, alone)| word.alone = alone);
    }
    (parent, child)
}

/// The digits of the figure that each word is part of: `1 300` is one figure in two words.
fn figures_of(words: &[String]) -> Vec<String> {
    let digits = |word: &String| -> String { word.chars().filter(char::is_ascii_digit).collect() };
    let mut figures: Vec<String> = words.iter().map(digits).collect();
    let is_group = |at: usize| words[at].len() == 3 && words[at].bytes().all(|byte| byte.is_ascii_digit());
    let mut at = 0;
    while at < words.len() {
        let from = at;
        at += 1;
        let opens = (1..=3).contains(&words[from].len()) && words[from].bytes().all(|byte| byte.is_ascii_digit());
        while opens && at < words.len() && is_group(at) {
            at += 1;
        }
        if at > from + 1 {
            let whole = figures[from..at].concat();
            figures[from..at].fill(whole);
        }
    }
    figures
}

/// What a word is compared by: letters and digits, so that other quotation marks are no difference.
fn fold_all(words: &[Word]) -> Vec<String> {
    let fold = |word: &Word| word.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    words.iter().map(fold).collect()
}

/// Which words of each side stand outside the longest common sequence; none where the sides are too long to compare.
fn lacking(one: &[String], other: &[String]) -> Option<(Vec<bool>, Vec<bool>)> {
    const CELLS: usize = 4_000_000;
    let (rows, width) = (one.len() + 1, other.len() + 1);
    if rows.checked_mul(width)? > CELLS {
        return None;
    }
    let mut best = vec![0u16; rows * width];
    for at in (0..one.len()).rev() {
        for far in (0..other.len()).rev() {
            best[at * width + far] = if one[at] == other[far] {
                best[(at + 1) * width + far + 1].saturating_add(1)
            } else {
                best[(at + 1) * width + far].max(best[at * width + far + 1])
            };
        }
    }
    let (mut mine, mut theirs) = (vec![true; one.len()], vec![true; other.len()]);
    let (mut at, mut far) = (0, 0);
    while at < one.len() && far < other.len() {
        if one[at] == other[far] {
            (mine[at], theirs[far]) = (false, false);
            (at, far) = (at + 1, far + 1);
        } else if best[(at + 1) * width + far] >= best[at * width + far + 1] {
            at += 1;
        } else {
            far += 1;
        }
    }
    // A lone dash or quotation mark is no word.
    let plain = |alone: &mut Vec<bool>, words: &[String]| {
        alone.iter_mut().zip(words).for_each(|(alone, word)| *alone &= !word.is_empty());
    };
    plain(&mut mine, one);
    plain(&mut theirs, other);
    Some((mine, theirs))
}

/// Words between blanks; scripts without blanks fall apart into signs.
fn split(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for chunk in text.split_whitespace() {
        let mut glued = false;
        let mut rest = String::new();
        for sign in chunk.chars() {
            let wide = columns_of(sign.encode_utf8(&mut [0; 4])) > 1;
            if wide && !rest.is_empty() {
                words.push(Word { text: std::mem::take(&mut rest), glued, alone: false });
                glued = true;
            }
            rest.push(sign);
            if wide {
                words.push(Word { text: std::mem::take(&mut rest), glued, alone: false });
                glued = true;
            }
        }
        if !rest.is_empty() {
            words.push(Word { text: rest, glued, alone: false });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(words: &[Word]) -> Vec<&str> {
        words.iter().filter(|word| word.alone).map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn what_the_other_side_lacks_is_marked() {
        let (old, new) = mark_differences(
            "The dry valley lost 40 barns.",
            "The \u{201c}dry\u{201d} vale lost barns.",
            PassageKind::Rewritten,
        );
        assert_eq!((alone(&old), alone(&new)), (vec!["valley", "40"], vec!["vale"]));
    }

    #[test]
    fn of_a_translation_only_figures_count() {
        let (old, new) =
            mark_differences("On compte 1 300 et 38 villes", "They count 1,300 in 39 cities", PassageKind::Translated);
        assert_eq!((alone(&old), alone(&new)), (vec!["38"], vec!["39"]));
    }
}
