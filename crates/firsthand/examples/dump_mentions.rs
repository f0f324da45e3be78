//! Prints the times, statements and agents of reports as JSON lines: `dump_mentions REPORTS.jsonl`. For measuring only.

use firsthand::gazetteer::Gazetteer;
use firsthand::mentions::find_mentions;
use firsthand::model::{CodePoints, Lang, Reading, Report, ReportId};
use firsthand::pack::{Packs, tokenize_report};
use serde::Deserialize;
use std::error::Error;

#[derive(Deserialize)]
struct Line {
    doc: String,
    lang: Option<String>,
    published: Option<String>,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let packs = Packs::embedded()?;
    let gazetteer = Gazetteer::embedded();
    for path in std::env::args().skip(1) {
        for line in std::fs::read_to_string(&path)?.lines().filter(|line| !line.trim().is_empty()) {
            let line: Line = serde_json::from_str(line)?;
            let report = Report {
                id: ReportId::of(&[line.doc.as_bytes()]),
                doc: line.doc,
                url: None,
                outlet: None,
                title: None,
                published: line.published.and_then(|published| published.parse().ok()),
                modified: None,
                authors: Vec::new(),
                lang: Lang(line.lang.unwrap_or_else(|| "en".into())),
                text: line.text,
                blocks: Vec::new(),
            };
            let pack = packs.of(&report.lang);
            let tokens = tokenize_report(pack, &report);
            let points = CodePoints::new(&report.text);
            for mention in find_mentions(pack, &gazetteer, &report, &tokens) {
                let (start, end) = points.of(mention.span);
                let mut out = serde_json::json!({
                    "doc": report.doc, "start": start, "end": end,
                    "surface": mention.span.of(&report.text), "rule": &*mention.rule,
                });
                match &mention.reading {
                    Reading::Timex(timex) => {
                        out["kind"] = "timex".into();
                        out["value"] = timex.value.clone().into();
                        out["reading"] = serde_json::to_value(timex)?;
                    }
                    Reading::Quote(quote) => {
                        out["kind"] = "quote".into();
                        out["direct"] = quote.direct.into();
                        out["source"] = serde_json::to_value(quote.source.as_ref().map(|source| &source.name))?;
                        out["agent"] = serde_json::to_value(&quote.source)?;
                        out["cue"] = quote.cue.map(|cue| cue.of(&report.text)).into();
                        out["source_span"] = serde_json::to_value(quote.source_span.map(|span| points.of(span)))?;
                    }
                    Reading::Agent(agent) => {
                        out["kind"] = "agent".into();
                        out["agent"] = serde_json::to_value(agent)?;
                    }
                    _ => continue,
                }
                println!("{out}");
            }
        }
    }
    Ok(())
}
