//! The lineage of a story as a graph: from who counted to first texts to their copies, each with what it dropped and changed.
//! Not here: which page hangs below which (`kinship`), and how the graph is drawn (`graph_svg`).
//!
//! [`Graph::of`] holds every page: read along [`Node::children`] it is the nested list that stands beside the picture.
//! [`Graph::fold`] leaves what a picture can show: many equal copies become one node that says how many they are.

use super::kinship::{Block, CountedBy, Fate, Kinship, is_copy};
use crate::model::{Derivation, DerivationKind, FigureRef, Report, ReportId};
use std::collections::{BTreeMap, BTreeSet};

/// What a node is called, by the shell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Its name; text of others, not yet made safe.
    pub name: String,
    /// What is told of it, a short line each: the outlet, the time.
    pub about: Vec<String>,
    /// Where a reader comes to from it: a path, or a web address. Others are not drawn as links.
    pub href: Option<String>,
}

/// How a shell calls pages, counters and figures.
pub trait Labels {
    /// A page.
    fn page(&mut self, report: &Report) -> Label;
    /// Who counted.
    fn counter(&mut self, counter: &CountedBy) -> Label;
    /// A figure: its surface, or `798 detained`.
    fn figure(&mut self, figure: &FigureRef) -> String;
}

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeKind {
    /// Who counted.
    Counter,
    /// A page.
    Page,
    /// A page that is not here, of which others are copies.
    Missing,
    /// Copies of one kind under one page, folded; of several kinds where there is none.
    Copies(Option<DerivationKind>),
    /// So many independent texts, folded.
    Texts(usize),
}

/// How a page came from the one above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The kind.
    pub kind: DerivationKind,
    /// How much of the copy stands in the original, in thousandths.
    pub share: u16,
    /// Whether it is known who was first.
    pub decided: bool,
    /// Who lacks which figures: none for the page itself, else the name of the other one.
    pub dropped: Vec<(Option<String>, Vec<String>)>,
    /// What stood above, and what the page says.
    pub changed: Vec<(String, String)>,
    /// What only the page says.
    pub added: Vec<String>,
}

impl Link {
    /// Whether every figure came over as it was.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.dropped.is_empty() && self.changed.is_empty() && self.added.is_empty()
    }
}

/// A node with its place in the nested list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub kind: NodeKind,
    /// What it is called; of folded nodes empty.
    pub label: Label,
    /// Its pages: one, none for counters and missing pages, several for folded nodes.
    pub pages: Vec<ReportId>,
    /// Which independent text it belongs to, counted from 0 in the order of first pages; none for counters and folded texts.
    pub text: Option<usize>,
    /// How many steps it is from its first text.
    pub depth: usize,
    /// The node that it hangs below.
    pub above: Option<usize>,
    /// How it came from there; for siblings from the other copy, on one of them only.
    pub link: Option<Link>,
    /// The nodes below it, in the order of publication.
    pub children: Vec<usize>,
}

/// What joins two nodes beside the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrossKind {
    /// The counter's figure stands on the page; `inferred` where nobody is named.
    Counted {
        /// The counter was inferred.
        inferred: bool,
    },
    /// Passages taken over by a text of its own; `decided` where it is known by which.
    Taken {
        /// It is known who was first.
        decided: bool,
    },
    /// Copies of each other, with no say who was first.
    Beside,
    /// A quotation in common.
    Quote,
}

/// A line beside the tree. `from` is the counter, the original, or the earlier page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cross {
    /// What it is.
    pub kind: CrossKind,
    /// A node.
    pub from: usize,
    /// Another node.
    pub to: usize,
    /// How much of the second stands in the first, in thousandths; 0 for counters and quotations.
    pub share: u16,
}

/// A story's lineage. Invariants: nodes of one text stand together, each after the node above it; counters come first; the
/// same pages, edges and labels give the same graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// All nodes.
    pub nodes: Vec<Node>,
    /// Lines beside the tree, sorted.
    pub crosses: Vec<Cross>,
    /// How many pages, folded ones too.
    pub pages: usize,
    /// How many independent texts, folded ones too.
    pub texts: usize,
    /// Lines between two pages of one folded node, which nobody sees.
    pub hidden: usize,
}

