//! `firsthand why`: the evidence and the rules behind a claim or an entry.

use crate::commands::review::record_line;
use crate::show::{safe, word};
use crate::view::{claim_sentence, print_tally, sentence_line, short};
use crate::work::{KnownAt, Ledger, Threads, load_resources};
use crate::{Ending, show, view};
use anyhow::{Context, Result};
use firsthand::export::jsonl::{ClaimLine, MASK, Masking};
use firsthand::ledger::{name_counters, trace_hands};
use firsthand::model::{Claim, ClaimLine as Notation, CodePoints, Entry, LogLine, Record, cancelled_records};
use firsthand::pipeline::evidence::{describe_evidence, list_telling_lines};
use firsthand::pipeline::{
    State, ToldSentence, View, entry_lines, families_of, mask_entries, read_records, trace_history,
};
use firsthand::resources::Resources;
use firsthand::store::{Evidence as Kept, Store, hash_bytes};
use serde_json::json;
use std::io::Write;

/// Show the sentence, the rules and the chain behind a claim, or every claim behind an entry
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand why e_k3mq     (an id of `tally`, or its first letters)\n  firsthand why c_a7xd     (an id of `claims`)\n  firsthand why e_k3mq --history     every state that the entry went through, and what changed it"
)]
pub(crate) struct Options {
    /// The id of a claim or an entry, or its first letters
    id: String,
    /// Every state of an entry by the time of recording, each with what changed it
    #[arg(long, conflicts_with = "known_at")]
    history: bool,
    #[command(flatten)]
    known_at: KnownAt,
    #[command(flatten)]
    ledger: Ledger,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let base = options.ledger.open(&res)?;
    let view = options.known_at.view(&res, base.as_ref())?;
    let store: &dyn Store = &view;
    let found = store.ids_from(&options.id, 6)?;
    let id = match &found[..] {
        [id] => id,
        [] => anyhow::bail!(
            "nothing has the id {}\nhint: ids stand in firsthand claims and firsthand tally --json",
            options.id
        ),
        several => {
            anyhow::bail!("several ids begin with {}: {}\nhint: give more letters", options.id, several.join(", "))
        }
    };
    if let Ok(id) = id.parse() {
        let claim = store.claim(id)?.context("the claim is gone")?;
        if options.history {
            anyhow::bail!(
                "a claim never changes\nhint: --history is for entries: firsthand tally --json shows their ids"
            );
        }
        why_claim(&res, &view, &claim, &options, out)?;
    } else if let Ok(id) = id.parse() {
        let entry = store.entry(id)?.context("the entry is gone")?;
        if options.history {
            tell_history(&res, base.as_ref(), &view, &entry, &options, out)?;
        } else {
            why_entry(&res, store, entry, &options, out)?;
        }
    } else {
        anyhow::bail!("{id} is neither a claim nor an entry\nhint: firsthand story {id}");
    }
    Ok(Ending::Done)
}

/// The entries that use a claim.
fn entries_using(store: &dyn Store, claim: &Claim) -> Result<Vec<Entry>> {
    let story = store.stories_of(&[claim.report])?.get(&claim.report).copied();
    let mut entries = store.entries_of(story)?;
    entries.retain(|entry| entry.support.iter().any(|support| support.claim == claim.id));
    Ok(mask_entries(store, entries)?)
}

/// The decisions on a claim, each with its line of the log.
fn decisions_on(store: &dyn Store, claim: &Claim) -> Result<Vec<(Record, LogLine)>> {
    let found = read_records(store)?.into_iter().zip(store.review_log()?);
    Ok(found.filter(|(record, _)| record.decision.claim() == Some(claim.id)).collect())
}

