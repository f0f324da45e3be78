//! What do several commands do alike? Opening a ledger, reading inputs on all threads, listing what was refused.
//! Not here: the order of the rooms (the library's pipeline), and how things look (`show`).

use crate::Ending;
use crate::input::{Inputs, Kind, Raw, Refused};
use crate::show;
use anyhow::{Context, Result};
use firsthand::gazetteer::Gazetteer;
use firsthand::intake::archive::{receive_capture, receive_mail};
use firsthand::intake::feed::receive_feed;
use firsthand::intake::{PageHints, Received, Refusal, receive_html, receive_json_line, receive_text};
use firsthand::ledger::{Profile, parse_claim_line};
use firsthand::model::{Lang, Report, ReportId, Timestamp};
use firsthand::pack::{PackFiles, Packs};
use firsthand::pipeline::{Memory, Read, View, Workers, read_report, reread_reports, settle_ledger, view_known_at};
use firsthand::resources::Resources;
use firsthand::store::{Evidence, OutsideFiling, Store};
use firsthand_feeds::Answer;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Which ledger.
#[derive(Debug, clap::Args)]
pub(crate) struct Ledger {
    /// The ledger's file [default: $FIRSTHAND_DB, else firsthand.db here]
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Format {
    /// Print one JSON document
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) json: bool,
    /// Print JSON lines
    #[arg(long)]
    pub(crate) jsonl: bool,
}

/// How lineage is drawn for people.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Drawing {
    /// Print the aligned passages of both sides, side by side where the terminal is wide enough
    #[arg(long, conflicts_with_all = ["json", "jsonl"])]
    pub(crate) passages: bool,
    /// Print a picture for Graphviz: | dot -Tsvg > lineage.svg
    #[arg(long, conflicts_with_all = ["json", "jsonl", "passages", "mermaid"])]
    pub(crate) dot: bool,
    /// Print a picture: > lineage.svg opens in every browser
    #[arg(long, conflicts_with_all = ["json", "jsonl", "passages", "dot", "mermaid"])]
    pub(crate) svg: bool,
    /// Print a picture for Mermaid, as GitHub and many wikis show it
    #[arg(long, conflicts_with_all = ["json", "jsonl", "passages"])]
    pub(crate) mermaid: bool,
}

/// What the ledger had recorded.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct KnownAt {
    /// Only what had been recorded by this time: later reports and decisions do not exist
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<Timestamp>,
}

impl KnownAt {
    /// The ledger as it is to be shown: claims as review left them, without what was recorded later.
    pub(crate) fn view<'a>(self, res: &Resources, store: &'a dyn Store) -> Result<View<'a>> {
        let bar = show::Progress::of_steps("going back");
        let view = view_known_at(res, store, &Threads, self.known_at, &mut |done, all| bar.step(done, all))?;
        bar.end();
        Ok(view)
    }
}

/// The ledger of today, claims as review left them.
pub(crate) fn view_today<'a>(res: &Resources, store: &'a dyn Store) -> Result<View<'a>> {
    KnownAt { known_at: None }.view(res, store)
}

/// Which figure is shown where claims leave room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum ProfileName {
    /// Low, best and high
    #[default]
    Default,
    /// The lowest accepted claim of the latest as-of
    Conservative,
    /// Least and greatest, with a grade
    Range,
    /// Provisional until two independent counters agree
    TwoSource,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Self {
        match name {
            ProfileName::Default => Self::Default,
            ProfileName::Conservative => Self::Conservative,
            ProfileName::Range => Self::Range,
            ProfileName::TwoSource => Self::TwoSource,
        }
    }
}

impl Ledger {
    pub(crate) fn path(&self) -> PathBuf {
        let named = self.db.clone().or_else(|| std::env::var_os("FIRSTHAND_DB").map(PathBuf::from));
        named.unwrap_or_else(|| "firsthand.db".into())
    }

    /// ` --db FILE`, where one was named: for commands that are suggested.
    pub(crate) fn flag(&self) -> String {
        self.db.as_ref().map(|db| format!(" --db {}", db.display())).unwrap_or_default()
    }

