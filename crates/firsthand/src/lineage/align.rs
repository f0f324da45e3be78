//! Which sentence of one text stands where in the other: an inverted index over words, figures and names.
//! Not here: what that says about the two texts; that is `judge`.

use crate::model::{Surface, SurfaceSentence};
use std::collections::BTreeSet;

/// What may count as the same in two sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Common {
    /// Words of one language.
    Words,
    /// What survives translation: figures, names, words of common origin.
    Names,
}

/// A pair of sentences that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// Sentence of the one.
    pub(super) one: usize,
    /// Sentence of the other.
    pub(super) other: usize,
    /// Weight of what they share.
    pub(super) shared: u32,
    /// Dice coefficient in thousandths.
    pub(super) dice: u32,
    /// Share of the lighter sentence in thousandths.
    pub(super) inside: u32,
    /// Most of what they share stands between quotation marks, on both sides.
    pub(super) quoted: bool,
}

/// Two texts laid side by side. Weights: a word by its length and rarity in the two texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Links in the order of the one.
    pub(super) links: Vec<Link>,
    /// Weight of all counted sentences of (one, other).
    pub(super) total: (u32, u32),
    /// Weight of the sentences that are linked outside quotations.
    pub(super) linked: (u32, u32),
    /// Weight shared over the links outside quotations.
    pub(super) shared: u32,
    /// Weight shared over those links that follow the same order in both.
    pub(super) ordered: u32,
    /// Word triples in common, and in either, in thousandths (Jaccard).
    pub(super) jaccard: u32,
    /// Word triples in common as a share of the shorter text's.
    pub(super) triples_inside: u32,
}

struct Item {
    key: u64,
    weight: u32,
    quoted: bool,
}

/// Lays two texts side by side.
pub(super) fn align_surfaces(one: &Surface, other: &Surface, common: Common) -> Alignment {
    let (ones, others) = (items_of(one, common), items_of(other, common));
    let index = index_of(&others);
    let frequency = |key: u64| {
        let start = index.partition_point(|entry| entry.0 < key);
        (start, index[start..].iter().take_while(|entry| entry.0 == key).count())
    };
    let own = index_of(&ones);
    let count_in = |list: &[(u64, u32)], key: u64| {
        let start = list.partition_point(|entry| entry.0 < key);
        list[start..].iter().take(64).take_while(|entry| entry.0 == key).count() as u32
    };
    let rarity = |item: &Item| {
        let count = count_in(&own, item.key) + count_in(&index, item.key);
        item.weight * 12 / (2 + count.max(2).ilog2())
    };
    let weigh = |side: &[Vec<Item>]| -> Vec<u32> { side.iter().map(|items| items.iter().map(rarity).sum()).collect() };
    let (weight_one, weight_other) = (weigh(&ones), weigh(&others));
    let common_limit = (other.sentences.len() / 4).max(12);

    let mut shared = vec![(0u32, 0u32, 0u32, 0u32); other.sentences.len()];
    let mut touched = Vec::new();
    let mut best_of_other: Vec<Option<(u32, Link)>> = vec![None; other.sentences.len()];
    let mut best_of_one: Vec<Option<(u32, Link)>> = vec![None; one.sentences.len()];
    for (number, items) in ones.iter().enumerate() {
        for item in items {
            let (start, count) = frequency(item.key);
            if count > common_limit {
                continue;
            }
            let weight = rarity(item);
            for &(_, sentence) in &index[start..start + count] {
                let cell = &mut shared[sentence as usize];
                if cell.0 == 0 {
                    touched.push(sentence as usize);
                }
                cell.0 += weight;
                cell.1 += 1;
                let there = &others[sentence as usize];
                let quoted = there.binary_search_by_key(&item.key, |item| item.key).is_ok_and(|at| there[at].quoted);
                cell.2 += if item.quoted && quoted { weight } else { 0 };
                cell.3 = cell.3.max(item.weight);
            }
        }
        touched.sort_unstable();
        for sentence in touched.drain(..) {
            let (weight, count, quoted, top) = std::mem::take(&mut shared[sentence]);
            let (here, there) = (weight_one[number].max(1), weight_other[sentence].max(1));
            let link = Link {
                one: number,
                other: sentence,
                shared: weight,
                dice: 2000 * weight / (here + there),
                inside: 1000 * weight / here.min(there),
                quoted: quoted * 2 > weight,
            };
            let enough = match common {
                Common::Words => count >= 3 || (link.dice >= 800 && count >= 2),
                Common::Names => count >= 2 || top >= 6,
            };
            if !enough {
                continue;
            }
            let score = link.dice * 2 + link.inside.min(1000) * u32::from(count >= 4);
            let better = |best: &Option<(u32, Link)>| best.is_none_or(|(least, _)| score > least);
            if better(&best_of_other[sentence]) {
                best_of_other[sentence] = Some((score, link));
            }
            if better(&best_of_one[number]) {
                best_of_one[number] = Some((score, link));
            }
        }
    }

    let mut alignment = Alignment { total: (weight_one.iter().sum(), weight_other.iter().sum()), ..Alignment::default() };
    let least = |mutual: bool| match (common, mutual) {
        (Common::Words, true) => (330, 520),
        (Common::Words, false) => (450, 650),
        (Common::Names, true) => (300, 450),
        (Common::Names, false) => (450, 700),
    };
    let mut links = BTreeSet::new();
    for (_, link) in best_of_one.iter().chain(&best_of_other).flatten() {
        let mutual = best_of_one[link.one].is_some_and(|(_, best)| best.other == link.other)
            && best_of_other[link.other].is_some_and(|(_, best)| best.one == link.one);
        let (dice, inside) = least(mutual);
        if link.dice >= dice || (link.inside >= inside && link.dice >= dice / 2) {
            links.insert((link.one, link.other));
        }
    }
    for &(number, sentence) in &links {
        let link = [best_of_one[number], best_of_other[sentence]].into_iter().flatten().map(|(_, link)| link);
        alignment.links.extend(link.filter(|link| (link.one, link.other) == (number, sentence)).take(1));
    }
    let plain: Vec<&Link> = alignment.links.iter().filter(|link| !link.quoted).collect();
    let ones: BTreeSet<usize> = plain.iter().map(|link| link.one).collect();
    let others: BTreeSet<usize> = plain.iter().map(|link| link.other).collect();
    alignment.linked = (ones.iter().map(|at| weight_one[*at]).sum(), others.iter().map(|at| weight_other[*at]).sum());
    alignment.shared = plain.iter().map(|link| link.shared).sum();
    alignment.ordered = heaviest_chain(&plain, other.sentences.len());
    if common == Common::Words {
        (alignment.jaccard, alignment.triples_inside) = triples_in_common(one, other);
    }
    alignment
}

