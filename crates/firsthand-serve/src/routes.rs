//! Which work does a route of the table do, and what surrounds all of it: who asks, allowances, what is kept, the head of
//! the answer. Not here: the table (`data/access.toml`), and the work.

use crate::access::{Access, Role, Row, hash_words};
use crate::ask::{Answer, Ask, Caller, HTML};
use crate::desk::{Desk, Reading, Writing, lock, make_secret, now, read_for};
use crate::kept::{Found, Maker};
use crate::page;
use crate::problem::Problem;
use crate::query::Query;
use crate::words::Words;
use crate::{api, live};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, any};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// What is done for a route.
#[derive(Clone, Copy)]
pub(crate) enum Work {
    /// Reads the ledger.
    Read(Read),
    /// Changes it.
    Write(fn(&mut Writing<'_>) -> Result<Answer, Problem>),
    /// Needs no ledger.
    Still(fn(&Desk, &Ask) -> Result<Answer, Problem>),
    /// Goes on until the listener leaves.
    Stream,
}

/// All work, by the names of the table.
pub(crate) const WORK: &[(&str, Work)] = &[
    ("tally", Work::Read(page::tally::show)),
    ("entry", Work::Read(page::evidence::show_entry)),
    ("claim", Work::Read(page::evidence::show_claim)),
    ("stories", Work::Read(page::stories::show)),
    ("story", Work::Read(page::story::show)),
    ("series", Work::Read(page::series::show)),
    ("map", Work::Read(page::map::show)),
    ("report", Work::Read(page::report::show)),
    ("bytes", Work::Read(page::report::bytes)),
    ("search", Work::Read(page::search::show)),
    ("review", Work::Read(page::review::show)),
    ("review_log", Work::Read(page::review::show_log)),
    ("preview", Work::Read(page::review::preview)),
    ("decide", Work::Write(page::review::decide)),
    ("feeds", Work::Read(page::feeds::show)),
    ("feeds_add", Work::Write(page::feeds::add)),
    ("feeds_remove", Work::Write(page::feeds::remove)),
    ("about", Work::Still(page::about::show)),
    ("keys", Work::Still(page::about::keys)),
    ("login", Work::Still(page::login::show)),
    ("login_post", Work::Write(page::login::enter)),
    ("logout", Work::Still(page::login::leave)),
    ("asset", Work::Still(page::asset::show)),
    ("csp_report", Work::Still(page::asset::take_report)),
    ("health", Work::Still(api::health)),
    ("describe", Work::Still(api::describe::show)),
    ("reports", Work::Read(api::reports::show)),
    ("reports_post", Work::Write(api::take::post)),
    ("stories_list", Work::Read(api::stories::show)),
    ("story_document", Work::Read(api::stories::show_one)),
    ("lineage", Work::Read(api::stories::show_lineage)),
    ("claims", Work::Read(api::claims::show)),
    ("history", Work::Read(api::entries::show_history)),
    ("series_document", Work::Read(api::entries::show_series)),
    ("event_rows", Work::Read(api::entries::show_events)),
    ("changes", Work::Read(api::entries::show_changes)),
    ("log", Work::Read(api::review::show_log)),
    ("decisions", Work::Write(api::review::decide)),
    ("feed_follow", Work::Write(api::feeds::follow)),
    ("feed_end", Work::Write(api::feeds::end)),
    ("hooks", Work::Read(api::hooks::show)),
    ("hook_add", Work::Write(api::hooks::add)),
    ("hook_end", Work::Write(api::hooks::end)),
    ("disclosures", Work::Read(api::feeds::show_disclosures)),
    ("stream", Work::Stream),
];

/// The name of the cookie of a browser that is signed in. Readers without a pass get none.
pub(crate) const COOKIE: &str = "firsthand";

fn work_of(name: &str) -> Option<Work> {
    WORK.iter().find(|(own, _)| *own == name).map(|(_, work)| *work)
}

/// Routes of the table that nobody does, and work that no route leads to.
#[cfg(test)]
fn find_gaps() -> Vec<String> {
    let rows = &Access::get().rows;
    let undone =
        rows.iter().filter(|row| work_of(&row.work).is_none()).map(|row| format!("{} {}", row.method, row.path));
    let unled = WORK.iter().filter(|(name, _)| !rows.iter().any(|row| row.work == *name));
    undone.chain(unled.map(|(name, _)| format!("work {name}"))).collect()
}

/// All routes of the table.
pub(crate) fn build(desk: &Arc<Desk>) -> Router {
    let mut methods: BTreeMap<&str, MethodRouter<Arc<Desk>>> = BTreeMap::new();
    // A path within which an ending follows a part is cut apart here: the router knows whole parts only.
    let mut ended: BTreeMap<String, Vec<&'static Row>> = BTreeMap::new();
    for row in &Access::get().rows {
        let filter = match row.method.as_str() {
            "POST" => MethodFilter::POST,
            "DELETE" => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        if let (true, Some(form)) = (row.path.contains("}."), &row.form) {
            let plain = row.path.trim_end_matches(&format!(".{form}")).to_owned();
            ended.entry(plain).or_default().push(row);
            continue;
        }
        let answer = move |State(desk): State<Arc<Desk>>,
                           ConnectInfo(from): ConnectInfo<SocketAddr>,
                           request: Request| async move { answer(desk, row, from, request).await };
        let method = methods.remove(row.path.as_str()).unwrap_or_else(|| refuse_others(&row.path));
        methods.insert(&row.path, method.on(filter, answer));
    }
    let mut router = Router::new();
    for (path, method) in methods {
        let twins = ended.remove(path).unwrap_or_default();
        router = router.route(
            path,
            method.layer(axum::middleware::from_fn_with_state((Arc::clone(desk), Arc::new(twins)), turn_to_twin)),
        );
    }
    router.fallback(refuse_path).with_state(Arc::clone(desk))
}

/// Sends `/story/s_x.json` to the row of that ending.
async fn turn_to_twin(
    State((desk, twins)): State<(Arc<Desk>, Arc<Vec<&'static Row>>)>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    request: Request,
    next: axum::middleware::Next,
) -> Response {
    let form = request.uri().path().rsplit_once('.').map(|(_, form)| form.to_owned());
    let row =
        twins.iter().find(|row| row.form.is_some() && row.form == form && request.method() != axum::http::Method::POST);
    match row {
        Some(row) => answer(desk, row, from, request).await,
        None => next.run(request).await,
    }
}

async fn refuse_path(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let lang = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let words = Words::choose(None, lang);
    refuse(&desk, Problem::nothing(), request.headers(), words, request.uri().path())
}

/// What answers to methods that a path has no row for. It stands first, for a fallback of axum's own tells everybody which
/// methods there are.
fn refuse_others(path: &str) -> MethodRouter<Arc<Desk>> {
    let rows: Vec<&'static Row> = Access::get().rows.iter().filter(|row| row.path == path).collect();
    any(move |State(desk): State<Arc<Desk>>, request: Request| {
        let (rows, headers, path) = (rows.clone(), request.headers().clone(), request.uri().path().to_owned());
        async move { refuse_method(&desk, &rows, &headers, &path).await }
    })
}

/// Says what else can be done here, to who may do any of it; to others nothing is here.
async fn refuse_method(desk: &Arc<Desk>, rows: &[&'static Row], headers: &HeaderMap, path: &str) -> Response {
    let lang = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let words = Words::choose(None, lang);
    let role = find_caller(desk, headers).await.map_or(Role::ANON, |caller| caller.role);
    let open: Vec<&str> = rows.iter().filter(|row| row.who.has(role)).map(|row| row.method.as_str()).collect();
    let problem = if open.is_empty() { Problem::nothing() } else { Problem::no_method() };
    let mut response = refuse(desk, problem, headers, words, path);
    if let Ok(open) = HeaderValue::from_str(&open.join(", "))
        && !open.is_empty()
    {
        response.headers_mut().insert(header::ALLOW, open);
    }
    response
}

/// Answers a request.
async fn answer(desk: Arc<Desk>, row: &'static Row, from: SocketAddr, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let asked = |name: &str| pairs.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let words = Words::choose(asked("lang"), accepted);
    let path = parts.uri.path().to_owned();
    let given = Given { row, from: from.ip(), headers: parts.headers, path: path.clone(), pairs, words };
    let headers = given.headers.clone();
    match run(&desk, given, parts.method == axum::http::Method::HEAD, body).await {
        Ok(response) => response,
        Err(problem) => refuse(&desk, problem, &headers, words, &path),
    }
}

struct Given {
    row: &'static Row,
    from: IpAddr,
    headers: HeaderMap,
    path: String,
    pairs: Vec<(String, String)>,
    words: &'static Words,
}

async fn run(desk: &Arc<Desk>, given: Given, head_only: bool, body: Body) -> Result<Response, Problem> {
    let Given { row, from, headers, path, pairs, words } = given;
    check_host(desk, &headers)?;
    let caller = find_caller(desk, &headers).await?;
    let name = if caller.pass == "anon" { from.to_string() } else { caller.pass.clone() };
    desk.allow(&name, caller.local, row.cost).map_err(Problem::too_many)?;
    if !row.who.has(caller.role) {
        return Err(Problem::nothing());
    }
    let writes = row.method != "GET";
    if writes && row.work != "csp_report" {
        check_origin(&headers, &caller)?;
    }
    let body = crate::wire::read_body(&headers, body, row.body).await?;
    let path = match &row.form {
        Some(form) => path.trim_end_matches(&format!(".{form}")).to_owned(),
        None => path,
    };
    let vars = read_vars(&row.path, row.form.as_deref(), &path)?;
    let query = Query::of(&pairs)?;
    let mark = Arc::clone(&desk.mark);
    let ask = Ask { row, path, vars, query, caller, words, headers, body, mark, can: Access::get() };
    if writes && ask.caller.by_browser && row.work != "csp_report" {
        check_seal(&ask)?;
    }
    if ask.is_unmasked() {
        let (pass, what) = (ask.caller.pass.clone(), ask.query.link(&ask.path, &[]));
        desk.write(move |_, store| Ok(store.note_disclosure(now(), &pass, &what)?)).await?;
    }
    let Some(work) = work_of(&row.work) else { return Err(Problem::nothing()) };
    let if_none = ask.header("if-none-match").map(str::to_owned);
    let answer = match work {
        Work::Stream => return live::stream(Arc::clone(desk), &ask).await.map(|response| guard(response, None)),
        Work::Still(work) => Arc::new(work(desk, &ask)?),
        Work::Write(work) => {
            Arc::new(desk.write(move |desk, store| work(&mut Writing { desk, ask: &ask, store })).await?)
        }
        Work::Read(work) => {
            // What a page offers depends on the role; the seal of a browser that is signed in is its own.
            let role = ask.caller.role.name();
            let sealed = ask.caller.seal.is_some() && !ask.caller.local;
            let known = ask.query.link("", &[("cursor", ask.query.cursor.as_deref())]);
            let form = ask.form().unwrap_or_default();
            let key = format!("{role}\n{}\n{}.{form}{known}", ask.words.code, ask.path);
            let keeps = !sealed && !writes && !ask.is_unmasked();
            // Programs hear what the ledger says now; people may look at a page that is made anew meanwhile.
            let grace = form.is_empty() && !ask.path.starts_with("/v1");
            let ask = Arc::new(ask);
            let shared = if keeps { find_or_make(desk, &ask, work, &key, grace).await? } else { None };
            match shared {
                Some(answer) => answer,
                None => Arc::new(desk.read(move |desk, store| read_for(desk, &ask, store, work)).await?),
            }
        }
    };
    Ok(write(desk, &answer, if_none.as_deref(), head_only))
}

type Read = fn(&Reading<'_>) -> Result<Answer, Problem>;

/// The answer that is kept under `key`, or that is made now for all who ask for it; none where each needs his own.
async fn find_or_make(
    desk: &Arc<Desk>,
    ask: &Arc<Ask>,
    work: Read,
    key: &str,
    grace: bool,
) -> Result<Option<Arc<Answer>>, Problem> {
    match desk.kept.find(key, grace, desk.states()) {
        Found::Answer(answer, maker) => {
            if let Some(maker) = maker {
                // What fails here is told to who asks next.
                tokio::spawn(make(Arc::clone(desk), Arc::clone(ask), work, maker, true));
            }
            Ok(Some(answer))
        }
        Found::Awaited(awaited) => awaited.wait().await,
        Found::Make(maker, awaited) => {
            // Others may wait for it when who asked first has left.
            tokio::spawn(make(Arc::clone(desk), Arc::clone(ask), work, maker, false));
            awaited.wait().await
        }
    }
}

/// Reads the ledger for all who ask the same.
async fn make(desk: Arc<Desk>, ask: Arc<Ask>, work: Read, maker: Maker, apart: bool) {
    let read = move |desk: &Desk, store: &firsthand_store::SqliteStore| read_for(desk, &ask, store, work);
    let made = if apart { desk.read_apart(read).await } else { desk.read(read).await };
    maker.hand_on(made.map(Arc::new), desk.states());
}

/// An answer as HTTP.
fn write(desk: &Desk, answer: &Answer, if_none: Option<&str>, head_only: bool) -> Response {
    let tag = answer.tag();
    let mut builder = Response::builder();
    let fresh = answer.status == 200
        && if_none.is_some_and(|tags| {
            tags.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
        });
    let is_page = answer.kind == HTML;
    // A browser that has the page has its nonce too: with 304 the head that it came with stays.
    let nonce = (is_page && !fresh).then(make_secret).and_then(Result::ok);
    builder = builder.status(if fresh { 304 } else { answer.status });
    for (name, value) in &answer.head {
        builder = builder.header(*name, value.as_str());
    }
    if answer.status == 200 {
        builder = builder.header(header::ETAG, tag);
    }
    let cached = answer.head.iter().any(|(name, _)| *name == "cache-control");
    if !cached {
        builder = builder.header(header::CACHE_CONTROL, "private, no-cache");
        builder = builder.header(header::VARY, "accept-language, authorization, cookie");
    }
    let body = if fresh || head_only {
        Body::empty()
    } else {
        builder = builder.header(header::CONTENT_TYPE, answer.kind);
        match &nonce {
            Some(nonce) => Body::from(replace_mark(&answer.body, &desk.mark, nonce)),
            None => Body::from(answer.body.clone()),
        }
    };
    let response = builder.body(body).unwrap_or_else(|_| {
        let mut response = Response::new(Body::from("fault"));
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    });
    guard(response, nonce.as_deref())
}

fn replace_mark(body: &[u8], mark: &str, nonce: &str) -> Vec<u8> {
    // Bodies are made of text.
    String::from_utf8_lossy(body).replace(mark, nonce).into_bytes()
}

/// The head that keeps foreign things out.
fn guard(mut response: Response, nonce: Option<&str>) -> Response {
    let head = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            head.insert(name, value);
        }
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "no-referrer");
    set("cross-origin-resource-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()");
    if let Some(nonce) = nonce {
        set(
            "content-security-policy",
            &format!(
                "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; font-src 'self'; \
                 connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                 require-trusted-types-for 'script'; trusted-types 'none'; report-uri /csp-report"
            ),
        );
    }
    response
}

/// A problem as HTTP: a page for browsers, else JSON.
fn refuse(desk: &Desk, problem: Problem, headers: &HeaderMap, words: &'static Words, path: &str) -> Response {
    let accepts = |name: header::HeaderName, kind: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(kind))
    };
    let wants_page = accepts(header::ACCEPT, "text/html") && !path.starts_with("/v1");
    let mut answer = if wants_page {
        Answer::html(page::problem(desk, &problem, words))
    } else {
        let mut body = serde_json::to_vec(&problem).unwrap_or_default();
        body.push(b'\n');
        Answer::of("application/problem+json", body)
    };
    answer.status = problem.status;
    if let Some(wait) = problem.wait {
        answer = answer.with("retry-after", wait.to_string());
    }
    write(desk, &answer.with("cache-control", "no-store".to_owned()), None, false)
}

/// The parts of a path that a row names.
fn read_vars(pattern: &str, form: Option<&str>, path: &str) -> Result<BTreeMap<String, String>, Problem> {
    let pattern = form.map_or(pattern, |form| pattern.trim_end_matches(form).trim_end_matches('.'));
    let mut vars = BTreeMap::new();
    for (name, part) in pattern.split('/').zip(path.split('/')) {
        if let Some(name) = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            let decoded = url::form_urlencoded::parse(format!("x={}", part.replace('+', "%2B")).as_bytes())
                .next()
                .map(|(_, value)| value.into_owned());
            vars.insert(name.to_owned(), decoded.unwrap_or_default());
        }
    }
    Ok(vars)
}

/// On one's own machine only its own names lead here: a page of the web whose name was turned to this address does not.
fn check_host(desk: &Desk, headers: &HeaderMap) -> Result<(), Problem> {
    if desk.settings.access {
        return Ok(());
    }
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|d| d.is_ascii_digit()) { name } else { host });
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let is_own =
        name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if is_own { Ok(()) } else { Err(Problem::foreign(format!("{host:?} is no name of this machine"))) }
}

