//! `firsthand watch`: feeds and folders, until stopped. Everything is in the ledger as soon as it is told.

use crate::commands::add::add_reports;
use crate::commands::feed::keep_pull;
use crate::input::open_inputs;
use crate::poll::{Reach, pull_feed, tell_pull};
use crate::work::{Keeping, Ledger, list_refused, load_resources, now, settle};
use crate::{Ending, show};
use anyhow::Result;
use firsthand::pipeline::Memory;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Follow the feeds and folders until stopped (Ctrl-C), and add what is new
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand feed add https://news.example/rss.xml\n  firsthand watch\n  firsthand watch inbox/"
)]
pub(crate) struct Options {
    /// Folders whose new and changed files are added
    folders: Vec<PathBuf>,
    /// Stop after so many seconds
    #[arg(long = "for", value_name = "SECONDS")]
    lasts: Option<u64>,
    /// Look into folders, and for feeds that are due, each so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    every: u64,
    #[command(flatten)]
    keeping: Keeping,
    #[command(flatten)]
    reach: Reach,
    #[command(flatten)]
    ledger: Ledger,
}

/// A file as it was when it was added.
type Version = (u64, Option<SystemTime>);

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let mut store = options.ledger.open_or_make(&res)?;
    let feeds = store.subscriptions()?.len();
    if feeds == 0 && options.folders.is_empty() {
        anyhow::bail!(
            "there is nothing to watch: no feed is followed and no folder is named\n\
             hint: firsthand feed add ADDRESS{}, or firsthand watch FOLDER",
            options.ledger.flag()
        );
    }
    let (started, lasts) = (Instant::now(), options.lasts.map(Duration::from_secs));
    let is_over = || lasts.is_some_and(|lasts| started.elapsed() >= lasts);
    let (mut asker, mut memory) = (options.reach.asker(), Memory::default());
    let mut files: BTreeMap<PathBuf, Version> = BTreeMap::new();
    writeln!(out, "watching {} and {}", show::count(feeds, "feed"), show::count(options.folders.len(), "folder"))?;
    out.flush()?;
    while !is_over() {
        let due: Vec<_> = store.subscriptions()?.into_iter().filter(|feed| feed.health.is_due(now())).collect();
        for feed in due {
            let mut pulled = pull_feed(&res, &mut asker, &feed, options.keeping.keep);
            let new = keep_pull(&res, store.as_mut(), &mut memory, &mut pulled)?;
            settle(&res, store.as_mut(), &mut memory)?;
            writeln!(out, "{} {}", show::clock(now()), tell_pull(&pulled, new))?;
            out.flush()?;
            list_refused(&pulled.refused, true);
            if is_over() {
                break;
            }
        }
        let changed = changed_files(&options.folders, &mut files);
        if !changed.is_empty() {
            let (receipt, refused) =
                add_reports(&res, store.as_mut(), &mut memory, open_inputs(&changed), options.keeping.keep)?;
            settle(&res, store.as_mut(), &mut memory)?;
            let (new, changed) = (show::count(receipt.stored.len(), "report"), show::count(changed.len(), "file"));
            writeln!(out, "{} {changed}: {new} new", show::clock(now()))?;
            out.flush()?;
            list_refused(&refused, true);
        }
        // Whoever stops the program waits no longer than this.
        let pause = Instant::now();
        while pause.elapsed() < Duration::from_secs(options.every) && !is_over() {
            std::thread::sleep(Duration::from_millis(100));
        }
    }
    Ok(Ending::Done)
}

/// Files of the folders that are new or were changed since the last look. A file that is still being written changes, and
/// is added again: what was there already is known.
fn changed_files(folders: &[PathBuf], known: &mut BTreeMap<PathBuf, Version>) -> Vec<PathBuf> {
    let mut found = BTreeMap::new();
    for folder in folders {
        list_files(folder, 0, &mut found);
    }
    let changed = found.iter().filter(|(path, version)| known.get(*path) != Some(*version));
    let changed = changed.map(|(path, _)| path.clone()).collect();
    *known = found;
    changed
}

fn list_files(folder: &Path, depth: usize, found: &mut BTreeMap<PathBuf, Version>) {
    const DEEPEST: usize = 16;
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let Ok(about) = entry.metadata() else { continue };
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if about.is_dir() && depth < DEEPEST && !hidden {
            list_files(&path, depth + 1, found);
        } else if about.is_file() && !hidden {
            found.insert(path, (about.len(), about.modified().ok()));
        }
    }
}
