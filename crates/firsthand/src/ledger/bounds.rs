//! Which figures can one running count have taken? The heaviest monotone-consistent set, and its revisions.
//! Not here: who said them, and how much each weighs.

use crate::model::{Amount, Interval};

/// A figure at its place in time, as the choice sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bound {
    /// The closed interval meant.
    pub(super) interval: Interval,
    /// How much it counts; never negative.
    pub(super) weight: i64,
    /// What it costs to let the count fall to this figure; none where it may not.
    pub(super) fall: Option<i64>,
}

/// What became of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Some curve passes through it; the number is that of its segment: how often the count had fallen.
    Accepted(u32),
    /// Outside the chosen set.
    Outside,
}

/// The heaviest set of figures, given in order of time, that a count which never falls can have taken; a fall is
/// bought at the price that the lower figure names, and starts a new segment.
///
/// A non-decreasing f with l(i) <= f(i) <= u(i) exists exactly when l(i) <= u(j) for all i before j. So the state is the
/// running maximum of lower bounds in the segment: a figure is accepted where that maximum is at most its upper bound.
/// The best weight for each maximum lies in a segment tree (lazy addition, prefix maximum): O(n log n). Where two sets
/// weigh the same, the higher running maximum wins: what is told late and low is more often stale than new.
pub(super) fn choose_heaviest(bounds: &[Bound]) -> Vec<Verdict> {
    let mut levels: Vec<Option<Amount>> = bounds.iter().map(|bound| bound.interval.lower).collect();
    levels.push(None);
    levels.sort_unstable();
    levels.dedup();
    let level = |amount: Option<Amount>| levels.partition_point(|known| *known < amount);
    let ceiling = |upper: Option<Amount>| match upper {
        None => levels.len() - 1,
        Some(_) => levels.partition_point(|known| *known <= upper).saturating_sub(1),
    };

    let mut tree = Tree::new(levels.len());
    tree.set(0, 0);
    let mut moves = Vec::with_capacity(bounds.len());
    for bound in bounds {
        let low = level(bound.interval.lower);
        let high = ceiling(bound.interval.upper).max(low);
        // Figures below the maximum reached: nothing moves, the weight is won.
        let stay = tree.get(low).saturating_add(bound.weight);
        let (from, below) = tree.best(0, low);
        let rise = below.saturating_add(bound.weight);
        let fall = bound.fall.map(|cost| {
            let (from, above) = tree.best(high + 1, levels.len());
            (from, above.saturating_add(bound.weight).saturating_sub(cost))
        });
        tree.add(low + 1, high + 1, bound.weight);
        let mut best = (stay, Move::Stay);
        if rise > best.0 {
            best = (rise, Move::Rise(from));
        }
        if let Some((from, total)) = fall
            && total > best.0
        {
            best = (total, Move::Fall(from));
        }
        tree.set(low, best.0);
        moves.push((low, high, best.1));
    }

    let mut state = tree.best(0, levels.len()).0;
    let mut verdicts = vec![Verdict::Outside; bounds.len()];
    let mut falls_after = 0;
    for (verdict, &(low, high, step)) in verdicts.iter_mut().zip(&moves).rev() {
        if state == low {
            *verdict = Verdict::Accepted(falls_after);
            match step {
                Move::Stay => {}
                Move::Rise(from) => state = from,
                Move::Fall(from) => {
                    state = from;
                    falls_after += 1;
                }
            }
        } else if low < state && state <= high {
            *verdict = Verdict::Accepted(falls_after);
        }
    }
    // Counted from the end on the way back; told from the start.
    for verdict in &mut verdicts {
        if let Verdict::Accepted(segment) = verdict {
            *segment = falls_after - *segment;
        }
    }
    verdicts
}

/// How the best weight at a level came about.
#[derive(Debug, Clone, Copy)]
enum Move {
    Stay,
    Rise(usize),
    Fall(usize),
}

const NEVER: i64 = i64::MIN / 4;

