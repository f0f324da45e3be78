//! A sentence as the claims room sees it: its figures, and the phrases of the pack around them.
//! Not here: any decision about what they mean together.

use crate::model::{Mention, Number, Reading, Sentence, Span, Timex, Token, TokenCase, TokenKind, Tokens, Toponym};
use crate::pack::{ClaimWord, CueKind, Pack, Start};

/// A phrase of `claim.toml` in the sentence; token numbers are the report's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'a> {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) rules: &'a [u32],
    /// The kinds of cue that it is, as bits.
    cues: u64,
}

/// A number that may count something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure<'a> {
    /// Index of its mention in the report.
    pub(super) mention: usize,
    /// Figure words.
    pub(super) span: Span,
    pub(super) number: &'a Number,
    /// Tokens of the figure with its modifier and unit.
    pub(super) first: usize,
    pub(super) last: usize,
    /// A person who is told without a figure: "a" of "a man".
    pub(super) single: bool,
    /// As that, whose own word it holds: "a 15-year-old", "Ann Roe, 24,".
    pub(super) person: bool,
    /// "One of the victims": what is said of all of them stands directly behind their noun.
    pub(super) one_of: bool,
}

/// A mention of a place or time, by tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Located<'a, T> {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) span: Span,
    pub(super) reading: &'a T,
}

pub(super) struct Frame<'a> {
    pub(super) pack: &'a Pack,
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) sentence: &'a Sentence,
    mentions: &'a [Mention],
    pub(super) hits: Vec<Hit<'a>>,
    /// For every token of the sentence the number of its hit plus one, or 0.
    cover: Vec<u32>,
    pub(super) figures: Vec<Figure<'a>>,
    pub(super) places: Vec<Located<'a, Toponym>>,
    pub(super) times: Vec<Located<'a, Timex>>,
    /// First tokens of named sources, in order.
    sources: Vec<usize>,
}

impl<'a> Frame<'a> {
    /// The frame of a sentence. `mentions` are those of the whole report, sorted by span.
    pub(super) fn new(
        pack: &'a Pack,
        text: &'a str,
        tokens: &'a Tokens,
        sentence: &'a Sentence,
        mentions: &'a [Mention],
    ) -> Self {
        let mut frame = Self {
            pack,
            text,
            tokens: &tokens.tokens,
            sentence,
            mentions,
            hits: Vec::new(),
            cover: Vec::new(),
            figures: Vec::new(),
            places: Vec::new(),
            times: Vec::new(),
            sources: Vec::new(),
        };
        let start = mentions.partition_point(|mention| mention.span.start < sentence.span.start);
        for (offset, mention) in mentions[start..].iter().enumerate() {
            if mention.span.start >= sentence.span.end {
                break;
            }
            let first = frame.token_from(mention.span.start);
            let last = frame.token_after(mention.span.end);
            match &mention.reading {
                Reading::Toponym(reading) => frame.places.push(Located { first, last, span: mention.span, reading }),
                Reading::Timex(reading) => frame.times.push(Located { first, last, span: mention.span, reading }),
                Reading::Number(number) if number.label => {}
                Reading::Number(number) => {
                    let first = frame.token_from(number.whole.start);
                    let last = frame.token_after(number.whole.end);
                    let one_of = mention.rule.ends_with(super::single::ONE_OF);
                    let single = mention.rule.starts_with(super::single::SINGLE);
                    let person = one_of || mention.rule.ends_with(super::single::PERSON);
                    let (span, mention) = (mention.span, start + offset);
                    frame.figures.push(Figure { mention, span, number, first, last, single, person, one_of });
                }
                Reading::Quote(quote) => {
                    frame.sources.extend(quote.source_span.map(|span| tokens.token_at_byte(span.start)))
                }
                Reading::Agent(_) | Reading::Translation => {}
            }
        }
        frame.sources.sort_unstable();
        let times = std::mem::take(&mut frame.times);
        frame.figures.retain(|figure| !times.iter().any(|time| time.span.overlaps(figure.span)));
        frame.times = times;
        let places = std::mem::take(&mut frame.places);
        // "A 24-year-old Olmen man": the place is the person's.
        frame.figures.retain(|figure| figure.single || !places.iter().any(|place| place.span.overlaps(figure.span)));
        frame.places = places;
        if !frame.figures.is_empty() {
            frame.find_hits();
        }
        frame
    }

    /// The names of the rules that read this mention, joined by blanks.
    pub(super) fn rule_of(&self, mention: usize) -> String {
        self.mentions[mention].rule.to_string()
    }

    /// The sentence's first token that ends behind this byte.
    fn token_from(&self, byte: usize) -> usize {
        let Sentence { first, last, .. } = *self.sentence;
        first + self.tokens[first..last].partition_point(|token| token.span.end <= byte)
    }

    /// The token after the sentence's last one that starts before this byte.
    fn token_after(&self, byte: usize) -> usize {
        let Sentence { first, last, .. } = *self.sentence;
        first + self.tokens[first..last].partition_point(|token| token.span.start < byte)
    }

