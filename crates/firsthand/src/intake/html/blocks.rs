//! Where does one paragraph of a page end, and what do its elements say of it? Not here: which paragraphs are the story.

use super::super::source::SourceMap;
use super::hints::Hints;
use super::tree::Tree;
use crate::model::BlockKind;
use html5gum::{Token, Tokenizer};

/// A paragraph with its clean text.
pub(super) struct Paragraph {
    pub(super) text: String,
    /// From the clean text to the decoded page.
    pub(super) map: SourceMap,
    /// First node of its text.
    pub(super) node: usize,
    /// What the elements around it say.
    pub(super) kind: Option<BlockKind>,
    /// Level of a heading; 0 for none.
    pub(super) heading: u8,
    /// Stands in an element for running text.
    pub(super) running: bool,
    /// Signs, and how many of them are links.
    pub(super) signs: usize,
    pub(super) linked: usize,
}

impl Paragraph {
    /// One without a text, whose first text is `node`, outside of any element that says what it is.
    pub(super) fn open(node: usize) -> Self {
        Self {
            text: String::new(),
            map: SourceMap::default(),
            node,
            kind: None,
            heading: 0,
            running: false,
            signs: 0,
            linked: 0,
        }
    }

    /// Adds signs that stand in `len` bytes at `from`, behind the blank that is due. `step` is 1 where they stand there as they
    /// are, else their length: one step for them all.
    pub(super) fn append(
        &mut self,
        signs: &str,
        (from, len): (usize, usize),
        step: usize,
        blank: &mut Option<(usize, usize)>,
    ) {
        if let Some((start, end)) = blank.take()
            && !self.text.is_empty()
        {
            self.text.push(' ');
            self.map.push(1, start, 1, end - start);
        }
        self.text.push_str(signs);
        let whole = step == 1 && signs.len() == len;
        self.map.push(signs.len(), from, step, if whole { 1 } else { len });
        self.signs += signs.len();
    }

    /// Whether most of it is links.
    pub(super) fn is_links(&self) -> bool {
        self.linked * 2 > self.signs
    }
}

/// Kinds that belong to no story.
pub(super) fn is_furniture(kind: Option<BlockKind>) -> bool {
    use BlockKind::{Advert, Comment, Navigation, Teaser};
    matches!(kind, Some(Advert | Comment | Navigation | Teaser))
}

/// Elements that hold nothing to read.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "select", "option", "textarea", "button",
    "input", "audio", "video", "canvas", "object", "embed", "map", "head", "title", "label", "amp-ad", "rt", "rp",
];
/// Elements that do not end a paragraph.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "img", "ins", "other", "q", "s", "small", "span",
    "strong", "sub", "sup", "time", "u", "wbr", "td", "th", "tbody", "thead", "tfoot", "picture", "source",
];
/// Signs of a text that is long enough to be a paragraph.
const LONG: usize = 60;

#[derive(Clone, Copy)]
struct Frame {
    end: usize,
    kind: Option<BlockKind>,
    heading: u8,
    running: bool,
    linked: bool,
    kept: bool,
    block: bool,
}

struct Cutter<'p> {
    page: &'p str,
    out: Vec<Paragraph>,
    current: Option<Paragraph>,
    /// A blank is due before the next sign; where it stood.
    blank: Option<(usize, usize)>,
}

