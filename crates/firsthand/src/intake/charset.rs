//! In which encoding is it? Bytes of XML and of mail to text: byte order mark, what the server said, what the document says,
//! what is valid. Never fails: bytes that have no meaning become U+FFFD. Not here: what a text says.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// XML, or any text that may begin like it. `declared` is the charset, or the whole content type, as the server sent it.
pub(super) fn decode_xml(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some(text) = decode_wide(bytes) {
        return text;
    }
    if let Some((encoding, len)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[len..]).0.into_owned();
    }
    let sniffed = match bytes {
        [0, b'<', ..] => Some(UTF_16BE),
        [b'<', 0, ..] => Some(UTF_16LE),
        _ => None,
    };
    let said = || declared_encoding(bytes);
    let server = || declared.and_then(charset_of);
    // A wide label on bytes that are not wide is wrong: the declaration itself was read as ASCII.
    let narrow = |encoding: &&'static Encoding| **encoding != *UTF_16LE && **encoding != *UTF_16BE;
    for encoding in [sniffed, server().filter(narrow), said().filter(narrow), Some(UTF_8)].into_iter().flatten() {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !broken {
            return text.into_owned();
        }
    }
    // Nothing fits whole. Mostly it is UTF-8 with a broken byte, or a page of the old web.
    let (text, _) = UTF_8.decode_without_bom_handling(bytes);
    let broken = text.matches('\u{FFFD}').count();
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    if broken * 2 > wide {
        let encoding = said().or_else(server).filter(|encoding| *encoding != UTF_8).filter(narrow);
        return encoding.unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0.into_owned();
    }
    text.into_owned()
}

/// The charset that a content type names, or that the label itself is.
pub(super) fn charset_of(declared: &str) -> Option<&'static Encoding> {
    let lower = declared.to_ascii_lowercase();
    let label = match lower.find("charset=") {
        Some(at) => &declared[at + 8..],
        None if lower.contains('/') => return None,
        None => declared,
    };
    Encoding::for_label(label.split(';').next()?.trim().trim_matches(['"', '\'']).as_bytes())
}

/// What `<?xml version="1.0" encoding="..."?>` says.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512)];
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = head[start..].strip_prefix(b"<?xml")?;
    let head = &head[..head.windows(2).position(|two| two == b"?>").unwrap_or(head.len())];
    let at = head.windows(8).position(|eight| eight == b"encoding")?;
    let rest = head[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *rest.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let label = rest[1..].split(|byte| *byte == quote).next()?;
    Encoding::for_label(label)
}

/// UTF-32, which the web's encodings no longer hold.
fn decode_wide(bytes: &[u8]) -> Option<String> {
    let (read, skip): (fn([u8; 4]) -> u32, usize) = match bytes {
        [0, 0, 0xFE, 0xFF, ..] => (u32::from_be_bytes, 4),
        [0xFF, 0xFE, 0, 0, ..] => (u32::from_le_bytes, 4),
        [0, 0, 0, b'<', ..] => (u32::from_be_bytes, 0),
        [b'<', 0, 0, 0, ..] => (u32::from_le_bytes, 0),
        _ => return None,
    };
    let units = bytes[skip..].as_chunks::<4>().0.iter();
    Some(units.map(|unit| char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told() {
        let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><a>caf\xE9</a>";
        assert!(decode_xml(latin, None).ends_with("caf\u{e9}</a>"));
        assert!(decode_xml(b"<a>caf\xC3\xA9</a>", None).ends_with("caf\u{e9}</a>"));
        assert!(decode_xml(b"<a>caf\xE9</a>", None).ends_with("caf\u{e9}</a>"));
        assert!(decode_xml(b"<a>\xE9</a>", Some("text/xml; charset=windows-1251")).contains('\u{439}'));
        // A byte order mark wins over what is said.
        assert!(decode_xml(b"\xEF\xBB\xBF<a>\xC3\xA9</a>", Some("windows-1251")).contains('\u{e9}'));
        // Overlong forms and lone surrogates become marks, not text.
        assert!(
            !decode_xml(b"<a>\xC0\xBCscript \xED\xA0\x80 \xD0\xB9\xD0\xB9\xD0\xB9\xD0\xB9\xD0\xB9\xD0\xB9</a>", None)
                .contains("<script")
        );
        assert_eq!(decode_xml(b"<\0\0\0a\0\0\0>\0\0\0", None), "<a>");
        assert_eq!(decode_xml(b"<\0a\0>\0", None), "<a>");
    }
}
