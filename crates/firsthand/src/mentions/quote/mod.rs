//! Who says what? Statements with their sources, in quotation marks or not. Not here: whose figure it is in the end;
//! claims ask for the innermost statement around a figure.

mod cue;
mod marks;
mod told;

use super::agent::{AGENT, CUE, DEFINITE, PRONOUN, Phrase, QUOTED, SKIP, Scene, THAT, TIME, TITLE, VERB};
use crate::model::{Agent, Mention, Quote, Reading, Report, Role, Span, TokenCase, TokenKind, Tokens};
use crate::pack::{AttributionWord, Pack};
use cue::{CueKind, find_cues, paragraph_label, speaking_parts};
use marks::{Quotation, close_lost, find_quotations};
use std::sync::Arc;
use told::{Speaker, Told, read_cues};

/// Statements and agents of a report, statements in the order of their contents.
pub(super) fn find_statements(pack: &Pack, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let mut scene = Scene::new(pack, &report.text, tokens);
    let mut quotations = find_quotations(&scene, tokens);
    let parts = speaking_parts(&scene, tokens);
    // The marks around a turn of a conversation are no quotation: its label says who speaks.
    let turn = |quotation: &Quotation| {
        let sentence =
            tokens.sentence_of(quotation.open).filter(|number| tokens.sentences[*number].first == quotation.open);
        let label = sentence.and_then(|number| paragraph_label(&scene, tokens, number));
        label.is_some_and(|label| parts.contains(label.of(&report.text)))
    };
    quotations.retain(|quotation| !is_name(&scene, quotation) && (parts.is_empty() || !turn(quotation)));
    let glued = close_lost(&mut scene, &mut quotations);
    for quotation in &quotations {
        scene.flags[quotation.open..quotation.close].iter_mut().for_each(|slot| *slot |= QUOTED);
    }
    let cues = find_cues(&scene, tokens, &parts, &glued);
    for cue in cues.iter().filter(|cue| !matches!(cue.kind, CueKind::Say(say) if say.weak)) {
        scene.flags[cue.first..cue.last].iter_mut().for_each(|slot| *slot |= CUE);
    }
    let told = read_cues(&scene, tokens, &cues, &quotations);
    let mut mentions = Vec::new();
    for told in &told {
        if let Some(content) = told.content {
            let source = told.source.as_ref();
            mentions.push(statement(&scene, content, false, (source, told.at), Some(told.cue), &told.rule));
        }
    }
    quote_mentions(&scene, tokens, &quotations, &told, &mut mentions);
    agent_mentions(&scene, &told, &mut mentions);
    mentions
}

/// Whether words between marks are the name of something: a few, capitalised, behind a word for what it is or for where it
/// is said ("the project «Dawn»", "according to «Dawn»"), with nothing that a sentence has.
fn is_name(scene: &Scene, quotation: &Quotation) -> bool {
    const LONGEST: usize = 5;
    let Phrase { first, last } = quotation.content;
    let closed = quotation.close > last;
    let behind = quotation.open > 0
        && scene.word(quotation.open - 1)
        && (scene.tokens[quotation.open - 1].case == TokenCase::Lower
            || scene.is(quotation.open - 1, TITLE | AGENT)
            || scene.is(quotation.open - 1, DEFINITE)
            || scene.pack.attribution.noun_capitals
            || according_at(scene, quotation.open - 1))
        && !scene.glued(quotation.open);
    closed
        && behind
        && last - first <= LONGEST
        && !scene.is(first, PRONOUN)
        && (scene.capital(first) || last - first >= 3 && scene.is_mark(last - 2, &["."]) && scene.glued(last - 1))
        && (first..last).all(|at| {
            ((scene.word(at) || scene.tokens[at].kind == TokenKind::Digits) && !scene.is(at, VERB))
                || scene.is_mark(at, &["-", ".", "!"]) && at + 1 < last
        })
}

/// Whether the word at `at` is one that a source follows: "Laut".
fn according_at(scene: &Scene, at: usize) -> bool {
    let lexicon = &scene.pack.attribution.lexicon;
    scene.pack.attribution.may_start(scene.tokens[at].word, AttributionWord::CUE)
        && lexicon
            .longest(&scene.tokens[..=at], at)
            .is_some_and(|(_, rules)| rules.iter().any(|rule| lexicon.rule(*rule).means == AttributionWord::According))
}

