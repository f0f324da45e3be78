//! `firsthand export`: the ledger as files for other tools, with a data dictionary beside them.
//! Not here: columns, masking and formats (the library's `export`), and what is gathered (`pipeline::rows`).

use crate::work::{Ledger, load_resources, view_today};
use crate::{Ending, show};
use anyhow::{Context, Result};
use clap::{CommandFactory, ValueEnum};
use firsthand::export::acled::acled_table;
use firsthand::export::bibtex::write_bibtex;
use firsthand::export::cite::reports_table;
use firsthand::export::claims::claims_table;
use firsthand::export::csv::{write_csv, write_jsonl};
use firsthand::export::entries::entries_table;
use firsthand::export::events::events_table;
use firsthand::export::geojson::write_geojson;
use firsthand::export::package::{FileFormat, PACKAGE_FILE, PACKAGE_NAME, describe_file, describe_package};
use firsthand::export::table::{Table, TableNote};
use firsthand::export::ucdp::{is_deadly, ucdp_table};
use firsthand::export::wikitext::write_wikitext;
use firsthand::intake::archive::write_warc_record;
use firsthand::model::ReportId;
use firsthand::pack::Indicators;
use firsthand::pipeline::evidence::make_warc_record;
use firsthand::pipeline::find_story;
use firsthand::pipeline::rows::{Asked, Rows, gather_rows};
use firsthand::store::{Store, hash_bytes};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write the ledger as files for other tools
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand export --as csv -o out/                      all tables, with their data dictionary
  firsthand export --as acled-csv --place Portugal       events in ACLED's columns, to stdout
  firsthand export --as wikitext --indicator detained    a table with references

Exports hold counts, not people: names only of agents in a public role, counts of fewer than five people at a
place finer than a region and a time finer than a week as \"<5\", what would give such a count away as \"withheld\", no call
for a gathering. Nothing turns that off.
Only warc holds pages whole, as they were received: it is for archives, not for publishing.")]
pub(crate) struct Options {
    /// The format
    #[arg(long = "as", value_name = "FORMAT")]
    format: Format,
    /// What the rows are, where the format leaves a choice [default: entries; events for geojson; all in a folder]
    #[arg(long, value_name = "ROWS")]
    what: Option<What>,
    /// Only this indicator: detained, killed, injured ...
    #[arg(long)]
    indicator: Option<String>,
    /// Only this place, by its English name or country code
    #[arg(long, value_name = "P")]
    place: Option<String>,
    /// Only this story
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    /// Write into this folder, or this file, with datapackage.json beside it [default: stdout, the data alone]
    #[arg(short, long, value_name = "DIR|FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    ledger: Ledger,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values (RFC 4180)
    Csv,
    /// JSON lines, the same columns
    Jsonl,
    /// Events or entries on the map (RFC 7946)
    Geojson,
    /// Events in the columns of ACLED
    AcledCsv,
    /// Events with deaths in the columns of UCDP GED
    UcdpCsv,
    /// Entries as a table with references
    Wikitext,
    /// Pages as a bibliography
    Bibtex,
    /// The bytes that `add --keep bytes` kept, as they were received (ISO 28500)
    Warc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Reconciled figures
    Entries,
    /// Figures as pages tell them
    Claims,
    /// One row an event, day and place
    Events,
    /// Pages
    Reports,
}

impl Format {
    fn file(self) -> FileFormat {
        match self {
            Self::Csv | Self::AcledCsv | Self::UcdpCsv => FileFormat::Csv,
            Self::Jsonl => FileFormat::Jsonl,
            Self::Geojson => FileFormat::GeoJson,
            Self::Wikitext => FileFormat::Wikitext,
            Self::Bibtex => FileFormat::Bibtex,
            Self::Warc => unreachable!("a WARC has no table"),
        }
    }

    /// What it can hold, the default first.
    fn choices(self) -> &'static [What] {
        match self {
            Self::Csv | Self::Jsonl => &[What::Entries, What::Claims, What::Events, What::Reports],
            Self::Geojson => &[What::Events, What::Entries],
            Self::AcledCsv | Self::UcdpCsv => &[What::Events],
            Self::Wikitext => &[What::Entries],
            Self::Bibtex => &[What::Reports],
            Self::Warc => &[],
        }
    }
}

/// Where the bytes go.
enum Target {
    Stdout,
    File(PathBuf),
    Folder(PathBuf),
}

