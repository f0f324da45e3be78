//! Which records does a WARC hold? A reader of one record at a time, of plain and of gzipped files with any cut into members;
//! after a fault it goes on at the next record. Not here: HTTP inside of records.

use super::head::{MAX_HEAD, split_fields, split_head};
use crate::intake::{MAX_FILE, Refusal};
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read, Seek, Write};

const PIECE: usize = 64 << 10;
const MAGIC: &[u8] = &[0x1F, 0x8B, 0x08];
/// How often larger than its gzip a stretch of an archive may be: text reaches 20, a bomb 1,000.
const MAX_RATIO: u64 = 200;

/// The head of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WarcHead {
    /// Names in lower case with their values, in order.
    pub fields: Vec<(String, String)>,
}

impl WarcHead {
    /// The first value of a field; its name in lower case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// `response`, `warcinfo`, ...
    #[must_use]
    pub fn kind(&self) -> &str {
        self.field("warc-type").unwrap_or_default()
    }

    /// The address that was asked for; some writers put it in angle brackets.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.field("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']))
    }
}

/// One record: its head, and its block as it stands in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarcRecord {
    /// The head.
    pub head: WarcHead,
    /// The block, at most 16 MiB.
    pub block: Vec<u8>,
}

/// Counts what was taken of the file, and keeps its last stretch: a member that is cut off swallows the start of the next one
/// before it is known to be broken, and that start must be found again.
struct Counted<R> {
    inner: R,
    taken: u64,
    /// What was taken last, at most twice [`KEPT`].
    kept: Vec<u8>,
    /// What is to be read again, and from where.
    again: Vec<u8>,
    from: usize,
    /// How many bytes may still be read again, so that no archive makes it go on for ever.
    budget: usize,
}

/// The deflate of random bytes breaks off within some thousand bytes.
const KEPT: usize = 256 << 10;
const BUDGET: usize = 256 << 20;

impl<R: BufRead> Counted<R> {
    fn new(inner: R) -> Self {
        Self { inner, taken: 0, kept: Vec::new(), again: Vec::new(), from: 0, budget: BUDGET }
    }

    /// Starts to keep anew, at the start of a member.
    fn begin(&mut self) {
        self.kept.clear();
    }

    /// Goes back to the first start of a member behind the one that began last, where one was taken.
    fn go_back(&mut self) {
        let Some(at) = self.kept.get(1..).and_then(|kept| kept.windows(3).position(|three| three == MAGIC)) else {
            return;
        };
        let mut again = self.kept.split_off(at + 1);
        if again.len() > self.budget {
            return;
        }
        self.budget -= again.len();
        self.taken -= again.len() as u64;
        again.extend_from_slice(&self.again[self.from..]);
        (self.again, self.from) = (again, 0);
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let len = bytes.len().min(out.len());
        out[..len].copy_from_slice(&bytes[..len]);
        self.consume(len);
        Ok(len)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.from < self.again.len() { Ok(&self.again[self.from..]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, len: usize) {
        self.taken += len as u64;
        if self.kept.len() + len > 2 * KEPT {
            let gone = self.kept.len().saturating_sub(KEPT);
            self.kept.drain(..gone);
        }
        if self.from < self.again.len() {
            self.kept.extend_from_slice(&self.again[self.from..self.from + len]);
            self.from += len;
        } else {
            // What is consumed stands in the buffer: nothing is read here.
            if let Ok(bytes) = self.inner.fill_buf() {
                self.kept.extend_from_slice(&bytes[..len.min(bytes.len())]);
            }
            self.inner.consume(len);
        }
    }
}

enum Source<R> {
    Unknown(Counted<R>),
    Plain(Counted<R>),
    Inside(Box<GzDecoder<Counted<R>>>),
    Done,
}

/// The records of an archive, in order. An item is a record, or why one was left out; a fault of the disk ends the archive.
/// Holds at most one record.
pub struct WarcReader<R> {
    source: Source<R>,
    /// Unpacked bytes not read yet.
    held: Vec<u8>,
    at: usize,
    /// Unpacked bytes of this member, and where it began.
    unpacked: u64,
    began: u64,
    /// A fault met while looking ahead, and whether this member had one.
    fault: Option<Refusal>,
    broken: bool,
    /// Records given and left out so far.
    count: u64,
}

impl<R: BufRead> WarcReader<R> {
    /// A reader at the start of an archive.
    pub fn new(reader: R) -> Self {
        let source = Source::Unknown(Counted::new(reader));
        Self { source, held: Vec::new(), at: 0, unpacked: 0, began: 0, fault: None, broken: false, count: 0 }
    }

    /// Bytes of the file taken so far.
    #[must_use]
    pub fn taken(&self) -> u64 {
        match &self.source {
            Source::Unknown(file) | Source::Plain(file) => file.taken,
            Source::Inside(member) => member.get_ref().taken,
            Source::Done => 0,
        }
    }

    /// The number of the record given last, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.count
    }

    fn window(&self) -> &[u8] {
        &self.held[self.at..]
    }

    /// Has at least `want` bytes in the window, or all that there are up to the end of the member.
    fn fill(&mut self, want: usize) {
        if self.at > 4 * PIECE && self.at * 2 > self.held.len() {
            self.held.drain(..self.at);
            self.at = 0;
        }
        while self.held.len() - self.at < want && self.fault.is_none() {
            if !self.read_piece() {
                return;
            }
        }
    }

    /// One more piece of this member; false at its end or at a fault.
    fn read_piece(&mut self) -> bool {
        let from = self.held.len();
        let read = match &mut self.source {
            Source::Plain(file) => {
                self.held.resize(from + PIECE, 0);
                file.read(&mut self.held[from..])
            }
            Source::Inside(member) => {
                self.held.resize(from + PIECE, 0);
                member.read(&mut self.held[from..])
            }
            _ => return false,
        };
        let len = match read {
            Ok(len) => len,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                self.held.truncate(from);
                return true;
            }
            Err(error) => {
                self.held.truncate(from);
                self.fault = Some(broken_gzip(&error));
                return false;
            }
        };
        self.held.truncate(from + len);
        self.unpacked += len as u64;
        if matches!(self.source, Source::Inside(_)) && self.unpacked > 1 << 20 {
            let packed = self.taken() - self.began;
            if self.unpacked / MAX_RATIO > packed {
                let why = format!("a member grows to more than {MAX_RATIO} times its size");
                self.fault = Some(Refusal::new("bomb", why, "the record was left out; the others are read"));
                return false;
            }
        }
        len > 0
    }

