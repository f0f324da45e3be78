//! Decisions, the change feed and the recorded clock, on the shipped example and made-up archives.

use crate::maker::{Dice, make_reports, to_lines};
use crate::run::{Folder, Ran};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

const SIGNED: [&str; 4] = ["--author", "Ana", "--reason", "a test"];

fn example() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/quickstart")
}

/// A ledger of the shipped example.
fn quickstart(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.run(&["add", example().to_str().unwrap()]).ends(0);
    folder
}

fn review(folder: &Folder, words: &[&str]) -> Ran {
    folder.run(&[&["review"], words, &SIGNED].concat())
}

fn root(folder: &Folder) -> String {
    folder.run(&["verify", "--json"]).ends(0).json()["root"].as_str().unwrap().to_owned()
}

/// The entry of the detentions in Portugal on a day.
fn entry_of(folder: &Folder, day: &str) -> Value {
    let lines = folder.run(&["tally", "detained", "--place", "Portugal", "--jsonl"]).ends(0).lines();
    lines.into_iter().find(|line| line["time"] == day && line["kind"] == "day").unwrap()
}

fn claim_with(entry: &Value, doc: &str) -> String {
    let support = entry["support"].as_array().unwrap();
    support.iter().find(|one| one["doc"] == doc).unwrap()["claim"].as_str().unwrap().to_owned()
}

/// Runs SQL on the ledger, behind the program's back.
fn tamper(folder: &Folder, sql: &str) {
    let db = rusqlite::Connection::open(folder.path().join("firsthand.db")).unwrap();
    db.pragma_update(None, "foreign_keys", false).unwrap();
    assert!(db.execute(sql, []).unwrap() > 0, "{sql}");
}

#[test]
fn a_claim_is_rejected_shown_and_brought_back() {
    let folder = quickstart("review");
    let (before, tally) = (root(&folder), folder.run(&["tally", "--json"]).ends(0).out);
    let entry = entry_of(&folder, "2025-03-12");
    let claim = claim_with(&entry, "mercredi-bilan");
    review(&folder, &["reject", &claim[..12]]).ends(0).says(&[
        "posted 1: reject",
        "by Ana",
        "447 / 447 / 447 -> - / - / -",
        "next: firsthand review undo 1",
    ]);
    let after = entry_of(&folder, "2025-03-12");
    assert_eq!(
        (&after["id"], &after["best"], &after["support"][0]["kind"]),
        (&entry["id"], &Value::Null, &"rejected".into())
    );
    folder.run(&["tally", "detained"]).ends(0).says(&["all its claims were rejected in review"]);
    folder.run(&["claims", "--indicator", "detained"]).ends(0).says(&["rejected in review"]);
    folder.run(&["why", &claim]).ends(0).says(&["decided 1", "by Ana: a test", "rejected-in-review"]);
    assert_ne!(root(&folder), before);
    folder.run(&["rebuild"]).ends(0).says(&["nothing changed"]);
    review(&folder, &["reject", &claim]).ends(0).says(&["nothing to decide"]).talks(&["rejected already"]);
    review(&folder, &["undo", "1"]).ends(0).says(&["- / - / - -> 447 / 447 / 447"]);
    assert_eq!(root(&folder), before);
    assert_eq!(folder.run(&["tally", "--json"]).ends(0).out, tally);
    review(&folder, &["undo", "1"]).ends(1).talks(&["undone already, by record 2", "hint:"]);
    folder.run(&["review", "log"]).ends(0).says(&["reject c_", "(undone by 2)", "2 decisions"]);
}

