//! What do we know, and since when? Reconciles claims into entries.
//! Not here: reading a text, or keeping anything.

mod bounds;
mod collapse;
mod conflict;
mod counter;
mod line;
mod readout;
mod series;
mod sums;
mod weight;

pub use line::{
    ClaimLineError, ConflictLine, EntryLine, OutsideClaim, SupportLine, list_entry_lines, parse_claim_line,
};

use crate::model::{Claim, Derivation, Entry, FamilyId, ReportId, StoryId, Timestamp};
use std::collections::BTreeMap;

/// Which figure is shown where claims leave room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// Low / best / high.
    #[default]
    Default,
    /// The lowest accepted independent claim of the latest as-of.
    Conservative,
    /// Least and greatest, with a grade.
    Range,
    /// Provisional until two independent counters agree.
    TwoSource,
}

/// Everything that the entries of one story follow from.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The story; none for claims from outside.
    pub story: Option<StoryId>,
    /// Its claims, in any order.
    pub claims: &'a [Claim],
    /// Which reports are one text; a report that is missing is its own family.
    pub families: &'a BTreeMap<ReportId, FamilyId>,
    /// Edges between its reports.
    pub derivations: &'a [Derivation],
}

/// The entries of one story, sorted by series; a pure function of its arguments, whatever their order.
/// `as_of` asks what held at that moment; none asks for the latest.
///
/// The steps stand in the files in this order: claims are sorted into series (`series`); copies of one text collapse
/// into observations (`collapse`); each observation finds its root counter (`counter`) and its weight (`weight`); of a
/// running count the heaviest set that some non-decreasing curve can pass through is accepted (`bounds`), of states,
/// plans and prices the weighted median (`weight`); what is left over gets a reason (`conflict`); the figures are read
/// out (`readout`) and the sums of days and parts are checked against the totals (`sums`).
#[must_use]
pub fn reconcile_entries(known: Known<'_>, profile: Profile, as_of: Option<Timestamp>) -> Vec<Entry> {
    let claims = series::sort_claims(known.claims);
    let lineage = collapse::Lineage::new(known.families, known.derivations);
    let companions = counter::Companions::of(&claims);
    let mut groups: Vec<series::Group<'_>> = series::group_series(&claims);
    let mut observed: Vec<Vec<collapse::Observation<'_>>> =
        groups.iter().map(|group| collapse::collapse_copies(&lineage, &group.claims)).collect();
    let names = counter::Names::of(&claims);
    for (group, observations) in groups.iter().zip(&mut observed) {
        counter::resolve_counters(&companions, &names, group.key.kind, observations);
    }
    weight::weigh_observations(&groups, &mut observed);
    let mut entries: Vec<(series::Key<'_>, Entry)> = groups
        .iter_mut()
        .zip(&observed)
        .filter_map(|(group, observations)| {
            let entry = readout::read_entry(known.story, group, observations, &companions, profile, as_of)?;
            Some((group.key.clone(), entry))
        })
        .collect();
    entries.sort_by(|(_, one), (_, other)| (&one.series, one.id).cmp(&(&other.series, other.id)));
    sums::check_sums(&mut entries);
    sums::check_parts(&mut entries);
    let mut entries: Vec<Entry> = entries.into_iter().map(|(_, entry)| entry).collect();
    sums::note_dropped(&claims, known.derivations, &mut entries);
    entries
}

// TEMPORARY, to be replaced at merge: the form of claims from outside.

/// A claim from outside with the lineage that is known from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideClaim {
    /// The claim.
    pub claim: Claim,
    /// Which independent text its page is.
    pub family: Option<String>,
    /// The page it was copied from.
    pub parent: Option<String>,
}

/// Reads one claim line.
///
/// # Errors
/// What is wrong with it.
pub fn parse_claim_line(line: &str) -> Result<OutsideClaim, String> {
    use crate::model::{
        Amount, AsOf, ClaimId, Interval, Measure, Modality, Modifier, Polarity, Role, Scope, Source, Span,
    };
    let value: serde_json::Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let field = |name: &str| value.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let amount = |name: &str| value.get(name).and_then(serde_json::Value::as_f64).and_then(Amount::from_f64);
    let doc = field("doc").ok_or("the field `doc` is missing")?;
    let stamp = |v: &serde_json::Value| v.as_str().and_then(|s| s.parse().ok());
    let as_of = match value.get("as_of") {
        Some(serde_json::Value::Array(ends)) => {
            AsOf { from: ends.first().and_then(stamp), to: ends.get(1).and_then(stamp) }
        }
        Some(one) => stamp(one).map(AsOf::at).unwrap_or_default(),
        None => AsOf::default(),
    };
    let claim = Claim {
        id: ClaimId::of(&[line.as_bytes()]),
        report: ReportId::of(&[doc.as_bytes()]),
        doc,
        published: field("published").and_then(|p| p.parse().ok()),
        span: Span::new(0, 0),
        surface: String::new(),
        value: amount("value"),
        bounds: Interval { lower: amount("lower"), upper: amount("upper") },
        modifier: Modifier::Equal,
        indicator: field("indicator").unwrap_or_default(),
        unit: field("unit").unwrap_or_default(),
        counted: None,
        subset: None,
        measure: Measure::Cumulative,
        polarity: Polarity::Asserted,
        modality: Modality::Actual,
        place: None,
        time: None,
        time_text: None,
        time_precision: None,
        as_of,
        source: field("source").map(|name| Source { key: name.to_lowercase(), name, role: Role::Counter, span: None }),
        chain: vec![],
        scope: Scope::Body,
        confidence: 100,
        rules: vec![],
        series: field("series"),
    };
    Ok(OutsideClaim { claim, family: field("family"), parent: field("parent") })
}
