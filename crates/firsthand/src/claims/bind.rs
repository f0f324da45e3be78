//! What does a figure count, and what happened to it? Binds a number to its noun and its predicate.
//! Not here: place, time, source, measure.

use super::frame::{Figure, Frame, Hit};
use super::phrase::{
    Phrase, fronted_kind, glued_noun, noun_before, number_of, phrase_after, phrase_within, predicate_noun,
};
use super::weigh::nearest_predicate;
use crate::model::{NumberUnit, Span, TokenCase, TokenKind};
use crate::pack::{ClaimWord, CountSide, CueKind, PredicateRule, ThingRule};

/// A figure with what it counts.
#[derive(Debug, Clone)]
pub(super) struct Bound<'a> {
    pub(super) figure: Figure<'a>,
    pub(super) indicator: &'a str,
    pub(super) unit: String,
    pub(super) subset: Option<&'a str>,
    /// The noun phrase after the figure.
    pub(super) counted: Option<Span>,
    /// Token after the noun phrase.
    pub(super) end: usize,
    pub(super) thing: Option<&'a ThingRule>,
    pub(super) predicate: Option<(Hit<'a>, &'a PredicateRule)>,
    /// What lies between figure and predicate.
    cost: usize,
    pub(super) part: bool,
    pub(super) confidence: u8,
    pub(super) rules: Vec<&'a str>,
}

/// Why a figure counts nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passed {
    /// Its noun is one whose numbers are never claims: years, kilometres.
    Rejected,
    /// "One of the largest".
    Pronoun,
    /// Behind a person, between commas.
    Age,
    /// The children of one of whom something is told.
    Kin,
    /// A fraction in words without its whole.
    Fraction,
    /// Neither a noun nor a predicate says what is counted.
    Nothing,
    /// A "no" that counts nobody: "no date", "nobody would be forced".
    Zero,
    /// "One" that is the article.
    Article,
    /// "Building 12".
    Label,
    /// Below zero.
    Negative,
    /// People are whole.
    Fractional,
}

impl Passed {
    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Rejected => "its noun is one whose numbers are never claims",
            Self::Pronoun => "\"one\" is a pronoun here",
            Self::Age => "an age",
            Self::Kin => "somebody's children",
            Self::Fraction => "a fraction without its whole",
            Self::Nothing => "neither a noun nor a predicate says what is counted",
            Self::Zero => "nobody is counted here",
            Self::Article => "an article, not a count",
            Self::Label => "a label behind a name",
            Self::Negative => "it is below zero",
            Self::Fractional => "people are counted in whole numbers",
        }
    }
}

/// What the sentence before counted last: "Eight of them ..." counts the same.
#[derive(Debug, Clone)]
pub(super) struct Carried<'a> {
    pub(super) indicator: &'a str,
    pub(super) unit: String,
    pub(super) subset: Option<&'a str>,
    pub(super) thing: Option<&'a ThingRule>,
}

impl<'a> Carried<'a> {
    pub(super) fn of(bound: &Bound<'a>) -> Option<Self> {
        let Bound { indicator, unit, subset, thing, .. } = bound;
        (!matches!(*indicator, "money" | "share")).then(|| Self {
            indicator,
            unit: unit.clone(),
            subset: *subset,
            thing: *thing,
        })
    }
}

impl<'a> Carried<'a> {
    /// A figure without a noun of its own that counts the same.
    fn bind(
        self,
        figure: Figure<'a>,
        predicate: Option<(Hit<'a>, &'a PredicateRule)>,
        part: bool,
        confidence: i32,
        rules: Vec<&'a str>,
    ) -> Bound<'a> {
        let Self { indicator, unit, subset, thing } = self;
        let (counted, end, cost, confidence) = (None, figure.last, 0, clamp(confidence));
        Bound { figure, indicator, unit, subset, counted, end, thing, predicate, cost, part, confidence, rules }
    }
}

