//! Who wants to be told of a change is called: signed as Standard Webhooks say, when a figure moved far enough from what was
//! told last, never for a copy of what is known, never for a call to gather.
//! Not here: which addresses may be called at all (`firsthand-feeds`).

use crate::api::entries::is_call;
use crate::desk::{Desk, Threads, now};
use crate::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firsthand::model::{Amount, Entry, Timestamp};
use firsthand::pipeline::feed::{Reader, write_changes, write_cursor};
use firsthand::pipeline::rows::{Asked, guard_entries};
use firsthand::pipeline::view_known_at;
use firsthand::store::Store;
use firsthand_feeds::{Fetcher, Guard};
use firsthand_store::{Hook, SqliteStore};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::Arc;
use std::time::Duration;

/// Changes that are looked through for a hook at once.
const PORTION: usize = 64;
/// How often it is looked whether a call that failed is due again.
const GLANCE: Duration = Duration::from_millis(500);
/// The first pause after a failure, and the longest, in seconds.
const PAUSE: i64 = 5;
const LONGEST: i64 = 3_600;
/// A hook that failed so often in a row, about half a day, is called no more.
pub(crate) const MOST_FAILURES: u32 = 20;

/// What a hook is to be told.
struct Call {
    /// The same for every try: who hears it twice knows it.
    id: String,
    body: String,
    seq: i64,
    entry: String,
    figures: [Option<Amount>; 3],
}

/// Calls hooks until the server ends.
pub(crate) async fn call_on(desk: Arc<Desk>) {
    let guard = desk.settings.allow.iter().fold(Guard::default(), |guard, address| guard.allowing(*address));
    let fetcher = Fetcher::new(guard, concat!("Firsthand/", env!("CARGO_PKG_VERSION")));
    let mut ends = desk.ends.subscribe();
    loop {
        tokio::select! {
            () = tokio::time::sleep(GLANCE) => {}
            _ = ends.wait_for(|ends| *ends) => return,
        }
        let end = crate::desk::lock(&desk.ring).feed().end;
        let is_due = move |hook: &Hook| {
            hook.told < end && hook.failures < MOST_FAILURES && hook.next.is_none_or(|next| next <= now())
        };
        let Ok(hooks) = desk.read(move |_, store| Ok(store.hooks()?)).await else { continue };
        for hook in hooks.into_iter().filter(is_due) {
            // A ledger that is being changed is looked at again in a moment.
            drop(serve_hook(&desk, &fetcher, hook).await);
        }
    }
}

/// Tells a hook the first of what it has not heard.
async fn serve_hook(desk: &Arc<Desk>, fetcher: &Fetcher, hook: Hook) -> Result<(), Problem> {
    let looked = hook.clone();
    let (call, upto) = desk.read(move |desk, store| find_call(desk, store, &looked)).await?;
    let id = hook.id.clone();
    let Some(call) = call else {
        return keep(desk, id, move |hook| hook.told = upto).await;
    };
    let (fetcher, at) = (fetcher.clone(), now());
    let head = sign(&hook.secret, &call.id, at, &call.body)?;
    let (address, body) = (hook.address.clone(), call.body.clone());
    let told = tokio::task::spawn_blocking(move || {
        let head: Vec<(&str, &str)> = head.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fetcher.tell(&address, &head, body.as_bytes())
    });
    let trouble = match told.await {
        Ok(Ok(200..=299)) => None,
        Ok(Ok(status)) => Some(format!("the answer was {status}")),
        Ok(Err(refusal)) => Some(refusal.to_string()),
        Err(error) => Some(error.to_string()),
    };
    keep(desk, id, move |hook| match trouble {
        None => {
            hook.told = call.seq;
            hook.figures.insert(call.entry, call.figures);
            (hook.failures, hook.next, hook.trouble) = (0, None, None);
        }
        Some(why) => {
            let pause = PAUSE.saturating_mul(1 << hook.failures.min(16)).min(LONGEST);
            hook.failures += 1;
            hook.next = Some(Timestamp(now().0 + pause));
            hook.trouble = Some(why);
        }
    })
    .await
}

/// Keeps what became of a hook, unless it was ended meanwhile.
async fn keep(desk: &Arc<Desk>, id: String, change: impl FnOnce(&mut Hook) + Send + 'static) -> Result<(), Problem> {
    desk.write(move |_, store| {
        if let Some(mut hook) = store.hooks()?.into_iter().find(|hook| hook.id == id) {
            change(&mut hook);
            store.put_hook(&hook)?;
        }
        Ok(())
    })
    .await
}

