//! Pages to reports: how much of the story is kept, and how little else.
//!
//! - `html-zyte-aeb`: shingles of four words of each page's story, counted with repetition, as the set's own programme
//!   does: precision and recall are means over pages, F1 is of these means. The story is body, standfirst, quotes, lists
//!   and tables; headline, captions and credits are not in its gold.
//! - `html-trafilatura-eval`: segments that must be in the text, and others that must not; titles and days exact, sign by
//!   sign, over the whole gold as it stands. Slips of the gold count as misses: titles that end in a blank, which no reader
//!   gives, and days such as "2022-29-11". What would be reached without these slips stands in two rows beside them.

use super::{Bench, Row, f1, ratio};
use anyhow::{Context, Result};
use firsthand::intake::{PageHints, Received, receive_html};
use firsthand::model::BlockKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

#[derive(Deserialize)]
struct Body {
    #[serde(rename = "articleBody")]
    text: String,
    url: String,
}

#[derive(Deserialize)]
struct Page {
    file: String,
    with: Vec<String>,
    without: Vec<String>,
    title: Option<String>,
    date: Option<String>,
}

fn unzip(path: &Path) -> Result<Vec<u8>> {
    let out = Command::new("gzip").arg("-dc").arg(path).output().with_context(|| path.display().to_string())?;
    Ok(out.stdout)
}

fn receive(bench: &Bench<'_>, bytes: &[u8], url: &str) -> Option<Received> {
    let hints = PageHints { doc: "page".into(), url: Some(url.to_owned()), ..PageHints::default() };
    receive_html(&bench.res.packs, bytes, &hints).map_err(|refusal| bench.tell(|| format!("{url}: {refusal}"))).ok()
}

/// The story of a report, a block a line.
fn story(received: &Received) -> String {
    use BlockKind::{Body, List, Quote, Standfirst, Table};
    let report = &received.report;
    let kept = report.blocks.iter().filter(|block| matches!(block.kind, Body | List | Quote | Standfirst | Table));
    kept.map(|block| block.span.of(&report.text)).collect::<Vec<_>>().join("\n")
}

fn shingles(text: &str) -> BTreeMap<Vec<&str>, usize> {
    let words: Vec<&str> = text.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let mut out = BTreeMap::new();
    for four in words.windows(4.min(words.len().max(1))) {
        *out.entry(four.to_vec()).or_insert(0) += 1;
    }
    out
}

/// Bodies against their gold.
pub(super) fn score_bodies(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("html-zyte-aeb")?;
    let gold = std::fs::read_to_string(folder.join("ground-truth.json"))?;
    let gold: BTreeMap<String, Body> = serde_json::from_str(&gold)?;
    let (mut precision, mut recall) = (0.0, 0.0);
    for (name, body) in &gold {
        let bytes = unzip(&folder.join("html").join(format!("{name}.html.gz")))?;
        let text = receive(bench, &bytes, &body.url).map(|received| story(&received)).unwrap_or_default();
        let (own, wanted) = (shingles(&text), shingles(&body.text));
        let both: usize = own.iter().map(|(four, count)| wanted.get(four).map_or(0, |other| *count.min(other))).sum();
        let (read, asked) = (own.values().sum(), wanted.values().sum());
        let share = |whole: usize| if read == 0 && asked == 0 { 1.0 } else { ratio(both, whole) };
        precision += share(read);
        recall += share(asked);
        bench.tell(|| format!("{name} P {:.3} R {:.3} {}", share(read), share(asked), body.url));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of a test set")]
    let pages = gold.len() as f64;
    let (precision, recall) = (precision / pages, recall / pages);
    let row = |measure: &str, reached, wanted| Row {
        set: "html-zyte-aeb",
        measure: measure.into(),
        lang: "en".into(),
        reached,
        wanted,
        of: gold.len(),
    };
    Ok(vec![
        row("bodies 4-shingle F1", 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE), Some(0.965)),
        row("bodies precision", precision, None),
        row("bodies recall", recall, None),
    ])
}

/// Segments, titles and days against their gold.
pub(super) fn score_segments(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("html-trafilatura-eval")?;
    let gold: BTreeMap<String, Page> = serde_json::from_str(&std::fs::read_to_string(folder.join("evaldata.json"))?)?;
    let (mut kept, mut asked, mut wrong) = (0, 0, 0);
    let (mut titles, mut trimmed, mut all_titles) = (0, 0, 0);
    let (mut days, mut all_days, mut real_days) = (0, 0, 0);
    for (url, page) in &gold {
        let path = ["cache", "eval"].iter().map(|part| folder.join(part).join(format!("{}.gz", page.file)));
        let Some(path) = path.into_iter().find(|path| path.exists()) else {
            bench.tell(|| format!("{}: no such page", page.file));
            continue;
        };
        let received = receive(bench, &unzip(&path)?, url);
        let text = received.as_ref().map(story).unwrap_or_default();
        let has = |segment: &&String| text.contains(segment.as_str());
        let (right, bad) = (page.with.iter().filter(has).count(), page.without.iter().filter(has).count());
        (kept, asked, wrong) = (kept + right, asked + page.with.len(), wrong + bad);
        for segment in page.with.iter().filter(|segment| !has(segment)) {
            bench.tell(|| format!("{} missed {segment:?}", page.file));
        }
        for segment in page.without.iter().filter(has) {
            bench.tell(|| format!("{} wrong {segment:?}", page.file));
        }
        let filled = |field: &Option<String>| field.clone().filter(|value| !value.is_empty());
        if let Some(title) = filled(&page.title) {
            let own = received.as_ref().and_then(|received| received.report.title.clone()).unwrap_or_default();
            all_titles += 1;
            titles += usize::from(own == title);
            trimmed += usize::from(own == title.trim());
            if own != title {
                bench.tell(|| format!("{} title {own:?}, not {title:?}", page.file));
            }
        }
        if let Some(day) = filled(&page.date) {
            let own = received.as_ref().and_then(|received| received.report.published.as_ref());
            let own = own.map(|own| own.date().to_string()).unwrap_or_default();
            all_days += 1;
            real_days += usize::from(day.parse::<jiff::civil::Date>().is_ok());
            days += usize::from(own == day);
            if own != day {
                bench.tell(|| format!("{} day {own:?}, not {day:?}", page.file));
            }
        }
    }
    let row = |measure: &str, reached, wanted, of| Row {
        set: "html-trafilatura-eval",
        measure: measure.into(),
        lang: String::new(),
        reached,
        wanted,
        of,
    };
    Ok(vec![
        row("segments F", f1(kept, kept + wrong, asked), Some(0.925), gold.len()),
        row("segments precision", ratio(kept, kept + wrong), None, gold.len()),
        row("segments recall", ratio(kept, asked), None, gold.len()),
        row("titles exact", ratio(titles, all_titles), Some(0.85), all_titles),
        row("titles exact, gold trimmed", ratio(trimmed, all_titles), None, all_titles),
        row("days exact", ratio(days, all_days), Some(0.90), all_days),
        row("days exact, of real days", ratio(days, real_days), None, real_days),
    ])
}
