//! In which encoding is it? What labels mean, for pages too; bytes of XML and of mail to text: byte order mark, what the server said, what the document says,
//! what is valid. Never fails: bytes that have no meaning become U+FFFD. Not here: what a text says.

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};
use oem_cp::code_table::DECODING_TABLE_CP_MAP;

/// A way to read bytes: one of the web's encodings, or a code page of DOS by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// One of the web's.
    Web(&'static Encoding),
    /// A code page.
    Dos(u16),
}

impl Charset {
    /// By its label, or by one of the names that old programs write.
    pub(super) fn of_label(label: &str) -> Option<Self> {
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            return Some(Self::Web(encoding));
        }
        let name: String = label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let web = match name.as_str() {
            "macroman" => MACINTOSH,
            "maccyrillic" => X_MAC_CYRILLIC,
            "mscyrl" => WINDOWS_1251,
            _ => match name.strip_prefix("windows") {
                Some(number) => return Encoding::for_label(format!("windows-{number}").as_bytes()).map(Self::Web),
                None => return Self::of_code_page(&name),
            },
        };
        Some(Self::Web(web))
    }

    /// `cp437`, `IBM437`, `437`, and the names of IANA's registry.
    fn of_code_page(name: &str) -> Option<Self> {
        let number = match name {
            "cspc8codepage437" => 437,
            "cspc775baltic" => 775,
            "cspc850multilingual" => 850,
            "cspcp852" => 852,
            "cspc862latinhebrew" => 862,
            "cpgr" => 869,
            "cpis" => 861,
            _ => {
                let name = name.trim_start_matches("cs").trim_start_matches("ibm");
                name.trim_start_matches("cp").parse().ok()?
            }
        };
        DECODING_TABLE_CP_MAP.contains_key(&number).then_some(Self::Dos(number))
    }

    /// What it is called.
    pub(super) fn name(self) -> String {
        match self {
            Self::Web(encoding) => encoding.name().to_owned(),
            Self::Dos(number) => format!("cp{number}"),
        }
    }

    /// The text, and whether some bytes had no meaning.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, bool) {
        match self {
            Self::Web(encoding) => {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                (text.into_owned(), broken)
            }
            Self::Dos(number) => {
                let table = DECODING_TABLE_CP_MAP.get(&number).expect("only numbers with a table are made");
                let text = table.decode_string_lossy(bytes);
                let broken = text.contains('\u{FFFD}');
                (text, broken)
            }
        }
    }

    /// Whether ASCII is written as ASCII. A wide label on bytes that are not wide is wrong: the declaration itself was read as
    /// ASCII.
    pub(super) fn is_narrow(self) -> bool {
        self != Self::Web(UTF_16LE) && self != Self::Web(UTF_16BE)
    }
}

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
    let said = || declared_charset(bytes).filter(|charset| charset.is_narrow());
    let server = || declared.and_then(charset_of).filter(|charset| charset.is_narrow());
    let utf8 = Charset::Web(UTF_8);
    for charset in [sniffed.map(Charset::Web), server(), said(), Some(utf8)].into_iter().flatten() {
        let (text, broken) = charset.decode(bytes);
        if !broken {
            return if charset == utf8 { mend_controls(text) } else { text };
        }
    }
    // Nothing fits whole. Mostly it is UTF-8 with a broken byte, or a page of the old web.
    let (text, _) = utf8.decode(bytes);
    let broken = text.matches('\u{FFFD}').count();
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    if broken * 2 > wide {
        let charset = said().or_else(server).filter(|charset| *charset != utf8);
        return charset.unwrap_or(Charset::Web(WINDOWS_1252)).decode(bytes).0;
    }
    text
}

/// Control signs between U+0080 and U+009F stand in no feed: they are Windows' quotes and dashes, written as UTF-8 number by
/// number. HTML reads such references alike.
fn mend_controls(text: String) -> String {
    if !text.contains(|c| matches!(c, '\u{80}'..='\u{9F}')) {
        return text;
    }
    let mend = |c: char| match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9F) => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(c),
        _ => c,
    };
    text.chars().map(mend).collect()
}

/// The charset that a content type names, or that the label itself is.
fn charset_of(declared: &str) -> Option<Charset> {
    let lower = declared.to_ascii_lowercase();
    let label = match lower.find("charset=") {
        Some(at) => &declared[at + 8..],
        None if lower.contains('/') => return None,
        None => declared,
    };
    Charset::of_label(label.split(';').next()?.trim().trim_matches(['"', '\'']))
}

/// What `<?xml version="1.0" encoding="..."?>` says.
fn declared_charset(bytes: &[u8]) -> Option<Charset> {
    let head = &bytes[..bytes.len().min(512)];
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head = head[start..].strip_prefix(b"<?xml")?;
    let head = &head[..head.windows(2).position(|two| two == b"?>").unwrap_or(head.len())];
    let at = head.windows(8).position(|eight| eight == b"encoding")?;
    let rest = head[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *rest.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let label = rest[1..].split(|byte| *byte == quote).next()?;
    Charset::of_label(std::str::from_utf8(label).ok()?)
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

    #[test]
    fn code_pages_of_dos_are_read_by_all_their_names() {
        for (label, sign) in [
            ("cp437", '\u{c7}'),
            ("IBM437", '\u{c7}'),
            ("437", '\u{c7}'),
            ("csPC8CodePage437", '\u{c7}'),
            ("cp737", '\u{391}'),
            ("ibm855", '\u{452}'),
            ("csIBM855", '\u{452}'),
            ("csPCp852", '\u{c7}'),
            ("cspc775baltic", '\u{106}'),
            ("cp-is", '\u{c7}'),
            ("cp862", '\u{5d0}'),
            ("MS-CYRL", '\u{402}'),
            ("windows_1251", '\u{402}'),
            ("MacCyrillic", '\u{410}'),
            ("macroman", '\u{c4}'),
        ] {
            let mut feed = format!("<?xml version='1.0' encoding='{label}'?><a>").into_bytes();
            feed.extend(b"\x80</a>");
            assert!(decode_xml(&feed, None).ends_with(&format!("<a>{sign}</a>")), "{label}");
        }
        // A number that no code page has says nothing.
        assert_eq!(Charset::of_label("cp99"), None);
        assert_eq!(Charset::of_label("cp99999999"), None);
    }

    #[test]
    fn quotes_of_windows_written_as_controls_are_quotes() {
        assert_eq!(decode_xml("<a>don\u{92}t</a>".as_bytes(), None), "<a>don\u{2019}t</a>");
    }
}
