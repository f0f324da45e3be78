//! Which items does a feed hold? RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, also where they are ill-formed.
//! Not here: fetching a feed, and the pages that its items link to.

mod address;
mod json;
mod markup;
mod opml;
mod xml;

use super::html::read_markup;
use super::{Fields, MAX_FILE, Received, Refusal, charset, make_typed_report};
use crate::model::{Block, BlockKind, Span};
use crate::pack::Packs;

pub use super::stamp::read_wild_date;
pub use markup::flatten_markup;
pub use opml::{Subscription, read_opml, write_opml};

/// Most items read of one feed; those after them are left out, and noted.
pub const MAX_ITEMS: usize = 10_000;
/// Deepest nesting of XML.
pub const MAX_XML_DEPTH: usize = 64;
/// Most attributes of one tag.
pub const MAX_ATTRIBUTES: usize = 256;

/// A feed as it was read. Texts are trimmed; addresses are absolute where the feed says of what they are relative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// The feed's own name, as an id.
    pub id: Option<String>,
    /// Its title, as written: it may hold markup.
    pub title: Option<String>,
    /// The page that it belongs to.
    pub link: Option<String>,
    /// Its line of description.
    pub summary: Option<String>,
    /// Its language, as written.
    pub language: Option<String>,
    /// Who stands behind it: the publisher or author, without a mail address.
    pub author: Option<String>,
    /// When it was first published, in ISO 8601.
    pub published: Option<String>,
    /// When it was last changed, in ISO 8601.
    pub updated: Option<String>,
    /// Its items, in the order of the feed.
    pub items: Vec<FeedItem>,
    /// What was left out of it, in words, with the word of the limit in brackets.
    pub notes: Vec<String>,
}

/// One item of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// Its name: `guid`, `id`, `rdf:about`.
    pub id: Option<String>,
    /// Its headline, as written: it may hold markup.
    pub title: Option<String>,
    /// The page that it is about.
    pub link: Option<String>,
    /// When it was published, in ISO 8601 with the writer's own offset.
    pub published: Option<String>,
    /// When it was last changed, in ISO 8601.
    pub updated: Option<String>,
    /// Its author's name, without a mail address.
    pub author: Option<String>,
    /// Its language, as written; the feed's where it says nothing.
    pub language: Option<String>,
    /// Its summary, as markup.
    pub summary: Option<String>,
    /// Its text, as markup, where it brings one.
    pub content: Option<String>,
    /// Name of the source that it credits: RSS `source`, Atom `source/title`.
    pub credit: Option<String>,
}

/// A feed, and what became of each item.
#[derive(Debug)]
pub struct ReceivedFeed {
    /// The feed.
    pub feed: Feed,
    /// Its items as reports, or why they are none; in the order of the feed.
    pub reports: Vec<Result<Received, Refusal>>,
}

/// Reads a feed. `address` is where it was fetched from, for links that are relative to it; `declared` is what the server
/// said of its encoding.
///
/// # Errors
/// `too_large`, `no_feed`, `broken_json`, or `xml_limit` where a limit was passed before any item was whole.
pub fn read_feed(bytes: &[u8], address: Option<&str>, declared: Option<&str>) -> Result<Feed, Refusal> {
    if bytes.len() > MAX_FILE {
        let why = format!("{} bytes are more than the {MAX_FILE} that a feed may have", bytes.len());
        return Err(Refusal::new("too_large", why, "ask the publisher for a shorter feed"));
    }
    let text = charset::decode_xml(bytes, declared);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if start.starts_with('{') { json::read_json_feed(start, address) } else { xml::read_xml_feed(&text, address) }
}

/// Reads a feed and makes a report of each item: of its content, or else of its summary, whose elements say what captions,
/// lists and quotes are. `doc` names items without an id.
///
/// # Errors
/// As [`read_feed`]; an item that is no report is refused by itself.
pub fn receive_feed(
    packs: &Packs,
    bytes: &[u8],
    doc: &str,
    address: Option<&str>,
    declared: Option<&str>,
) -> Result<ReceivedFeed, Refusal> {
    let feed = read_feed(bytes, address, declared)?;
    let reports = feed.items.iter().enumerate().map(|(at, item)| receive_item(packs, &feed, item, doc, at)).collect();
    Ok(ReceivedFeed { feed, reports })
}

fn receive_item(packs: &Packs, feed: &Feed, item: &FeedItem, doc: &str, at: usize) -> Result<Received, Refusal> {
    let plain = |markup: &Option<String>| {
        let text = markup.as_deref().map(flatten_markup).unwrap_or_default();
        (!text.trim().is_empty()).then_some(text)
    };
    let title = plain(&item.title);
    let (text, blocks) = write_item(title.as_deref(), [&item.content, &item.summary]);
    let fields = Fields {
        doc: item.id.clone().or_else(|| item.link.clone()).unwrap_or_else(|| format!("{doc}:{}", at + 1)),
        url: item.link.clone(),
        outlet: plain(&feed.title),
        title,
        published: item.published.clone().or_else(|| item.updated.clone()),
        modified: item.updated.clone().filter(|_| item.published.is_some()),
        authors: item.author.clone().into_iter().collect(),
        lang: item.language.clone(),
        text,
        ..Fields::default()
    };
    make_typed_report(packs, fields, &blocks)
}

/// The text of an item: its title, and of its markup the first that holds text. Of markup with elements the blocks are known;
/// of bare words they are left to be found.
fn write_item(title: Option<&str>, markup: [&Option<String>; 2]) -> (String, Vec<Block>) {
    let mut text = title.unwrap_or_default().to_owned();
    for markup in markup.into_iter().flatten() {
        let lines = read_markup(markup);
        let lines = match lines.is_empty() {
            false => lines,
            true => flatten_markup(markup).lines().map(|line| (BlockKind::Body, line.to_owned())).collect(),
        };
        if lines.iter().all(|(_, line)| line.trim().is_empty()) {
            continue;
        }
        let typed = markup.contains('<');
        let mut blocks = Vec::new();
        if typed && !text.is_empty() {
            blocks.push(Block { kind: BlockKind::Headline, span: Span::new(0, text.len()) });
        }
        for (at, (kind, line)) in lines.iter().enumerate() {
            if !text.is_empty() {
                text.push_str(if at == 0 { "\n\n" } else { "\n" });
            }
            let start = text.len();
            text.push_str(line);
            if typed {
                blocks.push(Block { kind: *kind, span: Span::new(start, text.len()) });
            }
        }
        return (text, blocks);
    }
    (text, Vec::new())
}

#[cfg(test)]
mod tests;
