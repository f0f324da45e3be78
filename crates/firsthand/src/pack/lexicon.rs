//! Phrases to rules: a trie over word ids. The small rule engine under every room that reads.

use super::cut::fold_phrases;
use super::fold::{fold_word, is_letter};
use super::prepared::{PHRASE_LIST, take_bytes, take_number};
use super::words::{QuickMap, Words};
use super::{PackError, TextRules};
use crate::model::{Token, WordId};
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::{Deserialize, de};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// A rule as it stands in a data file: phrases, and what they mean. Keys that are neither a part of it nor of its meaning
/// are refused, if the meaning's type refuses them.
#[derive(Debug, Clone)]
pub struct Raw<T> {
    /// Name shown by `explain`; made from file and first phrase where missing.
    pub name: Option<String>,
    /// The phrases.
    pub any: Phrases,
    /// The meaning.
    pub rule: T,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Raw<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Whole<T> {
            type Value = Raw<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a rule")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Raw<T>, A::Error> {
                let mut parts = Parts { map, name: None, any: None };
                let rule = T::deserialize(MapAccessDeserializer::new(&mut parts))?;
                let any = parts.any.ok_or_else(|| A::Error::missing_field("any"))?;
                Ok(Raw { name: parts.name, any, rule })
            }
        }
        deserializer.deserialize_map(Whole(PhantomData))
    }
}

/// The keys of a rule: keeps name and phrases, and hands the others on to the meaning.
struct Parts<A> {
    map: A,
    name: Option<String>,
    any: Option<Phrases>,
}

/// A key; where it is none of the meaning's, the seed for the next one is given back.
enum Key<S, K> {
    Name(S),
    Any(S),
    Other(K),
}

struct KeySeed<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for KeySeed<S> {
    type Value = Key<S, S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for KeySeed<S> {
    type Value = Key<S, S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(match key {
            "name" => Key::Name(self.0),
            "any" => Key::Any(self.0),
            key => Key::Other(self.0.deserialize(StrDeserializer::new(key))?),
        })
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for &mut Parts<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, mut seed: S) -> Result<Option<S::Value>, A::Error> {
        loop {
            seed = match self.map.next_key_seed(KeySeed(seed))? {
                None => return Ok(None),
                Some(Key::Other(key)) => return Ok(Some(key)),
                Some(Key::Name(seed)) => {
                    self.name = Some(self.map.next_value()?);
                    seed
                }
                Some(Key::Any(seed)) => {
                    self.any = Some(self.map.next_value()?);
                    seed
                }
            };
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A list of phrases. Braces expand: `arrest{s,ed,ing,}`.
#[derive(Debug, Clone)]
pub struct Phrases(List);

#[derive(Debug, Clone)]
enum List {
    Written(Vec<String>),
    /// As [`PHRASES`](super::form::PHRASES) says.
    Prepared(Vec<u8>),
}

/// A phrase that is none, and why.
#[derive(Debug)]
pub(super) struct BadPhrase {
    pub(super) phrase: String,
    pub(super) why: String,
}

impl Default for Phrases {
    fn default() -> Self {
        Self(List::Written(Vec::new()))
    }
}

impl From<Vec<String>> for Phrases {
    fn from(written: Vec<String>) -> Self {
        Self(List::Written(written))
    }
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Phrases;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of phrases")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Phrases, D::Error> {
                Vec::deserialize(deserializer).map(|written| Phrases(List::Written(written)))
            }

            fn visit_bytes<E: de::Error>(self, prepared: &[u8]) -> Result<Phrases, E> {
                Ok(Phrases(List::Prepared(prepared.to_vec())))
            }
        }
        deserializer.deserialize_newtype_struct(PHRASE_LIST, Either)
    }
}

impl Phrases {
    /// The phrases as they are written, braces and all.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let (written, mut prepared) = match &self.0 {
            List::Written(written) => (&written[..], &[][..]),
            List::Prepared(prepared) => (&[][..], &prepared[..]),
        };
        let count = take_number(&mut prepared);
        let prepared = (0..count).map(move |_| std::str::from_utf8(take_bytes(&mut prepared)).unwrap_or_default());
        written.iter().map(String::as_str).chain(prepared)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Calls `found` with the words of every phrase that these stand for. They are named by a rule from now on.
    pub(super) fn each_phrase(
        &self,
        text: &TextRules,
        words: &mut Words,
        mut found: impl FnMut(&[WordId]),
    ) -> Result<(), BadPhrase> {
        let mut ids = Vec::with_capacity(8);
        if let List::Prepared(prepared) = &self.0 {
            let mut list = &prepared[..];
            for _ in 0..take_number(&mut list) {
                take_bytes(&mut list);
            }
            if !list.is_empty() {
                for _ in 0..take_number(&mut list) {
                    ids.clear();
                    for _ in 0..take_number(&mut list) {
                        let id = WordId(take_number(&mut list));
                        words.name(id);
                        ids.push(id);
                    }
                    found(&ids);
                }
                return Ok(());
            }
        }
        for phrase in self.iter() {
            let folded = fold_phrases(phrase, text.apostrophes(), &mut |phrase| {
                ids.clear();
                ids.extend(phrase.map(|word| words.intern(word)));
                if !ids.is_empty() {
                    found(&ids);
                }
            });
            folded.map_err(|why| BadPhrase { phrase: phrase.to_owned(), why })?;
        }
        Ok(())
    }
}

