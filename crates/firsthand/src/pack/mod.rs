//! What does a language's folder say? Loads packs: data files become lexicons that the rooms read.
//! Not here: any language by name, and any reading of a report beyond cutting it into words.

mod attribution;
mod claim;
mod lexicon;
mod number;
mod page;
mod place;
mod time;
mod token;
mod words;

pub use attribution::{AgentRule, AttributionRules, AttributionWord, AuxiliaryRule, SayRule};
pub use claim::{
    ClaimRules, ClaimWord, CountSide, CueKind, CueRule, IndicatorRule, Indicators, PredicateRule, ThingRule,
};
pub use lexicon::{Lexicon, Raw, Rule};
pub use number::{
    Before, CardinalRule, FractionRule, ModifierRule, MultiplierRule, NumberRules, NumberWord, PlusRule, UnitRule,
    VagueRule,
};
pub use page::{Agency, LanguageMarks, PageRule, PageRules, PhrasePlace};
pub use place::{
    ByNameRule, GenericKind, GenericRule, NameWord, PlaceHint, PlaceRelation, PlaceRules, PrepositionRule,
};
pub use time::{Edge, PartRule, Season, TimeCue, TimeRules, TimeUnit, TimeWord};
pub use token::{TextRules, tokenize_report, tokenize_stretch, tokenize_text};
pub use words::{Words, fold_word};

use crate::model::{Lang, WordId};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A data file that does not say what it should: names the file, and the rule or line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {why}")]
pub struct PackError {
    /// `fr/number.toml`
    pub file: String,
    /// What is wrong there.
    pub why: String,
}

impl PackError {
    pub(crate) fn new(file: &str, why: String) -> Self {
        Self { file: file.into(), why }
    }
}

/// The files of one language: name (`number.toml`) to text.
pub type PackFiles = BTreeMap<String, String>;

/// One language, ready to read with.
pub struct Pack {
    /// Its code.
    pub lang: Lang,
    /// Every word that a rule names.
    pub words: Words,
    /// Cutting.
    pub text: TextRules,
    /// Numbers.
    pub number: NumberRules,
    /// Dates and times.
    pub time: TimeRules,
    /// Places.
    pub place: PlaceRules,
    /// Who says so.
    pub attribution: AttributionRules,
    /// What is counted.
    pub claim: ClaimRules,
    /// What a page holds besides its story.
    pub page: PageRules,
    /// Which rooms' phrases may start with a word, by its id: bits of [`Start`].
    starts: Vec<u16>,
}

/// Bits of [`Token::starts`](crate::model::Token::starts). A phrase starts only where its bit is set; most words start
/// none, so rooms ask the token before they ask a lexicon.
#[derive(Debug, Clone, Copy)]
pub struct Start;

impl Start {
    /// A time expression.
    pub const TIME: u16 = 1;
    /// A weekday or another word for a day.
    pub const DAY: u16 = 1 << 1;
    /// A word that tells what stands around a name.
    pub const AROUND: u16 = 1 << 2;
    /// A cue of a statement.
    pub const CUE: u16 = 1 << 3;
    /// A known agent.
    pub const AGENT: u16 = 1 << 4;
    /// A name that stands for a place.
    pub const PLACE: u16 = 1 << 5;
    /// A phrase of claims.
    pub const CLAIM: u16 = 1 << 6;
    /// A phrase of page furniture.
    pub const PAGE: u16 = 1 << 7;
}

impl Pack {
    /// Loads a language from its files. A missing file is an empty one.
    ///
    /// # Errors
    /// The first file that cannot be read, with the rule or line.
    pub fn load(lang: &str, files: &PackFiles) -> Result<Self, PackError> {
        Self::load_parts(lang, |name| files.get(name).map_or("", String::as_str))
    }

