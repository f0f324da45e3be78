//! Synthetic archives: reports with known origin, as many as wanted, in time order and always the same for a seed.
//!
//! Words are invented: each language has its own word for each of twelve thousand concepts (two, in fact, so that a text
//! can be reworded), its own function words and its own spelling of invented names; frequencies follow Zipf's law. A story
//! has a cast, places, figures and a vocabulary of its own; its reports come close together, their numbers follow a power
//! law. A copy is made from the tokens of its source: rewording draws other words for the same concepts, translation
//! draws another language's. Not here: grammar; whatever asks for it cannot be measured on these.

use firsthand::model::{Lang, Report, ReportId};
use serde::Serialize;
use std::collections::VecDeque;
use std::fmt::Write as _;

/// How a report came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Made {
    /// Written apart.
    Original,
    /// The same words elsewhere.
    Identical,
    /// A few words changed, a sentence gone.
    Near,
    /// The first part.
    Excerpt,
    /// A run of the source's sentences between new ones.
    Partial,
    /// Other words for a third of the concepts, neighbours exchanged, sentences dropped.
    Reworded,
    /// Another language.
    Translated,
}

/// The truth about a report.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Origin {
    /// The report's `doc`.
    pub(crate) doc: String,
    /// How it came about.
    pub(crate) made: Made,
    /// Number of the text that it is or goes back to.
    pub(crate) family: u32,
    /// Number of its story.
    pub(crate) story: u32,
    /// What it was copied from.
    pub(crate) parent: Option<String>,
}

/// A generator of pseudo-random numbers (splitmix64).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        ((u128::from(self.roll()) * most.max(1) as u128) >> 64) as usize
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Below `most`, small numbers more often: the n-th about 1/n as often as the first.
    fn zipf(&mut self, most: usize) -> usize {
        // 2^(u log2 most), by steps of a power of two and a uniform draw within.
        let bits = most.ilog2() as usize + 1;
        loop {
            let power = self.below(bits);
            let number = (1 << power) + self.below(1 << power);
            if number <= most {
                return number - 1;
            }
        }
    }
}

impl Dice {
    /// One in four is much in the news, the others are of one story or none.
    fn name(&mut self) -> u32 {
        if self.chance(25) { 1_000_000 + self.zipf(3_000) as u32 } else { self.below(400_000) as u32 }
    }

    fn concept(&mut self) -> u16 {
        loop {
            if let Some(concept) = self.zipf(CONCEPTS + FREQUENT).checked_sub(FREQUENT) {
                return concept as u16;
            }
        }
    }
}

const CONCEPTS: usize = 12_000;
/// Ranks that function words take: the most frequent concept is one in two hundred words.
const FREQUENT: usize = 40;

struct Tongue {
    lang: &'static str,
    function: &'static [&'static str],
    /// Two words a concept.
    words: Vec<String>,
    cyrillic: bool,
}

/// The languages' makings: code, syllables, function words, script.
const TONGUES: [(&str, &[&str], &[&str], bool); 4] = [
    (
        "en",
        &["ba", "der", "ing", "for", "ton", "shi", "ly", "wor", "ness", "ple", "gra", "mo", "stan", "ve", "ry", "cle"],
        &[
            "the", "of", "and", "to", "in", "was", "for", "on", "that", "with", "by", "at", "from", "after", "were",
            "it",
        ],
        false,
    ),
    (
        "fr",
        &[
            "tion", "eau", "ment", "jou", "que", "lai", "ser", "vou", "gne", "bre", "pli", "cou", "rai", "dé", "mon",
            "ille",
        ],
        &["le", "la", "de", "et", "les", "des", "en", "un", "une", "du", "dans", "pour", "par", "sur", "avec", "ont"],
        false,
    ),
    (
        "de",
        &[
            "ung", "sch", "keit", "ver", "lan", "ber", "gen", "tag", "wer", "stru", "hal", "mei", "rau", "pfe", "zu",
            "kno",
        ],
        &[
            "der", "die", "und", "das", "von", "mit", "den", "im", "ist", "auf", "nach", "bei", "wurde", "ein", "eine",
            "zu",
        ],
        false,
    ),
    (
        "ru",
        &["ста", "ние", "про", "вод", "гор", "ли", "тель", "ка", "жде", "мир", "зна", "сло", "пор", "че", "ря", "до"],
        &["в", "и", "на", "не", "по", "из", "для", "что", "как", "был", "были", "после", "о", "от", "за", "при"],
        true,
    ),
];

