//! Place names, resolved in their context. First the runs of words that could name a place, then the evidence for each
//! (prepositions, kinds, containers, persons), then which of its candidates each means: one sense a report.
//! Not here: which place a figure belongs to; that is `claims`.

use super::outlet::{Home, find_home};
use crate::gazetteer::{Gazetteer, NameRun, Place, PlaceNumber, begins_name, fold_name, is_folded};
use crate::model::{
    Mention, PlaceKind, PlacePrecision, Reading, Report, Sentence, Span, Token, TokenCase, TokenKind, Tokens, Toponym,
    WordId,
};
use crate::pack::{ByNameRule, GenericKind, NameWord, Pack, PlaceHint, PlaceRelation, QuickMap, Start, fold_word};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

pub(super) fn find_toponyms(pack: &Pack, gazetteer: &Gazetteer, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let reader = Reader { pack, gazetteer, text: &report.text, tokens: &tokens.tokens };
    let (mut runs, mut known) = (Vec::new(), Known::take(pack));
    for sentence in &tokens.sentences {
        reader.find_runs(sentence, &mut known, &mut runs);
    }
    known.keep(pack);
    reader.find_containers(&mut runs);
    let persons = reader.persons(&runs);
    for run in &mut runs {
        run.proof = reader.weigh(run, &persons);
    }
    let mut settings = reader.find_settings();
    let home = report.url.as_deref().map(|address| find_home(gazetteer, address));
    home.into_iter().for_each(|home| add_home(&mut settings, &home));
    let context = Context::of(&runs, settings, pack.place.own_names);
    admit_by_context(&mut runs, &context);
    let mut choices = BTreeMap::new();
    for run in runs.iter_mut().filter(|run| run.accepted() && run.named.places.len() > 1) {
        let like = (run.key.clone(), run.kind as u8, run.generic.map(|kind| kind as u8), run.inside);
        run.chosen = *choices.entry(like).or_insert_with(|| run.choose(&context));
    }
    unite_senses(&mut runs);
    reject_strays(&mut runs, &context);
    reject_quarters(&mut runs);
    let read = |(number, run): (usize, &Run)| {
        if run.unlisted { reader.unlisted_mention(&runs, number) } else { reader.mention(run) }
    };
    runs.iter().enumerate().filter(|(_, run)| run.accepted()).filter_map(read).collect()
}

/// What the home of the outlet says of the countries and divisions of which a report tells.
fn add_home(settings: &mut BTreeMap<&'static str, i64>, home: &Home) {
    /// As much as a word that points to a country.
    const HOME: i64 = 2;
    let place = home.place.filter(|_| home.clear);
    let codes = [place.map(|place| place.code), place.and_then(|place| place.country()).or(home.country)];
    let codes: BTreeSet<&str> = codes.into_iter().flatten().filter(|code| !code.is_empty()).collect();
    codes.into_iter().for_each(|code| *settings.entry(code).or_insert(0) += HOME);
}

/// A run of tokens that may name a place.
struct Run {
    /// The name alone.
    first: usize,
    last: usize,
    /// With its generic word: "région de Khabarovsk".
    whole: (usize, usize),
    sentence: (usize, usize),
    key: Rc<str>,
    named: Rc<Named>,
    kind: RunKind,
    rule: Option<Arc<str>>,
    generic: Option<GenericKind>,
    relation: Option<(PlaceRelation, bool)>,
    shouted: bool,
    /// Index into `places` of candidates that lie in the place named next.
    inside: Option<usize>,
    proof: i32,
    chosen: usize,
    /// Known only by its endings.
    declined: bool,
    /// A form that the pack lists.
    listed: bool,
    /// In no table: a name with the word for its kind beside it.
    unlisted: bool,
}

/// The places that bear a name, and what the name tells of the report's countries.
#[derive(Default)]
struct Named {
    places: Vec<Place>,
    /// The division and the country that it points to, where no other candidate speaks against them.
    points_to: [Option<&'static str>; 2],
    /// Whether the name is mostly that of a first-order division.
    is_division: bool,
}

impl Named {
    fn of(places: Vec<Place>) -> Rc<Self> {
        let mut ranked: Vec<&Place> = places.iter().collect();
        ranked.sort_by_key(|place| (place.kind != PlaceKind::Country, std::cmp::Reverse(place.population)));
        let points_to = ranked.first().map_or([None; 2], |first| {
            let clear = ranked.get(1).is_none_or(|second| {
                first.kind == PlaceKind::Country
                    && !ranked.iter().any(|p| p.kind == PlaceKind::Admin1 && p.country() != first.country())
                    || second.country() == first.country()
                    || first.population / 10 > second.population
            });
            // A town that has no rival elsewhere points to its division too.
            let alone =
                || ranked[1..].iter().all(|other| other.code == first.code || first.population / 10 > other.population);
            let division = match first.kind {
                PlaceKind::Admin1 => true,
                PlaceKind::City => first.code.contains('.') && first.population >= 500 && alone(),
                PlaceKind::Admin2 => first.code.contains('.') && ranked.len() == 1,
                _ => false,
            };
            [division.then_some(first.code), first.country()].map(|code| code.filter(|_| clear))
        });
        let is_division = ranked.first().is_some_and(|first| first.kind == PlaceKind::Admin1);
        Rc::new(Self { places, points_to, is_division })
    }
}

/// What was looked up before with a pack: names, forms and rules come again, in one report and in the next. The pack and
/// the place table never change, so neither does an answer.
#[derive(Default)]
struct Known {
    names: QuickMap<NameRun, Rc<Named>>,
    rules: QuickMap<u32, Rc<Named>>,
    forms: QuickMap<String, Option<Rc<Named>>>,
    nowhere: Rc<Named>,
}

thread_local! {
    static KNOWN: RefCell<Vec<(Arc<()>, Known)>> = const { RefCell::new(Vec::new()) };
}

impl Known {
    /// Names and forms that are kept of a pack; with more, all are forgotten.
    const MOST: usize = 4_096;
    /// Packs of which any are kept.
    const PACKS: usize = 32;

    fn take(pack: &Pack) -> Self {
        KNOWN.with_borrow_mut(|kept| {
            let at = kept.iter().position(|(identity, _)| Arc::ptr_eq(identity, pack.identity()));
            at.map_or_else(Self::default, |at| kept.swap_remove(at).1)
        })
    }

