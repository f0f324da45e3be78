//! Rows with a place as GeoJSON (RFC 7946). A row without a point has no geometry, as the format allows.
//! Not here: which columns there are; a feature's properties are those of its table.

use super::table::{Cell, Table};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes one FeatureCollection, a feature a row and line, in the order given. Positions are longitude, latitude (WGS 84);
/// the columns of the point are left out of the properties, and the key is the feature's id.
///
/// # Errors
/// The writer's.
pub fn write_geojson<R>(table: &Table<R>, rows: impl IntoIterator<Item = R>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (at, row) in rows.into_iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &feature_of(table, &row))?;
    }
    out.write_all(b"\n]}\n")
}

fn feature_of<R>(table: &Table<R>, row: &R) -> Value {
    let mut properties = Map::new();
    let (mut lat, mut lon, mut id) = (None, None, Value::Null);
    for (field, cell) in table.fields.iter().zip(table.cells(row)) {
        match (field.note.name, &cell) {
            ("latitude", Cell::Degrees(e6)) => lat = Some(*e6),
            ("longitude", Cell::Degrees(e6)) => lon = Some(*e6),
            ("latitude" | "longitude", _) => {}
            (name, cell) => {
                if name == table.key {
                    id = cell.json();
                }
                properties.insert(name.to_owned(), cell.json());
            }
        }
    }
    let geometry = lat.zip(lon).map_or(
        Value::Null,
        |(lat, lon)| json!({ "type": "Point", "coordinates": [f64::from(lon) / 1e6, f64::from(lat) / 1e6] }),
    );
    json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": properties })
}
