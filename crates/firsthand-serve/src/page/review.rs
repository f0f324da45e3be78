//! Review: the claim that matters most with its sentence, decided by one key; names that may be one; where reviewers
//! disagree; the log. Each decision is an entry of the audit log. Not here: what a decision does (the library).

use super::evidence::{fields, page_line};
use super::parts::{self, short};
use super::{lay_out, seal};
use crate::ask::{Answer, Ask};
use crate::desk::{Reading, Writing, lock, make_secret, now};
use crate::problem::Problem;
use crate::queue::Progress;
use crate::words::{Words, safe};
use firsthand::export::jsonl::Masking;
use firsthand::model::{
    Claim, ClaimId, ClaimLine, ClaimPlace, Decision, Field, LogLine, Measure, Modality, Polarity, Record, Role, Side,
    Verdict, Words as Signed, cancelled_records,
};
use firsthand::pipeline::veils::HiddenClaims;
use firsthand::pipeline::{
    Doubt, Extent, FindError, Move, ToldSentence, check_indicator, entries_around, find_claim, join_names,
    judge_claims, list_moves, mask_entries, post_decision, preview_decisions, read_corrections, read_records,
    undo_record,
};
use firsthand::store::Store;
use maud::{Markup, html};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Doubts that are shown beside the first.
const SHOWN: usize = 20;
/// Records of the log on one page.
const RECORDS: usize = 100;

impl From<FindError> for Problem {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Refused(why) => Self::conflict(why),
            FindError::Store(error) => error.into(),
        }
    }
}

/// A figure that moved, as it is told behind a decision.
#[derive(Debug, Clone)]
pub(crate) struct Moved {
    entry: String,
    series: String,
    before: Option<String>,
    after: Option<String>,
}

impl Moved {
    fn of(words: &crate::words::Words, one: &Move) -> Self {
        let figures =
            |entry: &firsthand::model::Entry| [entry.low, entry.best, entry.high].map(|f| words.figure(f)).join(" / ");
        Self {
            entry: one.entry.id.to_string(),
            series: one.entry.series.clone(),
            before: one.before.as_ref().map(figures),
            after: one.stands.then(|| figures(&one.entry)),
        }
    }
}

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    match ask.query.get("view") {
        Some("names") => names_page(reading),
        Some("disagreements") => disagreements_page(reading),
        _ => queue_page(reading, None, None),
    }
}

fn tabs(ask: &Ask) -> Markup {
    let words = ask.words;
    let on = ask.query.get("view").unwrap_or(if ask.row.work == "review_log" { "log" } else { "queue" });
    let link = |view: Option<&str>| {
        ask.query.link_to("/review", &view.map(|view| ("view", view)).into_iter().collect::<Vec<_>>())
    };
    html! {
        nav.tabs aria-label=(words.say("review-tabs")) {
            ul {
                @for (view, address) in [("queue", link(None)), ("names", link(Some("names"))), ("disagreements", link(Some("disagreements"))), ("log", ask.query.link_to("/review/log", &[]))] {
                    li { a href=(address) aria-current=[(on == view).then_some("page")] { (words.say(&format!("review-view-{view}"))) } }
                }
            }
        }
    }
}

