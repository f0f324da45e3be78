//! When was the page published, and when was it changed? First what it says in elements made for that, then its address,
//! then what readers see. Not here: how a stamp is read (`date`, `stamp.rs`).

use super::super::stamp::read_page_stamp;
use super::blocks::{Paragraph, decode_references};
use super::date::read_stamp;
use super::head::{Head, Meta, squeeze};
use super::hints::Hints;
use super::tree::Tree;
use crate::model::{BlockKind, Lang, day_of_address};
use crate::pack::Packs;
use jiff::civil::Date;
use serde_json::Value;
use std::ops::Range;

/// Longest line beside a headline that is about its date, in bytes.
const NEAR: usize = 160;

/// What the dates of a page are read from.
pub(super) struct Sources<'p> {
    pub(super) packs: &'p Packs,
    /// The page's own word for its language.
    pub(super) lang: &'p Lang,
    pub(super) page: &'p str,
    pub(super) tree: &'p Tree,
    pub(super) hints: &'p Hints,
    pub(super) metas: &'p [Meta<'p>],
    pub(super) data: &'p [Value],
    pub(super) paragraphs: &'p [Paragraph],
    /// Where it was fetched from, else what it gives as its address.
    pub(super) address: Option<&'p str>,
    /// First paragraph of the story.
    pub(super) story: usize,
}

/// A date, and what gave it.
struct Dated {
    stamp: String,
    from: String,
    at: Option<Range<usize>>,
}

/// Writes both dates into the head, with their evidence.
pub(super) fn date_page(sources: &Sources<'_>, head: &mut Head) {
    let meta = &sources.hints.meta;
    let modified = sources.meta(&meta.modified).or_else(|| sources.linked("dateModified"));
    if let Some(modified) = &modified {
        head.note("modified", &modified.stamp, modified.from.clone(), modified.at.clone());
    }
    head.modified = modified.map(|modified| modified.stamp);
    let top = sources.headline(head.title.as_deref());
    let by_address = || {
        let stamp = sources.address.and_then(day_of_address)?.to_string();
        Some(Dated { stamp, from: "address".to_owned(), at: None })
    };
    let mut found = sources
        .meta(&meta.published)
        .or_else(|| sources.linked("datePublished"))
        .or_else(|| sources.meta(&meta.issued))
        .or_else(|| sources.marked())
        .or_else(by_address)
        .or_else(|| sources.in_sight(top))
        .or_else(|| sources.meta(&meta.created))
        .or_else(|| sources.linked("dateCreated"))
        .or_else(|| sources.changed_in_sight(top))
        .or_else(|| sources.seen(top));
    if found.is_none() {
        let stamp = head.modified.clone();
        found = stamp.map(|stamp| Dated { stamp, from: "modified".to_owned(), at: None });
    }
    let found = found.or_else(|| sources.scripted());
    let found = found.or_else(|| sources.anywhere(top)).or_else(|| sources.changed(top));
    let Some(mut found) = found.or_else(|| sources.in_rights()) else { return };
    if let Some(shown) = sources.confirmed(&found, top) {
        found = shown;
    } else if let Some(local) = sources.own_day(&found.stamp, top) {
        found.stamp = local;
    }
    head.note("published", &found.stamp, found.from, found.at);
    head.published = Some(found.stamp);
}

