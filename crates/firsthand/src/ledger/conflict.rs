//! Why do two figures differ? Gives each figure that the accepted set leaves out its reason, in one sentence.
//! Not here: which figures are accepted.

use super::bounds::Verdict;
use super::collapse::Observation;
use super::counter::rounded_from;
use super::revision::{Withdrawal, tell_reason};
use super::weight::log_distance;
use crate::model::{Amount, ClaimId, Conflict, ConflictKind, Modifier, Scope, SupportKind};
use std::collections::BTreeMap;

/// What an observation does for the entry, why, and the difference to tell of, if any.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub(super) kind: SupportKind,
    pub(super) reasons: Vec<String>,
    pub(super) conflict: Option<Conflict>,
}

impl Standing {
    pub(super) fn plain(kind: SupportKind, reason: &str) -> Self {
        Self { kind, reasons: vec![reason.to_owned()], conflict: None }
    }
}

/// The figure as its words say it: `at least 1,311`.
pub(super) fn tell_figure(observation: &Observation<'_>) -> String {
    let Some(value) = observation.value else {
        return match (observation.interval.lower, observation.interval.upper) {
            (Some(lower), Some(upper)) => format!("{} to {}", group_digits(lower), group_digits(upper)),
            (Some(lower), None) => format!("at least {}", group_digits(lower)),
            (None, Some(upper)) => format!("at most {}", group_digits(upper)),
            (None, None) => observation.lead.surface.clone(),
        };
    };
    let words = match observation.modifier {
        Modifier::Equal | Modifier::Range | Modifier::Vague => "",
        Modifier::AtLeast => "at least ",
        Modifier::MoreThan => "more than ",
        Modifier::AtMost => "at most ",
        Modifier::LessThan => "fewer than ",
        Modifier::Nearly => "nearly ",
        Modifier::About => "about ",
    };
    format!("{words}{}", group_digits(value))
}

