//! Which day does a line of a page say? Stamps of machines, and days in words by the months of the packs.
//! Not here: how machines write (`stamp.rs`); dates inside of the story, which the rooms after intake read.

use super::super::stamp::read_page_stamp;
use crate::model::{Lang, TokenKind};
use crate::pack::{Pack, Packs, TimeWord, tokenize_text};
use jiff::civil;

/// Reads a stamp, as far as it is one: `2022-09-21` or `2022-09-21T20:15:00+03:00`.
pub(super) fn read_stamp(packs: &Packs, lang: &Lang, text: &str) -> Option<String> {
    let text = text.trim();
    read_page_stamp(text).or_else(|| {
        let head: String = text.chars().take(200).collect();
        read_words(packs, lang, &head)
    })
}

/// A day in words or numbers, by the page's language, else by any pack that reads it.
fn read_words(packs: &Packs, lang: &Lang, text: &str) -> Option<String> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if packs.knows(lang) {
        let own = read_day(packs.of(lang), text);
        if own.is_some() {
            return own;
        }
    }
    packs.iter().filter(|pack| pack.lang != *lang).find_map(|pack| read_day(pack, text))
}

fn read_day(pack: &Pack, text: &str) -> Option<String> {
    let tokens = tokenize_text(pack, text).tokens;
    let number = |at: usize| {
        let token = tokens.get(at).filter(|token| token.kind == TokenKind::Digits)?;
        token.span.of(text).parse::<i32>().ok()
    };
    let day = |at: usize| number(at).filter(|day| (1..=31).contains(day));
    let year = |at: usize| number(at).filter(|year| (1990..2100).contains(year));
    let written = |at: usize| tokens.get(at).map_or("", |token| token.span.of(text));
    for at in 0..tokens.len() {
        let month = pack.time.lexicon.longest(&tokens, at).and_then(|(len, rules)| {
            let month = rules.iter().find_map(|rule| match pack.time.lexicon.rule(*rule).means {
                TimeWord::Month(month) => Some(month.number),
                _ => None,
            });
            month.map(|month| (len, month))
        });
        if let Some((len, month)) = month {
            let before = (1..=3).filter_map(|step| at.checked_sub(step)).find_map(day);
            let years = (at + len..at + len + 5).find_map(|at| year(at).map(|year| (at, year)));
            // "14 March 22" at the end of what is said.
            let cut = || {
                let place = at + len;
                let two = number(place).filter(|year| written(place).len() == 2 && (0..70).contains(year))?;
                let ends =
                    |at: usize| tokens.get(at).is_none_or(|token| matches!(token.span.of(text), ")" | "]" | "|"));
                (ends(place + 1) && before.is_some()).then_some((place, 2000 + two))
            };
            let Some((place, year)) = years.or_else(cut) else { continue };
            let between = (at + len..place).find_map(day);
            if let Some(day) = between.or(before) {
                return iso(year, i32::from(month), day);
            }
        }
        // 2022-09-21 inside of a line, and years first with a sign after each number
        if let (Some(year), Some(month), Some(day)) = (year(at), number(at + 2), day(at + 4))
            && written(at).len() == 4
            && [at + 1, at + 3].iter().all(|at| written(*at).chars().count() == 1)
            && let Some(found) = iso(year, month, day)
        {
            return Some(found);
        }
        // 21.09.2022, 21.09.22, 09/21/2022
        let short = || number(at + 4).filter(|year| (0..70).contains(year) && written(at + 4).len() == 2);
        let short = || short().filter(|_| written(at + 1) == ".").map(|year| 2000 + year);
        let (Some(first), Some(second), Some(year)) = (number(at), number(at + 2), year(at + 4).or_else(short)) else {
            continue;
        };
        let mark = written(at + 1);
        if mark == written(at + 3) && matches!(mark, "." | "/" | "-" | "|") {
            let month_first = pack.time.month_first && mark == "/" && first <= 12 || second > 12;
            let (day, month) = if month_first { (second, first) } else { (first, second) };
            if let Some(found) = iso(year, month, day) {
                return Some(found);
            }
        }
    }
    None
}

fn iso(year: i32, month: i32, day: i32) -> Option<String> {
    let date = format!("{year:04}-{month:02}-{day:02}");
    date.parse::<civil::Date>().is_ok().then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_are_read() {
        let packs = Packs::embedded().unwrap();
        let check = |lang: &str, text: &str, expected: &str| {
            let found = read_stamp(&packs, &Lang(lang.into()), text);
            assert_eq!(found.as_deref().unwrap_or("none"), expected, "{text}");
        };
        check("und", "2022-09-21T20:15:00.000+0300", "2022-09-21T20:15:00+03:00");
        check("und", "2022-09-21 20:15", "2022-09-21T20:15:00");
        check("und", "20220921", "2022-09-21");
        check("und", "1663780500", "2022-09-21T17:15:00Z");
        check("und", "0000-00-00", "none");
        check("und", "292277026596-12-04", "none");
        check("en", "Published: Sept. 21, 2022, 8 p.m.", "2022-09-21");
        check("de", "Stand: 21. September 2022", "2022-09-21");
        check("ru", "21 сентября 2022, 20:15", "2022-09-21");
        check("es", "21 de septiembre de 2022", "2022-09-21");
        check("fr", "Publié le 21/09/2022 à 20h15", "2022-09-21");
        check("en", "9/21/2022", "2022-09-21");
        check("en", "9/10/2022", "2022-09-10");
        check("en", "last edited 2019-11-10 15:24 by one", "2019-11-10");
        check("und", "2020年2月14日", "2020-02-14");
        check("en", "no date at all", "none");
        check("de", "Stand 21.09.22", "2022-09-21");
        check("de", "21 | 09 | 2022", "2022-09-21");
        check("it", "( Roma, 21 settembre 22 )", "2022-09-21");
        check("de", "21. September 20 Uhr", "none");
    }
}
