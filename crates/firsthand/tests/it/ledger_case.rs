//! The ledger on the mobilisation case, from its gold claims: what the method promises (T1 to T12 as far as they are
//! the ledger's), and the population benchmark.

use firsthand::ledger::{
    EntryLine, Known, Profile, SupportLine, list_entry_lines, parse_claim_line, reconcile_entries,
};
use firsthand::model::{
    Amount, AsOf, Claim, ConflictKind, Derivation, DerivationKind, Direction, Entry, FamilyId, FigureRef, Grade,
    PlacePrecision, Published, ReportId, Scope, StoryId, SupportKind, Timestamp,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The case's folder, where the checkout has it beside it.
fn case_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/mobilisation-2022");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no ../shared");
    None
}

struct Case {
    claims: Vec<Claim>,
    families: BTreeMap<ReportId, FamilyId>,
    derivations: Vec<Derivation>,
}

impl Case {
    /// The gold claims, with the as-of that the readers are to give them.
    fn load(folder: &Path, outside: bool) -> Self {
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let mut published: BTreeMap<String, String> = BTreeMap::new();
        for line in read("reports.jsonl").lines() {
            let report: serde_json::Value = serde_json::from_str(line).unwrap();
            published.insert(report["doc"].as_str().unwrap().into(), report["published"].as_str().unwrap().into());
        }
        let mut claims = Vec::new();
        for line in read("claims.jsonl").lines() {
            let mut claim = parse_claim_line(line).unwrap().claim;
            claim.published = Some(published[&claim.doc].parse().unwrap());
            claim.as_of = as_of(&claim);
            if let Some(place) = &mut claim.place
                && place.name.as_deref() == Some("Russia")
            {
                place.precision = Some(PlacePrecision::Country);
            }
            claims.push(claim);
        }
        if outside {
            claims.extend(read("outside_claims.jsonl").lines().map(|line| parse_claim_line(line).unwrap().claim));
        }
        let report = |doc: &str| ReportId::of(&[doc.as_bytes()]);
        let mut families: BTreeMap<ReportId, FamilyId> =
            ["000", "001", "003"].map(|doc| (report(doc), FamilyId::of(&[&report(doc).0]))).into();
        let pair = FamilyId::of(&[&report("002").0]);
        families.extend([(report("002"), pair), (report("004"), pair)]);
        let dropped = claims
            .iter()
            .filter(|claim| claim.doc == "002" && ["798", "33", "2,300"].contains(&claim.surface.as_str()))
            .map(|claim| FigureRef { report: claim.report, span: claim.span, surface: claim.surface.clone() })
            .collect();
        let derivations = vec![Derivation {
            child: report("002"),
            parent: report("004"),
            kind: DerivationKind::Sibling,
            direction: Direction::Unknown,
            evidence: Vec::new(),
            contained: 600,
            passages: Vec::new(),
            dropped,
            changed: Vec::new(),
            added: Vec::new(),
        }];
        Self { claims, families, derivations }
    }

    fn reconcile(&self, profile: Profile, moment: Option<&str>) -> Vec<Entry> {
        let known = Known {
            story: Some(StoryId::of(&[b"case"])),
            claims: &self.claims,
            families: &self.families,
            derivations: &self.derivations,
        };
        reconcile_entries(known, profile, moment.map(|moment| moment.parse().unwrap()))
    }

    fn lines(&self, profile: Profile, moment: Option<&str>) -> Vec<EntryLine> {
        list_entry_lines(&self.claims, &self.reconcile(profile, moment))
    }
}

fn as_of(claim: &Claim) -> AsOf {
    let published: &Published = claim.published.as_ref().unwrap();
    let end = published.end();
    if claim.scope == Scope::Caption && claim.time_text.as_deref().is_none_or(|text| text == "already") {
        return AsOf { from: None, to: Some(end) };
    }
    let Some(time) = claim.time else { return AsOf { from: None, to: Some(end) } };
    let (first, after) = (Timestamp::day_start(time.first_day()), Timestamp::day_start(time.last_day()).later(86_400));
    if claim.time_text.as_deref() == Some("by Wednesday evening") {
        return AsOf { from: Some(first.later(18 * 3600)), to: Some(first.later(24 * 3600)) };
    }
    AsOf { from: Some(first), to: Some(if time.single_day().is_some() { after.min(end) } else { end }) }
}

fn n(value: i64) -> Option<Amount> {
    Amount::whole(value)
}

fn find<'e>(lines: &'e [EntryLine], series: &str) -> &'e EntryLine {
    let names: Vec<&str> = lines.iter().map(|line| line.series.as_str()).collect();
    lines.iter().find(|line| line.series == series).unwrap_or_else(|| panic!("no series {series} among {names:#?}"))
}

fn part<'e>(line: &'e EntryLine, doc: &str, surface: &str) -> &'e SupportLine {
    line.support.iter().find(|part| part.doc == doc && part.surface == surface).unwrap()
}

const DAY: &str = "detained/person/Russia/2022-09-21";

