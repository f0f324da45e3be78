//! What did a crawl bring? The answer in a WARC record, with its address and the moment, and the reports that it gives.
//! Not here: how records are cut.

use super::{HttpHead, WarcRecord, decode_body, parse_http_head};
use crate::intake::feed::receive_feed;
use crate::intake::{Fields, PageHints, Received, Refusal, make_report, receive_html, text};
use crate::pack::Packs;

/// One answer as it was captured: bytes as received, and what is known of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capture {
    /// The address that was asked for.
    pub url: Option<String>,
    /// When, in ISO 8601.
    pub captured: Option<String>,
    /// The answer's head.
    pub head: HttpHead,
    /// The answer's head as received, with its empty line; empty for a resource, which has none.
    pub lead: Vec<u8>,
    /// The body as received, encodings and all.
    pub body: Vec<u8>,
}

/// The answer in a record. `None` where the record is none: requests, metadata, pictures, answers that are no page.
#[must_use]
pub fn take_capture(record: WarcRecord) -> Option<Capture> {
    let WarcRecord { head, block } = record;
    let url = head.target().map(str::to_owned);
    let captured = head.field("warc-date").map(str::to_owned);
    let (answer, lead, body) = match head.kind() {
        "response" => {
            let (answer, start) = parse_http_head(&block)?;
            let body = block[start..].to_vec();
            (answer, block[..start].to_vec(), body)
        }
        // A resource stands without HTTP; its head says what it is.
        "resource" => {
            let kind = head.field("content-type").unwrap_or_default().to_owned();
            (HttpHead { status: 200, fields: vec![("content-type".into(), kind)] }, Vec::new(), block)
        }
        _ => return None,
    };
    let kind = answer.field("content-type").unwrap_or_default().to_ascii_lowercase();
    let readable =
        ["html", "xml", "rss", "atom", "json", "text/plain"].iter().any(|part| kind.contains(part)) || kind.is_empty();
    let web = url.as_deref().is_none_or(|url| url.starts_with("http"));
    (answer.status == 200 && readable && web && !body.is_empty()).then_some(Capture {
        url,
        captured,
        head: answer,
        lead,
        body,
    })
}

/// The reports in an answer: of a feed one an item, of a page one. `doc` names it where it has no address.
///
/// # Errors
/// `bomb`, `unknown_encoding`, or the refusals of the door for its kind.
pub fn receive_capture(packs: &Packs, capture: &Capture, doc: &str) -> Result<Vec<Result<Received, Refusal>>, Refusal> {
    let bytes = decode_body(&capture.head, &capture.body)?;
    let kind = capture.head.field("content-type").unwrap_or_default().to_ascii_lowercase();
    let url = capture.url.as_deref();
    let start = bytes.get(..512.min(bytes.len())).unwrap_or_default().to_ascii_lowercase();
    let feed_like = [&b"<rss"[..], b"<feed", b"<rdf:rdf", b"jsonfeed.org"]
        .iter()
        .any(|mark| start.windows(mark.len()).any(|part| part == *mark));
    if feed_like || kind.contains("rss") || kind.contains("atom") {
        return receive_feed(packs, &bytes, doc, url, Some(&kind)).map(|feed| feed.reports);
    }
    if kind.contains("json") || (kind.contains("xml") && !kind.contains("xhtml")) {
        return Err(Refusal::new("no_page", "the answer is data, no page", "leave the record out"));
    }
    let name = url.unwrap_or(doc).to_owned();
    if kind.contains("text/plain") {
        let fields =
            Fields { doc: name, url: capture.url.clone(), text: text::decode_bytes(&bytes)?, ..Fields::default() };
        return Ok(vec![make_report(packs, fields)]);
    }
    let charset = capture.head.charset();
    let hints = PageHints { doc: name, url: capture.url.clone(), charset, ..PageHints::default() };
    Ok(vec![receive_html(packs, &bytes, &hints)])
}
