//! Which moment does a stamp mean that was written by a machine? ISO 8601 and what is near to it, RFC 822 and 2822 in all
//! their wild forms, `asctime`: of feeds, mails, headers and the elements of a page. Not here: dates in words for readers
//! (`html/date.rs`), dates in running text; those are read by the languages' rules.

use jiff::civil::{Date, Time};

const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";

/// A wild date in ISO 8601: `2004-01-01T19:48:21+02:00`, or `2004-01-01` where no hour is written. A time without a zone is
/// taken as UTC, as feeds mean it. `None` where it is no date or lies outside of the years 1900 to 2199.
#[must_use]
pub fn read_wild_date(written: &str) -> Option<String> {
    let text = written.trim();
    if text.len() > 80 || !text.is_ascii() {
        return None;
    }
    let read = read_iso(text).or_else(|| read_mail_date(text))?;
    read.is_near().then(|| read.write(Some(0)))
}

/// The stamp of an element of a page: like [`read_wild_date`], but with a day at least, what follows the stamp left aside,
/// a time without a zone left without one, and also seconds since 1970. RFC 822 only with its clock.
pub(super) fn read_page_stamp(written: &str) -> Option<String> {
    let text = written.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == text.len() && (digits == 10 || digits == 13) {
        let seconds: i64 = text[..10].parse().ok()?;
        return Some(crate::model::Timestamp(seconds).to_string()).filter(|stamp| stamp.starts_with(['1', '2']));
    }
    let read = if digits == 4 || digits == 8 {
        read_iso(text).filter(|read| read.to_the_day)
    } else {
        let short = text.len() <= 40 && text.is_ascii() && text.matches(':').count() > 1;
        let named = |word: &str| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let opens = digits > 0 || text.split([',', ' ']).next().is_some_and(named);
        read_invariant(text).or_else(|| read_mail_date(text).filter(|read| short && opens && read.time.is_some()))
    };
    read.filter(Moment::is_near).map(|read| read.write(None))
}

struct Moment {
    date: Date,
    /// The day itself was written, not only its month or year.
    to_the_day: bool,
    /// Time of day, and offset from UTC in minutes where one is written.
    time: Option<(Time, Option<i32>)>,
}

impl Moment {
    fn is_near(&self) -> bool {
        (1900..2200).contains(&self.date.year())
    }

