//! A claim: a report's statement of how many.

use super::{
    Amount, AsOf, ClaimId, Interval, Modifier, Period, PlacePrecision, Published, ReportId, Role, Side, Span,
    TimePrecision, Verdict,
};
use serde::{Deserialize, Serialize};

/// How a figure relates to time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Within a period.
    Flow,
    /// So far, since, to date.
    Cumulative,
    /// A state at a time.
    Stock,
    /// To be.
    Plan,
    /// What something costs.
    Price,
}

impl Measure {
    /// All, as they are written.
    pub const NAMES: [&str; 5] = ["flow", "cumulative", "stock", "plan", "price"];
}

/// Said or denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// Said to be so.
    Asserted,
    /// Said not to be so.
    Denied,
}

impl Polarity {
    /// All, as they are written.
    pub const NAMES: [&str; 2] = ["asserted", "denied"];
}

/// How real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// Happened or is the case.
    Actual,
    /// Will be.
    Planned,
    /// Could be, is feared.
    Hypothetical,
    /// Another, earlier event.
    Historical,
}

impl Modality {
    /// All, as they are written.
    pub const NAMES: [&str; 4] = ["actual", "planned", "hypothetical", "historical"];
}

/// Where on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Headline.
    Headline,
    /// Running text.
    Body,
    /// Under a picture.
    Caption,
    /// Teasers, comments, the rest of the page.
    Furniture,
}

/// Why a counter changed its figure: the typed reasons of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionReason {
    /// Counted wrong, or no reason told: "revised down to".
    Correction,
    /// Sorted elsewhere: "nine of the dead are now listed as missing".
    Reclassification,
    /// The same ones counted twice: "some had been counted twice".
    Duplicates,
    /// Something else is counted now: "no longer includes the suburbs".
    Scope,
    /// Taken back, with nothing in its place: "withdrew its figure of".
    Retraction,
}

/// Which side of a revision a figure is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionSide {
    /// The figure that holds from now on.
    Now,
    /// The figure that holds no longer.
    Before,
}

/// What a text says of a figure that was changed: "revised down to 41 (now) from 50 (before)".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revised {
    /// Why it was changed.
    pub reason: RevisionReason,
    /// Which of the two it is.
    pub side: RevisionSide,
}

/// Where the counted thing happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimPlace {
    /// As written; none where it follows from the context.
    pub text: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// In English; several joined by "; ".
    pub name: Option<String>,
    /// Gazetteer id; several joined by "+".
    pub id: Option<String>,
    /// UCDP `where_prec`.
    pub precision: Option<PlacePrecision>,
    /// Ids of what holds it, smallest first.
    #[serde(default)]
    pub parents: Vec<String>,
}

/// To whom the report attributes the figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// As written, without its article.
    pub name: String,
    /// One key for all names of the same agent.
    pub key: String,
    /// What it is.
    pub role: Role,
    /// Where it is written, if in this report.
    pub span: Option<Span>,
}

/// One step of an attribution, outward from the page to the counter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hop {
    /// Name.
    pub name: String,
    /// Key.
    pub key: String,
    /// What it is.
    pub role: Role,
}

/// A report's statement of how many of a thing. Immutable: the ledger is a view of claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Hash of report, span and indicator.
    pub id: ClaimId,
    /// The report.
    pub report: ReportId,
    /// The user's name of the report.
    pub doc: String,
    /// When the report was published.
    pub published: Option<Published>,
    /// The figure words.
    pub span: Span,
    /// The figure words as written.
    pub surface: String,
    /// The number said; none for ranges and vague words.
    pub value: Option<Amount>,
    /// The closed interval meant.
    pub bounds: Interval,
    /// The modifier.
    pub modifier: Modifier,
    /// What happened: a name of the indicator table.
    pub indicator: String,
    /// `person`, or the thing.
    pub unit: String,
    /// The noun phrase as written.
    pub counted: Option<String>,
    /// Of whom: `women`, `police` ...
    pub subset: Option<String>,
    /// Flow, cumulative, stock, plan, price.
    pub measure: Measure,
    /// Asserted or denied.
    pub polarity: Polarity,
    /// Actual, planned, hypothetical, historical.
    pub modality: Modality,
    /// Where.
    pub place: Option<ClaimPlace>,
    /// When it happened.
    pub time: Option<Period>,
    /// The words for it.
    pub time_text: Option<String>,
    /// How exactly.
    pub time_precision: Option<TimePrecision>,
    /// The moment the count was stated for.
    pub as_of: AsOf,
    /// Who says so.
    pub source: Option<Source>,
    /// Page, agency, counter.
    pub chain: Vec<Hop>,
    /// Where on the page.
    pub scope: Scope,
    /// How sure the reading is, in per cent.
    pub confidence: u8,
    /// The rules that made it, in the order in which they spoke.
    pub rules: Vec<String>,
    /// A series given from outside (`reconcile`, `add --claims`): then it is the series key as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// On which side the counter stands: the source, else the end of the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// The text says that the figure was changed, and which side of the change this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised: Option<Revised>,
    /// What review says of it; none in what is stored: a claim never changes, a reviewed one is a view of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Verdict>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Role, Side};

    /// The names that an enum has in JSON: whoever reads it tells them when given another.
    fn names_of<T: serde::de::DeserializeOwned>() -> Vec<String> {
        let Err(error) = serde_json::from_str::<T>("\"?\"") else { panic!("`?` is no name") };
        let error = error.to_string();
        error.split_once("expected ").unwrap().1.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn lists_of_names_hold_every_name_and_no_other() {
        assert_eq!(names_of::<Measure>(), Measure::NAMES);
        assert_eq!(names_of::<Polarity>(), Polarity::NAMES);
        assert_eq!(names_of::<Modality>(), Modality::NAMES);
        assert_eq!(names_of::<Role>(), Role::NAMES);
        assert_eq!(names_of::<Side>(), Side::NAMES);
    }
}
