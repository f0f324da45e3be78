//! Which figures are one telling? Copies of one text, and one page that says it twice, collapse into an observation.
//! Not here: who copied whom; that came from `lineage`.

use crate::model::{
    Amount, AsOf, Claim, Derivation, DerivationKind, Direction, FamilyId, Interval, Modality, Modifier, ReportId,
    RevisionReason, RevisionSide, Scope, Side, Span, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// One text's one figure in one series.
#[derive(Debug, Clone)]
pub(super) struct Observation<'a> {
    /// The member that stands for it: the earliest, named source first.
    pub(super) lead: &'a Claim,
    /// All members, the lead first, then by id.
    pub(super) members: Vec<&'a Claim>,
    /// The independent text.
    pub(super) text: FamilyId,
    /// The number said, where one is.
    pub(super) value: Option<Amount>,
    /// The modifier.
    pub(super) modifier: Modifier,
    /// The interval meant.
    pub(super) interval: Interval,
    /// As-of of the earliest member; a copy inherits it.
    pub(super) as_of: AsOf,
    /// The moment from which it counts: the end of its as-of.
    pub(super) point: Timestamp,
    /// It names no time: an undated caption.
    pub(super) undated: bool,
    /// Root counter, as a key that all spellings share.
    pub(super) counter: Option<String>,
    /// The counter's usual name.
    pub(super) counter_name: Option<String>,
    /// The side that its counter stands on.
    pub(super) side: Option<Side>,
    /// The rule that inferred the counter, where nobody names it.
    pub(super) inferred: Option<&'static str>,
    /// Weight in thousandths of a plain claim.
    pub(super) weight: i64,
    /// What history makes of its weight, in thousandths; none where it says nothing.
    pub(super) history: Option<i64>,
}

impl Observation<'_> {
    /// Why the figure was changed, where a member says that it holds from now on.
    pub(super) fn revised_now(&self) -> Option<RevisionReason> {
        self.members
            .iter()
            .find_map(|claim| claim.revised.filter(|said| said.side == RevisionSide::Now))
            .map(|said| said.reason)
    }

    /// Why the figure was changed, where all who tell it say that it holds no longer.
    pub(super) fn revised_before(&self) -> Option<RevisionReason> {
        let before = |claim: &Claim| claim.revised.is_some_and(|said| said.side == RevisionSide::Before);
        let all = self.members.iter().all(|claim| before(claim));
        self.lead.revised.filter(|_| all).map(|said| said.reason)
    }

    /// The number to show: the one said, else what is surely reached.
    pub(super) fn figure(&self) -> Option<Amount> {
        match self.modifier {
            Modifier::MoreThan => self.interval.lower.or(self.value),
            _ => self.value,
        }
    }
}

/// Which stretch of which report belongs to which text.
pub(super) struct Lineage<'a> {
    families: &'a BTreeMap<ReportId, FamilyId>,
    /// Passages that a report shares with a text of another family, and that family.
    shared: BTreeMap<ReportId, Vec<(Span, FamilyId)>>,
    /// Copies whose direction is known.
    copies: BTreeSet<(ReportId, ReportId)>,
    /// Of a page in several versions, each later version and the one that it comes from.
    versions: BTreeMap<ReportId, ReportId>,
}

impl<'a> Lineage<'a> {
    pub(super) fn new(families: &'a BTreeMap<ReportId, FamilyId>, derivations: &'a [Derivation]) -> Self {
        let mut shared: BTreeMap<ReportId, Vec<(Span, FamilyId)>> = BTreeMap::new();
        let mut copies = BTreeSet::new();
        let mut versions: BTreeMap<ReportId, ReportId> = BTreeMap::new();
        for edge in derivations.iter().filter(|edge| edge.kind != DerivationKind::SharedQuote) {
            if edge.direction == Direction::ChildFromParent {
                copies.insert((edge.child, edge.parent));
            }
            if edge.direction == Direction::ChildFromParent && edge.evidence.iter().any(|why| why == "same-address") {
                let least = versions.entry(edge.child).or_insert(edge.parent);
                *least = edge.parent.min(*least);
            }
            if edge.kind == DerivationKind::Partial {
                let (child, parent) = (family_of(families, edge.child), family_of(families, edge.parent));
                for passage in &edge.passages {
                    shared.entry(edge.child).or_default().push((passage.child, parent));
                    shared.entry(edge.parent).or_default().push((passage.parent, child));
                }
            }
        }
        Self { families, shared, copies, versions }
    }

