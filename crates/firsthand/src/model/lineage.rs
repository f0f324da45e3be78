//! Lineage: who copied whom.

use super::{ReportId, Span};
use serde::{Deserialize, Serialize};

/// How one text comes from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DerivationKind {
    /// The same words.
    Identical,
    /// Nearly the same words.
    Near,
    /// A verbatim part of the other.
    Excerpt,
    /// Some passages, each reused, in a text of its own.
    Partial,
    /// The same text in other words of the same language.
    Reworded,
    /// The same text in another language.
    Translated,
    /// Two copies of a page that is not here.
    Sibling,
    /// Only a quotation in common: two independent texts.
    SharedQuote,
}

impl DerivationKind {
    /// Whether the two are one independent text: a text that takes over some passages, or a quotation, is its own.
    #[must_use]
    pub fn joins_family(self) -> bool {
        !matches!(self, Self::Partial | Self::SharedQuote)
    }
}

/// Whether we know who came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The child took from the parent.
    ChildFromParent,
    /// Nobody knows; the pair is in the order of ids.
    Unknown,
}

/// How a passage was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassageKind {
    /// Word by word.
    Verbatim,
    /// In other words.
    Rewritten,
    /// In another language.
    Translated,
    /// A quotation.
    Quoted,
}

/// The same passage in both texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Passage {
    /// In the child.
    pub child: Span,
    /// In the parent.
    pub parent: Span,
    /// How taken over.
    pub kind: PassageKind,
}

/// A figure in a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FigureRef {
    /// Which report.
    pub report: ReportId,
    /// Where.
    pub span: Span,
    /// As written.
    pub surface: String,
}

/// A figure that a copy changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FigureChange {
    /// In the child.
    pub child: FigureRef,
    /// In the parent.
    pub parent: FigureRef,
}

/// An edge between two reports. For siblings and unknown directions, child and parent are only names of the two ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Derivation {
    /// The copy.
    pub child: ReportId,
    /// What it was copied from.
    pub parent: ReportId,
    /// How.
    pub kind: DerivationKind,
    /// Who came first.
    pub direction: Direction,
    /// Why we think so, as rule names: first the kind's (`same-words`, `sentences-in-order`, `passages` ...), then the
    /// direction's: `same-address` (two versions of one page), `credit-line`, `canonical-link`, `translation-credit`, `link`, `earlier`, `inherited-error`, `translation-artefact`, `contained`, or
    /// `same-wire`. Where the direction is unknown, those named are at odds.
    pub evidence: Vec<String>,
    /// Share of the child that stands in the parent, in thousandths.
    pub contained: u16,
    /// Aligned passages, in the order of the child.
    pub passages: Vec<Passage>,
    /// Figures of the parent, inside or between passages, that the child lacks.
    pub dropped: Vec<FigureRef>,
    /// Figures that the child changed.
    pub changed: Vec<FigureChange>,
    /// Figures of the child, inside or between passages, that the parent lacks; none where the direction is unknown,
    /// since then `dropped` holds those of both ends.
    #[serde(default)]
    pub added: Vec<FigureRef>,
}
