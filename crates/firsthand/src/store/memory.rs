//! The store in memory: what tests and `verify` rebuild in, and the plainest statement of what a store does.

use super::postings::{Posting, Runs};
use super::{
    Beat, Change, Counts, Crowd, Evidence, Feed, Filing, Holder, Index, OutsideFiling, PostingOrder, Print, Settlement,
    Store, StoreError, Work, hash_bytes, print_entry,
};
use crate::model::{
    Claim, ClaimId, Derivation, Entry, EntryId, FamilyId, LogLine, Report, ReportId, Story, StoryId, Subscription,
    Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// A ledger in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    reports: BTreeMap<ReportId, Report>,
    readings: BTreeMap<ReportId, Reading>,
    unsettled: BTreeSet<ReportId>,
    outside: BTreeMap<ClaimId, OutsideFiling>,
    outside_unsettled: bool,
    kin: Runs,
    crowds: BTreeMap<u64, Vec<u32>>,
    telling: Runs,
    /// By number.
    holders: Vec<Holder>,
    edges: BTreeMap<(ReportId, ReportId), Derivation>,
    stories: BTreeMap<StoryId, Story>,
    moves: BTreeSet<(StoryId, StoryId)>,
    story_of: BTreeMap<ReportId, StoryId>,
    families: BTreeMap<ReportId, FamilyId>,
    beats: BTreeMap<Beat, u64>,
    entries: BTreeMap<(Option<StoryId>, String, EntryId), Entry>,
    generation: i64,
    recorded: BTreeMap<ReportId, Timestamp>,
    outside_recorded: BTreeMap<ClaimId, Timestamp>,
    order: PostingOrder,
    /// By the hash of the bytes.
    originals: BTreeMap<String, Vec<u8>>,
    /// By report and hash; the bytes stand apart.
    evidence: BTreeMap<(ReportId, String), Evidence>,
    log: Vec<LogLine>,
    decisions: u64,
    subscriptions: BTreeMap<String, Subscription>,
    feed: BTreeMap<EntryId, Told>,
    feed_end: i64,
    /// Readings were forgotten, and what did not come back is not known yet.
    feed_behind: bool,
}

/// What the feed told last of an entry; no print where it is gone.
#[derive(Debug, Clone)]
struct Told {
    seq: i64,
    print: Option<Print>,
}

#[derive(Debug, Clone)]
struct Reading {
    seq: u32,
    claims: Vec<Claim>,
    kin_keys: Vec<u64>,
    story_keys: Vec<u64>,
    signature: Vec<u8>,
}

impl MemoryStore {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes what the feed has not told yet. `before` are entries that were there.
    fn tell(&mut self, before: &BTreeSet<EntryId>, prints: &BTreeMap<EntryId, Print>) {
        let gone: BTreeSet<EntryId> = before.iter().filter(|id| !prints.contains_key(*id)).copied().collect();
        for (id, print) in prints.iter().map(|(id, print)| (*id, Some(*print))).chain(gone.iter().map(|id| (*id, None)))
        {
            let known = self.feed.get(&id);
            if known.map_or(print.is_some(), |told| told.print != print) {
                self.feed_end += 1;
                self.feed.insert(id, Told { seq: self.feed_end, print });
            }
        }
    }

    fn put_entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.entries.insert((entry.story, entry.series.clone(), entry.id), entry.clone());
        }
    }
}

impl Store for MemoryStore {
    fn file_reports(&mut self, filings: &[Filing], recorded: Timestamp) -> Result<Vec<ReportId>, StoreError> {
        let mut new = Vec::new();
        let (mut kin, mut telling) = (Vec::new(), Vec::new());
        for filing in filings {
            let id = filing.report.id;
            if self.readings.contains_key(&id) {
                continue;
            }
            let seq = u32::try_from(self.holders.len()).expect("four thousand million reports fit no memory");
            self.holders.push(Holder::of(&filing.report));
            kin.extend(filing.kin_keys.iter().map(|key| (*key, seq)));
            telling.extend(filing.story_keys.iter().map(|key| (*key, seq)));
            self.readings.insert(
                id,
                Reading {
                    seq,
                    claims: filing.claims.clone(),
                    kin_keys: filing.kin_keys.clone(),
                    story_keys: filing.story_keys.clone(),
                    signature: filing.signature.clone(),
                },
            );
            self.unsettled.insert(id);
            if let Some(beat) = &filing.beat {
                *self.beats.entry(beat.clone()).or_default() += 1;
            }
            if self.reports.insert(id, filing.report.clone()).is_none() {
                new.push(id);
                self.order.reports.push(id);
                self.recorded.insert(id, recorded);
            }
        }
        self.kin.add(kin);
        self.telling.add(telling);
        Ok(new)
    }

