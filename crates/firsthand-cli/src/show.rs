//! How does it look on a terminal? Safe text, figures with separators, aligned columns, talk and progress on stderr.
//! Not here: what is said.

use firsthand::export::visible::show_signs;
use firsthand::model::{Amount, AsOf, Period, Published, Timestamp, name_unit, pluralise_thing};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write as _};
use unicode_width::UnicodeWidthStr;

/// Says something to the person, on stderr.
pub(crate) fn talk(text: &str) {
    // Where nobody listens any more (`2>&1 | head`), there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{}", safe_lines(text));
}

/// Text of others, safe to print: see [`show_signs`].
pub(crate) fn safe(text: &str) -> String {
    show_signs(text)
}

/// As [`safe`], but line breaks stay.
pub(crate) fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

/// Whether colour is wanted: a terminal, and no NO_COLOR.
pub(crate) fn is_coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Bold on a terminal with colours.
pub(crate) fn bold(text: &str) -> String {
    if is_coloured() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn paint(code: &str, text: &str) -> String {
    if is_coloured() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Pale on a terminal with colours: what stands behind the main thing.
pub(crate) fn dim(text: &str) -> String {
    paint("2", text)
}

/// What went missing: red on a terminal with colours.
pub(crate) fn lost(text: &str) -> String {
    paint("31", text)
}

/// What came instead: green on a terminal with colours.
pub(crate) fn gained(text: &str) -> String {
    paint("32", text)
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

/// `9 cities`: an amount with its unit.
pub(crate) fn quantity(amount: Amount, unit: &str) -> String {
    format!("{} {}", figure(Some(amount)), safe(&name_unit(amount, unit)))
}

/// `1 page`, `2 pages`, `2 stories`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    let number_text = figure(i64::try_from(number).ok().and_then(Amount::whole));
    let thing = if number == 1 { thing.to_owned() } else { pluralise_thing(thing) };
    format!("{number_text} {thing}")
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

/// `21 Sep 2022`, or with the time of day where the page tells it.
pub(crate) fn published(published: &Published) -> String {
    if published.start() == published.end() {
        let at = published.start();
        return format!("{} {}", period(Some(Period::day(at.date()))), clock(at));
    }
    period(Some(Period::day(published.date())))
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

/// Columns that a text takes on a terminal: signs of Chinese and Japanese take two, accents that stand alone none.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// How many columns there are: those of the terminal, else what COLUMNS says, else a hundred.
pub(crate) fn columns() -> usize {
    let told = || std::env::var("COLUMNS").ok().and_then(|value| value.parse().ok());
    let terminal = console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    terminal.filter(|_| std::io::stdout().is_terminal()).or_else(told).unwrap_or(100).clamp(40, 400)
}

/// A line that does not run over the edge of a terminal.
pub(crate) fn fit(line: &str) -> String {
    if std::io::stdout().is_terminal() { cut(line, columns(), Side::Left) } else { line.to_owned() }
}

/// How much of a sentence is shown where so many columns are left: on a terminal what fits, else all but the longest.
pub(crate) fn sentence_columns(left: usize) -> usize {
    if std::io::stdout().is_terminal() { left.max(40) } else { 300 }
}

/// Whether a text is written from right to left, at least in part.
pub(crate) fn is_rtl(text: &str) -> bool {
    text.chars().any(|sign| {
        matches!(sign, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    })
}

/// Safe text that keeps its own direction to itself: what is written from right to left must not turn our line around.
pub(crate) fn isolate(text: &str) -> String {
    embed(safe(text))
}

/// As [`isolate`], for what is safe already.
pub(crate) fn embed(text: String) -> String {
    if is_rtl(&text) { format!("\u{2068}{text}\u{2069}") } else { text }
}

/// The end of a text in so many columns, or its beginning, by whole words where it has any; what is cut shows as `…`.
pub(crate) fn cut(text: &str, columns: usize, side: Side) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(2);
    let mut fits = |sign: &char| {
        let wide = width(sign.encode_utf8(&mut [0; 4]));
        let fits = wide <= room;
        room -= if fits { wide } else { room };
        fits
    };
    match side {
        Side::Left => {
            let kept: String = text.chars().take_while(&mut fits).collect();
            let words = kept.rsplit_once(' ').map_or(kept.as_str(), |(words, _)| words);
            format!("{} …", words.trim_end())
        }
        Side::Right => {
            let kept: String = text.chars().rev().take_while(&mut fits).collect();
            let kept: String = kept.chars().rev().collect();
            let words = kept.split_once(' ').map_or(kept.as_str(), |(_, words)| words);
            format!("… {}", words.trim_start())
        }
    }
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
    fn wide_signs_take_two_columns() {
        assert_eq!([width("день"), width("東京"), width("e\u{301}"), width("")], [4, 4, 1, 0]);
        let rows = [vec!["東京".into(), "1".into()], vec!["Oslo".into(), "2".into()]];
        assert_eq!(align(&rows, &[Side::Left, Side::Right]), ["東京  1", "Oslo  2"]);
        assert_eq!(cut("one two three", 8, Side::Left), "one …");
        assert_eq!(cut("one two three", 9, Side::Right), "… three");
        assert_eq!(cut("一二三四五六", 7, Side::Left), "一二 …");
        assert_eq!(cut("short", 8, Side::Left), "short");
        for columns in 0..9 {
            cut("一 two", columns, Side::Left);
            cut("一 two", columns, Side::Right);
        }
    }

    #[test]
    fn what_runs_from_right_to_left_is_kept_apart() {
        assert_eq!(isolate("غزة\u{202E}"), "\u{2068}غزة<U+202E>\u{2069}");
        assert_eq!(isolate("Gaza"), "Gaza");
    }

    #[test]
    fn columns_align() {
        let rows = [vec!["a".into(), "10".into()], vec!["день".into(), "5".into()]];
        assert_eq!(align(&rows, &[Side::Left, Side::Right]), ["a     10", "день   5"]);
    }
}
