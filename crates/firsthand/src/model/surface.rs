//! The surface of a text, free of language: sentences, words in one romanised spelling, figures in one written form.
//! Not here: what a figure or a name means; that is `mentions`.

use super::{BlockKind, Report, Span};
use std::collections::BTreeSet;
use xxhash_rust::xxh3::xxh3_64;

/// A word, in a spelling that survives scripts, accents and inflection as far as letters alone can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurfaceWord {
    /// Where.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// Hash of the romanised word.
    pub word: u64,
    /// Hash of its first six letters: most inflections and both spellings of `-ise` share it.
    pub stem: u64,
    /// Hash of its first consonants: what a name keeps from one language to the next. 0 where too little is left.
    pub frame: u64,
    /// Letters of the romanised word, 255 at most.
    pub letters: u8,
    /// Consonants of the frame.
    pub consonants: u8,
    /// Begins with a capital letter and not a sentence: a name, in most languages.
    pub name: bool,
    /// Stands between quotation marks.
    pub quoted: bool,
}

/// A number in digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurfaceFigure {
    /// Where.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// Digits without separators of thousands; a point before decimals: `1300`, `3.5`.
    pub value: String,
}

impl SurfaceFigure {
    /// Digits of the whole part.
    #[must_use]
    pub fn digits(&self) -> usize {
        self.value.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Whether it may be a year.
    #[must_use]
    pub fn is_year(&self) -> bool {
        self.value.len() == 4 && matches!(&self.value[..2], "19" | "20")
    }

    /// Hash of the value.
    #[must_use]
    pub fn hash(&self) -> u64 {
        xxh3_64(self.value.as_bytes()) | 1
    }
}

/// A sentence: a run of words on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurfaceSentence {
    /// Where, without white space at its ends.
    pub span: Span,
    /// Its words, as a range of [`Surface::words`].
    pub words: (u32, u32),
    /// Its figures, as a range of [`Surface::figures`].
    pub figures: (u32, u32),
    /// Said before in the same report, word by word: a caption or a headline repeated.
    pub repeat: bool,
    /// Menus, teasers, adverts, comments, credits: not the article itself.
    pub furniture: bool,
    /// The words under a picture, or a line with an address or a telephone number: part of the article, but handed
    /// around between texts that were written apart.
    pub aside: bool,
}

impl SurfaceSentence {
    /// Whether it belongs to the article and is said for the first time.
    #[must_use]
    pub fn counts(&self) -> bool {
        !self.repeat && !self.furniture
    }
}

/// A report's text as sentences, words and figures. Invariants: all three in text order, no overlap within a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surface {
    /// Sentences.
    pub sentences: Vec<SurfaceSentence>,
    /// Words; digits are not among them.
    pub words: Vec<SurfaceWord>,
    /// Figures.
    pub figures: Vec<SurfaceFigure>,
}

impl Surface {
    /// Reads a report's surface in one pass over its text.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut reader = Reader { text: &report.text, out: Self::default(), buffer: String::new(), quote: None };
        reader.read();
        let mut surface = reader.out;
        let mut seen = BTreeSet::new();
        for sentence in &mut surface.sentences {
            let words = &surface.words[sentence.words.0 as usize..sentence.words.1 as usize];
            let figures = &surface.figures[sentence.figures.0 as usize..sentence.figures.1 as usize];
            let mut hash = 0u64;
            for part in words.iter().map(|word| word.word).chain(figures.iter().map(SurfaceFigure::hash)) {
                hash = (hash ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
            }
            sentence.repeat = !seen.insert(hash);
            let block = report.block_at(sentence.span.start).map(|block| block.kind);
            sentence.furniture = block.is_some_and(is_furniture);
            sentence.aside = block == Some(BlockKind::Caption) || gives_contact(sentence.span.of(&report.text));
        }
        surface
    }

    /// The words of a sentence.
    #[must_use]
    pub fn words_of(&self, sentence: &SurfaceSentence) -> &[SurfaceWord] {
        &self.words[sentence.words.0 as usize..sentence.words.1 as usize]
    }

