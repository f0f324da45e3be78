//! Stories: what is told of together, the largest first, each in a sentence that leads to its figures.
//! Not here: one story (`story`), and which stories those are (the library).

use super::parts::{self, foreign};
use super::{lay_out, path_of};
use crate::ask::{Answer, Ask};
use crate::desk::Reading;
use crate::problem::Problem;
use crate::words::{Words, safe};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use firsthand::export::csv::write_csv;
use firsthand::export::entries::EntryRow;
use firsthand::export::table::{Cell, Field, Kind, Table};
use firsthand::model::{Entry, SeriesKind, StoryId};
use firsthand::pipeline::stories::{StoryHead, StoryLine, StoryList, figure_document, list_stories};
use firsthand::pipeline::veils::veil_figures;
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Stories of a page, and of a table or document, where nobody asks otherwise.
const ROWS: usize = 30;
const LINES: usize = 200;

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let query = &ask.query;
    let most = query.limit.unwrap_or(if ask.form().is_some() { LINES } else { ROWS });
    let gone = || {
        Problem::bad("cursor", "it is no cursor of this list, or the ledger has changed\nhint: begin without a cursor")
    };
    let from = query.cursor.as_deref().map(|cursor| read_cursor(cursor).ok_or_else(gone)).transpose()?;
    let shows = |entry: &Entry| reading.shows_entry(entry);
    let list = list_stories(reading.view, &query.asked(reading.view)?, from, most, &shows)?.ok_or_else(gone)?;
    let next = list.next.map(|id| URL_SAFE_NO_PAD.encode(id.to_string()));
    match ask.form() {
        Some("csv") => {
            let mut out = Vec::new();
            write_csv(&stories_table(), list.lines, &mut out).map_err(|error| Problem::fault(error.to_string()))?;
            let answer = Answer::csv("stories", out);
            Ok(match next {
                Some(next) => answer.with(
                    "link",
                    format!("<{}>; rel=\"next\"", query.link("/stories.csv", &[("cursor", Some(&next))])),
                ),
                None => answer,
            })
        }
        Some(_) => {
            let mut stories = Vec::with_capacity(list.lines.len());
            for line in &list.lines {
                let head = &line.head;
                stories.push(json!({
                    "id": head.id, "pages": head.pages, "texts": head.texts, "lead": head.lead, "place": head.place,
                    "counters": head.counters, "days": line.days(), "langs": line.langs,
                    "figures": figure_documents(reading, &line.leading)?,
                }));
            }
            Ok(Answer::json(&json!({"format": "firsthand/stories/1", "stories": stories, "next": next})))
        }
        None => Ok(Answer::html(page(reading, &list, next.as_deref())?)),
    }
}

/// Figures of a story in their public form, small counts hidden where the caller may not see them.
pub(crate) fn figure_documents(reading: &Reading<'_>, entries: &[Entry]) -> Result<Vec<Value>, Problem> {
    let mut documents: Vec<Value> = entries.iter().map(figure_document).collect();
    if !reading.ask.shows_few() {
        let rows = reading.guard(entries)?;
        documents.iter_mut().zip(&rows).for_each(|(document, row)| veil_figures(row, document));
    }
    Ok(documents)
}

fn read_cursor(cursor: &str) -> Option<StoryId> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?.parse().ok()
}

fn stories_table() -> Table<StoryLine> {
    let text = |name, about: &str, value: fn(&StoryLine) -> Cell| Field::new(name, Kind::Text, about, value);
    Table {
        name: "stories",
        title: "Stories",
        about: "One row a story: reports that tell of the same events.",
        key: "story",
        fields: vec![
            text("story", "Id.", |line: &StoryLine| Cell::Text(line.head.id.to_string())),
            Field::new("pages", Kind::Integer, "Pages.", |line: &StoryLine| Cell::count(line.head.pages)),
            Field::new("texts", Kind::Integer, "Independent texts.", |line: &StoryLine| Cell::count(line.head.texts)),
            text("lead", "The indicator that most pages tell of.", |line: &StoryLine| {
                Cell::text(line.head.lead.as_deref())
            }),
            text("place", "The place that most pages tell of.", |line: &StoryLine| {
                Cell::text(line.head.place.as_deref())
            }),
            Field::new("counters", Kind::List, "Who counted it.", |line: &StoryLine| {
                Cell::List(line.head.counters.clone())
            }),
            Field::new("first", Kind::Date, "Day of its first page.", |line: &StoryLine| day(line, false)),
            Field::new("last", Kind::Date, "Day of its last page.", |line: &StoryLine| day(line, true)),
            Field::new("langs", Kind::List, "Languages of its pages.", |line: &StoryLine| {
                Cell::List(line.langs.clone())
            }),
        ],
    }
}

