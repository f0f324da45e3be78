//! `time.toml`: months, weekdays, parts of the day, relative words and the cues that say whether a day is past.
//! Not here: the grammar that joins them, which is one for all languages (`mentions/timex`).

use super::feast::FeastRule;
use super::lexicon::{Lexicon, Phrases, Raw};
use super::number::convert;
use super::token::TextRules;
use super::words::Words;
use super::{PackError, Source, parse_file};
use crate::model::{DayPart, TimeBound, WordId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a word may be in a time expression.
#[derive(Debug, Clone)]
pub enum TimeWord {
    /// A month, 1 to 12.
    Month(MonthRule),
    /// A weekday, 1 (Monday) to 7.
    Weekday(MonthRule),
    /// A season, by its TIMEX3 letters.
    Season(SeasonRule),
    /// A repeated time: `daily`.
    Set(TimeUnit),
    /// A part of the day.
    Part(PartRule),
    /// A day counted from the anchor: `yesterday`.
    Day(DayRule),
    /// A length: `days`.
    Unit(TimeUnit),
    /// Moves a unit, weekday, month or season: `last`, `prochain`.
    Shift(ShiftRule),
    /// A vague time: `now`.
    Ref(RefRule),
    /// An era of the past: `the Second World War`.
    Named(NamedRule),
    /// Early, middle or late in what follows.
    Edge(EdgeRule),
    /// Before a time: `by`, `since`.
    Bound(BoundRule),
    /// A small number; none for "several".
    Quantity(Option<i64>),
    /// A rank: `third`.
    Ordinal(i64),
    /// A unit moved in one word: `heuer`.
    Moved(MovedRule),
    /// A zone of clock times, in minutes from UTC.
    Zone(i16),
    /// A day that comes every year: `Christmas`.
    Feast(FeastRule),
    /// Minutes before or after the hour that follows: `half past`.
    Turn(TurnRule),
    /// An hour of the clock by its rank, where the language ranks hours: "trzecia".
    Hour(i64),
    /// A half with so many whole units before it: "anderthalb" is 1 and a half; -1 adds a half to a number before it.
    Half(i64),
    /// A length in one word: `tagelang`.
    Length(LengthRule),
    /// Every weekday of a number: `montags`.
    Weekly(i8),
    /// Ten years in words, by their first: `Neunzigerjahre`.
    Decade(i16),
    /// A plain cue.
    Cue(TimeCue),
}

/// Bits for the kinds of words, and for what the parts of the grammar open with.
impl TimeWord {
    /// Months.
    pub const MONTH: u64 = 1;
    /// Weekdays.
    pub const WEEKDAY: u64 = 1 << 1;
    /// Seasons.
    pub const SEASON: u64 = 1 << 2;
    /// Repeated times.
    pub const SET: u64 = 1 << 3;
    /// Parts of the day.
    pub const PART: u64 = 1 << 4;
    /// Counted days.
    pub const DAY: u64 = 1 << 5;
    /// Lengths.
    pub const UNIT: u64 = 1 << 6;
    /// Words that move.
    pub const SHIFT: u64 = 1 << 7;
    /// Vague times.
    pub const REF: u64 = 1 << 8;
    /// Eras.
    pub const NAMED: u64 = 1 << 9;
    /// Thirds.
    pub const EDGE: u64 = 1 << 10;
    /// Bounds.
    pub const BOUND: u64 = 1 << 11;
    /// Small numbers.
    pub const QUANTITY: u64 = 1 << 12;
    /// Ranks.
    pub const ORDINAL: u64 = 1 << 13;
    /// Moved units in one word.
    pub const MOVED: u64 = 1 << 14;
    /// Zones.
    pub const ZONE: u64 = 1 << 15;
    /// Feasts.
    pub const FEAST: u64 = 1 << 16;
    /// Minutes about an hour.
    pub const TURN: u64 = 1 << 17;
    /// Hours by rank. Counted from the top, where cues do not reach.
    pub const HOUR: u64 = 1 << 63;
    /// Halves, and lengths in one word.
    pub const HALF: u64 = 1 << 62;
    /// What a length of halves opens with.
    pub const HALVES: u64 = TimeCue::AgoBefore.bit()
        | TimeCue::Ahead.bit()
        | TimeCue::Recent.bit()
        | TimeCue::Coming.bit()
        | Self::QUANTITY
        | Self::HALF;
    /// What a length opens with.
    pub const COUNTED: u64 = TimeCue::AgoBefore.bit()
        | TimeCue::Ahead.bit()
        | TimeCue::Within.bit()
        | TimeCue::Bare.bit()
        | Self::QUANTITY
        | Self::UNIT;
    /// What a moved time opens with.
    pub const SHIFTED: u64 =
        TimeCue::Recent.bit() | TimeCue::Coming.bit() | Self::SHIFT | Self::UNIT | Self::SEASON | Self::MONTH;
    /// What a fixed time opens with.
    pub const FIXED: u64 = Self::REF
        | Self::NAMED
        | Self::PART
        | Self::SET
        | Self::UNIT
        | Self::MOVED
        | Self::TURN
        | TimeCue::Every.bit()
        | TimeCue::Decade.bit();
    /// What tells one of the quarters that the text speaks of.
    pub const COMPARED: u64 = TimeCue::YearBefore.bit() | TimeCue::Same.bit();
    /// What a feast opens with.
    pub const FEASTS: u64 = Self::FEAST | Self::SHIFT;
    /// What any time opens with that begins with a word.
    pub const OPENING: u64 = Self::WEEKDAY
        | Self::MONTH
        | Self::ORDINAL
        | Self::DAY
        | Self::COUNTED
        | Self::SHIFTED
        | Self::EDGE
        | Self::FIXED
        | Self::SEASON
        | Self::COMPARED
        | Self::FEAST
        | Self::HOUR
        | Self::HALVES
        | TimeCue::NightOf.bit();

    /// The bit of its kind.
    #[must_use]
    pub const fn bit(&self) -> u64 {
        match self {
            Self::Month(_) => Self::MONTH,
            Self::Weekday(_) => Self::WEEKDAY,
            Self::Season(_) => Self::SEASON,
            Self::Set(_) => Self::SET,
            Self::Part(_) => Self::PART,
            Self::Day(_) => Self::DAY,
            Self::Unit(_) => Self::UNIT,
            Self::Shift(_) => Self::SHIFT,
            Self::Ref(_) => Self::REF,
            Self::Named(_) => Self::NAMED,
            Self::Edge(_) => Self::EDGE,
            Self::Bound(_) => Self::BOUND,
            Self::Quantity(_) => Self::QUANTITY,
            Self::Ordinal(_) => Self::ORDINAL,
            Self::Moved(_) => Self::MOVED,
            Self::Zone(_) => Self::ZONE,
            Self::Feast(_) => Self::FEAST,
            Self::Turn(_) => Self::TURN,
            Self::Weekly(_) => Self::SET,
            Self::Decade(_) => Self::NAMED,
            Self::Hour(_) => Self::HOUR,
            Self::Half(_) | Self::Length(_) => Self::HALF,
            Self::Cue(cue) => cue.bit(),
        }
    }
}

impl TimeCue {
    /// The bit of its kind, above those of the words.
    #[must_use]
    pub const fn bit(self) -> u64 {
        1 << (18 + self as u32)
    }
}

/// Cues without a value of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeCue {
    /// After a length, back from the anchor: `ago`.
    Ago,
    /// Before a length, back from the anchor: `il y a`.
    AgoBefore,
    /// Before a length, forward from the anchor: `in`, `dans`.
    Ahead,
    /// After a length, back from a day in the text: `earlier`.
    Earlier,
    /// After a length, forward from a day in the text: `later`.
    Later,
    /// After a length of hours: the same day as what is named next: `after`.
    After,
    /// What is near in the past or to come before a unit: `recent`.
    Recent,
    /// The days to come: "the next few days".
    Coming,
    /// The same, after the unit: "les jours suivants".
    ComingAfter,
    /// A plural that says a length without a number: "months of promises".
    Bare,
    /// Each: `every`.
    Every,
    /// After a length: an age, no time.
    Age,
    /// Before a length: an age.
    AgeBefore,
    /// Before a year.
    Year,
    /// Before a year that a noun follows: "the 2004 tsunami".
    YearArticle,
    /// Between a day and its month, a month and its year.
    Of,
    /// Between the ends of a range.
    Through,
    /// Glued to a day number.
    OrdinalEnd,
    /// Hours before noon.
    Am,
    /// Hours after noon.
    Pm,
    /// Before a clock time.
    At,
    /// Between hours and minutes, or after hours: `h`.
    HourMark,
    /// Before the day on whose evening a night begins: "dans la nuit de".
    NightOf,
    /// Says that what is told is to come.
    Future,
    /// Says that what is told is past.
    Past,
    /// Things counted: four digits before them are no year.
    Counted,
    /// After an hour, always a clock's: `Uhr`.
    ClockMark,
    /// Between the days of a list: "3, 4 and 5 May".
    And,
    /// Before the ends of a range that `and` joins.
    Between,
    /// After the digits of a decade: `s`.
    DecadeEnd,
    /// Before the digits of a decade: "les années".
    Decade,
    /// Before a day behind its clock time: "7 p.m. on Friday".
    On,
    /// After a length, forward from the anchor: `from now`.
    Hence,
    /// Before a length that starts now only where the text looks ahead: `en`.
    Within,
    /// Before an hour without a mark that a part of the day follows: `um`.
    AtHour,
    /// Before an hour without a mark, and of nothing else: "a las".
    Hours,
    /// An article before a moved unit: "de la semaine prochaine".
    Article,
    /// Before the number of a day whose month is left out: "on the 14th".
    OnDay,
    /// Stands for the quarter that the text speaks of: `period`.
    Span,
    /// The quarter that the text speaks of, a year before: `year-ago`.
    YearBefore,
    /// The quarter that the text speaks of: "the quarter".
    Same,
    /// Between a length and the day from which it is counted: "a week from Friday".
    From,
    /// Before a length that begins with the time before it: "from 4 p.m. for 30 minutes".
    Lasting,
}

