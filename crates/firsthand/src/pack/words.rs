//! Numbering of words, and how they are written: one hash look-up a token, no allocation.

use super::fold::{fold_word, is_letter, lower_of};
use super::prepared::take_number;
use crate::model::{TokenCase, WordId};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A fast hasher for short keys that come from our own data files.
#[derive(Default)]
pub(crate) struct QuickHasher(u64);

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

pub(crate) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// The words that a pack's rules name.
#[derive(Default)]
pub struct Words {
    /// All words, one behind the other.
    text: Vec<u8>,
    /// Where the word of an id ends; it starts where the one before ends.
    ends: Vec<u32>,
    /// While a pack is loaded: ids by the hash of the word, each in the first free slot from there on, under some further
    /// bits of the hash; 0 where a slot is free.
    slots: Vec<u32>,
    /// While a pack is loaded: whether a rule names the word of an id.
    named: Vec<bool>,
    /// Once it is loaded: the named words, by hash as above. All that cutting asks for stands in one place.
    table: Vec<Slot>,
}

/// A named word.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// Where its text stands.
    start: u32,
    length: u32,
    /// 0 where the slot is free.
    id: u32,
    /// Further bits of the hash.
    tag: u16,
    /// Which phrases may start with it.
    starts: u16,
}

/// Low bits of a slot of loading: the id.
const ID_BITS: u32 = 22;
const ID: u32 = (1 << ID_BITS) - 1;

impl Words {
    /// The words of a prepared pack, none of them named yet.
    pub(super) fn prepared(mut bytes: &[u8]) -> Self {
        let count = take_number(&mut bytes) as usize;
        let mut words = Self { ends: Vec::with_capacity(count + 1), named: vec![false; count + 1], ..Self::default() };
        words.ends.push(0);
        let mut end = 0;
        for _ in 0..count {
            end += take_number(&mut bytes);
            words.ends.push(end);
        }
        words.text = bytes.to_vec();
        words.grow((count * 2).next_power_of_two().max(16));
        words
    }

    /// The id of a folded word; [`WordId::UNKNOWN`] where no rule names it.
    #[must_use]
    pub fn id(&self, folded: &str) -> WordId {
        if self.table.is_empty() { self.loading_id(folded) } else { self.find(folded).0 }
    }

    /// The id of a folded word, and which phrases may start with it, as bits; the id is [`WordId::UNKNOWN`] where no rule
    /// names it.
    #[must_use]
    #[inline]
    pub fn find(&self, folded: &str) -> (WordId, u16) {
        let word = folded.as_bytes();
        let hash = xxhash_rust::xxh3::xxh3_64(word);
        let (mut at, tag) = (hash as usize, (hash >> 48) as u16);
        let mask = self.table.len().wrapping_sub(1);
        loop {
            match self.table.get(at & mask) {
                Some(slot) if slot.id != 0 => {
                    let span = slot.start as usize..(slot.start + slot.length) as usize;
                    if slot.tag == tag && slot.length as usize == word.len() && self.text.get(span) == Some(word) {
                        return (WordId(slot.id), slot.starts);
                    }
                    at += 1;
                }
                _ => return (WordId::UNKNOWN, 0),
            }
        }
    }

    fn loading_id(&self, folded: &str) -> WordId {
        let word = folded.as_bytes();
        let (mut at, tag) = Self::place(word);
        let mask = self.slots.len().wrapping_sub(1);
        loop {
            match self.slots.get(at & mask) {
                None | Some(0) => return WordId::UNKNOWN,
                Some(slot) if slot & !ID == tag && self.bytes(slot & ID) == Some(word) => return WordId(slot & ID),
                Some(_) => at += 1,
            }
        }
    }

    /// The word of an id.
    pub(super) fn word(&self, id: WordId) -> &str {
        self.bytes(id.0).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default()
    }

    /// The id of a folded word that a rule names, made when new.
    pub(super) fn intern(&mut self, folded: &str) -> WordId {
        let mut id = self.id(folded);
        if id == WordId::UNKNOWN {
            if self.ends.is_empty() {
                self.ends.push(0);
                self.named.push(false);
            }
            id = WordId(u32::try_from(self.ends.len()).unwrap_or(ID));
            if id.0 >= ID {
                return WordId::UNKNOWN;
            }
            self.text.extend_from_slice(folded.as_bytes());
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
            self.named.push(true);
            if self.ends.len() * 2 > self.slots.len() {
                self.grow((self.ends.len() * 4).next_power_of_two().max(16));
            } else {
                self.enter(id.0);
            }
        }
        self.name(id);
        id
    }

    /// Notes that a rule names a word.
    #[inline]
    pub(super) fn name(&mut self, id: WordId) {
        if let Some(named) = self.named.get_mut(id.0 as usize) {
            *named = true;
        }
    }

