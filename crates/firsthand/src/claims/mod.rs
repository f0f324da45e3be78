//! Who says how many of what, where and when? Binds mentions into claims.
//! Not here: which claims agree; that is `ledger`.

mod bind;
mod context;
mod frame;
mod measure;
mod trace;

pub use trace::{Attachment, FigureTrace, trace_figures};

use crate::model::{
    Amount, AsOf, BlockKind, Claim, ClaimId, ClaimPlace, Hop, Interval, Measure, Mention, Modality, Period, Quote,
    Reading, Report, Role, Scope, Sentence, Source, Span, TimeBound, TimePrecision, Timestamp, Timex, TimexKind,
    TokenCase, TokenKind, Tokens, Toponym,
};
use crate::pack::{ClaimWord, CueKind, Pack};
use bind::{Bound, Carried, bind_figures};
use context::{Context, place_of, read_context};
use frame::{Frame, Located};
use jiff::civil::Date;
use measure::{Manner, When, read_manner};
use std::collections::{BTreeMap, BTreeSet};

/// The claims of a report, in the order of the text.
#[must_use]
pub fn assemble_claims(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<Claim> {
    let context = read_context(report, tokens, mentions);
    let written = report.published.as_ref().map(crate::model::Published::date).or(context.day.map(Period::last_day));
    let quotes: Vec<(Span, &Quote)> = mentions
        .iter()
        .filter_map(|mention| match &mention.reading {
            Reading::Quote(quote) => Some((mention.span, quote)),
            _ => None,
        })
        .collect();
    let agency = agency_of(report, mentions);
    let mut sources: Vec<Span> = quotes.iter().filter_map(|(_, quote)| quote.source_span).collect();
    sources.sort_unstable();
    let country = context.place.as_ref().and_then(|place| place.country.as_deref());
    // Statements that reach into the sentence at hand.
    let (mut open, mut next): (Vec<(Span, &Quote)>, usize) = (Vec::new(), 0);
    let mut claims = Vec::new();
    // Whether words of its sentence make a claim a running count.
    let mut told: Vec<bool> = Vec::new();
    let mut named: Option<Source> = None;
    let times: Vec<Span> = mentions
        .iter()
        .filter(|mention| matches!(mention.reading, Reading::Timex(_)))
        .map(|mention| mention.span)
        .collect();
    let mut earlier: Vec<Said> = Vec::new();
    let mut carried: Option<(usize, Carried<'_>)> = None;
    // The sentences that last told a running count, by indicator: parts named later are parts of it.
    let mut running: BTreeMap<&str, usize> = BTreeMap::new();
    for (order, sentence) in tokens.sentences.iter().enumerate() {
        let frame = Frame::new(pack, &report.text, tokens, sentence, mentions);
        open.retain(|(span, _)| span.end > sentence.span.start);
        while let Some(quote) = quotes.get(next).filter(|(span, _)| span.start < sentence.span.end) {
            open.push(*quote);
            next += 1;
        }
        let first = sources.partition_point(|source| source.start < sentence.span.start);
        let last = sources.partition_point(|source| source.start < sentence.span.end);
        let ground = Ground { country, sources: &sources[first..last] };
        if !frame.figures.is_empty() {
            let before = carried.as_ref().filter(|(paragraph, _)| *paragraph == sentence.paragraph);
            let (bounds, _) = bind_figures(&frame, before.map(|(_, carried)| carried));
            carried = bounds.last().and_then(Carried::of).map(|last| (sentence.paragraph, last));
            let mut manners: Vec<Manner> = Vec::with_capacity(bounds.len());
            for (number, bound) in bounds.iter().enumerate() {
                let siblings =
                    Siblings { before: number.checked_sub(1).map(|at| &bounds[at]), after: bounds.get(number + 1) };
                let maker = Maker {
                    report,
                    frame: &frame,
                    context: &context,
                    quotes: &open,
                    agency: agency.as_ref(),
                    ground: &ground,
                    named: named.as_ref(),
                    times: &times,
                    earlier: &earlier,
                };
                let time = maker.time_of(bound, &siblings).map(|time| maker.since(time, written));
                let time = time.as_ref();
                let before = number.checked_sub(1).map(|at| (&bounds[at], &manners[at]));
                let when = When {
                    own: time.map(|(_, timex)| timex),
                    span: time.map(|(span, _)| *span),
                    paragraph: maker.paragraph_time().map(|(period, _)| period),
                    written,
                };
                let mut manner = read_manner(&frame, bound, &when, before);
                if manner.is_said_cumulative() {
                    running.insert(bound.indicator, order);
                } else if bound.part
                    && when.own.is_none()
                    && running.get(bound.indicator).is_some_and(|at| order - at <= 3)
                {
                    manner.run_on();
                }
                if bound.figure.number.zero && manner.modality != Modality::Actual {
                    // "No one would be forced": nobody was counted.
                    manners.push(manner);
                    continue;
                }
                let claim = maker.claim(bound, &siblings, time, &manner);
                told.push(manner.is_said_cumulative());
                if let Some(source) = claim.source.as_ref().filter(|source| {
                    source.role == Role::Counter && !pack.claim.anaphors.contains(&source.name.to_lowercase())
                }) {
                    named = Some(source.clone());
                }
                claims.push(claim);
                manners.push(manner);
            }
        }
        let place = locative_place(&frame, None, &ground)
            .filter(|place| ground.country.is_none() || place.country.as_deref() == ground.country);
        let time = frame
            .times
            .iter()
            .rev()
            .find_map(|time| usable(time.reading).map(|period| (period, time.span.of(&report.text).to_owned())));
        earlier.push(Said { paragraph: sentence.paragraph, place, time });
    }
    share_manners(&mut claims, &told);
    share_times(&mut claims);
    claims
}

/// What an earlier sentence said of where and when.
struct Said {
    paragraph: usize,
    place: Option<ClaimPlace>,
    time: Option<(Period, String)>,
}

/// The figures beside one in its sentence.
struct Siblings<'b, 'a> {
    before: Option<&'b Bound<'a>>,
    after: Option<&'b Bound<'a>>,
}

struct Maker<'m, 'a> {
    report: &'a Report,
    frame: &'m Frame<'a>,
    context: &'m Context,
    /// The statements that reach into the sentence.
    quotes: &'m [(Span, &'a Quote)],
    agency: Option<&'m Hop>,
    ground: &'m Ground<'m>,
    /// The counter that the report named last.
    named: Option<&'m Source>,
    /// Where times are written.
    times: &'m [Span],
    earlier: &'m [Said],
}

