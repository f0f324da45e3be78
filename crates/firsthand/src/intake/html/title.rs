//! What is the title? The heading that the page's own titles repeat, else the one that elements and classes mark, else what
//! the page tells. Without the name of the site, and without lines above and below. Not here: which paragraph is typed as
//! the headline (`body`).

use super::blocks::{Paragraph, decode_references, is_furniture};
use super::head::squeeze;
use super::hints::Hints;
use super::tree::{Tree, breaks_line};
use std::ops::{Range, RangeInclusive};

/// What stands between a title and an outlet's name.
const BARS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " / ", " │ ", " • ", " // ", "_", "|"];
/// The same without blanks, beside signs of scripts that are written without them.
const TIGHT_BARS: [&str; 3] = ["-", "–", "—"];
/// Longest heading that is a title, in bytes.
const LONGEST: usize = 400;
/// Longest text that is taken for a title told by the page, in bytes.
const MOST_TOLD: usize = 2000;
/// Most parts of a heading that are looked at one by one, and most headings that name the site.
const MOST_PIECES: usize = 200;
const MOST_NAMES: usize = 8;
/// So many bytes of a paragraph are running text.
const RUNNING: usize = 80;
/// Signs of scripts that are written without blanks, and their punctuation.
const DENSE: RangeInclusive<char> = '\u{2E80}'..='\u{FFEF}';
const HEADINGS: [&str; 3] = ["h1", "h2", "h3"];

/// What a title is read from.
pub(super) struct TitleSources<'p> {
    pub(super) page: &'p str,
    pub(super) tree: &'p Tree,
    pub(super) hints: &'p Hints,
    pub(super) paragraphs: &'p [Paragraph],
    /// The title in a meta element, and the name of the element.
    pub(super) given: Option<(&'p str, String)>,
    /// The headline in linked data.
    pub(super) linked: Option<String>,
    pub(super) outlet: Option<&'p str>,
    /// Host of the page's address.
    pub(super) host: Option<&'p str>,
}

/// A title, and what gave it.
pub(super) struct FoundTitle {
    pub(super) value: String,
    pub(super) from: String,
    pub(super) at: Option<Range<usize>>,
}

/// A heading of the page.
struct Heading<'p> {
    /// Its element.
    node: usize,
    level: u8,
    text: String,
    plain: String,
    first: &'p Paragraph,
    /// Number of its last paragraph.
    last: usize,
    /// Its class or that of the element around it says that it names the site, or it leads to the first page.
    is_site: bool,
}

/// Names by which the site may stand in its titles, squeezed.
struct SiteNames {
    outlet: Option<String>,
    host: Option<String>,
    /// Headings that name the site.
    others: Vec<String>,
}

/// Finds the title. Linear in the page.
pub(super) fn find_title(sources: &TitleSources<'_>) -> Option<FoundTitle> {
    let TitleSources { page, tree, hints, paragraphs, .. } = sources;
    let element = tree.nodes.iter().position(|node| node.name == "title");
    let shown = element.map(|at| clean(&decode_references(&tree.raw_text(page, at)))).unwrap_or_default();
    let shown = shown[..shown.floor_char_boundary(MOST_TOLD)].to_owned();
    let mut headings = list_headings(tree, hints, paragraphs);
    let names = SiteNames::collect(sources, &headings);
    headings.retain(|heading| !names.is_name(&heading.plain));
    let told = Told::collect(sources, &names);
    if let Some(one) = shown_headline(sources, &headings, &told) {
        return Some(FoundTitle { value: clean(&one.text), from: "text".to_owned(), at: Some(tree.place(one.node)) });
    }
    if let Some(heading) = choose_heading(sources, &headings, &told, &shown) {
        let value = read_heading(sources, heading, &told, &shown);
        return Some(FoundTitle { value, from: format!("h{}", heading.level), at: Some(tree.place(heading.node)) });
    }
    if let Some(linked) = told.own.iter().find(|own| own.is_linked) {
        return Some(FoundTitle { value: linked.text.clone(), from: "json-ld headline".to_owned(), at: None });
    }
    if let Some(given) = told.own.first() {
        let name = sources.given.as_ref().map_or("", |(name, _)| name);
        return Some(FoundTitle { value: given.text.clone(), from: format!("meta {name}"), at: None });
    }
    let value = without_site(&shown, &names);
    let at = element.map(|at| tree.place(at));
    (!shown.is_empty()).then(|| FoundTitle { value, from: "title".to_owned(), at })
}

