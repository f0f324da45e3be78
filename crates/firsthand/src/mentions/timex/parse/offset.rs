//! A length from a day that the text names: "three days after Easter", "the third Tuesday after Christmas 2014", "le
//! lendemain du 13 février". Not here: lengths from now.

use super::{Draft, Reader, What};
use crate::model::{TimeBound, TokenKind};
use crate::pack::{TimeCue, TimeUnit, TimeWord};

impl Reader<'_> {
    pub(super) fn offset(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if let Some(draft) = self.day_beside(at, last) {
            return Some(draft);
        }
        let (count, unit, weekday, next, rule) = if let Some((next, count, _)) = self.quantity(at, last)
            && let Some((end, unit, rule)) = self.unit(next, last)
        {
            (count?, unit, None, end, rule)
        } else {
            let (next, count, _) = self.ordinal(at, last)?;
            let (end, number, rule) = self.word(
                next,
                last,
                TimeWord::WEEKDAY,
                |word| if let TimeWord::Weekday(rule) = word { Some(rule.number) } else { None },
                usize::MAX,
            )?;
            (count, TimeUnit::Week, Some(number), end, rule)
        };
        if !matches!(unit, TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year) {
            return None;
        }
        // "For ten days from Monday" is no day.
        if self.cue(next, last, TimeCue::From).is_some() && self.cue_before(at, first, TimeCue::Year) {
            return None;
        }
        let (base, sign) = self.way(next, last)?;
        let from = self.base(base, last)?;
        let what = What::Offset { count: count.clamp(0, 9000) * sign, unit, weekday, from: Box::new(from.clone()) };
        Some(self.draft(from.end, what, rule))
    }

    /// `the day after Christmas`, `la veille de Noël`.
    fn day_beside(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, rule, number) = self.any_day(at, last)?;
        if !rule.text || rule.part.is_some() || rule.days == 0 || next <= at {
            return None;
        }
        let of = self.cue(next, last, TimeCue::Of).filter(|_| self.mark(next, last) != ",");
        let base = of.or_else(|| (self.way(next - 1, next).is_some()).then_some(next))?;
        let from = self.base(base, last)?;
        let what = What::Offset { count: rule.days, unit: TimeUnit::Day, weekday: None, from: Box::new(from.clone()) };
        Some(self.draft(from.end, what, number))
    }

    /// A word for "after" or "before": index after it, and its sign.
    fn way(&self, at: usize, last: usize) -> Option<(usize, i64)> {
        if let Some(next) = self.cue(at, last, TimeCue::From) {
            return Some((next, 1));
        }
        let (next, sign, _) = self.word(
            at,
            last,
            TimeWord::BOUND,
            |word| match word {
                TimeWord::Bound(rule) if rule.bound == TimeBound::After => Some(1),
                TimeWord::Bound(rule) if rule.bound == TimeBound::Before => Some(-1),
                _ => None,
            },
            usize::MAX,
        )?;
        Some((next, sign))
    }

    /// The day from which a length is counted: one that is all there is, no "Monday's attack".
    fn base(&self, at: usize, last: usize) -> Option<Draft> {
        let at = self.cue(at, last, TimeCue::Article).unwrap_or(at);
        if at >= last {
            return None;
        }
        let drafts = if self.tokens[at].kind == TokenKind::Digits {
            [self.numeric_date(at, at, last), self.day_month(at, last), None]
        } else {
            let day = self.weekday(at, last).or_else(|| self.day_word(at, last));
            [self.feast(at, last), day, self.month_first(at, at, last)]
        };
        let draft = self.longest(&drafts)?;
        let whole = match &draft.what {
            What::Date { day, to_day: None, .. } => day.is_some(),
            What::Feast { .. } | What::FeastIn { .. } | What::Weekday { .. } | What::Day { text: false, .. } => true,
            _ => false,
        };
        let owned = matches!(self.mark(draft.end, last), "'" | "’" | "'s" | "’s");
        (whole && !owned && draft.clock.is_none() && draft.part.is_none()).then_some(draft)
    }
}