    /// The figures of a sentence.
    #[must_use]
    pub fn figures_of(&self, sentence: &SurfaceSentence) -> &[SurfaceFigure] {
        &self.figures[sentence.figures.0 as usize..sentence.figures.1 as usize]
    }
}

fn is_furniture(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Credit | BlockKind::Teaser | BlockKind::Advert | BlockKind::Comment | BlockKind::Navigation
    )
}

/// Whether a line holds a web or mail address, or a telephone number: an area code, three digits, a hyphen, four digits.
/// Dates (`2031-05-02`), spans of years and ranges have other groups.
fn gives_contact(text: &str) -> bool {
    let bytes = text.as_bytes();
    let word = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'@' => at > 0 && word(bytes.get(at - 1)) && word(bytes.get(at + 1)),
        b':' => bytes[at..].starts_with(b"://"),
        b'.' => at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"www") && word(bytes.get(at + 1)),
        b'-' => {
            let digits_before = bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit()).take(4).count();
            let code = &bytes[..at - digits_before];
            let code = code.strip_suffix(b"-").or(code.strip_suffix(b" ")).or(code.strip_suffix(b".")).unwrap_or(code);
            let coded = code.last().is_some_and(|b| b.is_ascii_digit() || *b == b')');
            let after = &bytes[at + 1..];
            let gap = usize::from(after.first() == Some(&b' '));
            let digits_after = after[gap..].iter().take_while(|b| b.is_ascii_digit()).take(5).count();
            coded && digits_before == 3 && digits_after == 4
        }
        _ => false,
    })
}

