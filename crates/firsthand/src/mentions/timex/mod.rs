//! When does the text say? Dates, times and lengths of time, resolved against the dateline, the publication or a day
//! named before. Not here: which event a time belongs to.

mod parse;
mod resolve;

use crate::model::{
    Anchor, BlockKind, FETCHED_LATE, Mention, Period, Published, Reading, Report, TimeBound, Timex, TimexKind, Tokens,
};
use crate::pack::{Pack, TimeUnit};
use jiff::civil::Date;
use parse::{Draft, Reader, What};
use resolve::Context;

/// The days that relative words may count from.
#[derive(Debug, Clone, Copy, Default)]
struct Days {
    /// The dateline's day, else that of the publication.
    now: Option<Date>,
    /// Which of the two.
    anchor: Anchor,
    /// The nearest day named before.
    focus: Option<Date>,
    /// Year of the nearest date that was written with one.
    year: Option<i16>,
    /// Year and number of the last quarter named.
    quarter: Option<(i64, i64)>,
    /// End of the sentence behind the one in which the focus was set.
    told: usize,
    /// Paragraph in which the focus was set.
    paragraph: usize,
}

/// How many paragraphs a named day is remembered for a bare "in the morning". Three on the first case's pages: reports
/// write one sentence a paragraph; a longer memory joins other episodes.
const FOCUS_PARAGRAPHS: usize = 4;

/// How many tokens behind its sentence a named day is still the one of a bare clock time, where the tale goes on: about
/// a sentence. A list of events begins anew with each entry.
const SENTENCE: usize = 30;

/// All time expressions of a report, in the order of the text, none inside another.
pub(super) fn find_timexes(pack: &Pack, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let reader = Reader { rules: &pack.time, text: &report.text, tokens: &tokens.tokens };
    let mut days = Days { now: report.written_day(), ..Days::default() };
    days.anchor = if days.now.is_some() { Anchor::Published } else { Anchor::None };
    if let Some(day) = find_dateline(&reader, tokens, days.now) {
        days.now = Some(day);
        days.anchor = Anchor::Dateline;
    }
    let now = days.now.filter(|_| days.anchor == Anchor::Published);
    let mut minute = report.published.as_ref().filter(|published| now == Some(published.date())).and_then(minute_of);
    let mut mentions = Vec::new();
    let mut entry = 0;
    for sentence in &tokens.sentences {
        // An entry of a live page is a text of its own: its words count from its own time, and no day is carried into it.
        while let Some(update) = report.updates.get(entry).filter(|update| update.from < sentence.span.end) {
            days = Days { now: Some(update.published.date()), anchor: Anchor::Published, ..Days::default() };
            minute = minute_of(&update.published);
            entry += 1;
        }
        if sentence.paragraph > days.paragraph + FOCUS_PARAGRAPHS {
            days.focus = None;
        }
        let mut at = sentence.first;
        let (mut listed, mut recurs) = (None, false);
        while at < sentence.last {
            let Some(draft) = reader.read(at, sentence.first, sentence.last) else {
                at += 1;
                continue;
            };
            let bound = draft.bound.unwrap_or_else(|| reader.bound_before(at, sentence.first));
            let told = reader.is_future(at, draft.end, sentence.first, sentence.last);
            let (future, past) = (told == Some(true), told == Some(false));
            let Days { now, anchor, focus, year, quarter, .. } = days;
            let far = sentence.first > days.told + if past { SENTENCE } else { 0 };
            let next_is_week = pack.time.next_is_week;
            let context = Context { now, anchor, focus, year, quarter, future, past, minute, far, next_is_week };
            let mut timex = context.resolve(&draft, bound);
            if recurs && draft.what == What::Clock {
                resolve::free_clock(&mut timex);
            }
            // "On 3 and 4 May from 10 to 18": the times are of both days.
            let day = matches!(draft.what, What::Date { day: Some(_), .. });
            recurs |= timex.kind == TimexKind::Set || day && listed.is_some_and(|end| reader.lists_on(end, at));
            listed = day.then_some(draft.end);
            let focus = days.focus;
            remember(&mut days, &draft, &timex, sentence.paragraph, sentence.kind);
            // A clock time alone carries its day on in a tale; in a programme of what is to come each entry has its own.
            let ahead = days.focus.zip(days.now).is_some_and(|(focus, now)| focus > now);
            let alone = matches!(draft.what, What::Clock | What::Part { .. }) && !past && ahead;
            if days.focus != focus || !alone && focus == timex.period.and_then(|period| period.single_day()) {
                days.told = sentence.last;
            }
            let span = tokens.tokens[at].span.join(tokens.tokens[draft.end - 1].span);
            let rule =
                pack.time.lexicon.rules().get(draft.rule).map_or_else(|| "time/digits".into(), |r| r.name.clone());
            at = draft.end;
            mentions.push(Mention { span, rule, reading: Reading::Timex(timex) });
        }
    }
    if days.now.is_none() {
        lend_year(&mut mentions);
    }
    mentions
}

