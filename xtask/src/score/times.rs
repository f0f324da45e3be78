//! Times: annotated news in TimeML, and the peers' own expressions.
//!
//! How the sets' values map to ours:
//! - TimeML: gold and read times meet where they overlap; a meeting is right where `value` is the same text. Value F1 is
//!   `2 right / (read + gold)`. Of the English set, dates and times of day are asked on both sides, lengths and repeated
//!   times are not. An era by name ("the Second World War") is no TIMEX3 of the sets: it is not counted as read.
//!   A range ("10 to 15 May") is one time for us, `FROM/TO`, and its two ends for the sets; so is often a day with its
//!   clock time ("Monday at 5 p.m."). One of ours that covers several gold times counts as that many read: each is right
//!   where its value is that of an end, or, for a date, the day of ours. What the sets leave out or write otherwise is
//!   no difference: a zone behind a clock time, "1948-XX" for the year, slips of form ("2000-W6", "T8:30", "196X").
//!   "Vor fünf Jahren" is the year that it leads to for us and the length for the German set: it is right where the length,
//!   counted back, leads there.
//! - Duckling reads what is typed to an assistant, the news tell of what has been: so a word of the future stands before
//!   each of its expressions when we read it, and a bare weekday or month is the next one. Weekdays and months that it
//!   types without their capital get it back. What is read must be one time, and:
//!   - a date of some grain is ours where first and last day agree; a clock time where the minute agrees, in the zone of
//!     the set's reference, which also gives what is now;
//!   - "a week ago" is a day for the set and a week for us, "7 days ago" an hour and a day: as exact as the unit that is
//!     counted for us, one finer for the set. It passes where the set's moment lies in ours, one step coarser;
//!   - "the last two weeks" are whole weeks before this one for the set, a length up to now for us (`P2W`): it passes
//!     where count, unit and direction agree; "a few" where the near end agrees;
//!   - "in two hours" is that moment for the set and a length from now for us (`PT2H`): it passes where the length ends
//!     there, or in the last of the weeks, quarters or years counted; a clock time that is past is tomorrow's for the set, and a weekday on its own day next week's;
//!   - a season begins with its month for us and with the sun for the set; a weekend on Saturday, or on Friday evening:
//!     they pass by name. Parts of the day and thirds of a month or year are cut a little otherwise: they pass where
//!     what both share is at least half of what either holds;
//!   - a feast of the Hebrew calendar begins on its eve for the set, and on its first day for us: it passes where the set's
//!     first day is the eve and the last is ours;
//!   - a clock time is one of minutes for us: seconds of the set are left out;
//!   - an open interval is a time with a bound for us: since, after, by, before.

use super::numerals::Example;
use super::{Bench, Row, f1, ratio, read_lines};
use anyhow::{Context, Result};
use firsthand::intake::read_json_line;
use firsthand::mentions::find_mentions;
use firsthand::model::{CodePoints, Reading, TimeBound, Timestamp, Timex, TimexKind};
use firsthand::pack::tokenize_report;
use std::path::{Path, PathBuf};

/// A time as it is read: code points, wording, meaning.
struct Found {
    start: usize,
    end: usize,
    text: String,
    rule: String,
    timex: Timex,
}

fn times_of(bench: &Bench<'_>, lang: &str, published: &str, text: &str) -> Result<Vec<Found>> {
    let line = serde_json::json!({ "doc": "set", "lang": lang, "published": published, "text": text }).to_string();
    let mut report = read_json_line(&bench.res.packs, line.as_bytes(), 1, "set")?;
    report.blocks.clear();
    let pack = bench.res.packs.of(&report.lang);
    let tokens = tokenize_report(pack, &report);
    let points = CodePoints::new(&report.text);
    let mentions = find_mentions(pack, &bench.res.gazetteer, &report, &tokens);
    let found = mentions.iter().filter_map(|mention| match &mention.reading {
        Reading::Timex(timex) => {
            let (start, end) = points.of(mention.span);
            let text = mention.span.of(&report.text).to_owned();
            Some(Found { start, end, text, rule: mention.rule.to_string(), timex: timex.clone() })
        }
        _ => None,
    });
    Ok(found.collect())
}

