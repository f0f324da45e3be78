//! `number.toml`: number words, multipliers, vague words, modifiers, ranges, units of money and share.

use super::cut::expand_phrase;
use super::lexicon::{Lexicon, Raw};
use super::token::TextRules;
use super::words::Words;
use super::{PackError, Source, parse_file};
use crate::model::{Modifier, WordId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A cardinal word or phrase.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardinalRule {
    /// Its value.
    pub value: i64,
}

/// A word that multiplies the number before it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MultiplierRule {
    /// By how much.
    pub value: i64,
    /// Only directly after digits: `25m`; or after a blank behind a decimal or grouped figure.
    #[serde(default)]
    pub glued: bool,
    /// As `glued`, and after any figure and a blank, written as here: `25 k`, but `300 K` is another thing.
    #[serde(default)]
    pub spaced: bool,
    /// As `glued`, and only of money: `$5mm`.
    #[serde(default)]
    pub money: bool,
    /// May stand alone as one of it: `mille`, `hundert`.
    #[serde(default)]
    pub alone: bool,
}

/// A word for an uncertain number: `dozens`, or a collective with a value: `une soixantaine`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VagueRule {
    /// The value, where it names one.
    pub value: Option<i64>,
    /// Least.
    pub lower: Option<i64>,
    /// Greatest.
    pub upper: Option<i64>,
    /// How it is meant where it names a value.
    #[serde(default)]
    pub modifier: Modifier,
    /// A negative word that counts zero.
    #[serde(default)]
    pub zero: bool,
}

/// A part of the whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FractionRule {
    /// In thousandths of a per cent: a sixth is 16667.
    pub permille: i64,
}

/// A part added to the number before it: "and a half".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlusRule {
    /// In thousandths of one.
    pub thousandths: i64,
}

/// Percent or a currency.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRule {
    /// ISO 4217 code; none for per cent.
    pub currency: Option<String>,
    /// Stands before the number.
    #[serde(default)]
    pub before: bool,
    /// Stands after the number.
    #[serde(default)]
    pub after: bool,
}

/// A modifier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifierRule {
    /// What it does.
    pub reads: Modifier,
    /// Stands after the number: "or more".
    #[serde(default)]
    pub after: bool,
}

/// What a word may be in a number.
#[derive(Debug, Clone)]
pub enum NumberWord {
    /// Cardinal.
    Cardinal(CardinalRule),
    /// Multiplier.
    Multiplier(MultiplierRule),
    /// Vague word.
    Vague(VagueRule),
    /// Fraction.
    Fraction(FractionRule),
    /// Unit.
    Unit(UnitRule),
    /// Modifier.
    Modifier(ModifierRule),
    /// Between two ends of a range: `to`, `-`.
    Through,
    /// Between two numbers of which one is meant: `or`.
    Alternative,
    /// Before two ends of a range: `between`.
    Between,
    /// Between the ends after `Between`: `and`.
    BetweenAnd,
    /// Ending of an ordinal glued to digits: `th`.
    OrdinalEnd,
    /// Inside a spelled number after hundreds: "two hundred and five".
    AndAfterHundred,
    /// Inside a spelled number after tens: "vingt et un".
    AndAfterTen,
    /// Before a number that changes into another: "from 20 to 40" is no range.
    ChangeFrom,
    /// Numbers after this word are labels, not counts: `No.`, `Route`.
    Label,
    /// Digits before this word are a label: `0801 GMT`.
    LabelAfter,
    /// A part of one behind the number that counts such parts: `thirds`, `fifths`.
    Denominator(i64),
    /// A number with a part in one word, in thousandths: `anderthalb`.
    Mixed(i64),
    /// An ordinal that ends longer ones: "twenty-*first*"; also parts, where it stands in `[denominators]` too.
    Ordinal(i64),
    /// Before a part of one: "*a* thirtieth".
    Article,
    /// A part added to the number before: "and a half".
    Plus(PlusRule),
    /// Before a fraction that is added: "one hundred *and* three quarters".
    PlusAnd,
    /// Before a multiplier of which a fraction is taken: "a quarter *of a* million".
    OfA,
    /// A spoken decimal mark: "two *point* five".
    Point,
    /// A spoken sign: "minus".
    Minus,
    /// Between a part and its whole: "one *in* five".
    Ratio,
    /// A phrase with a number word that is none: "the one", "one another".
    NoNumber,
    /// A unit of measure that may be glued to digits: `15kHz`.
    Measure,
}

