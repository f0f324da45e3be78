//! `firsthand pack`: does a language folder read as its corpora say? For those who mend a language without Rust.

use crate::{Ending, show, work};
use anyhow::{Context, Result, bail};
use firsthand::corpus::{CorpusCheck, check_corpora};
use std::io::Write;
use std::path::PathBuf;

/// Check a language's data files against the examples beside them
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Example:\n  firsthand pack check lang/fr      one language\n  firsthand pack check lang         every language of a folder"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Read every line of the corpora and list those that come out otherwise
    Check {
        /// A language's folder, or a folder of them
        folder: PathBuf,
        /// Print the number of examples and rejects of each file too
        #[arg(long, short)]
        verbose: bool,
    },
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let Action::Check { folder, verbose } = options.action;
    let languages = work::read_language_folders(&folder)
        .with_context(|| format!("{}: give a language's folder, or a folder of them", folder.display()))?;
    if languages.is_empty() {
        bail!(
            "{}: no language here\nhint: a language is a folder such as fr, with files such as number.toml",
            folder.display()
        );
    }
    let packs = languages.iter().map(|(lang, files)| (lang.clone(), files.rules.clone())).collect();
    let res = work::resources_of(&packs)?;
    let mut ending = Ending::Done;
    for (lang, files) in &languages {
        let checks = check_corpora(&res, lang, &files.corpora)?;
        let count = |of: fn(&CorpusCheck) -> usize| checks.iter().map(of).sum::<usize>();
        let faults = count(|check| check.faults.len());
        for check in &checks {
            if verbose {
                let read = show::count(check.examples, "example");
                writeln!(out, "{}: {read}, {}", check.file, show::count(check.rejects, "reject"))?;
            }
            for fault in &check.faults {
                writeln!(out, "{}: {}", check.file, show::bold(&show::safe(&fault.text)))?;
                if fault.why.is_empty() {
                    writeln!(out, "  expected  {}", show::safe(&joined(&fault.expected)))?;
                } else {
                    writeln!(out, "  nothing should be read: {}", show::safe(&fault.why))?;
                }
                writeln!(out, "  read      {}", show::safe(&joined(&fault.read)))?;
            }
        }
        let (examples, rejects) = (count(|check| check.examples), count(|check| check.rejects));
        let told = format!("{}, {}", show::count(examples, "example"), show::count(rejects, "reject"));
        if faults == 0 {
            writeln!(out, "{lang}: all read as they say ({told})")?;
        } else {
            writeln!(out, "{lang}: {} otherwise ({told})", show::count(faults, "line"))?;
            ending = Ending::CheckFailed;
        }
    }
    Ok(ending)
}

fn joined(lines: &[String]) -> String {
    if lines.is_empty() { "nothing".to_owned() } else { lines.join("\n            ") }
}
