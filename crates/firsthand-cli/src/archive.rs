//! Which files are archives, and which records are in them? A thread reads the file ahead; a short pipe holds it back, so that
//! memory stays the same for any size. Not here: how an archive is cut; that is the library's intake.

use crate::input::{FILE_LIMIT, Kind, Raw, Refused};
use firsthand::intake::Refusal;
use firsthand::intake::archive::{ColumnMap, MailBox, TableRows, WarcReader, read_telegram, read_wacz, take_capture};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Records read ahead.
const AHEAD: usize = 4;

/// What kind of archive a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archive {
    Warc,
    Wacz,
    MailBox,
    Mail,
    Telegram,
    Table,
    Feed,
}

/// Endings that say by themselves that a file holds reports: folders are read for them.
const SURE: &[(&str, Archive)] = &[
    (".warc", Archive::Warc),
    (".warc.gz", Archive::Warc),
    (".wacz", Archive::Wacz),
    (".mbox", Archive::MailBox),
    (".eml", Archive::Mail),
    (".rss", Archive::Feed),
    (".atom", Archive::Feed),
];

fn lower_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Whether a folder is read for this file. Tables and other JSON and XML are read where they are named.
pub(crate) fn is_archive_name(path: &Path) -> bool {
    let name = lower_name(path);
    name == "result.json" || SURE.iter().any(|(ending, _)| name.ends_with(ending))
}

/// The kind of a file, by its ending or else by how it begins; none for a text.
pub(crate) fn sniff_archive(path: &Path) -> Option<Archive> {
    let name = lower_name(path);
    if let Some((_, archive)) = SURE.iter().find(|(ending, _)| name.ends_with(ending)) {
        return Some(*archive);
    }
    if name.ends_with(".txt") {
        return None;
    }
    if [".csv", ".tsv"].iter().any(|ending| name.ends_with(ending)) {
        return Some(Archive::Table);
    }
    let mut start = Vec::new();
    // What cannot be opened is refused in its turn.
    File::open(path).ok()?.take(4096).read_to_end(&mut start).ok()?;
    let text = String::from_utf8_lossy(&start).to_lowercase();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if start.starts_with(b"WARC/") || start.starts_with(&[0x1F, 0x8B, 8]) {
        Some(Archive::Warc)
    } else if start.starts_with(b"PK\x03\x04") {
        Some(Archive::Wacz)
    } else if start.starts_with(b"From ") {
        Some(Archive::MailBox)
    } else if text.starts_with('{') {
        Some(if text.contains("jsonfeed.org") { Archive::Feed } else { Archive::Telegram })
    } else if ["<rss", "<feed", "<rdf:rdf"].iter().any(|mark| text.contains(mark)) && text.starts_with('<') {
        Some(Archive::Feed)
    } else {
        None
    }
}

/// The records of an open archive.
pub(crate) struct Pipe {
    records: Receiver<Result<Raw, Refused>>,
    taken: Arc<AtomicU64>,
    told: u64,
}

impl Pipe {
    /// The next record, and how many bytes of the file were read since the last one.
    pub(crate) fn next_record(&mut self) -> (Option<Result<Raw, Refused>>, u64) {
        let found = self.records.recv().ok();
        let taken = self.taken.load(Ordering::Relaxed).max(self.told);
        let new = taken - self.told;
        self.told = taken;
        (found, new)
    }
}

/// Opens an archive. `place` names it in refusals, `doc` its records that have no name.
pub(crate) fn open_archive(
    place: String,
    doc: String,
    path: PathBuf,
    archive: Archive,
    map: Option<ColumnMap>,
) -> Pipe {
    let (send, records) = sync_channel(AHEAD);
    let taken = Arc::new(AtomicU64::new(0));
    let tracked = Arc::clone(&taken);
    std::thread::spawn(move || {
        let sender = Sender { send, place, doc };
        let hint = "check the rights of the file and of its folder";
        match File::open(&path) {
            Err(error) => {
                sender.refuse(None, &Refusal { word: "unreadable", why: error.to_string(), hint: hint.into() });
            }
            Ok(inner) => {
                if let Err(refusal) = read_archive(&sender, Tracked { inner, taken: tracked }, archive, map) {
                    sender.refuse(None, &refusal);
                }
            }
        }
    });
    Pipe { records, taken, told: 0 }
}

