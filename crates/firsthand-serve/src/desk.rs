//! What do all requests share? Readers of the ledger, its one writer, answers that are kept until it changes, allowances.
//! Not here: what is asked (`routes`), and who may (`access`).

use crate::ask::{Answer, Ask};
use crate::days::Days;
use crate::kept::{Kept, States};
use crate::names::Names;
use crate::page::review::Moved;
use crate::problem::Problem;
use crate::queue::Queue;
use crate::{Settings, live};
use firsthand::export::entries::EntryRow;
use firsthand::export::privacy::Gatherings;
use firsthand::model::{Claim, Entry, Location, Timestamp};
use firsthand::pack::Indicators;
use firsthand::pipeline::feed::Reader;
use firsthand::pipeline::rows::guard_entries;
use firsthand::pipeline::veils::{HiddenClaims, hide_claims, veil_entries};
use firsthand::pipeline::{Memory, View, Workers, entry_lines, settle_ledger, view_known_at};
use firsthand::resources::Resources;
use firsthand::store::{Store, StoreError};
use firsthand_store::{SearchIndex, SqliteStore};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};

/// Readers of the ledger at once, and the memory of each for pages of the file, in kB.
const READERS: usize = 3;
const READER_CACHE: u32 = 12 << 10;
/// The longest that a request may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// All threads of the machine.
pub(crate) struct Threads;

impl Workers for Threads {
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..pieces).into_par_iter().for_each(work);
    }
}

/// What all requests share.
pub(crate) struct Desk {
    pub(crate) settings: Settings,
    pub(crate) res: Resources,
    pub(crate) indicators: Indicators,
    /// Indicators that may call people together.
    pub(crate) gatherings: Gatherings,
    readers: Mutex<Vec<SqliteStore>>,
    turns: Semaphore,
    writer: Arc<tokio::sync::Mutex<()>>,
    /// Pages that are made anew while they are shown take one turn at most: who asks for what is not at hand goes first.
    renewals: Semaphore,
    /// See [`States`].
    state: AtomicU64,
    own_writes: AtomicU64,
    pub(crate) kept: Arc<Kept>,
    allowances: Mutex<BTreeMap<String, Allowance>>,
    pub(crate) sessions: Mutex<BTreeMap<String, Session>>,
    /// The days of each story.
    pub(crate) days: Days,
    /// The queue of review.
    pub(crate) queue: Queue,
    /// Names that may be one.
    pub(crate) names: Names,
    /// What the last decisions moved, by the number of the record.
    pub(crate) moved: Mutex<BTreeMap<u64, Vec<Moved>>>,
    /// The index of words, with the name of the feed whose ledger it is of.
    pub(crate) words: Mutex<Option<(i64, SearchIndex)>>,
    /// Stands in pages where their nonce comes: nobody outside knows it.
    pub(crate) mark: Arc<str>,
    /// What forms of this machine's own pages bring back.
    pub(crate) seal: String,
    /// Reports of a browser that something was kept from running.
    pub(crate) csp_reports: AtomicU64,
    /// The last changes of the feed, for those who listen.
    pub(crate) ring: Mutex<live::Ring>,
    /// The number up to which they are written.
    pub(crate) beat: watch::Sender<i64>,
    /// Listeners that read what they missed from the ledger: one at a time.
    pub(crate) latecomers: Semaphore,
    /// The server ends.
    pub(crate) ends: watch::Sender<bool>,
    pub(crate) listeners: Arc<Semaphore>,
}

/// A browser that is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// The hash of the pass.
    pub(crate) hash: [u8; 32],
    /// What its forms must bring back.
    pub(crate) seal: String,
    pub(crate) ends: Timestamp,
}

struct Allowance {
    left: f64,
    since: Instant,
}

/// The clock.
pub(crate) fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_second())
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever held it failed in the middle of something small; what it guards is whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As [`lock`], where nobody holds it.
pub(crate) fn lock_free<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// Letters that nobody can guess.
///
/// # Errors
/// The system's, where it gives no random numbers.
pub(crate) fn make_secret() -> Result<String, Problem> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Problem::fault(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What work that reads is given.
pub(crate) struct Reading<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) ask: &'a Ask,
    /// The ledger as it is kept, in one state.
    pub(crate) base: &'a SqliteStore,
    /// The ledger as it is shown: claims as review left them, without what was recorded after the moment asked for.
    pub(crate) view: &'a View<'a>,
}

