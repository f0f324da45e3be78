//! What is hidden from who may not read small counts? In lines, sentences and texts the same as in the tables of exports.
//! Not here: which counts those are (`export::privacy`, `export::complement`), and columns (`rows`).

use super::rows::find_withheld_of;
use super::shown::entry_lines;
use crate::export::entries::EntryRow;
use crate::export::privacy::{FIVE, hides_claim};
use crate::export::table::{FEW, HELD};
use crate::gazetteer::Gazetteer;
use crate::ledger::StoryState;
use crate::model::{Claim, ClaimId, Derivation, Entry, FigureRef, ReportId, Span, StoryId};
use crate::pack::Indicators;
use crate::store::{Store, StoreError};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Claims whose figure is hidden, each with what stands in its place: [`FEW`] or [`HELD`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HiddenClaims {
    marks: BTreeMap<ClaimId, &'static str>,
    spans: BTreeMap<ReportId, Vec<(Span, &'static str)>>,
}

impl HiddenClaims {
    fn hide(&mut self, claim: &Claim, mark: &'static str) {
        if self.marks.insert(claim.id, mark).is_none() {
            self.spans.entry(claim.report).or_default().push((claim.span, mark));
        }
    }

    /// What stands in the place of a claim's figure; none where the figure may be shown.
    #[must_use]
    pub fn mark_of(&self, claim: ClaimId) -> Option<&'static str> {
        self.marks.get(&claim).copied()
    }

    /// Where in the text of a report something is hidden, and what stands there.
    #[must_use]
    pub fn spans_of(&self, report: ReportId) -> &[(Span, &'static str)] {
        self.spans.get(&report).map_or(&[], Vec::as_slice)
    }

    /// Hides the figure in the public form of a claim (`ClaimLine`), or of its part in an entry.
    pub fn veil_claim(&self, claim: ClaimId, line: &mut Value) {
        let Some(mark) = self.mark_of(claim) else { return };
        for name in ["surface", "value", "lower", "upper"] {
            if line.get(name).is_some_and(|value| !value.is_null()) {
                line[name] = json!(mark);
            }
        }
        // Rules name the words of numbers.
        if let Some(rules) = line.get_mut("rules") {
            *rules = json!([]);
        }
    }

    /// Hides figures in what a copy dropped, added or changed.
    pub fn veil_edges(&self, edges: &mut [Derivation]) {
        let veil = |figure: &mut FigureRef| {
            let hidden = self.spans_of(figure.report).iter().find(|(span, _)| span.overlaps(figure.span));
            if let Some((_, mark)) = hidden {
                (*mark).clone_into(&mut figure.surface);
            }
        };
        for edge in edges {
            edge.dropped.iter_mut().chain(&mut edge.added).for_each(veil);
            edge.changed.iter_mut().flat_map(|change| [&mut change.child, &mut change.parent]).for_each(veil);
        }
    }
}

/// The claims of these whose figures exports hide: small for themselves, or in an entry that is withheld. Claims from outside
/// are looked for among the entries of such claims that joined no story.
///
/// # Errors
/// The store's.
pub fn hide_claims(
    gazetteer: &Gazetteer,
    indicators: &Indicators,
    store: &dyn Store,
    claims: &[Claim],
) -> Result<HiddenClaims, StoreError> {
    let reports: BTreeSet<ReportId> = claims.iter().map(|claim| claim.report).collect();
    let stories = store.stories_of(&reports.iter().copied().collect::<Vec<_>>())?;
    let asked: BTreeSet<Option<StoryId>> = reports.iter().map(|report| stories.get(report).copied()).collect();
    let mut held: BTreeSet<ClaimId> = BTreeSet::new();
    for story in asked {
        let entries = store.entries_of(story)?;
        let withheld = find_withheld_of(gazetteer, indicators, store, &entries)?;
        let hidden = entries.iter().filter(|entry| withheld.figures.contains(&entry.id));
        held.extend(hidden.flat_map(|entry| entry.support.iter().map(|support| support.claim)));
    }
    Ok(hide_of(gazetteer, claims, &held))
}

/// The claims of these entries that are hidden, by the entries' rows.
fn hide_claims_of(gazetteer: &Gazetteer, rows: &[EntryRow], claims: &BTreeMap<ClaimId, Claim>) -> HiddenClaims {
    let held = rows.iter().filter(|row| row.held).flat_map(|row| row.entry.support.iter().map(|support| support.claim));
    hide_of(gazetteer, claims.values(), &held.collect())
}

fn hide_of<'a>(
    gazetteer: &Gazetteer,
    claims: impl IntoIterator<Item = &'a Claim>,
    held: &BTreeSet<ClaimId>,
) -> HiddenClaims {
    let mut hidden = HiddenClaims::default();
    for claim in claims {
        let place = || claim.place.as_ref().map(|place| gazetteer.locate_place(place)).unwrap_or_default();
        if hides_claim(claim, place) {
            hidden.hide(claim, FEW);
        } else if held.contains(&claim.id) {
            hidden.hide(claim, HELD);
        }
    }
    hidden
}

/// Entries in their public form, as [`entry_lines`] has them, for who may not read small counts: `rows` are those of
/// [`super::rows::guard_entries`].
///
/// # Errors
/// The store's.
pub fn veil_entries(gazetteer: &Gazetteer, store: &dyn Store, rows: &[EntryRow]) -> Result<Vec<Value>, StoreError> {
    let entries: Vec<Entry> = rows.iter().map(|row| row.entry.clone()).collect();
    let ids = entries.iter().flat_map(|entry| {
        let told = entry.support.iter().map(|support| support.claim);
        told.chain(entry.conflicts.iter().flat_map(|conflict| conflict.claims.iter().copied()))
    });
    let hidden = hide_claims_of(gazetteer, rows, &store.claims_named(&ids.collect())?);
    let lines = entry_lines(store, &entries)?;
    let to_value = |line| serde_json::to_value(line).expect("lines have string keys and no failing serialiser");
    Ok(lines.into_iter().zip(rows).map(|(line, row)| veil_line(row, &hidden, to_value(line))).collect())
}

fn veil_line(row: &EntryRow, hidden: &HiddenClaims, mut line: Value) -> Value {
    veil_figures(row, &mut line);
    for (at, side) in row.entry.sides.iter().enumerate() {
        line["sides"][at]["figure"] = row.tell_amount(side.figure).json();
    }
    // Lines leave out claims that are not there any more, so each is known by its id.
    for part in line["support"].as_array_mut().into_iter().flatten() {
        if let Some(id) = part["claim"].as_str().and_then(|id| id.parse().ok()) {
            hidden.veil_claim(id, part);
        }
    }
    for (at, conflict) in row.entry.conflicts.iter().enumerate() {
        let values = line["conflicts"][at]["values"].as_array_mut();
        let marks = conflict.claims.iter().map(|claim| hidden.mark_of(*claim));
        match values {
            Some(values) if values.len() == conflict.claims.len() => {
                values.iter_mut().zip(marks).filter(|(value, _)| !value.is_null()).for_each(|(value, mark)| {
                    if let Some(mark) = mark {
                        *value = json!(mark);
                    }
                });
            }
            Some(values) if marks.flatten().next().is_some() => {
                values.iter_mut().for_each(|value| *value = json!(HELD));
            }
            _ => {}
        }
    }
    if let Some(derived) = &row.entry.derived {
        line["derived"]["low"] = row.tell_amount(derived.low).json();
        line["derived"]["high"] = row.tell_amount(derived.high).json();
    }
    for (at, revision) in row.entry.revisions.iter().enumerate() {
        line["revisions"][at]["from"] = row.tell_amount(revision.from).json();
        line["revisions"][at]["to"] = row.tell_amount(revision.to).json();
    }
    line
}

/// Hides low, best and high in a document about an entry.
pub fn veil_figures(row: &EntryRow, document: &mut Value) {
    for (name, amount) in [("low", row.entry.low), ("best", row.entry.best), ("high", row.entry.high)] {
        document[name] = row.tell_amount(amount).json();
    }
}

/// What a story says in the end without small counts: a figure that exports would hide, or that is of an entry whose figures
/// they hide (`rows`), is left out. Where neither place nor day of it is told, it counts as told finely.
pub fn veil_state(state: &mut StoryState, rows: &[EntryRow]) {
    state.figures.retain(|figure| {
        let row = figure.entry.and_then(|id| rows.iter().find(|row| row.entry.id == id));
        let amounts = [figure.low, figure.best, figure.high].into_iter().flatten();
        match row {
            Some(row) => !row.held && !amounts.into_iter().any(|amount| row.fineness().hides(Some(amount))),
            // A sum or a difference of ours tells no place of its own.
            None => figure.unit != "person" || !amounts.into_iter().any(|amount| amount < FIVE),
        }
    });
}

/// The part of a report's text from one byte to another, with what is hidden in it covered.
#[must_use]
pub fn cover_spans(text: &str, part: Span, hidden: &[(Span, &'static str)]) -> String {
    let mut inside: Vec<_> = hidden.iter().filter(|(span, _)| span.overlaps(part)).collect();
    inside.sort();
    let (mut out, mut at) = (String::new(), part.start);
    for (span, mark) in inside {
        // Of figures on the same words the first covers them.
        if span.end <= at {
            continue;
        }
        out.push_str(&text[at..span.start.max(at)]);
        out.push_str(mark);
        at = span.end.min(part.end);
    }
    out.push_str(&text[at..part.end]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_covered_and_nothing_else() {
        let text = "Police detained 3 people and hurt 2 to 4 more in Beja.";
        let at = |words: &str| text.find(words).map(|start| Span::new(start, start + words.len())).unwrap();
        let hidden = [(at("2 to 4"), FEW), (at("3"), FEW), (at("4"), HELD)];
        let whole = Span::new(0, text.len());
        assert_eq!(cover_spans(text, whole, &hidden), "Police detained <5 people and hurt <5 more in Beja.");
        assert_eq!(cover_spans(text, at("3"), &hidden), FEW);
        // Cut within a figure, its rest is covered too.
        assert_eq!(cover_spans(text, at("to 4 more"), &hidden), "<5 more");
        assert_eq!(cover_spans(text, at("in Beja"), &hidden), "in Beja");
    }
}
