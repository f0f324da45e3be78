//! Who of those that a text tells of one by one is who? Ages tell them apart, however often they are told of. Not here:
//! which words tell of a person (`single`), what befell them (`toll`).

use super::single::{OLDEST, reads};
use super::toll::{DEAD, HURT, LEAD, WITH_DEAD, has_also, has_rule, is_single};
use crate::model::{Amount, Claim, Modality, Period, Report, Span, TokenKind, Tokens, Told};
use crate::pack::{Pack, SingleKind};
use std::collections::BTreeMap;

/// The persons of a text who are told with their ages, one by one: an age tells who is who, however often they are
/// told of. Persons without an age may be any of these.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// By age: the first place, whether dead, whether of now.
    hit: BTreeMap<u16, Person>,
    /// The first one without an age.
    plain: Option<Person>,
    /// Somebody without an age was hit too: "her granddaughter was also shot".
    also: bool,
}

#[derive(Debug, Clone, Copy)]
struct Person {
    span: Span,
    dead: bool,
    time: Option<Period>,
}

impl Roster {
    pub(super) fn note(&mut self, pack: &Pack, tokens: &Tokens, report: &Report, claim: &Claim) {
        let dead = claim.indicator == DEAD && !has_rule(claim, WITH_DEAD);
        let now = claim.modality == Modality::Actual;
        if !is_single(claim) || !now || !(dead || claim.indicator == HURT || has_rule(claim, WITH_DEAD)) {
            return;
        }
        let person = Person { span: claim.span, dead, time: claim.time };
        let ages = ages_of(pack, tokens, report, claim.span);
        if ages.is_empty() && !dead {
            let also = has_also(pack, tokens, claim);
            self.also |= also;
            self.plain = self.plain.or(Some(person).filter(|_| !also));
        }
        for age in ages {
            self.hit.entry(age).or_insert(person).dead |= dead;
        }
    }

    /// With how many were hit, and how many of them died, where there are several and no figure says it.
    /// Figures from `further` on are none of the text.
    pub(super) fn add(&self, mut told: Vec<Told>, begin: usize, further: usize) -> Vec<Told> {
        let figure = |dead: bool| {
            let of = |told: &&Told| (told.indicator == DEAD) == dead && told.by_figure && told.span.start < further;
            told.iter().filter(of).any(|told| told.count > Amount::ONE)
        };
        let figures = (figure(false), figure(true));
        let more = self.tell(begin).into_iter();
        told.extend(more.filter(|more| !if more.indicator == DEAD { figures.1 } else { figures.0 }));
        told
    }

    fn tell(&self, begin: usize) -> Vec<Told> {
        let told = |count: usize, first: &Person, dead: bool| Told {
            with_dead: !dead,
            by_figure: false,
            time: first.time,
            lead: first.span.start < begin.saturating_add(LEAD),
            ..Told::of(
                if dead { DEAD } else { HURT },
                i64::try_from(count).ok().and_then(Amount::whole).unwrap_or(Amount::ONE),
                first.span,
            )
        };
        let first = |dead: bool| {
            let all = self.hit.values().filter(move |person| !dead || person.dead);
            let when = all.clone().min_by_key(|person| person.span.start).map(|first| first.time);
            // Who was hit on another day was hit in another event.
            let persons = all.filter(move |person| Some(person.time) == when);
            let first = persons.clone().min_by_key(|person| person.span.start);
            let first = first.or(self.plain.as_ref().filter(|_| !dead && self.also))?;
            // "A girl was shot ... her mother was also shot": two.
            Some((persons.count().max(1) + usize::from(self.also && !dead), first))
        };
        let many = [false, true].into_iter().filter_map(|dead| Some((first(dead)?, dead)));
        many.filter(|((count, _), _)| *count > 1).map(|((count, first), dead)| told(count, first, dead)).collect()
    }
}

/// The ages that stand in a person's words or directly behind: "a 15-year-old boy", "a man, 24,".
fn ages_of(pack: &Pack, tokens: &Tokens, report: &Report, span: Span) -> Vec<u16> {
    let (from, end) = (tokens.token_at_byte(span.start), tokens.token_at_byte(span.end));
    let all = &tokens.tokens[..];
    let age = |at: usize| {
        let text = all.get(at).filter(|token| token.kind == TokenKind::Digits)?.span.of(&report.text);
        text.parse::<u16>().ok().filter(|age| *age <= OLDEST)
    };
    let mark = |at: usize| all.get(at).map_or("", |token| token.span.of(&report.text));
    let mut ages = Vec::new();
    for at in from..end {
        // "15-year-old", "12- and 10-year-old", "Ann Roe, 24".
        let behind =
            reads(pack, all, at + 1, SingleKind::Age) || mark(at + 1) == "-" || at > from && mark(at - 1) == ",";
        ages.extend(age(at).filter(|_| behind));
    }
    if ages.is_empty() {
        // Behind the person's word: ", 24,".
        let near = (end..end + 3).find(|at| mark(*at) == "," && matches!(mark(at + 2), "," | "." | ";"));
        ages.extend(near.and_then(|at| age(at + 1)));
    }
    ages
}
