//! Which day is meant? Turns a worded time into a calendar value. Not here: wording.

mod feast;

use super::parse::{Draft, What};
use crate::model::{Anchor, Modifier, PartialDate, Period, TimeBound, TimePrecision, Timex, TimexKind};
use crate::pack::{Edge, Season, TimeUnit};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// What relative words count from.
pub(super) struct Context {
    pub(super) now: Option<Date>,
    pub(super) anchor: Anchor,
    pub(super) focus: Option<Date>,
    pub(super) year: Option<i16>,
    /// The quarter that the text speaks of.
    pub(super) quarter: Option<(i64, i64)>,
    /// The sentence tells of what is to come.
    pub(super) future: bool,
    /// It tells of what has been.
    pub(super) past: bool,
    /// Minutes after the day's start at which the report was published, where it says so.
    pub(super) minute: Option<i64>,
    /// The day in the text was named more than a sentence ago.
    pub(super) far: bool,
    /// "Next" before a weekday means one of the next week.
    pub(super) next_is_week: bool,
}

/// A value before bound and part of day are added.
struct Value {
    kind: TimexKind,
    value: String,
    period: Option<Period>,
    anchor: Anchor,
}

/// How many days "recent days" reach back, the last included: "a few" is three to five in newswire use.
const RECENT: i64 = 5;

/// How many months ahead a month without a year is taken to lie, where no tense tells. Four on English and German news:
/// beyond, the last one is meant as often.
const SOON: i8 = 4;

