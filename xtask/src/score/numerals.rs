//! Numerals by themselves: the peers' own cases.
//!
//! What counts as a pass, and where a set's convention is another than ours:
//! - A part of a whole ("two thirds") is a share for us, in per cent; the sets write it as a fraction of one.
//! - A sign before digits ("-504") is told apart from a dash nowhere in news; what the sets write with a minus passes
//!   where the number itself is read, only if the words or the sign are read too.
//! - A range is one figure for us and two numbers for the set, the multiplier with the second only: it passes where both
//!   ends are theirs and our span runs from the first to the end of the second.
//! - What is glued to a unit of measure ("180ml") is left to another model by the set: it counts as not read.
//! - A mark before three digits groups thousands in all our news ("4.800 people" in English too); the set of a language takes
//!   its decimal mark at its word: "4.800" passes there where we read 4,800.
//! - A number said again in brackets, "45 (forty five)", is two mentions of one value for us and one for the set.
//! - "A few", "single", "a couple" are no figures for us where the guide says so; the sets count them, and so they fail.

use super::{Bench, Row, ratio, read_lines};
use anyhow::{Context, Result};
use firsthand::mentions::find_mentions;
use firsthand::model::{CodePoints, Mention, Modifier, Number, NumberUnit, Reading};
use firsthand::pack::tokenize_report;
use serde::Deserialize;
use std::collections::BTreeMap;

const LANGS: [&str; 9] = ["en", "fr", "es", "de", "ru", "uk", "it", "pt", "pl"];

/// A number as it is read: code points, and its value as the sets write it.
struct Found {
    start: usize,
    end: usize,
    value: Option<f64>,
    /// Both ends of a range.
    range: Option<(f64, f64)>,
    /// In per cent, by sign or word.
    percent: bool,
}

fn numbers_of(bench: &Bench<'_>, lang: &str, text: &str) -> Result<Vec<Found>> {
    let report = bench.report(lang, text)?;
    let pack = bench.res.packs.of(&report.lang);
    let tokens = tokenize_report(pack, &report);
    let points = CodePoints::new(&report.text);
    let mentions = find_mentions(pack, &bench.res.gazetteer, &report, &tokens);
    let found = mentions.iter().filter_map(|mention| match &mention.reading {
        Reading::Number(number) => {
            let (start, end) = points.of(mention.span);
            let ends = number.bounds.lower.zip(number.bounds.upper).filter(|_| number.modifier == Modifier::Range);
            Some(Found {
                start,
                end,
                value: value_of(mention, number),
                range: ends.map(|(low, high)| (low.to_f64(), high.to_f64())),
                percent: number.digits && number.unit == Some(NumberUnit::Percent),
            })
        }
        _ => None,
    });
    Ok(found.collect())
}

/// The value said; a fraction in words as a part of one.
fn value_of(mention: &Mention, number: &Number) -> Option<f64> {
    let value = match (number.value, number.modifier) {
        (Some(value), _) => value.to_f64(),
        // A vague word that the sets give a value: "dozens" has none.
        (None, Modifier::Range | Modifier::Vague) => return None,
        (None, _) => return number.zero.then_some(0.0),
    };
    let fraction = number.unit == Some(NumberUnit::Percent) && is_fraction(&mention.rule);
    Some(if fraction { value / 100.0 } else { value })
}

/// Whether the rule of a number tells a part of a whole, "two thirds", and not "two per cent".
pub(super) fn is_fraction(rule: &str) -> bool {
    rule.split(' ').any(|rule| rule == "fraction" || rule.contains("/fraction/"))
}

/// Amounts are kept in thousandths, shares in thousandths of a per cent.
fn same(read: f64, wanted: f64) -> bool {
    (read - wanted).abs() <= 0.000_6_f64.max(1e-9 * wanted.abs())
}

#[derive(Deserialize)]
struct Pair {
    lang: String,
    kind: String,
    n: f64,
    words: String,
}

