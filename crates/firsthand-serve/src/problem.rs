//! What went wrong with a request? A problem in the form of RFC 9457: for people a page, for programs JSON.
//! Not here: refusals of reports, which are part of an answer.

use firsthand::pipeline::DecideError;
use firsthand::pipeline::feed::CursorError;
use firsthand::store::StoreError;
use serde::Serialize;

/// A problem.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Problem {
    /// What kind: a word of the page about problems.
    #[serde(rename = "type", serialize_with = "write_kind")]
    pub(crate) kind: &'static str,
    /// The kind in words.
    pub(crate) title: &'static str,
    /// HTTP's number.
    pub(crate) status: u16,
    /// The cause, in words.
    pub(crate) detail: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hint: Option<String>,
    /// The parameter or field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) field: Option<String>,
    /// Seconds to wait.
    #[serde(skip)]
    pub(crate) wait: Option<u32>,
}

/// The kind as an address within this server.
fn write_kind<S: serde::Serializer>(kind: &&'static str, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(&format_args!("/about#{kind}"))
}

impl Problem {
    fn new(status: u16, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let (detail, hint) = match detail.split_once("\nhint: ") {
            Some((cause, hint)) => (cause.to_owned(), Some(hint.to_owned())),
            None => (detail, None),
        };
        Self { kind, title, status, detail, hint, field: None, wait: None }
    }

    /// Nothing here, or nothing for you: both look the same.
    pub(crate) fn nothing() -> Self {
        Self::new(404, "nothing-here", "nothing here", "nothing is here that you may see")
            .hinting("look for it from the start page; if access is on, sign in with a pass that may read it")
    }

    /// No such thing in the ledger.
    pub(crate) fn missing(what: &str) -> Self {
        Self::new(404, "nothing-here", "nothing here", format!("the ledger has no {what}"))
    }

    /// The question is wrong in a parameter or a field.
    pub(crate) fn bad(field: &str, why: impl Into<String>) -> Self {
        let problem = Self::new(400, "bad-request", "the request cannot be understood", why);
        Self { field: Some(field.to_owned()), ..problem }
    }

    /// The body is no form or document of the kind that is asked for.
    pub(crate) fn bad_body(why: impl Into<String>) -> Self {
        Self::new(400, "bad-request", "the request cannot be understood", why)
    }

    /// The body is of a kind that is not taken here.
    pub(crate) fn unsupported(why: impl Into<String>) -> Self {
        Self::new(415, "unsupported-type", "this kind of content is not taken here", why)
    }

    /// It was understood, and cannot be done.
    pub(crate) fn conflict(why: impl Into<String>) -> Self {
        Self::new(409, "conflict", "the ledger does not allow that", why)
    }

    /// A write that did not come from our page.
    pub(crate) fn foreign(why: impl Into<String>) -> Self {
        Self::new(403, "foreign-origin", "the request does not come from this page", why)
    }

    /// The caller asks too much.
    pub(crate) fn too_many(wait: u32) -> Self {
        let problem = Self::new(429, "too-many-requests", "too many requests", "your allowance is used up for now");
        Self { wait: Some(wait), ..problem }.hinting(&format!("ask again in {wait} s"))
    }

    /// The body is too large.
    pub(crate) fn too_large(most: usize) -> Self {
        Self::new(413, "too-large", "the request is too large", format!("at most {most} bytes are taken here"))
    }

    /// The route has no such method.
    pub(crate) fn no_method() -> Self {
        Self::new(405, "no-such-method", "this cannot be done here", "the path is known, its method is another")
    }

    /// It took too long, or others hold the ledger.
    pub(crate) fn busy(why: impl Into<String>) -> Self {
        let problem = Self::new(503, "busy", "busy", why);
        Self { wait: Some(2), ..problem }.hinting("ask again in a moment, or ask for less")
    }

    /// A fault of ours.
    pub(crate) fn fault(why: impl Into<String>) -> Self {
        Self::new(500, "fault", "a fault of this program", why)
    }

    pub(crate) fn hinting(self, hint: &str) -> Self {
        Self { hint: Some(hint.to_owned()), ..self }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::busy("the ledger changed meanwhile"),
            other => Self::fault(other.to_string()),
        }
    }
}

impl From<CursorError> for Problem {
    fn from(error: CursorError) -> Self {
        Self::bad("cursor", error.to_string())
    }
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::Malformed(why) => Self::bad("decision", why),
            DecideError::Store(error) => error.into(),
        }
    }
}
