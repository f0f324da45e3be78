//! `firsthand serve`: the ledger as a web page and an API.
//! Not here: what is served, and to whom (`firsthand-serve`).

use crate::work::{Ledger, load_resources};
use crate::{Ending, settings, show};
use anyhow::Result;
use firsthand_serve::{HEAD, Settings, serve};
use std::io::Write;
use std::net::SocketAddr;

/// Serve the ledger as a web page and an API, on this machine unless told otherwise
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand serve                                    then open http://127.0.0.1:8000
  firsthand serve --listen 0.0.0.0:8000 --access     for a team: who asks needs a pass (firsthand token create)
  curl -N http://127.0.0.1:8000/v1/events            hear what changes, as it changes

Without --access everyone on this machine may do everything, and only this machine is listened to.
Ctrl-C ends it; requests under way are answered first.")]
pub(crate) struct Options {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8000", env = "FIRSTHAND_LISTEN")]
    listen: SocketAddr,
    /// Ask for passes: who has none may do nothing but sign in
    #[arg(long)]
    access: bool,
    /// Let everyone read, pass or not
    #[arg(long, requires = "access")]
    public: bool,
    /// The author of decisions made in the browser [default: $FIRSTHAND_AUTHOR, or `author` in firsthand.toml]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Requests a second that each caller may make for long, with --access
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
    /// Listeners to the live feed at once
    #[arg(long, value_name = "N", default_value_t = 200)]
    listeners: usize,
    /// Let hooks call this address though it is not public
    #[arg(long, value_name = "ADDRESS:PORT")]
    allow: Vec<SocketAddr>,
    #[command(flatten)]
    ledger: Ledger,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    // Finishes what an interrupted run left.
    drop(options.ledger.open(&res)?);
    let settings = Settings {
        db: options.ledger.path(),
        listen: options.listen,
        access: options.access,
        public: options.public,
        author: settings::find_author(options.author.as_deref()).ok(),
        rate: options.rate,
        listeners: options.listeners,
        allow: options.allow,
        head: HEAD,
    };
    let mut told = Ok(());
    serve(res, settings, |address| {
        told = writeln!(out, "http://{address}").and_then(|()| out.flush());
        show::talk("Ctrl-C ends it");
    })?;
    told?;
    Ok(Ending::Done)
}