#[test]
fn a_reading_is_corrected_by_fields_or_by_the_notation() {
    let folder = quickstart("edit");
    let claim = claim_with(&entry_of(&folder, "2025-03-12"), "mercredi-bilan");
    review(&folder, &["edit", &claim, "figure=>=451"]).ends(0).says(&["447 / 447 / 447 -> 451 / 451 / -"]);
    let line = "detained 452 person flow @ Portugal/PT 2025-03-12 by Harbour Watch";
    review(&folder, &["edit", &claim, line]).ends(0).says(&["451 / 451 / - -> 452 / 452 / 452"]);
    let entry = entry_of(&folder, "2025-03-12");
    assert_eq!((&entry["best"], &entry["counters"]), (&452.into(), &serde_json::json!(["harbour-watch"])));
    folder.run(&["why", &claim]).ends(0).says(&["edited in review", "it was read as", "447"]);
    for (wrong, word) in [
        ("figure=many", "no figure"),
        ("colour=red", "the fields are"),
        ("role=private", "write counter"),
        ("time=Tuesday", "no days"),
        ("detained", "no figure"),
        ("indicator=hurd", "the indicators are"),
    ] {
        review(&folder, &["edit", &claim, wrong]).ends(1).talks(&[word]);
    }
    assert_eq!(folder.run(&["review", "log", "--jsonl"]).ends(0).lines().len(), 2, "what is wrong is not posted");
}

/// Whoever takes the figures elsewhere takes what people decided along.
#[test]
fn exports_and_charts_show_what_review_left() {
    let folder = quickstart("review-export");
    let wednesday = claim_with(&entry_of(&folder, "2025-03-12"), "mercredi-bilan");
    let monday = entry_of(&folder, "2025-03-10");
    let police = claim_with(&monday, "tuesday-police");
    review(&folder, &["edit", &wednesday, "figure=451"]).ends(0);
    review(&folder, &["reject", &police]).ends(0);
    let claims = folder.run(&["export", "--as", "jsonl", "--what", "claims"]).ends(0).lines();
    let claim = |id: &str| claims.iter().find(|line| line["claim_id"] == id).unwrap();
    assert_eq!((&claim(&wednesday)["value"], &claim(&wednesday)["review"]), (&451.into(), &"edited".into()));
    assert_eq!(claim(&police)["review"], "rejected");
    assert!(claims.iter().filter(|line| line["review"].is_null()).count() == claims.len() - 2);
    for (what, day) in [("entries", "2025-03-10"), ("events", "2025-03-10")] {
        let rows = folder.run(&["export", "--as", "jsonl", "--what", what, "--indicator", "detained"]).ends(0).lines();
        let row = rows.iter().find(|row| row.to_string().contains(day) && row["place"] == "Portugal").unwrap();
        assert!(!row.to_string().contains("tuesday-police"), "a page that counts for nothing is no source: {row}");
    }
    let svg = |folder: &Folder| {
        folder.run(&["chart", "detained", "--place", "Portugal", "-o", "chart.svg"]).ends(0);
        std::fs::read_to_string(folder.path().join("chart.svg")).unwrap()
    };
    // A cross, and the words that it shows.
    let crossed = "8m0 -8l-8 8\"><title>298, counted by police, tuesday-police (rejected)";
    let drawn = svg(&folder);
    assert!(drawn.contains("451, counted by harbour-watch, mercredi-bilan"), "{drawn}");
    assert!(drawn.contains(crossed), "{drawn}");
    review(&folder, &["undo", "2"]).ends(0);
    assert!(!svg(&folder).contains("(rejected)"));
}

#[test]
fn counters_and_stories_are_joined() {
    let folder = quickstart("same");
    let before = root(&folder);
    review(&folder, &["same-as", "Harbour Watch", "police"]).ends(0);
    assert_eq!(entry_of(&folder, "2025-03-10")["counters"], serde_json::json!(["harbour-watch"]));
    let stories = folder.run(&["story", "--jsonl"]).ends(0).lines();
    let ids: Vec<&str> = stories.iter().map(|story| story["id"].as_str().unwrap()).collect();
    review(&folder, &["same-as", ids[0], ids[1]]).ends(0);
    assert_eq!(folder.run(&["story", "--jsonl"]).ends(0).lines().len(), 1);
    review(&folder, &["same-as", ids[0], ids[1]]).ends(1).talks(&["one story"]);
    review(&folder, &["same-as", "police", "nobody at all"])
        .ends(1)
        .talks(&["nothing is counted by nobody-at-all", "hint:"]);
    review(&folder, &["undo", "2"]).ends(0);
    review(&folder, &["undo", "1"]).ends(0);
    assert_eq!(root(&folder), before);
}