/// A time of a TimeML page: code points of its text, type and value.
struct Gold {
    start: usize,
    end: usize,
    kind: String,
    value: String,
    text: String,
}

/// The day of publication, the text and its times.
fn parse_timeml(page: &str) -> Option<(String, String, Vec<Gold>)> {
    let dct = page.split_once("<DCT>")?.1;
    let published = attribute(dct.split_once('>')?.0, "value")?;
    let body = page.split_once("<TEXT>")?.1.rsplit_once("</TEXT>")?.0;
    let (mut text, mut golds, mut open) = (String::new(), Vec::new(), None);
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(&plain(before));
        let (tag, after) = after.split_once('>')?;
        if tag.starts_with("TIMEX3") {
            open = Some((text.chars().count(), attribute(tag, "type")?, attribute(tag, "value").unwrap_or_default()));
        } else if tag == "/TIMEX3"
            && let Some((start, kind, value)) = open.take()
        {
            let end = text.chars().count();
            let words = text.chars().skip(start).collect();
            golds.push(Gold { start, end, kind, value: well_formed(&value), text: words });
        }
        rest = after;
    }
    text.push_str(&plain(rest));
    Some((published, text, golds))
}

/// A value without slips of form: `2000-W06` for `2000-W6`, `T08:30` for `T8:30` or `T08.30`, `1948` for `1948-XX`.
fn well_formed(value: &str) -> String {
    let mut value = value.trim().replace('_', "-").replace("PAST-REF", "PAST_REF");
    value = value.replace("PRESENT-REF", "PRESENT_REF").replace("FUTURE-REF", "FUTURE_REF");
    let dated = value.starts_with(|first: char| first.is_ascii_digit());
    while dated && value.ends_with("-XX") {
        value.truncate(value.len() - 3);
    }
    if let Some((day, time)) = value.split_once('T').filter(|(_, time)| time.contains(|c: char| c.is_ascii_digit())) {
        let time = time.replace('.', ":");
        let time = if time.find(':') == Some(1) { format!("0{time}") } else { time };
        return if day.starts_with('P') { value } else { format!("{day}T{time}") };
    }
    if let Some((year, week)) = value.split_once("-W").filter(|(_, week)| week.len() == 1) {
        return format!("{year}-W0{week}");
    }
    if dated && value.len() == 4 && value.ends_with('X') {
        value.truncate(3);
    }
    value
}

/// A value without the zones of its clock times.
fn unzoned(value: &str) -> String {
    let bare = |part: &str| match part.split_once('T') {
        Some((day, time)) => format!("{day}T{}", time.split(['+', '-', 'Z']).next().unwrap_or(time)),
        None => part.to_owned(),
    };
    value.split('/').map(bare).collect::<Vec<_>>().join("/")
}

