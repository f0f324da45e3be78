//! The outlines behind maps: `cargo xtask outlines --from DIR --into DIR` makes `outlines.svg.gz` (land and borders of countries)
//! and `divisions.svg.gz` (lines of first-order divisions) from Natural Earth. Not here: the circles on them (`export::map`).
//!
//! The form is SVG, a path in degrees for each layer, east to the right and south down: a page draws a layer by `<use>` with
//! one transformation for all. Relative whole numbers of a two-hundredth of a degree, about 500 m, are small when packed.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::io::Write as _;
use std::path::Path;

/// Steps to a degree.
const STEPS: f64 = 200.0;
/// What a point adds to the land and to borders at least, in squared steps: a triangle smaller than that is no bend. With 2.0
/// (0.6 square kilometres) a third of the points goes, and no coast moves by more than a pixel where a map shows 2 degrees.
const BEND: f64 = 2.0;
/// The same for lines of divisions, which the source has ten times as fine: 60.0 (18 square kilometres) leaves about 4 %.
const DIVISION_BEND: f64 = 60.0;

/// A point in steps, south down.
type Point = (i32, i32);

/// Makes both files.
///
/// # Errors
/// A source that is missing or broken, and the disk's.
pub(crate) fn build(from: &Path, into: &Path) -> Result<()> {
    let atlas = std::fs::read(from.join("countries-50m.json")).context("countries-50m.json of npm world-atlas")?;
    let atlas = Atlas::read(&atlas).context("countries-50m.json")?;
    let outlines = write_layers(&[("land", atlas.land()?, true), ("borders", atlas.borders()?, false)]);
    let lines = std::fs::read(from.join("ne_10m_admin_1_states_provinces_lines.shp"))
        .context("ne_10m_admin_1_states_provinces_lines.shp of Natural Earth")?;
    let lines = join_lines(&read_lines(&lines).context("ne_10m_admin_1_states_provinces_lines.shp")?);
    let lines: Vec<Vec<Point>> = lines.iter().map(|line| straighten(line, DIVISION_BEND)).collect();
    let divisions = write_layers(&[("divisions", lines, false)]);
    for (name, text) in [("outlines.svg.gz", outlines), ("divisions.svg.gz", divisions)] {
        let packed = pack(text.as_bytes())?;
        println!("{name}: {} bytes, packed {}", text.len(), packed.len());
        std::fs::write(into.join(name), packed).with_context(|| into.join(name).display().to_string())?;
    }
    Ok(())
}

/// The same bytes for the same text: no name and no time in the head.
fn pack(text: &[u8]) -> Result<Vec<u8>> {
    let mut packer = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    packer.write_all(text)?;
    Ok(packer.finish()?)
}

/// A document with one path a layer. A shape is closed and filled by whoever uses it, a line is not.
fn write_layers(layers: &[(&str, Vec<Vec<Point>>, bool)]) -> String {
    let mut out = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-180 -90 360 180\">\n\
         <!-- Made with Natural Earth, de-facto borders. Units: degrees, south down. -->\n",
    );
    for (name, lines, closed) in layers {
        let kind = if *closed { "" } else { " fill=\"none\"" };
        out.push_str(&format!(
            "<path id=\"{name}\"{kind} vector-effect=\"non-scaling-stroke\" transform=\"scale({})\" d=\"",
            1.0 / STEPS
        ));
        let least = if *closed { 4 } else { 2 };
        for line in lines.iter().filter(|line| line.len() >= least) {
            // The last point of a ring is its first one.
            let line = if *closed { &line[..line.len() - 1] } else { &line[..] };
            write_line(line, *closed, &mut out);
        }
        out.push_str("\"/>\n");
    }
    out.push_str("</svg>\n");
    out
}

fn write_line(line: &[Point], closed: bool, out: &mut String) {
    let Some(&(mut x, mut y)) = line.first() else { return };
    out.push_str(&format!("M{x} {y}l"));
    for (at, &(to, down)) in line[1..].iter().enumerate() {
        for (part, step) in [(0, to - x), (1, down - y)] {
            // A minus sign parts numbers as well as a space does.
            if (at > 0 || part > 0) && step >= 0 {
                out.push(' ');
            }
            out.push_str(&step.to_string());
        }
        (x, y) = (to, down);
    }
    if closed {
        out.push('z');
    }
}