impl Reading<'_> {
    pub(crate) fn res(&self) -> &Resources {
        &self.desk.res
    }

    /// Whether the caller sees calls to gather.
    pub(crate) fn sees_calls(&self) -> bool {
        self.ask.can.calls.has(self.ask.caller.role)
    }

    /// Entries in their public form, small counts hidden where the caller may not see them. Names are masked already.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn tell_entries(&self, entries: &[Entry]) -> Result<Vec<serde_json::Value>, StoreError> {
        if self.ask.shows_few() {
            let lines = entry_lines(self.view, entries)?;
            let to_value = |line| serde_json::to_value(line).expect("lines have string keys and no failing serialiser");
            return Ok(lines.into_iter().map(to_value).collect());
        }
        veil_entries(&self.res().gazetteer, self.view, &self.guard(entries)?)
    }

    /// What may be told of entries to who may not see small counts.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn guard(&self, entries: &[Entry]) -> Result<Vec<EntryRow>, StoreError> {
        guard_entries(&self.res().gazetteer, &self.desk.indicators, self.view, entries)
    }

    /// Entries as the caller sees them on a page.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn see(&self, entries: Vec<Entry>) -> Result<Vec<EntryRow>, StoreError> {
        if !self.ask.shows_few() {
            return self.guard(&entries);
        }
        // At no place nothing is told finely, so that nothing is hidden.
        let open = |entry| EntryRow { entry, place: Location::default(), sources: Vec::new(), held: false };
        Ok(entries.into_iter().map(open).collect())
    }

    /// Which of these claims have a figure that the caller may not see.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn hide_claims(&self, claims: &[Claim]) -> Result<HiddenClaims, StoreError> {
        if self.ask.shows_few() {
            return Ok(HiddenClaims::default());
        }
        hide_claims(&self.res().gazetteer, &self.desk.indicators, self.view, claims)
    }

    /// Who reads the lines of the feed.
    pub(crate) fn feed_reader(&self) -> Reader {
        if self.ask.shows_few() { Reader::Own } else { Reader::Other }
    }

    /// Whether the caller may see this claim.
    pub(crate) fn shows_claim(&self, claim: &Claim) -> bool {
        self.sees_calls() || !self.desk.gatherings.calls_claim(claim)
    }

    /// Whether the caller may see this entry.
    pub(crate) fn shows_entry(&self, entry: &Entry) -> bool {
        self.sees_calls() || !self.desk.gatherings.calls_entry(entry)
    }
}

/// What work that writes is given.
pub(crate) struct Writing<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) ask: &'a Ask,
    pub(crate) store: &'a mut SqliteStore,
}

impl Writing<'_> {
    /// Settles what was posted.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn settle(&mut self) -> Result<(), Problem> {
        settle_ledger(&self.desk.res, self.store, &mut Memory::default(), &Threads, &mut |_, _| ())?;
        Ok(())
    }

    /// The ledger of today.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn view(&self) -> Result<View<'_>, Problem> {
        Ok(view_known_at(&self.desk.res, self.store, &Threads, None, &mut |_, _| ())?)
    }
}

impl Desk {
    pub(crate) fn new(res: Resources, settings: Settings) -> Result<Self, String> {
        let indicators = Indicators::embedded().map_err(|error| error.to_string())?;
        let mark = make_secret().map_err(|problem| problem.detail)?;
        let seal = make_secret().map_err(|problem| problem.detail)?;
        // The file is brought to the newest format before readers look at it.
        let store = SqliteStore::open(&settings.db).map_err(|error| error.to_string())?;
        let ring = live::Ring::of(&store).map_err(|error| error.to_string())?;
        Ok(Self {
            res,
            gatherings: Gatherings(
                indicators.iter().filter(|rule| rule.gathers).map(|rule| rule.name.clone()).collect(),
            ),
            indicators,
            readers: Mutex::default(),
            turns: Semaphore::new(READERS),
            writer: Arc::default(),
            state: AtomicU64::new(1),
            own_writes: AtomicU64::new(0),
            renewals: Semaphore::new(1),
            kept: Arc::default(),
            allowances: Mutex::default(),
            sessions: Mutex::default(),
            days: Days::default(),
            queue: Queue::default(),
            names: Names::default(),
            moved: Mutex::default(),
            words: Mutex::default(),
            mark: mark.into(),
            seal,
            csp_reports: AtomicU64::new(0),
            ring: Mutex::new(ring),
            beat: watch::Sender::new(0),
            latecomers: Semaphore::new(1),
            ends: watch::Sender::new(false),
            listeners: Arc::new(Semaphore::new(settings.listeners)),
            settings,
        })
    }

