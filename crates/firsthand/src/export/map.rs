//! A map of one indicator as SVG: at each place a circle whose area goes by the lower bound, and a ring by the upper one.
//! Not here: which entries there are (`pipeline::places`), and the outlines of land and borders, which a page loads by itself.
//!
//! What has no point (a whole country, several places, "in 38 cities") stands in a box beside the map, never on the capital.
//! [`Map::rows`] holds the same rows for the list beside the picture.

use super::chart::group;
use super::entries::EntryRow;
use super::svg::{Form, columns_of, open_svg, safe_href, safe_xml, shorten, wrap_words, write_text};
use super::visible::show_signs;
use crate::model::{
    Amount, Companion, EntryId, Location, Period, PlacePrecision, SeriesKind, StoryId, name_unit, pluralise_thing,
    tell_count,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One place with its figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapRow {
    /// The entry whose figure it is.
    pub entry: EntryId,
    /// Its story; none for claims from outside.
    pub story: Option<StoryId>,
    /// Where.
    pub place: Location,
    /// The days that it tells of.
    pub time: Option<Period>,
    /// A day's count, a running total, a state.
    pub kind: SeriesKind,
    /// Greatest accepted lower bound: the circle.
    pub low: Option<Amount>,
    /// The figure in force.
    pub best: Option<Amount>,
    /// Least accepted upper bound: the ring. None where it is open.
    pub high: Option<Amount>,
    /// Places counted beside it: "in 38 cities".
    pub companions: Vec<Companion>,
    /// How many independent counters.
    pub counters: usize,
    /// How many independent texts.
    pub texts: usize,
    /// How many pages.
    pub pages: usize,
    /// The counter of the figure was inferred.
    pub inferred: bool,
    /// Other counts of the same story and place that are not drawn: other days, parts of this one.
    pub others: usize,
}

/// Where a row stands in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A circle at a town or a site, or near one.
    Town,
    /// A circle at the middle of a district or a province.
    Division,
    /// A circle at the middle of a region, a river, a border.
    Region,
    /// In the box: no one point is its place.
    Beside,
}

impl MapRow {
    /// Where it stands in the picture.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.place.point.is_none() {
            return Standing::Beside;
        }
        match self.place.precision {
            Some(PlacePrecision::Exact | PlacePrecision::Near) => Standing::Town,
            Some(PlacePrecision::District | PlacePrecision::Province) => Standing::Division,
            Some(PlacePrecision::Region) | None => Standing::Region,
            Some(PlacePrecision::Country | PlacePrecision::World) => Standing::Beside,
        }
    }

    /// What its circle goes by: the lower bound, else the figure in force.
    fn weight(&self) -> Option<i64> {
        self.low.or(self.best).map(Amount::thousandths).filter(|weight| *weight > 0)
    }
}

/// What a map shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    /// What is counted.
    pub indicator: String,
    /// In what: `person`.
    pub unit: String,
    /// One a story and place, the greatest figure first.
    pub rows: Vec<MapRow>,
    /// Figures that are masked, or withheld for another's sake.
    pub hidden: usize,
    /// Figures of other units, and plans and denied ones.
    pub aside: usize,
}

impl Map {
    /// Of the rows of one indicator: of each story and place one, the running total where there is one, else the greatest
    /// count; of several units the one of most pages. Small counts that are told finely, and those withheld for their sake,
    /// are left out.
    #[must_use]
    pub fn of(rows: Vec<EntryRow>) -> Self {
        let mut map = Self::default();
        let told = rows.len();
        let mut rows: Vec<EntryRow> =
            rows.into_iter().filter(|row| !matches!(row.entry.kind, SeriesKind::Plan | SeriesKind::Aside)).collect();
        let mut units: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in &rows {
            *units.entry((&row.entry.indicator, &row.entry.unit)).or_default() += row.entry.pages;
        }
        let Some(((indicator, unit), _)) =
            units.into_iter().max_by_key(|(key, pages)| (*pages, std::cmp::Reverse(*key)))
        else {
            return Self { aside: told, ..map };
        };
        (map.indicator, map.unit) = (indicator.to_owned(), unit.to_owned());
        rows.retain(|row| row.entry.indicator == map.indicator && row.entry.unit == map.unit);
        map.aside = told - rows.len();
        let before = rows.len();
        rows.retain(|row| !is_hidden(row));
        map.hidden = before - rows.len();
        let mut places: BTreeMap<(Option<StoryId>, String), Vec<EntryRow>> = BTreeMap::new();
        for row in rows {
            let place = [&row.place.id, &row.place.name, &row.place.country].into_iter().find_map(Clone::clone);
            places.entry((row.entry.story, place.unwrap_or_default())).or_default().push(row);
        }
        map.rows = places.into_values().filter_map(choose).collect();
        map.rows.sort_by_key(|row| (std::cmp::Reverse(row.weight()), row.place.name.clone(), row.entry));
        map
    }
}

/// Whether any of its figures must not be told.
fn is_hidden(row: &EntryRow) -> bool {
    let fine = row.fineness();
    row.held || [row.entry.low, row.entry.best, row.entry.high].into_iter().any(|amount| fine.hides(amount))
}

