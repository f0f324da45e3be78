//! Review by programs: the log, and decisions with what they moved.
//! Not here: the queue (`page::review`), and what a decision does (the library).

use super::{list, read_cursor, rows_asked, to_value, write_cursor};
use crate::ask::Answer;
use crate::desk::{Reading, Writing, make_secret, now};
use crate::problem::Problem;
use firsthand::ledger::fold_key;
use firsthand::model::{Decision, Words};
use firsthand::pipeline::{
    FindError, check_indicator, entries_around, find_claim, join_names, judge_claims, list_moves, post_decision,
    read_corrections, read_records, undo_record,
};
use firsthand::store::Store;
use serde::Deserialize;
use serde_json::{Value, json};

/// The most claims that one request decides on.
const MOST: usize = 100;

pub(crate) fn show_log(reading: &Reading<'_>) -> Result<Answer, Problem> {
    const KIND: &str = "log";
    let ask = reading.ask;
    let most = rows_asked(ask);
    let after: u64 = read_cursor(ask, KIND)?.unwrap_or(0);
    let log = reading.view.review_log()?;
    let from = log.partition_point(|line| line.number <= after);
    let told = &log[from..log.len().min(from.saturating_add(most))];
    let next = told.last().filter(|_| from + told.len() < log.len()).map(|line| line.number);
    Ok(list(ask, KIND, told.iter().map(to_value).collect(), next.map(|last| write_cursor(KIND, &last.to_string()))))
}

/// What is to be decided.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    action: Action,
    /// Ids of claims, or of proposals that two counters are one.
    #[serde(default)]
    claims: Vec<String>,
    /// `field=value`, or a whole claim as corpora write it.
    #[serde(default)]
    set: Vec<String>,
    #[serde(default)]
    one: Option<String>,
    #[serde(default)]
    other: Option<String>,
    #[serde(default)]
    number: Option<u64>,
    reason: String,
    /// Counts only where access is off and no author is set.
    #[serde(default)]
    author: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Accept,
    Reject,
    Edit,
    SameAs,
    OtherCounter,
    Undo,
}

pub(crate) fn decide(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let ask = writing.ask;
    let posted: Posted = ask.json()?;
    if posted.claims.len() > MOST {
        return Err(Problem::bad("claims", format!("{} are more than {MOST}", posted.claims.len())));
    }
    let author = ask.caller.label.clone().or_else(|| posted.author.clone()).unwrap_or_default();
    if author.trim().is_empty() {
        let why = "nobody is named as who decides\nhint: firsthand serve --author NAME, or the field author";
        return Err(Problem::bad("author", why));
    }
    // Nothing is put behind a record that was changed.
    read_records(writing.store)?;
    let decisions = read_decisions(writing, &posted)?;
    if decisions.is_empty() {
        let why = "all of these claims are judged so already\nhint: /v1/review/log tells by whom, undo takes it back";
        return Err(Problem::conflict(why));
    }
    let before = entries_around(writing.store, &decisions)?;
    let feed = writing.store.feed()?.end;
    let mut records = Vec::with_capacity(decisions.len());
    for decision in &decisions {
        let words = Words { author: author.clone(), reason: posted.reason.clone(), salt: make_secret()? };
        let number = post_decision(writing.store, decision, &words, None, &now)?;
        records.push(json!({"number": number, "decision": decision, "author": author}));
    }
    writing.settle()?;
    let figures = |entry: &firsthand::model::Entry| json!({"low": entry.low, "best": entry.best, "high": entry.high});
    let moves: Vec<Value> = list_moves(writing.store, &writing.view()?, &before, feed)?
        .iter()
        .map(|one| {
            json!({
                "entry": one.entry.id, "series": one.entry.series, "before": one.before.as_ref().map(figures),
                "after": one.stands.then(|| figures(&one.entry)), "of_figures": one.is_of_figures(),
            })
        })
        .collect();
    Ok(Answer::json(&json!({"format": "firsthand/decided/1", "records": records, "moves": moves})).status(201))
}

fn read_decisions(writing: &Writing<'_>, posted: &Posted) -> Result<Vec<Decision>, Problem> {
    let store: &dyn Store = writing.store;
    let named = |field: &'static str, value: &Option<String>| {
        let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty());
        value.map(str::to_owned).ok_or_else(|| Problem::bad(field, "it is missing"))
    };
    match posted.action {
        Action::Accept | Action::Reject => {
            if posted.claims.is_empty() {
                return Err(Problem::bad("claims", "no claim is named"));
            }
            let accepts = posted.action == Action::Accept;
            Ok(judge_claims(&writing.desk.res, store, &posted.claims, accepts)?.0)
        }
        Action::Edit => {
            let [claim] = &posted.claims[..] else {
                return Err(Problem::bad("claims", "one claim is corrected at a time"));
            };
            let claim = find_claim(store, claim)?;
            let malformed = |error| match error {
                FindError::Refused(why) => Problem::bad("set", why),
                FindError::Store(error) => error.into(),
            };
            let set = read_corrections(&posted.set).map_err(malformed)?;
            if set.is_empty() {
                return Err(Problem::bad("set", "no field is set"));
            }
            check_indicator(&writing.desk.res, store, claim, &set).map_err(malformed)?;
            Ok(vec![Decision::Edit { claim, set }])
        }
        Action::SameAs => Ok(vec![join_names(store, &named("one", &posted.one)?, &named("other", &posted.other)?)?]),
        Action::OtherCounter => {
            let (one, other) = (fold_key(&named("one", &posted.one)?), fold_key(&named("other", &posted.other)?));
            if one == other {
                return Err(Problem::conflict(format!("both names have the key {one}: they are one counter")));
            }
            Ok(vec![Decision::OtherCounter { one, other }])
        }
        Action::Undo => {
            let number = posted.number.ok_or_else(|| Problem::bad("number", "no record is named"))?;
            Ok(vec![undo_record(store, number)?])
        }
    }
}
