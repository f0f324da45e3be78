//! Whether two signatures tell of one story.
//! Not here: copying; that is `lineage`.

use super::Signature;

/// Weights of what two signatures have in common, in thousandths of a logit. `SAME` near a logistic regression on pairs
/// of English reports, half and half of 66 stories that come in look-alike pairs (769 reports without dates) and of 2,061
/// shootings (3,600 dated reports); `CROSS` on 663 pairs of translations among 3,000 that share names, 2026.
struct Weights {
    base: i64,
    names: i64,
    words: i64,
    /// A figure in common, up to three.
    figure: i64,
    other_figures: i64,
    places: i64,
    other_places: i64,
    same_day: i64,
    /// An indicator with a value in common, up to two.
    count: i64,
    other_count: i64,
    /// One of the two has no date of publication.
    undated: i64,
    /// A day between the publications, up to ten.
    day_apart: i64,
    /// More than [`FAR`] days between them.
    far: i64,
    /// Fewer names in common say nothing: any capital and its president are two.
    least_names: u32,
}

const SAME: Weights = Weights {
    base: -6_400,
    names: 4_300,
    words: 7_000,
    figure: 100,
    other_figures: -900,
    places: 800,
    other_places: -500,
    same_day: 3_600,
    count: 1_100,
    other_count: -450,
    undated: 2_700,
    day_apart: -80,
    far: -933,
    least_names: 2,
};

const CROSS: Weights = Weights {
    base: -3_000,
    names: 11_000,
    words: 0,
    figure: 600,
    other_figures: -3_100,
    places: 2_600,
    other_places: -2_800,
    same_day: 1_300,
    count: 1_700,
    other_count: -300,
    undated: 0,
    day_apart: -300,
    far: -4_000,
    least_names: 4,
};

const FAR: i64 = 40;

/// Logistic function at quarters of a logit from 0 on, in thousandths.
const LOGISTIC: [i64; 25] = [
    500, 562, 622, 679, 731, 777, 818, 852, 881, 905, 924, 940, 953, 963, 971, 977, 982, 986, 989, 991, 993, 995, 996,
    997, 998,
];

/// The likelihood of one story, in thousandths.
pub(super) fn likelihood(one: &Signature, other: &Signature) -> u32 {
    let same = one.lang == other.lang;
    let weights = if same { &SAME } else { &CROSS };
    let names = if same { cosine(&one.names, &other.names) } else { cosine(&one.frames, &other.frames) };
    if names.1 < weights.least_names {
        return 0;
    }
    let likeness = liken(one, other, names.0);
    let share = |weight: i64, share: u32| weight * i64::from(share) / 1000;
    let if_so = |weight: i64, so: bool| if so { weight } else { 0 };
    let logit = weights.base
        + share(weights.names, likeness.names)
        + share(weights.words, likeness.words.unwrap_or(0))
        + weights.figure * i64::from(likeness.figures.min(3))
        + if_so(weights.other_figures, likeness.other_figures)
        + share(weights.places, likeness.places)
        + if_so(weights.other_places, likeness.other_places)
        + if_so(weights.same_day, likeness.same_day)
        + weights.count * i64::from(likeness.counts.min(2))
        + weights.other_count * i64::from(likeness.other_counts.min(2))
        + if_so(weights.undated, likeness.apart.is_none())
        + weights.day_apart * likeness.apart.unwrap_or(0).min(10)
        + if_so(weights.far, likeness.apart.is_some_and(|days| days > FAR));
    let (step, rest) = (logit.unsigned_abs() as usize / 250, logit.abs() % 250);
    let upper = match LOGISTIC.get(step..step + 2) {
        Some(ends) => ends[0] + (ends[1] - ends[0]) * rest / 250,
        None => 999,
    };
    (if logit < 0 { 1000 - upper } else { upper }) as u32
}

/// How two signatures compare; shares in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Likeness {
    /// Cosine of the names.
    names: u32,
    /// Cosine of the words; none across languages.
    words: Option<u32>,
    /// Figures in common.
    figures: u32,
    /// Both have figures, and none in common.
    other_figures: bool,
    /// Cosine of the places.
    places: u32,
    /// Both have places, and none in common.
    other_places: bool,
    /// A day in common.
    same_day: bool,
    /// Indicators with a value in common.
    counts: u32,
    /// Indicators that both count, without a value in common.
    other_counts: u32,
    /// Days between the two publications.
    apart: Option<i64>,
}

/// Days within which a running count is one story.
const CARRIED: i64 = 10;
/// Names that two reports which carry on one count have in common: the counter, the place, and another.
const CARRIED_NAMES: u32 = 3;

/// Whether both hold a running count of the same counter, of the same thing in the same place, days apart: one story,
/// however different what they tell beside it.
pub(super) fn carry_on(one: &Signature, other: &Signature) -> bool {
    one.running.iter().any(|count| other.running.binary_search(count).is_ok())
        && apart(one, other).is_some_and(|days| days <= CARRIED)
        && cosine(&one.frames, &other.frames).1 >= CARRIED_NAMES
}

fn apart(one: &Signature, other: &Signature) -> Option<i64> {
    one.published.zip(other.published).map(|(a, b)| i64::from(a.abs_diff(b)))
}

/// `names` is their cosine.
fn liken(one: &Signature, other: &Signature, names: u32) -> Likeness {
    let figures = one.figures.iter().filter(|figure| other.figures.binary_search(figure).is_ok()).count() as u32;
    let (places, common_places) = cosine(&one.places, &other.places);
    let (mut counts, mut other_counts) = (0, 0);
    for mine in one.counts.chunk_by(|a, b| a.0 == b.0) {
        let theirs = other.counts.iter().filter(|count| count.0 == mine[0].0);
        let (mut any, mut equal) = (false, false);
        for count in theirs {
            any = true;
            equal |= mine.contains(count);
        }
        counts += u32::from(equal);
        other_counts += u32::from(any && !equal);
    }
    Likeness {
        names,
        words: (one.lang == other.lang).then(|| cosine(&one.words, &other.words).0),
        figures,
        other_figures: figures == 0 && !one.figures.is_empty() && !other.figures.is_empty(),
        places,
        other_places: common_places == 0 && !one.places.is_empty() && !other.places.is_empty(),
        same_day: one.days.iter().any(|day| other.days.binary_search(day).is_ok()),
        counts,
        other_counts,
        apart: apart(one, other),
    }
}

/// Cosine of the weights, in thousandths, and how many entries are common. Both lists sorted by key.
fn cosine(one: &[(u32, u16)], other: &[(u32, u16)]) -> (u32, u32) {
    let norm = |list: &[(u32, u16)]| list.iter().map(|(_, weight)| u64::from(*weight).pow(2)).sum::<u64>();
    let (mut dot, mut common, mut at) = (0u64, 0, 0);
    for (key, weight) in one {
        while other.get(at).is_some_and(|entry| entry.0 < *key) {
            at += 1;
        }
        if let Some(entry) = other.get(at).filter(|entry| entry.0 == *key) {
            dot += u64::from(*weight) * u64::from(entry.1);
            common += 1;
        }
    }
    let length = norm(one).saturating_mul(norm(other)).isqrt().max(1);
    ((dot * 1000 / length) as u32, common)
}
