//! Story: which pages tell of it, who counted, who copied whom, and what was dropped or changed on the way; as a picture and
//! as a list. Not here: laying lineage out and drawing it (the library).

use super::parts::{self, foreign};
use super::stories::{figure_documents, subject, summary};
use super::{lay_out, path_of, tally};
use crate::ask::{Answer, Ask};
use crate::desk::{Reading, Threads};
use crate::found::write_entries;
use crate::problem::Problem;
use crate::query::find_id;
use crate::words::{Words, safe};
use firsthand::export::graph::{Cross, CrossKind, Graph, Label, Labels, Link, Node, NodeKind};
use firsthand::export::graph_svg::{Phrase, write_graph};
use firsthand::export::jsonl::Masking;
use firsthand::export::kinship::{CountedBy, dropped_figures, order_of};
use firsthand::export::passages::{Word, mark_differences};
use firsthand::export::svg::Form;
use firsthand::ledger::{IN_ADDRESS, StoryState};
use firsthand::model::{Derivation, DerivationKind, FigureRef, PassageKind, Report, ReportId, Story, StoryId};
use firsthand::pipeline::figures::{Teller, Told};
use firsthand::pipeline::read_story_state;
use firsthand::pipeline::stories::{state_document, story_document};
use firsthand::pipeline::traced::TracedStory;
use firsthand::pipeline::veils::{HiddenClaims, veil_state};
use firsthand::store::Store;
use maud::{Markup, PreEscaped, html};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What a story says in the end takes reading its pages again: of more pages than this nobody waits for it.
const READ_AGAIN: usize = 40;
/// Pages of the list, and figures and passages that are shown.
const LISTED: usize = 200;
const FIGURES: usize = 40;
const PASSAGES: usize = 60;

pub(crate) fn show(reading: &Reading<'_>) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let story = match find_story(reading)? {
        Found::Here(story) => story,
        Found::Became(id) => return Ok(Answer::see(ask.query.link(&format!("/story/{id}"), &[]))),
    };
    let mut traced = TracedStory::of(reading.view, &story)?;
    traced.retain(&|entry| reading.shows_entry(entry), &|claim| reading.shows_claim(claim));
    let mut state = (story.reports.len() <= READ_AGAIN)
        .then(|| read_story_state(reading.res(), reading.view, &Threads, &story))
        .transpose()?;
    let hidden = reading.hide_claims(&traced.claims)?;
    hidden.veil_edges(&mut traced.edges);
    if !ask.shows_few() {
        let rows = reading.guard(&traced.entries)?;
        state.iter_mut().for_each(|state| veil_state(state, &rows));
    }
    match ask.form() {
        Some("csv") => Ok(Answer::csv("story", write_entries(reading, &traced.entries)?)),
        Some(_) => {
            let mut document = story_document(&traced);
            let leading: Vec<_> = traced.leading().into_iter().cloned().collect();
            document["figures"] = json!(figure_documents(reading, &leading)?);
            document["state"] = json!(state.as_ref().map(state_document));
            Ok(Answer::json(&json!({"format": "firsthand/story/1", "stories": [document]})))
        }
        None => page(reading, &traced, state.as_ref(), &hidden),
    }
}

enum Found {
    Here(Story),
    /// It is part of another one now.
    Became(StoryId),
}

fn find_story(reading: &Reading<'_>) -> Result<Found, Problem> {
    let asked = reading.ask.var("id");
    if let Ok(id) = asked.parse::<StoryId>()
        && reading.view.story(id)?.is_none()
        && let Some(other) = reading.view.successors(id)?.first()
    {
        return Ok(Found::Became(*other));
    }
    let id = find_id(reading.view, asked, "s_", "story")?.parse().map_err(|_| Problem::missing("such story"))?;
    reading.view.story(id)?.map(Found::Here).ok_or_else(|| Problem::missing("such story at that time"))
}

/// How the page calls what stands in the graph.
struct PageLabels<'a, 'b> {
    ask: &'a Ask,
    teller: &'b mut Teller<'a>,
    reports: BTreeMap<ReportId, &'a Report>,
}

impl Labels for PageLabels<'_, '_> {
    fn page(&mut self, report: &Report) -> Label {
        let words = self.ask.words;
        let time = report.published.as_ref().map(|published| words.published(published));
        let line = [time, Some(report.lang.code().to_owned())].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let about = report.outlet.iter().cloned().chain([line]).collect();
        let href = self.ask.query.link_to(&format!("/report/{}", report.id), &[]);
        Label { name: report.doc.clone(), about, href: Some(href) }
    }

