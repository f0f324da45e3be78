//! How are claims, mentions, entries and stories put into words and tables? Shared by the commands that print them.
//! Not here: which of them are printed.

use crate::show::{self, Side, align, figure, safe};
use anyhow::Result;
use firsthand::export::jsonl::{MASK, Masking};
use firsthand::ledger::{Hand, IN_ADDRESS, StoryState};
use firsthand::model::{
    Amount, Claim, ClaimId, CodePoints, Conflict, ConflictKind, Entry, Interval, Mention, Modality, Modifier,
    NumberUnit, Period, Polarity, Reading, Report, SeriesKind, SideFigure, name_unit, pluralise_thing,
};
use firsthand::pipeline::ToldSentence;
use firsthand::pipeline::stories::StoryHead;
use firsthand::pipeline::traced::TracedStory;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// `at least 1,386`, `1,301 or more`, `20,000 to 99,999`.
pub(crate) fn amount_words(value: Option<Amount>, bounds: Interval, modifier: Modifier) -> String {
    let said = value.map(|value| figure(Some(value)));
    match (modifier, said) {
        (Modifier::Equal, Some(said)) => said,
        (Modifier::Range | Modifier::Vague, _) | (_, None) => match (bounds.lower, bounds.upper) {
            (Some(lower), Some(upper)) if lower == upper => figure(Some(lower)),
            (Some(lower), Some(upper)) => format!("{} to {}", figure(Some(lower)), figure(Some(upper))),
            (Some(lower), None) => format!("{} or more", figure(Some(lower))),
            (None, Some(upper)) => format!("{} or fewer", figure(Some(upper))),
            (None, None) => "an unknown number".into(),
        },
        (modifier, Some(said)) => format!("{} {said}", show::word(&modifier)),
    }
}

/// One claim in one line.
pub(crate) fn claim_sentence(claim: &Claim, masking: Masking) -> String {
    let mut line =
        format!("{}  {} {}", claim.id, safe(&claim.indicator), amount_words(claim.value, claim.bounds, claim.modifier));
    let mut add = |text: &str| line.push_str(text);
    let amount = claim.value.or(claim.bounds.lower).or(claim.bounds.upper);
    let unit = amount.map_or_else(|| pluralise_thing(&claim.unit), |amount| name_unit(amount, &claim.unit));
    add(&format!(" {}", safe(&unit)));
    if let Some(subset) = &claim.subset {
        add(&format!(" ({})", safe(subset)));
    }
    add(&format!(", {}", show::word(&claim.measure)));
    if let Some(name) = claim.place.as_ref().and_then(|place| place.name.as_ref().or(place.country.as_ref())) {
        add(&format!(" @ {}", safe(name)));
    }
    if let Some(time) = claim.time {
        add(&format!(" {time}"));
    }
    if let Some(source) = &claim.source {
        add(&format!(" by {}", if masking.hides(source.role) { MASK.to_owned() } else { safe(&source.name) }));
    }
    if claim.polarity == Polarity::Denied {
        add(", denied");
    }
    if claim.modality != Modality::Actual {
        add(&format!(", {}", show::word(&claim.modality)));
    }
    if let Some(verdict) = claim.review {
        add(&format!(", {} in review", show::word(&verdict)));
    }
    add(&format!("  \"{}\"", safe(&claim.surface)));
    line
}

/// One mention in one line.
pub(crate) fn print_mention(
    report: &Report,
    points: &CodePoints<'_>,
    mention: &Mention,
    out: &mut dyn Write,
) -> Result<()> {
    let (start, end) = points.of(mention.span);
    let surface: String = safe(mention.span.of(&report.text)).chars().take(60).collect();
    let (kind, reading) = match &mention.reading {
        Reading::Number(number) => {
            let unit = match &number.unit {
                None => String::new(),
                Some(NumberUnit::Percent) => " percent".into(),
                Some(NumberUnit::Currency(code)) => format!(" {code}"),
            };
            let label = if number.label { "label " } else { "" };
            ("number", format!("{label}{}{unit}", amount_words(number.value, number.bounds, number.modifier)))
        }
        Reading::Timex(timex) => {
            let period = timex.period.map(|period| format!(" = {period}")).unwrap_or_default();
            ("timex", format!("{} {}{period}", show::word(&timex.kind), timex.value))
        }
        Reading::Toponym(place) => {
            let country = place.country.as_deref().unwrap_or("-");
            ("toponym", format!("{} ({country}, {}, {})", place.name, show::word(&place.place), place.id))
        }
        Reading::Agent(agent) => ("agent", format!("{} ({})", agent.key, show::word(&agent.role))),
        Reading::Quote(quote) => {
            let source = quote.source.as_ref().map_or("nobody named", |agent| agent.name.as_str());
            ("quote", format!("{} by {source}", if quote.direct { "direct" } else { "indirect" }))
        }
        Reading::Translation => ("credit", "a translation".into()),
    };
    writeln!(out, "  {start:>6}-{end:<6} {kind:<8} {surface:<32} {}   [{}]", safe(&reading), safe(&mention.rule))?;
    Ok(())
}

