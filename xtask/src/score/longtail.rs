//! Local news on gun violence from end to end: all reports are read, posted and settled in one ledger; then the state of
//! an incident's story stands beside what experts recorded of the incident. Pages come with their addresses, as users have
//! them. Not here: single articles (`events`), how well reports are grouped (`lineage`).
//!
//! The story of an incident is the one that holds most of its articles, of several the least id; articles told under
//! several incidents are posted and count for none, and an incident without another is left out. Killed and injured are
//! scored where the experts counted two or more: right is the same number in the state. The place is right where it lies
//! in the incident's state and bears the name of its city, or of the place in brackets behind the city, or lies within
//! [`NEAR_KM`] of such a place of that state (a district, a suburb), or in the county where the experts name only that.
//! The date is right within a day.

use super::{Bench, Row, ratio, read_lines};
use anyhow::{Context, Result};
use firsthand::gazetteer::Place;
use firsthand::intake::read_json_line;
use firsthand::ledger::StoryState;
use firsthand::model::{
    Bearing, Claim, ClaimPlace, Modality, PlaceKind, Reading, Report, ReportId, Span, Story, Timestamp, Told,
    headline_of_address,
};
use firsthand::pipeline::{Memory, OneByOne, bear_reports, post_reads, read_report, read_story_state, settle_ledger};
use firsthand::store::{MemoryStore, Store};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Kilometres within which two places are one to a reader: a district or a suburb of the city.
const NEAR_KM: f64 = 16.0;

#[derive(Deserialize)]
struct Incident {
    incident_uri: String,
    date: String,
    state: String,
    city_or_county: String,
    num_killed: i64,
    num_injured: i64,
    incident_sources: BTreeMap<String, Value>,
}

impl Incident {
    fn day(&self) -> Option<Date> {
        Date::strptime("%B %d, %Y", &self.date).ok()
    }

