//! Days that come every year: by a date, a weekday of a month, a distance from Easter, or a table of days that move through
//! the civil year (`data/feasts.txt`). Not here: which year is meant (`mentions/timex/feast.rs`).

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, de};
use std::fmt;

/// A day that comes every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeastRule {
    /// Month.
    #[serde(default)]
    pub month: i8,
    /// Day of the month.
    #[serde(default)]
    pub day: i8,
    /// Days after Easter Sunday.
    pub easter: Option<i16>,
    /// Weekday, 1 (Monday) to 7; with a row of the table, the last before its day.
    pub weekday: Option<i8>,
    /// Which of the month's, from 1, or from -1 backward; with a day, the first on or after (before, where negative) it.
    #[serde(default)]
    pub nth: i8,
    /// Days it lasts, where more than one.
    #[serde(default)]
    pub days: i64,
    /// Easter of the Julian calendar.
    #[serde(default)]
    pub julian: bool,
    /// Month and day are of the Islamic calendar.
    #[serde(default)]
    pub islamic: bool,
    /// A row of the table of moving days.
    pub moving: Option<MovingDay>,
    /// Days after that of the table, or after the weekday.
    #[serde(default)]
    pub after: i64,
    /// Days by which it moves where it falls on a Saturday.
    #[serde(default)]
    pub saturday: i64,
    /// Days by which it moves where it falls on a Sunday.
    #[serde(default)]
    pub sunday: i64,
}

impl FeastRule {
    /// Its first days in a civil year: one, or two or none where a lunar year is shorter.
    #[must_use]
    pub fn days_in(&self, year: i16) -> [Option<Date>; 2] {
        let days = match self.moving {
            // Behind a row's last days of a year stand days of the next.
            Some(moving) => {
                let after = |year: i16| {
                    moving.days_in(year).map(|day| self.weekday_before(day?.checked_add(self.after.days()).ok()?))
                };
                let near = [after(year.saturating_sub(1)), after(year), after(year.saturating_add(1))];
                let mut there = near.into_iter().flatten().flatten().filter(|day| day.year() == year);
                [there.next(), there.next()]
            }
            None if self.islamic => self.islamic_days(year),
            None => [self.fixed_day(year), None],
        };
        days.map(|day| self.observed(day?))
    }

    /// The last weekday of a number before a day of the table, where one is asked: the last Friday of Ramadan.
    fn weekday_before(&self, day: Date) -> Option<Date> {
        match self.weekday.and_then(|number| Weekday::from_monday_one_offset(number).ok()) {
            Some(weekday) => day.nth_weekday(-1, weekday).ok(),
            None => Some(day),
        }
    }

    /// The day, or the one beside a weekend on which it is kept.
    fn observed(&self, day: Date) -> Option<Date> {
        let by = match day.weekday() {
            Weekday::Saturday => self.saturday,
            Weekday::Sunday => self.sunday,
            _ => 0,
        };
        day.checked_add(by.days()).ok()
    }

    fn fixed_day(&self, year: i16) -> Option<Date> {
        if let Some(days) = self.easter {
            let easter = if self.julian { julian_easter(year) } else { easter(year) };
            return easter?.checked_add(i64::from(days).days()).ok();
        }
        let Some(number) = self.weekday else { return Date::new(year, self.month, self.day).ok() };
        let weekday = Weekday::from_monday_one_offset(number).ok()?;
        let weeks = i64::from(self.nth.unsigned_abs().max(1)) - 1;
        let first = if self.day > 0 { self.day } else { 1 };
        let start = Date::new(year, self.month, first).ok()?;
        let by = if self.nth < 0 {
            let end = if self.day > 0 { start } else { start.last_of_month() };
            end.checked_sub((i64::from(weekday.until(end.weekday())) + weeks * 7).days()).ok()
        } else {
            start.checked_add((i64::from(start.weekday().until(weekday)) + weeks * 7).days()).ok()
        };
        by?.checked_add(self.after.days()).ok()
    }

    /// By the calendar of Umm al-Qura where the table knows the month, else by rule.
    fn islamic_days(&self, year: i16) -> [Option<Date>; 2] {
        let row = ISLAMIC.iter().find(|(month, _)| *month == self.month).and_then(|(_, name)| MovingDay::named(name));
        let table = Self { moving: row, after: i64::from(self.day) - 1, islamic: false, ..*self };
        match row.map(|_| table.days_in(year)) {
            Some(days @ [Some(_), _]) => days,
            _ => [islamic_day(year, self.month, self.day), None],
        }
    }
}

/// A row of the table of days that move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MovingDay(usize);

const TABLE: &str = include_str!("../../data/feasts.txt");

/// The first year of the table.
const FIRST: i16 = 1950;