/// The claim in hand, with what hangs on it, and those behind it. `previewed`: the fields of a form that was previewed.
fn queue_page(
    reading: &Reading<'_>,
    previewed: Option<&BTreeMap<String, String>>,
    moves: Option<(Option<Vec<Moved>>, String)>,
) -> Result<Answer, Problem> {
    let (ask, desk) = (reading.ask, reading.desk);
    let words = ask.words;
    desk.queue.advance(reading.base, Duration::from_millis(150))?;
    let (doubts, progress) = (desk.queue.first(reading.view, SHOWN + 1)?, desk.queue.progress());
    if ask.form().is_some() {
        let mut lines = Vec::new();
        for doubt in &doubts {
            lines.push(line_of(reading, doubt)?);
        }
        let document = json!({"format": "firsthand/review/1", "queue": lines, "weighed": progress.weighed, "stories": progress.stories});
        return Ok(Answer::json(&document).once());
    }
    let named = previewed.and_then(|fields| fields.get("claim").map(String::as_str)).or(ask.query.get("claim"));
    let in_hand = match named {
        Some(prefix) => Some(find_claim(reading.view, prefix)?),
        None => doubts.first().map(|doubt| doubt.claim),
    };
    let claim = in_hand.map(|id| reading.view.claim(id)).transpose()?.flatten();
    let doubt = in_hand.and_then(|id| doubts.iter().find(|doubt| doubt.claim == id));
    let content = html! {
        h1 { (words.say("review-title")) }
        (tabs(ask))
        (said(reading)?)
        @if let Some((moved, decision)) = &moves {
            section.previewed role="status" aria-labelledby="previewed" {
                h2 #previewed { (words.say("review-preview-title")) }
                p { code { (safe(decision)) } }
                @match moved {
                    Some(moved) => (moves_list(ask, moved)),
                    None => p { (words.say("review-preview-unknown")) },
                }
            }
        }
        @match &claim {
            Some(claim) => (claim_form(reading, claim, doubt, previewed)?),
            None => p.empty { (words.say(if progress.weighed < progress.stories { "review-weighing" } else { "review-empty" })) },
        }
        @if progress.weighed < progress.stories {
            (weighing(words, progress))
        }
        section aria-labelledby="behind" {
            h2 #behind { (words.say("review-behind")) }
            ol.queue {
                @for doubt in doubts.iter().filter(|doubt| Some(doubt.claim) != in_hand) {
                    li data-row=(doubt.claim) {
                        a href=(ask.query.link_to("/review", &[("claim", &doubt.claim.to_string())])) { bdi { (safe(&masked_series(reading, doubt)?)) } }
                        " " span.effect { (effect(ask, doubt)) }
                        span.measure { (doubt.reasons.iter().map(|reason| safe(reason)).collect::<Vec<_>>().join("; ")) }
                    }
                }
            }
        }
        section aria-labelledby="one" {
            h2 #one { (words.say("review-same-title")) }
            p { (words.say("review-same-about")) }
            form.filters method="post" action="/review/decide" {
                (seal(ask)) input type="hidden" name="action" value="same_as";
                label { span { (words.say("review-one")) } input name="one" required dir="auto"; }
                label { span { (words.say("review-other")) } input name="other" required dir="auto"; }
                (signature(ask, previewed))
                button { (words.say("review-same")) }
            }
        }
    };
    Ok(Answer::html(lay_out(ask, &words.say("review-title"), content)).once())
}

fn masked_series(reading: &Reading<'_>, doubt: &Doubt) -> Result<String, Problem> {
    let entry = reading.view.entry(doubt.entry)?;
    let entry = mask_entries(reading.view, entry.into_iter().collect())?.pop();
    Ok(entry.map(|entry| entry.series).unwrap_or_default())
}

/// `1,386 now; 1,311 if rejected; 1,386 if accepted`.
fn effect(ask: &Ask, doubt: &Doubt) -> String {
    let words = ask.words;
    let named = |figure: Option<_>| if figure.is_none() { words.say("review-no-figure") } else { words.figure(figure) };
    let parts = [
        ("now", named(doubt.best).into()),
        ("rejected", named(doubt.without).into()),
        ("accepted", named(doubt.with).into()),
    ];
    words.say_of("review-effect", &parts)
}

fn line_of(reading: &Reading<'_>, doubt: &Doubt) -> Result<serde_json::Value, Problem> {
    let claim = reading.view.claim(doubt.claim)?.ok_or_else(|| Problem::busy("the ledger changed meanwhile"))?;
    let report = reading.view.report(claim.report)?;
    let told = report.map(|report| ToldSentence::of(reading.res(), &report, &claim));
    Ok(json!({
        "claim": doubt.claim, "entry": doubt.entry, "series": masked_series(reading, doubt)?, "kind": doubt.kind, "doc": claim.doc,
        "surface": claim.surface, "value": claim.value, "lower": claim.bounds.lower, "upper": claim.bounds.upper,
        "best": doubt.best, "rejected": doubt.without, "accepted": doubt.with, "effect": doubt.effect,
        "doubt": doubt.doubt, "reasons": doubt.reasons,
        "sentence": told.map(|told| json!({"before": told.before, "figure": told.figure, "after": told.after})),
    }))
}

