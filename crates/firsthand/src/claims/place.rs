//! Where a figure was counted: the place its sentence names for it, else its paragraph's.

use super::bind::Bound;
use super::context::place_of;
use super::frame::{Frame, Hit, Located};
use super::{Maker, Siblings, scope_of};
use crate::model::{
    BlockKind, ClaimPlace, Mention, PlacePrecision, Report, Scope, Sentence, Span, TokenCase, TokenKind, Tokens,
    Toponym,
};
use crate::pack::{ClaimWord, CueKind, Pack};

/// How many tokens from a figure its place is looked for.
const PLACE_SIGHT: usize = 150;

/// How many tokens from a figure the words are looked for that say it has no place.
const NOWHERE_SIGHT: usize = 16;

/// How many tokens into its sentence a place still opens it.
const OPENING: usize = 3;

/// What a sentence's places are weighed against.
pub(super) struct Ground<'g> {
    /// The report's main country: another one needs better words.
    pub(super) country: Option<&'g str>,
    /// Where sources are named: "the Italian minister said in Rome" places no count.
    pub(super) sources: &'g [Span],
}

/// The place that the paragraphs under a heading are about: `Some(None)` for a heading that names none, `None` where the
/// sentence is no heading. "Egypt: the army takes over", alone on its line and without a full stop.
pub(super) fn headed_place(frame: &Frame<'_>) -> Option<Option<ClaimPlace>> {
    if !(stands_as_heading(frame.text, frame.sentence) && frame.figures.is_empty()) {
        return None;
    }
    let opens = |place: &&Located<'_, Toponym>| {
        let led = place.first == frame.sentence.first + 1 && leads_place(frame, frame.sentence.first);
        !place.reading.adjectival && (place.first == frame.sentence.first || led)
    };
    let named = frame.places.iter().find(opens);
    Some(named.map(|place| place_of(place.reading, None)))
}

/// Whether a word leads to a place, asked of the lexicon: a frame without figures knows no phrases.
fn leads_place(frame: &Frame<'_>, at: usize) -> bool {
    let lexicon = &frame.pack.claim.lexicon;
    lexicon.longest(&frame.tokens[..=at], at).is_some_and(|(_, rules)| {
        rules
            .iter()
            .any(|rule| matches!(&lexicon.rule(*rule).means, ClaimWord::Cue(cue) if cue.reads == CueKind::Locative))
    })
}

/// Where the first of several headings begins, in a report that goes from one place to the next and says so in one of them
/// at least: what stands before it is a section of its own.
pub(super) fn first_section(pack: &Pack, report: &Report, tokens: &Tokens, mentions: &[Mention]) -> Option<usize> {
    let headings = || {
        // A line that begins with a figure is a date.
        let worded = |sentence: &&Sentence| tokens.tokens[sentence.first].kind == TokenKind::Word;
        tokens.sentences.iter().skip(1).filter(|sentence| stands_as_heading(&report.text, sentence)).filter(worded)
    };
    let first = headings().next()?;
    headings().nth(1)?;
    let placed = headings().any(|sentence| {
        let frame = Frame::new(pack, &report.text, tokens, sentence, mentions);
        headed_place(&frame).flatten().is_some()
    });
    placed.then_some(first.span.start)
}

/// A short line of the body that is no sentence.
fn stands_as_heading(text: &str, sentence: &Sentence) -> bool {
    const LONGEST: usize = 90;
    let span = sentence.span;
    let alone = text[..span.start].ends_with('\n') && text[span.end..].trim_start_matches(' ').starts_with('\n');
    let open = !text[..span.end].trim_end().ends_with(['.', '!', '?', '…', '"', '”', '»', ')', ':', ';', ',']);
    alone && open && sentence.kind == BlockKind::Body && text[span.start..span.end].chars().count() <= LONGEST
}