    fn counter(&mut self, counter: &CountedBy) -> Label {
        let pages = self.ask.words.count("page", counter.pages.len());
        Label { name: counter.name.clone(), about: vec![pages], href: None }
    }

    fn figure(&mut self, figure: &FigureRef) -> String {
        match self.reports.get(&figure.report) {
            Some(report) => self.teller.tell(report, figure).what,
            None => figure.surface.clone(),
        }
    }
}

/// What the picture says, in the reader's language.
pub(crate) fn say(words: &Words, phrase: &Phrase<'_>) -> String {
    let number = |n: usize| words.count("plain", n);
    match *phrase {
        Phrase::About(graph) => {
            let counters = graph.nodes.iter().filter(|node| node.kind == NodeKind::Counter).count();
            words.say_of(
                "lineage-about",
                &[
                    ("pages", words.count("page", graph.pages).into()),
                    ("texts", words.count("text", graph.texts).into()),
                    ("counters", words.count("counter", counters).into()),
                ],
            )
        }
        Phrase::Kind(link) => kind_words(words, link.kind, link.share),
        Phrase::Unordered => words.say("lineage-unordered"),
        Phrase::Dropped(None, figures) => words.say_of("lineage-dropped", &[("figures", figures.join("; ").into())]),
        Phrase::Dropped(Some(who), figures) => {
            words.say_of("lineage-dropped-by", &[("who", who.into()), ("figures", figures.join("; ").into())])
        }
        Phrase::Changed(old, new) => words.say_of("lineage-changed", &[("old", old.into()), ("new", new.into())]),
        Phrase::Added(figures) => words.say_of("lineage-added", &[("figures", figures.join("; ").into())]),
        Phrase::Missing => words.say("lineage-missing"),
        Phrase::Copies(None, pages) => words.numbered("lineage-copies", pages),
        Phrase::Copies(Some(kind), pages) => words.say_of(
            "lineage-copies-of",
            &[("figure", number(pages).into()), ("kind", words.word("lineage", &kind).into())],
        ),
        Phrase::Texts(texts, pages) => words.say_of(
            "lineage-texts",
            &[("texts", words.count("text", texts).into()), ("pages", words.count("page", pages).into())],
        ),
        Phrase::Text(pages) => words.say_of("lineage-text", &[("pages", words.count("page", pages).into())]),
        Phrase::Cross(kind, part) => match kind {
            CrossKind::Counted { inferred: false } => String::new(),
            CrossKind::Counted { inferred: true } => words.say("inferred"),
            CrossKind::Taken { .. } => kind_words(words, DerivationKind::Partial, part),
            CrossKind::Beside => words.say("lineage-unordered"),
            CrossKind::Quote => words.word("lineage", &DerivationKind::SharedQuote),
        },
    }
}

fn kind_words(words: &Words, kind: DerivationKind, share: u16) -> String {
    let name = words.word("lineage", &kind);
    match kind {
        DerivationKind::Identical | DerivationKind::SharedQuote => name,
        _ => {
            let percent = ((u32::from(share) + 5) / 10).to_string();
            words.say_of("lineage-share", &[("kind", name.into()), ("percent", percent.into())])
        }
    }
}