fn statement(
    scene: &Scene,
    content: Phrase,
    direct: bool,
    (source, at): (Option<&Speaker>, Option<Span>),
    cue: Option<Span>,
    rule: &Arc<str>,
) -> Mention {
    Mention {
        span: scene.span(content),
        rule: rule.clone(),
        reading: Reading::Quote(Quote {
            direct,
            source: source.map(|speaker| speaker.agent.clone()),
            source_span: at,
            cue,
        }),
    }
}

/// The shortest quotation that is a statement without a cue beside it: shorter ones are scare quotes. Measured on the
/// first case: of fragments below five words none was said by a named speaker.
const FRAGMENT: usize = 5;

fn quote_mentions(
    scene: &Scene,
    tokens: &Tokens,
    quotations: &[Quotation],
    told: &[Told],
    mentions: &mut Vec<Mention>,
) {
    let plain: Arc<str> = "quote/marks".into();
    // Who spoke last, in which paragraph, up to which token.
    let mut carried: Option<(Speaker, usize, usize)> = None;
    for (number, quotation) in quotations.iter().enumerate() {
        let words = (quotation.content.first..quotation.content.last)
            .filter(|at| scene.tokens[*at].kind != TokenKind::Punct)
            .count();
        let beside = cue_beside(scene, tokens, quotation, told);
        let owner =
            if beside.is_none_or(|told| told.source.is_none()) { owner_of(scene, tokens, quotation) } else { None };
        let called = scene.is_mark(quotation.content.last - 1, &["!", "?"]);
        let opens = quotation.open > 0 && scene.is_mark(quotation.open - 1, &[":"]);
        if words < 3 && !(called && words > 1) && !(opens && beside.is_some()) && owner.is_none() {
            continue;
        }
        let alone = beside.is_none() && owner.is_none();
        if words < FRAGMENT && alone && !called && !scene.capital(quotation.content.first) {
            continue;
        }
        let previous = number.checked_sub(1).and_then(|before| quotations.get(before));
        let starts = tokens
            .sentence_of(quotation.open)
            .and_then(|at| tokens.sentences.get(at))
            .is_some_and(|sentence| sentence.first == quotation.open);
        let source = match beside {
            Some(told) => told.source.clone().or(owner),
            None if owner.is_some() => owner,
            None if let Some(signed) = signed_by(scene, tokens, quotation) => Some(signed),
            None => carried
                .clone()
                .filter(|(_, paragraph, end)| {
                    let other = speaker_between(tokens, quotation, told, *end);
                    quotation.paragraph == *paragraph
                        || (starts
                            && !other
                            && previous.is_some_and(|previous| quotation.paragraph <= previous.paragraph + 2)
                            && quotation.paragraph <= paragraph + 3)
                })
                .map(|(speaker, ..)| speaker)
                .or_else(|| speaker_before(tokens, quotation, told)),
        };
        if let Some(speaker) = &source {
            carried = Some((speaker.clone(), quotation.paragraph, quotation.close));
        }
        let rule = beside.map_or(&plain, |told| &told.rule);
        let at = source.as_ref().map(|speaker| speaker.at).or_else(|| beside.and_then(|told| told.at));
        let cue = beside.map(|told| told.cue);
        mentions.push(statement(scene, quotation.content, true, (source.as_ref(), at), cue, rule));
    }
    pull_quotes(scene, tokens, mentions);
}