    /// `zone` is the offset of a time that has none.
    fn write(&self, zone: Option<i32>) -> String {
        let Self { date, time, .. } = self;
        let Some((time, offset)) = time else { return date.to_string() };
        let clock = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
        match offset.or(zone) {
            None => format!("{date}T{clock}"),
            Some(0) => format!("{date}T{clock}Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                format!("{date}T{clock}{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// `MM/dd/yyyy HH:mm:ss`: with seconds it is no form for readers, but how .NET writes for machines, whatever the language.
fn read_invariant(text: &str) -> Option<Moment> {
    let (day, clock) = text.split_once(' ').filter(|(_, clock)| clock.matches(':').count() == 2)?;
    let parts: Vec<&str> = day.split('/').collect();
    let [month, day, year] = parts.as_slice() else { return None };
    let date =
        Date::new(year.parse().ok().filter(|_| year.len() == 4)?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(Moment { date, to_the_day: true, time: read_clock(clock) })
}

/// `2003-12-31T10:14:55Z`, `20031231`, `2003-12`, `2003-365`, `2004-07-08 23:56:58.0`. A clock that is none is left aside.
fn read_iso(text: &str) -> Option<Moment> {
    let end = text.find(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '-' | '/' | ':' | '.'));
    let (day, rest) = text.split_at(end.unwrap_or(text.len()));
    let parts: Vec<&str> = day.trim_end_matches(['-', '/', ':', '.']).split(['-', '/', ':', '.']).collect();
    let number = |part: &str| -> Option<i16> { part.parse().ok().filter(|_| !part.starts_with('+')) };
    let (year, month, of_month, to_the_day) = match parts.as_slice() {
        [year] if year.len() == 4 => (number(year)?, 1, 1, false),
        [year] if year.len() == 8 => (number(&year[..4])?, number(&year[4..6])?, number(&year[6..])?, true),
        [year] if year.len() == 6 => (number(&year[..4])?, number(&year[4..])?, 1, false),
        [year, of_year] if year.len() == 4 && of_year.len() == 3 => {
            let start = Date::new(number(year)?, 1, 1).ok()?;
            let date = start.checked_add(jiff::Span::new().try_days(i64::from(number(of_year)?) - 1).ok()?).ok()?;
            (date.year(), i16::from(date.month()), i16::from(date.day()), true)
        }
        [year, month] if year.len() == 4 => (number(year)?, number(month)?, 1, false),
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?, true),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(of_month).ok()?).ok()?;
    Some(Moment { date, to_the_day, time: read_clock(rest.trim_start_matches(['T', 't', ' ', ','])) })
}

/// `10:14:55.123+01:00`, `10:14 PST`, `8:15 pm`; 24:00 and a leap second become the last second that there is.
fn read_clock(text: &str) -> Option<(Time, Option<i32>)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let mut parts = clock.split(':');
    let mut next = || -> Option<Option<i8>> {
        let Some(part) = parts.next() else { return Some(None) };
        Some(Some(part.split('.').next()?.parse().ok()?))
    };
    let (hour, minute, second) = (next()??, next()?.unwrap_or(0), next()?.unwrap_or(0));
    let mut zone = zone.trim();
    let half = zone.get(..2).map(str::to_ascii_lowercase);
    let hour = match half.as_deref().filter(|_| (1..=12).contains(&hour)) {
        Some("am") => hour % 12,
        Some("pm") => hour % 12 + 12,
        _ => hour,
    };
    if matches!(half.as_deref(), Some("am" | "pm")) {
        zone = zone[2..].trim_start();
    }
    let time = if hour == 24 { Time::new(23, 59, 59, 0) } else { Time::new(hour, minute, second.min(59), 0) };
    Some((time.ok()?, read_zone(zone)?))
}

/// Offsets in minutes: `Z`, `+0100`, `-05:00`, `EST`, `GMT+2`. `Some(None)` where no zone is written that is known, `None`
/// where it can be none.
fn read_zone(zone: &str) -> Option<Option<i32>> {
    let zone = zone.split('(').next()?.trim().trim_end_matches(',');
    if let Some(at) = zone.find(['+', '-']) {
        let digits: String =
            zone[at + 1..].chars().filter(|sign| *sign != ':').take_while(char::is_ascii_digit).take(4).collect();
        let Ok(number) = digits.parse::<i32>() else { return Some(None) };
        let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
        let minutes = if minutes > 18 * 60 { return None } else { minutes };
        return Some(Some(if zone.as_bytes()[at] == b'-' { -minutes } else { minutes }));
    }
    let word = zone.split(|sign: char| !sign.is_ascii_alphabetic()).next()?;
    Some(Some(match word.to_ascii_uppercase().as_str() {
        // Zones of RFC 822 and those that are common in feeds.
        "Z" | "GMT" | "UTC" | "UT" => 0,
        "EST" | "ET" | "CDT" => -5 * 60,
        "EDT" | "AST" => -4 * 60,
        "CST" | "CT" | "MDT" => -6 * 60,
        "MST" | "MT" | "PDT" => -7 * 60,
        "PST" | "PT" => -8 * 60,
        "CET" | "MEZ" | "BST" | "WEST" => 60,
        "CEST" | "MESZ" | "EET" => 2 * 60,
        "EEST" | "MSK" => 3 * 60,
        "JST" | "KST" => 9 * 60,
        _ => return Some(None),
    }))
}

/// `Thu, 01 Jan 2004 19:48:21 GMT` with or without weekday, second, zone, four digits of the year; `Jan 1 2004`.
fn read_mail_date(text: &str) -> Option<Moment> {
    let spaced = text.replace(',', " ");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    let month_of = |word: &str| -> Option<i8> {
        let head = word.get(..3)?.to_ascii_lowercase();
        let at = MONTHS.as_bytes().chunks(3).position(|month| month == head.as_bytes())?;
        i8::try_from(at + 1).ok()
    };
    // `01-Jan-2004` is three words.
    let parted: Vec<&str>;
    if let Some(at) = words.iter().position(|word| word.matches('-').count() == 2 && !word.starts_with('-')) {
        parted = words
            .iter()
            .enumerate()
            .flat_map(|(i, word)| if i == at { word.split('-').collect() } else { vec![*word] })
            .collect();
        words = parted;
    }
    let starts_with_letter = |word: &&str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    if words.first().filter(|word| starts_with_letter(word)).is_some_and(|word| month_of(word).is_none())
        || (words.len() > 1 && starts_with_letter(&words[0]) && starts_with_letter(&words[1]))
    {
        words.remove(0);
    }
    let at = words.iter().take(3).position(|word| starts_with_letter(word) && month_of(word).is_some())?;
    let month = month_of(words.remove(at))?;
    // The day is the first number that is no clock; the year is the next.
    let plain = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let first = words.iter().position(plain)?;
    let day: i16 = words.remove(first).parse().ok()?;
    let second = words.iter().position(plain)?;
    let year = words.remove(second);
    let (day, year) = if day > 31 { (year.parse().ok()?, day.to_string()) } else { (day, year.to_owned()) };
    let value: i16 = year.parse().ok()?;
    let year = if year.len() > 2 { value } else { value + if value < 69 { 2000 } else { 1900 } };
    let date = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    let time = if words.is_empty() { None } else { Some(read_clock(&words.join(" "))?) };
    Some(Moment { date, to_the_day: true, time })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wild_dates_are_read() {
        for (written, wanted) in [
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 1 Jan 04 19:48 EST", "2004-01-01T19:48:00-05:00"),
            ("01 Jan 2004 00:00:00 +0100", "2004-01-01T00:00:00+01:00"),
            ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"),
            ("Thursday, 01-Jan-04 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("January 5, 2004", "2004-01-05"),
            ("2003-12-31T10:14:55.250-08:00", "2003-12-31T10:14:55-08:00"),
            ("2003-12-31 10:14:55", "2003-12-31T10:14:55Z"),
            ("2003-12", "2003-12-01"),
            ("20031231", "2003-12-31"),
            ("2003-335", "2003-12-01"),
            ("2004-02-30", ""),
            ("292277026596-01-01", ""),
            ("0000-01-01", ""),
            ("soon", ""),
        ] {
            assert_eq!(read_wild_date(written).unwrap_or_default(), wanted, "{written}");
        }
    }

    #[test]
    fn stamps_of_pages_are_read() {
        for (written, wanted) in [
            ("2022-09-21T20:15:00.000+0300", "2022-09-21T20:15:00+03:00"),
            ("2022-09-21 20:15", "2022-09-21T20:15:00"),
            ("2022-09-21 8:15 PM", "2022-09-21T20:15:00"),
            ("2022-09-21 20:15 Uhr", "2022-09-21T20:15:00"),
            ("2022-09-21T20:15:08:684Z", "2022-09-21T20:15:08Z"),
            ("2022.09.21, late", "2022-09-21"),
            ("2022-09-21+02:00", "2022-09-21"),
            ("20220921T201500Z", "2022-09-21"),
            ("1663780500", "2022-09-21T17:15:00Z"),
            ("1663780500000", "2022-09-21T17:15:00Z"),
            ("Wed, 21 Sep 2022 20:15:00 +0200", "2022-09-21T20:15:00+02:00"),
            ("Wed Sep 21 20:15:00 2022", "2022-09-21T20:15:00"),
            ("09/10/2022 20:15:00", "2022-09-10T20:15:00"),
            ("9/10/2022", ""),
            ("Sept. 21, 2022, 8 p.m.", ""),
            ("2022", ""),
            ("2022-09", ""),
            ("0000-00-00", ""),
            ("292277026596-12-04", ""),
        ] {
            assert_eq!(read_page_stamp(written).unwrap_or_default(), wanted, "{written}");
        }
    }
}
