//! Which year's feast is meant, and days counted from a day in the text. Not here: on which days feasts fall (`pack`).

use super::super::parse::Draft;
use super::{Context, Value, moved, unresolved};
use crate::model::{Anchor, PartialDate, Period, TimexKind};
use crate::pack::{FeastRule, TimeUnit};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// How many days ahead a feast that nothing tells of is the next one rather than the last.
const NEAR: i32 = 14;

impl Context {
    /// A feast in its year; without one the nearest past, or to come where the text looks ahead.
    pub(super) fn feast(&self, feast: &FeastRule, year: Option<i16>, shift: Option<i64>) -> Value {
        if let Some(year) = year {
            return match feast.days_in(year)[0] {
                Some(day) => lasting(self.day(Some(day), 0, Anchor::Explicit), feast, day),
                None => unresolved(&PartialDate::year(year).to_string()),
            };
        }
        let Some(now) = self.now else { return unresolved("XXXX-XX-XX") };
        let days: Vec<Date> = days_about(feast, now.year()).collect();
        // A feast of several days that has begun is the one that is kept now.
        let lasts = feast.days.max(1) - 1;
        let over = |day: &Date| day.checked_add(lasts.days()).is_ok_and(|end| end < now);
        let last = days.iter().rev().find(|day| **day <= now).copied();
        let next = days.iter().find(|day| **day > now).copied();
        let near = next.is_some_and(|day| now.until(day).is_ok_and(|span| span.get_days() <= NEAR));
        let day = match shift {
            Some(..0) => days.iter().rev().find(|day| **day < now).copied(),
            Some(1..) => next,
            // "This Easter" is the year's, unless it is over and the text looks ahead.
            Some(0) => {
                let this = days.iter().find(|day| day.year() == now.year()).copied();
                if self.future && this.is_none_or(|day| over(&day)) { next.or(this) } else { this.or(last) }
            }
            None if last.is_some_and(|day| !over(&day)) => last,
            None if self.future || near => next,
            None => last,
        };
        match day {
            Some(day) => lasting(self.day(Some(day), 0, self.anchor), feast, day),
            None => unresolved("XXXX-XX-XX"),
        }
    }

    /// A feast in the year that stands behind it, or nearest to the month that is counted to.
    pub(super) fn feast_in(&self, feast: &FeastRule, within: &Draft) -> Value {
        let Value { period: Some(period), .. } = self.value(within) else { return unresolved("XXXX-XX-XX") };
        let yearly = match within.what {
            super::What::Around { unit, .. } | super::What::Away { unit, .. } => unit == TimeUnit::Year,
            _ => true,
        };
        let ahead = self.now.is_some_and(|now| period.last_day() > now);
        let there = if ahead { period.last_day() } else { period.first_day() };
        let day = if yearly {
            feast.days_in(there.year())[0]
        } else {
            days_about(feast, there.year())
                .min_by_key(|day| day.until(there).map_or(i32::MAX, |span| span.get_days().abs()))
        };
        match day {
            Some(day) => lasting(self.day(Some(day), 0, self.anchor), feast, day),
            None => unresolved("XXXX-XX-XX"),
        }
    }

    /// So many units, or weekdays, from a day.
    pub(super) fn offset(&self, count: i64, unit: TimeUnit, weekday: Option<i8>, from: &Draft) -> Value {
        let Value { period, anchor, .. } = self.value(from);
        let Some(from) = period.and_then(Period::single_day) else { return unresolved("XXXX-XX-XX") };
        let weekday = weekday.and_then(|number| Weekday::from_monday_one_offset(number).ok());
        let day = match weekday {
            Some(weekday) => from.nth_weekday(i32::try_from(count).unwrap_or(1), weekday).ok(),
            None => moved(from, unit, count),
        };
        self.day(day, 0, anchor)
    }
}

/// The days of a feast from two years before a year to two after it, in order.
fn days_about(feast: &FeastRule, year: i16) -> impl Iterator<Item = Date> {
    (-2..=2).flat_map(move |by| feast.days_in(year.saturating_add(by))).flatten()
}

/// With the days that the feast lasts.
fn lasting(value: Value, feast: &FeastRule, day: Date) -> Value {
    if feast.days <= 1 {
        return value;
    }
    let period = Period::days(day, day.checked_add((feast.days - 1).days()).unwrap_or(day));
    Value { kind: TimexKind::Date, value: period.to_string(), period: Some(period), ..value }
}
