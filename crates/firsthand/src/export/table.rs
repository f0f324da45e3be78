//! A table of an export: its fields, each with its meaning and its value, in one list, so that the columns and the data
//! dictionary cannot drift apart. Not here: which tables there are, and how bytes are written.

use crate::model::{Amount, Timestamp};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// What stands in the place of a count under five that is told too finely: see [`super::privacy`].
pub const FEW: &str = "<5";

/// What stands in the place of a figure that would tell a masked one: see [`super::complement`].
pub const HELD: &str = "withheld";

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Unknown, open, or not asked of this row.
    Missing,
    /// A count that is masked: [`FEW`].
    Few,
    /// A figure that is withheld for a masked one's sake: [`HELD`].
    Held,
    /// Words.
    Text(String),
    /// Several words, in an order that the field tells.
    List(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// An exact decimal number.
    Amount(Amount),
    /// An angle in millionths of a degree.
    Degrees(i32),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(Date),
    /// An instant, in Coordinated Universal Time.
    Moment(Timestamp),
}

impl Cell {
    /// Words, where there are any.
    #[must_use]
    pub fn text(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Missing, |text| Self::Text(text.to_owned()))
    }

    /// A number of things.
    #[must_use]
    pub fn count(number: usize) -> Self {
        i64::try_from(number).map_or(Self::Missing, Self::Integer)
    }

    /// An amount, where there is one.
    #[must_use]
    pub fn amount(amount: Option<Amount>) -> Self {
        amount.map_or(Self::Missing, Self::Amount)
    }

    /// An instant, where there is one.
    #[must_use]
    pub fn moment(moment: Option<Timestamp>) -> Self {
        moment.map_or(Self::Missing, Self::Moment)
    }

    /// The name that an enum has in JSON.
    #[must_use]
    pub fn word(value: &impl serde::Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(Value::String(word)) => Self::Text(word),
            Ok(Value::Number(number)) => number.as_i64().map_or(Self::Missing, Self::Integer),
            _ => Self::Missing,
        }
    }

    /// As a cell of a table of text. Lists are joined by "; ", and a semicolon inside an item becomes a comma.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Few => FEW.to_owned(),
            Self::Held => HELD.to_owned(),
            Self::Text(text) => text.clone(),
            Self::List(items) => items.iter().map(|item| item.replace(';', ",")).collect::<Vec<_>>().join("; "),
            Self::Integer(number) => number.to_string(),
            Self::Amount(amount) => amount.to_string(),
            Self::Degrees(e6) => degrees(*e6),
            Self::Flag(yes) => yes.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Moment(moment) => moment.to_string(),
        }
    }

    /// As a value of JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        match self {
            Self::Missing => Value::Null,
            Self::List(items) => json!(items),
            Self::Integer(number) => json!(number),
            Self::Amount(amount) => json!(amount),
            Self::Degrees(e6) => json!(f64::from(*e6) / 1e6),
            Self::Flag(yes) => json!(yes),
            other => Value::String(other.plain()),
        }
    }

    /// Whether it comes from outside as words, so that a spreadsheet could take it for a formula.
    pub(super) fn is_words(&self) -> bool {
        matches!(self, Self::Text(_) | Self::List(_))
    }
}

/// An angle as a decimal number without needless zeros.
pub(super) fn degrees(e6: i32) -> String {
    let sign = if e6 < 0 { "-" } else { "" };
    let (whole, part) = (e6.unsigned_abs() / 1_000_000, e6.unsigned_abs() % 1_000_000);
    let part = format!("{part:06}");
    match part.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    }
}

/// The type of a field, as Table Schema names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `string`.
    Text,
    /// In CSV a `string` of items joined by "; ", in JSON lines an `array`.
    List,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `boolean`.
    Flag,
    /// `date`.
    Date,
    /// `datetime`, in Coordinated Universal Time.
    Moment,
    /// `year`.
    Year,
}

impl Kind {
    fn name(self, keyed: bool) -> &'static str {
        match self {
            Self::List if keyed => "array",
            Self::Text | Self::List => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Flag => "boolean",
            Self::Date => "date",
            Self::Moment => "datetime",
            Self::Year => "year",
        }
    }
}

/// What is told of a field in the data dictionary.
#[derive(Debug, Clone)]
pub struct FieldNote {
    /// Column.
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
    /// What it means, with its unit, and why it may be empty.
    pub about: String,
    required: bool,
    unique: bool,
    choices: Vec<&'static str>,
    range: Option<(i64, i64)>,
    least: Option<i64>,
    pattern: Option<&'static str>,
}

