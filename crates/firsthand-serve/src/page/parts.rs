//! Parts that several screens show alike: figures with their evidence, foreign text, filters.
//! Not here: whole screens.

use crate::ask::Ask;
use crate::words::{Words, safe};
use firsthand::export::entries::EntryRow;
use firsthand::export::table::{Cell, FEW};
use firsthand::ledger::Hand;
use firsthand::model::{Amount, Claim, ConflictKind, Entry, Interval, Modifier, SeriesKind};
use firsthand::pipeline::ToldSentence;
use firsthand::pipeline::veils::HiddenClaims;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Text of others, in the direction that it has by itself, and in its language where that is known.
pub(crate) fn foreign(text: &str, lang: Option<&str>) -> Markup {
    html! { bdi dir="auto" lang=[lang.filter(|lang| !lang.is_empty())] { (safe(text)) } }
}

/// The first letters of an id: enough to find it in all but the largest ledgers.
pub(crate) fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

/// `at least 1,386`, `1,301 or more`, `20,000 to 99,999`.
pub(crate) fn amount(words: &Words, value: Option<Amount>, bounds: Interval, modifier: Modifier) -> String {
    let figure = |amount| words.figure(Some(amount));
    match (modifier, value) {
        (Modifier::Equal, Some(value)) => figure(value),
        (Modifier::Range | Modifier::Vague, _) | (_, None) => match (bounds.lower, bounds.upper) {
            (Some(lower), Some(upper)) if lower == upper => figure(lower),
            (Some(lower), Some(upper)) => {
                words.say_of("amount-range", &[("low", figure(lower).into()), ("high", figure(upper).into())])
            }
            (Some(lower), None) => words.say_of("amount-or-more", &[("figure", figure(lower).into())]),
            (None, Some(upper)) => words.say_of("amount-or-fewer", &[("figure", figure(upper).into())]),
            (None, None) => words.say("amount-unknown"),
        },
        (modifier, Some(value)) => {
            let key = format!("amount-{}", crate::page::parts::key_of(&modifier));
            words.try_say(&key, &[("figure", figure(value).into())]).unwrap_or_else(|| figure(value))
        }
    }
}

/// The name that an enum has in JSON, as a message's key has it.
pub(crate) fn key_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name.replace('_', "-"),
        _ => String::new(),
    }
}

/// The figure of a claim in words, or what stands in its place.
pub(crate) fn claim_amount(words: &Words, claim: &Claim, hidden: &HiddenClaims) -> String {
    match hidden.mark_of(claim.id) {
        Some(FEW) => words.say("amount-few"),
        Some(_) => words.say("figure-withheld"),
        None => amount(words, claim.value, claim.bounds, claim.modifier),
    }
}

/// An amount of an entry as its reader may see it: `1,386`, `<5`.
pub(crate) fn seen_figure(words: &Words, row: &EntryRow, amount: Option<Amount>) -> String {
    match row.tell_amount(amount) {
        Cell::Few => FEW.to_owned(),
        Cell::Held => words.say("figure-withheld"),
        _ => words.figure(amount),
    }
}

/// The figure of an entry in words: `at least 2,001`, `24 to 99`, `fewer than 5`.
pub(crate) fn entry_figure(words: &Words, row: &EntryRow) -> String {
    let entry = &row.entry;
    let cells = [entry.low, entry.best, entry.high].map(|amount| row.tell_amount(amount));
    // A bound beside a hidden one would tell it.
    if cells.contains(&Cell::Few) {
        return words.say("amount-few");
    }
    if cells.contains(&Cell::Held) {
        return words.say("figure-withheld");
    }
    let figure = |amount| words.figure(Some(amount));
    match (entry.best, entry.low, entry.high) {
        (Some(best), Some(low), None) if best == low => {
            words.say_of("amount-at-least", &[("figure", figure(best).into())])
        }
        (Some(best), ..) => figure(best),
        (None, Some(low), Some(high)) => {
            words.say_of("amount-range", &[("low", figure(low).into()), ("high", figure(high).into())])
        }
        (None, Some(low), None) => words.say_of("amount-at-least", &[("figure", figure(low).into())]),
        (None, None, Some(high)) => words.say_of("amount-at-most", &[("figure", figure(high).into())]),
        (None, None, None) => words.say("amount-unknown"),
    }
}

