//! A picture of series as SVG: bounds as steps, every claim a mark, revisions flagged, and the same as a table for readers
//! who listen. Not here: which claims and moments are shown (`pipeline::series`), and raster images (the shells).

use super::svg::{Form, clean_id, safe_href};
use crate::model::{Amount, ClaimId, EntryId, Timestamp, tell_count};
use jiff::ToSpan;
use std::fmt::Write as _;

/// A picture: panels over one axis of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chart {
    /// What is counted and where.
    pub title: String,
    /// Pages, texts, counters.
    pub subtitle: String,
    /// From top to bottom.
    pub panels: Vec<Panel>,
    /// What is not drawn, and why.
    pub notes: Vec<String>,
    /// From when to when it reaches, where that is not as far as its marks do.
    pub window: Option<(Timestamp, Timestamp)>,
}

/// What may stand on one scale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Running totals.
    #[default]
    Total,
    /// Counts of one day each.
    Day,
    /// Counts of a period each.
    Window,
    /// States, which rise and fall.
    State,
    /// Prices.
    Price,
}

/// Series that may be read on one scale: all cumulative, or all of one day each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Panel {
    /// What stands on its scale.
    pub sort: Sort,
    /// The title of its axis, which says whether figures are cumulative or daily.
    pub axis: String,
    /// One a series.
    pub lines: Vec<Line>,
    /// One a claim.
    pub dots: Vec<Dot>,
    /// Revisions.
    pub flags: Vec<Flag>,
}

/// The bounds of a series as they stood.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is: `10 Mar 2025`, `since 10 Mar 2025`.
    pub label: String,
    /// In the order of time; each holds until the next.
    pub steps: Vec<Step>,
    /// Until when the last one is drawn.
    pub end: Timestamp,
}

/// Bounds from a moment on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// From when.
    pub at: Timestamp,
    /// Lower bound; the line.
    pub low: Option<Amount>,
    /// Upper bound; none where it is open. The band reaches up to it.
    pub high: Option<Amount>,
}

/// The shape of a claim's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A figure whose counter is named.
    Circle,
    /// A lower bound: "at least", "more than".
    Triangle,
    /// No counter is named.
    Square,
    /// Rejected, or in conflict with the series.
    Cross,
}

/// A claim in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Where it stands: by default the moment for which the count was stated.
    pub at: Timestamp,
    /// Its figure.
    pub amount: Amount,
    /// Its shape.
    pub mark: Mark,
    /// It repeats what another page told.
    pub repeated: bool,
    /// The claim.
    pub claim: ClaimId,
    /// The entry in which it stands here.
    pub entry: EntryId,
    /// The page.
    pub doc: String,
    /// The figure in words, with who counted.
    pub words: String,
}

/// A revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// When.
    pub at: Timestamp,
    /// Why, in a sentence.
    pub reason: String,
}