fn show(lines: &[EntryLine]) {
    for line in lines {
        let text = |amount: Option<Amount>| amount.map_or("-".into(), |amount| amount.to_string());
        println!(
            "{:60} {:>9} {:>9} {:>9}  counters {:?}{} texts {} pages {}",
            line.series,
            text(line.low),
            text(line.best),
            text(line.high),
            line.counters,
            if line.inferred { "*" } else { "" },
            line.texts,
            line.pages
        );
        for part in &line.support {
            println!(
                "      {:>22} {:>20} {:?} {:?} {:?}",
                part.doc, part.surface, part.kind, part.counter, part.reasons
            );
        }
        for conflict in &line.conflicts {
            println!("      ! {:?} {:?}: {}", conflict.kind, conflict.docs, conflict.why);
        }
        for note in &line.notes {
            println!("      # {note}");
        }
    }
}

#[test]
fn t2_every_detention_figure_is_accepted() {
    let Some(folder) = case_folder() else { return };
    let lines = Case::load(&folder, false).lines(Profile::Default, None);
    show(&lines);
    let day = find(&lines, DAY);
    assert_eq!((day.low, day.best, day.high), (n(1386), n(1386), n(1386)));
    assert_eq!(day.counters, ["ovd-info"]);
    assert_eq!((day.texts, day.pages, day.inferred), (3, 3, true));
    let stale = part(day, "003", "630");
    assert_eq!(stale.kind, SupportKind::Superseded);
    assert!(stale.reasons.iter().any(|reason| reason == "stale-caption"));
    for line in lines.iter().filter(|line| line.indicator == "detained") {
        assert!(line.conflicts.iter().all(|conflict| !conflict.kind.is_contradiction()), "{:#?}", line.conflicts);
    }
    assert_eq!(part(day, "003", "1,300").kind, SupportKind::Supporting);
    assert!(day.conflicts.iter().any(|conflict| conflict.kind == ConflictKind::Rounding));
    assert!(
        day.notes.iter().any(|note| note == "1,386 names no counter; OVD-Info by name: at least 1,311"),
        "{:?}",
        day.notes
    );
}

#[test]
fn t3_a_day_and_a_running_total_agree() {
    let Some(folder) = case_folder() else { return };
    let lines = Case::load(&folder, false).lines(Profile::Default, None);
    let day = find(&lines, "detained/person/Russia/2022-09-24");
    assert_eq!((day.low, day.best, day.high, day.texts, day.pages), (n(798), n(798), n(798), 1, 1));
    assert_eq!(day.companions.len(), 1);
    assert!(day.notes.iter().any(|note| note == "dropped by the copy 004"));
    let total = find(&lines, "detained/person/Russia/since 2022-09-21");
    assert_eq!((total.low, total.best, total.high, total.texts, total.pages), (n(2001), n(2001), None, 1, 2));
    assert_eq!(total.counters, ["ovd-info"]);
    let sums = "our sums: 1,386 + 798 = 2,184 (inferred), 1,311 + 798 = 2,109: both consistent";
    assert!(total.notes.iter().any(|note| note == sums), "{:?}", total.notes);
}

#[test]
fn t4_plans_and_pools_stay_apart() {
    let Some(folder) = case_folder() else { return };
    let lines = Case::load(&folder, false).lines(Profile::Default, None);
    let plan = find(&lines, "mobilised/person/Russia/plan");
    assert_eq!(plan.best, n(300_000));
    let million = part(plan, "004", "1 million");
    assert_eq!(million.kind, SupportKind::Conflicting);
    assert!(
        plan.conflicts
            .iter()
            .any(|conflict| conflict.kind == ConflictKind::Counter && conflict.why.contains("Zelensky"))
    );
    let pool = find(&lines, "mobilised/person/Russia/state");
    assert!(pool.conflicts.iter().any(|conflict| {
        conflict.kind == ConflictKind::Definition
            && conflict.values.contains(&n(2_000_000))
            && conflict.values.contains(&n(25_000_000))
    }));
    assert!(lines.iter().all(|line| line.indicator != "killed" && line.indicator != "injured"), "no casualty series");
}

#[test]
fn t5_to_t7_border_queue_and_prices() {
    let Some(folder) = case_folder() else { return };
    let lines = Case::load(&folder, false).lines(Profile::Default, None);
    let border = find(&lines, "crossed/person/Finland/2022-09-21");
    assert_eq!((border.low, border.best, border.high), (n(4824), n(4824), n(4824)));
    assert_eq!(part(border, "000", "5 000").kind, SupportKind::Supporting);
    assert!(
        border.conflicts.iter().all(|conflict| conflict.kind == ConflictKind::Rounding) && border.conflicts.len() == 1
    );
    assert_eq!(find(&lines, "vehicles/vehicle/Verkhny Lars/state").best, n(2300));
    assert_eq!(find(&lines, "money/GBP/Moscow/price").best, n(10_051));
    assert_eq!(find(&lines, "money/EUR/Moscow/price").best, n(9200));
}

