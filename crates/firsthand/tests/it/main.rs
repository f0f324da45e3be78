//! One test binary for the whole library.

mod ledger_cascade;
mod ledger_case;
mod ledger_properties;
