//! What does linked data hold of the story? Strings of scripts as paragraphs, with the same map back to the bytes as the
//! page's elements have. Used where the elements do not show it. Not here: which of its items is the story (`head`).

use super::blocks::{Paragraph, decode_reference};
use super::head::MAX_DATA;
use super::tree::Tree;

/// Longest tag that is looked for inside of a string, in characters.
const LONGEST_TAG: usize = 300;

/// A string of a script: what it says, and its text cut into paragraphs.
pub(super) struct LinkedText {
    /// As JSON means it, markup and all.
    pub(super) value: String,
    pub(super) paragraphs: Vec<Paragraph>,
}

/// One character of a string of JSON, and where it stands in the page.
#[derive(Clone, Copy)]
struct Sign {
    value: char,
    from: usize,
    to: usize,
}

/// The strings under a key in the page's scripts of linked data, in the order of the page. Linear in them.
pub(super) fn list_linked_texts(page: &str, tree: &Tree, key: &str) -> Vec<LinkedText> {
    let quoted = format!("\"{key}\"");
    let mut out = Vec::new();
    for (node, place) in tree.linked_scripts() {
        let (start, end) = (place.start, place.end);
        let Some(raw) = page.get(place).filter(|raw| raw.len() <= MAX_DATA) else { continue };
        let mut from = 0;
        while let Some(found) = raw[from..].find(&quoted) {
            from += found + quoted.len();
            let rest = raw[from..].trim_start();
            let rest = rest.strip_prefix(':').map(str::trim_start).and_then(|rest| rest.strip_prefix('"'));
            let Some(rest) = rest else { continue };
            let opened = end - rest.len();
            let signs = read_string(rest, opened);
            from = signs.last().map_or(opened, |last| last.to) - start;
            let value = signs.iter().map(|sign| sign.value).collect();
            out.push(LinkedText { value, paragraphs: cut_string(&signs, node) });
        }
    }
    out
}

/// The characters of a string up to its closing quote, escapes read.
fn read_string(text: &str, start: usize) -> Vec<Sign> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let from = at;
        at += sign.len_utf8();
        let value = match sign {
            '"' => break,
            '\\' => {
                let Some(escape) = text[at..].chars().next() else { break };
                at += escape.len_utf8();
                match escape {
                    'n' | 'r' => '\n',
                    't' | 'b' | 'f' => ' ',
                    'u' => {
                        let unit = |at: usize| text.get(at..at + 4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                        let Some(first) = unit(at) else { continue };
                        at += 4;
                        let second = text[at..].strip_prefix("\\u").and_then(|_| unit(at + 2));
                        let second = second.filter(|second| (0xDC00..0xE000).contains(second));
                        match second.filter(|_| (0xD800..0xDC00).contains(&first)) {
                            Some(second) => {
                                at += 6;
                                char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
                            }
                            None => char::from_u32(first),
                        }
                        .unwrap_or('\u{FFFD}')
                    }
                    other => other,
                }
            }
            other => other,
        };
        out.push(Sign { value, from: start + from, to: start + at });
    }
    out
}

/// Paragraphs at line breaks and at elements that end one; other tags are left out, references are read.
fn cut_string(signs: &[Sign], node: usize) -> Vec<Paragraph> {
    let mut cutter = Cutter { node, out: Vec::new(), current: None, blank: None };
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        let upto = |end: char, most: usize| {
            let rest = &signs[at..signs.len().min(at + most)];
            rest.iter().position(|sign| sign.value == end).map(|len| at + len)
        };
        match sign.value {
            '\n' => cutter.flush(),
            '<' if signs.get(at + 1).is_some_and(|next| next.value.is_ascii_alphabetic() || next.value == '/') => {
                if let Some(end) = upto('>', LONGEST_TAG) {
                    let name = signs[at + 1..end].iter().map(|sign| sign.value).skip_while(|sign| *sign == '/');
                    let name: String = name.take_while(char::is_ascii_alphanumeric).take(12).collect();
                    if super::tree::breaks_line(&name.to_ascii_lowercase()) {
                        cutter.flush();
                    }
                    at = end + 1;
                    continue;
                }
                cutter.put("<", sign.from, sign.to);
            }
            '&' => {
                let end = upto(';', 40);
                let written: String = signs[at..end.map_or(at, |end| end + 1)].iter().map(|sign| sign.value).collect();
                let value = decode_reference(&written);
                if let Some(end) = end.filter(|_| value != written) {
                    if value.chars().all(char::is_whitespace) {
                        cutter.blank.get_or_insert((sign.from, signs[end].to));
                    } else {
                        cutter.put(&value, sign.from, signs[end].to);
                    }
                    at = end + 1;
                    continue;
                }
                cutter.put("&", sign.from, sign.to);
            }
            blank if blank.is_whitespace() => {
                cutter.blank.get_or_insert((sign.from, sign.to));
            }
            value => cutter.put(value.encode_utf8(&mut [0; 4]), sign.from, sign.to),
        }
        at += 1;
    }
    cutter.flush();
    cutter.out
}

struct Cutter {
    node: usize,
    out: Vec<Paragraph>,
    current: Option<Paragraph>,
    /// A blank is due before the next sign; where it stood.
    blank: Option<(usize, usize)>,
}

impl Cutter {
    fn flush(&mut self) {
        self.blank = None;
        self.out.extend(self.current.take());
    }

    fn put(&mut self, signs: &str, from: usize, to: usize) {
        let opened = || Paragraph { running: true, ..Paragraph::open(self.node) };
        let current = self.current.get_or_insert_with(opened);
        current.append(signs, (from, to - from), signs.len(), &mut self.blank);
    }
}
