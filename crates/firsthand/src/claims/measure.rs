//! How does a figure relate to time and truth? Measure, modality and polarity of a bound figure.

use super::bind::{Bound, is_led_by};
use super::frame::{Frame, Hit};
use super::weigh::is_light;
use crate::model::{Amount, Measure, Modality, Period, Polarity, Span, TimeBound, Timex, TimexKind, TokenKind};
use crate::pack::{ClaimWord, CueKind};
use jiff::civil::Date;

/// Measure, modality, polarity, and the rules that spoke.
#[derive(Debug, Clone)]
pub(super) struct Manner {
    pub(super) measure: Measure,
    pub(super) modality: Modality,
    pub(super) polarity: Polarity,
    pub(super) rules: Vec<&'static str>,
    /// The measure follows from a cue, not from the table.
    said: bool,
}

impl Manner {
    /// Whether words of the sentence make the figure a running count.
    pub(super) fn is_said_cumulative(&self) -> bool {
        self.rules.contains(&"measure/cumulative")
    }

    /// It happened before the event that the report is about: "two days after a blast that killed 27".
    pub(super) fn precede(&mut self) {
        self.modality = Modality::Historical;
        if self.measure == Measure::Cumulative {
            self.measure = Measure::Flow;
        }
        self.rules.push("modality/before");
    }

    /// A part of a running count is one, where its own words do not say otherwise.
    pub(super) fn run_on(&mut self) {
        if self.measure == Measure::Flow && !self.said {
            self.measure = Measure::Cumulative;
            self.rules.push("measure/part-of-running");
        }
    }
}

/// When a figure counts.
pub(super) struct When<'t> {
    /// The time expression of its clause.
    pub(super) own: Option<&'t Timex>,
    /// Where it is written.
    pub(super) span: Option<Span>,
    /// The days that its paragraph named last.
    pub(super) paragraph: Option<Period>,
    /// The day of the report.
    pub(super) written: Option<Date>,
    /// Told in the first sentences: what the report is about is no background to it.
    pub(super) leads: bool,
}

/// How many days before the report a figure's own time makes it background.
const OWN_PAST: i32 = 25;
/// The same for the time that its paragraph named last.
const PARAGRAPH_PAST: i32 = 120;

impl When<'_> {
    /// Another, earlier event: its time ended long before the report.
    fn is_past(&self) -> bool {
        let past = |period: Period, days: i32| {
            self.written
                .is_some_and(|written| period.last_day().until(written).is_ok_and(|span| span.get_days() > days))
        };
        match self.own {
            Some(timex) => {
                // "In the first four months of the year" is a running count, no other event.
                let months =
                    |period: Period| period.from != period.to && period.from.day.is_none() && period.to.day.is_none();
                let days = |period| if self.leads || months(period) { PARAGRAPH_PAST } else { OWN_PAST };
                timex.period.is_some_and(|period| past(period, days(period)))
                    && timex.kind != TimexKind::Duration
                    && timex.bound != TimeBound::Since
            }
            None => self.paragraph.is_some_and(|period| past(period, PARAGRAPH_PAST)),
        }
    }

    /// Several days, told as a length: "in six weeks".
    fn is_span(&self) -> bool {
        self.own.is_some_and(|timex| {
            timex.kind == TimexKind::Duration
                && timex.period.is_some_and(|period| {
                    period.first_day().until(period.last_day()).is_ok_and(|span| span.get_days() > 3)
                })
        })
    }
}

/// How far a cue may stand from the figure or its predicate, in tokens (tried 4-14 on the development sets: below 6
/// "since Friday" behind a place is lost, above 12 the cues of other clauses come in).
const NEAR: usize = 9;

