//! Mentions: spans with a typed reading. "What is written where?"

use super::{Amount, DayPart, Interval, Modifier, Period, Span, TimePrecision};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A span with a reading and the rule that made it (`fr/at-least`; several rules are joined by a space).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// Name of the rule.
    pub rule: Arc<str>,
    /// What it says.
    pub reading: Reading,
}

/// What a mention says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reading {
    /// A number with its bound.
    Number(Number),
    /// A time expression.
    Timex(Timex),
    /// A place name.
    Toponym(Toponym),
    /// Somebody who can say something: an organisation, an office, a speaker.
    Agent(Agent),
    /// A statement with its source.
    Quote(Quote),
    /// A credit line says that the report is a translation.
    Translation,
}

/// What stands beside a number and is no counted noun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberUnit {
    /// Per cent.
    Percent,
    /// An ISO 4217 currency.
    Currency(String),
}

/// A number. The mention's span holds the figure words only; `whole` holds the modifier and the unit too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The number said; none for ranges and vague words.
    pub value: Option<Amount>,
    /// The interval that the words mean, as of a counted thing.
    pub bounds: Interval,
    /// The modifier.
    pub modifier: Modifier,
    /// Percent or currency.
    pub unit: Option<NumberUnit>,
    /// Figure words with modifier and unit.
    pub whole: Span,
    /// Written in digits.
    pub digits: bool,
    /// A negative word that counts zero ("nobody").
    pub zero: bool,
    /// It names and counts nothing: "No. 96", "Route 66", "aged 24", a score. Never a claim.
    #[serde(default)]
    pub label: bool,
    /// "One" in words that counts nobody: an article ("un projet"), a pronoun ("not one of them").
    #[serde(default)]
    pub article: bool,
}

/// TIMEX3 types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexKind {
    /// A calendar date or a range of them.
    Date,
    /// A time of day, on a date where known.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

/// How an event lies to the time named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum TimeBound {
    /// On, in, at.
    #[default]
    On,
    /// By, until, as of: the state at that time.
    By,
    /// Since, from.
    Since,
    /// Before.
    Before,
    /// After.
    After,
}

/// What a relative time was resolved against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Written out in full.
    Explicit,
    /// The dateline's date.
    Dateline,
    /// The publication.
    Published,
    /// Another date in the text.
    Text,
    /// Nothing: unresolved.
    #[default]
    None,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexKind,
    /// TIMEX3 value: `2022-09-21`, `2022-09-21TEV`, `PT4H`, `2022-W38`, `PRESENT_REF`; `XXXX-...` where unresolved.
    /// A range is `FROM/TO`, a zone stands behind its clock time (`2022-09-21T16:00+03:00`), midnight ends a day (`T24:00`).
    pub value: String,
    /// The days meant, where resolved: for Since, from that day to the anchor.
    pub period: Option<Period>,
    /// Part of the day.
    pub part: Option<DayPart>,
    /// Minutes after midnight for a clock time.
    pub clock: Option<u16>,
    /// On, by, since ...
    pub bound: TimeBound,
    /// TIMEX3 mod in the house's vocabulary.
    pub modifier: Modifier,
    /// How exact.
    pub precision: Option<TimePrecision>,
    /// Resolved against what.
    pub anchor: Anchor,
}

/// UCDP `where_prec`: how exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum PlacePrecision {
    /// 1: exact site or town.
    Exact = 1,
    /// 2: near a town.
    Near = 2,
    /// 3: second-order division.
    District = 3,
    /// 4: first-order division.
    Province = 4,
    /// 5: a region or a linear feature.
    Region = 5,
    /// 6: the country.
    Country = 6,
    /// 7: the world, international waters or air.
    World = 7,
}

impl From<PlacePrecision> for u8 {
    fn from(value: PlacePrecision) -> Self {
        value as u8
    }
}

impl TryFrom<u8> for PlacePrecision {
    type Error = String;

    fn try_from(value: u8) -> Result<Self, String> {
        use PlacePrecision as P;
        [P::Exact, P::Near, P::District, P::Province, P::Region, P::Country, P::World]
            .into_iter()
            .find(|p| *p as u8 == value)
            .ok_or_else(|| format!("{value} is no place precision: 1 to 7"))
    }
}

