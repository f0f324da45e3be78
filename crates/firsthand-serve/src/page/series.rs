//! Series: how a figure grew, as a chart with every claim, a map, a table, and who counted. Every view is an address.
//! Not here: what is drawn and how (the library).

use super::parts::{self, foreign};
use super::{lay_out, map, path_of};
use crate::ask::{Answer, Ask};
use crate::desk::Reading;
use crate::problem::Problem;
use crate::words::{Words, safe};
use firsthand::export::chart::{Chart, ChartPhrase, Dot, Look, Panel, Sort, write_chart, write_svg};
use firsthand::export::csv::write_csv;
use firsthand::export::entries::EntryRow;
use firsthand::export::svg::Form;
use firsthand::export::table::{Cell, Field, Kind, Table};
use firsthand::ledger::{name_counters, trace_hands};
use firsthand::model::{Claim, ClaimId, Entry, Period, Support, Timestamp};
use firsthand::pipeline::series::{Charted, Clock, LeftOut, Sight, gather_chart};
use firsthand::pipeline::{families_of, mask_entries};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// In so many stories, the largest first, the one to be drawn is looked for.
const STORIES: usize = 24;
/// Rows of the table.
const ROWS: usize = 500;
const DAY: i64 = 86_400;

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    if let Some(address) = settle_days(ask)? {
        return Ok(Answer::see(address));
    }
    let sight = read_sight(ask)?;
    let asked = ask.query.asked(reading.view)?;
    let mut charted = gather_chart(&reading.res().gazetteer, &reading.desk.indicators, reading.view, &asked, &sight)?;
    if let Some(asked) = ask.query.get("moment") {
        // A place of the slider becomes the moment that it stands for, so that the address stays true when more is known.
        let at: usize = asked.parse().map_err(|_| Problem::bad("moment", format!("{asked} is no number")))?;
        let last = at + 1 >= charted.moments.len();
        let moment = charted.moments.get(at).filter(|_| !last).map(ToString::to_string);
        let address = ask.query.link(&path_of(ask), &[("moment", None), ("as_of", moment.as_deref())]);
        return Ok(Answer::see(address));
    }
    charted.entries = mask_entries(reading.view, std::mem::take(&mut charted.entries))?;
    match ask.form() {
        Some("svg") => match &charted.chart {
            Some(chart) => Ok(Answer::of("image/svg+xml", write_svg(chart))),
            None => Err(Problem::missing("series of that")),
        },
        Some("csv") => {
            let mut out = Vec::new();
            let rows = rows_of(&charted);
            write_csv(&points_table(), rows, &mut out).map_err(|error| Problem::fault(error.to_string()))?;
            Ok(Answer::csv("series", out))
        }
        Some(_) => Ok(Answer::json(&document(ask, &charted))),
        None => page(reading, &sight, &charted),
    }
}

/// Days that come as two fields of a form become the span that addresses tell.
fn settle_days(ask: &Ask) -> Result<Option<String>, Problem> {
    let (from, to) = (ask.query.get("from"), ask.query.get("to"));
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let read = |name: &str, value: Option<&str>| {
        value.map(|value| value.parse::<Period>().map_err(|error| Problem::bad(name, error.to_string()))).transpose()
    };
    let (from, to) = (read("from", from)?, read("to", to)?);
    let days = match (from.or(to), to.or(from)) {
        (Some(from), Some(to)) => {
            let (from, to) = (from.first_day(), to.last_day());
            Some(format!("{}/{}", from.min(to), to.max(from)))
        }
        _ => None,
    };
    Ok(Some(ask.query.link(&path_of(ask), &[("from", None), ("to", None), ("day", days.as_deref())])))
}

fn read_sight(ask: &Ask) -> Result<Sight, Problem> {
    let clock = match ask.query.get("x") {
        None | Some("stated") => Clock::Stated,
        Some("happened") => Clock::Happened,
        Some("published") => Clock::Published,
        Some("recorded") => Clock::Recorded,
        Some(other) => {
            let why = format!("there is no clock {other}\nhint: stated, happened, published or recorded");
            return Err(Problem::bad("x", why));
        }
    };
    Ok(Sight { clock, as_of: ask.query.as_of, days: ask.query.day, stories: STORIES })
}

