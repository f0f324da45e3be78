//! What was taken back, by whom and why: revisions that texts tell, that two versions of a page show, and that later
//! texts confirm. Claims of our own; how words become claims stands in the packs' corpora.

use firsthand::intake::read_json_line;
use firsthand::ledger::{Known, Profile, parse_claim_line, reconcile_entries};
use firsthand::model::{
    Amount, Claim, ConflictKind, Derivation, DerivationKind, Direction, Entry, FamilyId, ReportId, RevisionReason,
    SupportKind, Timestamp,
};
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn n(value: i64) -> Option<Amount> {
    Amount::whole(value)
}

/// A count of the dead of one day: the page, the hour at which it was told, the figure, and what else the line says.
fn told(doc: &str, hour: u32, value: i64, more: Value) -> Claim {
    let mut line = json!({
        "doc": doc, "indicator": "killed", "measure": "cumulative", "time": "2031-03-04", "value": value,
        "modifier": "equal", "source": "Harbour Watch", "place": {"country": "XA", "name": "Alph"},
        "published": format!("2031-03-04T{hour:02}:00Z"),
        "as_of": [format!("2031-03-04T{hour:02}:00Z"), format!("2031-03-04T{hour:02}:00Z")],
        "start": value, "end": value + 1,
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        line[key] = value.clone();
    }
    parse_claim_line(&line.to_string()).unwrap().claim
}

fn said(reason: &str, side: &str) -> Value {
    json!({"revised": {"reason": reason, "side": side}})
}

fn reconcile(claims: &[Claim], derivations: &[Derivation], moment: Option<&str>) -> Entry {
    let family = FamilyId::of(&[b"one page"]);
    let families: BTreeMap<ReportId, FamilyId> =
        derivations.iter().flat_map(|edge| [(edge.child, family), (edge.parent, family)]).collect();
    let known = Known { story: None, claims, families: &families, derivations };
    let mut entries = reconcile_entries(known, Profile::Default, moment.map(|moment| moment.parse().unwrap()));
    assert_eq!(entries.len(), 1);
    entries.remove(0)
}

fn standing(entry: &Entry, claim: &Claim) -> (SupportKind, Vec<String>) {
    let part = entry.support.iter().find(|part| part.claim == claim.id).unwrap();
    (part.kind, part.reasons.clone())
}

#[test]
fn a_fall_is_free_where_the_text_says_so_and_dear_where_it_does_not() {
    let rise = [told("a", 8, 45, json!({})), told("b", 9, 48, json!({})), told("c", 10, 50, json!({}))];
    for (reason, wanted) in [
        ("correction", RevisionReason::Correction),
        ("reclassification", RevisionReason::Reclassification),
        ("duplicates", RevisionReason::Duplicates),
        ("scope", RevisionReason::Scope),
    ] {
        let claims: Vec<Claim> = rise.iter().cloned().chain([told("d", 12, 41, said(reason, "now"))]).collect();
        let entry = reconcile(&claims, &[], None);
        assert_eq!((entry.low, entry.best, entry.high), (n(41), n(41), n(41)), "{reason}");
        let [revision] = &entry.revisions[..] else { panic!("{:?}", entry.revisions) };
        assert_eq!((revision.reason, revision.from, revision.to), (Some(wanted), n(50), n(41)));
        assert_eq!(revision.rule, "text-says-so");
        // Before it was said, the count stood where it stood.
        assert_eq!(reconcile(&claims, &[], Some("2031-03-04T11:00Z")).best, n(50));
    }
    let claims: Vec<Claim> = rise.iter().cloned().chain([told("d", 12, 41, json!({}))]).collect();
    let entry = reconcile(&claims, &[], None);
    assert_eq!((entry.best, entry.revisions.len()), (n(50), 0), "one text without a word of it moves nothing");
    let late = [told("d", 12, 41, json!({})), told("e", 13, 42, json!({})), told("f", 14, 44, json!({}))];
    let claims: Vec<Claim> = rise.iter().cloned().chain([told("g", 11, 50, json!({}))]).chain(late).collect();
    let entry = reconcile(&claims, &[], None);
    assert_eq!((entry.best, entry.revisions.len()), (n(44), 1), "three later texts carry it: {entry:#?}");
    assert_eq!((entry.revisions[0].reason, &*entry.revisions[0].rule), (None, "fall-confirmed"));
}

#[test]
fn the_counters_own_page_needs_nobody() {
    let own = json!({"doc": "harbourwatch.example"});
    let mut correction = told("own", 12, 41, own);
    correction.chain = vec![firsthand::model::Hop {
        name: "Harbour Watch".into(),
        key: "harbour watch".into(),
        role: firsthand::model::Role::Counter,
    }];
    let claims = [told("a", 8, 40, json!({})), told("b", 9, 50, json!({})), correction];
    let entry = reconcile(&claims, &[], None);
    assert_eq!((entry.best, &*entry.revisions[0].rule), (n(41), "own-page"));
}

#[test]
fn a_part_is_no_revision_of_the_whole() {
    let claims = [
        told("a", 8, 400, json!({})),
        told("b", 9, 480, json!({})),
        told("c", 10, 500, json!({})),
        told("d", 12, 9, said("reclassification", "now")),
    ];
    assert_eq!(reconcile(&claims, &[], None).best, n(500), "nine of the dead are not the dead");
}

#[test]
fn a_text_that_tells_both_sides_counts_once() {
    let claims = [told("a", 12, 50, said("correction", "before")), told("a", 12, 41, said("correction", "now"))];
    let entry = reconcile(&claims, &[], None);
    assert_eq!((entry.low, entry.best, entry.high), (n(41), n(41), n(41)));
    assert_eq!(standing(&entry, &claims[0]), (SupportKind::Superseded, vec!["text-says-so".to_owned()]));
    let [revision] = &entry.revisions[..] else { panic!("{:?}", entry.revisions) };
    assert_eq!((revision.from, revision.to), (n(50), n(41)));
    assert!(entry.conflicts.iter().any(|conflict| conflict.kind == ConflictKind::Revision));
}

#[test]
fn a_retraction_takes_the_earlier_tellings_along() {
    let claims = [
        told("a", 8, 40, json!({})),
        told("b", 9, 50, json!({})),
        told("c", 10, 50, json!({"source": null})),
        told("d", 12, 50, said("retraction", "before")),
    ];
    let entry = reconcile(&claims, &[], None);
    assert_eq!(entry.best, n(40), "{entry:#?}");
    assert_eq!(standing(&entry, &claims[1]).1, ["retracted"]);
    assert_eq!((entry.revisions.len(), entry.revisions[0].reason), (1, Some(RevisionReason::Retraction)));
    assert_eq!(reconcile(&claims, &[], Some("2031-03-04T11:00Z")).best, n(50));
}

fn version(child: &Claim, parent: &Claim) -> Derivation {
    Derivation {
        child: child.report,
        parent: parent.report,
        kind: DerivationKind::Near,
        direction: Direction::ChildFromParent,
        evidence: vec!["same-words".into(), "same-address".into(), "earlier".into()],
        contained: 950,
        passages: Vec::new(),
        dropped: Vec::new(),
        changed: Vec::new(),
        added: Vec::new(),
    }
}

#[test]
fn a_later_version_takes_back_what_the_earlier_one_had() {
    let claims = [told("old", 9, 410, json!({})), told("new", 12, 41, json!({}))];
    let edges = [version(&claims[1], &claims[0])];
    let entry = reconcile(&claims, &edges, None);
    assert_eq!((entry.best, entry.pages, entry.texts), (n(41), 1, 1), "{entry:#?}");
    let [revision] = &entry.revisions[..] else { panic!("{:?}", entry.revisions) };
    assert_eq!((revision.from, revision.to, &*revision.rule), (n(410), n(41), "later-version"));
    assert_eq!(standing(&entry, &claims[0]), (SupportKind::Superseded, vec!["later-version".to_owned()]));
    assert_eq!(reconcile(&claims, &edges, Some("2031-03-04T10:00Z")).best, n(410));
}

/// T9: a page in two versions is one revision, whichever of them came in first.
#[test]
fn t9_a_page_in_two_versions_is_one_revision() {
    let resources = Resources::embedded().unwrap();
    let page = |doc: &str, modified: &str, figure: &str, closing: &str| {
        let text = format!(
            "Ferry fire in the port of Setubal\n\nA fire broke out on the car deck of a ferry in Setubal, Portugal, early on \
             Tuesday. Harbour Watch, which keeps the list of the harbour, said {figure} people were killed. Tugs pulled \
             the ship to the outer pier, where crews fought the flames until noon. The line that owns the ferry said \
             that two sister ships would stay in the harbour until they had been looked over. {closing}"
        );
        json!({
            "doc": doc, "url": "https://post.example/ferry-fire", "outlet": "post.example", "lang": "en", "text": text,
            "published": "2031-03-04T09:00Z", "modified": modified,
        })
        .to_string()
    };
    let lines = [
        page("first", "2031-03-04T09:00Z", "31", "Divers are still searching the hull."),
        page("second", "2031-03-04T18:00Z", "27", "The search of the hull ended in the evening."),
    ];
    let mut roots = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
        for at in order {
            let report = read_json_line(&resources.packs, lines[at].as_bytes(), at + 1, "pages").unwrap();
            post_reads(&mut store, &mut memory, vec![read_report(&resources, report)], Timestamp(0)).unwrap();
            settle_ledger(&resources, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
        }
        let stories = store.stories().unwrap();
        assert_eq!(stories.len(), 1);
        let entries = store.entries_of(Some(stories[0].id)).unwrap();
        let killed = entries.iter().find(|entry| entry.indicator == "killed").unwrap();
        assert_eq!((killed.best, killed.pages, killed.texts), (n(27), 1, 1), "{killed:#?}");
        let [revision] = &killed.revisions[..] else { panic!("{:?}", killed.revisions) };
        assert_eq!((revision.from, revision.to, &*revision.rule), (n(31), n(27), "later-version"));
        roots.push(firsthand::store::hash_root(&store).unwrap());
    }
    assert_eq!(roots[0], roots[1]);
}
