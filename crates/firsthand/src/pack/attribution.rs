//! `attribution.toml`: cues of saying, titles and offices, and the small words that end a name. Agents known in several
//! languages come from `data/agent.toml`.

use super::fold::fold_word;
use super::lexicon::{Lexicon, Phrases, Raw};
use super::number::convert;
use super::token::TextRules;
use super::words::Words;
use super::{PackError, Source, parse_file};
use crate::model::{Role, Side, WordId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A verb of saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SayRule {
    /// Says something only behind an auxiliary: "a déclaré".
    #[serde(default)]
    pub auxiliary: bool,
    /// Only with words in quotation marks: `chanted`.
    #[serde(default)]
    pub direct: bool,
    /// Also another word of the language (`reports`): needs an agent before it.
    #[serde(default)]
    pub weak: bool,
    /// Without a subject of its own: `adding`.
    #[serde(default)]
    pub participle: bool,
    /// Somebody is told before the content comes: `told`.
    #[serde(default)]
    pub addressed: bool,
    /// Stands behind its source wherever that is, and speaks for the whole sentence: "zufolge".
    #[serde(default)]
    pub behind: bool,
    /// Says something only before `that`, a colon or words in quotation marks: `ruled`.
    #[serde(default)]
    pub that: bool,
    /// Says something only with a survey or a study as its subject: `shows`.
    #[serde(default)]
    pub study: bool,
    /// Says something only where a particle closes its clause: "gab ... bekannt".
    #[serde(default)]
    pub particle: bool,
    /// The speaker is the pronoun inside the phrase: "dit-il".
    #[serde(default)]
    pub pronoun: bool,
}

/// An auxiliary verb before a verb of saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuxiliaryRule {
    /// Holds the speaker's pronoun: "a-t-il".
    #[serde(default)]
    pub pronoun: bool,
    /// Names nobody: "a-t-on".
    #[serde(default)]
    pub hearsay: bool,
}

/// A word that says what somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleRule {
    /// What.
    pub role: Role,
}

/// What a word may be around a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributionWord {
    /// A verb of saying.
    Say(SayRule),
    /// An auxiliary verb.
    Auxiliary(AuxiliaryRule),
    /// What somebody is.
    Title(TitleRule),
    /// The source follows: "according to".
    According,
    /// The source follows, inside a noun phrase: "released by".
    By,
    /// The same, and all words but the first belong to the source: "de sources médicales".
    From,
    /// Before a participle it makes a passive: "was denied".
    Passive,
    /// Said by nobody named: "it was reported that".
    Hearsay,
    /// Says something only where a document is named before it: "in the report it is stated".
    Stated,
    /// Looks like a cue and is none: "selon lesquelles".
    Ignore,
    /// Opens the content: `that`.
    That,
    /// Definite article.
    Definite,
    /// Indefinite article or the like.
    Indefinite,
    /// Stands for the last speaker.
    Pronoun,
    /// Opens a clause about what stands before: `who`.
    Relative,
    /// Ends a noun phrase.
    Stop,
    /// A finite verb: a stretch that holds one is no name.
    Verb,
    /// Always inside a noun phrase: `of`.
    Link,
    /// Inside a noun phrase after a common noun: `in`.
    Near,
    /// And.
    And,
    /// May stand between speaker and verb: `also`.
    Skip,
    /// Before the one who is told: "à l'AFP".
    To,
    /// Opens a sentence that says who said the one before: "this was reported by".
    AboutBefore,
    /// Opens a sentence that tells first what was told of: "о гибели двух горняков сообщил губернатор".
    About,
    /// Names the source where it stands behind a clause and before a name that ends the sentence: "..., so X".
    Tag,
    /// Names the source where a document follows: "nach einer Studie".
    After,
    /// Names whom a source repeats: "citing". Where nobody else says so, the source.
    Citing,
    /// Opens a clause that says who says so, its verb last: "wie".
    As,
    /// A study, an analysis: it may show something.
    Study,
    /// Closes the clause of a verb that is said in two parts.
    Particle,
    /// Says that the last speaker goes on: "accordingly".
    Again,
    /// A form of the verb that only words of others take.
    Reported,
    /// A poll, a survey: who made it stands behind it, and its shares are theirs.
    Survey,
}

