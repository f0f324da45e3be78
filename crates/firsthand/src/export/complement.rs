//! Which figures must be withheld so that nobody can work out a masked one from those beside it? A whole less its other parts.
//! Not here: which figures are masked for themselves (`privacy`), and how rows are written.
//!
//! Complementary cell suppression (Willenborg and de Waal, Elements of Statistical Disclosure Control, 2001): where a masked
//! count is the only unknown of a sum, or one of several that follow together, another figure of the sum is withheld too.

use super::privacy::Fineness;
use crate::model::{Amount, Entry, EntryId, Location, Period, SeriesKind};
use std::collections::{BTreeMap, BTreeSet};

/// What a table may not show because of what it masks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Entries whose figures are withheld.
    pub figures: BTreeSet<EntryId>,
    /// Entries that are parts or wholes of one whose figure is masked or withheld: their remarks tell no numbers.
    pub remarks: BTreeSet<EntryId>,
}

/// Finds what must be withheld of the entries of one story, each with its place: the same, in whatever order they come, and
/// whatever else an export shows. Of several figures that would do, the least is withheld, a part before its whole.
///
/// A whole and the parts that are told need not add up, for parts may be missing. Where what is left for a masked count is
/// more than it can be, the list is not complete and tells nothing; else the sum is taken to hold.
#[must_use]
pub fn withhold_complements(entries: &[(&Entry, &Location)]) -> Withheld {
    let mut rows: Vec<Row<'_>> = entries.iter().map(|(entry, place)| Row::of(entry, place)).collect();
    rows.sort_by_key(|row| row.entry.id);
    let masked = |row: &Row<'_>| row.figures.into_iter().flatten().any(|amount| row.fine.hides(Some(amount)));
    if !rows.iter().any(masked) {
        return Withheld::default();
    }
    let sums = find_sums(&rows);
    let mut held = vec![false; rows.len()];
    loop {
        let more: Option<usize> = (0..VIEWS).find_map(|view| {
            let cells: Vec<Cell> = rows.iter().zip(&held).map(|(row, held)| row.cell(view, *held)).collect();
            find_cover(&cells, &sums)
        });
        match more {
            Some(at) => held[at] = true,
            None => break,
        }
    }
    let hidden = |at: &usize| held[*at] || masked(&rows[*at]);
    let near = sums.iter().filter(|sum| sum.members().any(|at| hidden(&at))).flat_map(Sum::members);
    let own = (0..rows.len()).filter(|at| held[*at]);
    Withheld {
        remarks: near.chain(own.clone()).map(|at| rows[at].entry.id).collect(),
        figures: own.map(|at| rows[at].entry.id).collect(),
    }
}

/// Whether an entry may hold a count that exports mask: a quick look, without its place.
#[must_use]
pub fn may_be_masked(entry: &Entry) -> bool {
    let fine = Fineness::of(&entry.unit, true, None, entry.time);
    [entry.low, entry.best, entry.high].into_iter().any(|amount| fine.hides(amount))
}

/// Low, best, high, and the figure in force: each adds up for itself.
const VIEWS: usize = 4;

struct Row<'a> {
    entry: &'a Entry,
    place: &'a Location,
    fine: Fineness,
    figures: [Option<Amount>; VIEWS],
}

impl<'a> Row<'a> {
    fn of(entry: &'a Entry, place: &'a Location) -> Self {
        let fine = Fineness::of(&entry.unit, place.name.is_some(), place.precision, entry.time);
        let force = entry.best.or(entry.low).or(entry.high);
        Self { entry, place, fine, figures: [entry.low, entry.best, entry.high, force] }
    }

    fn cell(&self, view: usize, held: bool) -> Cell {
        const FIVE: i128 = 5 * Amount::SCALE as i128;
        match self.figures[view] {
            None => Cell::Missing,
            Some(amount) if self.fine.hides(Some(amount)) => Cell::Hidden { most: FIVE - Amount::SCALE as i128 },
            // Who knows the rules knows that a fine count that is not masked for itself is at least five.
            Some(_) if held => Cell::Held { least: if self.fine.masks() { FIVE } else { 0 } },
            Some(amount) => Cell::Shown(i128::from(amount.thousandths())),
        }
    }
}

