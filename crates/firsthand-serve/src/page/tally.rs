//! Tally: what is known, in sentences and rows; each number leads to its evidence.
//! Not here: which entries those are (`found`).

use super::parts::{self, figure_cell, notes, sentence, thing};
use super::{lay_out, path_of};
use crate::ask::{Answer, Ask};
use crate::desk::Reading;
use crate::found::{Portion, find_entries, write_entries};
use crate::problem::Problem;
use crate::words::safe;
use firsthand::export::entries::EntryRow;
use firsthand::model::{StoryId, Timestamp};
use firsthand::pipeline::entry_lines;
use maud::{Markup, html};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Rows of a page, and of a table or document, where nobody asks otherwise.
const ROWS: usize = 60;
const LINES: usize = 1_000;

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let query = &ask.query;
    let is_list = ask.path.starts_with("/v1");
    let most = query.limit.unwrap_or(match ask.form() {
        _ if is_list => crate::api::ROWS,
        Some(_) => LINES,
        None => ROWS,
    });
    let found = find_entries(reading, most)?;
    let next = found.next.as_ref().map(|next| query.link(&path_of(ask), &[("cursor", Some(next))]));
    match ask.form() {
        Some("csv") => {
            let answer = Answer::csv("tally", write_entries(reading, &found.entries)?);
            Ok(match found.next {
                Some(next) => answer
                    .with("link", format!("<{}>; rel=\"next\"", query.link("/tally.csv", &[("cursor", Some(&next))]))),
                None => answer,
            })
        }
        Some(_) => {
            let answer = tell(reading, &found)?;
            Ok(match (next, is_list) {
                (Some(next), true) => answer.with("link", format!("<{next}>; rel=\"next\"")),
                _ => answer,
            })
        }
        None => Ok(Answer::html(page(reading, &reading.see(found.entries)?, next))),
    }
}

/// Entries as a document.
///
/// # Errors
/// The store's.
pub(crate) fn tell(reading: &Reading<'_>, found: &Portion) -> Result<Answer, Problem> {
    /// Written as it is: a thousand entries are megabytes.
    #[derive(Serialize)]
    struct Document<'a, T> {
        format: &'static str,
        profile: &'a str,
        as_of: Option<Timestamp>,
        known_at: Option<Timestamp>,
        entries: Vec<T>,
        next: Option<&'a str>,
    }
    fn write<T: Serialize>(reading: &Reading<'_>, found: &Portion, entries: Vec<T>) -> Answer {
        let query = &reading.ask.query;
        Answer::json(&Document {
            format: "firsthand/tally/1",
            profile: query.get("profile").unwrap_or("default"),
            as_of: query.as_of,
            known_at: query.known_at,
            entries,
            next: found.next.as_deref(),
        })
    }
    Ok(if reading.ask.shows_few() {
        write(reading, found, entry_lines(reading.view, &found.entries)?)
    } else {
        write(reading, found, reading.tell_entries(&found.entries)?)
    })
}

/// What the rows of one table have in common.
struct Group<'a> {
    story: Option<StoryId>,
    head: String,
    rows: Vec<&'a EntryRow>,
}

fn page(reading: &Reading<'_>, rows: &[EntryRow], next: Option<String>) -> Markup {
    let ask = reading.ask;
    let (words, query) = (ask.words, &ask.query);
    let groups = group(ask, rows);
    let fields = ["indicator", "place", "day", "as_of", "known_at", "profile"];
    let choices = BTreeMap::from([
        ("indicator", parts::indicator_choices(reading.desk, words)),
        ("profile", parts::profile_choices(words)),
    ]);
    let mut indicators: BTreeMap<String, usize> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for EntryRow { entry, .. } in rows {
        *indicators.entry(entry.indicator.clone()).or_default() += 1;
        for place in entry.place.iter().flat_map(|place| place.split("; ")) {
            *places.entry(place.to_owned()).or_default() += 1;
        }
        if let Some(day) = entry.time.and_then(firsthand::model::Period::single_day) {
            *days.entry(day.to_string()).or_default() += 1;
        }
    }
    let content = html! {
        h1 { (words.say("tally-title")) }
        (parts::filters(ask, &fields, &choices))
        p.news hidden role="status" data-live="/v1/events" data-text=(words.say("live-news")) {}
        @if rows.is_empty() {
            p.empty { (words.say("tally-empty")) }
        } @else {
            div.columns {
                div.rows {
                    @if let Some(first) = groups.first().and_then(|group| group.rows.first()) {
                        p.lead {
                            a href=(query.link_to(&format!("/entry/{}", first.entry.id), &[])) { (sentence(words, first)) }
                            " "
                            (parts::copy_button(words, &copy_text(ask, first)))
                        }
                    }
                    @for group in &groups { (table(ask, group)) }
                    @if let Some(next) = next { p.next { a rel="next" href=(next) { (words.say("next-page")) } } }
                }
                aside.facets #facets tabindex="-1" aria-label=(words.say("facets-label")) {
                    (parts::facets(ask, "indicator", &words.say("filter-indicator"), &indicators, |name| words.name("indicator", name)))
                    (parts::facets(ask, "place", &words.say("filter-place"), &places, str::to_owned))
                    (parts::facets(ask, "day", &words.say("filter-day"), &days, |day| day.parse().map_or_else(|_| day.to_owned(), |day| words.period(Some(day)))))
                }
            }
        }
    };
    lay_out(ask, &words.say("tally-title"), content)
}