/// `number.toml`, loaded.
#[derive(Debug, Default)]
pub struct NumberRules {
    /// Every phrase.
    pub lexicon: Lexicon<NumberWord>,
    /// Tens 60 and 80 take 10 to 19: "soixante-dix-sept".
    pub vigesimal: bool,
    /// A comma is the decimal mark and a point groups thousands.
    pub point_groups: bool,
    /// A plain blank groups thousands (a no-break blank always does).
    pub space_groups: bool,
    /// "And" joins tens and any unit: "treinta y tres".
    pub ten_and_unit: bool,
    /// Digits joined to letters by a hyphen are no count: `70-летний`.
    pub hyphen_labels: bool,
    /// Parts of numbers that are written as one word, the longest first; empty where the language has none.
    compounds: Vec<(Box<str>, CompoundPart)>,
    /// Ordinals of two words need no hyphen: "twenty fifths".
    pub loose_ordinals: bool,
    /// Endings that make a part of a number word: `veintiun` + `avos`; with the words that take them.
    denominator_ends: Vec<Box<str>>,
    spelled: BTreeMap<Box<str>, i64>,
    /// Words for thousandths and less, that a number may precede in one word: `dosmilésimos`.
    small_parts: Vec<(Box<str>, i64)>,
    edges: Edges,
}

/// Which words phrases begin and end with, by word id: most tokens of a text are left after one look at these.
#[derive(Debug, Default)]
struct Edges {
    first: Vec<u8>,
    last: Vec<u8>,
    /// The first two bytes of the parts of compounds, one bit a pair.
    leads: Vec<u64>,
}

/// The phrase is a number, or the beginning of one.
const NUMBER: u8 = 1;
/// The phrase means something beside a number only.
const BESIDE: u8 = 2;

/// What may stand before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A modifier.
    Modifier = 1,
    /// A currency.
    Unit = 2,
    /// "Between", or what tells a change.
    Range = 4,
    /// What makes it a label.
    Label = 8,
}

impl Edges {
    fn note(&mut self, first: WordId, last: WordId, word: &NumberWord) {
        let begins = match word {
            NumberWord::Multiplier(multiplier) if !multiplier.alone => BESIDE,
            NumberWord::Unit(_)
            | NumberWord::Modifier(_)
            | NumberWord::Through
            | NumberWord::Between
            | NumberWord::Alternative
            | NumberWord::BetweenAnd
            | NumberWord::OrdinalEnd
            | NumberWord::AndAfterHundred
            | NumberWord::AndAfterTen
            | NumberWord::ChangeFrom
            | NumberWord::Label
            | NumberWord::LabelAfter
            | NumberWord::Denominator(_)
            | NumberWord::Ordinal(_)
            | NumberWord::Plus(_)
            | NumberWord::PlusAnd
            | NumberWord::OfA
            | NumberWord::Ratio
            | NumberWord::Measure => BESIDE,
            _ => NUMBER | BESIDE,
        };
        let ends = match word {
            NumberWord::Modifier(modifier) if !modifier.after => Before::Modifier as u8,
            NumberWord::Unit(unit) if unit.before => Before::Unit as u8,
            NumberWord::Between | NumberWord::ChangeFrom => Before::Range as u8,
            NumberWord::Label => Before::Label as u8,
            _ => 0,
        };
        for (table, word, flags) in [(&mut self.first, first, begins), (&mut self.last, last, ends)] {
            let at = word.0 as usize;
            if table.len() <= at {
                table.resize(at + 1, 0);
            }
            table[at] |= flags;
        }
    }

