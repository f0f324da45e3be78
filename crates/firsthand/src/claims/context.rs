//! Where and when, by the report as a whole: its main place and its main day, for figures that name none.

use crate::model::{
    Anchor, BlockKind, ClaimPlace, FETCHED_LATE, Mention, Period, PlaceKind, PlacePrecision, Published, Reading,
    Report, Span, TimeBound, Timex, TimexKind, Token, TokenCase, TokenKind, Tokens, Toponym,
};
use crate::pack::{ClaimWord, Pack, PlaceHint, PlaceRelation, TimeWord};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a report is about when a sentence does not say.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) place: Option<ClaimPlace>,
    pub(super) day: Option<Period>,
    /// Where the country of the place is first named, as a byte.
    pub(super) named_from: usize,
    /// The day on which the report was written: its stamp's, else its publication's.
    pub(super) written: Option<Date>,
}

/// Reads the context of a report from its mentions.
pub(super) fn read_context(report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Context {
    let lead = lead_of(report, tokens);
    let place = main_place(report, lead, mentions, None).0;
    let country = place.as_ref().and_then(|place| place.country.as_deref());
    let named = mentions
        .iter()
        .find(|mention| matches!(&mention.reading, Reading::Toponym(toponym) if toponym.country.as_deref() == country));
    let named_from = named.map_or(0, |mention| mention.span.start);
    let written = stamp(report, mentions).or(report.published.as_ref().map(Published::date));
    Context { place, day: main_day(report, lead, written, mentions, None).0, named_from, written }
}

/// The place of what a report tells: the town or region that it names most, where it tells of an event above all, however
/// many others it names of the country; the country where it names no other. And all that it may be, each with its share in
/// thousandths.
pub(super) fn read_likely_place(
    pack: &Pack,
    report: &Report,
    tokens: &Tokens,
    mentions: &[Mention],
) -> (Option<ClaimPlace>, Vec<(ClaimPlace, u32)>) {
    let scene = Scene { pack, tokens, text: &report.text };
    main_place(report, lead_of(report, tokens), mentions, Some(&scene))
}

/// The day of what a report tells, and whether a sentence names it: days on which somebody was charged, tried or released
/// count little beside others.
pub(super) fn read_likely_day(
    pack: &Pack,
    report: &Report,
    tokens: &Tokens,
    mentions: &[Mention],
) -> (Option<Period>, bool) {
    let scene = Scene { pack, tokens, text: &report.text };
    let written = stamp(report, mentions).or(report.published.as_ref().map(Published::date));
    main_day(report, lead_of(report, tokens), written, mentions, Some(&scene))
}

/// What tells of a place whether something happened there.
struct Scene<'s> {
    pack: &'s Pack,
    tokens: &'s Tokens,
    text: &'s str,
}

