//! Evidence: what an entry stands on, claim by claim with its sentence; and a claim with the marked words, its reading field
//! by field, its stored copy, its review. Not here: deciding (`review`).

use super::lay_out;
use super::parts::{self, foreign, quote, short};
use crate::ask::{Answer, Ask};
use crate::desk::Reading;
use crate::found::write_entries;
use crate::problem::Problem;
use crate::query::find_id;
use crate::words::safe;
use firsthand::export::bibtex::write_bibtex;
use firsthand::export::cite::Citation;
use firsthand::export::claims::{ClaimRow, claims_table};
use firsthand::export::csv::write_csv;
use firsthand::export::entries::EntryRow;
use firsthand::export::jsonl::{ClaimLine, MASK, Masking, private_names};
use firsthand::export::privacy::veil_few;
use firsthand::export::wikitext;
use firsthand::ledger::{name_counters, trace_hands};
use firsthand::model::{
    Claim, ClaimId, CodePoints, Entry, EntryId, LogLine, Record, Report, ReportId, Role, SupportKind, Timestamp,
    cancelled_records,
};
use firsthand::pipeline::evidence::describe_evidence;
use firsthand::pipeline::veils::HiddenClaims;
use firsthand::pipeline::{Extent, ReportTeller, families_of, mask_entries, read_records, trace_history};
use firsthand::store::{Store, hash_bytes};
use maud::{Markup, html};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Claims of an entry that are shown with their sentences.
const SHOWN: usize = 40;

/// An entry of today, private names masked.
pub(crate) fn find_entry(reading: &Reading<'_>, prefix: &str) -> Result<Entry, Problem> {
    let id: EntryId =
        find_id(reading.view, prefix, "e_", "figure")?.parse().map_err(|_| Problem::missing("such figure"))?;
    let entry = reading.view.entry(id)?.filter(|entry| reading.shows_entry(entry));
    let entry = entry.ok_or_else(|| Problem::missing("such figure at that time"))?;
    mask_entries(reading.view, vec![entry])?.pop().ok_or_else(|| Problem::missing("such figure"))
}

/// A claim as review left it.
pub(crate) fn find_claim(reading: &Reading<'_>, prefix: &str) -> Result<Claim, Problem> {
    let id: ClaimId =
        find_id(reading.view, prefix, "c_", "claim")?.parse().map_err(|_| Problem::missing("such claim"))?;
    let claim = reading.view.claim(id)?.filter(|claim| reading.shows_claim(claim));
    claim.ok_or_else(|| Problem::missing("such claim at that time"))
}

fn masking(ask: &Ask) -> Masking {
    if ask.is_unmasked() { Masking::Unmasked } else { Masking::Masked }
}

