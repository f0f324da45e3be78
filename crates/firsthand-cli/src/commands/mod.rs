//! What can be asked? One file a command; each has its options and a `run`.
//! Not here: what several commands share (`work`, `show`, `input`, `view`).

pub(crate) mod add;
pub(crate) mod changes;
pub(crate) mod chart;
pub(crate) mod claims;
pub(crate) mod completions;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod feed;
pub(crate) mod lineage;
pub(crate) mod pack;
pub(crate) mod read;
pub(crate) mod rebuild;
pub(crate) mod reconcile;
pub(crate) mod review;
pub(crate) mod serve;
pub(crate) mod story;
pub(crate) mod tally;
pub(crate) mod token;
pub(crate) mod verify;
pub(crate) mod watch;
pub(crate) mod why;
