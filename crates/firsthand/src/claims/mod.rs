//! Who says how many of what, where and when? Binds mentions into claims.
//! Not here: which claims agree; that is `ledger`.

mod bind;
mod context;
mod frame;
mod measure;
mod phrase;
mod place;
mod revise;
mod roster;
mod single;
mod source;
mod toll;
mod trace;
mod weigh;
mod when;

pub use trace::{Attachment, FigureTrace, trace_figures};

use crate::model::{
    Amount, Bearing, BlockKind, Claim, ClaimId, ClaimPlace, Hop, Interval, Measure, Mention, Modality, Period, Quote,
    Reading, Report, Role, Scope, Sentence, Side, Source, Span, Timex, Tokens,
};
use crate::pack::Pack;
use bind::{Bound, Carried, bind_figures};
use context::{Context, event_days, name_around, read_context, read_likely_day, read_likely_place};
use frame::Frame;
use jiff::civil::Date;
use measure::{Manner, When, joined_to, read_manner};
use place::{Ground, first_section, headed_place, left_place};
use revise::mark_revisions;
use source::{agency_of, share_documents, share_pollster};
use std::collections::{BTreeMap, BTreeSet};
use when::{Dated, share_days, share_leads, share_starts, share_times, usable};

/// Where and when a report sets what it tells, and how many it tells of in all, also where it gives no figure.
#[must_use]
pub fn read_bearing(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Bearing {
    let written = read_context(report, tokens, mentions).written;
    let (day, day_named) = read_likely_day(pack, report, tokens, mentions);
    let (place, places) = read_likely_place(pack, report, tokens, mentions);
    let told = toll::read_told(pack, report, tokens, mentions);
    let events = event_days(pack, tokens, report, mentions, written);
    let (place_words, divisions) =
        place.as_ref().map_or_else(Default::default, |place| name_around(report, mentions, place));
    let day = day.and_then(Period::single_day);
    Bearing { place, place_words, divisions, places, day, day_named, events, written, told }
}

/// The claims of a report, in the order of the text.
#[must_use]
pub fn assemble_claims(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Vec<Claim> {
    let context = read_context(report, tokens, mentions);
    // What stands before the first of several places in headings is about its own.
    let opening = first_section(pack, report, tokens, mentions).and_then(|end| {
        let before = mentions.partition_point(|mention| mention.span.start < end);
        let opening = read_context(report, tokens, &mentions[..before]);
        opening.place.is_some().then_some((end, Context { day: context.day, written: context.written, ..opening }))
    });
    let written = context.written.or(context.day.map(Period::last_day));
    let tail = tail_of(report, tokens);
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
    // Statements that reach into the sentence at hand.
    let (mut open, mut next): (Vec<(Span, &Quote)>, usize) = (Vec::new(), 0);
    let mut claims = Vec::new();
    // Whether words of its sentence make a claim a running count.
    let mut told: Vec<bool> = Vec::new();
    let mut named: Option<Source> = None;
    // Who counted the last figure, and in which sentence.
    let mut newest: Option<(Source, usize)> = None;
    let times: Vec<Span> = mentions
        .iter()
        .filter(|mention| matches!(mention.reading, Reading::Timex(_)))
        .map(|mention| mention.span)
        .collect();
    let mut earlier: Vec<Said> = Vec::new();
    let mut section: Option<ClaimPlace> = None;
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
        if let Some(headed) = headed_place(&frame) {
            section = headed;
        }
        let context = match &opening {
            Some((end, opening)) if sentence.span.start < *end => opening,
            _ => &context,
        };
        // What an entry of a live page tells, it tells of its own day.
        let dated = report.update_at(sentence.span.start).map(|update| update.published.date());
        let entry = dated.map(|day| Context { day: Some(Period::day(day)), written: dated, ..context.clone() });
        let context = entry.as_ref().unwrap_or(context);
        let written = dated.or(written);
        let country = context.place.as_ref().and_then(|place| place.country.as_deref());
        let here = section.as_ref().and_then(|place| place.country.as_deref()).or(country);
        let ground = Ground { country: here, sources: &sources[first..last] };
        let told_before = claims.len();
        if !frame.figures.is_empty() {
            let before = carried.as_ref().filter(|(paragraph, _)| *paragraph == sentence.paragraph);
            let (bounds, _) = bind_figures(&frame, before.map(|(_, carried)| carried));
            carried = bounds.last().and_then(Carried::of).map(|last| (sentence.paragraph, last));
            let mut listed: Option<(Span, Timex)> = None;
            let mut manners: Vec<Manner> = Vec::with_capacity(bounds.len());
            let last = newest.take();
            for (number, bound) in bounds.iter().enumerate() {
                let siblings =
                    Siblings { before: number.checked_sub(1).map(|at| &bounds[at]), after: bounds.get(number + 1) };
                let maker = Maker {
                    report,
                    frame: &frame,
                    context,
                    quotes: &open,
                    agency: agency.as_ref(),
                    ground: &ground,
                    named: named.as_ref(),
                    times: &times,
                    earlier: &earlier,
                    section: section.as_ref(),
                    written,
                    leads: order < 3 || sentence.kind == BlockKind::Headline,
                    adrift: sentence.span.start >= tail && is_title(report, sentence),
                };
                let own = maker.time_of(bound, &siblings);
                let before_it = own.is_some_and(|time| maker.after_event(time, bound).is_some());
                let time = own.map(|time| maker.as_taken(time, bound));
                // "264 dead on Sunday, among them 115 soldiers and 104 rebels": one day for the list.
                let time = time.or_else(|| {
                    let last = number.checked_sub(1).map(|at| &bounds[at])?;
                    listed.clone().filter(|_| joined_to(&frame, last, bound))
                });
                listed.clone_from(&time);
                let time = time.as_ref();
                let before = number.checked_sub(1).map(|at| (&bounds[at], &manners[at]));
                let when = When {
                    own: time.map(|(_, timex)| timex),
                    span: time.map(|(span, _)| *span),
                    paragraph: maker.paragraph_time().map(|(period, _)| period),
                    written,
                    leads: order < 2,
                };
                let mut manner = read_manner(&frame, bound, &when, before);
                if before_it && manner.modality == Modality::Actual {
                    manner.precede();
                }
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
                let mut claim = maker.claim(bound, &siblings, time, &manner);
                // "Of them two ...": a part has the counter of its whole.
                if claim.source.is_none()
                    && bound.part
                    && number == 0
                    && let Some((whole, at)) = &last
                    && *at + 1 == order
                    && tokens.sentences[*at].paragraph == sentence.paragraph
                {
                    claim.chain.push(Hop { name: whole.name.clone(), key: whole.key.clone(), role: whole.role });
                    claim.source = Some(whole.clone());
                    claim.rules.push("source/whole".into());
                }
                told.push(manner.is_said_cumulative());
                if let Some(source) = claim.source.as_ref().filter(|source| {
                    source.role == Role::Counter && !pack.claim.anaphors.contains(&source.name.to_lowercase())
                }) {
                    named = Some(source.clone());
                }
                newest = claim.source.clone().map(|source| (source, order));
                claims.push(claim);
                manners.push(manner);
            }
        }
        let place = left_place(&frame, &ground);
        let time = frame.times.iter().rev().find_map(|time| {
            // As a figure of the sentence took it: "since Monday" is no Monday.
            let taken = claims[told_before..]
                .iter()
                .rev()
                .find(|claim| claim.time_text.as_deref() == Some(time.span.of(&report.text)));
            let period = taken.and_then(|claim| claim.time).or_else(|| usable(time.reading));
            period.map(|period| (period, time.span.of(&report.text).to_owned()))
        });
        let opened = frame.times.first().is_some_and(|first| {
            first.first <= sentence.first + 1 && sentence.last - first.last > 4 && usable(first.reading).is_some()
        });
        let near = |at: Option<usize>| {
            at.and_then(|at| tokens.sentences.get(at)).is_some_and(|other| other.paragraph == sentence.paragraph)
        };
        let alone = !near(order.checked_sub(1)) && !near(Some(order + 1));
        earlier.push(Said { paragraph: sentence.paragraph, place, time, opened, alone });
    }
    share_manners(&mut claims, &told);
    mark_revisions(pack, tokens, &mut claims);
    share_leads(&mut claims);
    share_days(&mut claims, mentions);
    share_times(&mut claims);
    share_starts(&mut claims, written);
    share_documents(tokens, &quotes, &mut claims);
    share_pollster(pack, report, tokens, &mut claims);
    claims.iter_mut().for_each(|claim| claim.side = side_of(pack, claim));
    claims
}

/// On which side the counter of a claim stands: its source, or whom an agency or a paper repeats.
fn side_of(pack: &Pack, claim: &Claim) -> Option<Side> {
    let source = claim.source.as_ref().map(|source| (source.role, &source.key, &source.name));
    let last = claim.chain.last().map(|hop| (hop.role, &hop.key, &hop.name));
    let relays = |role: Role| matches!(role, Role::Agency | Role::Outlet);
    let first_hand = source.filter(|(role, ..)| !relays(*role)).or(last.filter(|(role, ..)| !relays(*role)));
    let (role, key, name) = first_hand.or(source)?;
    pack.attribution.sides.side_of(key, name, role)
}

/// What an earlier sentence said of where and when.
struct Said {
    paragraph: usize,
    place: Option<ClaimPlace>,
    time: Option<(Period, String)>,
    /// Whether a time opens the sentence.
    opened: bool,
    /// Whether the sentence is a paragraph of its own.
    alone: bool,
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
    /// The place that the heading above names.
    section: Option<&'m ClaimPlace>,
    /// The day of the report.
    written: Option<Date>,
    /// The sentence opens the report.
    leads: bool,
    /// Whether the sentence is a title behind the end of the story.
    adrift: bool,
}

/// A line without a full stop, no longer than a title.
fn is_title(report: &Report, sentence: &Sentence) -> bool {
    const LONGEST: usize = 160;
    let (text, span) = (&report.text, sentence.span);
    let starts = text[..span.start].trim_end_matches([' ', '\t']).ends_with('\n');
    let ends = text[span.end..].trim_start_matches([' ', '\t']).chars().next().is_none_or(|c| c == '\n');
    scope_of(sentence) == Scope::Body && starts && ends && span.len() <= LONGEST
}

/// Where the story has ended: behind it stand lines without a full stop, which name other stories. A page that hardly
/// knows full stops has no such end.
fn tail_of(report: &Report, tokens: &Tokens) -> usize {
    const LEAST: usize = 3;
    let closed = |sentence: &&Sentence| {
        let text = sentence.span.of(&report.text).trim_end();
        text.trim_end_matches(['"', '”', '»', '“', ')', ']', '’', '\'']).ends_with(['.', '!', '?', '…', ':', ';'])
    };
    let mut closed = tokens.sentences.iter().filter(closed);
    let last = closed.next_back();
    last.filter(|_| closed.count() >= LEAST).map_or(usize::MAX, |sentence| sentence.span.end)
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
        if bound.predicate.is_some_and(|(_, rule)| rule.with_dead) {
            rules.push(toll::WITH_DEAD.into());
        }
        let mut confidence = i32::from(bound.confidence);
        let scope = scope_of(frame.sentence);
        let place = self.place_of(bound, siblings);
        rules.push(place.1.into());
        if place.1 == "place/report" {
            confidence -= 4;
        }
        let place = place.0;
        let (period, time_text) = match self.dated(bound, time, manner) {
            Dated::Said(period, span) => {
                rules.push("time/clause".into());
                (Some(period), Some(span.of(&report.text).to_owned()))
            }
            Dated::Taken(period, rule) => {
                rules.push(rule.into());
                (period, None)
            }
        };
        let stated = time_text.is_some();
        let source = self.source_of(bound.figure.span);
        if source.is_some() {
            rules.push("source/statement".into());
        }
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
        if let Some(source) = &source {
            let named = Hop { name: source.name.clone(), key: source.key.clone(), role: source.role };
            for hop in std::iter::once(named).chain(self.repeated_by(bound.figure.span)) {
                if chain.iter().all(|known| known.key != hop.key) {
                    chain.push(hop);
                }
            }
        }
        Claim {
            id: claim_id(report, bound.figure.span, bound.indicator),
            report: report.id,
            doc: report.doc.clone(),
            published: report.published_at(bound.figure.span.start).cloned(),
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
            side: None,
            revised: None,
            review: None,
        }
    }

    fn mention_rule(&self, bound: &Bound<'_>) -> String {
        self.frame.rule_of(bound.figure.mention)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::tokenize_report;
    use crate::resources::Resources;

    fn claims_of(resources: &Resources, lang: &str, published: &str, text: &str) -> Vec<Claim> {
        let report = Report { published: Some(published.parse().unwrap()), ..Report::plain(lang, text) };
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
            ("20 were killed in the country, worldwide, since Friday and every day, ".repeat(1_000), 900),
            ("two days after 12 were killed near the border with Kenya ".repeat(1_000), 900),
            ("one hundred and two thirds of the ".repeat(2_000), 0),
        ] {
            let read = claims_of(&resources, "en", "2022-09-22", &text);
            assert!(read.len() >= least, "{} claims of {:?}", read.len(), &text[..30]);
        }
    }

    fn days_of(published: &str, text: &str) -> Vec<Option<String>> {
        let resources = Resources::embedded().unwrap();
        let claims = claims_of(&resources, "en", published, text);
        claims.iter().map(|claim| claim.time.map(|period| period.to_string())).collect()
    }

    /// A page fetched long after it was written bears the later date; the stamp above its story tells the day.
    #[test]
    fn a_stamp_above_the_story_is_its_day() {
        let page = |stamp: &str| {
            format!("Floods in the hills\n\n{stamp}\n\nOn Monday 40 people were killed. Some 300 are in shelters.\n")
        };
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(days_of("2021-06-01", &page("18 March 2021")), [day("2021-03-15"), day("2021-03-18")]);
        assert_eq!(days_of("2021-06-01", &page("Our reporters")), [day("2021-05-31"), day("2021-06-01")]);
    }

    /// Behind the last full stop stand the titles of other stories.
    #[test]
    fn titles_behind_the_story_take_no_day() {
        let story = "Rain fell. Rivers rose. The army came. Police counted 14 dead in the valley on Monday.\n";
        let read = days_of("2021-06-01", &format!("{story}Bus crash leaves 12 dead\nMayor opens a park\n"));
        assert_eq!(read, [Some("2021-05-31".to_owned()), None]);
    }

    /// Where every sentence is a paragraph, a time that opens one dates the next too, and no further than it says.
    #[test]
    fn a_time_that_opens_a_paragraph_is_handed_on() {
        let text = "The coast is often hit by quakes.\nIn April last year a strong quake shook the port.\n\
                    Five people died and 70 were injured.\nThe port has been rebuilt.\nThe mayor spoke.\nSix people were killed.\n";
        let read = days_of("2021-06-01", text);
        let then = Some("2020-04".to_owned());
        assert_eq!(read, [then.clone(), then, Some("2021-06-01".to_owned())]);
    }

    /// "Three years ago" is the one day of that year which the report names.
    #[test]
    fn a_year_ago_is_the_day_that_the_report_names() {
        let text = "A stone recalls the blast of 11 May 2018. Three years ago 19 people were killed in the blast.";
        assert_eq!(days_of("2021-05-30", text), [Some("2018-05-11".to_owned())]);
    }
}
