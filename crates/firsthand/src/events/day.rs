//! On which day, or in which period, did it happen? Chooses the period of each entry's row.
//! Not here: finding dates in texts; claims bring them.

use super::Told;
use crate::model::{Entry, PartialDate, Period, SeriesKind, StoryId};
use std::collections::BTreeSet;

/// Each entry with the period of its row, and how many name no day at all.
pub(super) fn choose_periods<'t, 'a>(told: &'t [Told<'a>]) -> (Vec<(&'t Told<'a>, Period)>, usize) {
    type Thing<'t> = (Option<StoryId>, &'t str, &'t str, Option<&'t str>, &'t str);
    fn thing<'t>(told: &'t Told<'_>) -> Thing<'t> {
        let entry = told.entry;
        (entry.story, &told.place_key, &entry.indicator, entry.subset.as_deref(), &entry.unit)
    }
    let daily: BTreeSet<Thing<'_>> = told.iter().filter(|told| told.entry.kind == SeriesKind::Day).map(thing).collect();
    let windows: BTreeSet<Thing<'_>> = told
        .iter()
        .filter(|told| told.entry.kind == SeriesKind::Window && told.entry.time.is_some())
        .map(thing)
        .collect();
    let (mut chosen, mut undated) = (Vec::new(), 0);
    for told in told {
        let covered = match told.entry.kind {
            SeriesKind::Day => false,
            SeriesKind::Window => daily.contains(&thing(told)),
            SeriesKind::Since | SeriesKind::Total => daily.contains(&thing(told)) || windows.contains(&thing(told)),
            SeriesKind::State | SeriesKind::Plan | SeriesKind::Price | SeriesKind::Aside => true,
        };
        if covered {
            continue;
        }
        match period_of(told.entry) {
            Some(period) => chosen.push((told, period)),
            None => undated += 1,
        }
    }
    (chosen, undated)
}

/// The days of an entry. A running total runs from its start to the day of its last count.
fn period_of(entry: &Entry) -> Option<Period> {
    let time = entry.time?;
    let counted = entry.as_of.to.map(|to| to.later(-1).date());
    match (entry.kind, counted) {
        (SeriesKind::Since, Some(counted)) if counted > time.first_day() && time.from == time.to => {
            Some(Period { from: time.from, to: PartialDate::day(counted) })
        }
        _ => Some(time),
    }
}