/// Who decides and why: fields of every form.
fn signature(ask: &Ask, given: Option<&BTreeMap<String, String>>) -> Markup {
    let words = ask.words;
    let value = |name: &str| {
        given.and_then(|given| given.get(name)).map(String::as_str).or(ask.query.get(name)).unwrap_or_default()
    };
    html! {
        label { span { (words.say("review-reason")) } input name="reason" value=(value("reason")) placeholder=(words.say("review-reason-default")) maxlength="500" dir="auto"; }
        @if ask.caller.label.is_none() {
            label { span { (words.say("review-author")) } input name="author" value=(value("author")) placeholder=(words.say("review-author-default")) maxlength="80" autocomplete="name"; }
        }
    }
}

fn claim_form(
    reading: &Reading<'_>,
    claim: &Claim,
    doubt: Option<&Doubt>,
    given: Option<&BTreeMap<String, String>>,
) -> Result<Markup, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let report = reading.view.report(claim.report)?;
    let masking = if ask.is_unmasked() { Masking::Unmasked } else { Masking::Masked };
    let told =
        report.as_ref().map(|report| ToldSentence::within(reading.res(), report, claim, Extent::Paragraph, masking));
    let id = claim.id.to_string();
    let decision = last_decision(reading, claim.id)?;
    Ok(html! {
        article.in-hand aria-labelledby="in-hand" {
            h2 #in-hand {
                (parts::amount(words, claim.value, claim.bounds, claim.modifier)) ", " (words.name("indicator", &claim.indicator)) " "
                a.more data-open="1" href=(ask.query.link_to(&format!("/claim/{id}"), &[])) { (short(&id)) }
            }
            @if let Some(doubt) = doubt {
                p { strong { (effect(ask, doubt)) } " " bdi { (safe(&masked_series(reading, doubt)?)) } }
                p.measure { (doubt.reasons.iter().map(|reason| safe(reason)).collect::<Vec<_>>().join("; ")) }
            }
            @if let Some(verdict) = &claim.review { p.verdict { (words.word("verdict", verdict)) } }
            @if let Some(told) = &told { (parts::quote(told, report.as_ref().map_or("", |report| report.lang.code()))) }
            p.source { (page_line(ask, claim, report.as_ref())) }
            form.decide method="post" action="/review/decide" {
                (seal(ask))
                input type="hidden" name="claim" value=(id);
                @if ask.query.get("claim").is_some() { input type="hidden" name="stay" value="1"; }
                p.buttons {
                    button.accept name="action" value="accept" data-action="accept" autofocus aria-keyshortcuts="a" { (words.say("review-accept")) }
                    button.reject name="action" value="reject" data-action="reject" aria-keyshortcuts="x" { (words.say("review-reject")) }
                    @if let Some(record) = &decision { button name="action" value=(format!("undo {}", record.number)) data-action="undo" aria-keyshortcuts="u" { (words.say_of("review-undo", &[("number", record.number.to_string().into())])) } }
                }
                div.filters { (signature(ask, given)) }
                dl.reading { @for (name, value) in fields(ask, claim, &HiddenClaims::default()) { div { dt { (words.say(name)) } dd { bdi { (safe(&value)) } } } } }
                details.edit open[given.is_some() || ask.query.get("edit").is_some()] {
                    summary data-action="edit" { (words.say("review-edit")) }
                    div.filters {
                        @for field in Field::ALL {
                            @let name = field.name();
                            @let was = value_of(claim, field, ask);
                            @let value = given.and_then(|given| given.get(&format!("set_{name}"))).cloned().unwrap_or_else(|| was.clone());
                            label {
                                span { (words.say(&format!("edit-{}", name.replace('_', "-")))) }
                                @if let Some(choices) = choices_of(field) {
                                    select name=(format!("set_{name}")) {
                                        @if !choices.contains(&value.as_str()) { option value=(value) selected { (value) } }
                                        @for choice in choices { option value=(choice) selected[choice == value] { (words.name(&name.replace('_', "-"), choice)) } }
                                    }
                                } @else { input name=(format!("set_{name}")) value=(value) dir="auto"; }
                            }
                            input type="hidden" name=(format!("was_{name}")) value=(was);
                        }
                    }
                    p.buttons {
                        button name="action" value="edit" formaction="/review/preview" { (words.say("review-preview")) }
                        button name="action" value="edit" { (words.say("review-save")) }
                    }
                }
                p.buttons {
                    button.small name="action" value="accept" formaction="/review/preview" { (words.say("review-preview-accept")) }
                    button.small name="action" value="reject" formaction="/review/preview" { (words.say("review-preview-reject")) }
                }
            }
        }
    })
}

