//! Which moment does a date of a feed, a mail or a header mean? RFC 822 and 2822 in all their wild forms, ISO 8601 and
//! what is near to it, `asctime`. Not here: dates in running text; those are read by the languages' rules.

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
    (1900..2200).contains(&read.date.year()).then(|| read.write())
}

struct Moment {
    date: Date,
    /// Time of day and offset from UTC in minutes.
    time: Option<(Time, i32)>,
}

impl Moment {
    fn write(&self) -> String {
        let Self { date, time } = self;
        match time {
            None => date.to_string(),
            Some((time, offset)) => {
                let clock = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
                if *offset == 0 {
                    return format!("{date}T{clock}Z");
                }
                let sign = if *offset < 0 { '-' } else { '+' };
                format!("{date}T{clock}{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// `2003-12-31T10:14:55Z`, `20031231`, `2003-12`, `2003-365`, `2004-07-08 23:56:58.0`.
fn read_iso(text: &str) -> Option<Moment> {
    let digits = |part: &str| (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok());
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (day, rest) = text.split_at(end);
    let parts: Vec<&str> = day.split(['-', '/', ':']).collect();
    let number = |part: &str| -> Option<i16> { digits(part)? };
    let (year, month, of_month) = match parts.as_slice() {
        [year] if year.len() == 4 => (number(year)?, 1, 1),
        [year] if year.len() == 8 => (number(&year[..4])?, number(&year[4..6])?, number(&year[6..])?),
        [year] if year.len() == 6 => (number(&year[..4])?, number(&year[4..])?, 1),
        [year, of_year] if year.len() == 4 && of_year.len() == 3 => {
            let start = Date::new(number(year)?, 1, 1).ok()?;
            let date = start.checked_add(jiff::Span::new().try_days(i64::from(number(of_year)?) - 1).ok()?).ok()?;
            (date.year(), i16::from(date.month()), i16::from(date.day()))
        }
        [year, month] if year.len() == 4 => (number(year)?, number(month)?, 1),
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        _ => return None,
    };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(of_month).ok()?).ok()?;
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    Some(Moment { date, time: if rest.is_empty() { None } else { Some(read_clock(rest)?) } })
}

/// `10:14:55.123+01:00`, `10:14 PST`; 24:00 and a leap second become the last second that there is.
fn read_clock(text: &str) -> Option<(Time, i32)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(text.len());
    let (clock, zone) = text.split_at(end);
    let mut parts = clock.split(':');
    let mut next = || -> Option<Option<i8>> {
        let Some(part) = parts.next() else { return Some(None) };
        Some(Some(part.split('.').next()?.parse().ok()?))
    };
    let (hour, minute, second) = (next()??, next()?.unwrap_or(0), next()?.unwrap_or(0));
    let time = if hour == 24 { Time::new(23, 59, 59, 0) } else { Time::new(hour, minute, second.min(59), 0) };
    Some((time.ok()?, read_zone(zone.trim())?))
}

/// Offsets in minutes: `Z`, `+0100`, `-05:00`, `EST`, `GMT+2`.
fn read_zone(zone: &str) -> Option<i32> {
    let zone = zone.split('(').next()?.trim().trim_end_matches(',');
    if let Some(at) = zone.find(['+', '-']) {
        let digits: String = zone[at + 1..].chars().filter(char::is_ascii_digit).collect();
        let number: i32 = digits.parse().ok()?;
        let minutes = if digits.len() <= 2 { number * 60 } else { number / 100 * 60 + number % 100 };
        let minutes = if minutes > 18 * 60 { return None } else { minutes };
        return Some(if zone.as_bytes()[at] == b'-' { -minutes } else { minutes });
    }
    Some(match zone.to_ascii_uppercase().as_str() {
        // Zones of RFC 822 and those that are common in feeds.
        "EST" | "ET" | "CDT" => -5 * 60,
        "EDT" | "AST" => -4 * 60,
        "CST" | "CT" | "MDT" => -6 * 60,
        "MST" | "MT" | "PDT" => -7 * 60,
        "PST" | "PT" => -8 * 60,
        "CET" | "MEZ" | "BST" | "WEST" => 60,
        "CEST" | "MESZ" | "EET" => 2 * 60,
        "EEST" | "MSK" => 3 * 60,
        "JST" | "KST" => 9 * 60,
        _ => 0,
    })
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
    Some(Moment { date, time })
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
}