/// Maximum and its place over a range, addition to a range, assignment of a point.
struct Tree {
    size: usize,
    best: Vec<(i64, usize)>,
    pending: Vec<i64>,
}

impl Tree {
    fn new(len: usize) -> Self {
        let size = len.max(1).next_power_of_two();
        let mut best = vec![(NEVER, 0); 2 * size];
        for at in (1..2 * size).rev() {
            best[at].1 = if at >= size { at - size } else { best[2 * at + 1].1 };
        }
        Self { size, best, pending: vec![0; 2 * size] }
    }

    fn pull(&mut self, node: usize) {
        let (left, right) = (self.best[2 * node], self.best[2 * node + 1]);
        self.best[node] = if right.0 >= left.0 { right } else { left };
        self.best[node].0 = self.best[node].0.saturating_add(self.pending[node]);
    }

    fn get(&self, at: usize) -> i64 {
        let mut node = self.size + at;
        let mut value = self.best[node].0;
        while node > 1 {
            node /= 2;
            value = value.saturating_add(self.pending[node]);
        }
        value
    }

    fn set(&mut self, at: usize, value: i64) {
        let mut node = self.size + at;
        let mut above = 0i64;
        let mut parent = node / 2;
        while parent >= 1 {
            above = above.saturating_add(self.pending[parent]);
            parent /= 2;
        }
        self.best[node].0 = value.saturating_sub(above);
        while node > 1 {
            node /= 2;
            self.pull(node);
        }
    }

    /// Adds to the places from `from` up to but without `to`.
    fn add(&mut self, from: usize, to: usize, value: i64) {
        if from < to && value != 0 {
            self.add_below(1, 0, self.size, from, to, value);
        }
    }

    fn add_below(&mut self, node: usize, start: usize, end: usize, from: usize, to: usize, value: i64) {
        if to <= start || end <= from {
            return;
        }
        if from <= start && end <= to {
            self.best[node].0 = self.best[node].0.saturating_add(value);
            if node < self.size {
                self.pending[node] = self.pending[node].saturating_add(value);
            }
            return;
        }
        let middle = start.midpoint(end);
        self.add_below(2 * node, start, middle, from, to, value);
        self.add_below(2 * node + 1, middle, end, from, to, value);
        self.pull(node);
    }

    /// The rightmost place of the greatest value from `from` up to but without `to`, and the value.
    fn best(&self, from: usize, to: usize) -> (usize, i64) {
        let (value, at) = self.best_below(1, 0, self.size, from, to, 0);
        (at, value)
    }

