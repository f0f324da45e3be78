//! Asks the web for feeds and pages, and comes back with bytes or with a refusal that has a name: guarded against addresses
//! that are none of its business, bounded in time and size, polite to hosts. Not here: what the bytes say (`firsthand`'s
//! intake), where they are kept (the store), printing.
//!
//! ```no_run
//! use firsthand_feeds::{Fetcher, Guard, Question};
//!
//! let fetcher = Fetcher::new(Guard::default(), "Firsthand/0.1 (+https://monitor.example/contact)");
//! match fetcher.fetch(&Question::of("https://news.example/feed.xml")) {
//!     Ok(answer) => println!("{} bytes from {}", answer.body.len(), answer.address),
//!     Err(refusal) => println!("{refusal}"),
//! }
//! ```

mod asker;
mod fetch;
mod guard;
mod pace;
mod robots;

pub use asker::Asker;
pub use fetch::{Answer, Fetcher, Limits, Lookup, Question, Refusal, check_address};
pub use guard::{Guard, is_public};
pub use pace::Pace;
pub use robots::Robots;