/// Entries in groups: of one story, one thing and, as asked, one place or one day.
fn group<'a>(ask: &Ask, rows: &'a [EntryRow]) -> Vec<Group<'a>> {
    let words = ask.words;
    let by_place = ask.query.get("by") == Some("place");
    let mut groups: Vec<Group<'a>> = Vec::new();
    for row in rows {
        let entry = &row.entry;
        let head = match (entry.indicator.is_empty(), by_place) {
            (true, _) => safe(&entry.series),
            (_, true) => format!("{}, {}", thing(words, entry), words.period(entry.time)),
            (_, false) => format!("{}, {}", thing(words, entry), safe(&parts::place(words, entry))),
        };
        // The entries of a story follow each other.
        match groups.iter_mut().rev().take_while(|group| group.story == entry.story).find(|group| group.head == head) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { story: entry.story, head, rows: vec![row] }),
        }
    }
    for group in &mut groups {
        group.rows.sort_by_key(|EntryRow { entry, .. }| {
            (entry.time.is_none(), entry.time, entry.kind, entry.place.clone(), entry.id)
        });
    }
    // Within a story, the groups that most pages tell of stand first.
    let mut ordered = Vec::with_capacity(groups.len());
    while !groups.is_empty() {
        let story = groups[0].story;
        let end = groups.iter().position(|group| group.story != story).unwrap_or(groups.len());
        let mut of_story: Vec<Group<'a>> = groups.drain(..end).collect();
        of_story.sort_by_key(|group| Reverse(group.rows.iter().map(|row| row.entry.pages).sum::<usize>()));
        ordered.extend(of_story);
    }
    ordered
}

/// Entries in tables, those that tell of one thing together.
pub(crate) fn tables(ask: &Ask, rows: &[EntryRow]) -> Markup {
    html! { @for group in group(ask, rows) { (table(ask, &group)) } }
}

fn table(ask: &Ask, group: &Group<'_>) -> Markup {
    let (words, query) = (ask.words, &ask.query);
    let by_place = query.get("by") == Some("place");
    let first = group.rows.first().map(|row| &row.entry);
    html! {
        section.group {
            h2 {
                bdi { (group.head) }
                @if let Some(story) = group.story {
                    " " a.more href=(query.link_to(&format!("/story/{story}"), &[])) { (words.say("tally-story")) }
                }
                @if let Some(entry) = first {
                    @let series = [("indicator", entry.indicator.as_str()), ("place", entry.place.as_deref().unwrap_or_default())];
                    " " a.more href=(query.link_to("/series", &series)) { (words.say("tally-series")) }
                }
            }
            // It scrolls by the links in it: a stop of its own would be one more on the way of every keyboard.
            div.scroll {
                table.tally aria-label=(group.head) {
                    thead { tr {
                        th scope="col" { (words.say(if by_place { "col-place" } else { "col-time" })) }
                        @for name in ["low", "best", "high"] { th.figure scope="col" { (words.say(&format!("col-{name}"))) } }
                        @for name in ["counters", "texts", "pages"] { th.count scope="col" { (words.say(&format!("col-{name}"))) } }
                    } }
                    tbody {
                        @for seen in &group.rows { (row(ask, seen, by_place)) }
                    }
                }
            }
        }
    }
}

fn row(ask: &Ask, seen: &EntryRow, by_place: bool) -> Markup {
    let (words, query, entry) = (ask.words, &ask.query, &seen.entry);
    let first = if by_place { safe(&parts::place(words, entry)) } else { words.period(entry.time) };
    let evidence = query.link_to(&format!("/entry/{}", entry.id), &[]);
    let notes = notes(words, seen);
    html! {
        tr #(entry.id) data-row=(entry.id) {
            th scope="row" {
                a href=(evidence) { bdi { (first) } }
                span.measure { (parts::measure(words, entry)) }
                @for (kind, note) in &notes { span.note.(kind) { (note) } }
                (parts::copy_button(words, &copy_text(ask, seen)))
            }
            (figure_cell(ask, seen, "low", entry.low))
            (figure_cell(ask, seen, "best", entry.best))
            (figure_cell(ask, seen, "high", entry.high))
            td.count { (entry.counters.len()) @if entry.inferred { abbr title=(words.say("note-inferred")) { "*" } } }
            td.count { (entry.texts) }
            td.count { (entry.pages) }
        }
    }
}

/// A sentence with where it comes from, to paste elsewhere.
pub(crate) fn copy_text(ask: &Ask, seen: &EntryRow) -> String {
    let entry = &seen.entry;
    let counters = if entry.counters.is_empty() { String::new() } else { format!(" [{}]", entry.counters.join(", ")) };
    // The script writes the page's own origin: an answer that is kept for all must not bear the name by which one asked.
    format!("{}{} (Firsthand, {{origin}}/entry/{})", sentence(ask.words, seen), safe(&counters), entry.id)
}