    /// Opens the ledger, making it when missing, and finishes what an interrupted run left.
    pub(crate) fn open_or_make(&self, res: &Resources) -> Result<Box<dyn Store>> {
        let path = self.path();
        let mut store =
            firsthand_store::open_store(&path).with_context(|| format!("{} is no ledger", path.display()))?;
        let mut memory = Memory::default();
        reread(res, store.as_mut(), &mut memory)?;
        settle(res, store.as_mut(), &mut memory)?;
        Ok(store)
    }

    /// Opens a ledger that must be there.
    pub(crate) fn open(&self, res: &Resources) -> Result<Box<dyn Store>> {
        self.must_exist()?;
        self.open_or_make(res)
    }

    /// Opens a ledger that must be there, as it is: nothing is read or settled.
    pub(crate) fn open_as_it_is(&self) -> Result<Box<dyn Store>> {
        self.must_exist()?;
        let path = self.path();
        firsthand_store::open_store(&path).with_context(|| format!("{} is no ledger", path.display()))
    }

    fn must_exist(&self) -> Result<()> {
        let path = self.path();
        if !path.exists() {
            let path = path.display();
            anyhow::bail!("there is no ledger {path}\nhint: firsthand add INPUT...{} makes one", self.flag());
        }
        Ok(())
    }
}

/// Where languages are read from instead of the built-in ones: a folder like `crates/firsthand/lang`.
static LANG_DIR: OnceLock<PathBuf> = OnceLock::new();

/// Sets the folder of languages, once, before anything is read.
pub(crate) fn use_lang_dir(folder: PathBuf) {
    LANG_DIR.set(folder).expect("the arguments are parsed once");
}

/// Packs and gazetteer.
pub(crate) fn load_resources() -> Result<Resources> {
    let Some(folder) = LANG_DIR.get() else { return Resources::embedded().context("the built-in language data") };
    if folder.as_os_str().is_empty() {
        anyhow::bail!(
            "FIRSTHAND_LANG_DIR or --lang-dir names no folder\nhint: unset it to read with the built-in languages"
        );
    }
    let languages = read_language_folders(folder).with_context(|| {
        let folder = folder.display();
        format!("{folder}: FIRSTHAND_LANG_DIR or --lang-dir must name a folder that holds one folder a language")
    })?;
    if languages.is_empty() {
        anyhow::bail!(
            "{}: FIRSTHAND_LANG_DIR or --lang-dir names a folder without a language\n\
             hint: a language is a folder such as fr, with files such as number.toml",
            folder.display()
        );
    }
    resources_of(&languages.into_iter().map(|(lang, files)| (lang, files.rules)).collect())
}

/// A language that the user names, as the packs write it.
pub(crate) fn known_lang(res: &Resources, given: &str) -> Result<String> {
    let code = given.to_lowercase();
    let known: Vec<&str> = res.packs.langs().collect();
    if !known.contains(&code.as_str()) {
        anyhow::bail!("there is no language {given}\nhint: --lang takes one of {}", known.join(", "));
    }
    Ok(code)
}

/// The gazetteer with other packs than the built-in ones.
pub(crate) fn resources_of(languages: &BTreeMap<String, PackFiles>) -> Result<Resources> {
    Ok(Resources { packs: Packs::load(languages)?, gazetteer: Gazetteer::embedded() })
}

/// A language's folder: the files that make its pack, and the corpora beside them.
#[derive(Debug, Default)]
pub(crate) struct LanguageFiles {
    pub(crate) rules: PackFiles,
    pub(crate) corpora: PackFiles,
}

/// The files of a language's folder, or of every one in `folder`; those that begin with `_` are templates.
pub(crate) fn read_language_folders(folder: &Path) -> Result<BTreeMap<String, LanguageFiles>> {
    let mut languages = BTreeMap::new();
    let own = read_language(folder)?;
    if !own.rules.is_empty() {
        let folder = folder.canonicalize()?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok([(name, own)].into());
    }
    for language in std::fs::read_dir(folder)? {
        let language = language?;
        let name = language.file_name().to_string_lossy().into_owned();
        if !name.starts_with('_') && language.path().is_dir() {
            let files = read_language(&language.path())?;
            if !files.rules.is_empty() {
                languages.insert(name, files);
            }
        }
    }
    Ok(languages)
}

