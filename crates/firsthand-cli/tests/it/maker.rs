//! Makes reports of invented events: many stories, each told by an original, copies, shortened and later pages with
//! growing counts. The same number gives the same reports.

#[path = "../../../../xtask/src/words.rs"]
mod words;

use serde_json::{Value, json};
use words::{EVENTS, PLACES, SYLLABLES};

/// A small generator of numbers that look random and are not.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

const OPENINGS: &[&str] = &[
    "Streets stayed empty after the {event} in {place} on {day}.",
    "{place} counted the cost of a {event} on {day}.",
    "Officials in {place} spoke of a long night after the {event}.",
    "A {event} struck {place} on {day}, residents said.",
];
const MIDDLES: &[&str] = &[
    "At least {count} people were {action}, {source} said.",
    "{count} people had been {action} by the evening, according to {source}.",
    "More than {count} people were {action}, {source} reported.",
];
/// Pieces of invented words: every event has a vocabulary of its own, as unrelated pages of life do.
/// An invented word of two or three syllables.
fn make_word(dice: &mut Dice) -> String {
    (0..2 + dice.below(2)).map(|_| dice.pick(SYLLABLES)).collect()
}

/// A sentence of an event's own words.
fn make_sentence(dice: &mut Dice, words: &[String]) -> String {
    let mut sentence: String =
        (0..9 + dice.below(8)).map(|_| words[dice.below(words.len())].as_str()).collect::<Vec<_>>().join(" ");
    sentence[..1].make_ascii_uppercase();
    sentence.push('.');
    sentence
}

/// `number` reports as JSON, with docs `g0000`, `g0001` ...
pub(crate) fn make_reports(seed: u64, number: usize) -> Vec<Value> {
    let mut dice = Dice::new(seed);
    let mut reports: Vec<Value> = Vec::with_capacity(number);
    let mut event = 0;
    while reports.len() < number {
        event += 1;
        make_event(&mut dice, event, number, &mut reports);
    }
    reports
}

fn make_event(dice: &mut Dice, event: usize, number: usize, reports: &mut Vec<Value>) {
    let place = dice.pick(PLACES);
    let (what, action, source) = EVENTS[dice.below(EVENTS.len())];
    let (month, day) = (1 + event % 12, 1 + event / 12 % 28);
    let mut count = 11 + dice.below(900);
    let words: Vec<String> = (0..40).map(|_| make_word(dice)).collect();
    let mut last = String::new();
    for page in 0..1 + dice.below(7) {
        if reports.len() == number {
            return;
        }
        let text = match dice.below(4) {
            // A copy of the page before, whole or without its end.
            0 if page > 0 => last.clone(),
            1 if page > 0 => last.rsplit_once("\n\n").map_or(last.clone(), |(start, _)| start.to_owned()),
            _ => {
                let fill = |pattern: &str| {
                    pattern
                        .replace("{event}", what)
                        .replace("{place}", place)
                        .replace("{action}", action)
                        .replace("{source}", source)
                        .replace("{count}", &count.to_string())
                        .replace("{day}", &format!("{day} {} 2031", MONTHS[month - 1]))
                };
                let mut parts = vec![fill(dice.pick(OPENINGS)), fill(dice.pick(MIDDLES))];
                for _ in 0..2 + dice.below(3) {
                    parts.push(format!("{} {}", make_sentence(dice, &words), make_sentence(dice, &words)));
                }
                parts.join("\n\n")
            }
        };
        last.clone_from(&text);
        count += dice.below(40);
        let hour = 8 + page * 2;
        reports.push(json!({
            "doc": format!("g{:04}", reports.len()),
            "outlet": format!("outlet-{}.example", dice.below(40)),
            "lang": "en",
            "published": format!("2031-{month:02}-{day:02}T{hour:02}:{:02}:00Z", dice.below(60)),
            "text": text,
        }));
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Reports as the answers of a crawl: a page of HTML each, in a plain WARC.
pub(crate) fn to_warc(reports: &[Value]) -> Vec<u8> {
    let mut warc = Vec::new();
    for report in reports {
        let field = |name: &str| report[name].as_str().unwrap();
        let body: String = field("text").split("\n\n").map(|part| format!("<p>{part}</p>\n")).collect();
        let page = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><title>Events</title><meta property=\"article:published_time\" \
             content=\"{}\"></head><body><article>\n{body}</article></body></html>",
            field("published")
        );
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://{}/{}\r\nWARC-Date: {}\r\nContent-Length: {}",
            field("outlet"),
            field("doc"),
            field("published"),
            block.len()
        );
        warc.extend(format!("{head}\r\n\r\n{block}\r\n\r\n").into_bytes());
    }
    warc
}

/// Reports as JSON lines.
pub(crate) fn to_lines(reports: &[Value]) -> String {
    reports.iter().map(|report| format!("{report}\n")).collect()
}

#[test]
fn the_same_number_makes_the_same_reports() {
    assert_eq!(make_reports(3, 50), make_reports(3, 50));
    assert_ne!(make_reports(3, 50), make_reports(4, 50));
    assert_eq!(make_reports(3, 50).len(), 50);
}
