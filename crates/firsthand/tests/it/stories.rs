//! Stories as reports come in: the same in the end, and what went where on the way.

use firsthand::model::{Report, ReportId, StoryId, Timestamp};
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, read_story_state, settle_ledger};
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

/// The state of a story of one report.
fn state_of(res: &Resources, report: &Report) -> firsthand::ledger::StoryState {
    let mut store = MemoryStore::new();
    let id = add(res, &mut store, report);
    let story = store.story(id).unwrap().unwrap();
    read_story_state(res, &store, &OneByOne, &story).unwrap()
}

#[test]
fn the_address_of_a_page_tells_what_its_text_withholds() {
    let res = Resources::embedded().unwrap();
    let wall = "Sign in to go on\n\nThis page is for subscribers. Sign in with your account or create one to read all of our news.";
    let at = |url: &str, text: &str| Report { url: Some(url.into()), ..report(url, text) };
    let state = state_of(
        &res,
        &at("https://www.memphisnews.example/news/2031/03/02/3-hurt-in-alph-park-fire-4120873.html", wall),
    );
    assert_eq!(state.place.and_then(|place| place.name).as_deref(), Some("Memphis"));
    // It was written on 2 March, and names no day.
    assert_eq!((state.day, state.day_told), (Some(jiff::civil::date(2031, 3, 1)), false));
    let injured = state.figures.iter().find(|figure| figure.indicator == "injured").unwrap();
    assert_eq!((injured.best.unwrap().to_whole(), injured.rule, injured.entry), (3, "in-address", None));
    // An archive's copy of the page tells the same.
    let kept = "https://web.archive.org/web/20310709120000/https://www.memphisnews.example/news/2031/03/02/3-hurt-in-alph-park-fire-4120873.html";
    assert_eq!(state_of(&res, &at(kept, wall)).day, state.day);
    // The text is told before the address.
    let text =
        "Fire in a park\n\nFive people were hurt in a fire in a park of Jackson, Mississippi, on Tuesday, police said.";
    let state = state_of(&res, &at("https://www.memphisnews.example/3-hurt-in-alph-park-fire", text));
    let injured = state.figures.iter().find(|figure| figure.indicator == "injured").unwrap();
    assert_eq!((injured.best.unwrap().to_whole(), injured.rule), (5, "told"));
    assert_eq!(state.place.and_then(|place| place.name).as_deref(), Some("Jackson"));
}

#[test]
fn the_domain_of_a_country_tells_namesakes_apart() {
    let res = Resources::embedded().unwrap();
    for (url, country) in
        [(None, "US"), (Some("https://news.example.ca/a"), "CA"), (Some("https://news.example.co.uk/a"), "GB")]
    {
        let report =
            Report { url: url.map(str::to_owned), ..report("a", "A fire hurt two people in Richmond on Monday.") };
        let read = read_report(&res, report);
        assert_eq!(read.claims[0].place.as_ref().unwrap().country.as_deref(), Some(country));
    }
}

#[test]
fn where_an_outlet_mostly_writes_of_tells_namesakes_apart() {
    let res = Resources::embedded().unwrap();
    let at = |doc: &str, text: &str| Report { url: Some(format!("https://khzz.example/{doc}")), ..report(doc, text) };
    let last = at("d", "Two people were hurt in a fire in Winchester on Monday, police said.");
    let place = |reports: &[Report]| {
        let mut store = MemoryStore::new();
        let ids: Vec<StoryId> = reports.iter().map(|report| add(&res, &mut store, report)).collect();
        let story = store.story(*ids.last().unwrap()).unwrap().unwrap();
        read_story_state(&res, &store, &OneByOne, &story).unwrap().place.unwrap().parents
    };
    assert!(!place(std::slice::from_ref(&last)).contains(&"US.KY".to_owned()));
    let known = [
        at("a", "A school in Lexington, Kentucky, was shut after 40 pupils fell ill on Monday."),
        at("b", "Frankfort, Kentucky, plants 300 trees along its river, the mayor said."),
        at("c", "A bus with 12 passengers slid off a road near Paris, Kentucky, in the snow."),
        last,
    ];
    assert!(place(&known).contains(&"US.KY".to_owned()));
}