fn why_claim(res: &Resources, view: &View<'_>, claim: &Claim, options: &Options, out: &mut dyn Write) -> Result<()> {
    let store: &dyn Store = view;
    let decisions = decisions_on(store, claim)?;
    let cancelled = cancelled_records(&read_records(store)?);
    let report = store.report(claim.report)?;
    let entries = entries_using(store, claim)?;
    let evidence = report.as_ref().map(|report| ToldSentence::of(res, report, claim));
    if options.json {
        let points = CodePoints::new(report.as_ref().map_or("", |report| &report.text));
        let entries = entry_lines(store, &entries)?;
        let document = json!({
            "format": "firsthand/why/1",
            "claim": ClaimLine::of(claim, &points, Masking::Masked),
            "sentence": evidence.map(|e| json!({"before": e.before, "figure": e.figure, "after": e.after})),
            "entries": entries,
            "evidence": store.evidence(claim.report)?.iter().map(describe_evidence).collect::<Vec<_>>(),
            "review": decisions.iter().map(|(record, line)| json!({
                "number": record.number, "recorded": record.recorded, "decision": record.decision,
                "author": line.words.as_ref().map(|words| &words.author),
                "reason": line.words.as_ref().map(|words| &words.reason),
                "undone_by": cancelled.get(&record.number),
            })).collect::<Vec<_>>(),
        });
        writeln!(out, "{document}")?;
        return Ok(());
    }
    writeln!(out, "{}", show::bold(&claim_sentence(claim, Masking::Masked)))?;
    if let Some(evidence) = &evidence {
        writeln!(out, "  {}", sentence_line(evidence))?;
    }
    print_fields(claim, out)?;
    for kept in store.evidence(claim.report)? {
        print_kept(&kept, out)?;
    }
    for (record, line) in &decisions {
        writeln!(out, "  decided {}", record_line(record, line, &cancelled))?;
    }
    // A decision on its place leaves the claim itself alone.
    let read = view.claim_as_read(claim.id)?;
    if let Some(read) = read.filter(|read| Notation::of(read) != Notation::of(claim)) {
        writeln!(out, "  it was read as  {}", claim_sentence(&read, Masking::Masked))?;
    }
    for entry in &entries {
        let Some(support) = entry.support.iter().find(|support| support.claim == claim.id) else { continue };
        writeln!(
            out,
            "  in {}  {}: {}, {}",
            short(&entry.id.to_string()),
            safe(&entry.series),
            word(&support.kind),
            safe(&support.reasons.join(", "))
        )?;
    }
    if let Some(entry) = entries.first() {
        writeln!(out, "next: firsthand why {}{}", short(&entry.id.to_string()), options.ledger.flag())?;
    }
    Ok(())
}

/// What was kept of what a report was read from, in words: what, from where, when; then what the answer's head said of itself.
fn print_kept(kept: &Kept, out: &mut dyn Write) -> Result<()> {
    let from = kept.url.as_ref().map(|url| format!(" from {}", safe(url))).unwrap_or_default();
    let (captured, size) = (safe(&kept.captured), show::count(kept.bytes.len(), "byte"));
    writeln!(out, "  kept        {size}{from}, captured {captured}, sha256 {}", hash_bytes(&kept.bytes))?;
    for line in list_telling_lines(kept) {
        writeln!(out, "              {}", safe(&line))?;
    }
    Ok(())
}

/// The reading, field by field.
fn print_fields(claim: &Claim, out: &mut dyn Write) -> Result<()> {
    let mut field = |name: &str, value: String| -> Result<()> {
        if !value.is_empty() {
            writeln!(out, "    {name:<11} {}", safe(&value))?;
        }
        Ok(())
    };
    let place = claim.place.as_ref();
    let bounds = (claim.bounds.lower, claim.bounds.upper);
    field(
        "page",
        format!("{}{}", claim.doc, claim.published.as_ref().map(|p| format!(", published {p}")).unwrap_or_default()),
    )?;
    field(
        "interval",
        format!("{} to {}   ({})", show::figure(bounds.0), show::figure(bounds.1), word(&claim.modifier)),
    )?;
    field("counted", claim.counted.clone().unwrap_or_default())?;
    field("measure", format!("{}, {}, {}", word(&claim.measure), word(&claim.polarity), word(&claim.modality)))?;
    field(
        "place",
        place
            .map(|place| {
                let name = place.name.as_deref().or(place.country.as_deref()).unwrap_or("unknown");
                format!("{name}{}", place.text.as_ref().map(|text| format!("   (\"{text}\")")).unwrap_or_default())
            })
            .unwrap_or_default(),
    )?;
    let words = claim.time_text.as_ref().map(|text| format!("   (\"{text}\")")).unwrap_or_default();
    field("time", format!("{}{words}", show::period(claim.time)))?;
    field("as of", show::as_of(claim.as_of))?;
    let name = |name: &str, role| if Masking::Masked.hides(role) { MASK.to_owned() } else { name.to_owned() };
    let source =
        claim.source.as_ref().map(|source| format!("{} ({})", name(&source.name, source.role), word(&source.role)));
    field("source", source.unwrap_or_else(|| "nobody named".into()))?;
    field("side", claim.side.map(|side| side.name().to_owned()).unwrap_or_default())?;
    let chain: Vec<String> = claim.chain.iter().map(|hop| name(&hop.name, hop.role)).collect();
    field("chain", chain.join(" < "))?;
    let revised = claim.revised.map(|said| format!("{}, {}", word(&said.reason), word(&said.side)));
    field("revised", revised.unwrap_or_default())?;
    field("scope", format!("{}, confidence {} %", word(&claim.scope), claim.confidence))?;
    field("rules", claim.rules.join(", "))
}

