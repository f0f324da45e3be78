//! Live pages: each entry keeps its own time, and its figures are of that time. Pages of our own, in several languages.

use firsthand::intake::{PageHints, Received, receive_html};
use firsthand::model::Span;
use firsthand::pipeline::read_report;
use firsthand::resources::Resources;

fn receive(res: &Resources, page: &str, url: &str) -> Received {
    let hints = PageHints { doc: "live".into(), url: Some(url.into()), ..PageHints::default() };
    receive_html(&res.packs, page.as_bytes(), &hints).unwrap()
}

/// The time of each entry, and how it begins.
fn entries(received: &Received) -> Vec<(String, String)> {
    let report = &received.report;
    let opening = |from: usize| report.text[from..].chars().take(16).collect::<String>();
    report.updates.iter().map(|update| (update.published.to_string(), opening(update.from))).collect()
}

#[track_caller]
fn check(received: &Received, expected: &[(&str, &str)]) {
    let found = entries(received);
    let found: Vec<(&str, &str)> = found.iter().map(|(stamp, text)| (stamp.as_str(), text.as_str())).collect();
    assert_eq!(found, expected, "{}", received.report.text);
}

/// A page whose linked data holds three entries; its elements show them or not.
fn linked_page(shown: bool) -> String {
    let told = [
        (
            "2025-03-11T09:15:00+01:00",
            "Gates open again",
            "The gates of the old port were opened again at nine, the harbour master said.",
        ),
        (
            "2025-03-10T20:40:00+01:00",
            "More people held",
            "By the evening 58 people had been detained in the port, police said.",
        ),
        (
            "2025-03-10T12:05:00+01:00",
            "Sit-in begins",
            "At noon 12 people were detained in front of the gates of the old port, police said.",
        ),
    ];
    let data: Vec<String> = told
        .iter()
        .map(|(stamp, title, text)| {
            format!(
                r#"{{"@type":"BlogPosting","headline":"{title}","datePublished":"{stamp}","articleBody":"{text}"}}"#
            )
        })
        .collect();
    let body: String = told
        .iter()
        .map(|(stamp, title, text)| {
            format!("<div class=post><span>{}</span><h2>{title}</h2><p>{text}</p></div>", &stamp[11..16])
        })
        .collect();
    format!(
        r#"<html lang="en"><head><title>Sit-in at the old port</title><script type="application/ld+json">
{{"@type":"LiveBlogPosting","headline":"Sit-in at the old port","datePublished":"2025-03-10T12:00:00+01:00",
"dateModified":"2025-03-11T09:20:00+01:00","liveBlogUpdate":[{}]}}</script></head><body>
<h1>Sit-in at the old port</h1><p>Dockers have been sitting in front of the gates of the old port since Monday noon.</p>
{}</body></html>"#,
        data.join(","),
        if shown { body.as_str() } else { "" }
    )
}

#[test]
fn linked_data_tells_the_entries() {
    let res = Resources::embedded().unwrap();
    let address = "https://post.example/sit-in";
    let shown = receive(&res, &linked_page(true), address);
    check(
        &shown,
        &[
            ("2025-03-11T09:15:00+01:00", "09:15\nGates open"),
            ("2025-03-10T20:40:00+01:00", "20:40\nMore peopl"),
            ("2025-03-10T12:05:00+01:00", "12:05\nSit-in beg"),
        ],
    );
    // Where a script writes the entries into the page, they are read where they stand.
    let page = linked_page(false);
    let unseen = receive(&res, &page, address);
    check(
        &unseen,
        &[
            ("2025-03-11T09:15:00+01:00", "The gates of the"),
            ("2025-03-10T20:40:00+01:00", "By the evening 5"),
            ("2025-03-10T12:05:00+01:00", "At noon 12 peopl"),
        ],
    );
    let at = unseen.report.text.find("58 people").unwrap();
    assert_eq!(&page[unseen.source.source_of(Span::new(at, at + 9))], "58 people");
}

#[test]
fn figures_of_an_entry_are_of_its_time() {
    let res = Resources::embedded().unwrap();
    let received = receive(&res, &linked_page(true), "https://post.example/sit-in");
    let read = read_report(&res, received.report);
    let told: Vec<String> = read
        .claims
        .iter()
        .filter(|claim| claim.indicator == "detained")
        .map(|claim| {
            let published = claim.published.as_ref().map(ToString::to_string).unwrap_or_default();
            let day = claim.time.and_then(|time| time.single_day()).map(|day| day.to_string()).unwrap_or_default();
            format!("{} {day} {published}", claim.surface)
        })
        .collect();
    assert_eq!(told, ["58 2025-03-10 2025-03-10T20:40:00+01:00", "12 2025-03-10 2025-03-10T12:05:00+01:00"]);
}

