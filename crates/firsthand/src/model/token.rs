//! Tokens and sentences of one text: made once a report by `pack::tokenize_report`, read by mentions and claims.

use super::{BlockKind, Span};

/// A word of a language pack; words that no rule names are [`WordId::UNKNOWN`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordId(pub u32);

impl WordId {
    /// A word that no rule of the pack names.
    pub const UNKNOWN: WordId = WordId(0);
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters. An elided article or a possessive is a token of its own: `l'` `appel`, `Putin` `'s`.
    Word,
    /// ASCII digits only; separators are tokens of their own.
    Digits,
    /// One character of anything else.
    Punct,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenCase {
    /// All lower, or no letters at all.
    Lower,
    /// First letter upper, rest lower.
    Title,
    /// Two or more letters, all upper.
    Upper,
    /// Anything else.
    Mixed,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: TokenKind,
    /// How written.
    pub case: TokenCase,
    /// The pack's id of the folded word (also set for punctuation and digits that a rule names).
    pub word: WordId,
    /// Phrases of which rooms may start here, as bits that the pack gives: a room passes over the other tokens.
    pub starts: u16,
}

/// A sentence: a run of tokens in one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Index of the first token.
    pub first: usize,
    /// Index after the last token.
    pub last: usize,
    /// Where it stands.
    pub span: Span,
    /// Index of its block in the report; sentences never cross blocks.
    pub block: usize,
    /// The kind of that block.
    pub kind: BlockKind,
    /// Paragraph number in the report: counts lines, so that "same paragraph" is one comparison.
    pub paragraph: usize,
}

/// A report's text as tokens and sentences. Invariants: both sorted, sentences cover every token once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// All tokens.
    pub tokens: Vec<Token>,
    /// All sentences.
    pub sentences: Vec<Sentence>,
}

impl Tokens {
    /// Index of the sentence that holds token number `token`.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|sentence| sentence.last <= token);
        (at < self.sentences.len()).then_some(at)
    }

    /// Index of the sentence that holds this byte, or the next one.
    #[must_use]
    pub fn sentence_at_byte(&self, byte: usize) -> Option<usize> {
        let at = self.sentences.partition_point(|sentence| sentence.span.end <= byte);
        (at < self.sentences.len()).then_some(at)
    }

    /// Index of the first token that ends after this byte.
    #[must_use]
    pub fn token_at_byte(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.span.end <= byte)
    }
}