/// Whether a length counted back from the publication leads to a value; a vague one to the past.
fn leads_back(length: &str, published: &str, value: &str) -> bool {
    if length.starts_with("PX") {
        return value == "PAST_REF";
    }
    let (Ok(span), Ok(day)) = (length.parse::<jiff::Span>(), published.parse::<jiff::civil::Date>()) else {
        return false;
    };
    let Ok(day) = day.checked_sub(span) else { return false };
    let week = day.iso_week_date();
    let week = format!("{:04}-W{:02}", week.year(), week.week());
    value == week || [4, 7, 10].iter().any(|end| day.to_string().get(..*end) == Some(value))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let after = tag.split_once(&format!(" {name}=\""))?.1;
    Some(after.split_once('"')?.0.to_owned())
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// How many there are, are read, meet, meet exactly, meet with the same value.
#[derive(Default)]
struct Tally {
    gold: usize,
    read: usize,
    met: usize,
    exact: usize,
    right: usize,
}

fn score_pages(bench: &Bench<'_>, lang: &str, pages: &[PathBuf], moments: bool) -> Result<Tally> {
    let mut tally = Tally::default();
    for path in pages {
        let page = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let Some((published, body, mut golds)) = parse_timeml(&page) else { continue };
        let published = if published.len() > 10 { &published[..10] } else { published.as_str() };
        let mut read = times_of(bench, lang, published, &body)?;
        read.retain(|found| !found.rule.contains("named"));
        if moments {
            golds.retain(|gold| gold.kind == "DATE" || gold.kind == "TIME");
            read.retain(|found| matches!(found.timex.kind, TimexKind::Date | TimexKind::Time));
        }
        tally.gold += golds.len();
        let mut taken = vec![0_usize; read.len()];
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for gold in &golds {
            // What is met already may hold a second gold time, as a whole.
            let over = |at: &usize| read[*at].start < gold.end && gold.start < read[*at].end;
            let held = |at: &usize| read[*at].start <= gold.start && gold.end <= read[*at].end;
            let meets = |at: &usize| over(at) && (taken[*at] == 0 || held(at));
            let Some(at) = (0..read.len()).find(meets) else {
                bench.tell(|| format!("missed\t{}\t{:?}\t{}\t{name}", gold.kind, gold.text, gold.value));
                continue;
            };
            taken[at] += 1;
            let found = &read[at];
            tally.met += 1;
            tally.exact += usize::from((found.start, found.end) == (gold.start, gold.end));
            let several = golds.iter().filter(|gold| found.start < gold.end && gold.start < found.end).count() > 1;
            let value = &found.timex.value;
            let part =
                |value: &str| value == gold.value || value.split_once('T').is_some_and(|(day, _)| day == gold.value);
            let bare = unzoned(value);
            let right = bare == gold.value
                || several && bare.split('/').any(part)
                || gold.kind == "DURATION" && leads_back(&gold.value, published, &bare);
            tally.right += usize::from(right);
            if !right {
                bench.tell(|| {
                    let Found { text, rule, timex, .. } = found;
                    let from = found.start.saturating_sub(60);
                    let around = page_part(&body, from, found.end + 40).replace('\n', " ");
                    format!(
                        "value\t{}\t{:?} is {}\tread {text:?} {} by {rule}\t{name} dct {published}\t{around}",
                        gold.kind, gold.text, gold.value, timex.value
                    )
                });
            }
        }
        tally.read += taken.iter().map(|times| (*times).max(1)).sum::<usize>();
        for (found, _) in read.iter().zip(&taken).filter(|(_, taken)| **taken == 0) {
            let from = found.start.saturating_sub(40);
            let around = page_part(&body, from, found.end + 30).replace('\n', " ");
            bench.tell(|| {
                format!("extra\t{:?}\t{}\tby {}\t{name}\t{around}", found.text, found.timex.value, found.rule)
            });
        }
    }
    Ok(tally)
}

fn page_part(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to - from).collect()
}

fn pages_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "tml"));
    pages.sort();
    Ok(pages)
}

impl Tally {
    fn rows(&self, set: &'static str, part: &str, lang: &str, wanted: Option<f64>) -> Vec<Row> {
        [("strict F1", self.exact, None), ("relaxed F1", self.met, None), ("value F1", self.right, wanted)]
            .into_iter()
            .map(|(measure, count, wanted)| Row {
                set,
                measure: format!("{part}{measure}"),
                lang: lang.to_owned(),
                reached: f1(count, self.read, self.gold),
                wanted,
                of: self.gold,
            })
            .collect()
    }

    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.read += other.read;
        self.met += other.met;
        self.exact += other.exact;
        self.right += other.right;
    }
}

/// English news: dates and times of day.
pub(super) fn score_tempeval(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("temporal-tempeval3")?.join("TBAQ-cleaned");
    let mut all = Tally::default();
    for part in ["TimeBank", "AQUAINT"] {
        let pages = pages_of(&folder.join(part))?;
        all.add(&score_pages(bench, "en", &pages, true)?);
    }
    Ok(all.rows("temporal-tempeval3", "", "en", Some(0.80)))
}

