//! Figures in sentences: quantities of English news, the same sentences in five languages, numbers of Russian news.

use super::numerals::is_fraction;
use super::{Bench, Row, f1, ratio, read_lines};
use anyhow::Result;
use firsthand::claims::trace_figures;
use firsthand::mentions::find_mentions;
use firsthand::model::{CodePoints, Mention, Modifier, Number, NumberUnit, Reading, Report, Span, TimexKind, Tokens};
use firsthand::pack::tokenize_report;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

fn read(bench: &Bench<'_>, lang: &str, text: &str) -> Result<(Report, Tokens, Vec<Mention>)> {
    let report = bench.report(lang, text)?;
    let pack = bench.res.packs.of(&report.lang);
    let tokens = tokenize_report(pack, &report);
    let mentions = find_mentions(pack, &bench.res.gazetteer, &report, &tokens);
    Ok((report, tokens, mentions))
}

/// The numbers of a report that are no part of a date or clock time.
fn numbers(mentions: &[Mention]) -> impl Iterator<Item = (Span, &Number)> {
    mentions_of_numbers(mentions).map(|(mention, number)| (mention.span, number))
}

fn mentions_of_numbers(mentions: &[Mention]) -> impl Iterator<Item = (&Mention, &Number)> {
    let dates: Vec<Span> = mentions
        .iter()
        .filter(|mention| match &mention.reading {
            Reading::Timex(timex) => matches!(timex.kind, TimexKind::Date | TimexKind::Time),
            _ => false,
        })
        .map(|mention| mention.span)
        .collect();
    mentions.iter().filter_map(move |mention| match &mention.reading {
        Reading::Number(number) if !dates.iter().any(|date| date.overlaps(mention.span)) => Some((mention, number)),
        _ => None,
    })
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    quantities: Vec<Quantity>,
}

#[derive(Deserialize)]
struct Quantity {
    change: String,
    value: String,
}

/// Values, and values with their bound. Where the set's convention is another than ours, it is translated:
/// - A range is the value of both ends. So is a change for the set, "from 20 in May to 29", "to 29 from 20", where we read
///   two figures ([`join_changes`]).
/// - A fraction in words is a part of one, not a share.
/// - "Up" and "down" are trends, told by a verb, and stand in the place of a bound: where the set tells one, it tells no
///   bound, and any of ours passes. Signs that tell a trend ("-1.3") count without the sign.
/// - "About" before a range bounds it for the set; for us a range has its ends.
/// - What a bracket converts, "more than 100 kilometers (60 miles)", is bounded as what stands before it; with us a bound
///   holds for the figure beside it ([`convert_bounds`]).
/// - Four digits that may be a year are one, wherever they stand ("the 2019 review", "Euro 2020").
/// - The text has lost its pound signs: "PS6m".
pub(super) fn score_newsquant(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("measure-newsquant")?;
    let text = std::fs::read_to_string(folder.join("NewsQuant.dev.json"))?;
    let sentences: Vec<Sentence> = serde_json::from_str(&text)?;
    let (mut value, mut bound, mut told, mut asked) = (0, 0, 0, 0);
    for sentence in &sentences {
        let text = with_pound_signs(&sentence.text);
        let (_, _, mentions) = read(bench, "en", &text)?;
        let mut found: Vec<Quoted> = mentions_of_numbers(&mentions)
            .filter(|(mention, number)| !bare_year(mention.span.of(&text), number))
            .map(|(mention, number)| quantity_of(mention, number))
            .collect();
        convert_bounds(&text, &mut found);
        join_changes(&text, &mut found);
        let numbers: Vec<(Vec<f64>, &str)> = found.iter().map(|one| (one.values.clone(), one.change)).collect();
        told += found.len();
        asked += sentence.quantities.len();
        // With the right bound first, so that of two equal values each meets its own.
        let mut rest: Vec<&Quantity> = Vec::new();
        for quantity in &sentence.quantities {
            let wanted = values(&quantity.value);
            let trend = matches!(quantity.change.as_str(), "up" | "down");
            let meets = |one: &Quoted| same_values(&one.values, &wanted) && (trend || one.change == quantity.change);
            if let Some(at) = found.iter().position(meets) {
                found.remove(at);
                value += 1;
                bound += 1;
            } else {
                rest.push(quantity);
            }
        }
        for quantity in rest {
            let at = found.iter().position(|one| same_values(&one.values, &values(&quantity.value)));
            let read = at.map(|at| found.remove(at)).map(|one| (one.values, one.change));
            value += usize::from(read.is_some());
            bench.tell(|| {
                let Quantity { change, value } = quantity;
                format!("newsquant: {change} {value} read as {read:?} of {numbers:?} in {}", sentence.text)
            });
        }
        for spare in found {
            bench.tell(|| format!("newsquant: {:?} is none of theirs in {}", spare.values, sentence.text));
        }
    }
    let row = |measure: &str, right, wanted| Row {
        set: "measure-newsquant",
        measure: measure.to_owned(),
        lang: "en".to_owned(),
        reached: f1(right, told, asked),
        wanted: Some(wanted),
        of: asked,
    };
    Ok(vec![row("value F1", value, 0.93), row("value and bound F1", bound, 0.90)])
}

