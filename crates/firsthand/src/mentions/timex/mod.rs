//! When does the text say? Dates, times and lengths of time, resolved against the dateline, the publication or a day
//! named before. Not here: which event a time belongs to.

mod parse;
mod resolve;

use crate::model::{Anchor, BlockKind, Mention, Reading, Report, TimeBound, Timex, Tokens};
use crate::pack::Pack;
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
    /// Paragraph in which the focus was set.
    paragraph: usize,
}

/// How many paragraphs a named day is remembered for a bare "in the morning". Three on the first case's pages: reports
/// write one sentence a paragraph; a longer memory joins other episodes.
const FOCUS_PARAGRAPHS: usize = 4;

/// All time expressions of a report, in the order of the text, none inside another.
pub(super) fn find_timexes(pack: &Pack, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let reader = Reader { rules: &pack.time, text: &report.text, tokens: &tokens.tokens };
    let mut days = Days { now: report.published.as_ref().map(|published| published.date()), ..Days::default() };
    days.anchor = if days.now.is_some() { Anchor::Published } else { Anchor::None };
    if let Some(day) = find_dateline(&reader, tokens, days.now) {
        days.now = Some(day);
        days.anchor = Anchor::Dateline;
    }
    let mut mentions = Vec::new();
    for sentence in &tokens.sentences {
        if sentence.paragraph > days.paragraph + FOCUS_PARAGRAPHS {
            days.focus = None;
        }
        let mut at = sentence.first;
        while at < sentence.last {
            let Some(draft) = reader.read(at, sentence.first, sentence.last) else {
                at += 1;
                continue;
            };
            let bound = reader.bound_before(at, sentence.first);
            let future = reader.is_future(at, draft.end, sentence.first, sentence.last);
            let context = Context { now: days.now, anchor: days.anchor, focus: days.focus, year: days.year, future };
            let timex = context.resolve(&draft, bound);
            remember(&mut days, &draft, &timex, sentence.paragraph, sentence.kind);
            let span = tokens.tokens[at].span.join(tokens.tokens[draft.end - 1].span);
            let rule =
                pack.time.lexicon.rules().get(draft.rule).map_or_else(|| "time/digits".into(), |r| r.name.clone());
            at = draft.end;
            mentions.push(Mention { span, rule, reading: Reading::Timex(timex) });
        }
    }
    mentions
}

fn remember(days: &mut Days, draft: &Draft, timex: &Timex, paragraph: usize, kind: BlockKind) {
    if let What::Date { year: Some(year), .. } = draft.what {
        days.year = Some(year);
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
            let year = year.or(published.map(|date| date.year()))?;
            let date = Date::new(year, month, day).ok()?;
            return match published {
                None => Some(date),
                Some(published) => {
                    let gap = date.until(published).map_or(i32::MAX, |span| span.get_days());
                    (0..=3).contains(&gap).then_some(date)
                }
            };
        }
    }
    None
}
