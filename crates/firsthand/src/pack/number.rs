//! `number.toml`: number words, multipliers, vague words, modifiers, ranges, units of money and share.

use super::lexicon::{Lexicon, Raw};
use super::token::TextRules;
use super::words::Words;
use super::{PackError, parse_file};
use crate::model::Modifier;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A cardinal word or phrase.
#[derive(Debug, Clone, Deserialize)]
pub struct CardinalRule {
    /// Its value.
    pub value: i64,
}

/// A word that multiplies the number before it.
#[derive(Debug, Clone, Deserialize)]
pub struct MultiplierRule {
    /// By how much.
    pub value: i64,
    /// Only directly after digits: `25m`.
    #[serde(default)]
    pub glued: bool,
    /// May stand alone as one of it: `mille`, `hundert`.
    #[serde(default)]
    pub alone: bool,
}

/// A word for an uncertain number: `dozens`, or a collective with a value: `une soixantaine`.
#[derive(Debug, Clone, Deserialize)]
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
pub struct FractionRule {
    /// In thousandths of a per cent: a sixth is 16667.
    pub permille: i64,
}

/// Percent or a currency.
#[derive(Debug, Clone, Deserialize)]
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
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    vigesimal: bool,
    point_groups: bool,
    space_groups: bool,
    cardinals: BTreeMap<String, i64>,
    through: Vec<String>,
    between: Vec<String>,
    between_and: Vec<String>,
    ordinal_ends: Vec<String>,
    and_after_hundred: Vec<String>,
    and_after_ten: Vec<String>,
    labels: Vec<String>,
    change_from: Vec<String>,
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
            between: Vec::new(),
            between_and: Vec::new(),
            ordinal_ends: Vec::new(),
            and_after_hundred: Vec::new(),
            and_after_ten: Vec::new(),
            labels: Vec::new(),
            change_from: Vec::new(),
            multiplier: Vec::new(),
            vague: Vec::new(),
            fraction: Vec::new(),
            unit: Vec::new(),
            modifier: Vec::new(),
        }
    }
}

impl NumberRules {
    pub(super) fn load(file: &str, source: &str, text: &TextRules, words: &mut Words) -> Result<Self, PackError> {
        let data: File = parse_file(file, source)?;
        let mut lexicon = Lexicon::default();
        let mut add = |table: &str, rules: Vec<Raw<NumberWord>>| lexicon.add(file, table, rules, text, words);
        let cardinals = data.cardinals.into_iter().map(|(phrase, value)| Raw {
            name: None,
            any: vec![phrase],
            rule: NumberWord::Cardinal(CardinalRule { value }),
        });
        add("cardinal", cardinals.collect())?;
        add("multiplier", convert(data.multiplier, NumberWord::Multiplier))?;
        add("vague", convert(data.vague, NumberWord::Vague))?;
        add("fraction", convert(data.fraction, NumberWord::Fraction))?;
        add("unit", convert(data.unit, NumberWord::Unit))?;
        add("modifier", convert(data.modifier, NumberWord::Modifier))?;
        for (table, any, word) in [
            ("through", data.through, NumberWord::Through),
            ("between", data.between, NumberWord::Between),
            ("between-and", data.between_and, NumberWord::BetweenAnd),
            ("ordinal", data.ordinal_ends, NumberWord::OrdinalEnd),
            ("and-hundred", data.and_after_hundred, NumberWord::AndAfterHundred),
            ("and-ten", data.and_after_ten, NumberWord::AndAfterTen),
            ("label", data.labels, NumberWord::Label),
            ("change-from", data.change_from, NumberWord::ChangeFrom),
        ] {
            if !any.is_empty() {
                add(table, vec![Raw { name: None, any, rule: word }])?;
            }
        }
        Ok(Self {
            lexicon,
            vigesimal: data.vigesimal,
            point_groups: data.point_groups,
            space_groups: data.space_groups,
        })
    }
}

/// Wraps the rules of one table in the variant that holds them.
pub(super) fn convert<A, B>(raw: Vec<Raw<A>>, wrap: impl Fn(A) -> B) -> Vec<Raw<B>> {
    raw.into_iter().map(|raw| Raw { name: raw.name, any: raw.any, rule: wrap(raw.rule) }).collect()
}