/// A mark of the chart as a row.
struct Row {
    sort: Sort,
    dot: Dot,
    support: Option<Support>,
    claim: Option<Claim>,
}

fn support_of<'a>(charted: &'a Charted, dot: &Dot) -> Option<&'a Support> {
    let entry = charted.entries.iter().find(|entry| entry.id == dot.entry)?;
    entry.support.iter().find(|support| support.claim == dot.claim)
}

fn rows_of(charted: &Charted) -> Vec<Row> {
    let panels = charted.chart.iter().flat_map(|chart| &chart.panels);
    let mut rows: Vec<Row> = panels
        .flat_map(|panel| panel.dots.iter().map(|dot| (panel.sort, dot)))
        .map(|(sort, dot)| Row {
            sort,
            dot: dot.clone(),
            support: support_of(charted, dot).cloned(),
            claim: charted.claims.get(&dot.claim).cloned(),
        })
        .collect();
    rows.sort_by_key(|row| (row.dot.at, row.sort, row.dot.amount, row.dot.claim));
    rows
}

fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Total => "total",
        Sort::Day => "day",
        Sort::Window => "window",
        Sort::State => "state",
        Sort::Price => "price",
    }
}

fn points_table() -> Table<Row> {
    let text = |name, about: &str, value: fn(&Row) -> Cell| Field::new(name, Kind::Text, about, value);
    Table {
        name: "series",
        title: "Series",
        about: "One row a claim of the series that is drawn, and not those that are masked.",
        key: "claim",
        fields: vec![
            Field::new("at", Kind::Moment, "Where it stands on the clock asked for.", |row: &Row| {
                Cell::Moment(row.dot.at)
            }),
            text("scale", "Running total, day, window, state or price.", |row: &Row| {
                Cell::text(Some(sort_name(row.sort)))
            }),
            Field::new("figure", Kind::Number, "The figure as told.", |row: &Row| Cell::Amount(row.dot.amount)),
            Field::new("low", Kind::Number, "Its lower bound.", |row: &Row| {
                Cell::amount(row.claim.as_ref().and_then(|claim| claim.bounds.lower))
            }),
            Field::new("high", Kind::Number, "Its upper bound.", |row: &Row| {
                Cell::amount(row.claim.as_ref().and_then(|claim| claim.bounds.upper))
            }),
            text("support", "What the claim does in the entry.", |row: &Row| {
                row.support.as_ref().map_or(Cell::Missing, |support| Cell::word(&support.kind))
            }),
            text("counter", "Who counted, named or inferred.", |row| {
                Cell::text(row.support.as_ref().and_then(|support| support.counter.as_deref()))
            }),
            Field::new("inferred", Kind::Flag, "The counter is inferred.", |row: &Row| {
                Cell::Flag(row.support.as_ref().is_some_and(|support| support.inferred))
            }),
            text("page", "The page's name.", |row: &Row| Cell::text(Some(&row.dot.doc))),
            text("claim", "Id of the claim.", |row: &Row| Cell::Text(row.dot.claim.to_string())),
            text("entry", "Id of the entry.", |row: &Row| Cell::Text(row.dot.entry.to_string())),
        ],
    }
}

fn document(ask: &Ask, charted: &Charted) -> Value {
    let panels: Vec<Value> = charted
        .chart
        .iter()
        .flat_map(|chart| &chart.panels)
        .map(|panel| {
            let lines = panel.lines.iter().map(|line| {
                let steps = line.steps.iter().map(|step| json!({"at": step.at, "low": step.low, "high": step.high}));
                json!({"label": line.label, "steps": steps.collect::<Vec<_>>(), "end": line.end})
            });
            let dots = panel.dots.iter().map(|dot| {
                let support = support_of(charted, dot);
                json!({
                    "at": dot.at, "figure": dot.amount, "repeated": dot.repeated, "claim": dot.claim, "entry": dot.entry,
                    "page": dot.doc, "support": support.map(|support| support.kind),
                    "counter": support.and_then(|support| support.counter.as_ref()),
                    "inferred": support.is_some_and(|support| support.inferred),
                })
            });
            let flags = panel.flags.iter().map(|flag| json!({"at": flag.at, "reason": flag.reason}));
            json!({
                "scale": sort_name(panel.sort), "lines": lines.collect::<Vec<_>>(), "dots": dots.collect::<Vec<_>>(),
                "revisions": flags.collect::<Vec<_>>(),
            })
        })
        .collect();
    let chart = charted.chart.as_ref();
    json!({
        "format": "firsthand/series/1", "title": chart.map(|chart| &chart.title), "x": ask.query.get("x").unwrap_or("stated"),
        "as_of": ask.query.as_of, "story": charted.story, "panels": panels, "moments": charted.moments,
        "not_drawn": chart.map(|chart| &chart.notes),
        "others": charted.others.iter().map(|(story, pages)| json!({"story": story, "pages": pages})).collect::<Vec<_>>(),
    })
}