impl Scene<'_> {
    /// By how much the words around a place make more or less of it, in quarters: "in", "near" before it, an event in its
    /// sentence, a building behind it that only bears its name.
    fn weigh(&self, mention: &Mention, told: &mut BTreeMap<usize, bool>) -> u32 {
        let Some(at) = self.tokens.sentence_at_byte(mention.span.start) else { return 4 };
        let sentence = &self.tokens.sentences[at];
        let all = &self.tokens.tokens[..sentence.last];
        let (from, to) = (
            all.partition_point(|token| token.span.end <= mention.span.start),
            all.partition_point(|token| token.span.start < mention.span.end),
        );
        let place = &self.pack.place;
        // The name goes on behind, up to a word for a building: "Comer Children's Hospital".
        let written = |token: &Token| token.span.of(self.text);
        let owner = |token: &Token| matches!(written(token), "'" | "\u{2019}" | "'s" | "\u{2019}s" | "s");
        let title = |token: &&Token| {
            token.kind == TokenKind::Word && token.case == TokenCase::Title
                || owner(token) && token.span.start > mention.span.end
        };
        let behind = all[to..].iter().take(4).take_while(title).count();
        if !self.is_forced(all, to) && (to..to + behind).any(|at| place.is_hint(all, at, PlaceHint::Facility)) {
            return 1;
        }
        let before = place.preposition_before(all, sentence.first, from);
        let led = before.is_some_and(|(_, rule)| matches!(rule.reads, PlaceRelation::At | PlaceRelation::Near));
        // "At a hospital in Bethel", "in the Bethel jail": where they were brought.
        let brought = |end: usize| place.ends_hint(&all[sentence.first..end], PlaceHint::Aftermath);
        let aftermath = before.is_some_and(|(start, _)| led && brought(start))
            || place.is_hint(all, to, PlaceHint::Aftermath) && !self.is_forced(all, to);
        // "Ann Roe, 19, of Bally,": where somebody lives.
        let of = before.filter(|(start, rule)| rule.reads == PlaceRelation::Of && *start > sentence.first);
        let hails = of.is_some_and(|(start, _)| written(&all[start - 1]) == ",");
        let possessive = self.text[mention.span.end..].starts_with(['\'', '\u{2019}']);
        let event = *told.entry(at).or_insert_with(|| tells_event(self.pack, &all[sentence.first..]));
        // "A Boyertown man was found near Bally": where he lives is not where he was found.
        let small = all.get(to).is_some_and(|token| token.case == TokenCase::Lower);
        let lives = small && place.is_hint(all, to, PlaceHint::Townsman);
        let stands = small && place.is_hint(all, to, PlaceHint::Premises);
        let led = led || self.is_forced(all, to);
        if aftermath {
            return 1;
        }
        4 + if led { 3 } else { 0 } + if stands { 2 } else { 0 } + if event { 2 } else { 0 }
            - u32::from(possessive)
            - if lives || hails { 2 } else { 0 }
    }

    /// Whether those who keep order in a place are named at this token: "Boyertown police".
    fn is_forced(&self, all: &[Token], at: usize) -> bool {
        self.pack.place.is_hint(all, at, PlaceHint::Force)
    }

    /// Whether those who keep order in the place are named right behind it.
    fn has_force(&self, mention: &Mention) -> bool {
        let all = &self.tokens.tokens;
        self.is_forced(all, all.partition_point(|token| token.span.start < mention.span.end))
    }
}

/// What stands nearest to a time in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearest {
    /// An event, or somebody killed or injured: so many tokens away.
    Event(usize),
    /// What police and courts do afterwards: somebody is held, charged, released.
    Sequel,
    Nothing,
}

impl Scene<'_> {
    /// What a day is named for: "the Sept. 13 shooting", "charged on Thursday".
    fn nearest(&self, span: Span) -> Nearest {
        const AWAY: usize = 40;
        let Some(sentence) = self.tokens.sentence_at_byte(span.start).map(|at| &self.tokens.sentences[at]) else {
            return Nearest::Nothing;
        };
        let all = &self.tokens.tokens[sentence.first..sentence.last];
        let (from, to) = (
            all.partition_point(|token| token.span.end <= span.start),
            all.partition_point(|token| token.span.start < span.end),
        );
        let (mut event, mut sequel) = (usize::MAX, usize::MAX);
        let mut at = from.saturating_sub(AWAY);
        while at < all.len().min(to + AWAY) {
            let Some((length, rules)) = self.pack.claim.lexicon.longest(all, at) else {
                at += 1;
                continue;
            };
            let away = if at >= to { at - to } else { from.saturating_sub(at + length) };
            for rule in rules {
                match kind_of(&self.pack.claim.lexicon.rule(*rule).means) {
                    Some(true) => event = event.min(away),
                    Some(false) => sequel = sequel.min(away),
                    None => {}
                }
            }
            at += length;
        }
        match (event, sequel) {
            (usize::MAX, usize::MAX) => Nearest::Nothing,
            (event, sequel) if sequel < event => Nearest::Sequel,
            (event, _) => Nearest::Event(event),
        }
    }

    /// Whether a time names a month: "Sept. 13", not "Monday".
    fn names_month(&self, span: Span) -> bool {
        let all = &self.tokens.tokens;
        let from = all.partition_point(|token| token.span.end <= span.start);
        let of_span = all[from..].iter().take_while(|token| token.span.start < span.end);
        of_span
            .filter(|token| token.kind == TokenKind::Word)
            .any(|token| self.pack.time.may_start(token.word) & TimeWord::MONTH != 0)
    }
}

/// Whether words tell of an event or its victims, or of what police and courts do afterwards.
fn kind_of(word: &ClaimWord) -> Option<bool> {
    match word {
        ClaimWord::Predicate(rule) => match rule.indicator.as_str() {
            "killed" | "injured" => Some(true),
            "charged" | "detained" | "released" => Some(false),
            _ => None,
        },
        ClaimWord::Thing(rule) if rule.class == "event" => Some(true),
        ClaimWord::Thing(rule) => match rule.indicator.as_deref() {
            Some("charged" | "detained" | "released") => Some(false),
            _ => None,
        },
        ClaimWord::Cue(_) | ClaimWord::Reject => None,
    }
}

