//! What an alignment says: how one text comes from the other.
//! Not here: finding what is common; that is `align`. Who came first is `direction`, what became of figures `figures`.

use super::Material;
use super::align::{Alignment, Common, Diagonal, Link, align_surfaces, find_diagonal, in_thousandths};
use super::direction::{Way, find_child};
use super::figures::{Fate, Lack, lacking_figures, match_figures};
use crate::model::{Derivation, DerivationKind, Direction, Passage, PassageKind, Span, Surface};
use std::collections::BTreeSet;

// Tuned on 1,406 news texts with known origin (human and machine translations of 191 originals; 401 reports of 83
// incidents), 2026. Ordered share, in thousandths of the shorter text: rewordings .27-1 (median .69), other reports
// of the same day .36 at most; across languages .07-.79 (median .32) against .25, where the height of what is shared decides.

/// Enough by itself in one language.
const REWORDED: u32 = 380;
/// Enough in one language where most of both texts is aligned, in one order.
const REWORDED_WHOLE: u32 = 250;
/// Enough across languages, with three sentences or more.
const TRANSLATED: u32 = 200;
/// Rare names and figures at the same height of both texts count 5, those scattered cost 6: enough for a whole
/// translation. Two tellings of one event lie below zero.
const DIAGONAL: i64 = 25;
/// Enough in one language for a stretch of one of them.
const REWORDED_STRETCH: u32 = 480;
/// Least stretch of both texts, of one.
const WHOLE_RUN: u32 = 600;
const STRETCH_RUN: u32 = 500;
/// Least linked share of both openings, of one.
const LEAD: u32 = 300;
const OTHER_LEAD: u32 = 500;
/// Least verbatim share of the shorter text that makes it a partial copy.
const PARTIAL: u32 = 200;
/// Least share of word triples in common where the passages are reworded.
const PARTIAL_WORDING: u32 = 250;

/// The edge between two ends. `one` must have the lesser id.
pub(super) fn judge_pair(one: &Material<'_>, other: &Material<'_>) -> Option<Derivation> {
    let (mine, theirs) = (one.report, other.report);
    let known = mine.lang.code() != "und" && theirs.lang.code() != "und";
    let same = mine.lang == theirs.lang;
    if same || !known {
        let alignment = align_surfaces(one.surface, other.surface, Common::Words);
        if let Some(edge) = judge_words(one, other, &alignment) {
            return Some(edge);
        }
    }
    if !same || !known {
        // Most pairs are refused here: laying the texts side by side costs several times as much.
        let diagonal = find_diagonal(one.surface, other.surface);
        if odds_of(diagonal) < 0 {
            return None;
        }
        let alignment = align_surfaces(one.surface, other.surface, Common::Names);
        if is_translation(&alignment, diagonal) {
            let evidence = vec!["figures-and-names-in-order"];
            return Some(make_edge(one, other, &alignment, DerivationKind::Translated, evidence));
        }
    }
    None
}

fn judge_words(one: &Material<'_>, other: &Material<'_>, alignment: &Alignment) -> Option<Derivation> {
    let shares = Shares::of(alignment);
    let verbatim = verbatim_share(alignment);
    let plain = plain_sentences(alignment);
    let same_words = alignment.jaccard >= 980 && shares.longer >= 950;
    let (kind, rule) = if same_words && same_order(one.surface, other.surface) {
        (DerivationKind::Identical, "same-words")
    } else if alignment.jaccard >= 600 && plain >= 1 {
        (DerivationKind::Near, "same-triples")
    } else if alignment.triples_inside >= 650 && shares.ordered >= 500 && plain >= 1 {
        (DerivationKind::Excerpt, "containment")
    } else if plain >= 2 && is_reworded(alignment, &shares) {
        (DerivationKind::Reworded, "sentences-in-order")
    } else if (verbatim.0 >= 3 && verbatim.1 >= PARTIAL)
        || (plain >= 2 && shares.ordered >= REWORDED && alignment.triples_inside >= PARTIAL_WORDING)
    {
        (DerivationKind::Partial, "passages")
    } else {
        // Who names the speaker at length shares more outside the marks than between them. A watchword in marks is in
        // everybody's mouth.
        let whole = |link: &&Link| link.words >= 2 * QUOTE && link.quotation >= WHOLE_QUOTE;
        let quote = |link: &&Link| {
            link.quoted && link.shared >= QUOTE && (link.dice >= 420 || link.inside >= 600) || whole(link)
        };
        let quotes: Vec<Link> = alignment.links.iter().filter(quote).copied().collect();
        if quotes.is_empty() {
            return None;
        }
        let only = Alignment { links: quotes, ..alignment.clone() };
        return Some(make_edge(one, other, &only, DerivationKind::SharedQuote, vec!["quotation"]));
    };
    if kind != DerivationKind::Identical && is_template(one.surface, other.surface, alignment) {
        return None;
    }
    Some(make_edge(one, other, alignment, kind, vec![rule]))
}