    fn keep(self, pack: &Pack) {
        if self.names.len() + self.forms.len() > Self::MOST {
            return;
        }
        KNOWN.with_borrow_mut(|kept| {
            if kept.len() >= Self::PACKS {
                kept.clear();
            }
            kept.push((pack.identity().clone(), self));
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum RunKind {
    Name,
    Adjective,
    Metonym,
    /// An abbreviation that counts only after a comma.
    Short,
}

/// What makes a run a place: each step of evidence counts one; tuned by eye on news of several countries.
const ENOUGH: i32 = 2;

/// The fewest inhabitants of a town that is known by the endings of its declined name: smaller ones are mostly persons.
const LEAST_DECLINED: u32 = 5_000;

impl Run {
    fn accepted(&self) -> bool {
        self.proof >= ENOUGH
    }

    fn best_population(&self) -> u32 {
        self.named.places.iter().map(|place| place.population).max().unwrap_or(0)
    }

    fn is_core(&self) -> bool {
        self.named
            .places
            .iter()
            .any(|place| !matches!(place.kind, PlaceKind::City | PlaceKind::Admin1 | PlaceKind::Admin2))
    }

    /// How well known its best candidate is, 0 to 3.
    fn fame(&self) -> i32 {
        if self.is_core() {
            return 3;
        }
        let admin = self.named.places.iter().any(|place| place.kind == PlaceKind::Admin1);
        match self.best_population() {
            1_000_000.. => 3,
            100_000.. => 2,
            _ if admin => 2,
            15_000.. => 1,
            _ => 0,
        }
    }

    /// The candidate that the context prefers.
    fn choose(&self, context: &Context) -> usize {
        let several = self.named.places.len() > 1;
        let rivals: Vec<&str> =
            self.named.places.iter().filter(|place| place.kind == PlaceKind::Country).map(|place| place.code).collect();
        let key = fold_name(&self.key).unwrap_or_default();
        let own_named = self.named.places.iter().any(|place| is_folded(place.name, &key));
        let own_town = context.own_names && self.named.places.iter().any(|place| is_known_town(place, &key));
        /// Countries that a report at home may name beside its own.
        const ABROAD: usize = 2;
        // "Lebanon" among the places of one other country is a town of that country.
        let foreign = |place: &Place| {
            // A report on several countries means the country.
            let alone = place.country().is_some_and(|country| {
                context.names_of(country) <= 1 && context.countries_beside(&[country]) <= ABROAD
            });
            let town = |other: &Place| {
                other.kind == PlaceKind::City
                    && other.population >= 5_000
                    && context.is_home(other.country(), Some(&self.key))
                    && other.country().is_some_and(|country| context.names_of(country) >= 3)
            };
            i64::from(alone && self.named.places.iter().any(town)) * 120
        };
        // Of many counties the table has no count of inhabitants.
        let country = self.named.places.first().and_then(Place::country);
        let counties =
            self.named.places.iter().all(|place| place.kind == PlaceKind::Admin2 && place.country() == country);
        let score = |number: usize, place: &Place| {
            let size = if counties { 5 } else { 10 } * i64::from(place.population.max(1).ilog2());
            let own = match (place.kind, self.generic) {
                (PlaceKind::Country, Some(GenericKind::Admin1 | GenericKind::City)) => 100,
                // An island far away that only another language calls so: "Norfolk".
                (PlaceKind::Country, _) if place.population < 200_000 && !is_folded(place.name, &key) => 100,
                (PlaceKind::Country, _) => 400 - foreign(place),
                (PlaceKind::Admin1, Some(GenericKind::Admin1)) => 300 + size,
                (PlaceKind::Admin1, Some(GenericKind::City)) => size - 150,
                // A division that shares the name of its capital is rarely meant by the bare name.
                (PlaceKind::Admin1, _)
                    if !is_folded(place.name, &key) || self.has_greater_namesake(place, &key, context) =>
                {
                    size - 50
                }
                (PlaceKind::Admin1, _) => size + 150,
                (PlaceKind::City | PlaceKind::Admin2, Some(GenericKind::City | GenericKind::Admin2)) => size + 100,
                (PlaceKind::City, _) => size,
                (PlaceKind::Admin2, _) => size - 30,
                _ => 350,
            };
            let near = place.country().map_or(0, |country| context.weight_beside(country, &self.key)).min(5) * 24;
            // "Georgia" among places of the United States is the state.
            let rival = rivals.iter().any(|country| place.country() != Some(*country));
            let among = || {
                context.is_home(place.country(), Some(&self.key))
                    || place.country().is_some_and(|country| context.names_of(country) > 0)
                        && rivals.iter().all(|country| context.names_of(country) == 0)
            };
            let state = i64::from(rival && place.kind == PlaceKind::Admin1 && among()) * 300;
            let own_name = is_folded(place.name, &key);
            // "San Antonio" is not the Heights beside the report's other places, where a town bears the name itself.
            let share = if own_name || !own_named { 2 } else { 1 };
            // "Salisbury" is no longer what a capital of Africa is called.
            let other = own_town && !own_name && is_other_name(place, &key);
            // "Odessa" is how many write Odesa.
            let greatest = |other: &Place| other.country() == place.country() || other.population < place.population;
            let alike = !own_name
                && place.kind == PlaceKind::City
                && is_spelt_alike(place, &key)
                && self.named.places.iter().all(greatest);
            let own_name =
                i64::from(several && own_name) * 50 + i64::from(several && alike) * 35 - i64::from(other) * 70;
            let local = matches!(place.kind, PlaceKind::City | PlaceKind::Admin2);
            let named = i64::from(local) * context.weight_beside(place.code, &self.key).min(5) * 30;
            let held = i64::from(self.inside == Some(number)) * 1000;
            let beside = if local { context.neighbours.support(&self.key, place, counties) } else { 0 };
            own + near + state + own_name + (named + beside) * share / 2 + held
        };
        let best = self
            .named
            .places
            .iter()
            .enumerate()
            .max_by_key(|(number, place)| (score(*number, place), std::cmp::Reverse(*number)));
        best.map_or(0, |(number, _)| number)
    }
}

impl Run {
    /// Whether a town that means more to readers bears the name of this division: its own capital, or a large one.
    fn has_greater_namesake(&self, division: &Place, key: &str, context: &Context) -> bool {
        /// So many times fewer people than its division has a capital that is meant by the bare name.
        const CAPITAL: u32 = 20;
        /// The same where the capital bears it by another name than its own.
        const BY_OTHER_NAME: u32 = 4;
        /// A town elsewhere that is known as well as a division of its country.
        const LARGE: u32 = 100_000;
        /// The same where the division lies in another country, which the report does not name.
        const ABROAD: u32 = 20_000;
        let near = context.is_home(division.country(), None)
            || division.country().is_some_and(|country| context.names_of(country) > 1);
        self.named.places.iter().filter(|place| place.kind == PlaceKind::City).any(|town| {
            if division.holds(town) {
                // "Oklahoma" is not what Oklahoma City is called, "New York" is.
                let own = !context.own_names || is_folded(town.name, key);
                let capital = if own { CAPITAL } else { BY_OTHER_NAME };
                return town.population.saturating_mul(capital) > division.population;
            }
            let home = near || town.country() == division.country();
            town.population >= if home { LARGE } else { ABROAD }
        })
    }
}

/// Which countries and divisions a report names, by code, and what lies near what.
struct Context {
    countries: BTreeMap<&'static str, i64>,
    /// How many different names point to a country or division.
    names: BTreeMap<&'static str, i64>,
    /// Countries and divisions that offices and telephone numbers tell.
    set: BTreeSet<&'static str>,
    /// What of `countries` is one name's own doing.
    own: BTreeMap<(Rc<str>, &'static str), i64>,
    neighbours: Neighbours,
    /// The table's names are of the report's language.
    own_names: bool,
}

impl Context {
    /// `settings` are countries and divisions that words other than names point to, each with what it counts.
    fn of(runs: &[Run], settings: BTreeMap<&'static str, i64>, own_names: bool) -> Self {
        let set = settings.keys().copied().collect();
        let (mut countries, mut names, mut own) = (settings, BTreeMap::new(), BTreeMap::new());
        let mut seen = BTreeSet::new();
        for run in runs.iter().filter(|run| run.accepted()) {
            let first = seen.insert(&run.key);
            for code in run.named.points_to.iter().flatten() {
                // "Wis.": who names a division means it.
                let count = if run.named.is_division && code.contains('.') { 2 } else { 1 };
                *countries.entry(*code).or_insert(0) += count;
                *own.entry((run.key.clone(), *code)).or_insert(0) += count;
                *names.entry(*code).or_insert(0) += i64::from(first);
            }
        }
        Self { countries, names, set, own, neighbours: Neighbours::of(runs), own_names }
    }

    fn names_of(&self, code: &str) -> i64 {
        self.names.get(code).copied().unwrap_or(0)
    }

    /// How many countries the report's names point to, but these.
    fn countries_beside(&self, these: &[&str]) -> usize {
        let others = |code: &&&'static str| !code.contains('.') && !these.contains(code);
        self.names.keys().filter(others).count()
    }

    fn weight(&self, country: &str) -> i64 {
        self.countries.get(country).copied().unwrap_or(0)
    }

    /// The weight of a country or division without what one name does for it: a name is no witness in its own matter.
    fn weight_beside(&self, code: &'static str, key: &Rc<str>) -> i64 {
        self.weight(code) - self.own.get(&(key.clone(), code)).copied().unwrap_or(0)
    }

    /// Whether most of the report's places lie in this country; of all places but those of one name, where one is given.
    fn is_home(&self, country: Option<&'static str>, beside: Option<&Rc<str>>) -> bool {
        let weight = |code: &'static str| beside.map_or(self.weight(code), |key| self.weight_beside(code, key));
        let all: i64 = self.countries.keys().filter(|code| !code.contains('.')).map(|code| weight(code)).sum();
        country.is_some_and(|country| weight(country) >= 2 && weight(country) * 2 > all)
    }
}

/// Which names of a report have a place in which square of one degree: towns of one report lie near each other.
#[derive(Default)]
struct Neighbours {
    /// By square: the names with a place there, by number, and what each counts.
    squares: BTreeMap<(i32, i32), Vec<(usize, i64)>>,
    /// By second-order division: the names that it bears or that a town in it bears, and what each counts.
    divisions: BTreeMap<u32, Vec<(usize, i64)>>,
    keys: BTreeMap<Rc<str>, usize>,
}

impl Neighbours {
    /// Names with more places than that tell nothing.
    const PLACES: usize = 40;
    /// Names of a report that are looked at.
    const NAMES: usize = 60;

    fn square(place: &Place) -> (i32, i32) {
        (place.lat_e6.div_euclid(1_000_000), place.lon_e6.div_euclid(1_000_000))
    }

    fn of(runs: &[Run]) -> Self {
        let mut out = Self::default();
        if !runs.iter().any(|run| run.accepted() && run.named.places.len() > 1) {
            return out;
        }
        for run in runs.iter().filter(|run| run.accepted() && run.kind == RunKind::Name) {
            let places = &run.named.places;
            let local = |place: &&Place| matches!(place.kind, PlaceKind::City | PlaceKind::Admin2);
            let count = places.iter().filter(local).count();
            let known = out.keys.contains_key(&*run.key) || out.keys.len() >= Self::NAMES;
            if known
                || count == 0
                || count > Self::PLACES
                || places.iter().any(|place| place.kind == PlaceKind::Country)
            {
                continue;
            }
            let number = out.keys.len();
            out.keys.insert(run.key.clone(), number);
            let worth = 60 / i64::from(count.isqrt() as u32 + 1);
            // A county that is named says more of its towns than a town says of its county.
            let whole = places.iter().all(|place| place.kind == PlaceKind::Admin2);
            let mut divisions: Vec<u32> = places.iter().filter_map(Self::division).collect();
            divisions.sort_unstable();
            divisions.dedup();
            for division in divisions {
                let worth = if whole { worth * 3 } else { worth * 2 };
                out.divisions.entry(division).or_default().push((number, worth));
            }
            let mut squares: Vec<(i32, i32)> = places.iter().filter(local).map(Self::square).collect();
            squares.sort_unstable();
            squares.dedup();
            for square in squares {
                out.squares.entry(square).or_default().push((number, worth));
            }
        }
        out
    }

    /// The second-order division that a place is, or lies in.
    fn division(place: &Place) -> Option<u32> {
        if place.kind == PlaceKind::Admin2 { place.geonames() } else { place.division }
    }

    /// What the report's other names say for a place: those with a place in its division, in its square or beside it.
    /// `counties` says that only second-order divisions of one country bear the name.
    fn support(&self, key: &str, place: &Place, counties: bool) -> i64 {
        let own = self.keys.get(key).copied();
        if self.keys.len() <= usize::from(own.is_some()) {
            return 0;
        }
        let (row, column) = Self::square(place);
        let mut found: Vec<(usize, i64)> = Vec::new();
        for square in (row - 1..=row + 1).flat_map(|row| (column - 1..=column + 1).map(move |column| (row, column))) {
            found.extend(self.squares.get(&square).into_iter().flatten().filter(|(number, _)| Some(*number) != own));
        }
        found.sort_unstable();
        found.dedup();
        let near = found.into_iter().map(|(_, worth)| worth).sum::<i64>().min(150);
        let division = Self::division(place).and_then(|division| self.divisions.get(&division));
        let others = division.into_iter().flatten().filter(|(number, _)| Some(*number) != own);
        let held = others.map(|(_, worth)| *worth).sum::<i64>().min(150);
        // A county is where its towns are.
        near + if counties { held * 3 } else { held }
    }
}

struct Reader<'r> {
    pack: &'r Pack,
    gazetteer: &'r Gazetteer,
    text: &'r str,
    tokens: &'r [Token],
}

impl Reader<'_> {
    /// The countries and divisions that offices and telephone numbers point to, each with what they count: "the sheriff's
    /// office", "call 217-555-0142".
    fn find_settings(&self) -> BTreeMap<&'static str, i64> {
        /// What one such word or number counts, and what several of a place count at most.
        const WORD: i64 = 2;
        const NUMBER: i64 = 3;
        const MOST: i64 = 3;
        let settings = &self.pack.place.settings;
        let mut found: BTreeMap<&'static str, BTreeSet<u32>> = BTreeMap::new();
        let mut numbers: BTreeSet<u32> = BTreeSet::new();
        let known = self.tokens.iter().enumerate().filter(|(_, token)| token.word != WordId::UNKNOWN);
        for (at, _) in known.filter(|_| !settings.rules().is_empty()) {
            let Some((length, rules)) = settings.longest(self.tokens, at) else { continue };
            for rule in rules {
                let means = &settings.rule(*rule).means;
                let Some(number) = self.gazetteer.lookup_id(&means.place) else { continue };
                if means.groups.is_empty() {
                    found.entry(self.gazetteer.place(number).code).or_default().insert(*rule);
                } else if self.is_telephone(at, length, &means.groups) {
                    numbers.insert(*rule);
                }
            }
        }
        let mut out: BTreeMap<&'static str, i64> = BTreeMap::new();
        for (code, rules) in found {
            out.insert(code, (WORD * rules.len() as i64).min(MOST));
        }
        for rule in numbers {
            let number = self.gazetteer.lookup_id(&settings.rule(rule).means.place);
            let Some(place) = number.map(|number| self.gazetteer.place(number)) else { continue };
            for code in [Some(place.code), place.country()].into_iter().flatten() {
                let count = out.entry(code).or_insert(0);
                *count = (*count + NUMBER).min(MOST);
            }
        }
        out
    }

    /// Whether digits begin a telephone number of groups of so many digits: "217-555-0142", "(217) 555-0142".
    fn is_telephone(&self, at: usize, length: usize, groups: &[u8]) -> bool {
        let mark = |at: usize| matches!(self.written(at), "-" | "." | ")" | "/" | "\u{2010}" | "\u{2011}" | "\u{2013}");
        let digits = |at: usize, size: u8| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.kind == TokenKind::Digits && token.span.len() == usize::from(size))
        };
        let Some((first, further)) = groups.split_first() else { return false };
        if length != 1 || !digits(at, *first) {
            return false;
        }
        // What goes before belongs to a longer number, unless it is the way into the country.
        let glued = at > 1 && self.tokens[at - 1].span.end == self.tokens[at].span.start;
        if glued && mark(at - 1) && self.tokens[at - 2].kind == TokenKind::Digits && self.tokens[at - 2].span.len() > 1
        {
            return false;
        }
        let mut next = at + 1;
        for size in further {
            while next < self.tokens.len() && next - at < 8 && mark(next) {
                next += 1;
            }
            if !digits(next, *size) {
                return false;
            }
            next += 1;
        }
        true
    }

