//! Events in the columns of ACLED's event export, so that tools made for it read ours.
//! Not here: ACLED's coding. A row follows from figures, so what only a reader of the whole report can code stays empty,
//! and the data dictionary says why.

use super::events::EventRow;
use super::table::{Cell, Field, Kind, Table};
use crate::model::{Amount, EventFigure, PlacePrecision, TimePrecision};
use jiff::ToSpan;
use jiff::civil::Date;

/// The number that a vague word stands for by ACLED's convention: 12 for dozens, 100 for hundreds; for others the least
/// that they mean.
fn point_vague(figure: &EventFigure) -> Option<Amount> {
    let vague = figure.vague?;
    let pointed = match vague.upper.map(Amount::to_whole) {
        Some(99) => Amount::whole(12),
        Some(999) => Amount::whole(100),
        _ => None,
    };
    pointed.or(vague.lower)
}

/// One number for a figure: the best, the convention for a vague word, else the lower bound.
fn point(figure: &EventFigure) -> Option<Amount> {
    figure.best.or_else(|| point_vague(figure)).or(figure.low)
}

/// The day that stands for a period: the middle one, as ACLED codes weeks and months.
fn event_date(row: &EventRow) -> Date {
    let (first, last) = (row.event.time.first_day(), row.event.time.last_day());
    let days = first.until(last).map_or(0, |span| span.get_days());
    first.checked_add((days / 2).days()).unwrap_or(first)
}

fn is_demonstration(row: &EventRow) -> bool {
    row.event.kind.acled_type.as_deref() == Some("Protests")
}