/// Cuts the page.
pub(super) fn cut_paragraphs(page: &str, tree: &Tree, hints: &Hints) -> Vec<Paragraph> {
    let amounts = long_amounts(page, tree);
    let total = amounts.last().copied().unwrap_or(0);
    let mut cutter = Cutter { page, out: Vec::new(), current: None, blank: None };
    let root = Frame {
        end: tree.nodes.len(),
        kind: None,
        heading: 0,
        running: false,
        linked: false,
        kept: false,
        block: true,
    };
    let mut frames = vec![root];
    let mut at = 0;
    while at < tree.nodes.len() {
        while frames.len() > 1 && frames.last().is_some_and(|frame| frame.end <= at) {
            if frames.pop().is_some_and(|frame| frame.block) {
                cutter.flush();
            }
        }
        let frame = frames[frames.len() - 1];
        let node = &tree.nodes[at];
        if node.name.is_empty() {
            cutter.add(node.from, node.to, at, &frame);
            at += 1;
            continue;
        }
        let amount = amounts[node.end] - amounts[at];
        let large = total > 400 && amount * 5 > total * 2;
        if SILENT.contains(&node.name) && !(node.name == "label" && large) || is_hidden(tree, at) && !large {
            if node.name == "select" || node.name == "button" {
                cutter.gap(node.from);
            }
            at = node.end;
            continue;
        }
        match node.name {
            "br" => cutter.line_break(),
            "td" | "th" => cutter.cell(),
            _ => {}
        }
        let block = !INLINE.contains(&node.name) && node.name != "br";
        if block {
            cutter.flush();
        }
        let mut inner = Frame { end: node.end, block, ..frame };
        // So much running text is no menu, whatever its element is called.
        let weighty = large || amount >= 600 || amount >= 250 && amount * 10 > total;
        open_frame(tree, hints, at, (large, weighty), &mut inner);
        frames.push(inner);
        at += 1;
    }
    cutter.flush();
    cutter.out
}

/// What an element changes for all that it holds.
fn open_frame(tree: &Tree, hints: &Hints, at: usize, (large, weighty): (bool, bool), frame: &mut Frame) {
    use BlockKind::{Caption, List, Navigation, Quote, Standfirst, Table, Teaser};
    let name = tree.nodes[at].name;
    frame.linked |= name == "a";
    frame.running |= matches!(name, "p" | "blockquote" | "pre" | "dd");
    if let [b'h', level @ b'1'..=b'6'] = name.as_bytes() {
        frame.heading = level - b'0';
    }
    if is_furniture(frame.kind) && !frame.kept {
        return;
    }
    let own = match name {
        "nav" | "menu" | "footer" | "dialog" if !large => Some(Navigation),
        "aside" if !large => Some(Teaser),
        "figcaption" | "figure" | "caption" if !large => Some(Caption),
        "blockquote" => Some(Quote),
        "li" if frame.kind != Some(Caption) => Some(List),
        "tr" if frame.kind != Some(Caption) && is_row(tree, at) => Some(Table),
        _ if tree.attribute(at, "itemprop") == Some("description") => Some(Standfirst),
        _ => None,
    };
    let role = tree.attribute(at, "role").and_then(|role| match role {
        "navigation" | "banner" | "search" | "menu" | "dialog" | "contentinfo" if !large => Some(Navigation),
        "complementary" if !large => Some(Teaser),
        _ => None,
    });
    let named = if frame.block && !matches!(name, "html" | "body" | "main" | "article" | "h1" | "tr") && !large {
        let mut kinds = tree
            .attributes_of(at)
            .filter(|(attribute, _)| matches!(*attribute, "class" | "id" | "itemprop"))
            .filter_map(|(_, value)| hints.kind_of(value, weighty));
        kinds.next()
    } else {
        None
    };
    // What the names say of a paragraph of running text is about its looks, but for captions and the like.
    let named = named.filter(|kind| name != "p" || !is_furniture(Some(*kind)) || *kind == BlockKind::Advert);
    if let Some(kind) = role.or(named).or(own) {
        frame.kind = Some(kind);
    }
}

/// A row with two cells and more.
fn is_row(tree: &Tree, at: usize) -> bool {
    let nodes = &tree.nodes[at..tree.nodes[at].end];
    let cells = nodes.iter().filter(|node| matches!(node.name, "td" | "th")).count();
    cells > 1 && nodes.iter().all(|node| !matches!(node.name, "div" | "table" | "article" | "section" | "h1" | "h2"))
}

