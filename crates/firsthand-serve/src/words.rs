//! In which words does the page speak? Messages of each language in Fluent files under `data/page`, figures and days as the
//! language writes them. Not here: languages of reports (the library's packs); a language of the page is a file.

use firsthand::model::{Amount, AsOf, PartialDate, Period, Published, Timestamp};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "data/page"]
struct Files;

/// The words of one language of the page.
pub(crate) struct Words {
    /// The language's code, as its file is called.
    pub(crate) code: String,
    bundle: FluentBundle<FluentResource>,
}

/// Something that stands within a message.
pub(crate) type Part<'a> = (&'a str, FluentValue<'a>);

/// All languages, by code.
pub(crate) fn languages() -> &'static BTreeMap<String, Words> {
    static ALL: OnceLock<BTreeMap<String, Words>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut texts = BTreeMap::new();
        for name in Files::iter() {
            let text = Files::get(&name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
            texts.insert(name.trim_end_matches(".ftl").to_owned(), text.unwrap_or_default());
        }
        texts.into_iter().map(|(code, text)| (code.clone(), Words::read(&code, text))).collect()
    })
}

/// The code of the language that the others fall back on: the one that says so.
fn fallback() -> &'static str {
    static CODE: OnceLock<&'static str> = OnceLock::new();
    CODE.get_or_init(|| {
        let all = languages();
        let marked = all.values().find(|words| words.own("page-is-fallback", &[]).is_some());
        marked.or_else(|| all.values().next()).map_or("", |words| words.code.as_str())
    })
}