    fn lead(word: &str) -> Option<usize> {
        match word.as_bytes() {
            [first, second, ..] => {
                Some(usize::from(first.to_ascii_lowercase()) << 8 | usize::from(second.to_ascii_lowercase()))
            }
            _ => None,
        }
    }
}

/// A part of a number written as one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CompoundPart {
    /// Below a hundred.
    Cardinal(i64),
    /// Hundred or thousand.
    Multiplier(i64),
    /// "And".
    And,
    /// A half more: `zweieinhalb`.
    Half,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    vigesimal: bool,
    point_groups: bool,
    space_groups: bool,
    cardinals: BTreeMap<String, i64>,
    through: Vec<String>,
    alternatives: Vec<String>,
    between: Vec<String>,
    between_and: Vec<String>,
    ordinal_ends: Vec<String>,
    and_after_hundred: Vec<String>,
    and_after_ten: Vec<String>,
    labels: Vec<String>,
    labels_after: Vec<String>,
    change_from: Vec<String>,
    ten_and_unit: bool,
    hyphen_labels: bool,
    loose_ordinals: bool,
    denominator_ends: Vec<String>,
    compound_and: Vec<String>,
    compound_half: Vec<String>,
    denominators: BTreeMap<String, i64>,
    ordinals: BTreeMap<String, i64>,
    mixed: BTreeMap<String, i64>,
    articles: Vec<String>,
    plus_and: Vec<String>,
    of_a: Vec<String>,
    points: Vec<String>,
    minus: Vec<String>,
    ratios: Vec<String>,
    measures: Vec<String>,
    no_numbers: Vec<String>,
    plus: Vec<Raw<PlusRule>>,
    multiplier: Vec<Raw<MultiplierRule>>,
    vague: Vec<Raw<VagueRule>>,
    fraction: Vec<Raw<FractionRule>>,
    unit: Vec<Raw<UnitRule>>,
    modifier: Vec<Raw<ModifierRule>>,
}

impl Default for File {
    fn default() -> Self {
        Self {
            vigesimal: false,
            point_groups: false,
            space_groups: true,
            cardinals: BTreeMap::new(),
            through: Vec::new(),
            alternatives: Vec::new(),
            between: Vec::new(),
            between_and: Vec::new(),
            ordinal_ends: Vec::new(),
            and_after_hundred: Vec::new(),
            and_after_ten: Vec::new(),
            labels: Vec::new(),
            labels_after: Vec::new(),
            change_from: Vec::new(),
            ten_and_unit: false,
            hyphen_labels: false,
            loose_ordinals: false,
            denominator_ends: Vec::new(),
            compound_and: Vec::new(),
            compound_half: Vec::new(),
            denominators: BTreeMap::new(),
            ordinals: BTreeMap::new(),
            mixed: BTreeMap::new(),
            articles: Vec::new(),
            plus_and: Vec::new(),
            of_a: Vec::new(),
            points: Vec::new(),
            minus: Vec::new(),
            ratios: Vec::new(),
            measures: Vec::new(),
            no_numbers: Vec::new(),
            plus: Vec::new(),
            multiplier: Vec::new(),
            vague: Vec::new(),
            fraction: Vec::new(),
            unit: Vec::new(),
            modifier: Vec::new(),
        }
    }
}

