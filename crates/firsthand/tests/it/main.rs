//! One test binary for the whole library.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod ledger_cascade;
mod ledger_case;
mod ledger_properties;
