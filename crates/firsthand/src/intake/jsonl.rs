//! One line of JSON to a report. Not here: cutting a file into lines; the caller does, and may stream.

use super::{Fields, MAX_DEPTH, MAX_LINE, Received, Refusal, make_report};
use crate::model::Report;
use crate::pack::Packs;
use serde::Deserialize;

/// Fields as they may come. What is not named here is ignored.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Line {
    doc: Option<Name>,
    id: Option<Name>,
    url: Option<String>,
    canonical: Option<String>,
    outlet: Option<String>,
    lang: Option<String>,
    published: Option<Name>,
    modified: Option<Name>,
    title: Option<String>,
    authors: Option<Authors>,
    text: Option<String>,
    updates: Option<serde_json::Value>,
}

/// An entry of a live page, as `read --as reports` prints it.
#[derive(Deserialize)]
struct Entry {
    /// In code points of the text.
    start: usize,
    published: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(i64),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Authors {
    One(String),
    Many(Vec<String>),
}

impl Name {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Reads one line as one report. `number` counts from 1 and names a report that brings no name, after `fallback_doc`.
///
/// # Errors
/// Refuses by name a line that is too large, no UTF-8, no JSON object with a `text`, or without words.
pub fn read_json_line(packs: &Packs, line: &[u8], number: usize, fallback_doc: &str) -> Result<Report, Refusal> {
    receive_json_line(packs, line, number, fallback_doc).map(|received| received.report)
}

/// Like [`read_json_line`], with notes of what was left out.
///
/// # Errors
/// Refuses by name a line that is too large, no UTF-8, no JSON object with a `text`, or without words.
pub fn receive_json_line(packs: &Packs, line: &[u8], number: usize, fallback_doc: &str) -> Result<Received, Refusal> {
    let line = line.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(line).trim_ascii();
    if line.len() > MAX_LINE {
        let why = format!("{} bytes are more than the {MAX_LINE} that a line may have", line.len());
        return Err(Refusal::new("too_large", why, "give the text as a file of its own"));
    }
    if line.is_empty() {
        return Err(Refusal::new("empty", "the line is empty", "leave it out"));
    }
    let text = std::str::from_utf8(line).map_err(|error| {
        let why = format!("invalid UTF-8 at byte {}", error.valid_up_to());
        Refusal::new("invalid_utf8", why, "save the file as UTF-8")
    })?;
    check_depth(text)?;
    let broken = |why: String| Refusal::new("broken_json", why, "one JSON object a line, with at least a `text`");
    let fields: Line = serde_json::from_str(text)
        .map_err(|error| broken(format!("column {}: {}", error.column(), plain_error(&error))))?;
    let Some(text) = fields.text else { return Err(broken("column 1: the object has no `text`".into())) };
    let name = [fields.doc, fields.id].into_iter().flatten().map(Name::into_text).find(|name| !name.trim().is_empty());
    let filled = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
    let entries: Vec<Entry> = fields.updates.and_then(|all| serde_json::from_value(all).ok()).unwrap_or_default();
    make_report(
        packs,
        Fields {
            updates: place_entries(&text, entries),
            doc: name.unwrap_or_else(|| format!("{fallback_doc}:{number}")),
            url: filled(fields.url),
            canonical: filled(fields.canonical),
            outlet: filled(fields.outlet),
            title: filled(fields.title),
            published: filled(fields.published.map(Name::into_text)),
            modified: filled(fields.modified.map(Name::into_text)),
            authors: match fields.authors {
                None => Vec::new(),
                Some(Authors::One(author)) => vec![author],
                Some(Authors::Many(authors)) => authors,
            },
            lang: filled(fields.lang),
            text,
        },
    )
}

/// The entries in the order of the text, by bytes; what lies outside of it is left out.
fn place_entries(text: &str, mut entries: Vec<Entry>) -> Vec<(usize, String)> {
    entries.sort_by_key(|entry| entry.start);
    entries.dedup_by_key(|entry| entry.start);
    let mut bytes = text.char_indices().map(|(byte, _)| byte).enumerate();
    let place = |entry: Entry| bytes.find(|(point, _)| *point == entry.start).map(|(_, byte)| (byte, entry.published));
    entries.into_iter().filter_map(place).collect()
}

/// The parser's words without its own "at line 1 column 5", which the caller says better.
fn plain_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.clone(), |at| text[..at].to_owned())
}

