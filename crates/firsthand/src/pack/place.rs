//! `place.toml`: place prepositions, generic words of regions, adjectives of countries.

use super::token::TextRules;
use super::words::Words;
use super::{PackError, parse_file};
use serde::Deserialize;

/// `place.toml`, loaded.
#[derive(Debug, Default)]
pub struct PlaceRules {}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {}

impl PlaceRules {
    pub(super) fn load(file: &str, source: &str, _text: &TextRules, _words: &mut Words) -> Result<Self, PackError> {
        let File {} = parse_file(file, source)?;
        Ok(Self {})
    }
}