    /// The city, and the place in brackets behind it; the county, where that stands there.
    fn places(&self) -> Vec<String> {
        if let Some(county) = self.city_or_county.strip_suffix(" (county)") {
            return vec![format!("{county} County"), format!("{county} Parish")];
        }
        let parts = self.city_or_county.split(['(', ')']).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// Right ones of all.
#[derive(Default)]
struct Tally {
    right: usize,
    of: usize,
}

impl Tally {
    fn add(&mut self, right: bool) -> bool {
        self.right += usize::from(right);
        self.of += 1;
        right
    }

    fn row(&self, measure: &str, wanted: Option<f64>) -> Row {
        Row {
            set: "ledger-longtail",
            measure: measure.to_owned(),
            lang: "en".into(),
            reached: ratio(self.right, self.of),
            wanted,
            of: self.of,
        }
    }
}

/// Killed, injured, place and date of the incidents, by the last state of their stories.
pub(super) fn score_states(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("events-gva-longtail")?;
    let incidents: Vec<Incident> = read_lines(&folder.join("incidents.jsonl"))?;
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for url in incidents.iter().flat_map(|incident| incident.incident_sources.keys()) {
        *told.entry(url).or_default() += 1;
    }
    let (mut store, mut memory) = (MemoryStore::new(), Memory::default());
    let mut reports: BTreeMap<String, ReportId> = BTreeMap::new();
    for portion in read_lines::<Value>(&folder.join("docs.jsonl"))?.chunks(100) {
        let mut reads = Vec::with_capacity(portion.len());
        for doc in portion {
            let text = |field: &str| doc[field].as_str().unwrap_or_default();
            let line = serde_json::json!({
                "doc": text("id"), "lang": "en", "published": text("dct"), "title": text("title"), "url": text("uri"),
                "text": format!("{}\n\n{}", text("title"), text("content")),
            });
            let Ok(report) = read_json_line(&bench.res.packs, line.to_string().as_bytes(), 1, "longtail") else {
                continue;
            };
            reports.insert(text("uri").to_owned(), report.id);
            reads.push(read_report(bench.res, report));
        }
        post_reads(&mut store, &mut memory, reads, Timestamp(0))?;
    }
    settle_ledger(bench.res, &mut store, &mut memory, &OneByOne, &mut |_, _| {})?;

    let ids: Vec<ReportId> = reports.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let story_of = store.stories_of(&ids)?;
    let mut states: BTreeMap<_, (Story, StoryState)> = BTreeMap::new();
    let (mut killed, mut injured, mut place, mut day) =
        (Tally::default(), Tally::default(), Tally::default(), Tally::default());
    let mut strictly = Tally::default();
    for incident in &incidents {
        let own: Vec<ReportId> = incident
            .incident_sources
            .keys()
            .filter(|url| told.get(url.as_str()) == Some(&1))
            .filter_map(|url| reports.get(url).copied())
            .collect();
        let mut shares = BTreeMap::new();
        own.iter().filter_map(|report| story_of.get(report)).for_each(|story| *shares.entry(*story).or_insert(0) += 1);
        let Some((id, _)) = shares.into_iter().max_by_key(|(id, share)| (*share, std::cmp::Reverse(*id))) else {
            continue;
        };
        if let Entry::Vacant(free) = states.entry(id) {
            let story = store.story(id)?.context("a story is gone")?;
            let state = read_story_state(bench.res, &store, &OneByOne, &story)?;
            free.insert((story, state));
        }
        let (story, state) = &states[&id];
        let name = format!(
            "longtail {} {} {} {} ({} of {} articles in a story of {})",
            incident.incident_uri,
            incident.city_or_county,
            incident.state,
            incident.date,
            own.iter().filter(|report| story_of.get(report) == Some(&id)).count(),
            own.len(),
            story.reports.len(),
        );
        for (indicator, gold, tally) in
            [("killed", incident.num_killed, &mut killed), ("injured", incident.num_injured, &mut injured)]
        {
            let figure = state.figures.iter().find(|figure| figure.indicator == indicator);
            let read = figure.and_then(|figure| figure.best.or(figure.low)).map(|read| read.to_whole());
            if gold >= 2 && !tally.add(read == Some(gold)) {
                bench.tell(|| format!("\n{name}: {indicator} {gold}, read {read:?}"));
                tell_sentences(bench, &store, story, indicator)?;
            }
        }
        let at = state.place.as_ref().and_then(|place| locate(bench, place));
        if !place.add(at.is_some_and(|at| is_place(bench, incident, &at, NEAR_KM))) {
            let said = state.place.as_ref().map(|place| (&place.name, &place.parents));
            bench.tell(|| format!("\n{name}: place {said:?}"));
            tell_cause(bench, &store, story, incident)?;
            tell_toponyms(bench, &store, story)?;
        }
        strictly.add(at.is_some_and(|at| is_place(bench, incident, &at, 0.0)));
        if let Some(gold) = incident.day() {
            let gap = state.day.and_then(|day| day.until(gold).ok()).map(|gap| gap.get_days().abs());
            if !day.add(gap.is_some_and(|gap| gap <= 1)) {
                bench.tell(|| format!("\n{name}: day {:?}", state.day));
                for id in story.reports.iter().take(4) {
                    if let Some(report) = store.report(*id)? {
                        let bearing = bear(bench, &store, &report)?;
                        bench.tell(|| {
                            let (day, named, events) = (bearing.day, bearing.day_named, bearing.events);
                            format!(
                                "   published {}, day {day:?} named {named}, events {events:?}: {}",
                                written_of(&report),
                                head_of(&report)
                            )
                        });
                    }
                }
            }
        }
    }
    Ok(vec![
        killed.row("killed exact, gold >= 2", Some(0.80)),
        injured.row("injured exact, gold >= 2", Some(0.75)),
        place.row("place", Some(0.85)),
        strictly.row("place by its name", None),
        day.row("date within a day", Some(0.90)),
    ])
}

fn locate(bench: &Bench<'_>, place: &ClaimPlace) -> Option<Place> {
    let gazetteer = &bench.res.gazetteer;
    let (name, id) = (place.name.as_deref()?, place.id.as_deref()?);
    gazetteer.lookup_name(name).into_iter().map(|number| gazetteer.place(number)).find(|place| place.id() == id)
}

/// Whether a place lies in the state of an incident and is its city, or lies within so many kilometres of it.
fn is_place(bench: &Bench<'_>, incident: &Incident, at: &Place, near_km: f64) -> bool {
    let gazetteer = &bench.res.gazetteer;
    let state = gazetteer.lookup_id(at.code).map(|number| gazetteer.place(number));
    let in_state = |name: &str| name.eq_ignore_ascii_case(&incident.state) || is_capital(name, &incident.state);
    if at.kind == PlaceKind::Admin1 || !state.is_some_and(|state| in_state(state.name)) {
        return false;
    }
    let plain = |name: &str| name.to_lowercase().replace("st. ", "saint ").replace("mt. ", "mount ");
    incident.places().into_iter().any(|name| {
        let same = plain(&name) == plain(at.name);
        // Where the experts give the county only, a place in it says more.
        let inside = near_km > 0.0
            && at.division.is_some_and(|division| {
                let counties = gazetteer.lookup_name(&name).into_iter().map(|number| gazetteer.place(number));
                counties
                    .filter(|county| county.kind == PlaceKind::Admin2 && county.code == at.code)
                    .any(|county| county.id() == division.to_string())
            });
        let beside = || {
            let towns = gazetteer.lookup_name(&name).into_iter().map(|number| gazetteer.place(number));
            towns.filter(|town| town.code == at.code).any(|town| kilometres(&town, at) <= near_km)
        };
        same || inside || near_km > 0.0 && beside()
    })
}

/// The gazetteer and the experts name the capital's district by two names.
fn is_capital(name: &str, state: &str) -> bool {
    state == "District of Columbia" && name.starts_with("Washington, D")
}

fn kilometres(one: &Place, other: &Place) -> f64 {
    let degrees = |e6: i32| f64::from(e6) / 1e6;
    let (lat1, lat2) = (degrees(one.lat_e6).to_radians(), degrees(other.lat_e6).to_radians());
    let lon = (degrees(one.lon_e6) - degrees(other.lon_e6)).to_radians();
    let across = ((lat1 - lat2) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (lon / 2.0).sin().powi(2);
    6371.0 * 2.0 * across.sqrt().asin()
}

/// The sentences of a story that tell of an indicator, or, where none does, how its reports begin.
fn tell_sentences(bench: &Bench<'_>, store: &MemoryStore, story: &Story, indicator: &str) -> Result<()> {
    if !bench.verbose {
        return Ok(());
    }
    for entry in store.entries_of(Some(story.id))? {
        if ["killed", "injured", "people"].contains(&entry.indicator.as_str()) {
            println!(
                "   entry {} best {:?} texts {} pages {}",
                entry.series,
                entry.best.map(|best| best.to_whole()),
                entry.texts,
                entry.pages
            );
        }
    }
    let claims = store.claims(&story.reports)?;
    for id in story.reports.iter().take(4) {
        let Some(report) = store.report(*id)? else { continue };
        println!("   report {} {}: {}", report.doc, written_of(&report), head_of(&report));
        let bearing = bear(bench, store, &report)?;
        let befell = |told: &&Told| told.indicator == indicator || ["killed", "injured"].contains(&&*told.indicator);
        for told in bearing.told.iter().filter(befell) {
            println!("      told {} {}", told.indicator, tell_told(&report, told));
        }
        for claim in claims.iter().filter(|claim| claim.report == *id) {
            if claim.indicator == indicator || ["killed", "injured", "people"].contains(&&*claim.indicator) {
                println!("      {}", tell_claim(&report, claim));
            }
        }
    }
    Ok(())
}

fn bear(bench: &Bench<'_>, store: &MemoryStore, report: &Report) -> Result<Bearing> {
    let mut bearings = bear_reports(bench.res, store, &OneByOne, std::slice::from_ref(report))?;
    bearings.remove(&report.id).context("a report without its bearing")
}

fn written_of(report: &Report) -> String {
    report.published.as_ref().map_or("undated".into(), |published| published.date().to_string())
}

/// "3 or fewer, lead, 2016-11-14: its sentence".
fn tell_told(report: &Report, told: &Told) -> String {
    let mut out = told.count.to_string();
    for (holds, mark) in [
        (told.with_dead, " with dead"),
        (!told.by_figure, " singles"),
        (told.update, " update"),
        (told.lead, " lead"),
        (told.in_address, " address"),
    ] {
        out.push_str(if holds { mark } else { "" });
    }
    let time = told.time.map(|time| time.to_string()).unwrap_or_default();
    let headline = report.url.as_deref().and_then(headline_of_address).filter(|_| told.in_address);
    format!("{out} {time}: {}", around(headline.as_deref().unwrap_or(&report.text), told.span))
}

/// The words around a span, up to the next full stops or line ends.
fn around(text: &str, span: Span) -> String {
    let from = text[..span.start].rfind(['\n', '.']).map_or(0, |at| at + 1);
    let to = text[span.end..].find(['\n', '.']).map_or(text.len(), |at| span.end + at);
    text[from..to].trim().chars().take(220).collect()
}

/// Why a place was missed: whether the texts name it, whether the names were read, and as what.
fn tell_cause(bench: &Bench<'_>, store: &MemoryStore, story: &Story, incident: &Incident) -> Result<()> {
    if !bench.verbose {
        return Ok(());
    }
    let (mut named, mut read, mut meant) = (0, 0, 0);
    for id in &story.reports {
        let Some(report) = store.report(*id)? else { continue };
        let text = report.text.to_lowercase();
        named += usize::from(incident.places().iter().any(|name| text.contains(&name.to_lowercase())));
        let mentions = read_report(bench.res, report).mentions;
        let toponyms = || {
            mentions.iter().filter_map(|mention| match &mention.reading {
                Reading::Toponym(toponym) => Some(toponym),
                _ => None,
            })
        };
        let same = |name: &str| incident.places().iter().any(|own| own.eq_ignore_ascii_case(name));
        read += usize::from(toponyms().any(|toponym| same(&toponym.name)));
        let place = |toponym: &firsthand::model::Toponym| {
            let number = bench.res.gazetteer.lookup_name(&toponym.name).into_iter();
            number.map(|number| bench.res.gazetteer.place(number)).find(|place| place.id() == toponym.id)
        };
        meant += usize::from(
            toponyms().any(|toponym| place(toponym).is_some_and(|at| is_place(bench, incident, &at, NEAR_KM))),
        );
    }
    let cause = match (meant, read, named) {
        (1.., ..) => "another was chosen",
        (_, 1.., _) => "a namesake was read",
        (.., 1..) => "not read",
        _ => "not named",
    };
    println!("   CAUSE {cause}: of {} texts named in {named}, read {read}, meant {meant}", story.reports.len());
    Ok(())
}

/// How the first reports of a story begin, and where each names which places.
fn tell_toponyms(bench: &Bench<'_>, store: &MemoryStore, story: &Story) -> Result<()> {
    if !bench.verbose {
        return Ok(());
    }
    for id in story.reports.iter().take(2) {
        let Some(report) = store.report(*id)? else { continue };
        println!("   report {}: {}", report.doc, head_of(&report));
        let bearing = bear(bench, store, &report)?;
        println!("   main {:?}", bearing.place.and_then(|place| place.name));
        for mention in read_report(bench.res, report.clone()).mentions {
            let Reading::Toponym(toponym) = &mention.reading else { continue };
            let words = mention.span.of(&report.text);
            println!("      {} {words:?} {} {} {:?}", mention.span.start, toponym.name, mention.rule, toponym.parents);
        }
    }
    Ok(())
}

fn tell_claim(report: &Report, claim: &Claim) -> String {
    let place = claim.place.as_ref().and_then(|place| place.name.as_deref()).unwrap_or("-");
    let time = claim.time.map(|time| time.to_string()).unwrap_or_default();
    let aside = if claim.modality == Modality::Actual { String::new() } else { format!("{:?} ", claim.modality) };
    let subset = claim.subset.as_deref().unwrap_or_default();
    format!(
        "{aside}{} {} {subset} [{:?}] {:?} @{place} {time}: {}",
        claim.indicator,
        claim.surface,
        claim.scope,
        claim.measure,
        around(&report.text, claim.span)
    )
}

fn head_of(report: &Report) -> String {
    let head: String = report.text.chars().take(1200).collect();
    head.replace('\n', " | ")
}
