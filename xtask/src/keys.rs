//! What does each kind of index key bring? Of the pairs of a pool with known origin, how many share so many keys of it, and
//! how many pairs of different origin do. Not here: how keys are made (`firsthand::lineage`).

use crate::score::{ratio, read_lines};
use anyhow::Result;
use firsthand::lineage::{KeyKind, Shared, fingerprint_report, shared_keys};
use firsthand::model::{Report, Surface};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct Line {
    id: String,
    lang: Option<String>,
    text: String,
}

#[derive(Deserialize)]
struct Gold {
    id: String,
    family: Option<String>,
    incident: Option<String>,
}

/// Kinds of keys, and from how many on two reports may be compared.
const KINDS: [(KeyKind, [u32; 4]); 4] = [
    (KeyKind::Word, [2, 3, 4, 6]),
    (KeyKind::Quote, [1, 2, 3, 4]),
    (KeyKind::Figure, [1, 2, 3, 4]),
    (KeyKind::Item, [2, 3, 4, 5]),
];

/// Pairs of one kind: of one family, and of different incidents, in one language and across.
#[derive(Default)]
struct Pairs {
    kin: [(u32, u32); 2],
    strange: [(u32, u32); 2],
}

/// Prints the table for a folder with `reports.jsonl` and `gold.jsonl`. All reports count as of one day: in a real archive
/// items meet only those of the same days.
pub(crate) fn print(folder: &Path, out: &mut dyn std::io::Write) -> Result<()> {
    let gold: BTreeMap<String, Gold> =
        read_lines::<Gold>(&folder.join("gold.jsonl"))?.into_iter().map(|gold| (gold.id.clone(), gold)).collect();
    let lines: Vec<Line> = read_lines(&folder.join("reports.jsonl"))?;
    let keys: Vec<Vec<u64>> = lines
        .iter()
        .map(|line| {
            let lang = line.lang.as_deref().unwrap_or("und");
            let report = Report { published: "2031-05-01".parse().ok(), ..Report::plain(lang, &line.text) };
            fingerprint_report(&report, &Surface::of(&report)).keys
        })
        .collect();
    let keys_each = ratio(keys.iter().map(Vec::len).sum(), keys.len());
    writeln!(out, "{} reports, {keys_each:.1} keys each", keys.len())?;
    writeln!(
        out,
        "{:>8} {:>7} {:>10} {:>10} {:>24} {:>24}",
        "kind", "shared", "one lang.", "cross", "others of 10^5, one lang.", "cross"
    )?;
    let mut table: Vec<Pairs> = (0..=4 * KINDS.len()).map(|_| Pairs::default()).collect();
    for (at, mine) in keys.iter().enumerate() {
        for (other, theirs) in keys.iter().enumerate().skip(at + 1) {
            let (a, b) = (gold.get(&lines[at].id), gold.get(&lines[other].id));
            let alike = |field: fn(&Gold) -> &Option<String>| {
                a.zip(b).is_some_and(|(a, b)| field(a).is_some() && field(a) == field(b))
            };
            let kin = alike(|gold| &gold.family);
            if !kin && alike(|gold| &gold.incident) {
                continue;
            }
            let across = usize::from(lines[at].lang != lines[other].lang);
            let (counts, shared) = share(mine, theirs);
            let by_kind = KINDS.iter().zip(counts).flat_map(|((_, least), count)| least.map(|least| count >= least));
            let asked = by_kind.chain([shared.is_worth_comparing(Some(across == 0))]);
            for (pairs, asked) in table.iter_mut().zip(asked) {
                let cell = if kin { &mut pairs.kin[across] } else { &mut pairs.strange[across] };
                cell.0 += u32::from(asked);
                cell.1 += 1;
            }
        }
    }
    let names = KINDS.iter().flat_map(|(kind, least)| least.map(|least| (format!("{kind:?}"), least.to_string())));
    for (pairs, (kind, least)) in table.iter().zip(names.chain([("asked".into(), String::new())])) {
        let share = |(found, of): (u32, u32)| ratio(found as usize, of as usize);
        writeln!(
            out,
            "{kind:>8} {least:>7} {:>10.4} {:>10.4} {:>24.2} {:>24.2}",
            share(pairs.kin[0]),
            share(pairs.kin[1]),
            share(pairs.strange[0]) * 1e5,
            share(pairs.strange[1]) * 1e5,
        )?;
    }
    Ok(())
}

/// What two reports share: how many keys of a kind, and all kinds weighed together.
fn share(one: &[u64], other: &[u64]) -> ([u32; 4], Shared) {
    let (mut counts, mut shared) = ([0; 4], Shared::default());
    for (key, there) in shared_keys(one, other, |_| true) {
        counts[KINDS.iter().position(|(kind, _)| *kind == KeyKind::of(key)).unwrap_or(0)] += 1;
        shared.add(key, there);
    }
    (counts, shared)
}
