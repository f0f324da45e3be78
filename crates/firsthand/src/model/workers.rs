//! Work in independent pieces, for which a shell may lend its threads. Not here: threads.

use std::sync::OnceLock;

/// Whoever does the pieces of a work. Invariant: each piece is done once, and all are done when [`Self::each`] returns.
pub trait Workers {
    /// Calls `work` with every number below `pieces`, in any order, on any threads.
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync));
}

/// Does one piece after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct OneByOne;

impl Workers for OneByOne {
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..pieces).for_each(work);
    }
}

/// What `make` makes of each number below `pieces`, in their order.
pub fn gather<T: Send + Sync>(workers: &dyn Workers, pieces: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let made: Vec<OnceLock<T>> = (0..pieces).map(|_| OnceLock::new()).collect();
    workers.each(pieces, &|piece| {
        made[piece].get_or_init(|| make(piece));
    });
    made.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// All that `make` makes of the numbers below `pieces`, sorted and distinct.
pub fn gather_sorted<T: Ord + Send + Sync>(
    workers: &dyn Workers,
    pieces: usize,
    make: impl Fn(usize) -> Vec<T> + Sync,
) -> Vec<T> {
    let sorted = gather(workers, pieces, |piece| {
        let mut made = make(piece);
        made.sort_unstable();
        made.dedup();
        made
    });
    let mut all: Vec<T> = sorted.into_iter().flatten().collect();
    // Merges what is sorted already.
    all.sort();
    all.dedup();
    all
}
