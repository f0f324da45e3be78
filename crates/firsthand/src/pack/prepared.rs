//! Reads a prepared data file (`form.rs`) into the same types as its text. Not here: how it was prepared, which is the
//! build script's.

use super::form::{FALSE, INTEGER, LIST, PHRASES, TABLE, TEXT, TRUE};
use serde::de::value::{BorrowedStrDeserializer, Error};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The name by which a type asks for a prepared list of phrases as it stands.
pub(super) const PHRASE_LIST: &str = "firsthand::Phrases";

/// Reads values off the head of bytes.
pub(super) struct Prepared<'de>(pub(super) &'de [u8]);

impl<'de> Prepared<'de> {
    fn text(&mut self) -> Result<&'de str, Error> {
        std::str::from_utf8(take_bytes(&mut self.0)).map_err(Error::custom)
    }

    fn integer(&mut self) -> i64 {
        let (mut number, mut shift) = (0_u64, 0);
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u64::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
            if *byte < 0x80 {
                break;
            }
            shift += 7;
        }
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }

    fn tag(&mut self) -> Result<u8, Error> {
        let (tag, rest) = self.0.split_first().ok_or_else(|| Error::custom("a prepared file ends early"))?;
        self.0 = rest;
        Ok(*tag)
    }
}

impl<'de> Deserializer<'de> for &mut Prepared<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.tag()? {
            FALSE => visitor.visit_bool(false),
            TRUE => visitor.visit_bool(true),
            INTEGER => visitor.visit_i64(self.integer()),
            TEXT => visitor.visit_borrowed_str(self.text()?),
            LIST => {
                let left = take_number(&mut self.0);
                visitor.visit_seq(Items { of: self, left, texts: false })
            }
            TABLE => {
                let left = take_number(&mut self.0);
                visitor.visit_map(Items { of: self, left, texts: false })
            }
            PHRASES => {
                let mut list = Prepared(take_bytes(&mut self.0));
                let left = take_number(&mut list.0);
                visitor.visit_seq(Items { of: &mut list, left, texts: true })
            }
            _ => Err(Error::custom("a prepared file holds an unknown tag")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            [PHRASES, rest @ ..] if name == PHRASE_LIST => {
                self.0 = rest;
                visitor.visit_borrowed_bytes(take_bytes(&mut self.0))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.tag()? {
            TEXT => visitor.visit_enum(BorrowedStrDeserializer::new(self.text()?)),
            _ => Err(Error::custom("a choice is a text")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// What is left of a list or table.
struct Items<'p, 'de> {
    of: &'p mut Prepared<'de>,
    left: u32,
    /// Texts without tags.
    texts: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        if self.texts {
            return seed.deserialize(BorrowedStrDeserializer::new(self.of.text()?)).map(Some);
        }
        seed.deserialize(&mut *self.of).map(Some)
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(BorrowedStrDeserializer::new(self.of.text()?)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(&mut *self.of)
    }
}

/// Takes a number off the head of `bytes`; 0 where there is none.
#[inline]
pub(super) fn take_number(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        if *byte < 0x80 {
            break;
        }
        shift += 7;
    }
    number
}

/// Takes a length and as many bytes off the head of `bytes`; fewer where there are fewer.
pub(super) fn take_bytes<'de>(bytes: &mut &'de [u8]) -> &'de [u8] {
    let length = (take_number(bytes) as usize).min(bytes.len());
    let (taken, rest) = bytes.split_at(length);
    *bytes = rest;
    taken
}
