//! Which reports are worth comparing as texts, and the edges between them.
//! Not here: what a key is and how many must be shared (`lineage::keys`), what an edge is (`lineage`).
//!
//! New reports ask the index for whoever shares their keys, and shared keys are counted by pair. A crowded key, that many
//! hold, asks for less; the rule looks at the whole set and at publication, never at who was posted first. Which keys of
//! words are crowded is kept with each settlement, so that their many holders are not read again.

use super::{Memory, mentions_of};
use crate::lineage::{KeyKind, Shared, cell_of, cells_asked, near_keys, shared_keys, trace_lineage};
use crate::model::{Report, ReportId, Workers, gather, gather_sorted, mix};
use crate::resources::Resources;
use crate::store::postings::{Posting, postings_within};
use crate::store::{Crowd, Holder, Index, Settlement, Store, StoreError};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Mutex, PoisonError};

/// How many of a crowded key's earliest holders are compared with everybody: all copies of a widely copied text meet them.
const PIONEERS: usize = 8;

/// Reports that ask at once: the more, the more keys lie in one chunk of the index.
const ASKING: usize = 16_384;

/// Cells read at once.
const CELLS: usize = 16_384;

/// Of so many new reports at most all keys are at hand at once, some 80 MB; of more, all holders of crowded keys are read.
const AT_HAND: usize = 65_536;

/// Reports for which one hand counts.
const PIECE: usize = 64;

/// Pairs traced at once: their reports, up to twice as many, are at hand together, some 40 MB.
const PAIRS: usize = 512;

/// Finds the edges that the new reports bring, and those that go because their keys became crowded.
pub(super) fn link_kin(
    res: &Resources,
    store: &dyn Store,
    memory: &mut Memory,
    workers: &dyn Workers,
    told: &mut dyn FnMut(usize, usize),
    new: &[ReportId],
    settlement: &mut Settlement,
) -> Result<(), StoreError> {
    let mut fresh: Vec<(u32, ReportId)> = store.seqs(new)?.into_iter().map(|(id, seq)| (seq, id)).collect();
    fresh.sort_unstable();
    let news: Vec<u32> = fresh.iter().map(|(seq, _)| *seq).collect();
    let ids: Vec<ReportId> = fresh.iter().map(|(_, id)| *id).collect();
    let all = (fresh.len() <= AT_HAND).then(|| store.keys(Index::Kin, &ids)).transpose()?;
    let held = all.as_ref().map(|keys| hold_keys(workers, &fresh, keys));
    let (mut pairs, mut crowded, mut cells) = (Vec::new(), Crowded::default(), Cells::default());
    let counters = Mutex::new(Vec::new());
    for asking in fresh.chunks(ASKING) {
        let keys = match &all {
            Some(keys) => Cow::Borrowed(keys),
            None => Cow::Owned(store.keys(Index::Kin, &asking.iter().map(|(_, id)| *id).collect::<Vec<_>>())?),
        };
        let pieces: Vec<_> = asking.chunks(PIECE).collect();
        let keys_of = |id: &ReportId| keys.get(id).map_or(&[][..], Vec::as_slice);
        let asked = gather_sorted(workers, pieces.len(), |piece| {
            pieces[piece].iter().flat_map(|(_, id)| keys_of(id)).copied().flat_map(cells_asked).collect()
        });
        cells = Cells::read(store, &asked, &news, held.as_deref())?;
        crowded.add(&cells.lately);
        settlement.crowds.append(&mut cells.found);
        let partners = gather(workers, pieces.len(), |piece| {
            let pool = || counters.lock().unwrap_or_else(PoisonError::into_inner);
            let mut counts: Counts = pool().pop().unwrap_or_default();
            let partners = pieces[piece].iter().map(|(seq, id)| {
                counts.count(&cells, *seq, keys_of(id));
                // A pair of new ones is asked for by the later one.
                (*seq, counts.take(|other| other < *seq || news.binary_search(&other).is_err()))
            });
            let partners: Vec<_> = partners.collect();
            pool().push(counts);
            partners
        });
        for (seq, partners) in partners.into_iter().flatten() {
            choose_partners(store, seq, &partners, &mut pairs)?;
        }
    }
    let read = |report: &Report| mentions_of(res, report);
    let total = pairs.len();
    for (number, pairs) in pairs.chunks(PAIRS).enumerate() {
        memory.fetch(store, workers, &pairs.iter().flat_map(|(one, other)| [*one, *other]).collect())?;
        let material = |id| memory.material(id, &read);
        let materials: Vec<_> = pairs.iter().filter_map(|(a, b)| Some((material(*a)?, material(*b)?))).collect();
        let trace = |at: usize| trace_lineage(materials[at].0, materials[at].1);
        settlement.linked.extend(gather(workers, materials.len(), trace).into_iter().flatten());
        told((number * PAIRS + pairs.len()).min(total), total);
    }
    settlement.linked.sort_unstable();
    settlement.crowds.sort_unstable();
    settlement.crowds.dedup_by_key(|crowd| crowd.key);
    unlink_crowded(store, workers, &crowded, &cells, settlement)
}

