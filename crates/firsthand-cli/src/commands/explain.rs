//! `firsthand explain`: how is this sentence read, and by which rules? Stateless, unmasked.

use crate::work::load_resources;
use crate::{Ending, show, view};
use anyhow::{Context, Result};
use firsthand::export::jsonl::{ClaimLine, Masking, MentionLine};
use firsthand::intake::read_text;
use firsthand::model::{CodePoints, Lang, Published};
use firsthand::pipeline::read_report;
use std::io::Write;

/// Show how any sentence is read: its mentions, its claims, and the rules that made them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand explain \"At least 12 people were detained on Monday.\" --lang en --published 2022-09-21"
)]
pub(crate) struct Options {
    /// The sentence
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
        report.lang = Lang(lang);
    }
    report.published = options.published;
    let read = read_report(&res, report);
    let points = CodePoints::new(&read.report.text);
    if options.json {
        let mentions: Vec<_> = read.mentions.iter().map(|one| MentionLine::of(&read.report, &points, one)).collect();
        let claims: Vec<_> = read.claims.iter().map(|one| ClaimLine::of(one, &points, Masking::Unmasked)).collect();
        let lang = read.report.lang.code();
        let document = serde_json::json!({
            "format": "firsthand/explain/1", "lang": lang, "mentions": mentions, "claims": claims,
        });
        writeln!(out, "{document}")?;
        return Ok(Ending::Done);
    }
    writeln!(out, "language: {}", read.report.lang)?;
    for mention in &read.mentions {
        view::print_mention(&read.report, &points, mention, out)?;
    }
    for claim in &read.claims {
        writeln!(out, "{}", show::bold(&view::claim_sentence(claim, Masking::Unmasked)))?;
        writeln!(out, "    rules: {}", show::safe(&claim.rules.join(", ")))?;
    }
    if read.claims.is_empty() {
        writeln!(out, "no claim: nothing is counted here")?;
    }
    Ok(Ending::Done)
}
