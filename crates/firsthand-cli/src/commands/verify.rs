//! `firsthand verify`: are the reports, the bytes kept of them and the decisions as they came, does everything else still
//! follow from them, and do they still begin with what they were at a checkpoint?

use crate::show::Progress;
use crate::work::{Ledger, Threads, load_resources, read_all};
use crate::{Ending, show};
use anyhow::{Context, Result};
use firsthand::model::{BrokenLog, Checkpoint, Departure, LogLine, Trail, Trails, read_log};
use firsthand::pipeline::{rebuild_root, trace_trails};
use firsthand::store::{Store, hash_root};
use serde_json::json;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Check the hashes of reports and kept bytes and the chain of decisions, rebuild the ledger in memory and compare
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand verify --db protests.db
  firsthand verify --checkpoint >> checkpoints.txt     a line to publish, or to give to somebody
  firsthand verify --against checkpoints.txt           is all that still there, as it was?
  firsthand verify --against copy-of-march.db          the same, against an older copy of the ledger

Ends with 4 when something does not agree.")]
pub(crate) struct Options {
    /// Print the checkpoint of today, a line that names all that was posted so far, and nothing else
    #[arg(long, conflicts_with_all = ["against", "json"])]
    checkpoint: bool,
    /// Check too that the ledger begins with the history of a checkpoint: a line, a file of such lines, or an older copy of
    /// the ledger
    #[arg(long, value_name = "FILE|CHECKPOINT")]
    against: Option<String>,
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
        if options.checkpoint {
            anyhow::bail!("{broken}: such a history is not worth a checkpoint\nhint: restore a copy of the file");
        }
        if options.json {
            let document = json!({
                "format": "firsthand/verify/1", "ok": false, "root": root, "rebuilt": null, "damaged": damaged,
                "damaged_evidence": unkept, "ledger": counts, "review": review(Some(&broken)), "history": null,
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
    if options.checkpoint {
        if let Some(id) = store.damaged_reports()?.first() {
            anyhow::bail!("{id} no longer has the hash that it came with: such a history is not worth a checkpoint");
        }
        writeln!(out, "{}", trace_trails(store.as_ref())?.checkpoint())?;
        return Ok(Ending::Done);
    }
    let history = match &options.against {
        Some(against) => Some(compare_history(store.as_ref(), against)?),
        None => None,
    };
    let (damaged, unkept) = (store.damaged_reports()?, store.damaged_evidence()?);
    let root = hash_root(store.as_ref())?;
    let bar = Progress::of_steps("rebuilding");
    let read = |reports| read_all(&res, reports);
    let rebuilt = rebuild_root(&res, store.as_ref(), &read, &Threads, &mut |done, all| bar.step(done, all))?;
    bar.end();
    let counts = store.counts()?;
    let held = history.as_ref().is_none_or(|history| history.departures.is_empty());
    let agrees = damaged.is_empty() && unkept.is_empty() && root == rebuilt && held;
    if options.json {
        let document = json!({
            "format": "firsthand/verify/1", "ok": agrees, "root": root, "rebuilt": rebuilt, "damaged": damaged,
            "damaged_evidence": unkept, "ledger": counts, "review": review(None),
            "history": history.as_ref().map(|history| json!({
                "holds": history.departures.is_empty(), "since": history.since, "departures": history.departures,
            })),
        });
        writeln!(out, "{document}")?;
    } else {
        if let Some(history) = &history {
            for departure in &history.departures {
                writeln!(out, "history: {departure}")?;
            }
            if history.departures.is_empty() {
                writeln!(out, "history: it begins with all of {}", show::safe(&history.since))?;
            } else {
                writeln!(out, "hint: an older copy of the ledger, given to --against, shows which posting is another")?;
            }
        }
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

/// What a comparison with an earlier history found.
struct Compared {
    /// What it was compared with, in words.
    since: String,
    /// Where the ledger departs from it, in words; empty where it holds it as its beginning.
    departures: Vec<String>,
}

/// Compares the history of a ledger with a checkpoint, a file of checkpoints, or an older copy of the ledger.
fn compare_history(store: &dyn Store, against: &str) -> Result<Compared> {
    let trails = trace_trails(store)?;
    if against.trim_start().starts_with("firsthand-checkpoint/") {
        let checkpoint: Checkpoint = against.parse().map_err(anyhow::Error::msg)?;
        return Ok(compare_checkpoints(&trails, &[(None, checkpoint)]));
    }
    let path = Path::new(against);
    let mut head = Vec::new();
    let file = std::fs::File::open(path).with_context(|| {
        format!("{against} is neither a file that can be read nor a checkpoint\nhint: firsthand verify --checkpoint prints one")
    })?;
    file.take(16).read_to_end(&mut head)?;
    if head.starts_with(b"SQLite format 3") {
        let copy = Copied::of(path)?;
        let old = firsthand_store::open_store(&copy.0).with_context(|| format!("{against} is no ledger"))?;
        return compare_copies(store, old.as_ref(), &trails, against);
    }
    let text = std::fs::read_to_string(path).with_context(|| against.to_owned())?;
    let mut checkpoints = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let read: std::result::Result<Checkpoint, String> = line.parse();
        checkpoints.push((Some(number), read.map_err(|why| anyhow::anyhow!("{against}:{number}: {why}"))?));
    }
    if checkpoints.is_empty() {
        anyhow::bail!("{against} holds no checkpoint\nhint: firsthand verify --checkpoint >> {against}");
    }
    Ok(compare_checkpoints(&trails, &checkpoints))
}

/// Of each kind of posting the first checkpoint that the ledger does not hold.
fn compare_checkpoints(trails: &Trails, checkpoints: &[(Option<usize>, Checkpoint)]) -> Compared {
    let mut departures = Vec::new();
    for kind in 0..3 {
        let mut held = 0;
        for (line, checkpoint) in checkpoints {
            let (thing, trail, point) = trails.beside(checkpoint)[kind];
            let place = line.map(|line| format!(" of line {line}")).unwrap_or_default();
            let Some(departure) = trail.departs(point) else {
                held = point.count.max(held);
                continue;
            };
            departures.push(match departure {
                Departure::Short => format!(
                    "of {} of the checkpoint{place} the last {} gone: it has {}",
                    show::count(to_size(point.count), thing),
                    if point.count - trail.count() == 1 { "one is".into() } else { format!("{} are", point.count - trail.count()) },
                    trail.count()
                ),
                Departure::Differs => format!(
                    "{thing}s {} to {} are not those of the checkpoint{place}: one was changed, taken out or put between",
                    held + 1,
                    point.count
                ),
            });
            break;
        }
    }
    let last = checkpoints.last().map(|(_, checkpoint)| checkpoint);
    let since = last.map(|last| {
        let point = |thing: &str, count: u64| show::count(to_size(count), thing);
        let told: Vec<String> = trails.beside(last).iter().map(|(thing, _, last)| point(thing, last.count)).collect();
        match checkpoints.len() {
            1 => format!("the checkpoint: {}", told.join(", ")),
            several => format!("{several} checkpoints, the last of {}", told.join(", ")),
        }
    });
    Compared { since: since.unwrap_or_default(), departures }
}

/// A ledger's file with its log of writes, copied: opening a ledger of an older format changes it, and evidence stays as it
/// is. Gone when dropped.
struct Copied(PathBuf);

impl Copied {
    fn of(path: &Path) -> Result<Self> {
        let copy = Self(std::env::temp_dir().join(format!("firsthand-verify-{}.db", std::process::id())));
        for (from, to) in [path.to_path_buf(), beside(path, "-wal")].into_iter().zip(copy.files()) {
            if from.exists() {
                std::fs::copy(&from, &to).with_context(|| format!("{} cannot be copied", from.display()))?;
            }
        }
        Ok(copy)
    }

    fn files(&self) -> [PathBuf; 3] {
        [self.0.clone(), beside(&self.0, "-wal"), beside(&self.0, "-shm")]
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        for file in self.files() {
            // What cannot be taken away lies in the system's folder for such files.
            let _ = std::fs::remove_file(file);
        }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Of each kind of posting the first that is another in the copy.
fn compare_copies(store: &dyn Store, copy: &dyn Store, trails: &Trails, name: &str) -> Result<Compared> {
    let (before, was, is) = (trace_trails(copy)?, copy.posting_order()?, store.posting_order()?);
    let checkpoint = before.checkpoint();
    let names = |kind: usize, number: u64| -> [String; 2] {
        let at = to_size(number) - 1;
        let told = |order: &firsthand::store::PostingOrder| match kind {
            0 => order.reports.get(at).map(ToString::to_string),
            1 => order.outside.get(at).map(ToString::to_string),
            _ => None,
        };
        [told(&was), told(&is)].map(|id| id.unwrap_or_else(|| "another".to_owned()))
    };
    let mut departures = Vec::new();
    let old: [&Trail; 3] = [&before.reports, &before.outside, &before.decisions];
    for (kind, (thing, trail, point)) in trails.beside(&checkpoint).into_iter().enumerate() {
        let Some(departure) = trail.departs(point) else { continue };
        let first = trail.shares(old[kind]) + 1;
        departures.push(match departure {
            Departure::Short if first > trail.count() => {
                format!("{thing}s {first} to {} of the copy are gone", point.count)
            }
            _ => {
                let [one, other] = names(kind, first);
                let what = match (kind, one == other) {
                    (2, _) => "is another decision".to_owned(),
                    (_, true) => format!("{one} is not as it was, or was recorded at another time"),
                    (_, false) => format!("is {other} here and {one} in the copy"),
                };
                format!("{thing} {first} {what}")
            }
        });
    }
    let since = format!("{}: {}", name, show::count(to_size(before.reports.count()), "report"));
    Ok(Compared { since, departures })
}

fn to_size(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
