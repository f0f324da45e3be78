//! How many pages a second does intake read, on one thread? Pages of a folder (`.html`, `.html.gz`) or of a crawl
//! (`.warc.gz`), held in memory first, so that only reading is timed, in processor time, which
//! other work on the machine stretches little. Not here: how well they are read (`score intake`);
//! other tools on the same pages (`xtask/compare/intake.py`).

use crate::scale::busy_time;
use anyhow::{Context, Result, bail};
use firsthand::intake::archive::{WarcReader, take_capture};
use firsthand::intake::{PageHints, receive_html};
use firsthand::pack::Packs;
use flate2::read::MultiGzDecoder;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::time::Duration;

/// Rounds over all pages; the fastest counts, and the median is printed beside it.
const ROUNDS: usize = 5;
/// Processor time is counted in hundredths of a second, so that a round lasts some seconds.
const ROUND: Duration = Duration::from_secs(2);

/// Reads the pages of a folder or of a crawl and prints how fast.
pub(crate) fn run(from: &Path, out: &mut dyn Write) -> Result<()> {
    let pages = load(from)?;
    if pages.is_empty() {
        bail!("{} holds no page\nhint: a folder with .html or .html.gz, or a .warc.gz", from.display());
    }
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let packs = Packs::embedded().context("the built-in language data")?;
    let hints = PageHints { doc: "page".into(), ..PageHints::default() };
    let mut times: Vec<Duration> = Vec::new();
    // The first round loads the packs.
    let read = pages.iter().filter(|page| receive_html(&packs, page, &hints).is_ok()).count();
    for _ in 0..ROUNDS {
        let (started, mut turns) = (busy_time(), 0);
        while turns == 0 || busy_time().saturating_sub(started) < ROUND {
            pages.iter().for_each(|page| drop(receive_html(&packs, page, &hints)));
            turns += 1;
        }
        times.push(busy_time().saturating_sub(started) / turns);
    }
    times.sort_unstable();
    let speed = |time: Duration| f64::from(u32::try_from(pages.len()).unwrap_or(u32::MAX)) / time.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "megabytes to be printed")]
    let megabytes = bytes as f64 / 1e6;
    writeln!(
        out,
        "Firsthand: {} pages of {megabytes:.1} MB, {read} of them reports; one thread, {ROUNDS} rounds: {:.0} pages and {:.1} MB a \
         second of processor time (fastest), {:.0} pages (median)",
        pages.len(),
        speed(times[0]),
        megabytes / times[0].as_secs_f64(),
        speed(times[ROUNDS / 2]),
    )?;
    Ok(())
}

fn load(from: &Path) -> Result<Vec<Vec<u8>>> {
    if from.is_file() {
        let mut pages = Vec::new();
        for record in WarcReader::new(BufReader::new(std::fs::File::open(from)?)) {
            pages.extend(record.ok().and_then(take_capture).map(|capture| capture.body));
        }
        return Ok(pages);
    }
    let folder = std::fs::read_dir(from).with_context(|| from.display().to_string())?;
    let mut files: Vec<_> = folder.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut pages = Vec::new();
    for file in files {
        let name = file.to_string_lossy();
        if name.ends_with(".html.gz") {
            let mut page = Vec::new();
            MultiGzDecoder::new(std::fs::File::open(&file)?).read_to_end(&mut page)?;
            pages.push(page);
        } else if name.ends_with(".html") {
            pages.push(std::fs::read(&file)?);
        }
    }
    Ok(pages)
}
