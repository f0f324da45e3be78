//! Reports: a list of their heads.
//! Not here: one report with its text (`page::report`).

use super::{LOOKED_THROUGH, list, read_cursor, rows_asked, story_asked, write_cursor};
use crate::ask::Answer;
use crate::desk::Reading;
use crate::problem::Problem;
use firsthand::export::cite::Citation;
use firsthand::export::jsonl::private_names;
use firsthand::model::{Report, ReportId};
use firsthand::store::Store;
use serde_json::{Value, json};

/// The kind of list, in its cursors.
const KIND: &str = "reports";

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let most = rows_asked(ask);
    let story = story_asked(reading)?;
    let (mut rows, mut looked) = (Vec::new(), 0);
    let mut after: Option<ReportId> = read_cursor(ask, KIND)?;
    let next = loop {
        let wanted = most - rows.len();
        let ids = reports_behind(reading, story.as_ref().map(|story| &story.reports[..]), after, wanted)?;
        for report in read_reports(reading, &ids)? {
            rows.push(head_of(reading, &report)?);
        }
        looked += ids.len();
        after = ids.last().copied().or(after);
        if ids.len() < wanted {
            break None;
        }
        if rows.len() >= most || looked >= LOOKED_THROUGH {
            break after.map(|id| write_cursor(KIND, &id.to_string()));
        }
    };
    Ok(list(ask, KIND, rows, next))
}

/// The ids behind this one: of a story's reports, which are sorted, or of all.
pub(super) fn reports_behind(
    reading: &Reading<'_>,
    of_story: Option<&[ReportId]>,
    after: Option<ReportId>,
    most: usize,
) -> Result<Vec<ReportId>, Problem> {
    Ok(match of_story {
        Some(ids) => ids.iter().copied().filter(|id| after.is_none_or(|after| *id > after)).take(most).collect(),
        None => reading.base.report_ids_behind(after, most)?,
    })
}

/// Those of these reports that the view shows.
pub(super) fn read_reports(reading: &Reading<'_>, ids: &[ReportId]) -> Result<Vec<Report>, Problem> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(reading.view.report(*id)?);
    }
    Ok(found)
}

/// A report without its text, private names masked in its title.
fn head_of(reading: &Reading<'_>, report: &Report) -> Result<Value, Problem> {
    let id = [report.id];
    let names = private_names(&reading.view.claims(&id)?);
    let family = reading.view.families(&id)?.remove(&report.id);
    let story = reading.view.stories_of(&id)?.remove(&report.id);
    let recorded = reading.view.recorded(&id)?.remove(&report.id);
    let page = Citation::of(report, &names, family, story);
    Ok(json!({
        "id": page.report, "doc": page.doc, "title": page.title, "outlet": page.outlet, "url": page.url,
        "published": page.published, "lang": page.lang, "family": page.family, "story": page.story, "recorded": recorded,
    }))
}