fn page(reading: &Reading<'_>, sight: &Sight, charted: &Charted) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let (words, query) = (ask.words, &ask.query);
    let title = match charted.entries.first() {
        Some(entry) => format!("{}, {}", parts::thing(words, entry), safe(&parts::place(words, entry))),
        None => words.say("series-title"),
    };
    let choices = BTreeMap::from([("indicator", parts::indicator_choices(reading.desk, words))]);
    let tabs = ["chart", "map", "table", "sources"].map(|name| (name, words.say(&format!("series-tab-{name}"))));
    let seen = reading.see(charted.entries.clone())?;
    let tab = query.get("tab").filter(|tab| tabs.iter().any(|(own, _)| own == tab)).unwrap_or("chart");
    let content = html! {
        p.crumbs {
            @if let Some(story) = charted.story { a href=(query.link_to(&format!("/story/{story}"), &[])) { (words.say("tally-story")) } }
        }
        h1 { bdi { (title) } }
        @if let Some(row) = seen.iter().max_by_key(|row| (row.entry.pages, std::cmp::Reverse(row.entry.id))) {
            @let entry = &row.entry;
            p.lead { a href=(query.link_to(&format!("/entry/{}", entry.id), &[])) { (parts::sentence(words, row)) } " " (parts::copy_button(words, &super::tally::copy_text(ask, row))) }
        }
        (parts::filters(ask, &["indicator", "place", "known_at"], &choices))
        @if charted.entries.is_empty() && query.as_of.is_none() { p.empty { (words.say("tally-empty")) } }
        @else {
            (parts::tabs(ask, &words.say("series-tabs"), "tab", &tabs, "chart"))
            @match tab {
                "map" => (map::figure(reading, &charted.entries, &title)?),
                "table" => (table(ask, charted, &seen)),
                "sources" => (sources(reading, charted)?),
                _ => (chart(ask, sight, charted, &title)),
            }
        }
        @if !charted.others.is_empty() {
            section.facet aria-label=(words.say("series-others")) {
                h2 { (words.say("series-others")) }
                ul {
                    @for (story, pages) in charted.others.iter().take(12) {
                        li { a href=(query.link("/series", &[("story", Some(&story.to_string())), ("as_of", None), ("day", None)])) { (parts::short(&story.to_string())) } " " span.count { (words.count("page", *pages)) } }
                    }
                }
            }
        }
    };
    Ok(Answer::html(lay_out(ask, &title, content)))
}

fn chart(ask: &Ask, sight: &Sight, charted: &Charted, title: &str) -> Markup {
    let (words, query) = (ask.words, &ask.query);
    let clocks =
        ["stated", "happened", "published", "recorded"].map(|name| (name, words.say(&format!("clock-{name}"))));
    html! {
        (parts::choices(ask, &words.say("clock-label"), "x", &clocks, "stated"))
        (as_of(ask, sight, charted))
        @match &charted.chart {
            None => p.empty { (words.say("series-nothing")) },
            Some(chart) => {
                @let drawn = localise(words, charted, chart, title);
                @let href = |dot: &Dot| Some(query.link_to(&format!("/claim/{}", dot.claim), &[]));
                @let look = Look { form: Form::Part, id: "chart", href: &href, say: &|phrase| say(words, &drawn, phrase) };
                div.scroll.picture tabindex="0" role="region" aria-label=(title) data-brush=(query.link(&path_of(ask), &[("day", Some("FROM/TO"))])) {
                    (PreEscaped(write_chart(&drawn, &look)))
                }
                @let flags: Vec<_> = drawn.panels.iter().flat_map(|panel| &panel.flags).collect();
                @if !flags.is_empty() {
                    ul.revisions {
                        @for (at, flag) in flags.iter().enumerate() { li { strong { (words.say_of("chart-revision", &[("number", (at + 1).into())])) } " (" (words.moment(flag.at)) "): " (safe(&flag.reason)) } }
                    }
                }
            }
        }
        @for (why, number) in &charted.left_out { p.source { (words.numbered(&format!("left-out-{}", left_out_name(*why)), *number)) } }
        (zoom(ask, sight, charted))
    }
}