#[test]
fn a_decision_needs_an_author_a_reason_and_a_claim() {
    let folder = quickstart("author");
    let claim = claim_with(&entry_of(&folder, "2025-03-12"), "mercredi-bilan");
    let run = |words: &[&str], author: Option<&str>| {
        let mut command = folder.command(&[&["review"], words].concat());
        command.env_remove("FIRSTHAND_AUTHOR").env("XDG_CONFIG_HOME", folder.path().join("config"));
        command.envs(author.map(|author| ("FIRSTHAND_AUTHOR", author)));
        Ran::from(command.output().unwrap())
    };
    let accept = ["accept", &claim, "--reason", "seen"];
    run(&accept, None).ends(1).talks(&["nobody is named as the author", "hint: --author NAME"]);
    run(&accept[..2], Some("Ana")).ends(2);
    run(&["accept", &claim, "--reason", " "], Some("Ana")).ends(1).talks(&["needs its reason"]);
    run(&["accept", "c_zzzz", "--reason", "seen"], Some("Ana")).ends(1).talks(&["no claim c_zzzz", "hint:"]);
    run(&["undo", "7", "--reason", "seen"], Some("Ana")).ends(1).talks(&["there is no record 7", "hint:"]);
    folder.write("config/firsthand/config.toml", "author = \"Ben\"\n");
    run(&accept, None).ends(0).says(&["by Ben"]);
    folder.write("firsthand.toml", "author = \"Caro\"\n");
    run(&["undo", "1", "--reason", "seen"], None).ends(0).says(&["by Caro"]);
    run(&["undo", "2", "--reason", "seen"], Some("Dee")).ends(0).says(&["by Dee"]);
    folder.write("firsthand.toml", "author = \n");
    run(&["undo", "3", "--reason", "seen"], None).ends(1).talks(&["firsthand.toml is no settings file", "line 1"]);
}

#[test]
fn a_log_that_was_changed_is_found_and_named() {
    let folder = quickstart("chain");
    let entry = entry_of(&folder, "2025-03-10");
    for doc in ["monday-desk", "tuesday-police", "monday-mirror"] {
        review(&folder, &["accept", &claim_with(&entry, doc)]).ends(0);
    }
    folder.run(&["verify"]).ends(0).says(&["ok: 12 reports", "review: 3 decisions"]);
    let changes = [
        ("update decision set record = replace(record, 'accept', 'reject') where number = 2", 2),
        ("update decision_words set author = 'Ben' where number = 3", 3),
        ("delete from decision where number = 1", 1),
        ("delete from decision where number = 3", 3),
    ];
    for (at, (sql, number)) in changes.into_iter().enumerate() {
        let copy = Folder::new(&format!("chain-{at}"));
        std::fs::copy(folder.path().join("firsthand.db"), copy.path().join("firsthand.db")).unwrap();
        tamper(&copy, sql);
        copy.run(&["verify"]).ends(4).says(&["FAILED", &format!("record {number}"), "hint:"]);
        let document = copy.run(&["verify", "--json"]).ends(4).json();
        assert_eq!((&document["ok"], &document["review"]["broken"]["number"]), (&false.into(), &number.into()));
        if number < 3 {
            // Nothing is built on it.
            let claim = claim_with(&entry, "monday-desk");
            for words in [&["undo", "1"][..], &["edit", &claim, "figure=9"]] {
                review(&copy, words).ends(1).talks(&[&format!("record {number} of the review log"), "hint:"]);
            }
            let db = rusqlite::Connection::open(copy.path().join("firsthand.db")).unwrap();
            let last: i64 = db.query_row("select max(number) from decision", [], |row| row.get(0)).unwrap();
            assert_eq!(last, 3, "nothing was posted");
        }
    }
    tamper(&folder, "delete from decision_words where number = 2");
    folder.run(&["verify"]).ends(0);
    folder.run(&["review", "log"]).ends(0).says(&["whose words were erased"]);
}

