//! `firsthand eval`: how well are annotated reports read? Stateless, unmasked.

use crate::work::{list_refused, load_resources, read_inputs};
use crate::{Ending, input, show};
use anyhow::{Context, Result, bail};
use firsthand::eval::{Confusions, EvalClaim, Field, Pairing, Score, count_confusions, pair_claims};
use firsthand::model::{CodePoints, Span};
use firsthand::pack::tokenize_report;
use firsthand::pipeline::read_report;
use firsthand::resources::Resources;
use show::Side;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Score the reading of annotated reports, and list what is missed, false or wrong
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  firsthand eval gold/en.claims.jsonl                   reads gold/en.reports.jsonl and scores the claims
  firsthand eval gold/*.claims.jsonl --by language -q   a table, without the list

A gold file is JSON lines of claims (doc, start, end, value, lower, upper, modifier, indicator, measure, modality, place,
time, source, optional); the reports stand beside it, `claims` replaced by `reports` in its name.")]
pub(crate) struct Options {
    /// Annotated claims, one JSON object a line
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Reports to read [default: beside each gold file]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    reports: Vec<PathBuf>,
    /// Score these claims instead of reading
    #[arg(long, value_name = "FILE")]
    read: Option<PathBuf>,
    /// Break the figures down
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
    /// Print the figures only
    #[arg(long, short)]
    quiet: bool,
    /// Print one JSON document of figures
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Language,
    Indicator,
    Field,
}

/// A report as it is scored.
struct Scored {
    doc: String,
    lang: String,
    text: String,
    /// Code points where its sentences start.
    sentences: Vec<Span>,
    read: Vec<EvalClaim>,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let mut gold: BTreeMap<String, Vec<EvalClaim>> = BTreeMap::new();
    for claim in options.gold.iter().map(|path| load_claims(path)).collect::<Result<Vec<_>>>()?.into_iter().flatten() {
        gold.entry(claim.doc.clone()).or_default().push(claim);
    }
    let paths = if options.reports.is_empty() {
        options.gold.iter().map(|path| beside(path)).collect::<Result<_>>()?
    } else {
        options.reports.clone()
    };
    let res = load_resources()?;
    let mut reports = Vec::new();
    let refused = read_inputs(&res, input::open_inputs(&paths), None, score_one, |scored| {
        reports.push(scored);
        Ok(())
    })?;
    let names: BTreeSet<&str> = reports.iter().map(|scored| scored.doc.as_str()).collect();
    if names.len() < reports.len() {
        bail!("two reports have one name\nhint: names (`doc`) tell which claims belong to which report");
    }
    if let Some(claim) = gold.values().flatten().find(|claim| !names.contains(claim.doc.as_str())) {
        let (doc, files) = (&claim.doc, paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>());
        bail!(
            "no report is called {doc}\nhint: {} should hold it; or name the reports with --reports",
            files.join(", ")
        );
    }
    if let Some(path) = &options.read {
        let mut given: BTreeMap<String, Vec<EvalClaim>> = BTreeMap::new();
        load_claims(path)?.into_iter().for_each(|claim| given.entry(claim.doc.clone()).or_default().push(claim));
        reports.iter_mut().for_each(|scored| scored.read = given.remove(&scored.doc).unwrap_or_default());
    }
    let none = Vec::new();
    let pairings: Vec<(&Scored, Pairing<'_>)> = reports
        .iter()
        .map(|scored| (scored, pair_claims(gold.get(&scored.doc).unwrap_or(&none), &scored.read)))
        .collect();
    if options.json {
        print_json(&pairings, options.by, out)?;
    } else {
        if !options.quiet {
            print_faults(&pairings, out)?;
        }
        print_figures(&pairings, options.by, out)?;
    }
    Ok(list_refused(&refused, !reports.is_empty()))
}

/// The reports beside a gold file.
fn beside(gold: &Path) -> Result<PathBuf> {
    let name = gold.file_name().unwrap_or_default().to_string_lossy();
    if !name.contains("claims") {
        bail!("{}: which reports are annotated here?\nhint: name them with --reports", gold.display());
    }
    Ok(gold.with_file_name(name.replace("claims", "reports")))
}

fn load_claims(path: &Path) -> Result<Vec<EvalClaim>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let line = |(at, line): (usize, &str)| {
        serde_json::from_str(line).with_context(|| format!("{}:{}: no annotated claim", path.display(), at + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(line).collect()
}

fn score_one(res: &Resources, received: firsthand::intake::Received) -> Scored {
    let read = read_report(res, received.report);
    let report = read.report;
    let points = CodePoints::new(&report.text);
    let claims = read.claims.iter().map(|claim| EvalClaim::of(claim, &points)).collect();
    let tokens = tokenize_report(res.packs.of(&report.lang), &report);
    let sentences = tokens.sentences.iter().map(|sentence| {
        let (start, end) = points.of(sentence.span);
        Span::new(start, end)
    });
    let sentences = sentences.collect();
    Scored { doc: report.doc, lang: report.lang.code().to_owned(), text: report.text, sentences, read: claims }
}

impl Scored {
    /// The sentence of a claim, its figure marked.
    fn sentence(&self, claim: &EvalClaim) -> String {
        let at = self.sentences.partition_point(|sentence| sentence.end <= claim.start);
        let (start, end) = self
            .sentences
            .get(at)
            .filter(|sentence| sentence.start <= claim.start && claim.end <= sentence.end)
            .map_or((claim.start, claim.end), |sentence| (sentence.start, sentence.end));
        let part = |from: usize, to: usize| {
            let text: String = self.text.chars().skip(from).take(to.saturating_sub(from)).collect();
            show::safe(&text)
        };
        let figure = show::mark(&part(claim.start, claim.end));
        format!("{}{figure}{}", part(start, claim.start), part(claim.end, end)).trim().to_owned()
    }
}

fn print_faults(pairings: &[(&Scored, Pairing<'_>)], out: &mut dyn Write) -> Result<()> {
    for (scored, pairing) in pairings {
        let mut faults: Vec<(usize, String, &EvalClaim)> = Vec::new();
        let said = |claim: &EvalClaim| format!("{} {}", claim.indicator, claim.interval());
        for claim in pairing.missed.iter().filter(|claim| !claim.optional) {
            faults.push((claim.start, format!("missed  {}", said(claim)), claim));
        }
        for claim in &pairing.spare {
            faults.push((claim.start, format!("false   {}", said(claim)), claim));
        }
        for (gold, read) in pairing.pairs.iter().filter(|(gold, _)| !gold.optional) {
            let wrong = Field::ALL.into_iter().filter(|field| !field.agrees(gold, read));
            let wrong: Vec<String> =
                wrong.map(|field| format!("{} is {}, read {}", field.name(), field.of(gold), field.of(read))).collect();
            if !wrong.is_empty() {
                faults.push((gold.start, format!("wrong   {}: {}", said(gold), wrong.join("; ")), gold));
            }
        }
        faults.sort_by_key(|(start, ..)| *start);
        for (_, fault, claim) in faults {
            writeln!(out, "{} {} {}", show::safe(&scored.doc), claim.start, show::bold(&show::safe(&fault)))?;
            writeln!(out, "    {}", scored.sentence(claim))?;
        }
    }
    Ok(())
}

/// The figures of each group, named.
fn grouped(pairings: &[(&Scored, Pairing<'_>)], by: By) -> BTreeMap<String, Score> {
    let mut groups: BTreeMap<String, Score> = BTreeMap::new();
    for (scored, pairing) in pairings {
        if by == By::Language {
            groups.entry(scored.lang.clone()).or_default().add(pairing);
            continue;
        }
        let pairs = pairing.pairs.iter().flat_map(|(gold, read)| [*gold, *read]);
        let names: BTreeSet<&str> = pairs
            .chain(pairing.missed.iter().copied())
            .chain(pairing.spare.iter().copied())
            .map(|c| &*c.indicator)
            .collect();
        for name in names {
            groups.entry(name.to_owned()).or_default().add_where(pairing, |claim| claim.indicator == name);
        }
    }
    groups.retain(|_, score| score.read + score.gold > 0);
    groups
}

fn print_figures(pairings: &[(&Scored, Pairing<'_>)], by: Option<By>, out: &mut dyn Write) -> Result<()> {
    let mut all = Score::default();
    pairings.iter().for_each(|(_, pairing)| all.add(pairing));
    match by {
        Some(By::Field) => {
            let mut confusions = Confusions::new();
            pairings.iter().for_each(|(_, pairing)| count_confusions(pairing, &mut confusions));
            let mut sorted: Vec<_> = confusions.into_iter().collect();
            sorted.sort_by(|((a, gold, read), n), ((b, gold_b, read_b), m)| {
                (a, m, gold, read).cmp(&(b, n, gold_b, read_b))
            });
            let mut rows = vec![["field", "is", "read as", "times"].map(str::to_owned).to_vec()];
            for ((field, gold, read), times) in sorted {
                rows.push(vec![field.name().into(), show::safe(&gold), show::safe(&read), times.to_string()]);
            }
            let sides = [Side::Left, Side::Left, Side::Left, Side::Right];
            show::align(&rows, &sides).iter().try_for_each(|row| writeln!(out, "{row}"))?;
        }
        Some(by) => {
            let name = if by == By::Language { "language" } else { "indicator" };
            let head = [name, "gold", "read", "found", "claim", "full"];
            let fields = Field::ALL.map(Field::name);
            let mut rows = vec![head.iter().chain(&fields).map(|word| (*word).to_owned()).collect::<Vec<_>>()];
            let three = |rate: f64| format!("{rate:.3}");
            for (name, score) in grouped(pairings, by) {
                let mut row = vec![name, score.gold.to_string(), score.read.to_string()];
                row.extend([score.found, score.claim, score.full].map(|right| three(score.rates(right).2)));
                row.extend(Field::ALL.map(|field| three(score.accuracy(field))));
                rows.push(row);
            }
            let mut sides = vec![Side::Right; rows[0].len()];
            sides[0] = Side::Left;
            show::align(&rows, &sides).iter().try_for_each(|row| writeln!(out, "{row}"))?;
        }
        None => {}
    }
    write!(out, "{all}")?;
    Ok(())
}

fn print_json(pairings: &[(&Scored, Pairing<'_>)], by: Option<By>, out: &mut dyn Write) -> Result<()> {
    let mut all = Score::default();
    pairings.iter().for_each(|(_, pairing)| all.add(pairing));
    let figures = |score: &Score| {
        let fields: BTreeMap<&str, f64> =
            Field::ALL.into_iter().map(|field| (field.name(), score.accuracy(field))).collect();
        let f1 = |right| score.rates(right).2;
        serde_json::json!({
            "gold": score.gold, "read": score.read, "pairs": score.pairs, "fields": fields,
            "f1": { "found": f1(score.found), "claim": f1(score.claim), "full": f1(score.full) },
        })
    };
    let mut document = serde_json::json!({ "format": "firsthand/eval/1", "all": figures(&all) });
    if let Some(by @ (By::Language | By::Indicator)) = by {
        let groups: BTreeMap<String, _> =
            grouped(pairings, by).iter().map(|(name, s)| (name.clone(), figures(s))).collect();
        document[if by == By::Language { "languages" } else { "indicators" }] = serde_json::json!(groups);
    }
    if by == Some(By::Field) {
        let mut confusions = Confusions::new();
        pairings.iter().for_each(|(_, pairing)| count_confusions(pairing, &mut confusions));
        let line = |((field, gold, read), times): (&(Field, String, String), &usize)| serde_json::json!({ "field": field.name(), "is": gold, "read": read, "times": times });
        document["confusions"] = confusions.iter().map(line).collect();
    }
    writeln!(out, "{document}")?;
    Ok(())
}
