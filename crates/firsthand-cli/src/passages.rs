//! How do two texts stand side by side? Aligned passages in two columns, or one above the other, with the words that differ
//! marked.
//! Not here: aligning; the library did that.

use crate::show::{self, gained, lost, width};
use anyhow::Result;
use firsthand::export::passages::{Word, mark_differences};
use firsthand::model::PassageKind;
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
            let (parent, child) = mark_differences(&pair.parent, &pair.child, pair.kind);
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