/// A month or weekday.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthRule {
    /// Its number.
    pub number: i8,
    /// The part of that weekday which the word says too: `Montagabend`.
    pub part: Option<DayPart>,
    /// Also another word of the language (`may`, `sun`): counts only beside a number or a cue.
    #[serde(default)]
    pub weak: bool,
}

/// A season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Season {
    /// Spring.
    #[serde(rename = "SP")]
    Spring,
    /// Summer.
    #[serde(rename = "SU")]
    Summer,
    /// Autumn.
    #[serde(rename = "FA")]
    Autumn,
    /// Winter.
    #[serde(rename = "WI")]
    Winter,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name is its meaning")]
pub enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    HalfYear,
    Season,
    Year,
    Decade,
    Century,
}

/// A part of the day.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartRule {
    /// Which.
    pub part: DayPart,
    /// May stand alone, as "in the morning".
    #[serde(default)]
    pub alone: bool,
    /// Minutes after midnight, where it names a moment: noon.
    pub clock: Option<u16>,
    /// Alone and without a day in the text it means the night before.
    #[serde(default)]
    pub before: bool,
}

/// A day counted from the anchor.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayRule {
    /// How many days after it.
    pub days: i64,
    /// Part of that day.
    pub part: Option<DayPart>,
    /// Counted from a day in the text rather than from the publication: "the next day".
    #[serde(default)]
    pub text: bool,
}

