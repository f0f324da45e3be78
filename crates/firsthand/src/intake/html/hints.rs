//! What do names of classes and meta elements say? The data file `html.toml`, read once. Not here: what is made of it.

use crate::model::BlockKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// `data/html.toml`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Hints {
    class: Vec<ClassRule>,
    /// Headings of what is no part of a story, in small letters.
    section: Vec<ClassRule>,
    body: Words,
    pub(super) meta: Meta,
    pub(super) wall: Vec<Wall>,
    #[serde(skip)]
    kinds: BTreeMap<String, BlockKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassRule {
    kind: BlockKind,
    any: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Words {
    any: Vec<String>,
}

/// Names under which pages tell about themselves, most trusted first.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Meta {
    pub(super) published: Vec<String>,
    pub(super) modified: Vec<String>,
    pub(super) title: Vec<String>,
    pub(super) outlet: Vec<String>,
    pub(super) author: Vec<String>,
    pub(super) types: Vec<String>,
}

/// A page that is no report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wall {
    pub(super) word: String,
    pub(super) any: Vec<String>,
}

/// The hints.
pub(super) fn read_hints() -> &'static Hints {
    static HINTS: OnceLock<Hints> = OnceLock::new();
    HINTS.get_or_init(|| {
        let mut hints: Hints = toml::from_str(include_str!("../../../data/html.toml")).unwrap_or_default();
        for rule in &hints.class {
            for word in &rule.any {
                hints.kinds.entry(word.clone()).or_insert(rule.kind);
            }
        }
        hints
    })
}

impl Hints {
    /// The kind that a class or id gives its element.
    pub(super) fn kind_of(&self, value: &str) -> Option<BlockKind> {
        let mut best: Option<BlockKind> = None;
        for name in value.split_ascii_whitespace() {
            let lower = name.to_lowercase();
            if let Some(kind) = self.kinds.get(&lower) {
                return Some(*kind);
            }
            each_word(name, |word| {
                if let Some(kind) = self.kinds.get(word)
                    && best.is_none()
                {
                    best = Some(*kind);
                }
            });
        }
        best
    }

    /// The kind of what stands under a heading that opens with words of the data.
    pub(super) fn section_of(&self, heading: &str) -> Option<BlockKind> {
        if heading.len() > 80 {
            return None;
        }
        let heading = heading.trim_start_matches(|sign: char| !sign.is_alphabetic()).to_lowercase();
        let opens = |words: &String| {
            let rest = heading.strip_prefix(words.as_str());
            rest.is_some_and(|rest| rest.chars().next().is_none_or(|sign| !sign.is_alphanumeric()))
        };
        self.section.iter().find(|rule| rule.any.iter().any(opens)).map(|rule| rule.kind)
    }

    /// Whether a class or id says that the story is in it.
    pub(super) fn holds_body(&self, value: &str) -> bool {
        value.split_ascii_whitespace().any(|name| {
            let lower = name.to_lowercase();
            self.body.any.iter().any(|word| lower.contains(word.as_str()))
        })
    }
}

/// The words of a name: `shareBar_top-2` is share, bar, top.
fn each_word(name: &str, mut take: impl FnMut(&str)) {
    let mut word = String::with_capacity(16);
    let mut small = false;
    for sign in name.chars() {
        if !sign.is_alphabetic() || sign.is_uppercase() && small {
            if !word.is_empty() {
                take(&word);
            }
            word.clear();
        }
        small = sign.is_lowercase();
        if sign.is_alphabetic() {
            word.extend(sign.to_lowercase());
        }
    }
    if !word.is_empty() {
        take(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        let hints = read_hints();
        assert!(!hints.kinds.is_empty(), "data/html.toml cannot be read");
        assert_eq!(hints.kind_of("shareBar_top-2"), Some(BlockKind::Navigation));
        assert_eq!(hints.kind_of("wide img-caption"), Some(BlockKind::Caption));
        assert_eq!(hints.kind_of("bread shadow admiral"), None);
        assert_eq!(hints.section_of("Related Articles:"), Some(BlockKind::Teaser));
        assert_eq!(hints.section_of("Commentators disagree"), None);
        assert!(hints.holds_body("grid article-body--wide"));
    }
}