/// The figures of a sentence that count something, in order, and why the others do not. `carried` is what the sentence
/// before counted last, in the same paragraph.
pub(super) fn bind_figures<'a>(
    frame: &Frame<'a>,
    carried: Option<&Carried<'a>>,
) -> (Vec<Bound<'a>>, Vec<(Figure<'a>, Passed)>) {
    let (mut bounds, mut passed): (Vec<Bound<'a>>, Vec<_>) = (Vec::new(), Vec::new());
    for index in 0..frame.figures.len() {
        match bind_figure(frame, index, &bounds, carried) {
            Ok(bound) => {
                let twin = second_noun(frame, &bound);
                bounds.push(bound);
                bounds.extend(twin);
            }
            Err(why) => passed.push((frame.figures[index], why)),
        }
    }
    // "One" that is the article too counts only beside other figures of what happened to people.
    if frame.pack.claim.one_is_article {
        let kinds: Vec<(usize, usize, &str, bool)> =
            bounds.iter().map(|b| (b.figure.first, b.end, b.indicator, is_article(b))).collect();
        bounds.retain(|bound| {
            let kept = !is_article(bound)
                || (bound.predicate.is_some() || bound.thing.is_some_and(|thing| thing.strong))
                    && bound.thing.is_some_and(|thing| thing.class == "person")
                    && (bound.counted.is_some() || bound.rules.contains(&"like-previous"))
                    && bound.cost <= 4
                    && happens(bound.indicator)
                    && kinds.iter().any(|(first, end, indicator, article)| {
                        !article && happens(indicator) && is_list(frame, bound, *first, *end)
                    });
            if !kept {
                passed.push((bound.figure, Passed::Article));
            }
            kept
        });
    }
    (bounds, passed)
}

/// Whether an indicator tells what happened to people, not who they are or what they do.
fn happens(indicator: &str) -> bool {
    !matches!(indicator, "people" | "protesters" | "deployed" | "perpetrators" | "mobilised")
}

/// Whether a comma or "and" parts two figures: "one dead, seven hurt", and not "a gunman killed eight".
fn is_list(frame: &Frame<'_>, bound: &Bound<'_>, first: usize, end: usize) -> bool {
    let between = if first > bound.figure.first { bound.end..first } else { end..bound.figure.first };
    between.len() <= 16
        && between.clone().any(|at| frame.mark(at) == "," || frame.cue_at(at, CueKind::And))
        && !between.clone().any(|at| frame.cue_at(at, CueKind::Break) || frame.cue_at(at, CueKind::Relative))
}

fn is_article(bound: &Bound<'_>) -> bool {
    !bound.figure.number.digits
        && bound.figure.number.modifier == crate::model::Modifier::Equal
        && bound.figure.number.value == Some(crate::model::Amount::ONE)
}

fn bind_figure<'a>(
    frame: &Frame<'a>,
    index: usize,
    earlier: &[Bound<'a>],
    carried: Option<&Carried<'a>>,
) -> Result<Bound<'a>, Passed> {
    let figure = frame.figures[index];
    if figure.number.value.is_some_and(|value| value < crate::model::Amount::ZERO) {
        return Err(Passed::Negative);
    }
    if glued_unit(frame, figure) {
        return Err(Passed::Rejected);
    }
    match &figure.number.unit {
        Some(NumberUnit::Currency(code)) => return Ok(measured(figure, "money", code.clone())),
        Some(NumberUnit::Percent) => return share(frame, figure).ok_or(Passed::Fraction),
        None => {}
    }
    if is_led_by(frame, figure, CueKind::Parent) {
        return Err(Passed::Kin);
    }
    let mut phrase = phrase_after(frame, figure);
    if phrase.rejected {
        return Err(Passed::Rejected);
    }
    if !figure.person && one_of(frame, figure) {
        return Err(Passed::Pronoun);
    }
    if phrase.thing.is_none() && !phrase.people && is_label(frame, figure) {
        return Err(Passed::Label);
    }
    if phrase.thing.is_none() && phrase.unknown && metres(frame, figure) {
        return Err(Passed::Rejected);
    }
    if phrase.thing.is_none() && !phrase.people && !phrase.unknown && shares_rejected(frame, index) {
        return Err(Passed::Rejected);
    }
    if phrase.thing.is_none() && !phrase.people {
        if is_age(frame, index) {
            return Err(Passed::Age);
        }
        noun_before(frame, figure, &mut phrase);
        glued_noun(frame, figure, &mut phrase);
    }
    if phrase.thing.is_none()
        && !phrase.people
        && !phrase.unknown
        && let Some((hit, thing)) = predicate_noun(frame, figure)
    {
        // "Of the dead, six were women."
        phrase.thing = Some(thing);
        phrase.part = true;
        phrase.end = hit.last;
        phrase.last_noun = hit.last;
    }
    if let Some(named) = number_of(frame, figure)
        && (phrase.thing.is_none() && !phrase.people
            || phrase.thing.is_some_and(|(thing, _)| thing.indicator.as_deref() == Some("people")))
    {
        phrase.thing = Some(named);
        phrase.strong = Some(named).filter(|(thing, _)| thing.strong);
    }
    let zero = figure.number.zero;
    let class = phrase
        .thing
        .map_or(if phrase.people || phrase.thing.is_none() { "person" } else { "" }, |(thing, _)| thing.class.as_str());
    let bare = phrase.thing.is_none() && !phrase.people && !figure.person;
    let previous = earlier.last();
    // "60 drones, of which 52 were shot down": of which something of its own is said.
    let parted = is_led_by(frame, figure, CueKind::Partitive) || frame.cue_at(phrase.end, CueKind::Partitive);
    // "12 houses burned and four others were flooded": four houses.
    let went_on = previous
        .and_then(|previous| previous.thing)
        .filter(|_| bare && !phrase.unknown && (phrase.part || parted || goes_on(frame, figure)));
    let class = went_on.map_or(class, |thing| thing.class.as_str());
    let mut rules: Vec<&str> = Vec::new();
    let predicate = phrase
        .inner
        .map(|(hit, rule, name)| (0, hit, rule, name))
        .or_else(|| nearest_predicate(frame, figure, &phrase, class, bare))
        // "15 of the 20 hospitals were hit": what happened, happened to the fifteen.
        // "Most of the 40 were hurt", "the leader of the 300 was held": not the 40, not the 300.
        .filter(|(_, hit, ..)| {
            !(is_whole(frame, index) || is_led_by(frame, figure, CueKind::Head)) || is_own(frame, figure, &phrase, *hit)
        })
        // "One of the five victims has died": one did.
        .filter(|(_, hit, rule, _)| !is_ones_whole(frame, index, phrase.end, *hit, rule))
        // "Of the 300 on board, 112 were rescued": what stands behind the comma is not said of the 300.
        .filter(|(_, hit, ..)| !is_fronted(frame, figure) || (phrase.end..hit.first).all(|at| frame.mark(at) != ","))
        .filter(|(_, _, rule, _)| {
            !rule.weak
                || phrase.thing.is_none_or(|(thing, _)| thing.indicator.as_deref().is_none_or(|own| own == "people"))
        });
    let previous = earlier.last();
    let part =
        phrase.part || previous.map_or_else(|| leads_part(frame, figure), |previous| is_part(frame, previous, figure));
    let (mut indicator, mut measure_of, mut confidence) = (None, None, 92i32);
    let over = phrase.of_whole && predicate.is_some_and(|(cost, hit, ..)| cost <= 4 && hit.first >= phrase.end);
    if let Some((thing, name)) = phrase.strong.filter(|_| !over) {
        indicator = thing.indicator.as_deref();
        measure_of = predicate
            .filter(|(_, _, rule, _)| Some(rule.indicator.as_str()) == indicator)
            .map(|(_, hit, rule, _)| (hit, rule));
        rules.push(name);
    } else if let Some((cost, hit, rule, name)) = predicate {
        let toll = rule.reach.is_some_and(|reach| reach >= 7);
        let enough = match (bare, figure.person) {
            (true, _) => cost <= if phrase.unknown { 5 } else { 4 } || (toll && !phrase.unknown),
            (_, true) => cost <= if figure.one_of { 9 } else { 6 },
            _ => true,
        };
        // A part of a whole that was said to be of another kind takes the whole's kind unless its own is close by.
        // "Who shot four, including two agents, was killed": behind the comma stands what is said of somebody else.
        let left = frame.mark(phrase.end) == "," && previous.is_some_and(|previous| previous.predicate.is_some());
        let taken = part
            && !parted
            && (cost > 2 || left)
            && previous.is_some_and(|previous| previous.indicator != rule.indicator);
        if enough && !taken {
            indicator = Some(rule.indicator.as_str());
            measure_of = Some((hit, rule));
            rules.push(name);
            confidence -= i32::try_from(cost).unwrap_or(20).clamp(0, 20) * 2;
        }
    }
    let counts = |indicator: &str| indicators_count(frame, indicator, class);
    let loose = bare || figure.person && phrase.thing.is_none();
    if indicator.is_none()
        && let Some(previous) = previous
        && (loose || counts(previous.indicator))
        && (part && (class == "person" || loose)
            || loose
                && (!phrase.unknown && continues(frame, previous, figure) || frame.cue_at(figure.last, CueKind::More)))
        && !zero
    {
        indicator = Some(previous.indicator);
        measure_of = previous.predicate;
        rules.push(if part { "part-of-previous" } else { "like-previous" });
        confidence -= 12;
        if loose {
            let like = Carried {
                indicator: previous.indicator,
                unit: previous.unit.clone(),
                subset: previous.subset,
                thing: previous.thing,
            };
            return Ok(like.bind(figure, measure_of, part, confidence, rules));
        }
    }
    if indicator.is_none()
        && part
        && class == "person"
        && !zero
        && let Some((rule, name)) = fronted_kind(frame, figure)
    {
        indicator = rule.indicator.as_deref();
        rules.push(name);
        confidence -= 8;
    }
    // "Eight of them ...": what the sentence before counted.
    if indicator.is_none()
        && part
        && previous.is_none()
        && !zero
        && let Some(carried) = carried
        && (bare || class == "person" && happens(carried.indicator))
    {
        indicator = Some(carried.indicator);
        rules.push("part-of-sentence-before");
        confidence -= 18;
        if bare {
            return Ok(carried.clone().bind(figure, None, true, confidence, rules));
        }
    }
    if indicator.is_none()
        && let Some((thing, name)) = phrase.thing
        && !thing.weak
        && !zero
    {
        indicator = thing.indicator.as_deref();
        rules.push(name);
        confidence -= 15;
    }
    if indicator.is_none() && phrase.people && !zero && phrase.thing.is_none() {
        // "400 Syrians"
        indicator = Some("people");
        rules.push("name-of-a-people");
        confidence -= 15;
    }
    let indicator = indicator.ok_or(Passed::Nothing)?;
    if class == "person" && figure.number.value.is_some_and(|value| !value.is_whole()) {
        return Err(Passed::Fractional);
    }
    let near = phrase.strong.is_some() || predicate.is_some_and(|(cost, ..)| cost <= 3);
    if zero && (class != "person" || !near || (phrase.unknown && bare)) {
        return Err(Passed::Zero);
    }
    let one = !figure.number.digits && figure.number.value == Some(crate::model::Amount::ONE) && !figure.single;
    if one && phrase.strong.is_none() && class == "person" && predicate.is_none_or(|(cost, ..)| cost > 6) {
        return Err(Passed::Article);
    }
    if bare {
        confidence -= 10;
    }
    let thing = phrase.thing.map(|(thing, _)| thing).or(went_on);
    if let Some((_, name)) = phrase.thing
        && !rules.contains(&name)
    {
        rules.push(name);
    }
    let unit =
        thing.map_or_else(|| "person".to_owned(), |thing| thing.unit.clone().unwrap_or_else(|| thing.class.clone()));
    let counted = (phrase.last_noun > figure.last)
        .then(|| frame.tokens[figure.last].span.join(frame.tokens[phrase.last_noun - 1].span));
    Ok(Bound {
        figure,
        indicator,
        unit,
        subset: thing.and_then(|thing| thing.subset.as_deref()),
        counted,
        end: phrase.end,
        thing,
        predicate: measure_of,
        cost: predicate.map_or(0, |(cost, ..)| cost),
        part,
        confidence: clamp(confidence),
        rules,
    })
}

