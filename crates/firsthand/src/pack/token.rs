//! Cutting a text into words and sentences, as a pack's `text.toml` says.

use super::cut::{Apostrophes, Cut, digit_of, split_words};
use super::fold::fold_word;
use super::words::{fold_cased, is_small};
use super::{Pack, PackError, Source, TimeWord, parse_file};
use crate::model::{BlockKind, Report, Sentence, Span, Token, TokenCase, TokenKind, Tokens, WordId};
use serde::Deserialize;
use std::collections::BTreeSet;

/// `text.toml`: what cutting needs to know of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TextRules {
    /// Words that lose their vowel before an apostrophe: `l`, `qu`. The apostrophe stays with them.
    pub elisions: BTreeSet<String>,
    /// What follows an apostrophe as a word of its own: `s`, `re`.
    pub clitics: BTreeSet<String>,
    /// Words after which a full stop ends no sentence: `Mr`, `gen`.
    pub abbreviations: BTreeSet<String>,
}

impl TextRules {
    pub(super) fn load(file: &str, source: Source<'_>) -> Result<Self, PackError> {
        parse_file(file, source)
    }

    pub(super) fn apostrophes(&self) -> Apostrophes<'_> {
        Apostrophes { elisions: &self.elisions, clitics: &self.clitics }
    }
}

/// Cuts `report` into tokens and sentences. Linear in the text.
#[must_use]
pub fn tokenize_report(pack: &Pack, report: &Report) -> Tokens {
    let mut out = Tokens { tokens: Vec::with_capacity(report.text.len() / 5), sentences: Vec::new() };
    let whole = [crate::model::Block { kind: BlockKind::Body, span: Span::new(0, report.text.len()) }];
    let blocks = if report.blocks.is_empty() { &whole[..] } else { &report.blocks[..] };
    let mut paragraph = 0;
    for (number, block) in blocks.iter().enumerate() {
        let mut start = block.span.start;
        for line in block.span.of(&report.text).split_inclusive('\n') {
            if !line.trim().is_empty() {
                tokenize_line(pack, &report.text, start, line, &mut out, |first, last, span| Sentence {
                    first,
                    last,
                    span,
                    block: number,
                    kind: block.kind,
                    paragraph,
                });
                paragraph += 1;
            }
            start += line.len();
        }
    }
    out
}

/// Cuts a stretch of one line that is a paragraph, or the part of one that a block holds, and adds it to `out`.
pub fn tokenize_stretch(pack: &Pack, text: &str, span: Span, home: (usize, BlockKind, usize), out: &mut Tokens) {
    let (block, kind, paragraph) = home;
    tokenize_line(pack, text, span.start, span.of(text), out, |first, last, span| Sentence {
        first,
        last,
        span,
        block,
        kind,
        paragraph,
    });
}

/// Cuts one text that is no report (a test sentence, a phrase to explain) into tokens, all one line.
#[must_use]
pub fn tokenize_text(pack: &Pack, text: &str) -> Tokens {
    let mut out = Tokens::default();
    tokenize_line(pack, text, 0, text, &mut out, |first, last, span| Sentence {
        first,
        last,
        span,
        block: 0,
        kind: BlockKind::Body,
        paragraph: 0,
    });
    out
}

/// Bytes after which a sentence ends wherever it is: what comes as one sentence of a book's length is none, and rooms that
/// look around inside a sentence stay fast.
const MAX_SENTENCE: usize = 20_000;

fn tokenize_line(
    pack: &Pack,
    text: &str,
    start: usize,
    line: &str,
    out: &mut Tokens,
    sentence: impl Fn(usize, usize, Span) -> Sentence,
) {
    let first = out.tokens.len();
    let mut folded = String::with_capacity(32);
    split_words(line, pack.text.apostrophes(), &mut |range, cut| {
        let span = Span::new(start + range.start, start + range.end);
        let kind = match cut {
            Cut::Word => TokenKind::Word,
            Cut::Digits => TokenKind::Digits,
            Cut::Punct => TokenKind::Punct,
        };
        let written = &line[range];
        let (case, word) = match kind {
            // Most words fold to themselves.
            TokenKind::Word if is_small(written) => (TokenCase::Lower, written),
            TokenKind::Word => (fold_cased(written, &mut folded), folded.as_str()),
            _ if written.is_ascii() && written != "`" => (TokenCase::Lower, written),
            _ => {
                folded.clear();
                fold_word(written, &mut folded);
                (TokenCase::Lower, folded.as_str())
            }
        };
        let (word, starts) = if word.is_empty() { (WordId::UNKNOWN, 0) } else { pack.words.find(word) };
        out.tokens.push(Token { span, kind, case, word, starts });
    });
    let mut from = first;
    for at in first..out.tokens.len() {
        let last = at + 1 == out.tokens.len();
        let long = out.tokens[at].span.end - out.tokens[from].span.start >= MAX_SENTENCE;
        if last || long || ends_sentence(pack, text, &out.tokens, first, at) {
            let span = out.tokens[from].span.join(out.tokens[at].span);
            let made = sentence(from, at + 1, span);
            out.sentences.push(made);
            from = at + 1;
        }
    }
}