/// A loaded rule.
#[derive(Debug, Clone)]
pub struct Rule<T> {
    /// Its name, `fr/at-least`.
    pub name: Arc<str>,
    /// Its meaning.
    pub means: T,
}

/// Phrases that lead to rules of one kind.
#[derive(Debug)]
pub struct Lexicon<T> {
    /// The node of a first word, by its id; 0 where no phrase starts with it, as with most words of a text.
    first: Vec<u32>,
    /// Nodes of further words, while a pack is loaded.
    next: QuickMap<(u32, WordId), u32>,
    /// Further words and their nodes once it is loaded: those of one node stand together, in the order of their ids.
    further: Vec<(WordId, u32)>,
    /// Node 0 is the root.
    nodes: Vec<Node>,
    /// Rules of the few phrases that several rules share.
    shared: Vec<Vec<u32>>,
    /// First word and rule of every phrase.
    starts: Vec<(WordId, u32)>,
    rules: Vec<Rule<T>>,
}

/// A word of a phrase.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The rule of the phrase that ends here, [`NONE`], or [`SHARED`] and where its rules stand.
    end: u32,
    /// How many words may follow here.
    inner: u32,
    /// Where these stand in `further`.
    from: u32,
}

impl Default for Node {
    fn default() -> Self {
        Self { end: NONE, inner: 0, from: 0 }
    }
}

const NONE: u32 = u32::MAX;
const SHARED: u32 = 1 << 31;

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            next: QuickMap::default(),
            further: Vec::new(),
            nodes: vec![Node::default()],
            shared: Vec::new(),
            starts: Vec::new(),
            rules: Vec::new(),
        }
    }
}

impl<T> Lexicon<T> {
    /// Adds rules of one table of one file (`fr/number.toml`, table `modifier`).
    pub(super) fn add(
        &mut self,
        file: &str,
        table: &str,
        raw: Vec<Raw<T>>,
        text: &TextRules,
        words: &mut Words,
    ) -> Result<(), PackError> {
        let stem = file.split_once('/').map_or(file, |(lang, _)| lang);
        for raw in raw {
            let Some(first) = raw.any.iter().next() else {
                return Err(PackError::new(file, format!("a [[{table}]] rule has no phrase in `any`")));
            };
            let name = raw.name.unwrap_or_else(|| format!("{stem}/{table}/{}", slug(first)));
            let number = u32::try_from(self.rules.len()).unwrap_or(u32::MAX);
            raw.any
                .each_phrase(text, words, |phrase| self.insert(phrase, number))
                .map_err(|bad| PackError::new(file, format!("{name}: {}", bad.why)).at(&bad.phrase))?;
            self.rules.push(Rule { name: name.into(), means: raw.rule });
        }
        Ok(())
    }

    fn insert(&mut self, phrase: &[WordId], rule: u32) {
        let Some((first, further)) = phrase.split_first() else { return };
        let at = first.0 as usize;
        if self.first.len() <= at {
            self.first.resize(at + 1, 0);
        }
        if self.first[at] == 0 {
            self.first[at] = fresh(&mut self.nodes);
        }
        if self.starts.last() != Some(&(*first, rule)) {
            self.starts.push((*first, rule));
        }
        let mut node = self.first[at];
        for word in further {
            let (nodes, from) = (&mut self.nodes, node);
            node = *self.next.entry((node, *word)).or_insert_with(|| {
                nodes[from as usize].inner += 1;
                fresh(nodes)
            });
        }
        let end = &mut self.nodes[node as usize].end;
        if *end == NONE {
            *end = rule;
        } else if *end & SHARED != 0 {
            let rules = &mut self.shared[(*end & !SHARED) as usize];
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        } else if *end != rule {
            self.shared.push(vec![*end, rule]);
            *end = SHARED | u32::try_from(self.shared.len() - 1).unwrap_or(0);
        }
    }

    /// Loading is over: lays the further words out side by side, so that asking for one touches little memory.
    pub(super) fn settle(&mut self) {
        let mut end = 0;
        for node in &mut self.nodes {
            node.from = end;
            end += node.inner;
        }
        let mut further = vec![(WordId::UNKNOWN, 0); end as usize];
        let mut free: Vec<usize> = self.nodes.iter().map(|node| node.from as usize).collect();
        std::mem::take(&mut self.next).into_iter().for_each(|((from, word), node)| {
            let free = &mut free[from as usize];
            further[*free] = (word, node);
            *free += 1;
        });
        for node in self.nodes.iter().filter(|node| node.inner > 1) {
            further[node.from as usize..(node.from + node.inner) as usize].sort_unstable();
        }
        self.further = further;
    }

