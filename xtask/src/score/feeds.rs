//! How are feeds read, ill-formed ones too? feedparser's own feeds with the expectation in the comment of each: those on
//! title, link, id, dates, author, language and content. Not here: what is fetched, sanitised or geographic.

use super::{Bench, Row, ratio};
use anyhow::{Context, Result};
use firsthand::intake::feed::{Feed, FeedItem, flatten_markup, read_feed, read_wild_date};
use firsthand::model::Published;
use std::path::{Path, PathBuf};

/// Feeds whose expectations hold. Markup is compared as intake reads it, as text; `exact` says how many hold to the letter.
pub(crate) fn score_feeds(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let root = bench.unpack("feeds-feedparser")?;
    let mut files = Vec::new();
    list_files(&root, &mut files)?;
    files.sort();
    let (mut asked, mut held, mut exact, mut read, mut calm) = (0, 0, 0, 0, 0);
    for path in &files {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        let words = String::from_utf8_lossy(&bytes).into_owned();
        let within = path.strip_prefix(&root).unwrap_or(path).display().to_string();
        let header = |name: &str| {
            words.lines().find_map(|line| {
                let (_, rest) = line
                    .trim()
                    .strip_prefix("Header:")?
                    .trim()
                    .split_once(':')
                    .filter(|(key, _)| key.eq_ignore_ascii_case(name))?;
                Some(rest.trim().to_owned())
            })
        };
        let address = header("Content-Location").filter(|place| place.contains("://"));
        let address = address.unwrap_or_else(|| format!("http://127.0.0.1:8097/{within}"));
        let declared = header("Content-type");
        let result = std::panic::catch_unwind(|| read_feed(&bytes, Some(&address), declared.as_deref()));
        read += 1;
        let Ok(result) = result else {
            bench.tell(|| format!("{within}: panic"));
            continue;
        };
        calm += 1;
        let Some(expected) = words.lines().find_map(|line| line.trim().strip_prefix("Expect:")) else { continue };
        let feed = result.unwrap_or_default();
        let Some((loose, strict)) = judge(expected.trim(), &feed) else { continue };
        asked += 1;
        held += usize::from(loose);
        exact += usize::from(strict);
        if !loose {
            bench.tell(|| format!("{within}: {expected}\n    read {feed:?}"));
        }
    }
    let row = |measure: &str, part, of, wanted| Row {
        set: "feeds-feedparser",
        measure: measure.to_owned(),
        lang: String::new(),
        reached: ratio(part, of),
        wanted,
        of,
    };
    Ok(vec![
        row("expectations", held, asked, Some(0.97)),
        row("expectations, exact", exact, asked, None),
        row("no panic", calm, read, Some(1.0)),
    ])
}

fn list_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list_files(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "xml") {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether all clauses hold, as text and to the letter; `None` where one asks for what is not ours.
fn judge(expected: &str, feed: &Feed) -> Option<(bool, bool)> {
    let (mut loose, mut strict, mut any) = (true, true, false);
    for clause in clauses(expected) {
        let clause = clause.trim().trim_start_matches('(').trim();
        if matches!(clause, "bozo" | "not bozo") {
            continue;
        }
        let (path, literal) = clause.split_once("==")?;
        let value = field(path.trim(), feed)?;
        any = true;
        let literal = literal.trim();
        if path.contains("_parsed") {
            let got = value.as_deref().and_then(|date| date.parse::<Published>().ok()).map(|date| date.start());
            let wanted = date_of_tuple(literal)?.start();
            let same = got == Some(wanted);
            (loose, strict) = (loose && same, strict && same);
            continue;
        }
        let wanted = python_text(literal)?;
        let got = value.unwrap_or_default();
        strict &= got == wanted;
        loose &= got == wanted
            || words_of(&got) == words_of(&wanted)
            || read_wild_date(&wanted).is_some_and(|date| date == got)
            || (path.contains("author")
                && wanted.starts_with(&got)
                && !got.is_empty()
                && wanted[got.len()..].trim_start().starts_with('('));
    }
    any.then_some((loose, strict))
}

fn words_of(markup: &str) -> String {
    flatten_markup(markup).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of an expression between `and`s that stand outside of quotes.
fn clauses(expected: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote, mut escaped) = (Vec::new(), 0, None, false);
    for (at, c) in expected.char_indices() {
        match (c, quote) {
            _ if escaped => escaped = false,
            ('\\', Some(_)) => escaped = true,
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) if expected[at..].starts_with(" and ") => {
                parts.push(&expected[start..at]);
                start = at + 5;
            }
            _ => {}
        }
    }
    parts.push(&expected[start..]);
    parts
}

