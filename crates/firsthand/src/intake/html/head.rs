//! Title, outlet, address, dates, byline and language of a page, each with the element that gave it.
//! Not here: what the story itself says.

use super::blocks::{Paragraph, decode_references};
use super::hints::Hints;
use super::published::{Sources, date_page};
use super::tree::Tree;
use crate::model::Lang;
use crate::pack::Packs;
use serde_json::Value;
use std::ops::Range;

/// Largest script of linked data that is read, in bytes.
pub(super) const MAX_DATA: usize = 1 << 20;

/// What stands between a title and an outlet's name.
const BARS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " / ", " │ ", " • ", " // ", "_", "|"];

/// Which element of a page gave a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The field: `title`, `outlet`, `published`, `modified`, `author`, `canonical`, `lang`.
    pub field: &'static str,
    /// What was read.
    pub value: String,
    /// Where: `json-ld datePublished`, `meta article:published_time`, `time`, `h1`, `text`, `address`, `hint`.
    pub from: String,
    /// Its bytes in the page, once decoded; none for what is no single element.
    pub at: Option<Range<usize>>,
}

/// All that a page says of itself.
#[derive(Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) lang: Option<String>,
    /// The story as linked data gives it.
    pub(super) body: Option<String>,
    /// The entries of a live page as linked data gives them.
    pub(super) updates: Vec<Value>,
    pub(super) evidence: Vec<Evidence>,
}

pub(super) struct Meta<'t> {
    pub(super) name: String,
    pub(super) value: &'t str,
    pub(super) node: usize,
}

/// What a page says of itself in elements made for it.
pub(super) struct Told<'t> {
    metas: Vec<Meta<'t>>,
    data: Vec<Value>,
}

/// Reads all but the dates.
pub(super) fn read_head<'t>(
    page: &str,
    tree: &'t Tree,
    hints: &Hints,
    paragraphs: &[Paragraph],
    address: Option<&str>,
) -> (Head, Told<'t>) {
    let mut head = Head::default();
    let metas = list_metas(tree);
    let data = linked_data(page, tree, hints);
    let lang = (0..tree.nodes.len().min(40)).find_map(|at| tree.attribute(at, "lang")).map(str::to_owned);
    let lang = lang.filter(|lang| !lang.trim().is_empty());
    head.lang = lang;
    head.body = data.iter().find_map(|item| item.get("articleBody")?.as_str()).map(str::to_owned);
    head.updates = data.iter().find_map(|item| item.get("liveBlogUpdate")?.as_array()).cloned().unwrap_or_default();
    let publisher = data.iter().find_map(|item| name_of(item.get("publisher")?));
    if let Some((name, meta)) = first_meta(&metas, &hints.meta.outlet) {
        head.note("outlet", meta.value.trim(), format!("meta {name}"), Some(tree.place(meta.node)));
        head.outlet = Some(meta.value.trim().to_owned());
    } else if let Some(publisher) = publisher {
        head.note("outlet", &publisher, "json-ld publisher".into(), None);
        head.outlet = Some(publisher);
    }
    read_title(&mut head, (page, tree), hints, &metas, &data, paragraphs, address);
    for (at, node) in tree.nodes.iter().enumerate() {
        let canonical =
            node.name == "link" && tree.attribute(at, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"));
        if canonical && let Some(href) = tree.attribute(at, "href").filter(|href| is_address(href)) {
            head.note("canonical", href, "link canonical".into(), Some(tree.place(at)));
            head.canonical = Some(href.to_owned());
            break;
        }
    }
    read_origin(&mut head, tree, hints, &metas, &data, address);
    read_authors(&mut head, tree, hints, &metas, &data, paragraphs);
    (head, Told { metas, data })
}

/// Reads the dates. `address` is where the page was fetched from, `story` the first paragraph of its story.
pub(super) fn read_dates(
    packs: &Packs,
    (page, tree): (&str, &Tree),
    hints: &Hints,
    told: &Told<'_>,
    paragraphs: &[Paragraph],
    (address, story): (Option<&str>, usize),
    head: &mut Head,
) {
    let (lang, own) = (head.written_in(), head.canonical.clone());
    let sources = Sources {
        packs,
        lang: &lang,
        page,
        tree,
        hints,
        metas: &told.metas,
        data: &told.data,
        paragraphs,
        address: address.or(own.as_deref()),
        story,
    };
    date_page(&sources, head);
}

impl Head {
    /// The language that the page says it is written in.
    pub(super) fn written_in(&self) -> Lang {
        let code = self.lang.as_deref().and_then(|lang| lang.split(['-', '_']).next());
        Lang(code.unwrap_or("und").trim().to_lowercase())
    }

    pub(super) fn note(&mut self, field: &'static str, value: &str, from: String, at: Option<Range<usize>>) {
        self.evidence.push(Evidence { field, value: value.to_owned(), from, at });
    }
}

fn is_address(href: &str) -> bool {
    (href.starts_with("https://") || href.starts_with("http://")) && href.len() < 2000
}

fn list_metas(tree: &Tree) -> Vec<Meta<'_>> {
    let mut out = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        if node.name.is_empty() {
            continue;
        }
        let named =
            tree.attributes_of(at).filter(|(name, _)| matches!(*name, "name" | "property" | "itemprop" | "http-equiv"));
        let names: Vec<&str> = named.map(|(_, value)| value).collect();
        let value = tree.attribute(at, "content").or_else(|| tree.attribute(at, "datetime"));
        if let Some(value) = value.filter(|value| !value.trim().is_empty() && value.len() < 2000) {
            out.extend(names.iter().map(|name| Meta { name: name.trim().to_ascii_lowercase(), value, node: at }));
        }
    }
    out
}

