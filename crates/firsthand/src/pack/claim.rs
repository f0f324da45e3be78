//! `claim.toml`: things that are counted, what happens to them, measure and modality.

use super::token::TextRules;
use super::words::Words;
use super::{PackError, parse_file};
use serde::Deserialize;

/// `claim.toml`, loaded.
#[derive(Debug, Default)]
pub struct ClaimRules {}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {}

impl ClaimRules {
    pub(super) fn load(file: &str, source: &str, _text: &TextRules, _words: &mut Words) -> Result<Self, PackError> {
        let File {} = parse_file(file, source)?;
        Ok(Self {})
    }
}
