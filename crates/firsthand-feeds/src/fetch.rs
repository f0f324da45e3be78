//! One question to the web and its answer, within limits. Each hop of a redirect is checked like the first address, and
//! what a name resolves to is checked and then connected to, without a second look-up in between.
//! Not here: which addresses are public (`guard`), how often a host may be asked (`pace`), decoding of the body.

use crate::guard::Guard;
use std::fmt;
use std::io::{self, Read};
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use ureq::http::{Uri, header};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Timeout};
use url::Url;

/// How much one question may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the body, as they come over the line.
    pub body: usize,
    /// Bytes of the head.
    pub head: usize,
    /// Redirects that are followed.
    pub redirects: usize,
    /// Until the connection stands, names and TLS included.
    pub connect: Duration,
    /// From the question to the whole head of the answer.
    pub first_byte: Duration,
    /// For all, redirects included.
    pub whole: Duration,
    /// After so long a body must have come at [`Self::rate`].
    pub patience: Duration,
    /// Bytes a second.
    pub rate: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 16 << 20,
            head: 64 << 10,
            redirects: 5,
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(10),
            whole: Duration::from_secs(20),
            patience: Duration::from_secs(5),
            rate: 1_024,
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why} [{word}]")]
pub struct Refusal {
    /// One of `bad_address`, `private_address`, `redirect`, `slow`, `too_large`, `unreachable`, `broken_http`, `robots`,
    /// `busy`.
    pub word: &'static str,
    /// The cause, in words.
    pub why: String,
    /// What to do next.
    pub hint: &'static str,
}

impl Refusal {
    pub(crate) fn new(word: &'static str, why: impl Into<String>, hint: &'static str) -> Self {
        Self { word, why: why.into(), hint }
    }
}

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// An address with `http` or `https`.
    pub address: String,
    /// The `ETag` of what is known already.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Question {
    /// For an address of which nothing is known yet.
    #[must_use]
    pub fn of(address: &str) -> Self {
        Self { address: address.to_owned(), ..Self::default() }
    }
}

/// What came back, whatever its status but a redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The address that answered.
    pub address: String,
    /// Addresses before it that sent further, first to last.
    pub hops: Vec<String>,
    /// The status, 304 where what is known is still true.
    pub status: u16,
    /// Names in lower case, values as they came; bytes that are no text are replaced.
    pub headers: Vec<(String, String)>,
    /// As it came over the line: `Content-Encoding` is not undone.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of a name, which is given in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(there, _)| there == name).map(|(_, value)| value.as_str())
    }

    /// Whether what is known is still true.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.status == 304
    }

    /// When the host wants to be asked again at the earliest, in seconds from `now`, both by its `Retry-After`: a number
    /// of seconds or a moment. `now` is in seconds since 1970.
    #[must_use]
    pub fn retry_after(&self, now: i64) -> Option<i64> {
        let value = self.header("retry-after")?.trim();
        if let Ok(seconds) = value.parse::<u32>() {
            return Some(seconds.into());
        }
        let moment = jiff::fmt::rfc2822::parse(value).ok()?;
        Some((moment.timestamp().as_second() - now).max(0))
    }
}

/// What a host and port resolve to.
pub type Lookup = Arc<dyn Fn(&str, u16) -> io::Result<Vec<SocketAddr>> + Send + Sync>;

/// Asks, within its limits. Asks nothing that its guard does not allow, however the address is written or reached.
#[derive(Clone)]
pub struct Fetcher {
    agent: Agent,
    limits: Limits,
    name: String,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("limits", &self.limits).field("name", &self.name).finish_non_exhaustive()
    }
}

impl Fetcher {
    /// A fetcher that tells hosts its `name`, with a way to reach whoever runs it.
    #[must_use]
    pub fn new(guard: Guard, name: &str) -> Self {
        let system: Lookup = Arc::new(|host, port| (host, port).to_socket_addrs().map(Iterator::collect));
        Self::with(guard, name, Limits::default(), system)
    }

