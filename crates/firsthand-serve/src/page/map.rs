//! Map: at each place a circle by the lower bound, with a ring by the upper; what has no one point stands in a box beside it;
//! and the same rows as a list. Not here: drawing (the library), and outlines (`asset`).

use super::parts::{self, foreign};
use super::{asset, lay_out, path_of};
use crate::ask::{Answer, Ask};
use crate::desk::Reading;
use crate::found::{find_entries, write_entries};
use crate::problem::Problem;
use crate::words::{Words, safe};
use firsthand::export::entries::entries_table;
use firsthand::export::geojson::write_geojson;
use firsthand::export::map::{Bounds, Frame, Map, MapRow, Outlines, Phrase, Standing, write_map};
use firsthand::export::svg::Form;
use firsthand::model::{Companion, Entry, PlacePrecision, SeriesKind};
use firsthand::pipeline::places::map_entries;
use firsthand::pipeline::rows::gather_entry_rows;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// Figures that are looked at for a map, and rows of a table or document.
const FIGURES: usize = 300;
/// Rows of the list.
const ROWS: usize = 100;

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let (words, query) = (ask.words, &ask.query);
    let found = find_entries(reading, query.limit.unwrap_or(FIGURES))?;
    match ask.form() {
        Some("csv") => return Ok(Answer::csv("map", write_entries(reading, &found.entries)?)),
        Some("geojson") => return write_points(reading, &found.entries),
        Some(_) => {
            return super::tally::tell(reading, &found);
        }
        None => {}
    }
    let choices = BTreeMap::from([
        ("indicator", parts::indicator_choices(reading.desk, words)),
        ("profile", parts::profile_choices(words)),
    ]);
    let title = words.say("nav-map");
    let content = html! {
        h1 { (title) }
        (parts::filters(ask, &["indicator", "place", "day", "as_of", "known_at", "profile"], &choices))
        @if found.entries.is_empty() { p.empty { (words.say("tally-empty")) } }
        @else { (figure(reading, &found.entries, &title)?) }
        @if found.next.is_some() { p.source { (words.numbered("map-more", found.entries.len())) } }
    };
    Ok(Answer::html(lay_out(ask, &title, content)))
}

/// Entries as GeoJSON, as the export writes them.
fn write_points(reading: &Reading<'_>, entries: &[Entry]) -> Result<Answer, Problem> {
    let desk = reading.desk;
    let rows = gather_entry_rows(&desk.res.gazetteer, &desk.indicators, reading.view, entries)?;
    let mut out = Vec::new();
    write_geojson(&entries_table(), rows.into_iter().flatten(), &mut out)
        .map_err(|error| Problem::fault(error.to_string()))?;
    Ok(Answer::of("application/geo+json", out))
}

/// The map of entries with the list of the same rows.
///
/// # Errors
/// A part of the Earth that cannot be read; the store's.
pub(crate) fn figure(reading: &Reading<'_>, entries: &[Entry], title: &str) -> Result<Markup, Problem> {
    let ask = reading.ask;
    let (words, desk) = (ask.words, reading.desk);
    let asked = ask.query.get("bbox").map(|text| {
        Bounds::read(text).ok_or_else(|| {
            Problem::bad("bbox", "it is no part of the Earth\nhint: west,south,east,north in degrees, as 30,41,46,56")
        })
    });
    let asked = asked.transpose()?;
    let map = map_entries(&desk.res.gazetteer, &desk.indicators, reading.view, entries)?;
    let bounds = asked.or_else(|| Bounds::around(&map));
    let (countries, divisions) = (asset::address("outlines.svg"), asset::address("divisions.svg"));
    let thing = thing(words, &map);
    let title = if thing.is_empty() { title.to_owned() } else { thing };
    let frame = Frame {
        id: "map",
        title: &title,
        bounds,
        outlines: Some(Outlines { countries: &countries, divisions: &divisions }),
        href: &|row| Some(ask.query.link_to(&format!("/entry/{}", row.entry), &[])),
        say: &|phrase| say(words, phrase),
    };
    let picture = write_map(&map, &frame, Form::Part);
    Ok(html! {
        h2 { bdi { (title) } }
        (zoom(ask, bounds))
        div.scroll.picture tabindex="0" role="region" aria-label=(title) { (PreEscaped(picture)) }
        (list(ask, &map))
        @if map.aside > 0 { p.source { (words.numbered("map-aside", map.aside)) } }
    })
}

fn thing(words: &Words, map: &Map) -> String {
    if map.indicator.is_empty() {
        return String::new();
    }
    let plain = map.unit == "person" || map.unit == map.indicator || map.indicator.strip_suffix('s') == Some(&map.unit);
    let unit = if plain { String::new() } else { format!(" ({})", words.name("unit", &map.unit)) };
    format!("{}{unit}", words.name("indicator", &map.indicator))
}