fn page(
    reading: &Reading<'_>,
    story: &TracedStory,
    state: Option<&StoryState>,
    hidden: &HiddenClaims,
) -> Result<Answer, Problem> {
    let ask = reading.ask;
    let words = ask.words;
    let head = story.head();
    let masking = if ask.is_unmasked() { Masking::Unmasked } else { Masking::Masked };
    let mut teller = Teller::new(reading.res(), masking, &story.claims).hiding(hidden);
    let kinship = story.kinship();
    let graph = {
        let mut labels = PageLabels { ask, teller: &mut teller, reports: kinship.by_id.clone() };
        Graph::of(&kinship, &story.counted(), &mut labels)
    };
    let folded = graph.fold();
    let title = subject(words, &head);
    let picture = write_graph(&folded, &title, "lineage-picture", &|phrase| say(words, phrase), Form::Part);
    let edge = ask.query.get("edge").map(|asked| find_edge(story, asked)).transpose()?;
    let places: Vec<String> = story.places().into_iter().take(6).map(safe).collect();
    let id = story.id.to_string();
    let shown = reading.see(story.entries.iter().take(FIGURES).cloned().collect())?;
    let content = html! {
        p.crumbs {
            a href=(ask.query.link_to("/stories", &[])) { (words.say("nav-stories")) }
            " \u{b7} " a href=(ask.query.link_to("/tally", &[("story", &id)])) { (words.say("nav-tally")) }
            @if let Some(lead) = &head.lead {
                @let series = [("indicator", lead.as_str()), ("story", &id)];
                " \u{b7} " a href=(ask.query.link_to("/series", &series)) { (words.say("nav-series")) }
                " \u{b7} " a href=(ask.query.link_to("/map", &series)) { (words.say("nav-map")) }
            }
        }
        h1 { bdi { (title) } }
        p.lead { (summary(words, &head)) }
        p { (super::stories::told(ask, &reading.see(story.leading().into_iter().cloned().collect())?)) }
        p.source {
            @if let Some(days) = story.days() { (words.say_of("story-published", &[("days", words.period(Some(days)).into())])) " \u{b7} " }
            (story.langs().join(" "))
            @if !places.is_empty() { " \u{b7} " bdi { (places.join(", ")) } }
        }
        @if let Some(told) = state.and_then(|state| state_words(words, state)) { p { (words.say("story-in-the-end")) " " (told) } }
        section aria-labelledby="hands" { h2 #hands { (words.say("hands-title")) } (parts::hands(ask, &story.hands, &story.names)) }
        section aria-labelledby="lineage" {
            h2 #lineage { (words.say("lineage-title")) }
            div.scroll.picture tabindex="0" role="region" aria-labelledby="lineage" { (PreEscaped(picture)) }
            details open[edge.is_none() && graph.pages <= 12] {
                summary { (words.say("lineage-list")) }
                (list(ask, story, &graph))
            }
        }
        @if let Some(edge) = edge { (passages(ask, story, edge, &mut teller)) }
        section aria-labelledby="figures" {
            h2 #figures { (words.say("story-figures")) }
            (tally::tables(ask, &shown))
            @if story.entries.len() > shown.len() { p { a href=(ask.query.link_to("/tally", &[("story", &id)])) { (words.numbered("story-all-figures", story.entries.len())) } } }
        }
    };
    let answer = Answer::html(lay_out(ask, &title, content));
    Ok(if ask.is_unmasked() { answer.once() } else { answer })
}

/// What a story says in the end: `killed 2, injured 4; Springfield, 5 May 2016`.
fn state_words(words: &Words, state: &StoryState) -> Option<String> {
    let told = state.figures.iter().filter(|figure| figure.unit == "person");
    let figures: Vec<String> = told
        .map(|told| {
            let mut figure = words.figure(told.best.or(told.low));
            if told.rule == IN_ADDRESS {
                figure = words.say_of("amount-in-address", &[("figure", figure.into())]);
            }
            format!("{} {figure}", words.name("indicator", &told.indicator))
        })
        .collect();
    if figures.is_empty() {
        return None;
    }
    let place = state.place.as_ref().and_then(|place| place.name.as_deref()).map(safe);
    // No text names it.
    let about = |day: String| if state.day_told { day } else { words.say_of("day-about", &[("day", day.into())]) };
    let day = state.day.map(|day| about(words.day(day)));
    let set: Vec<String> = place.into_iter().chain(day).collect();
    let parts = [figures.join(", "), set.join(", ")];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; "))
}

/// The lineage as a nested list: every page, where the picture folds many.
fn list(ask: &Ask, story: &TracedStory, graph: &Graph) -> Markup {
    let words = ask.words;
    let mut left = LISTED;
    let counters = graph.roots().filter(|at| graph.nodes[*at].kind == NodeKind::Counter);
    let texts = graph.roots().filter(|at| graph.nodes[*at].kind != NodeKind::Counter);
    let counters: Vec<Markup> = counters.map(|at| counter_item(ask, graph, at)).collect();
    let texts: Vec<Markup> = texts.map_while(|at| item(ask, story, graph, at, &mut left)).collect();
    let beside: Vec<&Cross> =
        graph.crosses.iter().filter(|cross| !matches!(cross.kind, CrossKind::Counted { .. })).collect();
    html! {
        ul.lineage { @for counter in counters { (counter) } }
        ul.lineage { @for text in texts { (text) } }
        @if left == 0 && graph.pages > LISTED { p { (words.numbered("lineage-rest", graph.pages - LISTED)) } }
        @if !beside.is_empty() {
            ul.lineage {
                @for cross in beside.iter().take(LISTED) {
                    @let (from, to) = (&graph.nodes[cross.from], &graph.nodes[cross.to]);
                    li {
                        (say(words, &Phrase::Cross(cross.kind, cross.share))) ": "
                        (name(from)) " \u{2192} " (name(to))
                        @if let (Some(parent), Some(child)) = (from.pages.first(), to.pages.first()) { " " (edge_link(ask, story, *child, *parent)) }
                    }
                }
            }
        }
    }
}

fn name(node: &Node) -> Markup {
    html! {
        @match &node.label.href {
            Some(href) => a href=(href) { (foreign(&node.label.name, None)) },
            None => (foreign(&node.label.name, None)),
        }
    }
}

fn counter_item(ask: &Ask, graph: &Graph, at: usize) -> Markup {
    let words = ask.words;
    let own: Vec<&Cross> = graph.crosses.iter().filter(|cross| cross.from == at).collect();
    html! {
        li {
            strong { (name(&graph.nodes[at])) } " \u{2192} "
            @for (number, cross) in own.iter().take(12).enumerate() {
                @if number > 0 { ", " }
                (name(&graph.nodes[cross.to]))
                @let how = say(words, &Phrase::Cross(cross.kind, cross.share));
                @if !how.is_empty() { " (" (how) ")" }
            }
            @if own.len() > 12 { " \u{2026}" }
        }
    }
}

/// A page with those below it; none where no more are listed.
fn item(ask: &Ask, story: &TracedStory, graph: &Graph, at: usize, left: &mut usize) -> Option<Markup> {
    *left = left.checked_sub(1)?;
    let (words, node) = (ask.words, &graph.nodes[at]);
    let children: Vec<Markup> = node.children.iter().map_while(|child| item(ask, story, graph, *child, left)).collect();
    let above = node.above.and_then(|above| graph.nodes[above].pages.first().copied());
    Some(html! {
        li {
            @if node.kind == NodeKind::Missing { (words.say("lineage-missing")) }
            @else {
                (name(node))
                @for line in &node.label.about { span.how { (foreign(line, None)) } }
            }
            @if let Some(link) = &node.link {
                span.measure {
                    (link_words(words, link)) " "
                    @if let Some(page) = node.pages.first() {
                        @match above {
                            Some(above) => (edge_link(ask, story, *page, above)),
                            None => { @if let Some(edge) = edge_of(story, *page, link) { (edge_link(ask, story, edge.child, edge.parent)) } }
                        }
                    }
                }
                (lost(words, link))
            }
            @if !children.is_empty() { ul { @for child in children { (child) } } }
        }
    })
}

fn link_words(words: &Words, link: &Link) -> String {
    let kind = say(words, &Phrase::Kind(link));
    match link.decided || link.kind == DerivationKind::Sibling {
        true => kind,
        false => format!("{kind}; {}", words.say("lineage-unordered")),
    }
}

/// What became of figures along a line.
fn lost(words: &Words, link: &Link) -> Markup {
    html! {
        @for (who, figures) in &link.dropped { span.note.conflict { (safe(&say(words, &Phrase::Dropped(who.as_deref(), figures)))) } }
        @for (old, new) in &link.changed { span.note.conflict { (safe(&say(words, &Phrase::Changed(old, new)))) } }
        @if !link.added.is_empty() { span.note { (safe(&say(words, &Phrase::Added(&link.added)))) } }
    }
}

/// The edge by which a page hangs, where the page above it is not here.
fn edge_of<'a>(story: &'a TracedStory, page: ReportId, link: &Link) -> Option<&'a Derivation> {
    story.edges.iter().find(|edge| {
        (edge.child == page || edge.parent == page) && edge.kind == link.kind && edge.contained == link.share
    })
}

