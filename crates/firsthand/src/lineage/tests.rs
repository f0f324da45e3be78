//! Invented reports in our own words; every pair is traced both ways.

use super::*;
use crate::model::{Agent, DerivationKind, Direction, FigureRef, PassageKind, Reading, Role, Span};

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
    trace_with((one, &[]), (other, &[]))
}

/// Traces two reports in which these agencies are named.
#[track_caller]
fn trace_with((one, my_wires): (&Report, &[&str]), (other, their_wires): (&Report, &[&str])) -> Option<Derivation> {
    let surfaces = [one, other].map(Surface::of);
    let mentions = [name_agencies(one, my_wires), name_agencies(other, their_wires)];
    let ends = [
        Material { report: one, mentions: Mentions::Read(&mentions[0]), surface: &surfaces[0] },
        Material { report: other, mentions: Mentions::Read(&mentions[1]), surface: &surfaces[1] },
    ];
    let edge = trace_lineage(ends[0], ends[1]);
    assert_eq!(edge, trace_lineage(ends[1], ends[0]), "not symmetric");
    if let Some(edge) = &edge {
        let (child, parent) = if edge.child == one.id { (one, other) } else { (other, one) };
        for passage in &edge.passages {
            assert!(!passage.child.of(&child.text).is_empty() && !passage.parent.of(&parent.text).is_empty());
        }
        assert!(meet([one, other], &surfaces), "they do not find each other");
    }
    edge
}

/// Whether an index brings the two together.
fn meet(reports: [&Report; 2], surfaces: &[Surface; 2]) -> bool {
    let [ones, others] = [0, 1].map(|at| fingerprint_report(reports[at], &surfaces[at]).keys);
    let mut shared = Shared::default();
    shared_keys(&ones, &others, |_| true).into_iter().for_each(|(key, there)| shared.add(key, there));
    let known = reports.iter().all(|report| report.lang.code() != "und");
    shared.is_worth_comparing(known.then_some(reports[0].lang == reports[1].lang))
}

fn name_agencies(report: &Report, names: &[&str]) -> Vec<Mention> {
    let mention = |name: &&str| {
        let start = report.text.find(name).unwrap();
        Mention {
            span: Span::new(start, start + name.len()),
            rule: "agent".into(),
            reading: Reading::Agent(Agent { name: (*name).into(), key: name.to_lowercase(), role: Role::Agency }),
        }
    };
    names.iter().map(mention).collect()
}

fn surfaces_of(figures: &[FigureRef]) -> Vec<&str> {
    figures.iter().map(|figure| figure.surface.as_str()).collect()
}

fn has(edge: &Derivation, rule: &str) -> bool {
    edge.evidence.iter().any(|found| found == rule)
}