/// The row that stands for a place.
fn choose(rows: Vec<EntryRow>) -> Option<MapRow> {
    let others = rows.len() - 1;
    let row = rows.into_iter().max_by_key(|row| {
        let entry = &row.entry;
        let total = matches!(entry.kind, SeriesKind::Since | SeriesKind::Total);
        (entry.subset.is_none(), total, entry.low.or(entry.best), entry.time, entry.id)
    })?;
    let EntryRow { entry, place, .. } = row;
    // A count without any number is no circle and no line of the box.
    entry.low.or(entry.best).or(entry.high)?;
    Some(MapRow {
        entry: entry.id,
        story: entry.story,
        place,
        time: entry.time,
        kind: entry.kind,
        low: entry.low,
        best: entry.best,
        high: entry.high,
        companions: entry.companions,
        counters: entry.counters.len(),
        texts: entry.texts,
        pages: entry.pages,
        inferred: entry.inferred,
        others,
    })
}

/// A part of the Earth, in millionths of a degree. Invariants: `south < north`, `west < east`; east may lie beyond 180 degrees,
/// where the part crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    west: i32,
    south: i32,
    east: i32,
    north: i32,
}

const DEGREE: i32 = 1_000_000;

impl Bounds {
    /// Reads `west,south,east,north` in degrees, as addresses tell it. A west that is greater than the east crosses the
    /// antimeridian. None for anything else, and for a part that is smaller than a hundredth of a degree.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(',').map(|part| {
            let degrees: f64 = part.trim().parse().ok()?;
            (degrees.abs() <= 180.0).then(|| (degrees * f64::from(DEGREE)).round() as i32)
        });
        let mut next = || parts.next().flatten();
        let (west, south, east, north) = (next()?, next()?, next()?, next()?);
        let east = if east <= west { east + 360 * DEGREE } else { east };
        let least = DEGREE / 100;
        let fits = south >= -90 * DEGREE && north <= 90 * DEGREE && north - south >= least && east - west >= least;
        (fits && parts.next().is_none()).then_some(Self { west, south, east, north })
    }

    /// As [`Bounds::read`] reads it, in hundredths of a degree.
    #[must_use]
    pub fn words(self) -> String {
        let turn = |lon: i32| (lon + 180 * DEGREE).rem_euclid(360 * DEGREE) - 180 * DEGREE;
        let whole = self.east - self.west >= 360 * DEGREE;
        let (west, east) = if whole { (-180 * DEGREE, 180 * DEGREE) } else { (turn(self.west), turn(self.east)) };
        let one = |value: i32| format!("{:.2}", f64::from(value) / f64::from(DEGREE));
        [one(west), one(self.south), one(east), one(self.north)].join(",")
    }

    /// Around all circles, with a margin; of the ways around the Earth the short one. None where there is no circle.
    #[must_use]
    pub fn around(map: &Map) -> Option<Self> {
        /// The least height and width, in degrees: a town with what lies around it.
        const LEAST: i32 = 3 * DEGREE;
        let points: Vec<(i32, i32)> = circles(map).filter_map(|row| row.place.point).collect();
        let mut lons: Vec<i32> = points.iter().map(|(_, lon)| *lon).collect();
        lons.sort_unstable();
        let (first, last) = (*lons.first()?, *lons.last()?);
        // The widest gap between neighbours is what need not be shown.
        let mut gap = (first + 360 * DEGREE - last, first, last);
        for two in lons.windows(2) {
            if two[1] - two[0] > gap.0 {
                gap = (two[1] - two[0], two[1], two[0] + 360 * DEGREE);
            }
        }
        let south = points.iter().map(|(lat, _)| *lat).min()?;
        let north = points.iter().map(|(lat, _)| *lat).max()?;
        let widen = |from: i32, to: i32, least: i32| {
            let margin = ((to - from) / 8).max((least - (to - from)) / 2);
            (from - margin, to + margin)
        };
        let (west, east) = widen(gap.1, gap.2, LEAST);
        let (south, north) = widen(south, north, LEAST);
        Some(Self { west, south: south.max(-90 * DEGREE), east, north: north.min(90 * DEGREE) })
    }
}

fn circles(map: &Map) -> impl Iterator<Item = &MapRow> {
    map.rows.iter().filter(|row| row.standing() != Standing::Beside)
}

