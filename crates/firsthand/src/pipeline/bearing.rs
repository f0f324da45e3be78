//! Where, when and of how many do the reports of a story tell, each as a whole, with what their addresses and outlets add?
//! Not here: what a text tells (`claims`), what the story says in the end (`ledger`).

use crate::claims::read_bearing;
use crate::gazetteer::Gazetteer;
use crate::mentions::{find_mentions, find_outlet_home};
use crate::model::{
    Bearing, Block, BlockKind, Mention, PlaceKind, Reading, Report, ReportId, Span, Toponym, Workers, gather,
    headline_of_address, host_of_address,
};
use crate::pack::tokenize_report;
use crate::resources::Resources;
use crate::store::{Beat, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// Reports of a host of which more than half must tell of one division, before it is what the outlet covers.
const REPORTS: u64 = 3;
/// Of ten reports of a host so many must tell of one town, before that is where the outlet is at home.
const IN_TOWN: u64 = 3;

/// Where and when each of these reports sets what it tells, and how many it tells of in all. The headline that its address
/// holds is read as one more headline behind its text, and so is the home of its outlet: where most reports of the host lie
/// that the store holds, else the place that the host names. A function of the set of reports in the store.
///
/// # Errors
/// The store's.
pub fn bear_reports(
    res: &Resources,
    store: &dyn Store,
    workers: &dyn Workers,
    reports: &[Report],
) -> Result<BTreeMap<ReportId, Bearing>, StoreError> {
    let host = |report: &Report| report.url.as_deref().and_then(host_of_address);
    let hosts: BTreeSet<String> = reports.iter().filter_map(host).collect();
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    for host in hosts {
        if let Some(home) = settle_home(&res.gazetteer, &store.beats(&host)?) {
            homes.insert(host, home);
        }
    }
    let bear =
        |report: &Report| bear_report(res, report, host(report).and_then(|host| homes.get(&host)).map(String::as_str));
    Ok(gather(workers, reports.len(), |at| (reports[at].id, bear(&reports[at]))).into_iter().collect())
}

/// `home` is where the outlet is at home, in words.
fn bear_report(res: &Resources, report: &Report, home: Option<&str>) -> Bearing {
    let pack = res.packs.of(&report.lang);
    let headed = add_headlines(&res.gazetteer, report, home);
    // Where the first of the further headlines begins.
    let end = if headed.is_some() { report.text.len() + GAP.len() } else { usize::MAX };
    let report = headed.as_ref().unwrap_or(report);
    let tokens = tokenize_report(pack, report);
    let mentions = find_mentions(pack, &res.gazetteer, report, &tokens);
    let mut bearing = read_bearing(pack, report, &tokens, &mentions);
    // Persons without a figure are told in the text too, with more words.
    bearing.told.retain(|told| told.span.start < end || told.by_figure);
    for told in bearing.told.iter_mut().filter(|told| told.span.start >= end) {
        (told.in_address, told.span) = (true, Span::new(told.span.start - end, told.span.end - end));
    }
    bearing
}

/// Between a text and a further headline.
const GAP: &str = "\n\n";

/// The report with two more headlines: the one that its address holds, and the home of its outlet behind a bar, where
/// headlines name the outlet. None where there is neither.
fn add_headlines(gazetteer: &Gazetteer, report: &Report, home: Option<&str>) -> Option<Report> {
    let address = report.url.as_deref()?;
    let named = || find_outlet_home(gazetteer, address).map(|place| place.name);
    let home = home.or_else(named).map(|home| format!("| {home}"));
    let lines: Vec<String> = headline_of_address(address).into_iter().chain(home).collect();
    if lines.is_empty() {
        return None;
    }
    let mut headed = report.clone();
    if headed.blocks.is_empty() {
        headed.blocks.push(Block { kind: BlockKind::Body, span: Span::new(0, report.text.len()) });
    }
    for line in lines {
        headed.text.push_str(GAP);
        let start = headed.text.len();
        headed.text.push_str(&line);
        headed.blocks.push(Block { kind: BlockKind::Headline, span: Span::new(start, headed.text.len()) });
    }
    Some(headed)
}

/// The town that a report names most, for what its outlet covers; none where it has no address or names no town.
pub(super) fn find_beat(report: &Report, mentions: &[Mention]) -> Option<Beat> {
    let host = report.url.as_deref().and_then(host_of_address)?;
    let mut towns: BTreeMap<&str, (u32, &Toponym)> = BTreeMap::new();
    for mention in mentions {
        match &mention.reading {
            Reading::Toponym(toponym) if toponym.place == PlaceKind::City => {
                towns.entry(&toponym.id).or_insert((0, toponym)).0 += 1;
            }
            _ => {}
        }
    }
    let (_, (_, town)) = towns.into_iter().max_by_key(|(id, (count, _))| (*count, std::cmp::Reverse(*id)))?;
    let division = town.parents.iter().find(|parent| parent.contains('.'))?;
    Some(Beat { host, division: division.clone(), town: town.name.clone() })
}

/// Where an outlet is at home, by what its reports tell of: "Memphis, Tennessee", or the division alone.
fn settle_home(gazetteer: &Gazetteer, beats: &[(Beat, u64)]) -> Option<String> {
    let all: u64 = beats.iter().map(|(_, count)| count).sum();
    let mut divisions: BTreeMap<&str, u64> = BTreeMap::new();
    for (beat, count) in beats {
        *divisions.entry(&beat.division).or_default() += count;
    }
    let (division, most) = divisions.into_iter().max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))?;
    if all < REPORTS || most * 2 <= all {
        return None;
    }
    let name = gazetteer.place(gazetteer.lookup_id(division)?).name;
    let towns = beats.iter().filter(|(beat, _)| beat.division == division);
    let (town, count) = towns.max_by_key(|(beat, count)| (*count, std::cmp::Reverse(&beat.town)))?;
    Some(if count * 10 >= all * IN_TOWN { format!("{}, {name}", town.town) } else { name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_reports_of_a_host_say_where_it_is_at_home() {
        let resources = Resources::embedded().unwrap();
        let home = |beats: &[(&str, &str, u64)]| {
            let beat = |(division, town, count): &(&str, &str, u64)| {
                (Beat { host: "a.example".into(), division: (*division).into(), town: (*town).into() }, *count)
            };
            settle_home(&resources.gazetteer, &beats.iter().map(beat).collect::<Vec<_>>()).unwrap_or_default()
        };
        assert_eq!(home(&[("US.TN", "Memphis", 3), ("US.MS", "Jackson", 1)]), "Memphis, Tennessee");
        // Many towns of one division.
        assert_eq!(
            home(&[("US.TN", "Jackson", 1), ("US.TN", "Bolivar", 1), ("US.TN", "Dyersburg", 1), ("US.TN", "Milan", 1)]),
            "Tennessee"
        );
        // Too few, or all over the world.
        assert_eq!(home(&[("US.TN", "Memphis", 2)]), "");
        assert_eq!(home(&[("US.TN", "Memphis", 2), ("FR.11", "Paris", 2)]), "");
    }
}
