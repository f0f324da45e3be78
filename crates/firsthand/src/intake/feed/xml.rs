//! Which feed does this XML hold? One loose pass: unmatched ends, bare ampersands, HTML's entities, undeclared prefixes and a
//! missing end are read as they are meant. No DTD is read, so that no entity can grow. Not here: what becomes of the items.

use super::address::join_address;
use super::markup::{read_entities, read_reference};
use super::{Feed, FeedItem, MAX_ATTRIBUTES, MAX_ITEMS, MAX_XML_DEPTH, Refusal, read_wild_date};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How often reading starts again behind a fault; each start may look ahead to the end of the text.
const MAX_FAULTS: usize = 64;

/// Reads RSS, RDF and Atom.
///
/// # Errors
/// `no_feed` where no feed begins; `xml_limit` where a limit is passed before the first item is whole.
pub(super) fn read_xml_feed(text: &str, address: Option<&str>) -> Result<Feed, Refusal> {
    let mut walk = Walk::new(address);
    let stopped = walk.read(&mark_bare_signs(text));
    if !walk.begun {
        let why = "no RSS, RDF, Atom or JSON feed begins here";
        return Err(stopped.err().unwrap_or_else(|| Refusal::new("no_feed", why, "check the address of the feed")));
    }
    if let Err(refusal) = stopped {
        if walk.feed.items.is_empty() {
            return Err(refusal);
        }
        walk.feed.notes.push(format!("{}: the feed was read up to there [{}]", refusal.why, refusal.word));
    } else {
        while !walk.frames.is_empty() {
            walk.close();
        }
    }
    let mut feed = walk.feed;
    for item in &mut feed.items {
        item.language = item.language.take().or_else(|| feed.language.clone());
    }
    Ok(feed)
}

/// The text with each `<` that begins nothing as the sign that it is: `a < b` is no tag. CDATA stays as it is.
fn mark_bare_signs(text: &str) -> Cow<'_, str> {
    const DATA: &str = "<![CDATA[";
    let mut out = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(sign) = text[at..].find('<').map(|found| at + found) {
        if text[sign..].starts_with(DATA) {
            at = text[sign..].find("]]>").map_or(text.len(), |end| sign + end + 3);
            continue;
        }
        at = sign + 1;
        if !text[at..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_' | ':')) {
            out.push_str(&text[kept..sign]);
            out.push_str("&lt;");
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// Whose field is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Feed,
    Item,
    /// Image, text input, source, contributor: what stands inside is not the feed's own.
    Other,
}

/// How a field's text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As text; its entities are the XML's.
    Plain,
    /// Markup written as text.
    Escaped,
    /// Markup written as elements.
    Inline,
    Base64,
}

struct Frame {
    /// Name with a known prefix: `dc:date`, `title`.
    key: String,
    owner: Owner,
    base: Option<String>,
    lang: Option<String>,
    begins_item: bool,
    /// The prefixes that it declares, with what they meant before.
    undone: Vec<(String, Option<&'static str>)>,
}

/// A field whose text is being gathered.
struct Field {
    key: String,
    owner: Owner,
    /// How many frames were open before it.
    depth: usize,
    form: Form,
    /// It says that its markup is escaped, yet holds elements: the text between them is escaped markup.
    twice: bool,
    base: Option<String>,
    permalink: bool,
    /// Whether it stands in an author element: only names count there.
    text: String,
}

struct Walk {
    feed: Feed,
    item: FeedItem,
    /// How good what stands in a field is: a better element replaces it.
    ranks: BTreeMap<(bool, &'static str), u8>,
    begun: bool,
    frames: Vec<Frame>,
    field: Option<Field>,
    prefixes: BTreeMap<String, &'static str>,
    address: Option<String>,
    /// The permanent link that a `guid` gives, for items without a link.
    permalink: Option<String>,
}

/// Whether a `guid` leads to a page: many are a number or a name (`urn:`, `tag:`), though nothing says that they are no link.
fn is_link(guid: &str) -> bool {
    let start: String = guid.chars().take(8).collect::<String>().to_ascii_lowercase();
    ["http://", "https://", "/"].iter().any(|scheme| start.starts_with(scheme)) && !guid.contains(char::is_whitespace)
}

impl Walk {
    fn new(address: Option<&str>) -> Self {
        Self {
            feed: Feed::default(),
            item: FeedItem::default(),
            ranks: BTreeMap::new(),
            begun: false,
            frames: Vec::new(),
            field: None,
            prefixes: BTreeMap::new(),
            address: address.map(str::to_owned),
            permalink: None,
        }
    }

