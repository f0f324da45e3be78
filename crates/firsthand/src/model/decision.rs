//! What do reviewers decide, and what is in force of it? A review is a set of decisions over claims, counters, places and
//! stories. Not here: the log in which decisions are kept (`audit`), and what follows from a reviewed claim (the room
//! `ledger`).

use super::audit::Record;
use super::{
    Amount, AsOf, Claim, ClaimId, ClaimLine, ClaimPlace, Groups, Interval, Measure, Modality, Modifier, Period,
    PlacePrecision, Polarity, Published, ReportId, Role, Side, Source,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// One decision. It names what it is about by id, never by place in a list, so that it holds in any ledger that has the
/// same reports. Fields stand in alphabetical order: the audit log hashes them as they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// The reading is right: the claim counts with full confidence.
    Accept {
        /// The claim.
        claim: ClaimId,
    },
    /// The reading is wrong in some fields; it counts as corrected, with full confidence.
    Edit {
        /// The claim.
        claim: ClaimId,
        /// What is right.
        set: Correction,
    },
    /// The claim counts for nothing; it stays visible.
    Reject {
        /// The claim.
        claim: ClaimId,
    },
    /// Two keys are two counters: nobody need be asked again whether they are one.
    OtherCounter {
        /// A counter's key.
        one: String,
        /// Another's.
        other: String,
    },
    /// Two keys are one counter.
    SameCounter {
        /// A counter's key.
        one: String,
        /// Another's.
        other: String,
    },
    /// Two names are one place.
    SamePlace {
        /// A place.
        one: NamedPlace,
        /// The same by another name.
        other: NamedPlace,
    },
    /// The stories of two reports are one story.
    SameStory {
        /// A report of one.
        one: ReportId,
        /// A report of the other.
        other: ReportId,
    },
    /// An earlier record counts for nothing. An undo can be undone.
    Undo {
        /// The number of the record.
        number: u64,
    },
}

impl Decision {
    /// The claim that it is about, if it is about one.
    #[must_use]
    pub fn claim(&self) -> Option<ClaimId> {
        match self {
            Self::Accept { claim } | Self::Edit { claim, .. } | Self::Reject { claim } => Some(*claim),
            Self::OtherCounter { .. }
            | Self::SameCounter { .. }
            | Self::SamePlace { .. }
            | Self::SameStory { .. }
            | Self::Undo { .. } => None,
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accept { claim } => write!(f, "accept {claim}"),
            Self::Edit { claim, set } => write!(f, "edit {claim} {set}"),
            Self::Reject { claim } => write!(f, "reject {claim}"),
            Self::OtherCounter { one, other } => write!(f, "not same-as {one} {other}"),
            Self::SameCounter { one, other } => write!(f, "same-as {one} {other}"),
            Self::SamePlace { one, other } => write!(f, "same-as {one} {other}"),
            Self::SameStory { one, other } => write!(f, "same-as {one} {other}"),
            Self::Undo { number } => write!(f, "undo {number}"),
        }
    }
}

/// A place as a decision names it: with all that a claim's place holds, so that the decision means the same in every
/// ledger. Fields stand in alphabetical order, as the audit log hashes them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedPlace {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Gazetteer id.
    pub id: Option<String>,
    /// In English.
    pub name: Option<String>,
    /// Ids of what holds it, smallest first.
    pub parents: Vec<String>,
    /// UCDP `where_prec`.
    pub precision: Option<PlacePrecision>,
}

impl NamedPlace {
    /// The place of a claim, without its wording.
    #[must_use]
    pub fn of(place: &ClaimPlace) -> Self {
        Self {
            country: place.country.clone(),
            id: place.id.clone(),
            name: place.name.clone(),
            parents: place.parents.clone(),
            precision: place.precision,
        }
    }

    /// Its id, else its name and country.
    fn key(&self) -> String {
        self.id.as_ref().map_or_else(|| name_key(self.name.as_deref(), self.country.as_deref()), |id| format!("#{id}"))
    }

    fn is_of(&self, place: &ClaimPlace) -> bool {
        let named = || {
            name_key(self.name.as_deref(), self.country.as_deref())
                == name_key(place.name.as_deref(), place.country.as_deref())
        };
        match (&self.id, &place.id) {
            (Some(own), Some(id)) => own == id,
            _ => named(),
        }
    }
}

