//! Folding and numbering of words: one hash look-up a token, no allocation.

use crate::model::WordId;
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
            'A'..='Z' => out.push(character.to_ascii_lowercase()),
            character if character.is_ascii() => out.push(character),
            character => {
                marks |= ('\u{0300}'..='\u{036F}').contains(&character);
                out.extend(character.to_lowercase());
            }
        }
    }
    if marks {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

#[cfg(test)]
mod tests {
    use super::fold_word;

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
