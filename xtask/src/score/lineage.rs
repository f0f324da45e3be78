//! Who copied whom, and which reports tell one story: pools of news with known origins.
//!
//! `lineage-pool`: a pair is derived where both reports stand in one family of ours. Pairs of one incident that share half
//! of their word triples or more are left out: nobody knows whether they were copied. `families B-cubed` counts reports of
//! known families only, `independent texts` all: the true number is a family each, a report each, and one for reports of an
//! incident that the left-out pairs connect; what is printed is one less the error. `story-*`: B-cubed of reports by story.
//! `look-alikes apart`: of the pairs of reports of two look-alike stories, those that we do not join.
//! The case: a pair of sentences is found where a passage overlaps it by half on both sides, and taken for derived where
//! such a passage belongs to an edge that makes one text of two.

use super::{Bench, Row, ratio, read_lines};
use anyhow::{Context, Result};
use firsthand::intake::read_json_line;
use firsthand::model::{Amount, CodePoints, Derivation, FamilyId, Report, ReportId, Story};
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, settle_ledger};
use firsthand::store::{MemoryStore, Store};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a pool of reports.
struct Settled {
    reports: Vec<Report>,
    families: BTreeMap<ReportId, FamilyId>,
    edges: Vec<Derivation>,
    stories: Vec<Story>,
}

/// Reads, posts and settles a pool.
fn settle(bench: &Bench<'_>, reports: Vec<Report>) -> Result<Settled> {
    let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
    let mut ids = Vec::new();
    for portion in reports.chunks(100) {
        let reads: Vec<_> = portion.iter().map(|report| read_report(bench.res, report.clone())).collect();
        ids.extend(reads.iter().map(|read| read.report.id));
        post_reads(&mut store, &mut memory, reads, firsthand::model::Timestamp(0))?;
    }
    settle_ledger(bench.res, &mut store, &mut memory, &OneByOne, &mut |_, _| {})?;
    ids.sort();
    ids.dedup();
    Ok(Settled { reports, families: store.families(&ids)?, edges: store.derivations(&ids)?, stories: store.stories()? })
}

fn read_report_line(bench: &Bench<'_>, line: &Value) -> Result<Report> {
    Ok(read_json_line(&bench.res.packs, line.to_string().as_bytes(), 1, "set")?)
}

/// Counts of pairs.
#[derive(Default)]
struct Pairs {
    right: usize,
    ours: usize,
    gold: usize,
}