#[test]
fn t8_the_copy_adds_no_text() {
    let Some(folder) = case_folder() else { return };
    let lines = Case::load(&folder, false).lines(Profile::Default, None);
    let total = find(&lines, "detained/person/Russia/since 2022-09-21");
    let own = total.support.iter().filter(|part| part.kind != SupportKind::Relayed).count();
    assert_eq!((own, total.texts, total.pages), (2, 1, 2), "one text said it in two ways");
}

#[test]
fn t10_a_part_that_falls_leaves_the_whole() {
    let Some(folder) = case_folder() else { return };
    let lines = Case::load(&folder, true).lines(Profile::Default, None);
    show(&lines.iter().filter(|line| line.indicator == "detained").cloned().collect::<Vec<_>>());
    let city = find(&lines, "detained/Saint Petersburg/2022-09-21");
    let fall = part(city, "centralasia-media", "478");
    assert!(fall.kind == SupportKind::Conflicting, "{fall:?}");
    assert!(city.conflicts.iter().any(|conflict| conflict.kind == ConflictKind::Revision), "{:?}", city.conflicts);
    let day = find(&lines, DAY);
    assert!(day.low >= n(1386), "{day:?}");
    assert_ne!(part(day, "centralasia-media", "1313").kind, SupportKind::Conflicting);
}

#[test]
fn t11_as_of_an_hour_of_the_evening() {
    let Some(folder) = case_folder() else { return };
    let moment = Some("2022-09-21T21:30+03:00");
    let lines = Case::load(&folder, true).lines(Profile::Default, moment);
    let day = find(&lines, DAY);
    assert_eq!((day.low, day.best), (n(1026), n(1026)));
    let leading = day.support.iter().find(|part| part.kind == SupportKind::Leading).unwrap();
    assert_eq!(leading.doc, "novaya-2127");

    let lines = Case::load(&folder, false).lines(Profile::Default, moment);
    let day = find(&lines, DAY);
    assert_eq!((day.low, day.best), (n(631), None));

    let lines = Case::load(&folder, true).lines(Profile::Default, None);
    let day = find(&lines, DAY);
    let late = day.conflicts.iter().find(|conflict| {
        conflict.values.contains(&n(1369))
            && conflict.values.contains(&n(1400))
            && matches!(conflict.kind, ConflictKind::Revision | ConflictKind::Definition)
    });
    assert!(late.is_some(), "{:#?}", day.conflicts);
    // Every outside claim is somewhere.
    let told: usize = lines.iter().map(|line| line.support.len()).sum();
    let mut ids: Vec<_> = Case::load(&folder, true).claims.iter().map(|claim| claim.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(told, ids.len());
}

#[test]
fn t12_profiles() {
    let Some(folder) = case_folder() else { return };
    let case = Case::load(&folder, false);
    let read = |profile| {
        let lines = case.lines(profile, None);
        find(&lines, DAY).clone()
    };
    let default = read(Profile::Default);
    assert_eq!((default.low, default.best, default.high, default.provisional), (n(1386), n(1386), n(1386), false));
    let range = read(Profile::Range);
    assert_eq!((range.low, range.high, range.grade), (n(1301), n(1386), Some(Grade::Weak)));
    assert!(read(Profile::TwoSource).provisional);
    let conservative = read(Profile::Conservative);
    assert_eq!(conservative.best, n(1386));
}

/// `FIRSTHAND_POPULATION=folder cargo test -p firsthand --test it population -- --ignored --nocapture`
#[test]
#[ignore = "needs the folder of fusion-population in FIRSTHAND_POPULATION"]
fn population_is_fused_better_than_by_vote() {
    let folder = PathBuf::from(std::env::var("FIRSTHAND_POPULATION").expect("the folder of fusion-population"));
    let text = fs::read_to_string(folder.join("claims.jsonl")).unwrap();
    let claims: Vec<Claim> = text.lines().map(|line| parse_claim_line(line).unwrap().claim).collect();
    let families = BTreeMap::new();
    let known = Known { story: None, claims: &claims, families: &families, derivations: &[] };
    let entries = reconcile_entries(known, Profile::Default, None);
    let best: BTreeMap<&str, f64> =
        entries.iter().filter_map(|entry| Some((entry.series.as_str(), entry.best?.to_f64()))).collect();
    let (mut scored, mut exact, mut error) = (0, 0, 0.0);
    for line in fs::read_to_string(folder.join("gold.jsonl")).unwrap().lines() {
        let gold: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(best) = best.get(gold["series"].as_str().unwrap()) else { continue };
        let gold = gold["value"].as_f64().unwrap();
        scored += 1;
        exact += usize::from((best - gold).abs() < 0.5);
        error += ((best + 1.0) / (gold + 1.0)).ln().abs();
    }
    let (exact, error) = (exact as f64 / scored as f64, error / scored as f64);
    println!("fusion-population: {scored} series, exact {exact:.3}, mean log error {error:.3}");
    assert!(exact >= 0.82 && error <= 0.055);
}