struct Sender {
    send: SyncSender<Result<Raw, Refused>>,
    place: String,
    doc: String,
}

impl Sender {
    fn refuse(&self, number: Option<u64>, refusal: &Refusal) -> bool {
        let place = number.map_or_else(|| self.place.clone(), |number| format!("{}:{number}", self.place));
        self.send.send(Err(Refused::new(place, refusal.word, &*refusal.why, &refusal.hint))).is_ok()
    }

    /// Whether anybody still listens.
    fn give(&self, number: u64, kind: Kind, bytes: Vec<u8>) -> bool {
        let (place, doc) = (format!("{}:{number}", self.place), format!("{}:{number}", self.doc));
        self.send.send(Ok(Raw { place, doc, kind, bytes, received: true })).is_ok()
    }

    /// A line whose name, where it has none, is made of its number.
    fn give_line(&self, number: u64, bytes: Vec<u8>) -> bool {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let place = format!("{}:{number}", self.place);
        let raw = Raw { place, doc: self.doc.clone(), kind: Kind::Line(at), bytes, received: false };
        self.send.send(Ok(raw)).is_ok()
    }
}

fn read_archive(sender: &Sender, file: Tracked, archive: Archive, map: Option<ColumnMap>) -> Result<(), Refusal> {
    match archive {
        Archive::Warc => {
            let mut reader = WarcReader::new(BufReader::with_capacity(1 << 16, file));
            while let Some(record) = reader.next() {
                let number = reader.number();
                let open = match record {
                    Err(refusal) => sender.refuse(Some(number), &refusal),
                    Ok(record) => take_capture(record)
                        .is_none_or(|capture| sender.give(number, Kind::Capture(Box::new(capture)), Vec::new())),
                };
                if !open {
                    break;
                }
            }
        }
        Archive::Wacz => read_wacz(file, &mut |name, number, record| {
            let within = Sender {
                send: sender.send.clone(),
                place: format!("{}/{name}", sender.place),
                doc: sender.doc.clone(),
            };
            match record {
                Err(refusal) => within.refuse(Some(number), &refusal),
                Ok(record) => take_capture(record)
                    .is_none_or(|capture| within.give(number, Kind::Capture(Box::new(capture)), Vec::new())),
            }
        })?,
        Archive::MailBox => {
            for (number, mail) in (1..).zip(MailBox::new(BufReader::with_capacity(1 << 16, file))) {
                let open = match mail {
                    Err(refusal) => sender.refuse(Some(number), &refusal),
                    Ok(bytes) => sender.give(number, Kind::Mail, bytes),
                };
                if !open {
                    break;
                }
            }
        }
        Archive::Telegram => {
            let mut number = 0;
            let file = BufReader::with_capacity(1 << 16, file);
            read_telegram(file, &mut |line| {
                number += 1;
                sender.give_line(number, line)
            })?;
        }
        Archive::Table => {
            for (number, row) in (1..).zip(TableRows::new(file, &map.unwrap_or_default())?) {
                let open = match row {
                    Err(refusal) => sender.refuse(Some(number), &refusal),
                    Ok(line) => sender.give_line(number, line),
                };
                if !open {
                    break;
                }
            }
        }
        Archive::Mail | Archive::Feed => {
            let mut bytes = Vec::new();
            let read = file.take(FILE_LIMIT as u64 + 1).read_to_end(&mut bytes);
            read.map_err(|error| Refusal {
                word: "unreadable",
                why: error.to_string(),
                hint: "check the disk".into(),
            })?;
            let kind = if archive == Archive::Mail { Kind::Mail } else { Kind::Feed };
            let (place, doc) = (sender.place.clone(), sender.doc.clone());
            // Nobody listens any more: nothing is left to do.
            let _ = sender.send.send(Ok(Raw { place, doc, kind, bytes, received: true }));
        }
    }
    Ok(())
}

/// Counts how far a file was read.
struct Tracked {
    inner: File,
    taken: Arc<AtomicU64>,
}

impl Read for Tracked {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let len = self.inner.read(out)?;
        self.taken.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

impl Seek for Tracked {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