/// The weight of the heaviest run of links that rises in both texts. A Fenwick tree of maxima: n log n.
fn heaviest_chain(links: &[&Link], sentences: usize) -> u32 {
    let mut tree = vec![0u32; sentences + 2];
    let mut best = 0;
    for link in links {
        let mut at = link.other + 1;
        let mut before = 0;
        while at > 0 {
            before = before.max(tree[at]);
            at &= at - 1;
        }
        let weight = before + link.shared;
        best = best.max(weight);
        let mut at = link.other + 1;
        while at < tree.len() {
            tree[at] = tree[at].max(weight);
            at += at & at.wrapping_neg();
        }
    }
    best
}

fn index_of(side: &[Vec<Item>]) -> Vec<(u64, u32)> {
    let entries = side.iter().enumerate().flat_map(|(at, items)| items.iter().map(move |item| (item.key, at as u32)));
    let mut index: Vec<(u64, u32)> = entries.collect();
    index.sort_unstable();
    index
}

fn items_of(surface: &Surface, common: Common) -> Vec<Vec<Item>> {
    surface.sentences.iter().map(|sentence| sentence_items(surface, sentence, common)).collect()
}

fn sentence_items(surface: &Surface, sentence: &SurfaceSentence, common: Common) -> Vec<Item> {
    if !sentence.counts() {
        return Vec::new();
    }
    let mut items: Vec<Item> = Vec::new();
    for word in surface.words_of(sentence) {
        let (key, weight) = match common {
            Common::Words => {
                let weight = match word.letters {
                    0..=3 => u32::from(word.name) * 2,
                    4 => 1,
                    5..=6 => 2,
                    _ => 3,
                };
                (word.stem, weight + u32::from(word.name && weight > 0))
            }
            Common::Names if word.frame == 0 => continue,
            Common::Names => (word.frame, if word.name { 4 } else { u32::from(word.consonants >= 4) * 2 }),
        };
        if weight > 0 {
            items.push(Item { key, weight, quoted: word.quoted });
        }
    }
    for figure in surface.figures_of(sentence) {
        let weight = match (figure.digits() >= 3, common) {
            (true, Common::Words) => 4,
            (false, Common::Words) => 2,
            (true, Common::Names) => 8,
            (false, Common::Names) => 4,
        };
        items.push(Item { key: figure.hash(), weight, quoted: false });
    }
    items.sort_by_key(|item| (item.key, std::cmp::Reverse(item.weight)));
    items.dedup_by_key(|item| item.key);
    items
}

fn triples_in_common(one: &Surface, other: &Surface) -> (u32, u32) {
    let (ones, others) = (triples_of(one), triples_of(other));
    let (mut at, mut both) = (0, 0u64);
    for triple in &ones {
        while at < others.len() && others[at] < *triple {
            at += 1;
        }
        both += u64::from(others.get(at) == Some(triple));
    }
    let share = |of: u64| (both * 1000).checked_div(of).unwrap_or(0) as u32;
    (share((ones.len() + others.len()) as u64 - both), share(ones.len().min(others.len()) as u64))
}

fn triples_of(surface: &Surface) -> Vec<u64> {
    let mut triples = Vec::with_capacity(surface.words.len());
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        for three in surface.words_of(sentence).windows(3) {
            triples.push(mix(mix(three[0].word, three[1].word), three[2].word));
        }
    }
    triples.sort_unstable();
    triples.dedup();
    triples
}

/// One hash of two, in order.
pub(super) fn mix(one: u64, other: u64) -> u64 {
    let mixed = (one.rotate_left(21) ^ other).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}
