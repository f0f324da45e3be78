//! The JSON forms keep to their schemas under `docs/formats`, and the schemas describe every field.

use crate::maker::{make_reports, to_lines};
use crate::run::Folder;
use crate::serve::Served;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Checks the part of JSON Schema that our schemas use; another keyword fails, so that none is believed held in vain.
/// Stricter than the standard in one point: a field that no schema describes is a fault.
struct Schemas(BTreeMap<String, Value>);

impl Schemas {
    fn load() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let read = |path: std::path::PathBuf| {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        };
        Self(files.map(read).collect())
    }

    /// Fails unless `value` keeps to the schema of this name.
    #[track_caller]
    fn holds(&self, name: &str, value: &Value) {
        let file = format!("{name}.schema.json");
        if let Err(why) = self.check(&file, &self.0[&file], value) {
            panic!("{name}: {why}\nin {value}");
        }
    }

    fn check(&self, file: &str, schema: &Value, value: &Value) -> Result<(), String> {
        for (keyword, wanted) in schema.as_object().unwrap() {
            self.keyword(file, keyword, wanted, value).map_err(|why| format!("{keyword}: {why}"))?;
        }
        let described = schema.get("properties").and_then(Value::as_object);
        if let (Some(described), Some(fields)) = (described, value.as_object()) {
            for (name, value) in fields {
                let schema = described.get(name).ok_or_else(|| format!("the field {name} is not described"))?;
                self.check(file, schema, value).map_err(|why| format!("{name}: {why}"))?;
            }
        }
        Ok(())
    }

    fn keyword(&self, file: &str, keyword: &str, wanted: &Value, value: &Value) -> Result<(), String> {
        let fail = |holds: bool| if holds { Ok(()) } else { Err(format!("{value} is not {wanted}")) };
        let items = || value.as_array().map_or(&[][..], Vec::as_slice);
        match keyword {
            "$schema" | "$id" | "title" | "description" | "properties" | "$defs" => Ok(()),
            "const" => fail(value == wanted),
            "enum" => fail(wanted.as_array().unwrap().contains(value)),
            "type" => {
                let one = |kind: &Value| is_a(kind.as_str().unwrap(), value);
                fail(wanted.as_array().map_or_else(|| one(wanted), |kinds| kinds.iter().any(one)))
            }
            "minimum" => fail(value.as_f64().is_none_or(|value| value >= wanted.as_f64().unwrap())),
            "maximum" => fail(value.as_f64().is_none_or(|value| value <= wanted.as_f64().unwrap())),
            "minItems" => fail(!value.is_array() || items().len() as u64 >= wanted.as_u64().unwrap()),
            "maxItems" => fail(items().len() as u64 <= wanted.as_u64().unwrap()),
            "required" => match wanted
                .as_array()
                .unwrap()
                .iter()
                .find(|name| value.is_object() && value.get(name.as_str().unwrap()).is_none())
            {
                Some(name) => Err(format!("the field {name} is missing")),
                None => Ok(()),
            },
            "items" => items().iter().try_for_each(|item| self.check(file, wanted, item)),
            "prefixItems" => wanted
                .as_array()
                .unwrap()
                .iter()
                .zip(items())
                .try_for_each(|(schema, item)| self.check(file, schema, item)),
            "oneOf" => {
                let tried: Vec<_> =
                    wanted.as_array().unwrap().iter().map(|schema| self.check(file, schema, value)).collect();
                match tried.iter().filter(|tried| tried.is_ok()).count() {
                    1 => Ok(()),
                    _ => Err(format!("{tried:?}")),
                }
            }
            "$ref" => match wanted.as_str().unwrap().strip_prefix("#/$defs/") {
                Some(name) => self.check(file, &self.0[file]["$defs"][name], value),
                None => self.check(wanted.as_str().unwrap(), &self.0[wanted.as_str().unwrap()], value),
            },
            other => panic!("{file}: the keyword {other} is not checked here"),
        }
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other}"),
    }
}

