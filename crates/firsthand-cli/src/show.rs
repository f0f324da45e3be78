//! How does it look on a terminal? Safe text, figures with separators, aligned columns, talk and progress on stderr.
//! Not here: what is said.

use firsthand::model::{Amount, AsOf, Period, Timestamp};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};

/// Says something to the person, on stderr.
pub(crate) fn talk(text: &str) {
    // Where nobody listens any more (`2>&1 | head`), there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", safe_lines(text));
}

/// Text of others, safe to print: control and bidi characters, and signs of no width, show as tokens such as `<U+202E>`.
pub(crate) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            sign if is_unsafe(sign) => write!(out, "<U+{:04X}>", u32::from(sign)).expect("a string takes all"),
            sign => out.push(sign),
        }
    }
    out
}

/// As [`safe`], but line breaks stay.
pub(crate) fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

fn is_unsafe(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether colour is wanted: a terminal, and no NO_COLOR.
pub(crate) fn is_coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Bold on a terminal with colours.
pub(crate) fn bold(text: &str) -> String {
    if is_coloured() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A marked figure: reversed on a terminal with colours, else in double brackets.
pub(crate) fn mark(text: &str) -> String {
    if is_coloured() { format!("\u{1b}[7m{text}\u{1b}[0m") } else { format!("[[{text}]]") }
}

/// `1,386`; `-` for an open end.
pub(crate) fn figure(amount: Option<Amount>) -> String {
    let Some(amount) = amount else { return "-".into() };
    let text = amount.to_string();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let mut out = String::from(sign);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// `1 page`, `2 pages`, `2 stories`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    let number_text = figure(i64::try_from(number).ok().and_then(Amount::whole));
    let plural = match (number, thing.strip_suffix('y')) {
        (1, _) => thing.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        _ => format!("{thing}s"),
    };
    format!("{number_text} {plural}")
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `21 Sep 2022`, `Sep 2022`, `21 Sep 2022 to 25 Sep 2022`.
pub(crate) fn period(period: Option<Period>) -> String {
    let Some(period) = period else { return "undated".into() };
    let date = |date: firsthand::model::PartialDate| {
        let month = date.month.and_then(|month| MONTHS.get(usize::try_from(month - 1).ok()?));
        match (month, date.day) {
            (Some(month), Some(day)) => format!("{day} {month} {}", date.year),
            (Some(month), None) => format!("{month} {}", date.year),
            _ => date.year.to_string(),
        }
    };
    if period.from == period.to { date(period.from) } else { format!("{} to {}", date(period.from), date(period.to)) }
}

fn moment(moment: Timestamp) -> String {
    let second = moment.0.rem_euclid(86_400);
    // A day's first instant is the end of the day before: a count "of the 21st" stands at its midnight.
    if second == 0 {
        let day = firsthand::model::Timestamp(moment.0 - 1).date();
        return format!("the end of {}", self::period(Some(Period::day(day))));
    }
    format!("{} {}", self::period(Some(Period::day(moment.date()))), clock(moment))
}

/// `17:15 UTC`
pub(crate) fn clock(moment: Timestamp) -> String {
    let second = moment.0.rem_euclid(86_400);
    format!("{:02}:{:02} UTC", second / 3600, second / 60 % 60)
}

/// `21 Sep 2022 17:15 UTC`, `no later than ...`, `an unknown time`.
pub(crate) fn as_of(as_of: AsOf) -> String {
    match (as_of.from, as_of.to) {
        (Some(from), Some(to)) if from == to => moment(to),
        (_, Some(to)) => format!("{} at the latest", moment(to)),
        (Some(from), None) => format!("{} or later", moment(from)),
        (None, None) => "an unknown time".into(),
    }
}

/// The name that an enum has in JSON, with spaces.
pub(crate) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name.replace('_', " "),
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Columns so wide: signs, not bytes. Wide scripts count as one; a table of Latin and Cyrillic stays straight.
fn width(text: &str) -> usize {
    text.chars().count()
}

/// Which side a column leans to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Rows with aligned columns; the last column, if it leans left, is not padded.
pub(crate) fn align(rows: &[Vec<String>], sides: &[Side]) -> Vec<String> {
    let widths: Vec<usize> = (0..sides.len())
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for ((cell, side), wide) in row.iter().zip(sides).zip(&widths) {
            if !line.is_empty() {
                line.push_str("  ");
            }
            let gap = " ".repeat(wide - width(cell));
            match side {
                Side::Left => line.extend([cell.as_str(), &gap]),
                Side::Right => line.extend([gap.as_str(), cell]),
            }
        }
        line.truncate(line.trim_end().len());
        line
    };
    rows.iter().map(line).collect()
}

/// A bar on stderr while something takes time; nothing where stderr is no terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Of so many bytes.
    pub(crate) fn of_bytes(total: u64) -> Self {
        Self::with(total, "{bar:30} {bytes}/{total_bytes}, {msg}, {eta} left")
    }

    /// Of so many steps.
    pub(crate) fn of_steps(what: &'static str) -> Self {
        let bar = Self::with(0, "{msg} {bar:30} {pos}/{len}, {per_sec}, {eta} left");
        bar.0.set_message(what);
        bar
    }

    fn with(total: u64, template: &str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(total);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_draw_target(indicatif::ProgressDrawTarget::stderr_with_hz(10));
        Self(bar)
    }

    pub(crate) fn at(&self, position: u64, message: String) {
        self.0.set_position(position);
        self.0.set_message(message);
    }

    pub(crate) fn step(&self, done: usize, total: usize) {
        self.0.set_length(total as u64);
        self.0.set_position(done as u64);
    }

    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_signs_show_as_tokens() {
        assert_eq!(safe("6831\u{202E}\u{1b}[31m\u{200B}x\ny"), "6831<U+202E><U+001B>[31m<U+200B>x y");
        assert_eq!(safe("Дніпро é"), "Дніпро é");
    }

    #[test]
    fn figures_have_separators() {
        let show = |text: &str| figure(Amount::parse(text));
        assert_eq!(
            [show("1386"), show("999"), show("-1000000"), show("1234.5")],
            ["1,386", "999", "-1,000,000", "1,234.5"]
        );
        assert_eq!(figure(None), "-");
        assert_eq!(
            [count(1, "story"), count(1200, "story"), count(0, "page")],
            ["1 story", "1,200 stories", "0 pages"]
        );
    }

    #[test]
    fn columns_align() {
        let rows = [vec!["a".into(), "10".into()], vec!["день".into(), "5".into()]];
        assert_eq!(align(&rows, &[Side::Left, Side::Right]), ["a     10", "день   5"]);
    }
}
