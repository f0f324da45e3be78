//! Killed at any point, the same command again: nothing lost, nothing twice.

use crate::maker::{Dice, make_reports, to_lines};
use crate::run::Folder;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn twenty_kills_lose_nothing() {
    const REPORTS: usize = 2_000;
    let lines = to_lines(&make_reports(11, REPORTS));

    let whole = Folder::new("kill-never");
    whole.write("reports.jsonl", &lines);
    let started = Instant::now();
    whole.run(&["add", "reports.jsonl"]).ends(0);
    let took = started.elapsed();
    let expected = whole.run(&["verify", "--json"]).ends(0).json();

    let folder = Folder::new("kill");
    folder.write("reports.jsonl", &lines);
    let mut dice = Dice::new(5);
    let mut acknowledged = 0;
    for kill in 0..20 {
        let mut child = folder
            .command(&["add", "reports.jsonl"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Short pieces at first, so that many kills fall into the reading; later ones fall into the settling.
        let share = if kill < 14 { took / 12 } else { took / 3 };
        let micros = usize::try_from(share.as_micros()).unwrap();
        std::thread::sleep(Duration::from_micros(1_000 + dice.below(micros) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        // What is committed stays: the number of stored reports never falls.
        let stored = count_reports(&folder);
        assert!(stored >= acknowledged, "kill {kill}: {stored} reports, {acknowledged} before");
        acknowledged = stored;
    }
    folder.run(&["add", "reports.jsonl"]).ends(0);
    let found = folder.run(&["verify", "--json"]).ends(0).json();
    assert_eq!(found["ledger"]["reports"], REPORTS);
    assert_eq!(found["root"], expected["root"]);
}

/// Reports in the file, read without the program.
fn count_reports(folder: &Folder) -> i64 {
    let path = folder.path().join("firsthand.db");
    if !path.exists() {
        return 0;
    }
    let db = rusqlite::Connection::open(path).unwrap();
    db.query_row("select count(*) from report", [], |row| row.get(0)).unwrap_or(0)
}
