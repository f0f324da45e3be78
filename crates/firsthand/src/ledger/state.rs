//! What does a story say in the end: where, when, and how many of what? One place, one day, one figure an indicator.
//! Not here: the entries, which keep everything that was told, of every place and day.

use super::toll::{INJURED, KILLED, weigh_toll};
use crate::model::{
    Amount, Bearing, Claim, ClaimPlace, Entry, EntryId, FamilyId, Modality, PlacePrecision, Polarity, ReportId, Scope,
    SeriesKind,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A story in one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryState {
    /// Where, as most of its texts say.
    pub place: Option<ClaimPlace>,
    /// On which day, as most of its texts say; where none names a day, the one before the first was written.
    pub day: Option<Date>,
    /// Whether a text, or the address of its page, names that day; else it is inferred from when they were written.
    pub day_told: bool,
    /// How many, one figure an indicator, in the order of their names.
    pub figures: Vec<StateFigure>,
}

/// One figure of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFigure {
    /// Indicator.
    pub indicator: String,
    /// Unit.
    pub unit: String,
    /// At least.
    pub low: Option<Amount>,
    /// How many.
    pub best: Option<Amount>,
    /// At most, where it is known.
    pub high: Option<Amount>,
    /// The entry of the ledger that says so, with its evidence; none where the figure is a sum or a difference of ours.
    pub entry: Option<EntryId>,
    /// How it came about: `entry`, `told`, `in-address` (only the headline that an address holds says it),
    /// `victims-and-doer`, `shot-less-dead`, `in-hospital`.
    pub rule: &'static str,
}

/// From so many independent texts on a series speaks for itself: its order in time says more than a vote.
const ENOUGH: usize = 12;

/// The state of a story: `claims` and `entries` are its own, `bearings` of each of its reports, `families` say which of
/// them are one text. A function of the sets, in whatever order they come.
///
/// A figure of an indicator is that of its most told series of the story's day and place. Of killed and injured, where
/// few texts tell of them, each text is read for itself: lists are added up, persons without a figure among them, a whole
/// stands for its parts; the pair of counts with which most of what the texts tell agrees is taken (`toll`). Who is said to
/// be shot may be dead: such a count is that of both. Who is in hospital is injured. Who did it and died is one more than
/// those whom a text says that they killed.
#[must_use]
pub fn read_state(
    claims: &[Claim],
    entries: &[Entry],
    bearings: &BTreeMap<ReportId, Bearing>,
    families: &BTreeMap<ReportId, FamilyId>,
) -> StoryState {
    let texts = Texts::of(claims, bearings, families);
    let place = texts.place();
    let day = texts.day();
    let mut best: BTreeMap<&str, (Rank, &Entry)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| is_told(entry)) {
        let rank = rank_of(entry, place.as_ref(), day);
        let known = best.entry(&entry.indicator).or_insert((rank, entry));
        if rank > known.0 {
            *known = (rank, entry);
        }
    }
    let mut figures: BTreeMap<&str, StateFigure> = best
        .into_iter()
        .map(|(indicator, (_, entry))| {
            let Entry { indicator: name, unit, low, best, high, id, .. } = entry;
            let (name, unit) = (name.clone(), unit.clone());
            let (low, best, high) = (*low, *best, *high);
            (indicator, StateFigure { indicator: name, unit, low, best, high, entry: Some(*id), rule: "entry" })
        })
        .collect();
    if let Some(toll) = weigh_toll(bearings, families, day) {
        let founded = |indicator: &str| {
            let id = figures.get(indicator).and_then(|figure| figure.entry);
            entries.iter().find(|entry| Some(entry.id) == id)
        };
        // The dead of another day are not among who was shot on this one.
        let dead_near = toll.dead_told || founded(KILLED).is_some_and(|entry| rank_of(entry, place.as_ref(), day).1);
        let spoken = |indicator: &str| founded(indicator).is_some_and(|entry| entry.texts >= ENOUGH);
        let told = [(KILLED, toll.dead, toll.dead_rule), (INJURED, toll.injured, toll.rule)]
            .map(|(indicator, count, rule)| (indicator, count, rule, spoken(indicator)));
        for (indicator, count, rule, spoken) in told {
            if spoken || count == Amount::ZERO || rule == "shot-less-dead" && !dead_near {
                continue;
            }
            let says =
                |entry: &&Entry| entry.indicator == indicator && entry.subset.is_none() && entry.best == Some(count);
            let entry = entries.iter().filter(says).map(|entry| entry.id).min().filter(|_| rule == "told");
            let (low, best, high) = (Some(count), Some(count), None);
            let (name, unit) = (indicator.to_owned(), "person".to_owned());
            figures.insert(indicator, StateFigure { indicator: name, unit, low, best, high, entry, rule });
        }
    }
    let day_told = day.is_some_and(|day| texts.told.contains(&day));
    StoryState { place, day, day_told, figures: figures.into_values().collect() }
}