fn day(line: &StoryLine, last: bool) -> Cell {
    line.days().map_or(Cell::Missing, |days| Cell::Date(if last { days.last_day() } else { days.first_day() }))
}

fn page(reading: &Reading<'_>, list: &StoryList, next: Option<&str>) -> Result<Markup, Problem> {
    let ask = reading.ask;
    let (words, query) = (ask.words, &ask.query);
    let choices = BTreeMap::from([("indicator", parts::indicator_choices(reading.desk, words))]);
    let mut indicators: BTreeMap<String, usize> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for line in &list.lines {
        line.head.lead.iter().for_each(|lead| *indicators.entry(lead.clone()).or_default() += 1);
        let places_of = line.head.place.iter().flat_map(|place| place.split("; "));
        places_of.for_each(|place| *places.entry(place.to_owned()).or_default() += 1);
    }
    let content = html! {
        h1 { (words.say("stories-title")) }
        (parts::filters(ask, &["indicator", "place", "known_at"], &choices))
        p.news hidden role="status" data-live="/v1/events" data-text=(words.say("live-news")) {}
        @if list.lines.is_empty() { p.empty { (words.say("tally-empty")) } }
        @else {
            div.columns {
                div.rows {
                    ol.stories { @for line in &list.lines { (row(ask, line, &reading.see(line.leading.clone())?)) } }
                    @if let Some(next) = next { p { a.button rel="next" href=(query.link(&path_of(ask), &[("cursor", Some(next))])) { (words.say("next-page")) } } }
                }
                aside.facets #facets tabindex="-1" aria-label=(words.say("facets-label")) {
                    (parts::facets(ask, "indicator", &words.say("filter-indicator"), &indicators, |name| words.name("indicator", name)))
                    (parts::facets(ask, "place", &words.say("filter-place"), &places, str::to_owned))
                }
            }
        }
    };
    Ok(lay_out(ask, &words.say("stories-title"), content))
}

fn row(ask: &Ask, line: &StoryLine, leading: &[EntryRow]) -> Markup {
    let (words, head) = (ask.words, &line.head);
    html! {
        li data-row=(head.id) {
            h2 { a href=(ask.query.link_to(&format!("/story/{}", head.id), &[])) { bdi { (subject(words, head)) } } }
            p { (told(ask, leading)) }
            p.source { (summary(words, head)) }
            p.source {
                @if let Some(days) = line.days() { (words.period(Some(days))) " \u{b7} " }
                (line.langs.join(" "))
            }
        }
    }
}

/// What a story is about: `detained, Russia`.
pub(crate) fn subject(words: &Words, head: &StoryHead) -> String {
    match (&head.lead, &head.place) {
        (None, _) => words.say("story-no-figures"),
        (Some(lead), None) => words.name("indicator", lead),
        (Some(lead), Some(place)) => format!("{}, {}", words.name("indicator", lead), safe(place)),
    }
}

/// `5 pages, 4 texts, 1 counter: ovd-info`.
pub(crate) fn summary(words: &Words, head: &StoryHead) -> String {
    const SHOWN: usize = 4;
    let mut names: Vec<String> = head.counters.iter().take(SHOWN).map(|name| safe(name)).collect();
    if head.counters.len() > SHOWN {
        names.push("\u{2026}".to_owned());
    }
    let parts = [
        ("pages", words.count("page", head.pages).into()),
        ("texts", words.count("text", head.texts).into()),
        ("counters", words.count("counter", head.counters.len()).into()),
        ("names", names.join(", ").into()),
    ];
    words.say_of(if names.is_empty() { "story-head-nobody" } else { "story-head" }, &parts)
}

/// When a figure tells of: `21 Sep 2022`, `since 21 Sep 2022`.
pub(crate) fn when(words: &Words, entry: &Entry) -> String {
    match (entry.kind, entry.time) {
        (SeriesKind::Since, Some(time)) => words.say_of("when-since", &[("day", words.day(time.first_day()).into())]),
        (SeriesKind::Plan, time) => words.say_of("when-planned", &[("time", words.period(time).into())]),
        (_, None) => words.name("measure", entry.measure_words()),
        (_, time) => words.period(time),
    }
}

/// Figures with their times, each a link to its evidence.
pub(crate) fn told(ask: &Ask, rows: &[EntryRow]) -> Markup {
    let words = ask.words;
    html! {
        @for (at, row) in rows.iter().enumerate() {
            @let entry = &row.entry;
            @if at > 0 { ", " }
            a href=(ask.query.link_to(&format!("/entry/{}", entry.id), &[])) { strong { (parts::entry_figure(words, row)) } }
            @if let Some(subset) = &entry.subset { " " (foreign(&words.name("subset", subset), None)) }
            " (" (when(words, entry)) ")"
        }
    }
}