#[test]
fn a_log_is_replayed_on_another_ledger_before_or_after_its_reports() {
    let folder = quickstart("replay");
    let entry = entry_of(&folder, "2025-03-10");
    review(&folder, &["reject", &claim_with(&entry, "monday-desk")]).ends(0);
    review(&folder, &["undo", "1"]).ends(0);
    review(&folder, &["edit", &claim_with(&entry, "tuesday-police"), "figure=299"]).ends(0);
    review(&folder, &["same-as", "police", "harbour-watch"]).ends(0);
    let log = folder.run(&["review", "log", "--jsonl"]).ends(0).out;
    let expected = root(&folder);

    let other = quickstart("replay-other");
    other.write("log.jsonl", &log);
    let own = claim_with(&entry_of(&other, "2025-03-12"), "mercredi-bilan");
    review(&other, &["reject", &own]).ends(0);
    other.run(&["review", "replay", "log.jsonl"]).ends(0).says(&["posted 4 decisions, already there 0"]);
    other.run(&["review", "replay", "log.jsonl"]).ends(0).says(&["posted 0 decisions, already there 4"]);
    other.run(&["review", "log"]).ends(0).says(&["(undone by 3)", "5 decisions"]);
    review(&other, &["undo", "1"]).ends(0);
    assert_eq!(root(&other), expected);
    // What comes back from there is known here by its origin.
    folder.write("back.jsonl", other.run(&["review", "log", "--jsonl"]).ends(0).out);
    folder.run(&["review", "replay", "back.jsonl"]).ends(0).says(&["posted 2 decisions, already there 4"]);
    assert_eq!(root(&folder), expected);

    let late = Folder::new("replay-late");
    late.write("one.txt", "At least 5 people were killed in Lyon on 3 May 2031, police said.");
    late.run(&["add", "one.txt"]).ends(0);
    late.run_with(&["review", "replay", "-"], log.as_bytes()).ends(0).says(&["2 decisions wait for their claims"]);
    late.run(&["review", "list"]).ends(0).says(&["orphaned: record 3"]);
    let orphaned = late.run(&["review", "list", "--json"]).ends(0).json()["orphaned"].clone();
    assert_eq!(orphaned.as_array().unwrap().len(), 1, "what is undone is no orphan: {orphaned}");
    late.run(&["add", example().to_str().unwrap()]).ends(0);
    late.run(&["review", "list", "--json"]).ends(0);
    assert_eq!(entry_of(&late, "2025-03-10")["counters"], serde_json::json!(["harbour-watch"]));

    for (broken, code, word) in [
        (log.replace("Ana", "Eve"), 4, "record 1"),
        (log.lines().skip(1).collect::<Vec<_>>().join("\n"), 4, "record 1"),
        (log.replacen("\"hash\"", "\"hush\"", 1), 1, "broken.jsonl:1"),
    ] {
        other.write("broken.jsonl", &broken);
        let ran = other.run(&["review", "replay", "broken.jsonl"]).ends(code);
        assert!(ran.out.contains(word) || ran.talk.contains(word), "{ran:?}");
    }
    assert_eq!(root(&other), expected, "nothing of a broken log is taken");
}

/// A reader who keeps the lines of the feed: of each entry the last, by the bytes.
#[derive(Default)]
struct Reader {
    cursor: Option<String>,
    /// As `tally` prints them.
    lines: BTreeMap<String, String>,
    /// As `export` does.
    rows: BTreeMap<String, String>,
}