/// The words that a field may have, where they are few.
fn choices_of(field: Field) -> Option<Vec<&'static str>> {
    match field {
        Field::Measure => Some(Measure::NAMES.to_vec()),
        Field::Modality => Some(Modality::NAMES.to_vec()),
        Field::Polarity => Some(Polarity::NAMES.to_vec()),
        // No correction makes a private person a source.
        Field::Role => Some(Role::NAMES.into_iter().filter(|name| *name != parts::key_of(&Role::Private)).collect()),
        // A counter may stand on no side.
        Field::Side => Some([""].into_iter().chain(Side::NAMES).collect()),
        _ => None,
    }
}

/// A field of a claim as a correction writes it.
fn value_of(claim: &Claim, field: Field, ask: &Ask) -> String {
    let place = |place: &ClaimPlace| {
        let name = place.name.as_deref().or(place.country.as_deref()).unwrap_or_default();
        format!("{name}/{}", place.country.as_deref().unwrap_or("-"))
    };
    let masked = claim.source.as_ref().is_some_and(|source| source.role == Role::Private && !ask.is_unmasked());
    match field {
        Field::Figure => ClaimLine::of(claim).figure(),
        Field::Indicator => claim.indicator.clone(),
        Field::Unit => claim.unit.clone(),
        Field::Subset => claim.subset.clone().unwrap_or_default(),
        Field::Measure => parts::key_of(&claim.measure),
        Field::Modality => parts::key_of(&claim.modality),
        Field::Polarity => parts::key_of(&claim.polarity),
        Field::Place => claim.place.as_ref().map(place).unwrap_or_default(),
        Field::Time => claim.time.map(|time| time.to_string()).unwrap_or_default(),
        Field::AsOf => claim.as_of.to.map(|to| to.to_string()).unwrap_or_default(),
        Field::Source if masked => String::new(),
        Field::Source => claim.source.as_ref().map(|source| source.name.clone()).unwrap_or_default(),
        Field::Role => claim.source.as_ref().map(|source| parts::key_of(&source.role)).unwrap_or_default(),
        Field::Side => claim.side.map(|side| side.name().to_owned()).unwrap_or_default(),
    }
}

/// The last decision on a claim that is in force.
fn last_decision(reading: &Reading<'_>, claim: ClaimId) -> Result<Option<Record>, Problem> {
    let records = read_records(reading.base)?;
    let cancelled = cancelled_records(&records);
    Ok(records
        .into_iter()
        .rev()
        .find(|record| record.decision.claim() == Some(claim) && !cancelled.contains_key(&record.number)))
}

/// What the last decision did, with the key that takes it back.
fn said(reading: &Reading<'_>) -> Result<Markup, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let Some(number) = ask.query.get("said").and_then(|number| number.parse::<u64>().ok()) else { return Ok(html! {}) };
    let records = read_records(reading.base)?;
    let Some(record) = records.iter().find(|record| record.number == number) else { return Ok(html! {}) };
    let moved = lock(&reading.desk.moved).get(&number).cloned();
    let undone = cancelled_records(&records).contains_key(&number);
    Ok(html! {
        section.said role="status" {
            p { (words.say_of("review-said", &[("number", number.to_string().into()), ("decision", safe(&record.decision.to_string()).into())])) }
            @if let Some(moved) = moved { (moves_list(ask, &moved)) }
            @if !undone {
                form method="post" action="/review/decide" {
                    (seal(ask))
                    @if let Some(author) = ask.query.get("author") { input type="hidden" name="author" value=(author); }
                    button name="action" value=(format!("undo {number}")) data-action="undo" aria-keyshortcuts="u" { (words.say_of("review-undo", &[("number", number.to_string().into())])) }
                }
            }
        }
    })
}

fn moves_list(ask: &Ask, moved: &[Moved]) -> Markup {
    let words = ask.words;
    html! {
        @if moved.is_empty() { p { (words.say("review-nothing-moved")) } }
        ul.moves {
            @for one in moved {
                li {
                    a href=(ask.query.link_to(&format!("/entry/{}", one.entry), &[])) { bdi { (safe(&one.series)) } } ": "
                    @match (&one.before, &one.after) {
                        (Some(before), Some(after)) if before == after => { (after) " (" (words.say("review-evidence-changed")) ")" }
                        (before, after) => {
                            (before.as_deref().unwrap_or(&words.say("review-new"))) " \u{2192} " strong { (after.as_deref().unwrap_or(&words.say("review-gone"))) }
                        }
                    }
                }
            }
        }
    }
}

