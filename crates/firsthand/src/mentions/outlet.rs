//! Where is the outlet of a page at home? Its host tells: `alphnews.example` is made of a place and a word for outlets, and
//! the domain of a country is that country. A hint for reading what the page names, never a place that it tells of. Not
//! here: what outlets are called in texts (`agent`), what weight the hint has (`toponym`).

use crate::gazetteer::{Gazetteer, Place};
use crate::model::{PlaceKind, host_of_address};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Letters of the shortest place in a host.
const SHORTEST: usize = 4;
/// A town of so many people is meant before a division of its name: the New York of `newyorknews` is the town.
const LARGE: u32 = 100_000;
/// Bytes of a label of a host, at most (RFC 1035, section 2.3.4).
const LONGEST: usize = 63;
/// Labels that are looked at, and in each of them the longest spans between words for outlets.
const LABELS: usize = 3;
const SPANS: usize = 8;

/// Where an outlet is at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Home {
    /// The place that its host names: of several a country, a large town, a division, the largest of the others.
    pub(super) place: Option<Place>,
    /// Whether no other place of the name is nearly as large.
    pub(super) clear: bool,
    /// The country of its domain.
    pub(super) country: Option<&'static str>,
}

/// The home of the outlet with this address.
pub(super) fn find_home(gazetteer: &Gazetteer, address: &str) -> Home {
    let Some(host) = host_of_address(address) else { return Home { place: None, clear: false, country: None } };
    let mut labels: Vec<&str> = host.split('.').filter(|label| label.len() <= LONGEST).collect();
    let top = labels.pop().unwrap_or("").to_ascii_uppercase();
    // The last of them are the outlet's, those before are its parts: `mobile.alphnews.example`.
    let labels = labels.iter().rev().take(LABELS);
    // The United Kingdom has a domain of its own making.
    let code = if top == "UK" { "GB" } else { &top };
    let sold = words().sold.contains(top.to_ascii_lowercase().as_str());
    let number = if top.len() == 2 && !sold { gazetteer.lookup_id(code) } else { None };
    let country = number.map(|number| gazetteer.place(number).code);
    let named = labels.filter_map(|label| place_in(gazetteer, label, country)).next();
    Home { place: named.map(|(place, _)| place), clear: named.is_some_and(|(_, clear)| clear), country }
}

/// The place that a label of a host names beside words for outlets, the longest one.
fn place_in(gazetteer: &Gazetteer, label: &str, country: Option<&str>) -> Option<(Place, bool)> {
    let label = label.to_ascii_lowercase();
    if !label.is_ascii() {
        return None;
    }
    let mut spans: Vec<&str> = Vec::new();
    // Hyphens part words; so do figures, which number channels.
    let parts: Vec<&str> = label.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty()).collect();
    let others =
        |at: usize| parts.iter().enumerate().all(|(other, part)| other == at || opens_with_words(part)[part.len()]);
    for part in parts.iter().enumerate().filter(|(at, _)| others(*at)).map(|(_, part)| *part) {
        let (before, behind) = (opens_with_words(part), ends_with_words(part));
        let starts = (0..part.len()).filter(|from| before[*from]);
        let whole = before[part.len()];
        let of = |from: usize| (from + SHORTEST..=part.len()).map(move |to| (from, to));
        let between = starts.flat_map(of).filter(|(_, to)| behind[*to] && !whole);
        spans.extend(between.map(|(from, to)| &part[from..to]));
    }
    if !parts.iter().all(|part| opens_with_words(part)[part.len()]) {
        spans.push(label.as_str());
    }
    spans.sort_by_key(|span| std::cmp::Reverse(span.len()));
    spans.into_iter().take(SPANS).find_map(|span| place_of(gazetteer, span, country))
}

/// The place that letters name, which a host writes without blanks.
fn place_of(gazetteer: &Gazetteer, letters: &str, country: Option<&str>) -> Option<(Place, bool)> {
    if letters.len() < SHORTEST || letters.len() > LONGEST {
        return None;
    }
    let spaced = (1..letters.len()).map(|at| format!("{} {}", &letters[..at], &letters[at..]));
    let mut places: Vec<Place> = std::iter::once(letters.to_owned())
        .chain(spaced)
        .map(|name| gazetteer.lookup_name(&name))
        .find(|found| !found.is_empty())?
        .into_iter()
        .map(|number| gazetteer.place(number))
        .filter(|place| country.is_none_or(|country| place.country() == Some(country)))
        .filter(|place| matches!(place.kind, PlaceKind::City | PlaceKind::Admin1 | PlaceKind::Country))
        .collect();
    places.sort_by_key(|place| {
        let rank = match place.kind {
            PlaceKind::Country => 0,
            PlaceKind::City if place.population >= LARGE => 1,
            PlaceKind::Admin1 => 2,
            _ => 3,
        };
        (rank, std::cmp::Reverse(place.population), place.code)
    });
    let first = *places.first()?;
    let rival = |other: &Place| other.kind == PlaceKind::City && other.population > first.population / 3;
    let clear = first.kind != PlaceKind::City || !places[1..].iter().any(rival);
    Some((first, clear))
}

/// For each place in letters whether words for outlets, one behind another, lead from the first letter to it.
fn opens_with_words(letters: &str) -> Vec<bool> {
    let mut reached = vec![false; letters.len() + 1];
    reached[0] = true;
    for from in 0..letters.len() {
        if reached[from] {
            (from + 1..=letters.len()).for_each(|to| reached[to] |= words().words.contains(&letters[from..to]));
        }
    }
    reached
}

/// For each place in letters whether words for outlets lead from it to the last letter.
fn ends_with_words(letters: &str) -> Vec<bool> {
    let mut reached = vec![false; letters.len() + 1];
    reached[letters.len()] = true;
    for from in (0..letters.len()).rev() {
        reached[from] = (from + 1..=letters.len()).any(|to| reached[to] && words().words.contains(&letters[from..to]));
    }
    reached
}

struct Words {
    words: BTreeSet<&'static str>,
    sold: BTreeSet<&'static str>,
}

fn words() -> &'static Words {
    const TABLE: &str = include_str!("../../data/outlet.txt");
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let of = |kind: &str| {
            let lines = TABLE.lines().filter_map(|line| line.strip_prefix(kind)).collect::<Vec<_>>();
            lines.into_iter().flat_map(str::split_whitespace).collect()
        };
        Words { words: of("words "), sold: of("sold ") }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Resources;

    #[test]
    fn the_host_names_the_home() {
        let resources = Resources::embedded().unwrap();
        for (address, place, country) in [
            ("https://www.memphisnews.example/a", "Memphis", None),
            ("http://kansascity.example:80/", "Kansas City", None),
            ("https://myfoxdetroit.example", "Detroit", None),
            ("https://abc7chicago.example", "Chicago", None),
            ("https://idahopress.example", "Idaho", None),
            ("https://newyork.radio.example", "New York City", None),
            ("https://the-lisbon-times.pt", "Lisbon", Some("PT")),
            ("https://zeitung.de/berlin", "", Some("DE")),
            ("https://news.co.uk/", "", Some("GB")),
            ("https://khab.tv/", "", None),
            ("https://dailystar.example", "", None),
            ("https://mobile.alph.example/", "", None),
            ("https://union.example/", "", None),
            ("https://mobile.memphisnews.example/", "Memphis", None),
            ("", "", None),
        ] {
            let home = find_home(&resources.gazetteer, address);
            assert_eq!(home.place.map_or("", |place| place.name), place, "{address}");
            assert_eq!(home.country, country, "{address}");
        }
    }
}