/// What a browser writes comes from our own pages.
fn check_origin(headers: &HeaderMap, caller: &Caller) -> Result<(), Problem> {
    let get = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = get("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return Err(Problem::foreign("the request was made by another site"));
    }
    match get("origin") {
        // A browser names the origin of every write; a program need not.
        None => Ok(()),
        // A page that tells no referrer tells no origin either; then the browser's own word counts, which no page can write.
        Some("null") if get("sec-fetch-site") == Some("same-origin") => Ok(()),
        Some(origin) => {
            let host = get("host").unwrap_or_default();
            let own = origin.split_once("://").is_some_and(|(_, name)| name.eq_ignore_ascii_case(host));
            if own || (!caller.by_browser && caller.pass != "anon") {
                Ok(())
            } else {
                Err(Problem::foreign(format!("the origin {origin:?} is not this page")))
            }
        }
    }
}

/// A form of a browser brings back what its page was given.
fn check_seal(ask: &Ask) -> Result<(), Problem> {
    let Some(seal) = &ask.caller.seal else { return Ok(()) };
    // Programs on one's own machine send JSON, which no form of another site can.
    if ask.caller.local && ask.header("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
        return Ok(());
    }
    if ask.row.path.starts_with("/v1") && ask.caller.local && ask.header("origin").is_none() {
        return Ok(());
    }
    let fields = ask.fields()?;
    let given = fields.get("seal").map_or("", String::as_str);
    if Sha256::digest(given) == Sha256::digest(seal) {
        Ok(())
    } else {
        Err(Problem::foreign("the form is old or not of this page").hinting("load the page again and send it anew"))
    }
}