    /// The independent text in which a claim stands. A passage that several texts hold is told once: it belongs to the
    /// least of them.
    pub(super) fn text_of(&self, claim: &Claim) -> FamilyId {
        let passages = self.shared.get(&claim.report).into_iter().flatten();
        let others = passages.filter(|(span, _)| span.overlaps(claim.span)).map(|(_, family)| *family);
        others.fold(family_of(self.families, claim.report), FamilyId::min)
    }

    /// The page of which a report is a version: its first version; the report itself where it has no other.
    pub(super) fn page_of(&self, report: ReportId) -> ReportId {
        let mut page = report;
        // A page has few versions; what goes round in a circle is cut.
        for _ in 0..64 {
            match self.versions.get(&page) {
                Some(earlier) => page = *earlier,
                None => break,
            }
        }
        page
    }

    /// Whether a report is a later version of the other's page.
    pub(super) fn is_later_version(&self, report: ReportId, other: ReportId) -> bool {
        self.copies.contains(&(report, other)) && self.page_of(report) == self.page_of(other)
    }

    /// Whether any page stands here in several versions.
    pub(super) fn has_versions(&self) -> bool {
        !self.versions.is_empty()
    }

    /// Whether a page took its text from one of `pages`.
    fn took_from(&self, page: ReportId, pages: &BTreeSet<ReportId>) -> bool {
        let edges = (page, ReportId([0; 10]))..=(page, ReportId([0xFF; 10]));
        self.copies.range(edges).any(|(_, parent)| pages.contains(parent))
    }
}

fn family_of(families: &BTreeMap<ReportId, FamilyId>, report: ReportId) -> FamilyId {
    families.get(&report).copied().unwrap_or_else(|| FamilyId::of(&[b"own", &report.0]))
}

/// The observations of one series, in the order of time in which they count: as-of end, then lower and upper bound
/// (a day's end holds many moments). A page says a figure twice, a copy says it again: one observation, dated at the earliest.
pub(super) fn collapse_copies<'a>(lineage: &Lineage<'_>, claims: &[&'a Claim]) -> Vec<Observation<'a>> {
    type Figure = (Option<Amount>, Interval, Modifier);
    let mut told: BTreeMap<(FamilyId, Figure), Vec<&'a Claim>> = BTreeMap::new();
    for &claim in claims {
        let figure = (claim.value, sound(claim.bounds), claim.modifier);
        told.entry((lineage.text_of(claim), figure)).or_default().push(claim);
    }
    let mut observations: Vec<Observation<'a>> = told
        .into_iter()
        .map(|((text, (value, interval, modifier)), mut members)| {
            let pages: BTreeSet<ReportId> = members.iter().map(|claim| claim.report).collect();
            members.sort_by_cached_key(|claim| {
                let copied = lineage.took_from(claim.report, &pages);
                (
                    copied,
                    undated(claim),
                    claim.as_of.to,
                    claim.as_of.from,
                    claim.source.is_none(),
                    scope_rank(claim),
                    claim.id,
                )
            });
            let lead = members[0];
            let as_of = lead.as_of;
            Observation {
                lead,
                text,
                value,
                modifier,
                interval,
                as_of,
                point: point_of(lead),
                undated: undated(lead),
                counter: None,
                counter_name: None,
                side: None,
                inferred: None,
                weight: 0,
                history: None,
                members,
            }
        })
        .collect();
    if observations.iter().all(|observation| observation.undated) {
        // Nobody is dated: then nobody is stale.
        for observation in &mut observations {
            observation.undated = false;
        }
    }
    observations.sort_by(|one, other| order_of(one).cmp(&order_of(other)));
    observations
}

/// A running count that a text told in another series, or in other words, is as old as its first telling: a copy inherits
/// the moment of what it copies, whatever day it counts from.
pub(super) fn inherit_times(observed: &mut [Vec<Observation<'_>>]) {
    type Told<'a> = (FamilyId, Amount, &'a str, &'a str);
    fn told<'a>(observation: &Observation<'a>) -> Option<Told<'a>> {
        let lead = observation.lead;
        let running = lead.measure == crate::model::Measure::Cumulative && lead.modality == Modality::Actual;
        Some((
            observation.text,
            observation.value.filter(|_| running && !observation.undated)?,
            &lead.indicator,
            &lead.unit,
        ))
    }
    let mut first: BTreeMap<Told<'_>, (Timestamp, AsOf)> = BTreeMap::new();
    for observation in observed.iter().flatten() {
        if let Some(told) = told(observation) {
            let own = (observation.point, observation.as_of);
            let known = first.entry(told).or_insert(own);
            if own < *known {
                *known = own;
            }
        }
    }
    for observations in observed.iter_mut() {
        let mut moved = false;
        for observation in observations.iter_mut() {
            if let Some((point, as_of)) = told(observation).and_then(|told| first.get(&told))
                && *point < observation.point
            {
                (observation.point, observation.as_of, moved) = (*point, *as_of, true);
            }
        }
        if moved {
            observations.sort_by(|one, other| order_of(one).cmp(&order_of(other)));
        }
    }
}

