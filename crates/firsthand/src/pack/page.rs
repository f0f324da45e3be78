//! `page.toml`: furniture of web pages, captions, credits; letters and words that tell the language.

use super::token::TextRules;
use super::words::Words;
use super::{PackError, parse_file};
use serde::Deserialize;

/// `page.toml`, loaded.
#[derive(Debug, Default)]
pub struct PageRules {}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {}

impl PageRules {
    pub(super) fn load(file: &str, source: &str, _text: &TextRules, _words: &mut Words) -> Result<Self, PackError> {
        let File {} = parse_file(file, source)?;
        Ok(Self {})
    }
}
