//! Place names: English news with coordinates, and Slavic news where every inflected form of a place has one number.

use super::{Bench, Row, f1, ratio, read_lines};
use anyhow::Result;
use firsthand::mentions::find_mentions;
use firsthand::model::{CodePoints, Reading, Report, Span, Toponym};
use firsthand::pack::tokenize_report;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How near a place must be to be right, in kilometres: a hundred miles, the field's measure.
const NEAR: f64 = 161.0;

fn toponyms(bench: &Bench<'_>, report: &Report) -> Vec<(Span, Toponym)> {
    let pack = bench.res.packs.of(&report.lang);
    let tokens = tokenize_report(pack, report);
    find_mentions(pack, &bench.res.gazetteer, report, &tokens)
        .into_iter()
        .filter_map(|mention| match mention.reading {
            Reading::Toponym(toponym) => Some((mention.span, toponym)),
            _ => None,
        })
        .collect()
}

/// F1 of place names read at their place (end to end, within 161 km), on LGL (local news of the United States and
/// elsewhere) and GeoVirus (Wikinews on diseases). The sets do not count adjectives and metonyms ("Russian", "the
/// Kremlin") as names, so those of ours are not counted; names without coordinates in the set are not in its gold.
pub(super) fn score_toponyms(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("geo-toponyms")?;
    let mut rows = Vec::new();
    for (name, texts, gold, wanted) in
        [("LGL", "lgl.xml", "LGL_gold.txt", 0.55), ("GeoVirus", "GeoVirus.xml", "GeoVirus_gold.txt", 0.75)]
    {
        let texts = texts_of(&std::fs::read_to_string(folder.join(texts))?);
        let gold = std::fs::read_to_string(folder.join(gold))?;
        let (mut right, mut read, mut asked) = (0, 0, 0);
        for (text, line) in texts.iter().zip(gold.lines()) {
            let report = bench.report("en", text)?;
            let points = CodePoints::new(&report.text);
            let mut found: Vec<(Span, Toponym)> = toponyms(bench, &report)
                .into_iter()
                .filter(|(_, toponym)| !toponym.adjectival && !toponym.metonym)
                .collect();
            read += found.len();
            for entry in line.split("||").filter(|entry| !entry.is_empty()) {
                let fields: Vec<&str> = entry.split(",,").collect();
                let [_, phrase, lat, lon, start, end, ..] = fields[..] else { continue };
                asked += 1;
                let (start, end): (usize, usize) = (start.trim().parse()?, end.trim().parse()?);
                let (lat, lon): (f64, f64) = (lat.trim().parse()?, lon.trim().parse()?);
                let hit = found.iter().position(|(span, _)| {
                    let (a, b) = points.of(*span);
                    a < end && start < b
                });
                let taken = hit.map(|at| found.swap_remove(at).1);
                let far = taken.as_ref().map(|toponym| distance(toponym, lat, lon));
                if far.is_some_and(|far| far <= NEAR) {
                    right += 1;
                } else {
                    bench.tell(|| match &taken {
                        Some(toponym) => format!("{name} WRONG {phrase}: {} {:?}", toponym.name, toponym.country),
                        None => format!("{name} MISSED {phrase}"),
                    });
                }
            }
            for (span, toponym) in &found {
                bench.tell(|| format!("{name} FALSE {}: {}", span.of(&report.text), toponym.name));
            }
        }
        let set = "geo-toponyms";
        let measure = format!("{name} F1 within 161 km");
        rows.push(Row {
            set,
            measure,
            lang: "en".into(),
            reached: f1(right, read, asked),
            wanted: Some(wanted),
            of: asked,
        });
    }
    Ok(rows)
}

