//! `firsthand lineage`: who copied whom among these texts? Stateless, unmasked.

use crate::picture::{Picture, draw_svg};
use crate::work::{Drawing, Format, list_refused, load_resources, now, read_all, read_inputs, settle};
use crate::{Ending, input, show, tree};
use anyhow::Result;
use firsthand::export::jsonl::{Masking, lineage_lines};
use firsthand::export::kinship::Kinship;
use firsthand::model::{Claim, Report, ReportId};
use firsthand::pipeline::figures::Teller;
use firsthand::pipeline::{Memory, post_reads, read_mentions};
use firsthand::store::{MemoryStore, Store};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// Find copies, rewordings, translations and shared quotations; nothing is kept
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand lineage reports/
  firsthand lineage a.txt b.txt --passages
  firsthand lineage reports.jsonl --svg > lineage.svg
  firsthand lineage reports.jsonl --jsonl

Of a story in the ledger: firsthand story ID shows the same.")]
pub(crate) struct Options {
    /// Text, JSON lines of reports, folders, or - for standard input
    #[arg(required = true)]
    input: Vec<PathBuf>,
    #[command(flatten)]
    drawing: Drawing,
    #[command(flatten)]
    format: Format,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    if let [only] = &options.input[..]
        && !only.exists()
        && let Some(id) = only.to_str().filter(|name| name.starts_with("s_") && !name.contains('.'))
    {
        anyhow::bail!("{id} is no file\nhint: the lineage of a story in the ledger: firsthand story {id}");
    }
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
        let kinship = Kinship::of(&reports, &families, &edges);
        if options.drawing.dot {
            write!(out, "{}", Picture::of(&kinship, &[]).to_dot())?;
        } else if options.drawing.mermaid {
            write!(out, "{}", Picture::of(&kinship, &[]).to_mermaid())?;
        } else {
            // What a figure counts is read only of the pages that somebody dropped, changed or added one of.
            let told = edges.iter().flat_map(|edge| {
                let changed = edge.changed.iter().flat_map(|change| [change.child.report, change.parent.report]);
                edge.dropped.iter().chain(&edge.added).map(|figure| figure.report).chain(changed)
            });
            let told: BTreeSet<ReportId> = told.collect();
            let told: Vec<Report> = reports.iter().filter(|report| told.contains(&report.id)).cloned().collect();
            let claims: Vec<Claim> = read_all(&res, told).into_iter().flat_map(|read| read.claims).collect();
            let mut teller = Teller::new(&res, Masking::Unmasked, &claims);
            let (pages, texts) = (show::count(reports.len(), "page"), show::count(kinship.blocks.len(), "text"));
            if options.drawing.svg {
                let title = format!("{pages}, {texts}");
                write!(out, "{}", draw_svg(&kinship, &[], &mut teller, &title))?;
                out.flush()?;
                return Ok(list_refused(&refused, !reports.is_empty()));
            }
            writeln!(out, "{}", show::bold(&format!("{pages}, {texts}")))?;
            tree::print_kinship(&kinship, &mut teller, tree::Telling::of(options.drawing), out)?;
        }
    }
    out.flush()?;
    Ok(list_refused(&refused, !reports.is_empty()))
}
