//! `cargo xtask score [SET]`: reads the development sets beside the checkout, prints one table, raises the floors.
//! Not here: what a set asks (`claims`, `numerals`, `figures`, `events`, `times`, `lineage`, `longtail`, `cascade`,
//! `intake`, `feeds`, `blocks`), any reading.

mod blocks;
mod cascade;
mod claims;
mod events;
mod feeds;
mod figures;
mod intake;
mod lineage;
mod longtail;
mod numerals;
mod places;
mod quotes;
mod times;

use anyhow::{Context, Result, bail};
use firsthand::gazetteer::Gazetteer;
use firsthand::intake::read_json_line;
use firsthand::model::Report;
use firsthand::pack::{PackFiles, Packs};
use firsthand::resources::Resources;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One figure of the table.
pub(crate) struct Row {
    pub(crate) set: &'static str,
    pub(crate) measure: String,
    /// Language, or empty.
    pub(crate) lang: String,
    /// What was reached, 0 to 1, or another number where `share` is not set.
    pub(crate) reached: f64,
    /// What is asked.
    pub(crate) wanted: Option<f64>,
    /// Of how many.
    pub(crate) of: usize,
}

/// What a set needs to run.
pub(crate) struct Bench<'r> {
    pub(crate) res: &'r Resources,
    /// The folder of development data.
    pub(crate) shared: PathBuf,
    /// Where archives are unpacked.
    unpacked: PathBuf,
    /// List every failure.
    pub(crate) verbose: bool,
}

type Set = fn(&Bench<'_>) -> Result<Vec<Row>>;

const SETS: [(&str, Set); 25] = [
    ("gold", claims::score_gold),
    ("hard-negatives", claims::score_hard_negatives),
    ("measure-newsquant", figures::score_newsquant),
    ("figures-pud5", figures::score_pud),
    ("numdate-recognizers-text", numerals::score_recognizers),
    ("numdate-duckling", numerals::score_duckling),
    ("numdate-num2words", numerals::score_num2words),
    ("entities-nerel-ru", figures::score_nerel),
    ("geo-toponyms", places::score_toponyms),
    ("multiling-bsnlp2021-slavic", places::score_forms),
    ("temporal-tempeval3", times::score_tempeval),
    ("temporal-krauts-de", times::score_krauts),
    ("numdate-duckling-times", times::score_duckling_times),
    ("quotes-polnear", quotes::score_polnear),
    ("quotes-german-wikinews", quotes::score_wikinews),
    ("lineage-pool", lineage::score_pool),
    ("lineage-mrpc", lineage::score_sentences),
    ("lineage-case", lineage::score_case),
    ("story-ecbplus", lineage::score_look_alikes),
    ("cascade", cascade::score_cascades),
    ("fusion-population", cascade::score_populations),
    ("feeds-feedparser", feeds::score_feeds),
    ("html-zyte-aeb", intake::score_bodies),
    ("html-trafilatura-eval", intake::score_segments),
    ("case-blocks", blocks::score_case),
];

/// Sets that take long, or are reported only; named ones run.
const MORE: [(&str, Set); 3] = [
    ("events-gva-longtail", events::score_longtail),
    ("ledger-longtail", longtail::score_states),
    ("story-longtail", lineage::score_incidents),
];

/// Names of several sets that answer one question.
const GROUPS: [(&str, &[&str]); 2] = [
    ("intake", &["html-zyte-aeb", "html-trafilatura-eval", "feeds-feedparser", "case-blocks"]),
    ("lineage", &["lineage-pool", "lineage-mrpc", "lineage-case", "story-ecbplus", "story-longtail"]),
];

/// Runs the sets named, or all that have floors.
///
/// # Errors
/// A set that cannot be read, or a name that is no set.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let (flags, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with("--"));
    let known: Vec<&str> = SETS.iter().chain(&MORE).map(|(name, _)| *name).collect();
    let names: Vec<&str> = names
        .into_iter()
        .flat_map(|name| match GROUPS.iter().find(|(group, _)| *group == name) {
            Some((_, sets)) => sets.to_vec(),
            None => vec![name],
        })
        .collect();
    if let Some(wrong) = names.iter().find(|name| !known.contains(name) && **name != "all") {
        let groups: Vec<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
        bail!("there is no set {wrong}\nhint: one of {}, {}, or all", known.join(", "), groups.join(", "));
    }
    let flag_known = |flag: &str| ["--verbose", "--lower"].contains(&flag) || flag.starts_with("--lang-dir=");
    if let Some(wrong) = flags.iter().find(|flag| !flag_known(flag)) {
        bail!(
            "unknown flag {wrong}\nhint: --verbose lists every failure, --lower lets floors fall, --lang-dir=DIR reads \
             languages from a folder and leaves the floors alone"
        );
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = root.join("../shared");
    if !shared.is_dir() {
        println!("skipped: no ../shared");
        return Ok(());
    }
    let lang_dir = flags.iter().find_map(|flag| flag.strip_prefix("--lang-dir="));
    let res = match lang_dir {
        None => Resources::embedded().context("the built-in language data")?,
        Some(folder) => Resources { packs: read_packs(Path::new(folder))?, gazetteer: Gazetteer::embedded() },
    };
    let unpacked = std::env::temp_dir().join("firsthand-score");
    let bench = Bench { res: &res, shared, unpacked, verbose: flags.contains(&"--verbose") };
    let asked =
        |name: &str, more: bool| if names.is_empty() { !more } else { names.contains(&name) || names == ["all"] };
    let mut rows = Vec::new();
    for (sets, more) in [(&SETS[..], false), (&MORE[..], true)] {
        for (name, set) in sets.iter().filter(|(name, _)| asked(name, more)) {
            rows.extend(set(&bench).with_context(|| (*name).to_owned())?);
        }
    }
    print!("{}", table(&rows));
    if lang_dir.is_some() {
        return Ok(());
    }
    raise_floors(&root.join("corpus/floors.toml"), &rows, flags.contains(&"--lower"))
}

/// The languages of a folder like `crates/firsthand/lang`.
fn read_packs(folder: &Path) -> Result<Packs> {
    let mut languages = BTreeMap::new();
    for language in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let language = language?;
        let name = language.file_name().to_string_lossy().into_owned();
        if name.starts_with('_') || !language.path().is_dir() {
            continue;
        }
        let mut files = PackFiles::new();
        for file in std::fs::read_dir(language.path())? {
            let file = file?;
            let file_name = file.file_name().to_string_lossy().into_owned();
            if file_name.ends_with(".toml") && !file_name.ends_with(".corpus.toml") {
                files.insert(file_name, std::fs::read_to_string(file.path())?);
            }
        }
        languages.insert(name, files);
    }
    Ok(Packs::load(&languages)?)
}

