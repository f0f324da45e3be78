//! How well are reports read? Scores read claims against claims that people annotated.
//! Not here: any reading, any file.
//!
//! A gold and a read claim pair up when their spans overlap in one report; the pair with the same indicator is preferred,
//! then the one with the same interval, then the longer overlap; each takes part once. A claim is *found* with its
//! interval right, a *claim* with its indicator too, *full* with measure, country and source too. Optional gold claims,
//! which a careful reader may leave out, count neither as missed nor as false. A test holds these figures equal to those
//! of the annotators' own scorer.

use crate::export::jsonl::{ClaimLine, Masking};
use crate::model::{Claim, CodePoints};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// A claim as the score looks at it, gold or read: the fields of the annotation guide.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EvalClaim {
    /// Name of its report.
    pub doc: String,
    /// First code point of the figure.
    pub start: usize,
    /// Code point after the figure.
    pub end: usize,
    /// The figure as written.
    #[serde(default)]
    pub surface: String,
    /// The number said.
    #[serde(default)]
    pub value: Option<f64>,
    /// Least; none is open.
    #[serde(default)]
    pub lower: Option<f64>,
    /// Greatest; none is open.
    #[serde(default)]
    pub upper: Option<f64>,
    /// `at_least`, `about` ...
    #[serde(default)]
    pub modifier: String,
    /// `killed`, `detained` ...
    pub indicator: String,
    /// `flow`, `stock` ...
    #[serde(default)]
    pub measure: String,
    /// `actual`, `planned` ...
    #[serde(default)]
    pub modality: String,
    /// Where.
    #[serde(default)]
    pub place: Option<EvalPlace>,
    /// When: a day, month, year or interval of them.
    #[serde(default)]
    pub time: Option<String>,
    /// Who says so.
    #[serde(default)]
    pub source: Option<String>,
    /// A careful reader could leave it out.
    #[serde(default)]
    pub optional: bool,
}

/// A place as the score looks at it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EvalPlace {
    /// ISO 3166 alpha-2.
    #[serde(default)]
    pub country: Option<String>,
    /// In English.
    #[serde(default)]
    pub name: Option<String>,
}

impl EvalClaim {
    /// A claim that was read, through its public form.
    #[must_use]
    pub fn of(claim: &Claim, points: &CodePoints<'_>) -> Self {
        let line = ClaimLine::of(claim, points, Masking::Unmasked);
        let value = serde_json::to_value(line).expect("a claim is plain data");
        serde_json::from_value(value).expect("a claim's form holds the fields of the guide")
    }

    /// The interval as one writes it: `1301..`, `~60`, `24..99`.
    #[must_use]
    pub fn interval(&self) -> String {
        let end = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
        match (self.modifier.as_str(), self.lower, self.upper) {
            ("about", ..) => format!("~{}", end(self.value)),
            (_, lower, upper) if lower == upper => end(lower),
            (_, lower, upper) => format!("{}..{}", end(lower), end(upper)),
        }
    }

    fn country(&self) -> Option<String> {
        let country = self.place.as_ref()?.country.as_ref()?.to_uppercase();
        (!country.is_empty()).then_some(country)
    }

    fn place_name(&self) -> &str {
        self.place.as_ref().and_then(|place| place.name.as_deref()).unwrap_or_default()
    }
}

/// What is compared in a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The bounds, or the value of an "about".
    Interval,
    /// The modifier.
    Modifier,
    /// The indicator.
    Indicator,
    /// The measure.
    Measure,
    /// The modality.
    Modality,
    /// The country.
    Country,
    /// The place, by a word of its name.
    Place,
    /// The days; finer than the gold is right.
    Time,
    /// The source, by the words of its name.
    Source,
}