/// The line that shows the headline of linked data word by word, where no heading does.
fn shown_headline<'p>(sources: &TitleSources<'p>, headings: &[Heading<'_>], told: &Told) -> Option<&'p Paragraph> {
    let linked = told.whole.iter().find(|own| own.is_linked)?;
    if linked.plain.len() < 16 || headings.iter().any(|heading| told.is_told(&heading.plain)) {
        return None;
    }
    let fits = |one: &&Paragraph| (linked.plain.len()..linked.plain.len() * 2).contains(&one.text.len());
    let lines = sources.paragraphs.iter().filter(|one| !is_furniture(one.kind) && !one.is_links());
    lines.filter(fits).find(|one| squeeze(&one.text) == linked.plain)
}

fn clean(text: &str) -> String {
    text.replace('\u{AD}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title that the page tells.
struct Own {
    text: String,
    plain: String,
    is_linked: bool,
}

/// The titles that a page tells in meta elements and linked data.
struct Told {
    /// Without the site's name.
    own: Vec<Own>,
    /// Word by word.
    whole: Vec<Own>,
}

impl Told {
    fn collect(sources: &TitleSources<'_>, names: &SiteNames) -> Self {
        let given = sources.given.as_ref().map(|(_, value)| (clean(value), false));
        let linked = sources.linked.as_deref().map(|value| (clean(value), true));
        let all: Vec<(String, bool)> = given.into_iter().chain(linked).collect();
        let own = |text: String, is_linked: bool| Own { plain: squeeze(&text), text, is_linked };
        let is_title = |own: &Own| !own.text.is_empty() && !names.is_name(&own.plain);
        let all: Vec<(String, bool)> = all.into_iter().filter(|(text, _)| text.len() <= MOST_TOLD).collect();
        Self {
            own: all.iter().map(|(text, linked)| own(without_site(text, names), *linked)).filter(is_title).collect(),
            whole: all.into_iter().map(|(text, linked)| own(text, linked)).filter(is_title).collect(),
        }
    }

    fn is_told(&self, plain: &str) -> bool {
        self.own.iter().chain(&self.whole).any(|own| own.plain == plain)
    }
}

/// Headings down to the third level that readers see, each with all the lines that its element holds.
fn list_headings<'p>(tree: &Tree, hints: &Hints, paragraphs: &'p [Paragraph]) -> Vec<Heading<'p>> {
    let mut out: Vec<Heading<'p>> = Vec::new();
    for (at, one) in paragraphs.iter().enumerate().filter(|(_, one)| (1..=3).contains(&one.heading)) {
        let Some(node) = tree.within(one.node, &HEADINGS) else { continue };
        if let Some(last) = out.last_mut().filter(|last| last.node == node) {
            last.text.push(' ');
            last.text.push_str(&one.text);
            last.last = at;
            continue;
        }
        if is_unseen(tree, hints, node) {
            continue;
        }
        let is_site = leads_home(tree, one.node) || is_site_name(tree, hints, node);
        let plain = String::new();
        out.push(Heading { node, level: one.heading, text: one.text.clone(), plain, first: one, last: at, is_site });
    }
    for heading in &mut out {
        heading.plain = squeeze(&heading.text);
    }
    out.retain(|heading| heading.text.len() < LONGEST && heading.plain.len() > 3);
    out
}

/// Whether the class of a heading or of what holds it is one for the name of the site.
fn is_site_name(tree: &Tree, hints: &Hints, node: usize) -> bool {
    let named = |at: usize| {
        let mut names = tree.attributes_of(at).filter(|(name, _)| matches!(*name, "class" | "id"));
        names.any(|(_, value)| hints.names_site(value))
    };
    named(node) || named(tree.nodes[node].parent)
}

/// The heading that is the title: one that the page's own titles repeat word by word, else one of the highest level that
/// they hold, else the longest that the window's title holds, else the one that a class marks, else the first of the
/// first level, else the one above the story of a page that tells no title. Never the outlet's name, and what names the
/// site only where there is nothing else.
fn choose_heading<'h, 'p>(
    sources: &TitleSources<'_>,
    headings: &'h [Heading<'p>],
    told: &Told,
    shown: &str,
) -> Option<&'h Heading<'p>> {
    let TitleSources { tree, hints, .. } = sources;
    let parts: Vec<String> = BARS.iter().flat_map(|mark| shown.split(mark)).map(squeeze).collect();
    let shown = squeeze(shown);
    let holds = |title: &str, own: &str| title.contains(own) && own.len() * 3 > title.len();
    let same = headings.iter().filter(|heading| told.is_told(&heading.plain));
    let same = same.min_by_key(|heading| (heading.is_site, heading.level));
    let own = || headings.iter().filter(|heading| !heading.is_site);
    let near = || {
        let near = own().filter(|heading| {
            told.own.iter().any(|own| holds(&own.plain, &heading.plain) || holds(&heading.plain, &own.plain))
        });
        // Of several that a told title holds, the one that makes its first half: what follows is a line below it.
        near.min_by_key(|heading| {
            let half = |own: &Own| own.plain.starts_with(&heading.plain) && heading.plain.len() * 2 >= own.plain.len();
            let opens = told.own.iter().any(half);
            (!opens, heading.level, std::cmp::Reverse(heading.plain.len()))
        })
    };
    let longest = || {
        let whole = |heading: &Heading<'_>| heading.level < 3 && parts.contains(&heading.plain);
        let repeated = own().filter(|heading| holds(&shown, &heading.plain) || whole(heading));
        repeated.rev().max_by_key(|heading| heading.plain.len())
    };
    let marked = || {
        own().find(|heading| {
            let mut names = tree.attributes_of(heading.node);
            let named = names.any(|(name, value)| match name {
                "class" | "id" => hints.marks_heading(value),
                "itemprop" => value == "headline",
                _ => false,
            });
            named && !is_furniture(heading.first.kind)
        })
    };
    let first = || own().find(|heading| heading.level == 1);
    let above = || own().find(|heading| told.own.is_empty() && is_above_story(sources.paragraphs, heading));
    same.or_else(near).or_else(longest).or_else(marked).or_else(first).or_else(above)
}

