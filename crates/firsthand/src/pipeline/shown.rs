//! What do all shells show of a claim and an entry? The sentence with its figure, entries without private names, their
//! public lines. Not here: words for people and layout (the shells).

use super::join_outside;
use super::veils::{HiddenClaims, cover_spans};
use crate::export::jsonl::{Masking, mask_entry, mask_text, private_names};
use crate::ledger::{EntryLine, list_entry_lines, trace_hands};
use crate::mentions::find_mentions;
use crate::model::{Claim, Entry, FamilyId, Reading, Report, ReportId, Role, Span, Tokens};
use crate::pack::tokenize_report;
use crate::resources::Resources;
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// How much is told around a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Its sentence.
    Sentence,
    /// Its paragraph, of a long one what lies near.
    Paragraph,
}

/// The words that a claim stands in, with the figure apart; names of private persons are masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldSentence {
    /// What stands before the figure.
    pub before: String,
    /// The words of the claim.
    pub figure: String,
    /// What stands behind it.
    pub after: String,
}

impl ToldSentence {
    /// Finds the sentence of `claim` in its report.
    #[must_use]
    pub fn of(res: &Resources, report: &Report, claim: &Claim) -> Self {
        Self::within(res, report, claim, Extent::Sentence, Masking::Masked)
    }

    /// The words around `claim` in its report.
    #[must_use]
    pub fn within(res: &Resources, report: &Report, claim: &Claim, extent: Extent, masking: Masking) -> Self {
        ReportTeller::of(res, report, masking).tell(claim, extent)
    }
}

/// Tells many claims of one report, which is read once.
#[derive(Debug)]
pub struct ReportTeller<'a> {
    report: &'a Report,
    tokens: Tokens,
    masking: Masking,
    /// Of private persons that the text names.
    names: BTreeSet<String>,
    /// Figures that are hidden, and what stands in their place.
    hidden: Vec<(Span, &'static str)>,
}

impl<'a> ReportTeller<'a> {
    /// Reads the names of a report.
    #[must_use]
    pub fn of(res: &Resources, report: &'a Report, masking: Masking) -> Self {
        let tokens = tokenize_report(res.packs.of(&report.lang), report);
        let names = match masking {
            Masking::Masked => names_to_hide(res, report, &tokens, []),
            Masking::Unmasked => BTreeSet::new(),
        };
        Self { report, tokens, masking, names, hidden: Vec::new() }
    }

    /// The same, hiding figures too.
    #[must_use]
    pub fn hiding(self, hidden: &HiddenClaims) -> Self {
        Self { hidden: hidden.spans_of(self.report.id).to_vec(), ..self }
    }

    /// Its text as it may be read; `claims` are its own.
    #[must_use]
    pub fn whole(&self, claims: &[Claim]) -> String {
        let text = cover_spans(&self.report.text, Span::new(0, self.report.text.len()), &self.hidden);
        mask_text(&text, &self.names(claims))
    }

    /// The words around one of its claims.
    #[must_use]
    pub fn tell(&self, claim: &Claim, extent: Extent) -> ToldSentence {
        let report = self.report;
        let span = match extent {
            Extent::Sentence => self.tokens.sentence_at_byte(claim.span.start).map(|at| self.tokens.sentences[at].span),
            Extent::Paragraph => report
                .block_at(claim.span.start)
                .filter(|block| block.span.contains(claim.span))
                .map(|block| cut_around(&report.text, block.span, claim.span)),
        };
        let span = span.filter(|span| span.contains(claim.span)).unwrap_or(claim.span);
        let mut names = self.names.clone();
        if self.masking == Masking::Masked {
            names.extend(private_names([claim]));
        }
        let text = |start, end| mask_text(&cover_spans(&report.text, Span::new(start, end), &self.hidden), &names);
        ToldSentence {
            before: text(span.start, claim.span.start),
            figure: cover_spans(&report.text, claim.span, &self.hidden),
            after: text(claim.span.end, span.end),
        }
    }

    /// The names that are hidden in the whole of it; `claims` are its own.
    #[must_use]
    pub fn names(&self, claims: &[Claim]) -> BTreeSet<String> {
        match self.masking {
            Masking::Masked => self.names.iter().cloned().chain(private_names(claims)).collect(),
            Masking::Unmasked => BTreeSet::new(),
        }
    }
}

