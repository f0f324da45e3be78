//! Ranges and alternatives: "1,000 to 1,300", "between 20 and 30", "10-12".

use super::{Base, Reader};
use crate::model::{Amount, Interval, Modifier, TokenKind};
use crate::pack::NumberWord;

impl Reader<'_> {
    /// Joins "1,000 to 1,300", "between 20 and 30", "10-12". Returns the base and the token after it.
    pub(super) fn with_range(&self, base: Base) -> (Base, usize) {
        let end = base.last;
        if base.value.is_none() || base.zero || base.share || end + 1 >= self.tokens.len() {
            return (base, end);
        }
        // "$20 to $30", "20% to 30%": the first unit stands inside.
        let inner = self.unit_after(end).map_or(end, |(last, _)| last);
        let outer = self.unit_before(base.first).map_or(base.first, |(first, _)| first);
        // "range from 20 to 30" is one, "fell from 30 to 20" is not: the longer phrase before the number decides.
        let between_from =
            self.ends_at(outer, |word| matches!(word, NumberWord::Between).then_some(())).map(|(at, ..)| at);
        let change_from =
            self.ends_at(outer, |word| matches!(word, NumberWord::ChangeFrom).then_some(())).map(|(at, ..)| at);
        let changed = change_from.is_some_and(|change| between_from.is_none_or(|between| change < between));
        let between = between_from.is_some() && !changed;
        let joint = |at: usize| {
            if between {
                self.is_at(at, |word| matches!(word, NumberWord::BetweenAnd | NumberWord::Through))
            } else {
                self.is_at(at, |word| matches!(word, NumberWord::Through))
            }
        };
        let Some((from, length)) = joint(end).map(|l| (end, l)).or_else(|| joint(inner).map(|l| (inner, l))) else {
            return (base, end);
        };
        let mut second = from + length;
        if let Some((length, _, _)) =
            self.longest_where(second, |word| matches!(word, NumberWord::Unit(unit) if unit.before).then_some(()))
        {
            second += length;
        }
        if second >= self.tokens.len() {
            return (base, end);
        }
        let dash = self.tokens[from].kind == TokenKind::Punct;
        let other = match self.tokens[second].kind {
            TokenKind::Digits if dash && self.glued(second - 1, second) => self.digits_free(second),
            TokenKind::Digits => self.digits_at(second).ok(),
            TokenKind::Word => self.spelled_at(second),
            TokenKind::Punct => None,
        };
        let Some(other) = other else { return (base, end) };
        // "Up 9.4 per cent to $84", "0.7 per cent to 6,327": a unit inside must stand at both ends.
        if from == inner && inner > end {
            let own = self.unit_after(end).map(|(_, unit)| unit);
            let second = self.unit_before(other.first).or_else(|| self.unit_after(other.last)).map(|(_, unit)| unit);
            if own != second {
                return (base, end);
            }
        }
        let (Some(mut low), Some(high)) = (base.value, other.value) else { return (base, end) };
        if other.multiplied && !base.multiplied && low < high && low.to_whole() < 1000 {
            // "two to three million"
            let factor = [1_000_000_000, 1_000_000, 1000].into_iter().find(|factor| high.to_whole() / factor >= 1);
            low = factor.and_then(Amount::whole).and_then(|factor| low.times(factor)).unwrap_or(low);
        }
        // A range of unlike numbers ("2004 to 12 people") or a change is none.
        if changed
            || low >= high
            || base.digits != other.digits && dash
            || (dash && !self.glued(base.last - 1, from) && self.glued(from, from + 1))
        {
            return (base, end);
        }
        let joined = Base {
            first: base.first,
            last: other.last,
            value: None,
            bounds: Some(Interval { lower: Some(low), upper: Some(high) }),
            modifier: Modifier::Range,
            digits: base.digits,
            zero: false,
            share: false,
            multiplied: other.multiplied,
            scale: other.scale,
            rule: "range".into(),
        };
        let last = joined.last;
        (joined, last)
    }

    /// Digits after a dash, where what stands before does not make a label of them.
    pub(super) fn digits_free(&self, at: usize) -> Option<Base> {
        let rest = Reader { rules: self.rules, text: self.text, tokens: &self.tokens[at..] };
        let mut base = rest.digits_at(0).ok()?;
        base.first += at;
        base.last += at;
        // A third part makes it a telephone number or a date.
        let chained = base.last < self.tokens.len()
            && self.glued(base.last - 1, base.last)
            && self.mark(base.last) == "-"
            && self.tokens.get(base.last + 1).is_some_and(|t| t.kind == TokenKind::Digits);
        (!chained).then_some(base)
    }
}
