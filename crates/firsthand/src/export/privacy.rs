//! What must not leave the ledger? Small counts told too finely, calls for a gathering, names outside a public role.
//! Not here: masking in the JSON forms of views (`jsonl`), which exports build on.

use super::jsonl::{mask_entry, private_names};
use super::table::{Cell, FEW, HELD};
use crate::model::{
    Amount, Claim, Entry, Location, Measure, Modality, Period, PlacePrecision, Role, SeriesKind, Source, TimePrecision,
};
use std::collections::BTreeSet;

/// Indicators whose planned figures may call for a gathering: `gathers` in the indicator table.
#[derive(Debug, Clone, Default)]
pub struct Gatherings(pub BTreeSet<String>);

impl Gatherings {
    /// Whether a claim tells how many are to gather, or could: a call, or what is hoped of one.
    #[must_use]
    pub fn calls_claim(&self, claim: &Claim) -> bool {
        let ahead =
            claim.measure == Measure::Plan || matches!(claim.modality, Modality::Planned | Modality::Hypothetical);
        ahead && self.0.contains(&claim.indicator)
    }

    /// Whether an entry does.
    #[must_use]
    pub fn calls_entry(&self, entry: &Entry) -> bool {
        let ahead = matches!(entry.kind, SeriesKind::Plan | SeriesKind::Aside) || entry.measure == Measure::Plan;
        ahead && self.0.contains(&entry.indicator)
    }
}

/// Whether a role is public, so that its name may stand in an export: organisations, offices, those who speak for them.
/// Witnesses, accounts on social networks, nameless sources and private persons are told by their role alone.
#[must_use]
pub fn is_public(role: Role) -> bool {
    matches!(role, Role::Counter | Role::Official | Role::Spokesperson | Role::Agency | Role::Outlet | Role::Document)
}

/// The name of a source in a public role.
#[must_use]
pub fn public_name(source: Option<&Source>) -> Cell {
    Cell::text(source.filter(|source| is_public(source.role)).map(|source| source.name.as_str()))
}

/// How finely a count is told.
#[derive(Debug, Clone, Copy)]
pub struct Fineness {
    /// It counts people.
    people: bool,
    /// A place finer than a region, and a time finer than a week.
    fine: bool,
}

impl Fineness {
    /// Of a count of `unit`, at a place of this precision (`placed`: at a place that has a name), in a period. A place of
    /// unknown precision counts as fine.
    #[must_use]
    pub fn of(unit: &str, placed: bool, precision: Option<PlacePrecision>, time: Option<Period>) -> Self {
        let place = placed && precision.is_none_or(|precision| precision < PlacePrecision::Province);
        let time = time.is_some_and(|time| time.precision() < TimePrecision::Week);
        Self { people: unit == "person", fine: place && time }
    }

    /// An amount, or [`Cell::Few`] where it is of fewer than five people and told finely.
    #[must_use]
    pub fn cell(self, amount: Option<Amount>) -> Cell {
        if self.hides(amount) { Cell::Few } else { Cell::amount(amount) }
    }

    /// The same where the figure may be withheld for another's sake.
    #[must_use]
    pub fn cell_or_held(self, amount: Option<Amount>, held: bool) -> Cell {
        match self.cell(amount) {
            Cell::Amount(_) if held => Cell::Held,
            cell => cell,
        }
    }

    /// Whether it masks small counts at all.
    #[must_use]
    pub fn masks(self) -> bool {
        self.people && self.fine
    }

    /// Whether this amount must not be told.
    #[must_use]
    pub fn hides(self, amount: Option<Amount>) -> bool {
        self.people && self.fine && amount.is_some_and(|amount| amount < FIVE)
    }
}

/// Whether a claim's figure must not be told: one of its amounts is of fewer than five people and told finely. `place` is asked
/// only where it decides.
#[must_use]
pub fn hides_claim(claim: &Claim, place: impl FnOnce() -> Location) -> bool {
    let amounts = [claim.value, claim.bounds.lower, claim.bounds.upper];
    let may = Fineness::of(&claim.unit, true, None, claim.time);
    if !amounts.into_iter().any(|amount| may.hides(amount)) {
        return false;
    }
    let place = place();
    let fine = Fineness::of(&claim.unit, place.name.is_some(), place.precision, claim.time);
    amounts.into_iter().any(|amount| fine.hides(amount))
}