impl NumberRules {
    pub(super) fn load(file: &str, source: Source<'_>, text: &TextRules, words: &mut Words) -> Result<Self, PackError> {
        let data: File = parse_file(file, source)?;
        let compounds = compound_parts(&data);
        let denominator_ends: Vec<Box<str>> =
            data.denominator_ends.iter().map(|ending| ending.as_str().into()).collect();
        let spelled = if denominator_ends.is_empty() {
            BTreeMap::new()
        } else {
            let mut spelled = BTreeMap::new();
            let thousand = data.multiplier.iter().filter(|raw| raw.rule.alone && raw.rule.value == 1000);
            let thousand = thousand.flat_map(|raw| raw.any.iter().map(|word| (word, 1000)));
            let words =
                data.cardinals.iter().map(|(word, value)| (word.as_str(), *value)).filter(|(_, value)| *value > 1);
            for (word, value) in words.chain(thousand) {
                // What is wrong with a phrase is told when it is added.
                let _ = expand_phrase(word, &mut |made: &str| {
                    spelled.insert(made.into(), value);
                });
            }
            spelled
        };
        let small_parts = data.denominators.iter().filter(|(_, value)| **value >= 1000);
        let small_parts = small_parts.map(|(word, value)| (word.as_str().into(), *value)).collect();
        let mut lexicon = Lexicon::default();
        let mut edges = Edges::default();
        for (word, _) in &compounds {
            if edges.leads.is_empty() {
                edges.leads.resize(1024, 0);
            }
            let ascii = word.replace('ü', "ue");
            for lead in [Edges::lead(word), Edges::lead(&ascii)].into_iter().flatten() {
                edges.leads[lead / 64] |= 1 << (lead % 64);
            }
        }
        let mut add = |table: &str, rules: Vec<Raw<NumberWord>>| {
            for raw in &rules {
                // What is wrong with a phrase is told when it is added.
                let _ = raw.any.each_phrase(text, words, |phrase| {
                    if let (Some(first), Some(last)) = (phrase.first(), phrase.last()) {
                        edges.note(*first, *last, &raw.rule);
                    }
                });
            }
            lexicon.add(file, table, rules, text, words)
        };
        let cardinals = data.cardinals.into_iter().map(|(phrase, value)| Raw {
            name: None,
            any: vec![phrase].into(),
            rule: NumberWord::Cardinal(CardinalRule { value }),
        });
        add("cardinal", cardinals.collect())?;
        let denominators = data.denominators.into_iter().map(|(phrase, value)| Raw {
            name: None,
            any: vec![phrase].into(),
            rule: NumberWord::Denominator(value),
        });
        add("denominator", denominators.collect())?;
        let ordinals = data.ordinals.into_iter().map(|(phrase, value)| Raw {
            name: None,
            any: vec![phrase].into(),
            rule: NumberWord::Ordinal(value),
        });
        add("ordinal-word", ordinals.collect())?;
        let mixed = data.mixed.into_iter().map(|(phrase, value)| Raw {
            name: None,
            any: vec![phrase].into(),
            rule: NumberWord::Mixed(value),
        });
        add("mixed", mixed.collect())?;
        add("plus", convert(data.plus, NumberWord::Plus))?;
        add("multiplier", convert(data.multiplier, NumberWord::Multiplier))?;
        add("vague", convert(data.vague, NumberWord::Vague))?;
        add("fraction", convert(data.fraction, NumberWord::Fraction))?;
        add("unit", convert(data.unit, NumberWord::Unit))?;
        add("modifier", convert(data.modifier, NumberWord::Modifier))?;
        for (table, any, word) in [
            ("through", data.through, NumberWord::Through),
            ("alternative", data.alternatives, NumberWord::Alternative),
            ("between", data.between, NumberWord::Between),
            ("between-and", data.between_and, NumberWord::BetweenAnd),
            ("ordinal", data.ordinal_ends, NumberWord::OrdinalEnd),
            ("and-hundred", data.and_after_hundred, NumberWord::AndAfterHundred),
            ("and-ten", data.and_after_ten, NumberWord::AndAfterTen),
            ("label", data.labels, NumberWord::Label),
            ("label-after", data.labels_after, NumberWord::LabelAfter),
            ("change-from", data.change_from, NumberWord::ChangeFrom),
            ("article", data.articles, NumberWord::Article),
            ("plus-and", data.plus_and, NumberWord::PlusAnd),
            ("of-a", data.of_a, NumberWord::OfA),
            ("point", data.points, NumberWord::Point),
            ("minus", data.minus, NumberWord::Minus),
            ("ratio", data.ratios, NumberWord::Ratio),
            ("measure", data.measures, NumberWord::Measure),
            ("no-number", data.no_numbers, NumberWord::NoNumber),
        ] {
            if !any.is_empty() {
                add(table, vec![Raw { name: None, any: any.into(), rule: word }])?;
            }
        }
        Ok(Self {
            lexicon,
            vigesimal: data.vigesimal,
            point_groups: data.point_groups,
            space_groups: data.space_groups,
            ten_and_unit: data.ten_and_unit,
            hyphen_labels: data.hyphen_labels,
            loose_ordinals: data.loose_ordinals,
            compounds,
            denominator_ends,
            spelled,
            small_parts,
            edges,
        })
    }

