//! The table of claims. The words around a figure stay in the ledger, for they may describe a private person.
//! Not here: the JSON form of a claim with all its fields (`jsonl`).

use super::cite::Citation;
use super::entries::{Placed, list, place_fields};
use super::privacy::{hides_claim, public_name};
use super::table::{Cell, FEW, Field, HELD, Kind, Table};
use crate::model::{Amount, Claim, EntryId, Location, Measure, Modality, Polarity, Role, Side};

/// A claim with what its row needs.
#[derive(Debug, Clone)]
pub struct ClaimRow {
    /// The claim.
    pub claim: Claim,
    /// Where the figure words stand, in Unicode code points; none for a claim from outside.
    pub points: Option<(usize, usize)>,
    /// Its place.
    pub place: Location,
    /// Its page.
    pub page: Citation,
    /// The entries that it stands in.
    pub entries: Vec<EntryId>,
    /// The figure of one of them is withheld, so this one is too.
    pub held: bool,
}

impl Placed for ClaimRow {
    fn place(&self) -> &Location {
        &self.place
    }
}

impl ClaimRow {
    fn is_few(&self) -> bool {
        hides_claim(&self.claim, || self.place.clone())
    }

    fn figure(&self, amount: Option<Amount>) -> Cell {
        // A bound would tell the value: "fewer than 5" is 4 at most.
        match amount {
            None => Cell::Missing,
            Some(_) if self.is_few() => Cell::Few,
            Some(_) if self.held => Cell::Held,
            amount => Cell::amount(amount),
        }
    }
}