/// A TopoJSON topology: arcs that shapes share.
struct Atlas {
    arcs: Vec<Vec<Point>>,
    objects: Value,
}

impl Atlas {
    fn read(bytes: &[u8]) -> Result<Self> {
        let mut topology: Value = serde_json::from_slice(bytes)?;
        let pair = |value: &Value| -> Result<(f64, f64)> {
            let one = |at: usize| value.get(at).and_then(Value::as_f64).context("two numbers");
            Ok((one(0)?, one(1)?))
        };
        let scale = pair(&topology["transform"]["scale"]).context("transform")?;
        let shift = pair(&topology["transform"]["translate"]).context("transform")?;
        let mut arcs = Vec::new();
        for arc in topology["arcs"].as_array().context("arcs")? {
            let (mut x, mut y) = (0.0, 0.0);
            let mut line = Vec::new();
            for step in arc.as_array().context("an arc")? {
                let (right, up) = pair(step)?;
                (x, y) = (x + right, y + up);
                line.push(step_of(x * scale.0 + shift.0, y * scale.1 + shift.1)?);
            }
            // Ends stay where they are, so that arcs which meet go on meeting.
            arcs.push(straighten(&line, BEND));
        }
        Ok(Self { arcs, objects: topology["objects"].take() })
    }

    /// The rings of all land.
    fn land(&self) -> Result<Vec<Vec<Point>>> {
        let mut rings = Vec::new();
        for ring in rings_of(&self.objects["land"])? {
            let mut line: Vec<Point> = Vec::new();
            for index in ring {
                let (number, turned) = arc_number(index)?;
                let arc = self.arcs.get(number).context("an arc that is not there")?;
                let mut points: Vec<Point> = arc.clone();
                if turned {
                    points.reverse();
                }
                let skip = usize::from(line.last() == points.first());
                line.extend(&points[skip.min(points.len())..]);
            }
            rings.extend(cut_ring(&line));
        }
        Ok(rings)
    }

    /// The arcs that two countries share.
    fn borders(&self) -> Result<Vec<Vec<Point>>> {
        let mut users: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let countries = self.objects["countries"]["geometries"].as_array().context("countries")?;
        for (country, shape) in countries.iter().enumerate() {
            for ring in rings_of(shape)? {
                for index in ring {
                    users.entry(arc_number(index)?.0).or_default().insert(country);
                }
            }
        }
        let shared = users.iter().filter(|(_, users)| users.len() > 1);
        shared.map(|(number, _)| self.arcs.get(*number).cloned().context("an arc that is not there")).collect()
    }
}

/// A negative number names an arc that is walked backwards.
fn arc_number(index: i64) -> Result<(usize, bool)> {
    let number = if index < 0 { !index } else { index };
    Ok((usize::try_from(number)?, index < 0))
}

/// The rings of a shape, each a list of arcs.
fn rings_of(shape: &Value) -> Result<Vec<Vec<i64>>> {
    if let Some(shapes) = shape["geometries"].as_array() {
        let rings: Result<Vec<_>> = shapes.iter().map(rings_of).collect();
        return Ok(rings?.concat());
    }
    let arcs = &shape["arcs"];
    Ok(match shape["type"].as_str() {
        Some("Polygon") => serde_json::from_value(arcs.clone())?,
        Some("MultiPolygon") => serde_json::from_value::<Vec<Vec<Vec<i64>>>>(arcs.clone())?.concat(),
        other => bail!("a shape of the kind {other:?}"),
    })
}

/// Once around the Earth.
const ROUND: i32 = (360.0 * STEPS) as i32;