struct Reader<'t> {
    text: &'t str,
    out: Surface,
    buffer: String,
    quote: Option<char>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let text = self.text;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            self.quote = None;
            self.read_line(start, start + line.len());
            start += line.len();
        }
    }

    fn read_line(&mut self, from: usize, to: usize) {
        let text = self.text;
        let mut open = self.open();
        let mut at = from;
        let mut before = ' ';
        let mut last_word = 0; // letters of the last word, 0 after anything but a word
        while at < to {
            let Some(char) = text[at..to].chars().next() else { break };
            if char.is_ascii_digit() {
                let end = self.read_figure(at, to);
                (at, before, last_word) = (end, '0', 9);
                continue;
            }
            if char.is_alphabetic() {
                let end = self.read_word(at, to, open.1 == self.out.words.len() && open.2 == self.out.figures.len());
                last_word = text[at..end].chars().count();
                (at, before) = (end, 'a');
                continue;
            }
            let end = at + char.len_utf8();
            let after = text[end..to].chars().next().unwrap_or('\n');
            self.watch_quote(char, before, after);
            let stop =
                matches!(char, '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟') || (char == '.' && last_word != 1);
            if stop && self.ends_sentence(end, to, char) {
                let end = end + text[end..to].chars().take_while(|c| is_closing(*c)).map(char::len_utf8).sum::<usize>();
                if end > at + char.len_utf8() {
                    self.quote = None;
                }
                self.close(&mut open, from, end);
                (at, before, last_word) = (end, ' ', 0);
                continue;
            }
            (at, before, last_word) = (end, char, 0);
        }
        self.close(&mut open, from, to);
    }

    fn open(&self) -> (usize, usize, usize) {
        (self.out.sentences.len(), self.out.words.len(), self.out.figures.len())
    }

    /// A full stop ends a sentence where white space and then no lower-case letter follow.
    fn ends_sentence(&self, end: usize, to: usize, char: char) -> bool {
        if matches!(char, '。' | '！' | '？' | '।') {
            return true;
        }
        let rest = self.text[end..to].trim_start_matches(is_closing);
        let next = rest.trim_start();
        next.is_empty() || (next.len() < rest.len() && !next.starts_with(char::is_lowercase))
    }

    fn close(&mut self, open: &mut (usize, usize, usize), line: usize, end: usize) {
        let (words, figures) = (self.out.words.len(), self.out.figures.len());
        if words > open.1 || figures > open.2 {
            let start = self.out.sentences.last().map_or(line, |last| last.span.end.max(line));
            let body = &self.text[start..end];
            let start = start + (body.len() - body.trim_start().len());
            let span = Span::new(start, start + body.trim().len());
            self.out.sentences.push(SurfaceSentence {
                span,
                words: (open.1 as u32, words as u32),
                figures: (open.2 as u32, figures as u32),
                repeat: false,
                furniture: false,
                aside: false,
            });
        }
        *open = self.open();
    }

    /// An opening mark lasts to its closing one, or to the end of the line where the page lost it.
    fn watch_quote(&mut self, char: char, before: char, after: char) {
        match self.quote {
            Some(close) if char == close || (close == '“' && char == '”') => {
                if !(matches!(char, '\'' | '’') && after.is_alphanumeric()) {
                    self.quote = None;
                }
            }
            Some(_) => {}
            None => {
                self.quote = match char {
                    '“' => Some('”'),
                    '„' => Some('“'),
                    '«' => Some('»'),
                    '»' if !before.is_alphanumeric() && after.is_alphanumeric() => Some('«'),
                    '‘' => Some('’'),
                    '"' => Some('"'),
                    '\'' if !before.is_alphanumeric() && after.is_alphanumeric() => Some('\''),
                    _ => None,
                }
            }
        }
    }

    fn read_figure(&mut self, at: usize, to: usize) -> usize {
        let bytes = &self.text.as_bytes()[..to];
        let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut end = at + run(at);
        let mut value = self.text[at..end].to_owned();
        let mut separator = None;
        while let Some(char) = self.text[end..to].chars().next() {
            let next = end + char.len_utf8();
            if next >= to || value.len() > 30 {
                break;
            }
            let digits = run(next);
            let groups = matches!(char, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’');
            let fits = separator.is_none_or(|s| s == char) && (separator.is_some() || value.len() <= 3);
            if groups && digits == 3 && fits && !value.starts_with('0') {
                value.push_str(&self.text[next..next + 3]);
                (end, separator) = (next + 3, Some(char));
                continue;
            }
            let decimal = matches!(char, ',' | '.') && separator != Some(char);
            if decimal && (1..=2).contains(&digits) {
                let after = bytes.get(next + digits);
                if !(after == Some(&b'.') && bytes.get(next + digits + 1).is_some_and(u8::is_ascii_digit)) {
                    value.push('.');
                    value.push_str(&self.text[next..next + digits]);
                    end = next + digits;
                }
            }
            break;
        }
        let sentence = self.out.sentences.len() as u32;
        self.out.figures.push(SurfaceFigure { span: Span::new(at, end), sentence, value });
        end
    }

    fn read_word(&mut self, at: usize, to: usize, first: bool) -> usize {
        let text = self.text;
        let mut end = at;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let capital = text[at..to].chars().next().is_some_and(char::is_uppercase);
        let mut dense = false;
        for char in text[at..to].chars() {
            if !char.is_alphabetic() && !is_mark(char) {
                break;
            }
            if is_dense(char) {
                // Scripts without spaces: each character with its neighbour stands for a word.
                if end == at {
                    dense = true;
                    end += char.len_utf8();
                    buffer.push(char);
                    buffer.extend(text[end..to].chars().next().filter(|c| is_dense(*c)));
                }
                break;
            }
            end += char.len_utf8();
            push_roman(char, &mut buffer);
        }
        let letters = if dense { 4 } else { buffer.chars().count().min(255) as u8 };
        let stem = buffer.char_indices().nth(6).map_or(buffer.as_str(), |(cut, _)| &buffer[..cut]);
        let (frame, consonants) = if dense { (xxh3_64(buffer.as_bytes()), 4) } else { frame_of(&buffer) };
        self.out.words.push(SurfaceWord {
            span: Span::new(at, end),
            sentence: self.out.sentences.len() as u32,
            word: xxh3_64(buffer.as_bytes()),
            stem: xxh3_64(stem.as_bytes()),
            frame,
            letters,
            consonants,
            name: capital && !first,
            quoted: self.quote.is_some(),
        });
        self.buffer = buffer;
        end
    }
}

fn is_closing(char: char) -> bool {
    matches!(char, '"' | '”' | '“' | '»' | '«' | '’' | '\'' | ')' | ']' | '.' | '!' | '?')
}

fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{dff}' | '\u{200c}' | '\u{200d}')
        && !char.is_ascii()
}

