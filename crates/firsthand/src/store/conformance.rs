//! What every store must do, as checks that a store's own tests run: `store_conformance!(make_store)`.
//! A behaviour of a store is first a check here. Also the hand-made nouns that such tests need.

use super::{
    Beat, Crowd, Evidence, Filing, Index, Label, OutsideFiling, PostingOrder, SettledStory, Settlement, Store,
    StoreError, hash_root,
};
use crate::model::{
    Amount, AsOf, Claim, ClaimId, Decision, Derivation, DerivationKind, Direction, Entry, EntryId, FamilyId, FigureRef,
    Hop, Interval, Lang, LogLine, Measure, Modality, Modifier, Outcome, Passage, PassageKind, Polarity, Report,
    ReportId, Role, Scope, Span, Story, StoryId, Subscription, Timestamp, Words, read_log, write_record,
};
use std::collections::BTreeSet;

/// A report number `number`, made by hand.
#[must_use]
pub fn sample_report(number: u32) -> Report {
    let text = format!("Storm, day {number}.\nAt least {number} people were evacuated — said the town hall.");
    Report {
        id: ReportId::of(&[text.as_bytes()]),
        doc: format!("doc-{number}"),
        url: None,
        canonical: None,
        outlet: Some("outlet.example".into()),
        title: None,
        published: format!("2031-05-{:02}", number % 28 + 1).parse().ok(),
        modified: None,
        authors: Vec::new(),
        lang: Lang::unknown(),
        text,
        blocks: Vec::new(),
        updates: Vec::new(),
    }
}

/// A claim of `report`, made by hand.
#[must_use]
pub fn sample_claim(report: &Report, value: i64) -> Claim {
    let span = Span::new(0, 5.min(report.text.len()));
    let amount = Amount::whole(value).unwrap_or_default();
    Claim {
        id: ClaimId::of(&[&report.id.0, &value.to_le_bytes()]),
        report: report.id,
        doc: report.doc.clone(),
        published: report.published.clone(),
        span,
        surface: span.of(&report.text).to_owned(),
        value: Some(amount),
        bounds: Interval { lower: Some(amount), upper: None },
        modifier: Modifier::AtLeast,
        indicator: "evacuated".into(),
        unit: "person".into(),
        counted: Some("people".into()),
        subset: None,
        measure: Measure::Cumulative,
        polarity: Polarity::Asserted,
        modality: Modality::Actual,
        place: None,
        time: "2031-05-01".parse().ok(),
        time_text: None,
        time_precision: None,
        as_of: AsOf::at(Timestamp(1_935_360_000 + value)),
        source: None,
        chain: Vec::new(),
        scope: Scope::Body,
        confidence: 80,
        rules: vec!["hand-made".into()],
        series: None,
        side: None,
        revised: None,
        review: None,
    }
}

/// What the store keeps of report number `number`: one claim, one key of its own and one that all share.
#[must_use]
pub fn sample_filing(number: u32) -> Filing {
    let report = sample_report(number);
    let claims = vec![sample_claim(&report, i64::from(number))];
    let keys = vec![7, 1_000 + u64::from(number), u64::MAX];
    Filing { report, claims, kin_keys: keys.clone(), story_keys: keys, signature: vec![0, 7, 255], beat: None }
}

/// An edge between two reports.
#[must_use]
pub fn sample_edge(child: &Report, parent: &Report) -> Derivation {
    Derivation {
        child: child.id,
        parent: parent.id,
        kind: DerivationKind::Near,
        direction: Direction::ChildFromParent,
        evidence: vec!["earlier".into()],
        contained: 900,
        passages: vec![Passage { child: Span::new(0, 5), parent: Span::new(0, 5), kind: PassageKind::Verbatim }],
        dropped: vec![FigureRef { report: parent.id, span: Span::new(0, 2), surface: "St".into() }],
        changed: Vec::new(),
        added: Vec::new(),
    }
}

/// An entry of `story` on the series `series`.
#[must_use]
pub fn sample_entry(story: Option<StoryId>, series: &str, low: i64) -> Entry {
    let name = story.map(|story| story.to_string()).unwrap_or_default();
    // From JSON, so that fields that come later take their defaults.
    let entry = serde_json::json!({
        "id": EntryId::of(&[name.as_bytes(), series.as_bytes()]), "story": story, "series": series,
        "indicator": "evacuated", "unit": "person", "subset": null, "place": "Somewhere", "country": null,
        "time": "2031-05-01", "measure": "cumulative", "as_of": AsOf::at(Timestamp(1_935_360_000)),
        "low": low, "best": low, "high": null, "counters": ["town hall"], "inferred": false, "texts": 1, "pages": 1,
        "support": [], "conflicts": [], "notes": [],
    });
    serde_json::from_value(entry).expect("the entry has every field")
}

