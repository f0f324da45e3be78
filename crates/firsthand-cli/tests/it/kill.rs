//! Killed at any point, the same command again: nothing lost, nothing twice.

use crate::maker::{Dice, make_reports, to_lines, to_warc};
use crate::run::Folder;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn twenty_kills_lose_nothing() {
    let lines = to_lines(&make_reports(11, 2_000));
    let folder = kill_and_go_on("kill", "reports.jsonl", lines.as_bytes(), &["add", "reports.jsonl"], 20);
    assert_eq!(count_rows(&folder, "report"), 2_000);
}

#[test]
fn kills_in_the_middle_of_an_archive_lose_nothing() {
    let warc = to_warc(&make_reports(12, 1_000));
    let folder = kill_and_go_on("kill-warc", "crawl.warc", &warc, &["add", "crawl.warc", "--keep", "bytes"], 10);
    assert_eq!(count_rows(&folder, "report"), 1_000);
    // The bytes too, each once.
    assert_eq!(count_rows(&folder, "evidence"), 1_000);
}

/// Kills the command `kills` times, then lets it end; the ledger must be as one that was never killed.
fn kill_and_go_on(name: &str, file: &str, input: &[u8], command: &[&str], kills: usize) -> Folder {
    let whole = Folder::new(&format!("{name}-never"));
    whole.write(file, input);
    let started = Instant::now();
    whole.run(command).ends(0);
    let took = started.elapsed();
    let expected = whole.run(&["verify", "--json"]).ends(0).json();

    let folder = Folder::new(name);
    folder.write(file, input);
    let mut dice = Dice::new(5);
    let mut acknowledged = 0;
    for kill in 0..kills {
        let mut child =
            folder.command(command).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Short pieces at first, so that many kills fall into the reading; later ones fall into the settling.
        let share = if kill * 10 < kills * 7 { took / 12 } else { took / 3 };
        let micros = usize::try_from(share.as_micros()).unwrap();
        std::thread::sleep(Duration::from_micros(1_000 + dice.below(micros) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        // What is committed stays: the number of stored reports never falls.
        let stored = count_rows(&folder, "report");
        assert!(stored >= acknowledged, "kill {kill}: {stored} reports, {acknowledged} before");
        acknowledged = stored;
    }
    assert!(acknowledged > 0, "no kill fell behind the first commit");
    folder.run(command).ends(0);
    let found = folder.run(&["verify", "--json"]).ends(0).json();
    assert_eq!(found["ledger"], expected["ledger"]);
    assert_eq!(found["root"], expected["root"]);
    for table in ["report", "evidence", "original"] {
        assert_eq!(count_rows(&folder, table), count_rows(&whole, table), "{table}");
    }
    folder
}

/// Rows in the file, read without the program.
fn count_rows(folder: &Folder, table: &str) -> i64 {
    let path = folder.path().join("firsthand.db");
    if !path.exists() {
        return 0;
    }
    let db = rusqlite::Connection::open(path).unwrap();
    db.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).unwrap_or(0)
}
