//! In which order does a report walk through the rooms? The one file that knows.
//! Not here: what any room does, files, threads, printing.
//!
//! A report is *read* (pure, many at a time), *posted* (kept, with its readings), and *settled* once a run: who copied
//! whom, which story, which entries. What is settled is a function of the set of reports and outside claims alone, in
//! whatever order and portions they came: nothing here looks at when a report was posted.

mod aliases;
mod bearing;
mod decide;
pub mod evidence;
pub mod feed;
pub mod figures;
mod find;
mod history;
mod kin;
pub mod places;
mod queue;
pub mod rows;
pub mod series;
mod shown;
pub mod stories;
pub mod traced;
mod trail;
pub mod veils;
mod view;

use crate::claims::assemble_claims;
use crate::export::complement::may_be_masked;
use crate::intake::Received;
use crate::ledger::{Known, Profile, StoryState, read_state, reconcile_reviewed};
use crate::lineage::{Material, Mentions, fingerprint_report, group_families};
use crate::mentions::find_mentions;
use crate::model::{
    Claim, ClaimId, ClaimPlace, Derivation, Entry, EntryId, FamilyId, Groups, Mention, Modality, Record, Report,
    ReportId, Review, Reviewed, Story, StoryId, Surface, Timestamp, Tokens, Verdict, gather, gather_sorted, hash_parts,
    read_log,
};
use crate::pack::tokenize_report;
use crate::resources::Resources;
use crate::store::postings::advance;
use crate::store::{
    Filing, Index, Label, MemoryStore, OutsideFiling, Print, SettledStory, Settlement, Store, StoreError, hash_root,
};
use crate::story::{Signature, group_stories, share_circle, sign_report};
use bearing::find_beat;
use kin::link_kin;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, OnceLock};

pub use crate::model::{OneByOne, Workers};
pub use aliases::{KnownCounters, Proposal, StoryNames, join_proposals, propose_counters, read_story_names};
pub use bearing::bear_reports;
pub use decide::{DecideError, Move, entries_around, list_moves, post_decision, preview_decisions};
pub use find::{
    FindError, check_indicator, find_claim, find_story, join_names, judge_claims, list_proposals, read_corrections,
    undo_record,
};
pub use history::{State, trace_history};
pub use queue::{Doubt, rank_doubts};
pub use shown::{Extent, ReportTeller, ToldSentence, entry_lines, families_of, mask_entries, private_names_in};
pub use trail::trace_trails;
pub use view::{View, view_known_at};

/// What was read in a report.
#[derive(Debug, Clone)]
pub struct Read {
    /// The report.
    pub report: Report,
    /// What is written where.
    pub mentions: Vec<Mention>,
    /// Who says how many of what.
    pub claims: Vec<Claim>,
    surface: OnceLock<Surface>,
    basis: OnceLock<Basis>,
}

/// What the two indexes keep of a report.
#[derive(Debug, Clone)]
struct Basis {
    kin_keys: Vec<u64>,
    story_keys: Vec<u64>,
    signature: Arc<Signature>,
    signature_bytes: Vec<u8>,
}

impl Read {
    /// A report with what somebody has read in it.
    #[must_use]
    pub fn new(report: Report, mentions: Vec<Mention>, claims: Vec<Claim>) -> Self {
        Self { report, mentions, claims, surface: OnceLock::new(), basis: OnceLock::new() }
    }

    /// The text as lineage and story compare it. Made when first asked for: who only reads never needs it.
    pub fn surface(&self) -> &Surface {
        self.surface.get_or_init(|| Surface::of(&self.report))
    }

    /// The same with all that posting asks for, so that a shell's threads share that work too.
    #[must_use]
    pub fn ready(self) -> Self {
        self.basis();
        self
    }

    fn basis(&self) -> &Basis {
        self.basis.get_or_init(|| {
            let surface = self.surface();
            let signature = sign_report(&self.report, surface, &self.mentions, &self.claims);
            Basis {
                kin_keys: fingerprint_report(&self.report, surface).keys,
                story_keys: signature.filed_keys(),
                signature_bytes: signature.to_bytes(),
                signature: Arc::new(signature),
            }
        })
    }

    fn take(self) -> Kept {
        let surface = self.surface.into_inner().unwrap_or_else(|| Surface::of(&self.report));
        Kept { report: self.report, mentions: OnceLock::from(self.mentions), surface }
    }
}

/// Reads one report. Pure, so a shell maps it over its threads.
#[must_use]
pub fn read_report(res: &Resources, report: Report) -> Read {
    let tokens = tokenize_report(res.packs.of(&report.lang), &report);
    read_tokens(res, report, &tokens)
}

/// Reads one report as it came in: as [`read_report`] does, with the tokens that intake cut.
#[must_use]
pub fn read_received(res: &Resources, received: Received) -> Read {
    match received.tokens {
        Some(tokens) => read_tokens(res, received.report, &tokens),
        None => read_report(res, received.report),
    }
}

fn read_tokens(res: &Resources, report: Report, tokens: &Tokens) -> Read {
    let pack = res.packs.of(&report.lang);
    let mentions = find_mentions(pack, &res.gazetteer, &report, tokens);
    let claims = assemble_claims(pack, &report, tokens, &mentions);
    Read::new(report, mentions, claims)
}

/// Reads one report for its mentions only: without claims.
#[must_use]
pub fn read_mentions(res: &Resources, report: Report) -> Read {
    let mentions = mentions_of(res, &report);
    Read::new(report, mentions, Vec::new())
}

fn mentions_of(res: &Resources, report: &Report) -> Vec<Mention> {
    let pack = res.packs.of(&report.lang);
    find_mentions(pack, &res.gazetteer, report, &tokenize_report(pack, report))
}

/// What became of a posting.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Reports that are new, in the order given.
    pub stored: Vec<ReportId>,
    /// Reports that were there already.
    pub known: usize,
    /// Claims of the new ones.
    pub claims: usize,
}

