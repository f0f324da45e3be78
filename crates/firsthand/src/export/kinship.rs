//! Which page hangs below which? Lays the edges of lineage out as a forest, one block for each independent text.
//! Not here: how it is drawn; that is the shells' matter.
//!
//! Copies of copies resemble all their ancestors, so a family of ten pages may have 45 edges. Of these each page keeps
//! the closest: that is what a person wants to see, and the rest stands in the JSON form.

use crate::model::{
    Derivation, DerivationKind, Direction, FamilyId, FigureRef, Published, Report, ReportId, Timestamp,
};
use std::collections::BTreeMap;

/// A page in its place, or the place of a page that nobody has given us.
#[derive(Debug)]
pub struct Row<'a> {
    /// The page; none for the one that is not here.
    pub page: Option<&'a Report>,
    /// How deep it hangs; roots hang at 0.
    pub depth: usize,
    /// The row above it.
    pub above: Option<usize>,
    /// Why it hangs there. For siblings the edge to the other copy, on one of the two only.
    pub edge: Option<&'a Derivation>,
    /// Pages that it may have been taken from just as well.
    pub also: Vec<&'a Report>,
}

/// One independent text with its pages.
#[derive(Debug)]
pub struct Block<'a> {
    /// Top down, each row before those below it.
    pub rows: Vec<Row<'a>>,
    /// How many pages.
    pub pages: usize,
    /// Edges between pages of which neither hangs at the other, though nothing else joins them.
    pub beside: Vec<&'a Derivation>,
}

/// All texts in the order of their first pages, and the passages and quotations that they share.
#[derive(Debug)]
pub struct Kinship<'a> {
    /// One block a text.
    pub blocks: Vec<Block<'a>>,
    /// Passages that one text took over from another without being its copy.
    pub takings: Vec<&'a Derivation>,
    /// Quotations in common.
    pub quotes: Vec<&'a Derivation>,
    /// The reports by id.
    pub by_id: BTreeMap<ReportId, &'a Report>,
}

impl<'a> Kinship<'a> {
    /// Lays out these reports, each in its text (`families`; one that is in none is a text of its own), with the edges between
    /// them; an edge to a page that is not among them is left out. The order of the arguments' items makes no difference.
    #[must_use]
    pub fn of(reports: &'a [Report], families: &BTreeMap<ReportId, FamilyId>, edges: &'a [Derivation]) -> Self {
        let by_id: BTreeMap<ReportId, &Report> = reports.iter().map(|report| (report.id, report)).collect();
        let family_of = |id: ReportId| families.get(&id).copied().unwrap_or_else(|| FamilyId::of(&[&id.0]));
        let mut members: BTreeMap<FamilyId, Vec<&Report>> = BTreeMap::new();
        let mut joints: BTreeMap<FamilyId, Vec<&Derivation>> = BTreeMap::new();
        by_id.values().for_each(|report| members.entry(family_of(report.id)).or_default().push(report));
        let (mut takings, mut quotes) = (Vec::new(), Vec::new());
        for edge in edges.iter().filter(|edge| by_id.contains_key(&edge.child) && by_id.contains_key(&edge.parent)) {
            match (edge.kind.joins_family(), family_of(edge.child) == family_of(edge.parent)) {
                (true, true) => joints.entry(family_of(edge.child)).or_default().push(edge),
                (false, _) if edge.kind == DerivationKind::SharedQuote => quotes.push(edge),
                // Within one text everything is taken over already.
                (false, true) => {}
                (_, false) => takings.push(edge),
            }
        }
        let mut blocks: Vec<(_, Block<'_>)> = members
            .into_iter()
            .map(|(family, mut pages)| {
                pages.sort_by_cached_key(|report| order_of(report));
                let edges = joints.remove(&family).unwrap_or_default();
                (order_of(pages[0]), Forest::grow(&pages, &edges).into_block(&pages))
            })
            .collect();
        blocks.sort_by(|(one, _), (other, _)| one.cmp(other));
        let rank = |edge: &&Derivation| {
            let (one, other) = (order_of(by_id[&edge.child]), order_of(by_id[&edge.parent]));
            (one.clone().min(other.clone()), one.max(other))
        };
        takings.sort_by_cached_key(rank);
        quotes.sort_by_cached_key(rank);
        Self { blocks: blocks.into_iter().map(|(_, block)| block).collect(), takings, quotes, by_id }
    }

    /// The user's name of a report; empty for one that is not here.
    #[must_use]
    pub fn doc(&self, id: ReportId) -> &'a str {
        self.by_id.get(&id).map_or("", |report| report.doc.as_str())
    }
}

