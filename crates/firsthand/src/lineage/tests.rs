//! Invented reports in our own words; every pair is traced both ways.

use super::*;
use crate::model::{DerivationKind, Direction, PassageKind, Span};

const FIRE: &str = "A fire in the harbour of Ostrava Bay destroyed 27 boats on Tuesday night, the coast guard said. \
    The flames were first seen at a fuel pump near the northern pier and spread within minutes to the fishing fleet. \
    Captain Mirela Danova said 143 people were brought ashore, among them 12 children from a school trip. \
    Two sailors are still missing, and divers searched the basin until the storm forced them to stop. \
    The port authority put the damage at 4,650,000 crowns and closed the market hall until Friday. \
    Fishermen complained that the hydrants on the pier had been dry since the spring.";

const REWORDED: &str = "On Tuesday night a blaze in the harbor of Ostrava Bay ruined 27 boats, according to the coast \
    guard. The flames were first noticed at a fuel pump by the northern pier and within minutes had spread to the \
    fishing fleet. Captain Mirela Danova reported that 143 people had been brought ashore. Two of the sailors are \
    still missing; divers had searched the basin until a storm forced them to give up. The port authority estimated \
    the damage at 4,650,000 crowns and shut the market hall until Friday. The fishermen complained the hydrants on \
    the pier were dry since spring.";

const FRENCH: &str = "Un incendie dans le port d'Ostrava Bay a détruit 27 bateaux mardi soir, selon les garde-côtes. \
    Les flammes sont parties d'une pompe à carburant près de la jetée nord et ont gagné la flotte de pêche en quelques \
    minutes. La capitaine Mirela Danova a indiqué que 143 personnes avaient été ramenées à terre, dont 12 enfants en \
    voyage scolaire. Deux marins sont toujours portés disparus et les plongeurs ont fouillé le bassin jusqu'à la \
    tempête. L'autorité portuaire évalue les dégâts à 4 650 000 couronnes et ferme la halle jusqu'à vendredi. Les \
    pêcheurs se plaignent que les bouches d'incendie de la jetée sont à sec depuis le printemps.";

const INDEPENDENT: &str = "Smoke still hung over Ostrava Bay on Wednesday morning as families waited behind the \
    police tape. Nobody here slept, said the owner of a small hotel that took in some of the 143 people who had been \
    evacuated. Insurance experts walked along the quay counting wrecks: they arrived at 27 boats, most of them old. \
    The interior minister promised an inquiry and will travel to the coast tomorrow. A cause has not been named.";

fn report(doc: &str, lang: &str, published: &str, text: &str) -> Report {
    Report {
        id: ReportId::of(&[doc.as_bytes()]),
        doc: doc.into(),
        published: published.parse().ok(),
        ..Report::plain(lang, text)
    }
}

#[track_caller]
fn trace(one: &Report, other: &Report) -> Option<Derivation> {
    let surfaces = [one, other].map(Surface::of);
    let ends = [
        Material { report: one, mentions: &[], surface: &surfaces[0] },
        Material { report: other, mentions: &[], surface: &surfaces[1] },
    ];
    let edge = trace_lineage(ends[0], ends[1]);
    assert_eq!(edge, trace_lineage(ends[1], ends[0]), "not symmetric");
    if let Some(edge) = &edge {
        let (child, parent) = if edge.child == one.id { (one, other) } else { (other, one) };
        for passage in &edge.passages {
            assert!(!passage.child.of(&child.text).is_empty() && !passage.parent.of(&parent.text).is_empty());
        }
        let keys = fingerprint_surface(&surfaces[0]).keys;
        assert!(fingerprint_surface(&surfaces[1]).keys.iter().any(|key| keys.contains(key)), "no key in common");
    }
    edge
}

#[test]
fn a_reworded_copy_is_found_with_what_it_dropped() {
    let (parent, child) = (report("a", "en", "2031-05-01", FIRE), report("b", "en", "2031-05-03", REWORDED));
    let edge = trace(&parent, &child).unwrap();
    assert_eq!((edge.kind, edge.direction), (DerivationKind::Reworded, Direction::ChildFromParent));
    assert_eq!((edge.child, edge.parent), (child.id, parent.id));
    assert!(edge.passages.len() >= 5 && edge.contained > 800, "{edge:?}");
    assert_eq!(edge.dropped.iter().map(|figure| figure.surface.as_str()).collect::<Vec<_>>(), ["12"]);
    assert!(edge.changed.is_empty());
}

