//! Search: reports that hold words, and the claims that stand near them.
//! Not here: the index (`crate::search`).

use super::lay_out;
use super::parts::{self, foreign};
use crate::ask::Answer;
use crate::desk::{Reading, lock};
use crate::problem::Problem;
use crate::search::{cut_around, find_word, findable, holds, index_on, phrases_of};
use crate::words::safe;
use firsthand::export::csv::write_csv;
use firsthand::export::jsonl::Masking;
use firsthand::export::table::{Cell, Field, Kind, Table};
use firsthand::model::{Claim, Report};
use firsthand::pipeline::{Extent, ReportTeller, ToldSentence};
use firsthand::store::Store;
use maud::html;
use serde_json::json;
use std::time::Duration;

/// Reports of a page, and claims that are shown of each.
const SHOWN: usize = 20;
const CLAIMS: usize = 4;

struct Hit {
    report: Report,
    title: String,
    around: Option<(String, String, String)>,
    /// Each with its figure in words.
    claims: Vec<(String, Claim, ToldSentence)>,
}

fn hits_table() -> Table<Hit> {
    Table {
        name: "search",
        title: "Search",
        about: "One row a report that holds the words.",
        key: "report_id",
        fields: vec![
            Field::new("report_id", Kind::Text, "The report.", |hit: &Hit| Cell::Text(hit.report.id.to_string())),
            Field::new("doc", Kind::Text, "The user's name of the page.", |hit: &Hit| {
                Cell::text(Some(&hit.report.doc))
            }),
            Field::new("outlet", Kind::Text, "Who published it.", |hit: &Hit| Cell::text(hit.report.outlet.as_deref())),
            Field::new("published", Kind::Date, "Day on which it was published.", |hit: &Hit| {
                hit.report.published.as_ref().map_or(Cell::Missing, |published| Cell::Date(published.date()))
            }),
            Field::new("title", Kind::Text, "Its title, private names masked.", |hit: &Hit| {
                Cell::text(Some(&hit.title))
            }),
        ],
    }
}

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let (words, query) = (ask.words, &ask.query);
    let question = query.get("q").unwrap_or_default();
    let phrases = phrases_of(question);
    let waits = index_on(reading.desk, reading.base, Duration::from_millis(150))?;
    let most = query.limit.unwrap_or(SHOWN);
    let skip: usize = match query.cursor.as_deref() {
        None => 0,
        Some(cursor) => cursor
            .parse()
            .ok()
            .filter(|skip| *skip <= 100_000)
            .ok_or_else(|| Problem::bad("cursor", "it is no cursor of this list"))?,
    };
    let ids = match lock(&reading.desk.words).as_ref() {
        Some((_, index)) if !phrases.is_empty() => index.find(&phrases, skip, most + 1)?,
        _ => Vec::new(),
    };
    let next = (ids.len() > most).then(|| (skip + most).to_string());
    let mut hits = Vec::new();
    for id in ids.into_iter().take(most) {
        let Some(report) = reading.view.report(id)? else { continue };
        let all = reading.view.claims(&[id])?;
        let hidden = reading.hide_claims(&all)?;
        let teller = ReportTeller::of(reading.res(), &report, Masking::Masked).hiding(&hidden);
        let (title, text) = findable(&report, &teller, &all);
        let around = find_word(&text, &phrases).map(|(from, to)| cut_around(&text, from, to));
        let mut claims = Vec::new();
        for claim in all {
            if claims.len() >= CLAIMS {
                break;
            }
            let told = teller.tell(&claim, Extent::Sentence);
            if holds(&format!("{}{}{}", told.before, told.figure, told.after), &phrases[..1]) {
                claims.push((parts::claim_amount(words, &claim, &hidden), claim, told));
            }
        }
        hits.push(Hit { report, title, around, claims });
    }
    match ask.form() {
        Some("csv") => {
            let mut out = Vec::new();
            write_csv(&hits_table(), hits, &mut out).map_err(|error| Problem::fault(error.to_string()))?;
            return Ok(Answer::csv("search", out));
        }
        Some(_) => {
            let lines: Vec<_> = hits
                .iter()
                .map(|hit| {
                    let claims: Vec<_> = hit.claims.iter().map(|(_, claim, told)| json!({"claim": claim.id, "sentence": {"before": told.before, "figure": told.figure, "after": told.after}})).collect();
                    let around = hit.around.as_ref().map(|(before, word, after)| json!({"before": before, "word": word, "after": after}));
                    json!({
                        "report": hit.report.id, "doc": hit.report.doc, "outlet": hit.report.outlet, "title": hit.title,
                        "published": hit.report.published, "lang": hit.report.lang.code(), "text": around, "claims": claims,
                    })
                })
                .collect();
            let document = json!({"format": "firsthand/search/1", "q": question, "complete": waits == 0, "reports": lines, "next": next});
            return Ok(Answer::json(&document).once());
        }
        None => {}
    }
    let content = html! {
        h1 { (words.say("search-title")) }
        form.filters method="get" action="/search" role="search" {
            @if let Some(lang) = query.get("lang") { input type="hidden" name="lang" value=(lang); }
            label { span { (words.say("filter-q")) } input name="q" type="search" value=(question) dir="auto" autofocus[question.is_empty()]; }
            button { (words.say("filter-go")) }
        }
        @if waits > 0 { p role="status" { (words.say("search-waits")) } }
        @if !phrases.is_empty() && hits.is_empty() { p.empty { (words.say("search-empty")) } }
        ol.hits {
            @for hit in &hits {
                @let lang = hit.report.lang.code();
                li data-row=(hit.report.id) {
                    h2 { a href=(query.link_to(&format!("/report/{}", hit.report.id), &[])) { (foreign(if hit.title.is_empty() { &hit.report.doc } else { &hit.title }, Some(lang))) } }
                    p.source { (foreign(hit.report.outlet.as_deref().unwrap_or(&hit.report.doc), None)) @if let Some(published) = &hit.report.published { ", " (words.published(published)) } }
                    @if let Some((before, word, after)) = &hit.around { p lang=(lang) dir="auto" { (safe(before)) mark { (safe(word)) } (safe(after)) } }
                    @if !hit.claims.is_empty() {
                        ul {
                            @for (figure, claim, told) in &hit.claims {
                                li {
                                    a href=(query.link_to(&format!("/claim/{}", claim.id), &[])) { (words.name("indicator", &claim.indicator)) ": " (figure) }
                                    (parts::quote(told, lang))
                                }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(next) = &next { p.next { a rel="next" href=(query.link("/search", &[("cursor", Some(next))])) { (words.say("next-page")) } } }
    };
    Ok(Answer::html(lay_out(ask, &words.say("search-title"), content)).once())
}