/// What these reports hold, but for items, with their numbers; sorted.
fn hold_keys(workers: &dyn Workers, reports: &[(u32, ReportId)], keys: &BTreeMap<ReportId, Vec<u64>>) -> Vec<Posting> {
    let pieces: Vec<_> = reports.chunks(PIECE).collect();
    gather_sorted(workers, pieces.len(), |piece| {
        let held =
            pieces[piece].iter().flat_map(|(seq, id)| keys.get(id).into_iter().flatten().map(|key| (*key, *seq)));
        held.filter(|(key, _)| KeyKind::of(*key) != KeyKind::Item).collect()
    })
}

/// Of those who share keys, the ones that share enough.
fn choose_partners(
    store: &dyn Store,
    seq: u32,
    partners: &[(u32, Shared)],
    pairs: &mut Vec<(ReportId, ReportId)>,
) -> Result<(), StoreError> {
    if partners.is_empty() {
        return Ok(());
    }
    let seqs: Vec<u32> = [seq].into_iter().chain(partners.iter().map(|(other, _)| *other)).collect();
    let held = store.held_by(&seqs)?;
    let Some((mine, others)) = held.split_first() else { return Ok(()) };
    for ((_, shared), other) in partners.iter().zip(others) {
        if shared.is_worth_comparing(mine.same_tongue(other)) {
            pairs.push((mine.report.min(other.report), mine.report.max(other.report)));
        }
    }
    Ok(())
}

/// Shared keys by number of report. Kept between reports, so that nothing is allocated for each.
#[derive(Default)]
struct Counts {
    /// How much is shared, and the place of the last key that was counted.
    shared: Vec<(Shared, u16)>,
    touched: Vec<u32>,
}

impl Counts {
    /// Counts what the holder of these keys shares with others, and with itself.
    fn count(&mut self, cells: &Cells, seq: u32, keys: &[u64]) {
        let mut turn = 0;
        let mut item = None;
        for key in keys {
            let own = cell_of(*key);
            // An item may stand at two heights of both texts; its keys follow each other, and it counts once.
            if KeyKind::of(*key) != KeyKind::Item || item.replace(own) != Some(own) {
                turn += 1;
            }
            if cells.get(own).is_some_and(Cell::is_dumb) {
                continue;
            }
            for asked in cells_asked(*key) {
                let Some(cell) = cells.get(asked).filter(|cell| !cell.is_dumb()) else { continue };
                let (first, last) = near_keys(*key, asked);
                for (there, other) in cells.within(cell, first, last) {
                    if cell.allows(seq, other) {
                        self.add(other, (*key, there), turn);
                    }
                }
            }
        }
    }

    fn add(&mut self, other: u32, keys: (u64, u64), turn: u16) {
        let at = other as usize;
        if at >= self.shared.len() {
            self.shared.resize((at + 1).next_power_of_two(), (Shared::default(), 0));
        }
        let (shared, last) = &mut self.shared[at];
        if *last == turn {
            return;
        }
        if *last == 0 {
            self.touched.push(other);
        }
        *last = turn;
        shared.add(keys.0, keys.1);
    }

    /// The `wanted` others that may share enough, in their order; begins anew.
    fn take(&mut self, wanted: impl Fn(u32) -> bool) -> Vec<(u32, Shared)> {
        let mut found = Vec::new();
        for other in self.touched.drain(..) {
            let (shared, _) = std::mem::take(&mut self.shared[other as usize]);
            if shared.is_worth_comparing(None) && wanted(other) {
                found.push((other, shared));
            }
        }
        found.sort_unstable_by_key(|(other, _)| *other);
        found
    }
}

/// A stretch of the index whose holders are counted together.
struct Cell {
    /// Its postings in [`Cells::kept`]: all of them, or of a crowded one the pioneers', and all if one of these is new.
    from: usize,
    to: usize,
    /// Of a crowded one.
    crowd: Option<Pioneers>,
}

