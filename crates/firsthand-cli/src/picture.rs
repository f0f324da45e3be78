//! Who copied whom, as a picture: text for Graphviz and for Mermaid. One frame for each independent text, an arrow from
//! what was copied to its copy. And how the library's own picture calls pages and figures here.
//! Not here: drawing; `dot -Tsvg`, any page that shows Mermaid, or the library's `export::graph_svg` does it.

use crate::show::{self, safe};
use firsthand::export::graph::{Graph, Label, Labels};
use firsthand::export::graph_svg::{say_english, write_graph};
use firsthand::export::kinship::{Block, CountedBy, Fate, Kinship, edge_lines, is_copy, kind_words};
use firsthand::export::svg::Form;
use firsthand::model::{Derivation, FigureRef, Report, ReportId};
use firsthand::pipeline::figures::Teller;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The library's picture, as a document of its own. Of many equal copies it shows the first and how many more there are.
pub(crate) fn draw_svg(kinship: &Kinship<'_>, counters: &[CountedBy], teller: &mut Teller<'_>, title: &str) -> String {
    let graph = Graph::of(kinship, counters, &mut Named { kinship, teller }).fold();
    write_graph(&graph, title, "lineage", &say_english, Form::Document)
}

/// Pages by the names that the user gave them, figures by what they count.
struct Named<'k, 'a, 't, 'r> {
    kinship: &'k Kinship<'a>,
    teller: &'t mut Teller<'r>,
}

impl Labels for Named<'_, '_, '_, '_> {
    fn page(&mut self, report: &Report) -> Label {
        let about = [report.outlet.clone(), report.published.as_ref().map(show::published)].into_iter().flatten();
        let web = report.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        Label { name: report.doc.clone(), about: about.collect(), href: web }
    }

    fn counter(&mut self, counter: &CountedBy) -> Label {
        Label { name: counter.name.clone(), ..Label::default() }
    }

    fn figure(&mut self, figure: &FigureRef) -> String {
        let report = self.kinship.by_id.get(&figure.report);
        report.map_or_else(|| figure.surface.clone(), |report| self.teller.tell(report, figure).what)
    }
}

/// Nodes, frames and lines, free of any picture language.
pub(crate) struct Picture {
    frames: Vec<Frame>,
    /// Counters, outside the frames.
    sources: Vec<Node>,
    lines: Vec<Line>,
}

struct Frame {
    label: String,
    nodes: Vec<Node>,
}

struct Node {
    id: String,
    label: Vec<String>,
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Page,
    /// A page that is not here.
    Missing,
    Counter,
}

struct Line {
    from: String,
    to: String,
    label: Vec<String>,
    style: Style,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Arrow,
    /// An arrow for what is inferred, and for passages between independent texts.
    Faint,
    /// Nobody knows who was first.
    Open,
    /// A quotation in common.
    Dotted,
}

impl Picture {
    pub(crate) fn of(kinship: &Kinship<'_>, sources: &[CountedBy]) -> Self {
        let mut picture = Self { frames: Vec::new(), sources: Vec::new(), lines: Vec::new() };
        let mut ids: BTreeMap<ReportId, String> = BTreeMap::new();
        for (number, block) in kinship.blocks.iter().enumerate() {
            picture.add_block(number, block, kinship, &mut ids);
        }
        let line = |edge: &Derivation, style, label| Line {
            from: ids.get(&edge.parent).cloned().unwrap_or_default(),
            to: ids.get(&edge.child).cloned().unwrap_or_default(),
            label,
            style,
        };
        let beside = kinship.blocks.iter().flat_map(|block| &block.beside);
        picture.lines.extend(beside.map(|edge| line(edge, Style::Open, label_of(edge, kinship))));
        for edge in &kinship.takings {
            let style = if is_copy(edge) { Style::Faint } else { Style::Open };
            picture.lines.push(line(edge, style, label_of(edge, kinship)));
        }
        // Of many pages with one quotation in common a chain is enough.
        let mut joined: BTreeMap<ReportId, ReportId> = BTreeMap::new();
        let root = |joined: &BTreeMap<ReportId, ReportId>, mut at: ReportId| {
            while let Some(next) = joined.get(&at) {
                at = *next;
            }
            at
        };
        for edge in &kinship.quotes {
            let (one, other) = (root(&joined, edge.child), root(&joined, edge.parent));
            if one != other {
                joined.insert(one.max(other), one.min(other));
                picture.lines.push(line(edge, Style::Dotted, vec![kind_words(edge.kind).to_owned()]));
            }
        }
        picture.add_sources(sources, kinship, &ids);
        picture
    }