impl Sources<'_> {
    fn read(&self, text: &str) -> Option<String> {
        read_stamp(self.packs, self.lang, text)
    }

    /// What readers see beside the headline: an element for a date, else a short line.
    fn in_sight(&self, top: usize) -> Option<Dated> {
        self.beside(top).or_else(|| self.lines(top).next())
    }

    /// The days of short lines near the headline, those behind it first.
    fn lines(&self, top: usize) -> impl Iterator<Item = Dated> {
        self.near(top).filter_map(move |at| self.line(at, top, NEAR))
    }

    /// The day that readers see beside the headline, where it is not the one that was found in elements for machines, but
    /// another one that the page tells there: it calls that its date, without a word of change.
    fn confirmed(&self, found: &Dated, top: usize) -> Option<Dated> {
        let by_machine = ["meta ", "json-ld ", "script "].iter().any(|from| found.from.starts_with(from));
        if !by_machine && !found.from.ends_with(" published") {
            return None;
        }
        let names = &self.hints.meta;
        let lists = [&names.published, &names.issued, &names.created, &names.modified];
        let metas = self.metas.iter().filter(|meta| lists.iter().any(|list| list.contains(&meta.name)));
        let metas = metas.filter_map(|meta| self.read(meta.value));
        let keys = ["datePublished", "dateModified", "dateCreated"];
        let linked = self.data.iter().flat_map(|item| keys.iter().filter_map(|key| item.get(*key)?.as_str()));
        let told = metas.chain(linked.filter_map(|value| self.read(value)));
        let own_day = found.stamp.get(..10)?;
        let others: Vec<String> = told.filter(|stamp| !stamp.starts_with(own_day)).collect();
        if others.is_empty() {
            return None;
        }
        let seen = self.in_sight(top)?;
        let seen_day = seen.stamp.get(..10)?;
        let stamp = others.into_iter().filter(|stamp| stamp.starts_with(seen_day)).max_by_key(String::len)?;
        let is_own = |other: Dated| other.stamp.starts_with(own_day);
        if self.around(top).filter_map(|at| self.named(at)).any(is_own) || self.lines(top).any(is_own) {
            return None;
        }
        Some(Dated { stamp, from: seen.from, at: seen.at })
    }

    /// In linked data.
    fn linked(&self, key: &str) -> Option<Dated> {
        self.data.iter().find_map(|item| {
            let value = item.get(key)?;
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let stamp = self.read(&text)?;
            Some(Dated { stamp, from: format!("json-ld {key}"), at: None })
        })
    }

    /// In meta elements; the first name that is there is believed.
    fn meta(&self, names: &[String]) -> Option<Dated> {
        names.iter().find_map(|name| {
            let mut own = self.metas.iter().filter(|meta| meta.name == *name);
            own.find_map(|meta| {
                let stamp = self.read(meta.value)?;
                Some(Dated { stamp, from: format!("meta {name}"), at: Some(self.tree.place(meta.node)) })
            })
        })
    }

    /// Elements that microformats mark as the date: `time` with `pubdate`, the class `published` with a `title`.
    fn marked(&self) -> Option<Dated> {
        let (mut changed, tree, marks) = (None, self.tree, &self.hints.date.marks);
        for at in 0..tree.nodes.len() {
            let element = &tree.nodes[at];
            if element.name.is_empty() || element.from == element.to {
                continue;
            }
            let mut names = tree.attribute(at, "class").unwrap_or_default().split_ascii_whitespace();
            let has_class = names.find_map(|name| match name {
                "updated" | "dt-updated" => Some(false),
                name => marks.iter().any(|mark| mark == name).then_some(true),
            });
            let own = tree.attribute(at, "itemprop").map(str::to_ascii_lowercase);
            let is_published = match own.as_deref() {
                Some("datepublished" | "datecreated") => Some(true),
                _ if element.name == "time" && tree.attribute(at, "pubdate").is_some() => Some(true),
                _ => has_class,
            };
            let beside = || tree.within(at, &["aside", "footer", "nav"]).is_some();
            let Some(is_published) = is_published.filter(|_| !beside()) else { continue };
            let value = ["datetime", "title", "content"].iter().find_map(|name| tree.attribute(at, name));
            let text = || decode_references(&tree.raw_text(self.page, at));
            let stamp = value.and_then(read_page_stamp).or_else(|| {
                let text = text();
                (text.len() < 120).then(|| self.read(&text)).flatten()
            });
            let Some(stamp) = stamp else { continue };
            let found = Dated { stamp, from: format!("{} published", element.name), at: Some(tree.place(at)) };
            if is_published {
                return Some(found);
            }
            changed.get_or_insert(found);
        }
        changed
    }

    /// The paragraph of the headline: the last one that says the title before the story, else the story's first.
    fn headline(&self, title: Option<&str>) -> usize {
        let title = title.map(squeeze).unwrap_or_default();
        let same = |one: &Paragraph| {
            let near = one.text.len() < title.len() * 2 + 40;
            near && !title.is_empty() && squeeze(&one.text).contains(&title)
        };
        let until = self.paragraphs.len().min(self.story + 12);
        let all = &self.paragraphs[..until];
        all.iter()
            .rposition(|one| one.heading > 0 && same(one))
            .or_else(|| all.iter().rposition(same))
            .unwrap_or(self.story)
    }

    /// What readers see beside the headline: an element that is named for dates, or a `time`.
    fn beside(&self, top: usize) -> Option<Dated> {
        self.around(top).find_map(|at| self.named(at))
    }

    /// The nodes behind the headline, then those before it.
    fn around(&self, top: usize) -> impl Iterator<Item = usize> {
        let node = |at: usize| self.paragraphs.get(at).map_or(self.tree.nodes.len(), |one| one.node);
        let (from, headline, to) = (node(top.saturating_sub(4)), node(top), node(top + 8));
        (headline..to).chain((from..headline).rev())
    }

    /// What readers see: a `time` element, else a short line near the headline, else one that is named for it, else what
    /// opens the first paragraphs.
    fn seen(&self, top: usize) -> Option<Dated> {
        let line = |at: usize| self.line(at, top, NEAR);
        let credits = (0..self.paragraphs.len()).filter(|at| self.paragraphs[*at].kind == Some(BlockKind::Credit));
        let all = 0..self.tree.nodes.len();
        all.clone()
            .filter(|at| self.tree.nodes[*at].name == "time")
            .find_map(|at| self.named(at))
            .or_else(|| self.near(top).chain(credits.take(20)).find_map(line))
            .or_else(|| {
                // Reports that open with their day: "1 February 2022 - ...".
                (top + 1..self.paragraphs.len().min(top + 6)).find_map(|at| {
                    let one = &self.paragraphs[at];
                    let opening: String = one.text.chars().take(40).collect();
                    self.read(&opening).map(|stamp| self.shown(stamp, one))
                })
            })
            .or_else(|| all.clone().find_map(|at| self.named(at)))
    }

    /// The date in an element that is made for one, unless words before it say that it is one of change.
    fn named(&self, at: usize) -> Option<Dated> {
        let found = self.dated_element(at)?;
        let changed = self.paragraph_of(at).is_some_and(|one| self.tells_change(&one.text));
        (!changed).then_some(found)
    }

    /// The date in a `time` element, or in a short one whose name says that it holds a date; not in what stands beside the
    /// story.
    fn dated_element(&self, at: usize) -> Option<Dated> {
        let tree = self.tree;
        let element = &tree.nodes[at];
        let time = element.name == "time";
        let told = || {
            let mut names = tree.attributes_of(at).filter(|(name, _)| matches!(*name, "class" | "id" | "itemprop"));
            names.any(|(_, value)| self.hints.holds_date(value))
        };
        if element.name.is_empty()
            || element.end - at > 24
            || !time && (matches!(element.name, "body" | "html" | "meta" | "link") || !told())
            || tree.within(at, &["aside", "footer", "nav"]).is_some()
        {
            return None;
        }
        let stamp = tree.attribute(at, "datetime").and_then(read_page_stamp).or_else(|| {
            let text = decode_references(&tree.raw_text(self.page, at));
            (text.trim().len() <= 80).then(|| self.read(&text)).flatten()
        })?;
        Some(Dated { stamp, from: if time { "time" } else { "text" }.to_owned(), at: Some(tree.place(at)) })
    }

    fn near(&self, top: usize) -> impl Iterator<Item = usize> {
        (top..self.paragraphs.len().min(top + 8)).chain((top.saturating_sub(4)..top).rev())
    }

    fn shown(&self, stamp: String, one: &Paragraph) -> Dated {
        Dated { stamp, from: "text".to_owned(), at: Some(self.tree.place(one.node)) }
    }

    /// What readers see beside the headline of a change.
    fn changed_in_sight(&self, top: usize) -> Option<Dated> {
        let line = || self.near(top).find_map(|at| self.changed_line(at));
        self.around(top).find_map(|at| self.dated_element(at)).or_else(line)
    }

    /// The first short line that says when the page was changed.
    fn changed(&self, top: usize) -> Option<Dated> {
        (top..self.paragraphs.len()).chain((0..top).rev()).find_map(|at| self.changed_line(at))
    }

    fn changed_line(&self, at: usize) -> Option<Dated> {
        let one = &self.paragraphs[at];
        let told = one.text.len() <= NEAR && self.tells_change(&one.text);
        told.then(|| self.read(&one.text)).flatten().map(|stamp| self.shown(stamp, one))
    }

    /// The last resort: a whole day in a notice of rights.
    fn in_rights(&self) -> Option<Dated> {
        let notices = self.paragraphs.iter().rev().filter(|one| one.text.len() <= NEAR && one.text.contains('©'));
        notices.take(20).find_map(|one| self.read(&one.text).map(|stamp| self.shown(stamp, one)))
    }

    /// Whether a line says that its day is one of change, not of publication.
    fn tells_change(&self, text: &str) -> bool {
        let head: String = text.chars().take_while(|sign| !sign.is_ascii_digit()).take(120).collect();
        self.hints.tells_change(&head)
    }

    /// What the paragraph around a node is.
    fn paragraph_of(&self, node: usize) -> Option<&Paragraph> {
        let next = self.paragraphs.partition_point(|one| one.node < node);
        let end = self.tree.nodes[node].end;
        let inside = self.paragraphs.get(next).filter(|one| one.node < end);
        inside.or_else(|| {
            let before = next.checked_sub(1).and_then(|at| self.paragraphs.get(at))?;
            (self.tree.block_of(before.node) == self.tree.block_of(node)).then_some(before)
        })
    }

    /// The day of a short line that is no headline, no notice of rights, nothing that readers wrote, and tells no change.
    fn line(&self, at: usize, top: usize, most: usize) -> Option<Dated> {
        let one = &self.paragraphs[at];
        let fits = one.text.len() <= most
            && !one.text.contains('©')
            && (at != top || one.heading == 0)
            && one.kind != Some(BlockKind::Comment)
            && !self.tells_change(&one.text);
        fits.then(|| self.read(&one.text)).flatten().map(|stamp| self.shown(stamp, one))
    }

    /// The data of the page's own scripts, under the names that publishing systems use.
    fn scripted(&self) -> Option<Dated> {
        self.hints.meta.script.iter().find_map(|key| {
            let mut from = 0;
            while let Some(at) = self.page[from..].find(key.as_str()) {
                let start = from + at + key.len();
                from = start;
                let rest = self.page[start..].trim_start_matches(['\\', '"', '\'', ' ']);
                let Some(rest) = rest.strip_prefix([':', '=']) else { continue };
                let value: String = rest.trim_start_matches(['\\', '"', '\'', ' ']).chars().take(40).collect();
                let end = value.find(['\\', '"', '\'', ',', '}', '<']).unwrap_or(value.len());
                if let Some(stamp) = read_page_stamp(&value[..end]) {
                    return Some(Dated { stamp, from: format!("script {key}"), at: None });
                }
            }
            None
        })
    }

    /// The first short line with a day behind the headline.
    fn anywhere(&self, top: usize) -> Option<Dated> {
        let behind = top..self.paragraphs.len().min(top + 200);
        behind.chain(top.saturating_sub(200)..top).find_map(|at| self.line(at, top, NEAR))
    }

    /// A stamp in UTC whose day is not the one that the address or the line near the headline gives, but the one beside it:
    /// the publisher's clock was ahead or behind. The same instant with the least offset that gives that day.
    fn own_day(&self, stamp: &str, top: usize) -> Option<String> {
        let utc = stamp.strip_suffix('Z').or_else(|| stamp.strip_suffix("+00:00"))?;
        let (own_day, clock) = utc.split_once('T')?;
        let day: Date = own_day.parse().ok()?;
        let minutes = clock.get(..2)?.parse::<i32>().ok()? * 60 + clock.get(3..5)?.parse::<i32>().ok()?;
        let beside = self.beside(top).filter(|found| found.stamp.len() == own_day.len());
        let seen: Vec<String> = beside.into_iter().chain(self.lines(top)).map(|found| found.stamp).collect();
        // What readers see of the day that the stamp's own clock has speaks for it.
        if seen.iter().any(|other| other.starts_with(own_day)) {
            return None;
        }
        let shown = || seen.into_iter().next().and_then(|stamp| stamp.get(..10)?.parse().ok());
        let local: Date = self.address.and_then(day_of_address).or_else(shown)?;
        let offset = match local.since(day).ok()?.get_days() {
            1 => (24 * 60 - minutes + 59) / 60,
            -1 => -(minutes / 60 + 1),
            _ => return None,
        };
        // From Line Islands to Baker Island.
        if !(-12..=14).contains(&offset) {
            return None;
        }
        let time = (minutes + offset * 60).rem_euclid(24 * 60);
        let sign = if offset < 0 { '-' } else { '+' };
        let seconds = clock.get(5..).unwrap_or_default();
        Some(format!("{local}T{:02}:{:02}{seconds}{sign}{:02}:00", time / 60, time % 60, offset.abs()))
    }
}
