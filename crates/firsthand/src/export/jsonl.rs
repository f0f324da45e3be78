//! Public forms as JSON: one object a line, or inside one document. Described by the schemas under `docs/formats`.
//! Offsets count Unicode code points; forms only grow, and readers ignore fields that they do not know.

use crate::model::{
    Agent, Amount, AsOf, Claim, ClaimId, CodePoints, Derivation, DerivationKind, Direction, Entry, FamilyId, FigureRef,
    Hop, Measure, Mention, Modality, Modifier, NumberUnit, Period, PlacePrecision, Polarity, Published, Quote, Reading,
    Report, ReportId, Revised, Role, Scope, Side, Source, Span, TimePrecision, Verdict,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in the place of a private person's name.
pub const MASK: &str = "a private person";

/// Whether the names of private persons are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Masking {
    /// On the user's own texts: all names as written.
    Unmasked,
    /// In every view of a ledger.
    Masked,
}

impl Masking {
    /// Whether somebody in this role is hidden.
    #[must_use]
    pub fn hides(self, role: Role) -> bool {
        self == Self::Masked && role == Role::Private
    }
}

/// A report.
#[derive(Debug, Serialize)]
pub struct ReportLine<'a> {
    id: ReportId,
    doc: &'a str,
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<&'a str>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<&'a Published>,
    modified: Option<&'a Published>,
    authors: &'a [String],
    lang: &'a str,
    text: &'a str,
    blocks: Vec<BlockLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    updates: Vec<UpdateLine<'a>>,
}

#[derive(Debug, Serialize)]
struct UpdateLine<'a> {
    start: usize,
    published: &'a Published,
}

#[derive(Debug, Serialize)]
struct BlockLine {
    kind: crate::model::BlockKind,
    start: usize,
    end: usize,
}

impl<'a> ReportLine<'a> {
    /// The form of a report.
    #[must_use]
    pub fn of(report: &'a Report) -> Self {
        let points = CodePoints::new(&report.text);
        let block = |block: &crate::model::Block| {
            let (start, end) = points.of(block.span);
            BlockLine { kind: block.kind, start, end }
        };
        let update = |update: &'a crate::model::Update| UpdateLine {
            start: points.of(crate::model::Span::new(update.from, update.from)).0,
            published: &update.published,
        };
        Self {
            id: report.id,
            doc: &report.doc,
            url: report.url.as_deref(),
            canonical: report.canonical.as_deref(),
            outlet: report.outlet.as_deref(),
            title: report.title.as_deref(),
            published: report.published.as_ref(),
            modified: report.modified.as_ref(),
            authors: &report.authors,
            lang: report.lang.code(),
            text: &report.text,
            blocks: report.blocks.iter().map(block).collect(),
            updates: report.updates.iter().map(update).collect(),
        }
    }
}

/// A mention.
#[derive(Debug, Serialize)]
pub struct MentionLine<'a> {
    doc: &'a str,
    start: usize,
    end: usize,
    surface: &'a str,
    rule: &'a str,
    #[serde(flatten)]
    reading: ReadingLine<'a>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ReadingLine<'a> {
    Number {
        value: Option<Amount>,
        lower: Option<Amount>,
        upper: Option<Amount>,
        modifier: Modifier,
        unit: Option<&'a str>,
        /// Only where it is one.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        label: bool,
    },
    Timex {
        #[serde(rename = "type")]
        kind: crate::model::TimexKind,
        value: &'a str,
        period: Option<Period>,
        bound: crate::model::TimeBound,
        modifier: Modifier,
        precision: Option<TimePrecision>,
        anchor: crate::model::Anchor,
    },
    Toponym {
        name: &'a str,
        country: Option<&'a str>,
        lat: f64,
        lon: f64,
        id: &'a str,
        precision: PlacePrecision,
        place: crate::model::PlaceKind,
        adjectival: bool,
        metonym: bool,
    },
    Agent {
        name: &'a str,
        key: &'a str,
        role: Role,
    },
    Quote {
        direct: bool,
        source: Option<&'a str>,
        source_key: Option<&'a str>,
        source_role: Option<Role>,
        source_span: Option<(usize, usize)>,
    },
    Translation {},
}