/// Whether running text follows a heading and none stands before it.
fn is_above_story(paragraphs: &[Paragraph], heading: &Heading<'_>) -> bool {
    let is_text =
        |one: &Paragraph| one.heading == 0 && !one.is_links() && !is_furniture(one.kind) && one.signs > RUNNING;
    let next = heading.last + 1;
    let behind = paragraphs[next..paragraphs.len().min(next + 3)].iter().take_while(|one| one.heading == 0);
    !is_furniture(heading.first.kind)
        && behind.into_iter().any(is_text)
        && !paragraphs[..heading.last].iter().any(is_text)
}

/// The words of a heading that are the title: without lines above and below that stand in elements of their own. Classes
/// tell them apart, else the titles that the page tells.
fn read_heading(sources: &TitleSources<'_>, heading: &Heading<'_>, told: &Told, shown: &str) -> String {
    let TitleSources { page, tree, hints, .. } = sources;
    let own = heading.plain.as_str();
    let is_most = |plain: &str| plain.len() < own.len() && plain.len() * 3 > own.len();
    let pieces = list_pieces(page, tree, hints, heading.node);
    let window = squeeze(shown);
    let run = || {
        let all = told.own.iter().map(|own| own.plain.as_str()).chain([window.as_str()]);
        all.filter(|plain| is_most(plain)).find_map(|plain| find_run(&pieces, plain))
    };
    let marked = || {
        let inside = heading.node + 1..tree.nodes[heading.node].end;
        let marked = inside.filter(|at| {
            let class = tree.attribute(*at, "class").unwrap_or_default();
            hints.marks_title(class) && !hints.is_kicker(class) && !hints.is_unseen(class)
        });
        let mut texts =
            marked.take(MOST_NAMES).map(|at| trim_title(&clean(&list_pieces(page, tree, hints, at).concat())));
        texts.find(|text| is_most(&squeeze(text)))
    };
    // "Dockers held / Harbour Post" where the page tells a title that is one of the two.
    let barred = || {
        let text = clean(&heading.text);
        told.whole.iter().find_map(|own| {
            let before =
                text.strip_prefix(own.text.as_str()).is_some_and(|rest| BARS.iter().any(|mark| rest.starts_with(mark)));
            let after =
                text.strip_suffix(own.text.as_str()).is_some_and(|rest| BARS.iter().any(|mark| rest.ends_with(mark)));
            (is_most(&own.plain) && (before || after)).then(|| own.text.clone())
        })
    };
    let bare = || bare_heading(page, tree, hints, heading.node);
    marked().or_else(bare).or_else(run).or_else(barred).unwrap_or_else(|| clean(&heading.text))
}

/// A title without the signs that parted it from a line above or below.
fn trim_title(text: &str) -> String {
    let parts =
        |sign: char| sign.is_whitespace() || matches!(sign, ':' | '|' | '/' | '-' | '–' | '—' | '·' | '•' | ',' | ';');
    let text = text.trim_start_matches(parts);
    text.trim_end_matches([' ', ':', '|', '/', '·', '•']).to_owned()
}

/// The texts of an element that readers see, each with its blanks.
fn list_pieces(page: &str, tree: &Tree, hints: &Hints, element: usize) -> Vec<String> {
    let (mut pieces, mut at) = (Vec::new(), element + 1);
    while at < tree.nodes[element].end && pieces.len() < MOST_PIECES {
        let node = &tree.nodes[at];
        if node.name.is_empty() {
            let text = decode_references(page.get(node.from..node.to).unwrap_or_default());
            pieces.push(text.replace('\u{AD}', ""));
        } else if is_unseen(tree, hints, at) {
            at = node.end;
            continue;
        } else if node.name == "br" || breaks_line(node.name) {
            pieces.push(" ".to_owned());
        }
        at += 1;
    }
    pieces
}

