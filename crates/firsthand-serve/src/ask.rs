//! A request as the work sees it, and the answer that it gives.
//! Not here: HTTP itself (`routes`).

use crate::access::{Access, Role, Row};
use crate::problem::Problem;
use crate::query::Query;
use crate::words::Words;
use axum::body::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) role: Role,
    /// The pass by which they ask; `local` on one's own machine, `anon` without one.
    pub(crate) pass: String,
    /// What the pass is for; the author of decisions.
    pub(crate) label: Option<String>,
    /// They sit at this machine and access is off.
    pub(crate) local: bool,
    /// What forms of the page must bring back; none where no browser is signed in.
    pub(crate) seal: Option<String>,
    /// They asked with a cookie, or with nothing: a browser may have been made to.
    pub(crate) by_browser: bool,
}

/// A request.
pub(crate) struct Ask {
    pub(crate) row: &'static Row,
    /// The path as it was asked for, without the ending of a twin.
    pub(crate) path: String,
    pub(crate) vars: BTreeMap<String, String>,
    pub(crate) query: Query,
    pub(crate) caller: Caller,
    pub(crate) words: &'static Words,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Bytes,
    /// Stands in a page where its nonce comes.
    pub(crate) mark: Arc<str>,
    /// What else of this program can be asked: from the table.
    pub(crate) can: &'static Access,
}

impl Ask {
    /// The form asked for: the ending of the path; none for the page.
    pub(crate) fn form(&self) -> Option<&'static str> {
        self.row.form.as_deref()
    }

    /// A part of the path.
    pub(crate) fn var(&self, name: &str) -> &str {
        self.vars.get(name).map_or("", String::as_str)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether names are shown as they are written: asked for, and a right of the role.
    pub(crate) fn is_unmasked(&self) -> bool {
        self.query.unmasked && self.can.unmasked.has(self.caller.role)
    }

    /// Whether small counts are shown as they are told: where names are, and on the pages of one's own machine, where the
    /// sentence stands beside its figure. What programs take may go on to others, so there it must be asked for.
    pub(crate) fn shows_few(&self) -> bool {
        let is_page = self.form().is_none() && !self.path.starts_with("/v1");
        self.is_unmasked() || (is_page && self.caller.local)
    }

    /// Whether the caller may do this work.
    pub(crate) fn may(&self, work: &str) -> bool {
        self.can.rows.iter().any(|row| row.work == work && row.who.has(self.caller.role))
    }

    /// The fields of a form.
    ///
    /// # Errors
    /// [`Problem`] where the body is no form.
    pub(crate) fn fields(&self) -> Result<BTreeMap<String, String>, Problem> {
        let kind = self.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Problem::unsupported("a form is application/x-www-form-urlencoded"));
        }
        Ok(url::form_urlencoded::parse(&self.body)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect())
    }

    /// The body as a JSON document.
    ///
    /// # Errors
    /// [`Problem`] where it is none of this form.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, Problem> {
        let kind = self.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/json") {
            return Err(Problem::unsupported("the body is application/json"));
        }
        serde_json::from_slice(&self.body).map_err(|error| Problem::bad_body(error.to_string()))
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: Bytes,
    /// More of the head.
    pub(crate) head: Vec<(&'static str, String)>,
    /// May be kept for others who ask the same, until the ledger changes.
    pub(crate) keeps: bool,
    /// See [`Self::tag`]: an answer that is kept is sent many times.
    tag: OnceLock<String>,
}

pub(crate) const HTML: &str = "text/html; charset=utf-8";
pub(crate) const JSON: &str = "application/json";
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

impl Answer {
    pub(crate) fn of(kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status: 200, kind, body: body.into(), head: Vec::new(), keeps: true, tag: OnceLock::new() }
    }

    pub(crate) fn html(page: maud::Markup) -> Self {
        Self::of(HTML, page.into_string())
    }

    pub(crate) fn json(document: &impl serde::Serialize) -> Self {
        let mut body = serde_json::to_vec(document).expect("documents have string keys and no failing serialiser");
        body.push(b'\n');
        Self::of(JSON, body)
    }

    /// A table as a file.
    pub(crate) fn csv(name: &str, body: Vec<u8>) -> Self {
        Self::of(CSV, body).with("content-disposition", format!("attachment; filename=\"{name}.csv\""))
    }

    /// Go there and ask again.
    pub(crate) fn see(place: impl Into<String>) -> Self {
        Self { status: 303, ..Self::of("text/plain; charset=utf-8", "") }.with("location", place.into()).once()
    }

    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.head.push((name, value));
        self
    }

    pub(crate) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// The tag of what it says: a hash of the body, in quotation marks.
    pub(crate) fn tag(&self) -> &str {
        self.tag.get_or_init(|| {
            let digest = Sha256::digest(&self.body);
            digest[..12].iter().fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}")) + "\""
        })
    }

    /// Not to be kept.
    pub(crate) fn once(self) -> Self {
        Self { keeps: false, ..self }
    }
}
