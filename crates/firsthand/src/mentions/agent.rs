//! Who is named here? Reads the noun phrase beside a cue as an agent, and known agents anywhere.
//! Not here: what they say; that is `quote`.

use crate::model::{Agent, Role, Span, Token, TokenCase, TokenKind, Tokens};
use crate::pack::{AttributionWord, Pack, Start, TimeWord, fold_word};

/// What a token may be around a name, as bits.
pub(super) type Flags = u32;
pub(super) const STOP: Flags = 1;
pub(super) const VERB: Flags = 1 << 1;
pub(super) const LINK: Flags = 1 << 2;
pub(super) const NEAR: Flags = 1 << 3;
pub(super) const AND: Flags = 1 << 4;
pub(super) const SKIP: Flags = 1 << 5;
pub(super) const TO: Flags = 1 << 6;
pub(super) const DEFINITE: Flags = 1 << 7;
pub(super) const INDEFINITE: Flags = 1 << 8;
pub(super) const PRONOUN: Flags = 1 << 9;
pub(super) const RELATIVE: Flags = 1 << 10;
pub(super) const TITLE: Flags = 1 << 11;
pub(super) const TIME: Flags = 1 << 12;
pub(super) const THAT: Flags = 1 << 13;
pub(super) const CUE: Flags = 1 << 14;
pub(super) const QUOTED: Flags = 1 << 15;
pub(super) const AGENT: Flags = 1 << 16;

pub(super) const PASSIVE: Flags = 1 << 17;
pub(super) const REPORTED: Flags = 1 << 18;
pub(super) const PARTICLE: Flags = 1 << 19;
pub(super) const STUDY: Flags = 1 << 20;
pub(super) const ABOUT: Flags = 1 << 21;
pub(super) const AS: Flags = 1 << 22;
pub(super) const SURVEY: Flags = 1 << 23;

/// A stretch of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) first: usize,
    pub(super) last: usize,
}

/// The words of a report with what they may be.
pub(super) struct Scene<'a> {
    pub(super) pack: &'a Pack,
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) flags: Vec<Flags>,
    /// Every known agent: where, and which rule.
    pub(super) agents: Vec<(Phrase, u32)>,
    /// Names that lost the blank before them: which token, and at which byte of it the name begins. Sorted.
    pub(super) cuts: Vec<(usize, usize)>,
}

/// The longest stretch that is read as one name. Longer ones are clauses whose verb is unknown.
const LONGEST_NAME: usize = 18;

impl<'a> Scene<'a> {
    pub(super) fn new(pack: &'a Pack, text: &'a str, tokens: &'a Tokens) -> Self {
        let tokens = &tokens.tokens[..];
        let mut flags = vec![0; tokens.len()];
        for at in 0..tokens.len() {
            let starts = tokens[at].starts;
            if starts & (Start::AROUND | Start::DAY) == 0 {
                continue;
            }
            let mut around = |length: usize, rules: &[u32]| {
                for rule in rules {
                    let flag = match pack.attribution.lexicon.rule(*rule).means {
                        AttributionWord::Title(_) => TITLE,
                        AttributionWord::Definite => DEFINITE,
                        AttributionWord::Indefinite => INDEFINITE,
                        AttributionWord::Pronoun => PRONOUN,
                        AttributionWord::Relative => RELATIVE,
                        AttributionWord::Stop => STOP,
                        AttributionWord::Verb => VERB,
                        AttributionWord::Link => LINK,
                        AttributionWord::Near => NEAR,
                        AttributionWord::And => AND,
                        AttributionWord::Skip => SKIP,
                        AttributionWord::To => TO,
                        AttributionWord::That => THAT,
                        AttributionWord::Passive => PASSIVE,
                        AttributionWord::Reported => REPORTED | VERB,
                        AttributionWord::Particle => PARTICLE,
                        AttributionWord::About => ABOUT,
                        AttributionWord::As => AS,
                        AttributionWord::Survey => SURVEY | STUDY,
                        AttributionWord::Study => STUDY,
                        _ => 0,
                    };
                    // A noun of the same letters is no verb.
                    if flag & REPORTED != 0 && tokens[at].case != TokenCase::Lower {
                        continue;
                    }
                    flags[at..at + length].iter_mut().for_each(|slot| *slot |= flag);
                }
            };
            if starts & Start::AROUND != 0 {
                pack.attribution.lexicon.each(tokens, at, &mut around);
            }
            if starts & Start::DAY == 0 {
                continue;
            }
            pack.time.lexicon.each(tokens, at, |length, rules| {
                let named = rules.iter().any(|rule| match &pack.time.lexicon.rule(*rule).means {
                    TimeWord::Weekday(rule) => !rule.weak,
                    TimeWord::Day(_) => true,
                    _ => false,
                });
                if named
                    && (!pack.time.capitals
                        || tokens[at].case != TokenCase::Lower
                        || length > 1
                        || tokens[at].span.len() > 4)
                {
                    let mut end = at + length;
                    // "lundi soir", "Wednesday night".
                    if let Some((more, rules)) = tokens.get(end).and_then(|_| pack.time.lexicon.longest(tokens, end))
                        && rules.iter().any(|rule| matches!(pack.time.lexicon.rule(*rule).means, TimeWord::Part(_)))
                    {
                        end += more;
                    }
                    flags[at..end].iter_mut().for_each(|slot| *slot |= TIME);
                }
            });
        }
        let mut scene = Self { pack, text, tokens, flags, agents: Vec::new(), cuts: Vec::new() };
        scene.agents = scene.known_agents();
        for (phrase, _) in &scene.agents {
            scene.flags[phrase.first..phrase.last].iter_mut().for_each(|slot| *slot |= AGENT);
        }
        scene
    }

