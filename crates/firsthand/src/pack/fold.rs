//! Folding of words and common letters by range. The build script folds the phrases of the packs with this same file, so
//! nothing of the crate is used here.

use unicode_normalization::UnicodeNormalization;

/// Appends the folded form of `text`: lower case, composed (NFC), one apostrophe, one hyphen, nothing invisible.
/// Accents stay: they carry meaning.
pub fn fold_word(text: &str, out: &mut String) {
    let start = out.len();
    out.reserve(text.len());
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

/// The lower case of letters of the two scripts that news are mostly written in; none for others. The standard
/// library's tables are right for all, but searched.
#[inline]
pub(super) fn lower_of(character: char) -> Option<char> {
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

#[cfg(test)]
mod tests {
    use super::{fold_word, is_letter, lower_of};

    #[test]
    fn quick_letters_are_right() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_letter(character), character.is_alphabetic(), "{character:?}");
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