pub(crate) fn show_entry(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let entry = find_entry(reading, ask.var("id"))?;
    if ask.form() == Some("csv") {
        return Ok(Answer::csv("entry", write_entries(reading, &[entry])?));
    }
    let ids: BTreeSet<ClaimId> = entry.support.iter().map(|support| support.claim).collect();
    let mut claims = reading.view.claims_named(&ids)?;
    claims.retain(|_, claim| reading.shows_claim(claim));
    let hidden = reading.hide_claims(&claims_around(reading, claims.values())?)?;
    let mut told = Vec::new();
    for support in entry.support.iter().take(if ask.form().is_some() { usize::MAX } else { SHOWN }) {
        let Some(claim) = claims.get(&support.claim) else { continue };
        let report = reading.view.report(claim.report)?;
        let words = report.as_ref().map(|report| {
            ReportTeller::of(reading.res(), report, masking(ask)).hiding(&hidden).tell(claim, Extent::Sentence)
        });
        told.push((support, claim, report, words));
    }
    if ask.form().is_some() {
        let documents: Vec<_> = told
            .iter()
            .map(|(support, claim, report, words)| {
                let points = CodePoints::new(report.as_ref().map_or("", |report| &report.text));
                let sentence = words
                    .as_ref()
                    .map(|told| json!({"before": told.before, "figure": told.figure, "after": told.after}));
                let mut line = json!(ClaimLine::of(claim, &points, masking(ask)));
                hidden.veil_claim(claim.id, &mut line);
                json!({"claim": line, "support": support, "sentence": sentence})
            })
            .collect();
        let line = reading.tell_entries(std::slice::from_ref(&entry))?;
        return Ok(Answer::json(&json!({"format": "firsthand/why/1", "entry": line.first(), "claims": documents})));
    }
    let words = ask.words;
    let own: Vec<Claim> = claims.values().cloned().collect();
    let hands = trace_hands([&entry], &own, &families_of(reading.view, &own)?);
    let names = name_counters(&own);
    // What follows shows the entry as its reader may see it.
    let seen = reading.see(vec![entry.clone()])?.pop().ok_or_else(|| Problem::missing("such figure"))?;
    let entry = &seen.entry;
    let sentence = parts::sentence(words, &seen);
    let history = ask.query.get("history").is_some();
    let content = html! {
        p.crumbs {
            @if let Some(story) = entry.story { a href=(ask.query.link_to(&format!("/story/{story}"), &[])) { (words.say("tally-story")) } " \u{b7} " }
            a href=(ask.query.link_to("/series", &[("indicator", &entry.indicator), ("place", entry.place.as_deref().unwrap_or_default())])) { (words.say("tally-series")) }
        }
        h1.lead { (sentence) }
        p { (parts::copy_button(words, &super::tally::copy_text(ask, &seen))) }
        dl.figures {
            @for (name, amount) in [("low", entry.low), ("best", entry.best), ("high", entry.high)] {
                div { dt { (words.say(&format!("col-{name}"))) } dd { (parts::seen_figure(words, &seen, amount)) } }
            }
            @for (name, number) in [("counters", entry.counters.len()), ("texts", entry.texts), ("pages", entry.pages)] {
                div { dt { (words.say(&format!("col-{name}"))) } dd { (number) } }
            }
        }
        p.measure { (parts::measure(words, entry)) }
        @for (kind, note) in parts::notes(words, &seen) { p.note.(kind) { (note) } }
        section aria-labelledby="hands" {
            h2 #hands { (words.say("hands-title")) }
            (parts::hands(ask, &hands, &names))
        }
        section aria-labelledby="claims" {
            h2 #claims { (words.say("claims-title")) }
            ol.claims {
                @for (support, claim, report, told) in &told {
                    li.claim data-row=(claim.id) {
                        p {
                            a href=(ask.query.link_to(&format!("/claim/{}", claim.id), &[])) {
                                strong { (parts::claim_amount(words, claim, &hidden)) }
                            }
                            ", " bdi { (safe(support.counter.as_deref().unwrap_or(&words.say("counter-none")))) }
                            @if support.inferred { " (" (words.say("inferred")) ")" }
                            " \u{b7} " span.kind.(parts::key_of(&support.kind)) { (words.word("support", &support.kind)) }
                            @if let Some(verdict) = &claim.review { " \u{b7} " span.verdict { (words.word("verdict", verdict)) } }
                        }
                        @if let Some(told) = told { (quote(told, report.as_ref().map_or("", |report| report.lang.code()))) }
                        p.source {
                            (page_line(ask, claim, report.as_ref()))
                            " \u{b7} " (words.say_of("as-of", &[("moment", words.as_of(claim.as_of).into())]))
                            @if !support.reasons.is_empty() { " \u{b7} " span.rule { (safe(&support.reasons.join(", "))) } }
                        }
                    }
                }
            }
            @if entry.support.len() > SHOWN {
                p { (words.numbered("claims-more", entry.support.len() - SHOWN)) " " a href=(ask.query.link(&format!("/entry/{}.json", entry.id), &[])) { "json" } }
            }
        }
        @if !entry.conflicts.is_empty() {
            section aria-labelledby="conflicts" {
                h2 #conflicts { (words.say("conflicts-title")) }
                ul {
                    @for conflict in &entry.conflicts {
                        li.note.(if conflict.kind.is_contradiction() { "conflict" } else { "remark" }) {
                            strong { (words.word("conflict", &conflict.kind)) } ": " (safe(&conflict.why)) " "
                            @for claim in &conflict.claims { a href=(ask.query.link_to(&format!("/claim/{claim}"), &[])) { (short(&claim.to_string())) } " " }
                            span.rule { (safe(&conflict.rule)) }
                        }
                    }
                }
            }
        }
        section aria-labelledby="history" {
            h2 #history { (words.say("history-title")) }
            @if history { (tell_history(reading, &seen)?) }
            @else { p { a href=(ask.query.link(&ask.path, &[("history", Some("1"))])) { (words.say("history-show")) } } }
        }
        (cite_entry(reading, &seen, &claims.values().map(|claim| claim.report).collect())?)
        (unmask_link(ask))
    };
    let answer = Answer::html(lay_out(ask, &sentence, content));
    Ok(if ask.is_unmasked() { answer.once() } else { answer })
}