/// Moves what stands beside it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftRule {
    /// By how many.
    pub by: i64,
    /// Stands after: "lundi dernier".
    #[serde(default)]
    pub after: bool,
    /// Counted from a day in the text: "the following month".
    #[serde(default)]
    pub text: bool,
}

/// A vague time.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefRule {
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    pub value: String,
}

/// An era of the past.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedRule {
    /// First year.
    pub from: i16,
    /// Last year.
    pub to: i16,
}

/// Which third of what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// Early.
    Start,
    /// Middle.
    Mid,
    /// Late.
    End,
    /// The first half: "la première quinzaine".
    FirstHalf,
    /// The second half.
    SecondHalf,
}

/// A word for a third.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EdgeRule {
    /// Which.
    pub edge: Edge,
}

/// A bound.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundRule {
    /// Which.
    pub bound: TimeBound,
}

/// A unit moved in one word.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovedRule {
    /// Which unit.
    pub unit: TimeUnit,
    /// By how many.
    pub by: i64,
    /// Which third of it: `Jahresende`.
    pub edge: Option<Edge>,
}

/// A length in one word.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthRule {
    /// Its unit.
    pub unit: TimeUnit,
    /// How many; none for "many".
    pub count: Option<i64>,
}

/// Minutes about an hour.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnRule {
    /// Added to the hour.
    pub minutes: i16,
    /// Stands behind the hour: `y media`.
    #[serde(default)]
    pub after: bool,
    /// Times the number before it: "20 minutes past 3 pm".
    #[serde(default)]
    pub counted: bool,
}

