//! Is the page a chain of entries, each with its own time? A live page tells in the evening what was known at noon: what is
//! said in an entry was said at the entry's time. Not here: what the times mean for figures; the rooms after intake see.

use super::blocks::{Paragraph, is_furniture};
use super::date::read_stamp;
use super::head::squeeze;
use super::hints::Hints;
use super::linked::{LinkedText, list_linked_texts};
use super::tree::Tree;
use crate::intake::stamp::read_page_stamp;
use crate::model::{BlockKind, Lang};
use crate::pack::Packs;
use jiff::civil::{Date, DateTime};
use serde_json::Value;
use std::collections::BTreeMap;

/// Fewer entries make no live page.
const LEAST: usize = 3;
/// Clock times alone are also what programmes are made of: it takes more of them.
const LEAST_CLOCKS: usize = 4;
/// So many characters of a text find its paragraph.
const OPENING: usize = 32;
/// So many characters of running text make an entry.
const SHORT: usize = 40;

/// An entry: its first paragraph, and its time as `2022-09-21T20:15:00+03:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LiveEntry {
    pub(super) first: usize,
    pub(super) stamp: String,
}

/// What live pages are recognised by.
pub(super) struct LivePage<'p> {
    pub(super) packs: &'p Packs,
    pub(super) lang: &'p Lang,
    pub(super) page: &'p str,
    pub(super) tree: &'p Tree,
    pub(super) hints: &'p Hints,
    /// `liveBlogUpdate` of the page's linked data.
    pub(super) updates: &'p [Value],
    /// Stamps of publication and of the last change.
    pub(super) published: Option<&'p str>,
    pub(super) modified: Option<&'p str>,
    pub(super) address: Option<&'p str>,
    pub(super) title: Option<&'p str>,
}

