//! Clock times and dates in forms of their own: four digits before a zone, hours and minutes in words, `31-Oct-74`, a
//! weekday behind its date. Not here: the common forms.

use super::{Draft, Found, Reader, What, full_year, half_day};
use crate::model::TokenKind;
use crate::pack::{TimeCue, TimeUnit, TimeWord};

impl Reader<'_> {
    /// `0830 GMT`, `330 p.m.`, `at 730 in the evening`: hour and minutes without a mark between, where what follows says
    /// that they are a clock's.
    pub(super) fn run_clock(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (value, length) = self.digits(at, last).filter(|(_, length)| (3..=4).contains(length))?;
        let (hour, minute) = (value / 100, value % 100);
        if hour > 24 || minute > 59 || hour == 24 && minute > 0 || !self.free(at, last) {
            return None;
        }
        let mut draft = self.draft(at + 1, What::Clock, usize::MAX);
        let clock = u16::try_from(hour * 60 + minute).ok()?;
        let zone = self.zone(at + 1, last);
        let pm = self.cue(at + 1, last, TimeCue::Pm).filter(|_| (1..=12).contains(&hour));
        let am = self.cue(at + 1, last, TimeCue::Am).filter(|_| (1..=12).contains(&hour));
        if let Some((end, zone, _)) = zone.filter(|_| length == 4) {
            (draft.end, draft.zone, draft.clock) = (end, Some(zone), Some(clock));
        } else if let Some(end) = pm {
            (draft.end, draft.clock) = (end, Some(if clock < 720 { clock + 720 } else { clock }));
        } else if let Some(end) = am {
            (draft.end, draft.clock) = (end, Some(clock % 720));
        } else {
            let cued = self.cue_before(at, first, TimeCue::AtHour) && hour <= 12;
            let (end, part, _) = self.part(at + 1, last).filter(|(_, part, _)| cued && part.clock.is_none())?;
            (draft.end, draft.clock) = (end, Some(half_day(clock, part.part)));
        }
        Some(self.with_day(draft, last))
    }

    /// `ten thirty am`, `seis cero dos pm`, `nueve de la noche`: an hour in words, with its minutes or without, before what
    /// says the half of the day.
    pub(super) fn worded_clock(&self, at: usize, last: usize) -> Option<Draft> {
        let (end, clock, rule) = self.worded_hour(at, last)?;
        let mut draft = self.draft(end, What::Clock, rule);
        draft.clock = Some(clock);
        self.close_clock(&mut draft, false, last);
        Some(self.with_day(draft, last))
    }

    /// The same without what may follow: minutes after midnight.
    pub(super) fn worded_hour(&self, at: usize, last: usize) -> Found<u16> {
        if at >= last || self.tokens[at].kind == TokenKind::Digits {
            return None;
        }
        let (next, hour, rule) = self.quantity(at, last)?;
        let hour = hour.filter(|hour| (1..=12).contains(hour))?;
        let minutes = self.worded_minutes(next, last);
        for (end, minute) in minutes.into_iter().chain([(next, 0)]) {
            let clock = u16::try_from(hour * 60 + minute).ok()?;
            let pm = self.cue(end, last, TimeCue::Pm).map(|end| (end, if clock < 720 { clock + 720 } else { clock }));
            let am = || self.cue(end, last, TimeCue::Am).map(|end| (end, clock % 720));
            let Some((close, clock)) = pm.or_else(am) else { continue };
            // "No one am": a lone "one" is a pronoun.
            if minute == 0 && hour == 1 && close == end + 1 {
                return None;
            }
            return Some((close, clock, rule));
        }
        None
    }

    /// `thirty`, `twenty-three`, `cero dos`: index after them, and how many.
    fn worded_minutes(&self, at: usize, last: usize) -> Option<(usize, i64)> {
        let (next, tens, _) = self.quantity(at, last)?;
        let tens = tens.filter(|tens| (0..60).contains(tens))?;
        if tens % 10 == 0 && tens != 10 {
            let hyphen = next + usize::from(self.mark(next, last) == "-" && self.glued(next));
            if let Some((end, Some(ones @ 1..=9), _)) = self.quantity(hyphen, last) {
                return Some((end, tens + ones));
            }
        }
        (tens > 0).then_some((next, tens))
    }

    /// `31/Oct/1974`, `31-Oct-74`.
    pub(super) fn named_stamp(&self, at: usize, last: usize) -> Option<Draft> {
        let (day, length) = self.digits(at, last)?;
        let day = i8::try_from(day).ok().filter(|day| length <= 2 && (1..=31).contains(day))?;
        let mark = self.mark(at + 1, last);
        if !matches!(mark, "/" | "-") || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let (next, (month, _), rule) = self.month(at + 2, last)?;
        if self.mark(next, last) != mark || !self.glued(next) || !self.glued(next + 1) {
            return None;
        }
        let (year, length) = self.digits(next + 1, last)?;
        let what =
            What::Date { year: Some(full_year(year, length)?), month: Some(month), day: Some(day), to_day: None };
        Some(self.with_time(self.draft(next + 2, what, rule), last))
    }

    /// `for thirty minutes` behind a clock time: index after it, and when it ends.
    pub(super) fn clock_lasting(&self, from: u16, at: usize, last: usize) -> Option<(usize, u16)> {
        let next = self.cue(at, last, TimeCue::Lasting)?;
        let (next, count, _) = self.quantity(next, last)?;
        let (end, unit, _) = self.unit(next, last)?;
        let length = match unit {
            TimeUnit::Minute => 1,
            TimeUnit::Hour => 60,
            _ => return None,
        };
        let to = i64::from(from) + count?.clamp(0, 1440) * length;
        u16::try_from(to).ok().filter(|to| *to <= 1440).map(|to| (end, to))
    }

    /// "From 18 December for ten days", "for ten days from 18 December": from that day to the last of them.
    pub(super) fn day_lasting(&self, draft: Draft, at: usize, first: usize, last: usize) -> Draft {
        if draft.clock.is_some()
            || !matches!(draft.what, What::Date { day: Some(_), to_day: None, .. })
            || !self.cue_before(at, first, TimeCue::From)
        {
            return draft;
        }
        let read = || {
            let next = self.cue(draft.end, last, TimeCue::Lasting)?;
            let (next, count, _) = self.quantity(next, last)?;
            let (end, unit, _) = self.unit(next, last)?;
            let days = count?.clamp(1, 9000) * if unit == TimeUnit::Week { 7 } else { 1 };
            matches!(unit, TimeUnit::Day | TimeUnit::Week).then_some((end, days))
        };
        let Some((end, days)) = read() else { return draft };
        let rule = draft.rule;
        let close = What::Offset { count: days - 1, unit: TimeUnit::Day, weekday: None, from: Box::new(draft.clone()) };
        let close = self.draft(end, close, rule);
        self.draft(end, What::Range(Box::new(draft), Box::new(close)), rule)
    }

    /// "At 5 tomorrow afternoon": an hour before a day with its part.
    pub(super) fn hour_of_day(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if !self.cue_before(at, first, TimeCue::AtHour) {
            return None;
        }
        let (next, hour, _) = self.quantity(at, last)?;
        let hour = hour.filter(|hour| (1..=12).contains(hour))?;
        let day = self.day_word(next, last)?;
        let part = day.part.filter(|_| day.clock.is_none())?;
        let clock = half_day(u16::try_from(hour * 60).ok()?, part);
        Some(Draft { clock: Some(clock), ..day })
    }

    /// The year of a date in words: "two thousand ten", "mil novecientos noventa". Only where the clause ends behind it.
    pub(super) fn worded_year(&self, at: usize, last: usize) -> Option<(usize, i16)> {
        if at >= last || self.tokens[at].kind != TokenKind::Word {
            return None;
        }
        let (next, hundreds, _) = self.quantity(at, last)?;
        let hundreds = hundreds.filter(|value| (1000..=2000).contains(value) && value % 100 == 0)?;
        let and = self.cue(next, last, TimeCue::And).unwrap_or(next);
        let (end, rest) = [next, and].into_iter().find_map(|from| {
            let (end, rest, _) = self.quantity(from, last)?;
            let tens = rest.filter(|rest| (1..100).contains(rest))?;
            let hyphen = end + usize::from(self.mark(end, last) == "-" && self.glued(end));
            match self.quantity(hyphen, last) {
                Some((after, Some(ones @ 1..=9), _)) if tens % 10 == 0 && tens > 10 => Some((after, tens + ones)),
                _ => Some((end, tens)),
            }
        })?;
        let year = i16::try_from(hundreds + rest).ok()?;
        self.ends(end, last).then_some((end, year))
    }

    pub(super) fn weekday_number(&self, at: usize, last: usize) -> Found<i8> {
        self.word(
            at,
            last,
            TimeWord::WEEKDAY,
            |word| if let TimeWord::Weekday(rule) = word { Some(rule.number) } else { None },
            usize::MAX,
        )
    }

    /// "12 September 2014, Friday" and "(Friday)": the weekday of a date behind it, where nothing of the clause follows.
    pub(super) fn with_weekday(&self, draft: Draft, last: usize) -> Draft {
        if draft.clock.is_some() || !matches!(draft.what, What::Date { day: Some(_), to_day: None, .. }) {
            return draft;
        }
        let mark = self.mark(draft.end, last);
        let bracket = mark == "(";
        let Some((end, number, _)) = self.weekday_number(draft.end + usize::from(bracket || mark == ","), last) else {
            return draft;
        };
        let close =
            if bracket { self.mark(end, last) == ")" } else { self.ends(end, last) && self.mark(end, last) != "," };
        if !close {
            return draft;
        }
        Draft { end: end + usize::from(bracket), on: Some(number), ..draft }
    }

    /// `'s` or `'` behind an owner: index after it.
    pub(super) fn owner(&self, at: usize, last: usize) -> Option<usize> {
        let mut next = at;
        while matches!(self.mark(next, last), "'" | "’" | "s" | "'s" | "’s") && self.glued(next) {
            next += 1;
        }
        (next > at).then_some(next)
    }

    /// "Last week's Sunday".
    pub(super) fn weekday_of_week(&self, at: usize, weeks: i64, last: usize) -> Option<Draft> {
        let next = self.owner(at, last)?;
        let (end, number, rule) = self.weekday_number(next, last)?;
        Some(self.with_time(self.draft(end, What::WeekdayOf { number, weeks }, rule), last))
    }

    /// `día nueve`: a day's number in words behind the word for a day.
    pub(super) fn worded_day(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let day = at > first && matches!(self.unit(at - 1, at), Some((_, TimeUnit::Day, _)));
        if day && self.tokens[at].kind == TokenKind::Word { self.lone_day(at, first, last) } else { None }
    }
}