/// Keeps a portion of read reports in one transaction; the same report twice is kept once. Who is kin and what follows
/// is left to [`settle_ledger`], once for many portions, so that adding many reports to one story stays linear.
///
/// # Errors
/// The store's; then nothing of the portion is kept.
pub fn post_reads(
    store: &mut dyn Store,
    memory: &mut Memory,
    reads: Vec<Read>,
    recorded: Timestamp,
) -> Result<Receipt, StoreError> {
    let filings: Vec<Filing> = reads.iter().map(file_read).collect();
    let stored = store.file_reports(&filings, recorded)?;
    let known = reads.len() - stored.len();
    let new: BTreeSet<_> = stored.iter().collect();
    let claims = reads.iter().filter(|read| new.contains(&read.report.id)).map(|read| read.claims.len()).sum();
    reads.into_iter().for_each(|read| {
        let new = new.contains(&read.report.id);
        memory.keep(read, new);
    });
    Ok(Receipt { stored, known, claims })
}

/// Keeps a portion and settles the ledger at once, all durable together: for a few reports, since others wait with what they
/// have to write. The end is the same as by [`post_reads`] and [`settle_ledger`].
///
/// # Errors
/// The store's; then everything is as before.
pub fn append_reads(
    res: &Resources,
    store: &mut dyn Store,
    memory: &mut Memory,
    workers: &dyn Workers,
    reads: Vec<Read>,
    recorded: Timestamp,
) -> Result<Receipt, StoreError> {
    let (mut reads, mut receipt) = (Some(reads), Receipt::default());
    store.together(&mut |store| {
        receipt = post_reads(store, memory, reads.take().unwrap_or_default(), recorded)?;
        settle_ledger(res, store, memory, workers, &mut |_, _| {})
    })?;
    Ok(receipt)
}

/// What the store keeps of a reading.
fn file_read(read: &Read) -> Filing {
    let Basis { kin_keys, story_keys, signature_bytes: signature, .. } = read.basis().clone();
    let beat = find_beat(&read.report, &read.mentions);
    Filing { report: read.report.clone(), claims: read.claims.clone(), kin_keys, story_keys, signature, beat }
}

/// A report at hand. Mentions of one that was fetched again are read when a pair asks for them.
#[derive(Debug)]
struct Kept {
    report: Report,
    mentions: OnceLock<Vec<Mention>>,
    surface: Surface,
}

impl Kept {
    /// Bytes that it takes, roughly; the same whether its mentions are read or not: these take six times the text.
    fn weight(&self) -> usize {
        const MENTIONS: usize = 6;
        let Surface { sentences, words, figures } = &self.surface;
        (1 + MENTIONS) * self.report.text.len()
            + size_of_val(words.as_slice())
            + size_of_val(sentences.as_slice())
            + size_of_val(figures.as_slice())
    }
}

/// How much a [`Memory`] keeps at hand, in bytes, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Of reports with what lineage compares: some 40 KB for a common report.
    pub reports: usize,
    /// Of signatures, by which stories are told: some 2 KB for a common report.
    pub signatures: usize,
    /// Of claims, some 2 KB each: a story that grows by a report is reconciled with all its claims again.
    pub claims: usize,
}

impl Room {
    /// For a laptop and for archives of any size: what is not at hand is fetched again.
    pub const SMALL: Self = Self { reports: 24 << 20, signatures: 16 << 20, claims: 12 << 20 };
    /// For a ledger of a million reports that grows by portions of thousands.
    pub const LARGE: Self = Self { reports: 512 << 20, signatures: 128 << 20, claims: 64 << 20 };
}

impl Default for Room {
    fn default() -> Self {
        Self::SMALL
    }
}

/// Reports with their mentions, kept at hand between posting and settling, so that few are read twice. Forgets the oldest
/// when full: what is missing is fetched again with the same result, so that no figure depends on how much room there is.
#[derive(Debug, Default)]
pub struct Memory {
    room: Room,
    reports: BTreeMap<ReportId, Kept>,
    /// As they came.
    order: VecDeque<ReportId>,
    /// What the reports weigh.
    weight: usize,
    signatures: BTreeMap<ReportId, Arc<Signature>>,
    signed: VecDeque<ReportId>,
    /// What the signatures weigh.
    signed_weight: usize,
    /// Of each report as its readings say, before review.
    claims: BTreeMap<ReportId, Arc<[Claim]>>,
    claimed: VecDeque<ReportId>,
    claims_held: usize,
}

impl Memory {
    /// One with room for so much.
    #[must_use]
    pub fn with_room(room: Room) -> Self {
        Self { room, ..Self::default() }
    }

    /// Of one that the store knew already, the claims are what the store has.
    fn keep(&mut self, mut read: Read, new: bool) {
        self.sign(read.report.id, read.basis().signature.clone());
        if new {
            self.claim(read.report.id, std::mem::take(&mut read.claims).into());
        }
        self.put(read.take());
        self.make_room(&BTreeSet::new());
    }

    fn put(&mut self, kept: Kept) {
        let id = kept.report.id;
        self.weight += kept.weight();
        match self.reports.insert(id, kept) {
            None => self.order.push_back(id),
            Some(before) => self.weight -= before.weight(),
        }
    }

    /// Forgets the oldest until the rest fit, but none of `wanted`.
    fn make_room(&mut self, wanted: &BTreeSet<ReportId>) {
        for _ in 0..self.order.len() {
            if self.weight <= self.room.reports {
                return;
            }
            let Some(oldest) = self.order.pop_front() else { return };
            if wanted.contains(&oldest) {
                self.order.push_back(oldest);
            } else if let Some(kept) = self.reports.remove(&oldest) {
                self.weight -= kept.weight();
            }
        }
    }