/// Sentences outside quotations that are aligned, of the end that has fewer: one sentence that is like three of another
/// text is one.
fn plain_sentences(alignment: &Alignment) -> usize {
    let plain = || alignment.links.iter().filter(|link| link.is_plain());
    let (ones, others): (BTreeSet<usize>, BTreeSet<usize>) = plain().map(|link| (link.one, link.other)).unzip();
    ones.len().min(others.len())
}

/// Whether one text is the other in other words, or a stretch of it is. Who follows up a story of its own desk carries
/// whole paragraphs along, under a new opening and between new ones: that is a text of its own.
fn is_reworded(alignment: &Alignment, shares: &Shares) -> bool {
    let (run, lead) = (ends(alignment.run), ends(alignment.lead));
    let whole = shares.in_order >= 930 && shares.longer >= 400 && alignment.jaccard >= 50;
    let opening = lead.0 >= LEAD || (lead.1 >= OTHER_LEAD && shares.ordered >= REWORDED_STRETCH + 120);
    (run.0 >= WHOLE_RUN && lead.0 >= LEAD && shares.ordered >= if whole { REWORDED_WHOLE } else { REWORDED })
        || (run.1 >= STRETCH_RUN && opening && shares.ordered >= REWORDED_STRETCH)
}

/// The lesser first.
fn ends(both: (u32, u32)) -> (u32, u32) {
    (both.0.min(both.1), both.0.max(both.1))
}

/// Whether the aligned sentences are one form filled in twice: most of their names and figures were exchanged. Automatic
/// reports of two quakes share their sentences and tell of two things; a copy, however reworded, keeps its names.
fn is_template(one: &Surface, other: &Surface, alignment: &Alignment) -> bool {
    let marks = |surface: &Surface, at: usize| -> BTreeSet<u64> {
        let sentence = &surface.sentences[at];
        let names =
            surface.words_of(sentence).iter().filter(|word| word.name && word.frame != 0).map(|word| word.frame);
        names.chain(surface.figures_of(sentence).iter().map(crate::model::SurfaceFigure::hash)).collect()
    };
    let (mut kept, mut exchanged) = (0, 0);
    for link in alignment.links.iter().filter(|link| link.is_plain()) {
        let (ones, others) = (marks(one, link.one), marks(other, link.other));
        let both = ones.intersection(&others).count();
        kept += both;
        exchanged += (ones.len() - both).min(others.len() - both);
    }
    exchanged >= 2 && exchanged > kept
}

/// Below zero, no pair is a translation.
fn odds_of(diagonal: Diagonal) -> i64 {
    let scattered = diagonal.shared - diagonal.near;
    5 * i64::from(diagonal.near) - 6 * i64::from(scattered)
}

fn is_translation(alignment: &Alignment, diagonal: Diagonal) -> bool {
    let shares = Shares::of(alignment);
    let plain = alignment.links.iter().filter(|link| link.is_plain()).count();
    let odds = odds_of(diagonal);
    let covered = in_thousandths(u64::from(diagonal.near), u64::from(diagonal.least));
    let whole = odds >= DIAGONAL && covered >= 100 && diagonal.length >= 600;
    whole || (plain >= 3 && shares.ordered >= TRANSLATED && shares.in_order >= 800 && odds >= 0)
}

/// Shares in thousandths.
struct Shares {
    /// Of the shorter text, following the other's order.
    ordered: u32,
    /// Of what is shared, how much follows the same order.
    in_order: u32,
    /// Linked share of (one, other).
    linked: (u32, u32),
    /// Linked share of the end with the smaller share.
    longer: u32,
}

impl Shares {
    fn of(alignment: &Alignment) -> Self {
        let share = |part: u32, of: u32| in_thousandths(u64::from(part), u64::from(of));
        let linked = (share(alignment.linked.0, alignment.total.0), share(alignment.linked.1, alignment.total.1));
        Self {
            ordered: share(alignment.ordered, alignment.total.0.min(alignment.total.1)),
            in_order: share(alignment.ordered, alignment.shared),
            linked,
            longer: linked.0.min(linked.1),
        }
    }
}

/// How many sentences outside quotations stand word by word in both, and their share of the shorter text.
fn verbatim_share(alignment: &Alignment) -> (usize, u32) {
    let verbatim = alignment.links.iter().filter(|link| link.is_plain() && link.dice >= VERBATIM && link.shared >= 30);
    let (count, weight) = verbatim.fold((0, 0u32), |(count, weight), link| (count + 1, weight + link.shared));
    (count, in_thousandths(u64::from(weight), u64::from(alignment.total.0.min(alignment.total.1))))
}

const VERBATIM: u32 = 900;
/// Least weight of a quotation in common.
const QUOTE: u32 = 24;
/// Share of the shorter quotation that makes it the other's words.
const WHOLE_QUOTE: u32 = 700;

fn same_order(one: &Surface, other: &Surface) -> bool {
    let words = |surface: &Surface| -> Vec<u64> {
        let counted = surface.sentences.iter().filter(|sentence| sentence.counts());
        counted.flat_map(|sentence| surface.words_of(sentence).iter().map(|word| word.word)).collect()
    };
    words(one) == words(other)
}