/// The measure of an entry with its as-of, as the table shows it.
fn measure_words(entry: &Entry) -> String {
    let mut words = entry.measure_words().to_owned();
    if !entry.companions.is_empty() {
        let list: Vec<_> = entry.companions.iter().map(|c| show::quantity(c.value, &c.unit)).collect();
        words.push_str(&format!(" ({})", list.join(", ")));
    }
    // The day stands in the row already.
    let day = entry.time.and_then(firsthand::model::Period::single_day);
    match entry.as_of.to {
        Some(to) if day == Some(to.date()) && to.0 % 86_400 != 0 => {
            words.push_str(&format!(", as of {}", show::clock(to)))
        }
        Some(to) if day == Some(to.later(-1).date()) && to.0 % 86_400 == 0 => words.push_str(", as of its end"),
        Some(_) => words.push_str(&format!(", as of {}", show::as_of(entry.as_of))),
        None => {}
    }
    words
}

/// What one group of rows of the tally has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Grouping {
    /// One group for each place, its rows by day
    #[default]
    Day,
    /// One group for each day, its rows by place
    Place,
}

fn place_words(entry: &Entry) -> String {
    entry.place.as_deref().or(entry.country.as_deref()).map_or_else(|| "place unknown".into(), safe)
}

fn thing_words(entry: &Entry) -> String {
    let mut words = safe(&entry.indicator);
    let units = pluralise_thing(&entry.unit);
    // `vehicles` are counted by the vehicle: that need not be said.
    if entry.unit != "person" && entry.unit != entry.indicator && units != entry.indicator && !units.is_empty() {
        words.push_str(&format!(" ({})", safe(&units)));
    }
    if let Some(subset) = &entry.subset {
        words.push_str(&format!(", {}", safe(subset)));
    }
    words
}

/// The table of entries, in groups. With `flag`, the option that names the ledger, it ends with the command that shows
/// the evidence.
pub(crate) fn print_tally(
    entries: &[&Entry],
    grouping: Grouping,
    flag: Option<&str>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut groups: Vec<(String, Vec<&Entry>)> = Vec::new();
    for entry in entries {
        let head = match (entry.indicator.is_empty(), grouping) {
            (true, _) => safe(&entry.series),
            (_, Grouping::Day) if entry.place.is_none() && entry.country.is_none() => thing_words(entry),
            (_, Grouping::Day) => format!("{}, {}", thing_words(entry), place_words(entry)),
            (_, Grouping::Place) => format!("{}, {}", thing_words(entry), show::period(entry.time)),
        };
        // The entries of a story follow each other.
        let mut of_story = groups.iter_mut().rev().take_while(|(_, rows)| rows[0].story == entry.story);
        match of_story.find(|(name, _)| *name == head) {
            Some((_, rows)) => rows.push(entry),
            None => groups.push((head, vec![entry])),
        }
    }
    let cell = |text: &str| text.to_owned();
    let head_row = ["", "low", "best", "high", "counters", "texts", "pages", ""].map(cell).to_vec();
    let (mut rows, mut notes, mut heads) = (vec![head_row], vec![Vec::new()], vec![String::new()]);
    for (head, entries) in &mut groups {
        entries.sort_by_key(|entry| (entry.time.is_none(), entry.time, entry.kind, entry.place.clone(), entry.id));
        for entry in &*entries {
            let first = match grouping {
                Grouping::Day => show::period(entry.time),
                Grouping::Place => place_words(entry),
            };
            let counters = format!("{}{}", entry.counters.len(), if entry.inferred { "*" } else { "" });
            let mut row = vec![format!("  {first:<12}  {}", measure_words(entry))];
            row.extend([entry.low, entry.best, entry.high].map(figure));
            row.extend([counters, entry.texts.to_string(), entry.pages.to_string(), String::new()]);
            rows.push(row);
            notes.push(notes_of(entry));
            heads.push(std::mem::take(head));
        }
    }
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right, Side::Left];
    for ((line, notes), head) in align(&rows, &sides).into_iter().zip(notes).zip(heads) {
        if !head.is_empty() {
            writeln!(out, "{}", show::bold(&head))?;
        }
        writeln!(out, "{line}")?;
        for note in notes {
            writeln!(out, "      {note}")?;
        }
    }
    if let (Some(entry), Some(flag)) = (entries.first(), flag) {
        writeln!(out, "why: firsthand why {}{flag}", short(&entry.id.to_string()))?;
    }
    Ok(())
}