/// What is counted: `detained`, `money (EUR)`, `killed, children`.
pub(crate) fn thing(words: &Words, entry: &Entry) -> String {
    let mut text = words.name("indicator", &entry.indicator);
    // `vehicles` are counted by the vehicle: that need not be said.
    let plain = entry.indicator.strip_suffix('s') == Some(entry.unit.as_str()) || entry.unit == entry.indicator;
    if entry.unit != "person" && !plain && !entry.unit.is_empty() {
        text.push_str(&format!(" ({})", words.name("unit", &entry.unit)));
    }
    if let Some(subset) = &entry.subset {
        text.push_str(&format!(", {}", words.name("subset", subset)));
    }
    text
}

/// Where it happened.
pub(crate) fn place(words: &Words, entry: &Entry) -> String {
    match entry.place.as_deref().or(entry.country.as_deref()) {
        Some(place) => place.to_owned(),
        None => words.say("place-unknown"),
    }
}

/// What kind of figure it is, with its companions and the moment that it was stated for.
pub(crate) fn measure(words: &Words, entry: &Entry) -> String {
    let mut text = words.name("measure", entry.measure_words());
    if !entry.companions.is_empty() {
        let list: Vec<String> = entry.companions.iter().map(|c| words.quantity(c.value, &c.unit)).collect();
        text.push_str(&format!(" ({})", list.join(", ")));
    }
    if entry.as_of.to.is_some() {
        text.push_str(", ");
        text.push_str(&words.say_of("as-of", &[("moment", words.as_of(entry.as_of).into())]));
    }
    text
}

/// A sentence that says the most important thing of an entry: how many, of what, where, when, as of when, by how many.
pub(crate) fn sentence(words: &Words, row: &EntryRow) -> String {
    let entry = &row.entry;
    let key = match entry.kind {
        SeriesKind::Since => "sentence-since",
        SeriesKind::Plan => "sentence-plan",
        SeriesKind::Price => "sentence-price",
        _ if entry.unit == "person" => "sentence-people",
        _ => "sentence-things",
    };
    let time = match (entry.kind, entry.time) {
        (SeriesKind::Since, Some(time)) => words.day(time.first_day()),
        (_, time) => words.period(time),
    };
    let parts = [
        ("figure", entry_figure(words, row).into()),
        ("thing", thing(words, entry).into()),
        ("place", safe(&place(words, entry)).into()),
        ("time", time.into()),
        ("as-of", words.as_of(entry.as_of).into()),
        ("counters", counters(words, entry).into()),
        ("pages", words.count("page", entry.pages).into()),
    ];
    words.say_of(key, &parts)
}

/// `1 counter`, `no counter named`.
pub(crate) fn counters(words: &Words, entry: &Entry) -> String {
    if entry.counters.is_empty() { words.say("counter-none") } else { words.count("counter", entry.counters.len()) }
}

/// The cells of a figure, each a link to its evidence.
pub(crate) fn figure_cell(ask: &Ask, row: &EntryRow, name: &str, amount: Option<Amount>) -> Markup {
    let (words, entry) = (ask.words, &row.entry);
    let text = seen_figure(words, row, amount);
    let derived = entry.derived.as_ref().is_some_and(|derived| match name {
        "low" => derived.low == amount && amount != entry.best,
        "high" => derived.high == amount && amount != entry.best,
        _ => false,
    });
    html! {
        td.figure.(name).derived[derived] {
            @if amount.is_some() {
                // The row's head leads there too: one stop a row is enough for a keyboard.
                a tabindex="-1" href=(ask.query.link_to(&format!("/entry/{}", entry.id), &[])) title=[derived.then(|| words.say("derived-title"))] { (text) }
            } @else { (text) }
        }
    }
}

