//! Which items does a JSON Feed hold? Version 1 and 1.1 of jsonfeed.org. Not here: lines of JSON reports.

use super::address::join_address;
use super::{Feed, FeedItem, MAX_ITEMS, Refusal, read_wild_date};
use crate::intake::jsonl::check_depth;
use serde_json::Value;

/// Reads a JSON Feed. Numbers may stand as ids; a field of the wrong kind counts as missing.
///
/// # Errors
/// `broken_json`, or `no_feed` where the JSON is another thing.
pub(super) fn read_json_feed(text: &str, address: Option<&str>) -> Result<Feed, Refusal> {
    check_depth(text)?;
    let feed: Value = serde_json::from_str(text.trim_end())
        .map_err(|error| Refusal::new("broken_json", error.to_string(), "ask the publisher to mend the feed"))?;
    let Some(items) = feed["items"].as_array() else {
        return Err(Refusal::new(
            "no_feed",
            "the JSON has no `items`",
            "a JSON Feed has `version`, `title` and `items`",
        ));
    };
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let date = |value: &Value| text(value).map(|written| read_wild_date(&written).unwrap_or(written));
    let author = |value: &Value| text(&value["authors"][0]["name"]).or_else(|| text(&value["author"]["name"]));
    let link = |value: &Value| text(value).map(|link| join_address(address, &link));
    let language = text(&feed["language"]);
    let mut read = Feed {
        id: text(&feed["feed_url"]),
        title: text(&feed["title"]),
        link: link(&feed["home_page_url"]),
        summary: text(&feed["description"]),
        language: language.clone(),
        author: author(&feed),
        ..Feed::default()
    };
    for item in items.iter().take(MAX_ITEMS) {
        // Plain text is escaped, so that it stays text where markup is read.
        let plain = text(&item["content_text"])
            .map(|text| text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>"));
        read.items.push(FeedItem {
            id: text(&item["id"]),
            title: text(&item["title"]),
            link: link(&item["url"]).or_else(|| link(&item["external_url"])),
            published: date(&item["date_published"]),
            updated: date(&item["date_modified"]),
            author: author(item).or_else(|| read.author.clone()),
            language: text(&item["language"]).or_else(|| language.clone()),
            summary: text(&item["summary"]),
            content: text(&item["content_html"]).or(plain),
            credit: None,
        });
    }
    if items.len() > MAX_ITEMS {
        let left = items.len() - MAX_ITEMS;
        read.notes.push(format!("the feed has more than {MAX_ITEMS} items: {left} were left out [xml_limit]"));
    }
    Ok(read)
}
