//! What does a ledger need of a store? The trait, the store in memory, and the conformance suite that every store passes.
//! Not here: any database (`firsthand-store`), and what is to be kept (`pipeline`).

use crate::model::{
    Claim, ClaimId, Derivation, Entry, EntryId, FamilyId, Lang, LogLine, Report, ReportId, Story, StoryId,
    Subscription, Timestamp, hash_parts,
};
use postings::Posting;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

pub mod conformance;
mod memory;
pub mod postings;

pub use memory::MemoryStore;

/// A store that failed, or that holds what it should not.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no.
    #[error("the store {action} failed: {why}")]
    Backend {
        /// What was being done.
        action: &'static str,
        /// What the database says.
        why: String,
    },
    /// Something in the store cannot be read back.
    #[error(
        "the store is damaged: {what} cannot be read back: {why}\nhint: restore a copy of the file, or add the reports to a new one"
    )]
    Damaged {
        /// Which row.
        what: String,
        /// Why.
        why: String,
    },
    /// Another process settled in between; plan again.
    #[error("another process changed the ledger in between")]
    Stale,
    /// The store was written by a newer version.
    #[error("the store has format {found}, this program knows formats up to {known}\nhint: use the newer program")]
    TooNew {
        /// What the file says.
        found: i64,
        /// What this program knows.
        known: i64,
    },
}

impl StoreError {
    /// Whether planning again would help.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Stale)
    }

    /// Whether the data themselves are wrong, not the way to them.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        matches!(self, Self::Damaged { .. })
    }
}

/// Which of the two indexes: reports share keys as texts (kin) or as tellings of one story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Index {
    /// Keys of fingerprints.
    Kin,
    /// Keys of signatures.
    Story,
}

/// A report with everything that was read in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// The report.
    pub report: Report,
    /// Its claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// Keys of its fingerprint, sorted, distinct.
    pub kin_keys: Vec<u64>,
    /// Keys of its signature, sorted, distinct.
    pub story_keys: Vec<u64>,
    /// The signature in full, as the story room writes and reads it back.
    pub signature: Vec<u8>,
    /// Where what it tells lies, for what its outlet covers.
    pub beat: Option<Beat>,
}

/// The town that a report of a host names most: many of these tell what the outlet covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beat {
    /// The host of the report's address.
    pub host: String,
    /// Code of the first-order division in which the town lies.
    pub division: String,
    /// Name of the town.
    pub town: String,
}

/// A claim from outside the reports, with what is known of its lineage from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideFiling {
    /// The claim.
    pub claim: Claim,
    /// Which independent text its page is, by any name.
    pub family: Option<String>,
    /// The page it was copied from.
    pub parent: Option<String>,
}

/// Bytes as they were received, and that a report was read from them. Evidence, not truth: no reading and no root hash
/// depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The report.
    pub report: ReportId,
    /// The address that was asked for, where an archive says one.
    pub url: Option<String>,
    /// When the bytes came, in ISO 8601: by the archive, else when the ledger took them.
    pub captured: String,
    /// What the bytes are: a media type.
    pub media: Option<String>,
    /// The head of the HTTP answer as received, with its empty line; empty where there was none.
    pub head: Vec<u8>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A report that holds an index key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holder {
    /// Latest moment of its publication in seconds, `i64::MAX` where nobody knows: the order in which holders stand.
    pub published: i64,
    /// The report.
    pub report: ReportId,
    /// The letters of its language code as a number.
    pub tongue: u32,
}

impl Holder {
    /// The error of a number that no report has.
    #[must_use]
    pub fn missing(seq: u32) -> StoreError {
        let why = "no report has it".to_owned();
        StoreError::Damaged { what: format!("the report of number {seq} in the index"), why }
    }

    /// The holder that a report is.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let published = report.published.as_ref().map_or(i64::MAX, |published| published.end().0);
        Self { published, report: report.id, tongue: Self::tongue_of(report.lang.code()) }
    }

    /// The first four letters of a language code as a number.
    #[must_use]
    pub fn tongue_of(code: &str) -> u32 {
        code.bytes().take(4).fold(0, |number, byte| number << 8 | u32::from(byte))
    }

    /// The language's code, of a long one the first four letters.
    #[must_use]
    pub fn lang_code(&self) -> String {
        self.tongue.to_be_bytes().into_iter().filter(|byte| *byte > 0).map(char::from).collect()
    }

    /// Whether both are of one language; `None` where one of the languages is unknown.
    #[must_use]
    pub fn same_tongue(&self, other: &Self) -> Option<bool> {
        let unknown = Self::tongue_of(Lang::unknown().code());
        (self.tongue != unknown && other.tongue != unknown).then_some(self.tongue == other.tongue)
    }
}