/// The names of private persons in a report, as far as they are read: what its whole text is masked of before it is shown.
/// `claims` are those of the report.
#[must_use]
pub fn private_names_in(res: &Resources, report: &Report, claims: &[Claim]) -> BTreeSet<String> {
    names_to_hide(res, report, &tokenize_report(res.packs.of(&report.lang), report), claims)
}

fn names_to_hide<'a>(
    res: &Resources,
    report: &Report,
    tokens: &Tokens,
    claims: impl IntoIterator<Item = &'a Claim>,
) -> BTreeSet<String> {
    let mut names = private_names(claims);
    for mention in find_mentions(res.packs.of(&report.lang), &res.gazetteer, report, tokens) {
        let agent = match &mention.reading {
            Reading::Agent(agent) => Some(agent),
            Reading::Quote(quote) => quote.source.as_ref(),
            _ => None,
        };
        names.extend(agent.filter(|agent| agent.role == Role::Private).map(|agent| agent.name.clone()));
    }
    names
}

/// At most so many bytes of a paragraph stand on each side of a figure.
const AROUND: usize = 1_200;

/// The part of `block` that lies around `figure`, cut at blanks where it is long.
fn cut_around(text: &str, block: Span, figure: Span) -> Span {
    // A block may hold several paragraphs.
    let block = Span::new(
        text[block.start..figure.start].rfind('\n').map_or(block.start, |at| block.start + at + 1),
        text[figure.end..block.end].find('\n').map_or(block.end, |at| figure.end + at),
    );
    let mut start = block.start.max(figure.start.saturating_sub(AROUND)).min(figure.start);
    let mut end = block.end.min(figure.end.saturating_add(AROUND)).max(figure.end);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if start > block.start {
        start += text[start..figure.start].find(char::is_whitespace).map_or(0, |at| at + 1);
        while !text.is_char_boundary(start) {
            start += 1;
        }
    }
    if end < block.end {
        end = text[figure.end..end].rfind(char::is_whitespace).map_or(end, |at| figure.end + at);
    }
    Span::new(start.min(figure.start), end.max(figure.end))
}

/// Entries without the names of private persons, which the claims that support them tell.
///
/// # Errors
/// The store's.
pub fn mask_entries(store: &dyn Store, entries: Vec<Entry>) -> Result<Vec<Entry>, StoreError> {
    let ids = entries.iter().flat_map(|entry| entry.support.iter().map(|support| support.claim)).collect();
    let claims = store.claims_of_private(&ids)?;
    let mask = |entry: Entry| {
        let names = private_names(entry.support.iter().filter_map(|support| claims.get(&support.claim)));
        mask_entry(entry, &names)
    };
    Ok(entries.into_iter().map(mask).collect())
}

/// Entries in their public form, with the page and the figure of each claim, and whose count each page carries.
///
/// # Errors
/// The store's.
pub fn entry_lines(store: &dyn Store, entries: &[Entry]) -> Result<Vec<EntryLine>, StoreError> {
    let told = |entry: &Entry| {
        let told = entry.support.iter().map(|support| support.claim);
        told.chain(entry.conflicts.iter().flat_map(|conflict| conflict.claims.iter().copied())).collect::<Vec<_>>()
    };
    let claims = store.claims_named(&entries.iter().flat_map(told).collect())?;
    let families = families_of(store, claims.values())?;
    let mut lines = list_entry_lines(claims.values(), entries);
    for (line, entry) in lines.iter_mut().zip(entries) {
        let own = entry.support.iter().filter_map(|support| claims.get(&support.claim));
        line.hands = trace_hands([entry], own, &families);
    }
    Ok(lines)
}

/// The texts in which claims stand, those of pages from outside too.
///
/// # Errors
/// The store's.
pub fn families_of<'a>(
    store: &dyn Store,
    claims: impl IntoIterator<Item = &'a Claim>,
) -> Result<BTreeMap<ReportId, FamilyId>, StoreError> {
    let reports: BTreeSet<ReportId> = claims.into_iter().map(|claim| claim.report).collect();
    let mut families = store.families(&reports.iter().copied().collect::<Vec<_>>())?;
    if families.len() < reports.len() {
        let outside = join_outside(&store.outside_claims()?);
        families.extend(outside.into_iter().filter(|(report, _)| reports.contains(report)));
    }
    Ok(families)
}
