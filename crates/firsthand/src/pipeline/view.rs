//! What would the ledger show, had it only what was recorded by a moment? A store to read from, over another store.
//! Not here: what held at a moment (`as_of`): any view can be asked that too.
//!
//! A report recorded later takes its story, and the stories beside it, apart: these are settled anew from what was there;
//! every other story stands as it does today. The rules are those of today. That is exact but for crowded keys (see
//! `lineage::keys`): a key that only later reports made crowded may have linked two old reports of other stories then.

use super::{
    Annex, Memory, draft_story, find_reviewed, place_claims, place_outside_claims, read_records, reconcile_rest,
    settle_ledger, touch_stories,
};
use crate::ledger::Profile;
use crate::model::{
    Claim, ClaimId, Derivation, Entry, EntryId, FamilyId, LogLine, Report, ReportId, Review, Story, StoryId,
    Subscription, Timestamp, Workers,
};
use crate::resources::Resources;
use crate::store::postings::Posting;
use crate::store::{
    Beat, Change, Counts, Crowd, Evidence, Feed, Filing, Holder, Index, Label, MemoryStore, OutsideFiling,
    PostingOrder, Settlement, Store, StoreError, Work, walk_labels,
};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// A store as it is read: its claims as review left them, and without what was recorded after a moment. Nothing can be
/// written to it.
pub struct View<'a> {
    base: &'a dyn Store,
    review: Review,
    log: Vec<LogLine>,
    /// Reports recorded later.
    later: BTreeSet<ReportId>,
    /// Claims from outside recorded later.
    later_claims: BTreeSet<ClaimId>,
    /// Stories of the base that were other then.
    hidden: BTreeMap<StoryId, Vec<ReportId>>,
    /// Their reports that were there, settled by themselves.
    then: MemoryStore,
    early: BTreeSet<ReportId>,
    /// Entries of other stories that were other then; none stands for the claims from outside that joined no story.
    other: BTreeMap<Option<StoryId>, Vec<Entry>>,
    /// Nothing was recorded later.
    is_today: bool,
    /// Reports of the claims on which a decision stands, once somebody asked.
    judged: OnceCell<BTreeSet<ReportId>>,
}

/// What the ledger would show of all that was recorded by `moment`: later reports, claims from outside and decisions do
/// not exist for it. Without a moment, the ledger of today. Costs what settling the touched stories costs; `told` hears
/// `(pairs traced, pairs in all)`.
///
/// # Errors
/// The store's.
pub fn view_known_at<'a>(
    res: &Resources,
    base: &'a dyn Store,
    workers: &dyn Workers,
    moment: Option<Timestamp>,
    told: &mut dyn FnMut(usize, usize),
) -> Result<View<'a>, StoreError> {
    let later = match moment {
        Some(moment) => base.recorded_after(moment)?.into_iter().collect(),
        None => BTreeSet::new(),
    };
    view_without(res, base, workers, moment, later, told)
}

/// As [`view_known_at`], where `later` are the reports that do not exist.
pub(super) fn view_without<'a>(
    res: &Resources,
    base: &'a dyn Store,
    workers: &dyn Workers,
    moment: Option<Timestamp>,
    later: BTreeSet<ReportId>,
    told: &mut dyn FnMut(usize, usize),
) -> Result<View<'a>, StoreError> {
    let by_then = |recorded: Timestamp| moment.is_none_or(|moment| recorded <= moment);
    let records = read_records(base)?;
    let known = records.iter().take_while(|record| by_then(record.recorded)).count();
    let (review, now) = (Review::of(&records[..known]), Review::of(&records));
    let mut log = base.review_log()?;
    log.truncate(known);
    let later_claims: BTreeSet<ClaimId> =
        base.outside_recorded()?.into_iter().filter(|(_, recorded)| !by_then(*recorded)).map(|(id, _)| id).collect();

    let changed = review.differences(&now);
    let is_today = later.is_empty() && later_claims.is_empty() && changed.is_empty();
    if is_today {
        return Ok(View::of_today(base, review, log));
    }
    let mut seeds: Vec<ReportId> = later.iter().copied().collect();
    seeds.extend(changed.reports.iter().filter(|id| !later.contains(*id)));
    let (mut members, mut hidden) = (BTreeSet::new(), BTreeMap::new());
    let seeds: Vec<ReportId> = base.seqs(&seeds)?.into_keys().collect();
    touch_stories(base, seeds, &mut members, &mut hidden)?;
    let early: BTreeSet<ReportId> = members.difference(&later).copied().collect();
    let mut view = View { later, later_claims, hidden, early, is_today, ..View::of_today(base, review, log) };
    view.settle_early(res, workers, told)?;

    let mut stories: BTreeSet<StoryId> =
        base.stories_of(&find_reviewed(base, &now, &changed)?)?.into_values().collect();
    let has_outside = !base.outside_recorded()?.is_empty();
    let annex = if has_outside {
        stories.extend(place_outside_claims(base, &base.stories()?)?.candidates);
        let annex = place_claims(&view, &view.stories()?, view.review.clone())?;
        stories.extend(&annex.candidates);
        annex
    } else {
        Annex { review: view.review.clone(), ..Annex::default() }
    };
    let mut other = BTreeMap::new();
    for id in stories {
        if let Some(story) = view.story(id)? {
            other.insert(Some(id), draft_story(&view, &annex, &story)?.reconcile(Profile::Default, None));
        }
    }
    if has_outside {
        other.insert(None, reconcile_rest(&annex, Profile::Default, None));
    }
    view.other = other;
    Ok(view)
}

