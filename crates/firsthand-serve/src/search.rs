//! Searching the words of reports: how text is folded so that all scripts are found alike, what may be found at all, and the
//! place of the words in a text. Not here: the index on disk (`firsthand-store`).

use crate::desk::{Desk, lock};
use crate::problem::Problem;
use firsthand::export::jsonl::mask_text;
use firsthand::model::{Claim, Report};
use firsthand::pipeline::{ReportTeller, private_names_in};
use firsthand::store::Store;
use firsthand_store::{SearchIndex, SqliteStore};
use rayon::prelude::*;
use std::time::{Duration, Instant};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Reports that are put into the index at once.
const PORTION: usize = 64;
/// Words of a question that count.
const MOST_WORDS: usize = 12;

/// Text as it is compared: without case and marks; signs of scripts that write no blanks stand by themselves.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.nfkd().filter(|sign| !is_combining_mark(*sign)).flat_map(char::to_lowercase) {
        if stands_alone(sign) {
            out.push(' ');
            out.push(sign);
            out.push(' ');
        } else {
            out.push(sign);
        }
    }
    out
}

fn stands_alone(sign: char) -> bool {
    matches!(sign, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

/// The phrases of a question: words, and what stands in quotation marks as a whole.
pub(crate) fn phrases_of(question: &str) -> Vec<String> {
    let mut phrases = Vec::new();
    for (at, part) in question.split(['"', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}']).enumerate() {
        let words = |text: &str| {
            let folded = fold(text);
            let words: Vec<String> = folded
                .split(|sign: char| !sign.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect();
            words
        };
        if at % 2 == 1 {
            let phrase = words(part).join(" ");
            if !phrase.is_empty() {
                phrases.push(phrase);
            }
        } else {
            // A word of a script without blanks is a phrase of its signs.
            phrases.extend(part.split_whitespace().map(|word| words(word).join(" ")).filter(|word| !word.is_empty()));
        }
    }
    phrases.truncate(MOST_WORDS);
    phrases
}

/// Whether a text holds all phrases, each at the beginning of a word.
pub(crate) fn holds(text: &str, phrases: &[String]) -> bool {
    let folded = format!(
        " {} ",
        fold(text)
            .split(|sign: char| !sign.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    );
    phrases.iter().all(|phrase| folded.contains(&format!(" {phrase}")))
}

/// The first word of a text that begins one of the phrases, by its bytes.
pub(crate) fn find_word(text: &str, phrases: &[String]) -> Option<(usize, usize)> {
    let firsts: Vec<&str> = phrases.iter().filter_map(|phrase| phrase.split(' ').next()).collect();
    let mut start = None;
    for (at, sign) in text.char_indices().chain([(text.len(), ' ')]) {
        let alone = stands_alone(sign);
        let in_word = sign.is_alphanumeric() || is_combining_mark(sign);
        if let Some(from) = start.filter(|_| !in_word || alone) {
            let word = fold(&text[from..at]);
            if firsts.iter().any(|first| word.trim().starts_with(first)) {
                return Some((from, at));
            }
            start = None;
        }
        if in_word && start.is_none() {
            start = Some(at);
        }
    }
    None
}

/// The part of a text around its bytes `from..to`: before, the word itself, behind.
pub(crate) fn cut_around(text: &str, from: usize, to: usize) -> (String, String, String) {
    const AROUND: usize = 110;
    let before: String = text[..from].chars().rev().take(AROUND).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = text[to..].chars().take(AROUND).collect();
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let lead = |text: &str, kept: &str| if kept.len() < text.len() { "\u{2026}" } else { "" };
    let space = |has: bool| if has { " " } else { "" };
    (
        format!("{}{}{}", lead(&text[..from], &before), flat(&before), space(before.ends_with(char::is_whitespace))),
        text[from..to].to_owned(),
        format!("{}{}{}", space(after.starts_with(char::is_whitespace)), flat(&after), lead(&text[to..], &after)),
    )
}

/// What of a report may be found: its title and text without the names of private persons.
pub(crate) fn findable(report: &Report, teller: &ReportTeller<'_>, claims: &[Claim]) -> (String, String) {
    let names = teller.names(claims);
    (mask_text(report.title.as_deref().unwrap_or_default(), &names), teller.whole(claims))
}

/// Puts reports that the index lacks into it, for about so long; how many wait.
pub(crate) fn index_on(desk: &Desk, store: &SqliteStore, budget: Duration) -> Result<usize, Problem> {
    let began = Instant::now();
    let mut slot = lock(&desk.words);
    let feed = store.feed()?.name;
    if slot.as_ref().is_none_or(|(name, _)| *name != feed) {
        *slot = Some((feed, SearchIndex::open(&SearchIndex::path_of(&desk.settings.db), feed)?));
    }
    let Some((_, index)) = slot.as_mut() else { return Ok(0) };
    loop {
        let waiting = store.reports_behind(index.last()?, PORTION)?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let mut reports = Vec::with_capacity(waiting.len());
        for (seq, id) in &waiting {
            if let Some(report) = store.report(*id)? {
                let claims = store.claims(&[*id])?;
                reports.push((*seq, report, claims));
            }
        }
        let lines: Vec<_> = reports
            .into_par_iter()
            .map(|(seq, report, claims)| {
                let names = private_names_in(&desk.res, &report, &claims);
                let title = fold(&mask_text(report.title.as_deref().unwrap_or_default(), &names));
                (seq, report.id, title, fold(&mask_text(&report.text, &names)))
            })
            .collect();
        index.add(&lines)?;
        if began.elapsed() >= budget {
            return Ok(store.reports_behind(index.last()?, PORTION)?.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_become_phrases_of_folded_words() {
        assert_eq!(
            phrases_of("Élysée \u{201c}Les grévistes\u{201d} 1\u{a0}300"),
            ["elysee", "les grevistes", "1", "300"]
        );
        assert_eq!(phrases_of("Ёлка \u{6771}\u{4eac}"), ["елка", "\u{6771} \u{4eac}"]);
        assert_eq!(phrases_of(" \"\" ' ; "), Vec::<String>::new());
    }

    #[test]
    fn the_place_of_a_word_is_found_whatever_its_marks() {
        let text = "Gestern in Mu\u{308}nchen, heute";
        let phrases = phrases_of("münch");
        let (from, to) = find_word(text, &phrases).expect("there");
        assert_eq!(&text[from..to], "Mu\u{308}nchen");
        assert!(holds(text, &phrases) && !holds(text, &phrases_of("nchen")));
        let (before, word, after) = cut_around(text, from, to);
        assert_eq!((before.as_str(), word.as_str(), after.as_str()), ("Gestern in ", "Mu\u{308}nchen", ", heute"));
    }
}
