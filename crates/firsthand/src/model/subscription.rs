//! A subscription to a feed: its address, what its host said last, how it is, and when it is asked next.
//! Not here: asking, reading.

use super::Timestamp;
use serde::{Deserialize, Serialize};

/// A feed that is polled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The address that is asked.
    pub address: String,
    /// The feed's name, as it or its reader gives it.
    pub title: Option<String>,
    /// `ETag` of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
    /// Items that it held and that were taken in, by a hash of each in hexadecimal, sorted: what is not among them is news.
    #[serde(default)]
    pub seen: Vec<String>,
    /// How it is.
    pub health: Health,
}

impl Subscription {
    /// A new one: due at once.
    #[must_use]
    pub fn new(address: &str, title: Option<&str>, now: Timestamp) -> Self {
        let (address, title) = (address.to_owned(), title.map(str::to_owned));
        Self { address, title, etag: None, last_modified: None, seen: Vec::new(), health: Health::fresh(now) }
    }
}

/// The shortest pause between two questions to a feed.
const SHORTEST: i64 = 10 * 60;
/// The longest while it answers.
const LONGEST: i64 = 6 * 3_600;
/// The longest while it fails.
const LONGEST_TROUBLE: i64 = 24 * 3_600;

/// What a question to a feed brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// So many reports that were not known.
    News(usize),
    /// Nothing that is not known, or a host that says so.
    Unchanged,
    /// No answer that could be read.
    Failed {
        /// The refusal's word.
        word: String,
        /// The cause, in words.
        why: String,
        /// Seconds that the host wants to be left alone.
        retry_after: Option<i64>,
    },
    /// The host says that the feed will not come back.
    Gone,
}

/// What went wrong last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// When.
    pub at: Timestamp,
    /// The refusal's word.
    pub word: String,
    /// The cause, in words.
    pub why: String,
}

/// The state of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// When it answered last.
    pub good: Option<Timestamp>,
    /// What went wrong last; stays when it answers again.
    pub trouble: Option<Trouble>,
    /// Failures in a row.
    pub failures: u32,
    /// Seconds between two questions, as its news come.
    pub pause: i64,
    /// When it is asked next; never where it is gone.
    pub next: Option<Timestamp>,
}

impl Health {
    /// Of a feed that was just added: it is asked at once.
    #[must_use]
    pub fn fresh(now: Timestamp) -> Self {
        Self { pause: SHORTEST, next: Some(now), ..Self::default() }
    }

    /// Whether it is due.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next.is_some_and(|next| next <= now)
    }

    /// The state after a question that was asked at `now`. News halve the pause, silence stretches it by half, failures
    /// double it, and a host that names a moment is not asked before.
    #[must_use]
    pub fn after(mut self, now: Timestamp, outcome: Outcome) -> Self {
        match outcome {
            Outcome::News(_) | Outcome::Unchanged => {
                self.good = Some(now);
                self.failures = 0;
                let pause = if matches!(outcome, Outcome::News(_)) { self.pause / 2 } else { self.pause * 3 / 2 };
                self.pause = pause.clamp(SHORTEST, LONGEST);
                self.next = Some(Timestamp(now.0 + self.pause));
            }
            Outcome::Failed { word, why, retry_after } => {
                self.trouble = Some(Trouble { at: now, word, why });
                self.failures = self.failures.saturating_add(1);
                let pause = (self.pause.max(SHORTEST) << self.failures.min(10)).min(LONGEST_TROUBLE);
                let wanted = retry_after.unwrap_or(0).min(7 * LONGEST_TROUBLE);
                self.next = Some(Timestamp(now.0 + pause.max(wanted)));
            }
            Outcome::Gone => {
                let why = "the host says that it is gone for good".to_owned();
                self.trouble = Some(Trouble { at: now, word: "gone".to_owned(), why });
                self.next = None;
            }
        }
        self
    }

    /// In words, for a list: when it answered last, what went wrong since, when it is asked next. `say` writes a moment.
    #[must_use]
    pub fn in_words(&self, say: impl Fn(Timestamp) -> String) -> String {
        let good = self.good.map_or("never answered".to_owned(), |at| format!("answered {}", say(at)));
        let trouble = self.trouble.as_ref().filter(|trouble| self.good.is_none_or(|good| trouble.at > good));
        let trouble = trouble.map_or(String::new(), |trouble| {
            let times = if self.failures > 1 { format!(" ({} times)", self.failures) } else { String::new() };
            format!("; failed {}{times}: {} [{}]", say(trouble.at), trouble.why, trouble.word)
        });
        let next = self.next.map_or("not asked any more".to_owned(), |at| format!("next {}", say(at)));
        format!("{good}{trouble}; {next}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(retry_after: Option<i64>) -> Outcome {
        Outcome::Failed { word: "slow".into(), why: "it took too long".into(), retry_after }
    }

    #[test]
    fn pauses_follow_the_news() {
        let mut health = Health::fresh(Timestamp(0));
        assert!(health.is_due(Timestamp(0)));
        for turn in 1..20 {
            health = health.after(Timestamp(turn), Outcome::Unchanged);
        }
        assert_eq!((health.pause, health.next), (LONGEST, Some(Timestamp(19 + LONGEST))));
        for turn in 20..40 {
            health = health.after(Timestamp(turn), Outcome::News(3));
        }
        assert_eq!((health.pause, health.next), (SHORTEST, Some(Timestamp(39 + SHORTEST))));
    }

    #[test]
    fn failures_back_off_and_never_overflow() {
        let mut health = Health::fresh(Timestamp(0)).after(Timestamp(10), failed(None));
        assert_eq!(health.next, Some(Timestamp(10 + 2 * SHORTEST)));
        health = health.after(Timestamp(20), failed(Some(90_000)));
        assert_eq!(health.next, Some(Timestamp(20 + 90_000)));
        for _ in 0..100 {
            health = health.after(Timestamp(30), failed(Some(i64::MAX)));
        }
        assert_eq!((health.failures, health.next), (102, Some(Timestamp(30 + 7 * LONGEST_TROUBLE))));
        health = health.after(Timestamp(40), Outcome::Unchanged);
        assert_eq!((health.failures, health.good), (0, Some(Timestamp(40))));
    }

    #[test]
    fn health_is_told_in_words() {
        let say = |at: Timestamp| format!("at {}", at.0);
        assert_eq!(Health::fresh(Timestamp(5)).in_words(say), "never answered; next at 5");
        let health = Health::fresh(Timestamp(5))
            .after(Timestamp(6), Outcome::News(1))
            .after(Timestamp(7), failed(None))
            .after(Timestamp(8), failed(None));
        assert_eq!(health.in_words(say), "answered at 6; failed at 8 (2 times): it took too long [slow]; next at 2408");
        assert_eq!(
            health.after(Timestamp(9), Outcome::Gone).in_words(say),
            "answered at 6; failed at 9 (2 times): the host says that it is gone for good [gone]; not asked any more"
        );
    }
}