/// Steps to other parts of the Earth, each an address.
fn zoom(ask: &Ask, bounds: Option<Bounds>) -> Markup {
    let words = ask.words;
    let path = path_of(ask);
    let steps = bounds.map(steps_from).unwrap_or_default();
    html! {
        nav.choices aria-label=(words.say("map-zoom")) {
            ul.choices {
                @for (name, to) in &steps { li { a href=(ask.query.link(&path, &[("bbox", Some(&to.words()))])) { (words.say(&format!("map-{name}"))) } } }
                li { a href=(ask.query.link(&path, &[("bbox", Some("-180,-60,180,85"))])) { (words.say("map-world")) } }
                @if ask.query.get("bbox").is_some() { li { a href=(ask.query.link(&path, &[("bbox", None)])) { (words.say("map-all")) } } }
            }
        }
    }
}

/// Nearer, farther, and half a picture to each side.
fn steps_from(bounds: Bounds) -> Vec<(&'static str, Bounds)> {
    let words = bounds.words();
    let sides: Vec<f64> = words.split(',').filter_map(|side| side.parse().ok()).collect();
    let [west, south, east, north] = sides[..] else { return Vec::new() };
    let east = if east <= west { east + 360.0 } else { east };
    let (wide, tall) = (east - west, north - south);
    let turn = |lon: f64| (lon + 180.0).rem_euclid(360.0) - 180.0;
    let part = |x: f64, y: f64, times: f64| {
        let (mid_x, mid_y) = (f64::midpoint(west, east) + x * wide, f64::midpoint(south, north) + y * tall);
        let (half_x, half_y) = ((wide * times / 2.0).min(179.99), (tall * times / 2.0).min(85.0));
        let (low, high) = ((mid_y - half_y).max(-89.0), (mid_y + half_y).min(89.0));
        Bounds::read(&format!("{:.4},{low:.4},{:.4},{high:.4}", turn(mid_x - half_x), turn(mid_x + half_x)))
    };
    [
        ("nearer", part(0.0, 0.0, 0.5)),
        ("farther", part(0.0, 0.0, 2.0)),
        ("west", part(-0.5, 0.0, 1.0)),
        ("east", part(0.5, 0.0, 1.0)),
        ("north", part(0.0, 0.5, 1.0)),
        ("south", part(0.0, -0.5, 1.0)),
    ]
    .into_iter()
    .filter_map(|(name, to)| Some((name, to?)))
    .collect()
}

fn list(ask: &Ask, map: &Map) -> Markup {
    let words = ask.words;
    html! {
        div.scroll tabindex="0" role="region" aria-label=(words.say("map-list")) {
            table.places {
                caption { (words.say("map-list")) }
                thead { tr {
                    th scope="col" { (words.say("col-place")) }
                    @for name in ["low", "best", "high"] { th.figure scope="col" { (words.say(&format!("col-{name}"))) } }
                    th scope="col" { (words.say("col-time")) }
                    @for name in ["counters", "texts", "pages"] { th.count scope="col" { (words.say(&format!("col-{name}"))) } }
                } }
                tbody {
                    @for row in map.rows.iter().take(ROWS) {
                        @let evidence = ask.query.link_to(&format!("/entry/{}", row.entry), &[]);
                        tr data-row=(row.entry) {
                            th scope="row" {
                                a href=(evidence) { (foreign(&place(words, row), None)) }
                                span.measure { (place_words(words, row)) }
                                @if row.others > 0 { span.note { (words.numbered("map-others", row.others)) } }
                            }
                            @for (name, amount) in [("low", row.low), ("best", row.best), ("high", row.high)] {
                                td.figure.(name) { @if amount.is_some() { a href=(evidence) { (words.figure(amount)) } } @else { (words.figure(amount)) } }
                            }
                            td { (time(words, row)) }
                            td.count { (row.counters) @if row.inferred { abbr title=(words.say("note-inferred")) { "*" } } }
                            td.count { (row.texts) }
                            td.count { (row.pages) }
                        }
                    }
                }
            }
        }
        @if map.rows.len() > ROWS { p { (words.numbered("series-more-rows", map.rows.len() - ROWS)) } }
    }
}

fn place(words: &Words, row: &MapRow) -> String {
    let place = &row.place;
    place.name.clone().or_else(|| place.country_name.clone()).unwrap_or_else(|| words.say("place-unknown"))
}