/// The door to what is hidden, for who has the right.
fn unmask_link(ask: &Ask) -> Markup {
    html! {
        @if ask.can.unmasked.has(ask.caller.role) && !ask.query.unmasked {
            p { a href=(ask.query.link(&ask.path, &[("unmasked", Some("1"))])) { (ask.words.say("unmask")) } }
        }
    }
}

/// The states of an entry by the time of recording.
fn tell_history(reading: &Reading<'_>, seen: &EntryRow) -> Result<Markup, Problem> {
    let words = reading.ask.words;
    let states = trace_history(reading.res(), reading.base, &crate::desk::Threads, &seen.entry, &mut |_, _| ())?;
    Ok(html! {
        div.scroll tabindex="0" role="region" aria-label=(words.say("history-title")) {
            table {
                thead { tr { th scope="col" { (words.say("col-recorded")) } @for name in ["low", "best", "high"] { th.figure scope="col" { (words.say(&format!("col-{name}"))) } } th.count scope="col" { (words.say("col-pages")) } th scope="col" { (words.say("col-why")) } } }
                tbody {
                    @for state in &states {
                        tr {
                            th scope="row" { (words.instant(state.recorded)) }
                            @match &state.entry {
                                Some(then) => { @for amount in [then.low, then.best, then.high] { td.figure { (parts::seen_figure(words, seen, amount)) } } td.count { (then.pages) } }
                                None => { td.figure colspan="4" { (words.say("history-none")) } }
                            }
                            td {
                                @if !state.came.is_empty() { span { (words.numbered("history-came", state.came.len())) " " } }
                                @if !state.left.is_empty() { span { (words.numbered("history-left", state.left.len())) " " } }
                                @for number in &state.decisions { span { (words.say_of("history-decision", &[("number", number.to_string().into())])) " " } }
                                @if state.came.is_empty() && state.left.is_empty() && state.decisions.is_empty() { (words.say("history-lineage")) }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// The page of a claim: outlet, day, title, as a link to what is stored of it.
pub(crate) fn page_line(ask: &Ask, claim: &Claim, report: Option<&Report>) -> Markup {
    let words = ask.words;
    html! {
        @match report {
            Some(report) => {
                a href=(ask.query.link_to(&format!("/report/{}", report.id), &[])) { (foreign(report.outlet.as_deref().unwrap_or(&report.doc), None)) }
                @if let Some(published) = &report.published { ", " (words.published(published)) }
            }
            None => { (foreign(&claim.doc, None)) " (" (words.say("outside")) ")" }
        }
    }
}

/// How the entry's pages are cited.
fn cite_entry(
    reading: &Reading<'_>,
    seen: &EntryRow,
    reports: &BTreeSet<firsthand::model::ReportId>,
) -> Result<Markup, Problem> {
    let words = reading.ask.words;
    let mut pages = Vec::new();
    for id in reports.iter().take(SHOWN) {
        if let Some(report) = reading.view.report(*id)? {
            pages.push(cite(reading, &report)?);
        }
    }
    let plain = format!("{}. Firsthand, {}.", parts::sentence(words, seen), seen.entry.id);
    Ok(cite_section(reading.ask, &plain, &pages))
}

fn cite(reading: &Reading<'_>, report: &Report) -> Result<Citation, Problem> {
    let names = private_names(&reading.view.claims(&[report.id])?);
    Ok(Citation::of(report, &names, None, None))
}

/// A citation in plain words, BibTeX and wikitext.
fn cite_section(ask: &Ask, plain: &str, pages: &[Citation]) -> Markup {
    let words = ask.words;
    let mut bibtex = Vec::new();
    // Writing to memory never fails.
    write_bibtex(pages, &mut bibtex).unwrap_or_default();
    let bibtex = String::from_utf8_lossy(&bibtex).into_owned();
    let wikitext: Vec<String> = pages.iter().map(wikitext::cite).collect();
    let plain_pages: Vec<String> = pages
        .iter()
        .map(|page| {
            let title = page.title.as_deref().map(|title| format!("\u{201c}{title}\u{201d}, ")).unwrap_or_default();
            let url = page.url.as_deref().map(|url| format!(", {url}")).unwrap_or_default();
            format!("{title}{}, {}{url}.", page.publisher(), page.day())
        })
        .collect();
    let plain = format!("{plain}\n{}", plain_pages.join("\n"));
    html! {
        section.cite aria-labelledby="cite" {
            h2 #cite { (words.say("cite-title")) }
            @for (name, text) in [("cite-plain", plain.trim()), ("cite-bibtex", bibtex.trim()), ("cite-wikitext", wikitext.join("\n").trim())] {
                @if !text.is_empty() {
                    details { summary { (words.say(name)) } pre dir="auto" tabindex="0" { (safe(text)) } (parts::copy_button(words, text)) }
                }
            }
        }
    }
}

pub(crate) fn show_claim(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let claim = find_claim(reading, ask.var("id"))?;
    let report = reading.view.report(claim.report)?;
    let entries = entries_using(reading, &claim)?;
    match ask.form() {
        Some("csv") => {
            let points = report.as_ref().map(|report| CodePoints::new(&report.text).of(claim.span));
            let page = match &report {
                Some(report) => cite(reading, report)?,
                None => Citation::of_outside(&claim),
            };
            let place =
                claim.place.as_ref().map(|place| reading.res().gazetteer.locate_place(place)).unwrap_or_default();
            let ids = entries.iter().map(|entry| entry.id).collect();
            let held = reading.guard(&entries)?.iter().any(|row| row.held);
            let row = ClaimRow { claim, points, place, page, entries: ids, held };
            let mut out = Vec::new();
            write_csv(&claims_table(), [row], &mut out).map_err(|error| Problem::fault(error.to_string()))?;
            Ok(Answer::csv("claim", out))
        }
        Some(_) => {
            let points = CodePoints::new(report.as_ref().map_or("", |report| &report.text));
            let hidden = reading.hide_claims(&claims_around(reading, [&claim])?)?;
            let told = report.as_ref().map(|report| {
                ReportTeller::of(reading.res(), report, masking(ask)).hiding(&hidden).tell(&claim, Extent::Sentence)
            });
            let mut line = json!(ClaimLine::of(&claim, &points, masking(ask)));
            hidden.veil_claim(claim.id, &mut line);
            let sentence = told.map(|told| json!({"before": told.before, "figure": told.figure, "after": told.after}));
            Ok(Answer::json(&json!({
                "format": "firsthand/why/1", "claim": line, "sentence": sentence,
                "entries": reading.tell_entries(&entries)?,
                "evidence": reading.view.evidence(claim.report)?.iter().map(describe_evidence).collect::<Vec<_>>(),
                "review": review_documents(reading, &claim, &hidden)?,
            })))
        }
        None => claim_page(reading, &claim, report.as_ref(), &entries),
    }
}

/// The decisions on a claim in their public form, in the order of the log.
fn review_documents(
    reading: &Reading<'_>,
    claim: &Claim,
    hidden: &HiddenClaims,
) -> Result<Vec<serde_json::Value>, Problem> {
    let records = read_records(reading.base)?;
    let cancelled = cancelled_records(&records);
    let log = reading.base.review_log()?;
    let own = records.iter().zip(&log).filter(|(record, _)| record.decision.claim() == Some(claim.id));
    let document = |(record, line): (&Record, &LogLine)| {
        let mut decision = json!(record.decision);
        if let (Some(mark), Some(figure)) = (hidden.mark_of(claim.id), decision.pointer_mut("/set/figure")) {
            *figure = json!(mark);
        }
        json!({
            "number": record.number, "recorded": record.recorded, "decision": decision,
            "author": line.words.as_ref().map(|words| &words.author),
            "reason": line.words.as_ref().map(|words| &words.reason), "undone_by": cancelled.get(&record.number),
        })
    };
    Ok(own.map(document).collect())
}

/// All claims of the reports of these, and the ones from outside among these: what may be hidden in their sentences.
fn claims_around<'a>(
    reading: &Reading<'_>,
    claims: impl IntoIterator<Item = &'a Claim>,
) -> Result<Vec<Claim>, Problem> {
    let mut claims: BTreeMap<ClaimId, Claim> = claims.into_iter().map(|claim| (claim.id, claim.clone())).collect();
    if !reading.ask.shows_few() {
        let reports: BTreeSet<ReportId> = claims.values().map(|claim| claim.report).collect();
        let beside = reading.view.claims(&reports.into_iter().collect::<Vec<_>>())?;
        claims.extend(beside.into_iter().map(|claim| (claim.id, claim)));
    }
    Ok(claims.into_values().collect())
}

/// The entries in which a claim stands.
pub(crate) fn entries_using(reading: &Reading<'_>, claim: &Claim) -> Result<Vec<Entry>, Problem> {
    let story = reading.view.stories_of(&[claim.report])?.remove(&claim.report);
    let mut entries = reading.view.entries_of(story)?;
    if story.is_none() {
        // A claim from outside may have joined any story.
        entries = reading.view.entries()?;
    }
    entries.retain(|entry| entry.support.iter().any(|support| support.claim == claim.id) && reading.shows_entry(entry));
    Ok(mask_entries(reading.view, entries)?)
}

/// The fields of a claim as it was read: message, value.
pub(crate) fn fields(ask: &Ask, claim: &Claim, hidden: &HiddenClaims) -> Vec<(&'static str, String)> {
    let words = ask.words;
    let hides = |role: Role| role == Role::Private && !ask.is_unmasked();
    let mut fields = vec![
        ("field-figure", parts::claim_amount(words, claim, hidden)),
        ("field-indicator", words.name("indicator", &claim.indicator)),
        ("field-unit", words.name("unit", &claim.unit)),
        ("field-subset", claim.subset.as_ref().map(|subset| words.name("subset", subset)).unwrap_or_default()),
        ("field-measure", words.word("measure", &claim.measure)),
        ("field-modality", words.word("modality", &claim.modality)),
        ("field-polarity", words.word("polarity", &claim.polarity)),
    ];
    let place = claim.place.as_ref().map(|place| {
        let name = place.name.as_deref().or(place.country.as_deref()).unwrap_or_default();
        let country = place.country.as_deref().unwrap_or_default();
        [name, country].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    fields.push(("field-place", place.unwrap_or_default()));
    let time = claim.time.map(|time| words.period(Some(time))).unwrap_or_default();
    let said = claim.time_text.as_ref().map(|text| format!(" (\u{201c}{text}\u{201d})")).unwrap_or_default();
    fields.push(("field-time", format!("{time}{said}")));
    fields.push(("field-as-of", words.as_of(claim.as_of)));
    let source = claim.source.as_ref().map(|source| {
        let name = if hides(source.role) { MASK } else { &source.name };
        format!("{name} ({})", words.word("role", &source.role))
    });
    fields.push(("field-source", source.unwrap_or_default()));
    let chain: Vec<&str> =
        claim.chain.iter().map(|hop| if hides(hop.role) { MASK } else { hop.name.as_str() }).collect();
    fields.push(("field-chain", chain.join(" \u{2190} ")));
    fields.push(("field-scope", words.word("scope", &claim.scope)));
    fields.push(("field-confidence", format!("{} %", claim.confidence)));
    if hidden.mark_of(claim.id).is_none() {
        // Rules name the words of numbers.
        fields.push(("field-rules", claim.rules.join(", ")));
    }
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

fn claim_page(
    reading: &Reading<'_>,
    claim: &Claim,
    report: Option<&Report>,
    entries: &[Entry],
) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let hidden = reading.hide_claims(&claims_around(reading, [claim])?)?;
    let told = report.map(|report| {
        ReportTeller::of(reading.res(), report, masking(ask)).hiding(&hidden).tell(claim, Extent::Paragraph)
    });
    let id = claim.id.to_string();
    let title =
        format!("{}: {}", words.name("indicator", &claim.indicator), parts::claim_amount(words, claim, &hidden));
    let evidence = match report {
        Some(report) => reading.view.evidence(report.id)?,
        None => Vec::new(),
    };
    let records = read_records(reading.base)?;
    let cancelled = cancelled_records(&records);
    let log = reading.base.review_log()?;
    let own: Vec<_> =
        records.iter().zip(&log).filter(|(record, _)| record.decision.claim() == Some(claim.id)).collect();
    let recorded = reading.view.recorded(&[claim.report])?.remove(&claim.report);
    let content = html! {
        p.crumbs {
            @for row in &reading.see(entries.to_vec())? {
                a href=(ask.query.link_to(&format!("/entry/{}", row.entry.id), &[])) { (parts::sentence(words, row)) } br;
            }
        }
        h1 { (title) }
        @if let Some(told) = &told { (quote(told, report.map_or("", |report| report.lang.code()))) }
        @else { p { (words.say("outside")) } }
        p.source {
            (page_line(ask, claim, report))
            @if let Some(report) = report {
                @if let Some(title) = &report.title { " \u{b7} " (foreign(title, Some(report.lang.code()))) }
                @if let Some(url) = report.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
                    " \u{b7} " a href=(url) rel="noreferrer noopener external" { (words.say("page-original")) }
                }
            }
        }
        section aria-labelledby="reading" {
            h2 #reading { (words.say("reading-title")) }
            dl.reading {
                @for (name, value) in fields(ask, claim, &hidden) { div { dt { (words.say(name)) } dd { bdi { (safe(&value)) } } } }
                @if let Some(verdict) = &claim.review { div { dt { (words.say("field-review")) } dd { (words.word("verdict", verdict)) } } }
            }
        }
        section aria-labelledby="roles" {
            h2 #roles { (words.say("roles-title")) }
            ul {
                @for entry in entries {
                    @for support in entry.support.iter().filter(|support| support.claim == claim.id) {
                        li { (support_words(ask, support.kind)) " " bdi { (safe(&entry.series)) } @if !support.reasons.is_empty() { " " span.rule { (safe(&support.reasons.join(", "))) } } }
                    }
                }
            }
        }
        section aria-labelledby="copy" {
            h2 #copy { (words.say("copy-title")) }
            dl.reading {
                @if let Some(report) = report { div { dt { (words.say("copy-text-hash")) } dd { code { (hash_bytes(report.text.as_bytes())) } } } }
                @if let Some(recorded) = recorded { div { dt { (words.say("col-recorded")) } dd { (words.instant(recorded)) } } }
                @for kept in &evidence {
                    div { dt { (words.say("copy-bytes-hash")) } dd { code { (hash_bytes(&kept.bytes)) } ", " (safe(&kept.captured)) } }
                }
                @if evidence.is_empty() { div { dt { (words.say("copy-bytes-hash")) } dd { (words.say("copy-none")) } } }
            }
            @if !evidence.is_empty() && ask.may("bytes") { p { a href=(format!("/report/{}/bytes", claim.report)) download { (words.say("copy-download")) } } }
        }
        section aria-labelledby="review" {
            h2 #review { (words.say("review-history")) }
            @if own.is_empty() { p { (words.say("review-none")) } }
            ul {
                @for (record, line) in own {
                    li {
                        (words.instant(Timestamp(record.recorded.0))) ": " (safe(&match hidden.mark_of(claim.id) { Some(_) => veil_few(&record.decision.to_string()), None => record.decision.to_string() }))
                        @if let Some(told) = &line.words { ", " bdi { (safe(&told.author)) } ": " bdi { (safe(&told.reason)) } }
                        @if let Some(by) = cancelled.get(&record.number) { " \u{b7} " (words.say_of("review-undone", &[("number", by.to_string().into())])) }
                    }
                }
            }
            @if ask.may("decide") && ask.query.known_at.is_none() { p { a.button href=(ask.query.link_to("/review", &[("claim", &id)])) { (words.say("review-this")) } } }
        }
        @if let Some(report) = report { (cite_section(ask, &format!("{title}. Firsthand, {id}."), &[cite(reading, report)?])) }
        (unmask_link(ask))
    };
    let answer = Answer::html(lay_out(ask, &title, content));
    Ok(if ask.is_unmasked() { answer.once() } else { answer })
}

/// What a claim does in an entry.
fn support_words(ask: &Ask, kind: SupportKind) -> Markup {
    html! { span.kind.(parts::key_of(&kind)) { (ask.words.word("support", &kind)) } }
}