/// A figure as the set writes it.
struct Quoted {
    whole: Span,
    values: Vec<f64>,
    change: &'static str,
}

/// "1.0-1.5" to both, "-1.3" to 1.3.
fn values(written: &str) -> Vec<f64> {
    written.split('-').filter_map(|part| part.trim().parse().ok()).collect()
}

/// The same values; those of a change in either order.
fn same_values(read: &[f64], wanted: &[f64]) -> bool {
    let same = |a: f64, b: f64| (a.abs() - b).abs() <= 1e-3_f64.max(1e-9 * b.abs());
    match (read, wanted) {
        ([a, b], [c, d]) => same(*a, *c) && same(*b, *d) || same(*a, *d) && same(*b, *c),
        ([a], [b]) => same(*a, *b),
        _ => false,
    }
}

fn quantity_of(mention: &Mention, number: &Number) -> Quoted {
    let change = match number.modifier {
        Modifier::Range if mention.rule.split(' ').any(|rule| rule.contains("/about")) => "~",
        Modifier::Equal | Modifier::Range | Modifier::Vague => "=",
        Modifier::About | Modifier::Nearly => "~",
        Modifier::AtLeast | Modifier::MoreThan => ">",
        Modifier::AtMost | Modifier::LessThan => "<",
    };
    let ends = [number.bounds.lower, number.bounds.upper];
    let values = match number.value {
        Some(value) => vec![value.to_f64()],
        None => ends.into_iter().flatten().map(firsthand::model::Amount::to_f64).collect(),
    };
    let fraction = number.unit == Some(NumberUnit::Percent) && is_fraction(&mention.rule);
    let values = values.into_iter().map(|value| if fraction { value / 100.0 } else { value }).collect();
    Quoted { whole: number.whole, values, change }
}

/// The figure in a bracket right behind another takes its bound, if it has none.
fn convert_bounds(text: &str, found: &mut [Quoted]) {
    const LONGEST: usize = 25;
    for at in 1..found.len() {
        let (before, here) = (&found[at - 1], &found[at]);
        let between = text.get(before.whole.end..here.whole.start).unwrap_or("");
        let opens = between.trim_end().ends_with('(') && !between.contains([',', ';', '.', ')']);
        let goes_on = between.trim_end().ends_with('/') && text[..before.whole.start].trim_end().ends_with('(');
        if (opens || goes_on) && between.len() <= LONGEST && here.change == "=" && matches!(before.change, ">" | "<") {
            found[at].change = found[at - 1].change;
        }
    }
}

