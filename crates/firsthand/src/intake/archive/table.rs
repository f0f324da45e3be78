//! Which column of a table is what? CSV and JSON lines in anybody's shape, made into lines of JSON reports. Not here: what a
//! report's line says.

use crate::intake::{MAX_FILE, MAX_LINE, Refusal, jsonl};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::rc::Rc;

/// What a column can be: the fields of a JSON line of reports.
const FIELDS: [&str; 11] =
    ["text", "doc", "id", "url", "canonical", "outlet", "lang", "published", "modified", "title", "authors"];

/// Which column holds which field: `title=headline,text=body`. Fields that are not named are looked for under their own names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    columns: BTreeMap<String, String>,
}

impl std::str::FromStr for ColumnMap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut columns = BTreeMap::new();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (field, column) = pair.split_once('=').ok_or_else(|| format!("{pair:?} is no FIELD=COLUMN"))?;
            let (field, column) = (field.trim(), column.trim());
            if !FIELDS.contains(&field) {
                return Err(format!("there is no field {field:?}; the fields are {}", FIELDS.join(", ")));
            }
            if columns.insert(field.to_owned(), column.to_owned()).is_some() {
                return Err(format!("the field {field} is named twice"));
            }
        }
        Ok(Self { columns })
    }
}

impl ColumnMap {
    fn column<'m>(&'m self, field: &'m str) -> &'m str {
        self.columns.get(field).map_or(field, String::as_str)
    }
}

/// A JSON line in another shape as a line of reports; `a.b` reaches into objects.
///
/// # Errors
/// `too_large`, `broken_json`.
pub fn map_json_line(line: &[u8], map: &ColumnMap) -> Result<Vec<u8>, Refusal> {
    let broken = |why: String| Refusal::new("broken_json", why, "one JSON object a line");
    if line.len() > MAX_LINE {
        let why = format!("{} bytes are more than the {MAX_LINE} that a line may have", line.len());
        return Err(Refusal::new("too_large", why, "give the text as a file of its own"));
    }
    let text = std::str::from_utf8(line).map_err(|error| {
        let why = format!("invalid UTF-8 at byte {}", error.valid_up_to());
        Refusal::new("invalid_utf8", why, "save the file as UTF-8")
    })?;
    jsonl::check_depth(text)?;
    let row: Value =
        serde_json::from_str(text.trim_start_matches('\u{FEFF}').trim()).map_err(|error| broken(error.to_string()))?;
    if !row.is_object() {
        return Err(broken("the line is no object".into()));
    }
    let mut out = Map::new();
    for field in FIELDS {
        let column = map.column(field);
        let value = row.get(column).or_else(|| column.split('.').try_fold(&row, |value, key| value.get(key)));
        if let Some(value) = value.filter(|value| !value.is_null()) {
            let value = match value {
                Value::Bool(_) | Value::Object(_) => Value::String(value.to_string()),
                Value::Number(_) if field != "doc" && field != "id" => Value::String(value.to_string()),
                Value::Array(list) if field == "authors" => {
                    Value::Array(list.iter().filter(|name| name.is_string()).cloned().collect())
                }
                Value::Array(_) => Value::String(value.to_string()),
                other => other.clone(),
            };
            out.insert(field.to_owned(), value);
        }
    }
    Ok(Value::Object(out).to_string().into_bytes())
}

/// Stops a reader that goes on too long within one row: a quote that never closes would swallow the file.
struct Metered<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::other(format!("a row has more than {MAX_FILE} bytes")));
        }
        let len = self.inner.read(out)?;
        self.left.set(self.left.get().saturating_sub(len));
        Ok(len)
    }
}

/// The rows of a CSV file as lines of JSON reports. The delimiter is the comma, semicolon or tab that the first line has most.
pub struct TableRows<R> {
    rows: csv::Reader<Metered<io::Chain<io::Cursor<Vec<u8>>, R>>>,
    places: Vec<(&'static str, usize)>,
    left: Rc<Cell<usize>>,
    ended: bool,
}

impl<R: Read> TableRows<R> {
    /// Reads the head of a table.
    ///
    /// # Errors
    /// `no_column` where no column holds the text, `broken_csv`.
    pub fn new(mut reader: R, map: &ColumnMap) -> Result<Self, Refusal> {
        let broken = |error: &dyn std::fmt::Display| {
            Refusal::new("broken_csv", error.to_string(), "save the table as CSV in UTF-8")
        };
        let mut head = Vec::new();
        reader.by_ref().take(64 << 10).read_to_end(&mut head).map_err(|error| broken(&error))?;
        let head = head.strip_prefix(&[0xEF, 0xBB, 0xBF]).map(<[u8]>::to_vec).unwrap_or(head);
        let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |mark: u8| first.iter().filter(|byte| **byte == mark).count();
        let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',');
        let left = Rc::new(Cell::new(MAX_FILE));
        let metered = Metered { inner: io::Cursor::new(head).chain(reader), left: Rc::clone(&left) };
        let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(metered);
        let names = rows.byte_headers().map_err(|error| broken(&error))?.clone();
        let names: Vec<String> = names.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let mut places = Vec::new();
        for field in FIELDS {
            let column = map.column(field);
            let found = names
                .iter()
                .position(|name| name == column)
                .or_else(|| names.iter().position(|name| name.eq_ignore_ascii_case(column)));
            match found {
                Some(at) => places.push((field, at)),
                None if map.columns.contains_key(field) || field == "text" => {
                    let why = format!("no column is called {column:?}; there are {}", names.join(", "));
                    return Err(Refusal::new("no_column", why, "--map text=COLUMN,title=COLUMN names the columns"));
                }
                None => {}
            }
        }
        Ok(Self { rows, places, left, ended: false })
    }
}

impl<R: Read> Iterator for TableRows<R> {
    type Item = Result<Vec<u8>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        self.left.set(MAX_FILE);
        let mut row = csv::ByteRecord::new();
        match self.rows.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                self.ended = true;
                return Some(Err(Refusal::new(
                    "broken_csv",
                    error.to_string(),
                    "the rows before are kept; mend the table",
                )));
            }
        }
        let mut out = Map::new();
        for (field, at) in &self.places {
            let Some(cell) = row.get(*at).filter(|cell| !cell.is_empty()) else { continue };
            match std::str::from_utf8(cell) {
                Ok(cell) => out.insert((*field).to_owned(), Value::String(cell.to_owned())),
                Err(_) => {
                    let why = format!("the column for {field} is no UTF-8");
                    return Some(Err(Refusal::new("invalid_utf8", why, "save the table as UTF-8")));
                }
            };
        }
        Some(Ok(Value::Object(out).to_string().into_bytes()))
    }
}
