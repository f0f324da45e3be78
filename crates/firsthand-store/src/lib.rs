//! Stores for a ledger.