/// What speaks for an entry as the figure of its indicator.
type Rank = (bool, bool, bool, usize, usize, Option<Amount>, std::cmp::Reverse<EntryId>);

fn rank_of(entry: &Entry, place: Option<&ClaimPlace>, day: Option<Date>) -> Rank {
    let near = |date: Date| day.is_none_or(|day| day.until(date).is_ok_and(|gap| gap.get_days().abs() <= 1));
    let on_day = entry.time.is_none_or(|time| near(time.first_day()) || near(time.last_day()));
    let here = entry.place.is_none() || place.and_then(|place| place.name.as_ref()) == entry.place.as_ref();
    (
        entry.subset.is_none(),
        on_day,
        here,
        entry.texts,
        entry.pages,
        entry.best.or(entry.low),
        std::cmp::Reverse(entry.id),
    )
}

/// Whether an entry tells of what happened.
fn is_told(entry: &Entry) -> bool {
    !matches!(entry.kind, SeriesKind::Plan | SeriesKind::Price | SeriesKind::Aside)
        && entry.best.or(entry.low).is_some()
        && entry.support.iter().any(|support| support.kind.is_heard())
}

/// What each text says of where and when.
struct Texts<'a> {
    places: BTreeMap<FamilyId, BTreeMap<&'a str, (u32, &'a ClaimPlace)>>,
    days: BTreeMap<FamilyId, BTreeMap<Date, u32>>,
    /// The days that they name.
    told: BTreeSet<Date>,
    /// The day of writing of the first of them.
    first: Option<Date>,
    shares: BTreeMap<FamilyId, BTreeMap<&'a str, u32>>,
}

/// What the report as a whole says of where and when, beside one claim.
const BEARING: u32 = 2;
const CLAIM: u32 = 1;
/// A weekday six days before a page is as likely the next day of a page that is dated a day too early.
const DOUBTFUL: i32 = 6;