    /// Sees to it that these are at hand.
    fn fetch(&mut self, store: &dyn Store, workers: &dyn Workers, ids: &BTreeSet<ReportId>) -> Result<(), StoreError> {
        let missing: Vec<_> = ids.iter().filter(|id| !self.reports.contains_key(id)).copied().collect();
        let mut reports = Vec::with_capacity(missing.len());
        for id in missing {
            reports.extend(store.report(id)?);
        }
        let surfaces = gather(workers, reports.len(), |at| Surface::of(&reports[at]));
        for (report, surface) in reports.into_iter().zip(surfaces) {
            self.put(Kept { report, mentions: OnceLock::new(), surface });
        }
        self.make_room(ids);
        Ok(())
    }

    fn sign(&mut self, id: ReportId, signature: Arc<Signature>) {
        self.signed_weight += signature.weight();
        match self.signatures.insert(id, signature) {
            None => self.signed.push_back(id),
            Some(before) => self.signed_weight -= before.weight(),
        }
        while self.signed_weight > self.room.signatures {
            let Some(oldest) = self.signed.pop_front() else { return };
            if let Some(gone) = self.signatures.remove(&oldest) {
                self.signed_weight -= gone.weight();
            }
        }
    }

    fn claim(&mut self, id: ReportId, claims: Arc<[Claim]>) {
        const CLAIM: usize = 2_048;
        self.claims_held += claims.len();
        match self.claims.insert(id, claims) {
            None => self.claimed.push_back(id),
            Some(before) => self.claims_held -= before.len(),
        }
        while self.claims_held * CLAIM > self.room.claims {
            let Some(oldest) = self.claimed.pop_front() else { return };
            self.claims_held -= self.claims.remove(&oldest).map_or(0, |gone| gone.len());
        }
    }

    /// The claims of these reports as [`Store::claims`] gives them.
    fn claims(&mut self, store: &dyn Store, ids: &[ReportId]) -> Result<Vec<Claim>, StoreError> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        let mut found: Vec<Option<Arc<[Claim]>>> = ids.iter().map(|id| self.claims.get(id).cloned()).collect();
        let missing: Vec<ReportId> =
            ids.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(id, _)| *id).collect();
        if !missing.is_empty() {
            let mut fetched: BTreeMap<ReportId, Vec<Claim>> = BTreeMap::new();
            for claim in store.claims(&missing)? {
                fetched.entry(claim.report).or_default().push(claim);
            }
            for (id, slot) in ids.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
                let claims: Arc<[Claim]> = fetched.remove(id).unwrap_or_default().into();
                self.claim(*id, claims.clone());
                *slot = Some(claims);
            }
        }
        Ok(found.into_iter().flatten().flat_map(|claims| claims.to_vec()).collect())
    }

    /// The signatures of these reports in their order, but of those that the store does not have.
    fn signatures(
        &mut self,
        store: &dyn Store,
        workers: &dyn Workers,
        ids: &[ReportId],
    ) -> Result<Vec<(ReportId, Arc<Signature>)>, StoreError> {
        let missing: Vec<ReportId> = ids.iter().filter(|id| !self.signatures.contains_key(id)).copied().collect();
        let bytes: Vec<(ReportId, Vec<u8>)> = store.signatures(&missing)?.into_iter().collect();
        let read = gather(workers, bytes.len(), |at| read_signature(bytes[at].0, &bytes[at].1));
        let read = bytes.iter().zip(read).map(|((id, _), read)| Ok((*id, Arc::new(read?))));
        let read: BTreeMap<ReportId, Arc<Signature>> = read.collect::<Result<_, StoreError>>()?;
        let get = |id: &ReportId| Some((*id, self.signatures.get(id).or_else(|| read.get(id))?.clone()));
        let found = ids.iter().filter_map(get).collect();
        read.into_iter().for_each(|(id, signature)| self.sign(id, signature));
        Ok(found)
    }

    fn material<'a>(
        &'a self,
        id: ReportId,
        read: &'a (dyn Fn(&Report) -> Vec<Mention> + Sync),
    ) -> Option<Material<'a>> {
        let Kept { report, mentions, surface } = self.reports.get(&id)?;
        Some(Material { report, mentions: Mentions::Unread(mentions, read), surface })
    }
}

fn read_signature(id: ReportId, bytes: &[u8]) -> Result<Signature, StoreError> {
    Signature::from_bytes(bytes).ok_or_else(|| {
        let why = "it is cut or altered".to_owned();
        StoreError::Damaged { what: format!("the signature of {id}"), why }
    })
}

/// How many new reports to settle at once in a ledger that holds so many: 8,192, and from a quarter of a million on a
/// thirty-second of it, at most 16,384. What a settlement costs whatever it brings, such as going through the index, grows
/// with the ledger; so does what it is shared by. The end is the same for any portions.
#[must_use]
pub fn portion_of(stored: usize) -> usize {
    (stored / 32).clamp(8_192, 16_384)
}

/// Brings lineage, stories and entries in line with what is posted. Does nothing where nothing is new; after a kill the
/// next run does what this one did not. `told` hears `(pairs traced, pairs in all)`.
///
/// # Errors
/// The store's; then everything is as before.
pub fn settle_ledger(
    res: &Resources,
    store: &mut dyn Store,
    memory: &mut Memory,
    workers: &dyn Workers,
    told: &mut dyn FnMut(usize, usize),
) -> Result<(), StoreError> {
    loop {
        let Some(settlement) = plan_settlement(res, store, memory, workers, told)? else { return Ok(()) };
        match store.apply_settlement(&settlement) {
            Err(error) if error.is_stale() => {}
            done => return done,
        }
    }
}

/// Brings the edges alone in line with what is posted, and leaves stories and entries as they are: for measuring what
/// lineage costs. A ledger that was settled so needs a rebuild.
///
/// # Errors
/// The store's; then everything is as before.
pub fn settle_edges(
    res: &Resources,
    store: &mut dyn Store,
    memory: &mut Memory,
    workers: &dyn Workers,
    told: &mut dyn FnMut(usize, usize),
) -> Result<(), StoreError> {
    let (generation, new) = (store.generation()?, store.unsettled_reports()?);
    let decisions = store.settled_decisions()?;
    let mut settlement = Settlement { generation, settled: new.clone(), decisions, ..Settlement::default() };
    link_kin(res, store, memory, workers, told, &new, &mut settlement)?;
    store.apply_settlement(&settlement)
}