    fn read(&mut self, text: &str) -> Result<(), Refusal> {
        let mut rest = text;
        for _ in 0..MAX_FAULTS {
            let Some(fault) = self.read_stretch(rest)? else { return Ok(()) };
            let fault = floor_boundary(rest, fault);
            rest = &rest[fault..];
            if let Some(open) = rest.strip_prefix("<![CDATA[") {
                self.add_text(open, true);
                return Ok(());
            }
            let Some(mark) = rest.chars().next() else { return Ok(()) };
            self.add_text(&rest[..mark.len_utf8()], false);
            rest = &rest[mark.len_utf8()..];
        }
        self.feed.notes.push("the XML has too many faults and was read only in part".into());
        Ok(())
    }

    /// Reads up to the end, or returns where the fault is.
    fn read_stretch(&mut self, text: &str) -> Result<Option<usize>, Refusal> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.check_comments = false;
        loop {
            let before = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            match reader.read_event() {
                Err(_) => return Ok(Some(before)),
                Ok(Event::Eof) => return Ok(None),
                Ok(Event::Start(tag)) => self.open(&tag, false)?,
                Ok(Event::Empty(tag)) => self.open(&tag, true)?,
                Ok(Event::End(tag)) => self.end(tag.name().as_ref()),
                Ok(Event::Text(words)) => self.add_text(&words, false),
                Ok(Event::CData(words)) => self.add_text(&words, true),
                Ok(Event::GeneralRef(name)) => self.add_reference(&name),
                Ok(Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => {}
            }
            if self.feed.items.len() >= MAX_ITEMS {
                let why = format!("the feed has {MAX_ITEMS} items or more");
                self.feed.notes.push(format!("{why}: those after them were left out [xml_limit]"));
                self.frames.clear();
                self.field = None;
                return Ok(None);
            }
        }
    }

    fn add_text(&mut self, words: &str, verbatim: bool) {
        if let Some(field) = &mut self.field {
            // Inline markup is markup: what was text in it must stay text.
            if verbatim && field.form == Form::Inline {
                field.text.push_str(&escape(words))
            } else {
                field.text.push_str(words)
            }
        }
    }

