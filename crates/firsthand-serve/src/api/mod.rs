//! The API: the ledger for other programs. Lists come in portions, each with an opaque cursor to the next; private names are
//! masked, and calls to gather are for reviewers only. Told in `docs/api.md`.
//! Not here: the screens (`page`), and who may ask (`data/access.toml`).

pub(crate) mod claims;
pub(crate) mod describe;
pub(crate) mod entries;
pub(crate) mod feeds;
pub(crate) mod hooks;
pub(crate) mod reports;
pub(crate) mod review;
pub(crate) mod stories;
pub(crate) mod take;

use crate::ask::{Answer, Ask};
use crate::desk::{Desk, Reading};
use crate::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use firsthand::model::{Story, StoryId};
use firsthand::pipeline::{FindError, find_story};
use firsthand::store::Store;
use serde_json::{Map, Value, json};
use std::str::FromStr;
use std::sync::atomic::Ordering;

/// Rows of a list where nobody asks otherwise.
pub(crate) const ROWS: usize = 100;
/// Reports that are looked through for one portion of a list: a portion may be short, or empty, and not the last.
const LOOKED_THROUGH: usize = 4_000;

/// Whether the server is well; what browsers kept from running.
pub(crate) fn health(desk: &Desk, _: &Ask) -> Result<Answer, Problem> {
    let reports = desk.csp_reports.load(Ordering::Relaxed);
    Ok(Answer::json(&json!({"status": "ok", "version": env!("CARGO_PKG_VERSION"), "csp_reports": reports})).once())
}

/// How many rows are asked for.
fn rows_asked(ask: &Ask) -> usize {
    ask.query.limit.unwrap_or(ROWS)
}

/// A portion of a list: `{"format": "firsthand/KIND/1", KIND: rows, "next": cursor or null}`.
fn list(ask: &Ask, kind: &str, rows: Vec<Value>, next: Option<String>) -> Answer {
    list_as(ask, kind, kind, rows, next)
}

/// The same in a format of another name than its rows: a twin of a page has that of this kind already.
fn list_as(ask: &Ask, format: &str, kind: &str, rows: Vec<Value>, next: Option<String>) -> Answer {
    let mut document = Map::new();
    document.insert("format".to_owned(), json!(format!("firsthand/{format}/1")));
    document.insert(kind.replace('-', "_"), Value::Array(rows));
    document.insert("next".to_owned(), json!(next));
    link_next(ask, Answer::json(&document), next.as_deref())
}

/// Says in the head where the next portion is.
fn link_next(ask: &Ask, answer: Answer, next: Option<&str>) -> Answer {
    match next {
        Some(next) => {
            answer.with("link", format!("<{}>; rel=\"next\"", ask.query.link(&ask.path, &[("cursor", Some(next))])))
        }
        None => answer,
    }
}

/// A cursor of a list of this kind, behind what is written in `place`.
fn write_cursor(kind: &str, place: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind} {place}"))
}

/// What is written in the cursor that was given, of a list of this kind.
fn read_cursor<T: FromStr>(ask: &Ask, kind: &str) -> Result<Option<T>, Problem> {
    let Some(cursor) = ask.query.cursor.as_deref() else { return Ok(None) };
    let read = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        text.strip_prefix(kind)?.strip_prefix(' ')?.parse().ok()
    };
    let bad = || Problem::bad("cursor", "it is no cursor of this list\nhint: begin without a cursor");
    read().map(Some).ok_or_else(bad)
}

/// The story that begins so; of one that went into another, that one.
fn read_story(reading: &Reading<'_>, prefix: &str) -> Result<Story, Problem> {
    let missing = || Problem::missing("story of this id");
    if !prefix.starts_with("s_") {
        return Err(missing());
    }
    let id: StoryId = find_story(reading.view, prefix).map_err(|error| match error {
        FindError::Refused(_) => missing(),
        FindError::Store(error) => error.into(),
    })?;
    reading.view.story(id)?.ok_or_else(missing)
}

/// The story that the parameter `story` names.
fn story_asked(reading: &Reading<'_>) -> Result<Option<Story>, Problem> {
    reading.ask.query.story.as_deref().map(|prefix| read_story(reading, prefix)).transpose()
}

fn to_value(line: &impl serde::Serialize) -> Value {
    serde_json::to_value(line).expect("lines have string keys and no failing serialiser")
}
