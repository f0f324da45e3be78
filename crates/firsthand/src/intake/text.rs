//! Bytes of a plain text file to a report. Not here: file names; the caller says what the report is called.

use super::{Fields, MAX_FILE, Received, Refusal, make_report};
use crate::model::Report;
use crate::pack::Packs;

/// Reads one text as one report. UTF-8, or UTF-16 with a byte order mark.
///
/// # Errors
/// Refuses by name what is too large, binary, empty or no UTF-8.
pub fn read_text(packs: &Packs, bytes: &[u8], doc: &str) -> Result<Report, Refusal> {
    receive_text(packs, bytes, doc).map(|received| received.report)
}

/// Like [`read_text`], with notes of what was left out.
///
/// # Errors
/// Refuses by name what is too large, binary, empty or no UTF-8.
pub fn receive_text(packs: &Packs, bytes: &[u8], doc: &str) -> Result<Received, Refusal> {
    if bytes.len() > MAX_FILE {
        let why = format!("{} bytes are more than the {MAX_FILE} that one text may have", bytes.len());
        return Err(Refusal::new("too_large", why, "split the file, or give reports as JSON lines"));
    }
    let text = decode_bytes(bytes)?;
    make_report(packs, Fields { doc: doc.to_owned(), text, ..Fields::default() })
}

/// Bytes to text; a byte order mark is taken off, nothing else changes.
pub(super) fn decode_bytes(bytes: &[u8]) -> Result<String, Refusal> {
    let wide: Option<fn([u8; 2]) -> u16> = match bytes {
        [0xFF, 0xFE, ..] => Some(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(unit) = wide {
        return decode_utf16(&bytes[2..], unit);
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let controls = bytes.iter().filter(|b| **b < 32 && !matches!(**b, b'\n' | b'\r' | b'\t' | 12 | 27)).count();
    if bytes.contains(&0) || controls * 20 > bytes.len() {
        return Err(Refusal::new("binary", "these bytes are no text", "convert the document to plain text first"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(Refusal::new(
            "invalid_utf8",
            format!("invalid UTF-8 at byte {}", error.valid_up_to()),
            "save the file as UTF-8",
        )),
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refusal> {
    let broken = |at: usize| {
        Refusal::new("invalid_utf8", format!("invalid UTF-16 at byte {}", at + 2), "save the file as UTF-8")
    };
    if bytes.len() % 2 == 1 {
        return Err(broken(bytes.len() - 1));
    }
    let mut at = 0;
    let mut text = String::with_capacity(bytes.len());
    for character in char::decode_utf16(bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]))) {
        let character = character.map_err(|_| broken(at))?;
        if character == '\0' {
            return Err(Refusal::new("binary", "these bytes are no text", "convert the document to plain text first"));
        }
        at += 2 * character.len_utf16();
        text.push(character);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(bytes: &[u8]) -> &'static str {
        let packs = Packs::embedded().unwrap();
        read_text(&packs, bytes, "a").err().map_or("ok", |refusal| refusal.word)
    }

    #[test]
    fn bad_bytes_are_refused_by_name() {
        assert_eq!(word(b"At least 12 people were held."), "ok");
        assert_eq!(word(b"a\0b"), "binary");
        assert_eq!(word(b" \n\t "), "empty");
        assert_eq!(word(b""), "empty");
        assert_eq!(word(b"abc \xFF def"), "invalid_utf8");
        assert_eq!(word(b"\xFF\xFEa\0b\0"), "ok");
        assert_eq!(word(b"\xFE\xFF\0a\0b"), "ok");
        assert_eq!(word(b"\xFF\xFEa"), "invalid_utf8");
        assert_eq!(word(b"\xFF\xFE\x00\xD8a\0"), "invalid_utf8");
        assert_eq!(word(&vec![b'a'; MAX_FILE + 1]), "too_large");
    }

    #[test]
    fn text_is_kept_as_given() {
        let packs = Packs::embedded().unwrap();
        let report = read_text(&packs, "\u{FEFF}  e\u{301}te\u{301} \r\n\r\n x ".as_bytes(), "a").unwrap();
        assert_eq!(report.text, "  e\u{301}te\u{301} \r\n\r\n x ");
    }

    #[test]
    fn long_texts_are_cut_and_noted() {
        let packs = Packs::embedded().unwrap();
        let text = "Some words here. ".repeat(40_000);
        let received = receive_text(&packs, text.as_bytes(), "a").unwrap();
        assert!(received.report.text.len() <= super::super::MAX_TEXT && received.report.text.ends_with('.'));
        assert_eq!(received.notes.len(), 1);
    }
}