    /// Goes to the next member; false at the end of the file.
    fn next_member(&mut self) -> io::Result<bool> {
        self.held.clear();
        let broken = self.fault.take().is_some() || self.broken;
        (self.at, self.unpacked, self.broken) = (0, 0, false);
        let mut file = match std::mem::replace(&mut self.source, Source::Done) {
            Source::Unknown(mut file) => {
                let start = file.fill_buf()?;
                if !start.starts_with(&MAGIC[..1]) {
                    self.source = Source::Plain(file);
                    return Ok(true);
                }
                file
            }
            Source::Inside(member) => {
                let mut file = member.into_inner();
                if broken {
                    file.go_back();
                }
                file
            }
            Source::Plain(_) | Source::Done => return Ok(false),
        };
        if !seek_magic(&mut file)? {
            return Ok(false);
        }
        self.began = file.taken;
        file.begin();
        self.source = Source::Inside(Box::new(GzDecoder::new(file)));
        Ok(true)
    }

    /// Moves the window to the next record's first byte within this member; false where there is none. Says how much was
    /// passed over, line breaks not counted.
    fn seek_record(&mut self) -> (bool, usize) {
        let mut passed = 0;
        loop {
            self.fill(PIECE);
            let window = self.window();
            if window.is_empty() {
                return (false, passed);
            }
            if let Some(at) = find_start(window) {
                passed += window[..at].iter().filter(|byte| !byte.is_ascii_whitespace()).count();
                self.at += at;
                return (true, passed);
            }
            // A start may stand across the end of the window.
            let keep = window.len().min(8);
            let ended = window.len() < PIECE;
            let gone = if ended { window.len() } else { window.len() - keep };
            passed += window[..gone].iter().filter(|byte| !byte.is_ascii_whitespace()).count();
            self.at += gone;
        }
    }

    fn read_record(&mut self) -> Result<WarcRecord, Refusal> {
        self.fill(MAX_HEAD);
        let Some((lines, len)) = split_head(self.window()) else {
            self.at += 5;
            if let Some(fault) = self.fault.take() {
                self.fault = Some(fault.clone());
                return Err(fault);
            }
            let why = format!("a record's head has no end within {MAX_HEAD} bytes");
            return Err(refuse("broken_warc", why));
        };
        let head = WarcHead { fields: split_fields(lines.into_iter().skip(1)) };
        self.at += len;
        let Some(length) = head.field("content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return Err(refuse("broken_warc", "a record has no readable Content-Length"));
        };
        let Some(length) = usize::try_from(length).ok().filter(|length| *length <= MAX_FILE) else {
            self.pass_over(length);
            return Err(refuse("too_large", format!("a record has {length} bytes, more than {MAX_FILE}")));
        };
        // Behind the block stand two line breaks and, mostly in plain files, the next record.
        self.fill(length + 16);
        let window = self.window();
        let whole = window.len() >= length;
        let (block, next) = window.split_at(length.min(window.len()));
        let trimmed = next.trim_ascii_start();
        let follows = trimmed.is_empty() || trimmed.starts_with(b"WARC/");
        // The length was too great if another record stands in the block, and nothing where it should end.
        let cut = if whole && follows { None } else { find_inner(block) };
        let block = block[..cut.unwrap_or(block.len())].to_vec();
        self.at += block.len();
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        Ok(WarcRecord { head, block })
    }

    /// Passes over a block that is too large, without holding it.
    fn pass_over(&mut self, length: u64) {
        let mut left = length;
        while left > 0 {
            self.fill(PIECE);
            let window = self.window();
            let Some(len) = Some(window.len()).filter(|len| *len > 0) else { return };
            let start = find_inner(window);
            let gone = start.unwrap_or(len).min(usize::try_from(left).unwrap_or(len));
            self.at += gone;
            left -= gone as u64;
            if start.is_some() {
                return;
            }
        }
    }
}

