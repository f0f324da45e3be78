//! Speed of reading and adding on texts of real length, one thread: reports and bytes a second, as a whole and room by
//! room; whether a long report costs what its text costs in short ones; and adding the shipped example many times over.

mod common;

use common::texts_in;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use firsthand::claims::assemble_claims;
use firsthand::intake::read_json_line;
use firsthand::mentions::{Search, find_mentions, search_mentions};
use firsthand::model::{Lang, Report, ReportId, Timestamp};
use firsthand::pack::tokenize_report;
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::MemoryStore;

fn main() {
    divan::main();
}

/// Characters of a common report of a news agency.
const LENGTH: usize = 3_500;

/// Reports of about `length` characters.
fn reports_in(lang: &str, length: usize, count: usize) -> Vec<Report> {
    (0..).zip(texts_in(lang, length, count)).map(|(number, text)| report_of(lang, number, text)).collect()
}

fn report_of(lang: &str, number: usize, text: String) -> Report {
    Report {
        id: ReportId::of(&[lang.as_bytes(), &number.to_le_bytes()]),
        doc: format!("{lang}-{number}"),
        url: None,
        canonical: None,
        outlet: None,
        title: None,
        published: "2024-05-14T09:00:00Z".parse().ok(),
        modified: None,
        authors: Vec::new(),
        lang: Lang(lang.into()),
        text,
        blocks: Vec::new(),
        updates: Vec::new(),
    }
}

/// Twelve reports in every language.
fn reports(resources: &Resources) -> Vec<Report> {
    resources.packs.iter().flat_map(|pack| reports_in(pack.lang.code(), LENGTH, 12)).collect()
}

fn bytes(reports: &[Report]) -> BytesCount {
    BytesCount::new(reports.iter().map(|report| report.text.len()).sum::<usize>())
}

/// Figures and claims of real-length reports in all languages.
#[divan::bench]
fn figures_and_claims(bencher: Bencher<'_, '_>) {
    let resources = Resources::embedded().expect("the packs are tested");
    let reports = reports(&resources);
    bencher.counter(bytes(&reports)).counter(ItemsCount::new(reports.len())).bench_local(|| {
        reports.iter().map(|report| read_report(&resources, report.clone()).claims.len()).sum::<usize>()
    });
}

/// One room alone, on the same reports.
#[divan::bench(args = ["tokenise", "numbers", "times", "places", "statements", "claims"])]
fn room(bencher: Bencher<'_, '_>, room: &str) {
    let resources = Resources::embedded().expect("the packs are tested");
    let reports = reports(&resources);
    let prepared: Vec<_> = reports
        .iter()
        .map(|report| {
            let pack = resources.packs.of(&report.lang);
            let tokens = tokenize_report(pack, report);
            let mentions = find_mentions(pack, &resources.gazetteer, report, &tokens);
            (report, pack, tokens, mentions)
        })
        .collect();
    let search = match room {
        "numbers" => Some(Search::Numbers),
        "times" => Some(Search::Times),
        "places" => Some(Search::Places),
        "statements" => Some(Search::Statements),
        _ => None,
    };
    let tokens: usize = prepared.iter().map(|(_, _, tokens, _)| tokens.tokens.len()).sum();
    bencher.counter(bytes(&reports)).counter(ItemsCount::new(tokens)).bench_local(|| {
        let mut found = 0;
        for (report, pack, tokens, mentions) in &prepared {
            found += match (search, room) {
                (Some(search), _) => search_mentions(search, pack, &resources.gazetteer, report, tokens).len(),
                (None, "claims") => assemble_claims(pack, report, tokens, mentions).len(),
                (None, _) => tokenize_report(pack, report).tokens.len(),
            };
        }
        found
    });
}

/// The same half million characters as one report and as many: they should take the same time.
#[divan::bench(args = ["one", "many"], sample_count = 10, sample_size = 1)]
fn half_a_million_characters(bencher: Bencher<'_, '_>, form: &str) {
    let resources = Resources::embedded().expect("the packs are tested");
    let short = reports_in("en", LENGTH, 500_000 / LENGTH);
    let whole = short.iter().map(|report| report.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let reports = if form == "one" { vec![report_of("en", 0, whole)] } else { short };
    bencher.counter(bytes(&reports)).counter(ItemsCount::new(reports.len())).bench_local(|| {
        reports.iter().map(|report| read_report(&resources, report.clone()).claims.len()).sum::<usize>()
    });
}

fn example(resources: &Resources) -> Vec<Report> {
    let lines = include_str!("../../../corpus/quickstart/reports.jsonl");
    let read = |(at, line): (usize, &str)| read_json_line(&resources.packs, line.as_bytes(), at + 1, "example");
    lines.lines().enumerate().map(read).collect::<Result<_, _>>().expect("the example is read without a refusal")
}

/// Read, post and settle 200 reports, each of the example's under twenty names.
#[divan::bench(sample_count = 5)]
fn add(bencher: Bencher<'_, '_>) {
    let resources = Resources::embedded().expect("the packs are tested");
    let reports: Vec<Report> = (0..20u8)
        .flat_map(|round| {
            example(&resources).into_iter().map(move |mut report| {
                report.id = ReportId::of(&[&report.id.0, &[round]]);
                report
            })
        })
        .collect();
    bencher.counter(ItemsCount::new(reports.len())).bench_local(|| {
        let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
        for portion in reports.chunks(100) {
            let reads = portion.iter().map(|report| read_report(&resources, report.clone())).collect();
            post_reads(&mut store, &mut memory, reads, Timestamp(0)).expect("memory keeps what it is given");
        }
        settle_ledger(&resources, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).expect("memory keeps it");
    });
}