impl AttributionWord {
    /// Bit of the words that may be a cue.
    pub const CUE: u64 = 1;
    /// Bit of the auxiliaries.
    pub const AUXILIARY: u64 = 2;
    /// Bit of the words that say what a token may be around a name.
    pub const AROUND: u64 = 4;

    /// The bit of its kind.
    #[must_use]
    pub const fn bit(&self) -> u64 {
        match self {
            Self::Say(_)
            | Self::According
            | Self::By
            | Self::From
            | Self::Hearsay
            | Self::Stated
            | Self::Tag
            | Self::After
            | Self::Citing
            | Self::Again
            | Self::Ignore => Self::CUE,
            Self::Auxiliary(_) => Self::AUXILIARY,
            _ => Self::AROUND,
        }
    }
}

/// An agent of `data/agent.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentRule {
    /// Its key in every language.
    pub key: String,
    /// What it is.
    pub role: Role,
    /// On which side it stands; of a key that has several rows one tells.
    #[serde(default)]
    pub side: Option<Side>,
    /// Also written in small letters: the police, an agency that signs `(dpa)`.
    #[serde(default)]
    pub small: bool,
}

/// Who stands on which side: known agents by key, all others by what they are called.
#[derive(Debug, Default)]
pub struct Sides {
    keys: BTreeMap<String, Side>,
    /// Folded words of a name, and the side that they tell of.
    words: Vec<(Vec<String>, Side)>,
    /// The head of a name stands last: "police union".
    head_last: bool,
    /// Words behind which no head stands: "of".
    links: BTreeSet<String>,
}

impl Sides {
    /// The side of somebody with this key, name and role; none where nothing tells it. A phrase of more words decides before
    /// one of fewer; of equal ones the head of the name: "the police union" and "le syndicat de police" are unions.
    #[must_use]
    pub fn side_of(&self, key: &str, name: &str, role: Role) -> Option<Side> {
        match role {
            Role::Agency | Role::Outlet => return Some(Side::Media),
            Role::Private | Role::Anonymous | Role::Social | Role::Document | Role::Witness => return None,
            Role::Counter | Role::Official | Role::Spokesperson => {}
        }
        if let Some(side) = self.keys.get(key) {
            return Some(*side);
        }
        let name = fold_words(name);
        let link = name.iter().position(|word| self.links.contains(word)).unwrap_or(name.len());
        // Where heads stand last, the last word before "of" is the head.
        let near_head = |at: usize| if self.head_last && at < link { name.len() + at } else { name.len() - at };
        let mut best: Option<(usize, usize, usize)> = None;
        let mut found = None;
        for (phrase, side) in &self.words {
            for (at, words) in name.windows(phrase.len()).enumerate() {
                let fits = words.iter().zip(phrase).all(|(word, wanted)| is_word(word, wanted));
                let rank = (phrase.len(), near_head(at), phrase.iter().map(String::len).sum());
                if fits && best.is_none_or(|best| rank > best) {
                    (best, found) = (Some(rank), Some(*side));
                }
            }
        }
        found
    }
}

/// Whether a word is the one wanted; a hyphen stands for the rest of it.
fn is_word(word: &str, wanted: &str) -> bool {
    match (wanted.strip_suffix('-'), wanted.strip_prefix('-')) {
        (Some(stem), _) => word.starts_with(stem),
        (_, Some(end)) => word.ends_with(end),
        _ => word == wanted,
    }
}

/// The words of a name, folded as tokens are, cut at every mark; hyphens at the ends of a word stay.
fn fold_words(text: &str) -> Vec<String> {
    let fold = |word: &str| {
        let mut folded = String::new();
        fold_word(word, &mut folded);
        folded
    };
    let cut = |part: &str| -> Vec<String> {
        let inside = part.trim_matches('-');
        let mut words: Vec<String> =
            inside.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect();
        if let Some(first) = words.first_mut().filter(|_| part.starts_with('-')) {
            first.insert(0, '-');
        }
        if let Some(last) = words.last_mut().filter(|_| part.ends_with('-')) {
            last.push('-');
        }
        words
    };
    text.split_whitespace().flat_map(cut).collect()
}