/// Runs every check on stores that `$make` opens, empty, one test each.
#[macro_export]
macro_rules! store_conformance {
    ($make:expr) => {
        $crate::store_conformance!(@tests $make;
            files_once, keeps_what_it_gets, finds_private_names, finds_holders, finds_holders_over_portions,
            writes_together, keeps_crowds, keeps_subscriptions, settles_wholly, settles_over_what_is_there,
            refuses_stale_plans, forgets_and_reads_again, keeps_outside_claims, keeps_the_review_log, remembers_when, keeps_the_order,
            keeps_evidence, counts_beats, tells_changes,
            tells_only_true_changes_after_a_rebuild, finds_by_prefix, finds_by_label, hashes_alike_in_any_order);
    };
    (@tests $make:expr; $($check:ident),*) => {$(
        #[test]
        fn $check() {
            let mut store = $make(stringify!($check));
            $crate::store::conformance::$check(&mut store).expect("the store works");
        }
    )*};
}

type Checked = Result<(), StoreError>;
const NOW: Timestamp = Timestamp(1_935_400_000);

/// Stories are found by what their entries count and where, the largest first, until they are dissolved.
///
/// # Errors
/// The store's.
pub fn finds_by_label(store: &mut dyn Store) -> Checked {
    let filings = [sample_filing(1), sample_filing(2), sample_filing(3)];
    store.file_reports(&filings, NOW)?;
    let ids = filings.each_ref().map(|filing| filing.report.id);
    let story = |reports: &[ReportId]| Story {
        id: StoryId::of(&[&reports[0].0]),
        reports: reports.to_vec(),
        beside: Vec::new(),
    };
    let (small, large) = (story(&ids[..1]), story(&ids[1..]));
    let settled = |story: &Story, place: Option<&str>, country: Option<&str>| SettledStory {
        entries: vec![Entry {
            place: place.map(str::to_owned),
            country: country.map(str::to_owned),
            ..sample_entry(Some(story.id), "a", 1)
        }],
        story: story.clone(),
        families: std::collections::BTreeMap::new(),
        prints: std::collections::BTreeMap::new(),
    };
    let settlement = Settlement {
        generation: store.generation()?,
        settled: ids.to_vec(),
        stories: vec![settled(&small, Some("Lisbon; Porto"), Some("PT")), settled(&large, Some("Évora"), Some("PT"))],
        outside: Some(vec![sample_entry(None, "b", 2)]),
        ..Settlement::default()
    };
    store.apply_settlement(&settlement)?;
    let ask = |store: &dyn Store, labels: &[Label]| store.stories_labelled(labels);
    let (one, two) = (Some(small.id), Some(large.id));
    assert_eq!(ask(store, &[])?, [two, one, None]);
    assert_eq!(ask(store, &[Label::indicator("Evacuated")])?, [two, one, None]);
    assert_eq!(ask(store, &[Label::place("Pt"), Label::indicator("evacuated")])?, [two, one]);
    assert_eq!(ask(store, &[Label::place("porto")])?, [one]);
    assert_eq!(ask(store, &[Label::place("ÉVORA"), Label::place("PT")])?, [two]);
    assert_eq!(ask(store, &[Label::place("evacuated")])?, []);
    assert_eq!(ask(store, &[Label::place("porto"), Label::place("évora")])?, []);
    let entries = |store: &dyn Store, story, labels: &[Label]| store.entries_labelled(story, labels);
    assert_eq!(entries(store, one, &[])?, store.entries_of(one)?);
    assert_eq!(entries(store, one, &[Label::place("porto"), Label::indicator("Evacuated")])?, store.entries_of(one)?);
    assert_eq!(entries(store, one, &[Label::place("porto"), Label::place("évora")])?, []);
    assert_eq!(entries(store, None, &[Label::indicator("evacuated")])?, store.entries_of(None)?);
    assert_eq!(entries(store, None, &[Label::place("PT")])?, []);
    let gone = Settlement {
        generation: store.generation()?,
        dissolved: vec![large.id],
        outside: Some(Vec::new()),
        ..Settlement::default()
    };
    store.apply_settlement(&gone)?;
    assert_eq!(ask(store, &[])?, [one]);
    store.forget_readings()?;
    assert_eq!(ask(store, &[])?, []);
    Ok(())
}

/// The same report twice is kept once, and said to be known.
///
/// # Errors
/// The store's.
pub fn files_once(store: &mut dyn Store) -> Checked {
    let (one, two) = (sample_filing(1), sample_filing(2));
    assert_eq!(store.file_reports(&[one.clone(), one.clone()], NOW)?, [one.report.id]);
    assert_eq!(store.file_reports(&[one.clone(), two.clone()], NOW)?, [two.report.id]);
    assert_eq!(store.counts()?.reports, 2);
    assert_eq!(store.counts()?.claims, 2);
    let known = store.known_reports(&[one.report.id, sample_report(9).id])?;
    assert_eq!(known.into_iter().collect::<Vec<_>>(), [one.report.id]);
    Ok(())
}

