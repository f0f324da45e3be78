//! What became of the figures on the way from one text to the other: dropped, changed, added.
//! Not here: what the figures count; that is `claims`.

use super::Material;
use super::align::Alignment;
use crate::model::{Amount, Direction, FigureChange, FigureRef, Reading, Report, Span, SurfaceSentence};
use std::collections::{BTreeMap, BTreeSet};

/// What became of the figures.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate {
    pub(super) dropped: Vec<FigureRef>,
    pub(super) changed: Vec<FigureChange>,
    pub(super) added: Vec<FigureRef>,
}

/// Figures that one linked sentence lacks and the other has instead are changed; the rest of what the parent has is
/// dropped, of what the child has added. Where nobody knows who came first, all the rest is dropped by the one or the
/// other.
pub(super) fn match_figures(
    child: &Report,
    parent: &Report,
    gone: &[Lack],
    new: &[Lack],
    direction: Direction,
) -> Fate {
    let mut fate = Fate::default();
    let mut paired: BTreeSet<Span> = BTreeSet::new();
    for lack in gone {
        let mut twins = new.iter().filter(|twin| lack.sentence.is_some() && twin.twin == lack.sentence);
        match (twins.next(), twins.next()) {
            (Some(twin), None) if paired.insert(twin.span) => fate
                .changed
                .push(FigureChange { child: figure_ref(child, twin.span), parent: figure_ref(parent, lack.span) }),
            _ => fate.dropped.push(figure_ref(parent, lack.span)),
        }
    }
    let rest = new.iter().filter(|lack| !paired.contains(&lack.span)).map(|lack| figure_ref(child, lack.span));
    match direction {
        Direction::ChildFromParent => fate.added.extend(rest),
        Direction::Unknown => fate.dropped.extend(rest),
    }
    fate
}

/// A figure of one end, within the aligned stretch, that the other end lacks.
#[derive(Debug, Clone)]
pub(super) struct Lack {
    span: Span,
    /// Its sentence and, where that is linked, the linked sentence there.
    sentence: Option<(usize, usize)>,
    /// The same pair seen from the other end.
    twin: Option<(usize, usize)>,
}

pub(super) fn lacking_figures(
    end: &Material<'_>,
    there: &Material<'_>,
    alignment: &Alignment,
    end_is_one: bool,
) -> Vec<Lack> {
    let mut partner: BTreeMap<usize, usize> = BTreeMap::new();
    for link in &alignment.links {
        let (own, far) = if end_is_one { (link.one, link.other) } else { (link.other, link.one) };
        partner.entry(own).or_insert(far);
    }
    let linked: Vec<usize> = partner.keys().copied().collect();
    let mut values: BTreeSet<String> = there.surface.figures.iter().map(|figure| figure.value.clone()).collect();
    values.extend(said_values(there).map(|(value, _)| value.to_string()));
    let sentences = &end.surface.sentences;
    let mut wanted: Vec<(Span, String)> =
        end.surface.figures.iter().map(|figure| (figure.span, figure.value.clone())).collect();
    wanted.extend(
        said_values(end)
            .filter(|(_, span)| {
                let figures = &end.surface.figures;
                let at = figures.partition_point(|figure| figure.span.end <= span.start);
                !figures.get(at).is_some_and(|figure| figure.span.overlaps(*span))
            })
            .map(|(value, span)| (span, value.to_string())),
    );
    wanted.sort();
    let idle = uncounted(end);
    let mut lacks = Vec::new();
    let mut seen = BTreeSet::new();
    for (span, value) in wanted {
        let at = sentences.partition_point(|sentence| sentence.span.end <= span.start);
        let Some(sentence) = sentences.get(at) else { continue };
        if !sentence.counts()
            || is_part_of_date(&end.report.text, span)
            || idle.get(idle.partition_point(|idle| idle.end < span.end)).is_some_and(|idle| idle.contains(span))
            || values.contains(&value)
            || !is_in_stretch(sentences, &linked, at)
            || !seen.insert(value)
        {
            continue;
        }
        let pair = partner.get(&at).map(|far| (at, *far));
        let (sentence, twin) =
            if end_is_one { (pair, pair) } else { (pair.map(|(a, b)| (b, a)), pair.map(|(a, b)| (b, a))) };
        lacks.push(Lack { span, sentence, twin });
    }
    lacks
}

/// Numbers in words, where mentions tell.
fn said_values<'a>(end: &Material<'a>) -> impl Iterator<Item = (Amount, Span)> + use<'a> {
    end.mentions().iter().filter_map(|mention| match &mention.reading {
        Reading::Number(number) if !number.zero && !number.label => Some((number.value?, mention.span)),
        _ => None,
    })
}

/// What nobody would miss as a figure: times and lengths of time, an article that is also "one".
fn uncounted(end: &Material<'_>) -> Vec<Span> {
    let spans = end.mentions().iter().filter_map(|mention| match &mention.reading {
        Reading::Number(number) if number.article => Some(mention.span),
        Reading::Timex(_) => Some(mention.span),
        _ => None,
    });
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_unstable_by_key(|span| span.end);
    spans
}

/// Inside a linked sentence, or between two that stand at most this many sentences apart.
fn is_in_stretch(sentences: &[SurfaceSentence], linked: &[usize], at: usize) -> bool {
    const GAP: usize = 8;
    let after = linked.partition_point(|sentence| *sentence < at);
    if linked.get(after) == Some(&at) {
        return true;
    }
    let (Some(before), Some(next)) = (after.checked_sub(1).and_then(|i| linked.get(i)), linked.get(after)) else {
        return false;
    };
    sentences[*before..*next].iter().filter(|sentence| sentence.counts()).count() <= GAP
}

/// `09` in `2022-09-25` and in `09:30`: no count.
fn is_part_of_date(text: &str, span: Span) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let joint =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|b| matches!(b, b'-' | b'/' | b':' | b'.'));
    (joint(span.start.checked_sub(1)) && digit(span.start.checked_sub(2)))
        || (joint(Some(span.end)) && digit(Some(span.end + 1)))
}

fn figure_ref(report: &Report, span: Span) -> FigureRef {
    FigureRef { report: report.id, span, surface: span.of(&report.text).to_owned() }
}
