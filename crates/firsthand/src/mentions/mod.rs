//! What is written where? Finds numbers, times, places, agents and statements in a report.
//! Not here: what is counted and who counted it; that is `claims`.

mod agent;
mod number;
mod quote;
mod timex;
mod toponym;

use crate::gazetteer::Gazetteer;
use crate::model::{Mention, Report, Tokens};
use crate::pack::Pack;

/// All mentions of a report, sorted by where they stand. Never fails: what is doubtful is a reading with a doubt.
#[must_use]
pub fn find_mentions(pack: &Pack, gazetteer: &Gazetteer, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let timexes = timex::find_timexes(pack, report, tokens);
    let toponyms = toponym::find_toponyms(pack, gazetteer, report, tokens);
    let mut mentions = number::find_numbers(pack, report, tokens);
    mentions.extend(quote::find_statements(pack, report, tokens, &toponyms));
    mentions.extend(timexes);
    mentions.extend(toponyms);
    mentions.sort_by_key(|mention| (mention.span, kind_order(mention)));
    mentions
}

fn kind_order(mention: &Mention) -> u8 {
    use crate::model::Reading;
    match mention.reading {
        Reading::Number(_) => 0,
        Reading::Timex(_) => 1,
        Reading::Toponym(_) => 2,
        Reading::Agent(_) => 3,
        Reading::Quote(_) => 4,
    }
}