/// Reports, claims and signatures come back as they went in.
///
/// # Errors
/// The store's.
pub fn keeps_what_it_gets(store: &mut dyn Store) -> Checked {
    let filing = sample_filing(3);
    let id = filing.report.id;
    store.file_reports(std::slice::from_ref(&filing), NOW)?;
    assert_eq!(store.report(id)?, Some(filing.report.clone()));
    assert_eq!(store.claims(&[id])?, filing.claims);
    assert_eq!(store.claim(filing.claims[0].id)?, Some(filing.claims[0].clone()));
    let asked = [filing.claims[0].id, sample_filing(4).claims[0].id].into();
    assert_eq!(store.claims_named(&asked)?, [(filing.claims[0].id, filing.claims[0].clone())].into());
    assert_eq!(store.signatures(&[id])?.get(&id), Some(&filing.signature));
    assert_eq!(store.keys(Index::Kin, &[id])?.get(&id), Some(&filing.kin_keys));
    assert_eq!(store.keys(Index::Story, &[id])?.get(&id), Some(&filing.story_keys));
    assert_eq!(store.report(sample_report(4).id)?, None);
    assert_eq!(store.damaged_reports()?, []);
    Ok(())
}

/// Bytes come back as they went in, each once, whatever becomes of readings; no root hash knows of them.
///
/// # Errors
/// The store's.
pub fn keeps_evidence(store: &mut dyn Store) -> Checked {
    let (one, two) = (sample_filing(1), sample_filing(2));
    store.file_reports(&[one.clone(), two.clone()], NOW)?;
    let root = hash_root(store)?;
    let of = |filing: &Filing, bytes: &[u8]| Evidence {
        report: filing.report.id,
        url: Some("https://outlet.example/storm".into()),
        captured: "2031-05-01T09:00:00Z".into(),
        media: Some("text/html".into()),
        head: b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n".to_vec(),
        bytes: bytes.to_vec(),
    };
    let all: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let (first, second) = (of(&one, &all), of(&two, &all));
    assert_eq!(store.keep_evidence(&[first.clone(), first.clone()])?, 1);
    assert_eq!(store.keep_evidence(&[second.clone(), of(&one, b""), first.clone()])?, 2);
    // What was kept first stays.
    let later = Evidence { captured: "2032-01-01T00:00:00Z".into(), head: Vec::new(), ..first.clone() };
    assert_eq!(store.keep_evidence(&[later])?, 0);
    assert_eq!(store.evidence(two.report.id)?, [second]);
    assert_eq!(store.evidence(sample_report(3).id)?, []);
    store.forget_readings()?;
    let kept = store.evidence(one.report.id)?;
    assert!(kept.contains(&first) && kept.contains(&of(&one, b"")), "{} kept", kept.len());
    assert_eq!(kept.len(), 2);
    let mut ids = [one.report.id, two.report.id];
    ids.sort();
    assert_eq!(store.reports_with_evidence()?, ids);
    assert_eq!(store.damaged_evidence()?, []);
    store.file_reports(&[one, two], NOW)?;
    assert_eq!(hash_root(store)?, root);
    Ok(())
}

/// Claims that name a private person are found among others, told in a report or from outside.
///
/// # Errors
/// The store's.
pub fn finds_private_names(store: &mut dyn Store) -> Checked {
    let named = |number: u32, role: Role| {
        let mut filing = sample_filing(number);
        let name = |name: &str| Hop { name: name.to_owned(), key: name.to_owned(), role };
        filing.claims[0].chain = vec![name("A Person")];
        filing
    };
    let filings = [named(1, Role::Private), named(2, Role::Counter), sample_filing(3)];
    store.file_reports(&filings, NOW)?;
    let outside = |number: u32, role: Role| {
        let claim = named(number, role).claims.swap_remove(0);
        OutsideFiling { claim, family: None, parent: None }
    };
    let outside = [outside(4, Role::Private), outside(5, Role::Outlet)];
    store.file_outside(&outside, NOW)?;
    let all = filings.iter().map(|filing| &filing.claims[0]).chain(outside.iter().map(|filing| &filing.claim));
    let ids: BTreeSet<ClaimId> = all.clone().map(|claim| claim.id).collect();
    let found = store.claims_of_private(&ids)?;
    let private: Vec<&Claim> = all.filter(|claim| claim.chain.iter().any(|hop| hop.role == Role::Private)).collect();
    assert_eq!(private.len(), 2);
    assert!(private.iter().all(|claim| found.get(&claim.id) == Some(*claim)));
    assert!(store.claims_of_private(&BTreeSet::new())?.is_empty());
    for filing in &filings {
        let claims: Vec<&Claim> = filing.claims.iter().filter(|claim| private.contains(claim)).collect();
        let found = store.private_claims_in(filing.report.id)?;
        assert!(
            claims.iter().all(|claim| found.contains(claim)) && found.iter().all(|claim| filing.claims.contains(claim))
        );
    }
    Ok(())
}

/// Holders of a key stand in the order of publication, then of ids.
///
/// # Errors
/// The store's.
pub fn finds_holders(store: &mut dyn Store) -> Checked {
    let mut filings: Vec<_> = (0..5).rev().map(sample_filing).collect();
    filings[2].report.published = None;
    store.file_reports(&filings, NOW)?;
    let found = store.holders(Index::Kin, &[7, u64::MAX, 1_001, 5])?;
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), [7, 1_001, u64::MAX]);
    assert_eq!(found[&7], found[&u64::MAX]);
    assert_eq!(found[&7].last().map(|holder| holder.report), Some(filings[2].report.id));
    assert!(found[&7].is_sorted());
    assert_eq!(found[&1_001].len(), 1);
    Ok(())
}