fn left_out_name(why: LeftOut) -> &'static str {
    match why {
        LeftOut::Aside => "aside",
        LeftOut::Beside => "beside",
        LeftOut::Untimed => "untimed",
        LeftOut::Hidden => "hidden",
        LeftOut::OtherDays => "other-days",
    }
}

/// The chart with the page's words in it.
fn localise(words: &Words, charted: &Charted, chart: &Chart, title: &str) -> Chart {
    let mut chart = chart.clone();
    chart.title = title.to_owned();
    let first = charted.entries.first();
    for panel in &mut chart.panels {
        panel.axis = axis(words, panel, first);
        for line in &mut panel.lines {
            line.label = safe(&line.label);
        }
        for dot in &mut panel.dots {
            dot.words = dot_words(words, charted, dot);
        }
    }
    chart
}

/// The axis title: what is counted, and whether it is cumulative or daily.
fn axis(words: &Words, panel: &Panel, entry: Option<&Entry>) -> String {
    let thing = entry.map(|entry| parts::thing(words, entry)).unwrap_or_default();
    let scale = words.say(&format!("scale-{}", sort_name(panel.sort)));
    words.say_of("chart-axis", &[("thing", thing.into()), ("scale", scale.into())])
}

/// A mark in words: figure, counter, page, moment, what it does.
fn dot_words(words: &Words, charted: &Charted, dot: &Dot) -> String {
    let claim = charted.claims.get(&dot.claim);
    let figure = claim.map_or_else(
        || words.figure(Some(dot.amount)),
        |claim| parts::amount(words, claim.value, claim.bounds, claim.modifier),
    );
    let support = support_of(charted, dot);
    let parts = [
        ("figure", figure.into()),
        ("counter", counter_words(words, support).into()),
        ("page", dot.doc.as_str().into()),
        ("moment", words.moment(dot.at).into()),
        ("support", support.map(|support| words.word("support", &support.kind)).unwrap_or_default().into()),
    ];
    safe(&words.say_of("chart-dot", &parts))
}

fn counter_words(words: &Words, support: Option<&Support>) -> String {
    match support.and_then(|support| Some((support.counter.as_ref()?, support.inferred))) {
        Some((counter, true)) => format!("{counter} ({})", words.say("inferred")),
        Some((counter, false)) => counter.clone(),
        None => words.say("counter-none"),
    }
}

fn say(words: &Words, chart: &Chart, phrase: &ChartPhrase<'_>) -> String {
    match *phrase {
        ChartPhrase::About(_) => {
            let dots = chart.panels.iter().map(|panel| panel.dots.len()).sum();
            let axes: Vec<&str> = chart.panels.iter().map(|panel| panel.axis.as_str()).collect();
            words.say_of(
                "chart-about",
                &[("claims", words.count("claim", dots).into()), ("axes", axes.join("; ").into())],
            )
        }
        ChartPhrase::Named => words.say("chart-named"),
        ChartPhrase::Repeats => words.say("chart-repeats"),
        ChartPhrase::Nameless => words.say("counter-none"),
        ChartPhrase::AtLeast => words.say("chart-at-least"),
        ChartPhrase::Against => words.say("chart-against"),
        ChartPhrase::Bounds => words.say("chart-bounds"),
        ChartPhrase::Revision(n) => words.say_of("chart-revision", &[("number", n.into())]),
        ChartPhrase::Reason(n, why) => {
            format!("{}: {why}", words.say_of("chart-revision", &[("number", n.into())]))
        }
        ChartPhrase::Figure(amount) => words.figure(Some(amount)),
        ChartPhrase::Open(amount) => words.say_of("amount-at-least", &[("figure", words.figure(Some(amount)).into())]),
        ChartPhrase::Month(number) => words.say(&format!("month-{number}")),
        ChartPhrase::Day(day, number) => {
            words.say_of("chart-day", &[("day", day.to_string().into()), ("month", words.month_of_day(number).into())])
        }
        ChartPhrase::DayOfYear(day, number, year) => words.say_of(
            "date-day",
            &[
                ("day", day.to_string().into()),
                ("month", words.month_of_day(number).into()),
                ("year", year.to_string().into()),
            ],
        ),
    }
}