fn distance(toponym: &Toponym, lat: f64, lon: f64) -> f64 {
    let (a, b) = (f64::from(toponym.lat_e6) / 1e6, f64::from(toponym.lon_e6) / 1e6);
    let (x, y) = ((lon - b).to_radians(), (lat - a).to_radians());
    let h = (y / 2.0).sin().powi(2) + a.to_radians().cos() * lat.to_radians().cos() * (x / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().asin()
}

/// The `text` elements of a corpus, in order.
fn texts_of(xml: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find("<text>") {
        let body = &rest[start + "<text>".len()..];
        let Some(end) = body.find("</text>") else { break };
        let text = &body[..end];
        out.push(match text.trim().strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")) {
            Some(plain) => plain.to_owned(),
            None => text
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&"),
        });
        rest = &body[end..];
    }
    out
}

/// How often a form was read as each place; as the empty one where it was not read.
type Readings = BTreeMap<String, usize>;

#[derive(Deserialize)]
struct Page {
    lang: String,
    text: String,
    #[serde(default)]
    entities: Option<Vec<Entity>>,
}

#[derive(Deserialize)]
struct Entity {
    mention: String,
    #[serde(rename = "type")]
    kind: String,
    id: String,
}

/// Whether the inflected forms of one place meet: of the different written forms of a place that the set gives one id
/// (ids with two forms or more in the language), those that are mostly read as the place that most of the id's forms
/// are read as. A form that is not read is wrong. Spans are not in the set; a form is where its words stand.
pub(super) fn score_forms(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.unpack("multiling-bsnlp2021-slavic")?;
    let pages: Vec<Page> = read_lines(&folder.join("docs.jsonl"))?;
    let mut rows = Vec::new();
    for lang in ["ru", "uk", "pl"] {
        if !bench.res.packs.langs().any(|known| known == lang) {
            continue;
        }
        // Readings of a form, by id and form.
        let mut forms: BTreeMap<(String, String), Readings> = BTreeMap::new();
        for page in pages.iter().filter(|page| page.lang == lang) {
            let wanted: BTreeSet<(&str, &str)> = page
                .entities
                .iter()
                .flatten()
                .filter(|entity| entity.kind == "LOC")
                .map(|entity| (entity.mention.as_str(), entity.id.as_str()))
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let report = bench.report(lang, &page.text)?;
            let found = toponyms(bench, &report);
            for (mention, id) in wanted {
                let readings = forms.entry((id.to_owned(), mention.to_lowercase())).or_default();
                for (at, _) in report.text.match_indices(mention) {
                    let span = Span::new(at, at + mention.len());
                    let hit = found.iter().find(|(other, _)| other.overlaps(span));
                    let place = hit.map_or(String::new(), |(_, toponym)| toponym.id.clone());
                    *readings.entry(place).or_default() += 1;
                }
            }
        }
        let mut ids: BTreeMap<&str, Vec<(&str, &Readings)>> = BTreeMap::new();
        for ((id, form), readings) in &forms {
            if !readings.is_empty() {
                ids.entry(id).or_default().push((form, readings));
            }
        }
        let (mut right, mut of) = (0, 0);
        for (id, forms) in ids.iter().filter(|(_, forms)| forms.len() > 1) {
            let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
            for (place, count) in forms.iter().flat_map(|(_, readings)| readings.iter()) {
                if !place.is_empty() {
                    *votes.entry(place).or_default() += count;
                }
            }
            let most = votes.into_iter().max_by_key(|(place, count)| (*count, std::cmp::Reverse(*place)));
            for (form, readings) in forms {
                of += 1;
                let read = readings.iter().max_by_key(|(place, count)| (**count, !place.is_empty()));
                let good = most.zip(read).is_some_and(|((place, _), (read, _))| place == read);
                right += usize::from(good);
                if !good {
                    bench.tell(|| format!("{lang} {id}: {form} read as {read:?}, most as {most:?}"));
                }
            }
        }
        let measure = "forms meeting in a place".to_owned();
        let set = "multiling-bsnlp2021-slavic";
        rows.push(Row { set, measure, lang: lang.into(), reached: ratio(right, of), wanted: Some(0.85), of });
    }
    Ok(rows)
}
