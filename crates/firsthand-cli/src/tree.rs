//! Who copied whom, as a tree: each independent text a block, each copy under what it was copied from, with what it
//! dropped and changed.
//! Not here: which page hangs where; that is the library's `export::kinship`.

use crate::passages::{Pair, print_pairs};
use crate::show::{self, isolate, safe, width};
use anyhow::Result;
use firsthand::export::kinship::{Block, Kinship, Row, dropped_figures, is_copy, order_of, share_words};
use firsthand::model::{Derivation, DerivationKind, FigureRef, Report, ReportId};
use firsthand::pipeline::figures::{Teller, Told};
use std::collections::BTreeSet;
use std::io::Write;

/// How much is told of each copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// Its figures in one line each.
    Plain,
    /// The aligned passages too.
    Passages,
}

impl Telling {
    pub(crate) fn of(drawing: crate::work::Drawing) -> Self {
        if drawing.passages { Self::Passages } else { Self::Plain }
    }
}

/// Prints all blocks: the texts on several pages first, then those on one, then the quotations in common.
pub(crate) fn print_kinship(
    kinship: &Kinship<'_>,
    teller: &mut Teller<'_>,
    telling: Telling,
    out: &mut dyn Write,
) -> Result<()> {
    let mut drawer = Drawer { kinship, teller, telling, columns: show::columns() };
    let (single, several): (Vec<_>, Vec<_>) = kinship.blocks.iter().partition(|block| block.pages == 1);
    for block in several {
        writeln!(out, "{}", show::bold(&format!("one text on {}", show::count(block.pages, "page"))))?;
        drawer.print_block(block, out)?;
    }
    if !single.is_empty() {
        let alone = match single.len() {
            1 => "one text on one page".to_owned(),
            number => format!("{} on one page each", show::count(number, "text")),
        };
        writeln!(out, "{}", show::bold(&alone))?;
        let rows: Vec<&Row<'_>> = single.iter().flat_map(|block| &block.rows).collect();
        let wide = rows.iter().filter_map(|row| row.page).map(|page| width(&safe(&page.doc))).max().unwrap_or(0);
        for page in rows.iter().filter_map(|row| row.page) {
            writeln!(out, "  {}", page_words(page, wide))?;
        }
    }
    drawer.print_takings(out)?;
    drawer.print_quotes(out)
}