    fn find_hits(&mut self) {
        let sentence = &self.tokens[self.sentence.first..self.sentence.last];
        self.cover.resize(sentence.len(), 0);
        let mut at = 0;
        while at < sentence.len() {
            if sentence[at].starts & Start::CLAIM != 0
                && let Some((length, rules)) = self.pack.claim.lexicon.longest(sentence, at)
            {
                self.push_hit(self.sentence.first + at, length, rules);
                at += length;
            } else {
                if let Some(rules) = self.compound_at(self.sentence.first + at) {
                    self.push_hit(self.sentence.first + at, 1, rules);
                }
                at += 1;
            }
        }
    }

    fn push_hit(&mut self, first: usize, length: usize, rules: &'a [u32]) {
        let bit = |rule: &u32| match &self.pack.claim.lexicon.rule(*rule).means {
            ClaimWord::Cue(cue) => 1 << cue.reads as u32,
            _ => 0,
        };
        let cues = rules.iter().map(bit).fold(0, |all, bit| all | bit);
        self.hits.push(Hit { first, last: first + length, rules, cues });
        let number = u32::try_from(self.hits.len()).unwrap_or(0);
        let start = first - self.sentence.first;
        self.cover[start..start + length].fill(number);
    }

    /// The rules of a compound's last word, for a word soon behind a figure.
    fn compound_at(&self, token: usize) -> Option<&'a [u32]> {
        const SIGHT: usize = 4;
        let near = |figure: &Figure<'_>| figure.last <= token && token < figure.last + SIGHT;
        let before = self.figures.partition_point(|figure| figure.last <= token);
        let close = before.checked_sub(1).map(|at| &self.figures[at]).is_some_and(near);
        let word = self.tokens[token];
        let named = word.kind == TokenKind::Word && word.case != TokenCase::Lower;
        (close && named).then(|| self.pack.claim.head_rules(&self.pack.words, self.mark(token))).flatten()
    }

    /// The hit that covers this token.
    pub(super) fn hit_at(&self, token: usize) -> Option<Hit<'a>> {
        let number = *self.cover.get(token.checked_sub(self.sentence.first)?)?;
        self.hits.get(number.checked_sub(1)? as usize).copied()
    }

    pub(super) fn words(&self, hit: Hit<'a>) -> impl Iterator<Item = (&'a ClaimWord, &'a str)> {
        let lexicon = &self.pack.claim.lexicon;
        hit.rules.iter().map(move |rule| {
            let rule = lexicon.rule(*rule);
            (&rule.means, &*rule.name)
        })
    }

    /// Whether the phrase is a cue of this kind.
    pub(super) fn is(&self, hit: Hit<'a>, kind: CueKind) -> bool {
        hit.cues & (1 << kind as u32) != 0
    }

    /// Whether a cue of this kind covers the token.
    pub(super) fn cue_at(&self, token: usize, kind: CueKind) -> bool {
        self.hit_at(token).is_some_and(|hit| self.is(hit, kind))
    }

    /// The cues of a kind between two tokens.
    pub(super) fn cues(&self, from: usize, to: usize, kind: CueKind) -> impl Iterator<Item = Hit<'a>> {
        let start = self.hits.partition_point(|hit| hit.first < from);
        self.hits[start..].iter().copied().take_while(move |hit| hit.first < to).filter(move |hit| self.is(*hit, kind))
    }

    /// Whether a source is named within two words behind this token: "according to the police".
    pub(super) fn leads_source(&self, token: usize) -> bool {
        let after = self.sources.partition_point(|source| *source <= token);
        self.sources.get(after).is_some_and(|source| source - token <= 3)
    }

    pub(super) fn mark(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |token| token.span.of(self.text))
    }

    pub(super) fn kind(&self, token: usize) -> TokenKind {
        self.tokens[token].kind
    }

    pub(super) fn glued(&self, left: usize, right: usize) -> bool {
        self.tokens[left].span.end == self.tokens[right].span.start
    }

    /// Index of the figure that covers this token.
    /// How many figures start in a run of tokens.
    pub(super) fn figures_between(&self, from: usize, to: usize) -> usize {
        let before = |token: usize| self.figures.partition_point(|figure| figure.first < token);
        before(to).saturating_sub(before(from))
    }

    pub(super) fn figure_at(&self, token: usize) -> Option<usize> {
        let after = self.figures.partition_point(|figure| figure.first <= token);
        after.checked_sub(1).filter(|at| token < self.figures[*at].last)
    }

    pub(super) fn place_at(&self, token: usize) -> Option<&Located<'a, Toponym>> {
        covering(&self.places, token)
    }

    pub(super) fn time_at(&self, token: usize) -> Option<&Located<'a, Timex>> {
        covering(&self.times, token)
    }
}

/// What covers this token; mentions of one kind stand in order and do not overlap.
fn covering<'l, 'a, T>(located: &'l [Located<'a, T>], token: usize) -> Option<&'l Located<'a, T>> {
    let after = located.partition_point(|found| found.first <= token);
    located[..after].last().filter(|found| token < found.last)
}
