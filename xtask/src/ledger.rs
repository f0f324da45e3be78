//! What does one more report cost in a ledger of a million claims, and what does the tally? Synthetic reports of many
//! small events are read, posted and settled as `firsthand add` does it, in a SQLite file; then further ones are added one
//! at a time. Not here: the quality of readings, and the cost of lineage over an archive of long texts (`scale`).
//!
//! An event has a town, a day, a cast and words of its own, ten indicators and several reports over two days. Each report
//! tells each figure in a sentence of its own, worded anew; figures grow from report to report; one in six is a copy of an
//! earlier one under another publisher. The sentences are English, so that every claim is what the reader makes of them.

use crate::archive::Dice;
use anyhow::{Context, Result, bail};
use firsthand::intake::receive_json_line;
use firsthand::model::{StoryId, Timestamp};
use firsthand::pipeline::{Memory, OneByOne, Read, Workers, append_reads, post_reads, read_received, settle_ledger};
use firsthand::resources::Resources;
use firsthand::store::Store;
use firsthand_store::open_store;
use rayon::prelude::*;
use serde_json::json;
use std::collections::VecDeque;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What is asked of a run.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    reports: usize,
    seed: u64,
    portion: usize,
    /// How many further reports are added one at a time.
    further: usize,
    /// Seconds from an event to the next: the less, the more events of a town look alike.
    pace: i64,
    file: PathBuf,
}

impl Wish {
    /// From `--reports N --seed S --portion P --further N --pace SECONDS --ledger FILE`.
    pub(crate) fn of(words: &[&str]) -> Result<Self> {
        let mut wish =
            Self { reports: 100_000, seed: 1, portion: 4_000, further: 200, pace: PACE, file: "million.db".into() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            let number = || value.parse::<usize>().with_context(|| format!("{value} is no number"));
            match *word {
                "--reports" => wish.reports = number()?,
                "--seed" => wish.seed = number()? as u64,
                "--portion" => wish.portion = number()?.max(1),
                "--further" => wish.further = number()?,
                "--pace" => wish.pace = number()?.try_into().context("too many seconds")?,
                "--ledger" => wish.file = value.into(),
                other => bail!("{other} is not known here"),
            }
        }
        Ok(wish)
    }
}

/// Fills the ledger up to the reports wished for, going on where it stands, then adds the further ones and prints what
/// each cost.
pub(crate) fn run(wish: &Wish, out: &mut dyn Write) -> Result<()> {
    let res = Resources::embedded().context("the built-in language data")?;
    let mut store = open_store(&wish.file)?;
    let mut lines = Newsroom::new(wish.seed, wish.pace);
    let there = store.counts()?.reports;
    lines.by_ref().take(there.min(wish.reports)).for_each(drop);
    let mut memory = Memory::default();
    let started = Instant::now();
    let mut done = there;
    while done < wish.reports {
        let portion: Vec<String> = lines.by_ref().take(wish.portion.min(wish.reports - done)).collect();
        done += portion.len();
        let reads: Vec<Read> = portion.into_par_iter().map(|line| read_line(&res, &line)).collect::<Result<_>>()?;
        post_reads(store.as_mut(), &mut memory, reads, Timestamp(RECORDED))?;
        settle_ledger(&res, store.as_mut(), &mut memory, &Threads, &mut |_, _| {})?;
        writeln!(out, "{done:>8} reports, {:.0} s", started.elapsed().as_secs_f64())?;
        out.flush()?;
    }
    print_size(store.as_ref(), &wish.file, out)?;
    // What was added before, in an earlier run, is there already.
    lines.by_ref().take(there.saturating_sub(wish.reports)).for_each(drop);
    append_further(&res, store.as_mut(), lines.take(wish.further), out)?;
    print_size(store.as_ref(), &wish.file, out)
}

/// Adds reports one at a time in the open ledger, as a server does, and prints the cost of reading, and of posting
/// and settling.
fn append_further(
    res: &Resources,
    store: &mut dyn Store,
    lines: impl Iterator<Item = String>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut memory = Memory::default();
    let (mut reading, mut adding) = (Vec::new(), Vec::new());
    for line in lines {
        let started = Instant::now();
        let read = read_line(res, &line)?;
        let was_read = Instant::now();
        append_reads(res, store, &mut memory, &OneByOne, vec![read], Timestamp(RECORDED))?;
        reading.push(was_read - started);
        adding.push(was_read.elapsed());
    }
    writeln!(out, "one further report, ms:   median    mean     p95     max")?;
    let mut tell = |what: &str, times: &mut Vec<Duration>| -> Result<()> {
        times.sort();
        let at = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1e3);
        let mean = times.iter().sum::<Duration>().as_secs_f64() * 1e3 / times.len().max(1) as f64;
        let most = times.last().map_or(0.0, |time| time.as_secs_f64() * 1e3);
        writeln!(out, "{what:<22} {:>9.2} {mean:>7.2} {:>7.2} {most:>7.2}", at(50), at(95))?;
        Ok(())
    };
    tell("reading", &mut reading)?;
    tell("posting and settling", &mut adding)
}