/// What the picture says in its own words, so that a page may say it in the reader's language; [`say_plainly`] is one way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChartPhrase<'a> {
    /// The picture in words, for those who do not see it.
    About(&'a Chart),
    /// Of the legend: a counter is named.
    Named,
    /// It repeats another page.
    Repeats,
    /// No counter is named.
    Nameless,
    /// A lower bound.
    AtLeast,
    /// In conflict, or rejected.
    Against,
    /// What the line and the band are.
    Bounds,
    /// A revision by its number.
    Revision(usize),
    /// Why, by its number.
    Reason(usize, &'a str),
    /// A figure.
    Figure(Amount),
    /// A lower bound without an upper one.
    Open(Amount),
    /// A month, from 1.
    Month(i8),
    /// A day of a month, from 1.
    Day(i8, i8),
    /// A day of a month of a year.
    DayOfYear(i8, i8, i16),
}

/// The phrases in English.
#[must_use]
pub fn say_plainly(phrase: &ChartPhrase<'_>) -> String {
    match *phrase {
        ChartPhrase::About(chart) => describe(chart),
        ChartPhrase::Named => "counter named".to_owned(),
        ChartPhrase::Repeats => "hollow: repeats another page".to_owned(),
        ChartPhrase::Nameless => "no counter named".to_owned(),
        ChartPhrase::AtLeast => "at least".to_owned(),
        ChartPhrase::Against => "in conflict, or rejected".to_owned(),
        ChartPhrase::Bounds => {
            "line: lower bound; band: up to the upper bound; marks that would overlap stand side by side".to_owned()
        }
        ChartPhrase::Revision(number) => format!("revision {number}"),
        ChartPhrase::Reason(number, why) => format!("revision {number}: {why}"),
        ChartPhrase::Figure(amount) => group(amount),
        ChartPhrase::Open(amount) => format!("at least {}", group(amount)),
        ChartPhrase::Month(month) => month_name(month).to_owned(),
        ChartPhrase::Day(day, month) => format!("{day} {}", month_name(month)),
        ChartPhrase::DayOfYear(day, month, year) => format!("{day} {} {year}", month_name(month)),
    }
}

/// How a picture is to be written.
pub struct Look<'a> {
    /// A document of its own, or a part of a page: without style, headings, footnotes and table, which the page has, and with
    /// marks that are links.
    pub form: Form,
    /// Names it within its page.
    pub id: &'a str,
    /// Where a reader comes to from a mark.
    pub href: &'a dyn Fn(&Dot) -> Option<String>,
    /// Its own words.
    pub say: Say<'a>,
}

impl std::fmt::Debug for Look<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Look").field("form", &self.form).field("id", &self.id).finish_non_exhaustive()
    }
}

/// Says a phrase.
pub type Say<'a> = &'a dyn Fn(&ChartPhrase<'_>) -> String;

const WIDTH: f64 = 860.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 34.0;
const PLOT: f64 = 210.0;
/// Above a panel's plot: its axis title and the flags.
const HEAD: f64 = 46.0;
/// Below a panel's plot: the dates.
const FOOT: f64 = 54.0;
/// A sign of the small text is about as wide.
const SIGN: f64 = 6.3;

/// The style: light, and dark for those who ask for it. What cannot read media queries shows the light one.
const STYLE: &str = "svg{background:#fff}text{font:12px system-ui,'Segoe UI','Noto Sans','DejaVu Sans',sans-serif;fill:#1f2328}\
.t{font-size:17px;font-weight:600}.s,.k{fill:#57606a}.a{font-weight:600}.bg{fill:#fff}.g{stroke:#d8dee4}.x{stroke:#57606a}\
.l{stroke:#0b5cad;stroke-width:2;fill:none}.b{fill:#0b5cad;fill-opacity:.16}.m{fill:#0b5cad;stroke:#0b5cad;stroke-width:1.6}\
.h{fill:#fff}.c{stroke:#b3261e;stroke-width:2;fill:none}.f{stroke:#9a5b00;stroke-dasharray:3 3}.n{fill:#9a5b00;font-weight:600}\
.v{fill:#0b5cad;font-weight:600}.sr{opacity:0}\
@media (prefers-color-scheme:dark){svg{background:#0d1117}text{fill:#e6edf3}.s,.k{fill:#9ea7b3}.bg{fill:#0d1117}\
.g{stroke:#30363d}.x{stroke:#9ea7b3}.l{stroke:#6cb6ff}.b{fill:#6cb6ff;fill-opacity:.2}.m{fill:#6cb6ff;stroke:#6cb6ff}\
.h{fill:#0d1117}.c{stroke:#ff8b82}.f{stroke:#e3a647}.n{fill:#e3a647}.v{fill:#6cb6ff}}";

/// The picture as an SVG document in UTF-8, in English. The same chart gives the same bytes.
#[must_use]
pub fn write_svg(chart: &Chart) -> String {
    write_chart(chart, &Look { form: Form::Document, id: "", href: &|_| None, say: &say_plainly })
}

/// The picture as SVG in UTF-8. The same chart and look give the same bytes. A part of a page bears in `data-from` and
/// `data-to` the seconds that its axis begins and ends with, in `data-left` and `data-right` where they stand.
#[must_use]
pub fn write_chart(chart: &Chart, look: &Look<'_>) -> String {
    let axis = TimeAxis::of(chart, look.say);
    let is_part = look.form == Form::Part;
    let footnotes = if is_part { Vec::new() } else { footnotes_of(chart, look.say) };
    let legend = 60.0;
    let mut top = if is_part { 4.0 } else { 70.0 };
    let height = top + chart.panels.len() as f64 * (HEAD + PLOT + FOOT) + legend + footnotes.len() as f64 * 17.0 + 12.0;
    let mut out = String::new();
    let title = escape(&chart.title);
    let id = clean_id(look.id);
    let dash = if id.is_empty() { "" } else { "-" };
    let (class, data, direction) = if is_part {
        let (from, to, right) = (axis.from, axis.to, WIDTH - RIGHT);
        let data = format!(
            " data-from=\"{from}\" data-to=\"{to}\" data-left=\"{LEFT:.0}\" data-right=\"{right:.0}\" data-wide=\"{WIDTH:.0}\""
        );
        (" class=\"fhc\"", data, " direction=\"ltr\"")
    } else {
        ("", String::new(), "")
    };
    // Writing to a string never fails.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\"{class} viewBox=\"0 0 {WIDTH:.0} {height:.0}\" width=\"{WIDTH:.0}\" \
         height=\"{height:.0}\"{direction} role=\"group\" aria-labelledby=\"{id}{dash}title {id}{dash}desc\"{data}>\n\
         <title id=\"{id}{dash}title\">{title}</title>\n<desc id=\"{id}{dash}desc\">{}</desc>\n",
        escape(&(look.say)(&ChartPhrase::About(chart)))
    );
    if !is_part {
        let _ = write!(out, "<style>{STYLE}</style>\n<rect class=\"bg\" width=\"100%\" height=\"100%\"/>\n");
    }
    out.push_str("<g aria-hidden=\"true\">\n");
    if !is_part {
        text(&mut out, 16.0, 30.0, "t", "start", &chart.title);
        text(&mut out, 16.0, 50.0, "s", "start", &chart.subtitle);
    }
    let mut flags = 0;
    for panel in &chart.panels {
        draw_panel(&mut out, panel, &axis, top, &mut flags, look);
        top += HEAD + PLOT + FOOT;
    }
    draw_legend(&mut out, top + 6.0, look.say);
    top += legend;
    for (class, line) in &footnotes {
        text(&mut out, 16.0, top, class, "start", line);
        top += 17.0;
    }
    out.push_str("</g>\n");
    if !is_part {
        write_table(&mut out, chart);
    }
    out.push_str("</svg>\n");
    out
}

