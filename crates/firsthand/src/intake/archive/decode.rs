//! What is the body of an answer once its encodings are taken off? Chunks, gzip, deflate, brotli and zstd, each read piece by
//! piece under the limits, so that no bomb grows. Not here: the text that the bytes mean.

use super::HttpHead;
use crate::intake::{MAX_FILE, Refusal};
use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// Most times that a body may be encoded.
pub const MAX_ENCODINGS: usize = 2;
/// How often larger than it came a body may become, once it is larger than 1 MiB.
pub const MAX_RATIO: usize = 200;
const PIECE: usize = 64 << 10;
const FREE: usize = 1 << 20;

/// The body without its transfer and content encodings. Archives often say an encoding that was taken off already: then the
/// bytes stay as they are. What is cut off in the middle is given as far as it goes.
///
/// # Errors
/// `bomb` past the limits, `unknown_encoding`.
pub fn decode_body(head: &HttpHead, body: &[u8]) -> Result<Vec<u8>, Refusal> {
    let listed = |name: &str| -> Vec<String> {
        let values = head.fields.iter().filter(|(field, _)| field == name).flat_map(|(_, value)| value.split(','));
        values.map(|value| value.trim().to_ascii_lowercase()).filter(|value| !value.is_empty()).collect()
    };
    let mut bytes = body.to_vec();
    let mut encodings = listed("content-encoding");
    for transfer in listed("transfer-encoding") {
        if transfer == "chunked" {
            bytes = join_chunks(&bytes).unwrap_or(bytes);
        } else {
            encodings.push(transfer);
        }
    }
    encodings.retain(|encoding| encoding != "identity" && encoding != "none");
    if encodings.len() > MAX_ENCODINGS {
        return Err(bomb(format!("encoded {} times, more than {MAX_ENCODINGS}", encodings.len())));
    }
    // No limit is escaped by nesting: every step is measured against what came.
    let came = body.len();
    for encoding in encodings.iter().rev() {
        bytes = take_off(encoding, bytes, came)?;
    }
    Ok(bytes)
}

fn bomb(why: String) -> Refusal {
    Refusal::new("bomb", why, "leave the record out")
}

fn take_off(encoding: &str, bytes: Vec<u8>, came: usize) -> Result<Vec<u8>, Refusal> {
    match encoding {
        "gzip" | "x-gzip" if !bytes.starts_with(&[0x1F, 0x8B]) => Ok(bytes),
        "gzip" | "x-gzip" => grow(&mut MultiGzDecoder::new(bytes.as_slice()), came).map(|(out, _)| out),
        "deflate" => {
            let (out, whole) = grow(&mut ZlibDecoder::new(bytes.as_slice()), came)?;
            if whole || !out.is_empty() {
                return Ok(out);
            }
            let (out, whole) = grow(&mut DeflateDecoder::new(bytes.as_slice()), came)?;
            Ok(if whole { out } else { bytes })
        }
        "br" => {
            let (out, whole) = grow(&mut Decompressor::new(bytes.as_slice(), PIECE), came)?;
            Ok(if whole || !out.is_empty() { out } else { bytes })
        }
        "zstd" if !bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) => Ok(bytes),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(bytes.as_slice()) {
            Ok(mut reader) => grow(&mut reader, came).map(|(out, _)| out),
            Err(error) => Err(bomb(format!("the zstd frame cannot be opened: {error}"))),
        },
        other => {
            let shown: String = other.chars().take(40).collect();
            Err(Refusal::new("unknown_encoding", format!("the body is encoded as {shown:?}"), "leave the record out"))
        }
    }
}

/// Reads to the end or to the first fault, and says whether the end was reached.
fn grow(reader: &mut dyn Read, came: usize) -> Result<(Vec<u8>, bool), Refusal> {
    let mut out = Vec::new();
    let mut piece = vec![0; PIECE];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok((out, true)),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Ok((out, false)),
            Ok(len) => {
                out.extend_from_slice(&piece[..len]);
                check_growth(out.len(), came)?;
            }
        }
    }
}

/// Refuses a body that has grown past its limits.
pub(super) fn check_growth(grown: usize, came: usize) -> Result<(), Refusal> {
    if grown > MAX_FILE {
        return Err(bomb(format!("the body grows past {MAX_FILE} bytes")));
    }
    if grown > FREE && grown / MAX_RATIO > came {
        return Err(bomb(format!("the body grows to more than {MAX_RATIO} times its size")));
    }
    Ok(())
}

/// The body of chunks; `None` where it is no chunks, as in archives that have joined them.
fn join_chunks(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let end = rest.iter().take(200).position(|byte| *byte == b'\n');
        let Some(end) = end else { return (!out.is_empty()).then_some(out) };
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = line.split(';').next()?.trim();
        let Ok(size) = usize::from_str_radix(size, 16) else { return (!out.is_empty()).then_some(out) };
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        let taken = size.min(rest.len());
        out.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}
