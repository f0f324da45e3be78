//! Exports and charts from outside: every format against a small strict checker of its specification, and what must never
//! leave the ledger.

use crate::run::Folder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A ledger of the shipped example.
fn quickstart(name: &str) -> Folder {
    let folder = Folder::new(name);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/quickstart");
    folder.run(&["add", &corpus.to_string_lossy()]).ends(0);
    folder
}

/// A ledger of reports given as `(doc, title, outlet, published, text)`.
fn ledger(name: &str, reports: &[(&str, &str, &str, &str, &str)]) -> Folder {
    let folder = Folder::new(name);
    let line = |(doc, title, outlet, published, text): &(&str, &str, &str, &str, &str)| {
        let report = serde_json::json!({
            "doc": doc, "title": title, "outlet": outlet, "published": published, "lang": "en", "text": text,
            "url": format!("https://x.example/{doc}?a={{1}}|2&b=%20"),
        });
        format!("{report}\n")
    };
    folder.write("reports.jsonl", reports.iter().map(line).collect::<String>());
    folder.run(&["add", "reports.jsonl"]).ends(0);
    folder
}

fn read(folder: &Folder, path: &str) -> String {
    String::from_utf8(std::fs::read(folder.path().join(path)).unwrap()).unwrap()
}

/// Reads RFC 4180, with LF as the end of a line as our dictionary says. A quotation mark inside a bare cell, a bare CR, text
/// behind a closing mark and rows of another length fail.
fn parse_csv(text: &str) -> Vec<Vec<String>> {
    assert!(!text.starts_with('\u{FEFF}'), "a byte order mark");
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut signs = text.chars().peekable();
    let mut fresh = true;
    while let Some(sign) = signs.next() {
        match sign {
            '"' if fresh => {
                loop {
                    match signs.next().expect("a cell that is never closed") {
                        '"' if signs.peek() == Some(&'"') => cell.push(signs.next().unwrap()),
                        '"' => break,
                        sign => cell.push(sign),
                    }
                }
                assert!(matches!(signs.peek(), Some(',' | '\n')), "text behind a closed cell: {cell:?}");
                fresh = false;
            }
            ',' => {
                row.push(std::mem::take(&mut cell));
                fresh = true;
            }
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
                fresh = true;
            }
            '"' | '\r' => panic!("a bare {sign:?} after {cell:?}"),
            sign => {
                cell.push(sign);
                fresh = false;
            }
        }
    }
    assert!(row.is_empty() && cell.is_empty(), "the last line has no end");
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "rows differ in length");
    rows
}

/// Checks a value, as CSV writes it, against its field of Table Schema; `None` is a missing one.
fn check_value(field: &Value, value: Option<&str>, fault: &mut dyn FnMut(String)) {
    let constraints = &field["constraints"];
    let name = field["name"].as_str().unwrap();
    let Some(text) = value else {
        if constraints["required"] == true {
            fault(format!("{name} is required and missing"));
        }
        return;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number: Option<f64> = text.parse().ok().filter(|_| !text.contains(['e', 'E', 'n', 'i']));
    let date = |text: &str| {
        let parts: Vec<&str> = text.split('-').collect();
        parts.len() == 3 && parts.iter().zip([4, 2, 2]).all(|(part, long)| part.len() == long && digits(part))
    };
    let holds = match field["type"].as_str().unwrap() {
        "string" => true,
        "integer" => digits(text.strip_prefix('-').unwrap_or(text)),
        "number" => number.is_some(),
        "boolean" => matches!(text, "true" | "false"),
        "date" => date(text),
        "datetime" => text.len() == 20 && text.ends_with('Z') && date(&text[..10]) && &text[10..11] == "T",
        "year" => text.len() == 4 && digits(text),
        other => panic!("a type that is not checked: {other}"),
    };
    if !holds {
        fault(format!("{name}: {text:?} is no {}", field["type"]));
    }
    for (rule, wanted) in constraints.as_object().into_iter().flatten() {
        let holds = match rule.as_str() {
            "required" | "unique" => true,
            "enum" => wanted.as_array().unwrap().iter().any(|choice| choice == text),
            "minimum" => number.is_some_and(|number| number >= wanted.as_f64().unwrap()),
            "maximum" => number.is_some_and(|number| number <= wanted.as_f64().unwrap()),
            // The only patterns that we write: a letter and an id, a country code.
            "pattern" => match wanted.as_str().unwrap() {
                "[A-Z]{2}" => text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()),
                id => {
                    let tail = id.strip_suffix("_[a-z2-9]{16}").expect("a pattern that is not checked");
                    let body = text.strip_prefix(tail).and_then(|text| text.strip_prefix('_'));
                    body.is_some_and(|body| {
                        body.len() == 16 && body.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'9'))
                    })
                }
            },
            other => panic!("a constraint that is not checked: {other}"),
        };
        if !holds {
            fault(format!("{name}: {text:?} breaks {rule} {wanted}"));
        }
    }
}