    /// Opens what the first requests need, so that they need not wait for it.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn warm_up(&self) -> Result<(), Problem> {
        let mut readers = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            readers.push(self.open_reader()?);
        }
        if let Some(reader) = readers.first() {
            reader.in_one_state(|store| self.days.go_on(store))??;
        }
        lock(&self.readers).extend(readers);
        Ok(())
    }

    /// A ledger to read from.
    pub(crate) fn open_reader(&self) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_to_read(&self.settings.db, READER_CACHE)
    }

    /// The states that an answer made now is of.
    pub(crate) fn states(&self) -> States {
        States { ledger: self.state.load(Ordering::Acquire), own_writes: self.own_writes.load(Ordering::Acquire) }
    }

    /// The ledger has changed.
    pub(crate) fn stir(&self) {
        self.state.fetch_add(1, Ordering::AcqRel);
    }

    /// Lets `work` read, when a reader is free.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &SqliteStore) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = tokio::time::timeout(PATIENCE, self.turns.acquire()).await;
        let _turn = turn
            .map_err(|_| Problem::busy("all readers of the ledger are busy"))?
            .map_err(|_| Problem::busy("the server ends"))?;
        let desk = Arc::clone(self);
        run_apart(move || {
            let reader = lock(&desk.readers).pop();
            let reader = match reader {
                Some(reader) => reader,
                None => desk.open_reader()?,
            };
            // A reader that was in use when something failed is not used again.
            let done = reader.in_one_state(|store| work(&desk, store))?;
            lock(&desk.readers).push(reader);
            done
        })
        .await
    }

    /// As [`Self::read`], for pages that are shown meanwhile: one after the other.
    pub(crate) async fn read_apart<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &SqliteStore) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.renewals.acquire().await.map_err(|_| Problem::busy("the server ends"))?;
        self.read(work).await
    }

    /// Lets `work` write, one after the other.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self, &mut SqliteStore) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.writer).lock_owned()).await;
        let turn = turn.map_err(|_| Problem::busy("somebody else writes to the ledger"))?;
        let desk = Arc::clone(self);
        run_apart(move || {
            let _turn = turn;
            let mut store = SqliteStore::open(&desk.settings.db)?;
            let done = work(&desk, &mut store);
            desk.own_writes.fetch_add(1, Ordering::AcqRel);
            desk.stir();
            done
        })
        .await
    }

    /// Takes a request's cost from the caller's allowance; the seconds to wait where it is used up. Callers are kept by pass,
    /// or, who has none, by address; in memory, for as long as their allowance is not whole.
    pub(crate) fn allow(&self, caller: &str, local: bool, cost: u32) -> Result<(), u32> {
        let (rate, most) = if local {
            (4_000.0, 8_000.0)
        } else {
            (f64::from(self.settings.rate), f64::from(self.settings.rate) * 4.0)
        };
        let now = Instant::now();
        let mut all = lock(&self.allowances);
        if all.len() > 10_000 {
            all.retain(|_, allowance| allowance.left + now.duration_since(allowance.since).as_secs_f64() * rate < most);
        }
        let allowance = all.entry(caller.to_owned()).or_insert(Allowance { left: most, since: now });
        allowance.left = (allowance.left + now.duration_since(allowance.since).as_secs_f64() * rate).min(most);
        allowance.since = now;
        let cost = f64::from(cost);
        if allowance.left < cost {
            return Err(((cost - allowance.left) / rate).ceil().clamp(1.0, 3_600.0) as u32);
        }
        allowance.left -= cost;
        Ok(())
    }
}

/// Runs what takes a thread of its own; a failure in it is a problem, not the end of the server.
async fn run_apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let guarded =
        || catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(Problem::fault("it failed on this request")));
    match tokio::time::timeout(PATIENCE, tokio::task::spawn_blocking(guarded)).await {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => Err(Problem::fault(error.to_string())),
        Err(_) => Err(Problem::busy("it takes longer than a request may")),
    }
}

/// Lets work read what a request asks for.
pub(crate) fn read_for(
    desk: &Desk,
    ask: &Ask,
    base: &SqliteStore,
    work: fn(&Reading<'_>) -> Result<Answer, Problem>,
) -> Result<Answer, Problem> {
    let view = view_known_at(&desk.res, base as &dyn Store, &Threads, ask.query.known_at, &mut |_, _| ())?;
    work(&Reading { desk, ask, base, view: &view })
}