impl<'a> View<'a> {
    fn of_today(base: &'a dyn Store, review: Review, log: Vec<LogLine>) -> Self {
        Self {
            base,
            review,
            log,
            later: BTreeSet::new(),
            later_claims: BTreeSet::new(),
            hidden: BTreeMap::new(),
            then: MemoryStore::new(),
            early: BTreeSet::new(),
            other: BTreeMap::new(),
            is_today: true,
            judged: OnceCell::new(),
        }
    }

    /// Whether a decision stands on a claim of this report.
    fn is_judged(&self, report: ReportId) -> Result<bool, StoreError> {
        if self.judged.get().is_none() {
            let claims = self.base.claims_named(&self.review.judged().collect())?;
            let reports = claims.into_values().map(|claim| claim.report).collect();
            // Only this thread reads the view.
            self.judged.get_or_init(|| reports);
        }
        Ok(self.judged.get().is_some_and(|reports| reports.contains(&report)))
    }

    /// Files the early reports of the hidden stories with the readings that are there, and settles them.
    fn settle_early(
        &mut self,
        res: &Resources,
        workers: &dyn Workers,
        told: &mut dyn FnMut(usize, usize),
    ) -> Result<(), StoreError> {
        let ids: Vec<ReportId> = self.early.iter().copied().collect();
        for ids in ids.chunks(256) {
            let (mut kin, mut telling) = (self.base.keys(Index::Kin, ids)?, self.base.keys(Index::Story, ids)?);
            let mut signatures = self.base.signatures(ids)?;
            let mut filings = Vec::with_capacity(ids.len());
            for id in ids {
                let Some(report) = self.base.report(*id)? else { continue };
                filings.push(Filing {
                    report,
                    claims: self.base.claims(&[*id])?,
                    kin_keys: kin.remove(id).unwrap_or_default(),
                    story_keys: telling.remove(id).unwrap_or_default(),
                    signature: signatures.remove(id).unwrap_or_default(),
                    beat: None,
                });
            }
            self.then.file_reports(&filings, Timestamp(0))?;
        }
        self.log.iter().try_for_each(|line| self.then.append_record(line))?;
        settle_ledger(res, &mut self.then, &mut Memory::default(), workers, told)
    }

    /// The claim as it was read, before any review.
    ///
    /// # Errors
    /// The store's.
    pub fn claim_as_read(&self, id: ClaimId) -> Result<Option<Claim>, StoreError> {
        let outside = self.later_claims.contains(&id);
        Ok(self.base.claim(id)?.filter(|claim| !outside && !self.later.contains(&claim.report)))
    }

    /// These claims of the base as review left them, but for those recorded later.
    fn reviewed(&self, claims: BTreeMap<ClaimId, Claim>) -> BTreeMap<ClaimId, Claim> {
        let there =
            |id: &ClaimId, claim: &Claim| !self.later_claims.contains(id) && !self.later.contains(&claim.report);
        let claims = claims.into_iter().filter(|(id, claim)| there(id, claim));
        claims.map(|(id, claim)| (id, self.review.apply(claim))).collect()
    }

    fn there(&self, ids: &[ReportId]) -> Vec<ReportId> {
        ids.iter().filter(|id| !self.later.contains(id)).copied().collect()
    }

