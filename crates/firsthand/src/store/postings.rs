//! How is an index of keys written so that millions of reports cost no random writes? As sorted runs of postings, packed
//! in chunks: what a store on disk and the store in memory share. Not here: where chunks lie, and what a key means.

use crate::model::{put_number, take_number};

/// A key and the number of a report that holds it.
pub type Posting = (u64, u32);

/// A packed chunk is closed when it has so many bytes: with its row it fills a page of 4,096.
pub const CHUNK: usize = 3_980;

/// Postings of a group: who asks for one key in a chunk unpacks so many.
const GROUP: usize = 32;

/// Bytes of a group's mark: its first key, eight bytes, and where it begins, two; little end first.
const MARK: usize = 10;

/// So many runs of one level are merged to one of the next: an index of n portions has about `7 log8 n` runs at most,
/// and each posting is written again `log8 n` times.
pub const FAN: usize = 8;

/// Packs a run, posting by posting, into chunks. A chunk: how many groups follow the first, their marks, the groups. A
/// posting: the step from the key before it, then the number of the report, for an equal key the step from the one before;
/// the first of a group stands behind its mark's key with the whole number, the first of a chunk behind nought.
#[derive(Debug, Default)]
pub struct Packer {
    bytes: Vec<u8>,
    marks: Vec<u8>,
    /// Postings in the last group.
    group: usize,
    last: Posting,
}

impl Packer {
    /// Adds the next posting; `true` when it begins a chunk. Postings come sorted and distinct.
    pub fn push(&mut self, posting: Posting) -> bool {
        let begins = self.bytes.is_empty();
        let (key, seq) = posting;
        let mut from = if begins { (0, 0) } else { self.last };
        if begins {
            self.group = 0;
        } else if self.group == GROUP {
            self.marks.extend(key.to_le_bytes());
            self.marks.extend(u16::try_from(self.bytes.len()).unwrap_or(u16::MAX).to_le_bytes());
            (from, self.group) = ((key, 0), 0);
        }
        put_number(key - from.0, &mut self.bytes);
        // The first key of a chunk may be 0 as well: its number stands whole, as after any other key.
        let base = if key == from.0 { from.1 } else { 0 };
        put_number(u64::from(seq - base), &mut self.bytes);
        (self.last, self.group) = (posting, self.group + 1);
        begins
    }

    /// Whether the chunk should be closed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        1 + self.marks.len() + self.bytes.len() + MARK + 15 > CHUNK
    }

    /// Closes the chunk: its bytes, empty where nothing was added.
    #[must_use]
    pub fn close(&mut self) -> Vec<u8> {
        if self.bytes.is_empty() {
            return Vec::new();
        }
        let mut chunk = vec![u8::try_from(self.marks.len() / MARK).unwrap_or(u8::MAX)];
        chunk.append(&mut self.marks);
        chunk.append(&mut self.bytes);
        chunk
    }
}

/// A chunk that is read, whole or a stretch at a time.
#[derive(Debug, Default)]
pub struct Chunk {
    bytes: Vec<u8>,
    /// The group that is unpacked, and its postings.
    group: Option<usize>,
    postings: Vec<Posting>,
}

impl Chunk {
    /// Takes the bytes of a chunk. `None` where these are none.
    #[must_use]
    pub fn load(&mut self, bytes: &[u8]) -> Option<()> {
        self.bytes.clear();
        self.bytes.extend_from_slice(bytes);
        self.group = None;
        let groups = self.groups()?;
        (self.bytes.len() > 1 + (groups - 1) * MARK).then_some(())
    }

    /// Adds all postings to `out`. `None` where they are damaged.
    #[must_use]
    pub fn unpack(&mut self, out: &mut Vec<Posting>) -> Option<()> {
        for group in 0..self.groups()? {
            self.open(group)?;
            out.extend_from_slice(&self.postings);
        }
        Some(())
    }