/// `003    outlet-3.example, 21 Sep 2022, en`, the name filled up to so many columns.
fn page_words(report: &Report, wide: usize) -> String {
    let about: Vec<String> = [
        report.outlet.as_deref().map(isolate),
        report.published.as_ref().map(show::published),
        Some(report.lang.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let gap = " ".repeat(wide.min(44).saturating_sub(width(&safe(&report.doc))));
    format!("{}{gap}  {}", show::bold(&isolate(&report.doc)), show::dim(&about.join(", ")))
}

struct Drawer<'k, 'a, 't> {
    kinship: &'k Kinship<'a>,
    teller: &'k mut Teller<'t>,
    telling: Telling,
    columns: usize,
}

impl Drawer<'_, '_, '_> {
    fn print_block(&mut self, block: &Block<'_>, out: &mut dyn Write) -> Result<()> {
        let rows = &block.rows;
        // Whether more hangs from the same page further down: then its line goes on.
        let mut last = vec![true; rows.len()];
        let mut seen: BTreeSet<Option<usize>> = BTreeSet::new();
        let mut parents = vec![false; rows.len()];
        for (at, row) in rows.iter().enumerate().rev() {
            last[at] = seen.insert(row.above);
            if let Some(above) = row.above {
                parents[above] = true;
            }
        }
        let name = |row: &Row<'_>| row.page.map_or(0, |page| width(&safe(&page.doc)));
        let wide = rows.iter().map(|row| row.depth * 3 + name(row)).max().unwrap_or(0);
        // The margin of each depth: a line where more is to come.
        let mut margins: Vec<&str> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            margins.truncate(row.depth.saturating_sub(1));
            let outer: String = margins.concat();
            let (branch, margin) = match (row.depth, last[at]) {
                (0, _) => ("", ""),
                (_, true) => ("└─ ", "   "),
                (_, false) => ("├─ ", "│  "),
            };
            if row.depth > 0 {
                margins.push(margin);
            }
            let Some(page) = row.page else {
                writeln!(out, "  {}", show::dim("? a page that is not here"))?;
                continue;
            };
            writeln!(out, "  {outer}{branch}{}", page_words(page, wide.saturating_sub(row.depth * 3)))?;
            if let Some(edge) = row.edge {
                let below = if parents[at] { "│  " } else { "   " };
                self.print_edge(&row.also, page, edge, &format!("  {outer}{margin}{below}"), out)?;
            }
        }
        for edge in &block.beside {
            let (child, parent) = (self.kinship.doc(edge.child), self.kinship.doc(edge.parent));
            writeln!(
                out,
                "  {} and {}: {}; who was first is unknown",
                isolate(child),
                isolate(parent),
                show::word(&edge.kind)
            )?;
        }
        Ok(())
    }

    /// What is known of a copy, in the lines under it.
    fn print_edge(
        &mut self,
        also: &[&Report],
        page: &Report,
        edge: &Derivation,
        margin: &str,
        out: &mut dyn Write,
    ) -> Result<()> {
        let kinship = self.kinship;
        let doc = |id: ReportId| isolate(kinship.doc(id));
        let mut words = how(edge, page, kinship);
        if !also.is_empty() {
            let names: Vec<_> = also.iter().take(3).map(|page| isolate(&page.doc)).collect();
            let more = if also.len() > 3 { " ..." } else { "" };
            words.push_str(&format!(" (or {}{more}: just as close)", names.join(", ")));
        }
        let share = share_words(edge);
        words.push_str(&if is_copy(edge) {
            format!(", {share} of it stands there")
        } else {
            format!(", {share} of {} stands in {}", doc(edge.child), doc(edge.parent))
        });
        words.push_str(&format!("; {}", evidence_words(edge).join(", ")));
        for line in fold_words(&words, self.columns.saturating_sub(width(margin)).max(30)) {
            writeln!(out, "{margin}{}", show::dim(&line))?;
        }
        self.print_figures(edge, margin, out)?;
        if self.telling == Telling::Passages {
            // What hangs below stands on the right, whichever way the edge is stored.
            self.print_passages(edge, !is_copy(edge) && edge.parent == page.id, margin, out)?;
        }
        Ok(())
    }

    /// Every figure that was dropped, changed or added, by whom, with its sentence.
    fn print_figures(&mut self, edge: &Derivation, margin: &str, out: &mut dyn Write) -> Result<()> {
        const SHOWN: usize = 12;
        let kinship = self.kinship;
        let mut lines: Vec<(String, String, Told)> = Vec::new();
        for (dropper, figure) in dropped_figures(edge) {
            let Some(told) = self.tell(figure) else { continue };
            let verb = if is_copy(edge) || edge.kind == DerivationKind::Sibling { "dropped" } else { "lacks" };
            lines.push((format!("{} {verb}:", isolate(kinship.doc(dropper))), show::lost(&safe(&told.what)), told));
        }
        for change in &edge.changed {
            let (Some(old), Some(new)) = (self.tell(&change.parent), self.tell(&change.child)) else { continue };
            let (was, is) = (show::lost(&safe(&old.what)), show::gained(&safe(&new.figure)));
            let head = if is_copy(edge) {
                format!("{} changed:", isolate(kinship.doc(edge.child)))
            } else {
                format!("{} and {} differ:", isolate(kinship.doc(edge.parent)), isolate(kinship.doc(edge.child)))
            };
            lines.push((head, format!("{was} to {is}"), new));
        }
        for figure in &edge.added {
            let Some(told) = self.tell(figure) else { continue };
            lines.push((format!("{} added:", isolate(kinship.doc(edge.child))), show::gained(&safe(&told.what)), told));
        }
        let mut before = String::new();
        for (head, what, told) in lines.iter().take(SHOWN) {
            if *head != before {
                writeln!(out, "{margin}{head}")?;
                before.clone_from(head);
            }
            let taken = width(margin) + 4 + width(&safe(&told.what)).max(14) + 2;
            let gap = " ".repeat(14usize.saturating_sub(width(&safe(&told.what))));
            let room = show::sentence_columns(self.columns.saturating_sub(taken));
            writeln!(out, "{margin}  {what}{gap}  {}", show::embed(sentence(told, room)))?;
        }
        if lines.len() > SHOWN {
            writeln!(out, "{margin}  ... and {}; all of them: --jsonl", show::count(lines.len() - SHOWN, "figure"))?;
        }
        Ok(())
    }

    fn tell(&mut self, figure: &FigureRef) -> Option<Told> {
        let report = self.kinship.by_id.get(&figure.report)?;
        Some(self.teller.tell(report, figure))
    }

    fn print_passages(&mut self, edge: &Derivation, turned: bool, margin: &str, out: &mut dyn Write) -> Result<()> {
        let by_id = &self.kinship.by_id;
        let (Some(child), Some(parent)) = (by_id.get(&edge.child), by_id.get(&edge.parent)) else { return Ok(()) };
        let mut pairs = Vec::with_capacity(edge.passages.len());
        for passage in &edge.passages {
            let mut sides = (self.teller.stretch(parent, passage.parent), self.teller.stretch(child, passage.child));
            if turned {
                sides = (sides.1, sides.0);
            }
            pairs.push(Pair { parent: sides.0, child: sides.1, kind: passage.kind });
        }
        let (left, right) = if turned { (child, parent) } else { (parent, child) };
        print_pairs((&isolate(&left.doc), &isolate(&right.doc)), &pairs, margin, self.columns, out)
    }

    /// Pages that took passages over without being copies.
    fn print_takings(&mut self, out: &mut dyn Write) -> Result<()> {
        let kinship = self.kinship;
        if !kinship.takings.is_empty() {
            writeln!(out, "{}", show::bold("passages taken over (the texts are independent)"))?;
        }
        for edge in &kinship.takings {
            let Some(page) = kinship.by_id.get(&edge.child) else { continue };
            writeln!(out, "  {}", page_words(page, 0))?;
            self.print_edge(&[], page, edge, "     ", out)?;
        }
        Ok(())
    }

    /// Pages that share a quotation, in one line for all that hang together.
    fn print_quotes(&mut self, out: &mut dyn Write) -> Result<()> {
        let kinship = self.kinship;
        let mut groups: Vec<(BTreeSet<ReportId>, Vec<&Derivation>)> = Vec::new();
        for &edge in &kinship.quotes {
            let (here, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut groups)
                .into_iter()
                .partition(|(pages, _)| pages.contains(&edge.child) || pages.contains(&edge.parent));
            groups = rest;
            let mut joined = (BTreeSet::from([edge.child, edge.parent]), Vec::new());
            for (pages, edges) in here {
                joined.0.extend(pages);
                joined.1.extend(edges);
            }
            joined.1.push(edge);
            groups.push(joined);
        }
        if groups.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}", show::bold("shared quotations (the texts are independent)"))?;
        for (pages, edges) in groups {
            let mut pages: Vec<&Report> = pages.iter().filter_map(|id| kinship.by_id.get(id).copied()).collect();
            pages.sort_by_key(|page| order_of(page));
            let names: Vec<String> = pages.iter().map(|page| isolate(&page.doc)).collect();
            let mut line = format!("  {}", names.join(" + "));
            let longest = edges.iter().flat_map(|edge| edge.passages.iter().map(|passage| (edge.child, passage.child)));
            if let Some((id, span)) = longest.max_by_key(|(id, span)| (span.len(), *id, *span))
                && let Some(report) = kinship.by_id.get(&id)
            {
                let quote = safe(self.teller.stretch(report, span).trim());
                let room = self.columns.saturating_sub(width(&line) + 4).max(40);
                line.push_str(&format!(": {}", show::embed(show::cut(&quote, room, show::Side::Left))));
            }
            writeln!(out, "{line}")?;
            if self.telling == Telling::Passages {
                for edge in edges {
                    self.print_passages(edge, false, "    ", out)?;
                }
            }
        }
        Ok(())
    }
}

