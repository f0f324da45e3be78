//! When: calendar dates known to a year, month or day, periods of them, instants and as-of intervals.

use super::report::Published;
use jiff::{ToSpan, civil};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A date or time that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no date or time: use 2022-09-21 or 2022-09-21T20:15:00+03:00")]
pub struct TimeError(pub String);

/// An instant: seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Midnight (UTC) at the start of a day.
    #[must_use]
    pub fn day_start(date: civil::Date) -> Self {
        let days = civil::date(1970, 1, 1).until(date).map_or(0, |span| i64::from(span.get_days()));
        Self(days * 86_400)
    }

    /// The instant `seconds` later.
    #[must_use]
    pub fn later(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// The UTC calendar day it falls on; the last day of year 9999 for what lies beyond.
    #[must_use]
    pub fn date(self) -> civil::Date {
        civil::date(1970, 1, 1)
            .checked_add(self.0.div_euclid(86_400).clamp(-700_000, 4_000_000).days())
            .unwrap_or(civil::Date::MAX)
    }
}

impl Timestamp {
    fn written(self) -> Option<Written> {
        let second = self.0.rem_euclid(86_400).unsigned_abs();
        let mut out = PartialDate::day(self.date()).written()?;
        for (mark, value) in [(b'T', second / 3600), (b':', second / 60 % 60), (b':', second % 60)] {
            out.put(mark);
            out.digits(value, 2);
        }
        out.put(b'Z');
        Some(out)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(written) = self.written() {
            return f.write_str(written.as_str());
        }
        let second = self.0.rem_euclid(86_400);
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date(), second / 3600, second / 60 % 60, second % 60)
    }
}

/// A date or time as it is written. Every claim is written with several: this spares the formatter's long way.
#[derive(Default)]
struct Written {
    text: [u8; 24],
    length: usize,
}

impl Written {
    fn put(&mut self, character: u8) {
        if let Some(place) = self.text.get_mut(self.length) {
            *place = character;
            self.length += 1;
        }
    }

    fn digits(&mut self, value: u64, count: u32) {
        (0..count).rev().for_each(|place| self.put(b'0' + (value / 10_u64.pow(place) % 10) as u8));
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..self.length]).unwrap_or_default()
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    /// Reads RFC 3339 with or without seconds; a time without offset counts as UTC, a bare date as its start.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        Published::parts(text).map(|(start, _, _)| start)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.written() {
            Some(written) => serializer.serialize_str(written.as_str()),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Published {
    /// Start, end (first instant after) and local day of a written date or time.
    pub(super) fn parts(text: &str) -> Result<(Timestamp, Timestamp, civil::Date), TimeError> {
        let fail = || TimeError(text.chars().take(60).collect());
        let text = text.trim();
        if let Ok(date) = text.parse::<civil::Date>()
            && text.len() <= 10
        {
            let start = Timestamp::day_start(date);
            return Ok((start, start.later(86_400), date));
        }
        let (body, offset) = split_offset(text);
        let datetime: civil::DateTime = body.replacen(' ', "T", 1).parse().map_err(|_| fail())?;
        let seconds = datetime.time().duration_since(civil::Time::midnight()).as_secs();
        let start = Timestamp::day_start(datetime.date()).later(seconds - offset);
        Ok((start, start, datetime.date()))
    }
}

/// Splits `2022-09-21T20:15+03:00` into its civil part and the offset in seconds (0 where none is given).
fn split_offset(text: &str) -> (&str, i64) {
    if let Some(body) = text.strip_suffix(['Z', 'z']) {
        return (body, 0);
    }
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at > 10) else { return (text, 0) };
    let digits: Vec<i64> = text[at + 1..].bytes().filter(u8::is_ascii_digit).map(|b| i64::from(b - b'0')).collect();
    let seconds = match digits[..] {
        [a, b] => (a * 10 + b) * 3600,
        [a, b, c, d] => (a * 10 + b) * 3600 + (c * 10 + d) * 60,
        _ => return (text, 0),
    };
    (&text[..at], if text.as_bytes()[at] == b'-' { -seconds } else { seconds })
}

