//! The files that the page loads: style, script, outlines, icon. All are in the program.
//! Not here: what they say.

use crate::ask::{Answer, Ask};
use crate::desk::Desk;
use crate::problem::Problem;
use rust_embed::RustEmbed;
use std::sync::atomic::Ordering;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

/// The address of a file, with a part of its hash: what lies there never changes.
pub(crate) fn address(name: &str) -> String {
    let hash = Assets::get(name).map(|file| file.metadata.sha256_hash()).unwrap_or_default();
    let tag: String = hash.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/{name}?v={tag}")
}

pub(crate) fn show(_: &Desk, ask: &Ask) -> Result<Answer, Problem> {
    let name = ask.var("file");
    let file = Assets::get(name).ok_or_else(Problem::nothing)?;
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let answer = Answer::of(kind, file.data.into_owned());
    // With the hash in its address it is kept for good.
    let keep =
        if ask.query.get("v").is_some() { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    Ok(answer.with("cache-control", keep.to_owned()))
}

/// A browser tells that it kept something from running: counted, and not looked at.
pub(crate) fn take_report(desk: &Desk, _: &Ask) -> Result<Answer, Problem> {
    desk.csp_reports.fetch_add(1, Ordering::Relaxed);
    Ok(Answer::of("text/plain; charset=utf-8", "").status(204).once())
}
