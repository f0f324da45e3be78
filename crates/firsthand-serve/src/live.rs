//! Who listens hears what changes: the ledger is watched, each change is written once, and every listener gets it, with what
//! it missed before. Not here: the lines (`firsthand::pipeline::feed`), and hooks (`hooks`).

use crate::api::entries::{hide_call, is_call};
use crate::ask::Ask;
use crate::desk::{Desk, Threads, lock};
use crate::problem::Problem;
use axum::body::{Body, Bytes};
use axum::response::Response;
use firsthand::pipeline::feed::{Reader, read_cursor, write_changes, write_cursor};
use firsthand::pipeline::view_known_at;
use firsthand::store::{Change, Feed, Store, StoreError};
use firsthand_store::SqliteStore;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How often the ledger is looked at.
const GLANCE: Duration = Duration::from_millis(200);
/// How often a silent stream says that it is there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Changes that are written at once, and how long they are written at each look: listeners wait rather than readers.
const PORTION: usize = 48;
const SHARE: Duration = Duration::from_millis(50);
/// Events that are kept at hand: who is further behind reads the ledger.
const AT_HAND: usize = 2_048;

/// A change as a stream tells it.
#[derive(Debug, Clone)]
struct Event {
    seq: i64,
    /// For who sees calls to gather, and for who does not.
    whole: Bytes,
    open: Bytes,
}

impl Event {
    fn told(&self, sees_calls: bool) -> Bytes {
        if sees_calls { self.whole.clone() } else { self.open.clone() }
    }
}

/// The state of the feed, and its last changes as events, each written once for all listeners.
#[derive(Debug)]
pub(crate) struct Ring {
    /// The feed as it was seen last.
    feed: Feed,
    /// The number before the first of `events`.
    from: i64,
    events: VecDeque<Event>,
    /// The number up to which events are written.
    end: i64,
}

impl Ring {
    /// Of a ledger at the start.
    pub(crate) fn of(store: &SqliteStore) -> Result<Self, StoreError> {
        Ok(Self::at(store.feed()?))
    }

    /// Nothing is at hand: the next event is the one behind the feed's end.
    fn at(feed: Feed) -> Self {
        Self { feed, from: feed.end, events: VecDeque::new(), end: feed.end }
    }

    /// The feed as it was seen last.
    pub(crate) fn feed(&self) -> Feed {
        self.feed
    }

    /// The events behind this number, and the number up to which that is all; none where it lies too far back.
    fn behind(&self, after: i64) -> Option<(i64, Vec<Event>)> {
        if after < self.from {
            return None;
        }
        let start = self.events.partition_point(|event| event.seq <= after);
        Some((self.end.max(after), self.events.range(start..).cloned().collect()))
    }
}

/// Looks at the ledger until the server ends: kept answers go stale when it changes, and listeners hear of it.
pub(crate) async fn watch(desk: Arc<Desk>) {
    let eye: Arc<Mutex<Option<SqliteStore>>> = Arc::default();
    // What is shown depends on these; reports that wait to be settled stir the file and show nothing yet.
    let seen: Arc<Mutex<Option<(Feed, i64, u64)>>> = Arc::default();
    let (mut last, mut ends) = (None, desk.ends.subscribe());
    loop {
        tokio::select! {
            () = tokio::time::sleep(GLANCE) => {}
            _ = ends.changed() => return,
        }
        let (own, store, seen, before) = (Arc::clone(&desk), Arc::clone(&eye), Arc::clone(&seen), last);
        let look = move || -> Result<Option<i64>, Problem> {
            let mut eye = lock(&store);
            if eye.is_none() {
                *eye = Some(own.open_reader()?);
            }
            let Some(store) = eye.as_ref() else { return Ok(None) };
            let stirred = store.stirred()?;
            if Some(stirred) != before {
                let now = store.in_one_state(|store| -> Result<_, StoreError> {
                    Ok((store.feed()?, store.generation()?, store.settled_decisions()?))
                })??;
                if lock(&seen).replace(now) != Some(now) {
                    own.stir();
                }
            }
            store.in_one_state(|store| pulse(&own, store))??;
            store.in_one_state(|store| idle(&own, store))??;
            Ok(Some(stirred))
        };
        match tokio::task::spawn_blocking(look).await {
            Ok(Ok(stirred)) => last = stirred,
            // Asked again in a moment, with a new look at the file.
            Ok(Err(_)) | Err(_) => {
                last = None;
                desk.stir();
                *lock(&eye) = None;
            }
        }
    }
}

/// What is done between requests: the queue of review and the index of words go on, where somebody has asked for them.
fn idle(desk: &Desk, store: &SqliteStore) -> Result<(), Problem> {
    desk.days.go_on(store)?;
    desk.queue.go_on(store)?;
    if lock(&desk.words).is_some() {
        crate::search::index_on(desk, store, Duration::from_millis(60))?;
    }
    Ok(())
}

