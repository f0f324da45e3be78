//! Folding and numbering of words: one hash look-up a token, no allocation.

use crate::model::{TokenCase, WordId};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use unicode_normalization::UnicodeNormalization;

/// A fast hasher for short keys that come from our own data files.
#[derive(Default)]
pub(super) struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxhash_rust::xxh3::xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }
}

pub(super) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// The words that a pack's rules name.
#[derive(Default)]
pub struct Words {
    ids: QuickMap<Box<str>, WordId>,
}

impl Words {
    /// The id of a folded word; [`WordId::UNKNOWN`] where no rule names it.
    #[must_use]
    pub fn id(&self, folded: &str) -> WordId {
        self.ids.get(folded).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The id of a folded word, made when new.
    pub(super) fn intern(&mut self, folded: &str) -> WordId {
        if let Some(id) = self.ids.get(folded) {
            return *id;
        }
        let id = WordId(u32::try_from(self.ids.len() + 1).unwrap_or(u32::MAX));
        self.ids.insert(folded.into(), id);
        id
    }
}

/// Appends the folded form of `text`: lower case, composed (NFC), one apostrophe, one hyphen, nothing invisible.
/// Accents stay: they carry meaning.
pub fn fold_word(text: &str, out: &mut String) {
    let start = out.len();
    let mut marks = false;
    for character in text.chars() {
        match character {
            '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' | '`' | '\u{00B4}' => out.push('\''),
            '\u{2010}' | '\u{2011}' => out.push('-'),
            '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {}
            character => match lower_of(character) {
                Some(lower) => out.push(lower),
                None => {
                    marks |= ('\u{0300}'..='\u{036F}').contains(&character);
                    out.extend(character.to_lowercase());
                }
            },
        }
    }
    if marks {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

/// Folds a word into `out` and tells how it is written, in one walk where all its letters are common ones.
pub(super) fn fold_cased(word: &str, out: &mut String) -> TokenCase {
    out.clear();
    let (mut first, mut upper, mut lower) = (None, 0, 0);
    for character in word.chars() {
        match character {
            '\'' => {
                out.push(character);
                continue;
            }
            'a'..='z' | 'A'..='Z' | '\u{400}'..='\u{45F}' | '\u{C0}'..='\u{FF}' => {}
            _ => return fold_any_cased(word, out),
        }
        let (Some(folded), true) = (lower_of(character), is_letter(character)) else {
            return fold_any_cased(word, out);
        };
        out.push(folded);
        let capital = folded != character;
        match first {
            None => first = Some(capital),
            Some(_) if capital => upper += 1,
            Some(_) => lower += 1,
        }
    }
    tell_case(first, upper, lower)
}

#[cold]
fn fold_any_cased(word: &str, out: &mut String) -> TokenCase {
    out.clear();
    fold_word(word, out);
    case_of(word)
}

fn case_of(word: &str) -> TokenCase {
    let mut letters = word.chars().filter(|c| is_letter(*c));
    let first = letters.next().map(is_upper);
    let (mut upper, mut lower) = (0, 0);
    letters.for_each(|letter| *if is_upper(letter) { &mut upper } else { &mut lower } += 1);
    tell_case(first, upper, lower)
}

/// By the case of the first letter and the numbers of further letters.
fn tell_case(first: Option<bool>, upper: usize, lower: usize) -> TokenCase {
    match (first, upper, lower) {
        (None, ..) | (Some(false), 0, _) => TokenCase::Lower,
        (Some(true), 0, _) => TokenCase::Title,
        (Some(true), _, 0) => TokenCase::Upper,
        _ => TokenCase::Mixed,
    }
}

/// The lower case of letters of the two scripts that news are mostly written in; none for others. The standard
/// library's tables are right for all, but searched.
#[inline]
fn lower_of(character: char) -> Option<char> {
    let moved = |by: u32| char::from_u32(character as u32 + by);
    match character {
        '\0'..='\u{7F}' => Some(character.to_ascii_lowercase()),
        '\u{430}'..='\u{45F}' | '\u{DF}'..='\u{FF}' => Some(character),
        '\u{410}'..='\u{42F}' => moved(32),
        '\u{400}'..='\u{40F}' => moved(80),
        '\u{C0}'..='\u{DE}' if character != '×' => moved(32),
        _ => None,
    }
}

/// `char::is_alphabetic`, without a search for common letters and marks.
#[inline]
pub(super) fn is_letter(character: char) -> bool {
    match character {
        '\0'..='\u{7F}' => character.is_ascii_alphabetic(),
        '\u{C0}'..='\u{24F}' => character != '×' && character != '÷',
        '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' => true,
        '\u{2010}'..='\u{2027}' => false,
        _ => character.is_alphabetic(),
    }
}

/// `char::is_uppercase`, without a search for common letters.
#[inline]
pub(super) fn is_upper(character: char) -> bool {
    match character {
        '\0'..='\u{7F}' => character.is_ascii_uppercase(),
        '\u{400}'..='\u{42F}' => true,
        '\u{430}'..='\u{45F}' | '\u{DF}'..='\u{FF}' => false,
        '\u{C0}'..='\u{DE}' => character != '×',
        _ => character.is_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::{case_of, fold_cased, fold_word, is_letter, is_upper, lower_of};

    #[test]
    fn one_walk_folds_and_tells_the_case() {
        for word in [
            "",
            "a",
            "A",
            "aB",
            "AB",
            "Ab",
            "L'",
            "O'Neill",
            "\u{2019}S",
            "ÉTÉ",
            "Été",
            "ß",
            "Straße",
            "ПУТИН",
            "Путин",
            "мВ",
            "п'ять",
            "E\u{301}TE",
            "İz",
            "×",
            "ÿÿ",
            "Ћ",
            "Ѡ",
            "日本",
        ] {
            let (mut one, mut two) = (String::from("x"), String::new());
            let case = fold_cased(word, &mut one);
            fold_word(word, &mut two);
            assert_eq!((one, case), (two, case_of(word)), "{word}");
        }
    }

    #[test]
    fn quick_letters_are_right() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_letter(character), character.is_alphabetic(), "{character:?}");
            assert_eq!(is_upper(character), character.is_uppercase(), "{character:?}");
            if let Some(lower) = lower_of(character) {
                assert!(character.to_lowercase().eq([lower]), "{character:?}");
            }
        }
    }

    #[test]
    fn folding_keeps_accents_and_drops_the_invisible() {
        let fold = |text: &str| {
            let mut out = String::new();
            fold_word(text, &mut out);
            out
        };
        assert_eq!(fold("L\u{2019}É\u{200B}TÉ"), "l'été");
        assert_eq!(fold("E\u{0301}te\u{0301}"), "été");
        assert_eq!(fold("ПУТИН"), "путин");
    }
}
