//! The table of ledger entries. Not here: how the figures came about (the ledger).

use super::cite::Citation;
use super::privacy::Fineness;
use super::table::{Cell, Field, Kind, Table};
use crate::model::{Amount, Entry, Location, Measure, SideFigure};

/// An entry with what its row needs. The entry has passed [`super::privacy::guard_entry`].
#[derive(Debug, Clone)]
pub struct EntryRow {
    /// The entry.
    pub entry: Entry,
    /// Its place.
    pub place: Location,
    /// Pages whose figures stand in it, sorted by day, publisher and id.
    pub sources: Vec<Citation>,
    /// Its figures are withheld: with them a masked one could be worked out.
    pub held: bool,
}

impl EntryRow {
    /// How finely its figures are told.
    #[must_use]
    pub fn fineness(&self) -> Fineness {
        let placed = self.place.name.is_some();
        Fineness::of(&self.entry.unit, placed, self.place.precision, self.entry.time)
    }

    /// One of its amounts as it may be told.
    #[must_use]
    pub fn tell_amount(&self, amount: Option<Amount>) -> Cell {
        self.fineness().cell_or_held(amount, self.held)
    }

    fn side_words(&self, side: &SideFigure) -> String {
        let figure = self.tell_amount(side.figure).plain();
        let figure = if figure.is_empty() { figure } else { format!(" {figure}") };
        format!("{}{figure} ({})", side.side.name(), side.counters.join(", "))
    }
}

/// Columns that tell where.
pub(super) fn place_fields<R: Placed>() -> Vec<Field<R>> {
    vec![
        Field::new("place", Kind::Text, "Place in English; several are joined by \"; \". Empty where unknown.", |row: &R| {
            Cell::text(row.place().name.as_deref())
        }),
        Field::new(
            "place_id",
            Kind::Text,
            "GeoNames number, country or division code, or an id of ours (`x-...`); several are joined by \"+\".",
            |row: &R| Cell::text(row.place().id.as_deref()),
        ),
        Field::new("country", Kind::Text, "ISO 3166-1 alpha-2 code.", |row: &R| Cell::text(row.place().country.as_deref())).like("[A-Z]{2}"),
        Field::new("admin1", Kind::Text, "First-order division in English, where the place lies in one.", |row: &R| Cell::text(row.place().admin1.as_deref())),
        Field::new(
            "where_prec",
            Kind::Integer,
            "How exactly the place is known, after UCDP: 1 site or town, 2 near a town, 3 district, 4 province, 5 region or \
             line, 6 country, 7 world.",
            |row: &R| precision_cell(row.place()),
        )
        .between(1, 7),
        Field::new(
            "latitude",
            Kind::Number,
            "Degrees north (WGS 84) of the place's point in GeoNames. Empty for countries, for several places and where \
             unknown: no count of a country stands on its capital.",
            |row: &R| latitude_cell(row.place()),
        )
        .between(-90, 90),
        Field::new("longitude", Kind::Number, "Degrees east, as latitude.", |row: &R| longitude_cell(row.place())).between(-180, 180),
    ]
}

/// A row that stands somewhere.
pub(super) trait Placed {
    fn place(&self) -> &Location;
}

impl Placed for EntryRow {
    fn place(&self) -> &Location {
        &self.place
    }
}

pub(super) fn precision_cell(place: &Location) -> Cell {
    place.precision.map_or(Cell::Missing, |precision| Cell::Integer(i64::from(u8::from(precision))))
}

pub(super) fn latitude_cell(place: &Location) -> Cell {
    place.point.map_or(Cell::Missing, |(lat, _)| Cell::Degrees(lat))
}

pub(super) fn longitude_cell(place: &Location) -> Cell {
    place.point.map_or(Cell::Missing, |(_, lon)| Cell::Degrees(lon))
}

