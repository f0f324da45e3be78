//! Which sentence of one text stands where in the other: an inverted index over words, figures and names.
//! Not here: what that says about the two texts; that is `judge`.

use crate::model::{Surface, SurfaceSentence, mix};
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
    /// Weight of what they share between quotation marks.
    pub(super) words: u32,
    /// That as a share of what the sentence that quotes less has between marks, in thousandths.
    pub(super) quotation: u32,
    /// One of the two stands aside: a caption, a line with contacts.
    pub(super) aside: bool,
}

impl Link {
    /// Whether it tells of the writing: quotations, captions and contacts are in many hands.
    pub(super) fn is_plain(&self) -> bool {
        !self.quoted && !self.aside
    }
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
    /// The stretch of (one, other) in which what is linked outweighs what is not, as a share of the text in thousandths.
    pub(super) run: (u32, u32),
    /// How much of the opening of (one, other) is linked, in thousandths.
    pub(super) lead: (u32, u32),
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
    let quotes = |side: &[Vec<Item>]| -> Vec<u32> {
        side.iter().map(|items| items.iter().filter(|item| item.quoted).map(rarity).sum()).collect()
    };
    let (quotes_one, quotes_other) = (quotes(&ones), quotes(&others));
    let (body_one, body_other) = (find_body(one), find_body(other));
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
                dice: in_thousandths(2 * u64::from(weight), u64::from(here) + u64::from(there)),
                inside: in_thousandths(u64::from(weight), u64::from(here.min(there))),
                quoted: quoted * 2 > weight,
                words: quoted,
                quotation: in_thousandths(u64::from(quoted), u64::from(quotes_one[number].min(quotes_other[sentence]))),
                aside: !body_one[number] || !body_other[sentence],
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

    let total =
        |weights: &[u32], body: &[bool]| weights.iter().zip(body).filter(|(_, body)| **body).map(|(w, _)| w).sum();
    let mut alignment =
        Alignment { total: (total(&weight_one, &body_one), total(&weight_other, &body_other)), ..Alignment::default() };
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
    let plain: Vec<&Link> = alignment.links.iter().filter(|link| link.is_plain()).collect();
    let ones: BTreeSet<usize> = plain.iter().map(|link| link.one).collect();
    let others: BTreeSet<usize> = plain.iter().map(|link| link.other).collect();
    alignment.linked = (ones.iter().map(|at| weight_one[*at]).sum(), others.iter().map(|at| weight_other[*at]).sum());
    alignment.shared = plain.iter().map(|link| link.shared).sum();
    alignment.ordered = heaviest_chain(&plain, other.sentences.len());
    if common == Common::Words {
        (alignment.jaccard, alignment.triples_inside) = triples_in_common((one, &body_one), (other, &body_other));
        let mut linked = (vec![false; one.sentences.len()], vec![false; other.sentences.len()]);
        for link in alignment.links.iter().filter(|link| !link.aside) {
            (linked.0[link.one], linked.1[link.other]) = (true, true);
        }
        alignment.run = (find_run(one, &body_one, &linked.0), find_run(other, &body_other, &linked.1));
        alignment.lead = (find_lead(one, &body_one, &linked.0), find_lead(other, &body_other, &linked.1));
    }
    alignment
}

/// Which sentences are the article's own: not its captions and contacts, unless it has little else.
fn find_body(surface: &Surface) -> Vec<bool> {
    /// Words; a headline has fewer.
    const LITTLE: usize = 20;
    let own = |sentence: &&SurfaceSentence| sentence.counts() && !sentence.aside;
    let words: usize = surface.sentences.iter().filter(own).map(|sentence| surface.words_of(sentence).len()).sum();
    surface.sentences.iter().map(|sentence| sentence.counts() && (words < LITTLE || !sentence.aside)).collect()
}

/// Words of the article's sentences with their places.
fn body_words<'a>(surface: &'a Surface, body: &'a [bool]) -> impl Iterator<Item = (usize, u64)> + 'a {
    let words = |(at, sentence)| (at, surface.words_of(sentence).len() as u64);
    surface.sentences.iter().enumerate().filter(|(at, _)| body[*at]).map(words)
}

/// The share of a text that its best stretch holds, where a linked word counts one and any other costs one.
fn find_run(surface: &Surface, body: &[bool], linked: &[bool]) -> u32 {
    let (mut score, mut length, mut total) = (0u64, 0, 0);
    let mut best = (0, 0);
    for (at, words) in body_words(surface, body) {
        total += words;
        length += words;
        score = if linked[at] { score + words } else { score.saturating_sub(words) };
        if score == 0 {
            length = 0;
        }
        best = best.max((score, length));
    }
    in_thousandths(best.1, total)
}

