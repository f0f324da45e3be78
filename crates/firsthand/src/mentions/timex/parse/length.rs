//! Lengths beyond whole units: halves, and weeks counted from a weekday. Not here: whole lengths.

use super::{Draft, Found, Reader, What};
use crate::model::TokenKind;
use crate::pack::{LengthRule, TimeCue, TimeUnit, TimeWord};

/// A length that no whole number of its units gives.
struct Half {
    end: usize,
    /// Whole units before the half.
    whole: i64,
    unit: TimeUnit,
    /// The same in smaller units, where there are some.
    smaller: Option<(i64, TimeUnit)>,
    rule: usize,
}

impl Reader<'_> {
    fn half_word(&self, at: usize, last: usize) -> Found<i64> {
        self.word(
            at,
            last,
            TimeWord::HALF,
            |word| if let TimeWord::Half(whole) = word { Some(*whole) } else { None },
            usize::MAX,
        )
    }

    /// `half an hour`, `anderthalb Jahre`, `2,5 Stunden`, `2 i pół godziny`, `due ore e mezza`, `полчаса`.
    fn half_length(&self, at: usize, last: usize) -> Option<Half> {
        if let Some((end, LengthRule { unit, count: Some(count) }, rule)) = self.one_word(at, last) {
            return Some(Half { end, whole: 0, unit, smaller: Some((count, unit)), rule });
        }
        let (next, whole) = match self.half_word(at, last) {
            Some((next, whole @ 0.., _)) => (next, whole),
            Some(_) => return None,
            None if self.tenths(at, last) => {
                let (whole, length) = self.digits(at, last)?;
                let tied = length <= 3 && self.glued(at + 1) && self.glued(at + 2);
                (at + 3, self.digits(at + 2, last).filter(|found| tied && *found == (5, 1)).map(|_| whole)?)
            }
            None => {
                let (next, whole, _) = self.quantity(at, last)?;
                let whole = whole?;
                if let Some((after, unit, rule)) = self.unit(next, last) {
                    // "Due ore e mezza".
                    let (end, -1, _) = self.half_word(after, last)? else { return None };
                    return Some(Half { end, whole, unit, smaller: smaller(whole, unit), rule });
                }
                let (next, -1, _) = self.half_word(next, last)? else { return None };
                (next, whole)
            }
        };
        let (end, unit, rule) = self.unit(next, last)?;
        Some(Half { end, whole, unit, smaller: smaller(whole, unit), rule })
    }

    fn tenths(&self, at: usize, last: usize) -> bool {
        at < last && self.tokens[at].kind == TokenKind::Digits && matches!(self.mark(at + 1, last), "," | ".")
    }

    /// Halves counted: "vor anderthalb Jahren", "in 2,5 Stunden", "za pół godziny", "half an hour later".
    pub(super) fn half_counted(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let led = [
            (TimeCue::AgoBefore, What::Away { count: None, unit: TimeUnit::Day, ahead: false, text: false }),
            (TimeCue::Ahead, What::Around { count: None, unit: TimeUnit::Day, ahead: true }),
            (TimeCue::Recent, What::Around { count: None, unit: TimeUnit::Day, ahead: false }),
            (TimeCue::Coming, What::Around { count: None, unit: TimeUnit::Day, ahead: true }),
        ];
        for (cue, what) in led {
            if let Some(next) = self.cue(at, last, cue)
                && let Some(Half { end, smaller, rule, .. }) = self.half_length(next, last)
            {
                let (count, unit) = smaller?;
                return Some(self.draft(end, counted(what, count, unit), rule));
            }
        }
        let Half { end, whole, unit, smaller, rule } = self.half_length(at, last)?;
        if self.cue(end, last, TimeCue::Age).is_some() {
            return None;
        }
        if let Some((count, unit)) = smaller {
            for (cue, ahead, text) in [
                (TimeCue::Hence, true, false),
                (TimeCue::Ago, false, false),
                (TimeCue::Earlier, false, true),
                (TimeCue::Later, true, true),
            ] {
                if let Some(close) = self.cue(end, last, cue) {
                    return Some(self.draft(close, What::Away { count: Some(count), unit, ahead, text }, rule));
                }
            }
        }
        match smaller {
            Some((count, unit)) if self.cue_before(at, first, TimeCue::Within) => {
                Some(self.draft(end, What::Within { count: Some(count), unit }, rule))
            }
            Some((count, unit)) if whole == 0 => {
                Some(self.draft(end, What::Duration { count: Some(count), unit }, rule))
            }
            _ => {
                let draft = self.draft(end, What::Duration { count: Some(whole), unit }, rule);
                Some(Draft { half: true, ..draft })
            }
        }
    }

    /// "Zwischen sechs und elf Jahren": ages, or what a court may give; no time either way.
    pub(super) fn between_ages(&self, at: usize, first: usize) -> bool {
        (first..at).rev().take(3).any(|and| {
            self.cue(and, at, TimeCue::And) == Some(at)
                && (first..and).rev().take(2).any(|from| {
                    self.quantity(from, and).is_some_and(|(end, ..)| end == and)
                        && self.cue_before(from, first, TimeCue::Between)
                })
        })
    }

    fn one_word(&self, at: usize, last: usize) -> Found<LengthRule> {
        self.word(
            at,
            last,
            TimeWord::HALF,
            |word| if let TimeWord::Length(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        )
    }

    /// `tagelang`, `dreitägig`: a length in one word.
    pub(super) fn length_word(&self, at: usize, last: usize) -> Option<Draft> {
        let (end, length, rule) = self.one_word(at, last)?;
        Some(self.draft(end, What::Duration { count: length.count, unit: length.unit }, rule))
    }

    /// `montags`: every weekday of a number.
    pub(super) fn weekly(&self, at: usize, last: usize) -> Option<Draft> {
        let pick = |word: &TimeWord| if let TimeWord::Weekly(number) = word { Some(*number) } else { None };
        let (end, number, rule) = self.word(at, last, TimeWord::SET, pick, usize::MAX)?;
        Some(self.draft(end, What::SetDay(number), rule))
    }

    /// `Neunzigerjahre`: ten years in words.
    pub(super) fn decade_word(&self, at: usize, last: usize) -> Option<Draft> {
        let pick = |word: &TimeWord| if let TimeWord::Decade(year) = word { Some(*year) } else { None };
        let (end, year, rule) = self.word(at, last, TimeWord::NAMED, pick, usize::MAX)?;
        Some(self.draft(end, What::Decade(year), rule))
    }

    /// A year moved in one word: index after it, and by how many.
    pub(super) fn moved_word(&self, at: usize, last: usize) -> Option<(usize, i64)> {
        let pick = |word: &TimeWord| match word {
            TimeWord::Moved(rule) if rule.unit == TimeUnit::Year && rule.edge.is_none() => Some(rule.by),
            _ => None,
        };
        self.word(at, last, TimeWord::MOVED, pick, usize::MAX).map(|(end, by, _)| (end, by))
    }

    /// `торік у травні`, `im Vorjahr im Mai`: a month behind the year that moves it.
    pub(super) fn month_of(&self, at: usize, shift: i64, last: usize) -> Option<Draft> {
        let word = at < last && self.tokens[at].kind == TokenKind::Word;
        let led = self.cue(at, last, TimeCue::Year).or_else(|| self.cue(at, last, TimeCue::Of));
        let led = led.filter(|next| word && *next == at + 1 && self.bound_between(at, *next).is_none());
        let from = led.unwrap_or(at);
        let (end, (month, weak), rule) = self.month(from, last)?;
        (!weak && self.day_number(end, last).is_none() && self.year(end, last).is_none())
            .then(|| self.draft(end, What::MonthOf { month, shift }, rule))
    }

    /// `in two weeks`, `vor zwei Wochen`, `za tydzień` behind a weekday: index after it, and by how many weeks it is moved.
    pub(super) fn away_weeks(&self, at: usize, last: usize) -> Option<(usize, i64)> {
        for (cue, way) in [(TimeCue::Ahead, 1), (TimeCue::AgoBefore, -1)] {
            let Some(next) = self.cue(at, last, cue) else { continue };
            if let Some((end, TimeUnit::Week, _)) = self.unit(next, last) {
                return (self.rules.one_unit && cue == TimeCue::Ahead).then_some((end, way));
            }
            if let Some((next, Some(count), _)) = self.quantity(next, last)
                && let Some((end, TimeUnit::Week, _)) = self.unit(next, last)
            {
                return Some((end, way * count));
            }
        }
        None
    }
}

fn counted(what: What, count: i64, unit: TimeUnit) -> What {
    match what {
        What::Away { ahead, text, .. } => What::Away { count: Some(count), unit, ahead, text },
        What::Around { ahead, .. } => What::Around { count: Some(count), unit, ahead },
        what => what,
    }
}

/// Some units and a half in smaller ones; none for those that have no half, such as weeks.
fn smaller(whole: i64, unit: TimeUnit) -> Option<(i64, TimeUnit)> {
    let halves = whole.clamp(0, 999) * 2 + 1;
    let (count, unit) = match unit {
        TimeUnit::Minute => (30, TimeUnit::Second),
        TimeUnit::Hour => (30, TimeUnit::Minute),
        TimeUnit::Day => (12, TimeUnit::Hour),
        TimeUnit::Month => (15, TimeUnit::Day),
        TimeUnit::Year => (6, TimeUnit::Month),
        TimeUnit::Decade => (5, TimeUnit::Year),
        TimeUnit::Century => (50, TimeUnit::Year),
        _ => return None,
    };
    Some((halves * count, unit))
}