    fn add_block(
        &mut self,
        number: usize,
        block: &Block<'_>,
        kinship: &Kinship<'_>,
        ids: &mut BTreeMap<ReportId, String>,
    ) {
        let name = |at: usize| format!("t{number}p{at}");
        let mut nodes = Vec::with_capacity(block.rows.len());
        for (at, row) in block.rows.iter().enumerate() {
            let node = match row.page {
                Some(page) => {
                    ids.insert(page.id, name(at));
                    Node { id: name(at), label: page_lines(page), shape: Shape::Page }
                }
                None => Node { id: name(at), label: vec!["a page that is not here".into()], shape: Shape::Missing },
            };
            nodes.push(node);
            let Some(above) = row.above else { continue };
            let missing = block.rows[above].page.is_none();
            let label = row.edge.map(|edge| label_of(edge, kinship)).unwrap_or_default();
            let known = missing || row.edge.is_some_and(is_copy);
            let style = if known { Style::Arrow } else { Style::Open };
            self.lines.push(Line { from: name(above), to: name(at), label, style });
        }
        let label = match block.pages {
            1 => "one text".to_owned(),
            pages => format!("one text on {}", show::count(pages, "page")),
        };
        self.frames.push(Frame { label, nodes });
    }

    /// Counters point at the first page of each text that carries their figures.
    fn add_sources(&mut self, sources: &[CountedBy], kinship: &Kinship<'_>, ids: &BTreeMap<ReportId, String>) {
        for (number, source) in sources.iter().enumerate() {
            let id = format!("c{number}");
            let lines = self.lines.len();
            for block in &kinship.blocks {
                let mut pages = block.rows.iter().filter_map(|row| row.page);
                let Some(page) = pages.find(|page| source.pages.contains_key(&page.id)) else { continue };
                let inferred = source.pages.get(&page.id).copied().unwrap_or(false);
                let (style, label) =
                    if inferred { (Style::Faint, vec!["inferred".into()]) } else { (Style::Arrow, Vec::new()) };
                let to = ids.get(&page.id).cloned().unwrap_or_default();
                self.lines.push(Line { from: id.clone(), to, label, style });
            }
            if self.lines.len() > lines {
                self.sources.push(Node { id, label: vec![safe(&source.name)], shape: Shape::Counter });
            }
        }
    }

    /// For Graphviz: `dot -Tsvg`.
    pub(crate) fn to_dot(&self) -> String {
        let quote = |lines: &[String]| {
            let escape = |line: &String| line.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{}\"", lines.iter().map(escape).collect::<Vec<_>>().join("\\n"))
        };
        let mut out = String::from(
            "digraph lineage {\n  rankdir=LR;\n  fontname=\"sans-serif\";\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  \
             edge [fontname=\"sans-serif\", fontsize=10];\n",
        );
        let node = |node: &Node| {
            let look = match node.shape {
                Shape::Page => "",
                Shape::Missing => ", style=\"rounded,dashed\"",
                Shape::Counter => ", shape=ellipse, style=bold",
            };
            format!("{} [label={}{look}];", node.id, quote(&node.label))
        };
        // A string takes all that is written.
        for source in &self.sources {
            let _ = writeln!(out, "  {}", node(source));
        }
        for (number, frame) in self.frames.iter().enumerate() {
            let _ = writeln!(
                out,
                "  subgraph cluster_{number} {{\n    label={};",
                quote(std::slice::from_ref(&frame.label))
            );
            for one in &frame.nodes {
                let _ = writeln!(out, "    {}", node(one));
            }
            out.push_str("  }\n");
        }
        for line in &self.lines {
            let look = match line.style {
                Style::Arrow => "",
                Style::Faint => ", style=dashed",
                Style::Open => ", style=dashed, dir=none",
                Style::Dotted => ", style=dotted, dir=none, constraint=false",
            };
            let _ = writeln!(out, "  {} -> {} [label={}{look}];", line.from, line.to, quote(&line.label));
        }
        out.push_str("}\n");
        out
    }

    /// For Mermaid, as GitHub, GitLab and many wikis show it.
    pub(crate) fn to_mermaid(&self) -> String {
        let quote = |lines: &[String]| {
            let escape = |line: &String| {
                let mut out = String::with_capacity(line.len());
                for sign in line.chars() {
                    match sign {
                        '"' => out.push_str("#quot;"),
                        '#' => out.push_str("#35;"),
                        '&' => out.push_str("#amp;"),
                        '<' => out.push_str("#lt;"),
                        '>' => out.push_str("#gt;"),
                        '`' | '\\' | '*' | '_' => drop(write!(out, "#{};", u32::from(sign))),
                        sign => out.push(sign),
                    }
                }
                out
            };
            format!("\"{}\"", lines.iter().map(escape).collect::<Vec<_>>().join("<br/>"))
        };
        let mut out = String::from("flowchart LR\n");
        let node = |node: &Node| {
            let label = quote(&node.label);
            match node.shape {
                Shape::Page => format!("{}[{label}]", node.id),
                Shape::Missing => format!("{}[{label}]:::missing", node.id),
                Shape::Counter => format!("{}([{label}])", node.id),
            }
        };
        for source in &self.sources {
            let _ = writeln!(out, "  {}", node(source));
        }
        for (number, frame) in self.frames.iter().enumerate() {
            let _ = writeln!(out, "  subgraph t{number}[{}]", quote(std::slice::from_ref(&frame.label)));
            for one in &frame.nodes {
                let _ = writeln!(out, "    {}", node(one));
            }
            out.push_str("  end\n");
        }
        for line in &self.lines {
            let arrow = match line.style {
                Style::Arrow => "-->",
                Style::Faint => "-.->",
                Style::Open => "---",
                Style::Dotted => "-.-",
            };
            let label = if line.label.is_empty() { String::new() } else { format!("|{}|", quote(&line.label)) };
            let _ = writeln!(out, "  {} {arrow}{label} {}", line.from, line.to);
        }
        out.push_str("  classDef missing stroke-dasharray: 4 4\n");
        out
    }
}

