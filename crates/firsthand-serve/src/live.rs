//! Who listens hears what changes: the ledger is watched, each change is written once, and every listener gets it, with what
//! it missed before. Not here: the lines (`firsthand::pipeline::feed`), and hooks (`hooks`).

use crate::api::entries::{hide_call, is_call};
use crate::ask::Ask;
use crate::desk::{Desk, Threads};
use crate::problem::Problem;
use axum::body::{Body, Bytes};
use axum::response::Response;
use firsthand::pipeline::feed::{read_cursor, write_changes, write_cursor};
use firsthand::pipeline::view_known_at;
use firsthand::store::{Change, Feed, Store, StoreError};
use firsthand_store::SqliteStore;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// How often the ledger is looked at.
const GLANCE: Duration = Duration::from_millis(200);
/// How often a silent stream says that it is there.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Changes that are written at once, and that a pulse carries: who is further behind reads them in portions.
const PORTION: usize = 128;

/// The state of the feed, and its last changes.
#[derive(Debug, Clone)]
pub(crate) struct Pulse {
    pub(crate) feed: Feed,
    /// The number before the first of `events`.
    from: i64,
    /// What was written of the last changes, each with its number.
    events: Arc<Vec<Event>>,
}

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

impl Pulse {
    /// Of a ledger at the start.
    pub(crate) fn of(store: &SqliteStore) -> Result<Self, StoreError> {
        let feed = store.feed()?;
        Ok(Self { feed, from: feed.end, events: Arc::default() })
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
            let mut eye = crate::desk::lock(&store);
            if eye.is_none() {
                *eye = Some(own.open_reader()?);
            }
            let Some(store) = eye.as_ref() else { return Ok(None) };
            let stirred = store.stirred()?;
            if Some(stirred) != before {
                let now = store.in_one_state(|store| -> Result<_, StoreError> {
                    Ok((store.feed()?, store.generation()?, store.settled_decisions()?))
                })??;
                if crate::desk::lock(&seen).replace(now) != Some(now) {
                    own.stir();
                    store.in_one_state(|store| pulse(&own, store))??;
                }
            }
            store.in_one_state(|store| idle(&own, store))??;
            Ok(Some(stirred))
        };
        match tokio::task::spawn_blocking(look).await {
            Ok(Ok(stirred)) => last = stirred,
            // Asked again in a moment, with a new look at the file.
            Ok(Err(_)) | Err(_) => {
                last = None;
                desk.stir();
                *crate::desk::lock(&eye) = None;
            }
        }
    }
}

/// What is done between requests: the queue of review and the index of words go on, where somebody has asked for them.
fn idle(desk: &Desk, store: &SqliteStore) -> Result<(), Problem> {
    desk.queue.go_on(store)?;
    if crate::desk::lock(&desk.words).is_some() {
        crate::search::index_on(desk, store, Duration::from_millis(60))?;
    }
    Ok(())
}

/// Tells listeners what is new.
fn pulse(desk: &Desk, store: &SqliteStore) -> Result<(), Problem> {
    let feed = store.feed()?;
    let heard = desk.feed.borrow().feed;
    if feed == heard {
        return Ok(());
    }
    let news = desk.listeners.available_permits() < desk.settings.listeners;
    // Without listeners, and of long news, only the number goes round.
    let changes = if news && feed.name == heard.name { store.changes(heard.end, PORTION + 1)? } else { Vec::new() };
    let (from, events) = if changes.is_empty() || changes.len() > PORTION {
        (feed.end, Vec::new())
    } else {
        (heard.end, write_events(desk, store, feed, &changes)?)
    };
    desk.feed.send_replace(Pulse { feed, from, events: Arc::new(events) });
    Ok(())
}

/// Changes as events of a stream.
fn write_events(desk: &Desk, store: &SqliteStore, feed: Feed, changes: &[Change]) -> Result<Vec<Event>, Problem> {
    let view = view_known_at(&desk.res, store as &dyn Store, &Threads, None, &mut |_, _| ())?;
    let lines = write_changes(&desk.res, &desk.indicators, &view, feed, changes)?;
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

/// What a listener that stands at `after` has missed: at most a portion, and the number up to which that is all.
fn catch_up(desk: &Desk, store: &SqliteStore, after: i64) -> Result<(i64, Vec<Event>), Problem> {
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
    let heard = desk.feed.borrow().feed;
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
    let mut pulses = desk.feed.subscribe();
    let mut ends = desk.ends.subscribe();
    tokio::spawn(async move {
        let _seat = seat;
        let hello = format!("retry: 2000\nid: {}\nevent: hello\ndata: {{}}\n\n", write_cursor(heard, at));
        if send.send(Ok(hello.into())).await.is_err() {
            return;
        }
        loop {
            let pulse = pulses.borrow_and_update().clone();
            if pulse.feed.name != heard.name {
                // Another ledger lies there now: the cursor leads nowhere, and the next question says so.
                return;
            }
            if pulse.feed.end > at {
                let from_pulse = pulse.from <= at && !pulse.events.is_empty();
                let (end, missed) = if from_pulse {
                    let missed = pulse.events.iter().filter(|event| event.seq > at).cloned();
                    (pulse.feed.end, missed.collect())
                } else {
                    match desk.read(move |desk, store| catch_up(desk, store, at)).await {
                        Ok(found) => found,
                        Err(_) => {
                            // The ledger is being changed: asked again in a moment.
                            tokio::time::sleep(GLANCE).await;
                            continue;
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
                if moved && at < pulse.feed.end {
                    continue;
                }
            }
            tokio::select! {
                changed = pulses.changed() => if changed.is_err() { return },
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
