//! A report as it is stored: our text of it, block by block, each figure that was read marked and led to its claim.
//! Foreign markup is never shown. Not here: a claim (`evidence`).

use super::lay_out;
use super::parts::foreign;
use crate::ask::Answer;
use crate::desk::Reading;
use crate::problem::Problem;
use crate::query::find_id;
use crate::words::safe;
use firsthand::export::jsonl::{ClaimLine, Masking, mask_text};
use firsthand::model::{Claim, CodePoints, Report, ReportId, Span};
use firsthand::pipeline::private_names_in;
use firsthand::pipeline::veils::cover_spans;
use firsthand::store::Store;
use maud::{Markup, html};
use serde_json::json;
use std::collections::BTreeSet;

/// The report that begins so.
fn find_report(reading: &Reading<'_>) -> Result<Report, Problem> {
    let id = find_id(reading.view, reading.ask.var("id"), "r_", "page")?;
    let id: ReportId = id.parse().map_err(|_| Problem::missing("such page"))?;
    reading.view.report(id)?.ok_or_else(|| Problem::missing("such page at that time"))
}

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let report = find_report(reading)?;
    let mut claims = reading.view.claims(&[report.id])?;
    let names = if ask.is_unmasked() { BTreeSet::new() } else { private_names_in(reading.res(), &report, &claims) };
    // Of what the caller may not see at all the figure is hidden too.
    let hidden = reading.hide_claims(&claims)?;
    claims.retain(|claim| reading.shows_claim(claim));
    let story = reading.view.stories_of(&[report.id])?.remove(&report.id);
    let title = report.title.as_deref().map(|title| mask_text(title, &names));
    if ask.form().is_some() {
        let points = CodePoints::new(&report.text);
        let masking = if ask.is_unmasked() { Masking::Unmasked } else { Masking::Masked };
        let line = |claim: &Claim| {
            let mut line = json!(ClaimLine::of(claim, &points, masking));
            hidden.veil_claim(claim.id, &mut line);
            line
        };
        let lines: Vec<serde_json::Value> = claims.iter().map(line).collect();
        let text = cover_spans(&report.text, Span::new(0, report.text.len()), hidden.spans_of(report.id));
        let document = json!({
            "format": "firsthand/report/1", "id": report.id, "doc": report.doc, "url": report.url, "outlet": report.outlet,
            "title": title, "published": report.published, "modified": report.modified, "lang": report.lang.code(), "story": story,
            "text": mask_text(&text, &names), "claims": lines,
        });
        let answer = Answer::json(&document);
        return Ok(if ask.is_unmasked() { answer.once() } else { answer });
    }
    let recorded = reading.view.recorded(&[report.id])?.remove(&report.id);
    let heading = title.clone().unwrap_or_else(|| report.doc.clone());
    let content = html! {
        p.crumbs { @if let Some(story) = story { a href=(ask.query.link_to(&format!("/story/{story}"), &[])) { (words.say("tally-story")) } } }
        h1 { (foreign(&heading, Some(report.lang.code()))) }
        p.source {
            (foreign(report.outlet.as_deref().unwrap_or(&report.doc), None))
            @if let Some(published) = &report.published { " \u{b7} " (words.say_of("report-published", &[("moment", words.published(published).into())])) }
            @if let Some(modified) = &report.modified { " \u{b7} " (words.say_of("report-modified", &[("moment", words.published(modified).into())])) }
            @if let Some(recorded) = recorded { " \u{b7} " (words.say_of("report-recorded", &[("moment", words.instant(recorded).into())])) }
            @if let Some(url) = report.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) { " \u{b7} " a href=(url) rel="noreferrer noopener external" { (words.say("page-original")) } }
        }
        p { (words.count("claim", claims.len())) }
        article.report lang=(report.lang.code()) dir="auto" {
            @for block in blocks(&report) {
                p.block.(super::parts::key_of(&block.0)) title=(words.word("block", &block.0)) { (marked(reading, &report, block.1, &claims, &names, hidden.spans_of(report.id))) }
            }
        }
    };
    let answer = Answer::html(lay_out(ask, &safe(&heading), content));
    Ok(if ask.is_unmasked() { answer.once() } else { answer })
}

/// The blocks of a text; one that has none is one of body.
fn blocks(report: &Report) -> Vec<(firsthand::model::BlockKind, Span)> {
    if report.blocks.is_empty() {
        return vec![(firsthand::model::BlockKind::Body, Span::new(0, report.text.len()))];
    }
    report.blocks.iter().map(|block| (block.kind, block.span)).collect()
}

/// A block with its figures marked, private names masked around them.
fn marked(
    reading: &Reading<'_>,
    report: &Report,
    span: Span,
    claims: &[Claim],
    names: &BTreeSet<String>,
    hidden: &[(Span, &'static str)],
) -> Markup {
    let mut inside: Vec<&Claim> = claims.iter().filter(|claim| span.contains(claim.span)).collect();
    inside.sort_by_key(|claim| (claim.span.start, claim.span.end));
    let (mut at, mut pieces) = (span.start, Vec::new());
    let text =
        |start: usize, end: usize| safe(&mask_text(&cover_spans(&report.text, Span::new(start, end), hidden), names));
    for claim in inside {
        // Of claims on the same words the first leads on.
        if claim.span.start < at {
            continue;
        }
        pieces.push((text(at, claim.span.start), Some(claim)));
        at = claim.span.end;
    }
    pieces.push((text(at, span.end), None));
    html! {
        @for (before, claim) in pieces {
            (before)
            @if let Some(claim) = claim {
                a href=(reading.ask.query.link_to(&format!("/claim/{}", claim.id), &[])) data-row=(claim.id) { mark { (safe(&cover_spans(&report.text, claim.span, hidden))) } }
            }
        }
    }
}

/// The bytes as received: a file to keep, never a page to show.
pub(crate) fn bytes(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let report = find_report(reading)?;
    let kept = reading.base.evidence(report.id)?;
    let first = kept.into_iter().next().ok_or_else(|| Problem::missing("bytes of this page"))?;
    let answer = Answer::of("application/octet-stream", first.bytes).once();
    Ok(answer
        .with("content-disposition", format!("attachment; filename=\"{}.bin\"", report.id))
        .with("content-security-policy", "sandbox; default-src 'none'".to_owned()))
}
