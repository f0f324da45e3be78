//! Ledger entries as a table in wikitext, each figure with `{{cite news}}` references to its pages.
//! Not here: the article around it, and which entries are shown.

use super::cite::{Citation, escape_address};
use super::entries::EntryRow;
use super::events::bounds_words;
use super::table::{FEW, HELD};
use crate::model::{ReportId, pluralise_thing};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// So many pages are cited for a figure: the first of each independent text, the earliest before the others.
const CITED: usize = 5;

/// Writes one sortable table with a caption, a row an entry, and the list of references. A page that is cited again is cited
/// by its name: `<ref name="..." />`.
///
/// # Errors
/// The writer's.
pub fn write_wikitext(rows: &[EntryRow], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{| class=\"wikitable sortable\"")?;
    writeln!(out, "|+ Reconciled figures")?;
    for head in ["Date", "Place", "What", "Figure", "Count", "Counted by", "Counters", "Texts", "Pages"] {
        writeln!(out, "! scope=\"col\" | {head}")?;
    }
    let mut cited = BTreeSet::new();
    for row in rows {
        let entry = &row.entry;
        writeln!(out, "|-")?;
        let place = row.place.name.as_deref().or(row.place.country_name.as_deref()).or(entry.country.as_deref());
        let what = match (&entry.subset, entry.unit.as_str()) {
            (Some(subset), _) => format!("{}, {subset}", entry.indicator),
            (None, "person") => entry.indicator.clone(),
            (None, unit) if pluralise_thing(unit) == entry.indicator => entry.indicator.clone(),
            (None, unit) => format!("{} ({})", entry.indicator, pluralise_thing(unit)),
        };
        let date = entry.time.map_or_else(|| "undated".to_owned(), |time| time.to_string());
        let counters = match &entry.counters[..] {
            [] => "no counter named".to_owned(),
            counters => counters.join(", "),
        };
        let counts = [entry.counters.len(), entry.texts, entry.pages].map(|number| number.to_string());
        let figure = format!("{}{}", escape(&figure_words(row)), references(&row.sources, &mut cited));
        let cells = [
            escape(&date),
            escape(place.unwrap_or("place unknown")),
            escape(&what),
            figure,
            escape(entry.measure_words()),
            escape(&counters),
        ];
        for cell in cells.iter().chain(&counts) {
            writeln!(out, "| {cell}")?;
        }
    }
    writeln!(out, "|}}")?;
    if !cited.is_empty() {
        writeln!(out, "\n{{{{reflist}}}}")?;
    }
    Ok(())
}

fn figure_words(row: &EntryRow) -> String {
    let entry = &row.entry;
    let fine = row.fineness();
    if [entry.low, entry.best, entry.high].into_iter().any(|amount| fine.hides(amount)) {
        return FEW.to_owned();
    }
    if row.held {
        return HELD.to_owned();
    }
    bounds_words(entry.low, entry.best, entry.high)
}

/// The references of a figure: one page of each independent text.
fn references(sources: &[Citation], cited: &mut BTreeSet<ReportId>) -> String {
    let mut texts = BTreeSet::new();
    let first_of_text = sources.iter().filter(|source| match source.family {
        Some(family) => texts.insert(family),
        None => true,
    });
    first_of_text
        .take(CITED)
        .map(|source| {
            let name = source.report;
            if cited.insert(name) {
                format!("<ref name=\"{name}\">{}</ref>", cite(source))
            } else {
                format!("<ref name=\"{name}\" />")
            }
        })
        .collect()
}

/// `{{cite news |title=... |work=... |date=... |url=... |language=...}}`
#[must_use]
pub fn cite(source: &Citation) -> String {
    let mut out = String::from("{{cite news");
    let mut add = |name: &str, value: &str| out.push_str(&format!(" |{name}={value}"));
    add("title", &escape(source.title.as_deref().unwrap_or(&source.doc)));
    if let Some(outlet) = &source.outlet {
        add("work", &escape(outlet));
    }
    if source.published.is_some() {
        add("date", &source.day());
    }
    if let Some(url) = &source.url {
        add("url", &escape_url(url));
    }
    if let Some(lang) = &source.lang {
        add("language", &escape(lang));
    }
    out.push_str("}}");
    out
}

/// Words that mean only themselves: every sign with a meaning in wikitext or HTML as a character reference, line breaks and
/// control characters as spaces.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' | '[' | ']' | '{' | '}' | '\'' | '~' | '_' | '=' | '"' | '!' | '#' | '*' | ':' | ';' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
    }
    // A cell or a line that begins so would be markup.
    match out.chars().next() {
        Some(first @ ('-' | '+')) => format!("&#{};{}", u32::from(first), &out[1..]),
        _ => out,
    }
}

/// An address in which nothing ends the parameter, the template or the reference.
fn escape_url(url: &str) -> String {
    escape_address(url, &['|', '[', ']', '{', '}', '<', '>', '"', '\'', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_mean_only_themselves() {
        assert_eq!(escape("a|b"), "a&#124;b");
        assert_eq!(escape("{{x}} [[y]] <ref>"), "&#123;&#123;x&#125;&#125; &#91;&#91;y&#93;&#93; &lt;ref&gt;");
        assert_eq!(escape("''bold'' ~~~~"), "&#39;&#39;bold&#39;&#39; &#126;&#126;&#126;&#126;");
        assert_eq!(escape("-1\n=x="), "&#45;1 &#61;x&#61;");
        assert_eq!(escape("Grève à Setúbal"), "Grève à Setúbal");
        assert_eq!(escape_url("https://x.example/a|b?c={d}"), "https://x.example/a%7Cb?c=%7Bd%7D");
    }
}
