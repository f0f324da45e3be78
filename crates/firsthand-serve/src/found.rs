//! What does the ledger hold of what an address asks for? Entries in portions, as they may be shown.
//! Not here: how they look (`page`, `api`).

use crate::desk::Reading;
use crate::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use firsthand::export::csv::write_csv;
use firsthand::export::entries::entries_table;
use firsthand::model::{Entry, StoryId};
use firsthand::pipeline::rows::{Asked, gather_entry_rows};
use firsthand::pipeline::{mask_entries, place_outside_claims, review_entries};
use firsthand::store::Store;

/// Entries, and where the next ones begin.
pub(crate) struct Portion {
    /// Story by story, those of most reports first; sorted by series and id within. Private names are masked.
    pub(crate) entries: Vec<Entry>,
    pub(crate) next: Option<String>,
}

/// A place in a list of stories: the story, and how many of its entries were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    story: Option<StoryId>,
    given: usize,
}

impl Place {
    fn write(self) -> String {
        let story = self.story.map_or_else(|| "-".to_owned(), |id| id.to_string());
        URL_SAFE_NO_PAD.encode(format!("{story} {}", self.given))
    }

    fn read(cursor: &str) -> Result<Self, Problem> {
        let bad = || Problem::bad("cursor", "it is no cursor of this list\nhint: begin without a cursor");
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| bad())?;
        let text = String::from_utf8(bytes).map_err(|_| bad())?;
        let (story, given) = text.split_once(' ').ok_or_else(bad)?;
        let story = if story == "-" { None } else { Some(story.parse().map_err(|_| bad())?) };
        Ok(Self { story, given: given.parse().map_err(|_| bad())? })
    }
}

/// The entries asked for, at most `most`.
///
/// # Errors
/// [`Problem`]: a story or a cursor that is not there; the store's.
pub(crate) fn find_entries(reading: &Reading<'_>, most: usize) -> Result<Portion, Problem> {
    let (query, view): (_, &dyn Store) = (&reading.ask.query, reading.view);
    let asked = query.asked(view)?;
    let stories = if query.is_other() && asked.story.is_none() {
        // Another moment may name other places, so that the labels of today do not tell.
        stories_by_size(view)?
    } else {
        let stories = asked.stories(view)?;
        match query.day {
            Some(day) if query.known_at.is_none() => reading.desk.days.narrow(reading.base, stories, day)?,
            _ => stories,
        }
    };
    let annex = if query.is_other() { Some(place_outside_claims(view, &view.stories()?)?) } else { None };
    let start = query.cursor.as_deref().map(Place::read).transpose()?;
    let (from, mut skip) = match start {
        None => (0, 0),
        Some(place) => {
            let at = stories.iter().position(|story| *story == place.story);
            let gone = || Problem::bad("cursor", "the ledger has changed since\nhint: begin without a cursor");
            (at.ok_or_else(gone)?, place.given)
        }
    };
    let (mut entries, mut next) = (Vec::new(), None);
    for story in &stories[from..] {
        if entries.len() >= most {
            next = Some(Place { story: *story, given: 0 });
            break;
        }
        let mut found = match &annex {
            None => asked.entries_of(view, *story)?,
            Some(annex) => {
                let whole = story.map(|id| view.story(id)).transpose()?.flatten();
                if story.is_some() && whole.is_none() {
                    continue;
                }
                let mut found = review_entries(view, annex, whole.as_ref(), query.profile, query.as_of)?;
                found.retain(|entry| asked.wants_entry(entry));
                found
            }
        };
        found.retain(|entry| query.wants_day(entry) && reading.shows_entry(entry));
        let left = most - entries.len();
        let given = skip.min(found.len());
        found.drain(..given);
        skip = 0;
        if found.len() > left {
            found.truncate(left);
            next = Some(Place { story: *story, given: given + left });
        }
        entries.extend(found);
        if next.is_some() {
            break;
        }
    }
    Ok(Portion { entries: mask_entries(view, entries)?, next: next.map(Place::write) })
}

/// All stories that have entries, those of most reports first; the claims from outside that joined none last.
fn stories_by_size(store: &dyn Store) -> Result<Vec<Option<StoryId>>, Problem> {
    Ok(Asked::default().stories(store)?)
}

/// Entries as the export writes them: names and small counts masked.
///
/// # Errors
/// The store's.
pub(crate) fn write_entries(reading: &Reading<'_>, entries: &[Entry]) -> Result<Vec<u8>, Problem> {
    let desk = reading.desk;
    let rows = gather_entry_rows(&desk.res.gazetteer, &desk.indicators, reading.view, entries)?;
    let mut out = Vec::new();
    write_csv(&entries_table(), rows.into_iter().flatten(), &mut out)
        .map_err(|error| Problem::fault(error.to_string()))?;
    Ok(out)
}