impl Field {
    /// All of them, in the order of print.
    pub const ALL: [Self; 9] = [
        Self::Interval,
        Self::Modifier,
        Self::Indicator,
        Self::Measure,
        Self::Modality,
        Self::Country,
        Self::Place,
        Self::Time,
        Self::Source,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Interval => "interval",
            Self::Modifier => "modifier",
            Self::Indicator => "indicator",
            Self::Measure => "measure",
            Self::Modality => "modality",
            Self::Country => "country",
            Self::Place => "place",
            Self::Time => "time",
            Self::Source => "source",
        }
    }

    /// What a claim says in this field; `-` for nothing.
    #[must_use]
    pub fn of(self, claim: &EvalClaim) -> String {
        let or_nothing = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| "-".to_owned());
        match self {
            Self::Interval => claim.interval(),
            Self::Modifier => claim.modifier.clone(),
            Self::Indicator => claim.indicator.clone(),
            Self::Measure => claim.measure.clone(),
            Self::Modality => claim.modality.clone(),
            Self::Country => or_nothing(claim.country()),
            Self::Place => or_nothing(Some(claim.place_name().to_owned())),
            Self::Time => or_nothing(claim.time.clone()),
            Self::Source => or_nothing(claim.source.clone()),
        }
    }

    /// Whether a read claim agrees with the gold one in this field.
    #[must_use]
    pub fn agrees(self, gold: &EvalClaim, read: &EvalClaim) -> bool {
        match self {
            Self::Interval => same_interval(gold, read),
            Self::Modifier => gold.modifier == read.modifier,
            Self::Indicator => gold.indicator == read.indicator,
            Self::Measure => gold.measure == read.measure,
            Self::Modality => gold.modality == read.modality,
            Self::Country => gold.country() == read.country(),
            Self::Place => {
                let (gold, read) = (words_of(gold.place_name()), words_of(read.place_name()));
                gold.is_empty() || !gold.is_disjoint(&read)
            }
            Self::Time => {
                let filled = |time: &Option<String>| time.clone().filter(|time| !time.is_empty());
                match (filled(&gold.time), filled(&read.time)) {
                    (Some(gold), Some(read)) => read.starts_with(&gold),
                    (gold, read) => gold == read,
                }
            }
            Self::Source => same_source(gold, read),
        }
    }
}

/// Whole numbers match exactly, so "more than 1,300" (1301) is not "at least 1,300"; money and shares may round.
fn same_interval(gold: &EvalClaim, read: &EvalClaim) -> bool {
    let rounds = matches!(gold.indicator.as_str(), "money" | "share");
    let close = |gold: Option<f64>, read: Option<f64>| match (gold, read) {
        (Some(gold), Some(read)) if rounds => {
            let most = if read.abs() >= 50.0 { (1e-6 * read.abs()).max(1.0) } else { 1e-6 };
            (gold - read).abs() <= most
        }
        (gold, read) => gold == read,
    };
    match (gold.modifier == "about", read.modifier == "about") {
        (true, true) => close(gold.value, read.value),
        (false, false) => close(gold.lower, read.lower) && close(gold.upper, read.upper),
        // One side names a value with no bounds, the other bounds.
        _ => false,
    }
}

fn same_source(gold: &EvalClaim, read: &EvalClaim) -> bool {
    let words = |claim: &EvalClaim| words_of(claim.source.as_deref().unwrap_or_default());
    let (gold, read) = (words(gold), words(read));
    if gold.is_empty() || read.is_empty() {
        return gold.is_empty() && read.is_empty();
    }
    let (common, all) = (gold.intersection(&read).count(), gold.union(&read).count());
    // At least .34 of all their words.
    100 * common >= 34 * all || gold.is_subset(&read) || read.is_subset(&gold)
}

/// Words of a name in lower case without marks and articles.
fn words_of(name: &str) -> BTreeSet<String> {
    // Those of the annotators' scorer, which is blind to others.
    const ARTICLES: &str = "the le la les der die das el los las de of";
    let folded: String = name.to_lowercase().replace('ß', "ss").replace('ς', "σ").nfkd().collect();
    folded
        .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .filter(|word| !word.is_empty() && !ARTICLES.split(' ').any(|article| article == *word))
        .map(str::to_owned)
        .collect()
}