/// German news: all times.
pub(super) fn score_krauts(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("temporal-krauts-de")?;
    let (mut rows, mut all) = (Vec::new(), Tally::default());
    for part in ["Dolomiten-42", "Dolomiten-100"] {
        let pages = pages_of(&folder.join(format!("KRAUTS_{part}")))?;
        let tally = score_pages(bench, "de", &pages, false)?;
        rows.extend(tally.rows("temporal-krauts-de", &format!("{part} "), "de", None).into_iter().skip(2));
        all.add(&tally);
    }
    rows.extend(all.rows("temporal-krauts-de", "", "de", Some(0.80)));
    Ok(rows)
}

/// A language of the set and a word with which it tells of what is to come.
const AHEAD: [(&str, &str); 9] = [
    ("en", "will"),
    ("fr", "sera"),
    ("es", "será"),
    ("de", "wird"),
    ("ru", "будет"),
    ("uk", "буде"),
    ("it", "sarà"),
    ("pt", "será"),
    ("pl", "będzie"),
];

/// The set's reference: an instant and its offset in seconds.
const NOW: &str = "2013-02-12T04:30:00-02:00";
const OFFSET: i64 = -2 * 3600;

/// Dates and times, positive and not latent.
pub(super) fn score_duckling_times(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("numdate-duckling")?;
    let examples: Vec<Example> = read_lines(&folder.join("examples.jsonl"))?;
    let mut rows = Vec::new();
    for (lang, ahead) in AHEAD {
        if !bench.res.packs.langs().any(|known| known == lang) {
            continue;
        }
        let (mut right, mut of, mut feasts, mut all_feasts) = (0, 0, 0, 0);
        let asked = |example: &&Example| {
            example.dim == "Time"
                && example.kind == "positive"
                && example.section != "latentCorpus"
                && example.lang.eq_ignore_ascii_case(lang)
        };
        for example in examples.iter().filter(asked) {
            let Some(written) = &example.value else { continue };
            let Some(wanted) = Wanted::parse(written) else { continue };
            let feast = written.contains("Holiday");
            for text in &example.texts {
                let capitals = bench.res.packs.of(&firsthand::model::Lang(lang.into())).time.capitals;
                let passes = |read: &[Found]| matches!(read, [found] if wanted.agrees(&found.timex));
                let mut read = times_of(bench, lang, NOW, &format!("{ahead} {text}"))?;
                if !passes(&read) && capitals && !text.chars().any(char::is_uppercase) {
                    read = times_of(bench, lang, NOW, &format!("{ahead} {}", capital(text)))?;
                }
                let pass = passes(&read);
                if !pass {
                    let values: Vec<_> =
                        read.iter().map(|found| format!("{:?} {}", found.text, found.timex.value)).collect();
                    bench.tell(|| format!("duckling {lang}: {text:?} is {written}, read {values:?}"));
                }
                let counts = if feast { (&mut feasts, &mut all_feasts) } else { (&mut right, &mut of) };
                *counts.0 += usize::from(pass);
                *counts.1 += 1;
            }
        }
        let row = |measure: &str, right, of, wanted| Row {
            set: "numdate-duckling",
            measure: measure.to_owned(),
            lang: lang.to_owned(),
            reached: ratio(right, of),
            wanted,
            of,
        };
        rows.push(row("times passed", right + feasts, of + all_feasts, Some(0.85)));
        rows.push(row("times but feasts", right, of, None));
    }
    Ok(rows)
}