impl Target {
    /// A folder that is there, ends with a slash or has no extension is a folder.
    fn of(output: Option<PathBuf>) -> Self {
        match output {
            None => Self::Stdout,
            Some(path) => {
                let slash = path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
                if slash || path.is_dir() || path.extension().is_none() { Self::Folder(path) } else { Self::File(path) }
            }
        }
    }
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    if options.format == Format::Warc {
        return export_warc(options, out);
    }
    let choices = options.format.choices();
    if let Some(what) = options.what.filter(|what| !choices.contains(what)) {
        let name = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| {
            value().map(|value| value.get_name().to_owned()).unwrap_or_default()
        };
        let known: Vec<String> = choices.iter().map(|what| name(&|| what.to_possible_value())).collect();
        let why = format!(
            "--as {} holds no {}\nhint: --what {}",
            name(&|| options.format.to_possible_value()),
            name(&|| what.to_possible_value()),
            known.join("|")
        );
        crate::Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, why).exit();
    }
    let res = load_resources()?;
    let base = options.ledger.open(&res)?;
    let store = view_today(&res, base.as_ref())?;
    let story = options.story.as_deref().map(|id| find_story(&store, id)).transpose()?;
    let asked = Asked { indicator: options.indicator, place: options.place, story };
    let indicators = Indicators::embedded().context("the table of indicators")?;
    let rows = gather_rows(&res.gazetteer, &indicators, &store, &asked)?;
    let target = Target::of(options.output);
    let chosen: Vec<What> = match (options.what, &target) {
        (Some(what), _) => vec![what],
        (None, Target::Folder(_)) => choices.to_vec(),
        (None, _) => choices[..1].to_vec(),
    };
    match target {
        Target::Stdout => {
            for what in &chosen {
                write_rows(options.format, *what, &rows, out)?;
            }
        }
        Target::File(path) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            write_files(options.format, &[(chosen[0], name)], folder, &rows)?;
        }
        Target::Folder(folder) => {
            let files: Vec<(What, String)> =
                chosen.iter().map(|what| (*what, file_name(options.format, *what))).collect();
            write_files(options.format, &files, &folder, &rows)?;
        }
    }
    tell_left_out(options.format, &chosen, &rows);
    Ok(Ending::Done)
}

/// Writes the bytes that were kept, each answer once, in the order of the reports.
fn export_warc(options: Options, out: &mut dyn Write) -> Result<Ending> {
    if options.what.is_some() || options.indicator.is_some() || options.place.is_some() {
        let why =
            "--as warc holds whole pages: --what, --indicator and --place choose rows\nhint: --story chooses pages";
        crate::Arguments::command().error(clap::error::ErrorKind::ArgumentConflict, why).exit();
    }
    let res = load_resources()?;
    let store = options.ledger.open(&res)?;
    let mut ids = store.reports_with_evidence()?;
    if ids.is_empty() {
        anyhow::bail!("no bytes are kept in this ledger\nhint: firsthand add INPUT... --keep bytes keeps them");
    }
    if let Some(id) = options.story.as_deref() {
        let story = find_story(store.as_ref(), id)?;
        let of: std::collections::BTreeSet<_> =
            store.story(story)?.map(|story| story.reports).unwrap_or_default().into_iter().collect();
        ids.retain(|id| of.contains(id));
    }
    let path = match Target::of(options.output) {
        Target::Stdout => {
            write_warc(store.as_ref(), &ids, out)?;
            out.flush()?;
            return Ok(Ending::Done);
        }
        Target::File(path) => path,
        Target::Folder(folder) => {
            std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
            folder.join("evidence.warc.gz")
        }
    };
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let cannot = || format!("{} cannot be written", path.display());
    let mut file = std::io::BufWriter::new(std::fs::File::create(&part).with_context(cannot)?);
    let count = write_warc(store.as_ref(), &ids, &mut file)?;
    file.flush().and_then(|()| std::fs::rename(&part, &path)).with_context(cannot)?;
    show::talk(&format!(
        "wrote {} ({}, pages whole: not for publishing)",
        path.display(),
        show::count(count, "record")
    ));
    Ok(Ending::Done)
}

/// Several reports of one feed have one record. Returns how many there are.
fn write_warc(store: &dyn Store, ids: &[ReportId], out: &mut dyn Write) -> Result<usize> {
    let mut written = std::collections::BTreeSet::new();
    for id in ids {
        for evidence in store.evidence(*id)? {
            let (name, record) = make_warc_record(&evidence);
            if written.insert(name) {
                write_warc_record(out, &record)?;
            }
        }
    }
    Ok(written.len())
}

fn file_name(format: Format, what: What) -> String {
    format!("{}.{}", note_of(format, what).name, format.file().extension())
}