/// What names are made of, in both scripts: a romanisation gives the one for the other.
const NAMES: [(&str, &str); 52] = [
    ("ba", "ба"),
    ("ro", "ро"),
    ("min", "мин"),
    ("tel", "тел"),
    ("vas", "вас"),
    ("do", "до"),
    ("per", "пер"),
    ("lun", "лун"),
    ("sti", "сти"),
    ("gor", "гор"),
    ("ne", "не"),
    ("bri", "бри"),
    ("ka", "ка"),
    ("mul", "мул"),
    ("der", "дер"),
    ("san", "сан"),
    ("po", "по"),
    ("fin", "фин"),
    ("rad", "рад"),
    ("zo", "зо"),
    ("vel", "вел"),
    ("dar", "дар"),
    ("mi", "ми"),
    ("kov", "ков"),
    ("ti", "ти"),
    ("lan", "лан"),
    ("gra", "гра"),
    ("sok", "сок"),
    ("ve", "ве"),
    ("nor", "нор"),
    ("bal", "бал"),
    ("tru", "тру"),
    ("li", "ли"),
    ("mag", "маг"),
    ("ru", "ру"),
    ("pas", "пас"),
    ("dim", "дим"),
    ("kle", "кле"),
    ("fo", "фо"),
    ("zan", "зан"),
    ("ge", "ге"),
    ("nik", "ник"),
    ("bor", "бор"),
    ("tal", "тал"),
    ("sve", "све"),
    ("rim", "рим"),
    ("lo", "ло"),
    ("dra", "дра"),
    ("pel", "пел"),
    ("mos", "мос"),
    ("kir", "кир"),
    ("vin", "вин"),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Function(u8),
    /// Concept and which of its two words.
    Concept(u16, bool),
    /// A name by its number.
    Name(u32),
    Figure(u32),
}

type Sentence = Vec<Token>;

#[derive(Debug, Clone)]
struct Story {
    number: u32,
    names: Vec<u32>,
    figures: Vec<u32>,
    concepts: Vec<u16>,
}

#[derive(Debug, Clone)]
struct Article {
    doc: String,
    family: u32,
    tongue: usize,
    story: Story,
    sentences: Vec<Sentence>,
}

/// An archive that is made while it is read.
pub(crate) struct Archive {
    dice: Dice,
    tongues: Vec<Tongue>,
    left: usize,
    number: u32,
    stories: u32,
    /// Seconds since 1970.
    clock: i64,
    /// What may be copied today.
    recent: VecDeque<Article>,
    /// What may be dug out years later.
    old: Vec<Article>,
}

/// Articles that are still news.
const RECENT: usize = 3_000;
/// Articles that are dug out again.
const OLD: usize = 1_000;
/// Seconds between two reports, on average: a million in six months.
const PACE: usize = 30;
/// 2031-01-01.
const START: i64 = 1_924_992_000;

impl Archive {
    pub(crate) fn new(reports: usize, seed: u64) -> Self {
        let tongues = TONGUES
            .iter()
            .enumerate()
            .map(|(at, &(lang, syllables, function, cyrillic))| {
                let mut dice = Dice::new(at as u64 + 1);
                // Frequent words are short.
                let length = |concept: usize| 2 + usize::from(concept > 60) + usize::from(concept > 2_000);
                let word = |dice: &mut Dice, concept| -> String {
                    (0..length(concept)).map(|_| syllables[dice.below(syllables.len())]).collect()
                };
                let words = (0..2 * CONCEPTS).map(|half| word(&mut dice, half / 2)).collect();
                Tongue { lang, function, words, cyrillic }
            })
            .collect();
        Self {
            dice: Dice::new(seed),
            tongues,
            left: reports,
            number: 0,
            stories: 0,
            clock: START,
            recent: VecDeque::new(),
            old: Vec::new(),
        }
    }

    fn begin_story(&mut self) -> Story {
        let dice = &mut self.dice;
        let names = (0..8 + dice.below(8)).map(|_| dice.name()).collect();
        let magnitude = [20, 100, 1_000, 10_000, 200_000];
        let mut figure = || {
            let most = magnitude[dice.below(5)];
            2 + dice.below(most) as u32
        };
        let figures = (0..8).map(|_| figure()).collect();
        let concepts = (0..70).map(|_| dice.below(CONCEPTS) as u16).collect();
        self.stories += 1;
        Story { number: self.stories, names, figures, concepts }
    }

    fn write_sentences(&mut self, story: &Story, count: usize) -> Vec<Sentence> {
        let dice = &mut self.dice;
        let mut sentences = Vec::with_capacity(count);
        for _ in 0..count {
            let mut sentence = Vec::new();
            for at in 0..9 + dice.below(14) {
                sentence.push(match dice.below(100) {
                    0..40 => Token::Function(dice.zipf(16) as u8),
                    40..48 if at > 0 => Token::Name(story.names[dice.zipf(story.names.len())]),
                    48..52 => Token::Figure(story.figures[dice.below(story.figures.len())]),
                    52..54 => Token::Name(dice.name()),
                    54..75 => Token::Concept(story.concepts[dice.below(story.concepts.len())], dice.chance(25)),
                    _ => Token::Concept(dice.concept(), dice.chance(25)),
                });
            }
            sentences.push(sentence);
        }
        sentences
    }

