//! The page that a monitor keeps open, and the API that others build on: a ledger served over HTTP.
//! Not here: what is known (the library), where it is kept (`firsthand-store`), and options (`firsthand-cli`).

mod access;
mod api;
mod ask;
mod days;
mod desk;
mod found;
mod hooks;
mod kept;
mod live;
mod names;
mod page;
mod problem;
mod query;
mod queue;
mod routes;
mod search;
mod wire;
mod words;

pub use access::{Role, hash_words, make_name, make_words};
pub use wire::HEAD;

use desk::Desk;
use firsthand::resources::Resources;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How a ledger is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The ledger's file; it is there.
    pub db: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Whether who asks needs a pass. Without, everyone who reaches the address may do everything: only for one's own machine.
    pub access: bool,
    /// Whether who has no pass may read.
    pub public: bool,
    /// Who decides where access is off.
    pub author: Option<String>,
    /// Requests a second that each caller may make for long; four times as many at once.
    pub rate: u32,
    /// Listeners to the feed at once.
    pub listeners: usize,
    /// Addresses that hooks may call though they are not public: for tests and for one's own network.
    pub allow: Vec<SocketAddr>,
    /// The longest that the head of a request may take, and that a connection may lie idle: [`HEAD`].
    pub head: Duration,
}

/// Why a ledger is not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Nobody may listen there.
    #[error("cannot listen on {address}: {why}\nhint: --listen ADDRESS:PORT names another; port 0 takes a free one")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// The system's words.
        why: String,
    },
    /// Beyond one's own machine everyone could do everything.
    #[error(
        "{0} can be reached from other machines, and access is off\n\
         hint: serve --access asks for passes, firsthand token create makes them; or listen on 127.0.0.1"
    )]
    Open(SocketAddr),
    /// The ledger or the program's own data.
    #[error("{0}")]
    Ledger(String),
    /// The system's.
    #[error("the server failed: {0}")]
    System(#[from] std::io::Error),
}

/// Serves the ledger until the process is asked to end (Ctrl-C, or SIGTERM): requests under way are answered first.
/// `ready` hears the address when it is listened on.
///
/// # Errors
/// [`ServeError`].
pub fn serve(res: Resources, settings: Settings, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    if !settings.access && !settings.listen.ip().is_loopback() {
        return Err(ServeError::Open(settings.listen));
    }
    let address = settings.listen;
    let desk = Arc::new(Desk::new(res, settings).map_err(ServeError::Ledger)?);
    desk.warm_up().map_err(|problem| ServeError::Ledger(problem.detail))?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).max_blocking_threads(16).enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.map_err(|error| ServeError::Listen { address, why: error.to_string() })?;
        ready(listener.local_addr()?);
        let watcher = tokio::spawn(live::watch(Arc::clone(&desk)));
        let caller = tokio::spawn(hooks::call_on(Arc::clone(&desk)));
        let ender = Arc::clone(&desk);
        tokio::spawn(async move {
            asked_to_end().await;
            ender.ends.send_replace(true);
        });
        wire::answer_all(listener, routes::build(&desk), desk.settings.head, desk.ends.subscribe()).await;
        // What writes is left to end; nothing else holds the file.
        drop(tokio::time::timeout(Duration::from_secs(5), watcher).await);
        drop(tokio::time::timeout(Duration::from_secs(5), caller).await);
        Ok(())
    })
}

/// Returns when the process is asked to end.
async fn asked_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut end) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = end.recv() => {}
            }
            return;
        }
    }
    // Where the system has no signals, the process is ended from outside.
    if interrupt.await.is_err() {
        std::future::pending::<()>().await;
    }
}
