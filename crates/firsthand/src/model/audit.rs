//! How are decisions kept so that nobody can change one unseen? Records in a chain of hashes, as canonical JSON.
//! Not here: what a decision does (`decision`), or where the log is kept (`store`).
//!
//! Each record carries the hash of the one before, so that a record that was changed, taken out or put in breaks the chain
//! from there on (Haber and Stornetta 1991). Names and reasons are personal text: the record holds salted hashes of them,
//! and the words stand beside it and can be erased without breaking the chain.

use super::Timestamp;
use super::decision::Decision;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The hash before the first record.
pub const NO_RECORD: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One decision in the log. Its JSON is canonical (RFC 8785: no blanks, fields in alphabetical order, no number but whole
/// ones), so that its SHA-256 is the same wherever it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Salted hash of the author, see [`Words`].
    pub author: String,
    /// What was decided.
    pub decision: Decision,
    /// From 1, without a gap.
    pub number: u64,
    /// The hash of the record of another ledger that this one repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The hash of the record before; [`NO_RECORD`] for the first.
    pub previous: String,
    /// Salted hash of the reason, see [`Words`].
    pub reason: String,
    /// When it was posted. Never before the record before.
    pub recorded: Timestamp,
}

/// Who decided and why, in words. They stand beside the record and can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Who.
    pub author: String,
    /// Why.
    pub reason: String,
    /// Random letters, so that nobody finds the words by trying.
    pub salt: String,
}

impl Words {
    /// Longest author or reason in characters.
    pub const LONGEST: usize = 1_000;

    fn seals(&self) -> (String, String) {
        let seal = |field: &str, text: &str| hash_text(&format!("{}\n{field}\n{text}", self.salt));
        (seal("author", &self.author), seal("reason", &self.reason))
    }
}

/// A record as a store keeps it and as `review log` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogLine {
    /// The record's number.
    pub number: u64,
    /// SHA-256 of `record`, in hex.
    pub hash: String,
    /// The record as canonical JSON.
    pub record: String,
    /// Its words; none where they were erased.
    pub words: Option<Words>,
}

/// A log of which a record is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the review log is broken at record {number}: {why}")]
pub struct BrokenLog {
    /// The first such record.
    pub number: u64,
    /// What is wrong with it.
    pub why: String,
}

/// Writes the record that comes behind `last`; the clock and the salt are the caller's.
///
/// # Errors
/// In words, where author or reason is missing or too long, or the salt is short.
pub fn write_record(
    last: Option<&LogLine>,
    decision: Decision,
    words: Words,
    origin: Option<String>,
    recorded: Timestamp,
) -> Result<LogLine, String> {
    for (name, text) in [("author", &words.author), ("reason", &words.reason)] {
        if text.trim().is_empty() {
            return Err(format!("a decision needs its {name}"));
        }
        if text.chars().count() > Words::LONGEST {
            return Err(format!("the {name} is longer than {} characters", Words::LONGEST));
        }
    }
    if words.salt.len() < 16 {
        return Err("the salt is shorter than 16 letters".to_owned());
    }
    let (author, reason) = words.seals();
    let number = last.map_or(1, |last| last.number + 1);
    let before = last.and_then(|last| serde_json::from_str::<Record>(&last.record).ok());
    // A clock that was set back must not make a later decision look earlier.
    let recorded = before.map_or(recorded, |before| before.recorded.max(recorded));
    let previous = last.map_or_else(|| NO_RECORD.to_owned(), |last| last.hash.clone());
    let record = Record { author, decision, number, origin, previous, reason, recorded };
    let record = serde_json::to_string(&record).expect("a record has string keys and no failing serialiser");
    Ok(LogLine { number, hash: hash_text(&record), record, words: Some(words) })
}