/// What was read for a path such as `entries[0]['title_detail']['value']`; `None` where the path is none of the fields asked.
#[expect(clippy::option_option, reason = "not asked, asked and missing, asked and read")]
fn field(path: &str, feed: &Feed) -> Option<Option<String>> {
    let keys: Vec<&str> =
        path.split(['[', ']', '.']).map(|key| key.trim_matches(['\'', '"'])).filter(|key| !key.is_empty()).collect();
    match keys.as_slice() {
        ["feed", keys @ ..] => feed_field(keys, feed),
        ["entries", at, keys @ ..] => {
            let missing = FeedItem::default();
            item_field(keys, feed.items.get(at.parse::<usize>().ok()?).unwrap_or(&missing))
        }
        _ => None,
    }
}

#[expect(clippy::option_option, reason = "not asked, asked and missing, asked and read")]
fn feed_field(keys: &[&str], feed: &Feed) -> Option<Option<String>> {
    Some(match keys {
        ["title"] | ["title_detail", "value"] => feed.title.clone(),
        ["link"] => feed.link.clone(),
        ["id" | "guid"] => feed.id.clone(),
        ["updated" | "updated_parsed" | "modified" | "modified_parsed" | "date" | "date_parsed"] => {
            feed.updated.clone()
        }
        ["published" | "published_parsed"] => feed.published.clone(),
        ["author"] | ["author_detail", "name"] => feed.author.clone(),
        ["language"] => feed.language.clone(),
        ["subtitle" | "tagline" | "description"] | ["subtitle_detail" | "tagline_detail", "value"] => {
            feed.summary.clone()
        }
        _ => return None,
    })
}

#[expect(clippy::option_option, reason = "not asked, asked and missing, asked and read")]
fn item_field(keys: &[&str], item: &FeedItem) -> Option<Option<String>> {
    Some(match keys {
        ["title"] | ["title_detail", "value"] => item.title.clone(),
        ["link"] => item.link.clone(),
        ["id" | "guid"] => item.id.clone(),
        ["updated" | "updated_parsed" | "modified" | "modified_parsed" | "date" | "date_parsed"] => {
            item.updated.clone()
        }
        ["published" | "published_parsed" | "created" | "created_parsed"] => item.published.clone(),
        ["author"] | ["author_detail", "name"] => item.author.clone(),
        ["language"] | ["content", "0", "language"] => item.language.clone(),
        ["content", "0", "value"] => item.content.clone().or_else(|| item.summary.clone()),
        ["summary" | "description"] | ["summary_detail", "value"] => {
            item.summary.clone().or_else(|| item.content.clone())
        }
        _ => return None,
    })
}

/// A tuple of year to second in UTC as a date.
fn date_of_tuple(tuple: &str) -> Option<Published> {
    let parts: Vec<i64> =
        tuple.trim_matches(['(', ')']).split(',').filter_map(|part| part.trim().parse().ok()).take(6).collect();
    let [year, month, day, hour, minute, second] = parts.as_slice() else { return None };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z").parse().ok()
}

/// The text that a Python literal of one line means.
fn python_text(literal: &str) -> Option<String> {
    let body = literal.strip_prefix(['u', 'b']).unwrap_or(literal);
    let (raw, body) = body.strip_prefix('r').map_or((false, body), |body| (true, body));
    let quote = body.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut out = String::new();
    let mut chars = body[1..].chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c == quote => break,
            '\\' if !raw => match chars.next()? {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'r' => out.push('\r'),
                kind @ ('x' | 'u' | 'U') => {
                    let len = match kind {
                        'x' => 2,
                        'u' => 4,
                        _ => 8,
                    };
                    let digits: String = chars.by_ref().take(len).collect();
                    out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                }
                other => out.push(other),
            },
            c => out.push(c),
        }
    }
    Some(out)
}