    /// The same with other limits, and with another way from names to addresses.
    #[must_use]
    pub fn with(guard: Guard, name: &str, limits: Limits, lookup: Lookup) -> Self {
        let config = Agent::config_builder()
            // A proxy would look names up itself, behind the guard's back.
            .proxy(None)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(limits.head)
            .max_idle_connections(0)
            .timeout_connect(Some(limits.connect))
            .timeout_recv_response(Some(limits.first_byte))
            .user_agent(name)
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Guarded { guard, lookup });
        Self { agent, limits, name: name.to_owned() }
    }

    /// The name that hosts are told.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks and follows redirects.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing of an answer is kept then.
    pub fn fetch(&self, question: &Question) -> Result<Answer, Refusal> {
        let started = Instant::now();
        let mut address = read_address(&question.address)?;
        let mut hops = Vec::new();
        loop {
            let left = self.limits.whole.saturating_sub(started.elapsed());
            let mut response = self.ask(&address, question, left)?;
            let headers = list_headers(&response);
            if let Some(next) = next_hop(&address, response.status().as_u16(), &headers)? {
                hops.push(address.to_string());
                if hops.len() > self.limits.redirects {
                    let why = format!("{} sends further more than {} times", hops[0], self.limits.redirects);
                    return Err(Refusal::new("redirect", why, "ask for the address where it ends"));
                }
                address = next;
                continue;
            }
            let body = self.read_body(&address, response.body_mut().as_reader())?;
            return Ok(Answer {
                address: address.to_string(),
                hops,
                status: response.status().as_u16(),
                headers,
                body,
            });
        }
    }

    /// Tells an address something, under the same guard and limits as a question; what it says besides its status is not read.
    /// A redirect is not followed: what is told goes where it was meant to go, or nowhere.
    ///
    /// # Errors
    /// A [`Refusal`].
    pub fn tell(&self, address: &str, head: &[(&str, &str)], body: &[u8]) -> Result<u16, Refusal> {
        let address = read_address(address)?;
        let mut request = self.agent.post(address.as_str()).config().timeout_global(Some(self.limits.whole)).build();
        for (name, value) in head {
            request = request.header(*name, *value);
        }
        request.send(body).map(|response| response.status().as_u16()).map_err(|error| refuse(&address, error))
    }

    fn ask(
        &self,
        address: &Url,
        question: &Question,
        left: Duration,
    ) -> Result<ureq::http::Response<ureq::Body>, Refusal> {
        if left.is_zero() {
            return Err(slow(address, "the whole answer"));
        }
        let mut request = self
            .agent
            .get(address.as_str())
            .header(header::ACCEPT, "*/*")
            .header(header::ACCEPT_ENCODING, "gzip")
            .config()
            .timeout_global(Some(left))
            .build();
        // Validators are the asked page's own; sent to where it moved they do no harm.
        for (name, value) in
            [(header::IF_NONE_MATCH, &question.etag), (header::IF_MODIFIED_SINCE, &question.last_modified)]
        {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        request.call().map_err(|error| refuse(address, error))
    }

    /// Reads a body to its end, a piece at a time, and gives up on one that is too long or too slow.
    fn read_body(&self, address: &Url, mut reader: impl Read) -> Result<Vec<u8>, Refusal> {
        let started = Instant::now();
        let mut body = Vec::new();
        let mut piece = vec![0; 64 << 10];
        loop {
            let read = match reader.read(&mut piece) {
                Ok(0) => return Ok(body),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(refuse(address, ureq::Error::from(error))),
            };
            body.extend_from_slice(&piece[..read]);
            if body.len() > self.limits.body {
                let why = format!("{address} sends more than {} bytes", self.limits.body);
                return Err(Refusal::new("too_large", why, "fetch it by other means and add the file in pieces"));
            }
            let waited = started.elapsed();
            let due = waited.as_millis() * self.limits.rate as u128 / 1_000;
            if waited > self.limits.patience && (body.len() as u128) < due {
                let why = format!("{address} sends less than {} bytes a second", self.limits.rate);
                return Err(Refusal::new("slow", why, SLOW));
            }
        }
    }
}

const SLOW: &str = "it will be tried again later";

fn slow(address: &Url, what: &str) -> Refusal {
    Refusal::new("slow", format!("{what} of {address} took too long"), SLOW)
}

/// An address as it is asked for: absolute, of the web, without user, password and fragment.
///
/// # Errors
/// `bad_address`.
pub fn check_address(written: &str) -> Result<String, Refusal> {
    read_address(written).map(String::from)
}

