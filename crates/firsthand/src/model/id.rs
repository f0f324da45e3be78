//! Ids: hashes of content, printed as a letter and 16 base-32 characters. Never counted up, so never changed.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The first 80 bits of SHA-256 over the parts, each preceded by its length, so that no two lists of parts collide.
#[must_use]
pub fn hash_parts(parts: &[&[u8]]) -> [u8; 10] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut out = [0; 10];
    out.copy_from_slice(&hasher.finalize()[..10]);
    out
}

/// The five bits of each letter; 32 for what is none.
const BITS: [u8; 256] = {
    let mut bits = [32; 256];
    let mut at = 0;
    while at < LETTERS.len() {
        bits[LETTERS[at] as usize] = at as u8;
        at += 1;
    }
    bits
};

/// A letter, and five bits a character.
fn write_id(letter: &str, id: [u8; 10]) -> [u8; 18] {
    let mut text = [b'_'; 18];
    text[0] = letter.as_bytes().first().copied().unwrap_or(b'_');
    let mut bits = id.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    for slot in text[2..].iter_mut().rev() {
        *slot = LETTERS[(bits & 31) as usize];
        bits >>= 5;
    }
    text
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 10]);

        impl $name {
            /// The id of these parts of content.
            #[must_use]
            pub fn of(parts: &[&[u8]]) -> Self {
                Self(hash_parts(parts))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(std::str::from_utf8(&write_id($letter, self.0)).unwrap_or_default())
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let fail = || format!("{text:?} is no id of the form {}_ and 16 letters", $letter);
                let body = text.strip_prefix(concat!($letter, "_")).filter(|b| b.len() == 16).ok_or_else(fail)?;
                let mut bits = 0u128;
                for byte in body.bytes() {
                    let value = BITS[usize::from(byte)];
                    if value == 32 {
                        return Err(fail());
                    }
                    bits = bits << 5 | u128::from(value);
                }
                let mut out = [0; 10];
                out.copy_from_slice(&bits.to_be_bytes()[6..]);
                Ok(Self(out))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(std::str::from_utf8(&write_id($letter, self.0)).unwrap_or_default())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // Ledgers hold millions of ids: none is copied to be read.
                struct Reader;
                impl Visitor<'_> for Reader {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("an id that begins with ", $letter, "_"))
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Reader)
            }
        }
    };
}

id!(
    /// A proposal that two counters are one: the hash of their keys.
    AliasId, "p"
);
id!(
    /// A report: the hash of everything that came with it.
    ReportId, "r"
);
id!(
    /// A claim: the hash of report, span and indicator.
    ClaimId, "c"
);
id!(
    /// A ledger entry: the hash of its series key.
    EntryId, "e"
);
id!(
    /// An event: the hash of its story, place and period.
    EventId, "v"
);
id!(
    /// One independent text: the hash of its members' least id.
    FamilyId, "f"
);
id!(
    /// A story: the hash of its members' least id.
    StoryId, "s"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_print_what_they_read() {
        let id = ReportId::of(&[b"a", b"bc"]);
        assert_eq!(id.to_string().parse::<ReportId>(), Ok(id));
        assert_ne!(id, ReportId::of(&[b"ab", b"c"]));
        assert!("r_short".parse::<ReportId>().is_err());
        // Letters that are none are those that look like others.
        for sign in ['l', '0', '1', 'A', '\u{e9}'] {
            let text = format!("r_{}", sign.to_string().repeat(16));
            assert!(text[..18].parse::<ReportId>().is_err() && text.parse::<ReportId>().is_err(), "{text}");
        }
        assert_eq!(serde_json::from_str::<ReportId>(&format!("\"{id}\"")).ok(), Some(id));
        assert_eq!(serde_json::from_str::<ReportId>(&format!("\"\\u0072{}\"", &id.to_string()[1..])).ok(), Some(id));
        assert!(serde_json::from_str::<ReportId>("\"c_aaaaaaaaaaaaaaaa\"").is_err());
    }
}
