//! Archives as they come, and with the faults that they have in life.

use super::*;
use crate::intake::receive_json_line;
use crate::pack::Packs;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

const PAGE: &str = "<html><head><title>Dockers held</title></head><body><p>Police held at least 12 dockers in Porto.</p></body></html>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n").as_bytes(), body].concat()
}

/// A record whose length is told wrong by `off`, with `end` behind its block.
fn record(name: &str, block: &[u8], off: isize, end: &str) -> Vec<u8> {
    let length = block.len().checked_add_signed(off).unwrap();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{name}\r\nWARC-Date: 2025-03-10T09:00:00Z\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, end.as_bytes()].concat()
}

/// The last part of each page's address, and the words of what was left out.
fn names(bytes: &[u8]) -> Vec<String> {
    WarcReader::new(std::io::BufReader::with_capacity(4096, bytes))
        .map(|record| match record {
            Ok(record) => record.head.target().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
            Err(refusal) => format!("[{}]", refusal.word),
        })
        .collect()
}

#[test]
fn records_come_out_of_any_cut() {
    let block = answer("", PAGE.as_bytes());
    let all: Vec<Vec<u8>> = ["a", "b", "c"].iter().map(|name| record(name, &block, 0, "\r\n\r\n")).collect();
    assert_eq!(names(&all.concat()), ["a", "b", "c"]);
    assert_eq!(names(&gzip(&all.concat())), ["a", "b", "c"]);
    let members: Vec<u8> = all.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(names(&members), ["a", "b", "c"]);
}

#[test]
fn faults_of_life_cost_no_other_record() {
    let block = answer("", PAGE.as_bytes());
    let good = record("z", &block, 0, "\r\n\r\n");
    for (off, end) in [
        (1, "\r\n\r\n"),
        (-1, "\r\n\r\n"),
        (2, "\r\n\r\n"),
        (0, "\r\n"),
        (0, "\n"),
        (500, "\r\n\r\n"),
        (-40, "\r\n\r\n"),
    ] {
        let wrong = record("a", &block, off, end);
        assert_eq!(names(&[wrong.clone(), good.clone()].concat()), ["a", "z"], "plain {off} {end:?}");
        assert_eq!(names(&[gzip(&wrong), gzip(&good)].concat()), ["a", "z"], "gzip {off} {end:?}");
    }
    // A bad checksum.
    let mut wrong = gzip(&record("a", &block, 0, "\r\n\r\n"));
    let at = wrong.len() - 6;
    wrong[at] ^= 0xFF;
    assert_eq!(names(&[wrong.clone(), gzip(&good)].concat()), ["[broken_gzip]", "z"]);
    // A member cut off in the middle.
    wrong.truncate(wrong.len() / 2);
    assert_eq!(names(&[wrong, gzip(&good)].concat()).last().map(String::as_str), Some("z"));
    // A head without end, no length, no WARC at all.
    let headless = format!("WARC/1.0\r\nX: {}\r\n", "a".repeat(MAX_HEAD));
    assert_eq!(names(&[headless.as_bytes(), b"\r\n\r\n", &good].concat()), ["[broken_warc]", "z"]);
    assert_eq!(
        names(&[b"WARC/1.0\r\nWARC-Type: response\r\n\r\nabc\r\n\r\n".as_slice(), &good].concat()),
        ["[broken_warc]", "z"]
    );
    assert_eq!(names(b"<html>"), ["[broken_warc]"]);
    assert!(names(b"").is_empty());
}

#[test]
fn large_records_are_passed_over() {
    let large = vec![b'x'; crate::intake::MAX_FILE + 1];
    let good = record("z", &answer("", PAGE.as_bytes()), 0, "\r\n\r\n");
    assert_eq!(names(&[record("a", &large, 0, "\r\n\r\n"), good.clone()].concat()), ["[too_large]", "z"]);
    // The same as a bomb: 16 MiB of one letter in one member.
    assert_eq!(names(&[gzip(&record("a", &large, -2, "\r\n\r\n")), gzip(&good)].concat()), ["[bomb]", "z"]);
}

#[test]
fn bodies_are_decoded_within_limits() {
    let check = |fields: &str, body: &[u8]| {
        let bytes = answer(fields, body);
        let (head, start) = parse_http_head(&bytes).unwrap();
        decode_body(&head, &bytes[start..])
            .map_or_else(|refusal| refusal.word.to_owned(), |body| String::from_utf8_lossy(&body).into_owned())
    };
    assert_eq!(check("", b"abc"), "abc");
    assert_eq!(check("Content-Encoding: gzip\r\n", &gzip(b"abc")), "abc");
    // The archive took the encoding off and left the header.
    assert_eq!(check("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", b"abc"), "abc");
    assert_eq!(check("Transfer-Encoding: chunked\r\n", b"2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n"), "abc");
    assert_eq!(check("Content-Encoding: gzip, gzip\r\n", &gzip(&gzip(b"abc"))), "abc");
    assert_eq!(check("Content-Encoding: gzip, gzip, gzip\r\n", &gzip(&gzip(&gzip(b"abc")))), "bomb");
    assert_eq!(check("Content-Encoding: rot13\r\n", b"abc"), "unknown_encoding");
    assert_eq!(check("Content-Encoding: gzip\r\n", &gzip(&vec![0; 2 << 20])), "bomb");
    assert_eq!(check("Content-Encoding: gzip, gzip\r\n", &gzip(&gzip(&vec![0; 8 << 20]))), "bomb");
}