/// Who asks: by the words of a pass, by a cookie, or nobody.
async fn find_caller(desk: &Arc<Desk>, headers: &HeaderMap) -> Result<Caller, Problem> {
    if !desk.settings.access {
        let label = desk.settings.author.clone();
        let seal = Some(desk.seal.clone());
        return Ok(Caller { role: Role::most(), pass: "local".into(), label, local: true, seal, by_browser: true });
    }
    let anon_role = if desk.settings.public { Role::named("reader").unwrap_or(Role::ANON) } else { Role::ANON };
    let anon = Caller { role: anon_role, pass: "anon".into(), label: None, local: false, seal: None, by_browser: true };
    let get = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = get(header::AUTHORIZATION)
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let (hash, seal) = if let Some((_, words)) = bearer {
        (hash_words(words), None)
    } else {
        let cookies = get(header::COOKIE).unwrap_or_default();
        let own = cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        let session = own.and_then(|id| lock(&desk.sessions).get(id).filter(|session| now() < session.ends).cloned());
        (session.as_ref().map(|session| session.hash), session.map(|session| session.seal))
    };
    let Some(hash) = hash else { return Ok(anon) };
    let pass = desk.read(move |_, store| Ok(store.pass_of(&hash)?)).await?;
    let Some(pass) = pass.filter(|pass| pass.is_good(now())) else { return Ok(anon) };
    let Some(role) = Role::named(&pass.role) else { return Ok(anon) };
    let by_browser = seal.is_some();
    Ok(Caller { role, pass: pass.id, label: Some(pass.label), local: false, seal, by_browser })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_has_work_and_all_work_a_route() {
        assert_eq!(find_gaps(), Vec::<String>::new());
    }

    #[test]
    fn parts_of_a_path_are_read() {
        let vars = read_vars("/story/{id}.json", Some("json"), "/story/s_a%20b").expect("read");
        assert_eq!(vars["id"], "s_a b");
    }
}