/// What is written together is seen by the work itself, and stays as a whole; where the work fails, nothing of it stays, and
/// nothing that was looked up meanwhile is remembered.
///
/// # Errors
/// The store's.
pub fn writes_together(store: &mut dyn Store) -> Checked {
    let (one, two) = (sample_filing(1), sample_filing(2));
    let own = |filing: &Filing| {
        filing.kin_keys.iter().copied().filter(|key| (8..u64::MAX).contains(key)).collect::<Vec<u64>>()
    };
    let holds = |store: &dyn Store, asked: &Filing| {
        let found = store.holders(Index::Kin, &own(asked))?;
        Ok::<_, StoreError>(found.values().flatten().map(|holder| holder.report).collect::<BTreeSet<_>>())
    };
    let failed = store.together(&mut |store| {
        store.file_reports(std::slice::from_ref(&one), NOW)?;
        assert!(holds(store, &one)?.contains(&one.report.id));
        assert_eq!(store.report(one.report.id)?.as_ref(), Some(&one.report));
        Err(StoreError::Stale)
    });
    assert!(failed.is_err_and(|error| error.is_stale()));
    assert_eq!(store.counts()?.reports, 0);
    assert_eq!(store.unsettled_reports()?, []);
    store.together(&mut |store| {
        store.file_reports(std::slice::from_ref(&two), NOW)?;
        // A plan that was refused has written nothing.
        let stale = Settlement { generation: -1, ..Settlement::default() };
        assert!(store.apply_settlement(&stale).is_err_and(|error| error.is_stale()));
        let (generation, settled) = (store.generation()?, store.unsettled_reports()?);
        store.together(&mut |store| {
            store.apply_settlement(&Settlement { generation, settled: settled.clone(), ..Settlement::default() })
        })
    })?;
    assert_eq!(store.report_ids()?, [two.report.id]);
    assert_eq!(store.unsettled_reports()?, []);
    assert_eq!(holds(store, &two)?.into_iter().collect::<Vec<_>>(), [two.report.id]);
    store.file_reports(&[one.clone(), two], NOW)?;
    assert!(holds(store, &one)?.contains(&one.report.id));
    assert_eq!(store.counts()?.reports, 2);
    Ok(())
}

/// What settlements said of crowded keys, the last word of each, until the readings are forgotten.
///
/// # Errors
/// The store's.
pub fn keeps_crowds(store: &mut dyn Store) -> Checked {
    let crowd = |key, pioneers: &[u32]| Crowd { key, pioneers: pioneers.to_vec() };
    let mut settle = |crowds: Vec<Crowd>| {
        let generation = store.generation()?;
        store.apply_settlement(&Settlement { generation, crowds, ..Settlement::default() })
    };
    settle(vec![crowd(3, &[9, 2, u32::MAX]), crowd(u64::MAX, &[])])?;
    settle(vec![crowd(3, &[1, 9, 2]), crowd(1 << 63, &[4])])?;
    let last = [crowd(3, &[1, 9, 2]), crowd(1 << 63, &[4]), crowd(u64::MAX, &[])];
    assert_eq!(store.crowds(&[0, 3, 4, 1 << 63, u64::MAX - 1, u64::MAX])?, last);
    assert_eq!(store.crowds(&[2, u64::MAX])?, last[2..]);
    store.forget_readings()?;
    assert_eq!(store.crowds(&[3, u64::MAX])?, []);
    Ok(())
}

/// Subscriptions come back by address, the last state of each, and outlast a rebuild.
///
/// # Errors
/// The store's.
pub fn keeps_subscriptions(store: &mut dyn Store) -> Checked {
    let subscribe = |address: &str, at| Subscription::new(address, Some("Evening Post"), Timestamp(at));
    store.put_subscription(&subscribe("https://b.example/feed", 5))?;
    store.put_subscription(&subscribe("https://a.example/feed", 6))?;
    let mut later = subscribe("https://b.example/feed", 7);
    later.etag = Some("\"x\"".into());
    later.health = later.health.after(Timestamp(8), Outcome::News(2));
    store.put_subscription(&later)?;
    store.forget_readings()?;
    assert_eq!(store.subscriptions()?, [subscribe("https://a.example/feed", 6), later.clone()]);
    assert!(store.end_subscription("https://a.example/feed")?);
    assert!(!store.end_subscription("https://a.example/feed")?);
    assert_eq!(store.subscriptions()?, [later]);
    Ok(())
}

