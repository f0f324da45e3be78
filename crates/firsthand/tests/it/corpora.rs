//! Runs every corpus of every pack.

use crate::root;
use firsthand::corpus::check_corpora;
use firsthand::pack::PackFiles;
use firsthand::resources::Resources;

/// A built-in language has at least so many sentences of its own.
const LEAST_EXAMPLES: usize = 200;
const LEAST_REJECTS: usize = 40;

#[test]
fn packs_read_as_their_corpora_say() {
    let resources = Resources::embedded().unwrap();
    let mut wrong = String::new();
    for pack in resources.packs.iter() {
        let folder = root().join("crates/firsthand/lang").join(pack.lang.code());
        let mut corpora = PackFiles::new();
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = file.file_name().to_string_lossy().into_owned();
            corpora.insert(name, std::fs::read_to_string(file.path()).unwrap());
        }
        let checks = check_corpora(&resources, pack.lang.code(), &corpora).unwrap();
        let examples: usize = checks.iter().map(|check| check.examples).sum();
        let rejects: usize = checks.iter().map(|check| check.rejects).sum();
        println!("{}: {examples} examples, {rejects} rejects", pack.lang);
        if examples < LEAST_EXAMPLES || rejects < LEAST_REJECTS {
            wrong +=
                &format!("{}: {examples} examples and {rejects} rejects are too few to hold a language\n", pack.lang);
        }
        for check in checks {
            for fault in check.faults {
                wrong += &format!("{}: {:?} {}\n", check.file, fault.text, fault.why);
                wrong += &format!("  expected {:?}\n  read     {:?}\n", fault.expected, fault.read);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