    /// `known` keeps what rules name, for the next time.
    fn find_runs(&self, sentence: &Sentence, known: &mut Known, runs: &mut Vec<Run>) {
        let shouted = self.is_shouted(sentence);
        let tokens = &self.tokens[..sentence.last];
        let mut at = sentence.first;
        while at < sentence.last {
            let token = tokens[at];
            if token.kind != TokenKind::Word {
                at += 1;
                continue;
            }
            let name = self.longest_name(at, sentence.last, shouted);
            let length = name.map_or(0, |(length, _)| length);
            // "L'Union européenne" is no "L'Union".
            if length > 1 && self.written(at).ends_with(['\'', '’']) {
                let inner = self.longest_name(at + 1, sentence.last, shouted);
                if inner.is_some_and(|(inner, run)| inner + 1 > length || (inner + 1 == length && run.is_core())) {
                    at += 1;
                    continue;
                }
            }
            if token.starts & Start::PLACE != 0
                && let Some((words, rules)) =
                    self.pack.place.names.longest(tokens, at).filter(|(words, _)| *words >= length)
            {
                let rule = self.pack.place.names.rule(rules[0]);
                let capital = token.case != TokenCase::Lower;
                let found = match &rule.means {
                    NameWord::NoPlace if capital => {
                        at += words;
                        continue;
                    }
                    NameWord::NoPlace => None,
                    NameWord::Adjective(_) if !capital && self.pack.place.capital_adjectives => None,
                    // "Suisse" is the country, "suisse" the adjective.
                    NameWord::Adjective(to)
                        if capital && length == words && name.is_some_and(|(_, run)| self.is_major(run, to)) =>
                    {
                        None
                    }
                    // "Ташкенте" beside "ташкентский": a form of the name itself.
                    NameWord::Adjective(to)
                        if capital
                            && words <= 2
                            && self.undecline(at, sentence.last, known).is_some_and(|(length, named)| {
                                length == words && named.places.iter().any(|place| self.is_called(place, &to.place))
                            }) =>
                    {
                        Some((RunKind::Name, to))
                    }
                    NameWord::Adjective(to) => Some((RunKind::Adjective, to)),
                    NameWord::Metonym(to) if capital || words > 1 => Some((RunKind::Metonym, to)),
                    NameWord::Metonym(_) => None,
                    NameWord::Short(to) => {
                        let comma = at > sentence.first && self.written(at - 1) == ",";
                        let own = to.alone.is_some() && token.case == TokenCase::Upper && !shouted;
                        if let Some(place) = to.alone.as_deref().filter(|_| capital && !comma) {
                            let before = runs.last().is_some_and(|run| run.last == at && self.is_spaced(at - 1));
                            if (own || self.is_dotted(at, at + words)) && !before {
                                let places = Named::of(self.named(place));
                                let mut run = self.run(sentence, at, at + words, places, RunKind::Name, shouted);
                                run.rule = Some(rule.name.clone());
                                run.listed = true;
                                runs.push(run);
                                at += words;
                                continue;
                            }
                        }
                        (capital && (comma || self.is_dotted(at, at + words))).then_some((RunKind::Short, to))
                    }
                };
                if let Some((kind, to)) = found {
                    let places =
                        known.rules.entry(rules[0]).or_insert_with(|| Named::of(self.named(&to.place))).clone();
                    let mut run = self.run(sentence, at, at + words, places, kind, shouted);
                    run.rule = Some(rule.name.clone());
                    run.listed = kind == RunKind::Name;
                    runs.push(run);
                    at += words;
                    continue;
                }
            }
            let Some((length, name)) = name else {
                let found = (self.may_be_declined(sentence, at) && !shouted)
                    .then(|| self.undecline(at, sentence.last, known))
                    .flatten();
                if let Some((length, places)) = found {
                    let mut run = self.run(sentence, at, at + length, places, RunKind::Name, shouted);
                    run.declined = true;
                    run.rule = Some(self.pack.place.ending_rule.clone());
                    at = run.last.max(at + 1);
                    runs.push(run);
                } else if let Some((length, kind)) = self.unlisted_name(sentence, at).filter(|_| !shouted) {
                    let mut run = self.run(sentence, at, at + length, known.nowhere.clone(), RunKind::Name, shouted);
                    run.whole = (at, at + length);
                    run.generic = Some(kind);
                    run.unlisted = true;
                    run.rule = Some(self.pack.place.unlisted_rule.clone());
                    runs.push(run);
                    at += length;
                } else {
                    at += 1;
                }
                continue;
            };
            let places = known.names.entry(name).or_insert_with(|| {
                let numbers = self.gazetteer.candidates(name).into_iter();
                Named::of(numbers.map(|number| self.gazetteer.place(number)).collect())
            });
            let places = places.clone();
            let run = self.run(sentence, at, at + length, places, RunKind::Name, shouted);
            at = run.last.max(at + 1);
            runs.push(run);
        }
    }

