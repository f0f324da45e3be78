//! `firsthand rebuild`: read every report again with today's rules.

use crate::work::{Ledger, load_resources, reread, settle};
use crate::{Ending, show};
use anyhow::Result;
use firsthand::pipeline::Memory;
use firsthand::store::hash_root;
use std::io::Write;

/// Make everything but reports and outside claims anew; goes on where it was when interrupted
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  firsthand rebuild --db protests.db")]
pub(crate) struct Options {
    #[command(flatten)]
    ledger: Ledger,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let mut store = options.ledger.open(&res)?;
    let before = hash_root(store.as_ref())?;
    store.forget_readings()?;
    let mut memory = Memory::default();
    reread(&res, store.as_mut(), &mut memory)?;
    settle(&res, store.as_mut(), &mut memory)?;
    let after = hash_root(store.as_ref())?;
    let counts = store.counts()?;
    let change = if before == after { "nothing changed" } else { "the readings changed" };
    writeln!(
        out,
        "{change}: {}, {}, {}, root {after}",
        show::count(counts.reports, "report"),
        show::count(counts.claims, "claim"),
        show::count(counts.entries, "entry")
    )?;
    Ok(Ending::Done)
}
