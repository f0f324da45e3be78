//! Which inputs are meant, and what is in them? Files, folders and standard input as a stream of raw records, each within
//! its limit. Not here: what a record says; that is the library's intake.

use crate::archive::{Archive, Pipe, is_archive_name, open_archive, sniff_archive};
use firsthand::intake::archive::{Capture, ColumnMap, map_json_line};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// One file of text at most. Handbook of limits: one record 16 MiB, one JSON line 1 MiB.
pub(crate) const FILE_LIMIT: usize = 16 << 20;
/// One JSON line at most; a longer one is skipped without being held.
const LINE_LIMIT: usize = 1 << 20;

/// What the files of a folder are, by their endings.
const TEXT: &[&str] = &["txt"];
const LINES: &[&str] = &["jsonl", "ndjson"];
const PAGES: &[&str] = &["html", "htm", "xhtml"];

/// One record, not yet read.
#[derive(Debug)]
pub(crate) struct Raw {
    /// Where it stands: `folder/page.txt`, `reports.jsonl:17`.
    pub(crate) place: String,
    /// Name for a report that brings none.
    pub(crate) doc: String,
    /// What its bytes are.
    pub(crate) kind: Kind,
    /// Its bytes; none for an answer of a crawl, which has its own.
    pub(crate) bytes: Vec<u8>,
    /// Whether the bytes are those that were received: a row of a table is written anew.
    pub(crate) received: bool,
}

/// What a record is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// A page of HTML.
    Page,
    /// A line of JSON, with its number.
    Line(usize),
    /// A feed: many reports.
    Feed,
    /// A mail.
    Mail,
    /// An answer of a crawl.
    Capture(Box<Capture>),
}

impl Raw {
    /// How many bytes it holds.
    pub(crate) fn size(&self) -> usize {
        match &self.kind {
            Kind::Capture(capture) => capture.body.len(),
            _ => self.bytes.len(),
        }
    }
}

/// An input that was not taken.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) place: String,
    pub(crate) word: &'static str,
    pub(crate) why: String,
    pub(crate) hint: String,
}

impl Refused {
    pub(crate) fn new(place: impl Into<String>, word: &'static str, why: impl Into<String>, hint: &str) -> Self {
        Self { place: place.into(), word, why: why.into(), hint: hint.into() }
    }
}

enum Source {
    Text(PathBuf),
    Lines(PathBuf),
    Archive(PathBuf, Archive),
    Stdin,
    Refused(Refused),
}

/// The records of all inputs, in order: inputs as given, folders sorted by path.
pub(crate) struct Inputs {
    sources: VecDeque<Source>,
    open: Option<Lines>,
    pipe: Option<Pipe>,
    map: Option<ColumnMap>,
    /// Bytes in all files together, as far as known.
    pub(crate) total: u64,
    /// Bytes taken so far.
    pub(crate) taken: u64,
}

struct Lines {
    name: String,
    stem: String,
    number: usize,
    reader: Box<dyn BufRead>,
}

/// Lists what the inputs hold. Nothing is opened yet; what cannot be found comes out as refused in its turn.
pub(crate) fn open_inputs(inputs: &[PathBuf]) -> Inputs {
    open_mapped(inputs, None)
}

/// Like [`open_inputs`], for tables and JSON lines whose columns have other names.
pub(crate) fn open_mapped(inputs: &[PathBuf], map: Option<ColumnMap>) -> Inputs {
    let mut all = Inputs { sources: VecDeque::new(), open: None, pipe: None, map, total: 0, taken: 0 };
    for input in inputs {
        if input.as_os_str() == "-" {
            all.sources.push_back(Source::Stdin);
            continue;
        }
        match std::fs::metadata(input) {
            Err(error) => {
                let (word, hint) = if error.kind() == io::ErrorKind::NotFound {
                    (
                        "missing",
                        "check the path; a folder, a text, a page, JSON lines, a feed, an archive, or - for standard input",
                    )
                } else {
                    ("unreadable", "check the rights of the file and of its folder")
                };
                all.sources.push_back(Source::Refused(Refused::new(name(input), word, error.to_string(), hint)));
            }
            Ok(about) if about.is_dir() => all.add_folder(input),
            Ok(about) => all.add_file(input, about.len()),
        }
    }
    all
}

