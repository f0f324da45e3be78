//! Scores of reading on annotated reports, which only rise.

use crate::root;
use firsthand::eval::{EvalClaim, Score, pair_claims};
use firsthand::intake::read_json_line;
use firsthand::model::CodePoints;
use firsthand::pipeline::read_report;
use firsthand::resources::Resources;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Floors {
    claim: BTreeMap<String, usize>,
}

#[test]
fn scores_only_rise() {
    let floors: Floors = toml::from_str(&std::fs::read_to_string(root().join("corpus/floors.toml")).unwrap()).unwrap();
    let resources = Resources::embedded().unwrap();
    let mut fallen = Vec::new();
    for (set, floor) in floors.claim {
        let place = root().join("../shared").join(&set);
        let (reports, claims) = if place.is_dir() {
            (place.join("reports.jsonl"), place.join("claims.jsonl"))
        } else {
            (place.with_extension("reports.jsonl"), place.with_extension("claims.jsonl"))
        };
        let (Ok(reports), Ok(claims)) = (std::fs::read_to_string(reports), std::fs::read_to_string(claims)) else {
            println!("skipped: no ../shared for {set}");
            continue;
        };
        let mut gold: BTreeMap<String, Vec<EvalClaim>> = BTreeMap::new();
        for claim in claims.lines().map(|line| serde_json::from_str::<EvalClaim>(line).unwrap()) {
            gold.entry(claim.doc.clone()).or_default().push(claim);
        }
        let mut score = Score::default();
        for (at, line) in reports.lines().enumerate() {
            let report = read_json_line(&resources.packs, line.as_bytes(), at + 1, &set).unwrap();
            let found = read_report(&resources, report);
            let points = CodePoints::new(&found.report.text);
            let read: Vec<EvalClaim> = found.claims.iter().map(|claim| EvalClaim::of(claim, &points)).collect();
            score.add(&pair_claims(gold.get(&found.report.doc).map_or(&[], Vec::as_slice), &read));
        }
        let reached = (score.claim_f1() * 1000.0).floor();
        println!("{set}: claim F1 {:.3}, floor .{floor:03}", score.claim_f1());
        if reached < f64::from(u32::try_from(floor).unwrap()) {
            fallen.push(format!("{set}: claim F1 {:.3} fell under the floor .{floor:03}", score.claim_f1()));
        }
    }
    assert!(fallen.is_empty(), "corpus/floors.toml says more:\n{}", fallen.join("\n"));
}
