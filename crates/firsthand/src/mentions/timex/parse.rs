//! What does the wording say? Words of `time.toml` joined into drafts by one grammar for all languages.
//! Not here: which day is meant.

use crate::model::{DayPart, TimeBound, Token, TokenCase, TokenKind};
use crate::pack::{Edge, Season, Start, TimeCue, TimeRules, TimeUnit, TimeWord};

/// A time expression as worded.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Index after its last token.
    pub(super) end: usize,
    /// What it says.
    pub(super) what: What,
    /// Part of the day.
    pub(super) part: Option<DayPart>,
    /// Minutes after midnight.
    pub(super) clock: Option<u16>,
    /// Early, middle, late.
    pub(super) edge: Option<Edge>,
    /// The rule of its leading word, or none for digits.
    pub(super) rule: usize,
}

/// The kinds of wording.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// Year, month, day, as far as written.
    Date { year: Option<i16>, month: Option<i8>, day: Option<i8>, to_day: Option<i8> },
    /// A weekday; moved by "last" or "next".
    Weekday { number: i8, shift: Option<i64> },
    /// Days from the publication, or from a day in the text.
    Day { days: i64, text: bool },
    /// This, last, next unit.
    Unit { unit: TimeUnit, shift: i64 },
    /// A month or season, moved.
    Month { month: i8, shift: i64 },
    /// A season.
    Season { season: Season, year: Option<i16>, shift: Option<i64> },
    /// A quarter.
    Quarter { quarter: i64, year: Option<i16> },
    /// A length back or forward from now or from the text.
    Away { count: Option<i64>, unit: TimeUnit, ahead: bool, text: bool },
    /// A length.
    Duration { count: Option<i64>, unit: TimeUnit },
    /// A length that ends or starts now.
    Around { count: Option<i64>, unit: TimeUnit, ahead: bool },
    /// Recent or coming units.
    Near { unit: TimeUnit, ahead: bool },
    /// A vague time.
    Ref(String),
    /// A time of day alone.
    Clock,
    /// A part of the day alone.
    Part { before: bool },
    /// Hours after something named: the same day.
    SameDay,
    /// Ten years.
    Decade(i16),
    /// An era.
    Named { from: i16, to: i16 },
    /// Every so often.
    Set(TimeUnit),
}

/// A sentence's words with the rules to read them by.
pub(super) struct Reader<'a> {
    pub(super) rules: &'a TimeRules,
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
}

/// A word found: index after it, its meaning, its rule's number.
type Found<T> = Option<(usize, T, usize)>;