/// Copies of one kind under one page that are drawn one by one; of more, so many less one, and a node for the rest.
const ALIKE: usize = 3;
/// Copies of any kind under one page.
const BELOW: usize = 10;
/// Texts that stand on one page and have nothing to do with others, for the same counters.
const ALONE: usize = 4;
/// Texts at all.
const TEXTS: usize = 30;
/// Steps from the first text; what is farther is folded.
const STEPS: usize = 4;

impl Graph {
    /// The whole graph of a story: one node a page, one a counter whose figures some page carries.
    #[must_use]
    pub fn of(kinship: &Kinship<'_>, counters: &[CountedBy], labels: &mut dyn Labels) -> Self {
        let mut graph = Self { texts: kinship.blocks.len(), ..Self::default() };
        let mut carried: Vec<(usize, ReportId, bool)> = Vec::new();
        for counter in counters {
            let mut told: Vec<(ReportId, bool)> = Vec::new();
            for block in &kinship.blocks {
                let mut pages = block.rows.iter().filter_map(|row| row.page);
                // A text carries a figure from its first page on that tells it.
                let first = pages.find_map(|page| Some((page.id, *counter.pages.get(&page.id)?)));
                told.extend(first);
            }
            if !told.is_empty() {
                let at = graph.nodes.len();
                carried.extend(told.into_iter().map(|(page, inferred)| (at, page, inferred)));
                graph.nodes.push(Node::bare(NodeKind::Counter, labels.counter(counter)));
            }
        }
        let mut at: BTreeMap<ReportId, usize> = BTreeMap::new();
        for (text, block) in kinship.blocks.iter().enumerate() {
            graph.pages += block.pages;
            graph.add_block(text, block, kinship, labels, &mut at);
        }
        let mut cross = |kind: CrossKind, from: Option<usize>, to: Option<usize>, share: u16| {
            if let (Some(from), Some(to)) = (from, to) {
                graph.crosses.push(Cross { kind, from, to, share });
            }
        };
        for (counter, page, inferred) in carried {
            cross(CrossKind::Counted { inferred }, Some(counter), at.get(&page).copied(), 0);
        }
        let node = |id: &ReportId| at.get(id).copied();
        for edge in kinship.blocks.iter().flat_map(|block| &block.beside) {
            cross(CrossKind::Beside, node(&edge.parent), node(&edge.child), edge.contained);
        }
        for edge in &kinship.takings {
            let kind = CrossKind::Taken { decided: is_copy(edge) };
            cross(kind, node(&edge.parent), node(&edge.child), edge.contained);
        }
        // Of many pages with one quotation in common a chain is enough.
        let mut groups: BTreeMap<ReportId, BTreeSet<ReportId>> = BTreeMap::new();
        for edge in &kinship.quotes {
            let mine = groups.get(&edge.child).cloned().unwrap_or_else(|| BTreeSet::from([edge.child]));
            let theirs = groups.get(&edge.parent).cloned().unwrap_or_else(|| BTreeSet::from([edge.parent]));
            if mine.contains(&edge.parent) {
                continue;
            }
            let both: BTreeSet<ReportId> = mine.union(&theirs).copied().collect();
            both.iter().for_each(|id| drop(groups.insert(*id, both.clone())));
            let (one, other) = (node(&edge.parent), node(&edge.child));
            cross(CrossKind::Quote, one.min(other), one.max(other), 0);
        }
        graph.crosses.sort_by_key(|cross| (cross.kind, cross.from, cross.to));
        graph
    }

    fn add_block(
        &mut self,
        text: usize,
        block: &Block<'_>,
        kinship: &Kinship<'_>,
        labels: &mut dyn Labels,
        at: &mut BTreeMap<ReportId, usize>,
    ) {
        let first = self.nodes.len();
        for row in &block.rows {
            let here = self.nodes.len();
            let mut node = match row.page {
                Some(page) => {
                    at.insert(page.id, here);
                    let mut node = Node::bare(NodeKind::Page, labels.page(page));
                    node.pages.push(page.id);
                    node.link = row.edge.map(|edge| link_of(edge, page.id, kinship, labels));
                    node
                }
                None => Node::bare(NodeKind::Missing, Label::default()),
            };
            node.text = Some(text);
            node.depth = row.depth;
            node.above = row.above.map(|above| first + above);
            if let Some(above) = node.above {
                self.nodes[above].children.push(here);
            }
            self.nodes.push(node);
        }
    }