/// Checks every file of a folder against its dictionary, and returns the rows of each table by its path.
fn check_package(folder: &Folder, under: &str) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let package: Value = serde_json::from_str(&read(folder, &format!("{under}/datapackage.json"))).unwrap();
    assert_eq!(package["name"], "firsthand-export");
    let resources = package["resources"].as_array().unwrap();
    let names: BTreeSet<&str> = resources.iter().map(|resource| resource["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), resources.len(), "two resources of one name");
    let on_disk: BTreeSet<String> = std::fs::read_dir(folder.path().join(under))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "datapackage.json")
        .collect();
    let told: BTreeSet<String> =
        resources.iter().map(|resource| resource["path"].as_str().unwrap().to_owned()).collect();
    assert_eq!(on_disk, told, "files and dictionary differ");
    let mut tables = BTreeMap::new();
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        let text = read(folder, &format!("{under}/{path}"));
        assert_eq!(resource["bytes"], text.len());
        assert!(resource["description"].as_str().is_some_and(|about| about.len() > 20));
        if resource["format"] != "csv" {
            continue;
        }
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let missing: Vec<&str> =
            resource["schema"]["missingValues"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        let mut rows = parse_csv(&text).into_iter();
        let head = rows.next().unwrap();
        let columns: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(head, columns, "{path}");
        let mut faults = Vec::new();
        let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut table = Vec::new();
        for (number, row) in rows.enumerate() {
            for (field, cell) in fields.iter().zip(&row) {
                let value = Some(cell.as_str()).filter(|cell| !missing.contains(cell));
                check_value(field, value, &mut |fault| faults.push(format!("row {}: {fault}", number + 1)));
                let name = field["name"].as_str().unwrap();
                let key = field["constraints"]["unique"] == true || resource["schema"]["primaryKey"][0] == name;
                if key && !seen.entry(name).or_default().insert(cell.clone()) {
                    faults.push(format!("row {}: {name} {cell} stands there twice", number + 1));
                }
            }
            table.push(columns.iter().map(|name| (*name).to_owned()).zip(row).collect::<BTreeMap<_, _>>());
        }
        for field in fields {
            assert!(field["description"].as_str().is_some_and(|about| about.len() > 3), "{path}: {field}");
        }
        assert!(faults.is_empty(), "{path}:\n{}", faults.join("\n"));
        tables.insert(path.to_owned(), table);
    }
    tables
}

