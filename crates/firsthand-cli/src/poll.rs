//! What does a feed bring that is not known yet? Asks the feed and the pages of its new items, and says how the feed is.
//! Not here: how hosts are asked (`firsthand-feeds`), what a page says (the library's intake), keeping anything.

use crate::input::Refused;
use crate::show;
use crate::work::{Keep, Original, Whole, guard, now};
use firsthand::intake::archive::{HttpHead, decode_body};
use firsthand::intake::feed::{FeedItem, flatten_markup, receive_feed};
use firsthand::intake::{PageHints, Received, Refusal, receive_html};
use firsthand::model::{Outcome, Subscription, hash_parts};
use firsthand::resources::Resources;
use firsthand_feeds::{Answer, Asker, Fetcher, Guard, Question};
use std::net::SocketAddr;
use std::sync::Arc;

/// Pages that are asked for in one pull of a feed; the others wait for the next.
const PAGES: usize = 30;

/// Who may be asked beyond the public web.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Reach {
    /// Also ask this one address, which is not public: a server of your own
    #[arg(long, value_name = "ADDRESS:PORT")]
    allow: Vec<SocketAddr>,
}

impl Reach {
    /// An asker that tells hosts who asks.
    pub(crate) fn asker(&self) -> Asker {
        let guard = self.allow.iter().fold(Guard::default(), |guard, address| guard.allowing(*address));
        Asker::new(Fetcher::new(guard, concat!("Firsthand/", env!("CARGO_PKG_VERSION"), " (news monitor)")))
    }
}

/// What a pull brought.
pub(crate) struct Pulled {
    /// The subscription as it is now.
    pub(crate) subscription: Subscription,
    /// What is new, with what it was read from where that is to be kept.
    pub(crate) reports: Vec<Whole>,
    /// Pages and items that were not taken.
    pub(crate) refused: Vec<Refused>,
}

/// Asks a feed, and the pages of its new items.
pub(crate) fn pull_feed(res: &Resources, asker: &mut Asker, subscription: &Subscription, keep: Keep) -> Pulled {
    let mut pulled = Pulled { subscription: subscription.clone(), reports: Vec::new(), refused: Vec::new() };
    let outcome = ask_feed(res, asker, &mut pulled, keep).unwrap_or_else(|outcome| outcome);
    pulled.subscription.health = pulled.subscription.health.clone().after(now(), outcome);
    pulled
}

/// The outcome; `Err` where the feed gave nothing.
fn ask_feed(res: &Resources, asker: &mut Asker, pulled: &mut Pulled, keep: Keep) -> Result<Outcome, Outcome> {
    let Pulled { subscription, reports, refused } = pulled;
    let failed = |word: &str, why: String, retry_after| Outcome::Failed { word: word.to_owned(), why, retry_after };
    let question = Question {
        address: subscription.address.clone(),
        etag: subscription.etag.clone(),
        last_modified: subscription.last_modified.clone(),
    };
    let answer = asker.ask(&question).map_err(|refusal| failed(refusal.word, refusal.why, None))?;
    match answer.status {
        304 => return Ok(Outcome::Unchanged),
        410 => return Ok(Outcome::Gone),
        200..=299 => {}
        status => {
            let why = format!("{} answers {status}", answer.address);
            return Err(failed("http_status", why, answer.retry_after(now().0)));
        }
    }
    let fail = |refusal: Refusal| failed(refusal.word, refusal.why, None);
    let (bytes, kind, _) = undo_encoding(&answer).map_err(fail)?;
    let whole = |answer: &Answer| (keep == Keep::Bytes).then(|| Arc::new(Original::of_answer(answer)));
    let of_feed = whole(&answer);
    let address = subscription.address.clone();
    let feed = guard(&address, || receive_feed(&res.packs, &bytes, &address, Some(&answer.address), Some(&kind)))
        .map_err(|one| failed(one.word, one.why, None))?
        .map_err(fail)?;
    if subscription.title.is_none() {
        subscription.title = feed.feed.title.as_deref().map(flatten_markup);
    }
    let (mut seen, mut left, mut news) = (Vec::new(), 0, 0);
    let mut pages = PAGES;
    for (item, own) in feed.feed.items.iter().zip(feed.reports) {
        let key = key_of(item);
        if subscription.seen.binary_search(&key).is_ok() {
            seen.push(key);
            continue;
        }
        let taken = match item.link.as_deref().filter(|link| link.starts_with("http")) {
            None => own.map(|own| (own, of_feed.clone())),
            Some(_) if pages == 0 => {
                left += 1;
                continue;
            }
            Some(link) => {
                pages -= 1;
                match ask_page(res, asker, link, item, subscription.title.as_deref()) {
                    Ok((page, answer)) => Ok((page, whole(&answer))),
                    // What the feed itself tells of the item is better than nothing.
                    Err(one) => {
                        refused.push(one);
                        own.map(|own| (own, of_feed.clone()))
                    }
                }
            }
        };
        seen.push(key);
        match taken {
            Ok((mut received, original)) => {
                news += 1;
                for note in received.notes.drain(..) {
                    show::talk(&format!("note {}: {}", show::safe(&received.report.doc), show::safe(&note)));
                }
                reports.push((received, original));
            }
            Err(refusal) => {
                let place = item.link.clone().or_else(|| item.id.clone()).unwrap_or_else(|| address.clone());
                refused.push(Refused { place, word: refusal.word, why: refusal.why, hint: refusal.hint });
            }
        }
    }
    seen.sort_unstable();
    seen.dedup();
    subscription.seen = seen;
    // Whoever is told "nothing new" would never hear of the items that are left.
    let header = |name: &str| answer.header(name).filter(|_| left == 0).map(str::to_owned);
    (subscription.etag, subscription.last_modified) = (header("etag"), header("last-modified"));
    Ok(if news > 0 { Outcome::News(news) } else { Outcome::Unchanged })
}