/// The new state of everything that a run of `settle` touched. Applied as a whole or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settlement {
    /// The generation that it was planned on; the store refuses any other as [`StoreError::Stale`].
    pub generation: i64,
    /// Reports that are settled now.
    pub settled: Vec<ReportId>,
    /// Pairs `(lesser id, greater id)` whose edge goes.
    pub unlinked: Vec<(ReportId, ReportId)>,
    /// Edges that come, or replace the pair's edge.
    pub linked: Vec<Derivation>,
    /// Stories that go, with their families and entries.
    pub dissolved: Vec<StoryId>,
    /// Reports went from one story to another: `(from, to)`.
    pub moved: Vec<(StoryId, StoryId)>,
    /// Stories that come.
    pub stories: Vec<SettledStory>,
    /// The entries of the claims from outside, where those changed.
    pub outside: Option<Vec<Entry>>,
    /// What a reader sees of those, see [`SettledStory::prints`].
    pub outside_prints: BTreeMap<EntryId, Print>,
    /// How many decisions of the review log it takes into account.
    pub decisions: u64,
    /// Keys that are crowded now, or whose pioneers changed, each once.
    pub crowds: Vec<Crowd>,
}

/// A key of kin that is crowded, and stays so: reports are never taken away. Who asks for it needs its pioneers only, not
/// the many others that hold it, so that a look-up costs the same however large the ledger is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crowd {
    /// The key.
    pub key: u64,
    /// The numbers of its earliest holders as [`Holder`]s stand, the earliest first; of all that are settled and hold it.
    pub pioneers: Vec<u32>,
}

/// A hash of everything that a reader sees of an entry: the entry, its claims and which of their pages are one text. Where
/// it stays, the entry's public line stays.
pub type Print = [u8; 10];

/// The print of an entry by itself, for entries of which nothing else is known.
#[must_use]
pub fn print_entry(entry: &Entry) -> Print {
    hash_parts(&[&serde_json::to_vec(entry).expect("nouns have string keys and no failing serialiser")])
}

/// The order in which a store was told what it knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostingOrder {
    /// Reports, the first one first.
    pub reports: Vec<ReportId>,
    /// Claims from outside.
    pub outside: Vec<ClaimId>,
}

/// The last change of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Its number: later changes have greater ones, and no number is given twice.
    pub seq: i64,
    /// The entry.
    pub entry: EntryId,
    /// The ledger has it no more.
    pub gone: bool,
}

/// The feed of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// Tells the feeds of two ledgers apart.
    pub name: i64,
    /// The number of the last change; 0 before the first.
    pub end: i64,
}

/// A story with what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledStory {
    /// The story.
    pub story: Story,
    /// Which of its reports are one text.
    pub families: BTreeMap<ReportId, FamilyId>,
    /// Its entries, sorted by series.
    pub entries: Vec<Entry>,
    /// What a reader sees of them, so that the feed tells what changed; [`print_entry`] for those that are missing.
    pub prints: BTreeMap<EntryId, Print>,
}

/// How much a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Reports.
    pub reports: usize,
    /// Independent texts.
    pub families: usize,
    /// Stories.
    pub stories: usize,
    /// Claims of reports.
    pub claims: usize,
    /// Claims from outside.
    pub outside: usize,
    /// Ledger entries.
    pub entries: usize,
}

/// By what entries are asked for, whatever its case: an indicator, or a place by name or country code. A hash: who asks
/// looks at the entries themselves in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(i64);

impl Label {
    /// Of an indicator.
    #[must_use]
    pub fn indicator(name: &str) -> Self {
        Self::of("indicator", name)
    }

    /// Of a place's name or a country's code.
    #[must_use]
    pub fn place(name: &str) -> Self {
        Self::of("place", name)
    }

    /// The labels of an entry.
    #[must_use]
    pub fn of_entry(entry: &Entry) -> BTreeSet<Self> {
        Self::of_parts(&entry.indicator, entry.place.as_deref(), entry.country.as_deref())
    }

