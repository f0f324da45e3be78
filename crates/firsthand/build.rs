//! Prepares the language folders, so that the library embeds them without naming one and loads them fast.

#[path = "src/pack/cut.rs"]
mod cut;
#[expect(unreachable_pub, reason = "the library shows it")]
#[path = "src/pack/fold.rs"]
mod fold;
#[path = "src/pack/form.rs"]
mod form;
#[path = "build/prepare.rs"]
mod prepare;

use prepare::Preparation;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Error, Result};
use std::path::Path;
use std::{env, fs};

/// Files whose words are numbered first, in the order in which a pack loads them: the tables by word that loading makes
/// are as long as the highest number in them.
const FIRST: [&str; 6] =
    ["number.toml", "time.toml", "place.toml", "attribution.toml", "data/agent.toml", "claim.toml"];

/// How words are cut.
const CUTTING: &str = "text.toml";

/// Files whose lists are no phrases.
const WORDLESS: [&str; 2] = [CUTTING, "data/indicator.toml"];

fn main() -> Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(Error::other)?;
    let target = env::var("OUT_DIR").map_err(Error::other)?;
    let (root, target) = (Path::new(&root), Path::new(&target));
    let shared = read_files(&root.join("data"), "data/")?;
    let folder = root.join("lang");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut out = String::from("static LANGUAGES: &[Embedded] = &[\n");
    let mut languages: Vec<_> = fs::read_dir(&folder)?.collect::<Result<Vec<_>>>()?;
    languages.sort_by_key(|entry| entry.file_name());
    for language in languages {
        let name = language.file_name().to_string_lossy().into_owned();
        if name.starts_with('_') || !language.path().is_dir() {
            continue;
        }
        let mut files = read_files(&language.path(), "")?;
        files.extend(shared.clone());
        prepare_language(&name, &files, target, &mut out)?;
    }
    out.push_str("];\n");
    write_changed(&target.join("languages.rs"), out.as_bytes())
}

/// The data files of a folder by name, parsed.
fn read_files(folder: &Path, prefix: &str) -> Result<BTreeMap<String, toml::Table>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = BTreeMap::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".toml") && !name.ends_with(".corpus.toml") {
            println!("cargo::rerun-if-changed={}", path.display());
            let table = toml::from_str(&fs::read_to_string(&path)?);
            let table = table.map_err(|error| Error::other(format!("{}: {error}", path.display())))?;
            files.insert(format!("{prefix}{name}"), table);
        }
    }
    Ok(files)
}

/// Writes the prepared files of a language, and into `out` where they are.
fn prepare_language(lang: &str, files: &BTreeMap<String, toml::Table>, target: &Path, out: &mut String) -> Result<()> {
    let none = toml::Table::new();
    let mut preparation = Preparation::new(files.get(CUTTING).unwrap_or(&none));
    let mut list = String::new();
    let first = FIRST.into_iter().filter_map(|name| files.get_key_value(name));
    let rest = files.iter().filter(|(name, _)| !FIRST.contains(&name.as_str()));
    for (name, table) in first.chain(rest) {
        let bytes = preparation.prepare_file(table, !WORDLESS.contains(&name.as_str()));
        let bytes = bytes.map_err(|why| Error::other(format!("{lang}/{name}: {why}")))?;
        let path = target.join(format!("{lang}.{}", name.replace('/', ".")));
        write_changed(&path, &bytes)?;
        writeln!(list, "        ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .map_err(Error::other)?;
    }
    let path = target.join(format!("{lang}.words"));
    write_changed(&path, &preparation.prepared_words())?;
    let words = path.display().to_string();
    writeln!(out, "    Embedded {{ lang: {lang:?}, words: include_bytes!({words:?}), files: &[\n{list}    ] }},")
        .map_err(Error::other)
}

fn write_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) { Ok(()) } else { fs::write(path, bytes) }
}
