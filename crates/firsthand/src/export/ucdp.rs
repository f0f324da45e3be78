//! Events with deaths in the columns of UCDP's Georeferenced Event Dataset, so that tools made for it read ours.
//! Not here: UCDP's coding. Who fought whom does not follow from figures; those columns stay empty and say so.

use super::cite::Citation;
use super::entries::{latitude_cell, longitude_cell, precision_cell};
use super::events::{EventRow, date_prec};
use super::table::{Cell, Field, Kind, Table, degrees};
use crate::model::{Amount, Location, PlacePrecision};

/// Whether an event belongs in the table: UCDP holds events with at least one death.
#[must_use]
pub fn is_deadly(row: &EventRow) -> bool {
    row.deaths()
        .is_some_and(|deaths| deaths.high.or(deaths.best).or(deaths.low).is_some_and(|most| most > Amount::ZERO))
}

/// PRIO-GRID cell: half a degree square, counted from the south-west corner of the world, 720 a row.
fn priogrid(place: &Location) -> Cell {
    let Some((lat, lon)) = place.point else { return Cell::Missing };
    let row = (i64::from(lat) + 90_000_000).div_euclid(500_000).min(359);
    let column = (i64::from(lon) + 180_000_000).div_euclid(500_000).min(719);
    Cell::Integer(row * 720 + column + 1)
}

fn each(row: &EventRow, part: impl Fn(&Citation) -> String) -> Cell {
    super::entries::list(row.sources.iter().map(|source| part(source).replace(['"', ';'], "'")).collect())
}

const SIDES: &str = "figures do not tell who fought whom.";

