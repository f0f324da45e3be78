//! Speed of reading and adding, on the shipped example told many times over: reports and bytes a second, one thread.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use firsthand::intake::read_json_line;
use firsthand::model::{Report, ReportId, Timestamp};
use firsthand::pipeline::{Memory, post_reads, read_report, settle_ledger, trace_pairs};
use firsthand::resources::Resources;
use firsthand::store::MemoryStore;

fn main() {
    divan::main();
}

fn example(resources: &Resources) -> Vec<Report> {
    let lines = include_str!("../../../corpus/quickstart/reports.jsonl");
    let read = |(at, line): (usize, &str)| read_json_line(&resources.packs, line.as_bytes(), at + 1, "example");
    lines.lines().enumerate().map(read).collect::<Result<_, _>>().expect("the example is read without a refusal")
}

#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let resources = Resources::embedded().expect("the packs are tested");
    let reports = example(&resources);
    let bytes: usize = reports.iter().map(|report| report.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(reports.len())).bench_local(|| {
        reports.iter().map(|report| read_report(&resources, report.clone()).claims.len()).sum::<usize>()
    });
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
        settle_ledger(&resources, &mut store, &mut memory, &trace_pairs, &mut |_, _| {}).expect("memory keeps it");
    });
}