/// The lines of one file, whatever its ending, or of standard input.
pub(crate) fn open_lines(path: &Path) -> Inputs {
    let mut all = open_inputs(&[path.to_owned()]);
    for source in &mut all.sources {
        if let Source::Text(path) = source {
            *source = Source::Lines(std::mem::take(path));
        }
    }
    all
}

impl Inputs {
    fn add_file(&mut self, path: &Path, len: u64) {
        self.total += len;
        self.sources.push_back(if has_ending(path, LINES) {
            Source::Lines(path.into())
        } else if let Some(archive) = sniff_archive(path) {
            Source::Archive(path.into(), archive)
        } else {
            Source::Text(path.into())
        });
    }

    fn add_folder(&mut self, folder: &Path) {
        let before = self.sources.len();
        let mut files = Vec::new();
        list_folder(folder, 0, &mut files, &mut self.sources);
        files.sort();
        for (path, len) in files {
            self.add_file(&path, len);
        }
        if self.sources.len() == before {
            let why = "the folder holds no text, page, JSON lines, feed, mail or archive";
            let hint = "give the files themselves, or another folder";
            self.sources.push_back(Source::Refused(Refused::new(name(folder), "no_input", why, hint)));
        }
    }

    fn next_line(&mut self) -> Option<Result<Raw, Refused>> {
        loop {
            let lines = self.open.as_mut()?;
            lines.number += 1;
            let place = format!("{}:{}", lines.name, lines.number);
            let (read, len) = match read_line(&mut lines.reader, LINE_LIMIT) {
                Ok(read) => read,
                Err(error) => {
                    self.open = None;
                    let hint = "the lines before are kept; check the disk or the pipe";
                    return Some(Err(Refused::new(place, "unreadable", error.to_string(), hint)));
                }
            };
            self.taken += len as u64;
            match read {
                Line::End => self.open = None,
                Line::Long => {
                    let why = format!("the line has {len} bytes, more than {LINE_LIMIT}");
                    let hint = "one report a line, at most 1 MiB; the other lines are read";
                    return Some(Err(Refused::new(place, "too_large", why, hint)));
                }
                Line::Whole(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Line::Whole(bytes) => {
                    let (doc, kind) = (lines.stem.clone(), Kind::Line(lines.number));
                    return Some(match &self.map {
                        None => Ok(Raw { place, doc, kind, bytes, received: true }),
                        Some(map) => match map_json_line(&bytes, map) {
                            Ok(bytes) => Ok(Raw { place, doc, kind, bytes, received: false }),
                            Err(refusal) => Err(Refused::new(place, refusal.word, refusal.why, &refusal.hint)),
                        },
                    });
                }
            }
        }
    }

    fn open_lines(&mut self, name: String, stem: String, reader: Box<dyn BufRead>) {
        self.open = Some(Lines { name, stem, number: 0, reader });
    }

    fn open_source(&mut self, source: Source) -> Option<Result<Raw, Refused>> {
        match source {
            Source::Refused(refused) => Some(Err(refused)),
            Source::Archive(path, archive) => {
                self.pipe = Some(open_archive(name(&path), stem(&path), path, archive, self.map.clone()));
                None
            }
            Source::Lines(path) => match File::open(&path) {
                Ok(file) => {
                    self.open_lines(name(&path), stem(&path), Box::new(BufReader::with_capacity(1 << 16, file)));
                    None
                }
                Err(error) => Some(Err(unreadable(&path, &error))),
            },
            Source::Text(path) => {
                let read = File::open(&path).and_then(read_whole);
                Some(match read {
                    Err(error) => Err(unreadable(&path, &error)),
                    Ok(bytes) => self.take_text(name(&path), stem(&path), bytes),
                })
            }
            Source::Stdin => self.open_stdin(),
        }
    }

    /// Standard input is JSON lines where its first sign is a brace, else one text.
    fn open_stdin(&mut self) -> Option<Result<Raw, Refused>> {
        let mut reader = BufReader::with_capacity(1 << 16, io::stdin());
        let first = match reader.fill_buf() {
            Ok(bytes) => {
                bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(byte))
            }
            Err(error) => {
                return Some(Err(Refused::new("-", "unreadable", error.to_string(), "check the pipe")));
            }
        };
        if first == Some(b'{') {
            self.open_lines("-".into(), "stdin".into(), Box::new(reader));
            return None;
        }
        Some(match read_whole(reader) {
            Err(error) => Err(Refused::new("-", "unreadable", error.to_string(), "check the pipe")),
            Ok(bytes) => self.take_text("-".into(), "stdin".into(), bytes),
        })
    }