    /// Whether the place is the one that a rule names by its id or English name.
    fn is_called(&self, place: &Place, rule: &str) -> bool {
        place.name == rule || place.id() == rule || self.named(rule).iter().any(|named| named == place)
    }

    /// A name that no table holds, with the word for its kind beside it: "in the village of X", "в посёлке X", "in X
    /// district". How many words it has, and the kind.
    fn unlisted_name(&self, sentence: &Sentence, at: usize) -> Option<(usize, GenericKind)> {
        let place = &self.pack.place;
        let part = |at: usize| {
            at < sentence.last
                && self.tokens[at].kind == TokenKind::Word
                && self.tokens[at].case == TokenCase::Title
                && self.tokens[at].word == WordId::UNKNOWN
                && self.tokens[at].span.len() > 2
        };
        if at == sentence.first || !part(at) {
            return None;
        }
        let mut last = at + 1;
        while last - at < 3 && self.is_spaced(last - 1) && part(last) {
            last += 1;
        }
        let strong = |start: usize| {
            place.preposition_before(self.tokens, sentence.first, start).is_some_and(|(_, rule)| !rule.weak)
        };
        for start in (sentence.first.max(at.saturating_sub(4))..at).rev() {
            let Some((length, rules)) = place.generics.longest(&self.tokens[..at], start) else { continue };
            let rule = &place.generics.rule(rules[0]).means;
            let linked = (start + length..at).all(|at| {
                place.is_hint(self.tokens, at, PlaceHint::Link) || place.is_hint(self.tokens, at, PlaceHint::Article)
            });
            let first = (sentence.first..start)
                .rev()
                .take_while(|at| place.is_hint(self.tokens, *at, PlaceHint::Direction))
                .last()
                .unwrap_or(start);
            // "The state Legislature" is no state.
            let bare = rule.reads == GenericKind::Admin1 && start + length == at;
            return (rule.before && linked && !bare && strong(first)).then_some((last - at, rule.reads));
        }
        let (length, rules) = place.generics.longest(&self.tokens[..sentence.last], last)?;
        let rule = &place.generics.rule(rules[0]).means;
        let closed = self.tokens[last].case == TokenCase::Lower && !part(last + length);
        (rule.after && closed && strong(at)).then_some((last - at, rule.reads))
    }

    /// A name in no table, placed by the place named beside it or, without one, last before it.
    fn unlisted_mention(&self, runs: &[Run], number: usize) -> Option<Mention> {
        let run = &runs[number];
        let usable = |other: &&Run| {
            other.accepted()
                && other.named.places.get(other.chosen).is_some_and(|place| {
                    !matches!(place.kind, PlaceKind::Bloc | PlaceKind::Continent | PlaceKind::Water)
                })
        };
        let same = |other: &&Run| other.sentence == run.sentence;
        let after = runs[number + 1..].iter().take_while(same).take(1).find(usable);
        let holder = after.or_else(|| runs[..number].iter().rev().find(usable))?;
        let place = holder.named.places.get(holder.chosen)?;
        let mut mention = self.mention(holder)?;
        let Reading::Toponym(toponym) = &mut mention.reading else { return None };
        mention.span = self.span(run.whole.0, run.whole.1);
        mention.rule = run.rule.clone()?;
        let name = self.span(run.first, run.last).of(self.text);
        toponym.name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        toponym.id = format!("name:{}", fold_name(name)?);
        (toponym.adjectival, toponym.metonym) = (false, false);
        toponym.parents = place.parents();
        if matches!(place.kind, PlaceKind::Country | PlaceKind::Admin1 | PlaceKind::Admin2) {
            toponym.parents.insert(0, place.id());
        }
        toponym.place = match run.generic {
            Some(GenericKind::Admin1) => PlaceKind::Admin1,
            Some(GenericKind::Admin2) => PlaceKind::Admin2,
            _ => PlaceKind::City,
        };
        Some(mention)
    }

    /// Whether a word is written as a name, and may be a form of one that the table holds in another form only.
    fn may_be_declined(&self, sentence: &Sentence, at: usize) -> bool {
        let token = self.tokens[at];
        let place = &self.pack.place;
        !place.endings.is_empty()
            && token.kind == TokenKind::Word
            && token.case == TokenCase::Title
            && token.span.len() > 6
            && (at > sentence.first || token.word == WordId::UNKNOWN)
            && ![PlaceHint::Given, PlaceHint::Common, PlaceHint::Title, PlaceHint::Direction]
                .into_iter()
                .any(|hint| place.is_hint(self.tokens, at, hint))
    }

    /// The places whose name this is a declined form of: endings of forms give way to endings of names.
    fn undecline(&self, at: usize, end: usize, known: &mut Known) -> Option<(usize, Rc<Named>)> {
        for length in [2, 1] {
            let next = at + length - 1;
            let two = length == 2;
            let written_so = next < end
                && (!two
                    || (self.is_spaced(at)
                        && self.tokens[next].kind == TokenKind::Word
                        && self.tokens[next].case == TokenCase::Title));
            if !written_so {
                continue;
            }
            let key = fold_name(self.span(at, at + length).of(self.text))?;
            let named = known.forms.entry(key).or_insert_with_key(|key| {
                let (head, last) = key.rsplit_once(' ').map_or(("", key.as_str()), |(head, last)| (head, last));
                let bases = |word: &str| self.pack.place.bases_of(word).into_iter().filter_map(|base| fold_name(&base));
                let heads: Vec<String> = match two {
                    true => bases(head).filter(|head| begins_name(head)).map(|head| head + " ").collect(),
                    false => vec![String::new()],
                };
                for base in bases(last).filter(|_| !heads.is_empty()) {
                    for head in &heads {
                        let name = [head.as_str(), &base].concat();
                        let numbers = self.gazetteer.lookup_key(&name).into_iter();
                        let places: Vec<Place> = numbers
                            .map(|number| self.gazetteer.place(number))
                            .filter(|place| place.kind != PlaceKind::City || place.population >= LEAST_DECLINED)
                            .collect();
                        if !places.is_empty() {
                            return Some(Named::of(places));
                        }
                    }
                }
                None
            });
            if let Some(named) = named {
                return Some((length, named.clone()));
            }
        }
        None
    }

    /// Whether the name is a country's, a region's or another place's that is neither town nor division, or the
    /// division's that the adjective means.
    fn is_major(&self, run: NameRun, adjective: &ByNameRule) -> bool {
        run.is_core()
            && self.gazetteer.candidates(run).into_iter().any(|number| {
                let place = self.gazetteer.place(number);
                match place.kind {
                    PlaceKind::City | PlaceKind::Admin2 => false,
                    PlaceKind::Admin1 => self.is_called(&place, &adjective.place),
                    _ => true,
                }
            })
    }