/// Whether a sentence ends with token `at` (never asked of a line's last one).
fn ends_sentence(pack: &Pack, text: &str, tokens: &[Token], first: usize, at: usize) -> bool {
    let (token, next) = (tokens[at], tokens[at + 1]);
    if token.kind != TokenKind::Punct {
        return false;
    }
    let mark = token.span.of(text);
    // Closing quotes and brackets belong to the sentence that they close.
    let closes = |token: Token| matches!(token.span.of(text), "\"" | "”" | "’" | "'" | "»" | ")" | "]" | "“");
    let glued = |a: Token, b: Token| a.span.end == b.span.start;
    if closes(token) && at > first && glued(tokens[at - 1], token) {
        let before = tokens[at - 1].span.of(text);
        return matches!(before, "." | "!" | "?" | "…") && !glued(token, next) && starts_sentence(text, next);
    }
    match mark {
        "!" | "?" | "…" => !closes(next) && starts_sentence(text, next) && next.span.of(text) != "!",
        "." => {
            if at == first || (closes(next) && glued(token, next)) {
                return false;
            }
            let before = tokens[at - 1];
            if !glued(before, token) {
                // A text whose words and marks were set apart by blanks: "5 . 1" is one number.
                let decimal = before.kind == TokenKind::Digits && next.kind == TokenKind::Digits;
                return !decimal && !glued(token, next) && starts_sentence(text, next);
            }
            if glued(token, next) {
                // Glued sentences ("arrest.None"): a lower-case word before, a capital after, and no address between.
                return before.kind == TokenKind::Word
                    && before.case == TokenCase::Lower
                    && before.span.len() > 2
                    && next.kind == TokenKind::Word
                    && matches!(next.case, TokenCase::Title)
                    && next.span.len() > 1;
            }
            if before.kind == TokenKind::Word {
                let word = before.span.of(text);
                let letters = word.chars().count();
                let initial = letters == 1 && before.case != TokenCase::Lower;
                let dotted =
                    at >= 2 && glued(tokens[at - 2], before) && tokens[at - 2].span.of(text) == "." && letters <= 2;
                let mut folded = String::new();
                fold_word(word, &mut folded);
                if initial || pack.text.abbreviations.contains(&folded) {
                    return false;
                }
                if dotted {
                    // "9 p.m. Harbour Watch counts 371": an hour that leads a line is no sentence.
                    if at - first <= 5 && tokens[first].kind == TokenKind::Digits {
                        return false;
                    }
                    // "10 p.m. Wednesday" goes on.
                    return next.kind == TokenKind::Word
                        && next.case == TokenCase::Title
                        && !names_day(pack, &tokens[at + 1..]);
                }
            }
            // "14. April": the stop behind a day's number ends no sentence.
            let day = before.kind == TokenKind::Digits && before.span.len() <= 2;
            // "14.10. - 15.10.": nor does it before the other end of a range.
            let range = before.kind == TokenKind::Digits
                && matches!(next.span.of(text), "-" | "–" | "—")
                && tokens.get(at + 2).is_some_and(|token| token.kind == TokenKind::Digits);
            // "23. 3. 1976": nor before its month and year in digits.
            let spaced = day && pack.time.dotted_days && spaced_date(text, tokens, at);
            !(range || spaced || day && names_month(pack, &tokens[at + 1..])) && starts_sentence(text, next)
        }
        _ => false,
    }
}

/// Whether the stop at `at` is one of those in a date of digits with gaps: "23. 3. 1976".
fn spaced_date(text: &str, tokens: &[Token], at: usize) -> bool {
    let digits = |at: usize, long: bool| {
        let token = tokens.get(at).filter(|token| token.kind == TokenKind::Digits);
        token.is_some_and(|token| if long { token.span.len() == 4 } else { token.span.len() <= 2 })
    };
    let stop = |at: usize| tokens.get(at).is_some_and(|token| token.span.of(text) == ".");
    digits(at + 1, false) && stop(at + 2) && digits(at + 3, true)
        || digits(at + 1, true) && at >= 3 && stop(at - 2) && digits(at - 3, false)
}

/// Whether these words begin with the name of a month.
fn names_month(pack: &Pack, tokens: &[Token]) -> bool {
    !tokens.is_empty()
        && pack.time.lexicon.longest(tokens, 0).is_some_and(|(_, rules)| {
            rules.iter().any(|rule| matches!(pack.time.lexicon.rule(*rule).means, TimeWord::Month(_)))
        })
}

/// Whether these words begin with the name of a weekday or month.
fn names_day(pack: &Pack, tokens: &[Token]) -> bool {
    let bits = TimeWord::WEEKDAY | TimeWord::MONTH | TimeWord::ZONE;
    pack.time.may_start(tokens[0].word) & bits != 0
}

fn starts_sentence(text: &str, next: Token) -> bool {
    match next.kind {
        TokenKind::Word => next.case != TokenCase::Lower || !next.span.of(text).chars().any(char::is_lowercase),
        TokenKind::Digits => true,
        TokenKind::Punct => matches!(
            next.span.of(text),
            "\"" | "“"
                | "‘"
                | "'"
                | "«"
                | "„"
                | "("
                | "["
                | "–"
                | "—"
                | "-"
                | "•"
                | "`"
                | "¿"
                | "¡"
                | "$"
                | "£"
                | "€"
                | "@"
                | "#"
        ),
    }
}

/// The value of a decimal digit of any script in use for news: `7`, `٧`, `७`, `７`.
#[must_use]
pub fn read_digit(character: char) -> Option<u8> {
    digit_of(character)
}