#[test]
fn a_reworded_copy_is_found_with_what_it_dropped() {
    let (parent, child) = (report("a", "en", "2031-05-01", FIRE), report("b", "en", "2031-05-03", REWORDED));
    let edge = trace(&parent, &child).unwrap();
    assert_eq!((edge.kind, edge.direction), (DerivationKind::Reworded, Direction::ChildFromParent));
    assert_eq!((edge.child, edge.parent), (child.id, parent.id));
    assert!(edge.passages.len() >= 5 && edge.contained > 800, "{edge:?}");
    assert_eq!(surfaces_of(&edge.dropped), ["12"]);
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
fn a_quotation_is_shared_however_long_each_names_the_speaker() {
    let quote = "\u{201c}We sail again when the hydrants carry water, whatever the ministry orders, and not a single hour \
        before\u{201d}";
    let speaker = "Joren Halvik, the president of the fishermen's association of Ostrava Bay";
    let one = format!(
        "{FIRE} The president of the fishermen's association of Ostrava Bay, Joren Halvik, told a meeting on \
        Wednesday: {quote}."
    );
    let other = format!("{INDEPENDENT} {quote}, {speaker}, said at a meeting this week.");
    let edge = trace(&report("a", "en", "", &one), &report("b", "en", "", &other)).unwrap();
    assert_eq!(edge.kind, DerivationKind::SharedQuote);
    let watchword = "\u{201c}special firefighting operation\u{201d}";
    let one = format!("{FIRE} The regional ministry announced on Monday what it called a {watchword} for next summer.");
    let other =
        format!("{INDEPENDENT} Whoever lost a boat had hoped that the {watchword} would reach the villages sooner.");
    assert_eq!(trace(&report("a", "en", "", &one), &report("b", "en", "", &other)), None);
}

#[test]
fn a_translation_that_says_so_is_the_child() {
    let credit = "\nTraduit par Paul Vidal";
    let (one, other) = (report("a", "en", "", FIRE), report("b", "fr", "", &format!("{FRENCH}{credit}")));
    let at = other.text.find("Traduit par").unwrap();
    let says = Mention { span: Span::new(at, at + 11), rule: "credit".into(), reading: Reading::Translation };
    let surfaces = [&one, &other].map(Surface::of);
    let mentions = [says];
    let edge = trace_lineage(
        Material { report: &one, mentions: Mentions::Read(&[]), surface: &surfaces[0] },
        Material { report: &other, mentions: Mentions::Read(&mentions), surface: &surfaces[1] },
    )
    .unwrap();
    assert_eq!(
        (edge.kind, edge.direction, edge.child),
        (DerivationKind::Translated, Direction::ChildFromParent, other.id)
    );
    assert!(has(&edge, "translation-credit"), "{edge:?}");
}

#[test]
fn a_canonical_link_names_the_original() {
    let original = Report { url: Some("https://bay.example/fire/27?from=feed".into()), ..report("a", "en", "", FIRE) };
    let canonical = Some("http://www.bay.example/fire/27/".to_owned());
    let copy = Report { canonical: canonical.clone(), ..report("b", "en", "", REWORDED) };
    let edge = trace(&original, &copy).unwrap();
    assert_eq!((edge.direction, edge.child), (Direction::ChildFromParent, copy.id));
    assert!(has(&edge, "canonical-link"), "{edge:?}");
    // Most pages name themselves.
    let original = Report { canonical, ..original };
    let edge = trace(&original, &report("b", "en", "", REWORDED)).unwrap();
    assert!(!has(&edge, "canonical-link"), "{edge:?}");
}

#[test]
fn times_and_articles_are_no_figures_that_a_copy_dropped() {
    let parent = format!("{FIRE} It was the third fire in nine weeks, and one of the pumps had been sold.");
    let child = format!("{REWORDED} It was a third fire within weeks, and a pump had been sold.");
    let (parent, child) = (report("a", "en", "2031-05-01", &parent), report("b", "en", "2031-05-03", &child));
    let number = |words: &str, value: i64, article: bool| {
        let start = parent.text.find(words).unwrap();
        let value = crate::model::Amount::whole(value).unwrap();
        Mention {
            span: Span::new(start, start + words.len()),
            rule: "number".into(),
            reading: Reading::Number(crate::model::Number {
                value: Some(value),
                bounds: crate::model::Interval::exactly(value),
                modifier: crate::model::Modifier::Equal,
                unit: None,
                whole: Span::new(start, start + words.len()),
                digits: false,
                zero: false,
                label: false,
                article,
            }),
        }
    };
    let dropped = |mentions: &[Mention]| {
        let surfaces = [&parent, &child].map(Surface::of);
        let edge = trace_lineage(
            Material { report: &parent, mentions: Mentions::Read(mentions), surface: &surfaces[0] },
            Material { report: &child, mentions: Mentions::Read(&[]), surface: &surfaces[1] },
        )
        .unwrap();
        surfaces_of(&edge.dropped).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(dropped(&[number("nine", 9, false), number("one of", 1, true)]), ["12", "nine"]);
    let timex = Mention {
        span: Span::new(parent.text.find("nine weeks").unwrap(), parent.text.find(", and one").unwrap()),
        rule: "time".into(),
        reading: Reading::Timex(crate::model::Timex {
            kind: crate::model::TimexKind::Duration,
            value: "P9W".into(),
            period: None,
            part: None,
            clock: None,
            bound: crate::model::TimeBound::On,
            modifier: crate::model::Modifier::Equal,
            precision: None,
            anchor: crate::model::Anchor::None,
        }),
    };
    assert_eq!(dropped(&[number("nine", 9, false), timex]), ["12"]);
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
    assert_eq!(surfaces_of(&edge.dropped), ["12"]);
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
    assert!(has(&edge, "credit-line"));
}

#[test]
fn a_figure_that_the_copy_added_is_named() {
    let child = REWORDED.replace("ruined 27 boats", "ruined 27 boats and 9 trucks");
    let edge = trace(&report("a", "en", "2031-05-01", FIRE), &report("b", "en", "2031-05-03", &child)).unwrap();
    assert_eq!((surfaces_of(&edge.added), surfaces_of(&edge.dropped)), (vec!["9"], vec!["12"]));
    let edge = trace(&report("a", "en", "", FIRE), &report("b", "en", "", &child)).unwrap();
    assert_eq!((edge.direction, edge.added.len()), (Direction::Unknown, 0));
    assert!(surfaces_of(&edge.dropped).contains(&"9"), "{edge:?}");
}

#[test]
fn an_agency_that_both_credit_is_their_common_origin() {
    let (one, other) = (format!("OSTRAVA BAY (AFP) - {FIRE}"), format!("{REWORDED} (AFP)"));
    let (one, other) = (report("a", "en", "2031-05-01", &one), report("b", "en", "2031-05-03", &other));
    let edge = trace_with((&one, &["AFP"]), (&other, &["AFP"])).unwrap();
    assert_eq!((edge.kind, edge.direction), (DerivationKind::Sibling, Direction::Unknown));
    assert!(has(&edge, "same-wire") && !has(&edge, "earlier"), "{edge:?}");
}

#[test]
fn an_agency_that_one_credits_and_the_other_is_wrote_it() {
    let agency = Report { outlet: Some("www.afp.com".into()), ..report("a", "en", "2031-05-03", FIRE) };
    let other = report("b", "en", "2031-05-01", &format!("{REWORDED} (AFP)"));
    let edge = trace_with((&agency, &[]), (&other, &["AFP"])).unwrap();
    assert_eq!((edge.child, edge.direction), (other.id, Direction::ChildFromParent));
    assert!(has(&edge, "credit-line"), "{edge:?}");
}

#[test]
fn an_agency_named_in_passing_is_no_credit() {
    let told = |text: &str| text.replace("on the pier", "on the pier, as AFP photographers saw,");
    let (one, other) = (report("a", "en", "2031-05-01", &told(FIRE)), report("b", "en", "2031-05-03", &told(REWORDED)));
    let edge = trace_with((&one, &["AFP"]), (&other, &["AFP"])).unwrap();
    assert!(has(&edge, "earlier") && !has(&edge, "same-wire"), "{edge:?}");
}

#[test]
fn who_links_to_the_other_is_the_copy() {
    let url = Some("https://www.harbourpost.example/2031/05/fire-in-the-bay?ref=top".into());
    let parent = Report { url, ..report("a", "en", "2031-05-03", FIRE) };
    let text = format!("{REWORDED}\nFirst told at harbourpost.example/2031/05/fire-in-the-bay");
    let edge = trace(&parent, &report("b", "en", "2031-05-01", &text)).unwrap();
    assert_eq!(edge.parent, parent.id);
    assert!(has(&edge, "link"), "{edge:?}");
}

#[test]
fn a_copy_carries_a_slip_along() {
    // The original writes Danova twice, and Dnaova once in what the copy took.
    let tail = " For nine years Danova has led the harbour watch. Asked for a reason, Danova shook her head.";
    let parent = format!("{}{tail}", FIRE.replace("Danova", "Dnaova"));
    let child = REWORDED.replace("Danova", "Dnaova");
    let (parent, child) = (report("a", "en", "", &parent), report("b", "en", "", &child));
    let edge = trace(&parent, &child).unwrap();
    assert_eq!((edge.child, edge.direction), (child.id, Direction::ChildFromParent));
    assert!(has(&edge, "inherited-error"), "{edge:?}");
}

#[test]
fn what_is_at_odds_is_named_and_left_open() {
    let tail = " For nine years Danova has led the harbour watch. Asked for a reason, Danova shook her head.";
    let late = format!("{}{tail}", FIRE.replace("Danova", "Dnaova"));
    let early = REWORDED.replace("Danova", "Dnaova");
    let edge = trace(&report("a", "en", "2031-05-04", &late), &report("b", "en", "2031-05-01", &early)).unwrap();
    assert_eq!(edge.direction, Direction::Unknown);
    assert!(has(&edge, "earlier") && has(&edge, "inherited-error"), "{edge:?}");
}

#[test]
fn a_name_in_another_case_is_no_slip() {
    let tail = " Danovas Boot liegt noch am Kai. Danovas Mannschaft schweigt.";
    let edge = trace(&report("a", "de", "", &format!("{FIRE}{tail}")), &report("b", "de", "", REWORDED)).unwrap();
    assert!(!has(&edge, "inherited-error"), "{edge:?}");
}

#[test]
fn words_left_in_the_other_language_betray_a_translation() {
    let child =
        FRENCH.replace("une pompe à carburant", "une pompe à carburant (« a fuel pump near the northern pier »)");
    let (parent, child) = (report("a", "en", "", FIRE), report("b", "fr", "", &child));
    let edge = trace(&parent, &child).unwrap();
    assert_eq!((edge.kind, edge.child, edge.parent), (DerivationKind::Translated, child.id, parent.id));
    assert!(has(&edge, "translation-artefact"), "{edge:?}");
}

const DUTCH: &str = "Een brand in de haven van Ostrava Bay heeft dinsdagnacht 27 boten verwoest, meldt de kustwacht. De \
    vlammen werden het eerst gezien bij een brandstofpomp aan de noordelijke pier en sloegen binnen enkele minuten over \
    op de vissersvloot. Kapitein Mirela Danova zei dat 143 mensen aan land zijn gebracht, onder wie 12 kinderen van een \
    schoolreis. Twee zeelieden worden nog vermist; duikers zochten in het bekken tot de storm hen dwong te stoppen. Het \
    havenbedrijf raamt de schade op 4.650.000 kronen en houdt de markthal tot vrijdag dicht. Vissers klagen dat de \
    brandkranen op de pier al sinds het voorjaar droog staan.";

const SWEDISH: &str = "En brand i hamnen i Ostrava Bay förstörde 27 båtar på tisdagskvällen, uppger kustbevakningen. Lågorna \
    sågs först vid en bränslepump nära norra piren och spred sig inom några minuter till fiskeflottan. Kapten Mirela \
    Danova säger att 143 personer fördes i land, bland dem 12 barn på skolresa. Två sjömän saknas fortfarande och dykare \
    sökte i bassängen tills stormen tvingade dem att sluta. Hamnbolaget uppskattar skadorna till 4 650 000 kronor och \
    stänger saluhallen till fredag. Fiskarna klagar över att brandposterna på piren har varit torra sedan i våras.";

const GREEK: &str = "Πυρκαγιά στο λιμάνι του Οστράβα Μπέι κατέστρεψε 27 σκάφη το βράδυ της Τρίτης, σύμφωνα με την \
    ακτοφυλακή. Οι φλόγες φάνηκαν πρώτα σε μια αντλία καυσίμων κοντά στον βόρειο προβλήτα και απλώθηκαν σε λίγα λεπτά \
    στον αλιευτικό στόλο. Η καπετάνισσα Μιρέλα Ντάνοβα είπε ότι 143 άτομα μεταφέρθηκαν στη στεριά, ανάμεσά τους 12 \
    παιδιά από σχολική εκδρομή. Δύο ναυτικοί αγνοούνται ακόμη και δύτες έψαχναν τη λεκάνη ώσπου η καταιγίδα τους ανάγκασε \
    να σταματήσουν. Το λιμεναρχείο εκτιμά τις ζημιές σε 4.650.000 κορώνες και κλείνει την αγορά ως την Παρασκευή. Οι \
    ψαράδες παραπονιούνται ότι οι κρουνοί στον προβλήτα είναι στεγνοί από την άνοιξη.";

const ARABIC: &str = "أتى حريق في ميناء خليج أوسترافا على 27 قارباً مساء الثلاثاء، بحسب خفر السواحل. وشوهدت النيران أولاً عند \
    مضخة وقود قرب الرصيف الشمالي وامتدت خلال دقائق إلى أسطول الصيد. وقالت القبطانة ميريلا دانوفا إن 143 شخصاً نقلوا إلى \
    البر، بينهم 12 طفلاً في رحلة مدرسية. ولا يزال بحاران مفقودين، وبحث الغواصون في الحوض حتى أجبرتهم العاصفة على التوقف. \
    وقدرت سلطة الميناء الأضرار بنحو 4,650,000 كرونة وأغلقت السوق حتى الجمعة. واشتكى الصيادون من أن صنابير الإطفاء على الرصيف \
    جافة منذ الربيع.";

const CHINESE: &str = "据海岸警卫队称，周二晚间奥斯特拉瓦湾港口发生火灾，烧毁27艘船只。火焰最初出现在北码头附近的一个油泵，几分钟内便蔓延到渔船队。\
    船长米蕾拉·达诺娃表示，143人被送上岸，其中有12名参加学校旅行的儿童。两名水手仍然失踪，潜水员在港池搜寻，直到风暴迫使他们停止。\
    港务局估计损失为4,650,000克朗，市场大厅关闭至周五。渔民抱怨说，码头上的消防栓自春天以来一直是干的。";

#[test]
fn languages_without_a_pack_are_linked_as_far_as_figures_and_names_carry() {
    // Latin letters, and Greek in Latin letters: names and figures. Arabic and Chinese: figures alone.
    for (lang, text) in [("nl", DUTCH), ("und", DUTCH), ("sv", SWEDISH), ("el", GREEK), ("ar", ARABIC), ("zh", CHINESE)]
    {
        let edge = trace(&report("a", "en", "2031-05-01", FIRE), &report("b", lang, "2031-05-02", text));
        let edge = edge.unwrap_or_else(|| panic!("{lang} {}: no edge", &text[..20]));
        assert_eq!(
            (edge.kind, edge.direction),
            (DerivationKind::Translated, Direction::ChildFromParent),
            "{lang} {edge:?}"
        );
        assert!(edge.changed.is_empty(), "{lang}: {edge:?}");
        assert_eq!(trace(&report("a", "en", "2031-05-01", INDEPENDENT), &report("b", lang, "2031-05-02", text)), None);
    }
}

/// To another language and back: other words and other tenses in nearly every clause, the same order.
const BACK: &str = "On Tuesday night, 27 boats burned down in the port of Ostrava Bay, the coastguard informed. The fire was \
    initially noticed by a fuel pump close to the north pier and reached the fishing fleet within a few minutes. 143 \
    persons were taken to shore, including 12 children on a school excursion, Captain Mirela Danova stated. Two seamen \
    remain missing, and divers were searching the basin until they had to stop because of the storm. The port's \
    authority estimates damage of 4,650,000 crowns and closed the market hall until Friday. The fishermen complain that \
    hydrants at the pier have been dry since spring.";

#[test]
fn one_sentence_that_is_like_several_of_another_text_is_no_rewording() {
    let brief = report("a", "en", "", "The council election is over in Karvendal.");
    let report = report(
        "b",
        "en",
        "",
        "Karvendal to hold a council election with two lists. The council election in Karvendal on May 4 will be held \
         with two lists, said the returning officer. It is the first council election in Karvendal that is open to \
         two lists. The council election law of Karvendal was changed in March.",
    );
    assert_eq!(trace(&brief, &report), None);
}

#[test]
fn a_text_that_went_to_another_language_and_back_is_a_rewording() {
    let edge = trace(&report("a", "en", "2031-05-01", FIRE), &report("b", "en", "2031-05-02", BACK)).unwrap();
    assert_eq!(edge.kind, DerivationKind::Reworded);
    assert!(edge.dropped.is_empty() && edge.changed.is_empty() && edge.added.is_empty(), "{edge:?}");
}

#[test]
fn a_near_copy_differs_in_a_few_words() {
    let child = FIRE.replace("complained", "said").replace("destroyed", "burnt");
    let edge = trace(&report("a", "en", "2031-05-01", FIRE), &report("b", "en", "2031-05-02", &child)).unwrap();
    assert_eq!(edge.kind, DerivationKind::Near);
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