    fn take_text(&mut self, place: String, doc: String, bytes: Vec<u8>) -> Result<Raw, Refused> {
        self.taken += bytes.len() as u64;
        if bytes.len() > FILE_LIMIT {
            let why = format!("the text has more than {FILE_LIMIT} bytes");
            return Err(Refused::new(place, "too_large", why, "one page a file, at most 16 MiB"));
        }
        // A name may lack an ending; a page then shows by its first sign.
        let opens = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(byte));
        let page = has_ending(Path::new(&place), PAGES) || place == "-" && opens == Some(&b'<');
        Ok(Raw { place, doc, kind: if page { Kind::Page } else { Kind::Text }, bytes, received: true })
    }
}

impl Iterator for Inputs {
    type Item = Result<Raw, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.open.is_some() {
                if let Some(found) = self.next_line() {
                    return Some(found);
                }
                continue;
            }
            if let Some(pipe) = &mut self.pipe {
                let (found, taken) = pipe.next_record();
                self.taken += taken;
                if found.is_some() {
                    return found;
                }
                self.pipe = None;
                continue;
            }
            let source = self.sources.pop_front()?;
            if let Some(found) = self.open_source(source) {
                return Some(found);
            }
        }
    }
}

/// Folders inside folders, but no links to folders: those can turn in a circle.
fn list_folder(folder: &Path, depth: usize, files: &mut Vec<(PathBuf, u64)>, refused: &mut VecDeque<Source>) {
    let listed = match std::fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) => return refused.push_back(Source::Refused(unreadable(folder, &error))),
    };
    for entry in listed.flatten() {
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth < 64 {
            list_folder(&path, depth + 1, files, refused);
        } else if [TEXT, LINES, PAGES].iter().any(|endings| has_ending(&path, endings)) || is_archive_name(&path) {
            let about = std::fs::metadata(&path);
            if about.as_ref().map_or(true, |about| about.is_file()) {
                files.push((path, about.map_or(0, |about| about.len())));
            }
        }
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| name(path), |stem| stem.to_string_lossy().into_owned())
}

fn unreadable(path: &Path, error: &io::Error) -> Refused {
    Refused::new(name(path), "unreadable", error.to_string(), "check the rights of the file and of its folder")
}

/// A whole file, but never more than one byte past the limit.
fn read_whole(file: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(FILE_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

enum Line {
    Whole(Vec<u8>),
    Long,
    End,
}

/// The next line without its break, and how many bytes it took. Of a line past the limit only the length is kept.
fn read_line(reader: &mut impl BufRead, limit: usize) -> io::Result<(Line, usize)> {
    let (mut line, mut len, mut long) = (Vec::new(), 0, false);
    loop {
        let bytes = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        if bytes.is_empty() {
            let end = if long {
                Line::Long
            } else if len == 0 {
                Line::End
            } else {
                Line::Whole(line)
            };
            return Ok((end, len));
        }
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let part = &bytes[..end.unwrap_or(bytes.len())];
        long |= line.len() + part.len() > limit;
        if long {
            line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        len += used;
        reader.consume(used);
        if end.is_some() {
            return Ok((if long { Line::Long } else { Line::Whole(line) }, len));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_past_the_limit_are_skipped_without_being_held() {
        let text = "ab\n123456\n12345\n\nlast";
        let mut reader = BufReader::with_capacity(2, text.as_bytes());
        let mut lines = Vec::new();
        loop {
            match read_line(&mut reader, 5).unwrap() {
                (Line::End, _) => break,
                (Line::Long, len) => lines.push(format!("long {len}")),
                (Line::Whole(bytes), _) => lines.push(String::from_utf8(bytes).unwrap()),
            }
        }
        assert_eq!(lines, ["ab", "long 7", "12345", "", "last"]);
    }
}