impl<'a> Texts<'a> {
    fn of(
        claims: &'a [Claim],
        bearings: &'a BTreeMap<ReportId, Bearing>,
        families: &BTreeMap<ReportId, FamilyId>,
    ) -> Self {
        let first = bearings.values().filter_map(|bearing| bearing.written).min();
        let (places, days, shares) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut texts = Self { places, days, told: BTreeSet::new(), first, shares };
        let of = |report: &ReportId| families.get(report).copied().unwrap_or(FamilyId(report.0));
        let senses = unite_senses(bearings);
        for (report, bearing) in bearings {
            let text = of(report);
            let sense = bearing.place_words.as_deref().and_then(|words| senses.get(words).copied());
            texts.add_place(text, sense.or(bearing.place.as_ref()), BEARING);
            if bearing.day_named {
                texts.add_told(text, bearing.day.filter(|day| !is_doubtful(bearing, *day)), BEARING);
            } else {
                texts.add_day(text, untold_day(bearing), CLAIM);
            }
            for (day, weight) in bearing.events.iter().filter(|(day, _)| !is_doubtful(bearing, *day)) {
                texts.add_told(text, Some(*day), *weight);
            }
            let shares = texts.shares.entry(text).or_default();
            for (place, share) in &bearing.places {
                if let Some(id) = place.id.as_deref() {
                    let known = shares.entry(id).or_default();
                    *known = (*known).max(*share);
                }
            }
        }
        let mut told = BTreeSet::new();
        for claim in claims {
            let actual = claim.modality == Modality::Actual && claim.polarity == Polarity::Asserted;
            if !actual || claim.scope == Scope::Furniture || !told.insert(claim.id) {
                continue;
            }
            let text = of(&claim.report);
            let bearing = bearings.get(&claim.report);
            if bearing.is_none_or(|bearing| bearing.place.is_none()) {
                texts.add_place(text, claim.place.as_ref(), CLAIM);
            }
            let day = claim.time.and_then(crate::model::Period::single_day);
            let day = day.filter(|day| !bearing.is_some_and(|bearing| is_doubtful(bearing, *day)));
            match bearing.filter(|bearing| !bearing.day_named && day == bearing.day) {
                Some(bearing) => texts.add_day(text, untold_day(bearing), CLAIM),
                None => texts.add_told(text, day, CLAIM),
            }
        }
        for (report, bearing) in bearings {
            let text = of(report);
            if !texts.days.contains_key(&text) {
                texts.add_day(text, bearing.written.and_then(|written| written.yesterday().ok()), CLAIM);
            }
        }
        texts
    }

    fn add_place(&mut self, text: FamilyId, place: Option<&'a ClaimPlace>, weight: u32) {
        let Some((place, id)) = place.and_then(|place| Some((place, place.id.as_deref()?))) else { return };
        self.places.entry(text).or_default().entry(id).or_insert((0, place)).0 += weight;
    }

    /// Adds a day that a text names.
    fn add_told(&mut self, text: FamilyId, day: Option<Date>, weight: u32) {
        self.told.extend(day);
        self.add_day(text, day, weight);
    }

    fn add_day(&mut self, text: FamilyId, day: Option<Date>, weight: u32) {
        if let Some(day) = day {
            *self.days.entry(text).or_default().entry(day).or_default() += weight;
        }
    }

    /// The place that most texts name most; of towns first, then of what holds them.
    fn place(&self) -> Option<ClaimPlace> {
        let mut votes: BTreeMap<&str, (u8, u32, u32, &ClaimPlace)> = BTreeMap::new();
        for of_text in self.places.values() {
            let narrow = |place: &ClaimPlace| match place.precision {
                Some(PlacePrecision::Exact | PlacePrecision::Near) => 2,
                Some(PlacePrecision::District) => 1,
                _ => 0,
            };
            let most =
                of_text.iter().max_by_key(|(id, (weight, place))| (narrow(place), *weight, std::cmp::Reverse(**id)));
            for (id, (weight, place)) in of_text {
                let vote = votes.entry(id).or_insert((narrow(place), 0, 0, place));
                vote.1 += u32::from(most.is_some_and(|(best, _)| best == id));
                vote.2 += weight;
            }
        }
        let share = |id: &str| self.shares.values().filter_map(|of_text| of_text.get(id)).sum::<u32>();
        let best = votes.iter().max_by_key(|(id, (narrow, texts, weight, _))| {
            (*narrow, *texts, share(id), *weight, std::cmp::Reverse(**id))
        });
        best.map(|(_, (.., place))| (*place).clone())
    }

