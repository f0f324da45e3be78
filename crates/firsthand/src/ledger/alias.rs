//! Which two counters may be one under two names? Proposes pairs: copies that name them differently, names that sound alike.
//! Not here: joining them; nothing is one until a reviewer says so.

use super::counter::{Names, root_counter};
use super::series::sort_claims;
use crate::model::{Amount, Claim, ClaimId, Derivation, DerivationKind, ReportId, Role, Verdict, romanise, sound_out};
use std::collections::{BTreeMap, BTreeSet};

/// Two counters that may be one, with what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The lesser key.
    pub one: String,
    /// The greater key.
    pub other: String,
    /// What speaks for it, the strongest first; never empty.
    pub grounds: Vec<Ground>,
    /// Pages that name both: what speaks against it.
    pub pages_of_both: usize,
}

/// Two claims that speak for two names of one counter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ground {
    /// How.
    pub rule: AliasRule,
    /// A claim of the one.
    pub one: ClaimId,
    /// A claim of the other.
    pub other: ClaimId,
}

/// Why two counters may be one; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AliasRule {
    /// One passage in two texts tells one figure, by two names.
    AlignedPassage,
    /// A copy or a translation tells the figure of its original, by another name.
    FigureOfCopies,
    /// Both names are the same letters once they are romanised.
    SameLetters,
    /// Both names have the same consonants, and tell of one story.
    SoundAlike,
}

impl AliasRule {
    /// The name as it is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AlignedPassage => "aligned-passage",
            Self::FigureOfCopies => "figure-of-copies",
            Self::SameLetters => "same-letters",
            Self::SoundAlike => "sound-alike",
        }
    }
}

/// The counters of one story, as many as are named in it.
#[derive(Debug, Clone, Default)]
pub struct NamedCounters {
    /// Of each key one of the names as written and the least of its claims.
    pub of: BTreeMap<String, (String, ClaimId)>,
}

/// Proposes which counters of one story may be one. `same` holds keys of which review said so already; `known` says of which
/// keys everybody knows whose they are, so that two of them are two. Sorted by keys; a pure function of its arguments,
/// whatever their order.
///
/// Doubts: a translator may have put an office for a person, and two desks may each have asked another counter that had
/// the same figure. So a pair that one page names side by side says how many pages do.
#[must_use]
pub fn propose_aliases(
    claims: &[Claim],
    derivations: &[Derivation],
    same: &BTreeMap<String, String>,
    known: &dyn Fn(&str) -> bool,
) -> (Vec<Alias>, NamedCounters) {
    let claims: Vec<&Claim> =
        sort_claims(claims).into_iter().filter(|claim| claim.review != Some(Verdict::Rejected)).collect();
    let names = Names::of(&claims, same);
    let mut by_report: BTreeMap<ReportId, Vec<(&Claim, String)>> = BTreeMap::new();
    let mut counters = NamedCounters::default();
    for claim in &claims {
        let Some((name, key)) = name_of(claim).zip(names.key_of(claim)) else { continue };
        counters.of.entry(key.clone()).or_insert_with(|| (name.to_owned(), claim.id));
        by_report.entry(claim.report).or_default().push((claim, key));
    }

    let mut found: BTreeMap<(String, String), BTreeMap<(ClaimId, ClaimId), AliasRule>> = BTreeMap::new();
    let mut add = |one: Teller<'_>, other: Teller<'_>, rule: AliasRule| {
        if one.0 == other.0 || (known(one.0) && known(other.0)) {
            return;
        }
        let (one, other) = if one.0 < other.0 { (one, other) } else { (other, one) };
        let grounds = found.entry((one.0.to_owned(), other.0.to_owned())).or_default();
        let rank = grounds.entry((one.1, other.1)).or_insert(rule);
        *rank = rule.min(*rank);
    };
    let none = Vec::new();
    let mut edges: Vec<&Derivation> =
        derivations.iter().filter(|edge| edge.kind != DerivationKind::SharedQuote).collect();
    edges.sort();
    for edge in edges {
        let of = |report: ReportId| by_report.get(&report).unwrap_or(&none);
        let (child, parent) = (of(edge.child), of(edge.parent));
        for passage in &edge.passages {
            let ours = child.iter().filter(|(claim, _)| passage.child.contains(claim.span));
            let theirs = parent.iter().filter(|(claim, _)| passage.parent.contains(claim.span));
            meet(ours, theirs, &mut |one, other| add(one, other, AliasRule::AlignedPassage));
        }
        if edge.kind.joins_family() {
            meet(child.iter(), parent.iter(), &mut |one, other| add(one, other, AliasRule::FigureOfCopies));
        }
    }
    for (rule, one, other) in match_counters(&counters.of, true) {
        add((&one, counters.of[&one].1), (&other, counters.of[&other].1), rule);
    }

    let mut both: BTreeMap<(String, String), usize> = BTreeMap::new();
    for told in by_report.values() {
        let keys: BTreeSet<&String> = told.iter().map(|(_, key)| key).collect();
        for pair in found.keys().filter(|(one, other)| keys.contains(one) && keys.contains(other)) {
            *both.entry(pair.clone()).or_default() += 1;
        }
    }
    let aliases = found.into_iter().map(|((one, other), grounds)| {
        let mut grounds: Vec<Ground> =
            grounds.into_iter().map(|((one, other), rule)| Ground { rule, one, other }).collect();
        grounds.sort();
        let pages_of_both = both.get(&(one.clone(), other.clone())).copied().unwrap_or(0);
        Alias { one, other, grounds, pages_of_both }
    });
    (aliases.collect(), counters)
}

