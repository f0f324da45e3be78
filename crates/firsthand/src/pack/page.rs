//! `page.toml`: furniture of web pages, captions, credits; the marks by which a language is told.

use super::lexicon::{Lexicon, Phrases, Raw};
use super::token::TextRules;
use super::words::Words;
use super::{PackError, Source, parse_file};
use crate::model::BlockKind;
use serde::Deserialize;

/// Where in its line a phrase must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhrasePlace {
    /// The line opens with it.
    #[default]
    Start,
    /// The line is nothing else.
    Whole,
    /// It stands in the line's tail, before a colon or at a sentence's start: `Photo: NAME`.
    Tail,
    /// It stands anywhere in a short line.
    Inside,
}

/// A phrase that tells what its line is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRule {
    /// What the line is.
    pub kind: BlockKind,
    /// Where the phrase stands.
    #[serde(default, rename = "at")]
    pub place: PhrasePlace,
    /// A number must follow the phrase: `Image 5`.
    #[serde(default)]
    pub number: bool,
    /// The phrase must be written in capitals, in a line that is not.
    #[serde(default)]
    pub upper: bool,
    /// The line says that the page is a translation: `Translated by NAME`. Only where it is short.
    #[serde(default)]
    pub translation: bool,
}

/// `page.toml`, loaded.
#[derive(Debug, Default)]
pub struct PageRules {
    /// Phrases that type a line.
    pub lexicon: Lexicon<PageRule>,
    /// Agencies whose name after a dash or a slash closes a caption.
    pub agencies: Lexicon<Agency>,
    /// What the language is told by.
    pub marks: LanguageMarks,
}

/// What a language is told by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct LanguageMarks {
    /// ISO 639-3 code, by which the language detector knows the language.
    pub iso3: String,
    /// Letters that only this language writes among those of its script.
    pub letters: String,
}

impl LanguageMarks {
    /// Reads nothing else of a file.
    pub(super) fn load(source: Source<'_>) -> Self {
        parse_file("", source).unwrap_or_default()
    }
}

/// An agency as it signs pictures.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {
    iso3: String,
    letters: String,
    agencies: Phrases,
    line: Vec<Raw<PageRule>>,
}

impl PageRules {
    pub(super) fn load(file: &str, source: Source<'_>, text: &TextRules, words: &mut Words) -> Result<Self, PackError> {
        let data: File = parse_file(file, source)?;
        let mut lexicon = Lexicon::default();
        lexicon.add(file, "line", data.line, text, words)?;
        let mut agencies = Lexicon::default();
        if !data.agencies.is_empty() {
            let raw = Raw { name: None, any: data.agencies, rule: Agency {} };
            agencies.add(file, "agencies", vec![raw], text, words)?;
        }
        let marks = LanguageMarks { iso3: data.iso3, letters: data.letters };
        Ok(Self { lexicon, agencies, marks })
    }
}
