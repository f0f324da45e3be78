//! `firsthand feed`: which feeds are followed, how they are, and asking them now.

use crate::commands::add::post_received;
use crate::poll::{Pulled, Reach, pull_feed, tell_pull};
use crate::work::{Keep, Keeping, Ledger, keep_originals, list_refused, load_resources, now, settle};
use crate::{Ending, show};
use anyhow::{Context, Result, bail};
use firsthand::intake::feed::{Subscription as Listed, read_opml, write_opml};
use firsthand::model::Subscription;
use firsthand::pipeline::{Memory, Receipt};
use firsthand::resources::Resources;
use firsthand::store::Store;
use firsthand_feeds::check_address;
use std::io::Write;
use std::path::Path;

/// Follow feeds: add, list, pull, remove, and carry them to and from other readers as OPML
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand feed add https://news.example/rss.xml\n  firsthand feed add subscriptions.opml\n  firsthand feed pull\n  firsthand feed opml > subscriptions.opml"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Follow feeds, by address or from an OPML file
    Add {
        /// Addresses of feeds, or OPML files
        #[arg(required = true, value_name = "ADDRESS|FILE")]
        feeds: Vec<String>,
        /// What to call the feed; its own title otherwise
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        ledger: Ledger,
    },
    /// List the feeds: when each answered last, what went wrong, when it is asked next
    List {
        /// Print JSON lines
        #[arg(long)]
        jsonl: bool,
        #[command(flatten)]
        ledger: Ledger,
    },
    /// Ask the feeds that are due, or those that are named, and add what is new
    Pull {
        /// Addresses of followed feeds
        #[arg(value_name = "ADDRESS")]
        feeds: Vec<String>,
        /// All feeds, due or not
        #[arg(long, conflicts_with = "feeds")]
        all: bool,
        #[command(flatten)]
        keeping: Keeping,
        #[command(flatten)]
        reach: Reach,
        #[command(flatten)]
        ledger: Ledger,
    },
    /// Follow feeds no longer; what they brought stays
    Remove {
        /// Addresses of followed feeds
        #[arg(required = true, value_name = "ADDRESS")]
        feeds: Vec<String>,
        #[command(flatten)]
        ledger: Ledger,
    },
    /// Print the feeds as OPML, for other readers
    Opml {
        #[command(flatten)]
        ledger: Ledger,
    },
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    match options.action {
        Action::Add { feeds, title, ledger } => add_feeds(&feeds, title.as_deref(), &ledger, out),
        Action::List { jsonl, ledger } => list_feeds(jsonl, &ledger, out),
        Action::Pull { feeds, all, keeping, reach, ledger } => {
            pull_feeds(&feeds, all, keeping.keep, &reach, &ledger, out)
        }
        Action::Remove { feeds, ledger } => remove_feeds(&feeds, &ledger, out),
        Action::Opml { ledger } => {
            let listed = |feed: Subscription| Listed {
                title: feed.title.unwrap_or_else(|| feed.address.clone()),
                address: feed.address,
                page: None,
            };
            let feeds: Vec<Listed> = ledger.open_as_it_is()?.subscriptions()?.into_iter().map(listed).collect();
            write!(out, "{}", write_opml("Feeds that Firsthand follows", &feeds))?;
            Ok(Ending::Done)
        }
    }
}

fn add_feeds(feeds: &[String], title: Option<&str>, ledger: &Ledger, out: &mut dyn Write) -> Result<Ending> {
    // All are checked before any is kept.
    let mut wanted: Vec<(String, Option<String>)> = Vec::new();
    for feed in feeds {
        if Path::new(feed).is_file() {
            let bytes = std::fs::read(feed).with_context(|| format!("{feed} cannot be read"))?;
            let listed =
                read_opml(&bytes).map_err(|refusal| anyhow::anyhow!("{feed}: {refusal}\nhint: {}", refusal.hint))?;
            for feed in listed {
                match check_address(&feed.address) {
                    Ok(address) => wanted.push((address, Some(feed.title))),
                    Err(refusal) => show::talk(&format!("left out {}: {refusal}", show::safe(&feed.address))),
                }
            }
        } else {
            let address =
                check_address(feed).map_err(|refusal| anyhow::anyhow!("{refusal}\nhint: {}", refusal.hint))?;
            wanted.push((address, title.map(str::to_owned)));
        }
    }
    let mut store = ledger.open_or_make(&load_resources()?)?;
    let known: Vec<String> = store.subscriptions()?.into_iter().map(|feed| feed.address).collect();
    let mut added = 0;
    for (address, title) in wanted {
        if !known.contains(&address) {
            store.put_subscription(&Subscription::new(&address, title.as_deref(), now()))?;
            added += 1;
        }
    }
    let all = store.subscriptions()?.len();
    writeln!(out, "added {}; {} followed", show::count(added, "feed"), show::count(all, "feed"))?;
    writeln!(out, "next: firsthand feed pull{}", ledger.flag())?;
    Ok(Ending::Done)
}