/// The days that the story names, each with what speaks for it as the day of what happened: the words that stand nearest to it
/// are an event or tell of somebody killed or injured. Days on which police and courts act are left out.
pub(super) fn event_days(
    pack: &Pack,
    tokens: &Tokens,
    report: &Report,
    mentions: &[Mention],
    written: Option<Date>,
) -> Vec<(Date, u32)> {
    /// What is further back is history.
    const DAYS: i32 = 1_100;
    // What speaks for a day: a date beside the event ("the Sept. 13 shooting"), one in its sentence, one elsewhere; and so
    // of weekdays. Tuned on recorded incidents of local news, where half or twice as much changes two days in a thousand.
    const DATE: [u32; 3] = [8, 6, 2];
    const WEEKDAY: [u32; 3] = [8, 3, 1];
    /// Weekdays name the days of the last week. Further back and in a sentence of nothing that happened stand feasts and the like.
    const WEEK: i32 = 7;
    let scene = Scene { pack, tokens, text: &report.text };
    let mut days = Vec::new();
    for mention in mentions {
        let Reading::Timex(timex) = &mention.reading else { continue };
        // "They had been sought since Sunday, when shots were fired."
        let since = timex.period.filter(|period| timex.bound == TimeBound::Since && period.from.day.is_some());
        let day = since.map(Period::first_day).or(timex.period.and_then(Period::single_day));
        let day = day.filter(|day| timex.value != "PRESENT_REF" && !is_own_date(timex, *day, written));
        let back = |day: Date| written.map(|written| day.until(written).map_or(-1, |span| span.get_days()));
        let day = day.filter(|day| back(*day).is_none_or(|back| (0..=DAYS).contains(&back)));
        let sentence = tokens.sentence_at_byte(mention.span.start).map(|at| &tokens.sentences[at]);
        let Some(day) = day.filter(|_| sentence.is_some_and(|sentence| is_story(sentence.kind))) else { continue };
        let calendar = scene.names_month(mention.span) && timex.anchor != Anchor::Dateline;
        let [beside, within, elsewhere] = if calendar { DATE } else { WEEKDAY };
        let weight = match scene.nearest(mention.span) {
            Nearest::Sequel => continue,
            Nearest::Event(0..=2) => beside,
            Nearest::Event(_) => within,
            Nearest::Nothing if !calendar && back(day).is_some_and(|back| back > WEEK) => continue,
            Nearest::Nothing => elsewhere,
        };
        // A picture may be an old one, or of another story.
        let caption = sentence.is_some_and(|sentence| sentence.kind == BlockKind::Caption);
        days.push((day, if caption { weight.div_ceil(2) } else { weight }));
    }
    days.sort_unstable();
    days
}

/// Whether a report names the day on which it was written, in full: "Posted: Thursday, Oct. 20, 2016 10:49 AM". Who tells of that
/// day writes "Thursday", or nothing.
fn is_own_date(timex: &Timex, day: Date, written: Option<Date>) -> bool {
    timex.anchor == Anchor::Explicit && written == Some(day)
}

/// Whether words of a sentence are an event or tell of somebody killed or injured.
fn tells_event(pack: &Pack, sentence: &[Token]) -> bool {
    let mut at = 0;
    while at < sentence.len() {
        let Some((length, rules)) = pack.claim.lexicon.longest(sentence, at) else {
            at += 1;
            continue;
        };
        let event = rules.iter().any(|rule| match &pack.claim.lexicon.rule(*rule).means {
            ClaimWord::Predicate(rule) => matches!(rule.indicator.as_str(), "killed" | "injured"),
            ClaimWord::Thing(rule) => rule.class == "event",
            ClaimWord::Cue(_) | ClaimWord::Reject => false,
        });
        if event {
            return true;
        }
        at += length;
    }
    false
}

/// Where the first three sentences of the story end.
fn lead_of(report: &Report, tokens: &Tokens) -> usize {
    let mut story = tokens.sentences.iter().filter(|sentence| is_story(sentence.kind));
    story.nth(2).map_or(report.text.len(), |sentence| sentence.span.end)
}