/// The table in UCDP's columns; its rows have passed [`is_deadly`].
#[must_use]
pub fn ucdp_table() -> Table<EventRow> {
    let fields = vec![
        Field::new("id", Kind::Text, "Our event id, in the place of UCDP's number.", |row: &EventRow| {
            Cell::Text(row.event.id.to_string())
        })
        .required()
        .unique()
        .like("v_[a-z2-9]{16}"),
        Field::empty("relid", Kind::Text, "it is built from UCDP's own numbers."),
        Field::new("year", Kind::Year, "Year of date_start.", |row: &EventRow| {
            Cell::Integer(i64::from(row.event.time.first_day().year()))
        })
        .required(),
        Field::empty("active_year", Kind::Integer, "it needs a conflict's deaths of the whole year."),
        Field::empty("code_status", Kind::Text, "nobody coded or checked the row by hand."),
        Field::empty("type_of_violence", Kind::Integer, SIDES).between(1, 3),
        Field::empty("conflict_dset_id", Kind::Text, SIDES),
        Field::empty("conflict_new_id", Kind::Integer, SIDES),
        Field::empty("conflict_name", Kind::Text, SIDES),
        Field::empty("dyad_dset_id", Kind::Text, SIDES),
        Field::empty("dyad_new_id", Kind::Integer, SIDES),
        Field::empty("dyad_name", Kind::Text, SIDES),
        Field::empty("side_a_dset_id", Kind::Text, SIDES),
        Field::empty("side_a_new_id", Kind::Integer, SIDES),
        Field::empty("side_a", Kind::Text, SIDES),
        Field::empty("side_b_dset_id", Kind::Text, SIDES),
        Field::empty("side_b_new_id", Kind::Integer, SIDES),
        Field::empty("side_b", Kind::Text, SIDES),
        Field::new("number_of_sources", Kind::Integer, "Pages. Many may copy one text: see notes in the table events.", |row: &EventRow| {
            Cell::count(row.event.reports.len())
        })
        .required()
        .from_zero(),
        Field::new("source_article", Kind::List, "Outlet, day and headline of each page.", |row: &EventRow| {
            each(row, |source| {
                let title = source.title.as_deref().unwrap_or(&source.doc);
                format!("{},{},{title}", source.publisher(), source.day())
            })
        }),
        Field::new("source_office", Kind::List, "Outlets, in the order of source_article.", |row: &EventRow| {
            each(row, |source| source.publisher().to_owned())
        }),
        Field::new("source_date", Kind::List, "Days of publication, in the order of source_article.", |row: &EventRow| {
            each(row, Citation::day)
        }),
        Field::new("source_headline", Kind::List, "Headlines, in the order of source_article.", |row: &EventRow| {
            each(row, |source| source.title.clone().unwrap_or_default())
        }),
        Field::new("source_original", Kind::List, "Who counted, as the pages say: keys of agents in a public role.", |row: &EventRow| {
            super::entries::list(row.event.counters.clone())
        }),
        Field::new(
            "where_prec",
            Kind::Integer,
            "1 site or town, 2 near a town, 3 district, 4 province, 5 region or line, 6 country, 7 world. Empty where unknown.",
            |row: &EventRow| precision_cell(&row.event.place),
        )
        .between(1, 7),
        Field::new("where_coordinates", Kind::Text, "The place to which the coordinates belong.", |row: &EventRow| {
            Cell::text(row.event.place.point.and(row.event.place.name.as_deref()))
        }),
        Field::new("where_description", Kind::Text, "The place in English.", |row: &EventRow| {
            Cell::text(row.event.place.name.as_deref())
        }),
        Field::new("adm_1", Kind::Text, "First-order division in English.", |row: &EventRow| {
            Cell::text(row.event.place.admin1.as_deref())
        }),
        Field::new("adm_2", Kind::Text, "The district, where the place is one; towns do not tell theirs.", |row: &EventRow| {
            let district = row.event.place.precision == Some(PlacePrecision::District);
            Cell::text(row.event.place.name.as_deref().filter(|_| district))
        }),
        Field::new(
            "latitude",
            Kind::Number,
            "Degrees north (WGS 84). Empty for a country: UCDP gives its middle point, we give none.",
            |row: &EventRow| latitude_cell(&row.event.place),
        )
        .between(-90, 90),
        Field::new("longitude", Kind::Number, "Degrees east, as latitude.", |row: &EventRow| {
            longitude_cell(&row.event.place)
        })
        .between(-180, 180),
        Field::new("geom_wkt", Kind::Text, "The point as Well-Known Text, longitude first.", |row: &EventRow| {
            row.event.place.point.map_or(Cell::Missing, |(lat, lon)| {
                Cell::Text(format!("POINT ({} {})", degrees(lon), degrees(lat)))
            })
        }),
        Field::new("priogrid_gid", Kind::Integer, "PRIO-GRID cell of the point.", |row: &EventRow| {
            priogrid(&row.event.place)
        })
        .between(1, 259_200),
        Field::new("country", Kind::Text, "Country in English.", |row: &EventRow| {
            Cell::text(row.event.place.country_name.as_deref())
        }),
        Field::empty("country_id", Kind::Integer, "the place table holds no Gleditsch and Ward numbers."),
        Field::empty("region", Kind::Text, "the place table holds no UCDP regions."),
        Field::new(
            "event_clarity",
            Kind::Integer,
            "1 a day and a place below a country are told, 2 the figure sums up more.",
            |row: &EventRow| {
                let place = row.event.place.precision.is_some_and(|precision| precision < PlacePrecision::Country);
                Cell::Integer(if place && date_prec(row.event.precision) == 1 { 1 } else { 2 })
            },
        )
        .required()
        .between(1, 2),
        Field::new(
            "date_prec",
            Kind::Integer,
            "1 the day, 2 two to six days, 3 about a week, 4 about a month, 5 longer.",
            |row: &EventRow| Cell::Integer(date_prec(row.event.precision)),
        )
        .required()
        .between(1, 5),
        Field::new("date_start", Kind::Date, "First possible day.", |row: &EventRow| Cell::Date(row.event.time.first_day()))
            .required(),
        Field::new("date_end", Kind::Date, "Last possible day.", |row: &EventRow| Cell::Date(row.event.time.last_day()))
            .required(),
        Field::empty("deaths_a", Kind::Integer, SIDES),
        Field::empty("deaths_b", Kind::Integer, SIDES),
        Field::new("deaths_civilians", Kind::Number, "Deaths told of civilians; empty where none are told.", |row: &EventRow| {
            row.event.figure("killed", Some("civilians")).map_or(Cell::Missing, |figure| row.amount(figure, figure.best))
        }),
        Field::new(
            "deaths_unknown",
            Kind::Number,
            "Deaths of people whose side nobody tells: best without deaths_civilians; \"withheld\" where it would tell one of \
             them that is not shown.",
            |row: &EventRow| {
                let told = row.event.figure("killed", Some("civilians"));
                let civilians = told.and_then(|figure| figure.best);
                let shown = |figure| matches!(row.amount(figure, best(figure)), Cell::Amount(_) | Cell::Missing);
                if ![told, row.deaths()].into_iter().flatten().all(shown) {
                    return Cell::Held;
                }
                row.deaths().map_or(Cell::Missing, |figure| {
                    let rest = best(figure).and_then(|best| best.minus(civilians.unwrap_or(Amount::ZERO)));
                    row.amount(figure, rest.filter(|rest| *rest >= Amount::ZERO))
                })
            },
        ),
        Field::new(
            "best",
            Kind::Number,
            "Latest accepted figure of the lead counter; the lower bound where only bounds are told. \"<5\": fewer than five, \
             told too finely to be published.",
            |row: &EventRow| row.deaths().map_or(Cell::Missing, |figure| row.amount(figure, best(figure))),
        ),
        Field::new("high", Kind::Number, "Least accepted upper bound; empty where it is open; as best.", |row: &EventRow| {
            row.deaths().map_or(Cell::Missing, |figure| row.amount(figure, figure.high))
        }),
        Field::new("low", Kind::Number, "Greatest accepted lower bound; empty where none is told; as best.", |row: &EventRow| {
            row.deaths().map_or(Cell::Missing, |figure| row.amount(figure, figure.low))
        }),
        Field::empty("gwnoa", Kind::Integer, SIDES),
        Field::empty("gwnob", Kind::Integer, SIDES),
    ];
    Table {
        name: "events-ucdp",
        title: "Events with deaths in the columns of UCDP GED",
        about: "Shaped like UCDP's Georeferenced Event Dataset, after its codebook of version 24.1. It is no UCDP data: nobody \
                coded these rows by hand, and they are not known to be organised violence; a flood has deaths too. Vague \
                words keep their bounds.",
        key: "id",
        fields,
    }
}

fn best(figure: &crate::model::EventFigure) -> Option<Amount> {
    figure.best.or(figure.low)
}
