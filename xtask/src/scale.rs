//! How many reports a second go through lineage and story, and does the hundred-thousandth cost more than the first? A
//! synthetic archive is filed and settled in portions in a SQLite file of its own. Not here: reading. The reports carry
//! no mentions and claims, so that the figure is of surface, fingerprint, signature, filing, index, pairs and tracing.

use crate::archive::{Archive, Made, Origin};
use crate::score::ratio;
use anyhow::{Context, Result, bail};
use firsthand::model::{Report, ReportId, Timestamp};
use firsthand::pipeline::{Memory, Read, Room, Workers, portion_of, post_reads, settle_edges, settle_ledger};
use firsthand_store::open_store;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What is asked of a run.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    reports: usize,
    seed: u64,
    /// Reports that are settled at once; as `add` does it where nobody says.
    portion: Option<usize>,
    /// A line of figures each so many.
    step: usize,
    /// Group stories, too.
    stories: bool,
    /// Keep the ledger there, and go on with what it holds.
    ledger: Option<PathBuf>,
    /// What is kept at hand.
    room: Room,
}

impl Wish {
    /// From `--reports N --seed S --portion P --step N --no-stories --small --ledger FILE`.
    pub(crate) fn of(words: &[&str]) -> Result<Self> {
        let mut wish =
            Self { reports: 100_000, seed: 1, portion: None, step: 0, stories: true, ledger: None, room: Room::LARGE };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if *word == "--ledger" {
                wish.ledger = Some(words.next().context("the file is missing")?.into());
                continue;
            }
            let mut number = || words.next().and_then(|word| word.parse::<usize>().ok()).context("a number is missing");
            match *word {
                "--reports" => wish.reports = number()?,
                "--seed" => wish.seed = number()? as u64,
                "--portion" => wish.portion = Some(number()?.max(1)),
                "--step" => wish.step = number()?,
                "--no-stories" => wish.stories = false,
                "--small" => wish.room = Room::SMALL,
                other => bail!("{other} is not known here"),
            }
        }
        wish.step = if wish.step == 0 { (wish.reports / 10).max(1) } else { wish.step };
        Ok(wish)
    }

    /// Prints a crawl.
    pub(crate) fn print_crawl(&self, out: &mut dyn Write) -> Result<()> {
        crate::crawl::print(self.reports, self.seed, out)
    }

    /// Prints the archive.
    pub(crate) fn print_archive(&self, out: &mut dyn Write) -> Result<()> {
        crate::archive::print(self.reports, self.seed, out)
    }
}

/// Counts since the last line of figures.
#[derive(Default)]
struct Counts {
    reports: usize,
    prepare: Duration,
    file: Duration,
    settle: Duration,
    /// Processor time of all threads.
    busy: Duration,
    pairs: usize,
    edges: usize,
    wrong: usize,
}

/// The truth, by number of report, and which copies were found.
#[derive(Default)]
struct Truth {
    families: Vec<u32>,
    numbers: BTreeMap<ReportId, u32>,
    copies: BTreeMap<Made, usize>,
    found: BTreeMap<Made, usize>,
    /// How each was made, until it is found.
    missing: Vec<Option<Made>>,
}

impl Truth {
    fn learn(&mut self, id: ReportId, origin: &Origin) {
        self.numbers.insert(id, self.families.len() as u32);
        self.families.push(origin.family);
        let copy = (origin.made != Made::Original).then_some(origin.made);
        self.missing.push(copy);
        if let Some(made) = copy {
            *self.copies.entry(made).or_default() += 1;
        }
    }

    /// Whether the two are of one text; both count as found then.
    fn check(&mut self, ends: [ReportId; 2]) -> bool {
        let [one, other] = ends.map(|id| self.numbers.get(&id).map_or(0, |number| *number as usize));
        let right = self.families[one] == self.families[other];
        if right {
            // The later one is the copy.
            if let Some(made) = self.missing[one.max(other)].take() {
                *self.found.entry(made).or_default() += 1;
            }
        }
        right
    }
}