impl fmt::Display for NamedPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name.as_deref().unwrap_or("-"), self.country.as_deref().unwrap_or("-"))
    }
}

/// The key of a place that has no id.
fn name_key(name: Option<&str>, country: Option<&str>) -> String {
    format!("{}/{}", country.unwrap_or_default(), name.unwrap_or_default().to_lowercase())
}

/// What review says of a claim in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Read rightly.
    Accepted,
    /// Read wrongly, and corrected.
    Edited,
    /// Counts for nothing.
    Rejected,
}

/// A field of a claim that a correction may set, by the name that the public form of a claim has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The moment the count was stated for: a date or an instant; nothing for unknown.
    AsOf,
    /// Number and modifier as the claim notation has them: `1386`, `>=1386`, `<=5`, `~40`, `2.5..3`.
    Figure,
    /// What happened.
    Indicator,
    /// Flow, cumulative, stock, plan, price.
    Measure,
    /// Actual, planned, hypothetical, historical.
    Modality,
    /// `Name/CC`; nothing for unknown.
    Place,
    /// Asserted or denied.
    Polarity,
    /// What the source is; never a private person.
    Role,
    /// On which side the source stands; nothing for unknown.
    Side,
    /// Who counted; nothing for nobody.
    Source,
    /// Of whom; nothing for all.
    Subset,
    /// The days it happened; nothing for unknown.
    Time,
    /// Person, or the thing.
    Unit,
}

impl Field {
    /// Every field, in the order of names.
    pub const ALL: [Self; 13] = [
        Self::AsOf,
        Self::Figure,
        Self::Indicator,
        Self::Measure,
        Self::Modality,
        Self::Place,
        Self::Polarity,
        Self::Role,
        Self::Side,
        Self::Source,
        Self::Subset,
        Self::Time,
        Self::Unit,
    ];

    /// The name as it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AsOf => "as_of",
            Self::Figure => "figure",
            Self::Indicator => "indicator",
            Self::Measure => "measure",
            Self::Modality => "modality",
            Self::Place => "place",
            Self::Polarity => "polarity",
            Self::Role => "role",
            Self::Side => "side",
            Self::Source => "source",
            Self::Subset => "subset",
            Self::Time => "time",
            Self::Unit => "unit",
        }
    }
}

impl FromStr for Field {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names: Vec<&str> = Self::ALL.iter().map(|field| field.name()).collect();
        Self::ALL.into_iter().find(|field| field.name() == text).ok_or_else(|| {
            format!("a claim has no field {text:?} to correct\nhint: the fields are {}", names.join(", "))
        })
    }
}

/// What is right about a claim that was read wrongly. Invariant: every value can be read as its field's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Field, String>", into = "BTreeMap<Field, String>")]
pub struct Correction(BTreeMap<Field, String>);

impl Correction {
    /// Longest value in characters.
    const LONGEST: usize = 200;

    /// Sets a field.
    ///
    /// # Errors
    /// In words, where the text is no such value.
    ///
    /// ```
    /// use firsthand::model::{Correction, Field};
    /// let mut correction = Correction::default();
    /// correction.set(Field::Figure, ">=1386")?;
    /// assert!(correction.set(Field::Time, "yesterday").is_err());
    /// assert_eq!(correction.to_string(), "figure=>=1386");
    /// # Ok::<(), String>(())
    /// ```
    pub fn set(&mut self, field: Field, text: &str) -> Result<(), String> {
        let text = text.trim();
        let fail = |why: &str| Err(format!("{}={text}: {why}", field.name()));
        if text.chars().count() > Self::LONGEST || text.chars().any(char::is_control) {
            return fail("it is too long, or holds control characters");
        }
        match Change::read(field, text) {
            Some(_) => {
                self.0.insert(field, text.to_owned());
                Ok(())
            }
            None => fail(match field {
                Field::AsOf => "no date or time; write 2022-09-21 or 2022-09-21T20:15+03:00",
                Field::Figure => "no figure; write 1386, >=1386, <=5, ~40 or 2.5..3",
                Field::Indicator | Field::Unit => "it must be one word",
                Field::Measure => "write flow, cumulative, stock, plan or price",
                Field::Modality => "write actual, planned, hypothetical or historical",
                Field::Place => "write Name/CC, with the country's two capital letters, or - where there is none",
                Field::Polarity => "write asserted or denied",
                Field::Role => {
                    "write counter, witness, official, spokesperson, agency, outlet, document, social or anonymous"
                }
                Field::Side => {
                    "write authorities, armed, organisers, monitor, medical, international, media or research"
                }
                Field::Source | Field::Subset => "it cannot be read",
                Field::Time => "no days; write 2022-09-21, 2022-09 or 2022-09-21/2022-09-24",
            }),
        }
    }