/// An item as it is now: another text, date or address makes another key.
fn key_of(item: &FeedItem) -> String {
    let field = |field: &Option<String>| field.clone().unwrap_or_default();
    let parts =
        [&item.id, &item.link, &item.title, &item.published, &item.updated, &item.summary, &item.content].map(field);
    let hash = hash_parts(&parts.each_ref().map(|part| part.as_bytes()));
    hash[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The page of an item, and the answer that it was read from.
fn ask_page(
    res: &Resources,
    asker: &mut Asker,
    link: &str,
    item: &FeedItem,
    outlet: Option<&str>,
) -> Result<(Received, Answer), Refused> {
    let answer = asker.ask(&Question::of(link)).map_err(|refusal| Refused {
        place: link.to_owned(),
        word: refusal.word,
        why: refusal.why,
        hint: refusal.hint.to_owned(),
    })?;
    if !(200..300).contains(&answer.status) {
        let why = format!("{} answers {}", answer.address, answer.status);
        return Err(Refused::new(link, "http_status", why, "the feed's own words of it are taken"));
    }
    let refuse =
        |refusal: Refusal| Refused { place: link.to_owned(), word: refusal.word, why: refusal.why, hint: refusal.hint };
    let (bytes, kind, charset) = undo_encoding(&answer).map_err(refuse)?;
    if !(kind.is_empty() || kind.contains("html")) {
        let why = format!("{} is {kind}, no page", answer.address);
        return Err(Refused::new(link, "no_page", why, "the feed's own words of it are taken"));
    }
    let hints = PageHints {
        doc: item.id.clone().unwrap_or_else(|| link.to_owned()),
        url: Some(answer.address.clone()),
        charset,
        outlet: outlet.map(str::to_owned),
        published: item.published.clone().or_else(|| item.updated.clone()),
        title: item.title.as_deref().map(flatten_markup),
    };
    let received = guard(link, || receive_html(&res.packs, &bytes, &hints))?.map_err(refuse)?;
    Ok((received, answer))
}

/// The body without its encodings, its declared type, and its declared encoding.
fn undo_encoding(answer: &Answer) -> Result<(Vec<u8>, String, Option<String>), Refusal> {
    let head = HttpHead { status: answer.status, fields: answer.headers.clone() };
    let bytes = decode_body(&head, &answer.body)?;
    Ok((bytes, head.field("content-type").unwrap_or_default().to_ascii_lowercase(), head.charset()))
}

/// A line on what a pull brought, for people.
pub(crate) fn tell_pull(pulled: &Pulled, stored: usize) -> String {
    let subscription = &pulled.subscription;
    let name = subscription.title.as_deref().unwrap_or(&subscription.address);
    let refused = match pulled.refused.len() {
        0 => String::new(),
        refused => format!(", {refused} refused"),
    };
    format!("{}: {} new{refused}; {}", show::safe(name), stored, show::safe(&subscription.health.in_words(show::clock)))
}
