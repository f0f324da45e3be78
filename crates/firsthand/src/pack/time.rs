//! `time.toml`: words for dates, times, durations.

use super::token::TextRules;
use super::words::Words;
use super::{PackError, parse_file};
use serde::Deserialize;

/// `time.toml`, loaded.
#[derive(Debug, Default)]
pub struct TimeRules {}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {}

impl TimeRules {
    pub(super) fn load(file: &str, source: &str, _text: &TextRules, _words: &mut Words) -> Result<Self, PackError> {
        let File {} = parse_file(file, source)?;
        Ok(Self {})
    }
}
