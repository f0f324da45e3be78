//! What does a person mean by the first letters of an id, by a place's name, by two names that are one? Shared by all who
//! ask and decide. Not here: what a decision does.

use crate::ledger::fold_key;
use crate::model::{
    Claim, ClaimId, ClaimLine, Correction, Decision, Field, NamedPlace, Review, Story, StoryId, Verdict,
};
use crate::pipeline::{Proposal, place_outside_claims, propose_counters, read_records};
use crate::resources::Resources;
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;

/// Nothing of that kind, or several things.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The cause in words, and behind a line break what to do.
    #[error("{0}")]
    Refused(String),
    /// The store's.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn refuse<T>(why: impl Into<String>) -> Result<T, FindError> {
    Err(FindError::Refused(why.into()))
}

/// The id of the story that begins so; of one that went into another the id of that.
///
/// # Errors
/// [`FindError`] where none does, or several; the store's.
pub fn find_story(store: &dyn Store, prefix: &str) -> Result<StoryId, FindError> {
    let found = store.ids_from(prefix, 2)?;
    match &found[..] {
        [id] if id.starts_with("s_") => id.parse().map_err(FindError::Refused),
        [] => match follow_moves(store, prefix)?[..] {
            [] => refuse(format!("no story {prefix}\nhint: firsthand story lists them")),
            [story] => Ok(story),
            ref several => {
                let now: Vec<String> = several.iter().map(ToString::to_string).collect();
                refuse(format!("{prefix} was split\nhint: it goes on as {}", now.join(", ")))
            }
        },
        [_] => refuse(format!("no story {prefix}\nhint: firsthand story lists them")),
        _ => refuse(format!("several stories begin with {prefix}\nhint: give more letters")),
    }
}

/// The stories of today into which a story of yesterday went, given its whole id. A move never leads back.
fn follow_moves(store: &dyn Store, id: &str) -> Result<Vec<StoryId>, FindError> {
    let Ok(id) = id.parse::<StoryId>() else { return Ok(Vec::new()) };
    let (mut seen, mut next, mut found) = (BTreeSet::new(), vec![id], BTreeSet::new());
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        if store.story(id)?.is_some() {
            found.insert(id);
        } else {
            next.extend(store.successors(id)?);
        }
    }
    Ok(found.into_iter().collect())
}

/// The id of the claim that begins so.
///
/// # Errors
/// [`FindError`] where none does, or several; the store's.
pub fn find_claim(store: &dyn Store, prefix: &str) -> Result<ClaimId, FindError> {
    match &store.ids_from(prefix, 2)?[..] {
        [id] if id.starts_with("c_") => id.parse().map_err(FindError::Refused),
        [] | [_] => {
            refuse(format!("no claim {prefix}\nhint: firsthand claims and firsthand review list show their ids"))
        }
        _ => refuse(format!("several claims begin with {prefix}\nhint: give more letters")),
    }
}

/// The proposals that stand, of these stories or of all.
///
/// # Errors
/// The store's.
pub fn list_proposals(
    res: &Resources,
    base: &dyn Store,
    stories: Option<&[Story]>,
) -> Result<Vec<Proposal>, StoreError> {
    let all = base.stories()?;
    let annex = place_outside_claims(base, &all)?;
    propose_counters(res, base, &annex, stories.unwrap_or(&all))
}

/// The decisions by which claims, or pairs of names that may be one counter (`p_...`), are judged so; and those claims that
/// are judged so already.
///
/// # Errors
/// [`FindError`] where an id is not there; the store's.
pub fn judge_claims(
    res: &Resources,
    store: &dyn Store,
    ids: &[String],
    accepts: bool,
) -> Result<(Vec<Decision>, Vec<ClaimId>), FindError> {
    let review = Review::of(&read_records(store)?);
    let (mut decisions, mut same) = (Vec::new(), Vec::new());
    let mut proposals: Option<Vec<Proposal>> = None;
    for id in ids {
        if id.starts_with("p_") {
            if proposals.is_none() {
                proposals = Some(list_proposals(res, store, None)?);
            }
            let begins = |proposal: &&Proposal| proposal.id.to_string().starts_with(id.as_str());
            let found: Vec<&Proposal> = proposals.iter().flatten().filter(begins).collect();
            match found[..] {
                [pair] => {
                    let (one, other) = (pair.alias.one.clone(), pair.alias.other.clone());
                    decisions.push(if accepts {
                        Decision::SameCounter { one, other }
                    } else {
                        Decision::OtherCounter { one, other }
                    });
                }
                [] => {
                    return refuse(format!(
                        "no proposal {id}\nhint: firsthand review list shows those that nobody has decided; same-as \
                         joins any two counters"
                    ));
                }
                _ => return refuse(format!("several proposals begin with {id}\nhint: give more letters")),
            }
            continue;
        }
        let claim = find_claim(store, id)?;
        let verdict = if accepts { Verdict::Accepted } else { Verdict::Rejected };
        if review.verdict(claim) == Some(verdict) {
            same.push(claim);
        } else {
            decisions.push(if accepts { Decision::Accept { claim } } else { Decision::Reject { claim } });
        }
    }
    Ok((decisions, same))
}

