//! Feasts: their names with what says the year. Not here: on which day they fall.

use super::{Draft, Found, Reader, What};
use crate::pack::{FeastRule, TimeCue, TimeUnit, TimeWord};

impl Reader<'_> {
    fn feast_word(&self, at: usize, last: usize) -> Found<FeastRule> {
        let found = self.word(
            at,
            last,
            TimeWord::FEAST,
            |word| if let TimeWord::Feast(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        )?;
        // "Banks lent 3 million": a name of one word needs its capital.
        (found.0 > at + 1 || self.capital(at)).then_some(found)
    }

    /// `Christmas`, `Christmas 2014`, `Easter Monday`, `Diwali last year`, `Thanksgiving of next year`.
    pub(super) fn feast(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, feast, rule) = self.feast_word(at, last)?;
        let draft = self.feast_year(next, feast, rule, last);
        Some(self.with_time(draft, last))
    }

    /// `next Christmas`, `this Easter 2014`.
    pub(super) fn moved_feast(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, by, _) = self.shift(at, last, false)?;
        let (end, feast, rule) = self.feast_word(next, last)?;
        let (end, year) = self.year_after(end, last);
        let shift = year.is_none().then_some(by);
        Some(self.with_time(self.draft(end, What::Feast { feast, year, shift }, rule), last))
    }

    fn feast_year(&self, end: usize, feast: FeastRule, rule: usize, last: usize) -> Draft {
        let dated = |end, year, shift| self.draft(end, What::Feast { feast, year, shift }, rule);
        if let (end, year @ Some(_)) = self.year_after(end, last) {
            return dated(end, year, None);
        }
        if let Some((after, by, _)) = self.shift(end, last, true) {
            return dated(after, None, Some(by));
        }
        if let Some(next) = self.cue(end, last, TimeCue::Ahead)
            && let Some((after, year)) = self.year(next, last)
        {
            return dated(after, Some(year), None);
        }
        if let Some(within) = self.feast_within(end, last) {
            return self.draft(within.end, What::FeastIn { feast, within: Box::new(within) }, rule);
        }
        dated(end, None, None)
    }

    /// `of next year`, `in nine months`, `three months ago` behind a feast.
    fn feast_within(&self, at: usize, last: usize) -> Option<Draft> {
        if let Some((end, shift)) = self.moved_year(at, last) {
            return Some(self.draft(end, What::Unit { unit: TimeUnit::Year, shift, text: false }, usize::MAX));
        }
        let draft = self.counted(at, at, last)?;
        match &draft.what {
            What::Away { unit: TimeUnit::Month | TimeUnit::Year, text: false, .. }
            | What::Around { unit: TimeUnit::Month | TimeUnit::Year, .. } => Some(draft),
            _ => None,
        }
    }
}