/// A ring that crosses the antimeridian as one ring on each side of it; one around the pole goes down to it.
fn cut_ring(ring: &[Point]) -> Vec<Vec<Point>> {
    let mut line: Vec<Point> = Vec::with_capacity(ring.len());
    for &(x, y) in ring {
        let turns = line.last().map_or(0, |(last, _)| (last - x + ROUND / 2).div_euclid(ROUND));
        line.push((x + turns * ROUND, y));
    }
    let (Some(&first), Some(&last)) = (line.first(), line.last()) else { return Vec::new() };
    if first.0 != last.0 {
        let pole = if first.1 > 0 { ROUND / 4 } else { -ROUND / 4 };
        line.extend([(last.0, pole), (first.0, pole), first]);
    }
    let sides = [(-3, -1), (-1, 1), (1, 3)];
    let sides = sides.map(|(west, east)| (west * ROUND / 2, east * ROUND / 2));
    let parts = sides.into_iter().map(|(west, east)| {
        let part = clip(&clip(&line, east, |x, edge| x <= edge), west, |x, edge| x >= edge);
        let back = (west + east) / 2;
        part.into_iter().map(|(x, y)| (x - back, y)).collect()
    });
    parts.filter(|part: &Vec<Point>| part.len() > 3).collect()
}

/// The part of a ring on one side of a meridian (Sutherland and Hodgman, Reentrant polygon clipping, 1974).
fn clip(ring: &[Point], edge: i32, inside: impl Fn(i32, i32) -> bool) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for two in ring.windows(2) {
        let ((x, y), (to, down)) = (two[0], two[1]);
        if inside(x, edge) {
            out.push((x, y));
        }
        if inside(x, edge) != inside(to, edge) {
            let part = f64::from(edge - x) / f64::from(to - x);
            out.push((edge, y + (part * f64::from(down - y)).round() as i32));
        }
    }
    out.dedup();
    if let Some(first) = out.first().copied().filter(|first| out.last() != Some(first)) {
        out.push(first);
    }
    out
}

/// Degrees in steps.
fn step_of(lon: f64, lat: f64) -> Result<Point> {
    ensure!((-180.1..=180.1).contains(&lon) && (-90.1..=90.1).contains(&lat), "{lon} {lat} is nowhere on Earth");
    Ok(((lon * STEPS).round() as i32, (-lat * STEPS).round() as i32))
}

/// The lines of a shapefile (ESRI Shapefile Technical Description, 1998): records of the type 3, PolyLine, and empty ones.
fn read_lines(file: &[u8]) -> Result<Vec<Vec<Point>>> {
    let bytes = |at: usize, length: usize| file.get(at..at + length).context("the file ends early");
    let small = |at: usize| anyhow::Ok(i32::from_le_bytes(bytes(at, 4)?.try_into()?));
    let big = |at: usize| anyhow::Ok(i32::from_be_bytes(bytes(at, 4)?.try_into()?));
    let degree = |at: usize| anyhow::Ok(f64::from_le_bytes(bytes(at, 8)?.try_into()?));
    ensure!(big(0)? == 9994 && small(32)? == 3, "no shapefile of lines");
    let mut lines = Vec::new();
    let mut at = 100;
    while at < file.len() {
        let length = usize::try_from(big(at + 4)?)? * 2;
        let body = at + 8;
        at = body + length;
        match small(body)? {
            0 => continue,
            3 => {}
            other => bail!("a shape of the type {other}"),
        }
        let (parts, points) = (usize::try_from(small(body + 36)?)?, usize::try_from(small(body + 40)?)?);
        let first = body + 44 + parts * 4;
        for part in 0..parts {
            let from = usize::try_from(small(body + 44 + part * 4)?)?;
            let to = if part + 1 < parts { usize::try_from(small(body + 48 + part * 4)?)? } else { points };
            let point = |number: usize| step_of(degree(first + number * 16)?, degree(first + number * 16 + 8)?);
            lines.push((from..to).map(point).collect::<Result<_>>()?);
        }
    }
    Ok(lines)
}