/// Whether the table of indicators lets one count things of a class.
fn indicators_count(frame: &Frame<'_>, indicator: &str, class: &str) -> bool {
    frame.pack.claim.indicators.get(indicator).is_some_and(|row| row.class.iter().any(|known| known == class))
}

fn clamp(confidence: i32) -> u8 {
    u8::try_from(confidence.clamp(5, 99)).unwrap_or(50)
}

fn measured<'a>(figure: Figure<'a>, indicator: &'a str, unit: String) -> Bound<'a> {
    Bound {
        figure,
        indicator,
        unit,
        subset: None,
        counted: None,
        end: figure.last,
        thing: None,
        predicate: None,
        cost: 0,
        part: false,
        confidence: 90,
        rules: vec![indicator],
    }
}

/// A share counts where it is a share of something counted.
fn share<'a>(frame: &Frame<'a>, figure: Figure<'a>) -> Option<Bound<'a>> {
    if !figure.number.digits {
        // "half of the residents": a fraction in words needs its whole.
        let of = frame.cue_at(figure.last, CueKind::Of);
        let phrase = phrase_after(frame, figure);
        if !of || phrase.thing.is_none() || phrase.part {
            return None;
        }
    }
    Some(measured(figure, "share", "percent".into()))
}

/// "Building 12", "Lot 4": a short plain number right behind a capitalised word that is neither place nor time, in a language
/// that writes nouns small.
fn is_label(frame: &Frame<'_>, figure: Figure<'_>) -> bool {
    let Some(before) = figure.first.checked_sub(1).filter(|at| *at >= frame.sentence.first) else { return false };
    let plain = figure.number.digits
        && figure.number.modifier == crate::model::Modifier::Equal
        && figure.last == figure.first + 1
        && figure.span.len() <= 3;
    plain
        && !frame.pack.attribution.noun_capitals
        && frame.kind(before) == TokenKind::Word
        && match frame.tokens[before].case {
            // Where every word is written large a large one names nothing; that of a channel does: "Action News 5".
            TokenCase::Title => !is_titled(frame) || is_rejected(frame, before),
            // A channel's name in a title: "- ABC 33 Weather".
            TokenCase::Upper => {
                let dash = |at: usize| matches!(frame.mark(at), "-" | "–" | "—" | "|");
                let opens = before == frame.sentence.first && figure.last < frame.sentence.last && dash(figure.last);
                let upper = |at: usize| frame.tokens[at].case == TokenCase::Upper;
                opens || before > frame.sentence.first && (dash(before - 1) || upper(before - 1))
            }
            _ => false,
        }
        && frame.place_at(before).is_none()
        && frame.time_at(before).is_none()
        && (is_rejected(frame, before)
            || frame
                .hit_at(before)
                .is_none_or(|hit| frame.words(hit).any(|(word, _)| matches!(word, ClaimWord::Thing(_)))))
}