fn draw_panel(out: &mut String, panel: &Panel, axis: &TimeAxis, top: f64, flags: &mut usize, look: &Look<'_>) {
    let scale = Scale::of(panel, top + HEAD);
    text(out, 16.0, top + 14.0, "a", "start", &panel.axis);
    for tick in scale.ticks() {
        let y = scale.y(tick);
        line(out, "g", LEFT, y, WIDTH - RIGHT, y);
        text(out, LEFT - 8.0, y + 4.0, "k", "end", &(look.say)(&ChartPhrase::Figure(tick)));
    }
    for tick in &axis.ticks {
        let x = axis.x(tick.at);
        line(out, "g", x, top + HEAD, x, scale.bottom);
        text(out, x, scale.bottom + 16.0, "k", "middle", &tick.label);
        if let Some(below) = &tick.below {
            text(out, x, scale.bottom + 31.0, "k", "middle", below);
        }
    }
    line(out, "x", LEFT, scale.bottom, WIDTH - RIGHT, scale.bottom);
    for flag in &panel.flags {
        *flags += 1;
        let x = axis.x(flag.at);
        line(out, "f", x, top + HEAD - 6.0, x, scale.bottom);
        let inside = x.clamp(LEFT + 34.0, WIDTH - 40.0);
        text(out, inside, top + HEAD - 10.0, "n", "middle", &(look.say)(&ChartPhrase::Revision(*flags)));
    }
    for series in &panel.lines {
        draw_line(out, series, axis, &scale);
    }
    // What can be reached by the keyboard must be heard too.
    let is_part = look.form == Form::Part;
    if is_part {
        out.push_str("</g>\n<g>\n");
    }
    draw_dots(out, &panel.dots, axis, &scale, look);
    if is_part {
        out.push_str("</g>\n<g aria-hidden=\"true\">\n");
    }
    label_lines(out, &panel.lines, axis, &scale, look.say);
}

