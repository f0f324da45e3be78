//! What does a language's folder say? Loads packs: data files become lexicons that the rooms read.
//! Not here: any language by name, and any reading of a report beyond cutting it into words.

mod attribution;
mod claim;
mod cut;
mod feast;
mod fold;
mod form;
mod lexicon;
mod number;
mod page;
mod place;
mod prepared;
mod time;
mod token;
mod words;

pub use attribution::{AgentRule, AttributionRules, AttributionWord, AuxiliaryRule, SayRule};
pub use claim::{
    ClaimRules, ClaimWord, CountSide, CueKind, CueRule, EventRule, IndicatorRule, Indicators, PredicateRule,
    RevisionCue, RevisionRule, SingleKind, SingleRule, ThingRule,
};
pub use feast::{FeastRule, MovingDay};
pub use fold::fold_word;
pub use lexicon::{Lexicon, Phrases, Raw, Rule};
pub use number::{
    Before, CardinalRule, FractionRule, ModifierRule, MultiplierRule, NumberRules, NumberWord, PlusRule, UnitRule,
    VagueRule,
};
pub use page::{Agency, LanguageMarks, PageRule, PageRules, PhrasePlace};
pub use place::{
    ByNameRule, EndingRule, GenericKind, GenericRule, NameWord, PlaceHint, PlaceRelation, PlaceRules, PrepositionRule,
};
pub use time::{DayRule, Edge, LengthRule, PartRule, Season, TimeCue, TimeRules, TimeUnit, TimeWord};
pub use token::{TextRules, read_digit, tokenize_report, tokenize_stretch, tokenize_text};
pub(crate) use words::QuickMap;
pub use words::Words;

use crate::model::Lang;
use prepared::Prepared;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A language as the build script has prepared it.
struct Embedded {
    lang: &'static str,
    words: &'static [u8],
    files: &'static [(&'static str, &'static [u8])],
}

/// A data file that does not say what it should: names the file and, where it is known, the line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {why}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct PackError {
    /// `fr/number.toml`
    pub file: String,
    /// In which line, from 1.
    pub line: Option<usize>,
    /// What is wrong there.
    pub why: String,
    /// What stands in that line, until it is looked for.
    wrong: Option<String>,
}

impl PackError {
    pub(crate) fn new(file: &str, why: String) -> Self {
        Self { file: file.into(), line: None, why, wrong: None }
    }