    fn together(&mut self, work: &mut Work<'_>) -> Result<(), StoreError> {
        let before = self.clone();
        let done = work(self);
        if done.is_err() {
            *self = before;
        }
        done
    }

    fn file_outside(&mut self, filings: &[OutsideFiling], recorded: Timestamp) -> Result<usize, StoreError> {
        let before = self.outside.len();
        for filing in filings {
            if let std::collections::btree_map::Entry::Vacant(place) = self.outside.entry(filing.claim.id) {
                place.insert(filing.clone());
                self.order.outside.push(filing.claim.id);
            }
            self.outside_recorded.entry(filing.claim.id).or_insert(recorded);
        }
        let new = self.outside.len() - before;
        self.outside_unsettled |= new > 0;
        Ok(new)
    }

    fn apply_settlement(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        if settlement.generation != self.generation {
            return Err(StoreError::Stale);
        }
        self.generation += 1;
        self.decisions = settlement.decisions;
        let (mut before, mut prints) = (BTreeSet::new(), BTreeMap::new());
        for pair in &settlement.unlinked {
            self.edges.remove(pair);
        }
        for edge in &settlement.linked {
            self.edges.insert((edge.child.min(edge.parent), edge.child.max(edge.parent)), edge.clone());
        }
        for id in &settlement.dissolved {
            for report in self.stories.remove(id).map(|story| story.reports).unwrap_or_default() {
                self.story_of.remove(&report);
                self.families.remove(&report);
            }
            before.extend(self.entries.keys().filter(|(story, _, _)| *story == Some(*id)).map(|(_, _, entry)| *entry));
            self.entries.retain(|(story, _, _), _| *story != Some(*id));
        }
        for (source, _) in &settlement.moved {
            self.moves.retain(|(other, _)| other != source);
        }
        self.moves.extend(&settlement.moved);
        for settled in &settlement.stories {
            for report in &settled.story.reports {
                self.story_of.insert(*report, settled.story.id);
            }
            self.families.extend(&settled.families);
            self.stories.insert(settled.story.id, settled.story.clone());
            self.put_entries(&settled.entries);
            prints.extend(settled.entries.iter().map(|entry| (entry.id, print_of(&settled.prints, entry))));
        }
        if let Some(entries) = &settlement.outside {
            before.extend(self.entries.keys().filter(|(story, _, _)| story.is_none()).map(|(_, _, entry)| *entry));
            self.entries.retain(|(story, _, _), _| story.is_some());
            self.put_entries(entries);
            prints.extend(entries.iter().map(|entry| (entry.id, print_of(&settlement.outside_prints, entry))));
            self.outside_unsettled = false;
        }
        self.crowds.extend(settlement.crowds.iter().map(|crowd| (crowd.key, crowd.pioneers.clone())));
        for id in &settlement.settled {
            self.unsettled.remove(id);
        }
        if self.feed_behind && self.readings.len() == self.reports.len() {
            let here: BTreeSet<EntryId> = self.entries.keys().map(|(_, _, id)| *id).collect();
            before.extend(self.feed.keys().filter(|id| !here.contains(*id)));
            self.feed_behind = false;
        }
        self.tell(&before, &prints);
        Ok(())
    }

    fn forget_readings(&mut self) -> Result<(), StoreError> {
        let empty = Self::default();
        let old = std::mem::replace(self, empty);
        self.generation = old.generation + 1;
        self.reports = old.reports;
        self.moves = old.moves;
        self.outside_unsettled = !old.outside.is_empty();
        self.outside = old.outside;
        (self.recorded, self.outside_recorded, self.order) = (old.recorded, old.outside_recorded, old.order);
        (self.originals, self.evidence) = (old.originals, old.evidence);
        (self.log, self.decisions) = (old.log, old.decisions);
        self.subscriptions = old.subscriptions;
        (self.feed, self.feed_end, self.feed_behind) = (old.feed, old.feed_end, true);
        Ok(())
    }

    fn append_record(&mut self, line: &LogLine) -> Result<(), StoreError> {
        if line.number != self.log.len() as u64 + 1 {
            return Err(StoreError::Stale);
        }
        self.log.push(line.clone());
        Ok(())
    }

    fn review_log(&self) -> Result<Vec<LogLine>, StoreError> {
        Ok(self.log.clone())
    }

    fn settled_decisions(&self) -> Result<u64, StoreError> {
        Ok(self.decisions)
    }