/// Cardinals in words: one number is read, and it is the one.
pub(super) fn score_num2words(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("numdate-num2words")?;
    let pairs: Vec<Pair> = read_lines(&folder.join("pairs.jsonl"))?;
    let mut passed: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.kind == "cardinal" && pair.n.abs() <= 1e9) {
        let Some(lang) = LANGS.into_iter().find(|lang| *lang == pair.lang) else { continue };
        let read = numbers_of(bench, lang, &pair.words)?;
        let right = matches!(&read[..], [found] if found.value.is_some_and(|value| same(value, pair.n)));
        if !right {
            let values: Vec<_> = read.iter().map(|found| found.value).collect();
            bench.tell(|| format!("num2words {lang}: {} is {}, read {values:?}", pair.words, pair.n));
        }
        let count = passed.entry(lang).or_default();
        *count = (count.0 + usize::from(right), count.1 + 1);
    }
    Ok(rows("numdate-num2words", "cardinals exact", 0.98, &passed))
}

/// A line of the duckling set, for numerals and for times.
#[derive(Deserialize)]
pub(super) struct Example {
    pub(super) dim: String,
    #[serde(default)]
    pub(super) lang: String,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) section: String,
    pub(super) value: Option<String>,
    #[serde(default)]
    pub(super) texts: Vec<String>,
}

/// Numerals, positive and not latent: one number is read that is the whole text, and it is the one.
pub(super) fn score_duckling(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("numdate-duckling")?;
    let examples: Vec<Example> = read_lines(&folder.join("examples.jsonl"))?;
    let mut passed: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for example in examples.iter().filter(|example| example.dim == "Numeral" && example.kind == "positive") {
        let Some(lang) = LANGS.into_iter().find(|lang| lang.eq_ignore_ascii_case(&example.lang)) else { continue };
        let Some(value) = &example.value else { continue };
        let written = value.replace("NumeralValue", "").replace(['(', ')', '_', ' '], "");
        let wanted: f64 = written.parse().with_context(|| value.clone())?;
        for text in &example.texts {
            let read = numbers_of(bench, lang, text)?;
            let is = |found: &Found| found.value.is_some_and(|value| same(value, wanted));
            let right = match &read[..] {
                [found] => is(found),
                [found, again] => is(found) && is(again) && said_again(text, found, again),
                _ => false,
            };
            if !right {
                let values: Vec<_> = read.iter().map(|found| found.value).collect();
                bench.tell(|| format!("duckling {lang}: {text:?} is {wanted}, read {values:?}"));
            }
            let count = passed.entry(lang).or_default();
            *count = (count.0 + usize::from(right), count.1 + 1);
        }
    }
    Ok(rows("numdate-duckling", "numerals passed", 0.92, &passed))
}

