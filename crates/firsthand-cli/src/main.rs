//! The command `firsthand`: from news reports to a ledger of what happened, and who counted first-hand.
//! Not here: what a command does (`commands/`), and any reading (the library).

mod archive;
mod commands;
mod figures;
mod input;
mod kinship;
mod passages;
mod picture;
mod poll;
mod settings;
mod show;
mod tree;
mod view;
mod work;

use clap::builder::OsStringValueParser;
use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// Reads overlapping news reports in many languages and keeps a ledger of what happened: where, when, how many,
/// according to whom, and who counted first-hand.
#[derive(Debug, Parser)]
#[command(name = "firsthand", version, max_term_width = 100, arg_required_else_help = true, after_help = EXAMPLE)]
struct Arguments {
    /// Read languages from this folder (one folder a language) instead of the built-in ones.
    // Any text is taken here, even none, which the command refuses with the variable's name.
    #[arg(long, global = true, value_name = "FOLDER", env = "FIRSTHAND_LANG_DIR", value_parser = OsStringValueParser::new())]
    lang_dir: Option<std::ffi::OsString>,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLE: &str = "Example:
  firsthand add reports/          read a folder of reports into ./firsthand.db
  firsthand tally                 what is known, since when, and how many counted
  firsthand why e_k3             the evidence behind an entry

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some inputs refused and the rest stored, 4 a check failed.";

#[derive(Debug, Subcommand)]
enum Command {
    Read(commands::read::Options),
    Lineage(commands::lineage::Options),
    Reconcile(commands::reconcile::Options),
    Add(commands::add::Options),
    Tally(commands::tally::Options),
    Story(commands::story::Options),
    Claims(commands::claims::Options),
    Why(commands::why::Options),
    Export(commands::export::Options),
    Chart(commands::chart::Options),
    Review(commands::review::Options),
    Changes(commands::changes::Options),
    Feed(commands::feed::Options),
    Watch(commands::watch::Options),
    Serve(commands::serve::Options),
    Token(commands::token::Options),
    Explain(commands::explain::Options),
    Verify(commands::verify::Options),
    Rebuild(commands::rebuild::Options),
    Eval(commands::eval::Options),
    Pack(commands::pack::Options),
    Completions(commands::completions::Options),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done,
    Failed,
    Partly,
    CheckFailed,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Done => 0,
            Ending::Failed => 1,
            Ending::Partly => 3,
            Ending::CheckFailed => 4,
        })
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    arguments.lang_dir.into_iter().for_each(|folder| work::use_lang_dir(folder.into()));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let ended = match arguments.command {
        Command::Read(options) => commands::read::run(options, &mut out),
        Command::Lineage(options) => commands::lineage::run(options, &mut out),
        Command::Reconcile(options) => commands::reconcile::run(options, &mut out),
        Command::Add(options) => commands::add::run(options, &mut out),
        Command::Tally(options) => commands::tally::run(options, &mut out),
        Command::Story(options) => commands::story::run(options, &mut out),
        Command::Claims(options) => commands::claims::run(options, &mut out),
        Command::Why(options) => commands::why::run(options, &mut out),
        Command::Export(options) => commands::export::run(options, &mut out),
        Command::Chart(options) => commands::chart::run(options, &mut out),
        Command::Review(options) => commands::review::run(options, &mut out),
        Command::Changes(options) => commands::changes::run(options, &mut out),
        Command::Feed(options) => commands::feed::run(options, &mut out),
        Command::Watch(options) => commands::watch::run(options, &mut out),
        Command::Serve(options) => commands::serve::run(options, &mut out),
        Command::Token(options) => commands::token::run(options, &mut out),
        Command::Explain(options) => commands::explain::run(options, &mut out),
        Command::Verify(options) => commands::verify::run(options, &mut out),
        Command::Rebuild(options) => commands::rebuild::run(options, &mut out),
        Command::Eval(options) => commands::eval::run(options, &mut out),
        Command::Pack(options) => commands::pack::run(options, &mut out),
        Command::Completions(options) => commands::completions::run(options, &mut out),
    };
    match ended.and_then(|ending| out.flush().map(|()| ending).map_err(Into::into)) {
        Ok(ending) => ending.into(),
        // The reader of a pipe has seen enough.
        Err(error) if is_broken_pipe(&error) => {
            // What is still in the buffer has nowhere to go.
            drop(out.into_parts());
            ExitCode::SUCCESS
        }
        Err(error) => {
            show::talk(&format!("firsthand: {error:#}"));
            Ending::Failed.into()
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = |cause: &(dyn std::error::Error + 'static)| {
        let direct = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        direct.or(json)
    };
    error.chain().any(|cause| io(cause) == Some(std::io::ErrorKind::BrokenPipe))
}