    /// What TOML says of a file.
    pub(crate) fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| line_of(text, span.start));
        Self { line, ..Self::new(file, error.message().to_owned()) }
    }

    /// Says what is wrong, by which the line is found.
    fn at(self, wrong: &str) -> Self {
        Self { wrong: Some(wrong.to_owned()), ..self }
    }

    /// Finds the line in the file's text.
    fn find_line(mut self, source: Source<'_>) -> Self {
        if let (Some(wrong), Source::Text(text)) = (self.wrong.take(), source) {
            let quoted = text.find(&format!("\"{wrong}\"")).or_else(|| text.find(&wrong));
            self.line = quoted.map(|at| line_of(text, at));
        }
        self
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// A data file, as it is written or prepared.
#[derive(Clone, Copy)]
pub(crate) enum Source<'s> {
    Text(&'s str),
    Prepared(&'s [u8]),
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
    /// Tells this pack from every other one.
    identity: Arc<()>,
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
    /// The first file that cannot be read, with the line.
    pub fn load(lang: &str, files: &PackFiles) -> Result<Self, PackError> {
        Self::load_parts(lang, Words::default(), |name| {
            Source::Text(match name {
                AGENTS => include_str!("../../data/agent.toml"),
                INDICATORS => include_str!("../../data/indicator.toml"),
                name => files.get(name).map_or("", String::as_str),
            })
        })
    }

    fn load_parts<'f>(lang: &str, words: Words, source: impl Fn(&str) -> Source<'f>) -> Result<Self, PackError> {
        let mut words = words;
        let text = load_part(lang, "text.toml", &source, TextRules::load)?;
        let number =
            load_part(lang, "number.toml", &source, |file, data| NumberRules::load(file, data, &text, &mut words))?;
        let time = load_part(lang, "time.toml", &source, |file, data| TimeRules::load(file, data, &text, &mut words))?;
        let place =
            load_part(lang, "place.toml", &source, |file, data| PlaceRules::load(file, data, &text, &mut words))?;
        let agents = (AGENTS, source(AGENTS));
        let attribution = load_part(lang, "attribution.toml", &source, |file, data| {
            AttributionRules::load(file, data, agents, &text, &mut words)
        })?;
        let indicators = Indicators::load(INDICATORS, source(INDICATORS))?;
        let claim = load_part(lang, "claim.toml", &source, |file, data| {
            ClaimRules::load(file, data, indicators, &text, &mut words)
        })?;
        let page = load_part(lang, "page.toml", &source, |file, data| PageRules::load(file, data, &text, &mut words))?;
        let (lang, identity) = (Lang(lang.into()), Arc::default());
        let mut pack = Self { lang, words, text, number, time, place, attribution, claim, page, identity };
        let starts = pack.find_starts();
        pack.words.settle(&starts);
        pack.settle_phrases();
        Ok(pack)
    }

    fn settle_phrases(&mut self) {
        self.number.lexicon.settle();
        self.time.lexicon.settle();
        self.place.prepositions.settle();
        self.place.generics.settle();
        self.place.names.settle();
        self.place.hints.settle();
        self.place.settings.settle();
        self.attribution.lexicon.settle();
        self.attribution.agents.settle();
        self.claim.lexicon.settle();
        self.claim.revisions.settle();
        self.claim.singles.settle();
        self.page.lexicon.settle();
        self.page.agencies.settle();
    }

    /// What no other pack has, as long as anybody holds it: for those who keep what they looked up in a pack.
    #[must_use]
    pub fn identity(&self) -> &Arc<()> {
        &self.identity
    }

    /// Which rooms' phrases may start with a word, by its id: bits of [`Start`].
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
}

/// Files that all languages share.
const AGENTS: &str = "data/agent.toml";
const INDICATORS: &str = "data/indicator.toml";

/// Loads one file of a language.
fn load_part<'f, P>(
    lang: &str,
    name: &str,
    source: &impl Fn(&str) -> Source<'f>,
    load: impl FnOnce(&str, Source<'f>) -> Result<P, PackError>,
) -> Result<P, PackError> {
    load(&format!("{lang}/{name}"), source(name)).map_err(|error| error.find_line(source(name)))
}

/// All languages. A built-in one is loaded when the first report in it comes, so that a run pays for what it meets.
pub struct Packs {
    packs: BTreeMap<String, Slot>,
    /// For languages that have none: knows digits only.
    fallback: OnceLock<Pack>,
}

/// A language, loaded or not yet.
struct Slot {
    lang: Lang,
    /// Its built-in data; none where the pack came from elsewhere and is there from the start.
    embedded: Option<&'static Embedded>,
    marks: OnceLock<LanguageMarks>,
    pack: OnceLock<Pack>,
}

impl Embedded {
    fn file(&self, name: &str) -> Source<'static> {
        let found = self.files.iter().find(|(file, _)| *file == name);
        found.map_or(Source::Text(""), |(_, prepared)| Source::Prepared(prepared))
    }

    fn load(&self) -> Result<Pack, PackError> {
        Pack::load_parts(self.lang, Words::prepared(self.words), |name| self.file(name))
    }
}

impl Slot {
    fn pack(&self) -> &Pack {
        let load = |embedded: &Embedded| embedded.load().expect("the tests load every built-in pack");
        self.pack.get_or_init(|| self.embedded.map_or_else(empty_pack, load))
    }

    fn marks(&self) -> &LanguageMarks {
        self.marks.get_or_init(|| match (self.pack.get(), self.embedded) {
            (None, Some(embedded)) => LanguageMarks::load(embedded.file("page.toml")),
            _ => self.pack().page.marks.clone(),
        })
    }
}

fn empty_pack() -> Pack {
    Pack::load("und", &PackFiles::new()).expect("the tests load the shared data files")
}