    /// The longest name here: in capitals, or of several words with a capital among them ("mer Noire", "Union
    /// européenne") where it is no town.
    fn longest_name(&self, at: usize, end: usize, shouted: bool) -> Option<(usize, crate::gazetteer::NameRun)> {
        let mut best = None;
        if self.tokens[at].case == TokenCase::Lower && !self.gazetteer.may_open_phrase(self.text, self.tokens[at]) {
            return best;
        }
        self.gazetteer.find_names(self.text, self.tokens, at, end, |run| {
            let words = &self.tokens[at..at + run.length];
            let phrase = run.length > 1
                && run.is_core()
                && words.iter().any(|token| token.case != TokenCase::Lower && token.span.len() > 2);
            let capital = self.tokens[at].case != TokenCase::Lower;
            if phrase || (capital && self.is_written_as_name(at, at + run.length, shouted)) {
                best = Some((run.length, run));
            }
        });
        best
    }

    /// Whether the words are written as names are: capitals at both ends, only short words in lower case between.
    fn is_written_as_name(&self, first: usize, last: usize, shouted: bool) -> bool {
        let words = || self.tokens[first..last].iter().filter(|token| token.kind == TokenKind::Word);
        let capital = |token: &Token| token.case != TokenCase::Lower;
        if !capital(&self.tokens[last - 1]) || !words().all(|token| capital(token) || token.span.len() <= 5) {
            return false;
        }
        let letters: usize = words().map(|token| token.span.of(self.text).chars().count()).sum();
        // An elided article before an acronym: "l'ONG".
        let elided = self.tokens[first].span.of(self.text).ends_with(['\'', '’']);
        if elided && last - first == 2 && self.tokens[last - 1].case == TokenCase::Upper && !shouted {
            return false;
        }
        // "US" and "EU" are names, "Us" and "In" are words.
        let dotted = last - first > 1 && words().all(|token| token.case != TokenCase::Lower && token.span.len() == 1);
        letters > 2 || dotted || (!shouted && words().all(|token| token.case == TokenCase::Upper))
    }

    fn run(
        &self,
        sentence: &Sentence,
        first: usize,
        last: usize,
        named: Rc<Named>,
        kind: RunKind,
        shouted: bool,
    ) -> Run {
        let mut key = String::new();
        fold_word(self.span(first, last).of(self.text), &mut key);
        let mut run = Run {
            first,
            last,
            whole: (first, last),
            sentence: (sentence.first, sentence.last),
            key: key.into(),
            named,
            kind,
            rule: None,
            generic: None,
            relation: None,
            shouted,
            inside: None,
            proof: 0,
            chosen: 0,
            declined: false,
            listed: false,
            unlisted: false,
        };
        if kind == RunKind::Name {
            self.find_generic(&mut run);
        }
        let place = &self.pack.place;
        let mut start = run.whole.0;
        while start > sentence.first && place.is_hint(self.tokens, start - 1, PlaceHint::Direction) {
            start -= 1;
        }
        run.relation =
            place.preposition_before(self.tokens, sentence.first, start).map(|(_, rule)| (rule.reads, rule.weak));
        run
    }

    /// "The Portland neighborhood" is one, "a Portland neighborhood" one of several.
    fn is_definite(&self, run: &Run) -> bool {
        let place = &self.pack.place;
        let mut at = run.first;
        while at > run.sentence.0 && place.is_hint(self.tokens, at - 1, PlaceHint::Direction) {
            at -= 1;
        }
        // "The same Portland neighborhood".
        if at > run.sentence.0 + 1 && self.tokens[at - 1].kind == TokenKind::Word {
            at -= usize::from(place.is_hint(self.tokens, at - 2, PlaceHint::Article));
        }
        at > run.sentence.0 && place.is_hint(self.tokens, at - 1, PlaceHint::Article)
    }

    /// Takes in "région de" before the name or "region" after it.
    fn find_generic(&self, run: &mut Run) {
        let place = &self.pack.place;
        if let Some((length, rules)) = place.generics.longest(&self.tokens[..run.sentence.1], run.last) {
            let rule = &place.generics.rule(rules[0]).means;
            if rule.after && (rule.reads != GenericKind::Quarter || self.is_definite(run)) {
                run.generic = Some(rule.reads);
                if widens(rule.reads, &run.named.places) {
                    run.whole.1 = run.last + length;
                }
                return;
            }
        }
        for start in (run.sentence.0.max(run.first.saturating_sub(5))..run.first).rev() {
            let Some((length, rules)) = place.generics.longest(&self.tokens[..run.first], start) else { continue };
            let rule = &place.generics.rule(rules[0]).means;
            let linked = (start + length..run.first).all(|at| {
                place.is_hint(self.tokens, at, PlaceHint::Link) || place.is_hint(self.tokens, at, PlaceHint::Article)
            });
            if rule.before && linked {
                run.generic = Some(rule.reads);
                if widens(rule.reads, &run.named.places) {
                    run.whole.0 = start;
                }
                return;
            }
        }
    }

    /// Finds pairs such as "Paris, Texas" and "Bikin, dans la région de Khabarovsk".
    fn find_containers(&self, runs: &mut [Run]) {
        for number in 1..runs.len() {
            let (before, after) = runs.split_at_mut(number);
            let (inner, outer) = (&mut before[number - 1], &after[0]);
            if inner.sentence != outer.sentence || inner.kind != RunKind::Name || outer.whole.0 < inner.whole.1 {
                continue;
            }
            let gap = inner.whole.1..outer.whole.0;
            if gap.len() > 5 || gap.is_empty() {
                continue;
            }
            let mut joined = true;
            let mut marked = false;
            for at in gap {
                let written = self.written(at);
                let mark = matches!(written, "," | "(");
                marked |= mark;
                let small = self.pack.place.is_hint(self.tokens, at, PlaceHint::Article)
                    || self.pack.place.is_hint(self.tokens, at, PlaceHint::Direction)
                    || self.pack.place.prepositions.longest(&self.tokens[..=at], at).is_some();
                marked |= self.pack.place.prepositions.longest(&self.tokens[..=at], at).is_some_and(|(_, rules)| {
                    self.pack.place.prepositions.rule(rules[0]).means.reads == PlaceRelation::At
                });
                joined &= mark || small;
            }
            if !joined || !marked {
                continue;
            }
            let holds = |place: &Place| {
                outer.named.places.iter().any(|outer| {
                    outer.holds(place)
                        || (outer.kind == PlaceKind::Region
                            && outer.country().is_some()
                            && outer.country() == place.country())
                })
            };
            let held = inner.named.places.iter().position(holds);
            // "Sudan, the United States" and "Oregon, Ohio" are lists, whatever small towns bear the names.
            let peer = |small: &Place| {
                inner.named.places.iter().any(|place| {
                    small.kind == PlaceKind::City
                        && outer.named.places.iter().any(|outer| outer.kind == place.kind)
                        && match place.kind {
                            PlaceKind::Country => true,
                            PlaceKind::Admin1 => small.population < 100_000 && place.country() == small.country(),
                            _ => false,
                        }
                })
            };
            inner.inside = held.filter(|held| !peer(&inner.named.places[*held]));
        }
    }

    /// Folded words that this report uses as persons' names.
    fn persons(&self, runs: &[Run]) -> BTreeSet<Rc<str>> {
        let person = |run: &&Run| {
            run.kind == RunKind::Name
                && run.generic.is_none()
                && !self.is_forced(run)
                && (self.is_titled(run)
                    || (run.last - run.first == 1
                        && self.is_given(run.first)
                        && run.last < run.sentence.1
                        && !run.shouted
                        && self.is_surname(run.last))
                    || (!run.is_core()
                        && self.has_name_before(run)
                        && (run.first - 1 > run.sentence.0 || self.is_given(run.first - 1))
                        && !run.shouted))
        };
        runs.iter().filter(person).map(|run| run.key.clone()).collect()
    }

    /// "Joshua Orlen": a capitalised word that is no other of the language, right behind a given name.
    fn is_surname(&self, at: usize) -> bool {
        let token = self.tokens[at];
        token.kind == TokenKind::Word
            && token.case == TokenCase::Title
            && self.is_spaced(at - 1)
            && self.is_foreign_name(at, self.tokens.len())
    }

    fn is_given(&self, at: usize) -> bool {
        self.pack.place.is_hint(self.tokens, at, PlaceHint::Given)
    }

