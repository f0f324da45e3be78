//! When was the page published, and when was it changed? First what it says in elements made for that, then its address,
//! then what readers see. Not here: how a stamp is read (`date`, `stamp.rs`).

use super::super::stamp::read_page_stamp;
use super::blocks::{Paragraph, decode_references};
use super::date::{day_in_address, read_stamp};
use super::head::{Head, Meta, squeeze};
use super::hints::Hints;
use super::tree::Tree;
use crate::model::{BlockKind, Lang};
use crate::pack::Packs;
use jiff::civil::Date;
use serde_json::Value;
use std::ops::Range;

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
        let stamp = sources.address.and_then(day_in_address)?;
        Some(Dated { stamp, from: "address".to_owned(), at: None })
    };
    let mut found = sources
        .meta(&meta.published)
        .or_else(|| sources.linked("datePublished"))
        .or_else(|| sources.meta(&meta.issued))
        .or_else(|| sources.marked())
        .or_else(by_address)
        .or_else(|| sources.beside(top))
        .or_else(|| sources.near(top).find_map(|at| sources.line(at, top, 160)))
        .or_else(|| sources.meta(&meta.created))
        .or_else(|| sources.linked("dateCreated"))
        .or_else(|| sources.seen(top));
    if found.is_none() {
        let stamp = head.modified.clone();
        found = stamp.map(|stamp| Dated { stamp, from: "modified".to_owned(), at: None });
    }
    let Some(mut found) = found.or_else(|| sources.scripted()).or_else(|| sources.anywhere(top)) else { return };
    if let Some(local) = sources.own_day(&found.stamp, top) {
        found.stamp = local;
    }
    head.note("published", &found.stamp, found.from, found.at);
    head.published = Some(found.stamp);
}

impl Sources<'_> {
    fn read(&self, text: &str) -> Option<String> {
        read_stamp(self.packs, self.lang, text)
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
        let node = |at: usize| self.paragraphs.get(at).map_or(self.tree.nodes.len(), |one| one.node);
        let (from, headline, to) = (node(top.saturating_sub(4)), node(top), node(top + 8));
        let behind = (headline..to).find_map(|at| self.named(at));
        behind.or_else(|| (from..headline).rev().find_map(|at| self.named(at)))
    }

    /// What readers see: a `time` element, else a short line near the headline, else one that is named for it, else what
    /// opens the first paragraphs.
    fn seen(&self, top: usize) -> Option<Dated> {
        let line = |at: usize| self.line(at, top, 160);
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

    /// The date in a `time` element, or in a short one whose name says that it holds a date; not in what stands beside the
    /// story.
    fn named(&self, at: usize) -> Option<Dated> {
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

    /// The day of a short line that is no headline and no notice of rights.
    fn line(&self, at: usize, top: usize, most: usize) -> Option<Dated> {
        let one = &self.paragraphs[at];
        let fits = one.text.len() <= most && !one.text.contains('©') && (at != top || one.heading == 0);
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
        behind.chain(top.saturating_sub(200)..top).find_map(|at| self.line(at, top, 120))
    }

    /// A stamp in UTC whose day is not the one that the address or the line near the headline gives, but the one beside it:
    /// the publisher's clock was ahead or behind. The same instant with the least offset that gives that day.
    fn own_day(&self, stamp: &str, top: usize) -> Option<String> {
        let utc = stamp.strip_suffix('Z').or_else(|| stamp.strip_suffix("+00:00"))?;
        let (day, clock) = utc.split_once('T')?;
        let day: Date = day.parse().ok()?;
        let minutes = clock.get(..2)?.parse::<i32>().ok()? * 60 + clock.get(3..5)?.parse::<i32>().ok()?;
        let shown = || self.near(top).find_map(|at| self.line(at, top, 160)).map(|found| found.stamp);
        let local = self.address.and_then(day_in_address).or_else(shown)?;
        let local: Date = local.get(..10)?.parse().ok()?;
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