/// Lines put together where exactly two of them meet: the source breaks them into pieces of a few points.
fn join_lines(lines: &[Vec<Point>]) -> Vec<Vec<Point>> {
    let mut ends: BTreeMap<Point, Vec<usize>> = BTreeMap::new();
    let whole = |line: &&Vec<Point>| line.len() > 1;
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| whole(line)) {
        for end in [line.first(), line.last()].into_iter().flatten() {
            ends.entry(*end).or_default().push(at);
        }
    }
    let mut gone = vec![false; lines.len()];
    // The line that goes on from this point, turned so that it starts there.
    let next = |from: Point, gone: &mut Vec<bool>| -> Option<Vec<Point>> {
        let [one, other] = ends.get(&from)?[..] else { return None };
        let at = [one, other].into_iter().find(|at| !gone[*at])?;
        gone[at] = true;
        let mut line = lines[at].clone();
        if line.first() != Some(&from) {
            line.reverse();
        }
        Some(line)
    };
    let mut joined = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| whole(line)) {
        if gone[at] {
            continue;
        }
        gone[at] = true;
        let mut whole = line.clone();
        for _ in 0..2 {
            while let Some(more) = whole.last().and_then(|last| next(*last, &mut gone)) {
                whole.extend(&more[1..]);
            }
            whole.reverse();
        }
        joined.push(whole);
    }
    joined
}