    fn weigh(&self, run: &Run, persons: &BTreeSet<Rc<str>>) -> i32 {
        match run.kind {
            RunKind::Adjective | RunKind::Metonym => return if run.named.places.is_empty() { -9 } else { 9 },
            RunKind::Short => {
                let dotted = self.is_dotted(run.first, run.last);
                return if run.named.places.is_empty() || (run.first < 2 && !dotted) { -9 } else { 3 };
            }
            RunKind::Name => {}
        }
        if run.unlisted {
            return ENOUGH;
        }
        if run.named.places.is_empty() {
            return -9;
        }
        let place = &self.pack.place;
        if place.is_hint(self.tokens, run.last, PlaceHint::Road) && self.tokens[run.last].case != TokenCase::Lower {
            return -9;
        }
        let fame = run.fame();
        let mut proof = fame;
        let strong = matches!(run.relation, Some((_, false)));
        // "Weber": what small towns far away are called elsewhere.
        if place.own_names && run.inside.is_none() && is_called_so_elsewhere(run) {
            proof -= 3;
        }
        proof += match run.relation {
            Some((_, false)) => 2,
            Some((PlaceRelation::From | PlaceRelation::To | PlaceRelation::Of, true)) => 1,
            _ => 0,
        };
        if run.generic.is_some() {
            proof += 2;
        }
        if run.inside.is_some() {
            proof += 3;
        }
        if self.is_dateline(run) {
            proof += 3;
        }
        let single = run.last - run.first == 1;
        let acronym = single && self.tokens[run.first].case == TokenCase::Upper && !run.shouted;
        let divided = run.named.places.iter().any(|place| place.kind == PlaceKind::Admin1);
        if acronym && !run.is_core() && !divided && self.tokens[run.first].span.len() <= 5 && !self.is_dateline(run) {
            proof -= 3;
        }
        if single && !(acronym && run.is_core()) && place.is_hint(self.tokens, run.first, PlaceHint::Common) {
            proof -= if fame >= 2 { 2 } else { 4 };
        }
        if single && !run.is_core() && place.is_hint(self.tokens, run.first, PlaceHint::Direction) {
            proof -= 5;
        }
        let given = single && place.is_hint(self.tokens, run.first, PlaceHint::Given);
        if given && fame < 2 && !strong && run.inside.is_none() && !self.is_dateline(run) && !self.is_forced(run) {
            proof -= 2;
        }
        if self.is_titled(run) {
            proof -= 5;
        } else if self.has_name_before(run) {
            let opening = run.first - 1 == run.sentence.0;
            proof -= if !given && (run.is_core() || (opening && fame >= 2)) { 1 } else { 4 };
        }
        // "The governor of Punjab Salman ...", in languages that decline: the name after is the title's.
        let held = run.first > run.sentence.0
            && !single_name(run)
            && place.is_hint(self.tokens, run.first - 1, PlaceHint::Title)
            && self.tokens[run.first - 1].case == TokenCase::Lower;
        if self.has_name_after(run) && !self.is_forced(run) && (given || !run.shouted) && !held {
            proof -= match (given, fame) {
                (true, _) if !strong || fame < 2 => 4,
                (_, 3) => i32::from(!run.is_core()),
                (_, 2) => 1,
                _ => 3,
            };
        }
        if run.declined {
            proof -= 1;
        }
        // "Eureka Garden": a building or a street of houses, which may lie anywhere.
        if fame < 2 && self.is_facility(run) {
            proof -= 2;
        }
        // "A Boyertown man", "a Boyertown motel": who lives there, what stands there.
        if !(single && given) && run.last < run.sentence.1 && self.tokens[run.last].case == TokenCase::Lower {
            let hint = |hint| i32::from(place.is_hint(self.tokens, run.last, hint));
            proof += hint(PlaceHint::Townsman) * 2 + hint(PlaceHint::Premises);
        }
        // "Boyertown police", "Boyertown Police Department".
        let forced = self.is_forced(run);
        proof += i32::from(forced) * 3;
        // "South Side", "North City": a part of any town, whatever else bears the name.
        if !single && single_name(run) && self.is_vague(run) {
            proof -= 5;
        }
        // "Scott County": the name says what it is.
        if !single && run.named.places.iter().all(|place| place.kind == PlaceKind::Admin2) {
            proof += 2;
        }
        if run.first == run.sentence.0 && single && fame < 2 {
            proof -= 1;
        }
        if run.shouted && fame < 2 {
            proof -= 1;
        }
        if persons.contains(&run.key) && run.inside.is_none() && !self.is_dateline(run) {
            proof -= if strong && fame >= 2 { 1 } else { 4 };
        }
        // What a table of the pack lists as a form of a name is one, if it is no person's.
        if run.listed && !self.is_titled(run) && !self.has_name_before(run) {
            proof = proof.max(ENOUGH);
        }
        proof
    }

    /// Whether those who keep order in the place are named right behind it.
    fn is_forced(&self, run: &Run) -> bool {
        run.last < run.sentence.1
            && self.is_spaced(run.last - 1)
            && self.pack.place.is_hint(self.tokens, run.last, PlaceHint::Force)
    }

    /// "S.C.", "D.C.": single capitals with full stops.
    fn is_dotted(&self, first: usize, last: usize) -> bool {
        let upper = |at: usize| {
            let written = self.written(at);
            written == "." || written.chars().filter(|c| *c != '.').all(char::is_uppercase)
        };
        let letters = |at: &usize| self.tokens[*at].kind == TokenKind::Word;
        let short = (first..last).filter(letters).all(|at| self.written(at).trim_end_matches('.').len() <= 1);
        let stops = self.span(first, last).of(self.text).matches('.').count();
        (short || last - first == 1) && stops >= 2 && (first..last).all(upper)
    }

    fn is_titled(&self, run: &Run) -> bool {
        let mut at = run.first;
        if at > run.sentence.0 && self.written(at - 1) == "." {
            at -= 1;
        }
        at > run.sentence.0
            && self.pack.place.is_hint(self.tokens, at - 1, PlaceHint::Title)
            && (self.tokens[at - 1].case != TokenCase::Lower || single_name(run) || self.is_given(run.first))
    }

    /// Whether another capitalised name stands directly before: "Pavel Chernigov".
    fn has_name_before(&self, run: &Run) -> bool {
        let Some(mut at) = run.first.checked_sub(1).filter(|at| *at >= run.sentence.0) else { return false };
        if self.written(at) == "." && at > run.sentence.0 && self.tokens[at - 1].span.len() == 1 {
            // An initial: "J. London", "Ann J. London".
            at -= 1;
            if at > run.sentence.0 && self.tokens[at].case != TokenCase::Lower && self.is_spaced(at - 1) {
                return self.is_foreign_name(at, run.sentence.1) || self.is_foreign_name(at - 1, run.sentence.1);
            }
        } else if self.written(at) == "-" && at > run.sentence.0 && self.is_glued(at) {
            at -= 1;
        } else if !self.is_spaced(at) {
            return false;
        }
        self.is_foreign_name(at, run.sentence.1)
    }

    fn has_name_after(&self, run: &Run) -> bool {
        let initial = run.generic.is_none()
            && run.last + 2 < run.sentence.1
            && self.tokens[run.last].case != TokenCase::Lower
            && self.tokens[run.last].span.len() == 1
            && self.written(run.last + 1) == "."
            && self.is_spaced(run.last - 1)
            && self.is_spaced(run.last + 1);
        if initial && single_name(run) {
            return true;
        }
        run.generic.is_none()
            && run.last < run.sentence.1
            && self.is_spaced(run.last - 1)
            && self.is_foreign_name(run.last, run.sentence.1)
    }

    /// Whether a capitalised word for a building ends the name that goes on behind: "Providence Holy Cross Hospital".
    fn is_facility(&self, run: &Run) -> bool {
        const WORDS: usize = 4;
        // "Comer Children's Hospital".
        let owner =
            |at: usize| at > run.last && matches!(self.written(at), "'" | "\u{2019}" | "'s" | "\u{2019}s" | "s");
        let capital = |at: &usize| {
            owner(*at)
                || self.tokens[*at].kind == TokenKind::Word
                    && self.tokens[*at].case == TokenCase::Title
                    && self.is_spaced(at - 1)
        };
        let behind = run.last..run.sentence.1.min(run.last + WORDS);
        !run.shouted
            && behind.take_while(capital).any(|at| self.pack.place.is_hint(self.tokens, at, PlaceHint::Facility))
    }

    /// Whether the name is made of a direction and a word of the language, and is the own name of no place.
    fn is_vague(&self, run: &Run) -> bool {
        let key = fold_name(&run.key).unwrap_or_default();
        self.pack.place.is_hint(self.tokens, run.first, PlaceHint::Direction)
            && (run.first + 1..run.last).all(|at| self.tokens[at].word != WordId::UNKNOWN)
            && !run.named.places.iter().any(|place| is_folded(place.name, &key))
    }

