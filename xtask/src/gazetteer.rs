//! Builds the parts of the place table from unpacked registry packages and the house's own region table.
//! Not here: the layout and the folding, which the data crate holds because readers need them too.

use crate::roman::romanise_name;
use anyhow::{Context, Result, ensure};
use firsthand_gazetteer::{Folded, fold_character, fold_name, layout};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Languages whose tagged names are taken.
const LANGUAGES: &[&str] = &[
    "en", "fr", "es", "de", "ru", "uk", "it", "pt", "pl", "nl", "sv", "da", "fi", "cs", "sk", "ro", "hu", "lt", "lv",
    "et", "bg", "sr", "hr", "tr", "be",
];
/// The fewest inhabitants of a town in the table.
const LEAST: u32 = 500;
/// Towns smaller than this keep only so many of their other names.
const SMALL: (u32, usize) = (2_000, 6);
/// Of the languages above, those whose names give way to a town of the same name.
const MINOR: &[&str] =
    &["nl", "sv", "da", "fi", "cs", "sk", "ro", "hu", "lt", "lv", "et", "bg", "sr", "hr", "tr", "be"];
/// A town of so many people takes its name from a country or division that only a minor language calls so.
const KNOWN: u32 = 15_000;
/// Countries whose names keep their marks in English news.
const MARKED: &[&str] = &[
    "AZ", "CK", "CZ", "DE", "EE", "ES", "FI", "FR", "HR", "HU", "LT", "LV", "MD", "MX", "NZ", "PL", "PT", "RO", "RS",
    "SE", "SI", "SK", "TO", "TR", "US", "VN", "WS",
];
/// Countries whose second-order divisions are always named with the word for the kind: no "Scott" for "Scott County".
const WITH_KIND: &[&str] = &["US", "CA", "AU", "RU"];
/// Countries whose Cyrillic names get romanisations.
const CYRILLIC: &[&str] = &["RU", "UA", "BY", "KZ", "KG"];

/// `[[place]]` of `region.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    /// Our own id, without its `x-`.
    id: Option<String>,
    /// More names for a place of the source: its GeoNames number, its division code, or its country code.
    same: Option<String>,
    /// The English name; needed with `id`.
    name: Option<String>,
    kind: Option<String>,
    /// `RU`, `RU.30`, or nothing.
    #[serde(default)]
    code: String,
    /// Degrees.
    at: Option<(f64, f64)>,
    #[serde(default)]
    people: u32,
    #[serde(default)]
    any: Vec<String>,
}

#[derive(Deserialize)]
struct Regions {
    /// Where maps write the name of a country or division, where the middle of its towns lies elsewhere.
    points: BTreeMap<String, (f64, f64)>,
    place: Vec<Region>,
}

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    name: String,
    population: u32,
}

struct Place {
    /// GeoNames number of the second-order division that holds a town.
    holder: Option<u32>,
    name: String,
    id: Id,
    code: String,
    kind: u8,
    latitude: f64,
    longitude: f64,
    population: u32,
    names: BTreeSet<String>,
}

enum Id {
    Number(u32),
    Text(String),
}

/// Reads the packages under `from` and writes `core.bin` and, with `towns`, `towns.bin` and `divisions.bin`.
pub(crate) fn build_gazetteer(from: &Path, towns: bool) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/firsthand-gazetteer/data");
    let files = list_files(from)?;
    let cities: BTreeMap<String, City> = serde_json::from_str(&read(&files, "data/cities500.json")?)?;
    let mut cities: Vec<City> = cities.into_values().filter(|city| city.population >= LEAST).collect();
    cities.sort_by_key(|city| city.geonameid);
    let english: BTreeMap<String, String> = read_catalogue(&files, "en")?.into_iter().collect();
    for city in &mut cities {
        city.alternatenames.push(city.name.clone());
        city.name = english_name(city, english.get(&city.geonameid.to_string()));
    }
    let core = core_places(&files, &cities, &fs::read_to_string(root.join("region.toml"))?)?;
    let core = write_part(&root.join("core.bin"), core)?;
    if towns {
        let holders = holders(&files)?;
        let mut places: Vec<Place> = cities.iter().map(town).collect();
        for place in &mut places {
            place.holder = if let Id::Number(id) = place.id { holders.get(&id).copied() } else { None };
        }
        places.extend(post_towns(&files, &cities, &core)?);
        places.extend(second_divisions(&files, &cities)?);
        let places = write_part(&root.join("towns.bin"), places)?;
        write_divisions(&root.join("divisions.bin"), &places)?;
    }
    Ok(())
}