    /// Adds the postings of a stretch of keys to `out`, sorted. `None` where they are damaged.
    #[must_use]
    pub fn find(&mut self, (first, last): (u64, u64), out: &mut Vec<Posting>) -> Option<()> {
        let groups = self.groups()?;
        // The last group that begins before the stretch may reach into it.
        let (mut low, mut high) = (1, groups);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.mark(middle)?.0 < first { low = middle + 1 } else { high = middle }
        }
        for group in low - 1..groups {
            if group > 0 && self.mark(group)?.0 > last {
                break;
            }
            self.open(group)?;
            let there = self.postings.iter().skip_while(|posting| posting.0 < first);
            out.extend(there.take_while(|posting| posting.0 <= last));
        }
        Some(())
    }

    fn groups(&self) -> Option<usize> {
        self.bytes.first().map(|groups| usize::from(*groups) + 1)
    }

    /// The first key of a group that is not the first, and where the group begins.
    fn mark(&self, group: usize) -> Option<(u64, usize)> {
        let (key, at) = self.bytes.get(1 + (group - 1) * MARK..)?.split_first_chunk::<8>()?;
        Some((u64::from_le_bytes(*key), u16::from_le_bytes(*at.first_chunk::<2>()?).into()))
    }

    /// Unpacks a group.
    fn open(&mut self, group: usize) -> Option<()> {
        if self.group == Some(group) {
            return Some(());
        }
        let groups = self.groups()?;
        let body = self.bytes.get(1 + (groups - 1) * MARK..)?;
        let (key, begin) = if group == 0 { (0, 0) } else { self.mark(group)? };
        let end = if group + 1 < groups { self.mark(group + 1)?.1 } else { body.len() };
        let mut rest = body.get(begin..end)?;
        let mut last = (key, 0u32);
        self.group = None;
        self.postings.clear();
        while !rest.is_empty() {
            let step = take_number(&mut rest)?;
            let base = if step == 0 { last.1 } else { 0 };
            let seq = u64::from(base).checked_add(take_number(&mut rest)?)?;
            last = (last.0.checked_add(step)?, u32::try_from(seq).ok()?);
            self.postings.push(last);
        }
        self.group = Some(group);
        Some(())
    }
}

/// The postings of a stretch of keys in a sorted list.
#[must_use]
pub fn postings_within(sorted: &[Posting], (first, last): (u64, u64)) -> &[Posting] {
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
#[derive(Debug, Clone, Default)]
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
        for bytes in &chunks {
            let mut chunk = Chunk::default();
            chunk.load(bytes).and_then(|()| chunk.unpack(&mut back)).expect("it was packed");
        }
        assert_eq!(back, postings);
    }

    #[test]
    fn a_stretch_of_a_chunk_is_what_lies_in_it() {
        // Runs of one key go over the ends of groups.
        let postings: Vec<Posting> = (0..600u32).map(|n| (u64::from(n / 45) * 1_000, n)).collect();
        let bytes = chunks(&postings).remove(0);
        let mut chunk = Chunk::default();
        chunk.load(&bytes).expect("it was packed");
        let mut all = Vec::new();
        chunk.unpack(&mut all).expect("it was packed");
        for first in (0..14_000).step_by(500) {
            for last in [first, first + 500, first + 3_000, u64::MAX] {
                let mut found = Vec::new();
                chunk.find((first, last), &mut found).expect("it was packed");
                let within: Vec<Posting> =
                    all.iter().filter(|posting| (first..=last).contains(&posting.0)).copied().collect();
                assert_eq!(found, within, "{first} to {last}");
            }
        }
    }

    #[test]
    fn damaged_chunks_are_told_and_never_panic() {
        let read = |bytes: &[u8]| {
            let (mut chunk, mut out) = (Chunk::default(), Vec::new());
            chunk.load(bytes)?;
            chunk.find((5, 9), &mut out)?;
            chunk.unpack(&mut out)
        };
        let chunk = chunks(&[(u64::MAX - 1, u32::MAX), (u64::MAX, 3)]).remove(0);
        for cut in [0, 1, 2, chunk.len() - 1] {
            assert_eq!(read(&chunk[..cut]), None);
        }
        assert_eq!(read(&[0xFF; 40]), None);
        let many: Vec<Posting> = (0..200).map(|n| (u64::from(n) * 77, n)).collect();
        let whole = chunks(&many).remove(0);
        for at in 0..whole.len() {
            let mut other = whole.clone();
            other[at] ^= 0xFF;
            // Any answer will do.
            let _ = read(&other);
        }
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
