//! Killed and injured of local news on gun violence, article by article. Reported only: the gold is an incident's, told
//! over many articles, and its number stands in about .79 (killed) and .83 (injured) of these articles at all.

use super::{Bench, Row, ratio, read_lines};
use anyhow::Result;
use firsthand::intake::read_json_line;
use firsthand::model::{Claim, Modality};
use firsthand::pipeline::read_report;
use serde_json::Value;
use std::collections::BTreeMap;

/// For incidents with two or more killed (injured): is the greatest number claimed in the article theirs?
pub(super) fn score_longtail(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("events-gva-longtail")?;
    let incidents: Vec<Value> = read_lines(&folder.join("incidents.jsonl"))?;
    let mut sources: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for incident in &incidents {
        let number = |field: &str| incident[field].as_u64().unwrap_or(0);
        for url in incident["incident_sources"].as_object().into_iter().flat_map(|sources| sources.keys()) {
            sources.insert(url.clone(), (number("num_killed"), number("num_injured")));
        }
    }
    let (mut killed, mut injured) = ((0, 0), (0, 0));
    for doc in read_lines::<Value>(&folder.join("docs.jsonl"))? {
        let text = |field: &str| doc[field].as_str().unwrap_or_default();
        let Some((dead, hurt)) = sources.get(text("uri")).copied().filter(|(dead, hurt)| *dead >= 2 || *hurt >= 2)
        else {
            continue;
        };
        let line = serde_json::json!({
            "doc": text("id"), "lang": "en", "published": text("dct"), "text": format!("{}\n\n{}", text("title"), text("content")),
        });
        let Ok(report) = read_json_line(&bench.res.packs, line.to_string().as_bytes(), 1, "longtail") else { continue };
        let read = read_report(bench.res, report);
        for (indicator, gold, count) in [("killed", dead, &mut killed), ("injured", hurt, &mut injured)] {
            if gold < 2 {
                continue;
            }
            let most = greatest(&read.claims, indicator);
            count.1 += 1;
            if most == Some(gold) {
                count.0 += 1;
            } else {
                bench.tell(|| format!("longtail {}: {indicator} {gold}, read {most:?}: {}", text("id"), text("title")));
            }
        }
    }
    let row = |measure: &str, (right, of): (usize, usize)| Row {
        set: "events-gva-longtail",
        measure: format!("{measure} exact, gold >= 2"),
        lang: "en".into(),
        reached: ratio(right, of),
        wanted: None,
        of,
    };
    Ok(vec![row("killed", killed), row("injured", injured)])
}

fn greatest(claims: &[Claim], indicator: &str) -> Option<u64> {
    claims
        .iter()
        .filter(|claim| claim.indicator == indicator && claim.modality == Modality::Actual)
        .filter_map(|claim| {
            claim.value.filter(|value| value.is_whole()).and_then(|value| u64::try_from(value.to_whole()).ok())
        })
        .max()
}