/// What a reader sees of a figure, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Missing,
    Shown(i128),
    /// Masked for itself.
    Hidden {
        most: i128,
    },
    /// Withheld for another's sake.
    Held {
        least: i128,
    },
}

impl Cell {
    fn bounds(self) -> Option<(i128, Option<i128>)> {
        match self {
            Self::Hidden { most } => Some((0, Some(most))),
            Self::Held { least } => Some((least, None)),
            Self::Missing | Self::Shown(_) => None,
        }
    }
}

/// A whole and parts that may add up to it, by their places in the rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

impl Sum {
    fn members(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().copied().chain([self.whole])
    }
}

/// What a count tells of, but for one thing in which whole and parts differ.
type Key<'a> = (&'a str, &'a str, Option<&'a str>, SeriesKind, Option<Period>);

fn key_of<'a>(entry: &'a Entry) -> Key<'a> {
    let time = match entry.kind {
        SeriesKind::Day | SeriesKind::Window => entry.time,
        SeriesKind::Since => entry.time.map(|time| Period::day(time.first_day())),
        _ => None,
    };
    (&entry.indicator, &entry.unit, entry.subset.as_deref(), entry.kind, time)
}

/// Places in their whole, groups in all, days in a longer period.
fn find_sums(rows: &[Row<'_>]) -> BTreeSet<Sum> {
    let mut sums = BTreeSet::new();
    let mut add = |whole: usize, mut parts: Vec<usize>| {
        parts.sort_unstable();
        parts.dedup();
        sums.insert(Sum { whole, parts });
    };
    let counts = |entry: &Entry| !matches!(entry.kind, SeriesKind::Plan | SeriesKind::Price | SeriesKind::Aside);
    let place_key = |row: &Row<'_>| {
        let place = row.place;
        (place.id.clone(), place.name.clone().filter(|_| place.id.is_none()), place.country.clone())
    };
    let counted = || (0..rows.len()).filter(|at| counts(rows[*at].entry));

    let mut by_place: BTreeMap<(Key<'_>, String), usize> = BTreeMap::new();
    for at in counted() {
        if let Some(id) = &rows[at].place.id {
            by_place.entry((key_of(rows[at].entry), id.clone())).or_insert(at);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in counted() {
        let key = key_of(rows[at].entry);
        let holders = rows[at].place.parents.iter().filter_map(|id| by_place.get(&(key, id.clone())));
        if let Some(whole) = holders.copied().find(|whole| *whole != at) {
            parts.entry(whole).or_default().push(at);
        }
    }
    parts.into_iter().for_each(|(whole, parts)| add(whole, parts));

    let mut alls = BTreeMap::new();
    for at in counted().filter(|at| rows[*at].entry.subset.is_none()) {
        alls.entry((key_of(rows[at].entry), place_key(&rows[at]))).or_insert(at);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in counted().filter(|at| rows[*at].entry.subset.is_some()) {
        let (indicator, unit, _, kind, time) = key_of(rows[at].entry);
        if let Some(whole) = alls.get(&((indicator, unit, None, kind, time), place_key(&rows[at]))) {
            groups.entry(*whole).or_default().push(at);
        }
    }
    for (whole, parts) in groups {
        // Groups overlap: women and children, women and students. Any two may be all.
        for (at, one) in parts.iter().enumerate() {
            parts[at + 1..].iter().for_each(|other| add(whole, vec![*one, *other]));
        }
        add(whole, parts);
    }

    let mut days: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let thing = |at: usize| {
        let entry = rows[at].entry;
        (entry.indicator.as_str(), entry.unit.as_str(), entry.subset.as_deref(), place_key(&rows[at]))
    };
    for at in counted().filter(|at| rows[*at].entry.kind == SeriesKind::Day) {
        days.entry(thing(at)).or_default().push(at);
    }
    for whole in counted() {
        let entry = rows[whole].entry;
        let longer = matches!(entry.kind, SeriesKind::Window | SeriesKind::Since | SeriesKind::Total);
        let Some(period) = entry.time.filter(|_| longer) else { continue };
        let inside = |at: &usize| {
            let day = rows[*at].entry.time.and_then(Period::single_day);
            day.is_some_and(|day| period.first_day() <= day && day <= period.last_day())
        };
        let inside: Vec<usize> = days.get(&thing(whole)).into_iter().flatten().copied().filter(inside).collect();
        if !inside.is_empty() {
            add(whole, inside);
        }
    }
    sums
}

/// Unknowns that are solved at once; of larger systems everything is withheld.
const LARGEST: usize = 200;

/// A figure that must be withheld, for else a masked one follows from the others; none where nothing follows.
fn find_cover(cells: &[Cell], sums: &BTreeSet<Sum>) -> Option<usize> {
    let live: Vec<&Sum> = sums.iter().filter(|sum| may_hold(cells, sum).is_some()).collect();
    // A part before a whole, of the sum itself before those beside it, the least figure, the first row.
    let cover = |own: &dyn Fn(&Sum) -> bool, sums: &[&Sum]| {
        let shown = |at: usize, whole: bool, far: bool| match cells[at] {
            Cell::Shown(value) => Some((whole, far, value, at)),
            _ => None,
        };
        let members = sums.iter().flat_map(|sum| {
            let far = !own(sum);
            let parts = sum.parts.iter().filter_map(move |at| shown(*at, false, far));
            parts.chain(shown(sum.whole, true, far)).collect::<Vec<_>>()
        });
        members.min().map(|(.., at)| at)
    };
    // What is left for the unknowns is the least or the most that they can be: then each is known.
    let masked = |sum: &Sum| sum.members().any(|at| matches!(cells[at], Cell::Hidden { .. }));
    for sum in live.iter().filter(|sum| masked(sum)) {
        if may_hold(cells, sum) == Some(Slack::None)
            && let Some(at) = cover(&|_| true, &[sum])
        {
            return Some(at);
        }
    }
    for group in connect(cells, &live) {
        let unknown: BTreeSet<usize> =
            group.iter().flat_map(|sum| sum.members()).filter(|at| cells[*at].bounds().is_some()).collect();
        let solved = if unknown.len() > LARGEST || group.len() > LARGEST {
            unknown.iter().copied().find(|at| matches!(cells[*at], Cell::Hidden { .. }))
        } else {
            solve(&group, &unknown).into_iter().find(|at| matches!(cells[*at], Cell::Hidden { .. }))
        };
        if let Some(at) = solved {
            let own = |sum: &Sum| sum.members().any(|member| member == at);
            if let Some(at) = cover(&own, &group) {
                return Some(at);
            }
        }
    }
    None
}

/// How much room a sum leaves for its unknowns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slack {
    None,
    Some,
}

/// Whether a sum may hold: none where a figure is missing, nothing is unknown, or the unknowns cannot make up the rest.
fn may_hold(cells: &[Cell], sum: &Sum) -> Option<Slack> {
    if sum.members().any(|at| cells[at] == Cell::Missing) {
        return None;
    }
    let (mut least, mut most, mut unknown) = (0_i128, Some(0_i128), false);
    for (at, sign) in sum.parts.iter().map(|at| (*at, 1)).chain([(sum.whole, -1)]) {
        let (low, high) = match cells[at] {
            Cell::Shown(value) => (value, Some(value)),
            cell => {
                unknown = true;
                cell.bounds()?
            }
        };
        if sign > 0 {
            least += low;
            most = most.zip(high).map(|(most, high)| most + high);
        } else {
            // An open whole takes any sum of parts.
            least = high.map_or(i128::MIN / 4, |high| least - high);
            most = most.map(|most| most - low);
        }
    }
    if !unknown || least > 0 || most.is_some_and(|most| most < 0) {
        return None;
    }
    Some(if least == 0 || most == Some(0) { Slack::None } else { Slack::Some })
}

/// Sums in groups that share no unknown.
fn connect<'s>(cells: &[Cell], sums: &[&'s Sum]) -> Vec<Vec<&'s Sum>> {
    let mut groups = crate::model::Groups::new(sums.len());
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, sum) in sums.iter().enumerate() {
        for at in sum.members().filter(|at| cells[*at].bounds().is_some()) {
            groups.join(*first.entry(at).or_insert(number), number);
        }
    }
    groups.lists().into_iter().map(|list| list.into_iter().map(|at| sums[at]).collect()).collect()
}