/// What there is to say beside the figures.
pub(crate) fn notes(words: &Words, row: &EntryRow) -> Vec<(&'static str, String)> {
    let entry = &row.entry;
    let mut notes = Vec::new();
    if entry.inferred {
        let named = entry.named_best.map(|best| seen_figure(words, row, Some(best)));
        notes.push((
            "inferred",
            match named {
                Some(figure) => words.say_of("note-inferred-named", &[("figure", figure.into())]),
                None => words.say("note-inferred"),
            },
        ));
    }
    if entry.sides.len() > 1 {
        let sides: Vec<String> = entry
            .sides
            .iter()
            .map(|side| {
                let counters: Vec<String> = side.counters.iter().map(|key| safe(key)).collect();
                let name = words.name("side", side.side.name());
                format!("{name} {} ({})", seen_figure(words, row, side.figure), counters.join(", "))
            })
            .collect();
        notes.push(("sides", words.say_of("note-sides", &[("sides", sides.join("; ").into())])));
    }
    if let Some(grade) = &entry.grade {
        notes.push(("grade", words.say_of("note-grade", &[("grade", words.word("grade", grade).into())])));
    }
    if entry.provisional {
        notes.push(("provisional", words.say("note-provisional")));
    }
    if let Some(derived) = &entry.derived {
        notes.push(("derived", words.say_of("note-derived", &[("why", safe(&derived.why).into())])));
    }
    notes.extend(entry.notes.iter().map(|note| ("remark", safe(note))));
    for revision in &entry.revisions {
        notes.push(("revised", words.say_of("note-revised", &[("why", safe(&revision.why).into())])));
    }
    let told = |claims: &[firsthand::model::ClaimId]| entry.revisions.iter().any(|revision| revision.claims == claims);
    for conflict in entry.conflicts.iter().filter(|conflict| conflict.kind.is_contradiction()) {
        if conflict.kind == ConflictKind::Revision && told(&conflict.claims) {
            continue;
        }
        let kind = words.word("conflict", &conflict.kind);
        notes.push((
            "conflict",
            words.say_of("note-conflict", &[("kind", kind.into()), ("why", safe(&conflict.why).into())]),
        ));
    }
    notes
}

/// A sentence or paragraph with the figure marked, in its own language and direction.
pub(crate) fn quote(told: &ToldSentence, lang: &str) -> Markup {
    html! {
        blockquote.evidence lang=(lang) dir="auto" {
            p { (safe(told.before.trim_start())) mark { (safe(&told.figure)) } (safe(told.after.trim_end())) }
        }
    }
}

/// Who counted, and which pages name them, copy who does, or are only inferred to tell their figure.
pub(crate) fn hands(ask: &Ask, hands: &[Hand], names: &BTreeMap<String, String>) -> Markup {
    const SHOWN: usize = 8;
    let words = ask.words;
    html! {
        ul {
            @for hand in hands {
                li {
                    @match &hand.counter {
                        Some(counter) => {
                            strong { bdi { (safe(names.get(counter).unwrap_or(counter))) } }
                            ": " (words.count("page", hand.pages)) ", " (words.count("text", hand.texts))
                            @for (how, docs) in [("named", &hand.named_by), ("copied", &hand.copied_by), ("inferred", &hand.inferred_for)] {
                                @if !docs.is_empty() {
                                    span.how {
                                        (words.say(&format!("hand-{how}"))) " "
                                        (docs.iter().take(SHOWN).map(|doc| safe(doc)).collect::<Vec<_>>().join(", "))
                                        @if docs.len() > SHOWN { " \u{2026}" }
                                    }
                                }
                            }
                        }
                        None => { (words.say("counter-none")) ": " (words.count("page", hand.pages)) ", " (words.count("text", hand.texts)) }
                    }
                }
            }
        }
    }
}

/// Links to the parts of a screen.
pub(crate) fn tabs(ask: &Ask, label: &str, name: &str, choices: &[(&str, String)], default: &str) -> Markup {
    html! { nav.tabs aria-label=(label) { ul { (choice_items(ask, name, choices, default)) } } }
}

/// Links of which one is in force, behind what they are.
pub(crate) fn choices(ask: &Ask, label: &str, name: &str, choices: &[(&str, String)], default: &str) -> Markup {
    html! { nav.choices aria-label=(label) { span { (label) } ul.choices { (choice_items(ask, name, choices, default)) } } }
}