    fn add_reference(&mut self, name: &str) {
        let Some(field) = &mut self.field else { return };
        match read_reference(name) {
            Some(value) if field.form == Form::Inline && matches!(name, "lt" | "gt" | "amp") => {
                field.text.push_str(&escape(&value));
            }
            Some(value) => field.text.push_str(&value),
            None => {
                field.text.push('&');
                field.text.push_str(name);
                field.text.push(';');
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<(), Refusal> {
        let raw = tag.name().as_ref().to_owned();
        let in_markup =
            self.field.as_ref().is_some_and(|field| inside_is_markup(&field.key) || field.form == Form::Inline);
        let mut undone = Vec::new();
        let mut attributes: BTreeMap<String, String> = BTreeMap::new();
        let mut listed = tag.html_attributes();
        for (count, attribute) in listed.with_checks(false).flatten().enumerate() {
            if count >= MAX_ATTRIBUTES {
                return Err(limit(format!("<{}> has more than {MAX_ATTRIBUTES} attributes", short(&raw))));
            }
            let name = attribute.key.as_ref().to_ascii_lowercase();
            let value = read_entities(&attribute.value);
            if let Some(prefix) = name.strip_prefix("xmlns").map(|rest| rest.trim_start_matches(':').to_owned()) {
                let space = space_of(&value);
                // A feed whose own vocabulary is unknown is a feed all the same.
                let space = if prefix.is_empty() && space == "other" { "" } else { space };
                // What markup declares is its own affair.
                if !in_markup {
                    let before = self.prefixes.insert(prefix.clone(), space);
                    undone.push((prefix, before));
                }
            }
            attributes.entry(name).or_insert(value);
        }
        if self.frames.len() >= MAX_XML_DEPTH {
            return Err(limit(format!("nested deeper than {MAX_XML_DEPTH}")));
        }
        if let Some(field) = &mut self.field {
            let depth = field.depth;
            if in_markup {
                field.twice |= field.form == Form::Escaped;
                field.form = Form::Inline;
                write_tag(field, &raw, &attributes, empty);
                if !empty {
                    self.push_frame(raw.clone(), Owner::Other, &attributes, false);
                }
                return Ok(());
            }
            // A new field inside one that cannot hold it: the first was never closed.
            if self.frames.len() > depth {
                self.finish_field();
            }
        }
        let key = self.key_of(&raw);
        let local = key.rsplit(':').next().unwrap_or(&key).to_owned();
        if !self.begun {
            self.begun = matches!(local.as_str(), "rss" | "feed" | "rdf" | "channel" | "item" | "entry");
        }
        let parent = self.frames.last().map_or(Owner::Feed, |frame| frame.owner);
        let begins_item = matches!(key.as_str(), "item" | "entry") && parent != Owner::Other;
        if begins_item {
            // An item in an item: the first was never closed.
            if let Some(at) = self.frames.iter().rposition(|frame| frame.begins_item) {
                while self.frames.len() > at {
                    self.close();
                }
            }
            self.item = FeedItem::default();
            self.ranks.retain(|(of_item, _), _| !*of_item);
            self.permalink = None;
            self.item.id = attributes.get("rdf:about").map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
            // Channel definition format: the link and the date stand in attributes.
            self.item.link = attributes.get("href").map(|link| join_address(self.base().as_deref(), link));
            self.item.updated = attributes.get("lastmod").and_then(|date| read_wild_date(date));
        } else if key == "channel" {
            if let Some(href) = attributes.get("href") {
                self.feed.link = Some(join_address(self.base().as_deref(), href));
            }
            if let Some(date) = attributes.get("lastmod") {
                self.feed.updated = read_wild_date(date);
            }
        }
        let owner = match local.as_str() {
            _ if begins_item => Owner::Item,
            "image" | "textinput" | "source" | "contributor" | "cloud" | "group" | "thumbnail" => Owner::Other,
            _ => parent,
        };
        if matches!(local.as_str(), "image" | "textinput" | "source") {
            self.finish_field();
        }
        self.push_frame(key.clone(), owner, &attributes, begins_item);
        if let Some(frame) = self.frames.last_mut() {
            frame.undone = undone;
        }
        if matches!(key.as_str(), "feed" | "rss" | "rdf" | "channel")
            && let Some(lang) = self.frame_lang()
        {
            self.feed.language.get_or_insert(lang);
        }
        if begins_item && let Some(lang) = attributes.get("xml:lang") {
            self.item.language = Some(lang.clone()).filter(|lang| !lang.trim().is_empty());
        }
        if key == "link" && attributes.contains_key("href") {
            self.take_link(owner, &attributes);
        }
        if is_field(&key) && (owner != Owner::Other || key == "source") {
            let form = form_of(&key, &attributes);
            let permalink = attributes.get("ispermalink").is_none_or(|said| !said.eq_ignore_ascii_case("false"));
            self.field = Some(Field {
                owner: if key == "source" { parent } else { owner },
                depth: self.frames.len() - 1,
                form,
                twice: false,
                base: self.base(),
                permalink,
                text: String::new(),
                key,
            });
            if self.field.as_ref().is_some_and(|field| is_content(&field.key))
                && let Some(lang) = self.frame_lang()
            {
                self.item.language = Some(lang);
            }
            // Atom 1.0 may keep a content elsewhere.
        }
        if empty {
            self.close();
        }
        Ok(())
    }

    fn push_frame(&mut self, key: String, owner: Owner, attributes: &BTreeMap<String, String>, begins_item: bool) {
        let base = match attributes.get("xml:base") {
            Some(base) => Some(join_address(self.base().as_deref(), base)),
            None => self.frames.last().and_then(|frame| frame.base.clone()),
        };
        let lang = match attributes.get("xml:lang") {
            Some(lang) => Some(lang.trim().replace('_', "-")).filter(|lang| !lang.is_empty()),
            None => self.frames.last().and_then(|frame| frame.lang.clone()),
        };
        self.frames.push(Frame { key, owner, base, lang, begins_item, undone: Vec::new() });
    }

    fn base(&self) -> Option<String> {
        self.frames.last().and_then(|frame| frame.base.clone()).or_else(|| self.address.clone())
    }

    fn frame_lang(&self) -> Option<String> {
        self.frames.last().and_then(|frame| frame.lang.clone())
    }

    /// An end tag: closes the nearest element of that name; what is open inside it was never closed. One that closes nothing
    /// is left out.
    fn end(&mut self, raw: &str) {
        let inside = self.field.as_ref().is_some_and(|field| self.frames.len() > field.depth + 1);
        let key = self.key_of(raw);
        let Some(at) = self.frames.iter().rposition(|frame| frame.key == key || frame.key == raw) else { return };
        if inside
            && let Some(field) = &mut self.field
            && at > field.depth
        {
            let local = raw.rsplit(':').next().unwrap_or(raw);
            field.text.push_str(&format!("</{local}>"));
        }
        while self.frames.len() > at {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if self.field.as_ref().is_some_and(|field| self.frames.len() <= field.depth) {
            self.finish_field();
        }
        if frame.begins_item {
            self.finish_item();
        }
        for (prefix, before) in frame.undone.into_iter().rev() {
            match before {
                Some(space) => self.prefixes.insert(prefix, space),
                None => self.prefixes.remove(&prefix),
            };
        }
    }

    fn finish_item(&mut self) {
        let mut item = std::mem::take(&mut self.item);
        if item.link.is_none() {
            item.link = self.permalink.take();
        }
        self.feed.items.push(item);
    }

    fn take_link(&mut self, owner: Owner, attributes: &BTreeMap<String, String>) {
        let rel = attributes.get("rel").map_or("alternate", |rel| rel.trim());
        let kind = attributes.get("type").map(|kind| kind.trim().to_ascii_lowercase());
        let Some(href) = attributes.get("href") else { return };
        let page = kind.as_deref().is_none_or(|kind| kind.contains("html") || kind.is_empty());
        if rel != "alternate" || owner == Owner::Other {
            return;
        }
        let link = join_address(self.base().as_deref(), href);
        let rank = if page { 3 } else { 1 };
        self.put(owner, "link", rank, link);
    }

    fn key_of(&self, raw: &str) -> String {
        let lower = raw.to_ascii_lowercase();
        let (prefix, local) = lower.split_once(':').unwrap_or(("", &lower));
        let space = match self.prefixes.get(prefix) {
            Some(space) => space,
            None => prefix_space(prefix),
        };
        if space.is_empty() { local.to_owned() } else { format!("{space}:{local}") }
    }

    fn finish_field(&mut self) {
        let Some(field) = self.field.take() else { return };
        let text = match field.form {
            Form::Base64 => decode_base64(&field.text).unwrap_or_default(),
            Form::Inline if field.twice => read_entities(unwrap_div(field.text.trim())),
            Form::Inline => unwrap_div(field.text.trim()).to_owned(),
            Form::Plain | Form::Escaped => field.text.trim().to_owned(),
        };
        if text.is_empty() {
            return;
        }
        let base = field.base.as_deref();
        let parent = self.frames.last().map_or("", |frame| frame.key.as_str());
        let in_author = matches!(parent, "author" | "itunes:owner" | "managingeditor");
        let owner = field.owner;
        match field.key.as_str() {
            "title" if in_author => {}
            "title" => self.put(owner, "title", 3, text),
            "dc:title" => self.put(owner, "title", 2, text),
            "media:title" | "itunes:title" => self.put(owner, "title", 1, text),
            "link" | "guid" if field.key == "link" => {
                let link = join_address(base, &text);
                self.put(owner, "link", 2, link);
            }
            "guid" => {
                if field.permalink && owner == Owner::Item && is_link(&text) {
                    self.permalink = Some(join_address(base, &text));
                }
                self.put(owner, "id", 2, text);
            }
            // An id is a name and stays as written, but for one that is only the path of an address.
            "id" if text.starts_with('/') => self.put(owner, "id", 2, join_address(base, &text)),
            "id" => self.put(owner, "id", 2, text),
            "pubdate" | "published" | "issued" | "dcterms:issued" => self.put_date(owner, "published", 3, &text),
            "dcterms:created" | "created" => self.put_date(owner, "published", 1, &text),
            "updated" => self.put_date(owner, "updated", 3, &text),
            "modified" | "dcterms:modified" | "lastbuilddate" => self.put_date(owner, "updated", 2, &text),
            "dc:date" => self.put_date(owner, "updated", 1, &text),
            "language" | "dc:language" => {
                let text = text.replace('_', "-");
                match owner {
                    Owner::Item => self.item.language = Some(text),
                    _ => self.feed.language = Some(text),
                }
            }
            "name" if in_author => self.put(owner, "author", 4, text),
            "author" | "dc:creator" | "dc:author" | "managingeditor" | "webmaster" | "itunes:author"
            | "dc:publisher" => {
                let rank = match field.key.as_str() {
                    "author" | "managingeditor" => 3,
                    "dc:creator" | "dc:author" => 2,
                    "itunes:author" => 1,
                    _ => 0,
                };
                if let Some(name) = name_alone(&text) {
                    self.put(owner, "author", rank, name);
                }
            }
            "description" => self.put(owner, "summary", 2, absolute(&text, base)),
            "summary" | "subtitle" | "tagline" | "abstract" => self.put(owner, "summary", 3, absolute(&text, base)),
            "dc:description" | "itunes:summary" | "itunes:subtitle" | "media:description" => {
                self.put(owner, "summary", 1, absolute(&text, base));
            }
            "content" | "content:encoded" | "fullitem" | "xhtml:body" | "body" => {
                self.put(owner, "content", 2, absolute(&text, base));
            }
            "source" if owner == Owner::Item => self.item.credit = Some(text),
            _ => {}
        }
    }

    fn put_date(&mut self, owner: Owner, field: &'static str, rank: u8, text: &str) {
        match read_wild_date(text) {
            Some(date) => self.put(owner, field, rank, date),
            // Kept as written: intake then says that it is no date.
            None => self.put(owner, field, 0, text.chars().take(80).collect()),
        }
    }

    /// Puts a value where nothing better stands. The first of equals stays.
    fn put(&mut self, owner: Owner, field: &'static str, rank: u8, value: String) {
        let slot = match (owner, field) {
            (Owner::Other, _) => return,
            (Owner::Item, "title") => &mut self.item.title,
            (Owner::Item, "link") => &mut self.item.link,
            (Owner::Item, "id") => &mut self.item.id,
            (Owner::Item, "published") => &mut self.item.published,
            (Owner::Item, "updated") => &mut self.item.updated,
            (Owner::Item, "author") => &mut self.item.author,
            (Owner::Item, "summary") => &mut self.item.summary,
            (Owner::Item, _) => &mut self.item.content,
            (Owner::Feed, "title") => &mut self.feed.title,
            (Owner::Feed, "link") => &mut self.feed.link,
            (Owner::Feed, "id") => &mut self.feed.id,
            (Owner::Feed, "published") => &mut self.feed.published,
            (Owner::Feed, "updated") => &mut self.feed.updated,
            (Owner::Feed, "author") => &mut self.feed.author,
            (Owner::Feed, "summary") => &mut self.feed.summary,
            (Owner::Feed, _) => return,
        };
        let best = self.ranks.entry((owner == Owner::Item, field)).or_insert(0);
        if slot.is_none() || rank > *best {
            *slot = Some(value);
            *best = rank;
        }
    }
}

fn limit(why: String) -> Refusal {
    Refusal::new("xml_limit", why, "ask the publisher to mend the feed")
}

fn short(name: &str) -> String {
    name.chars().take(40).collect()
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The vocabularies by their addresses; the feed's own has no name.
fn space_of(address: &str) -> &'static str {
    let address = address.trim().to_ascii_lowercase();
    let known = |part: &str| address.contains(part);
    match () {
        () if known("purl.org/dc/terms") => "dcterms",
        () if known("purl.org/dc/elements") => "dc",
        () if known("purl.org/rss/1.0/modules/content") => "content",
        () if known("itunes.com") => "itunes",
        () if known("search.yahoo.com/mrss") => "media",
        () if known("w3.org/1999/xhtml") => "xhtml",
        () if known("1999/02/22-rdf") || known("purl.org/atom") || known("w3.org/2005/atom") => "",
        () if known("module") || known("georss") || known("slash") || known("wfw") => "other",
        () if known("rss") || known("netscape") || known("backend.userland") || address.is_empty() => "",
        () => "other",
    }
}

/// What a prefix means that was never declared.
fn prefix_space(prefix: &str) -> &'static str {
    match prefix {
        "" | "rss" | "rdf" | "atom" | "atom10" | "a10" => "",
        "dc" => "dc",
        "dcterms" => "dcterms",
        "content" => "content",
        "itunes" => "itunes",
        "media" => "media",
        "xhtml" => "xhtml",
        _ => "other",
    }
}

fn is_field(key: &str) -> bool {
    const FIELDS: &[&str] = &[
        "title",
        "dc:title",
        "media:title",
        "itunes:title",
        "link",
        "guid",
        "id",
        "pubdate",
        "published",
        "issued",
        "dcterms:issued",
        "dcterms:created",
        "created",
        "updated",
        "modified",
        "dcterms:modified",
        "lastbuilddate",
        "dc:date",
        "language",
        "dc:language",
        "name",
        "author",
        "dc:creator",
        "dc:author",
        "managingeditor",
        "webmaster",
        "itunes:author",
        "dc:publisher",
        "description",
        "summary",
        "subtitle",
        "tagline",
        "abstract",
        "dc:description",
        "itunes:summary",
        "itunes:subtitle",
        "media:description",
        "content",
        "content:encoded",
        "fullitem",
        "xhtml:body",
        "body",
        "source",
    ];
    FIELDS.contains(&key)
}

/// Fields that hold an item's text.
fn is_content(key: &str) -> bool {
    matches!(key, "content" | "content:encoded" | "fullitem" | "xhtml:body" | "body")
}

/// Fields in which elements are markup, not fields.
fn inside_is_markup(key: &str) -> bool {
    matches!(
        key,
        "title"
            | "description"
            | "summary"
            | "subtitle"
            | "tagline"
            | "content"
            | "content:encoded"
            | "xhtml:body"
            | "body"
            | "fullitem"
            | "dc:description"
    )
}

/// Fields whose `type` says how they are written.
const TYPED: [&str; 5] = ["content", "title", "summary", "subtitle", "tagline"];

fn form_of(key: &str, attributes: &BTreeMap<String, String>) -> Form {
    let mode = attributes.get("mode").map(String::as_str).unwrap_or_default();
    let kind = attributes.get("type").map(|kind| kind.trim().to_ascii_lowercase()).unwrap_or_default();
    match (mode, kind.as_str()) {
        ("base64", _) => Form::Base64,
        ("xml", _) | (_, "xhtml") => Form::Inline,
        _ if key == "xhtml:body" || key == "body" => Form::Inline,
        (_, "application/xhtml+xml") if mode != "escaped" => Form::Inline,
        (_, kind) if TYPED.contains(&key) && kind.contains('/') && !kind.starts_with("text/") && mode.is_empty() => {
            if kind.ends_with("xml") {
                Form::Inline
            } else {
                Form::Base64
            }
        }
        ("escaped", _) | (_, "html" | "text/html") => Form::Escaped,
        _ => Form::Plain,
    }
}

/// Writes a start tag back as the markup that it was.
fn write_tag(field: &mut Field, raw: &str, attributes: &BTreeMap<String, String>, empty: bool) {
    let local = raw.rsplit(':').next().unwrap_or(raw);
    field.text.push('<');
    field.text.push_str(local);
    for (name, value) in attributes.iter().filter(|(name, _)| !name.starts_with("xml")) {
        field.text.push_str(&format!(" {name}=\"{}\"", escape(value).replace('"', "&quot;")));
    }
    field.text.push_str(if empty { " />" } else { ">" });
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The `div` that Atom wraps around its markup goes.
fn unwrap_div(text: &str) -> &str {
    let Some(end) = text.strip_prefix("<div").and_then(|rest| rest.find('>').map(|at| at + 5)) else { return text };
    let Some(inner) = text[end..].strip_suffix("</div>") else { return text };
    let opened = inner.matches("<div").count();
    if opened == inner.matches("</div>").count()
        && inner.find("</div>").is_none_or(|close| inner.find("<div").is_some_and(|open| open < close))
    {
        inner.trim()
    } else {
        text
    }
}

/// Links inside a piece of markup, made absolute.
fn absolute(markup: &str, base: Option<&str>) -> String {
    let Some(base) = base else { return markup.to_owned() };
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    loop {
        let next = ["href=\"", "src=\""].iter().filter_map(|mark| rest.find(mark).map(|at| at + mark.len())).min();
        let Some(at) = next else { break };
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(end) = rest.find('"') else { break };
        out.push_str(&join_address(Some(base), &rest[..end]));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The name in `me@example.com (Some Name)` or `Some Name <me@example.com>`. Mail addresses are nobody's business: none is kept.
fn name_alone(text: &str) -> Option<String> {
    let bare = |text: &str| text.trim().trim_matches(['"', '(', ')', '<', '>']).trim().to_owned();
    let name = if !text.contains('@') {
        bare_name(text)
    } else if let Some((before, after)) = text.split_once('(') {
        if before.contains('@') { bare(after) } else { bare(before) }
    } else if let Some((before, _)) = text.split_once('<') {
        bare(before)
    } else {
        let words: Vec<&str> = text.split_whitespace().filter(|word| !word.contains('@')).collect();
        bare(&words.join(" "))
    };
    (!name.is_empty() && !name.contains('@')).then_some(name)
}

fn bare_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Base64, white space left out.
fn decode_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).ok()?);
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