/// The share of the first [`LEAD`] words, to the end of their sentence, that is linked.
fn find_lead(surface: &Surface, body: &[bool], linked: &[bool]) -> u32 {
    let (mut inside, mut all) = (0, 0);
    for (at, words) in body_words(surface, body) {
        all += words;
        inside += if linked[at] { words } else { 0 };
        if all >= LEAD {
            break;
        }
    }
    in_thousandths(inside, all)
}

/// Words of a headline and two sentences.
const LEAD: u64 = 70;

/// A share in thousandths; 0 of nothing.
pub(super) fn in_thousandths(part: u64, of: u64) -> u32 {
    (part * 1000).checked_div(of).map_or(0, |share| u32::try_from(share).unwrap_or(u32::MAX))
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

fn triples_in_common(one: (&Surface, &[bool]), other: (&Surface, &[bool])) -> (u32, u32) {
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

fn triples_of((surface, body): (&Surface, &[bool])) -> Vec<u64> {
    let mut triples = Vec::with_capacity(surface.words.len());
    for (sentence, _) in surface.sentences.iter().zip(body).filter(|(_, body)| **body) {
        for three in surface.words_of(sentence).windows(3) {
            triples.push(mix(mix(three[0].word, three[1].word), three[2].word));
        }
    }
    triples.sort_unstable();
    triples.dedup();
    triples
}

/// How far the rare names and figures that two texts share stand at the same height of both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Diagonal {
    /// Weight of the rare items that both texts hold.
    pub(super) shared: u32,
    /// Weight of those that stand at the same height, give or take [`Diagonal::window`].
    pub(super) near: u32,
    /// Weight of the rare items of the text that holds less.
    pub(super) least: u32,
    /// Words of the shorter text as a share of the longer, in thousandths.
    pub(super) length: u32,
}

/// A whole translation keeps nearly everything at its height; two tellings of one event share as much, but scattered.
pub(super) fn find_diagonal(one: &Surface, other: &Surface) -> Diagonal {
    let (ones, others) = (rare_items(one), rare_items(other));
    let (long, short) = (ones.words.max(others.words), ones.words.min(others.words));
    let window = (25_000 / short.max(1)).clamp(25, 60);
    let mut diagonal = Diagonal {
        least: ones.weight().min(others.weight()),
        length: (short * 1000 / long.max(1)) as u32,
        ..Diagonal::default()
    };
    let mut from = 0;
    for here in ones.items.chunk_by(|a, b| a.0 == b.0) {
        while others.items.get(from).is_some_and(|item| item.0 < here[0].0) {
            from += 1;
        }
        let there = others.items[from..].iter().take_while(|item| item.0 == here[0].0).count();
        let there = &others.items[from..from + there];
        if there.is_empty() {
            continue;
        }
        let weight = here[0].2;
        let gap = here.iter().flat_map(|a| there.iter().map(move |b| a.1.abs_diff(b.1))).min().unwrap_or(1000);
        diagonal.shared += weight;
        diagonal.near += if gap <= window { weight } else { 0 };
    }
    diagonal
}

struct RareItems {
    /// (key, height in thousandths, weight), sorted.
    items: Vec<(u64, usize, u32)>,
    words: usize,
}

impl RareItems {
    fn weight(&self) -> u32 {
        self.items.chunk_by(|a, b| a.0 == b.0).map(|run| run[0].2).sum()
    }
}

fn rare_items(surface: &Surface) -> RareItems {
    let mut items = Vec::new();
    let mut words = 0;
    for sentence in surface.sentences.iter().filter(|sentence| sentence.counts()) {
        let there = surface.words_of(sentence);
        for (at, word) in there.iter().enumerate() {
            if word.frame != 0 && (word.name || word.consonants >= 4) {
                items.push((word.frame, words + at, 1));
            }
        }
        for figure in surface.figures_of(sentence) {
            let at = there.partition_point(|word| word.span.start < figure.span.start);
            items.push((figure.hash(), words + at, if figure.digits() >= 3 { 3 } else { 1 }));
        }
        words += there.len().max(1);
    }
    for item in &mut items {
        item.1 = item.1 * 1000 / words.max(1);
    }
    items.sort_unstable();
    let rare = items.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() <= 2).flatten().copied().collect();
    RareItems { items: rare, words }
}