    fn load_parts<'f>(lang: &str, source: impl Fn(&str) -> &'f str) -> Result<Self, PackError> {
        let mut words = Words::default();
        let part = |name: &str| (format!("{lang}/{name}"), source(name));
        let (file, source) = part("text.toml");
        let text = TextRules::load(&file, source)?;
        let (file, source) = part("number.toml");
        let number = NumberRules::load(&file, source, &text, &mut words)?;
        let (file, source) = part("time.toml");
        let time = TimeRules::load(&file, source, &text, &mut words)?;
        let (file, source) = part("place.toml");
        let place = PlaceRules::load(&file, source, &text, &mut words)?;
        let (file, source) = part("attribution.toml");
        let attribution = AttributionRules::load(&file, source, &text, &mut words)?;
        let (file, source) = part("claim.toml");
        let claim = ClaimRules::load(&file, source, &text, &mut words)?;
        let (file, source) = part("page.toml");
        let page = PageRules::load(&file, source, &text, &mut words)?;
        let starts = Vec::new();
        let mut pack =
            Self { lang: Lang(lang.into()), words, text, number, time, place, attribution, claim, page, starts };
        pack.starts = pack.find_starts();
        Ok(pack)
    }

    fn find_starts(&self) -> Vec<u16> {
        let mut starts: Vec<u16> = Vec::new();
        let mut add = |bit: u16, words: Vec<u64>| {
            starts.resize(starts.len().max(words.len()), 0);
            for (slot, _) in starts.iter_mut().zip(words).filter(|(_, bits)| *bits != 0) {
                *slot |= bit;
            }
        };
        add(Start::TIME, self.time.lexicon.first_words(|word| word.bit() & TimeWord::OPENING));
        add(Start::DAY, self.time.lexicon.first_words(|word| word.bit() & (TimeWord::WEEKDAY | TimeWord::DAY)));
        add(Start::AROUND, self.attribution.lexicon.first_words(|word| word.bit() & AttributionWord::AROUND));
        add(Start::CUE, self.attribution.lexicon.first_words(|word| word.bit() & AttributionWord::CUE));
        add(Start::AGENT, self.attribution.agents.first_words(|_| 1));
        add(Start::PLACE, self.place.names.first_words(|_| 1));
        add(Start::CLAIM, self.claim.lexicon.first_words(|_| 1));
        add(Start::PAGE, self.page.lexicon.first_words(|_| 1));
        starts
    }

    /// What may start with a word: bits of [`Start`].
    #[must_use]
    pub fn starts(&self, word: WordId) -> u16 {
        self.starts.get(word.0 as usize).copied().unwrap_or(0)
    }
}

/// All languages. A built-in one is loaded when the first report in it comes, so that a run pays for what it meets.
pub struct Packs {
    packs: BTreeMap<String, Slot>,
    fallback: Pack,
}

/// A language, loaded or not yet.
struct Slot {
    lang: Lang,
    /// Its built-in files; none where the pack came from elsewhere and is there from the start.
    files: &'static [(&'static str, &'static str)],
    marks: OnceLock<LanguageMarks>,
    pack: OnceLock<Pack>,
}

impl Slot {
    fn file(&self, name: &str) -> &'static str {
        self.files.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text)
    }

    fn load(&self) -> Result<Pack, PackError> {
        Pack::load_parts(self.lang.code(), |name| self.file(name))
    }

    fn pack(&self) -> &Pack {
        self.pack.get_or_init(|| self.load().expect("the tests load every built-in pack"))
    }

    fn marks(&self) -> &LanguageMarks {
        self.marks.get_or_init(|| match self.pack.get() {
            Some(pack) => pack.page.marks.clone(),
            None => LanguageMarks::load(self.file("page.toml")),
        })
    }
}

impl Packs {
    /// The packs that are built in.
    ///
    /// # Errors
    /// The first data file that is wrong; the tests load every pack, so a release never sees one.
    pub fn embedded() -> Result<Self, PackError> {
        let slot = |(lang, files): &(&str, &'static [(&'static str, &'static str)])| {
            let lang = (*lang).to_owned();
            let slot = Slot { lang: Lang(lang.clone()), files, marks: OnceLock::new(), pack: OnceLock::new() };
            (lang, slot)
        };
        let packs = LANGUAGES.iter().map(slot).collect();
        Ok(Self { packs, fallback: Pack::load("und", &PackFiles::new())? })
    }

    /// Packs from files, by language code.
    ///
    /// # Errors
    /// The first data file that is wrong.
    pub fn load(languages: &BTreeMap<String, PackFiles>) -> Result<Self, PackError> {
        let mut packs = BTreeMap::new();
        for (lang, files) in languages {
            let pack = OnceLock::from(Pack::load(lang, files)?);
            packs.insert(lang.clone(), Slot { lang: Lang(lang.clone()), files: &[], marks: OnceLock::new(), pack });
        }
        Ok(Self { packs, fallback: Pack::load("und", &PackFiles::new())? })
    }

    /// The pack of a language; where there is none, one that knows digits only.
    #[must_use]
    pub fn of(&self, lang: &Lang) -> &Pack {
        self.packs.get(lang.code()).map_or(&self.fallback, Slot::pack)
    }

    /// Whether there is a pack of a language.
    #[must_use]
    pub fn knows(&self, lang: &Lang) -> bool {
        self.packs.contains_key(lang.code())
    }

    /// What every language is told by, by code. Loads no pack.
    pub fn marks(&self) -> impl Iterator<Item = (&Lang, &LanguageMarks)> {
        self.packs.values().map(|slot| (&slot.lang, slot.marks()))
    }

    /// The codes of all packs, in order; loads none.
    pub fn langs(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// Every pack, by code. Loads them all.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> {
        self.packs.values().map(Slot::pack)
    }
}

/// Parses one data file.
pub(crate) fn parse_file<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|error| PackError::new(file, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Pack, Packs};

    #[test]
    fn every_built_in_pack_loads() {
        let packs = Packs::embedded().unwrap();
        for slot in packs.packs.values() {
            let before = slot.marks().clone();
            assert!(slot.pack.get().is_none(), "telling a language loads no pack");
            let pack: Pack = slot.load().unwrap();
            assert_eq!((&pack.lang, &pack.page.marks), (&slot.lang, &before));
        }
    }
}
