//! Holds the shipped example: it is read without a refusal, and `expected.toml` speaks of its reports.
//! Not here: families, stories and entries; the test of the whole pipeline asserts them.

use crate::root;
use firsthand::intake::{read_json_line, read_text};
use firsthand::model::{BlockKind, Report};
use firsthand::pack::Packs;
use std::collections::BTreeSet;

fn read_example() -> Vec<Report> {
    let packs = Packs::embedded().unwrap();
    let folder = root().join("corpus/quickstart");
    let lines = std::fs::read_to_string(folder.join("reports.jsonl")).unwrap();
    let mut reports: Vec<Report> = lines
        .lines()
        .enumerate()
        .map(|(number, line)| read_json_line(&packs, line.as_bytes(), number + 1, "reports").unwrap())
        .collect();
    for doc in ["azores", "setubal"] {
        let bytes = std::fs::read(folder.join(format!("{doc}.txt"))).unwrap();
        reports.push(read_text(&packs, &bytes, doc).unwrap());
    }
    reports
}

#[test]
fn the_example_is_read_whole() {
    let reports = read_example();
    let docs: BTreeSet<String> = reports.iter().map(|report| report.doc.clone()).collect();
    let expected = std::fs::read_to_string(root().join("corpus/quickstart/expected.toml")).unwrap();
    let expected: toml::Table = expected.parse().unwrap();
    let named: Vec<String> = expected["families"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|family| family.as_array().unwrap().iter().map(|doc| doc.as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(named.len(), docs.len());
    assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), docs);
    for report in &reports {
        let french = matches!(report.doc.as_str(), "lundi-traduit" | "mercredi-bilan" | "setubal");
        assert_eq!(report.lang.code(), if french { "fr" } else { "en" }, "{}", report.doc);
        assert_eq!(report.blocks.first().map(|block| block.kind), Some(BlockKind::Headline), "{}", report.doc);
    }
}

#[test]
fn captions_of_the_example_are_captions() {
    for (doc, opening) in [("thursday-caption", "At least 118"), ("monday-live", "More than 110")] {
        let reports = read_example();
        let report = reports.iter().find(|report| report.doc == doc).unwrap();
        let at = report.text.find(opening).unwrap();
        assert_eq!(report.block_at(at).map(|block| block.kind), Some(BlockKind::Caption), "{doc}");
    }
}