#[test]
fn a_changed_figure_is_named() {
    let child = report("b", "en", "2031-05-03", &REWORDED.replace("143", "134"));
    let edge = trace(&report("a", "en", "2031-05-01", FIRE), &child).unwrap();
    let changes: Vec<_> = edge.changed.iter().map(|c| (c.parent.surface.as_str(), c.child.surface.as_str())).collect();
    assert_eq!(changes, [("143", "134")]);
}

#[test]
fn a_translation_is_found() {
    let edge = trace(&report("a", "en", "2031-05-01", FIRE), &report("b", "fr", "2031-05-02", FRENCH)).unwrap();
    assert_eq!(edge.kind, DerivationKind::Translated);
    assert!(edge.passages.iter().any(|passage| passage.kind == PassageKind::Translated));
    assert!(edge.dropped.is_empty() && edge.changed.is_empty(), "{edge:?}");
}

#[test]
fn an_excerpt_and_an_identical_copy_are_told_apart() {
    let long = report("a", "en", "", FIRE);
    let cut = FIRE.find("Two sailors").unwrap();
    let edge = trace(&long, &report("b", "en", "", &FIRE[..cut])).unwrap();
    assert_eq!(edge.kind, DerivationKind::Excerpt);
    assert_eq!((edge.parent, edge.contained), (long.id, 1000));
    assert_eq!(trace(&long, &report("c", "en", "", FIRE)).unwrap().kind, DerivationKind::Identical);
}

#[test]
fn independent_reports_of_one_event_are_no_copies() {
    assert_eq!(trace(&report("a", "en", "2031-05-01", FIRE), &report("b", "en", "2031-05-01", INDEPENDENT)), None);
    assert_eq!(trace(&report("a", "fr", "2031-05-01", FRENCH), &report("b", "en", "2031-05-01", INDEPENDENT)), None);
}

#[test]
fn a_shared_quote_joins_no_family() {
    let quote = " \u{201c}We have asked the council for working hydrants four times and nobody answered our \
        letters\u{201d}, the fisherman Joren Halvik said.";
    let (one, other) = (format!("{FIRE}{quote}"), format!("{INDEPENDENT}{quote}"));
    let (one, other) = (report("a", "en", "", &one), report("b", "en", "", &other));
    let edge = trace(&one, &other).unwrap();
    assert_eq!(edge.kind, DerivationKind::SharedQuote);
    let families = group_families(&[one.id, other.id], &[edge]);
    assert_ne!(families[&one.id], families[&other.id]);
}

#[test]
fn two_copies_of_a_page_that_is_not_here_are_siblings() {
    let more = " Meanwhile the regional council met in an emergency session. Its members argued about the budget for \
        the fire brigade. An audit had warned of ageing pumps years ago. The opposition demanded that the chairman \
        resign at once. A vote on the motion is due before the summer recess begins.";
    let tail = " Subscribe for the weekend edition of our paper and win a journey to the islands.";
    let (one, other) = (format!("{FIRE}{tail}"), format!("{REWORDED}{more}"));
    let edge = trace(&report("a", "en", "2031-05-01", &one), &report("b", "en", "2031-05-01", &other)).unwrap();
    assert_eq!((edge.kind, edge.direction), (DerivationKind::Sibling, Direction::Unknown));
    assert_eq!(edge.dropped.iter().map(|figure| figure.surface.as_str()).collect::<Vec<_>>(), ["12"]);
}

const FOLLOW_UP: &str = "A welder was arrested on Friday over the fire that ruined half of the fleet in Ostrava Bay. \
    Prosecutors accuse the man of working on a tank without a permit, and a court in the provincial capital is to hear \
    him next week. His lawyer denied the charge and spoke of a faulty cable that the company had known about. \
    The flames were first seen at a fuel pump near the northern pier and spread within minutes to the fishing fleet. \
    Captain Mirela Danova said 143 people were brought ashore, among them 12 children from a school trip. The mayor \
    asked for patience while experts take the wrecks apart, a job that may last into the autumn. \
    The port authority put the damage at 4,650,000 crowns and closed the market hall until Friday.";

