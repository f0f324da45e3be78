//! Which places bear this name? Looks names up in the generated place table, straight from its bytes.
//! Not here: which of the candidates a text means; that is `mentions`.

use crate::model::{ClaimPlace, Location, PlaceKind, PlacePrecision, Span, Token, TokenKind};
use firsthand_gazetteer::{CORE, DIVISIONS, Folded, Opening, PHRASES, TOWNS, WORDS, fold_character, layout};
use fst::raw::{Fst, Output};
use std::cell::RefCell;

/// The place table, ready to look up. Opening it reads two headers.
#[derive(Clone)]
pub struct Gazetteer {
    core: Part,
    towns: Part,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer({} places)", self.core.places + self.towns.places)
    }
}

impl Default for Gazetteer {
    fn default() -> Self {
        Self::embedded()
    }
}

/// Number of a place in this table; of no meaning outside the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceNumber(u32);

const TOWN: u32 = 1 << 31;

/// A place of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Name in English or, where it has none, its own.
    pub name: &'static str,
    /// Where it lies in the administrative tree: `RU.30`, `RU`, or empty where it lies in several countries.
    pub code: &'static str,
    /// What kind.
    pub kind: PlaceKind,
    /// Latitude in millionths of a degree.
    pub lat_e6: i32,
    /// Longitude in millionths of a degree.
    pub lon_e6: i32,
    /// Inhabitants, at most 16,777,215; 0 where unknown.
    pub population: u32,
    /// GeoNames number of the second-order division that holds a town: its county or district, where the table has it.
    pub division: Option<u32>,
    id: PlaceId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PlaceId {
    GeoNames(u32),
    Own(&'static str),
}

impl Place {
    /// A GeoNames number, a country's or division's code (`RU`, `RU.30`), or the house's own (`x-siberia`).
    #[must_use]
    pub fn id(&self) -> String {
        match self.id {
            PlaceId::GeoNames(number) => number.to_string(),
            PlaceId::Own(id) => id.to_owned(),
        }
    }

    /// The GeoNames number, where that is its id.
    #[must_use]
    pub fn geonames(&self) -> Option<u32> {
        match self.id {
            PlaceId::GeoNames(number) => Some(number),
            PlaceId::Own(_) => None,
        }
    }

    /// ISO 3166-1 alpha-2, where it lies in one country.
    #[must_use]
    pub fn country(&self) -> Option<&'static str> {
        let country = self.code.split('.').next().unwrap_or_default();
        (!country.is_empty()).then_some(country)
    }

    /// Ids of the divisions and the country that hold it, smallest first.
    #[must_use]
    pub fn parents(&self) -> Vec<String> {
        let mut out: Vec<String> = self.division.map(|number| number.to_string()).into_iter().collect();
        if self.code.contains('.') && self.kind != PlaceKind::Admin1 {
            out.push(self.code.to_owned());
        }
        if self.kind != PlaceKind::Country {
            out.extend(self.country().map(str::to_owned));
        }
        out
    }

    /// Whether `other` lies in this place, as far as the administrative tree tells.
    #[must_use]
    pub fn holds(&self, other: &Place) -> bool {
        match self.kind {
            PlaceKind::Country => other.kind != PlaceKind::Country && other.country() == Some(self.code),
            PlaceKind::Admin1 => {
                other.code == self.code && !matches!(other.kind, PlaceKind::Admin1 | PlaceKind::Country)
            }
            PlaceKind::Admin2 => other.division.is_some_and(|number| self.id == PlaceId::GeoNames(number)),
            _ => false,
        }
    }
}

/// A run of tokens that is a name, and where its places stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameRun {
    /// How many tokens.
    pub length: usize,
    core: Option<u64>,
    towns: Option<u64>,
}

impl NameRun {
    /// Whether a country, division, region or another place that is no town bears the name.
    #[must_use]
    pub fn is_core(self) -> bool {
        self.core.is_some()
    }
}

impl Gazetteer {
    /// The built-in table.
    #[must_use]
    pub fn embedded() -> Self {
        Self { core: Part::open(CORE), towns: Part::open(TOWNS) }
    }

