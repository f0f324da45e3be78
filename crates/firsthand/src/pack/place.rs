//! `place.toml`: place prepositions, generic words of regions, adjectives and peoples, and what is no place.

use super::lexicon::{Lexicon, Phrases, Raw};
use super::token::TextRules;
use super::words::Words;
use super::{PackError, Source, parse_file};
use serde::Deserialize;

/// How something lies to the place named after a preposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRelation {
    /// In, at, on.
    At,
    /// Near, outside, around.
    Near,
    /// From, out of.
    From,
    /// To, into, towards.
    To,
    /// Across, throughout.
    Across,
    /// Of: may be anything.
    Of,
}

/// A place preposition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrepositionRule {
    /// What it says.
    pub reads: PlaceRelation,
    /// Stands before people, things and times as often as before places, so that it proves no place.
    #[serde(default)]
    pub weak: bool,
}

/// A word for a kind of place: region, oblast, city.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenericRule {
    /// What the place with its name is.
    pub reads: GenericKind,
    /// Stands after the name: "Kherson region".
    #[serde(default)]
    pub after: bool,
    /// Stands before the name, with or without a link: "région de Khabarovsk".
    #[serde(default)]
    pub before: bool,
}

/// What a generic word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenericKind {
    /// A first-order division.
    Admin1,
    /// A second-order division: the town of that name stands for it.
    Admin2,
    /// A town or village.
    City,
    /// A part of a town: a town of that name far away is not meant. Behind the name only with an article before it.
    Quarter,
}

/// A name that stands for a place: "Russian", "les Russes", "the Kremlin".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByNameRule {
    /// The gazetteer id: `RU`, `RU.30`, `x-siberia`; or the name of a town.
    pub place: String,
    /// Of an abbreviation: what it means where no place of it stands before it: "D.C." is the town itself.
    #[serde(default)]
    pub alone: Option<String>,
}

/// Words that tell in which country or division a report is set, though they name none: offices that only one country has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingRule {
    /// The gazetteer id: `US`, `US.TX`.
    pub place: String,
    /// Of the beginnings of telephone numbers: how many digits each of a number's groups has, from this one on. Empty where
    /// the phrases are words.
    #[serde(default)]
    pub groups: Vec<u8>,
}

/// A name that stands for a place, or for none.
#[derive(Debug, Clone)]
pub enum NameWord {
    /// An adjective or a people.
    Adjective(ByNameRule),
    /// Authorities named by their seat.
    Metonym(ByNameRule),
    /// Another spelling, or an abbreviation that counts only after a comma: "Paris, Tex."
    Short(ByNameRule),
    /// A name with a place in it that is no place: "Moscow Times".
    NoPlace,
}

/// What a single word does near a place name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceHint {
    /// An article: "the".
    Article,
    /// Between a generic word and its name: "of", "de".
    Link,
    /// A word of the language that is also a place; a place only with proof.
    Common,
    /// A given name that is also a place.
    Given,
    /// Before a person's name: "Mr", "President".
    Title,
    /// Before a place's name, capitalised: "Greater", "Eastern".
    Direction,
    /// Speaks: "Kyiv called".
    Saying,
    /// Joins names: "and".
    Joining,
    /// A street's kind after a name that is then no place: "Memphis Street".
    Road,
    /// Who lives in a place that is named right before: "a Boyertown man".
    Townsman,
    /// Who keeps order in a place that is named right before: "Boyertown police".
    Force,
    /// What stands in a place that is named right before, in lower case: "a Boyertown motel".
    Premises,
    /// A building's kind after a name that it only bears: "Memphis Hospital".
    Facility,
    /// Where people are brought afterwards: "hospital", "jail". The place behind it is not where it happened.
    Aftermath,
}

/// An ending that names of places take when declined, and what it was: "е" was nothing, "а" or "ь".
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndingRule {
    /// Of the declined form.
    pub from: String,
    /// Of the name, the likeliest first.
    pub to: Vec<String>,
}

