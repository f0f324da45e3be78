//! Which bytes of a source does a stretch of clean text come from? A map in runs, because pages are mostly copied as they
//! stand. Not here: how the text was cut out of the source.

use crate::model::Span;
use std::ops::Range;

/// From every character of a clean text to the bytes of the source, as it was received. Runs of equal steps: plain text is
/// one byte to one byte, a reference like `&eacute;` two bytes from eight, a separator that intake wrote none.
/// Invariants: runs are in the order of the text; the text of a run reaches to the next run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap {
    runs: Vec<SourceRun>,
    end: usize,
}

/// Steps of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SourceRun {
    text: u32,
    source: u32,
    text_step: u32,
    source_step: u32,
}

impl SourceMap {
    /// The bytes of the source that a stretch of the text comes from; empty where intake wrote it or there is no map.
    #[must_use]
    pub fn source_of(&self, span: Span) -> Range<usize> {
        if span.is_empty() || span.start >= self.end {
            return 0..0;
        }
        let first = self.step_at(span.start);
        let last = self.step_at(span.end.min(self.end) - 1);
        first.start..last.end.max(first.start)
    }

    /// How many runs it keeps.
    #[must_use]
    pub fn run_count(&self) -> usize {
        self.runs.len()
    }

    /// A map of a text that stands in its source as it is, `shift` bytes later.
    pub(super) fn shifted(shift: usize, len: usize) -> Self {
        let mut map = Self::default();
        map.push(len, shift, 1, 1);
        map
    }

    /// Adds `len` bytes of text in steps of `text_step`, that come from `source` on in steps of `source_step`.
    pub(super) fn push(&mut self, len: usize, source: usize, text_step: usize, source_step: usize) {
        if len == 0 {
            return;
        }
        let small = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let run = SourceRun {
            text: small(self.end),
            source: small(source),
            text_step: small(text_step),
            source_step: small(source_step),
        };
        let follows = self.runs.last().is_some_and(|last| {
            let steps = (run.text - last.text) / last.text_step.max(1);
            (last.text_step, last.source_step) == (run.text_step, run.source_step)
                && last.source.saturating_add(steps.saturating_mul(last.source_step)) == run.source
        });
        if !follows {
            self.runs.push(run);
        }
        self.end += len;
    }

    fn step_at(&self, byte: usize) -> Range<usize> {
        let after = self.runs.partition_point(|run| run.text as usize <= byte);
        let Some(run) = after.checked_sub(1).and_then(|at| self.runs.get(at)) else { return 0..0 };
        let steps = (byte - run.text as usize) / run.text_step.max(1) as usize;
        let start = run.source as usize + steps * run.source_step as usize;
        start..start + run.source_step as usize
    }

    /// Adds this map with its sources looked up in `base`, the map of the text that this one was cut from.
    pub(super) fn compose(&self, base: &Self, len: usize, out: &mut Self) {
        for (number, run) in self.runs.iter().enumerate() {
            let start = run.text as usize;
            let stop = self.runs.get(number + 1).map_or(self.end, |next| next.text as usize).min(len);
            if start >= stop {
                break;
            }
            if run.text_step == 1 && run.source_step == 1 {
                out.push_copy(base, run.source as usize, stop - start);
                continue;
            }
            let from = run.source as usize;
            let found = base.source_of(Span::new(from, from + run.source_step as usize));
            out.push(stop - start, found.start, run.text_step as usize, found.len());
        }
    }

    /// Adds a stretch of another map's text, as it stands there.
    pub(super) fn push_copy(&mut self, other: &Self, from: usize, len: usize) {
        let end = from + len;
        let mut at = from;
        let mut number = other.runs.partition_point(|run| run.text as usize <= from).saturating_sub(1);
        while at < end {
            let Some(run) = other.runs.get(number) else { return self.push(end - at, 0, 1, 0) };
            let stop = other.runs.get(number + 1).map_or(usize::MAX, |next| next.text as usize).min(end);
            if stop > at {
                let (text, source) = (run.text_step as usize, run.source_step as usize);
                let start = other.step_at(at).start;
                self.push(stop - at, start, text, source);
                at = stop;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_back() {
        let mut map = SourceMap::default();
        map.push(4, 10, 1, 1);
        map.push(2, 14, 2, 8);
        map.push(1, 0, 1, 0);
        map.push(3, 30, 1, 1);
        map.push(3, 33, 1, 1);
        assert_eq!(map.source_of(Span::new(0, 4)), 10..14);
        assert_eq!(map.source_of(Span::new(1, 6)), 11..22);
        assert_eq!(map.source_of(Span::new(7, 13)), 30..36);
        assert_eq!(map.run_count(), 4);
        let mut copy = SourceMap::default();
        copy.push_copy(&map, 2, 8);
        assert_eq!(copy.source_of(Span::new(0, 2)), 12..14);
        assert_eq!(copy.source_of(Span::new(2, 4)), 14..22);
        assert_eq!(copy.source_of(Span::new(5, 8)), 30..33);
        assert_eq!(map.source_of(Span::new(40, 50)), 0..0);
    }
}
