//! How was each figure bound? Lays open what `bind` weighed, for `explain`.
//! Not here: any decision.

use super::bind::{Carried, bind_figures};
use super::frame::Frame;
use super::phrase::noun_behind;
use super::weigh::weigh_predicates;
use crate::model::{Mention, Report, Span, Tokens};
use crate::pack::Pack;

/// A figure, what it counts or why it counts nothing, and the predicates that were weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureTrace {
    /// The figure.
    pub span: Span,
    /// What it counts (an indicator), or why nothing.
    pub counts: Result<String, &'static str>,
    /// The noun phrase behind it.
    pub noun: Option<Span>,
    /// The rules that bound it.
    pub rules: Vec<String>,
    /// Predicates in sight, the cheapest first.
    pub weighed: Vec<Attachment>,
}

/// A predicate that could say what happened to a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The words.
    pub span: Span,
    /// What it would make of the figure.
    pub indicator: String,
    /// Its rule.
    pub rule: String,
    /// What lies between, in words and barriers; nothing is 0.
    pub cost: usize,
    /// Up to which cost it reaches.
    pub reach: usize,
    /// It is the one that was taken.
    pub taken: bool,
}

/// The figures of a report in the order of the text, each with its attachments.
#[must_use]
pub fn trace_figures(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<FigureTrace> {
    let mut traces = Vec::new();
    let mut carried: Option<(usize, Carried<'_>)> = None;
    for sentence in &tokens.sentences {
        let frame = Frame::new(pack, &report.text, tokens, sentence, mentions);
        if frame.figures.is_empty() {
            continue;
        }
        let before = carried.as_ref().filter(|(paragraph, _)| *paragraph == sentence.paragraph);
        let (bounds, passed) = bind_figures(&frame, before.map(|(_, carried)| carried));
        carried = bounds.last().and_then(Carried::of).map(|last| (sentence.paragraph, last));
        for bound in &bounds {
            let taken = bound.predicate.map(|(hit, _)| hit.first);
            traces.push(FigureTrace {
                span: bound.figure.span,
                counts: Ok(bound.indicator.to_owned()),
                noun: bound.counted.or_else(|| noun_behind(&frame, bound.figure)),
                rules: bound.rules.iter().map(|rule| (*rule).to_owned()).collect(),
                weighed: attachments(&frame, bound.figure, taken),
            });
        }
        for (figure, why) in passed {
            traces.push(FigureTrace {
                span: figure.span,
                counts: Err(why.words()),
                noun: noun_behind(&frame, figure),
                rules: Vec::new(),
                weighed: attachments(&frame, figure, None),
            });
        }
    }
    traces.sort_by_key(|trace| (trace.span, trace.counts.clone().ok()));
    traces
}

fn attachments(frame: &Frame<'_>, figure: super::frame::Figure<'_>, taken: Option<usize>) -> Vec<Attachment> {
    // What is far away was never near to being taken.
    const SHOWN: usize = 4;
    weigh_predicates(frame, figure)
        .into_iter()
        .take(SHOWN)
        .map(|candidate| Attachment {
            span: frame.tokens[candidate.hit.first].span.join(frame.tokens[candidate.hit.last - 1].span),
            indicator: candidate.indicator.to_owned(),
            rule: candidate.name.to_owned(),
            cost: candidate.cost,
            reach: candidate.reach,
            taken: taken == Some(candidate.hit.first),
        })
        .collect()
}
