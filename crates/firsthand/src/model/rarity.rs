//! How rare a word is in the languages of the world: shared rare words say more than shared common ones.
//! Not here: how two reports compare; that is `lineage` and `story`.
//!
//! The tables are made by `cargo xtask commonness` from `wordfreq` (NOTICE); they know stems and frames of some 40 languages
//! by hash and no language by name. A stem is as common as in the language that uses it most.

/// Stems, four bytes each, sorted; behind them a rarity each.
static STEMS: &[u8] = include_bytes!("../../data/commonness.bin");
/// Frames, likewise.
static FRAMES: &[u8] = include_bytes!("../../data/frames.bin");

/// The rarity of whatever the tables do not know. A rarity is sixteenths of the natural logarithm of how many reports of
/// 400 words there are to one that holds the word (the inverse document frequency of Spärck Jones, 1972).
pub const RAREST: u8 = 112;

/// The rarity of a [`SurfaceWord::stem`](super::SurfaceWord::stem), 0 for one that every report holds to [`RAREST`].
#[must_use]
pub fn stem_rarity(stem: u64) -> u8 {
    find(STEMS, stem as u32)
}

/// The rarity of a [`SurfaceWord::frame`](super::SurfaceWord::frame), from 0 to [`RAREST`].
#[must_use]
pub fn frame_rarity(frame: u64) -> u8 {
    find(FRAMES, frame as u32)
}

fn find(table: &[u8], key: u32) -> u8 {
    let count = table.len() / 5;
    let at = |place: usize| -> u32 {
        let bytes = table.get(place * 4..place * 4 + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_le_bytes)
    };
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if at(middle) < key { low = middle + 1 } else { high = middle }
    }
    if low < count && at(low) == key { table.get(count * 4 + low).copied().unwrap_or(RAREST) } else { RAREST }
}
