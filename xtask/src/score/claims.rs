//! Claims of annotated reports, as the annotators' own scorer counts them; and numerals that are no claims.

use super::{Bench, Row, read_lines};
use anyhow::Result;
use firsthand::eval::{EvalClaim, Field, Score, pair_claims};
use firsthand::intake::read_json_line;
use firsthand::model::CodePoints;
use firsthand::pipeline::read_report;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

const CASE: &str = "cases/mobilisation-2022";

/// Claim and full F1 of each language and of the case; fields over all languages, reports without claims counted in.
pub(super) fn score_gold(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut all = Score::default();
    for lang in ["en", "fr", "es", "de", "ru", "uk"] {
        let folder = bench.shared.join("gold");
        let name = |kind: &str| folder.join(format!("{lang}.{kind}.jsonl"));
        let score = score_reports(bench, &name("reports"), &name("claims"), Some(&mut all))?;
        rows.push(claim_row("gold", lang, &score, 0.87));
        rows.push(full_row("gold", lang, &score, 0.70));
    }
    for (field, wanted) in [
        (Field::Interval, 0.97),
        (Field::Modifier, 0.95),
        (Field::Indicator, 0.92),
        (Field::Measure, 0.85),
        (Field::Modality, 0.90),
        (Field::Country, 0.92),
        (Field::Time, 0.85),
        (Field::Source, 0.85),
    ] {
        let (measure, reached, of) = (format!("{} of pairs", field.name()), all.accuracy(field), all.pairs);
        rows.push(Row { set: "gold", measure, lang: "all".into(), reached, wanted: Some(wanted), of });
    }
    for (measure, right) in [("claim F1, all", all.claim), ("full F1, all", all.full)] {
        let reached = all.rates(right).2;
        rows.push(Row {
            set: "gold",
            measure: measure.into(),
            lang: String::new(),
            reached,
            wanted: None,
            of: all.gold,
        });
    }
    let folder = bench.shared.join(CASE);
    let score = score_reports(bench, &folder.join("reports.jsonl"), &folder.join("claims.jsonl"), None)?;
    rows.push(claim_row(CASE, "", &score, 0.93));
    rows.push(full_row(CASE, "", &score, 0.80));
    Ok(rows)
}

fn claim_row(set: &'static str, lang: &str, score: &Score, wanted: f64) -> Row {
    let (measure, reached) = ("claim F1".to_owned(), score.claim_f1());
    Row { set, measure, lang: lang.into(), reached, wanted: Some(wanted), of: score.gold }
}

/// Thing, interval, measure, country and source right.
fn full_row(set: &'static str, lang: &str, score: &Score, wanted: f64) -> Row {
    let (measure, reached) = ("full F1".to_owned(), score.rates(score.full).2);
    Row { set, measure, lang: lang.into(), reached, wanted: Some(wanted), of: score.gold }
}

fn score_reports(bench: &Bench<'_>, reports: &Path, claims: &Path, mut all: Option<&mut Score>) -> Result<Score> {
    let mut gold: BTreeMap<String, Vec<EvalClaim>> = BTreeMap::new();
    for claim in read_lines::<EvalClaim>(claims)? {
        gold.entry(claim.doc.clone()).or_default().push(claim);
    }
    let mut score = Score::default();
    for (at, line) in std::fs::read_to_string(reports)?.lines().enumerate() {
        let report = read_json_line(&bench.res.packs, line.as_bytes(), at + 1, "gold")?;
        let read = read_report(bench.res, report);
        let points = CodePoints::new(&read.report.text);
        let found: Vec<EvalClaim> = read.claims.iter().map(|claim| EvalClaim::of(claim, &points)).collect();
        let pairing = pair_claims(gold.get(&read.report.doc).map_or(&[], Vec::as_slice), &found);
        score.add(&pairing);
        if let Some(all) = &mut all {
            all.add(&pairing);
        }
    }
    Ok(score)
}

#[derive(Deserialize)]
struct Negative {
    doc: String,
    start: usize,
    end: usize,
    surface: String,
    why: String,
}

/// Numerals of the case that are no claims: how many of them are claimed.
pub(super) fn score_hard_negatives(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.shared.join(CASE);
    let negatives: Vec<Negative> = read_lines(&folder.join("hard_negatives.jsonl"))?;
    let mut claimed = 0;
    for (at, line) in std::fs::read_to_string(folder.join("reports.jsonl"))?.lines().enumerate() {
        let read = read_report(bench.res, read_json_line(&bench.res.packs, line.as_bytes(), at + 1, "case")?);
        let points = CodePoints::new(&read.report.text);
        let spans: Vec<(usize, usize)> = read.claims.iter().map(|claim| points.of(claim.span)).collect();
        for negative in negatives.iter().filter(|negative| negative.doc == read.report.doc) {
            if spans.iter().any(|(start, end)| *start < negative.end && negative.start < *end) {
                claimed += 1;
                bench.tell(|| format!("hard-negatives: {} claimed, but it is: {}", negative.surface, negative.why));
            }
        }
    }
    let reached = super::ratio(negatives.len() - claimed, negatives.len());
    let (measure, of) = ("left unclaimed".to_owned(), negatives.len());
    Ok(vec![Row { set: CASE, measure, lang: String::new(), reached, wanted: Some(1.0), of }])
}
