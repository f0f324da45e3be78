//! How do claims from outside come in, and how do entries go out? One JSON object a line, both ways.
//! Not here: files; the shells open them. It stands in this room so that the ledger can be tested without any text.

use crate::model::{
    Amount, AsOf, Claim, ClaimId, ClaimPlace, Companion, ConflictKind, Derived, Entry, EntryId, Grade, Interval,
    Measure, Modality, Modifier, Period, PlacePrecision, Polarity, Published, ReportId, Revised, Revision, Role, Scope,
    SeriesKind, Side, SideFigure, Source, Span, StoryId, SupportKind, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A claim from outside, with the lineage that its line knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideClaim {
    /// The claim; its report's id is the hash of `doc`.
    pub claim: Claim,
    /// Name of the independent text to which `doc` belongs.
    pub family: Option<String>,
    /// The `doc` from which it was copied.
    pub parent: Option<String>,
}

/// A claim line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimLineError {
    /// No JSON object of this form; the parser's words.
    #[error("no claim line: {0}")]
    Form(String),
    /// A time field that is no time.
    #[error("the field {field}: {why}")]
    Time {
        /// Which field.
        field: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Neither a value nor a bound.
    #[error("the claim of {0:?} has no number\nhint: give value, lower or upper")]
    NoNumber(String),
}

/// Reads one claim line. `doc` and a number are needed; everything else has a default: the indicator `people`, the unit
/// `person`, the measure `cumulative` (`stock` for people), the modifier that the bounds mean, the as-of of the
/// publication. Unknown fields are passed over.
///
/// # Errors
/// [`ClaimLineError`] where the line is no JSON object, a field has the wrong type or no number is there.
///
/// ```
/// let line = r#"{"doc": "p", "series": "toll", "source": "Ministry", "value": 12.0, "published": "2024-05-01"}"#;
/// let outside = firsthand::ledger::parse_claim_line(line)?;
/// assert_eq!(outside.claim.value.map(|value| value.to_string()).as_deref(), Some("12"));
/// # Ok::<(), firsthand::ledger::ClaimLineError>(())
/// ```
pub fn parse_claim_line(line: &str) -> Result<OutsideClaim, ClaimLineError> {
    let raw: ClaimLine = serde_json::from_str(line).map_err(|error| ClaimLineError::Form(error.to_string()))?;
    let time_error =
        |field| move |error: crate::model::TimeError| ClaimLineError::Time { field, why: error.to_string() };
    let published: Option<Published> =
        raw.published.as_deref().map(str::parse).transpose().map_err(time_error("published"))?;
    let time: Option<Period> = raw.time.as_deref().map(str::parse).transpose().map_err(time_error("time"))?;
    let as_of = match &raw.as_of {
        None => AsOf { from: published.as_ref().map(Published::start), to: published.as_ref().map(Published::end) },
        Some(Moments::One(text)) => {
            // A bare date is the whole day.
            let told: Published = text.parse().map_err(time_error("as_of"))?;
            AsOf { from: Some(told.start()), to: Some(told.end()) }
        }
        Some(Moments::Two(from, to)) => {
            let read = |text: &Option<String>| -> Result<Option<Published>, ClaimLineError> {
                text.as_deref().map(str::parse).transpose().map_err(time_error("as_of"))
            };
            let (from, to) = (read(from)?, read(to)?);
            AsOf { from: from.as_ref().map(Published::start), to: to.as_ref().map(Published::end) }
        }
    };
    let amount = |wide: Option<Wide>| wide.map(|wide| wide.0);
    let (said, bounds) = (amount(raw.value), Interval { lower: amount(raw.lower), upper: amount(raw.upper) });
    if said.is_none() && bounds == Interval::default() {
        return Err(ClaimLineError::NoNumber(raw.doc));
    }
    let modifier = raw.modifier.unwrap_or(match (said, bounds.lower, bounds.upper) {
        (_, Some(lower), Some(upper)) if lower == upper => Modifier::Equal,
        (_, Some(_), Some(_)) => Modifier::Range,
        (_, Some(_), None) => Modifier::AtLeast,
        (_, None, Some(_)) => Modifier::AtMost,
        (_, None, None) => Modifier::Equal,
    });
    let indicator = raw.indicator.unwrap_or_else(|| "people".into());
    let unit = raw.unit.unwrap_or_else(|| "person".into());
    let counted = !matches!(indicator.as_str(), "money" | "share");
    let bounds = match said {
        Some(value) if bounds == Interval::default() => Interval::meant_by(modifier, value, counted),
        _ => bounds,
    };
    let value = said.or(bounds.lower.filter(|_| bounds.lower == bounds.upper));
    let measure = raw.measure.unwrap_or(if indicator == "people" { Measure::Stock } else { Measure::Cumulative });
    let report = ReportId::of(&[raw.doc.as_bytes()]);
    let source = raw.source.and_then(RawSource::read);
    let span = Span::new(raw.start.unwrap_or(0), raw.end.unwrap_or(0));
    let words = format!("{value:?} {bounds:?} {modifier:?} {as_of:?} {time:?} {measure:?} {}-{}", span.start, span.end);
    let series = raw.series.filter(|series| !series.is_empty());
    let place = raw.place.map(RawPlace::read);
    let id = raw.id.as_deref().and_then(|id| id.parse::<ClaimId>().ok()).unwrap_or_else(|| {
        ClaimId::of(&[
            raw.doc.as_bytes(),
            series.as_deref().unwrap_or_default().as_bytes(),
            indicator.as_bytes(),
            unit.as_bytes(),
            source.as_ref().map_or("", |source| &source.name).as_bytes(),
            place.as_ref().and_then(|place| place.name.as_deref()).unwrap_or_default().as_bytes(),
            words.as_bytes(),
        ])
    });
    let surface = raw.surface.or_else(|| value.map(|value| value.to_string())).unwrap_or_default();
    Ok(OutsideClaim {
        claim: Claim {
            id,
            report,
            doc: raw.doc,
            published,
            span,
            surface,
            value,
            bounds,
            modifier,
            indicator,
            unit,
            counted: raw.counted,
            subset: raw.subset,
            measure,
            polarity: raw.polarity.unwrap_or(Polarity::Asserted),
            modality: raw.modality.unwrap_or(Modality::Actual),
            place,
            time,
            time_text: raw.time_text,
            time_precision: None,
            as_of,
            source,
            chain: Vec::new(),
            scope: raw.scope.unwrap_or(Scope::Body),
            confidence: raw.confidence.unwrap_or(100).min(100),
            rules: vec!["claim-line".into()],
            series,
            side: raw.side,
            revised: raw.revised,
            review: None,
        },
        family: raw.family,
        parent: raw.parent,
    })
}

#[derive(Deserialize)]
struct ClaimLine {
    doc: String,
    id: Option<String>,
    series: Option<String>,
    source: Option<RawSource>,
    published: Option<String>,
    as_of: Option<Moments>,
    family: Option<String>,
    parent: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    surface: Option<String>,
    value: Option<Wide>,
    lower: Option<Wide>,
    upper: Option<Wide>,
    modifier: Option<Modifier>,
    indicator: Option<String>,
    unit: Option<String>,
    counted: Option<String>,
    subset: Option<String>,
    measure: Option<Measure>,
    polarity: Option<Polarity>,
    modality: Option<Modality>,
    place: Option<RawPlace>,
    time: Option<String>,
    time_text: Option<String>,
    scope: Option<Scope>,
    confidence: Option<u8>,
    side: Option<Side>,
    revised: Option<Revised>,
}

/// An amount of any size: beyond the range of amounts nothing is counted, so the number is cut at its edge and stays the
/// outlier that it is.
#[derive(Clone, Copy)]
struct Wide(Amount);

impl<'de> Deserialize<'de> for Wide {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const EDGE: f64 = 9.0e15;
        let number = serde_json::Number::deserialize(deserializer)?;
        let amount = number.as_i64().and_then(Amount::whole);
        let cut = || number.as_f64().and_then(|value| Amount::from_f64(value.clamp(-EDGE, EDGE)));
        amount.or_else(cut).map(Self).ok_or_else(|| serde::de::Error::custom(format!("{number} is no amount")))
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Moments {
    One(String),
    Two(Option<String>, Option<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawSource {
    Name(String),
    Whole {
        name: String,
        #[serde(default)]
        key: Option<String>,
        #[serde(default)]
        role: Option<Role>,
    },
}

impl RawSource {
    fn read(self) -> Option<Source> {
        let (name, key, role) = match self {
            Self::Name(name) => (name, None, None),
            Self::Whole { name, key, role } => (name, key, role),
        };
        let key = key.unwrap_or_else(|| super::counter::fold_key(&name));
        (!name.is_empty()).then(|| Source { name, key, role: role.unwrap_or(Role::Counter), span: None })
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawPlace {
    Name(String),
    Whole {
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        country: Option<String>,
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        id: Option<String>,
        #[serde(default)]
        precision: Option<PlacePrecision>,
        #[serde(default)]
        parents: Vec<String>,
    },
}

impl RawPlace {
    fn read(self) -> ClaimPlace {
        match self {
            Self::Name(name) => ClaimPlace {
                text: None,
                country: None,
                name: Some(name),
                id: None,
                precision: None,
                parents: Vec::new(),
            },
            Self::Whole { text, country, name, id, precision, parents } => {
                ClaimPlace { text, country, name, id, precision, parents }
            }
        }
    }
}

/// An entry as a line: what a person needs to check it, without the claims at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// The entry.
    pub id: EntryId,
    /// Its story, where there is one.
    pub story: Option<StoryId>,
    /// Series key.
    pub series: String,
    /// Indicator.
    pub indicator: String,
    /// Unit.
    pub unit: String,
    /// Subset.
    pub subset: Option<String>,
    /// Place name in English.
    pub place: Option<String>,
    /// ISO country.
    pub country: Option<String>,
    /// The days it tells of.
    pub time: Option<Period>,
    /// The moment of the read-out.
    pub as_of: AsOf,
    /// Greatest accepted lower bound.
    pub low: Option<Amount>,
    /// Figure in force.
    pub best: Option<Amount>,
    /// Least accepted upper bound.
    pub high: Option<Amount>,
    /// Measure.
    pub measure: Measure,
    /// What kind of series.
    pub kind: SeriesKind,
    /// Distinct counters.
    pub counters: Vec<String>,
    /// The sides that its counters stand on, each with its figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sides: Vec<SideFigure>,
    /// The figure in force names no counter; it was inferred.
    pub inferred: bool,
    /// Independent texts.
    pub texts: usize,
    /// Pages.
    pub pages: usize,
    /// Places counted beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<Companion>,
    /// How well founded, by the profile `range`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Fewer than two counters, by the profile `two-source`.
    #[serde(default)]
    pub provisional: bool,
    /// Which pages carry whose figures, where the texts are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hands: Vec<super::Hand>,
    /// What each claim does.
    pub support: Vec<SupportLine>,
    /// Differences with their reasons.
    pub conflicts: Vec<ConflictLine>,
    /// Bounds that follow from parts or whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derived: Option<Derived>,
    /// Changes of the figure by whoever had told it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A claim's part in an entry, readable by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportLine {
    /// The claim.
    pub claim: ClaimId,
    /// The page.
    pub doc: String,
    /// The figure words.
    pub surface: String,
    /// The number said.
    pub value: Option<Amount>,
    /// Lower bound.
    pub lower: Option<Amount>,
    /// Upper bound.
    pub upper: Option<Amount>,
    /// The moment it was stated for.
    pub as_of: AsOf,
    /// When its page was published.
    pub published: Option<Timestamp>,
    /// What it does.
    pub kind: SupportKind,
    /// Whose count.
    pub counter: Option<String>,
    /// Inferred, not named.
    pub inferred: bool,
    /// Why.
    pub reasons: Vec<String>,
}

/// A difference, readable by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConflictLine {
    /// What kind.
    pub kind: ConflictKind,
    /// The claims.
    pub claims: Vec<ClaimId>,
    /// Their pages, in the order of the claims.
    pub docs: Vec<String>,
    /// Their figures, in the order of the claims.
    pub values: Vec<Option<Amount>>,
    /// The rule.
    pub rule: String,
    /// Why, in one sentence.
    pub why: String,
}

/// Entries as lines, each claim's page and figure beside its id. Private sources stay masked.
#[must_use]
pub fn list_entry_lines<'a>(claims: impl IntoIterator<Item = &'a Claim>, entries: &[Entry]) -> Vec<EntryLine> {
    let by_id: BTreeMap<ClaimId, &Claim> = claims.into_iter().map(|claim| (claim.id, claim)).collect();
    entries
        .iter()
        .map(|entry| EntryLine {
            id: entry.id,
            story: entry.story,
            series: entry.series.clone(),
            indicator: entry.indicator.clone(),
            unit: entry.unit.clone(),
            subset: entry.subset.clone(),
            place: entry.place.clone(),
            country: entry.country.clone(),
            time: entry.time,
            as_of: entry.as_of,
            low: entry.low,
            best: entry.best,
            high: entry.high,
            measure: entry.measure,
            kind: entry.kind,
            counters: entry.counters.clone(),
            sides: entry.sides.clone(),
            inferred: entry.inferred,
            texts: entry.texts,
            pages: entry.pages,
            companions: entry.companions.clone(),
            grade: entry.grade,
            provisional: entry.provisional,
            hands: Vec::new(),
            support: entry
                .support
                .iter()
                .filter_map(|support| {
                    let claim = by_id.get(&support.claim)?;
                    Some(SupportLine {
                        claim: support.claim,
                        doc: claim.doc.clone(),
                        surface: claim.surface.clone(),
                        value: claim.value,
                        lower: claim.bounds.lower,
                        upper: claim.bounds.upper,
                        as_of: claim.as_of,
                        published: claim.published.as_ref().map(Published::start),
                        kind: support.kind,
                        counter: support.counter.clone(),
                        inferred: support.inferred,
                        reasons: support.reasons.clone(),
                    })
                })
                .collect(),
            conflicts: entry
                .conflicts
                .iter()
                .map(|conflict| {
                    let parties = || conflict.claims.iter().filter_map(|claim| by_id.get(claim));
                    ConflictLine {
                        kind: conflict.kind,
                        claims: conflict.claims.clone(),
                        docs: parties().map(|claim| claim.doc.clone()).collect(),
                        values: parties().map(|claim| claim.value).collect(),
                        rule: conflict.rule.clone(),
                        why: conflict.why.clone(),
                    }
                })
                .collect(),
            derived: entry.derived.clone(),
            revisions: entry.revisions.clone(),
            notes: entry.notes.clone(),
        })
        .collect()
}