    /// Reports that stand as they do today, and reports of stories that were other then.
    fn apart(&self, ids: &[ReportId]) -> (Vec<ReportId>, Vec<ReportId>) {
        self.there(ids).into_iter().partition(|id| !self.early.contains(id))
    }

    /// Whether an edge of the base stands as it does today.
    fn stands(&self, one: ReportId, other: ReportId) -> bool {
        let both_early = self.early.contains(&one) && self.early.contains(&other);
        !both_early && !self.later.contains(&one) && !self.later.contains(&other)
    }

    /// Entries of the base whose stories stand as they do today.
    fn is_of_today(&self, entry: &Entry) -> bool {
        !self.other.contains_key(&entry.story) && entry.story.is_none_or(|story| !self.hidden.contains_key(&story))
    }
}

fn read_only<T>() -> Result<T, StoreError> {
    Err(StoreError::Backend { action: "writing", why: "a view can only be read".to_owned() })
}

impl Store for View<'_> {
    fn file_reports(&mut self, _: &[Filing], _: Timestamp) -> Result<Vec<ReportId>, StoreError> {
        read_only()
    }

    fn together(&mut self, _: &mut Work<'_>) -> Result<(), StoreError> {
        read_only()
    }

    fn file_outside(&mut self, _: &[OutsideFiling], _: Timestamp) -> Result<usize, StoreError> {
        read_only()
    }

    fn apply_settlement(&mut self, _: &Settlement) -> Result<(), StoreError> {
        read_only()
    }

    fn forget_readings(&mut self) -> Result<(), StoreError> {
        read_only()
    }

    fn append_record(&mut self, _: &LogLine) -> Result<(), StoreError> {
        read_only()
    }

    fn review_log(&self) -> Result<Vec<LogLine>, StoreError> {
        Ok(self.log.clone())
    }

    fn settled_decisions(&self) -> Result<u64, StoreError> {
        Ok(self.log.len() as u64)
    }

    fn recorded_after(&self, moment: Timestamp) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.there(&self.base.recorded_after(moment)?))
    }

    fn recorded(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Timestamp>, StoreError> {
        self.base.recorded(&self.there(ids))
    }

    fn outside_recorded(&self) -> Result<BTreeMap<ClaimId, Timestamp>, StoreError> {
        let mut recorded = self.base.outside_recorded()?;
        recorded.retain(|id, _| !self.later_claims.contains(id));
        Ok(recorded)
    }

    fn posting_order(&self) -> Result<PostingOrder, StoreError> {
        let mut order = self.base.posting_order()?;
        order.reports.retain(|id| !self.later.contains(id));
        order.outside.retain(|id| !self.later_claims.contains(id));
        Ok(order)
    }

    /// The feed tells of the ledger, not of a view of it: it is empty here.
    fn changes(&self, _: i64, _: usize) -> Result<Vec<Change>, StoreError> {
        Ok(Vec::new())
    }

    fn feed(&self) -> Result<Feed, StoreError> {
        Ok(Feed { name: self.base.feed()?.name, end: 0 })
    }

    fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        self.base.subscriptions()
    }

    fn put_subscription(&mut self, _: &Subscription) -> Result<(), StoreError> {
        read_only()
    }

    fn end_subscription(&mut self, _: &str) -> Result<bool, StoreError> {
        read_only()
    }

    fn generation(&self) -> Result<i64, StoreError> {
        self.base.generation()
    }

    fn known_reports(&self, ids: &[ReportId]) -> Result<BTreeSet<ReportId>, StoreError> {
        self.base.known_reports(&self.there(ids))
    }

    fn unread_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.there(&self.base.unread_reports()?))
    }

    fn unsettled_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.there(&self.base.unsettled_reports()?))
    }

    fn outside_unsettled(&self) -> Result<bool, StoreError> {
        Ok(false)
    }

    fn report_ids(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.there(&self.base.report_ids()?))
    }

    fn report(&self, id: ReportId) -> Result<Option<Report>, StoreError> {
        if self.later.contains(&id) { Ok(None) } else { self.base.report(id) }
    }

    fn damaged_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.there(&self.base.damaged_reports()?))
    }

    fn keep_evidence(&mut self, _: &[Evidence]) -> Result<usize, StoreError> {
        read_only()
    }

    fn evidence(&self, id: ReportId) -> Result<Vec<Evidence>, StoreError> {
        if self.later.contains(&id) { Ok(Vec::new()) } else { self.base.evidence(id) }
    }

    fn reports_with_evidence(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.there(&self.base.reports_with_evidence()?))
    }

    fn damaged_evidence(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.there(&self.base.damaged_evidence()?))
    }

    fn postings(&self, index: Index, stretches: &[(u64, u64)]) -> Result<Vec<Posting>, StoreError> {
        let later: Vec<ReportId> = self.later.iter().copied().collect();
        let later: BTreeSet<u32> = self.base.seqs(&later)?.into_values().collect();
        let mut postings = self.base.postings(index, stretches)?;
        postings.retain(|(_, seq)| !later.contains(seq));
        Ok(postings)
    }

    fn crowds(&self, keys: &[u64]) -> Result<Vec<Crowd>, StoreError> {
        self.base.crowds(keys)
    }

    fn seqs(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, u32>, StoreError> {
        self.base.seqs(&self.there(ids))
    }

    fn held_by(&self, seqs: &[u32]) -> Result<Vec<Holder>, StoreError> {
        self.base.held_by(seqs)
    }

    fn keys(&self, index: Index, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u64>>, StoreError> {
        self.base.keys(index, &self.there(ids))
    }

    fn signatures(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u8>>, StoreError> {
        self.base.signatures(&self.there(ids))
    }

    /// What an outlet covers is known of today.
    fn beats(&self, host: &str) -> Result<Vec<(Beat, u64)>, StoreError> {
        self.base.beats(host)
    }

    fn claims(&self, ids: &[ReportId]) -> Result<Vec<Claim>, StoreError> {
        let claims = self.base.claims(&self.there(ids))?;
        Ok(claims.into_iter().map(|claim| self.review.apply(claim)).collect())
    }

    fn outside_claims(&self) -> Result<Vec<OutsideFiling>, StoreError> {
        let filings = self.base.outside_claims()?.into_iter();
        let there = filings.filter(|filing| !self.later_claims.contains(&filing.claim.id));
        Ok(there.map(|filing| OutsideFiling { claim: self.review.apply(filing.claim), ..filing }).collect())
    }

    fn derivations(&self, ids: &[ReportId]) -> Result<Vec<Derivation>, StoreError> {
        let ids = self.there(ids);
        let mut found = self.base.derivations(&ids)?;
        found.retain(|edge| self.stands(edge.child, edge.parent));
        found.extend(self.then.derivations(&ids)?);
        found.sort();
        Ok(found)
    }

    fn linked_pairs(&self, ids: &[ReportId]) -> Result<Vec<(ReportId, ReportId)>, StoreError> {
        let ids = self.there(ids);
        let mut found = self.base.linked_pairs(&ids)?;
        found.retain(|(one, other)| self.stands(*one, *other));
        found.extend(self.then.linked_pairs(&ids)?);
        found.sort();
        Ok(found)
    }

    fn stories(&self) -> Result<Vec<Story>, StoreError> {
        let mut stories = self.base.stories()?;
        stories.retain(|story| !self.hidden.contains_key(&story.id));
        stories.extend(self.then.stories()?);
        stories.sort_by_key(|story| story.id);
        Ok(stories)
    }

    fn stories_of(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, StoryId>, StoreError> {
        let (today, early) = self.apart(ids);
        let mut stories = self.base.stories_of(&today)?;
        stories.extend(self.then.stories_of(&early)?);
        Ok(stories)
    }

    fn story(&self, id: StoryId) -> Result<Option<Story>, StoreError> {
        match self.then.story(id)? {
            Some(story) => Ok(Some(story)),
            None if self.hidden.contains_key(&id) => Ok(None),
            None => self.base.story(id),
        }
    }

    /// A story of today leads to those of its reports then.
    fn successors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError> {
        let Some(reports) = self.hidden.get(&id) else { return self.base.successors(id) };
        let stories: BTreeSet<StoryId> = self.then.stories_of(reports)?.into_values().collect();
        Ok(stories.into_iter().filter(|story| *story != id).collect())
    }

    fn predecessors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError> {
        if self.then.story(id)?.is_some() { Ok(Vec::new()) } else { self.base.predecessors(id) }
    }

    fn families(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, FamilyId>, StoreError> {
        let (today, early) = self.apart(ids);
        let mut families = self.base.families(&today)?;
        families.extend(self.then.families(&early)?);
        Ok(families)
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.base.entries()?;
        entries.retain(|entry| self.is_of_today(entry));
        let then = self.then.entries()?.into_iter().filter(|entry| !self.other.contains_key(&entry.story));
        entries.extend(then);
        entries.extend(self.other.values().flatten().cloned());
        entries.sort_by(|one, other| (one.story, &one.series, one.id).cmp(&(other.story, &other.series, other.id)));
        Ok(entries)
    }

    fn stories_labelled(&self, labels: &[Label]) -> Result<Vec<Option<StoryId>>, StoreError> {
        if self.is_today {
            return self.base.stories_labelled(labels);
        }
        walk_labels(self, labels)
    }

    fn entries_of(&self, story: Option<StoryId>) -> Result<Vec<Entry>, StoreError> {
        if let Some(entries) = self.other.get(&story) {
            return Ok(entries.clone());
        }
        let of_then = story.map(|id| self.then.story(id)).transpose()?.flatten().is_some();
        let is_hidden = story.is_some_and(|story| self.hidden.contains_key(&story));
        match (of_then, is_hidden) {
            (true, _) => self.then.entries_of(story),
            (false, true) => Ok(Vec::new()),
            (false, false) => self.base.entries_of(story),
        }
    }

    fn entries_labelled(&self, story: Option<StoryId>, labels: &[Label]) -> Result<Vec<Entry>, StoreError> {
        if self.is_today {
            return self.base.entries_labelled(story, labels);
        }
        Ok(self.entries_of(story)?.into_iter().filter(|entry| Label::are_on(labels, entry)).collect())
    }

    fn ids_from(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        if self.is_today {
            return self.base.ids_from(prefix, limit);
        }
        let mut found: BTreeSet<String> = self.base.ids_from(prefix, usize::MAX)?.into_iter().collect();
        found.extend(self.then.ids_from(prefix, usize::MAX)?);
        let other = self.other.values().flatten().map(|entry| entry.id.to_string());
        found.extend(other.filter(|id| id.starts_with(prefix)));
        let is_here = |id: &str| -> Result<bool, StoreError> {
            Ok(if let Ok(id) = id.parse::<ClaimId>() {
                self.claim_as_read(id)?.is_some()
            } else if let Ok(id) = id.parse::<EntryId>() {
                self.entry(id)?.is_some()
            } else if let Ok(id) = id.parse::<ReportId>() {
                !self.later.contains(&id)
            } else {
                id.parse().map(|id| self.story(id)).is_ok_and(|story| story.is_ok_and(|story| story.is_some()))
            })
        };
        let mut here = Vec::new();
        for id in found {
            if here.len() == limit {
                break;
            }
            if is_here(&id)? {
                here.push(id);
            }
        }
        Ok(here)
    }

    fn claim(&self, id: ClaimId) -> Result<Option<Claim>, StoreError> {
        Ok(self.claim_as_read(id)?.map(|claim| self.review.apply(claim)))
    }

    fn claims_named(&self, ids: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, Claim>, StoreError> {
        Ok(self.reviewed(self.base.claims_named(ids)?))
    }

    fn claims_of_private(&self, ids: &BTreeSet<ClaimId>) -> Result<BTreeMap<ClaimId, Claim>, StoreError> {
        let mut found = self.base.claims_of_private(ids)?;
        // A reviewer may have named somebody, or said what he is.
        let judged = ids.iter().filter(|id| self.review.judges(**id)).copied().collect();
        found.extend(self.base.claims_named(&judged)?);
        Ok(self.reviewed(found))
    }

    fn private_claims_in(&self, report: ReportId) -> Result<Vec<Claim>, StoreError> {
        // A reviewer may have named somebody, or said what he is.
        if self.later.contains(&report) || self.is_judged(report)? {
            return self.claims(&[report]);
        }
        Ok(self.base.private_claims_in(report)?.into_iter().map(|claim| self.review.apply(claim)).collect())
    }

    fn entry(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        if let Some(entry) = self.other.values().flatten().find(|entry| entry.id == id) {
            return Ok(Some(entry.clone()));
        }
        let then = self.then.entry(id)?.filter(|entry| !self.other.contains_key(&entry.story));
        if then.is_some() {
            return Ok(then);
        }
        Ok(self.base.entry(id)?.filter(|entry| self.is_of_today(entry)))
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        if self.is_today {
            return self.base.counts();
        }
        let ids = self.report_ids()?;
        let entries = self.entries()?.len();
        Ok(Counts {
            reports: ids.len(),
            families: self.families(&ids)?.into_values().collect::<BTreeSet<_>>().len(),
            stories: self.stories()?.len(),
            claims: self.base.claims(&ids)?.len(),
            outside: self.outside_recorded()?.len(),
            entries,
        })
    }
}
