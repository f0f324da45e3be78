//! `firsthand add`: reports into the ledger. Idempotent, in portions, each acknowledged after its commit.

use crate::input::{Inputs, Raw, Refused};
use crate::show::{Progress, count};
use crate::work::{
    Keep, Keeping, Ledger, Threads, guard, keep_originals, list_refused, load_resources, now, read_claims, settle,
    take_in, take_in_whole,
};
use crate::{Ending, input, show, tree, view};
use anyhow::{Context, Result};
use firsthand::export::jsonl::Masking;
use firsthand::intake::Received;
use firsthand::intake::archive::ColumnMap;
use firsthand::model::Entry;
use firsthand::pipeline::figures::Teller;
use firsthand::pipeline::stories::stories_by_size;
use firsthand::pipeline::traced::TracedStory;
use firsthand::pipeline::{Memory, Read, Receipt, append_reads, portion_of, post_reads, read_received, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::{Counts, Store};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Read reports into the ledger and print what was found; the same reports again change nothing
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand add reports/\n  firsthand add reports.jsonl --db protests.db --claims other-pages.jsonl\n  firsthand add crawl.warc.gz press.mbox result.json\n  firsthand add table.csv --map text=body,title=headline\n  firsthand add crawl.warc.gz --keep bytes"
)]
pub(crate) struct Options {
    /// Text, JSON lines of reports, feeds, archives (WARC, WACZ), mails (mbox, EML), Telegram's result.json, CSV, folders,
    /// or - for standard input
    #[arg(required_unless_present = "claims")]
    input: Vec<PathBuf>,
    /// Claims from outside, as `firsthand reconcile` reads them
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// Which column of a table or key of JSON lines is what: text=body,title=headline
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    map: Option<ColumnMap>,
    #[command(flatten)]
    keeping: Keeping,
    #[command(flatten)]
    ledger: Ledger,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// A portion is committed when it has so many reports ...
const PORTION: usize = 100;
/// ... or when so much time has gone since its first.
const PATIENCE: Duration = Duration::from_millis(200);
/// ... or when it holds so many bytes, so that large pages take no more memory than small ones.
const WEIGHT: usize = 32 << 20;
/// Rows of the tally that are shown at once.
const ROWS: usize = 12;

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let mut store = options.ledger.open_or_make(&res)?;
    let started = Instant::now();
    let mut memory = Memory::default();
    let inputs = input::open_mapped(&options.input, options.map);
    let (receipt, mut refused) = add_reports(&res, store.as_mut(), &mut memory, inputs, options.keeping.keep)?;
    let mut outside = 0;
    let mut kept = !receipt.stored.is_empty() || receipt.known > 0;
    if let Some(path) = &options.claims {
        let (filings, wrong) = read_claims(path)?;
        kept |= !filings.is_empty();
        outside = store.file_outside(&filings, now()).context("filing the claims")?;
        refused.extend(wrong);
    }
    settle(&res, store.as_mut(), &mut memory)?;
    let counts = store.counts()?;
    if options.json {
        let refused: Vec<_> = refused
            .iter()
            .map(|one| serde_json::json!({"place": one.place, "word": one.word, "why": one.why, "hint": one.hint}))
            .collect();
        let document = serde_json::json!({
            "format": "firsthand/added/1", "stored": receipt.stored.len(), "known": receipt.known,
            "claims": receipt.claims, "outside": outside, "refused": refused, "ledger": counts,
        });
        writeln!(out, "{document}")?;
    } else {
        print_added(&receipt, outside, &refused, counts, started.elapsed(), out)?;
        print_findings(&res, store.as_ref(), &options.ledger.flag(), out)?;
    }
    out.flush()?;
    Ok(list_refused(&refused, kept))
}

/// Reads and posts all inputs, portion by portion; one portion alone is settled with its posting, so that a report or two
/// wait for the disk once.
pub(crate) fn add_reports(
    res: &Resources,
    store: &mut dyn Store,
    memory: &mut Memory,
    mut inputs: Inputs,
    keep: Keep,
) -> Result<(Receipt, Vec<Refused>)> {
    let bar = Progress::of_bytes(inputs.total);
    let (mut sum, mut refused) = (Receipt::default(), Vec::new());
    // New reports are settled a portion at a time: an archive then takes no more memory than so many do.
    let (mut settled, mut size, mut before) = (0, portion_of(0), None);
    loop {
        let (portion, last) = next_portion(&mut inputs);
        if portion.is_empty() {
            break;
        }
        let mut reports: Vec<Received> = Vec::with_capacity(portion.len());
        let mut evidence = Vec::new();
        let taken: Vec<_> = match keep {
            Keep::Text => take_in(res, portion, None).into_iter().map(|taken| taken.map(|one| (one, None))).collect(),
            Keep::Bytes => take_in_whole(res, portion),
        };
        let received_at = now();
        for taken in taken {
            match taken {
                Ok((received, original)) => {
                    evidence.extend(original.map(|original| (received.report.id, original)));
                    reports.push(received);
                }
                Err(one) => refused.push(one),
            }
        }
        let reads = read_new(res, store, reports, (&mut sum, &mut refused))?;
        let receipt = if last && sum.stored.is_empty() {
            append_reads(res, store, memory, &Threads, reads, now())?
        } else {
            post_reads(store, memory, reads, now())?
        };
        add_receipt(&mut sum, receipt);
        keep_originals(store, &evidence, received_at)?;
        bar.at(inputs.taken, count(sum.stored.len() + sum.known, "report"));
        if sum.stored.len() - settled >= size {
            // Counting takes a while, so it is done once, and not for a few reports.
            let before = match before {
                Some(before) => before,
                None => *before.insert(store.counts()?.reports.saturating_sub(sum.stored.len())),
            };
            size = portion_of(before + sum.stored.len());
            if sum.stored.len() - settled < size {
                continue;
            }
            settled = sum.stored.len();
            let taken = inputs.taken;
            let told = &mut |done, all| bar.at(taken, format!("tracing copies, {done} of {}", count(all, "pair")));
            settle_ledger(res, store, memory, &Threads, told)?;
        }
    }
    bar.end();
    Ok((sum, refused))
}