/// "From 20 in May to 29", "to 29 lots from 20 lots": two figures side by side that are one change.
fn join_changes(text: &str, found: &mut Vec<Quoted>) {
    const LONGEST: usize = 40;
    let ends = |text: &str, word: &str| {
        text.trim_end_matches(' ').strip_suffix(word).is_some_and(|front| front.is_empty() || front.ends_with(' '))
    };
    let mut at = 0;
    while at + 1 < found.len() {
        let (first, second) = (&found[at], &found[at + 1]);
        let before = text.get(..first.whole.start).unwrap_or("");
        let between = text.get(first.whole.end..second.whole.start).unwrap_or(",");
        let close = between.len() <= LONGEST && !between.contains([',', ';', '(']);
        let change = ends(before, "from") && (ends(between, "to") || ends(between, "up to"))
            || ends(before, "to") && ends(between, "from");
        if close && change && first.values.len() == 1 && second.values.len() == 1 {
            let second = found.remove(at + 1);
            found[at].whole = found[at].whole.join(second.whole);
            found[at].values.extend(second.values);
        }
        at += 1;
    }
}

/// "PS6m" and "PS8.1bn" with their sign.
fn with_pound_signs(text: &str) -> String {
    let mut parts = text.split("PS");
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let pound = part.starts_with(|c: char| c.is_ascii_digit()) && !out.ends_with(char::is_alphanumeric);
        out.push_str(if pound { "£" } else { "PS" });
        out.push_str(part);
    }
    out
}

/// Four digits by themselves that may be a year.
fn bare_year(figure: &str, number: &Number) -> bool {
    number.unit.is_none() && number.modifier == Modifier::Equal && year(figure)
}

#[derive(Deserialize)]
struct PudSentence {
    lang: String,
    text: String,
    figures: Vec<PudFigure>,
}

#[derive(Deserialize)]
struct PudFigure {
    num: String,
    start: usize,
    end: usize,
    #[serde(default)]
    head: Option<String>,
    #[serde(default)]
    head_upos: Option<String>,
    counted: bool,
}