fn is_hidden(tree: &Tree, at: usize) -> bool {
    tree.attributes_of(at).any(|(name, value)| match name {
        "hidden" => true,
        "aria-hidden" => value == "true",
        "style" => {
            let style: String = value.chars().filter(|sign| !sign.is_whitespace()).take(400).collect();
            let style = style.to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        _ => false,
    })
}

/// Before each node: the bytes of long texts that are no links.
fn long_amounts(page: &str, tree: &Tree) -> Vec<usize> {
    let mut amounts = vec![0; tree.nodes.len() + 1];
    let mut silent = 0;
    for (at, node) in tree.nodes.iter().enumerate() {
        if SILENT.contains(&node.name) || node.name == "a" {
            silent = silent.max(node.end);
        }
        let mut own = 0;
        if node.name.is_empty() && at >= silent {
            let len = page.get(node.from..node.to).map_or(0, |text| text.trim().len());
            own = if len >= LONG { len } else { 0 };
        }
        amounts[at + 1] = amounts[at] + own;
    }
    amounts
}

impl Cutter<'_> {
    fn flush(&mut self) {
        self.blank = None;
        if let Some(mut done) = self.current.take() {
            let kept = done.text.trim_end().len();
            done.text.truncate(kept);
            if kept > 0 {
                self.out.push(done);
            }
        }
    }

    fn gap(&mut self, at: usize) {
        self.blank.get_or_insert((at, at));
    }

    fn cell(&mut self) {
        if self.current.is_some() {
            self.blank.get_or_insert((0, 0));
        }
    }

    /// One break is a new line of the same paragraph, which readers take as a paragraph too.
    fn line_break(&mut self) {
        self.flush();
    }

    fn add(&mut self, from: usize, to: usize, node: usize, frame: &Frame) {
        let Some(raw) = self.page.get(from..to) else { return };
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let plain = rest.find(|sign: char| sign == '&' || sign.is_whitespace()).unwrap_or(rest.len());
            if plain > 0 {
                self.put(&rest[..plain], from + at, plain, 1, node, frame);
                at += plain;
                continue;
            }
            if rest.starts_with('&') {
                let len = reference_len(rest);
                let signs = decode_reference(&rest[..len]);
                if signs.chars().all(char::is_whitespace) {
                    self.blank.get_or_insert((from + at, from + at + len));
                } else {
                    self.put(&signs, from + at, len, signs.len(), node, frame);
                }
                at += len;
                continue;
            }
            let len = rest.find(|sign: char| !sign.is_whitespace()).unwrap_or(rest.len());
            self.blank.get_or_insert((from + at, from + at + len));
            at += len;
        }
    }

    /// Adds signs to the paragraph that is open, or opens one. `step` as of [`Paragraph::append`].
    fn put(&mut self, signs: &str, from: usize, len: usize, step: usize, node: usize, frame: &Frame) {
        let opened =
            || Paragraph { kind: frame.kind, heading: frame.heading, running: frame.running, ..Paragraph::open(node) };
        let current = self.current.get_or_insert_with(opened);
        current.append(signs, (from, len), step, &mut self.blank);
        current.linked += if frame.linked { signs.len() } else { 0 };
    }
}

/// How long the reference is that the text opens with; 1 for a bare `&`.
fn reference_len(text: &str) -> usize {
    let name = text[1..].bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    1 + name + usize::from(name > 0 && text.as_bytes().get(1 + name) == Some(&b';'))
}

/// The signs that a reference stands for; itself where it is none.
pub(super) fn decode_reference(text: &str) -> String {
    match text {
        "&amp;" => "&".into(),
        "&nbsp;" | "&#160;" => "\u{A0}".into(),
        "&quot;" => "\"".into(),
        "&" => "&".into(),
        _ => decode_references(text),
    }
}

/// A text with its references decoded.
pub(super) fn decode_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        if let Token::String(string) = token {
            out.push_str(&String::from_utf8_lossy(&string));
        }
    }
    out
}