/// The name that English news uses: the tagged English one, else the own name without the marks of transliteration.
fn english_name(city: &City, english: Option<&String>) -> String {
    if city.name.is_ascii() {
        return city.name.clone();
    }
    if let Some(english) = english {
        return english.clone();
    }
    let mark =
        |c: char| "āēīōūĀĒĪŌŪ\u{2018}\u{2019}\u{2BB}\u{2BC}`".contains(c) || ('\u{1E00}'..='\u{1EFF}').contains(&c);
    if MARKED.contains(&city.countrycode.as_str()) || !city.name.chars().any(mark) {
        return city.name.clone();
    }
    plain_name(&city.name)
}

/// The name without marks, its capitals kept.
fn plain_name(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        match (fold_character(character), character) {
            (_, ' ' | '-' | '.') => out.push(character),
            (Folded::Letters(letters), _) => {
                let letters: String = letters.into_iter().take_while(|c| *c != '\0').collect();
                out.push_str(&if character.is_uppercase() { letters.to_uppercase() } else { letters });
            }
            _ => {}
        }
    }
    out
}

/// What has a post office and no town of the name in its division: hamlets, townships, parts of towns. Each lies in the
/// middle of its postal codes; how many live there is not known.
/// A state's, a country's or a sea's name is none of theirs: few hamlets are meant by "Florida".
fn post_towns(files: &[PathBuf], cities: &[City], core: &[Place]) -> Result<Vec<Place>> {
    let major: BTreeSet<String> =
        core.iter().flat_map(|place| &place.names).filter_map(|name| fold_name(name)).collect();
    let mut towns: BTreeSet<(String, String)> = BTreeSet::new();
    for city in cities {
        let code = format!("{}.{}", city.countrycode, city.admin1code);
        let names = city.alternatenames.iter().chain([&city.name]).flat_map(|name| spellings(name));
        towns.extend(names.filter_map(|name| Some((code.clone(), fold_name(&name)?))));
    }
    let mut divisions: BTreeMap<String, u32> = BTreeMap::new();
    for line in read(files, "subdivisions/subdivisions.tsv")?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, _, code, number, _, _, level, ..] = cells[..] else { continue };
        divisions.extend(number.parse().ok().filter(|_| level == "2").map(|number| (code.to_owned(), number)));
    }
    /// The postal codes of one name: sums of their positions, and the division that holds the first.
    struct Office<'t> {
        name: &'t str,
        positions: Vec<(f64, f64)>,
        holder: Option<u32>,
    }
    let mut offices: BTreeMap<(String, String), Office<'_>> = BTreeMap::new();
    let table = read(files, "data/US.txt")?;
    for (number, line) in table.lines().enumerate() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [country, _, name, _, division, _, county, _, _, latitude, longitude, ..] = cells[..] else { continue };
        let at = || format!("US.txt:{}", number + 1);
        let position = (latitude.parse().with_context(at)?, longitude.parse().with_context(at)?);
        let code = format!("{country}.{division}");
        let holder = divisions.get(&format!("{code}.{county}")).copied();
        let Some(key) = fold_name(name).filter(|key| !division.is_empty() && is_usable(name) && !major.contains(key))
        else {
            continue;
        };
        if spellings(name).iter().any(|name| fold_name(name).is_some_and(|key| towns.contains(&(code.clone(), key)))) {
            continue;
        }
        let office = offices.entry((code, key)).or_insert(Office { name, positions: Vec::new(), holder });
        office.positions.push(position);
    }
    let place = |((code, key), office): ((String, String), Office<'_>)| {
        #[expect(clippy::cast_precision_loss, reason = "postal codes of one name")]
        let count = office.positions.len() as f64;
        Place {
            holder: office.holder,
            name: office.name.to_owned(),
            id: Id::Text(format!("x-post-{}-{}", code.replace('.', "-").to_lowercase(), key.replace(' ', "-"))),
            code,
            kind: kind("city"),
            latitude: office.positions.iter().map(|(latitude, _)| latitude).sum::<f64>() / count,
            longitude: office.positions.iter().map(|(_, longitude)| longitude).sum::<f64>() / count,
            population: 0,
            names: [office.name.to_owned()].into(),
        }
    };
    Ok(offices.into_iter().map(place).collect())
}

