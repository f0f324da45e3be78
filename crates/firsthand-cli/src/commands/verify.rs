//! `firsthand verify`: are the reports, the bytes kept of them and the decisions as they came, and does everything else still follow from them?

use crate::show::Progress;
use crate::work::{Ledger, Threads, load_resources, read_all};
use crate::{Ending, show};
use anyhow::Result;
use firsthand::model::{BrokenLog, LogLine, read_log};
use firsthand::pipeline::rebuild_root;
use firsthand::store::{Store, hash_root};
use serde_json::json;
use std::io::Write;

/// Check the hashes of reports and kept bytes and the chain of decisions, rebuild the ledger in memory and compare
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
    // Before anything is settled: nothing may be built on a log that was changed.
    let (log, broken) = check_log(options.ledger.open_as_it_is()?.as_ref())?;
    let head = log.last().map(|line| line.hash.clone());
    let review = |broken: Option<&BrokenLog>| {
        let broken = broken.map(|broken| json!({"number": broken.number, "why": broken.why}));
        json!({"decisions": log.len(), "head": head, "broken": broken})
    };
    if let Some(broken) = broken {
        let store = options.ledger.open_as_it_is()?;
        let (damaged, root, counts) = (store.damaged_reports()?, hash_root(store.as_ref())?, store.counts()?);
        let unkept = store.damaged_evidence()?;
        if options.json {
            let document = json!({
                "format": "firsthand/verify/1", "ok": false, "root": root, "rebuilt": null, "damaged": damaged,
                "damaged_evidence": unkept, "ledger": counts, "review": review(Some(&broken)),
            });
            writeln!(out, "{document}")?;
        } else {
            writeln!(out, "FAILED: {broken}")?;
            writeln!(
                out,
                "hint: restore a copy of the file, or add the reports to a new ledger and replay a log that is whole"
            )?;
        }
        return Ok(Ending::CheckFailed);
    }
    let store = options.ledger.open(&res)?;
    let (damaged, unkept) = (store.damaged_reports()?, store.damaged_evidence()?);
    let root = hash_root(store.as_ref())?;
    let bar = Progress::of_steps("rebuilding");
    let read = |reports| read_all(&res, reports);
    let rebuilt = rebuild_root(&res, store.as_ref(), &read, &Threads, &mut |done, all| bar.step(done, all))?;
    bar.end();
    let counts = store.counts()?;
    let agrees = damaged.is_empty() && unkept.is_empty() && root == rebuilt;
    if options.json {
        let document = json!({
            "format": "firsthand/verify/1", "ok": agrees, "root": root, "rebuilt": rebuilt, "damaged": damaged,
            "damaged_evidence": unkept, "ledger": counts, "review": review(None),
        });
        writeln!(out, "{document}")?;
    } else {
        for id in &damaged {
            writeln!(out, "damaged: {id} no longer has the hash that it came with")?;
        }
        for id in &unkept {
            writeln!(out, "damaged: the bytes kept for {id} no longer have their hash")?;
        }
        if root != rebuilt {
            writeln!(out, "differs: the reports now lead to {rebuilt}")?;
            writeln!(out, "hint: after an update of the program, firsthand rebuild{}", options.ledger.flag())?;
        }
        let state = if agrees { "ok" } else { "FAILED" };
        writeln!(out, "{state}: {}, root {root}", show::count(counts.reports, "report"))?;
        if let Some(head) = &head {
            writeln!(out, "review: {}, the last with the hash {head}", show::count(log.len(), "decision"))?;
        }
    }
    Ok(if agrees { Ending::Done } else { Ending::CheckFailed })
}

/// The review log with the first record that is not as it was written. Records that were settled and are gone are missed
/// too; that the last ones were taken off and the count with them shows only against a copy, by the last hash.
fn check_log(store: &dyn Store) -> Result<(Vec<LogLine>, Option<BrokenLog>)> {
    let log = store.review_log()?;
    let settled = store.settled_decisions()?;
    let broken = match read_log(&log) {
        Err(broken) => Some(broken),
        Ok(records) if (records.len() as u64) < settled => Some(BrokenLog {
            number: records.len() as u64 + 1,
            why: format!("it is missing; the ledger was settled with {settled} decisions"),
        }),
        Ok(_) => None,
    };
    Ok((log, broken))
}
