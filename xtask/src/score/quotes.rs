//! Sources of statements: annotated English and German news.
//!
//! Asked are the attributions whose source is annotated and whose content holds a figure: a number that we read there,
//! written in digits or other than one (articles are often read as one). An attribution is right where one of our
//! statements holds such a figure and names its source there: our source's span and the gold's share at least half of the
//! words of the shorter one, articles apart. A pronoun is its own source on both sides. Gold that has no cue (free indirect
//! speech, reported acts) is a row of its own; of articles annotated twice, the first annotation by name counts.

use super::{Bench, Row, ratio, read_lines};
use anyhow::{Context, Result};
use firsthand::mentions::find_mentions;
use firsthand::model::{Amount, CodePoints, Reading};
use firsthand::pack::tokenize_report;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{read_dir, read_to_string};

type Range = (usize, usize);

/// An attribution: code points of its parts.
#[derive(Default)]
struct Gold {
    source: Vec<Range>,
    content: Vec<Range>,
    cue: bool,
}

/// Right, found with a source of ours, all; with a cue and without one.
#[derive(Default)]
struct Counts {
    right: [usize; 2],
    found: [usize; 2],
    of: [usize; 2],
}

/// US political news: brat files beside texts.
pub(super) fn score_polnear(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("quotes-polnear")?.join("dev");
    let mut annotations: Vec<_> =
        read_dir(folder.join("attributions"))?.map(|file| file.map(|file| file.path())).collect::<Result<_, _>>()?;
    annotations.sort();
    let mut seen = BTreeSet::new();
    let mut counts = Counts::default();
    for path in annotations {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let Some((article, _)) = stem.rsplit_once('_') else { continue };
        if !seen.insert(article.to_owned()) {
            continue;
        }
        let Ok(text) = read_to_string(folder.join("text").join(format!("{article}.txt"))) else { continue };
        let golds = parse_brat(&read_to_string(&path).with_context(|| path.display().to_string())?);
        count(bench, "en", &text, &golds, &mut counts)?;
    }
    Ok(rows("quotes-polnear", "en", &counts))
}

/// German Wikinews.
pub(super) fn score_wikinews(bench: &Bench<'_>) -> Result<Vec<Row>> {
    #[derive(Deserialize)]
    struct Quoted {
        speaker_spans: Option<Vec<Range>>,
        cue_spans: Option<Vec<Range>>,
        quote_spans: Option<Vec<Range>>,
    }
    #[derive(Deserialize)]
    struct Doc {
        text: String,
        quotes: Vec<Quoted>,
    }
    let folder = bench.unpack("quotes-german-wikinews")?;
    let mut counts = Counts::default();
    for doc in read_lines::<Doc>(&folder.join("docs.jsonl"))? {
        let golds: Vec<Gold> = doc
            .quotes
            .into_iter()
            .map(|quoted| Gold {
                source: quoted.speaker_spans.unwrap_or_default(),
                content: quoted.quote_spans.unwrap_or_default(),
                cue: quoted.cue_spans.is_some_and(|cues| !cues.is_empty()),
            })
            .collect();
        count(bench, "de", &doc.text, &golds, &mut counts)?;
    }
    Ok(rows("quotes-german-wikinews", "de", &counts))
}

fn rows(set: &'static str, lang: &str, counts: &Counts) -> Vec<Row> {
    let row = |measure: &str, right, of, wanted| Row {
        set,
        measure: measure.to_owned(),
        lang: lang.to_owned(),
        reached: ratio(right, of),
        wanted,
        of,
    };
    let sum = |pair: [usize; 2]| pair[0] + pair[1];
    let mut rows = vec![
        row("source of figures", counts.right[0], counts.of[0], Some(0.75)),
        row("source where we name one", sum(counts.right), sum(counts.found), None),
    ];
    if counts.of[1] > 1 {
        rows.push(row("source without a cue", counts.right[1], counts.of[1], None));
    }
    rows
}

