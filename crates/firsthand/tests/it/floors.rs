//! Scores of reading on annotated reports, which only rise. Counts as the annotators' own scorer does: a gold claim and a
//! read one pair up when their spans overlap, the same indicator first; optional gold claims count neither way.

use crate::root;
use firsthand::intake::read_json_line;
use firsthand::model::{Amount, Claim, CodePoints, Interval, Modifier};
use firsthand::pipeline::read_report;
use firsthand::resources::Resources;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Floors {
    claim: BTreeMap<String, usize>,
}

/// What the score looks at, on either side.
#[derive(Deserialize)]
struct Line {
    doc: String,
    start: usize,
    end: usize,
    value: Option<Amount>,
    lower: Option<Amount>,
    upper: Option<Amount>,
    modifier: Modifier,
    indicator: String,
    #[serde(default)]
    optional: bool,
}

impl Line {
    fn of(claim: &Claim, points: &CodePoints<'_>) -> Self {
        let (start, end) = points.of(claim.span);
        let Interval { lower, upper } = claim.bounds;
        Self {
            doc: claim.doc.clone(),
            start,
            end,
            value: claim.value,
            lower,
            upper,
            modifier: claim.modifier,
            indicator: claim.indicator.clone(),
            optional: false,
        }
    }

    fn overlap(&self, other: &Line) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    fn same_interval(&self, read: &Line) -> bool {
        let rounds = matches!(self.indicator.as_str(), "money" | "share");
        let close = |gold: Option<Amount>, read: Option<Amount>| match (gold, read) {
            (Some(gold), Some(read)) if rounds => (gold.to_f64() - read.to_f64()).abs() <= 1.0,
            (gold, read) => gold == read,
        };
        match (self.modifier == Modifier::About, read.modifier == Modifier::About) {
            (true, true) => close(self.value, read.value),
            (false, false) => close(self.lower, read.lower) && close(self.upper, read.upper),
            _ => false,
        }
    }
}

/// Claim F1 in thousandths.
fn score(gold: &[Line], read: &[Line]) -> usize {
    let mut pairs = Vec::new();
    for (at, line) in gold.iter().enumerate() {
        for (with, other) in read.iter().enumerate() {
            let overlap = line.overlap(other);
            if line.doc == other.doc && overlap > 0 {
                let same = line.indicator == other.indicator;
                pairs.push((Reverse((same, line.same_interval(other), overlap)), at, with));
            }
        }
    }
    pairs.sort();
    let (mut golds, mut reads) = (BTreeSet::new(), BTreeSet::new());
    let (mut right, mut optional) = (0, 0);
    for (Reverse((same, interval, _)), at, with) in pairs {
        if golds.contains(&at) || reads.contains(&with) {
            continue;
        }
        golds.insert(at);
        reads.insert(with);
        optional += usize::from(gold[at].optional);
        right += usize::from(same && interval && !gold[at].optional);
    }
    let docs: BTreeSet<&str> = gold.iter().map(|line| line.doc.as_str()).collect();
    let told = read.iter().filter(|line| docs.contains(line.doc.as_str())).count() - optional;
    let asked = gold.iter().filter(|line| !line.optional).count();
    2000 * right / (told + asked).max(1)
}

#[test]
fn scores_only_rise() {
    let floors: Floors = toml::from_str(&std::fs::read_to_string(root().join("corpus/floors.toml")).unwrap()).unwrap();
    let resources = Resources::embedded().unwrap();
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
        let gold: Vec<Line> = claims.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let mut read = Vec::new();
        for (at, line) in reports.lines().enumerate() {
            let report = read_json_line(&resources.packs, line.as_bytes(), at + 1, &set).unwrap();
            let found = read_report(&resources, report);
            let points = CodePoints::new(&found.report.text);
            read.extend(found.claims.iter().map(|claim| Line::of(claim, &points)));
        }
        let reached = score(&gold, &read);
        println!("{set}: claim F1 .{reached:03}, floor .{floor:03}");
        assert!(
            reached >= floor,
            "{set}: claim F1 .{reached:03} fell under the floor .{floor:03} of corpus/floors.toml"
        );
    }
}