/// Who repeats a figure of the same counter and names no moment of its own says nothing of how the count stands by then:
/// it counts from the first telling.
pub(super) fn date_relays(observations: &mut [Observation<'_>]) {
    let told = |observation: &Observation<'_>| {
        let value = observation.value.filter(|_| !observation.undated)?;
        Some((observation.counter.clone(), value))
    };
    let mut first: BTreeMap<(Option<String>, Amount), Timestamp> = BTreeMap::new();
    let mut moved = false;
    // In the order of time: the first is the earliest.
    for observation in observations.iter_mut() {
        let Some(told) = told(observation) else { continue };
        let earliest = *first.entry(told).or_insert(observation.point);
        if earliest < observation.point && observation.as_of.from.is_some_and(|from| from <= earliest) {
            observation.point = earliest;
            moved = true;
        }
    }
    if moved {
        observations.sort_by(|one, other| order_of(one).cmp(&order_of(other)));
    }
}

type Order<'o> = (Timestamp, Interval, Option<Timestamp>, Modifier, FamilyId, &'o crate::model::ClaimId);

fn order_of<'o>(observation: &'o Observation<'_>) -> Order<'o> {
    let Observation { point, as_of, interval, modifier, text, lead, .. } = observation;
    (*point, *interval, as_of.from, *modifier, *text, &lead.id)
}

fn undated(claim: &Claim) -> bool {
    claim.as_of.from.is_none()
}

/// A day counts from its end; without any time a figure counts from the publication, and without one from the start.
fn point_of(claim: &Claim) -> Timestamp {
    let published = claim.published.as_ref().map(crate::model::Published::end);
    claim.as_of.to.or(published).or(claim.as_of.from).unwrap_or(Timestamp(i64::MIN / 4))
}

fn scope_rank(claim: &Claim) -> u8 {
    match claim.scope {
        Scope::Body => 0,
        Scope::Headline => 1,
        Scope::Caption => 2,
        Scope::Furniture => 3,
    }
}

/// A reading whose lower bound lies above its upper keeps the lower: "at least" is the safer half.
fn sound(interval: Interval) -> Interval {
    match (interval.lower, interval.upper) {
        (Some(lower), Some(upper)) if lower > upper => Interval { lower: Some(lower), upper: None },
        _ => interval,
    }
}
