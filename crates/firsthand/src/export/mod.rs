//! How do the nouns leave the house? Public forms of mentions, claims, reports, lineage and entries.
//! Not here: where they go, and the table that people read.

pub mod jsonl;
