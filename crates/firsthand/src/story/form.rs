//! A signature as bytes, as a store keeps it: a tenth of its JSON, and read ten times as fast.
//! Not here: what a signature holds (`sign`).
//!
//! Numbers are written as `model` puts them; sorted lists keep the difference to the number before.

use super::Signature;
use crate::model::{put_number, take_number};

/// The first byte: the form may change.
const FORM: u8 = 1;

pub(super) fn to_bytes(signature: &Signature) -> Vec<u8> {
    let mut out = vec![FORM];
    put_number(signature.lang.len() as u64, &mut out);
    out.extend_from_slice(signature.lang.as_bytes());
    for list in [&signature.names, &signature.frames, &signature.words, &signature.places] {
        put_keys(list.iter().map(|entry| entry.0), &mut out);
        list.iter().for_each(|entry| put_number(entry.1.into(), &mut out));
    }
    put_keys(signature.figures.iter().copied(), &mut out);
    put_keys(signature.running.iter().copied(), &mut out);
    put_keys(signature.days.iter().map(|day| sortable(*day)), &mut out);
    put_keys(signature.counts.iter().map(|count| count.0), &mut out);
    signature.counts.iter().for_each(|count| put_number(count.1.into(), &mut out));
    put_number(signature.published.map_or(0, |day| u64::from(sortable(day)) + 1), &mut out);
    out
}

/// None where the bytes are no signature.
pub(super) fn from_bytes(bytes: &[u8]) -> Option<Signature> {
    let (form, mut rest) = bytes.split_first()?;
    if *form != FORM {
        return None;
    }
    let rest = &mut rest;
    let length = usize::try_from(take_number(rest)?).ok()?;
    let (lang, after) = rest.split_at_checked(length)?;
    *rest = after;
    let weighted = |rest: &mut &[u8]| -> Option<Vec<(u32, u16)>> {
        let keys = take_keys(rest)?;
        keys.into_iter().map(|key| Some((key, u16::try_from(take_number(rest)?).ok()?))).collect()
    };
    let signature = Signature {
        lang: std::str::from_utf8(lang).ok()?.to_owned(),
        names: weighted(rest)?,
        frames: weighted(rest)?,
        words: weighted(rest)?,
        places: weighted(rest)?,
        figures: take_keys(rest)?,
        running: take_keys(rest)?,
        days: take_keys(rest)?.into_iter().map(day_of).collect(),
        counts: take_keys(rest)?
            .into_iter()
            .map(|key| Some((key, u32::try_from(take_number(rest)?).ok()?)))
            .collect::<Option<_>>()?,
        published: match take_number(rest)? {
            0 => None,
            day => Some(day_of(u32::try_from(day - 1).ok()?)),
        },
    };
    rest.is_empty().then_some(signature)
}

/// Days before 1970 sort before those after.
fn sortable(day: i32) -> u32 {
    day.cast_unsigned() ^ (1 << 31)
}

fn day_of(sortable: u32) -> i32 {
    (sortable ^ (1 << 31)).cast_signed()
}

fn put_keys(keys: impl ExactSizeIterator<Item = u32>, out: &mut Vec<u8>) {
    put_number(keys.len() as u64, out);
    let mut before = 0;
    for key in keys {
        put_number(u64::from(key.wrapping_sub(before)), out);
        before = key;
    }
}

fn take_keys(rest: &mut &[u8]) -> Option<Vec<u32>> {
    let count = usize::try_from(take_number(rest)?).ok()?;
    let mut keys = Vec::with_capacity(count.min(rest.len()));
    let mut before = 0_u32;
    for _ in 0..count {
        before = before.wrapping_add(u32::try_from(take_number(rest)?).ok()?);
        keys.push(before);
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature() -> Signature {
        Signature {
            lang: "xx".into(),
            names: vec![(0, 1), (7, 65_535), (u32::MAX, 300)],
            frames: vec![(9, 9)],
            words: (0..200).map(|at| (at * 20_000_000, at as u16)).collect(),
            figures: vec![3, 4_000_000_000],
            places: Vec::new(),
            published: Some(-3),
            days: vec![-4, -1, 0, 20_000],
            counts: vec![(1, 5), (1, 9), (4, u32::MAX)],
            running: vec![12],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for signature in [signature(), Signature::default()] {
            assert_eq!(from_bytes(&to_bytes(&signature)), Some(signature));
        }
    }

    #[test]
    fn damaged_bytes_are_no_signature_and_no_panic() {
        let bytes = to_bytes(&signature());
        for end in 0..bytes.len() {
            assert_eq!(from_bytes(&bytes[..end]), None);
        }
        for at in 0..bytes.len() {
            for change in [1, 0x80, 0xFF] {
                let mut other = bytes.clone();
                other[at] ^= change;
                // Any answer will do.
                let _ = from_bytes(&other);
            }
        }
    }
}