/// The pieces, one behind the other, that say a title and nothing else.
fn find_run(pieces: &[String], plain: &str) -> Option<String> {
    let squeezed: Vec<String> = pieces.iter().map(|piece| squeeze(piece)).collect();
    for from in (0..pieces.len()).filter(|from| !squeezed[*from].is_empty()) {
        let mut rest = plain;
        for to in from..pieces.len() {
            let Some(left) = rest.strip_prefix(squeezed[to].as_str()) else { break };
            rest = left;
            if rest.is_empty() {
                return Some(clean(&pieces[from..=to].concat()));
            }
        }
    }
    None
}

/// Whether an element is none for the eye.
fn is_unseen(tree: &Tree, hints: &Hints, at: usize) -> bool {
    matches!(tree.nodes[at].name, "style" | "script" | "svg" | "rt" | "rp")
        || tree.attribute(at, "aria-hidden") == Some("true")
        || tree.attribute(at, "class").is_some_and(|class| hints.is_unseen(class))
}

/// The heading without the line above or below the title that stands inside of it, where classes tell them apart.
fn bare_heading(page: &str, tree: &Tree, hints: &Hints, heading: usize) -> Option<String> {
    let (mut text, mut beside, mut at) = (String::new(), false, heading + 1);
    while at < tree.nodes[heading].end {
        let node = &tree.nodes[at];
        if node.name.is_empty() {
            text.push_str(page.get(node.from..node.to).unwrap_or_default());
        } else if node.name == "small" || tree.attribute(at, "class").is_some_and(|class| hints.is_kicker(class)) {
            beside = true;
            at = node.end;
            continue;
        } else if is_unseen(tree, hints, at) {
            at = node.end;
            continue;
        } else if node.name == "br" || breaks_line(node.name) {
            text.push(' ');
        }
        at += 1;
    }
    let text = trim_title(&clean(&decode_references(text.trim())));
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

impl SiteNames {
    /// The outlet, the host, and headings that name the site.
    fn collect(sources: &TitleSources<'_>, headings: &[Heading<'_>]) -> Self {
        let outlet = sources.outlet.map(squeeze).filter(|own| !own.is_empty());
        let host = sources.host.map(squeeze).filter(|host| !host.is_empty());
        let sites = headings.iter().filter(|heading| heading.is_site).map(|heading| heading.plain.clone());
        Self { outlet, host, others: sites.take(MOST_NAMES).collect() }
    }

    /// Whether a squeezed text is the outlet's name or the site's address.
    fn is_name(&self, plain: &str) -> bool {
        [&self.outlet, &self.host].into_iter().any(|name| name.as_deref() == Some(plain))
    }

    fn is_whole(&self, part: &str) -> bool {
        self.is_name(part) || self.others.iter().any(|name| name == part)
    }

    /// Whether a part of a title names the site, in whole or in part.
    fn is_part(&self, part: &str) -> bool {
        let part = squeeze(part);
        let same = |name: &String| name.contains(&part) || part.contains(name.as_str());
        !part.is_empty() && (self.outlet.as_ref().is_some_and(same) || self.is_whole(&part))
    }
}

/// A title without the site's name before or after a bar or dash.
fn without_site(title: &str, names: &SiteNames) -> String {
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for mark in BARS {
        marks.extend(title.match_indices(mark).map(|(at, _)| (at, at + mark.len())));
    }
    let is_dense = |sign: Option<char>| sign.is_some_and(|sign| DENSE.contains(&sign));
    for mark in TIGHT_BARS {
        let tight = title.match_indices(mark).map(|(at, _)| (at, at + mark.len()));
        marks.extend(
            tight.filter(|(at, end)| {
                is_dense(title[..*at].chars().next_back()) || is_dense(title[*end..].chars().next())
            }),
        );
    }
    marks.sort_unstable();
    let (Some(&(head, start)), Some(&(end, tail))) = (marks.first(), marks.last()) else { return title.to_owned() };
    // The site's whole name may hold a bar too.
    let whole = marks.iter().find(|(at, end)| *at > 0 && names.is_whole(&squeeze(&title[*end..])));
    if let Some((at, _)) = whole {
        return title[..*at].trim().to_owned();
    }
    let (before, after) = (title[..end].trim(), title[tail..].trim());
    let parted = title[end..tail].starts_with(' ') || is_dense(after.chars().next()) || title[..end].ends_with(' ');
    if !before.is_empty() && (names.is_part(after) || parted && after.len() * 2 < before.len()) {
        return before.to_owned();
    }
    let rest = title[start..].trim();
    if !rest.is_empty() && names.is_part(&title[..head]) { rest.to_owned() } else { title.to_owned() }
}
