//! Phrases to rules: a trie over word ids. The small rule engine under every room that reads.

use super::token::split_words;
use super::words::{QuickMap, Words, fold_word};
use super::{PackError, TextRules};
use crate::model::{Token, WordId};
use serde::Deserialize;
use std::sync::Arc;

/// A rule as it stands in a data file: phrases, and what they mean.
#[derive(Debug, Clone, Deserialize)]
pub struct Raw<T> {
    /// Name shown by `explain`; made from file and first phrase where missing.
    pub name: Option<String>,
    /// The phrases. Braces expand: `arrest{s,ed,ing,}`.
    pub any: Vec<String>,
    /// The meaning.
    #[serde(flatten)]
    pub rule: T,
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
    /// Nodes of further words.
    next: QuickMap<(u32, WordId), u32>,
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
    /// Longer phrases go on from here.
    inner: bool,
}

const NONE: u32 = u32::MAX;
const SHARED: u32 = 1 << 31;

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            next: QuickMap::default(),
            nodes: vec![Node { end: NONE, inner: false }],
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
            let Some(first) = raw.any.first() else {
                return Err(PackError::new(file, format!("a [[{table}]] rule has no phrase in `any`")));
            };
            let name = raw.name.clone().unwrap_or_else(|| format!("{stem}/{table}/{}", slug(first)));
            let number = u32::try_from(self.rules.len()).unwrap_or(u32::MAX);
            for phrase in &raw.any {
                for phrase in expand_braces(phrase).map_err(|why| PackError::new(file, format!("{name}: {why}")))? {
                    self.insert(&phrase, number, text, words)
                        .map_err(|why| PackError::new(file, format!("{name}: {why}")))?;
                }
            }
            self.rules.push(Rule { name: name.into(), means: raw.rule });
        }
        Ok(())
    }

    fn insert(&mut self, phrase: &str, rule: u32, text: &TextRules, words: &mut Words) -> Result<(), String> {
        let mut node = 0;
        let mut folded = String::new();
        split_words(phrase, text, &mut |span, _| {
            folded.clear();
            fold_word(span.of(phrase), &mut folded);
            let word = words.intern(&folded);
            let fresh = u32::try_from(self.nodes.len()).unwrap_or(NONE);
            if node == 0 {
                let at = word.0 as usize;
                if self.first.len() <= at {
                    self.first.resize(at + 1, 0);
                }
                if self.first[at] == 0 {
                    self.first[at] = fresh;
                }
                node = self.first[at];
                self.starts.push((word, rule));
            } else {
                self.nodes[node as usize].inner = true;
                node = *self.next.entry((node, word)).or_insert(fresh);
            }
            if node == fresh {
                self.nodes.push(Node { end: NONE, inner: false });
            }
        });
        if node == 0 {
            return Err(format!("the phrase {phrase:?} holds no word"));
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
        Ok(())
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
            let Some(token) = tokens.get(length).filter(|token| here.inner && token.word != WordId::UNKNOWN) else {
                return;
            };
            let Some(next) = self.next.get(&(node, token.word)) else { return };
            node = *next;
            length += 1;
        }
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

fn slug(phrase: &str) -> String {
    let mut out = String::new();
    fold_word(phrase, &mut out);
    out.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(30).collect()
}

/// Expands `arrest{s,ed,}` to `arrests`, `arrested`, `arrest`; braces may follow one another but not nest. Blanks that an
/// empty choice leaves are closed up.
pub(super) fn expand_braces(phrase: &str) -> Result<Vec<String>, String> {
    let close_up = |phrase: String| phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(expand_from(phrase)?.into_iter().map(close_up).collect())
}

fn expand_from(phrase: &str) -> Result<Vec<String>, String> {
    let Some(open) = phrase.find('{') else {
        return if phrase.contains('}') {
            Err(format!("`}}` without `{{` in {phrase:?}"))
        } else {
            Ok(vec![phrase.into()])
        };
    };
    let close =
        phrase[open..].find('}').map(|at| open + at).ok_or_else(|| format!("`{{` without `}}` in {phrase:?}"))?;
    let tails = expand_from(&phrase[close + 1..])?;
    let choices = phrase[open + 1..close].split(',');
    Ok(choices.flat_map(|choice| tails.iter().map(move |tail| format!("{}{choice}{tail}", &phrase[..open]))).collect())
}

#[cfg(test)]
mod tests {
    use super::expand_braces;

    #[test]
    fn braces_expand() {
        assert_eq!(expand_braces("a{b,}c{d,e}").unwrap(), ["abcd", "abce", "acd", "ace"]);
        assert_eq!(expand_braces("a{b,} c{d,e}").unwrap(), ["ab cd", "ab ce", "a cd", "a ce"]);
        assert!(expand_braces("a{b").is_err());
    }
}
