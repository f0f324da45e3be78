//! `firsthand lineage`: who copied whom among these texts? Stateless, unmasked.

use crate::work::{Format, list_refused, load_resources, now, read_inputs, settle};
use crate::{Ending, input, show, view};
use anyhow::Result;
use firsthand::export::jsonl::lineage_lines;
use firsthand::model::{Report, ReportId};
use firsthand::pipeline::{Memory, post_reads, read_mentions};
use firsthand::store::{MemoryStore, Store};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// Find copies, rewordings, translations and shared quotations; nothing is kept
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  firsthand lineage reports/ --passages\n  firsthand lineage reports.jsonl --jsonl")]
pub(crate) struct Options {
    /// Text, JSON lines of reports, folders, or - for standard input
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// Print the aligned passages of both sides
    #[arg(long)]
    passages: bool,
    #[command(flatten)]
    format: Format,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
    let mut reports: Vec<Report> = Vec::new();
    let (mut seen, mut portion) = (BTreeSet::new(), Vec::new());
    let inputs = input::open_inputs(&options.input);
    let refused = read_inputs(
        &res,
        inputs,
        None,
        |res, received| read_mentions(res, received.report).ready(),
        |read| {
            if seen.insert(read.report.id) {
                reports.push(read.report.clone());
                portion.push(read);
            }
            if portion.len() >= 100 {
                post_reads(&mut store, &mut memory, std::mem::take(&mut portion), now())?;
            }
            Ok(())
        },
    )?;
    post_reads(&mut store, &mut memory, portion, now())?;
    settle(&res, &mut store, &mut memory)?;
    let ids: Vec<ReportId> = reports.iter().map(|report| report.id).collect();
    let families = store.families(&ids)?;
    let edges = store.derivations(&ids)?;
    if options.format.json || options.format.jsonl {
        let lines = lineage_lines(&reports, &families, &edges);
        if options.format.json {
            let document = serde_json::json!({"format": "firsthand/lineage/1", "lineage": lines});
            writeln!(out, "{document}")?;
        } else {
            for line in &lines {
                serde_json::to_writer(&mut *out, line)?;
                writeln!(out)?;
            }
        }
    } else {
        let texts = families.values().collect::<BTreeSet<_>>().len();
        let head = format!("{}, {}", show::count(reports.len(), "page"), show::count(texts, "text"));
        writeln!(out, "{}", show::bold(&head))?;
        view::print_lineage(&reports, &families, &edges, options.passages, out)?;
    }
    out.flush()?;
    Ok(list_refused(&refused, !reports.is_empty()))
}
