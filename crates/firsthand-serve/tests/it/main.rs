//! The server from outside, over real connections.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say so and stop")]

mod access;
mod client;
mod few;
mod hooks;
mod stream;
mod take;
mod wire;
