//! Hooks: who is told when figures change. Not here: calling them (`hooks`).

use super::feeds::read_address;
use crate::access::make_name;
use crate::ask::Answer;
use crate::desk::{Reading, Writing};
use crate::hooks::MOST_FAILURES;
use crate::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firsthand::store::Store;
use firsthand_store::Hook;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most hooks of a ledger: each looks through every change.
const MOST: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    address: String,
    #[serde(default)]
    indicator: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    least: Option<i64>,
    #[serde(default)]
    moved_percent: Option<u32>,
}

/// All hooks, without their secrets.
pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let hooks: Vec<Value> = reading.base.hooks()?.iter().map(tell).collect();
    Ok(Answer::json(&json!({"format": "firsthand/hooks/1", "hooks": hooks})).once())
}

fn tell(hook: &Hook) -> Value {
    json!({
        "id": hook.id, "address": hook.address, "indicator": hook.indicator, "place": hook.place, "least": hook.least,
        "moved_percent": hook.moved_percent, "failures": hook.failures, "next": hook.next, "trouble": hook.trouble,
        "ended": hook.failures >= MOST_FAILURES,
    })
}

/// A new hook: it hears of what changes from now on. Its secret is told here and never again.
pub(crate) fn add(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let wanted: Wanted = writing.ask.json()?;
    let address = read_address("address", &wanted.address)?;
    if writing.store.hooks()?.len() >= MOST {
        return Err(Problem::conflict(format!("there are {MOST} hooks, the most that there may be\nhint: end one")));
    }
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Problem::fault(error.to_string()))?;
    let hook = Hook {
        id: make_name('h').map_err(|error| Problem::fault(error.to_string()))?,
        address,
        secret: format!("whsec_{}", STANDARD.encode(bytes)),
        indicator: wanted.indicator,
        place: wanted.place,
        least: wanted.least,
        moved_percent: wanted.moved_percent,
        told: writing.store.feed()?.end,
        figures: BTreeMap::new(),
        failures: 0,
        next: None,
        trouble: None,
    };
    writing.store.put_hook(&hook)?;
    let mut document = tell(&hook);
    document["secret"] = json!(hook.secret);
    Ok(Answer::json(&document).status(201).with("cache-control", "no-store".to_owned()))
}

pub(crate) fn end(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let id = writing.ask.query.get("hook").ok_or_else(|| Problem::bad("hook", "no hook is named"))?;
    if writing.store.end_hook(id)? {
        Ok(Answer::of("text/plain; charset=utf-8", "").status(204))
    } else {
        Err(Problem::missing("hook of this id"))
    }
}
