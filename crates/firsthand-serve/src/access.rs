//! Who may ask for what? The table of roles and routes, and how words of a pass are told from others.
//! Not here: the routes' work (`routes`), and where passes are kept (`firsthand-store`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A role, by its place in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Role(u8);

impl Role {
    /// The role of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let at = Access::get().roles.iter().position(|role| role == name)?;
        u8::try_from(at).ok().map(Self)
    }

    /// Its name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        Access::get().roles.get(usize::from(self.0)).map_or("", String::as_str)
    }

    /// Who bears no pass: the first of the table.
    pub(crate) const ANON: Self = Self(0);

    /// Who may everything: the last of the table. On one's own machine, whoever asks.
    pub(crate) fn most() -> Self {
        Self(u8::try_from(Access::get().roles.len().saturating_sub(1)).unwrap_or_default())
    }
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Roles(u32);

impl Roles {
    pub(crate) fn has(self, role: Role) -> bool {
        self.0 & (1 << role.0) != 0
    }
}

/// A route.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) path: String,
    pub(crate) method: String,
    /// What is done, by its name in the table of work.
    pub(crate) work: String,
    pub(crate) who: Roles,
    /// How much of the allowance a request takes.
    pub(crate) cost: u32,
    /// Most bytes of a body.
    pub(crate) body: usize,
    /// The form of the answer: the ending of its path, or what the table says; none for the page.
    pub(crate) form: Option<String>,
}

/// The table.
#[derive(Debug)]
pub(crate) struct Access {
    roles: Vec<String>,
    pub(crate) rows: Vec<Row>,
    pub(crate) unmasked: Roles,
    /// Who sees calls to gather.
    pub(crate) calls: Roles,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    roles: Vec<String>,
    groups: BTreeMap<String, Vec<String>>,
    rights: BTreeMap<String, Vec<String>>,
    route: Vec<RawRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    path: String,
    #[serde(default = "get")]
    method: String,
    work: String,
    who: Vec<String>,
    /// The form of its answer, where that is no page.
    form: Option<String>,
    #[serde(default)]
    twins: Vec<String>,
    #[serde(default = "one")]
    cost: u32,
    #[serde(default = "small")]
    body: usize,
}

fn get() -> String {
    "GET".to_owned()
}

fn one() -> u32 {
    1
}

fn small() -> usize {
    64 << 10
}

impl Access {
    /// The table of this program.
    pub(crate) fn get() -> &'static Self {
        static TABLE: OnceLock<Access> = OnceLock::new();
        TABLE.get_or_init(|| Self::read(include_str!("../data/access.toml")).expect("a test reads the table"))
    }

    fn read(text: &str) -> Result<Self, String> {
        let raw: Raw = toml::from_str(text).map_err(|error| error.to_string())?;
        if raw.roles.len() > 32 {
            return Err("more than 32 roles".to_owned());
        }
        let role = |name: &String| {
            let at = raw.roles.iter().position(|role| role == name);
            at.map(|at| 1_u32 << at).ok_or_else(|| format!("{name} is no role"))
        };
        let set = |names: &[String]| -> Result<Roles, String> {
            let mut bits = 0;
            for name in names {
                match raw.groups.get(name) {
                    Some(group) => {
                        for name in group {
                            bits |= role(name)?;
                        }
                    }
                    None => bits |= role(name)?,
                }
            }
            Ok(Roles(bits))
        };
        let mut rows = Vec::new();
        for row in &raw.route {
            let who = set(&row.who).map_err(|why| format!("{}: {why}", row.path))?;
            let form = |form: Option<&String>| Row {
                path: form.map_or_else(|| row.path.clone(), |form| format!("{}.{form}", row.path)),
                method: row.method.clone(),
                work: row.work.clone(),
                who,
                cost: row.cost,
                body: row.body,
                form: form.or(row.form.as_ref()).cloned(),
            };
            rows.push(form(None));
            rows.extend(row.twins.iter().map(|twin| form(Some(twin))));
        }
        let right = |name: &str| raw.rights.get(name).map_or(Ok(Roles::default()), |names| set(names));
        let (unmasked, calls) = (right("unmasked")?, right("calls")?);
        Ok(Self { roles: raw.roles, rows, unmasked, calls })
    }
}

/// How words of a pass begin: so that tools which look for secrets find them.
const OPENING: &str = "fhp_";

/// New words of a pass: `fhp_`, 256 random bits, and six letters that tell a slip of the pen from a pass.
///
/// # Errors
/// The system's, where it gives no random numbers.
pub fn make_words() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    let secret = URL_SAFE_NO_PAD.encode(bytes);
    Ok(format!("{OPENING}{secret}{}", check_of(&secret)))
}

/// The hash under which a pass is kept; none where these cannot be words of one.
#[must_use]
pub fn hash_words(words: &str) -> Option<[u8; 32]> {
    let rest = words.trim().strip_prefix(OPENING)?;
    let (secret, check) = rest.split_at_checked(rest.len().checked_sub(6)?)?;
    (check == check_of(secret)).then(|| Sha256::digest(words.trim().as_bytes()).into())
}

/// A new public name: a letter, `_` and ten others.
///
/// # Errors
/// The system's, where it gives no random numbers.
pub fn make_name(letter: char) -> Result<String, getrandom::Error> {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut bytes = [0_u8; 10];
    getrandom::fill(&mut bytes)?;
    let name: String = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    Ok(format!("{letter}_{name}"))
}

fn check_of(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(secret.as_bytes())[..4])[..6].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_pass_are_told_from_others() {
        let words = make_words().expect("random numbers");
        assert_eq!(hash_words(&words), hash_words(&format!(" {words}\n")));
        assert!(hash_words(&words).is_some());
        for slip in [&words[1..], &words[..words.len() - 1], "fhp_", "", "fhp_\u{e4}\u{e4}\u{e4}\u{e4}"] {
            assert_eq!(hash_words(slip), None, "{slip}");
        }
        assert_ne!(words, make_words().expect("random numbers"));
    }

    #[test]
    fn the_table_names_its_roles_and_nobody_else() {
        let error = Access::read(
            "roles = [\"anon\"]\n[groups]\n[rights]\n[[route]]\npath = \"/\"\nwork = \"x\"\nwho = [\"all\"]",
        );
        assert_eq!(error.expect_err("refused"), "/: all is no role");
        assert_eq!(Role::ANON.name(), "anon");
        assert_eq!(Role::most().name(), "admin");
        assert!(Role::named("nobody").is_none());
    }
}