/// Reads a log and checks its chain: every record as it was hashed, behind the one before, with its own words.
///
/// # Errors
/// The first record that is not as it was written.
pub fn read_log(lines: &[LogLine]) -> Result<Vec<Record>, BrokenLog> {
    let mut records: Vec<Record> = Vec::with_capacity(lines.len());
    let mut previous = NO_RECORD;
    for (number, line) in (1_u64..).zip(lines) {
        let broken = |why: &str| Err(BrokenLog { number, why: why.to_owned() });
        if line.number != number {
            return broken(&format!("it is missing; record {} stands in its place", line.number));
        }
        if hash_text(&line.record) != line.hash {
            return broken("its hash is not that of its text");
        }
        let record: Record = match serde_json::from_str(&line.record) {
            Ok(record) => record,
            Err(error) => return broken(&format!("it cannot be read: {error}")),
        };
        if record.number != number {
            return broken(&format!("its text says that it is record {}", record.number));
        }
        if record.previous != previous {
            return broken("it does not follow from the record before it");
        }
        if let Some(words) = &line.words
            && words.seals() != (record.author.clone(), record.reason.clone())
        {
            return broken("its author or its reason is not the one it was written with");
        }
        if records.last().is_some_and(|before| before.recorded > record.recorded) {
            return broken("it is older than the record before it");
        }
        previous = &line.hash;
        records.push(record);
    }
    Ok(records)
}