fn choice_items(ask: &Ask, name: &str, choices: &[(&str, String)], default: &str) -> Markup {
    let on = ask.query.get(name).filter(|on| choices.iter().any(|(own, _)| own == on)).unwrap_or(default);
    let path = super::path_of(ask);
    html! {
        @for (own, text) in choices {
            li { a href=(ask.query.link(&path, &[(name, (*own != default).then_some(*own))])) aria-current=[(*own == on).then_some("true")] { (text) } }
        }
    }
}

/// The form that narrows what is shown: each field a parameter of the address.
pub(crate) fn filters(ask: &Ask, fields: &[&str], choices: &BTreeMap<&str, Vec<(String, String)>>) -> Markup {
    let (words, query) = (ask.words, &ask.query);
    let kept: Vec<(&str, &str)> =
        query.pairs().filter(|(name, _)| !fields.contains(name) && !matches!(*name, "cursor" | "story")).collect();
    html! {
        form.filters method="get" action=(super::path_of(ask)) role="search" aria-label=(words.say("filter-label")) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            @for name in fields {
                label {
                    span { (words.say(&format!("filter-{}", name.replace('_', "-")))) }
                    @if let Some(list) = choices.get(name) {
                        select name=(name) {
                            option value="" { (words.say("filter-all")) }
                            @for (value, text) in list {
                                option value=(value) selected[query.get(name) == Some(value.as_str())] { (text) }
                            }
                        }
                    } @else {
                        input name=(name) value=(query.get(name).unwrap_or_default()) dir="auto"
                            placeholder=[words.try_say(&format!("filter-{}-example", name.replace('_', "-")), &[])];
                    }
                }
            }
            button { (words.say("filter-go")) }
            @if fields.iter().any(|name| query.get(name).is_some()) {
                a.clear href=(query.link(&super::path_of(ask), &fields.iter().map(|name| (*name, None)).collect::<Vec<_>>())) { (words.say("filter-clear")) }
            }
        }
    }
}

/// Every indicator, for a choice.
pub(crate) fn indicator_choices(desk: &crate::desk::Desk, words: &Words) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> =
        desk.indicators.iter().map(|row| (row.name.clone(), words.name("indicator", &row.name))).collect();
    list.sort_by(|one, other| one.1.cmp(&other.1));
    list
}

/// The profiles, for a choice.
pub(crate) fn profile_choices(words: &Words) -> Vec<(String, String)> {
    ["conservative", "range", "two-source"].map(|name| (name.to_owned(), words.name("profile", name))).to_vec()
}

/// Links that narrow to one value each, the most frequent first.
pub(crate) fn facets(
    ask: &Ask,
    name: &str,
    label: &str,
    counts: &BTreeMap<String, usize>,
    text: impl Fn(&str) -> String,
) -> Markup {
    const SHOWN: usize = 12;
    let mut list: Vec<(&String, &usize)> = counts.iter().collect();
    list.sort_by_key(|(value, count)| (std::cmp::Reverse(**count), value.as_str()));
    let path = super::path_of(ask);
    html! {
        @if list.len() > 1 || ask.query.get(name).is_some() {
            section.facet aria-label=(label) {
                h2 { (label) }
                ul {
                    @for (value, count) in list.into_iter().take(SHOWN) {
                        @let is_on = ask.query.get(name).is_some_and(|on| on.eq_ignore_ascii_case(value));
                        li {
                            a href=(ask.query.link(&path, &[(name, (!is_on).then_some(value.as_str()))])) aria-current=[is_on.then_some("true")] {
                                bdi { (safe(&text(value))) }
                            }
                            " " span.count { (count) }
                        }
                    }
                }
            }
        }
    }
}

/// A button that copies what it bears; without a script it is not shown.
pub(crate) fn copy_button(words: &Words, text: &str) -> Markup {
    html! { button.copy type="button" hidden data-copy=(text) data-done=(words.say("copied")) { (words.say("copy")) } }
}
