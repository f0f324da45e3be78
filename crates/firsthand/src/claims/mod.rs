//! Who says how many of what, where and when? Binds mentions into claims.
//! Not here: which claims agree; that is `ledger`.

use crate::model::{Claim, Mention, Report, Tokens};
use crate::pack::Pack;

/// The claims of a report, in the order of the text.
#[must_use]
pub fn assemble_claims(_pack: &Pack, _report: &Report, _tokens: &Tokens, _mentions: &[Mention]) -> Vec<Claim> {
    Vec::new()
}