/// How far the weighing is.
fn weighing(words: &Words, progress: Progress) -> Markup {
    let parts = [
        ("n", progress.stories.into()),
        ("figure", words.count("plain", progress.stories).into()),
        ("done", words.count("plain", progress.weighed).into()),
    ];
    html! { p role="status" { (words.say_of("review-progress", &parts)) } }
}

/// Pairs of counters that may be one.
fn names_page(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let (names, res) = (&reading.desk.names, reading.res());
    names.advance(res, reading.base, Duration::from_millis(150))?;
    let (mut proposals, progress) = names.propose(res, reading.base)?;
    let more = proposals.len().saturating_sub(SHOWN);
    proposals.truncate(SHOWN);
    let mut shown = Vec::new();
    for proposal in proposals {
        let mut told = Vec::new();
        if let Some(ground) = proposal.alias.grounds.first() {
            for id in [ground.one, ground.other] {
                let Some(claim) = reading.view.claim(id)? else { continue };
                let report = reading.view.report(claim.report)?;
                let sentence = report.as_ref().map(|report| ToldSentence::of(reading.res(), report, &claim));
                told.push((sentence, report.map(|report| report.lang.code().to_owned()).unwrap_or_default()));
            }
        }
        shown.push((proposal, told));
    }
    if ask.form().is_some() {
        let lines: Vec<_> = shown
            .iter()
            .map(|(proposal, _)| {
                json!({"proposal": proposal.id, "one": proposal.alias.one, "other": proposal.alias.other, "figures": proposal.alias.grounds.len()})
            })
            .collect();
        let document = json!({"format": "firsthand/review/1", "aliases": lines, "weighed": progress.weighed, "stories": progress.stories});
        return Ok(Answer::json(&document).once());
    }
    let content = html! {
        h1 { (words.say("review-title")) }
        (tabs(ask))
        (said(reading)?)
        p { (words.say("review-names-about")) }
        @if progress.weighed < progress.stories { (weighing(words, progress)) }
        @else if shown.is_empty() { p.empty { (words.say("review-names-empty")) } }
        ol.queue {
            @for (proposal, told) in &shown {
                li data-row=(proposal.id) {
                    p { strong { bdi { (safe(&proposal.alias.one)) } } " = " strong { bdi { (safe(&proposal.alias.other)) } } "?" }
                    @for (sentence, lang) in told { @if let Some(sentence) = sentence { (parts::quote(sentence, lang)) } }
                    form.filters method="post" action="/review/decide" {
                        (seal(ask)) input type="hidden" name="claim" value=(proposal.id);
                        input type="hidden" name="view" value="names";
                        (signature(ask, None))
                        button name="action" value="accept" { (words.say("review-one-counter")) }
                        button name="action" value="reject" { (words.say("review-two-counters")) }
                    }
                }
            }
        }
        @if more > 0 { p { (words.numbered("claims-more", more)) } }
    };
    Ok(Answer::html(lay_out(ask, &words.say("review-title"), content)).once())
}