#[test]
fn tables_keep_to_their_dictionary_and_to_each_other() {
    let folder = quickstart("export-csv");
    folder.run(&["export", "--as", "csv", "-o", "out/"]).ends(0).talks(&["entries.csv", "left out"]);
    folder.run(&["export", "--as", "acled-csv", "-o", "out/"]).ends(0);
    let tables = check_package(&folder, "out");
    assert_eq!(tables.len(), 5, "a second export keeps what the dictionary says of the first");
    let ids = |path: &str, column: &str| -> BTreeSet<String> {
        let rows = tables[path].iter();
        rows.flat_map(|row| row[column].split("; ").map(str::to_owned).collect::<Vec<_>>())
            .filter(|id| !id.is_empty())
            .collect()
    };
    let claims = ids("claims.csv", "claim_id");
    assert!(ids("claims.csv", "report_id").is_subset(&ids("reports.csv", "report_id")));
    assert!(ids("entries.csv", "report_ids").is_subset(&ids("reports.csv", "report_id")));
    assert!(ids("claims.csv", "entry_ids").is_subset(&ids("entries.csv", "entry_id")));
    assert!(ids("events.csv", "entry_ids").is_subset(&ids("entries.csv", "entry_id")));
    assert!(ids("events.csv", "part_of").is_subset(&ids("events.csv", "event_id")));
    assert!(claims.len() > 40, "{claims:?}");
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().ok();
    for row in &tables["entries.csv"] {
        if let (Some(low), Some(high)) = (number(row, "low"), number(row, "high")) {
            assert!(low <= high, "{row:?}");
        }
    }
    let monday =
        tables["entries.csv"].iter().find(|row| row["series"] == "detained/person/Portugal/2025-03-10").unwrap();
    assert_eq!((&*monday["low"], &*monday["high"], &*monday["counters"]), ("412", "", "2"));
    assert_eq!(monday["latitude"], "", "a country has no point");
}