/// Refuses nesting that a parser might pay for, before one runs.
pub(super) fn check_depth(text: &str) -> Result<(), Refusal> {
    // Counting is quicker than following, and mostly tells enough.
    if text.bytes().filter(|byte| matches!(byte, b'{' | b'[')).count() <= MAX_DEPTH {
        return Ok(());
    }
    let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                if depth > MAX_DEPTH {
                    let why = format!("column {}: nested deeper than {MAX_DEPTH}", at + 1);
                    return Err(Refusal::new("broken_json", why, "give reports as flat objects"));
                }
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<Received, &'static str> {
        receive_json_line(&Packs::embedded().unwrap(), line.as_bytes(), 17, "feed").map_err(|refusal| refusal.word)
    }

    #[test]
    fn lines_become_reports() {
        let line =
            r#"{"id": 7, "lang": "en-GB", "published": "soon", "authors": "A", "x": [1e999], "text": " Hello. "}"#;
        let received = check(line).unwrap();
        assert_eq!(received.report.doc, "7");
        assert_eq!(received.report.text, " Hello. ");
        assert_eq!(received.report.published, None);
        assert_eq!(received.notes.len(), 1);
        assert_eq!(check(r#"{"text":"a"}"#).unwrap().report.doc, "feed:17");
    }

    #[test]
    fn bad_lines_are_refused_by_name() {
        assert_eq!(check(r#"{"text": "a""#).err(), Some("broken_json"));
        assert_eq!(check(r#"{"text": "\ud800"}"#).err(), Some("broken_json"));
        assert_eq!(check(r#"["text"]"#).err(), Some("broken_json"));
        assert_eq!(check(r#"{"text": " "}"#).err(), Some("empty"));
        assert_eq!(check("").err(), Some("empty"));
        for (depth, word) in [(MAX_DEPTH - 1, None), (MAX_DEPTH, Some("broken_json"))] {
            let line = format!(r#"{{"text":"a","x":{}1{}}}"#, "[".repeat(depth), "]".repeat(depth));
            assert_eq!(check(&line).err(), word, "{depth}");
        }
        assert_eq!(check(&format!(r#"{{"text":"{}"}}"#, "a".repeat(MAX_LINE))).err(), Some("too_large"));
        let packs = Packs::embedded().unwrap();
        let refusal = read_json_line(&packs, br#"{"text": nope}"#, 1, "a").unwrap_err();
        assert!(refusal.why.starts_with("column "), "{}", refusal.why);
    }

    #[test]
    fn entries_keep_their_times() {
        let line = r#"{"text":"é one\ntwo","updates":[{"start":6,"published":"2025-03-10T12:00:00Z"},{"start":99,"published":"2025-03-10"},{"start":0,"published":"2025-03-11"}]}"#;
        let report = check(line).unwrap().report;
        let found: Vec<(usize, String)> =
            report.updates.iter().map(|update| (update.from, update.published.to_string())).collect();
        assert_eq!(found, [(0, "2025-03-11".to_owned()), (7, "2025-03-10T12:00:00Z".to_owned())]);
        assert_eq!(report.published_at(9).map(ToString::to_string).as_deref(), Some("2025-03-10T12:00:00Z"));
        assert_eq!(check(r#"{"text":"a","updates":7}"#).unwrap().report.updates, []);
    }

    #[test]
    fn ids_follow_every_field() {
        let id = |line: &str| check(line).unwrap().report.id;
        let plain = id(r#"{"doc":"a","text":"b"}"#);
        assert_eq!(plain, id(r#"{"text":"b","doc":"a"}"#));
        assert_ne!(plain, id(r#"{"doc":"a","text":"b","outlet":"c"}"#));
        assert_ne!(id(r#"{"doc":"a","text":"b","outlet":"c"}"#), id(r#"{"doc":"a","text":"b","url":"c"}"#));
        assert_ne!(plain, id(r#"{"doc":"a","text":"b","canonical":"https://c.example/d"}"#));
        assert_eq!(plain, id(r#"{"doc":"a","text":"b","canonical":" "}"#));
    }
}