fn plan_settlement(
    res: &Resources,
    store: &dyn Store,
    memory: &mut Memory,
    workers: &dyn Workers,
    told: &mut dyn FnMut(usize, usize),
) -> Result<Option<Settlement>, StoreError> {
    let generation = store.generation()?;
    let new = store.unsettled_reports()?;
    let outside = store.outside_unsettled()?;
    let log = store.review_log()?;
    let (decisions, before) = (log.len() as u64, store.settled_decisions()?);
    if new.is_empty() && !outside && decisions == before {
        return Ok(None);
    }
    let records = read_records(store)?;
    let review = Review::of(&records);
    let settled = Review::of(&records[..records.len().min(usize::try_from(before).unwrap_or(usize::MAX))]);
    let touched = find_reviewed(store, &review, &review.differences(&settled))?;
    let mut settlement = Settlement { generation, settled: new.clone(), decisions, ..Settlement::default() };
    link_kin(res, store, memory, workers, told, &new, &mut settlement)?;
    regroup_stories(store, memory, workers, &new, &touched, &review, &mut settlement)?;
    join_outside_claims(store, &review, &mut settlement)?;
    Ok(Some(settlement))
}

/// The records of a store's review log, checked.
///
/// # Errors
/// [`StoreError::Damaged`] naming the first record that is not as it was written; the store's.
pub fn read_records(store: &dyn Store) -> Result<Vec<Record>, StoreError> {
    read_log(&store.review_log()?).map_err(|broken| StoreError::Damaged {
        what: format!("record {} of the review log", broken.number),
        why: broken.why,
    })
}

/// Reports that are read and whose stories count otherwise since review changed so; `review` is the one in force.
fn find_reviewed(store: &dyn Store, review: &Review, changed: &Reviewed) -> Result<Vec<ReportId>, StoreError> {
    let mut reports = changed.reports.clone();
    for id in &changed.claims {
        reports.extend(store.claim(*id)?.map(|claim| claim.report));
    }
    if !changed.counters.is_empty() {
        let counts = |entry: &Entry| {
            entry
                .support
                .iter()
                .any(|support| support.counter.as_ref().is_some_and(|key| changed.counters.contains(key)))
        };
        let stories: BTreeSet<StoryId> =
            store.entries()?.iter().filter(|entry| counts(entry)).filter_map(|entry| entry.story).collect();
        for id in stories {
            reports.extend(store.story(id)?.and_then(|story| story.reports.first().copied()));
        }
    }
    if !changed.places.is_empty() {
        // Entries bear the country of their place; of a place without one, every story is looked through.
        let mut stories: BTreeSet<StoryId> = BTreeSet::new();
        for country in changed.places.iter().map(|place| place.country.as_deref()).collect::<BTreeSet<_>>() {
            let labels: Vec<Label> = country.into_iter().map(Label::place).collect();
            stories.extend(store.stories_labelled(&labels)?.into_iter().flatten());
        }
        for id in stories {
            let members = store.story(id)?.map(|story| story.reports).unwrap_or_default();
            let moves = |place: Option<&ClaimPlace>| place.is_some_and(|place| changed.moves(place));
            let mut claims = store.claims(&members)?.into_iter();
            if claims.any(|claim| moves(claim.place.as_ref()) || moves(review.judge(claim).place.as_ref())) {
                reports.extend(members.first());
            }
        }
    }
    let reports: Vec<ReportId> = reports.into_iter().collect();
    Ok(store.seqs(&reports)?.into_keys().collect())
}

/// Keys looked up at once: the more, the more of them lie in one chunk of a large index.
const KEYS_AT_ONCE: usize = 32_768;

/// Stories reconciled at once.
const DRAFTS: usize = 512;

/// Groups anew every story that the new reports, the changed edges or decisions touch, and reconciles it.
fn regroup_stories(
    store: &dyn Store,
    memory: &mut Memory,
    workers: &dyn Workers,
    new: &[ReportId],
    touched: &[ReportId],
    review: &Review,
    settlement: &mut Settlement,
) -> Result<(), StoreError> {
    let mut members: BTreeSet<ReportId> = new.iter().chain(touched).copied().collect();
    members.extend(settlement.linked.iter().flat_map(|edge| [edge.child, edge.parent]));
    members.extend(settlement.unlinked.iter().flat_map(|(one, other)| [*one, *other]));
    let mut dissolved = BTreeMap::new();
    touch_stories(store, members.iter().copied().collect(), &mut members, &mut dissolved)?;
    let neighbours = find_neighbours(store, memory, workers, new, &members)?;
    touch_stories(store, neighbours, &mut members, &mut dissolved)?;
    touch_joined(store, review, &mut members, &mut dissolved)?;

    let members: Vec<ReportId> = members.into_iter().collect();
    let edges = edges_now(store, &members, settlement)?;
    // Reports of one text are of one story, and so are those that a reviewer says to be.
    let copies = edges.iter().filter(|edge| edge.kind.joins_family()).map(|edge| (edge.child, edge.parent));
    let copies: Vec<_> = copies.chain(review.stories().iter().copied()).collect();
    let families = group_families(&members, &edges);
    let signatures = memory.signatures(store, workers, &members)?;
    let reports: Vec<(ReportId, &Signature)> = signatures.iter().map(|(id, signature)| (*id, &**signature)).collect();
    let stories = group_stories(workers, &reports, &copies);
    drop(reports);
    drop(signatures);
    let mut within = edges_within(&stories, edges).into_iter();
    settlement.stories.reserve(stories.len());
    // The claims of a few stories at a time.
    for stories in stories.chunks(DRAFTS) {
        let mut drafts = Vec::with_capacity(stories.len());
        for (story, edges) in stories.iter().zip(within.by_ref()) {
            let claims = memory.claims(store, &story.reports)?;
            drafts.push(Draft::of(story.clone(), claims, &families, edges, &[], review));
        }
        settlement.stories.extend(gather(workers, drafts.len(), |at| drafts[at].settle()));
    }
    settlement.moved = trace_moves(&dissolved, &settlement.stories);
    settlement.dissolved = dissolved.into_keys().collect();
    Ok(())
}

