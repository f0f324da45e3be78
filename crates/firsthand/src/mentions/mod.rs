//! What is written where? Finds numbers, times, places, agents and statements in a report.
//! Not here: what is counted and who counted it; that is `claims`.

mod agent;
mod credit;
mod number;
mod outlet;
mod quote;
mod timex;
mod toponym;

use crate::gazetteer::{Gazetteer, Place};
use crate::model::{Mention, Report, Tokens};
use crate::pack::Pack;

/// All mentions of a report, sorted by where they stand. Never fails: what is doubtful is a reading with a doubt.
#[must_use]
pub fn find_mentions(pack: &Pack, gazetteer: &Gazetteer, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for search in [Search::Numbers, Search::Statements, Search::Times, Search::Places] {
        mentions.append(&mut search_mentions(search, pack, gazetteer, report, tokens));
    }
    mentions.append(&mut credit::find_credits(pack, tokens));
    // Mentions are large: their keys are sorted, not they.
    mentions.sort_by_cached_key(|mention| (mention.span, kind_order(mention)));
    mentions
}

/// The place where the outlet of a page is at home, as its host names it.
#[must_use]
pub fn find_outlet_home(gazetteer: &Gazetteer, address: &str) -> Option<Place> {
    outlet::find_home(gazetteer, address).place
}

/// What is looked for in one walk over a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// Numbers.
    Numbers,
    /// Time expressions.
    Times,
    /// Place names.
    Places,
    /// Statements and agents.
    Statements,
}

/// The mentions of one search alone, of which [`find_mentions`] joins all: so that each can be measured.
#[must_use]
pub fn search_mentions(
    search: Search,
    pack: &Pack,
    gazetteer: &Gazetteer,
    report: &Report,
    tokens: &Tokens,
) -> Vec<Mention> {
    match search {
        Search::Numbers => number::find_numbers(pack, report, tokens),
        Search::Times => timex::find_timexes(pack, report, tokens),
        Search::Places => toponym::find_toponyms(pack, gazetteer, report, tokens),
        Search::Statements => quote::find_statements(pack, report, tokens),
    }
}

fn kind_order(mention: &Mention) -> u8 {
    use crate::model::Reading;
    match mention.reading {
        Reading::Number(_) => 0,
        Reading::Timex(_) => 1,
        Reading::Toponym(_) => 2,
        Reading::Agent(_) => 3,
        Reading::Quote(_) => 4,
        Reading::Translation => 5,
    }
}