    /// Everything that a line of the claim notation says.
    ///
    /// # Errors
    /// In words, where a value of the line is none that a claim may have.
    pub fn of_line(line: &ClaimLine) -> Result<Self, String> {
        let mut correction = Self::default();
        correction.set(Field::Indicator, &line.indicator)?;
        correction.set(Field::Figure, &line.figure())?;
        correction.set(Field::Polarity, if line.denied { "denied" } else { "asserted" })?;
        correction.set(Field::Modality, &word_of(line.modality.unwrap_or(Modality::Actual)))?;
        let told = [
            (Field::Unit, line.unit.clone()),
            (Field::Subset, line.subset.clone()),
            (Field::Measure, line.measure.map(word_of)),
            (Field::Place, line.place.clone()),
            (Field::Time, line.time.map(|time| time.to_string())),
            (Field::Source, line.source.clone()),
        ];
        for (field, text) in told {
            if let Some(text) = text {
                correction.set(field, &text)?;
            }
        }
        Ok(correction)
    }

    /// Whether it sets nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fields with their values, in the order of names.
    pub fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    fn merge(&mut self, later: &Self) {
        self.0.extend(later.0.iter().map(|(field, text)| (*field, text.clone())));
    }

    fn apply(&self, claim: &mut Claim) {
        let changes = || self.fields().filter_map(|(field, text)| Change::read(field, text));
        let is_role = |change: &Change| matches!(change, Change::Role(_) | Change::Side(_));
        // A role and a side are those of the source that holds in the end.
        changes()
            .filter(|change| !is_role(change))
            .chain(changes().filter(is_role))
            .for_each(|change| change.make(claim));
    }
}

impl TryFrom<BTreeMap<Field, String>> for Correction {
    type Error = String;

    fn try_from(fields: BTreeMap<Field, String>) -> Result<Self, String> {
        let mut correction = Self::default();
        fields.iter().try_for_each(|(field, text)| correction.set(*field, text))?;
        Ok(correction)
    }
}

impl From<Correction> for BTreeMap<Field, String> {
    fn from(correction: Correction) -> Self {
        correction.0
    }
}

impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, text)) in self.fields().enumerate() {
            write!(f, "{}{}={text}", if at > 0 { " " } else { "" }, field.name())?;
        }
        Ok(())
    }
}

/// A field's value, read.
enum Change {
    AsOf(AsOf),
    Figure(Option<Amount>, Interval, Modifier),
    Indicator(String),
    Measure(Measure),
    Modality(Modality),
    Place(Option<ClaimPlace>),
    Polarity(Polarity),
    Role(Role),
    Side(Option<Side>),
    Source(Option<String>),
    Subset(Option<String>),
    Time(Option<Period>),
    Unit(String),
}

impl Change {
    fn read(field: Field, text: &str) -> Option<Self> {
        let some = (!text.is_empty()).then(|| text.to_owned());
        let word = || some.clone().filter(|text| !text.contains(char::is_whitespace));
        Some(match field {
            Field::AsOf if some.is_none() => Self::AsOf(AsOf { from: None, to: None }),
            Field::AsOf => {
                let told: Published = text.parse().ok()?;
                Self::AsOf(AsOf { from: Some(told.start()), to: Some(told.end()) })
            }
            Field::Figure => {
                let line: ClaimLine = format!("it {}", word()?).parse().ok()?;
                let ordered = line.bounds.lower.zip(line.bounds.upper).is_none_or(|(lower, upper)| lower <= upper);
                let told = match line.modifier {
                    _ if !ordered => return None,
                    Modifier::Range => None,
                    Modifier::Vague => return None,
                    _ => line.bounds.lower.or(line.bounds.upper),
                };
                let bounds = if line.modifier == Modifier::About { Interval::default() } else { line.bounds };
                Self::Figure(told, bounds, line.modifier)
            }
            Field::Indicator => Self::Indicator(word()?),
            Field::Measure => Self::Measure(read_word(text)?),
            Field::Modality => Self::Modality(read_word(text)?),
            Field::Place => Self::Place(match some {
                None => None,
                Some(text) => Some(read_place(&text)?),
            }),
            Field::Polarity => Self::Polarity(read_word(text)?),
            // Counts, not people: no correction makes a private person a source.
            Field::Role => Self::Role(read_word(text).filter(|role| *role != Role::Private)?),
            Field::Side => Self::Side(match some {
                None => None,
                Some(text) => Some(read_word(&text)?),
            }),
            Field::Source => Self::Source(some),
            Field::Subset => Self::Subset(some),
            Field::Time => Self::Time(match some {
                None => None,
                Some(text) => Some(text.parse().ok()?),
            }),
            Field::Unit => Self::Unit(word()?),
        })
    }