/// Second-order divisions: counties, districts, provinces. Their positions are the middle of their towns.
fn second_divisions(files: &[PathBuf], cities: &[City]) -> Result<Vec<Place>> {
    #[derive(Default)]
    struct Middle {
        latitude: f64,
        longitude: f64,
        weight: f64,
        people: u32,
    }
    let table = read(files, "subdivisions/subdivisions.tsv")?;
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    let mut middles: BTreeMap<usize, Middle> = BTreeMap::new();
    for line in read(files, "cities/cities.tsv")?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, _, within, _, people, latitude, longitude, ..] = cells[..] else { continue };
        let (latitude, longitude): (f64, f64) = (latitude.parse()?, longitude.parse()?);
        let people: u32 = people.parse().unwrap_or(0);
        let weight = f64::from(people.max(1)).sqrt();
        for number in within.split('|').filter_map(|number| number.parse::<usize>().ok()) {
            let middle = middles.entry(number).or_default();
            middle.latitude += latitude * weight;
            middle.longitude += longitude * weight;
            middle.weight += weight;
            middle.people = middle.people.saturating_add(people);
        }
    }
    // A town stands for the division around it that bears its name.
    let mut towns: BTreeSet<(String, String)> = BTreeSet::new();
    for city in cities {
        let code = format!("{}.{}", city.countrycode, city.admin1code);
        for name in city.alternatenames.iter().chain([&city.name]) {
            towns.extend(fold_name(name).map(|key| (code.clone(), key)));
        }
    }
    let mut out = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        let [name, _, code, number, _, aliases, level, ..] = cells[..] else { continue };
        let parts: Vec<&str> = code.split('.').collect();
        let (Some(middle), [country, division, _, ..], "2") = (middles.get(&(row + 1)), &parts[..], level) else {
            continue;
        };
        let code = format!("{country}.{division}");
        let name = name.split(',').next().unwrap_or(name).trim();
        let base = base_name(name).filter(|_| WITH_KIND.contains(country));
        let bare = |alias: &str| base.as_deref().is_some_and(|base| fold_name(base) == fold_name(alias));
        let mut names: BTreeSet<String> = [name.to_owned()].into();
        names.extend(aliases.split('|').filter(|alias| !bare(alias)).map(str::to_owned));
        names
            .retain(|name| is_usable(name) && fold_name(name).is_some_and(|key| !towns.contains(&(code.clone(), key))));
        if names.is_empty() {
            continue;
        }
        out.push(Place {
            holder: None,
            name: if name.is_ascii() || MARKED.contains(country) { name.to_owned() } else { plain_name(name) },
            id: Id::Number(number.parse().with_context(|| format!("{name}: {number} is no GeoNames number"))?),
            code,
            kind: kind("admin2"),
            latitude: middle.latitude / middle.weight,
            longitude: middle.longitude / middle.weight,
            population: middle.people,
            names,
        });
    }
    Ok(out)
}