impl Maker<'_, '_> {
    fn claim(
        &self,
        bound: &Bound<'_>,
        siblings: &Siblings<'_, '_>,
        time: Option<&(Span, Timex)>,
        manner: &Manner,
    ) -> Claim {
        let (report, frame) = (self.report, self.frame);
        let number = bound.figure.number;
        let mut rules: Vec<String> = Vec::new();
        let mention_rule = self.mention_rule(bound);
        rules.extend(mention_rule.split(' ').filter(|rule| !rule.is_empty()).map(str::to_owned));
        rules.extend(bound.rules.iter().map(|rule| (*rule).to_owned()));
        rules.extend(manner.rules.iter().map(|rule| (*rule).to_owned()));
        let mut confidence = i32::from(bound.confidence);
        let scope = scope_of(frame.sentence);
        // Place: in the sentence, else the paragraph's, else the report's.
        let near = locative_place(frame, Some((bound, siblings)), self.ground);
        let place = near.or_else(|| self.paragraph_place()).or_else(|| {
            rules.push("place/report".into());
            confidence -= 4;
            self.context.place.clone()
        });
        let (period, time_text, stated) =
            match time.and_then(|(span, timex)| usable(timex).map(|period| (period, span))) {
                Some((period, span)) => (Some(period), Some(span.of(&report.text).to_owned()), true),
                None => match self.paragraph_time().filter(|_| manner.modality != Modality::Planned) {
                    Some((period, _)) => {
                        rules.push("time/paragraph".into());
                        (Some(period), None, false)
                    }
                    None => {
                        rules.push("time/report".into());
                        (self.context.day, None, false)
                    }
                },
            };
        let source = self.source_of(bound.figure.span);
        if scope == Scope::Caption || scope == Scope::Furniture {
            confidence -= 15;
        }
        let bounds = match &number.unit {
            Some(_) => number.bounds,
            None if bound.indicator == "share" || bound.indicator == "money" => {
                Interval::meant_by(number.modifier, number.value.unwrap_or_default(), false)
            }
            None => number.bounds,
        };
        let as_of = self.as_of(time.map(|(_, timex)| timex), period, stated, scope, manner.measure);
        let mut chain = Vec::new();
        if let Some(outlet) = &report.outlet {
            chain.push(Hop { name: outlet.clone(), key: outlet.to_lowercase(), role: Role::Outlet });
        }
        chain.extend(self.agency.cloned());
        if let Some(source) = &source
            && chain.iter().all(|hop| hop.key != source.key)
        {
            chain.push(Hop { name: source.name.clone(), key: source.key.clone(), role: source.role });
        }
        Claim {
            id: claim_id(report, bound.figure.span, bound.indicator),
            report: report.id,
            doc: report.doc.clone(),
            published: report.published.clone(),
            span: bound.figure.span,
            surface: bound.figure.span.of(&report.text).to_owned(),
            value: number.value,
            bounds,
            modifier: number.modifier,
            indicator: bound.indicator.to_owned(),
            unit: bound.unit.clone(),
            counted: bound.counted.map(|span| span.of(&report.text).to_owned()),
            subset: bound.subset.map(str::to_owned),
            measure: manner.measure,
            polarity: manner.polarity,
            modality: manner.modality,
            place,
            time: period,
            time_text,
            time_precision: period.map(Period::precision),
            as_of,
            source,
            chain,
            scope,
            confidence: u8::try_from(confidence.clamp(5, 99)).unwrap_or(50),
            rules,
            series: None,
        }
    }