    /// Whether a number can begin with this word. A word that no rule names may still be a number written as one word.
    #[must_use]
    pub fn begins_number(&self, word: WordId) -> bool {
        self.edges.first.get(word.0 as usize).is_some_and(|flags| flags & NUMBER != 0)
    }

    /// Whether any phrase begins with this word.
    #[must_use]
    pub fn begins_phrase(&self, word: WordId) -> bool {
        self.edges.first.get(word.0 as usize).is_some_and(|flags| *flags != 0)
    }

    /// Whether a phrase that stands `before` numbers can end with this word.
    #[must_use]
    pub fn ends_phrase(&self, word: WordId, before: Before) -> bool {
        self.edges.last.get(word.0 as usize).is_some_and(|flags| flags & before as u8 != 0)
    }

    /// Of how many parts a word speaks that is a number and an ending: `treintavos`.
    #[must_use]
    pub fn denominator_value(&self, word: &str) -> Option<i64> {
        if self.denominator_ends.is_empty() {
            return None;
        }
        let folded = word.to_lowercase();
        let small = self.small_parts.iter().find_map(|(part, value)| {
            let count = folded.strip_suffix(&**part).and_then(|stem| self.stem_value(stem))?;
            count.checked_mul(*value)
        });
        small.or_else(|| {
            self.denominator_ends.iter().find_map(|ending| self.stem_value(folded.strip_suffix(&**ending)?))
        })
    }

    /// The value of a number in one word before an ending: `veinti`, `ciento` + `cinco`.
    fn stem_value(&self, stem: &str) -> Option<i64> {
        // The vowel at the seam is written once: "treinta" + "avos".
        let one = |stem: &str| {
            ["", "a", "e", "o"]
                .into_iter()
                .find_map(|vowel| self.spelled.get(format!("{stem}{vowel}").as_str()).copied())
        };
        one(stem).or_else(|| {
            stem.char_indices().skip(1).find_map(|(at, _)| {
                let front = self.spelled.get(&stem[..at]).filter(|value| **value % 100 == 0)?;
                Some(front + one(&stem[at..]).filter(|rest| rest < front)?)
            })
        })
    }

    /// Whether a word can be a number that is written as one word, by its first two letters.
    #[must_use]
    pub fn may_be_compound(&self, word: &str) -> bool {
        !self.edges.leads.is_empty()
            && Edges::lead(word).is_some_and(|lead| self.edges.leads[lead / 64] >> (lead % 64) & 1 == 1)
    }

    /// The value, in thousandths, of a number that is written as one word; `word` in any case.
    #[must_use]
    pub fn compound_value(&self, word: &str) -> Option<i64> {
        const LONGEST: usize = 120;
        if word.len() < 6 || word.len() > LONGEST || !self.may_be_compound(word) {
            return None;
        }
        let starts = |part: &str| {
            word.len() >= part.len() && word.as_bytes()[..part.len()].eq_ignore_ascii_case(part.as_bytes())
        };
        let first = |part: &(Box<str>, CompoundPart)| {
            let lead = part.0.char_indices().nth(2).map_or(part.0.len(), |(at, _)| at);
            starts(&part.0[..lead])
        };
        if !self.compounds.iter().any(first) {
            return None;
        }
        let folded = word.to_lowercase().replace("fuenf", "fünf").replace("zwoelf", "zwölf").replace("ss", "ß");
        let mut parts = Vec::new();
        self.cut_compound(&folded, &mut parts).then(|| add_parts(&parts)).flatten()
    }