/// What the reports of a host tell of is counted once a report, and made anew with the readings.
///
/// # Errors
/// The store's.
pub fn counts_beats(store: &mut dyn Store) -> Checked {
    let beat = |host: &str, division: &str, town: &str| Beat {
        host: host.into(),
        division: division.into(),
        town: town.into(),
    };
    let of = |number: u32, beat: Beat| Filing { beat: Some(beat), ..sample_filing(number) };
    let filings = [
        of(1, beat("a.example", "XX.B", "Beth")),
        of(2, beat("a.example", "XX.A", "Gimel")),
        of(3, beat("a.example", "XX.B", "Beth")),
        of(4, beat("ab.example", "XX.B", "Beth")),
        sample_filing(5),
    ];
    let found = [(beat("a.example", "XX.A", "Gimel"), 1), (beat("a.example", "XX.B", "Beth"), 2)];
    for filing in &filings {
        store.file_reports(std::slice::from_ref(filing), Timestamp(1))?;
        store.file_reports(std::slice::from_ref(filing), Timestamp(2))?;
    }
    assert_eq!(store.beats("a.example")?, found);
    assert_eq!(store.beats("b.example")?, []);
    store.forget_readings()?;
    assert_eq!(store.beats("a.example")?, []);
    store.file_reports(&filings, Timestamp(3))?;
    assert_eq!(store.beats("a.example")?, found);
    Ok(())
}

/// Many portions, some of one report, give what one portion gives: rare keys, keys that all hold, and keys between.
///
/// # Errors
/// The store's.
pub fn finds_holders_over_portions(store: &mut dyn Store) -> Checked {
    let filings: Vec<Filing> = (0..1_500u32)
        .map(|number| {
            let mut filing = sample_filing(number);
            let own = |salt: u64| (u64::from(number) + salt * 1_000_003).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            filing.kin_keys = (0..12).map(own).chain([7, u64::MAX, 90 + u64::from(number % 90)]).collect();
            filing.kin_keys.sort_unstable();
            filing
        })
        .collect();
    let mut whole = super::MemoryStore::new();
    whole.file_reports(&filings, NOW)?;
    let (singly, rest) = filings.split_at(70);
    for portion in singly.chunks(1).chain(rest.chunks(97)) {
        store.file_reports(portion, NOW)?;
    }
    let mut keys: Vec<u64> = filings.iter().flat_map(|filing| filing.kin_keys.iter().copied()).collect();
    keys.extend([0, 5, 8, 179, 180, u64::MAX - 1]);
    keys.sort_unstable();
    keys.dedup();
    let found = store.holders(Index::Kin, &keys)?;
    assert_eq!((found.len(), found[&7].len(), found[&u64::MAX].len()), (keys.len() - 4, 1_500, 1_500));
    assert_eq!(found, whole.holders(Index::Kin, &keys)?);
    keys.reverse();
    assert_eq!(store.holders(Index::Kin, &keys[..50])?, whole.holders(Index::Kin, &keys[..50])?);
    assert!(store.holders(Index::Story, &keys[1..4])?.is_empty());
    store.forget_readings()?;
    assert!(store.holders(Index::Kin, &keys)?.is_empty());
    Ok(())
}

/// A story of reports 1 and 2 with an edge and an entry.
fn settle_sample(store: &mut dyn Store) -> Result<SettledStory, StoreError> {
    let (one, two) = (sample_filing(1), sample_filing(2));
    store.file_reports(&[one.clone(), two.clone()], NOW)?;
    let mut reports = vec![one.report.id, two.report.id];
    reports.sort();
    let story =
        Story { id: StoryId::of(&[&reports[0].0]), reports: reports.clone(), beside: vec![StoryId::of(&[b"beside"])] };
    let family = FamilyId::of(&[&reports[0].0]);
    let settled = SettledStory {
        families: reports.iter().map(|id| (*id, family)).collect(),
        entries: vec![sample_entry(Some(story.id), "evacuated/a", 2), sample_entry(Some(story.id), "evacuated/b", 1)],
        prints: std::collections::BTreeMap::new(),
        story,
    };
    store.apply_settlement(&Settlement {
        generation: store.generation()?,
        settled: reports,
        linked: vec![sample_edge(&two.report, &one.report)],
        stories: vec![settled.clone()],
        ..Settlement::default()
    })?;
    Ok(settled)
}

/// A settlement puts stories, families, edges and entries, and takes them away again.
///
/// # Errors
/// The store's.
pub fn settles_wholly(store: &mut dyn Store) -> Checked {
    let settled = settle_sample(store)?;
    let ids = settled.story.reports.clone();
    assert_eq!(store.unsettled_reports()?, []);
    assert_eq!(store.stories()?, std::slice::from_ref(&settled.story));
    assert_eq!(store.story(settled.story.id)?, Some(settled.story.clone()));
    assert_eq!(store.families(&ids)?, settled.families);
    assert_eq!(store.entries()?, settled.entries);
    assert_eq!(store.entries_of(Some(settled.story.id))?, settled.entries);
    assert_eq!(store.entries_of(None)?, []);
    assert_eq!(store.entry(settled.entries[1].id)?, Some(settled.entries[1].clone()));
    assert_eq!(store.derivations(&ids[..1])?, [sample_edge(&sample_report(2), &sample_report(1))]);
    assert_eq!(store.stories_of(&ids)?.len(), 2);
    let counts = store.counts()?;
    assert_eq!((counts.families, counts.stories, counts.entries), (1, 1, 2));
    let (here, there) = (StoryId::of(&[b"here"]), StoryId::of(&[b"there"]));
    for moved in
        [vec![(settled.story.id, here)], vec![(settled.story.id, there), (here, there), (settled.story.id, here)]]
    {
        store.apply_settlement(&Settlement {
            generation: store.generation()?,
            unlinked: vec![(ids[0], ids[1])],
            dissolved: vec![settled.story.id],
            moved,
            ..Settlement::default()
        })?;
    }
    let mut both = vec![here, there];
    both.sort();
    assert_eq!(store.successors(settled.story.id)?, both, "the last move counts");
    let mut sources = vec![here, settled.story.id];
    sources.sort();
    assert_eq!(store.predecessors(there)?, sources);
    assert_eq!(store.successors(there)?, []);
    assert_eq!((store.stories()?, store.entries()?, store.derivations(&ids)?), (vec![], vec![], vec![]));
    assert!(store.families(&ids)?.is_empty() && store.stories_of(&ids)?.is_empty());
    Ok(())
}