/// The second-order division in which each town lies, both by GeoNames number.
fn holders(files: &[PathBuf]) -> Result<BTreeMap<u32, u32>> {
    let table = read(files, "subdivisions/subdivisions.tsv")?;
    let division = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, _, _, number, _, _, level, ..] = cells[..] else { return None };
        number.parse::<u32>().ok().filter(|_| level == "2")
    };
    let divisions: Vec<Option<u32>> = table.lines().map(division).collect();
    let mut out = BTreeMap::new();
    for line in read(files, "cities/cities.tsv")?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, number, within, ..] = cells[..] else { continue };
        let rows = within.split('|').filter_map(|row| row.parse::<usize>().ok()?.checked_sub(1));
        let holder = rows.filter_map(|row| divisions.get(row).copied().flatten()).next();
        out.extend(number.parse::<u32>().ok().zip(holder));
    }
    Ok(out)
}

/// Writes which second-order division holds each town, for the places of `towns.bin` in their order.
fn write_divisions(path: &Path, places: &[Place]) -> Result<()> {
    let mut ranks: BTreeMap<u32, u16> = BTreeMap::new();
    let mut numbers = Vec::new();
    for (number, place) in places.iter().enumerate().filter(|(_, place)| place.kind == kind("admin2")) {
        let Id::Number(id) = place.id else { continue };
        numbers.extend_from_slice(&u32::try_from(number)?.to_le_bytes()[..3]);
        ranks.insert(id, u16::try_from(numbers.len() / 3).context("more divisions than two bytes tell apart")?);
    }
    let mut out = u32::try_from(numbers.len() / 3)?.to_le_bytes().to_vec();
    out.extend_from_slice(&numbers);
    let mut held = 0;
    for place in places {
        let holder = place.holder.and_then(|holder| ranks.get(&holder));
        held += usize::from(holder.is_some());
        out.extend_from_slice(&holder.copied().unwrap_or(0).to_le_bytes());
    }
    println!("{}: {} divisions hold {held} towns, {} bytes", path.display(), ranks.len(), out.len());
    Ok(fs::write(path, out)?)
}

fn town(city: &City) -> Place {
    let mut names: BTreeSet<String> = [city.name.clone()].into();
    let mut others: Vec<&String> = city.alternatenames.iter().filter(|name| is_usable(name)).collect();
    if city.population < SMALL.0 {
        // Cyrillic spellings first: nothing else leads to them.
        others.sort_by_key(|name| !name.chars().any(is_cyrillic));
        others.truncate(SMALL.1);
    }
    names.extend(others.into_iter().cloned());
    if CYRILLIC.contains(&city.countrycode.as_str()) {
        let official =
            city.alternatenames.iter().filter(|name| name.chars().all(|c| is_cyrillic(c) || c == '-' || c == ' '));
        let key = |name: &str| fold_name(name).unwrap_or_default();
        let main = key(&city.name);
        if let Some(best) = official.min_by_key(|name| (distance(&key(&romanise_name(name)[0]), &main), name.len())) {
            names.extend(romanise_name(best));
        }
    }
    Place {
        holder: None,
        name: city.name.clone(),
        id: Id::Number(city.geonameid),
        code: format!("{}.{}", city.countrycode, city.admin1code),
        kind: kind("city"),
        latitude: city.latitude,
        longitude: city.longitude,
        population: city.population,
        names,
    }
}