/// A line without the points that bend it least (Visvalingam and Whyatt, Line generalisation by repeated elimination of points,
/// 1993): as long as the least triangle of a point with its neighbours is smaller than `bend`, that point goes. A degree of
/// longitude counts for as much as it is long. The ends stay.
fn straighten(line: &[Point], bend: f64) -> Vec<Point> {
    let mut line = line.to_vec();
    line.dedup();
    let count = line.len();
    let (mut before, mut after): (Vec<usize>, Vec<usize>) =
        ((0..count).map(|at| at.saturating_sub(1)).collect(), (1..=count).collect());
    let area = |a: Point, b: Point, c: Point| {
        let at = |point: Point| (f64::from(point.0), f64::from(point.1));
        let ((ax, ay), (bx, by), (cx, cy)) = (at(a), at(b), at(c));
        let narrow = (by / STEPS).to_radians().cos().max(0.05);
        ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)).abs() / 2.0 * narrow
    };
    // In thousandths, so that the heap has an order; the least on top, of equals the first.
    let weigh = |area: f64| (area * 1000.0).round() as u64;
    let mut heap: BinaryHeap<std::cmp::Reverse<(u64, usize)>> = BinaryHeap::new();
    let mut current = vec![u64::MAX; count];
    for at in 1..count.saturating_sub(1) {
        current[at] = weigh(area(line[at - 1], line[at], line[at + 1]));
        heap.push(std::cmp::Reverse((current[at], at)));
    }
    let mut kept = vec![true; count];
    while let Some(std::cmp::Reverse((weight, at))) = heap.pop() {
        if !kept[at] || current[at] != weight {
            continue;
        }
        if weight >= weigh(bend) {
            break;
        }
        kept[at] = false;
        let (left, right) = (before[at], after[at]);
        after[left] = right;
        before[right] = left;
        for near in [left, right] {
            if near > 0 && near + 1 < count {
                // Never less than what has gone, or a slow bend would vanish bit by bit.
                current[near] = weigh(area(line[before[near]], line[near], line[after[near]])).max(weight);
                heap.push(std::cmp::Reverse((current[near], near)));
            }
        }
    }
    let straight: Vec<Point> = line.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(point, _)| *point).collect();
    // A small island would be gone.
    if count > 3 && straight.len() < 4 && line.first() == line.last() { line } else { straight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lose_what_does_not_bend_them_and_keep_their_ends() {
        assert_eq!(straighten(&[(0, 0), (5, 0), (5, 0), (9, 0)], 1.0), [(0, 0), (9, 0)]);
        assert_eq!(straighten(&[(0, 0), (50, 40), (100, 0)], 60.0), [(0, 0), (50, 40), (100, 0)]);
        assert_eq!(straighten(&[(0, 0), (1, 1)], 60.0), [(0, 0), (1, 1)]);
        let island = [(0, 0), (1, 0), (1, 1), (0, 0)];
        assert_eq!(straighten(&island, 60.0), island);
        assert_eq!(straighten(&[], 60.0), []);
    }

    #[test]
    fn rings_are_cut_at_the_antimeridian() {
        let turn = ROUND / 2;
        let ring = [(turn - 10, 0), (10 - turn, 0), (10 - turn, 20), (turn - 10, 20), (turn - 10, 0)];
        let parts = cut_ring(&ring);
        assert_eq!(parts.len(), 2, "{parts:?}");
        assert!(parts[0].iter().all(|point| (turn - 10..=turn).contains(&point.0)), "{parts:?}");
        assert!(parts[1].iter().all(|point| (-turn..=10 - turn).contains(&point.0)), "{parts:?}");
        let inland = [(0, 0), (10, 0), (10, 10), (0, 0)];
        assert_eq!(cut_ring(&inland), [inland]);
        // Around the pole, as Antarctica lies.
        let around: Vec<Point> = [0, 60, 120, 180, -120, -60, 0].map(|degrees| (degrees * 200, 14_000)).to_vec();
        let parts = cut_ring(&around);
        let all: Vec<Point> = parts.concat();
        assert!(
            all.iter().any(|point| point.1 == 18_000) && all.iter().all(|point| point.0.abs() <= turn),
            "{parts:?}"
        );
    }

    #[test]
    fn pieces_are_put_together_and_forks_stay() {
        let pieces = [
            vec![(0, 0), (1, 0)],
            vec![(2, 0), (1, 0)],
            vec![(2, 0), (3, 0)],
            vec![(3, 0), (4, 0)],
            vec![(3, 0), (4, 1)],
        ];
        let joined = join_lines(&pieces);
        assert_eq!(joined[0], [(0, 0), (1, 0), (2, 0), (3, 0)]);
        assert_eq!(joined.len(), 3);
        assert_eq!(join_lines(&[vec![(0, 0), (1, 0)], vec![(1, 0), (0, 0)]]), [[(0, 0), (1, 0), (0, 0)]]);
    }

    #[test]
    fn paths_are_relative_and_short() {
        let told = write_layers(&[("land", vec![vec![(10, -4), (12, -4), (12, 3), (10, -4)]], true)]);
        assert!(told.contains("scale(0.005)\" d=\"M10 -4l2 0 0 7z\"/>"), "{told}");
        let open = write_layers(&[("lines", vec![vec![(0, 0), (-3, 2), (4, -1)], vec![(1, 1)]], false)]);
        assert!(open.contains("fill=\"none\"") && open.contains("d=\"M0 0l-3 2 7-3\"/>"), "{open}");
    }

    #[test]
    fn an_atlas_gives_land_and_the_arcs_that_two_share() {
        let atlas = Atlas::read(
            br#"{"transform":{"scale":[1,1],"translate":[0,0]},
            "arcs":[[[0,0],[0,10]],[[0,10],[-9,0],[0,-10],[9,0]],[[0,0],[8,0],[0,10],[-8,0]]],
            "objects":{"land":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[1,2]]}]},
            "countries":{"geometries":[{"type":"Polygon","arcs":[[0,1]]},{"type":"MultiPolygon","arcs":[[[-1,2]]]}]}}}"#,
        )
        .unwrap();
        assert_eq!(atlas.borders().unwrap(), [[(0, 0), (0, -2000)]]);
        let land = atlas.land().unwrap();
        assert_eq!((land.len(), land[0].first(), land[0].last()), (1, Some(&(0, -2000)), Some(&(0, -2000))));
        assert!(Atlas::read(b"{}").is_err());
    }

    #[test]
    fn a_broken_shapefile_is_an_error() {
        assert!(read_lines(&[]).is_err());
        let mut file = vec![0; 100];
        file[..4].copy_from_slice(&9994_i32.to_be_bytes());
        file[32..36].copy_from_slice(&3_i32.to_le_bytes());
        assert_eq!(read_lines(&file).unwrap(), Vec::<Vec<Point>>::new());
        file.extend([0; 7]);
        assert!(read_lines(&file).is_err());
    }
}