/// The pairs of these counters whose names are alike, the lesser key first, sorted. Where they do not tell of one story,
/// only the same letters count.
#[must_use]
pub fn match_counters(
    counters: &BTreeMap<String, (String, ClaimId)>,
    in_one_story: bool,
) -> Vec<(AliasRule, String, String)> {
    /// Fewer letters are many a name's.
    const LETTERS: usize = 4;
    /// As many consonants are no chance where the scripts differ.
    const ACROSS: usize = 3;
    /// As many where they do not.
    const WITHIN: usize = 5;
    let mut letters: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    let mut sounds: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for key in counters.keys() {
        let roman: String = romanise(key).chars().filter(|sign| sign.is_alphanumeric()).collect();
        if roman.chars().count() >= LETTERS {
            letters.entry(roman).or_default().push(key);
        }
        sounds.entry(sound_out(key)).or_default().push(key);
    }
    let mut found: BTreeMap<(String, String), AliasRule> = BTreeMap::new();
    let mut pair = |keys: &[&String], rule: AliasRule, fits: &dyn Fn(&str, &str) -> bool| {
        for (at, one) in keys.iter().enumerate() {
            for other in keys[at + 1..].iter().filter(|other| fits(one, other)) {
                found.entry(((*one).clone(), (*other).clone())).or_insert(rule);
            }
        }
    };
    letters.values().for_each(|keys| pair(keys, AliasRule::SameLetters, &|_, _| true));
    let is_latin = |key: &str| key.chars().filter(|sign| sign.is_alphabetic()).all(|sign| (sign as u32) < 0x250);
    for (sound, keys) in sounds.iter().filter(|_| in_one_story) {
        let enough =
            |one: &str, other: &str| sound.len() >= if is_latin(one) == is_latin(other) { WITHIN } else { ACROSS };
        pair(keys, AliasRule::SoundAlike, &enough);
    }
    found.into_iter().map(|((one, other), rule)| (rule, one, other)).collect()
}

/// A counter by name; who is private, or named by nothing but what he is, has none.
fn name_of(claim: &Claim) -> Option<&str> {
    root_counter(claim)?;
    let hop = claim.chain.last().map(|hop| (hop.role, hop.name.as_str()));
    let source = claim.source.as_ref().map(|source| (source.role, source.name.as_str()));
    let named = |role: Role| !matches!(role, Role::Private | Role::Anonymous | Role::Social | Role::Document);
    source.or(hop).filter(|(role, _)| named(*role)).map(|(_, name)| name)
}

/// A counter by its key, and a claim of it.
type Teller<'c> = (&'c str, ClaimId);