/// The place that an earlier sentence leaves to the figures behind it: one of the report's country, or one
/// that opens it: "In Manama, ...".
pub(super) fn left_place(frame: &Frame<'_>, ground: &Ground<'_>) -> Option<ClaimPlace> {
    let place = locative_place(frame, None, ground)?;
    let home = ground.country.is_none() || place.country.as_deref() == ground.country;
    let led = || {
        frame.places.iter().any(|found| {
            Some(&found.reading.id) == place.id.as_ref() && led_by_locative(frame, found) && opens_with(frame, found)
        })
    };
    (home || led()).then_some(place)
}

/// The place that a sentence names for a figure (or, without one, for its events at all): by the words that lead it,
/// then by nearness.
pub(super) fn locative_place(
    frame: &Frame<'_>,
    figure: Option<(&Bound<'_>, &Siblings<'_, '_>)>,
    ground: &Ground<'_>,
) -> Option<ClaimPlace> {
    weighed_place(frame, figure, ground).map(|(_, place)| place)
}

/// The place and how well its words place the figure.
fn weighed_place(
    frame: &Frame<'_>,
    figure: Option<(&Bound<'_>, &Siblings<'_, '_>)>,
    ground: &Ground<'_>,
) -> Option<(i64, ClaimPlace)> {
    let mut best: Option<(i64, usize)> = None;
    let (near, far) = figure.map_or((0, usize::MAX), |(bound, _)| {
        (bound.figure.first.saturating_sub(PLACE_SIGHT), bound.end.saturating_add(PLACE_SIGHT))
    });
    let from = frame.places.partition_point(|place| place.last < near);
    for (index, place) in frame.places.iter().enumerate().skip(from).take_while(|(_, place)| place.first <= far) {
        // Who crosses the border with Finland is counted there; nothing else is.
        let beside = is_aside(frame, place);
        let crossing = figure.is_some_and(|(bound, _)| bound.indicator == "crossed");
        if place.reading.metonym || is_dateline(frame, place) || beside && !crossing {
            continue;
        }
        // "40 French senators", "four regions of Ukraine": named in the noun phrase of the figure itself.
        let inside = figure.is_some_and(|(bound, _)| place.first >= bound.figure.first && place.last <= bound.end);
        let of_counted = !place.reading.adjectival
            && figure.is_some_and(|(bound, _)| {
                bound.indicator == "places"
                    && place.first > bound.figure.last
                    && place.first <= bound.end + 2
                    && frame.cue_at(place.first - 1, CueKind::Of)
            });
        let locative = of_counted || beside || led_by_locative(frame, place);
        let mut score: i64 = match (place.reading.adjectival, locative) {
            (true, true) => 6,
            (true, false) => 3,
            (false, true) => 16,
            (false, false) => 7,
        };
        let elsewhere = ground.country.is_some() && place.reading.country.as_deref() != ground.country;
        // "In Manama, ...": what opens with a place is about that place.
        let opens = opens_with(frame, place) && locative;
        if elsewhere && !place.reading.adjectival && !opens && !of_counted {
            score -= if locative { 4 } else { 6 };
        }
        if !inside && ground.sources.iter().any(|source| source.overlaps(place.span)) {
            score -= 8;
        }
        if let Some((bound, siblings)) = figure {
            if place.reading.adjectival && inside {
                score += 1;
            }
            // "Lebanon 1 million", "Turkey has as many as 3 million": the place is the subject.
            let governed = place.first > frame.sentence.first
                && [CueKind::Stop, CueKind::Of, CueKind::Locative]
                    .iter()
                    .any(|kind| frame.cue_at(place.first - 1, *kind));
            let subject = !place.reading.adjectival
                && !governed
                && place.last <= bound.figure.first
                && bound.figure.first - place.last <= 2
                && (place.last..bound.figure.first)
                    .all(|at| frame.cue_at(at, CueKind::Light) || frame.cue_at(at, CueKind::Stock));
            if subject || is_host(frame, bound, place) {
                score += 9;
            }
            let after = place.first >= bound.figure.last;
            let gap = if after {
                place.first.saturating_sub(bound.end)
            } else {
                bound.figure.first.saturating_sub(place.last)
            };
            let gap = match bound.predicate {
                // "The hospitalisation in Iraq of four soldiers".
                Some((hit, _)) if !after && hit.last <= place.first => gap.min(place.first - hit.last),
                Some((hit, _)) if after && hit.first >= bound.end && hit.last <= place.first => {
                    gap.min(place.first - hit.last + 1)
                }
                _ => gap,
            };
            score -= i64::try_from(gap / 3).unwrap_or(9).min(if opens { 3 } else { 8 });
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
                let opens = |kind| frame.hit_at(at).is_some_and(|hit| hit.first == at && frame.is(hit, kind));
                score -= match frame.mark(at) {
                    ";" | ":" | "–" | "—" => 3,
                    // "Have died since the boy's body was found in ...": where something else happened.
                    _ if after && opens(CueKind::Since) => 5,
                    _ if opens(CueKind::Break) => 2,
                    _ => 0,
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
    Some((score, found))
}

/// "Near the border with Egypt", "based in London": nothing was counted there.
fn is_aside(frame: &Frame<'_>, place: &Located<'_, Toponym>) -> bool {
    let from = place.first.saturating_sub(3).max(frame.sentence.first);
    (from..place.first)
        .rev()
        .take_while(|at| frame.kind(*at) == TokenKind::Word)
        .any(|at| frame.cue_at(at, CueKind::Aside))
}

/// "Jordan houses more than 600,000 refugees": who takes people in is where they are.
fn is_host(frame: &Frame<'_>, bound: &Bound<'_>, place: &Located<'_, Toponym>) -> bool {
    let opens = place.first == frame.sentence.first
        || matches!(frame.mark(place.first - 1), "," | ";")
        || frame.cue_at(place.first - 1, CueKind::And);
    let verb = place.last..bound.figure.first;
    !place.reading.adjectival
        && matches!(bound.indicator, "displaced" | "crossed")
        && opens
        && (1..=3).contains(&verb.len())
        && verb.clone().all(|at| frame.kind(at) == TokenKind::Word && !frame.cue_at(at, CueKind::Stop))
}

/// "The country", "worldwide": how near such a word stands to the figure, in the measure of places.
fn scope_near<'a>(frame: &Frame<'a>, bound: &Bound<'_>, siblings: &Siblings<'_, '_>) -> Option<(i64, Hit<'a>)> {
    let near = |hit: &Hit<'_>| {
        let after = hit.first >= bound.figure.last;
        let others = match (siblings.before, siblings.after) {
            (_, Some(next)) if after => hit.first > next.figure.first,
            (Some(last), _) if !after => hit.first > last.figure.first && last.indicator == bound.indicator,
            _ => false,
        };
        let (a, b) = if after { (bound.end.min(hit.first), hit.first) } else { (hit.last, bound.figure.first) };
        let mut score = if others { 11 } else { 16 } - i64::try_from(b.saturating_sub(a) / 3).unwrap_or(9).min(8);
        for at in a..b {
            score -= match frame.mark(at) {
                ";" | ":" | "–" | "—" => 3,
                _ => i64::from(frame.cue_at(at, CueKind::Break)) * 2,
            };
        }
        score
    };
    // "Fled abroad": away from where they were counted.
    let away = matches!(bound.indicator, "displaced" | "evacuated" | "crossed");
    let (from, to) = (bound.figure.first.saturating_sub(PLACE_SIGHT), bound.end.saturating_add(PLACE_SIGHT));
    let scopes = frame.hits[frame.hits.partition_point(|hit| hit.first < from)..]
        .iter()
        .take_while(|hit| hit.first < to)
        .filter(|hit| frame.is(**hit, CueKind::Country) || frame.is(**hit, CueKind::World) && !away);
    scopes.map(|hit| (near(hit), *hit)).max_by_key(|(score, hit)| (*score, std::cmp::Reverse(hit.first)))
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

/// Whether the sentence opens with the place.
fn opens_with(frame: &Frame<'_>, place: &Located<'_, Toponym>) -> bool {
    !place.reading.adjectival && place.first <= frame.sentence.first + OPENING
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

impl Maker<'_, '_> {
    /// The place of a figure and the rule that says why: its clause's, else its paragraph's, its heading's, its
    /// report's. A teaser is about another story, and takes none of these.
    pub(super) fn place_of(
        &self,
        bound: &Bound<'_>,
        siblings: &Siblings<'_, '_>,
    ) -> (Option<ClaimPlace>, &'static str) {
        let named = weighed_place(self.frame, Some((bound, siblings)), self.ground);
        let scope = scope_near(self.frame, bound, siblings);
        if let Some((score, hit)) = scope
            && score >= 4
            && named.as_ref().is_none_or(|(most, _)| score > *most)
            && let Some(place) = self.scope_place(hit)
        {
            return (Some(place), "place/scope");
        }
        // "In 34 countries": in none of them alone.
        if bound.unit == "country" && named.as_ref().is_none_or(|(_, place)| place.country.is_some()) {
            return (None, "place/unknown");
        }
        if let Some((_, place)) = named {
            let rule = if place.text.is_some() { "place/clause" } else { "place/adjective" };
            return (Some(place), rule);
        }
        if self.is_nowhere(bound) {
            return (None, "place/nowhere");
        }
        if let Some(place) = self.paragraph_place() {
            return (Some(place), "place/paragraph");
        }
        if let Some(place) = self.section {
            return (Some(place.clone()), "place/heading");
        }
        // A place that the report has not named yet is not the figure's.
        let unseen = self.context.named_from > bound.figure.span.start && !self.leads;
        let foreign = self.adrift || unseen || scope_of(self.frame.sentence) == Scope::Furniture;
        if foreign || self.context.place.is_none() {
            return (None, "place/unknown");
        }
        (self.context.place.clone(), "place/report")
    }

    /// "A fortune of 2 billion": it lies in no place of the report.
    fn is_nowhere(&self, bound: &Bound<'_>) -> bool {
        let frame = self.frame;
        let from = bound.figure.first.saturating_sub(NOWHERE_SIGHT).max(frame.sentence.first);
        let to = (bound.end + NOWHERE_SIGHT).min(frame.sentence.last);
        bound.indicator == "money" && frame.cues(from, to, CueKind::Wealth).next().is_some()
    }

    /// What "the country" means: the one named before it in the sentence, in the paragraph, in the report.
    fn scope_place(&self, hit: Hit<'_>) -> Option<ClaimPlace> {
        let frame = self.frame;
        let words = || {
            let (first, last) = (frame.tokens.get(hit.first)?, frame.tokens.get(hit.last.checked_sub(1)?)?);
            Some(first.span.join(last.span).of(frame.text).to_owned())
        };
        if frame.is(hit, CueKind::World) {
            return Some(ClaimPlace {
                text: words(),
                country: None,
                name: Some("World".into()),
                id: None,
                precision: Some(PlacePrecision::World),
                parents: Vec::new(),
            });
        }
        let before = frame.places.partition_point(|place| place.last <= hit.first);
        let in_sentence = frame.places[..before].iter().rev().find_map(|place| place.reading.country.clone());
        let main = self.context.place.as_ref();
        let country = in_sentence
            .or_else(|| self.paragraph_place().and_then(|place| place.country))
            .or_else(|| self.section.and_then(|place| place.country.clone()))
            .or_else(|| main.and_then(|place| place.country.clone()))?;
        if let Some(main) = main.filter(|main| main.country.as_ref() == Some(&country))
            && main.precision == Some(PlacePrecision::Country)
        {
            return Some(ClaimPlace { text: words(), ..main.clone() });
        }
        Some(ClaimPlace {
            text: words(),
            country: Some(country),
            name: None,
            id: None,
            precision: Some(PlacePrecision::Country),
            parents: Vec::new(),
        })
    }

    pub(super) fn paragraph_place(&self) -> Option<ClaimPlace> {
        let paragraph = self.frame.sentence.paragraph;
        let said = self.earlier.iter().rev().take(3).take_while(|said| said.paragraph == paragraph);
        let own = said.filter_map(|said| said.place.clone()).next();
        own.or_else(|| {
            let alone = self.earlier.last().is_none_or(|said| said.paragraph != paragraph);
            let before = self.earlier.iter().rev().take(2).take_while(|said| alone && said.alone);
            before.filter_map(|said| said.place.clone()).next()
        })
    }
}