impl<'a> MentionLine<'a> {
    /// The form of a mention of `report`, whose text `points` counts.
    #[must_use]
    pub fn of(report: &'a Report, points: &CodePoints<'_>, mention: &'a Mention) -> Self {
        let (start, end) = points.of(mention.span);
        let surface = mention.span.of(&report.text);
        let reading = ReadingLine::of(&mention.reading, points);
        Self { doc: &report.doc, start, end, surface, rule: &mention.rule, reading }
    }
}

impl<'a> ReadingLine<'a> {
    fn of(reading: &'a Reading, points: &CodePoints<'_>) -> Self {
        let degrees = |e6: i32| f64::from(e6) / 1e6;
        match reading {
            Reading::Number(number) => Self::Number {
                value: number.value,
                lower: number.bounds.lower,
                upper: number.bounds.upper,
                modifier: number.modifier,
                unit: number.unit.as_ref().map(|unit| match unit {
                    NumberUnit::Percent => "percent",
                    NumberUnit::Currency(code) => code,
                }),
                label: number.label,
            },
            Reading::Timex(timex) => Self::Timex {
                kind: timex.kind,
                value: &timex.value,
                period: timex.period,
                bound: timex.bound,
                modifier: timex.modifier,
                precision: timex.precision,
                anchor: timex.anchor,
            },
            Reading::Toponym(place) => Self::Toponym {
                name: &place.name,
                country: place.country.as_deref(),
                lat: degrees(place.lat_e6),
                lon: degrees(place.lon_e6),
                id: &place.id,
                precision: place.precision,
                place: place.place,
                adjectival: place.adjectival,
                metonym: place.metonym,
            },
            Reading::Agent(Agent { name, key, role }) => Self::Agent { name, key, role: *role },
            Reading::Quote(Quote { direct, source, source_span, .. }) => Self::Quote {
                direct: *direct,
                source: source.as_ref().map(|agent| agent.name.as_str()),
                source_key: source.as_ref().map(|agent| agent.key.as_str()),
                source_role: source.as_ref().map(|agent| agent.role),
                source_span: source_span.map(|span| points.of(span)),
            },
            Reading::Translation => Self::Translation {},
        }
    }
}

/// A claim: the fields of the annotation guide, and what leads back to its evidence.
#[derive(Debug, Serialize)]
pub struct ClaimLine<'a> {
    id: ClaimId,
    report: ReportId,
    doc: &'a str,
    published: Option<&'a Published>,
    start: usize,
    end: usize,
    surface: &'a str,
    value: Option<Amount>,
    lower: Option<Amount>,
    upper: Option<Amount>,
    modifier: Modifier,
    indicator: &'a str,
    unit: &'a str,
    counted: Option<&'a str>,
    subset: Option<&'a str>,
    measure: Measure,
    polarity: Polarity,
    modality: Modality,
    place: Option<PlaceLine<'a>>,
    time: Option<Period>,
    time_text: Option<&'a str>,
    time_precision: Option<TimePrecision>,
    as_of: AsOf,
    source: Option<&'a str>,
    source_span: Option<(usize, usize)>,
    source_role: Option<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<Side>,
    chain: Vec<HopLine<'a>>,
    scope: Scope,
    confidence: u8,
    rules: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revised: Option<Revised>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<Verdict>,
}

#[derive(Debug, Serialize)]
struct PlaceLine<'a> {
    text: Option<&'a str>,
    country: Option<&'a str>,
    name: Option<&'a str>,
    id: Option<&'a str>,
    precision: Option<PlacePrecision>,
}

#[derive(Debug, Serialize)]
struct HopLine<'a> {
    name: &'a str,
    key: &'a str,
    role: Role,
}