fn is_rejected(frame: &Frame<'_>, at: usize) -> bool {
    frame.hit_at(at).is_some_and(|hit| frame.words(hit).any(|(word, _)| matches!(word, ClaimWord::Reject)))
}

/// Whether a sentence is written as a title: most of its words begin large.
fn is_titled(frame: &Frame<'_>) -> bool {
    let words = || frame.tokens[frame.sentence.first..frame.sentence.last].iter();
    let of = |case: TokenCase| words().filter(|token| token.kind == TokenKind::Word && token.case == case).count();
    of(TokenCase::Lower) <= of(TokenCase::Title)
}

/// "A 25m pipe": one letter glued behind digits is a multiplier only with a thing that is counted.
fn metres(frame: &Frame<'_>, figure: Figure<'_>) -> bool {
    let last = figure.last - 1;
    figure.number.digits
        && last > figure.first
        && frame.kind(last) == TokenKind::Word
        && frame.mark(last) == "m"
        && frame.glued(last - 1, last)
}

/// "15kHz": what is glued behind digits and names no thing is a unit of measure.
fn glued_unit(frame: &Frame<'_>, figure: Figure<'_>) -> bool {
    let last = figure.last;
    figure.number.digits
        && figure.number.unit.is_none()
        && last < frame.sentence.last
        && frame.glued(last - 1, last)
        && frame.kind(last) == TokenKind::Word
        && frame.mark(last).len() <= 4
        && !frame.hit_at(last).is_some_and(|hit| frame.words(hit).any(|(word, _)| matches!(word, ClaimWord::Thing(_))))
}