#[test]
fn lines_say_the_same_as_the_table_and_need_no_folder() {
    let folder = quickstart("export-jsonl");
    let lines = folder.run(&["export", "--as", "jsonl", "--indicator", "detained"]).ends(0).lines();
    let table = parse_csv(&folder.run(&["export", "--as", "csv", "--indicator", "detained"]).ends(0).out);
    assert_eq!(lines.len() + 1, table.len());
    for (line, row) in lines.iter().zip(&table[1..]) {
        assert_eq!(line.as_object().unwrap().len(), row.len());
        for (name, cell) in table[0].iter().zip(row) {
            let plain = match &line[name] {
                Value::Null => String::new(),
                Value::Array(items) => {
                    items.iter().map(|item| item.as_str().unwrap().replace(';', ",")).collect::<Vec<_>>().join("; ")
                }
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(&plain, cell.strip_prefix('\'').unwrap_or(cell), "{name}");
        }
    }
    let again = folder.run(&["export", "--as", "jsonl", "--indicator", "detained"]).ends(0);
    assert_eq!(again.lines(), lines);
}

#[test]
fn geojson_puts_points_where_the_standard_wants_them() {
    let folder = quickstart("export-geojson");
    for what in ["events", "entries"] {
        let found = folder.run(&["export", "--as", "geojson", "--what", what]).ends(0).json();
        assert_eq!(found["type"], "FeatureCollection");
        assert!(found.get("crs").is_none());
        let features = found["features"].as_array().unwrap();
        let (mut points, mut without) = (0, 0);
        for feature in features {
            assert_eq!(feature["type"], "Feature");
            assert!(feature["properties"].is_object() && feature["id"].is_string());
            if feature["geometry"].is_null() {
                without += 1;
                continue;
            }
            assert_eq!(feature["geometry"]["type"], "Point");
            let at: Vec<f64> =
                feature["geometry"]["coordinates"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
            assert!(at.len() == 2 && at[0].abs() <= 180.0 && at[1].abs() <= 90.0);
            let precision = feature["properties"]["where_prec"].as_i64().unwrap();
            assert!(precision < 6, "a country has no point: {feature}");
            // Portugal lies west of Greenwich and north of 30 degrees: longitude first.
            if feature["properties"]["country"] == "PT" {
                assert!(at[0] < -6.0 && at[1] > 30.0, "{feature}");
            }
            points += 1;
        }
        assert!(points > 3 && without > 1, "{points} {without}");
    }
}

#[test]
fn events_stand_in_the_columns_of_acled_and_ucdp() {
    let text = "MALDA, Freedonia - Dozens of people were killed in Porto on Monday when a bridge fell, the police said.\n\n\
                In Braga, 17 people were killed on Tuesday, the civil protection agency said.\n";
    let folder = ledger(
        "export-shaped",
        &[("bridge", "Bridge; falls, \"twice\"", "north.example", "2025-03-12T09:00:00Z", text)],
    );
    folder.run(&["export", "--as", "acled-csv", "-o", "a"]).ends(0);
    folder.run(&["export", "--as", "ucdp-csv", "-o", "u"]).ends(0);
    let acled = &check_package(&folder, "a")["events-acled.csv"];
    let ucdp = &check_package(&folder, "u")["events-ucdp.csv"];
    assert_eq!((acled[0].len(), ucdp[0].len()), (31, 49));
    let porto = acled.iter().find(|row| row["location"] == "Porto").expect("a row for Porto");
    assert_eq!(porto["fatalities"], "12", "dozens, by ACLED's convention");
    assert_eq!((&*porto["event_date"], &*porto["time_precision"], &*porto["geo_precision"]), ("2025-03-10", "1", "1"));
    assert_eq!(porto["event_type"], "", "deaths alone do not say who killed");
    let porto = ucdp.iter().find(|row| row["where_coordinates"] == "Porto").expect("a row for Porto");
    assert_eq!((&*porto["low"], &*porto["best"], &*porto["high"]), ("24", "24", "99"), "UCDP keeps the bounds");
    let braga = ucdp.iter().find(|row| row["where_coordinates"] == "Braga").expect("a row for Braga");
    assert_eq!((&*braga["best"], &*braga["deaths_unknown"], &*braga["date_prec"]), ("17", "17", "1"));
    // Braga lies at 41.55 north, 8.42 west: row 263, column 343, counted from zero.
    assert_eq!(braga["priogrid_gid"], (263 * 720 + 343 + 1).to_string());
    assert!(braga["geom_wkt"].starts_with("POINT (-8."), "{}", braga["geom_wkt"]);
    assert_eq!(braga["source_office"], "north.example");
}

/// Walks through one wikitext table as MediaWiki's parser sees it: lines that open, divide and close it; templates and
/// references that balance; no markup in words.
fn check_wikitext(text: &str, columns: usize) -> (usize, usize) {
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("{| ") && lines[1].starts_with("|+ "));
    let end = lines.iter().position(|line| *line == "|}").expect("the table is closed");
    let heads = lines[2..].iter().take_while(|line| line.starts_with("! ")).count();
    assert_eq!(heads, columns);
    let (mut rows, mut cells) = (0, columns);
    for line in &lines[2 + heads..end] {
        if *line == "|-" {
            assert_eq!(cells, columns, "a row of another length before row {rows}");
            (rows, cells) = (rows + 1, 0);
        } else {
            let cell = line.strip_prefix("| ").unwrap_or_else(|| panic!("no cell: {line}"));
            assert!(!cell.starts_with(['-', '+', '}', '|']), "{line}");
            assert!(!cell.replace("{{cite news |", "").contains("||"), "{line}");
            cells += 1;
        }
    }
    assert_eq!(cells, columns);
    let (mut named, mut used) = (BTreeSet::new(), 0);
    for part in text.split("<ref name=\"").skip(1) {
        let (name, rest) = part.split_once('"').unwrap();
        if let Some(body) = rest.strip_prefix('>') {
            let body = body.split_once("</ref>").expect("a reference is closed").0;
            assert!(named.insert(name), "{name} is defined twice");
            let inner =
                body.strip_prefix("{{cite news |").and_then(|body| body.strip_suffix("}}")).expect("one template");
            assert!(!inner.contains(['{', '}', '[', ']', '<', '>', '\n']), "{inner}");
            for parameter in inner.split(" |") {
                let (key, _) = parameter.split_once('=').unwrap_or_else(|| panic!("no parameter: {parameter}"));
                assert!(["title", "work", "date", "url", "language"].contains(&key), "{key}");
            }
        } else {
            assert!(rest.starts_with(" />") && named.contains(name), "{name} is used before it is defined");
            used += 1;
        }
    }
    assert_eq!(named.is_empty(), !text.contains("{{reflist}}"));
    (rows, used)
}

#[test]
fn wikitext_is_one_table_whose_references_are_defined_once() {
    let folder = quickstart("export-wiki");
    let (rows, again) = check_wikitext(&folder.run(&["export", "--as", "wikitext"]).ends(0).out, 9);
    assert!(rows > 20 && again > 5, "{rows} {again}");
}

/// Reads a BibTeX file strictly: entries, keys once, `name = {value}` with balanced braces or a macro.
fn parse_bibtex(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut entries = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let body = rest.strip_prefix("@misc{").unwrap_or_else(|| panic!("no entry: {rest:.40}"));
        let (key, body) = body.split_once(",\n").unwrap();
        assert!(!key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{key}");
        let (mut fields, mut body) = (BTreeMap::new(), body);
        loop {
            if let Some(after) = body.strip_prefix("}\n") {
                rest = after.trim_start();
                break;
            }
            let (name, value) = body.trim_start().split_once(" = ").unwrap();
            assert!(name.bytes().all(|b| b.is_ascii_lowercase()), "{name}");
            let (mut depth, mut end) = (0_i32, None);
            for (at, c) in value.char_indices() {
                let escaped = value[..at].ends_with('\\');
                match c {
                    '{' if !escaped => depth += 1,
                    '}' if !escaped => depth -= 1,
                    ',' if depth == 0 => {
                        end = Some(at);
                        break;
                    }
                    '#' | '$' | '&' if depth > 0 && name != "url" => assert!(escaped, "{c} in {name} of {key}"),
                    _ => {}
                }
                assert!(depth >= 0, "{name} of {key}");
            }
            let end = end.expect("a field ends with a comma");
            assert!(fields.insert(name.to_owned(), value[..end].to_owned()).is_none(), "{name} twice in {key}");
            body = value[end + 1..].trim_start_matches('\n');
        }
        assert!(fields.contains_key("title"), "{key}");
        assert!(entries.insert(key.to_owned(), fields).is_none(), "{key} twice");
    }
    entries
}

#[test]
fn bibtex_balances_and_its_keys_are_report_ids() {
    let folder = quickstart("export-bib");
    let entries = parse_bibtex(&folder.run(&["export", "--as", "bibtex"]).ends(0).out);
    assert!(entries.len() >= 10, "{entries:?}");
    assert!(entries.keys().all(|key| key.starts_with("r_") && key.len() == 18));
    assert!(entries.values().any(|fields| fields["title"].contains("Setúbal")));
}

#[test]
fn hostile_words_are_only_words() {
    let text = "PORTO, Portugal - Police detained 412 people in Porto on Monday, the monitor Harbour Watch said.\n";
    let title = "=HYPERLINK(\"http://e.example\") | {{x}} ]] </ref><script> 50% & $1 \\end{a}_~^#";
    let folder = ledger("export-hostile", &[("=1+1", title, "@outlet|x}}", "2025-03-10T20:00:00Z", text)]);
    folder.run(&["export", "--as", "csv", "-o", "out"]).ends(0);
    let tables = check_package(&folder, "out");
    let report = &tables["reports.csv"][0];
    assert!(report["title"].starts_with("'=") && report["outlet"].starts_with("'@"), "{report:?}");
    for table in tables.values() {
        let cells = table.iter().flat_map(|row| row.iter());
        for (name, cell) in cells {
            assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{name}: {cell}");
            assert!(!cell.starts_with('-') || cell.parse::<f64>().is_ok(), "{name}: {cell}");
        }
    }
    let (rows, _) = check_wikitext(&folder.run(&["export", "--as", "wikitext"]).ends(0).out, 9);
    assert_eq!(rows, 1);
    let entries = parse_bibtex(&folder.run(&["export", "--as", "bibtex"]).ends(0).out);
    assert_eq!(entries.len(), 1);
    let svg = folder.run(&["chart", "detained"]).ends(0).out;
    assert!(!svg.contains("<script"), "{svg}");
}

#[test]
fn people_stay_in_the_ledger() {
    let text = "PONTA DELGADA, Portugal - Police detained three people in Ponta Delgada on Monday, and 412 people were detained in Portugal on \
                Monday, the monitor Harbour Watch said.\n\n\"I saw 40 people detained in Porto on Monday,\" said Brunhilde \
                Quastel, a 62-year-old baker.\n\nThe union said that 5,000 protesters will gather in Lisbon on Saturday.\n";
    let folder = ledger(
        "export-privacy",
        &[("march", "Brunhilde Quastel saw it", "north.example", "2025-03-10T20:00:00Z", text)],
    );
    for format in ["csv", "jsonl", "geojson", "acled-csv", "wikitext", "bibtex"] {
        folder.run(&["export", "--as", format, "-o", &format!("{format}-out")]).ends(0);
        for file in std::fs::read_dir(folder.path().join(format!("{format}-out"))).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains("Quastel") && !text.contains("quastel"), "{}: {text}", path.display());
            assert!(
                !text.contains("62-year") && !text.contains("5000") && !text.contains("5,000"),
                "{}",
                path.display()
            );
        }
    }
    let tables = check_package(&folder, "csv-out");
    let town: Vec<_> = tables["entries.csv"].iter().filter(|row| row["place"] == "Ponta Delgada").collect();
    assert!(!town.is_empty() && town.iter().all(|row| row["low"] == "<5" && row["best"] == "<5"), "{town:?}");
    let claims: Vec<_> = tables["claims.csv"].iter().filter(|row| row["place"] == "Ponta Delgada").collect();
    assert!(
        !claims.is_empty() && claims.iter().all(|row| row["surface"] == "<5" && row["value"] == "<5"),
        "{claims:?}"
    );
    assert!(tables["entries.csv"].iter().any(|row| row["low"] == "412"), "larger counts are told");
    let svg = folder.run(&["chart", "detained", "--place", "Porto"]).ends(0).out;
    assert!(!svg.contains("Quastel") && svg.contains("40"), "{svg}");
    folder.run(&["chart", "detained", "--place", "Ponta Delgada"]).ends(1).talks(&["nothing can be drawn"]);
}