/// The slider over the moments for which counts were stated, and steps to the ones beside.
fn as_of(ask: &Ask, sight: &Sight, charted: &Charted) -> Markup {
    let (words, query) = (ask.words, &ask.query);
    let moments = &charted.moments;
    if moments.len() < 2 {
        return html! {};
    }
    let last = moments.len() - 1;
    // The last moment at or before the one asked for.
    let at = sight.as_of.map_or(last, |as_of| moments.partition_point(|moment| *moment <= as_of).saturating_sub(1));
    let told = |at: usize| if at == last { words.say("as-of-latest") } else { words.moment(moments[at]) };
    let now = sight.as_of.map_or_else(|| words.say("as-of-latest"), |as_of| words.moment(as_of));
    let path = path_of(ask);
    let to = |at: usize| {
        let moment = (at < last).then(|| moments[at].to_string());
        query.link(&path, &[("as_of", moment.as_deref())])
    };
    html! {
        form.as-of method="get" action=(path) data-slide {
            @for (name, value) in query.pairs().filter(|(name, _)| !matches!(*name, "as_of" | "moment" | "cursor")) { input type="hidden" name=(name) value=(value); }
            label for="moment" { (words.say("filter-as-of")) " " output for="moment" { (now) } }
            input #moment type="range" name="moment" min="0" max=(last) step="1" value=(at) list="moments" aria-valuetext=(now);
            datalist #moments { @for at in 0..=last { option value=(at) label=(told(at)) {} } }
            button { (words.say("filter-go")) }
            @if at > 0 { a href=(to(at - 1)) { (words.say("as-of-earlier")) } }
            @if sight.as_of.is_some() { a href=(to(at + 1)) { (words.say("as-of-later")) } " " a href=(to(last)) { (words.say("as-of-latest")) } }
        }
    }
}

/// Ways to fewer days: each month or day as a link, and a form.
fn zoom(ask: &Ask, sight: &Sight, charted: &Charted) -> Markup {
    let (words, query) = (ask.words, &ask.query);
    let path = path_of(ask);
    let days = charted.reach.map(|(from, to)| spans_of(from, to)).unwrap_or_default();
    let on = query.get("day");
    html! {
        section.zoom aria-label=(words.say("zoom-label")) {
            form.filters method="get" action=(path) {
                @for (name, value) in query.pairs().filter(|(name, _)| !matches!(*name, "day" | "cursor")) { input type="hidden" name=(name) value=(value); }
                label { span { (words.say("zoom-from")) } input type="date" name="from" value=[sight.days.map(|days| days.first_day().to_string())]; }
                label { span { (words.say("zoom-to")) } input type="date" name="to" value=[sight.days.map(|days| days.last_day().to_string())]; }
                button { (words.say("zoom-go")) }
                @if on.is_some() { a href=(query.link(&path, &[("day", None)])) { (words.say("zoom-all")) } }
            }
            @if days.len() > 1 {
                ul.choices {
                    @for day in &days {
                        @let value = day.to_string();
                        li { a href=(query.link(&path, &[("day", Some(&value))])) aria-current=[(on == Some(&value)).then_some("true")] { (words.period(Some(*day))) } }
                    }
                }
            }
        }
    }
}

/// The days of a short time, the months of a long one, the years of a very long one; none of a time too long for that.
fn spans_of(from: Timestamp, to: Timestamp) -> Vec<Period> {
    const MOST: i64 = 36;
    // A count of a day stands at its end.
    let (first, last) = (from.date(), Timestamp(to.0.saturating_sub(1).max(from.0)).date());
    let days = (to.0 - from.0) / DAY;
    let (mut spans, mut day) = (Vec::new(), first);
    while day <= last && spans.len() < MOST as usize {
        let text = match days {
            ..=30 => day.to_string(),
            31..=1_000 => format!("{:04}-{:02}", day.year(), day.month()),
            _ => format!("{:04}", day.year()),
        };
        let Ok(span) = text.parse::<Period>() else { break };
        spans.push(span);
        let Ok(next) = span.last_day().tomorrow() else { break };
        day = next;
    }
    spans
}