#[test]
fn a_capture_becomes_a_report() {
    let packs = Packs::embedded().unwrap();
    let bytes = gzip(&record("a", &answer("Content-Encoding: gzip\r\n", &gzip(PAGE.as_bytes())), 0, "\r\n\r\n"));
    let record = WarcReader::new(bytes.as_slice()).next().unwrap().unwrap();
    let capture = take_capture(record).unwrap();
    assert_eq!(capture.captured.as_deref(), Some("2025-03-10T09:00:00Z"));
    let reports = receive_capture(&packs, &capture, "crawl:1").unwrap();
    let report = &reports[0].as_ref().unwrap().report;
    assert_eq!(report.url.as_deref(), Some("https://a.example/a"));
    assert_eq!(report.title.as_deref(), Some("Dockers held"));
    assert!(report.text.contains("Police held at least 12 dockers in Porto."), "{:?}", report.text);
}

#[test]
fn written_records_come_back() {
    let fields = [("warc-type", "resource"), ("warc-target-uri", "https://a.example/\r\nx: y")];
    let head = WarcHead { fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into() };
    let mut out = Vec::new();
    write_warc_record(&mut out, &WarcRecord { head, block: b"abc".to_vec() }).unwrap();
    let read = WarcReader::new(out.as_slice()).next().unwrap().unwrap();
    assert_eq!(read.block, b"abc");
    assert_eq!(read.head.target(), Some("https://a.example/x: y"));
}

#[test]
fn boxes_and_mails_are_read() {
    let packs = Packs::embedded().unwrap();
    let mail = "From: Harbour Watch <news@h.example>\r\nSubject: =?utf-8?q?Dockers_held?=\r\nDate: Mon, 10 Mar 2025 09:00:00 +0100\r\n\
                Message-ID: <m1@h.example>\r\nContent-Type: text/html\r\n\r\n<p>Police held at least 12 dockers.</p>\r\n";
    let report = receive_mail(&packs, mail.as_bytes(), "box:1").unwrap().report;
    assert_eq!(report.doc, "m1@h.example");
    assert_eq!(report.outlet.as_deref(), Some("Harbour Watch"));
    assert_eq!(report.title.as_deref(), Some("Dockers held"));
    assert_eq!(report.published.as_ref().unwrap().to_string(), "2025-03-10T09:00:00+01:00");
    assert!(report.text.ends_with("Police held at least 12 dockers."), "{:?}", report.text);
    assert!(!format!("{report:?}").contains("news@"));
    let quoted = "Subject: Two\n\nFirst line.\n\n>From here on.\n";
    let whole = format!("From a Mon\n{mail}\nFrom b Tue\n{quoted}\n");
    let mails: Vec<_> = MailBox::new(whole.as_bytes()).map(Result::unwrap).collect();
    assert_eq!(mails.len(), 2);
    assert!(String::from_utf8_lossy(&mails[1]).contains("\nFrom here on."));
    assert_eq!(receive_mail(&packs, b"no mail at all", "a").unwrap_err().word, "no_mail");
}

#[test]
fn posts_of_a_channel_are_read() {
    let export = r#"{"name": "Harbour Watch", "type": "public_channel", "id": 1, "messages": [
        {"id": 1, "type": "service", "text": "created"},
        {"id": 2, "type": "message", "date": "2025-03-10T12:00:00", "date_unixtime": "1741600800", "from": "A B",
         "text": ["Police held ", {"type": "bold", "text": "at least 12"}, " dockers."]},
        {"id": 3, "type": "message", "text": ""}]}"#;
    let read = |export: &str| {
        let mut lines = Vec::new();
        let count = read_telegram(export.as_bytes(), &mut |line| {
            lines.push(line);
            true
        });
        (count.map_err(|refusal| refusal.word), lines)
    };
    let (count, lines) = read(export);
    assert_eq!(count, Ok(1));
    let report = receive_json_line(&Packs::embedded().unwrap(), &lines[0], 1, "a").unwrap().report;
    assert_eq!((report.doc.as_str(), report.outlet.as_deref()), ("Harbour Watch/2", Some("Harbour Watch")));
    assert_eq!(report.text, "Police held at least 12 dockers.");
    assert_eq!(report.published.unwrap().to_string(), "2025-03-10T10:00:00Z");
    let all = format!(r#"{{"chats": {{"list": [{export}, {export}]}}}}"#);
    assert_eq!(read(&all).0, Ok(2));
    assert_eq!(read("{}").0, Err("no_telegram"));
    // Cut off in the middle: what was whole is kept.
    let (count, lines) = read(&export[..export.len() - 5]);
    assert_eq!((count, lines.len()), (Err("broken_json"), 1));
}