#[test]
fn every_form_keeps_to_its_schema() {
    let schemas = Schemas::load();
    let folder = Folder::new("formats");
    let mut reports = make_reports(9, 40);
    reports.push(json!({
        "doc": "fr", "lang": "fr", "published": "2031-05-02",
        "text": "Selon la police, 12 personnes ont été arrêtées à Lyon mardi. « Nous étions 300 », a dit Paul, un passant. \
                 Un billet coûtait 40 €.",
    }));
    for (lang, text) in [
        ("en", "Lantern Aria said 12 people were detained in Lyon on Tuesday."),
        ("uk", "Лантерн Аріа повідомив, що у Ліоні у вівторок затримали 12 людей."),
    ] {
        reports.push(json!({"doc": lang, "lang": lang, "published": "2031-05-02", "text": text}));
    }
    folder.write("reports.jsonl", to_lines(&reports));
    let outside = json!({
        "doc": "page", "series": "s", "indicator": "killed", "unit": "person", "value": 5, "lower": 5, "upper": 5,
        "modifier": "equal", "measure": "cumulative", "source": "police", "published": "2031-05-03",
        "as_of": ["2031-05-03T10:00Z", "2031-05-03T11:00Z"],
    });
    folder.write("outside.jsonl", format!("{outside}\n"));
    let lines = |arguments: &[&str], schema: &str| {
        let found = folder.run(arguments).ends(0).lines();
        found.iter().for_each(|line| schemas.holds(schema, line));
        found
    };
    let document = |arguments: &[&str], schema: &str| schemas.holds(schema, &folder.run(arguments).ends(0).json());

    assert_eq!(lines(&["read", "reports.jsonl", "--as", "reports", "--jsonl"], "report").len(), reports.len());
    lines(&["read", "reports.jsonl", "--as", "mentions", "--jsonl"], "mention");
    lines(&["read", "reports.jsonl", "--jsonl"], "claim");
    lines(&["lineage", "reports.jsonl", "--jsonl"], "lineage");
    lines(&["reconcile", "outside.jsonl", "--jsonl"], "entry");
    document(&["read", "reports.jsonl", "--as", "reports", "--json"], "reports");
    document(&["read", "reports.jsonl", "--as", "mentions", "--json"], "mentions");
    document(&["read", "reports.jsonl", "--json"], "claims");
    document(&["lineage", "reports.jsonl", "--json"], "lineages");
    document(&["reconcile", "outside.jsonl", "--json"], "entries");
    document(&["explain", "At least 12 people were detained on Monday.", "--json"], "explain");
    folder.write("small.reports.jsonl", r#"{"doc": "a", "lang": "en", "text": "Police said 12 people were killed."}"#);
    folder.write("small.claims.jsonl", r#"{"doc": "a", "start": 12, "end": 14, "indicator": "killed"}"#);
    for by in ["language", "indicator", "field"] {
        document(&["eval", "small.claims.jsonl", "--by", by, "--json"], "eval");
    }

    document(&["add", "reports.jsonl", "--claims", "outside.jsonl", "--json"], "added");
    for profile in ["default", "conservative", "range", "two-source"] {
        document(&["tally", "--json", "--profile", profile], "tally");
    }
    document(&["tally", "--json", "--as-of", "2031-05-03"], "tally");
    document(&["claims", "--json"], "claims");
    document(&["story", "--json"], "story");
    document(&["verify", "--json"], "verify");
    folder.run(&["feed", "add", "https://news.example/feed"]).ends(0);
    assert_eq!(lines(&["feed", "list", "--jsonl"], "subscription").len(), 1);
    let entries = lines(&["tally", "--jsonl"], "entry");
    let claims = lines(&["claims", "--jsonl"], "claim");
    for one in entries.iter().take(5).chain(claims.iter().take(5)) {
        document(&["why", one["id"].as_str().unwrap(), "--json"], "why");
    }
    document(&["why", entries[0]["id"].as_str().unwrap(), "--history", "--json"], "history");
    document(&["review", "list", "--json"], "review");
    // Claims first, then counters that may be one.
    let queue = folder.run(&["review", "list", "--jsonl"]).ends(0).lines();
    let (doubts, aliases): (Vec<Value>, Vec<Value>) =
        queue.into_iter().partition(|line| line.get("proposal").is_none());
    doubts.iter().for_each(|line| schemas.holds("doubt", line));
    assert!(!aliases.is_empty(), "the pages from Lyon name one monitor in two scripts");
    aliases.iter().for_each(|line| schemas.holds("alias", line));
    let claim = |at: usize| doubts[at]["claim"].as_str().unwrap();
    let signed = ["--reason", "a test", "--author", "Ana"];
    folder.run(&[&["review", "reject", claim(0)][..], &signed].concat()).ends(0);
    folder
        .run(&[&["review", "edit", claim(1), "figure=~40", "place=Lyon/FR", "source="][..], &signed].concat())
        .ends(0);
    folder.run(&[&["review", "undo", "1"][..], &signed].concat()).ends(0);
    folder.run(&[&["review", "reject", aliases[0]["proposal"].as_str().unwrap()][..], &signed].concat()).ends(0);
    for line in lines(&["review", "log", "--jsonl"], "log") {
        schemas.holds("record", &serde_json::from_str(line["record"].as_str().unwrap()).unwrap());
    }
    document(&["why", claim(1), "--json"], "why");
    lines(&["claims", "--jsonl"], "claim");
    document(&["verify", "--json"], "verify");
    let checkpoint = folder.run(&["verify", "--checkpoint"]).ends(0).out;
    document(&["verify", "--json", "--against", checkpoint.trim()], "verify");
    let changes = lines(&["changes", "--jsonl"], "change");
    assert!(changes.len() >= entries.len());
    document(&["tally", "--json", "--known-at", "2031-05-03"], "tally");
}

#[test]
fn what_a_served_ledger_tells_keeps_to_its_schema() {
    let schemas = Schemas::load();
    let folder = Folder::new("formats-served");
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/quickstart");
    folder.run(&["add", corpus]).ends(0);
    let served = Served::start(&folder, &[]);
    let get = |path: &str| {
        let heard = served.get(path);
        assert_eq!(heard.status, 200, "{path}: {}", heard.body);
        serde_json::from_str::<Value>(&heard.body).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    let hold = |schema: &str, path: &str| {
        let document = get(path);
        schemas.holds(schema, &document);
        document
    };
    // With small counts hidden, and as they are told.
    for masks in ["", "&unmasked=1"] {
        let stories = hold("stories", &format!("/stories.json?limit=1{masks}"));
        assert!(stories["next"].is_string() && stories["stories"][0]["figures"][0]["low"].is_number(), "{stories}");
        hold("stories", &format!("/stories.json?indicator=injured{masks}"));
        for clock in ["stated", "happened", "published", "recorded"] {
            let series = hold("series", &format!("/series.json?indicator=detained&place=Portugal&x={clock}{masks}"));
            assert!(series["panels"][0]["dots"].as_array().is_some_and(|dots| !dots.is_empty()), "{series}");
        }
        hold("series", &format!("/series.json?indicator=detained&place=Nowhere{masks}"));
        hold("tally", &format!("/tally.json?limit=3{masks}"));
        hold("tally", &format!("/map.json?indicator=injured{masks}"));
        hold("story", &format!("/story/{}.json?{masks}", stories["stories"][0]["id"].as_str().unwrap()));
        let injured = hold("tally", &format!("/tally.json?indicator=injured{masks}"));
        let hidden = injured["entries"].as_array().unwrap().iter().filter(|entry| entry["best"] == "<5").count();
        assert_eq!(hidden > 0, masks.is_empty(), "{injured}");
        for entry in injured["entries"].as_array().unwrap() {
            let id = entry["id"].as_str().unwrap();
            hold("why", &format!("/entry/{id}.json?{masks}"));
            hold("history", &format!("/v1/entries/{id}/history?{masks}"));
            hold("why", &format!("/claim/{}.json?{masks}", entry["support"][0]["claim"].as_str().unwrap()));
        }
        for line in get(&format!("/v1/changes?limit=1000{masks}"))["changes"].as_array().unwrap() {
            schemas.holds("change", line);
        }
    }
}

#[test]
fn every_schema_is_one_and_says_what_it_is() {
    for (file, schema) in &Schemas::load().0 {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{file}");
        assert_eq!(schema["$id"].as_str(), Some(file.as_str()));
        assert!(schema["description"].is_string(), "{file}");
    }
}
