//! Title, outlet, address, dates, byline and language of a page, each with the element that gave it.
//! Not here: what the story itself says.

use super::blocks::{Paragraph, decode_references};
use super::hints::Hints;
use super::published::{Sources, date_page};
use super::title::{TitleSources, find_title};
use super::tree::Tree;
use crate::model::Lang;
use crate::pack::Packs;
use serde_json::Value;
use std::ops::Range;

/// Largest script of linked data that is read, in bytes.
pub(super) const MAX_DATA: usize = 1 << 20;

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
    let given = first_meta(metas, &hints.meta.title).map(|(name, meta)| (name, meta.value.to_owned()));
    let linked = data.iter().find_map(|item| item.get("headline")?.as_str()).map(decode_references);
    let outlet = head.outlet.clone();
    let host = address.map(host_of);
    let sources = TitleSources { page, tree, hints, paragraphs, given, linked, outlet: outlet.as_deref(), host };
    if let Some(found) = find_title(&sources) {
        head.note("title", &found.value, found.from, found.at);
        head.title = Some(found.value);
    }
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