/// Who still asks for pairs with a crowded key; sorted; none where it asks for nothing.
struct Pioneers(Vec<u32>);

impl Cell {
    /// Crowded, and asks for nothing any more.
    fn is_dumb(&self) -> bool {
        self.crowd.as_ref().is_some_and(|pioneers| pioneers.0.is_empty())
    }

    /// Whether the cell asks for a pair of its holders.
    fn allows(&self, one: u32, other: u32) -> bool {
        let leads = |pioneers: &Pioneers, seq: u32| pioneers.0.binary_search(&seq).is_ok();
        self.crowd.as_ref().is_none_or(|pioneers| leads(pioneers, one) || leads(pioneers, other))
    }
}

/// Keys are hashes already, but for their ends.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = mix(self.0, key);
    }
}

/// Who holds what, as far as some reports ask.
#[derive(Default)]
struct Cells {
    /// By first key.
    at: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    cells: Vec<Cell>,
    /// Number of report behind what its key has above the cell's first: half the size of a posting.
    kept: Vec<(u32, u32)>,
    lately: Crowded,
    /// Crowded keys of words, quotations and figures that the store does not know as such, or with other pioneers.
    found: Vec<Crowd>,
}

impl Cells {
    /// Reads these cells, sorted and distinct. `news` are the numbers of reports that come new to them, sorted; `held` is
    /// what all unsettled reports hold, see [`hold_keys`].
    fn read(
        store: &dyn Store,
        asked: &[(u64, u64)],
        news: &[u32],
        held: Option<&[Posting]>,
    ) -> Result<Self, StoreError> {
        let mut cells = Self::default();
        for asked in asked.chunks(CELLS) {
            let crowds = held.map_or(Ok(Vec::new()), |held| settled_crowds(store, asked, held))?;
            let is_crowd = |cell: &(u64, u64)| crowds.binary_search_by_key(&cell.0, |crowd| crowd.key).is_ok();
            let open: Vec<(u64, u64)> = asked.iter().filter(|cell| !is_crowd(cell)).copied().collect();
            crowds.into_iter().for_each(|crowd| cells.add_crowd(crowd));
            let postings = store.postings(Index::Kin, &open)?;
            for list in postings.chunk_by(|one, other| cell_of(one.0) == cell_of(other.0)) {
                cells.add(store, list, news)?;
            }
        }
        Ok(cells)
    }

    fn add(&mut self, store: &dyn Store, list: &[Posting], news: &[u32]) -> Result<(), StoreError> {
        let key = list[0].0;
        let kind = KeyKind::of(key);
        let first = cell_of(key).0;
        let from = self.kept.len();
        // A cell has a few hundred keys at most.
        let compact = |posting: &Posting| ((posting.0 - first) as u32, posting.1);
        let is_new = |seq: u32| news.binary_search(&seq).is_ok();
        let mut crowd = None;
        if list.len() <= kind.crowd() {
            if list.len() == 1 && is_new(list[0].1) {
                // Nobody else: most keys.
                return Ok(());
            }
            self.kept.extend(list.iter().map(compact));
        } else {
            let mut pioneers = if kind.outlives_crowd() { pioneers_of(store, list)? } else { Vec::new() };
            if kind != KeyKind::Item {
                self.found.push(Crowd { key, pioneers: pioneers.clone() });
            }
            pioneers.sort_unstable();
            let led_by_new = pioneers.iter().any(|seq| is_new(*seq));
            if led_by_new {
                self.kept.extend(list.iter().map(compact));
            } else {
                let leading = list.iter().filter(|posting| pioneers.binary_search(&posting.1).is_ok());
                self.kept.extend(leading.map(compact));
            }
            let known = list.iter().filter(|posting| !is_new(posting.1)).count();
            if known <= kind.crowd() || led_by_new {
                let older = list.iter().map(|posting| posting.1).filter(|seq| !is_new(*seq));
                match kind {
                    KeyKind::Item => self.lately.items.extend(older),
                    // Pairs with a pioneer keep the key.
                    _ => {
                        let others = older.filter(|seq| pioneers.binary_search(seq).is_err());
                        self.lately.keys.extend(others.map(|seq| (seq, key)));
                    }
                }
            }
            crowd = Some(Pioneers(pioneers));
        }
        self.put(first, from, crowd);
        Ok(())
    }

    /// A key that was crowded before, and whose pioneers are who they were.
    fn add_crowd(&mut self, Crowd { key, mut pioneers }: Crowd) {
        let from = self.kept.len();
        pioneers.sort_unstable();
        self.kept.extend(pioneers.iter().map(|seq| (0, *seq)));
        self.put(key, from, Some(Pioneers(pioneers)));
    }