/// The table of claims.
#[must_use]
pub fn claims_table() -> Table<ClaimRow> {
    let mut fields = vec![
        Field::new("claim_id", Kind::Text, "The claim: `firsthand why ID` shows its sentence.", |row: &ClaimRow| {
            Cell::Text(row.claim.id.to_string())
        })
        .required()
        .unique()
        .like("c_[a-z2-9]{16}"),
        Field::new("report_id", Kind::Text, "Its page: see the table reports.", |row: &ClaimRow| {
            Cell::Text(row.claim.report.to_string())
        })
        .required(),
        Field::new("doc", Kind::Text, "The user's name of the page.", |row: &ClaimRow| {
            Cell::text(Some(&row.claim.doc))
        }),
        Field::new("outlet", Kind::Text, "Who published the page.", |row: &ClaimRow| {
            Cell::text(row.page.outlet.as_deref())
        }),
        Field::new("language", Kind::Text, "ISO 639-1 code of the page.", |row: &ClaimRow| {
            Cell::text(row.page.lang.as_deref())
        }),
        Field::new("published", Kind::Date, "Day on which the page was published.", |row: &ClaimRow| {
            row.claim.published.as_ref().map_or(Cell::Missing, |published| Cell::Date(published.date()))
        }),
        Field::new(
            "start",
            Kind::Integer,
            "First code point of the figure words in the page's text.",
            |row: &ClaimRow| row.points.map_or(Cell::Missing, |(start, _)| Cell::count(start)),
        )
        .from_zero(),
        Field::new("end", Kind::Integer, "First code point after them.", |row: &ClaimRow| {
            row.points.map_or(Cell::Missing, |(_, end)| Cell::count(end))
        })
        .from_zero(),
        Field::new("surface", Kind::Text, "The figure words as written.", |row: &ClaimRow| match row.is_few() {
            true => Cell::Text(FEW.to_owned()),
            false if row.held => Cell::Text(HELD.to_owned()),
            false => Cell::text(Some(&row.claim.surface)),
        }),
        Field::new(
            "value",
            Kind::Number,
            "The number said; empty for ranges and vague words. \"<5\": fewer than five people, told too finely to be \
             published.",
            |row: &ClaimRow| row.figure(row.claim.value),
        ),
        Field::new(
            "lower",
            Kind::Number,
            "Least amount that the words allow; empty where open; as value.",
            |row: &ClaimRow| row.figure(row.claim.bounds.lower),
        ),
        Field::new(
            "upper",
            Kind::Number,
            "Greatest amount that the words allow; empty where open; as value.",
            |row: &ClaimRow| row.figure(row.claim.bounds.upper),
        ),
        Field::new("modifier", Kind::Text, "What the words beside the number do to it.", |row: &ClaimRow| {
            Cell::word(&row.claim.modifier)
        })
        .required()
        .one_of(&[
            "equal",
            "at_least",
            "more_than",
            "at_most",
            "less_than",
            "nearly",
            "about",
            "range",
            "vague",
        ]),
        Field::new("indicator", Kind::Text, "What is counted.", |row: &ClaimRow| {
            Cell::text(Some(&row.claim.indicator))
        }),
        Field::new("unit", Kind::Text, "`person`, or the thing; an ISO 4217 code for money.", |row: &ClaimRow| {
            Cell::text(Some(&row.claim.unit))
        }),
        Field::new("subset", Kind::Text, "Of whom; empty for all.", |row: &ClaimRow| {
            Cell::text(row.claim.subset.as_deref())
        }),
        Field::new("measure", Kind::Text, "How the figure relates to time.", |row: &ClaimRow| {
            Cell::word(&row.claim.measure)
        })
        .required()
        .one_of(&Measure::NAMES),
        Field::new("polarity", Kind::Text, "Said, or said not to be so.", |row: &ClaimRow| {
            Cell::word(&row.claim.polarity)
        })
        .required()
        .one_of(&Polarity::NAMES),
        Field::new("modality", Kind::Text, "How real.", |row: &ClaimRow| Cell::word(&row.claim.modality))
            .required()
            .one_of(&Modality::NAMES),
    ];
    fields.extend(place_fields());
    fields.extend(vec![
        Field::new("date_start", Kind::Date, "First day of the time told; empty where none is.", |row: &ClaimRow| {
            row.claim.time.map_or(Cell::Missing, |time| Cell::Date(time.first_day()))
        }),
        Field::new("date_end", Kind::Date, "Last day of the time told.", |row: &ClaimRow| {
            row.claim.time.map_or(Cell::Missing, |time| Cell::Date(time.last_day()))
        }),
        Field::new("as_of_from", Kind::Moment, "Earliest moment for which the count was stated.", |row: &ClaimRow| {
            Cell::moment(row.claim.as_of.from)
        }),
        Field::new("as_of", Kind::Moment, "Latest moment for which the count was stated.", |row: &ClaimRow| {
            Cell::moment(row.claim.as_of.to)
        }),
        Field::new(
            "source",
            Kind::Text,
            "To whom the page attributes the figure, as written; only organisations and people in a public role.",
            |row: &ClaimRow| public_name(row.claim.source.as_ref()),
        ),
        Field::new("source_role", Kind::Text, "What the source is; empty where none is named.", |row: &ClaimRow| {
            row.claim.source.as_ref().map_or(Cell::Missing, |source| Cell::word(&source.role))
        })
        .one_of(&Role::NAMES),
        Field::new(
            "source_side",
            Kind::Text,
            "On which side the counter stands; empty where nothing tells it.",
            |row: &ClaimRow| row.claim.side.as_ref().map_or(Cell::Missing, Cell::word),
        )
        .one_of(&Side::NAMES),
        Field::new("scope", Kind::Text, "Where on the page.", |row: &ClaimRow| Cell::word(&row.claim.scope))
            .required()
            .one_of(&["headline", "body", "caption", "furniture"]),
        Field::new("confidence", Kind::Integer, "How sure the reading is, in per cent.", |row: &ClaimRow| {
            Cell::Integer(i64::from(row.claim.confidence))
        })
        .required()
        .between(0, 100),
        Field::new(
            "rules",
            Kind::List,
            "The rules that read it, in the order in which they spoke; empty where the figure is hidden, for they name the words \
             of numbers.",
            |row: &ClaimRow| match row.held || row.is_few() {
                true => Cell::Missing,
                false => list(row.claim.rules.clone()),
            },
        ),
        Field::new(
            "review",
            Kind::Text,
            "What a reviewer said of it; empty where nobody did. An edited claim stands as it was corrected.",
            |row: &ClaimRow| row.claim.review.as_ref().map_or(Cell::Missing, Cell::word),
        )
        .one_of(&["accepted", "edited", "rejected"]),
        Field::new("entry_ids", Kind::List, "Entries that it stands in: see the table entries.", |row: &ClaimRow| {
            list(row.entries.iter().map(ToString::to_string).collect())
        }),
    ]);
    Table {
        name: "claims",
        title: "Claims",
        about: "One row a figure as a page tells it, before anything is reconciled. Pages that copy each other repeat claims: \
                never add these rows up.",
        key: "claim_id",
        fields,
    }
}