/// "one of the largest": a pronoun.
fn one_of(frame: &Frame<'_>, figure: Figure<'_>) -> bool {
    let number = figure.number;
    !number.digits
        && number.value == Some(crate::model::Amount::ONE)
        && (frame.cue_at(figure.last, CueKind::Of)
            && figure.last < frame.sentence.last
            && !frame.pack.claim.one_is_article
            || figure.first > frame.sentence.first
                && frame.glued(figure.first - 1, figure.first)
                && frame.kind(figure.first - 1) == TokenKind::Punct
                && frame.mark(figure.first - 1) == "-")
}

/// A bare number between commas behind a person is an age: "the teacher, 35, said", "two girls, 7 and 5, ...".
fn is_age(frame: &Frame<'_>, index: usize) -> bool {
    let figure = frame.figures[index];
    // "Aged 13", "under the age of 13".
    let from = figure.first.saturating_sub(1).max(frame.sentence.first);
    let to = if figure.single { figure.first } else { figure.last };
    if (from..to).any(|at| frame.cue_at(at, CueKind::Age)) {
        return true;
    }
    let plain = figure.number.digits
        && figure.number.modifier == crate::model::Modifier::Equal
        && figure.number.value.is_some_and(|value| value.is_whole() && (1..=110).contains(&value.to_whole()));
    if !plain || figure.first == frame.sentence.first {
        return false;
    }
    let ends = |at: usize| {
        at >= frame.sentence.last
            || frame.cue_at(at, CueKind::Relative)
            || matches!(frame.mark(at), "," | "." | ")" | ";" | "\"" | "”" | ":" | "–" | "—")
    };
    let before = figure.first - 1;
    // "Smith Jr., 60, was": the full stop is the name's.
    let short = before > frame.sentence.first + 1
        && frame.mark(before - 1) == "."
        && frame.glued(before - 2, before - 1)
        && frame.tokens[before - 2].case == TokenCase::Title;
    let comma = matches!(frame.mark(before), "," | "(")
        && before > frame.sentence.first
        && (frame.kind(before - 1) == TokenKind::Word || short);
    // "A Smith, 66, and B Jones, 64 were found": the list began with an age, and a name stands before the comma.
    if comma && frame.mark(before) == "," && !ends(figure.last) && index > 0 {
        let name = before - 1;
        let named = frame.tokens[name].case == TokenCase::Title
            && frame.place_at(name).is_none()
            && frame.time_at(name).is_none()
            && frame.hit_at(name).is_none();
        if named && figure.first - frame.figures[index - 1].last <= 8 && is_age(frame, index - 1) {
            return true;
        }
    }
    if comma && ends(figure.last) {
        // A list of counts has nouns or figures before its commas, an age has a person.
        return frame.figure_at(before - 1).is_none_or(|at| frame.figures[at].number.article);
    }
    let joined = |at: usize| frame.cue_at(at, CueKind::And) || frame.mark(at) == ",";
    if comma && joined(figure.last) {
        return frame.figures.get(index + 1).is_some_and(|next| next.first == figure.last + 1 && ends(next.last));
    }
    joined(before)
        && ends(figure.last)
        && index > 0
        && frame.figures[index - 1].last == before
        && is_age(frame, index - 1)
}

