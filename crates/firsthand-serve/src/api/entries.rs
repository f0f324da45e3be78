//! Entries otherwise than in the tally: the states of one, the panels of a chart, events in the export's columns, and what
//! changed since. Not here: the list of entries (`page::tally`), and one with its claims (`page::evidence`).

use super::{link_next, list, read_cursor, rows_asked, write_cursor};
use crate::ask::{Answer, Ask};
use crate::desk::{Reading, Threads};
use crate::page::evidence::find_entry;
use crate::problem::Problem;
use firsthand::export::chart::{Chart, Mark};
use firsthand::export::csv::write_json_row;
use firsthand::export::events::events_table;
use firsthand::model::StoryId;
use firsthand::pipeline::feed::{read_cursor as read_feed_cursor, write_changes, write_cursor as write_feed_cursor};
use firsthand::pipeline::rows::gather_event_rows;
use firsthand::pipeline::series::{Sight, gather_chart};
use firsthand::pipeline::{read_records, trace_history};
use firsthand::store::{Change, Feed, Store};
use serde_json::{Value, json};
use std::str::FromStr;

/// The states of an entry by the time of recording: `history.schema.json`.
pub(crate) fn show_history(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let entry = find_entry(reading, reading.ask.var("id"))?;
    let states = trace_history(reading.res(), reading.base, &Threads, &entry, &mut |_, _| ())?;
    let records = read_records(reading.base)?;
    let row = if reading.ask.shows_few() { None } else { reading.guard(std::slice::from_ref(&entry))?.pop() };
    let figure = |amount| row.as_ref().map_or_else(|| json!(amount), |row| row.tell_amount(amount).json());
    let mut lines = Vec::with_capacity(states.len());
    for state in &states {
        let then = state.entry.as_ref().map(|then| {
            json!({
                "id": then.id, "story": then.story, "as_of": then.as_of, "low": figure(then.low),
                "best": figure(then.best), "high": figure(then.high), "counters": then.counters, "inferred": then.inferred, "texts": then.texts,
                "pages": then.pages,
            })
        });
        let mut reports = Vec::with_capacity(state.reports.len());
        for id in &state.reports {
            reports.push(json!({"report": id, "doc": reading.base.report(*id)?.map(|report| report.doc)}));
        }
        let of_state = records.iter().filter(|record| state.decisions.contains(&record.number));
        let decisions: Vec<Value> =
            of_state.map(|record| json!({"number": record.number, "decision": record.decision})).collect();
        lines.push(json!({
            "recorded": state.recorded, "entry": then, "came": state.came, "left": state.left, "reports": reports,
            "decisions": decisions,
        }));
    }
    let document = json!({"format": "firsthand/history/1", "entry": entry.id, "series": entry.series, "states": lines});
    Ok(Answer::json(&document))
}

/// The panels of the chart of what is asked for.
pub(crate) fn show_series(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let asked = reading.ask.query.asked(reading.view)?;
    let desk = reading.desk;
    let query = &reading.ask.query;
    let sight = Sight { as_of: query.as_of, days: query.day, stories: 200, ..Sight::default() };
    let found = gather_chart(&desk.res.gazetteer, &desk.indicators, reading.view, &asked, &sight)?;
    let others: Vec<Value> =
        found.others.iter().map(|(story, pages)| json!({"story": story, "pages": pages})).collect();
    let chart = found.chart.as_ref().map(tell_chart);
    Ok(Answer::json(&json!({"format": "firsthand/chart/1", "chart": chart, "others": others})))
}