/// The table of entries.
#[must_use]
pub fn entries_table() -> Table<EntryRow> {
    let mut fields = vec![
        Field::new("entry_id", Kind::Text, "The entry: `firsthand why ID` shows its evidence.", |row: &EntryRow| {
            Cell::Text(row.entry.id.to_string())
        })
        .required()
        .unique()
        .like("e_[a-z2-9]{16}"),
        Field::new("story_id", Kind::Text, "The story; empty for claims from outside.", |row: &EntryRow| {
            row.entry.story.map_or(Cell::Missing, |id| Cell::Text(id.to_string()))
        }),
        Field::new("series", Kind::Text, "The series, readable.", |row: &EntryRow| Cell::text(Some(&row.entry.series))),
        Field::new("indicator", Kind::Text, "What is counted: detained, killed, displaced ...", |row: &EntryRow| {
            Cell::text(Some(&row.entry.indicator))
        }),
        Field::new("unit", Kind::Text, "`person`, or the thing; an ISO 4217 code for money.", |row: &EntryRow| {
            Cell::text(Some(&row.entry.unit))
        }),
        Field::new("subset", Kind::Text, "Of whom: women, children, police ...; empty for all.", |row: &EntryRow| {
            Cell::text(row.entry.subset.as_deref())
        }),
    ];
    fields.extend(place_fields());
    fields.extend(vec![
        Field::new("date_start", Kind::Date, "First day that it tells of; empty where nobody says.", |row: &EntryRow| {
            row.entry.time.map_or(Cell::Missing, |time| Cell::Date(time.first_day()))
        }),
        Field::new("date_end", Kind::Date, "Last day that it tells of.", |row: &EntryRow| {
            row.entry.time.map_or(Cell::Missing, |time| Cell::Date(time.last_day()))
        }),
        Field::new("kind", Kind::Text, "What kind of count: one day, a longer window, a total since a day ...", |row: &EntryRow| {
            Cell::word(&row.entry.kind)
        })
        .required()
        .one_of(&["day", "window", "since", "total", "state", "plan", "price", "aside"]),
        Field::new("measure", Kind::Text, "How figures relate to time.", |row: &EntryRow| Cell::word(&row.entry.measure))
            .required()
            .one_of(&Measure::NAMES),
        Field::new("as_of_from", Kind::Moment, "Earliest moment for which the figure was stated.", |row: &EntryRow| {
            Cell::moment(row.entry.as_of.from)
        }),
        Field::new("as_of", Kind::Moment, "Latest moment for which the figure was stated.", |row: &EntryRow| {
            Cell::moment(row.entry.as_of.to)
        }),
        Field::new(
            "low",
            Kind::Number,
            "Greatest accepted lower bound; empty where none is told. \"<5\": fewer than five people, told too finely to be \
             published; \"withheld\": with it such a count could be worked out.",
            |row: &EntryRow| row.tell_amount(row.entry.low),
        ),
        Field::new("best", Kind::Number, "Latest accepted figure of the lead counter; as low.", |row: &EntryRow| {
            row.tell_amount(row.entry.best)
        }),
        Field::new("high", Kind::Number, "Least accepted upper bound; empty where it is open; as low.", |row: &EntryRow| {
            row.tell_amount(row.entry.high)
        }),
        Field::new("counters", Kind::Integer, "Independent counters: who counted first-hand.", |row: &EntryRow| {
            Cell::count(row.entry.counters.len())
        })
        .required()
        .from_zero(),
        Field::new("texts", Kind::Integer, "Independent texts.", |row: &EntryRow| Cell::count(row.entry.texts))
            .required()
            .from_zero(),
        Field::new("pages", Kind::Integer, "Pages.", |row: &EntryRow| Cell::count(row.entry.pages))
            .required()
            .from_zero(),
        Field::new("counter_names", Kind::List, "Keys of the counters, sorted.", |row: &EntryRow| {
            list(row.entry.counters.clone())
        }),
        Field::new(
            "sides",
            Kind::List,
            "Sides that the counters stand on, each with its own figure and its counters' keys: `authorities 371 (police)`. \
             Figures of different sides are never made into one.",
            |row: &EntryRow| list(row.entry.sides.iter().map(|side| row.side_words(side)).collect()),
        ),
        Field::new(
            "inferred",
            Kind::Flag,
            "The figure in force names no counter; whose count it continues was inferred.",
            |row: &EntryRow| Cell::Flag(row.entry.inferred),
        )
        .required(),
        Field::new(
            "conflicts",
            Kind::List,
            "Kinds of the differences between its claims, each once: rounding, stale_copy, dispute ...",
            |row: &EntryRow| {
                let mut kinds: Vec<String> =
                    row.entry.conflicts.iter().map(|conflict| Cell::word(&conflict.kind).plain()).collect();
                kinds.dedup();
                list(kinds)
            },
        ),
        Field::new(
            "notes",
            Kind::List,
            "Checks and remarks in words: sums, what a copy dropped, why figures differ.",
            |row: &EntryRow| {
                let why = row.entry.conflicts.iter().map(|conflict| conflict.why.clone());
                list(row.entry.notes.iter().cloned().chain(why).collect())
            },
        ),
        Field::new("report_ids", Kind::List, "Pages whose figures stand in it: see the table reports.", |row: &EntryRow| {
            list(row.sources.iter().map(|source| source.report.to_string()).collect())
        }),
        Field::new("claim_ids", Kind::List, "Its claims: see the table claims.", |row: &EntryRow| {
            list(row.entry.support.iter().map(|support| support.claim.to_string()).collect())
        }),
    ]);
    Table {
        name: "entries",
        title: "Ledger entries",
        about: "One row a reconciled figure: of one thing, at one place, for one day, period or running total. Plans, prices \
                and states stand beside counts; see the column kind before adding anything up.",
        key: "entry_id",
        fields,
    }
}

pub(super) fn list(items: Vec<String>) -> Cell {
    if items.is_empty() { Cell::Missing } else { Cell::List(items) }
}
