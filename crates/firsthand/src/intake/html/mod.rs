//! I have a page. What is its story, and what does the page say of it? Bytes of HTML to a report of typed blocks, with a
//! map from every sign back to the bytes. Not here: feeds and archives, which call this door; fetching.

mod blocks;
mod body;
mod charset;
mod date;
mod head;
mod hints;
mod linked;
mod live;
mod published;
mod title;
mod tree;

use super::source::SourceMap;
use super::{Fields, MAX_FILE, Received, Refusal, make_typed_report};
use crate::model::{Block, BlockKind, Span};
use crate::pack::Packs;

pub use head::Evidence;
pub(super) use tree::breaks_line;

/// Most clean text that is taken of a page, in bytes.
pub const MAX_PAGE_TEXT: usize = 2 << 20;
/// A story in linked data that is shorter, in bytes, is an abstract.
const LINKED: usize = 400;
/// A story with less than this many bytes may be a page that keeps readers out.
const SHORT: usize = 700;

/// What is known of a page from elsewhere: a feed, an archive, an answer's header. Used only where the page says nothing.
#[derive(Debug, Clone, Default)]
pub struct PageHints {
    /// Name of the report.
    pub doc: String,
    /// Address that it was fetched from.
    pub url: Option<String>,
    /// Encoding that the answer's header names.
    pub charset: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as written there.
    pub published: Option<String>,
    /// Its title.
    pub title: Option<String>,
}

/// Reads one page as one report. Linear in the page.
///
/// # Errors
/// Refuses by name what is too large, binary or empty, and pages that are no report: `bot_challenge`, `cookie_wall`,
/// `paywall`.
pub fn receive_html(packs: &Packs, bytes: &[u8], hints: &PageHints) -> Result<Received, Refusal> {
    if bytes.len() > MAX_FILE {
        let why = format!("{} bytes are more than the {MAX_FILE} that one page may have", bytes.len());
        return Err(Refusal::new("too_large", why, "save the page without what it embeds"));
    }
    let rules = hints::read_hints();
    let decoded = charset::decode_page(bytes, hints.charset.as_deref())?;
    let page = decoded.text.as_str();
    let tree = tree::build_tree(page);
    let mut paragraphs = blocks::cut_paragraphs(page, &tree, rules);
    let (mut head, told) = head::read_head(page, &tree, rules, &paragraphs, hints.url.as_deref());
    let mut kinds = body::find_story(&tree, rules, &paragraphs, head.body.as_deref(), head.title.as_deref());
    let story = kinds.iter().position(|kind| *kind == Some(BlockKind::Body)).unwrap_or(0);
    head::read_dates(packs, (page, &tree), rules, &told, &paragraphs, (hints.url.as_deref(), story), &mut head);
    show_linked(page, &tree, head.body.as_deref(), &mut paragraphs, &mut kinds);
    let entries = live::LivePage {
        packs,
        lang: &head.written_in(),
        page,
        tree: &tree,
        hints: rules,
        updates: &head.updates,
        published: head.published.as_deref(),
        modified: head.modified.as_deref(),
        address: hints.url.as_deref().or(head.canonical.as_deref()),
        title: head.title.as_deref(),
    }
    .find_entries(&mut paragraphs, &mut kinds);
    refuse_walls(rules, &paragraphs, &kinds, head.title.as_deref())?;
    let mut notes: Vec<String> = decoded.note.into_iter().collect();
    if tree.cut {
        notes
            .push("the page is nested too deep or has too many tags; what is beyond was read flat [html_limit]".into());
    }
    let mut size = 0;
    for (kind, one) in kinds.iter_mut().zip(&paragraphs) {
        size += kind.map_or(0, |_| one.text.len() + 1);
        if size > MAX_PAGE_TEXT
            && kind.take().is_some()
            && notes.last().is_none_or(|note| !note.contains("text is cut"))
        {
            notes.push("the page's text is cut at 2 MiB [html_limit]".into());
        }
    }
    let (text, given, source) = join_story(&paragraphs, &kinds, &decoded.map);
    let updates = place_entries(&entries, &kinds, &given);
    let note_hint = |head: &mut head::Head, field, value: &Option<String>| {
        if let Some(value) = value {
            head.note(field, value, "hint".into(), None);
        }
    };
    for (field, own, hint) in [
        ("title", head.title.is_none(), &hints.title),
        ("outlet", head.outlet.is_none(), &hints.outlet),
        ("published", head.published.is_none(), &hints.published),
    ] {
        if own {
            note_hint(&mut head, field, hint);
        }
    }
    for evidence in &mut head.evidence {
        evidence.at = evidence.at.take().filter(|at| !at.is_empty());
        evidence.at = evidence.at.take().map(|at| decoded.map.source_of(Span::new(at.start, at.end)));
    }
    let fields = Fields {
        doc: hints.doc.clone(),
        url: hints.url.clone(),
        canonical: head.canonical,
        outlet: head.outlet.or_else(|| hints.outlet.clone()),
        title: head.title.or_else(|| hints.title.clone()),
        published: head.published.or_else(|| hints.published.clone()),
        modified: head.modified,
        authors: head.authors,
        lang: head.lang,
        text,
        updates,
    };
    let mut received = make_typed_report(packs, fields, &given)?;
    received.source = source;
    received.evidence = head.evidence;
    notes.append(&mut received.notes);
    received.notes = notes;
    Ok(received)
}

