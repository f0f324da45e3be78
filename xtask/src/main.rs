//! Chores of the repository: `cargo xtask gazetteer` builds the place table, `cargo xtask score` runs development sets.

mod commonness;
mod gazetteer;
mod roman;
mod score;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["gazetteer", "--from", folder] => gazetteer::build_gazetteer(folder.as_ref(), true),
        ["gazetteer", "--core", "--from", folder] => gazetteer::build_gazetteer(folder.as_ref(), false),
        ["commonness", file] => commonness::build_table(file.as_ref()),
        ["score", ref sets @ ..] => score::run(sets),
        _ => bail!(
            "usage: cargo xtask score [SET ...] [--verbose] [--lower]\n\
             runs the sets under ../shared and raises corpus/floors.toml\n\
             usage: cargo xtask gazetteer [--core] --from DIR\n\
             DIR holds the unpacked source packages; crates/firsthand-gazetteer/README.md lists them.\n\
             --core leaves towns.bin as it is and builds core.bin only\n\
             usage: cargo xtask commonness FILE\n\
             FILE is what xtask/commonness/export.py writes"
        ),
    }
}