/// Gold and read claims of one report, paired.
#[derive(Debug, Clone)]
pub struct Pairing<'a> {
    /// Gold, read.
    pub pairs: Vec<(&'a EvalClaim, &'a EvalClaim)>,
    /// Read claims without a gold one.
    pub spare: Vec<&'a EvalClaim>,
    /// Gold claims without a read one, optional ones too.
    pub missed: Vec<&'a EvalClaim>,
}

/// Pairs the claims of one report.
#[must_use]
pub fn pair_claims<'a>(gold: &'a [EvalClaim], read: &'a [EvalClaim]) -> Pairing<'a> {
    let mut by_start: Vec<usize> = (0..read.len()).collect();
    by_start.sort_by_key(|at| read[*at].start);
    let longest = read.iter().map(|claim| claim.end.saturating_sub(claim.start)).max().unwrap_or(0);
    let mut edges = Vec::new();
    for (at, claim) in gold.iter().enumerate() {
        let from = by_start.partition_point(|with| read[*with].start + longest <= claim.start);
        for with in by_start[from..].iter().copied().take_while(|with| read[*with].start < claim.end) {
            let other = &read[with];
            let overlap = claim.end.min(other.end).saturating_sub(claim.start.max(other.start));
            if overlap > 0 {
                let same = claim.indicator == other.indicator;
                edges.push((Reverse((same, same_interval(claim, other), overlap)), at, with));
            }
        }
    }
    edges.sort_unstable();
    let (mut golds, mut reads) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (_, at, with) in edges {
        if !golds.contains(&at) && !reads.contains(&with) {
            golds.insert(at);
            reads.insert(with);
            pairs.push((&gold[at], &read[with]));
        }
    }
    let rest = |claims: &'a [EvalClaim], taken: &BTreeSet<usize>| {
        claims.iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(_, claim)| claim).collect()
    };
    Pairing { pairs, spare: rest(read, &reads), missed: rest(gold, &golds) }
}

/// What was right, of how many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Pairs with the right interval.
    pub found: usize,
    /// Those with the right indicator too.
    pub claim: usize,
    /// Those with measure, country and source right too.
    pub full: usize,
    /// Read claims that count.
    pub read: usize,
    /// Gold claims that count.
    pub gold: usize,
    /// Pairs that count.
    pub pairs: usize,
    /// Pairs that agree, by field in the order of [`Field::ALL`].
    pub fields: [usize; 9],
}

impl Score {
    /// Adds the claims of a report.
    pub fn add(&mut self, pairing: &Pairing<'_>) {
        self.add_where(pairing, |_| true);
    }

    /// Adds the claims of a report that `of` picks, gold and read ones each by itself.
    pub fn add_where(&mut self, pairing: &Pairing<'_>, of: impl Fn(&EvalClaim) -> bool) {
        self.read += pairing.spare.iter().filter(|claim| of(claim)).count();
        self.gold += pairing.missed.iter().filter(|claim| !claim.optional && of(claim)).count();
        for (gold, read) in pairing.pairs.iter().filter(|(gold, _)| !gold.optional) {
            self.read += usize::from(of(read));
            if !of(gold) {
                continue;
            }
            self.gold += 1;
            self.pairs += 1;
            let agree = |field: Field| field.agrees(gold, read);
            for (right, field) in self.fields.iter_mut().zip(Field::ALL) {
                *right += usize::from(agree(field));
            }
            let found = agree(Field::Interval);
            let claim = found && agree(Field::Indicator);
            let full = claim && agree(Field::Measure) && agree(Field::Country) && agree(Field::Source);
            self.found += usize::from(found);
            self.claim += usize::from(claim);
            self.full += usize::from(full);
        }
    }