impl<R: BufRead> Iterator for WarcReader<R> {
    type Item = Result<WarcRecord, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let between = !matches!(self.source, Source::Plain(_) | Source::Inside(_));
            let fault = self.fault.clone();
            let (found, passed) = if between || fault.is_some() { (false, 0) } else { self.seek_record() };
            if found {
                self.count += 1;
                return Some(self.read_record());
            }
            let fresh = self.fault.take();
            self.broken = fresh.is_some();
            let fresh = fresh.filter(|_| fault.is_none());
            match self.next_member() {
                Ok(more) => {
                    if let Some(fault) = fresh {
                        self.count += 1;
                        return Some(Err(fault));
                    }
                    if passed > 0 && self.count == 0 && !more {
                        self.count += 1;
                        return Some(Err(refuse("broken_warc", "no WARC record begins here")));
                    }
                    if !more {
                        return None;
                    }
                }
                Err(error) => {
                    self.source = Source::Done;
                    return Some(Err(Refusal::new("unreadable", error.to_string(), "check the disk")));
                }
            }
        }
    }
}

fn refuse(word: &'static str, why: impl Into<String>) -> Refusal {
    Refusal::new(word, why, "the record was left out; the others are read")
}

fn broken_gzip(error: &io::Error) -> Refusal {
    refuse("broken_gzip", format!("a gzip member cannot be read to its end: {error}"))
}

/// Where a record starts: at the start of a line.
fn find_start(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == b'W').map(|at| from + at) {
        // An off-by-one length leaves the start behind a piece of a line break, or on nothing.
        if bytes[at..].starts_with(b"WARC/")
            && bytes.get(at + 5).is_some_and(u8::is_ascii_digit)
            && (at == 0 || bytes[at - 1] == b'\n')
        {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where another record starts inside of a block: with a line of its own and a field after it.
fn find_inner(block: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = find_start(&block[from..]).map(|at| from + at) {
        let head = &block[at..block.len().min(at + 200)];
        if at > 0
            && head
                .windows(7)
                .any(|seven| seven.eq_ignore_ascii_case(b"\nWARC-T") || seven.eq_ignore_ascii_case(b"\nWARC-R"))
        {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Moves to the next gzip member.
fn seek_magic(file: &mut impl BufRead) -> io::Result<bool> {
    let mut matched = 0;
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            return Ok(false);
        }
        if matched == 0 {
            // The usual case: the member begins right here.
            if let Some(at) = bytes.windows(3).position(|three| three == MAGIC) {
                file.consume(at);
                return Ok(true);
            }
        }
        let len = bytes.len();
        if len < 3 {
            // What is left of the file is shorter than any member.
            file.consume(len);
            matched = 0;
            continue;
        }
        file.consume(len - 2);
        // Two bytes stay; the reader has to bring more, or it is the end.
        let kept = file.fill_buf()?.len();
        if kept <= 2 {
            file.consume(kept);
        }
    }
}

/// Takes the name of a WARC, the number of a record there and the record; says whether to go on.
pub type EachRecord<'e> = dyn FnMut(&str, u64, Result<WarcRecord, Refusal>) -> bool + 'e;

/// Reads every WARC in a WACZ, sorted by name, and gives each record, or why it was left out, with the name of its WARC and its
/// number there. `each` says whether to go on.
///
/// # Errors
/// `broken_zip`.
pub fn read_wacz(file: impl Read + Seek, each: &mut EachRecord<'_>) -> Result<(), Refusal> {
    let broken = |error: &dyn std::fmt::Display| Refusal::new("broken_zip", error.to_string(), "make the WACZ anew");
    let mut zip = zip::ZipArchive::new(file).map_err(|error| broken(&error))?;
    let mut names = Vec::new();
    for at in 0..zip.len() {
        let entry = zip.by_index(at).map_err(|error| broken(&error))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if name.ends_with(".warc") || name.ends_with(".warc.gz") {
            names.push((name, at));
        }
    }
    names.sort();
    for (name, at) in names {
        let entry = zip.by_index(at).map_err(|error| broken(&error))?;
        let mut reader = WarcReader::new(io::BufReader::with_capacity(PIECE, entry));
        while let Some(record) = reader.next() {
            if !each(&name, reader.number(), record) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Writes one record with its own gzip member, as WARC 1.1.
///
/// # Errors
/// The writer's.
pub fn write_warc_record(out: &mut dyn Write, record: &WarcRecord) -> io::Result<()> {
    let mut member = flate2::write::GzEncoder::new(out, flate2::Compression::default());
    member.write_all(b"WARC/1.1\r\n")?;
    for (name, value) in record.head.fields.iter().filter(|(name, _)| name != "content-length") {
        // A break in a value would be a field of its own.
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        write!(member, "{name}: {value}\r\n")?;
    }
    write!(member, "content-length: {}\r\n\r\n", record.block.len())?;
    member.write_all(&record.block)?;
    member.write_all(b"\r\n\r\n")?;
    member.finish().map(|_| ())
}
