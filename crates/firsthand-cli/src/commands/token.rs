//! `firsthand token`: passes for those who may ask a served ledger. Only here are they made: a pass never makes a pass.
//! Not here: what a role may do (`firsthand-serve`).

use crate::work::{Format, Ledger, load_resources, now};
use crate::{Ending, show};
use anyhow::{Context, Result};
use firsthand_serve::{Role, hash_words, make_name, make_words};
use firsthand_store::{Pass, SqliteStore};
use serde_json::json;
use std::io::Write;

/// Make, list and take back the passes of a served ledger
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand token create --role reader --label \"the desk in Lyon\"
  firsthand token list
  firsthand token revoke t_ab12")]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make a pass and print its words: once, for they are not kept
    Create {
        /// What it may do: reader, reviewer, editor, feeds, ingest, auditor or admin
        #[arg(long, value_name = "ROLE")]
        role: String,
        /// What it is for; the author of decisions made with it
        #[arg(long, value_name = "WORDS")]
        label: String,
        /// Days that it is good
        #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=366))]
        days: u16,
        #[command(flatten)]
        ledger: Ledger,
    },
    /// List passes, never their words
    List {
        #[command(flatten)]
        ledger: Ledger,
        #[command(flatten)]
        format: Format,
    },
    /// Take a pass back, at once
    Revoke {
        /// Its id, or its first letters
        id: String,
        #[command(flatten)]
        ledger: Ledger,
    },
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    match options.action {
        Action::Create { role, label, days, ledger } => {
            let known = Role::named(&role).filter(|known| known.name() != "anon");
            let role = known.with_context(|| {
                format!("there is no role {role}\nhint: reader, reviewer, editor, feeds, ingest, auditor or admin")
            })?;
            let label = label.trim().to_owned();
            if label.is_empty() || label.chars().count() > 80 {
                anyhow::bail!("a label has 1 to 80 characters");
            }
            let made = now();
            let words = make_words().context("the system gives no random numbers")?;
            let id = make_name('t').context("the system gives no random numbers")?;
            let ends = made.later(i64::from(days) * 86_400);
            let pass = Pass { id: id.clone(), role: role.name().to_owned(), label, made, ends, revoked: None };
            let hash = hash_words(&words).context("a pass that was just made is one")?;
            open(&ledger)?.put_pass(&pass, &hash)?;
            writeln!(out, "{words}")?;
            show::talk(&format!("{id}: {}, good until {ends}; keep its words, they are shown once", role.name()));
            show::talk("use: Authorization: Bearer WORDS, or sign in on the page");
        }
        Action::List { ledger, format } => {
            let passes = open(&ledger)?.passes()?;
            let state = |pass: &Pass| match pass.revoked {
                Some(_) => "taken back",
                None if pass.is_good(now()) => "good",
                None => "ended",
            };
            if format.json {
                writeln!(out, "{}", json!({"format": "firsthand/tokens/1", "tokens": passes}))?;
            } else if format.jsonl {
                for pass in &passes {
                    writeln!(out, "{}", serde_json::to_string(pass)?)?;
                }
            } else if passes.is_empty() {
                writeln!(
                    out,
                    "no pass yet\nnext: firsthand token create --role reader --label WORDS{}",
                    ledger.flag()
                )?;
            } else {
                for pass in &passes {
                    let label = show::safe(&pass.label);
                    writeln!(out, "{}  {:<8} {:<10} until {}  {label}", pass.id, pass.role, state(pass), pass.ends)?;
                }
            }
        }
        Action::Revoke { id, ledger } => {
            let mut store = open(&ledger)?;
            let found: Vec<Pass> = store.passes()?.into_iter().filter(|pass| pass.id.starts_with(&id)).collect();
            match &found[..] {
                [pass] => {
                    store.revoke_pass(&pass.id, now())?;
                    writeln!(out, "taken back: {}", pass.id)?;
                }
                [] => anyhow::bail!("no pass {id}\nhint: firsthand token list shows them"),
                _ => anyhow::bail!("several passes begin with {id}\nhint: give more letters"),
            }
        }
    }
    Ok(Ending::Done)
}

/// The ledger's own file: passes are no part of what a store must keep.
fn open(ledger: &Ledger) -> Result<SqliteStore> {
    drop(ledger.open(&load_resources()?)?);
    Ok(SqliteStore::open(&ledger.path())?)
}