/// Tells `add` of each figure that both sides tell, each by one counter alone.
fn meet<'c>(
    ours: impl Iterator<Item = &'c (&'c Claim, String)>,
    theirs: impl Iterator<Item = &'c (&'c Claim, String)>,
    add: &mut dyn FnMut(Teller<'_>, Teller<'_>),
) {
    type Figure<'c> = (&'c str, &'c str, Amount);
    type Told<'c> = BTreeMap<Figure<'c>, Vec<Teller<'c>>>;
    fn figures<'c>(told: impl Iterator<Item = &'c (&'c Claim, String)>) -> Told<'c> {
        let mut found: Told<'c> = BTreeMap::new();
        for (claim, key) in told {
            if let Some(value) = claim.value {
                found.entry((&claim.indicator, &claim.unit, value)).or_default().push((key, claim.id));
            }
        }
        found.retain(|_, told| told.iter().all(|(key, _)| *key == told[0].0));
        found.values_mut().for_each(|told| told.sort_unstable());
        found
    }
    let theirs = figures(theirs);
    for (figure, one) in figures(ours) {
        if let Some(other) = theirs.get(&figure) {
            add(one[0], other[0]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Direction, Passage, PassageKind, Source, Span};
    use crate::store::conformance::{sample_claim, sample_report};

    fn claim(page: u32, at: usize, value: i64, counter: &str) -> Claim {
        let mut claim = sample_claim(&sample_report(page), value);
        claim.id = ClaimId::of(&[&page.to_le_bytes(), &at.to_le_bytes()]);
        (claim.value, claim.span) = (Amount::whole(value), Span::new(at, at + 3));
        let (name, key) = (counter.to_owned(), counter.to_lowercase());
        claim.source = Some(Source { name, key, role: Role::Counter, span: None });
        claim.chain = Vec::new();
        claim
    }

    /// An edge between pages 1 and 2 that aligns the first 50 bytes of both.
    fn edge(kind: DerivationKind) -> Derivation {
        let span = Span::new(0, 50);
        Derivation {
            child: sample_report(1).id,
            parent: sample_report(2).id,
            kind,
            direction: Direction::ChildFromParent,
            evidence: Vec::new(),
            contained: 500,
            passages: vec![Passage { child: span, parent: span, kind: PassageKind::Translated }],
            dropped: Vec::new(),
            changed: Vec::new(),
            added: Vec::new(),
        }
    }

    fn found(claims: &[Claim], kind: DerivationKind) -> Vec<(String, String, AliasRule)> {
        let (aliases, _) = propose_aliases(claims, &[edge(kind)], &BTreeMap::new(), &|key| key.ends_with("-ministry"));
        aliases.into_iter().map(|alias| (alias.one, alias.other, alias.grounds[0].rule)).collect()
    }

    #[test]
    fn one_figure_of_one_passage_has_one_counter() {
        let pair = [claim(1, 10, 412, "Hafenwacht"), claim(2, 20, 412, "Porto Police")];
        let proposed = |rule| vec![("hafenwacht".to_owned(), "porto-police".to_owned(), rule)];
        assert_eq!(found(&pair, DerivationKind::Partial), proposed(AliasRule::AlignedPassage));
        assert_eq!(found(&pair, DerivationKind::SharedQuote), []);
        let apart = [claim(1, 10, 412, "Hafenwacht"), claim(2, 200, 412, "Porto Police")];
        assert_eq!(found(&apart, DerivationKind::Translated), proposed(AliasRule::FigureOfCopies));
        assert_eq!(found(&apart, DerivationKind::Partial), [], "beside the passage a text is its own");
        let other = [claim(1, 10, 412, "Hafenwacht"), claim(2, 20, 413, "Porto Police")];
        assert_eq!(found(&other, DerivationKind::Translated), []);
        let known = [claim(1, 10, 412, "Interior-Ministry"), claim(2, 20, 412, "Health-Ministry")];
        assert_eq!(found(&known, DerivationKind::Translated), [], "whom everybody knows nobody takes for another");
        let shared = [&pair[..], &[claim(1, 30, 412, "Mayor Tavares")]].concat();
        assert_eq!(found(&shared, DerivationKind::Translated), [], "a figure of two counters says nothing");
    }

    #[test]
    fn what_is_decided_and_what_a_page_tells_apart() {
        let mut claims = vec![claim(1, 10, 412, "Hafenwacht"), claim(2, 20, 412, "Porto Police")];
        let same = BTreeMap::from([("porto-police".to_owned(), "hafenwacht".to_owned())]);
        let edges = [edge(DerivationKind::Translated)];
        assert_eq!(propose_aliases(&claims, &edges, &same, &|_| false).0, []);
        claims.push(claim(2, 300, 7, "Hafenwacht"));
        let (aliases, _) = propose_aliases(&claims, &edges, &BTreeMap::new(), &|_| false);
        assert_eq!(aliases[0].pages_of_both, 1);
        claims.reverse();
        assert_eq!(propose_aliases(&claims, &edges, &BTreeMap::new(), &|_| false).0, aliases);
        claims.iter_mut().for_each(|claim| claim.review = Some(Verdict::Rejected));
        assert_eq!(propose_aliases(&claims, &edges, &BTreeMap::new(), &|_| false).0, []);
    }

    #[test]
    fn names_are_alike_by_letters_anywhere_and_by_sound_in_one_story() {
        let check = |one: &str, other: &str, in_one_story: bool| {
            let told = |key: &str| (key.to_owned(), (key.to_owned(), ClaimId::of(&[key.as_bytes()])));
            let counters = [told(one), told(other)].into_iter().collect();
            match_counters(&counters, in_one_story).first().map(|(rule, ..)| *rule)
        };
        assert_eq!(check("голос", "golos", false), Some(AliasRule::SameLetters));
        assert_eq!(check("sao-joao", "são-joão", false), Some(AliasRule::SameLetters));
        assert_eq!(check("harbour-watch", "харбор-вотч", true), Some(AliasRule::SoundAlike));
        assert_eq!(check("harbour-watch", "харбор-вотч", false), None);
        assert_eq!(check("harbour-watch", "harbour-police", true), None);
        assert_eq!(check("lara", "lira", true), None, "two consonants are many a name's");
    }
}
