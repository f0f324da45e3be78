//! How do two texts stand side by side? Aligned passages in two columns, or one above the other, with the words that differ
//! marked.
//! Not here: aligning; the library did that.

use crate::show::{self, gained, lost, width};
use anyhow::Result;
use firsthand::model::PassageKind;
use std::collections::BTreeSet;
use std::io::Write;

/// Below this width of the terminal the two sides stand one above the other: a column of less than 45 signs breaks a
/// sentence into too many lines to compare.
const SIDE_BY_SIDE: usize = 110;

/// A passage in both texts.
pub(crate) struct Pair {
    pub(crate) parent: String,
    pub(crate) child: String,
    pub(crate) kind: PassageKind,
}

/// Prints passages, the parent's on the left or above, behind a margin. What both have word for word stands once, in a
/// line, and where they have everything so, only how much that is.
pub(crate) fn print_pairs(
    names: (&str, &str),
    pairs: &[Pair],
    margin: &str,
    columns: usize,
    out: &mut dyn Write,
) -> Result<()> {
    let room = columns.saturating_sub(width(margin));
    let marked: Vec<(&Pair, Vec<Word>, Vec<Word>)> = pairs
        .iter()
        .map(|pair| {
            let (parent, child) = mark_differences(pair);
            (pair, parent, child)
        })
        .collect();
    let same = |(pair, parent, child): &&(&Pair, Vec<Word>, Vec<Word>)| {
        pair.kind != PassageKind::Translated && parent.iter().chain(child).all(|word| !word.alone)
    };
    if !marked.is_empty() && marked.iter().all(|one| same(&one)) {
        writeln!(out, "{margin}{}, all word for word", show::count(marked.len(), "passage"))?;
        return Ok(());
    }
    let once = |pair: &Pair| {
        let line = show::cut(&show::safe(pair.child.trim()), room.saturating_sub(2), show::Side::Left);
        format!("{margin}{}", show::dim(&format!("= {}", show::embed(line))))
    };
    // Terminals turn a line around that runs from right to left, with the other column in it.
    let turned = pairs.iter().any(|pair| show::is_rtl(&pair.parent) || show::is_rtl(&pair.child));
    if room >= SIDE_BY_SIDE && !turned {
        let column = (room - 3) / 2;
        let lines = |one: &str, other: &str| -> String {
            let gap = " ".repeat(column.saturating_sub(width(one)));
            format!("{margin}{one}{gap} │ {other}").trim_end().to_owned()
        };
        let heads = (show::cut(names.0, column, show::Side::Left), show::cut(names.1, column, show::Side::Left));
        writeln!(out, "{}", lines(&heads.0, &heads.1))?;
        for one in &marked {
            if same(&one) {
                writeln!(out, "{}", once(one.0))?;
                continue;
            }
            let (_, parent, child) = one;
            writeln!(out, "{margin}{}┼{}", "─".repeat(column + 1), "─".repeat(column + 1))?;
            let (parent, child) = (wrap(parent, column, lost), wrap(child, column, gained));
            for at in 0..parent.len().max(child.len()) {
                let empty = (String::new(), 0);
                let ((one, wide), (other, _)) = (parent.get(at).unwrap_or(&empty), child.get(at).unwrap_or(&empty));
                let gap = " ".repeat(column.saturating_sub(*wide));
                writeln!(out, "{}", format!("{margin}{one}{gap} │ {other}").trim_end())?;
            }
        }
        return Ok(());
    }
    let label = width(names.0).max(width(names.1)).min(16);
    let names = (show::cut(names.0, label, show::Side::Left), show::cut(names.1, label, show::Side::Left));
    for one in &marked {
        if same(&one) {
            writeln!(out, "{}", once(one.0))?;
            continue;
        }
        let (pair, parent, child) = one;
        writeln!(out, "{margin}· {}", show::dim(&show::word(&pair.kind)))?;
        for (name, words, paint) in [(&names.0, parent, lost as fn(&str) -> String), (&names.1, child, gained)] {
            for (at, (line, _)) in wrap(words, room.saturating_sub(label + 4).max(20), paint).iter().enumerate() {
                let name = if at == 0 { name.as_str() } else { "" };
                let gap = " ".repeat(label.saturating_sub(width(name)));
                writeln!(out, "{margin}  {name}{gap}  {}", show::embed(line.clone()))?;
            }
        }
    }
    Ok(())
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    /// No blank before it.
    glued: bool,
    /// The other side lacks it.
    alone: bool,
}