/// The first letters of an id: enough to find it in all but the largest ledgers, and `why` says when they are not.
pub(crate) fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

/// `authorities 371 (police)`.
fn side_words(side: &SideFigure) -> String {
    let counters: Vec<String> = side.counters.iter().map(|key| safe(key)).collect();
    format!("{} {} ({})", side.side.name(), figure(side.figure), counters.join(", "))
}

fn notes_of(entry: &Entry) -> Vec<String> {
    let mut notes = Vec::new();
    if entry.inferred {
        let named = entry.named_best.map(|best| format!("; by name: {}", figure(Some(best)))).unwrap_or_default();
        notes.push(format!("* inferred: a figure that names no counter continues this count{named}"));
    }
    if entry.sides.len() > 1 {
        let sides: Vec<String> = entry.sides.iter().map(side_words).collect();
        notes.push(format!("side by side: {}", sides.join("; ")));
    }
    if let Some(grade) = entry.grade {
        notes.push(format!("grade: {}", show::word(&grade)));
    }
    if entry.provisional {
        notes.push("provisional: fewer than two independent counters".into());
    }
    notes.extend(entry.notes.iter().map(|note| safe(note)));
    notes.extend(entry.revisions.iter().map(|revision| format!("revised: {}", safe(&revision.why))));
    // A revision that stands above is told once.
    let told = |claims: &[ClaimId]| entry.revisions.iter().any(|revision| revision.claims == claims);
    let untold = |conflict: &&Conflict| conflict.kind != ConflictKind::Revision || !told(&conflict.claims);
    for conflict in entry.conflicts.iter().filter(|conflict| conflict.kind.is_contradiction()).filter(untold) {
        notes.push(format!("! {}: {}", show::word(&conflict.kind), safe(&conflict.why)));
    }
    notes
}

/// `5 pages, 4 texts, 1 counter for detained, Russia: ovd-info`
pub(crate) fn head_sentence(head: &StoryHead) -> String {
    let mut sentence = format!("{}, {}", show::count(head.pages, "page"), show::count(head.texts, "text"));
    if let Some(lead) = &head.lead {
        let place = head.place.as_deref().map(|place| format!(", {}", safe(place))).unwrap_or_default();
        sentence.push_str(&format!(", {} ({}{place}", show::count(head.counters.len(), "counter"), safe(lead)));
        if !head.counters.is_empty() {
            let names: Vec<_> = head.counters.iter().take(4).map(|name| safe(name)).collect();
            let more = if head.counters.len() > 4 { " ..." } else { "" };
            sentence.push_str(&format!(": {}{more}", names.join(", ")));
        }
        sentence.push(')');
    }
    sentence
}

/// The sentence in one line, the figure marked.
pub(crate) fn sentence_line(told: &ToldSentence) -> String {
    format!("{}{}{}", safe(&told.before), show::mark(&safe(&told.figure)), safe(&told.after)).trim().to_owned()
}

/// Whose figures the pages carry, a line each: `counted by OVD-Info: 5 pages, 4 texts (named by 001; copied by 004; inferred for 000)`.
pub(crate) fn hand_lines(hands: &[Hand], names: &BTreeMap<String, String>) -> Vec<String> {
    let docs = |how: &str, docs: &[String]| -> Option<String> {
        const SHOWN: usize = 5;
        let shown: Vec<String> = docs.iter().take(SHOWN).map(|doc| show::isolate(doc)).collect();
        let more = match docs.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (!docs.is_empty()).then(|| format!("{how} {}{more}", shown.join(", ")))
    };
    let line = |hand: &Hand| {
        let carried = format!("{}, {}", show::count(hand.pages, "page"), show::count(hand.texts, "text"));
        let Some(counter) = &hand.counter else { return format!("no counter named: {carried}") };
        let parts: Vec<String> = [
            docs("named by", &hand.named_by),
            docs("copied by", &hand.copied_by),
            docs("inferred for", &hand.inferred_for),
        ]
        .into_iter()
        .flatten()
        .collect();
        format!("counted by {}: {carried} ({})", show::isolate(names.get(counter).unwrap_or(counter)), parts.join("; "))
    };
    hands.iter().map(line).collect()
}