/// The band first, so that the line lies on it.
fn draw_line(out: &mut String, series: &Line, axis: &TimeAxis, scale: &Scale) {
    let mut path = String::new();
    let mut pen = false;
    for (at, step) in series.steps.iter().enumerate() {
        let until = series.steps.get(at + 1).map_or(series.end.max(step.at), |next| next.at);
        let (from, to) = (axis.x(step.at), axis.x(until).max(axis.x(step.at)));
        if let (Some(low), Some(high)) = (step.low, step.high)
            && high > low
        {
            let (upper, lower) = (scale.y(high), scale.y(low));
            let (wide, tall) = (to - from, lower - upper);
            let _ = writeln!(
                out,
                "<rect class=\"b\" x=\"{from:.1}\" y=\"{upper:.1}\" width=\"{wide:.1}\" height=\"{tall:.1}\"/>"
            );
        }
        match step.low {
            Some(low) => {
                let y = scale.y(low);
                let _ = write!(path, "{}{from:.1} {y:.1}H{to:.1}", if pen { 'L' } else { 'M' });
                pen = true;
            }
            None => pen = false,
        }
    }
    if !path.is_empty() {
        let _ = writeln!(out, "<path class=\"l\" d=\"{path}\"/>");
    }
}

/// The last lower bound beside the end of each line, where there is room.
fn label_lines(out: &mut String, lines: &[Line], axis: &TimeAxis, scale: &Scale, say: Say<'_>) {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for series in lines {
        let Some(step) = series.steps.iter().rev().find(|step| step.low.is_some()) else { continue };
        let Some(low) = step.low else { continue };
        let words = say(&if step.high.is_none() { ChartPhrase::Open(low) } else { ChartPhrase::Figure(low) });
        // Bold signs are wider.
        let wide = words.chars().count() as f64 * SIGN * 1.2;
        let end = axis.x(series.end.max(step.at));
        let x = (end - wide / 2.0).clamp(LEFT + 2.0, WIDTH - RIGHT - wide);
        let y = scale.y(low) - 10.0;
        let free = |(left, right, other): &(f64, f64, f64)| x > *right || x + wide < *left || (y - *other).abs() > 13.0;
        if taken.iter().all(free) {
            taken.push((x - 4.0, x + wide + 4.0, y));
            text(out, x, y.max(scale.top - 2.0), "v", "start", &words);
        }
    }
}

/// Marks of one moment and figure stand side by side.
fn draw_dots(out: &mut String, dots: &[Dot], axis: &TimeAxis, scale: &Scale, look: &Look<'_>) {
    /// So many are drawn before the rest is told as a number.
    const BESIDE: usize = 9;
    let mut piles: Vec<Vec<&Dot>> = Vec::new();
    for dot in dots {
        let near = |first: &&Dot| {
            (axis.x(dot.at) - axis.x(first.at)).abs() < 11.0
                && (scale.y(dot.amount) - scale.y(first.amount)).abs() < 8.0
        };
        match piles.iter_mut().find(|pile| pile.iter().any(&near)) {
            Some(pile) => pile.push(dot),
            None => piles.push(vec![dot]),
        }
    }
    for pile in &piles {
        let shown = pile.len().min(BESIDE);
        let middle = pile.iter().map(|dot| axis.x(dot.at)).sum::<f64>() / pile.len() as f64;
        let half = (shown as f64 - 1.0) * 5.5;
        let middle = middle.clamp(LEFT + half + 5.0, (WIDTH - RIGHT - half - 5.0).max(LEFT + half + 5.0));
        for (number, dot) in pile.iter().take(shown).enumerate() {
            let href = (look.href)(dot).and_then(|href| safe_href(&href));
            if let Some(href) = &href {
                let _ = write!(out, "<a href=\"{href}\" aria-label=\"{}\">", escape(&dot.words));
            }
            let x = middle - half + number as f64 * 11.0;
            draw_mark(out, x, scale.y(dot.amount), dot.mark, dot.repeated, &dot.words);
            if href.is_some() {
                out.push_str("</a>\n");
            }
        }
        if pile.len() > shown {
            let more = format!("+{}", pile.len() - shown);
            text(out, middle + half + 9.0, scale.y(pile[0].amount) + 4.0, "k", "start", &more);
        }
    }
}

