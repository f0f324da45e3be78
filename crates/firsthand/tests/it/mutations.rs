//! Do the doors stand bad inputs? 10,000 changed inputs for each door, from a fixed seed: no panic, the same answer twice, and
//! no input that takes long. They begin from the seeds of the fuzz targets, which are replayed too. Not here: what a door is
//! and what must hold behind it (`doors`); what good inputs say.

use crate::doors::{DOORS, Door};
use crate::root;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Changed inputs a door.
const ROUNDS: usize = 10_000;
/// One in so many is sent through twice.
const AGAIN: usize = 8;

/// Marsaglia's xorshift: any seed but 0.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap()
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() % end.max(1)
    }
}

/// One to six changes: bytes flipped, cut out, doubled, moved, put in.
fn mutate(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    const BITS: [&[u8]; 32] = [
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"\"",
        b"'",
        b"\0",
        b"\xFF",
        b"\xED\xA0\x80",
        b"\r\n",
        b"\n",
        b"{",
        b"[",
        b"}",
        b"\\u",
        b"-1",
        b"99999999999999999999",
        b"1e999",
        b"&#x110000;",
        b"WARC/1.0",
        b"\x1F\x8B\x08",
        "\u{202E}".as_bytes(),
        b"<ul><li>",
        b"</",
        b"<script>",
        b"<table><tr>",
        b"<p>",
        b"\xEF\xBB\xBF",
        b"\xFE\xFF",
        b"</html>",
    ];
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let len = dice.below(40).min(bytes.len() - at);
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..at + len)),
            2 => {
                let part = bytes[at..at + len].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            3 => bytes.truncate(at),
            _ => {
                let bit = BITS[dice.below(BITS.len())];
                bytes.splice(at..at, bit.iter().copied());
            }
        }
    }
    bytes
}

/// The seeds of a door: files of `fuzz/corpus`, those that a fuzzer has found too.
fn seeds(door: &str) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz/corpus").join(door);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

fn knock(door: Door, bytes: &[u8], name: &str, round: usize) {
    let begun = Instant::now();
    let first = door(bytes);
    let took = begun.elapsed();
    assert!(
        took < Duration::from_secs(2),
        "{name}, round {round}, took {took:?}: {:?}",
        String::from_utf8_lossy(bytes)
    );
    if round.is_multiple_of(AGAIN) {
        assert_eq!(first, door(bytes), "{name}, round {round}: another answer the second time");
    }
}

fn check(wanted: &[&str]) {
    for (name, door) in DOORS.iter().filter(|(name, _)| wanted.contains(name)) {
        let begun = Instant::now();
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "fuzz/corpus/{name} holds no seed");
        for seed in &seeds {
            assert!(!door(seed).is_empty());
        }
        let mut dice = Dice(0x5EED);
        for round in 0..ROUNDS {
            knock(*door, &mutate(&seeds[round % seeds.len()], &mut dice), name, round);
        }
        println!("{name}: {ROUNDS} inputs in {:.1} s", begun.elapsed().as_secs_f64());
    }
}

#[test]
fn pages_stand_bad_inputs() {
    check(&["html", "charset"]);
}

#[test]
fn texts_and_lines_stand_bad_inputs() {
    check(&["text", "jsonl", "telegram", "table"]);
}

#[test]
fn feeds_stand_bad_inputs() {
    check(&["feed", "feed_chunks", "opml"]);
}

#[test]
fn archives_stand_bad_inputs() {
    check(&["warc", "head", "mail"]);
}

/// A door that no test and no fuzz target knocks at would be forgotten.
#[test]
fn every_door_has_a_target_and_seeds() {
    let targets = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    for (name, _) in DOORS {
        assert!(!seeds(name).is_empty());
        assert!(targets.contains(&format!("name = \"{name}\"")), "fuzz/Cargo.toml has no target {name}");
        let target = std::fs::read_to_string(root().join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("doors::{name}(bytes)")), "{name}.rs knocks elsewhere");
    }
}
