//! Lists the language folders so that the library embeds them without naming one.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> std::io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(std::io::Error::other)?;
    let folder = Path::new(&root).join("lang");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut out = String::from("pub(super) static LANGUAGES: &[(&str, &[(&str, &str)])] = &[\n");
    let mut languages: Vec<_> = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    languages.sort_by_key(|entry| entry.file_name());
    for language in languages {
        let name = language.file_name().to_string_lossy().into_owned();
        if name.starts_with('_') || !language.path().is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", language.path().display());
        writeln!(out, "    ({name:?}, &[").map_err(std::io::Error::other)?;
        let mut files: Vec<_> = fs::read_dir(language.path())?.collect::<Result<Vec<_>, _>>()?;
        files.sort_by_key(|entry| entry.file_name());
        for file in files {
            let file_name = file.file_name().to_string_lossy().into_owned();
            if file_name.ends_with(".toml") && !file_name.ends_with(".corpus.toml") {
                println!("cargo::rerun-if-changed={}", file.path().display());
                writeln!(out, "        ({file_name:?}, include_str!({:?})),", file.path().display().to_string())
                    .map_err(std::io::Error::other)?;
            }
        }
        out.push_str("    ]),\n");
    }
    out.push_str("];\n");
    let target = Path::new(&env::var("OUT_DIR").map_err(std::io::Error::other)?).join("languages.rs");
    fs::write(target, out)
}