/// Adds all reports of the stories of `ids`, and of those beside them, on and on: whoever may change by a new report.
fn touch_stories(
    store: &dyn Store,
    ids: Vec<ReportId>,
    members: &mut BTreeSet<ReportId>,
    dissolved: &mut BTreeMap<StoryId, Vec<ReportId>>,
) -> Result<(), StoreError> {
    members.extend(&ids);
    let mut stories: BTreeSet<_> = store.stories_of(&ids)?.into_values().collect();
    while let Some(id) = stories.pop_first() {
        if dissolved.contains_key(&id) {
            continue;
        }
        let story = store.story(id)?;
        if let Some(story) = &story {
            members.extend(&story.reports);
            stories.extend(&story.beside);
        }
        dissolved.insert(id, story.map(|story| story.reports).unwrap_or_default());
    }
    Ok(())
}

/// Adds the stories that a reviewer joins with one of those that are touched.
fn touch_joined(
    store: &dyn Store,
    review: &Review,
    members: &mut BTreeSet<ReportId>,
    dissolved: &mut BTreeMap<StoryId, Vec<ReportId>>,
) -> Result<(), StoreError> {
    loop {
        let half = |(one, other): &&(ReportId, ReportId)| members.contains(one) != members.contains(other);
        let missing: Vec<ReportId> =
            review.stories().iter().filter(half).flat_map(|(one, other)| [*one, *other]).collect();
        let read: Vec<ReportId> = store.seqs(&missing)?.into_keys().filter(|id| !members.contains(id)).collect();
        if read.is_empty() {
            return Ok(());
        }
        touch_stories(store, read, members, dissolved)?;
    }
}

/// Where reports are now that were in another story before: what was split off, merged, or goes on under another name.
fn trace_moves(before: &BTreeMap<StoryId, Vec<ReportId>>, stories: &[SettledStory]) -> Vec<(StoryId, StoryId)> {
    let of: BTreeMap<ReportId, StoryId> = stories
        .iter()
        .flat_map(|settled| settled.story.reports.iter().map(|report| (*report, settled.story.id)))
        .collect();
    let moves: BTreeSet<_> = before
        .iter()
        .flat_map(|(id, reports)| reports.iter().filter_map(|report| Some((*id, *of.get(report)?))))
        .filter(|(before, now)| before != now)
        .collect();
    moves.into_iter().collect()
}

/// Settled reports outside `members` that are in one circle with a new report.
fn find_neighbours(
    store: &dyn Store,
    memory: &mut Memory,
    workers: &dyn Workers,
    new: &[ReportId],
    members: &BTreeSet<ReportId>,
) -> Result<Vec<ReportId>, StoreError> {
    let mine: Vec<Arc<Signature>> =
        memory.signatures(store, workers, new)?.into_iter().map(|(_, signature)| signature).collect();
    let meetings = find_meetings(store, workers, &mine, members)?;
    let askers: Vec<&[(u32, u32)]> = meetings.chunk_by(|one, other| one.0 == other.0).collect();
    let mut found = Vec::new();
    for askers in askers.chunks(SIGNATURES) {
        let others: Vec<u32> = askers.iter().map(|askers| askers[0].0).collect();
        let others: Vec<ReportId> = store.held_by(&others)?.into_iter().map(|holder| holder.report).collect();
        let signatures: BTreeMap<_, _> = memory.signatures(store, workers, &others)?.into_iter().collect();
        let near = gather(workers, others.len(), |at| {
            let Some(other) = signatures.get(&others[at]) else { return false };
            askers[at].iter().any(|(_, asker)| share_circle(&mine[*asker as usize], other))
        });
        found.extend(others.iter().zip(near).filter(|(_, near)| *near).map(|(id, _)| *id));
    }
    Ok(found)
}

/// Reports whose keys one hand lists.
const PIECE: usize = 64;

/// Signatures compared at once.
const SIGNATURES: usize = 1_024;

/// Who holds a key that one of `mine` asks for: the number of the report outside `members`, and the place in `mine`;
/// sorted, distinct.
fn find_meetings(
    store: &dyn Store,
    workers: &dyn Workers,
    mine: &[Arc<Signature>],
    members: &BTreeSet<ReportId>,
) -> Result<Vec<(u32, u32)>, StoreError> {
    let askers: Vec<(u64, u32)> = gather_sorted(workers, mine.len().div_ceil(PIECE), |piece| {
        let mine = (0..).zip(mine).skip(piece * PIECE).take(PIECE);
        mine.flat_map(|(at, mine)| mine.asked_keys().into_iter().map(move |key| (key, at))).collect()
    });
    let inside: BTreeSet<u32> = store.seqs(&members.iter().copied().collect::<Vec<_>>())?.into_values().collect();
    let mut stretches: Vec<(u64, u64)> = askers.iter().map(|(key, _)| (*key, *key)).collect();
    stretches.dedup();
    let (mut meetings, mut from) = (Vec::new(), 0);
    for stretches in stretches.chunks(KEYS_AT_ONCE) {
        for list in store.postings(Index::Story, stretches)?.chunk_by(|one, other| one.0 == other.0) {
            let key = list[0].0;
            from = advance(&askers, from, |asker| asker.0 < key);
            let end = advance(&askers, from, |asker| asker.0 <= key);
            for (_, other) in list.iter().filter(|(_, other)| !inside.contains(other)) {
                meetings.extend(askers[from..end].iter().map(|(_, asker)| (*other, *asker)));
            }
        }
    }
    meetings.sort_unstable();
    meetings.dedup();
    Ok(meetings)
}

