//! Whether a person sees at once who copied whom, what went missing, and who counted.

use crate::run::Folder;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

const DESK: &str = "Ferry strike leaves travellers stranded\n\n\
    At least 640 passengers were evacuated from three stranded ferries near Bergen on Tuesday, the coast guard said.\n\n\
    The crews had walked out at noon after talks over night shifts failed for the fourth time since the spring. \
    The coast guard counted 212 of the passengers in a school hall, where soup was handed out.\n\n\
    The shipping company said that it would sail again once the crews came back, and asked travellers to stay at home. \
    Shops on the outer islands reported that bread and milk were running short by the evening.\n\n\
    A union secretary said that nobody would return before the company signed the agreement of 2029.";

/// The desk's text in other words, without the passengers in the harbour.
const SPUN: &str = "Travellers stranded by ferry strike\n\n\
    At least 640 passengers had to be evacuated from three stranded ferries near Bergen on Tuesday, the coast guard said.\n\n\
    Crews walked out at noon when talks over night shifts had failed for the fourth time since the spring. \
    Soup was handed out to passengers in a school hall.\n\n\
    The shipping company said it would be sailing again once crews came back, and asked travellers to stay home. \
    Shops on the outer islands reported bread and milk were running short by evening.\n\n\
    A secretary of the union said nobody would return before the company signed the agreement of 2029.";

fn write_pages(folder: &Folder) {
    let page = |doc: &str, hour: u8, text: &str| {
        let published = format!("2031-05-06T{hour:02}:00Z");
        serde_json::json!({"doc": doc, "outlet": format!("{doc}.example"), "lang": "en", "published": published, "text": text})
    };
    let pages = [page("desk", 15, DESK), page("mirror", 17, DESK), page("spun", 19, SPUN)];
    folder.write("pages.jsonl", pages.map(|page| format!("{page}\n")).concat());
}

#[test]
fn a_copy_hangs_below_its_original_with_what_it_dropped() {
    let folder = Folder::new("kin");
    write_pages(&folder);
    let ran = folder.run(&["lineage", "pages.jsonl"]).ends(0).says(&[
        "3 pages, 1 text",
        "one text on 3 pages",
        "├─ mirror",
        "word for word from desk",
        "└─ spun",
        "spun dropped:",
        "212 people",
        "The coast guard counted [[212]] of the passengers in a school hall",
    ]);
    let at = |word: &str| ran.out.find(word).unwrap();
    assert!(at("  desk") < at("mirror") && at("mirror") < at("spun"), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}'), "no colour in a pipe: {}", ran.out);
    folder.run(&["lineage", "pages.jsonl", "--passages"]).ends(0).says(&["all word for word", "[had to be]"]);
    let wide = folder.command(&["lineage", "pages.jsonl", "--passages"]).env("COLUMNS", "140").output().unwrap();
    assert!(String::from_utf8_lossy(&wide.stdout).contains(" │ "));
    folder.run(&["lineage", "pages.jsonl", "--dot"]).ends(0).says(&["digraph lineage {", "dropped 212"]);
    folder.run(&["lineage", "pages.jsonl", "--mermaid"]).ends(0).says(&["flowchart LR", "dropped 212"]);
    folder.run(&["lineage", "pages.jsonl", "--dot", "--jsonl"]).ends(2);
    folder.run(&["lineage", "pages.jsonl", "--svg"]).ends(0).says(&["<svg xmlns=", "<style>", "dropped 212"]);
    folder.run(&["lineage", "pages.jsonl", "--svg", "--dot"]).ends(2);
}

