//! How is an index of keys written so that millions of reports cost no random writes? As sorted runs of postings, packed
//! in chunks: what a store on disk and the store in memory share. Not here: where chunks lie, and what a key means.

use crate::model::{put_number, take_number};

/// A key and the number of a report that holds it.
pub type Posting = (u64, u32);

/// A packed chunk is closed when it has so many bytes: with its row it fills a page of 4,096.
pub const CHUNK: usize = 3_980;

/// So many runs of one level are merged to one of the next: an index of n portions has about `7 log8 n` runs at most,
/// and each posting is written again `log8 n` times.
pub const FAN: usize = 8;

/// Packs a run, posting by posting, into chunks.
#[derive(Debug, Default)]
pub struct Packer {
    bytes: Vec<u8>,
    last: Posting,
}

impl Packer {
    /// Adds the next posting; `true` when it begins a chunk. Postings come sorted and distinct.
    pub fn push(&mut self, posting: Posting) -> bool {
        let begins = self.bytes.is_empty();
        let (key, seq) = posting;
        let from = if begins { (0, 0) } else { self.last };
        put_number(key - from.0, &mut self.bytes);
        // The first key of a chunk may be 0 as well: its number stands whole, as after any other key.
        let base = if key == from.0 { from.1 } else { 0 };
        put_number(u64::from(seq - base), &mut self.bytes);
        self.last = posting;
        begins
    }

    /// Whether the chunk should be closed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.bytes.len() + 15 > CHUNK
    }

    /// Closes the chunk: its bytes, empty where nothing was added.
    #[must_use]
    pub fn close(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

/// Adds the postings of a chunk to `out`. `None` where these are no chunk's bytes.
#[must_use]
pub fn unpack_chunk(bytes: &[u8], out: &mut Vec<Posting>) -> Option<()> {
    let (mut rest, mut last) = (bytes, (0u64, 0u32));
    while !rest.is_empty() {
        let step = take_number(&mut rest)?;
        let base = if step == 0 { last.1 } else { 0 };
        let seq = u64::from(base).checked_add(take_number(&mut rest)?)?;
        last = (last.0.checked_add(step)?, u32::try_from(seq).ok()?);
        out.push(last);
    }
    Some(())
}

/// The postings of a stretch of keys in a sorted list.
#[must_use]
pub(super) fn postings_within(sorted: &[Posting], (first, last): (u64, u64)) -> &[Posting] {
    let from = sorted.partition_point(|posting| posting.0 < first);
    let rest = &sorted[from..];
    let few = rest.iter().take(8).take_while(|posting| posting.0 <= last).count();
    let count = if few == 8 { rest.partition_point(|posting| posting.0 <= last) } else { few };
    &rest[..count]
}

/// The first place at or after `from` of what is not `before`; `list` is sorted so that all that is before stands first.
/// Steps are doubled, so that many short ways cost little.
pub fn advance<T>(list: &[T], from: usize, before: impl Fn(&T) -> bool) -> usize {
    let (mut low, mut step) = (from, 1);
    while list.get(low + step - 1).is_some_and(&before) {
        low += step;
        step *= 2;
    }
    let high = (low + step - 1).min(list.len()).max(low);
    low + list.get(low..high).map_or(0, |rest| rest.partition_point(before))
}

/// An index in memory: sorted runs, each at least twice as long as the next.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<Vec<Posting>>);

impl Runs {
    /// Adds a portion.
    pub(super) fn add(&mut self, mut postings: Vec<Posting>) {
        postings.sort_unstable();
        postings.dedup();
        while self.0.last().is_some_and(|last| last.len() < postings.len() * 2) {
            let last = self.0.pop().unwrap_or_default();
            postings = merge(&last, &postings);
        }
        if !postings.is_empty() {
            self.0.push(postings);
        }
    }

    /// The postings of these stretches, sorted.
    pub(super) fn within(&self, stretches: &[(u64, u64)]) -> Vec<Posting> {
        let mut found = Vec::new();
        for stretch in stretches {
            let from = found.len();
            self.0.iter().for_each(|run| found.extend_from_slice(postings_within(run, *stretch)));
            found[from..].sort_unstable();
        }
        found
    }
}

fn merge(one: &[Posting], other: &[Posting]) -> Vec<Posting> {
    let mut out = Vec::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one, other);
    while let (Some(a), Some(b)) = (one.first(), other.first()) {
        let take = *a.min(b);
        one = &one[usize::from(*a == take)..];
        other = &other[usize::from(*b == take)..];
        out.push(take);
    }
    out.extend_from_slice(one);
    out.extend_from_slice(other);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(postings: &[Posting]) -> Vec<Vec<u8>> {
        let (mut packer, mut chunks) = (Packer::default(), Vec::new());
        for posting in postings {
            packer.push(*posting);
            if packer.is_full() {
                chunks.push(packer.close());
            }
        }
        chunks.push(packer.close());
        chunks
    }

    #[test]
    fn chunks_come_back_as_they_went_in() {
        let mut postings: Vec<Posting> = (0..5_000u64)
            .map(|n| ((n / 3).wrapping_mul(0x9E37_79B9_7F4A_7C15), (n as u32).wrapping_mul(77_777)))
            .chain([(0, 0), (0, 7), (u64::MAX, 0), (u64::MAX, u32::MAX)])
            .collect();
        postings.sort_unstable();
        let chunks = chunks(&postings);
        assert!(chunks.len() > 3 && chunks.iter().all(|chunk| chunk.len() <= CHUNK));
        let mut back = Vec::new();
        for chunk in &chunks {
            unpack_chunk(chunk, &mut back).expect("it was packed");
        }
        assert_eq!(back, postings);
    }

    #[test]
    fn damaged_chunks_are_told() {
        let chunk = chunks(&[(u64::MAX - 1, u32::MAX), (u64::MAX, 3)]).remove(0);
        for cut in [1, chunk.len() - 1] {
            assert_eq!(unpack_chunk(&chunk[..cut], &mut Vec::new()), None);
        }
        assert_eq!(unpack_chunk(&[0xFF; 40], &mut Vec::new()), None);
    }

    #[test]
    fn advancing_finds_what_a_search_finds() {
        let list: Vec<u32> = (0..200).map(|n| n * 3 / 2).collect();
        for from in [0, 1, 7, 100, 199, 200] {
            for wanted in 0..310 {
                let found = advance(&list, from, |n| *n < wanted);
                assert_eq!(found, list.partition_point(|n| *n < wanted).max(from), "{wanted} from {from}");
            }
        }
        assert_eq!(advance(&[] as &[u32], 0, |_| true), 0);
    }

    #[test]
    fn runs_hold_what_was_added() {
        let mut runs = Runs::default();
        for seq in 0..300u32 {
            runs.add(vec![(7, seq), (1_000 + u64::from(seq % 10), seq), (7, seq)]);
        }
        assert!(runs.0.len() < 12);
        let all: Vec<u32> = runs.within(&[(7, 7)]).into_iter().map(|posting| posting.1).collect();
        assert_eq!(all, (0..300).collect::<Vec<_>>());
        assert_eq!(runs.within(&[(8, 8), (1_003, 1_003)]).len(), 30);
        assert_eq!(runs.within(&[(1_003, 1_005)]).len(), 90);
        assert_eq!(runs.within(&[(0, 6), (8, 999)]).len(), 0);
    }
}
