//! The generated place table, as bytes, with the folding and the byte layout that it was made with.
//! Not here: how a name is looked up and chosen, which is `firsthand::gazetteer`.
//!
//! Two parts of one layout: `core` (countries, first-order divisions, and the house's own regions, seas, blocs and
//! sites; small, rebuilt when a word is added) and `towns` (cities and villages; large, rebuilt when the source is
//! newer; beside them which county or district each lies in). All come from `cargo xtask gazetteer`.

mod opening;

pub use opening::Opening;

/// Which first words have names of several words in [`CORE`], as [`Opening`]s.
pub static PHRASES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/phrases.bin"));
/// Which first words, and first two words, have names in [`CORE`] or [`TOWNS`], as [`Opening`]s.
pub static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

/// Countries, divisions and our own places.
pub static CORE: &[u8] = include_bytes!("../data/core.bin");
/// Cities, towns and villages.
pub static TOWNS: &[u8] = include_bytes!("../data/towns.bin");
/// Which second-order division holds each place of [`TOWNS`]: how many divisions there are (u32), their numbers in
/// [`TOWNS`] (u24 each), then for each place of it the rank of its division among these (u16; 1 is the first, 0 none).
/// All little-endian.
pub static DIVISIONS: &[u8] = include_bytes!("../data/divisions.bin");

/// The layout of a part. All numbers are little-endian.
///
/// `header`: [`MAGIC`](layout::MAGIC), version, number of places, then offset and length of five sections: places
/// (records), pool (UTF-8 names), codes (one per line: `RU.30`, `RU`, or empty), postings, and the name map (an FST from
/// folded name to a posting).
///
/// A record of [`RECORD`](layout::RECORD) bytes: latitude and longitude in ten-thousandths of a degree (i24), population
/// (u24, saturating), GeoNames number (u24; 0 where the id is written in the pool after the name and a NUL), code (u16),
/// kind (u8), start of the name in the pool (u24; it ends where the next one starts).
///
/// The map's value is `place * 2`, or `offset * 2 + 1` into the postings: a count (u8), then so many places (u24), the
/// most populous first.
pub mod layout {
    /// First bytes of a part.
    pub const MAGIC: [u8; 4] = *b"FHGZ";
    /// Version of the layout and of the folding.
    pub const VERSION: u32 = 1;
    /// Bytes before the first section.
    pub const HEADER: usize = 12 + 5 * 8;
    /// Bytes of a place.
    pub const RECORD: usize = 18;
}

/// What a character becomes in a name key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// Nothing: full stops, apostrophes, marks.
    Nothing,
    /// A blank: white space and hyphens.
    Blank,
    /// No part of any name.
    Stop,
    /// One to four characters, padded with NUL.
    Letters([char; 4]),
}

/// Folds one character of a name: lower case; Latin letters lose their marks; ё becomes е. Cyrillic й and ї stay.
#[must_use]
pub fn fold_character(character: char) -> Folded {
    use unicode_normalization::char::{decompose_canonical, is_combining_mark};
    let one = |c| Folded::Letters([c, '\0', '\0', '\0']);
    match character {
        'a'..='z' | '0'..='9' => one(character),
        'A'..='Z' => one(character.to_ascii_lowercase()),
        '.' | '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{02B9}' | '\u{02BB}' | '`' | '\u{00B4}' | '\u{FF07}' => {
            Folded::Nothing
        }
        '-' | '\u{2010}' | '\u{2011}' => Folded::Blank,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => Folded::Nothing,
        'ß' => Folded::Letters(['s', 's', '\0', '\0']),
        'æ' | 'Æ' => Folded::Letters(['a', 'e', '\0', '\0']),
        'œ' | 'Œ' => Folded::Letters(['o', 'e', '\0', '\0']),
        'ø' | 'Ø' => one('o'),
        'ł' | 'Ł' => one('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => one('d'),
        'þ' | 'Þ' => Folded::Letters(['t', 'h', '\0', '\0']),
        'ı' | 'İ' => one('i'),
        'ə' | 'Ə' => one('a'),
        'Ё' | 'ё' => one('е'),
        '\u{0400}'..='\u{052F}' => character.to_lowercase().next().map_or(Folded::Stop, one),
        character if character.is_whitespace() => Folded::Blank,
        character if is_combining_mark(character) => Folded::Nothing,
        character if character.is_alphanumeric() => {
            let (mut out, mut length) = (['\0'; 4], 0);
            for lower in character.to_lowercase() {
                decompose_canonical(lower, |part| {
                    if !is_combining_mark(part) && length < out.len() {
                        out[length] = part;
                        length += 1;
                    }
                });
            }
            if length == 0 { Folded::Nothing } else { Folded::Letters(out) }
        }
        _ => Folded::Stop,
    }
}

/// The key of a whole name; `None` where a character stands in it that no name has.
#[must_use]
pub fn fold_name(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        match fold_character(character) {
            Folded::Nothing => {}
            Folded::Blank if out.is_empty() || out.ends_with(' ') => {}
            Folded::Blank => out.push(' '),
            Folded::Stop => return None,
            Folded::Letters(letters) => out.extend(letters.into_iter().take_while(|c| *c != '\0')),
        }
    }
    out.truncate(out.trim_end().len());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::fold_name;

    #[test]
    fn spellings_meet() {
        for (a, b) in [
            ("Saint-Pétersbourg", "saint petersbourg"),
            ("Côte d’Ivoire", "cote divoire"),
            ("St. Petersburg", "St Petersburg"),
            ("Орёл", "орел"),
            ("İzmir", "izmir"),
        ] {
            assert_eq!(fold_name(a), fold_name(b), "{a}");
        }
        assert_eq!(fold_name("Бийск").as_deref(), Some("бийск"));
        assert_eq!(fold_name("Paris (Texas)"), None);
    }
}
