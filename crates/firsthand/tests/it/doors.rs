//! Every door that takes foreign bytes, as functions of bytes alone, each with what must hold behind it: no panic, offsets that
//! cut the text at signs, the same from a reader that gives a few bytes at a time. The tests (`mutations`) and the fuzz
//! targets (`fuzz/`) knock at the same doors. Not here: what good inputs say.

use firsthand::intake::archive::{
    ColumnMap, HttpHead, MailBox, TableRows, WarcReader, WarcRecord, decode_body, map_json_line, parse_http_head,
    read_telegram, receive_capture, receive_mail, take_capture,
};
use firsthand::intake::feed::{flatten_markup, read_feed, read_opml, receive_feed};
use firsthand::intake::{PageHints, Received, Refusal, receive_html, receive_json_line, receive_text};
use firsthand::pack::Packs;
use std::fmt::Write as _;
use std::io::{BufReader, Read};
use std::sync::OnceLock;

/// Takes bytes and tells what it made of them.
pub(crate) type Door = fn(&[u8]) -> String;

/// All doors by name: a fuzz target, and a folder of seeds in `fuzz/corpus`.
pub(crate) const DOORS: [(&str, Door); 12] = [
    ("html", html),
    ("text", text),
    ("charset", charset),
    ("feed", feed),
    ("feed_chunks", feed_chunks),
    ("opml", opml),
    ("warc", warc),
    ("jsonl", jsonl),
    ("head", head),
    ("mail", mail),
    ("telegram", telegram),
    ("table", table),
];

/// A page.
pub(crate) fn html(bytes: &[u8]) -> String {
    told(receive_html(packs(), bytes, &hints(None)), bytes.len())
}

/// A text.
pub(crate) fn text(bytes: &[u8]) -> String {
    told(receive_text(packs(), bytes, "a"), bytes.len())
}

/// A page whose first line is the encoding that its answer declares.
pub(crate) fn charset(bytes: &[u8]) -> String {
    let at = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (label, page) = (String::from_utf8_lossy(&bytes[..at]).into_owned(), &bytes[at..]);
    let feed = read_feed(page, None, Some(&format!("text/xml; charset={label}")));
    format!("{} {feed:?}", told(receive_html(packs(), page, &hints(Some(label))), page.len()))
}

/// A feed, its markup as text, and its items as reports.
pub(crate) fn feed(bytes: &[u8]) -> String {
    let address = "http://a.example/b/";
    let feed = read_feed(bytes, Some(address), None);
    let items = feed.iter().flat_map(|feed| &feed.items);
    let texts: Vec<_> = items.filter_map(|item| item.content.as_deref()).map(flatten_markup).collect();
    let mut out = format!("{feed:?} {texts:?}");
    if let Ok(received) = receive_feed(packs(), bytes, "a", Some(address), None) {
        received.reports.into_iter().for_each(|report| out.push_str(&told(report, bytes.len())));
    }
    out
}

/// A feed that came in pieces of 1 to 255 bytes, of sizes that its own bytes say: the same as the whole.
pub(crate) fn feed_chunks(bytes: &[u8]) -> String {
    let mut body = Vec::new();
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let (piece, after) = rest.split_at(usize::from(*first).clamp(1, rest.len().min(255)));
        body.extend(format!("{:x}\r\n", piece.len()).into_bytes());
        body.extend_from_slice(piece);
        body.extend_from_slice(b"\r\n");
        rest = after;
    }
    body.extend_from_slice(b"0\r\n\r\n");
    let head = HttpHead { status: 200, fields: vec![("transfer-encoding".into(), "chunked".into())] };
    let whole = decode_body(&head, &body).expect("its pieces are well formed");
    assert_eq!(whole, bytes, "pieces change nothing");
    let mut out = format!("{:?}", read_feed(&whole, None, None).map(|feed| feed.items.len()));
    // The bytes themselves as a body in pieces: mostly wrong ones.
    let wild = decode_body(&head, bytes);
    let _ = write!(out, " {:?} {wild:?}", wild.as_ref().map(|body| read_feed(body, None, None)));
    out
}

/// A list of feeds.
pub(crate) fn opml(bytes: &[u8]) -> String {
    format!("{:?}", read_opml(bytes))
}

