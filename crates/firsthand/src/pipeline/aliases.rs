//! Which counters of the ledger may be one under two names? Gathers what each story proposes, and names that are the same
//! letters anywhere. Not here: why two are proposed (`ledger`), and joining them: that is a reviewer's decision.

use super::{Annex, draft_story};
use crate::ledger::{Alias, Ground, NamedCounters, fold_key, match_counters, propose_aliases};
use crate::model::{AliasId, ClaimId, Review, Story};
use crate::resources::Resources;
use crate::store::{Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Two counters of which a reviewer should say whether they are one. It stands until somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Hash of both keys: it stays when more speaks for it.
    pub id: AliasId,
    /// The counters, and what speaks for it in all stories asked.
    pub alias: Alias,
    /// In how many of these stories each of them counts. A decision joins them in all: a key of general words, which many
    /// stories have, may be another's in each.
    pub stories: (usize, usize),
}

impl Proposal {
    fn of(alias: Alias, stories: &BTreeMap<String, usize>) -> Self {
        let count = |key: &str| stories.get(key).copied().unwrap_or(0);
        let stories = (count(&alias.one), count(&alias.other));
        Self { id: AliasId::of(&[alias.one.as_bytes(), alias.other.as_bytes()]), alias, stories }
    }
}

/// Keys of counters of which everybody knows whose they are: two of them are two.
#[derive(Debug, Clone)]
pub struct KnownCounters(BTreeSet<String>);

impl KnownCounters {
    /// Those of all languages' tables.
    #[must_use]
    pub fn of(res: &Resources) -> Self {
        let rules = res.packs.iter().flat_map(|pack| pack.attribution.agents.rules());
        Self(rules.map(|rule| fold_key(&rule.means.key)).collect())
    }
}

/// What one story says of which counters may be one. It stands as long as the story's claims, and what review calls one counter.
#[derive(Debug, Clone, Default)]
pub struct StoryNames {
    aliases: Vec<Alias>,
    named: NamedCounters,
}

/// Reads what a story says of its counters.
///
/// # Errors
/// The store's.
pub fn read_story_names(
    store: &dyn Store,
    annex: &Annex,
    known: &KnownCounters,
    story: &Story,
) -> Result<StoryNames, StoreError> {
    let draft = draft_story(store, annex, story)?;
    let is_known = |key: &str| known.0.contains(key);
    let (aliases, named) = propose_aliases(&draft.claims, &draft.edges, annex.review.counters(), &is_known);
    Ok(StoryNames { aliases, named })
}

/// The proposals of these stories that nobody has decided, those with most grounds first; of equal ones the strongest ground,
/// then keys. A function of the ledger alone: the same reports in any order propose the same.
///
/// # Errors
/// The store's.
pub fn propose_counters(
    res: &Resources,
    store: &dyn Store,
    annex: &Annex,
    stories: &[Story],
) -> Result<Vec<Proposal>, StoreError> {
    let known = KnownCounters::of(res);
    let names = stories.iter().map(|story| read_story_names(store, annex, &known, story));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    Ok(join_proposals(&known, &annex.review, &names))
}

/// As [`propose_counters`], of what stories said before; they come in the order of their ids.
#[must_use]
pub fn join_proposals<'a>(
    known: &KnownCounters,
    review: &Review,
    stories: impl IntoIterator<Item = &'a StoryNames>,
) -> Vec<Proposal> {
    let mut counters: BTreeMap<String, (String, ClaimId)> = BTreeMap::new();
    let mut found: BTreeMap<(String, String), Alias> = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for StoryNames { aliases, named } in stories {
        for (key, told) in &named.of {
            *counts.entry(key.clone()).or_default() += 1;
            counters.entry(key.clone()).or_insert_with(|| told.clone());
        }
        for alias in aliases {
            match found.entry((alias.one.clone(), alias.other.clone())) {
                std::collections::btree_map::Entry::Vacant(place) => drop(place.insert(alias.clone())),
                std::collections::btree_map::Entry::Occupied(mut before) => {
                    let before = before.get_mut();
                    before.pages_of_both += alias.pages_of_both;
                    before.grounds.extend(alias.grounds.iter().cloned());
                    before.grounds.sort();
                }
            }
        }
    }
    for (rule, one, other) in match_counters(&counters, false) {
        if known.0.contains(&one) && known.0.contains(&other) {
            continue;
        }
        let ground = Ground { rule, one: counters[&one].1, other: counters[&other].1 };
        let alias = || Alias { one: one.clone(), other: other.clone(), grounds: vec![ground], pages_of_both: 0 };
        found.entry((one.clone(), other.clone())).or_insert_with(alias);
    }
    let open = found.into_values().filter(|alias| !review.tells_apart(&alias.one, &alias.other));
    let mut proposals: Vec<Proposal> = open.map(|alias| Proposal::of(alias, &counts)).collect();
    proposals.sort_by(|one, other| {
        let rank = |proposal: &Proposal| {
            let alias = &proposal.alias;
            (
                std::cmp::Reverse(alias.grounds.len()),
                alias.pages_of_both,
                alias.grounds.first().map(|ground| ground.rule),
            )
        };
        (rank(one), &one.alias.one, &one.alias.other).cmp(&(rank(other), &other.alias.one, &other.alias.other))
    });
    proposals
}
