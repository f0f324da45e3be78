//! Who says so: the outermost statement that holds a figure, and the agency that a report credits.

use super::Maker;
use crate::model::{BlockKind, Hop, Mention, Reading, Report, Role, Source, Span, TokenKind};
use crate::pack::{ClaimWord, CueKind};

impl Maker<'_, '_> {
    /// The outermost statement that holds the figure names its source. A time behind the name is no part of it ("the
    /// group at 10 p.m."), and "the group" is the counter named last.
    pub(super) fn source_of(&self, figure: Span) -> Option<Source> {
        let (_, quote) = self
            .quotes
            .iter()
            .filter(|(span, quote)| span.contains(figure) && quote.source.is_some())
            .max_by_key(|(span, quote)| (span.len(), std::cmp::Reverse(span.start), quote.direct))?;
        let agent = quote.source.as_ref()?;
        let mut source =
            Source { name: agent.name.clone(), key: agent.key.clone(), role: agent.role, span: quote.source_span };
        if let Some(span) = source.span
            && let Some(time) = self.times.get(self.times.partition_point(|time| time.end <= span.start))
            && time.overlaps(span)
        {
            let kept = self.trim_source(span.start, time.start)?;
            source.name = kept.of(&self.report.text).to_owned();
            source.key = source.name.to_lowercase();
            source.span = Some(kept);
        }
        if self.frame.pack.claim.anaphors.contains(&source.key)
            && let Some(named) = self.named
        {
            source.key.clone_from(&named.key);
            source.role = named.role;
        }
        Some(source)
    }

    /// The words from `start` to `end` without prepositions at their end; none where nothing is left.
    fn trim_source(&self, start: usize, end: usize) -> Option<Span> {
        let frame = self.frame;
        let inside = |at: &usize| frame.tokens[*at].span.start >= start && frame.tokens[*at].span.end <= end;
        let first = frame.tokens.partition_point(|token| token.span.end <= start);
        let tokens: Vec<usize> = (first..frame.tokens.len()).take_while(inside).collect();
        // The name may stand in another sentence than the figure, so the lexicon is asked and not the frame.
        let lexicon = &frame.pack.claim.lexicon;
        let stops = |at: usize| {
            let rules = lexicon.longest(&frame.tokens[at..=at], 0).map_or(&[][..], |(_, rules)| rules);
            rules
                .iter()
                .any(|rule| matches!(&lexicon.rule(*rule).means, ClaimWord::Cue(cue) if cue.reads == CueKind::Stop))
        };
        let kept = tokens.iter().rposition(|at| frame.kind(*at) == TokenKind::Word && !stops(*at))?;
        Some(Span::new(start, frame.tokens[tokens[kept]].span.end))
    }
}

/// The agency that the report credits, if one.
pub(super) fn agency_of(report: &Report, mentions: &[Mention]) -> Option<Hop> {
    mentions.iter().find_map(|mention| match &mention.reading {
        Reading::Agent(agent)
            if agent.role == Role::Agency
                && report
                    .block_at(mention.span.start)
                    .is_none_or(|block| !matches!(block.kind, BlockKind::Caption)) =>
        {
            Some(Hop { name: agent.name.clone(), key: agent.key.clone(), role: agent.role })
        }
        _ => None,
    })
}
