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

/// The mentions of a text; labels ("No. 7") are none here, where a set knows none.
fn read(bench: &Bench<'_>, lang: &str, text: &str) -> Result<(Report, Tokens, Vec<Mention>)> {
    let (report, tokens, mut mentions) = read_with_labels(bench, lang, text)?;
    mentions.retain(|mention| !matches!(&mention.reading, Reading::Number(number) if number.label));
    Ok((report, tokens, mentions))
}

fn read_with_labels(bench: &Bench<'_>, lang: &str, text: &str) -> Result<(Report, Tokens, Vec<Mention>)> {
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
/// that its digits say, be it a count or a label ("No. 96"). An ending or point of an ordinal ("21.", "1er") is no part of
/// the digits of a date. Multipliers behind ("221 Milliarden") are the set's heads: they count as read where our value is
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
        let (report, tokens, mentions) = read_with_labels(bench, &sentence.lang, &sentence.text)?;
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
                Reading::Timex(timex) => timex.value.contains(date_digits(&figure.num)),
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

/// The digits that a date must hold: without a nought before and an ordinal's ending behind.
fn date_digits(written: &str) -> &str {
    written.trim_start_matches('0').trim_end_matches(|c: char| !c.is_ascii_digit())
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

/// NUMBER spans, exact. What the set marks otherwise than we do is translated, by rules of its own that hold throughout:
///
/// - Years, ages, dates, times and lengths of time, percent, money and the numbers of articles, houses and schools are of
///   other types there, be they ours or not: a number of time units is none, nor are those it is joined to ("30, 20 and 19
///   years"), nor four digits that may be a year, nor ordinals in bare digits. A label counts where it is part of a score.
/// - The span holds a modifier of amount ("около 50", "более 20"), and none that says that one knows no more ("по меньшей
///   мере", "как минимум") or that something grew ("выросло до 13"); of "более чем в 120" the number alone. The two ends of
///   "от 2 до 7" are two numbers.
/// - A unit of length, area, mass is part of the span, and two measures in a row are one ("8 метров 6 сантиметров");
///   "раз" is part of it where something is so many times more ("в три раза"), not where it happened so many times.
/// - "Один из" and "ещё один" are pronouns there, so is "ни один"; halves and thirds are numbers.
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
        let (report, _, mentions) = read_with_labels(bench, "ru", &text)?;
        let points = CodePoints::new(&report.text);
        let times: Vec<Span> = mentions
            .iter()
            .filter(|mention| matches!(mention.reading, Reading::Timex(_)))
            .map(|mention| mention.span)
            .collect();
        let numbers: Vec<(Span, &Number)> = numbers(&mentions).collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        // Backwards, since a list of ages or years is told by its last.
        let (mut timed_from, mut measured_from) = (usize::MAX, usize::MAX);
        for (span, number) in numbers.into_iter().rev() {
            let behind = &report.text[number.whole.end..];
            let joined = report.text.get(number.whole.end..timed_from).is_some_and(is_joint);
            let of_time = is_time_unit(behind) || joined || times.iter().any(|time| time.overlaps(span));
            if of_time {
                timed_from = number.whole.start;
                continue;
            }
            let share = number.unit == Some(NumberUnit::Percent);
            let money = number.unit.is_some() && (!share || number.whole.of(&report.text).contains("процент"));
            let money = money || share && number.digits;
            let label = number.label && &*mention_rule(&mentions, span) != "score";
            if money || label || number.zero || is_other(&report.text, span, number) || is_pronoun(&report.text, span) {
                continue;
            }
            for part in theirs(&report.text, span, number) {
                let measured = measure(&report.text, part);
                let part = measured.unwrap_or(part);
                // "8 метров 6 сантиметров"
                let whole = match found.last_mut() {
                    Some(last)
                        if measured.is_some() && report.text[part.end..].starts_with([' ', '\u{A0}']) && {
                            measured_from == part.end + report.text[part.end..].chars().next().map_or(0, char::len_utf8)
                        } =>
                    {
                        last.0 = points.of(part).0;
                        None
                    }
                    _ => Some(points.of(part)),
                };
                found.extend(whole);
                measured_from = if measured.is_some() { part.start } else { usize::MAX };
            }
        }
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
            bench.tell(|| format!("nerel missed: ...{} @{}:{}-{}", cut(*span), path.display(), span.0, span.1));
        }
        for span in found.iter().filter(|span| !gold.contains(span)) {
            bench.tell(|| format!("nerel false: ...{} @{}:{}-{}", cut(*span), path.display(), span.0, span.1));
        }
    }
    let reached = f1(right, told, asked);
    let measure = "NUMBER span F1".to_owned();
    Ok(vec![Row { set: "entities-nerel-ru", measure, lang: "ru".into(), reached, wanted: Some(0.85), of: asked }])
}

