//! `firsthand tally`: what is known, how many, since when, and by how many counters.

use crate::work::{KnownAt, Ledger, ProfileName, load_resources};
use crate::{Ending, view};
use anyhow::{Context, Result};
use firsthand::ledger::EntryLine;
use firsthand::model::{Entry, StoryId, Timestamp};
use firsthand::pipeline::rows::Asked;
use firsthand::pipeline::{Annex, entry_lines, find_story, mask_entries, place_outside_claims, review_entries};
use firsthand::store::Store;
use std::cmp::Reverse;
use std::collections::BTreeMap;
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
    /// At most so many entries; 0 for all [default: 200 where people read, all as JSON]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
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
    let asked = Asked {
        indicator: options.indicator.clone(),
        place: options.place.clone(),
        story: options.story.as_deref().map(|id| find_story(store, id)).transpose()?,
    };
    let source = Source::of(store, &options, &asked)?;
    if options.format.json {
        let mut lines = Vec::new();
        source.each_line(store, &options, |line| {
            lines.push(line);
            Ok(())
        })?;
        let document = serde_json::json!({
            "format": "firsthand/tally/1",
            "profile": clap::ValueEnum::to_possible_value(&options.profile).map(|value| value.get_name().to_owned()),
            "as_of": options.as_of,
            "known_at": options.known_at.known_at,
            "entries": lines,
        });
        writeln!(out, "{document}")?;
    } else if options.format.jsonl {
        source.each_line(store, &options, |line| {
            serde_json::to_writer(&mut *out, &line)?;
            writeln!(out)?;
            Ok(())
        })?;
    } else {
        print_by_story(store, &source, &options, out)?;
    }
    Ok(Ending::Done)
}

/// Where the entries come from, story by story, so that a page of them costs what is on it.
struct Source<'a> {
    asked: &'a Asked,
    /// The largest first; `None`, for the claims from outside that joined no story, last.
    stories: Vec<Option<StoryId>>,
    /// Another profile or moment than the one that the ledger keeps: then the annex of the claims from outside.
    other: Option<Annex>,
}

impl<'a> Source<'a> {
    fn of(store: &dyn Store, options: &Options, asked: &'a Asked) -> Result<Self> {
        if options.as_of.is_none() && options.profile == ProfileName::Default {
            return Ok(Self { asked, stories: asked.stories(store)?, other: None });
        }
        // Another moment may name other places, so that the labels of today do not tell.
        let stories = firsthand::pipeline::stories::stories_by_size(store)?;
        let other = Some(place_outside_claims(store, &stories)?);
        let ids = stories.iter().map(|story| Some(story.id)).chain([None]);
        let wanted = ids.filter(|id| asked.story.is_none() || *id == asked.story);
        Ok(Self { asked, stories: wanted.collect(), other })
    }

    /// The entries asked for of one story, sorted by series and id. They may name private persons: mask what is shown, for
    /// that reads every claim.
    fn entries(&self, store: &dyn Store, options: &Options, story: Option<StoryId>) -> Result<Vec<Entry>> {
        let Some(annex) = &self.other else {
            return Ok(self.asked.entries_of(store, story)?);
        };
        let story = match story {
            Some(id) => Some(store.story(id)?.with_context(|| format!("story {id} is gone"))?),
            None => None,
        };
        let mut entries = review_entries(store, annex, story.as_ref(), options.profile.into(), options.as_of)?;
        entries.retain(|entry| self.asked.wants_entry(entry));
        Ok(entries)
    }

    /// Every entry in its public form, sorted by story (claims from outside first), series and id.
    fn each_line(
        &self,
        store: &dyn Store,
        options: &Options,
        mut each: impl FnMut(EntryLine) -> Result<()>,
    ) -> Result<()> {
        let mut stories = self.stories.clone();
        stories.sort_unstable();
        let mut left = options.limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX);
        for story in stories {
            let mut entries = self.entries(store, options, story)?;
            entries.truncate(left);
            left -= entries.len();
            for line in entry_lines(store, &mask_entries(store, entries)?)? {
                each(line)?;
            }
            if left == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// Rows shown to people where nobody asks for more.
const ROWS: usize = 200;

fn print_by_story(store: &dyn Store, source: &Source<'_>, options: &Options, out: &mut dyn Write) -> Result<()> {
    let flag = options.ledger.flag();
    let most = match options.limit {
        None => ROWS,
        Some(0) => usize::MAX,
        Some(limit) => limit,
    };
    let (mut shown, mut more) = (Vec::new(), false);
    for story in &source.stories {
        if shown.len() >= most {
            more = true;
            break;
        }
        let mut entries = source.entries(store, options, *story)?;
        // The groups that most pages tell of stand first.
        let mut pages: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
        let group = |entry: &Entry| (entry.indicator.clone(), entry.place.clone());
        entries.iter().for_each(|entry| *pages.entry(group(entry)).or_default() += entry.pages);
        entries.sort_by_cached_key(|entry| (Reverse(pages[&group(entry)]), entry.series.clone()));
        shown.extend(entries);
    }
    more |= shown.len() > most;
    shown.truncate(most);
    let shown = mask_entries(store, shown)?;
    if shown.is_empty() {
        writeln!(out, "nothing is known of that")?;
        writeln!(out, "next: firsthand claims{flag}")?;
        return Ok(());
    }
    view::print_tally(&shown.iter().collect::<Vec<_>>(), options.by, Some(&flag), out)?;
    if more {
        let shown = crate::show::count(shown.len(), "row");
        writeln!(out, "more than {shown}: name an indicator, --place or --story, or give --limit 0 for all")?;
    }
    Ok(())
}