/// The unknowns that follow from sums in which all else is known: those that stand alone in a row of the reduced matrix.
/// Counted modulo a prime: the coefficients are one and minus one, and a system of this size has no minor that the prime divides
/// but by a chance of one in 10^15.
fn solve(sums: &[&Sum], unknown: &BTreeSet<usize>) -> BTreeSet<usize> {
    let columns: BTreeMap<usize, usize> = unknown.iter().enumerate().map(|(column, at)| (*at, column)).collect();
    let mut matrix: Vec<Vec<u64>> = sums
        .iter()
        .map(|sum| {
            let mut row = vec![0; columns.len()];
            for (at, sign) in sum.parts.iter().map(|at| (at, 1)).chain([(&sum.whole, PRIME - 1)]) {
                if let Some(column) = columns.get(at) {
                    row[*column] = (row[*column] + sign) % PRIME;
                }
            }
            row
        })
        .collect();
    let mut rank = 0;
    for column in 0..columns.len() {
        let Some(pivot) = (rank..matrix.len()).find(|row| matrix[*row][column] != 0) else { continue };
        matrix.swap(rank, pivot);
        let inverse = power(matrix[rank][column], PRIME - 2);
        matrix[rank].iter_mut().for_each(|value| *value = multiply(*value, inverse));
        let lead = matrix[rank].clone();
        for (at, row) in matrix.iter_mut().enumerate().filter(|(at, row)| *at != rank && row[column] != 0) {
            debug_assert_ne!(at, rank);
            let factor = PRIME - row[column];
            row.iter_mut().zip(&lead).for_each(|(value, lead)| *value = (*value + multiply(factor, *lead)) % PRIME);
        }
        rank += 1;
    }
    let alone = |row: &Vec<u64>| {
        let mut places = row.iter().enumerate().filter(|(_, value)| **value != 0).map(|(column, _)| column);
        places.next().filter(|_| places.next().is_none())
    };
    let places: Vec<usize> = unknown.iter().copied().collect();
    matrix.iter().filter_map(alone).map(|column| places[column]).collect()
}

