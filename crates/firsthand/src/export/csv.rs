//! Tables as CSV (RFC 4180) in UTF-8 without a byte order mark, and as JSON lines.
//! Not here: which columns there are (`table`), and where the bytes go.

use super::table::{Cell, Table};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::io::{self, Write};

/// Writes a header and the rows. Lines end with LF, as all our exports do, so that the same ledger gives the same bytes
/// under every system; the dictionary says so. A cell with a comma, a quotation mark or a line break stands in quotes.
///
/// # Errors
/// The writer's.
pub fn write_csv<R>(table: &Table<R>, rows: impl IntoIterator<Item = R>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    writer.write_record(table.fields.iter().map(|field| field.note.name))?;
    for row in rows {
        writer.write_record(table.cells(&row).iter().map(plain_cell))?;
    }
    writer.flush()
}

/// Writes each row as an object in one line, its keys in the order of the columns.
///
/// # Errors
/// The writer's.
pub fn write_jsonl<R>(table: &Table<R>, rows: impl IntoIterator<Item = R>, out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        write_json_row(table, &row, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes one row as such an object, without an end of line.
///
/// # Errors
/// The writer's.
pub fn write_json_row<R>(table: &Table<R>, row: &R, out: &mut dyn Write) -> io::Result<()> {
    Ok(serde_json::to_writer(out, &Ordered(table, row))?)
}

/// A row whose keys keep the order of the columns.
struct Ordered<'a, R>(&'a Table<R>, &'a R);

impl<R> Serialize for Ordered<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.fields.len()))?;
        for field in &self.0.fields {
            map.serialize_entry(field.note.name, &(field.value)(self.1).json())?;
        }
        map.end()
    }
}

/// A cell that no spreadsheet takes for a formula: words that begin like one get an apostrophe in front (OWASP, "CSV
/// Injection"). Numbers of ours are typed and stay.
fn plain_cell(cell: &Cell) -> String {
    let plain = cell.plain();
    if cell.is_words() && plain.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        return format!("'{plain}");
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::table::{Field, Kind};

    fn table() -> Table<Cell> {
        let fields =
            vec![Field::new("cell", Kind::Text, "A cell.", Cell::clone), Field::empty("none", Kind::Text, "a test")];
        Table { name: "t", title: "T", about: "A test.", key: "cell", fields }
    }

    #[test]
    fn words_are_no_formulas_and_numbers_stay() {
        let cases = [
            (Cell::Text("=HYPERLINK(\"x\")".into()), "\"'=HYPERLINK(\"\"x\"\")\","),
            (Cell::Text("-5 detained".into()), "'-5 detained,"),
            (Cell::List(vec!["@a".into(), "b; c".into()]), "\"'@a; b, c\","),
            (Cell::Text("a, b\nc".into()), "\"a, b\nc\","),
            (Cell::Integer(-5), "-5,"),
            (Cell::Degrees(-38_722_000), "-38.722,"),
            (Cell::Few, "<5,"),
            (Cell::Held, "withheld,"),
        ];
        for (cell, line) in cases {
            let mut out = Vec::new();
            write_csv(&table(), [cell], &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), format!("cell,none\n{line}\n"));
        }
    }

    #[test]
    fn lines_keep_the_order_of_the_columns() {
        let mut out = Vec::new();
        write_jsonl(&table(), [Cell::List(vec!["x".into()])], &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\"cell\":[\"x\"],\"none\":null}\n");
    }
}
