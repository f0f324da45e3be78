//! Firsthand, the library: from overlapping news reports to a ledger of what happened, and who counted first-hand.
//! Pure: no disk, no socket, no clock, no printing. Where things live: `ARCHITECTURE.md`.

pub mod claims;
pub mod corpus;
pub mod eval;
pub mod events;
pub mod export;
pub mod gazetteer;
pub mod intake;
pub mod ledger;
pub mod lineage;
pub mod mentions;
pub mod model;
pub mod pack;
pub mod pipeline;
pub mod resources;
pub mod store;
pub mod story;
