//! Where something is written: half-open byte ranges, and their way out into code points.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a report's text. Invariant: `start <= end`, both on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after the last.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`; a reversed pair gives the empty span at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text under the span; empty where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Turns byte offsets of one text into Unicode code points and back, as public formats count them.
/// Building is one pass; each conversion costs at most 64 bytes of counting.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    marks: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    const STEP: usize = 64;

    /// Prepares the text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / Self::STEP + 1);
        let mut count = 0;
        for portion in text.as_bytes().chunks(Self::STEP) {
            marks.push(count);
            count += portion.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        }
        Self { text, marks }
    }

    /// Code points before this byte. Bytes past the end count as the end.
    #[must_use]
    pub fn at_byte(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let Some(&mark) = self.marks.get((byte / Self::STEP).min(self.marks.len().saturating_sub(1))) else { return 0 };
        let from = (byte / Self::STEP).min(self.marks.len() - 1) * Self::STEP;
        mark + self.text.as_bytes()[from..byte].iter().filter(|b| **b & 0xC0 != 0x80).count()
    }

    /// A byte span as code points `(start, end)`.
    #[must_use]
    pub fn of(&self, span: Span) -> (usize, usize) {
        (self.at_byte(span.start), self.at_byte(span.end))
    }

    /// The byte at which the code point number `point` starts; the text's length when there are fewer.
    #[must_use]
    pub fn to_byte(&self, point: usize) -> usize {
        let block = self.marks.partition_point(|mark| *mark <= point).saturating_sub(1);
        let mut count = self.marks.get(block).copied().unwrap_or(0);
        for at in block * Self::STEP..self.text.len() {
            if self.text.as_bytes()[at] & 0xC0 != 0x80 {
                if count == point {
                    return at;
                }
                count += 1;
            }
        }
        self.text.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_go_both_ways() {
        let text = "é1 300 Путин — ".repeat(20);
        let points = CodePoints::new(&text);
        for (number, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at_byte(byte), number);
            assert_eq!(points.to_byte(number), byte);
        }
        assert_eq!(points.at_byte(text.len()), text.chars().count());
        assert_eq!(points.to_byte(text.chars().count()), text.len());
        assert_eq!(CodePoints::new("").at_byte(0), 0);
    }
}