    /// The day that most texts tell of, within a day: of each text the earliest of those that it tells of nearly most, for
    /// later ones tell what followed. Of days that as many tell of, one that the first text can know of.
    fn day(&self) -> Option<Date> {
        let mut votes: BTreeMap<Date, (usize, u32)> = BTreeMap::new();
        for of_text in self.days.values() {
            // What happened is told before what followed from it.
            let most = of_text.values().max().copied().unwrap_or(0);
            let first = of_text.iter().find(|(_, weight)| **weight * 5 >= most * 2).map(|(day, _)| day);
            for (day, weight) in of_text {
                let vote = votes.entry(*day).or_default();
                vote.0 += usize::from(first == Some(day));
                vote.1 += weight;
            }
        }
        let known = |day: Date| self.first.is_none_or(|first| day <= first);
        // "Late on Monday" of one text is "early on Tuesday" of another.
        let near = |day: Date| {
            let around = day.yesterday().unwrap_or(day)..=day.tomorrow().unwrap_or(day);
            votes.range(around).map(|(_, (texts, _))| texts).sum::<usize>()
        };
        let best = votes.iter().max_by_key(|(day, vote)| (near(**day), known(**day), **vote, std::cmp::Reverse(**day)));
        best.map(|(day, _)| *day)
    }
}

/// Whether a day that a report names may as well be the one after it was written.
pub(super) fn is_doubtful(bearing: &Bearing, day: Date) -> bool {
    bearing.written.is_some_and(|written| day.until(written).is_ok_and(|gap| gap.get_days() == DOUBTFUL))
}

/// The day of what a report tells that names none: the day before it was written. What happened that day is news of the day
/// before as often as of the same day, and both are as often older: in recorded incidents of local news where no text names a
/// day, the median is one day.
fn untold_day(bearing: &Bearing) -> Option<Date> {
    bearing.day.and_then(|day| day.yesterday().ok())
}