/// "2022-09-21T20:15": the minute of the day, in the writer's own offset.
fn minute_of(published: &Published) -> Option<i64> {
    let written = published.to_string();
    let (hour, minute) = written.get(11..16)?.split_once(':')?;
    Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
}

/// An undated text whose dates, two or more, are all of one year means that year by "on 28 December" before them too.
fn lend_year(mentions: &mut [Mention]) {
    let timex = |mention: &Mention| match &mention.reading {
        Reading::Timex(timex) => Some(timex.clone()),
        _ => None,
    };
    let mut years = mentions.iter().filter_map(timex).filter_map(|timex| {
        let period = timex.period.filter(|_| timex.anchor == Anchor::Explicit)?;
        (period.from.year == period.to.year && period.from.month.is_some()).then_some(period.from.year)
    });
    let Some(year) = years.next() else { return };
    let others: Vec<i16> = years.collect();
    if others.is_empty() || others.iter().any(|other| *other != year) {
        return;
    }
    for mention in mentions {
        let Reading::Timex(timex) = &mut mention.reading else { continue };
        let Some((month, day)) = timex.value.strip_prefix("XXXX-").and_then(|rest| rest.split_once('-')) else {
            continue;
        };
        let day = month.parse().ok().zip(day.parse().ok()).and_then(|(month, day)| Date::new(year, month, day).ok());
        if let Some(day) = day.filter(|_| timex.kind == TimexKind::Date && timex.period.is_none()) {
            timex.period = Some(Period::day(day));
            timex.value = day.to_string();
            timex.anchor = Anchor::Text;
        }
    }
}

fn remember(days: &mut Days, draft: &Draft, timex: &Timex, paragraph: usize, kind: BlockKind) {
    // Of an undated text only dates with a year lend it to others: "born in 1975" tells nothing of "20 May".
    if let What::Date { year: Some(year), month, .. } = draft.what
        && (days.now.is_some() || month.is_some())
    {
        days.year = Some(year);
    }
    let quarterly = matches!(draft.what, What::Quarter { .. } | What::QuarterOf { .. })
        || matches!(draft.what, What::Unit { unit: TimeUnit::Quarter, .. });
    if matches!(draft.what, What::Duration { count: Some(6..), unit: TimeUnit::Month }) {
        // "In the first nine months": what follows compares years.
        days.quarter = None;
    }
    if quarterly && let Some((year, quarter)) = timex.value.split_once("-Q") {
        days.quarter = year.parse().ok().zip(quarter.parse().ok());
    }
    if matches!(kind, BlockKind::Caption | BlockKind::Credit | BlockKind::Teaser | BlockKind::Navigation) {
        return;
    }
    let Some(day) = timex.period.and_then(|period| period.single_day()) else { return };
    if timex.anchor != Anchor::None && timex.bound != TimeBound::Since {
        days.focus = Some(day);
        days.paragraph = paragraph;
    }
}