fn is_dense(char: char) -> bool {
    matches!(char, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The lower half of the hash that [`SurfaceWord::stem`] is, for a word by itself; letters only.
#[must_use]
pub fn stem_of(word: &str) -> u32 {
    let mut roman = String::new();
    word.chars().for_each(|char| push_roman(char, &mut roman));
    let stem = roman.char_indices().nth(6).map_or(roman.as_str(), |(cut, _)| &roman[..cut]);
    xxh3_64(stem.as_bytes()) as u32
}

/// The lower half of the hash that [`SurfaceWord::frame`] is, for a word by itself; `None` where too little is left.
#[must_use]
pub fn frame_of_word(word: &str) -> Option<u32> {
    let mut roman = String::new();
    word.chars().for_each(|char| push_roman(char, &mut roman));
    match frame_of(&roman).0 {
        0 => None,
        frame => Some(frame as u32),
    }
}

/// A name in Latin letters without accents, in small letters: `ОВД-Инфо` is `ovd-info`.
#[must_use]
pub fn romanise(name: &str) -> String {
    let mut roman = String::new();
    name.chars().for_each(|char| push_roman(char, &mut roman));
    roman
}

/// All consonants of a name in the broad classes of frames: what is left of it from one script to the next.
/// `Kharkiv` and `Харьков` sound alike, and so do `Harbour Watch` and `Харбор Вотч`.
#[must_use]
pub fn sound_out(name: &str) -> String {
    let roman = romanise(name).replace("kh", "h");
    let mut sound = String::new();
    for word in roman.split(|sign: char| !sign.is_alphanumeric()) {
        let mut last = 0;
        each_class(word.as_bytes(), |class| {
            if class != 0 && class != last {
                sound.push(char::from(class));
            }
            last = class;
            true
        });
    }
    sound
}

/// The first four consonants in broad classes: `Navalny`, `Навального` and
/// `Navalnii` are one, and so are `Poutine` and `Putin`.
fn frame_of(roman: &str) -> (u64, u8) {
    let mut frame = [0u8; 4];
    let mut count = 0;
    let mut last = 0;
    each_class(roman.as_bytes(), |class| {
        if class != 0 && class != last {
            frame[count] = class;
            count += 1;
        }
        last = class;
        count < 4
    });
    if count < 3 { (0, count as u8) } else { (xxh3_64(&frame) | 1, count as u8) }
}

/// The class of each letter or group of letters, 0 for vowels, until `go_on` says no.
fn each_class(bytes: &[u8], mut go_on: impl FnMut(u8) -> bool) {
    let mut at = 0;
    while at < bytes.len() {
        let (class, step) = match &bytes[at..] {
            [b's', b'c', b'h', ..] => (b's', 3),
            [b't', b's', b'c', b'h', ..] => (b's', 4),
            [b's', b'h', ..] | [b'c', b'h', ..] | [b'z', b'h', ..] => (b's', 2),
            [b't', b'c', b'h', ..] => (b's', 3),
            [b't', b's', ..] | [b't', b'z', ..] => (b's', 2),
            [b'p', b'h', ..] => (b'f', 2),
            [b'c', b'e' | b'i' | b'y', ..] => (b's', 1),
            [b'c' | b'k' | b'q', ..] => (b'k', 1),
            [b's' | b'z', ..] => (b's', 1),
            [b'v' | b'w', ..] => (b'v', 1),
            [b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'j' | b'h', ..] => (0, 1),
            [other, ..] => (*other, 1),
            [] => break,
        };
        if !go_on(class) {
            break;
        }
        at += step;
    }
}

/// Lower case, no diacritics, Cyrillic and Greek in Latin letters; other scripts as they stand.
fn push_roman(char: char, out: &mut String) {
    if char.is_ascii() {
        out.push(char.to_ascii_lowercase());
        return;
    }
    for lower in char.to_lowercase() {
        let roman = match lower {
            'а' | 'α' | 'ά' => "a",
            'б' => "b",
            'в' | 'β' => "v",
            'г' | 'ґ' | 'γ' => "g",
            'д' | 'δ' => "d",
            'е' | 'э' | 'ё' | 'є' | 'ε' | 'έ' => "e",
            'ж' => "zh",
            'з' | 'ζ' => "z",
            'и' | 'й' | 'ы' | 'і' | 'ї' | 'ι' | 'ί' | 'η' | 'ή' | 'υ' | 'ύ' => "i",
            'к' | 'κ' => "k",
            'л' | 'λ' => "l",
            'м' | 'μ' => "m",
            'н' | 'ν' => "n",
            'о' | 'ο' | 'ό' | 'ω' | 'ώ' => "o",
            'п' | 'π' => "p",
            'р' | 'ρ' => "r",
            'с' | 'σ' | 'ς' => "s",
            'т' | 'τ' => "t",
            'у' | 'ў' => "u",
            'ф' | 'φ' => "f",
            'х' | 'χ' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sh",
            'ъ' | 'ь' | '’' => "",
            'ю' => "yu",
            'я' => "ya",
            'θ' => "th",
            'ξ' => "x",
            'ψ' => "ps",
            'ј' => "j",
            'љ' => "lj",
            'њ' => "nj",
            'ћ' | 'ђ' => "c",
            'џ' => "dz",
            'ß' => "ss",
            'æ' | 'ä' => "a",
            'œ' => "oe",
            'ø' => "o",
            'ł' => "l",
            'đ' | 'ð' => "d",
            'þ' => "th",
            'ı' => "i",
            _ => {
                unicode_normalization::char::decompose_canonical(lower, |part| {
                    if !is_combining(part) {
                        out.push(part);
                    }
                });
                continue;
            }
        };
        out.push_str(roman);
    }
}

fn is_combining(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    fn surface(text: &str) -> Surface {
        Surface::of(&Report::plain("und", text))
    }

    #[test]
    fn figures_have_one_form() {
        for (text, values) in [
            ("1,300 and 1 300 and 1.300 and 1\u{202f}300", vec!["1300"; 4]),
            ("3.5 or 3,5 per cent", vec!["3.5", "3.5"]),
            ("4,650,000", vec!["4650000"]),
            ("2022-09-21", vec!["2022", "09", "21"]),
            ("in 2021 300 people", vec!["2021", "300"]),
        ] {
            let found: Vec<String> = surface(text).figures.into_iter().map(|figure| figure.value).collect();
            let values: Vec<String> = values.into_iter().map(|v: &str| v.replace(',', ".")).collect();
            assert_eq!(found, values, "{text}");
        }
    }

    #[test]
    fn names_keep_their_frame_across_scripts() {
        let frame = |word: &str| surface(word).words[0].frame;
        for (one, other) in
            [("Navalny", "Навального"), ("Navalny", "Navalnii"), ("Poutine", "Putin"), ("Putin", "Путин")]
        {
            assert_eq!(frame(one), frame(other), "{one} {other}");
            assert_ne!(frame(one), 0);
        }
    }

    #[test]
    fn names_sound_alike_across_scripts() {
        for (one, other) in [("Harbour Watch", "Харбор Вотч"), ("OVD-Info", "ОВД-Инфо"), ("Kharkiv", "Харьков")]
        {
            assert_eq!(sound_out(one), sound_out(other), "{one} {other}");
        }
        assert_ne!(sound_out("Harbour Watch"), sound_out("Harbour Police"));
        assert_eq!(romanise("ОВД-Инфо"), "ovd-info");
    }

    #[test]
    fn lines_with_contacts_stand_aside() {
        let aside = |text: &str| surface(text).sentences[0].aside;
        for text in ["Call the desk at 020-555-0143", "Write to news@harbour.example today", "See www.harbour.example"]
        {
            assert!(aside(text), "{text}");
        }
        for text in
            ["On 2031-05-02 it began", "It lasted from 1939-1945", "Some 100-2000 people came", "At 9 @ the gate"]
        {
            assert!(!aside(text), "{text}");
        }
    }

    #[test]
    fn sentences_end_at_stops_and_lines_and_repeat_once() {
        let surface = surface("First one. Second one!\nA caption\nA caption\nU.S. troops left.");
        assert_eq!(surface.sentences.len(), 5);
        assert_eq!(surface.sentences.iter().filter(|sentence| sentence.repeat).count(), 1);
    }
}