fn first_meta<'m, 't>(metas: &'m [Meta<'t>], names: &'m [String]) -> Option<(&'m str, &'m Meta<'t>)> {
    names.iter().find_map(|name| metas.iter().find(|meta| meta.name == *name).map(|meta| (name.as_str(), meta)))
}

/// Items of linked data that are stories or pages, those first that the data file names first.
fn linked_data(page: &str, tree: &Tree, hints: &Hints) -> Vec<Value> {
    let mut items = Vec::new();
    for (_, place) in tree.linked_scripts() {
        let Some(raw) = page.get(place).filter(|raw| raw.len() <= MAX_DATA) else { continue };
        let clean = || raw.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect::<String>();
        let trimmed = raw.trim().trim_start_matches("<!--").trim_end_matches("-->");
        let value = serde_json::from_str(trimmed).or_else(|_| serde_json::from_str::<Value>(clean().trim()));
        if let Ok(value) = value {
            collect_items(value, hints, &mut items);
        }
    }
    items.sort_by_key(|(rank, _)| *rank);
    items.into_iter().map(|(_, value)| value).collect()
}

fn collect_items(value: Value, hints: &Hints, out: &mut Vec<(usize, Value)>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| collect_items(value, hints, out)),
        Value::Object(mut map) => {
            if let Some(graph) = map.remove("@graph") {
                collect_items(graph, hints, out);
            }
            for key in ["mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"] {
                if map.get(key).is_some_and(|inner| inner.is_object() || key != "itemListElement" && inner.is_array())
                    && let Some(inner) = map.remove(key)
                {
                    collect_items(inner, hints, out);
                }
            }
            let types: Vec<&str> = match map.get("@type") {
                Some(Value::String(own)) => vec![own.as_str()],
                Some(Value::Array(own)) => own.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            let rank = types.iter().filter_map(|own| hints.meta.types.iter().position(|known| known == own)).min();
            if let Some(rank) = rank {
                out.push((rank, Value::Object(map)));
            }
        }
        _ => {}
    }
}

/// The name of a person or organisation, however it is given.
fn name_of(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(name) => name.as_str(),
        Value::Object(map) => map.get("name")?.as_str()?,
        Value::Array(all) => return all.iter().find_map(name_of),
        _ => return None,
    };
    let name = decode_references(name.trim());
    (!name.is_empty() && name.len() < 200 && !is_address(&name)).then_some(name)
}