/// Words of both sides; those that the other side lacks are marked. Of a translation only figures can be compared.
fn mark_differences(pair: &Pair) -> (Vec<Word>, Vec<Word>) {
    let (mut parent, mut child) = (split(&pair.parent), split(&pair.child));
    let (ones, others) = (fold_all(&parent), fold_all(&child));
    if pair.kind == PassageKind::Translated {
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
            let wide = width(sign.encode_utf8(&mut [0; 4])) > 1;
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

/// Lines with their widths. What is marked is painted, or stands in brackets where there is no colour.
fn wrap(words: &[Word], columns: usize, paint: fn(&str) -> String) -> Vec<(String, usize)> {
    let coloured = show::is_coloured();
    let mut lines: Vec<(String, usize)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let mut text = show::safe(&word.text);
        if word.alone && !coloured {
            let open = at == 0 || !words[at - 1].alone;
            let close = words.get(at + 1).is_none_or(|next| !next.alone);
            text = format!("{}{text}{}", if open { "[" } else { "" }, if close { "]" } else { "" });
        }
        // A word that is longer than a line is broken.
        for piece in pieces(&text, columns.max(2)) {
            let wide = width(&piece);
            let piece = if word.alone { paint(&piece) } else { piece };
            match lines.last_mut() {
                Some((line, taken)) if *taken + wide + usize::from(!word.glued) <= columns => {
                    if !word.glued {
                        line.push(' ');
                        *taken += 1;
                    }
                    line.push_str(&piece);
                    *taken += wide;
                }
                _ => lines.push((piece, wide)),
            }
        }
    }
    lines
}

fn pieces(text: &str, columns: usize) -> Vec<String> {
    if width(text) <= columns {
        return vec![text.to_owned()];
    }
    let mut pieces = vec![String::new()];
    let mut taken = 0;
    for sign in text.chars() {
        let wide = width(sign.encode_utf8(&mut [0; 4]));
        if taken + wide > columns {
            pieces.push(String::new());
            taken = 0;
        }
        taken += wide;
        if let Some(piece) = pieces.last_mut() {
            piece.push(sign);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parent: &str, child: &str, kind: PassageKind, columns: usize) -> String {
        let pair = Pair { parent: parent.into(), child: child.into(), kind };
        let mut out = Vec::new();
        print_pairs(("old", "new"), &[pair], "", columns, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn words_that_differ_are_marked_on_both_sides() {
        let narrow = shown(
            "The mainly dry valley lost 40 barns.",
            "The mostly dry valley lost barns.",
            PassageKind::Rewritten,
            80,
        );
        assert!(narrow.contains("old  The [mainly] dry valley lost [40] barns."), "{narrow}");
        assert!(narrow.contains("new  The [mostly] dry valley lost barns."), "{narrow}");
        let wide = shown("“Go,” she said", "'Go', she said", PassageKind::Quoted, 120);
        assert_eq!(wide, "1 passage, all word for word\n");
    }

    #[test]
    fn of_a_translation_only_figures_are_compared() {
        let text =
            shown("On dénombre 1 300 et 38 villes.", "They count 1,300 in 39 cities.", PassageKind::Translated, 80);
        assert!(text.contains("dénombre 1 300 et [38] villes") && text.contains("1,300 in [39] cities"), "{text}");
    }

    #[test]
    fn columns_stay_straight_in_wide_scripts_and_long_words() {
        let long = "x".repeat(200);
        let text = shown(&format!("東京で三千人が避難した。 {long}"), "三千人", PassageKind::Rewritten, 120);
        let bars: Vec<usize> = text.lines().filter_map(|line| line.find(" │").map(|at| width(&line[..at]))).collect();
        assert!(bars.len() > 3 && bars.iter().all(|bar| *bar == bars[0]), "{text}");
        shown("", "", PassageKind::Verbatim, 120);
        shown(&long, "", PassageKind::Verbatim, 40);
    }
}