/// How exactly the place is known.
fn standing(words: &Words, row: &MapRow) -> String {
    match (&row.place.precision, row.standing()) {
        (Some(precision), _) => words.say(match precision {
            PlacePrecision::Exact => "precision-exact",
            PlacePrecision::Near => "precision-near",
            PlacePrecision::District => "precision-district",
            PlacePrecision::Province => "precision-province",
            PlacePrecision::Region => "precision-region",
            PlacePrecision::Country => "precision-country",
            PlacePrecision::World => "precision-world",
        }),
        (None, standing) => standing_words(words, standing),
    }
}

fn standing_words(words: &Words, standing: Standing) -> String {
    words.say(match standing {
        Standing::Town => "standing-town",
        Standing::Division => "standing-division",
        Standing::Region => "standing-region",
        Standing::Beside => "standing-beside",
    })
}

/// How exactly the place is known, and what was counted with it: `somewhere in a district, in 38 cities`.
fn place_words(words: &Words, row: &MapRow) -> String {
    let companions = row.companions.iter().map(|companion| companion_words(words, companion));
    let parts: Vec<String> = std::iter::once(standing(words, row)).chain(companions).collect();
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// `in 38 cities`.
fn companion_words(words: &Words, companion: &Companion) -> String {
    words.say_of("map-companion", &[("counted", words.quantity(companion.value, &companion.unit).into())])
}

fn time(words: &Words, row: &MapRow) -> String {
    match (row.kind, row.time) {
        (SeriesKind::Since, Some(time)) => words.say_of("when-since", &[("day", words.day(time.first_day()).into())]),
        (_, time) => words.period(time),
    }
}

fn figure_words(words: &Words, row: &MapRow) -> String {
    let figure = |amount| words.figure(Some(amount));
    match (row.low, row.best, row.high) {
        (Some(low), _, Some(high)) if low == high => figure(low),
        (Some(low), _, Some(high)) => {
            words.say_of("amount-range", &[("low", figure(low).into()), ("high", figure(high).into())])
        }
        (Some(low), Some(best), None) if best > low => words.say_of("amount-about", &[("figure", figure(best).into())]),
        (Some(low), _, None) => words.say_of("amount-at-least", &[("figure", figure(low).into())]),
        (None, Some(best), _) => words.say_of("amount-about", &[("figure", figure(best).into())]),
        (None, None, Some(high)) => words.say_of("amount-at-most", &[("figure", figure(high).into())]),
        (None, None, None) => words.say("amount-unknown"),
    }
}

/// What the picture says, in the reader's language.
fn say(words: &Words, phrase: &Phrase<'_>) -> String {
    match *phrase {
        Phrase::About(map) => {
            let drawn = map.rows.iter().filter(|row| row.standing() != Standing::Beside).count();
            let parts = [
                ("thing", thing(words, map).into()),
                ("places", words.count("place", drawn).into()),
                ("figures", words.count("figure", map.rows.len() - drawn).into()),
            ];
            words.say_of("map-about", &parts)
        }
        Phrase::Figure(row) => figure_words(words, row),
        Phrase::Place(row) => place(words, row),
        Phrase::Row(row) => {
            let mut told = vec![format!("{}: {}", place(words, row), figure_words(words, row))];
            told.extend(row.companions.iter().map(|companion| companion_words(words, companion)));
            told.push(time(words, row));
            told.push(words.count("counter", row.counters));
            told.push(words.count("page", row.pages));
            if row.others > 0 {
                told.push(words.numbered("map-others", row.others));
            }
            safe(&told.join("; "))
        }
        Phrase::Companion(companion) => companion_words(words, companion),
        Phrase::Box => words.say("standing-beside"),
        Phrase::More(rows) => words.numbered("map-rest", rows),
        Phrase::Size(amount) => words.figure(Some(amount)),
        Phrase::Ring => words.say("map-ring"),
        Phrase::Standing(standing) => standing_words(words, standing),
        Phrase::Borders => words.say("map-borders"),
        Phrase::Hidden(n) => words.numbered("map-hidden", n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_lead_to_parts_of_the_earth() {
        let steps = |text: &str| -> BTreeMap<&str, String> {
            let steps = steps_from(Bounds::read(text).expect("bounds"));
            steps.into_iter().map(|(name, to)| (name, to.words())).collect()
        };
        let near = steps("10,40,20,50");
        assert_eq!(near["nearer"], "12.50,42.50,17.50,47.50");
        assert_eq!(near["farther"], "5.00,35.00,25.00,55.00");
        assert_eq!(near["east"], "15.00,40.00,25.00,50.00");
        // Across the antimeridian, and at the ends of the Earth.
        assert_eq!(steps("170,0,-170,10")["east"], "-180.00,0.00,-160.00,10.00");
        assert!(steps("-180,-60,180,85").contains_key("nearer"));
        assert!(!steps("10,40,10.01,40.01").contains_key("nearer"));
    }
}