/// Reads the manner of a figure. `before` is the figure before it in the sentence, whose manner goes on where the two are
/// joined: "has killed 40 so far and injured 60".
pub(super) fn read_manner(
    frame: &Frame<'_>,
    bound: &Bound<'_>,
    when: &When<'_>,
    before: Option<(&Bound<'_>, &Manner)>,
) -> Manner {
    let mut own = read_own(frame, bound, when);
    let Some((last, manner)) = before else { return own };
    if !own.said && manner.said && last.indicator == bound.indicator && set_against(frame, last, bound) {
        own.measure = manner.measure;
        own.rules.push("measure/against");
        return own;
    }
    let joined = bound.part || joined_to(frame, last, bound);
    let same_kind = (bound.indicator == "money") == (last.indicator == "money")
        && bound.indicator != "share"
        && last.indicator != "share";
    if own.said
        || !joined
        || !same_kind
        || !manner.said
        || when.own.is_some_and(|time| time.period.is_some() || is_unknown_day(time))
    {
        return own;
    }
    let mut rules = own.rules;
    rules.push("measure/joined");
    Manner { measure: manner.measure, modality: manner.modality, polarity: manner.polarity, rules, said: true }
}

/// "40 million against 35 million a year ago": the second figure is of the kind of the first.
fn set_against(frame: &Frame<'_>, last: &Bound<'_>, bound: &Bound<'_>) -> bool {
    let (from, to) = (last.end, bound.figure.first);
    to > from && to - from <= 4 && frame.cues(from, to, CueKind::Against).next().is_some()
}

/// Whether only "and", commas and the noun phrase of the last figure lie between two figures and their words.
pub(super) fn joined_to(frame: &Frame<'_>, last: &Bound<'_>, bound: &Bound<'_>) -> bool {
    let (from, to) = (last.end, bound.figure.first);
    to >= from
        && to - from <= 14
        && (from..to).any(|at| frame.cue_at(at, CueKind::And) || matches!(frame.mark(at), "," | "("))
        && (from..to).all(|at| !matches!(frame.mark(at), ";" | "." | ":") && !frame.cue_at(at, CueKind::Break))
}

fn read_own(frame: &Frame<'_>, bound: &Bound<'_>, when: &When<'_>) -> Manner {
    let time = when.own;
    let mut rules = Vec::new();
    let indicator = frame.pack.claim.indicators.get(bound.indicator);
    let mut measure = indicator.map_or(Measure::Flow, |row| row.measure);
    if let Some(found) = bound
        .thing
        .and_then(|thing| thing.measure)
        .filter(|_| bound.thing.and_then(|thing| thing.indicator.as_deref()) == Some(bound.indicator))
    {
        measure = found;
        rules.push("measure/thing");
    }
    if let Some(found) = bound.predicate.and_then(|(_, rule)| rule.measure) {
        measure = found;
        rules.push("measure/predicate");
    }
    if bound.predicate.is_none()
        && let Some(found) = deed_of(frame, bound)
    {
        measure = found;
        rules.push("measure/predicate");
    }
    if bound.thing.is_some_and(|thing| thing.fixed) {
        return Manner { measure, modality: Modality::Actual, polarity: Polarity::Asserted, rules, said: true };
    }
    let has = |kind: CueKind| nearest_cue(frame, bound, kind);
    let mut modality = Modality::Actual;
    let mut supposed = false;
    // What is planned or feared stands before the predicate or the figure, in its clause.
    let planned = has(CueKind::Planned);
    let hypothetical = has(CueKind::Hypothetical);
    let forecast = is_tried(frame, bound)
        || hypothetical.is_some_and(|distance| distance <= 7 && planned.is_none_or(|planned| distance <= planned));
    if bound.indicator == "money" {
        let price = has(CueKind::Price).unwrap_or(usize::MAX);
        if price < usize::MAX {
            measure = Measure::Price;
            rules.push("measure/price");
        }
        if let Some(planned) = planned {
            // What is asked for a house is its price, sold or not.
            modality = Modality::Planned;
            measure = if price < planned { Measure::Price } else { Measure::Plan };
            rules.push("modality/planned");
        } else if forecast && measure != Measure::Price {
            modality = Modality::Hypothetical;
            rules.push("modality/hypothetical");
        }
    } else if has(CueKind::Already).is_some_and(|distance| distance <= NEAR) {
        modality = Modality::Hypothetical;
        supposed = true;
        rules.push("modality/supposed");
    } else if forecast {
        modality = Modality::Hypothetical;
        rules.push("modality/hypothetical");
    } else if planned.is_some_and(|distance| distance <= 7) {
        modality = Modality::Planned;
        rules.push("modality/planned");
    }
    let earlier = has(CueKind::Earlier).is_some_and(|distance| distance <= 5);
    if modality == Modality::Actual && (when.is_past() || earlier) {
        modality = Modality::Historical;
        measure = if measure == Measure::Cumulative { Measure::Flow } else { measure };
        rules.push("modality/historical");
    }
    if matches!(modality, Modality::Planned | Modality::Hypothetical)
        && measure != Measure::Price
        && bound.indicator != "share"
        && !supposed
    {
        measure = Measure::Plan;
    }
    if measure != Measure::Plan && measure != Measure::Price && modality != Modality::Historical {
        let since = time.is_some_and(|timex| timex.bound == TimeBound::Since || timex.bound == TimeBound::By);
        let day = time.is_some_and(|timex| {
            timex.bound == TimeBound::On
                && timex.value != "PRESENT_REF"
                && (timex.period.is_some_and(|period| period.single_day().is_some()) || is_unknown_day(timex))
        });
        // How far the day stands: a nearer "so far" says more.
        let day_gap = when.span.map_or(usize::MAX, |span| {
            let first = frame.tokens.partition_point(|token| token.span.end <= span.start);
            let last = frame.tokens.partition_point(|token| token.span.start < span.end);
            gap(first, last, bound.figure.first, bound.end)
        });
        let perfect = bound.predicate.is_some_and(|(hit, rule)| {
            let before = if hit.first >= bound.end { bound.end } else { hit.first.saturating_sub(3) };
            rule.measure.is_none() && frame.cues(before, hit.first, CueKind::Perfect).next().is_some()
        });
        let summed = has(CueKind::Cumulative).is_some_and(|distance| distance <= NEAR);
        let countable =
            !matches!(bound.indicator, "money" | "share" | "places" | "vehicles" | "votes" | "deployed" | "people");
        let now = has(CueKind::Stock).is_some_and(|distance| distance <= 4);
        // "At the moment 40 cases are confirmed": what is over and done with has no state, it runs on.
        let done = (bound.predicate.is_some_and(|(_, rule)| rule.measure.is_none()) || bound.unit == "case")
            && matches!(bound.indicator, "infected" | "rescued" | "destroyed" | "released" | "crossed");
        let stays = has(CueKind::Stay).is_some_and(|distance| distance <= 3) && bound.indicator != "killed";
        if stays || now && !done && !matches!(bound.indicator, "killed" | "injured") {
            measure = Measure::Stock;
            rules.push("measure/stock");
        } else if bound.part && day {
            // "more than 2,000 ..., including 798 on Saturday": the part is that day's.
            measure = Measure::Flow;
            rules.push("measure/day-part");
        } else if measure == Measure::Stock && rules.last() == Some(&"measure/predicate") {
            // "In custody", "in intensive care": how many are so now.
        } else if since && !countable && time.is_some_and(|timex| timex.bound == TimeBound::By) && !summed {
            // "As of June 40 families live there": how many there are by then.
            measure = Measure::Stock;
            rules.push("measure/as-of");
        } else if since
            || supposed && countable
            || now && done
            || has(CueKind::Cumulative).is_some_and(|distance| distance <= NEAR && (!day || distance + 3 < day_gap))
                && !(bound.indicator == "share" && broken(frame, bound))
            || countable && (when.is_span() || since_behind(frame, bound))
        {
            measure = Measure::Cumulative;
            rules.push("measure/cumulative");
        } else if has(CueKind::World).is_some_and(|distance| distance <= NEAR)
            && bound.figure.number.bounds.lower.or(bound.figure.number.value).is_some_and(|least| least >= MILLION)
            && (countable || bound.indicator == "people")
            && !day
            && rules.is_empty()
        {
            // Millions of the whole world were not counted at one time.
            measure = Measure::Cumulative;
            rules.push("measure/worldwide");
        } else if perfect && countable && !day {
            measure = Measure::Cumulative;
            rules.push("measure/perfect");
        } else if day
            && measure == Measure::Cumulative
            && (rules.is_empty() || bound.indicator == "people" && rules.last() == Some(&"measure/predicate"))
        {
            // What mostly runs on was counted on one day.
            measure = Measure::Flow;
        }
    }
    let denied = has(CueKind::Denied).is_some_and(|distance| distance <= 5) || is_negated(frame, bound);
    let polarity = if denied { Polarity::Denied } else { Polarity::Asserted };
    let said = !rules.is_empty();
    Manner { measure, modality, polarity, rules, said }
}

/// "Tried to kill two guards", but not "two guards tried to flee": the word before both the figure and what befell it.
fn is_tried(frame: &Frame<'_>, bound: &Bound<'_>) -> bool {
    const BETWEEN: usize = 4;
    let Some((predicate, _)) = bound.predicate else { return false };
    let to = predicate.first.min(bound.figure.first);
    let from = to.saturating_sub(BETWEEN + 1).max(frame.sentence.first);
    let last = frame.cues(from, to, CueKind::Tried).filter(|hit| hit.last <= to).last();
    last.is_some_and(|hit| (hit.last..to).all(|at| frame.kind(at) == TokenKind::Word))
}

/// "Two men were not hurt", "not 20 but 15": a word of negation before the predicate, with nothing but helping words between,
/// or before the figure.
fn is_negated(frame: &Frame<'_>, bound: &Bound<'_>) -> bool {
    const BETWEEN: usize = 3;
    let before = |first: usize, between: usize| {
        let mut at = first;
        while at > frame.sentence.first && first - at <= between {
            at -= 1;
            if frame.cue_at(at, CueKind::Negated) {
                return true;
            }
            if !is_light(frame, at) {
                return false;
            }
        }
        false
    };
    // Where nobody is counted the word of negation belongs to "nobody": "никто не пострадал".
    !bound.figure.number.zero
        && (is_led_by(frame, bound.figure, CueKind::Negated)
            || bound.predicate.is_some_and(|(hit, _)| before(hit.first, BETWEEN)))
}

/// What was done with a sum or by a share of people: raised, voted. Their nouns need no predicate, so none is bound.
fn deed_of(frame: &Frame<'_>, bound: &Bound<'_>) -> Option<Measure> {
    const REACH: usize = 6;
    if !matches!(bound.indicator, "money" | "share") {
        return None;
    }
    let near = |hit: &Hit<'_>| gap(hit.first, hit.last, bound.figure.first, bound.end);
    let measure_of = |hit: &Hit<'_>| {
        frame.words(*hit).find_map(|(word, _)| match word {
            ClaimWord::Predicate(rule)
                if rule.indicator == bound.indicator && near(hit) <= rule.reach.unwrap_or(REACH) =>
            {
                rule.measure
            }
            _ => None,
        })
    };
    let before = frame.hits.partition_point(|hit| hit.first < bound.figure.first);
    frame.hits[..before]
        .iter()
        .rev()
        .take(SIGHT)
        .find_map(measure_of)
        .or_else(|| frame.hits[before..].iter().take(SIGHT).find_map(measure_of))
}