/// A corrected indicator is one of the table, or the one that a claim from outside has already.
///
/// # Errors
/// [`FindError`] naming the indicators; the store's.
pub fn check_indicator(res: &Resources, store: &dyn Store, claim: ClaimId, set: &Correction) -> Result<(), FindError> {
    let Some((_, name)) = set.fields().find(|(field, _)| *field == Field::Indicator) else { return Ok(()) };
    let rows: BTreeSet<&str> =
        res.packs.iter().flat_map(|pack| pack.claim.indicators.iter()).map(|row| row.name.as_str()).collect();
    if !rows.contains(name) && store.claim(claim)?.is_none_or(|claim| claim.indicator != name) {
        let rows: Vec<&str> = rows.into_iter().collect();
        return refuse(format!("there is no indicator {name}\nhint: the indicators are {}", rows.join(", ")));
    }
    Ok(())
}

/// A correction from `field=value`, or from a claim as corpora write it.
///
/// # Errors
/// [`FindError`] where a field or its value cannot be read.
pub fn read_corrections(set: &[String]) -> Result<Correction, FindError> {
    let mut correction = Correction::default();
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_');
    for text in set {
        match text.split_once('=').filter(|(name, _)| is_name(name)) {
            Some((name, value)) => {
                let field: Field = name.parse().map_err(FindError::Refused)?;
                correction.set(field, value).map_err(FindError::Refused)?;
            }
            None => {
                let line: ClaimLine = text.parse().map_err(FindError::Refused)?;
                for (field, value) in Correction::of_line(&line).map_err(FindError::Refused)?.fields() {
                    correction.set(field, value).map_err(FindError::Refused)?;
                }
            }
        }
    }
    Ok(correction)
}

/// Whether this is written as a place with its country.
fn is_placed(name: &str) -> bool {
    name.rsplit_once('/').is_some_and(|(place, country)| {
        let code = country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase());
        !place.is_empty() && (code || country == "-")
    })
}

/// Every place that a claim names so: by `Name/CC`, or by its id.
fn find_place(store: &dyn Store, name: &str) -> Result<NamedPlace, FindError> {
    let mut found: BTreeSet<NamedPlace> = BTreeSet::new();
    let is_it = |place: &NamedPlace| {
        place.id.as_deref() == Some(name) || place.to_string().to_lowercase() == name.to_lowercase()
    };
    let mut take = |claim: &Claim| {
        let place = claim.place.as_ref().map(NamedPlace::of);
        found.extend(place.filter(|place| place.name.is_some() && is_it(place)));
    };
    for ids in store.report_ids()?.chunks(256) {
        store.claims(ids)?.iter().for_each(&mut take);
    }
    store.outside_claims()?.iter().for_each(|filing| take(&filing.claim));
    let ids: BTreeSet<&str> = found.iter().filter_map(|place| place.id.as_deref()).collect();
    if ids.len() > 1 {
        let ids: Vec<&str> = ids.into_iter().collect();
        return refuse(format!("several places are called {name}\nhint: name one by its id: {}", ids.join(", ")));
    }
    // One with an id tells most; the others are told by name.
    found.into_iter().min_by_key(|place| (place.id.is_none(), place.clone())).map_or_else(
        || {
            refuse(format!(
                "no claim tells of the place {name}\nhint: Name/CC as firsthand claims shows it, or an id of export"
            ))
        },
        Ok,
    )
}

/// The decision that two counters (by their keys), places (`Name/CC`, or an id) or stories (by id) are one.
///
/// # Errors
/// [`FindError`] where one of them is not there, or both are one already; the store's.
pub fn join_names(store: &dyn Store, one: &str, other: &str) -> Result<Decision, FindError> {
    if one.starts_with("s_") && other.starts_with("s_") {
        let first = |id: &str| -> Result<_, FindError> {
            let story = store.story(find_story(store, id)?)?;
            let first = story.and_then(|story| story.reports.first().copied());
            first.map_or_else(|| refuse("the story is gone"), Ok)
        };
        let (one, other) = (first(one)?, first(other)?);
        if one == other {
            return refuse("both ids lead to one story\nhint: firsthand story lists the stories");
        }
        return Ok(Decision::SameStory { one, other });
    }
    if is_placed(one) || is_placed(other) {
        let (one, other) = (find_place(store, one)?, find_place(store, other)?);
        if one == other {
            return refuse(format!("both names lead to one place: {one}"));
        }
        return Ok(Decision::SamePlace { one, other });
    }
    let (one, other) = (fold_key(one), fold_key(other));
    if one == other {
        return refuse(format!("both names have the key {one}: they are one counter already"));
    }
    let mut known: BTreeSet<String> = store.entries()?.into_iter().flat_map(|entry| entry.counters).collect();
    // What was joined before has another's name in the entries.
    known.extend(Review::of(&read_records(store)?).counters().keys().cloned());
    for key in [&one, &other] {
        if !known.contains(key) {
            return refuse(format!(
                "nothing is counted by {key}\nhint: firsthand tally --json names counters, firsthand story lists stories"
            ));
        }
    }
    Ok(Decision::SameCounter { one, other })
}

/// The decision that takes back the record of this number.
///
/// # Errors
/// [`FindError`] where there is none, or it is undone already; the store's.
pub fn undo_record(store: &dyn Store, number: u64) -> Result<Decision, FindError> {
    let records = read_records(store)?;
    if !records.iter().any(|record| record.number == number) {
        return refuse(format!("there is no record {number}\nhint: firsthand review log lists them"));
    }
    if let Some(by) = crate::model::cancelled_records(&records).get(&number) {
        return refuse(format!(
            "record {number} is undone already, by record {by}\nhint: firsthand review undo {by} brings it back"
        ));
    }
    Ok(Decision::Undo { number })
}