fn core_places(files: &[PathBuf], cities: &[City], regions: &str) -> Result<Vec<Place>> {
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    let countries: BTreeMap<String, Country> = serde_json::from_str(&read(files, "data/countries.json")?)?;
    for (code, country) in countries {
        let (latitude, longitude) = middle(cities.iter().filter(|city| city.countrycode == code));
        let place = Place {
            holder: None,
            names: [country.name.clone()].into(),
            name: country.name,
            id: Id::Text(code.clone()),
            code: code.clone(),
            kind: kind("country"),
            latitude,
            longitude,
            population: country.population,
        };
        places.insert(code, place);
    }
    let mut by_code: BTreeMap<String, Vec<&City>> = BTreeMap::new();
    for city in cities {
        by_code.entry(format!("{}.{}", city.countrycode, city.admin1code)).or_default().push(city);
    }
    // First-order divisions: English name, code and aliases in one table, other languages in the catalogues.
    for line in read(files, "subdivisions/subdivisions.tsv")?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, iso, code, _, _, aliases, level, ..] = cells[..] else { continue };
        let _ = iso;
        if level != "1" || code.split('.').count() != 2 {
            continue;
        }
        let inside = || by_code.get(code).into_iter().flatten().copied();
        let (latitude, longitude) = middle(inside());
        let name = name.split(',').next().unwrap_or(name);
        let mut names: BTreeSet<String> = [name.to_owned()].into();
        names.extend(aliases.split('|').filter(|alias| is_usable(alias)).map(str::to_owned));
        let place = Place {
            holder: None,
            name: name.into(),
            id: Id::Text(code.into()),
            code: code.into(),
            kind: kind("admin1"),
            latitude,
            longitude,
            population: inside().map(|city| city.population).fold(0, u32::saturating_add),
            names,
        };
        places.insert(code.into(), place);
    }
    // What the larger towns are called, and the countries that they lie in.
    let mut taken: BTreeSet<(String, &str)> = BTreeSet::new();
    for city in cities.iter().filter(|city| city.population >= KNOWN) {
        taken.extend(fold_name(&city.name).map(|key| (key, city.countrycode.as_str())));
    }
    let gives_way = |lang: &str, place: &Place, name: &str| {
        let country = place.code.split('.').next().unwrap_or_default();
        MINOR.contains(&lang)
            && fold_name(name).is_some_and(|key| {
                let mut owners = taken.range((key.clone(), "")..).take_while(|(town, _)| *town == key);
                owners.any(|(_, owner)| *owner != country)
            })
    };
    for lang in LANGUAGES {
        for (code, name) in read_catalogue(files, lang)? {
            if let Some(place) = places.get_mut(&code).filter(|place| !gives_way(lang, place, &name)) {
                if *lang == "en" && place.kind == kind("admin1") && is_usable(&name) {
                    // Nobody writes "State of Maine".
                    place.name = name.strip_prefix("State of ").unwrap_or(&name).to_owned();
                }
                place.names.extend(Some(name).filter(|name| is_usable(name)));
            }
        }
        let path = format!("main/{lang}/territories.json");
        let data: serde_json::Value = serde_json::from_str(&read(files, &path)?)?;
        let names = &data["main"][lang]["localeDisplayNames"]["territories"];
        for (code, name) in names.as_object().context("territories")? {
            let Some(name) = name.as_str() else { continue };
            let code = code.split("-alt").next().unwrap_or(code);
            if let Some(place) = places.get_mut(code).filter(|place| !gives_way(lang, place, name)) {
                place.names.insert(name.to_owned());
            }
        }
    }
    for place in places.values_mut().filter(|place| place.kind == kind("admin1")) {
        let bases: Vec<String> = place.names.iter().filter_map(|name| base_name(name)).collect();
        place.names.extend(bases);
    }
    let regions: Regions = toml::from_str(regions).context("region.toml")?;
    for (code, (latitude, longitude)) in regions.points {
        let place = places.get_mut(&code).with_context(|| format!("region.toml: no place {code}"))?;
        (place.latitude, place.longitude) = (latitude, longitude);
    }
    for region in regions.place {
        let key = region.same.clone().or_else(|| region.id.clone()).context("a place has neither `id` nor `same`")?;
        if let Some(same) = &region.same {
            if !places.contains_key(same) {
                let number: u32 = same.parse().with_context(|| format!("region.toml: no place {same}"))?;
                let city = cities.iter().find(|city| city.geonameid == number);
                let mut place = town(city.with_context(|| format!("region.toml: no town {same}"))?);
                place.names = BTreeSet::from([place.name.clone()]);
                places.insert(same.clone(), place);
            }
            let place = places.get_mut(same).context("just made")?;
            place.names.extend(region.any);
            place.name = region.name.unwrap_or_else(|| place.name.clone());
            if let Some((latitude, longitude)) = region.at {
                (place.latitude, place.longitude) = (latitude, longitude);
            }
            continue;
        }
        let name = region.name.with_context(|| format!("region.toml: {key} has no name"))?;
        let (latitude, longitude) = region.at.with_context(|| format!("region.toml: {key} has no `at`"))?;
        let mut names: BTreeSet<String> = region.any.into_iter().collect();
        names.insert(name.clone());
        let place = Place {
            holder: None,
            name,
            id: Id::Text(format!("x-{key}")),
            code: region.code,
            kind: kind(region.kind.as_deref().unwrap_or("region")),
            latitude,
            longitude,
            population: region.people,
            names,
        };
        ensure!(places.insert(format!("x-{key}"), place).is_none(), "region.toml: {key} stands there twice");
    }
    Ok(places.into_values().collect())
}

