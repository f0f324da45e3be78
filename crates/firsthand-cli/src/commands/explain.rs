//! `firsthand explain`: how is this sentence read, and by which rules? Stateless, unmasked.

use crate::work::{known_lang, load_resources};
use crate::{Ending, show, view};
use anyhow::{Context, Result};
use firsthand::claims::{FigureTrace, trace_figures};
use firsthand::export::jsonl::{ClaimLine, Masking, MentionLine};
use firsthand::intake::read_text;
use firsthand::model::{Claim, CodePoints, Lang, Published, Report, Span};
use firsthand::pack::tokenize_report;
use firsthand::pipeline::read_report;
use std::io::Write;

/// Show how any sentence is read, as a tree: tokens, mentions, what each figure was attached to, claims, rules
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand explain \"At least 12 people were detained on Monday.\" --lang en --published 2022-09-21"
)]
pub(crate) struct Options {
    /// The sentence
    #[arg(allow_hyphen_values = true)]
    text: String,
    /// Its language [default: recognised]
    #[arg(long, value_name = "xx")]
    lang: Option<String>,
    /// When it was published: relative days are read from here
    #[arg(long, value_name = "DATE")]
    published: Option<Published>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let mut report = read_text(&res.packs, options.text.as_bytes(), "text").context("this is no text")?;
    if let Some(lang) = options.lang {
        report.lang = Lang(known_lang(&res, &lang)?);
    }
    report.published = options.published;
    let read = read_report(&res, report);
    let report = &read.report;
    let points = CodePoints::new(&report.text);
    let pack = res.packs.of(&report.lang);
    let tokens = tokenize_report(pack, report);
    let figures = trace_figures(pack, report, &tokens, &read.mentions);
    if options.json {
        let mentions: Vec<_> = read.mentions.iter().map(|one| MentionLine::of(report, &points, one)).collect();
        let claims: Vec<_> = read.claims.iter().map(|one| ClaimLine::of(one, &points, Masking::Unmasked)).collect();
        let figures: Vec<_> = figures.iter().map(|one| figure_line(one, report, &points)).collect();
        let lang = report.lang.code();
        let document = serde_json::json!({
            "format": "firsthand/explain/1", "lang": lang, "mentions": mentions, "figures": figures, "claims": claims,
        });
        writeln!(out, "{document}")?;
        return Ok(Ending::Done);
    }
    writeln!(out, "language: {}", report.lang)?;
    let mut tree = Tree::new(out);
    for (number, sentence) in tokens.sentences.iter().enumerate() {
        let last = number + 1 == tokens.sentences.len();
        let words = tokens.tokens[sentence.first..sentence.last].iter().map(|token| token.span.of(&report.text));
        tree.open(last, &show::bold(&show::safe(sentence.span.of(&report.text).trim())))?;
        let inside = |span: Span| sentence.span.contains(span);
        let mentions: Vec<_> = read.mentions.iter().filter(|mention| inside(mention.span)).collect();
        let figures: Vec<_> = figures.iter().filter(|figure| inside(figure.span)).collect();
        let claims: Vec<_> = read.claims.iter().filter(|claim| inside(claim.span)).collect();
        let words: Vec<&str> = words.collect();
        tree.leaf(mentions.is_empty() && claims.is_empty(), &format!("tokens: {}", show::safe(&words.join(" · "))))?;
        if !mentions.is_empty() {
            tree.open(figures.is_empty() && claims.is_empty(), "mentions")?;
            for (at, mention) in mentions.iter().enumerate() {
                let mut line = Vec::new();
                view::print_mention(report, &points, mention, &mut line)?;
                let line = String::from_utf8_lossy(&line);
                tree.leaf(at + 1 == mentions.len(), line.trim())?;
            }
            tree.close();
        }
        if !figures.is_empty() {
            tree.open(claims.is_empty(), "attachments")?;
            for (at, figure) in figures.iter().enumerate() {
                print_figure(&mut tree, at + 1 == figures.len(), figure, report)?;
            }
            tree.close();
        }
        if !claims.is_empty() {
            tree.open(true, "claims")?;
            for (at, claim) in claims.iter().enumerate() {
                tree.open(at + 1 == claims.len(), &show::bold(&view::claim_sentence(claim, Masking::Unmasked)))?;
                for line in because(claim) {
                    tree.leaf(false, &show::safe(&line))?;
                }
                tree.leaf(true, &format!("rules: {}", show::safe(&claim.rules.join(", "))))?;
                tree.close();
            }
            tree.close();
        }
        tree.close();
    }
    if read.claims.is_empty() {
        writeln!(out, "no claim: nothing is counted here")?;
    }
    Ok(Ending::Done)
}

