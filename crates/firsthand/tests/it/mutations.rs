//! Do the doors stand bad inputs? 10,000 changed inputs for each format, from a fixed seed: no panic, the same answer twice, and
//! no input that takes long. Not here: what good inputs say.

use super::archive::{
    ColumnMap, MailBox, TableRows, WarcReader, decode_body, map_json_line, parse_http_head, read_telegram, receive_mail,
};
use super::feed::{flatten_markup, read_feed, read_opml};
use super::receive_json_line;
use crate::pack::Packs;
use std::time::{Duration, Instant};

const ROUNDS: usize = 10_000;

/// Marsaglia's xorshift: any seed but 0.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap()
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() % end.max(1)
    }
}

/// One to six changes: bytes flipped, cut out, doubled, moved, put in.
fn mutate(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    const BITS: [&[u8]; 24] = [
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"\"",
        b"'",
        b"\0",
        b"\xFF",
        b"\xED\xA0\x80",
        b"\r\n",
        b"\n",
        b"{",
        b"[",
        b"}",
        b"\\u",
        b"-1",
        b"99999999999999999999",
        b"1e999",
        b"&#x110000;",
        b"WARC/1.0",
        b"\x1F\x8B\x08",
        "\u{202E}".as_bytes(),
    ];
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let len = dice.below(40).min(bytes.len() - at);
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..at + len)),
            2 => {
                let part = bytes[at..at + len].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            3 => bytes.truncate(at),
            _ => {
                let bit = BITS[dice.below(BITS.len())];
                bytes.splice(at..at, bit.iter().copied());
            }
        }
    }
    bytes
}

/// Sends changed inputs through a door twice.
fn check(seed: &[u8], rounds: usize, door: impl Fn(&[u8]) -> String) {
    assert!(!door(seed).is_empty());
    let mut dice = Dice(0x5EED);
    for round in 0..rounds {
        let bytes = mutate(seed, &mut dice);
        let begun = Instant::now();
        let first = door(&bytes);
        assert!(begun.elapsed() < Duration::from_secs(2), "round {round}: {:?}", String::from_utf8_lossy(&bytes));
        assert_eq!(first, door(&bytes), "round {round}");
    }
}

const RSS: &[u8] = b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>T &amp; U</title><link>http://a.example/</link>\
    <item><title>One &eacute;</title><link>x?a=1&b</link><pubDate>Mon, 10 Mar 2025 09:00:00 +0100</pubDate>\
    <description><![CDATA[<p>12 held</p>]]></description></item><item><guid>2</guid></item></channel></rss>";
const ATOM: &[u8] = b"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='x'><title type='html'>&lt;b&gt;T</title><entry><id>1</id>\
    <link href='../x'/><updated>2025-03-10T09:00:00Z</updated><content type='xhtml' xml:base='http://b.example/'><div><p>12 <b>held</b></p>\
    </div></content><author><name>N</name></author></entry></feed>";
const JSON: &[u8] = br#"{"version":"https://jsonfeed.org/version/1","title":"T","items":[{"id":1,"url":"x","content_text":"12 held & <b>",
    "date_published":"2025-03-10T09:00:00Z","authors":[{"name":"N"}]},{"id":"2","content_html":"<p>x</p>"}]}"#;
const LINE: &[u8] = br#"{"doc":"a","published":"2025-03-10T09:00:00Z","title":"T","text":"Police held at least 12.","x":[1,{"y":"\u0041"}]}"#;
const WARC: &[u8] =
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 58\r\n\r\n\
    HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>12 held</p>\r\n\r\nWARC/1.0\r\nWARC-Type: request\r\n\
    Content-Length: 4\r\n\r\nGET \r\n\r\n";
const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n folded\r\nTransfer-Encoding: chunked\r\nContent-Encoding: deflate, br\r\n\r\n\
    4\r\nabcd\r\n3;x\r\nefg\r\n0\r\n\r\n";
const MBOX: &[u8] = b"From a Mon\r\nFrom: N <n@a.example>\r\nSubject: =?utf-8?B?VA==?=\r\nDate: Mon, 10 Mar 2025 09:00:00 +0100\r\n\
    Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n12 =C3=A9 held\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>12</p>\r\n--b--\r\n\r\n\
    From b Tue\r\nSubject: Two\r\n\r\nText\r\n";
const TELEGRAM: &[u8] =
    br#"{"name":"C","messages":[{"id":1,"type":"message","date_unixtime":"1741600800","text":["a ",{"text":"12"}]}]}"#;
const TABLE: &[u8] = b"text,title,published\n\"12 held, in all\",T,2025-03-10\nmore,U,\n";
const OPML: &[u8] = b"<opml version='2.0'><body><outline text='F'><outline text='A' xmlUrl='http://a.example/f?x&amp;y'/></outline></body></opml>";

fn feed_door(bytes: &[u8]) -> String {
    let feed = read_feed(bytes, Some("http://a.example/b/"), None);
    let texts: Vec<_> = feed
        .iter()
        .flat_map(|feed| &feed.items)
        .filter_map(|item| item.content.as_deref())
        .map(flatten_markup)
        .collect();
    format!("{feed:?} {texts:?}")
}

fn warc_door(bytes: &[u8]) -> String {
    format!("{:?}", WarcReader::new(bytes).collect::<Vec<_>>())
}

#[test]
fn feeds_stand_bad_inputs() {
    for seed in [RSS, ATOM, JSON] {
        check(seed, ROUNDS, feed_door);
    }
    check(OPML, ROUNDS, |bytes| format!("{:?}", read_opml(bytes)));
}

#[test]
fn archives_stand_bad_inputs() {
    check(WARC, ROUNDS, warc_door);
    let members: Vec<u8> = [WARC, WARC].iter().flat_map(|part| gzip(part)).collect();
    check(&members, ROUNDS, warc_door);
    check(HEAD, ROUNDS, |bytes| {
        format!("{:?}", parse_http_head(bytes).map(|(head, start)| decode_body(&head, &bytes[start..])))
    });
    check(TELEGRAM, ROUNDS, |bytes| {
        let mut lines = Vec::new();
        let read = read_telegram(bytes, &mut |line| {
            lines.push(line);
            true
        });
        format!("{read:?} {lines:?}")
    });
    check(TABLE, ROUNDS, |bytes| {
        format!("{:?}", TableRows::new(bytes, &ColumnMap::default()).map(Iterator::collect::<Vec<_>>))
    });
}

#[test]
fn lines_and_mails_stand_bad_inputs() {
    let packs = Packs::embedded().unwrap();
    let map: ColumnMap = "text=title".parse().unwrap();
    check(LINE, ROUNDS, |bytes| {
        format!("{:?} {:?}", receive_json_line(&packs, bytes, 1, "a"), map_json_line(bytes, &map))
    });
    check(MBOX, ROUNDS, |bytes| {
        format!(
            "{:?}",
            MailBox::new(bytes).map(|mail| mail.map(|mail| receive_mail(&packs, &mail, "a"))).collect::<Vec<_>>()
        )
    });
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}
