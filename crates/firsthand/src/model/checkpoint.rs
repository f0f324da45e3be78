//! Does a ledger still hold the history that it had? A checkpoint names it in one line, to be published and compared later.
//! Not here: the review log's own records (`audit`), and what of a posting goes into its hash (`pipeline`).
//!
//! Each kind of posting is a chain: the hash of a posting covers the one before (Haber and Stornetta 1991). A later ledger
//! that holds the postings of a checkpoint as its first ones has the same hash at that place; whatever was changed, taken
//! out or put between shows as another.

use sha2::{Digest, Sha256};
use std::fmt;
use std::fmt::Write as _;
use std::str::FromStr;

/// A place in a chain of postings: how many there were, and the hash of the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// How many postings.
    pub count: u64,
    /// The hash at that place, 64 hex digits; zeros before the first.
    pub head: String,
}

/// What a ledger had been told: reports, claims from outside and decisions, each kind in the order of posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Reports.
    pub reports: Point,
    /// Claims from outside.
    pub outside: Point,
    /// Decisions of the review log.
    pub decisions: Point,
}

impl Checkpoint {
    /// What a line of a checkpoint begins with.
    pub const FORM: &str = "firsthand-checkpoint/1";
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { reports, outside, decisions } = self;
        let point = |point: &Point| format!("{}:{}", point.count, point.head);
        let [reports, outside, decisions] = [reports, outside, decisions].map(point);
        write!(f, "{} reports={reports} outside={outside} decisions={decisions}", Self::FORM)
    }
}

impl FromStr for Checkpoint {
    type Err = String;

    /// ```
    /// use firsthand::model::Checkpoint;
    /// let zeros = "0".repeat(64);
    /// let line = format!("firsthand-checkpoint/1 reports=0:{zeros} outside=0:{zeros} decisions=0:{zeros}");
    /// assert_eq!(line.parse::<Checkpoint>()?.to_string(), line);
    /// assert!("firsthand-checkpoint/1 reports=12".parse::<Checkpoint>().is_err());
    /// # Ok::<(), String>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, String> {
        let fail = |why: &str| {
            Err(format!("{why}\nhint: a checkpoint is one line, as firsthand verify --checkpoint prints it"))
        };
        let mut parts = text.split_whitespace();
        match parts.next() {
            Some(Self::FORM) => {}
            Some(form) if form.starts_with("firsthand-checkpoint/") => {
                return fail(&format!("{form} is the form of another version of the program"));
            }
            _ => return fail("this is no checkpoint"),
        }
        let mut point = |name: &str| -> Option<Point> {
            let (count, head) = parts.next()?.strip_prefix(name)?.strip_prefix('=')?.split_once(':')?;
            let is_hash = head.len() == 64 && head.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            let count: u64 = count.parse().ok()?;
            (is_hash && (count > 0 || head == hex(&START))).then(|| Point { count, head: head.to_owned() })
        };
        let (Some(reports), Some(outside), Some(decisions)) = (point("reports"), point("outside"), point("decisions"))
        else {
            return fail("the checkpoint is cut or altered");
        };
        match parts.next() {
            None => Ok(Self { reports, outside, decisions }),
            Some(_) => fail("more stands behind the checkpoint"),
        }
    }
}

const START: [u8; 32] = [0; 32];

/// One kind of posting in its order, as a chain of hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    heads: Vec<[u8; 32]>,
}

/// How a trail departs from a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// It has fewer postings than the point: the last ones are gone.
    Short,
    /// It has as many, and among them others, or in another order.
    Differs,
}

impl Trail {
    /// Adds a posting at its end.
    pub fn add(&mut self, posting: &str) {
        let mut hasher = Sha256::new();
        hasher.update(self.heads.last().unwrap_or(&START));
        hasher.update(posting.as_bytes());
        self.heads.push(hasher.finalize().into());
    }

    /// Adds a posting that bears the hash of its own chain; hex that is none counts as zeros.
    pub fn add_hash(&mut self, hash: &str) {
        let mut head = START;
        for (slot, pair) in head.iter_mut().zip(hash.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(pair).unwrap_or_default();
            *slot = u8::from_str_radix(digits, 16).unwrap_or(0);
        }
        self.heads.push(head);
    }

