//! News cascades made by dice: one event with a truth that grows, two who count it, and pages that copy, round, lag and
//! slip. Claims, not text: what a reader of pages would have made of them, with families and derivations.
//! Not here: what is made of the claims (`score/cascade.rs`, the ledger's tests); no grammar, no reading errors but those
//! that `Event` names.
//!
//! Six pages in ten are copies, and one copy in sixteen is so reworded that
//! nobody sees it. The careful counter counts everything there is at the moment of a bulletin; in a quarter of the events
//! it counts some twice for a while and takes them back. The other, there in six events of ten, counts otherwise. Pages
//! tell a bulletin of their time or one or two older; they drop the counter's name, say "at least" or not, round, tell the
//! count of the day beside the total, write a figure of days ago under a picture or in the text. Copies come up to three
//! days late; translated ones may take a zero too many.

use firsthand::ledger::parse_claim_line;
use firsthand::model::{
    Claim, Derivation, DerivationKind, Direction, FamilyId, ReportId, Revised, RevisionReason, RevisionSide,
    SeriesKind, Timestamp,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A generator of pseudo-random numbers (splitmix64): the same everywhere and for ever.
#[derive(Debug, Clone)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `most`.
    fn below(&mut self, most: i64) -> i64 {
        i64::try_from((u128::from(self.roll()) * most.unsigned_abs().max(1) as u128) >> 64).unwrap_or(0)
    }

    /// From `least` to `most`, both included.
    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    /// True in so many of a hundred cases.
    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[usize::try_from(self.below(i64::try_from(from.len()).unwrap_or(1))).unwrap_or(0)]
    }
}

/// What is true of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// A figure of the careful counter, as it stood.
    Right,
    /// One that it took back.
    TakenBack,
    /// A rounding of one.
    Rounded,
    /// The other counter's.
    Other,
    /// The count of a day, read as that.
    OfDay,
    /// The count of a day, read as the total.
    DayAsTotal,
    /// A slip of the page or of a translation.
    Slip,
}

/// One event with its claims.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Claims, in the order of publication.
    pub(crate) claims: Vec<Claim>,
    /// What is true of each.
    pub(crate) truths: Vec<Truth>,
    /// The outlet of each.
    pub(crate) outlets: Vec<usize>,
    /// The independent text of each report, as far as it can be seen.
    pub(crate) families: BTreeMap<ReportId, FamilyId>,
    /// Copies that can be seen.
    pub(crate) derivations: Vec<Derivation>,
    /// How many counters the totals name.
    pub(crate) counters: usize,
    /// A moment while it grows.
    pub(crate) midway: Timestamp,
    /// After the last page.
    pub(crate) end: Timestamp,
    /// Everything happened on its first day, and is only counted later; else it goes on.
    pub(crate) sudden: bool,
    start: i64,
    growth: Growth,
}

/// How the truth grows.
#[derive(Debug, Clone, Copy)]
struct Growth {
    size: i64,
    /// Minutes until it is all.
    length: i64,
    /// So much a minute until the end, as protests do; else fast at first and slower, as rescuers find.
    steady: bool,
}

/// Outlets there are: sources that tell of several events, as CRH wants them.
pub(crate) const OUTLETS: usize = 60;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

impl Event {
    /// What a count without fault or delay gives at a moment.
    pub(crate) fn truth_at(&self, moment: Timestamp) -> i64 {
        self.growth.at((moment.0 - self.start) / MINUTE)
    }

    /// The kind of the series that holds the total.
    pub(crate) fn kind(&self) -> SeriesKind {
        if self.sudden { SeriesKind::Day } else { SeriesKind::Since }
    }

    /// The day on which it began.
    pub(crate) fn first_day(&self) -> String {
        Timestamp(self.start).date().to_string()
    }
}

impl Growth {
    fn at(self, minutes: i64) -> i64 {
        let Self { size, length, steady } = self;
        let left = (length - minutes).clamp(0, length);
        if steady { size - size * left / length } else { size - size * left / length * left / length }
    }
}

struct Bulletin {
    at: i64,
    figure: i64,
    words: &'static str,
    taken_back: bool,
    revises: bool,
}

#[derive(Clone)]
struct Figure {
    value: i64,
    words: &'static str,
    truth: Truth,
    counter: Option<usize>,
    named: bool,
    /// Minutes for which it was stated; none where the page does not say.
    stated: Option<i64>,
    caption: bool,
    day: Option<i64>,
    revises: bool,
    timeless: bool,
}

