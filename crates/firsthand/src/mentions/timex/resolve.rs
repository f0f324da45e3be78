//! Which day is meant? Turns a worded time into a calendar value. Not here: wording.

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
    /// The sentence tells of what is to come.
    pub(super) future: bool,
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

impl Context {
    pub(super) fn resolve(&self, draft: &Draft, bound: TimeBound) -> Timex {
        let Value { mut kind, mut value, mut period, anchor } = self.value(draft);
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
                | What::Clock
                | What::Part { .. }
        );
        if dated {
            if let Some(clock) = draft.clock {
                kind = TimexKind::Time;
                value = format!("{value}T{:02}:{:02}", clock / 60, clock % 60);
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
        Timex {
            kind,
            value,
            period,
            part: draft.part,
            clock: draft.clock,
            bound,
            modifier: Modifier::Equal,
            precision,
            anchor,
        }
    }

    fn value(&self, draft: &Draft) -> Value {
        match &draft.what {
            What::Date { year, month, day, to_day } => self.date(*year, *month, *day, *to_day),
            What::Weekday { number, shift } => self.weekday(*number, *shift),
            What::Day { days, text: false } => self.day(self.now, *days, self.anchor),
            What::Day { days, text: true } => self.text_day(*days),
            What::Unit { unit, shift } => self.unit(*unit, *shift),
            What::Month { month, shift } => self.month(*month, Some(*shift)),
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
            What::Near { unit, ahead } => self.near(*unit, *ahead),
            What::Ref(value) => {
                let period = (value == "PRESENT_REF").then_some(()).and(self.now).map(Period::day);
                Value { kind: TimexKind::Date, value: value.clone(), period, anchor: self.anchor }
            }
            What::Clock => self.text_or_now(0),
            What::Part { before } => {
                if self.focus.is_none() && *before {
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

    fn date(&self, year: Option<i16>, month: Option<i8>, day: Option<i8>, to_day: Option<i8>) -> Value {
        let Some(month) = month else {
            let Some(year) = year else { return unresolved("XXXX") };
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

    /// The year of a month and day: the nearest to the publication, up to four months ahead of it.
    fn year_of(&self, month: i8, day: i8) -> (Option<i16>, Anchor) {
        let Some(now) = self.now else {
            return (self.year, if self.year.is_some() { Anchor::Text } else { Anchor::None });
        };
        let ahead = i32::from(month) - i32::from(now.month());
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
            Some(1) if month > now.month() => now.year(),
            Some(1) => now.year() + 1,
            Some(_) => now.year(),
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
            Some(by) if by > 0 => 7 - back,
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
                let weeks = if last { -1 } else { shift.max(-1) };
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
                let year = match shift {
                    Some(by) if by < 0 && !started => base - 1,
                    Some(by) if by < 0 && now.month() < first + 3 => base - 1,
                    Some(by) if by > 0 && started => base + 1,
                    None if !started && !self.future && season != Season::Winter => base - 1,
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

    fn away(&self, count: Option<i64>, unit: TimeUnit, ahead: bool, text: bool) -> Value {
        let (from, anchor) = match (text, self.focus) {
            (true, Some(focus)) => (Some(focus), Anchor::Text),
            _ => (self.now, self.anchor),
        };
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
        let value = if ahead { "FUTURE_REF" } else { "PAST_REF" };
        let vague = |period| Value { kind: TimexKind::Date, value: value.into(), period, anchor: self.anchor };
        let Some(from) = from else { return vague(None) };
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
            Some(period) if days => Value { value: period.to_string(), ..vague(Some(period)) },
            period => vague(period),
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

/// The first, middle or last third of a period.
fn third(whole: Period, edge: Edge) -> Period {
    let (first, last) = (whole.first_day(), whole.last_day());
    let days = i64::from(first.until(last).map_or(0, |span| span.get_days())) + 1;
    if days < 3 {
        return whole;
    }
    let at = |share: i64| first.checked_add((days * share / 3).days()).unwrap_or(first);
    match edge {
        Edge::Start => Period::days(first, at(1)),
        Edge::Mid => Period::days(at(1), at(2)),
        Edge::End => Period::days(at(2), last),
    }
}