/// What the picture says in its own words, so that a page may say it in the reader's language; [`say_english`] is one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// What the picture shows, for those who do not see it.
    About(&'a Map),
    /// A figure with its bounds, for a label.
    Figure(&'a MapRow),
    /// A row in full: place, figure, when, how many counters and pages.
    Row(&'a MapRow),
    /// The name of a place; of one that nobody knows too.
    Place(&'a MapRow),
    /// A figure's companion: "in 38 cities".
    Companion(&'a Companion),
    /// The head of the box.
    Box,
    /// So many more rows, in the list.
    More(usize),
    /// In the legend: a circle of this lower bound.
    Size(Amount),
    /// In the legend: the ring.
    Ring,
    /// In the legend: how circles of a standing look.
    Standing(Standing),
    /// Whose borders are drawn.
    Borders,
    /// What is not drawn.
    Hidden(usize),
}

/// The phrases in English.
#[must_use]
pub fn say_english(phrase: &Phrase<'_>) -> String {
    match *phrase {
        Phrase::About(map) => {
            let drawn = circles(map).count();
            let units = pluralise_thing(&map.unit);
            let unit = if map.unit == "person" || [&map.unit, &units].contains(&&map.indicator) {
                String::new()
            } else {
                format!(" ({units})")
            };
            format!(
                "{}{unit} at {}, as circles; {} beside the map. The same stands as a list beside the picture.",
                map.indicator,
                tell_count(drawn, "place"),
                tell_count(map.rows.len() - drawn, "figure")
            )
        }
        Phrase::Figure(row) => figure_words(row),
        Phrase::Place(row) => row
            .place
            .name
            .clone()
            .or_else(|| row.place.country_name.clone())
            .unwrap_or_else(|| "place unknown".to_owned()),
        Phrase::Row(row) => {
            let mut told = vec![format!("{}: {}", say_english(&Phrase::Place(row)), figure_words(row))];
            told.extend(row.companions.iter().map(|companion| say_english(&Phrase::Companion(companion))));
            told.extend(row.time.map(|time| match row.kind {
                SeriesKind::Since => format!("since {}", time.first_day()),
                _ => time.to_string(),
            }));
            told.push(format!(
                "{}, {}, {}",
                tell_count(row.counters, "counter"),
                tell_count(row.texts, "text"),
                tell_count(row.pages, "page")
            ));
            told.extend(
                (row.others > 0).then(|| format!("{} of this place not drawn", tell_count(row.others, "other count"))),
            );
            told.join("; ")
        }
        Phrase::Companion(companion) => {
            format!("in {} {}", group(companion.value), name_unit(companion.value, &companion.unit))
        }
        Phrase::Box => "Not at one point".to_owned(),
        Phrase::More(rows) => format!("and {rows} more in the list"),
        Phrase::Size(amount) => group(amount),
        Phrase::Ring => "ring: up to the upper bound".to_owned(),
        Phrase::Standing(Standing::Town) => "town".to_owned(),
        Phrase::Standing(Standing::Division) => "middle of a district or province".to_owned(),
        Phrase::Standing(Standing::Region) => "middle of a region or line".to_owned(),
        Phrase::Standing(Standing::Beside) => "no one point".to_owned(),
        Phrase::Borders => "Borders as held de facto (Natural Earth)".to_owned(),
        Phrase::Hidden(counts) => format!("{} masked or withheld", tell_count(counts, "count")),
    }
}

/// `1,386`, `at least 2,001`, `24 to 99`.
fn figure_words(row: &MapRow) -> String {
    match (row.low, row.best, row.high) {
        (Some(low), _, Some(high)) if low == high => group(low),
        (Some(low), _, Some(high)) => format!("{} to {}", group(low), group(high)),
        (Some(low), Some(best), None) if best > low => format!("about {}", group(best)),
        (Some(low), _, None) => format!("at least {}", group(low)),
        (None, Some(best), _) => format!("about {}", group(best)),
        (None, None, Some(high)) => format!("at most {}", group(high)),
        (None, None, None) => "no number".to_owned(),
    }
}

/// The style of the picture, for a page's style sheet: light, and dark for those who ask for it. A page with a switch sets the
/// variables for itself.
pub const STYLE: &str = ".fhm{--fhm-back:#fff;--fhm-ink:#1f2328;--fhm-pale:#57606a;--fhm-sea:#eaf0f4;--fhm-land:#fbfaf7;\
--fhm-coast:#9aa7b0;--fhm-border:#8c959f;--fhm-division:#d3d8dc;--fhm-mark:#0b5cad;--fhm-box:#f6f8fa;--fhm-frame:#d0d7de}\
@media (prefers-color-scheme:dark){.fhm{--fhm-back:#0d1117;--fhm-ink:#e6edf3;--fhm-pale:#9ea7b3;--fhm-sea:#0b131b;\
--fhm-land:#1c232b;--fhm-coast:#4b5763;--fhm-border:#65717d;--fhm-division:#303943;--fhm-mark:#6cb6ff;--fhm-box:#161b22;\
--fhm-frame:#30363d}}\
.fhm{background:var(--fhm-back)}.fhm text{font:11.5px system-ui,'Segoe UI','Noto Sans','DejaVu Sans',sans-serif;\
fill:var(--fhm-pale)}.fhm text.n{font-weight:600;fill:var(--fhm-ink)}.fhm text.l{fill:var(--fhm-ink);stroke:var(--fhm-land);\
stroke-width:3px;stroke-linejoin:round;paint-order:stroke}.fhm .sea{fill:var(--fhm-sea)}.fhm .land{fill:var(--fhm-land);\
stroke:var(--fhm-coast);stroke-width:.8}.fhm .borders{stroke:var(--fhm-border);stroke-width:.9}\
.fhm .divisions{stroke:var(--fhm-division);stroke-width:.7}.fhm .box{fill:var(--fhm-box);stroke:var(--fhm-frame)}\
.fhm .edge{fill:none;stroke:var(--fhm-frame)}.fhm circle{fill:var(--fhm-mark);fill-opacity:.3;stroke:var(--fhm-mark);\
stroke-width:1.5}.fhm circle.d{stroke-dasharray:5 3}.fhm circle.r{stroke-dasharray:1.5 3;stroke-linecap:round;stroke-width:2}\
.fhm circle.u{fill:none;stroke-width:1;stroke-opacity:.75}.fhm circle.z{fill:none;stroke:var(--fhm-pale);stroke-width:1}\
.fhm a:hover circle,.fhm a:focus circle{fill-opacity:.6}.fhm a text.n{fill:var(--fhm-mark)}";

/// Where a page has the outlines: addresses of `outlines.svg` with `#land` and `#borders`, and of `divisions.svg` with
/// `#divisions`. Without them the circles stand on an empty sea.
#[derive(Debug, Clone, Copy)]
pub struct Outlines<'a> {
    /// Land and borders of countries.
    pub countries: &'a str,
    /// Lines of first-order divisions, loaded where less than a fifth of the Earth is shown.
    pub divisions: &'a str,
}

/// What a page gives to a map.
pub struct Frame<'a> {
    /// Its name within the page.
    pub id: &'a str,
    /// What is counted and where.
    pub title: &'a str,
    /// Which part of the Earth; none for that around the circles.
    pub bounds: Option<Bounds>,
    /// Outlines.
    pub outlines: Option<Outlines<'a>>,
    /// Where a reader comes to from a row.
    pub href: &'a dyn Fn(&MapRow) -> Option<String>,
    /// Its words.
    pub say: &'a dyn Fn(&Phrase<'_>) -> String,
}

impl std::fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frame")
            .field("id", &self.id)
            .field("title", &self.title)
            .field("bounds", &self.bounds)
            .finish_non_exhaustive()
    }
}