    /// Loading is over: forgets the prepared words that no rule has named, since a pack's lists hold other words than
    /// phrases too. `starts` are bits by id.
    pub(super) fn settle(&mut self, starts: &[u16]) {
        let named = std::mem::take(&mut self.named);
        let count = named.iter().filter(|named| **named).count();
        let mut table = vec![Slot::default(); (count * 2).next_power_of_two().max(16)];
        let mask = table.len() - 1;
        for (number, _) in named.iter().enumerate().skip(1).filter(|(_, named)| **named) {
            let id = u32::try_from(number).unwrap_or(ID);
            let Some(word) = self.bytes(id) else { continue };
            let (start, end) = (self.ends[number - 1], self.ends[number]);
            let hash = xxhash_rust::xxh3::xxh3_64(word);
            let mut at = hash as usize;
            while table[at & mask].id != 0 {
                at += 1;
            }
            let starts = starts.get(number).copied().unwrap_or(0);
            table[at & mask] = Slot { start, length: end - start, id, tag: (hash >> 48) as u16, starts };
        }
        (self.table, self.slots) = (table, Vec::new());
    }

    #[inline]
    fn bytes(&self, id: u32) -> Option<&[u8]> {
        let (start, end) = (self.ends.get((id as usize).wrapping_sub(1))?, self.ends.get(id as usize)?);
        self.text.get(*start as usize..*end as usize)
    }

    #[cfg(test)]
    pub(super) fn named(&self) -> std::collections::BTreeSet<&str> {
        self.table.iter().filter(|slot| slot.id != 0).map(|slot| self.word(WordId(slot.id))).collect()
    }

    /// The first slot that may hold a word, and the bits of its hash that stand in it.
    #[inline]
    fn place(word: &[u8]) -> (usize, u32) {
        let hash = xxhash_rust::xxh3::xxh3_64(word);
        (hash as usize, (hash >> 32) as u32 & !ID)
    }

    fn grow(&mut self, slots: usize) {
        self.slots = vec![0; slots];
        (1..self.ends.len()).for_each(|id| self.enter(u32::try_from(id).unwrap_or(ID)));
    }

    fn enter(&mut self, id: u32) {
        let Some(word) = self.bytes(id) else { return };
        let (mut at, tag) = Self::place(word);
        let mask = self.slots.len() - 1;
        while self.slots[at & mask] != 0 {
            at += 1;
        }
        self.slots[at & mask] = tag | id;
    }
}

/// Folds a word into `out` and tells how it is written, in one walk where all its letters are common ones.
pub(super) fn fold_cased(word: &str, out: &mut String) -> TokenCase {
    out.clear();
    // Most words are small letters, perhaps behind a capital.
    let mut letters = word.chars();
    if let Some(first) = letters.next().filter(|first| is_letter(*first))
        && is_small(letters.as_str())
        && let Some(folded) = lower_of(first)
    {
        out.push(folded);
        out.push_str(letters.as_str());
        return if folded == first { TokenCase::Lower } else { TokenCase::Title };
    }
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

/// Whether these are common small letters only (ASCII, Latin-1, Cyrillic), which fold to themselves: told by their bytes.
#[inline]
pub(super) fn is_small(letters: &str) -> bool {
    let bytes = letters.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match (byte, bytes.get(at + 1)) {
            (b'a'..=b'z', _) => 1,
            (0xC3, Some(0x9F..=0xB6 | 0xB8..=0xBF)) | (0xD0, Some(0xB0..=0xBF)) | (0xD1, Some(0x80..=0x9F)) => 2,
            _ => return false,
        };
    }
    true
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

/// `char::is_uppercase`, without a search for common letters.
#[inline]
fn is_upper(character: char) -> bool {
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
    use super::{Words, case_of, fold_cased, fold_word, is_upper};
    use crate::model::WordId;

    #[test]
    fn words_are_numbered_and_the_unnamed_forgotten() {
        let mut words = Words::prepared(b"\x03\x01\x02\x03abbccc");
        let bb = words.id("bb");
        words.name(bb);
        let many: Vec<_> = (0..1000).map(|n| words.intern(&format!("w{n}"))).collect();
        words.settle(&[0, 0, 7]);
        assert_eq!((words.id("a"), words.id("bb"), words.id("ccc")), (WordId::UNKNOWN, WordId(2), WordId::UNKNOWN));
        assert!(many.iter().enumerate().all(|(n, id)| words.id(&format!("w{n}")) == *id));
        assert_eq!((words.find("bb"), words.find("a"), words.find("w7").1), ((bb, 7), (WordId::UNKNOWN, 0), 0));
        assert_eq!((words.word(bb), words.id(""), Words::default().id("a")), ("bb", WordId::UNKNOWN, WordId::UNKNOWN));
    }

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
    fn quick_case_is_right() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_upper(character), character.is_uppercase(), "{character:?}");
        }
    }
}
