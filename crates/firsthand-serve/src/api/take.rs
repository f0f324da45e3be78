//! Reports come in: read as `firsthand add` reads them, posted and settled as one, each answered by itself.
//! Not here: how bytes become a report (the library's intake).

use crate::ask::Answer;
use crate::desk::{Threads, Writing, now};
use crate::problem::Problem;
use firsthand::intake::{PageHints, Received, Refusal, receive_html, receive_json_line};
use firsthand::model::ReportId;
use firsthand::pack::Packs;
use firsthand::pipeline::{Memory, Read, append_reads, read_received};
use firsthand::store::{Store, hash_bytes};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most reports of one request: what it takes to read them is bounded.
const MOST: usize = 1_000;

/// A page as it came over the web, with what else is known of it.
#[derive(Deserialize)]
struct Page {
    html: Option<String>,
    doc: Option<String>,
    id: Option<String>,
    url: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    title: Option<String>,
    lang: Option<String>,
}

/// A report that was read, or why it was not.
type Taken = Result<Received, Refusal>;

pub(crate) fn post(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let ask = writing.ask;
    let pieces = cut(ask.header("content-type").unwrap_or_default(), &ask.body)?;
    if pieces.is_empty() {
        return Err(Problem::bad_body(
            "no report is given\nhint: one JSON object with a text, a list of them, or lines",
        ));
    }
    if pieces.len() > MOST {
        return Err(Problem::bad_body(format!(
            "{} reports are more than the {MOST} of one request\nhint: send them in portions",
            pieces.len()
        )));
    }
    let res = &writing.desk.res;
    let taken: Vec<Taken> = pieces.par_iter().map(|piece| guarded(|| take_one(&res.packs, piece))).collect();
    let ids: Vec<ReportId> = taken.iter().flatten().map(|received| received.report.id).collect();
    let mut known: BTreeSet<ReportId> = writing.store.known_reports(&ids)?;
    let mut lines: Vec<Value> = Vec::with_capacity(taken.len());
    let mut wanted: Vec<(usize, Received)> = Vec::new();
    for (at, one) in taken.into_iter().enumerate() {
        match one {
            Err(refusal) => lines.push(refused(at, &refusal)),
            Ok(received) => {
                let (id, doc) = (received.report.id, &received.report.doc);
                let new = known.insert(id);
                let state = if new { "stored" } else { "known" };
                lines.push(json!({"at": at, "state": state, "id": id, "doc": doc, "notes": received.notes}));
                if new {
                    wanted.push((at, received));
                }
            }
        }
    }
    let reads: Vec<(usize, Result<Read, Refusal>)> = wanted
        .into_par_iter()
        .map(|(at, received)| (at, guarded(|| Ok(read_received(res, received).ready()))))
        .collect();
    let mut posted = Vec::with_capacity(reads.len());
    for (at, read) in reads {
        match read {
            Ok(read) => posted.push(read),
            Err(refusal) => lines[at] = refused(at, &refusal),
        }
    }
    let receipt = append_reads(res, writing.store, &mut Memory::default(), &Threads, posted, now())?;
    let count = |state: &str| lines.iter().filter(|line| line["state"] == state).count();
    let document = json!({
        "format": "firsthand/posted/1", "stored": count("stored"), "known": count("known"),
        "refused": count("refused"), "claims": receipt.claims, "reports": lines,
    });
    Ok(Answer::json(&document).status(if receipt.stored.is_empty() { 200 } else { 201 }))
}

fn refused(at: usize, refusal: &Refusal) -> Value {
    json!({"at": at, "state": "refused", "word": refusal.word, "why": refusal.why, "hint": refusal.hint})
}

/// The documents of a body, one a report, as they are written.
fn cut<'a>(kind: &str, body: &'a [u8]) -> Result<Vec<Cow<'a, [u8]>>, Problem> {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/x-ndjson" | "application/jsonl" => {
            Ok(body.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).map(Cow::from).collect())
        }
        "application/json" => {
            let broken = |error: serde_json::Error| Problem::bad_body(format!("the body is no JSON: {error}"));
            let list = match serde_json::from_slice(body).map_err(broken)? {
                Value::Array(list) => list,
                one => vec![one],
            };
            Ok(list.iter().map(|one| one.to_string().into_bytes().into()).collect())
        }
        _ => Err(Problem::unsupported("reports are application/json, or application/x-ndjson with one a line")),
    }
}

fn take_one(packs: &Packs, piece: &[u8]) -> Taken {
    // A report that brings no name is named by what it is, so that the same sent again is the same.
    let name = |of: &[u8]| format!("posted-{}", &hash_bytes(of)[..16]);
    let page: Option<Page> = serde_json::from_slice(piece).ok();
    let Some(Page { html: Some(html), doc, id, url, outlet, published, title, lang }) = page else {
        return named_line(packs, piece, &name(piece));
    };
    let filled = |field: Option<String>| field.filter(|value| !value.trim().is_empty());
    let doc = filled(doc).or(filled(id)).unwrap_or_else(|| name(html.as_bytes()));
    let hints = PageHints {
        doc,
        url: filled(url),
        charset: Some("utf-8".to_owned()),
        outlet: filled(outlet),
        published: filled(published),
        title: filled(title),
    };
    let mut received = receive_html(packs, html.as_bytes(), &hints)?;
    if let Some(lang) = filled(lang)
        .filter(|lang| *lang != received.report.lang.code() && packs.langs().any(|code| code == lang.as_str()))
    {
        received.report.lang = firsthand::model::Lang(lang);
        received.tokens = None;
    }
    Ok(received)
}

/// A line, named by its content where it brings no name.
fn named_line(packs: &Packs, piece: &[u8], name: &str) -> Taken {
    let mut received = receive_json_line(packs, piece, 1, name)?;
    if received.report.doc == format!("{name}:1") {
        // Named anew, its id must follow: the name is put into the line, and the line is read again.
        let mut line: serde_json::Map<String, Value> = serde_json::from_slice(piece).unwrap_or_default();
        line.insert("doc".to_owned(), json!(name));
        let line = serde_json::to_vec(&line).unwrap_or_default();
        received = receive_json_line(packs, &line, 1, name)?;
    }
    Ok(received)
}

/// A report that trips the reader up is refused, and the rest goes on.
fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Refusal {
            word: "panic",
            why: "the program failed on this report".to_owned(),
            hint: "this is a fault of ours: please report it with the text".to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_cut_into_reports() {
        let cut = |kind: &str, body: &'static str| {
            cut(kind, body.as_bytes()).map(|pieces| pieces.len()).map_err(|problem| problem.status)
        };
        assert_eq!(cut("application/json; charset=utf-8", " {\"text\": \"a\"} "), Ok(1));
        assert_eq!(cut("application/json", "[{}, 7, {\"a\": [1]}]"), Ok(3));
        assert_eq!(cut("application/x-ndjson", "{}\n\n{broken\n"), Ok(2));
        assert_eq!(cut("application/json", "{} {}"), Err(400));
        assert_eq!(cut("text/plain", "{}"), Err(415));
    }

    #[test]
    fn the_same_report_has_the_same_id_wherever_it_stands() {
        let packs = Packs::embedded().expect("languages");
        let line = br#"{"text": "At least 12 people were arrested in Lisbon on Monday."}"#;
        let (one, other) = (take_one(&packs, line).expect("read"), take_one(&packs, line).expect("read"));
        assert_eq!(one.report.id, other.report.id);
        assert!(one.report.doc.starts_with("posted-"), "{}", one.report.doc);
    }
}