fn kind(name: &str) -> u8 {
    let kinds = ["country", "admin1", "admin2", "city", "region", "bloc", "water", "site", "continent"];
    kinds.iter().position(|kind| *kind == name).map_or_else(|| panic!("{name} is no kind of place"), |at| at as u8)
}

/// Where most of a country's places lie: the mean of their positions, weighted by the root of their people.
fn middle<'c>(cities: impl Iterator<Item = &'c City>) -> (f64, f64) {
    let (mut latitude, mut longitude, mut all) = (0.0, 0.0, 0.0);
    for city in cities {
        let weight = f64::from(city.population).sqrt();
        latitude += city.latitude * weight;
        longitude += city.longitude * weight;
        all += weight;
    }
    if all == 0.0 { (0.0, 0.0) } else { (latitude / all, longitude / all) }
}

fn is_cyrillic(character: char) -> bool {
    ('\u{0400}'..='\u{052F}').contains(&character)
}

/// Latin and Cyrillic names that begin with a capital; codes such as `LED` and bare transliterations do not.
fn is_usable(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let latin =
        |c: char| c < '\u{0250}' || ('\u{1E00}'..='\u{1EFF}').contains(&c) || c == '\u{2019}' || c == '\u{02BC}';
    letters().count() >= 2
        && name.chars().all(|c| latin(c) || is_cyrillic(c))
        && !name.chars().any(|c| c.is_ascii_digit() || "(),/;:[]\"".contains(c))
        && name.chars().any(|c| c.is_uppercase())
        && name.chars().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase() || name.contains('\''))
        && (letters().any(char::is_lowercase) || letters().count() > 4)
        && !fold_name(name).is_some_and(|key| NO_NAMES.contains(&key.as_str()))
}