    fn best_below(&self, node: usize, start: usize, end: usize, from: usize, to: usize, above: i64) -> (i64, usize) {
        if to <= start || end <= from {
            return (NEVER, from);
        }
        if from <= start && end <= to {
            return (self.best[node].0.saturating_add(above), self.best[node].1);
        }
        let above = above.saturating_add(self.pending[node]);
        let middle = start.midpoint(end);
        let left = self.best_below(2 * node, start, middle, from, to, above);
        let right = self.best_below(2 * node + 1, middle, end, from, to, above);
        if right.0 >= left.0 { right } else { left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bound(lower: i64, upper: Option<i64>, weight: i64) -> Bound {
        let amount = |value| Amount::whole(value).unwrap();
        Bound { interval: Interval { lower: Some(amount(lower)), upper: upper.map(amount) }, weight, fall: None }
    }

    fn accepted(bounds: &[Bound]) -> Vec<bool> {
        choose_heaviest(bounds).into_iter().map(|verdict| verdict != Verdict::Outside).collect()
    }

    #[test]
    fn an_old_figure_told_late_stays_outside() {
        let told =
            [bound(578, None, 1000), bound(826, Some(826), 1000), bound(735, Some(735), 1000), bound(1026, None, 1000)];
        assert_eq!(accepted(&told), [true, true, false, true]);
    }

    #[test]
    fn a_fall_is_bought_by_later_figures_only() {
        let mut told: Vec<_> = [100, 110, 120, 90, 91, 95].map(|value| bound(value, Some(value), 1000)).into();
        for bound in &mut told {
            bound.fall = Some(2500);
        }
        assert_eq!(choose_heaviest(&told)[3..], [Verdict::Accepted(1); 3], "three later figures carry a revision");
        assert_eq!(choose_heaviest(&told)[0], Verdict::Accepted(0));
        assert_eq!(accepted(&told[..4]), [true, true, true, false], "one does not");
    }

    /// The definition: pairwise l(i) <= u(j), all subsets tried.
    fn heaviest_by_trial(bounds: &[Bound]) -> i64 {
        let consistent = |set: u32| {
            let inside = |at: usize| set >> at & 1 == 1;
            (0..bounds.len()).all(|j| {
                (0..j).all(|i| {
                    let (lower, upper) = (bounds[i].interval.lower, bounds[j].interval.upper);
                    !inside(i) || !inside(j) || upper.is_none() || lower <= upper
                })
            })
        };
        (0..1u32 << bounds.len())
            .filter(|set| consistent(*set))
            .map(|set| (0..bounds.len()).filter(|at| set >> at & 1 == 1).map(|at| bounds[at].weight).sum())
            .max()
            .unwrap_or(0)
    }

    /// The same dynamic programme over a plain list, falls included: O(n^2).
    fn best_total_by_list(bounds: &[Bound]) -> i64 {
        let mut totals = std::collections::BTreeMap::from([(None, 0i64)]);
        for bound in bounds {
            let mut next = totals.clone();
            let mut offer = |level: Option<Amount>, total: i64| {
                let slot = next.entry(level).or_insert(total);
                *slot = (*slot).max(total);
            };
            for (&level, &total) in &totals {
                let upper = bound.interval.upper;
                if upper.is_none() || level <= upper {
                    offer(level.max(bound.interval.lower), total + bound.weight);
                } else if let Some(cost) = bound.fall {
                    offer(bound.interval.lower, total + bound.weight - cost);
                }
            }
            totals = next;
        }
        totals.into_values().max().unwrap_or(0)
    }

    fn told() -> impl Strategy<Value = Vec<Bound>> {
        let one = (0..12i64, prop::option::of(0..5i64), 1..9i64, prop::option::of(0..20i64), any::<bool>());
        prop::collection::vec(one, 0..11).prop_map(|rows| {
            rows.into_iter()
                .map(|(lower, width, weight, fall, open)| {
                    let mut made = bound(lower, width.map(|width| lower + width), weight);
                    made.fall = fall;
                    if open {
                        made.interval.lower = None;
                    }
                    made
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn the_tree_finds_what_trial_finds(mut bounds in told()) {
            let total = |bounds: &[Bound]| -> (i64, u32) {
                let mut sum = 0;
                let mut segment = 0;
                for (bound, verdict) in bounds.iter().zip(choose_heaviest(bounds)) {
                    if let Verdict::Accepted(in_segment) = verdict {
                        sum += bound.weight;
                        if in_segment > segment {
                            sum -= bound.fall.unwrap();
                        }
                        segment = in_segment;
                    }
                }
                (sum, segment)
            };
            prop_assert_eq!(total(&bounds).0, best_total_by_list(&bounds));
            for bound in &mut bounds {
                bound.fall = None;
            }
            let (sum, falls) = total(&bounds);
            prop_assert_eq!(falls, 0);
            prop_assert_eq!(sum, heaviest_by_trial(&bounds));
            // And what was chosen is consistent.
            let chosen: Vec<_> = bounds.iter().zip(choose_heaviest(&bounds)).filter(|(_, v)| *v != Verdict::Outside).map(|(b, _)| *b).collect();
            for (j, later) in chosen.iter().enumerate() {
                for earlier in &chosen[..j] {
                    prop_assert!(later.interval.upper.is_none() || earlier.interval.lower <= later.interval.upper);
                }
            }
        }
    }
}