/// A bare number joined to others of which the last has a noun that is never counted: "19, 21 and 22 years".
fn shares_rejected(frame: &Frame<'_>, index: usize) -> bool {
    let mut at = index;
    while let Some(next) = frame.figures.get(at + 1) {
        let last = frame.figures[at].last;
        let joined = next.first == last + 1 && (frame.mark(last) == "," || frame.cue_at(last, CueKind::And));
        if !joined {
            return false;
        }
        at += 1;
        let phrase = phrase_within(frame, *next, 0);
        if phrase.rejected {
            return true;
        }
        if phrase.thing.is_some() || phrase.unknown || at - index >= 6 {
            return false;
        }
    }
    false
}

/// One figure for two nouns, each with its own "of": "des dizaines de morts et de blessés".
fn second_noun<'a>(frame: &Frame<'a>, bound: &Bound<'a>) -> Option<Bound<'a>> {
    let first = bound.thing.filter(|thing| thing.strong)?;
    let (and, of) = (bound.end, bound.end + 1);
    if of + 1 >= frame.sentence.last || !frame.cue_at(and, CueKind::And) || !frame.cue_at(of, CueKind::Of) {
        return None;
    }
    let hit = frame.hit_at(of + 1)?;
    let (thing, name) = frame.words(hit).find_map(|(word, name)| match word {
        ClaimWord::Thing(rule) if rule.strong && rule.class == first.class && rule.indicator != first.indicator => {
            Some((rule, name))
        }
        _ => None,
    })?;
    let mut twin = bound.clone();
    twin.indicator = thing.indicator.as_deref()?;
    twin.thing = Some(thing);
    twin.predicate = None;
    twin.end = hit.last;
    twin.rules = vec![name, "second-noun"];
    twin.confidence = twin.confidence.saturating_sub(8);
    Some(twin)
}