/// `T1 Source 89 106;120 130 words` and `E1 Attribution:T4 Content:T3 Cue:T2 Source:T1`.
fn parse_brat(page: &str) -> Vec<Gold> {
    let mut spans: BTreeMap<&str, Vec<Range>> = BTreeMap::new();
    let mut golds = Vec::new();
    for line in page.lines() {
        let Some((id, rest)) = line.split_once('\t') else { continue };
        if id.starts_with('T') {
            let Some((_, ranges)) = rest.split('\t').next().unwrap_or_default().split_once(' ') else { continue };
            let range = |part: &str| {
                let (start, end) = part.split_once(' ')?;
                Some((start.parse().ok()?, end.parse().ok()?))
            };
            spans.insert(id, ranges.split(';').filter_map(range).collect());
        } else if id.starts_with('E') {
            let mut gold = Gold { cue: true, ..Gold::default() };
            for part in rest.split_whitespace() {
                let Some((role, id)) = part.split_once(':') else { continue };
                let found = spans.get(id).map(Vec::as_slice).unwrap_or_default();
                match role.trim_end_matches(|digit: char| digit.is_ascii_digit()) {
                    "Source" => gold.source.extend(found),
                    "Content" => gold.content.extend(found),
                    _ => {}
                }
            }
            golds.push(gold);
        }
    }
    golds
}

const ARTICLES: [&str; 14] =
    ["the", "a", "an", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einer", "einem", "eines"];

/// Where the words of some ranges start.
fn words(letters: &[char], ranges: &[Range]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (start, end) in ranges {
        let mut at = *start;
        while at < (*end).min(letters.len()) {
            let length = letters[at..(*end).min(letters.len())].iter().take_while(|c| c.is_alphanumeric()).count();
            let word: String = letters[at..at + length].iter().flat_map(|c| c.to_lowercase()).collect();
            if length > 0 && !ARTICLES.contains(&word.as_str()) {
                found.insert(at);
            }
            at += length.max(1);
        }
    }
    found
}

fn overlaps(a: Range, b: Range) -> bool {
    a.0 < b.1 && b.0 < a.1
}

fn count(bench: &Bench<'_>, lang: &str, text: &str, golds: &[Gold], counts: &mut Counts) -> Result<()> {
    let report = bench.report(lang, text)?;
    let pack = bench.res.packs.of(&report.lang);
    let tokens = tokenize_report(pack, &report);
    let points = CodePoints::new(&report.text);
    let letters: Vec<char> = report.text.chars().collect();
    let (mut figures, mut statements) = (Vec::new(), Vec::new());
    for mention in find_mentions(pack, &bench.res.gazetteer, &report, &tokens) {
        match &mention.reading {
            Reading::Number(number) if number.digits || number.value != Amount::whole(1) => {
                figures.push(points.of(mention.span));
            }
            Reading::Quote(quote) => {
                if let Some(source) = quote.source_span {
                    statements.push((points.of(mention.span), points.of(source)));
                }
            }
            _ => {}
        }
    }
    for gold in golds.iter().filter(|gold| !gold.source.is_empty()) {
        let inside: Vec<Range> =
            figures.iter().copied().filter(|figure| gold.content.iter().any(|part| overlaps(*figure, *part))).collect();
        if inside.is_empty() {
            continue;
        }
        let wanted = words(&letters, &gold.source);
        let ours: Vec<Range> = statements
            .iter()
            .filter(|(content, _)| inside.iter().any(|figure| overlaps(*figure, *content)))
            .map(|(_, source)| *source)
            .collect();
        let right = ours.iter().any(|source| {
            let read = words(&letters, &[*source]);
            let shared = read.intersection(&wanted).count();
            shared > 0 && 2 * shared >= read.len().min(wanted.len())
        });
        let kind = usize::from(!gold.cue);
        counts.of[kind] += 1;
        counts.found[kind] += usize::from(!ours.is_empty());
        counts.right[kind] += usize::from(right);
        if !right {
            let words = |ranges: &[Range]| -> Vec<String> {
                let part = |range: &Range| letters.get(range.0..range.1).unwrap_or_default().iter().collect();
                ranges.iter().map(part).collect()
            };
            bench.tell(|| {
                format!("quotes {lang}: {:?}, read {:?}: {:?}", words(&gold.source), words(&ours), words(&gold.content))
            });
        }
    }
    Ok(())
}
