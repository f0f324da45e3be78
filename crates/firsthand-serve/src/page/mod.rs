//! The screens. Each is made on the server and useful without a script; foreign text is escaped and kept apart.
//! Not here: what is found (`found`), and the API (`api`).

pub(crate) mod about;
pub(crate) mod asset;
pub(crate) mod evidence;
pub(crate) mod feeds;
pub(crate) mod login;
pub(crate) mod map;
pub(crate) mod parts;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod series;
pub(crate) mod stories;
pub(crate) mod story;
pub(crate) mod tally;
#[cfg(test)]
mod tests;

use crate::ask::Ask;
use crate::desk::Desk;
use crate::problem::Problem;
use crate::words::{Words, languages, safe};
use maud::{DOCTYPE, Markup, html};

/// The places of the bar: work, path and message.
const PLACES: &[(&str, &str, &str)] = &[
    ("tally", "/tally", "nav-tally"),
    ("stories", "/stories", "nav-stories"),
    ("series", "/series", "nav-series"),
    ("map", "/map", "nav-map"),
    ("review", "/review", "nav-review"),
    ("feeds", "/feeds", "nav-feeds"),
    ("search", "/search", "nav-search"),
];

/// A whole page. `title` is ours, or made safe.
pub(crate) fn lay_out(ask: &Ask, title: &str, content: Markup) -> Markup {
    let words = ask.words;
    let query = &ask.query;
    let link = |path: &str| match path {
        // What is asked for goes along to the screens that show the same otherwise.
        "/tally" | "/series" | "/map" => {
            query.link(path, &[("tab", None), ("bbox", None), ("x", None), ("edge", None), ("moment", None)])
        }
        _ => query.link_to(path, &[]),
    };
    let nav = html! {
        nav aria-label=(words.say("nav-label")) {
            ul.places {
                @for (work, path, name) in PLACES {
                    @if ask.may(work) {
                        li { a href=(link(path)) aria-current=[(ask.row.work == *work).then_some("page")] data-place=(work) { (words.say(name)) } }
                    }
                }
            }
        }
    };
    // Rows may be many: what comes behind them is reached without passing each.
    let has_facets = content.0.contains(" id=\"facets\"");
    let skips = html! {
        a.skip href="#content" { (words.say("skip")) }
        @if has_facets { a.skip href="#facets" { (words.say("skip-facets")) } }
        a.skip href="#foot" { (words.say("skip-foot")) }
    };
    let foot = html! {
        footer #foot tabindex="-1" {
            p.twins {
                @for form in twins_of(ask) {
                    a href=(query.link(&format!("{}.{form}", path_of(ask)), &[("cursor", query.cursor.as_deref())])) { (form) }
                    " "
                }
                a href=(query.link_to("/about", &[])) { (words.say("nav-about")) }
                " "
                a href=(query.link_to("/keys", &[])) { (words.say("nav-keys")) }
            }
            ul.languages aria-label=(words.say("languages-label")) {
                @for other in languages().values() {
                    li {
                        a lang=(other.code) hreflang=(other.code) href=(query.link(&path_of(ask), &[("lang", Some(&other.code))]))
                            aria-current=[(other.code == words.code).then_some("true")] { (other.say("page-language")) }
                    }
                }
            }
            @if !ask.caller.local {
                @if ask.caller.seal.is_some() {
                    form method="post" action="/logout" { (seal(ask)) button { (words.say("login-leave")) } }
                } @else {
                    p { a href="/login" { (words.say("login-title")) } }
                }
            }
        }
    };
    frame(words, &ask.mark, title, html! { header { (skips) (nav) } main #content tabindex="-1" { (content) } (foot) })
}

/// The path of a screen, the start page's own included.
pub(crate) fn path_of(ask: &Ask) -> String {
    if ask.path == "/" { "/tally".to_owned() } else { ask.path.clone() }
}

/// The other forms of this screen.
fn twins_of(ask: &Ask) -> impl Iterator<Item = &'static str> {
    let path = if ask.row.path == "/" { "/tally" } else { &ask.row.path };
    ask.can.rows.iter().filter_map(move |row| {
        let form = row.form.as_deref()?;
        (row.path.strip_suffix(form)?.strip_suffix('.')? == path).then_some(form)
    })
}

fn frame(words: &Words, mark: &str, title: &str, content: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.code) dir=(words.say("page-dir")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex, nofollow";
                title { (title) " \u{b7} Firsthand" }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href=(asset::address("page.css")) nonce=(mark);
                script type="module" src=(asset::address("page.js")) nonce=(mark) {}
            }
            body { (content) }
        }
    }
}

/// What went wrong, for people.
pub(crate) fn problem(desk: &Desk, problem: &Problem, words: &Words) -> Markup {
    let content = html! {
        main #content {
            h1 { (words.name("problem-title", problem.title)) }
            p { (safe(&problem.detail)) @if let Some(field) = &problem.field { " (" code { (safe(field)) } ")" } }
            @if let Some(hint) = &problem.hint { p { (safe(hint)) } }
            p { a href="/" { (words.say("nav-tally")) } " " @if desk.settings.access { a href="/login" { (words.say("login-title")) } } }
        }
    };
    frame(words, &desk.mark, &words.name("problem-title", problem.title), content)
}

/// What a form must bring back.
pub(crate) fn seal(ask: &Ask) -> Markup {
    html! { @if let Some(seal) = &ask.caller.seal { input type="hidden" name="seal" value=(seal); } }
}