/// A story settled anew keeps the entries that are as they were, and shows those that changed, came, or bear another series;
/// what it has no more is gone.
///
/// # Errors
/// The store's.
pub fn settles_over_what_is_there(store: &mut dyn Store) -> Checked {
    let mut settled = settle_sample(store)?;
    let story = Some(settled.story.id);
    let mut renamed = sample_entry(story, "evacuated/a", 2);
    renamed.series = "evacuated/d".into();
    let changed = sample_entry(story, "evacuated/b", 3);
    assert_eq!(changed.id, settled.entries[1].id);
    let rounds = [
        vec![settled.entries[0].clone(), changed.clone(), sample_entry(story, "evacuated/c", 1)],
        vec![changed.clone(), renamed],
        vec![],
        vec![changed],
    ];
    for entries in rounds {
        settled.entries = entries;
        store.apply_settlement(&Settlement {
            generation: store.generation()?,
            dissolved: vec![settled.story.id],
            stories: vec![settled.clone()],
            ..Settlement::default()
        })?;
        assert_eq!(store.entries_of(story)?, settled.entries);
        assert_eq!(store.entries()?, settled.entries);
        assert_eq!(store.stories()?, std::slice::from_ref(&settled.story));
        assert_eq!(store.families(&settled.story.reports)?, settled.families);
        let told: BTreeSet<EntryId> =
            store.changes(0, 100)?.into_iter().filter(|change| !change.gone).map(|change| change.entry).collect();
        assert_eq!(told, settled.entries.iter().map(|entry| entry.id).collect());
    }
    Ok(())
}

/// A plan made before another settlement is refused, and changes nothing.
///
/// # Errors
/// The store's.
pub fn refuses_stale_plans(store: &mut dyn Store) -> Checked {
    let before = store.generation()?;
    let settled = settle_sample(store)?;
    let late = Settlement { generation: before, dissolved: vec![settled.story.id], ..Settlement::default() };
    assert!(store.apply_settlement(&late).is_err_and(|error| error.is_stale()));
    assert_eq!(store.stories()?.len(), 1);
    Ok(())
}

/// Readings can be forgotten and made again; reports stay.
///
/// # Errors
/// The store's.
pub fn forgets_and_reads_again(store: &mut dyn Store) -> Checked {
    let settled = settle_sample(store)?;
    store.forget_readings()?;
    assert_eq!(store.unread_reports()?, settled.story.reports);
    assert_eq!((store.counts()?.reports, store.counts()?.claims, store.counts()?.entries), (2, 0, 0));
    assert!(store.holders(Index::Kin, &[7])?.is_empty());
    assert_eq!(store.file_reports(&[sample_filing(1), sample_filing(2)], NOW)?, [], "known, though read again");
    assert_eq!(store.unread_reports()?, []);
    assert_eq!(store.unsettled_reports()?, settled.story.reports);
    assert_eq!((store.counts()?.claims, store.holders(Index::Kin, &[7])?[&7].len()), (2, 2));
    Ok(())
}

/// Claims from outside are kept once and settle apart.
///
/// # Errors
/// The store's.
pub fn keeps_outside_claims(store: &mut dyn Store) -> Checked {
    let filing = |number: u32| {
        let mut claim = sample_claim(&sample_report(number), i64::from(number));
        claim.series = Some(format!("series {number}"));
        OutsideFiling { claim, family: Some("f".into()), parent: None }
    };
    assert!(!store.outside_unsettled()?);
    assert_eq!(store.file_outside(&[filing(1), filing(2), filing(1)], NOW)?, 2);
    assert_eq!(store.file_outside(&[filing(2)], NOW)?, 0);
    assert!(store.outside_unsettled()?);
    let mut expected = vec![filing(1), filing(2)];
    expected.sort_by_key(|filing| filing.claim.id);
    assert_eq!(store.outside_claims()?, expected);
    assert_eq!(store.claim(expected[0].claim.id)?, Some(expected[0].claim.clone()));
    let ids = expected.iter().map(|filing| filing.claim.id).collect();
    assert!(store.claims_named(&ids)?.into_values().eq(expected.iter().map(|filing| filing.claim.clone())));
    let entries = vec![sample_entry(None, "series 1", 1)];
    let settlement =
        Settlement { generation: store.generation()?, outside: Some(entries.clone()), ..Settlement::default() };
    store.apply_settlement(&settlement)?;
    assert!(!store.outside_unsettled()?);
    assert_eq!(store.entries()?, entries);
    Ok(())
}

