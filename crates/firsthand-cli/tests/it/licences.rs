//! May the program be given away with all that it is built from? Every licence is one of a few, those that are rare are named in
//! NOTICE, and there are not too many crates. Not here: the licences of data, which NOTICE names by hand.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Licences that ask for no more than their own text beside the program.
const COMMON: [&str; 10] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unicode-3.0",
];
/// Others that are free, and rare enough to be named with what is under them.
const NAMED: [&str; 2] = ["BSL-1.0", "CDLA-Permissive-2.0"];
/// Crates of the plain program at most.
const MOST: usize = 220;

/// Whether one of the choices is allowed, every part of it being.
fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    let plain = expression.replace('/', " OR ").replace(['(', ')'], "");
    // `(A OR B) AND C`, without its brackets, reads as `A OR (B AND C)`; so all parts of an AND are asked by themselves.
    let either = |part: &str| part.split(" OR ").any(|one| allowed.contains(&one.trim()));
    plain.split(" AND ").all(either)
}

/// What a tool of the build prints; `name` is the variable that says which one builds this.
fn run(name: &str, tool: &str, wish: &[&str]) -> String {
    let tool = std::env::var(name).unwrap_or_else(|_| tool.into());
    let ran = Command::new(tool).args(wish).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn every_dependency_may_be_given_away_and_rare_licences_are_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let version = run("RUSTC", "rustc", &["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let wish = ["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host];
    let metadata: Value = serde_json::from_str(&run("CARGO", "cargo", &wish)).unwrap();
    let notice = std::fs::read_to_string(root.join("NOTICE")).unwrap();
    let both: Vec<&str> = COMMON.iter().chain(&NAMED).copied().collect();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let (name, licence) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or("none"));
        let own = package["source"].is_null();
        if !own && !is_allowed(licence, &both) {
            wrong.push(format!("{name}: {licence} is on no list"));
        } else if !own && !is_allowed(licence, &COMMON) && !notice.contains(name) {
            wrong.push(format!("{name}: {licence}, and NOTICE does not name it"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the plain program is built from here: normal dependencies, from the command line on.
#[test]
fn the_program_is_built_from_few_crates() {
    let wish = ["tree", "--locked", "--offline", "-p", "firsthand-cli", "-e", "normal,build", "--prefix", "none"];
    let told = run("CARGO", "cargo", &wish);
    let crates: BTreeSet<&str> =
        told.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty()).collect();
    println!("{} crates", crates.len());
    assert!(crates.len() > 20 && crates.len() <= MOST, "{} crates", crates.len());
}

#[test]
fn expressions_of_licences_are_read() {
    for (expression, allowed) in [
        ("MIT", true),
        ("Unlicense/MIT", true),
        ("MIT OR GPL-3.0", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("Apache-2.0 AND ISC", true),
        ("Apache-2.0 AND GPL-2.0", false),
        ("LGPL-2.1-or-later", false),
        ("none", false),
    ] {
        assert_eq!(is_allowed(expression, &COMMON), allowed, "{expression}");
    }
}