/// Claims on which two reviewers decided otherwise.
fn disagreements_page(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let records = read_records(reading.base)?;
    let log = reading.base.review_log()?;
    let cancelled = cancelled_records(&records);
    let mut by_claim: BTreeMap<ClaimId, BTreeMap<String, (&Record, &LogLine)>> = BTreeMap::new();
    for (record, line) in records.iter().zip(&log) {
        if let Some(claim) = record.decision.claim().filter(|_| !cancelled.contains_key(&record.number)) {
            // Whose words are erased is still told from others by the salted hash, but not from themselves.
            let author = line.words.as_ref().map_or_else(|| record.author.clone(), |words| words.author.clone());
            by_claim.entry(claim).or_default().insert(author, (record, line));
        }
    }
    let disputed: Vec<_> = by_claim
        .into_iter()
        .filter(|(_, by_author)| {
            by_author.values().map(|(record, _)| record.decision.to_string()).collect::<BTreeSet<_>>().len() > 1
        })
        .collect();
    if ask.form().is_some() {
        let lines: Vec<_> = disputed
            .iter()
            .map(|(claim, by_author)| {
                let decisions: Vec<_> = by_author.iter().map(|(author, (record, _))| json!({"author": author, "number": record.number, "decision": record.decision})).collect();
                json!({"claim": claim, "decisions": decisions})
            })
            .collect();
        return Ok(Answer::json(&json!({"format": "firsthand/review/1", "disagreements": lines})).once());
    }
    let mut shown = Vec::new();
    for (claim, by_author) in disputed.into_iter().take(RECORDS) {
        let Some(whole) = reading.view.claim(claim)? else { continue };
        let report = reading.view.report(whole.report)?;
        let told = report.as_ref().map(|report| ToldSentence::of(reading.res(), report, &whole));
        shown.push((whole, told, report.map(|report| report.lang.code().to_owned()).unwrap_or_default(), by_author));
    }
    let content = html! {
        h1 { (words.say("review-title")) }
        (tabs(ask))
        p { (words.say("review-disagreements-about")) }
        @if shown.is_empty() { p.empty { (words.say("review-disagreements-empty")) } }
        ol.queue {
            @for (claim, told, lang, by_author) in &shown {
                li data-row=(claim.id) {
                    p { a href=(ask.query.link_to("/review", &[("claim", &claim.id.to_string())])) { (parts::amount(words, claim.value, claim.bounds, claim.modifier)) ", " (words.name("indicator", &claim.indicator)) } }
                    @if let Some(told) = told { (parts::quote(told, lang)) }
                    ul {
                        @for (author, (record, line)) in by_author {
                            li {
                                strong { bdi { (safe(author)) } } ": " (verdict(ask, &record.decision)) ", " (words.instant(record.recorded))
                                @if let Some(signed) = &line.words { ", \u{201c}" bdi { (safe(&signed.reason)) } "\u{201d}" }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Answer::html(lay_out(ask, &words.say("review-title"), content)).once())
}

fn verdict(ask: &Ask, decision: &Decision) -> String {
    let words = ask.words;
    match decision {
        Decision::Accept { .. } => words.word("verdict", &Verdict::Accepted),
        Decision::Reject { .. } => words.word("verdict", &Verdict::Rejected),
        Decision::Edit { set, .. } => {
            format!("{} ({})", words.word("verdict", &Verdict::Edited), safe(&set.to_string()))
        }
        other => safe(&other.to_string()),
    }
}

pub(crate) fn show_log(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let records = read_records(reading.base)?;
    let log = reading.base.review_log()?;
    if ask.form().is_some() {
        return Ok(Answer::json(&json!({"format": "firsthand/review-log/1", "records": log})));
    }
    let cancelled = cancelled_records(&records);
    let last: u64 = ask.query.get("before").and_then(|before| before.parse().ok()).unwrap_or(u64::MAX);
    let shown: Vec<_> =
        records.iter().zip(&log).rev().filter(|(record, _)| record.number < last).take(RECORDS).collect();
    let older = shown.last().map(|(record, _)| record.number).filter(|number| *number > 1);
    let content = html! {
        h1 { (words.say("review-title")) }
        (tabs(ask))
        @if shown.is_empty() { p.empty { (words.say("review-log-empty")) } }
        div.scroll tabindex="0" role="region" aria-label=(words.say("review-view-log")) {
            table {
                thead { tr { @for name in ["number", "recorded", "author", "decision", "reason", "undo"] { th scope="col" { (words.say(&format!("log-{name}"))) } } } }
                tbody {
                    @for (record, line) in &shown {
                        tr data-row=(record.number) {
                            th scope="row" { (record.number) }
                            td { (words.instant(record.recorded)) }
                            td { bdi { (line.words.as_ref().map_or_else(|| words.say("log-erased"), |signed| safe(&signed.author))) } }
                            td {
                                @match record.decision.claim() {
                                    Some(claim) => a href=(ask.query.link_to(&format!("/claim/{claim}"), &[])) { (safe(&record.decision.to_string())) },
                                    None => (safe(&record.decision.to_string())),
                                }
                            }
                            td { bdi { (line.words.as_ref().map_or_else(|| words.say("log-erased"), |signed| safe(&signed.reason))) } }
                            td {
                                @match cancelled.get(&record.number) {
                                    Some(by) => (words.say_of("review-undone", &[("number", by.to_string().into())])),
                                    None => @if ask.may("decide") {
                                        form method="post" action="/review/decide" { (seal(ask)) input type="hidden" name="view" value="log"; button.small name="action" value=(format!("undo {}", record.number)) { (words.say("log-undo")) } }
                                    },
                                }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(older) = older { p.next { a rel="next" href=(ask.query.link("/review/log", &[("before", Some(&older.to_string()))])) { (words.say("next-page")) } } }
    };
    Ok(Answer::html(lay_out(ask, &words.say("review-title"), content)))
}

/// The decisions that a form asks for.
fn read_decisions(
    desk: &crate::desk::Desk,
    store: &dyn Store,
    fields: &BTreeMap<String, String>,
) -> Result<Vec<Decision>, Problem> {
    let get = |name: &str| fields.get(name).map(|text| text.trim()).unwrap_or_default();
    let action = get("action");
    if let Some(number) = action.strip_prefix("undo ") {
        let number = number.parse().map_err(|_| Problem::bad("action", "undo needs the number of a record"))?;
        return Ok(vec![undo_record(store, number)?]);
    }
    match action {
        "accept" | "reject" => {
            let id = get("claim").to_owned();
            if id.is_empty() {
                return Err(Problem::bad("claim", "no claim is named"));
            }
            Ok(judge_claims(&desk.res, store, &[id], action == "accept")?.0)
        }
        "edit" => {
            let claim = find_claim(store, get("claim"))?;
            let changed = Field::ALL.iter().filter_map(|field| {
                let name = field.name();
                let (now, was) = (fields.get(&format!("set_{name}"))?, fields.get(&format!("was_{name}")));
                (was != Some(now)).then(|| format!("{name}={}", now.trim()))
            });
            let set = read_corrections(&changed.collect::<Vec<_>>())?;
            if set.is_empty() {
                return Err(Problem::bad("action", "no field was changed\nhint: change one, or accept the claim"));
            }
            check_indicator(&desk.res, store, claim, &set)?;
            Ok(vec![Decision::Edit { claim, set }])
        }
        "same_as" => Ok(vec![join_names(store, get("one"), get("other"))?]),
        _ => Err(Problem::bad("action", "actions are accept, reject, edit, same_as and undo")),
    }
}

pub(crate) fn preview(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let fields = reading.ask.fields()?;
    let decisions = read_decisions(reading.desk, reading.view, &fields)?;
    let moves = preview_decisions(reading.base, &decisions)?;
    let moved = moves.map(|moves| moves.iter().map(|one| Moved::of(reading.ask.words, one)).collect());
    let told: Vec<String> = decisions.iter().map(ToString::to_string).collect();
    queue_page(reading, Some(&fields), Some((moved, told.join(", "))))
}

pub(crate) fn decide(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let (desk, ask) = (writing.desk, writing.ask);
    let words = ask.words;
    let fields = ask.fields()?;
    let decisions = read_decisions(desk, writing.store, &fields)?;
    let filled = |name: &str| fields.get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let author =
        ask.caller.label.clone().or_else(|| filled("author")).unwrap_or_else(|| words.say("review-author-default"));
    let reason = filled("reason").unwrap_or_else(|| words.say("review-reason-default"));
    let before = entries_around(writing.store, &decisions)?;
    let feed = writing.store.feed()?.end;
    let mut number = None;
    for decision in &decisions {
        let signed = Signed { author: author.clone(), reason: reason.clone(), salt: make_secret()? };
        number = Some(post_decision(writing.store, decision, &signed, None, &now)?);
    }
    writing.settle()?;
    let moves = list_moves(writing.store, &writing.view()?, &before, feed)?;
    if let Some(number) = number {
        let mut told = lock(&desk.moved);
        told.insert(number, moves.iter().filter(|one| one.is_of_figures()).map(|one| Moved::of(words, one)).collect());
        while told.len() > 200 {
            told.pop_first();
        }
    }
    let number = number.map(|number| number.to_string());
    let mut with: Vec<(&str, &str)> = Vec::new();
    with.extend(number.as_deref().map(|number| ("said", number)));
    let stays = fields.contains_key("stay").then(|| filled("claim")).flatten();
    with.extend(stays.as_deref().map(|claim| ("claim", claim)));
    let written = (ask.caller.label.is_none()).then(|| filled("author")).flatten();
    with.extend(written.as_deref().map(|author| ("author", author)));
    let view = filled("view");
    if view.as_deref() == Some("log") {
        return Ok(Answer::see(ask.query.link_to("/review/log", &[])));
    }
    with.extend(view.as_deref().map(|view| ("view", view)));
    Ok(Answer::see(ask.query.link_to("/review", &with)))
}