fn capital(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for letter in text.chars() {
        if !inside && letter.is_alphabetic() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        inside = letter.is_alphabetic() || letter == '\'' || letter.is_ascii_digit();
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Moment,
    Interval,
    After,
    Before,
}

/// Feasts of the Hebrew calendar, by the set's names in English and German.
const EVES: [&str; 23] = [
    "Rosh Hashanah",
    "Yom Kippur",
    "Sukkot",
    "Shemini Atzeret",
    "Simchat Torah",
    "Hanukkah",
    "Tu BiShvat",
    "Purim",
    "Shushan Purim",
    "Passover",
    "Shavuot",
    "Tisha B'Av",
    "Yom Ha'atzmaut",
    "Yom HaShoah",
    "Rosch haSchana",
    "Jom Kippur",
    "Schmini Azeret",
    "Chanukka",
    "Tu biSchevat",
    "Pessach",
    "Schawuot",
    "Jom Ha'atzmaut",
    "Jom HaShoah",
];

/// What the set wants, in seconds of its reference's zone.
#[derive(Clone)]
struct Wanted {
    shape: Shape,
    start: i64,
    end: i64,
    grain: String,
    /// A feast that begins on its eve.
    eve: bool,
}

fn seconds(date: jiff::civil::Date) -> i64 {
    Timestamp::day_start(date).0
}

/// `(2013, 2, 12, 4, 30, 0` into the calendar's numbers.
fn parse_moment(text: &str) -> Option<(i64, [i64; 6])> {
    let mut parts = [0_i64; 6];
    for (at, part) in text.split(',').enumerate() {
        *parts.get_mut(at)? = part.trim().parse().ok()?;
    }
    Some((at_parts(parts)?, parts))
}

fn at_parts([year, month, day, hour, minute, second]: [i64; 6]) -> Option<i64> {
    let date = jiff::civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month.max(1)).ok()?,
        i8::try_from(day.max(1)).ok()?,
    )
    .ok()?;
    Some(seconds(date) + hour * 3600 + minute * 60 + second)
}

impl Wanted {
    fn parse(written: &str) -> Option<Self> {
        let shape = match written.trim_start_matches('(') {
            rest if rest.starts_with("datetimeInterval") => Shape::Interval,
            rest if rest.starts_with("datetimeOpenInterval After") => Shape::After,
            rest if rest.starts_with("datetimeOpenInterval") => Shape::Before,
            _ => Shape::Moment,
        };
        let groups: Vec<&str> = written
            .split('(')
            .filter_map(|part| part.split_once(')').map(|(inside, _)| inside))
            .filter(|inside| inside.contains(','))
            .collect();
        let (start, parts) = parse_moment(groups.first()?)?;
        let grain = written.rsplit_once("))").map_or_else(|| written.rsplit_once(')').map(|(head, _)| head), |_| None);
        let tail = grain.unwrap_or(written);
        let grain = ["Second", "Minute", "Hour", "Day", "Week", "Month", "Quarter", "Year"]
            .into_iter()
            .filter_map(|name| tail.rfind(&format!(") {name}")).map(|at| (at, name)))
            .max()?
            .1
            .to_owned();
        let end = match groups.get(1) {
            Some(text) if shape == Shape::Interval => parse_moment(text)?.0,
            _ => {
                let [year, month, day, hour, minute, second] = parts;
                let (month, day) = (month.max(1), day.max(1));
                let months = |by: i64| {
                    let index = year * 12 + month - 1 + by;
                    at_parts([index.div_euclid(12), index.rem_euclid(12) + 1, day.min(28), hour, minute, second])
                };
                match grain.as_str() {
                    "Second" => start + 1,
                    "Minute" => start + 60,
                    "Hour" => start + 3600,
                    "Day" => start + 86_400,
                    "Week" => start + 7 * 86_400,
                    "Month" => months(1)?,
                    "Quarter" => months(3)?,
                    _ => months(12)?,
                }
            }
        };
        let eve = EVES.iter().any(|name| written.contains(&format!("\"{name}\"")));
        Some(Self { shape, start, end, grain, eve })
    }

    fn now() -> i64 {
        NOW.parse::<Timestamp>().map_or(0, |now| now.0) + OFFSET
    }

