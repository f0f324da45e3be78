//! The command line from outside: one test binary that runs the built program.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod cli;
mod eval;
mod evidence;
mod export;
mod feed;
mod formats;
mod harm;
mod hostile;
mod kill;
mod kin;
mod licences;
mod maker;
mod order;
mod review;
mod run;
mod serve;