/// 2^61 - 1.
const PRIME: u64 = (1 << 61) - 1;

fn multiply(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other) % u128::from(PRIME);
    u64::try_from(product).unwrap_or(0)
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, base);
        }
        base = multiply(base, base);
        exponent >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PlacePrecision;
    use crate::store::conformance::sample_entry;
    use proptest::prelude::*;

    fn location(name: &str, precision: PlacePrecision, parents: &[&str]) -> Location {
        Location {
            id: Some(name.to_lowercase()),
            name: Some(name.to_owned()),
            country: Some("XA".to_owned()),
            precision: Some(precision),
            parents: parents.iter().map(|parent| (*parent).to_owned()).collect(),
            ..Location::default()
        }
    }

    fn country() -> Location {
        location("Xanadu", PlacePrecision::Country, &[])
    }

    fn town(name: &str) -> Location {
        location(name, PlacePrecision::Exact, &["xanadu"])
    }

    fn entry(place: &Location, subset: Option<&str>, time: &str, figure: i64) -> Entry {
        let series = format!("{:?} {subset:?} {time}", place.name);
        let mut entry = sample_entry(None, &series, figure);
        (entry.best, entry.high) = (Amount::whole(figure), Amount::whole(figure));
        (entry.subset, entry.time) = (subset.map(str::to_owned), time.parse().ok());
        entry.kind = if time.contains('/') { SeriesKind::Window } else { SeriesKind::Day };
        entry
    }

    fn held(told: &[(Entry, Location)]) -> Vec<String> {
        let rows: Vec<(&Entry, &Location)> = told.iter().map(|(entry, place)| (entry, place)).collect();
        let found = withhold_complements(&rows).figures;
        told.iter().filter(|(entry, _)| found.contains(&entry.id)).map(|(entry, _)| entry.series.clone()).collect()
    }

    fn day(place: &Location, figure: i64) -> (Entry, Location) {
        (entry(place, None, "2031-05-01", figure), place.clone())
    }

    #[test]
    fn the_least_other_part_is_withheld_where_a_part_would_follow() {
        let (alph, bria, cora) = (town("Alph"), town("Bria"), town("Cora"));
        let whole = |figure| day(&country(), figure);
        let check = |figures: [i64; 4], expected: &[&str]| {
            let told = [whole(figures[0]), day(&alph, figures[1]), day(&bria, figures[2]), day(&cora, figures[3])];
            let names: Vec<String> = held(&told);
            assert_eq!(names.len(), expected.len(), "{figures:?}: {names:?}");
            expected.iter().zip(&names).for_each(|(name, series)| assert!(series.contains(name), "{names:?}"));
        };
        check([412, 250, 159, 3], &["Bria"]);
        check([412, 250, 96, 3], &[]); // 66 are left: parts are missing, nothing follows
        check([412, 250, 162, 0], &["Bria"]);
        check([20, 8, 9, 7], &[]); // nothing is masked
        check([13, 7, 2, 4], &[]); // two are masked, 6 are left: 2 and 4, or 3 and 3
        check([15, 7, 4, 4], &["Alph"]); // two are masked, 8 are left: both are 4
    }

    #[test]
    fn days_and_groups_add_up_too() {
        let alph = town("Alph");
        let told = |subset, time, figure| (entry(&alph, subset, time, figure), alph.clone());
        let days = [told(None, "2031-05-01", 3), told(None, "2031-05-02", 9), told(None, "2031-05-01/2031-05-02", 12)];
        assert_eq!(held(&days), ["Some(\"Alph\") None 2031-05-02"]);
        let groups =
            [told(None, "2031-05-01", 12), told(Some("women"), "2031-05-01", 3), told(Some("men"), "2031-05-01", 9)];
        assert_eq!(held(&groups), ["Some(\"Alph\") Some(\"men\") 2031-05-01"]);
    }

    #[test]
    fn what_is_withheld_does_not_follow_from_another_sum() {
        // The day of the country less Alph is Bria; the days of Bria less the other are Bria again.
        let (alph, bria) = (town("Alph"), town("Bria"));
        let of = |place: &Location, time: &str, figure| (entry(place, None, time, figure), place.clone());
        let told = [
            of(&country(), "2031-05-01", 12),
            of(&alph, "2031-05-01", 3),
            of(&bria, "2031-05-01", 9),
            of(&bria, "2031-05-02", 20),
            of(&bria, "2031-05-01/2031-05-02", 29),
        ];
        let found = held(&told);
        assert!(found.len() >= 2 && found.iter().all(|series| series.contains("Bria")), "{found:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        /// A small world of places, groups and days whose sums hold or not: whoever sees the table finds more than one world
        /// that it could have come from, for each masked count. Tried by solving what is shown over the fractions, with an
        /// algorithm of its own.
        #[test]
        fn no_masked_figure_follows_from_those_shown(
            figures in prop::collection::vec(0..12i64, 8), exact in any::<[bool; 4]>(), turn in 0..40usize,
        ) {
            let places = [town("Alph"), town("Bria"), town("Cora")];
            let days = ["2031-05-01", "2031-05-02"];
            let mut told: Vec<(Entry, Location)> = Vec::new();
            for (at, place) in places.iter().enumerate() {
                for (number, time) in days.iter().enumerate() {
                    told.push((entry(place, None, time, figures[2 * at + number]), place.clone()));
                }
            }
            let sum = |told: &[(Entry, Location)], of: &dyn Fn(&Entry, &Location) -> bool| -> i64 {
                told.iter().filter(|(entry, place)| of(entry, place)).filter_map(|(entry, _)| entry.best).map(Amount::to_whole).sum()
            };
            let off = |at: usize| if exact[at] { 0 } else { figures[6 + at % 2] };
            for (at, time) in days.iter().enumerate() {
                let figure = sum(&told, &|entry, _| entry.time == time.parse().ok()) + off(at);
                told.push((entry(&country(), None, time, figure), country()));
            }
            for (at, place) in places.iter().take(2).enumerate() {
                let figure = sum(&told, &|_, other| other == place) + off(2 + at);
                told.push((entry(place, None, "2031-05-01/2031-05-02", figure), place.clone()));
            }
            let rows: Vec<(&Entry, &Location)> = told.iter().map(|(entry, place)| (entry, place)).collect();
            let withheld = withhold_complements(&rows);
            let mut turned = rows.clone();
            turned.rotate_left(turn % rows.len());
            prop_assert_eq!(&withhold_complements(&turned), &withheld, "order changes nothing");

            // The attacker: columns are unknown figures, rows the sums that may hold; Gauss over fractions of whole numbers.
            let masks = |row: &(&Entry, &Location)| {
                Fineness::of("person", row.1.name.is_some(), row.1.precision, row.0.time).hides(row.0.best)
            };
            let hidden: Vec<bool> =
                rows.iter().map(|row| masks(row) || withheld.figures.contains(&row.0.id)).collect();
            let value = |at: usize| rows[at].0.best.map_or(0, Amount::to_whole);
            let mut equations: Vec<(Vec<(usize, i64)>, i64)> = Vec::new();
            for whole in 0..rows.len() {
                let (own, place) = rows[whole];
                let part = |(other, at): &(&Entry, &Location)| {
                    let by_place = other.time == own.time && at.parents.first() == place.id.as_ref();
                    let inside = own.kind == SeriesKind::Window && other.kind == SeriesKind::Day && *at == place;
                    by_place || inside
                };
                let parts: Vec<usize> = (0..rows.len()).filter(|at| *at != whole && part(&rows[*at])).collect();
                if parts.is_empty() {
                    continue;
                }
                let known: i64 = parts.iter().filter(|at| !hidden[**at]).map(|at| value(*at)).sum();
                let mut unknown: Vec<(usize, i64)> = parts.iter().filter(|at| hidden[**at]).map(|at| (*at, 1)).collect();
                let rest = if hidden[whole] { -known } else { value(whole) - known };
                if hidden[whole] {
                    unknown.push((whole, -1));
                }
                let all_masked = unknown.iter().all(|(at, _)| masks(&rows[*at]));
                let room = 4 * unknown.len() as i64;
                if unknown.is_empty() || (all_masked && !hidden[whole] && (rest < 0 || rest > room)) {
                    continue;
                }
                if all_masked && !hidden[whole] {
                    prop_assert!(rest > 0 && rest < room, "{} masked counts share {rest}", unknown.len());
                }
                equations.push((unknown, rest));
            }
            let count = rows.len();
            let mut matrix: Vec<Vec<f64>> = equations.iter().map(|(unknown, _)| {
                let mut row = vec![0.0; count];
                unknown.iter().for_each(|(at, sign)| row[*at] += *sign as f64);
                row
            }).collect();
            let mut rank = 0;
            for column in 0..count {
                let Some(pivot) = (rank..matrix.len()).find(|row| matrix[*row][column].abs() > 1e-9) else { continue };
                matrix.swap(rank, pivot);
                let lead: Vec<f64> = matrix[rank].iter().map(|value| value / matrix[rank][column]).collect();
                matrix[rank].clone_from(&lead);
                for (at, row) in matrix.iter_mut().enumerate() {
                    if at != rank {
                        let factor = row[column];
                        row.iter_mut().zip(&lead).for_each(|(value, lead)| *value -= factor * lead);
                    }
                }
                rank += 1;
            }
            for row in &matrix {
                let alone: Vec<usize> = (0..count).filter(|at| row[*at].abs() > 1e-9).collect();
                if let [at] = alone[..] {
                    prop_assert!(!masks(&rows[at]), "{} follows from the others", rows[at].0.series);
                }
            }
        }
    }
}