/// Whether a bare figure goes on counting things named before: "four others", "another 20".
fn goes_on(frame: &Frame<'_>, figure: Figure<'_>) -> bool {
    frame.cue_at(figure.last, CueKind::More)
        || figure.first > frame.sentence.first && frame.cue_at(figure.first - 1, CueKind::More)
}

/// Whether a sentence opens with the figure behind "of", "among": "Of the 300 on board, 112 were rescued".
fn is_fronted(frame: &Frame<'_>, figure: Figure<'_>) -> bool {
    let before = frame.sentence.first..figure.first;
    (1..=4).contains(&before.len())
        && (frame.cue_at(before.start, CueKind::Of) || frame.cue_at(before.start, CueKind::Part))
        && before.clone().all(|at| {
            frame.cue_at(at, CueKind::Of) || frame.cue_at(at, CueKind::Part) || frame.cue_at(at, CueKind::Skip)
        })
}

/// Whether a figure names a part of the one before: "264 dead, including 45 civilians, 115 soldiers".
fn is_part(frame: &Frame<'_>, previous: &Bound<'_>, figure: Figure<'_>) -> bool {
    let between = previous.end.max(previous.figure.last)..figure.first;
    if between.len() > 14 {
        return false;
    }
    if frame.cues(between.start, between.end, CueKind::Part).next().is_some() {
        return true;
    }
    // "22 people (16 men, four women ...)", "64 detainees: 40 men and 24 women"
    let breakdown = between.len() == 1 && matches!(frame.mark(between.start), "(" | ":");
    if breakdown && previous.thing.is_some_and(|thing| thing.class == "person") {
        let phrase = phrase_after(frame, figure);
        if phrase.thing.is_some_and(|(thing, _)| thing.subset.is_some() && !thing.strong) {
            return true;
        }
    }
    // The list goes on.
    previous.part
        && between.len() <= 4
        && between.clone().all(|at| matches!(frame.mark(at), ",") || frame.cue_at(at, CueKind::And))
}

/// Whether "among", "including" stands before the first figure of a sentence: "Among the dead are 36 children".
fn leads_part(frame: &Frame<'_>, figure: Figure<'_>) -> bool {
    let from = figure.first.saturating_sub(8).max(frame.sentence.first);
    frame
        .cues(from, figure.first, CueKind::Part)
        .any(|hit| (hit.last..figure.first).all(|at| frame.kind(at) == TokenKind::Word))
}

/// Whether a predicate says something of the noun phrase itself: a participle or relative clause directly behind it.
fn is_own(frame: &Frame<'_>, figure: Figure<'_>, phrase: &Phrase<'_>, hit: Hit<'_>) -> bool {
    // "the ten kidnapped nuns"
    let inside = hit.first >= figure.last && hit.last <= phrase.end;
    inside
        || phrase.end <= hit.first
            && (hit.first == phrase.end && !frame.pack.claim.head_last && goes_further(frame, hit)
                || frame.cue_at(phrase.end, CueKind::Relative))
}