fn why_entry(res: &Resources, store: &dyn Store, entry: Entry, options: &Options, out: &mut dyn Write) -> Result<()> {
    let Some(entry) = mask_entries(store, vec![entry])?.pop() else { return Ok(()) };
    let mut documents = Vec::new();
    if !options.json {
        writeln!(out, "{}  {}", short(&entry.id.to_string()), safe(&entry.series))?;
        print_tally(&[&entry], view::Grouping::Day, None, out)?;
        let mut claims = Vec::with_capacity(entry.support.len());
        for support in &entry.support {
            claims.extend(store.claim(support.claim)?);
        }
        let hands = trace_hands([&entry], &claims, &families_of(store, &claims)?);
        for line in view::hand_lines(&hands, &name_counters(&claims)) {
            writeln!(out, "  {line}")?;
        }
    }
    for support in &entry.support {
        let Some(claim) = store.claim(support.claim)? else { continue };
        let report = store.report(claim.report)?;
        let evidence = report.as_ref().map(|report| ToldSentence::of(res, report, &claim));
        if options.json {
            let points = CodePoints::new(report.as_ref().map_or("", |report| &report.text));
            documents.push(json!({
                "claim": ClaimLine::of(&claim, &points, Masking::Masked),
                "support": support,
                "sentence": evidence.map(|e| json!({"before": e.before, "figure": e.figure, "after": e.after})),
            }));
            continue;
        }
        let amount = view::amount_words(claim.value, claim.bounds, claim.modifier);
        let counter = support.counter.as_ref().map_or_else(
            || "no counter named".into(),
            |counter| {
                let side = entry.side_of(counter).map(|side| format!(", {}", side.name())).unwrap_or_default();
                format!("{}{side}{}", safe(counter), if support.inferred { " (inferred)" } else { "" })
            },
        );
        writeln!(
            out,
            "  {:<13} {amount}, {counter}   {} {}",
            word(&support.kind),
            safe(&claim.doc),
            short(&claim.id.to_string())
        )?;
        writeln!(out, "    as of {}; {}", show::as_of(claim.as_of), safe(&support.reasons.join(", ")))?;
        if let Some(evidence) = evidence {
            writeln!(out, "    {}", sentence_line(&evidence))?;
        }
    }
    if options.json {
        let line = entry_lines(store, std::slice::from_ref(&entry))?;
        writeln!(out, "{}", json!({"format": "firsthand/why/1", "entry": line.first(), "claims": documents}))?;
        return Ok(());
    }
    if let Some(derived) = &entry.derived {
        writeln!(out, "  derived: {}   [{}]", safe(&derived.why), safe(&derived.rule))?;
    }
    for revision in &entry.revisions {
        let reason =
            revision.reason.map_or_else(|| "revised".to_owned(), |reason| format!("revised, {}", word(&reason)));
        writeln!(out, "  {reason}: {}   [{}]", safe(&revision.why), safe(&revision.rule))?;
    }
    for conflict in &entry.conflicts {
        let ids: Vec<String> = conflict.claims.iter().map(|id| short(&id.to_string()).to_owned()).collect();
        writeln!(
            out,
            "  {}: {}   {} [{}]",
            word(&conflict.kind),
            safe(&conflict.why),
            ids.join(" "),
            safe(&conflict.rule)
        )?;
    }
    if let Some(support) = entry.support.first() {
        writeln!(out, "next: firsthand why {}{}", short(&support.claim.to_string()), options.ledger.flag())?;
    }
    Ok(())
}