/// A million.
const MILLION: Amount = Amount::from_thousandths(1_000_000_000);

/// How many phrases around a sum are looked at.
const SIGHT: usize = 16;

/// A day of a page that tells nobody when it was written: "last Wednesday".
fn is_unknown_day(timex: &Timex) -> bool {
    timex.period.is_none()
        && timex.kind == TimexKind::Date
        && timex.value.starts_with("XXXX-")
        && timex.value.len() >= 8
}

/// "16% say that they have already been ill": the share itself does not run on.
fn broken(frame: &Frame<'_>, bound: &Bound<'_>) -> bool {
    let to = (bound.end + 14).min(frame.sentence.last);
    frame
        .cues(bound.end, to, CueKind::Cumulative)
        .next()
        .is_some_and(|cue| frame.cues(bound.end, cue.first, CueKind::Break).next().is_some())
}

/// "40 have died since the siege began": a running count from an event that has no date.
fn since_behind(frame: &Frame<'_>, bound: &Bound<'_>) -> bool {
    let from = bound.predicate.map_or(bound.end, |(hit, _)| hit.last.max(bound.end));
    let to = (from + NEAR).min(frame.sentence.last);
    frame.cues(from, to, CueKind::Since).next().is_some_and(|hit| {
        (from..hit.first).all(|at| frame.kind(at) == TokenKind::Word && frame.figure_at(at).is_none())
    })
}

