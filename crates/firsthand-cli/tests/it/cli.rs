//! Manners: what bad input gets, which code a command ends with, what is said where.

use crate::maker::{make_reports, to_lines};
use crate::run::Folder;
use std::io::Read;
use std::process::Stdio;

const PAGE: &str = "Storm in Lisbon.\n\nAt least 12 people were evacuated on 3 May 2031, the fire service said.";

#[test]
fn a_folder_becomes_a_ledger() {
    let folder = Folder::new("folder");
    folder.write("pages/b.txt", PAGE);
    folder.write("pages/deeper/a.txt", PAGE.replace("12", "15"));
    folder.write("pages/notes.md", "not a report");
    let added = folder.run(&["add", "pages"]).ends(0).says(&["stored 2 reports, already there 0, refused 0"]);
    assert_eq!(added.talk, "");
    folder.run(&["add", "pages"]).ends(0).says(&["stored 0 reports, already there 2"]);
    folder.run(&["verify"]).ends(0).says(&["ok: 2 reports"]);
    folder.run(&["rebuild"]).ends(0).says(&["nothing changed"]);
    for command in ["tally", "story", "claims"] {
        folder.run(&[command]).ends(0);
        folder.run(&[command, "--json"]).ends(0).json();
        folder.run(&[command, "--jsonl"]).ends(0).lines();
    }
}

#[test]
fn each_bad_input_is_named_and_the_rest_is_kept() {
    let folder = Folder::new("bad");
    let mut lines: Vec<Vec<u8>> = make_reports(1, 20).iter().map(|report| report.to_string().into_bytes()).collect();
    lines[16] = b"{\"doc\": \"broken\", \"text\": ".to_vec();
    lines[17] = b"{\"doc\": \"bytes\", \"text\": \"\xff\xfe\"}".to_vec();
    lines[18] = b"{\"doc\": \"nothing\", \"text\": \"  \"}".to_vec();
    folder.write("reports.jsonl", lines.join(&b'\n'));
    folder.write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    folder.write("empty.txt", "\n");
    std::fs::create_dir(folder.path().join("hollow")).unwrap();
    folder.write("hollow/readme.md", "nothing to read");
    let ran = folder.run(&["add", "missing.txt", "hollow", "picture.txt", "empty.txt", "reports.jsonl"]).ends(3);
    ran.says(&["stored 17 reports, already there 0, refused 7"]).talks(&[
        "refused missing.txt",
        "[missing]",
        "refused hollow",
        "[no_input]",
        "refused picture.txt",
        "[binary]",
        "refused empty.txt",
        "[empty]",
        "refused reports.jsonl:17",
        "[broken_json]",
        "refused reports.jsonl:18",
        "[invalid_utf8]",
        "refused reports.jsonl:19",
        "hint:",
    ]);
}

/// A crawl of two pages with a record between them whose length is wrong.
fn crawl() -> String {
    let record = |name: &str, count: u32, length: usize| {
        let page = format!(
            "<html><body><p>At least {count} people were evacuated on 3 May 2031, the fire service said.</p></body></html>"
        );
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{name}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len() + length
        )
    };
    [record("a", 12, 0), record("b", 13, 9_000), record("c", 14, 0)].concat()
}

#[test]
fn archives_and_feeds_are_taken_by_content_and_ending() {
    let folder = Folder::new("archives");
    folder.write("crawl.warc", crawl());
    folder.write(
        "post.rss",
        "<rss><channel><title>Post</title><item><guid>1</guid><title>Storm</title><description>At least 16 people were evacuated.\
         </description></item><item><guid>2</guid><title>Flood</title></item></channel></rss>",
    );
    folder.write("press.mbox", "From a Mon\nSubject: Storm\n\nAt least 17 people were evacuated.\n");
    folder.write(
        "result.json",
        r#"{"name": "Watch", "messages": [{"id": 7, "type": "message", "text": "At least 18 people were evacuated."}]}"#,
    );
    folder.run(&["add", "."]).ends(0).says(&["stored 7 reports, already there 0, refused 0"]);
    folder.run(&["add", "."]).ends(0).says(&["stored 0 reports, already there 7, refused 0"]);
    folder.write("table.csv", "headline,body\nStorm,At least 19 people were evacuated.\n");
    folder.run(&["add", "table.csv"]).ends(1).talks(&["[no_column]", "--map text=COLUMN"]);
    folder.run(&["add", "table.csv", "--map", "text=body,title=headline"]).ends(0).says(&["stored 1 report,"]);
    folder.run(&["add", "table.csv", "--map", "nonsense"]).ends(2);
    folder.run(&["claims"]).ends(0).says(&["14", "16", "17", "18", "19"]);
}

#[test]
fn nothing_stored_is_a_failure() {
    let folder = Folder::new("failure");
    folder.run(&["add", "missing.txt"]).ends(1).talks(&["refused missing.txt", "hint:"]);
    folder.run(&["read", "missing.txt"]).ends(1);
    folder.run(&["lineage", "missing.txt"]).ends(1);
    folder.run(&["reconcile", "missing.jsonl"]).ends(1);
    folder.run(&["add"]).ends(2);
    folder.run(&["tally", "--profile", "loudest"]).ends(2);
}