fn read_language(folder: &Path) -> Result<LanguageFiles> {
    let mut files = LanguageFiles::default();
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") {
            let text = std::fs::read_to_string(file.path()).with_context(|| file.path().display().to_string())?;
            if name.ends_with(".corpus.toml") { &mut files.corpora } else { &mut files.rules }.insert(name, text);
        }
    }
    Ok(files)
}

/// The clock: the only place that reads it.
pub(crate) fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_second())
}

/// Reads an interrupted rebuild to its end.
pub(crate) fn reread(res: &Resources, store: &mut dyn Store, memory: &mut Memory) -> Result<()> {
    let bar = show::Progress::of_steps("reading");
    reread_reports(store, memory, &|reports| read_all(res, reports), now(), &mut |done, all| bar.step(done, all))?;
    bar.end();
    Ok(())
}

/// Settles what is posted.
pub(crate) fn settle(res: &Resources, store: &mut dyn Store, memory: &mut Memory) -> Result<()> {
    let bar = show::Progress::of_steps("tracing copies");
    settle_ledger(res, store, memory, &Threads, &mut |done, all| bar.step(done, all))?;
    bar.end();
    Ok(())
}

/// All threads of the machine.
pub(crate) struct Threads;

impl Workers for Threads {
    fn each(&self, pieces: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..pieces).into_par_iter().for_each(work);
    }
}

/// Reads reports on all threads; the results keep their order.
pub(crate) fn read_all(res: &Resources, reports: Vec<Report>) -> Vec<Read> {
    reports.into_par_iter().map(|report| read_report(res, report).ready()).collect()
}

/// Takes raw records in on all threads. A record may give several reports: a feed gives one an item.
pub(crate) fn take_in(
    res: &Resources,
    raws: Vec<Result<Raw, Refused>>,
    lang: Option<&str>,
) -> Vec<Result<Received, Refused>> {
    raws.into_par_iter()
        .flat_map_iter(|raw| raw.map_or_else(|one| vec![Err(one)], |raw| take_one(res, raw, lang)))
        .collect()
}

/// What is kept of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The text of each report, as always.
    Text,
    /// The bytes as they were received, too.
    Bytes,
}

/// `--keep`, as all commands have it that take inputs.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Keeping {
    /// What is kept of an input: the text that was read, or the bytes as received too
    #[arg(long, value_name = "WHAT", default_value = "text", value_parser = parse_keep)]
    pub(crate) keep: Keep,
}

/// The word behind `--keep`.
fn parse_keep(given: &str) -> Result<Keep, String> {
    match given {
        "text" => Ok(Keep::Text),
        "bytes" => Ok(Keep::Bytes),
        "none" => Err("a ledger leads every figure back to its words, so that the text is always kept; \
                       firsthand read prints claims and keeps nothing"
            .to_owned()),
        _ => Err("it is text or bytes".to_owned()),
    }
}

/// What a report was read from, as it was received.
#[derive(Debug)]
pub(crate) struct Original {
    url: Option<String>,
    captured: Option<String>,
    media: Option<String>,
    head: Vec<u8>,
    bytes: Vec<u8>,
}

impl Original {
    /// `None` where a record is not as it was received.
    fn of(raw: &Raw) -> Option<Self> {
        let media = match &raw.kind {
            Kind::Capture(capture) => {
                let media = capture.head.field("content-type").map(str::to_owned);
                let (url, captured) = (capture.url.clone(), capture.captured.clone());
                return Some(Self { url, captured, media, head: capture.lead.clone(), bytes: capture.body.clone() });
            }
            Kind::Text => "text/plain",
            Kind::Page => "text/html",
            Kind::Line(_) => "application/json",
            Kind::Feed => "application/xml",
            Kind::Mail => "message/rfc822",
        };
        let media = Some(media.to_owned());
        raw.received.then(|| Self { url: None, captured: None, media, head: Vec::new(), bytes: raw.bytes.clone() })
    }

