//! Which signs are these bytes? Byte order mark, header, the page's own word and what the bytes look like, in that order
//! of trust, except that bytes which are valid UTF-8 are UTF-8 whatever is said. Not here: tags.

use super::super::{Refusal, charset::Charset, source::SourceMap};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

const PLAIN: Charset = Charset::Web(UTF_8);

/// How far into a page its own word for its encoding is looked for.
const HEAD: usize = 4096;

/// A page's text, and where each sign of it stood.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) map: SourceMap,
    /// What was decoded otherwise than declared.
    pub(super) note: Option<String>,
}

/// Decodes a page. Only what is no text at all is refused.
pub(super) fn decode_page(bytes: &[u8], header: Option<&str>) -> Result<Decoded, Refusal> {
    let (mark, shift) = Encoding::for_bom(bytes).map_or((None, 0), |(found, len)| (Some(Charset::Web(found)), len));
    let body = &bytes[shift..];
    let declared = header.and_then(|label| Charset::of_label(label.trim())).or_else(|| declared_in(body));
    let zeros = body.iter().take(HEAD).filter(|byte| **byte == 0).count();
    let wide = mark.is_some_and(|mark| !mark.is_narrow());
    if !wide && zeros * 3 > body.len().min(HEAD) {
        let even = body.iter().take(HEAD).step_by(2).filter(|byte| **byte == 0).count();
        let guess = if even * 2 > zeros { UTF_16BE } else { UTF_16LE };
        return decode_by(Charset::Web(guess), body, shift, None).ok_or_else(binary);
    }
    let controls = body.iter().filter(|byte| **byte < 32 && !matches!(**byte, b'\n' | b'\r' | b'\t' | 12 | 27)).count();
    if !wide && controls * 20 > body.len() {
        return Err(binary());
    }
    let escaped =
        matches!(declared, Some(Charset::Web(declared)) if declared != UTF_8 && !declared.is_ascii_compatible());
    if !wide && !escaped && std::str::from_utf8(body).is_ok() {
        return Ok(decode_utf8(body, shift, None));
    }
    let guess = || {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(body, true);
        Charset::Web(detector.guess(None, Utf8Detection::Allow))
    };
    let said = mark.or(declared);
    let chosen = match said {
        Some(said) if said == PLAIN => {
            let broken: usize = body.utf8_chunks().map(|part| part.invalid().len()).sum();
            let high = body.iter().filter(|byte| **byte >= 0x80).count();
            if broken * 5 > high { guess() } else { PLAIN }
        }
        Some(said) if said.decode(body).1 => guess(),
        Some(said) => said,
        None => guess(),
    };
    let differs = |said: &Charset| *said != chosen;
    let note = said.filter(differs).map(|said| format!("declared as {}, but read as {}", said.name(), chosen.name()));
    if chosen == PLAIN {
        return Ok(decode_utf8(body, shift, note));
    }
    decode_by(chosen, body, shift, note).ok_or_else(binary)
}

fn binary() -> Refusal {
    Refusal::new("binary", "these bytes are no page", "give HTML as text, not a picture or a packed file")
}

/// What `<meta charset>` or `http-equiv` says.
fn declared_in(bytes: &[u8]) -> Option<Charset> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=")? + 8;
    let rest = &head[at..];
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let len = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte))?;
    // A page that can be read as ASCII so far cannot be UTF-16.
    let found = Charset::of_label(std::str::from_utf8(&rest[..len]).ok()?);
    found.map(|found| if found.is_narrow() { found } else { PLAIN })
}

fn decode_utf8(body: &[u8], shift: usize, note: Option<String>) -> Decoded {
    if let Ok(text) = std::str::from_utf8(body) {
        return Decoded { text: text.to_owned(), map: SourceMap::shifted(shift, body.len()), note };
    }
    let (mut text, mut map, mut at) = (String::with_capacity(body.len()), SourceMap::default(), shift);
    for part in body.utf8_chunks() {
        text.push_str(part.valid());
        map.push(part.valid().len(), at, 1, 1);
        at += part.valid().len();
        if !part.invalid().is_empty() {
            text.push('\u{FFFD}');
            map.push(3, at, 3, part.invalid().len());
            at += part.invalid().len();
        }
    }
    Decoded { text, map, note }
}

/// Byte by byte, so that every sign knows the bytes that it was written with.
fn decode_by(charset: Charset, body: &[u8], shift: usize, note: Option<String>) -> Option<Decoded> {
    let Charset::Web(encoding) = charset else {
        let (mut text, mut map) = (String::with_capacity(body.len() * 2), SourceMap::default());
        for (at, byte) in body.iter().enumerate() {
            let (sign, _) = charset.decode(&[*byte]);
            map.push(sign.len(), shift + at, sign.len(), 1);
            text.push_str(&sign);
        }
        return Some(Decoded { text, map, note });
    };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut map) = (String::with_capacity(body.len() + body.len() / 2), SourceMap::default());
    let (mut from, mut out) = (0, [0u8; 64]);
    for at in 0..body.len() {
        let last = at + 1 == body.len();
        let (_, _, written, _) = decoder.decode_to_utf8(&body[at..=at], &mut out, last);
        if written > 0 {
            text.push_str(std::str::from_utf8(&out[..written]).ok()?);
            map.push(written, shift + from, written, at + 1 - from);
            from = at + 1;
        }
    }
    Some(Decoded { text, map, note })
}