/// A toponym as the place of a claim.
pub(super) fn place_of(toponym: &Toponym, text: Option<&str>) -> ClaimPlace {
    ClaimPlace {
        text: text.map(str::to_owned),
        country: toponym.country.clone(),
        name: Some(toponym.name.clone()),
        id: Some(toponym.id.clone()),
        precision: Some(toponym.precision),
        parents: toponym.parents.clone(),
    }
}

/// The country that most mentions name, headline and lead counting more; a town or region of it where that is two fifths
/// of what the report names of the country, or more; with a `scene`, any that is named most where something happens.
fn main_place(
    report: &Report,
    lead: usize,
    mentions: &[Mention],
    scene: Option<&Scene<'_>>,
) -> (Option<ClaimPlace>, Vec<(ClaimPlace, u32)>) {
    let outlets_named = outlets_in_headlines(report);
    let in_outlet = |span: Span| outlets_named.iter().any(|outlet| outlet.overlaps(span));
    // "Alph flood kills two - Beth News" is no dateline.
    let in_headline = |span: Span| {
        scene.is_some() && report.block_at(span.start).is_some_and(|block| block.kind == BlockKind::Headline)
    };
    let mut told = BTreeMap::new();
    let mut countries: BTreeMap<&str, (u32, Option<&Toponym>)> = BTreeMap::new();
    let mut places: BTreeMap<(&str, &str), (u32, &Toponym)> = BTreeMap::new();
    let mut datelines: Vec<(&str, &Toponym, u32)> = Vec::new();
    let mut outlets: Vec<(&str, &Toponym, u32)> = Vec::new();
    // Towns where a report was written or whose police speaks.
    let mut seats: Vec<&Toponym> = Vec::new();
    for mention in mentions {
        let Reading::Toponym(toponym) = &mention.reading else { continue };
        // A sea votes for itself: "the Mediterranean".
        let sea = (toponym.place == PlaceKind::Water).then_some(toponym.id.as_str());
        let Some(country) = toponym.country.as_deref().or(sea) else { continue };
        if report.block_at(mention.span.start).is_some_and(|block| !is_story(block.kind)) {
            continue;
        }
        let weight =
            match (toponym.adjectival || toponym.metonym, mention.span.start < lead || in_headline(mention.span)) {
                (true, false) => 2,
                (true, true) => 6,
                // "Two hurt in fire - Alph News": the outlet's place.
                (false, _) if in_outlet(mention.span) => 2,
                (false, false) => 4,
                (false, true) => 14,
            };
        let weight = scene.map_or(weight, |scene| weight * scene.weigh(mention, &mut told));
        if scene.is_some_and(|scene| scene.has_force(mention)) {
            seats.push(toponym);
        }
        let known = countries.entry(country).or_default();
        known.0 += weight;
        if scene.is_some() && in_outlet(mention.span) {
            if toponym.precision <= PlacePrecision::District {
                outlets.push((country, toponym, weight));
            }
        } else if toponym.place == PlaceKind::Country || toponym.country.is_none() {
            known.1 = known.1.or(Some(toponym));
        } else if toponym.metonym {
            continue;
        } else if !in_headline(mention.span) && stands_in_dateline(&report.text, mention.span) {
            datelines.push((country, toponym, weight));
        } else {
            places.entry((country, &toponym.id)).or_insert((0, toponym)).0 += weight;
        }
    }
    // Where a report was written is where things happened if it names that place again, or no other in that country.
    let alone = places.is_empty();
    seats.extend(datelines.iter().map(|(_, toponym, _)| *toponym));
    for (country, toponym, weight) in datelines {
        let unnamed = countries.get(country).is_some_and(|(_, named)| named.is_none());
        if alone && unnamed && toponym.precision <= PlacePrecision::District {
            places.entry((country, &toponym.id)).or_insert((0, toponym)).0 += weight;
        } else if let Some(known) = places.get_mut(&(country, &toponym.id)) {
            known.0 += weight;
        } else if scene.is_some() && toponym.place == PlaceKind::City {
            // Local papers write where it happened.
            places.insert((country, &toponym.id), (weight / 2, toponym));
        }
    }
    // Where the outlet is, if no other place is named at all.
    let homes: Vec<&Toponym> = outlets.iter().map(|(_, toponym, _)| *toponym).collect();
    if scene.is_some() && !places.is_empty() {
        doubt_strays(&mut places, &mut countries, &seats, &homes);
    }
    if places.values().all(|(weight, _)| *weight == 0) {
        places
            .extend(outlets.into_iter().map(|(country, toponym, weight)| ((country, &*toponym.id), (weight, toponym))));
    }
    let all: u32 = countries.values().map(|(weight, _)| weight).sum();
    let most = countries.into_iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.cmp(a.0)));
    // A report that no country has a quarter of is about none of them.
    let Some((country, (total, named))) = most.filter(|(_, (total, _))| total * 4 >= all) else {
        return (None, Vec::new());
    };
    // "Scott County, Missouri": what lies in a division says more than the division, which is named to tell where it lies.
    let local = |place: PlaceKind| matches!(place, PlaceKind::City | PlaceKind::Admin2 | PlaceKind::Site);
    let any_local = scene.is_some() && places.iter().any(|((c, _), (_, found))| *c == country && local(found.place));
    let narrow = || {
        let of_country =
            places.iter().filter(|((c, _), (_, found))| *c == country && (!any_local || local(found.place)));
        of_country.map(|(_, found)| *found)
    };
    let by_weight = |a: &(u32, &Toponym), b: &(u32, &Toponym)| a.0.cmp(&b.0).then(b.1.id.cmp(&a.1.id));
    let mut narrowest = narrow().max_by(by_weight);
    // "The sheriff of Dunklin County ... in Senath": the county says whose the town is, the town where it happened.
    if let Some((most, county)) = narrowest.filter(|(_, found)| scene.is_some() && found.place == PlaceKind::Admin2) {
        let inside = |(weight, found): &(u32, &Toponym)| found.parents.contains(&county.id) && weight * 5 >= most;
        narrowest = narrow().filter(inside).max_by(by_weight).or(narrowest);
    }
    let mut shares = Vec::new();
    if scene.is_some() {
        let sum: u32 = narrow().map(|(weight, _)| weight).sum();
        shares.extend(narrow().map(|(weight, toponym)| {
            (place_of(toponym, None), u32::try_from(u64::from(weight) * 1_000 / u64::from(sum.max(1))).unwrap_or(0))
        }));
    }
    if let Some((weight, toponym)) = narrowest
        && let told = (scene.is_some() || weight * 5 > total * 2)
        && (told || named.is_none())
    {
        let mut place = place_of(toponym, None);
        if !told {
            place.name = None;
            place.id = None;
            place.precision = Some(PlacePrecision::Country);
        }
        return (Some(place), shares);
    }
    (named.map(|toponym| place_of(toponym, None)), shares)
}