    fn put(&mut self, first: u64, from: usize, crowd: Option<Pioneers>) {
        self.at.insert(first, self.cells.len() as u32);
        self.cells.push(Cell { from, to: self.kept.len(), crowd });
    }

    fn get(&self, cell: (u64, u64)) -> Option<&Cell> {
        self.at.get(&cell.0).map(|at| &self.cells[*at as usize])
    }

    /// The postings of a cell from one key to another.
    fn within(&self, cell: &Cell, first: u64, last: u64) -> impl Iterator<Item = (u64, u32)> {
        let base = cell_of(first).0;
        let (low, high) = ((first - base) as u32, (last - base) as u32);
        let list = &self.kept[cell.from..cell.to];
        let from = if list.len() > 16 { list.partition_point(|kept| kept.0 < low) } else { 0 };
        let rest = list[from..].iter().skip_while(move |kept| kept.0 < low).take_while(move |kept| kept.0 <= high);
        rest.map(move |(above, seq)| (base + u64::from(*above), *seq))
    }
}

/// Of these cells, sorted, the keys that were crowded when they were last settled and whose pioneers are who they were
/// then: no unsettled report was published before the last of them. Sorted.
fn settled_crowds(store: &dyn Store, cells: &[(u64, u64)], held: &[Posting]) -> Result<Vec<Crowd>, StoreError> {
    let keys: Vec<u64> = cells.iter().map(|cell| cell.0).filter(|key| KeyKind::of(*key) != KeyKind::Item).collect();
    let mut crowds = store.crowds(&keys)?;
    let mut ends = Vec::new();
    for crowd in &crowds {
        ends.extend(crowd.pioneers.last());
        ends.extend(postings_within(held, (crowd.key, crowd.key)).iter().map(|posting| posting.1));
    }
    let ends = store.held_by(&ends)?;
    let mut ends = ends.iter();
    crowds.retain(|crowd| {
        let last = crowd.pioneers.last().and_then(|_| ends.next());
        let newcomers = postings_within(held, (crowd.key, crowd.key)).len();
        let newcomers = ends.by_ref().take(newcomers);
        // All are taken, whatever the answer.
        let earliest = newcomers.min();
        last.zip(earliest).is_none_or(|(last, earliest)| last < earliest)
    });
    Ok(crowds)
}

/// The earliest published holders, by number, the earliest first.
fn pioneers_of(store: &dyn Store, list: &[Posting]) -> Result<Vec<u32>, StoreError> {
    let seqs: Vec<u32> = list.iter().map(|posting| posting.1).collect();
    let mut held: Vec<(Holder, u32)> = store.held_by(&seqs)?.into_iter().zip(seqs).collect();
    held.sort_unstable();
    Ok(held.into_iter().take(PIONEERS).map(|(_, seq)| seq).collect())
}

/// Who holds a key that is crowded since the news came, or whose pioneers have changed, and is none of them; older reports,
/// by number.
#[derive(Debug, Default)]
struct Crowded {
    /// With the key.
    keys: BTreeSet<(u32, u64)>,
    /// Holders of items: others may have met them from the days beside.
    items: BTreeSet<u32>,
}

impl Crowded {
    fn add(&mut self, more: &Self) {
        self.keys.extend(&more.keys);
        self.items.extend(&more.items);
    }

    fn keys_of(&self, seq: u32) -> impl Iterator<Item = u64> {
        self.keys.range((seq, 0)..=(seq, u64::MAX)).map(|(_, key)| *key)
    }

    /// Whether what these two share may be less than it was. Items do not count in one language.
    fn may_part(&self, one: u32, other: u32, same_language: Option<bool>) -> bool {
        (same_language != Some(true) && (self.items.contains(&one) || self.items.contains(&other)))
            || self.keys_of(one).any(|key| self.keys.contains(&(other, key)))
    }

    fn seqs(&self) -> Vec<u32> {
        let seqs: BTreeSet<u32> = self.keys.iter().map(|(seq, _)| *seq).chain(self.items.iter().copied()).collect();
        seqs.into_iter().collect()
    }
}