impl Reader {
    /// Reads on, `limit` lines at a time, and compares with the ledger. How many lines there were.
    fn follow(&mut self, folder: &Folder, limit: &str) -> usize {
        let mut read = 0;
        loop {
            let mut words = vec!["changes", "--jsonl", "--limit", limit];
            let cursor = self.cursor.clone();
            words.extend(cursor.iter().flat_map(|cursor| ["--since", cursor]));
            let out = folder.run(&words).ends(0).out;
            for line in out.lines() {
                read += 1;
                let told: Value = serde_json::from_str(line).unwrap();
                self.cursor = Some(told["cursor"].as_str().unwrap().to_owned());
                match line.split_once(",\"entry\":") {
                    Some((head, entry)) => {
                        let (_, row) = head.split_once(",\"row\":").unwrap();
                        let id = told["entry"]["id"].as_str().unwrap().to_owned();
                        match told["row"]["entry_id"].as_str() {
                            Some(same) => {
                                assert_eq!(same, id);
                                self.rows.insert(id.clone(), row.to_owned());
                            }
                            None => drop(self.rows.remove(&id)),
                        }
                        self.lines.insert(id, entry.strip_suffix('}').unwrap().to_owned());
                    }
                    None => {
                        let id = told["gone"].as_str().unwrap();
                        self.rows.remove(id);
                        assert!(self.lines.remove(id).is_some() || read > 0);
                    }
                }
            }
            if out.is_empty() {
                break;
            }
        }
        for (told, fields, command) in [
            (&self.lines, ["story", "series", "id"], &["tally", "--jsonl"][..]),
            (&self.rows, ["story_id", "series", "entry_id"], &["export", "--as", "jsonl"][..]),
        ] {
            let mut lines: Vec<&String> = told.values().collect();
            // In ids the letters come before the digits.
            let key = |line: &&String| {
                let line: Value = serde_json::from_str(line).unwrap();
                let text = |field: &str| line[field].as_str().unwrap_or("").to_owned();
                let late = |c: char| if c.is_ascii_digit() { char::from(b'z' + 1 + (c as u8 - b'0')) } else { c };
                let id = |field: &str| text(field).chars().map(late).collect::<String>();
                (id(fields[0]), text(fields[1]), id(fields[2]))
            };
            lines.sort_by_cached_key(key);
            let replayed: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let now = folder.run(command).ends(0).out;
            assert!(replayed == now, "the feed leads to another ledger:\n{replayed:.2000}\n{now:.2000}");
        }
        read
    }
}

#[test]
fn replaying_the_feed_gives_tally_and_export_byte_for_byte() {
    let folder = Folder::new("feed");
    let mut reports = make_reports(23, 90);
    Dice::new(4).shuffle(&mut reports);
    let mut reader = Reader::default();
    for portion in reports.chunks(13) {
        folder.write("part.jsonl", to_lines(portion));
        folder.run(&["add", "part.jsonl"]).ends(0);
        assert!(reader.follow(&folder, "7") > 0);
    }
    let claims = folder.run(&["claims", "--jsonl"]).ends(0).lines();
    let claim = claims[3]["id"].as_str().unwrap();
    review(&folder, &["edit", claim, "figure=77777"]).ends(0);
    assert!(reader.follow(&folder, "7") > 0);
    folder.run(&["rebuild"]).ends(0);
    assert_eq!(reader.follow(&folder, "7"), 0, "a rebuild that changes nothing tells nothing");
    review(&folder, &["undo", "1"]).ends(0);
    assert!(reader.follow(&folder, "7") > 0);
    Reader::default().follow(&folder, "1000");

    let cursor = reader.cursor.unwrap();
    folder.run(&["changes"]).ends(0).says(&["changed e_", &format!("next: firsthand changes --since {cursor}")]);
    let other = quickstart("feed-other");
    other.run(&["changes", "--since", &cursor]).ends(1).talks(&["of another ledger", "hint:"]);
    folder.run(&["changes", "--since", "later"]).ends(1).talks(&["is no cursor", "hint:"]);
    let (name, _) = cursor.rsplit_once('.').unwrap();
    folder.run(&["changes", "--since", &format!("{name}.ffffff")]).ends(1).talks(&["ahead of the ledger", "hint:"]);
    folder.run(&["changes", "--since", &cursor.replacen('3', "0", 1)]).ends(1).talks(&["another version", "hint:"]);
}