    /// Whether a name of several words that is no town may start with this word. Mostly right: it asks a table of hashes
    /// of first words, which spares the walk for nearly all words in lower case. A yes may be wrong, a no is sure.
    #[must_use]
    pub fn may_open_phrase(&self, text: &str, token: Token) -> bool {
        match text[token.span.end..].chars().next().map(fold) {
            None | Some(Folded::Stop) => return false,
            Some(Folded::Blank) => {}
            // The name's first word goes on in the next token: "d'" and "Ivoire".
            Some(Folded::Nothing | Folded::Letters(_)) => return true,
        }
        match add_word(Opening::default(), token.span.of(text)) {
            Ok(opening) => opening.is_in(PHRASES),
            Err(stop) => !stop,
        }
    }

    /// Every run of tokens that starts at `tokens[at]`, ends before `tokens[end]` and is a name; shortest first.
    /// Case, Latin accents, hyphens, apostrophes and full stops make no difference.
    pub fn find_names(&self, text: &str, tokens: &[Token], at: usize, end: usize, mut found: impl FnMut(NameRun)) {
        let Some(first) = tokens.get(at) else { return };
        let whole = ends_word(text, first.span.end);
        let Arrival { mut path, core, towns, goes_on } = self.walk_word(first.span.of(text), whole);
        if path.is_lost() {
            return;
        }
        if first.kind != TokenKind::Punct && (core.is_some() || towns.is_some()) {
            found(NameRun { length: 1, core, towns });
        }
        let mut from = first.span.end;
        for (number, token) in tokens[..end.min(tokens.len())].iter().enumerate().skip(at + 1) {
            let written = Span::new(from, token.span.end).of(text);
            // Most names of one word end here.
            if number == at + 1 && !goes_on && token.kind != TokenKind::Punct && leads_on(written) {
                return;
            }
            if number == at + 1 && !may_go_on(text, first.span, token.span) {
                return;
            }
            path = self.go_on(path, written);
            if path.is_lost() {
                return;
            }
            from = token.span.end;
            if token.kind == TokenKind::Punct {
                continue;
            }
            let Arrival { core, towns, .. } = self.arrive(path);
            if core.is_some() || towns.is_some() {
                found(NameRun { length: number + 1 - at, core, towns });
            }
        }
    }

    /// What stands at the end of a path.
    fn arrive(&self, path: Path) -> Arrival {
        let (core, more_core) = path.core.map_or((None, false), |walk| self.core.end(walk));
        let (towns, more_towns) = path.towns.map_or((None, false), |walk| self.towns.end(walk));
        Arrival { path, core, towns, goes_on: more_core || more_towns }
    }

    /// Where a name's first word leads. The words that texts begin with a capital are few, so it is mostly known; of the
    /// others, most are no name's first word. `whole` says that the word does not go on behind.
    fn walk_word(&self, word: &str, whole: bool) -> Arrival {
        let start = Path { core: Some(self.core.start()), towns: Some(self.towns.start()), blank: false };
        let Some((at, key)) = Walked::place(word) else { return self.arrive(self.go_on(start, word)) };
        WALKED.with_borrow_mut(|walked| {
            if walked.is_empty() {
                walked.resize(Walked::WORDS, Walked::default());
            }
            if walked[at].key != key {
                if whole && add_word(Opening::default(), word).is_ok_and(|opening| !opening.is_in(WORDS)) {
                    return Arrival::default();
                }
                walked[at] = Walked { key, arrival: self.arrive(self.go_on(start, word)) };
            }
            walked[at].arrival
        })
    }

    /// Where the path leads with these characters; to no map's node where no name goes on so.
    fn go_on(&self, mut path: Path, written: &str) -> Path {
        for character in written.chars() {
            let letters = match fold(character) {
                Folded::Nothing => continue,
                Folded::Stop => return Path::default(),
                Folded::Blank => {
                    path.blank = true;
                    continue;
                }
                Folded::Letters(letters) => letters,
            };
            let mut bytes = [0; 4];
            let space = std::mem::take(&mut path.blank).then_some(' ');
            for letter in space.into_iter().chain(letters.into_iter().take_while(|c| *c != '\0')) {
                for byte in letter.encode_utf8(&mut bytes).bytes() {
                    path.core = path.core.and_then(|walk| self.core.step(walk, byte));
                    path.towns = path.towns.and_then(|walk| self.towns.step(walk, byte));
                }
            }
            if path.core.is_none() && path.towns.is_none() {
                return Path::default();
            }
        }
        path
    }