impl FieldNote {
    /// The field's descriptor. In JSON lines (`keyed`) lists are arrays.
    #[must_use]
    pub fn descriptor(&self, keyed: bool) -> Value {
        let mut rules = Map::new();
        let mut rule = |name: &str, value: Value| rules.insert(name.to_owned(), value);
        if self.required {
            rule("required", json!(true));
        }
        if self.unique {
            rule("unique", json!(true));
        }
        if !self.choices.is_empty() {
            rule("enum", json!(self.choices));
        }
        if let Some(least) = self.range.map(|range| range.0).or(self.least) {
            rule("minimum", json!(least));
        }
        if let Some((_, most)) = self.range {
            rule("maximum", json!(most));
        }
        if let Some(pattern) = self.pattern {
            rule("pattern", json!(pattern));
        }
        let mut field = json!({ "name": self.name, "type": self.kind.name(keyed), "description": self.about });
        if !rules.is_empty() {
            field["constraints"] = Value::Object(rules);
        }
        field
    }
}

/// A column: what the dictionary says of it, and how a row fills it.
#[derive(Debug, Clone)]
pub struct Field<R> {
    /// For the dictionary.
    pub note: FieldNote,
    /// For the row.
    pub value: fn(&R) -> Cell,
}

impl<R> Field<R> {
    /// A column that rows fill.
    #[must_use]
    pub fn new(name: &'static str, kind: Kind, about: impl Into<String>, value: fn(&R) -> Cell) -> Self {
        let about = about.into();
        let (range, least, pattern) = (None, None, None);
        let note =
            FieldNote { name, kind, about, required: false, unique: false, choices: Vec::new(), range, least, pattern };
        Self { note, value }
    }

    /// A column of another project's format that we leave empty, with the reason.
    #[must_use]
    pub fn empty(name: &'static str, kind: Kind, why: &str) -> Self {
        Self::new(name, kind, format!("Always empty: {why}"), |_| Cell::Missing)
    }

    /// Every row has it.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.note.required = true;
        self
    }

    /// No two rows have the same.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.note.unique = true;
        self
    }

    /// One of these words.
    #[must_use]
    pub fn one_of(mut self, choices: &[&'static str]) -> Self {
        self.note.choices = choices.to_vec();
        self
    }

    /// From one number to another, both included.
    #[must_use]
    pub fn between(mut self, least: i64, most: i64) -> Self {
        self.note.range = Some((least, most));
        self
    }

    /// No negative number.
    #[must_use]
    pub fn from_zero(mut self) -> Self {
        self.note.least = Some(0);
        self
    }

    /// The whole value matches this expression.
    #[must_use]
    pub fn like(mut self, pattern: &'static str) -> Self {
        self.note.pattern = Some(pattern);
        self
    }
}

/// What the data dictionary says of a table.
#[derive(Debug, Clone)]
pub struct TableNote {
    /// Name: small letters and hyphens.
    pub name: &'static str,
    /// Title.
    pub title: &'static str,
    /// What a row is, and what it is not.
    pub about: &'static str,
    /// The column by which a row is known.
    pub key: &'static str,
    /// Its columns, in order.
    pub fields: Vec<FieldNote>,
}

/// A table of rows `R`.
#[derive(Debug, Clone)]
pub struct Table<R> {
    /// Name: small letters and hyphens.
    pub name: &'static str,
    /// Title.
    pub title: &'static str,
    /// What a row is, and what it is not.
    pub about: &'static str,
    /// The column by which a row is known.
    pub key: &'static str,
    /// Its columns, in order.
    pub fields: Vec<Field<R>>,
}

impl<R> Table<R> {
    /// What the dictionary says.
    #[must_use]
    pub fn note(&self) -> TableNote {
        let fields = self.fields.iter().map(|field| field.note.clone()).collect();
        TableNote { name: self.name, title: self.title, about: self.about, key: self.key, fields }
    }

    /// The cells of a row, in the order of the columns.
    #[must_use]
    pub fn cells(&self, row: &R) -> Vec<Cell> {
        self.fields.iter().map(|field| (field.value)(row)).collect()
    }

    /// A row as an object of JSON; every column is there, missing ones as null.
    #[must_use]
    pub fn object(&self, row: &R) -> Map<String, Value> {
        self.fields.iter().map(|field| (field.note.name.to_owned(), (field.value)(row).json())).collect()
    }
}