const WIDE: f64 = 860.0;
const BOX: f64 = 232.0;
/// The radius of the greatest circle.
const GREATEST: f64 = 34.0;
/// So small a circle is still seen and met by a finger's tip.
const LEAST: f64 = 4.0;
/// Circles at most, the greatest: some hundred kilobytes. A part of the Earth that is smaller shows those that it holds.
const CIRCLES: usize = 250;
/// A sign of small text is about as wide.
const SIGN: f64 = 6.2;
/// A row of the legend.
const ROW: f64 = 34.0;

/// The map as SVG in UTF-8; the same map and frame give the same bytes.
#[must_use]
pub fn write_map(map: &Map, frame: &Frame<'_>, form: Form) -> String {
    let say = frame.say;
    let beside: Vec<&MapRow> = map.rows.iter().filter(|row| row.standing() == Standing::Beside).collect();
    let wide = if beside.is_empty() { WIDE } else { WIDE - BOX - 12.0 };
    let view = View::of(frame.bounds.or_else(|| Bounds::around(map)), wide);
    let size = Size::of(map);
    let legend = lay_legend(map, &size, say);
    let lines = legend.iter().map(|(_, line, _)| line + 1).max().unwrap_or(0);
    let tall = view.tall + lines as f64 * ROW + 30.0;
    let about = say(&Phrase::About(map));
    let mut out = open_svg(frame.id, "fhm", (WIDE, tall), frame.title, &about, STYLE, form);
    // A picture within the picture cuts off what lies outside.
    let _ = writeln!(
        out,
        "<svg width=\"{wide:.0}\" height=\"{:.0}\">\n<rect class=\"sea\" width=\"{wide:.0}\" height=\"{:.0}\"/>",
        view.tall, view.tall
    );
    if let Some(outlines) = &frame.outlines {
        view.draw_outlines(&mut out, outlines);
    }
    let mut drawn: Vec<(&MapRow, f64, f64)> = circles(map)
        .filter_map(|row| row.place.point.map(|point| (row, view.place(point))))
        .filter(|(_, (x, y))| (-GREATEST..wide + GREATEST).contains(x) && (-GREATEST..view.tall + GREATEST).contains(y))
        .map(|(row, (x, y))| (row, x, y))
        .collect();
    let more = drawn.len().saturating_sub(CIRCLES);
    drawn.truncate(CIRCLES);
    // The greatest first, so that none lies below one that covers it.
    for (row, x, y) in &drawn {
        draw_circle(&mut out, row, (*x, *y), &size, frame);
    }
    label_circles(&mut out, &drawn, &size, &view, say);
    let _ = writeln!(
        out,
        "</svg>\n<rect class=\"edge\" x=\".5\" y=\".5\" width=\"{:.0}\" height=\"{:.0}\"/>",
        wide - 1.0,
        view.tall - 1.0
    );
    if !beside.is_empty() {
        draw_box(&mut out, &beside, wide + 12.0, view.tall, frame);
    }
    draw_legend(&mut out, map, &legend, more, view.tall, say);
    out.push_str("</svg>\n");
    out
}