/// The cue that belongs to a quotation: right after it, before it in its sentence, or later in its sentence.
fn cue_beside<'t>(scene: &Scene, tokens: &Tokens, quotation: &Quotation, told: &'t [Told]) -> Option<&'t Told> {
    let opening = tokens.sentence_of(quotation.open)?;
    let closing = tokens.sentence_of(quotation.close.checked_sub(1)?)?;
    // A handful of cues on either side: a sentence without end may hold any number.
    let pivot = told.partition_point(|told| told.whole.first < quotation.open);
    let window = &told[pivot.saturating_sub(8)..told.len().min(pivot + 8)];
    let around = || window.iter().filter(|told| told.sentence + 1 >= opening && told.sentence <= closing + 1);
    // "She adds, “...?” Others say": what leads up to the mark is nearer than what follows.
    let led = around().rfind(|told| {
        let gap = told.whole.last..quotation.open;
        let marks = gap.clone().all(|at| scene.is(at, THAT) || scene.is_mark(at, &[",", ":"]));
        told.sentence == opening && marks && !gap.is_empty() && gap.len() <= 2 && told.at.is_some()
    });
    let after = around().find(|told| {
        let gap = (quotation.close..told.whole.first)
            .filter(|at| !scene.is(*at, DEFINITE | SKIP | TIME) && !scene.is_mark(*at, &[","]))
            .count();
        let ends = quotation.content.last > quotation.content.first
            && scene.is_mark(quotation.content.last - 1, &["!", "?", ","]);
        let near = told.sentence <= closing || ends || alone(scene, tokens, told);
        told.whole.first >= quotation.close && gap == 0 && near && !told.opens
    });
    let next = after.filter(|after| led.is_none() || after.sentence <= closing);
    if next.is_some() || led.is_some() {
        return next.or(led);
    }
    // "He told the court:" ends its sentence; the quotation is the next one.
    let leads = |told: &Told| {
        let ended = tokens.sentences.get(told.sentence).filter(|_| told.sentence + 1 == opening);
        told.opens || ended.is_some_and(|sentence| scene.is_mark(sentence.last - 1, &[":"]))
    };
    let before = around().rfind(|told| told.whole.last <= quotation.open && (told.sentence == opening || leads(told)));
    if before.is_some() {
        return before;
    }
    around().find(|told| told.whole.first >= quotation.close && told.sentence == closing)
}

/// Whether a sentence holds nothing but who says something: “...” Ann Doe said.
fn alone(scene: &Scene, tokens: &Tokens, told: &Told) -> bool {
    tokens.sentences.get(told.sentence).is_some_and(|sentence| {
        (told.whole.last..sentence.last).all(|at| scene.tokens[at].kind == TokenKind::Punct)
            && (sentence.first..told.whole.first)
                .all(|at| scene.tokens[at].kind == TokenKind::Punct || scene.is(at, DEFINITE | SKIP))
    })
}

/// “...” — Name: who signed a quotation that stands for itself. Nobody says who they are, so they are private.
fn signed_by(scene: &Scene, tokens: &Tokens, quotation: &Quotation) -> Option<Speaker> {
    let dash = quotation.close;
    if !(dash < scene.tokens.len() && scene.is_mark(dash, &["—", "–", "―", "-"])) {
        return None;
    }
    let number = tokens.sentence_of(dash)?;
    let sentence = tokens.sentences.get(number)?;
    let (phrase, clean) = scene.name_right(dash + 1, sentence.last)?;
    let ends = (phrase.last..sentence.last).all(|at| scene.tokens[at].kind == TokenKind::Punct);
    if !(clean && ends && scene.capital(phrase.first)) {
        return None;
    }
    let (phrase, mut agent) = scene.agent_of(phrase, None);
    if !(phrase.first..phrase.last).any(|at| scene.is(at, TITLE | AGENT)) {
        agent.role = Role::Private;
    }
    let span = scene.span(phrase);
    Some(Speaker { phrase, about: None, agent, span, at: span, wrote: false })
}

/// "The governor's “never again” remark": whose words they are stands before them, what they are behind.
fn owner_of(scene: &Scene, tokens: &Tokens, quotation: &Quotation) -> Option<Speaker> {
    // The ending of a possessive is one token or two.
    let last = quotation.open.checked_sub(1)?;
    let apostrophe = |at: usize| scene.mark(at).starts_with(['\'', '’']) && scene.glued(at);
    let edge = [last, last.saturating_sub(1)].into_iter().find(|at| apostrophe(*at))?;
    let said = scene.is(quotation.close, TITLE) && scene.is_document(quotation.close);
    if !(said && quotation.close > quotation.content.last) {
        return None;
    }
    let first = tokens.sentence_of(last).and_then(|number| tokens.sentences.get(number))?.first;
    let phrase = scene.name_left(edge, first).filter(|phrase| phrase.last == edge && scene.is_agent(*phrase))?;
    let (phrase, agent) = scene.agent_of(phrase, None);
    let span = scene.span(phrase);
    Some(Speaker { phrase, about: None, agent, span, at: span, wrote: false })
}

/// Whether somebody is said to say something in the paragraph before a quotation, after the token `end`.
fn speaker_between(tokens: &Tokens, quotation: &Quotation, told: &[Told], end: usize) -> bool {
    let before = told.partition_point(|told| told.whole.last <= quotation.open);
    told[..before].last().is_some_and(|told| {
        let near = tokens.sentences.get(told.sentence).is_some_and(|s| s.paragraph + 1 == quotation.paragraph);
        near && told.whole.first >= end && told.source.is_some() && told.said
    })
}

