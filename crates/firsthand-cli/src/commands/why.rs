//! `firsthand why`: the evidence and the rules behind a claim or an entry.

use crate::show::{safe, word};
use crate::view::{Evidence, claim_sentence, entry_lines, mask_entries, print_tally, short};
use crate::work::{Ledger, load_resources};
use crate::{Ending, show, view};
use anyhow::{Context, Result};
use firsthand::export::jsonl::{ClaimLine, MASK, Masking};
use firsthand::ledger::{name_counters, trace_hands};
use firsthand::model::{Claim, CodePoints, Entry};
use firsthand::resources::Resources;
use firsthand::store::Store;
use serde_json::json;
use std::io::Write;

/// Show the sentence, the rules and the chain behind a claim, or every claim behind an entry
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand why e_k3mq     (an id of `tally`, or its first letters)\n  firsthand why c_a7xd     (an id of `claims`)"
)]
pub(crate) struct Options {
    /// The id of a claim or an entry, or its first letters
    id: String,
    #[command(flatten)]
    ledger: Ledger,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let store = options.ledger.open(&res)?;
    let store = store.as_ref();
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
        why_claim(&res, store, &claim, &options, out)?;
    } else if let Ok(id) = id.parse() {
        let entry = store.entry(id)?.context("the entry is gone")?;
        why_entry(&res, store, entry, &options, out)?;
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
    mask_entries(store, entries)
}

fn why_claim(res: &Resources, store: &dyn Store, claim: &Claim, options: &Options, out: &mut dyn Write) -> Result<()> {
    let report = store.report(claim.report)?;
    let entries = entries_using(store, claim)?;
    let evidence = report.as_ref().map(|report| Evidence::of(res, report, claim));
    if options.json {
        let points = CodePoints::new(report.as_ref().map_or("", |report| &report.text));
        let entries = entry_lines(store, &entries)?;
        let document = json!({
            "format": "firsthand/why/1",
            "claim": ClaimLine::of(claim, &points, Masking::Masked),
            "sentence": evidence.map(|e| json!({"before": e.before, "figure": e.figure, "after": e.after})),
            "entries": entries,
        });
        writeln!(out, "{document}")?;
        return Ok(());
    }
    writeln!(out, "{}", show::bold(&claim_sentence(claim, Masking::Masked)))?;
    if let Some(evidence) = &evidence {
        writeln!(out, "  {}", evidence.line())?;
    }
    print_fields(claim, out)?;
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
        let hands = trace_hands([&entry], &claims, &view::families_of(store, &claims)?);
        for line in view::hand_lines(&hands, &name_counters(&claims)) {
            writeln!(out, "  {line}")?;
        }
    }
    for support in &entry.support {
        let Some(claim) = store.claim(support.claim)? else { continue };
        let report = store.report(claim.report)?;
        let evidence = report.as_ref().map(|report| Evidence::of(res, report, &claim));
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
            |counter| format!("{}{}", safe(counter), if support.inferred { " (inferred)" } else { "" }),
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
            writeln!(out, "    {}", evidence.line())?;
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