/// By publication, then by name; a page without a date comes last.
#[must_use]
pub fn order_of(report: &Report) -> (bool, Option<Timestamp>, String, ReportId) {
    let published = report.published.as_ref().map(Published::end);
    (published.is_none(), published, report.doc.clone(), report.id)
}

/// Somebody who counted, with the pages that carry the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedBy {
    /// As shown.
    pub name: String,
    /// Pages that name the counter or repeat its figure; true where the counter is only inferred.
    pub pages: BTreeMap<ReportId, bool>,
}

/// Whether the child took from the parent, as far as anybody knows.
#[must_use]
pub fn is_copy(edge: &Derivation) -> bool {
    edge.direction == Direction::ChildFromParent
        && !matches!(edge.kind, DerivationKind::Sibling | DerivationKind::SharedQuote)
}

/// The page that lacks a figure, with the figure where the other one has it; in the order of the text.
#[must_use]
pub fn dropped_figures(edge: &Derivation) -> Vec<(ReportId, &FigureRef)> {
    let dropper = |figure: &FigureRef| if figure.report == edge.child { edge.parent } else { edge.child };
    let mut dropped: Vec<(ReportId, &FigureRef)> =
        edge.dropped.iter().map(|figure| (dropper(figure), figure)).collect();
    dropped.sort_by_key(|(dropper, figure)| (*dropper != edge.child, figure.span));
    dropped
}

/// A kind of copy in one or two words, as pictures show it.
#[must_use]
pub fn kind_words(kind: DerivationKind) -> &'static str {
    match kind {
        DerivationKind::Identical => "same words",
        DerivationKind::Near => "nearly same words",
        DerivationKind::Excerpt => "excerpt",
        DerivationKind::Partial => "passages",
        DerivationKind::Reworded => "reworded",
        DerivationKind::Translated => "translated",
        DerivationKind::Sibling => "sibling",
        DerivationKind::SharedQuote => "shared quotation",
    }
}

/// How much of the child stands in the parent: `85 %`.
#[must_use]
pub fn share_words(edge: &Derivation) -> String {
    format!("{} %", (u32::from(edge.contained) + 5) / 10)
}

/// What became of figures along an edge, each called what the teller calls it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fate {
    /// Who lacks which figures of the other; of a copy it is the copy.
    pub dropped: Vec<(ReportId, Vec<String>)>,
    /// What stood in the parent, and what the child says.
    pub changed: Vec<(String, String)>,
    /// What only the child says.
    pub added: Vec<String>,
}

impl Fate {
    /// Of an edge; `call` says what a figure is called, such as its surface or `798 detained`.
    #[must_use]
    pub fn of(edge: &Derivation, call: &mut dyn FnMut(&FigureRef) -> String) -> Self {
        let mut fate = Self::default();
        for (dropper, figure) in dropped_figures(edge) {
            match fate.dropped.iter_mut().find(|(known, _)| *known == dropper) {
                Some((_, figures)) => figures.push(call(figure)),
                None => fate.dropped.push((dropper, vec![call(figure)])),
            }
        }
        fate.changed = edge.changed.iter().map(|change| (call(&change.parent), call(&change.child))).collect();
        fate.added = edge.added.iter().map(call).collect();
        fate
    }
}

/// An edge in a few short lines: its kind and share, who dropped which figures, which were changed, which added; of many the
/// first. Names and figures are text of others: whoever shows the lines makes them safe.
#[must_use]
pub fn edge_lines(edge: &Derivation, fate: &Fate, kinship: &Kinship<'_>) -> Vec<String> {
    const SHOWN: usize = 4;
    let list = |figures: &[String]| {
        let more = if figures.len() > SHOWN { " ..." } else { "" };
        format!("{}{more}", figures[..figures.len().min(SHOWN)].join("; "))
    };
    let mut lines = vec![match edge.kind {
        DerivationKind::Identical => kind_words(edge.kind).to_owned(),
        kind => format!("{}, {}", kind_words(kind), share_words(edge)),
    }];
    let dropped = fate.dropped.iter();
    lines.extend(dropped.map(|(dropper, figures)| format!("{} dropped {}", kinship.doc(*dropper), list(figures))));
    lines.extend(fate.changed.iter().take(SHOWN).map(|(old, new)| format!("changed {old} to {new}")));
    if !fate.added.is_empty() {
        lines.push(format!("added {}", list(&fate.added)));
    }
    lines
}

struct Forest<'a> {
    above: Vec<Option<usize>>,
    edge: Vec<Option<&'a Derivation>>,
    also: Vec<Vec<&'a Report>>,
    /// Trees that hang together: siblings, and those joined by `beside`.
    groups: Vec<usize>,
    /// Roots that are copies of a page that is not here.
    orphan: Vec<bool>,
    beside: Vec<&'a Derivation>,
}