#[test]
fn what_was_known_is_what_a_ledger_of_then_shows() {
    let reports = make_reports(31, 60);
    let (early, late) = reports.split_at(35);
    let folder = Folder::new("known");
    folder.write("early.jsonl", to_lines(early));
    folder.write("late.jsonl", to_lines(late));
    let then = Folder::new("known-then");
    then.write("early.jsonl", to_lines(early));
    then.run(&["add", "early.jsonl"]).ends(0);
    folder.run(&["add", "early.jsonl"]).ends(0);
    tamper(&folder, "update report set recorded = 1000");
    folder.run(&["add", "late.jsonl"]).ends(0);
    let claim = folder.run(&["claims", "--jsonl"]).ends(0).lines()[0]["id"].as_str().unwrap().to_owned();
    review(&folder, &["reject", &claim]).ends(0);
    let known = ["--known-at", "1970-01-02"];
    assert_ne!(folder.run(&["tally", "--jsonl"]).ends(0).out, then.run(&["tally", "--jsonl"]).ends(0).out);
    let entries = then.run(&["tally", "--jsonl"]).ends(0).lines();
    let entry = entries[0]["id"].as_str().unwrap();
    for words in [
        &["tally", "--jsonl"][..],
        &["tally"],
        &["tally", "--as-of", "2031-03-01", "--jsonl"],
        &["tally", "--profile", "range", "--jsonl"],
        &["story", "--jsonl"],
        &["story"],
        &["claims", "--jsonl"],
        &["why", entry, "--json"],
    ] {
        let (now, before) = (folder.run(&[words, &known].concat()).ends(0).out, then.run(words).ends(0).out);
        assert!(now == before, "{words:?}:\n{now:.2000}\n{before:.2000}");
    }
    folder.run(&["tally", "--known-at", "1970-01-01"]).ends(0).says(&["nothing is known"]);
    folder.run(&["tally", "--known-at", "soon"]).ends(2);
}

#[test]
fn the_history_of_an_entry_is_told() {
    let folder = Folder::new("history");
    let lines = std::fs::read_to_string(example().join("reports.jsonl")).unwrap();
    for (at, line) in lines.lines().enumerate() {
        folder.write("one.jsonl", line);
        folder.run(&["add", "one.jsonl"]).ends(0);
        tamper(&folder, &format!("update report set recorded = {} where recorded > 100000", at + 1));
    }
    let entry = entry_of(&folder, "2025-03-10");
    review(&folder, &["reject", &claim_with(&entry, "tuesday-police")]).ends(0);
    let id = entry["id"].as_str().unwrap();
    let told = folder.run(&["why", id, "--history"]).ends(0);
    told.says(&["1970-01-01T00:00:01Z", "    + c_", "decided 1", "by Ana: a test", "by today's rules"]);
    let document = folder.run(&["why", id, "--history", "--json"]).ends(0).json();
    let states = document["states"].as_array().unwrap();
    assert!(states.len() > 3, "{document:#}");
    assert_eq!(states.last().unwrap()["decisions"][0]["number"], 1);
    let claim = claim_with(&entry, "tuesday-police");
    folder.run(&["why", &claim, "--history"]).ends(1).talks(&["a claim never changes", "hint:"]);
}

