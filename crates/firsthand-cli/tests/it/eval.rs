//! Scores are those of the annotators' own scorer; packs are checked against their corpora.

use crate::run::Folder;
use std::path::{Path, PathBuf};
use std::process::Command;

const REPORTS: &str = r#"{"doc": "a", "lang": "en", "published": "2031-05-03", "text": "Storm in Lisbon. At least 12 people were killed on Saturday and 40 were injured."}
{"doc": "b", "lang": "en", "published": "2031-05-03", "text": "Nobody counts here. The school has 3 floors."}"#;

const CLAIMS: &str = r#"{"doc": "a", "start": 26, "end": 28, "surface": "12", "value": 12, "lower": 12, "upper": null, "modifier": "at_least", "indicator": "killed", "measure": "flow", "modality": "actual", "place": {"country": "PT", "name": "Lisbon"}, "time": "2031-05-03", "source": null}
{"doc": "a", "start": 64, "end": 66, "surface": "40", "value": 41, "lower": 41, "upper": 41, "modifier": "equal", "indicator": "injured", "measure": "flow", "modality": "actual", "place": {"country": "PT", "name": "Lisbon"}, "time": "2031-05-03", "source": null}"#;

#[test]
fn a_score_lists_what_is_wrong() {
    let folder = Folder::new("eval");
    folder.write("my.reports.jsonl", REPORTS);
    folder.write("my.claims.jsonl", CLAIMS);
    folder.run(&["eval", "my.claims.jsonl"]).ends(0).says(&[
        "wrong   injured 41: interval is 41, read 40",
        "[[40]] were injured",
        "found     precision 0.500 recall 0.500 f1 0.500  (1 right of 2 read, 2 gold)",
        "  indicator 1.000  (2 of 2)",
    ]);
    folder.run(&["eval", "my.claims.jsonl", "-q", "--by", "field"]).ends(0).says(&["interval  41  40           1"]);
    let by = folder.run(&["eval", "my.claims.jsonl", "-q", "--by", "indicator"]).ends(0);
    assert_eq!(by.out.lines().filter(|line| line.starts_with("killed ") || line.starts_with("injured ")).count(), 2);
}

#[test]
fn a_gold_file_without_its_reports_is_named() {
    let folder = Folder::new("eval-bad");
    folder.write("my.claims.jsonl", CLAIMS);
    folder.run(&["eval", "my.claims.jsonl"]).ends(1).talks(&["my.reports.jsonl"]);
    folder.write("gold.jsonl", CLAIMS);
    folder.run(&["eval", "gold.jsonl"]).ends(1).talks(&["which reports are annotated here?", "--reports"]);
    folder.write("my.reports.jsonl", REPORTS.replace("\"a\"", "\"c\""));
    folder.run(&["eval", "my.claims.jsonl"]).ends(1).talks(&["no report is called a"]);
    folder.write("my.claims.jsonl", "{\"doc\": \"a\"}");
    folder.run(&["eval", "my.claims.jsonl"]).ends(1).talks(&["my.claims.jsonl:1: no annotated claim"]);
}

/// The same figures, to the last digit printed, over every annotated report that is beside the checkout.
#[test]
fn scores_are_those_of_the_annotators() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let scorer = shared.join("gold/score.py");
    if !scorer.exists() {
        println!("skipped: no ../shared");
        return;
    }
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no python3 to run the annotators' scorer");
        return;
    }
    let gold: Vec<PathBuf> =
        ["de", "en", "es", "fr", "ru", "uk"].map(|lang| shared.join(format!("gold/{lang}.claims.jsonl"))).into();
    let reports: Vec<PathBuf> =
        ["de", "en", "es", "fr", "ru", "uk"].map(|lang| shared.join(format!("gold/{lang}.reports.jsonl"))).into();
    let folder = Folder::new("eval-gold");
    let words = |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
    let (gold, reports) = (words(&gold), words(&reports));
    let mut read: Vec<&str> = vec!["read", "--jsonl"];
    read.extend(reports.iter().map(String::as_str));
    folder.write("read.jsonl", folder.run(&read).ends(0).out);
    let theirs = Command::new("python3")
        .arg(&scorer)
        .args(&gold)
        .arg("--docs")
        .args(&reports)
        .args(["--", "read.jsonl"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let theirs = String::from_utf8(theirs.stdout).unwrap();
    let mut ours: Vec<&str> = vec!["eval", "--quiet"];
    ours.extend(gold.iter().map(String::as_str));
    assert_eq!(folder.run(&ours).ends(0).out, theirs);
}

#[test]
fn packs_are_checked_without_compiling() {
    let lang = Path::new(env!("CARGO_MANIFEST_DIR")).join("../firsthand/lang");
    let folder = Folder::new("pack");
    for file in ["number.toml", "text.toml"] {
        folder.write(&format!("xx/{file}"), std::fs::read(lang.join("en").join(file)).unwrap());
    }
    let corpus = "[[example]]\ntext = \"At least 30 boats.\"\nnumbers = [\"30 = 30..\"]\n";
    folder.write("xx/number.corpus.toml", corpus);
    folder.run(&["pack", "check", "xx"]).ends(0).says(&["xx: all read as they say (1 example, 0 rejects)"]);
    folder.write("xx/number.corpus.toml", corpus.replace("30 = 30..", "30 = 31"));
    folder.run(&["pack", "check", "."]).ends(4).says(&[
        "xx/number.corpus.toml: At least 30 boats.",
        "30 = 31",
        "30 = 30..",
    ]);
    folder.write("xx/number.corpus.toml", "[[example]]\ntext = 3\n");
    folder.run(&["pack", "check", "xx"]).ends(1).talks(&["xx/number.corpus.toml"]);
    folder.run(&["pack", "check", "nowhere"]).ends(1).talks(&["nowhere", "give a language's folder"]);
}