/// What the dictionary says of the rows.
fn note_of(format: Format, what: What) -> TableNote {
    match (format, what) {
        (Format::AcledCsv, _) => acled_table().note(),
        (Format::UcdpCsv, _) => ucdp_table().note(),
        (_, What::Entries) => entries_table().note(),
        (_, What::Claims) => claims_table().note(),
        (_, What::Events) => events_table().note(),
        (_, What::Reports) => reports_table().note(),
    }
}

/// Writes the rows, and returns how many there are.
fn write_rows(format: Format, what: What, rows: &Rows, out: &mut dyn Write) -> std::io::Result<usize> {
    fn table<R: Clone>(format: Format, table: &Table<R>, rows: &[R], out: &mut dyn Write) -> std::io::Result<usize> {
        match format {
            Format::Jsonl => write_jsonl(table, rows.iter().cloned(), out)?,
            Format::Geojson => write_geojson(table, rows.iter().cloned(), out)?,
            _ => write_csv(table, rows.iter().cloned(), out)?,
        }
        Ok(rows.len())
    }
    match (format, what) {
        (Format::Wikitext, _) => write_wikitext(&rows.entries, out).map(|()| rows.entries.len()),
        (Format::Bibtex, _) => write_bibtex(&rows.reports, out).map(|()| rows.reports.len()),
        (Format::AcledCsv, _) => table(format, &acled_table(), &rows.events, out),
        (Format::UcdpCsv, _) => {
            let deadly: Vec<_> = rows.events.iter().filter(|row| is_deadly(row)).cloned().collect();
            table(format, &ucdp_table(), &deadly, out)
        }
        (_, What::Entries) => table(format, &entries_table(), &rows.entries, out),
        (_, What::Claims) => table(format, &claims_table(), &rows.claims, out),
        (_, What::Events) => table(format, &events_table(), &rows.events, out),
        (_, What::Reports) => table(format, &reports_table(), &rows.reports, out),
    }
}

/// Writes files and their dictionary. A dictionary of ours that is there already keeps what it says of other files.
fn write_files(format: Format, files: &[(What, String)], folder: &Path, rows: &Rows) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let dictionary = folder.join(PACKAGE_FILE);
    let mut resources = read_resources(&dictionary)?;
    for (what, name) in files {
        if name == PACKAGE_FILE {
            anyhow::bail!("{PACKAGE_FILE} is the name of the data dictionary\nhint: choose another name with -o");
        }
        let mut bytes = Vec::new();
        let count = write_rows(format, *what, rows, &mut bytes)?;
        let path = folder.join(name);
        replace_file(&path, &bytes)?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let note = note_of(format, *what);
        // Two files of one table in a folder need two names.
        let mut described = describe_file(name, format.file(), &note, size, &hash_bytes(&bytes));
        described["name"] = Value::String(resource_name(name));
        resources.retain(|known| known["path"] != described["path"]);
        resources.push(described);
        show::talk(&format!("wrote {} ({})", path.display(), show::count(count, "row")));
    }
    let package = serde_json::to_string_pretty(&describe_package(resources))? + "\n";
    replace_file(&dictionary, package.as_bytes())?;
    show::talk(&format!("wrote {} (the data dictionary)", dictionary.display()));
    Ok(())
}

/// A resource's name: the file's name in small letters, digits, `.`, `-` and `_`, as Data Package asks.
fn resource_name(file: &str) -> String {
    let plain =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c.to_ascii_lowercase() } else { '-' };
    file.chars().map(plain).collect()
}

/// What a dictionary that is there already says of files; none where there is none.
fn read_resources(path: &Path) -> Result<Vec<Value>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    match serde_json::from_str::<Value>(&text) {
        Ok(package) if package["name"] == PACKAGE_NAME => {
            Ok(package["resources"].as_array().cloned().unwrap_or_default())
        }
        _ => anyhow::bail!(
            "{} is not a dictionary of ours and would be lost\nhint: export into another folder with -o",
            path.display()
        ),
    }
}

/// Writes a file as a whole or not at all.
fn replace_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// Says what the rows do not hold, on stderr.
fn tell_left_out(format: Format, chosen: &[What], rows: &Rows) {
    if rows.withheld > 0 {
        show::talk(&format!("left out: {} that may call for a gathering", show::count(rows.withheld, "row")));
    }
    if chosen.contains(&What::Events) {
        if rows.undated > 0 {
            let undated = show::count(rows.undated, "figure");
            show::talk(&format!("no event is made of {undated} without a day"));
        }
        let deadly = rows.events.iter().filter(|row| is_deadly(row)).count();
        if format == Format::UcdpCsv && deadly < rows.events.len() {
            let others = show::count(rows.events.len() - deadly, "event");
            show::talk(&format!("left out: {others} without a death, which UCDP does not hold"));
        }
    }
}
