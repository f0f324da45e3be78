//! Speed of lineage and story on made-up reports: fingerprints and signatures a report, traces a pair.

use divan::counter::ItemsCount;
use firsthand::lineage::{Material, Mentions, fingerprint_report, trace_lineage};
use firsthand::model::{Lang, Report, ReportId, Surface};
use firsthand::story::{sign_report, story_likelihood};

fn main() {
    divan::main();
}

const REPORTS: usize = 200;

/// Reports of 400 words from a fixed generator: every fourth is a copy with each ninth word replaced.
fn reports() -> Vec<Report> {
    let syllables = ["ka", "ro", "min", "tel", "vas", "do", "per", "lun", "sti", "gor", "ena", "bri"];
    let mut state = 7u64;
    let mut next = move |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let mut texts: Vec<String> = Vec::new();
    for number in 0..REPORTS {
        let mut words: Vec<String> = if number % 4 == 3 {
            texts[number - 1].split(' ').map(str::to_owned).collect()
        } else {
            (0..400).map(|at| if at % 37 == 5 { (100 + next(90_000)).to_string() } else { String::new() }).collect()
        };
        for (at, word) in words.iter_mut().enumerate() {
            if word.is_empty() || (number % 4 == 3 && at % 9 == 0) {
                *word = (0..1 + next(4)).map(|_| syllables[next(syllables.len())]).collect();
                if at % 20 == 0 || next(12) == 0 {
                    word[..1].make_ascii_uppercase();
                }
                if at % 20 == 19 {
                    word.push('.');
                }
            }
        }
        texts.push(words.join(" "));
    }
    let report = |(number, text): (usize, String)| Report {
        id: ReportId::of(&[&number.to_le_bytes()]),
        doc: number.to_string(),
        url: None,
        canonical: None,
        outlet: None,
        title: None,
        published: None,
        modified: None,
        authors: Vec::new(),
        lang: Lang("en".into()),
        text,
        blocks: Vec::new(),
        updates: Vec::new(),
    };
    texts.into_iter().enumerate().map(report).collect()
}

#[divan::bench]
fn fingerprint(bencher: divan::Bencher<'_, '_>) {
    let reports = reports();
    let run =
        || reports.iter().map(|report| fingerprint_report(report, &Surface::of(report)).keys.len()).sum::<usize>();
    bencher.counter(ItemsCount::new(REPORTS)).bench(run);
}

#[divan::bench]
fn trace(bencher: divan::Bencher<'_, '_>) {
    let reports = reports();
    let surfaces: Vec<Surface> = reports.iter().map(Surface::of).collect();
    let material = |at: usize| Material { report: &reports[at], mentions: Mentions::Read(&[]), surface: &surfaces[at] };
    let run = || (1..REPORTS).filter(|at| trace_lineage(material(*at), material(at - 1)).is_some()).count();
    bencher.counter(ItemsCount::new(REPORTS - 1)).bench(run);
}

#[divan::bench]
fn sign(bencher: divan::Bencher<'_, '_>) {
    let reports = reports();
    let run = || {
        reports
            .iter()
            .map(|report| sign_report(report, &Surface::of(report), &[], &[]).filed_keys().len())
            .sum::<usize>()
    };
    bencher.counter(ItemsCount::new(REPORTS)).bench(run);
}

#[divan::bench]
fn compare_stories(bencher: divan::Bencher<'_, '_>) {
    let signatures: Vec<_> =
        reports().iter().map(|report| sign_report(report, &Surface::of(report), &[], &[])).collect();
    let run = || signatures.windows(2).filter(|two| story_likelihood(&two[0], &two[1]) >= 500).count();
    bencher.counter(ItemsCount::new(REPORTS - 1)).bench(run);
}