#[test]
fn a_dictionary_of_others_is_not_lost() {
    let folder = quickstart("export-others");
    folder.write("out/datapackage.json", "{\"name\":\"theirs\"}");
    folder.run(&["export", "--as", "csv", "-o", "out"]).ends(1).talks(&["datapackage.json", "hint:"]);
    assert_eq!(read(&folder, "out/datapackage.json"), "{\"name\":\"theirs\"}");
    folder.run(&["export", "--as", "bibtex", "--what", "events"]).ends(2).talks(&["--what reports"]);
    folder.run(&["export", "--as", "csv", "--what", "claims", "-o", "one.csv"]).ends(0).talks(&["one.csv"]);
    let package: Value = serde_json::from_str(&read(&folder, "datapackage.json")).unwrap();
    assert_eq!(package["resources"][0]["path"], "one.csv");
}

#[test]
fn order_of_arrival_shows_in_no_export() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/quickstart/reports.jsonl");
    let lines: Vec<String> = std::fs::read_to_string(corpus).unwrap().lines().map(str::to_owned).collect();
    let exports = |name: &str, lines: Vec<&String>| -> Vec<String> {
        let folder = Folder::new(name);
        for (number, part) in lines.chunks(4).enumerate() {
            let text: Vec<&str> = part.iter().map(|line| line.as_str()).collect();
            folder.write(&format!("{number}.jsonl"), text.join("\n"));
            folder.run(&["add", &format!("{number}.jsonl")]).ends(0);
        }
        let mut all: Vec<String> = ["csv", "acled-csv", "geojson", "wikitext", "bibtex"]
            .map(|format| folder.run(&["export", "--as", format]).ends(0).out)
            .to_vec();
        all.push(folder.run(&["export", "--as", "csv", "--what", "claims"]).ends(0).out);
        all.push(folder.run(&["chart", "detained", "--place", "Portugal"]).ends(0).out);
        all
    };
    assert_eq!(exports("export-forth", lines.iter().collect()), exports("export-back", lines.iter().rev().collect()));
}