fn tell_chart(chart: &Chart) -> Value {
    let mark = |mark| match mark {
        Mark::Circle => "named",
        Mark::Triangle => "at-least",
        Mark::Square => "unattributed",
        Mark::Cross => "against",
    };
    let panels: Vec<Value> = chart
        .panels
        .iter()
        .map(|panel| {
            let lines = panel.lines.iter().map(|line| {
                let steps = line.steps.iter().map(|step| json!({"at": step.at, "low": step.low, "high": step.high}));
                json!({"label": line.label, "steps": steps.collect::<Vec<_>>(), "end": line.end})
            });
            let dots = panel.dots.iter().map(|dot| {
                json!({
                    "at": dot.at, "amount": dot.amount, "mark": mark(dot.mark), "repeated": dot.repeated,
                    "claim": dot.claim, "doc": dot.doc, "words": dot.words,
                })
            });
            let flags = panel.flags.iter().map(|flag| json!({"at": flag.at, "reason": flag.reason}));
            json!({
                "axis": panel.axis, "lines": lines.collect::<Vec<_>>(), "dots": dots.collect::<Vec<_>>(),
                "flags": flags.collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"title": chart.title, "subtitle": chart.subtitle, "panels": panels, "notes": chart.notes})
}

/// A place in a list of stories and what is told of each.
struct Place {
    story: Option<StoryId>,
    given: usize,
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (story, given) = text.split_once(' ').ok_or("no place")?;
        let story = if story == "-" { None } else { Some(story.parse()?) };
        Ok(Self { story, given: given.parse().map_err(|_| "no number".to_owned())? })
    }
}

/// Events in the export's columns, story by story.
pub(crate) fn show_events(reading: &Reading<'_>) -> Result<Answer, Problem> {
    const KIND: &str = "event-rows";
    let (ask, desk) = (reading.ask, reading.desk);
    let most = rows_asked(ask);
    let asked = ask.query.asked(reading.view)?;
    let stories = asked.stories(reading.view)?;
    let (from, mut skip) = match read_cursor::<Place>(ask, KIND)? {
        None => (0, 0),
        Some(place) => {
            let at = stories.iter().position(|story| *story == place.story);
            let gone = || Problem::bad("cursor", "the ledger has changed since\nhint: begin without a cursor");
            (at.ok_or_else(gone)?, place.given)
        }
    };
    let write = |story: Option<StoryId>, given: usize| {
        let story = story.map_or_else(|| "-".to_owned(), |id| id.to_string());
        write_cursor(KIND, &format!("{story} {given}"))
    };
    let table = events_table();
    let (mut rows, mut next) = (Vec::new(), None);
    for story in &stories[from..] {
        if rows.len() >= most {
            next = Some(write(*story, 0));
            break;
        }
        // An event is put together from all that its story tells, whatever else is asked for.
        let entries = reading.view.entries_of(*story)?;
        let mut found = gather_event_rows(&desk.res.gazetteer, &desk.indicators, reading.view, &entries)?;
        found.retain(|row| {
            let place = &row.event.place;
            let figures = row.event.figures.iter();
            asked.indicator.as_ref().is_none_or(|indicator| {
                figures.clone().any(|figure| figure.indicator.to_lowercase() == indicator.to_lowercase())
            }) && asked.place.as_ref().is_none_or(|name| {
                [&place.name, &place.country].into_iter().flatten().any(|own| own.to_lowercase() == name.to_lowercase())
            }) && ask.query.day.is_none_or(|day| {
                row.event.time.first_day() <= day.last_day() && row.event.time.last_day() >= day.first_day()
            })
        });
        let given = skip.min(found.len());
        skip = 0;
        for (at, row) in found.iter().enumerate().skip(given) {
            if rows.len() >= most {
                next = Some(write(*story, at));
                break;
            }
            let mut line = Vec::new();
            write_json_row(&table, row, &mut line).map_err(|error| Problem::fault(error.to_string()))?;
            rows.push(serde_json::from_slice(&line).map_err(|error| Problem::fault(error.to_string()))?);
        }
        if next.is_some() {
            break;
        }
    }
    Ok(list(ask, KIND, rows, next))
}

/// What changed behind the cursor: `change.schema.json`, a portion.
pub(crate) fn show_changes(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask: &Ask = reading.ask;
    if ask.query.known_at.is_some() {
        let why = "changes are told of today's ledger only\nhint: /v1/entries answers to known_at";
        return Err(Problem::bad("known_at", why));
    }
    let most = rows_asked(ask);
    let feed = reading.base.feed()?;
    let after = ask.query.cursor.as_deref().map(|cursor| read_feed_cursor(feed, cursor)).transpose()?.unwrap_or(0);
    let changes = reading.base.changes(after, most)?;
    let lines = tell_changes(reading, feed, &changes)?;
    let last = changes.last().map_or(after, |change| change.seq);
    let next = (changes.len() == most && last < feed.end).then(|| write_feed_cursor(feed, last));
    // The lines stand here as they are written: byte for byte those of `firsthand changes --jsonl` where nothing is hidden.
    let body = format!(
        "{{\"format\":\"firsthand/changes/1\",\"changes\":[{}],\"cursor\":\"{}\",\"next\":{}}}\n",
        lines.join(","),
        write_feed_cursor(feed, last),
        json!(next)
    );
    Ok(link_next(ask, Answer::of(crate::ask::JSON, body), next.as_deref()))
}

/// A line a change; to who must not see calls to gather, these are told as gone.
fn tell_changes(reading: &Reading<'_>, feed: Feed, changes: &[Change]) -> Result<Vec<String>, Problem> {
    let desk = reading.desk;
    let lines = write_changes(&desk.res, &desk.indicators, reading.view, feed, changes, reading.feed_reader())?;
    if reading.sees_calls() {
        return Ok(lines);
    }
    Ok(changes.iter().zip(lines).map(|(change, line)| hide_call(feed, change, line)).collect())
}

/// The line of a change as it is told to who must not see calls to gather.
pub(crate) fn hide_call(feed: Feed, change: &Change, line: String) -> String {
    if is_call(feed, change, &line) {
        json!({"cursor": write_feed_cursor(feed, change.seq), "gone": change.entry}).to_string()
    } else {
        line
    }
}

/// Whether the line tells of a call to gather: the export has no row of it.
pub(crate) fn is_call(feed: Feed, change: &Change, line: &str) -> bool {
    line.starts_with(&format!("{{\"cursor\":\"{}\",\"row\":null,", write_feed_cursor(feed, change.seq)))
}
