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

/// Changes as a stream tells them, written once: each listener is sent the same bytes.
#[derive(Debug)]
struct Portion {
    /// The number up to which these are all.
    end: i64,
    /// For who sees calls to gather, and for who does not.
    whole: Told,
    open: Told,
}

/// Events behind each other, and where each begins.
#[derive(Debug, Clone, Default)]
struct Told {
    bytes: Bytes,
    /// Number of the change, first byte.
    starts: Vec<(i64, usize)>,
}

impl Told {
    fn of(events: impl Iterator<Item = (i64, String)>) -> Self {
        let (mut bytes, mut starts) = (String::new(), Vec::new());
        for (seq, event) in events {
            starts.push((seq, bytes.len()));
            bytes.push_str(&event);
        }
        Self { bytes: bytes.into(), starts }
    }

    /// The events behind this number.
    fn behind(&self, after: i64) -> Bytes {
        let at = self.starts.partition_point(|(seq, _)| *seq <= after);
        self.starts.get(at).map_or_else(Bytes::new, |(_, start)| self.bytes.slice(start..))
    }
}

impl Portion {
    fn told(&self, after: i64, sees_calls: bool) -> Bytes {
        let told = if sees_calls { &self.whole } else { &self.open };
        told.behind(after)
    }

    fn len(&self) -> usize {
        self.whole.starts.len()
    }
}

/// The state of the feed, and its last changes as events, each written once for all listeners.
#[derive(Debug)]
pub(crate) struct Ring {
    /// The feed as it was seen last.
    feed: Feed,
    /// The number before the first of `portions`.
    from: i64,
    portions: VecDeque<Portion>,
    /// How many events those are.
    events: usize,
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
        Self { feed, from: feed.end, portions: VecDeque::new(), events: 0, end: feed.end }
    }

    /// The feed as it was seen last.
    pub(crate) fn feed(&self) -> Feed {
        self.feed
    }

    fn add(&mut self, portion: Portion) {
        self.end = portion.end;
        self.events += portion.len();
        self.portions.push_back(portion);
        while self.events > AT_HAND {
            let Some(oldest) = self.portions.pop_front() else { break };
            self.events -= oldest.len();
            self.from = oldest.end;
        }
    }

    /// The events behind this number, and the number up to which that is all; none where it lies too far back.
    fn behind(&self, after: i64, sees_calls: bool) -> Option<(i64, Vec<Bytes>)> {
        if after < self.from {
            return None;
        }
        let start = self.portions.partition_point(|portion| portion.end <= after);
        let told = self.portions.range(start..).map(|portion| portion.told(after, sees_calls));
        Some((self.end.max(after), told.collect()))
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
    desk.names.go_on(&desk.res, store)?;
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
    let mut end = {
        let mut ring = lock(&desk.ring);
        if !listens || ring.feed.name != feed.name {
            *ring = Ring::at(feed);
        }
        ring.feed = feed;
        ring.end
    };
    while end < feed.end && began.elapsed() < SHARE {
        let portion = read_portion(desk, store, end)?;
        end = portion.end;
        lock(&desk.ring).add(portion);
    }
    // Listeners are woken once for all of it.
    desk.beat.send_if_modified(|told| std::mem::replace(told, end) != end);
    Ok(())
}

