//! Who says so: the outermost statement that holds a figure, and the agency that a report credits.

use super::Maker;
use crate::model::{
    Agent, BlockKind, Claim, Hop, Mention, Quote, Reading, Report, Role, Scope, Source, Span, TokenCase, TokenKind,
    Tokens,
};
use crate::pack::{AttributionWord, ClaimWord, CueKind, Pack};

impl Maker<'_, '_> {
    /// The outermost statement that holds the figure names its source. A time behind the name is no part of it ("the
    /// group at 10 p.m."), and "the group" is the counter named last.
    pub(super) fn source_of(&self, figure: Span) -> Option<Source> {
        // A paper that tells what somebody told is their relay.
        let relays = |quote: &Quote| {
            quote.source.as_ref().is_some_and(|source| matches!(source.role, Role::Agency | Role::Outlet))
        };
        let (_, quote) =
            self.quotes.iter().filter(|(span, quote)| span.contains(figure) && quote.source.is_some()).max_by_key(
                |(span, quote)| {
                    // Of two that say the same words, the first named repeats the other.
                    let named = quote.source_span.map(|span| std::cmp::Reverse(span.start));
                    (!relays(quote), span.len(), std::cmp::Reverse(span.start), quote.direct, named)
                },
            )?;
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

    /// Whom the source of a figure repeats: who says it inside its statement, from without to within. Only agencies and
    /// outlets repeat; what an office says of another's figure is its own.
    pub(super) fn repeated_by(&self, figure: Span) -> Vec<Hop> {
        const DEEPEST: usize = 4;
        let mut inside: Vec<&(Span, &Quote)> =
            self.quotes.iter().filter(|(span, quote)| span.contains(figure) && quote.source.is_some()).collect();
        inside.sort_by_key(|(span, quote)| {
            (
                std::cmp::Reverse(span.len()),
                span.start,
                std::cmp::Reverse(quote.direct),
                quote.source_span.map(|at| at.start),
            )
        });
        let hops = inside.iter().filter_map(|(_, quote)| quote.source.as_ref());
        let mut hops = hops.take(DEEPEST).peekable();
        let mut found = Vec::new();
        while let Some(agent) = hops.next() {
            if !matches!(agent.role, Role::Agency | Role::Outlet) {
                break;
            }
            if let Some(next) = hops.peek().filter(|next| next.key != agent.key) {
                found.push(Hop { name: next.name.clone(), key: next.key.clone(), role: next.role });
            }
        }
        found
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

/// "The statement says that ... 40 families live there. «...», the statement says": what stands between two passages of
/// one document is the document's too, where nobody else speaks between. What stands between two statements of a person
/// mostly is the report's own (measured on the gold: 1 mended, 8 broken).
pub(super) fn share_documents(tokens: &Tokens, quotes: &[(Span, &Quote)], claims: &mut [Claim]) {
    /// How many sentences may lie between.
    const APART: usize = 8;
    /// How many statements may overlap there.
    const NESTED: usize = 6;
    for claim in claims.iter_mut().filter(|claim| claim.source.is_none() && claim.scope == Scope::Body) {
        let at = claim.span.start;
        let next = quotes.partition_point(|(span, _)| span.start < at);
        let before = &quotes[next.saturating_sub(NESTED)..next];
        // A quotation whose speaker is named behind its next part only.
        let behind = |next: usize| quotes[next..].iter().take(NESTED).find(|(_, quote)| quote.source.is_some());
        if before.iter().any(|(span, _)| span.contains(claim.span)) {
            continue;
        }
        let (Some((told, quote)), Some((again, other))) = (before.last(), behind(next)) else { continue };
        let number = |byte: usize| tokens.sentence_at_byte(byte).unwrap_or_default();
        let (from, here, to) = (number(told.start), number(at), number(again.start));
        let one = |one: &Agent, other: &Agent| one.key == other.key || names_one(&one.key, &other.key);
        if let (Some(first), Some(second)) = (&quote.source, &other.source)
            && first.role == Role::Document
            && from < here
            && here < to
            && to - from <= APART
            && one(first, second)
        {
            claim.source = Some(Source {
                name: first.name.clone(),
                key: first.key.clone(),
                role: first.role,
                span: quote.source_span,
            });
            claim.chain.push(Hop { name: first.name.clone(), key: first.key.clone(), role: first.role });
            claim.rules.push("source/between".into());
        }
    }
}

/// "The head of the agency Ann Doe" and "Doe": all words of one are words of the other.
fn names_one(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let within = |word: &str| long.split_whitespace().any(|known| known == word);
    !short.is_empty() && short.split_whitespace().all(within)
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

/// The shares of a poll are its pollster's, also where a sentence does not say so again: the first one that the report
/// names behind "poll".
pub(super) fn share_pollster(pack: &Pack, report: &Report, tokens: &Tokens, claims: &mut [Claim]) {
    let mut bare = claims.iter_mut().filter(|claim| claim.indicator == "share" && claim.source.is_none()).peekable();
    if bare.peek().is_none() {
        return;
    }
    let Some(pollster) = pollster_of(pack, report, tokens) else { return };
    for claim in bare {
        claim.source = Some(pollster.clone());
        claim.chain.push(Hop { name: pollster.name.clone(), key: pollster.key.clone(), role: pollster.role });
        claim.rules.push("source/pollster".into());
    }
}

/// "A survey by the Orlova Institute": the words behind the poll up to the last of its name. Only an organisation makes
/// polls: a name alone may be a private person's.
fn pollster_of(pack: &Pack, report: &Report, tokens: &Tokens) -> Option<Source> {
    const LONGEST: usize = 8;
    let rules = &pack.attribution;
    let is = |at: usize, wanted: AttributionWord| {
        let found = rules.lexicon.longest(&tokens.tokens[..=at], at);
        found.is_some_and(|(_, words)| words.iter().any(|word| rules.lexicon.rule(*word).means == wanted))
    };
    tokens.sentences.iter().find_map(|sentence| {
        (sentence.first..sentence.last).find_map(|at| {
            if !rules.may_start(tokens.tokens[at].word, AttributionWord::AROUND) {
                return None;
            }
            let (length, words) = rules.lexicon.longest(&tokens.tokens[..sentence.last], at)?;
            if !words.iter().any(|word| rules.lexicon.rule(*word).means == AttributionWord::Survey) {
                return None;
            }
            let end = (at + length + LONGEST).min(sentence.last);
            let word = |at: usize| tokens.tokens[at].kind == TokenKind::Word;
            let behind: Vec<usize> = (at + length..end).take_while(|at| word(*at)).collect();
            let capital = |at: &usize| tokens.tokens[*at].case != TokenCase::Lower;
            let first_capital = behind.iter().position(capital)?;
            let verb = behind[..first_capital].iter().any(|at| is(*at, AttributionWord::Verb));
            let name_end = first_capital + behind[first_capital..].iter().take_while(|at| capital(at)).count();
            let start =
                behind.iter().position(|at| !small(pack, tokens, *at)).filter(|start| *start <= first_capital)?;
            if verb || !is_organisation(pack, tokens, &behind[..name_end], first_capital) {
                return None;
            }
            let span = Span::new(tokens.tokens[behind[start]].span.start, tokens.tokens[behind[name_end - 1]].span.end);
            let name = span.of(&report.text).to_owned();
            Some(Source { key: name.to_lowercase(), name, role: Role::Counter, span: Some(span) })
        })
    })
}

/// Whether a phrase whose name starts at `name` is an organisation's: a known agent, a noun of organisations in the name or
/// right before it, or nothing but an acronym.
fn is_organisation(pack: &Pack, tokens: &Tokens, phrase: &[usize], name: usize) -> bool {
    const LONGEST_ACRONYM: usize = 12;
    let rules = &pack.attribution;
    let Some(end) = phrase.last().map(|last| last + 1) else { return false };
    let names = &phrase[name..];
    let known = names.iter().any(|at| {
        let found = rules.agents.longest(&tokens.tokens[..end], *at);
        found.is_some_and(|(_, found)| {
            found.iter().any(|rule| !matches!(rules.agents.rule(*rule).means.role, Role::Private | Role::Official))
        })
    });
    let noun = phrase[name.saturating_sub(1)..].iter().any(|at| {
        let mut named = false;
        rules.lexicon.each(&tokens.tokens[..end], *at, |_, found| {
            named |= found.iter().any(|rule| {
                matches!(rules.lexicon.rule(*rule).means, AttributionWord::Title(title) if title.role == Role::Counter)
            });
        });
        named
    });
    let acronym = names.len() == 1
        && tokens.tokens[names[0]].case == TokenCase::Upper
        && (2..=LONGEST_ACRONYM).contains(&tokens.tokens[names[0]].span.len());
    known || noun || acronym
}

/// Whether a word ends noun phrases or joins them: a preposition, an article.
fn small(pack: &Pack, tokens: &Tokens, at: usize) -> bool {
    let rules = &pack.attribution.lexicon;
    rules.longest(&tokens.tokens[..=at], at).is_some_and(|(_, words)| {
        words.iter().any(|word| {
            matches!(
                rules.rule(*word).means,
                AttributionWord::Stop
                    | AttributionWord::Link
                    | AttributionWord::Near
                    | AttributionWord::Definite
                    | AttributionWord::Indefinite
                    | AttributionWord::By
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::pollster_of;
    use crate::model::{Lang, Report};
    use crate::pack::{Packs, tokenize_report};

    #[test]
    fn only_organisations_make_polls() {
        let packs = Packs::embedded().unwrap();
        let pollster = |lang: &str, text: &str| {
            let pack = packs.of(&Lang(lang.into()));
            let report = Report::plain(lang, text);
            pollster_of(pack, &report, &tokenize_report(pack, &report)).map(|source| source.name)
        };
        let is = |name: &str| Some(name.to_owned());
        assert_eq!(pollster("en", "A survey by the Orlova Institute gave the bloc 40%."), is("Orlova Institute"));
        assert_eq!(pollster("en", "A poll by LKW gave the bloc 40%."), is("LKW"));
        assert_eq!(
            pollster("uk", "За опитуванням соціологічної групи Ластівка, 40% проти."),
            is("соціологічної групи Ластівка")
        );
        // Anybody may ask the neighbours.
        for (lang, text) in [
            ("en", "A survey by Ema Lind gave the bloc 40%."),
            ("en", "A poll by Lind gave the bloc 40%."),
            ("de", "Eine Umfrage von Ema Lind ergab 40 Prozent."),
            ("fr", "Un sondage réalisé par Ema Lind donne 40 %."),
            ("es", "Una encuesta realizada por Ema Lind da un 40 %."),
            ("ru", "По опросу Эмы Линд, 40% против."),
            ("uk", "За опитуванням Еми Лінд, 40% проти."),
        ] {
            assert_eq!(pollster(lang, text), None, "{text}");
        }
    }
}