/// A town in a division of which the report names nothing else, beside one in a division of which it does, is mostly a quarter
/// or a building that bears a town's name: it counts less than any that is none, and so does its country.
fn doubt_strays<'t>(
    places: &mut BTreeMap<(&'t str, &'t str), (u32, &'t Toponym)>,
    countries: &mut BTreeMap<&'t str, (u32, Option<&'t Toponym>)>,
    seats: &[&Toponym],
    homes: &[&Toponym],
) {
    let mut named: BTreeMap<&str, u32> = BTreeMap::new();
    for (_, toponym) in places.values() {
        if let Some(division) = division(toponym) {
            *named.entry(division).or_default() += 1;
        }
    }
    // A town whose police speaks, or where the report was written, is where it says.
    seats.iter().filter_map(|seat| division(seat)).for_each(|division| *named.entry(division).or_default() += 1);
    // So does the name of an outlet: "Alph News 5 - Beth, Gimel".
    homes.iter().filter_map(|home| division(home)).for_each(|division| *named.entry(division).or_default() += 2);
    if !named.values().any(|names| *names > 1) {
        return;
    }
    let strays = |toponym: &Toponym| division(toponym).is_some_and(|division| named.get(division) == Some(&1));
    let least = places.values().filter(|(_, toponym)| !strays(toponym)).map(|(weight, _)| *weight).max().unwrap_or(0);
    for ((country, _), (weight, toponym)) in places.iter_mut() {
        if strays(toponym) {
            let less = (*weight / 3).min(least.saturating_sub(1));
            if let Some(known) = countries.get_mut(country) {
                known.0 -= (*weight - less).min(known.0);
            }
            *weight = less;
        }
    }
}

/// The first-order division that a place is, or lies in.
fn division(toponym: &Toponym) -> Option<&str> {
    if toponym.place == PlaceKind::Admin1 {
        return Some(&toponym.id);
    }
    toponym.parents.iter().find(|parent| parent.contains('.')).map(String::as_str)
}