/// The address of the report that this one was taken from, where the page tells it and `canonical` does not lead away from
/// the site: `syndication-source`, `original-source`, linked data's `isBasedOn`.
fn read_origin(head: &mut Head, tree: &Tree, hints: &Hints, metas: &[Meta<'_>], data: &[Value], address: Option<&str>) {
    let own = address.or(head.canonical.as_deref()).map(host_of).unwrap_or_default().to_owned();
    let leads_away = |href: &str| is_address(href) && host_of(href) != own;
    if own.is_empty() || head.canonical.as_deref().is_some_and(leads_away) {
        return;
    }
    let named = metas.iter().find(|meta| hints.meta.origin.contains(&meta.name) && leads_away(meta.value.trim()));
    let linked = || {
        data.iter().find_map(|item| {
            let based = item.get("isBasedOn").or_else(|| item.get("isBasedOnUrl"))?;
            let based = based.as_str().or_else(|| based.get("url")?.as_str()).or_else(|| based.get("@id")?.as_str())?;
            leads_away(based).then(|| based.to_owned())
        })
    };
    let (value, from, at) = if let Some(meta) = named {
        (meta.value.trim().to_owned(), format!("meta {}", meta.name), Some(tree.place(meta.node)))
    } else if let Some(based) = linked() {
        (based, "json-ld isBasedOn".to_owned(), None)
    } else {
        return;
    };
    head.evidence.retain(|one| one.field != "canonical");
    head.note("canonical", &value, from, at);
    head.canonical = Some(value);
}

/// The host of an address, without `www`.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("//").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn read_title(
    head: &mut Head,
    (page, tree): (&str, &Tree),
    hints: &Hints,
    metas: &[Meta<'_>],
    data: &[Value],
    paragraphs: &[Paragraph],
    address: Option<&str>,
) {
    let element = tree.nodes.iter().position(|node| node.name == "title");
    let shown = element.map(|at| decode_references(&tree.raw_text(page, at)));
    let shown = shown.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    let outlet = head.outlet.as_deref().map(squeeze).filter(|own| !own.is_empty());
    // Where no element names the outlet, the host may: "Title | HARBOUR.EXAMPLE".
    let host = address.map(|address| squeeze(host_of(address))).filter(|host| !host.is_empty());
    let is_outlet = |text: &str| outlet.as_deref() == Some(squeeze(text).as_str());
    let clean = |text: &str| text.replace('\u{AD}', "").split_whitespace().collect::<Vec<_>>().join(" ");
    let meta = first_meta(metas, &hints.meta.title);
    let given = meta.map(|(_, meta)| without_outlet(&clean(meta.value), outlet.as_deref())).unwrap_or_default();
    let linked =
        data.iter().find_map(|item| item.get("headline")?.as_str()).map(|text| clean(&decode_references(text)));
    let linked = linked.map(|text| without_outlet(&text, outlet.as_deref())).unwrap_or_default();
    let told: Vec<&str> =
        [given.as_str(), &linked].into_iter().filter(|own| !own.is_empty() && !is_outlet(own)).collect();
    let (value, from, at) = if let Some(heading) = title_heading(tree, paragraphs, &told, &shown, &is_outlet) {
        // A heading may open with a line above the title; what the page gives as its title is then the end of it.
        let own = squeeze(&heading.text);
        let tail = told.iter().find(|told| {
            let told = squeeze(told);
            told.len() < own.len() && told.len() * 3 > own.len() && own.ends_with(&told)
        });
        let bare = || bare_heading(page, tree, hints, heading.node).map(|text| clean(&text));
        let value = tail.map_or_else(|| bare().unwrap_or_else(|| clean(&heading.text)), |tail| (*tail).to_owned());
        (value, format!("h{}", heading.heading), Some(tree.place(heading.node)))
    } else if told.contains(&linked.as_str()) {
        (linked, "json-ld headline".to_owned(), None)
    } else if told.contains(&given.as_str()) {
        (given, format!("meta {}", meta.map_or("", |(name, _)| name)), None)
    } else if !shown.is_empty() {
        let by_host = || {
            let (at, mark) = BARS.iter().filter_map(|mark| shown.rfind(mark).map(|at| (at, mark))).max()?;
            let named = Some(squeeze(&shown[at + mark.len()..])) == host && at > 0;
            named.then(|| shown[..at].trim().to_owned())
        };
        let value = by_host().unwrap_or_else(|| without_outlet(&shown, outlet.as_deref()));
        (value, "title".to_owned(), element.map(|at| tree.place(at)))
    } else {
        return;
    };
    head.note("title", &value, from, at);
    head.title = Some(value);
}

/// The heading that is the title: one that the page's own titles repeat word by word, else one of the highest level that
/// they hold, else the longest that the window's title holds, else the only one. Never the outlet's name, and what leads
/// to the first page of the site only where there is nothing else.
fn title_heading<'p>(
    tree: &Tree,
    paragraphs: &'p [Paragraph],
    told: &[&str],
    shown: &str,
    is_outlet: &dyn Fn(&str) -> bool,
) -> Option<&'p Paragraph> {
    let all: Vec<(&Paragraph, String)> = paragraphs
        .iter()
        .filter(|one| (1..=3).contains(&one.heading) && one.text.len() < 400 && !is_outlet(&one.text))
        .map(|one| (one, squeeze(&one.text)))
        .filter(|(_, own)| own.len() > 3)
        .collect();
    let told: Vec<String> = told.iter().map(|told| squeeze(told)).collect();
    let parts: Vec<String> = BARS.iter().flat_map(|mark| shown.split(mark)).map(squeeze).collect();
    let shown = squeeze(shown);
    let holds = |title: &str, own: &str| title.contains(own) && own.len() * 3 > title.len();
    let same = all.iter().filter(|(_, own)| told.contains(own)).min_by_key(|(one, _)| one.heading);
    let near = || {
        let near = all.iter().filter(|(_, own)| told.iter().any(|told| holds(told, own) || holds(own, told)));
        near.min_by_key(|(one, own)| (one.heading, std::cmp::Reverse(own.len())))
    };
    let longest = || {
        let repeated = all.iter().filter(|(_, own)| holds(&shown, own) || parts.contains(own)).rev();
        repeated.max_by_key(|(one, own)| (!leads_home(tree, one.node), own.len()))
    };
    let firsts: Vec<&(&Paragraph, String)> =
        all.iter().filter(|(one, _)| one.heading == 1 && !leads_home(tree, one.node)).collect();
    let only = || (firsts.len() == 1).then(|| firsts[0]);
    same.or_else(near)
        .or_else(|| longest().filter(|(one, _)| !leads_home(tree, one.node)))
        .or_else(only)
        .map(|(one, _)| *one)
}