impl Context {
    pub(super) fn resolve(&self, draft: &Draft, bound: TimeBound) -> Timex {
        let Value { mut kind, mut value, mut period, anchor } = self.value(draft);
        if draft.half && kind == TimexKind::Duration {
            // "P2.5Y": the half goes before the unit's letter.
            let digits = value.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).len();
            value.insert_str(digits, ".5");
        }
        let mut precision = period.map(Period::precision);
        if let Some(edge) = draft.edge
            && let Some(whole) = period
        {
            period = Some(third(whole, edge));
            precision = period.map(Period::precision);
        }
        let dated = matches!(
            draft.what,
            What::Date { day: Some(_), to_day: None, .. }
                | What::Weekday { .. }
                | What::Day { .. }
                | What::DayOf { .. }
                | What::Clock
                | What::Feast { .. }
                | What::FeastIn { .. }
                | What::Offset { .. }
                | What::Part { .. }
        );
        if dated {
            if let Some(clock) = draft.clock {
                kind = TimexKind::Time;
                let zone = draft.zone.map_or_else(String::new, zone_text);
                value = match draft.clock_to {
                    Some(to) => format!("{value}T{}{zone}/{value}T{}{zone}", clock_text(clock), clock_text(to)),
                    None => format!("{value}T{}{zone}", clock_text(clock)),
                };
                precision = Some(TimePrecision::Minute);
            } else if let Some(part) = draft.part {
                kind = TimexKind::Time;
                value = format!("{value}T{}", part.letters());
                precision = Some(TimePrecision::PartOfDay);
            }
        }
        if bound == TimeBound::Since
            && let (Some(from), Some(now)) = (period, self.now)
            && from.first_day() <= now
        {
            period = Some(Period { from: from.from, to: PartialDate::day(now) });
            if let What::Named { to, .. } = draft.what {
                value = format!("{to:04}/{now}");
                kind = TimexKind::Duration;
                period = Some(Period { from: PartialDate::year(to), to: PartialDate::day(now) });
            }
        }
        let mut clock = draft.clock;
        if let (None, Some(now), Some(minute)) = (clock, self.now, self.minute)
            && let What::Away { count: Some(count), unit, ahead, text: false } = draft.what
            && let Some(length) = minutes_in(unit)
        {
            // "Two hours ago": the moment, where that of the publication is known.
            let at = minute + count.clamp(0, 100_000) * length * if ahead { 1 } else { -1 };
            if let Ok(day) = now.checked_add(at.div_euclid(1440).days()) {
                clock = u16::try_from(at.rem_euclid(1440)).ok();
                value = format!("{day}T{}", clock_text(clock.unwrap_or(0)));
                period = Some(Period::day(day));
                precision = Some(TimePrecision::Minute);
            }
        }
        Timex { kind, value, period, part: draft.part, clock, bound, modifier: Modifier::Equal, precision, anchor }
    }

    fn value(&self, draft: &Draft) -> Value {
        match &draft.what {
            What::Date { year: None, month: Some(month), day: Some(day), to_day: None } if draft.on.is_some() => {
                self.date(self.year_on(*month, *day, draft.on), Some(*month), Some(*day), None)
            }
            What::Date { year, month, day, to_day } => self.date(*year, *month, *day, *to_day),
            What::Weekday { number, shift } => self.weekday(*number, *shift),
            What::Day { days, text: false } => self.day(self.now, *days, self.anchor),
            What::Day { days, text: true } => self.text_day(*days),
            What::Unit { unit, shift, text } => match self.focus.filter(|_| *text) {
                Some(focus) => {
                    let there = Self { now: Some(focus), anchor: Anchor::Text, ..*self };
                    there.unit(*unit, *shift)
                }
                None => self.unit(*unit, *shift),
            },
            What::WeekdayOf { number, weeks } => {
                let day = self.now.and_then(|now| {
                    monday_of(now).checked_add((weeks.clamp(&-500, &500) * 7 + i64::from(*number) - 1).days()).ok()
                });
                self.day(day, 0, self.anchor)
            }
            What::WeekdayAway { number, count, ahead } => {
                let day = self.now.and_then(|now| {
                    let weekday = Weekday::from_monday_one_offset(*number).ok()?;
                    let back = i64::from(weekday.until(now.weekday()));
                    let weeks = (*count).clamp(1, 5000) * 7;
                    let days = if *ahead { weeks - back } else { -(weeks - 7) - if back == 0 { 7 } else { back } };
                    now.checked_add(days.days()).ok()
                });
                self.day(day, 0, self.anchor)
            }
            What::WeekOf(day) => {
                let Value { period: Some(period), anchor, .. } = self.value(day) else { return unresolved("XXXX-WXX") };
                // A week is named by the day with which it begins: a Sunday stands for the Monday behind it.
                let day = period.first_day();
                let sunday = i64::from(day.weekday() == Weekday::Sunday);
                let monday = monday_of(day.checked_add(sunday.days()).unwrap_or(day));
                let end = monday.checked_add(6.days()).unwrap_or(monday);
                let period = Some(Period::days(monday, end));
                Value { kind: TimexKind::Date, value: week_text(monday), period, anchor }
            }
            What::WeekdayDay { number, day } => self.weekday_day(*number, *day),
            What::SetDay(number) => {
                Value { kind: TimexKind::Set, value: format!("XXXX-WXX-{number}"), period: None, anchor: Anchor::None }
            }
            What::Range(from, to) => self.range(from, to),
            What::Same { years, year } => {
                let Some((now, quarter)) = self.quarter else {
                    return match year {
                        Some(year) => explicit(PartialDate::year(*year)),
                        None if *years != 0 => self.unit(TimeUnit::Year, *years),
                        None => self.unit(TimeUnit::Quarter, 0),
                    };
                };
                quarter_value(year.map_or(now + years, i64::from), quarter, Anchor::Text)
            }
            What::Half { half, year, shift } => self.half_year(*half, *year, *shift),
            What::DayOf { month, day, shift } => match self.now {
                Some(now) => {
                    let year = i16::try_from(i64::from(now.year()) + shift).ok();
                    let date = year.and_then(|year| Date::new(year, *month, *day).ok());
                    self.day(date, 0, self.anchor)
                }
                None => unresolved(&format!("XXXX-{month:02}-{day:02}")),
            },
            What::QuarterOf { quarter, shift } => match self.now {
                Some(now) => quarter_value(i64::from(now.year()) + shift, *quarter, self.anchor),
                None => unresolved(&format!("XXXX-Q{quarter}")),
            },
            What::Feast { feast, year, shift } => self.feast(feast, *year, *shift),
            What::FeastIn { feast, within } => self.feast_in(feast, within),
            What::Offset { count, unit, weekday, from } => self.offset(*count, *unit, *weekday, from),
            What::Nth { nth, weekday, unit, month, year, shift } => {
                self.nth(*nth, *weekday, *unit, (*month, *year), *shift)
            }
            What::Month { month, shift } => self.month(*month, Some(*shift)),
            What::MonthOf { month, shift } => {
                let year = self.now.and_then(|now| i16::try_from(i64::from(now.year()) + shift).ok());
                match year {
                    Some(year) => Value { anchor: self.anchor, ..explicit(PartialDate::month(year, *month)) },
                    None => unresolved(&format!("XXXX-{month:02}")),
                }
            }
            What::Season { season, year, shift } => self.season(*season, *year, *shift),
            What::Quarter { quarter, year } => self.quarter(*quarter, *year),
            What::Away { count, unit, ahead, text } => self.away(*count, *unit, *ahead, *text),
            What::Duration { count, unit } => length(*count, *unit, None),
            What::Around { count, unit, ahead } => {
                let period = self.now.zip(*count).and_then(|(now, count)| {
                    let other = moved(now, *unit, if *ahead { count } else { -count })?;
                    Some(Period::days(now, other))
                });
                Value { anchor: self.anchor, ..length(*count, *unit, period) }
            }
            What::Within { count, unit } => {
                let until = |count| moved(self.now?, *unit, count).zip(self.now);
                let period = count.filter(|_| self.future).and_then(until).map(|(last, now)| Period::days(now, last));
                Value { anchor: self.anchor, ..length(*count, *unit, period) }
            }
            What::Near { unit, ahead } => self.near(*unit, *ahead),
            What::Ref(value) => {
                let period = (value == "PRESENT_REF").then_some(()).and(self.now).map(Period::day);
                Value { kind: TimexKind::Date, value: value.clone(), period, anchor: self.anchor }
            }
            // A clock time belongs to the day of its sentence or the one before, not to one named long ago.
            What::Clock if self.far => self.day(self.now, 0, self.anchor),
            What::Clock => self.text_or_now(0),
            What::Part { before } => {
                if self.focus.is_none() && *before && !self.future {
                    self.day(self.now, -1, self.anchor)
                } else {
                    self.text_or_now(0)
                }
            }
            What::SameDay => Value { kind: TimexKind::Time, ..self.text_or_now(0) },
            What::Decade(year) => Value {
                kind: TimexKind::Date,
                value: format!("{}", year / 10),
                period: Some(Period { from: PartialDate::year(*year), to: PartialDate::year(year + 9) }),
                anchor: Anchor::Explicit,
            },
            What::Named { from, to } => Value {
                kind: TimexKind::Date,
                value: format!("{from:04}/{to:04}"),
                period: Some(Period { from: PartialDate::year(*from), to: PartialDate::year(*to) }),
                anchor: Anchor::Explicit,
            },
            What::Set(unit) => {
                let Value { value, .. } = length(Some(1), *unit, None);
                Value { kind: TimexKind::Set, value, period: None, anchor: Anchor::None }
            }
        }
    }

    fn day(&self, from: Option<Date>, days: i64, anchor: Anchor) -> Value {
        match from.and_then(|from| from.checked_add(days.days()).ok()) {
            Some(day) => {
                Value { kind: TimexKind::Date, value: day.to_string(), period: Some(Period::day(day)), anchor }
            }
            None => unresolved("XXXX-XX-XX"),
        }
    }

    fn text_day(&self, days: i64) -> Value {
        match self.focus {
            Some(focus) => self.day(Some(focus), days, Anchor::Text),
            None => self.day(self.now, days, self.anchor),
        }
    }

    fn text_or_now(&self, days: i64) -> Value {
        self.text_day(days)
    }

    /// The day of this month or, where that is to come, of the last; ahead where the text looks ahead.
    fn lone_day(&self, day: i8) -> Value {
        let Some(now) = self.now else { return unresolved(&format!("XXXX-XX-{day:02}")) };
        let by = if self.future { i64::from(day < now.day()) } else { -i64::from(day > now.day()) };
        let month = now.first_of_month().checked_add(by.months()).unwrap_or(now);
        match Date::new(month.year(), month.month(), day) {
            Ok(date) => self.day(Some(date), 0, self.anchor),
            Err(_) => unresolved(&format!("XXXX-XX-{day:02}")),
        }
    }

    fn date(&self, year: Option<i16>, month: Option<i8>, day: Option<i8>, to_day: Option<i8>) -> Value {
        let Some(month) = month else {
            let Some(year) = year else {
                let Some(day) = day else { return unresolved("XXXX") };
                let start = self.lone_day(day);
                let end = start.period.zip(to_day).and_then(|(period, to)| {
                    let from = period.first_day();
                    Some(Period::days(from, Date::new(from.year(), from.month(), to).ok()?))
                });
                return match end {
                    Some(period) => Value { value: period.to_string(), period: Some(period), ..start },
                    None => start,
                };
            };
            return explicit(PartialDate::year(year));
        };
        let Some(day) = day else {
            let Some(year) = year else { return self.month(month, None) };
            return explicit(PartialDate::month(year, month));
        };
        let (year, anchor) = match year {
            Some(year) => (Some(year), Anchor::Explicit),
            None => self.year_of(month, day),
        };
        let Some(year) = year else { return unresolved(&format!("XXXX-{month:02}-{day:02}")) };
        let Ok(date) = Date::new(year, month, day) else { return unresolved(&format!("{year:04}-{month:02}")) };
        match to_day.and_then(|to| Date::new(year, month, to).ok()) {
            Some(to) => {
                let period = Period::days(date, to);
                Value { kind: TimexKind::Date, value: period.to_string(), period: Some(period), anchor }
            }
            None => self.day(Some(date), 0, anchor),
        }
    }

    /// "Tuesday the 19th": the nearest month whose 19th is a Tuesday, past or to come as the text tells.
    fn weekday_day(&self, number: i8, day: i8) -> Value {
        let Some(now) = self.now else { return unresolved(&format!("XXXX-XX-{day:02}")) };
        let fits = |months: i64| {
            let month = now.first_of_month().checked_add(months.months()).ok()?;
            let date = Date::new(month.year(), month.month(), day).ok()?;
            (date.weekday().to_monday_one_offset() == number).then_some(date)
        };
        let (near, way) = if self.future { (1, 1) } else { (-1, -1) };
        let found =
            fits(0).or_else(|| fits(near)).or_else(|| fits(-near)).or_else(|| (2..9).find_map(|by| fits(by * way)));
        match found {
            Some(date) => self.day(Some(date), 0, self.anchor),
            None => self.weekday(number, None),
        }
    }

    /// From the first day of one time to the last of another.
    fn range(&self, from: &Draft, to: &Draft) -> Value {
        let (mut from_what, to_what) = (from.what.clone(), &to.what);
        if let (What::Date { year, .. }, What::Date { year: Some(later), .. }) = (&mut from_what, to_what) {
            *year = year.or(Some(*later));
        }
        let first = self.value(&Draft { what: from_what, ..from.clone() });
        let second = self.value(to);
        let anchor = second.anchor;
        let (Some(mut start), Some(mut end)) = (first.period, second.period) else {
            return unresolved(&format!("{}/{}", first.value, second.value));
        };
        if start.first_day() > end.last_day() {
            let weekday = matches!(to.what, What::Weekday { .. });
            let later = |period: Period, by: jiff::Span| {
                period.first_day().checked_add(by).ok().zip(period.last_day().checked_add(by).ok())
            };
            match weekday {
                true if self.future => {
                    end = later(end, 7.days()).map_or(end, |(from, to)| Period::days(from, to));
                }
                true => start = later(start, (-7).days()).map_or(start, |(from, to)| Period::days(from, to)),
                // "21 December to 6 January", still to come.
                false if self.future && matches!(to_what, What::Date { year: None, .. }) => {
                    let year = end.from.year.saturating_add(1);
                    end = Period::of(PartialDate { year, ..end.from });
                }
                false => {
                    let year = start.from.year.saturating_sub(1);
                    start = Period::of(PartialDate { year, ..start.from });
                }
            }
        }
        let period = Period { from: start.from, to: end.to };
        Value { kind: TimexKind::Date, value: period.to_string(), period: Some(period), anchor }
    }

    /// The nth weekday, day or week of a month.
    fn nth(
        &self,
        nth: i64,
        weekday: Option<i8>,
        unit: TimeUnit,
        (month, year): (Option<i8>, Option<i16>),
        shift: i64,
    ) -> Value {
        let whole = match month {
            Some(month) => match year {
                Some(year) => explicit(PartialDate::month(year, month)),
                None => self.month(month, None),
            },
            None => match year {
                Some(year) => explicit(PartialDate::year(year)),
                None => self.unit(TimeUnit::Month, shift),
            },
        };
        if let (Some(year), TimeUnit::Month | TimeUnit::Quarter) = (year, unit) {
            return nth_part(nth, unit, year);
        }
        let Some(period) = whole.period else { return unresolved("XXXX-XX-XX") };
        let (first, last) = (period.first_day(), period.last_day());
        // A week is one of a month that lies in it as a whole.
        let weekday = weekday.or(match unit {
            TimeUnit::Week => Some(if nth > 0 { 1 } else { 7 }),
            TimeUnit::Weekend => Some(6),
            _ => None,
        });
        let day = match weekday.and_then(|number| Weekday::from_monday_one_offset(number).ok()) {
            Some(weekday) if nth > 0 => {
                let ahead = i64::from(first.weekday().until(weekday));
                first.checked_add((ahead + (nth - 1).min(6) * 7).days()).ok()
            }
            Some(weekday) => {
                let back = i64::from(weekday.until(last.weekday()));
                last.checked_sub((back + (-nth - 1).min(6) * 7).days()).ok()
            }
            None if nth > 0 => first.checked_add((nth - 1).min(40).days()).ok(),
            None => last.checked_sub((-nth - 1).min(40).days()).ok(),
        };
        let Some(day) = day.filter(|day| (first..=last).contains(day)) else { return unresolved("XXXX-XX-XX") };
        let monday = monday_of(day);
        match unit {
            TimeUnit::Week => {
                let end = monday.checked_add(6.days()).unwrap_or(monday);
                let period = Period::days(monday, end);
                Value { kind: TimexKind::Date, value: week_text(monday), period: Some(period), anchor: whole.anchor }
            }
            TimeUnit::Weekend => {
                let value = format!("{}-WE", week_text(monday));
                Value { kind: TimexKind::Date, value, period: Some(weekend(monday)), anchor: whole.anchor }
            }
            _ => self.day(Some(day), 0, whole.anchor),
        }
    }

    /// The year in which a day falls on the weekday beside it, the nearest to what it would be without: "Friday, July 18".
    fn year_on(&self, month: i8, day: i8, number: Option<i8>) -> Option<i16> {
        let (near, _) = self.year_of(month, day);
        let way = if self.future { 1 } else { -1 };
        let fits = |by: i16| {
            let date = Date::new(near?.saturating_add(by), month, day).ok()?;
            (Some(date.weekday().to_monday_one_offset()) == number).then_some(date.year())
        };
        // A weekday that fits no year near is a slip.
        [0, way, -way].into_iter().find_map(fits).filter(|year| Some(*year) != near)
    }

    /// The year of a month and day: the nearest to the publication, up to four months ahead of it.
    fn year_of(&self, month: i8, day: i8) -> (Option<i16>, Anchor) {
        let Some(now) = self.now else {
            return (self.year, if self.year.is_some() { Anchor::Text } else { Anchor::None });
        };
        let ahead = i32::from(month) - i32::from(now.month());
        if self.soon(month) && ahead < 0 {
            return (Some(now.year() + 1), self.anchor);
        }
        let past = !self.future && ahead > 0 && (ahead > 4 || day > 28 && ahead > 5);
        let year = if past || ahead > 6 && !self.future {
            now.year() - 1
        } else if ahead < -8 || (self.future && ahead < -2) {
            now.year() + 1
        } else {
            now.year()
        };
        (Some(year), self.anchor)
    }

    /// A month without its year that nothing tells of as past lies ahead where it is among the next ones.
    fn soon(&self, month: i8) -> bool {
        let ahead = self.now.map_or(0, |now| (month - now.month()).rem_euclid(12));
        !self.past && (1..=SOON).contains(&ahead)
    }

    fn month(&self, month: i8, shift: Option<i64>) -> Value {
        let Some(now) = self.now else {
            return match (self.year, shift) {
                (Some(year), None) => Value { anchor: Anchor::Text, ..explicit(PartialDate::month(year, month)) },
                _ => unresolved(&format!("XXXX-{month:02}")),
            };
        };
        let year = match shift {
            Some(-1) if month < now.month() => now.year(),
            Some(-1) => now.year() - 1,
            Some(by @ 1..=9) => {
                let next = now.year() + i16::from(month <= now.month());
                next + i16::try_from(by - 1).unwrap_or(0)
            }
            Some(_) => now.year(),
            None if self.soon(month) => now.year() + i16::from(month < now.month()),
            None if self.future && month < now.month() => now.year() + 1,
            None if !self.future && month > now.month() => now.year() - 1,
            None => now.year(),
        };
        Value { anchor: self.anchor, ..explicit(PartialDate::month(year, month)) }
    }

    /// Without a cue the nearest past day of that name; on the same weekday that day itself.
    fn weekday(&self, number: i8, shift: Option<i64>) -> Value {
        let Some(now) = self.now else { return unresolved(&format!("XXXX-WXX-{number}")) };
        let Ok(weekday) = Weekday::from_monday_one_offset(number) else { return unresolved("XXXX-WXX") };
        let back = i64::from(weekday.until(now.weekday()));
        let days = match shift {
            Some(by) if by < 0 => {
                if back == 0 {
                    -7
                } else {
                    -back
                }
            }
            // "Friday after next": the second from now.
            Some(by) if by > 1 => 7 * by - back,
            Some(by) if by > 0 && self.next_is_week => {
                7 * by - i64::from(now.weekday().to_monday_one_offset()) + i64::from(number)
            }
            Some(by) if by > 0 => 7 * by - back,
            _ if self.future => {
                if back == 0 {
                    0
                } else {
                    7 - back
                }
            }
            _ => -back,
        };
        self.day(Some(now), days, self.anchor)
    }

    fn unit(&self, unit: TimeUnit, shift: i64) -> Value {
        let Some(now) = self.now else {
            return match unit {
                TimeUnit::Day => unresolved("XXXX-XX-XX"),
                TimeUnit::Week => unresolved("XXXX-WXX"),
                TimeUnit::Month => unresolved("XXXX-XX"),
                _ => unresolved("XXXX"),
            };
        };
        let date = |value: String, period: Period| Value {
            kind: TimexKind::Date,
            value,
            period: Some(period),
            anchor: self.anchor,
        };
        match unit {
            TimeUnit::Day => self.day(Some(now), shift, self.anchor),
            TimeUnit::Weekend => {
                // Before Saturday "the weekend" is the last one unless the text looks ahead.
                let monday = monday_of(now);
                let early = now.weekday().to_monday_one_offset() < 6;
                let last = if early { shift == 0 && !self.future } else { shift < 0 };
                let weeks = if last && shift >= -1 { -1 } else { shift };
                match monday.checked_add((weeks * 7).days()) {
                    Ok(monday) => {
                        let period = weekend(monday);
                        date(format!("{}-WE", week_text(monday)), period)
                    }
                    Err(_) => unresolved("XXXX-WXX-WE"),
                }
            }
            TimeUnit::Week => match monday_of(now).checked_add((shift * 7).days()) {
                Ok(monday) => {
                    let end = monday.checked_add(6.days()).unwrap_or(monday);
                    date(week_text(monday), Period::days(monday, end))
                }
                Err(_) => unresolved("XXXX-WXX"),
            },
            TimeUnit::Month => match now.first_of_month().checked_add(shift.months()) {
                Ok(day) => {
                    let month = PartialDate::month(day.year(), day.month());
                    date(month.to_string(), Period::of(month))
                }
                Err(_) => unresolved("XXXX-XX"),
            },
            TimeUnit::Quarter => {
                let index = i64::from(now.year()) * 4 + i64::from((now.month() - 1) / 3) + shift;
                quarter_value(index.div_euclid(4), index.rem_euclid(4) + 1, self.anchor)
            }
            TimeUnit::HalfYear => {
                let index = i64::from(now.year()) * 2 + i64::from(now.month() > 6) + shift;
                half_year_value(index.div_euclid(2), index.rem_euclid(2) + 1, self.anchor)
            }
            TimeUnit::Season => unresolved("XXXX"),
            TimeUnit::Year => match i16::try_from(i64::from(now.year()) + shift) {
                Ok(year) => Value { anchor: self.anchor, ..explicit(PartialDate::year(year)) },
                Err(_) => unresolved("XXXX"),
            },
            TimeUnit::Decade => {
                let decade = i64::from(now.year() / 10) + shift;
                let first = i16::try_from(decade * 10).unwrap_or(1);
                date(
                    format!("{decade}"),
                    Period { from: PartialDate::year(first), to: PartialDate::year(first.saturating_add(9)) },
                )
            }
            TimeUnit::Century => {
                let century = i64::from(now.year() / 100) + shift;
                let first = i16::try_from(century * 100).unwrap_or(1);
                date(
                    format!("{century}"),
                    Period { from: PartialDate::year(first), to: PartialDate::year(first.saturating_add(99)) },
                )
            }
            TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second => length(Some(1), unit, Some(Period::day(now))),
        }
    }

    fn season(&self, season: Season, year: Option<i16>, shift: Option<i64>) -> Value {
        let letters = match season {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        };
        let first = match season {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        };
        let (year, anchor) = match (year, self.now) {
            (Some(year), _) => (year, Anchor::Explicit),
            (None, Some(now)) => {
                let base = now.year();
                let started = now.month() >= first || (season == Season::Winter && now.month() < 3);
                let base = if season == Season::Winter && now.month() < 3 { base - 1 } else { base };
                let year = match shift {
                    Some(by) if by < 0 && !started => base - 1,
                    Some(by) if by < 0 && now.month() < first + 3 => base - 1,
                    Some(by) if by > 0 && started => base + 1,
                    None if !started && !self.future && season != Season::Winter => {
                        let near = !self.past && first - now.month() <= SOON;
                        if near { base } else { base - 1 }
                    }
                    _ => base,
                };
                (year, self.anchor)
            }
            (None, None) => return unresolved(&format!("XXXX-{letters}")),
        };
        let end = if season == Season::Winter {
            PartialDate::month(year.saturating_add(1), 2)
        } else {
            PartialDate::month(year, first + 2)
        };
        let period = Period { from: PartialDate::month(year, first), to: end };
        Value { kind: TimexKind::Date, value: format!("{year:04}-{letters}"), period: Some(period), anchor }
    }

    /// A quarter without its year is the last one of that number to have begun.
    fn quarter(&self, quarter: i64, year: Option<i16>) -> Value {
        if let Some(year) = year {
            return quarter_value(i64::from(year), quarter, Anchor::Explicit);
        }
        let Some(now) = self.now else { return unresolved(&format!("XXXX-Q{quarter}")) };
        let current = i64::from((now.month() - 1) / 3) + 1;
        let year = i64::from(now.year()) - i64::from(quarter > current && !self.future);
        quarter_value(year, quarter, self.anchor)
    }

    /// A half of a year without its year is the last one of that number to have begun.
    fn half_year(&self, half: i64, year: Option<i16>, shift: Option<i64>) -> Value {
        let (year, anchor) = match (year, self.now) {
            (Some(year), _) => (i64::from(year), Anchor::Explicit),
            (None, Some(now)) => {
                let begun = half == 1 || now.month() > 6;
                let back = i64::from(!begun && !self.future);
                (i64::from(now.year()) + shift.unwrap_or(-back), self.anchor)
            }
            (None, None) => return unresolved(&format!("XXXX-H{half}")),
        };
        half_year_value(year, half, anchor)
    }

    fn away(&self, count: Option<i64>, unit: TimeUnit, ahead: bool, text: bool) -> Value {
        let (from, anchor) = match (text, self.focus) {
            (true, Some(focus)) => (Some(focus), Anchor::Text),
            _ => (self.now, self.anchor),
        };
        if let (Some(1), TimeUnit::Year, false, Some((year, quarter))) = (count, unit, ahead, self.quarter) {
            // Where quarters are compared, "a year earlier" is the same quarter.
            return quarter_value(year - 1, quarter, Anchor::Text);
        }
        let Some(count) = count else {
            let value = if ahead { "FUTURE_REF" } else { "PAST_REF" };
            return Value { kind: TimexKind::Date, value: value.into(), period: None, anchor };
        };
        let Some(day) = from.and_then(|from| moved(from, unit, if ahead { count } else { -count })) else {
            return unresolved("XXXX-XX-XX");
        };
        match unit {
            TimeUnit::Year | TimeUnit::Decade | TimeUnit::Century => {
                Value { anchor, ..explicit(PartialDate::year(day.year())) }
            }
            TimeUnit::Month => Value { anchor, ..explicit(PartialDate::month(day.year(), day.month())) },
            TimeUnit::Week | TimeUnit::Weekend => {
                let monday = monday_of(day);
                let end = monday.checked_add(6.days()).unwrap_or(monday);
                Value {
                    kind: TimexKind::Date,
                    value: week_text(monday),
                    period: Some(Period::days(monday, end)),
                    anchor,
                }
            }
            TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second => {
                Value { kind: TimexKind::Time, ..self.day(Some(day), 0, anchor) }
            }
            _ => self.day(Some(day), 0, anchor),
        }
    }

    fn near(&self, unit: TimeUnit, ahead: bool) -> Value {
        let from = match (ahead, self.focus) {
            (true, Some(focus)) => Some(focus),
            _ => self.now,
        };
        let Some(from) = from else { return length(None, unit, None) };
        let days = matches!(unit, TimeUnit::Day);
        let period = if ahead {
            let first = from.checked_add(1.days()).unwrap_or(from);
            moved(first, unit, RECENT - 1).map(|last| Period::days(first, last))
        } else if days {
            moved(from, unit, 1 - RECENT).map(|first| Period::days(first, from))
        } else {
            moved(from, unit, -RECENT).map(|first| Period::days(first, from))
        };
        match period {
            Some(period) if days && ahead => Value {
                kind: TimexKind::Duration,
                value: format!("{}/..", period.from),
                period: Some(period),
                anchor: self.anchor,
            },
            Some(period) if days => {
                Value { kind: TimexKind::Date, value: period.to_string(), period: Some(period), anchor: self.anchor }
            }
            // A vague length that touches now: `PXY`.
            period => Value { anchor: self.anchor, ..length(None, unit, period) },
        }
    }
}

