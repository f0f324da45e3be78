//! What does a figure count, and in which sentence? The words for what a copy dropped, added or changed.
//! Not here: finding what it dropped (`lineage`), and how it is shown (the shells).

use super::veils::{HiddenClaims, cover_spans};
use crate::export::jsonl::{MASK, Masking, mask_text};
use crate::mentions::{Search, search_mentions};
use crate::model::{Claim, FigureRef, Reading, Report, ReportId, Role, Span, pluralise_thing};
use crate::pack::tokenize_report;
use crate::resources::Resources;
use std::collections::{BTreeMap, BTreeSet};

/// A figure in the words of its report.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Told {
    /// `798 detained`, `33 towns`; the figure alone where nothing is known of it.
    pub what: String,
    /// Its sentence before the figure.
    pub before: String,
    /// The figure as written.
    pub figure: String,
    /// Its sentence behind the figure.
    pub after: String,
}

/// Reads the sentences of reports once each; private persons are masked where the ledger masks them.
pub struct Teller<'a> {
    res: &'a Resources,
    masking: Masking,
    claims: BTreeMap<ReportId, Vec<&'a Claim>>,
    read: BTreeMap<ReportId, Reader>,
    hidden: HiddenClaims,
}

#[derive(Debug, Default)]
struct Reader {
    sentences: Vec<Span>,
    private: BTreeSet<String>,
}

impl std::fmt::Debug for Teller<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Teller").field("masking", &self.masking).field("read", &self.read.len()).finish_non_exhaustive()
    }
}

impl<'a> Teller<'a> {
    /// Of reports of which these are the claims.
    #[must_use]
    pub fn new(res: &'a Resources, masking: Masking, claims: &'a [Claim]) -> Self {
        let mut by_report: BTreeMap<ReportId, Vec<&Claim>> = BTreeMap::new();
        claims.iter().for_each(|claim| by_report.entry(claim.report).or_default().push(claim));
        Self { res, masking, claims: by_report, read: BTreeMap::new(), hidden: HiddenClaims::default() }
    }

    /// The same, hiding these figures.
    #[must_use]
    pub fn hiding(self, hidden: &HiddenClaims) -> Self {
        Self { hidden: hidden.clone(), ..self }
    }

    /// A figure with what it counts and its sentence.
    pub fn tell(&mut self, report: &Report, figure: &FigureRef) -> Told {
        let what =
            self.thing(figure).map_or_else(|| figure.surface.clone(), |thing| format!("{} {thing}", figure.surface));
        let reader = self.reader(report);
        let at = reader.sentences.partition_point(|sentence| sentence.end <= figure.span.start);
        let sentence = reader.sentences.get(at).copied().filter(|sentence| sentence.contains(figure.span));
        let sentence = sentence.unwrap_or(figure.span);
        let private = reader.private.clone();
        let covers = self.hidden.spans_of(report.id);
        let cover = |part| cover_spans(&report.text, part, covers);
        let text = |start, end| mask_text(&cover(Span::new(start, end)), &private);
        Told {
            what,
            before: text(sentence.start, figure.span.start),
            figure: cover(figure.span),
            after: text(figure.span.end, sentence.end),
        }
    }

    /// A stretch of a report, without the names of private persons where they are masked.
    pub fn stretch(&mut self, report: &Report, span: Span) -> String {
        let text = cover_spans(&report.text, span, self.hidden.spans_of(report.id));
        mask_text(&text, &self.reader(report).private)
    }

    /// What the figure counts, as its claim says: of several the one told in the running text.
    fn thing(&self, figure: &FigureRef) -> Option<String> {
        let claims = self.claims.get(&figure.report)?.iter();
        let here = claims.filter(|claim| claim.span.overlaps(figure.span));
        let claim = here.min_by_key(|claim| (claim.span != figure.span, claim.id))?;
        let (indicator, unit) = (claim.indicator.as_str(), claim.unit.as_str());
        let thing = match indicator {
            _ if unit == "person" => indicator.to_owned(),
            "places" => pluralise_thing(unit),
            "money" => unit.to_owned(),
            _ if pluralise_thing(unit) == indicator || unit == indicator || unit.is_empty() => indicator.to_owned(),
            _ => format!("{} {indicator}", pluralise_thing(unit)),
        };
        Some(match claim.subset.as_deref() {
            Some(subset) => format!("{thing}, {subset}"),
            None => thing,
        })
    }

    fn reader(&mut self, report: &Report) -> &Reader {
        let (res, masking, claims) = (self.res, self.masking, &self.claims);
        self.read.entry(report.id).or_insert_with(|| {
            let pack = res.packs.of(&report.lang);
            let tokens = tokenize_report(pack, report);
            let mut private = BTreeSet::new();
            if masking == Masking::Masked {
                let own = claims.get(&report.id).into_iter().flatten().copied();
                private = crate::export::jsonl::private_names(own);
                for mention in search_mentions(Search::Statements, pack, &res.gazetteer, report, &tokens) {
                    let agent = match &mention.reading {
                        Reading::Agent(agent) => Some(agent),
                        Reading::Quote(quote) => quote.source.as_ref(),
                        _ => None,
                    };
                    private.extend(agent.filter(|agent| agent.role == Role::Private).map(|agent| agent.name.clone()));
                }
                private.remove("");
                private.remove(MASK);
            }
            Reader { sentences: tokens.sentences.iter().map(|sentence| sentence.span).collect(), private }
        })
    }
}