/// `killed 2, injured 4; Springfield, 5 May 2016`, "about" before a day that no text names; none where nothing is known.
pub(crate) fn state_words(state: &StoryState) -> Option<String> {
    let told = state.figures.iter().filter(|figure| figure.unit == "person");
    let figures: Vec<String> = told
        .map(|told| {
            let only = if told.rule == IN_ADDRESS { " (only the address of a page says so)" } else { "" };
            format!("{} {}{only}", safe(&told.indicator), figure(told.best.or(told.low)))
        })
        .collect();
    let place = state.place.as_ref().and_then(|place| place.name.as_ref()).map(|name| safe(name));
    let about = if state.day_told { "" } else { "about " };
    let day = state.day.map(|day| format!("{about}{}", show::period(Some(Period::day(day)))));
    let set: Vec<String> = place.into_iter().chain(day).collect();
    let parts = [figures.join(", "), set.join(", ")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The days from the first page to the last.
pub(crate) fn days_words(view: &TracedStory) -> String {
    show::period(view.days())
}

/// `detained, Russia: 1,386 (21 Sep 2022), at least 2,001 (since 21 Sep 2022)`
pub(crate) fn summary(view: &TracedStory) -> String {
    let Some(lead) = &view.lead else { return String::new() };
    let mut told: Vec<String> = Vec::new();
    for entry in view.leading() {
        let subset = entry.subset.as_ref().map(|subset| format!(" {}", safe(subset))).unwrap_or_default();
        let when = match (entry.kind, entry.time) {
            (SeriesKind::Since, Some(time)) => {
                format!("since {}", show::period(Some(Period::day(time.first_day()))))
            }
            (_, None) => entry.measure_words().to_owned(),
            (SeriesKind::Plan, time) => format!("planned, {}", show::period(time)),
            (_, time) => show::period(time),
        };
        let line = format!("{}{subset} ({when})", figure_words(entry));
        if !told.contains(&line) {
            told.push(line);
        }
    }
    let place = view.place.as_deref().map(|place| format!(", {}", safe(place))).unwrap_or_default();
    format!("{}{place}: {}", safe(lead), told.join(", "))
}

/// What is known of it in a few lines: how many, when, where, and who counted.
pub(crate) fn print_head(view: &TracedStory, out: &mut dyn Write) -> Result<()> {
    writeln!(
        out,
        "{}",
        show::bold(&format!("story {}: {}", short(&view.id.to_string()), head_sentence(&view.head())))
    )?;
    let places: Vec<String> = view.places().into_iter().take(6).map(safe).collect();
    writeln!(
        out,
        "  published {}, in {}; about {}",
        days_words(view),
        view.langs().join(" "),
        if places.is_empty() { "no place known".to_owned() } else { places.join(", ") }
    )?;
    if view.lead.is_some() {
        writeln!(out, "  {}", summary(view))?;
    }
    for line in hand_lines(&view.hands, &view.names).into_iter().take(6) {
        writeln!(out, "  {line}")?;
    }
    let mut others: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in view.entries.iter().filter(|entry| Some(&entry.indicator) != view.lead.as_ref()) {
        let names = entry.counters.iter().map(|key| view.names.get(key).unwrap_or(key).as_str());
        others.entry(&entry.indicator).or_default().extend(names);
    }
    let others: Vec<String> = others
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(indicator, names)| {
            let shown: Vec<String> = names.iter().take(3).map(|name| show::isolate(name)).collect();
            format!("{} by {}{}", safe(indicator), shown.join(", "), if names.len() > 3 { " ..." } else { "" })
        })
        .collect();
    if !others.is_empty() {
        writeln!(out, "  {}", show::dim(&format!("other counts: {}", others.join("; "))))?;
    }
    Ok(())
}

/// `1,386`, `at least 2,001`, `24 to 99`.
fn figure_words(entry: &Entry) -> String {
    match (entry.best, entry.low, entry.high) {
        (Some(best), Some(low), None) if best == low => format!("at least {}", figure(Some(best))),
        (Some(best), ..) => figure(Some(best)),
        (None, Some(low), Some(high)) => format!("{} to {}", figure(Some(low)), figure(Some(high))),
        (None, Some(low), None) => format!("at least {}", figure(Some(low))),
        (None, None, Some(high)) => format!("at most {}", figure(Some(high))),
        (None, None, None) => "no number".to_owned(),
    }
}
