//! Which paragraphs are the story? Every paragraph adds or takes; the story is the element whose paragraphs add up to most,
//! as readability and trafilatura weigh text against links. Not here: what a paragraph is; rules for single sites.

use super::blocks::{Paragraph, is_furniture};
use super::hints::Hints;
use super::tree::Tree;
use crate::model::BlockKind;
use std::collections::BTreeSet;

/// A paragraph has at least so many bytes to be running text by its length alone.
const LONG: usize = 80;

/// A credit stands at most so many paragraphs behind the story.
const BEHIND: usize = 4;
/// So many bytes with a sentence between headline and story are a standfirst.
const LEAD: usize = 60;

/// Types the paragraphs: none for what lies outside of the story.
pub(super) fn find_story(
    tree: &Tree,
    hints: &Hints,
    paragraphs: &[Paragraph],
    known_body: Option<&str>,
    title: Option<&str>,
) -> Vec<Option<BlockKind>> {
    let values = weigh(paragraphs, known_body);
    let mut sums = vec![0i64; paragraphs.len() + 1];
    for (at, value) in values.iter().enumerate() {
        sums[at + 1] = sums[at] + value;
    }
    let (first, last) = best_stretch(tree, hints, paragraphs, &sums);
    let mut kinds: Vec<Option<BlockKind>> = vec![None; paragraphs.len()];
    for at in first..last {
        kinds[at] = Some(type_paragraph(&paragraphs[at]));
    }
    drop_other_stories(tree, paragraphs, &values, &mut kinds, title);
    drop_twins(tree, paragraphs, &values, &mut kinds, title);
    drop_sections(hints, paragraphs, &mut kinds);
    drop_link_headings(tree, paragraphs, &mut kinds);
    trim_ends(paragraphs, &mut kinds, first, last);
    mark_headline(paragraphs, &mut kinds, first, title);
    settle_standfirsts(paragraphs, &mut kinds);
    // "Source: ..." in an element of its own behind the story says whose it is.
    for at in last..paragraphs.len().min(last + BEHIND) {
        if paragraphs[at].kind == Some(BlockKind::Credit)
            && paragraphs[at].heading == 0
            && paragraphs[at].signs < LEAD * 4
        {
            kinds[at] = Some(BlockKind::Credit);
        }
    }
    kinds
}