impl LivePage<'_> {
    /// The entries in the order of the page. Where linked data holds them and the page's elements do not, their paragraphs
    /// are added.
    pub(super) fn find_entries(
        &self,
        paragraphs: &mut Vec<Paragraph>,
        kinds: &mut Vec<Option<BlockKind>>,
    ) -> Vec<LiveEntry> {
        let mut entries = self.linked_entries(paragraphs, kinds);
        if entries.len() < LEAST {
            entries = self.timed_entries(paragraphs, kinds);
        }
        if entries.len() < LEAST {
            entries = self.clocked_entries(paragraphs, kinds);
        }
        entries
    }

    /// By linked data: each update's text is looked for among the paragraphs.
    fn linked_entries(&self, paragraphs: &mut Vec<Paragraph>, kinds: &mut Vec<Option<BlockKind>>) -> Vec<LiveEntry> {
        let mut texts: BTreeMap<String, LinkedText> = BTreeMap::new();
        let mut dated = Vec::new();
        for update in self.updates {
            let stamp = ["datePublished", "dateCreated", "dateModified"];
            let stamp = stamp.iter().find_map(|key| read_stamp(self.packs, self.lang, update.get(*key)?.as_str()?));
            let body = ["articleBody", "description", "text"].iter().find_map(|key| update.get(*key)?.as_str());
            let Some((stamp, body)) = stamp.zip(body).filter(|(stamp, _)| stamp.contains('T')) else { continue };
            let headline = update.get("headline").and_then(Value::as_str).unwrap_or_default();
            dated.push((stamp, headline, body));
        }
        if dated.len() < LEAST {
            return Vec::new();
        }
        for key in ["articleBody", "description", "text"] {
            for text in list_linked_texts(self.page, self.tree, key) {
                texts.entry(squeeze(&text.value)).or_insert(text);
            }
        }
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (at, one) in paragraphs.iter().enumerate().filter(|(at, _)| kinds[*at].is_some()) {
            places.entry(opening(&one.text)).or_insert(at);
        }
        let mut entries = Vec::new();
        let mut unseen = Vec::new();
        for (stamp, headline, body) in dated {
            let text = texts.get(&squeeze(body));
            let first = text.and_then(|text| text.paragraphs.first()).map(|one| opening(&one.text));
            let place = |own: String| places.get(&own).copied().filter(|_| own.len() > 8);
            let found = first.and_then(place).into_iter().chain(place(opening(headline))).min();
            match found {
                Some(at) => entries.push(LiveEntry { first: self.start_of(at, paragraphs, kinds), stamp }),
                None => unseen.push((stamp, squeeze(body))),
            }
        }
        if unseen.len() > entries.len() {
            for (stamp, body) in unseen {
                let Some(text) = texts.remove(&body).filter(|text| !text.paragraphs.is_empty()) else { continue };
                entries.push(LiveEntry { first: paragraphs.len(), stamp });
                kinds.extend(text.paragraphs.iter().map(|_| Some(BlockKind::Body)));
                paragraphs.extend(text.paragraphs);
            }
        }
        sort_entries(entries)
    }

    /// The heading and the line with the time above the text of an entry are the entry's.
    fn start_of(&self, at: usize, paragraphs: &[Paragraph], kinds: &[Option<BlockKind>]) -> usize {
        let mut first = at;
        for before in (at.saturating_sub(3)..at).rev() {
            let one = &paragraphs[before];
            let heads = one.heading > 1 && kinds[before] != Some(BlockKind::Headline);
            if !heads && read_clock(&one.text).is_none_or(|(_, rest)| rest.len() > SHORT) {
                break;
            }
            first = before;
        }
        first
    }

    /// By `time` elements with day and hour, each with running text behind it, in the order of the clock.
    fn timed_entries(&self, paragraphs: &[Paragraph], kinds: &[Option<BlockKind>]) -> Vec<LiveEntry> {
        let mut entries: Vec<LiveEntry> = Vec::new();
        let nodes = self.tree.nodes.iter().enumerate().filter(|(_, node)| node.name == "time");
        for (at, _) in nodes {
            let stamp = self.tree.attribute(at, "datetime").and_then(read_page_stamp);
            let Some(stamp) = stamp.filter(|stamp| stamp.contains('T')) else { continue };
            // The paragraph that holds the time or is the first behind it.
            let next = paragraphs.partition_point(|one| one.node < at);
            let inside = next.checked_sub(1).filter(|last| {
                let end = paragraphs.get(next).map_or(usize::MAX, |one| one.node);
                self.tree.nodes[at].end < end && self.tree.block_of(paragraphs[*last].node) == self.tree.block_of(at)
            });
            let first = inside.unwrap_or(next);
            if first < paragraphs.len() && entries.last().is_none_or(|last| last.first < first) {
                entries.push(LiveEntry { first, stamp });
            }
        }
        let told = |from: usize, to: usize| {
            (from..to).any(|at| {
                matches!(kinds[at], Some(BlockKind::Body | BlockKind::Quote | BlockKind::List))
                    && paragraphs[at].text.len() >= SHORT
            })
        };
        let ends: Vec<usize> = entries.iter().skip(1).map(|next| next.first).chain([paragraphs.len()]).collect();
        let mut own: Vec<LiveEntry> = entries
            .into_iter()
            .zip(ends)
            .filter(|(entry, end)| told(entry.first, *end) && !is_furniture(paragraphs[entry.first].kind))
            .map(|(entry, _)| entry)
            .collect();
        own.dedup_by(|one, other| one.first == other.first);
        if own.len() >= LEAST && is_in_order(&own) { own } else { Vec::new() }
    }

    /// By lines that open with a clock time, where the page calls itself live: the day is the page's own, and the next or
    /// the last one each time that the clock passes midnight.
    fn clocked_entries(&self, paragraphs: &[Paragraph], kinds: &[Option<BlockKind>]) -> Vec<LiveEntry> {
        let Some(published) = self.published.and_then(|stamp| stamp.get(..10)?.parse::<Date>().ok()) else {
            return Vec::new();
        };
        let mut clocks = Vec::new();
        for (at, one) in paragraphs.iter().enumerate() {
            let own = kinds[at].is_some_and(|kind| !matches!(kind, BlockKind::Headline | BlockKind::Teaser));
            if own
                && !is_furniture(one.kind)
                && let Some((minutes, _)) = read_clock(&one.text)
            {
                clocks.push((at, minutes));
            }
        }
        if clocks.len() < LEAST_CLOCKS || !self.says_live(paragraphs, &clocks) {
            return Vec::new();
        }
        // A step back of more than half a day is a step over midnight.
        let step = |pair: &[(usize, i64)]| {
            let step = pair[1].1 - pair[0].1;
            if step > 720 {
                step - 1440
            } else if step < -720 {
                step + 1440
            } else {
                step
            }
        };
        let steps: Vec<i64> = clocks.windows(2).map(step).collect();
        let (ahead, back) =
            (steps.iter().filter(|step| **step > 0).count(), steps.iter().filter(|step| **step < 0).count());
        if ahead.min(back) * 10 > steps.len() {
            return Vec::new();
        }
        // The earliest entry is of the day of publication; where newest stand first, that is the last one.
        let zone = self.published.map_or("", zone_of);
        let newest_first = back > ahead;
        let mut moment = Vec::with_capacity(clocks.len());
        let mut day = 0i64;
        let order: Vec<usize> =
            if newest_first { (0..clocks.len()).rev().collect() } else { (0..clocks.len()).collect() };
        for (number, at) in order.iter().enumerate() {
            if number > 0 {
                let (before, now) = (clocks[order[number - 1]].1, clocks[*at].1);
                day += i64::from(before - now > 720) - i64::from(now - before > 720);
            }
            moment.push((*at, day));
        }
        moment.sort_unstable();
        let last = self.modified.or(self.published).and_then(|stamp| stamp.get(..10)?.parse::<Date>().ok());
        let mut entries = Vec::new();
        for (at, day) in moment {
            let (first, minutes) = clocks[at];
            let Ok(date) = published.checked_add(jiff::Span::new().days(day)) else { return Vec::new() };
            if last.is_some_and(|last| date > last.max(published)) {
                return Vec::new();
            }
            let stamp = format!("{date}T{:02}:{:02}:00{zone}", minutes / 60, minutes % 60);
            entries.push(LiveEntry { first, stamp });
        }
        entries
    }

    /// Whether the address, the title, or a class around most of the entries says that the page is live.
    fn says_live(&self, paragraphs: &[Paragraph], clocks: &[(usize, i64)]) -> bool {
        let told = [self.address, self.title].into_iter().flatten().any(|text| self.hints.is_live(text));
        let named = |at: usize| {
            let mut node = paragraphs[at].node;
            loop {
                let mut names = self.tree.attributes_of(node).filter(|(name, _)| matches!(*name, "class" | "id"));
                if names.any(|(_, value)| self.hints.is_live(value)) {
                    return true;
                }
                if node == 0 {
                    return false;
                }
                node = self.tree.nodes[node].parent;
            }
        };
        told || clocks.iter().filter(|(at, _)| named(*at)).count() * 2 > clocks.len()
    }
}