/// The words that name the main place first, and the first-order divisions of all other names, once a name.
pub(super) fn name_around(report: &Report, mentions: &[Mention], place: &ClaimPlace) -> (Option<String>, Vec<String>) {
    let mut around: BTreeMap<String, &str> = BTreeMap::new();
    let mut own = None;
    for mention in mentions {
        let Reading::Toponym(toponym) = &mention.reading else { continue };
        let words = mention.span.of(&report.text).to_lowercase();
        if place.id.as_deref() == Some(&toponym.id) {
            own = own.or(Some(words));
        } else if let Some(division) = division(toponym) {
            around.entry(words).or_insert(division);
        }
    }
    around.retain(|words, _| own.as_ref() != Some(words));
    (own, around.into_values().map(str::to_owned).collect())
}

/// The ends of headlines where outlets stand: behind the first bar, colons or dash that is not near the beginning. A bar
/// that begins a line leads an outlet alone.
fn outlets_in_headlines(report: &Report) -> Vec<Span> {
    let headlines = report.blocks.iter().filter(|block| block.kind == BlockKind::Headline);
    headlines.filter_map(|block| outlet_in(block.span, block.span.of(&report.text))).collect()
}

fn outlet_in(span: Span, line: &str) -> Option<Span> {
    if line.starts_with("| ") {
        return Some(span);
    }
    let at = [" | ", " :: ", " » "].iter().filter_map(|mark| line.find(mark)).min();
    let at = [at, line.find(" - ")].into_iter().flatten().min().filter(|at| *at > line.len() / 4)?;
    Some(Span::new(span.start + at, span.end))
}

/// "LISBON, Portugal - ...": the first words of a line, with a dash soon behind.
fn stands_in_dateline(text: &str, span: Span) -> bool {
    const WORDS: usize = 30;
    if span.start > WORDS && !text.as_bytes()[span.start - WORDS - 1..span.start].contains(&b'\n') {
        return false;
    }
    let tail = &text[span.end..];
    let end = tail.char_indices().nth(WORDS).map_or(tail.len(), |(end, _)| end);
    let tail = tail[..end].split('\n').next().unwrap_or_default();
    [" - ", ".- ", " -- ", "–", "—"].iter().any(|dash| tail.contains(dash))
}

/// The line in which this stands.
fn line_of(text: &str, span: Span) -> (usize, usize) {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    (start, text[span.end..].find('\n').map_or(text.len(), |at| span.end + at))
}

/// "Updated 3 July 2013, 12:00": a line that is a date and little more.
fn stands_alone(text: &str, span: Span) -> bool {
    let (start, end) = line_of(text, span);
    end - start - span.len() <= 40
}

fn is_story(kind: BlockKind) -> bool {
    !matches!(
        kind,
        BlockKind::Teaser | BlockKind::Advert | BlockKind::Comment | BlockKind::Navigation | BlockKind::Credit
    )
}

/// The date in the address, or on a line of its own above the story: a page fetched long after it was written bears the
/// later date.
fn stamp(report: &Report, mentions: &[Mention]) -> Option<Date> {
    const LINES: usize = 5;
    const LONGEST: usize = 600;
    const BESIDE: usize = 24;
    let published = report.published.as_ref().map(Published::date)?;
    if let Some(day) = report.written_day().filter(|day| *day < published) {
        return Some(day);
    }
    let above = report.text.match_indices('\n').nth(LINES).map_or(report.text.len(), |(at, _)| at).min(LONGEST);
    let early = mentions.iter().take_while(|mention| mention.span.start < above);
    let mut stamped = early.filter_map(|mention| {
        let Reading::Timex(timex) = &mention.reading else { return None };
        let day = timex.period.filter(|_| timex.anchor == Anchor::Explicit)?.single_day()?;
        let (start, end) = line_of(&report.text, mention.span);
        (end - start - mention.span.len() <= BESIDE).then_some(day)
    });
    stamped
        .next()
        .filter(|day| *day <= published && day.until(published).is_ok_and(|span| span.get_days() <= FETCHED_LATE))
}

/// Whether a time stands beside a source and outside what is said: "police said on Tuesday".
fn said_beside(sources: &[Span], contents: &[Span], time: Span) -> bool {
    const NEAR: usize = 24;
    let next = sources.partition_point(|source| source.end <= time.start);
    let before = next.checked_sub(1).map(|at| sources[at]).is_some_and(|source| time.start - source.end <= NEAR);
    let after = sources.get(next).is_some_and(|source| source.start >= time.end && source.start - time.end <= NEAR);
    let last = contents.partition_point(|content| content.start < time.end);
    let inside = contents[..last].iter().rev().take(3).any(|content| content.overlaps(time));
    (before || after) && !inside
}

