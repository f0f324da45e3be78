//! What does each kind of index key bring? Of the pairs of a pool with known origin, how many share a key of it, and how
//! many pairs of different origin do. Not here: how keys are made (`firsthand::lineage`).

use crate::score::{ratio, read_lines};
use anyhow::Result;
use firsthand::lineage::fingerprint_surface;
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

/// Kinds as they stand in the last three bits of a key, and the sample that each is of.
const SAMPLES: [usize; 8] = [0, 1, 2, 3, 2, 3, 4, 0];

/// Prints the tables for a folder with `reports.jsonl` and `gold.jsonl`.
pub(crate) fn print(folder: &Path, out: &mut dyn std::io::Write) -> Result<()> {
    let gold: BTreeMap<String, Gold> =
        read_lines::<Gold>(&folder.join("gold.jsonl"))?.into_iter().map(|gold| (gold.id.clone(), gold)).collect();
    let lines: Vec<Line> = read_lines(&folder.join("reports.jsonl"))?;
    let keys: Vec<Vec<u64>> = lines
        .iter()
        .map(|line| {
            let report = Report::plain(line.lang.as_deref().unwrap_or("und"), &line.text);
            fingerprint_surface(&Surface::of(&report)).keys
        })
        .collect();
    let keys_each = ratio(keys.iter().map(Vec::len).sum(), keys.len());
    writeln!(out, "{} reports, {keys_each:.1} keys each", keys.len())?;
    writeln!(
        out,
        "{:>24} {:>6} {:>11} {:>11} {:>11} {:>12}",
        "keys", "shared", "same lang.", "cross", "by a third", "false/report"
    )?;
    let mut row = |name: String, take: &dyn Fn(&[u64]) -> Vec<u64>, alone: &[u64], least: usize| -> Result<()> {
        let taken: Vec<Vec<u64>> = keys.iter().map(|keys| take(keys)).collect();
        let (mut pairs, mut wrong) = (Vec::new(), 0);
        let mut joined: Vec<usize> = (0..taken.len()).collect();
        for (at, mine) in taken.iter().enumerate() {
            for (other, theirs) in taken.iter().enumerate().skip(at + 1) {
                let (a, b) = (gold.get(&lines[at].id), gold.get(&lines[other].id));
                let alike = |field: fn(&Gold) -> &Option<String>| {
                    a.zip(b).is_some_and(|(a, b)| field(a).is_some() && field(a) == field(b))
                };
                let found = asks(mine, theirs, alone, least);
                if alike(|gold| &gold.family) {
                    pairs.push((at, other, found));
                    if found {
                        let (a, b) = (root(&joined, at), root(&joined, other));
                        joined[a.max(b)] = a.min(b);
                    }
                } else if !alike(|gold| &gold.incident) {
                    wrong += usize::from(found);
                }
            }
        }
        let share = |same: bool, found: &dyn Fn(&(usize, usize, bool)) -> bool| {
            let of: Vec<_> = pairs.iter().filter(|pair| (lines[pair.0].lang == lines[pair.1].lang) == same).collect();
            ratio(of.iter().filter(|pair| found(pair)).count(), of.len())
        };
        let by_way = |pair: &(usize, usize, bool)| root(&joined, pair.0) == root(&joined, pair.1);
        writeln!(
            out,
            "{name:>19} {:>4.0} {least:>6} {:>11.4} {:>11.4} {:>11.4} {:>12.2}",
            ratio(taken.iter().map(Vec::len).sum(), taken.len()),
            share(true, &|pair| pair.2),
            share(false, &|pair| pair.2),
            share(false, &by_way),
            ratio(wrong, taken.len())
        )?;
        Ok(())
    };
    for kind in 1..=6u64 {
        let take = |keys: &[u64]| keys.iter().copied().filter(|key| key & 7 == kind).collect::<Vec<u64>>();
        row(format!("kind {kind}"), &take, &[], 1)?;
    }
    for (size, alone, least) in SIZES {
        // The least of each kind, as the sample would be if it were smaller.
        let take = |keys: &[u64]| {
            let mut left: [usize; 5] = [0, size[0], size[1], size[2], size[3]];
            let keep = |key: &&u64| {
                let left = &mut left[SAMPLES[(**key & 7) as usize]];
                let keep = *left > 0;
                *left -= usize::from(keep);
                keep
            };
            keys.iter().filter(keep).copied().collect::<Vec<u64>>()
        };
        row(format!("{size:?} {alone:?}"), &take, alone, *least)?;
    }
    Ok(())
}

/// Sizes of samples, kinds of which one key is enough, and how many it takes of the others.
const SIZES: &[([usize; 4], &[u64], usize)] = &[
    ([40, 28, 28, 45], &[], 1),
    ([40, 28, 28, 45], &[], 2),
    ([12, 8, 12, 45], &[], 2),
    ([12, 8, 12, 32], &[], 2),
    ([12, 8, 12, 24], &[3, 4], 2),
    ([12, 8, 12, 24], &[3, 4, 6], 2),
    ([12, 8, 12, 32], &[3, 4, 6], 2),
];

fn root(joined: &[usize], mut at: usize) -> usize {
    while joined[at] != at {
        at = joined[at];
    }
    at
}

/// Whether the shared keys are enough.
fn asks(one: &[u64], other: &[u64], alone: &[u64], least: usize) -> bool {
    let (mut at, mut both) = (0, 0);
    for key in one {
        while other.get(at).is_some_and(|there| there < key) {
            at += 1;
        }
        if other.get(at) == Some(key) {
            both += 1;
            if both >= least || alone.contains(&(key & 7)) {
                return true;
            }
        }
    }
    false
}