    /// The places of a name run: countries, divisions and our own first, then towns, the most populous first.
    #[must_use]
    pub fn candidates(&self, run: NameRun) -> Vec<PlaceNumber> {
        let mut out = Vec::new();
        self.core.postings(run.core, |number| out.push(PlaceNumber(number)));
        self.towns.postings(run.towns, |number| out.push(PlaceNumber(number | TOWN)));
        out
    }

    /// The places that bear this name, in the order of [`Gazetteer::candidates`].
    #[must_use]
    pub fn lookup_name(&self, name: &str) -> Vec<PlaceNumber> {
        fold_name(name).map_or_else(Vec::new, |key| self.lookup_key(&key))
    }

    /// [`Gazetteer::lookup_name`] for a name that is folded already.
    pub(crate) fn lookup_key(&self, key: &str) -> Vec<PlaceNumber> {
        if !begins_name(key) {
            return Vec::new();
        }
        let find = |part: &Part| part.names.get(key.as_bytes()).map(Output::value);
        self.candidates(NameRun { length: 0, core: find(&self.core), towns: find(&self.towns) })
    }

    /// The country, division or own place with this id (`RU`, `RU.30`, `x-siberia`).
    #[must_use]
    pub fn lookup_id(&self, id: &str) -> Option<PlaceNumber> {
        // The core is sorted by id, those that are GeoNames numbers first.
        let (mut low, mut high) = (0, self.core.places);
        while low < high {
            let middle = low.midpoint(high);
            match self.core.own_id(middle) {
                Some(own) if own == id.as_bytes() => return Some(PlaceNumber(middle)),
                Some(own) if own > id.as_bytes() => high = middle,
                _ => low = middle + 1,
            }
        }
        None
    }

    /// What the table knows of a claim's place: its point, its division and country by name. A place without an id, or with
    /// several, gets no point; neither does a country, whose point would be its middle or its capital.
    #[must_use]
    pub fn locate_place(&self, claimed: &ClaimPlace) -> Location {
        let found = claimed.id.as_deref().and_then(|id| {
            let own = self.lookup_id(id).map(|number| self.place(number));
            own.or_else(|| {
                let named = self.lookup_name(claimed.name.as_deref().unwrap_or_default());
                named.into_iter().map(|number| self.place(number)).find(|place| place.id() == id)
            })
        });
        let named = |id: &str| self.lookup_id(id).map(|number| self.place(number).name.to_owned());
        let country = claimed.country.clone().or_else(|| found?.country().map(str::to_owned));
        let division = match found {
            Some(place) if place.kind == PlaceKind::Admin1 => Some(place.name.to_owned()),
            Some(place) if place.code.contains('.') => named(place.code),
            Some(_) => None,
            None => claimed.parents.iter().find(|id| id.contains('.')).and_then(|id| named(id)),
        };
        let precision = claimed.precision.or_else(|| match found?.kind {
            PlaceKind::City | PlaceKind::Site => Some(PlacePrecision::Exact),
            PlaceKind::Admin2 => Some(PlacePrecision::District),
            PlaceKind::Admin1 => Some(PlacePrecision::Province),
            PlaceKind::Region | PlaceKind::Water => Some(PlacePrecision::Region),
            PlaceKind::Country => Some(PlacePrecision::Country),
            PlaceKind::Bloc | PlaceKind::Continent => Some(PlacePrecision::World),
        });
        let small = |kind| !matches!(kind, PlaceKind::Country | PlaceKind::Bloc | PlaceKind::Continent);
        let near = precision.is_some_and(|precision| precision < PlacePrecision::Country);
        let parents = match found {
            Some(place) if claimed.parents.is_empty() => place.parents(),
            _ => claimed.parents.clone(),
        };
        Location {
            id: claimed.id.clone(),
            name: claimed.name.clone(),
            country_name: country.as_deref().and_then(named),
            country,
            admin1: division,
            point: found.filter(|place| near && small(place.kind)).map(|place| (place.lat_e6, place.lon_e6)),
            precision,
            kind: found.map(|place| place.kind),
            parents,
        }
    }

    /// A place by number.
    #[must_use]
    pub fn place(&self, number: PlaceNumber) -> Place {
        if number.0 & TOWN == 0 {
            return self.core.place(number.0);
        }
        let number = number.0 & !TOWN;
        Place { division: self.division_of(number), ..self.towns.place(number) }
    }