/// A zone's words.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneRule {
    /// Minutes from UTC.
    minutes: i16,
}

/// A weekday with a part of it in one word.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekdayPartRule {
    number: i8,
    part: DayPart,
}

/// A season's name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeasonRule {
    /// Which.
    pub season: Season,
    /// Also another word of the language (`fall`, `été`): counts only beside a year or a moving word.
    #[serde(default)]
    pub weak: bool,
}

/// `time.toml`, loaded.
#[derive(Debug, Default)]
pub struct TimeRules {
    /// Every phrase.
    pub lexicon: Lexicon<TimeWord>,
    /// What may start with a word, by word id: bits of [`TimeWord::bit`].
    starts: Vec<u64>,
    /// Months and weekdays are written with a capital.
    pub capitals: bool,
    /// In `8/9/15` the month stands first.
    pub month_first: bool,
    /// A year stands without a preposition: "1987 starben ...".
    pub bare_years: bool,
    /// A day and month stand alone with dots: "am 15.2.".
    pub dotted_days: bool,
    /// Days of a month are counted, not ranked: "cinco de mayo".
    pub counted_days: bool,
    /// "Через неделю": a unit alone behind a cue of what is ahead is one of them.
    pub one_unit: bool,
    /// Zones may be written small: no other word of the language looks like one.
    pub lower_zones: bool,
    /// "Next" before a weekday means one of the next week.
    pub next_is_week: bool,
    /// The language has a word that opens a range joined by `and`, so that "3 and 5 May" is a list.
    pub lists: bool,
    /// Hours of the clock are ranked: "o trzeciej".
    pub ranked_hours: bool,
    /// Endings of verbs told in the past.
    pub past_endings: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct File {
    capitals: bool,
    month_first: bool,
    bare_years: bool,
    dotted_days: bool,
    lower_zones: bool,
    next_is_week: bool,
    one_unit: bool,
    counted_days: bool,
    past_endings: Vec<String>,
    months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    weak_months: BTreeMap<String, i8>,
    weak_weekdays: BTreeMap<String, i8>,
    units: BTreeMap<String, TimeUnit>,
    daily: BTreeMap<String, TimeUnit>,
    quantities: BTreeMap<String, i64>,
    ordinals: BTreeMap<String, i64>,
    weekly: BTreeMap<String, i8>,
    decades: BTreeMap<String, i16>,
    ranked_hours: BTreeMap<String, i64>,
    halves: BTreeMap<String, i64>,
    length: Vec<Raw<LengthRule>>,
    several: Phrases,
    season: Vec<Raw<SeasonRule>>,
    part: Vec<Raw<PartRule>>,
    day: Vec<Raw<DayRule>>,
    shift: Vec<Raw<ShiftRule>>,
    r#ref: Vec<Raw<RefRule>>,
    named: Vec<Raw<NamedRule>>,
    edge: Vec<Raw<EdgeRule>>,
    moved: Vec<Raw<MovedRule>>,
    zone: Vec<Raw<ZoneRule>>,
    feast: Vec<Raw<FeastRule>>,
    turn: Vec<Raw<TurnRule>>,
    weekday_part: Vec<Raw<WeekdayPartRule>>,
    bound: Vec<Raw<BoundRule>>,
    ago: Phrases,
    ago_before: Phrases,
    ahead: Phrases,
    earlier: Phrases,
    later: Phrases,
    after: Phrases,
    recent: Phrases,
    coming: Phrases,
    bare: Phrases,
    coming_after: Phrases,
    every: Phrases,
    age_before: Phrases,
    age: Phrases,
    year: Phrases,
    year_article: Phrases,
    of: Phrases,
    through: Phrases,
    ordinal_end: Phrases,
    am: Phrases,
    pm: Phrases,
    at: Phrases,
    hour_mark: Phrases,
    night_of: Phrases,
    future: Phrases,
    past: Phrases,
    counted: Phrases,
    clock_mark: Phrases,
    and: Phrases,
    between: Phrases,
    decade_end: Phrases,
    decade: Phrases,
    on: Phrases,
    on_day: Phrases,
    hence: Phrases,
    within: Phrases,
    at_hour: Phrases,
    hours: Phrases,
    article: Phrases,
    span: Phrases,
    year_before: Phrases,
    same: Phrases,
    counted_from: Phrases,
    lasting: Phrases,
}

impl TimeRules {
    /// What may start with `word`: bits of [`TimeWord::bit`].
    #[must_use]
    pub fn may_start(&self, word: WordId) -> u64 {
        self.starts.get(word.0 as usize).copied().unwrap_or(0)
    }