fn page_lines(page: &Report) -> Vec<String> {
    let mut lines = vec![safe(&page.doc)];
    lines.extend(page.outlet.as_deref().map(safe));
    lines.extend(page.published.as_ref().map(show::published));
    lines
}

/// Kind, share and what went missing, in a few short lines.
fn label_of(edge: &Derivation, kinship: &Kinship<'_>) -> Vec<String> {
    let fate = Fate::of(edge, &mut |figure| figure.surface.clone());
    edge_lines(edge, &fate, kinship).iter().map(|line| safe(line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use firsthand::lineage::group_families;
    use firsthand::model::DerivationKind;
    use firsthand::store::conformance::{sample_edge, sample_report};

    fn hostile() -> Picture {
        let mut pages = [1, 2, 3].map(sample_report);
        pages[0].doc = "a \"quoted\" \\ <b>#1</b> `x` | end".into();
        pages[1].doc = "غزة".into();
        let mut edge = sample_edge(&pages[1], &pages[0]);
        edge.dropped[0].surface = "\"12\"\n".into();
        let mut quote = sample_edge(&pages[2], &pages[0]);
        quote.kind = DerivationKind::SharedQuote;
        let edges = [edge, quote];
        let families = group_families(&pages.each_ref().map(|page| page.id), &edges);
        let kinship = Kinship::of(&pages, &families, &edges);
        let source =
            CountedBy { name: "the \"monitor\"".into(), pages: [(pages[0].id, false), (pages[2].id, true)].into() };
        Picture::of(&kinship, &[source])
    }

    /// Reads what we write of the DOT language: identifiers, quoted strings, brackets that close.
    #[test]
    fn dot_is_well_formed() {
        let dot = hostile().to_dot();
        let (mut open, mut signs) = (Vec::new(), dot.chars().peekable());
        while let Some(sign) = signs.next() {
            match sign {
                '"' => loop {
                    match signs.next() {
                        Some('\\') => assert!(matches!(signs.next(), Some('n' | '"' | '\\')), "{dot}"),
                        Some('"') => break,
                        Some('\n') | None => panic!("a string does not end: {dot}"),
                        Some(_) => {}
                    }
                },
                '{' | '[' => open.push(sign),
                '}' => assert_eq!(open.pop(), Some('{'), "{dot}"),
                ']' => assert_eq!(open.pop(), Some('['), "{dot}"),
                sign => assert!(sign.is_ascii(), "{sign} outside a string: {dot}"),
            }
        }
        assert!(open.is_empty(), "{dot}");
        for node in ["t0p0", "t0p1", "t1p0", "c0"] {
            assert!(dot.contains(&format!("{node} [label=")), "{dot}");
        }
        assert_eq!(dot.matches(" -> ").count(), 4, "{dot}");
    }

    #[test]
    fn mermaid_is_well_formed() {
        let text = hostile().to_mermaid();
        let mut depth = 0;
        for line in text.lines() {
            assert_eq!(line.matches('"').count() % 2, 0, "{line}");
            for (at, part) in line.split('"').enumerate() {
                let plain = |c: char| c.is_ascii_alphanumeric() || " []()|-.>:".contains(c);
                let inside = |c: char| !"`\\\"".contains(c);
                assert!(if at % 2 == 0 { part.chars().all(plain) } else { part.chars().all(inside) }, "{line}");
                assert!(at % 2 == 0 || !part.replace("<br/>", "").contains(['<', '>']), "{line}");
            }
            depth += i32::from(line.trim_start().starts_with("subgraph ")) - i32::from(line.trim() == "end");
            assert!((0..2).contains(&depth), "{text}");
        }
        assert_eq!(depth, 0);
        assert!(text.starts_with("flowchart LR\n") && text.contains("-.-|\"shared quotation\"|"), "{text}");
    }
}