impl Bench<'_> {
    /// The folder of a packed set, unpacked into a temporary folder at its first use.
    pub(crate) fn unpack(&self, set: &str) -> Result<PathBuf> {
        let folder = self.unpacked.join(set);
        let done = folder.join(".unpacked");
        if !done.exists() {
            let archive = self.shared.join("bench").join(format!("{set}.tar.xz"));
            std::fs::create_dir_all(&folder)?;
            let status = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&folder).status()?;
            if !status.success() {
                bail!("{}: tar could not unpack it", archive.display());
            }
            std::fs::write(done, "")?;
        }
        Ok(folder.join(set))
    }

    /// A text as a report of a language.
    pub(crate) fn report(&self, lang: &str, text: &str) -> Result<Report> {
        let line = serde_json::json!({ "doc": "set", "lang": lang, "text": text }).to_string();
        let mut report = read_json_line(&self.res.packs, line.as_bytes(), 1, "set")?;
        report.blocks.clear();
        Ok(report)
    }

    /// Says what went wrong, where that is asked for.
    pub(crate) fn tell(&self, fault: impl FnOnce() -> String) {
        if self.verbose {
            println!("{}", fault());
        }
    }
}

/// The lines of a file.
pub(crate) fn read_lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let read = |(at, line)| serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1));
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(read).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of a test set")]
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// F1 of counts.
pub(crate) fn f1(right: usize, read: usize, gold: usize) -> f64 {
    ratio(2 * right, read + gold)
}

fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{:26} {:28} {:5} {:>8} {:>7} {:>7}", "set", "measure", "lang", "reached", "asked", "of");
    for row in rows {
        let wanted = row.wanted.map_or(String::new(), |wanted| format!("{wanted:.3}"));
        let short = row.wanted.is_some_and(|wanted| row.reached < wanted);
        let mark = if short { "  short" } else { "" };
        let Row { set, measure, lang, reached, of, .. } = row;
        let _ = writeln!(out, "{set:26} {measure:28} {lang:5} {reached:8.3} {wanted:>7} {of:>7}{mark}");
    }
    out
}

/// Writes what was reached over what the file holds, where it is more; where it is less, only if told.
fn raise_floors(path: &Path, rows: &[Row], lower: bool) -> Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut floors: BTreeMap<String, BTreeMap<String, i64>> = toml::from_str(&text).context("corpus/floors.toml")?;
    let mut said = Vec::new();
    for row in rows.iter().filter(|row| row.wanted.is_some() && row.reached <= 1.0) {
        let (table, key) = match row.measure.as_str() {
            "claim F1" => ("claim", row.set_path()),
            measure => ("score", format!("{} {measure} {}", row.set, row.lang).trim_end().to_owned()),
        };
        #[expect(clippy::cast_possible_truncation, reason = "a share in thousandths")]
        let reached = (row.reached * 1000.0).floor() as i64;
        let floor = floors.entry(table.to_owned()).or_default().entry(key.clone()).or_insert(0);
        if reached > *floor || (lower && reached < *floor) {
            said.push(format!("{key}: {floor} to {reached}"));
            *floor = reached;
        } else if reached < *floor {
            println!("{key}: {reached} is under the floor {floor}");
        }
    }
    if said.is_empty() {
        return Ok(());
    }
    let comment: String =
        text.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let mut out = comment;
    for (table, keys) in floors {
        let _ = writeln!(out, "[{table}]");
        for (key, floor) in keys {
            let _ = writeln!(out, "{key:?} = {floor}");
        }
    }
    std::fs::write(path, out)?;
    println!("floors: {}", said.join(", "));
    Ok(())
}

impl Row {
    /// Where the annotated reports of a row lie, as the floors name them.
    fn set_path(&self) -> String {
        if self.lang.is_empty() { self.set.to_owned() } else { format!("{}/{}", self.set, self.lang) }
    }
}
