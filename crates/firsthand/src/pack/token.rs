//! Cutting a text into words and sentences, as a pack's `text.toml` says.

use super::words::{fold_cased, fold_word, is_letter};
use super::{Pack, PackError, TimeWord, parse_file};
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
    pub(super) fn load(file: &str, text: &str) -> Result<Self, PackError> {
        parse_file(file, text)
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
    split_words(line, &pack.text, &mut |span, kind| {
        let written = span.of(line);
        let case = if kind == TokenKind::Word {
            fold_cased(written, &mut folded)
        } else {
            folded.clear();
            fold_word(written, &mut folded);
            TokenCase::Lower
        };
        let word = if folded.is_empty() { WordId::UNKNOWN } else { pack.words.id(&folded) };
        out.tokens.push(Token {
            span: Span::new(start + span.start, start + span.end),
            kind,
            case,
            word,
            starts: pack.starts(word),
        });
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
                    return next.kind == TokenKind::Word && next.case == TokenCase::Title && !initial;
                }
            }
            // "14. April": the stop behind a day's number ends no sentence.
            let day = before.kind == TokenKind::Digits && before.span.len() <= 2;
            !(day && names_month(pack, &tokens[at + 1..])) && starts_sentence(text, next)
        }
        _ => false,
    }
}

/// Whether these words begin with the name of a month.
fn names_month(pack: &Pack, tokens: &[Token]) -> bool {
    !tokens.is_empty()
        && pack.time.lexicon.longest(tokens, 0).is_some_and(|(_, rules)| {
            rules.iter().any(|rule| matches!(pack.time.lexicon.rule(*rule).means, TimeWord::Month(_)))
        })
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

/// Calls `found` for each token of `text`, in order.
pub(super) fn split_words(text: &str, rules: &TextRules, found: &mut impl FnMut(Span, TokenKind)) {
    let mut folded = String::new();
    let mut at = 0;
    while let Some((character, width)) = character_at(text, at) {
        let start = at;
        at += width;
        if character == ' ' {
            continue;
        }
        if character.is_ascii_digit() {
            at = skip(text, at, |c| c.is_ascii_digit());
            found(Span::new(start, at), TokenKind::Digits);
        } else if is_word(character) {
            at = split_word(text, start, at, rules, &mut folded, found);
        } else if !character.is_whitespace() && !is_invisible(character) {
            found(Span::new(start, at), TokenKind::Punct);
        }
    }
}

/// Cuts the word that starts at `part` and whose first letter ends at `next` at its apostrophes. Returns where it ends.
fn split_word(
    text: &str,
    mut part: usize,
    mut next: usize,
    rules: &TextRules,
    folded: &mut String,
    found: &mut impl FnMut(Span, TokenKind),
) -> usize {
    loop {
        next = skip(text, skip_letters(text, next), |c| is_word(c) || is_invisible(c));
        let Some((_, width)) = character_at(text, next).filter(|(c, _)| is_apostrophe(*c)) else { break };
        let after = next + width;
        let tail = skip(text, after, is_word);
        folded.clear();
        fold_word(&text[part..next], folded);
        if rules.elisions.contains(folded.as_str()) {
            found(Span::new(part, after), TokenKind::Word);
            (part, next) = (after, after);
            if tail == after {
                return after;
            }
            continue;
        }
        if tail == after {
            break;
        }
        folded.clear();
        fold_word(&text[after..tail], folded);
        if rules.clitics.contains(folded.as_str()) {
            found(Span::new(part, next), TokenKind::Word);
            found(Span::new(next, tail), TokenKind::Word);
            return tail;
        }
        next = after;
    }
    if part < next {
        found(Span::new(part, next), TokenKind::Word);
    }
    next
}

/// The character at a byte, and its width.
#[inline]
fn character_at(text: &str, at: usize) -> Option<(char, usize)> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some((char::from(*byte), 1)),
        Some(_) => text[at..].chars().next().map(|character| (character, character.len_utf8())),
        None => None,
    }
}

/// The first byte from `at` on whose character is no `such`.
#[inline]
fn skip(text: &str, mut at: usize, such: impl Fn(char) -> bool) -> usize {
    while let Some((_, width)) = character_at(text, at).filter(|(character, _)| such(*character)) {
        at += width;
    }
    at
}

/// The first byte from `at` on that begins no common letter (ASCII, Latin-1, Cyrillic): told by its bytes alone.
#[inline]
fn skip_letters(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(byte) if byte.is_ascii_alphabetic() => at += 1,
            // U+0400 to U+047F.
            Some(0xD0 | 0xD1) => at += 2,
            // U+00C0 to U+00FF but for × and ÷.
            Some(0xC3) if !matches!(bytes.get(at + 1), Some(0x97 | 0xB7)) => at += 2,
            _ => return at,
        }
    }
}

#[inline]
fn is_word(character: char) -> bool {
    is_letter(character) || ('\u{0300}'..='\u{036F}').contains(&character)
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{02BC}' | '\u{FF07}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> TextRules {
        TextRules {
            elisions: ["l", "d", "qu"].map(String::from).into(),
            clitics: ["s", "re"].map(String::from).into(),
            abbreviations: BTreeSet::new(),
        }
    }

    #[test]
    fn quick_letters_are_letters() {
        for character in '\0'..=char::MAX {
            let text = format!("{character}");
            let end = skip_letters(&text, 0);
            assert!(end == 0 || end == text.len() && is_word(character), "{character:?}");
        }
    }

    #[test]
    fn words_are_cut_at_elisions_and_clitics() {
        let cut = |text: &str| {
            let mut out = Vec::new();
            split_words(text, &rules(), &mut |span, _| out.push(span.of(text).to_owned()));
            out
        };
        assert_eq!(cut("l’appel d'Anna"), ["l’", "appel", "d'", "Anna"]);
        assert_eq!(cut("Putin's 'No!'"), ["Putin", "'s", "'", "No", "!", "'"]);
        assert_eq!(cut("п'ять aujourd'hui O'Neill"), ["п'ять", "aujourd'hui", "O'Neill"]);
        assert_eq!(cut("1 300, 25m East2West"), ["1", "300", ",", "25", "m", "East", "2", "West"]);
        assert_eq!(cut("qu'"), ["qu'"]);
        assert_eq!(cut("cats' 5"), ["cats", "'", "5"]);
    }
}