/// A record that may follow `log`.
fn sample_record(log: &[LogLine], claim: u32) -> LogLine {
    let claim = sample_filing(claim).claims[0].id;
    let words = Words { author: "Ana".into(), reason: "a test".into(), salt: "0123456789abcdef".into() };
    write_record(log.last(), Decision::Reject { claim }, words, None, NOW).expect("a sample is well formed")
}

/// Records stand in the order of their numbers, come back as they went in, survive a rebuild, and follow each other.
///
/// # Errors
/// The store's.
pub fn keeps_the_review_log(store: &mut dyn Store) -> Checked {
    assert_eq!((store.review_log()?, store.settled_decisions()?), (vec![], 0));
    let mut log = Vec::new();
    for claim in 0..3 {
        log.push(sample_record(&log, claim));
        store.append_record(&log[claim as usize])?;
    }
    assert!(
        store.append_record(&sample_record(&log[..2], 9)).is_err_and(|error| error.is_stale()),
        "number 3 is taken"
    );
    let mut gap = sample_record(&log, 9);
    gap.number += 1;
    assert!(store.append_record(&gap).is_err_and(|error| error.is_stale()), "number 4 is missing");
    assert_eq!(store.review_log()?, log);
    let settlement = Settlement { generation: store.generation()?, decisions: 2, ..Settlement::default() };
    store.apply_settlement(&settlement)?;
    assert_eq!(store.settled_decisions()?, 2);
    store.forget_readings()?;
    assert_eq!((store.review_log()?, store.settled_decisions()?), (log.clone(), 2));
    assert_eq!(read_log(&log).map(|records| records.len()), Ok(3));
    Ok(())
}

/// The moment of recording is that of the first posting, and survives a rebuild.
///
/// # Errors
/// The store's.
pub fn remembers_when(store: &mut dyn Store) -> Checked {
    let filings: Vec<Filing> = (0..3).map(sample_filing).collect();
    let ids: Vec<ReportId> = filings.iter().map(|filing| filing.report.id).collect();
    for (at, filing) in (0..).zip(&filings) {
        store.file_reports(std::slice::from_ref(filing), NOW.later(at))?;
    }
    store.forget_readings()?;
    store.file_reports(&filings, NOW.later(50))?;
    let when = store.recorded(&ids)?;
    let expected = ids.iter().zip(0..).map(|(id, at)| (*id, NOW.later(at))).collect();
    assert_eq!(when, expected);
    let mut later = vec![ids[1], ids[2]];
    later.sort();
    assert_eq!(store.recorded_after(NOW)?, later);
    assert_eq!(store.recorded_after(NOW.later(2))?, []);
    let mut claim = sample_claim(&filings[0].report, 1);
    claim.series = Some("outside".into());
    let filing = OutsideFiling { claim, family: None, parent: None };
    store.file_outside(std::slice::from_ref(&filing), NOW)?;
    store.file_outside(std::slice::from_ref(&filing), NOW.later(9))?;
    assert_eq!(store.outside_recorded()?.into_iter().collect::<Vec<_>>(), [(filing.claim.id, NOW)]);
    Ok(())
}

/// Postings stand in the order in which they came first, whatever their clocks say, also after a rebuild.
///
/// # Errors
/// The store's.
pub fn keeps_the_order(store: &mut dyn Store) -> Checked {
    let filings: Vec<Filing> = [2, 0, 3, 1].into_iter().map(sample_filing).collect();
    let claims: Vec<OutsideFiling> = [7, 1, 4]
        .into_iter()
        .map(|number| {
            let mut claim = sample_claim(&filings[0].report, number);
            claim.id = ClaimId::of(&[&number.to_le_bytes()]);
            claim.series = Some("outside".into());
            OutsideFiling { claim, family: None, parent: None }
        })
        .collect();
    for (at, filing) in (0..).zip(&filings) {
        store.file_reports(std::slice::from_ref(filing), NOW.later(-at))?;
    }
    for claim in &claims {
        store.file_outside(std::slice::from_ref(claim), NOW)?;
    }
    store.file_outside(&claims, NOW.later(5))?;
    let expected = PostingOrder {
        reports: filings.iter().map(|filing| filing.report.id).collect(),
        outside: claims.iter().map(|filing| filing.claim.id).collect(),
    };
    assert_eq!(store.posting_order()?, expected);
    store.forget_readings()?;
    store.file_reports(&filings.into_iter().rev().collect::<Vec<_>>(), NOW.later(50))?;
    assert_eq!(store.posting_order()?, expected);
    Ok(())
}

/// The ids of the feed after a number, gone ones apart.
fn told_after(store: &dyn Store, after: i64) -> Result<(Vec<EntryId>, Vec<EntryId>), StoreError> {
    let changes = store.changes(after, usize::MAX)?;
    assert!(changes.is_sorted() && changes.iter().all(|change| change.seq > after));
    let ids = |gone: bool| {
        let mut ids: Vec<_> = changes.iter().filter(|change| change.gone == gone).map(|change| change.entry).collect();
        ids.sort();
        ids
    };
    Ok((ids(false), ids(true)))
}