    /// The nodes that hang below none: counters, then the first page of each text.
    pub fn roots(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().enumerate().filter(|(_, node)| node.above.is_none()).map(|(at, _)| at)
    }

    /// What a picture can show of it: of many equal copies under one page, of many texts that stand alone, and of copies of
    /// copies of copies, the first; a node says how many the rest are. A graph of few pages stays as it is.
    #[must_use]
    pub fn fold(&self) -> Self {
        let mut folding = Folding {
            graph: self,
            out: Self { nodes: Vec::new(), crosses: Vec::new(), ..*self },
            now: vec![None; self.nodes.len()],
        };
        folding.fold_all();
        folding.out
    }
}

impl Node {
    fn bare(kind: NodeKind, label: Label) -> Self {
        Self { kind, label, pages: Vec::new(), text: None, depth: 0, above: None, link: None, children: Vec::new() }
    }
}

/// How the page hangs at what stands above it, told from its side.
fn link_of(edge: &Derivation, page: ReportId, kinship: &Kinship<'_>, labels: &mut dyn Labels) -> Link {
    let fate = Fate::of(edge, &mut |figure| labels.figure(figure));
    let mut name = |id: ReportId| kinship.by_id.get(&id).map(|report| labels.page(report).name);
    let dropped = fate.dropped.into_iter();
    let dropped = dropped.map(|(who, figures)| (if who == page { None } else { name(who) }, figures)).collect();
    Link {
        kind: edge.kind,
        share: edge.contained,
        decided: is_copy(edge),
        dropped,
        changed: fate.changed,
        added: fate.added,
    }
}

/// Copies that are folded, of one kind where there is one.
type Group = (Option<DerivationKind>, Vec<usize>);

struct Folding<'a> {
    graph: &'a Graph,
    out: Graph,
    /// Where each node went.
    now: Vec<Option<usize>>,
}