/// A count that is masked makes its neighbour withheld: the feed tells of the neighbour too.
#[test]
fn the_feed_tells_what_a_masked_count_withholds() {
    let folder = Folder::new("feed-withheld");
    let told = |place: Value, figure: u32| {
        let line = serde_json::json!({
            "doc": format!("page-{}-{figure}", place["name"]), "indicator": "detained", "measure": "flow", "value": figure,
            "source": "police", "time": "2031-05-01", "published": "2031-05-02", "place": place,
        });
        format!("{line}\n")
    };
    let country = serde_json::json!({"country": "PT", "name": "Portugal", "id": "PT", "precision": 6});
    let town = |name: &str, id: &str| serde_json::json!({"country": "PT", "name": name, "id": id, "precision": 1, "parents": ["PT"]});
    let (lisbon, porto) = (town("Lisbon", "2267057"), town("Porto", "2735943"));
    let mut reader = Reader::default();
    let mut add = |claims: String| {
        folder.write("claims.jsonl", claims);
        folder.run(&["add", "--claims", "claims.jsonl"]).ends(0);
        reader.follow(&folder, "7")
    };
    let low = |folder: &Folder, place: &str| {
        let rows = folder.run(&["export", "--as", "jsonl", "--place", place]).ends(0).lines();
        rows.iter().find(|row| row["place"] == place).unwrap()["low"].clone()
    };
    add(told(country, 15) + &told(lisbon.clone(), 12));
    assert_eq!((low(&folder, "Portugal"), low(&folder, "Lisbon")), (15.into(), 12.into()));
    assert!(add(told(porto, 3)) >= 2, "Porto, and what it withholds");
    assert_eq!(low(&folder, "Porto"), "<5");
    assert_eq!(low(&folder, "Lisbon"), "withheld", "15 less 12 is 3");
    assert_eq!(low(&folder, "Portugal"), 15);
    let claims = folder.run(&["export", "--as", "jsonl", "--what", "claims", "--place", "Lisbon"]).ends(0).lines();
    assert!(claims.iter().all(|row| row["value"] == "withheld" && row["surface"] == "withheld"), "{claims:?}");
    let events = folder.run(&["export", "--as", "jsonl", "--what", "events", "--place", "Lisbon"]).ends(0).lines();
    assert!(events.iter().all(|row| row["low"] == "withheld" && row["figures"][0] == "detained (person): withheld"));
    assert!(!events.is_empty());
    add(told(lisbon, 40));
}

#[test]
fn a_ledger_is_checked_against_what_it_was() {
    let folder = quickstart("checkpoint");
    let line = folder.run(&["verify", "--checkpoint"]).ends(0).out;
    assert_eq!(line.lines().count(), 1);
    assert!(line.starts_with("firsthand-checkpoint/1 reports=12:"), "{line}");
    folder.write("points.txt", &line);
    let copy = folder.path().join("march.db");
    std::fs::copy(folder.path().join("firsthand.db"), &copy).unwrap();
    folder.write("more.jsonl", to_lines(&make_reports(3, 4)));
    folder.run(&["add", "more.jsonl"]).ends(0);
    let claim = claim_with(&entry_of(&folder, "2025-03-12"), "mercredi-bilan");
    review(&folder, &["reject", &claim]).ends(0);
    folder.run(&["rebuild"]).ends(0);
    for against in [line.trim(), "points.txt", "march.db"] {
        folder.run(&["verify", "--against", against]).ends(0).says(&["history: it begins with all of", "12 reports"]);
    }
    let second = folder.run(&["verify", "--checkpoint"]).ends(0).out;
    assert!(second.contains("reports=16:") && second.contains("decisions=1:"), "{second}");
    folder.write("points.txt", format!("{line}\n{second}"));
    folder.run(&["verify", "--against", "points.txt"]).ends(0).says(&["2 checkpoints, the last of 16 reports"]);

    // The last report and what was read in it are taken out, with every trace of it.
    let last = "(select max(seq) from report)";
    for table in ["claim", "reading", "pending"] {
        let db = rusqlite::Connection::open(folder.path().join("firsthand.db")).unwrap();
        db.pragma_update(None, "foreign_keys", false).unwrap();
        db.execute(&format!("delete from {table} where seq = {last}"), []).unwrap();
    }
    tamper(&folder, &format!("delete from report where seq = {last}"));
    folder.run(&["verify", "--against", "points.txt"]).ends(4).says(&["of line 3 the last one is gone: it has 15"]);
    folder.run(&["verify", "--against", "march.db"]).says(&["history: it begins with all of"]);

    // A report is said to have come at another time.
    tamper(&folder, "update report set recorded = recorded - 60 where seq = 5");
    folder.run(&["verify", "--against", "points.txt"]).ends(4).says(&["reports 1 to 12 are not those", "of line 1"]);
    let found = folder.run(&["verify", "--against", "march.db"]).ends(4);
    found.says(&["history: report 5 r_", "is not as it was, or was recorded at another time"]);
    for (wrong, why) in [("nothing.txt", "neither a file"), ("more.jsonl", "more.jsonl:1: this is no checkpoint")] {
        folder.run(&["verify", "--against", wrong]).ends(1).talks(&[why, "hint:"]);
    }
}

