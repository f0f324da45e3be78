//! Under which keys a report is filed, and for which it asks: two reports that may be of one story find each other.
//! Not here: whether they are of one (`compare`).
//!
//! A key is a combination (two names, a name beside a word, a place on a day), most of them within a span of days, so that
//! few reports share one by chance. Whether two reports meet depends on the two alone, never on what else is stored.

use super::Signature;
use crate::model::mix;

/// Names that are paired with each other.
const PAIRED: usize = 7;
/// Names that are paired without regard to time, for reports whose day nobody knows.
const UNTIMED: usize = 5;
/// Names that are joined by threes.
const BY_THREES: usize = 5;
/// Names and words that are paired with each other.
const WORDED: usize = 3;
/// Days of a span. Spans lie in two rows half a span apart: two days that are half a span apart or less share one.
const SPAN: i32 = 16;

/// Kinds of keys.
const NAMES: u64 = 11;
const WORD: u64 = 12;
const FIGURE: u64 = 13;
const DAY: u64 = 14;
const COUNT: u64 = 15;
const THREE: u64 = 16;
const DATED: u64 = 17;
const UNDATED: u64 = 18;

/// The keys of a report, sorted, distinct.
pub(super) struct Keys {
    /// Those it is filed under.
    pub(super) filed: Vec<u64>,
    /// Those of others that it may be of one story with.
    pub(super) asked: Vec<u64>,
}

pub(super) fn keys_of(signature: &Signature) -> Keys {
    let frames = heaviest(&signature.frames, PAIRED);
    let pairs = |most: usize| {
        let frames = &frames[..most.min(frames.len())];
        frames.iter().enumerate().flat_map(|(at, one)| frames[at + 1..].iter().map(|other| pair(one.0, other.0)))
    };
    let mut both = Vec::new();
    let names = heaviest(&signature.names, WORDED);
    let words = heaviest(&signature.words, WORDED);
    let worded = || {
        names
            .iter()
            .flat_map(|name| words.iter().filter(|word| word.0 != name.0).map(|word| mix(name.0.into(), word.0.into())))
    };
    let mut untimed = Vec::new();
    let mut timed: Vec<u64> = pairs(PAIRED).map(|pair| mix(NAMES, pair)).collect();
    timed.extend(worded().map(|pair| mix(WORD, pair)));
    timed.extend(signature.running.iter().map(|count| mix(COUNT, (*count).into())));
    for figure in signature.figures.iter().take(4) {
        timed.extend(frames.iter().take(2).map(|name| mix(FIGURE, pair(*figure, name.0))));
    }
    for (place, _) in heaviest(&signature.places, 3) {
        let key = |day: &i32| in_row(row_of(*day), mix(DAY, pair(place, day.cast_unsigned())));
        both.extend(signature.days.iter().take(4).map(key));
    }
    let three = &frames[..BY_THREES.min(frames.len())];
    for (at, one) in three.iter().enumerate() {
        for (next, other) in three.iter().enumerate().skip(at + 1) {
            for third in &three[next + 1..] {
                let mut all = [one.0, other.0, third.0];
                all.sort_unstable();
                untimed.push(mix(THREE, mix(pair(all[0], all[1]), all[2].into())));
            }
        }
    }
    both.extend(untimed.into_iter().map(|key| in_row(ANY, key)));
    let (mut filed, mut asked) = (Vec::new(), Vec::new());
    match signature.published {
        Some(day) => {
            for row in [row_of(day), row_of(day + SPAN / 2) | 1] {
                both.extend(timed.iter().map(|key| in_row(row, *key)));
            }
            filed.extend(pairs(UNTIMED).map(|pair| in_row(ANY, mix(DATED, pair))));
            asked.extend(pairs(UNTIMED).map(|pair| in_row(ANY, mix(UNDATED, pair))));
        }
        None => {
            both.extend(timed.iter().map(|key| in_row(ANY, *key)));
            both.extend(pairs(PAIRED).map(|pair| in_row(ANY, mix(UNDATED, pair))));
            asked.extend(pairs(PAIRED).map(|pair| in_row(ANY, mix(DATED, pair))));
        }
    }
    let sorted = |mut own: Vec<u64>| {
        own.extend(&both);
        own.sort_unstable();
        own.dedup();
        own
    };
    Keys { filed: sorted(filed), asked: sorted(asked) }
}

/// Keys of one span lie together in the index, so that who asks for its own days reads one stretch of it.
fn in_row(row: u16, key: u64) -> u64 {
    u64::from(row) << 48 | key >> 16
}

/// The span of a day in the first of the two rows.
fn row_of(day: i32) -> u16 {
    u16::try_from(day.div_euclid(SPAN) * 2).map_or(0, |row| row.min(ANY - 2))
}

/// Whatever has no day.
const ANY: u16 = u16::MAX;

/// The heaviest, heaviest first.
fn heaviest(list: &[(u32, u16)], most: usize) -> Vec<(u32, u16)> {
    let mut list = list.to_vec();
    list.sort_unstable_by_key(|(key, weight)| (std::cmp::Reverse(*weight), *key));
    list.truncate(most);
    list
}

fn pair(one: u32, other: u32) -> u64 {
    u64::from(one.min(other)) << 32 | u64::from(one.max(other))
}