    fn next_article(&mut self) -> (Article, Made, Option<String>) {
        let doc = format!("a{:07}", self.number);
        let kind = self.dice.below(100);
        let from_old = !self.old.is_empty() && self.dice.chance(3);
        let source = match self.recent.len() {
            0 => None,
            _ if from_old => Some(self.old[self.dice.below(self.old.len())].clone()),
            // Fresh texts are copied most.
            recent => Some(self.recent[recent - 1 - self.dice.zipf(recent)].clone()),
        };
        let Some(source) = source.filter(|_| kind >= 35) else {
            let story = self.begin_story();
            return self.original(doc, story);
        };
        if kind < 58 {
            return self.original(doc, source.story);
        }
        let made = match self.dice.below(100) {
            0..20 => Made::Identical,
            20..42 => Made::Near,
            42..54 => Made::Excerpt,
            54..66 => Made::Partial,
            66..86 => Made::Reworded,
            _ => Made::Translated,
        };
        let parent = source.doc.clone();
        let mut copy = Article { doc, ..source };
        self.change(&mut copy, made);
        (copy, made, Some(parent))
    }

    fn original(&mut self, doc: String, story: Story) -> (Article, Made, Option<String>) {
        let tongue = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3][self.dice.below(10)];
        let count = 8 + self.dice.below(16);
        let sentences = self.write_sentences(&story, count);
        (Article { doc, family: self.number, tongue, story, sentences }, Made::Original, None)
    }

    fn change(&mut self, copy: &mut Article, made: Made) {
        let own = if made == Made::Partial {
            let count = 4 + self.dice.below(6);
            self.write_sentences(&copy.story.clone(), count)
        } else {
            Vec::new()
        };
        let dice = &mut self.dice;
        let sentences = &mut copy.sentences;
        match made {
            Made::Original | Made::Identical => {}
            Made::Near => {
                for _ in 0..3 {
                    let at = dice.below(sentences.len());
                    let word = dice.below(sentences[at].len());
                    sentences[at][word] = Token::Concept(dice.concept(), false);
                }
                if sentences.len() > 6 {
                    sentences.remove(dice.below(sentences.len()));
                }
            }
            Made::Excerpt => sentences.truncate((sentences.len() * (45 + dice.below(30)) / 100).max(4)),
            Made::Partial => {
                let count = (sentences.len() * 6 / 10).max(4).min(sentences.len());
                let from = dice.below(sentences.len() - count + 1);
                let mut taken: Vec<Sentence> = sentences.drain(from..from + count).collect();
                *sentences = own;
                let at = dice.below(sentences.len());
                let rest = sentences.split_off(at);
                sentences.append(&mut taken);
                sentences.extend(rest);
            }
            Made::Reworded => {
                for sentence in sentences.iter_mut() {
                    for token in sentence.iter_mut() {
                        match token {
                            Token::Concept(_, second) if dice.chance(35) => *second = !*second,
                            Token::Function(word) if dice.chance(40) => *word = dice.zipf(16) as u8,
                            _ => {}
                        }
                    }
                }
                for at in 1..sentences.len() {
                    if dice.chance(15) {
                        sentences.swap(at - 1, at);
                    }
                }
                if sentences.len() > 8 {
                    sentences.remove(dice.below(sentences.len()));
                }
            }
            Made::Translated => {
                copy.tongue = (copy.tongue + 1 + dice.below(TONGUES.len() - 1)) % TONGUES.len();
                for sentence in sentences.iter_mut() {
                    for at in 1..sentence.len() {
                        if dice.chance(20) {
                            sentence.swap(at - 1, at);
                        }
                    }
                }
            }
        }
    }

    fn report_of(&mut self, article: &Article) -> Report {
        self.clock += self.dice.below(2 * PACE) as i64;
        let text = self.tongues[article.tongue].text_of(&article.sentences);
        let outlet = format!("{}.example", Name(self.dice.zipf(600) as u32 + 77_000, false));
        let published = jiff::Timestamp::from_second(self.clock).map(|moment| moment.to_string()).unwrap_or_default();
        Report {
            id: ReportId::of(&[article.doc.as_bytes(), text.as_bytes()]),
            doc: article.doc.clone(),
            outlet: Some(outlet.to_lowercase()),
            published: published.parse().ok(),
            lang: Lang(self.tongues[article.tongue].lang.to_owned()),
            url: None,
            canonical: None,
            title: None,
            modified: None,
            authors: Vec::new(),
            text,
            blocks: Vec::new(),
            updates: Vec::new(),
        }
    }
}