impl<'a> ClaimLine<'a> {
    /// The form of a claim; `points` counts its report's text, or any text for a claim from outside, which has none.
    #[must_use]
    pub fn of(claim: &'a Claim, points: &CodePoints<'_>, masking: Masking) -> Self {
        let (start, end) = points.of(claim.span);
        let hop = |hop: &'a Hop| {
            let (name, key) = if masking.hides(hop.role) { (MASK, MASK) } else { (&*hop.name, &*hop.key) };
            HopLine { name, key, role: hop.role }
        };
        let source = claim.source.as_ref();
        let hidden = source.is_some_and(|source| masking.hides(source.role));
        Self {
            id: claim.id,
            report: claim.report,
            doc: &claim.doc,
            published: claim.published.as_ref(),
            start,
            end,
            surface: &claim.surface,
            value: claim.value,
            lower: claim.bounds.lower,
            upper: claim.bounds.upper,
            modifier: claim.modifier,
            indicator: &claim.indicator,
            unit: &claim.unit,
            counted: claim.counted.as_deref(),
            subset: claim.subset.as_deref(),
            measure: claim.measure,
            polarity: claim.polarity,
            modality: claim.modality,
            place: claim.place.as_ref().map(|place| PlaceLine {
                text: place.text.as_deref(),
                country: place.country.as_deref(),
                name: place.name.as_deref(),
                id: place.id.as_deref(),
                precision: place.precision,
            }),
            time: claim.time,
            time_text: claim.time_text.as_deref(),
            time_precision: claim.time_precision,
            as_of: claim.as_of,
            source: source.map(|source| if hidden { MASK } else { source.name.as_str() }),
            source_span: source.and_then(|source| source.span).filter(|_| !hidden).map(|span| points.of(span)),
            source_role: source.map(|source| source.role),
            side: claim.side,
            chain: claim.chain.iter().map(hop).collect(),
            scope: claim.scope,
            confidence: claim.confidence,
            rules: &claim.rules,
            series: claim.series.as_deref(),
            revised: claim.revised,
            review: claim.review,
        }
    }
}

/// A line of `lineage`.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LineageLine<'a> {
    /// A report and its independent text.
    Report {
        /// Its name.
        doc: &'a str,
        /// The text that it belongs to.
        family: FamilyId,
    },
    /// How two reports are related.
    Edge {
        /// The copy, or the first of two.
        child: &'a str,
        /// The original, or the second of two.
        parent: &'a str,
        /// How.
        kind: DerivationKind,
        /// Who came first, if known.
        direction: Direction,
        /// Share of the child that stands in the parent.
        contained: f64,
        /// Why we think so.
        evidence: &'a [String],
        /// Aligned passages.
        passages: Vec<PassageLine>,
        /// Figures of the parent that the child lacks.
        dropped: Vec<FigureLine<'a>>,
        /// Figures that the child changed.
        changed: Vec<ChangeLine<'a>>,
        /// Figures of the child that the parent lacks.
        added: Vec<FigureLine<'a>>,
    },
}

/// A passage in both texts.
#[derive(Debug, Serialize)]
pub struct PassageLine {
    child: (usize, usize),
    parent: (usize, usize),
    kind: crate::model::PassageKind,
}

/// A figure in a report.
#[derive(Debug, Serialize)]
pub struct FigureLine<'a> {
    doc: &'a str,
    start: usize,
    end: usize,
    surface: &'a str,
}

/// A changed figure, in both texts.
#[derive(Debug, Serialize)]
pub struct ChangeLine<'a> {
    child: FigureLine<'a>,
    parent: FigureLine<'a>,
}

/// Lineage lines of reports: every report with its family, then every edge.
#[must_use]
pub fn lineage_lines<'a>(
    reports: &'a [Report],
    families: &BTreeMap<ReportId, FamilyId>,
    edges: &'a [Derivation],
) -> Vec<LineageLine<'a>> {
    let texts: BTreeMap<ReportId, (&str, CodePoints<'_>)> =
        reports.iter().map(|report| (report.id, (report.doc.as_str(), CodePoints::new(&report.text)))).collect();
    let of = |id: ReportId, span: Span| texts.get(&id).map_or((0, 0), |(_, points)| points.of(span));
    let doc = |id: ReportId| texts.get(&id).map_or("", |(doc, _)| *doc);
    let figure = |figure: &'a FigureRef| {
        let (start, end) = of(figure.report, figure.span);
        FigureLine { doc: doc(figure.report), start, end, surface: &figure.surface }
    };
    let family = |report: &'a Report| LineageLine::Report {
        doc: &report.doc,
        family: families.get(&report.id).copied().unwrap_or_else(|| FamilyId::of(&[&report.id.0])),
    };
    let edge = |edge: &'a Derivation| LineageLine::Edge {
        child: doc(edge.child),
        parent: doc(edge.parent),
        kind: edge.kind,
        direction: edge.direction,
        contained: f64::from(edge.contained) / 1000.0,
        evidence: &edge.evidence,
        passages: edge
            .passages
            .iter()
            .map(|p| PassageLine { child: of(edge.child, p.child), parent: of(edge.parent, p.parent), kind: p.kind })
            .collect(),
        dropped: edge.dropped.iter().map(figure).collect(),
        changed: edge
            .changed
            .iter()
            .map(|change| ChangeLine { child: figure(&change.child), parent: figure(&change.parent) })
            .collect(),
        added: edge.added.iter().map(figure).collect(),
    };
    reports.iter().map(family).chain(edges.iter().map(edge)).collect()
}

