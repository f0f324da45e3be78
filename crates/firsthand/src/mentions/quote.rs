//! Who says what: statements, their sources, and agents.

use crate::model::{Mention, Report, Tokens};
use crate::pack::Pack;

pub(super) fn find_statements(_pack: &Pack, _report: &Report, _tokens: &Tokens, _toponyms: &[Mention]) -> Vec<Mention> {
    Vec::new()
}
