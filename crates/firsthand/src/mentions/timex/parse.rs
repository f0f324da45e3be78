//! What does the wording say? Words of `time.toml` joined into drafts by one grammar for all languages.
//! Not here: which day is meant.

mod feast;
mod forms;
mod hour;
mod length;
mod offset;
mod stamp;

use crate::model::{DayPart, TimeBound, Token, TokenCase, TokenKind};
use crate::pack::{DayRule, Edge, FeastRule, Season, Start, TimeCue, TimeRules, TimeUnit, TimeWord};

/// A time expression as worded.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    /// Index after its last token.
    pub(super) end: usize,
    /// What it says.
    pub(super) what: What,
    /// Part of the day.
    pub(super) part: Option<DayPart>,
    /// Minutes after midnight.
    pub(super) clock: Option<u16>,
    /// Where a range of clock times ends.
    pub(super) clock_to: Option<u16>,
    /// Minutes from UTC, where the zone is said.
    pub(super) zone: Option<i16>,
    /// Early, middle, late.
    pub(super) edge: Option<Edge>,
    /// The weekday beside a date, 1 (Monday) to 7.
    pub(super) on: Option<i8>,
    /// A half is added to the units counted.
    pub(super) half: bool,
    /// The bound said between a day and its clock time.
    pub(super) bound: Option<TimeBound>,
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
    /// This, last, next unit; from now or from a day in the text.
    Unit { unit: TimeUnit, shift: i64, text: bool },
    /// A month or season, moved.
    Month { month: i8, shift: i64 },
    /// A month of this, last or next year.
    MonthOf { month: i8, shift: i64 },
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
    /// A length that starts now where the text looks ahead.
    Within { count: Option<i64>, unit: TimeUnit },
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
    /// A weekday of this, the last or the next week.
    WeekdayOf { number: i8, weeks: i64 },
    /// A weekday with the number of its day.
    WeekdayDay { number: i8, day: i8 },
    /// The nth weekday from now, back or ahead: "two Thursdays ago".
    WeekdayAway { number: i8, count: i64, ahead: bool },
    /// The week of a date.
    WeekOf(Box<Draft>),
    /// Every weekday of a number.
    SetDay(i8),
    /// From one time to another.
    Range(Box<Draft>, Box<Draft>),
    /// The quarter that the text speaks of, moved by years or in a year.
    Same { years: i64, year: Option<i16> },
    /// A half of a year, of that named or of this, last or next year.
    Half { half: i64, year: Option<i16>, shift: Option<i64> },
    /// A day of this, last or next year.
    DayOf { month: i8, day: i8, shift: i64 },
    /// A quarter of this, last or next year.
    QuarterOf { quarter: i64, shift: i64 },
    /// A feast.
    Feast { feast: FeastRule, year: Option<i16>, shift: Option<i64> },
    /// A feast in, or nearest to, what stands behind it: "Thanksgiving of last year".
    FeastIn { feast: FeastRule, within: Box<Draft> },
    /// A length, or so many weekdays, from a day: "three days after Easter".
    Offset { count: i64, unit: TimeUnit, weekday: Option<i8>, from: Box<Draft> },
    /// The nth weekday, day or week of a month, from the end where negative.
    Nth { nth: i64, weekday: Option<i8>, unit: TimeUnit, month: Option<i8>, year: Option<i16>, shift: i64 },
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
        let draft = self.day_lasting(self.read_one(at, first, last)?, at, first, last);
        Some(self.joined(self.stamped(draft, at, first, last), at, first, last))
    }

    fn read_one(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let token = self.tokens[at];
        match token.kind {
            TokenKind::Digits => self.longest(&[
                self.numeric_date(at, first, last),
                self.dotted_day(at, first, last),
                self.slashed_day(at, first, last),
                self.month_of_year(at, last),
                self.bare_hour(at, first, last),
                self.day_month_from(at, first, last),
                self.lone_day(at, first, last),
                self.clock(at, first, last),
                self.dotted_clock(at, first, last),
                self.spaced_date(at, last),
                self.half_counted(at, first, last),
                self.year_pair(at, first, last),
                self.counted(at, first, last).filter(|_| !self.cue_before(at, first, TimeCue::AgeBefore)),
                self.turned(at, last),
                self.decade(at, last).filter(|_| !self.is_age_band(at, first)),
                self.ranked(at, last),
                self.year_quarter(at, last),
                self.offset(at, first, last),
                self.run_clock(at, first, last),
                self.hour_of_day(at, first, last),
                self.named_stamp(at, last),
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
                take(TimeWord::ORDINAL, &|| self.day_month_from(at, first, last));
                take(TimeWord::DAY, &|| self.day_word(at, last));
                take(TimeWord::QUANTITY, &|| self.clock_in_words(at, first, last));
                take(TimeWord::QUANTITY, &|| self.bare_hour(at, first, last));
                if self.rules.ranked_hours {
                    take(TimeWord::HOUR, &|| self.named_hour(at, first, last));
                    take(TimeWord::QUANTITY, &|| self.turned(at, last));
                }
                take(TimeWord::COUNTED, &|| self.counted(at, first, last));
                take(TimeWord::HALVES, &|| self.half_counted(at, first, last));
                take(TimeWord::HALF, &|| self.length_word(at, last));
                take(TimeWord::SHIFTED, &|| self.shifted(at, first, last));
                take(TimeWord::FIXED, &|| self.fixed(at, first, last));
                take(TimeWord::EDGE, &|| self.edged(at, first, last));
                take(TimeWord::SEASON, &|| self.season(at, first, last));
                take(TimeWord::ORDINAL, &|| self.ranked(at, last));
                take(TimeWord::COMPARED, &|| self.compared(at, last));
                take(TimeWord::FEAST, &|| self.feast(at, last));
                take(TimeWord::QUANTITY, &|| self.day_month_from(at, first, last));
                take(TimeCue::NightOf.bit(), &|| self.night_of(at, last));
                take(TimeWord::QUANTITY | TimeWord::ORDINAL | TimeWord::DAY, &|| self.offset(at, first, last));
                take(TimeWord::QUANTITY, &|| self.worded_clock(at, last));
                take(TimeWord::QUANTITY, &|| self.hour_of_day(at, first, last));
                take(TimeWord::QUANTITY, &|| self.worded_day(at, first, last));
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

    /// A time with the one that a range goes on to: "from Monday to Wednesday", "13 July - 2 August", "1998-2001".
    fn joined(&self, draft: Draft, at: usize, first: usize, last: usize) -> Draft {
        if draft.end >= last || draft.clock.is_some() || draft.part.is_some() || draft.edge.is_some() {
            return draft;
        }
        let shape = Shape::of(&draft.what);
        let Some(after) = shape.and_then(|_| self.through(draft.end, at, first, last)) else { return draft };
        let token = self.tokens.get(after).filter(|_| after < last);
        let Some(token) = token else { return draft };
        let second = match (token.kind, shape) {
            (TokenKind::Digits, Some(Shape::Year)) => self.year(after, last).map(|(end, year)| {
                self.draft(end, What::Date { year: Some(year), month: None, day: None, to_day: None }, usize::MAX)
            }),
            (TokenKind::Digits, _) => self.longest(&[
                self.numeric_date(after, after, last),
                self.dotted_day(after, first, last),
                self.day_month(after, last),
                self.ranked(after, last),
            ]),
            _ => self.longest(&[
                self.ranked(after, last),
                self.weekday(after, last),
                self.month_first(after, first, last),
                self.day_month(after, last),
                self.day_word(after, last),
            ]),
        };
        let Some(second) = second.filter(|second| Shape::of(&second.what) == shape && second.clock.is_none()) else {
            return draft;
        };
        if let (What::Date { year: Some(from), .. }, What::Date { year: Some(to), .. }) = (&draft.what, &second.what)
            && from > to
        {
            return draft;
        }
        let (end, rule) = (second.end, draft.rule);
        self.draft(end, What::Range(Box::new(draft), Box::new(second)), rule)
    }

    /// Index after the word that joins the ends of a range: "to", a dash, or "and" after "between".
    fn through(&self, at: usize, start: usize, first: usize, last: usize) -> Option<usize> {
        if let Some(next) = self.cue(at, last, TimeCue::And) {
            return self.cue_before(start, first, TimeCue::Between).then_some(next);
        }
        let next = self.cue(at, last, TimeCue::Through)?;
        let dash = self.tokens[at].kind == TokenKind::Punct;
        (dash || self.rules.lists).then_some(next)
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

    /// Whether the words beside a time tell of what is to come or of what has been: the nearest telling word before it
    /// decides, then after; none where nothing tells.
    pub(super) fn is_future(&self, at: usize, end: usize, first: usize, last: usize) -> Option<bool> {
        for start in (first.max(at.saturating_sub(12))..at).rev() {
            if let Some(told) = self.tells(start, at) {
                // "will be held": the participle follows its auxiliary.
                let auxiliary =
                    (first.max(start.saturating_sub(3))..start).any(|before| self.tells(before, at) == Some(true));
                return Some(told || auxiliary);
            }
        }
        (end..last.min(end + 8)).find_map(|start| self.tells(start, last))
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
    pub(super) fn is_colon(&self, at: usize) -> bool {
        self.tokens[at].span.of(self.text) == ":"
    }

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
        if !self.capital(at) && (rule.weak || self.tokens[at].span.len() <= 4) {
            return None;
        }
        if next < last
            && self.tokens[next].span.of(self.text) == "."
            && self.glued(next)
            && self.mark(at, last).chars().count() <= 5
            && next + 1 < last
        {
            next += 1;
        }
        Some((next, (rule.number, rule.weak), number))
    }

    fn glued(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| self.tokens[at - 1].span.end == token.span.start)
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
            matches!(mark, "(" | "[" | "'" | "’" | "\"" | "“" | "„" | "»" | "«" | "-" | "–" | "—" | "/") || mark == "."
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
        let counted = || self.quantity(at, last).and_then(|(next, count, rule)| Some((next, count?, rule)));
        let found = self.ordinal(at, last).or_else(|| if self.rules.counted_days { counted() } else { None });
        let (next, rank, _) = found?;
        i8::try_from(rank).ok().filter(|day| (1..=31).contains(day)).map(|day| (next, day))
    }

    fn ordinal(&self, at: usize, last: usize) -> Found<i64> {
        if at < last
            && self.starts(at) & TimeWord::QUANTITY != 0
            && let Some((next, Some(tens @ (20 | 30)), _)) = self.quantity(at, last)
            && self.tokens[at].kind == TokenKind::Word
        {
            let next = next + usize::from(self.mark(next, last) == "-" && self.glued(next));
            let unit = self.word(
                next,
                last,
                TimeWord::ORDINAL,
                |word| if let TimeWord::Ordinal(rank) = word { Some(*rank) } else { None },
                usize::MAX,
            );
            if let Some((end, rank @ 1..=9, rule)) = unit {
                return Some((end, tens + rank, rule));
            }
        }
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
        Draft {
            end,
            what,
            part: None,
            clock: None,
            clock_to: None,
            zone: None,
            edge: None,
            on: None,
            half: false,
            bound: None,
            rule,
        }
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
                let year = i64::from(full_year(three, three_length)?);
                let swap = (self.rules.month_first && mark == "/" && one <= 12) || two > 12;
                if swap { (year, one, two) } else { (year, two, one) }
            }
            _ => return None,
        };
        if at + 6 < last
            && self.mark(at + 5, last) == mark
            && self.glued(at + 5)
            && self.glued(at + 6)
            && self.tokens[at + 6].kind == TokenKind::Digits
        {
            return None;
        }
        let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        jiff::civil::Date::new(year, month, day).ok().filter(|_| year >= 1000)?;
        let what = What::Date { year: Some(year), month: Some(month), day: Some(day), to_day: None };
        Some(self.with_time(self.draft(at + 5, what, usize::MAX), last))
    }

    /// `15.2.`, `am 15.2`, `14./15.10.2018`: a day and a month in digits, where the language writes them so.
    fn dotted_day(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if !self.rules.dotted_days
            || (at > first && self.glued(at) && matches!(self.mark(at - 1, last), "." | "," | ":"))
        {
            return None;
        }
        let (day, length) = self.digits(at, last)?;
        let day = i8::try_from(day).ok().filter(|day| length <= 2 && (1..=31).contains(day))?;
        let dotted = |at: usize| self.mark(at, last) == "." && self.glued(at);
        let month_at = |at: usize| {
            let (month, length) = self.digits(at, last)?;
            let month = i8::try_from(month).ok().filter(|month| length <= 2 && (1..=12).contains(month))?;
            self.glued(at).then_some(month)
        };
        if dotted(at + 1)
            && let Some(month) = month_at(at + 2)
        {
            let closed = dotted(at + 3);
            let cued = self.cue_before(at, first, TimeCue::On) || self.cue_before(at, first, TimeCue::OnDay);
            let follows = closed && self.digits(at + 4, last).is_some() && self.glued(at + 4);
            if follows || !(closed || cued) || self.mark(at + 3, last) == "%" {
                return None;
            }
            let what = What::Date { year: None, month: Some(month), day: Some(day), to_day: None };
            return Some(self.with_time(self.draft(at + 3 + usize::from(closed), what, usize::MAX), last));
        }
        // The first day of a range whose month stands behind the second.
        let next = at + 1 + usize::from(dotted(at + 1));
        let slash = self.mark(next, last) == "/";
        let after = if slash { next + 1 } else { self.cue(next, last, TimeCue::Through)? };
        let (to_day, length) = self.digits(after, last)?;
        let to_day = i8::try_from(to_day).ok().filter(|to| length <= 2 && day < *to && *to <= 31)?;
        let month = month_at(after + 2).filter(|_| dotted(after + 1))?;
        let mut end = after + 3;
        let mut year = None;
        if dotted(end) {
            end += 1;
            if let Some((value, length)) = self.digits(end, last).filter(|_| self.glued(end)) {
                year = Some(full_year(value, length)?);
                end += 1;
            }
        } else if !self.cue_before(at, first, TimeCue::On) && dotted(at + 1) == slash {
            return None;
        }
        Some(self.draft(end, What::Date { year, month: Some(month), day: Some(day), to_day: Some(to_day) }, usize::MAX))
    }

    /// A day of a month, or the first of a list of days: "3, 4 and 5 May", "10. und 11. Februar".
    fn day_month_from(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let listed = self.rules.lists && !self.cue_before(at, first, TimeCue::Between);
        if listed && let Some((next, day)) = self.listed_day(at, last) {
            let mut ahead = next;
            for _ in 0..8 {
                let comma = self.mark(ahead, last) == ",";
                let and = self.cue(ahead, last, TimeCue::And);
                let Some(after) = and.or(comma.then_some(ahead + 1)) else { break };
                // "18., und 25. März".
                let and = and.or_else(|| self.cue(after, last, TimeCue::And));
                let after = and.unwrap_or(after);
                if and.is_some()
                    && let Some(Draft { what: What::Date { year, month: Some(month), .. }, rule, .. }) =
                        self.day_month(after, last)
                {
                    let what = What::Date { year, month: Some(month), day: Some(day), to_day: None };
                    return Some(self.draft(next, what, rule));
                }
                let Some((end, _)) = self.listed_day(after, last) else { break };
                ahead = end;
            }
        }
        self.day_month(at, last)
    }

    /// A day's number that others may follow before the month.
    fn listed_day(&self, at: usize, last: usize) -> Option<(usize, i8)> {
        if let Some((next, day)) = self.day_number(at, last) {
            return Some((next, day));
        }
        // "10. und 11. Februar": the stop behind the first is not before a month.
        let (value, length) = self.digits(at, last)?;
        let day = i8::try_from(value).ok().filter(|day| length <= 2 && (1..=31).contains(day))?;
        (self.mark(at + 1, last) == "." && self.glued(at + 1)).then_some((at + 2, day))
    }

    /// `on the 14th`, `am 14.`: the day of a month left out, where nothing counted follows.
    fn lone_day(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if !self.cue_before(at, first, TimeCue::OnDay) || !self.free(at, last) {
            return None;
        }
        let (next, day) = self.day_number(at, last)?;
        let what = What::Date { year: None, month: None, day: Some(day), to_day: None };
        let draft = self.draft(next, what, usize::MAX);
        if self.ends(next, last) {
            return Some(draft);
        }
        if self.cue(next, last, TimeCue::Hours).is_some() {
            let timed = self.with_time(draft.clone(), last);
            if timed.clock.is_some() {
                return Some(timed);
            }
        }
        // "Du 13 au 18".
        if let Some(after) = self.through(next, at, first, last)
            && self.rules.lists
            && let Some((end, to)) = self.day_number(after, last)
            && to > day
            && self.ends(end, last)
        {
            let what = What::Date { year: None, month: None, day: Some(day), to_day: Some(to) };
            return Some(self.draft(end, what, usize::MAX));
        }
        let timed = self.with_time(draft, last);
        (timed.clock.is_some()).then_some(timed)
    }

    /// `le 17/02`, `on 2/15`: day and month behind a cue of dates.
    fn slashed_day(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (one, one_length) = self.digits(at, last)?;
        if self.mark(at + 1, last) != "/" || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        // "9.30/12.30": minutes and an hour.
        if at > first && self.glued(at) && matches!(self.mark(at - 1, last), "." | ":") {
            return None;
        }
        let (two, two_length) = self.digits(at + 2, last)?;
        if one_length > 2 || two_length > 2 || self.mark(at + 3, last) == "/" || self.mark(at + 3, last) == "%" {
            return None;
        }
        let cued = self.cue_before(at, first, TimeCue::On) || self.cue_before(at, first, TimeCue::OnDay);
        let (day, month) = if self.rules.month_first && one <= 12 { (two, one) } else { (one, two) };
        let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let what = What::Date { year: None, month: Some(month), day: Some(day), to_day: None };
        let draft = self.with_time(self.draft(at + 3, what, usize::MAX), last);
        let full = one_length == 2 && two_length == 2 && !self.rules.month_first;
        (cued || full || draft.clock.is_some()).then_some(draft)
    }

    /// `21 September 2022`, `the 3rd of May`, `21 septembre`, `20-22 September`.
    fn day_month(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, day) = self.day_number(at, last)?;
        let (mut month_at, mut to_day) = (next, None);
        let through = self.cue(next, last, TimeCue::Through).or_else(|| self.cue(next, last, TimeCue::And));
        let weekday = |at: usize| {
            let found = self.word(
                at,
                last,
                TimeWord::WEEKDAY,
                |word| matches!(word, TimeWord::Weekday(_)).then_some(()),
                usize::MAX,
            );
            found.map_or(at, |(next, ..)| next)
        };
        if let Some(after) = through.map(weekday)
            && let Some((end, last_day)) = self.day_number(after, last)
            && last_day > day
        {
            (month_at, to_day) = (end, Some(last_day));
        }
        let month_at =
            self.cue(month_at, last, TimeCue::Of).filter(|_| self.mark(month_at, last) != ",").unwrap_or(month_at);
        let (end, (month, weak), rule) = self.month(month_at, last)?;
        if weak && end == month_at + 1 && self.names_on(end, last) {
            return None;
        }
        if to_day.is_none()
            && let Some((end, shift)) = self.moved_year(end, last)
        {
            // "Am 3. Mai vergangenen Jahres".
            return Some(self.with_time(self.draft(end, What::DayOf { month, day, shift }, rule), last));
        }
        let (end, year) = self.year_after(end, last);
        let what = What::Date { year, month: Some(month), day: Some(day), to_day };
        Some(self.with_time(self.with_weekday(self.draft(end, what, rule), last), last))
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
        for from in [Some(at), self.cue(at, last, TimeCue::Of)].into_iter().flatten() {
            if let Some((end, year)) = self.worded_year(from, last) {
                return (end, Some(year));
            }
        }
        (at, None)
    }

    /// `September 21, 2022`, `Sept. 2022`, `in March`, `September`.
    fn month_first(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let (next, (month, weak), rule) = self.month(at, last)?;
        // "February the 15th".
        let ranked = self.cue(next, last, TimeCue::Article).filter(|next| self.ordinal(*next, last).is_some());
        // Where the day goes before the month, "in May 12 people died" names no 12 May.
        let counts = |end: usize| {
            let noun = self.tokens[..last].get(end).filter(|token| token.kind == TokenKind::Word);
            let dated = self.year_after(end, last).1.is_some();
            !self.rules.month_first
                && ranked.is_none()
                && !dated
                && noun.is_some_and(|token| token.case == TokenCase::Lower)
        };
        let day = self.day_number(ranked.unwrap_or(next), last).filter(|(end, _)| !counts(*end));
        if let Some((end, day)) = day {
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
            return Some(self.with_time(self.with_weekday(self.draft(end, what, rule), last), last));
        }
        if let Some((end, shift)) = self.moved_year(next, last) {
            // "July last year".
            return Some(self.draft(end, What::MonthOf { month, shift }, rule));
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
        if !self.capital(at) && (rule.weak || self.tokens[at].span.len() <= 4) {
            return None;
        }
        // "Xu Di.": a name at the end of its sentence.
        let stop = next > at + 1 && self.mark(next - 1, last) == ".";
        if stop && self.tokens[..at].last().is_some_and(|before| before.case == TokenCase::Title) {
            return None;
        }
        let mut from = next;
        if matches!(self.mark(from, last), "." | ",") {
            from += 1;
        }
        // "Wednesday, 21 September": the date says it all.
        let article = self.cue(from, last, TimeCue::YearArticle).or_else(|| self.cue(from, last, TimeCue::On));
        for from in [next, from, article.unwrap_or(from)] {
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
                return Some(Draft { part: draft.part.or(rule.part), on: Some(rule.number), ..draft });
            }
        }
        let number_of_day = self.cue(next, last, TimeCue::YearArticle).unwrap_or(next);
        if let Some((end, day)) = self.day_number(number_of_day, last)
            && self.free(number_of_day, last)
            && self.tokens.get(end).is_none_or(|token| {
                end >= last || token.kind == TokenKind::Punct || self.starts(end) & TimeCue::At.bit() != 0
            })
            && self.mark(end, last) != ":"
        {
            let what = What::WeekdayDay { number: rule.number, day };
            let draft = Draft { part: rule.part, ..self.draft(end, what, number) };
            return Some(self.with_time(draft, last));
        }
        if rule.weak {
            return None;
        }
        let (next, shift) = match self.shift(next, last, true) {
            Some((end, by, _)) => (end, Some(by)),
            None => (next, None),
        };
        if shift.is_none() {
            if let Some((end, weeks)) = self.away_weeks(next, last) {
                let what = What::WeekdayOf { number: rule.number, weeks };
                return Some(Draft { part: rule.part, ..self.draft(end, what, number) });
            }
            let cues = [TimeCue::Of, TimeCue::On, TimeCue::From].map(|cue| self.cue(next, last, cue));
            for of in cues.into_iter().chain([Some(next)]) {
                if let Some(of) = of
                    && let Some((end, weeks)) = self.moved_week(of, last)
                {
                    let what = What::WeekdayOf { number: rule.number, weeks };
                    let draft = Draft { part: rule.part, ..self.draft(end, what, number) };
                    return Some(self.with_time(draft, last));
                }
            }
        }
        let mut draft = self.draft(next, What::Weekday { number: rule.number, shift }, number);
        draft.part = rule.part;
        Some(self.with_time(draft, last))
    }

    /// `last year`, `de l'année dernière`, `dieses Jahres` behind a month: index after it, and by how many years it is moved.
    fn moved_year(&self, at: usize, last: usize) -> Option<(usize, i64)> {
        let at = self.cue(at, last, TimeCue::Of).filter(|_| self.mark(at, last) != ",").unwrap_or(at);
        let at = self.cue(at, last, TimeCue::Article).unwrap_or(at);
        if let Some(moved) = self.moved_word(at, last) {
            return Some(moved);
        }
        if let Some((next, by, _)) = self.shift(at, last, false) {
            let (end, unit, _) = self.unit(next, last)?;
            return (unit == TimeUnit::Year).then_some((end, by));
        }
        let (next, unit, _) = self.unit(at, last)?;
        let (end, by, _) = self.shift(next, last, true)?;
        (unit == TimeUnit::Year).then_some((end, by))
    }

    /// `next week`, `la semaine prochaine`: index after it, and by how many weeks it is moved.
    fn moved_week(&self, at: usize, last: usize) -> Option<(usize, i64)> {
        let at = self.cue(at, last, TimeCue::Article).unwrap_or(at);
        if let Some((next, by, _)) = self.shift(at, last, false)
            && let Some((end, TimeUnit::Week, _)) = self.unit(next, last)
        {
            return Some((end, by));
        }
        let (next, unit, _) = self.unit(at, last)?;
        let (end, by, _) = self.shift(next, last, true)?;
        (unit == TimeUnit::Week).then_some((end, by))
    }

    /// Appends a part of the day or a clock time to a date.
    fn with_time(&self, mut draft: Draft, last: usize) -> Draft {
        if let Some((end, rule, _)) = self.part(draft.end, last) {
            draft.end = end;
            draft.part = Some(rule.part);
            draft.clock = rule.clock;
        }
        let mut at = draft.end;
        if self.mark(at, last) == "," {
            at += 1;
        }
        let cued = self.cue(at, last, TimeCue::At);
        let between = self.cue(at, last, TimeCue::Between);
        let bound = cued.and_then(|next| self.bound_between(at, next));
        let at = cued.or(between).unwrap_or(at);
        let found = self.clock_time(at, last, cued.is_some() || between.is_some()).or_else(|| {
            // "Tonight at 8": an hour alone, where a part of the day leads and nothing counted follows.
            let may = at < last && cued.is_some() && draft.part.is_some();
            let (next, hour, _) = if may { self.quantity(at, last) } else { None }?;
            let clock = u16::try_from(hour? * 60).ok()?;
            (self.ends(next, last) && clock <= 1440 && self.free(at, last)).then_some((next, clock))
        });
        let mut zone = None;
        let found = found.or_else(|| {
            // "Hoy a las doce menos cuarto".
            let from = self.cue(draft.end, last, TimeCue::Hours).or(cued)?;
            let may = from < last
                && (self.tokens[from].kind == TokenKind::Digits || self.starts(from) & TimeWord::QUANTITY != 0);
            let read = if may { self.hour_alone(from, draft.end, last) } else { None };
            let read = read.or_else(|| if may { self.hour_in_words(from, draft.end, last) } else { None })?;
            zone = read.zone;
            read.clock.filter(|_| read.what == What::Clock).map(|clock| (read.end, clock))
        });
        let found = found.or_else(|| {
            // "Jutro o piątej".
            let read = cued.and_then(|from| self.hour_by_rank(from, draft.end, last))?;
            read.clock.map(|clock| (read.end, clock))
        });
        if let Some((end, clock)) = found {
            draft.end = end;
            draft.bound = bound;
            draft.zone = zone;
            draft.clock = Some(draft.part.map_or(clock, |part| half_day(clock, part)));
            self.close_clock(&mut draft, between.is_some(), last);
        }
        draft
    }

    /// What may stand behind a clock time: the end of a range, a zone.
    fn close_clock(&self, draft: &mut Draft, between: bool, last: usize) {
        let first_zone = self.zone(draft.end, last);
        let end = first_zone.map_or(draft.end, |(end, ..)| end);
        let and = if between { self.cue(end, last, TimeCue::And) } else { None };
        let through = and.or_else(|| self.cue(end, last, TimeCue::Through).filter(|_| self.rules.lists));
        let through = through.or_else(|| (self.mark(end, last) == "/" && self.glued(end)).then_some(end + 1));
        if let Some(after) = through
            && let Some((end, to)) = self
                .clock_time(after, last, true)
                .or_else(|| self.worded_hour(after, last).map(|(end, clock, _)| (end, clock)))
            && let Some(from) = draft.clock
            && let Some(to) = (from < to).then_some(to).or_else(|| self.past_noon(from, to, after, end))
        {
            // "3:30 to 6 p.m.": both in the afternoon.
            let late = from < 720 && from + 720 < to && self.said_half(after, end);
            draft.clock = Some(if late { from + 720 } else { from });
            draft.end = end;
            draft.clock_to = Some(to);
        }
        if let (Some(from), None) = (draft.clock, draft.clock_to)
            && let Some((end, to)) = self.clock_lasting(from, draft.end, last)
        {
            draft.end = end;
            draft.clock_to = Some(to);
        }
        if let Some((end, zone, _)) = self.zone(draft.end, last) {
            draft.end = end;
            draft.zone = Some(zone);
        }
    }

    /// "11:30 to 1:30": the second behind noon, where neither says which half of the day it is in.
    fn past_noon(&self, from: u16, to: u16, at: usize, end: usize) -> Option<u16> {
        let later = to + 720;
        (from < 780 && later > from && !self.says_half(at, end)).then_some(later)
    }

    /// Whether nothing, or only a mark, stands at `at`.
    fn ends(&self, at: usize, last: usize) -> bool {
        at >= last
            || self.tokens[at].kind == TokenKind::Punct && !matches!(self.mark(at, last), "%" | "-" | "–" | ":" | "/")
    }

    fn zone(&self, at: usize, last: usize) -> Found<i16> {
        let bracket = usize::from(self.mark(at, last) == "(");
        let (end, zone, rule) = self.word(
            at + bracket,
            last,
            TimeWord::ZONE,
            |word| if let TimeWord::Zone(minutes) = word { Some(*minutes) } else { None },
            usize::MAX,
        )?;
        // "Est" and "cet" are words of their own; a zone's letters are capitals.
        let small = !self.rules.lower_zones && self.tokens[at + bracket].case == TokenCase::Lower;
        let letters = end > at + bracket + 1 || !small;
        let closed = bracket == 0 || self.mark(end, last) == ")";
        (closed && letters).then_some((end + bracket, zone, rule))
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
        let half = |end: usize| {
            let pm = self.cue(end, last, TimeCue::Pm).map(|next| (next, true));
            pm.or_else(|| self.cue(end, last, TimeCue::Am).map(|next| (next, false)))
        };
        let (mut end, mut minute, mut sure) = (at + 1, 0, false);
        let mark = self.mark(end, last);
        if matches!(mark, ":" | ".")
            && self.glued(end)
            && let Some((value, 2)) = self.digits(end + 1, last)
            && self.glued(end + 1)
            && value < 60
        {
            // "0:13" is a score.
            let score = hour == 0 && length == 1 && !self.cue_before(at, at.saturating_sub(4), TimeCue::AtHour);
            sure = mark == ":" && !score;
            (end, minute) = (end + 2, value);
            if self.mark(end, last) == ":" && self.digits(end + 1, last).is_some() {
                end += 2;
            }
            // "18:30h".
            if let Some(next) = self.cue(end, last, TimeCue::HourMark).filter(|_| self.glued(end)) {
                (end, sure) = (next, true);
            }
        } else if let Some(next) = self.cue(end, last, TimeCue::HourMark).filter(|_| half(end).is_none()) {
            let glued = self.glued(end);
            if let Some((value, 2)) = self.digits(next, last)
                && value < 60
                && (glued
                    || self.glued(next)
                    || mark.chars().count() == 1
                    || cued
                        && self.free(next, last)
                        && (self.ends(next + 1, last) || self.cue(next + 1, last, TimeCue::Through).is_some()))
            {
                (end, minute, sure) = (next + 1, value, true);
            } else if cued || glued {
                (end, sure) = (next, cued || (glued && hour > 0));
            } else if [TimeCue::Am, TimeCue::Pm].iter().any(|half| self.cue(next, last, *half).is_some()) {
                end = next;
            }
        }
        let mut hour = hour;
        let mut half_at = half(end);
        if half_at.is_none()
            && let Some(next) = self.cue(end, last, TimeCue::ClockMark)
        {
            (end, sure) = (next, true);
            if let Some((value, 2)) = self.digits(end, last)
                && minute == 0
                && value < 60
                && self.free(end, last)
                && (self.ends(end + 1, last) || self.part(end + 1, last).is_some())
            {
                (end, minute) = (end + 1, value);
            }
            half_at = half(end);
        }
        if let Some((next, pm)) = half_at {
            // "11 ночи": late in the night, though the same word stands behind the small hours.
            let pm = pm || self.is_night(end, last) && (6..12).contains(&hour);
            (end, sure) = (next, true);
            hour = if pm && hour < 12 {
                hour + 12
            } else if !pm {
                hour % 12
            } else {
                hour
            };
        }
        let mut minutes = u16::try_from(hour * 60 + minute).ok()?;
        if sure && let Some((next, turn)) = self.turn_after(end, last) {
            end = next;
            minutes = minutes.checked_add_signed(turn)?;
            if let Some((next, pm)) = half(end) {
                end = next;
                minutes = if pm && minutes < 720 { minutes + 720 } else { minutes };
            }
        }
        if sure
            && half_at.is_none()
            && let Some((next, part, _)) = self.part(end, last)
            && part.clock.is_none()
            && (part.part != DayPart::Morning || minutes < 720)
        {
            (end, minutes) = (next, half_day(minutes, part.part));
        }
        (sure && minutes <= 1440 && (cued || end > at + 1)).then_some((end, minutes))
    }

    fn turn_after(&self, at: usize, last: usize) -> Option<(usize, i16)> {
        self.word(
            at,
            last,
            TimeWord::TURN,
            |word| match word {
                TimeWord::Turn(rule) if rule.after => Some(rule.minutes),
                _ => None,
            },
            usize::MAX,
        )
        .map(|(next, minutes, _)| (next, minutes))
    }

    /// `à quinze heures`, `at three pm`, `в три часа дня`: an hour in words behind a cue of clock times.
    fn hour_in_words(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        if !self.cue_before(at, first, TimeCue::At) {
            return None;
        }
        let (next, hour, rule) = self.quantity(at, last)?;
        let hour = hour.filter(|hour| (1..=24).contains(hour))?;
        let mut clock = u16::try_from(hour * 60).ok()?;
        // "After four hours": a length, unless the cue is of hours of the day.
        let hours = self.cue_before(at, first, TimeCue::AtHour) || self.cue_before(at, first, TimeCue::Hours);
        let mark = self
            .cue(next, last, TimeCue::ClockMark)
            .or_else(|| if hours { self.cue(next, last, TimeCue::HourMark) } else { None });
        let mut end = mark.unwrap_or(next);
        if let Some((value, 1..=2)) = self.digits(end, last).filter(|(value, _)| mark.is_some() && *value < 60)
            && self.free(end, last)
        {
            clock += u16::try_from(value).ok()?;
            end += 1;
        } else if let Some((after, turn)) = self.turn_after(end, last) {
            clock = clock.checked_add_signed(turn)?;
            end = after;
        }
        let mut sure = mark.is_some();
        for (cue, late) in [(TimeCue::Pm, true), (TimeCue::Am, false)] {
            for from in [end, next] {
                if let Some(after) = self.cue(from, last, cue).filter(|after| *after >= end) {
                    let late = late || self.is_night(from, last) && (360..720).contains(&clock);
                    clock = if late && clock < 720 { clock + 720 } else { clock };
                    (end, sure) = (after, true);
                }
            }
        }
        if let Some((after, part, _)) = self.part(end, last).filter(|(_, part, _)| part.clock.is_none()) {
            (end, clock, sure) = (after, half_day(clock, part.part), true);
        }
        if !sure {
            return None;
        }
        let mut draft = self.draft(end, What::Clock, rule);
        draft.clock = Some(clock);
        self.close_clock(&mut draft, self.cue_before(at, first, TimeCue::Between), last);
        Some(draft)
    }

    /// The same with the day behind it.
    fn clock_in_words(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        self.hour_in_words(at, first, last).map(|draft| self.with_day(draft, last))
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
        let mut draft = self.draft(at, What::Clock, usize::MAX);
        // "8 heures ce soir": the part of the day behind says that it is no length.
        let timed = self.clock_time(at, last, cued).or_else(|| {
            let next = self.cue(at + 1, last, TimeCue::HourMark)?;
            let day = self.word(
                next,
                last,
                TimeWord::DAY,
                |word| matches!(word, TimeWord::Day(rule) if rule.part.is_some()).then_some(()),
                usize::MAX,
            );
            day.and_then(|_| self.clock_time(at, last, true))
        });
        if let Some((end, clock)) = timed {
            draft.end = end;
            draft.clock = Some(clock);
            self.close_clock(&mut draft, self.cue_before(at, first, TimeCue::Between), last);
        } else {
            // "10 bis 15 Uhr", "3-4 pm": the hour's mark stands behind the second only.
            let (hour, length) = self.digits(at, last).filter(|(hour, length)| *length <= 2 && *hour <= 24)?;
            let minutes = self.digits(at + 2, last).filter(|(minute, length)| {
                *length == 2
                    && *minute < 60
                    && self.mark(at + 1, last) == "."
                    && self.glued(at + 1)
                    && self.glued(at + 2)
            });
            if minutes.is_none() && !self.free(at, last) {
                return None;
            }
            let next = if minutes.is_some() { at + 3 } else { at + 1 };
            let through = self
                .through(next, at, first, last)
                .or_else(|| (self.mark(next, last) == "/" && minutes.is_some()).then_some(next + 1))
                .or_else(|| self.cue(next, last, TimeCue::And).filter(|_| minutes.is_some()));
            let after = through.filter(|_| length <= 2)?;
            let (end, to) = self.clock_time(after, last, false)?;
            let from = u16::try_from(hour * 60 + minutes.map_or(0, |(minute, _)| minute)).ok()?;
            let late = to >= 720 && from + 720 < to && hour < 12 && self.said_half(after, end);
            draft.end = end;
            draft.clock = Some(if late { from + 720 } else { from }).filter(|from| *from < to);
            draft.clock_to = Some(to);
            draft.clock?;
            if let Some((end, zone, _)) = self.zone(end, last) {
                (draft.end, draft.zone) = (end, Some(zone));
            }
        }
        Some(self.with_day(draft, last))
    }

    /// `at 3 in the morning`, `a las 3 y media`: an hour without a mark behind a cue of hours, where a part of the day, a
    /// zone or minutes follow, or where the cue is of nothing else; then the small hours are in the afternoon.
    fn hour_alone(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        let digits = self.tokens[at].kind == TokenKind::Digits;
        let surely = self.cue_before(at, first, TimeCue::Hours);
        if !surely && !self.cue_before(at, first, TimeCue::AtHour) || digits && !self.free(at, last) {
            return None;
        }
        let (next, hour) = if digits {
            let (hour, length) = self.digits(at, last)?;
            if length > 2 {
                return None;
            }
            (at + 1, hour)
        } else {
            let (next, hour, _) = self.quantity(at, last)?;
            (next, hour?)
        };
        let mut clock = u16::try_from(hour * 60).ok().filter(|_| (1..=24).contains(&hour))?;
        let mut draft = self.draft(next, What::Clock, usize::MAX);
        let turn = self.turn_after(next, last);
        if let Some((after, minutes)) = turn {
            clock = clock.checked_add_signed(minutes)?;
            draft.end = after;
        }
        for (cue, late) in [(TimeCue::Pm, true), (TimeCue::Am, false)] {
            if let Some(after) = self.cue(draft.end, last, cue) {
                let late = late || self.is_night(draft.end, last) && (360..720).contains(&clock);
                draft.end = after;
                draft.clock = Some(if late && clock < 720 {
                    clock + 720
                } else if late {
                    clock
                } else {
                    clock % 720
                });
                return Some(draft);
            }
        }
        if let Some((after, part, _)) = self.part(draft.end, last).filter(|(_, part, _)| part.clock.is_none()) {
            draft.end = after;
            draft.clock = Some(half_day(clock, part.part));
            return Some(draft);
        }
        draft.clock = Some(clock);
        if let Some((after, zone, _)) = self.zone(draft.end, last) {
            (draft.end, draft.zone) = (after, Some(zone));
            return Some(draft);
        }
        if !(surely && self.ends(draft.end, last)) {
            return None;
        }
        draft.clock = Some(if clock < 480 { clock + 720 } else { clock });
        Some(draft)
    }

    /// The same with the day behind it.
    fn bare_hour(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        self.hour_alone(at, first, last).map(|draft| self.with_day(draft, last))
    }

    /// Whether a clock time says which half of the day it means.
    fn said_half(&self, at: usize, end: usize) -> bool {
        (at..end).any(|at| [TimeCue::Pm, TimeCue::Am].iter().any(|cue| self.cue(at, end, *cue).is_some()))
    }

    /// A clock time with the day behind it: "7 p.m. on Wednesday", "5 p.m. EST, Nov. 9".
    fn with_day(&self, draft: Draft, last: usize) -> Draft {
        let comma = (self.mark(draft.end, last) == ",").then_some(draft.end + 1);
        let of = self.cue(draft.end, last, TimeCue::Of).filter(|_| draft.part.is_some() && comma.is_none());
        for from in [Some(draft.end), self.cue(draft.end, last, TimeCue::On), of, comma].into_iter().flatten() {
            if from >= last {
                continue;
            }
            let day = if self.tokens[from].kind == TokenKind::Digits {
                self.numeric_date(from, from, last).or_else(|| self.day_month(from, last))
            } else {
                self.weekday(from, last)
                    .or_else(|| self.day_word(from, last))
                    .or_else(|| self.month_first(from, from, last))
            };
            let day = day.filter(|day| day.clock.is_none() && !matches!(day.what, What::Date { day: None, .. }));
            if let Some(day) = day
                && (Some(from) != comma || matches!(day.what, What::Date { .. }))
            {
                let part = |clock: u16| day.part.map_or(clock, |part| half_day(clock, part));
                let (clock, clock_to) = (draft.clock.map(part), draft.clock_to.map(part));
                let part = day.part.or(draft.part);
                return Draft { clock, clock_to, part, zone: draft.zone, ..day };
            }
        }
        draft
    }

    /// A word for a day as seen from another: `yesterday`, `the day after`.
    fn any_day(&self, at: usize, last: usize) -> Found<DayRule> {
        let day = |word: &TimeWord| if let TimeWord::Day(rule) = word { Some(*rule) } else { None };
        self.word(at, last, TimeWord::DAY, day, usize::MAX)
    }

    fn day_word(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, rule, number) = self.any_day(at, last)?;
        // "Am heutigen Samstag".
        let weekday = self.word(
            next,
            last,
            TimeWord::WEEKDAY,
            |word| matches!(word, TimeWord::Weekday(rule) if !rule.weak && rule.part.is_none()).then_some(()),
            usize::MAX,
        );
        let next = weekday.map_or(next, |(end, ..)| end);
        let mut draft = self.draft(next, What::Day { days: rule.days, text: rule.text }, number);
        draft.part = rule.part;
        let part = self.part(draft.end, last).is_some();
        if rule.part.is_none() || !part {
            draft = self.with_time(draft, last);
        }
        Some(draft)
    }

    fn quantity(&self, at: usize, last: usize) -> Found<Option<i64>> {
        if let Some((value, length)) = self.digits(at, last) {
            // "3240 Tage": four digits are no year before a length.
            // "1030 hours" may be half past ten.
            let clock = value % 100 < 60 && value < 2400;
            let counts = |unit: TimeUnit| unit != TimeUnit::Hour || !clock;
            let many = length == 4
                && !(1800..=2100).contains(&value)
                && self.unit(at + 1, last).is_some_and(|(_, unit, _)| counts(unit));
            return (self.free(at, last) && (length <= 3 || many)).then_some((at + 1, Some(value), usize::MAX));
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
    fn counted(&self, at: usize, first: usize, last: usize) -> Option<Draft> {
        for cue in [TimeCue::AgoBefore, TimeCue::Ahead] {
            if let Some(start) = self.cue(at, last, cue)
                && let Some((next, count, _)) = self.quantity(start, last)
                && let Some((end, unit, rule)) = self.unit(next, last)
                && (cue == TimeCue::AgoBefore || !matches!(unit, TimeUnit::Second))
            {
                if cue == TimeCue::Ahead && self.cue(end, last, TimeCue::Earlier).is_some() {
                    break;
                }
                // "In three days at 5 p.m.": that day.
                if let (TimeCue::Ahead, Some(days), TimeUnit::Day) = (cue, count, unit)
                    && self.cue(end, last, TimeCue::At).is_some()
                {
                    let timed = self.with_time(self.draft(end, What::Day { days, text: false }, rule), last);
                    if timed.clock.is_some() {
                        return Some(timed);
                    }
                }
                let what = if cue == TimeCue::Ahead {
                    What::Around { count, unit, ahead: true }
                } else {
                    What::Away { count, unit, ahead: false, text: false }
                };
                return Some(self.draft(end, what, rule));
            }
        }
        // "Через неделю": one of them, where no article counts it.
        if self.rules.one_unit
            && let Some(start) = self.cue(at, last, TimeCue::Ahead)
            && self.cue(start, last, TimeCue::Bare).is_none()
            && let Some((end, unit, rule)) = self.unit(start, last)
        {
            return Some(self.draft(end, What::Around { count: Some(1), unit, ahead: true }, rule));
        }
        let (mut next, count, _) = match self.quantity(at, last) {
            Some(found) => found,
            None => {
                // A plural alone ("months of promises") is a length too; only longer ones are worth it.
                let (end, unit, rule) = self.unit(at, last)?;
                if let Some(close) = self.same_day(end, unit, last) {
                    return Some(self.draft(close, What::SameDay, rule));
                }
                let number = at > first
                    && (self.tokens[at - 1].kind == TokenKind::Digits || self.quantity(at - 1, at).is_some())
                    // "W latach 2014–2015".
                    || self.digits(end, last).is_some();
                let bare = !number
                    && self.cue(at, last, TimeCue::Bare).is_some()
                    && self.cue(end, last, TimeCue::Age).is_none();
                return bare.then(|| self.draft(end, What::Duration { count: None, unit }, rule));
            }
        };
        let hyphen = self.mark(next, last) == "-" && self.glued(next);
        if hyphen {
            next += 1;
        }
        // "2 derniers jours".
        if let Some((after, by, _)) = self.shift(next, last, false)
            && by != 0
            && let Some((end, unit, rule)) = self.unit(after, last)
        {
            return Some(self.draft(end, What::Around { count, unit, ahead: by > 0 }, rule));
        }
        let weekday = self.word(
            next,
            last,
            TimeWord::WEEKDAY,
            |word| if let TimeWord::Weekday(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        );
        if let (Some((end, weekday, rule)), Some(count)) = (weekday.filter(|(_, rule, _)| !rule.weak), count) {
            let ahead = self.cue(end, last, TimeCue::Hence);
            let close = ahead.or_else(|| self.cue(end, last, TimeCue::Ago))?;
            let what = What::WeekdayAway { number: weekday.number, count, ahead: ahead.is_some() };
            return Some(self.draft(close, what, rule));
        }
        let (end, unit, rule) = self.unit(next, last)?;
        if let Some(close) = self.cue(end, last, TimeCue::Hence) {
            return Some(self.draft(close, What::Away { count, unit, ahead: true, text: false }, rule));
        }
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
            // "ten days before the vote" is a length before something else.
            let goes_on = close < last
                && self.tokens[close].kind == TokenKind::Word
                && self.cue(end, last, TimeCue::After) == Some(close)
                && self.rules.lists;
            if goes_on {
                return Some(self.draft(end, What::Duration { count, unit }, rule));
            }
            return Some(self.draft(close, away(false, true), rule));
        }
        if let Some(close) = self.cue(end, last, TimeCue::Later) {
            return Some(self.draft(close, away(true, true), rule));
        }
        if let Some((close, by, _)) = self.shift(end, last, true) {
            return Some(self.draft(close, What::Around { count, unit, ahead: by > 0 }, rule));
        }
        if unit == TimeUnit::Year && self.between_ages(at, first) {
            return None;
        }
        // "un jour", "a second", "one day": no length unless counted.
        if count == Some(1) && matches!(unit, TimeUnit::Second | TimeUnit::Day) && !hyphen {
            return None;
        }
        let within = self.cue_before(at, first, TimeCue::Within);
        let what = if within { What::Within { count, unit } } else { What::Duration { count, unit } };
        Some(self.draft(end, what, rule))
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
        for (cue, ahead) in [(TimeCue::Recent, false), (TimeCue::Coming, true)] {
            let Some(next) = self.cue(at, last, cue) else { continue };
            // "in den vergangenen beiden Jahren": counted after all.
            if let Some((middle, count, _)) = self.quantity(next, last)
                && let Some((end, unit, rule)) = self.unit(middle, last)
                && self.cue(at, last, TimeCue::Within) != Some(next)
            {
                return Some(self.draft(end, few_or(count, unit, ahead), rule));
            }
            // "in der letzten Woche": one week, where plurals are told apart.
            if let Some((end, unit, rule)) = self.unit(next, last)
                && self.rules.lists
                && self.cue(next, last, TimeCue::Bare).is_none()
                && !matches!(unit, TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour)
                && let Some((_, by, _)) = self.shift(next - 1, next, false)
            {
                return Some(self.draft(end, What::Unit { unit, shift: by, text: false }, rule));
            }
        }
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
        if let Some((next, by, word)) = self.shift(at, last, false) {
            if by < 0
                && let Some(draft) = self.nth_of(-1, next, last)
            {
                return Some(draft);
            }
            if let Some(draft) = self.moved_feast(at, last) {
                return Some(draft);
            }
            if let Some((middle, count, _)) = self.quantity(next, last)
                && let Some((end, unit, rule)) = self.unit(middle, last)
            {
                return Some(self.draft(end, few_or(count, unit, by > 0), rule));
            }
            if let Some((end, unit, rule)) = self.unit(next, last)
                && !matches!(unit, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second)
            {
                let (end, by) = self.shift(end, last, true).map_or((end, by), |(end, by, _)| (end, by));
                let text = self.counts_from_text(word);
                if unit == TimeUnit::Week
                    && let Some(draft) = self.weekday_of_week(end, by, last)
                {
                    return Some(draft);
                }
                if unit == TimeUnit::Year
                    && let Some(draft) = self.quarter_of(end, by, last).or_else(|| self.month_of(end, by, last))
                {
                    return Some(draft);
                }
                return Some(self.draft(end, What::Unit { unit, shift: by, text }, rule));
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
            && let Some((end, by, word)) = self.shift(next, last, true)
        {
            let text = self.counts_from_text(word);
            return Some(self.draft(end, What::Unit { unit, shift: by, text }, rule));
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

    /// Whether a moving word counts from a day in the text.
    fn counts_from_text(&self, rule: usize) -> bool {
        let rule = u32::try_from(rule).ok().filter(|rule| (*rule as usize) < self.rules.lexicon.rules().len());
        rule.is_some_and(|rule| matches!(self.rules.lexicon.rule(rule).means, TimeWord::Shift(rule) if rule.text))
    }

    /// `'s third quarter` behind a year: a quarter of that year.
    fn quarter_of(&self, at: usize, shift: i64, last: usize) -> Option<Draft> {
        let mut next = at;
        while matches!(self.mark(next, last), "'" | "’" | "s" | "'s" | "’s") && self.glued(next) {
            next += 1;
        }
        if next == at {
            return None;
        }
        let (mut next, quarter, _) = self.ordinal(next, last).filter(|(_, rank, _)| (1..=4).contains(rank))?;
        if self.mark(next, last) == "-" && self.glued(next) {
            next += 1;
        }
        let (end, unit, rule) = self.unit(next, last)?;
        (unit == TimeUnit::Quarter).then(|| self.draft(end, What::QuarterOf { quarter, shift }, rule))
    }

    /// `the quarter`, `the year-ago quarter`, `year-earlier third quarter`.
    fn compared(&self, at: usize, last: usize) -> Option<Draft> {
        if let Some(next) = self.cue(at, last, TimeCue::YearBefore) {
            if let Some((after, quarter, _)) = self.ordinal(next, last)
                && let Some((end, TimeUnit::Quarter, rule)) = self.unit(after, last)
            {
                return Some(self.draft(end, What::QuarterOf { quarter, shift: -1 }, rule));
            }
            let end = self.quarter_word(next, last).unwrap_or(next);
            return Some(self.draft(end, What::Same { years: -1, year: None }, usize::MAX));
        }
        let next = self.cue(at, last, TimeCue::Same)?;
        let end = self.quarter_word(next, last)?;
        Some(self.draft(end, What::Same { years: 0, year: None }, usize::MAX))
    }

    /// Index after "quarter", or a word that stands for one.
    fn quarter_word(&self, at: usize, last: usize) -> Option<usize> {
        match self.unit(at, last) {
            Some((end, TimeUnit::Quarter, _)) => Some(end),
            _ => self.cue(at, last, TimeCue::Span),
        }
    }

    /// `1988 third quarter`, `the 1988 period`.
    fn year_quarter(&self, at: usize, last: usize) -> Option<Draft> {
        let (next, year) = self.year(at, last)?;
        if let Some((mut after, quarter, _)) = self.ordinal(next, last) {
            after += usize::from(self.mark(after, last) == "-" && self.glued(after));
            if let Some((end, TimeUnit::Quarter, rule)) = self.unit(after, last)
                && (1..=4).contains(&quarter)
            {
                return Some(self.draft(end, What::Quarter { quarter, year: Some(year) }, rule));
            }
        }
        let end = self.quarter_word(next, last)?;
        Some(self.draft(end, What::Same { years: 0, year: Some(year) }, usize::MAX))
    }

    /// `Monday of March`, `week of October 2014`, `day of next month` behind a rank.
    fn nth_of(&self, nth: i64, at: usize, last: usize) -> Option<Draft> {
        let weekday = self.word(
            at,
            last,
            TimeWord::WEEKDAY,
            |word| if let TimeWord::Weekday(rule) = word { Some(rule.number) } else { None },
            usize::MAX,
        );
        let (next, weekday, unit) = match weekday {
            Some((next, number, _)) => (next, Some(number), TimeUnit::Day),
            None => self.unit(at, last).map(|(next, unit, _)| (next, None, unit))?,
        };
        if let (end, Some(year)) = self.year_after(next, last)
            && (nth < 0 || matches!(unit, TimeUnit::Day | TimeUnit::Week | TimeUnit::Weekend))
            && matches!(unit, TimeUnit::Day | TimeUnit::Week | TimeUnit::Weekend | TimeUnit::Month | TimeUnit::Quarter)
        {
            let what = What::Nth { nth, weekday, unit, month: None, year: Some(year), shift: 0 };
            return Some(self.draft(end, what, usize::MAX));
        }
        if !matches!(unit, TimeUnit::Day | TimeUnit::Week | TimeUnit::Weekend) {
            return None;
        }
        let of = self.cue(next, last, TimeCue::Of).or_else(|| self.cue(next, last, TimeCue::Year));
        // "Перша середа жовтня": the genitive needs no word between.
        let of = of.or_else(|| self.month(next, last).map(|_| next))?;
        if let Some((end, (month, _), rule)) = self.month(of, last) {
            // "Last Friday (April 10)": a day of the month, beside the weekday.
            if self.day_number(end, last).is_some() {
                return None;
            }
            let (end, year) = self.year_after(end, last);
            return Some(self.draft(end, What::Nth { nth, weekday, unit, month: Some(month), year, shift: 0 }, rule));
        }
        let (end, month, rule, shift) = match self.shift(of, last, false) {
            Some((after, shift, _)) => self.unit(after, last).map(|(end, unit, rule)| (end, unit, rule, shift))?,
            None => {
                // "The first Monday of the month".
                let of = self.cue(of, last, TimeCue::Article).unwrap_or(of);
                let (next, unit, rule) = self.unit(of, last)?;
                let listed = self.mark(of - 1, last) == ",";
                match self.shift(next, last, true) {
                    Some((end, shift, _)) => (end, unit, rule, shift),
                    None if !listed && (weekday.is_some() || unit != TimeUnit::Day) => (next, unit, rule, 0),
                    None => return None,
                }
            }
        };
        (month == TimeUnit::Month)
            .then(|| self.draft(end, What::Nth { nth, weekday, unit, month: None, year: None, shift }, rule))
    }

    /// `half past 3 pm`, `viertel nach drei`.
    fn turned(&self, at: usize, last: usize) -> Option<Draft> {
        let turn = |at: usize, counted: bool| {
            self.word(
                at,
                last,
                TimeWord::TURN,
                |word| match word {
                    TimeWord::Turn(rule) if !rule.after && rule.counted == counted => Some(rule.minutes),
                    _ => None,
                },
                usize::MAX,
            )
        };
        let (next, minutes, rule) = match self.digits(at, last) {
            Some((count, 1..=2)) if count < 60 => {
                // "20 past 3 pm": only before what is surely a clock time.
                let (next, sign, rule) = turn(at + 1, true)?;
                let surely = self.clock_time(next, last, false).is_some()
                    || self.hour_word(next, last).is_some()
                    || self.part(next, last).is_some_and(|(_, part, _)| part.clock.is_some());
                (next, sign * i16::try_from(count).ok().filter(|_| surely)?, rule)
            }
            Some(_) => return None,
            None => match turn(at, false) {
                Some(turn) => turn,
                None => {
                    // "Piętnaście po trzeciej".
                    let (next, Some(count @ 1..=59), _) = self.quantity(at, last)? else { return None };
                    let (next, sign, rule) =
                        turn(next, true).filter(|(next, ..)| self.hour_word(*next, last).is_some())?;
                    (next, sign * i16::try_from(count).ok()?, rule)
                }
            },
        };
        let (end, clock) = match self.clock_time(next, last, true) {
            Some(found) => found,
            None => match self.part(next, last) {
                Some((end, part, _)) => (end, part.clock?),
                None => {
                    let (mut end, mut clock) = self.turning_hour(next, last)?;
                    end = self.cue(end, last, TimeCue::ClockMark).unwrap_or(end);
                    if let Some((after, part, _)) = self.part(end, last) {
                        (end, clock) = (after, half_day(clock, part.part));
                    } else if let Some(after) = self.cue(end, last, TimeCue::Pm) {
                        (end, clock) = (after, if clock < 720 { clock + 720 } else { clock });
                    } else if self.unit(end, last).is_some() {
                        return None;
                    }
                    (end, clock)
                }
            },
        };
        let clock = if self.says_half(next, end) { clock } else { hour::likely_half(clock) };
        let clock = u16::try_from(i32::from(clock) + i32::from(minutes)).ok()?;
        let mut draft = self.draft(end, What::Clock, rule);
        draft.clock = Some(clock);
        Some(self.with_day(draft, last))
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
        let inner = if self.is_age_band(next, first) {
            return None;
        } else if let Some(decade) = self.decade(next, last).or_else(|| self.decade_word(next, last)) {
            decade
        } else if let Some((end, year)) = self.year(next, last) {
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
                matches!(unit, TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year)
                    .then(|| self.draft(end, What::Unit { unit, shift: 0, text: false }, rule))
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
            // "as soon as": an empty value swallows what is no time.
            if value.as_deref() == Some("") {
                return None;
            }
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
            if let Some(clock) = part.clock {
                if let Some((end, turn)) = self.turn_after(end, last) {
                    draft.end = end;
                    draft.clock = clock.checked_add_signed(turn);
                }
                return Some(self.with_day(draft, last));
            }
            let dated = self.with_day(draft.clone(), last);
            if dated.end > draft.end {
                return Some(dated);
            }
            if draft.end < last && self.cue(draft.end, last, TimeCue::At).is_some() {
                return Some(self.with_time(draft, last));
            }
            return Some(draft);
        }
        if let Some((end, part, rule)) = self.part(at, last)
            && !part.alone
            && let tied = end > at + 1
            && self.cue_before(end, at + 1, TimeCue::Of)
            && (tied || self.cue(end, last, TimeCue::Of).is_some() && self.mark(end, last) != ",")
        {
            // "Mattina del 15 febbraio".
            let mut draft = self.draft(end, What::Part { before: false }, rule);
            draft.part = Some(part.part);
            let dated = self.with_day(draft, last);
            if dated.end > end {
                return Some(dated);
            }
        }
        if let Some(draft) = self.turned(at, last) {
            return Some(draft);
        }
        if let Some((end, moved, rule)) = self.word(
            at,
            last,
            TimeWord::MOVED,
            |word| if let TimeWord::Moved(rule) = word { Some(*rule) } else { None },
            usize::MAX,
        ) {
            if moved.unit == TimeUnit::Year
                && moved.edge.is_none()
                && let Some(draft) = self.month_of(end, moved.by, last)
            {
                return Some(draft);
            }
            // "Jahresende 2014".
            let dated = (moved.unit == TimeUnit::Year && moved.edge.is_some()).then(|| self.year_after(end, last));
            let draft = match dated {
                Some((end, year @ Some(_))) => {
                    self.draft(end, What::Date { year, month: None, day: None, to_day: None }, rule)
                }
                _ => self.draft(end, What::Unit { unit: moved.unit, shift: moved.by, text: false }, rule),
            };
            return Some(Draft { edge: moved.edge, ..draft });
        }
        if let Some(draft) = self.weekly(at, last).or_else(|| self.decade_word(at, last)) {
            return Some(draft);
        }
        if let Some(next) = self.cue(at, last, TimeCue::Decade)
            && let Some((value, length)) = self.digits(next, last)
            && value % 10 == 0
            && (length == 4 && (1000..2100).contains(&value) || length == 2 && value >= 20)
        {
            let year = if length == 2 { 1900 + value } else { value };
            return Some(self.draft(next + 1, What::Decade(i16::try_from(year).unwrap_or(1900)), usize::MAX));
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
        if let Some((next, TimeUnit::Week, rule)) = self.unit(at, last)
            && let Some(of) = self.cue(next, last, TimeCue::Of)
            && of < last
        {
            // "The week of March 6".
            let day = if self.tokens[of].kind == TokenKind::Digits {
                self.day_month(of, last)
            } else {
                self.month_first(of, of, last).or_else(|| self.day_month(of, last))
            };
            if let Some(day) = day.filter(|day| matches!(day.what, What::Date { day: Some(_), to_day: None, .. })) {
                return Some(self.draft(day.end, What::WeekOf(Box::new(day)), rule));
            }
        }
        if let Some((end, TimeUnit::Weekend, rule)) = self.unit(at, last) {
            return Some(self.draft(end, What::Unit { unit: TimeUnit::Weekend, shift: 0, text: false }, rule));
        }
        if let Some(next) = self.cue(at, last, TimeCue::Every)
            && let Some((end, unit, rule)) = self.unit(next, last)
        {
            return Some(self.draft(end, What::Set(unit), rule));
        }
        if let Some(next) = self.cue(at, last, TimeCue::Every) {
            let next = self.ordinal(next, last).map_or(next, |(next, ..)| next);
            let next = self.shift(next, last, false).map_or(next, |(next, ..)| next);
            let weekday = self.word(
                next,
                last,
                TimeWord::WEEKDAY,
                |word| match word {
                    TimeWord::Weekday(rule) if !rule.weak => Some(rule.number),
                    _ => None,
                },
                usize::MAX,
            );
            if let Some((end, _, rule)) = weekday
                && let Some(of) = self.cue(end, last, TimeCue::Of)
                && let Some((end, TimeUnit::Month, _)) = self.unit(of, last)
            {
                // "Every third Wednesday of the month".
                return Some(self.draft(end, What::Set(TimeUnit::Month), rule));
            }
            if let Some((end, number, rule)) = weekday {
                return Some(self.draft(end, What::SetDay(number), rule));
            }
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
        if self.heads_compound(next, last) {
            return None;
        }
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
        if let Some(draft) = self.nth_of(rank, next, last) {
            return Some(draft);
        }
        // "The third last week of 2018".
        if let Some((after, -1, _)) = self.shift(next, last, false)
            && let Some(draft) = self.nth_of(-rank, after, last)
        {
            return Some(draft);
        }
        let (end, unit, rule) = self.unit(next, last)?;
        match unit {
            TimeUnit::Quarter if (1..=4).contains(&rank) => {
                if let Some(of) = self.cue(end, last, TimeCue::Of)
                    && let Some((after, shift, _)) = self.shift(of, last, false)
                    && let Some((end, TimeUnit::Year, rule)) = self.unit(after, last)
                {
                    return Some(self.draft(end, What::QuarterOf { quarter: rank, shift }, rule));
                }
                let (end, year) = self.year_after(end, last);
                Some(self.draft(end, What::Quarter { quarter: rank, year }, rule))
            }
            TimeUnit::HalfYear if (1..=2).contains(&rank) => {
                if let Some((end, shift)) = self.moved_year(end, last) {
                    return Some(self.draft(end, What::Half { half: rank, year: None, shift: Some(shift) }, rule));
                }
                let (end, year) = self.year_after(end, last);
                Some(self.draft(end, What::Half { half: rank, year, shift: None }, rule))
            }
            TimeUnit::Month if (1..=12).contains(&rank) && self.year_after(end, last).1.is_some() => {
                let (end, year) = self.year_after(end, last);
                let what = What::Date { year, month: i8::try_from(rank).ok(), day: None, to_day: None };
                Some(self.draft(end, what, rule))
            }
            // "Sein 16. Lebensjahr": an age.
            TimeUnit::Year if self.cue(end, last, TimeCue::Age).is_some() => None,
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
        let day = day.or_else(|| self.day_month(self.cue(next, last, TimeCue::Article)?, last));
        let day = day.or_else(|| self.feast(self.cue(next, last, TimeCue::Article).unwrap_or(next), last));
        let day = day.or_else(|| self.moved_feast(next, last));
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
        if let What::Date { to_day, .. } = &mut day.what {
            *to_day = None;
        }
        // "On the morning of": the part that the cue names.
        let named = (at..next).rev().find_map(|at| self.part(at, next).map(|(_, rule, _)| rule.part));
        day.part = day.part.or(named).or(Some(DayPart::Night));
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
        let end = if plural { Some(at + 2) } else { self.cue(at + 1, last, TimeCue::DecadeEnd) };
        // "40-е" alone is a rank.
        let worded = |end: usize| plural || length == 4 || self.mark(end - 1, last).chars().count() > 3;
        let end = end.filter(|end| year % 10 == 0 && worded(*end))?;
        Some(self.draft(end, What::Decade(i16::try_from(year).unwrap_or(1900)), usize::MAX))
    }

    /// "In his early 20s": somebody's, and no years of a century.
    fn is_age_band(&self, at: usize, first: usize) -> bool {
        self.digits(at, at + 1).is_some_and(|(_, length)| length == 2)
            && (at.saturating_sub(2).max(first)..=at).any(|at| {
                self.cue_before(at, first, TimeCue::YearArticle) && !self.cue_before(at, first, TimeCue::Article)
            })
    }

    /// `2/2013`: a month of a year in digits.
    fn month_of_year(&self, at: usize, last: usize) -> Option<Draft> {
        let (month, length) = self.digits(at, last)?;
        let month = i8::try_from(month).ok().filter(|month| length <= 2 && (1..=12).contains(month))?;
        let before = at == 0 || !self.glued(at) || !matches!(self.mark(at - 1, last), "/" | "." | "-" | ",");
        if self.mark(at + 1, last) != "/" || !before || !self.glued(at + 1) || !self.glued(at + 2) {
            return None;
        }
        let (year, 4) = self.digits(at + 2, last)? else { return None };
        let year = i16::try_from(year).ok().filter(|year| (1900..=2100).contains(year))?;
        let what = What::Date { year: Some(year), month: Some(month), day: None, to_day: None };
        Some(self.draft(at + 3, what, usize::MAX))
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
        // "Olympia 2012", "(Nagano 1998)": a name with its year.
        let named = self.rules.bare_years && (1900..=2049).contains(&year) && self.names_year(at, first, last);
        let month = at > first
            && self.rules.lexicon.longest(&self.tokens[..at], at - 1).is_some_and(|(_, rules)| {
                rules.iter().any(|rule| matches!(self.rules.lexicon.rule(*rule).means, TimeWord::Season(_)))
            });
        // "1987 starben ...": where no preposition leads a year, a small word behind it tells it from a count.
        let bare = self.rules.bare_years && noun && (1900..=2049).contains(&year) && !self.counts_by_year(end, last);
        (cued || titled || bracketed || month || bare || named)
            .then(|| self.draft(end, What::Date { year: Some(year), month: None, day: None, to_day: None }, usize::MAX))
    }
}

/// What the two ends of a range must share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Year,
    Month,
    Quarter,
    Day,
    Weekday,
}

impl Shape {
    fn of(what: &What) -> Option<Self> {
        match what {
            What::Date { day: Some(_), month: Some(_), to_day: None, .. } | What::Day { .. } => Some(Self::Day),
            What::Date { month: Some(_), day: None, .. } => Some(Self::Month),
            What::Date { year: Some(_), month: None, .. } => Some(Self::Year),
            What::Quarter { .. } => Some(Self::Quarter),
            What::Weekday { shift: None, .. } => Some(Self::Weekday),
            _ => None,
        }
    }
}

/// "The next few days" are the next days; other lengths that end or start now are counted.
fn few_or(count: Option<i64>, unit: TimeUnit, ahead: bool) -> What {
    match (count, unit) {
        (None, TimeUnit::Day) => What::Near { unit, ahead },
        _ => What::Around { count, unit, ahead },
    }
}

/// A year in four digits, or in two: from 1970 to 2069.
fn full_year(value: i64, length: usize) -> Option<i16> {
    let year = match length {
        4 => value,
        2 if value < 70 => 2000 + value,
        2 => 1900 + value,
        _ => return None,
    };
    i16::try_from(year).ok()
}

/// A clock time of twelve hours by the part of the day that stands beside it: "3 in the afternoon".
fn half_day(clock: u16, part: DayPart) -> u16 {
    let later = match part {
        DayPart::Afternoon | DayPart::Evening => clock < 720,
        DayPart::Night => (360..720).contains(&clock),
        DayPart::Midday => clock < 360,
        DayPart::Morning => false,
    };
    if later { clock + 720 } else { clock }
}