fn print_size(store: &dyn Store, file: &std::path::Path, out: &mut dyn Write) -> Result<()> {
    let counts = store.counts()?;
    writeln!(
        out,
        "{} claims in {} series; {} reports, {} texts, {} stories; {} MB",
        counts.claims,
        counts.entries,
        counts.reports,
        counts.families,
        counts.stories,
        std::fs::metadata(file).map_or(0, |file| file.len() / 1_000_000)
    )?;
    if let Some(largest) = store.stories()?.iter().max_by_key(|story| story.reports.len()) {
        let id: StoryId = largest.id;
        writeln!(out, "largest story: {id}, {} reports", largest.reports.len())?;
    }
    Ok(())
}

fn read_line(res: &Resources, line: &str) -> Result<Read> {
    match receive_json_line(&res.packs, line.as_bytes(), 1, "report") {
        Ok(received) => Ok(read_received(res, received).ready()),
        Err(refusal) => bail!("a synthetic report was refused: {}", refusal.why),
    }
}

/// All threads of the machine.
struct Threads;

impl Workers for Threads {
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..pieces).into_par_iter().for_each(work);
    }
}

/// 2050-01-01: after all that is told.
const RECORDED: i64 = 2_524_608_000;
/// 2031-01-01.
const START: i64 = 1_924_992_000;
/// Seconds from an event to the next where nothing else is asked for: ten thousand in ten years.
const PACE: i64 = 31_000;
/// Reports of an event, on average.
const REPORTS: usize = 10;
/// Events of which is still told.
const OPEN: usize = 60;

/// Towns with one meaning, far apart.
const TOWNS: [&str; 64] = [
    "Lisbon",
    "Porto",
    "Warsaw",
    "Krakow",
    "Vienna",
    "Graz",
    "Prague",
    "Brno",
    "Budapest",
    "Bucharest",
    "Sofia",
    "Athens",
    "Ankara",
    "Izmir",
    "Adana",
    "Tbilisi",
    "Yerevan",
    "Baku",
    "Tehran",
    "Isfahan",
    "Baghdad",
    "Basra",
    "Mosul",
    "Aleppo",
    "Homs",
    "Beirut",
    "Amman",
    "Cairo",
    "Khartoum",
    "Nairobi",
    "Mombasa",
    "Kampala",
    "Kinshasa",
    "Lagos",
    "Kano",
    "Accra",
    "Dakar",
    "Bamako",
    "Tunis",
    "Algiers",
    "Oran",
    "Rabat",
    "Casablanca",
    "Karachi",
    "Lahore",
    "Peshawar",
    "Kabul",
    "Kandahar",
    "Delhi",
    "Mumbai",
    "Kolkata",
    "Dhaka",
    "Yangon",
    "Mandalay",
    "Bangkok",
    "Hanoi",
    "Manila",
    "Jakarta",
    "Surabaya",
    "Lima",
    "Quito",
    "Caracas",
    "Oslo",
    "Helsinki",
];

/// What is counted: the words of the predicate, and how great the first figure may be.
const COUNTED: [(&str, usize); 10] = [
    ("killed", 40),
    ("injured", 90),
    ("detained", 120),
    ("evacuated", 900),
    ("hospitalised", 60),
    ("displaced", 2_000),
    ("rescued", 70),
    ("abducted", 30),
    ("charged", 30),
    ("released", 40),
];