/// Which part of the Earth lies where: a degree of latitude is so many points high, one of longitude narrower by the cosine of
/// the middle latitude (plate carrée).
struct View {
    /// Degrees at the left and upper edge.
    west: f64,
    north: f64,
    /// Points a degree.
    across: f64,
    down: f64,
    wide: f64,
    tall: f64,
}

impl View {
    fn of(bounds: Option<Bounds>, wide: f64) -> Self {
        let world = Bounds { west: -180 * DEGREE, south: -60 * DEGREE, east: 180 * DEGREE, north: 84 * DEGREE };
        let bounds = bounds.unwrap_or(world);
        let degrees = |value: i32| f64::from(value) / f64::from(DEGREE);
        let (west, east) = (degrees(bounds.west), degrees(bounds.east));
        let (south, north) = (degrees(bounds.south), degrees(bounds.north));
        let narrow = ((south + north) / 2.0).to_radians().cos().max(0.1);
        let (lons, lats) = (east - west, north - south);
        let tall = (wide * lats / (lons * narrow)).clamp(320.0, 520.0).round();
        let down = (wide / (lons * narrow)).min(tall / lats);
        let across = down * narrow;
        // What the picture has beyond the bounds is shared by both sides.
        let (west, north) = (west - (wide / across - lons) / 2.0, north + (tall / down - lats) / 2.0);
        Self { west, north, across, down, wide, tall }
    }

    fn place(&self, (lat, lon): (i32, i32)) -> (f64, f64) {
        let (lat, lon) = (f64::from(lat) / f64::from(DEGREE), f64::from(lon) / f64::from(DEGREE));
        let middle = self.west + self.wide / self.across / 2.0;
        let turned = lon + ((middle - lon) / 360.0).round() * 360.0;
        ((turned - self.west) * self.across, (self.north - lat) * self.down)
    }

    fn draw_outlines(&self, out: &mut String, outlines: &Outlines<'_>) {
        let lons = self.wide / self.across;
        let (Some(countries), Some(divisions)) = (safe_href(outlines.countries), safe_href(outlines.divisions)) else {
            return;
        };
        for turn in [-360.0, 0.0, 360.0] {
            if self.west + lons <= turn - 180.0 || self.west >= turn + 180.0 {
                continue;
            }
            let (x, y) = ((turn - self.west) * self.across, self.north * self.down);
            let _ = writeln!(
                out,
                "<g transform=\"translate({x:.2} {y:.2}) scale({:.4} {:.4})\"><use class=\"land\" href=\"{countries}#land\"/>",
                self.across, self.down
            );
            if lons < 72.0 {
                let _ = writeln!(out, "<use class=\"divisions\" href=\"{divisions}#divisions\"/>");
            }
            let _ = writeln!(out, "<use class=\"borders\" href=\"{countries}#borders\"/></g>");
        }
    }
}

/// How large circles are: areas go by amounts.
struct Size {
    /// The amount of the greatest circle, in thousandths.
    most: f64,
}

impl Size {
    fn of(map: &Map) -> Self {
        let most = circles(map).filter_map(MapRow::weight).max();
        let high = || circles(map).filter_map(|row| row.high).map(Amount::thousandths).max();
        Self { most: most.or_else(high).unwrap_or(1).max(1) as f64 }
    }

    fn radius(&self, thousandths: i64) -> f64 {
        ((thousandths.max(0) as f64 / self.most).sqrt() * GREATEST).clamp(LEAST, GREATEST * 2.0)
    }
}

fn draw_circle(out: &mut String, row: &MapRow, (x, y): (f64, f64), size: &Size, frame: &Frame<'_>) {
    let href = (frame.href)(row).as_deref().and_then(safe_href);
    let open = href.as_ref().map_or_else(|| "<g>".to_owned(), |href| format!("<a href=\"{href}\">"));
    let words = safe_xml(&(frame.say)(&Phrase::Row(row)));
    // A link is called by its words; a title inside is what the pointer shows.
    let _ = write!(out, "{open}<title>{words}</title>");
    let weight = row.weight();
    if let Some(high) = row.high.filter(|high| weight.is_none_or(|weight| high.thousandths() > weight)) {
        let _ = write!(
            out,
            "<circle class=\"u\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/>",
            size.radius(high.thousandths())
        );
    }
    if let Some(weight) = weight {
        let _ = write!(
            out,
            "<circle{} cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\"/>",
            class_of(row.standing()),
            size.radius(weight)
        );
    }
    out.push_str(if href.is_some() { "</a>\n" } else { "</g>\n" });
}

fn class_of(standing: Standing) -> &'static str {
    match standing {
        Standing::Town => "",
        Standing::Division => " class=\"d\"",
        Standing::Region | Standing::Beside => " class=\"r\"",
    }
}