/// A date known to a year, a month or a day. Prints as `2022`, `2022-09`, `2022-09-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1 to 9999.
    pub year: i16,
    /// Month 1-12, if known.
    pub month: Option<i8>,
    /// Day 1-31, if known (only with a month).
    pub day: Option<i8>,
}

impl PartialDate {
    /// A day.
    #[must_use]
    pub fn day(date: civil::Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }

    /// A month.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Self {
        Self { year, month: Some(month), day: None }
    }

    /// A year.
    #[must_use]
    pub fn year(year: i16) -> Self {
        Self { year, month: None, day: None }
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> civil::Date {
        civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(civil::Date::MIN)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> civil::Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            _ => self.first_day().last_of_year(),
        }
    }
}

impl PartialDate {
    /// None for a year that is not written with four digits.
    fn written(self) -> Option<Written> {
        let mut out = Written::default();
        out.digits(u64::try_from(self.year).ok().filter(|year| *year < 10_000)?, 4);
        for part in [self.month, self.day].into_iter().flatten() {
            out.put(b'-');
            out.digits(u64::try_from(part).ok().filter(|part| *part < 100)?, 2);
        }
        Some(out)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(written) = self.written() {
            return f.write_str(written.as_str());
        }
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let fail = || TimeError(text.chars().take(60).collect());
        let mut parts = text.split('-').map(|part| part.parse::<i16>().map_err(|_| fail()));
        let year = parts.next().ok_or_else(fail)??;
        let small = |part: Option<Result<i16, TimeError>>| match part {
            None => Ok(None),
            Some(value) => i8::try_from(value?).map(Some).map_err(|_| fail()),
        };
        let (month, day) = (small(parts.next())?, small(parts.next())?);
        civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| fail())?;
        if parts.next().is_some() || year < 1 {
            return Err(fail());
        }
        Ok(Self { year, month, day })
    }
}

/// Days from one date to another, both included. Prints as `2022-09-21` or `2022-09-21/2022-09-25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First date.
    pub from: PartialDate,
    /// Last date.
    pub to: PartialDate,
}

impl Period {
    /// One day.
    #[must_use]
    pub fn day(date: civil::Date) -> Self {
        Self::of(PartialDate::day(date))
    }

    /// One date of any precision.
    #[must_use]
    pub fn of(date: PartialDate) -> Self {
        Self { from: date, to: date }
    }

    /// From one day to another; a reversed pair is turned round.
    #[must_use]
    pub fn days(from: civil::Date, to: civil::Date) -> Self {
        Self { from: PartialDate::day(from.min(to)), to: PartialDate::day(from.max(to)) }
    }

    /// First day.
    #[must_use]
    pub fn first_day(self) -> civil::Date {
        self.from.first_day()
    }

    /// Last day.
    #[must_use]
    pub fn last_day(self) -> civil::Date {
        self.to.last_day()
    }

    /// The day, where it is one.
    #[must_use]
    pub fn single_day(self) -> Option<civil::Date> {
        (self.first_day() == self.last_day()).then(|| self.first_day())
    }

    /// How exactly it is known.
    #[must_use]
    pub fn precision(self) -> TimePrecision {
        let days = self.first_day().until(self.last_day()).map_or(0, |span| span.get_days()) + 1;
        match days {
            ..=1 => TimePrecision::Day,
            2..=6 => TimePrecision::Days,
            7..=13 => TimePrecision::Week,
            14..=92 => TimePrecision::Month,
            _ => TimePrecision::Year,
        }
    }
}

impl Period {
    fn written(self) -> Option<Written> {
        let mut out = self.from.written()?;
        if self.from != self.to {
            out.put(b'/');
            self.to.written()?.as_str().bytes().for_each(|byte| out.put(byte));
        }
        Some(out)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to { write!(f, "{}", self.from) } else { write!(f, "{}/{}", self.from, self.to) }
    }
}

impl FromStr for Period {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        match text.split_once('/') {
            None => Ok(Self::of(text.parse()?)),
            Some((from, to)) => {
                let (from, to): (PartialDate, PartialDate) = (from.parse()?, to.parse()?);
                Ok(if from.first_day() <= to.last_day() { Self { from, to } } else { Self { from: to, to: from } })
            }
        }
    }
}