/// The last speaker of the same paragraph before a quotation without a cue.
fn speaker_before(tokens: &Tokens, quotation: &Quotation, told: &[Told]) -> Option<Speaker> {
    let before = told.partition_point(|told| told.whole.last <= quotation.open);
    let told = told[..before].iter().rev().take(3).find(|told| told.said)?;
    let paragraph = tokens.sentences.get(told.sentence)?.paragraph;
    (quotation.paragraph <= paragraph + 1).then(|| told.source.clone()).flatten()
}

/// A paragraph that repeats a quotation word for word is a pull quote: the same words, the same speaker.
fn pull_quotes(scene: &Scene, tokens: &Tokens, mentions: &mut Vec<Mention>) {
    fn strip(text: &str) -> &str {
        text.trim_matches(|c: char| !c.is_alphanumeric())
    }
    let mut said: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (number, mention) in mentions.iter().enumerate() {
        if matches!(&mention.reading, Reading::Quote(quote) if quote.direct) && mention.span.len() > 30 {
            said.entry(strip(mention.span.of(scene.text))).or_insert(number);
        }
    }
    if said.is_empty() {
        return;
    }
    let mut sentence = 0;
    let mut found = Vec::new();
    while sentence < tokens.sentences.len() {
        let paragraph = tokens.sentences[sentence].paragraph;
        let start = sentence;
        while sentence < tokens.sentences.len() && tokens.sentences[sentence].paragraph == paragraph {
            sentence += 1;
        }
        let phrase = Phrase { first: tokens.sentences[start].first, last: tokens.sentences[sentence - 1].last };
        let span = scene.span(phrase);
        if let Some(number) = said.get(strip(span.of(scene.text)))
            && !mentions[*number].span.overlaps(span)
        {
            found.push(Mention { span, ..mentions[*number].clone() });
        }
    }
    mentions.append(&mut found);
}

/// Agents that speak, and known ones anywhere; each place once.
fn agent_mentions(scene: &Scene, told: &[Told], mentions: &mut Vec<Mention>) {
    let mut agents: Vec<Mention> = Vec::new();
    for told in told {
        if let Some(speaker) = &told.source {
            agents.push(Mention {
                span: speaker.span,
                rule: told.rule.clone(),
                reading: Reading::Agent(speaker.agent.clone()),
            });
        }
    }
    agents.sort_by_key(|mention| mention.span);
    agents.dedup_by_key(|mention| mention.span);
    let spoken = agents.len();
    for (phrase, number) in &scene.agents {
        let span = scene.span(*phrase);
        let near = agents[..spoken].partition_point(|mention| mention.span.end <= span.start);
        if agents[..spoken].get(near).is_some_and(|mention| mention.span.overlaps(span)) {
            continue;
        }
        let rule = scene.pack.attribution.agents.rule(*number);
        agents.push(Mention {
            span,
            rule: rule.name.clone(),
            reading: Reading::Agent(Agent {
                name: span.of(scene.text).to_owned(),
                key: rule.means.key.clone(),
                role: rule.means.role,
            }),
        });
    }
    mentions.append(&mut agents);
}

#[cfg(test)]
mod tests {
    use crate::model::{Agent, Lang, Reading, Report, Role};
    use crate::pack::{Pack, Packs, tokenize_report};

    fn report(pack: &Pack, text: &str) -> Report {
        Report::plain(pack.lang.code(), text)
    }

    fn read(pack: &Pack, text: &str) -> (Vec<(String, String)>, Vec<Agent>) {
        let report = report(pack, text);
        let tokens = tokenize_report(pack, &report);
        let (mut said, mut agents) = (Vec::new(), Vec::new());
        for mention in super::find_statements(pack, &report, &tokens) {
            match mention.reading {
                Reading::Quote(quote) => {
                    let source = quote.source.map_or_else(|| "-".to_owned(), |source| source.name);
                    said.push((source, mention.span.of(text).to_owned()));
                }
                Reading::Agent(agent) => agents.push(agent),
                other => panic!("neither statement nor agent: {other:?}"),
            }
        }
        (said, agents)
    }