    /// The GeoNames number of the division that holds a town.
    fn division_of(&self, town: u32) -> Option<u32> {
        let (count, table) = DIVISIONS.split_first_chunk()?;
        let (divisions, ranks) = table.split_at_checked(u32::from_le_bytes(*count) as usize * 3)?;
        let at = town as usize * 2;
        let rank = u16::from_le_bytes([*ranks.get(at)?, *ranks.get(at + 1)?]);
        let at = usize::from(rank.checked_sub(1)?) * 3;
        let division = divisions.get(at..at + 3)?;
        Some(three(self.towns.record(three(division, 0))?, 9))
    }
}

/// Whether a name may begin with the first two of these folded words. A no is sure.
pub(crate) fn begins_name(key: &str) -> bool {
    let (mut opening, mut second) = (Opening::default(), false);
    for byte in key.bytes() {
        if byte == b' ' {
            if second || !opening.is_in(WORDS) {
                break;
            }
            second = true;
        }
        opening.add(byte);
    }
    opening.is_in(WORDS)
}

/// [`firsthand_gazetteer::fold_name`], without a search for the letters of most texts.
#[must_use]
pub(crate) fn fold_name(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        match fold(character) {
            Folded::Nothing => {}
            Folded::Blank if out.is_empty() || out.ends_with(' ') => {}
            Folded::Blank => out.push(' '),
            Folded::Stop => return None,
            Folded::Letters(letters) => {
                letters.into_iter().take_while(|letter| *letter != '\0').for_each(|letter| out.push(letter));
            }
        }
    }
    out.truncate(out.trim_end().len());
    Some(out)
}

/// [`fold_character`], without a search for the letters of most texts.
#[inline]
fn fold(character: char) -> Folded {
    let one = |letter| Folded::Letters([letter, '\0', '\0', '\0']);
    match character {
        'a'..='z' | '\u{430}'..='\u{44F}' => one(character),
        'A'..='Z' => one(character.to_ascii_lowercase()),
        '\u{410}'..='\u{42F}' => char::from_u32(character as u32 + 32).map_or(Folded::Stop, one),
        ' ' => Folded::Blank,
        'à'..='å' | 'À'..='Å' => one('a'),
        'ç' | 'Ç' => one('c'),
        'è'..='ë' | 'È'..='Ë' => one('e'),
        'ì'..='ï' | 'Ì'..='Ï' => one('i'),
        'ñ' | 'Ñ' => one('n'),
        'ò'..='ö' | 'Ò'..='Ö' => one('o'),
        'ù'..='ü' | 'Ù'..='Ü' => one('u'),
        character => fold_character(character),
    }
}

/// Adds a word as names are folded. Where a blank stands in it, or a character that no name has: whether it was the latter.
#[inline]
fn add_word(mut opening: Opening, word: &str) -> Result<Opening, bool> {
    let bytes = word.as_bytes();
    let (mut at, mut buffer) = (0, [0; 4]);
    while let Some(byte) = bytes.get(at) {
        // The letters of most words, a to z and а to я, fold to themselves: told by their bytes.
        match (byte, bytes.get(at + 1)) {
            (b'a'..=b'z', _) => {
                opening.add(*byte);
                at += 1;
                continue;
            }
            (0xD0, Some(next @ 0xB0..=0xBF)) | (0xD1, Some(next @ 0x80..=0x8F)) => {
                opening.add(*byte);
                opening.add(*next);
                at += 2;
                continue;
            }
            _ => {}
        }
        let Some(character) = word[at..].chars().next() else { break };
        at += character.len_utf8();
        match fold(character) {
            Folded::Nothing => {}
            Folded::Stop => return Err(true),
            Folded::Blank => return Err(false),
            Folded::Letters(letters) => {
                for letter in letters.into_iter().take_while(|c| *c != '\0') {
                    letter.encode_utf8(&mut buffer).bytes().for_each(|byte| opening.add(byte));
                }
            }
        }
    }
    Ok(opening)
}

/// Whether the word that ends here is whole: no part of a name's word goes on behind it.
fn ends_word(text: &str, end: usize) -> bool {
    let next = text[end..].chars().next().map(fold);
    matches!(next, None | Some(Folded::Stop | Folded::Blank))
}