    /// An answer of the web that came now. Its head is written anew from what was read of it; what the line was told to do with
    /// the body is left out, for that is done.
    pub(crate) fn of_answer(answer: &Answer) -> Self {
        let mut head = format!("HTTP/1.1 {}\r\n", answer.status);
        for (name, value) in answer.headers.iter().filter(|(name, _)| name != "transfer-encoding") {
            let value: String = value.chars().filter(|sign| !sign.is_control()).collect();
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        Self {
            url: Some(answer.address.clone()),
            captured: None,
            media: answer.header("content-type").map(str::to_owned),
            head: head.into_bytes(),
            bytes: answer.body.clone(),
        }
    }

    /// As evidence of a report. `received`: when, where the archive does not say.
    fn evidence_of(&self, report: ReportId, received: Timestamp) -> Evidence {
        Evidence {
            report,
            url: self.url.clone(),
            captured: self.captured.clone().unwrap_or_else(|| received.to_string()),
            media: self.media.clone(),
            head: self.head.clone(),
            bytes: self.bytes.clone(),
        }
    }
}

/// Keeps what reports were read from. Reports that were known get theirs too: a run that was killed in between goes on here.
pub(crate) fn keep_originals(
    store: &mut dyn Store,
    originals: &[(ReportId, Arc<Original>)],
    received: Timestamp,
) -> Result<()> {
    if originals.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = originals.iter().map(|(id, _)| *id).collect();
    let there = store.known_reports(&ids)?;
    let kept = originals.iter().filter(|(id, _)| there.contains(id));
    let evidence: Vec<Evidence> = kept.map(|(id, original)| original.evidence_of(*id, received)).collect();
    store.keep_evidence(&evidence)?;
    Ok(())
}

/// A report with what it was read from; none where that was not as received.
pub(crate) type Whole = (Received, Option<Arc<Original>>);

/// As [`take_in`], each report with what it was read from.
pub(crate) fn take_in_whole(res: &Resources, raws: Vec<Result<Raw, Refused>>) -> Vec<Result<Whole, Refused>> {
    let take = |raw: Raw| {
        let original = Original::of(&raw).map(Arc::new);
        let taken = take_one(res, raw, None).into_iter();
        taken.map(|taken| taken.map(|received| (received, original.clone()))).collect()
    };
    raws.into_par_iter().flat_map_iter(|raw| raw.map_or_else(|one| vec![Err(one)], take)).collect()
}

fn take_one(res: &Resources, raw: Raw, lang: Option<&str>) -> Vec<Result<Received, Refused>> {
    let Raw { place, doc, kind, bytes, received: _ } = raw;
    let taken = guard(&place, || -> Result<Vec<Result<Received, Refusal>>, Refusal> {
        match kind {
            Kind::Text => Ok(vec![receive_text(&res.packs, &bytes, &doc)]),
            Kind::Page => Ok(vec![receive_html(&res.packs, &bytes, &PageHints { doc, ..PageHints::default() })]),
            Kind::Line(number) => Ok(vec![receive_json_line(&res.packs, &bytes, number, &doc)]),
            Kind::Mail => Ok(vec![receive_mail(&res.packs, &bytes, &doc)]),
            Kind::Capture(capture) => receive_capture(&res.packs, &capture, &doc),
            Kind::Feed => {
                let received = receive_feed(&res.packs, &bytes, &doc, None, None)?;
                for note in &received.feed.notes {
                    show::talk(&format!("note {}: {}", show::safe(&place), show::safe(note)));
                }
                Ok(received.reports)
            }
        }
    });
    let refused =
        |place: String, refusal: Refusal| Refused { place, word: refusal.word, why: refusal.why, hint: refusal.hint };
    let taken = match taken {
        Err(one) => return vec![Err(one)],
        Ok(Err(refusal)) => return vec![Err(refused(place, refusal))],
        Ok(Ok(taken)) => taken,
    };
    let several = taken.len() > 1;
    let finish = |(at, taken): (usize, Result<Received, Refusal>)| {
        let place = if several { format!("{place}#{}", at + 1) } else { place.clone() };
        let mut received = taken.map_err(|refusal| refused(place.clone(), refusal))?;
        for note in received.notes.drain(..) {
            show::talk(&format!("note {}: {}", show::safe(&place), show::safe(&note)));
        }
        if let Some(lang) = lang.filter(|lang| *lang != received.report.lang.code()) {
            received.report.lang = Lang(lang.to_owned());
            received.tokens = None;
        }
        Ok(received)
    };
    taken.into_iter().enumerate().map(finish).collect()
}

/// A report that trips the reader up is refused, and the rest goes on.
pub(crate) fn guard<T>(place: &str, work: impl FnOnce() -> T) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Refused {
        place: place.to_owned(),
        word: "panic",
        why: "the program failed on this report".into(),
        hint: "this is a fault of ours: please report it with the text".into(),
    })
}