/// Tokens from the nearest cue of this kind to the figure or its predicate, without a clause break between.
fn nearest_cue(frame: &Frame<'_>, bound: &Bound<'_>, kind: CueKind) -> Option<usize> {
    let from = bound.figure.first.saturating_sub(16).max(frame.sentence.first);
    let to = (bound.end + 14).min(frame.sentence.last);
    let anchors = |hit: Hit<'_>| {
        let to_figure = gap(hit.first, hit.last, bound.figure.first, bound.end);
        let to_predicate = bound
            .predicate
            .map_or(usize::MAX, |(predicate, _)| gap(hit.first, hit.last, predicate.first, predicate.last));
        to_figure.min(to_predicate)
    };
    frame
        .cues(from, to, kind)
        // The month of May is no "may".
        .filter(|hit| {
            let foresees = matches!(kind, CueKind::Hypothetical | CueKind::Planned);
            // "2,000 died, a toll that could reach 5,000": what is foreseen behind the figure is so only with its verb.
            let verb = bound.predicate.map_or(bound.end, |(predicate, _)| predicate.last.max(bound.end));
            let behind = foresees && hit.first > verb + 1;
            // "Will investigate the fire that killed 12": a clause of its own tells what happened.
            let told = foresees
                && bound.predicate.is_some_and(|(predicate, _)| {
                    let verb = predicate.first.min(bound.figure.first);
                    hit.last <= verb && opens_clause(frame, hit.last, verb)
                });
            !behind && !told && (!(foresees || kind == CueKind::Earlier) || frame.time_at(hit.first).is_none())
        })
        .filter(|hit| {
            let (a, b) =
                if hit.first < bound.figure.first { (hit.last, bound.figure.first) } else { (bound.end, hit.first) };
            // Another figure's cue, or another clause's.
            // "14 died within a day, and in all 2,300": the running count is the next one.
            let next = kind == CueKind::Cumulative
                && hit.first >= bound.end
                && frame.cues(bound.end, hit.first, CueKind::Break).next().is_some()
                && frame.figures_between(hit.last, (hit.last + NEAR).min(frame.sentence.last)) > 0;
            !next
                && (a..b).all(|at| !matches!(frame.mark(at), ";" | "." | ":"))
                && if kind == CueKind::Price {
                    frame.figures_between(a, b) < 3
                } else {
                    // "Asked for $613 million to help 5 million people": a long figure between keeps a plan away.
                    (a..b).filter(|at| frame.figure_at(*at).is_some()).count() < 3
                }
        })
        .map(anchors)
        .min()
}

