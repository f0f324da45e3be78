//! `cargo xtask commonness FILE`: how common the stems of words are, from lists of frequencies.
//! Not here: the lists (`xtask/commonness/export.py` writes them), and what rarity is good for (`story/rarity.rs`).

use anyhow::{Context, Result, bail};
use firsthand::model::stem_of;
use firsthand::story::RAREST;
use std::collections::BTreeMap;
use std::path::Path;

const TABLE: &str = "crates/firsthand/data/commonness.bin";

/// Words of a report: the length of a common one.
const LENGTH: f64 = 400.0;

/// The rarity of a stem that occurs so often in 10^9 words.
fn rarity_of(occurrences: u64) -> u8 {
    let share = 1.0 - (-LENGTH * occurrences as f64 / 1e9).exp();
    (-16.0 * share.ln()).clamp(0.0, f64::from(RAREST)) as u8
}

/// Reads lines of `occurrences in 10^9 words <tab> word`, languages parted by empty lines. A stem is as common as in the
/// language that uses it most. Writes all stems (four bytes each, sorted), then their rarities (a byte each).
///
/// # Errors
/// A file that cannot be read or written, a line of another form.
pub(crate) fn build_table(file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut table: BTreeMap<u32, u8> = BTreeMap::new();
    let mut here: BTreeMap<u32, u64> = BTreeMap::new();
    for (number, line) in text.lines().chain([""]).enumerate() {
        if line.is_empty() {
            for (stem, count) in std::mem::take(&mut here) {
                let rarity = rarity_of(count);
                let least = table.entry(stem).or_insert(RAREST);
                *least = rarity.min(*least);
            }
            continue;
        }
        let Some((Ok(count), word)) = line.split_once('\t').map(|(count, word)| (count.parse::<u64>(), word)) else {
            bail!("{}:{}: not `number <tab> word`: {line}", file.display(), number + 1);
        };
        *here.entry(stem_of(word)).or_default() += count;
    }
    table.retain(|_, rarity| *rarity < RAREST);
    let mut bytes: Vec<u8> = table.keys().flat_map(|stem| stem.to_le_bytes()).collect();
    bytes.extend(table.values());
    std::fs::write(TABLE, &bytes).context(TABLE)?;
    println!("{TABLE}: {} stems, {} bytes", table.len(), bytes.len());
    Ok(())
}
