//! `add --keep bytes`, `export --as warc` and `verify`: bytes stay as they were received.

use crate::maker::{make_reports, to_warc};
use crate::run::Folder;
use firsthand::intake::archive::{WarcReader, WarcRecord};
use std::fs::read;

fn records(bytes: &[u8]) -> Vec<WarcRecord> {
    WarcReader::new(bytes).map(Result::unwrap).collect()
}

fn blocks(records: &[WarcRecord]) -> Vec<&[u8]> {
    let mut blocks: Vec<&[u8]> = records.iter().map(|record| record.block.as_slice()).collect();
    blocks.sort_unstable();
    blocks
}

#[test]
fn kept_bytes_leave_as_they_came() {
    let warc = to_warc(&make_reports(3, 30));
    let folder = Folder::new("evidence");
    folder.write("crawl.warc", &warc);
    let note = "At least 16 people were evacuated from Porto on 3 May 2031, the mayor said.\r\n";
    folder.write("note.txt", note);
    let feed = "<rss><channel><title>Post</title><item><guid>1</guid><title>Storm</title><description>At least 21 people were \
                evacuated.</description></item><item><guid>2</guid><title>Flood</title></item></channel></rss>";
    folder.write("post.rss", feed);
    folder.write("table.csv", "text\nAt least 19 people were evacuated.\n");
    let inputs = ["crawl.warc", "note.txt", "post.rss", "table.csv"];
    let add = |db: &str, keep: &[&str]| {
        folder.run(&[&["add", "--db", db], &inputs[..], keep].concat()).ends(0);
        folder.run(&["verify", "--json", "--db", db]).ends(0).json()
    };
    let (text, bytes) = (add("text.db", &[]), add("bytes.db", &["--keep", "bytes"]));
    // Evidence changes no figure and no hash.
    assert_eq!(text["root"], bytes["root"]);
    assert_eq!(text["ledger"], bytes["ledger"]);
    folder.run(&["export", "--as", "warc", "--db", "text.db"]).ends(1).talks(&["--keep bytes"]);

    folder.run(&["export", "--as", "warc", "--db", "bytes.db", "-o", "out.warc.gz"]).ends(0);
    let whole = records(&warc);
    let exported = records(&read(folder.path().join("out.warc.gz")).unwrap());
    let (answers, files): (Vec<_>, Vec<_>) = exported.into_iter().partition(|record| record.head.kind() == "response");
    // Every answer whole, with its head, address and time; the feed once, and no row of a table: it was written anew.
    assert_eq!(blocks(&answers), blocks(&whole));
    let named = |records: &[WarcRecord]| {
        let mut names: Vec<(String, String)> = records
            .iter()
            .map(|record| (record.head.target().unwrap().into(), record.head.field("warc-date").unwrap().into()))
            .collect();
        names.sort();
        names
    };
    assert_eq!(named(&answers), named(&whole));
    let mut kept = [note.as_bytes(), feed.as_bytes()];
    kept.sort_unstable();
    assert_eq!(blocks(&files), kept);

    // What was exported can be added: the same pages again, and nothing new to keep.
    folder.run(&["add", "out.warc.gz", "--db", "bytes.db", "--keep", "bytes"]).ends(0);
    folder.run(&["export", "--as", "warc", "--db", "bytes.db", "-o", "out"]).ends(0);
    assert_eq!(blocks(&records(&read(folder.path().join("out/evidence.warc.gz")).unwrap())).len(), whole.len() + 2);
}

#[test]
fn evidence_can_be_kept_later_and_damage_to_it_is_found() {
    let folder = Folder::new("evidence-damage");
    folder.write("crawl.warc", to_warc(&make_reports(4, 3)));
    folder.run(&["add", "crawl.warc"]).ends(0);
    folder.run(&["add", "crawl.warc", "--keep", "bytes"]).ends(0).says(&["stored 0 reports, already there 3"]);
    folder.run(&["verify"]).ends(0);
    let db = rusqlite::Connection::open(folder.path().join("firsthand.db")).unwrap();
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("select count(*) from evidence"), 3);
    db.execute("update original set packed = (select packed from original order by sha256 desc limit 1)", []).unwrap();
    let found = folder.run(&["verify", "--json"]).ends(4).json();
    assert_eq!(found["ok"], false);
    assert_eq!(found["damaged"].as_array().unwrap().len(), 0);
    assert_eq!(found["root"], found["rebuilt"]);
    assert_eq!(found["damaged_evidence"].as_array().unwrap().len(), 2);
    folder.run(&["verify"]).ends(4).says(&["damaged: the bytes kept for r_", "FAILED"]);
    folder.run(&["export", "--as", "warc"]).ends(1).talks(&["no longer have their hash"]);
}

/// Who doubts a figure sees when its page was fetched, from where, and what the server said of it.
#[test]
fn a_figure_leads_to_the_bytes_that_it_was_read_from() {
    let folder = Folder::new("evidence-why");
    folder.write("crawl.warc", to_warc(&make_reports(5, 1)));
    folder.run(&["add", "crawl.warc", "--keep", "bytes"]).ends(0);
    let claim = folder.run(&["claims", "--jsonl"]).ends(0).lines().remove(0)["id"].as_str().unwrap().to_owned();
    folder.run(&["why", &claim]).ends(0).says(&[
        "captured 2031-",
        "from https://outlet-",
        "sha256 ",
        "HTTP/1.1 200 OK",
        "Content-Type: text/html",
    ]);
    let why = folder.run(&["why", &claim, "--json"]).ends(0).json();
    let [kept] = why["evidence"].as_array().unwrap().as_slice() else { panic!("one answer: {why}") };
    let answer = records(&read(folder.path().join("crawl.warc")).unwrap()).remove(0);
    assert_eq!(kept["captured"], answer.head.field("warc-date").unwrap());
    assert_eq!(kept["url"], answer.head.target().unwrap());
    assert_eq!(kept["head"][0], "HTTP/1.1 200 OK");
    let text = Folder::new("evidence-why-text");
    text.write("note.txt", "At least 16 people were evacuated from Porto.");
    text.run(&["add", "note.txt"]).ends(0);
    let claim = text.run(&["claims", "--jsonl"]).ends(0).lines().remove(0)["id"].as_str().unwrap().to_owned();
    assert_eq!(text.run(&["why", &claim, "--json"]).ends(0).json()["evidence"].as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_be_kept_is_said() {
    let folder = Folder::new("evidence-none");
    folder.write("note.txt", "At least 16 people were evacuated.");
    folder.run(&["add", "note.txt", "--keep", "none"]).ends(2).talks(&["firsthand read"]);
    folder.run(&["add", "note.txt", "--keep", "all"]).ends(2);
    folder.run(&["add", "note.txt", "--keep", "bytes"]).ends(0);
    folder.run(&["export", "--as", "warc", "--place", "Portugal"]).ends(2).talks(&["--story"]);
}