/// `attribution.toml`, loaded.
#[derive(Debug, Default)]
pub struct AttributionRules {
    /// Every phrase.
    pub lexicon: Lexicon<AttributionWord>,
    /// What may start with a word, by word id: bits of [`AttributionWord::bit`].
    starts: Vec<u64>,
    /// Agents by name.
    pub agents: Lexicon<AgentRule>,
    /// Which side whoever counts stands on.
    pub sides: Sides,
    /// The finite verb stands second: behind whatever opens the sentence, the subject follows it, and a participle waits
    /// at the end of the clause.
    pub verb_second: bool,
    /// Every noun has a capital.
    pub noun_capitals: bool,
    /// Nouns take articles.
    pub articles: bool,
    /// How adverbs end: an unknown word with such an ending is no subject.
    pub adverb_ends: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {
    say: Vec<Raw<SayRule>>,
    auxiliary: Vec<Raw<AuxiliaryRule>>,
    title: Vec<Raw<TitleRule>>,
    according: Phrases,
    by: Phrases,
    from: Phrases,
    passive: Phrases,
    hearsay: Phrases,
    stated: Phrases,
    ignore: Phrases,
    that: Phrases,
    definite: Phrases,
    indefinite: Phrases,
    pronoun: Phrases,
    relative: Phrases,
    stop: Phrases,
    verb: Phrases,
    link: Phrases,
    near: Phrases,
    and: Phrases,
    skip: Phrases,
    to: Phrases,
    about_before: Phrases,
    about: Phrases,
    survey: Phrases,
    tag: Phrases,
    study: Phrases,
    citing: Phrases,
    #[serde(rename = "as")]
    as_said: Phrases,
    after: Phrases,
    particle: Phrases,
    again: Phrases,
    reported: Phrases,
    verb_second: bool,
    noun_capitals: bool,
    adverb_ends: Vec<String>,
    sides: BTreeMap<Side, Vec<String>>,
    head_last: bool,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct AgentFile {
    agent: Vec<Raw<AgentRule>>,
}

impl AttributionRules {
    pub(super) fn load(
        file: &str,
        source: Source<'_>,
        agents: (&str, Source<'_>),
        text: &TextRules,
        words: &mut Words,
    ) -> Result<Self, PackError> {
        let data: File = parse_file(file, source)?;
        let articles = !data.definite.is_empty();
        let links = data.link.iter().flat_map(fold_words).collect();
        let mut lexicon = Lexicon::default();
        let mut add = |table: &str, rules: Vec<Raw<AttributionWord>>| lexicon.add(file, table, rules, text, words);
        add("say", convert(data.say, AttributionWord::Say))?;
        add("auxiliary", convert(data.auxiliary, AttributionWord::Auxiliary))?;
        add("title", convert(data.title, AttributionWord::Title))?;
        for (table, any, word) in [
            ("according", data.according, AttributionWord::According),
            ("by", data.by, AttributionWord::By),
            ("from", data.from, AttributionWord::From),
            ("passive", data.passive, AttributionWord::Passive),
            ("hearsay", data.hearsay, AttributionWord::Hearsay),
            ("stated", data.stated, AttributionWord::Stated),
            ("ignore", data.ignore, AttributionWord::Ignore),
            ("that", data.that, AttributionWord::That),
            ("definite", data.definite, AttributionWord::Definite),
            ("indefinite", data.indefinite, AttributionWord::Indefinite),
            ("pronoun", data.pronoun, AttributionWord::Pronoun),
            ("relative", data.relative, AttributionWord::Relative),
            ("stop", data.stop, AttributionWord::Stop),
            ("verb", data.verb, AttributionWord::Verb),
            ("link", data.link, AttributionWord::Link),
            ("near", data.near, AttributionWord::Near),
            ("and", data.and, AttributionWord::And),
            ("skip", data.skip, AttributionWord::Skip),
            ("to", data.to, AttributionWord::To),
            ("about-before", data.about_before, AttributionWord::AboutBefore),
            ("about", data.about, AttributionWord::About),
            ("survey", data.survey, AttributionWord::Survey),
            ("after", data.after, AttributionWord::After),
            ("particle", data.particle, AttributionWord::Particle),
            ("citing", data.citing, AttributionWord::Citing),
            ("as", data.as_said, AttributionWord::As),
            ("study", data.study, AttributionWord::Study),
            ("tag", data.tag, AttributionWord::Tag),
            ("again", data.again, AttributionWord::Again),
            ("reported", data.reported, AttributionWord::Reported),
        ] {
            if !any.is_empty() {
                add(table, vec![Raw { name: None, any, rule: word }])?;
            }
        }
        let (verb_second, noun_capitals, adverb_ends) = (data.verb_second, data.noun_capitals, data.adverb_ends);
        let told = data.sides.iter().flat_map(|(side, list)| list.iter().map(|words| (fold_words(words), *side)));
        let mut sides = Sides {
            keys: BTreeMap::new(),
            words: told.filter(|(words, _)| !words.is_empty()).collect(),
            head_last: data.head_last,
            links,
        };
        let (file, source) = agents;
        let data: AgentFile = parse_file(file, source)?;
        let mut agents = Lexicon::default();
        for rule in data.agent.iter().map(|raw| &raw.rule) {
            if let Some(side) = rule.side {
                sides.keys.entry(rule.key.clone()).or_insert(side);
            }
        }
        agents.add(file, "agent", data.agent, text, words)?;
        let starts = lexicon.first_words(AttributionWord::bit);
        Ok(Self { lexicon, starts, agents, sides, verb_second, noun_capitals, articles, adverb_ends })
    }

    /// Whether a phrase of one of these kinds may start with `word`.
    #[must_use]
    pub fn may_start(&self, word: WordId, kinds: u64) -> bool {
        self.starts.get(word.0 as usize).is_some_and(|bits| bits & kinds != 0)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Lang, Role, Side};
    use crate::pack::Packs;

    #[test]
    fn who_counts_stands_on_a_side() {
        let packs = Packs::embedded().unwrap();
        let check = |lang: &str, key: &str, name: &str, role: Role, side: Option<Side>| {
            let found = packs.of(&Lang(lang.into())).attribution.sides.side_of(key, name, role);
            assert_eq!(found, side, "{name}");
        };
        check("en", "ovd-info", "OVD-Info", Role::Counter, Some(Side::Monitor));
        check("en", "reuters", "Reuters", Role::Agency, Some(Side::Media));
        check("en", "the port police", "the port police", Role::Counter, Some(Side::Authorities));
        check("en", "x", "the police union", Role::Counter, Some(Side::Organisers));
        check("en", "x", "the union of police officers", Role::Counter, Some(Side::Organisers));
        check("fr", "x", "le syndicat de police", Role::Counter, Some(Side::Organisers));
        check("en", "organisers", "the march organisers", Role::Counter, Some(Side::Organisers));
        check("en", "x", "the defence ministry of Dovara", Role::Counter, Some(Side::Armed));
        check("en", "ann", "Ann, a passenger", Role::Private, None);
        check("en", "lantern", "Lantern", Role::Counter, None);
        check("de", "x", "das Innenministerium", Role::Counter, Some(Side::Authorities));
        check("fr", "x", "l'hôpital de Dovara", Role::Counter, Some(Side::Medical));
        check("uk", "x", "обласна прокуратура", Role::Official, Some(Side::Authorities));
        check("ru", "x", "организаторы шествия", Role::Counter, Some(Side::Organisers));
        check("pl", "x", "obrońcy praw człowieka", Role::Counter, Some(Side::Monitor));
        check("es", "x", "los organizadores", Role::Counter, Some(Side::Organisers));
        check("it", "x", "la questura di Dovara", Role::Counter, Some(Side::Authorities));
        check("pt", "x", "a polícia portuária", Role::Counter, Some(Side::Authorities));
    }

    #[test]
    fn every_known_counter_has_a_side() {
        for pack in Packs::embedded().unwrap().iter() {
            for rule in pack.attribution.agents.rules() {
                let agent = &rule.means;
                let side = pack.attribution.sides.side_of(&agent.key, "", agent.role);
                assert!(side.is_some(), "{} has no side: see data/agent.toml", agent.key);
            }
        }
    }
}