impl Reader<'_> {
    /// The longest time expression that starts at token `at` of the sentence `first..last`.
    pub(super) fn read(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let token = self.tokens[at];
        match token.kind {
            TokenKind::Digits => self.longest(&[
                self.numeric_date(at, first, last),
                self.day_month(at, last),
                self.clock(at, first, last),
                self.counted(at, last).filter(|_| !self.cue_before(at, first, TimeCue::AgeBefore)),
                self.decade(at, last),
                self.year_alone(at, first, last),
            ]),
            _ => {
                if token.starts & Start::TIME == 0 {
                    return None;
                }
                let may = self.starts(at) & TimeWord::OPENING;
                let mut best: Option<Draft> = None;
                let mut take = |kinds: u64, read: &dyn Fn() -> Option<Draft>| {
                    if may & kinds != 0
                        && let Some(draft) = read()
                        && draft.end <= last
                        && best.as_ref().is_none_or(|best| draft.end > best.end)
                    {
                        best = Some(draft);
                    }
                };
                take(TimeWord::WEEKDAY, &|| self.weekday(at, last));
                take(TimeWord::MONTH, &|| self.month_first(at, first, last));
                take(TimeWord::ORDINAL, &|| self.day_month(at, last));
                take(TimeWord::DAY, &|| self.day_word(at, last));
                take(TimeWord::COUNTED, &|| self.counted(at, last));
                take(TimeWord::SHIFTED, &|| self.shifted(at, first, last));
                take(TimeWord::EDGE, &|| self.edged(at, first, last));
                take(TimeWord::FIXED, &|| self.fixed(at, first, last));
                take(TimeWord::SEASON, &|| self.season(at, first, last));
                take(TimeWord::ORDINAL, &|| self.ranked(at, last));
                take(TimeCue::NightOf.bit(), &|| self.night_of(at, last));
                best
            }
        }
    }

    /// What phrases may start at this token, as bits of [`TimeWord`].
    fn starts(&self, at: usize) -> u64 {
        self.rules.may_start(self.tokens[at].word)
    }

    fn longest(&self, drafts: &[Option<Draft>]) -> Option<Draft> {
        let mut best: Option<&Draft> = None;
        for draft in drafts.iter().flatten() {
            if best.is_none_or(|best| draft.end > best.end) {
                best = Some(draft);
            }
        }
        best.cloned()
    }

    /// The bound in front of a time: "by", "since".
    pub(super) fn bound_before(&self, at: usize, first: usize) -> TimeBound {
        for start in (first..at).rev().take(5) {
            if let Some((_, bound, _)) = self.word(
                start,
                at,
                TimeWord::BOUND,
                |word| if let TimeWord::Bound(rule) = word { Some(rule.bound) } else { None },
                at,
            ) {
                return bound;
            }
        }
        TimeBound::On
    }

    /// Whether the words beside a time tell of what is to come: the nearest telling word before it decides, then after.
    pub(super) fn is_future(&self, at: usize, end: usize, first: usize, last: usize) -> bool {
        for start in (first.max(at.saturating_sub(12))..at).rev() {
            if let Some(told) = self.tells(start, at) {
                // "will be held": the participle follows its auxiliary.
                let auxiliary =
                    (first.max(start.saturating_sub(3))..start).any(|before| self.tells(before, at) == Some(true));
                return told || auxiliary;
            }
        }
        (end..last.min(end + 8)).find_map(|start| self.tells(start, last)).unwrap_or(false)
    }

    fn tells(&self, at: usize, last: usize) -> Option<bool> {
        if let Some((_, future, _)) = self.word(
            at,
            last,
            TimeCue::Future.bit() | TimeCue::Past.bit(),
            |word| match word {
                TimeWord::Cue(TimeCue::Future) => Some(true),
                TimeWord::Cue(TimeCue::Past) => Some(false),
                _ => None,
            },
            usize::MAX,
        ) {
            return Some(future);
        }
        let token = self.tokens[at];
        let word = token.span.of(self.text);
        (token.kind == TokenKind::Word
            && token.case == TokenCase::Lower
            && word.len() > 4
            && self.rules.past_endings.iter().any(|ending| word.ends_with(ending.as_str())))
        .then_some(false)
    }

    /// Whether a dash or bracket follows: the end of a dateline.
    pub(super) fn is_dash(&self, at: usize, last: usize) -> bool {
        at < last && matches!(self.tokens[at].span.of(self.text), "-" | "–" | "—" | "(" | ")" | ":")
    }

    /// The longest phrase at `at` whose meaning, of one of `kinds`, `pick` takes. `end` other than `usize::MAX` asks for
    /// phrases that end there.
    #[inline]
    fn word<T>(
        &self,
        at: usize,
        last: usize,
        kinds: u64,
        pick: impl Fn(&TimeWord) -> Option<T>,
        end: usize,
    ) -> Found<T> {
        if at >= last || self.starts(at) & kinds == 0 {
            return None;
        }
        let mut found = None;
        self.rules.lexicon.each(&self.tokens[..last], at, |length, rules| {
            if end != usize::MAX && at + length != end {
                return;
            }
            for number in rules {
                if let Some(value) = pick(&self.rules.lexicon.rule(*number).means) {
                    found = Some((at + length, value, *number as usize));
                }
            }
        });
        found
    }

    fn cue(&self, at: usize, last: usize, cue: TimeCue) -> Option<usize> {
        self.word(
            at,
            last,
            cue.bit(),
            |word| matches!(word, TimeWord::Cue(found) if *found == cue).then_some(()),
            usize::MAX,
        )
        .map(|(next, ..)| next)
    }

    /// Whether a phrase of this cue ends right before `at`.
    fn cue_before(&self, at: usize, first: usize, cue: TimeCue) -> bool {
        (first..at).rev().take(4).any(|start| {
            self.word(
                start,
                at,
                cue.bit(),
                |word| matches!(word, TimeWord::Cue(found) if *found == cue).then_some(()),
                at,
            )
            .is_some()
        })
    }

    fn capital(&self, at: usize) -> bool {
        !self.rules.capitals || self.tokens[at].case != TokenCase::Lower
    }

    fn month(&self, at: usize, last: usize) -> Found<(i8, bool)> {
        let (mut next, rule, number) = self.word(
            at,
            last,
            TimeWord::MONTH,
            |word| if let TimeWord::Month(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        )?;
        if !self.capital(at) {
            return None;
        }
        if next < last
            && self.tokens[next].span.of(self.text) == "."
            && self.glued(next)
            && self.tokens[at].span.len() <= 5
            && next + 1 < last
        {
            next += 1;
        }
        Some((next, (rule.number, rule.weak), number))
    }

    fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].span.end == self.tokens[at].span.start
    }

    fn mark(&self, at: usize, last: usize) -> &str {
        if at < last { self.tokens[at].span.of(self.text) } else { "" }
    }

    /// A run of digits that is no part of a longer figure.
    fn digits(&self, at: usize, last: usize) -> Option<(i64, usize)> {
        let token = *self.tokens.get(at).filter(|token| at < last && token.kind == TokenKind::Digits)?;
        let value = token.span.of(self.text).parse().ok().filter(|_| token.span.len() <= 4)?;
        Some((value, token.span.len()))
    }

    /// Whether digits at `at` stand free of separators and currency signs.
    fn free(&self, at: usize, last: usize) -> bool {
        let before = at == 0 || !self.glued(at) || {
            let mark = self.tokens[at - 1].span.of(self.text);
            matches!(mark, "(" | "[" | "'" | "’" | "\"" | "“" | "«" | "-" | "–" | "—" | "/") || mark == "."
        };
        let mark = self.mark(at + 1, last);
        let after = at + 1 >= last
            || !self.glued(at + 1)
            || !(matches!(mark, "%" | "€" | "£" | "$")
                || (matches!(mark, "," | "." | "'" | "’")
                    && at + 2 < last
                    && self.glued(at + 2)
                    && self.tokens[at + 2].kind == TokenKind::Digits));
        before && after
    }

    fn year(&self, at: usize, last: usize) -> Option<(usize, i16)> {
        let (value, length) = self.digits(at, last)?;
        let year = i16::try_from(value).ok().filter(|year| length == 4 && (1000..=2100).contains(year))?;
        self.free(at, last).then_some((at + 1, year))
    }

    fn day_number(&self, at: usize, last: usize) -> Option<(usize, i8)> {
        if let Some((value, length)) = self.digits(at, last) {
            let day = i8::try_from(value).ok().filter(|day| length <= 2 && (1..=31).contains(day))?;
            let mut next = at + 1;
            if next < last && self.glued(next) {
                if let Some(end) = self.cue(next, last, TimeCue::OrdinalEnd) {
                    next = end;
                } else if self.mark(next, last) == "." && next + 1 < last && self.month(next + 1, last).is_some() {
                    next += 1;
                } else if self.tokens[next].kind == TokenKind::Word || !self.free(at, last) {
                    return None;
                }
            }
            return Some((next, day));
        }
        let (next, rank, _) = self.ordinal(at, last)?;
        i8::try_from(rank).ok().filter(|day| (1..=31).contains(day)).map(|day| (next, day))
    }

    fn ordinal(&self, at: usize, last: usize) -> Found<i64> {
        if let Some((value, length)) = self.digits(at, last) {
            let end = (length <= 2).then(|| self.cue(at + 1, last, TimeCue::OrdinalEnd)).flatten()?;
            return self.glued(at + 1).then_some((end, value, usize::MAX));
        }
        self.word(
            at,
            last,
            TimeWord::ORDINAL,
            |word| if let TimeWord::Ordinal(rank) = word { Some(*rank) } else { None },
            usize::MAX,
        )
    }

    fn draft(&self, end: usize, what: What, rule: usize) -> Draft {
        Draft { end, what, part: None, clock: None, edge: None, rule }
    }

    /// `2022-09-21`, `21/09/2022`, `08-07-13`, with a time after it.
    fn numeric_date(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (one, one_length) = self.digits(at, last)?;
        let mark = self.mark(at + 1, last);
        if !matches!(mark, "-" | "/" | "." | "‑" | "–") || at + 4 >= last || self.mark(at + 3, last) != mark {
            return None;
        }
        if at > first && self.glued(at) && matches!(self.mark(at - 1, last), "-" | "/" | "." | ",") {
            return None;
        }
        if !(1..=4).all(|step| self.glued(at + step)) {
            return None;
        }
        let (two, two_length) = self.digits(at + 2, last)?;
        let (three, three_length) = self.digits(at + 4, last)?;
        let (year, month, day) = match (one_length, two_length, three_length) {
            (4, 1..=2, 1..=2) => (one, two, three),
            (1..=2, 1..=2, 2 | 4) => {
                let year = match three_length {
                    4 => three,
                    _ if three < 70 => 2000 + three,
                    _ => 1900 + three,
                };
                let swap = (self.rules.month_first && mark == "/" && one <= 12) || two > 12;
                if swap { (year, one, two) } else { (year, two, one) }
            }
            _ => return None,
        };
        if at + 5 < last && self.glued(at + 5) && self.mark(at + 5, last) == mark {
            return None;
        }
        let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month, day).ok().filter(|_| year >= 1000)?;
        let what = What::Date { year: Some(year), month: Some(month), day: Some(day), to_day: None };
        Some(self.with_time(self.draft(at + 5, what, usize::MAX), last))
    }

    /// `21 September 2022`, `the 3rd of May`, `21 septembre`, `20-22 September`.
    fn day_month(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, day) = self.day_number(at, last)?;
        let (mut month_at, mut to_day) = (next, None);
        if let Some(after) = self.cue(next, last, TimeCue::Through)
            && let Some((end, last_day)) = self.day_number(after, last)
            && last_day > day
        {
            (month_at, to_day) = (end, Some(last_day));
        }
        let month_at =
            self.cue(month_at, last, TimeCue::Of).filter(|_| self.mark(month_at, last) != ",").unwrap_or(month_at);
        let (end, (month, _), rule) = self.month(month_at, last)?;
        let (end, year) = self.year_after(end, last);
        let what = What::Date { year, month: Some(month), day: Some(day), to_day };
        Some(self.with_time(self.draft(end, what, rule), last))
    }

    fn year_after(&self, at: usize, last: usize) -> (usize, Option<i16>) {
        if let Some((end, year)) = self.year(at, last) {
            return (end, Some(year));
        }
        if let Some(next) = self.cue(at, last, TimeCue::Of)
            && let Some((end, year)) = self.year(next, last)
        {
            return (end, Some(year));
        }
        (at, None)
    }

    /// `September 21, 2022`, `Sept. 2022`, `in March`, `September`.
    fn month_first(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (next, (month, weak), rule) = self.month(at, last)?;
        if let Some((end, day)) = self.day_number(next, last) {
            // "May 2011" was no day; "June 10,000 people" neither.
            let (mut end, mut to_day) = (end, None);
            if let Some(after) = self.cue(end, last, TimeCue::Through)
                && let Some((until, last_day)) = self.day_number(after, last)
                && last_day > day
                && self.mark(end, last) != "and"
            {
                (end, to_day) = (until, Some(last_day));
            }
            let (end, year) = self.year_after(end, last);
            let what = What::Date { year, month: Some(month), day: Some(day), to_day };
            return Some(self.with_time(self.draft(end, what, rule), last));
        }
        let (end, year) = self.year_after(next, last);
        if year.is_none() && weak && !(self.rules.capitals && self.cue_before(at, first, TimeCue::Year)) {
            return None;
        }
        let end = if year.is_none() && self.mark(end - 1, last) == "." { end - 1 } else { end };
        Some(self.draft(end, What::Date { year, month: Some(month), day: None, to_day: None }, rule))
    }

    fn weekday(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, rule, number) = self.word(
            at,
            last,
            TimeWord::WEEKDAY,
            |word| if let TimeWord::Weekday(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        )?;
        if !self.capital(at) {
            return None;
        }
        let mut from = next;
        if matches!(self.mark(from, last), "." | ",") {
            from += 1;
        }
        // "Wednesday, 21 September": the date says it all.
        for from in [next, from, self.cue(from, last, TimeCue::YearArticle).unwrap_or(from)] {
            let date = self.day_month(from, last).or_else(|| self.month_first(from, from, last)).or_else(|| {
                if self.tokens.get(from).is_some_and(|token| token.kind == TokenKind::Digits) && from < last {
                    self.numeric_date(from, from, last)
                } else {
                    None
                }
            });
            if let Some(draft) = date
                && matches!(draft.what, What::Date { day: Some(_), .. })
            {
                return Some(draft);
            }
        }
        if rule.weak {
            return None;
        }
        let (next, shift) = match self.shift(next, last, true) {
            Some((end, by, _)) => (end, Some(by)),
            None => (next, None),
        };
        let draft = self.draft(next, What::Weekday { number: rule.number, shift }, number);
        Some(self.with_time(draft, last))
    }

    /// Appends a part of the day or a clock time to a date.
    fn with_time(&self, mut draft: Draft, last: usize) -> Draft {
        if let Some((end, rule, _)) = self.part(draft.end, last) {
            draft.end = end;
            draft.part = Some(rule.part);
            draft.clock = rule.clock;
            return draft;
        }
        let mut at = draft.end;
        if self.mark(at, last) == "," {
            at += 1;
        }
        let at = self.cue(at, last, TimeCue::At).unwrap_or(at);
        if let Some((end, clock)) = self.clock_time(at, last, at > draft.end) {
            draft.end = end;
            draft.clock = Some(clock);
        }
        draft
    }

    fn part(&self, at: usize, last: usize) -> Found<crate::pack::PartRule> {
        self.word(
            at,
            last,
            TimeWord::PART,
            |word| if let TimeWord::Part(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        )
    }

    /// Minutes after midnight: `7:00 p.m.`, `19:00`, `12h47`, and with `cued` also `7h` and a lone `20:15`.
    fn clock_time(&self, at: usize, last: usize, cued: bool) -> Option<(usize, u16)> {
        let (hour, length) = self.digits(at, last)?;
        if length > 2 || hour > 24 {
            return None;
        }
        let (mut end, mut minute, mut sure) = (at + 1, 0, false);
        let mark = self.mark(end, last);
        if matches!(mark, ":" | ".")
            && self.glued(end)
            && let Some((value, 2)) = self.digits(end + 1, last)
            && self.glued(end + 1)
            && value < 60
        {
            sure = mark == ":";
            (end, minute) = (end + 2, value);
            if self.mark(end, last) == ":" && self.digits(end + 1, last).is_some() {
                end += 2;
            }
        } else if let Some(next) = self.cue(end, last, TimeCue::HourMark) {
            let glued = self.glued(end);
            if let Some((value, 2)) = self.digits(next, last)
                && value < 60
                && (glued || self.glued(next) || mark.chars().count() == 1)
            {
                (end, minute, sure) = (next + 1, value, true);
            } else if cued || glued {
                (end, sure) = (next, cued || (glued && hour > 0));
            }
        }
        let mut hour = hour;
        if let Some(next) = self.cue(end, last, TimeCue::Pm) {
            (end, sure) = (next, true);
            hour = if hour < 12 { hour + 12 } else { hour };
        } else if let Some(next) = self.cue(end, last, TimeCue::Am) {
            (end, sure) = (next, true);
            hour %= 12;
        }
        let minutes = u16::try_from(hour * 60 + minute).ok()?;
        (sure && minutes <= 1440 && (cued || end > at + 1)).then_some((end, minutes))
    }

    fn clock(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if at > first && self.glued(at) && matches!(self.mark(at - 1, last), ":" | "." | "," | "-" | "/") {
            return None;
        }
        if at >= first + 2
            && matches!(self.mark(at - 1, last), ":" | ".")
            && self.tokens[at - 2].kind == TokenKind::Digits
        {
            return None;
        }
        let cued = self.cue_before(at, first, TimeCue::At);
        let (end, clock) = self.clock_time(at, last, cued)?;
        let mut draft = self.draft(end, What::Clock, usize::MAX);
        draft.clock = Some(clock);
        // "7 p.m. on Wednesday": the weekday is read by itself; "7 p.m. Wednesday" belongs together.
        if let Some(day) = self.weekday(end, last).or_else(|| self.day_word(end, last)) {
            return Some(Draft { clock: Some(clock), ..day });
        }
        Some(draft)
    }

    fn day_word(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, rule, number) = self.word(
            at,
            last,
            TimeWord::DAY,
            |word| if let TimeWord::Day(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        )?;
        let mut draft = self.draft(next, What::Day { days: rule.days, text: rule.text }, number);
        draft.part = rule.part;
        if rule.part.is_none() {
            draft = self.with_time(draft, last);
        }
        Some(draft)
    }

    fn quantity(&self, at: usize, last: usize) -> Found<Option<i64>> {
        if let Some((value, length)) = self.digits(at, last) {
            return (self.free(at, last) && length <= 3).then_some((at + 1, Some(value), usize::MAX));
        }
        self.word(
            at,
            last,
            TimeWord::QUANTITY,
            |word| if let TimeWord::Quantity(value) = word { Some(*value) } else { None },
            usize::MAX,
        )
    }

    fn unit(&self, at: usize, last: usize) -> Found<TimeUnit> {
        self.word(
            at,
            last,
            TimeWord::UNIT,
            |word| if let TimeWord::Unit(unit) = word { Some(*unit) } else { None },
            usize::MAX,
        )
    }

    /// `two days`, `two-day`, `two days ago`, `il y a deux jours`, `hours after`, `months`.
    fn counted(&self, at: usize, last: usize) -> Option<Draft> {
        for cue in [TimeCue::AgoBefore, TimeCue::Ahead] {
            if let Some(start) = self.cue(at, last, cue)
                && let Some((next, count, _)) = self.quantity(start, last)
                && let Some((end, unit, rule)) = self.unit(next, last)
                && (cue == TimeCue::AgoBefore || !matches!(unit, TimeUnit::Second))
            {
                if cue == TimeCue::Ahead && self.cue(end, last, TimeCue::Earlier).is_some() {
                    break;
                }
                let what = if cue == TimeCue::Ahead {
                    What::Around { count, unit, ahead: true }
                } else {
                    What::Away { count, unit, ahead: false, text: false }
                };
                return Some(self.draft(end, what, rule));
            }
        }
        let (mut next, count, _) = match self.quantity(at, last) {
            Some(found) => found,
            None => {
                // A plural alone ("months of promises") is a length too; only longer ones are worth it.
                let (end, unit, rule) = self.unit(at, last)?;
                if let Some(close) = self.same_day(end, unit, last) {
                    return Some(self.draft(close, What::SameDay, rule));
                }
                let bare = self.cue(at, last, TimeCue::Bare).is_some() && self.cue(end, last, TimeCue::Age).is_none();
                return bare.then(|| self.draft(end, What::Duration { count: None, unit }, rule));
            }
        };
        let hyphen = self.mark(next, last) == "-" && self.glued(next);
        if hyphen {
            next += 1;
        }
        let (end, unit, rule) = self.unit(next, last)?;
        if self.cue(end, last, TimeCue::Age).is_some()
            || (self.mark(end, last) == "-" && self.cue(end + 1, last, TimeCue::Age).is_some())
        {
            return None;
        }
        let away = |ahead, text| What::Away { count, unit, ahead, text };
        if let Some(close) = self.cue(end, last, TimeCue::Ago) {
            return Some(self.draft(close, away(false, false), rule));
        }
        if let Some(close) = self.same_day(end, unit, last) {
            return Some(self.draft(close, What::SameDay, rule));
        }
        if let Some(close) = self.cue(end, last, TimeCue::Earlier) {
            return Some(self.draft(close, away(false, true), rule));
        }
        if let Some(close) = self.cue(end, last, TimeCue::Later) {
            return Some(self.draft(close, away(true, true), rule));
        }
        if let Some((close, by, _)) = self.shift(end, last, true) {
            return Some(self.draft(close, What::Around { count, unit, ahead: by > 0 }, rule));
        }
        // "un jour", "a second", "one day": no length unless counted.
        if count == Some(1) && matches!(unit, TimeUnit::Second | TimeUnit::Day) && !hyphen {
            return None;
        }
        Some(self.draft(end, What::Duration { count, unit }, rule))
    }

    /// "hours after the speech", "moments before": where the token after the cue goes on.
    fn same_day(&self, at: usize, unit: TimeUnit, last: usize) -> Option<usize> {
        if !matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour) {
            return None;
        }
        self.cue(at, last, TimeCue::After).filter(|next| *next < last)
    }

    fn shift(&self, at: usize, last: usize, after: bool) -> Found<i64> {
        self.word(
            at,
            last,
            TimeWord::SHIFT,
            |word| match word {
                TimeWord::Shift(rule) if rule.after == after => Some(rule.by),
                _ => None,
            },
            usize::MAX,
        )
    }

    /// `last week`, `the past two months`, `in recent days`, `la semaine dernière`, `next Tuesday`.
    fn shifted(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if let Some(next) = self.cue(at, last, TimeCue::Recent)
            && let Some((end, unit, rule)) = self.unit(next, last)
        {
            let end = self.shift(end, last, true).map_or(end, |(end, ..)| end);
            let plain = self.mark(at, last).len() < 4 && self.shift(next, last, true).is_none() && end == next + 1;
            if !plain || !matches!(unit, TimeUnit::Second) {
                return Some(self.draft(end, What::Near { unit, ahead: false }, rule));
            }
        }
        if let Some(next) = self.cue(at, last, TimeCue::Coming)
            && let Some((end, unit, rule)) = self.unit(next, last)
        {
            return Some(self.draft(end, What::Near { unit, ahead: true }, rule));
        }
        if let Some((next, by, _)) = self.shift(at, last, false) {
            if let Some((middle, count, _)) = self.quantity(next, last)
                && let Some((end, unit, rule)) = self.unit(middle, last)
            {
                return Some(self.draft(end, What::Around { count, unit, ahead: by > 0 }, rule));
            }
            if let Some((end, unit, rule)) = self.unit(next, last)
                && !matches!(unit, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second)
            {
                let (end, by) = self.shift(end, last, true).map_or((end, by), |(end, by, _)| (end, by));
                return Some(self.draft(end, What::Unit { unit, shift: by }, rule));
            }
            if let Some((end, rule, number)) = self.word(
                next,
                last,
                TimeWord::WEEKDAY,
                |word| if let TimeWord::Weekday(rule) = word { Some(*rule) } else { None },
                usize::MAX,
            ) && !rule.weak
            {
                let what = What::Weekday { number: rule.number, shift: Some(by) };
                return Some(self.with_time(self.draft(end, what, number), last));
            }
            if let Some((end, (month, _), rule)) = self.month(next, last) {
                if self.day_number(end, last).is_some() {
                    return self.month_first(next, first, last);
                }
                return Some(self.draft(end, What::Month { month, shift: by }, rule));
            }
            if let Some((end, season, rule)) = self.season_word(next, last) {
                return Some(self.draft(end, What::Season { season, year: None, shift: Some(by) }, rule));
            }
            if let Some((end, part, rule)) = self.part(next, last)
                && !part.alone
            {
                let mut draft = self.draft(end, What::Day { days: by, text: false }, rule);
                draft.part = Some(part.part);
                return Some(draft);
            }
            return None;
        }
        if let Some((next, unit, rule)) = self.unit(at, last)
            && let Some(end) = self.cue(next, last, TimeCue::ComingAfter)
        {
            return Some(self.draft(end, What::Near { unit, ahead: true }, rule));
        }
        // After: "la semaine dernière", "les deux derniers mois" is read above by `Recent`.
        if let Some((next, unit, rule)) = self.unit(at, last)
            && let Some((end, by, _)) = self.shift(next, last, true)
        {
            return Some(self.draft(end, What::Unit { unit, shift: by }, rule));
        }
        if let Some((next, season, rule)) = self.season_word(at, last)
            && let Some((end, by, _)) = self.shift(next, last, true)
        {
            return Some(self.draft(end, What::Season { season, year: None, shift: Some(by) }, rule));
        }
        if let Some((next, (month, _), rule)) = self.month(at, last)
            && let Some((end, by, _)) = self.shift(next, last, true)
        {
            return Some(self.draft(end, What::Month { month, shift: by }, rule));
        }
        None
    }

    /// `late August`, `early next year`, `fin 2012`.
    fn edged(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (mut next, edge, rule) = self.word(
            at,
            last,
            TimeWord::EDGE,
            |word| if let TimeWord::Edge(rule) = word { Some(rule.edge) } else { None },
            usize::MAX,
        )?;
        if self.mark(next, last) == "-" {
            next += 1;
        }
        if next >= last {
            return None;
        }
        let inner = if let Some((end, year)) = self.year(next, last) {
            self.draft(end, What::Date { year: Some(year), month: None, day: None, to_day: None }, rule)
        } else {
            let drafts = [
                self.month_first(next, at, last),
                self.shifted(next, first, last),
                self.weekday(next, last),
                self.day_word(next, last),
                self.season(next, at, last),
            ];
            self.longest(&drafts).or_else(|| {
                let (end, unit, rule) = self.unit(next, last)?;
                matches!(unit, TimeUnit::Week | TimeUnit::Month | TimeUnit::Year)
                    .then(|| self.draft(end, What::Unit { unit, shift: 0 }, rule))
            })?
        };
        Some(Draft { edge: Some(edge), ..inner })
    }

    /// `now`, `in the morning`, `noon`, `since World War II`, `every day`.
    fn fixed(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if let Some((end, (value, named), rule)) = self.word(
            at,
            last,
            TimeWord::REF | TimeWord::NAMED,
            |word| match word {
                TimeWord::Ref(rule) => Some((Some(rule.value.clone()), None)),
                TimeWord::Named(rule) => Some((None, Some(*rule))),
                _ => None,
            },
            usize::MAX,
        ) {
            // "in the past two months" is a length, not the past.
            if value.is_some()
                && (self.unit(end, last).is_some()
                    || self.quantity(end, last).is_some_and(|(next, ..)| self.unit(next, last).is_some()))
            {
                return None;
            }
            let what = match (value, named) {
                (Some(value), _) => What::Ref(value),
                (_, Some(named)) => What::Named { from: named.from, to: named.to },
                _ => return None,
            };
            return Some(self.draft(end, what, rule));
        }
        if let Some((end, part, rule)) = self.part(at, last)
            && (part.alone || self.cue_before(at, first, TimeCue::At) && part.clock.is_some())
        {
            // "dans la nuit de mardi" and "in the morning of 3 May" say their day.
            let mut draft = self.draft(end, What::Part { before: part.before }, rule);
            draft.part = Some(part.part);
            draft.clock = part.clock;
            return Some(draft);
        }
        if let Some((end, unit, rule)) = self.word(
            at,
            last,
            TimeWord::SET,
            |word| if let TimeWord::Set(unit) = word { Some(*unit) } else { None },
            usize::MAX,
        ) {
            return Some(self.draft(end, What::Set(unit), rule));
        }
        if let Some((end, TimeUnit::Weekend, rule)) = self.unit(at, last) {
            return Some(self.draft(end, What::Unit { unit: TimeUnit::Weekend, shift: 0 }, rule));
        }
        if let Some(next) = self.cue(at, last, TimeCue::Every)
            && let Some((end, unit, rule)) = self.unit(next, last)
        {
            return Some(self.draft(end, What::Set(unit), rule));
        }
        None
    }

    fn season_word(&self, at: usize, last: usize) -> Found<Season> {
        self.word(
            at,
            last,
            TimeWord::SEASON,
            |word| if let TimeWord::Season(rule) = word { Some(rule.season) } else { None },
            usize::MAX,
        )
    }

    fn season(&self, at: usize, _first: usize, last: usize) -> Option<Draft> {
        let (next, season, rule) = self.season_word(at, last)?;
        let (end, year) = self.year_after(next, last);
        if year.is_none()
            && matches!(self.rules.lexicon.rule(u32::try_from(rule).unwrap_or(0)).means, TimeWord::Season(found) if found.weak)
        {
            return None;
        }
        Some(self.draft(end, What::Season { season, year, shift: None }, rule))
    }

    /// `the third quarter`, `septième mois`, `third day`.
    fn ranked(&self, at: usize, last: usize) -> Option<Draft> {
        let (mut next, rank, _) = self.ordinal(at, last)?;
        if self.mark(next, last) == "-" && self.glued(next) {
            next += 1;
        }
        let (end, unit, rule) = self.unit(next, last)?;
        match unit {
            TimeUnit::Quarter if (1..=4).contains(&rank) => {
                let (end, year) = self.year_after(end, last);
                Some(self.draft(end, What::Quarter { quarter: rank, year }, rule))
            }
            TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year if rank > 1 => {
                Some(self.draft(end, What::Duration { count: Some(rank), unit }, rule))
            }
            _ => None,
        }
    }

    /// "dans la nuit de mardi à mercredi": the first day's night.
    fn night_of(&self, at: usize, last: usize) -> Option<Draft> {
        let next = self.cue(at, last, TimeCue::NightOf)?;
        let day = self.weekday(next, last).or_else(|| self.day_month(next, last)).or_else(|| self.day_word(next, last));
        let mut day = match day {
            Some(day) => day,
            None => {
                let (after, number) = self.day_number(next, last)?;
                let date = What::Date { year: None, month: None, day: Some(number), to_day: None };
                self.draft(after, date, usize::MAX)
            }
        };
        if let Some(after) = self.cue(day.end, last, TimeCue::Through)
            && let Some(second) = self.weekday(after, last).or_else(|| self.day_month(after, last))
        {
            day.end = second.end;
            if let (What::Date { month, year, .. }, What::Date { month: found, year: written, .. }) =
                (&mut day.what, &second.what)
            {
                *month = month.or(*found);
                *year = year.or(*written);
            }
        }
        if matches!(day.what, What::Date { month: None, .. }) {
            return None;
        }
        day.part = Some(DayPart::Night);
        Some(day)
    }

    /// `1990s`, `the 80s`.
    fn decade(&self, at: usize, last: usize) -> Option<Draft> {
        let (value, length) = self.digits(at, last)?;
        let year = match length {
            4 if (1000..2100).contains(&value) => value,
            2 if value >= 20 => 1900 + value,
            _ => return None,
        };
        let plural = at + 1 < last && self.glued(at + 1) && matches!(self.mark(at + 1, last), "s" | "'s" | "’s");
        (plural && year % 10 == 0)
            .then(|| self.draft(at + 2, What::Decade(i16::try_from(year).unwrap_or(1900)), usize::MAX))
    }

    /// Four digits that a cue makes a year. Without one they are a count: "2000 people".
    fn year_alone(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (end, year) = self.year(at, last)?;
        if !(1800..=2059).contains(&year) || self.cue(end, last, TimeCue::Counted).is_some() {
            return None;
        }
        let next = self.tokens.get(end).filter(|_| end < last);
        let noun = next.is_some_and(|token| token.kind == TokenKind::Word && token.case == TokenCase::Lower);
        let plural = noun && self.mark(end, last).ends_with('s') && self.mark(end, last).len() > 4;
        let cued = self.cue_before(at, first, TimeCue::Year) && !plural;
        let titled = self.cue_before(at, first, TimeCue::YearArticle) && noun && !plural;
        let bracketed = at > first && self.mark(at - 1, last) == "(" && self.mark(end, last) == ")";
        let month = at > first
            && self.rules.lexicon.longest(&self.tokens[..at], at - 1).is_some_and(|(_, rules)| {
                rules.iter().any(|rule| matches!(self.rules.lexicon.rule(*rule).means, TimeWord::Season(_)))
            });
        // "1987 starben ...": where no preposition leads a year, a small word behind it tells it from a count.
        let bare = self.rules.bare_years && noun && (1900..=2049).contains(&year);
        (cued || titled || bracketed || month || bare)
            .then(|| self.draft(end, What::Date { year: Some(year), month: None, day: None, to_day: None }, usize::MAX))
    }
}
