//! What does each kind of index key bring? Of the pairs of a pool with known origin, how many share so many keys of it, and
//! how many pairs of different origin do. Not here: how keys are made (`firsthand::lineage`).

use crate::score::{ratio, read_lines};
use anyhow::Result;
use firsthand::lineage::{KeyKind, cell_of, fingerprint_report, meet};
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
const KINDS: [(KeyKind, [u32; 4]); 5] = [
    (KeyKind::Word, [2, 3, 4, 6]),
    (KeyKind::Quote, [1, 2, 3, 4]),
    (KeyKind::Figure, [1, 2, 3, 4]),
    (KeyKind::Item, [2, 3, 4, 5]),
    (KeyKind::Item, [0, 0, 0, 0]),
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
    for (kind, least) in KINDS {
        let mut table: [Pairs; 4] = Default::default();
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
                let shared = if least[0] == 0 {
                    if worth(mine, theirs).is_worth_comparing(Some(across == 0)) { 9 } else { 0 }
                } else {
                    shared_of(kind, mine, theirs)
                };
                let least = if least[0] == 0 { [1, 1, 1, 1] } else { least };
                for (pairs, least) in table.iter_mut().zip(least) {
                    let cell = if kin { &mut pairs.kin[across] } else { &mut pairs.strange[across] };
                    cell.0 += u32::from(shared >= least);
                    cell.1 += 1;
                }
            }
        }
        for (pairs, least) in table.iter().zip(least) {
            let share = |(found, of): (u32, u32)| ratio(found as usize, of as usize);
            writeln!(
                out,
                "{:>8} {least:>7} {:>10.4} {:>10.4} {:>24.2} {:>24.2}",
                format!("{kind:?}"),
                share(pairs.kin[0]),
                share(pairs.kin[1]),
                share(pairs.strange[0]) * 1e5,
                share(pairs.strange[1]) * 1e5,
            )?;
        }
    }
    Ok(())
}

/// How many keys of a kind two reports share; an item at two heights counts once.
fn shared_of(kind: KeyKind, one: &[u64], other: &[u64]) -> u32 {
    let (mut from, mut shared, mut last) = (0, 0, None);
    for key in one.iter().filter(|key| KeyKind::of(**key) == kind) {
        let cell = cell_of(*key);
        from += other[from..].partition_point(|there| *there < cell.0);
        let there = other[from..].iter().take_while(|there| **there <= cell.1);
        let found = there.filter(|there| KeyKind::of(**there) == kind).any(|there| meet(*key, *there));
        if found && last != Some(cell) {
            shared += 1;
            last = Some(cell);
        }
    }
    shared
}

fn worth(one: &[u64], other: &[u64]) -> firsthand::lineage::Shared {
    let (mut from, mut shared, mut last) = (0, firsthand::lineage::Shared::default(), None);
    for key in one {
        let cell = cell_of(*key);
        from += other[from..].partition_point(|there| *there < cell.0);
        let found = other[from..].iter().take_while(|there| **there <= cell.1).find(|there| meet(*key, **there));
        if let Some(there) = found
            && last != Some(cell)
        {
            shared.add(*key, *there);
            last = Some(cell);
        }
    }
    shared
}