    pub(super) fn is(&self, at: usize, flags: Flags) -> bool {
        self.flags.get(at).is_some_and(|slot| slot & flags != 0)
    }

    pub(super) fn mark(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    pub(super) fn is_mark(&self, at: usize, marks: &[&str]) -> bool {
        marks.contains(&self.mark(at))
    }

    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].span.end == self.tokens[at].span.start
    }

    pub(super) fn span(&self, phrase: Phrase) -> Span {
        if phrase.first >= phrase.last || phrase.last > self.tokens.len() {
            return Span::new(0, 0);
        }
        let span = self.tokens[phrase.first].span.join(self.tokens[phrase.last - 1].span);
        match self.cut(phrase.first) {
            Some(offset) => Span::new(span.start + offset, span.end),
            None => span,
        }
    }

    pub(super) fn word(&self, at: usize) -> bool {
        self.tokens[at].kind == TokenKind::Word
    }

    fn lower(&self, at: usize) -> bool {
        self.word(at) && self.tokens[at].case == TokenCase::Lower
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        at < self.tokens.len() && self.word(at) && self.tokens[at].case != TokenCase::Lower
    }

    /// At which byte of a token its name begins, where it lost the blank before it.
    fn cut(&self, at: usize) -> Option<usize> {
        let found = self.cuts.binary_search_by_key(&at, |(cut, _)| *cut).ok()?;
        Some(self.cuts[found].1)
    }

    /// Whether an unknown word has the ending of an adverb: "reportedly".
    pub(super) fn is_adverb(&self, at: usize) -> bool {
        const STEM: usize = 3;
        let word = self.mark(at);
        let opens = at == 0 || !self.word(at - 1);
        self.word(at)
            && (self.lower(at) || self.is_mark(at + 1, &[","]) || self.pack.attribution.noun_capitals && opens)
            && !self.is(at, TITLE | AGENT | PRONOUN)
            && !(at > 0 && self.is(at - 1, DEFINITE | INDEFINITE))
            && self
                .pack
                .attribution
                .adverb_ends
                .iter()
                .any(|end| word.len() >= end.len() + STEM && word.ends_with(end.as_str()))
    }

    fn known_agents(&self) -> Vec<(Phrase, u32)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let Some((length, rules)) = self.agent_at(at) else {
                at += 1;
                continue;
            };
            found.push((Phrase { first: at, last: at + length }, rules));
            at += length;
        }
        found
    }

    /// Whether the noun at `at` is written as a name: with a capital, where nouns have none.
    pub(super) fn capital_noun(&self, at: usize) -> bool {
        !self.pack.attribution.noun_capitals && self.capital(at) && at > 0 && self.word(at - 1)
    }

    /// The longest known name at `at`, written as a name: capitals where the data has capitals.
    fn agent_at(&self, at: usize) -> Option<(usize, u32)> {
        if self.tokens[at].starts & Start::AGENT == 0 {
            return None;
        }
        let agents = &self.pack.attribution.agents;
        let mut found = None;
        agents.each(self.tokens, at, |length, rules| {
            let Some(rule) = rules.first() else { return };
            let short = length == 1 && self.tokens[at].span.len() <= 5;
            let agent = &agents.rule(*rule).means;
            let upper = self.tokens[at].span.of(self.text).chars().filter(|c| c.is_uppercase()).count();
            let named = (at..at + length).any(|token| self.capital(token));
            // "(Lusa)": as agencies sign.
            let signs = agent.role == Role::Agency
                && at > 0
                && self.is_mark(at - 1, &["(", "[", "/"])
                && self.is_mark(at + length, &[")", "]", "/"]);
            if agent.small || (named && (!short || signs || upper >= 2 || self.tokens[at].span.len() > 4)) {
                found = Some((length, *rule));
            }
        });
        found
    }

    /// The noun phrase that ends before `end`, not before `bound`.
    pub(super) fn name_left(&self, end: usize, bound: usize) -> Option<Phrase> {
        let mut last = end;
        while last > bound && self.is(last - 1, RELATIVE) {
            last -= 1;
        }
        if last > bound && self.is(last - 1, PRONOUN) && !self.capital_name(last - 1) {
            return Some(Phrase { first: last - 1, last });
        }
        let mut first = last;
        while first > bound && last - first < LONGEST_NAME {
            let at = first - 1;
            if self.is(at, QUOTED | CUE | VERB | RELATIVE | PRONOUN | TIME) {
                break;
            }
            match self.tokens[at].kind {
                TokenKind::Punct => match self.mark(at) {
                    ")" => match self.acronym_left(at, bound) {
                        Some(open) => first = open,
                        None => break,
                    },
                    "." if self.glued(at)
                        && at > bound
                        && self.tokens[at - 1].span.len() <= 4
                        && self.capital(at - 1) =>
                    {
                        first = at;
                    }
                    "-" | "‑" | "'" | "’" | "@" | "&" | "/" if first < last || self.glued(at + 1) => first = at,
                    "«" | "„" | "“" | "\"" | "»" | "”" if at > bound => first = at,
                    _ => break,
                },
                _ if self.is(at, STOP) && !self.is(at, LINK | NEAR | DEFINITE | INDEFINITE) => break,
                _ if self.is(at, AND) => {
                    let names = at > bound
                        && at - bound <= 6
                        && (bound..at).all(|at| self.capital(at) || self.is(at, DEFINITE | LINK));
                    if !names {
                        break;
                    }
                    first = at;
                }
                _ => {
                    first = at;
                    // An article that no preposition governs opens the phrase.
                    let article = self.is(at, DEFINITE | INDEFINITE) && !self.is(at, LINK | NEAR);
                    if article
                        && at > bound
                        && !self.is(at - 1, LINK | NEAR | AND | DEFINITE | INDEFINITE)
                        && !(self.is(at, INDEFINITE) && self.capital(at - 1))
                    {
                        break;
                    }
                }
            }
        }
        self.trimmed(Phrase { first, last })
    }

    /// Whether a mark stands at a name: before a capital, or directly behind a word of one.
    fn marks_name(&self, at: usize, bound: usize) -> bool {
        let opens = at + 1 < bound && self.glued(at + 1) && self.capital(at + 1);
        let closes = at > 0 && self.glued(at) && self.word(at - 1);
        opens || closes
    }

    /// Capitalised inside a sentence, so no pronoun ("IT").
    fn capital_name(&self, at: usize) -> bool {
        self.tokens[at].case == TokenCase::Upper && self.tokens[at].span.len() > 1
    }

    /// `(OSDH)`: where its bracket opens, seen from the closing one.
    pub(super) fn acronym_left(&self, close: usize, bound: usize) -> Option<usize> {
        let inside = close.checked_sub(1).filter(|at| *at > bound)?;
        (self.word(inside) && self.tokens[inside].case != TokenCase::Lower && self.mark(inside - 1) == "(")
            .then(|| inside - 1)
    }

    /// The noun phrase that starts at `from`, not beyond `bound`, and whether it ends cleanly (not in a verb).
    pub(super) fn name_right(&self, from: usize, bound: usize) -> Option<(Phrase, bool)> {
        let (mut at, mut clean) = (from, true);
        while at < bound && at - from < LONGEST_NAME {
            if self.is(at, QUOTED) {
                break;
            }
            let before = at.checked_sub(1).filter(|before| *before >= from);
            match self.tokens[at].kind {
                TokenKind::Punct => match self.mark(at) {
                    "(" => {
                        let acronym = at + 2 < bound
                            && self.word(at + 1)
                            && self.tokens[at + 1].case != TokenCase::Lower
                            && self.tokens[at + 1].span.len() > 1
                            && self.mark(at + 2) == ")";
                        if acronym {
                            at += 3;
                        }
                        break;
                    }
                    "." if at > from
                        && self.glued(at)
                        && at + 1 < bound
                        && self.tokens[at - 1].span.len() <= 4
                        && self.capital(at - 1)
                        && self.capital(at + 1) => {}
                    "." if at > from && self.glued(at) && self.glued(at + 1) && at + 1 < bound => {}
                    "-" | "‑" | "'" | "’" if self.glued(at) || self.mark(at) == "-" && self.capital(at + 1) => {}
                    "@" | "#" | "&" | "/" => {}
                    // Marks around a name; those of a quotation have stopped us before.
                    "«" | "„" | "“" | "\"" | "»" | "”" if self.marks_name(at, bound) => {
                        if at > from && self.glued(at) {
                            at += 1;
                            break;
                        }
                    }
                    _ => break,
                },
                TokenKind::Digits => {
                    if before
                        .is_some_and(|before| !self.is(before, DEFINITE | INDEFINITE | NEAR | LINK) && !self.glued(at))
                    {
                        clean = false;
                        break;
                    }
                }
                TokenKind::Word => {
                    let Some(before) = before else {
                        if self.is(at, STOP | RELATIVE) && !self.is(at, INDEFINITE | TITLE) {
                            return None;
                        }
                        if self.is(at, PRONOUN) && !self.capital_name(at) {
                            return Some((Phrase { first: at, last: at + 1 }, true));
                        }
                        at += 1;
                        continue;
                    };
                    if self.is(at, VERB) {
                        clean = false;
                        break;
                    }
                    if self.is(at, CUE | RELATIVE | TIME | THAT) {
                        break;
                    }
                    if self.is(at, LINK) {
                        at += 1;
                        continue;
                    }
                    if self.is(at, NEAR) {
                        if self.is(at, SKIP) || self.capital(before) || !self.lower(before) {
                            break;
                        }
                        at += 1;
                        continue;
                    }
                    if self.is(at, STOP) {
                        break;
                    }
                    if self.is(at, AND) {
                        if !(self.capital(before) && self.capital(at + 1)) {
                            break;
                        }
                        at += 1;
                        continue;
                    }
                    if self.is(at, PRONOUN) {
                        clean = false;
                        break;
                    }
                    if self.is(at, DEFINITE | INDEFINITE) && !self.is(before, LINK | NEAR | DEFINITE | INDEFINITE | AND)
                    {
                        clean = false;
                        break;
                    }
                    // A common noun after a proper name opens the next phrase, unless it says what the name is.
                    let run = before > from && (self.capital(before - 1) || self.mark(before - 1) == "-");
                    let after_name =
                        self.capital(before) && (run || self.is(before, AGENT)) && !self.is(before, TITLE | DEFINITE);
                    // "St Petersburg human rights lawyer Jane Doe" goes on.
                    // Where nouns have capitals, a small word behind one is no part of its phrase.
                    if self.pack.attribution.noun_capitals && self.capital(before) && self.lower(at) {
                        break;
                    }
                    let goes_on = (at..bound.min(at + 5)).take_while(|at| self.lower(*at)).any(|at| self.is(at, TITLE));
                    if after_name && self.lower(at) && !goes_on {
                        clean = !self.lower(at) || self.is(at, SKIP);
                        break;
                    }
                }
            }
            at += 1;
        }
        self.trimmed(Phrase { first: from, last: at }).map(|phrase| (phrase, clean))
    }

    /// Without its definite article and what hangs over at either end.
    fn trimmed(&self, mut phrase: Phrase) -> Option<Phrase> {
        while phrase.first < phrase.last
            && (self.is(phrase.first, NEAR | AND)
                || self.is(phrase.first, SKIP) && !self.is(phrase.first, TITLE)
                || (self.is(phrase.first, LINK) && !self.is(phrase.first, INDEFINITE | DEFINITE))
                || (self.is(phrase.first, STOP) && !self.is(phrase.first, INDEFINITE | DEFINITE))
                || (self.tokens[phrase.first].kind == TokenKind::Punct
                    && !matches!(self.mark(phrase.first), "@" | "#")))
        {
            phrase.first += 1;
        }
        if phrase.first + 1 < phrase.last && self.is(phrase.first, DEFINITE) && !self.is(phrase.first, AGENT) {
            phrase.first += 1;
        }
        while phrase.last > phrase.first {
            let at = phrase.last - 1;
            // A closing mark stays where its opening one does: the project «Dawn».
            let paired = matches!(self.mark(at), "»" | "”" | "“" | "\"")
                && (phrase.first..at).any(|open| matches!(self.mark(open), "«" | "„" | "“" | "\""));
            let hangs = self.is(at, LINK | NEAR | AND | SKIP | STOP | DEFINITE | TO) && !self.is(at, TITLE | AGENT)
                || self.tokens[at].kind == TokenKind::Punct && self.mark(at) != ")" && !paired;
            if !hangs {
                break;
            }
            phrase.last -= 1;
        }
        (phrase.first < phrase.last && (phrase.first..phrase.last).any(|at| self.word(at))).then_some(phrase)
    }

    /// Whether a phrase looks like somebody: a proper name, a known agent, or a noun that says what somebody is.
    pub(super) fn is_agent(&self, phrase: Phrase) -> bool {
        (phrase.first..phrase.last).any(|at| self.capital(at) || self.is(at, TITLE | AGENT))
    }

    /// Whether a phrase is nothing but a time: "the afternoon", "8 p.m.". A month alone may be somebody's name.
    pub(super) fn is_time(&self, phrase: Phrase) -> bool {
        let nouns = self.pack.attribution.noun_capitals;
        let governed = phrase.first > 0 && self.is(phrase.first - 1, DEFINITE | NEAR | LINK | STOP);
        let small = DEFINITE | INDEFINITE | NEAR | LINK | AND | STOP | SKIP;
        let lexicon = &self.pack.time.lexicon;
        let names = |rules: &[u32]| {
            rules.iter().any(|rule| {
                use TimeWord::{Day, Part, Unit, Weekday};
                matches!(lexicon.rule(*rule).means, Part(_) | Unit(_) | Day(_) | Weekday(_))
            })
        };
        // "Por la tarde": the article may be part of the time, and is none of the phrase.
        let within = |at: usize| {
            lexicon
                .longest(&self.tokens[..phrase.last], at)
                .is_some_and(|(length, rules)| at + length == phrase.last && names(rules))
        };
        if (phrase.first.saturating_sub(2)..phrase.first).any(within) {
            return true;
        }
        let mut told = false;
        let mut at = phrase.first;
        while at < phrase.last {
            if self.is(at, TITLE | AGENT) {
                return false;
            }
            let Some((length, rules)) = lexicon.longest(&self.tokens[..phrase.last], at) else {
                let digits = self.tokens[at].kind == TokenKind::Digits;
                told |= digits;
                if !digits && self.word(at) && !self.is(at, small) {
                    return false;
                }
                at += 1;
                continue;
            };
            told |= (self.lower(at) || nouns && governed || self.is(at, TIME)) && names(rules);
            at += length;
        }
        told
    }

    /// "The monitor's count": whose it is, where that is somebody who counts.
    pub(super) fn counter_of(&self, phrase: Phrase) -> Phrase {
        let counts = |phrase: Phrase| {
            self.role_of(phrase) == Some(Role::Counter) || (phrase.first..phrase.last).any(|at| self.is(at, AGENT))
        };
        let apostrophe = |at: &usize| self.mark(*at).starts_with(['\'', '’']) && self.glued(*at);
        let edge = (phrase.first + 1..phrase.last).find(apostrophe);
        let owner = edge.filter(|edge| (edge + 1..phrase.last).any(|at| self.is(at, STUDY)));
        let owner = owner.map(|last| Phrase { last, ..phrase });
        owner.filter(|owner| counts(*owner) || self.is_proper(*owner)).unwrap_or(phrase)
    }

    /// The last token of a phrase is a proper name.
    pub(super) fn is_proper(&self, phrase: Phrase) -> bool {
        (phrase.first..phrase.last).all(|at| self.capital(at) || self.tokens[at].kind == TokenKind::Punct)
    }

    /// The agent of a phrase: a known one by its key, otherwise by its folded words; its role by its titles, or by
    /// those of `about`, which describes it.
    pub(super) fn agent_of(&self, phrase: Phrase, about: Option<Phrase>) -> (Phrase, Agent) {
        let mut phrase = phrase;
        let mut key = None;
        let mut role = self.role_of(phrase).or_else(|| about.and_then(|about| self.role_of(about)));
        let spoken = matches!(role, Some(Role::Spokesperson | Role::Official | Role::Private | Role::Witness));
        let mut at = phrase.first;
        while at < phrase.last {
            if let Some((length, number)) = self.agent_at(at).filter(|(length, _)| at + length <= phrase.last) {
                let rule = &self.pack.attribution.agents.rule(number).means;
                let ends = at + length == phrase.last;
                let starts = at == phrase.first;
                // "independent monitoring group OVD-Info" is OVD-Info; "a photographer of AFP" is no agency.
                let named = ends && at > phrase.first && !self.is(at - 1, LINK | NEAR | DEFINITE | INDEFINITE);
                if (starts && ends) || (named && !spoken) {
                    phrase.first = at;
                    key = Some(rule.key.clone());
                    role = Some(rule.role);
                } else if !spoken || role == Some(Role::Document) {
                    key = Some(rule.key.clone());
                    role = role.or(Some(rule.role));
                }
                break;
            }
            at += 1;
        }
        let name = self.span(phrase).of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let key = key.unwrap_or_else(|| self.key_of(phrase));
        let proper =
            (phrase.first..phrase.last).any(|at| self.capital(at) && at > phrase.first) || self.is_proper(phrase);
        let role = role.unwrap_or(if name.starts_with('@') {
            Role::Social
        } else if proper {
            Role::Official
        } else {
            Role::Anonymous
        });
        (phrase, Agent { name, key, role })
    }

    /// The folded words without an article. A proper name of two words or more behind its description is the key alone:
    /// "the independent monitor Harbour Watch" and "Harbour Watch" are one.
    fn key_of(&self, phrase: Phrase) -> String {
        let mut name = phrase.last;
        while name > phrase.first && self.capital(name - 1) {
            name -= 1;
        }
        let described = name > phrase.first && phrase.last - name >= 2 && !self.is(name - 1, LINK | NEAR);
        let first = if described { name } else { phrase.first };
        let mut key = String::new();
        for at in first..phrase.last {
            if self.is(at, DEFINITE | INDEFINITE) && at == phrase.first && phrase.last > phrase.first + 1 {
                continue;
            }
            if !key.is_empty() && !self.glued(at) {
                key.push(' ');
            }
            match self.cut(at) {
                Some(offset) => fold_word(&self.mark(at)[offset..], &mut key),
                None => fold_word(self.mark(at), &mut key),
            }
        }
        key
    }

    /// Whether the word at `at` names a document or what is said without a name.
    pub(super) fn is_document(&self, at: usize) -> bool {
        let phrase = Phrase { first: at, last: at + 1 };
        matches!(self.role_of(phrase), Some(Role::Document | Role::Anonymous))
    }

    /// Whether the word at `at` names something that is written or sent: a document, a paper, a page.
    pub(super) fn is_medium(&self, at: usize) -> bool {
        let phrase = Phrase { first: at, last: at + 1 };
        matches!(self.role_of(phrase), Some(Role::Document | Role::Outlet | Role::Social))
    }

    /// Whether the title at `at` is a person's.
    pub(super) fn is_person(&self, at: usize) -> bool {
        let phrase = Phrase { first: at, last: at + 1 };
        matches!(self.role_of(phrase), Some(Role::Witness | Role::Private | Role::Official | Role::Spokesperson))
    }

    /// The strongest role that a phrase's words name: who is private stays private.
    fn role_of(&self, phrase: Phrase) -> Option<Role> {
        let mut best: Option<(u8, Role)> = None;
        for at in phrase.first..phrase.last {
            if !self.is(at, TITLE) {
                continue;
            }
            let lexicon = &self.pack.attribution.lexicon;
            lexicon.each(&self.tokens[..phrase.last], at, |_, rules| {
                for rule in rules {
                    if let AttributionWord::Title(title) = lexicon.rule(*rule).means {
                        let rank = rank(title.role);
                        if best.is_none_or(|(found, _)| rank < found) {
                            best = Some((rank, title.role));
                        }
                    }
                }
            });
        }
        best.map(|(_, role)| role)
    }
}

fn rank(role: Role) -> u8 {
    match role {
        Role::Spokesperson => 0,
        Role::Official => 1,
        Role::Agency => 2,
        Role::Private => 3,
        Role::Document => 4,
        Role::Social => 5,
        Role::Outlet => 6,
        Role::Counter => 7,
        Role::Witness => 8,
        Role::Anonymous => 9,
    }
}
