//! Holds what screens show of the shipped example: the list of stories, and a series along each of the four clocks.

use crate::example::read_example;
use firsthand::export::chart::{Chart, Panel, Sort};
use firsthand::model::{Amount, Timestamp};
use firsthand::pack::Indicators;
use firsthand::pipeline::rows::Asked;
use firsthand::pipeline::series::{Charted, Clock, LeftOut, Sight, gather_chart};
use firsthand::pipeline::stories::list_stories;
use firsthand::pipeline::traced::TracedStory;
use firsthand::pipeline::{Memory, OneByOne, post_reads, read_report, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::{MemoryStore, Store};

const RECORDED: Timestamp = Timestamp(1_742_000_000);

fn example(res: &Resources) -> MemoryStore {
    let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
    let reads = read_example().into_iter().map(|report| read_report(res, report)).collect();
    post_reads(&mut store, &mut memory, reads, RECORDED).unwrap();
    settle_ledger(res, &mut store, &mut memory, &OneByOne, &mut |_, _| {}).unwrap();
    store
}

#[test]
fn a_list_of_stories_says_what_the_stories_themselves_say() {
    let res = Resources::embedded().unwrap();
    let store = example(&res);
    let all = list_stories(&store, &Asked::default(), None, 10, &|_| true).unwrap().unwrap();
    assert_eq!(all.lines.iter().map(|line| line.head.pages).collect::<Vec<_>>(), [11, 1]);
    assert_eq!(all.next, None);
    for line in &all.lines {
        let story = TracedStory::of(&store, &store.story(line.head.id).unwrap().unwrap()).unwrap();
        let head = story.head();
        assert_eq!((line.head.texts, &line.head.lead, &line.head.place), (head.texts, &head.lead, &head.place));
        assert_eq!(line.head.counters.len(), head.counters.len());
        assert_eq!(line.langs, story.langs());
        assert_eq!(line.days(), story.days());
        assert_eq!(line.leading.iter().collect::<Vec<_>>(), story.leading());
    }
    let first = list_stories(&store, &Asked::default(), None, 1, &|_| true).unwrap().unwrap();
    assert_eq!((&first.lines[..], first.next), (&all.lines[..1], Some(all.lines[1].head.id)));
    let second = list_stories(&store, &Asked::default(), first.next, 1, &|_| true).unwrap().unwrap();
    assert_eq!((&second.lines[..], second.next), (&all.lines[1..], None));
    let asked = |place: &str| Asked { place: Some(place.into()), ..Asked::default() };
    let galati = list_stories(&store, &asked("galati"), None, 10, &|_| true).unwrap().unwrap();
    assert_eq!(galati.lines.iter().map(|line| line.head.id).collect::<Vec<_>>(), [all.lines[1].head.id]);
    assert!(list_stories(&store, &asked("Nowhere"), None, 10, &|_| true).unwrap().unwrap().lines.is_empty());
    let shown = |entry: &firsthand::model::Entry| entry.indicator == "injured";
    let injured = list_stories(&store, &Asked::default(), None, 1, &shown).unwrap().unwrap();
    assert_eq!(injured.lines[0].head.lead.as_deref(), Some("injured"), "what is not shown leads nothing");
    assert_eq!(list_stories(&store, &asked("galati"), Some(all.lines[0].head.id), 10, &|_| true).unwrap(), None);
}

fn charted(res: &Resources, store: &MemoryStore, sight: &Sight) -> Charted {
    let indicators = Indicators::embedded().unwrap();
    let asked = Asked { indicator: Some("detained".into()), place: Some("Portugal".into()), ..Asked::default() };
    gather_chart(&res.gazetteer, &indicators, store, &asked, sight).unwrap()
}

fn panel(chart: &Chart, sort: Sort) -> &Panel {
    chart.panels.iter().find(|panel| panel.sort == sort).unwrap()
}

fn figures(panel: &Panel) -> Vec<(String, i64)> {
    panel.dots.iter().map(|dot| (dot.at.to_string(), dot.amount.thousandths() / Amount::SCALE)).collect()
}

#[test]
fn a_series_stands_along_each_clock() {
    let res = Resources::embedded().unwrap();
    let store = example(&res);
    let along = |clock| charted(&res, &store, &Sight { clock, ..Sight::default() });
    let stated = along(Clock::Stated);
    let chart = stated.chart.as_ref().unwrap();
    let total = panel(chart, Sort::Total);
    assert!(total.dots.iter().all(|dot| dot.entry == total.dots[0].entry), "one running total: {:?}", total.dots);
    // A day's count stands at noon of its day where it is asked when it happened, whenever it was stated.
    let happened = along(Clock::Happened);
    let day = panel(happened.chart.as_ref().unwrap(), Sort::Day);
    assert!(figures(day).iter().all(|(at, _)| at.contains("T12:00")), "{:?}", figures(day));
    assert_eq!(day.lines.iter().map(|line| line.steps.len()).max(), Some(1));
    // All marks stand at the one moment at which the ledger was told.
    let recorded = along(Clock::Recorded);
    let moments = recorded.chart.as_ref().unwrap().panels.iter().flat_map(|panel| panel.dots.iter().map(|dot| dot.at));
    assert!(moments.into_iter().all(|at| at == RECORDED));
    // Along publication, nothing is known before the first page is out; in the end as much as along any other clock.
    let published = along(Clock::Published);
    let steps = |charted: &Charted| -> Vec<(Option<Amount>, Option<Amount>)> {
        let lines = charted.chart.iter().flat_map(|chart| &chart.panels).flat_map(|panel| &panel.lines);
        let mut last: Vec<_> = lines.filter_map(|line| line.steps.last()).map(|step| (step.low, step.high)).collect();
        last.sort_unstable();
        last
    };
    assert_eq!(steps(&published), steps(&stated));
    assert_eq!(steps(&happened), steps(&stated));
    for charted in [&published, &stated, &happened, &recorded] {
        let lines = charted.chart.iter().flat_map(|chart| &chart.panels).flat_map(|panel| &panel.lines);
        for line in lines {
            assert!(line.steps.windows(2).all(|two| two[0].at < two[1].at), "{line:?}");
        }
    }
    assert!(!stated.moments.is_empty() && stated.moments.windows(2).all(|two| two[0] < two[1]));
}

#[test]
fn as_of_a_moment_nothing_later_is_drawn() {
    let res = Resources::embedded().unwrap();
    let store = example(&res);
    let all = charted(&res, &store, &Sight::default());
    for (at, moment) in all.moments.iter().enumerate() {
        let then = charted(&res, &store, &Sight { as_of: Some(*moment), ..Sight::default() });
        assert_eq!(then.moments, all.moments, "the slider stays the same");
        let dots = then.chart.iter().flat_map(|chart| &chart.panels).flat_map(|panel| &panel.dots);
        let stated: Vec<Timestamp> = dots.map(|dot| dot.at).collect();
        assert!(!stated.is_empty() && stated.iter().all(|at| at <= moment), "{at}: {stated:?}");
    }
}

#[test]
fn days_cut_the_picture_and_say_what_they_leave_out() {
    let res = Resources::embedded().unwrap();
    let store = example(&res);
    let all = charted(&res, &store, &Sight::default());
    let cut = charted(&res, &store, &Sight { days: "2025-03-10".parse().ok(), ..Sight::default() });
    let chart = cut.chart.as_ref().unwrap();
    let day = ("2025-03-10".parse::<Timestamp>().unwrap(), "2025-03-11".parse::<Timestamp>().unwrap());
    assert_eq!(chart.window, Some(day));
    let count = |chart: &Chart| chart.panels.iter().map(|panel| panel.dots.len()).sum::<usize>();
    let left = cut.left_out.iter().find(|(why, _)| *why == LeftOut::OtherDays).map(|(_, number)| *number);
    assert_eq!(left, Some(count(all.chart.as_ref().unwrap()) - count(chart)));
    assert!(left > Some(0) && chart.notes.iter().any(|note| note.contains("other days")), "{:?}", chart.notes);
    for line in chart.panels.iter().flat_map(|panel| &panel.lines) {
        assert!(line.end <= day.1 && line.steps.iter().all(|step| day.0 <= step.at && step.at <= day.1), "{line:?}");
    }
    let never = charted(&res, &store, &Sight { days: "1999".parse().ok(), ..Sight::default() });
    assert!(never.chart.is_none() && !never.entries.is_empty());
}