/// An archive, read at once and in pieces of 1 to 255 bytes, and the reports of its answers. How far a damaged gzip member gives
/// bytes before its fault shows depends on the pieces; everything else must not.
pub(crate) fn warc(bytes: &[u8]) -> String {
    let records: Vec<_> = WarcReader::new(bytes).collect();
    // Every fourth input, by its length, is enough.
    if !bytes.len().is_multiple_of(4) {
        return told_records(records);
    }
    let pieces: Vec<_> = WarcReader::new(BufReader::with_capacity(255, Pieces { rest: bytes, at: 0 })).collect();
    let damaged = |record: &Result<_, Refusal>| record.as_ref().is_err_and(|refusal| refusal.word == "broken_gzip");
    if !records.iter().chain(&pieces).any(damaged) {
        assert_eq!(records, pieces, "pieces change nothing");
    }
    told_records(records)
}

fn told_records(records: Vec<Result<WarcRecord, Refusal>>) -> String {
    let mut out = format!("{records:?}");
    // One is enough: pages have a door of their own.
    for capture in records.into_iter().filter_map(|record| take_capture(record.ok()?)).take(1) {
        match receive_capture(packs(), &capture, "a") {
            Ok(reports) => reports.into_iter().for_each(|report| out.push_str(&told(report, capture.body.len()))),
            Err(refusal) => out.push_str(refusal.word),
        }
    }
    out
}

/// A line of JSON, with and without a map of its keys.
pub(crate) fn jsonl(bytes: &[u8]) -> String {
    let map: ColumnMap = "text=title".parse().expect("it is a map");
    format!("{} {:?}", told(receive_json_line(packs(), bytes, 1, "a"), bytes.len()), map_json_line(bytes, &map))
}

/// The head of an HTTP answer, and the body as it says.
pub(crate) fn head(bytes: &[u8]) -> String {
    let read = parse_http_head(bytes);
    if let Some((_, start)) = &read {
        assert!(*start <= bytes.len(), "a head ends in its answer");
    }
    format!("{:?}", read.map(|(head, start)| (decode_body(&head, &bytes[start..]), head)))
}

/// A mail box.
pub(crate) fn mail(bytes: &[u8]) -> String {
    let mails = MailBox::new(bytes).map(|mail| mail.map(|mail| told(receive_mail(packs(), &mail, "a"), bytes.len())));
    format!("{:?}", mails.collect::<Vec<_>>())
}

/// A chat's export.
pub(crate) fn telegram(bytes: &[u8]) -> String {
    let mut lines = Vec::new();
    let read = read_telegram(bytes, &mut |line| {
        lines.push(line);
        true
    });
    format!("{read:?} {lines:?}")
}

/// A table.
pub(crate) fn table(bytes: &[u8]) -> String {
    format!("{:?}", TableRows::new(bytes, &ColumnMap::default()).map(Iterator::collect::<Vec<_>>))
}

fn packs() -> &'static Packs {
    static PACKS: OnceLock<Packs> = OnceLock::new();
    PACKS.get_or_init(|| Packs::embedded().expect("the packs are tested"))
}

fn hints(charset: Option<String>) -> PageHints {
    PageHints { doc: "a".into(), url: Some("http://a.example/b/".into()), charset, ..PageHints::default() }
}

/// A report, or why there is none. Its blocks are in order and cut its text at signs; what is between them is blank; where
/// it knows its source, that lies in the `size` bytes that came.
fn told(received: Result<Received, Refusal>, size: usize) -> String {
    let received = match received {
        Ok(received) => received,
        Err(refusal) => return format!("{refusal:?}"),
    };
    let report = &received.report;
    let mut end = 0;
    for block in &report.blocks {
        assert!(end <= block.span.start && block.span.start < block.span.end, "{:?}", report.blocks);
        let between = report.text.get(end..block.span.start).expect("blocks cut the text at signs");
        assert!(between.trim().is_empty(), "{between:?} is in no block");
        if received.source.run_count() > 0 {
            let source = received.source.source_of(block.span);
            assert!(source.start <= source.end && source.end <= size, "{source:?} of {size}");
        }
        end = block.span.end;
    }
    assert!(report.text.get(end..).expect("the last block ends at a sign").trim().is_empty());
    format!("{report:?} {:?} {:?}", received.notes, received.evidence)
}

/// A reader that gives 1 to 255 bytes at a time, in turn.
struct Pieces<'a> {
    rest: &'a [u8],
    at: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.at = (self.at + 87) % 255;
        let length = (1 + self.at).min(self.rest.len()).min(out.len());
        let (piece, rest) = self.rest.split_at(length);
        out[..length].copy_from_slice(piece);
        self.rest = rest;
        Ok(length)
    }
}