/// Numbers in digits with the set's own value: a number, date or label mention covers them, and a number has the value
/// that its digits say. Multipliers behind ("221 Milliarden") are the set's heads: they count as read where our value is
/// the digits' times a power of ten. And the counted noun: the head stands in the noun phrase that was read behind (or
/// before) the figure, or is its unit.
pub(super) fn score_pud(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("figures-pud5")?;
    let sentences: Vec<PudSentence> = read_lines(&folder.join("figures.jsonl"))?;
    let mut digits: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut heads: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for sentence in &sentences {
        let figures: Vec<&PudFigure> =
            sentence.figures.iter().filter(|figure| figure.num.starts_with(|c: char| c.is_ascii_digit())).collect();
        if figures.is_empty() {
            continue;
        }
        let (report, tokens, mentions) = read(bench, &sentence.lang, &sentence.text)?;
        let pack = bench.res.packs.of(&report.lang);
        let points = CodePoints::new(&report.text);
        let traces = trace_figures(pack, &report, &tokens, &mentions);
        for figure in figures {
            let covers = |span: Span| {
                let (start, end) = points.of(span);
                start <= figure.start && figure.end <= end
            };
            let over: Vec<&Mention> = mentions.iter().filter(|mention| covers(mention.span)).collect();
            let right = over.iter().any(|mention| match &mention.reading {
                Reading::Number(number) => says(number, &figure.num),
                Reading::Timex(timex) => timex.value.contains(figure.num.trim_start_matches('0')),
                _ => false,
            });
            if !right {
                let read: Vec<String> = over.iter().map(|one| format!("{:?}", one.reading)).collect();
                bench.tell(|| format!("pud {}: {} read as {read:?} in {}", sentence.lang, figure.num, sentence.text));
            }
            let count = digits.entry(sentence.lang.clone()).or_default();
            *count = (count.0 + usize::from(right), count.1 + 1);
            let Some(head) = figure.head.as_deref().filter(|_| figure.counted) else { continue };
            // Years and days are heads of dates for us.
            let number = over.iter().find_map(|mention| match &mention.reading {
                Reading::Number(number) => Some((mention.span, number)),
                _ => None,
            });
            let dated = over.iter().any(|mention| matches!(mention.reading, Reading::Timex(_)));
            let named = number.is_some_and(|(span, number)| {
                // Head words that our reading keeps in the figure itself: multipliers, units, currencies.
                let whole = number.whole.of(&report.text);
                let trace = traces.iter().find(|trace| trace.span == span);
                let noun = trace.and_then(|trace| trace.noun).map_or("", |noun| noun.of(&report.text));
                whole.contains(head)
                    || noun.contains(head)
                    || figure.head_upos.as_deref() == Some("SYM") && number.unit.is_some()
            });
            let right = named || dated;
            if !right {
                let noun = number.and_then(|(span, _)| traces.iter().find(|trace| trace.span == span)?.noun);
                let noun = noun.map(|noun| noun.of(&report.text).to_owned());
                bench.tell(|| {
                    let (lang, text) = (&sentence.lang, &sentence.text);
                    format!("pud-head {lang}: {} counts {head}, read {noun:?} in {text}", figure.num)
                });
            }
            let count = heads.entry(sentence.lang.clone()).or_default();
            *count = (count.0 + usize::from(right), count.1 + 1);
        }
    }
    let rows = |measure: &'static str, wanted, counts: BTreeMap<String, (usize, usize)>| {
        counts.into_iter().map(move |(lang, (right, of))| Row {
            set: "figures-pud5",
            measure: measure.to_owned(),
            lang,
            reached: ratio(right, of),
            wanted: Some(wanted),
            of,
        })
    };
    Ok(rows("digits read", 0.97, digits).chain(rows("counted noun's head", 0.85, heads)).collect())
}

/// Whether a number says what these digits say, perhaps times a power of ten that a word behind them adds.
fn says(number: &Number, digits: &str) -> bool {
    let ends = [number.value, number.bounds.lower, number.bounds.upper];
    let plain: Vec<f64> = spellings(digits);
    ends.into_iter().flatten().map(firsthand::model::Amount::to_f64).any(|value| {
        plain.iter().any(|wanted| {
            [1.0, 1e3, 1e6, 1e9, 1e12]
                .iter()
                .any(|factor| (value - wanted * factor).abs() <= 1e-3_f64.max(value * 1e-9))
        })
    })
}

/// What digits with marks may mean: the mark groups, or is the decimal mark.
fn spellings(digits: &str) -> Vec<f64> {
    let grouped: String = digits.chars().filter(char::is_ascii_digit).collect();
    let decimal = digits.replace(' ', "").replace(',', ".");
    [grouped, decimal].iter().filter_map(|text| text.parse().ok()).collect()
}

