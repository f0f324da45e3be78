//! `firsthand verify`: are the reports as they came, and does everything else still follow from them?

use crate::show::Progress;
use crate::work::{Ledger, Threads, load_resources, read_all};
use crate::{Ending, show};
use anyhow::Result;
use firsthand::pipeline::rebuild_root;
use firsthand::store::hash_root;
use std::io::Write;

/// Check every report's hash, rebuild the ledger in memory and compare
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  firsthand verify --db protests.db\n\nEnds with 4 when something does not agree.")]
pub(crate) struct Options {
    #[command(flatten)]
    ledger: Ledger,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let store = options.ledger.open(&res)?;
    let damaged = store.damaged_reports()?;
    let root = hash_root(store.as_ref())?;
    let bar = Progress::of_steps("rebuilding");
    let read = |reports| read_all(&res, reports);
    let rebuilt = rebuild_root(&res, store.as_ref(), &read, &Threads, &mut |done, all| bar.step(done, all))?;
    bar.end();
    let counts = store.counts()?;
    let agrees = damaged.is_empty() && root == rebuilt;
    if options.json {
        let document = serde_json::json!({
            "format": "firsthand/verify/1", "ok": agrees, "root": root, "rebuilt": rebuilt, "damaged": damaged,
            "ledger": counts,
        });
        writeln!(out, "{document}")?;
    } else {
        for id in &damaged {
            writeln!(out, "damaged: {id} no longer has the hash that it came with")?;
        }
        if root != rebuilt {
            writeln!(out, "differs: the reports now lead to {rebuilt}")?;
            writeln!(out, "hint: after an update of the program, firsthand rebuild{}", options.ledger.flag())?;
        }
        let state = if agrees { "ok" } else { "FAILED" };
        writeln!(out, "{state}: {}, root {root}", show::count(counts.reports, "report"))?;
    }
    Ok(if agrees { Ending::Done } else { Ending::CheckFailed })
}