#[derive(Clone)]
struct Page {
    doc: String,
    family: String,
    parent: Option<usize>,
    published: i64,
    outlet: usize,
    figures: Vec<Figure>,
}

/// The events of a seed.
pub(crate) fn stage_events(seed: u64, count: usize) -> Vec<Event> {
    (0..count).map(|number| stage_event(&mut Dice(seed.wrapping_add(number as u64 * 0x1_0000_0001)), number)).collect()
}

fn stage_event(dice: &mut Dice, number: usize) -> Event {
    let scale = *dice.pick(&[40, 100, 250, 600, 1500, 4000]);
    let size = dice.between(scale, scale * 2);
    let sudden = dice.chance(60);
    // 4 March 2031, at some hour; minutes count from the event.
    let start = 1_930_348_800 + dice.between(0, 20 * 60) * MINUTE;
    let length = dice.between(24 * 60, 5 * 24 * 60);
    let growth = Growth { size, length, steady: !sudden && dice.chance(70) };
    let careful = careful_bulletins(dice, growth);
    let other = if dice.chance(60) { other_bulletins(dice, growth) } else { Vec::new() };

    let last = careful.last().map_or(length, |bulletin| bulletin.at);
    let mut pages: Vec<Page> = Vec::new();
    let count = dice.between(14, 30);
    for at in 0..count {
        let at_last = at + 3 >= count;
        let doc = format!("event{number}-page{at}");
        let page = if !pages.is_empty() && !at_last && dice.chance(71) {
            copy_page(dice, &pages, doc)
        } else {
            // Three pages at least come when everything is told, and are copied by nobody.
            let (first, till) = (careful[0].at + 5, last + 240);
            // Most is written while it is new.
            let early = dice.between(first, till).min(if dice.chance(60) { dice.between(first, till) } else { till });
            let published = if at_last { last + 60 } else { early };
            write_page(dice, (&careful, &other), (growth, start), doc, published)
        };
        pages.push(page);
    }
    let end = pages.iter().map(|page| page.published).max().unwrap_or(last) + 10;
    // Something has been told by then, and more is to come.
    let mut published: Vec<i64> = pages.iter().map(|page| page.published).collect();
    published.sort_unstable();
    let begun = published.get(2).copied().unwrap_or(0);
    let midway = dice.between(begun.min(last), last);
    let mut event = Event {
        claims: Vec::new(),
        truths: Vec::new(),
        outlets: Vec::new(),
        families: BTreeMap::new(),
        derivations: Vec::new(),
        counters: 0,
        midway: Timestamp(start + midway * MINUTE),
        end: Timestamp(start + end * MINUTE),
        sudden,
        start,
        growth,
    };
    file_claims(&mut event, &pages);
    event
}

fn careful_bulletins(dice: &mut Dice, growth: Growth) -> Vec<Bulletin> {
    let end = growth.length * dice.between(if growth.steady { 90 } else { 70 }, 110) / 100;
    let words = if dice.chance(50) { "at_least" } else { "equal" };
    let mut at = dice.between(60, 300);
    let mut bulletins = Vec::new();
    while at < end {
        bulletins.push(Bulletin { at, figure: growth.at(at).max(1), words, taken_back: false, revises: false });
        at += dice.between(180, 480);
    }
    // Some counted twice, from the middle on; taken back two bulletins or more before the end.
    if dice.chance(25) && bulletins.len() >= 6 {
        let twice = dice.between(105, 120);
        let count = i64::try_from(bulletins.len()).unwrap_or(0);
        let from = dice.between(count / 2 - 1, count - 4);
        let to = dice.between(from + 1, count - 2);
        for (place, bulletin) in bulletins.iter_mut().enumerate() {
            let place = i64::try_from(place).unwrap_or(0);
            if from <= place && place < to {
                bulletin.figure = bulletin.figure * twice / 100;
                bulletin.taken_back = true;
            }
            bulletin.revises = place == to;
        }
    }
    bulletins
}

fn other_bulletins(dice: &mut Dice, growth: Growth) -> Vec<Bulletin> {
    let share = if dice.chance(65) { dice.between(55, 80) } else { dice.between(120, 160) };
    let mut at = dice.between(240, 600);
    let mut bulletins = Vec::new();
    while at < growth.length {
        let figure = (growth.at(at) * share / 100).max(1);
        bulletins.push(Bulletin { at, figure, words: "equal", taken_back: false, revises: false });
        at += dice.between(480, 840);
    }
    bulletins
}

