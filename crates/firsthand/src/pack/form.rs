//! The form of a prepared data file: what the build script writes and the library reads. A value is a tag and what it names;
//! a number stands in groups of seven bits, the lowest first.

pub(super) const FALSE: u8 = 0;
pub(super) const TRUE: u8 = 1;
/// A number; its sign is the lowest bit.
pub(super) const INTEGER: u8 = 2;
/// Length and bytes.
pub(super) const TEXT: u8 = 3;
/// How many, and the values.
pub(super) const LIST: u8 = 4;
/// How many, and pairs of a key (length and bytes) and a value.
pub(super) const TABLE: u8 = 5;
/// A list of texts, which may be phrases. Bytes of all that follows; how many texts, and each; how many phrases they stand
/// for and each as the number of its words and their ids; or nothing after the texts where they are no phrases.
pub(super) const PHRASES: u8 = 6;