/// Why this place, this day and this source, each in one line.
fn because(claim: &Claim) -> [String; 3] {
    let has = |rule: &str| claim.rules.iter().any(|found| found == rule);
    let first = |reasons: &[(&str, String)]| {
        reasons.iter().find(|(rule, _)| has(rule)).map_or_else(|| "unknown".to_owned(), |(_, why)| why.clone())
    };
    let quoted = |text: Option<&str>| text.map(|text| format!(" \"{text}\"")).unwrap_or_default();
    let place = claim.place.as_ref();
    let named = place
        .map(|place| place.name.clone().or_else(|| place.country.clone()).unwrap_or_else(|| "somewhere".into()))
        .unwrap_or_else(|| "none".into());
    let where_ = first(&[
        ("place/clause", format!("its clause names{}", quoted(place.and_then(|place| place.text.as_deref())))),
        ("place/adjective", "an adjective or a people's name of its clause".into()),
        ("place/paragraph", "named earlier in its paragraph".into()),
        ("place/heading", "the heading above opens with it".into()),
        ("place/report", "what the report is mostly about".into()),
        ("place/unknown", "nothing names one".into()),
    ]);
    let day = claim.time.map_or_else(|| "none".to_owned(), |period| period.to_string());
    let when = first(&[
        ("time/clause", format!("its clause says{}", quoted(claim.time_text.as_deref()))),
        ("time/same-figure", "the same figure is dated elsewhere in the report".into()),
        ("time/same-count", "a count of the same kind says since when".into()),
        ("time/paragraph", "named earlier in its paragraph".into()),
        ("time/report", "the day that the report mostly speaks of".into()),
        ("time/unknown", "plans, fears and other stories take no day of the report's".into()),
    ]);
    let source = claim.source.as_ref().map_or("none", |source| source.name.as_str());
    let who = first(&[
        ("source/statement", "it stands inside their statement".into()),
        ("source/pollster", "a share of the poll that the report names them for".into()),
    ]);
    let who = if claim.source.is_none() { "no statement holds the figure".to_owned() } else { who };
    [format!("place {named}: {where_}"), format!("day {day}: {when}"), format!("source {source}: {who}")]
}

/// A figure with what it counts, the predicates weighed for it, and which was taken.
fn print_figure(tree: &mut Tree<'_>, last: bool, figure: &FigureTrace, report: &Report) -> Result<()> {
    let words = |span: Span| show::safe(span.of(&report.text));
    let head = match &figure.counts {
        Ok(indicator) => {
            let noun = figure.noun.map(|noun| format!(" of \"{}\"", words(noun))).unwrap_or_default();
            format!("{} counts {indicator}{noun}  [{}]", show::mark(&words(figure.span)), figure.rules.join(" "))
        }
        Err(why) => format!("{} counts nothing: {why}", words(figure.span)),
    };
    tree.open(last, &head)?;
    for (at, one) in figure.weighed.iter().enumerate() {
        let verdict = match (one.taken, one.cost > one.reach) {
            (true, _) => "taken".to_owned(),
            (false, true) => format!("out of reach ({} is the most)", one.reach),
            (false, false) => "not taken".to_owned(),
        };
        let line = format!("\"{}\" {}, cost {}, {verdict}  [{}]", words(one.span), one.indicator, one.cost, one.rule);
        tree.leaf(at + 1 == figure.weighed.len(), &line)?;
    }
    tree.close();
    Ok(())
}

fn figure_line(figure: &FigureTrace, report: &Report, points: &CodePoints<'_>) -> serde_json::Value {
    let (start, end) = points.of(figure.span);
    let weighed: Vec<_> = figure
        .weighed
        .iter()
        .map(|one| {
            let (start, end) = points.of(one.span);
            serde_json::json!({
                "start": start, "end": end, "surface": one.span.of(&report.text), "indicator": one.indicator,
                "rule": one.rule, "cost": one.cost, "reach": one.reach, "taken": one.taken,
            })
        })
        .collect();
    serde_json::json!({
        "start": start, "end": end, "surface": figure.span.of(&report.text),
        "indicator": figure.counts.as_ref().ok(), "why_not": figure.counts.as_ref().err(),
        "counted": figure.noun.map(|noun| noun.of(&report.text)), "rules": figure.rules, "weighed": weighed,
    })
}

/// Draws branches as lines are printed.
struct Tree<'o> {
    out: &'o mut dyn Write,
    /// For each open branch, whether it is its parent's last.
    open: Vec<bool>,
}

impl<'o> Tree<'o> {
    fn new(out: &'o mut dyn Write) -> Self {
        Self { out, open: Vec::new() }
    }

    fn leaf(&mut self, last: bool, line: &str) -> Result<()> {
        for last in &self.open {
            self.out.write_all(if *last { "   " } else { "│  " }.as_bytes())?;
        }
        writeln!(self.out, "{}{line}", if last { "└─ " } else { "├─ " })?;
        Ok(())
    }

    fn open(&mut self, last: bool, line: &str) -> Result<()> {
        self.leaf(last, line)?;
        self.open.push(last);
        Ok(())
    }

    fn close(&mut self) {
        self.open.pop();
    }
}