/// A page of its own words.
fn write_page(
    dice: &mut Dice,
    (careful, other): (&[Bulletin], &[Bulletin]),
    (growth, start): (Growth, i64),
    doc: String,
    published: i64,
) -> Page {
    let of_other = dice.chance(25) && other.first().is_some_and(|first| first.at <= published);
    let told = if of_other { other } else { careful };
    let current = told.iter().rposition(|bulletin| bulletin.at <= published).unwrap_or(0);
    // Late by a bulletin or two, or by days.
    let stale = dice.chance(6);
    let lag = match (stale, dice.chance(15)) {
        (true, _) => current - told[..=current].iter().position(|b| b.at >= published - 3 * 24 * 60).unwrap_or(0),
        (_, true) => usize::try_from(dice.between(1, 2)).unwrap_or(1),
        _ => 0,
    };
    let bulletin = &told[current.saturating_sub(lag)];
    let counter = usize::from(of_other);
    let named = dice.chance(65);
    let mut figure = Figure {
        value: bulletin.figure,
        words: if dice.chance(70) { bulletin.words } else { "equal" },
        truth: match (of_other, bulletin.taken_back) {
            (true, _) => Truth::Other,
            (_, true) => Truth::TakenBack,
            _ => Truth::Right,
        },
        counter: Some(counter),
        named,
        stated: dice.chance(30).then_some(bulletin.at),
        caption: stale && dice.chance(50) || dice.chance(4),
        day: None,
        revises: bulletin.revises && dice.chance(50),
        timeless: dice.chance(12),
    };
    if dice.chance(20) {
        round_figure(dice, &mut figure);
    }
    if dice.chance(2) {
        slip(dice, &mut figure);
    }
    let mut figures = vec![figure];
    // The count of the day, beside the total or for itself.
    let midnight = (start + published * MINUTE).div_euclid(DAY) * DAY;
    let since = (midnight - start) / MINUTE;
    if since > 0 && dice.chance(15) {
        let of_day = (growth.at(bulletin.at) - growth.at(since)).max(0);
        let read_as_total = dice.chance(25);
        if of_day > 1 && !of_other {
            let day = Figure {
                value: of_day,
                words: "equal",
                truth: if read_as_total { Truth::DayAsTotal } else { Truth::OfDay },
                stated: None,
                caption: false,
                day: (!read_as_total).then_some(midnight),
                revises: false,
                ..figures[0].clone()
            };
            if dice.chance(40) {
                figures.clear();
            }
            figures.push(day);
        }
    }
    let outlet = usize::try_from(dice.below(OUTLETS as i64)).unwrap_or(0);
    Page { family: doc.clone(), doc, parent: None, published, outlet, figures }
}

/// "More than 1,300", "about 1,400", "nearly 1,400" of 1,386.
fn round_figure(dice: &mut Dice, figure: &mut Figure) {
    let step = 10i64.pow(figure.value.max(1).ilog10().saturating_sub(1));
    if step < 10 {
        return;
    }
    let below = figure.value / step * step;
    (figure.value, figure.words) = match dice.below(4) {
        0 | 1 => (if below == figure.value { below - step } else { below }, "more_than"),
        2 => ((figure.value + step / 2) / step * step, "about"),
        _ => (below + step, "nearly"),
    };
    if figure.truth == Truth::Right {
        figure.truth = Truth::Rounded;
    }
}

/// A zero too many or too few, or two digits that changed places.
fn slip(dice: &mut Dice, figure: &mut Figure) {
    let digits = figure.value.to_string().into_bytes();
    let value = match dice.below(5) {
        0 | 1 => figure.value * 10,
        2 if figure.value >= 100 => figure.value / 10,
        _ if digits.len() >= 2 => {
            let mut digits = digits;
            let at = usize::try_from(dice.below(digits.len() as i64 - 1)).unwrap_or(0);
            digits.swap(at, at + 1);
            digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'))
        }
        _ => figure.value * 10,
    };
    if value > 0 && value != figure.value {
        figure.value = value;
        figure.truth = Truth::Slip;
    }
}