/// One sense a story: what its texts call by one name is one place, the one that most of them mean or whose division they name
/// in other ways.
fn unite_senses(bearings: &BTreeMap<ReportId, Bearing>) -> BTreeMap<&str, &ClaimPlace> {
    let mut around: BTreeMap<&str, usize> = BTreeMap::new();
    for bearing in bearings.values() {
        let named: BTreeSet<&str> = bearing.divisions.iter().map(String::as_str).collect();
        named.into_iter().for_each(|division| *around.entry(division).or_default() += 1);
    }
    let mut senses: BTreeMap<&str, BTreeMap<&str, (usize, &ClaimPlace)>> = BTreeMap::new();
    for bearing in bearings.values() {
        let (Some(words), Some(place)) = (bearing.place_words.as_deref(), &bearing.place) else { continue };
        let Some(id) = place.id.as_deref() else { continue };
        senses.entry(words).or_default().entry(id).or_insert((0, place)).0 += 1;
    }
    let support = |place: &ClaimPlace| {
        let division = place.parents.iter().find(|parent| parent.contains('.'));
        division.and_then(|division| around.get(division.as_str())).copied().unwrap_or(0)
    };
    let several = senses.into_iter().filter(|(_, places)| places.len() > 1);
    several
        .filter_map(|(words, places)| {
            let best = places
                .into_iter()
                .max_by_key(|(id, (texts, place))| (support(place) + *texts, *texts, std::cmp::Reverse(*id)));
            best.map(|(_, (_, place))| (words, place))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Among, Period, Span, Told};

    fn told(indicator: &str, count: i64, with_dead: bool) -> Told {
        Told { with_dead, ..Told::of(indicator, Amount::whole(count).unwrap(), Span::new(0, 0)) }
    }

    fn told_of(indicator: &str, count: i64) -> Told {
        told(indicator, count, false)
    }

    /// The figures of a story of several texts, each with what it tells; written a day apart.
    fn figures(texts: &[Vec<Told>]) -> Vec<(String, String, &'static str)> {
        let report = |at: usize| ReportId::of(&[&at.to_le_bytes()]);
        let bearings: BTreeMap<ReportId, Bearing> = texts
            .iter()
            .enumerate()
            .map(|(at, told)| {
                let written = jiff::civil::date(2022, 9, 1 + i8::try_from(at).unwrap());
                (report(at), Bearing { written: Some(written), told: told.clone(), ..Bearing::default() })
            })
            .collect();
        let families = bearings.keys().map(|id| (*id, FamilyId(id.0))).collect();
        let state = read_state(&[], &[], &bearings, &families);
        state.figures.into_iter().map(|f| (f.indicator, f.best.unwrap().to_string(), f.rule)).collect()
    }

    fn figure(indicator: &str, count: &str, rule: &'static str) -> (String, String, &'static str) {
        (indicator.into(), count.into(), rule)
    }

    #[test]
    fn who_was_shot_is_less_the_dead() {
        let read = figures(&[vec![told("killed", 1, false), told("injured", 5, true)]]);
        assert_eq!(read, [figure("injured", "4", "shot-less-dead"), figure("killed", "1", "told")]);
        let read = figures(&[vec![told("killed", 1, false), told("injured", 5, true), told("injured", 3, false)]]);
        assert_eq!(read[0], figure("injured", "3", "told"));
    }

    #[test]
    fn close_behind_all_who_were_hit_stands_a_part_of_them() {
        let at = |told: Told, from: usize| Told { span: Span::new(from, from + 5), ..told };
        // "Four were shot, and two were badly hurt."
        let near = vec![at(told("injured", 4, true), 10), at(told("injured", 2, false), 40)];
        assert_eq!(figures(std::slice::from_ref(&near))[0], figure("injured", "4", "told"));
        // Of four who were shot two may have died.
        let far = vec![at(told("injured", 4, true), 10), at(told("injured", 2, false), 400)];
        assert_eq!(figures(&[far])[0], figure("injured", "2", "told"));
    }

    #[test]
    fn dead_and_injured_are_weighed_together() {
        // The sum that one text tells decides between two counts of the injured that others tell.
        let told = [
            vec![told("killed", 1, false), told("injured", 4, false)],
            vec![told("killed", 1, false), told("injured", 3, false)],
            vec![told("killed", 1, false), told("injured", 4, true)],
        ];
        assert_eq!(figures(&told)[0], figure("injured", "3", "told"));
        // A murder-suicide has two dead at least.
        let least = |count| Told { at_least: true, ..told_of("killed", count) };
        let read = figures(&[vec![least(2), least(2), told_of("killed", 3)]]);
        assert_eq!(read, [figure("killed", "3", "told")]);
    }

    #[test]
    fn the_dead_of_other_days_are_told_where_nothing_else_is() {
        let past = |count| Told { modality: Modality::Historical, ..told_of("killed", count) };
        assert_eq!(figures(&[vec![past(4)]]), [figure("killed", "4", "told")]);
        assert_eq!(figures(&[vec![past(4), told_of("killed", 2)]]), [figure("killed", "2", "told")]);
    }

    /// A text in days of one month: that of writing, the one named of the whole, if any, and those of events.
    type Dated<'a> = (i8, Option<i8>, &'a [(i8, u32)]);

    /// The day of a story of several texts, and whether one of them names it.
    fn day_of(texts: &[Dated<'_>]) -> (Option<i8>, bool) {
        let date = |day: i8| jiff::civil::date(2022, 9, day);
        let bearing = |(written, named, events): &Dated<'_>| Bearing {
            written: Some(date(*written)),
            day: Some(date(named.unwrap_or(*written))),
            day_named: named.is_some(),
            events: events.iter().map(|(day, weight)| (date(*day), *weight)).collect(),
            ..Bearing::default()
        };
        let report = |at: usize| ReportId::of(&[&at.to_le_bytes()]);
        let bearings = texts.iter().enumerate().map(|(at, text)| (report(at), bearing(text))).collect();
        let state = read_state(&[], &[], &bearings, &BTreeMap::new());
        (state.day.map(Date::day), state.day_told)
    }

    #[test]
    fn where_no_text_names_a_day_it_was_the_day_before() {
        assert_eq!(day_of(&[(12, None, &[])]), (Some(11), false));
        assert_eq!(day_of(&[(12, Some(12), &[])]), (Some(12), true));
        assert_eq!(day_of(&[(12, None, &[(9, 8)])]), (Some(9), true));
        // A weekday that may be of the week before or of the day after: no day is named for sure.
        assert_eq!(day_of(&[(12, Some(6), &[(6, 1)])]), (Some(11), false));
    }

    #[test]
    fn a_weekday_of_a_page_dated_too_early_is_no_other_day() {
        let date = |day| jiff::civil::date(2022, 9, day);
        let on = |count, day| Told { time: Some(Period::day(date(day))), ..told_of("killed", count) };
        // Written on a Monday, it says that two died on Tuesday: of the week before, or the next day. It names three, too.
        let killed = |other| {
            let bearing = Bearing {
                written: Some(date(12)),
                day: Some(date(11)),
                day_named: true,
                told: vec![on(2, other), Told { by_figure: false, ..on(3, 11) }],
                ..Bearing::default()
            };
            let bearings = [(ReportId::of(&[b"page"]), bearing)].into();
            read_state(&[], &[], &bearings, &BTreeMap::new()).figures[0].best
        };
        assert_eq!(killed(6), Amount::whole(2));
        // A Monday is of the week before.
        assert_eq!(killed(5), Amount::whole(3));
    }

    #[test]
    fn texts_that_are_a_day_apart_agree() {
        // Two say late on Thursday or early on Friday, and none of them as much as the third says of another day.
        let texts: [Dated<'_>; 3] = [(9, None, &[(8, 3)]), (10, None, &[(9, 3)]), (22, None, &[(20, 8), (20, 8)])];
        assert_eq!(day_of(&texts), (Some(8), true));
    }

    #[test]
    fn what_the_first_text_tells_did_not_happen_later() {
        // The second tells of the court.
        let texts: [Dated<'_>; 2] = [(5, Some(4), &[(4, 3)]), (20, Some(19), &[(19, 8), (19, 8)])];
        assert_eq!(day_of(&texts), (Some(4), true));
        // Where more texts tell of the later day, it is that.
        let more: [Dated<'_>; 3] = [texts[0], texts[1], (21, Some(19), &[])];
        assert_eq!(day_of(&more), (Some(19), true));
    }

    #[test]
    fn one_name_is_one_place_in_a_story() {
        let report = |at: usize| ReportId::of(&[&at.to_le_bytes()]);
        let bearing = |id: &str, division: &str, around: &[&str]| Bearing {
            place: Some(ClaimPlace {
                text: None,
                country: None,
                name: Some("Alph".into()),
                id: Some(id.into()),
                precision: Some(PlacePrecision::Exact),
                parents: vec![division.into()],
            }),
            place_words: Some("alph".into()),
            divisions: around.iter().map(|division| (*division).to_owned()).collect(),
            ..Bearing::default()
        };
        // Two texts read the name as a town elsewhere, but all that else is named lies in one division.
        let texts = [bearing("1", "XX.A", &["XX.B"]), bearing("1", "XX.A", &[]), bearing("2", "XX.B", &["XX.B"])];
        let bearings = texts.into_iter().enumerate().map(|(at, bearing)| (report(at), bearing)).collect();
        let state = read_state(&[], &[], &bearings, &BTreeMap::new());
        assert_eq!(state.place.unwrap().id.as_deref(), Some("2"));
    }

    #[test]
    fn most_texts_win_and_of_several_the_latest() {
        let killed = |count| vec![told("killed", count, false)];
        assert_eq!(figures(&[killed(2), killed(3), killed(3)]), [figure("killed", "3", "told")]);
        assert_eq!(figures(&[killed(2), killed(3)]), [figure("killed", "3", "told")]);
        // One who tells of one of the dead does not say that there were no more.
        assert_eq!(figures(&[killed(1), killed(1), killed(2)]), [figure("killed", "2", "told")]);
        let update = vec![Told { update: true, ..told("killed", 4, false) }];
        assert_eq!(figures(&[killed(3), killed(3), update]), [figure("killed", "4", "told")]);
    }

    #[test]
    fn who_did_it_and_died_is_one_more_than_the_victims() {
        let victims = |count| Told { among: Among::Victims, ..told_of("killed", count) };
        let doer = Told { among: Among::Doer, by_figure: false, ..told_of("killed", 1) };
        let read = figures(&[vec![victims(4), doer.clone()]]);
        assert_eq!(read, [figure("killed", "5", "victims-and-doer")]);
        // Another text counts them all.
        let read = figures(&[vec![victims(4), doer.clone()], vec![told_of("killed", 5)]]);
        assert_eq!(read, [figure("killed", "5", "told")]);
        // Nobody says that the four are victims only.
        let read = figures(&[vec![told_of("killed", 4), doer]]);
        assert_eq!(read, [figure("killed", "4", "told")]);
        // Nobody says that who did it died.
        assert_eq!(figures(&[vec![victims(4)]]), [figure("killed", "4", "told")]);
    }

    #[test]
    fn what_is_counted_over_months_is_not_of_the_event() {
        let long = crate::model::Period::days(jiff::civil::date(2022, 1, 1), jiff::civil::date(2022, 9, 1));
        let year = Told { time: Some(long), ..told_of("injured", 22) };
        let read = figures(&[vec![year, told_of("injured", 2)]]);
        assert_eq!(read, [figure("injured", "2", "told")]);
    }

    #[test]
    fn what_an_address_says_is_told_less_than_what_a_text_says() {
        let address = |count| Told { in_address: true, ..told_of("injured", count) };
        assert_eq!(figures(&[vec![address(4)]]), [figure("injured", "4", "in-address")]);
        // A difference of ours has no other witness either.
        let dead = Told { in_address: true, ..told_of("killed", 2) };
        let hit = Told { in_address: true, ..told("injured", 5, true) };
        let read = figures(&[vec![dead, hit]]);
        assert_eq!(read, [figure("injured", "3", "in-address"), figure("killed", "2", "in-address")]);
        // The address keeps the first count, the text has the last.
        assert_eq!(figures(&[vec![address(4), told_of("injured", 5)]]), [figure("injured", "5", "told")]);
    }

    #[test]
    fn a_figure_of_several_events_gives_way() {
        let spread = Told { spread: true, ..told("injured", 18, true) };
        let read = figures(&[vec![spread.clone(), told("injured", 4, true)]]);
        assert_eq!(read, [figure("injured", "4", "told")]);
        assert_eq!(figures(&[vec![spread]]), [figure("injured", "18", "told")]);
    }

    #[test]
    fn at_least_so_many_agrees_with_more() {
        let least = |count| Told { open: true, ..told_of("injured", count) };
        // Two texts that tell of three at least do not contradict the one that counts five.
        let read = figures(&[vec![least(3)], vec![least(3)], vec![told_of("injured", 5)]]);
        assert_eq!(read, [figure("injured", "5", "told")]);
        assert_eq!(figures(&[vec![least(3)], vec![least(3)]]), [figure("injured", "3", "told")]);
    }

    #[test]
    fn who_were_shot_of_those_in_hospital_are_a_part() {
        let read = figures(&[vec![told("hospitalised", 4, false), told("injured", 2, true)]]);
        assert_eq!(read, [figure("injured", "4", "in-hospital")]);
    }

    #[test]
    fn those_in_hospital_are_injured_where_nobody_else_is() {
        assert_eq!(figures(&[vec![told("hospitalised", 3, false)]]), [figure("injured", "3", "in-hospital")]);
    }
}