fn opening(text: &str) -> String {
    squeeze(text).chars().take(OPENING).collect()
}

fn sort_entries(mut entries: Vec<LiveEntry>) -> Vec<LiveEntry> {
    entries.sort_by_key(|entry| entry.first);
    entries.dedup_by_key(|entry| entry.first);
    entries
}

/// Newest first or oldest first, but for one entry in ten that was pinned or put in later.
fn is_in_order(entries: &[LiveEntry]) -> bool {
    let moment = |entry: &LiveEntry| entry.stamp.get(..19).and_then(|stamp| stamp.parse::<DateTime>().ok());
    let moments: Vec<Option<DateTime>> = entries.iter().map(moment).collect();
    let rises = moments.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let falls = moments.windows(2).filter(|pair| pair[0] > pair[1]).count();
    rises + falls > 0 && rises.min(falls) * 10 <= entries.len()
}

fn zone_of(stamp: &str) -> &str {
    let clock = stamp.get(11..).unwrap_or_default();
    clock.find(['Z', '+', '-']).map_or("", |at| &clock[at..])
}

/// The clock time that a line opens with, in minutes, and what follows: `14:35`, `14h35`, `2.35pm`. With a full stop it is a
/// time only where a short word, a sign or nothing follows: 14.35 is also a number.
fn read_clock(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start_matches(['[', '(', '+', '*', '•', '—', '–', '-', ' ', '\u{A0}']);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let hour: i64 = text.get(..first).filter(|hour| (1..=2).contains(&hour.len()))?.parse().ok()?;
    let rest = &text[first..];
    let mark = rest.chars().next().filter(|mark| matches!(mark, ':' | '.' | 'h' | 'H'))?;
    let rest = &rest[mark.len_utf8()..];
    let minute: i64 = rest.get(..2).filter(|_| digits(rest) == 2)?.parse().ok()?;
    let rest = rest[2..].trim_start();
    let half = rest.get(..rest.len().min(4)).unwrap_or_default().replace('.', "").to_lowercase();
    let (half, rest) = match () {
        () if half.starts_with("am") => (Some(0), rest.trim_start_matches(['a', 'm', 'A', 'M', '.'])),
        () if half.starts_with("pm") => (Some(12), rest.trim_start_matches(['p', 'm', 'P', 'M', '.'])),
        () => (None, rest),
    };
    if mark == '.' && half.is_none() {
        let word = rest.chars().take_while(|sign| sign.is_alphabetic()).count();
        let after = rest.trim_start_matches(char::is_alphabetic).trim_start();
        let closed = after.is_empty() || after.starts_with([':', '-', '–', '—', '|', ',', ']', ')']);
        if !closed || word > 4 {
            return None;
        }
    }
    let hour = half.map_or(hour, |half| hour % 12 + half);
    (hour < 24 && minute < 60).then_some((hour * 60 + minute, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_open_with_a_clock() {
        for (line, minutes) in [
            ("14:35", Some(875)),
            ("[9:05] The gates are shut", Some(545)),
            ("14h35 - Les portes", Some(875)),
            ("14.35 Uhr: Die Tore", Some(875)),
            ("2.35pm The gates", Some(875)),
            ("12:05 a.m. The gates", Some(5)),
            ("14.35 million tonnes", None),
            ("14.35", Some(875)),
            ("25:10", None),
            ("2022-09-21", None),
            ("14:355", None),
        ] {
            assert_eq!(read_clock(line).map(|(minutes, _)| minutes), minutes, "{line}");
        }
    }
}
