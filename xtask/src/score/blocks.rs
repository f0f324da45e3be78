//! Plain text as copied from pages: is each line what our gold says? The gold names lines of the case's five texts and what
//! they are (`corpus/mobilisation-2022.blocks.toml`); a stretch is right where all of its text, but for white space, lies in
//! blocks of that kind. Not here: pages of HTML (`intake`), sentences of our own (`page.corpus.toml` of each language).

use super::{Bench, Row, ratio};
use anyhow::{Context, Result};
use firsthand::intake::receive_text;
use firsthand::model::{BlockKind, Report, Span};
use std::collections::BTreeMap;
use std::path::Path;

/// What counts in the one figure that is asked for.
const COUNTED: [BlockKind; 4] = [BlockKind::Caption, BlockKind::Teaser, BlockKind::Credit, BlockKind::Body];

/// Scores the five texts.
pub(super) fn score_case(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/mobilisation-2022.blocks.toml");
    let gold = std::fs::read_to_string(&gold).with_context(|| gold.display().to_string())?;
    let gold: BTreeMap<String, BTreeMap<String, Vec<String>>> = toml::from_str(&gold).context("the gold of blocks")?;
    // By kind: right, and all.
    let mut counts: BTreeMap<BlockKind, (usize, usize)> = BTreeMap::new();
    for (doc, kinds) in gold {
        let path = bench.shared.join("cases/mobilisation-2022").join(format!("{doc}.txt"));
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let report = receive_text(&bench.res.packs, &bytes, &doc)?.report;
        for (kinds, stretches) in kinds {
            let read = |kind: &str| serde_json::from_value::<BlockKind>(kind.into());
            let kinds: Vec<BlockKind> =
                kinds.split('|').map(read).collect::<Result<_, _>>().with_context(|| format!("{doc}: {kinds}"))?;
            for stretch in stretches {
                for (number, span) in spans_of(&report.text, &stretch).with_context(|| format!("{doc}: {stretch}"))? {
                    let right = typed_so(&report, span, &kinds);
                    let (of_kind, all) = counts.entry(kinds[0]).or_default();
                    (*of_kind, *all) = (*of_kind + usize::from(right), *all + 1);
                    if !right {
                        let kind = report.block_at(span.start).map(|block| block.kind);
                        bench.tell(|| format!("{doc}:{number} {kind:?}, not {kinds:?}"));
                    }
                }
            }
        }
    }
    let row = |measure: String, (right, all): (usize, usize), wanted| Row {
        set: "case-blocks",
        measure,
        lang: String::new(),
        reached: ratio(right, all),
        wanted,
        of: all,
    };
    let sum =
        |list: &mut dyn Iterator<Item = &(usize, usize)>| list.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let counted = sum(&mut COUNTED.iter().filter_map(|kind| counts.get(kind)));
    let mut rows = vec![
        row("lines typed right".into(), counted, Some(0.95)),
        row("lines of all kinds typed right".into(), sum(&mut counts.values()), None),
    ];
    rows.extend(counts.iter().map(|(kind, count)| row(format!("{kind:?}").to_lowercase(), *count, None)));
    Ok(rows)
}

/// Whether all of a stretch lies in blocks of these kinds.
fn typed_so(report: &Report, span: Span, kinds: &[BlockKind]) -> bool {
    let text = span.of(&report.text);
    let mut signs = text.char_indices().filter(|(_, sign)| !sign.is_whitespace());
    signs.all(|(at, _)| report.block_at(span.start + at).is_some_and(|block| kinds.contains(&block.kind)))
}

/// The stretches that `52-56`, `1` or `1:34-` name, with their lines; blank lines are none.
fn spans_of(text: &str, stretch: &str) -> Result<Vec<(usize, Span)>> {
    let mut start = 0;
    let lines: Vec<Span> = text
        .split_inclusive('\n')
        .map(|line| {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            span
        })
        .collect();
    let range = |written: &str, last: usize| -> Result<(usize, usize)> {
        let (from, to) = written.split_once('-').unwrap_or((written, written));
        Ok((from.parse()?, if to.is_empty() { last } else { to.parse()? }))
    };
    let (numbers, part) = stretch.split_once(':').map_or((stretch, None), |(line, part)| (line, Some(part)));
    let (first, last) = range(numbers, lines.len())?;
    let mut found = Vec::new();
    for number in first..=last {
        let line = *lines.get(number.wrapping_sub(1)).with_context(|| format!("there is no line {number}"))?;
        let whole = line.of(text);
        let point = |at: usize| whole.char_indices().nth(at).map_or(whole.len(), |(byte, _)| byte);
        let span = match part.map(|part| range(part, usize::MAX)).transpose()? {
            Some((from, to)) => Span::new(line.start + point(from), line.start + point(to)),
            None => line,
        };
        if !span.of(text).trim().is_empty() {
            found.push((number, span));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::spans_of;

    #[test]
    fn stretches_are_lines_and_parts_of_lines() {
        let text = "one\n\n öe two\nthree\n";
        let named = |stretch: &str| -> Vec<(usize, &str)> {
            let found = spans_of(text, stretch).expect("it is well formed");
            found.into_iter().map(|(number, span)| (number, span.of(text))).collect()
        };
        assert_eq!(named("1"), [(1, "one")]);
        assert_eq!(named("1-3"), [(1, "one"), (3, " öe two")]);
        assert_eq!(named("3:0-3"), [(3, " öe")]);
        assert_eq!(named("3:4-"), [(3, "two")]);
        assert!(spans_of(text, "9").is_err() && spans_of(text, "x").is_err());
    }
}
