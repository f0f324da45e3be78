//! `firsthand story`: which pages tell one story, who copied whom, and who counted?

use crate::picture::{Picture, draw_svg};
use crate::tree::{self, Telling};
use crate::view::{days_words, head_sentence, print_head, short, state_words, summary};
use crate::work::{Drawing, Format, KnownAt, Ledger, Threads, load_resources};
use crate::{Ending, show};
use anyhow::{Context, Result};
use firsthand::export::jsonl::Masking;
use firsthand::model::Story;
use firsthand::pipeline::figures::Teller;
use firsthand::pipeline::find_story;
use firsthand::pipeline::read_story_state;
use firsthand::pipeline::stories::{state_document, stories_by_size, story_document};
use firsthand::pipeline::traced::TracedStory;
use firsthand::resources::Resources;
use firsthand::store::Store;
use serde_json::json;
use std::io::Write;

/// Show a story's reports, their lineage and their counters, or list the stories
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand story                         the list, or the only story
  firsthand story s_k3                    its pages, who copied whom, which figures went missing
  firsthand story s_k3 --passages         the copied passages side by side
  firsthand story s_k3 --svg > story.svg  the same as a picture")]
pub(crate) struct Options {
    /// The story's id, or its first letters [default: the only one, else a list]
    id: Option<String>,
    #[command(flatten)]
    known_at: KnownAt,
    #[command(flatten)]
    ledger: Ledger,
    #[command(flatten)]
    drawing: Drawing,
    #[command(flatten)]
    format: Format,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let base = options.ledger.open(&res)?;
    let view = options.known_at.view(&res, base.as_ref())?;
    let store: &dyn Store = &view;
    let stories: Vec<Story> = match &options.id {
        Some(id) => vec![store.story(find_story(store, id)?)?.context("the story is gone")?],
        None => stories_by_size(store)?,
    };
    if options.format.json || options.format.jsonl {
        print_documents(&res, store, &stories, options.format, out)?;
        return Ok(Ending::Done);
    }
    let flag = options.ledger.flag();
    let drawn = options.drawing.svg || options.drawing.dot || options.drawing.mermaid || options.drawing.passages;
    match &stories[..] {
        [] => writeln!(out, "no story yet\nnext: firsthand add INPUT...{flag}")?,
        [story] => {
            let view = TracedStory::of(store, story)?;
            if options.drawing.dot || options.drawing.mermaid {
                let picture = Picture::of(&view.kinship(), &view.counted());
                write!(out, "{}", if options.drawing.dot { picture.to_dot() } else { picture.to_mermaid() })?;
                return Ok(Ending::Done);
            }
            let mut teller = Teller::new(&res, Masking::Masked, &view.claims);
            if options.drawing.svg {
                let title = head_sentence(&view.head());
                write!(out, "{}", draw_svg(&view.kinship(), &view.counted(), &mut teller, &title))?;
                return Ok(Ending::Done);
            }
            print_head(&view, out)?;
            if let Some(words) = state_words(&read_story_state(&res, store, &Threads, story)?) {
                writeln!(out, "  in the end: {words}")?;
            }
            tree::print_kinship(&view.kinship(), &mut teller, Telling::of(options.drawing), out)?;
            writeln!(out, "next: firsthand tally --story {}{flag}", short(&story.id.to_string()))?;
        }
        several if drawn => anyhow::bail!(
            "there are {}, and one can be drawn at a time\nhint: firsthand story {} ...; firsthand story lists them",
            show::count(several.len(), "story"),
            short(&several[0].id.to_string())
        ),
        several => print_list(store, several, &flag, out)?,
    }
    Ok(Ending::Done)
}

/// The stories as a table, the largest first.
fn print_list(store: &dyn Store, stories: &[Story], flag: &str, out: &mut dyn Write) -> Result<()> {
    const SHOWN: usize = 30;
    let cell = |text: &str| text.to_owned();
    let mut rows = vec![["", "pages", "texts", "counters", "published", "in", "what"].map(cell).to_vec()];
    for story in stories.iter().take(SHOWN) {
        let view = TracedStory::of(store, story)?;
        let mut row = vec![short(&story.id.to_string()).to_owned(), view.reports.len().to_string()];
        row.extend([view.texts().to_string(), view.counters().len().to_string()]);
        row.extend([days_words(&view), view.langs().join(" "), summary(&view)]);
        rows.push(row);
    }
    use show::Side::{Left, Right};
    for (at, line) in show::align(&rows, &[Left, Right, Right, Right, Left, Left, Left]).into_iter().enumerate() {
        let line = show::fit(&line);
        writeln!(out, "{}", if at == 0 { show::dim(&line) } else { line })?;
    }
    if stories.len() > SHOWN {
        writeln!(out, "... and {}; all of them: --jsonl", show::count(stories.len() - SHOWN, "story"))?;
    }
    writeln!(out, "next: firsthand story {}{flag}", short(&stories[0].id.to_string()))?;
    Ok(())
}

/// One document, or one a line; a line is written as soon as it is there.
///
/// The state stands where one story is asked for: it takes reading its reports again.
fn print_documents(
    res: &Resources,
    store: &dyn Store,
    stories: &[Story],
    format: Format,
    out: &mut dyn Write,
) -> Result<()> {
    let mut documents = Vec::new();
    for story in stories {
        let mut document = story_document(&TracedStory::of(store, story)?);
        if stories.len() == 1 {
            document["state"] = state_document(&read_story_state(res, store, &Threads, story)?);
        }
        if format.jsonl {
            writeln!(out, "{document}")?;
        } else {
            documents.push(document);
        }
    }
    if format.json {
        writeln!(out, "{}", json!({"format": "firsthand/story/1", "stories": documents}))?;
    }
    Ok(())
}
