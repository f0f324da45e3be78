//! Feeds: how each is, in words, and when it is asked next; lists in and out.
//! Not here: asking them (`firsthand watch`).

use super::{lay_out, seal};
use crate::ask::Answer;
use crate::desk::{Reading, Writing, now};
use crate::problem::Problem;
use crate::words::safe;
use firsthand::export::csv::write_csv;
use firsthand::export::table::{Cell, Field, Kind, Table};
use firsthand::intake::feed::{Subscription as Listed, read_opml, write_opml};
use firsthand::model::Subscription;
use firsthand::store::Store;
use firsthand_feeds::check_address;
use maud::html;
use serde_json::json;

/// Words of others, signs that nobody sees as tokens.
fn words_cell(text: Option<&str>) -> Cell {
    Cell::text(text.map(safe).as_deref())
}

fn feeds_table() -> Table<Subscription> {
    Table {
        name: "feeds",
        title: "Feeds",
        about: "One row a feed that is followed.",
        key: "address",
        fields: vec![
            Field::new("address", Kind::Text, "Its address.", |feed: &Subscription| words_cell(Some(&feed.address))),
            Field::new("title", Kind::Text, "Its name.", |feed: &Subscription| words_cell(feed.title.as_deref())),
            Field::new("good", Kind::Moment, "Its last good answer.", |feed: &Subscription| {
                Cell::moment(feed.health.good)
            }),
            Field::new("failures", Kind::Integer, "Failures in a row.", |feed: &Subscription| {
                Cell::Integer(i64::from(feed.health.failures))
            }),
            Field::new("next", Kind::Moment, "When it is asked next.", |feed: &Subscription| {
                Cell::moment(feed.health.next)
            }),
            Field::new("trouble", Kind::Text, "Its last trouble, in words.", |feed: &Subscription| {
                words_cell(feed.health.trouble.as_ref().map(|trouble| trouble.why.as_str()))
            }),
        ],
    }
}

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let feeds = reading.base.subscriptions()?;
    match ask.form() {
        Some("opml") => {
            let listed = |feed: Subscription| Listed {
                title: feed.title.unwrap_or_else(|| feed.address.clone()),
                address: feed.address,
                page: None,
            };
            let list: Vec<Listed> = feeds.into_iter().map(listed).collect();
            let answer = Answer::of("text/x-opml; charset=utf-8", write_opml("Feeds that Firsthand follows", &list));
            return Ok(answer.with("content-disposition", "attachment; filename=\"feeds.opml\"".to_owned()));
        }
        Some("csv") => {
            let mut out = Vec::new();
            write_csv(&feeds_table(), feeds, &mut out).map_err(|error| Problem::fault(error.to_string()))?;
            return Ok(Answer::csv("feeds", out));
        }
        Some(_) => {
            let line = |feed: &Subscription| {
                let Subscription { address, title, health, .. } = feed;
                json!({"address": address, "title": title, "good": health.good, "trouble": health.trouble, "failures": health.failures, "next": health.next})
            };
            let lines: Vec<_> = feeds.iter().map(line).collect();
            return Ok(Answer::json(&json!({"format": "firsthand/feeds/1", "feeds": lines})));
        }
        None => {}
    }
    let may = ask.may("feeds_add");
    let content = html! {
        h1 { (words.say("feeds-title")) }
        @if let Some(added) = ask.query.get("added") { p.said role="status" { (words.numbered("feeds-added", added.parse::<usize>().unwrap_or(0))) } }
        @if feeds.is_empty() { p.empty { (words.say("feeds-empty")) } }
        @else {
            div.scroll tabindex="0" role="region" aria-label=(words.say("feeds-title")) {
                table {
                    thead { tr { @for name in ["feed", "good", "trouble", "next"] { th scope="col" { (words.say(&format!("feeds-{name}"))) } } @if may { th scope="col" { (words.say("feeds-remove")) } } } }
                    tbody {
                        @for feed in &feeds {
                            tr data-row=(feed.address) {
                                th scope="row" { bdi { (safe(feed.title.as_deref().unwrap_or(&feed.address))) } span.measure { (safe(&feed.address)) } }
                                td { (feed.health.good.map_or_else(|| words.say("feeds-never"), |at| words.instant(at))) }
                                td {
                                    @if let Some(trouble) = &feed.health.trouble {
                                        span.note.(if feed.health.failures > 0 { "conflict" } else { "remark" }) {
                                            (words.instant(trouble.at)) ": " bdi { (safe(&trouble.why)) } " [" (safe(&trouble.word)) "]"
                                            @if feed.health.failures > 1 { " \u{b7} " (words.numbered("feeds-failures", feed.health.failures as usize)) }
                                        }
                                    }
                                }
                                td { (feed.health.next.map_or_else(|| words.say("feeds-ended"), |at| words.instant(at))) }
                                @if may { td { form method="post" action="/feeds/remove" { (seal(ask)) input type="hidden" name="address" value=(feed.address); button.small { (words.say("feeds-remove")) } } } }
                            }
                        }
                    }
                }
            }
        }
        @if may {
            section aria-labelledby="add" {
                h2 #add { (words.say("feeds-add-title")) }
                form.filters method="post" action="/feeds/add" {
                    (seal(ask))
                    label { span { (words.say("feeds-address")) } input name="address" type="url" required placeholder="https://example.org/feed.xml"; }
                    label { span { (words.say("feeds-name")) } input name="title" maxlength="200" dir="auto"; }
                    button { (words.say("feeds-add")) }
                }
                details {
                    summary { (words.say("feeds-opml")) }
                    form method="post" action="/feeds/add" {
                        (seal(ask))
                        label { span { (words.say("feeds-opml-about")) } textarea name="opml" rows="6" cols="60" required {} }
                        button { (words.say("feeds-add")) }
                    }
                }
            }
        }
        p { (words.say("feeds-watch")) }
    };
    Ok(Answer::html(lay_out(ask, &words.say("feeds-title"), content)).once())
}

pub(crate) fn add(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let fields = writing.ask.fields()?;
    let get = |name: &str| fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    let mut wanted: Vec<(String, Option<String>)> = Vec::new();
    if let Some(opml) = get("opml") {
        let listed = read_opml(opml.as_bytes())
            .map_err(|refusal| Problem::bad("opml", format!("{refusal}\nhint: {}", refusal.hint)))?;
        // What a list holds of addresses that are none is left out.
        wanted
            .extend(listed.into_iter().filter_map(|feed| Some((check_address(&feed.address).ok()?, Some(feed.title)))));
    } else {
        let address = get("address").ok_or_else(|| Problem::bad("address", "no address is named"))?;
        let address = check_address(address)
            .map_err(|refusal| Problem::bad("address", format!("{refusal}\nhint: {}", refusal.hint)))?;
        wanted.push((address, get("title").map(str::to_owned)));
    }
    let known: Vec<String> = writing.store.subscriptions()?.into_iter().map(|feed| feed.address).collect();
    let mut added = 0_usize;
    for (address, title) in wanted {
        if !known.contains(&address) {
            writing.store.put_subscription(&Subscription::new(&address, title.as_deref(), now()))?;
            added += 1;
        }
    }
    Ok(Answer::see(writing.ask.query.link_to("/feeds", &[("added", &added.to_string())])))
}

pub(crate) fn remove(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let fields = writing.ask.fields()?;
    let address = fields.get("address").map(String::as_str).unwrap_or_default();
    if !writing.store.end_subscription(address)? {
        return Err(Problem::bad("address", "no feed of this address is followed"));
    }
    Ok(Answer::see(writing.ask.query.link_to("/feeds", &[])))
}
