//! Dates in the forms of stamps and lists: a year of two digits, stops with gaps. Not here: dates as sentences have them.

use super::{Draft, Reader, What, full_year};
use crate::model::{TokenCase, TokenKind};
use crate::pack::TimeCue;

impl Reader<'_> {
    /// "Freitag, 18. Juli 14": two digits behind a day and month are its year where nothing else is said, as in a stamp. In a
    /// sentence they may count: "on 2 April 14".
    pub(super) fn stamped(&self, mut draft: Draft, at: usize, first: usize, last: usize) -> Draft {
        let What::Date { year: year @ None, month: Some(_), day: Some(_), to_day: None } = &mut draft.what else {
            return draft;
        };
        let end = draft.end;
        let alone = at <= first + 1 && draft.clock.is_none() && draft.part.is_none();
        if !alone || end >= last || !self.tokens[end + 1..last].iter().all(|token| token.kind == TokenKind::Punct) {
            return draft;
        }
        if let Some((value, 2)) = self.digits(end, last)
            && self.free(end, last)
            && self.ends(end + 1, last)
        {
            *year = full_year(value, 2);
            draft.end = end + 1;
        }
        draft
    }

    /// "23. 3. 1976": a date in digits with gaps behind its stops.
    pub(super) fn spaced_date(&self, at: usize, last: usize) -> Option<Draft> {
        let (day, day_length) = self.digits(at, last)?;
        let (month, month_length) = self.digits(at + 2, last)?;
        let (year, 4) = self.digits(at + 4, last)? else { return None };
        let stops = [at + 1, at + 3].into_iter().all(|at| self.mark(at, last) == "." && self.glued(at));
        if !stops || day_length > 2 || month_length > 2 || at > 0 && self.glued(at) && self.mark(at - 1, last) != "(" {
            return None;
        }
        let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month, day).ok().filter(|_| year >= 1000)?;
        let what = What::Date { year: Some(year), month: Some(month), day: Some(day), to_day: None };
        Some(self.with_time(self.draft(at + 5, what, usize::MAX), last))
    }

    /// Whether a name goes on at `at`: "9. Jan Berger" counts a person, no day of January.
    pub(super) fn names_on(&self, at: usize, last: usize) -> bool {
        at < last && self.tokens[at].kind == TokenKind::Word && self.tokens[at].case == TokenCase::Title
    }

    /// Whether `end..at` joins the days of a list.
    pub(in crate::mentions::timex) fn lists_on(&self, end: usize, at: usize) -> bool {
        end < at && self.cue(end, at, TimeCue::And) == Some(at)
    }

    /// "2009-2011", "2005/2010": two years in one.
    pub(super) fn year_pair(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (next, from) = self.year(at, last)?;
        let joined = matches!(self.mark(next, last), "-" | "–" | "/") && self.glued(next) && self.glued(next + 1);
        if !joined || at > first && self.glued(at) && matches!(self.mark(at - 1, last), "-" | "–" | "/" | ".") {
            return None;
        }
        let (end, to) = self.year(next + 1, last).filter(|(_, to)| from < *to && *to <= 2059)?;
        if from < 1800 && !self.ends(end, last) || end < last && self.glued(end) && self.mark(end, last) == "-" {
            return None;
        }
        let year = |end, year| {
            let what = What::Date { year: Some(year), month: None, day: None, to_day: None };
            Box::new(self.draft(end, what, usize::MAX))
        };
        Some(self.draft(end, What::Range(year(next, from), year(end, to)), usize::MAX))
    }

    /// Whether what stands before a year is a name with which it ends: "Olympia 2012".
    pub(super) fn names_year(&self, at: usize, first: usize, last: usize) -> bool {
        let name = self.tokens[..at].last().filter(|_| at > first && !self.glued(at));
        name.is_some_and(|name| name.kind == TokenKind::Word && name.case != TokenCase::Lower)
            && (at + 1 >= last || self.ends(at + 1, last))
            && self.mark(at + 1, last) != "."
    }

    /// "2000 im Jahr 2011", "2000 bis 3000": four digits before a year of their own, or before a number that is none.
    pub(super) fn counts_by_year(&self, at: usize, last: usize) -> bool {
        if let Some(next) = self.cue(at, last, TimeCue::Year)
            && self.unit(next - 1, next).is_some()
            && self.year(next, last).is_none()
        {
            // "2000 im Jahr".
            return true;
        }
        let year = (at + 1..last.min(at + 4)).find(|at| self.tokens[*at].kind == TokenKind::Digits);
        let Some(year) = year else { return false };
        match self.year(year, last) {
            Some((_, value)) if (1800..=2059).contains(&value) => {
                self.cue(at, last, TimeCue::Year) == Some(year) && self.cue(at, last, TimeCue::And).is_none()
            }
            _ => {
                self.cue(at, last, TimeCue::Through) == Some(year)
                    && self.digits(year, last).is_some_and(|(_, length)| length == 4)
            }
        }
    }

    /// Whether a hyphen makes what ends at `at` the head of a compound: "Winter-Biathlon".
    pub(super) fn heads_compound(&self, at: usize, last: usize) -> bool {
        self.mark(at, last) == "-"
            && self.glued(at)
            && at + 1 < last
            && self.glued(at + 1)
            && self.tokens[at + 1].kind == TokenKind::Word
            && self.season_word(at + 1, last).is_none()
    }
}
