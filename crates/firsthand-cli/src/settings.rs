//! What does the user set once and for all? Read from a flag, the environment, `firsthand.toml` here, the user's own file.
//! Not here: settings of one command, which are its options.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A settings file. What this program does not know in it is left to others.
#[derive(Debug, Default, Deserialize)]
struct Settings {
    author: Option<String>,
}

/// Who decides: `--author`, else `FIRSTHAND_AUTHOR`, else `author` in `firsthand.toml` here or in the user's file.
pub(crate) fn find_author(flag: Option<&str>) -> Result<String> {
    let named = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(author) = flag.map(str::to_owned).or_else(|| std::env::var("FIRSTHAND_AUTHOR").ok()).and_then(named) {
        return Ok(author);
    }
    for file in [Some(PathBuf::from("firsthand.toml")), user_file()].into_iter().flatten() {
        if let Some(author) = read_settings(&file)?.author.and_then(named) {
            return Ok(author);
        }
    }
    let user_file = user_file().map(|file| format!(" or {}", file.display())).unwrap_or_default();
    anyhow::bail!(
        "nobody is named as the author of the decision\n\
         hint: --author NAME, or FIRSTHAND_AUTHOR=NAME, or author = \"NAME\" in ./firsthand.toml{user_file}"
    )
}

/// `firsthand/config.toml` in the user's folder of settings.
fn user_file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    let folder =
        folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config"))).or_else(|| folder("APPDATA"))?;
    Some(folder.join("firsthand").join("config.toml"))
}

fn read_settings(file: &Path) -> Result<Settings> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.display())),
    };
    toml::from_str(&text).with_context(|| format!("{} is no settings file", file.display()))
}
