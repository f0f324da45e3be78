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
    live: Words,
    heading: HeadingWords,
    pub(super) date: DateWords,
    pub(super) meta: Meta,
    pub(super) wall: Vec<Wall>,
    #[serde(skip)]
    kinds: BTreeMap<String, (BlockKind, bool)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassRule {
    kind: BlockKind,
    /// Says nothing of an element with much running text.
    #[serde(default)]
    weak: bool,
    any: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Words {
    any: Vec<String>,
}

/// How parts of a heading are called.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct HeadingWords {
    /// Lines above and below the title.
    kicker: Vec<String>,
    /// Signs that only readers by ear meet.
    unseen: Vec<String>,
    /// Whole classes and ids of the name of the site.
    site: Vec<String>,
    /// Last words of classes of the title inside of its heading.
    title: Vec<String>,
    /// Whole classes and ids of the heading that is the title.
    marks: Vec<String>,
}

/// How elements that hold a date are called.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct DateWords {
    any: Vec<String>,
    /// Words of readers' languages, in small letters, that say that a page was changed.
    pub(super) changed: Vec<String>,
    /// Whole classes by which microformats and publishing systems mark the date of the story.
    pub(super) marks: Vec<String>,
}

/// Names under which pages tell about themselves, most trusted first.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Meta {
    pub(super) published: Vec<String>,
    /// The same under names that are filled less carefully than linked data.
    pub(super) issued: Vec<String>,
    /// When it was made, which may also be when it was sent: believed after what readers see.
    pub(super) created: Vec<String>,
    pub(super) modified: Vec<String>,
    pub(super) title: Vec<String>,
    pub(super) outlet: Vec<String>,
    pub(super) author: Vec<String>,
    pub(super) types: Vec<String>,
    /// Addresses of the report that a page was taken from.
    pub(super) origin: Vec<String>,
    /// Names of the date of publication in the data of scripts.
    pub(super) script: Vec<String>,
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
                hints.kinds.entry(join_words(word)).or_insert((rule.kind, rule.weak));
            }
        }
        hints
    })
}

impl Hints {
    /// The kind that a class or id gives its element.
    /// `weighty` where the element holds much running text.
    pub(super) fn kind_of(&self, value: &str, weighty: bool) -> Option<BlockKind> {
        let kind_of = |word: &str| self.kinds.get(word).filter(|(_, weak)| !(*weak && weighty)).map(|(kind, _)| *kind);
        let mut best: Option<BlockKind> = None;
        for name in value.split_ascii_whitespace() {
            if let Some(kind) = kind_of(&join_words(name)) {
                return Some(kind);
            }
            // Two words that mean more together: "author-box", "teaserText".
            let mut before = String::new();
            let mut single = None;
            each_word(name, |word| {
                before.push_str(word);
                best = best.or_else(|| kind_of(&before));
                single = single.or_else(|| kind_of(word));
                before.clear();
                before.push_str(word);
            });
            best = best.or(single);
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

    /// Whether a line says that it leads elsewhere: "Read also: ...", or these words alone.
    pub(super) fn leads_elsewhere(&self, line: &str) -> bool {
        let line = line.trim_start_matches(|sign: char| !sign.is_alphabetic());
        let head: String = line.chars().take(60).flat_map(char::to_lowercase).collect();
        let leads = |words: &String| {
            let rest = head.strip_prefix(words.as_str()).map(str::trim_start);
            rest.is_some_and(|rest| {
                rest.starts_with([':', '：']) || rest.trim_end_matches(['.', '>', '»', '…', '?', '!']).is_empty()
            })
        };
        let teasers = self.section.iter().filter(|rule| rule.kind == BlockKind::Teaser);
        teasers.flat_map(|rule| &rule.any).any(leads)
    }

    /// Whether a class or id says that the story is in it.
    pub(super) fn holds_body(&self, value: &str) -> bool {
        value.split_ascii_whitespace().any(|name| {
            let lower = name.to_lowercase();
            self.body.any.iter().any(|word| lower.contains(word.as_str()))
        })
    }
}

impl Hints {
    /// Whether a class is of a line above or below the title, in its heading.
    pub(super) fn is_kicker(&self, class: &str) -> bool {
        let class = class.to_lowercase();
        self.heading.kicker.iter().any(|word| class.contains(word.as_str()))
    }

    /// Whether a class or id is of an element that names the site.
    pub(super) fn names_site(&self, value: &str) -> bool {
        let known = |name: &str| self.heading.site.iter().any(|own| own.eq_ignore_ascii_case(name));
        value.split_ascii_whitespace().any(known)
    }

    /// Whether a class is of the title inside of its heading.
    pub(super) fn marks_title(&self, class: &str) -> bool {
        class.split_ascii_whitespace().any(|name| {
            let mut last = String::new();
            each_word(name, |word| word.clone_into(&mut last));
            self.heading.title.contains(&last)
        })
    }

    /// Whether a class or id marks a heading as the title.
    pub(super) fn marks_heading(&self, value: &str) -> bool {
        let known = |name: &str| self.heading.marks.iter().any(|own| own.eq_ignore_ascii_case(name));
        value.split_ascii_whitespace().any(known)
    }

    /// Whether a class hides its element from the eye.
    pub(super) fn is_unseen(&self, class: &str) -> bool {
        let class = class.to_lowercase();
        self.heading.unseen.iter().any(|word| class.contains(word.as_str()))
    }

    /// Whether a name, a title or an address says that it is of a live page.
    pub(super) fn is_live(&self, text: &str) -> bool {
        holds_word(&self.live.any, text)
    }

    /// Whether the words before a day say that the page was changed on it.
    pub(super) fn tells_change(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.date.changed.iter().any(|word| text.contains(word.as_str()))
    }

    /// Whether a class or id says that its element holds a date.
    pub(super) fn holds_date(&self, name: &str) -> bool {
        holds_word(&self.date.any, name)
    }
}

/// A name without the signs between its words, in small letters.
fn join_words(name: &str) -> String {
    name.chars().filter(|sign| !matches!(sign, '-' | '_')).flat_map(char::to_lowercase).collect()
}

fn holds_word(words: &[String], text: &str) -> bool {
    let mut found = false;
    each_word(text, |word| found |= words.iter().any(|own| own == word));
    found
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
        assert_eq!(hints.kind_of("shareBar_top-2", false), Some(BlockKind::Navigation));
        assert_eq!(hints.kind_of("wide img-caption", false), Some(BlockKind::Caption));
        assert_eq!(hints.kind_of("bread shadow admiral", false), None);
        assert_eq!(hints.section_of("Related Articles:"), Some(BlockKind::Teaser));
        assert_eq!(hints.section_of("Commentators disagree"), None);
        assert!(hints.holds_body("grid article-body--wide"));
    }
}