    fn recorded_after(&self, moment: Timestamp) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.recorded.iter().filter(|(_, recorded)| **recorded > moment).map(|(id, _)| *id).collect())
    }

    fn recorded(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Timestamp>, StoreError> {
        Ok(ids.iter().filter_map(|id| Some((*id, *self.recorded.get(id)?))).collect())
    }

    fn posting_order(&self) -> Result<PostingOrder, StoreError> {
        Ok(self.order.clone())
    }

    fn outside_recorded(&self) -> Result<BTreeMap<ClaimId, Timestamp>, StoreError> {
        Ok(self.outside_recorded.clone())
    }

    fn changes(&self, after: i64, limit: usize) -> Result<Vec<Change>, StoreError> {
        let change =
            |(entry, told): (&EntryId, &Told)| Change { seq: told.seq, entry: *entry, gone: told.print.is_none() };
        let mut changes: Vec<Change> = self.feed.iter().map(change).filter(|change| change.seq > after).collect();
        changes.sort_unstable();
        changes.truncate(limit);
        Ok(changes)
    }

    fn feed(&self) -> Result<Feed, StoreError> {
        Ok(Feed { name: 0, end: self.feed_end })
    }

    fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        Ok(self.subscriptions.values().cloned().collect())
    }

    fn put_subscription(&mut self, subscription: &Subscription) -> Result<(), StoreError> {
        self.subscriptions.insert(subscription.address.clone(), subscription.clone());
        Ok(())
    }

    fn end_subscription(&mut self, address: &str) -> Result<bool, StoreError> {
        Ok(self.subscriptions.remove(address).is_some())
    }

    fn generation(&self) -> Result<i64, StoreError> {
        Ok(self.generation)
    }

    fn known_reports(&self, ids: &[ReportId]) -> Result<BTreeSet<ReportId>, StoreError> {
        Ok(ids.iter().copied().filter(|id| self.reports.contains_key(id)).collect())
    }

    fn unread_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.reports.keys().copied().filter(|id| !self.readings.contains_key(id)).collect())
    }

    fn unsettled_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.unsettled.iter().copied().collect())
    }

    fn outside_unsettled(&self) -> Result<bool, StoreError> {
        Ok(self.outside_unsettled)
    }

    fn report_ids(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(self.reports.keys().copied().collect())
    }

    fn report(&self, id: ReportId) -> Result<Option<Report>, StoreError> {
        Ok(self.reports.get(&id).cloned())
    }

    fn damaged_reports(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(Vec::new())
    }

    fn keep_evidence(&mut self, evidence: &[Evidence]) -> Result<usize, StoreError> {
        let before = self.evidence.len();
        for one in evidence {
            let hash = hash_bytes(&one.bytes);
            self.originals.entry(hash.clone()).or_insert_with(|| one.bytes.clone());
            let apart = Evidence { bytes: Vec::new(), ..one.clone() };
            self.evidence.entry((one.report, hash)).or_insert(apart);
        }
        Ok(self.evidence.len() - before)
    }

    fn evidence(&self, id: ReportId) -> Result<Vec<Evidence>, StoreError> {
        let of = self.evidence.range((id, String::new())..).take_while(|((report, _), _)| *report == id);
        Ok(of.map(|((_, hash), one)| Evidence { bytes: self.originals[hash].clone(), ..one.clone() }).collect())
    }

    fn reports_with_evidence(&self) -> Result<Vec<ReportId>, StoreError> {
        let mut ids: Vec<ReportId> = self.evidence.keys().map(|(report, _)| *report).collect();
        ids.dedup();
        Ok(ids)
    }

    fn damaged_evidence(&self) -> Result<Vec<ReportId>, StoreError> {
        Ok(Vec::new())
    }

    fn postings(&self, index: Index, stretches: &[(u64, u64)]) -> Result<Vec<Posting>, StoreError> {
        let runs = match index {
            Index::Kin => &self.kin,
            Index::Story => &self.telling,
        };
        Ok(runs.within(stretches))
    }

    fn crowds(&self, keys: &[u64]) -> Result<Vec<Crowd>, StoreError> {
        let crowd = |key: &u64| Some(Crowd { key: *key, pioneers: self.crowds.get(key)?.clone() });
        Ok(keys.iter().filter_map(crowd).collect())
    }

    fn seqs(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, u32>, StoreError> {
        Ok(ids.iter().filter_map(|id| Some((*id, self.readings.get(id)?.seq))).collect())
    }

    fn held_by(&self, seqs: &[u32]) -> Result<Vec<Holder>, StoreError> {
        let held = |seq: &u32| self.holders.get(*seq as usize).copied().ok_or_else(|| Holder::missing(*seq));
        seqs.iter().map(held).collect()
    }

    fn keys(&self, index: Index, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u64>>, StoreError> {
        let found = ids.iter().filter_map(|id| {
            let reading = self.readings.get(id)?;
            let keys = match index {
                Index::Kin => &reading.kin_keys,
                Index::Story => &reading.story_keys,
            };
            Some((*id, keys.clone()))
        });
        Ok(found.collect())
    }

    fn signatures(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, Vec<u8>>, StoreError> {
        Ok(ids.iter().filter_map(|id| Some((*id, self.readings.get(id)?.signature.clone()))).collect())
    }

    fn beats(&self, host: &str) -> Result<Vec<(Beat, u64)>, StoreError> {
        let first = Beat { host: host.to_owned(), division: String::new(), town: String::new() };
        let of_host = self.beats.range(first..).take_while(|(beat, _)| beat.host == host);
        Ok(of_host.map(|(beat, count)| (beat.clone(), *count)).collect())
    }

    fn claims(&self, ids: &[ReportId]) -> Result<Vec<Claim>, StoreError> {
        let ids: BTreeSet<_> = ids.iter().collect();
        Ok(ids.into_iter().filter_map(|id| self.readings.get(id)).flat_map(|reading| reading.claims.clone()).collect())
    }

    fn outside_claims(&self) -> Result<Vec<OutsideFiling>, StoreError> {
        Ok(self.outside.values().cloned().collect())
    }

    fn derivations(&self, ids: &[ReportId]) -> Result<Vec<Derivation>, StoreError> {
        let ids: BTreeSet<_> = ids.iter().collect();
        let mut found: Vec<_> = self
            .edges
            .iter()
            .filter(|((a, b), _)| ids.contains(a) || ids.contains(b))
            .map(|(_, e)| e.clone())
            .collect();
        found.sort();
        Ok(found)
    }

    fn linked_pairs(&self, ids: &[ReportId]) -> Result<Vec<(ReportId, ReportId)>, StoreError> {
        let ids: BTreeSet<_> = ids.iter().collect();
        Ok(self.edges.keys().filter(|(one, other)| ids.contains(one) || ids.contains(other)).copied().collect())
    }

    fn stories(&self) -> Result<Vec<Story>, StoreError> {
        Ok(self.stories.values().cloned().collect())
    }

    fn stories_of(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, StoryId>, StoreError> {
        Ok(ids.iter().filter_map(|id| Some((*id, *self.story_of.get(id)?))).collect())
    }

    fn story(&self, id: StoryId) -> Result<Option<Story>, StoreError> {
        Ok(self.stories.get(&id).cloned())
    }

    fn successors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError> {
        Ok(self.moves.range((id, StoryId([0; 10]))..=(id, StoryId([255; 10]))).map(|(_, target)| *target).collect())
    }

    fn predecessors(&self, id: StoryId) -> Result<Vec<StoryId>, StoreError> {
        Ok(self.moves.iter().filter(|(_, target)| *target == id).map(|(source, _)| *source).collect())
    }

    fn families(&self, ids: &[ReportId]) -> Result<BTreeMap<ReportId, FamilyId>, StoreError> {
        Ok(ids.iter().filter_map(|id| Some((*id, *self.families.get(id)?))).collect())
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.entries.values().cloned().collect())
    }

    fn entries_of(&self, story: Option<StoryId>) -> Result<Vec<Entry>, StoreError> {
        let first = (story, String::new(), EntryId([0; 10]));
        Ok(self.entries.range(first..).take_while(|(key, _)| key.0 == story).map(|(_, entry)| entry.clone()).collect())
    }

    fn ids_from(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        let claims = self.readings.values().flat_map(|reading| &reading.claims).map(|claim| claim.id.to_string());
        let outside = self.outside.keys().map(ToString::to_string);
        let entries = self.entries.keys().map(|(_, _, id)| id.to_string());
        let reports = self.reports.keys().map(ToString::to_string);
        let stories = self.stories.keys().map(ToString::to_string);
        let all = claims.chain(outside).chain(entries).chain(reports).chain(stories);
        let found: BTreeSet<String> = all.filter(|id| id.starts_with(prefix)).collect();
        Ok(found.into_iter().take(limit).collect())
    }

    fn claim(&self, id: ClaimId) -> Result<Option<Claim>, StoreError> {
        let read = self.readings.values().flat_map(|reading| &reading.claims).find(|claim| claim.id == id);
        Ok(read.or_else(|| self.outside.get(&id).map(|filing| &filing.claim)).cloned())
    }

    fn entry(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        Ok(self.entries.values().find(|entry| entry.id == id).cloned())
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        Ok(Counts {
            reports: self.reports.len(),
            families: self.families.values().collect::<BTreeSet<_>>().len(),
            stories: self.stories.len(),
            claims: self.readings.values().map(|reading| reading.claims.len()).sum(),
            outside: self.outside.len(),
            entries: self.entries.len(),
        })
    }
}

/// What a reader sees of an entry.
fn print_of(prints: &BTreeMap<EntryId, Print>, entry: &Entry) -> Print {
    prints.get(&entry.id).copied().unwrap_or_else(|| print_entry(entry))
}
