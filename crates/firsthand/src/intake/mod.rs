//! I have bytes. Give me reports. Reads text, JSON lines, pages, feeds and archives, cuts blocks, tells the
//! language.
//! Not here: files and folders; the shells open them, and add file and line to a refusal.

pub mod archive;
mod boilerplate;
mod charset;
pub mod feed;
mod html;
mod jsonl;
mod langid;
mod source;
mod stamp;
mod text;

use crate::model::{Block, Lang, Published, Report, ReportId, Tokens, Update};
use crate::pack::Packs;

pub use html::{Evidence, MAX_PAGE_TEXT, PageHints, receive_html};
pub use jsonl::{read_json_line, receive_json_line};
pub use source::SourceMap;
pub use text::{read_text, receive_text};

/// Largest text file, in bytes.
pub const MAX_FILE: usize = 16 << 20;
/// Largest line of JSON, in bytes.
pub const MAX_LINE: usize = 1 << 20;
/// Deepest nesting of JSON.
pub const MAX_DEPTH: usize = 64;
/// Longest text kept of a report, in code points; what is longer is cut at a line or sentence before it, and noted.
pub const MAX_TEXT: usize = 500_000;

/// Why an input is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why} [{word}]")]
pub struct Refusal {
    /// One of `too_large`, `invalid_utf8`, `broken_json`, `empty`, `binary`; of pages also `bot_challenge`,
    /// `cookie_wall`, `paywall`; of feeds, lists of feeds and archives what their own functions name.
    pub word: &'static str,
    /// The cause, in words.
    pub why: String,
    /// What to do next.
    pub hint: String,
}

impl Refusal {
    fn new(word: &'static str, why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { word, why: why.into(), hint: hint.into() }
    }
}

/// A report, and what intake had to leave out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The report.
    pub report: Report,
    /// Doubts in words, for the user: a date that is none, a text that was cut. Never a reason to lose the report.
    pub notes: Vec<String>,
    /// The report as `tokenize_report` cuts it, which intake has to do anyway; none where the report was changed since.
    pub tokens: Option<Tokens>,
    /// From the report's text to the bytes of the page; without runs where the text came as text.
    pub source: SourceMap,
    /// Which element of the page gave title, dates and the like; empty where there was no page.
    pub evidence: Vec<Evidence>,
}

/// What came with a report, before it is one.
#[derive(Default)]
struct Fields {
    doc: String,
    url: Option<String>,
    canonical: Option<String>,
    outlet: Option<String>,
    title: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    authors: Vec<String>,
    lang: Option<String>,
    text: String,
    /// Entries of a live page: their first bytes and stamps.
    updates: Vec<(usize, String)>,
}

/// Makes the report: id over everything as received, dates, language, blocks.
fn make_report(packs: &Packs, fields: Fields) -> Result<Received, Refusal> {
    make_typed_report(packs, fields, &[])
}

/// Like [`make_report`], of a text whose blocks are known as far as `given` tells; what it calls body is looked at again.
fn make_typed_report(packs: &Packs, mut fields: Fields, given: &[Block]) -> Result<Received, Refusal> {
    if fields.text.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        return Err(Refusal::new("empty", "the report holds no text", "give it a text, or leave it out"));
    }
    let optional = |field: &Option<String>| field.clone().unwrap_or_default();
    let header =
        [&fields.url, &fields.outlet, &fields.title, &fields.published, &fields.modified, &fields.lang].map(optional);
    let mut parts: Vec<&[u8]> = vec![fields.doc.as_bytes()];
    parts.extend(header.iter().map(|field| field.as_bytes()));
    let authors = fields.authors.join("\n");
    parts.push(authors.as_bytes());
    parts.push(fields.text.as_bytes());
    // Last, and only where there is one: reports without keep the id that they have always had.
    parts.extend(fields.canonical.as_deref().map(str::as_bytes));
    let stamps: Vec<String> = fields.updates.iter().map(|(from, stamp)| format!("{from} {stamp}")).collect();
    parts.extend(stamps.iter().map(|stamp| stamp.as_bytes()));
    let id = ReportId::of(&parts);

    let mut notes = Vec::new();
    if let Some(end) = cut_point(&fields.text) {
        fields.text.truncate(end);
        notes.push(format!("the text is longer than {MAX_TEXT} characters and was cut"));
    }
    let published = read_date("published", fields.published.as_deref(), &mut notes);
    let modified = read_date("modified", fields.modified.as_deref(), &mut notes);
    let lang = langid::tell_language(packs, fields.lang.as_deref(), &fields.text);
    let mut report = Report {
        id,
        doc: fields.doc,
        url: fields.url,
        canonical: fields.canonical,
        outlet: fields.outlet,
        title: fields.title,
        published,
        modified,
        authors: fields.authors,
        lang,
        text: fields.text,
        blocks: Vec::new(),
        updates: Vec::new(),
    };
    for (from, stamp) in fields.updates.iter().filter(|(from, _)| *from < report.text.len()) {
        if let Some(published) = read_date("update", Some(stamp), &mut notes) {
            report.updates.push(Update { from: *from, published });
        }
    }
    let (blocks, tokens) = boilerplate::type_blocks(packs.of(&report.lang), &report, given);
    report.blocks = blocks;
    Ok(Received { report, notes, tokens: Some(tokens), source: SourceMap::default(), evidence: Vec::new() })
}

fn read_date(name: &str, written: Option<&str>, notes: &mut Vec<String>) -> Option<Published> {
    let written = written?.trim();
    let date = written.parse().ok();
    if date.is_none() && !written.is_empty() {
        let shown: String = written.chars().take(40).collect();
        notes.push(format!("`{name}` is no date, so it is left open: {shown:?}"));
    }
    date
}

/// Where a text that is too long is cut: after the last line, else sentence, else word, that fits.
fn cut_point(text: &str) -> Option<usize> {
    if text.len() <= MAX_TEXT {
        return None;
    }
    let (limit, _) = text.char_indices().nth(MAX_TEXT)?;
    let head = &text[..limit];
    let cut = head.rfind('\n').or_else(|| head.rfind(". ").map(|at| at + 1)).or_else(|| head.rfind(' '));
    Some(cut.filter(|at| *at > limit / 2).unwrap_or(limit))
}

/// A language code as the packs write it: the part before the region, in lower case.
fn plain_code(given: &str) -> Option<Lang> {
    let code = given.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    ((2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(Lang(code))
}
