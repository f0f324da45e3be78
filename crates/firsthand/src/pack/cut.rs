//! Cutting a text into words, and a phrase of a data file into the phrases that it stands for. The build script cuts the
//! packs with this same file, so nothing of the crate is used here but folding.

use super::fold::{fold_word, is_letter};
use std::collections::BTreeSet;
use std::ops::Range;

/// What a piece of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Word,
    Digits,
    Punct,
}

/// Where words are cut at their apostrophes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Apostrophes<'r> {
    /// What loses its vowel before one.
    pub(super) elisions: &'r BTreeSet<String>,
    /// What follows one as a word of its own.
    pub(super) clitics: &'r BTreeSet<String>,
}

/// Calls `found` for each token of `text`, in order.
pub(super) fn split_words(text: &str, marks: Apostrophes<'_>, found: &mut impl FnMut(Range<usize>, Cut)) {
    let mut folded = String::new();
    let mut at = 0;
    while let Some((character, width)) = character_at(text, at) {
        let start = at;
        at += width;
        if character == ' ' {
            continue;
        }
        if digit_of(character).is_some() {
            at = skip_digits(text, at);
            found(start..at, Cut::Digits);
        } else if is_word(character) {
            at = split_word(text, start, at, marks, &mut folded, found);
        } else if !character.is_whitespace() && !is_invisible(character) {
            found(start..at, Cut::Punct);
        }
    }
}