fn explicit(date: PartialDate) -> Value {
    Value { kind: TimexKind::Date, value: date.to_string(), period: Some(Period::of(date)), anchor: Anchor::Explicit }
}

fn unresolved(value: &str) -> Value {
    Value { kind: TimexKind::Date, value: value.into(), period: None, anchor: Anchor::None }
}

fn length(count: Option<i64>, unit: TimeUnit, period: Option<Period>) -> Value {
    let (mark, letter, times) = match unit {
        TimeUnit::Second => ("PT", "S", 1),
        TimeUnit::Minute => ("PT", "M", 1),
        TimeUnit::Hour => ("PT", "H", 1),
        TimeUnit::Day => ("P", "D", 1),
        TimeUnit::Weekend => ("P", "WE", 1),
        TimeUnit::Week => ("P", "W", 1),
        TimeUnit::Month => ("P", "M", 1),
        TimeUnit::Quarter => ("P", "Q", 1),
        TimeUnit::HalfYear => ("P", "M", 6),
        TimeUnit::Season => ("P", "S", 1),
        TimeUnit::Year => ("P", "Y", 1),
        TimeUnit::Decade => ("P", "DE", 1),
        TimeUnit::Century => ("P", "CE", 1),
    };
    let count = count.map_or_else(|| "X".to_owned(), |count| (count * times).to_string());
    Value { kind: TimexKind::Duration, value: format!("{mark}{count}{letter}"), period, anchor: Anchor::None }
}

