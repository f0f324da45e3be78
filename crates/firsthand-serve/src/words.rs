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

    /// A name of ours (an indicator, a kind) in the language: the message `of-name`, else the name with spaces. The key has
    /// hyphens for blanks and `_`, and drops other signs: `flow, that day` is `measure-flow-that-day`.
    pub(crate) fn name(&self, of: &str, name: &str) -> String {
        let kept = name.chars().filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '_' | '-'));
        let key = format!("{of}-{}", kept.collect::<String>().to_lowercase().replace([' ', '_'], "-"));
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

    /// `3 pages`: the message `count-of` with the number.
    pub(crate) fn count(&self, of: &str, number: usize) -> String {
        self.numbered(&format!("count-{of}"), number)
    }

    /// A message about so many of something: `$n` chooses the plural, `$figure` is the number as it is written.
    pub(crate) fn numbered(&self, key: &str, number: usize) -> String {
        let figure = self.figure(i64::try_from(number).ok().and_then(Amount::whole));
        self.say_of(key, &[("n", FluentValue::from(number)), ("figure", figure.into())])
    }

    /// `38 cities`, `1.5 percent`: an amount with its unit, in the number that the language wants.
    pub(crate) fn quantity(&self, amount: Amount, unit: &str) -> String {
        let figure = self.figure(Some(amount));
        // The plural is chosen by the digits that are shown; more than three decimals no amount has.
        let number = amount.to_string().parse::<f64>().unwrap_or_default();
        let parts = [("n", FluentValue::from(number)), ("figure", figure.clone().into())];
        let is_key = unit.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'-' || sign == b'_');
        let told = is_key.then(|| self.try_say(&format!("count-{}", unit.replace('_', "-")), &parts)).flatten();
        told.unwrap_or_else(|| format!("{figure} {}", self.name("unit", unit)))
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
        match (date.day, date.month) {
            (Some(day), Some(month)) => {
                let month = self.month_of_day(month);
                let parts = [("day", day.to_string().into()), ("month", month.into()), ("year", year.into())];
                self.say_of("date-day", &parts)
            }
            (None, Some(month)) => {
                let month = self.say(&format!("month-{month}"));
                self.say_of("date-month", &[("month", month.into()), ("year", year.into())])
            }
            _ => year,
        }
    }

    /// A month after the number of a day, which some languages put into another case: the message `month-of-day-5` where
    /// the language has it, else `month-5`.
    pub(crate) fn month_of_day(&self, month: impl std::fmt::Display) -> String {
        self.own(&format!("month-of-day-{month}"), &[]).unwrap_or_else(|| self.say(&format!("month-{month}")))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use firsthand::model::{
        BlockKind, ConflictKind, Grade, Measure, Modality, Polarity, Role, Scope, Side, SupportKind, Verdict,
    };
    use firsthand::pack::Indicators;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// What a message's words hold: its parts, and the numbers that it tells apart.
    struct Message {
        parts: BTreeSet<String>,
        variants: BTreeSet<String>,
    }

    /// The messages of a language's file; a fault where it is not well formed or says something twice.
    fn read(code: &str) -> BTreeMap<String, Message> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/page/{code}.ftl"));
        let text = std::fs::read_to_string(path).expect("the file of the language");
        assert!(FluentResource::try_new(text.clone()).is_ok(), "{code}.ftl is not well formed");
        let mut messages = BTreeMap::new();
        let mut last = None;
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            if !line.starts_with([' ', '}']) {
                let (key, _) = line.split_once(" = ").unwrap_or_else(|| panic!("{code}.ftl: {line}"));
                let empty = Message { parts: BTreeSet::new(), variants: BTreeSet::new() };
                assert!(messages.insert(key.to_owned(), empty).is_none(), "{code}.ftl says {key} twice");
                last = Some(key.to_owned());
            }
            let message = last.as_ref().and_then(|key| messages.get_mut(key)).expect("a message before its lines");
            for part in line.split('$').skip(1) {
                let name = part.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-')).next();
                message.parts.extend(name.map(str::to_owned));
            }
            if let Some((variant, _)) = line.trim_start_matches([' ', '*']).split_once(']') {
                message.variants.extend(variant.strip_prefix('[').map(str::to_owned));
            }
        }
        messages
    }

    /// The names that an enum has in JSON: whoever reads it tells them when given another.
    fn names<T: serde::de::DeserializeOwned>() -> Vec<String> {
        let Err(error) = serde_json::from_str::<T>("\"?\"") else { panic!("`?` is no name") };
        let error = error.to_string();
        let (_, expected) = error.split_once("expected ").expect("the error says what it expects");
        expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// The units and subsets that reports' languages know.
    fn words_of_packs() -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut units, mut subsets) = (BTreeSet::new(), BTreeSet::new());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../firsthand/lang");
        for pack in std::fs::read_dir(folder).expect("the languages of reports") {
            let Ok(text) = std::fs::read_to_string(pack.expect("a language").path().join("claim.toml")) else {
                continue;
            };
            let data: toml::Table = text.parse().expect("claims of a language");
            for thing in data.get("thing").and_then(toml::Value::as_array).into_iter().flatten() {
                units.extend(thing.get("unit").and_then(toml::Value::as_str).map(str::to_owned));
                subsets.extend(thing.get("subset").and_then(toml::Value::as_str).map(str::to_owned));
            }
        }
        units.extend(["person", "place", "percent"].map(str::to_owned));
        (units, subsets)
    }

    /// Every name of ours that [`Words::name`] is asked for, with its family.
    fn families() -> Vec<(&'static str, Vec<String>)> {
        let (units, subsets) = words_of_packs();
        let indicators = Indicators::embedded().expect("indicators");
        let mut measures = names::<Measure>();
        let told =
            ["cumulative that day", "flow, that day", "flow in the period", "published total", "state", "planned"];
        measures.extend(told.into_iter().chain(["price", "beside the series"]).map(str::to_owned));
        measures.sort();
        measures.dedup();
        let problems = [
            Problem::nothing(),
            Problem::bad("", ""),
            Problem::unsupported(""),
            Problem::conflict(""),
            Problem::foreign(""),
            Problem::too_many(1),
            Problem::too_large(1),
            Problem::no_method(),
            Problem::busy(""),
            Problem::fault(""),
        ];
        vec![
            ("indicator", indicators.iter().map(|rule| rule.name.clone()).collect()),
            ("measure", measures),
            ("support", names::<SupportKind>()),
            ("conflict", names::<ConflictKind>()),
            ("grade", names::<Grade>()),
            ("role", names::<Role>()),
            ("side", names::<Side>()),
            ("scope", names::<Scope>()),
            ("modality", names::<Modality>()),
            ("polarity", names::<Polarity>()),
            ("verdict", names::<Verdict>()),
            ("block", names::<BlockKind>()),
            ("unit", units.into_iter().collect()),
            ("subset", subsets.into_iter().collect()),
            ("profile", ["conservative", "range", "two-source"].map(str::to_owned).to_vec()),
            ("problem-title", problems.iter().map(|problem| problem.title.to_owned()).collect()),
        ]
    }

    fn others() -> impl Iterator<Item = &'static Words> {
        languages().values().filter(|words| words.code != fallback())
    }

    #[test]
    fn every_language_says_all_that_the_fallback_says_with_the_same_parts() {
        let first = read(fallback());
        assert!(others().count() >= 5);
        for words in others() {
            let own = read(&words.code);
            for (key, message) in first.iter().filter(|(key, _)| *key != "page-is-fallback") {
                let Some(said) = own.get(key) else { panic!("{}.ftl has no {key}", words.code) };
                // A language whose words do not follow the number need not ask for it.
                let without = |message: &Message| {
                    message.parts.iter().filter(|part| *part != "n").cloned().collect::<BTreeSet<_>>()
                };
                assert_eq!(without(said), without(message), "{}.ftl: {key}", words.code);
            }
        }
    }

    #[test]
    fn every_language_has_a_name_for_everything_of_ours() {
        for words in others() {
            for (of, names) in families() {
                for name in names {
                    let kept: String = name.chars().filter(|sign| *sign != ',').collect();
                    let key = format!("{of}-{}", kept.replace([' ', '_'], "-"));
                    let said = words.own(&key, &[]);
                    assert!(said.is_some(), "{}.ftl has no {key}", words.code);
                    assert_eq!(Some(words.name(of, &name)), said, "{}.ftl: {key}", words.code);
                }
            }
        }
    }

    #[test]
    fn no_language_says_what_nobody_asks_for() {
        let mut known: BTreeSet<String> = read(fallback()).into_keys().collect();
        known.remove("page-is-fallback");
        for (of, names) in families() {
            let key = |name: String| format!("{of}-{}", name.replace(',', "").replace([' ', '_'], "-"));
            known.extend(names.into_iter().map(key));
        }
        known.extend((1..=12).map(|month| format!("month-of-day-{month}")));
        for words in others() {
            let unknown: Vec<String> = read(&words.code).into_keys().filter(|key| !known.contains(key)).collect();
            assert_eq!(unknown, Vec::<String>::new(), "{}.ftl", words.code);
        }
    }

    #[test]
    fn numbers_choose_the_plural_of_the_language() {
        // Which of a message's forms 0, 1, 2, 5 and 21 take (CLDR, cardinals).
        let numbers = [0, 1, 2, 5, 21];
        let taken = |code: &str| match code {
            "fr" => ["one", "one", "other", "other", "other"],
            "ru" | "uk" => ["many", "one", "few", "many", "one"],
            _ => ["other", "one", "other", "other", "other"],
        };
        for words in languages().values() {
            for (key, message) in &read(&words.code) {
                let told = numbers.map(|number| words.numbered(key, number));
                if key.starts_with("count-") {
                    for (said, number) in told.iter().zip(numbers) {
                        assert!(
                            said.starts_with(&number.to_string()),
                            "{}.ftl: {key} of {number} is {said}",
                            words.code
                        );
                    }
                }
                // A number that comes as `$n` is there to choose; what does not depend on it takes the figure alone.
                assert_eq!(message.parts.contains("n"), !message.variants.is_empty(), "{}.ftl: {key}", words.code);
                if message.variants.is_empty() {
                    continue;
                }
                let needed: BTreeSet<String> = taken(&words.code).iter().map(|form| (*form).to_owned()).collect();
                let other = BTreeSet::from(["other".to_owned()]);
                assert_eq!(message.variants, &needed | &other, "{}.ftl: {key}", words.code);
                let forms: Vec<String> =
                    told.iter().zip(numbers).map(|(said, number)| said.replacen(&number.to_string(), "", 1)).collect();
                for (at, form) in taken(&words.code).iter().enumerate() {
                    for (beside, other) in taken(&words.code).iter().enumerate().filter(|(_, other)| form == *other) {
                        assert_eq!(forms[at], forms[beside], "{}.ftl: {key}, {other}", words.code);
                    }
                }
            }
        }
        let said = |code: &str, of: &str| numbers.map(|number| languages()[code].count(of, number));
        assert_eq!(said("fr", "page"), ["0 page", "1 page", "2 pages", "5 pages", "21 pages"]);
        assert_eq!(said("ru", "page"), ["0 страниц", "1 страница", "2 страницы", "5 страниц", "21 страница"]);
        assert_eq!(said("uk", "text"), ["0 текстів", "1 текст", "2 тексти", "5 текстів", "21 текст"]);
        assert_eq!(said("en", "place"), ["0 places", "1 place", "2 places", "5 places", "21 places"]);
        let hidden = |code: &str, number| languages()[code].numbered("map-hidden", number);
        assert_eq!(hidden("en", 1), "Not shown: 1 count that is masked or withheld");
        assert_eq!(hidden("de", 1_234), "Nicht gezeigt: 1.234 unkenntlich gemachte oder zurückgehaltene Zählungen");
    }

    #[test]
    fn units_agree_with_their_number() {
        let all = languages();
        let told =
            |code: &str, text: &str, unit: &str| all[code].quantity(Amount::parse(text).expect("an amount"), unit);
        assert_eq!(told("en", "9", "city"), "9 cities");
        assert_eq!(told("en", "1", "city"), "1 city");
        assert_eq!(told("en", "1.5", "percent"), "1.5 percent");
        assert_eq!(told("fr", "1.5", "city"), "1,5 grande ville");
        assert_eq!(told("ru", "21", "city"), "21 крупный город");
        assert_eq!(told("ru", "1.5", "vehicle"), "1,5 транспортных средства");
        assert_eq!(told("uk", "1024", "village"), "1\u{a0}024 села");
        assert_eq!(told("de", "2", "country"), "2 Länder");
        // A unit that no file knows stands as it is.
        assert_eq!(told("de", "3", "EUR"), "3 EUR");
        assert_eq!(told("de", "3", "anything_else"), "3 anything else");
        let (units, _) = words_of_packs();
        for (words, unit) in all.values().flat_map(|words| units.iter().map(move |unit| (words, unit))) {
            assert!(words.own(&format!("count-{unit}"), &[]).is_some(), "{}.ftl has no count-{unit}", words.code);
            assert!(words.own(&format!("unit-{unit}"), &[]).is_some(), "{}.ftl has no unit-{unit}", words.code);
        }
    }

    #[test]
    fn figures_and_days_are_written_as_the_language_writes_them() {
        let all = languages();
        let figure = |code: &str, text: &str| all[code].figure(Amount::parse(text));
        assert_eq!(figure("fr", "1386"), "1\u{202f}386");
        assert_eq!(figure("es", "1386"), "1386");
        assert_eq!(figure("es", "13860"), "13\u{a0}860");
        assert_eq!(figure("de", "1386.5"), "1.386,5");
        assert_eq!(figure("ru", "1386.5"), "1\u{a0}386,5");
        assert_eq!(figure("uk", "1386000"), "1\u{a0}386\u{a0}000");
        let day = |code: &str, text: &str| all[code].day(text.parse::<jiff::civil::Date>().expect("a day"));
        assert_eq!(day("de", "2022-09-21"), "21. Sept. 2022");
        assert_eq!(day("ru", "2022-05-09"), "9 мая 2022");
        assert_eq!(all["ru"].say("month-5"), "май");
        assert_eq!(day("fr", "2022-09-21"), "21 sept. 2022");
    }

    #[test]
    fn a_name_becomes_a_key_without_its_commas() {
        let words = &languages()["de"];
        assert_eq!(words.name("measure", "flow, that day"), words.say("measure-flow-that-day"));
        assert_ne!(words.name("measure", "flow, that day"), "measure-flow-that-day");
        // A letter of another script stays, and the name with it.
        assert_eq!(words.name("indicator", "день"), "день");
        assert_eq!(words.name("subset", "nobody_at_all"), "nobody at all");
    }
}