/// Words that say what kind of division it is.
const GENERIC: &[&str] = &[
    "oblast",
    "oblast'",
    "krai",
    "kray",
    "kraï",
    "republic",
    "republik",
    "république",
    "república",
    "repubblica",
    "respublika",
    "province",
    "provincia",
    "província",
    "provinz",
    "region",
    "région",
    "región",
    "regione",
    "regiunea",
    "state",
    "état",
    "estado",
    "governorate",
    "gouvernorat",
    "gouvernement",
    "district",
    "prefecture",
    "préfecture",
    "county",
    "comté",
    "territory",
    "department",
    "departamento",
    "département",
    "okrug",
    "autonomous",
    "voivodeship",
    "voïvodie",
    "canton",
    "kanton",
    "wilaya",
    "muhafazat",
    "muhafazah",
    "governatorato",
    "gobernación",
    "parish",
    "municipality",
    "raion",
    "rayon",
    "emirate",
    "division",
    "федеральный",
    "республика",
    "область",
    "край",
    "oblastʼ",
    "city",
    "capital",
    "federal",
    "zone",
    "land",
    "comunidad",
    "autónoma",
    "communauté",
    "autonome",
    "regional",
    "state's",
];
/// What is left of some names is no name: "National Capital Region", "Free State", "First Division".
const NO_NAMES: &[&str] = &[
    "national",
    "free",
    "first",
    "second",
    "third",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "upper",
    "lower",
    "new",
    "old",
    "special",
    "metropolitan",
    "capital",
    "river",
    "coast",
    "lakes",
    "islands",
    "island",
    "mountain",
    "jewish",
    "australian",
    "english",
    "german",
    "french",
    "metro",
    "market",
    "gulf",
    "heritage",
    "commonwealth",
    "constitution",
    "drug",
    "time",
    "god",
    "region",
    "district",
    "county",
    "midlands",
    "delta",
    "unity",
    "liberty",
    "cross",
];
const LINKS: &[&str] = &["of", "de", "du", "la", "the", "del", "des", "di", "von"];

/// "Kherson Oblast", "Oblast de Kherson", "Oblast d'Arkhangelsk": the name without the words for the kind.
fn base_name(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let generic = |word: &str| GENERIC.contains(&word.to_lowercase().as_str());
    let (mut from, mut to) = (0, words.len());
    while to > from && generic(words[to - 1]) {
        to -= 1;
    }
    while from < to && generic(words[from]) {
        from += 1;
    }
    if from > 0 {
        while from < to && LINKS.contains(&words[from].to_lowercase().as_str()) {
            from += 1;
        }
    }
    if from >= to || (from == 0 && to == words.len()) {
        return None;
    }
    let base = words[from..to].join(" ");
    let base = base.strip_prefix("d'").or_else(|| base.strip_prefix("d’")).unwrap_or(&base).to_owned();
    (base.chars().count() >= 3
        && is_usable(&base)
        && !fold_name(&base).is_some_and(|key| NO_NAMES.contains(&key.as_str())))
    .then_some(base)
}

