//! The data dictionary beside the files: a Frictionless Data Package (`datapackage.json`) with a Table Schema for each.
//! Not here: the fields themselves; they come from the tables that write the rows.

use super::table::{FEW, HELD, TableNote};
use serde_json::{Value, json};

/// Name of the file that holds the dictionary.
pub const PACKAGE_FILE: &str = "datapackage.json";

/// Name of the package, by which a dictionary of ours is known.
pub const PACKAGE_NAME: &str = "firsthand-export";

/// How a data file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// RFC 7946.
    GeoJson,
    /// A table of MediaWiki.
    Wikitext,
    /// BibTeX.
    Bibtex,
}

impl FileFormat {
    /// The end of a file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::GeoJson => "geojson",
            Self::Wikitext => "wiki",
            Self::Bibtex => "bib",
        }
    }
}

/// The dictionary of one file, as an element of the package's `resources`. `bytes` and `sha256` are those of the file.
#[must_use]
pub fn describe_file(path: &str, format: FileFormat, table: &TableNote, bytes: u64, sha256: &str) -> Value {
    let keyed = matches!(format, FileFormat::Jsonl | FileFormat::GeoJson);
    let fields: Vec<Value> = table.fields.iter().map(|field| field.descriptor(keyed)).collect();
    let schema = json!({ "fields": fields, "primaryKey": [table.key], "missingValues": ["", FEW, HELD] });
    let mut resource = json!({
        "name": table.name,
        "path": path,
        "title": table.title,
        "description": table.about,
        "encoding": "utf-8",
        "bytes": bytes,
        "hash": format!("sha256:{sha256}"),
    });
    let mut set = |name: &str, value: Value| resource[name] = value;
    match format {
        FileFormat::Csv => {
            set("profile", json!("tabular-data-resource"));
            set("format", json!("csv"));
            set("mediatype", json!("text/csv"));
            set(
                "dialect",
                json!({ "delimiter": ",", "quoteChar": "\"", "doubleQuote": true, "lineTerminator": "\n", "header": true }),
            );
            set("schema", schema);
        }
        FileFormat::Jsonl => {
            set("profile", json!("tabular-data-resource"));
            set("format", json!("ndjson"));
            set("mediatype", json!("application/x-ndjson"));
            set("dialect", json!({ "keyed": true }));
            set("schema", schema);
        }
        FileFormat::GeoJson => {
            let kept: Vec<Value> = fields
                .iter()
                .filter(|field| !matches!(field["name"].as_str(), Some("latitude" | "longitude")))
                .cloned()
                .collect();
            set("format", json!("geojson"));
            set("mediatype", json!("application/geo+json"));
            set("properties", json!(kept));
            set(
                "description",
                json!(format!(
                    "{} Each feature's properties are described under \"properties\"; its geometry is the place's point, or \
                     null where it has none: for a country, for several places, where unknown.",
                    table.about
                )),
            );
        }
        FileFormat::Wikitext | FileFormat::Bibtex => {
            let wiki = format == FileFormat::Wikitext;
            set("format", json!(format.extension()));
            set("mediatype", json!(if wiki { "text/x-wiki" } else { "application/x-bibtex" }));
            set("columns", json!(fields));
            set(
                "description",
                json!(format!(
                    "{} It shows part of the columns that are described under \"columns\", in the style of its format.",
                    table.about
                )),
            );
        }
    }
    resource
}

/// The whole dictionary of these files, sorted by path.
#[must_use]
pub fn describe_package(mut resources: Vec<Value>) -> Value {
    let path = |resource: &Value| resource["path"].as_str().unwrap_or_default().to_owned();
    resources.sort_by_key(path);
    let all_tabular = resources.iter().all(|resource| resource["profile"] == "tabular-data-resource");
    json!({
        "profile": if all_tabular { "tabular-data-package" } else { "data-package" },
        "name": PACKAGE_NAME,
        "title": "Figures from news reports, reconciled by Firsthand",
        "description": "Counts, not people: names only of agents in a public role, small counts masked (\"<5\"), no call for a \
                        gathering. In CSV, words that a spreadsheet would take for a formula begin with an apostrophe.",
        "resources": resources,
    })
}
