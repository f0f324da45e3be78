//! `claim.toml`: things that are counted, what happens to them, measure and modality. And the table of indicators,
//! which is one for all languages.

use super::fold::{fold_word, is_letter};
use super::lexicon::{Lexicon, Phrases, Raw};
use super::number::convert;
use super::token::TextRules;
use super::words::Words;
use super::{PackError, Source, parse_file};
use crate::model::{Measure, WordId};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A row of the indicator table (`data/indicator.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorRule {
    /// Its name.
    pub name: String,
    /// Classes of things that it counts.
    pub class: Vec<String>,
    /// How a figure is meant when nothing else is said.
    pub measure: Measure,
    /// A figure of it makes an event row.
    #[serde(default)]
    pub happens: bool,
    /// A planned figure of it may be a call for a gathering.
    #[serde(default)]
    pub gathers: bool,
    /// ACLED's word: a sub-event type or a column.
    pub acled: Option<String>,
    /// PLOVER's event type and mode.
    pub plover: Option<String>,
    /// HXL tag.
    pub hxl: Option<String>,
    /// EM-DAT column.
    pub emdat: Option<String>,
}

/// What an event with certain figures is called.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRule {
    /// Figures that it must have: an indicator, or an indicator and a subset (`killed/protesters`).
    pub all: Vec<String>,
    /// ACLED's disorder type.
    pub disorder: Option<String>,
    /// ACLED's event type.
    pub acled_type: Option<String>,
    /// ACLED's sub-event type.
    pub acled: Option<String>,
    /// PLOVER's event type and mode.
    pub plover: Option<String>,
}

/// The table of indicators.
#[derive(Debug, Clone, Default)]
pub struct Indicators {
    rows: BTreeMap<String, IndicatorRule>,
    events: Vec<EventRule>,
}

impl Indicators {
    pub(super) fn load(file: &str, source: Source<'_>) -> Result<Self, PackError> {
        #[derive(Deserialize)]
        struct Table {
            indicator: Vec<IndicatorRule>,
            event: Vec<EventRule>,
        }
        let table: Table = parse_file(file, source)?;
        let rows: BTreeMap<String, IndicatorRule> =
            table.indicator.into_iter().map(|row| (row.name.clone(), row)).collect();
        for name in table.event.iter().flat_map(|rule| &rule.all) {
            let indicator = name.split('/').next().unwrap_or_default();
            if !rows.contains_key(indicator) {
                return Err(PackError::new(file, format!("[[event]]: there is no indicator {indicator:?}")));
            }
        }
        Ok(Self { rows, events: table.event })
    }

    /// The built-in table.
    ///
    /// # Errors
    /// A wrong data file; a test loads it.
    pub fn embedded() -> Result<Self, PackError> {
        Self::load(super::INDICATORS, Source::Text(include_str!("../../data/indicator.toml")))
    }

    /// What events are called, the first rule that fits before the others.
    #[must_use]
    pub fn events(&self) -> &[EventRule] {
        &self.events
    }

    /// A row by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&IndicatorRule> {
        self.rows.get(name)
    }

    /// All rows, by name.
    pub fn iter(&self) -> impl Iterator<Item = &IndicatorRule> {
        self.rows.values()
    }
}

/// A counted thing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThingRule {
    /// `person`, `place`, `vehicle` ...
    pub class: String,
    /// Unit where it is not the class.
    pub unit: Option<String>,
    /// Indicator where no predicate says another.
    pub indicator: Option<String>,
    /// The indicator stands whatever the predicate: `arrests`, `cities`.
    #[serde(default)]
    pub strong: bool,
    /// Of whom.
    pub subset: Option<String>,
    /// Measure that it brings.
    pub measure: Option<Measure>,
    /// Its measure stands whatever cues stand around: a pool is a stock.
    #[serde(default)]
    pub fixed: bool,
    /// Counts only with a predicate: too common a word to count on its own.
    #[serde(default)]
    pub weak: bool,
}

/// On which side of a predicate its count stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum CountSide {
    /// "20 people fled"
    Before,
    /// "killing 20 people"
    After,
    /// "20 people were arrested", "arrested 20 people"
    #[default]
    Either,
}

/// What happens to the counted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PredicateRule {
    /// Indicator.
    pub indicator: String,
    /// Side of the count.
    #[serde(default)]
    pub count: CountSide,
    /// How many tokens may lie between; 9 where nothing is said.
    pub reach: Option<usize>,
    /// Measure that it brings.
    pub measure: Option<Measure>,
    /// Says less than a noun that has an indicator of its own: "1,200 refugees aboard" are refugees.
    #[serde(default)]
    pub weak: bool,
    /// The count may hold dead: of five who were shot one may have died.
    #[serde(default)]
    pub with_dead: bool,
    /// It tells of nobody who did it: "the deaths of three".
    #[serde(default)]
    pub agentless: bool,
    /// It says so only where such a word stands close behind: "taken to Olmen Children's Hospital", not "taken to Olmen".
    pub needs: Option<CueKind>,
}

/// What a cue tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// So far, total, since the start.
    Cumulative,
    /// Since, from ... on: what follows began a running count, also where no date stands directly behind.
    Since,
    /// Still, now, remain.
    Stock,
    /// Will, plans to.
    Planned,
    /// Could, fears.
    Hypothetical,
    /// Earlier, previous: may stand between number and noun. What makes a figure one of an earlier event is `Earlier`.
    Historical,
    /// Ticket, costs.
    Price,
    /// Including, among them.
    Part,
    /// Stands before a figure of which the verb says nothing: "most of the 40", "the leader of the 300".
    Head,
    /// Stands before the number of somebody's children: "mother of".
    Parent,
    /// What is said behind it is said of a part: "60 drones, of which 52 were shot down".
    Partitive,
    /// Tried, refused, unknown whether: what is said behind it is not said to have happened.
    Tried,
    /// Denied.
    Denied,
    /// Not: what stands directly behind did not happen, and its figure is denied.
    Negated,
    /// Have been: a state of affairs up to now.
    Perfect,
    /// Where the hurt are taken: hospital, medical centre. Only for predicates that need it.
    Hospital,
    /// Begins another clause: when, while, after.
    Break,
    /// Begins a relative clause about what stands before it: who.
    Relative,
    /// Joins: and, or.
    And,
    /// No content: auxiliaries, adverbs inside a verb.
    Light,
    /// May stand between number and noun: of, the, other.
    Skip,
    /// Ends a noun phrase: prepositions, pronouns, verbs of no interest.
    Stop,
    /// Partitive "of" between two numbers: "15 of the 20".
    Of,
    /// Each, per: a rate.
    Each,
    /// Another, earlier event: "an earlier attack", "at the time".
    Earlier,
    /// Before a number that is an age: "aged", "ages".
    Age,
    /// Names the counted before the figure: "the number of detainees rose to".
    NumberOf,
    /// Goes on with what was counted before: "scores more".
    More,
    /// Leads a place where something happens: in, near, across.
    Locative,
    /// Worst, first, largest: "the deadliest attack since 2004" was not counted since then.
    Record,
    /// Leads the length of time in which something was counted: in, over, after "two months".
    Over,
    /// Remain, lie, are held: a state at a time, also of the injured.
    Stay,
    /// "May already": what may be so by now is no plan.
    Already,
    /// Against, compared with: what another figure is measured by.
    Against,
    /// A fortune: money that lies in no place.
    Wealth,
    /// Tells what came before: "two days after a blast that killed 27".
    After,
    /// Leads a place where nothing was counted: "border with", "based in".
    Aside,
    /// Names the country that the report speaks of: "the country", "nationwide".
    Country,
    /// Names no country at all: "worldwide", "in neighbouring countries".
    World,
}

/// A cue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueRule {
    /// What it tells.
    pub reads: CueKind,
}

/// What a phrase says of a figure that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevisionCue {
    /// Revised, corrected: the figures of the sentence hold from now on.
    Correction,
    /// Sorted elsewhere, by the same count.
    Reclassification,
    /// Some had been counted twice.
    Duplicates,
    /// No longer counts, now only counts.
    Scope,
    /// Withdrew: the figure behind it holds no longer.
    Retraction,
    /// "from", "instead of": the figure behind it is the one before, where the sentence tells of a change.
    From,
    /// "to": the figure behind it is the one after.
    To,
    /// "had earlier said": the figure behind it is the one before, where a lower one stands in this sentence or beside it.
    Earlier,
    /// "as reported earlier": the same of the figure ahead of it.
    Told,
}

/// A phrase of a revision.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionRule {
    /// What it says.
    pub reads: RevisionCue,
}

/// What a word is for one person who is told without a figure: "a man and his daughter were killed".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SingleKind {
    /// Leads one person: a, his, the.
    Article,
    /// As that, of one who is known already, or of a known few: the, his.
    Definite,
    /// As that, of one more than were told of: another.
    Another,
    /// What was done to one more: "found another man who was shot".
    Finds,
    /// One person: man, daughter.
    Person,
    /// One who was hit, whom a rank counts up to: "a third victim has died".
    Casualty,
    /// As that, of the dead: "the third to die".
    Death,
    /// A rank that counts up to it.
    Rank,
    /// Behind a number it makes an age, and with it one person: "a 15-year-old".
    Age,
    /// Who did it: "killed his wife and himself".
    Oneself,
    /// A word for who did it, beside one for a person: gunman.
    Doer,
    /// Two of them: "both victims".
    Both,
    /// One of several: "one of the", where persons or a figure stand behind.
    OneOf,
    /// As that, whatever stands behind: "one of them", "one of five".
    OneOfThem,
    /// Two persons in a word: a couple.
    Pair,
    /// Leads who did it: "shot by a 20-year-old".
    Agent,
    /// Besides those told of before, mostly the dead: "three others were shot".
    Besides,
    /// As that, before the verb: "a boy was also shot".
    Also,
    /// Stands for one who was told of before: he, she.
    Pronoun,
    /// An event whose name says how many died: "triple homicide" three.
    Dead,
    /// An event whose name says how many died at least: "murder-suicide" two.
    DeadAtLeast,
    /// An event whose name says how many were hit, dead or not: "double shooting".
    Hit,
    /// Several events, which a figure beside may count together: "shootings across the city".
    Events,
}

/// A word of [`SingleKind`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SingleRule {
    /// What it is.
    pub reads: SingleKind,
    /// How many a rank counts, or the name of an event.
    #[serde(default)]
    pub count: Option<i64>,
}

/// What a phrase is for claims.
#[derive(Debug, Clone)]
pub enum ClaimWord {
    /// Thing.
    Thing(ThingRule),
    /// Predicate.
    Predicate(PredicateRule),
    /// Cue.
    Cue(CueRule),
    /// A noun whose numbers are never claims: years, kilometres.
    Reject,
}

/// `claim.toml`, loaded.
#[derive(Debug, Default)]
pub struct ClaimRules {
    /// Every phrase.
    pub lexicon: Lexicon<ClaimWord>,
    /// Phrases that tell that a figure was changed. They stand apart: they take no words away from the others.
    pub revisions: Lexicon<RevisionRule>,
    /// Words for one person who is told without a figure; looked up only where a story is summed up.
    pub singles: Lexicon<SingleRule>,
    /// A noun phrase ends with its head: "33 shooting incidents".
    pub head_last: bool,
    /// Spelled "one" counts only in contrast with other figures: it is the article too.
    pub one_is_article: bool,
    /// An age stands behind a name, between commas: "Ann Roe, 24,".
    pub ages_behind_names: bool,
    /// Endings of words that may stand between a number and its noun; empty where they show otherwise.
    pub modifier_endings: Vec<String>,
    /// Words that point back to a counter named before: "the group", "the organisation".
    pub anaphors: BTreeSet<String>,
    /// Last parts of compounds, with the rules of the thing or reject that they are: a language that writes
    /// `Kohlekumpel` as one word names only `kumpel`.
    heads: Vec<WordId>,
    /// Of each of these the rule, beside it.
    head_rules: Vec<u32>,
    /// The table of indicators.
    pub indicators: Indicators,
}

/// Shorter words end too many others by chance.
const LEAST_HEAD: usize = 4;

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {
    head_last: bool,
    one_is_article: bool,
    ages_behind_names: bool,
    compounds: bool,
    modifier_endings: Vec<String>,
    anaphors: BTreeSet<String>,
    thing: Vec<Raw<ThingRule>>,
    predicate: Vec<Raw<PredicateRule>>,
    cue: Vec<Raw<CueRule>>,
    revision: Vec<Raw<RevisionRule>>,
    single: Vec<Raw<SingleRule>>,
    reject: Phrases,
}

impl ClaimRules {
    pub(super) fn load(
        file: &str,
        source: Source<'_>,
        indicators: Indicators,
        text: &TextRules,
        words: &mut Words,
    ) -> Result<Self, PackError> {
        let data: File = parse_file(file, source)?;
        let known = |name: &str, phrases: &Phrases| {
            if indicators.get(name).is_some() {
                return Ok(());
            }
            let rule = phrases.iter().next().unwrap_or_default();
            let why = format!("{rule}: there is no indicator {name:?} in data/indicator.toml");
            Err(PackError::new(file, why).at(name))
        };
        for raw in &data.predicate {
            known(&raw.rule.indicator, &raw.any)?;
        }
        for raw in &data.thing {
            if let Some(indicator) = &raw.rule.indicator {
                known(indicator, &raw.any)?;
            }
        }
        let mut heads = Vec::new();
        if data.compounds {
            let things = data.thing.iter().enumerate().map(|(number, raw)| (number, &raw.any));
            let rejects = std::iter::once((data.thing.len() + data.predicate.len() + data.cue.len(), &data.reject));
            for (number, phrases) in things.chain(rejects) {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                // What is wrong with a phrase is told when it is added.
                let _ = phrases.each_phrase(text, words, |phrase| {
                    if let [word] = phrase {
                        heads.push((*word, number));
                    }
                });
            }
            heads.retain(|(word, _)| {
                let word = words.word(*word);
                word.chars().count() >= LEAST_HEAD && word.chars().all(is_letter)
            });
            heads.sort_unstable();
            heads.dedup();
        }
        let (heads, head_rules) = heads.into_iter().unzip();
        let mut lexicon = Lexicon::default();
        lexicon.add(file, "thing", convert(data.thing, ClaimWord::Thing), text, words)?;
        lexicon.add(file, "predicate", convert(data.predicate, ClaimWord::Predicate), text, words)?;
        lexicon.add(file, "cue", convert(data.cue, ClaimWord::Cue), text, words)?;
        if !data.reject.is_empty() {
            let raw = Raw { name: None, any: data.reject, rule: ClaimWord::Reject };
            lexicon.add(file, "reject", vec![raw], text, words)?;
        }
        let mut revisions = Lexicon::default();
        revisions.add(file, "revision", data.revision, text, words)?;
        let mut singles = Lexicon::default();
        singles.add(file, "single", convert(data.single, std::convert::identity), text, words)?;
        Ok(Self {
            lexicon,
            revisions,
            singles,
            head_last: data.head_last,
            one_is_article: data.one_is_article,
            ages_behind_names: data.ages_behind_names,
            modifier_endings: data.modifier_endings,
            anaphors: data.anaphors,
            heads,
            head_rules,
            indicators,
        })
    }

    /// The rules of the longest known word that ends this compound; none where the language writes none, or none is known.
    #[must_use]
    pub fn head_rules(&self, words: &Words, word: &str) -> Option<&[u32]> {
        const LEAST_REST: usize = 3;
        if self.heads.is_empty() || word.len() < LEAST_HEAD + LEAST_REST {
            return None;
        }
        let mut folded = String::new();
        fold_word(word, &mut folded);
        folded
            .char_indices()
            .skip(LEAST_REST)
            .map(|(cut, _)| &folded[cut..])
            .take_while(|tail| tail.len() >= LEAST_HEAD)
            .find_map(|tail| {
                let head = words.id(tail);
                let start = self.heads.partition_point(|known| *known < head);
                let end = start + self.heads[start..].iter().take_while(|known| **known == head).count();
                self.head_rules.get(start..end).filter(|rules| !rules.is_empty())
            })
    }
}