/// Names and keys of the private persons among these claims' sources.
#[must_use]
pub fn private_names<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for claim in claims {
        for Source { name, key, .. } in claim.source.iter().filter(|source| source.role == Role::Private) {
            names.extend([name.clone(), key.clone()]);
        }
        for Hop { name, key, .. } in claim.chain.iter().filter(|hop| hop.role == Role::Private) {
            names.extend([name.clone(), key.clone()]);
        }
    }
    names.remove("");
    names
}

/// An entry without the names of private persons. An entry's own form is its public form.
#[must_use]
pub fn mask_entry(mut entry: Entry, names: &BTreeSet<String>) -> Entry {
    if names.is_empty() {
        return entry;
    }
    let hide = |text: &mut String| *text = mask_text(text, names);
    let sided = entry.sides.iter_mut().flat_map(|side| &mut side.counters);
    for counter in entry.counters.iter_mut().chain(sided) {
        if names.contains(counter) {
            *counter = MASK.to_owned();
        }
    }
    for support in &mut entry.support {
        if support.counter.as_ref().is_some_and(|counter| names.contains(counter)) {
            support.counter = Some(MASK.to_owned());
        }
    }
    entry.conflicts.iter_mut().for_each(|conflict| hide(&mut conflict.why));
    entry.revisions.iter_mut().for_each(|revision| hide(&mut revision.why));
    entry.notes.iter_mut().for_each(hide);
    entry
}

/// Text without these names, the longest first; a name inside a longer word stays.
#[must_use]
pub fn mask_text(text: &str, names: &BTreeSet<String>) -> String {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), *name));
    let mut text = text.to_owned();
    for name in names {
        let mut out = String::with_capacity(text.len());
        let mut rest = 0;
        for (at, _) in text.match_indices(name.as_str()) {
            let end = at + name.len();
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if letter(text[..at].chars().next_back()) || letter(text[end..].chars().next()) {
                continue;
            }
            out.push_str(&text[rest..at]);
            out.push_str(MASK);
            rest = end;
        }
        out.push_str(&text[rest..]);
        text = out;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::conformance::{sample_claim, sample_entry, sample_report};

    fn private_claim() -> Claim {
        let mut claim = sample_claim(&sample_report(1), 5);
        claim.source = Some(Source { name: "Ana".into(), key: "ana".into(), role: Role::Private, span: None });
        claim.chain = vec![Hop { name: "Ana".into(), key: "ana".into(), role: Role::Private }];
        claim
    }

    #[test]
    fn private_persons_are_masked_in_the_ledger_only() {
        let claim = private_claim();
        let points = CodePoints::new("");
        let masked = serde_json::to_string(&ClaimLine::of(&claim, &points, Masking::Masked)).unwrap();
        assert!(!masked.contains("Ana") && !masked.contains("\"ana\"") && masked.contains(MASK), "{masked}");
        let shown = serde_json::to_string(&ClaimLine::of(&claim, &points, Masking::Unmasked)).unwrap();
        assert!(shown.contains("Ana"));
    }

    #[test]
    fn entries_lose_private_names_in_words_too() {
        let mut entry = sample_entry(None, "s", 1);
        entry.counters = vec!["ana".into(), "town hall".into()];
        entry.notes = vec!["said by Ana, not by Anatol".into()];
        let entry = mask_entry(entry, &private_names([&private_claim()]));
        assert_eq!(entry.counters, [MASK, "town hall"]);
        assert_eq!(entry.notes, ["said by a private person, not by Anatol"]);
    }
}
