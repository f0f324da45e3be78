//! What does a piece of a feed's markup say? Plain text with paragraphs. Not here: whole pages, whose furniture has to be
//! told from their body.

use crate::intake::html::breaks_line;
use html5gum::{Token, Tokenizer};

/// Elements whose text is not for readers.
const SILENT: [&str; 5] = ["script", "style", "noscript", "template", "svg"];
/// The text of a piece of markup: tags gone, entities read once, one line a block, no run of white space.
#[must_use]
pub fn flatten_markup(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        push_words(&mut out, &rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = if is_tag { tag_end(rest) } else { None };
        let Some(end) = end else {
            out.push('<');
            rest = &rest[1..];
            if is_tag {
                break;
            }
            continue;
        };
        let name: String =
            rest[1..end].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let closing = rest[1..].starts_with('/');
        let empty = rest[..end].ends_with("/>");
        rest = &rest[end..];
        if breaks_line(&name) {
            break_line(&mut out);
        } else if !closing && !empty && SILENT.contains(&name.as_str()) {
            rest = skip_element(rest, &name);
        }
    }
    push_words(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

fn break_line(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
}

/// One past the `>` of the tag that begins here; quotes may hold one.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    // A quote that never closes: the first `>` ends the tag.
    text.find('>').map(|at| at + 1)
}

/// What follows the end of a silent element; everything is inside it where it has none.
fn skip_element<'t>(text: &'t str, name: &str) -> &'t str {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let start = from + at + 2;
        if text.as_bytes()[start..].get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
            return text[start..].find('>').map_or("", |end| &text[start + end + 1..]);
        }
        from = start;
    }
    ""
}

fn push_words(out: &mut String, text: &str) {
    for c in read_entities(text).chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}

/// Text with its entities read once: the five of XML, HTML's names, numbers. What is no entity stays as it is.
pub(super) fn read_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // No name is longer than this.
        let end = rest.bytes().take(40).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, read_reference(&rest[1..end])?))) {
            Some((end, value)) => {
                out.push_str(&value);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// What `name` of `&name;` means.
pub(super) fn read_reference(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else { return name_entity(name) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Pages of the nineties number their quotation marks as windows-1252 does; so does the HTML standard.
    if (0x80..0xA0).contains(&code) {
        let byte = [u8::try_from(code).ok()?];
        return Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.into_owned());
    }
    char::from_u32(code).filter(|c| *c != '\0').map(String::from)
}

/// What one of HTML's names means. The tokenizer of pages knows them all; quick-xml's own table cuts Greek letters short.
fn name_entity(name: &str) -> Option<String> {
    if name.is_empty() || name.len() > 32 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let written = format!("&{name};");
    let mut value = Vec::new();
    for token in Tokenizer::new(&written) {
        if let Ok(Token::String(text)) = token {
            value.extend_from_slice(&text);
        }
    }
    // A name that is none stays as it stands, or its start is read: then it was none of ours.
    String::from_utf8(value).ok().filter(|value| !value.is_empty() && (name == "semi" || !value.ends_with(';')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        for (markup, wanted) in [
            ("<p>At least 12 &amp; more</p><p>were <b>held</b>.</p>", "At least 12 & more\nwere held."),
            ("a < b &lt;i&gt; &nosuch; &#8217;&#146;", "a < b <i> &nosuch; \u{2019}\u{2019}"),
            ("&alpha;&OElig;&ampx;", "\u{3b1}\u{152}&ampx;"),
            ("<script>alert('</p>')</script>x<SCRIPT>y", "x"),
            ("</title><img src=x onerror=\"a>b\">12 held", "12 held"),
            ("x <!-- 40 killed --> y", "x y"),
            ("never closed <a href='", "never closed <a href='"),
        ] {
            assert_eq!(flatten_markup(markup), wanted, "{markup}");
        }
    }
}
