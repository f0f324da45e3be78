//! Killed and injured of local news on gun violence, article by article. Reported only: the gold is an incident's, told
//! over many articles, and its number stands in about .79 (killed) and .83 (injured) of these articles at all.

use super::{Bench, Row, ratio, read_lines};
use anyhow::Result;
use firsthand::intake::read_json_line;
use firsthand::model::{Claim, Modality};
use firsthand::pipeline::read_report;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeMap;

/// For incidents with two or more killed (injured): is the greatest number claimed in the article theirs? For articles with
/// a claim of killed or injured: is the place that most of these claims name the incident's city, their day within one of
/// the incident's?
pub(super) fn score_longtail(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("events-gva-longtail")?;
    let incidents: Vec<Value> = read_lines(&folder.join("incidents.jsonl"))?;
    let mut sources: BTreeMap<String, Incident> = BTreeMap::new();
    for incident in &incidents {
        let number = |field: &str| incident[field].as_u64().unwrap_or(0);
        for url in incident["incident_sources"].as_object().into_iter().flat_map(|sources| sources.keys()) {
            let text = |field: &str| incident[field].as_str().unwrap_or_default().to_owned();
            let date = Date::strptime("%B %d, %Y", text("date")).ok();
            let incident = Incident {
                dead: number("num_killed"),
                hurt: number("num_injured"),
                city: text("city_or_county"),
                date,
            };
            sources.insert(url.clone(), incident);
        }
    }
    let (mut killed, mut injured, mut city, mut day) = ((0, 0), (0, 0), (0, 0), (0, 0));
    for doc in read_lines::<Value>(&folder.join("docs.jsonl"))? {
        let text = |field: &str| doc[field].as_str().unwrap_or_default();
        let Some(Incident { dead, hurt, city: town, date }) = sources.get(text("uri")) else { continue };
        let line = serde_json::json!({
            "doc": text("id"), "lang": "en", "published": text("dct"), "text": format!("{}\n\n{}", text("title"), text("content")),
        });
        let Ok(report) = read_json_line(&bench.res.packs, line.to_string().as_bytes(), 1, "longtail") else { continue };
        let read = read_report(bench.res, report);
        let told: Vec<&Claim> = read
            .claims
            .iter()
            .filter(|claim| ["killed", "injured"].contains(&&*claim.indicator) && claim.modality == Modality::Actual)
            .collect();
        if !told.is_empty() {
            let named = most(told.iter().filter_map(|claim| claim.place.as_ref()?.name.as_deref()));
            city.1 += 1;
            city.0 += usize::from(named.is_some_and(|named| town.eq_ignore_ascii_case(named)));
            let when = most(told.iter().filter_map(|claim| claim.time?.single_day()));
            if let Some(date) = date {
                day.1 += 1;
                let gap = when.and_then(|when| when.until(*date).ok()).map(|gap| gap.get_days().abs());
                day.0 += usize::from(gap.is_some_and(|gap| gap <= 1));
            }
        }
        let (dead, hurt) = (*dead, *hurt);
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
        measure: measure.to_owned(),
        lang: "en".into(),
        reached: ratio(right, of),
        wanted: None,
        of,
    };
    Ok(vec![
        row("killed exact, gold >= 2", killed),
        row("injured exact, gold >= 2", injured),
        row("city of the victims", city),
        row("date within a day", day),
    ])
}

/// An incident as its experts recorded it.
struct Incident {
    dead: u64,
    hurt: u64,
    city: String,
    date: Option<Date>,
}

/// The commonest, of several the least.
fn most<T: Ord>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    items.for_each(|item| *counts.entry(item).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(item, _)| item)
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