    fn agrees(&self, timex: &Timex) -> bool {
        let now = Self::now();
        let today = now - now.rem_euclid(86_400);
        let ours = Ours::of(timex);
        match self.shape {
            Shape::After => {
                if timex.value == "FUTURE_REF" {
                    return self.start == now;
                }
                matches!(timex.bound, TimeBound::Since | TimeBound::After)
                    && ours.is_some_and(|ours| self.start == ours.start || self.in_day(&ours))
            }
            Shape::Before => {
                matches!(timex.bound, TimeBound::By | TimeBound::Before)
                    && ours.is_some_and(|ours| self.start == ours.start || self.start == ours.end)
            }
            Shape::Moment if self.start == now => timex.value == "PRESENT_REF",
            Shape::Interval if self.start == now => {
                let end = |ours: &Ours| [ours.end, ours.start, ours.end - 86_400].contains(&self.end);
                (timex.bound == TimeBound::By || timex.kind == TimexKind::Duration)
                    && (ours.is_some_and(|ours| end(&ours))
                        || Self { start: self.end, ..self.clone() }.ends_length(timex, now, today))
            }
            Shape::Interval if timex.kind == TimexKind::Duration => self.is_length(timex, today),
            Shape::Moment if timex.kind == TimexKind::Duration => self.ends_length(timex, now, today),
            Shape::Moment
                if ours.as_ref().is_some_and(|ours| ours.clock && ours.start < now && ours.start >= today) =>
            {
                ours.is_some_and(|ours| self.same(&ours, timex) || self.start == ours.start + 86_400)
            }
            Shape::Moment if timex.anchor == firsthand::model::Anchor::Published && self.grain == "Day" => {
                let weekday = self.start == today + 7 * 86_400;
                ours.is_some_and(|ours| {
                    self.same(&ours, timex) || weekday && ours.start == today && ours.end - today == 86_400
                })
            }
            Shape::Moment | Shape::Interval => ours.is_some_and(|ours| self.same(&ours, timex)),
        }
    }

    fn in_day(&self, ours: &Ours) -> bool {
        self.grain == "Hour" && !ours.clock && ours.start <= self.start && self.start < ours.start + 86_400
    }

    /// `P2W` for an interval of two weeks, on the same side of now.
    fn is_length(&self, timex: &Timex, today: i64) -> bool {
        let span = self.end - self.start;
        let (mark, letter, length) = match self.grain.as_str() {
            "Second" => ("PT", "S", 1),
            "Minute" => ("PT", "M", 60),
            "Hour" => ("PT", "H", 3600),
            "Day" => ("P", "D", 86_400),
            "Week" => ("P", "W", 7 * 86_400),
            "Month" => ("P", "M", 30 * 86_400),
            "Quarter" => ("P", "Q", 91 * 86_400),
            _ => ("P", "Y", 365 * 86_400),
        };
        let count = (span + length / 2) / length;
        let Some(period) = timex.period else { return false };
        let (first, last) = (seconds(period.first_day()), seconds(period.last_day()));
        let side = length < 86_400 || if self.start >= today { first >= today } else { last <= today };
        let few = timex.value.contains('X') || timex.value.ends_with("/..");
        side && (timex.value == format!("{mark}{count}{letter}")
            || few && (if self.start >= today { first == self.start } else { last + 86_400 >= self.end }))
    }

    /// "In two hours": a length from now that ends at the set's moment.
    fn ends_length(&self, timex: &Timex, now: i64, today: i64) -> bool {
        let Some(period) = timex.period.filter(|period| seconds(period.first_day()) == today) else { return false };
        let clock = timex.value.strip_prefix("PT").and_then(|rest| {
            let unit = rest.chars().last()?;
            let count: i64 = rest[..rest.len() - unit.len_utf8()].parse().ok()?;
            Some(
                count
                    * match unit {
                        'H' => 3600,
                        'M' => 60,
                        _ => 1,
                    },
            )
        });
        match clock {
            Some(length) => now + length == self.start,
            None => {
                let last = seconds(period.last_day());
                last <= self.start && self.start < last + 86_400
                    || self.grain != "Hour" && self.start <= last && last < self.end
            }
        }
    }