impl<'a> Forest<'a> {
    fn grow(pages: &[&'a Report], edges: &[&'a Derivation]) -> Self {
        let at: BTreeMap<ReportId, usize> = pages.iter().enumerate().map(|(at, page)| (page.id, at)).collect();
        let count = pages.len();
        let mut forest = Self {
            above: vec![None; count],
            edge: vec![None; count],
            also: vec![Vec::new(); count],
            groups: (0..count).collect(),
            orphan: vec![false; count],
            beside: Vec::new(),
        };
        let mut near: Vec<(usize, usize, &Derivation)> =
            edges.iter().map(|edge| (at[&edge.child], at[&edge.parent], *edge)).collect();
        near.sort_by_key(|(child, parent, edge)| {
            (edge.kind, std::cmp::Reverse(edge.contained), *child.max(parent), *child.min(parent))
        });
        forest.hang_copies(pages, &near);
        forest.hang_undecided(&near);
        forest.join_siblings(&near);
        forest
    }

    /// Each copy under the closest page that it was taken from; among equals under the earliest.
    fn hang_copies(&mut self, pages: &[&'a Report], near: &[(usize, usize, &'a Derivation)]) {
        const SAME: u16 = 20;
        let mut wanted: BTreeMap<usize, Vec<(usize, &Derivation)>> = BTreeMap::new();
        for (child, parent, edge) in near.iter().filter(|(_, _, edge)| is_copy(edge)) {
            wanted.entry(*child).or_default().push((*parent, edge));
        }
        for (child, parents) in wanted {
            let Some((parent, edge)) = parents.iter().copied().find(|(parent, _)| !self.joined(child, *parent)) else {
                continue;
            };
            self.hang(child, parent, edge);
            self.also[child] = parents
                .iter()
                .filter(|(other, twin)| {
                    *other != parent && twin.kind == edge.kind && twin.contained.abs_diff(edge.contained) <= SAME
                })
                .map(|(other, _)| pages[*other])
                .collect();
        }
    }

    /// Copies of which nobody knows who was first: the later one below the earlier, and the row says so.
    fn hang_undecided(&mut self, near: &[(usize, usize, &'a Derivation)]) {
        for (child, parent, edge) in near {
            if is_copy(edge) || edge.kind == DerivationKind::Sibling || self.joined(*child, *parent) {
                continue;
            }
            let (first, second) = (*child.min(parent), *child.max(parent));
            match (self.above[second], self.above[first]) {
                (None, _) => self.hang(second, first, edge),
                (Some(_), None) => self.hang(first, second, edge),
                (Some(_), Some(_)) => {
                    self.join(first, second);
                    self.beside.push(edge);
                }
            }
        }
    }

    fn join_siblings(&mut self, near: &[(usize, usize, &'a Derivation)]) {
        for (child, parent, edge) in near.iter().filter(|(_, _, edge)| edge.kind == DerivationKind::Sibling) {
            let (one, other) = (self.root(*child), self.root(*parent));
            if one == other || self.joined(one, other) {
                continue;
            }
            self.join(one, other);
            self.orphan[one] = true;
            self.orphan[other] = true;
            let later = if self.edge[one.max(other)].is_none() { one.max(other) } else { one.min(other) };
            match self.edge[later] {
                None => self.edge[later] = Some(edge),
                Some(_) => self.beside.push(edge),
            }
        }
    }

    fn hang(&mut self, child: usize, parent: usize, edge: &'a Derivation) {
        self.join(child, parent);
        self.above[child] = Some(parent);
        self.edge[child] = Some(edge);
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(above) = self.above[at] {
            at = above;
        }
        at
    }

    fn group(&mut self, mut at: usize) -> usize {
        while self.groups[at] != at {
            self.groups[at] = self.groups[self.groups[at]];
            at = self.groups[at];
        }
        at
    }

    fn joined(&mut self, one: usize, other: usize) -> bool {
        self.group(one) == self.group(other)
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.group(one), self.group(other));
        self.groups[one.max(other)] = one.min(other);
    }

    fn into_block(mut self, pages: &[&'a Report]) -> Block<'a> {
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
        let mut roots = Vec::new();
        for at in 0..pages.len() {
            match self.above[at] {
                Some(above) => below[above].push(at),
                None => roots.push(at),
            }
        }
        let mut rows: Vec<Row<'a>> = Vec::with_capacity(pages.len() + 1);
        // The last to be drawn lies at the bottom of the stack: a page with its depth and the row above it.
        let (kept, orphans): (Vec<usize>, Vec<usize>) = roots.into_iter().partition(|root| !self.orphan[*root]);
        let mut stack: Vec<(usize, usize, Option<usize>)> =
            kept.into_iter().rev().map(|root| (root, 0, None)).collect();
        if !orphans.is_empty() {
            rows.push(Row { page: None, depth: 0, above: None, edge: None, also: Vec::new() });
            stack.extend(orphans.into_iter().rev().map(|root| (root, 1, Some(0))));
        }
        while let Some((at, depth, above)) = stack.pop() {
            let here = rows.len();
            let also = std::mem::take(&mut self.also[at]);
            rows.push(Row { page: Some(pages[at]), depth, above, edge: self.edge[at], also });
            stack.extend(below[at].iter().rev().map(|child| (*child, depth + 1, Some(here))));
        }
        Block { rows, pages: pages.len(), beside: self.beside }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance::{sample_edge, sample_report};

    fn page(number: u8) -> Report {
        let mut report = sample_report(number.into());
        report.doc = format!("p{number}");
        report.published = format!("2031-05-{number:02}").parse().ok();
        report
    }

    fn edge(kind: DerivationKind, child: &Report, parent: &Report, contained: u16) -> Derivation {
        let mut edge = sample_edge(child, parent);
        if matches!(kind, DerivationKind::Sibling | DerivationKind::SharedQuote) {
            edge.direction = Direction::Unknown;
        }
        (edge.kind, edge.contained) = (kind, contained);
        edge
    }

    /// `p1(p2 p3(p4))`, `?(p1 p2)` for copies of a page that is not here.
    #[track_caller]
    fn check(pages: &[Report], edges: &[Derivation], expected: &[&str]) {
        let ids: Vec<ReportId> = pages.iter().map(|page| page.id).collect();
        let families = crate::lineage::group_families(&ids, edges);
        let kinship = Kinship::of(pages, &families, edges);
        let told: Vec<String> = kinship.blocks.iter().map(|block| tell(&block.rows)).collect();
        assert_eq!(told, expected);
    }

    fn tell(rows: &[Row<'_>]) -> String {
        let mut told = String::new();
        let mut open = 0;
        for row in rows {
            if row.depth > open {
                told.push('(');
            } else {
                told.extend(std::iter::repeat_n(')', open - row.depth));
                if !told.is_empty() {
                    told.push(' ');
                }
            }
            open = row.depth;
            told.push_str(row.page.map_or("?", |page| &page.doc));
        }
        told.extend(std::iter::repeat_n(')', open));
        told
    }

    #[test]
    fn a_copy_hangs_below_the_closest_of_its_ancestors() {
        use DerivationKind::{Identical, Reworded, SharedQuote, Sibling, Translated};
        let [a, b, c, d] = [1, 2, 3, 4].map(page);
        let pages = [d.clone(), c.clone(), b.clone(), a.clone()];
        let chain = [edge(Identical, &b, &a, 1000), edge(Identical, &c, &a, 1000), edge(Identical, &c, &b, 1000)];
        check(&pages, &chain, &["p1(p2 p3)", "p4"]);
        let reworded = [edge(Reworded, &c, &a, 400), edge(Reworded, &c, &b, 800), edge(Identical, &b, &a, 1000)];
        check(&pages, &reworded, &["p1(p2(p3))", "p4"]);
        let siblings = [edge(Sibling, &a, &c, 500), edge(Translated, &d, &c, 700), edge(SharedQuote, &a, &b, 10)];
        check(&pages, &siblings, &["?(p1 p3(p4))", "p2"]);
        check(&pages, &[], &["p1", "p2", "p3", "p4"]);
    }

    #[test]
    fn passages_between_independent_texts_stand_apart() {
        let [a, b] = [1, 2].map(page);
        let (pages, taken) = ([a.clone(), b.clone()], [edge(DerivationKind::Partial, &b, &a, 200)]);
        let own = |page: &Report| (page.id, FamilyId::of(&[&page.id.0]));
        let kinship = Kinship::of(&pages, &[own(&a), own(&b)].into(), &taken);
        assert_eq!((kinship.blocks.len(), kinship.takings.len(), kinship.quotes.len()), (2, 1, 0));
    }

    #[test]
    fn copies_of_unknown_order_hang_by_their_dates_and_rings_are_cut() {
        use DerivationKind::{Near, Sibling};
        let [a, b, c] = [1, 2, 3].map(page);
        let pages = [a.clone(), b.clone(), c.clone()];
        let mut open = edge(Near, &a, &b, 900);
        open.direction = Direction::Unknown;
        check(&pages, &[open], &["p1(p2)", "p3"]);
        let ring = [edge(Near, &a, &b, 900), edge(Near, &b, &c, 900), edge(Near, &c, &a, 900)];
        check(&pages, &ring, &["p3(p2(p1))"]);
        let all = [edge(Sibling, &a, &b, 500), edge(Sibling, &b, &c, 500), edge(Sibling, &a, &c, 500)];
        check(&pages, &all, &["?(p1 p2 p3)"]);
    }
}