    fn mention_rule(&self, bound: &Bound<'_>) -> String {
        self.frame.rule_of(bound.figure.mention)
    }

    /// The time expression of the figure's clause: the nearest, behind it rather than before.
    fn time_of(&self, bound: &Bound<'_>, siblings: &Siblings<'_, '_>) -> Option<&Located<'_, Timex>> {
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
    fn since(&self, time: &Located<'_, Timex>, written: Option<Date>) -> (Span, Timex) {
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

    fn paragraph_place(&self) -> Option<ClaimPlace> {
        let paragraph = self.frame.sentence.paragraph;
        let said = self.earlier.iter().rev().take(3).take_while(|said| said.paragraph == paragraph);
        said.filter_map(|said| said.place.clone()).next()
    }

    fn paragraph_time(&self) -> Option<(Period, String)> {
        let paragraph = self.frame.sentence.paragraph;
        let said = self.earlier.iter().rev().take(2).take_while(|said| said.paragraph == paragraph);
        said.filter_map(|said| said.time.clone()).next()
    }

    /// The outermost statement that holds the figure names its source. A time behind the name is no part of it ("the
    /// group at 10 p.m."), and "the group" is the counter named last.
    fn source_of(&self, figure: Span) -> Option<Source> {
        let (_, quote) = self
            .quotes
            .iter()
            .filter(|(span, quote)| span.contains(figure) && quote.source.is_some())
            .max_by_key(|(span, quote)| (span.len(), std::cmp::Reverse(span.start), quote.direct))?;
        let agent = quote.source.as_ref()?;
        let mut source =
            Source { name: agent.name.clone(), key: agent.key.clone(), role: agent.role, span: quote.source_span };
        if let Some(span) = source.span
            && let Some(time) = self.times.get(self.times.partition_point(|time| time.end <= span.start))
            && time.overlaps(span)
        {
            let kept = self.trim_source(span.start, time.start)?;
            source.name = kept.of(&self.report.text).to_owned();
            source.key = source.name.to_lowercase();
            source.span = Some(kept);
        }
        if self.frame.pack.claim.anaphors.contains(&source.key)
            && let Some(named) = self.named
        {
            source.key.clone_from(&named.key);
            source.role = named.role;
        }
        Some(source)
    }

    /// The words from `start` to `end` without prepositions at their end; none where nothing is left.
    fn trim_source(&self, start: usize, end: usize) -> Option<Span> {
        let frame = self.frame;
        let inside = |at: &usize| frame.tokens[*at].span.start >= start && frame.tokens[*at].span.end <= end;
        let first = frame.tokens.partition_point(|token| token.span.end <= start);
        let tokens: Vec<usize> = (first..frame.tokens.len()).take_while(inside).collect();
        // The name may stand in another sentence than the figure, so the lexicon is asked and not the frame.
        let lexicon = &frame.pack.claim.lexicon;
        let stops = |at: usize| {
            let rules = lexicon.longest(&frame.tokens[at..=at], 0).map_or(&[][..], |(_, rules)| rules);
            rules
                .iter()
                .any(|rule| matches!(&lexicon.rule(*rule).means, ClaimWord::Cue(cue) if cue.reads == CueKind::Stop))
        };
        let kept = tokens.iter().rposition(|at| frame.kind(*at) == TokenKind::Word && !stops(*at))?;
        Some(Span::new(start, frame.tokens[tokens[kept]].span.end))
    }

    /// The moments for which the figure may have been stated. A day, or "by Wednesday evening", counts from its end; an
    /// undated caption from nowhere.
    fn as_of(
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

fn claim_id(report: &Report, span: Span, indicator: &str) -> ClaimId {
    ClaimId::of(&[&report.id.0, &span.start.to_le_bytes(), &span.end.to_le_bytes(), indicator.as_bytes()])
}

fn scope_of(sentence: &Sentence) -> Scope {
    match sentence.kind {
        BlockKind::Headline => Scope::Headline,
        BlockKind::Caption => Scope::Caption,
        BlockKind::Teaser | BlockKind::Advert | BlockKind::Comment | BlockKind::Navigation | BlockKind::Credit => {
            Scope::Furniture
        }
        BlockKind::Standfirst | BlockKind::Body | BlockKind::Quote | BlockKind::List | BlockKind::Table => Scope::Body,
    }
}

/// The days of a time expression that can date a figure.
fn usable(timex: &Timex) -> Option<Period> {
    let refers = match timex.kind {
        TimexKind::Date | TimexKind::Time => true,
        TimexKind::Duration => timex.bound == TimeBound::Since || timex.period.is_some(),
        TimexKind::Set => false,
    };
    // "The first since the Second World War" dates no figure.
    let age = |period: &Period| period.first_day().until(period.last_day()).map_or(0, |span| span.get_days());
    timex.period.filter(|period| refers && (timex.bound != TimeBound::Since || age(period) < 30 * 365))
}

/// How many tokens from a figure its place is looked for.
const PLACE_SIGHT: usize = 150;

/// What a sentence's places are weighed against.
struct Ground<'g> {
    /// The report's main country: another one needs better words.
    country: Option<&'g str>,
    /// Where sources are named: "the Italian minister said in Rome" places no count.
    sources: &'g [Span],
}

/// The place that a sentence names for a figure (or, without one, for its events at all): by the words that lead it,
/// then by nearness.
fn locative_place(
    frame: &Frame<'_>,
    figure: Option<(&Bound<'_>, &Siblings<'_, '_>)>,
    ground: &Ground<'_>,
) -> Option<ClaimPlace> {
    let mut best: Option<(i64, usize)> = None;
    let (near, far) = figure.map_or((0, usize::MAX), |(bound, _)| {
        (bound.figure.first.saturating_sub(PLACE_SIGHT), bound.end.saturating_add(PLACE_SIGHT))
    });
    let from = frame.places.partition_point(|place| place.last < near);
    for (index, place) in frame.places.iter().enumerate().skip(from).take_while(|(_, place)| place.first <= far) {
        if place.reading.metonym || is_dateline(frame, place) {
            continue;
        }
        let locative = led_by_locative(frame, place);
        let mut score: i64 = match (place.reading.adjectival, locative) {
            (true, true) => 6,
            (true, false) => 3,
            (false, true) => 16,
            (false, false) => 7,
        };
        let elsewhere = ground.country.is_some() && place.reading.country.as_deref() != ground.country;
        if elsewhere && !place.reading.adjectival {
            score -= 6;
        }
        if ground.sources.iter().any(|source| source.overlaps(place.span)) {
            score -= 8;
        }
        if let Some((bound, siblings)) = figure {
            let inside = place.first >= bound.figure.first && place.last <= bound.end;
            if place.reading.adjectival && inside {
                score += 1;
            }
            // "Lebanon 1 million", "Turkey has as many as 3 million": the place is the subject.
            let subject = !place.reading.adjectival
                && place.last <= bound.figure.first
                && bound.figure.first - place.last <= 2
                && (place.last..bound.figure.first)
                    .all(|at| frame.cue_at(at, CueKind::Light) || frame.cue_at(at, CueKind::Stock));
            if subject {
                score += 9;
            }
            let after = place.first >= bound.figure.last;
            let gap = if after {
                place.first.saturating_sub(bound.end)
            } else {
                bound.figure.first.saturating_sub(place.last)
            };
            score -= i64::try_from(gap / 3).unwrap_or(9).min(8);
            // The next figure's place is not this one's, nor the one before's.
            if after
                && siblings
                    .after
                    .is_some_and(|next| place.first > next.figure.first && next.indicator == bound.indicator)
            {
                score -= 5;
            }
            if !after
                && siblings.before.is_some_and(|last| {
                    place.first > last.figure.first
                        && place.last <= bound.figure.first
                        && last.indicator == bound.indicator
                })
            {
                score -= 5;
            }
            let (a, b) =
                if after { (bound.end.min(place.first), place.first) } else { (place.last, bound.figure.first) };
            for at in a..b {
                score -= match frame.mark(at) {
                    ";" | ":" | "–" | "—" => 3,
                    _ => {
                        i64::from(frame.hit_at(at).is_some_and(|hit| hit.first == at && frame.is(hit, CueKind::Break)))
                            * 2
                    }
                };
            }
        }
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, index));
        }
    }
    let (score, index) = best?;
    if score < if figure.is_some() { 4 } else { 8 } {
        return None;
    }
    let place = &frame.places[index];
    let mut found = place_of(place.reading, Some(place.span.of(frame.text)));
    if place.reading.adjectival {
        found.text = None;
    }
    // Two places joined are one joint place: "in Moscow and St Petersburg".
    if let Some(next) = frame.places.get(index + 1)
        && !next.reading.adjectival
        && !place.reading.adjectival
        && next.first > place.last
        && next.first - place.last <= 2
        && (place.last..next.first).all(|at| frame.cue_at(at, CueKind::And))
        && next.reading.id != place.reading.id
    {
        join_place(&mut found, next.reading);
    }
    Some(found)
}

/// "LISBON, Portugal - Police detained ...": where the report was written, not where people were detained.
fn is_dateline(frame: &Frame<'_>, place: &Located<'_, Toponym>) -> bool {
    let start = frame.sentence.first;
    if place.first > start + 6 {
        return false;
    }
    let head = start..(start + 10).min(frame.sentence.last);
    let dash = head.clone().find(|at| {
        matches!(frame.mark(*at), "-" | "–" | "—")
            && !(*at > start && frame.glued(at - 1, *at) && frame.glued(*at, at + 1))
    });
    dash.is_some_and(|dash| {
        place.last <= dash
            && (start..dash).all(|at| {
                frame.tokens[at].case != TokenCase::Lower
                    || frame.kind(at) != TokenKind::Word
                    || frame.time_at(at).is_some()
            })
    })
}

fn join_place(found: &mut ClaimPlace, next: &Toponym) {
    found.name = found.name.take().map(|name| format!("{name}; {}", next.name));
    found.id = found.id.take().map(|id| format!("{id}+{}", next.id));
    if found.country != next.country {
        found.country = None;
    }
    found.parents.retain(|parent| next.parents.contains(parent));
}

/// Whether "in", "near", "across" leads the place, perhaps before an article and a few words.
fn led_by_locative(frame: &Frame<'_>, place: &Located<'_, Toponym>) -> bool {
    let from = place.first.saturating_sub(6).max(frame.sentence.first);
    for at in (from..place.first).rev() {
        if frame.cue_at(at, CueKind::Locative) {
            return true;
        }
        if matches!(frame.mark(at), "," | ";" | "." | ":" | "(" | "\"")
            || frame.figure_at(at).is_some()
            || frame.cue_at(at, CueKind::Break)
        {
            return false;
        }
    }
    false
}

/// The same count told twice in a report is one count: where words make one telling a running count ("since Friday", "so
/// far"), a headline that tells it without them means it so too. Small figures are too often the same by chance.
fn share_manners(claims: &mut [Claim], told: &[bool]) {
    const LEAST: Amount = Amount::from_thousandths(10_000);
    let count = |claim: &Claim| (claim.indicator.clone(), claim.value, claim.bounds, claim.modality);
    let running: BTreeSet<_> = claims
        .iter()
        .zip(told)
        .filter(|(claim, told)| **told && claim.bounds.lower.or(claim.value).is_some_and(|least| least >= LEAST))
        .map(|(claim, _)| count(claim))
        .collect();
    for claim in claims.iter_mut() {
        if claim.measure == Measure::Flow && running.contains(&count(claim)) {
            claim.measure = Measure::Cumulative;
            claim.rules.push("measure/same-figure".into());
        }
    }
}

/// The same count told twice in a report was counted once: a telling without its own time takes the other's.
fn share_times(claims: &mut [Claim]) {
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

/// The agency that the report credits, if one.
fn agency_of(report: &Report, mentions: &[Mention]) -> Option<Hop> {
    mentions.iter().find_map(|mention| match &mention.reading {
        Reading::Agent(agent)
            if agent.role == Role::Agency
                && report
                    .block_at(mention.span.start)
                    .is_none_or(|block| !matches!(block.kind, BlockKind::Caption)) =>
        {
            Some(Hop { name: agent.name.clone(), key: agent.key.clone(), role: agent.role })
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lang, ReportId};
    use crate::pack::tokenize_report;
    use crate::resources::Resources;

    fn claims_of(resources: &Resources, lang: &str, published: &str, text: &str) -> Vec<Claim> {
        let report = Report {
            id: ReportId::of(&[text.as_bytes()]),
            doc: String::new(),
            url: None,
            outlet: None,
            title: None,
            published: Some(published.parse().unwrap()),
            modified: None,
            authors: Vec::new(),
            lang: Lang(lang.into()),
            text: text.into(),
            blocks: Vec::new(),
        };
        let pack = resources.packs.of(&report.lang);
        let tokens = tokenize_report(pack, &report);
        let mentions = crate::mentions::find_mentions(pack, &resources.gazetteer, &report, &tokens);
        assemble_claims(pack, &report, &tokens, &mentions)
    }

    /// Sentences that once overflowed the stack or took minutes; a hang here is the failure.
    #[test]
    fn hostile_sentences_are_read_to_their_end() {
        let resources = Resources::embedded().unwrap();
        for (text, least) in [
            ("1 of ".repeat(60_000), 0),
            ("20 killed in Lima and 30 hurt on Monday, ".repeat(1_500), 2_000),
            ("1,300 people were arrested in Lima, ".repeat(1_500), 1_000),
            ("7 and 5, ".repeat(20_000), 0),
            ("\"20 killed,\" police said, ".repeat(1_500), 1_000),
            ("Four people, including two men, who fled, ".repeat(1_500), 1_000),
            ("12 people (3 men, 4 women ".repeat(1_500), 1_000),
            ("15 of the 20 of the 30 ".repeat(2_000), 0),
            ("one hundred and two thirds of the ".repeat(2_000), 0),
        ] {
            let read = claims_of(&resources, "en", "2022-09-22", &text);
            assert!(read.len() >= least, "{} claims of {:?}", read.len(), &text[..30]);
        }
    }
}