impl Packs {
    /// The packs that are built in.
    ///
    /// # Errors
    /// None: the tests load every pack, so a release never sees a wrong one.
    pub fn embedded() -> Result<Self, PackError> {
        let slot = |embedded: &'static Embedded| {
            let lang = embedded.lang.to_owned();
            let (marks, pack) = (OnceLock::new(), OnceLock::new());
            (lang.clone(), Slot { lang: Lang(lang), embedded: Some(embedded), marks, pack })
        };
        Ok(Self { packs: LANGUAGES.iter().map(slot).collect(), fallback: OnceLock::new() })
    }

    /// Packs from files, by language code.
    ///
    /// # Errors
    /// The first data file that is wrong.
    pub fn load(languages: &BTreeMap<String, PackFiles>) -> Result<Self, PackError> {
        let mut packs = BTreeMap::new();
        for (lang, files) in languages {
            let pack = OnceLock::from(Pack::load(lang, files)?);
            packs.insert(lang.clone(), Slot { lang: Lang(lang.clone()), embedded: None, marks: OnceLock::new(), pack });
        }
        Ok(Self { packs, fallback: OnceLock::new() })
    }

    /// The pack of a language; where there is none, one that knows digits only.
    #[must_use]
    pub fn of(&self, lang: &Lang) -> &Pack {
        self.packs.get(lang.code()).map_or_else(|| self.fallback.get_or_init(empty_pack), Slot::pack)
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

/// Reads one data file.
pub(crate) fn parse_file<T: DeserializeOwned>(file: &str, source: Source<'_>) -> Result<T, PackError> {
    match source {
        Source::Text(text) => toml::from_str(text).map_err(|error| PackError::of_toml(file, text, &error)),
        Source::Prepared(bytes) => {
            T::deserialize(&mut Prepared(bytes)).map_err(|error| PackError::new(file, error.to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Pack, PackFiles, Packs};
    use std::path::Path;

    #[test]
    fn every_built_in_pack_loads() {
        let packs = Packs::embedded().unwrap();
        for slot in packs.packs.values() {
            let before = slot.marks().clone();
            assert!(slot.pack.get().is_none(), "telling a language loads no pack");
            let pack: Pack = slot.embedded.unwrap().load().unwrap();
            assert_eq!((&pack.lang, &pack.page.marks), (&slot.lang, &before));
        }
        assert!(packs.fallback.get().is_none());
        assert_eq!(packs.of(&crate::model::Lang("xx".into())).lang.code(), "und");
    }

    #[test]
    fn a_prepared_pack_reads_as_its_text_does() {
        for embedded in LANGUAGES {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang").join(embedded.lang);
            let mut files = PackFiles::new();
            for file in std::fs::read_dir(folder).unwrap() {
                let path = file.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if name.ends_with(".toml") && !name.ends_with(".corpus.toml") {
                    files.insert(name, std::fs::read_to_string(path).unwrap());
                }
            }
            let (prepared, written) = (embedded.load().unwrap(), Pack::load(embedded.lang, &files).unwrap());
            assert_eq!(prepared.words.named(), written.words.named(), "{}", embedded.lang);
            for (number, (a, b)) in told(&prepared).into_iter().zip(told(&written)).enumerate() {
                for (a, b) in a.iter().zip(&b) {
                    assert_eq!(a, b, "{} lexicon {number}", embedded.lang);
                }
                assert_eq!(a.len(), b.len());
            }
        }
    }

    fn told(pack: &Pack) -> Vec<Vec<String>> {
        let words = &pack.words;
        vec![
            pack.number.lexicon.told(words),
            pack.time.lexicon.told(words),
            pack.place.prepositions.told(words),
            pack.place.generics.told(words),
            pack.place.names.told(words),
            pack.place.hints.told(words),
            pack.attribution.lexicon.told(words),
            pack.attribution.agents.told(words),
            pack.claim.lexicon.told(words),
            pack.claim.revisions.told(words),
            pack.page.lexicon.told(words),
            pack.page.agencies.told(words),
        ]
    }

    #[test]
    fn errors_name_file_and_line() {
        let told = |name: &str, text: &str| {
            let error = Pack::load("xx", &PackFiles::from([(name.into(), text.into())])).err().unwrap();
            error.to_string()
        };
        let claim =
            |thing: &str| told("claim.toml", &format!("reject = [\"rod\"]\n[[thing]]\nclass = \"person\"\n{thing}\n"));
        assert_eq!(claim("any = [\"a{b\"]"), "xx/claim.toml:4: xx/thing/a-b: `{` without `}` in \"a{b\"");
        assert_eq!(claim("any = [\n\"a\",\n\" \"]"), "xx/claim.toml:6: xx/thing/a: the phrase \" \" holds no word");
        assert!(claim("any = [\"a\"]\nindicator = \"hurd\"").starts_with("xx/claim.toml:5: "));
        assert!(claim("any = [\"a\"]\nstrongg = true").starts_with("xx/claim.toml:5: unknown field `strongg`"));
        assert!(claim("strong = true").starts_with("xx/claim.toml:2: missing field `any`"));
        assert!(claim("any = []").starts_with("xx/claim.toml: a [[thing]] rule"));
        assert!(told("time.toml", "a = 1\nb = = 2").starts_with("xx/time.toml:2: "));
        assert!(told("page.toml", "\nlines = 1").starts_with("xx/page.toml:2: unknown field `lines`"));
    }
}