    fn make(self, claim: &mut Claim) {
        match self {
            Self::AsOf(as_of) => claim.as_of = as_of,
            Self::Figure(value, bounds, modifier) => {
                (claim.value, claim.bounds, claim.modifier) = (value, bounds, modifier);
            }
            Self::Indicator(indicator) => claim.indicator = indicator,
            Self::Measure(measure) => claim.measure = measure,
            Self::Modality(modality) => claim.modality = modality,
            Self::Place(place) => claim.place = place,
            Self::Polarity(polarity) => claim.polarity = polarity,
            Self::Role(role) => {
                if let Some(source) = &mut claim.source {
                    source.role = role;
                }
            }
            Self::Side(side) => claim.side = side,
            Self::Source(name) => {
                // Of another source nobody knows the side until it is told.
                claim.side = None;
                // Whoever stood at the end of the chain counted by the words that were read wrongly.
                let counts = |role: Role| !matches!(role, Role::Agency | Role::Outlet);
                claim.chain.retain(|hop| !counts(hop.role));
                claim.source = name.map(|name| Source { key: name.clone(), name, role: Role::Counter, span: None });
            }
            Self::Subset(subset) => claim.subset = subset,
            Self::Time(time) => {
                claim.time = time;
                claim.time_precision = time.map(Period::precision);
                claim.time_text = None;
            }
            Self::Unit(unit) => claim.unit = unit,
        }
    }
}

/// `Name/CC`; a country alone stands as `Name/CC` too, or as its letters.
fn read_place(text: &str) -> Option<ClaimPlace> {
    let is_code = |code: &str| code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    let (name, country) = match text.rsplit_once('/') {
        Some((name, "-")) => (Some(name), None),
        Some((name, code)) if is_code(code) => (Some(name), Some(code)),
        Some(_) => return None,
        None if is_code(text) => (None, Some(text)),
        None => return None,
    };
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    Some(ClaimPlace {
        text: None,
        country: country.map(str::to_owned),
        name,
        id: None,
        precision: None,
        parents: Vec::new(),
    })
}

fn read_word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

fn word_of<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What is in force of a log: a function of the decisions alone. Decisions that touch different claims, counters or
/// stories may stand in any order; of one claim the last decision gives the verdict, and of one field the last correction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    claims: BTreeMap<ClaimId, (Verdict, Correction)>,
    counters: BTreeMap<String, String>,
    /// Keys of counters of which somebody said that they are two, the lesser first.
    apart: BTreeSet<(String, String)>,
    /// Places that are one with others, by id and by name, each with the place that stands for all of them.
    places: BTreeMap<String, NamedPlace>,
    /// All that decisions call one place.
    named: BTreeSet<NamedPlace>,
    stories: BTreeSet<(ReportId, ReportId)>,
}

/// What two reviews see differently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// Claims that count otherwise.
    pub claims: BTreeSet<ClaimId>,
    /// Keys of counters that stand for others, before or after.
    pub counters: BTreeSet<String>,
    /// Places that stand for others or are stood for, before or after.
    pub places: BTreeSet<NamedPlace>,
    /// Reports of stories that are joined, before or after.
    pub reports: BTreeSet<ReportId>,
}

impl Reviewed {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a claim at this place counts elsewhere.
    #[must_use]
    pub fn moves(&self, place: &ClaimPlace) -> bool {
        self.places.iter().any(|changed| changed.is_of(place))
    }
}

