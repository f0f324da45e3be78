//! `firsthand story`: which pages tell one story, and who copied whom?

use crate::work::{Format, Ledger, load_resources};
use crate::{Ending, commands::tally::find_story, show, view};
use anyhow::{Context, Result};
use firsthand::export::jsonl::lineage_lines;
use firsthand::model::Story;
use std::io::Write;

/// Show a story's reports and their lineage, or list the stories
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  firsthand story\n  firsthand story s_k3")]
pub(crate) struct Options {
    /// The story's id, or its first letters [default: the only one, else a list]
    id: Option<String>,
    #[command(flatten)]
    ledger: Ledger,
    #[command(flatten)]
    format: Format,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let store = options.ledger.open(&res)?;
    let store = store.as_ref();
    let stories: Vec<Story> = match &options.id {
        Some(id) => vec![store.story(find_story(store, id)?)?.context("the story is gone")?],
        None => view::stories_by_size(store)?,
    };
    if options.format.json || options.format.jsonl {
        let mut documents = Vec::new();
        for story in &stories {
            let view = view::StoryView::of(store, story)?;
            let document = serde_json::json!({
                "id": story.id, "pages": view.head.pages, "texts": view.head.texts, "lead": view.head.lead,
                "place": view.head.place, "counters": view.head.counters,
                "lineage": lineage_lines(&view.reports, &view.families, &view.edges),
            });
            if options.format.jsonl {
                writeln!(out, "{document}")?;
            }
            documents.push(document);
        }
        if options.format.json {
            writeln!(out, "{}", serde_json::json!({"format": "firsthand/story/1", "stories": documents}))?;
        }
        return Ok(Ending::Done);
    }
    let flag = options.ledger.flag();
    match &stories[..] {
        [] => writeln!(out, "no story yet\nnext: firsthand add INPUT...{flag}")?,
        [story] => {
            view::StoryView::of(store, story)?.print(out)?;
            writeln!(out, "next: firsthand tally --story {}{flag}", view::short(&story.id.to_string()))?;
        }
        several => {
            const SHOWN: usize = 30;
            for story in several.iter().take(SHOWN) {
                let head = view::StoryView::of(store, story)?.head;
                writeln!(out, "{}  {}", view::short(&story.id.to_string()), head.sentence())?;
            }
            if several.len() > SHOWN {
                writeln!(out, "... and {}; all of them: --jsonl", show::count(several.len() - SHOWN, "story"))?;
            }
            writeln!(out, "next: firsthand story {}{flag}", view::short(&several[0].id.to_string()))?;
        }
    }
    Ok(Ending::Done)
}
