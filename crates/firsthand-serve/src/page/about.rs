//! What this is, whose data it shows, what a problem means; and the keys.
//! Not here: help on one screen, which stands on it.

use super::lay_out;
use crate::ask::{Answer, Ask};
use crate::desk::Desk;
use crate::problem::Problem;
use maud::html;

/// The kinds of problems, as their addresses name them.
const PROBLEMS: &[&str] = &[
    "nothing-here",
    "bad-request",
    "unsupported-type",
    "conflict",
    "foreign-origin",
    "too-many-requests",
    "too-large",
    "no-such-method",
    "busy",
    "fault",
];

pub(crate) fn show(_: &Desk, ask: &Ask) -> Result<Answer, Problem> {
    let words = ask.words;
    let content = html! {
        h1 { (words.say("about-title")) }
        p { (words.say("about-what")) }
        p { (words.say("about-counts")) }
        p { (words.say("about-borders")) }
        h2 { (words.say("about-data")) }
        ul {
            li { "GeoNames (geonames.org), CC BY 4.0" }
            li { "Natural Earth, public domain; world-atlas, ISC" }
            li { "Unicode CLDR, Unicode-3.0" }
        }
        h2 { (words.say("about-live")) }
        pre tabindex="0" { "curl -N http://" (crate::words::safe(ask.header("host").unwrap_or("127.0.0.1:8000"))) "/v1/events" }
        p { a href="/v1/openapi.json" { "OpenAPI" } }
        h2 { (words.say("about-problems")) }
        dl { @for word in PROBLEMS { dt id=(word) { code { (word) } } dd { (words.say(&format!("problem-{word}"))) } } }
    };
    Ok(Answer::html(lay_out(ask, &words.say("about-title"), content)))
}

/// The keys, as the script knows them: action and first key.
pub(crate) const KEYS: &[(&str, &str)] = &[
    ("next", "j"),
    ("previous", "k"),
    ("open", "o"),
    ("accept", "a"),
    ("reject", "x"),
    ("edit", "e"),
    ("undo", "u"),
    ("search", "/"),
    ("tally", "1"),
    ("stories", "2"),
    ("series", "3"),
    ("map", "4"),
    ("review", "5"),
    ("feeds", "6"),
    ("help", "?"),
];

pub(crate) fn keys(_: &Desk, ask: &Ask) -> Result<Answer, Problem> {
    let words = ask.words;
    let content = html! {
        h1 { (words.say("keys-title")) }
        p { (words.say("keys-about")) }
        form #keys data-keys="1" {
            p { label { input type="checkbox" name="on" checked; " " (words.say("keys-on")) } }
            table {
                thead { tr { th scope="col" { (words.say("keys-action")) } th scope="col" { (words.say("keys-key")) } } }
                tbody {
                    @for (action, key) in KEYS {
                        tr {
                            th scope="row" { label for=(format!("key-{action}")) { (words.say(&format!("key-{action}"))) } }
                            td { input id=(format!("key-{action}")) name=(action) value=(key) data-default=(key) maxlength="1" size="2" autocomplete="off"; }
                        }
                    }
                }
            }
            p { button type="button" data-reset="1" { (words.say("keys-reset")) } }
        }
    };
    Ok(Answer::html(lay_out(ask, &words.say("keys-title"), content)))
}