#[test]
fn a_story_says_who_counted_and_which_pages_name_him() {
    let folder = Folder::new("kin-story");
    write_pages(&folder);
    folder.run(&["add", "pages.jsonl"]).ends(0).says(&["spun dropped:", "212 people"]);
    let shown = folder.run(&["story"]).ends(0).says(&[
        "3 pages, 1 text, 1 counter (evacuated",
        "counted by coast guard: 3 pages, 1 text (named by desk, mirror, spun)",
        "published 6 May 2031",
        "spun dropped:",
    ]);
    let id = shown.out.split("--story ").nth(1).unwrap().trim().to_owned();
    assert_eq!(folder.run(&["story", &id]).ends(0).out, shown.out);
    folder.run(&["story", &id, "--passages"]).ends(0).says(&["[had to be]"]);
    folder.run(&["story", &id, "--dot"]).ends(0).says(&["c0 [label=\"coast guard\"", "c0 -> t0p0"]);
    folder.run(&["story", &id, "--svg"]).ends(0).says(&["<rect class=\"w\"", ">coast guard</text>"]);
    folder.run(&["story", &id, "--mermaid"]).ends(0).says(&["c0([\"coast guard\"])"]);
    folder.run(&["story", "s_zzzz"]).ends(1).talks(&["no story s_zzzz", "hint: firsthand story lists them"]);
    folder.run(&["lineage", &id]).ends(1).talks(&["is no file", &format!("firsthand story {id}")]);
    let entry =
        folder.run(&["tally", "--jsonl"]).ends(0).lines().into_iter().find(|entry| entry["pages"] == 3).unwrap();
    assert_eq!((&entry["texts"], &entry["hands"][0]["pages"]), (&1.into(), &3.into()), "{entry}");
    folder.run(&["why", entry["id"].as_str().unwrap()]).ends(0).says(&["counted by coast guard: 3 pages, 1 text"]);
}

#[test]
fn several_stories_are_a_table() {
    let folder = Folder::new("kin-list");
    let quickstart = root().join("corpus/quickstart");
    folder.run(&["add", quickstart.to_str().unwrap()]).ends(0);
    let list = folder.run(&["story"]).ends(0).says(&["pages", "texts", "counters", "published", "detained, Portugal:"]);
    let rows = list.out.lines().filter(|line| line.starts_with("s_")).count();
    assert!(rows > 1, "{}", list.out);
    folder.run(&["story", "--svg"]).ends(1).talks(&["one can be drawn at a time"]);
    folder.run(&["story", "--dot"]).ends(1).talks(&["one can be drawn at a time", "hint: firsthand story s_"]);
    let lines = folder.run(&["story", "--jsonl"]).ends(0).lines();
    assert_eq!(lines.len(), rows);
    assert!(lines.iter().all(|story| story["langs"].is_array() && story["hands"].is_array()));
}

#[test]
fn texts_from_right_to_left_and_wide_ones_keep_to_themselves() {
    let folder = Folder::new("kin-scripts");
    let page = |doc: &str, text: &str| serde_json::json!({"doc": doc, "text": text, "published": "2031-05-06"});
    let arabic =
        "قال خفر السواحل إن 640 راكبا أجلوا يوم الثلاثاء. وقالت الشركة إنها ستبحر من جديد بعد عودة الطواقم إلى العمل.";
    let chinese =
        "海岸警卫队说，星期二有640名乘客从三艘渡轮上撤离。公司表示，船员复工后将恢复航行，并请旅客留在家中等待通知。";
    let pages = [page("عربي", arabic), page("عربي-2", arabic), page("中文", chinese), page("中文-2", chinese)];
    folder.write("pages.jsonl", pages.map(|page| format!("{page}\n")).concat());
    for arguments in [&["lineage", "pages.jsonl"][..], &["lineage", "pages.jsonl", "--passages"]] {
        let out = folder.run(arguments).ends(0).out;
        assert_eq!(out.matches('\u{2068}').count(), out.matches('\u{2069}').count(), "{out}");
        assert!(out.contains("\u{2068}عربي\u{2069}"), "{out}");
    }
}

/// The five pages of the real case, where the checkout has them beside it: in any order they end as four texts and one
/// counter, and `story` says which figures the reworded copy dropped.
#[test]
fn the_five_pages_say_what_the_copy_dropped() {
    let Ok(lines) = std::fs::read_to_string(root().join("../shared/cases/mobilisation-2022/reports.jsonl")) else {
        println!("skipped: no ../shared");
        return;
    };
    let lines: Vec<&str> = lines.lines().collect();
    let mut first: Option<String> = None;
    for (number, order) in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]].into_iter().enumerate() {
        let folder = Folder::new(&format!("kin-case-{number}"));
        for at in order {
            folder.run_with(&["add", "-"], format!("{}\n", lines[at]).as_bytes()).ends(0);
        }
        let shown = folder.run(&["story"]).ends(0).says(&[
            "5 pages, 4 texts, 1 counter (detained, Russia: OVD-Info)",
            "counted by OVD-Info: 5 pages, 4 texts",
            "004 dropped:",
            "2,300 vehicles",
            "798 detained",
            "33 towns",
            "[[798]]",
            "001 + 003: ",
        ]);
        assert_eq!(first.get_or_insert_with(|| shown.out.clone()), &shown.out, "{order:?}");
    }
}