/// Every claim of the picture, in the order of the clock.
fn table(ask: &Ask, charted: &Charted, seen: &[EntryRow]) -> Markup {
    let (words, query) = (ask.words, &ask.query);
    let rows = rows_of(charted);
    let times: BTreeMap<_, &Entry> = charted.entries.iter().map(|entry| (entry.id, entry)).collect();
    let clock = query.get("x").unwrap_or("stated");
    html! {
        (super::tally::tables(ask, seen))
        h2 { (words.say("claims-title")) }
        div.scroll tabindex="0" role="region" aria-label=(words.say("claims-title")) {
            table {
                thead { tr {
                    th scope="col" { (words.say(&format!("clock-{clock}"))) }
                    th.figure scope="col" { (words.say("field-figure")) }
                    @for name in ["field-source", "col-role", "col-page", "filter-day"] { th scope="col" { (words.say(name)) } }
                } }
                tbody {
                    @for row in rows.iter().take(ROWS) {
                        tr data-row=(row.dot.claim) {
                            th scope="row" { (words.moment(row.dot.at)) }
                            td.figure { a href=(query.link_to(&format!("/claim/{}", row.dot.claim), &[])) { (row.claim.as_ref().map_or_else(|| words.figure(Some(row.dot.amount)), |claim| parts::amount(words, claim.value, claim.bounds, claim.modifier))) } }
                            td { bdi { (safe(&counter_words(words, row.support.as_ref()))) } }
                            td { @if let Some(support) = &row.support { span.kind.(parts::key_of(&support.kind)) { (words.word("support", &support.kind)) } } }
                            td { (page_link(ask, row)) }
                            td { @if let Some(entry) = times.get(&row.dot.entry) { a href=(query.link_to(&format!("/entry/{}", entry.id), &[])) { (super::stories::when(words, entry)) } } }
                        }
                    }
                }
            }
        }
        @if rows.len() > ROWS { p { (words.numbered("series-more-rows", rows.len() - ROWS)) } }
    }
}

fn page_link(ask: &Ask, row: &Row) -> Markup {
    match &row.claim {
        Some(claim) if claim.series.is_none() => {
            html! { a href=(ask.query.link_to(&format!("/report/{}", claim.report), &[])) { (foreign(&row.dot.doc, None)) } }
        }
        _ => foreign(&row.dot.doc, None),
    }
}

/// Who counted, and which pages carry it.
fn sources(reading: &Reading<'_>, charted: &Charted) -> Result<Markup, Problem> {
    let words = reading.ask.words;
    let claims: Vec<Claim> = charted.claims.values().cloned().collect();
    let by_id: BTreeMap<ClaimId, &Claim> = charted.claims.iter().map(|(id, claim)| (*id, claim)).collect();
    let hands = trace_hands(&charted.entries, &claims, &families_of(reading.view, by_id.into_values())?);
    let names = name_counters(&claims);
    Ok(html! {
        h2 { (words.say("hands-title")) }
        (parts::hands(reading.ask, &hands, &names))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_days_months_or_years() {
        let spans = |from: &str, to: &str| {
            let spans = spans_of(from.parse().expect("a moment"), to.parse().expect("a moment"));
            (spans.len(), spans.first().map(ToString::to_string), spans.last().map(ToString::to_string))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(spans("2025-03-10T09:00Z", "2025-03-13T00:00Z"), (3, some("2025-03-10"), some("2025-03-12")));
        assert_eq!(spans("2025-01-31T00:00Z", "2025-03-13T00:00Z"), (3, some("2025-01"), some("2025-03")));
        assert_eq!(spans("1994-01-31T00:00Z", "2025-03-13T00:00Z"), (32, some("1994"), some("2025")));
        assert_eq!(spans("2025-03-10T09:00Z", "2025-03-10T09:00Z"), (1, some("2025-03-10"), some("2025-03-10")));
    }
}