/// The heading without the line above or below the title that stands inside of it, where classes tell them apart.
fn bare_heading(page: &str, tree: &Tree, hints: &Hints, node: usize) -> Option<String> {
    let heading = tree.within(node, &["h1", "h2", "h3"])?;
    let (mut text, mut beside, mut at) = (String::new(), false, heading + 1);
    let named = |at: usize, told: &dyn Fn(&str) -> bool| tree.attribute(at, "class").is_some_and(told);
    while at < tree.nodes[heading].end {
        let node = &tree.nodes[at];
        if node.name.is_empty() {
            text.push_str(page.get(node.from..node.to).unwrap_or_default());
        } else if node.name == "small" || named(at, &|class| hints.is_kicker(class)) {
            beside = true;
            at = node.end;
            continue;
        } else if matches!(node.name, "style" | "script" | "svg")
            || tree.attribute(at, "aria-hidden") == Some("true")
            || named(at, &|class| hints.is_unseen(class))
        {
            at = node.end;
            continue;
        }
        at += 1;
    }
    let text = decode_references(text.trim());
    (beside && text.chars().filter(|sign| sign.is_alphanumeric()).count() >= 12).then_some(text)
}

/// Whether a text is a link to the first page of a site.
fn leads_home(tree: &Tree, node: usize) -> bool {
    let Some(link) = tree.within(node, &["a"]) else { return false };
    let Some(href) = tree.attribute(link, "href").map(str::trim) else { return false };
    let path = href.split_once("//").map_or(href, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    let path = path.trim_start_matches('.').trim_end_matches('/');
    path.is_empty() || path.trim_start_matches('/').starts_with("index.")
}

/// A title without the outlet's name before or after a bar or dash. `outlet` is squeezed.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let same = |part: &str| {
        let part = squeeze(part);
        !part.is_empty() && outlet.is_some_and(|outlet| outlet.contains(&part) || part.contains(outlet))
    };
    let first = BARS.iter().filter_map(|mark| title.find(mark).map(|at| (at, at + mark.len()))).min();
    let last = BARS.iter().filter_map(|mark| title.rfind(mark).map(|at| (at, at + mark.len()))).max();
    let (Some((head, start)), Some((end, tail))) = (first, last) else { return title.to_owned() };
    let (before, after) = (title[..end].trim(), title[tail..].trim());
    let spaced = title[end..tail].starts_with(' ');
    if !before.is_empty() && (same(after) || spaced && after.len() * 2 < before.len()) {
        return before.to_owned();
    }
    let rest = title[start..].trim();
    if !rest.is_empty() && same(&title[..head]) { rest.to_owned() } else { title.to_owned() }
}

fn read_authors(
    head: &mut Head,
    tree: &Tree,
    hints: &Hints,
    metas: &[Meta<'_>],
    data: &[Value],
    paragraphs: &[Paragraph],
) {
    for item in data {
        let names: Vec<String> = match item.get("author") {
            Some(Value::Array(all)) => all.iter().filter_map(name_of).collect(),
            Some(one) => name_of(one).into_iter().collect(),
            None => continue,
        };
        for name in names.into_iter().take(12) {
            head.note("author", &name, "json-ld author".into(), None);
            if !head.authors.contains(&name) {
                head.authors.push(name);
            }
        }
        if !head.authors.is_empty() {
            return;
        }
    }
    if let Some((name, meta)) = first_meta(metas, &hints.meta.author).filter(|(_, meta)| !is_address(meta.value)) {
        head.note("author", meta.value.trim(), format!("meta {name}"), None);
        head.authors.push(meta.value.trim().to_owned());
        return;
    }
    let named = (0..tree.nodes.len()).find(|at| {
        tree.attribute(*at, "rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"))
            || tree.attribute(*at, "itemprop") == Some("author")
    });
    let Some(node) = named else { return };
    let text = paragraphs.iter().find(|one| (node..tree.nodes[node].end).contains(&one.node) && one.text.len() < 100);
    if let Some(one) = text {
        head.note("author", &one.text, "rel author".into(), Some(tree.place(node)));
        head.authors.push(one.text.clone());
    }
}
