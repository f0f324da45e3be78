//! The files that the page loads: style, script, outlines, icon. All are in the program.
//! Not here: what they say.

use crate::ask::{Answer, Ask};
use crate::desk::Desk;
use crate::problem::Problem;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::Read;
use std::sync::atomic::Ordering;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Assets;

/// A file, and whether it lies packed in the program: the outlines, which are large, end in `.gz` there and not in their address.
fn find(name: &str) -> Option<(Cow<'static, [u8]>, bool)> {
    if name == PICTURES {
        return Some((
            Cow::Owned([firsthand::export::map::STYLE, firsthand::export::graph_svg::STYLE].concat().into()),
            false,
        ));
    }
    let packed = || Some((Assets::get(&format!("{name}.gz"))?.data, true));
    Assets::get(name).map(|file| (file.data, false)).or_else(packed)
}

/// The style of the library's pictures, which a page that holds one loads beside its own.
const PICTURES: &str = "pictures.css";

/// The address of a file, with a part of its hash: what lies there never changes.
pub(crate) fn address(name: &str) -> String {
    let hash = find(name).map(|(file, _)| Sha256::digest(&file)).unwrap_or_default();
    let tag: String = hash.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/{name}?v={tag}")
}

pub(crate) fn show(_: &Desk, ask: &Ask) -> Result<Answer, Problem> {
    let name = ask.var("file");
    let (file, packed) = find(name).ok_or_else(Problem::nothing)?;
    let kind = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let answer = match packed {
        false => Answer::of(kind, file.into_owned()),
        true if takes_gzip(ask.header("accept-encoding").unwrap_or_default()) => {
            Answer::of(kind, file.into_owned()).with("content-encoding", "gzip".to_owned())
        }
        true => Answer::of(kind, unpack(&file)),
    };
    let answer = if packed { answer.with("vary", "accept-encoding".to_owned()) } else { answer };
    // With the hash in its address it is kept for good.
    let keep =
        if ask.query.get("v").is_some() { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    Ok(answer.with("cache-control", keep.to_owned()))
}

/// Whether whoever asks reads gzip (RFC 9110, 12.5.3), as all browsers do.
fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0));
        matches!(name.trim().to_ascii_lowercase().as_str(), "gzip" | "*") && !refused
    })
}

fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut plain).expect("our own files are well packed");
    plain
}

/// A browser tells that it kept something from running: counted, and not looked at.
pub(crate) fn take_report(desk: &Desk, _: &Ask) -> Result<Answer, Problem> {
    desk.csp_reports.fetch_add(1, Ordering::Relaxed);
    Ok(Answer::of("text/plain; charset=utf-8", "").status(204).once())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_lie_packed_and_hold_their_layers() {
        for (name, layers) in [("outlines.svg", &["land", "borders"][..]), ("divisions.svg", &["divisions"])] {
            let (file, packed) = find(name).unwrap();
            assert!(packed && file.len() < 250_000, "{name}: {} bytes", file.len());
            let plain = String::from_utf8(unpack(&file)).unwrap();
            assert!(plain.starts_with("<svg ") && plain.ends_with("</svg>\n"), "{name}");
            for layer in layers {
                assert!(plain.contains(&format!("<path id=\"{layer}\"")), "{name}: {layer}");
            }
            assert!(address(name).starts_with(&format!("/assets/{name}?v=")) && address(name).len() > name.len() + 15);
        }
        assert!(find("nothing.svg").is_none());
        let (style, packed) = find(PICTURES).unwrap();
        assert!(
            !packed && style.windows(5).any(|part| part == b".fhm{") && style.windows(5).any(|part| part == b".fhg{")
        );
    }

    #[test]
    fn gzip_is_sent_to_those_who_read_it() {
        for (accepted, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=1, GZIP;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(takes_gzip(accepted), takes, "{accepted}");
        }
    }
}
