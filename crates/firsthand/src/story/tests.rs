//! Invented reports in our own words; a pair is tested both ways.

use super::*;
use crate::model::{OneByOne, Report};

fn report(doc: &str, lang: &str, published: &str, text: &str) -> Report {
    Report {
        id: ReportId::of(&[doc.as_bytes()]),
        doc: doc.into(),
        published: published.parse().ok(),
        ..Report::plain(lang, text)
    }
}

#[track_caller]
fn check(one: &Report, other: &Report, expected: bool) {
    let [one, other] = [one, other].map(|report| sign_report(report, &Surface::of(report), &[], &[]));
    assert_eq!(share_circle(&one, &other), expected, "{}\n{one:?}\n{other:?}", story_likelihood(&one, &other));
    assert_eq!(share_circle(&other, &one), expected, "not symmetric");
    let meets = |one: &Signature, other: &Signature| {
        let filed = other.filed_keys();
        one.asked_keys().iter().any(|key| filed.binary_search(key).is_ok())
    };
    assert_eq!(meets(&one, &other), meets(&other, &one), "asked by one side only");
    if expected {
        assert!(meets(&one, &other), "no key in common");
    }
    assert!(one.filed_keys().len() <= 130, "{}", one.filed_keys().len());
}

const FLOOD: &str = "At least 14 people died when the river Orvane flooded the town of Brekast on Monday. Mayor Ilda \
    Fenwarth said 320 houses stood under water. Rescue teams from Castelmore brought families to the school in \
    Brekast, and the governor Tomas Ruvelin promised help for the valley.";

#[test]
fn two_tellings_of_one_flood_are_one_story() {
    let other = "Rescuers in Brekast searched for missing people after the Orvane flooded its banks. Fourteen deaths \
        were confirmed by Ilda Fenwarth, the mayor, and 320 houses were damaged. Governor Tomas Ruvelin flew in from \
        Castelmore to see the flooded school.";
    check(&report("a", "en", "2031-03-04", FLOOD), &report("b", "en", "2031-03-05", other), true);
}

#[test]
fn look_alikes_stay_apart() {
    let other = "At least 9 people died when the river Salm flooded the town of Dornwick on Friday. Mayor Petra Kollund \
        said 45 houses stood under water. Rescue teams from Hallberg brought families to the church, and the \
        governor Osric Thane promised help for the valley.";
    check(&report("a", "en", "2031-03-04", FLOOD), &report("b", "en", "2031-03-21", other), false);
}

#[test]
fn one_flood_in_other_languages_is_one_story() {
    let french = "Au moins 14 personnes sont mortes lundi quand la rivière Orvane a inondé la ville de Brekast. La \
        maire Ilda Fenwarth parle de 320 maisons sous l'eau. Des secours venus de Castelmore ont conduit les familles \
        à l'école de Brekast et le gouverneur Tomas Ruvelin a promis de l'aide.";
    let russian = "По меньшей мере 14 человек погибли в понедельник, когда река Орвейн затопила город Брекаст. Мэр \
        города Илда Фенварт сообщила о 320 домах под водой. Спасатели из Кастелмора вывезли семьи из Брекаста, \
        губернатор Томас Рувелин обещал помощь.";
    let english = report("a", "en", "2031-03-04", FLOOD);
    check(&english, &report("b", "fr", "2031-03-04", french), true);
    check(&english, &report("c", "ru", "2031-03-04", russian), true);
}

#[test]
fn a_report_without_a_day_finds_one_with_a_day() {
    check(&report("a", "en", "2031-03-04", FLOOD), &report("b", "en", "", FLOOD), true);
}