/// Whether a name may begin with these two words, where they are whole and a single blank parts them. A no is sure.
fn may_go_on(text: &str, first: Span, second: Span) -> bool {
    let written = second.of(text);
    if Span::new(first.end, second.start).of(text) != " " || !starts_word(written) || !ends_word(text, second.end) {
        return true;
    }
    let Ok(mut opening) = add_word(Opening::default(), first.of(text)) else { return true };
    opening.add(b' ');
    add_word(opening, written).map_or(true, |opening| opening.is_in(WORDS))
}

/// How far a walk through both maps has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Path {
    core: Option<Walk>,
    towns: Option<Walk>,
    /// A blank stands before the next letter.
    blank: bool,
}

impl Path {
    fn is_lost(self) -> bool {
        self.core.is_none() && self.towns.is_none()
    }
}

/// What stands at the end of a path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Arrival {
    path: Path,
    /// Posting of the name that ends here, in either map.
    core: Option<u64>,
    towns: Option<u64>,
    /// Longer names have a blank here.
    goes_on: bool,
}

/// Whether the next word is set off by a blank and begins with a letter.
fn leads_on(written: &str) -> bool {
    written.strip_prefix(' ').is_some_and(starts_word)
}

fn starts_word(written: &str) -> bool {
    written.chars().next().is_some_and(|first| matches!(fold(first), Folded::Letters(_)))
}

/// Where a word led, kept for the next time that it is met. The table never changes, so neither does the answer.
#[derive(Debug, Clone, Copy, Default)]
struct Walked {
    /// The word as written, and its length at the end.
    key: [u8; 24],
    arrival: Arrival,
}

thread_local! {
    static WALKED: RefCell<Vec<Walked>> = const { RefCell::new(Vec::new()) };
}

impl Walked {
    /// How many words are kept; each has one place, and the last one met takes it.
    const WORDS: usize = 1 << 13;

    /// The place of a word that is short enough to be kept, and its key.
    fn place(word: &str) -> Option<(usize, [u8; 24])> {
        let mut key = [0; 24];
        key.get_mut(..word.len()).filter(|part| (1..24).contains(&part.len()))?.copy_from_slice(word.as_bytes());
        key[23] = u8::try_from(word.len()).ok()?;
        let hash = xxhash_rust::xxh3::xxh3_64(&key);
        Some((hash as usize % Self::WORDS, key))
    }
}

/// Whether `name` folds to `key`, without making the folded name: `fold_name(name) == Some(key)`.
pub(crate) fn is_folded(name: &str, key: &str) -> bool {
    let (mut rest, mut blank, mut any) = (key, false, false);
    for character in name.chars() {
        match fold(character) {
            Folded::Nothing => {}
            Folded::Blank => blank = any,
            Folded::Stop => return false,
            Folded::Letters(letters) => {
                let space = std::mem::take(&mut blank).then_some(' ');
                for letter in space.into_iter().chain(letters.into_iter().take_while(|c| *c != '\0')) {
                    let Some(left) = rest.strip_prefix(letter) else { return false };
                    rest = left;
                }
                any = true;
            }
        }
    }
    rest.is_empty()
}

/// One part of the table: slices of its bytes.
#[derive(Clone)]
struct Part {
    places: u32,
    records: &'static [u8],
    pool: &'static [u8],
    codes: Vec<&'static str>,
    postings: &'static [u8],
    names: Fst<&'static [u8]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Walk {
    node: usize,
    value: u64,
}

impl Part {
    fn open(bytes: &'static [u8]) -> Self {
        assert!(bytes.len() > layout::HEADER && bytes[..4] == layout::MAGIC, "the place table is of this layout");
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        assert_eq!(number(4), layout::VERSION, "the place table is of this version");
        let section = |at: usize| {
            let from = number(12 + at * 8) as usize;
            &bytes[from..from + number(16 + at * 8) as usize]
        };
        let codes = std::str::from_utf8(section(2)).expect("codes are ASCII").split('\n').collect();
        let names = Fst::new(section(4)).expect("the name map is whole");
        Self { places: number(8), records: section(0), pool: section(1), codes, postings: section(3), names }
    }