/// What kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A sovereign state or a territory with an ISO code.
    Country,
    /// First-order division.
    Admin1,
    /// Second-order division.
    Admin2,
    /// City, town, village.
    City,
    /// A region across or inside countries: Siberia, Donbas, Sahel.
    Region,
    /// A bloc of states: European Union.
    Bloc,
    /// A sea, strait, river.
    Water,
    /// A border crossing, square, building.
    Site,
    /// A continent or the world.
    Continent,
}

/// A resolved place name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toponym {
    /// Name in English.
    pub name: String,
    /// ISO 3166-1 alpha-2, where it lies in one country.
    pub country: Option<String>,
    /// Latitude in millionths of a degree.
    pub lat_e6: i32,
    /// Longitude in millionths of a degree.
    pub lon_e6: i32,
    /// Gazetteer id: a GeoNames number or the house's own (`x-siberia`).
    pub id: String,
    /// How exact.
    pub precision: PlacePrecision,
    /// What kind.
    pub place: PlaceKind,
    /// Ids of what holds it, smallest first: admin-1, country.
    pub parents: Vec<String>,
    /// An adjective or a people's name ("Russian", "les Russes"), not the place itself.
    pub adjectival: bool,
    /// The government or authorities meant by a place's name ("Moscow said").
    pub metonym: bool,
}

/// On which side somebody stands who counts. Counts of different sides stand beside each other: the low one often is the
/// police's and the high one the organisers' (Crowd Counting Consortium), and no mean of both is anybody's count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The state: police, ministries, mayors, courts, civil defence, state institutes.
    Authorities,
    /// A party to a fight: armies and their ministries, rebels, militias.
    Armed,
    /// Who called for it: organisers, unions, the opposition, protesters.
    Organisers,
    /// Who watches: monitors, rights groups, observers, aid groups.
    Monitor,
    /// Who treats: hospitals, doctors, ambulances.
    Medical,
    /// Bodies of several states.
    International,
    /// Agencies and outlets, where they count themselves.
    Media,
    /// Pollsters, institutes, universities.
    Research,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 8] = [
        Self::Authorities,
        Self::Armed,
        Self::Organisers,
        Self::Monitor,
        Self::Medical,
        Self::International,
        Self::Media,
        Self::Research,
    ];

    /// All, as they are written.
    pub const NAMES: [&str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = Self::ALL[at].name();
            at += 1;
        }
        names
    };

    /// The name as it is written.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authorities => "authorities",
            Self::Armed => "armed",
            Self::Organisers => "organisers",
            Self::Monitor => "monitor",
            Self::Medical => "medical",
            Self::International => "international",
            Self::Media => "media",
            Self::Research => "research",
        }
    }
}

/// What an agent is in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An organisation or office that counts or can count: monitor, ministry, police, hospital.
    Counter,
    /// Somebody who saw it.
    Witness,
    /// A named or titled office holder.
    Official,
    /// Speaks for an organisation.
    Spokesperson,
    /// A news agency.
    Agency,
    /// A news outlet.
    Outlet,
    /// A report, list, statement.
    Document,
    /// A post on a social network.
    Social,
    /// "sources", "reports".
    Anonymous,
    /// A private person: masked in every output of the ledger.
    Private,
}

impl Role {
    /// All, as they are written.
    pub const NAMES: [&str; 10] = [
        "counter",
        "witness",
        "official",
        "spokesperson",
        "agency",
        "outlet",
        "document",
        "social",
        "anonymous",
        "private",
    ];
}

/// Somebody who can say something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// As written, without its article.
    pub name: String,
    /// One key for all spellings and languages of the same agent: `ovd-info`, `police`; else the folded name.
    pub key: String,
    /// What it is here.
    pub role: Role,
}

/// A statement: content, cue and source (PARC). The mention's span is the content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// In quotation marks.
    pub direct: bool,
    /// Who says it, without article.
    pub source: Option<Agent>,
    /// Where the source is written.
    pub source_span: Option<Span>,
    /// Where the cue ("said", "selon") is written.
    pub cue: Option<Span>,
}
