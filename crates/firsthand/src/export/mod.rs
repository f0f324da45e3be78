//! How do the nouns leave the house? Public forms of mentions, claims, reports, lineage and entries; tables for researchers.
//! Not here: where they go, and the table that people read.

pub mod acled;
pub mod bibtex;
pub mod chart;
pub mod cite;
pub mod claims;
pub mod complement;
pub mod csv;
pub mod entries;
pub mod events;
pub mod geojson;
pub mod graph;
pub mod graph_svg;
pub mod jsonl;
pub mod kinship;
pub mod map;
pub mod package;
pub mod passages;
pub mod privacy;
pub mod svg;
pub mod table;
pub mod ucdp;
pub mod visible;
pub mod wikitext;