#[test]
fn tables_are_read_by_their_columns() {
    let map: ColumnMap = "title=headline,text=body".parse().unwrap();
    let table = "\u{FEFF}headline;body;published\n\"Dockers; held\";\"Police held\n12 dockers.\";2025-03-10\nshort\n";
    let rows: Vec<_> =
        TableRows::new(table.as_bytes(), &map).unwrap().map(|row| String::from_utf8(row.unwrap()).unwrap()).collect();
    assert_eq!(rows[0], r#"{"published":"2025-03-10","text":"Police held\n12 dockers.","title":"Dockers; held"}"#);
    assert_eq!(rows[1], r#"{"title":"short"}"#);
    assert_eq!(TableRows::new("a,b\n1,2\n".as_bytes(), &map).err().map(|refusal| refusal.word), Some("no_column"));
    let line = map_json_line(br#"{"headline": "H", "body": "B", "text": "no", "id": 3}"#, &map).unwrap();
    assert_eq!(String::from_utf8(line).unwrap(), r#"{"id":3,"text":"B","title":"H"}"#);
    let deep: ColumnMap = "text=article.body".parse().unwrap();
    assert_eq!(map_json_line(br#"{"article": {"body": "B"}}"#, &deep).unwrap(), br#"{"text":"B"}"#);
    assert!("texts=a".parse::<ColumnMap>().is_err());
    let endless = format!("text\n\"{}", "a".repeat(crate::intake::MAX_FILE + 70_000));
    let words: Vec<_> = TableRows::new(endless.as_bytes(), &ColumnMap::default())
        .unwrap()
        .filter_map(Result::err)
        .map(|r| r.word)
        .collect();
    assert_eq!(words, ["broken_csv"]);
}

/// A WACZ as web recorders make it: WARCs in a folder, stored or packed once more, beside an index and a list of pages.
#[test]
fn every_warc_of_a_wacz_is_read_by_its_name() {
    use std::io::{Cursor, Write};
    let warc = |number: u32| {
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{number} were held in the port on Monday.</p>"
        );
        format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/{number}\r\nWARC-Date: 2025-03-10T09:00:00Z\r\n\
             Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        )
        .into_bytes()
    };
    let pack = |bytes: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    };
    let write = |files: &[(&str, Vec<u8>)]| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (at, (name, bytes)) in files.iter().enumerate() {
            let method = [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated][at % 2];
            zip.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let read = |bytes: &[u8]| {
        let mut found = Vec::new();
        let done = read_wacz(Cursor::new(bytes), &mut |name, number, record| {
            let target = record.map(|record| record.head.target().unwrap().to_owned()).map_err(|refusal| refusal.word);
            found.push((name.to_owned(), number, target));
            true
        });
        (done.map_err(|refusal| refusal.word), found)
    };
    let mut cut = pack(&warc(5));
    cut.truncate(cut.len() - 40);
    let whole = write(&[
        ("archive/b.warc", warc(3)),
        ("archive/a.warc.gz", [pack(&warc(1)), pack(&warc(2))].concat()),
        ("archive/c.warc.gz", [pack(&warc(4)), cut].concat()),
        ("pages/pages.jsonl", b"{}\n".to_vec()),
        ("indexes/index.cdx.gz", pack(b"no record")),
        ("datapackage.json", b"{}".to_vec()),
    ]);
    let (done, found) = read(&whole);
    assert_eq!(done, Ok(()));
    let good: Vec<_> =
        found.iter().filter_map(|(name, _, target)| Some((name.as_str(), target.as_deref().ok()?))).collect();
    assert_eq!(
        good,
        [
            ("archive/a.warc.gz", "https://post.example/1"),
            ("archive/a.warc.gz", "https://post.example/2"),
            ("archive/b.warc", "https://post.example/3"),
            ("archive/c.warc.gz", "https://post.example/4"),
        ]
    );
    assert_eq!(found.len(), 5, "what was cut is told: {found:?}");
    assert_eq!(found[1].1, 2, "records are counted in their WARC");
    // Whoever has enough stops it.
    let mut seen = 0;
    read_wacz(Cursor::new(&whole), &mut |_, _, _| {
        seen += 1;
        false
    })
    .unwrap();
    assert_eq!(seen, 1);
    assert_eq!(read(b"PK\x03\x04 no zip").0, Err("broken_zip"));
    assert_eq!(read(&whole[..whole.len() / 2]).0, Err("broken_zip"));
    assert_eq!(read(&write(&[("pages/pages.jsonl", Vec::new())])), (Ok(()), Vec::new()));
}