/// The rule that read the number there.
fn mention_rule(mentions: &[Mention], span: Span) -> std::sync::Arc<str> {
    let number = mentions.iter().find(|one| one.span == span && matches!(one.reading, Reading::Number(_)));
    number.map_or_else(|| "".into(), |mention| mention.rule.clone())
}

/// Digits of a type of its own: a year, an ordinal written bare ("на 24 месте", a number before a paragraph), a time
/// with a point ("в 18.30"), a part of a date or code in digits.
fn is_other(text: &str, span: Span, number: &Number) -> bool {
    if !number.digits {
        return false;
    }
    let figure = span.of(text);
    let short = figure.len() <= 2 && number.modifier == Modifier::Equal;
    let behind = text[span.end..].strip_prefix('.').unwrap_or(&text[span.end..]);
    let behind = behind.strip_prefix([' ', '\u{A0}']).unwrap_or_default();
    let before = text[..span.start].trim_end_matches([' ', '\u{A0}']);
    let paragraph = short && behind.starts_with(char::is_uppercase);
    let place = ["место ", "месте ", "статье", "статья", "главе", "туре", "класса"];
    let ordinal = number.modifier == Modifier::Equal && place.iter().any(|word| behind.starts_with(word));
    let point = figure.split_once('.').is_some_and(|(hour, minute)| {
        minute.len() == 2 && minute < "60" && hour.parse().is_ok_and(|hour: u8| hour < 24)
    });
    let code = text[span.end..].starts_with([' ', '\u{A0}']) && behind.starts_with(|c: char| c.is_ascii_digit())
        || before.len() < span.start && before.ends_with(|c: char| c.is_ascii_digit());
    let of_time = ["лет", "минут", "часов", "дней", "исполнилось"].iter().any(|word| before.ends_with(word));
    paragraph || ordinal || point || code || of_time || year(figure) && !is_counted_year(number, before, behind)
}

/// Whether four digits that may be a year count something: "более 1700 счетов", "скончались 1789 пациентов".
fn is_counted_year(number: &Number, before: &str, behind: &str) -> bool {
    const LEADS: [&str; 12] = ["в", "с", "к", "до", "по", "от", "и", "на", "из", "за", "года", "году"];
    let before = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let noun = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    number.modifier != Modifier::Equal
        || !LEADS.contains(&before) && noun.starts_with(char::is_lowercase) && noun.chars().count() >= 4
        || matches!(noun, "км" | "кв" | "кг" | "м")
}

/// Four digits that may be a year; two years with a dash too.
fn year(figure: &str) -> bool {
    let mut parts = figure.split(['-', '–', '—']).map(str::trim);
    parts.next().is_some_and(|part| part.len() == 4 && part.parse().is_ok_and(|year: u32| (1500..2100).contains(&year)))
}

