//! A page as it is cited, and the table of pages. Bylines stay in the ledger: an export names outlets, not people.
//! Not here: the styles of citation (`wikitext`, `bibtex`).

use super::jsonl::mask_text;
use super::table::{Cell, Field, Kind, Table};
use crate::model::{Claim, FamilyId, Published, Report, ReportId, StoryId};
use std::collections::BTreeSet;

/// A page that carries figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The report's id; its key in every style of citation.
    pub report: ReportId,
    /// The user's name for it.
    pub doc: String,
    /// Title, private names masked.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Address, where it is one of the web.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// ISO 639-1 code.
    pub lang: Option<String>,
    /// The independent text that it belongs to.
    pub family: Option<FamilyId>,
    /// Its story.
    pub story: Option<StoryId>,
}

impl Citation {
    /// Of a stored report; `names` are private and masked in its title.
    #[must_use]
    pub fn of(report: &Report, names: &BTreeSet<String>, family: Option<FamilyId>, story: Option<StoryId>) -> Self {
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let known = report.lang != crate::model::Lang::unknown();
        Self {
            report: report.id,
            doc: report.doc.clone(),
            title: filled(&report.title).map(|title| mask_text(&title, names)),
            outlet: filled(&report.outlet),
            url: filled(&report.url).filter(|url| is_web(url)),
            published: report.published.clone(),
            lang: known.then(|| report.lang.code().to_owned()),
            family,
            story,
        }
    }

    /// Of the page of a claim from outside, of which only its name is known.
    #[must_use]
    pub fn of_outside(claim: &Claim) -> Self {
        Self {
            report: claim.report,
            doc: claim.doc.clone(),
            title: None,
            outlet: None,
            url: None,
            published: claim.published.clone(),
            lang: None,
            family: None,
            story: None,
        }
    }

    /// Who published it, else the user's name for it.
    #[must_use]
    pub fn publisher(&self) -> &str {
        self.outlet.as_deref().unwrap_or(&self.doc)
    }

    /// The day of publication, `2025-03-10`, or nothing.
    #[must_use]
    pub fn day(&self) -> String {
        self.published.as_ref().map(|published| published.date().to_string()).unwrap_or_default()
    }
}

/// An address that no format takes for its own signs: `signs` are written `%7C`, blanks and control characters left out.
pub(super) fn escape_address(url: &str, signs: &[char]) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars().filter(|c| !c.is_control() && !c.is_whitespace()) {
        if signs.contains(&c) {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn is_web(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    (url.starts_with("http://") || url.starts_with("https://")) && !url.contains(char::is_whitespace)
}

/// The table of pages.
#[must_use]
pub fn reports_table() -> Table<Citation> {
    let fields = vec![
        Field::new("report_id", Kind::Text, "Hash of the page's content: its id in the ledger.", |row: &Citation| {
            Cell::Text(row.report.to_string())
        })
        .required()
        .unique()
        .like("r_[a-z2-9]{16}"),
        Field::new("doc", Kind::Text, "The user's name of the page.", |row: &Citation| Cell::text(Some(&row.doc))),
        Field::new("title", Kind::Text, "Title; names of private persons are masked.", |row: &Citation| {
            Cell::text(row.title.as_deref())
        }),
        Field::new("outlet", Kind::Text, "Who published it.", |row: &Citation| Cell::text(row.outlet.as_deref())),
        Field::new("url", Kind::Text, "Address.", |row: &Citation| Cell::text(row.url.as_deref())),
        Field::new(
            "published",
            Kind::Date,
            "Day of publication, in the page's own zone; empty where the page does not say.",
            |row: &Citation| row.published.as_ref().map_or(Cell::Missing, |published| Cell::Date(published.date())),
        ),
        Field::new("language", Kind::Text, "ISO 639-1 code; empty where unknown.", |row: &Citation| {
            Cell::text(row.lang.as_deref())
        }),
        Field::new(
            "text_id",
            Kind::Text,
            "The independent text that it belongs to: pages with one id are copies of each other.",
            |row: &Citation| row.family.map_or(Cell::Missing, |id| Cell::Text(id.to_string())),
        ),
        Field::new("story_id", Kind::Text, "The story that it tells of.", |row: &Citation| {
            row.story.map_or(Cell::Missing, |id| Cell::Text(id.to_string()))
        }),
    ];
    Table {
        name: "reports",
        title: "Pages",
        about: "One row a page that carries figures. Texts and bylines stay in the ledger.",
        key: "report_id",
        fields,
    }
}
