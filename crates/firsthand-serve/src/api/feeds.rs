//! What a server is told to follow and what it notes: feeds, and acts of reading unmasked.
//! Not here: the list of feeds (`page::feeds`), and asking them (`firsthand watch`).

use super::{list, read_cursor, rows_asked, to_value, write_cursor};
use crate::ask::Answer;
use crate::desk::{Reading, Writing, now};
use crate::problem::Problem;
use firsthand::model::Subscription;
use firsthand::store::Store;
use firsthand_feeds::check_address;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Followed {
    address: String,
    #[serde(default)]
    title: Option<String>,
}

/// Follows a feed; one that is followed already stays as it is.
pub(crate) fn follow(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let wanted: Followed = writing.ask.json()?;
    if wanted.title.as_ref().is_some_and(|title| title.chars().count() > 200) {
        return Err(Problem::bad("title", "it is longer than 200 signs"));
    }
    let address = read_address("address", &wanted.address)?;
    let known = writing.store.subscriptions()?.into_iter().find(|feed| feed.address == address);
    let (status, feed) = match known {
        Some(feed) => (200, feed),
        None => {
            let feed = Subscription::new(&address, wanted.title.as_deref(), now());
            writing.store.put_subscription(&feed)?;
            (201, feed)
        }
    };
    Ok(Answer::json(&json!({"address": feed.address, "title": feed.title, "next": feed.health.next})).status(status))
}

/// Follows a feed no longer; what it brought stays.
pub(crate) fn end(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let query = &writing.ask.query;
    let address = query.get("address").ok_or_else(|| Problem::bad("address", "no feed is named"))?;
    let address = read_address("address", address)?;
    if writing.store.end_subscription(&address)? {
        Ok(Answer::of("text/plain; charset=utf-8", "").status(204))
    } else {
        Err(Problem::missing("feed of this address"))
    }
}

/// An address of the web as it is asked.
pub(super) fn read_address(field: &str, written: &str) -> Result<String, Problem> {
    check_address(written).map_err(|refusal| Problem::bad(field, format!("{refusal}\nhint: {}", refusal.hint)))
}

/// Who read without masks, and what; the latest first.
pub(crate) fn show_disclosures(reading: &Reading<'_>) -> Result<Answer, Problem> {
    const KIND: &str = "disclosures";
    let ask = reading.ask;
    let most = rows_asked(ask);
    let before: i64 = read_cursor(ask, KIND)?.unwrap_or(i64::MAX);
    let found = reading.base.disclosures(before, most)?;
    let next = found.last().filter(|act| found.len() == most && act.seq > 1).map(|act| act.seq);
    let rows = found.iter().map(to_value).collect();
    Ok(list(ask, KIND, rows, next.map(|seq| write_cursor(KIND, &seq.to_string()))).once())
}