fn draw_mark(out: &mut String, x: f64, y: f64, mark: Mark, repeated: bool, words: &str) {
    let class = match (mark, repeated) {
        (Mark::Cross, _) => "c",
        (_, true) => "m h",
        (_, false) => "m",
    };
    let shape = match mark {
        Mark::Circle => format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\">"),
        Mark::Square => {
            format!("<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"7.5\" height=\"7.5\">", x - 3.75, y - 3.75)
        }
        Mark::Triangle => format!("<path class=\"{class}\" d=\"M{:.1} {:.1}l4.8 8.6h-9.6z\">", x, y - 5.4),
        Mark::Cross => format!("<path class=\"{class}\" d=\"M{:.1} {:.1}l8 8m0 -8l-8 8\">", x - 4.0, y - 4.0),
    };
    let end = &shape[1..shape.find(' ').unwrap_or(1)];
    let _ = writeln!(out, "{shape}<title>{}</title></{end}>", escape(words));
}

const LEGEND: [(&[(Mark, bool)], ChartPhrase<'static>); 6] = [
    (&[(Mark::Circle, false)], ChartPhrase::Named),
    (&[(Mark::Circle, true), (Mark::Triangle, true), (Mark::Square, true)], ChartPhrase::Repeats),
    (&[(Mark::Square, false)], ChartPhrase::Nameless),
    (&[(Mark::Triangle, false)], ChartPhrase::AtLeast),
    (&[(Mark::Cross, false)], ChartPhrase::Against),
    (&[], ChartPhrase::Bounds),
];

fn draw_legend(out: &mut String, top: f64, say: Say<'_>) {
    let (mut x, mut y) = (20.0, top);
    for (marks, phrase) in LEGEND {
        let words = say(&phrase);
        let swatch = if marks.is_empty() { 28.0 } else { marks.len() as f64 * 12.0 };
        let wide = swatch + 8.0 + words.chars().count() as f64 * SIGN + 20.0;
        if x + wide > WIDTH - 10.0 {
            (x, y) = (20.0, y + 20.0);
        }
        if marks.is_empty() {
            let _ = writeln!(out, "<rect class=\"b\" x=\"{x:.1}\" y=\"{:.1}\" width=\"28\" height=\"8\"/>", y - 8.0);
            line(out, "l", x, y, x + 28.0, y);
        }
        for (number, (mark, repeated)) in marks.iter().enumerate() {
            draw_mark(out, x + 5.0 + number as f64 * 12.0, y - 4.0, *mark, *repeated, &words);
        }
        text(out, x + swatch + 6.0, y, "k", "start", &words);
        x += wide;
    }
}

/// Reasons of revisions, then what is not drawn, in lines that fit.
fn footnotes_of(chart: &Chart, say: Say<'_>) -> Vec<(&'static str, String)> {
    let flags = chart.panels.iter().flat_map(|panel| &panel.flags).enumerate();
    let revisions = flags.map(|(at, flag)| ("n", say(&ChartPhrase::Reason(at + 1, &flag.reason))));
    let notes = chart.notes.iter().map(|note| ("s", note.clone()));
    let room = ((WIDTH - 32.0) / SIGN) as usize;
    revisions
        .chain(notes)
        .flat_map(|(class, words)| wrap(&words, room).into_iter().map(move |line| (class, line)))
        .collect()
}

fn wrap(words: &str, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > 0 && line + 1 + word.chars().count() > room {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// The picture in words, for those who do not see it.
fn describe(chart: &Chart) -> String {
    let mut words = format!("{}.", chart.subtitle);
    for panel in &chart.panels {
        let _ = write!(words, " {}:", panel.axis);
        for series in &panel.lines {
            let last = series.steps.iter().rev().find(|step| step.low.is_some() || step.high.is_some());
            if let Some(step) = last {
                let _ = write!(words, " {} {};", series.label, bounds(step));
            }
        }
        let _ = write!(words, " {}.", tell_count(panel.dots.len(), "claim"));
        for flag in &panel.flags {
            let _ = write!(words, " Revision: {}", flag.reason);
        }
    }
    words.push_str(" A table with every claim follows.");
    words
}

fn bounds(step: &Step) -> String {
    match (step.low, step.high) {
        (Some(low), Some(high)) if low == high => group(low),
        (Some(low), Some(high)) => format!("{} to {}", group(low), group(high)),
        (Some(low), None) => format!("at least {}", group(low)),
        (None, Some(high)) => format!("at most {}", group(high)),
        (None, None) => "no number".to_owned(),
    }
}

/// The twin for screen readers: the same claims as a table by roles, which is not painted.
fn write_table(out: &mut String, chart: &Chart) {
    out.push_str("<g class=\"sr\" role=\"table\" aria-label=\"Every claim in the picture\">\n");
    let row = |out: &mut String, role: &str, cells: &[&str]| {
        out.push_str("<g role=\"row\">");
        for cell in cells {
            let _ = write!(out, "<text role=\"{role}\" x=\"0\" y=\"0\">{}</text>", escape(cell));
        }
        out.push_str("</g>\n");
    };
    row(out, "columnheader", &["Series", "As of", "Figure", "Page", "Claim"]);
    for panel in &chart.panels {
        for dot in &panel.dots {
            let claim = dot.claim.to_string();
            row(out, "cell", &[&panel.axis, &dot.at.to_string(), &dot.words, &dot.doc, &claim]);
        }
    }
    out.push_str("</g>\n");
}

/// Where moments stand, and which are named.
struct TimeAxis {
    from: i64,
    to: i64,
    ticks: Vec<Tick>,
}

struct Tick {
    at: Timestamp,
    label: String,
    below: Option<String>,
}

impl TimeAxis {
    fn of(chart: &Chart, say: Say<'_>) -> Self {
        if let Some((from, to)) = chart.window {
            let (from, to) = (from.0, to.0.max(from.0.saturating_add(1)));
            return Self { from, to, ticks: name_moments(from, to, say) };
        }
        let dots = chart.panels.iter().flat_map(|panel| panel.dots.iter().map(|dot| dot.at));
        let lines = || chart.panels.iter().flat_map(|panel| &panel.lines);
        let steps = lines().flat_map(|line| line.steps.iter().map(|step| step.at).chain([line.end]));
        let moments: Vec<i64> = dots.chain(steps).map(|at| at.0).collect();
        let from = moments.iter().copied().min().unwrap_or(0);
        let to = moments.iter().copied().max().unwrap_or(0);
        // One moment alone stands in the middle of a day.
        let margin = ((to - from) / 24).max(if to == from { 43_200 } else { 1_800 });
        let (from, to) = (from.saturating_sub(margin), to.saturating_add(margin));
        Self { from, to, ticks: name_moments(from, to, say) }
    }

    fn x(&self, at: Timestamp) -> f64 {
        let share = (at.0 - self.from) as f64 / (self.to - self.from).max(1) as f64;
        LEFT + share * (WIDTH - LEFT - RIGHT)
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default()
}

/// At most about ten moments at round distances, hours to years.
fn name_moments(from: i64, to: i64, say: Say<'_>) -> Vec<Tick> {
    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;
    let wanted = (to - from) / 10;
    let step = [HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY]
        .into_iter()
        .find(|step| *step >= wanted);
    let mut ticks: Vec<Tick> = Vec::new();
    let mut shown = None;
    if let Some(step) = step {
        let mut at = from.div_euclid(step) * step + if from.rem_euclid(step) == 0 { 0 } else { step };
        while at <= to {
            let moment = Timestamp(at);
            let date = moment.date();
            let year = date.year().to_string();
            let tick = if step < DAY {
                let second = at.rem_euclid(DAY);
                let label = format!("{:02}:{:02}", second / HOUR, second / 60 % 60);
                let below =
                    (shown != Some(date)).then(|| say(&ChartPhrase::DayOfYear(date.day(), date.month(), date.year())));
                shown = Some(date);
                Tick { at: moment, label, below }
            } else {
                let below = (shown.is_none_or(|shown: jiff::civil::Date| shown.year() != date.year())).then_some(year);
                shown = Some(date);
                Tick { at: moment, label: say(&ChartPhrase::Day(date.day(), date.month())), below }
            };
            ticks.push(tick);
            at += step;
        }
        return ticks;
    }
    let months = ((to - from) / (30 * DAY * 10) + 1).clamp(1, 1_200);
    let months = if months > 6 { (months + 11) / 12 * 12 } else { months };
    let mut date = Timestamp(from).date().first_of_month();
    if months >= 12 {
        date = date.first_of_year();
    }
    while Timestamp::day_start(date).0 <= to {
        let at = Timestamp::day_start(date);
        if at.0 >= from {
            let year = date.year().to_string();
            let fresh = shown.is_none_or(|shown: jiff::civil::Date| shown.year() != date.year());
            let (label, below) = if months >= 12 {
                (year, None)
            } else {
                (say(&ChartPhrase::Month(date.month())), fresh.then_some(year))
            };
            ticks.push(Tick { at, label, below });
            shown = Some(date);
        }
        let Ok(next) = date.checked_add(months.months()) else { break };
        date = next;
    }
    ticks
}

/// Where amounts stand: from zero, so that heights can be compared.
struct Scale {
    top: f64,
    bottom: f64,
    step: i64,
    most: i64,
}

impl Scale {
    fn of(panel: &Panel, top: f64) -> Self {
        let steps = panel.lines.iter().flat_map(|line| &line.steps).flat_map(|step| [step.low, step.high]);
        let amounts = steps.flatten().chain(panel.dots.iter().map(|dot| dot.amount));
        let most = amounts.map(Amount::thousandths).max().unwrap_or(0).clamp(1, i64::MAX / 8);
        // 1, 2 or 5 times a power of ten, so that four to eight ticks cover all.
        let mut unit = 1;
        while most / unit >= 80 {
            unit *= 10;
        }
        let step =
            [1, 2, 5, 10].into_iter().map(|times| times * unit).find(|step| most / step < 6).unwrap_or(10 * unit);
        let step = step.max(if most >= Amount::SCALE { Amount::SCALE } else { 1 });
        Self { top, bottom: top + PLOT, step, most: (most + step - 1) / step * step }
    }

    fn y(&self, amount: Amount) -> f64 {
        self.bottom - amount.thousandths().max(0) as f64 / self.most as f64 * (self.bottom - self.top)
    }

    fn ticks(&self) -> Vec<Amount> {
        (0..=self.most / self.step).map(|at| Amount::from_thousandths(at * self.step)).collect()
    }
}

/// `1,386`
pub(super) fn group(amount: Amount) -> String {
    let text = amount.to_string();
    let whole = text.split('.').next().map_or(0, str::len);
    let mut out = String::new();
    for (at, digit) in text.char_indices() {
        if at > 0 && at < whole && (whole - at).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn line(out: &mut String, class: &str, x1: f64, y1: f64, x2: f64, y2: f64) {
    let _ = writeln!(out, "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>");
}

fn text(out: &mut String, x: f64, y: f64, class: &str, anchor: &str, words: &str) {
    let words = escape(words);
    let _ = writeln!(out, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
}

/// Words as XML shows them; control characters, which XML forbids, as spaces.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn amount(value: i64) -> Amount {
        Amount::whole(value).unwrap()
    }

    #[test]
    fn scales_cover_all_with_few_round_ticks() {
        for most in [1, 3, 9, 14, 118, 412, 1_386, 2_001, 25_000_000, 999_999_999] {
            let step = Step { at: at("2025-03-10"), low: Some(amount(most)), high: None };
            let line = Line { label: String::new(), steps: vec![step], end: at("2025-03-11") };
            let scale = Scale::of(&Panel { lines: vec![line], ..Panel::default() }, 0.0);
            let ticks = scale.ticks();
            assert!((2..=9).contains(&ticks.len()), "{most}: {ticks:?}");
            assert!(ticks.iter().all(|tick| tick.is_whole()), "{most}: {ticks:?}");
            assert!(scale.y(amount(most)) >= scale.top, "{most}");
        }
    }

    #[test]
    fn moments_are_few_and_lie_inside() {
        for (from, to) in [
            ("2025-03-10T09:00", "2025-03-10T21:00"),
            ("2025-03-10", "2025-03-13"),
            ("2025-01-10", "2025-03-13"),
            ("2024-01-10", "2025-03-13"),
            ("1994-01-10", "2025-03-13"),
        ] {
            let ticks = name_moments(at(from).0, at(to).0, &say_plainly);
            assert!((2..=13).contains(&ticks.len()), "{from} {to}: {}", ticks.len());
            assert!(ticks.iter().all(|tick| tick.at >= at(from) && tick.at <= at(to)));
            assert!(ticks[0].below.is_some() || ticks[0].label.len() == 4);
        }
    }

    #[test]
    fn words_of_others_are_no_markup() {
        let dot = Dot {
            at: at("2025-03-10T21:00"),
            amount: amount(5),
            mark: Mark::Cross,
            repeated: false,
            claim: ClaimId::of(&[b"x"]),
            entry: EntryId::of(&[b"x"]),
            doc: "</text><script>".into(),
            words: "\u{1b}[31m \"5\" & <b>".into(),
        };
        let panel = Panel { dots: vec![dot], ..Panel::default() };
        let svg = write_svg(&Chart { title: "</title><script>".into(), panels: vec![panel], ..Chart::default() });
        assert!(!svg.contains("<script") && !svg.contains('\u{1b}') && svg.contains("&lt;b&gt;"), "{svg}");
    }

    fn dot(when: &str, figure: i64) -> Dot {
        Dot {
            at: at(when),
            amount: amount(figure),
            mark: Mark::Circle,
            repeated: false,
            claim: ClaimId::of(&[when.as_bytes()]),
            entry: EntryId::of(&[b"e"]),
            doc: "a".into(),
            words: "5 \"x\"".into(),
        }
    }

    #[test]
    fn a_part_of_a_page_has_links_and_no_style() {
        let panel = Panel { dots: vec![dot("2025-03-10T21:00", 5)], ..Panel::default() };
        let chart = Chart { title: "detained".into(), panels: vec![panel], ..Chart::default() };
        let href = |dot: &Dot| Some(format!("/claim/{}", dot.claim));
        let look = Look { form: Form::Part, id: "c\">", href: &href, say: &say_plainly };
        let part = write_chart(&chart, &look);
        assert!(
            !part.contains("<style") && !part.contains("role=\"table\"") && part.contains("id=\"c-title\""),
            "{part}"
        );
        assert!(part.contains("<a href=\"/claim/c_") && part.contains("aria-label=\"5 &quot;x&quot;\""), "{part}");
        // No link stands where those who listen hear nothing.
        let silent: Vec<&str> = part.split("<g aria-hidden=\"true\">").skip(1).collect();
        assert!(silent.iter().all(|piece| !piece.split("</g>").next().unwrap_or_default().contains("<a ")), "{part}");
        let whole = write_svg(&chart);
        assert!(whole.contains("<style") && whole.contains("id=\"title\"") && !whole.contains("<a "), "{whole}");
        let script = Look { href: &|_| Some("javascript:alert(1)".into()), ..look };
        assert!(!write_chart(&chart, &script).contains("javascript"));
    }

    #[test]
    fn a_window_is_the_whole_axis() {
        let panel = Panel { dots: vec![dot("2025-03-10T12:00", 5)], ..Panel::default() };
        let window = Some((at("2025-03-10"), at("2025-03-11")));
        let chart = Chart { panels: vec![panel], window, ..Chart::default() };
        let axis = TimeAxis::of(&chart, &say_plainly);
        assert_eq!(axis.x(at("2025-03-10")), LEFT);
        assert_eq!(axis.x(at("2025-03-11")), WIDTH - RIGHT);
    }
}