impl Review {
    /// The review that follows from these records, given in the order of the log.
    #[must_use]
    pub fn of(records: &[Record]) -> Self {
        let cancelled = cancelled_records(records);
        let mut review = Self::default();
        // Of one pair of counters the last decision holds.
        let mut pairs: BTreeMap<(&String, &String), bool> = BTreeMap::new();
        let mut places = Vec::new();
        for record in records.iter().filter(|record| !cancelled.contains_key(&record.number)) {
            match &record.decision {
                Decision::Accept { claim } => {
                    let (verdict, set) = review.claim(*claim);
                    *verdict = if set.is_empty() { Verdict::Accepted } else { Verdict::Edited };
                }
                Decision::Edit { claim, set } => {
                    let (verdict, known) = review.claim(*claim);
                    *verdict = Verdict::Edited;
                    known.merge(set);
                }
                Decision::Reject { claim } => *review.claim(*claim).0 = Verdict::Rejected,
                Decision::SameCounter { one, other } => drop(pairs.insert((one.min(other), one.max(other)), true)),
                Decision::OtherCounter { one, other } => drop(pairs.insert((one.min(other), one.max(other)), false)),
                Decision::SamePlace { one, other } => places.push((one, other)),
                Decision::SameStory { one, other } => {
                    review.stories.insert((*one.min(other), *one.max(other)));
                }
                Decision::Undo { .. } => {}
            }
        }
        let same: Vec<_> = pairs.iter().filter(|(_, same)| **same).map(|(pair, _)| *pair).collect();
        review.counters = join_names(&same);
        let apart = pairs.iter().filter(|(_, same)| !**same);
        review.apart = apart.map(|((one, other), _)| ((*one).clone(), (*other).clone())).collect();
        review.places = join_places(&places);
        review.named = places.iter().flat_map(|(one, other)| [(*one).clone(), (*other).clone()]).collect();
        review
    }

    fn claim(&mut self, id: ClaimId) -> (&mut Verdict, &mut Correction) {
        let (verdict, set) = self.claims.entry(id).or_insert((Verdict::Accepted, Correction::default()));
        (verdict, set)
    }

    /// Whether a decision on this claim stands.
    #[must_use]
    pub fn judges(&self, id: ClaimId) -> bool {
        self.claims.contains_key(&id)
    }

    /// The claims on which a decision stands, sorted.
    pub fn judged(&self) -> impl Iterator<Item = ClaimId> {
        self.claims.keys().copied()
    }

    /// A claim as review leaves it: corrected, and marked with the verdict, at the place that stands for its own. What is
    /// accepted or corrected is sure. To apply it once more changes nothing: a claim that has its mark is not judged again.
    #[must_use]
    pub fn apply(&self, claim: Claim) -> Claim {
        let mut claim = self.judge(claim);
        claim.place = claim.place.map(|place| self.stand_for(place));
        claim
    }

    /// The place that stands for this one, with this one's wording.
    #[must_use]
    pub fn stand_for(&self, place: ClaimPlace) -> ClaimPlace {
        if self.places.is_empty() {
            return place;
        }
        let key = NamedPlace::of(&place).key();
        let Some(stands) = self.places.get(&key).filter(|stands| stands.key() != key) else { return place };
        let NamedPlace { country, id, name, parents, precision } = stands.clone();
        ClaimPlace { text: place.text, country, name, id, precision, parents }
    }

    /// A claim with the corrections and the verdict on it, at the place that its words name.
    #[must_use]
    pub fn judge(&self, mut claim: Claim) -> Claim {
        let Some((verdict, set)) = self.claims.get(&claim.id).filter(|_| claim.review.is_none()) else { return claim };
        set.apply(&mut claim);
        claim.rules.extend(set.fields().map(|(field, _)| format!("review/{}", field.name())));
        claim.review = Some(*verdict);
        if *verdict != Verdict::Rejected {
            claim.confidence = 100;
        }
        claim
    }

    /// The verdict on a claim.
    #[must_use]
    pub fn verdict(&self, claim: ClaimId) -> Option<Verdict> {
        self.claims.get(&claim).map(|(verdict, _)| *verdict)
    }

    /// Counters' keys that stand for others, each with the least key of all that are one.
    #[must_use]
    pub fn counters(&self) -> &BTreeMap<String, String> {
        &self.counters
    }

    /// Whether somebody said that two keys are two counters.
    #[must_use]
    pub fn tells_apart(&self, one: &str, other: &str) -> bool {
        self.apart.contains(&(one.min(other).to_owned(), one.max(other).to_owned()))
    }