/// Whether a clause opens between a word for what is foreseen and what it may be said of. What opens with nothing but helping
/// words between is foreseen itself ("it is feared that 12 died"); an insertion opens none ("could, officials said, reach 12").
fn opens_clause(frame: &Frame<'_>, from: usize, to: usize) -> bool {
    let breaks = |at: usize| frame.cue_at(at, CueKind::Break) || frame.cue_at(at, CueKind::Relative);
    let helps = |at: usize| frame.kind(at) == TokenKind::Punct || is_light(frame, at);
    // "The storm, which could reach the coast, killed 12": what is foreseen is in an insertion.
    if breaks_before(frame, from) && (from..to).any(|at| frame.mark(at) == ",") {
        return true;
    }
    let own = (from..to).find(|at| !helps(*at)).unwrap_or(to);
    let behind = if own < to && breaks(own) { frame.hit_at(own).map_or(own + 1, |hit| hit.last) } else { own };
    (behind..to).any(|at| breaks(at) && !frame.leads_source(at) && frame.mark(at + 1) != ",")
}

/// Whether the word that ends before this token is led by one that opens a clause.
fn breaks_before(frame: &Frame<'_>, end: usize) -> bool {
    let first = frame.hit_at(end - 1).map_or(end - 1, |hit| hit.first);
    first > frame.sentence.first
        && (frame.cue_at(first - 1, CueKind::Break) || frame.cue_at(first - 1, CueKind::Relative))
}

fn gap(a_first: usize, a_last: usize, b_first: usize, b_last: usize) -> usize {
    if a_last <= b_first { b_first - a_last } else { a_first.saturating_sub(b_last) }
}