#[test]
fn two_places_are_joined_by_name_and_counters_by_proposal() {
    let folder = quickstart("same-place");
    let before = root(&folder);
    review(&folder, &["same-as", "Lisbon/PT", "Porto/PT"]).ends(0).says(&["posted 1: same-as Lisbon/PT Porto/PT"]);
    assert_ne!(root(&folder), before);
    let places = |folder: &Folder, name: &str| folder.run(&["tally", "--place", name, "--jsonl"]).ends(0).lines().len();
    assert!(places(&folder, "Lisbon") * places(&folder, "Porto") == 0, "one name is left");
    folder.run(&["rebuild"]).ends(0).says(&["nothing changed"]);
    let log = folder.run(&["review", "log", "--jsonl"]).ends(0).out;
    let other = quickstart("same-place-again");
    other.write("log.jsonl", log);
    other.run(&["review", "replay", "log.jsonl"]).ends(0).says(&["posted 1 decision"]);
    assert_eq!(root(&other), root(&folder));
    review(&folder, &["undo", "1"]).ends(0);
    assert_eq!(root(&folder), before);
    review(&folder, &["same-as", "Atlantis/PT", "Porto/PT"])
        .ends(1)
        .talks(&["no claim tells of the place Atlantis/PT"]);

    folder.write(
        "two.jsonl",
        to_lines(&[
            serde_json::json!({"doc": "en", "lang": "en", "published": "2031-05-02",
                "text": "Lantern Aria said 12 people were detained in Lyon on Tuesday."}),
            serde_json::json!({"doc": "uk", "lang": "uk", "published": "2031-05-02",
                "text": "Лантерн Аріа повідомив, що у Ліоні у вівторок затримали 12 людей."}),
        ]),
    );
    folder.run(&["add", "two.jsonl"]).ends(0);
    let listed = folder.run(&["review", "list", "--limit", "40"]).ends(0);
    listed.says(&["one counter? ", "lantern-aria", "Лантерн Аріа повідомив", "firsthand review accept|reject p_"]);
    let lines = folder.run(&["review", "list", "--jsonl"]).ends(0).lines();
    let proposed = lines.iter().find(|line| line["one"] == "lantern-aria").unwrap();
    assert_eq!(proposed["rules"], serde_json::json!(["same-letters"]), "{proposed}");
    let proposal = proposed["proposal"].as_str().unwrap().to_owned();
    let proposals = |folder: &Folder| {
        let lines = folder.run(&["review", "list", "--jsonl"]).ends(0).lines();
        lines.iter().filter(|line| line["proposal"] == proposal.as_str()).count()
    };
    review(&folder, &["reject", &proposal]).ends(0).says(&["not same-as", "no entry changed"]);
    assert_eq!(proposals(&folder), 0);
    review(&folder, &["reject", &proposal]).ends(1).talks(&["no proposal", "hint:"]);
    review(&folder, &["undo", "3"]).ends(0);
    assert_eq!(proposals(&folder), 1);
    review(&folder, &["accept", &proposal[..12]]).ends(0).says(&["same-as lantern-aria"]);
    assert_eq!(proposals(&folder), 0);
    folder.run(&["rebuild"]).ends(0).says(&["nothing changed"]);
}
