//! I have bytes. Give me reports. Reads text and JSON lines, cuts blocks, tells the language.
//! Not here: files and folders; the shells open them.

// TEMPORARY, to be replaced at merge: the doors with the plainest reading behind them.

use crate::model::{Lang, Published, Report, ReportId};
use crate::pack::Packs;

/// A report that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Refusal {
    /// One word: `too_large`, `invalid_utf8`, `broken_json`, `empty`, `binary`.
    pub word: &'static str,
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub hint: String,
}

fn refuse(word: &'static str, why: &str) -> Refusal {
    Refusal { word, why: why.to_owned(), hint: "give text in UTF-8".to_owned() }
}

fn make(
    doc: String,
    text: String,
    lang: Option<String>,
    published: Option<Published>,
    outlet: Option<String>,
) -> Report {
    let written = published.as_ref().map(ToString::to_string).unwrap_or_default();
    let id = ReportId::of(&[
        doc.as_bytes(),
        text.as_bytes(),
        written.as_bytes(),
        outlet.as_deref().unwrap_or_default().as_bytes(),
    ]);
    let lang = lang.map_or_else(Lang::unknown, Lang);
    Report {
        id,
        doc,
        url: None,
        outlet,
        title: None,
        published,
        modified: None,
        authors: vec![],
        lang,
        text,
        blocks: vec![],
    }
}

/// Reads one page of plain text.
///
/// # Errors
/// What is no text.
pub fn read_text(_packs: &Packs, bytes: &[u8], doc: &str) -> Result<Report, Refusal> {
    if bytes.contains(&0) {
        return Err(refuse("binary", "this is no text: it holds zero bytes"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|e| refuse("invalid_utf8", &format!("byte {} is no UTF-8", e.valid_up_to())))?;
    if text.trim().is_empty() {
        return Err(refuse("empty", "there is no text"));
    }
    Ok(make(doc.to_owned(), text.to_owned(), None, None, None))
}

/// Reads one JSON line.
///
/// # Errors
/// What is no JSON object with a text.
pub fn read_json_line(_packs: &Packs, line: &[u8], number: usize, fallback_doc: &str) -> Result<Report, Refusal> {
    if line.len() > 1 << 20 {
        return Err(refuse("too_large", "the line is longer than 1 MiB"));
    }
    let text = std::str::from_utf8(line)
        .map_err(|e| refuse("invalid_utf8", &format!("byte {} is no UTF-8", e.valid_up_to())))?;
    let value: serde_json::Value = serde_json::from_str(text).map_err(|e| refuse("broken_json", &e.to_string()))?;
    let field = |name: &str| value.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let text =
        field("text").filter(|text| !text.trim().is_empty()).ok_or_else(|| refuse("empty", "there is no text"))?;
    let doc = field("doc").or_else(|| field("id")).unwrap_or_else(|| format!("{fallback_doc}:{number}"));
    Ok(make(doc, text, field("lang"), field("published").and_then(|p| p.parse().ok()), field("outlet")))
}
