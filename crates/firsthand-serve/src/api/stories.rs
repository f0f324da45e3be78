//! Stories: a list, one with whose figures its pages carry, and the lineage of its pages.
//! Not here: how stories are found (the library).

use super::{list_as, read_cursor, read_story, rows_asked, story_asked, to_value, write_cursor};
use crate::ask::Answer;
use crate::desk::Reading;
use crate::problem::Problem;
use firsthand::export::jsonl::lineage_lines;
use firsthand::ledger::trace_hands;
use firsthand::model::{Claim, ClaimId, Entry, FamilyId, ReportId, Story, StoryId};
use firsthand::pipeline::veils::veil_figures;
use firsthand::pipeline::{families_of, mask_entries};
use firsthand::store::Store;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The kind of list, in its cursors.
const KIND: &str = "stories";

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let most = rows_asked(ask);
    let after: Option<StoryId> = read_cursor(ask, KIND)?;
    let asked = ask.query.asked(reading.view)?;
    let stories: Vec<StoryId> = asked.stories(reading.view)?.into_iter().flatten().collect();
    let from = match after {
        None => 0,
        Some(after) => {
            let at = stories.iter().position(|id| *id == after);
            let gone = || Problem::bad("cursor", "the ledger has changed since\nhint: begin without a cursor");
            at.ok_or_else(gone)? + 1
        }
    };
    let (mut rows, mut last) = (Vec::new(), None);
    for id in stories[from..].iter().take(most) {
        last = Some(*id);
        if let Some(story) = reading.view.story(*id)? {
            rows.push(head_of(reading, &story)?.0);
        }
    }
    let next = last.filter(|_| from + most < stories.len()).map(|id| write_cursor(KIND, &id.to_string()));
    Ok(list_as(ask, "story-heads", KIND, rows, next))
}

/// What a list says of a story, and the entry that leads it.
fn head_of(reading: &Reading<'_>, story: &Story) -> Result<(Value, Option<Entry>), Problem> {
    let texts: BTreeSet<FamilyId> = reading.view.families(&story.reports)?.into_values().collect();
    let mut entries = reading.view.entries_of(Some(story.id))?;
    entries.retain(|entry| reading.shows_entry(entry));
    let count = entries.len();
    let lead = entries.into_iter().max_by_key(|entry| (entry.pages, entry.texts, std::cmp::Reverse(entry.id)));
    let lead = mask_entries(reading.view, lead.into_iter().collect())?.pop();
    let row = match &lead {
        Some(lead) if !reading.ask.shows_few() => reading.guard(std::slice::from_ref(lead))?.pop(),
        _ => None,
    };
    let figure = lead.as_ref().map(|entry| {
        let mut figure = json!({
            "entry": entry.id, "indicator": entry.indicator, "unit": entry.unit, "subset": entry.subset,
            "place": entry.place, "time": entry.time, "low": entry.low, "best": entry.best, "high": entry.high,
            "counters": entry.counters, "texts": entry.texts, "pages": entry.pages,
        });
        row.iter().for_each(|row| veil_figures(row, &mut figure));
        figure
    });
    let head = json!({
        "id": story.id, "pages": story.reports.len(), "texts": texts.len(), "entries": count, "lead": figure,
    });
    Ok((head, lead))
}

pub(crate) fn show_one(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let story = read_story(reading, reading.ask.var("id"))?;
    let (mut document, lead) = head_of(reading, &story)?;
    let hands = match &lead {
        None => Vec::new(),
        Some(lead) => {
            let ids: BTreeSet<ClaimId> = lead.support.iter().map(|support| support.claim).collect();
            let claims: Vec<Claim> = reading.view.claims_named(&ids)?.into_values().collect();
            trace_hands([lead], &claims, &families_of(reading.view, &claims)?)
        }
    };
    document["hands"] = to_value(&hands);
    document["came_from"] = to_value(&reading.view.predecessors(story.id)?);
    document["format"] = json!("firsthand/story-head/1");
    Ok(Answer::json(&document))
}

pub(crate) fn show_lineage(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let story = story_asked(reading)?;
    let story = story.ok_or_else(|| Problem::bad("story", "no story is named\nhint: /v1/stories lists them"))?;
    let reports = super::reports::read_reports(reading, &story.reports)?;
    let families = reading.view.families(&story.reports)?;
    let mut edges = reading.view.derivations(&story.reports)?;
    let is_here = |id: &ReportId| story.reports.binary_search(id).is_ok();
    edges.retain(|edge| is_here(&edge.child) && is_here(&edge.parent));
    reading.hide_claims(&reading.view.claims(&story.reports)?)?.veil_edges(&mut edges);
    let lines = lineage_lines(&reports, &families, &edges);
    Ok(Answer::json(&json!({"format": "firsthand/lineage/1", "lineage": lines})))
}