/// The date with which a text opens: a stamp above the lead, or one after the place ("MOSCOW, Sept 21"). A date further
/// in is part of the story, and one far from the publication is what the story looks back on.
fn find_dateline(reader: &Reader, tokens: &Tokens, published: Option<Date>) -> Option<Date> {
    for sentence in tokens.sentences.iter().take_while(|sentence| sentence.paragraph < 3) {
        let opening = sentence.last.min(sentence.first + 8);
        for at in sentence.first..opening {
            let Some(draft) = reader.read(at, sentence.first, sentence.last) else { continue };
            let What::Date { year, month: Some(month), day: Some(day), to_day: None } = draft.what else { break };
            let short = sentence.last - sentence.first <= 14;
            let stamped = at == sentence.first || short || reader.is_dash(draft.end, sentence.last);
            if !stamped || (year.is_none() && !reader.is_dash(draft.end, sentence.last)) {
                break;
            }
            let draft_has_year = year.is_some();
            let year = year.or(published.map(|date| date.year()))?;
            let date = Date::new(year, month, day).ok()?;
            return match published {
                None => Some(date),
                Some(published) => {
                    let gap = date.until(published).map_or(i32::MAX, |span| span.get_days());
                    // A full date on a line of its own is a stamp, "Updated: 26 January 2015", however late the page was
                    // fetched.
                    let alone = at <= sentence.first + 2 && draft.end + 4 >= sentence.last;
                    let led = at > sentence.first && reader.is_colon(at - 1);
                    let most = match (alone && draft_has_year, led || draft.end + 1 >= sentence.last) {
                        (true, true) => FETCHED_LATE,
                        (true, false) => 366,
                        _ => 3,
                    };
                    (0..=most).contains(&gap).then_some(date)
                }
            };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::model::{Anchor, Lang, Reading, Report, TimeBound, Timex};
    use crate::pack::{Pack, Packs, tokenize_report};

    fn read(pack: &Pack, published: Option<&str>, text: &str) -> Vec<(String, Timex)> {
        let report = Report {
            published: published.map(|published| published.parse().unwrap()),
            ..Report::plain(pack.lang.code(), text)
        };
        let tokens = tokenize_report(pack, &report);
        super::find_timexes(pack, &report, &tokens)
            .into_iter()
            .map(|mention| match mention.reading {
                Reading::Timex(timex) => (mention.span.of(text).to_owned(), timex),
                other => panic!("no timex: {other:?}"),
            })
            .collect()
    }

    #[test]
    fn anchors_and_bounds_are_told() {
        let packs = Packs::embedded().unwrap();
        let pack = packs.of(&Lang("en".into()));
        let unanchored = read(pack, None, "Hundreds were held on Wednesday.");
        assert_eq!((unanchored[0].1.value.as_str(), unanchored[0].1.period), ("XXXX-WXX-3", None));
        let dated = read(pack, Some("2022-09-23"), "MOSCOW, Sept 21 - Hundreds were held on Wednesday.");
        assert_eq!(dated[1].1.anchor, Anchor::Dateline);
        assert_eq!(dated[1].1.value, "2022-09-21");
        let bounded = read(pack, Some("2022-09-22"), "By Wednesday 300 and since Monday 700 were held.");
        assert_eq!(bounded[0].1.bound, TimeBound::By);
        assert_eq!(bounded[1].1.bound, TimeBound::Since);
        assert_eq!(bounded[1].1.period.map(|period| period.to_string()).as_deref(), Some("2022-09-19/2022-09-22"));
        let late = read(pack, Some("2022-09-22"), "It began in late August.");
        assert_eq!(late[0].1.period.map(|period| period.to_string()).as_deref(), Some("2022-08-21/2022-08-31"));
    }

    #[test]
    fn odd_texts_do_no_harm() {
        let packs = Packs::embedded().unwrap();
        for pack in packs.iter() {
            for text in [
                "",
                ".",
                "-",
                "31 February 2022",
                "99/99/9999",
                "in 9999 days",
                "9999 years ago",
                "0000-00-00",
                "12h",
                "the 3rd",
                "next",
                "il y a",
            ] {
                read(pack, Some("2022-09-22"), text);
                read(pack, None, text);
            }
            // Times that lead to times: each is read once, however many follow.
            for text in
                ["at 3 pm Monday ", "a las 3 de la tarde lunes ", "3, 4 and ", "Monday to ", "1. - ", "10:30 - "]
            {
                read(pack, Some("2022-09-22T10:00:00Z"), &text.repeat(400));
            }
        }
    }

    #[test]
    fn an_undated_text_of_one_year_lends_it() {
        let packs = Packs::embedded().unwrap();
        let pack = packs.of(&Lang("en".into()));
        let told = |last: &str| {
            let text = format!(
                "The office bought flats and a yard for its workers on 28 December. It had asked the council for them on \
                 3 May 2011 and after long talks in the town hall also on 4 June {last}."
            );
            read(pack, None, &text)[0].1.clone()
        };
        assert_eq!(told("2011").value, "2011-12-28");
        assert_eq!(told("2012").period, None);
        let born = "The man was born in 1975. On 20 May he wrote again.";
        assert_eq!(read(pack, None, born)[1].1.period, None);
    }
}