/// The feed tells each entry that came, changed or went, once, and nothing else.
///
/// # Errors
/// The store's.
pub fn tells_changes(store: &mut dyn Store) -> Checked {
    assert_eq!((store.feed()?.end, store.changes(0, 9)?), (0, vec![]));
    let mut settled = settle_sample(store)?;
    let mut both: Vec<EntryId> = settled.entries.iter().map(|entry| entry.id).collect();
    let (kept, lost) = (both[0], both[1]);
    both.sort();
    assert_eq!(told_after(store, 0)?, (both.clone(), vec![]));
    assert_eq!(store.changes(0, 1)?.len(), 1);
    let again = |store: &mut dyn Store, settled: &SettledStory, outside: Option<Vec<Entry>>| {
        let (generation, dissolved, stories) = (store.generation()?, vec![settled.story.id], vec![settled.clone()]);
        store.apply_settlement(&Settlement { generation, dissolved, stories, outside, ..Settlement::default() })
    };
    let end = store.feed()?.end;
    again(store, &settled, None)?;
    assert_eq!(store.feed()?.end, end, "the same again is no change");
    settled.entries.pop();
    settled.entries[0].pages += 1;
    let lone = sample_entry(None, "lone", 5);
    again(store, &settled, Some(vec![lone.clone()]))?;
    let mut came = vec![kept, lone.id];
    came.sort();
    assert_eq!(told_after(store, end)?, (came, vec![lost]));
    assert_eq!(told_after(store, 0)?, told_after(store, end)?, "of each entry the last change alone");
    let end = store.feed()?.end;
    settled.prints.insert(kept, [1; 10]);
    again(store, &settled, Some(vec![lone.clone()]))?;
    assert_eq!(told_after(store, end)?, (vec![kept], vec![]), "what a reader sees of it changed");
    let end = store.feed()?.end;
    again(store, &settled, Some(vec![]))?;
    assert_eq!(told_after(store, end)?, (vec![], vec![lone.id]));
    Ok(())
}

/// A rebuild that leads to the same entries tells nothing; what does not come back is gone, but not before it is settled.
///
/// # Errors
/// The store's.
pub fn tells_only_true_changes_after_a_rebuild(store: &mut dyn Store) -> Checked {
    let settled = settle_sample(store)?;
    let feed = store.feed()?;
    store.forget_readings()?;
    assert_eq!(store.feed()?, feed, "to forget is no change");
    settle_sample(store)?;
    assert_eq!(store.feed()?, feed, "what came back as it was is no change");
    store.forget_readings()?;
    store.file_reports(&[sample_filing(1)], NOW)?;
    let half = Settlement {
        generation: store.generation()?,
        settled: vec![sample_filing(1).report.id],
        ..Settlement::default()
    };
    store.apply_settlement(&half)?;
    assert_eq!(store.feed()?, feed, "nothing is gone as long as a report is unread");
    store.file_reports(&[sample_filing(2)], NOW)?;
    store.apply_settlement(&Settlement {
        generation: store.generation()?,
        settled: vec![sample_filing(2).report.id],
        stories: vec![SettledStory { entries: settled.entries[..1].to_vec(), ..settled.clone() }],
        ..Settlement::default()
    })?;
    assert_eq!(told_after(store, feed.end)?, (vec![], vec![settled.entries[1].id]));
    Ok(())
}

/// Ids are found by what they begin with, as printed.
///
/// # Errors
/// The store's.
pub fn finds_by_prefix(store: &mut dyn Store) -> Checked {
    let settled = settle_sample(store)?;
    let claim = sample_filing(1).claims[0].id.to_string();
    assert_eq!(store.ids_from(&claim[..7], 5)?, std::slice::from_ref(&claim));
    assert_eq!(store.ids_from(&claim, 5)?, [claim]);
    assert_eq!(store.ids_from("c_", 1)?.len(), 1);
    assert_eq!(store.ids_from("e_", 9)?.len(), 2);
    assert_eq!(store.ids_from(&settled.story.id.to_string()[..6], 9)?, [settled.story.id.to_string()]);
    assert_eq!(store.ids_from("r_", 9)?.len(), 2);
    assert!(store.ids_from("x_", 9)?.is_empty() && store.ids_from("c_!", 9)?.is_empty());
    Ok(())
}

/// The root hash does not see in which order things came.
///
/// # Errors
/// The store's.
pub fn hashes_alike_in_any_order(store: &mut dyn Store) -> Checked {
    let filings: Vec<_> = (0..20).map(sample_filing).collect();
    let mut other = super::MemoryStore::new();
    for portion in filings.chunks(7) {
        store.file_reports(portion, NOW)?;
    }
    for filing in filings.iter().rev() {
        other.file_reports(std::slice::from_ref(filing), Timestamp(0))?;
    }
    assert_eq!(hash_root(store)?, hash_root(&other)?);
    other.file_reports(&[sample_filing(99)], NOW)?;
    assert_ne!(hash_root(store)?, hash_root(&other)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    crate::store_conformance!(|_| crate::store::MemoryStore::new());
}
