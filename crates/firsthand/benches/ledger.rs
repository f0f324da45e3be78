//! How fast does the ledger reconcile? One long series, and many short ones.

use firsthand::ledger::{Known, Profile, parse_claim_line, reconcile_entries};
use firsthand::model::Claim;
use std::collections::BTreeMap;

fn main() {
    divan::main();
}

/// Growing counts with late and round figures among them, in `series` series.
fn tell_claims(count: usize, series: usize) -> Vec<Claim> {
    let tell = |at: usize| {
        let (name, step) = (at % series, at / series);
        let value = (step + 1) * 7 - if at % 11 == 3 { (step * 7) / 3 } else { 0 };
        let value = if at % 5 == 2 { value / 10 * 10 + 1 } else { value };
        let (day, minute) = (1 + step / 1440 % 28, step % 1440);
        let words = ["equal", "at_least", "more_than"][at % 3];
        let source = ["Watch", "Ministry", "Watch", "Police"][at % 4];
        let line = format!(
            r#"{{"doc": "page {at}", "series": "series {name}", "indicator": "killed", "value": {value},
                "modifier": "{words}", "source": "{source}",
                "published": "2024-05-{day:02}T{:02}:{:02}:00Z"}}"#,
            minute / 60,
            minute % 60
        );
        parse_claim_line(&line).expect("a claim line").claim
    };
    (0..count).map(tell).collect()
}

fn reconcile(claims: &[Claim]) -> usize {
    let families = BTreeMap::new();
    reconcile_entries(Known { story: None, claims, families: &families, derivations: &[] }, Profile::Default, None)
        .len()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn ten_thousand_claims_in_one_series(bencher: divan::Bencher<'_, '_>) {
    let claims = tell_claims(10_000, 1);
    bencher.counter(divan::counter::ItemsCount::new(claims.len())).bench(|| reconcile(&claims));
}

/// Ten times as many take little more than ten times as long: the choice is n log n.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn hundred_thousand_claims_in_one_series(bencher: divan::Bencher<'_, '_>) {
    let claims = tell_claims(100_000, 1);
    bencher.counter(divan::counter::ItemsCount::new(claims.len())).bench(|| reconcile(&claims));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn hundred_thousand_claims_in_ten_thousand_series(bencher: divan::Bencher<'_, '_>) {
    let claims = tell_claims(100_000, 10_000);
    bencher.counter(divan::counter::ItemsCount::new(claims.len())).bench(|| reconcile(&claims));
}

/// A large archive at once: ten claims a series.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn million_claims_in_hundred_thousand_series(bencher: divan::Bencher<'_, '_>) {
    let claims = tell_claims(1_000_000, 100_000);
    bencher.counter(divan::counter::ItemsCount::new(claims.len())).bench(|| reconcile(&claims));
}
