//! When a figure was counted: the time its sentence names for it, what it takes from others, and for which moments it stands.

use super::bind::Bound;
use super::frame::{Frame, Located};
use super::measure::{Manner, joined_to};
use super::{Maker, Siblings, scope_of};
use crate::model::{
    Anchor, AsOf, Claim, Measure, Mention, Modality, PartialDate, Period, Reading, Scope, Span, TimeBound,
    TimePrecision, Timestamp, Timex, TimexKind,
};
use crate::pack::{ClaimWord, CueKind};
use jiff::civil::Date;
use std::collections::BTreeMap;

impl Maker<'_, '_> {
    /// The time expression of the figure's clause: the nearest, behind it rather than before.
    pub(super) fn time_of(&self, bound: &Bound<'_>, siblings: &Siblings<'_, '_>) -> Option<&Located<'_, Timex>> {
        let frame = self.frame;
        let statement = self.statement_of(bound);
        let since = frame.times.iter().any(|time| time.reading.bound == TimeBound::Since);
        frame
            .times
            .iter()
            .filter(|time| !self.numbers_paper(time))
            .filter(|time| {
                usable(time.reading).is_some()
                    || self.after_event(time, bound).is_some()
                    || time.reading.kind == TimexKind::Set
                    || self.written.is_some_and(|written| self.back_from(time, written).is_some())
            })
            .filter_map(|time| {
                let after = time.first >= bound.end;
                let (a, b) = if after { (bound.end, time.first) } else { (time.last, bound.figure.first) };
                // "On Sunday, ...": what opens a sentence dates all of it.
                let fronted = !after && time.first <= frame.sentence.first + OPENING;
                let gap = if fronted { b.saturating_sub(a).min(FRONTED) } else { b.saturating_sub(a) };
                if b < a || gap > 40 {
                    return None;
                }
                let mut cost = gap + if after { 0 } else { 2 };
                // "In June 5,000 were rescued in one day": how long it took, not when.
                if self.is_short(time.reading) {
                    cost += 10;
                }
                // "Feared by 31 % in May, and now ..." is another clause; "every day" says less than a day.
                let apart = || after && (a..b).any(|at| frame.mark(at) == ",");
                if time.reading.kind == TimexKind::Set || time.reading.value == "PRESENT_REF" && apart() {
                    cost += 6;
                }
                // "By Sunday, 40 had died since Friday": since when says more than till when.
                if since && time.reading.bound == TimeBound::By {
                    cost += 15;
                }
                // "Police said on Tuesday that 298 ...": the day of the saying dates no figure that another can date.
                if statement.is_some_and(|content| !content.overlaps(time.span)) {
                    cost += 15;
                }
                for at in if fronted { b - gap..b } else { a..b } {
                    cost += match frame.mark(at) {
                        ";" | ":" | "–" | "—" => 8,
                        _ if frame.cue_at(at, CueKind::Part) => 30,
                        _ => 0,
                    };
                }
                // "The deadliest attack since 2004" was not counted since then.
                if after && time.reading.bound == TimeBound::Since && self.of_record(time.first)
                    || after && leads_since(frame, time.first).is_some_and(|since| self.of_record(since))
                {
                    return None;
                }
                // "The war of 2004": the year tells which war, not when the figure was counted.
                if time.first > frame.sentence.first
                    && frame.cue_at(time.first - 1, CueKind::Of)
                    && time.reading.period.is_some_and(|period| period.precision() == TimePrecision::Year)
                    && self.opening_span(time).is_none()
                {
                    cost += 25;
                }
                // "Help for thousands in a war that has cost 10,000 lives in two months": the next figure's length.
                if after
                    && time.reading.kind == TimexKind::Duration
                    && siblings.after.is_some_and(|next| {
                        next.figure.first < time.first
                            && next.indicator != bound.indicator
                            && !joined_to(frame, bound, next)
                    })
                {
                    return None;
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

    /// A time as the figure takes it: behind "since the war began in" it is where a running count starts, and a length
    /// behind "in", "over" is that long back from the report.
    pub(super) fn as_taken(&self, time: &Located<'_, Timex>, bound: &Bound<'_>) -> (Span, Timex) {
        let (frame, mut timex) = (self.frame, time.reading.clone());
        if let Some(period) = self.opening_span(time) {
            timex.period = Some(period);
        } else if let Some(written) = self.written {
            if let Some(period) = self.after_event(time, bound) {
                timex.kind = TimexKind::Date;
                timex.period = Some(period);
            } else if timex.bound == TimeBound::On
                && timex.kind == TimexKind::Date
                && let Some(period) = timex.period
                && period.first_day() < written
                && leads_since(frame, time.first).is_some()
            {
                timex.bound = TimeBound::Since;
                timex.period = Some(Period { from: as_start(period), to: PartialDate::day(written) });
            } else if timex.bound == TimeBound::Since
                && time.last <= bound.figure.first
                && (time.last..bound.figure.first).take(2).any(|at| frame.cue_at(at, CueKind::Break))
            {
                // "Since 2009, when 200 were killed": that year.
                timex.bound = TimeBound::On;
                timex.kind = TimexKind::Date;
                timex.period = timex.period.map(|period| Period::of(period.from));
            } else if timex.bound == TimeBound::Since && timex.kind == TimexKind::Time && timex.anchor == Anchor::Text {
                // "Since midnight" is the day of the report, whatever day was named before.
                timex.period = Some(Period::day(written));
            } else if timex.period.is_none() {
                timex.period = self.back_from(time, written);
            }
            if timex.bound == TimeBound::Since
                && let Some(period) = timex.period.filter(|period| period.last_day() == written)
                && let Some(day) = self.said_on(bound, time, period)
            {
                timex.period = Some(Period { from: period.from, to: PartialDate::day(day) });
            }
        }
        (time.span, timex)
    }

    /// "The attack came two days after a blast that killed 27": so long before the report's main day.
    pub(super) fn after_event(&self, time: &Located<'_, Timex>, bound: &Bound<'_>) -> Option<Period> {
        let (frame, timex) = (self.frame, time.reading);
        let after = frame.cue_at(time.last - 1, CueKind::After) || frame.cue_at(time.last, CueKind::After);
        let own_clause = time.first <= frame.sentence.first + 1 || frame.mark(time.first - 1) == ",";
        if !after || own_clause || bound.figure.first < time.last || timex.bound != TimeBound::On {
            return None;
        }
        let day = self.context.day?.single_day()?;
        let length: jiff::Span = match (timex.kind, timex.period) {
            (TimexKind::Duration, None) => timex.value.parse().ok()?,
            // "A day later than ...", "in three days after": where one word is both, or the two stand together.
            (_, Some(period)) => self
                .written?
                .until(period.last_day())
                .ok()
                .filter(|span| span.get_days() > 0 && period.to.day.is_some())?,
            _ => return None,
        };
        let day = day.checked_sub(length).ok()?;
        Some(Period::of(if length.get_years() > 0 {
            PartialDate::year(day.year())
        } else if length.get_months() > 0 {
            PartialDate::month(day.year(), day.month())
        } else {
            PartialDate::day(day)
        }))
    }

    /// "In the first seven months of 2017".
    fn opening_span(&self, time: &Located<'_, Timex>) -> Option<Period> {
        let frame = self.frame;
        let year = time.reading.period.filter(|period| period.from == period.to)?.from;
        if year.month.is_some() || time.reading.bound != TimeBound::On {
            return None;
        }
        let length = frame.times.iter().rev().find(|other| other.last <= time.first)?;
        let joined =
            length.last == time.first || length.last + 1 == time.first && frame.cue_at(length.last, CueKind::Of);
        let first = (length.first.saturating_sub(1)..length.last).any(|at| frame.cue_at(at, CueKind::Record));
        let months = length.reading.value.strip_prefix('P')?.strip_suffix('M')?.parse::<i8>().ok()?;
        let through = joined && first && length.reading.kind == TimexKind::Duration && (1..=12).contains(&months);
        through.then(|| Period { from: PartialDate::month(year.year, 1), to: PartialDate::month(year.year, months) })
    }

    /// "More than 100 have died since Sunday, residents said on Monday": the day of the saying, up to which they counted.
    fn said_on(&self, bound: &Bound<'_>, time: &Located<'_, Timex>, period: Period) -> Option<Date> {
        let content = self.statement_of(bound)?;
        let said = self.frame.times.iter().filter(|said| said.span != time.span && !content.overlaps(said.span));
        said.filter(|said| said.reading.bound == TimeBound::On)
            .filter_map(|said| said.reading.period?.single_day())
            .find(|day| period.first_day() < *day && *day < period.last_day())
    }

    /// "In two months": the months up to the report.
    fn back_from(&self, time: &Located<'_, Timex>, written: Date) -> Option<Period> {
        let timex = time.reading;
        if timex.kind != TimexKind::Duration || timex.bound != TimeBound::On {
            return None;
        }
        let before = time.first.checked_sub(1).filter(|at| *at >= self.frame.sentence.first)?;
        let leads = |kind| self.frame.cue_at(before, kind);
        // "In two months" as one phrase is a cue of running counts.
        let phrase = leads(CueKind::Cumulative) && self.frame.cue_at(time.first, CueKind::Cumulative);
        if !phrase && !leads(CueKind::Over) {
            return None;
        }
        let length: jiff::Span = timex.value.parse().ok()?;
        let from = written.checked_sub(length).ok()?;
        if length.get_years() == 0 && length.get_months() == 0 && length.get_weeks() == 0 {
            // "The third attack in two days" happened on one.
            return (length.get_days() > 3).then(|| Period::days(from, written));
        }
        let month = |day: Date| PartialDate::month(day.year(), day.month());
        Some(Period { from: month(from), to: month(written) })
    }

    /// The days of a figure: what its sentence says, else what it takes from its paragraph or its report. What is planned
    /// or feared, what happened earlier, and a caption or teaser take no day of the report's.
    pub(super) fn dated(&self, bound: &Bound<'_>, time: Option<&(Span, Timex)>, manner: &Manner) -> Dated {
        let plan =
            manner.measure == Measure::Plan || matches!(manner.modality, Modality::Planned | Modality::Hypothetical);
        // "Police now say that 22 were killed": now is when they say so.
        let now = |timex: &Timex| timex.value == "PRESENT_REF" && manner.measure == Measure::Flow;
        let running = manner.measure == Measure::Cumulative;
        if let Some((span, timex)) = time
            && !now(timex)
            && let Some(period) = usable(timex)
        {
            // "Will evacuate 5,000, he said on Monday": the day of the saying; "will close 40 in two months": not the last two.
            let begun = |written| match manner.modality {
                // "This week they warned that ...": the days of the warning.
                Modality::Hypothetical if period.precision() != TimePrecision::Year => period.first_day() < written,
                _ => period.last_day() <= written,
            };
            let before = plan && self.written.is_some_and(begun);
            // Nothing has happened yet on a later day.
            let later = !plan && self.written.is_some_and(|written| period.first_day() > written);
            let length = timex.kind == TimexKind::Duration;
            let outside = self.statement_of(bound).is_some_and(|content| !content.overlaps(*span));
            let feared = manner.modality == Modality::Hypothetical && (outside || manner.measure == Measure::Plan);
            if !later && !(before && (length || outside || feared)) {
                return Dated::Said(self.clip(period, timex, running, plan), *span);
            }
        }
        // "45 die every day": no day of the report's.
        let daily = time.is_some_and(|(_, timex)| timex.kind == TimexKind::Set);
        if daily || manner.modality == Modality::Hypothetical || plan && time.is_some() {
            return Dated::Taken(None, "time/unknown");
        }
        let paragraph = self.paragraph_time().map(|(period, _)| period);
        if manner.modality == Modality::Historical {
            return Dated::Taken(
                paragraph.filter(|period| self.written.is_none_or(|written| period.last_day() < written)),
                "time/paragraph",
            );
        }
        // How many are so now, how many have been by now: not on the day that was told last.
        let now = matches!(manner.measure, Measure::Stock | Measure::Cumulative);
        let reaches = |period: &Period| self.written.is_none_or(|written| period.last_day() >= written);
        if let Some(period) = paragraph.filter(|period| !now || reaches(period)) {
            return Dated::Taken(Some(period), "time/paragraph");
        }
        let day = match manner.measure {
            Measure::Stock => {
                self.written.filter(|_| self.report.published.is_some()).map(Period::day).or(self.context.day)
            }
            _ => self.context.day,
        };
        match scope_of(self.frame.sentence) {
            _ if self.adrift => Dated::Taken(None, "time/unknown"),
            Scope::Furniture => Dated::Taken(None, "time/unknown"),
            Scope::Caption | Scope::Headline | Scope::Body => Dated::Taken(day, "time/report"),
        }
    }

    /// Whether the clause before "since" names what is the worst or the first of its kind.
    fn of_record(&self, since: usize) -> bool {
        let frame = self.frame;
        let from = since.saturating_sub(RECORD_SIGHT).max(frame.sentence.first);
        (from..since)
            .rev()
            .take_while(|at| !matches!(frame.mark(*at), ";" | "." | ":"))
            .any(|at| frame.cue_at(at, CueKind::Record))
    }

    /// "Order of 7 July 2011 No. 110": the date of a paper.
    fn numbers_paper(&self, time: &Located<'_, Timex>) -> bool {
        self.frame.mark(time.last) == "№"
    }

    /// A length of at most three days, "in one day".
    fn is_short(&self, timex: &Timex) -> bool {
        timex.kind == TimexKind::Duration
            && timex.bound == TimeBound::On
            && timex
                .period
                .is_some_and(|period| period.first_day().until(period.last_day()).is_ok_and(|span| span.get_days() < 3))
    }

    /// The statement that holds the figure.
    fn statement_of(&self, bound: &Bound<'_>) -> Option<Span> {
        self.quotes
            .iter()
            .map(|(span, _)| *span)
            .filter(|span| span.contains(bound.figure.span))
            .min_by_key(|span| span.len())
    }

    /// What has happened "this week" or "so far this year" happened up to the report.
    fn clip(&self, period: Period, timex: &Timex, running: bool, plan: bool) -> Period {
        let days = period.from == PartialDate::day(period.first_day());
        match self.written {
            Some(written)
                if !plan
                    && timex.kind != TimexKind::Set
                    && period.first_day() < written
                    && written < period.last_day()
                    && (running && period.from == period.to || days && period.from != period.to) =>
            {
                Period::days(period.first_day(), written)
            }
            _ => period,
        }
    }

    pub(super) fn paragraph_time(&self) -> Option<(Period, String)> {
        let paragraph = self.frame.sentence.paragraph;
        let said = self.earlier.iter().rev().take(2).take_while(|said| said.paragraph == paragraph);
        let own = said.filter_map(|said| said.time.clone()).next();
        own.or_else(|| {
            // Where every sentence is a paragraph, one that a time opens hands it on.
            let alone = self.earlier.last().is_none_or(|said| said.paragraph != paragraph);
            let before = self.earlier.iter().rev().take(HANDED_ON).take_while(|_| alone);
            before
                .take_while(|said| said.alone)
                .find(|said| said.time.is_some())
                .filter(|said| said.opened)
                .and_then(|said| said.time.clone())
        })
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
        let published = self.report.published_at(self.frame.sentence.span.start);
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

/// Where a count begins that runs since then: since the middle of a month, known to a third of it, at the middle of that
/// third.
fn as_start(period: Period) -> PartialDate {
    let third = |day: i8| matches!(day, 1 | 11 | 21);
    match (period.from.day, period.to.day) {
        (Some(from), Some(to))
            if period.from.month == period.to.month && third(from) && (from + 7..from + 11).contains(&to) =>
        {
            PartialDate { day: Some(from + 4), ..period.from }
        }
        _ => period.from,
    }
}

/// Whether "since" stands before this token in its clause: "since the war began in ...".
fn leads_since(frame: &Frame<'_>, token: usize) -> Option<usize> {
    let lexicon = &frame.pack.claim.lexicon;
    let from = token.saturating_sub(SINCE_SIGHT).max(frame.sentence.first);
    for at in (from..token).rev() {
        // Also inside a longer phrase: "since the start of".
        let rules = lexicon.longest(&frame.tokens[at..=at], 0).map_or(&[][..], |(_, rules)| rules);
        if rules
            .iter()
            .any(|rule| matches!(&lexicon.rule(*rule).means, ClaimWord::Cue(cue) if cue.reads == CueKind::Since))
        {
            return Some(at);
        }
        // One comma directly before the date is an apposition: "since the invasion, on 24 February".
        let apposed = frame.mark(at) == "," && at + 3 >= token;
        if !apposed && matches!(frame.mark(at), "," | ";" | "." | ":" | "(") || frame.figure_at(at).is_some() {
            return None;
        }
    }
    None
}

/// How many tokens into its sentence a time still opens it, and how far such a time is at most.
const OPENING: usize = 2;

/// Over how many one-sentence paragraphs a time that opens one is handed on.
const HANDED_ON: usize = 2;

/// See [`OPENING`].
const FRONTED: usize = 12;

/// How many tokens before "since" a superlative is looked for.
const RECORD_SIGHT: usize = 8;

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
        if claims[at].indicator == "share" {
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

/// "Three years ago" is the one day of that year which the report names.
pub(super) fn share_days(claims: &mut [Claim], mentions: &[Mention]) {
    let mut named: BTreeMap<i16, Option<Period>> = BTreeMap::new();
    for mention in mentions {
        let Reading::Timex(timex) = &mention.reading else { continue };
        if timex.anchor != Anchor::Explicit {
            continue;
        }
        let Some(day) = timex.period.and_then(|period| period.single_day()) else { continue };
        let known = named.entry(day.year()).or_insert(Some(Period::day(day)));
        if *known != Some(Period::day(day)) {
            *known = None;
        }
    }
    for claim in claims {
        let year = claim.time.filter(|period| period.precision() == TimePrecision::Year && period.from == period.to);
        let Some(year) = year.map(|period| period.from.year) else { continue };
        if claim.modality != Modality::Historical || claim.measure != Measure::Flow {
            continue;
        }
        if claim.time_text.as_deref().is_some_and(|text| text.contains(|c: char| c.is_ascii_digit())) {
            continue;
        }
        if let Some(Some(day)) = named.get(&year) {
            claim.time = Some(*day);
            claim.time_precision = Some(TimePrecision::Day);
            claim.rules.push("time/named-day".into());
        }
    }
}

/// A headline tells the news of the lead: its undated figure takes the day of the first figure of its kind in the text.
pub(super) fn share_leads(claims: &mut [Claim]) {
    let mut leads: BTreeMap<(String, Measure), usize> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.scope == Scope::Body) {
        leads.entry((claim.indicator.clone(), claim.measure)).or_insert(at);
    }
    for at in 0..claims.len() {
        let claim = &claims[at];
        if claim.scope != Scope::Headline || claim.time_text.is_some() || claim.modality != Modality::Actual {
            continue;
        }
        let lead = leads.get(&(claim.indicator.clone(), claim.measure)).map(|lead| &claims[*lead]);
        let told = |lead: &&Claim| lead.time_text.is_some() && lead.modality == Modality::Actual;
        let Some(lead) = lead.filter(told).filter(|lead| claim.bounds.meets(lead.bounds)) else { continue };
        let (time, as_of) = (lead.time, lead.as_of);
        let claim = &mut claims[at];
        claim.time = time;
        claim.time_precision = time.map(Period::precision);
        claim.as_of = as_of;
        claim.rules.push("time/lead".into());
    }
}

/// A running count without its own beginning began where another one of the report did: of the same kind, the
/// nearest, those told before going first.
pub(super) fn share_starts(claims: &mut [Claim], written: Option<Date>) {
    let Some(written) = written else { return };
    let began: Vec<(usize, Period)> = claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.measure == Measure::Cumulative && claim.time_text.is_some())
        .filter_map(|(at, claim)| claim.time.map(|period| (at, period)))
        .filter(|(_, period)| period.first_day() < period.last_day() && period.last_day() >= written)
        .collect();
    for at in 0..claims.len() {
        let claim = &claims[at];
        if claim.measure != Measure::Cumulative
            || claim.time_text.is_some()
            || claim.modality != Modality::Actual
            || claim.time.is_some_and(|period| period.first_day() < period.last_day())
        {
            continue;
        }
        let nearest = began
            .iter()
            .min_by_key(|(other, _)| (claims[*other].indicator != claim.indicator, *other > at, other.abs_diff(at)));
        if let Some((_, period)) = nearest {
            let claim = &mut claims[at];
            claim.time = Some(*period);
            claim.time_precision = Some(period.precision());
            claim.rules.push("time/same-count".into());
        }
    }
}

/// What dates a figure.
pub(super) enum Dated {
    /// Words of its sentence.
    Said(Period, Span),
    /// Something else, and the rule that says what.
    Taken(Option<Period>, &'static str),
}