    /// Precision, recall and F1 of `right`, which is one of the first three counts.
    #[must_use]
    pub fn rates(&self, right: usize) -> (f64, f64, f64) {
        let part = |whole: usize| ratio(right, whole);
        let (precision, recall) = (part(self.read), part(self.gold));
        let sum = precision + recall;
        (precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
    }

    /// F1 of claims.
    #[must_use]
    pub fn claim_f1(&self) -> f64 {
        self.rates(self.claim).2
    }

    /// Share of pairs that agree in a field.
    #[must_use]
    pub fn accuracy(&self, field: Field) -> f64 {
        let at = Field::ALL.iter().position(|other| *other == field).unwrap_or_default();
        ratio(self.fields[at], self.pairs)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of claims are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, right) in [("found", self.found), ("claim", self.claim), ("full", self.full)] {
            let (precision, recall, f1) = self.rates(right);
            let of = format!("({right} right of {} read, {} gold)", self.read, self.gold);
            writeln!(f, "{name:9} precision {precision:.3} recall {recall:.3} f1 {f1:.3}  {of}")?;
        }
        for (right, field) in self.fields.iter().zip(Field::ALL) {
            let accuracy = ratio(*right, self.pairs);
            writeln!(f, "  {:9} {accuracy:.3}  ({right} of {})", field.name(), self.pairs)?;
        }
        Ok(())
    }
}

/// What a claim says in a field where it is wrong, gold then read, with how often.
pub type Confusions = BTreeMap<(Field, String, String), usize>;

/// Adds the fields in which the pairs of a report disagree.
pub fn count_confusions(pairing: &Pairing<'_>, confusions: &mut Confusions) {
    for (gold, read) in pairing.pairs.iter().filter(|(gold, _)| !gold.optional) {
        for field in Field::ALL.into_iter().filter(|field| !field.agrees(gold, read)) {
            *confusions.entry((field, field.of(gold), field.of(read))).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(start: usize, end: usize, indicator: &str, value: f64) -> EvalClaim {
        EvalClaim {
            doc: "d".into(),
            start,
            end,
            surface: String::new(),
            value: Some(value),
            lower: Some(value),
            upper: Some(value),
            modifier: "equal".into(),
            indicator: indicator.into(),
            measure: "flow".into(),
            modality: "actual".into(),
            place: None,
            time: None,
            source: None,
            optional: false,
        }
    }

    #[test]
    fn each_claim_pairs_once_and_the_same_indicator_first() {
        let gold = [claim(0, 4, "killed", 12.0), claim(10, 12, "injured", 40.0)];
        let read = [claim(0, 4, "injured", 12.0), claim(0, 2, "killed", 12.0), claim(20, 22, "places", 3.0)];
        let pairing = pair_claims(&gold, &read);
        assert_eq!((pairing.pairs.len(), pairing.spare.len(), pairing.missed.len()), (1, 2, 1));
        let mut score = Score::default();
        score.add(&pairing);
        assert_eq!((score.found, score.claim, score.full, score.read, score.gold), (1, 1, 1, 3, 2));
    }

    #[test]
    fn optional_claims_count_neither_way() {
        let mut gold = [claim(0, 4, "killed", 12.0), claim(10, 12, "injured", 40.0)];
        gold.iter_mut().for_each(|claim| claim.optional = true);
        let mut score = Score::default();
        score.add(&pair_claims(&gold, &[claim(0, 4, "killed", 11.0)]));
        assert_eq!((score.read, score.gold, score.pairs), (0, 0, 0));
    }

    #[test]
    fn sources_agree_by_their_words() {
        let said = |source: &str| EvalClaim { source: Some(source.into()), ..claim(0, 1, "killed", 1.0) };
        assert!(same_source(&said("the Santé ministry"), &said("Sante Ministry of Lorne")));
        assert!(!same_source(&said("police"), &said("a hospital")));
        assert!(!same_source(&said("police"), &claim(0, 1, "killed", 1.0)));
        assert!(same_source(&said("le"), &claim(0, 1, "killed", 1.0)));
    }
}