/// The sentence of a figure in so many columns, the figure marked; what is cut is cut at both ends.
fn sentence(told: &Told, columns: usize) -> String {
    let (before, after) = (safe(told.before.trim_start()), safe(told.after.trim_end()));
    let figure = safe(&told.figure);
    let room = columns.saturating_sub(width(&figure) + 4);
    let (left, right) = (width(&before), width(&after));
    // What one side does not need, the other may have.
    let half = room / 2;
    let (left, right) = match (left <= half, right <= half) {
        (true, _) => (left, room - left),
        (_, true) => (room - right, right),
        _ => (half, half),
    };
    let (before, after) = (show::cut(&before, left, show::Side::Right), show::cut(&after, right, show::Side::Left));
    format!("{before}{}{after}", show::mark(&figure))
}

/// `reworded from 002`, as far as anybody knows who was first.
fn how(edge: &Derivation, page: &Report, kinship: &Kinship<'_>) -> String {
    use DerivationKind as Kind;
    let other = if edge.child == page.id { edge.parent } else { edge.child };
    let doc = isolate(kinship.doc(other));
    let length = |id: ReportId| kinship.by_id.get(&id).map_or(0, |report| report.text.len());
    let longer = length(edge.child) > length(edge.parent);
    if edge.kind == Kind::Sibling {
        let mine = edge.child == page.id || edge.parent == page.id;
        return if mine {
            format!("sibling of {doc}, neither copied the other")
        } else {
            format!("{} is a sibling of {}", isolate(kinship.doc(edge.child)), isolate(kinship.doc(edge.parent)))
        };
    }
    let phrase = match (edge.kind, is_copy(edge)) {
        (Kind::Identical, true) => "word for word from",
        (Kind::Identical, false) => "word for word as",
        (Kind::Near, true) => "nearly word for word from",
        (Kind::Near, false) => "nearly word for word as",
        (Kind::Excerpt, true) if longer => "longer version of",
        (Kind::Excerpt, true) => "excerpt from",
        (Kind::Excerpt, false) => "excerpt from, or longer version of",
        (Kind::Partial, true) => "passages from",
        (Kind::Partial, false) => "passages in common with",
        (Kind::Reworded, true) => "reworded from",
        (Kind::Reworded, false) => "in other words as",
        (Kind::Translated, true) => "translated from",
        (Kind::Translated, false) => "in another language as",
        (Kind::Sibling | Kind::SharedQuote, _) => "kin of",
    };
    format!("{phrase} {doc}")
}

/// Who was first and why we think so, in words; a rule without words shows its name.
fn evidence_words(edge: &Derivation) -> Vec<String> {
    let words = |rule: &String| match rule.as_str() {
        "earlier" => "published later".to_owned(),
        "credit-line" => "names it as its source".to_owned(),
        "contained" => "stands wholly in the longer one".to_owned(),
        "link" => "links to it".to_owned(),
        "canonical-link" => "gives its address as the original".to_owned(),
        "translation-credit" => "credits its translator".to_owned(),
        "inherited-error" => "repeats its slip".to_owned(),
        "translation-artefact" => "bears marks of translation".to_owned(),
        "same-wire" => "both credit one agency".to_owned(),
        "own-material-on-both-sides" => "each has what the other lacks".to_owned(),
        other => safe(&other.replace('-', " ")),
    };
    let mut told: Vec<String> = edge.evidence.iter().map(words).collect();
    if !is_copy(edge) && edge.kind != DerivationKind::Sibling {
        told.push("who was first is unknown".to_owned());
    }
    told
}

/// Lines of whole words.
fn fold_words(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