/// Edges of holders of crowded keys stay only where enough keys still ask for the pair.
/// `known` are cells of items that were read before. What else became crowded is in the settlement already, and what was
/// crowded before is in the store: no key of words is looked up in the index.
fn unlink_crowded(
    store: &dyn Store,
    workers: &dyn Workers,
    crowded: &Crowded,
    known: &Cells,
    settlement: &mut Settlement,
) -> Result<(), StoreError> {
    let seqs = crowded.seqs();
    if seqs.is_empty() {
        return Ok(());
    }
    let ids: Vec<ReportId> = store.held_by(&seqs)?.into_iter().map(|holder| holder.report).collect();
    let mut pairs = store.linked_pairs(&ids)?;
    let ends: BTreeSet<ReportId> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    let seqs: BTreeMap<ReportId, u32> = store.seqs(&ends.into_iter().collect::<Vec<_>>())?;
    let numbers: Vec<u32> = seqs.values().copied().collect();
    let tongues: BTreeMap<u32, Holder> = numbers.iter().copied().zip(store.held_by(&numbers)?).collect();
    let same_language = |one: u32, other: u32| tongues.get(&one)?.same_tongue(tongues.get(&other)?);
    pairs.retain(|(one, other)| {
        let ends = seqs.get(one).zip(seqs.get(other));
        ends.is_some_and(|(one, other)| crowded.may_part(*one, *other, same_language(*one, *other)))
    });
    let Settlement { crowds: found, unlinked, .. } = settlement;
    for pairs in pairs.chunks(ASKING) {
        let ends: BTreeSet<ReportId> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
        let keys = store.keys(Index::Kin, &ends.into_iter().collect::<Vec<_>>())?;
        let shared = gather(workers, pairs.len(), |at| {
            let (one, other) = pairs[at];
            let seqs = (*seqs.get(&one)?, *seqs.get(&other)?);
            let matters = |key: u64| KeyKind::of(key).counts(same_language(seqs.0, seqs.1));
            Some(Linked { pair: pairs[at], seqs, keys: shared_keys(keys.get(&one)?, keys.get(&other)?, matters) })
        });
        let mut open: Vec<Linked> = shared.into_iter().flatten().collect();
        // A few keys are enough for most pairs.
        for few in [FEW, usize::MAX] {
            let pieces: Vec<&[Linked]> = open.chunks(PIECE).collect();
            let asked = gather_sorted(workers, pieces.len(), |piece| {
                let keys = pieces[piece].iter().flat_map(|linked| linked.keys.iter().take(few));
                let cells = keys.flat_map(|(key, there)| [cell_of(*key), cell_of(*there)]);
                let is_known = |cell: (u64, u64)| match KeyKind::of(cell.0) {
                    KeyKind::Item => known.get(cell).is_some(),
                    _ => find_crowd(found, cell.0).is_some(),
                };
                cells.filter(|cell| !is_known(*cell)).collect()
            });
            // Items stand before all others.
            let items = asked.partition_point(|cell| KeyKind::of(cell.0) == KeyKind::Item);
            let more = Cells::read(store, &asked[..items], &[], None)?;
            let before = store.crowds(&asked[items..].iter().map(|cell| cell.0).collect::<Vec<_>>())?;
            let allows = |key: u64, (one, other): (u32, u32)| match KeyKind::of(key) {
                KeyKind::Item => {
                    let cell = cell_of(key);
                    known.get(cell).or_else(|| more.get(cell)).is_some_and(|cell| cell.allows(one, other))
                }
                _ => find_crowd(found, key)
                    .or_else(|| find_crowd(&before, key))
                    .is_none_or(|crowd| crowd.pioneers.contains(&one) || crowd.pioneers.contains(&other)),
            };
            open.retain(|linked| {
                let shared = linked.weigh(few, |key| allows(key, linked.seqs));
                !shared.is_worth_comparing(same_language(linked.seqs.0, linked.seqs.1))
            });
        }
        unlinked.extend(open.into_iter().map(|linked| linked.pair));
    }
    Ok(())
}

/// The crowd of a key among sorted ones.
fn find_crowd(crowds: &[Crowd], key: u64) -> Option<&Crowd> {
    crowds.binary_search_by_key(&key, |crowd| crowd.key).ok().map(|at| &crowds[at])
}

/// Keys of a pair that are weighed first.
const FEW: usize = 12;

/// A pair with an edge, and what it shares.
struct Linked {
    pair: (ReportId, ReportId),
    seqs: (u32, u32),
    keys: Vec<(u64, u64)>,
}

impl Linked {
    /// What the first `few` keys say that still ask for the pair.
    fn weigh(&self, few: usize, asks: impl Fn(u64) -> bool) -> Shared {
        let mut shared = Shared::default();
        for (key, there) in self.keys.iter().take(few).filter(|(key, there)| asks(*key) && asks(*there)) {
            shared.add(*key, *there);
        }
        shared
    }
}