    fn same(&self, ours: &Ours, timex: &Timex) -> bool {
        let fine = ["Second", "Minute", "Hour"].contains(&self.grain.as_str());
        if ours.clock {
            return fine
                && (ours.start == self.start
                    || self.grain == "Second" && ours.start == self.start - self.start.rem_euclid(60))
                && (self.shape == Shape::Moment
                    // Noon is a moment for us and two hours for the set.
                    || timex.part.is_some() && ours.start == ours.end && self.end - self.start <= 2 * 3600
                    || [self.end, self.end - 60, self.end - 1, self.end - 3600].contains(&ours.end));
        }
        if timex.value.ends_with("-WE") {
            return ours.end == self.end && (ours.start - self.start).abs() <= 86_400;
        }
        if ["-SP", "-SU", "-FA", "-WI"].iter().any(|season| timex.value.ends_with(season)) {
            return ours.start <= self.start && self.start < ours.start + 31 * 86_400;
        }
        if timex.value == "FUTURE_REF" || timex.value == "PAST_REF" {
            return ours.start == self.start || ours.end == self.end;
        }
        if (ours.start, ours.end) == (self.start, self.end) {
            return true;
        }
        if self.eve && ours.start == self.start + 86_400 {
            // One day is the day after its eve. Of several the last is the same, or that of the last night.
            return match self.shape {
                Shape::Moment => ours.end == self.end + 86_400,
                _ => [0, 86_400].contains(&(ours.end - self.end)),
            };
        }
        if self.shape == Shape::Interval {
            let shared = ours.end.min(self.end) - ours.start.max(self.start);
            let either = ours.end.max(self.end) - ours.start.min(self.start);
            let cut = ours.part || ours.third;
            return cut && shared * 2 >= either
                || self.grain == "Day" && ours.start == self.start && ours.end == self.end + 86_400
                || cut && shared * 2 >= (self.end - self.start).min(ours.end - ours.start) && ours.part;
        }
        // Counted back or forward: as exact as the unit.
        let within = ours.start <= self.start && self.start < ours.end;
        let length = ours.end - ours.start;
        within
            && timex.anchor != firsthand::model::Anchor::Explicit
            && match self.grain.as_str() {
                "Hour" => length == 86_400,
                "Day" => (6 * 86_400..32 * 86_400).contains(&length),
                "Month" => length > 300 * 86_400,
                _ => false,
            }
    }
}

/// What we read, in seconds of the reference's zone.
struct Ours {
    start: i64,
    end: i64,
    clock: bool,
    part: bool,
    third: bool,
}

impl Ours {
    fn of(timex: &Timex) -> Option<Self> {
        let (from, to) = timex.value.split_once('/').unwrap_or((&timex.value, &timex.value));
        if let (Some(start), Some(end)) = (clock_of(from), clock_of(to)) {
            return Some(Self { start, end, clock: true, part: false, third: false });
        }
        let period = timex.period?;
        let (first, last) = (seconds(period.first_day()), seconds(period.last_day()) + 86_400);
        if timex.bound == TimeBound::Since {
            return Some(Self { start: first, end: last, clock: false, part: false, third: false });
        }
        if let Some(part) = timex.part
            && timex.value.contains('T')
        {
            let (from, to) = part.hours();
            let (start, end) = (first + from * 3600, first + to * 3600);
            return Some(Self { start, end, clock: false, part: true, third: false });
        }
        let third = timex.value.parse::<firsthand::model::Period>().is_ok_and(|whole| whole != period)
            || timex.value.contains("-W") && last - first < 7 * 86_400;
        Some(Self { start: first, end: last, clock: false, part: false, third })
    }
}

/// `2013-02-12T16:00+01:00` in seconds of the reference's zone.
fn clock_of(value: &str) -> Option<i64> {
    let (_, time) = value.split_once('T')?;
    if !time.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let zoned = time.contains(['+', '-', 'Z']);
    // Midnight at a day's end.
    let (value, late) = match value.strip_suffix("T24:00") {
        Some(day) => (format!("{day}T00:00"), 86_400),
        None => (value.to_owned(), 0),
    };
    let at = value.parse::<Timestamp>().ok()?.0 + late;
    Some(if zoned { at + OFFSET } else { at })
}
