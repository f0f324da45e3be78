//! `firsthand changes`: which entries came, changed or went since a reader looked last.

use crate::work::{Ledger, load_resources, view_today};
use crate::{Ending, show, view};
use anyhow::{Context, Result};
use firsthand::export::csv::write_json_row;
use firsthand::export::entries::entries_table;
use firsthand::model::Entry;
use firsthand::pack::Indicators;
use firsthand::pipeline::rows::gather_entry_rows;
use firsthand::pipeline::{entry_lines, mask_entries};
use firsthand::resources::Resources;
use firsthand::store::{Change, Feed, Store};
use serde_json::json;
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

/// The form of a line: a reader that has lines of another form must begin anew.
const FORM: &str = "3";

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
            write_changes(&res, &indicators, &store, feed, changes, out)?;
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

/// The entries that are there now, in the order of their changes.
fn entries_now(store: &dyn Store, changes: &[Change]) -> Result<Vec<Entry>> {
    let mut entries = Vec::with_capacity(changes.len());
    for change in changes.iter().filter(|change| !change.gone) {
        let entry = store.entry(change.entry)?;
        entries.push(entry.context("the ledger is being rebuilt\nhint: ask again when the rebuild has ended")?);
    }
    Ok(entries)
}

/// An entry stands in its line twice, byte for byte: as `export --as jsonl` writes its row, and as `tally --jsonl` does.
fn write_changes(
    res: &Resources,
    indicators: &Indicators,
    store: &dyn Store,
    feed: Feed,
    changes: &[Change],
    out: &mut dyn Write,
) -> Result<()> {
    let entries = entries_now(store, changes)?;
    let rows = gather_entry_rows(&res.gazetteer, indicators, store, &entries)?;
    let entries = mask_entries(store, entries)?;
    let mut lines = entry_lines(store, &entries)?.into_iter().zip(rows);
    let table = entries_table();
    for change in changes {
        let cursor = write_cursor(feed, change.seq);
        let now = if change.gone { None } else { lines.next() };
        let Some((line, row)) = now else {
            writeln!(out, "{}", json!({"cursor": cursor, "gone": change.entry}))?;
            continue;
        };
        write!(out, "{{\"cursor\":\"{cursor}\",\"row\":")?;
        match row {
            Some(row) => write_json_row(&table, &row, out)?,
            None => write!(out, "null")?,
        }
        writeln!(out, ",\"entry\":{}}}", serde_json::to_string(&line)?)?;
    }
    Ok(())
}

fn print_changes(store: &dyn Store, changes: &[Change], out: &mut dyn Write) -> Result<()> {
    let entries = mask_entries(store, entries_now(store, changes)?)?;
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

fn write_cursor(feed: Feed, seq: i64) -> String {
    format!("{FORM}.{:016x}.{seq:x}", feed.name)
}

/// The number of the change that a cursor names.
fn read_cursor(feed: Feed, cursor: &str) -> Result<i64> {
    let mut parts = cursor.split('.');
    let (form, name, seq) = (parts.next(), parts.next(), parts.next());
    let seq = seq.and_then(|seq| i64::from_str_radix(seq, 16).ok()).filter(|seq| *seq >= 0 && parts.next().is_none());
    let (Some(form), Some(name), Some(seq)) = (form, name, seq) else {
        anyhow::bail!(
            "{cursor:?} is no cursor\nhint: take the cursor of the last line that you have; without --since all is told"
        );
    };
    if form != FORM {
        anyhow::bail!(
            "the cursor {cursor} is of another version of the feed\nhint: drop what you have and begin without --since"
        );
    }
    if name != format!("{:016x}", feed.name) {
        anyhow::bail!("the cursor {cursor} is of another ledger\nhint: drop what you have and begin without --since");
    }
    if seq > feed.end {
        anyhow::bail!(
            "the cursor {cursor} lies ahead of the ledger, which seems to be an older copy\n\
             hint: drop what you have and begin without --since"
        );
    }
    Ok(seq)
}