impl Words {
    fn read(code: &str, text: String) -> Self {
        let lang = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![lang]);
        // The page isolates foreign text by elements.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
        Self { code: code.to_owned(), bundle }
    }

    /// The words asked for: by code, else the first that a browser accepts, else the fallback.
    pub(crate) fn choose(asked: Option<&str>, accepted: Option<&str>) -> &'static Self {
        let all = languages();
        let named = asked.and_then(|code| all.get(&code.to_lowercase()));
        let accept = || {
            let mut wishes: Vec<(&str, u32)> = accepted?
                .split(',')
                .take(20)
                .filter_map(|wish| {
                    let mut parts = wish.split(';');
                    let tag = parts.next()?.trim();
                    let weight = parts.next().and_then(|q| q.trim().strip_prefix("q=")?.parse::<f32>().ok());
                    // In thousandths, so that they have an order.
                    Some((tag, (weight.unwrap_or(1.0).clamp(0.0, 1.0) * 1000.0) as u32))
                })
                .collect();
            wishes.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
            wishes.into_iter().find_map(|(tag, _)| all.get(&tag.split('-').next()?.to_lowercase()))
        };
        let named = named.or_else(accept).or_else(|| all.get(fallback()));
        named.unwrap_or_else(|| all.values().next().expect("a language of the page is built in"))
    }

    fn own(&self, key: &str, parts: &[Part<'_>]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let args: FluentArgs<'_> = parts.iter().map(|(name, value)| (*name, value.clone())).collect();
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// A message; its key where no language has it.
    pub(crate) fn say(&self, key: &str) -> String {
        self.say_of(key, &[])
    }

    /// A message with parts. Numbers choose the plural; figures come as text by [`Self::figure`].
    pub(crate) fn say_of(&self, key: &str, parts: &[Part<'_>]) -> String {
        self.try_say(key, parts).unwrap_or_else(|| key.to_owned())
    }

    /// A message, where a language has it.
    pub(crate) fn try_say(&self, key: &str, parts: &[Part<'_>]) -> Option<String> {
        self.own(key, parts)
            .or_else(|| languages().get(fallback()).filter(|words| words.code != self.code)?.own(key, parts))
    }

    /// A name of ours (an indicator, a kind) in the language: the message `of-name`, else the name with spaces.
    pub(crate) fn name(&self, of: &str, name: &str) -> String {
        let key = format!("{of}-{}", name.to_lowercase().replace([' ', '_'], "-"));
        let is_key = key.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-');
        is_key.then(|| self.try_say(&key, &[])).flatten().unwrap_or_else(|| name.replace('_', " "))
    }

    /// The name that an enum has in JSON, in the language.
    pub(crate) fn word(&self, of: &str, value: &impl serde::Serialize) -> String {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(name)) => self.name(of, &name),
            _ => String::new(),
        }
    }

    /// `3 pages`: the message `of-count` with the number.
    pub(crate) fn count(&self, of: &str, number: usize) -> String {
        let figure = self.figure(i64::try_from(number).ok().and_then(Amount::whole));
        self.say_of(&format!("count-{of}"), &[("n", FluentValue::from(number)), ("figure", figure.into())])
    }

    /// `1,386` as the language groups digits; `–` for an open end.
    pub(crate) fn figure(&self, amount: Option<Amount>) -> String {
        let Some(amount) = amount else { return "\u{2013}".into() };
        let text = amount.to_string();
        let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("\u{2212}", rest));
        let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
        let group = self.say("number-group");
        let mut out = String::from(sign);
        // Spanish and others group from five digits on: the message says from how many.
        let least: usize = self.say("number-group-from").parse().unwrap_or(4);
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at) % 3 == 0 && whole.len() >= least {
                out.push_str(&group);
            }
            out.push(digit);
        }
        if let Some(fraction) = fraction {
            out.push_str(&self.say("number-decimal"));
            out.push_str(fraction);
        }
        out
    }

    fn partial(&self, date: PartialDate) -> String {
        let year = date.year.to_string();
        let month = date.month.map(|month| self.say(&format!("month-{month}")));
        match (date.day, month) {
            (Some(day), Some(month)) => self
                .say_of("date-day", &[("day", day.to_string().into()), ("month", month.into()), ("year", year.into())]),
            (None, Some(month)) => self.say_of("date-month", &[("month", month.into()), ("year", year.into())]),
            _ => year,
        }
    }

    /// `21 Sep 2022`, `21 Sep 2022 to 25 Sep 2022`.
    pub(crate) fn period(&self, period: Option<Period>) -> String {
        match period {
            None => self.say("date-none"),
            Some(period) if period.from == period.to => self.partial(period.from),
            Some(period) => self.say_of(
                "date-range",
                &[("from", self.partial(period.from).into()), ("to", self.partial(period.to).into())],
            ),
        }
    }

    /// A day.
    pub(crate) fn day(&self, date: jiff::civil::Date) -> String {
        self.period(Some(Period::day(date)))
    }

    /// `17:15 UTC`.
    pub(crate) fn clock(&self, moment: Timestamp) -> String {
        let second = moment.0.rem_euclid(86_400);
        format!("{:02}:{:02}\u{a0}UTC", second / 3600, second / 60 % 60)
    }

    /// A moment to the minute.
    pub(crate) fn moment(&self, moment: Timestamp) -> String {
        // A day's first instant is the end of the day before: a count "of the 21st" stands at its midnight.
        if moment.0.rem_euclid(86_400) == 0 {
            let day = self.day(Timestamp(moment.0 - 1).date());
            return self.say_of("date-end-of", &[("day", day.into())]);
        }
        format!("{} {}", self.day(moment.date()), self.clock(moment))
    }

    /// A moment of a clock, as it is.
    pub(crate) fn instant(&self, moment: Timestamp) -> String {
        format!("{} {}", self.day(moment.date()), self.clock(moment))
    }

    /// For when a figure was stated.
    pub(crate) fn as_of(&self, as_of: AsOf) -> String {
        match (as_of.from, as_of.to) {
            (Some(from), Some(to)) if from == to => self.moment(to),
            (_, Some(to)) => self.say_of("date-at-latest", &[("moment", self.moment(to).into())]),
            (Some(from), None) => self.say_of("date-or-later", &[("moment", self.moment(from).into())]),
            (None, None) => self.say("date-unknown"),
        }
    }

    /// When a page was published, to the minute where it says so.
    pub(crate) fn published(&self, published: &Published) -> String {
        if published.start() == published.end() {
            return self.instant(published.start());
        }
        self.day(published.date())
    }
}

/// Text of others, safe to show: control and bidi characters, and signs of no width, show as tokens such as `‹U+202E›`.
pub(crate) fn safe(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\t' => out.push(sign),
            '\r' => {}
            '\u{2028}' | '\u{2029}' => out.push('\n'),
            sign if is_hidden(sign) => {
                // A string takes all.
                let _ = write!(out, "\u{2039}U+{:04X}\u{203a}", u32::from(sign));
            }
            sign => out.push(sign),
        }
    }
    out
}

fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}