macro_rules! serde_as_text {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.written() {
                    Some(written) => serializer.serialize_str(written.as_str()),
                    None => serializer.collect_str(self),
                }
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
serde_as_text!(PartialDate, Period);

/// How exactly a time is known (ACLED `time_precision`, UCDP `date_prec` are coarser views of it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimePrecision {
    /// A clock time.
    Minute,
    /// A named hour or less than two hours.
    Hour,
    /// Morning, night ...
    PartOfDay,
    /// A day.
    Day,
    /// Two to six days.
    Days,
    /// About a week.
    Week,
    /// About a month or a season.
    Month,
    /// A year or more.
    Year,
}

/// A part of a day, with its TIMEX3 letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPart {
    /// `MO`: 6 to 12.
    Morning,
    /// `MI`: noon.
    Midday,
    /// `AF`: 12 to 18.
    Afternoon,
    /// `EV`: 18 to 24.
    Evening,
    /// `NI`: 20 to 6 of the next day.
    Night,
}

impl DayPart {
    /// TIMEX3 letters, as in `2022-09-21TEV`.
    #[must_use]
    pub fn letters(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Midday => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
        }
    }

    /// Hours `(from, to)` after the day's start; the night ends in the next day.
    #[must_use]
    pub fn hours(self) -> (i64, i64) {
        match self {
            Self::Morning => (6, 12),
            Self::Midday => (11, 14),
            Self::Afternoon => (12, 18),
            Self::Evening => (18, 24),
            Self::Night => (20, 30),
        }
    }
}

/// The interval in which the moment lies that a count was stated for. An open start: nobody says since when it held
/// (an undated caption). An open end: unknown altogether. Serialised as `[from, to]` with nulls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "(Option<Timestamp>, Option<Timestamp>)", from = "(Option<Timestamp>, Option<Timestamp>)")]
pub struct AsOf {
    /// Earliest moment.
    pub from: Option<Timestamp>,
    /// Latest moment: the one at which the figure surely counts.
    pub to: Option<Timestamp>,
}

impl From<AsOf> for (Option<Timestamp>, Option<Timestamp>) {
    fn from(value: AsOf) -> Self {
        (value.from, value.to)
    }
}

impl From<(Option<Timestamp>, Option<Timestamp>)> for AsOf {
    fn from((from, to): (Option<Timestamp>, Option<Timestamp>)) -> Self {
        Self { from, to }
    }
}

impl AsOf {
    /// A moment.
    #[must_use]
    pub fn at(moment: Timestamp) -> Self {
        Self { from: Some(moment), to: Some(moment) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_print_what_they_read() {
        for text in ["2022", "2022-09", "2022-09-21", "2022-09-21/2022-09-25", "2022-02/2022-09"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        assert!("2022-13".parse::<Period>().is_err());
        assert!("292277026596".parse::<Period>().is_err());
        let stamp: Timestamp = "2022-09-21T20:15+03:00".parse().unwrap();
        assert_eq!(stamp.to_string(), "2022-09-21T17:15:00Z");
        assert_eq!("2022-09-21".parse::<Timestamp>().unwrap().to_string(), "2022-09-21T00:00:00Z");
        assert_eq!("2022-09-21T20:15:00Z".parse::<Timestamp>().unwrap(), "2022-09-21 20:15".parse().unwrap());
    }

    #[test]
    fn years_of_any_length_are_written() {
        for (year, text) in [(-5, "-005-03"), (0, "0000-03"), (907, "0907-03"), (9999, "9999-03"), (12_345, "12345-03")]
        {
            let period = Period::of(PartialDate::month(year, 3));
            assert_eq!(period.to_string(), text);
            assert_eq!(serde_json::to_string(&period).unwrap(), format!("{text:?}"));
        }
        let early = Timestamp(-62_200_000_000);
        assert_eq!(early.to_string(), format!("{}T14:13:20Z", early.date()));
        assert_eq!(serde_json::to_string(&early).unwrap(), format!("\"{early}\""));
    }
}