/// Writes the places; they come back in the order in which they stand there.
fn write_part(path: &Path, mut places: Vec<Place>) -> Result<Vec<Place>> {
    // Towns in the order of their names, which keeps the map small; the core by id, so that ids are found.
    places.sort_by_cached_key(|place| match &place.id {
        Id::Number(_) => (String::new(), fold_name(&place.name), place.code.clone(), place.population),
        Id::Text(id) => (id.clone(), None, String::new(), 0),
    });
    let codes: BTreeSet<&str> = places.iter().map(|place| place.code.as_str()).collect();
    let codes: BTreeMap<&str, usize> = codes.into_iter().enumerate().map(|(number, code)| (code, number)).collect();
    let (mut records, mut pool) = (Vec::new(), Vec::new());
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, place) in places.iter().enumerate() {
        let degrees = |value: f64| ((value * 10_000.0).round() as i32).to_le_bytes();
        records.extend_from_slice(&degrees(place.latitude)[..3]);
        records.extend_from_slice(&degrees(place.longitude)[..3]);
        records.extend_from_slice(&place.population.min(0xFF_FFFF).to_le_bytes()[..3]);
        let id = if let Id::Number(id) = place.id { id } else { 0 };
        ensure!(id <= 0xFF_FFFF, "the GeoNames number {id} needs more than three bytes");
        records.extend_from_slice(&id.to_le_bytes()[..3]);
        records.extend_from_slice(&u16::try_from(codes[place.code.as_str()])?.to_le_bytes());
        records.push(place.kind);
        records.extend_from_slice(&u32::try_from(pool.len())?.to_le_bytes()[..3]);
        pool.extend_from_slice(place.name.as_bytes());
        if let Id::Text(id) = &place.id {
            pool.push(0);
            pool.extend_from_slice(id.as_bytes());
        }
        for name in place.names.iter().flat_map(|name| spellings(name)) {
            let Some(key) = fold_name(&name).filter(|key| key.chars().count() >= 2) else { continue };
            let entry = keys.entry(key).or_default();
            if !entry.contains(&number) {
                entry.push(number);
            }
        }
    }
    let (mut postings, mut map) = (Vec::new(), fst::MapBuilder::memory());
    for (key, mut numbers) in keys {
        numbers.sort_by_key(|number| (std::cmp::Reverse(places[*number].population), *number));
        numbers.truncate(255);
        if let [one] = numbers[..] {
            map.insert(&key, one as u64 * 2)?;
            continue;
        }
        map.insert(&key, postings.len() as u64 * 2 + 1)?;
        postings.push(u8::try_from(numbers.len())?);
        for number in numbers {
            postings.extend_from_slice(&u32::try_from(number)?.to_le_bytes()[..3]);
        }
    }
    let map = map.into_inner()?;
    let codes = codes.into_keys().collect::<Vec<_>>().join("\n").into_bytes();
    let mut out = layout::MAGIC.to_vec();
    out.extend_from_slice(&layout::VERSION.to_le_bytes());
    out.extend_from_slice(&u32::try_from(places.len())?.to_le_bytes());
    let sections = [records, pool, codes, postings, map];
    let mut offset = layout::HEADER;
    for section in &sections {
        out.extend_from_slice(&u32::try_from(offset)?.to_le_bytes());
        out.extend_from_slice(&u32::try_from(section.len())?.to_le_bytes());
        offset += section.len();
    }
    ensure!(out.len() == layout::HEADER, "the header has another length than the layout says");
    println!(
        "{}: {} places; records {}, pool {}, codes {}, postings {}, map {}",
        path.display(),
        places.len(),
        sections[0].len(),
        sections[1].len(),
        sections[2].len(),
        sections[3].len(),
        sections[4].len()
    );
    sections.iter().for_each(|section| out.extend_from_slice(section));
    fs::write(path, out)?;
    Ok(places)
}

/// A name and its usual shortenings: "Saint Petersburg", "St Petersburg".
fn spellings(name: &str) -> Vec<String> {
    let mut out = vec![name.to_owned()];
    for (long, short) in [("Saint", "St"), ("Sainte", "Ste"), ("Fort", "Ft"), ("Mount", "Mt"), ("St.", "Saint")] {
        if let Some(rest) = name.strip_prefix(long).filter(|rest| rest.starts_with([' ', '-'])) {
            out.push(format!("{short}{rest}"));
        }
    }
    out
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

fn list_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { out.push(path) }
        }
    }
    out.sort();
    Ok(out)
}

fn read(files: &[PathBuf], end: &str) -> Result<String> {
    let path = files.iter().find(|path| path.ends_with(end)).with_context(|| format!("no file .../{end} there"))?;
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The entries of a gettext catalogue, `geonames.mo`: key to name.
fn read_catalogue(files: &[PathBuf], lang: &str) -> Result<Vec<(String, String)>> {
    let end = format!("{lang}/LC_MESSAGES/geonames.mo");
    let Some(path) = files.iter().find(|path| path.ends_with(&end)) else { return Ok(Vec::new()) };
    let bytes = fs::read(path)?;
    let number = |at: usize| -> Result<usize> {
        let four = bytes.get(at..at + 4).context("the catalogue is cut off")?;
        Ok(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
    };
    ensure!(number(0)? == 0x9504_12DE, "{} is no catalogue", path.display());
    let (count, keys, values) = (number(8)?, number(12)?, number(16)?);
    let text = |table: usize, entry: usize| -> Result<String> {
        let (length, at) = (number(table + entry * 8)?, number(table + entry * 8 + 4)?);
        Ok(String::from_utf8_lossy(bytes.get(at..at + length).context("the catalogue is cut off")?).into_owned())
    };
    (0..count).map(|entry| Ok((text(keys, entry)?, text(values, entry)?))).collect()
}