/// `place.toml`, loaded.
#[derive(Debug, Default)]
pub struct PlaceRules {
    /// Place prepositions.
    pub prepositions: Lexicon<PrepositionRule>,
    /// Words for kinds of places.
    pub generics: Lexicon<GenericRule>,
    /// Names that stand for places.
    pub names: Lexicon<NameWord>,
    /// Single words near names.
    pub hints: Lexicon<PlaceHint>,
    /// What tells where a report is set.
    pub settings: Lexicon<SettingRule>,
    /// Adjectives of places are written with a capital.
    pub capital_adjectives: bool,
    /// The names by which the table knows places are this language's: an older or foreign name of another place gives way
    /// to a town that is called so.
    pub own_names: bool,
    /// Endings of declined names, the longest first.
    pub endings: Vec<EndingRule>,
    /// The name of the rule that reads declined names.
    pub ending_rule: std::sync::Arc<str>,
    /// The name of the rule that reads names in no table.
    pub unlisted_rule: std::sync::Arc<str>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {
    capital_adjectives: bool,
    articles: Phrases,
    links: Phrases,
    common: Phrases,
    given: Phrases,
    titles: Phrases,
    directions: Phrases,
    saying: Phrases,
    joining: Phrases,
    roads: Phrases,
    facilities: Phrases,
    aftermath: Phrases,
    townsmen: Phrases,
    forces: Phrases,
    premises: Phrases,
    own_names: bool,
    ending: Vec<EndingRule>,
    no_place: Phrases,
    preposition: Vec<Raw<PrepositionRule>>,
    generic: Vec<Raw<GenericRule>>,
    adjective: Vec<Raw<ByNameRule>>,
    metonym: Vec<Raw<ByNameRule>>,
    short: Vec<Raw<ByNameRule>>,
    setting: Vec<Raw<SettingRule>>,
}

impl PlaceRules {
    pub(super) fn load(file: &str, source: Source<'_>, text: &TextRules, words: &mut Words) -> Result<Self, PackError> {
        let data: File = parse_file(file, source)?;
        let mut endings = data.ending;
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.from.len()));
        let mut out = Self {
            capital_adjectives: data.capital_adjectives,
            own_names: data.own_names,
            endings,
            ending_rule: "place/ending".into(),
            unlisted_rule: "place/unlisted".into(),
            ..Self::default()
        };
        out.prepositions.add(file, "preposition", data.preposition, text, words)?;
        out.generics.add(file, "generic", data.generic, text, words)?;
        out.settings.add(file, "setting", data.setting, text, words)?;
        let mut names =
            |table: &str, rules: Vec<Raw<ByNameRule>>, wrap: fn(ByNameRule) -> NameWord| -> Result<(), PackError> {
                let rules = rules.into_iter().map(|raw| Raw { name: raw.name, any: raw.any, rule: wrap(raw.rule) });
                out.names.add(file, table, rules.collect(), text, words)
            };
        names("adjective", data.adjective, NameWord::Adjective)?;
        names("metonym", data.metonym, NameWord::Metonym)?;
        names("short", data.short, NameWord::Short)?;
        if !data.no_place.is_empty() {
            let rule = Raw { name: None, any: data.no_place, rule: NameWord::NoPlace };
            out.names.add(file, "no-place", vec![rule], text, words)?;
        }
        for (table, any, hint) in [
            ("article", data.articles, PlaceHint::Article),
            ("link", data.links, PlaceHint::Link),
            ("common", data.common, PlaceHint::Common),
            ("given", data.given, PlaceHint::Given),
            ("title", data.titles, PlaceHint::Title),
            ("direction", data.directions, PlaceHint::Direction),
            ("saying", data.saying, PlaceHint::Saying),
            ("joining", data.joining, PlaceHint::Joining),
            ("road", data.roads, PlaceHint::Road),
            ("townsman", data.townsmen, PlaceHint::Townsman),
            ("force", data.forces, PlaceHint::Force),
            ("premises", data.premises, PlaceHint::Premises),
            ("facility", data.facilities, PlaceHint::Facility),
            ("aftermath", data.aftermath, PlaceHint::Aftermath),
        ] {
            if !any.is_empty() {
                out.hints.add(file, table, vec![Raw { name: None, any, rule: hint }], text, words)?;
            }
        }
        Ok(out)
    }

    /// What the folded, declined `word` may be a form of, the likeliest first; itself last.
    #[must_use]
    pub fn bases_of(&self, word: &str) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for ending in &self.endings {
            let Some(stem) = word.strip_suffix(ending.from.as_str()).filter(|stem| stem.chars().count() >= 2) else {
                continue;
            };
            for to in &ending.to {
                let base = format!("{stem}{to}");
                if base != word && !out.contains(&base) {
                    out.push(base);
                }
            }
        }
        out.push(word.to_owned());
        out
    }

    /// The relation of the longest preposition that ends right before `tokens[at]`, articles skipped, and whether it
    /// is weak: "in" and "outside of" before a name.
    #[must_use]
    pub fn preposition_before(
        &self,
        tokens: &[crate::model::Token],
        first: usize,
        at: usize,
    ) -> Option<(usize, &PrepositionRule)> {
        let mut end = at;
        while end > first && self.is_hint(tokens, end - 1, PlaceHint::Article) {
            end -= 1;
        }
        // "du", "au" and "aux" are article and preposition in one: try without skipping too.
        for end in [end, at] {
            for start in first.max(end.saturating_sub(4))..end {
                let mut hit = None;
                self.prepositions.each(&tokens[..end], start, |length, rules| {
                    if start + length == end {
                        hit = rules.first().copied();
                    }
                });
                if let Some(rule) = hit {
                    return Some((start, &self.prepositions.rule(rule).means));
                }
            }
        }
        None
    }

    /// Whether `tokens` end in words that are such a hint.
    #[must_use]
    pub fn ends_hint(&self, tokens: &[crate::model::Token], hint: PlaceHint) -> bool {
        const LONGEST: usize = 3;
        let end = tokens.len();
        let mut ends = false;
        for start in end.saturating_sub(LONGEST)..end {
            self.hints.each(tokens, start, |length, rules| {
                ends |= start + length == end && rules.iter().any(|rule| self.hints.rule(*rule).means == hint);
            });
        }
        ends
    }

    /// Whether the word at `at` is such a hint.
    #[must_use]
    pub fn is_hint(&self, tokens: &[crate::model::Token], at: usize, hint: PlaceHint) -> bool {
        let mut is = false;
        if at < tokens.len() {
            self.hints.each(&tokens[..=at], at, |_, rules| {
                is |= rules.iter().any(|rule| self.hints.rule(*rule).means == hint);
            });
        }
        is
    }
}
