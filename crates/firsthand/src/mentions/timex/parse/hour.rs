//! Clock times beyond digits and marks: hours by their rank, `15.30` behind a sure cue, a time that recurs.
//! Not here: clock times with a mark of their own.

use super::{Draft, Found, Reader, What, half_day};
use crate::model::{DayPart, TimeBound, TokenKind};
use crate::pack::{TimeCue, TimeUnit, TimeWord};

impl Reader<'_> {
    /// An hour as a clock has it: "trzecia", "trzeciej".
    pub(super) fn hour_word(&self, at: usize, last: usize) -> Found<i64> {
        self.word(
            at,
            last,
            TimeWord::HOUR,
            |word| if let TimeWord::Hour(hour) = word { Some(*hour) } else { None },
            usize::MAX,
        )
    }

    /// `o trzeciej`, `dziewiąta wieczorem`, `godzina osiemnasta`: an hour by its rank, with the day behind it.
    pub(super) fn named_hour(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let draft = self.hour_by_rank(at, first, last)?;
        Some(self.with_day(draft, last))
    }

    /// The same without a day. Behind a preposition alone the clause must end with it, since "o drugiej" may speak of the
    /// second of anything; the small hours are then in the afternoon.
    pub(super) fn hour_by_rank(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (mut end, hour, rule) = self.hour_word(at, last)?;
        let mut clock = u16::try_from(hour * 60).ok().filter(|_| (1..=24).contains(&hour))?;
        let mut marked = self.hour_before(at, first);
        if hour > 12
            && let Some((after, TimeUnit::Hour, _)) = self.unit(end, last)
        {
            (end, marked) = (after, true);
        }
        let cued = self.cue_before(at, first, TimeCue::AtHour);
        if let Some((after, Some(minutes @ 1..=59), _)) = self.quantity(end, last)
            && (marked || cued)
            && (self.ends(after, last) || self.part(after, last).is_some())
        {
            clock += u16::try_from(minutes).ok()?;
            end = after;
        }
        let mut draft = self.draft(end, What::Clock, rule);
        if let Some((after, part, _)) = self.part(end, last).filter(|(_, part, _)| part.clock.is_none()) {
            draft.end = after;
            clock = half_day(clock, part.part);
        } else if !marked {
            // "O pierwszej, drugiej i trzeciej": a list of anything.
            let listed = self.hour_word(end + 1, last).is_some();
            if !cued || listed || !(self.ends(end, last) || self.day_follows(end, last)) {
                return None;
            }
            clock = likely_half(clock);
        }
        draft.clock = Some(clock);
        Some(draft)
    }

    /// Whether the word "hour", in full or cut, stands right before `at`.
    fn hour_before(&self, at: usize, first: usize) -> bool {
        let stop = at > first && self.mark(at - 1, at) == ".";
        let from = if stop { at - 1 } else { at };
        from > first && matches!(self.unit(from - 1, from), Some((_, TimeUnit::Hour, _)))
    }

    /// Whether a weekday or a word for a day stands at `at`, or behind a word that leads to one.
    fn day_follows(&self, at: usize, last: usize) -> bool {
        let on = self.cue(at, last, TimeCue::On);
        [Some(at), on].into_iter().flatten().any(|at| {
            at < last
                && self.tokens[at].kind == TokenKind::Word
                && (self.weekday(at, last).is_some() || self.day_word(at, last).is_some())
        })
    }

    /// `alle 19.30`, `o godz. 15.30`: a stop between hour and minutes, where the word before is one of clock times. A
    /// preposition that has other uses needs the end of the clause, a part of the day, a day or a verb behind it.
    pub(super) fn dotted_clock(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (hour, length) = self.digits(at, last).filter(|(hour, length)| *length <= 2 && *hour < 24)?;
        let (minute, 2) = self.digits(at + 2, last)? else { return None };
        let glued = self.mark(at + 1, last) == "." && self.glued(at + 1) && self.glued(at + 2) && minute < 60;
        let joined = at > first && self.glued(at) && matches!(self.mark(at - 1, last), "." | "," | ":" | "-" | "/");
        let end = at + 3;
        let goes_on = self.glued(end)
            && (self.mark(end, last) == "%"
                || end + 1 < last && self.glued(end + 1) && self.digits(end + 1, last).is_some());
        if !glued || joined || length == 0 || end < last && goes_on {
            return None;
        }
        let sure = self.hour_before(at, first) || self.cue_before(at, first, TimeCue::Hours);
        let likely = || {
            // "Stieg um 3.50": an hour of one digit is rather an amount; "closed at 12.50" is one where stops are decimal.
            length == 2
                && !self.rules.month_first
                && self.cue_before(at, first, TimeCue::AtHour)
                && (self.ends(end, last)
                    || self.part(end, last).is_some()
                    || self.day_follows(end, last)
                    || end < last && self.tells(end, last).is_some())
        };
        if !sure && !likely() {
            return None;
        }
        let mut draft = self.draft(end, What::Clock, usize::MAX);
        let clock = u16::try_from(hour * 60 + minute).ok()?;
        draft.clock = Some(clock);
        if let Some((after, part, _)) = self.part(end, last).filter(|(_, part, _)| part.clock.is_none()) {
            draft.end = after;
            draft.clock = Some(half_day(clock, part.part));
        }
        Some(self.with_day(draft, last))
    }

    /// Hours that "quarter past" and its like stand before, by name or number: index after them and minutes after midnight.
    pub(super) fn turning_hour(&self, at: usize, last: usize) -> Option<(usize, u16)> {
        let (end, hour) = match self.hour_word(at, last) {
            Some((end, hour, _)) => (end, hour),
            None => {
                let (end, hour, _) = self.quantity(at, last)?;
                (end, hour?)
            }
        };
        (1..=24).contains(&hour).then(|| u16::try_from(hour * 60).ok().map(|clock| (end, clock))).flatten()
    }

    /// Whether a word for the night stands at `at`, or the last of the words of an hour's half there is one.
    pub(super) fn is_night(&self, at: usize, last: usize) -> bool {
        let night = |at: usize| self.part(at, last).is_some_and(|(_, part, _)| part.part == DayPart::Night);
        night(at) || self.cue(at, last, TimeCue::Am).is_some_and(|end| end > at + 1 && night(end - 1))
    }

    /// Whether tokens `at..end` say which half of the day they mean.
    pub(super) fn says_half(&self, at: usize, end: usize) -> bool {
        self.said_half(at, end) || (at..end).any(|at| self.part(at, end).is_some())
    }

    /// The bound that a word between a day and its clock time sets: "Monday after 9:30". A time from which something goes
    /// on keeps its day: it is one after which it happened.
    pub(super) fn bound_between(&self, at: usize, end: usize) -> Option<TimeBound> {
        let kind = TimeWord::BOUND;
        let pick = |word: &TimeWord| if let TimeWord::Bound(rule) = word { Some(rule.bound) } else { None };
        let (_, bound, _) = self.word(at, end, kind, pick, end)?;
        Some(if bound == TimeBound::Since { TimeBound::After } else { bound })
    }
}

/// An hour of which nothing says the half of the day: news tell of the day rather than of the night.
pub(super) fn likely_half(clock: u16) -> u16 {
    if clock < 480 { clock + 720 } else { clock }
}