/// The day that the report mostly speaks of: the most named single day of the week before publication, the lead
/// counting more and the day of a mere saying less, else the day of publication. The date of the dateline says when it was
/// written, not what happened then.
fn main_day(
    report: &Report,
    lead: usize,
    published: Option<Date>,
    mentions: &[Mention],
    scene: Option<&Scene<'_>>,
) -> (Option<Period>, bool) {
    let mut days: BTreeMap<Date, u32> = BTreeMap::new();
    let mut written = published;
    let quotes = || {
        mentions.iter().filter_map(|mention| match &mention.reading {
            Reading::Quote(quote) => Some((mention.span, quote.source_span)),
            _ => None,
        })
    };
    let contents: Vec<Span> = quotes().map(|(span, _)| span).collect();
    let mut sources: Vec<Span> = quotes().filter_map(|(_, source)| source).collect();
    sources.sort_unstable();
    for mention in mentions {
        let Reading::Timex(timex) = &mention.reading else { continue };
        if !matches!(timex.kind, TimexKind::Date | TimexKind::Time)
            || timex.anchor == Anchor::Text && (published.is_some() || mention.span.start >= lead)
            || timex.bound == TimeBound::Since
            || report.text[mention.span.end..].trim_start().starts_with('№')
            || timex.value == "PRESENT_REF"
        {
            continue;
        }
        // "Between Friday and Sunday": a few days are told from their first.
        let stretch = timex.period.filter(|period| {
            period.from != period.to
                && period.from.day.is_some()
                && period.first_day().until(period.last_day()).is_ok_and(|span| span.get_days() < 4)
        });
        let Some(day) = timex.period.and_then(Period::single_day).or(stretch.map(Period::first_day)) else { continue };
        if report.block_at(mention.span.start).is_some_and(|block| !is_story(block.kind)) {
            continue;
        }
        if timex.anchor == Anchor::Explicit
            && (stands_in_dateline(&report.text, mention.span) || stands_alone(&report.text, mention.span))
        {
            written = written.or(Some(day));
            continue;
        }
        let recent = published
            .is_none_or(|published| day <= published && day.until(published).is_ok_and(|span| span.get_days() <= 7));
        let sequel = scene.is_some_and(|scene| scene.nearest(mention.span) == Nearest::Sequel);
        let own = scene.is_some() && is_own_date(timex, day, published);
        if recent && !sequel && !own {
            *days.entry(day).or_default() +=
                match (mention.span.start < lead, said_beside(&sources, &contents, mention.span)) {
                    (true, false) => 4,
                    (false, false) => 3,
                    (true, true) => 2,
                    (false, true) => 1,
                };
        }
    }
    let most = days.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0))).map(|(day, _)| Period::day(day));
    (most.or(written.map(Period::day)), most.is_some())
}

#[cfg(test)]
mod tests {
    use crate::claims::read_bearing;
    use crate::model::{Bearing, Block, BlockKind, Report, Span};
    use crate::pack::tokenize_report;
    use crate::resources::Resources;

    fn bear(resources: &Resources, text: &str) -> Bearing {
        read(resources, &Report { published: Some("2022-09-22".parse().unwrap()), ..Report::plain("en", text) })
    }

    fn read(resources: &Resources, report: &Report) -> Bearing {
        let pack = resources.packs.of(&report.lang);
        let tokens = tokenize_report(pack, report);
        let mentions = crate::mentions::find_mentions(pack, &resources.gazetteer, report, &tokens);
        read_bearing(pack, report, &tokens, &mentions)
    }

    #[test]
    fn a_place_where_the_hurt_are_brought_is_not_where_it_happened() {
        let resources = Resources::embedded().unwrap();
        for (text, place) in [
            (
                "A boy was hurt on a farm near Boyertown. He was taken to a hospital in Reading, and died in the Reading hospital.",
                "Boyertown",
            ),
            // A quarter that bears the name of a town abroad.
            (
                "MEMPHIS, Tenn. - A girl was shot in Whitehaven. Memphis police said that Whitehaven is shocked.",
                "Memphis",
            ),
            // Where one of them came from.
            (
                "A man was shot in Beverly, Massachusetts. The dead is Ann Orlen, 21, of Miami, Florida, police said.",
                "Beverly",
            ),
        ] {
            let read = bear(&resources, text).place.and_then(|place| place.name);
            assert_eq!(read.as_deref(), Some(place), "{text}");
        }
    }