    fn record(&self, number: u32) -> Option<&'static [u8]> {
        let at = number as usize * layout::RECORD;
        self.records.get(at..at + layout::RECORD)
    }

    /// Name and own id of a place, as the pool holds them.
    fn pooled(&self, number: u32) -> &'static [u8] {
        let name_at = |number: u32| self.record(number).map_or(self.pool.len(), |bytes| three(bytes, 15) as usize);
        &self.pool[name_at(number)..name_at(number + 1)]
    }

    /// The id of a place that is no GeoNames number.
    fn own_id(&self, number: u32) -> Option<&'static [u8]> {
        let pooled = self.pooled(number);
        let nul = pooled.iter().position(|byte| *byte == 0)?;
        Some(&pooled[nul + 1..]).filter(|own| !own.is_empty())
    }

    fn place(&self, number: u32) -> Place {
        let bytes = self.record(number).expect("a place number comes from this table");
        let written = std::str::from_utf8(self.pooled(number)).expect("names are UTF-8");
        let (name, own) = written.split_once('\0').unwrap_or((written, ""));
        Place {
            name,
            code: self.codes[usize::from(u16::from_le_bytes([bytes[12], bytes[13]]))],
            kind: KINDS[usize::from(bytes[14])],
            lat_e6: signed_three(bytes, 0) * 100,
            lon_e6: signed_three(bytes, 3) * 100,
            population: three(bytes, 6),
            division: None,
            id: if own.is_empty() { PlaceId::GeoNames(three(bytes, 9)) } else { PlaceId::Own(own) },
        }
    }

    fn start(&self) -> Walk {
        Walk { node: self.names.root().addr(), value: 0 }
    }

    fn step(&self, walk: Walk, byte: u8) -> Option<Walk> {
        let node = self.names.node(walk.node);
        let next = node.transition(node.find_input(byte)?);
        Some(Walk { node: next.addr, value: walk.value + next.out.value() })
    }

    /// The posting of the name that ends here, and whether longer names have a blank here.
    fn end(&self, walk: Walk) -> (Option<u64>, bool) {
        let node = self.names.node(walk.node);
        let posting = node.is_final().then(|| walk.value + node.final_output().value());
        (posting, node.find_input(b' ').is_some())
    }

    fn postings(&self, value: Option<u64>, mut found: impl FnMut(u32)) {
        let Some(value) = value else { return };
        let number = usize::try_from(value / 2).unwrap_or(usize::MAX);
        if value % 2 == 0 {
            found(u32::try_from(number).unwrap_or(u32::MAX));
            return;
        }
        for at in 0..usize::from(self.postings[number]) {
            found(three(self.postings, number + 1 + at * 3));
        }
    }
}

const KINDS: [PlaceKind; 9] = [
    PlaceKind::Country,
    PlaceKind::Admin1,
    PlaceKind::Admin2,
    PlaceKind::City,
    PlaceKind::Region,
    PlaceKind::Bloc,
    PlaceKind::Water,
    PlaceKind::Site,
    PlaceKind::Continent,
];

fn three(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], 0])
}

