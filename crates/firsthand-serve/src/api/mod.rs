//! The API: the ledger for other programs.
//! Not here: the screens (`page`).

use crate::ask::{Answer, Ask};
use crate::desk::Desk;
use crate::problem::Problem;
use serde_json::json;
use std::sync::atomic::Ordering;

/// Whether the server is well; what browsers kept from running.
pub(crate) fn health(desk: &Desk, _: &Ask) -> Result<Answer, Problem> {
    let reports = desk.csp_reports.load(Ordering::Relaxed);
    Ok(Answer::json(&json!({"status": "ok", "version": env!("CARGO_PKG_VERSION"), "csp_reports": reports})).once())
}