    /// Cuts a word into parts, the longest first, going back where the rest does not come out.
    fn cut_compound(&self, rest: &str, parts: &mut Vec<CompoundPart>) -> bool {
        if rest.is_empty() {
            return parts.len() > 1;
        }
        for (word, part) in &self.compounds {
            let Some(tail) = rest.strip_prefix(&**word) else { continue };
            // "cento" + "ottanta": two equal vowels at the seam are written once.
            let seam = matches!(part, CompoundPart::Multiplier(_)) && word.ends_with(['a', 'e', 'i', 'o', 'u']);
            let short = seam.then(|| &rest[word.len() - 1..]);
            for tail in std::iter::once(tail).chain(short) {
                parts.push(*part);
                if self.cut_compound(tail, parts) {
                    return true;
                }
                parts.pop();
            }
        }
        false
    }
}

/// The single words of which longer numbers are made, where the language writes them as one word.
fn compound_parts(data: &File) -> Vec<(Box<str>, CompoundPart)> {
    if data.compound_and.is_empty() {
        return Vec::new();
    }
    let mut parts: Vec<(Box<str>, CompoundPart)> = Vec::new();
    let mut add = |word: &str, part| {
        let word = word.to_lowercase().replace("ss", "ß");
        if !word.contains(|c: char| !c.is_alphabetic()) && parts.iter().all(|(known, _)| **known != *word) {
            parts.push((word.into(), part));
        }
    };
    for (word, value) in &data.cardinals {
        if (1..100).contains(value) {
            add(word, CompoundPart::Cardinal(*value));
        }
    }
    for raw in data.multiplier.iter().filter(|raw| matches!(raw.rule.value, 100 | 1000)) {
        raw.any.iter().for_each(|word| add(word, CompoundPart::Multiplier(raw.rule.value)));
    }
    data.compound_half.iter().for_each(|word| add(word, CompoundPart::Half));
    data.compound_and.iter().for_each(|word| add(word, CompoundPart::And));
    parts.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then(a.cmp(b)));
    parts
}

/// The value of parts in thousandths: units stand before tens ("einundzwanzig"); none where they make no number.
fn add_parts(parts: &[CompoundPart]) -> Option<i64> {
    let (mut total, mut current, mut half, mut at) = (0i64, 0i64, 0, 0);
    while at < parts.len() {
        match parts[at] {
            CompoundPart::Cardinal(value) => {
                let mut value = value;
                if value < 10
                    && parts.get(at + 1) == Some(&CompoundPart::And)
                    && let Some(CompoundPart::Cardinal(tens)) = parts.get(at + 2)
                    && tens % 10 == 0
                    && *tens >= 20
                {
                    value += tens;
                    at += 2;
                }
                if current % 100 != 0 {
                    return None;
                }
                current += value;
            }
            CompoundPart::Multiplier(100) => {
                // "achtzehnhundert", "tausendeinhundert"
                if current >= 100 {
                    return None;
                }
                current = current.max(1) * 100;
            }
            CompoundPart::Multiplier(value) => {
                if total > 0 {
                    return None;
                }
                total = current.max(1) * value;
                current = 0;
            }
            CompoundPart::And if at > 0 && at + 1 < parts.len() => {}
            CompoundPart::Half if at + 1 == parts.len() => half = 500,
            CompoundPart::And | CompoundPart::Half => return None,
        }
        at += 1;
    }
    Some((total + current) * 1000 + half)
}

/// Wraps the rules of one table in the variant that holds them.
pub(super) fn convert<A, B>(raw: Vec<Raw<A>>, wrap: impl Fn(A) -> B) -> Vec<Raw<B>> {
    raw.into_iter().map(|raw| Raw { name: raw.name, any: raw.any, rule: wrap(raw.rule) }).collect()
}