/// Cuts the word that starts at `part` and whose first letter ends at `next` at its apostrophes. Returns where it ends.
fn split_word(
    text: &str,
    mut part: usize,
    mut next: usize,
    marks: Apostrophes<'_>,
    folded: &mut String,
    found: &mut impl FnMut(Range<usize>, Cut),
) -> usize {
    loop {
        next = skip(text, skip_letters(text, next), |c| is_word(c) || is_invisible(c));
        let Some((_, width)) = character_at(text, next).filter(|(c, _)| is_apostrophe(*c)) else { break };
        let after = next + width;
        let tail = skip(text, after, is_word);
        folded.clear();
        fold_word(&text[part..next], folded);
        if marks.elisions.contains(folded.as_str()) {
            found(part..after, Cut::Word);
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
        if marks.clitics.contains(folded.as_str()) {
            found(part..next, Cut::Word);
            found(next..tail, Cut::Word);
            return tail;
        }
        next = after;
    }
    if part < next {
        found(part..next, Cut::Word);
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

/// Where digits end, whatever stands between them unseen.
fn skip_digits(text: &str, mut at: usize) -> usize {
    loop {
        at = skip(text, at, |c| digit_of(c).is_some());
        let next = skip(text, at, is_invisible);
        if next == at || character_at(text, next).is_none_or(|(c, _)| digit_of(c).is_none()) {
            return at;
        }
        at = next;
    }
}

/// The value of a decimal digit of any script in use for news: `7`, `٧`, `७`, `７`.
#[inline]
pub(super) fn digit_of(character: char) -> Option<u8> {
    /// The noughts of Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam,
    /// Thai, Lao, Tibetan, Burmese and Khmer, and the one of full width.
    const NOUGHTS: [char; 17] = [
        '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}', '\u{C66}', '\u{CE6}',
        '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{17E0}', '\u{FF10}',
    ];
    if character.is_ascii() {
        return character.is_ascii_digit().then(|| character as u8 - b'0');
    }
    if character < NOUGHTS[0] || ('\u{17EA}'..'\u{FF10}').contains(&character) {
        return None;
    }
    let code = u32::from(character);
    let value = NOUGHTS.iter().find_map(|nought| code.checked_sub(u32::from(*nought)).filter(|value| *value < 10))?;
    u8::try_from(value).ok()
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
    matches!(character, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{FF07}')
}

/// Calls `found` with the folded words of every phrase that `phrase` stands for, in order.
pub(super) fn fold_phrases(
    phrase: &str,
    marks: Apostrophes<'_>,
    found: &mut dyn FnMut(&mut dyn Iterator<Item = &str>),
) -> Result<(), String> {
    let (mut folded, mut ends) = (String::new(), Vec::new());
    let mut empty = false;
    expand_phrase(phrase, &mut |made| {
        folded.clear();
        ends.clear();
        split_words(made, marks, &mut |range, _| {
            fold_word(&made[range], &mut folded);
            ends.push(folded.len());
        });
        empty |= ends.is_empty();
        let mut start = 0;
        found(&mut ends.iter().map(|end| &folded[std::mem::replace(&mut start, *end)..*end]));
    })?;
    if empty { Err(format!("the phrase {phrase:?} holds no word")) } else { Ok(()) }
}

/// Phrases that one with braces may stand for, and braces that it may hold: more is a slip.
const MOST_PHRASES: usize = 20_000;
const MOST_BRACES: usize = 16;

/// Expands `arrest{s,ed,}` to `arrests`, `arrested`, `arrest`; braces may follow one another but not nest.
pub(super) fn expand_phrase(phrase: &str, found: &mut dyn FnMut(&str)) -> Result<(), String> {
    let (mut open, mut braces, mut choices, mut phrases) = (false, 0, 1, 1_usize);
    for byte in phrase.bytes() {
        match byte {
            b'{' if open => return Err(format!("`{{` within braces in {phrase:?}")),
            b'{' => (open, braces, choices) = (true, braces + 1, 1),
            b'}' if !open => return Err(format!("`}}` without `{{` in {phrase:?}")),
            b'}' => (open, phrases) = (false, phrases.saturating_mul(choices)),
            b',' if open => choices += 1,
            _ => {}
        }
    }
    if open {
        return Err(format!("`{{` without `}}` in {phrase:?}"));
    }
    if braces > MOST_BRACES || phrases > MOST_PHRASES {
        return Err(format!("{phrase:?} stands for too many phrases"));
    }
    expand_from(phrase, &mut String::with_capacity(phrase.len()), found);
    Ok(())
}

fn expand_from(rest: &str, made: &mut String, found: &mut dyn FnMut(&str)) {
    let before = made.len();
    match rest.split_once('{').and_then(|(head, rest)| rest.split_once('}').map(|(inner, tail)| (head, inner, tail))) {
        None => {
            made.push_str(rest);
            found(made);
        }
        Some((head, choices, tail)) => {
            made.push_str(head);
            for choice in choices.split(',') {
                let stem = made.len();
                made.push_str(choice);
                expand_from(tail, made, found);
                made.truncate(stem);
            }
        }
    }
    made.truncate(before);
}

#[cfg(test)]
mod tests {
    use super::{Apostrophes, expand_phrase, is_word, skip_letters, split_words};

    #[test]
    fn words_are_cut_at_elisions_and_clitics() {
        let cut = |text: &str| {
            let (elisions, clitics) = (["l", "d", "qu"].map(String::from).into(), ["s", "re"].map(String::from).into());
            let marks = Apostrophes { elisions: &elisions, clitics: &clitics };
            let mut out = Vec::new();
            split_words(text, marks, &mut |range, _| out.push(text[range].to_owned()));
            out
        };
        assert_eq!(cut("l’appel d'Anna"), ["l’", "appel", "d'", "Anna"]);
        assert_eq!(cut("Putin's 'No!'"), ["Putin", "'s", "'", "No", "!", "'"]);
        assert_eq!(cut("п'ять aujourd'hui O'Neill"), ["п'ять", "aujourd'hui", "O'Neill"]);
        assert_eq!(cut("1 300, 25m East2West"), ["1", "300", ",", "25", "m", "East", "2", "West"]);
        assert_eq!(cut("qu'"), ["qu'"]);
        assert_eq!(cut("cats' 5"), ["cats", "'", "5"]);
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
    fn braces_expand() {
        let expand = |phrase: &str| {
            let mut out = Vec::new();
            expand_phrase(phrase, &mut |made| out.push(made.to_owned())).map(|()| out)
        };
        assert_eq!(expand("a{b,}c{d,e}").unwrap(), ["abcd", "abce", "acd", "ace"]);
        assert_eq!(expand("a{b,} c").unwrap(), ["ab c", "a c"]);
        assert_eq!(expand("").unwrap(), [""]);
        for wrong in ["a{b", "a}b", "a}b{c}", "{a{b}c}", "{a{b,c}"] {
            assert!(expand(wrong).is_err(), "{wrong}");
        }
        assert!(expand(&"{a,b}".repeat(40)).is_err(), "too many");
        assert!(expand(&"{a}".repeat(100_000)).is_err(), "too deep");
    }
}