/// Translations, rewordings and independent reports of incidents.
pub(super) fn score_pool(bench: &Bench<'_>) -> Result<Vec<Row>> {
    #[derive(Deserialize)]
    struct Origin {
        id: String,
        family: Option<String>,
        incident: Option<String>,
    }
    let folder = bench.unpack("lineage-pool")?;
    let origins: BTreeMap<String, Origin> =
        read_lines::<Origin>(&folder.join("gold.jsonl"))?.into_iter().map(|gold| (gold.id.clone(), gold)).collect();
    let mut reports = Vec::new();
    for line in read_lines::<Value>(&folder.join("reports.jsonl"))? {
        let mut line = line;
        line["doc"] = line["id"].clone();
        reports.push(read_report_line(bench, &line)?);
    }
    let settled = settle(bench, reports)?;
    let pool = &settled.reports;
    let gold: Vec<&Origin> =
        pool.iter().map(|report| origins.get(&report.doc).context("a report without gold")).collect::<Result<_>>()?;
    let ours: Vec<Option<&FamilyId>> = pool.iter().map(|report| settled.families.get(&report.id)).collect();
    let triples: Vec<BTreeSet<u64>> = pool.iter().map(|report| word_triples(&report.text)).collect();

    let (mut same, mut cross, mut false_merges) = (Pairs::default(), Pairs::default(), 0);
    let mut truth: Vec<usize> = (0..pool.len()).collect();
    for one in 0..pool.len() {
        for other in one + 1..pool.len() {
            let alike = |field: fn(&Origin) -> &Option<String>| {
                field(gold[one]).is_some() && field(gold[one]) == field(gold[other])
            };
            let (derived, incident) = (alike(|gold| &gold.family), alike(|gold| &gold.incident));
            let joined = ours[one].is_some() && ours[one] == ours[other];
            let doubtful = incident && jaccard(&triples[one], &triples[other]) >= 0.5;
            if derived || doubtful {
                let (a, b) = (root(&truth, one), root(&truth, other));
                truth[a.max(b)] = a.min(b);
            }
            if doubtful || !(derived || joined) {
                continue;
            }
            let counts = if pool[one].lang == pool[other].lang { &mut same } else { &mut cross };
            counts.gold += usize::from(derived);
            counts.ours += usize::from(joined);
            counts.right += usize::from(derived && joined);
            false_merges += usize::from(joined && !derived && !incident);
            if derived != joined {
                let edge = settled.edges.iter().find(|edge| {
                    [(edge.child, edge.parent), (edge.parent, edge.child)].contains(&(pool[one].id, pool[other].id))
                });
                bench.tell(|| {
                    let say = |at: usize| {
                        format!(
                            "{} {} {:?}",
                            pool[at].doc,
                            pool[at].lang.code(),
                            gold[at].family.as_ref().or(gold[at].incident.as_ref())
                        )
                    };
                    let kind = edge.map(|edge| (edge.kind, edge.contained, edge.evidence.clone()));
                    format!("pool {}: {} | {} {kind:?}", if joined { "joined" } else { "missed" }, say(one), say(other))
                });
            }
        }
    }
    let known: Vec<usize> = (0..pool.len()).filter(|at| gold[*at].family.is_some()).collect();
    let b_cubed = b_cubed(&known, |at| gold[at].family.clone().unwrap_or_default(), |at| ours[at]);
    let texts = ours.iter().flatten().collect::<BTreeSet<_>>().len();
    let true_texts = (0..pool.len()).filter(|at| root(&truth, *at) == *at).count();
    bench.tell(|| format!("pool: {texts} texts, {true_texts} in truth"));
    let row = |measure: &str, reached: f64, wanted: f64, of: usize| Row {
        set: "lineage-pool",
        measure: measure.to_owned(),
        lang: String::new(),
        reached,
        wanted: Some(wanted),
        of,
    };
    let all_pairs = pool.len() * (pool.len() - 1) / 2;
    Ok(vec![
        row("same language, precision", ratio(same.right, same.ours), 0.99, same.ours),
        row("same language, recall", ratio(same.right, same.gold), 0.93, same.gold),
        row("cross-language, precision", ratio(cross.right, cross.ours), 0.98, cross.ours),
        row("cross-language, recall", ratio(cross.right, cross.gold), 0.90, cross.gold),
        row("families B-cubed F1", b_cubed, 0.95, known.len()),
        row("independent texts, 1 - error", 1.0 - ratio(texts.abs_diff(true_texts), true_texts), 0.97, true_texts),
        row("incidents kept apart", 1.0 - ratio(false_merges, all_pairs), 1.0, false_merges),
    ])
}

fn root(truth: &[usize], mut at: usize) -> usize {
    while truth[at] != at {
        at = truth[at];
    }
    at
}

fn word_triples(text: &str) -> BTreeSet<u64> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let hash = |three: &[String]| {
        three
            .iter()
            .flat_map(|word| word.bytes().chain([0]))
            .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    words.windows(3).map(hash).collect()
}

fn jaccard(one: &BTreeSet<u64>, other: &BTreeSet<u64>) -> f64 {
    let both = one.intersection(other).count();
    ratio(both, one.len() + other.len() - both)
}