const SYLLABLES: [&str; 24] = [
    "ba", "dor", "ing", "fel", "ton", "shi", "lor", "wer", "nes", "ple", "gra", "mo", "stan", "ve", "ry", "cle", "ku",
    "zan", "pri", "hul", "ter", "sol", "mik", "ran",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// An event and what was told of it so far.
struct Event {
    town: &'static str,
    /// The day in words.
    day: String,
    cast: Vec<String>,
    words: Vec<String>,
    counter: String,
    figures: Vec<usize>,
    clock: i64,
    left: usize,
    told: Vec<(String, String)>,
}

/// Writes reports as JSON lines without end, always the same for a seed.
struct Newsroom {
    dice: Dice,
    events: VecDeque<Event>,
    pace: i64,
    started: i64,
    number: usize,
}

impl Newsroom {
    fn new(seed: u64, pace: i64) -> Self {
        Self { dice: Dice::new(seed), events: VecDeque::new(), pace, started: 0, number: 0 }
    }

    fn word(&mut self, syllables: usize) -> String {
        (0..syllables).map(|_| SYLLABLES[self.dice.below(SYLLABLES.len())]).collect()
    }

    fn name(&mut self) -> String {
        let word = self.word(3);
        word[..1].to_uppercase() + &word[1..]
    }

    fn begin_event(&mut self) -> Event {
        let clock = START + self.started * self.pace;
        self.started += 1;
        let date = Timestamp(clock).date();
        let day = format!("{} {}", date.day(), MONTHS[usize::from(date.month().unsigned_abs()) - 1]);
        Event {
            town: TOWNS[self.dice.below(TOWNS.len())],
            day,
            cast: (0..8).map(|_| self.name()).collect(),
            words: (0..40).map(|_| self.word(4)).collect(),
            counter: format!("{} Watch", self.name()),
            figures: COUNTED.iter().map(|(_, most)| 5 + self.dice.below(*most)).collect(),
            clock,
            left: REPORTS / 2 + self.dice.below(REPORTS + 1),
            told: Vec::new(),
        }
    }

    /// A sentence of the cast.
    fn scene(&mut self, event: &Event) -> String {
        let dice = &mut self.dice;
        let word = |dice: &mut Dice| event.words[dice.below(event.words.len())].as_str();
        let who = |dice: &mut Dice| event.cast[dice.below(event.cast.len())].as_str();
        let (one, other, a, b, c, d) = (who(dice), who(dice), word(dice), word(dice), word(dice), word(dice));
        match dice.below(4) {
            0 => format!("{one} {other} walked from the {a} to the {b} with a {c} and a {d}."),
            1 => format!("The {a} of {one} stood beside a {b} {c} near the {d} of {other}."),
            2 => format!("Nobody had seen such {a} {b} since {one} left the {c} to {other} and the {d}."),
            _ => format!("A {a} with {b} {c} waited for {one} while {other} closed the {d}."),
        }
    }

    /// A sentence with one figure.
    fn count(&mut self, event: &Event, at: usize) -> String {
        let (verb, figure) = (COUNTED[at].0, event.figures[at]);
        let dice = &mut self.dice;
        let word = |dice: &mut Dice| event.words[dice.below(event.words.len())].as_str();
        let (a, b) = (word(dice), word(dice));
        let many = match dice.below(4) {
            0 => format!("at least {figure}"),
            1 if figure > 20 => format!("more than {}", figure / 10 * 10),
            _ => figure.to_string(),
        };
        let (town, day) = (event.town, &event.day);
        let by = match dice.below(3) {
            0 => "police".to_owned(),
            1 => "the health ministry".to_owned(),
            _ => event.counter.clone(),
        };
        match dice.below(5) {
            0 => format!("In {town} {many} people were {verb} on {day} beside the {a} {b}, {by} said."),
            1 => format!("According to {by}, {many} people were {verb} on {day} in {town} near a {a} {b}."),
            2 => format!("On {day} {many} people were {verb} in {town}, {by} said after the {a} {b}."),
            3 => format!("Of the {a} {b}, {by} said that {many} people had been {verb} in {town} on {day}."),
            _ => format!("{} said on the {a} {b} that in {town} {many} people were {verb} on {day}.", capital(&by)),
        }
    }

    fn write(&mut self, event: &Event) -> (String, String) {
        let title = format!("{} after {} in {}", capital(&event.words[0]), event.words[1], event.town);
        let mut order: Vec<usize> = (0..COUNTED.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, self.dice.below(at + 1));
        }
        let mut paragraphs = Vec::new();
        for pair in order.chunks(2) {
            let mut sentences: Vec<String> = pair.iter().map(|at| self.count(event, *at)).collect();
            sentences.push(self.scene(event));
            paragraphs.push(sentences.join(" "));
        }
        (title, paragraphs.join("\n\n"))
    }
}

fn capital(words: &str) -> String {
    words.get(..1).map_or_else(String::new, |first| first.to_uppercase() + &words[1..])
}

impl Iterator for Newsroom {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        while self.events.len() < OPEN {
            let event = self.begin_event();
            self.events.push_back(event);
        }
        // Of the events under way, mostly the oldest: they end in the order in which they began.
        let at = self.dice.below(OPEN / 2).min(self.dice.below(OPEN));
        let mut event = self.events.remove(at)?;
        event.clock += 600 + self.dice.below(7_200) as i64;
        let copied = !event.told.is_empty() && self.dice.chance(16);
        let (title, text) = if copied {
            event.told[self.dice.below(event.told.len())].clone()
        } else {
            let told = self.write(&event);
            event.told.push(told.clone());
            told
        };
        for figure in &mut event.figures {
            *figure += self.dice.below(1 + *figure / 6);
        }
        let doc = format!("n{:07}", self.number);
        self.number += 1;
        let published = jiff::Timestamp::from_second(event.clock).map(|time| time.to_string()).unwrap_or_default();
        let outlet = format!("desk{:02}.example", self.dice.below(60));
        let line = json!({
            "doc": doc, "outlet": outlet, "published": published, "lang": "en", "title": title,
            "text": format!("{title}\n\n{text}"),
        });
        event.left -= 1;
        if event.left > 0 {
            self.events.insert(at, event);
        }
        Some(line.to_string())
    }
}