/// Months of the Islamic calendar whose first days are in the table.
const ISLAMIC: [(i8, &str); 7] = [
    (1, "muharram"),
    (3, "rabi-al-awwal"),
    (7, "rajab"),
    (8, "shaban"),
    (9, "ramadan"),
    (10, "shawwal"),
    (12, "dhu-al-hijja"),
];

impl MovingDay {
    fn named(name: &str) -> Option<Self> {
        let is = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '));
        TABLE.lines().position(is).map(Self)
    }

    fn days_in(self, year: i16) -> [Option<Date>; 2] {
        let cell = || {
            let column = usize::try_from(i32::from(year) - i32::from(FIRST)).ok()?;
            TABLE.lines().nth(self.0)?.split(' ').nth(column + 1)
        };
        let mut days = cell().unwrap_or("").split('+').map(|day| {
            let (month, day) = day.split_once('-')?;
            Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
        });
        [days.next().flatten(), days.next().flatten()]
    }
}

impl<'de> Deserialize<'de> for MovingDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl de::Visitor<'_> for Name {
            type Value = MovingDay;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a row of data/feasts.txt")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<MovingDay, E> {
                MovingDay::named(name).ok_or_else(|| E::custom(format!("there is no row {name:?} in data/feasts.txt")))
            }
        }
        deserializer.deserialize_str(Name).map_err(D::Error::custom)
    }
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

/// Easter Sunday of the Julian calendar, as a Gregorian date (Meeus).
fn julian_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let n = d + e + 114;
    let day = Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()?;
    let lag = i64::from(y / 100 - y / 400 - 2);
    day.checked_add(lag.days()).ok()
}

/// The first day of a Gregorian year that has this month and day in the tabular Islamic calendar (civil epoch, leap years
/// by thirds of eleven); the moon as sighted may differ by a day.
fn islamic_day(year: i16, month: i8, day: i8) -> Option<Date> {
    let (month, day) = (i64::from(month), i64::from(day));
    let about = (i64::from(year) - 622) * 33 / 32;
    (about - 1..=about + 1).find_map(|hijri| {
        let julian =
            (11 * hijri + 3).div_euclid(30) + 354 * hijri + 30 * month - (month - 1) / 2 + day + 1_948_440 - 385;
        // Day 2,440,588 was the first of 1970.
        let date = Date::new(1970, 1, 1).ok()?.checked_add((julian - 2_440_588).days()).ok()?;
        (date.year() == year).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::{FIRST, FeastRule, TABLE};
    use jiff::civil::date;

    fn rule(text: &str) -> FeastRule {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn moving_days_fall_where_they_fell() {
        for (text, year, days) in [
            ("moving = \"diwali\"", 2022, [Some(date(2022, 10, 24)), None]),
            ("moving = \"lunar-new-year\"", 2023, [Some(date(2023, 1, 22)), None]),
            ("moving = \"passover\"", 2021, [Some(date(2021, 3, 28)), None]),
            ("moving = \"rosh-hashanah\"\nafter = 9", 2022, [Some(date(2022, 10, 5)), None]),
            ("moving = \"hanukkah\"\nafter = 7", 2025, [Some(date(2025, 12, 22)), None]),
            ("month = 10\nday = 1\nislamic = true", 2000, [Some(date(2000, 1, 8)), Some(date(2000, 12, 27))]),
            ("month = 9\nday = 1\nislamic = true", 2022, [Some(date(2022, 4, 2)), None]),
            ("moving = \"shawwal\"\nweekday = 5", 2022, [Some(date(2022, 4, 29)), None]),
            ("month = 4\nday = 27\nsunday = -1", 2025, [Some(date(2025, 4, 26)), None]),
            ("easter = 0", 2022, [Some(date(2022, 4, 17)), None]),
            ("easter = 0\njulian = true", 2022, [Some(date(2022, 4, 24)), None]),
            ("month = 11\nweekday = 4\nnth = 4\nafter = 1", 2022, [Some(date(2022, 11, 25)), None]),
        ] {
            assert_eq!(rule(text).days_in(year), days, "{text} {year}");
        }
        assert!(toml::from_str::<FeastRule>("moving = \"no-such-row\"").is_err());
    }

    #[test]
    fn the_table_is_whole() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        for row in rows {
            let name = row.split(' ').next().unwrap();
            let feast = rule(&format!("moving = {name:?}"));
            assert_eq!(row.split(' ').count(), 112, "{name}");
            let days: Vec<_> = (FIRST..FIRST + 111).flat_map(|year| feast.days_in(year)).flatten().collect();
            for pair in days.windows(2) {
                let apart = pair[0].until(pair[1]).unwrap().get_days();
                // A lunar year has 354 days, or a month more.
                assert!((352..=386).contains(&apart), "{name} {}", pair[0]);
            }
        }
    }
}
