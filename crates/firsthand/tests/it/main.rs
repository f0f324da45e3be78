//! The one integration binary of the library: what must hold across all its files.

#![expect(clippy::unwrap_used, reason = "a helper of tests stops the test")]

mod acceptance;
mod corpora;
mod credits;
mod crowds;
mod doors;
mod example;
mod files;
mod floors;
mod ledger_cascade;
mod ledger_case;
mod ledger_hierarchy;
mod ledger_properties;
mod ledger_revisions;
mod live;
mod mutations;
mod pages;
mod pictures;
mod review;
mod screens;
mod stories;
mod walls;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file under `folder` with its text, sorted; build output, version control and what is no text are left out.
fn read_tree(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if matches!(name, "target" | ".git") {
            continue;
        }
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            out.push((path, text));
        }
    }
    out.sort();
    out
}

/// The part of a source file before its unit tests.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]").map_or(text, |at| &text[..at])
}
