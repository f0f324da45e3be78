//! Ranges and alternatives: "1,000 to 1,300", "between 20 and 30", "10-12".

use super::{Base, Reader};
use crate::model::{Amount, Interval, Modifier, TokenKind};
use crate::pack::{Before, NumberWord};

/// What stands before a number and opens a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// Nothing.
    None,
    /// "Between", with its token.
    Between(usize),
    /// What tells that one number became the other.
    Change,
}

impl Reader<'_> {
    /// Joins "1,000 to 1,300", "between 20 and 30", "10-12", "two or three". Returns the base and the token after it.
    pub(super) fn with_range(&self, base: Base) -> (Base, usize) {
        let base = self.range_of(&base).unwrap_or(base);
        let last = base.last;
        (base, last)
    }

    fn range_of(&self, base: &Base) -> Option<Base> {
        let end = base.last;
        if base.value.is_none() || base.zero || base.share || end + 1 >= self.tokens.len() {
            return None;
        }
        // "$20 to $30", "20% to 30%": the first unit stands inside.
        let inner = self.unit_after(end).map(|(last, _)| last).or_else(|| self.measure_at(end)).unwrap_or(end);
        // "zwei- bis dreitausend": a hyphen that stands for what both share.
        let hyphened = self.mark(end) == "-"
            && self.glued(end - 1, end)
            && !self.glued(end, end + 1)
            && self.is_at(end + 1, |word| matches!(word, NumberWord::Through | NumberWord::Alternative)).is_some();
        let end = end + usize::from(hyphened);
        let opening = self.opening(base);
        let joint = |at: usize| {
            self.is_at(at, |word| match word {
                NumberWord::Through | NumberWord::Alternative => true,
                NumberWord::BetweenAnd => matches!(opening, Opening::Between(_)),
                _ => false,
            })
        };
        let (from, length) = joint(end).map(|l| (end, l)).or_else(|| joint(inner).map(|l| (inner, l)))?;
        let alternative = self.is_at(from, |word| matches!(word, NumberWord::Alternative)) == Some(length)
            && !matches!(opening, Opening::Between(_));
        let mut second = from + length;
        // "Between 20 and about 30"
        if let Opening::Between(_) = opening
            && let Some((length, ..)) = self.longest_where(second, |word| match word {
                NumberWord::Modifier(modifier) => {
                    (!modifier.after && matches!(modifier.reads, Modifier::About | Modifier::Nearly)).then_some(())
                }
                _ => None,
            })
        {
            second += length;
        }
        if let Some((length, _, _)) =
            self.longest_where(second, |word| matches!(word, NumberWord::Unit(unit) if unit.before).then_some(()))
        {
            second += length;
        }
        if second >= self.tokens.len() {
            return None;
        }
        let dash = self.tokens[from].kind == TokenKind::Punct;
        let other = match self.tokens[second].kind {
            TokenKind::Digits if dash && self.glued(second - 1, second) => self.digits_free(second),
            TokenKind::Digits => self.digits_at(second).ok(),
            TokenKind::Word => self.spelled_at(second),
            TokenKind::Punct => None,
        };
        let other = other?;
        // "Up 9.4 per cent to $84", "0.7 per cent to 6,327": a unit inside must stand at both ends.
        if from == inner && inner > base.last {
            let own = self.unit_after(base.last).map(|(_, unit)| unit);
            // "Between 15kHz and 17kHz"
            if let Some(first) = self.measure_at(base.last)
                && self.measure_at(other.last).is_none_or(|second| self.word(first - 1) != self.word(second - 1))
            {
                return None;
            }
            let second = self.unit_before(other.first).or_else(|| self.unit_after(other.last)).map(|(_, unit)| unit);
            if own != second {
                return None;
            }
        }
        let (mut low, high) = (base.value?, other.value?);
        if other.multiplied && !base.multiplied && low < high && low.to_whole() < 1000 {
            // "two to three million"
            let factor = [1_000_000_000, 1_000_000, 1000].into_iter().find(|factor| high.to_whole() / factor >= 1);
            low = factor.and_then(Amount::whole).and_then(|factor| low.times(factor)).unwrap_or(low);
        } else if let Some(factor) = self.small_multiplier_of(&other)
            && low.to_whole() < 100
            && low.times(factor).is_some_and(|low| low < high)
        {
            // "two or three hundred", "four to five dozen"
            low = low.times(factor).unwrap_or(low);
        } else if hyphened && low < high && low.to_whole() < 100 {
            let factor = [1000, 100].into_iter().find(|factor| high.to_whole() % factor == 0);
            low = factor.and_then(Amount::whole).and_then(|factor| low.times(factor)).unwrap_or(low);
        }
        // A range of unlike numbers ("2004 to 12 people") or a change is none; alternatives lie side by side.
        let apart = alternative
            && (base.digits != other.digits
                || inner > base.last
                || low < Amount::ONE
                || low.times(Amount::from_thousandths(3000)).is_none_or(|most| high > most));
        let written_as_one = dash && self.glued(from - 1, from);
        if opening == Opening::Change && !written_as_one
            || low >= high
            || apart
            || base.digits != other.digits && dash
            || (dash && !self.glued(from - 1, from) && self.glued(from, from + 1))
        {
            return None;
        }
        let mut joined = Base::of(base.first, other.last, "range".into());
        joined.bounds = Some(Interval { lower: Some(low), upper: Some(high) });
        joined.modifier = Modifier::Range;
        joined.digits = base.digits;
        joined.multiplied = other.multiplied;
        joined.scale = other.scale;
        if let Opening::Between(at) = opening {
            joined.lead = Some(at);
        }
        Some(joined)
    }

    /// The hundred or dozen that ends a number in words or behind digits.
    fn small_multiplier_of(&self, base: &Base) -> Option<Amount> {
        let (length, factor, _) = self.multiplier_at(base.last - 1, false)?;
        (base.last - base.first > 1 && length == 1 && factor < 1000).then(|| Amount::whole(factor)).flatten()
    }

    /// A unit of measure glued to the figure that ends before this token, or a blank after it: where it ends.
    fn measure_at(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Word)?;
        (self.tokens[at - 1].kind == TokenKind::Digits && self.rules.begins_phrase(token.word))
            .then(|| self.is_at(at, |word| matches!(word, NumberWord::Measure)))
            .flatten()
            .map(|length| at + length)
    }

    /// What opens a range before this number, a modifier between them or not: "range from 20 to 30" is one, "fell from
    /// 30 to 20" is none; the longer phrase decides.
    fn opening(&self, base: &Base) -> Opening {
        let outer = self.unit_before(base.first).map_or(base.first, |(first, _)| first);
        let opens = |at: usize| {
            let between =
                self.ends_at(at, Before::Range, |word| matches!(word, NumberWord::Between).then_some(())).map(|p| p.0);
            let change = self
                .ends_at(at, Before::Range, |word| matches!(word, NumberWord::ChangeFrom).then_some(()))
                .map(|p| p.0);
            match (between, change) {
                (Some(between), Some(change)) if change < between => Some(Opening::Change),
                (Some(between), _) => Some(Opening::Between(between)),
                (None, Some(_)) => Some(Opening::Change),
                (None, None) => None,
            }
        };
        opens(outer)
            .or_else(|| {
                let (first, modifier, _) = self.modifier_before(outer)?;
                matches!(modifier, Modifier::About | Modifier::Nearly).then(|| opens(first)).flatten()
            })
            .unwrap_or(Opening::None)
    }

    /// Digits after a dash, where what stands before does not make a label of them.
    pub(super) fn digits_free(&self, at: usize) -> Option<Base> {
        let rest = Reader { rules: self.rules, claim: self.claim, text: self.text, tokens: &self.tokens[at..] };
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
