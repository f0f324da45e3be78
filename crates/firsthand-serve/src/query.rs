//! What does an address ask for? Every screen's address is its query: read from the pairs behind `?`, and written back.
//! Not here: what is found.

use crate::problem::Problem;
use firsthand::ledger::Profile;
use firsthand::model::{Entry, Period, Timestamp};
use firsthand::pipeline::rows::Asked;
use firsthand::store::Store;
use std::collections::BTreeMap;

/// The pairs of an address, and what they mean. A name that is not known is kept for links and means nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pairs: BTreeMap<String, String>,
    pub(crate) indicator: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) story: Option<String>,
    /// Days that an entry must touch.
    pub(crate) day: Option<Period>,
    pub(crate) as_of: Option<Timestamp>,
    pub(crate) known_at: Option<Timestamp>,
    pub(crate) profile: Profile,
    pub(crate) limit: Option<usize>,
    pub(crate) cursor: Option<String>,
    /// Names as they are written: a right, and a noted act.
    pub(crate) unmasked: bool,
}

/// Most rows of an answer.
pub(crate) const MOST: usize = 1_000;

impl Query {
    /// # Errors
    /// [`Problem`] naming the parameter that cannot be read.
    pub(crate) fn of(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let mut query = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if value.contains('\0') {
                return Err(Problem::bad(name, "a sign of number 0 stands in it"));
            }
            query.pairs.insert(name.clone(), value.to_owned());
            let own = Some(value.to_owned());
            let time = || value.parse::<Timestamp>().map_err(|error| Problem::bad(name, error.to_string()));
            match name.as_str() {
                "indicator" => query.indicator = own,
                "place" => query.place = own,
                "story" => query.story = own,
                "day" => query.day = Some(value.parse().map_err(|error| Problem::bad(name, format!("{error}")))?),
                "as_of" => query.as_of = Some(time()?),
                "known_at" => query.known_at = Some(time()?),
                "cursor" => query.cursor = own,
                "unmasked" => query.unmasked = value == "1",
                "profile" => {
                    query.profile = match value {
                        "default" => Profile::Default,
                        "conservative" => Profile::Conservative,
                        "range" => Profile::Range,
                        "two-source" => Profile::TwoSource,
                        _ => {
                            let why = "profiles are default, conservative, range and two-source";
                            return Err(Problem::bad(name, format!("there is no profile {value}\nhint: {why}")));
                        }
                    };
                }
                "limit" => {
                    let limit = value.parse::<usize>().ok().filter(|limit| (1..=MOST).contains(limit));
                    let why = || Problem::bad(name, format!("{value} is no number from 1 to {MOST}"));
                    query.limit = Some(limit.ok_or_else(why)?);
                }
                _ => {}
            }
        }
        Ok(query)
    }

    /// A parameter as it was given.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(name).map(String::as_str)
    }

    /// The address of `path` with these parameters changed (`None` takes one away), the rest as they are. A change of what
    /// is asked for begins at the first page.
    pub(crate) fn link(&self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let mut pairs: BTreeMap<&str, &str> = self.pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        pairs.remove("cursor");
        for (name, value) in changes {
            match value {
                Some(value) => pairs.insert(name, value),
                None => pairs.remove(name),
            };
        }
        write_address(path, pairs)
    }

    /// The address of another thing: only the language of the page and the moment of recording go along.
    pub(crate) fn link_to(&self, path: &str, with: &[(&str, &str)]) -> String {
        let kept = ["known_at", "lang"].into_iter().filter_map(|name| Some((name, self.get(name)?)));
        write_address(path, kept.chain(with.iter().copied()).collect())
    }

    /// The parameters, sorted, for forms that change some of them.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (&**name, &**value))
    }

    /// What of the ledger is asked for.
    ///
    /// # Errors
    /// [`Problem`] where no story, or several, begin so; the store's.
    pub(crate) fn asked(&self, store: &dyn Store) -> Result<Asked, Problem> {
        let story = match &self.story {
            None => None,
            Some(prefix) => {
                Some(find_id(store, prefix, "s_", "story")?.parse().map_err(|_| Problem::missing("such story"))?)
            }
        };
        Ok(Asked { indicator: self.indicator.clone(), place: self.place.clone(), story })
    }

    /// Whether an entry touches the days asked for.
    pub(crate) fn wants_day(&self, entry: &Entry) -> bool {
        self.day.is_none_or(|day| {
            entry.time.is_some_and(|time| time.first_day() <= day.last_day() && time.last_day() >= day.first_day())
        })
    }

    /// Whether entries are read out otherwise than the ledger keeps them.
    pub(crate) fn is_other(&self) -> bool {
        self.as_of.is_some() || self.profile != Profile::Default
    }
}

fn write_address(path: &str, pairs: BTreeMap<&str, &str>) -> String {
    if pairs.is_empty() {
        return path.to_owned();
    }
    let mut written = url::form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(pairs);
    format!("{path}?{}", written.finish())
}

/// The whole id of the thing of this kind that begins so.
///
/// # Errors
/// [`Problem`] where none does, or several; the store's.
pub(crate) fn find_id(store: &dyn Store, prefix: &str, letter: &str, kind: &str) -> Result<String, Problem> {
    let is_id = prefix.starts_with(letter) && prefix.len() <= 40 && prefix.bytes().all(|sign| sign.is_ascii_graphic());
    let found = if is_id { store.ids_from(prefix, 2)? } else { Vec::new() };
    match <[String; 1]>::try_from(found) {
        Ok([id]) => Ok(id),
        Err(found) if found.is_empty() => Err(Problem::missing(&format!("{kind} of this id"))),
        Err(_) => Err(Problem::bad("id", format!("several ids begin with {prefix}\nhint: give more letters"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Result<Query, Problem> {
        Query::of(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn an_address_is_written_back_as_it_was_asked() {
        let asked =
            query(&[("place", "São Paulo"), ("cursor", "9"), ("lang", "fr"), ("as_of", "2022-09-21")]).expect("read");
        assert_eq!(
            asked.link("/tally", &[("limit", Some("5"))]),
            "/tally?as_of=2022-09-21&lang=fr&limit=5&place=S%C3%A3o+Paulo"
        );
        assert_eq!(asked.link("/tally", &[("place", None), ("as_of", None), ("lang", None)]), "/tally");
        assert_eq!(asked.link_to("/entry/e_1", &[]), "/entry/e_1?lang=fr");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (name, value) in [("as_of", "soon"), ("limit", "0"), ("limit", "1001"), ("profile", "mine"), ("day", "x")] {
            assert_eq!(query(&[(name, value)]).expect_err(name).field.as_deref(), Some(name));
        }
        assert!(query(&[("limit", "1000"), ("anything", "\u{1}")]).is_ok());
    }
}