#[test]
fn a_line_of_twenty_megabytes_is_refused_and_its_neighbours_are_kept() {
    let folder = Folder::new("long");
    let reports = make_reports(2, 2);
    let mut bytes = format!("{}\n{{\"doc\": \"long\", \"text\": \"", reports[0]).into_bytes();
    bytes.resize(bytes.len() + (20 << 20), b'a');
    bytes.extend(format!("\"}}\n{}\n", reports[1]).into_bytes());
    folder.write("reports.jsonl", &bytes);
    let ran = folder.run(&["add", "reports.jsonl"]).ends(3);
    ran.says(&["stored 2 reports"]).talks(&["refused reports.jsonl:2", "[too_large]"]);
    folder.run_with(&["add", "-"], &bytes).ends(3).says(&["already there 2"]);
    folder.write("big.txt", vec![b'a'; (16 << 20) + 1]);
    folder.run(&["read", "big.txt"]).ends(1).talks(&["[too_large]"]);
}

#[test]
fn standard_input_is_text_or_lines() {
    let folder = Folder::new("stdin");
    let read = folder.run_with(&["read", "-", "--as", "reports", "--jsonl"], PAGE.as_bytes()).ends(0).lines();
    assert_eq!((read.len(), &read[0]["doc"], &read[0]["text"]), (1, &"stdin".into(), &PAGE.into()));
    let lines = to_lines(&make_reports(4, 3));
    let read = folder.run_with(&["read", "-", "--as", "reports", "--jsonl"], lines.as_bytes()).ends(0).lines();
    assert_eq!(read.len(), 3);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new("pipe");
    folder.write("reports.jsonl", to_lines(&make_reports(5, 400)));
    let mut child = folder
        .command(&["read", "reports.jsonl", "--as", "reports", "--jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn a_ledger_that_is_not_there_is_said_so() {
    let folder = Folder::new("none");
    folder.run(&["tally"]).ends(1).talks(&["there is no ledger firsthand.db", "hint: firsthand add"]);
    folder.run(&["why", "e_a", "--db", "x.db"]).ends(1).talks(&["no ledger x.db"]);
    folder.write("other.db", "this is no database, but a text that somebody named so; ".repeat(20));
    folder.run(&["add", "x.txt", "--db", "other.db"]).ends(1).talks(&["other.db is no ledger"]);
}

#[test]
fn ids_are_found_by_their_first_letters() {
    let folder = Folder::new("ids");
    folder.write("a.txt", PAGE);
    folder.run(&["add", "a.txt"]).ends(0);
    folder.run(&["why", "c_999999"]).ends(1).talks(&["nothing has the id", "hint:"]);
    folder.run(&["why", "nonsense"]).ends(1).talks(&["nothing has the id"]);
    for claim in folder.run(&["claims", "--jsonl"]).ends(0).lines() {
        let id = claim["id"].as_str().unwrap();
        folder.run(&["why", &id[..12]]).ends(0).says(&[id, "rules"]);
        folder.run(&["why", id, "--json"]).ends(0).json();
    }
    for entry in folder.run(&["tally", "--jsonl"]).ends(0).lines() {
        let id = entry["id"].as_str().unwrap();
        folder.run(&["why", id]).ends(0).says(&[&id[..10]]);
        folder.run(&["why", id, "--json"]).ends(0).json();
    }
}

#[test]
fn outside_claims_come_once() {
    let folder = Folder::new("outside");
    let claim = serde_json::json!({
        "doc": "page", "series": "s", "indicator": "killed", "unit": "person", "value": 5, "lower": 5, "upper": 5,
        "modifier": "equal", "measure": "cumulative", "source": "police", "published": "2031-05-03",
        "as_of": "2031-05-03T10:00Z", "place": {"country": "PT", "name": "Lisbon"}, "modality": "actual",
        "polarity": "asserted",
    });
    folder.write("claims.jsonl", format!("{claim}\nbroken\n"));
    folder.run(&["add", "--claims", "claims.jsonl"]).ends(3).talks(&["refused claims.jsonl:2"]);
    folder.run(&["add", "--claims", "claims.jsonl", "--json"]).ends(3).says(&["\"outside\":0"]);
    folder.run(&["verify"]).ends(0);
    folder.run(&["reconcile", "claims.jsonl", "--jsonl"]).ends(3).lines();
    folder.run(&["reconcile", "claims.jsonl", "--as", "jsonl"]).ends(3).lines();
    folder.run_with(&["reconcile", "-", "--as", "table"], claim.to_string().as_bytes()).ends(0).says(&["killed", "5"]);
    folder.run(&["reconcile", "claims.jsonl", "--as", "table", "--json"]).ends(2);
}

#[test]
fn every_command_has_an_example() {
    let folder = Folder::new("help");
    let help = folder.run(&["--help"]).ends(0).says(&["Example:", "Exit codes"]);
    let commands: Vec<String> = help
        .out
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        // A long line goes on, further in, on the next one.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|name| name != "help")
        .collect();
    assert!(commands.len() >= 12, "{commands:?}");
    for command in commands {
        folder.run(&[&command, "--help"]).ends(0).says(&["Example:", &format!("firsthand {command}")]);
    }
    folder.run(&["completions", "bash"]).ends(0).says(&["firsthand"]);
    folder.run(&["explain", "At least 12 people were evacuated.", "--lang", "en"]).ends(0).says(&["language: en"]);
}

#[test]
fn hostile_signs_never_reach_the_terminal() {
    let folder = Folder::new("hostile");
    let report = serde_json::json!({"doc": "a\u{1b}[2J\u{202e}b", "text": PAGE});
    folder.write("reports.jsonl", report.to_string());
    for arguments in [&["lineage", "reports.jsonl"][..], &["read", "reports.jsonl"], &["add", "reports.jsonl"]] {
        let ran = folder.run(arguments).ends(0);
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{arguments:?}: {:?}", ran.out);
    }
}
