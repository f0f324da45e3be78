//! Signing a browser in with a pass, and out. Who has none, and readers where reading is public, get no cookie.
//! Not here: making passes, which only the command line does.

use super::{lay_out, seal};
use crate::access::hash_words;
use crate::ask::{Answer, Ask};
use crate::desk::{Desk, Session, Writing, lock, make_secret, now};
use crate::problem::Problem;
use crate::routes::COOKIE;
use maud::html;

/// Seconds that a browser stays signed in.
const STAY: i64 = 12 * 3_600;

pub(crate) fn show(_: &Desk, ask: &Ask) -> Result<Answer, Problem> {
    let words = ask.words;
    let content = html! {
        h1 { (words.say("login-title")) }
        p { (words.say("login-about")) }
        form method="post" action="/login" {
            (seal(ask))
            label { span { (words.say("login-pass")) } input type="password" name="pass" required autocomplete="current-password"; }
            button { (words.say("login-go")) }
        }
    };
    Ok(Answer::html(lay_out(ask, &words.say("login-title"), content)).once())
}

pub(crate) fn enter(writing: &mut Writing<'_>) -> Result<Answer, Problem> {
    let fields = writing.ask.fields()?;
    let hash = fields.get("pass").and_then(|words| hash_words(words));
    let pass = match hash {
        Some(hash) => writing.store.pass_of(&hash)?.filter(|pass| pass.is_good(now())),
        None => None,
    };
    let (Some(hash), Some(_)) = (hash, pass) else {
        return Err(Problem::bad("pass", "these are not the words of a pass that is good now"));
    };
    let id = format!("{}{}", make_secret()?, make_secret()?);
    let session = Session { hash, seal: make_secret()?, ends: now().later(STAY) };
    let mut sessions = lock(&writing.desk.sessions);
    sessions.retain(|_, session| now() < session.ends);
    sessions.insert(id.clone(), session);
    Ok(Answer::see("/").with("set-cookie", format!("{COOKIE}={id}; Path=/; HttpOnly; SameSite=Strict; Max-Age={STAY}")))
}

pub(crate) fn leave(desk: &Desk, ask: &Ask) -> Result<Answer, Problem> {
    if let Some(seal) = &ask.caller.seal {
        lock(&desk.sessions).retain(|_, session| session.seal != *seal);
    }
    Ok(Answer::see("/login").with("set-cookie", format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")))
}