/// The edges among `members` as they will stand after the settlement.
fn edges_now(store: &dyn Store, members: &[ReportId], settlement: &Settlement) -> Result<Vec<Derivation>, StoreError> {
    let pair = |edge: &Derivation| (edge.child.min(edge.parent), edge.child.max(edge.parent));
    let is_here = |id: &ReportId| members.binary_search(id).is_ok();
    let stored = store.derivations(members)?.into_iter().filter(|edge| is_here(&edge.child) && is_here(&edge.parent));
    let mut edges: BTreeMap<_, _> = stored.map(|edge| (pair(&edge), edge)).collect();
    settlement.unlinked.iter().for_each(|pair| drop(edges.remove(pair)));
    edges.extend(settlement.linked.iter().map(|edge| (pair(edge), edge.clone())));
    let mut edges: Vec<_> = edges.into_values().collect();
    edges.sort();
    Ok(edges)
}

/// The edges of each story, in the order of stories; those between two stories are left out.
fn edges_within(stories: &[Story], edges: Vec<Derivation>) -> Vec<Vec<Derivation>> {
    let numbered = stories.iter().enumerate();
    let of: BTreeMap<ReportId, usize> =
        numbered.flat_map(|(at, story)| story.reports.iter().map(move |report| (*report, at))).collect();
    let mut within = vec![Vec::new(); stories.len()];
    for edge in edges {
        if let (Some(one), Some(other)) = (of.get(&edge.child), of.get(&edge.parent))
            && one == other
        {
            within[*one].push(edge);
        }
    }
    within
}

/// A story with all that its entries follow from, with the outside claims that joined it; claims as review left them.
struct Draft<'a> {
    review: &'a Review,
    story: Story,
    families: BTreeMap<ReportId, FamilyId>,
    outside: BTreeMap<ReportId, FamilyId>,
    edges: Vec<Derivation>,
    claims: Vec<Claim>,
}

impl<'a> Draft<'a> {
    /// `claims` are those of its reports as they were read; `edges` are those within the story.
    fn of(
        story: Story,
        mut claims: Vec<Claim>,
        families: &BTreeMap<ReportId, FamilyId>,
        edges: Vec<Derivation>,
        outside: &[OutsideFiling],
        review: &'a Review,
    ) -> Self {
        claims.extend(outside.iter().map(|filing| filing.claim.clone()));
        let claims = claims.into_iter().map(|claim| review.apply(claim)).collect();
        let families = story.reports.iter().filter_map(|id| Some((*id, *families.get(id)?))).collect();
        Self { review, story, families, outside: join_outside(outside), edges, claims }
    }

    fn reconcile(&self, profile: Profile, as_of: Option<Timestamp>) -> Vec<Entry> {
        self.reconcile_claims(&self.claims, profile, as_of)
    }

    /// With other claims than its own.
    fn reconcile_claims(&self, claims: &[Claim], profile: Profile, as_of: Option<Timestamp>) -> Vec<Entry> {
        let families = self.texts();
        let known = Known { story: Some(self.story.id), claims, families: &families, derivations: &self.edges };
        reconcile_reviewed(known, self.review.counters(), profile, as_of)
    }

    /// The texts of all its pages, those from outside too.
    fn texts(&self) -> BTreeMap<ReportId, FamilyId> {
        let mut families = self.families.clone();
        families.extend(&self.outside);
        families
    }

    fn settle(&self) -> SettledStory {
        let entries = self.reconcile(Profile::Default, None);
        let prints = print_entries(&entries, &self.claims, &self.texts());
        SettledStory { story: self.story.clone(), families: self.families.clone(), entries, prints }
    }
}

/// What a reader sees of entries: they themselves, the claims that they name, and which pages are one text. Where exports may
/// mask a count of people, what they withhold for its sake hangs on the other counts of the story, so those are seen too.
fn print_entries(
    entries: &[Entry],
    claims: &[Claim],
    families: &BTreeMap<ReportId, FamilyId>,
) -> BTreeMap<EntryId, Print> {
    // Each claim once: it may stand in several entries.
    let seen: BTreeMap<ClaimId, Print> = claims.iter().map(|claim| (claim.id, print_json(claim))).collect();
    let of: BTreeMap<ClaimId, ReportId> = claims.iter().map(|claim| (claim.id, claim.report)).collect();
    let print = |entry: &Entry| {
        let supported = entry.support.iter().map(|support| support.claim);
        let named: BTreeSet<ClaimId> =
            supported.chain(entry.conflicts.iter().flat_map(|conflict| conflict.claims.iter().copied())).collect();
        let mut parts: Vec<&[u8]> = Vec::with_capacity(2 * named.len() + 1);
        let own = print_json(entry);
        parts.push(&own);
        for id in &named {
            let family = of.get(id).and_then(|report| families.get(report));
            parts.push(seen.get(id).map_or(&[], |print| &print[..]));
            parts.push(family.map_or(&[], |family| &family.0[..]));
        }
        hash_parts(&parts)
    };
    let mut prints: BTreeMap<EntryId, Print> = entries.iter().map(|entry| (entry.id, print(entry))).collect();
    let people = || entries.iter().filter(|entry| entry.unit == "person");
    let masked: BTreeSet<&str> =
        people().filter(|entry| may_be_masked(entry)).map(|entry| entry.indicator.as_str()).collect();
    for indicator in masked {
        let group: BTreeSet<EntryId> =
            people().filter(|entry| entry.indicator == indicator).map(|entry| entry.id).collect();
        let all: Vec<&[u8]> = group.iter().filter_map(|id| prints.get(id)).map(|print| &print[..]).collect();
        let all = hash_parts(&all);
        for id in &group {
            if let Some(print) = prints.get_mut(id) {
                *print = hash_parts(&[&*print, &all]);
            }
        }
    }
    prints
}