    /// Pairs of reports whose stories are one, the lesser id first.
    #[must_use]
    pub fn stories(&self) -> &BTreeSet<(ReportId, ReportId)> {
        &self.stories
    }

    /// What this review and another see differently.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Reviewed {
        let ids = || self.claims.keys().chain(other.claims.keys());
        let keys = self.counters.keys().chain(other.counters.keys());
        let changed = keys.filter(|key| self.counters.get(*key) != other.counters.get(*key));
        let stands = |place: &&NamedPlace| {
            let at = |review: &Self| {
                let keys = [place.key(), name_key(place.name.as_deref(), place.country.as_deref())];
                keys.map(|key| review.places.get(&key).cloned())
            };
            at(self) != at(other)
        };
        let names = |key: &String| {
            [Some(key), self.counters.get(key), other.counters.get(key)]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
        };
        Reviewed {
            claims: ids().filter(|id| self.claims.get(id) != other.claims.get(id)).copied().collect(),
            counters: changed.flat_map(names).collect(),
            places: self.named.union(&other.named).filter(stands).cloned().collect(),
            reports: self
                .stories
                .symmetric_difference(&other.stories)
                .flat_map(|(one, other)| [*one, *other])
                .collect(),
        }
    }
}

/// The records that count for nothing, each with the number of the undo that says so. An undo that is itself undone
/// cancels nothing.
#[must_use]
pub fn cancelled_records(records: &[Record]) -> BTreeMap<u64, u64> {
    let mut cancelled = BTreeMap::new();
    for record in records.iter().rev() {
        if let Decision::Undo { number } = record.decision
            && number < record.number
            && !cancelled.contains_key(&record.number)
        {
            cancelled.entry(number).or_insert(record.number);
        }
    }
    cancelled
}

/// Each name with the least name of those that are one with it; least names stand for themselves and are left out.
fn join_names(pairs: &[(&String, &String)]) -> BTreeMap<String, String> {
    let names: BTreeSet<&String> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let names: Vec<&String> = names.into_iter().collect();
    let at = |name: &String| names.binary_search(&name).expect("every name of a pair is listed");
    let mut groups = Groups::new(names.len());
    pairs.iter().for_each(|(one, other)| groups.join(at(one), at(other)));
    let mut least = BTreeMap::new();
    for list in groups.lists() {
        let first = list.iter().map(|at| names[*at]).min();
        let others = list.iter().map(|at| names[*at]).filter(|name| Some(*name) != first);
        least.extend(others.filter_map(|name| Some((name.clone(), first?.clone()))));
    }
    least
}

/// Of places that are one, which stands for all: one with an id before one without, then the least country, id and name.
/// By id, and by name and country too, so that a claim that knows no ids meets the others.
fn join_places(pairs: &[(&NamedPlace, &NamedPlace)]) -> BTreeMap<String, NamedPlace> {
    let keys: Vec<(String, String)> = pairs.iter().map(|(one, other)| (one.key(), other.key())).collect();
    let links: Vec<(&String, &String)> = keys.iter().map(|(one, other)| (one, other)).collect();
    let least = join_names(&links);
    let mut groups: BTreeMap<&str, BTreeSet<&NamedPlace>> = BTreeMap::new();
    for ((one, other), (place, another)) in keys.iter().zip(pairs) {
        let root = least.get(one).or_else(|| least.get(other)).unwrap_or(one);
        groups.entry(root).or_default().extend([*place, *another]);
    }
    let mut stands = BTreeMap::new();
    let mut named: BTreeMap<String, Option<NamedPlace>> = BTreeMap::new();
    for places in groups.into_values() {
        let rank = |place: &&&NamedPlace| (place.id.is_none(), (**place).clone());
        let Some(chosen) = places.iter().min_by_key(rank).map(|place| (**place).clone()) else { continue };
        for place in places {
            stands.insert(place.key(), chosen.clone());
            // A name that two groups hold says nothing.
            let by_name = named.entry(name_key(place.name.as_deref(), place.country.as_deref()));
            let same = |known: &mut Option<NamedPlace>| {
                if known.as_ref() != Some(&chosen) {
                    *known = None;
                }
            };
            by_name.and_modify(same).or_insert_with(|| Some(chosen.clone()));
        }
    }
    for (name, chosen) in named {
        if let Some(chosen) = chosen {
            stands.entry(name).or_insert(chosen);
        }
    }
    stands
}