/// Whether the second number stands in brackets of its own right behind the first, at the end.
fn said_again(text: &str, found: &Found, again: &Found) -> bool {
    let cut = |from: usize, to: usize| text.chars().skip(from).take(to.saturating_sub(from)).collect::<String>();
    cut(found.end, again.start).trim() == "(" && cut(again.end, usize::MAX).trim() == ")"
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Case {
    input: String,
    #[serde(default)]
    not_supported: Option<String>,
    #[serde(default)]
    not_supported_by_design: Option<String>,
    #[serde(default)]
    results: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Expected {
    text: String,
    start: Option<usize>,
    end: Option<usize>,
    #[serde(default)]
    resolution: Option<Resolution>,
}

#[derive(Deserialize)]
struct Resolution {
    value: Option<serde_json::Value>,
}

/// Sentences with numbers, as the .NET library reads them: every number with its span (last code point included) and
/// value, and no other.
pub(super) fn score_recognizers(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("numdate-recognizers-text")?;
    let mut passed: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, lang) in [
        ("English", "en"),
        ("French", "fr"),
        ("Spanish", "es"),
        ("German", "de"),
        ("Italian", "it"),
        ("Portuguese", "pt"),
    ] {
        let path = folder.join(format!("Specs/Number/{name}/NumberModel.json"));
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let cases: Vec<Case> = serde_json::from_str(text.trim_start_matches('\u{FEFF}'))?;
        for case in &cases {
            let unsupported = |field: &Option<String>| field.as_deref().is_some_and(|list| list.contains("dotnet"));
            if unsupported(&case.not_supported) || unsupported(&case.not_supported_by_design) {
                continue;
            }
            let mut read =
                if case.input.trim().is_empty() { Vec::new() } else { numbers_of(bench, lang, &case.input)? };
            read.retain(|found| !measured(&case.input, found));
            take_decimal_marks(lang, &case.input, &mut read);
            let right = agree(&case.results, &read, &case.input);
            if !right {
                let values: Vec<_> = read.iter().map(|found| (part(&case.input, found), found.value)).collect();
                let wanted: Vec<_> = case.results.iter().map(|wanted| (&wanted.text, wanted.value())).collect();
                bench.tell(|| format!("recognizers {lang}: {:?} is {wanted:?}, read {values:?}", case.input));
            }
            let count = passed.entry(lang).or_default();
            *count = (count.0 + usize::from(right), count.1 + 1);
        }
    }
    let mut rows = rows("numdate-recognizers-text", "Number cases passed", 0.95, &passed);
    // No figure is asked for these two.
    rows.iter_mut().filter(|row| ["it", "pt"].contains(&row.lang.as_str())).for_each(|row| row.wanted = None);
    Ok(rows)
}

/// Takes a mark before three digits for the decimal mark that it is in the language.
fn take_decimal_marks(lang: &str, text: &str, read: &mut [Found]) {
    let decimal = if lang == "en" { '.' } else { ',' };
    for found in read {
        let written = part(text, found);
        let Some((whole, after)) = written.split_once(decimal) else { continue };
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if (1..=3).contains(&whole.len()) && after.len() == 3 && digits(whole) && digits(after) {
            found.value = written.replace(',', ".").parse().ok();
        }
    }
}

/// Whether a letter is glued behind the figure.
fn measured(text: &str, found: &Found) -> bool {
    let mut tail = text.chars().skip(found.end.saturating_sub(1));
    let last = tail.next();
    last.is_some_and(|last| last.is_ascii_digit()) && tail.next().is_some_and(char::is_alphabetic)
}

/// Whether what is read is what is wanted, in order.
fn agree(mut wanted: &[Expected], read: &[Found], input: &str) -> bool {
    for found in read {
        let taken = match (found.range, wanted) {
            (Some((low, high)), [first, second, ..]) => {
                let values = first.value().zip(second.value());
                let low_is = |value: f64| [1.0, 1e3, 1e6, 1e9, 1e12].iter().any(|by| same(low, value * by));
                let right = values.is_some_and(|(a, b)| low_is(a) && same(high, b))
                    && first.start == Some(found.start)
                    && second.end.map(|end| end + 1) == Some(found.end);
                if right { 2 } else { 0 }
            }
            (_, [first, ..]) => usize::from(first.is(found, input)),
            (_, []) => 0,
        };
        if taken == 0 {
            return false;
        }
        wanted = &wanted[taken..];
    }
    wanted.is_empty()
}

fn part(text: &str, found: &Found) -> String {
    text.chars().skip(found.start).take(found.end - found.start).collect()
}

impl Expected {
    /// Values are written with the language's decimal mark.
    fn value(&self) -> Option<f64> {
        match self.resolution.as_ref()?.value.as_ref()? {
            serde_json::Value::String(text) => text.replace(',', ".").parse().ok(),
            other => other.as_f64(),
        }
    }

    fn is(&self, found: &Found, input: &str) -> bool {
        let place = match (self.start, self.end) {
            (Some(start), Some(end)) => found.start == start && found.end == end + 1,
            // Where the spec gives no offsets, its text, in lower case.
            _ => part(input, found).to_lowercase() == self.text.to_lowercase(),
        };
        let value = match (self.value(), found.value) {
            (Some(wanted), Some(read)) => same(read, wanted) && !found.percent,
            _ => false,
        };
        place && value
    }
}

fn rows(set: &'static str, measure: &str, wanted: f64, passed: &BTreeMap<&str, (usize, usize)>) -> Vec<Row> {
    passed
        .iter()
        .map(|(lang, (right, of))| Row {
            set,
            measure: measure.to_owned(),
            lang: (*lang).to_owned(),
            reached: ratio(*right, *of),
            wanted: Some(wanted),
            of: *of,
        })
        .collect()
}