/// F1 of B-cubed precision and recall of `items`; an item without a group of ours stands alone.
fn b_cubed<G: Ord, O: Ord + Copy>(
    items: &[usize],
    gold: impl Fn(usize) -> G,
    ours: impl Fn(usize) -> Option<O>,
) -> f64 {
    let mut by_gold: BTreeMap<G, Vec<usize>> = BTreeMap::new();
    let mut by_ours: BTreeMap<O, Vec<usize>> = BTreeMap::new();
    for &item in items {
        by_gold.entry(gold(item)).or_default().push(item);
        if let Some(group) = ours(item) {
            by_ours.entry(group).or_default().push(item);
        }
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for &item in items {
        let alone = [item];
        let mine = &by_gold[&gold(item)];
        let theirs = ours(item).map_or(&alone[..], |group| &by_ours[&group]);
        let both = theirs.iter().filter(|other| mine.binary_search(other).is_ok()).count();
        precision += ratio(both, theirs.len());
        recall += ratio(both, mine.len());
    }
    if precision + recall == 0.0 {
        0.0
    } else {
        2.0 * precision * recall / (precision + recall) / ratio(items.len(), 1)
    }
}

fn story_rows(set: &'static str, wanted: f64, b_cubed: f64, of: usize) -> Row {
    Row { set, measure: "stories B-cubed F1".into(), lang: "en".into(), reached: b_cubed, wanted: Some(wanted), of }
}

/// Stories that come in look-alike pairs (two quakes, two arrests).
pub(super) fn score_look_alikes(bench: &Bench<'_>) -> Result<Vec<Row>> {
    #[derive(Deserialize)]
    struct Doc {
        id: String,
        topic: u32,
        story: String,
        sentences: Vec<String>,
    }
    let docs: Vec<Doc> = read_lines(&bench.unpack("story-ecbplus")?.join("docs.jsonl"))?;
    let mut reports = Vec::new();
    for doc in &docs {
        let text: Vec<String> = doc.sentences.iter().map(|sentence| join_tokens(sentence)).collect();
        let line = serde_json::json!({ "doc": doc.id, "lang": "en", "text": text.join("\n") });
        reports.push(read_report_line(bench, &line)?);
    }
    let settled = settle(bench, reports)?;
    let ours = by_story(&settled);
    let items: Vec<usize> = (0..docs.len()).collect();
    let (mut pairs, mut joined, mut split) = (0, 0, 0);
    for one in &items {
        for other in &items[one + 1..] {
            let together = ours[*one].is_some() && ours[*one] == ours[*other];
            let (a, b) = (&docs[*one], &docs[*other]);
            if a.story == b.story {
                split += usize::from(!together);
            } else if a.topic == b.topic {
                pairs += 1;
                joined += usize::from(together);
            } else if together {
                bench.tell(|| format!("ecb+ {} joined {} of another topic", a.id, b.id));
            }
        }
    }
    if bench.verbose {
        let mut by_gold: BTreeMap<&str, BTreeMap<Option<usize>, usize>> = BTreeMap::new();
        for at in &items {
            *by_gold.entry(&docs[*at].story).or_default().entry(ours[*at]).or_default() += 1;
        }
        for (story, groups) in by_gold {
            bench.tell(|| format!("ecb+ {story}: {:?}", groups.values().collect::<Vec<_>>()));
        }
        bench.tell(|| format!("ecb+: {split} pairs of one story split, {joined} of look-alikes joined"));
    }
    let f1 = b_cubed(&items, |at| docs[at].story.clone(), |at| ours[at]);
    Ok(vec![
        story_rows("story-ecbplus", 0.90, f1, docs.len()),
        Row {
            set: "story-ecbplus",
            measure: "look-alikes apart".into(),
            lang: "en".into(),
            reached: 1.0 - ratio(joined, pairs),
            wanted: Some(0.97),
            of: pairs,
        },
    ])
}

/// Tokens as prose: the set stores them apart.
fn join_tokens(sentence: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for token in sentence.split_whitespace() {
        let token = match token {
            "``" | "''" => "\"",
            token => token,
        };
        let opens = token == "\"" && !open;
        let closes = token == "\"" && open;
        if token == "\"" {
            open = !open;
        }
        let glued = closes
            || out.is_empty()
            || [",", ".", ";", ":", "?", "!", ")", "%", "n't"].contains(&token)
            || token.starts_with('\'')
            || out.ends_with(['(', '$'])
            || (out.ends_with('"') && open && !opens);
        if !glued {
            out.push(' ');
        }
        out.push_str(token);
    }
    out
}

fn by_story(settled: &Settled) -> Vec<Option<usize>> {
    let stories: BTreeMap<ReportId, usize> = settled
        .stories
        .iter()
        .enumerate()
        .flat_map(|(at, story)| story.reports.iter().map(move |report| (*report, at)))
        .collect();
    settled.reports.iter().map(|report| stories.get(&report.id).copied()).collect()
}

/// Local news on gun violence: many shootings that look alike. Articles of several incidents are left out of the score.
pub(super) fn score_incidents(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let docs: Vec<Value> = read_lines(&bench.unpack("events-gva-longtail")?.join("docs.jsonl"))?;
    let incidents: Vec<Value> = read_lines(&bench.unpack("events-gva-longtail")?.join("incidents.jsonl"))?;
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for incident in &incidents {
        for url in incident["incident_sources"].as_object().into_iter().flat_map(|sources| sources.keys()) {
            told.entry(url).or_default().insert(incident["incident_uri"].as_str().unwrap_or_default());
        }
    }
    let (mut reports, mut gold) = (Vec::new(), Vec::new());
    for doc in &docs {
        let text = |field: &str| doc[field].as_str().unwrap_or_default();
        let line = serde_json::json!({
            "doc": text("id"), "lang": "en", "published": text("dct"), "title": text("title"),
            "text": format!("{}\n\n{}", text("title"), text("content")),
        });
        let Ok(report) = read_report_line(bench, &line) else { continue };
        reports.push(report);
        gold.push(told.get(text("uri")).filter(|told| told.len() == 1).and_then(|told| told.first().copied()));
    }
    let settled = settle(bench, reports)?;
    let ours = by_story(&settled);
    let items: Vec<usize> = (0..gold.len()).filter(|at| gold[*at].is_some()).collect();
    if bench.verbose {
        let mut by_gold: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        items.iter().for_each(|at| by_gold.entry(gold[*at].unwrap_or_default()).or_default().push(*at));
        for (incident, members) in by_gold.iter().filter(|(_, members)| members.len() > 1) {
            let groups: BTreeSet<_> = members.iter().map(|at| ours[*at]).collect();
            if groups.len() > 1 {
                let docs: Vec<&str> = members.iter().map(|at| settled.reports[*at].doc.as_str()).collect();
                bench.tell(|| format!("longtail {incident}: split into {}: {docs:?}", groups.len()));
            }
        }
        let mut by_ours: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        items.iter().for_each(|at| by_ours.entry(ours[*at].unwrap_or(usize::MAX)).or_default().push(*at));
        for members in by_ours.values() {
            let incidents: BTreeSet<_> = members.iter().map(|at| gold[*at]).collect();
            if incidents.len() > 1 {
                let docs: Vec<&str> = members.iter().take(12).map(|at| settled.reports[*at].doc.as_str()).collect();
                bench.tell(|| {
                    format!("longtail: {} incidents in one story of {}: {docs:?}", incidents.len(), members.len())
                });
            }
        }
    }
    let f1 = b_cubed(&items, |at| gold[at].unwrap_or_default(), |at| ours[at]);
    Ok(vec![story_rows("story-longtail", 0.85, f1, items.len())])
}

/// Pairs of sentences that say the same: do we read the same figures where both hold some? Reported only.
pub(super) fn score_sentences(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("lineage-mrpc")?.join("msr-paraphrase-corpus");
    let (mut equal, mut both) = ([0, 0], [0, 0]);
    for name in ["msr_paraphrase_train.txt", "msr_paraphrase_test.txt"] {
        let text = std::fs::read_to_string(folder.join(name))?;
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.trim_start_matches('\u{feff}').split('\t').collect();
            let [quality, _, _, one, other] = cells[..] else { continue };
            let figures = |sentence: &str| -> Result<BTreeSet<(String, Option<Amount>)>> {
                let read = read_report(bench.res, bench.report("en", sentence)?);
                Ok(read.claims.iter().map(|claim| (claim.indicator.to_string(), claim.value)).collect())
            };
            let (mine, theirs) = (figures(one)?, figures(other)?);
            if mine.is_empty() || theirs.is_empty() {
                continue;
            }
            let at = usize::from(quality == "1");
            both[at] += 1;
            equal[at] += usize::from(mine == theirs);
            if mine != theirs && at == 1 {
                bench.tell(|| format!("mrpc: {mine:?} {theirs:?}\n  {one}\n  {other}"));
            }
        }
    }
    let row = |measure: &str, at: usize| Row {
        set: "lineage-mrpc",
        measure: measure.to_owned(),
        lang: "en".into(),
        reached: ratio(equal[at], both[at]),
        wanted: None,
        of: both[at],
    };
    Ok(vec![row("equal claims, paraphrases", 1), row("equal claims, other pairs", 0)])
}