/// Runs the archive through and prints a line of figures each step.
pub(crate) fn run(wish: &Wish, out: &mut dyn Write) -> Result<()> {
    let res = firsthand::resources::Resources::embedded().context("the built-in language data")?;
    let folder = std::env::temp_dir().join(format!("firsthand-scale-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = wish.ledger.clone().unwrap_or_else(|| folder.join("ledger.db"));
    let mut store = open_store(&path)?;
    let mut memory = Memory::with_room(wish.room);
    let mut archive = Archive::new(wish.reports, wish.seed);
    let (mut truth, mut counts) = (Truth::default(), Counts::default());
    writeln!(
        out,
        "{:>9} {:>9} {:>8} {:>6} {:>6} {:>6} {:>6} {:>7} {:>7} {:>9} {:>7} {:>7}",
        "stored",
        "reports/s",
        "us each",
        "read",
        "file",
        "settle",
        "cpu",
        "pairs",
        "edges",
        "precision",
        "MB",
        "file MB"
    )?;
    let mut done = store.counts()?.reports;
    archive.by_ref().take(done).for_each(|(report, origin)| truth.learn(report.id, &origin));
    loop {
        let size = wish.portion.unwrap_or_else(|| portion_of(done));
        let portion: Vec<(Report, Origin)> = archive.by_ref().take(size).collect();
        if portion.is_empty() {
            break;
        }
        let mut reports = Vec::with_capacity(portion.len());
        for (report, origin) in portion {
            truth.learn(report.id, &origin);
            reports.push(report);
        }
        let ids: Vec<ReportId> = reports.iter().map(|report| report.id).collect();
        counts.reports += reports.len();
        done += reports.len();
        let busy = busy_time();
        let started = Instant::now();
        let reads: Vec<Read> =
            reports.into_par_iter().map(|report| Read::new(report, Vec::new(), Vec::new()).ready()).collect();
        counts.prepare += started.elapsed();
        let started = Instant::now();
        post_reads(store.as_mut(), &mut memory, reads, Timestamp(0))?;
        counts.file += started.elapsed();
        let started = Instant::now();
        let mut pairs = 0;
        let mut told = |_, all| pairs = all;
        if wish.stories {
            settle_ledger(&res, store.as_mut(), &mut memory, &Threads, &mut told)?;
        } else {
            settle_edges(&res, store.as_mut(), &mut memory, &Threads, &mut told)?;
        }
        counts.settle += started.elapsed();
        counts.busy += busy_time().saturating_sub(busy);
        counts.pairs += pairs;
        for edge in store.derivations(&ids)?.iter().filter(|edge| edge.kind.joins_family()) {
            counts.edges += 1;
            counts.wrong += usize::from(!truth.check([edge.child, edge.parent]));
        }
        if done % wish.step < size || done == wish.reports {
            print_counts(&counts, done, std::fs::metadata(&path).map_or(0, |file| file.len()), out)?;
            counts = Counts::default();
        }
    }
    for (made, copies) in &truth.copies {
        let found = truth.found.get(made).copied().unwrap_or(0);
        writeln!(out, "{made:?}: {:.3} of {copies} found", ratio(found, *copies))?;
    }
    drop(store);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn print_counts(counts: &Counts, done: usize, bytes: u64, out: &mut dyn Write) -> Result<()> {
    let each = |time: Duration| time.as_micros() / counts.reports.max(1) as u128;
    let all = counts.prepare + counts.file + counts.settle;
    writeln!(
        out,
        "{done:>9} {:>9.0} {:>8} {:>6} {:>6} {:>6} {:>6} {:>7.2} {:>7.2} {:>9.4} {:>7} {:>7}",
        counts.reports as f64 / all.as_secs_f64(),
        each(all),
        each(counts.prepare),
        each(counts.file),
        each(counts.settle),
        each(counts.busy),
        ratio(counts.pairs, counts.reports),
        ratio(counts.edges, counts.reports),
        1.0 - ratio(counts.wrong, counts.edges),
        peak_memory().map_or("-".into(), |kb| (kb / 1024).to_string()),
        bytes / 1_000_000,
    )?;
    out.flush()?;
    Ok(())
}

/// All threads of the machine.
struct Threads;

impl Workers for Threads {
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..pieces).into_par_iter().for_each(work);
    }
}

/// Processor time of this process so far, to a hundredth of a second; nought where the system does not tell. What else
/// runs on the machine changes it less than the time that passes.
pub(crate) fn busy_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may hold anything, user and system time are the 12th and 13th.
    let rest = stat.rsplit(") ").next().unwrap_or_default();
    let ticks: u64 = rest.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The most memory that this process has had, in kB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
