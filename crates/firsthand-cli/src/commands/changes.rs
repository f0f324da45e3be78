//! `firsthand changes`: which entries came, changed or went since a reader looked last.

use crate::work::{Ledger, load_resources, view_today};
use crate::{Ending, show, view};
use anyhow::{Context, Result};
use firsthand::pack::Indicators;
use firsthand::pipeline::feed::{Reader, entries_now, read_cursor, write_changes, write_cursor};
use firsthand::pipeline::mask_entries;
use firsthand::store::{Change, Store, StoreError};
use std::io::Write;

/// List the entries that came, changed or went since a cursor, each as it is now
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand changes --jsonl > feed.jsonl            everything, from the start
  firsthand changes --jsonl --since CURSOR          what changed since the last line's cursor

Whoever keeps the last line of each entry, and drops those that are gone, has the lines of `export --as jsonl` and of
`tally --jsonl`.
The form is in docs/feed.md.")]
pub(crate) struct Options {
    /// The cursor of the last line that was read; without it from the start
    #[arg(long, value_name = "CURSOR")]
    since: Option<String>,
    /// At most so many changes
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    ledger: Ledger,
    /// Print JSON lines
    #[arg(long)]
    jsonl: bool,
}

/// Entries that are put into lines at once.
const PORTION: usize = 256;

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let base = options.ledger.open(&res)?;
    let feed = base.feed()?;
    let after = options.since.as_deref().map_or(Ok(0), |cursor| read_cursor(feed, cursor))?;
    let changes = base.changes(after, options.limit.unwrap_or(usize::MAX))?;
    let store = view_today(&res, base.as_ref())?;
    let indicators = Indicators::embedded().context("the table of indicators")?;
    for changes in changes.chunks(PORTION) {
        if options.jsonl {
            for line in hinted(write_changes(&res, &indicators, &store, feed, changes, Reader::Own))? {
                writeln!(out, "{line}")?;
            }
        } else {
            print_changes(&store, changes, out)?;
        }
    }
    if !options.jsonl {
        let end = changes.last().map_or(after, |change| change.seq);
        writeln!(out, "{}", show::count(changes.len(), "change"))?;
        let cursor = write_cursor(feed, end);
        writeln!(out, "next: firsthand changes --since {cursor}{}", options.ledger.flag())?;
    }
    Ok(Ending::Done)
}

/// A ledger in the middle of a rebuild lacks entries for a while.
fn hinted<T>(found: Result<T, StoreError>) -> Result<T> {
    found.map_err(|error| match error {
        StoreError::Stale => anyhow::anyhow!("the ledger is being rebuilt\nhint: ask again when the rebuild has ended"),
        other => other.into(),
    })
}

fn print_changes(store: &dyn Store, changes: &[Change], out: &mut dyn Write) -> Result<()> {
    let entries = mask_entries(store, hinted(entries_now(store, changes))?)?;
    let mut entries = entries.iter();
    for change in changes {
        let id = change.entry.to_string();
        match if change.gone { None } else { entries.next() } {
            Some(entry) => {
                let figures = [entry.low, entry.best, entry.high].map(show::figure).join(" / ");
                writeln!(out, "changed {}  {}: {figures}", view::short(&id), show::safe(&entry.series))?;
            }
            None => writeln!(out, "gone    {}", view::short(&id))?,
        }
    }
    Ok(())
}