/// The first change that is news to a hook, and up to where there is no other before it.
fn find_call(desk: &Desk, store: &SqliteStore, hook: &Hook) -> Result<(Option<Call>, i64), Problem> {
    let feed = store.feed()?;
    let changes = store.changes(hook.told, PORTION)?;
    let upto = if changes.len() < PORTION { feed.end } else { changes.last().map_or(feed.end, |change| change.seq) };
    let asked = Asked { indicator: hook.indicator.clone(), place: hook.place.clone(), story: None };
    let view = view_known_at(&desk.res, store as &dyn Store, &Threads, None, &mut |_, _| ())?;
    for change in &changes {
        let Some(entry) = view.entry(change.entry)?.filter(|entry| asked.wants_entry(entry)) else { continue };
        let id = entry.id.to_string();
        let figures = figures_of(&entry);
        if !is_news(hook, hook.figures.get(&id).copied(), figures) {
            continue;
        }
        let lines =
            write_changes(&desk.res, &desk.indicators, &view, feed, std::slice::from_ref(change), Reader::Other)?;
        let Some(line) = lines.into_iter().next().filter(|line| !is_call(feed, change, line)) else { continue };
        let row = guard_entries(&desk.res.gazetteer, &desk.indicators, &view, std::slice::from_ref(&entry))?.pop();
        let told = |amount: &Option<Amount>| row.as_ref().map(|row| row.tell_amount(*amount).json());
        let before = hook
            .figures
            .get(&id)
            .map(|[low, best, high]| serde_json::json!({"low": told(low), "best": told(best), "high": told(high)}));
        let body =
            format!("{{\"type\":\"entry.changed\",\"told_before\":{},\"data\":{line}}}", serde_json::json!(before));
        let call = Call {
            id: format!("{}.{}", hook.id, write_cursor(feed, change.seq)),
            body,
            seq: change.seq,
            entry: id,
            figures,
        };
        return Ok((Some(call), upto));
    }
    Ok((None, upto))
}

fn figures_of(entry: &Entry) -> [Option<Amount>; 3] {
    [entry.low, entry.best, entry.high]
}

/// Whether figures differ so far from those told before that the hook wants to hear of them.
fn is_news(hook: &Hook, before: Option<[Option<Amount>; 3]>, after: [Option<Amount>; 3]) -> bool {
    let [low, best, high] = after;
    let in_force = best.or(low).or(high);
    if hook
        .least
        .is_some_and(|least| in_force.is_none_or(|figure| i128::from(figure.thousandths()) < i128::from(least) * 1_000))
    {
        return false;
    }
    let Some(before) = before else { return in_force.is_some() };
    let moved = |(one, other): (&Option<Amount>, &Option<Amount>)| match (one, other) {
        (Some(one), Some(other)) => {
            let (one, other) = (i128::from(one.thousandths()), i128::from(other.thousandths()));
            let percent = i128::from(hook.moved_percent.unwrap_or(0));
            one != other && (one - other).abs() * 100 >= percent * one.abs()
        }
        (None, None) => false,
        _ => true,
    };
    before.iter().zip(&after).any(moved)
}

/// The head of a call: its id, its moment, and the signature over both and the body, by the hook's secret.
///
/// Source: Standard Webhooks 1.0.
fn sign(secret: &str, id: &str, at: Timestamp, body: &str) -> Result<Vec<(&'static str, String)>, Problem> {
    let key =
        STANDARD.decode(secret.trim_start_matches("whsec_")).map_err(|error| Problem::fault(error.to_string()))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|error| Problem::fault(error.to_string()))?;
    mac.update(format!("{id}.{}.{body}", at.0).as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    Ok(vec![
        ("content-type", "application/json".to_owned()),
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", at.0.to_string()),
        ("webhook-signature", format!("v1,{signature}")),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(least: Option<i64>, moved_percent: Option<u32>) -> Hook {
        Hook {
            id: "h_a".into(),
            address: "https://example.org/".into(),
            secret: "whsec_AA==".into(),
            indicator: None,
            place: None,
            least,
            moved_percent,
            told: 0,
            figures: Default::default(),
            failures: 0,
            next: None,
            trouble: None,
        }
    }

    fn figures(best: i64) -> [Option<Amount>; 3] {
        [Amount::whole(best), Amount::whole(best), None]
    }

    #[test]
    fn news_is_what_differs_far_enough_from_what_was_told() {
        assert!(is_news(&hook(None, None), None, figures(10)));
        assert!(!is_news(&hook(None, None), Some(figures(10)), figures(10)), "a copy moves nothing");
        assert!(is_news(&hook(None, None), Some(figures(10)), figures(11)));
        assert!(
            !is_news(&hook(Some(100), None), None, figures(99)) && is_news(&hook(Some(100), None), None, figures(100))
        );
        for (after, news) in [(104, false), (105, true), (95, true), (96, false)] {
            assert_eq!(is_news(&hook(None, Some(5)), Some(figures(100)), figures(after)), news, "{after}");
        }
        assert!(is_news(&hook(None, Some(50)), Some(figures(100)), [None; 3]), "a bound that goes is news");
    }

    /// The example of the standard's own libraries.
    #[test]
    fn calls_are_signed_as_the_standard_says() {
        let head = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            Timestamp(1_614_265_330),
            "{\"test\": 2432232314}",
        )
        .expect("signed");
        assert_eq!(head[3].1, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