/// The table in ACLED's columns.
#[must_use]
pub fn acled_table() -> Table<EventRow> {
    let fields = vec![
        Field::new("event_id_cnty", Kind::Text, "Our event id, in the place of ACLED's country and number.", |row: &EventRow| {
            Cell::Text(row.event.id.to_string())
        })
        .required()
        .unique()
        .like("v_[a-z2-9]{16}"),
        Field::new("event_date", Kind::Date, "The day; of a longer period its middle day.", |row: &EventRow| {
            Cell::Date(event_date(row))
        })
        .required(),
        Field::new("year", Kind::Year, "Year of event_date.", |row: &EventRow| {
            Cell::Integer(i64::from(event_date(row).year()))
        })
        .required(),
        Field::new(
            "time_precision",
            Kind::Integer,
            "1 the day is known, 2 within about a week, 3 within a month or longer.",
            |row: &EventRow| {
                Cell::Integer(match row.event.precision {
                    TimePrecision::Days | TimePrecision::Week => 2,
                    TimePrecision::Month | TimePrecision::Year => 3,
                    _ => 1,
                })
            },
        )
        .required()
        .between(1, 3),
        Field::new("disorder_type", Kind::Text, "Empty where figures do not tell.", |row: &EventRow| {
            Cell::text(row.event.kind.disorder.as_deref())
        })
        .one_of(&["Demonstrations", "Political violence", "Political violence; Demonstrations", "Strategic developments"]),
        Field::new(
            "event_type",
            Kind::Text,
            "Empty where figures do not tell: deaths alone may be a battle or a quake.",
            |row: &EventRow| Cell::text(row.event.kind.acled_type.as_deref()),
        )
        .one_of(&[
            "Battles",
            "Explosions/Remote violence",
            "Violence against civilians",
            "Protests",
            "Riots",
            "Strategic developments",
        ]),
        Field::new("sub_event_type", Kind::Text, "Empty where figures do not tell.", |row: &EventRow| {
            Cell::text(row.event.kind.acled_sub.as_deref())
        })
        .one_of(&[
            "Excessive force against protesters",
            "Protest with intervention",
            "Abduction/forced disappearance",
            "Arrests",
            "Looting/property destruction",
        ]),
        Field::new(
            "actor1",
            Kind::Text,
            "\"Protesters (Country)\" for demonstrations; else empty: figures name who counted, not who acted.",
            |row: &EventRow| match row.event.place.country_name.as_deref() {
                Some(country) if is_demonstration(row) => Cell::Text(format!("Protesters ({country})")),
                _ => Cell::Missing,
            },
        ),
        Field::empty("assoc_actor_1", Kind::Text, "who stands behind an actor is not read."),
        Field::new("inter1", Kind::Text, "\"Protesters\" for demonstrations, as actor1.", |row: &EventRow| {
            if is_demonstration(row) { Cell::Text("Protesters".into()) } else { Cell::Missing }
        }),
        Field::empty("actor2", Kind::Text, "figures do not tell who acted."),
        Field::empty("assoc_actor_2", Kind::Text, "figures do not tell who acted."),
        Field::empty("inter2", Kind::Text, "figures do not tell who acted."),
        Field::empty("interaction", Kind::Text, "figures do not tell who acted."),
        Field::new("civilian_targeting", Kind::Text, "After the event type.", |row: &EventRow| {
            let kind = &row.event.kind;
            let civilians = kind.acled_type.as_deref() == Some("Violence against civilians");
            let force = kind.acled_sub.as_deref() == Some("Excessive force against protesters");
            if civilians || force { Cell::Text("Civilian targeting".into()) } else { Cell::Missing }
        }),
        Field::empty("iso", Kind::Integer, "the place table holds letter codes; see country."),
        Field::empty("region", Kind::Text, "ACLED's regions are its own."),
        Field::new("country", Kind::Text, "Country in English.", |row: &EventRow| {
            Cell::text(row.event.place.country_name.as_deref())
        }),
        Field::new("admin1", Kind::Text, "First-order division in English; empty where unknown.", |row: &EventRow| {
            Cell::text(row.event.place.admin1.as_deref())
        }),
        Field::empty("admin2", Kind::Text, "the place table does not tell which district holds a town."),
        Field::empty("admin3", Kind::Text, "the place table holds no third-order divisions."),
        Field::new("location", Kind::Text, "The place, in English.", |row: &EventRow| {
            Cell::text(row.event.place.name.as_deref())
        }),
        Field::new(
            "latitude",
            Kind::Number,
            "Degrees north (WGS 84). Empty for a country: ACLED puts those on a capital or leaves them out, we never do the \
             first.",
            |row: &EventRow| super::entries::latitude_cell(&row.event.place),
        )
        .between(-90, 90),
        Field::new("longitude", Kind::Number, "Degrees east, as latitude.", |row: &EventRow| {
            super::entries::longitude_cell(&row.event.place)
        })
        .between(-180, 180),
        Field::new(
            "geo_precision",
            Kind::Integer,
            "1 the town, 2 near it or a district, 3 a province or region. Empty for a country and where unknown.",
            |row: &EventRow| match row.event.place.precision {
                Some(PlacePrecision::Exact) => Cell::Integer(1),
                Some(PlacePrecision::Near | PlacePrecision::District) => Cell::Integer(2),
                Some(PlacePrecision::Province | PlacePrecision::Region) => Cell::Integer(3),
                _ => Cell::Missing,
            },
        )
        .between(1, 3),
        Field::new("source", Kind::List, "Outlets of the pages behind it, each once, sorted.", |row: &EventRow| {
            let mut names: Vec<String> = row.sources.iter().map(|source| source.publisher().to_owned()).collect();
            names.sort();
            names.dedup();
            super::entries::list(names)
        }),
        Field::empty("source_scale", Kind::Text, "the reach of an outlet is not known."),
        Field::new("notes", Kind::Text, "All figures in words, who counted, and the entries with the evidence.", |row: &EventRow| {
            Cell::Text(row.note())
        }),
        Field::new(
            "fatalities",
            Kind::Number,
            "Deaths as one number: the best figure; 12 for \"dozens\" and 100 for \"hundreds\"; else the lower bound. Empty \
             where no death is told: ACLED writes 0 there, we do not know. \"<5\": fewer than five, told too finely to be \
             published.",
            |row: &EventRow| row.deaths().map_or(Cell::Missing, |figure| row.amount(figure, point(figure))),
        ),
        Field::new("tags", Kind::Text, "\"crowd size=N\" for demonstrations whose size is told.", |row: &EventRow| {
            let crowd = row.event.figure("protesters", None);
            match crowd.map(|figure| row.amount(figure, point(figure))) {
                Some(Cell::Missing) | None => Cell::Missing,
                Some(size) => Cell::Text(format!("crowd size={}", size.plain())),
            }
        }),
        Field::empty("timestamp", Kind::Integer, "the same ledger gives the same export, so no clock is read."),
    ];
    Table {
        name: "events-acled",
        title: "Events in the columns of ACLED",
        about: "Shaped like ACLED's event export, after its codebook in the column order of March 2023. It is no ACLED data: \
                nobody coded these rows by hand; they follow from figures in news reports. Rows for a country and for its \
                towns stand side by side; the notes lead to both.",
        key: "event_id_cnty",
        fields,
    }
}
