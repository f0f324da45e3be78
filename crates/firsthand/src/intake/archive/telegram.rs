//! Which posts does a Telegram export hold? The `result.json` of Telegram Desktop, of one channel or of all, streamed. Not
//! here: who wrote a comment; in groups only the channel's own name is kept.

use crate::intake::Refusal;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};
use std::fmt;
use std::io::Read;

/// Reads an export and gives each post as a line of JSON reports. `each` says whether to go on. Returns how many posts there were.
///
/// # Errors
/// `broken_json`, with what came before already given; `no_telegram`.
pub fn read_telegram(reader: impl Read, each: &mut dyn FnMut(Vec<u8>) -> bool) -> Result<usize, Refusal> {
    let mut walk = Walk { each, count: 0, stopped: false, lists: 0 };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = Level { walk: &mut walk, name: None, kind: Kind::Chat }.deserialize(&mut json);
    match read {
        Err(_) if walk.stopped => Ok(walk.count),
        Err(error) => Err(Refusal::new(
            "broken_json",
            error.to_string(),
            "the posts before are kept; export the channel anew as JSON",
        )),
        Ok(()) if walk.lists == 0 => Err(Refusal::new(
            "no_telegram",
            "the JSON holds no `messages`",
            "export the channel as JSON from Telegram Desktop",
        )),
        Ok(()) => Ok(walk.count),
    }
}

struct Walk<'e> {
    each: &'e mut dyn FnMut(Vec<u8>) -> bool,
    count: usize,
    stopped: bool,
    lists: usize,
}

#[derive(Clone, Copy)]
enum Kind {
    /// An object with `name` and `messages`, or with `chats`.
    Chat,
    /// A list of such objects.
    Chats,
    /// A list of posts.
    Posts,
}

struct Level<'w, 'e> {
    walk: &'w mut Walk<'e>,
    name: Option<String>,
    kind: Kind,
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        match self.kind {
            Kind::Chat => json.deserialize_map(self),
            Kind::Chats | Kind::Posts => json.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of Telegram Desktop")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut name: Option<String> = None;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "name" => name = map.next_value::<Value>()?.as_str().map(str::to_owned),
                "messages" => {
                    self.walk.lists += 1;
                    map.next_value_seed(Level { walk: &mut *self.walk, name: name.clone(), kind: Kind::Posts })?;
                }
                "chats" => map.next_value_seed(Level { walk: &mut *self.walk, name: None, kind: Kind::Chat })?,
                "list" => map.next_value_seed(Level { walk: &mut *self.walk, name: None, kind: Kind::Chats })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<(), S::Error> {
        if matches!(self.kind, Kind::Chats) {
            while list.next_element_seed(Level { walk: &mut *self.walk, name: None, kind: Kind::Chat })?.is_some() {}
            return Ok(());
        }
        while let Some(post) = list.next_element::<Value>()? {
            let Some(line) = line_of(self.name.as_deref(), &post) else { continue };
            self.walk.count += 1;
            if !(self.walk.each)(line.to_string().into_bytes()) {
                self.walk.stopped = true;
                return Err(S::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// A post as a report's line; service messages and posts without text are none.
fn line_of(channel: Option<&str>, post: &Value) -> Option<Value> {
    if post["type"] != "message" {
        return None;
    }
    let text = text_of(&post["text"]);
    if text.trim().is_empty() {
        return None;
    }
    let id = post["id"].as_i64()?;
    // Local times say no zone; the count of seconds is certain.
    let moment = |seconds: &str, local: &str| {
        let seconds = match &post[seconds] {
            Value::String(seconds) => seconds.parse::<i64>().ok(),
            other => other.as_i64(),
        };
        let exact =
            seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).map(|moment| moment.to_string());
        exact.or_else(|| post[local].as_str().map(str::to_owned))
    };
    let channel = channel.unwrap_or("telegram");
    let mut line = json!({ "doc": format!("{channel}/{id}"), "outlet": channel, "text": text });
    if let Some(date) = moment("date_unixtime", "date") {
        line["published"] = date.into();
    }
    if let Some(date) = moment("edited_unixtime", "edited") {
        line["modified"] = date.into();
    }
    Some(line)
}

/// Text is a string, or a list of strings and of marked stretches.
fn text_of(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            parts.iter().map(|part| part.as_str().or_else(|| part["text"].as_str()).unwrap_or_default()).collect()
        }
        _ => String::new(),
    }
}
