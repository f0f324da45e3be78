//! To which story does it belong? Groups the reports that tell of one thing as it unfolds.
//! Not here: copying; that is `lineage`.

mod apart;
mod compare;
mod form;
mod group;
mod keys;
mod sign;

use crate::model::{Claim, Mention, Report, ReportId, Story, Surface, Workers};

/// What a report is about, kept so that it need not be read again. Keys are lower halves of hashes; weights say how often
/// a thing stands in the report and how rare it is elsewhere. Every list is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// Language code.
    pub lang: String,
    /// Heaviest names, by their stems.
    pub names: Vec<(u32, u16)>,
    /// Heaviest names, by what of them stays from one language to the next.
    pub frames: Vec<(u32, u16)>,
    /// Heaviest words, by their stems.
    pub words: Vec<(u32, u16)>,
    /// Figures of two digits or more.
    pub figures: Vec<u32>,
    /// Places smaller than a province, by gazetteer id.
    pub places: Vec<(u32, u16)>,
    /// Day of publication, counted from 1970.
    pub published: Option<i32>,
    /// Days named in the report, of events or by the by, from 1970.
    pub days: Vec<i32>,
    /// What is counted and how many: indicator and value.
    pub counts: Vec<(u32, u32)>,
    /// Running counts of named counters: counter, indicator and place.
    pub running: Vec<u32>,
}

impl Signature {
    /// The signature as a store keeps it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        form::to_bytes(self)
    }

    /// A signature from what [`Self::to_bytes`] made; none from any other bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        form::from_bytes(bytes)
    }

    /// Bytes that it takes in memory, roughly.
    #[must_use]
    pub fn weight(&self) -> usize {
        let Self { lang: _, names, frames, words, figures, places, published: _, days, counts, running } = self;
        let pairs = names.len() + frames.len() + words.len() + places.len() + counts.len();
        size_of::<Self>() + 8 * pairs + 4 * (figures.len() + days.len() + running.len())
    }

    /// The keys under which an index files the report, sorted, distinct.
    #[must_use]
    pub fn filed_keys(&self) -> Vec<u64> {
        keys::keys_of(self).filed
    }

    /// The keys of reports that may be of one story with this one, sorted, distinct. Mutual: where one report asks for a
    /// key of another, the other asks for one of its.
    #[must_use]
    pub fn asked_keys(&self) -> Vec<u64> {
        keys::keys_of(self).asked
    }
}

/// The signature of a report; `surface` is the report's.
#[must_use]
pub fn sign_report(report: &Report, surface: &Surface, mentions: &[Mention], claims: &[Claim]) -> Signature {
    sign::read_signature(report, surface, mentions, claims)
}

/// Whether two reports stand in one circle: they look like one story, or carry on one count. Within a circle stories are
/// told apart by [`group_stories`]; two circles never share a story. Symmetric, and a function of the two alone, so that
/// order never matters.
#[must_use]
pub fn share_circle(one: &Signature, other: &Signature) -> bool {
    compare::carry_on(one, other) || compare::likelihood(one, other) >= group::LIKELY
}

/// How likely two reports tell of one story, in thousandths.
#[must_use]
pub fn story_likelihood(one: &Signature, other: &Signature) -> u32 {
    compare::likelihood(one, other)
}

/// Stories among reports. Reports of one family (`copies`) never part, nor do those that carry on one count; groups join
/// while the average likelihood of their pairs is high (average linkage), the likeliest first, unless each holds names or
/// words throughout that the other lacks. A function of the set alone.
#[must_use]
pub fn group_stories(
    workers: &dyn Workers,
    reports: &[(ReportId, &Signature)],
    copies: &[(ReportId, ReportId)],
) -> Vec<Story> {
    group::find_stories(workers, reports, copies)
}

#[cfg(test)]
mod tests;