    /// Whether this word is written as a name and is neither a word of place nor a place itself.
    fn is_foreign_name(&self, at: usize, end: usize) -> bool {
        let token = self.tokens[at];
        let place = &self.pack.place;
        if token.kind != TokenKind::Word || token.case == TokenCase::Lower {
            return false;
        }
        // "In Roswell Sunday": a day's name, and nobody's.
        if token.starts & Start::DAY != 0 && !place.is_hint(self.tokens, at, PlaceHint::Given) {
            return false;
        }
        let known = [PlaceHint::Direction, PlaceHint::Article, PlaceHint::Link, PlaceHint::Joining, PlaceHint::Saying]
            .into_iter()
            .any(|hint| place.is_hint(self.tokens, at, hint))
            || place.generics.longest(&self.tokens[..=at], at).is_some()
            || place.prepositions.longest(&self.tokens[..=at], at).is_some()
            || place.names.longest(&self.tokens[..end], at).is_some();
        // Any other word of the language, such as a month, is no part of a person's name.
        let name = [PlaceHint::Given, PlaceHint::Common, PlaceHint::Title]
            .into_iter()
            .any(|hint| place.is_hint(self.tokens, at, hint));
        !known && (name || token.word == WordId::UNKNOWN || at > 0 && self.is_given(at - 1))
    }

    /// "MOSCOW (Reuters) -", "PARIS, Sept 21 (AFP) –": a name that opens a paragraph, then a bracket or a dash before
    /// any word in lower case.
    fn is_dateline(&self, run: &Run) -> bool {
        if run.first != run.sentence.0 || run.kind != RunKind::Name {
            return false;
        }
        let upper = self.tokens[run.first].case == TokenCase::Upper && !run.shouted;
        for at in run.last..run.sentence.1.min(run.last + 10) {
            let token = self.tokens[at];
            match self.written(at) {
                "(" => return at == run.last || upper || self.written(at - 1) != ",",
                "—" | "–" | "-" | "―" | ">" | "»" => return !self.is_glued(at),
                _ if token.kind == TokenKind::Word && token.case == TokenCase::Lower => return false,
                _ => {}
            }
        }
        false
    }

    /// Whether a line is set in capitals, or every word of it has one.
    fn is_shouted(&self, sentence: &Sentence) -> bool {
        let words = || {
            self.tokens[sentence.first..sentence.last]
                .iter()
                .filter(|token| token.kind == TokenKind::Word && token.span.len() > 3)
        };
        let (all, capital) = (words().count(), words().filter(|token| token.case != TokenCase::Lower).count());
        all >= 5 && capital * 10 > all * 8
    }

    fn is_spaced(&self, at: usize) -> bool {
        let gap = Span::new(self.tokens[at].span.end, self.tokens.get(at + 1).map_or(0, |next| next.span.start));
        matches!(gap.of(self.text), " " | "\u{A0}")
    }

    fn is_glued(&self, at: usize) -> bool {
        let end = |at: usize| self.tokens.get(at).map(|token| token.span.end);
        let start = |at: usize| self.tokens.get(at).map(|token| token.span.start);
        at > 0 && end(at - 1) == start(at) && end(at) == start(at + 1)
    }

    fn span(&self, first: usize, last: usize) -> Span {
        self.tokens[first].span.join(self.tokens[last - 1].span)
    }

    fn written(&self, at: usize) -> &str {
        self.tokens[at].span.of(self.text)
    }

    /// The places that a rule names by id or by name.
    fn named(&self, place: &str) -> Vec<Place> {
        let numbers: Vec<PlaceNumber> = match self.gazetteer.lookup_id(place) {
            Some(number) => vec![number],
            None => self.gazetteer.lookup_name(place),
        };
        let places = numbers.into_iter().map(|number| self.gazetteer.place(number));
        // Another town may be larger and bear the name in some language.
        let own = fold_name(place).unwrap_or_default();
        places
            .max_by_key(|place| (place.kind == PlaceKind::City, is_folded(place.name, &own), place.population))
            .into_iter()
            .collect()
    }