/// The next events behind `after`.
fn read_portion(desk: &Desk, store: &SqliteStore, after: i64) -> Result<Portion, Problem> {
    let feed = store.feed()?;
    let changes = store.changes(after, PORTION)?;
    let end = if changes.len() < PORTION { feed.end } else { changes.last().map_or(feed.end, |change| change.seq) };
    let view = view_known_at(&desk.res, store as &dyn Store, &Threads, None, &mut |_, _| ())?;
    let lines = write_changes(&desk.res, &desk.indicators, &view, feed, &changes, Reader::Other)?;
    let event = |change: &Change, gone: bool, line: &str| {
        let (kind, id) = (if gone { "gone" } else { "entry" }, write_cursor(feed, change.seq));
        format!("event: {kind}\nid: {id}\ndata: {line}\n\n")
    };
    let told = |(change, line): (&Change, &String)| (change.seq, event(change, change.gone, line));
    let whole = Told::of(changes.iter().zip(&lines).map(told));
    // Nearly all events are the same for everybody.
    let open = if changes.iter().zip(&lines).any(|(change, line)| is_call(feed, change, line)) {
        Told::of(changes.iter().zip(lines).map(|(change, line)| {
            let calls = is_call(feed, change, &line);
            let line = if calls { hide_call(feed, change, line) } else { line };
            (change.seq, event(change, change.gone || calls, &line))
        }))
    } else {
        whole.clone()
    };
    Ok(Portion { end: end.max(after), whole, open })
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
    let (send, events) = mpsc::channel::<Result<Bytes, Infallible>>(4);
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
                ring.behind(at, sees_calls)
            };
            let (end, missed, more) = match at_hand {
                Some((end, missed)) => (end, missed, false),
                None => {
                    // One at a time: who was away long waits, and others do not.
                    let Ok(_turn) = desk.latecomers.acquire().await else { return };
                    match desk.read(move |desk, store| read_portion(desk, store, at)).await {
                        Ok(portion) => (portion.end, vec![portion.told(at, sees_calls)], true),
                        Err(_) => {
                            // The ledger is being changed: asked again in a moment.
                            tokio::time::sleep(GLANCE).await;
                            continue;
                        }
                    }
                }
            };
            for told in missed.into_iter().filter(|told| !told.is_empty()) {
                if send.send(Ok(told)).await.is_err() {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A portion of events `after + 1 ..= end`, of which every third is hidden from most.
    fn portion(after: i64, end: i64) -> Portion {
        let told = |hides: bool| {
            Told::of((after + 1..=end).map(move |seq| {
                let kind = if hides && seq % 3 == 0 { "gone" } else { "entry" };
                (seq, format!("{kind} {seq}\n"))
            }))
        };
        Portion { end, whole: told(false), open: told(true) }
    }

    fn heard(ring: &Ring, after: i64, sees_calls: bool) -> Option<(i64, String)> {
        let (end, told) = ring.behind(after, sees_calls)?;
        Some((end, told.iter().map(|told| String::from_utf8_lossy(told).into_owned()).collect()))
    }

    #[test]
    fn who_comes_back_hears_each_event_behind_the_last_one_once() {
        let mut ring = Ring::at(Feed { name: 1, end: 10 });
        ring.add(portion(10, 14));
        ring.add(portion(14, 15));
        ring.add(portion(15, 15));
        ring.add(portion(15, 20));
        let all = (11..=20).map(|seq| format!("entry {seq}\n"));
        for (after, at) in (10..=20).zip(0..) {
            assert_eq!(heard(&ring, after, true), Some((20, all.clone().skip(at).collect())), "{after}");
        }
        assert_eq!(
            heard(&ring, 14, false).expect("there").1,
            "gone 15\nentry 16\nentry 17\ngone 18\nentry 19\nentry 20\n"
        );
        assert_eq!(heard(&ring, 9, true), None, "it lies behind what is at hand");
        // Who came when the ledger had already gone on has heard it all.
        assert_eq!(heard(&ring, 25, true), Some((25, String::new())));
    }

    #[test]
    fn events_at_hand_are_bounded() {
        let mut ring = Ring::at(Feed { name: 1, end: 0 });
        for at in 0..100 {
            ring.add(portion(at * 48, (at + 1) * 48));
        }
        assert!(ring.events <= AT_HAND && ring.events > AT_HAND - 48);
        let from = 4_800 - i64::try_from(ring.events).expect("few");
        assert_eq!(heard(&ring, from - 1, true), None);
        assert!(heard(&ring, from, true).expect("at hand").1.starts_with(&format!("entry {}\n", from + 1)));
    }
}