    /// The labels of an entry with this indicator, these places (joined by "; ") and this country.
    #[must_use]
    pub fn of_parts(indicator: &str, place: Option<&str>, country: Option<&str>) -> BTreeSet<Self> {
        let places = place.iter().flat_map(|place| place.split("; ")).chain(country).map(Self::place);
        places.chain([Self::indicator(indicator)]).collect()
    }

    /// Whether an entry bears all these labels.
    #[must_use]
    pub fn are_on(labels: &[Self], entry: &Entry) -> bool {
        let has = Self::of_entry(entry);
        labels.iter().all(|label| has.contains(label))
    }

    /// The number by which a backend keeps it.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    fn of(kind: &str, name: &str) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = hash_parts(&[kind.as_bytes(), name.to_lowercase().as_bytes()]);
        Self(i64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }
}

/// What is to be written as one, see [`Store::together`].
pub type Work<'a> = dyn FnMut(&mut dyn Store) -> Result<(), StoreError> + 'a;

/// Keeps reports and what follows from them. Reports, claims from outside and the review log are the truth; the rest can be
/// made again.
/// Every method that writes does so wholly or not at all, and has written durably when it returns.
/// Every list comes back sorted by id unless its method says otherwise.
pub trait Store {
    /// Files reports; one that is there already is left alone. Returns the ids that are new, in the order given.
    /// A report whose readings were forgotten gets them back and does not count as new.
    ///
    /// # Errors
    /// The backend's.
    fn file_reports(&mut self, filings: &[Filing], recorded: Timestamp) -> Result<Vec<ReportId>, StoreError>;