    /// The longest phrase that starts at `tokens[at]`: how many tokens it takes, and its rules (mostly one).
    #[must_use]
    pub fn longest(&self, tokens: &[Token], at: usize) -> Option<(usize, &[u32])> {
        let mut best = None;
        self.each(tokens, at, |length, rules| best = Some((length, rules)));
        best
    }

    /// Every phrase that starts at `tokens[at]`, shortest first.
    #[inline]
    pub fn each<'l>(&'l self, tokens: &[Token], at: usize, found: impl FnMut(usize, &'l [u32])) {
        let Some(token) = tokens.get(at) else { return };
        match self.first.get(token.word.0 as usize) {
            None | Some(0) => {}
            Some(node) => self.follow(*node, &tokens[at..], found),
        }
    }

    /// Goes on from the first of `tokens`, whose node is known.
    fn follow<'l>(&'l self, mut node: u32, tokens: &[Token], mut found: impl FnMut(usize, &'l [u32])) {
        let mut length = 1;
        loop {
            let here = &self.nodes[node as usize];
            if here.end != NONE {
                let rules = match here.end & SHARED {
                    0 => std::slice::from_ref(&here.end),
                    _ => &self.shared[(here.end & !SHARED) as usize][..],
                };
                found(length, rules);
            }
            if here.inner == 0 {
                return;
            }
            let Some(token) = tokens.get(length).filter(|token| token.word != WordId::UNKNOWN) else { return };
            let Some(next) = self.after(*here, token.word) else { return };
            node = next;
            length += 1;
        }
    }

    /// The node of a word that follows this one.
    #[inline]
    fn after(&self, node: Node, word: WordId) -> Option<u32> {
        const FEW: usize = 8;
        debug_assert!(
            self.next.is_empty(),
            "a lexicon that Pack::settle_phrases forgets finds no phrase of several words"
        );
        let further = self.further.get(node.from as usize..(node.from + node.inner) as usize)?;
        if further.len() <= FEW {
            return further.iter().find(|(next, _)| *next == word).map(|(_, node)| *node);
        }
        further.binary_search_by_key(&word, |(next, _)| *next).ok().map(|at| further[at].1)
    }

    /// What may start with a word: the bits of the rules whose phrases do, by word id. One look at them spares many at the
    /// phrases.
    #[must_use]
    pub fn first_words(&self, bits: impl Fn(&T) -> u64) -> Vec<u64> {
        let mut out = vec![0; self.first.len()];
        for (word, rule) in &self.starts {
            out[word.0 as usize] |= bits(&self.rule(*rule).means);
        }
        out
    }

    /// A rule by number.
    #[must_use]
    pub fn rule(&self, number: u32) -> &Rule<T> {
        &self.rules[number as usize]
    }

    /// All rules, in the order of their files.
    #[must_use]
    pub fn rules(&self) -> &[Rule<T>] {
        &self.rules
    }
}

/// The first letters of a phrase's name.
fn slug(phrase: &str) -> String {
    const LONGEST: usize = 30;
    let mut out = String::new();
    // A mark may join the letter before it, so that some more are folded than stay.
    let head = phrase.char_indices().nth(LONGEST * 2).map_or(phrase, |(end, _)| &phrase[..end]);
    fold_word(head, &mut out);
    let mut slug = String::with_capacity(out.len());
    slug.extend(out.chars().map(|c| if is_letter(c) || c.is_numeric() { c } else { '-' }).take(LONGEST));
    slug
}

fn fresh(nodes: &mut Vec<Node>) -> u32 {
    nodes.push(Node::default());
    u32::try_from(nodes.len() - 1).unwrap_or(0)
}

#[cfg(test)]
impl<T: fmt::Debug> Lexicon<T> {
    /// All that it holds, whatever the numbers of words and nodes.
    pub(super) fn told(&self, words: &Words) -> Vec<String> {
        let mut paths: Vec<(u32, String)> = Vec::new();
        let first = self.first.iter().enumerate().filter(|(_, node)| **node != 0);
        paths.extend(first.map(|(word, node)| (*node, words.word(WordId(word as u32)).to_owned())));
        let mut done = 0;
        while done < paths.len() {
            let (from, path) = paths[done].clone();
            let Node { from, inner, .. } = self.nodes[from as usize];
            let next = &self.further[from as usize..(from + inner) as usize];
            paths.extend(next.iter().map(|(word, node)| (*node, format!("{path} {}", words.word(*word)))));
            done += 1;
        }
        let ends = paths.into_iter().map(|(node, path)| {
            let mut rules = Vec::new();
            self.follow(node, &[], |_, found| rules.extend_from_slice(found));
            format!("{path}: {rules:?}")
        });
        let mut told: Vec<_> = ends.chain(self.rules.iter().map(|rule| format!("{rule:?}"))).collect();
        told.sort();
        told
    }
}