fn print_json(value: &impl serde::Serialize) -> Print {
    hash_parts(&[&serde_json::to_vec(value).expect("nouns have string keys and no failing serialiser")])
}

/// Where claims from outside belong.
#[derive(Debug, Default)]
pub struct Annex {
    joined: BTreeMap<StoryId, Vec<OutsideFiling>>,
    rest: Vec<OutsideFiling>,
    /// Stories that one of the series could have joined.
    candidates: BTreeSet<StoryId>,
    review: Review,
}

/// Finds the story of each outside series: the one with the most pages among those that count the same thing at the same
/// place on the day on which the series begins; a series without such a story stands for itself. A function of the sets
/// of stories and claims alone.
///
/// # Errors
/// The store's.
pub fn place_outside_claims(store: &dyn Store, stories: &[Story]) -> Result<Annex, StoreError> {
    place_claims(store, stories, Review::of(&read_records(store)?))
}

/// As [`place_outside_claims`] among all stories of a ledger, which are not read where nothing came from outside.
///
/// # Errors
/// The store's.
pub fn place_outside_of(store: &dyn Store) -> Result<Annex, StoreError> {
    let has_outside = !store.outside_recorded()?.is_empty();
    let all = if has_outside { store.stories()? } else { Vec::new() };
    place_outside_claims(store, &all)
}

fn place_claims(store: &dyn Store, stories: &[Story], review: Review) -> Result<Annex, StoreError> {
    let mut series: BTreeMap<String, Vec<OutsideFiling>> = BTreeMap::new();
    for mut filing in store.outside_claims()? {
        filing.claim.place = filing.claim.place.map(|place| review.stand_for(place));
        series.entry(filing.claim.series.clone().unwrap_or_default()).or_default().push(filing);
    }
    let mut annex = Annex { review, ..Annex::default() };
    if series.is_empty() {
        return Ok(annex);
    }
    let mut best: BTreeMap<&str, (usize, std::cmp::Reverse<StoryId>)> = BTreeMap::new();
    for story in stories {
        let mut claims = store.claims(&story.reports)?;
        for claim in &mut claims {
            claim.place = claim.place.take().map(|place| annex.review.stand_for(place));
        }
        for (name, filings) in &series {
            let first = filings.iter().filter_map(|filing| filing.claim.as_of.from).min().map(Timestamp::date);
            let alike = |claim: &Claim| {
                let (mine, place) = (&filings[0].claim, claim.place.as_ref());
                claim.indicator == mine.indicator
                    && claim.unit == mine.unit
                    && claim.modality == Modality::Actual
                    && place.and_then(|place| place.country.as_ref())
                        == mine.place.as_ref().and_then(|place| place.country.as_ref())
                    && place.and_then(|place| place.name.as_ref())
                        == mine.place.as_ref().and_then(|place| place.name.as_ref())
                    && claim
                        .time
                        .zip(first)
                        .is_some_and(|(time, day)| time.first_day() <= day && day <= time.last_day())
            };
            if claims.iter().any(alike) {
                annex.candidates.insert(story.id);
                let rank = (story.reports.len(), std::cmp::Reverse(story.id));
                let known = best.entry(name).or_insert(rank);
                *known = (*known).max(rank);
            }
        }
    }
    let homes: BTreeMap<String, StoryId> = best.into_iter().map(|(name, (_, id))| (name.to_owned(), id.0)).collect();
    for (name, filings) in series {
        match homes.get(&name) {
            Some(story) => annex.joined.entry(*story).or_default().extend(filings),
            None => annex.rest.extend(filings),
        }
    }
    Ok(annex)
}

/// Brings the outside claims into the stories that they belong to, and settles the others for themselves.
fn join_outside_claims(store: &dyn Store, review: &Review, settlement: &mut Settlement) -> Result<(), StoreError> {
    if store.outside_claims()?.is_empty() {
        settlement.outside = Some(Vec::new());
        return Ok(());
    }
    let touched: BTreeSet<StoryId> = settlement.stories.iter().map(|settled| settled.story.id).collect();
    let mut stories: Vec<Story> = settlement.stories.iter().map(|settled| settled.story.clone()).collect();
    stories.extend(
        store
            .stories()?
            .into_iter()
            .filter(|story| !settlement.dissolved.contains(&story.id) && !touched.contains(&story.id)),
    );
    let annex = place_claims(store, &stories, review.clone())?;
    for story in stories.into_iter().filter(|story| annex.candidates.contains(&story.id)) {
        let outside = annex.joined.get(&story.id).map_or(&[][..], Vec::as_slice);
        let (families, edges) = match settlement.stories.iter().find(|settled| settled.story.id == story.id) {
            Some(settled) => (settled.families.clone(), edges_now(store, &story.reports, settlement)?),
            None => (store.families(&story.reports)?, store.derivations(&story.reports)?),
        };
        let edges = edges_within(std::slice::from_ref(&story), edges).swap_remove(0);
        let claims = store.claims(&story.reports)?;
        let settled = Draft::of(story, claims, &families, edges, outside, review).settle();
        match settlement.stories.iter_mut().find(|known| known.story.id == settled.story.id) {
            Some(known) => *known = settled,
            None => {
                settlement.dissolved.push(settled.story.id);
                settlement.stories.push(settled);
            }
        }
    }
    let entries = reconcile_rest(&annex, Profile::Default, None);
    let claims: Vec<Claim> = annex.rest.iter().map(|filing| review.apply(filing.claim.clone())).collect();
    settlement.outside_prints = print_entries(&entries, &claims, &join_outside(&annex.rest));
    settlement.outside = Some(entries);
    Ok(())
}

/// The entries of claims from outside, with the lineage that came with them.
#[must_use]
pub fn reconcile_outside(filings: &[OutsideFiling], profile: Profile, as_of: Option<Timestamp>) -> Vec<Entry> {
    reconcile_filings(filings, &Review::default(), profile, as_of)
}

