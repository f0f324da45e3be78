//! When a figure was counted: the time its sentence names for it, what it takes from others, and for which moments it stands.

use super::bind::Bound;
use super::frame::{Frame, Located};
use super::{Maker, Siblings};
use crate::model::{AsOf, Claim, Measure, Period, Scope, Span, TimeBound, TimePrecision, Timestamp, Timex, TimexKind};
use crate::pack::{ClaimWord, CueKind};
use jiff::civil::Date;
use std::collections::BTreeMap;

impl Maker<'_, '_> {
    /// The time expression of the figure's clause: the nearest, behind it rather than before.
    pub(super) fn time_of(&self, bound: &Bound<'_>, siblings: &Siblings<'_, '_>) -> Option<&Located<'_, Timex>> {
        let frame = self.frame;
        let figure = bound.figure.span;
        let statement = self
            .quotes
            .iter()
            .map(|(span, _)| *span)
            .filter(|span| span.contains(figure))
            .min_by_key(|span| span.len());
        frame
            .times
            .iter()
            .filter(|time| usable(time.reading).is_some())
            .filter_map(|time| {
                let after = time.first >= bound.end;
                let (a, b) = if after { (bound.end, time.first) } else { (time.last, bound.figure.first) };
                if b < a || b - a > 40 {
                    return None;
                }
                let mut cost = b - a + if after { 0 } else { 2 };
                // "Police said on Tuesday that 298 ...": the day of the saying dates no figure that another can date.
                if statement.is_some_and(|content| !content.overlaps(time.span)) {
                    cost += 15;
                }
                for at in a..b {
                    cost += match frame.mark(at) {
                        ";" | ":" | "–" | "—" => 8,
                        _ if frame.cue_at(at, CueKind::Part) => 30,
                        _ => 0,
                    };
                }
                // "The war of 2004": the year tells which war, not when the figure was counted.
                if time.first > frame.sentence.first
                    && frame.cue_at(time.first - 1, CueKind::Of)
                    && time.reading.period.is_some_and(|period| period.precision() == TimePrecision::Year)
                {
                    cost += 25;
                }
                // A time behind a later part of the whole is the part's.
                if after && siblings.after.is_some_and(|next| next.part && next.figure.first < time.first) {
                    return None;
                }
                if !after
                    && siblings.before.is_some_and(|last| last.part && !bound.part && last.figure.first > time.first)
                {
                    cost += 6;
                }
                (cost <= 40).then_some((cost, time))
            })
            .min_by_key(|(cost, time)| (*cost, time.first))
            .map(|(_, time)| time)
    }

    /// A time as the figure takes it: behind "since the war began in" it is where a running count starts.
    pub(super) fn since(&self, time: &Located<'_, Timex>, written: Option<Date>) -> (Span, Timex) {
        let (frame, mut timex) = (self.frame, time.reading.clone());
        if timex.bound == TimeBound::On
            && timex.kind == TimexKind::Date
            && let Some((period, written)) = timex.period.zip(written)
            && period.first_day() < written
            && leads_since(frame, time.first)
        {
            timex.bound = TimeBound::Since;
            timex.period = Some(Period::days(period.first_day(), written));
        }
        (time.span, timex)
    }

    pub(super) fn paragraph_time(&self) -> Option<(Period, String)> {
        let paragraph = self.frame.sentence.paragraph;
        let said = self.earlier.iter().rev().take(2).take_while(|said| said.paragraph == paragraph);
        said.filter_map(|said| said.time.clone()).next()
    }

    /// The moments for which the figure may have been stated. A day, or "by Wednesday evening", counts from its end; an
    /// undated caption from nowhere.
    pub(super) fn as_of(
        &self,
        time: Option<&Timex>,
        period: Option<Period>,
        stated: bool,
        scope: Scope,
        measure: Measure,
    ) -> AsOf {
        let published = self.report.published.as_ref();
        let until = published.map(crate::model::Published::end);
        let Some(period) = period else { return AsOf { from: None, to: until } };
        if !stated && (scope == Scope::Caption || scope == Scope::Furniture) {
            return AsOf { from: None, to: until };
        }
        let start = Timestamp::day_start(period.first_day());
        let last = Timestamp::day_start(period.last_day());
        let day_end = last.later(86_400);
        let capped = |moment: Timestamp| until.map_or(moment, |until| moment.min(until));
        if let Some(timex) = time {
            if let Some(minutes) = timex.clock {
                return AsOf::at(capped(last.later(i64::from(minutes) * 60)));
            }
            if let Some(part) = timex.part {
                let (from, to) = part.hours();
                return AsOf { from: Some(capped(last.later(from * 3600))), to: Some(capped(last.later(to * 3600))) };
            }
            if timex.bound == TimeBound::By {
                return AsOf { from: Some(capped(last)), to: Some(capped(day_end)) };
            }
        }
        let to = match (measure, until) {
            // A running count stands until the page is published; a day's count from the day's end.
            (Measure::Cumulative | Measure::Stock, Some(until)) => until,
            (_, Some(until)) => day_end.min(until),
            (_, None) => day_end,
        };
        AsOf { from: Some(start.min(to)), to: Some(to) }
    }
}

/// Whether "since" stands before this token in its clause: "since the war began in ...".
fn leads_since(frame: &Frame<'_>, token: usize) -> bool {
    let lexicon = &frame.pack.claim.lexicon;
    let from = token.saturating_sub(SINCE_SIGHT).max(frame.sentence.first);
    for at in (from..token).rev() {
        // Also inside a longer phrase: "since the start of".
        let rules = lexicon.longest(&frame.tokens[at..=at], 0).map_or(&[][..], |(_, rules)| rules);
        if rules
            .iter()
            .any(|rule| matches!(&lexicon.rule(*rule).means, ClaimWord::Cue(cue) if cue.reads == CueKind::Since))
        {
            return true;
        }
        // One comma directly before the date is an apposition: "since the invasion, on 24 February".
        let apposed = frame.mark(at) == "," && at + 3 >= token;
        if !apposed && matches!(frame.mark(at), "," | ";" | "." | ":" | "(") || frame.figure_at(at).is_some() {
            return false;
        }
    }
    false
}

/// How many tokens may lie between "since" and its date.
const SINCE_SIGHT: usize = 12;

/// The days of a time expression that can date a figure.
pub(super) fn usable(timex: &Timex) -> Option<Period> {
    let refers = match timex.kind {
        TimexKind::Date | TimexKind::Time => true,
        TimexKind::Duration => timex.bound == TimeBound::Since || timex.period.is_some(),
        TimexKind::Set => false,
    };
    // "The first since the Second World War" dates no figure.
    let age = |period: &Period| period.first_day().until(period.last_day()).map_or(0, |span| span.get_days());
    timex.period.filter(|period| refers && (timex.bound != TimeBound::Since || age(period) < 30 * 365))
}

/// The same count told twice in a report was counted once: a telling without its own time takes the other's.
pub(super) fn share_times(claims: &mut [Claim]) {
    let count = |claim: &Claim| (claim.indicator.clone(), claim.value, claim.measure, claim.modality);
    let mut dated = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate() {
        if let (Some(period), Some(_)) = (claim.time, &claim.time_text) {
            dated.entry(count(claim)).or_insert((at, period));
        }
    }
    for at in 0..claims.len() {
        if claims[at].time_text.is_some() || claims[at].value.is_none() {
            continue;
        }
        let twin = dated.get(&count(&claims[at]));
        if let Some((other, period)) = twin {
            let other_as_of = claims[*other].as_of;
            let claim = &mut claims[at];
            claim.time = Some(*period);
            claim.time_precision = Some(TimePrecision::Day.max(period.precision()));
            claim.rules.push("time/same-figure".into());
            if claim.as_of.from.is_some() {
                claim.as_of = other_as_of;
            }
        }
    }
}