/// A report of a fire at one of two works of one firm: the same words, other people and streets.
fn fire(number: usize, day: &str, street: &str, chief: &str, cause: &str) -> Report {
    let told = [
        "Smoke rose over the roofs",
        "Sirens woke the neighbours",
        "Nobody was hurt",
        "Trains were stopped",
        "Schools stayed closed",
        "Windows burst",
        "Water ran low",
    ];
    let said = |step: usize| told[number / step % told.len()];
    let text = format!(
        "A fire destroyed a hall of the Hallovane paint works in {street}. Fire chief {chief} said {cause} had caught \
         fire at the Hallovane works. {} in {street}, said {chief}. {}. {}. The firm of Hallovane owns nine works in \
         Westmark.",
        said(1),
        said(7),
        said(49)
    );
    report(&format!("{street}{number}"), "en", day, &text)
}

fn stories_of(reports: &[Report], copies: &[(ReportId, ReportId)]) -> Vec<Story> {
    let signatures: Vec<Signature> =
        reports.iter().map(|report| sign_report(report, &Surface::of(report), &[], &[])).collect();
    let list: Vec<_> = reports.iter().map(|report| report.id).zip(&signatures).collect();
    group_stories(&OneByOne, &list, copies)
}

#[test]
fn two_fires_of_one_firm_are_told_apart_by_what_each_holds_throughout() {
    let mut reports: Vec<Report> =
        (0..8).map(|at| fire(at, "2031-05-02", "Quenby", "Arlo Festing", "solvent barrels")).collect();
    reports.extend((0..8).map(|at| fire(at, "2031-05-03", "Strandow", "Mirela Dosk", "drying ovens")));
    let (one, other) = (&reports[0], &reports[8]);
    let likely = |one: &Report, other: &Report| {
        let [one, other] = [one, other].map(|report| sign_report(report, &Surface::of(report), &[], &[]));
        story_likelihood(&one, &other)
    };
    assert!(likely(one, other) >= 180, "too easy: {}", likely(one, other));
    let stories = stories_of(&reports, &[]);
    let sizes: Vec<usize> = stories.iter().map(|story| story.reports.len()).collect();
    assert_eq!(sizes, [8, 8]);
    assert_eq!(stories[0].beside, [stories[1].id]);
    assert_eq!(stories[1].beside, [stories[0].id]);
    reports.reverse();
    assert_eq!(stories_of(&reports, &[]), stories);
}

#[test]
fn copies_never_part() {
    let reports = [report("a", "en", "2031-03-04", FLOOD), report("b", "fr", "2031-09-04", "Rien de commun ici.")];
    let stories = stories_of(&reports, &[(reports[0].id, reports[1].id)]);
    assert_eq!(stories.len(), 1);
    assert_eq!(stories_of(&reports, &[]).len(), 2);
    assert!(stories_of(&[], &[]).is_empty());
}

#[test]
fn a_large_circle_is_grouped_by_a_sample() {
    let mut reports: Vec<Report> =
        (0..450).map(|at| fire(at, "2031-05-02", "Quenby", "Arlo Festing", "solvent barrels")).collect();
    reports.push(report("z", "en", "2031-05-02", FLOOD));
    for (at, report) in reports.iter_mut().enumerate() {
        report.id = ReportId::of(&[&at.to_le_bytes()]);
    }
    let stories = stories_of(&reports, &[]);
    let mut sizes: Vec<usize> = stories.iter().map(|story| story.reports.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 450]);
    reports.reverse();
    assert_eq!(stories_of(&reports, &[]), stories);
}

#[test]
fn copies_do_not_make_a_wording_the_mark_of_a_story() {
    let mut reports: Vec<Report> =
        (0..40).map(|at| fire(at % 4, "2031-05-02", "Quenby", "Arlo Festing", "solvent barrels")).collect();
    for (at, report) in reports.iter_mut().enumerate() {
        report.id = ReportId::of(&[&at.to_le_bytes()]);
    }
    let copies: Vec<_> = (4..40).map(|at| (reports[at].id, reports[at - 4].id)).collect();
    assert_eq!(stories_of(&reports, &copies).len(), 1);
}

#[test]
fn empty_reports_are_no_story() {
    check(&report("a", "en", "", ""), &report("b", "en", "", ""), false);
}
