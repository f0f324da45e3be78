//! How does what was kept leave the ledger? Evidence as records of a WARC, byte for byte as it was received. Not here: keeping
//! it (the store), and files.

use crate::intake::archive::{WarcHead, WarcRecord};
use crate::store::{Evidence, hash_bytes};
use serde_json::{Value, json};

/// The record of an answer (`response`), or of bytes that came without HTTP (`resource`), and its name. Evidence of one answer
/// has one name, whatever report it is of. Form: WARC 1.1, ISO 28500:2017.
#[must_use]
pub fn make_warc_record(evidence: &Evidence) -> (String, WarcRecord) {
    let block = [evidence.head.as_slice(), &evidence.bytes].concat();
    let content = hash_bytes(&block);
    let target = evidence.url.clone().unwrap_or_else(|| format!("urn:sha256:{content}"));
    let name = name_record(&hash_bytes(format!("{content}\n{target}\n{}", evidence.captured).as_bytes()));
    let (kind, media) = if evidence.head.is_empty() {
        ("resource", evidence.media.clone().unwrap_or_else(|| "application/octet-stream".to_owned()))
    } else {
        ("response", "application/http; msgtype=response".to_owned())
    };
    let fields = [
        ("WARC-Type", kind.to_owned()),
        ("WARC-Record-ID", name.clone()),
        ("WARC-Date", evidence.captured.clone()),
        ("WARC-Target-URI", target),
        ("WARC-Block-Digest", format!("sha256:{content}")),
        ("Content-Type", media),
    ];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    (name, WarcRecord { head: WarcHead { fields }, block })
}

/// What was kept of what a report was read from, but for the bytes, in its public form: `evidence` in
/// `docs/formats/why.schema.json`.
#[must_use]
pub fn describe_evidence(kept: &Evidence) -> Value {
    json!({
        "sha256": hash_bytes(&kept.bytes), "bytes": kept.bytes.len(), "url": kept.url, "captured": kept.captured,
        "media": kept.media, "head": list_telling_lines(kept),
    })
}

/// The lines of an answer's head that say what the page is and of when; cookies and the like are left out.
#[must_use]
pub fn list_telling_lines(kept: &Evidence) -> Vec<String> {
    const TELLING: [&str; 7] =
        ["content-type", "content-encoding", "content-language", "date", "etag", "last-modified", "server"];
    let tells = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        line.starts_with("HTTP/") || TELLING.contains(&name.as_str())
    };
    String::from_utf8_lossy(&kept.head).lines().filter(tells).map(str::to_owned).collect()
}

/// A UUID of version 8 (RFC 9562): of content, not of chance.
fn name_record(hash: &str) -> String {
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!("<urn:uuid:{}-{}-8{}-8{}-{}>", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::archive::{WarcReader, take_capture, write_warc_record};
    use crate::model::ReportId;

    #[test]
    fn what_is_written_is_read_back_byte_for_byte() {
        let answer = Evidence {
            report: ReportId::of(&[b"one"]),
            url: Some("https://outlet.example/storm".into()),
            captured: "2031-05-01T09:00:00Z".into(),
            media: Some("text/html".into()),
            head: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX:\xFF\r\n\r\n".to_vec(),
            bytes: (0..=255).cycle().take(3_000).collect(),
        };
        let file = Evidence { url: None, head: Vec::new(), bytes: b"WARC/1.0\r\nno record".to_vec(), ..answer.clone() };
        let mut out = Vec::new();
        for evidence in [&answer, &file] {
            write_warc_record(&mut out, &make_warc_record(evidence).1).unwrap();
        }
        let read: Vec<WarcRecord> = WarcReader::new(out.as_slice()).map(Result::unwrap).collect();
        assert_eq!(read.iter().map(|record| record.head.kind()).collect::<Vec<_>>(), ["response", "resource"]);
        assert_eq!(read[1].block, file.bytes);
        let capture = take_capture(read[0].clone()).unwrap();
        assert_eq!((capture.lead, capture.body), (answer.head.clone(), answer.bytes.clone()));
        assert_eq!((capture.url, capture.captured), (answer.url.clone(), Some(answer.captured.clone())));
        // Another report of the same answer is the same record; other bytes are another one.
        let other = Evidence { report: ReportId::of(&[b"two"]), ..answer.clone() };
        assert_eq!(make_warc_record(&other).0, make_warc_record(&answer).0);
        assert_ne!(make_warc_record(&file).0, make_warc_record(&answer).0);
    }
}