fn signed_three(bytes: &[u8], at: usize) -> i32 {
    i32::from_le_bytes([0, bytes[at], bytes[at + 1], bytes[at + 2]]) >> 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_and_comparing_agree() {
        for (one, other) in [
            ("Saint-Pétersbourg", "saint petersbourg"),
            ("Saint-Pétersbourg", "saint petersbour"),
            ("Saint", "saint petersbourg"),
            (" -Æ.B- ", "aeb"),
            ("Paris (Texas)", "paris texas"),
            ("Орёл", "орел"),
            ("", ""),
        ] {
            assert_eq!(is_folded(one, other), fold_name(one).as_deref() == Some(other), "{one}");
        }
    }

    /// The quick no of a first word is never wrong: every name of several words passes it.
    #[test]
    fn phrases_pass_by_their_first_words() {
        use crate::model::{TokenCase, WordId};
        use fst::Streamer;
        let gazetteer = Gazetteer::embedded();
        let mut keys = gazetteer.core.names.stream();
        while let Some((key, _)) = keys.next() {
            let name = std::str::from_utf8(key).unwrap();
            let Some(end) = name.find(' ') else { continue };
            let token = Token {
                span: Span::new(0, end),
                kind: TokenKind::Word,
                case: TokenCase::Lower,
                word: WordId::UNKNOWN,
                starts: 0,
            };
            assert!(gazetteer.may_open_phrase(name, token), "{name}");
        }
        let token = Token {
            span: Span::new(0, 6),
            kind: TokenKind::Word,
            case: TokenCase::Lower,
            word: WordId::UNKNOWN,
            starts: 0,
        };
        assert!(!gazetteer.may_open_phrase("soever the", token));
        assert!(!gazetteer.may_open_phrase("soever, the", token));
    }

    /// Nor is the no of a name's first two words, in either part.
    #[test]
    fn names_pass_by_their_first_two_words() {
        use fst::Streamer;
        let gazetteer = Gazetteer::embedded();
        for part in [&gazetteer.core, &gazetteer.towns] {
            let mut keys = part.names.stream();
            while let Some((key, _)) = keys.next() {
                let name = std::str::from_utf8(key).unwrap();
                // "Særa" with an accent on the æ has a key that no text folds to from the key itself.
                if fold_name(name).as_deref() != Some(name) {
                    continue;
                }
                assert!(begins_name(name), "{name}");
                let mut ends = name.match_indices(' ').map(|(at, _)| at).chain([name.len()]);
                let first = Span::new(0, ends.next().unwrap());
                assert!(add_word(Opening::default(), first.of(name)).unwrap().is_in(WORDS), "{name}");
                if let Some(end) = ends.next() {
                    assert!(may_go_on(name, first, Span::new(first.end + 1, end)), "{name}");
                }
            }
        }
        assert!(!may_go_on("Paris soever", Span::new(0, 5), Span::new(6, 12)));
    }

    #[test]
    fn quick_folding_is_right() {
        for character in '\0'..=char::MAX {
            assert_eq!(fold(character), fold_character(character), "{character:?}");
        }
        for name in ["", " a--B. ", "Saint-Pétersbourg", "Paris (Texas)", "Æsir Øst", "І-Й"] {
            assert_eq!(fold_name(name), firsthand_gazetteer::fold_name(name), "{name}");
        }
        assert!(!begins_name("soever") && !begins_name("paris soever"));
    }

    /// A word that was met before leads where it led the first time, whatever was met between.
    #[test]
    fn known_words_lead_where_unknown_ones_do() {
        let gazetteer = Gazetteer::embedded();
        let start = Path { core: Some(gazetteer.core.start()), towns: Some(gazetteer.towns.start()), blank: false };
        let long = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
        for _ in 0..2 {
            for word in ["Paris", "PARIS", "L'", "Saint", "", "Москва", "日本", "Zzz", long, &long[..23], &long[..24]]
            {
                assert_eq!(gazetteer.walk_word(word, false), gazetteer.arrive(gazetteer.go_on(start, word)), "{word}");
            }
        }
    }

    #[test]
    fn a_town_lies_in_its_county() {
        let gazetteer = Gazetteer::embedded();
        let named = |name: &str, code: &str| {
            let places = gazetteer.lookup_name(name).into_iter().map(|number| gazetteer.place(number));
            places.into_iter().find(|place| place.code == code).unwrap()
        };
        for (county, town, code, holds) in [
            ("Pasco County", "Dade City", "US.FL", true),
            ("Pasco County", "Tampa", "US.FL", false),
            ("Jefferson Parish", "Metairie", "US.LA", true),
            ("Provincia di Modena", "Carpi", "IT.05", true),
        ] {
            let (county, town) = (named(county, code), named(town, code));
            assert_eq!(county.holds(&town), holds, "{county:?} {town:?}");
            assert_eq!(town.parents().contains(&county.id()), holds);
            assert!(!town.holds(&county) && !county.holds(&county));
        }
    }

    #[test]
    fn spellings_of_one_town_meet() {
        let gazetteer = Gazetteer::embedded();
        let first = |name: &str| gazetteer.lookup_name(name).first().map(|n| gazetteer.place(*n).id());
        for name in ["Makhachkala", "Makhatchkala", "Machatschkala", "Махачкала"] {
            assert_eq!(first(name), first("Makhachkala"), "{name}");
            assert!(first(name).is_some(), "{name}");
        }
        assert_eq!(first("Россия").as_deref(), Some("RU"));
        assert_eq!(gazetteer.lookup_id("RU.30").map(|n| gazetteer.place(n).name), Some("Khabarovsk Krai"));
        assert_eq!(gazetteer.lookup_id("nowhere"), None);
    }
}
