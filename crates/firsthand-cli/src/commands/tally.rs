//! `firsthand tally`: what is known, how many, since when, and by how many counters.

use crate::work::{KnownAt, Ledger, ProfileName, load_resources};
use crate::{Ending, view};
use anyhow::{Context, Result};
use firsthand::model::{Entry, StoryId, Timestamp};
use firsthand::pipeline::{place_outside_claims, review_entries};
use firsthand::store::Store;
use std::collections::BTreeSet;
use std::io::Write;

/// Show the reconciled figures
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand tally detained --place Russia --by day\n  firsthand tally --as-of 2022-09-21T21:30+03:00 --json\n  firsthand tally --known-at 2022-09-22            what the ledger showed then"
)]
pub(crate) struct Options {
    /// Only this indicator: detained, killed, injured ...
    indicator: Option<String>,
    /// Only this place, by its English name or country code
    #[arg(long, value_name = "P")]
    place: Option<String>,
    /// What the rows of one group have in common
    #[arg(long, default_value = "day")]
    by: view::Grouping,
    /// What held at this time: 2022-09-21 or 2022-09-21T21:30+03:00
    #[arg(long, value_name = "TIME")]
    as_of: Option<Timestamp>,
    #[command(flatten)]
    known_at: KnownAt,
    /// Which figure is shown where claims leave room
    #[arg(long, value_name = "PROFILE", default_value = "default")]
    profile: ProfileName,
    /// Only this story
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    #[command(flatten)]
    ledger: Ledger,
    #[command(flatten)]
    format: crate::work::Format,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let base = options.ledger.open(&res)?;
    let view = options.known_at.view(&res, base.as_ref())?;
    let store: &dyn Store = &view;
    let story = options.story.as_deref().map(|id| find_story(store, id)).transpose()?;
    let mut entries = entries_of(store, &options)?;
    entries.retain(|entry| story.is_none_or(|story| entry.story == Some(story)) && is_asked(entry, &options));
    let entries = view::mask_entries(store, entries)?;
    if options.format.json {
        let document = serde_json::json!({
            "format": "firsthand/tally/1",
            "profile": clap::ValueEnum::to_possible_value(&options.profile).map(|value| value.get_name().to_owned()),
            "as_of": options.as_of,
            "known_at": options.known_at.known_at,
            "entries": view::entry_lines(store, &entries)?,
        });
        writeln!(out, "{document}")?;
    } else if options.format.jsonl {
        for entry in &view::entry_lines(store, &entries)? {
            serde_json::to_writer(&mut *out, entry)?;
            writeln!(out)?;
        }
    } else {
        print_by_story(store, &entries, &options, out)?;
    }
    Ok(Ending::Done)
}

/// The id of the story that begins so.
pub(crate) fn find_story(store: &dyn Store, prefix: &str) -> Result<StoryId> {
    let found = store.ids_from(prefix, 2)?;
    match &found[..] {
        [id] if id.starts_with("s_") => id.parse().map_err(anyhow::Error::msg),
        [] => match follow_moves(store, prefix)?[..] {
            [] => anyhow::bail!("no story {prefix}\nhint: firsthand story lists them"),
            [story] => Ok(story),
            ref several => {
                let now: Vec<String> = several.iter().map(ToString::to_string).collect();
                anyhow::bail!("{prefix} was split\nhint: it goes on as {}", now.join(", "))
            }
        },
        [_] => anyhow::bail!("no story {prefix}\nhint: firsthand story lists them"),
        _ => anyhow::bail!("several stories begin with {prefix}\nhint: give more letters"),
    }
}

/// The stories of today into which a story of yesterday went, given its whole id. A move never leads back.
fn follow_moves(store: &dyn Store, id: &str) -> Result<Vec<StoryId>> {
    let Ok(id) = id.parse::<StoryId>() else { return Ok(Vec::new()) };
    let (mut seen, mut next, mut found) = (BTreeSet::new(), vec![id], BTreeSet::new());
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        if store.story(id)?.is_some() {
            found.insert(id);
        } else {
            next.extend(store.successors(id)?);
        }
    }
    Ok(found.into_iter().collect())
}

fn entries_of(store: &dyn Store, options: &Options) -> Result<Vec<Entry>> {
    if options.as_of.is_none() && options.profile == ProfileName::Default {
        return Ok(store.entries()?);
    }
    let stories = store.stories().context("listing the stories")?;
    let annex = place_outside_claims(store, &stories)?;
    let mut entries = review_entries(store, &annex, None, options.profile.into(), options.as_of)?;
    for story in &stories {
        entries.extend(review_entries(store, &annex, Some(story), options.profile.into(), options.as_of)?);
    }
    Ok(entries)
}

fn is_asked(entry: &Entry, options: &Options) -> bool {
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let indicator = options.indicator.as_ref().is_none_or(|asked| same(asked, &entry.indicator));
    let place = options.place.as_ref().is_none_or(|asked| {
        let names = entry.place.iter().flat_map(|place| place.split("; "));
        names.chain(entry.country.as_deref()).any(|name| same(asked, name))
    });
    indicator && place
}

fn print_by_story(store: &dyn Store, entries: &[Entry], options: &Options, out: &mut dyn Write) -> Result<()> {
    let flag = options.ledger.flag();
    if entries.is_empty() {
        writeln!(out, "nothing is known of that")?;
        writeln!(out, "next: firsthand claims{flag}")?;
        return Ok(());
    }
    let stories = view::stories_by_size(store)?;
    let ids = stories.iter().map(|story| Some(story.id)).chain([None]);
    let mut sorted: Vec<&Entry> = Vec::with_capacity(entries.len());
    for id in ids {
        let mut of_story: Vec<&Entry> = entries.iter().filter(|entry| entry.story == id).collect();
        of_story
            .sort_by_key(|entry| (std::cmp::Reverse(group_pages(&of_story_key(entry), entries)), entry.series.clone()));
        sorted.extend(of_story);
    }
    view::print_tally(&sorted, options.by, Some(&flag), out)
}

fn of_story_key(entry: &Entry) -> (Option<StoryId>, &str, Option<&str>) {
    (entry.story, &entry.indicator, entry.place.as_deref())
}

/// How many pages tell of this indicator and place: the groups with most stand first.
fn group_pages(key: &(Option<StoryId>, &str, Option<&str>), entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| of_story_key(entry) == *key).map(|entry| entry.pages).sum()
}
