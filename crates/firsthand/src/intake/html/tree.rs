//! A page as a tree that remembers where every text stands. Nodes lie in reading order, so a subtree is a range.
//! Not here: the whole tree construction of the standard; what an extractor can see of it: ends that are left out, void
//! elements, and limits on depth and number.

use html5gum::emitters::ForwardingEmitter;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Span, Tokenizer};
use std::convert::Infallible;
use std::ops::Range;

/// Deepest nesting; what is deeper hangs on the last element that fits.
pub(super) const MAX_DEPTH: usize = 256;
/// Most tags that are read.
pub(super) const MAX_TAGS: usize = 200_000;
/// Attributes that are read of one tag.
const MAX_ATTRIBUTES: usize = 64;

/// An element or a text.
pub(super) struct Node {
    /// The element's name in small letters; empty for a text.
    pub(super) name: &'static str,
    pub(super) parent: usize,
    /// First node after the subtree.
    pub(super) end: usize,
    /// Attributes of an element, or bytes of a text in the page.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The tree of one page.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    attributes: Vec<(&'static str, String)>,
    /// A limit was met.
    pub(super) cut: bool,
}

impl Tree {
    /// The value of an attribute.
    pub(super) fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        self.attributes_of(node).find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// All that are kept.
    pub(super) fn attributes_of(&self, node: usize) -> impl Iterator<Item = (&'static str, &str)> {
        let node = &self.nodes[node];
        let range = if node.name.is_empty() { 0..0 } else { node.from..node.to };
        self.attributes[range].iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The element that holds a node and has one of these names, itself included.
    pub(super) fn within(&self, mut node: usize, names: &[&str]) -> Option<usize> {
        loop {
            if names.contains(&self.nodes[node].name) {
                return Some(node);
            }
            if node == 0 {
                return None;
            }
            node = self.nodes[node].parent;
        }
    }

    /// The nearest element around a node that stands on lines of its own.
    pub(super) fn block_of(&self, mut node: usize) -> usize {
        while node != 0 && !breaks_line(self.nodes[node].name) {
            node = self.nodes[node].parent;
        }
        node
    }

    /// The texts under a node: their nodes, and where they stand in the page.
    pub(super) fn texts_of(&self, node: usize) -> impl Iterator<Item = (usize, Range<usize>)> {
        let inside = node..self.nodes[node].end;
        inside.filter(|at| self.nodes[*at].name.is_empty()).map(|at| (at, self.nodes[at].from..self.nodes[at].to))
    }

    /// The texts under a node, as they stand in the page, joined.
    pub(super) fn raw_text(&self, page: &str, node: usize) -> String {
        self.texts_of(node).filter_map(|(_, text)| page.get(text)).collect::<Vec<_>>().join(" ")
    }

    /// Scripts of linked data, and where their text stands in the page; it may be several nodes.
    pub(super) fn linked_scripts(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        let all = self.nodes.iter().enumerate().filter(|(_, node)| node.name == "script");
        let typed =
            all.map(|(at, _)| at).filter(|at| self.attribute(*at, "type").is_some_and(|own| own.contains("ld+json")));
        typed.map(|at| (at, self.place(at)))
    }

    /// From the first byte to the last of the texts under a node; elements keep no bytes of their own.
    pub(super) fn place(&self, node: usize) -> Range<usize> {
        let (mut from, mut to) = (usize::MAX, 0);
        self.texts_of(node).for_each(|(_, text)| (from, to) = (from.min(text.start), to.max(text.end)));
        if from < to { from..to } else { 0..0 }
    }
}

/// Names that matter; every other element is `other`, which holds text like `span`.
const NAMES: &[&str] = &[
    "a",
    "abbr",
    "address",
    "amp-ad",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "math",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "s",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "u",
    "ul",
    "video",
    "wbr",
];
const ATTRIBUTES: &[&str] = &[
    "aria-hidden",
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "lang",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "title",
    "type",
];
const VOID: &[&str] =
    &["base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that may stand in the head; any other ends it.
const IN_HEAD: &[&str] = &["base", "link", "meta", "noscript", "script", "style", "template", "title"];
/// Elements whose start ends an open paragraph.
const ENDS_PARAGRAPH: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
/// Elements that an end tag of something inside does not reach through.
const WALLS: &[&str] = &["table", "td", "th", "body", "html", "template", "button", "object"];
const INLINE: &[&str] =
    &["a", "abbr", "b", "cite", "code", "em", "font", "i", "q", "s", "small", "span", "strong", "u"];

/// Whether an element stands on lines of its own.
pub(in super::super) fn breaks_line(name: &str) -> bool {
    ENDS_PARAGRAPH.contains(&name) || matches!(name, "br" | "tr" | "dd" | "dt")
}

struct Builder {
    tree: Tree,
    open: Vec<usize>,
    /// Paragraphs among them: mostly none or one, so that most elements that end one have nothing to look for.
    paragraphs: usize,
    tags: usize,
    /// Elements that are open past the deepest level.
    beyond: usize,
    name: &'static str,
    attribute: Option<&'static str>,
    attributes: Vec<(&'static str, String)>,
    seen: usize,
}

/// An emitter that asks for no errors of the page: to look for them at every sign took a fifth of reading it.
struct Quiet<E>(E);

impl<E: Emitter> ForwardingEmitter for Quiet<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// Reads a page. Linear in it: the levels that are searched are at most [`MAX_DEPTH`].
pub(super) fn build_tree(page: &str) -> Tree {
    let root = Node { name: "root", parent: 0, end: 0, from: 0, to: 0 };
    let tree = Tree { nodes: vec![root], attributes: Vec::new(), cut: false };
    let mut builder = Builder {
        tree,
        open: vec![0],
        paragraphs: 0,
        tags: 0,
        beyond: 0,
        name: "",
        attribute: None,
        attributes: Vec::new(),
        seen: 0,
    };
    let mut emitter = CallbackEmitter::<_, Infallible, usize>::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        builder.take(&event, span.start.min(page.len()), span.end.min(page.len()));
        None
    });
    emitter.naively_switch_states(true);
    // The emitter hands everything to the builder and gives no tokens of its own.
    let _ = Tokenizer::new_with_emitter(page, Quiet(emitter)).count();
    let end = builder.tree.nodes.len();
    builder.open.iter().for_each(|open| builder.tree.nodes[*open].end = end);
    builder.tree
}

fn known(list: &[&'static str], name: &[u8]) -> Option<&'static str> {
    list.binary_search_by(|known| known.as_bytes().cmp(name)).ok().map(|at| list[at])
}

impl Builder {
    fn take(&mut self, event: &CallbackEvent<'_>, start: usize, end: usize) {
        if self.tags > MAX_TAGS {
            self.tree.cut = true;
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tags += 1;
                self.name = known(NAMES, name).unwrap_or("other");
                self.attributes.clear();
                (self.attribute, self.seen) = (None, 0);
            }
            CallbackEvent::AttributeName { name } => {
                self.seen += 1;
                self.attribute = known(ATTRIBUTES, name).filter(|_| self.seen <= MAX_ATTRIBUTES);
                if let Some(name) = self.attribute.filter(|name| matches!(*name, "hidden" | "pubdate")) {
                    self.attributes.push((name, String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(name) = self.attribute.take() {
                    self.attributes.push((name, String::from_utf8_lossy(value).into_owned()));
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(*self_closing),
            CallbackEvent::EndTag { name } => {
                self.tags += 1;
                if let Some(name) = known(NAMES, name) {
                    self.end(name);
                } else {
                    self.end("other");
                }
            }
            CallbackEvent::String { .. } if start < end => {
                let parent = self.open.last().copied().unwrap_or(0);
                let node = self.tree.nodes.len();
                self.tree.nodes.push(Node { name: "", parent, end: node + 1, from: start, to: end });
            }
            _ => {}
        }
    }

    fn start(&mut self, self_closing: bool) {
        let name = self.name;
        let is_void = VOID.contains(&name) || self_closing && matches!(name, "other" | "svg" | "math");
        if self.paragraphs > 0 && ENDS_PARAGRAPH.contains(&name) {
            self.close_implied(&["p"], &["table", "td", "th", "button", "object"]);
        }
        match name {
            "li" => self.close_implied(&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => self.close_implied(&["dt", "dd"], &["dl"]),
            "tr" => self.close_implied(&["tr"], &["table"]),
            "td" | "th" => self.close_implied(&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" | "tfoot" => self.close_implied(&["tbody", "thead", "tfoot"], &["table"]),
            "option" => self.close_implied(&["option"], &["select"]),
            "body" => self.close_implied(&["head"], &["body"]),
            _ if !IN_HEAD.contains(&name)
                && self.open.last().is_some_and(|own| self.tree.nodes[*own].name == "head") =>
            {
                self.close_implied(&["head"], &[]);
            }
            "a" => self.close_implied(&["a"], &["div", "td", "li", "p", "article", "section"]),
            _ => {}
        }
        if !is_void && self.open.len() >= MAX_DEPTH {
            self.beyond += 1;
            self.tree.cut = true;
            return;
        }
        let node = self.tree.nodes.len();
        let from = self.tree.attributes.len();
        self.tree.attributes.append(&mut self.attributes);
        let to = self.tree.attributes.len();
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node { name, parent, end: node + 1, from, to });
        if !is_void {
            self.open.push(node);
            self.paragraphs += usize::from(name == "p");
        }
    }

    fn end(&mut self, name: &'static str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let inline = INLINE.contains(&name) || name == "other";
        for level in (1..self.open.len()).rev() {
            let own = self.tree.nodes[self.open[level]].name;
            if own == name {
                return self.close_to(level);
            }
            let blocks = WALLS.contains(&own) && !matches!(name, "table" | "body" | "html" | "tr" | "tbody");
            if blocks || inline && ENDS_PARAGRAPH.contains(&own) {
                return;
            }
        }
    }

    fn close_implied(&mut self, names: &[&str], walls: &[&str]) {
        for level in (1..self.open.len()).rev() {
            let own = self.tree.nodes[self.open[level]].name;
            if names.contains(&own) {
                return self.close_to(level);
            }
            if walls.contains(&own) {
                return;
            }
        }
    }

    fn close_to(&mut self, level: usize) {
        let end = self.tree.nodes.len();
        for node in self.open.drain(level..) {
            self.tree.nodes[node].end = end;
            self.paragraphs -= usize::from(self.tree.nodes[node].name == "p");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        assert!(NAMES.is_sorted() && ATTRIBUTES.is_sorted());
    }
}
