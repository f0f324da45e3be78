//! A report: one published page after intake, with its text cut into typed blocks.

use super::{ReportId, Span, TimeError, Timestamp, written_day_of_address};
use jiff::civil;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language by its ISO 639-1 code (`en`); `und` where nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Lang(pub String);

impl Lang {
    /// No known language.
    #[must_use]
    pub fn unknown() -> Self {
        Self("und".into())
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// When a page was published: as written, and the instants that this leaves open (a bare date is the whole day).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Published {
    written: String,
    start: Timestamp,
    end: Timestamp,
    date: civil::Date,
}

impl Published {
    /// First possible instant.
    #[must_use]
    pub fn start(&self) -> Timestamp {
        self.start
    }

    /// Last possible instant: the end of the day for a bare date, else the start.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.end
    }

    /// The calendar day in the writer's own offset.
    #[must_use]
    pub fn date(&self) -> civil::Date {
        self.date
    }
}

impl FromStr for Published {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let (start, end, date) = Self::parts(text)?;
        Ok(Self { written: text.trim().to_owned(), start, end, date })
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl Serialize for Published {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for Published {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a stretch of a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The headline.
    Headline,
    /// The lines under the headline.
    Standfirst,
    /// Running text.
    Body,
    /// The words under a picture.
    Caption,
    /// Photo or wire credit, source line, byline.
    Credit,
    /// A pull quote.
    Quote,
    /// A list item of the article itself.
    List,
    /// A table.
    Table,
    /// A link to another story.
    Teaser,
    /// Advertising, newsletter calls.
    Advert,
    /// A reader's comment.
    Comment,
    /// Menus, dates of the page, buttons.
    Navigation,
}

/// A typed stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is.
    pub span: Span,
}

/// An entry of a live page: it holds from its first byte up to the next one, and was written at its own time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Its first byte in the report's text.
    pub from: usize,
    /// When it was published.
    pub published: Published,
}

/// One published page after intake. Invariants: `blocks` are in order, do not overlap, and each lies in `text`;
/// what lies between blocks is white space. `updates` are in the order of the text. `id` is the hash of all fields as
/// received, blocks excepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Hash of the content.
    pub id: ReportId,
    /// The user's name for it: a file's stem, a feed's id.
    pub doc: String,
    /// Address.
    pub url: Option<String>,
    /// Address that the page itself gives as its original: `<link rel="canonical">`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Title as given beside the text; the text itself holds the headline or not, as it came.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was last changed.
    pub modified: Option<Published>,
    /// Bylines.
    pub authors: Vec<String>,
    /// Language.
    pub lang: Lang,
    /// The whole text as received, line breaks kept.
    pub text: String,
    /// Its typed blocks.
    pub blocks: Vec<Block>,
    /// The entries of a live page, each with its own time; none where the whole was published at once. What stands before
    /// the first is of the report's own time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<Update>,
}

/// Days between the writing of a page and a day that it bears: ten years, for archives have pages that were fetched so long
/// after.
pub const FETCHED_LATE: i32 = 3_660;

impl Report {
    /// A report of which only the text is known, and its language: no date, no blocks; its id is the hash of its text.
    #[must_use]
    pub fn plain(lang: &str, text: &str) -> Self {
        Self {
            id: ReportId::of(&[text.as_bytes()]),
            doc: String::new(),
            url: None,
            canonical: None,
            outlet: None,
            title: None,
            published: None,
            modified: None,
            authors: Vec::new(),
            lang: Lang(lang.to_owned()),
            text: text.to_owned(),
            blocks: Vec::new(),
            updates: Vec::new(),
        }
    }

    /// The day of writing as far as it is known beside the text: that of its address where it was published later, for a
    /// page fetched long after it was written bears the later date; else that of its publication.
    #[must_use]
    pub fn written_day(&self) -> Option<civil::Date> {
        let published = self.published.as_ref().map(Published::date)?;
        let late =
            |day: &civil::Date| day.until(published).is_ok_and(|gap| (0..=FETCHED_LATE).contains(&gap.get_days()));
        Some(self.url.as_deref().and_then(written_day_of_address).filter(late).unwrap_or(published))
    }

    /// The entry of a live page that holds this byte.
    #[must_use]
    pub fn update_at(&self, byte: usize) -> Option<&Update> {
        let after = self.updates.partition_point(|update| update.from <= byte);
        self.updates[..after].last()
    }

    /// When what stands at this byte was published: its entry on a live page, else the report.
    #[must_use]
    pub fn published_at(&self, byte: usize) -> Option<&Published> {
        self.update_at(byte).map(|update| &update.published).or(self.published.as_ref())
    }

    /// The block that holds this byte, or the nearest one before.
    #[must_use]
    pub fn block_at(&self, byte: usize) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.span.start <= byte);
        self.blocks[..after].last()
    }
}