/// Writes what is new for those who listen, for a while.
fn pulse(desk: &Desk, store: &SqliteStore) -> Result<(), Problem> {
    let feed = store.feed()?;
    let listens = desk.listeners.available_permits() < desk.settings.listeners;
    let began = Instant::now();
    loop {
        let end = {
            let mut ring = lock(&desk.ring);
            if !listens || ring.feed.name != feed.name {
                *ring = Ring::at(feed);
            }
            ring.feed = feed;
            ring.end
        };
        if end >= feed.end || began.elapsed() >= SHARE {
            return Ok(());
        }
        let (upto, events) = read_events(desk, store, end)?;
        {
            let mut ring = lock(&desk.ring);
            ring.events.extend(events);
            ring.end = upto;
            while ring.events.len() > AT_HAND {
                if let Some(event) = ring.events.pop_front() {
                    ring.from = event.seq;
                }
            }
        }
        desk.beat.send_replace(upto);
    }
}

/// Changes as events of a stream.
fn write_events(desk: &Desk, store: &SqliteStore, feed: Feed, changes: &[Change]) -> Result<Vec<Event>, Problem> {
    let view = view_known_at(&desk.res, store as &dyn Store, &Threads, None, &mut |_, _| ())?;
    let lines = write_changes(&desk.res, &desk.indicators, &view, feed, changes, Reader::Other)?;
    let event = |(change, line): (&Change, String)| {
        let id = write_cursor(feed, change.seq);
        let written = |gone: bool, line: &str| {
            let kind = if gone { "gone" } else { "entry" };
            Bytes::from(format!("event: {kind}\nid: {id}\ndata: {line}\n\n"))
        };
        let whole = written(change.gone, &line);
        let open =
            if is_call(feed, change, &line) { written(true, &hide_call(feed, change, line)) } else { whole.clone() };
        Event { seq: change.seq, whole, open }
    };
    Ok(changes.iter().zip(lines).map(event).collect())
}

/// The next events behind `after`: at most a portion, and the number up to which that is all.
fn read_events(desk: &Desk, store: &SqliteStore, after: i64) -> Result<(i64, Vec<Event>), Problem> {
    let feed = store.feed()?;
    let changes = store.changes(after, PORTION)?;
    let end = if changes.len() < PORTION { feed.end } else { changes.last().map_or(feed.end, |change| change.seq) };
    Ok((end.max(after), write_events(desk, store, feed, &changes)?))
}

/// A stream of server-sent events: what changed behind `Last-Event-ID` (or the parameter `cursor`), then what changes.
///
/// # Errors
/// A cursor that leads nowhere; too many listeners.
pub(crate) async fn stream(desk: Arc<Desk>, ask: &Ask) -> Result<Response, Problem> {
    let cursor = ask.header("last-event-id").or(ask.query.cursor.as_deref()).filter(|cursor| !cursor.is_empty());
    let heard = lock(&desk.ring).feed();
    let mut at = match cursor {
        None => heard.end,
        Some(cursor) => {
            let cursor = cursor.to_owned();
            desk.read(move |_, store| Ok(read_cursor(store.feed()?, &cursor)?)).await?
        }
    };
    let sees_calls = ask.can.calls.has(ask.caller.role);
    let seat = Arc::clone(&desk.listeners).try_acquire_owned();
    let seat = seat.map_err(|_| Problem::busy("all seats of listeners are taken"))?;
    let (send, events) = mpsc::channel::<Result<Bytes, Infallible>>(16);
    let mut beats = desk.beat.subscribe();
    let mut ends = desk.ends.subscribe();
    tokio::spawn(async move {
        let _seat = seat;
        let hello = format!("retry: 2000\nid: {}\nevent: hello\ndata: {{}}\n\n", write_cursor(heard, at));
        if send.send(Ok(hello.into())).await.is_err() {
            return;
        }
        loop {
            beats.mark_unchanged();
            // It may have been asked to end before somebody came in.
            if *ends.borrow() {
                return;
            }
            let at_hand = {
                let ring = lock(&desk.ring);
                if ring.feed.name != heard.name {
                    // Another ledger lies there now: the cursor leads nowhere, and the next question says so.
                    return;
                }
                ring.behind(at)
            };
            let (end, missed, more) = match at_hand {
                Some((end, missed)) => (end, missed, false),
                None => {
                    // One at a time: who was away long waits, and others do not.
                    let Ok(_turn) = desk.latecomers.acquire().await else { return };
                    match desk.read(move |desk, store| read_events(desk, store, at)).await {
                        Ok((end, missed)) => (end, missed, true),
                        Err(_) => {
                            // The ledger is being changed: asked again in a moment.
                            tokio::time::sleep(GLANCE).await;
                            continue;
                        }
                    }
                }
            };
            for event in missed {
                if send.send(Ok(event.told(sees_calls))).await.is_err() {
                    return;
                }
            }
            let moved = end > at;
            at = end;
            if more && moved {
                continue;
            }
            tokio::select! {
                changed = beats.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(HEARTBEAT) => {
                    if send.send(Ok(Bytes::from_static(b": here\n\n"))).await.is_err() {
                        return;
                    }
                }
                () = send.closed() => return,
                _ = ends.changed() => return,
            }
        }
    });
    let response = Response::builder()
        .header("content-type", "text/event-stream")
        .header("cache-control", "no-store")
        .header("x-accel-buffering", "no")
        .body(Body::from_stream(ReceiverStream::new(events)));
    response.map_err(|error| Problem::fault(error.to_string()))
}