/// "Three of the five missing were found dead": another predicate follows, so this one is a participle.
fn goes_further(frame: &Frame<'_>, hit: Hit<'_>) -> bool {
    let from = frame.hits.partition_point(|other| other.first < hit.last);
    frame.hits[from..]
        .iter()
        .take_while(|other| other.first < frame.sentence.last)
        .any(|other| frame.words(*other).any(|(word, _)| matches!(word, ClaimWord::Predicate(_))))
}

/// Whether a cue of a kind stands before a figure, with nothing but an article between.
pub(super) fn is_led_by(frame: &Frame<'_>, figure: Figure<'_>, kind: CueKind) -> bool {
    const ARTICLE: usize = 2;
    let before = (frame.sentence.first..figure.first).rev().take(ARTICLE + 1);
    for at in before {
        if frame.cue_at(at, kind) {
            return true;
        }
        if !frame.cue_at(at, CueKind::Skip) && !frame.cue_at(at, CueKind::Of) {
            return false;
        }
    }
    false
}

/// Whether a figure is the whole of the count before: "15 of the 20".
fn is_whole(frame: &Frame<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|at| frame.figures[at]) else { return false };
    let half = before.number.unit == Some(NumberUnit::Percent) && !before.number.digits;
    if before.number.unit.is_some() && !half
        || !before.number.digits && before.number.value == Some(crate::model::Amount::ONE)
    {
        return false;
    }
    // "15 people out of the 20": behind the figure's own noun too.
    let noun = phrase_within(frame, before, 0).end;
    let figure = frame.figures[index].first;
    let behind = Some(noun..figure).filter(|between| between.len() > 1 && frame.cue_at(noun, CueKind::Of));
    let between = behind.unwrap_or(before.last..figure);
    (1..=4).contains(&between.len())
        && frame.cue_at(between.start, CueKind::Of)
        && between.clone().all(|at| frame.cue_at(at, CueKind::Of) || frame.cue_at(at, CueKind::Skip))
}

/// Whether a figure is the whole of "one of" and a predicate behind it is the one's: "one of the five victims has died".
fn is_ones_whole(frame: &Frame<'_>, index: usize, end: usize, hit: Hit<'_>, rule: &PredicateRule) -> bool {
    let Some(before) = index.checked_sub(1).map(|at| frame.figures[at]) else { return false };
    let one = !before.number.digits && before.number.value == Some(crate::model::Amount::ONE);
    let between = before.last..frame.figures[index].first;
    let verb = rule.count == CountSide::Before && !rule.with_dead
        || hit.first > end
            && (frame.cue_at(hit.first - 1, CueKind::Light) || frame.cue_at(hit.first - 1, CueKind::Perfect));
    one && hit.first >= end
        && verb
        && (1..=3).contains(&between.len())
        && frame.cue_at(between.start, CueKind::Of)
        && between.clone().all(|at| frame.cue_at(at, CueKind::Of) || frame.cue_at(at, CueKind::Skip))
}

/// Whether a figure without a noun goes on where the one before stopped: "536 in Moscow and 478 in St Petersburg".
fn continues(frame: &Frame<'_>, previous: &Bound<'_>, figure: Figure<'_>) -> bool {
    let from = previous.end.max(previous.figure.last);
    if figure.first < from || figure.first - from > 16 {
        return false;
    }
    let mut joined = false;
    for at in from..figure.first {
        joined |= frame.mark(at) == "," || frame.cue_at(at, CueKind::And);
        if matches!(frame.mark(at), ";" | ":" | "." | "!" | "?")
            || frame.cue_at(at, CueKind::Break) && !frame.leads_source(at)
        {
            return false;
        }
        let predicate = frame.hit_at(at).is_some_and(|hit| {
            previous.predicate.is_none_or(|(own, _)| own.first != hit.first)
                && frame.words(hit).any(|(word, _)| matches!(word, ClaimWord::Predicate(_)))
        });
        if predicate {
            return false;
        }
    }
    let next = figure.last;
    let ends = next >= frame.sentence.last
        || frame.kind(next) == TokenKind::Punct
        || frame.cue_at(next, CueKind::Locative)
        || frame.cue_at(next, CueKind::And)
        || frame.place_at(next).is_some()
        || frame.time_at(next).is_some()
        || frame.cue_at(next, CueKind::Light)
        || frame.leads_source(next);
    joined && ends
}
