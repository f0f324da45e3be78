//! Pages as a BibTeX file, an entry a page. The key is the page's id in the ledger, so it stays and leads back.
//! Not here: BibLaTeX's own types; `@misc` with `howpublished` is read by every BibTeX style.

use super::cite::{Citation, escape_address};
use std::io::{self, Write};

/// Writes one `@misc` a page, in the order given. UTF-8 stays; signs with a meaning in LaTeX are escaped.
///
/// # Errors
/// The writer's.
pub fn write_bibtex<'a>(pages: impl IntoIterator<Item = &'a Citation>, out: &mut dyn Write) -> io::Result<()> {
    for (at, page) in pages.into_iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "@misc{{{},", page.report)?;
        for (name, value) in fields_of(page) {
            writeln!(out, "  {name} = {value},")?;
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn fields_of(page: &Citation) -> Vec<(&'static str, String)> {
    // The inner braces keep capitals, and an outlet from being taken apart as a person's name.
    let whole = |text: &str| format!("{{{{{}}}}}", escape(text));
    let plain = |text: &str| format!("{{{text}}}");
    let mut fields = vec![("title", whole(page.title.as_deref().unwrap_or(&page.doc)))];
    if let Some(outlet) = &page.outlet {
        fields.push(("author", whole(outlet)));
        fields.push(("howpublished", whole(outlet)));
    }
    if let Some(date) = page.published.as_ref().map(crate::model::Published::date) {
        fields.push(("year", plain(&format!("{:04}", date.year()))));
        if let Some(month) = usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)) {
            // A macro of every style, which prints the month in its own way.
            fields.push(("month", (*month).to_owned()));
        }
        fields.push(("date", plain(&page.day())));
    }
    if let Some(url) = &page.url {
        fields.push(("url", plain(&escape_url(url))));
    }
    if let Some(lang) = &page.lang {
        fields.push(("language", plain(&escape(lang))));
    }
    fields.push(("note", plain(&format!("Firsthand report {}", escape(&page.report.to_string())))));
    fields
}

/// Words as LaTeX prints them.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An address for `\url`, in which braces balance and nothing is a command.
fn escape_url(url: &str) -> String {
    escape_address(url, &['{', '}', '\\', '"', '<', '>', '^', '`', '|'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_prints_what_was_written() {
        assert_eq!(escape("R&D 50% of $x_1 #2"), "R\\&D 50\\% of \\$x\\_1 \\#2");
        assert_eq!(
            escape("a{b}\\c~^"),
            "a\\textbraceleft{}b\\textbraceright{}\\textbackslash{}c\\textasciitilde{}\\textasciicircum{}"
        );
        assert_eq!(escape_url("https://x.example/{a}%20b"), "https://x.example/%7Ba%7D%20b");
    }
}
