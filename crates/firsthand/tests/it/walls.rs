//! Holds the walls: the table in `ARCHITECTURE.md` says which room may import what.

use crate::{read_tree, root, without_tests};
use std::collections::{BTreeMap, BTreeSet};

/// The table as it stands in the paper.
fn read_table() -> BTreeMap<String, BTreeSet<String>> {
    let paper = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let section = paper.split("\n## ").find(|section| section.starts_with("Walls\n")).expect("a section Walls");
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let room = cells.next().unwrap_or_default().to_owned();
        let may = cells.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        (room, may)
    })
    .collect()
}

/// The rooms that a file names after `crate::`, also in `crate::{a, b}`.
fn named_rooms(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut part = true;
            for (at, c) in list.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => part = true,
                    c if c.is_alphabetic() && part => {
                        rooms.insert(name(&list[at..]));
                        part = false;
                    }
                    _ => {}
                }
            }
        } else {
            rooms.insert(name(rest));
        }
    }
    rooms
}

#[test]
fn rooms_keep_to_their_walls() {
    let table = read_table();
    assert!(table.len() > 8, "the walls table was not found: {table:?}");
    let source = root().join("crates/firsthand/src");
    let mut wrong = Vec::new();
    for (path, text) in read_tree(&source) {
        let inside = path.strip_prefix(&source).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let room = first.trim_end_matches(".rs");
        if room == "lib" {
            continue;
        }
        let Some(may) = table.get(room) else {
            wrong.push(format!("{}: the room `{room}` has no row in ARCHITECTURE.md", inside.display()));
            continue;
        };
        for named in named_rooms(without_tests(&text)) {
            let is_room = table.contains_key(&named);
            if is_room && named != room && !may.contains(&named) {
                wrong.push(format!("{}: `{room}` may not import `{named}`", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_are_seen() {
    let rooms = named_rooms("use crate::model::{Span}; use crate::{pack::{Pack, Packs}, story}; crate::ledger::x()");
    assert_eq!(rooms.into_iter().collect::<Vec<_>>(), ["ledger", "model", "pack", "story"]);
}
