//! Holds the pictures of the shipped example: what the map shows and keeps to itself, and how lineage is laid out.

use crate::example::read_example;
use firsthand::export::graph::{Graph, Label, Labels, NodeKind};
use firsthand::export::graph_svg::{say_english, write_graph};
use firsthand::export::kinship::CountedBy;
use firsthand::export::map::{Frame, Map, Standing, write_map};
use firsthand::export::svg::Form;
use firsthand::model::{FigureRef, Report, Timestamp};
use firsthand::pack::Indicators;
use firsthand::pipeline::places::gather_map;
use firsthand::pipeline::rows::Asked;
use firsthand::pipeline::traced::TracedStory;
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, Store};

fn settle(res: &Resources, reports: Vec<Report>) -> MemoryStore {
    let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
    let reads = reports.into_iter().map(|report| read_report(res, report)).collect();
    post_reads(&mut store, &mut memory, reads, Timestamp(0)).unwrap();
    settle_ledger(res, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
    store
}

fn map_of(res: &Resources, store: &dyn Store) -> Map {
    let indicators = Indicators::embedded().unwrap();
    let asked = Asked { indicator: Some("detained".into()), ..Asked::default() };
    gather_map(&res.gazetteer, &indicators, store, &asked).unwrap()
}

fn paint(map: &Map) -> String {
    let frame = Frame {
        id: "map",
        title: "detained",
        bounds: None,
        outlines: None,
        href: &|row| Some(format!("/entries/{}", row.entry)),
        say: &firsthand::export::map::say_english,
    };
    write_map(map, &frame, Form::Part)
}

struct Docs;

impl Labels for Docs {
    fn page(&mut self, report: &Report) -> Label {
        Label { name: report.doc.clone(), ..Label::default() }
    }
    fn counter(&mut self, counter: &CountedBy) -> Label {
        Label { name: counter.name.clone(), ..Label::default() }
    }
    fn figure(&mut self, figure: &FigureRef) -> String {
        figure.surface.clone()
    }
}

#[test]
fn the_country_stands_beside_the_map_and_towns_on_it() {
    let res = Resources::embedded().unwrap();
    let map = map_of(&res, &settle(&res, read_example()));
    let standing = |name: &str| {
        let rows = map.rows.iter().filter(|row| row.place.name.as_deref() == Some(name));
        rows.map(|row| (row.standing(), row.low.map(|low| low.to_whole()))).collect::<Vec<_>>()
    };
    // Of Portugal's figures the running total stands for it.
    assert_eq!(standing("Portugal"), [(Standing::Beside, Some(1_214))]);
    assert_eq!(standing("Porto"), [(Standing::Town, Some(96))]);
    assert_eq!(standing("Lisbon District"), [(Standing::Division, Some(412))]);
    let svg = paint(&map);
    assert!(svg.contains(">Portugal</text>") && svg.contains("class=\"box\""), "{svg}");
}

#[test]
fn a_map_keeps_small_counts_to_itself() {
    let res = Resources::embedded().unwrap();
    let store = settle(&res, read_example());
    let map = map_of(&res, &store);
    // Three people of one day in Lisbon, whom exports mask; the larger count of another day stands for the town.
    let entries = store.entries().unwrap();
    let lisbon =
        || entries.iter().filter(|entry| entry.place.as_deref() == Some("Lisbon") && entry.indicator == "detained");
    let few = lisbon().find(|entry| entry.low.is_some_and(|low| low.to_whole() < 5)).unwrap();
    assert_eq!(map.hidden, 1);
    assert!(map.rows.iter().all(|row| row.entry != few.id));
    let town = map.rows.iter().find(|row| row.place.name.as_deref() == Some("Lisbon")).unwrap();
    assert_eq!((town.low.map(|low| low.to_whole()), town.others), (Some(412), 0));
    let svg = paint(&map);
    assert!(svg.contains("1 count masked or withheld") && !svg.contains(&few.id.to_string()), "{svg}");
}

#[test]
fn lineage_of_the_example_is_a_graph_from_counters_to_copies() {
    let res = Resources::embedded().unwrap();
    let store = settle(&res, read_example());
    let stories = store.stories().unwrap();
    let story = stories.iter().max_by_key(|story| story.reports.len()).unwrap();
    let traced = TracedStory::of(&store, story).unwrap();
    assert_eq!((traced.reports.len(), traced.texts(), traced.lead.as_deref()), (11, 8, Some("detained")));
    let graph = Graph::of(&traced.kinship(), &traced.counted(), &mut Docs);
    assert_eq!((graph.pages, graph.texts), (11, 8));
    assert_eq!(graph.nodes.iter().filter(|node| node.kind == NodeKind::Counter).count(), 2);
    let named = |doc: &str| graph.nodes.iter().find(|node| node.label.name == doc).unwrap();
    let spun = named("monday-spun");
    assert_eq!(spun.above.map(|above| graph.nodes[above].label.name.as_str()), Some("monday-desk"));
    let link = spun.link.as_ref().unwrap();
    assert_eq!(link.dropped.len(), 1, "{link:?}");
    assert_eq!(link.dropped[0].0, None);
    assert_eq!(graph.fold(), graph);
    let svg = write_graph(&graph, "Lineage", "lineage", &say_english, Form::Part);
    assert!(
        svg.contains("dropped 187; 96") && svg.contains("translated, 72 %") && svg.contains("shared quote"),
        "{svg}"
    );
}

#[test]
fn pictures_do_not_depend_on_the_order_of_arrival() {
    let res = Resources::embedded().unwrap();
    let mut reports = read_example();
    let draw = |reports: Vec<Report>| {
        let store = settle(&res, reports);
        let stories = store.stories().unwrap();
        let story = stories.iter().max_by_key(|story| story.reports.len()).unwrap();
        let traced = TracedStory::of(&store, story).unwrap();
        let graph = Graph::of(&traced.kinship(), &traced.counted(), &mut Docs);
        (paint(&map_of(&res, &store)), write_graph(&graph, "Lineage", "lineage", &say_english, Form::Part))
    };
    let first = draw(reports.clone());
    reports.reverse();
    assert_eq!(draw(reports), first);
}