/// Where the elements do not show the story that linked data holds, its paragraphs are the linked data's. What stays of the
/// page is the headline.
fn show_linked(
    page: &str,
    tree: &tree::Tree,
    told: Option<&str>,
    paragraphs: &mut Vec<blocks::Paragraph>,
    kinds: &mut Vec<Option<BlockKind>>,
) {
    let Some(told) = told.filter(|told| told.len() > LINKED) else { return };
    let shown = |(one, kind): (&blocks::Paragraph, &Option<BlockKind>)| {
        let story = kind.is_some_and(|kind| !blocks::is_furniture(Some(kind)));
        if story { one.text.len() } else { 0 }
    };
    if paragraphs.iter().zip(kinds.iter()).map(shown).sum::<usize>() * 2 > told.len() {
        return;
    }
    let texts = linked::list_linked_texts(page, tree, "articleBody");
    let Some(own) = texts.into_iter().find(|text| text.value == told) else { return };
    for kind in kinds.iter_mut().filter(|kind| **kind != Some(BlockKind::Headline)) {
        *kind = None;
    }
    kinds.extend(own.paragraphs.iter().map(|_| Some(BlockKind::Body)));
    paragraphs.extend(own.paragraphs);
}

/// A piece of markup, as feeds bring it, as lines that its elements have typed: nothing is left out, for a feed sends its
/// story and no page around it; what the elements call no part of it stays typed as such. Linear.
pub(super) fn read_markup(markup: &str) -> Vec<(BlockKind, String)> {
    let tree = tree::build_tree(markup);
    let mut size = 0;
    let mut lines = Vec::new();
    for one in blocks::cut_paragraphs(markup, &tree, hints::read_hints()) {
        size += one.text.len() + 1;
        if size > MAX_PAGE_TEXT {
            break;
        }
        let kind = match one.kind {
            Some(kind) => kind,
            // "Read more", and other stories of the outlet: a line that is nothing but a link.
            None if one.linked == one.signs && !one.running => BlockKind::Teaser,
            None => BlockKind::Body,
        };
        lines.push((kind, one.text));
    }
    lines
}

/// The report's text, a paragraph a line, its blocks, and where it comes from.
fn join_story(
    paragraphs: &[blocks::Paragraph],
    kinds: &[Option<BlockKind>],
    page: &SourceMap,
) -> (String, Vec<Block>, SourceMap) {
    let (mut text, mut given, mut source) = (String::new(), Vec::new(), SourceMap::default());
    for (one, kind) in paragraphs.iter().zip(kinds) {
        let Some(kind) = *kind else { continue };
        if !text.is_empty() {
            text.push('\n');
            source.push(1, 0, 1, 0);
        }
        let start = text.len();
        text.push_str(&one.text);
        one.map.compose(page, one.text.len(), &mut source);
        given.push(Block { kind, span: Span::new(start, text.len()) });
    }
    (text, given, source)
}

/// The first byte of each entry of a live page in the report's text: that of its first paragraph that is kept.
fn place_entries(entries: &[live::LiveEntry], kinds: &[Option<BlockKind>], given: &[Block]) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    for entry in entries {
        let before = kinds[..entry.first].iter().filter(|kind| kind.is_some()).count();
        let Some(block) = given.get(before) else { continue };
        // An entry of which nothing is kept gives way to the next.
        out.retain(|(from, _)| *from < block.span.start);
        out.push((block.span.start, entry.stamp.clone()));
    }
    out
}

/// Pages that hold a little text about why they hold no more.
fn refuse_walls(
    rules: &hints::Hints,
    paragraphs: &[blocks::Paragraph],
    kinds: &[Option<BlockKind>],
    title: Option<&str>,
) -> Result<(), Refusal> {
    let story = |kind: &Option<BlockKind>| kind.is_some_and(|kind| !blocks::is_furniture(Some(kind)));
    let size: usize = paragraphs.iter().zip(kinds).filter(|(_, kind)| story(kind)).map(|(one, _)| one.text.len()).sum();
    if size >= SHORT {
        return Ok(());
    }
    let mut all: String = title.unwrap_or_default().to_lowercase();
    for one in paragraphs {
        if all.len() > 20_000 {
            break;
        }
        all.push('\n');
        all.push_str(&one.text.to_lowercase().replace('’', "'"));
    }
    for wall in &rules.wall {
        if let Some(phrase) = wall.any.iter().find(|phrase| all.contains(phrase.as_str())) {
            let word = match wall.word.as_str() {
                "bot_challenge" => "bot_challenge",
                "cookie_wall" => "cookie_wall",
                _ => "paywall",
            };
            let why = format!("the page shows no report, but says {phrase:?}");
            return Err(Refusal::new(word, why, "open the page in a browser and save it from there"));
        }
    }
    Ok(())
}