/// NUMBER spans, exact. The set's spans hold modifiers ("около 50"); years, percent, money, ages and ordinals are of
/// other types; a unit of measure is part of the span.
pub(super) fn score_nerel(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("entities-nerel-ru")?;
    let (mut right, mut told, mut asked) = (0, 0, 0);
    let mut texts = Vec::new();
    list(&folder, &mut texts)?;
    texts.sort();
    for path in texts {
        let text = std::fs::read_to_string(&path)?;
        let annotated = std::fs::read_to_string(path.with_extension("ann"))?;
        let spans = |kinds: &[&str]| -> Vec<(usize, usize)> {
            annotated
                .lines()
                .filter_map(|line| {
                    let mut fields = line.split('\t');
                    let _ = fields.next().filter(|id| id.starts_with('T'))?;
                    let mut place = fields.next()?.split(' ');
                    let kind = place.next()?;
                    let start = place.next()?.parse().ok()?;
                    let end = place.next_back()?.parse().ok()?;
                    kinds.contains(&kind).then_some((start, end))
                })
                .collect()
        };
        let gold = spans(&["NUMBER"]);
        let (report, tokens, mentions) = read(bench, "ru", &text)?;
        let points = CodePoints::new(&report.text);
        // Numbers of years, hours, kilometres: the set has types of its own for ages, dates and times.
        let pack = bench.res.packs.of(&report.lang);
        let rejected: std::collections::BTreeSet<Span> = trace_figures(pack, &report, &tokens, &mentions)
            .into_iter()
            .filter(|trace| trace.counts.as_ref().is_err_and(|why| why.contains("never claims")))
            .map(|trace| trace.span)
            .collect();
        let spans_of_time: Vec<Span> = mentions
            .iter()
            .filter(|mention| matches!(mention.reading, Reading::Timex(_)))
            .map(|mention| mention.span)
            .collect();
        let found: Vec<(usize, usize)> = numbers(&mentions)
            .filter(|(span, number)| {
                let timed = spans_of_time.iter().any(|time| time.overlaps(*span));
                let other = timed || rejected.contains(span) || year(span.of(&report.text));
                number.unit.is_none() && !number.zero && (!other || measure(&report.text, number.whole).is_some())
            })
            .map(|(_, number)| points.of(measure(&report.text, number.whole).unwrap_or(number.whole)))
            .collect();
        told += found.len();
        asked += gold.len();
        right += gold.iter().filter(|span| found.contains(span)).count();
        let cut = |(start, end): (usize, usize)| -> String {
            report
                .text
                .chars()
                .skip(start.saturating_sub(15))
                .take(end - start + 40)
                .collect::<String>()
                .replace('\n', " ")
        };
        for span in gold.iter().filter(|span| !found.contains(span)) {
            bench.tell(|| format!("nerel missed: ...{}", cut(*span)));
        }
        for span in found.iter().filter(|span| !gold.contains(span)) {
            bench.tell(|| format!("nerel false: ...{}", cut(*span)));
        }
    }
    let reached = f1(right, told, asked);
    let measure = "NUMBER span F1".to_owned();
    Ok(vec![Row { set: "entities-nerel-ru", measure, lang: "ru".into(), reached, wanted: Some(0.85), of: asked }])
}

/// Four digits that the set takes for a year, wherever they stand.
fn year(figure: &str) -> bool {
    figure.len() == 4 && figure.parse().is_ok_and(|year: u32| (1500..2100).contains(&year))
}

/// The figure with the unit of measure behind it ("60 км"), which the set keeps in the span of the number.
fn measure(text: &str, whole: Span) -> Option<Span> {
    const NAMES: [&str; 12] = [
        "километр",
        "метр",
        "сантиметр",
        "миллиметр",
        "тонн",
        "килограмм",
        "грамм",
        "градус",
        "узл",
        "ватт",
        "литр",
        "гектар",
    ];
    const SHORT: [&str; 14] = ["км", "м", "см", "мм", "кг", "г", "т", "га", "л", "кв", "кВт", "МВт", "км/ч", "раз"];
    let tail = text.get(whole.end..)?;
    let word = tail.trim_start_matches([' ', '\u{A0}']);
    let blank = tail.len() - word.len();
    let length = word.find(|c: char| !c.is_alphabetic() && c != '/').unwrap_or(word.len());
    let word = &word[..length];
    let known = NAMES.iter().any(|name| word.starts_with(name)) || SHORT.contains(&word) || word == "раза";
    known.then(|| Span::new(whole.start, whole.end + blank + length))
}

fn list(folder: &Path, texts: &mut Vec<std::path::PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, texts)?;
        } else if path.extension().is_some_and(|ending| ending == "txt") && path.with_extension("ann").exists() {
            texts.push(path);
        }
    }
    Ok(())
}
