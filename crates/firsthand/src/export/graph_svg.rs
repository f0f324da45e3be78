//! The picture of a story's lineage as SVG: columns from counters (left) to first texts to copies, each line labelled with the
//! kind of copy and what became of figures. Not here: which nodes there are, and the list beside the picture (`graph`).

use super::graph::{CrossKind, Graph, Link, Node, NodeKind};
use super::svg::{Form, columns_of, open_svg, safe_href, safe_xml, shorten, wrap_words, write_text};
use super::visible::show_signs;
use crate::model::{DerivationKind, tell_count};
use std::fmt::Write as _;

/// What the picture says in its own words, so that a page may say it in the reader's language; [`say_english`] is one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// What the picture shows, for those who do not see it.
    About(&'a Graph),
    /// How a page came from the one above it.
    Kind(&'a Link),
    /// Nobody knows which of two copies was first.
    Unordered,
    /// The page, or the other one where it has a name, lacks figures.
    Dropped(Option<&'a str>, &'a [String]),
    /// A figure that was changed, and to what.
    Changed(&'a str, &'a str),
    /// Figures that only the page tells.
    Added(&'a [String]),
    /// A page that is not here.
    Missing,
    /// So many more copies, of one kind where there is one.
    Copies(Option<DerivationKind>, usize),
    /// So many more texts, on so many pages.
    Texts(usize, usize),
    /// The frame around one text on so many pages.
    Text(usize),
    /// A line beside the tree, with the share in thousandths; nothing for a counter that is named.
    Cross(CrossKind, u16),
}

/// The phrases in English.
#[must_use]
pub fn say_english(phrase: &Phrase<'_>) -> String {
    let list = |figures: &[String]| figures.join("; ");
    match *phrase {
        Phrase::About(graph) => {
            let counters = graph.nodes.iter().filter(|node| node.kind == NodeKind::Counter).count();
            format!(
                "{}, {}, {}. From left to right: who counted, first texts, copies. The same stands as a list beside the picture.",
                tell_count(graph.pages, "page"),
                tell_count(graph.texts, "independent text"),
                tell_count(counters, "counter")
            )
        }
        Phrase::Kind(link) => match link.kind {
            DerivationKind::Identical => "identical".to_owned(),
            kind => format!("{}, {}", kind_word(kind), share(link.share)),
        },
        Phrase::Unordered => "which was first is unknown".to_owned(),
        Phrase::Dropped(None, figures) => format!("dropped {}", list(figures)),
        Phrase::Dropped(Some(who), figures) => format!("{who} dropped {}", list(figures)),
        Phrase::Changed(old, new) => format!("changed {old} to {new}"),
        Phrase::Added(figures) => format!("added {}", list(figures)),
        Phrase::Missing => "a page that is not here".to_owned(),
        Phrase::Copies(kind, pages) => match kind {
            None => format!("and {}", tell_count(pages, "more copy")),
            Some(DerivationKind::Excerpt) => format!("and {}", tell_count(pages, "more excerpt")),
            Some(kind) => format!("and {pages} more {}", kind_word(kind)),
        },
        Phrase::Texts(texts, pages) if texts == pages => format!("and {}", tell_count(texts, "more text")),
        Phrase::Texts(texts, pages) => {
            format!("and {} more on {}", tell_count(texts, "text"), tell_count(pages, "page"))
        }
        Phrase::Text(pages) => format!("one text on {}", tell_count(pages, "page")),
        Phrase::Cross(kind, part) => match kind {
            CrossKind::Counted { inferred: false } => String::new(),
            CrossKind::Counted { inferred: true } => "inferred".to_owned(),
            CrossKind::Taken { .. } => format!("passages, {}", share(part)),
            CrossKind::Beside => "copies; first unknown".to_owned(),
            CrossKind::Quote => "shared quote".to_owned(),
        },
    }
}

fn kind_word(kind: DerivationKind) -> &'static str {
    match kind {
        DerivationKind::Identical => "identical",
        DerivationKind::Near => "nearly identical",
        DerivationKind::Excerpt => "excerpt",
        DerivationKind::Partial => "passages",
        DerivationKind::Reworded => "reworded",
        DerivationKind::Translated => "translated",
        DerivationKind::Sibling => "sibling",
        DerivationKind::SharedQuote => "shared quote",
    }
}

fn share(thousandths: u16) -> String {
    format!("{} %", (u32::from(thousandths) + 5) / 10)
}

/// The style of the picture, for a page's style sheet: light, and dark for those who ask for it. A page with a switch sets the
/// variables for itself.
pub const STYLE: &str = ".fhg{--fhg-back:#fff;--fhg-ink:#1f2328;--fhg-pale:#57606a;--fhg-line:#8c959f;--fhg-box:#f6f8fa;\
--fhg-frame:#d0d7de;--fhg-who:#0b5cad;--fhg-whobox:#e8f1fb;--fhg-lost:#b3261e;--fhg-change:#8a5200;--fhg-gain:#1a7037}\
@media (prefers-color-scheme:dark){.fhg{--fhg-back:#0d1117;--fhg-ink:#e6edf3;--fhg-pale:#9ea7b3;--fhg-line:#7d8590;\
--fhg-box:#161b22;--fhg-frame:#30363d;--fhg-who:#6cb6ff;--fhg-whobox:#10243a;--fhg-lost:#ff8b82;--fhg-change:#e3a647;\
--fhg-gain:#6fdd8b}}\
.fhg{background:var(--fhg-back)}.fhg text{font:11.5px system-ui,'Segoe UI','Noto Sans','DejaVu Sans',sans-serif;\
fill:var(--fhg-pale)}.fhg text.n{font-size:13px;font-weight:600;fill:var(--fhg-ink)}.fhg text.k{fill:var(--fhg-ink)}\
.fhg .e text,.fhg text.q{stroke:var(--fhg-back);stroke-width:3px;stroke-linejoin:round;paint-order:stroke}\
.fhg text.d{fill:var(--fhg-lost)}.fhg text.c{fill:var(--fhg-change)}.fhg text.a{fill:var(--fhg-gain)}\
.fhg rect{fill:var(--fhg-box);stroke:var(--fhg-line)}.fhg rect.f{fill:none;stroke:var(--fhg-frame)}\
.fhg rect.w{fill:var(--fhg-whobox);stroke:var(--fhg-who);stroke-width:1.6}.fhg rect.m,.fhg rect.o{stroke-dasharray:4 3}\
.fhg path{fill:none;stroke:var(--fhg-line);stroke-width:1.4}.fhg path.h{fill:var(--fhg-line);stroke:none}\
.fhg path.w{stroke:var(--fhg-who)}.fhg path.wh{fill:var(--fhg-who);stroke:none}.fhg path.s{stroke-dasharray:6 4}\
.fhg path.t{stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:2}.fhg a:hover rect,.fhg a:focus rect{stroke:var(--fhg-who);\
stroke-width:2.5}";

const PAGE: f64 = 188.0;
const COUNTER: f64 = 150.0;
/// Between counters and texts; lines between texts bulge into it.
const FAN: f64 = 170.0;
/// Between a page and its copies: room for the label.
const GAP: f64 = 204.0;
const EDGE: f64 = 16.0;
/// A sign of small text is about as wide.
const SIGN: f64 = 6.1;
/// A sign of a name, which is larger and bold.
const NAME: f64 = 7.8;
const LINE: f64 = 14.0;

/// The picture as SVG in UTF-8. `id` names it within its page; the same graph gives the same bytes. A graph of many pages is
/// folded before ([`Graph::fold`]).
#[must_use]
pub fn write_graph(graph: &Graph, title: &str, id: &str, say: &dyn Fn(&Phrase<'_>) -> String, form: Form) -> String {
    let plan = Plan::of(graph, say);
    let mut out = open_svg(id, "fhg", (plan.wide, plan.tall), title, &say(&Phrase::About(graph)), STYLE, form);
    for frame in &plan.frames {
        let Frame { words, x, y, wide, tall, .. } = frame;
        let _ = writeln!(
            out,
            "<rect class=\"f\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{tall:.1}\" rx=\"10\"/>"
        );
        write_text(&mut out, "", x + 10.0, y + 17.0, words);
    }
    draw_crosses(&mut out, graph, &plan, say);
    for (at, node) in graph.nodes.iter().enumerate() {
        if let Some(above) = node.above {
            draw_edge(&mut out, &plan, graph, above, at);
        }
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        draw_node(&mut out, node, &plan.spots[at]);
    }
    out.push_str("</svg>\n");
    out
}

/// Where a node stands: its left edge, its middle, its size, and what is written in it.
#[derive(Debug, Clone, Default)]
struct Spot {
    x: f64,
    y: f64,
    wide: f64,
    tall: f64,
    lines: Vec<String>,
    /// What the line to it says, by class.
    label: Vec<(&'static str, String)>,
    /// The label in full.
    told: String,
}

impl Spot {
    fn right(&self) -> f64 {
        self.x + self.wide
    }
}

struct Frame {
    text: Option<usize>,
    words: String,
    x: f64,
    y: f64,
    wide: f64,
    tall: f64,
}

/// A row of the picture: a page, its first copy, the first copy of that.
struct Row {
    /// The node that it starts with.
    first: usize,
    /// From its middle line to its upper and lower ends.
    up: f64,
    down: f64,
}

struct Plan {
    spots: Vec<Spot>,
    frames: Vec<Frame>,
    wide: f64,
    tall: f64,
}

/// Whether it stands in the row of the node above it.
fn is_first_copy(graph: &Graph, at: usize) -> bool {
    graph.nodes[at].above.is_some_and(|above| graph.nodes[above].children.first() == Some(&at))
}

impl Plan {
    fn of(graph: &Graph, say: &dyn Fn(&Phrase<'_>) -> String) -> Self {
        let counted = graph.nodes.iter().any(|node| node.kind == NodeKind::Counter);
        let crossed = graph.crosses.iter().any(|cross| !matches!(cross.kind, CrossKind::Counted { .. }));
        let left = match (counted, crossed) {
            (true, _) => EDGE + COUNTER + FAN,
            (false, true) => EDGE + FAN * 0.75,
            (false, false) => EDGE + 10.0,
        };
        let mut spots: Vec<Spot> = graph.nodes.iter().map(|node| measure(node, left, say)).collect();
        let mut rows: Vec<Row> = Vec::new();
        let mut row_of = vec![0; spots.len()];
        for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.kind != NodeKind::Counter) {
            row_of[at] = match node.above.filter(|_| is_first_copy(graph, at)) {
                Some(above) => row_of[above],
                None => {
                    rows.push(Row { first: at, up: 0.0, down: 0.0 });
                    rows.len() - 1
                }
            };
            let (row, spot) = (&mut rows[row_of[at]], &spots[at]);
            let above_line = if spot.label.is_empty() { 0.0 } else { 20.0 };
            let below_line = spot.label.len().saturating_sub(1) as f64 * LINE + 8.0;
            row.up = row.up.max(spot.tall / 2.0).max(above_line);
            row.down = row.down.max(spot.tall / 2.0).max(below_line);
        }
        let mut plan = Self { spots: Vec::new(), frames: Vec::new(), wide: 0.0, tall: 0.0 };
        let mut below = EDGE;
        let mut middles = Vec::with_capacity(rows.len());
        // The upper and lower end of each text, with its first node.
        let mut texts: Vec<(usize, f64, f64)> = Vec::new();
        for row in &rows {
            if graph.nodes[row.first].above.is_none() {
                let framed = |root: usize| !graph.nodes[root].children.is_empty();
                below += if texts.last().is_some_and(|(root, ..)| framed(*root)) { 16.0 } else { 0.0 };
                below += if framed(row.first) { 28.0 } else { 4.0 };
                texts.push((row.first, below, below));
            }
            middles.push(below + row.up);
            below += row.up + row.down;
            if let Some(text) = texts.last_mut() {
                text.2 = below;
            }
            below += 10.0;
        }
        for (at, spot) in spots.iter_mut().enumerate().filter(|(at, _)| graph.nodes[*at].kind != NodeKind::Counter) {
            spot.y = middles[row_of[at]];
        }
        plan.spots = spots;
        plan.tall = below + EDGE;
        plan.frame_texts(graph, &texts, say);
        plan.place_counters(graph);
        plan.wide = plan.spots.iter().map(Spot::right).fold(left + PAGE, f64::max) + EDGE + 6.0;
        plan
    }

    /// A frame around each text that has copies.
    fn frame_texts(&mut self, graph: &Graph, texts: &[(usize, f64, f64)], say: &dyn Fn(&Phrase<'_>) -> String) {
        for &(root, top, bottom) in texts.iter().filter(|(root, ..)| !graph.nodes[*root].children.is_empty()) {
            let mine = |node: &&Node| node.text == graph.nodes[root].text;
            let pages = graph.nodes.iter().filter(mine).map(|node| node.pages.len()).sum();
            let own = graph.nodes.iter().zip(&self.spots).filter(|(node, _)| mine(node)).map(|(_, spot)| spot.right());
            let right = own.fold(0.0, f64::max);
            let x = self.spots[root].x - 10.0;
            self.frames.push(Frame {
                text: graph.nodes[root].text,
                words: say(&Phrase::Text(pages)),
                x,
                y: top - 26.0,
                wide: right + 10.0 - x,
                tall: bottom - top + 36.0,
            });
        }
    }

    /// Each counter at the middle height of the pages that carry its figures, none upon another.
    fn place_counters(&mut self, graph: &Graph) {
        let mut wanted: Vec<(i64, usize)> = Vec::new();
        for at in (0..graph.nodes.len()).filter(|at| graph.nodes[*at].kind == NodeKind::Counter) {
            let own = graph.crosses.iter().filter(|cross| cross.from == at);
            let heights: Vec<f64> = own.map(|cross| self.spots[cross.to].y).collect();
            let middle = heights.iter().sum::<f64>() / heights.len().max(1) as f64;
            wanted.push((middle.round() as i64, at));
        }
        wanted.sort_unstable();
        let mut below = EDGE;
        for (middle, at) in wanted {
            let half = self.spots[at].tall / 2.0;
            self.spots[at].y = (middle as f64).max(below + half);
            below = self.spots[at].y + half + 10.0;
        }
        self.tall = self.tall.max(below + EDGE);
    }
}

/// The size of a node and the words in it and on its line, at its column.
fn measure(node: &Node, left: f64, say: &dyn Fn(&Phrase<'_>) -> String) -> Spot {
    let wide = if node.kind == NodeKind::Counter { COUNTER } else { PAGE };
    let x = if node.kind == NodeKind::Counter { EDGE } else { left + node.depth as f64 * (PAGE + GAP) };
    let own = match node.kind {
        NodeKind::Counter | NodeKind::Page => None,
        NodeKind::Missing => Some(say(&Phrase::Missing)),
        NodeKind::Copies(kind) => Some(say(&Phrase::Copies(kind, node.pages.len()))),
        NodeKind::Texts(texts) => Some(say(&Phrase::Texts(texts, node.pages.len()))),
    };
    let lines: Vec<String> = match own {
        Some(words) => wrap_words(&show_signs(&words), (wide / SIGN) as usize - 3, 2),
        None if node.kind == NodeKind::Counter => {
            wrap_words(&show_signs(&node.label.name), ((wide - 30.0) / NAME) as usize, 2)
        }
        None => {
            let name = shorten(&show_signs(&node.label.name), ((wide - 20.0) / NAME) as usize);
            let room = ((wide - 20.0) / SIGN) as usize;
            let about = node.label.about.iter().take(2).map(|line| shorten(&show_signs(line), room));
            std::iter::once(name).chain(about).collect()
        }
    };
    let tall = 13.0 + lines.len() as f64 * 15.0;
    let (label, told) = node.link.as_ref().map(|link| label_of(link, say)).unwrap_or_default();
    Spot { x, y: 0.0, wide, tall, lines, label, told }
}

/// What the line to a copy says, in lines that fit, and all of it.
fn label_of(link: &Link, say: &dyn Fn(&Phrase<'_>) -> String) -> (Vec<(&'static str, String)>, String) {
    let room = ((GAP - 34.0) / SIGN) as usize;
    let mut told = vec![("k", say(&Phrase::Kind(link)), 1)];
    if !link.decided && link.kind != DerivationKind::Sibling {
        told.push(("", say(&Phrase::Unordered), 1));
    }
    let dropped = link.dropped.iter();
    told.extend(dropped.map(|(who, figures)| ("d", say(&Phrase::Dropped(who.as_deref(), figures)), 3)));
    told.extend(link.changed.iter().map(|(old, new)| ("c", say(&Phrase::Changed(old, new)), 2)));
    if !link.added.is_empty() {
        told.push(("a", say(&Phrase::Added(&link.added)), 2));
    }
    let whole: Vec<&str> = told.iter().map(|(_, words, _)| words.as_str()).collect();
    let whole = whole.join(". ");
    /// Lines at most: what does not fit stands in the list and in the label's own title.
    const MOST: usize = 7;
    let mut lines = Vec::new();
    for (class, words, most) in &told {
        lines.extend(wrap_words(&show_signs(words), room, *most).into_iter().map(|line| (*class, line)));
    }
    if lines.len() > MOST {
        lines.truncate(MOST);
        lines.push(("k", "…".to_owned()));
    }
    (lines, whole)
}

fn draw_node(out: &mut String, node: &Node, spot: &Spot) {
    let href = node.label.href.as_deref().and_then(safe_href);
    if let Some(href) = &href {
        let _ = write!(out, "<a href=\"{href}\">");
    }
    let class = match node.kind {
        NodeKind::Counter => "w",
        NodeKind::Page => "p",
        NodeKind::Missing => "m",
        NodeKind::Copies(_) | NodeKind::Texts(_) => "o",
    };
    let top = spot.y - spot.tall / 2.0;
    let round = if node.kind == NodeKind::Counter { 14.0 } else { 6.0 };
    let _ = write!(
        out,
        "<g><title>{}</title><rect class=\"{class}\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{round:.1}\"/>",
        safe_xml(&[std::slice::from_ref(&node.label.name), &node.label.about[..]].concat().join(", ")),
        spot.x,
        spot.wide,
        spot.tall
    );
    let named = matches!(node.kind, NodeKind::Counter | NodeKind::Page);
    for (number, line) in spot.lines.iter().enumerate() {
        let class = if named && (number == 0 || node.kind == NodeKind::Counter) { "n" } else { "" };
        let indent = if node.kind == NodeKind::Counter { 16.0 } else { 10.0 };
        write_text(out, class, spot.x + indent, top + 19.0 + number as f64 * 15.0, line);
    }
    out.push_str(if href.is_some() { "</g></a>\n" } else { "</g>\n" });
}

/// The line from a page to a copy: out of its side, down, and into the copy's side, with the label before the copy.
fn draw_edge(out: &mut String, plan: &Plan, graph: &Graph, above: usize, at: usize) {
    let (from, to) = (&plan.spots[above], &plan.spots[at]);
    let (x, y, end, down) = (from.right(), from.y, to.x, to.y);
    let bus = x + 14.0;
    let decided = graph.nodes[at].link.as_ref().is_none_or(|link| link.decided || link.kind == DerivationKind::Sibling);
    let stop = if decided { end - 6.0 } else { end };
    let path = if (down - y).abs() < 1.0 {
        format!("M{x:.1} {y:.1}H{stop:.1}")
    } else {
        format!("M{x:.1} {y:.1}H{:.1}q6 0 6 6V{:.1}q0 6 6 6H{stop:.1}", bus - 6.0, down - 6.0)
    };
    let _ = write!(out, "<g class=\"e\"><title>{}</title>", safe_xml(&to.told));
    let _ = write!(out, "<path class=\"{}\" d=\"{path}\"/>", if decided { "" } else { "s" });
    if decided {
        let _ = write!(out, "<path class=\"h\" d=\"M{:.1} {:.1}l8 4l-8 4z\"/>", end - 8.0, down - 4.0);
    }
    out.push('\n');
    for (number, (class, line)) in to.label.iter().enumerate() {
        let y = if number == 0 { down - 6.0 } else { down + 3.0 + number as f64 * LINE };
        write_text(out, class, bus + 10.0, y, line);
    }
    out.push_str("</g>\n");
}

/// Lines from counters, and those between texts, which bulge to the left.
fn draw_crosses(out: &mut String, graph: &Graph, plan: &Plan, say: &dyn Fn(&Phrase<'_>) -> String) {
    let mut labels: Vec<(f64, f64, String)> = Vec::new();
    let mut bulges = 0;
    for cross in &graph.crosses {
        let (from, to) = (&plan.spots[cross.from], &plan.spots[cross.to]);
        let words = show_signs(&say(&Phrase::Cross(cross.kind, cross.share)));
        if let CrossKind::Counted { inferred } = cross.kind {
            // A figure that stands on copies alone is the text's: the line ends at its frame.
            let frame = plan
                .frames
                .iter()
                .find(|frame| graph.nodes[cross.to].depth > 0 && frame.text == graph.nodes[cross.to].text);
            let (end, down) = frame.map_or((to.x, to.y), |frame| (frame.x, frame.y + 13.0));
            let (x, y) = (from.right(), from.y);
            // The fan spreads before the frames of texts.
            let fan = x + FAN - 26.0;
            let half = (x + fan) / 2.0;
            let class = if inferred { "w s" } else { "w" };
            let _ = writeln!(
                out,
                "<path class=\"{class}\" d=\"M{x:.1} {y:.1}C{half:.1} {y:.1} {half:.1} {down:.1} {fan:.1} {down:.1}H{:.1}\"/>\
                 <path class=\"wh\" d=\"M{:.1} {:.1}l8 4l-8 4z\"/>",
                end - 6.0,
                end - 8.0,
                down - 4.0
            );
            if !words.is_empty() {
                labels.push((end - 12.0, down - 6.0, words));
            }
            continue;
        }
        let (y, down) = (from.y + 9.0, to.y + 9.0);
        let out_to = from.x.min(to.x) - 34.0 - f64::from(bulges % 5) * 13.0;
        bulges += 1;
        let class = match cross.kind {
            CrossKind::Quote => "t",
            _ => "s",
        };
        let _ = writeln!(
            out,
            "<path class=\"{class}\" d=\"M{:.1} {y:.1}C{out_to:.1} {y:.1} {out_to:.1} {down:.1} {:.1} {down:.1}\"/>",
            from.x, to.x
        );
        if matches!(cross.kind, CrossKind::Taken { decided: true }) {
            let _ = writeln!(out, "<path class=\"h\" d=\"M{:.1} {:.1}l8 4l-8 4z\"/>", to.x - 8.0, down - 4.0);
        }
        let middle = (from.x + 6.0 * out_to + to.x) / 8.0;
        labels.push((middle - 5.0, (y + down) / 2.0 + 4.0, words));
    }
    // Where two labels would stand upon each other, the later one goes down.
    let mut placed: Vec<(f64, f64, f64)> = Vec::new();
    for (x, y, words) in labels {
        let wide = columns_of(&words) as f64 * SIGN;
        let mut down = y;
        let taken = |down: f64, (left, right, other): &(f64, f64, f64)| {
            x > *left && x - wide < *right && (down - other).abs() < 13.0
        };
        for _ in 0..40 {
            if !placed.iter().any(|label| taken(down, label)) {
                break;
            }
            down += 7.0;
        }
        placed.push((x - wide, x, down));
        let _ = writeln!(
            out,
            "<text class=\"q\" x=\"{x:.1}\" y=\"{down:.1}\" text-anchor=\"end\">{}</text>",
            safe_xml(&words)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::graph::tests::{edge, graph_of, pages};
    use super::super::kinship::CountedBy;
    use super::*;
    use crate::store::conformance::sample_edge;

    fn sample(count: u32) -> Graph {
        let mut pages = pages(count);
        pages[0].doc = "</text><script>alert(1)</script> \"quoted\"".into();
        pages[1].doc = "\u{202E}1386 غزة".into();
        let mut lost = sample_edge(&pages[1], &pages[0]);
        lost.kind = DerivationKind::Reworded;
        lost.dropped[0].surface = "798 <b>detained</b>".into();
        let mut edges = vec![lost, edge(DerivationKind::SharedQuote, &pages[2], &pages[0])];
        edges.extend(pages[4..].iter().map(|page| edge(DerivationKind::Identical, page, &pages[0])));
        let of = |at: usize, inferred| (pages[at].id, inferred);
        let counters = [
            CountedBy { name: "the \"monitor\"".into(), pages: [of(0, false), of(2, true)].into() },
            CountedBy { name: "ministry".into(), pages: [of(3, false)].into() },
        ];
        graph_of(&pages, &edges, &counters)
    }

    #[test]
    fn names_and_figures_are_no_markup() {
        let svg = write_graph(&sample(4), "</title><script>", "g", &say_english, Form::Part);
        assert!(!svg.contains("<script") && !svg.contains("<b>") && !svg.contains('\u{202E}'), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("<style"), "{svg}");
        assert!(
            svg.contains("&lt;U+202E&gt;1386 غزة") && svg.contains("dropped 798") && svg.contains("reworded, 90 %"),
            "{svg}"
        );
        assert!(svg.contains("shared quote") && svg.contains("inferred"), "{svg}");
        assert_eq!(svg.matches("<a href=\"/reports/").count(), 4, "{svg}");
        assert_eq!(svg, write_graph(&sample(4), "</title><script>", "g", &say_english, Form::Part));
        let document = write_graph(&sample(4), "t", "g", &say_english, Form::Document);
        assert_eq!(document.matches("<style>").count(), 1);
    }

    #[test]
    fn a_picture_of_many_pages_stays_small() {
        let svg = write_graph(&sample(200).fold(), "t", "g", &say_english, Form::Part);
        assert!(svg.contains("and 194 more identical") && svg.len() < 12_000, "{} {svg}", svg.len());
        let tall = svg.split("height=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert!(tall.parse::<f64>().unwrap() < 800.0, "{tall}");
    }

    #[test]
    fn nothing_is_a_picture_too() {
        let svg = write_graph(&Graph::default(), "t", "g", &say_english, Form::Part);
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n") && !svg.contains("NaN"), "{svg}");
    }

    /// What stands in a row or in a column must not overlap.
    #[test]
    fn nodes_stand_apart() {
        for count in [5, 30, 200] {
            let graph = sample(count).fold();
            let plan = Plan::of(&graph, &say_english);
            for (at, one) in plan.spots.iter().enumerate() {
                assert!(one.x >= 0.0 && one.right() <= plan.wide && one.y + one.tall / 2.0 <= plan.tall, "{one:?}");
                for other in &plan.spots[at + 1..] {
                    let apart = one.right() <= other.x || other.right() <= one.x;
                    assert!(apart || (one.y - other.y).abs() >= (one.tall + other.tall) / 2.0, "{one:?} {other:?}");
                }
            }
        }
    }
}