/// Every state of an entry, by the time of recording.
fn tell_history(
    res: &Resources,
    base: &dyn Store,
    view: &View<'_>,
    entry: &Entry,
    options: &Options,
    out: &mut dyn Write,
) -> Result<()> {
    let bar = show::Progress::of_steps("going back");
    let states = trace_history(res, base, &Threads, entry, &mut |done, all| bar.step(done, all))?;
    bar.end();
    let Some(entry) = mask_entries(view, vec![entry.clone()])?.pop() else { return Ok(()) };
    let mut documents = Vec::new();
    if !options.json {
        writeln!(out, "{}  {}", short(&entry.id.to_string()), safe(&entry.series))?;
    }
    let records: Vec<(Record, LogLine)> = read_records(base)?.into_iter().zip(base.review_log()?).collect();
    let cancelled = cancelled_records(&read_records(base)?);
    for state in &states {
        if options.json {
            documents.push(state_document(view, state, &records)?);
            continue;
        }
        let figures = state.entry.as_ref().map_or_else(
            || "no entry".to_owned(),
            |entry| {
                let figures = [entry.low, entry.best, entry.high].map(show::figure).join(" / ");
                let counted = show::count(entry.counters.len(), "counter");
                format!(
                    "{figures}   {counted}, {}, {}",
                    show::count(entry.texts, "text"),
                    show::count(entry.pages, "page")
                )
            },
        );
        writeln!(out, "{}  {}", state.recorded, show::bold(&figures))?;
        for (mark, ids) in [("+", &state.came), ("-", &state.left)] {
            for id in ids {
                let Some(claim) = view.claim(*id)? else { continue };
                writeln!(out, "    {mark} {}   {}", claim_sentence(&claim, Masking::Masked), safe(&claim.doc))?;
            }
        }
        for (record, line) in records.iter().filter(|(record, _)| state.decisions.contains(&record.number)) {
            writeln!(out, "    decided {}", record_line(record, line, &cancelled))?;
        }
        // Pages without a claim of the entry may still show that another is a copy.
        if state.came.is_empty() && state.left.is_empty() && state.decisions.is_empty() {
            for id in &state.reports {
                let doc = view.report(*id)?.map(|report| report.doc).unwrap_or_default();
                writeln!(out, "    page {} came: it changed who copied whom, or what belongs together", safe(&doc))?;
            }
        }
    }
    if options.json {
        let document = json!({
            "format": "firsthand/history/1", "entry": entry.id, "series": entry.series, "states": documents,
        });
        writeln!(out, "{document}")?;
    } else {
        writeln!(out, "low / best / high by the time of recording; by today's rules")?;
        writeln!(out, "next: firsthand why {}{}", short(&entry.id.to_string()), options.ledger.flag())?;
    }
    Ok(())
}

fn state_document(view: &View<'_>, state: &State, records: &[(Record, LogLine)]) -> Result<serde_json::Value> {
    let mut reports = Vec::with_capacity(state.reports.len());
    for id in &state.reports {
        let doc = view.report(*id)?.map(|report| report.doc);
        reports.push(json!({"report": id, "doc": doc}));
    }
    let entry = state.entry.as_ref().map(|entry| {
        json!({
            "id": entry.id, "story": entry.story, "as_of": entry.as_of, "low": entry.low, "best": entry.best,
            "high": entry.high, "counters": entry.counters, "inferred": entry.inferred, "texts": entry.texts,
            "pages": entry.pages,
        })
    });
    let decisions: Vec<_> = records
        .iter()
        .filter(|(record, _)| state.decisions.contains(&record.number))
        .map(|(record, _)| json!({"number": record.number, "decision": record.decision}))
        .collect();
    Ok(json!({
        "recorded": state.recorded, "entry": entry, "came": state.came, "left": state.left, "reports": reports,
        "decisions": decisions,
    }))
}