/// An address as it is asked: without user, password and fragment.
pub(crate) fn read_address(written: &str) -> Result<Url, Refusal> {
    let bad = |why: String| Refusal::new("bad_address", why, "give an address that begins with https:// or http://");
    let mut address = Url::parse(written.trim()).map_err(|error| bad(format!("{written:?} is no address: {error}")))?;
    if !matches!(address.scheme(), "http" | "https") || !address.has_host() {
        return Err(bad(format!("{written:?} is no address of the web")));
    }
    // Both can only fail for addresses without a host.
    let _ = address.set_username("");
    let _ = address.set_password(None);
    address.set_fragment(None);
    Ok(address)
}

/// Where a redirect leads.
fn next_hop(from: &Url, status: u16, headers: &[(String, String)]) -> Result<Option<Url>, Refusal> {
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some((_, to)) = headers.iter().find(|(name, _)| name == "location") else { return Ok(None) };
    let refused = |why: String| Refusal::new("redirect", why, "ask for the address where it ends, if you trust it");
    let next =
        from.join(to).map_err(|error| refused(format!("{from} sends to {to:?}, which is no address: {error}")))?;
    let next =
        read_address(next.as_str()).map_err(|_| refused(format!("{from} sends to {next}, which is not of the web")))?;
    if from.scheme() == "https" && next.scheme() == "http" {
        return Err(refused(format!("{from} sends from https to {next}")));
    }
    Ok(Some(next))
}

fn list_headers(response: &ureq::http::Response<ureq::Body>) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    response.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect()
}

/// Says why the library below did not get through.
fn refuse(address: &Url, error: ureq::Error) -> Refusal {
    // The body's reader wraps the library's errors once more.
    let error = match error {
        ureq::Error::Io(error) => match error.downcast::<ureq::Error>() {
            Ok(inner) => inner,
            Err(error) => ureq::Error::Io(error),
        },
        error => error,
    };
    match error {
        ureq::Error::Other(inner) => match inner.downcast::<Refusal>() {
            Ok(refusal) => *refusal,
            Err(other) => Refusal::new("unreachable", format!("{address}: {other}"), SLOW),
        },
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => slow(address, "connecting to the host"),
        ureq::Error::Timeout(Timeout::RecvResponse) => slow(address, "the first byte"),
        ureq::Error::Timeout(_) => slow(address, "the whole answer"),
        ureq::Error::HostNotFound => {
            Refusal::new("unreachable", format!("nobody knows the host of {address}"), "check how the name is spelt")
        }
        ureq::Error::LargeResponseHeader(_, limit) => {
            let why = format!("the head of {address} is longer than {limit} bytes");
            Refusal::new("too_large", why, SLOW)
        }
        error @ (ureq::Error::Protocol(_) | ureq::Error::Http(_)) => {
            Refusal::new("broken_http", format!("{address} does not answer in HTTP: {error}"), SLOW)
        }
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Refusal::new("broken_http", format!("{address} stopped in the middle of its answer"), SLOW)
        }
        error => Refusal::new("unreachable", format!("{address}: {error}"), SLOW),
    }
}

/// Looks names up, and lets an answer through when the guard allows all of it.
struct Guarded {
    guard: Guard,
    lookup: Lookup,
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
        // A look-up cannot be broken off: its thread is left behind when it takes too long.
        let (tell, hear) = mpsc::sync_channel(1);
        let lookup = self.lookup.clone();
        let asked = host.clone();
        std::thread::spawn(move || drop(tell.send(lookup(&asked, port))));
        let found = match hear.recv_timeout(*timeout.after) {
            Ok(found) => found.map_err(|_| ureq::Error::HostNotFound)?,
            Err(_) => return Err(ureq::Error::Timeout(timeout.reason)),
        };
        let mut addresses = self.empty();
        for address in found.into_iter().take(16) {
            if !self.guard.allows(address) {
                let why = format!("{host} is at {address}, which is not a public address on a port of the web");
                let hint = "list the address as allowed if it is your own server";
                return Err(ureq::Error::Other(Box::new(Refusal::new("private_address", why, hint))));
            }
            addresses.push(address);
        }
        if addresses.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(addresses) }
    }
}