impl Folding<'_> {
    fn fold_all(&mut self) {
        let graph = self.graph;
        for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Counter) {
            self.keep(at, None, node.clone());
        }
        let roots: Vec<usize> = graph.roots().filter(|at| graph.nodes[*at].kind != NodeKind::Counter).collect();
        let groups = self.choose_texts(&roots);
        // A folded node stands where the first of its texts would.
        let mut first: BTreeMap<usize, Vec<usize>> =
            groups.into_iter().filter_map(|group| Some((*group.first()?, group))).collect();
        let gone: BTreeSet<usize> = first.values().flatten().copied().collect();
        for root in roots {
            if let Some(texts) = first.remove(&root) {
                let all: Vec<usize> = texts.iter().flat_map(|root| self.tree(*root)).collect();
                self.add_folded(NodeKind::Texts(texts.len()), None, 0, &all);
            } else if !gone.contains(&root) {
                self.fold_tree(root);
            }
        }
        let mut crosses: BTreeMap<(CrossKind, usize, usize), u16> = BTreeMap::new();
        for cross in &graph.crosses {
            let (Some(from), Some(to)) = (self.now[cross.from], self.now[cross.to]) else { continue };
            if from == to {
                self.out.hidden += 1;
                continue;
            }
            let share = crosses.entry((cross.kind, from, to)).or_default();
            *share = (*share).max(cross.share);
        }
        self.out.crosses =
            crosses.into_iter().map(|((kind, from, to), share)| Cross { kind, from, to, share }).collect();
    }

    /// Groups of texts that are folded, each in the order of the graph.
    fn choose_texts(&self, roots: &[usize]) -> Vec<Vec<usize>> {
        let mut counted: BTreeMap<usize, BTreeSet<(usize, CrossKind)>> = BTreeMap::new();
        let mut joined: BTreeSet<usize> = BTreeSet::new();
        for cross in &self.graph.crosses {
            if matches!(cross.kind, CrossKind::Counted { .. }) {
                counted.entry(cross.to).or_default().insert((cross.from, cross.kind));
            } else {
                joined.extend([cross.from, cross.to]);
            }
        }
        let is_alone = |root: &usize| self.graph.nodes[*root].children.is_empty() && !joined.contains(root);
        let mut alone: BTreeMap<BTreeSet<(usize, CrossKind)>, Vec<usize>> = BTreeMap::new();
        for root in roots.iter().filter(|root| is_alone(root)) {
            alone.entry(counted.get(root).cloned().unwrap_or_default()).or_default().push(*root);
        }
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        for group in alone.into_values().filter(|group| group.len() > ALONE) {
            gone.extend(&group[ALONE - 1..]);
            groups.push(group[ALONE - 1..].to_vec());
        }
        let shown: Vec<usize> = roots.iter().copied().filter(|root| !gone.contains(root)).collect();
        if shown.len() > TEXTS {
            let mut by_size = shown.clone();
            by_size.sort_by_key(|root| (std::cmp::Reverse(self.tree(*root).len()), *root));
            let rest: BTreeSet<usize> = by_size.split_off(TEXTS - 1).into_iter().collect();
            groups.push(rest.into_iter().collect());
        }
        groups
    }

    /// A node and all below it, top down.
    fn tree(&self, root: usize) -> Vec<usize> {
        let (mut stack, mut all) = (vec![root], Vec::new());
        while let Some(at) = stack.pop() {
            all.push(at);
            stack.extend(self.graph.nodes[at].children.iter().rev());
        }
        all
    }

    fn fold_tree(&mut self, root: usize) {
        // Nodes with where they hang, and folded ones: the last to be drawn at the bottom.
        enum Step {
            Whole(usize, Option<usize>),
            Folded(Option<DerivationKind>, usize, Vec<usize>),
        }
        let graph = self.graph;
        let mut stack = vec![Step::Whole(root, None)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Whole(at, above) => {
                    let here = self.keep(at, above, graph.nodes[at].clone());
                    let (shown, groups) = self.choose_copies(&graph.nodes[at]);
                    let folded = groups.into_iter().rev();
                    stack.extend(folded.map(|(kind, nodes)| Step::Folded(kind, here, nodes)));
                    stack.extend(shown.into_iter().rev().map(|child| Step::Whole(child, Some(here))));
                }
                Step::Folded(kind, above, nodes) => {
                    let all: Vec<usize> = nodes.iter().flat_map(|at| self.tree(*at)).collect();
                    let text = self.out.nodes[above].text;
                    let at =
                        self.add_folded(NodeKind::Copies(kind), Some(above), self.out.nodes[above].depth + 1, &all);
                    self.out.nodes[at].text = text;
                }
            }
        }
    }

    /// The copies below a node that are drawn, and groups of those that are not, each with its kind.
    fn choose_copies(&self, node: &Node) -> (Vec<usize>, Vec<Group>) {
        if node.depth + 1 > STEPS {
            let groups = if node.children.is_empty() { Vec::new() } else { vec![(None, node.children.clone())] };
            return (Vec::new(), groups);
        }
        let plain = |at: usize| {
            let child = &self.graph.nodes[at];
            let link = child.link.as_ref().filter(|link| link.is_whole() && link.decided && child.children.is_empty());
            link.map(|link| link.kind)
        };
        let mut alike: BTreeMap<DerivationKind, Vec<usize>> = BTreeMap::new();
        for child in &node.children {
            if let Some(kind) = plain(*child) {
                alike.entry(kind).or_default().push(*child);
            }
        }
        let mut groups: Vec<Group> = Vec::new();
        for (kind, copies) in alike.into_iter().filter(|(_, copies)| copies.len() > ALIKE) {
            groups.push((Some(kind), copies[ALIKE - 1..].to_vec()));
        }
        let gone: BTreeSet<usize> = groups.iter().flat_map(|(_, copies)| copies.iter().copied()).collect();
        let mut shown: Vec<usize> = node.children.iter().copied().filter(|child| !gone.contains(child)).collect();
        if shown.len() > BELOW {
            // What lost figures, or has copies of its own, tells most.
            let mut by_weight = shown.clone();
            by_weight.sort_by_key(|child| (plain(*child).is_some(), *child));
            let rest: BTreeSet<usize> = by_weight.split_off(BELOW - 1).into_iter().collect();
            shown.retain(|child| !rest.contains(child));
            groups.push((None, rest.into_iter().collect()));
        }
        (shown, groups)
    }

    fn keep(&mut self, at: usize, above: Option<usize>, node: Node) -> usize {
        let here = self.out.nodes.len();
        self.now[at] = Some(here);
        if let Some(above) = above {
            self.out.nodes[above].children.push(here);
        }
        self.out.nodes.push(Node { above, children: Vec::new(), ..node });
        here
    }

    fn add_folded(&mut self, kind: NodeKind, above: Option<usize>, depth: usize, all: &[usize]) -> usize {
        let pages = all.iter().flat_map(|at| self.graph.nodes[*at].pages.iter().copied()).collect();
        let here = self.out.nodes.len();
        all.iter().for_each(|at| self.now[*at] = Some(here));
        if let Some(above) = above {
            self.out.nodes[above].children.push(here);
        }
        self.out.nodes.push(Node { pages, depth, above, ..Node::bare(kind, Label::default()) });
        here
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::Direction;
    use crate::store::conformance::{sample_edge, sample_report};

    pub(crate) struct Plain;

    impl Labels for Plain {
        fn page(&mut self, report: &Report) -> Label {
            let about =
                report.outlet.iter().cloned().chain(report.published.as_ref().map(ToString::to_string)).collect();
            Label { name: report.doc.clone(), about, href: Some(format!("/reports/{}", report.id)) }
        }
        fn counter(&mut self, counter: &CountedBy) -> Label {
            Label { name: counter.name.clone(), about: Vec::new(), href: None }
        }
        fn figure(&mut self, figure: &FigureRef) -> String {
            figure.surface.clone()
        }
    }

    pub(crate) fn pages(count: u32) -> Vec<Report> {
        let mut pages: Vec<Report> = (1..=count).map(sample_report).collect();
        for (at, page) in pages.iter_mut().enumerate() {
            page.doc = format!("p{:03}", at + 1);
            page.published = format!("2031-05-{:02}T{:02}:{:02}Z", at / 1440 + 1, at / 60 % 24, at % 60).parse().ok();
        }
        pages
    }

    pub(crate) fn edge(kind: DerivationKind, child: &Report, parent: &Report) -> Derivation {
        let mut edge = sample_edge(child, parent);
        if matches!(kind, DerivationKind::Sibling | DerivationKind::SharedQuote) {
            edge.direction = Direction::Unknown;
        }
        edge.kind = kind;
        edge.dropped.clear();
        edge
    }

    pub(crate) fn graph_of(pages: &[Report], edges: &[Derivation], counters: &[CountedBy]) -> Graph {
        let ids: Vec<ReportId> = pages.iter().map(|page| page.id).collect();
        let families = crate::lineage::group_families(&ids, edges);
        Graph::of(&Kinship::of(pages, &families, edges), counters, &mut Plain)
    }

    /// `c > p1(p2 +37 identical)`: who counted, then the texts.
    fn tell(graph: &Graph, at: usize) -> String {
        let node = &graph.nodes[at];
        let mut told = match node.kind {
            NodeKind::Missing => "?".to_owned(),
            NodeKind::Copies(kind) => {
                format!("+{}{}", node.pages.len(), kind.map(|kind| format!("{kind:?}")).unwrap_or_default())
            }
            NodeKind::Texts(_) => format!("+{} texts", node.pages.len()),
            _ => node.label.name.clone(),
        };
        if !node.children.is_empty() {
            let below: Vec<String> = node.children.iter().map(|child| tell(graph, *child)).collect();
            told.push_str(&format!("({})", below.join(" ")));
        }
        told
    }

    #[track_caller]
    fn check(graph: &Graph, expected: &[&str]) {
        let told: Vec<String> = graph.roots().map(|root| tell(graph, root)).collect();
        assert_eq!(told, expected);
        for (at, node) in graph.nodes.iter().enumerate() {
            assert!(node.above.is_none_or(|above| above < at && graph.nodes[above].children.contains(&at)));
            assert!(node.children.iter().all(|child| graph.nodes[*child].above == Some(at)));
        }
        assert!(graph.crosses.iter().all(|cross| cross.from < graph.nodes.len() && cross.to < graph.nodes.len()));
    }

    #[test]
    fn few_pages_are_shown_as_they_are() {
        use DerivationKind::{Identical, Reworded, SharedQuote};
        let pages = pages(5);
        let edges = [
            edge(Identical, &pages[1], &pages[0]),
            edge(Reworded, &pages[2], &pages[0]),
            edge(SharedQuote, &pages[3], &pages[4]),
        ];
        let counter = CountedBy { name: "monitor".into(), pages: [(pages[1].id, false), (pages[3].id, true)].into() };
        let graph = graph_of(&pages, &edges, std::slice::from_ref(&counter));
        check(&graph, &["monitor", "p001(p002 p003)", "p004", "p005"]);
        assert_eq!(graph.fold(), graph);
        let lines: Vec<(CrossKind, &str, &str)> = graph
            .crosses
            .iter()
            .map(|cross| (cross.kind, &*graph.nodes[cross.from].label.name, &*graph.nodes[cross.to].label.name))
            .collect();
        let counted = |inferred| CrossKind::Counted { inferred };
        let expected = [
            (counted(false), "monitor", "p002"),
            (counted(true), "monitor", "p004"),
            (CrossKind::Quote, "p004", "p005"),
        ];
        assert_eq!(lines, expected);
        let mut turned = pages.clone();
        turned.reverse();
        assert_eq!(graph_of(&turned, &edges, &[counter]), graph);
    }

    #[test]
    fn equal_copies_are_folded_and_those_that_lost_figures_are_not() {
        use DerivationKind::{Identical, Reworded};
        let pages = pages(50);
        let mut edges: Vec<Derivation> = pages[1..40].iter().map(|page| edge(Identical, page, &pages[0])).collect();
        for page in &pages[40..] {
            let mut one = sample_edge(page, &pages[0]);
            one.kind = Reworded;
            edges.push(one);
        }
        let graph = graph_of(&pages, &edges, &[]);
        assert_eq!(graph.nodes.len(), 50);
        let folded = graph.fold();
        check(&folded, &["p001(p041 p042 p043 p044 p045 p046 p047 p048 p049 +37Identical +3)"]);
        assert_eq!((folded.pages, folded.texts), (50, 1));
    }

    #[test]
    fn texts_that_stand_alone_are_folded_by_who_counted() {
        let pages = pages(200);
        let counter = CountedBy { name: "m".into(), pages: pages[..100].iter().map(|page| (page.id, false)).collect() };
        let graph = graph_of(&pages, &[], &[counter]);
        let folded = graph.fold();
        check(&folded, &["m", "p001", "p002", "p003", "+97 texts", "p101", "p102", "p103", "+97 texts"]);
        assert_eq!(folded.crosses.len(), 4);
    }

    #[test]
    fn long_chains_and_many_families_end() {
        use DerivationKind::Reworded;
        let pages = pages(200);
        let chain: Vec<Derivation> = pages.windows(2).map(|two| edge(Reworded, &two[1], &two[0])).collect();
        check(&graph_of(&pages, &chain, &[]).fold(), &["p001(p002(p003(p004(p005(+195)))))"]);
        let pairs: Vec<Derivation> = pages.chunks(2).map(|two| edge(Reworded, &two[1], &two[0])).collect();
        let folded = graph_of(&pages, &pairs, &[]).fold();
        assert_eq!((folded.roots().count(), folded.nodes.len()), (TEXTS, 2 * TEXTS - 1));
        assert_eq!(folded.nodes.iter().map(|node| node.pages.len()).sum::<usize>(), 200);
    }
}