/// Counts of people under this are small.
pub(crate) const FIVE: Amount = Amount::from_thousandths(5 * Amount::SCALE);

/// An entry as it may leave: no private names; where it counts people, no remark tells of fewer than five.
#[must_use]
pub fn guard_entry<'a>(entry: Entry, claims: impl IntoIterator<Item = &'a Claim>) -> Entry {
    let mut names = BTreeSet::new();
    for claim in claims {
        names.extend(private_names([claim]));
        let hidden = claim.source.iter().filter(|source| !is_public(source.role));
        // A word such as "witnesses" is no name, and the remarks that hold it stay readable.
        names
            .extend(hidden.filter(|source| source.name.contains(char::is_uppercase)).map(|source| source.name.clone()));
    }
    let mut entry = mask_entry(entry, &names);
    if entry.unit == "person" {
        entry.notes.iter_mut().for_each(|note| *note = veil_few(note));
        entry.conflicts.iter_mut().for_each(|conflict| conflict.why = veil_few(&conflict.why));
        entry.revisions.iter_mut().for_each(|revision| revision.why = veil_few(&revision.why));
        entry.derived.iter_mut().for_each(|derived| derived.why = veil_few(&derived.why));
    }
    entry
}

/// An entry whose remarks tell no number, since it is a part or the whole of one that is masked.
#[must_use]
pub fn silence_remarks(mut entry: Entry) -> Entry {
    entry.notes.retain(|note| !tells_number(note));
    entry.conflicts.iter_mut().filter(|conflict| tells_number(&conflict.why)).for_each(|conflict| {
        HELD.clone_into(&mut conflict.why);
    });
    entry.revisions.iter_mut().filter(|revision| tells_number(&revision.why)).for_each(|revision| {
        HELD.clone_into(&mut revision.why);
    });
    // Bounds that follow from the other parts are what was to be kept from following.
    entry.derived = None;
    entry
}

/// Whether a text holds a number, or the mark of a masked one.
fn tells_number(text: &str) -> bool {
    text.contains(|sign: char| sign.is_ascii_digit())
}

/// Words in which every number under five that stands alone is [`FEW`]; dates, larger numbers and names stay.
#[must_use]
pub fn veil_few(text: &str) -> String {
    let joined =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | ',' | ':' | '/' | '_'));
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let mut next = after.chars();
        let follows = match next.next() {
            Some('.' | ',' | ':') => next.next().filter(char::is_ascii_digit),
            other => other,
        };
        if matches!(c, '0'..='4') && !joined(text[..at].chars().next_back()) && !joined(follows) {
            out.push_str(FEW);
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_veiled_where_they_could_be_found() {
        let day = Some("2025-03-10".parse().unwrap());
        let month = Some("2025-03".parse().unwrap());
        let few = Amount::whole(3);
        let check = |unit: &str, placed, precision, time| Fineness::of(unit, placed, precision, time).hides(few);
        assert!(check("person", true, Some(PlacePrecision::Exact), day));
        assert!(check("person", true, None, day), "a place of unknown size may be small");
        assert!(!check("person", true, Some(PlacePrecision::Province), day));
        assert!(!check("person", true, Some(PlacePrecision::Exact), month));
        assert!(!check("person", false, None, day));
        assert!(!check("vehicle", true, Some(PlacePrecision::Exact), day));
        let fine = Fineness::of("person", true, Some(PlacePrecision::Exact), day);
        assert_eq!(fine.cell(Amount::whole(4)), Cell::Few);
        assert_eq!(fine.cell(Amount::whole(5)), Cell::Amount(Amount::whole(5).unwrap()));
        assert_eq!(fine.cell(None), Cell::Missing);
    }

    #[test]
    fn remarks_veil_numbers_that_stand_alone() {
        assert_eq!(veil_few("of which Porto 96, Faro 3, Beja 0"), "of which Porto 96, Faro <5, Beja <5");
        assert_eq!(veil_few("2 in doc-3 rounds 1,386 of 2025-03-04."), "<5 in doc-3 rounds 1,386 of 2025-03-04.");
        assert_eq!(veil_few("counts 4."), "counts <5.");
        assert_eq!(veil_few("3.5 and 4,000"), "3.5 and 4,000");
    }
}