/// The entries of the outside claims that joined no story.
fn reconcile_rest(annex: &Annex, profile: Profile, as_of: Option<Timestamp>) -> Vec<Entry> {
    reconcile_filings(&annex.rest, &annex.review, profile, as_of)
}

fn reconcile_filings(
    filings: &[OutsideFiling],
    review: &Review,
    profile: Profile,
    as_of: Option<Timestamp>,
) -> Vec<Entry> {
    let claims: Vec<Claim> = filings.iter().map(|filing| review.apply(filing.claim.clone())).collect();
    let families = join_outside(filings);
    let known = Known { story: None, claims: &claims, families: &families, derivations: &[] };
    reconcile_reviewed(known, review.counters(), profile, as_of)
}

/// The independent texts of claims from outside: pages that share a family, and pages with their parents, are one.
#[must_use]
pub fn join_outside(filings: &[OutsideFiling]) -> BTreeMap<ReportId, FamilyId> {
    let by_doc: BTreeMap<&str, ReportId> =
        filings.iter().map(|filing| (filing.claim.doc.as_str(), filing.claim.report)).collect();
    let mut reports: Vec<ReportId> = filings.iter().map(|filing| filing.claim.report).collect();
    reports.sort();
    reports.dedup();
    let at = |id: &ReportId| reports.binary_search(id).expect("every filing's report is listed");
    let mut groups = Groups::new(reports.len());
    let mut by_family: BTreeMap<&str, usize> = BTreeMap::new();
    for filing in filings {
        let here = at(&filing.claim.report);
        if let Some(family) = &filing.family {
            groups.join(*by_family.entry(family).or_insert(here), here);
        }
        if let Some(parent) = filing.parent.as_deref().and_then(|parent| by_doc.get(parent)) {
            groups.join(at(parent), here);
        }
    }
    let name = |root: usize| FamilyId::of(&[&reports[root].0]);
    (0..reports.len()).map(|here| (reports[here], name(groups.root(here)))).collect()
}

/// The entries of one story (or of the outside claims that joined none) as of a moment and by a profile: a view, nothing
/// is kept. `annex` is of the same store.
///
/// # Errors
/// The store's.
pub fn review_entries(
    store: &dyn Store,
    annex: &Annex,
    story: Option<&Story>,
    profile: Profile,
    as_of: Option<Timestamp>,
) -> Result<Vec<Entry>, StoreError> {
    match story {
        None => Ok(reconcile_rest(annex, profile, as_of)),
        Some(story) => Ok(draft_story(store, annex, story)?.reconcile(profile, as_of)),
    }
}

/// A settled story with all that its entries follow from.
fn draft_story<'a>(store: &dyn Store, annex: &'a Annex, story: &Story) -> Result<Draft<'a>, StoreError> {
    let families = store.families(&story.reports)?;
    let edges = edges_within(std::slice::from_ref(story), store.derivations(&story.reports)?).swap_remove(0);
    let outside = annex.joined.get(&story.id).map_or(&[][..], Vec::as_slice);
    let claims = store.claims(&story.reports)?;
    Ok(Draft::of(story.clone(), claims, &families, edges, outside, &annex.review))
}

/// What a story says in the end: its place, its day, and one figure an indicator. Its reports are read again, for nothing
/// of that is kept. Where review is to count, `store` is a [`View`].
///
/// # Errors
/// The store's.
pub fn read_story_state(
    res: &Resources,
    store: &dyn Store,
    workers: &dyn Workers,
    story: &Story,
) -> Result<StoryState, StoreError> {
    let mut reports = Vec::with_capacity(story.reports.len());
    for id in &story.reports {
        reports.extend(store.report(*id)?);
    }
    let bearings = bear_reports(res, store, workers, &reports)?;
    let mut claims = store.claims(&story.reports)?;
    claims.retain(|claim| claim.review != Some(Verdict::Rejected));
    let entries = store.entries_of(Some(story.id))?;
    Ok(read_state(&claims, &entries, &bearings, &store.families(&story.reports)?))
}

/// Reads again what lost its readings, so that an interrupted `rebuild` goes on. `read` maps [`read_report`].
///
/// # Errors
/// The store's.
pub fn reread_reports(
    store: &mut dyn Store,
    memory: &mut Memory,
    read: &dyn Fn(Vec<Report>) -> Vec<Read>,
    recorded: Timestamp,
    told: &mut dyn FnMut(usize, usize),
) -> Result<(), StoreError> {
    let unread = store.unread_reports()?;
    for (number, ids) in unread.chunks(100).enumerate() {
        let mut reports = Vec::with_capacity(ids.len());
        for id in ids {
            reports.extend(store.report(*id)?);
        }
        post_reads(store, memory, read(reports), recorded)?;
        told((number * 100 + ids.len()).min(unread.len()), unread.len());
    }
    Ok(())
}

/// The root hash that the reports and outside claims of a store lead to when everything else is made anew.
///
/// # Errors
/// The store's.
pub fn rebuild_root(
    res: &Resources,
    store: &dyn Store,
    read: &dyn Fn(Vec<Report>) -> Vec<Read>,
    workers: &dyn Workers,
    told: &mut dyn FnMut(usize, usize),
) -> Result<String, StoreError> {
    let (mut fresh, mut memory) = (MemoryStore::new(), Memory::default());
    let ids = store.report_ids()?;
    for (number, portion) in ids.chunks(100).enumerate() {
        let mut reports = Vec::with_capacity(portion.len());
        for id in portion {
            reports.extend(store.report(*id)?);
        }
        post_reads(&mut fresh, &mut memory, read(reports), Timestamp(0))?;
        told((number * 100 + portion.len()).min(ids.len()), ids.len());
    }
    fresh.file_outside(&store.outside_claims()?, Timestamp(0))?;
    store.review_log()?.iter().try_for_each(|line| fresh.append_record(line))?;
    settle_ledger(res, &mut fresh, &mut memory, workers, &mut |_, _| {})?;
    hash_root(&fresh)
}