impl Iterator for Archive {
    type Item = (Report, Origin);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let (article, made, parent) = self.next_article();
        let report = self.report_of(&article);
        let origin =
            Origin { doc: article.doc.clone(), made, family: article.family, story: article.story.number, parent };
        self.number += 1;
        if self.recent.len() == RECENT {
            let leaving = self.recent.pop_front();
            if self.old.len() < OLD {
                self.old.extend(leaving);
            } else if self.dice.chance(1) {
                let at = self.dice.below(OLD);
                leaving.into_iter().for_each(|leaving| self.old[at] = leaving);
            }
        }
        self.recent.push_back(article);
        Some((report, origin))
    }
}

impl Tongue {
    fn text_of(&self, sentences: &[Sentence]) -> String {
        let mut text = String::with_capacity(sentences.len() * 130);
        for (number, sentence) in sentences.iter().enumerate() {
            if number > 0 {
                text.push_str(if number % 3 == 0 { "\n\n" } else { " " });
            }
            for (at, token) in sentence.iter().enumerate() {
                if at > 0 {
                    text.push(' ');
                }
                let from = text.len();
                // Writing to a string never fails.
                let _ = match *token {
                    Token::Function(word) => write!(text, "{}", self.function[usize::from(word)]),
                    Token::Concept(concept, second) => {
                        write!(text, "{}", self.words[2 * usize::from(concept) + usize::from(second)])
                    }
                    Token::Name(name) => write!(text, "{}", Name(name, self.cyrillic)),
                    Token::Figure(figure) => write!(text, "{figure}"),
                };
                if at == 0 {
                    capitalise(&mut text, from);
                }
            }
            text.push('.');
        }
        text
    }
}

fn capitalise(text: &mut String, from: usize) {
    if let Some(first) = text[from..].chars().next() {
        let capital: String = first.to_uppercase().collect();
        text.replace_range(from..from + first.len_utf8(), &capital);
    }
}

/// An invented name of three syllables and more, in Latin or Cyrillic letters.
struct Name(u32, bool);

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (mut rest, count) = (self.0 as usize, NAMES.len());
        for at in 0..4 {
            let (latin, cyrillic) = NAMES[(rest + at * 7) % count];
            let syllable = if self.1 { cyrillic } else { latin };
            match syllable.chars().next() {
                Some(first) if at == 0 => {
                    write!(f, "{}{}", first.to_uppercase(), &syllable[first.len_utf8()..])?;
                }
                _ => f.write_str(syllable)?,
            }
            rest /= count;
            if rest == 0 && at >= 2 {
                break;
            }
        }
        Ok(())
    }
}

/// Prints an archive as JSON lines that `firsthand add` reads, each with its origin.
pub(crate) fn print(reports: usize, seed: u64, out: &mut dyn std::io::Write) -> anyhow::Result<()> {
    for (report, origin) in Archive::new(reports, seed) {
        let line = serde_json::json!({
            "doc": report.doc, "outlet": report.outlet, "lang": report.lang.code(), "text": report.text,
            "published": report.published, "origin": origin,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn an_archive_is_the_same_for_a_seed() {
        let once: Vec<_> = Archive::new(300, 5).map(|(report, _)| report).collect();
        let again: Vec<_> = Archive::new(300, 5).map(|(report, _)| report).collect();
        assert_eq!(once, again);
        assert_eq!(once[..100], Archive::new(100, 5).map(|(report, _)| report).collect::<Vec<_>>()[..]);
        assert_ne!(once, Archive::new(300, 6).map(|(report, _)| report).collect::<Vec<_>>());
        assert!(once.iter().all(|report| report.text.len() > 300 && report.published.is_some()));
    }

    #[test]
    fn every_kind_is_made_and_stories_differ_in_size() {
        let origins: Vec<Origin> = Archive::new(2_000, 1).map(|(_, origin)| origin).collect();
        let mut kinds: BTreeMap<Made, usize> = BTreeMap::new();
        let mut stories: BTreeMap<u32, usize> = BTreeMap::new();
        for origin in &origins {
            *kinds.entry(origin.made).or_default() += 1;
            *stories.entry(origin.story).or_default() += 1;
            assert_eq!(origin.parent.is_some(), origin.made != Made::Original);
        }
        assert!(kinds.len() == 7 && kinds.values().all(|count| *count > 50), "{kinds:?}");
        let most = stories.values().copied().max().unwrap_or(0);
        assert!(most > 15 && stories.values().filter(|count| **count == 1).count() > 150, "{most}");
    }
}
