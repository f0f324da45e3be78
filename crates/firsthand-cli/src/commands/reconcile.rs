//! `firsthand reconcile`: what do these claims add up to? Stateless: the ledger without any text.

use crate::work::{Format, ProfileName, list_refused, read_claims};
use crate::{Ending, view};
use anyhow::Result;
use firsthand::ledger::list_entry_lines;
use firsthand::model::Timestamp;
use firsthand::pipeline::reconcile_outside;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Reconcile claims of JSON lines into ledger entries; nothing is kept
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand reconcile claims.jsonl --profile range\n  firsthand read reports/ --jsonl | firsthand reconcile - --as table\nPiped, it prints JSON lines."
)]
pub(crate) struct Options {
    /// Claims, one a line, or - for standard input
    claims: PathBuf,
    /// Which figure is shown where claims leave room
    #[arg(long, value_name = "PROFILE", default_value = "default")]
    profile: ProfileName,
    /// What was known at this time
    #[arg(long, value_name = "TIME")]
    as_of: Option<Timestamp>,
    /// How the entries are printed [default: table on a terminal, jsonl elsewhere]
    #[arg(long = "as", value_name = "FORM", conflicts_with_all = ["json", "jsonl"])]
    form: Option<Form>,
    #[command(flatten)]
    format: Format,
}

/// A form of the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// One JSON object a line, with every claim's part and the conflicts
    Jsonl,
    /// Low, best and high in columns
    Table,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let (filings, refused) = read_claims(&options.claims)?;
    let entries = reconcile_outside(&filings, options.profile.into(), options.as_of);
    let claims: Vec<_> = filings.iter().map(|filing| filing.claim.clone()).collect();
    let lines = list_entry_lines(&claims, &entries);
    if options.format.json {
        let document = serde_json::json!({"format": "firsthand/entries/1", "entries": lines});
        writeln!(out, "{document}")?;
        out.flush()?;
        return Ok(list_refused(&refused, !filings.is_empty()));
    }
    let lined = options.format.jsonl || !std::io::stdout().is_terminal();
    let form = options.form.unwrap_or(if lined { Form::Jsonl } else { Form::Table });
    if form == Form::Jsonl {
        for entry in &lines {
            serde_json::to_writer(&mut *out, entry)?;
            writeln!(out)?;
        }
    } else {
        view::print_tally(&entries.iter().collect::<Vec<_>>(), view::Grouping::Day, None, out)?;
    }
    out.flush()?;
    Ok(list_refused(&refused, !filings.is_empty()))
}
