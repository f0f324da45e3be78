//! Marks the beginnings of all names as bits, so that a look-up tells mostly by one look that no name begins so. Made
//! when the crate is built, from the table itself: the two never differ.

#[expect(unreachable_pub, dead_code, reason = "the library shows it, and asks")]
#[path = "src/opening.rs"]
mod opening;

use fst::raw::{CompiledAddr, Fst};
use opening::Opening;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;
use std::{env, fs};

/// Bits for the first words of those names of several words that are no towns: some thousand.
const PHRASES: usize = 1 << 17;
/// Bits for the first word, and the first two words, of all names: some hundred thousand.
const WORDS: usize = 1 << 22;

/// Where the header says where the name map is: behind four sections.
const NAME_MAP: usize = 12 + 4 * 8;

fn main() -> Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(Error::other)?;
    let target = env::var("OUT_DIR").map_err(Error::other)?;
    let (mut phrases, mut words) = (vec![0; PHRASES / 8], vec![0; WORDS / 8]);
    for name in ["core.bin", "towns.bin"] {
        let path = Path::new(&root).join("data").join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let bytes = fs::read(path)?;
        let names = Fst::new(name_map(&bytes)?).map_err(Error::other)?;
        each_opening(&names, |opening, last, more| {
            opening.enter(&mut words);
            if more && !last && name == "core.bin" {
                opening.enter(&mut phrases);
            }
        });
    }
    fs::write(Path::new(&target).join("phrases.bin"), phrases)?;
    fs::write(Path::new(&target).join("words.bin"), words)
}

fn name_map(bytes: &[u8]) -> Result<&[u8]> {
    let broken = || Error::new(ErrorKind::InvalidData, "a part of the place table is cut off");
    let number = |at: usize| {
        let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
        four.map(|four| u32::from_le_bytes(four) as usize).ok_or_else(broken)
    };
    let from = number(NAME_MAP)?;
    bytes.get(from..from + number(NAME_MAP + 4)?).ok_or_else(broken)
}

/// Calls `found` with the first word and the first two words of every name: whether they are two, and whether longer
/// names go on.
fn each_opening(names: &Fst<&[u8]>, mut found: impl FnMut(Opening, bool, bool)) {
    let mut open: Vec<(CompiledAddr, Opening, bool)> = vec![(names.root().addr(), Opening::default(), false)];
    while let Some((at, opening, second)) = open.pop() {
        let node = names.node(at);
        if node.is_final() {
            found(opening, second, false);
        }
        for transition in node.transitions() {
            let mut next = opening;
            next.add(transition.inp);
            match (transition.inp, second) {
                (b' ', false) => {
                    found(opening, second, true);
                    open.push((transition.addr, next, true));
                }
                (b' ', true) => found(opening, second, true),
                _ => open.push((transition.addr, next, second)),
            }
        }
    }
}