/// Reads and posts what came in, in one transaction; what is known is not read again.
pub(crate) fn post_received(
    res: &Resources,
    store: &mut dyn Store,
    memory: &mut Memory,
    reports: Vec<Received>,
    (sum, refused): (&mut Receipt, &mut Vec<Refused>),
) -> Result<()> {
    let reads = read_new(res, store, reports, (sum, refused))?;
    add_receipt(sum, post_reads(store, memory, reads, now())?);
    Ok(())
}

fn add_receipt(sum: &mut Receipt, receipt: Receipt) {
    sum.stored.extend(receipt.stored);
    sum.known += receipt.known;
    sum.claims += receipt.claims;
}

/// Reads what is not known yet.
fn read_new(
    res: &Resources,
    store: &dyn Store,
    mut reports: Vec<Received>,
    (sum, refused): (&mut Receipt, &mut Vec<Refused>),
) -> Result<Vec<Read>> {
    let ids: Vec<_> = reports.iter().map(|received| received.report.id).collect();
    let mut seen: BTreeSet<_> = store.known_reports(&ids)?;
    reports.retain(|received| {
        let new = seen.insert(received.report.id);
        sum.known += usize::from(!new);
        new
    });
    let reads: Vec<Result<_, Refused>> = reports
        .into_par_iter()
        .map(|received| guard(&received.report.doc.clone(), || read_received(res, received).ready()))
        .collect();
    let (reads, wrong): (Vec<_>, Vec<_>) = reads.into_iter().partition(Result::is_ok);
    refused.extend(wrong.into_iter().filter_map(Result::err));
    Ok(reads.into_iter().flatten().collect())
}

/// The next portion, and whether it is known to be the last.
fn next_portion(inputs: &mut Inputs) -> (Vec<Result<Raw, Refused>>, bool) {
    let mut portion = Vec::new();
    let mut first = None;
    let mut weight = 0;
    for raw in inputs {
        weight += raw.as_ref().map_or(0, Raw::size);
        portion.push(raw);
        if portion.len() >= PORTION || weight >= WEIGHT || first.get_or_insert_with(Instant::now).elapsed() > PATIENCE {
            return (portion, false);
        }
    }
    (portion, true)
}

fn print_added(
    receipt: &Receipt,
    outside: usize,
    refused: &[Refused],
    counts: Counts,
    took: Duration,
    out: &mut dyn Write,
) -> Result<()> {
    let stored = receipt.stored.len();
    writeln!(
        out,
        "stored {}, already there {}, refused {}; {} read in {:.1} s",
        count(stored, "report"),
        receipt.known,
        refused.len(),
        count(receipt.claims, "claim"),
        took.as_secs_f64()
    )?;
    if outside > 0 {
        writeln!(out, "stored {} from outside", count(outside, "claim"))?;
    }
    writeln!(
        out,
        "the ledger holds {}, {}, {}, {}",
        count(counts.reports, "report"),
        count(counts.families, "independent text"),
        count(counts.stories, "story"),
        count(counts.claims + counts.outside, "claim")
    )?;
    Ok(())
}

/// The largest story: its sentence, its lineage, its first figures.
fn print_findings(res: &Resources, store: &dyn Store, flag: &str, out: &mut dyn Write) -> Result<()> {
    let stories = stories_by_size(store)?;
    let Some(story) = stories.first() else {
        writeln!(out, "next: firsthand add INPUT...{flag}")?;
        return Ok(());
    };
    let story = TracedStory::of(store, story)?;
    writeln!(out)?;
    // A story of hundreds of pages would push the figures off the screen.
    if story.reports.len() <= 40 {
        view::print_head(&story, out)?;
        let mut teller = Teller::new(res, Masking::Masked, &story.claims);
        tree::print_kinship(&story.kinship(), &mut teller, tree::Telling::Plain, out)?;
    } else {
        writeln!(out, "{}", show::bold(&format!("story {}: {}", story.id, view::head_sentence(&story.head()))))?;
    }
    let mut entries: Vec<&Entry> = story.entries.iter().collect();
    entries.sort_by_key(|entry| {
        let lead = Some(&entry.indicator) != story.lead.as_ref();
        (lead, std::cmp::Reverse((entry.pages, entry.texts, entry.support.len())), entry.series.clone(), entry.id)
    });
    let more = entries.len().saturating_sub(ROWS);
    entries.truncate(ROWS);
    if !entries.is_empty() {
        writeln!(out)?;
        view::print_tally(&entries, view::Grouping::Day, Some(flag), out)?;
    }
    if more > 0 {
        writeln!(out, "next: firsthand tally{flag}   ({} more)", count(more, "row"))?;
    } else if stories.len() > 1 {
        writeln!(out, "next: firsthand story{flag}   ({} in all)", count(stories.len(), "story"))?;
    } else {
        writeln!(out, "next: firsthand claims{flag}")?;
    }
    Ok(())
}