    /// Lets `work` write and read, and keeps all that it wrote as one: durably when this returns, or, where `work` fails,
    /// nothing. Until then it may not be durable, and others wait with what they have to write: for little.
    ///
    /// # Errors
    /// That of `work`; the backend's.
    fn together(&mut self, work: &mut Work<'_>) -> Result<(), StoreError>;

    /// Files claims from outside; one that is there already is left alone. Returns how many are new.
    ///
    /// # Errors
    /// The backend's.
    fn file_outside(&mut self, filings: &[OutsideFiling], recorded: Timestamp) -> Result<usize, StoreError>;

    /// Applies what `settle` found.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when another settlement came in between; the backend's.
    fn apply_settlement(&mut self, settlement: &Settlement) -> Result<(), StoreError>;

    /// Forgets everything that can be made again: all reports count as unread. The review log and the feed stay: what comes
    /// back as it was is no change, and what does not come back is gone once everything is settled again.
    ///
    /// # Errors
    /// The backend's.
    fn forget_readings(&mut self) -> Result<(), StoreError>;

    /// Puts a record at the end of the review log.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when it does not follow the last one; the backend's.
    fn append_record(&mut self, line: &LogLine) -> Result<(), StoreError>;

    /// The review log in the order of its numbers, as it is kept: unchecked.
    ///
    /// # Errors
    /// The backend's.
    fn review_log(&self) -> Result<Vec<LogLine>, StoreError>;

    /// How many records of the review log the last settlement took into account.
    ///
    /// # Errors
    /// The backend's.
    fn settled_decisions(&self) -> Result<u64, StoreError>;

    /// Reports that were recorded after this moment.
    ///
    /// # Errors
    /// The backend's.
    fn recorded_after(&self, moment: Timestamp) -> Result<Vec<ReportId>, StoreError>;

    /// When these reports were recorded.
    ///
    /// # Errors
    /// The backend's.
    fn recorded(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Timestamp>, StoreError>;

    /// When each claim from outside was recorded.
    ///
    /// # Errors
    /// The backend's.
    fn outside_recorded(&self) -> Result<BTreeMap<ClaimId, Timestamp>, StoreError>;

    /// Reports and claims from outside in the order in which they were filed, which no rebuild and no clock changes. It stays
    /// out of everything that is derived.
    ///
    /// # Errors
    /// The backend's.
    fn posting_order(&self) -> Result<PostingOrder, StoreError>;

    /// The entries that changed after this number, each once, by its last change, in the order of numbers; at most `limit`.
    ///
    /// # Errors
    /// The backend's.
    fn changes(&self, after: i64, limit: usize) -> Result<Vec<Change>, StoreError>;

    /// The feed's name and end.
    ///
    /// # Errors
    /// The backend's.
    fn feed(&self) -> Result<Feed, StoreError>;

    /// The feeds that are polled, by address.
    ///
    /// # Errors
    /// The backend's.
    fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError>;

    /// Keeps a subscription, in the place of the one with its address. Subscriptions are no part of what is known: they
    /// change no hash.
    ///
    /// # Errors
    /// The backend's; then nothing is changed.
    fn put_subscription(&mut self, subscription: &Subscription) -> Result<(), StoreError>;

    /// Ends a subscription; `false` where there is none of this address.
    ///
    /// # Errors
    /// The backend's; then nothing is changed.
    fn end_subscription(&mut self, address: &str) -> Result<bool, StoreError>;

    /// Counts settlements: the number on which a plan stands.
    ///
    /// # Errors
    /// The backend's.
    fn generation(&self) -> Result<i64, StoreError>;

    /// Which of these reports are stored.
    ///
    /// # Errors
    /// The backend's.
    fn known_reports(&self, ids: &[ReportId]) -> Result<BTreeSet<ReportId>, StoreError>;

    /// Reports whose readings were forgotten.
    ///
    /// # Errors
    /// The backend's.
    fn unread_reports(&self) -> Result<Vec<ReportId>, StoreError>;

    /// Reports that were filed since the last settlement.
    ///
    /// # Errors
    /// The backend's.
    fn unsettled_reports(&self) -> Result<Vec<ReportId>, StoreError>;

    /// Whether claims from outside came since the last settlement.
    ///
    /// # Errors
    /// The backend's.
    fn outside_unsettled(&self) -> Result<bool, StoreError>;

    /// Every report's id.
    ///
    /// # Errors
    /// The backend's.
    fn report_ids(&self) -> Result<Vec<ReportId>, StoreError>;

    /// One report.
    ///
    /// # Errors
    /// The backend's.
    fn report(&self, id: ReportId) -> Result<Option<Report>, StoreError>;

    /// Reports whose stored bytes no longer have the hash that they came with.
    ///
    /// # Errors
    /// The backend's.
    fn damaged_reports(&self) -> Result<Vec<ReportId>, StoreError>;

    /// Keeps bytes as they were received; equal bytes have one copy. What is kept of a report and bytes already stays as it
    /// is. Returns how many pairs of a report and its bytes are new.
    ///
    /// # Errors
    /// The backend's.
    fn keep_evidence(&mut self, evidence: &[Evidence]) -> Result<usize, StoreError>;

    /// What this report was read from, sorted by the hash of the bytes; empty where nothing was kept.
    ///
    /// # Errors
    /// The backend's; [`StoreError::Damaged`] where the bytes no longer have their hash.
    fn evidence(&self, id: ReportId) -> Result<Vec<Evidence>, StoreError>;

    /// Reports of which bytes are kept.
    ///
    /// # Errors
    /// The backend's.
    fn reports_with_evidence(&self) -> Result<Vec<ReportId>, StoreError>;

    /// Reports whose kept bytes no longer have their hash, or are gone.
    ///
    /// # Errors
    /// The backend's.
    fn damaged_evidence(&self) -> Result<Vec<ReportId>, StoreError>;

    /// The postings whose keys lie in one of these stretches (both ends included), sorted; stretches are sorted and apart.
    /// A report's number ([`Self::seqs`]) is its own as long as its readings last; numbers rise in the order of filing.
    ///
    /// # Errors
    /// The backend's.
    fn postings(&self, index: Index, stretches: &[(u64, u64)]) -> Result<Vec<Posting>, StoreError>;

    /// Of these keys, sorted, those of which a settlement said that they are crowded, as the last one said it; sorted.
    ///
    /// # Errors
    /// The backend's.
    fn crowds(&self, keys: &[u64]) -> Result<Vec<Crowd>, StoreError>;

    /// The numbers of these reports; unread reports have none.
    ///
    /// # Errors
    /// The backend's.
    fn seqs(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, u32>, StoreError>;

    /// The reports with these numbers, in the order given.
    ///
    /// # Errors
    /// The backend's; [`StoreError::Damaged`] for a number that no report has.
    fn held_by(&self, seqs: &[u32]) -> Result<Vec<Holder>, StoreError>;

    /// Who holds these keys; each list sorted.
    ///
    /// # Errors
    /// The backend's.
    fn holders(&self, index: Index, keys: &[u64]) -> Result<BTreeMap<u64, Vec<Holder>>, StoreError> {
        let keys: BTreeSet<u64> = keys.iter().copied().collect();
        let stretches: Vec<(u64, u64)> = keys.into_iter().map(|key| (key, key)).collect();
        let mut found = BTreeMap::new();
        for list in self.postings(index, &stretches)?.chunk_by(|one, other| one.0 == other.0) {
            let mut held = self.held_by(&list.iter().map(|posting| posting.1).collect::<Vec<_>>())?;
            held.sort_unstable();
            found.insert(list[0].0, held);
        }
        Ok(found)
    }

    /// The keys of these reports.
    ///
    /// # Errors
    /// The backend's.
    fn keys(&self, index: Index, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u64>>, StoreError>;

    /// The signatures of these reports.
    ///
    /// # Errors
    /// The backend's.
    fn signatures(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u8>>, StoreError>;

    /// How many of the reports of this host have each beat, sorted by division and town; reports without readings count not.
    ///
    /// # Errors
    /// The backend's.
    fn beats(&self, host: &str) -> Result<Vec<(Beat, u64)>, StoreError>;

    /// The claims of these reports, each report's in the order of the text.
    ///
    /// # Errors
    /// The backend's.
    fn claims(&self, ids: &[ReportId]) -> Result<Vec<Claim>, StoreError>;

    /// Every claim from outside, sorted by the claim's id.
    ///
    /// # Errors
    /// The backend's.
    fn outside_claims(&self) -> Result<Vec<OutsideFiling>, StoreError>;

    /// Edges with at least one end among these reports, sorted.
    ///
    /// # Errors
    /// The backend's.
    fn derivations(&self, ids: &[ReportId]) -> Result<Vec<Derivation>, StoreError>;

    /// The two ends of every edge with at least one end among these reports, the lesser id first; sorted.
    ///
    /// # Errors
    /// The backend's.
    fn linked_pairs(&self, ids: &[ReportId]) -> Result<Vec<(ReportId, ReportId)>, StoreError>;

    /// Every story.
    ///
    /// # Errors
    /// The backend's.
    fn stories(&self) -> Result<Vec<Story>, StoreError>;

    /// The stories of these reports; unsettled reports have none.
    ///
    /// # Errors
    /// The backend's.
    fn stories_of(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, StoryId>, StoreError>;

    /// One story.
    ///
    /// # Errors
    /// The backend's.
    fn story(&self, id: StoryId) -> Result<Option<Story>, StoreError>;

    /// The stories into which reports of this one went when it last changed, sorted. A record of what was
    /// shown before; it depends on the order in which reports came, and stays out of every hash.
    ///
    /// # Errors
    /// The backend's.
    fn successors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError>;

    /// The stories from which reports came into this one, sorted.
    ///
    /// # Errors
    /// The backend's.
    fn predecessors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError>;

    /// The families of these reports; unsettled reports have none.
    ///
    /// # Errors
    /// The backend's.
    fn families(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, FamilyId>, StoreError>;

    /// Every entry, sorted by story (claims from outside first), series and id.
    ///
    /// # Errors
    /// The backend's.
    fn entries(&self) -> Result<Vec<Entry>, StoreError>;

    /// The stories that have an entry for each of these labels, those of most reports first and then by id; `None`, for the
    /// claims from outside that joined no story, last. Without labels, all that have entries.
    ///
    /// # Errors
    /// The backend's.
    fn stories_labelled(&self, labels: &[Label]) -> Result<Vec<Option<StoryId>>, StoreError> {
        walk_labels(self, labels)
    }

    /// The entries of one story, or of the claims from outside, sorted by series and id.
    ///
    /// # Errors
    /// The backend's.
    fn entries_of(&self, story: Option<StoryId>) -> Result<Vec<Entry>, StoreError>;

    /// Of the entries of one story, or of the claims from outside, those that bear all these labels, sorted by series and id.
    ///
    /// # Errors
    /// The backend's.
    fn entries_labelled(&self, story: Option<StoryId>, labels: &[Label]) -> Result<Vec<Entry>, StoreError> {
        Ok(self.entries_of(story)?.into_iter().filter(|entry| Label::are_on(labels, entry)).collect())
    }

    /// Ids as printed (`c_...`, `e_...`, `r_...`, `s_...`) that begin so, at most `limit`, sorted.
    ///
    /// # Errors
    /// The backend's.
    fn ids_from(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError>;

    /// One claim of a report or from outside.
    ///
    /// # Errors
    /// The backend's.
    fn claim(&self, id: ClaimId) -> Result<Option<Claim>, StoreError>;

    /// The claims that bear these ids, of reports or from outside: those that there are. As one asks for each, but sooner.
    ///
    /// # Errors
    /// The backend's.
    fn claims_named(&self, ids: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, Claim>, StoreError> {
        let mut found = BTreeMap::new();
        for id in ids {
            found.extend(self.claim(*id)?.map(|claim| (*id, claim)));
        }
        Ok(found)
    }

    /// Of these claims those that name a private person, and perhaps others: what is to be looked through for names to hide.
    ///
    /// # Errors
    /// The backend's.
    fn claims_of_private(&self, ids: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, Claim>, StoreError> {
        self.claims_named(ids)
    }

    /// The claims of a report that name a private person, and perhaps others of it, in the order of [`Self::claims`]: what is to
    /// be looked through for names to hide.
    ///
    /// # Errors
    /// The backend's.
    fn private_claims_in(&self, report: ReportId) -> Result<Vec<Claim>, StoreError> {
        self.claims(&[report])
    }

    /// One entry.
    ///
    /// # Errors
    /// The backend's.
    fn entry(&self, id: EntryId) -> Result<Option<Entry>, StoreError>;

    /// How much there is.
    ///
    /// # Errors
    /// The backend's.
    fn counts(&self) -> Result<Counts, StoreError>;
}

/// What [`Store::stories_labelled`] answers, from all entries: for stores without an index of labels.
///
/// # Errors
/// The store's.
pub(crate) fn walk_labels<S: Store + ?Sized>(store: &S, labels: &[Label]) -> Result<Vec<Option<StoryId>>, StoreError> {
    let mut found: BTreeMap<Option<StoryId>, BTreeSet<Label>> = BTreeMap::new();
    for entry in store.entries()? {
        found.entry(entry.story).or_default().extend(Label::of_entry(&entry));
    }
    found.retain(|_, has| labels.iter().all(|label| has.contains(label)));
    let mut ranked = Vec::with_capacity(found.len());
    for id in found.into_keys() {
        let size = id.map(|id| store.story(id)).transpose()?.flatten().map_or(0, |story| story.reports.len());
        ranked.push((id.is_none(), std::cmp::Reverse(size), id));
    }
    ranked.sort_unstable();
    Ok(ranked.into_iter().map(|(_, _, id)| id).collect())
}

/// SHA-256 of bytes, in hex.
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// One hash over everything that a store holds, whatever the order in which it came: reports, claims, edges, stories and
/// entries, each sorted and in canonical JSON. Clocks (`recorded`) stay out, and so does the review log, whose order is that
/// of posting: what it does stands in the entries.
///
/// # Errors
/// The store's.
pub fn hash_root(store: &dyn Store) -> Result<String, StoreError> {
    let mut hasher = Sha256::new();
    let ids = store.report_ids()?;
    // In portions, so that a large ledger need not be in memory at once.
    for ids in ids.chunks(256) {
        for id in ids {
            if let Some(report) = store.report(*id)? {
                hash_line(&mut hasher, &report);
            }
        }
        for claim in store.claims(ids)? {
            hash_line(&mut hasher, &claim);
        }
        let mut edges = store.derivations(ids)?;
        edges.retain(|edge| ids.binary_search(&edge.child.min(edge.parent)).is_ok());
        edges.iter().for_each(|edge| hash_line(&mut hasher, edge));
    }
    store.outside_claims()?.iter().for_each(|filing| hash_line(&mut hasher, filing));
    store.stories()?.iter().for_each(|story| hash_line(&mut hasher, story));
    store.entries()?.iter().for_each(|entry| hash_line(&mut hasher, entry));
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Canonical: struct fields stand in one order, maps are B-trees, amounts are exact.
fn hash_line(hasher: &mut Sha256, value: &impl Serialize) {
    let line = serde_json::to_vec(value).expect("nouns have string keys and no failing serialiser");
    hasher.update((line.len() as u64).to_le_bytes());
    hasher.update(line);
}