/// Reads every input wholly: for the stateless commands. Reads on all threads, keeps the order.
pub(crate) fn read_inputs<T: Send>(
    res: &Resources,
    inputs: Inputs,
    lang: Option<&str>,
    read: impl Fn(&Resources, Received) -> T + Sync,
    mut each: impl FnMut(T) -> Result<()>,
) -> Result<Vec<Refused>> {
    let mut refused = Vec::new();
    let mut inputs = inputs.peekable();
    while inputs.peek().is_some() {
        let portion: Vec<_> = inputs.by_ref().take(128).collect();
        let read = |received: Result<Received, Refused>| {
            let received = received?;
            guard(&received.report.doc.clone(), || read(res, received))
        };
        let done: Vec<Result<T, Refused>> = take_in(res, portion, lang).into_par_iter().map(read).collect();
        for one in done {
            match one {
                Ok(one) => each(one)?,
                Err(one) => refused.push(one),
            }
        }
    }
    Ok(refused)
}

/// Reads a file of claim lines; what is wrong is listed.
pub(crate) fn read_claims(path: &Path) -> Result<(Vec<OutsideFiling>, Vec<Refused>)> {
    let (mut filings, mut refused) = (Vec::new(), Vec::new());
    let mut lines = crate::input::open_lines(path);
    let bar = show::Progress::of_bytes(lines.total);
    while let Some(raw) = lines.next() {
        if filings.len() % 1000 == 0 {
            bar.at(lines.taken, format!("{} claims", filings.len()));
        }
        let raw = match raw {
            Ok(raw) => raw,
            Err(one) => {
                refused.push(one);
                continue;
            }
        };
        let refuse = |word, why: String| Refused {
            place: raw.place.clone(),
            word,
            why,
            hint: "one claim a line: docs/formats/claim.schema.json".into(),
        };
        match std::str::from_utf8(&raw.bytes) {
            Err(error) => refused.push(refuse("invalid_utf8", error.to_string())),
            Ok(line) => match parse_claim_line(line) {
                Ok(read) => {
                    filings.push(OutsideFiling { claim: read.claim, family: read.family, parent: read.parent });
                }
                Err(error) => refused.push(refuse("broken_claim", error.to_string())),
            },
        }
    }
    bar.end();
    Ok((filings, refused))
}

/// Lists what was refused on stderr, and says how the command ends: `kept` tells whether anything else was taken.
pub(crate) fn list_refused(refused: &[Refused], kept: bool) -> Ending {
    const SHOWN: usize = 20;
    for Refused { place, word, why, hint } in refused.iter().take(SHOWN) {
        show::talk(&format!(
            "refused {}: {} [{word}]\n  hint: {}",
            show::safe(place),
            show::safe(why),
            show::safe(hint)
        ));
    }
    if refused.len() > SHOWN {
        show::talk(&format!("... and {} more refused", refused.len() - SHOWN));
    }
    match (refused.is_empty(), kept) {
        (true, _) => Ending::Done,
        (false, true) => Ending::Partly,
        (false, false) => Ending::Failed,
    }
}