    #[test]
    fn the_day_of_writing_in_full_is_a_stamp() {
        let resources = Resources::embedded().unwrap();
        let text =
            "Fire hurts two Posted: Thursday, September 22, 2022 10:49 AM\n\nA fire hurt two people on Monday night.";
        let bearing = bear(&resources, text);
        assert_eq!(bearing.day, Some(jiff::civil::date(2022, 9, 19)));
        assert!(bearing.events.iter().all(|(day, _)| *day == jiff::civil::date(2022, 9, 19)), "{:?}", bearing.events);
    }

    #[test]
    fn a_stamp_tells_when_a_page_was_written_that_was_fetched_years_later() {
        let resources = Resources::embedded().unwrap();
        let bearing = bear(&resources, "Clerk shot\n\nUpdated: 01/26/2015 10:24 PM\n\nA clerk was shot on Sunday.");
        assert_eq!(bearing.written, Some(jiff::civil::date(2015, 1, 26)));
        assert_eq!(bearing.events, [(jiff::civil::date(2015, 1, 25), 8)]);
    }

    #[test]
    fn what_a_text_tells_by_the_way_is_not_the_day_of_what_happened() {
        let resources = Resources::embedded().unwrap();
        let days = |text: &str| {
            let events = bear(&resources, text).events;
            events.into_iter().map(|(day, weight)| (day.to_string(), weight)).collect::<Vec<_>>()
        };
        let told = |day: &str, weight| vec![(day.to_owned(), weight)];
        // A feast in a sentence of nothing that happened.
        assert_eq!(days("The best places to go on St. Patrick's Day.\n\nA clerk was shot."), []);
        assert_eq!(days("A clerk was shot on St. Patrick's Day."), told("2022-03-17", 8));
        // The day since when somebody is sought.
        assert_eq!(days("Police had sought the man since early Sunday when shots were fired."), told("2022-09-18", 8));
        // A picture of another day.
        let (line, text) = ("A clerk was shot on Tuesday.", "A clerk was shot on Tuesday. A clerk was shot on Friday.");
        let block = |kind, from, to| Block { kind, span: Span::new(from, to) };
        let report = Report {
            published: Some("2022-09-22".parse().unwrap()),
            blocks: vec![block(BlockKind::Body, 0, line.len()), block(BlockKind::Caption, line.len() + 1, text.len())],
            ..Report::plain("en", text)
        };
        let events = read(&resources, &report).events;
        assert_eq!(events.into_iter().map(|(_, weight)| weight).collect::<Vec<_>>(), [4, 8]);
    }

    #[test]
    fn the_town_of_an_outlet_speaks_against_a_stray_namesake() {
        let resources = Resources::embedded().unwrap();
        let head = "Woman shot near park - Action News 5 - Memphis, Tennessee";
        let text = format!("{head}\n\nA woman was shot on Monday, and a picture of Batman was on her shirt.");
        let block = |kind, from, to| Block { kind, span: Span::new(from, to) };
        let report = Report {
            published: Some("2022-09-22".parse().unwrap()),
            blocks: vec![block(BlockKind::Headline, 0, head.len()), block(BlockKind::Body, head.len() + 2, text.len())],
            ..Report::plain("en", &text)
        };
        let place = read(&resources, &report).place.and_then(|place| place.name);
        assert_eq!(place.as_deref(), Some("Memphis"));
    }

    #[test]
    fn a_day_in_court_is_not_the_day_of_what_happened() {
        let resources = Resources::embedded().unwrap();
        let best = |text: &str| {
            let mut events = bear(&resources, text).events;
            events.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
            events.first().map(|(day, _)| day.to_string())
        };
        assert_eq!(
            best("Two men were charged on Wednesday in the Aug. 13 shooting of a clerk.").as_deref(),
            Some("2022-08-13")
        );
        assert_eq!(
            best("A clerk was shot on Tuesday. A man was arrested on Wednesday.").as_deref(),
            Some("2022-09-20")
        );
        // Where only the court's day is named, no event has one.
        assert_eq!(best("A man was arraigned Wednesday."), None);
    }
}