/// Passages of the five pages of the case.
pub(super) fn score_case(bench: &Bench<'_>) -> Result<Vec<Row>> {
    #[derive(Deserialize)]
    struct Pair {
        a: String,
        a_text: String,
        a_start: usize,
        b: String,
        b_text: String,
        b_start: usize,
        kind: String,
    }
    #[derive(Deserialize)]
    struct Gold {
        shared_sentences: Vec<Pair>,
    }
    let folder = bench.shared.join("cases/mobilisation-2022");
    let gold: Gold = serde_json::from_str(&std::fs::read_to_string(folder.join("lineage.json"))?)?;
    let mut reports = Vec::new();
    for (at, line) in std::fs::read_to_string(folder.join("reports.jsonl"))?.lines().enumerate() {
        reports.push(read_json_line(&bench.res.packs, line.as_bytes(), at + 1, "case")?);
    }
    let settled = settle(bench, reports)?;
    let docs: BTreeMap<ReportId, &Report> = settled.reports.iter().map(|report| (report.id, report)).collect();
    // (doc, span) of both sides of each passage, and whether the edge makes one text of two.
    let mut passages = Vec::new();
    for edge in &settled.edges {
        let (Some(child), Some(parent)) = (docs.get(&edge.child), docs.get(&edge.parent)) else { continue };
        let (mine, theirs) = (CodePoints::new(&child.text), CodePoints::new(&parent.text));
        for passage in &edge.passages {
            let sides =
                [(child.doc.as_str(), mine.of(passage.child)), (parent.doc.as_str(), theirs.of(passage.parent))];
            passages.push((sides, edge.kind.joins_family()));
        }
    }
    let (mut copies, mut found, mut others, mut taken) = (0, 0, 0, 0);
    for pair in &gold.shared_sentences {
        let covers = |side: (&str, (usize, usize)), doc: &str, start: usize, text: &str| {
            let end = start + text.chars().count();
            let overlap = side.1.1.min(end).saturating_sub(side.1.0.max(start));
            side.0 == doc && overlap * 2 >= end - start
        };
        let hit = |sides: &[(&str, (usize, usize)); 2]| {
            let straight = covers(sides[0], &pair.a, pair.a_start, &pair.a_text)
                && covers(sides[1], &pair.b, pair.b_start, &pair.b_text);
            straight
                || (covers(sides[1], &pair.a, pair.a_start, &pair.a_text)
                    && covers(sides[0], &pair.b, pair.b_start, &pair.b_text))
        };
        if ["reworded", "same_quote"].contains(&pair.kind.as_str()) {
            copies += 1;
            let hit = passages.iter().any(|(sides, _)| hit(sides));
            found += usize::from(hit);
            if !hit {
                bench.tell(|| format!("case: missed {} {}: {} | {}", pair.a, pair.b, pair.a_text, pair.b_text));
            }
        } else {
            others += 1;
            let hit = passages.iter().any(|(sides, joins)| *joins && hit(sides));
            taken += usize::from(hit);
            if hit {
                bench.tell(|| format!("case: {} taken for a copy: {} | {}", pair.kind, pair.a_text, pair.b_text));
            }
        }
    }
    let texts = settled.families.values().collect::<BTreeSet<_>>().len();
    let row = |measure: &str, reached, wanted, of| Row {
        set: "cases/mobilisation-2022",
        measure: measure.to_owned(),
        lang: String::new(),
        reached,
        wanted: Some(wanted),
        of,
    };
    Ok(vec![
        row("copied sentences found", ratio(found, copies), ratio(15, 16), copies),
        row("own tellings kept apart", 1.0 - ratio(taken, others), 1.0, others),
        row("four texts of five pages", if texts == 4 { 1.0 } else { 0.0 }, 1.0, texts),
    ])
}