/// Digits in groups of three: `1,386`.
pub(super) fn group_digits(amount: Amount) -> String {
    let plain = amount.to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Finer figures of a series by value, to tell which round figure rounds which.
pub(super) struct Finer(BTreeMap<Amount, usize>);

impl Finer {
    pub(super) fn of(observations: &[Observation<'_>]) -> Self {
        let mut finer = BTreeMap::new();
        for (at, observation) in observations.iter().enumerate() {
            if let Some(value) = observation.value.filter(|_| observation.modifier != Modifier::About) {
                finer.entry(value).or_insert(at);
            }
        }
        Self(finer)
    }

    /// The first observation of the same number.
    fn first_with(&self, observation: &Observation<'_>) -> Option<usize> {
        self.0.get(&observation.value?).copied()
    }

    /// The observation of which this one is a rounding.
    pub(super) fn rounded_by(&self, observation: &Observation<'_>) -> Option<usize> {
        let value = observation.value?;
        let (low, high) = rounded_from(observation.modifier, value)?;
        let zeros = trailing_zeros(value);
        self.0
            .range(low..=high)
            .find(|(finer, _)| **finer != value && trailing_zeros(**finer) < zeros)
            .map(|(_, at)| *at)
    }
}

fn trailing_zeros(amount: Amount) -> u32 {
    let mut whole = amount.to_whole();
    let mut zeros = 0;
    while whole != 0 && whole % 10 == 0 {
        whole /= 10;
        zeros += 1;
    }
    zeros
}

/// A difference between two observations, its claims in order.
pub(super) fn make_conflict<'o>(
    kind: ConflictKind,
    rule: &str,
    why: String,
    observations: impl IntoIterator<Item = &'o Observation<'o>>,
) -> Conflict {
    let mut claims: Vec<ClaimId> = observations.into_iter().map(|observation| observation.lead.id).collect();
    claims.sort_unstable();
    claims.dedup();
    Conflict { kind, claims, rule: rule.to_owned(), why }
}

pub(super) fn rounding_of(observation: &Observation<'_>, finer: &Observation<'_>) -> Conflict {
    let why = format!("{} rounds {}.", capital(&tell_figure(observation)), tell_figure(finer));
    make_conflict(ConflictKind::Rounding, "rounding", why, [observation, finer])
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// Why a figure is barred from the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bar {
    /// Far above everything else, told alone.
    Leap,
    /// A copy's slip: the figure of the text that it copies stands there.
    CopySlip(usize),
    /// Told by one text alone; later ones have less, in a figure that is new.
    Peak(usize),
    /// Taken back by its own text, by a later version of its page, or by whoever had told it.
    Withdrawn(Withdrawal),
}

/// For each observation outside the accepted set of a running count: what it does instead, and why.
pub(super) fn explain_outsiders(
    observations: &[Observation<'_>],
    verdicts: &[Verdict],
    finer: &Finer,
    barred: &BTreeMap<usize, Bar>,
) -> BTreeMap<usize, Standing> {
    let accepted = |at: usize| verdicts[at] != Verdict::Outside;
    // For each place in time: the greatest lower bound before it and the least upper bound after it, among the
    // accepted and among the others.
    let mut before = vec![[None::<usize>; 2]; observations.len()];
    let mut after = vec![[None::<usize>; 2]; observations.len()];
    let mut running = [None::<usize>; 2];
    for at in 0..observations.len() {
        before[at] = running;
        let slot = &mut running[usize::from(!accepted(at))];
        if slot.is_none_or(|best| observations[at].interval.lower > observations[best].interval.lower) {
            *slot = Some(at);
        }
    }
    running = [None; 2];
    for at in (0..observations.len()).rev() {
        after[at] = running;
        let Some(upper) = observations[at].interval.upper.filter(|_| !observations[at].undated) else { continue };
        let slot = &mut running[usize::from(!accepted(at))];
        if slot.is_none_or(|best| observations[best].interval.upper.is_none_or(|least| upper < least)) {
            *slot = Some(at);
        }
    }

    let mut standings = BTreeMap::new();
    for (at, observation) in observations.iter().enumerate().filter(|(at, _)| !accepted(*at)) {
        let higher = |slot: usize| {
            before[at][slot].filter(|other| {
                !observation.undated
                    && observation.interval.upper.is_some_and(|upper| observations[*other].interval.lower > Some(upper))
            })
        };
        let lower = |slot: usize| {
            after[at][slot].filter(|other| {
                observations[*other].interval.upper.is_some_and(|upper| observation.interval.lower > Some(upper))
            })
        };
        let against: Vec<usize> = [higher(0), lower(0), higher(1), lower(1)].into_iter().flatten().collect();
        let standing = match against.first() {
            _ if let Some(bar) = barred.get(&at) => explain_bar(observations, at, *bar, barred),
            None => Standing::plain(SupportKind::Superseded, "outweighed"),
            Some(&first) => explain_pair(observations, at, first, &against, finer),
        };
        standings.insert(at, standing);
    }
    standings
}

fn explain_bar(observations: &[Observation<'_>], at: usize, bar: Bar, barred: &BTreeMap<usize, Bar>) -> Standing {
    if let Bar::Withdrawn(taken) = bar {
        return explain_withdrawn(observations, at, taken);
    }
    if let Bar::CopySlip(from) = bar {
        let (observation, source) = (&observations[at], &observations[from]);
        let why = format!(
            "{} copies {} and has {} where that has {}: a slip or a translation.",
            observation.lead.doc,
            source.lead.doc,
            tell_figure(observation),
            tell_figure(source)
        );
        let conflict = make_conflict(ConflictKind::Typo, "slip-of-a-copy", why, [observation, source]);
        return Standing {
            kind: SupportKind::Conflicting,
            reasons: vec!["slip-of-a-copy".into()],
            conflict: Some(conflict),
        };
    }
    if let Bar::Peak(later) = bar {
        let (observation, less) = (&observations[at], &observations[later]);
        let why = format!(
            "{} alone tells {}; later texts have less, such as {} in {}: a slip, or taken back.",
            observation.lead.doc,
            tell_figure(observation),
            tell_figure(less),
            less.lead.doc
        );
        let conflict = make_conflict(ConflictKind::Revision, "peak-told-alone", why, [observation, less]);
        return Standing {
            kind: SupportKind::Conflicting,
            reasons: vec!["peak-told-alone".into()],
            conflict: Some(conflict),
        };
    }
    let others = observations.iter().enumerate().filter(|(other, _)| !barred.contains_key(other));
    let next = others.max_by_key(|(other, observation)| (observation.interval.lower, std::cmp::Reverse(*other)));
    let observation = &observations[at];
    let below = next.map_or_else(String::new, |(_, next)| format!(", far above {}", tell_figure(next)));
    let why = format!(
        "{} tells {}{below}: a slip, or another thing, until a second text confirms it.",
        observation.lead.doc,
        tell_figure(observation)
    );
    let parties = std::iter::once(observation).chain(next.map(|(_, next)| next));
    let conflict = make_conflict(ConflictKind::Typo, "leap-told-alone", why, parties);
    Standing { kind: SupportKind::Conflicting, reasons: vec!["leap-told-alone".into()], conflict: Some(conflict) }
}

/// A figure that was taken back: it stands beside the series, superseded, with who says so.
pub(super) fn explain_withdrawn(observations: &[Observation<'_>], at: usize, taken: Withdrawal) -> Standing {
    let (observation, teller) = (&observations[at], &observations[taken.by]);
    let (figure, doc) = (tell_figure(observation), &teller.lead.doc);
    let now = taken.now.map_or_else(String::new, |now| format!(", and has {} now", tell_figure(&observations[now])));
    let why = match taken.rule {
        "later-version" => {
            format!("{} in an earlier version of {doc}; the page has {} now.", capital(&figure), tell_figure(teller))
        }
        _ => format!("{doc} takes back {figure}{now}: {}.", tell_reason(taken.reason)),
    };
    let parties = [Some(at), Some(taken.by), taken.now].into_iter().flatten().map(|at| &observations[at]);
    let conflict = make_conflict(ConflictKind::Revision, taken.rule, why, parties);
    Standing { kind: SupportKind::Superseded, reasons: vec![taken.rule.to_owned()], conflict: Some(conflict) }
}

fn explain_pair(
    observations: &[Observation<'_>],
    at: usize,
    first: usize,
    against: &[usize],
    finer: &Finer,
) -> Standing {
    let (observation, other) = (&observations[at], &observations[first]);
    if let Some(fine) = finer.rounded_by(observation) {
        let conflict = rounding_of(observation, &observations[fine]);
        return Standing { kind: SupportKind::Supporting, reasons: vec!["rounding".into()], conflict: Some(conflict) };
    }
    let (this, that) = (tell_figure(observation), tell_figure(other));
    let (here, there) = (&observation.lead.doc, &other.lead.doc);
    let falls = observation.interval.upper.is_some_and(|upper| other.interval.lower > Some(upper)) && first < at;
    let same_counter = match (&observation.counter, &other.counter) {
        (Some(one), Some(another)) => one == another,
        _ => true,
    };
    let both_named = observation.counter.is_some() && other.counter.is_some();
    let repeated = finer.first_with(observation).is_some_and(|old| {
        let old = &observations[old];
        old.point < observation.point && old.text != observation.text
    });
    let (kind, support, rule, why) = if observation.undated || observation.lead.scope == Scope::Caption {
        let why =
            format!("The caption of {here} names no time: {this} is an older state of the count that stood at {that}.");
        (ConflictKind::StaleCopy, SupportKind::Superseded, "stale-caption", why)
    } else if falls && same_counter && repeated {
        let why = format!("{here} repeats {this}, a figure of before {that}.");
        (ConflictKind::StaleCopy, SupportKind::Superseded, "old-figure-repeated", why)
    } else if same_counter && days_late(observation) >= 2 {
        let days = days_late(observation);
        let why = format!(
            "{here} wrote {this} {days} days after the day it tells of, against {that} in {there}: the counter's \
             revision, or a list by another definition."
        );
        (ConflictKind::Revision, SupportKind::Conflicting, "written-later", why)
    } else if let Some(slip) = find_slip(observation.value, other.value).filter(|_| same_counter) {
        let why = format!("{} in {here} is {that} in {there} {}.", capital(&this), slip.told());
        (ConflictKind::Typo, SupportKind::Conflicting, slip.rule(), why)
    } else if both_named && !same_counter {
        let why = format!(
            "{} counts {this}, {} counts {that}: two counters, never averaged.",
            counter_name(observation),
            counter_name(other)
        );
        (ConflictKind::Counter, SupportKind::Conflicting, "two-counters", why)
    } else if may_have_been_earlier(observation, other, falls) {
        let why = format!(
            "{} in {here} and {that} in {there} are told for times that overlap: one count may have passed both.",
            capital(&this)
        );
        (ConflictKind::Time, SupportKind::Superseded, "times-overlap", why)
    } else if is_part(observation, other) {
        let why = format!(
            "{} in {here} is far below {that}: a part, of a place or group that the sentence does not name.",
            capital(&this)
        );
        (ConflictKind::Subset, SupportKind::Conflicting, "far-below-the-count", why)
    } else if falls && both_named && same_counter {
        let why = format!(
            "{} went from {that} to {this} in {here}: a revision that no other text confirms.",
            counter_name(other)
        );
        (ConflictKind::Revision, SupportKind::Conflicting, "lower-by-the-same-counter", why)
    } else if both_named && same_counter && first > at {
        let why = format!(
            "{} had {this} in {here} and has {that} later in {there}: taken back, or a slip of {here}.",
            counter_name(other)
        );
        (ConflictKind::Revision, SupportKind::Conflicting, "higher-before-by-the-same-counter", why)
    } else {
        let why = format!("{here} has {this} where {there} has {that}, for the same thing, place and time.");
        (ConflictKind::Dispute, SupportKind::Conflicting, "no-explanation", why)
    };
    let parties = std::iter::once(observation).chain(against.iter().map(|at| &observations[*at]));
    let conflict = make_conflict(kind, rule, why, parties);
    Standing { kind: support, reasons: vec![rule.to_owned()], conflict: Some(conflict) }
}

/// The counter's usual name; the page's where nobody is named.
pub(super) fn counter_name(observation: &Observation<'_>) -> String {
    observation.counter_name.clone().unwrap_or_else(|| observation.lead.doc.clone())
}

/// Days between the moment that a figure tells of and its publication.
fn days_late(observation: &Observation<'_>) -> i64 {
    let published = observation.lead.published.as_ref().map(|published| published.start().0);
    match (published, observation.as_of.to) {
        (Some(published), Some(told)) => (published - told.0).max(0).div_euclid(86_400),
        _ => 0,
    }
}

/// Whether the as-of intervals leave room for the order that would reconcile the two.
fn may_have_been_earlier(observation: &Observation<'_>, other: &Observation<'_>, falls: bool) -> bool {
    let (earlier, later) = if falls { (observation, other) } else { (other, observation) };
    match (earlier.as_of.from, later.as_of.to) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    }
}

fn is_part(observation: &Observation<'_>, other: &Observation<'_>) -> bool {
    let quarter = other.interval.lower.map(|lower| lower.thousandths() / 4);
    observation.interval.upper.zip(quarter).is_some_and(|(upper, quarter)| upper.thousandths() <= quarter)
}

/// How one figure became another by a slip. Four kinds of slip make most of all misspellings: an omission, an insertion, a
/// substitution, an exchange of neighbours (Damerau, "A technique for computer detection and correction of spelling
/// errors", CACM 1964). A substituted digit leaves no trace in a number; the other three do. The fifth is of translation:
/// a word for a thousand that is lost or read as another scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// The same digits in another order.
    Transposed,
    /// One zero more or less.
    Zero,
    /// One digit lost or doubled.
    Dropped,
    /// A thousand more or less.
    Thousand,
}

impl Slip {
    /// The rule's name.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Transposed => "digits-transposed",
            Self::Zero => "zero-more-or-less",
            Self::Dropped => "digit-dropped",
            Self::Thousand => "thousand-lost",
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::Transposed => "with its digits in another order: a slip",
            Self::Zero => "with one zero more or less: a slip or a translation",
            Self::Dropped => "with one digit more or less: a slip",
            Self::Thousand => "with a thousand more or less: a word for it was lost, as in translations",
        }
    }
}

/// The slip that makes one of these whole numbers of the other; none where chance would do as well: short numbers, and
/// round ones, which share their few digits with many.
pub(super) fn find_slip(one: Option<Amount>, other: Option<Amount>) -> Option<Slip> {
    let (less, more) = (one.min(other)?, one.max(other)?);
    if less == more || !less.is_whole() || !more.is_whole() || less.to_whole() < 10 {
        return None;
    }
    if looks_mistyped(one, other) {
        let tenfold = less.to_whole().checked_mul(10) == Some(more.to_whole());
        return Some(if tenfold { Slip::Zero } else { Slip::Transposed });
    }
    if less.to_whole().checked_mul(1000) == Some(more.to_whole()) {
        return Some(Slip::Thousand);
    }
    let (short, long) = (less.to_whole().to_string(), more.to_whole().to_string());
    let enough = short.trim_end_matches('0').len() >= 3 && short.len() + 1 == long.len();
    let without = |at: usize| long.chars().enumerate().filter(move |(place, _)| *place != at).map(|(_, digit)| digit);
    (enough && (0..long.len()).any(|at| without(at).eq(short.chars()))).then_some(Slip::Dropped)
}

/// The same digits in another order, or one zero more or less.
pub(super) fn looks_mistyped(one: Option<Amount>, other: Option<Amount>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    if one == other || !one.is_whole() || !other.is_whole() || one.to_whole().abs() < 100 {
        return false;
    }
    let digits = |amount: Amount| {
        let mut digits = amount.to_whole().to_string().into_bytes();
        digits.sort_unstable();
        digits
    };
    let zeros = |amount: Amount| trailing_zeros(amount);
    let tenfold = one.to_whole().checked_mul(10) == Some(other.to_whole())
        || other.to_whole().checked_mul(10) == Some(one.to_whole());
    // Round numbers share digits by chance.
    (digits(one) == digits(other) && zeros(one) + zeros(other) == 0) || (tenfold && zeros(one).min(zeros(other)) == 0)
}

/// Whether a copy has the digits of its source, two neighbours exchanged, or one zero more or less.
pub(super) fn miscopies(source: Option<Amount>, copy: Option<Amount>) -> bool {
    let (Some(source), Some(copy)) = (source, copy) else { return false };
    if source == copy || !source.is_whole() || !copy.is_whole() {
        return false;
    }
    let (source, copy) = (source.to_whole(), copy.to_whole());
    if source.checked_mul(10) == Some(copy) || copy.checked_mul(10) == Some(source) {
        return true;
    }
    swap_neighbours(Amount::whole(source).unwrap_or_default()).any(|swapped| swapped.to_whole() == copy)
}

/// A whole number with two neighbouring digits exchanged, each pair in turn; the first digit stays none but zero.
pub(super) fn swap_neighbours(amount: Amount) -> impl Iterator<Item = Amount> {
    let whole = if amount.is_whole() { amount.to_whole().max(0) } else { 0 };
    let mut unit = 1i64;
    std::iter::from_fn(move || {
        while unit <= whole / 10 {
            let (low, high) = (whole / unit % 10, whole / unit / 10 % 10);
            let step = unit;
            unit = unit.saturating_mul(10);
            let first = unit > whole / 10;
            if low != high && !(first && low == 0) {
                return Amount::whole(whole + (low - high) * step * 9);
            }
        }
        None
    })
}

/// For an observation beside the value to which a state, plan or price was fused.
pub(super) fn explain_beside(observation: &Observation<'_>, leading: &Observation<'_>, priced: bool) -> Standing {
    let supporting = |reason: &str| Standing::plain(SupportKind::Supporting, reason);
    let Some(best) = leading.value else { return supporting("fits") };
    let Some(value) = observation.value else {
        let fits = observation.interval.lower.is_none_or(|lower| lower <= best)
            && observation.interval.upper.is_none_or(|upper| upper >= best);
        return if fits { supporting("fits") } else { apart(observation, leading, 10.0) };
    };
    if value == best {
        return supporting("same-figure");
    }
    if priced {
        return supporting("another-price");
    }
    let rounds = |modifier, round, fine: Amount| {
        rounded_from(modifier, round).is_some_and(|(low, high)| low <= fine && fine <= high)
    };
    if rounds(observation.modifier, value, best) && trailing_zeros(value) > trailing_zeros(best) {
        let conflict = Some(rounding_of(observation, leading));
        return Standing { kind: SupportKind::Supporting, reasons: vec!["rounding".into()], conflict };
    }
    if rounds(leading.modifier, best, value) && trailing_zeros(best) > trailing_zeros(value) {
        let conflict = Some(rounding_of(leading, observation));
        return Standing { kind: SupportKind::Supporting, reasons: vec!["rounded-elsewhere".into()], conflict };
    }
    let fits = observation.interval.lower.is_none_or(|lower| lower <= best)
        && observation.interval.upper.is_none_or(|upper| upper >= best);
    let distance = log_distance(value, best);
    // A tenth apart: two readings of one thing.
    if (fits && observation.interval != crate::model::Interval::default()) || distance < 0.1 {
        return supporting("fits");
    }
    apart(observation, leading, distance)
}

fn apart(observation: &Observation<'_>, leading: &Observation<'_>, distance: f64) -> Standing {
    // Three times as many: no count moves so far, so something else is counted.
    const OTHER_THING: f64 = 1.1;
    const A_DAY: i64 = 86_400;
    let (this, that) = (tell_figure(observation), tell_figure(leading));
    let (here, there) = (&observation.lead.doc, &leading.lead.doc);
    let both_named = observation.counter.is_some() && leading.counter.is_some();
    let (kind, support, rule, why) = if let Some(slip) = find_slip(observation.value, leading.value) {
        let why = format!("{} in {here} is {that} in {there} {}.", capital(&this), slip.told());
        (ConflictKind::Typo, SupportKind::Conflicting, slip.rule(), why)
    } else if both_named && observation.counter != leading.counter {
        let why = format!(
            "{} says {this}, {} says {that}: another speaker.",
            counter_name(observation),
            counter_name(leading)
        );
        (ConflictKind::Counter, SupportKind::Conflicting, "another-speaker", why)
    } else if distance >= OTHER_THING {
        let why =
            format!("{} in {here} and {that} in {there} are too far apart to count the same thing.", capital(&this));
        (ConflictKind::Definition, SupportKind::Conflicting, "too-far-apart", why)
    } else if (observation.point.0 - leading.point.0).abs() > A_DAY {
        let why = format!("{} in {here} is told for another day than {that} in {there}.", capital(&this));
        (ConflictKind::Time, SupportKind::Superseded, "another-day", why)
    } else {
        let why = format!("{here} has {this} where {there} has {that}, for the same thing, place and time.");
        (ConflictKind::Dispute, SupportKind::Conflicting, "no-explanation", why)
    };
    let conflict = make_conflict(kind, rule, why, [observation, leading]);
    Standing { kind: support, reasons: vec![rule.to_owned()], conflict: Some(conflict) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: i64, other: i64, slip: Option<Slip>) {
        let found = find_slip(Amount::whole(one), Amount::whole(other));
        assert_eq!(found, slip, "{one} and {other}");
        assert_eq!(found, find_slip(Amount::whole(other), Amount::whole(one)));
    }

    #[test]
    fn slips_are_told_from_other_figures() {
        check(1386, 1368, Some(Slip::Transposed));
        check(1386, 13_860, Some(Slip::Zero));
        check(1386, 138, Some(Slip::Dropped));
        check(1386, 13_386, Some(Slip::Dropped));
        check(300, 300_000, Some(Slip::Thousand));
        check(1386, 1_386_000, Some(Slip::Thousand));
        // Round or short numbers meet by chance; others are other counts.
        check(2_000_000, 25_000_000, None);
        check(1300, 1386, None);
        check(41, 14, None);
        check(4, 4000, None);
        check(1386, 1386, None);
    }
}
