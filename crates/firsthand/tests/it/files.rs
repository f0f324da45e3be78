//! Holds what every file must keep: an opening line that says what it is for, no language by name, no machine's paths.

use crate::{read_tree, root, without_tests};
use std::path::Path;

#[test]
fn every_file_says_what_it_is_for() {
    let files = read_tree(&root().join("crates")).into_iter().chain(read_tree(&root().join("xtask")));
    let is_code = |path: &Path| path.extension().is_some_and(|end| end == "rs");
    let silent: Vec<_> = files.filter(|(path, text)| is_code(path) && !text.starts_with("//!")).map(|f| f.0).collect();
    assert!(silent.is_empty(), "these files do not open with `//!`: {silent:#?}");
}

#[test]
fn code_names_no_language() {
    let folder = root().join("crates/firsthand/lang");
    let codes: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('_'))
        .collect();
    assert!(codes.len() > 1);
    let mut wrong = Vec::new();
    for (path, text) in read_tree(&root().join("crates/firsthand/src")) {
        if path.ends_with("tests.rs") {
            continue;
        }
        for (number, line) in without_tests(&text).lines().enumerate() {
            let comment = line.trim_start().starts_with("//");
            if !comment && codes.iter().any(|code| line.contains(&format!("\"{code}\""))) {
                wrong.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "code knows no language by name:\n{}", wrong.join("\n"));
}

#[test]
fn no_path_of_a_machine_is_named() {
    // Put together here, so that this file does not name what it forbids.
    let marks = ["work", "home", "Users", "root"].map(|folder| format!("/{folder}/"));
    let mut wrong = Vec::new();
    for (path, text) in read_tree(&root()) {
        for (number, line) in text.lines().enumerate() {
            let named = marks.iter().any(|mark| {
                line.match_indices(mark.as_str()).any(|(at, _)| {
                    !line[..at]
                        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '}' | ')' | '/' | '-' | '_'))
                })
            });
            if named {
                wrong.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    wrong.truncate(20);
    assert!(wrong.is_empty(), "paths of a machine:\n{}", wrong.join("\n"));
}