#[test]
fn time_elements_tell_the_entries() {
    let res = Resources::embedded().unwrap();
    let entry = |stamp: &str, text: &str| {
        format!("<article class=entrada><time datetime=\"{stamp}\">{}</time><p>{text}</p></article>", &stamp[11..16])
    };
    let page = format!(
        "<html lang=es><head><title>Protesta en el puerto</title></head><body><h1>Protesta en el puerto</h1>
<p>Los estibadores protestan desde el lunes al mediodía ante las puertas del viejo puerto de la ciudad.</p>{}{}{}</body></html>",
        entry("2025-03-10T12:05:00+01:00", "La policía ha detenido a 12 personas ante las puertas del viejo puerto."),
        entry("2025-03-10T20:40:00+01:00", "Por la noche ya son 58 los detenidos en el puerto, según la policía."),
        entry("2025-03-11T09:15:00+01:00", "Las puertas del viejo puerto vuelven a abrirse, dice la autoridad."),
    );
    check(
        &receive(&res, &page, "https://puerto.example/protesta"),
        &[
            ("2025-03-10T12:05:00+01:00", "12:05\nLa policía"),
            ("2025-03-10T20:40:00+01:00", "20:40\nPor la noc"),
            ("2025-03-11T09:15:00+01:00", "09:15\nLas puerta"),
        ],
    );
}

/// A page in German, newest entries first, over midnight; `class` is that of its list.
fn clocked_page(class: &str) -> String {
    let entry = |clock: &str, text: &str| format!("<p><strong>{clock}</strong> {text}</p>");
    format!(
        "<html lang=de><head><title>Sitzstreik am alten Hafen</title>
<meta property='article:published_time' content='2025-03-10T21:30:00+01:00'>
<meta property='article:modified_time' content='2025-03-11T01:00:00+01:00'></head><body><h1>Sitzstreik am alten Hafen</h1>
<p>Hafenarbeiter sitzen seit Montagmittag vor den Toren des alten Hafens der Stadt.</p><div class={class}>{}{}{}{}</div></body></html>",
        entry("00.50 Uhr:", "Die Tore des alten Hafens sind wieder offen, teilt die Hafenbehörde mit."),
        entry("23.10 Uhr:", "Die Polizei hat nach eigenen Angaben 58 Menschen festgenommen."),
        entry("22.05 Uhr:", "Vor den Toren sitzen nach Schätzung der Polizei noch 300 Menschen."),
        entry("21.40 Uhr:", "Am Abend wurden 12 Menschen vor den Toren des Hafens festgenommen."),
    )
}

#[test]
fn clock_times_tell_the_entries_of_a_page_that_calls_itself_live() {
    let res = Resources::embedded().unwrap();
    check(
        &receive(&res, &clocked_page("liveticker"), "https://hafen.example/streik"),
        &[
            ("2025-03-11T00:50:00+01:00", "00.50 Uhr: Die T"),
            ("2025-03-10T23:10:00+01:00", "23.10 Uhr: Die P"),
            ("2025-03-10T22:05:00+01:00", "22.05 Uhr: Vor d"),
            ("2025-03-10T21:40:00+01:00", "21.40 Uhr: Am Ab"),
        ],
    );
    // A programme is no live page.
    assert_eq!(entries(&receive(&res, &clocked_page("programm"), "https://hafen.example/streik")), []);
    let page = "<html lang=ru><head><title>Сидячая забастовка в порту: онлайн</title>
<meta property='article:published_time' content='2025-03-10T12:00:00+03:00'></head><body><h1>Сидячая забастовка в порту: онлайн</h1>
<p>Докеры сидят перед воротами старого порта с полудня понедельника.</p>
<p>12:05 Полиция задержала 12 человек перед воротами старого порта.</p>
<p>14:20 Перед воротами остаются около 300 человек, сообщает полиция.</p>
<p>18:45 Число задержанных выросло до 58, сообщила полиция.</p>
<p>20:40 Ворота старого порта снова открыты, сообщили в управлении.</p></body></html>";
    check(
        &receive(&res, page, "https://port.example/online"),
        &[
            ("2025-03-10T12:05:00+03:00", "12:05 Полиция за"),
            ("2025-03-10T14:20:00+03:00", "14:20 Перед воро"),
            ("2025-03-10T18:45:00+03:00", "18:45 Число заде"),
            ("2025-03-10T20:40:00+03:00", "20:40 Ворота ста"),
        ],
    );
}