/// Names and figures of the greatest circles, where there is room: beside the circle, else nowhere.
fn label_circles(
    out: &mut String,
    drawn: &[(&MapRow, f64, f64)],
    size: &Size,
    view: &View,
    say: &dyn Fn(&Phrase<'_>) -> String,
) {
    const MOST: usize = 40;
    type Area = (f64, f64, f64, f64);
    let meet = |one: &Area, other: &Area| one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3;
    let mut taken: Vec<Area> = Vec::new();
    // A label may lie on a wide circle, not on the heart of any.
    let hearts: Vec<Area> = drawn.iter().map(|(_, x, y)| (x - 4.0, y - 4.0, x + 4.0, y + 4.0)).collect();
    for (at, (row, x, y)) in drawn.iter().enumerate().take(MOST) {
        let words = format!(
            "{} {}",
            shorten(&show_signs(&say(&Phrase::Place(row))), 24),
            show_signs(&say(&Phrase::Figure(row)))
        );
        let wide = columns_of(&words) as f64 * SIGN;
        let radius = size.radius(row.weight().unwrap_or(0));
        // Beside it, below, above, and of a wide circle on itself.
        let middle = x - wide / 2.0;
        let mut sides = vec![
            (x + radius + 4.0, y + 4.0),
            (x - radius - 4.0 - wide, y + 4.0),
            (middle, y + radius + 13.0),
            (middle, y - radius - 5.0),
        ];
        sides.extend((radius > 14.0).then_some((middle, y + 4.0)));
        for (left, down) in sides {
            let area = (left, down - 11.0, left + wide, down + 3.0);
            let inside = left > 2.0 && left + wide < view.wide - 2.0 && area.1 > 2.0 && down < view.tall - 4.0;
            let hearts = hearts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, heart)| heart);
            if inside && !taken.iter().chain(hearts).any(|other| meet(&area, other)) {
                taken.push(area);
                write_text(out, "l", left, down, &words);
                break;
            }
        }
    }
}

/// Figures that stand at no one point.
fn draw_box(out: &mut String, rows: &[&MapRow], left: f64, tall: f64, frame: &Frame<'_>) {
    let say = frame.say;
    let _ = writeln!(
        out,
        "<rect class=\"box\" x=\"{left:.1}\" y=\".5\" width=\"{BOX:.1}\" height=\"{:.0}\" rx=\"6\"/>",
        tall - 1.0
    );
    write_text(out, "", left + 12.0, 22.0, &say(&Phrase::Box));
    let room = ((BOX - 24.0) / SIGN) as usize;
    let mut y = 46.0;
    for (at, row) in rows.iter().enumerate() {
        let mut lines = vec![("n", shorten(&show_signs(&say(&Phrase::Place(row))), room - 4))];
        let mut told = vec![say(&Phrase::Figure(row))];
        told.extend(row.companions.iter().map(|companion| say(&Phrase::Companion(companion))));
        lines.extend(wrap_words(&show_signs(&told.join(", ")), room, 3).into_iter().map(|line| ("", line)));
        if y + lines.len() as f64 * 15.0 + 18.0 > tall {
            write_text(out, "", left + 12.0, y, &say(&Phrase::More(rows.len() - at)));
            break;
        }
        let href = (frame.href)(row).as_deref().and_then(safe_href);
        let open = href.as_ref().map_or_else(|| "<g>".to_owned(), |href| format!("<a href=\"{href}\">"));
        let _ = writeln!(out, "{open}<title>{}</title>", safe_xml(&say(&Phrase::Row(row))));
        for (class, line) in lines {
            write_text(out, class, left + 12.0, y, &line);
            y += 15.0;
        }
        out.push_str(if href.is_some() { "</a>\n" } else { "</g>\n" });
        y += 8.0;
    }
}

