//! A story: the reports that tell of one thing as it unfolds.

use super::{Amount, ClaimPlace, Modality, Period, ReportId, Span, StoryId};
use serde::{Deserialize, Serialize};

/// A story. Invariant: `reports` is sorted and not empty; `id` is the hash of its least report id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Stable as long as its least report stays.
    pub id: StoryId,
    /// Its reports, sorted.
    pub reports: Vec<ReportId>,
    /// Stories that were told apart from this one though a report of each looks like the other: sorted. A later report
    /// may bring them together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<StoryId>,
}

/// Where and when a report sets what it tells, by the report as a whole: also where it counts nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bearing {
    /// Its main place.
    pub place: Option<ClaimPlace>,
    /// The words by which it first names that place, in lower case: another report may take them for another place.
    pub place_words: Option<String>,
    /// The first-order divisions in which the other places lie that it names, one for each name.
    pub divisions: Vec<String>,
    /// The places of its country that it may be about, each with its share of what speaks for any of them, in thousandths.
    pub places: Vec<(ClaimPlace, u32)>,
    /// The day that it mostly tells of.
    pub day: Option<jiff::civil::Date>,
    /// Whether a sentence names that day; else it is the day of writing.
    pub day_named: bool,
    /// The days that sentences name which tell of somebody killed or injured, or of an event, each with what speaks for it,
    /// once for every mention: none later than the day of writing, none on which only a court or the police acted.
    pub events: Vec<(jiff::civil::Date, u32)>,
    /// The day on which it was written.
    pub written: Option<jiff::civil::Date>,
    /// How many it tells of in all, in the order of the text.
    pub told: Vec<Told>,
}

/// How many a report tells of in one breath: a figure, the sum of a list, or persons who are told without a figure ("a
/// man and his daughter"). No claim, and never kept: it is read anew where a story is summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What happened to them.
    pub indicator: String,
    /// How many.
    pub count: Amount,
    /// It may hold dead: "five people were shot".
    pub with_dead: bool,
    /// A figure is in it.
    pub by_figure: bool,
    /// There may be more of them: a murder-suicide has two dead at least.
    pub at_least: bool,
    /// More may be counted later: "at least three".
    pub open: bool,
    /// Its sentence tells of several events: "20 people were shot in 12 incidents".
    pub spread: bool,
    /// A toll that one more has joined: "a third victim has died".
    pub update: bool,
    /// Whether who did it is among them.
    pub among: Among,
    /// Whether it happened when the report tells of it, or earlier, or is planned or feared.
    pub modality: Modality,
    /// When.
    pub time: Option<Period>,
    /// In the headline or the first lines.
    pub lead: bool,
    /// In the headline that the address of the report holds, not in its text.
    pub in_address: bool,
    /// Where it is written in the text or, if it is, in that headline: from its first figure or person to its last.
    pub span: Span,
}

impl Told {
    /// A figure in the first lines of a text, of a thing that happened, of which nothing more is known.
    #[must_use]
    pub fn of(indicator: &str, count: Amount, span: Span) -> Self {
        Self {
            indicator: indicator.to_owned(),
            count,
            with_dead: false,
            by_figure: true,
            at_least: false,
            open: false,
            spread: false,
            update: false,
            among: Among::Open,
            modality: Modality::Actual,
            time: None,
            lead: true,
            in_address: false,
            span,
        }
    }
}

/// Whether who did it is among those whom something befell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Among {
    /// The text does not say: "three dead".
    #[default]
    Open,
    /// Only those whom somebody else harmed: "killing three".
    Victims,
    /// Only who did it: "then shot himself".
    Doer,
}