fn moved(from: Date, unit: TimeUnit, count: i64) -> Option<Date> {
    let count = count.clamp(-9000, 9000);
    match unit {
        TimeUnit::Second | TimeUnit::Minute => Some(from),
        TimeUnit::Hour => from.checked_add((count / 24).days()).ok(),
        TimeUnit::Day => from.checked_add(count.days()).ok(),
        TimeUnit::Week | TimeUnit::Weekend => from.checked_add((count * 7).days()).ok(),
        TimeUnit::Month => from.checked_add(count.months()).ok(),
        TimeUnit::Quarter | TimeUnit::Season => from.checked_add((count * 3).months()).ok(),
        TimeUnit::HalfYear => from.checked_add((count * 6).months()).ok(),
        TimeUnit::Year => from.checked_add(count.years()).ok(),
        TimeUnit::Decade => from.checked_add((count * 10).clamp(-9000, 9000).years()).ok(),
        TimeUnit::Century => from.checked_add((count * 100).clamp(-9000, 9000).years()).ok(),
    }
}

fn monday_of(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(back.days()).unwrap_or(date)
}

fn week_text(monday: Date) -> String {
    let week = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn weekend(monday: Date) -> Period {
    let saturday = monday.checked_add(5.days()).unwrap_or(monday);
    Period::days(saturday, monday.checked_add(6.days()).unwrap_or(monday))
}

fn quarter_value(year: i64, quarter: i64, anchor: Anchor) -> Value {
    let (Ok(year), Ok(first)) = (i16::try_from(year), i8::try_from(quarter * 3 - 2)) else {
        return unresolved("XXXX");
    };
    let period = Period { from: PartialDate::month(year, first), to: PartialDate::month(year, first + 2) };
    Value { kind: TimexKind::Date, value: format!("{year:04}-Q{quarter}"), period: Some(period), anchor }
}

fn half_year_value(year: i64, half: i64, anchor: Anchor) -> Value {
    let (Ok(year), Ok(first)) = (i16::try_from(year), i8::try_from(half * 6 - 5)) else {
        return unresolved("XXXX");
    };
    let period = Period { from: PartialDate::month(year, first), to: PartialDate::month(year, first + 5) };
    Value { kind: TimexKind::Date, value: format!("{year:04}-H{half}"), period: Some(period), anchor }
}

/// Where the second half of a period begins: in the middle of a month on the 16th, of a year in July.
fn middle(first: Date, days: i64) -> Date {
    let by = match days {
        360.. => 6.months(),
        28..=31 => 15.days(),
        _ => (days / 2).days(),
    };
    first.checked_add(by).unwrap_or(first)
}

/// The first, middle or last third of a period, or a half.
fn third(whole: Period, edge: Edge) -> Period {
    let (first, last) = (whole.first_day(), whole.last_day());
    let days = i64::from(first.until(last).map_or(0, |span| span.get_days())) + 1;
    if days < 3 {
        return whole;
    }
    let at = |share: i64| first.checked_add((days * share / 3).days()).unwrap_or(first);
    let before = |day: Date| day.checked_sub(1.days()).unwrap_or(day);
    match edge {
        Edge::Start => Period::days(first, before(at(1))),
        Edge::Mid => Period::days(at(1), before(at(2))),
        Edge::End => Period::days(at(2), last),
        Edge::FirstHalf => Period::days(first, before(middle(first, days))),
        Edge::SecondHalf => Period::days(middle(first, days), last),
    }
}

/// The nth month or quarter of a year, from its end where negative.
fn nth_part(nth: i64, unit: TimeUnit, year: i16) -> Value {
    let of = if unit == TimeUnit::Month { 12 } else { 4 };
    let at = if nth < 0 { of + 1 + nth } else { nth };
    match i8::try_from(at).ok().filter(|_| (1..=of).contains(&at)) {
        Some(month) if of == 12 => explicit(PartialDate::month(year, month)),
        Some(_) => quarter_value(i64::from(year), at, Anchor::Explicit),
        None => unresolved(&PartialDate::year(year).to_string()),
    }
}

/// Minutes in a unit shorter than a day.
fn minutes_in(unit: TimeUnit) -> Option<i64> {
    match unit {
        TimeUnit::Minute => Some(1),
        TimeUnit::Hour => Some(60),
        _ => None,
    }
}

/// A clock time of no single day: `T20:00`.
pub(super) fn free_clock(timex: &mut Timex) {
    let free: Vec<&str> = timex.value.split('/').map(|part| part.find('T').map_or(part, |at| &part[at..])).collect();
    timex.value = free.join("/");
    timex.period = None;
    timex.anchor = Anchor::None;
}

fn clock_text(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `+02:00`
fn zone_text(minutes: i16) -> String {
    let (sign, size) = (if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
    format!("{sign}{:02}:{:02}", size / 60, size % 60)
}
