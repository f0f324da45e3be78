//! What are the nouns? Plain data that every room speaks of, with its own invariants.
//! Not here: anything that reads text or decides something.

mod address;
mod amount;
mod audit;
mod bytes;
mod checkpoint;
mod claim;
mod decision;
mod entry;
mod event;
mod groups;
mod id;
mod lineage;
mod mention;
mod notation;
mod rarity;
mod report;
mod span;
mod story;
mod subscription;
mod surface;
mod telling;
mod time;
mod token;
mod workers;

pub use address::{
    bare_address, day_of_address, headline_of_address, host_of_address, original_address, plain_address,
    written_day_of_address,
};
pub use amount::{Amount, Interval, Modifier};
pub use audit::{BrokenLog, LogLine, NO_RECORD, Record, Words, hash_text, read_log, write_record};
pub use bytes::{mix, put_number, take_number};
pub use checkpoint::{Checkpoint, Departure, Point, Trail, Trails};
pub use claim::{
    Claim, ClaimPlace, Hop, Measure, Modality, Polarity, Revised, RevisionReason, RevisionSide, Scope, Source,
};
pub use decision::{Correction, Decision, Field, NamedPlace, Review, Reviewed, Verdict, cancelled_records};
pub use entry::{
    Companion, Conflict, ConflictKind, Derived, Entry, Grade, Revision, SeriesKind, SideFigure, Support, SupportKind,
};
pub use event::{Event, EventFigure, EventType, Location};
pub use groups::Groups;
pub use id::{AliasId, ClaimId, EntryId, EventId, FamilyId, ReportId, StoryId, hash_parts};
pub use lineage::{Derivation, DerivationKind, Direction, FigureChange, FigureRef, Passage, PassageKind};
pub use mention::{
    Agent, Anchor, Mention, Number, NumberUnit, PlaceKind, PlacePrecision, Quote, Reading, Role, Side, TimeBound,
    Timex, TimexKind, Toponym,
};
pub use notation::ClaimLine;
pub use rarity::{RAREST, frame_rarity, stem_rarity};
pub use report::{Block, BlockKind, FETCHED_LATE, Lang, Published, Report, Update};
pub use span::{CodePoints, Span};
pub use story::{Among, Bearing, Story, Told};
pub use subscription::{Health, Outcome, Subscription, Trouble};
pub use surface::{Surface, SurfaceFigure, SurfaceSentence, SurfaceWord, frame_of_word, romanise, sound_out, stem_of};
pub use telling::{name_unit, pluralise_thing, tell_count};
pub use time::{AsOf, DayPart, PartialDate, Period, TimeError, TimePrecision, Timestamp};
pub use token::{Sentence, Token, TokenCase, TokenKind, Tokens, WordId};
pub use workers::{OneByOne, Workers, gather, gather_sorted};