fn list_feeds(jsonl: bool, ledger: &Ledger, out: &mut dyn Write) -> Result<Ending> {
    let feeds = ledger.open_as_it_is()?.subscriptions()?;
    for feed in &feeds {
        if jsonl {
            let Subscription { address, title, health, .. } = feed;
            let line = serde_json::json!({
                "format": "firsthand/subscription/1", "address": address, "title": title, "good": health.good,
                "trouble": health.trouble, "failures": health.failures, "next": health.next,
            });
            writeln!(out, "{line}")?;
        } else {
            let title = feed.title.as_deref().unwrap_or("(no title yet)");
            writeln!(out, "{}  {}", show::bold(&show::safe(title)), show::safe(&feed.address))?;
            writeln!(out, "  {}", show::safe(&feed.health.in_words(show::clock)))?;
        }
    }
    if feeds.is_empty() && !jsonl {
        writeln!(out, "no feed is followed\nnext: firsthand feed add ADDRESS{}", ledger.flag())?;
    }
    Ok(Ending::Done)
}

fn pull_feeds(
    feeds: &[String],
    all: bool,
    keep: Keep,
    reach: &Reach,
    ledger: &Ledger,
    out: &mut dyn Write,
) -> Result<Ending> {
    let res = load_resources()?;
    let mut store = ledger.open(&res)?;
    let known = store.subscriptions()?;
    let named = named_feeds(&known, feeds, ledger)?;
    let now = now();
    let wanted: Vec<&Subscription> = match named.as_slice() {
        [] => known.iter().filter(|feed| all || feed.health.is_due(now)).collect(),
        named => known.iter().filter(|feed| named.contains(&feed.address)).collect(),
    };
    if wanted.is_empty() {
        writeln!(out, "no feed is due; --all asks them nevertheless")?;
        return Ok(Ending::Done);
    }
    let (mut asker, mut memory) = (reach.asker(), Memory::default());
    let mut refused = Vec::new();
    let (mut stored, mut good) = (0, false);
    let bar = show::Progress::of_steps("asking feeds");
    for (number, feed) in wanted.iter().enumerate() {
        bar.step(number, wanted.len());
        let mut pulled = pull_feed(&res, &mut asker, feed, keep);
        let new = keep_pull(&res, store.as_mut(), &mut memory, &mut pulled)?;
        writeln!(out, "{}", tell_pull(&pulled, new))?;
        good |= pulled.subscription.health.failures == 0;
        stored += new;
        refused.append(&mut pulled.refused);
    }
    bar.end();
    settle(&res, store.as_mut(), &mut memory)?;
    writeln!(out, "stored {}", show::count(stored, "report"))?;
    out.flush()?;
    let ending = list_refused(&refused, good);
    Ok(if good { ending } else { Ending::Failed })
}

/// Posts what a pull brought and keeps the subscription's state. How many reports are new.
///
/// # Errors
/// The store's; the subscription is then asked again as if it had never answered.
pub(crate) fn keep_pull(
    res: &Resources,
    store: &mut dyn Store,
    memory: &mut Memory,
    pulled: &mut Pulled,
) -> Result<usize> {
    let mut receipt = Receipt::default();
    let (mut reports, mut originals) = (Vec::with_capacity(pulled.reports.len()), Vec::new());
    for (received, original) in pulled.reports.drain(..) {
        originals.extend(original.map(|original| (received.report.id, original)));
        reports.push(received);
    }
    post_received(res, store, memory, reports, (&mut receipt, &mut pulled.refused))?;
    keep_originals(store, &originals, now())?;
    store.put_subscription(&pulled.subscription)?;
    Ok(receipt.stored.len())
}

fn remove_feeds(feeds: &[String], ledger: &Ledger, out: &mut dyn Write) -> Result<Ending> {
    let mut store = ledger.open_as_it_is()?;
    let named = named_feeds(&store.subscriptions()?, feeds, ledger)?;
    for address in &named {
        store.end_subscription(address)?;
    }
    writeln!(out, "removed {}; what they brought stays", show::count(named.len(), "feed"))?;
    Ok(Ending::Done)
}

/// The addresses of followed feeds that are meant.
fn named_feeds(known: &[Subscription], feeds: &[String], ledger: &Ledger) -> Result<Vec<String>> {
    let mut named = Vec::new();
    for feed in feeds {
        let address = check_address(feed).unwrap_or_else(|_| feed.clone());
        if !known.iter().any(|known| known.address == address) {
            bail!("no feed of this address is followed: {feed}\nhint: firsthand feed list{}", ledger.flag());
        }
        named.push(address);
    }
    Ok(named)
}