#[test]
fn a_follow_up_carries_passages_along_and_is_its_own_text() {
    let (first, second) = (report("a", "en", "2031-05-01", FIRE), report("b", "en", "2031-05-05", FOLLOW_UP));
    let edge = trace(&first, &second).unwrap();
    assert_eq!((edge.kind, edge.passages.len()), (DerivationKind::Partial, 3));
    assert_eq!(edge.child, second.id);
    let families = group_families(&[first.id, second.id], &[edge]);
    assert_ne!(families[&first.id], families[&second.id]);
}

#[test]
fn an_own_opening_before_a_copied_text_changes_nothing() {
    let intro = "Readers have asked us what became of the harbour where we spent so many summers. ";
    let child = format!("{intro}{REWORDED}");
    let edge = trace(&report("a", "en", "2031-05-01", FIRE), &report("b", "en", "2031-05-03", &child)).unwrap();
    assert_eq!(edge.kind, DerivationKind::Reworded);
}

#[test]
fn pictures_and_telephone_numbers_make_no_copy() {
    let caption = "Divers carry their gear along the northern pier of Ostrava Bay while fishermen look for what is left \
        of 27 boats that burned on the night of the storm";
    let page = |doc: &str, text: &str| {
        let contact = "Witnesses are asked to call the harbour police of Ostrava Bay at 555-555-0143, day and night.";
        let text = format!("{caption}\n{text}\n{contact}");
        let caption = crate::model::Block { kind: crate::model::BlockKind::Caption, span: Span::new(0, caption.len()) };
        let rest = Span::new(caption.span.end + 1, text.len());
        let body = crate::model::Block { kind: crate::model::BlockKind::Body, span: rest };
        Report { blocks: vec![caption, body], ..report(doc, "en", "2031-05-02", &text) }
    };
    let own = "The council will debate on Thursday whether the town can afford a second fire engine. Its treasurer \
        proposed to sell a meadow behind the school. Nobody on the benches was willing to second that.";
    assert_eq!(trace(&page("a", INDEPENDENT), &page("b", own)), None);
}

#[test]
fn a_credit_line_outweighs_the_clock() {
    let mut parent = report("a", "en", "2031-05-03", FIRE);
    parent.outlet = Some("www.harbourpost.example".into());
    let child = report("b", "en", "2031-05-01", &format!("{REWORDED}\n\nRead more at Harbour Post"));
    let edge = trace(&parent, &child).unwrap();
    assert_eq!(edge.child, child.id);
    assert!(edge.evidence.iter().any(|rule| rule == "credit-line"));
}

#[test]
fn families_do_not_depend_on_the_order_of_edges() {
    let reports = [("a", FIRE), ("b", REWORDED), ("c", INDEPENDENT)].map(|(doc, text)| report(doc, "en", "", text));
    let french = report("d", "fr", "", FRENCH);
    let all: Vec<&Report> = reports.iter().chain([&french]).collect();
    let mut edges = Vec::new();
    for (at, one) in all.iter().enumerate() {
        edges.extend(all[at + 1..].iter().filter_map(|other| trace(one, other)));
    }
    let ids: Vec<ReportId> = all.iter().map(|report| report.id).collect();
    let families = group_families(&ids, &edges);
    edges.reverse();
    assert_eq!(families, group_families(&ids, &edges));
    assert_eq!(families[&ids[0]], families[&ids[1]]);
    assert_eq!(families[&ids[0]], families[&ids[3]]);
    assert_ne!(families[&ids[0]], families[&ids[2]]);
}

#[test]
fn odd_texts_do_no_harm() {
    let odd = [
        "",
        "\n\n",
        "1",
        "...",
        "“",
        "1.2.3.4.5 1,2,3",
        "日本語のテキスト。",
        "é’’’",
        "2 000 000 000 000 000 000 000 000 000 000",
    ];
    for (at, one) in odd.iter().enumerate() {
        for (to, other) in odd.iter().enumerate().filter(|(to, _)| *to != at) {
            let (one, other) = (report(&format!("{at}"), "en", "", one), report(&format!("{to}"), "fr", "", other));
            assert_eq!(trace(&one, &other), None);
        }
    }
}