/// What the legend shows: a circle by its class and radius, and its words.
type Swatch = (&'static str, f64, String);

/// The legend, laid in rows: each swatch with its left edge and its row.
fn lay_legend(map: &Map, size: &Size, say: &dyn Fn(&Phrase<'_>) -> String) -> Vec<(f64, usize, Swatch)> {
    let mut swatches: Vec<Swatch> = Vec::new();
    for amount in sizes_of(Amount::from_thousandths(size.most as i64)) {
        swatches.push((" class=\"z\"", size.radius(amount.thousandths()).min(16.0), say(&Phrase::Size(amount))));
    }
    let ringed =
        |row: &MapRow| row.high.is_some_and(|high| row.weight().is_none_or(|weight| high.thousandths() > weight));
    if circles(map).any(ringed) {
        swatches.push((" class=\"u\"", 8.0, say(&Phrase::Ring)));
    }
    for standing in [Standing::Town, Standing::Division, Standing::Region] {
        if circles(map).any(|row| row.standing() == standing) {
            swatches.push((class_of(standing), 7.0, say(&Phrase::Standing(standing))));
        }
    }
    let mut x = 6.0;
    let mut line = 0;
    let mut laid = Vec::with_capacity(swatches.len());
    for swatch in swatches {
        let wide = 2.0 * swatch.1 + 6.0 + columns_of(&swatch.2) as f64 * SIGN;
        if x > 6.0 && x + wide > WIDE {
            (x, line) = (6.0, line + 1);
        }
        laid.push((x, line, swatch));
        x += wide + 16.0;
    }
    laid
}

fn draw_legend(
    out: &mut String,
    map: &Map,
    legend: &[(f64, usize, Swatch)],
    more: usize,
    top: f64,
    say: &dyn Fn(&Phrase<'_>) -> String,
) {
    for (x, line, (class, radius, words)) in legend {
        let y = top + 21.0 + *line as f64 * ROW;
        let _ = writeln!(out, "<circle{class} cx=\"{:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>", x + radius);
        write_text(out, "", x + 2.0 * radius + 6.0, y + 4.0, words);
    }
    let mut words = say(&Phrase::Borders);
    if map.hidden > 0 {
        let _ = write!(words, ". {}", say(&Phrase::Hidden(map.hidden)));
    }
    if more > 0 {
        let _ = write!(words, "; {}", say(&Phrase::More(more)));
    }
    let last = legend.iter().map(|(_, line, _)| line + 1).max().unwrap_or(0);
    write_text(out, "", 6.0, top + 22.0 + last as f64 * ROW, &words);
}

/// One or two round amounts whose circles the legend shows: about a quarter of the greatest, and a fiftieth.
fn sizes_of(most: Amount) -> Vec<Amount> {
    let round = |wanted: i64| {
        let mut unit = 1;
        while wanted / unit >= 10 {
            unit *= 10;
        }
        Amount::from_thousandths(match wanted / unit {
            5.. => 5 * unit,
            2..5 => 2 * unit,
            _ => unit,
        })
    };
    let whole = |amount: &Amount| amount.thousandths() >= Amount::SCALE;
    let mut sizes: Vec<Amount> =
        [most.thousandths() / 3, most.thousandths() / 40].into_iter().map(round).filter(whole).collect();
    sizes.dedup();
    if sizes.is_empty() { vec![most] } else { sizes }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::store::conformance::sample_entry;

    pub(crate) fn row(
        name: &str,
        point: Option<(f64, f64)>,
        precision: PlacePrecision,
        low: i64,
        high: Option<i64>,
    ) -> EntryRow {
        let mut entry = sample_entry(None, name, low);
        entry.kind = SeriesKind::Day;
        entry.time = "2031-05-10".parse().ok();
        entry.low = Amount::whole(low);
        entry.best = Amount::whole(low);
        entry.high = high.and_then(Amount::whole);
        let e6 = |degrees: f64| (degrees * 1e6).round() as i32;
        let place = Location {
            id: Some(format!("id-{name}")),
            name: Some(name.to_owned()),
            point: point.map(|(lat, lon)| (e6(lat), e6(lon))),
            precision: Some(precision),
            ..Location::default()
        };
        EntryRow { entry, place, sources: Vec::new(), held: false }
    }

    fn paint(map: &Map, bounds: Option<&str>) -> String {
        let frame = Frame {
            id: "m",
            title: "</title><script>",
            bounds: bounds.and_then(Bounds::read),
            outlines: Some(Outlines { countries: "/assets/outlines.svg?v=1", divisions: "/assets/divisions.svg?v=1" }),
            href: &|row| Some(format!("/entries/{}", row.entry)),
            say: &say_english,
        };
        write_map(map, &frame, Form::Part)
    }

    fn sample() -> Map {
        use PlacePrecision::{Country, Exact, Province, Region};
        let mut country = row("Russia", None, Country, 1_311, None);
        country.entry.companions = vec![Companion { value: Amount::whole(38).unwrap(), unit: "city".into() }];
        Map::of(vec![
            row("Moscow", Some((55.75, 37.62)), Exact, 502, Some(700)),
            row("Tatarstan", Some((55.55, 50.93)), Province, 40, None),
            row("the Volga </text><script>", Some((51.0, 46.0)), Region, 9, None),
            row("Perm", Some((58.0, 56.25)), Exact, 4, None),
            country,
        ])
    }

    #[test]
    fn areas_go_by_lower_bounds_and_rings_by_upper_ones() {
        let svg = paint(&sample(), None);
        assert!(svg.contains(" r=\"34.0\"/>"), "{svg}");
        let ring = GREATEST * (700.0_f64 / 502.0).sqrt();
        assert!(svg.contains("<circle class=\"u\"") && svg.contains(&format!(" r=\"{ring:.1}\"/>")), "{svg}");
        let province = GREATEST * (40.0_f64 / 502.0).sqrt();
        let drawn = svg.lines().find(|line| line.contains("Tatarstan: ")).unwrap();
        assert!(drawn.contains("<circle class=\"d\"") && drawn.contains(&format!(" r=\"{province:.1}\"/>")), "{drawn}");
        assert!(svg.lines().any(|line| line.contains("Volga") && line.contains("<circle class=\"r\"")), "{svg}");
    }

    #[test]
    fn a_country_stands_beside_the_map_with_its_companions() {
        let map = sample();
        let svg = paint(&map, None);
        let (inside, beside) = svg.split_once("class=\"box\"").unwrap();
        assert!(beside.contains(">Russia</text>") && beside.contains("at least 1,311, in 38 cities"), "{beside}");
        assert!(!inside.contains("Russia"), "{inside}");
        assert_eq!(map.rows.iter().filter(|row| row.standing() == Standing::Beside).count(), 1);
    }

    #[test]
    fn small_and_withheld_counts_are_left_out() {
        let map = sample();
        // Four people on one day in one town.
        assert!(map.rows.iter().all(|row| row.place.name.as_deref() != Some("Perm")));
        assert_eq!((map.hidden, map.rows.len()), (1, 4));
        let mut held = row("Kazan", Some((55.8, 49.1)), PlacePrecision::Exact, 90, None);
        held.held = true;
        let map = Map::of(vec![held]);
        assert_eq!((map.hidden, map.rows.len()), (1, 0));
        assert!(paint(&map, None).contains("1 count masked or withheld"));
    }

    #[test]
    fn a_place_has_one_circle_its_running_total() {
        let place = |low: i64, kind: SeriesKind| {
            let mut row = row("Lagos", Some((6.45, 3.39)), PlacePrecision::Exact, low, None);
            row.entry.kind = kind;
            row
        };
        let rows = vec![
            place(60, SeriesKind::Day),
            place(80, SeriesKind::Since),
            place(90, SeriesKind::Day),
            place(900, SeriesKind::Plan),
        ];
        let map = Map::of(rows.clone());
        assert_eq!(map.rows.len(), 1);
        assert_eq!((map.rows[0].low, map.rows[0].others, map.aside), (Amount::whole(80), 2, 1));
        let mut turned = rows;
        turned.reverse();
        assert_eq!(Map::of(turned), map);
    }

    #[test]
    fn names_are_no_markup_and_links_lead_to_entries() {
        let map = sample();
        let svg = paint(&map, None);
        assert!(!svg.contains("<script") && !svg.contains("style=") && !svg.contains("<style"), "{svg}");
        assert_eq!(svg.matches("<a href=\"/entries/e_").count(), map.rows.len());
        assert!(svg.contains("role=\"group\"") && svg.contains("&lt;/title&gt;&lt;script&gt;</title>"), "{svg}");
        assert!(svg.contains("de facto") && !svg.contains("NaN"), "{svg}");
        assert_eq!(svg, paint(&map, None));
    }

    #[test]
    fn a_map_of_very_many_places_stays_small() {
        let place = |number: i64| {
            let point = (f64::from(number as i32 % 60), f64::from(number as i32 / 60));
            row(&format!("place {number}"), Some(point), PlacePrecision::Exact, 10 + number, None)
        };
        let map = Map::of((0..5_000).map(place).collect());
        assert_eq!(map.rows.len(), 5_000);
        let svg = paint(&map, None);
        assert!(svg.len() < 150_000 && svg.contains("and 4750 more in the list"), "{}", svg.len());
        // The greatest are drawn.
        assert!(svg.contains("<title>place 4999: ") && !svg.contains("<title>place 0: "), "{}", svg.len());
    }

    #[test]
    fn outlines_lie_under_the_circles() {
        let map = sample();
        let svg = paint(&map, Some("20,40,60,60"));
        assert!(svg.contains("href=\"/assets/outlines.svg?v=1#land\"") && svg.contains("#borders"), "{svg}");
        assert!(svg.contains("/assets/divisions.svg?v=1#divisions"), "{svg}");
        // Of the whole Earth the lines of divisions are not loaded.
        assert!(!paint(&map, Some("-180,-60,180,80")).contains("#divisions"));
    }

    #[test]
    fn bounds_are_read_and_told() {
        for (text, told) in [
            ("20,40,60,60", Some("20.00,40.00,60.00,60.00")),
            ("170, -20, -170, -10", Some("170.00,-20.00,-170.00,-10.00")),
            ("-180,-90,180,90", Some("-180.00,-90.00,180.00,90.00")),
            ("1,2,3", None),
            ("1,2,3,4,5", None),
            ("1,5,3,4", None),
            ("nan,1,2,3", None),
            ("1e300,1,2,3", None),
            ("", None),
        ] {
            assert_eq!(Bounds::read(text).map(Bounds::words).as_deref(), told, "{text}");
        }
    }

    #[test]
    fn the_short_way_around_the_earth_is_shown() {
        let at = |name: &str, lon: f64| row(name, Some((-17.0, lon)), PlacePrecision::Exact, 10, None);
        let around = |map: &Map| Bounds::around(map).map(Bounds::words);
        assert_eq!(
            around(&Map::of(vec![at("a", 178.0), at("b", -172.0)])).as_deref(),
            Some("176.75,-18.50,-170.75,-15.50")
        );
        assert_eq!(around(&Map::of(vec![at("a", 10.0)])).as_deref(), Some("8.50,-18.50,11.50,-15.50"));
        assert_eq!(around(&Map::default()), None);
        let svg = paint(&Map::of(vec![at("a", 178.0), at("b", -172.0)]), None);
        assert_eq!(svg.matches("#land").count(), 2, "{svg}");
    }

    #[test]
    fn the_legend_shows_round_sizes() {
        let sizes =
            |most: i64| sizes_of(Amount::whole(most).unwrap()).iter().map(|size| size.to_whole()).collect::<Vec<_>>();
        assert_eq!(sizes(502), [100, 10]);
        assert_eq!(sizes(1), [1]);
        assert_eq!(sizes(25_000_000), [5_000_000, 500_000]);
    }
}
