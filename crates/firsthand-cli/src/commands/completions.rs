//! `firsthand completions`: what a shell needs to complete the command.

use crate::{Arguments, Ending};
use anyhow::Result;
use clap::CommandFactory;
use std::io::Write;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  firsthand completions bash > ~/.local/share/bash-completion/completions/firsthand")]
pub(crate) struct Options {
    shell: clap_complete::Shell,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    // By way of a buffer: the generator panics where a pipe is closed.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "firsthand", &mut script);
    out.write_all(&script)?;
    Ok(Ending::Done)
}
