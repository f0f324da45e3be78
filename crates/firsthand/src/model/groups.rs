//! Disjoint groups of numbers (union-find).

/// Disjoint groups of the numbers below a count; the least member leads, so that the order of joining never shows.
#[derive(Debug, Clone)]
pub struct Groups(Vec<usize>);

impl Groups {
    /// Each number by itself.
    #[must_use]
    pub fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The leader of a number's group.
    pub fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    /// Makes one group of two.
    pub fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }

    /// The groups, each sorted, by their leaders.
    pub fn lists(&mut self) -> Vec<Vec<usize>> {
        let mut lists = vec![Vec::new(); self.0.len()];
        for at in 0..self.0.len() {
            lists[self.root(at)].push(at);
        }
        lists.retain(|list| !list.is_empty());
        lists
    }
}