fn make_edge(
    one: &Material<'_>,
    other: &Material<'_>,
    alignment: &Alignment,
    kind: DerivationKind,
    mut evidence: Vec<&'static str>,
) -> Derivation {
    let shares = Shares::of(alignment);
    let lacking = (lacking_figures(one, other, alignment, true), lacking_figures(other, one, alignment, false));
    let kind = if kind == DerivationKind::Reworded && is_sibling(alignment, &lacking) {
        evidence.push("own-material-on-both-sides");
        DerivationKind::Sibling
    } else {
        kind
    };
    let (kind, one_is_child) = match kind {
        DerivationKind::Sibling | DerivationKind::SharedQuote => (kind, None),
        _ => match find_child(one, other, alignment, shares.linked) {
            Way::Child { one, why } => {
                evidence.extend(why);
                (kind, Some(one))
            }
            Way::Unknown { why } => {
                evidence.extend(why);
                (kind, None)
            }
            Way::SameWire if kind == DerivationKind::Reworded => {
                evidence.push("same-wire");
                (DerivationKind::Sibling, None)
            }
            Way::SameWire => {
                evidence.push("same-wire");
                (kind, None)
            }
        },
    };
    let direction = if one_is_child.is_some() { Direction::ChildFromParent } else { Direction::Unknown };
    let straight = one_is_child.unwrap_or(true);
    let (child, parent) = if straight { (one, other) } else { (other, one) };
    let passage = |link: &Link| {
        let (mine, theirs) = (one.surface.sentences[link.one].span, other.surface.sentences[link.other].span);
        let (child, parent) = if straight { (mine, theirs) } else { (theirs, mine) };
        let verbatim = is_verbatim(one.surface, other.surface, link);
        Passage { child, parent, kind: passage_kind(kind, link, verbatim) }
    };
    let mut passages: Vec<Passage> = alignment.links.iter().map(passage).collect();
    passages.sort_unstable();
    let (gone, new) = if straight { (lacking.1, lacking.0) } else { (lacking.0, lacking.1) };
    let fate = if kind == DerivationKind::SharedQuote {
        Fate::default()
    } else {
        match_figures(child.report, parent.report, &gone, &new, direction)
    };
    Derivation {
        child: child.report.id,
        parent: parent.report.id,
        kind,
        direction,
        evidence: evidence.into_iter().map(str::to_owned).collect(),
        contained: contained_share(child.surface, &passages),
        passages,
        dropped: fate.dropped,
        changed: fate.changed,
        added: fate.added,
    }
}

/// At most one word in twenty differs.
fn is_verbatim(one: &Surface, other: &Surface, link: &Link) -> bool {
    let words = |surface: &Surface, at: usize| -> Vec<u64> {
        let mut words: Vec<u64> = surface.words_of(&surface.sentences[at]).iter().map(|word| word.word).collect();
        words.sort_unstable();
        words
    };
    let (ones, others) = (words(one, link.one), words(other, link.other));
    let mut rest = others.as_slice();
    let common = ones.iter().filter(|word| {
        rest = &rest[rest.partition_point(|far| far < word)..];
        let found = rest.first() == Some(word);
        rest = &rest[usize::from(found)..];
        found
    });
    common.count() * 20 >= ones.len().max(others.len()) * 19
}

fn passage_kind(kind: DerivationKind, link: &Link, verbatim: bool) -> PassageKind {
    if link.quoted {
        PassageKind::Quoted
    } else if kind == DerivationKind::Translated {
        PassageKind::Translated
    } else if verbatim {
        PassageKind::Verbatim
    } else {
        PassageKind::Rewritten
    }
}

/// Bytes of the child's counted sentences that stand in passages.
fn contained_share(child: &Surface, passages: &[Passage]) -> u16 {
    let taken: BTreeSet<Span> = passages.iter().map(|passage| passage.child).collect();
    let counted = child.sentences.iter().filter(|sentence| sentence.counts());
    let (inside, all) = counted.fold((0, 0), |(inside, all), sentence| {
        let length = sentence.span.len();
        (inside + if taken.contains(&sentence.span) { length } else { 0 }, all + length)
    });
    (inside * 1000).checked_div(all).unwrap_or(0).min(1000) as u16
}

/// Two copies of a page that is not here: one goes on where the other stops, and that other still holds figures, in
/// the midst of what both took over, that the longer one lacks. A copy of the other could not have both; where it has
/// next to nothing of its own, two such figures are asked for.
fn is_sibling(alignment: &Alignment, lacking: &(Vec<Lack>, Vec<Lack>)) -> bool {
    let shares = Shares::of(alignment);
    let (own_one, own_other) = (1000u32.saturating_sub(shares.linked.0), 1000u32.saturating_sub(shares.linked.1));
    let (in_one, in_other) = (lacking.0.len(), lacking.1.len());
    let both_lack = in_one > 0 && in_other > 0;
    let lost_by_longer = (if own_other >= 300 { in_one } else { 0 }).max(if own_one >= 300 { in_other } else { 0 });
    lost_by_longer >= 2 || (own_one.min(own_other) >= 100 && (both_lack || lost_by_longer >= 1))
}