    fn mention(&self, run: &Run) -> Option<Mention> {
        let place = run.named.places.get(run.chosen)?;
        let near = matches!(run.relation, Some((PlaceRelation::Near, _)));
        let precision = match place.kind {
            PlaceKind::City | PlaceKind::Site if near => PlacePrecision::Near,
            PlaceKind::City | PlaceKind::Site if run.generic == Some(GenericKind::Admin2) => PlacePrecision::District,
            PlaceKind::City | PlaceKind::Site => PlacePrecision::Exact,
            PlaceKind::Admin2 => PlacePrecision::District,
            PlaceKind::Admin1 => PlacePrecision::Province,
            PlaceKind::Region | PlaceKind::Water => PlacePrecision::Region,
            PlaceKind::Country => PlacePrecision::Country,
            PlaceKind::Bloc | PlaceKind::Continent => PlacePrecision::World,
        };
        let speaks = run.kind == RunKind::Name
            && run.relation.is_none()
            && matches!(place.kind, PlaceKind::Country | PlaceKind::City | PlaceKind::Bloc)
            && self.pack.place.hints.longest(&self.tokens[..run.sentence.1], run.last).is_some_and(|(_, rules)| {
                rules.iter().any(|rule| self.pack.place.hints.rule(*rule).means == PlaceHint::Saying)
            });
        let rule = run.rule.clone().unwrap_or_else(|| {
            let tag = match (run.inside.is_some(), run.generic.is_some(), run.relation) {
                (true, ..) => "place/container",
                (_, true, _) => "place/kind",
                (.., Some((_, false))) => "place/preposition",
                _ => "place/name",
            };
            tag.into()
        });
        Some(Mention {
            span: self.span(run.whole.0, run.whole.1),
            rule,
            reading: Reading::Toponym(Toponym {
                name: place.name.to_owned(),
                country: place.country().map(str::to_owned),
                lat_e6: place.lat_e6,
                lon_e6: place.lon_e6,
                id: place.id(),
                precision,
                place: place.kind,
                parents: place.parents(),
                adjectival: run.kind == RunKind::Adjective,
                metonym: run.kind == RunKind::Metonym || speaks,
            }),
        })
    }
}

/// Whether this is a town that bears the name itself, no hamlet.
fn is_known_town(place: &Place, key: &str) -> bool {
    place.kind == PlaceKind::City && place.population >= 5_000 && is_folded(place.name, key)
}

/// Whether a town or division bears the name only as an older or a foreign one. What begins alike is the same name, spelt
/// in another way ("Odessa"), and so is what ends in the same word ("St. Petersburg").
fn is_other_name(place: &Place, key: &str) -> bool {
    const ALIKE: usize = 4;
    let last = |name: &str| name.rsplit(' ').next().map(str::to_owned);
    let alike = |name: &str| name.chars().take(ALIKE).eq(key.chars().take(ALIKE)) || last(name) == last(key);
    matches!(place.kind, PlaceKind::City | PlaceKind::Admin2 | PlaceKind::Admin1)
        && !fold_name(place.name).is_some_and(|name| alike(&name))
}

/// Whether the name is the town's own in another spelling: it begins alike, has as many words and about as many letters.
fn is_spelt_alike(place: &Place, key: &str) -> bool {
    const BEGINNING: usize = 4;
    const LETTERS: usize = 2;
    fold_name(place.name).is_some_and(|name| {
        let words = |name: &str| name.split(' ').count();
        let letters = |name: &str| name.chars().count();
        name.chars().take(BEGINNING).eq(key.chars().take(BEGINNING))
            && words(&name) == words(key)
            && letters(&name).abs_diff(letters(key)) <= LETTERS
    })
}

/// Whether only towns bear the name, all of them small and by another name than their own.
fn is_called_so_elsewhere(run: &Run) -> bool {
    const SMALL: u32 = 100_000;
    let key = fold_name(&run.key).unwrap_or_default();
    single_name(run) && run.named.places.iter().all(|place| place.population < SMALL && is_other_name(place, &key))
}

/// Whether only towns bear the name.
fn single_name(run: &Run) -> bool {
    run.named.places.iter().all(|place| place.kind == PlaceKind::City)
}

/// Whether a generic word is part of the name: "Kherson region" is one place, "regions of Ukraine" are not.
fn widens(kind: GenericKind, places: &[Place]) -> bool {
    match kind {
        GenericKind::Admin1 => places.iter().any(|place| place.kind == PlaceKind::Admin1),
        GenericKind::Admin2 => !places.iter().any(|place| place.kind == PlaceKind::Country),
        GenericKind::City | GenericKind::Quarter => false,
    }
}

/// Lets in what its own evidence left open: names joined to a place, names in the report's country, and names that
/// the report has proved elsewhere.
fn admit_by_context(runs: &mut [Run], context: &Context) {
    let proved: BTreeSet<Rc<str>> = runs.iter().filter(|run| run.accepted()).map(|run| run.key.clone()).collect();
    let open = |run: &Run| run.kind == RunKind::Name && run.proof < ENOUGH && run.proof >= 0;
    for run in runs.iter_mut().filter(|run| open(run)) {
        let home =
            run.named.places.iter().any(|place| place.population >= 1_000 && context.is_home(place.country(), None));
        if proved.contains(&run.key) {
            run.proof += 2;
        } else if home {
            run.proof += 1;
        }
    }
}

/// Small towns of a country that the report names in no other way, while most of its places lie in another one, are other
/// things of that name: persons, streets, words of a headline.
fn reject_strays(runs: &mut [Run], context: &Context) {
    /// Known far away, whatever stands beside it.
    const KNOWN: u32 = 200_000;
    /// Known where words of place lead it.
    const LED: u32 = 50_000;
    let home = |place: &Place| context.is_home(place.country(), None);
    let homed = context.countries.iter().any(|(code, count)| *count >= 3 && context.is_home(Some(code), None));
    // Where offices tell the country, a name that is told often is still no witness in its own matter.
    let set = |key: &Rc<str>| {
        let mut codes = context.set.iter().copied();
        codes.any(|code| context.weight_beside(code, key) >= 3 && context.is_home(Some(code), Some(key)))
    };
    let set_home = |place: &Place, key: &Rc<str>| context.is_home(place.country(), Some(key));
    let stray = |run: &&mut Run| {
        let led = matches!(run.relation, Some((_, false)));
        run.accepted()
            && run.kind == RunKind::Name
            && run.inside.is_none()
            && !run.listed
            && single_name(run)
            && run.best_population() < if led { LED } else { KNOWN }
            && !run
                .named
                .places
                .iter()
                .any(|place| place.country().is_some_and(|country| context.names_of(country) > 1))
            && (homed && !run.named.places.iter().any(home)
                || set(&run.key) && !run.named.places.iter().any(|place| set_home(place, &run.key)))
    };
    runs.iter_mut().filter(stray).for_each(|run| run.proof = 0);
}

/// "In the Portland neighborhood": a quarter that bears a town's name, unless that town lies near the report's others. With
/// it go all mentions of the name that no place beside them holds.
fn reject_quarters(runs: &mut [Run]) {
    /// Degrees that a quarter is away from its town, at most.
    const NEAR_E6: i32 = 400_000;
    let place = |run: &Run| run.named.places.get(run.chosen).copied();
    let local = |place: &Place| matches!(place.kind, PlaceKind::City | PlaceKind::Admin2);
    let mut away: Vec<Rc<str>> = Vec::new();
    for run in runs.iter().filter(|run| run.accepted() && run.generic == Some(GenericKind::Quarter)) {
        let Some(own) = place(run).filter(local).filter(|_| run.inside.is_none()) else { continue };
        let others = || runs.iter().filter(|other| other.accepted() && other.key != run.key && !other.unlisted);
        let near = |other: &Place| {
            (own.lat_e6 - other.lat_e6).abs() <= NEAR_E6 && (own.lon_e6 - other.lon_e6).abs() <= 2 * NEAR_E6
        };
        let mut towns = others().filter_map(place).filter(local).peekable();
        if towns.peek().is_some() && !towns.any(|other| near(&other)) {
            away.push(run.key.clone());
        }
    }
    for run in runs.iter_mut().filter(|run| run.kind == RunKind::Name && run.inside.is_none()) {
        if away.contains(&run.key) {
            run.proof = 0;
        }
    }
}

/// One sense a report: a name that stands for several towns means the one that has a container, else the one chosen most.
fn unite_senses(runs: &mut [Run]) {
    let mut senses: BTreeMap<Rc<str>, usize> = BTreeMap::new();
    for run in runs.iter().filter(|run| run.accepted() && run.kind == RunKind::Name && run.inside.is_some()) {
        senses.entry(run.key.clone()).or_insert(run.chosen);
    }
    for run in runs.iter_mut().filter(|run| run.kind == RunKind::Name && run.inside.is_none() && run.generic.is_none())
    {
        if let Some(sense) = senses.get(&run.key).filter(|sense| **sense < run.named.places.len()) {
            run.chosen = *sense;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find_toponyms;
    use crate::model::{Reading, Report};
    use crate::pack::tokenize_report;
    use crate::resources::Resources;

    fn read(resources: &Resources, lang: &str, text: &str) -> Vec<(String, String)> {
        let report = Report::plain(lang, text);
        let pack = resources.packs.of(&report.lang);
        let tokens = tokenize_report(pack, &report);
        let mentions = find_toponyms(pack, &resources.gazetteer, &report, &tokens);
        let read = mentions.iter().map(|mention| {
            let Reading::Toponym(place) = &mention.reading else { panic!("only toponyms are found here") };
            let mark = if place.adjectival { "~" } else { "" };
            let country = place.country.as_deref().unwrap_or("-");
            (format!("{mark}{}/{country}", place.name), mention.rule.to_string())
        });
        read.collect()
    }

    /// Each text, and a name in it with the division that it lies in, or an empty one where it is no place.
    #[test]
    fn namesakes_are_told_apart() {
        let resources = Resources::embedded().unwrap();
        for (text, name, division) in [
            ("A man was killed near Dade City in Pasco County on Monday.", "Pasco County", "US.FL"),
            ("LOUISVILLE, Ky. (XYZ) - A boy was hurt in the Portland neighborhood.", "Portland", ""),
            ("LOUISVILLE, Ky. (XYZ) - A boy was hurt in a Louisville neighborhood.", "Louisville", "US.KY"),
            ("Logan Orlenko, 14, was hurt on Saturday. His friends came to Logan and helped.", "Logan", ""),
            ("A Boyertown man was hurt on Saturday.", "Boyertown", "US.PA"),
            ("Boyertown Police closed a road on Saturday.", "Boyertown", "US.PA"),
            ("Jasper police looked for a man on Saturday. He was seen near Sumiton.", "Jasper", "US.AL"),
            ("A girl was hurt at a Zanesville motel.", "Zanesville", "US.OH"),
            // What has a post office and no count of inhabitants.
            ("A barn burned down in Smicksburg, Pennsylvania.", "Smicksburg", "US.PA"),
            ("The girl was taken to Comer Children's Hospital in Chicago.", "Comer", ""),
            // A city far away no longer bears the name.
            ("Two men were hurt in Canton on Sunday.", "Canton", "US"),
            ("The storm hit Delaware and Maryland. Delaware police closed the roads.", "Delaware", "US"),
            (
                "Two men were hurt in San Antonio. Texas police said so. The men are from Los Angeles and Pasadena.",
                "San Antonio",
                "US.TX",
            ),
            ("Two people were hurt at Eureka Garden in Jacksonville.", "Eureka", ""),
            ("Man hurt on Sunday. Police in D.C. look for another man.", "D.C.", "US.DC"),
            ("A flood hit Hartford. Two people died on the South Side of the city.", "South Side", ""),
            // Offices and telephone numbers tell where a report is set, and a name is no witness in its own matter.
            ("Panama City police took a man to the county jail on Friday. Call 911.", "Panama City", "US.FL"),
            (
                "A barn burned in Canton. The sheriff's office said so. Canton is shocked. Canton mourns.",
                "Canton",
                "US",
            ),
            ("Fire in Springfield. Whoever knows more may call 217-555-0142.", "Springfield", "US.IL"),
            ("Fire in Springfield. Whoever knows more may call (413) 555-0142.", "Springfield", "US.MA"),
            ("Fire in Danielsville. The Madison County sheriff came.", "Madison County", "US.GA"),
            ("Las Vegas police closed a road. Metro officers came. Call 911 or the sheriff's office.", "Metro", ""),
            ("Police of Memphis, Tennessee, closed a road in Whitehaven. Memphis is shocked.", "Whitehaven", ""),
            ("A boy of 10 was hurt in Lodi. MADISON, Wis. - The police said so.", "Lodi", "US.WI"),
            // What a small town far away is called by others.
            ("Two men were hurt near Weber and went home to Dallas, Texas.", "Weber", ""),
        ] {
            let report = Report::plain("en", text);
            let pack = resources.packs.of(&report.lang);
            let tokens = tokenize_report(pack, &report);
            let mentions = find_toponyms(pack, &resources.gazetteer, &report, &tokens);
            let mut of_name = mentions.iter().filter(|mention| mention.span.of(text) == name).peekable();
            assert_eq!(of_name.peek().is_none(), division.is_empty(), "{text}: {mentions:?}");
            for mention in of_name {
                let Reading::Toponym(place) = &mention.reading else { panic!("only toponyms are found here") };
                assert!(place.parents.iter().any(|parent| parent == division), "{text}: {place:?}");
            }
        }
    }

    #[test]
    fn any_text_is_read() {
        let resources = Resources::embedded().unwrap();
        for text in ["", "(", "Paris", "Paris,", "U.S.", "PARIS (", "Mr.", "de l'", "région de", "É’É’É", "A\u{301}-B"]
        {
            for lang in ["en", "fr", "und"] {
                read(&resources, lang, text);
            }
        }
    }
}