/// What each paragraph says for the element that holds it.
fn weigh(paragraphs: &[Paragraph], known_body: Option<&str>) -> Vec<i64> {
    let known = known_body.map(squeeze).filter(|known| known.len() > 200);
    let value = |paragraph: &Paragraph| {
        let signs = paragraph.signs as i64;
        let free = signs - paragraph.linked as i64;
        if let Some(known) = &known {
            let own = squeeze(&paragraph.text);
            let head: String = own.chars().take(48).collect();
            if own.len() > 24 && known.contains(&head) {
                return signs;
            }
        }
        if is_furniture(paragraph.kind) {
            return -signs / 8;
        }
        if paragraph.is_links() {
            return -signs;
        }
        if paragraph.heading > 0 || matches!(paragraph.kind, Some(BlockKind::Caption | BlockKind::Credit)) {
            return 0;
        }
        let sentence = has_sentence(&paragraph.text);
        let plain = if sentence && (signs >= LONG as i64 || paragraph.running) {
            free - paragraph.linked as i64 / 2
        } else if paragraph.running {
            free / 2
        } else if matches!(paragraph.kind, Some(BlockKind::List | BlockKind::Table)) {
            if sentence { free / 2 } else { free / 6 }
        } else {
            -signs / 2
        };
        if known.is_some() { plain / 4 } else { plain }
    };
    paragraphs.iter().map(value).collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn has_sentence(text: &str) -> bool {
    text.contains(['.', '!', '?', '…', '。', '，', '؟', '،', '।']) || text.contains(", ")
}

/// The paragraphs of the element whose sum is greatest; a smaller element wins a tie, one that is named for a story gains.
fn best_stretch(tree: &Tree, hints: &Hints, paragraphs: &[Paragraph], sums: &[i64]) -> (usize, usize) {
    let mut best = (0, 0, paragraphs.len());
    for (at, node) in tree.nodes.iter().enumerate() {
        if node.name.is_empty() || node.end - at < 2 {
            continue;
        }
        let first = paragraphs.partition_point(|paragraph| paragraph.node < at);
        if paragraphs.get(first).is_none_or(|paragraph| paragraph.node >= node.end) {
            continue;
        }
        let last = first + paragraphs[first..].partition_point(|paragraph| paragraph.node < node.end);
        let sum = sums[last] - sums[first];
        if sum <= 0 || sum * 3 < best.0 {
            continue;
        }
        let named = tree.attributes_of(at).any(|(name, value)| match name {
            "class" | "id" => hints.holds_body(value),
            "itemprop" => value.to_ascii_lowercase().contains("articlebody"),
            _ => false,
        });
        let gain = if named {
            130
        } else if node.name == "article" || node.name == "main" {
            110
        } else {
            100
        };
        let score = sum * gain / 100;
        if score >= best.0 {
            best = (score, first, last);
        }
    }
    (best.1, best.2)
}

/// What a paragraph inside of the story is.
fn type_paragraph(paragraph: &Paragraph) -> BlockKind {
    use BlockKind::{Body, Credit, Headline, Navigation, Teaser};
    match paragraph.kind {
        Some(kind) if is_furniture(Some(kind)) => kind,
        _ if paragraph.heading == 1 => Headline,
        kind if paragraph.is_links() && paragraph.heading == 0 && paragraph.signs < 200 => {
            let words = paragraph.text.split_whitespace().count();
            if kind == Some(Credit) {
                Credit
            } else if words >= 4 && !paragraph.running {
                Teaser
            } else if paragraph.linked == paragraph.signs {
                if words >= 4 { Teaser } else { Navigation }
            } else {
                kind.unwrap_or(Body)
            }
        }
        Some(kind) => kind,
        None => Body,
    }
}

/// Further stories in the same element, as pages load them below the first: `article` elements beside that with the
/// headline, or with most text where none has it.
fn drop_other_stories(
    tree: &Tree,
    paragraphs: &[Paragraph],
    values: &[i64],
    kinds: &mut [Option<BlockKind>],
    title: Option<&str>,
) {
    let title = title.map(squeeze).filter(|title| !title.is_empty());
    // For each outermost element of the stretch: what it adds, whether it has the headline, and its paragraphs.
    let mut stories: Vec<(usize, i64, bool, Vec<usize>)> = Vec::new();
    let (mut all, mut outside) = (0, false);
    for at in 0..paragraphs.len() {
        if kinds[at].is_none() {
            continue;
        }
        all += values[at].max(0);
        let headline = paragraphs[at].heading > 0 && title.as_deref() == Some(squeeze(&paragraphs[at].text).as_str());
        let mut outer = None;
        let mut node = paragraphs[at].node;
        while let Some(found) = tree.within(node, &["article"]) {
            outer = Some(found);
            if found == 0 {
                break;
            }
            node = tree.nodes[found].parent;
        }
        let Some(outer) = outer else {
            outside |= headline;
            continue;
        };
        if stories.last().is_none_or(|last| last.0 != outer) {
            stories.push((outer, 0, false, Vec::new()));
        }
        if let Some(last) = stories.last_mut() {
            last.1 += values[at].max(0);
            last.2 |= headline;
            last.3.push(at);
        }
    }
    if stories.len() < 2 || outside {
        return;
    }
    let Some(own) = stories.iter().position(|one| one.2).filter(|own| stories[*own].1 * 10 > all) else { return };
    for (at, story) in stories.iter().enumerate() {
        if at != own {
            story.3.iter().for_each(|at| kinds[*at] = None);
        }
    }
}

/// Further stories in elements that look like the one with the headline: of the same parent, name and class, with a
/// heading of the same level.
fn drop_twins(
    tree: &Tree,
    paragraphs: &[Paragraph],
    values: &[i64],
    kinds: &mut [Option<BlockKind>],
    title: Option<&str>,
) {
    let Some(title) = title.map(squeeze).filter(|title| !title.is_empty()) else { return };
    let is_title = |one: &Paragraph| one.heading > 0 && squeeze(&one.text) == title;
    let Some(own) = paragraphs.iter().position(is_title) else { return };
    let level = paragraphs[own].heading;
    // Elements around the headline that stand free of it: from the heading's parent up.
    let mut around = Vec::new();
    let mut node = tree.nodes[paragraphs[own].node].parent;
    while node != 0 && !matches!(tree.nodes[node].name, "body" | "html") {
        if tree.nodes[node].name != "a" && !is_heading(tree.nodes[node].name) {
            around.push(node);
        }
        node = tree.nodes[node].parent;
    }
    let sum = |kinds: &[Option<BlockKind>]| -> i64 {
        kinds.iter().zip(values).filter(|(kind, _)| kind.is_some()).map(|(_, value)| (*value).max(0)).sum()
    };
    let mut rest = kinds.to_vec();
    let mut until = 0;
    for at in own + 1..paragraphs.len() {
        let one = &paragraphs[at];
        if one.heading != level || one.node < until || is_title(one) {
            continue;
        }
        let mut node = one.node;
        while node != 0 && !matches!(tree.nodes[node].name, "body" | "html") {
            let parent = tree.nodes[node].parent;
            let twin = around.iter().any(|own| {
                *own != node
                    && tree.nodes[*own].parent == parent
                    && tree.nodes[*own].name == tree.nodes[node].name
                    && tree.attribute(*own, "class") == tree.attribute(node, "class")
            });
            if twin {
                until = tree.nodes[node].end;
                let inside = |other: &Paragraph| other.node >= node && other.node < until;
                for (kind, _) in rest.iter_mut().zip(paragraphs).filter(|(_, other)| inside(other)) {
                    *kind = None;
                }
                break;
            }
            node = parent;
        }
    }
    // A story that is itself cut into like parts keeps them.
    if sum(&rest) * 4 > sum(kinds) {
        kinds.copy_from_slice(&rest);
    }
}

/// Sections whose headings say that they are no part of the story: what readers wrote, and what else there is to read.
fn drop_sections(hints: &Hints, paragraphs: &[Paragraph], kinds: &mut [Option<BlockKind>]) {
    let mut section: Option<(u8, BlockKind)> = None;
    for (at, one) in paragraphs.iter().enumerate() {
        if one.heading == 0 && one.signs < 240 && kinds[at].is_some() && hints.leads_elsewhere(&one.text) {
            kinds[at] = Some(BlockKind::Teaser);
            continue;
        }
        if one.heading > 0 {
            let opened = hints.section_of(&one.text).filter(|_| one.heading > 1);
            if opened.is_some() || section.is_some_and(|(level, _)| one.heading <= level) {
                section = opened.map(|kind| (one.heading, kind));
            }
        }
        let long = one.running || one.signs >= LONG;
        let runs = one.heading == 0 && !one.is_links() && long && has_sentence(&one.text);
        if runs && section.is_some_and(|(_, kind)| kind == BlockKind::Teaser) {
            section = None;
        }
        if let Some((_, kind)) = section
            && kinds[at].is_some()
        {
            kinds[at] = Some(kind);
        }
    }
}

/// Three headings and more in an element behind the story that are links, with little text under each, lead to other
/// stories.
fn drop_link_headings(tree: &Tree, paragraphs: &[Paragraph], kinds: &mut [Option<BlockKind>]) {
    /// Bytes of story before them, and of text under one of them.
    const STORY: usize = 400;
    const UNDER: usize = 350;
    let is_linked = |one: &Paragraph| one.heading > 1 && one.linked == one.signs && one.signs > 12;
    let headings: Vec<usize> =
        (0..paragraphs.len()).filter(|at| kinds[*at].is_some() && is_linked(&paragraphs[*at])).collect();
    if headings.len() < 3 {
        return;
    }
    // Up to each paragraph: bytes of running text, of links, of all.
    let mut sums = vec![(0, 0, 0); paragraphs.len() + 1];
    for (at, one) in paragraphs.iter().enumerate() {
        let runs = kinds[at].is_some_and(|kind| !is_furniture(Some(kind))) && one.heading == 0 && one.signs >= LONG;
        let (text, linked, signs) = sums[at];
        sums[at + 1] = (text + if runs { one.signs } else { 0 }, linked + one.linked, signs + one.signs);
    }
    let mut number = 0;
    while number + 2 < headings.len() {
        let (first, third) = (headings[number], headings[number + 2]);
        number += 1;
        let mut around = paragraphs[first].node;
        while tree.nodes[around].end <= paragraphs[third].node {
            around = tree.nodes[around].parent;
        }
        let from = paragraphs.partition_point(|one| one.node < around);
        let to = paragraphs.partition_point(|one| one.node < tree.nodes[around].end);
        let end = headings.partition_point(|at| *at < to);
        let count = end - headings.partition_point(|at| *at < from);
        let (before, within) = (sums[from].0, sums[to].0 - sums[from].0);
        let dense = (sums[to].1 - sums[from].1) * 7 >= sums[to].2 - sums[from].2;
        if dense && before >= STORY && within <= count * UNDER && within <= before * 2 {
            kinds[from..to].iter_mut().filter(|kind| kind.is_some()).for_each(|kind| *kind = Some(BlockKind::Teaser));
            number = end;
        }
    }
}

/// A standfirst is a few sentences before the story. What is called so behind the first paragraphs is a part of the story,
/// or of a teaser; what is longer is the story.
fn settle_standfirsts(paragraphs: &[Paragraph], kinds: &mut [Option<BlockKind>]) {
    /// Most paragraphs and bytes.
    const MOST: usize = 3;
    const LONGEST: usize = 700;
    let (mut bodies, mut last) = (0, None);
    for kind in kinds.iter_mut() {
        match *kind {
            Some(BlockKind::Body) => bodies += 1,
            Some(BlockKind::Standfirst) if bodies > 1 => {
                *kind = Some(if last == Some(BlockKind::Teaser) { BlockKind::Teaser } else { BlockKind::Body });
            }
            _ => {}
        }
        last = kind.or(last);
    }
    let own: Vec<usize> = (0..kinds.len()).filter(|at| kinds[*at] == Some(BlockKind::Standfirst)).collect();
    let signs: usize = own.iter().map(|at| paragraphs[*at].signs).sum();
    let body = |at: &usize| kinds[*at] == Some(BlockKind::Body);
    let story: usize = (0..kinds.len()).filter(body).map(|at| paragraphs[at].signs).sum();
    if own.len() > MOST || signs > LONGEST || story < signs {
        own.into_iter().for_each(|at| kinds[at] = Some(BlockKind::Body));
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Headings and scraps after the last sentence belong to what follows the story.
fn trim_ends(paragraphs: &[Paragraph], kinds: &mut [Option<BlockKind>], first: usize, last: usize) {
    for at in (first..last).rev() {
        let text = &paragraphs[at].text;
        match kinds[at] {
            Some(BlockKind::Body) if paragraphs[at].heading > 0 => kinds[at] = Some(BlockKind::Teaser),
            Some(BlockKind::Body | BlockKind::Quote | BlockKind::List | BlockKind::Table) if text.len() > 2 => break,
            _ => {}
        }
    }
}

/// The headline: the heading that the title repeats, or the first one of the highest level before the story.
fn mark_headline(paragraphs: &[Paragraph], kinds: &mut [Option<BlockKind>], first: usize, title: Option<&str>) {
    let title = title.map(squeeze).unwrap_or_default();
    let same = |paragraph: &Paragraph| !title.is_empty() && squeeze(&paragraph.text) == title;
    let reach = paragraphs.len().min(first + 12);
    let found = (0..reach)
        .rev()
        .find(|at| paragraphs[*at].heading == 1 && (same(&paragraphs[*at]) || !is_furniture(paragraphs[*at].kind)))
        .or_else(|| (0..reach).rev().find(|at| paragraphs[*at].heading > 0 && same(&paragraphs[*at])));
    let Some(found) = found else { return };
    let seen: BTreeSet<usize> = BTreeSet::from([found]);
    for at in seen {
        kinds[at] = Some(BlockKind::Headline);
    }
    // What leads from the headline to the story, also where it stands in an element of its own.
    for at in found + 1..first {
        let one = &paragraphs[at];
        let leads = one.kind == Some(BlockKind::Standfirst)
            || one.kind.is_none() && !one.is_links() && one.signs >= LEAD && has_sentence(&one.text);
        if leads {
            kinds[at] = Some(BlockKind::Standfirst);
        }
    }
}