fn copy_page(dice: &mut Dice, pages: &[Page], doc: String) -> Page {
    let at = usize::try_from(dice.below(pages.len() as i64)).unwrap_or(0);
    let source = &pages[at];
    // Some copies come days later.
    let delay = if dice.chance(15) { dice.between(24 * 60, 3 * 24 * 60) } else { dice.between(20, 900) };
    let seen = dice.chance(94);
    let mut copy = Page {
        family: if seen { source.family.clone() } else { doc.clone() },
        doc,
        parent: seen.then_some(at),
        published: source.published + delay,
        outlet: usize::try_from(dice.below(OUTLETS as i64)).unwrap_or(0),
        figures: source.figures.clone(),
    };
    let forgets = dice.chance(30);
    let translated = dice.chance(20);
    for figure in &mut copy.figures {
        figure.named &= !forgets;
        if translated && dice.chance(8) {
            slip(dice, figure);
        }
    }
    copy
}

/// The claims of the pages, as a reader would have made them.
fn file_claims(event: &mut Event, pages: &[Page]) {
    // Half of the others count for themselves as well, half are officials.
    let other =
        if event.growth.length % 2 == 0 { ("Coast Guard", "counter") } else { ("Interior Ministry", "official") };
    let names = [("Harbour Watch", "counter"), other];
    let mut named = BTreeSet::new();
    let mut filed: Vec<(i64, Claim, Truth, usize)> = Vec::new();
    let reports: Vec<ReportId> = pages.iter().map(|page| ReportId::of(&[page.doc.as_bytes()])).collect();
    for (page, report) in pages.iter().zip(&reports) {
        event.families.insert(*report, FamilyId::of(&[page.family.as_bytes()]));
        if let Some(parent) = page.parent {
            event.derivations.push(Derivation {
                child: *report,
                parent: reports[parent],
                kind: DerivationKind::Near,
                direction: Direction::ChildFromParent,
                evidence: vec!["earlier".into()],
                contained: 900,
                passages: Vec::new(),
                dropped: Vec::new(),
                changed: Vec::new(),
                added: Vec::new(),
            });
        }
        for (at, figure) in page.figures.iter().enumerate() {
            let counter = figure.counter.filter(|_| figure.named).map(|counter| names[counter]);
            if figure.truth != Truth::OfDay {
                named.extend(counter.map(|(name, _)| name));
            }
            let mut claim = claim_of(event, page, figure, counter, at);
            if figure.revises {
                claim.revised = Some(Revised { reason: RevisionReason::Correction, side: RevisionSide::Now });
            }
            filed.push((page.published, claim, figure.truth, page.outlet));
        }
    }
    filed.sort_by_key(|one| (one.0, one.1.id));
    for (_, claim, truth, outlet) in filed {
        event.claims.push(claim);
        event.truths.push(truth);
        event.outlets.push(outlet);
    }
    event.counters = named.len();
}

fn claim_of(event: &Event, page: &Page, figure: &Figure, counter: Option<(&str, &str)>, at: usize) -> Claim {
    let moment = |minutes: i64| Timestamp(event.start + minutes * MINUTE);
    let (published, first) = (moment(page.published), Timestamp(event.start).date());
    let day_of = |time: Timestamp| Timestamp::day_start(time.date());
    let (measure, time, since) = match figure.day {
        Some(midnight) => ("flow", Some(Timestamp(midnight).date().to_string()), Timestamp(midnight)),
        None if figure.timeless => ("cumulative", None, day_of(published)),
        None if event.sudden => ("cumulative", Some(first.to_string()), day_of(moment(0))),
        None => ("cumulative", Some(format!("{first}/{}", published.date())), day_of(moment(0))),
    };
    let until = match figure.day {
        Some(midnight) => published.min(Timestamp(midnight + DAY)),
        None => published,
    };
    let as_of = match figure.stated {
        Some(stated) if figure.day.is_none() => json!([moment(stated).to_string(), moment(stated).to_string()]),
        _ if figure.caption => json!([null, until.to_string()]),
        _ => json!([since.to_string(), until.to_string()]),
    };
    let line = json!({
        "doc": page.doc, "indicator": "killed", "unit": "person", "measure": measure, "value": figure.value,
        "modifier": figure.words, "source": counter.map(|(name, role)| json!({"name": name, "role": role})), "published": published.to_string(), "as_of": as_of, "time": time,
        "place": {"country": "XA", "name": "Alph"}, "scope": if figure.caption { "caption" } else { "body" },
        "start": at * 40, "end": at * 40 + 5,
    });
    parse_claim_line(&line.to_string()).expect("a claim line made here").claim
}