fn edge_link(ask: &Ask, story: &TracedStory, child: ReportId, parent: ReportId) -> Markup {
    let both = |edge: &&Derivation| {
        BTreeSet::from([edge.child, edge.parent]) == BTreeSet::from([child, parent]) && !edge.passages.is_empty()
    };
    html! {
        @if let Some(edge) = story.edges.iter().find(both) {
            @let address = ask.query.link(&path_of(ask), &[("edge", Some(&format!("{}..{}", edge.child, edge.parent)))]);
            a href=(format!("{address}#passages")) { (ask.words.say("passages-show")) }
        }
    }
}

fn find_edge<'a>(story: &'a TracedStory, asked: &str) -> Result<&'a Derivation, Problem> {
    let bad = || {
        Problem::bad(
            "edge",
            "no page of this story was taken from another so\nhint: CHILD..PARENT, by the ids of pages",
        )
    };
    let (child, parent) = asked.split_once("..").ok_or_else(bad)?;
    let fits = |id: ReportId, prefix: &str| prefix.starts_with("r_") && id.to_string().starts_with(prefix);
    story.edges.iter().find(|edge| fits(edge.child, child) && fits(edge.parent, parent)).ok_or_else(bad)
}

/// The passages of one edge side by side, what the other side lacks marked; and what became of figures, in their sentences.
fn passages(ask: &Ask, story: &TracedStory, edge: &Derivation, teller: &mut Teller<'_>) -> Markup {
    let words = ask.words;
    let by_id: BTreeMap<ReportId, &Report> = story.reports.iter().map(|report| (report.id, report)).collect();
    let (Some(child), Some(parent)) = (by_id.get(&edge.child), by_id.get(&edge.parent)) else { return html! {} };
    // Where nobody knows who was first, the earlier one stands first.
    let turned = order_of(parent) > order_of(child) && edge.direction != firsthand::model::Direction::ChildFromParent;
    let (first, second) = if turned { (child, parent) } else { (parent, child) };
    let mut rows = Vec::new();
    for passage in edge.passages.iter().take(PASSAGES) {
        let mut sides = (teller.stretch(parent, passage.parent), teller.stretch(child, passage.child));
        if turned {
            sides = (sides.1, sides.0);
        }
        rows.push((passage.kind, mark_differences(&sides.0, &sides.1, passage.kind)));
    }
    let mut told: Vec<(String, Told)> = Vec::new();
    for (who, figure) in dropped_figures(edge) {
        let who = by_id.get(&who).map_or("", |report| report.doc.as_str());
        if let Some(report) = by_id.get(&figure.report) {
            let sentence = teller.tell(report, figure);
            let figures = [sentence.what.clone()];
            told.push((say(words, &Phrase::Dropped(Some(who), &figures)), sentence));
        }
    }
    for change in &edge.changed {
        if let (Some(old), Some(new)) = (by_id.get(&change.parent.report), by_id.get(&change.child.report)) {
            let (old, new) = (teller.tell(old, &change.parent), teller.tell(new, &change.child));
            told.push((say(words, &Phrase::Changed(&old.what, &new.figure)), new));
        }
    }
    let column = |words: &[Word], class: &'static str, report: &Report| {
        html! { p lang=(report.lang.code()) dir="auto" { (marked(words, class)) } }
    };
    html! {
        section aria-labelledby="passages" {
            h2 #passages { (words.say("passages-title")) }
            p.source {
                (kind_words(words, edge.kind, edge.contained))
                @for rule in &edge.evidence { " " span.rule { (safe(rule)) } }
            }
            @if !told.is_empty() {
                ul.fate {
                    @for (head, sentence) in &told {
                        li { span.lost { (safe(head)) } blockquote.evidence dir="auto" { p { (safe(sentence.before.trim_start())) mark { (safe(&sentence.figure)) } (safe(sentence.after.trim_end())) } } }
                    }
                }
            }
            div.pairs {
                div.pair.heads { @for report in [first, second] { p { strong { a href=(ask.query.link_to(&format!("/report/{}", report.id), &[])) { (foreign(&report.doc, None)) } } @if let Some(published) = &report.published { ", " (words.published(published)) } } } }
                @for (kind, (one, other)) in &rows {
                    div.pair.(parts::key_of(kind)) title=(passage_words(words, *kind)) { (column(one, "lost", first)) (column(other, "gained", second)) }
                }
            }
            @if edge.passages.len() > PASSAGES { p { (words.numbered("passages-more", edge.passages.len() - PASSAGES)) } }
        }
    }
}

fn passage_words(words: &Words, kind: PassageKind) -> String {
    words.word("passage", &kind)
}

/// Words, those that the other side lacks marked; what stands together is marked as one.
fn marked(words: &[Word], class: &'static str) -> Markup {
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for word in words {
        let gap = if word.glued || pieces.is_empty() { "" } else { " " };
        match pieces.last_mut() {
            Some((alone, text)) if *alone == word.alone => text.push_str(&format!("{gap}{}", word.text)),
            _ => {
                if let Some((_, text)) = pieces.last_mut() {
                    text.push_str(gap);
                }
                pieces.push((word.alone, word.text.clone()));
            }
        }
    }
    html! { @for (alone, text) in &pieces { @if *alone { mark.(class) { (safe(text.trim_end())) } @if text.ends_with(' ') { " " } } @else { (safe(text)) } } }
}
