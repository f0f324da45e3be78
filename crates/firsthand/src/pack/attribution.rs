//! `attribution.toml`: cues of saying, titles and offices, credits.

use super::token::TextRules;
use super::words::Words;
use super::{PackError, parse_file};
use serde::Deserialize;

/// `attribution.toml`, loaded.
#[derive(Debug, Default)]
pub struct AttributionRules {}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {}

impl AttributionRules {
    pub(super) fn load(file: &str, source: &str, _text: &TextRules, _words: &mut Words) -> Result<Self, PackError> {
        let File {} = parse_file(file, source)?;
        Ok(Self {})
    }
}
