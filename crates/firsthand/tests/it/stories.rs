//! Stories as reports come in: the same in the end, and what went where on the way.

use firsthand::model::{Report, ReportId, StoryId, Timestamp};
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, Store, hash_root};

fn report(doc: &str, text: &str) -> Report {
    Report {
        id: ReportId::of(&[doc.as_bytes()]),
        doc: doc.into(),
        published: "2031-03-04".parse().ok(),
        ..Report::plain("en", text)
    }
}

/// Three tellings of one flood, each in its own words.
fn tellings() -> Vec<Report> {
    [
        ("a", "At least 14 people died when the river Orvane flooded the town of Brekast on Monday. Mayor Ilda Fenwarth said \
               320 houses stood under water. The governor, Tomas Ruvelin, promised help for the valley of the Orvane."),
        ("b", "Rescuers in Brekast searched for missing people after the Orvane burst its banks. Fourteen deaths were \
               confirmed by Ilda Fenwarth, the mayor, and 320 houses were damaged. Tomas Ruvelin flew in on Tuesday."),
        ("c", "Families in Brekast slept in a school. The flood of the Orvane took 14 lives, said mayor Ilda Fenwarth; \
               governor Tomas Ruvelin called it the worst since he took office, with 320 houses lost in the valley."),
    ]
    .into_iter()
    .map(|(doc, text)| report(doc, text))
    .collect()
}

fn add(res: &Resources, store: &mut MemoryStore, report: &Report) -> StoryId {
    let mut memory = Memory::default();
    post_reads(store, &mut memory, vec![read_report(res, report.clone())], Timestamp(0)).unwrap();
    settle_ledger(res, store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
    store.stories_of(&[report.id]).unwrap()[&report.id]
}

#[test]
fn a_story_that_goes_on_by_another_id_is_found_by_its_old_one() {
    let res = Resources::embedded().unwrap();
    let tellings = tellings();
    let mut roots = Vec::new();
    let mut renamed = 0;
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut store = MemoryStore::new();
        let ids: Vec<StoryId> = order.iter().map(|at| add(&res, &mut store, &tellings[*at])).collect();
        let stories = store.stories().unwrap();
        assert_eq!(stories.len(), 1, "{order:?}");
        for before in ids.iter().filter(|id| **id != stories[0].id) {
            renamed += 1;
            let mut at = *before;
            while store.story(at).unwrap().is_none() {
                at = store.successors(at).unwrap()[0];
            }
            assert_eq!(at, stories[0].id);
        }
        assert_eq!(store.predecessors(stories[0].id).unwrap().is_empty(), ids.iter().all(|id| *id == stories[0].id));
        roots.push(hash_root(&store).unwrap());
    }
    assert!(renamed > 0);
    roots.dedup();
    assert_eq!(roots.len(), 1, "the way shows");
}
