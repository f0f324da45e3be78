//! `cargo xtask commonness FILE`: how common the stems and frames of words are, from lists of frequencies.
//! Not here: the lists (`xtask/commonness/export.py` writes them), and what rarity is good for (`model/rarity.rs`).

use anyhow::{Context, Result, bail};
use firsthand::model::{RAREST, frame_of_word, stem_of};
use std::collections::BTreeMap;
use std::path::Path;

const STEMS: &str = "crates/firsthand/data/commonness.bin";
const FRAMES: &str = "crates/firsthand/data/frames.bin";

/// Words of a report: the length of a common one.
const LENGTH: f64 = 400.0;

/// The rarity of a stem that occurs so often in 10^9 words.
fn rarity_of(occurrences: u64) -> u8 {
    let share = 1.0 - (-LENGTH * occurrences as f64 / 1e9).exp();
    (-16.0 * share.ln()).clamp(0.0, f64::from(RAREST)) as u8
}

/// Reads lines of `occurrences in 10^9 words <tab> word`, languages parted by empty lines. A stem, or a frame, is as common
/// as in the language that uses it most. Writes all of them (four bytes each, sorted), then their rarities (a byte each).
///
/// # Errors
/// A file that cannot be read or written, a line of another form.
pub(crate) fn build_tables(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let (mut stems, mut frames) = (Table::default(), Table::default());
    for (number, line) in text.lines().chain([""]).enumerate() {
        if line.is_empty() {
            stems.end_language();
            frames.end_language();
            continue;
        }
        let Some((Ok(count), word)) = line.split_once('\t').map(|(count, word)| (count.parse::<u64>(), word)) else {
            bail!("{}:{}: not `number <tab> word`: {line}", file.display(), number + 1);
        };
        stems.count(stem_of(word), count);
        frame_of_word(word).into_iter().for_each(|frame| frames.count(frame, count));
    }
    stems.write(STEMS)?;
    frames.write(FRAMES)
}

#[derive(Default)]
struct Table {
    rarities: BTreeMap<u32, u8>,
    here: BTreeMap<u32, u64>,
}

impl Table {
    fn count(&mut self, key: u32, occurrences: u64) {
        *self.here.entry(key).or_default() += occurrences;
    }

    fn end_language(&mut self) {
        for (key, count) in std::mem::take(&mut self.here) {
            let rarity = rarity_of(count);
            let least = self.rarities.entry(key).or_insert(RAREST);
            *least = rarity.min(*least);
        }
    }

    fn write(mut self, path: &str) -> Result<()> {
        self.rarities.retain(|_, rarity| *rarity < RAREST);
        let mut bytes: Vec<u8> = self.rarities.keys().flat_map(|key| key.to_le_bytes()).collect();
        bytes.extend(self.rarities.values());
        std::fs::write(path, &bytes).context(path.to_owned())?;
        println!("{path}: {} entries, {} bytes", self.rarities.len(), bytes.len());
        Ok(())
    }
}