    /// How many postings.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.heads.len() as u64
    }

    /// Its end.
    #[must_use]
    pub fn point(&self) -> Point {
        Point { count: self.count(), head: hex(self.heads.last().unwrap_or(&START)) }
    }

    /// How it departs from a point; nothing where it holds it as its beginning.
    #[must_use]
    pub fn departs(&self, point: &Point) -> Option<Departure> {
        if point.count > self.count() {
            return Some(Departure::Short);
        }
        let at = usize::try_from(point.count).ok().and_then(|count| count.checked_sub(1));
        let head = at.and_then(|at| self.heads.get(at)).unwrap_or(&START);
        (hex(head) != point.head).then_some(Departure::Differs)
    }

    /// How many of its first postings are another trail's too.
    #[must_use]
    pub fn shares(&self, other: &Self) -> u64 {
        self.heads.iter().zip(&other.heads).take_while(|(one, other)| one == other).count() as u64
    }
}

/// The whole history of a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trails {
    /// Reports.
    pub reports: Trail,
    /// Claims from outside.
    pub outside: Trail,
    /// Decisions.
    pub decisions: Trail,
}

impl Trails {
    /// Where it stands now.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        let Self { reports, outside, decisions } = self;
        Checkpoint { reports: reports.point(), outside: outside.point(), decisions: decisions.point() }
    }

    /// Each kind with its trail and its point of a checkpoint.
    pub fn beside<'a>(&'a self, checkpoint: &'a Checkpoint) -> [(&'static str, &'a Trail, &'a Point); 3] {
        [
            ("report", &self.reports, &checkpoint.reports),
            ("outside claim", &self.outside, &checkpoint.outside),
            ("decision", &self.decisions, &checkpoint.decisions),
        ]
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trail(postings: &[u8]) -> Trail {
        let mut trail = Trail::default();
        postings.iter().for_each(|posting| trail.add(&posting.to_string()));
        trail
    }

    proptest! {
        /// A trail holds exactly the points of its own beginnings.
        #[test]
        fn a_trail_holds_its_beginnings_and_no_other(
            first in prop::collection::vec(0..4u8, 0..8),
            later in prop::collection::vec(0..4u8, 0..8),
            other in prop::collection::vec(0..4u8, 0..8),
        ) {
            let whole = trail(&[&first[..], &later].concat());
            prop_assert_eq!(whole.departs(&trail(&first).point()), None);
            let begins = [&first[..], &later].concat().starts_with(&other);
            prop_assert_eq!(whole.departs(&trail(&other).point()).is_none(), begins);
            let common = first.iter().zip(&other).take_while(|(one, other)| one == other).count() as u64;
            prop_assert_eq!(trail(&first).shares(&trail(&other)), common);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = text.parse::<Checkpoint>();
            let _ = format!("{} {text}", Checkpoint::FORM).parse::<Checkpoint>();
        }
    }

    #[test]
    fn what_is_gone_is_told_from_what_is_other() {
        let point = trail(&[1, 2, 3]).point();
        assert_eq!(trail(&[1, 2]).departs(&point), Some(Departure::Short));
        assert_eq!(trail(&[1, 3, 2, 4]).departs(&point), Some(Departure::Differs));
        assert_eq!(trail(&[1, 2, 3, 4]).departs(&point), None);
        let mut trails = Trails::default();
        trails.reports.add("a");
        trails.decisions.add_hash(&"ab".repeat(32));
        let line = trails.checkpoint().to_string();
        assert!(line.ends_with(&format!("decisions=1:{}", "ab".repeat(32))), "{line}");
        assert_eq!(line.parse::<Checkpoint>().unwrap(), trails.checkpoint());
        for cut in ["decisions", ":ab", "reports=1", " outside=0:"] {
            assert!(line.replace(cut, "").parse::<Checkpoint>().is_err(), "{cut}");
        }
    }
}