    #[test]
    fn agents_have_keys_and_roles() {
        let packs = Packs::embedded().unwrap();
        let find = |lang: &str, text: &str, key: &str| {
            let (_, agents) = read(packs.of(&Lang(lang.into())), text);
            agents.iter().find(|agent| agent.key == key).map(|agent| agent.role)
        };
        assert_eq!(find("en", "The monitor OVD-Info said 40 were held.", "ovd-info"), Some(Role::Counter));
        assert_eq!(find("fr", "Selon l'OSDH, 40 sont morts.", "sohr"), Some(Role::Counter));
        assert_eq!(find("fr", "LYON (AFP) - Deux morts.", "afp"), Some(Role::Agency));
        assert_eq!(find("en", "Six died, police said.", "police"), Some(Role::Counter));
        assert_eq!(find("en", "Anna, a 46-year-old teacher, said: \"We left at once.\"", "anna"), Some(Role::Private));
        assert_eq!(
            find("en", "A spokesman for the UN said 70 had crossed.", "spokesman for the un"),
            Some(Role::Spokesperson)
        );
    }

    #[test]
    fn a_time_counts_nothing() {
        let packs = Packs::embedded().unwrap();
        for (lang, text) in [
            ("de", "Die Zahlen der Woche sind gut."),
            ("en", "Some 30 boats were counted by Monday night."),
            ("en", "No new boats had been reported by the afternoon."),
            ("en", "Nobody had been reported by 8 p.m."),
            ("es", "Doce barcos más fueron reportados por la tarde."),
            ("fr", "Trente plaintes sont recensées par jour."),
            ("it", "Altre dodici barche sono state segnalate dalla mattina."),
            ("pl", "Zgłoszono dwanaście łodzi, dane przekazane przez noc."),
            ("pt", "Mais doze barcos foram contados pela noite."),
            ("ru", "Данные, опубликованные вечером, не полны."),
            ("uk", "Дані, оприлюднені ввечері, неповні."),
        ] {
            let (said, agents) = read(packs.of(&Lang(lang.into())), text);
            let named = |agent: &&Agent| agent.role != Role::Document;
            assert_eq!(agents.iter().find(named), None, "{text}");
            assert!(said.iter().all(|(source, _)| source == "-"), "{text}: {said:?}");
        }
        let (said, _) = read(packs.of(&Lang("en".into())), "The second boat was reported by Monday Club.");
        assert_eq!(said.len(), 1, "{said:?}");
    }

    #[test]
    fn who_is_private_stays_private() {
        let packs = Packs::embedded().unwrap();
        let roles = |lang: &str, text: &str| -> Vec<Role> {
            let pack = packs.of(&Lang(lang.into()));
            let report = report(pack, text);
            let tokens = tokenize_report(pack, &report);
            let agents = super::find_statements(pack, &report, &tokens).into_iter().filter_map(|mention| match mention
                .reading
            {
                Reading::Quote(quote) => quote.source.map(|agent| agent.role),
                Reading::Agent(agent) => Some(agent.role),
                _ => None,
            });
            agents.collect()
        };
        // Signed with a bare name, told by kin: nobody who may be named.
        for (lang, text) in [
            ("en", "\u{201c}They never asked any of us about it.\u{201d} \u{2014} Ira Holt"),
            ("en", "Ema Lind, a mother of three, said 30 boats were gone."),
            ("de", "Eine Frau sagte, 30 Boote seien weg."),
        ] {
            let roles = roles(lang, text);
            assert!(!roles.is_empty() && roles.iter().all(|role| *role == Role::Private), "{text}: {roles:?}");
        }
        // A pronoun is no agent of its own.
        let (said, agents) = read(packs.of(&Lang("en".into())), "Mayor Ole Brandt spoke. He said 30 boats were gone.");
        assert!(said.iter().all(|(source, _)| source != "He"), "{said:?}");
        assert!(agents.iter().all(|agent| agent.name != "He"), "{agents:?}");
    }

    #[test]
    fn odd_texts_do_no_harm() {
        let packs = Packs::embedded().unwrap();
        for pack in packs.iter() {
            for text in [
                "",
                "\"",
                "“",
                "”",
                "«»",
                "' '",
                ": :",
                ", said",
                "said said said",
                "a dit",
                "(said)",
                "selon",
                "Police:",
                "“a” “b” “c",
                "@ :",
                "”, said X",
                "\" \" \"",
            ] {
                read(pack, text);
            }
        }
    }
}
