//! The command line from outside: one test binary that runs the built program.

mod cli;
mod formats;
mod kill;
mod maker;
mod order;
mod run;