/// Whether a length of time or an age follows: "лет", "последних дней".
fn is_time_unit(behind: &str) -> bool {
    const UNITS: [&str; 16] = [
        "год",
        "лет",
        "месяц",
        "недел",
        "дня",
        "дней",
        "день",
        "дню",
        "дням",
        "час",
        "минут",
        "секунд",
        "сут",
        "столет",
        "десятилет",
        "летн",
    ];
    const BEFORE: [&str; 5] = ["последн", "предыдущ", "следующ", "ближайш", "прошедш"];
    let behind = behind.trim_start_matches([' ', '\u{A0}', '-']);
    let behind = match BEFORE.iter().any(|word| behind.starts_with(word)) {
        true => behind.split_once(' ').map_or(behind, |(_, rest)| rest),
        false => behind,
    };
    let word = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    // "Летчик" and "часть" are other words.
    UNITS.iter().any(|unit| {
        word.strip_prefix(unit).is_some_and(|rest| rest.chars().count() <= 3 && !rest.starts_with(['т', 'ч', 'н']))
    }) || word.starts_with("летн")
        || matches!(word, "ч" | "мин" | "сек")
}

/// What joins two numbers that share a noun.
fn is_joint(between: &str) -> bool {
    matches!(between.trim_matches([' ', '\u{A0}']), "," | "и" | "или" | "-" | "–" | "—") && between.len() <= 8
}

/// "One" that the set takes for a pronoun.
fn is_pronoun(text: &str, span: Span) -> bool {
    let folded = span.of(text).to_lowercase();
    if !folded.starts_with("од") || folded.contains(' ') {
        return false;
    }
    let behind = text[span.end..].trim_start_matches([' ', '\u{A0}']);
    let before = text[..span.start].trim_end_matches([' ', '\u{A0}']);
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    behind.starts_with("из ") || matches!(&*word, "ещё" | "еще" | "как" | "ни" | "бы")
}

/// The spans that the set makes of a number with its modifier.
fn theirs(text: &str, span: Span, number: &Number) -> Vec<Span> {
    const AMOUNT: [&str; 18] = [
        "около",
        "более",
        "менее",
        "не более",
        "не менее",
        "почти",
        "свыше",
        "порядка",
        "примерно",
        "приблизительно",
        "до",
        "больше",
        "меньше",
        "не больше",
        "не меньше",
        "более чем",
        "менее чем",
        "чуть более",
    ];
    let written = span.of(text);
    // "От 2 до 7"
    if let Some((low, high)) = written.split_once(" до ") {
        let (middle, ends) = (span.start + low.len(), span.end);
        return vec![Span::new(ends - high.len(), ends), Span::new(span.start, middle)];
    }
    let modifier = text[number.whole.start..span.start].trim_end_matches([' ', '\u{A0}']).to_lowercase();
    let start = if AMOUNT.contains(&&*modifier) { number.whole.start } else { span.start };
    vec![Span::new(start, span.end)]
}

/// The figure with the unit of measure behind it ("60 км"), which the set keeps in the span of the number.
fn measure(text: &str, whole: Span) -> Option<Span> {
    const NAMES: [&str; 13] = [
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
        "кубометр",
    ];
    const SHORT: [&str; 12] = ["км", "м", "см", "мм", "кг", "т", "га", "л", "кВт", "МВт", "км/ч", "г"];
    let year = year(whole.of(text));
    let word_at = |at: usize| {
        let tail = &text[at..];
        let word = tail.trim_start_matches([' ', '\u{A0}']);
        let blank = tail.len() - word.len();
        let length = word.find(|c: char| !c.is_alphabetic() && c != '/').unwrap_or(word.len());
        (&word[..length], at + blank + length)
    };
    let (mut word, mut end) = word_at(whole.end);
    if word.starts_with("квадратн") || word.starts_with("кубическ") {
        (word, end) = word_at(end);
    } else if matches!(word, "кв" | "куб") {
        (word, end) = word_at(end + usize::from(text[end..].starts_with('.')));
    }
    // "В три раза больше": how many times more.
    let times = matches!(word, "раз" | "раза") && text[..whole.start].trim_end().ends_with(" в");
    if times {
        // The set's span begins with the preposition.
        let start = text[..whole.start].trim_end().len() - "в".len();
        return Some(Span::new(start, end));
    }
    let known = NAMES.iter().any(|name| word.starts_with(name)) || SHORT.contains(&word);
    (known && !(year && word == "г")).then(|| Span::new(whole.start, end))
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
