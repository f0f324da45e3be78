//! Invented reports in our own words; a pair is tested both ways.

use super::*;
use crate::model::Report;

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
    assert_eq!(same_story(&one, &other), expected, "{one:?}\n{other:?}");
    assert_eq!(same_story(&other, &one), expected, "not symmetric");
    if expected {
        assert!(one.keys.iter().any(|key| other.keys.contains(key)), "no key in common");
    }
    assert!(one.keys.len() <= 150);
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
fn stories_are_the_connected_groups() {
    let ids: Vec<ReportId> = ["a", "b", "c", "d"].iter().map(|doc| ReportId::of(&[doc.as_bytes()])).collect();
    let one = group_stories(&ids, &[(ids[0], ids[1]), (ids[2], ids[1])]);
    let other = group_stories(&ids, &[(ids[1], ids[2]), (ids[1], ids[0])]);
    assert_eq!(one, other);
    assert_eq!(one.len(), 2);
    assert!(one.iter().all(|story| story.reports.is_sorted()));
    assert!(group_stories(&[], &[]).is_empty());
}

#[test]
fn empty_reports_are_no_story() {
    check(&report("a", "en", "", ""), &report("b", "en", "", ""), false);
}