    pub(super) fn load(file: &str, source: Source<'_>, text: &TextRules, words: &mut Words) -> Result<Self, PackError> {
        let data: File = parse_file(file, source)?;
        let mut lexicon = Lexicon::default();
        let mut add = |table: &str, rules: Vec<Raw<TimeWord>>| lexicon.add(file, table, rules, text, words);
        let month = |number: i8, weak: bool| MonthRule { number, weak, part: None };
        add("month", from_map(data.months, |n| TimeWord::Month(month(n, false))))?;
        add("month", from_map(data.weak_months, |n| TimeWord::Month(month(n, true))))?;
        add("weekday", from_map(data.weekdays, |n| TimeWord::Weekday(month(n, false))))?;
        add("weekday", from_map(data.weak_weekdays, |n| TimeWord::Weekday(month(n, true))))?;
        let parted =
            |WeekdayPartRule { number, part }| TimeWord::Weekday(MonthRule { number, weak: false, part: Some(part) });
        add("weekday-part", convert(data.weekday_part, parted))?;
        add("unit", from_map(data.units, TimeWord::Unit))?;
        add("daily", from_map(data.daily, TimeWord::Set))?;
        add("quantity", from_map(data.quantities, |n| TimeWord::Quantity(Some(n))))?;
        add("ordinal", from_map(data.ordinals, TimeWord::Ordinal))?;
        let ranked_hours = !data.ranked_hours.is_empty();
        add("ranked-hour", from_map(data.ranked_hours, TimeWord::Hour))?;
        add("weekly", from_map(data.weekly, TimeWord::Weekly))?;
        add("decades", from_map(data.decades, TimeWord::Decade))?;
        add("length", convert(data.length, TimeWord::Length))?;
        add("half", from_map(data.halves, TimeWord::Half))?;
        add("season", convert(data.season, TimeWord::Season))?;
        add("part", convert(data.part, TimeWord::Part))?;
        add("day", convert(data.day, TimeWord::Day))?;
        add("shift", convert(data.shift, TimeWord::Shift))?;
        add("ref", convert(data.r#ref, TimeWord::Ref))?;
        add("named", convert(data.named, TimeWord::Named))?;
        add("edge", convert(data.edge, TimeWord::Edge))?;
        add("moved", convert(data.moved, TimeWord::Moved))?;
        add("zone", convert(data.zone, |zone: ZoneRule| TimeWord::Zone(zone.minutes)))?;
        add("feast", convert(data.feast, TimeWord::Feast))?;
        add("turn", convert(data.turn, TimeWord::Turn))?;
        add("bound", convert(data.bound, TimeWord::Bound))?;
        if !data.several.is_empty() {
            add("several", vec![Raw { name: None, any: data.several, rule: TimeWord::Quantity(None) }])?;
        }
        let lists = !data.between.is_empty();
        for (table, any, cue) in [
            ("ago", data.ago, TimeCue::Ago),
            ("ago-before", data.ago_before, TimeCue::AgoBefore),
            ("ahead", data.ahead, TimeCue::Ahead),
            ("earlier", data.earlier, TimeCue::Earlier),
            ("later", data.later, TimeCue::Later),
            ("after", data.after, TimeCue::After),
            ("recent", data.recent, TimeCue::Recent),
            ("coming", data.coming, TimeCue::Coming),
            ("bare", data.bare, TimeCue::Bare),
            ("coming-after", data.coming_after, TimeCue::ComingAfter),
            ("age-before", data.age_before, TimeCue::AgeBefore),
            ("every", data.every, TimeCue::Every),
            ("age", data.age, TimeCue::Age),
            ("year", data.year, TimeCue::Year),
            ("year-article", data.year_article, TimeCue::YearArticle),
            ("of", data.of, TimeCue::Of),
            ("through", data.through, TimeCue::Through),
            ("ordinal-end", data.ordinal_end, TimeCue::OrdinalEnd),
            ("am", data.am, TimeCue::Am),
            ("pm", data.pm, TimeCue::Pm),
            ("at", data.at, TimeCue::At),
            ("hour-mark", data.hour_mark, TimeCue::HourMark),
            ("night-of", data.night_of, TimeCue::NightOf),
            ("future", data.future, TimeCue::Future),
            ("past", data.past, TimeCue::Past),
            ("counted", data.counted, TimeCue::Counted),
            ("clock-mark", data.clock_mark, TimeCue::ClockMark),
            ("and", data.and, TimeCue::And),
            ("between", data.between, TimeCue::Between),
            ("decade-end", data.decade_end, TimeCue::DecadeEnd),
            ("decade", data.decade, TimeCue::Decade),
            ("on", data.on, TimeCue::On),
            ("within", data.within, TimeCue::Within),
            ("at-hour", data.at_hour, TimeCue::AtHour),
            ("hours", data.hours, TimeCue::Hours),
            ("article", data.article, TimeCue::Article),
            ("hence", data.hence, TimeCue::Hence),
            ("on-day", data.on_day, TimeCue::OnDay),
            ("span", data.span, TimeCue::Span),
            ("year-before", data.year_before, TimeCue::YearBefore),
            ("same", data.same, TimeCue::Same),
            ("counted-from", data.counted_from, TimeCue::From),
            ("lasting", data.lasting, TimeCue::Lasting),
        ] {
            if !any.is_empty() {
                add(table, vec![Raw { name: None, any, rule: TimeWord::Cue(cue) }])?;
            }
        }
        let starts = lexicon.first_words(TimeWord::bit);
        Ok(Self {
            lexicon,
            starts,
            capitals: data.capitals,
            month_first: data.month_first,
            bare_years: data.bare_years,
            dotted_days: data.dotted_days,
            counted_days: data.counted_days,
            one_unit: data.one_unit,
            lower_zones: data.lower_zones,
            next_is_week: data.next_is_week,
            lists,
            ranked_hours,
            past_endings: data.past_endings,
        })
    }
}

fn from_map<V>(map: BTreeMap<String, V>, wrap: impl Fn(V) -> TimeWord) -> Vec<Raw<TimeWord>> {
    map.into_iter().map(|(phrase, value)| Raw { name: None, any: vec![phrase].into(), rule: wrap(value) }).collect()
}