/// Checks that elements of an XML document are closed in order, and returns the names that it holds.
fn check_xml(text: &str) -> BTreeSet<String> {
    let (mut open, mut names) = (Vec::new(), BTreeSet::new());
    for part in text.split('<').skip(1) {
        let (tag, words) = part.split_once('>').expect("a tag is closed");
        assert!(words.match_indices('&').all(|(at, _)| words[at..].contains(';')), "{words}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else {
            let name = tag.split([' ', '/']).next().unwrap().to_owned();
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            names.insert(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    names
}

#[test]
fn a_chart_says_what_it_shows() {
    let folder = quickstart("chart");
    folder.run(&["chart", "detained", "--place", "Portugal", "-o", "x.svg"]).ends(0).talks(&["wrote x.svg"]);
    let svg = read(&folder, "x.svg");
    let names = check_xml(&svg);
    for name in ["title", "desc", "style", "path", "circle", "text"] {
        assert!(names.contains(name), "{name} in {names:?}");
    }
    assert!(
        svg.contains("cumulative: the running total") && svg.contains("daily: each day"),
        "the axis names its kind"
    );
    assert!(svg.contains("prefers-color-scheme:dark") && svg.contains("role=\"table\""));
    // Every claim of the series is a mark and a row of the table.
    let claims = parse_csv(
        &folder
            .run(&["export", "--as", "csv", "--what", "claims", "--indicator", "detained", "--place", "Portugal"])
            .ends(0)
            .out,
    );
    let of_place: Vec<&String> = claims[1..].iter().map(|row| &row[0]).collect();
    assert!(of_place.len() > 8);
    for claim in of_place {
        assert!(svg.contains(claim.as_str()), "{claim}");
    }
    folder.run(&["chart", "detained", "--place", "Nowhere"]).ends(1).talks(&["hint: firsthand tally"]);
    folder.run(&["chart", "detained", "-o", "x.gif"]).ends(1).talks(&["hint: -o chart.svg"]);
}

#[test]
fn a_chart_flags_a_revision_with_its_reason() {
    let folder = Folder::new("chart-revision");
    let told = [(40, "01T12"), (95, "01T20"), (120, "02T09"), (98, "03T09"), (101, "04T09")];
    let lines = told.iter().enumerate().map(|(number, (value, hour))| {
        let at = format!("2031-05-{hour}:00:00Z");
        let claim = serde_json::json!({
            "doc": format!("bulletin-{number}"), "surface": value.to_string(), "value": value, "lower": value,
            "upper": value, "modifier": "equal", "indicator": "killed", "unit": "person", "measure": "cumulative",
            "place": { "name": "Porto", "country": "PT" }, "time": "2031-05-01", "as_of": [at, at], "published": at,
            "source": "civil protection agency", "source_role": "counter", "series": "flood toll",
        });
        format!("{claim}\n")
    });
    folder.write("claims.jsonl", lines.collect::<String>());
    folder.run(&["add", "--claims", "claims.jsonl"]).ends(0);
    let svg = folder.run(&["chart", "killed", "--place", "Porto"]).ends(0).out;
    check_xml(&svg);
    let reason = svg.split("revision 1: ").nth(1).and_then(|rest| rest.split("</text>").next()).expect("a revision");
    assert!(reason.contains("120") && reason.contains("bulletin-2"), "{reason}");
    // The figure that was taken back is a cross; the line ends at the last count.
    assert!(svg.contains("class=\"c\"") && svg.contains(">101</text>"), "{svg}");
}