/// SHA-256 of a text, in hex.
#[must_use]
pub fn hash_text(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::super::decision::{Correction, Field, Review, Verdict, cancelled_records};
    use super::super::{ClaimId, ReportId};
    use super::*;
    use proptest::prelude::*;

    fn words() -> Words {
        Words { author: "Ana".into(), reason: "“seen” the page\n".into(), salt: "0123456789abcdef".into() }
    }

    fn write(decisions: &[Decision]) -> Vec<LogLine> {
        let mut lines: Vec<LogLine> = Vec::new();
        for (at, decision) in (0..).zip(decisions) {
            lines.push(write_record(lines.last(), decision.clone(), words(), None, Timestamp(at)).unwrap());
        }
        lines
    }

    fn claim(number: u8) -> ClaimId {
        ClaimId::of(&[&[number]])
    }

    fn edit(number: u8, field: Field, text: &str) -> Decision {
        let mut set = Correction::default();
        set.set(field, text).unwrap();
        Decision::Edit { claim: claim(number), set }
    }

    fn review_of(decisions: &[Decision]) -> Review {
        Review::of(&read_log(&write(decisions)).unwrap())
    }

    #[test]
    fn a_record_is_canonical_json() {
        let mut set = Correction::default();
        for (field, text) in
            [(Field::Unit, "person"), (Field::Figure, "~40"), (Field::AsOf, ""), (Field::Place, "São Tomé/ST")]
        {
            set.set(field, text).unwrap();
        }
        let same = Decision::SameStory { one: ReportId::of(&[b"a"]), other: ReportId::of(&[b"b"]) };
        for line in write(&[Decision::Edit { claim: claim(1), set }, same, Decision::Undo { number: 1 }]) {
            let value: serde_json::Value = serde_json::from_str(&line.record).unwrap();
            assert_eq!(value.to_string(), line.record, "maps of the parser are sorted by key");
        }
    }

    #[test]
    fn whatever_is_changed_breaks_the_chain_where_it_was_changed() {
        let decisions: Vec<_> = (1..6).map(|number| Decision::Reject { claim: claim(number) }).collect();
        let whole = write(&decisions);
        assert_eq!(read_log(&whole).unwrap().len(), 5);
        let broken_at = |change: &dyn Fn(&mut Vec<LogLine>)| {
            let mut lines = whole.clone();
            change(&mut lines);
            read_log(&lines).map_err(|broken| broken.number).unwrap_err()
        };
        assert_eq!(broken_at(&|lines| lines[2].record = lines[2].record.replace("reject", "accept")), 3);
        // The forger hashes again: the next record tells.
        let forge = |lines: &mut Vec<LogLine>| {
            lines[2].record = lines[2].record.replace("reject", "accept");
            lines[2].hash = hash_text(&lines[2].record);
        };
        assert_eq!(broken_at(&forge), 4);
        assert_eq!(broken_at(&|lines| drop(lines.remove(1))), 2);
        assert_eq!(broken_at(&|lines| lines.swap(0, 1)), 1);
        assert_eq!(broken_at(&|lines| lines[4].words.as_mut().unwrap().author = "Ben".into()), 5);
        assert_eq!(broken_at(&|lines| lines[0].record.clear()), 1);
        let mut erased = whole.clone();
        erased[3].words = None;
        assert!(read_log(&erased).is_ok(), "words can be erased");
    }

    #[test]
    fn an_undo_can_be_undone() {
        let reject = Decision::Reject { claim: claim(1) };
        let undo = |number| Decision::Undo { number };
        assert_eq!(review_of(std::slice::from_ref(&reject)).verdict(claim(1)), Some(Verdict::Rejected));
        assert_eq!(review_of(&[reject.clone(), undo(1)]), Review::default());
        assert_eq!(review_of(&[reject.clone(), undo(1), undo(2)]), review_of(std::slice::from_ref(&reject)));
        let lines = write(&[reject, undo(1), undo(2), undo(1)]);
        let cancelled = cancelled_records(&read_log(&lines).unwrap());
        assert_eq!(cancelled.into_iter().collect::<Vec<_>>(), [(1, 4), (2, 3)]);
    }

    #[test]
    fn the_last_decision_on_a_claim_holds() {
        let accept = Decision::Accept { claim: claim(1) };
        let reject = Decision::Reject { claim: claim(1) };
        let verdict = |decisions: &[Decision]| review_of(decisions).verdict(claim(1)).unwrap();
        assert_eq!(verdict(&[reject.clone(), accept.clone()]), Verdict::Accepted);
        assert_eq!(verdict(&[accept.clone(), reject.clone()]), Verdict::Rejected);
        assert_eq!(verdict(&[edit(1, Field::Figure, "5"), accept]), Verdict::Edited);
        assert_eq!(verdict(&[edit(1, Field::Figure, "5"), reject]), Verdict::Rejected);
    }

    #[test]
    fn a_correction_takes_only_what_a_claim_may_have() {
        let mut correction = Correction::default();
        for (field, text) in [
            (Field::Figure, "many"),
            (Field::Figure, "?"),
            (Field::Figure, "9..3"),
            (Field::Time, "Tuesday"),
            (Field::Role, "private"),
            (Field::Measure, "daily"),
            (Field::Place, "Lisbon, Portugal"),
            (Field::Indicator, ""),
            (Field::Source, "a\u{7}b"),
        ] {
            assert!(correction.set(field, text).is_err(), "{field:?} {text}");
        }
        assert!(correction.is_empty());
        let line = "detained >=1386 person cumulative @ Russia/RU 2022-09-21 by OVD-Info".parse().unwrap();
        let said = Correction::of_line(&line).unwrap();
        assert_eq!(
            said.to_string(),
            "figure=>=1386 indicator=detained measure=cumulative modality=actual place=Russia/RU polarity=asserted \
             source=OVD-Info time=2022-09-21 unit=person"
        );
    }

    #[test]
    fn counters_that_are_one_have_the_least_name() {
        let same = |one: &str, other: &str| Decision::SameCounter { one: one.into(), other: other.into() };
        let review = review_of(&[same("c", "b"), same("b", "d"), same("x", "y")]);
        let found: Vec<_> = review.counters().iter().map(|(key, name)| (key.as_str(), name.as_str())).collect();
        assert_eq!(found, [("c", "b"), ("d", "b"), ("y", "x")]);
        let changed = review.differences(&review_of(&[same("x", "y")]));
        assert_eq!(changed.counters.into_iter().collect::<Vec<_>>(), ["b", "c", "d"]);
    }

    proptest! {
        /// Each decision touches another claim, counter or field: no order of them shows.
        #[test]
        fn decisions_apart_stand_in_any_order(order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()) {
            let of = |at: usize| match at % 6 {
                0 => Decision::Accept { claim: claim(at as u8) },
                1 => Decision::Reject { claim: claim(at as u8) },
                2 => edit(100, Field::ALL[if at > 6 { 1 } else { 10 }], if at > 6 { "7" } else { "2031-05-01" }),
                3 => edit(101, if at > 6 { Field::Source } else { Field::Subset }, "women"),
                4 => Decision::SameCounter { one: "police".into(), other: format!("police-{at}") },
                _ => Decision::SameStory { one: ReportId::of(&[&[at as u8]]), other: ReportId::of(&[b"a"]) },
            };
            let sorted: Vec<Decision> = (0..12).map(of).collect();
            let shuffled: Vec<Decision> = order.into_iter().map(of).collect();
            prop_assert_eq!(review_of(&sorted), review_of(&shuffled));
        }

        #[test]
        fn no_log_makes_it_panic(record in ".{0,80}", hash in "[0-9a-f]{0,64}", number in 0u64..3) {
            let _ = read_log(&[LogLine { number, hash, record, words: None }]);
        }
    }
}
