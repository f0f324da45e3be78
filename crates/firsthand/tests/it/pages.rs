//! Pages of HTML through the door of intake: what they must give, what is refused, and that no bytes break it.

use firsthand::intake::{MAX_PAGE_TEXT, PageHints, Received, receive_html};
use firsthand::model::BlockKind::{self, *};
use firsthand::pack::Packs;

fn receive(page: &[u8]) -> Result<Received, &'static str> {
    receive_html(&Packs::embedded().unwrap(), page, &PageHints { doc: "a".into(), ..PageHints::default() })
        .map_err(|refusal| refusal.word)
}

const ENGLISH: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Dockers held after sit-in | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><link rel="canonical" href="https://post.example/dockers">
<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-03-10T08:32:00+0100",
"author":{"name":"Ann Example"}}</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Dockers held after sit-in</h1>
<figure><img src="a.jpg"><figcaption>More than 30 dockers at the gates</figcaption></figure>
<p>The dockers had walked out on Monday over plans to close the eastern quay of the old port&nbsp;&mdash; for good.</p>
<p>Police said that they had taken away <a href="/x">forty people</a> who had sat down in front of the gates at noon.</p>
<aside class="related"><a href="/y">What the owners of the port want next year</a></aside>
<blockquote>We shall be back tomorrow, and the day after tomorrow, said one of them.</blockquote>
<p>A spokeswoman for the port told reporters that ships would be sent to other harbours until Friday.</p></article>
<footer><p>Copyright Harbour Post. All rights reserved, whatever that may mean, and more.</p></footer></body></html>"#;

fn kinds(received: &Received) -> Vec<BlockKind> {
    received.report.blocks.iter().map(|block| block.kind).collect()
}

#[test]
fn a_page_gives_its_story_and_what_it_says_of_itself() {
    let received = receive(ENGLISH.as_bytes()).unwrap();
    let report = &received.report;
    assert_eq!(report.title.as_deref(), Some("Dockers held after sit-in"));
    assert_eq!(report.outlet.as_deref(), Some("Harbour Post"));
    assert_eq!(report.canonical.as_deref(), Some("https://post.example/dockers"));
    assert_eq!(report.published.as_ref().unwrap().to_string(), "2025-03-10T08:32:00+01:00");
    assert_eq!(report.authors, ["Ann Example"]);
    assert_eq!(report.lang.code(), "en");
    assert_eq!(kinds(&received), [Headline, Caption, Body, Teaser, Quote, Body], "{}", report.text);
    assert!(report.text.contains("old port — for good.") && !report.text.contains("Copyright"));
    let from = |field| received.evidence.iter().find(|one| one.field == field).map(|one| one.from.as_str());
    assert_eq!((from("published"), from("title")), (Some("json-ld datePublished"), Some("h1")));
}

#[test]
fn the_title_is_not_the_name_of_the_site() {
    let story =
        "<p>Police said that forty people had been taken away from the gates of the port at noon, and more.</p>";
    let title = |head: &str, body: &str| {
        let page = format!("<html><head>{head}</head><body>{body}{story}</body></html>");
        receive(page.as_bytes()).unwrap().report.title.unwrap_or_default()
    };
    let blog = "<h1><a href='/'>Letters from the old harbour</a></h1><h2>Gates shut</h2>";
    assert_eq!(title("<title>Gates shut | Letters from the old harbour</title>", blog), "Gates shut");
    assert_eq!(title("<meta property='og:title' content='Gates shut'>", blog), "Gates shut");
    let above = "<h1><span>After the sit-in</span> <span>Dockers held at the gates</span></h1>";
    let told = "<meta property='og:title' content='Dockers held at the gates'>";
    assert_eq!(title(told, above), "Dockers held at the gates");
    let named = "<meta property='og:site_name' content='Harbour Post'><title>Gates shut - Harbour Post</title>";
    assert_eq!(title(named, "<h1>Harbour Post</h1>"), "Gates shut");
}

#[test]
fn a_line_above_the_title_is_no_title() {
    let story =
        "<p>Police said that forty people had been taken away from the gates of the port at noon, and more.</p>";
    let title = |heading: &str| {
        let page = format!("<html><head><title>Port</title></head><body>{heading}{story}</body></html>");
        receive(page.as_bytes()).unwrap().report.title.unwrap_or_default()
    };
    let parted = "<h1><span class=dachzeile>Nach dem Streik</span> <span>Tore am alten Hafen zu</span></h1>";
    assert_eq!(title(parted), "Tore am alten Hafen zu");
    assert_eq!(title("<h1>Dockers held at the gates <small>What we know</small></h1>"), "Dockers held at the gates");
    // What stays must be a title.
    assert_eq!(title("<h1><span class=kicker>Dockers held at</span> gates</h1>"), "Dockers held at gates");
}

/// The title of a page with a head and a body above its story, and what gave it.
fn title_of(head: &str, body: &str) -> (String, String) {
    let story = "<p>Police said that forty people had been taken away from the gates of the port at noon, and that they \
                 would be let go when the ships had left.</p>";
    let page = format!("<html><head>{head}</head><body>{body}{story}{story}</body></html>");
    let hints = PageHints { url: Some("https://www.post.example/gates".into()), ..PageHints::default() };
    let received = receive_html(&Packs::embedded().unwrap(), page.as_bytes(), &hints).unwrap();
    let from = received.evidence.iter().find(|one| one.field == "title").map(|one| one.from.clone());
    (received.report.title.unwrap_or_default(), from.unwrap_or_default())
}

#[test]
fn a_title_is_what_elements_of_its_heading_say_it_is() {
    let told = |title: &str| format!("<meta property='og:title' content='{title}'>");
    let check =
        |head: &str, heading: &str, expected: &str| assert_eq!(title_of(head, heading).0, expected, "{heading}");
    // A break is no end of a title.
    check(&told("Dockers held at the gates"), "<h1>Dockers held<br>at the gates</h1>", "Dockers held at the gates");
    // A part that is called headline, though the page tells something else.
    let parted = "<h1><span>After the strike</span> <span class='a-headline'>Dockers held at the gates</span></h1>";
    check(&told("The strike: Dockers held at the gates"), parted, "Dockers held at the gates");
    // What parts a line above from the title goes with the line.
    let colon =
        "<h1><span class=topline>After the strike</span><span>: </span><span>Dockers held at the gates</span></h1>";
    check("", colon, "Dockers held at the gates");
    let spans = "<h1><span>After the strike</span><span> – </span><span>Dockers held at gates</span></h1>";
    check(&told("Dockers held at gates"), spans, "Dockers held at gates");
    // Words that stand in one text with the title are part of it, unless a bar parts them.
    let quoted = "<h1>\"We stay\": Dockers held at the gates</h1>";
    check(&told("Dockers held at the gates"), quoted, "\"We stay\": Dockers held at the gates");
    check(
        &told("Dockers held at the gates"),
        "<h1>Dockers held at the gates | ELSEWHERE</h1>",
        "Dockers held at the gates",
    );
    // Readings of ideographs are for those who learn them.
    check("", "<h1><ruby>港<rt>みなと</rt></ruby>の<ruby>門<rt>もん</rt></ruby>が閉まる</h1>", "港の門が閉まる");
    // The outlet's short name may open a title.
    let harbour = "<meta property='og:site_name' content='Harbour'>";
    let title = "Harbour open – what dockers ask";
    check(&format!("{harbour}{}", told(title)), &format!("<h1>{title}</h1>"), title);
}

#[test]
fn the_heading_of_the_story_is_found_among_others() {
    let check = |head: &str, body: &str, expected: (&str, &str)| {
        let (title, from) = title_of(head, body);
        assert_eq!((title.as_str(), from.as_str()), expected, "{body}");
    };
    // The name of the site has a class or a link of its own, and may hold a bar.
    let named = "<h1 class=site-title>Letters from the harbour</h1><h1>Gates shut</h1>";
    check("<title>Gates shutLetters from the harbour | Letters from the harbour</title>", named, ("Gates shut", "h1"));
    let home = "<h1><a href='/'>Letters - Old Harbour</a></h1>";
    check("<title>Gates shut - Letters - Old Harbour</title>", home, ("Gates shut", "title"));
    check("<title>Letters</title>", "<h1>post.example</h1><h1>Gates shut</h1>", ("Gates shut", "h1"));
    // Without a heading that the page's titles repeat: the one that is marked, the first of the first level, and the one
    // above the story where the page tells no title.
    check("<title>Port</title>", "<h2>Letters</h2><h2 class=entry-title>Gates shut</h2>", ("Gates shut", "h2"));
    check("<title>Port</title>", "<h2>Letters</h2><h2 itemprop=headline>Gates shut</h2>", ("Gates shut", "h2"));
    check("<title>Port</title>", "<h1>Gates shut</h1><h1>What we know</h1>", ("Gates shut", "h1"));
    check("<title>Port - News</title>", "<h2>Gates shut at noon</h2>", ("Gates shut at noon", "h2"));
    let told = "<meta property='og:title' content='Port'>";
    check(told, "<h2>What happened at noon</h2>", ("Port", "meta og:title"));
    let before = "<p>The dockers had walked out on Monday over plans to close the eastern quay of the old port for good, and \
                  to send the ships elsewhere.</p>";
    check("<title>Port</title>", &format!("{before}<h2>What happened at noon</h2>"), ("Port", "title"));
    // Of two that the page's title holds, the one that makes its first half; of two that repeat it, the one that readers see.
    let two = "<meta property='og:title' content='Gates of the old port shut at noon - After the strike of dockers'>";
    check(
        two,
        "<h1>After the strike of dockers</h1><h2>Gates of the old port shut at noon</h2>",
        ("Gates of the old port shut at noon", "h2"),
    );
    let told = "<title>Gates shut at noon | Port</title><meta property='og:title' content='Gates shut at noon | Port'>\
                <script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Gates shut at noon\"}</script>";
    let unseen = "<h2 class=screen-reader-text>Gates shut at noon | Port</h2><h1>Gates shut at noon</h1>";
    check(told, unseen, ("Gates shut at noon", "h1"));
    // A headline of linked data that a line shows, where no heading does.
    let data = "<script type='application/ld+json'>{\"@type\":\"Article\",\
                \"headline\":\"Gates shut: what dockers ask for\"}</script>";
    let line = "<p class=stage>Gates shut: what dockers ask for</p><h1>Gates shut</h1>";
    check(data, line, ("Gates shut: what dockers ask for", "text"));
    // Scripts without blanks have none around their dashes.
    check("<title>港口的大门在中午关闭了！-港口网</title>", "", ("港口的大门在中午关闭了！", "title"));
}

/// The stamp of publication of a page fetched from an address, and what gave it.
fn published(head: &str, body: &str, address: &str) -> (String, String) {
    let story = "<p>Police said that forty people had been taken away from the gates of the port at noon, and that they \
                 would be let go when the ships had left.</p>";
    let page = format!("<html lang=en><head>{head}</head><body><h1>Gates shut</h1>{body}{story}{story}</body></html>");
    let hints = PageHints { url: Some(address.into()), ..PageHints::default() };
    let received = receive_html(&Packs::embedded().unwrap(), page.as_bytes(), &hints).unwrap();
    let from = received.evidence.iter().find(|one| one.field == "published").map(|one| one.from.clone());
    (received.report.published.map(|stamp| stamp.to_string()).unwrap_or_default(), from.unwrap_or_default())
}

#[test]
fn where_a_story_was_taken_from_is_kept() {
    let canonical = |head: &str| {
        let story =
            "<p>Police said that forty people had been taken away from the gates of the port at noon, and more.</p>";
        let page = format!(
            "<html><head>{head}</head><body><h1>Gates shut</h1><article>{story}{story}</article>\
             <div class=source>Source: Harbour Agency</div></body></html>"
        );
        let hints = PageHints { url: Some("https://post.example/gates".into()), ..PageHints::default() };
        let received = receive_html(&Packs::embedded().unwrap(), page.as_bytes(), &hints).unwrap();
        let last = received.report.blocks.last().unwrap();
        assert_eq!((last.kind, last.span.of(&received.report.text)), (Credit, "Source: Harbour Agency"));
        received.report.canonical.unwrap_or_default()
    };
    let own = "<link rel=canonical href='https://post.example/gates'>";
    let origin = "<meta name=syndication-source content='https://agency.example/1'>";
    assert_eq!(canonical(own), "https://post.example/gates");
    assert_eq!(canonical(&format!("{own}{origin}")), "https://agency.example/1");
    let data = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\
                \"isBasedOn\":{\"url\":\"https://agency.example/2\"}}</script>";
    assert_eq!(canonical(data), "https://agency.example/2");
    // What leads away by itself is believed, and an address of the same site tells no origin.
    let away = "<link rel=canonical href='https://other.example/gates'>";
    assert_eq!(canonical(&format!("{away}{origin}")), "https://other.example/gates");
    let same = "<meta name=original-source content='https://post.example/other'>";
    assert_eq!(canonical(&format!("{own}{same}")), "https://post.example/gates");
}

#[test]
fn pages_in_code_pages_of_dos_are_read_with_their_bytes() {
    let story =
        "<p>Police said that forty people had been taken away from the gates of the port at noon, and more.</p>";
    let mut page =
        format!("<html><head><meta charset=cp437></head><body><h1>Gates shut</h1>{story}<p>Caf").into_bytes();
    page.extend(b"\x82 owners in front of the gates of the port cheered the dockers when they left.</p></body></html>");
    let received = receive(&page).unwrap();
    let at = received.report.text.find("Caf\u{e9} owners").expect("the text");
    let span = firsthand::model::Span::new(at, at + "Caf\u{e9} owners".len());
    assert_eq!(&page[received.source.source_of(span)], b"Caf\x82 owners");
}

#[test]
fn what_readers_see_is_believed_before_names_that_say_little() {
    let plain = "https://post.example/gates";
    let meta = |name: &str, value: &str| format!("<meta name='{name}' content='{value}'>");
    let check = |head: &str, body: &str, address: &str, stamp: &str, from: &str| {
        assert_eq!(published(head, body, address), (stamp.to_owned(), from.to_owned()), "{head} {body}");
    };
    let sent = meta("date", "2025-03-14T10:00:00Z");
    check(&sent, "<p class=datum>10.03.2025</p>", plain, "2025-03-10", "text");
    check(&sent, "<time datetime='2025-03-10'>Monday</time>", plain, "2025-03-10", "time");
    check(&sent, "", plain, "2025-03-14T10:00:00Z", "meta date");
    check(&sent, "", "https://post.example/2025/03/10/gates", "2025-03-10", "address");
    check(&meta("pubdate", "03/10/2025 18:30:00"), "", plain, "2025-03-10T18:30:00", "meta pubdate");
    let marked = "<abbr class=published title='2025-03-10T18:30:00+01:00'>half past six</abbr>";
    check(&sent, marked, plain, "2025-03-10T18:30:00+01:00", "abbr published");
    let state = "<script>window.state={\"article\":{\"publishedAt\":\"2025-03-10T18:30:00Z\"}}</script>";
    check("", state, plain, "2025-03-10T18:30:00Z", "script publishedAt");
}

#[test]
fn a_day_of_change_is_no_day_of_publication() {
    let plain = "https://post.example/gates";
    let check = |head: &str, body: &str, stamp: &str, from: &str| {
        assert_eq!(published(head, body, plain), (stamp.to_owned(), from.to_owned()), "{head} {body}");
    };
    check("", "<p>Last updated 12 March 2025</p><p>10 March 2025</p>", "2025-03-10", "text");
    check(
        "",
        "<p>Aktualisiert: <time datetime=2025-03-12>12.03.2025</time></p><p>10.03.2025</p>",
        "2025-03-10",
        "text",
    );
    // Where nothing else is told, it stands in.
    check("", "<p>Last updated 12 March 2025</p>", "2025-03-12", "text");
    // What readers write has days of its own.
    let comment = "<div class=comment><p>14 March 2025</p></div>";
    check("", &format!("{comment}<p>10 March 2025</p>"), "2025-03-10", "text");
    // A notice of rights is the last resort.
    check("", "<footer><p>© Harbour Post, 10 March 2025</p></footer>", "2025-03-10", "text");
}

#[test]
fn the_day_that_readers_see_is_the_day_of_a_page() {
    let plain = "https://post.example/gates";
    let head = "<meta property='article:published_time' content='2025-03-08T09:00:00+01:00'>\
                <meta property='article:modified_time' content='2025-03-10T18:30:00+01:00'>";
    let check = |body: &str, stamp: &str, from: &str| {
        assert_eq!(published(head, body, plain), (stamp.to_owned(), from.to_owned()), "{body}");
    };
    let first = ("2025-03-08T09:00:00+01:00", "meta article:published_time");
    check("<p class=date>10 March 2025</p>", "2025-03-10T18:30:00+01:00", "text");
    // Not where a word says that it is one of change, where both are shown, or where nothing else tells it.
    check("<p class=date>Updated 10 March 2025</p>", first.0, first.1);
    check("<p class=date>8 March 2025</p><p class=date>10 March 2025</p>", first.0, first.1);
    check("<p class=date>10 March 2025</p><p class=date>8 March 2025</p>", first.0, first.1);
    check("<p class=date>9 March 2025</p>", first.0, first.1);
    // A stamp in UTC whose own day is shown keeps it, whatever stands beside.
    let stamped = |body: &str| {
        published("<meta property='article:published_time' content='2025-03-10T18:30:00Z'>", body, plain).0
    };
    assert_eq!(stamped("<p>11 March 2025</p><p>10 March 2025</p>"), "2025-03-10T18:30:00Z");
    assert_eq!(stamped("<p>11 March 2025</p>"), "2025-03-11T00:30:00+06:00");
}

#[test]
fn a_stamp_in_utc_gets_the_day_that_readers_see() {
    let head = |stamp: &str| format!("<meta property='article:published_time' content='{stamp}'>");
    let stamp = |head: &str, body: &str, address: &str| published(head, body, address).0;
    let plain = "https://post.example/gates";
    let dated = "https://post.example/2025/03/11/gates";
    assert_eq!(stamp(&head("2025-03-10T23:05:00+00:00"), "", dated), "2025-03-11T00:05:00+01:00");
    let shown = "<p>9 March 2025</p>";
    assert_eq!(stamp(&head("2025-03-10T02:30:00Z"), shown, plain), "2025-03-09T23:30:00-03:00");
    // Another day than the one beside it, an offset that is told, and a distance that no clock on earth has stay.
    assert_eq!(stamp(&head("2025-03-10T02:30:00Z"), "<p>1 March 2025</p>", plain), "2025-03-10T02:30:00Z");
    assert_eq!(stamp(&head("2025-03-10T23:05:00+01:00"), "", dated), "2025-03-10T23:05:00+01:00");
    assert_eq!(stamp(&head("2025-03-10T08:00:00Z"), "", dated), "2025-03-10T08:00:00Z");
}

#[test]
fn a_story_in_elements_with_poor_names_is_found() {
    let line = "Police said that forty people had been taken away from the gates of the old port at noon on Monday.";
    let part = |class: &str| format!("<div class='{class}'>{}</div>", format!("<p>{line}</p>").repeat(3));
    let lead = "<div class=teaser-text>Forty dockers are held after a sit-in at the old port.</div>";
    let more = "<ul><li><h5><a href=/a>Ferry to the islands is late</a></h5><p>Owners said so.</p></li>\
                <li><h5><a href=/b>Rain expected in the north</a></h5></li>\
                <li><h5><a href=/c>Mayor of the town resigns</a></h5></li></ul>";
    // No end of the head, as old pages have it.
    let page = format!(
        "<html><head><title>Gates shut</title><h1>Gates shut</h1>{lead}<main>{}{}{}{more}</main></html>",
        part("widget-body"),
        part("section--has-ads"),
        part("TOC_TITLE_1"),
    );
    let received = receive(page.as_bytes()).unwrap();
    let kinds = kinds(&received);
    assert_eq!(kinds[..2], [Headline, Standfirst], "{}", received.report.text);
    assert_eq!(received.report.text.matches(line).count(), 9, "{}", received.report.text);
    let ferry = received.report.text.find("Ferry");
    assert!(ferry.is_none_or(|at| received.report.block_at(at).unwrap().kind == Teaser), "{}", received.report.text);
}

#[test]
fn a_story_that_only_linked_data_holds_is_read_with_its_bytes() {
    let line = "Police said that forty people had been taken away from the gates of the old port at noon on Monday. ";
    let body = format!("{}\\n\\nCaf\\u00e9 owners &amp; dockers <b>cheered<\\/b>.", line.repeat(8));
    let page = format!(
        "<html><head><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Gates shut\",\
         \"articleBody\":\"{body}\"}}</script></head><body><h1>Gates shut</h1><p>Subscribe to read.</p></body></html>"
    );
    let received = receive(page.as_bytes()).unwrap();
    let text = &received.report.text;
    assert!(text.ends_with("\nCafé owners & dockers cheered.") && !text.contains("Subscribe"), "{text}");
    let source = |words: &str| {
        let at = text.find(words).unwrap();
        &page[received.source.source_of(firsthand::model::Span::new(at, at + words.len()))]
    };
    assert_eq!(source("Café owners & dockers"), "Caf\\u00e9 owners &amp; dockers");
    assert_eq!(source("cheered"), "cheered");
}

#[test]
fn a_second_story_of_the_page_is_left_out() {
    let part = |title: &str, who: &str| {
        let line =
            format!("<p>{who} said that forty people had been taken away from the gates of the port at noon.</p>");
        format!("<div class=story><div class=top><h1>{title}</h1></div>{}</div>", line.repeat(3))
    };
    let both = format!("{}{}", part("Gates shut", "Police"), part("Ferry late", "Owners"));
    let both = both.as_str();
    for page in [both.to_owned(), both.replace("div class=story", "article").replace("</p></div>", "</p></article>")] {
        let page = format!("<html><head><title>Gates shut</title></head><body><main>{page}</main></body></html>");
        let text = receive(page.as_bytes()).unwrap().report.text;
        assert!(text.contains("Police said") && !text.contains("Owners said"), "{text}");
    }
}

#[test]
fn broken_and_turned_characters_are_kept_apart() {
    let page = |line: &[u8]| {
        let story = "Police said that forty people had been taken away from the gates of the port at noon.";
        [b"<html><body><h1>Gates shut</h1><p>".as_slice(), line, story.as_bytes(), b"</p></body></html>"].concat()
    };
    let text = |bytes: &[u8]| receive(bytes).unwrap().report.text;
    // An overlong slash, a lone surrogate in bytes and one in a reference become signs of replacement, never a slash.
    for line in [b"\xC0\xAF ".as_slice(), b"\xED\xA0\x80 ", b"&#xD800; "] {
        let line = ["<meta charset=utf-8>\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9} ".as_bytes(), line].concat();
        let text = text(&page(&line));
        assert!(text.contains('\u{FFFD}') && !text.contains('/') && text.contains("Police said"), "{text}");
    }
    // A byte order mark wins over what the page says of itself.
    let marked = [b"\xEF\xBB\xBF<meta charset=iso-8859-1>".as_slice(), &page("café ".as_bytes())].concat();
    assert!(text(&marked).contains("café Police"));
    // Turned figures stay as they were written; showing them is for others.
    assert!(text(&page("\u{202E}6831\u{202C} ".as_bytes())).contains("\u{202E}6831\u{202C} Police"));
}

#[test]
fn every_character_leads_back_to_its_bytes() {
    let page = ENGLISH.replace("Police", "Poli&#99;e").replace("Dockers", "Döckers");
    let (wide, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
    let declared = page.replace("<head>", "<head><meta charset=iso-8859-1>");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&declared);
    for bytes in [page.as_bytes(), &wide, &latin] {
        let received = receive(bytes).unwrap();
        let text = &received.report.text;
        for word in ["Döckers held", "Police said", "forty people", "tomorrow", "until Friday"] {
            let at = text.find(word).unwrap_or_else(|| panic!("{word} in {text}"));
            let span = firsthand::model::Span::new(at, at + word.len());
            let source = &bytes[received.source.source_of(span)];
            let (shown, _, _) = match std::str::from_utf8(bytes) {
                Ok(_) => encoding_rs::UTF_8.decode(source),
                Err(_) => encoding_rs::WINDOWS_1252.decode(source),
            };
            assert_eq!(shown.replace("&#99;", "c"), word);
        }
    }
}

#[test]
fn pages_that_are_no_report_are_refused_by_name() {
    let word = |body: &str| receive(format!("<html><body>{body}</body></html>").as_bytes()).err().unwrap_or("ok");
    assert_eq!(
        word("<h1>Just a moment...</h1><p>Checking your browser before accessing post.example.</p>"),
        "bot_challenge"
    );
    assert_eq!(word("<p>We value your privacy. We and our partners store data on a device.</p>"), "cookie_wall");
    assert_eq!(word("<p>Cet article est réservé aux abonnés.</p>"), "paywall");
    assert_eq!(word(""), "empty");
    assert_eq!(receive(b"\0\x01\x02\x03\x04\x05\x06\x07").err(), Some("binary"));
    assert_eq!(receive(&vec![b'a'; (16 << 20) + 1]).err(), Some("too_large"));
}

#[test]
fn hostile_pages_are_cut_and_flagged() {
    let flagged = |page: &str| {
        let received = receive(page.as_bytes()).unwrap();
        received.notes.iter().any(|note| note.contains("[html_limit]"))
    };
    let story = "<p>Police said that forty people had been taken away from the gates at noon, and more.</p>";
    let nested = |depth: usize| format!("{}{story}", "<div>".repeat(depth));
    assert!(!flagged(&nested(254)) && flagged(&nested(256)));
    assert!(flagged(&format!("{}{story}", "<ul><li>".repeat(32_000))));
    assert!(!flagged(&format!("<p {}>{story}", "a=1 ".repeat(80_000))));
    assert!(flagged(&format!("{story}{}", "<b></b>".repeat(100_001))));
    assert!(flagged(&story.repeat(MAX_PAGE_TEXT / story.len() + 20_000)));
    let script =
        format!("<svg onload='javascript:1'><script>Bad, said.</script></svg><title></title><img onerror=x>{story}");
    assert!(!receive(script.as_bytes()).unwrap().report.text.contains("Bad"));
}

#[test]
fn ten_thousand_broken_pages_break_nothing() {
    let packs = Packs::embedded().unwrap();
    let mut seed = 7u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 20).unwrap_or(0) % below.max(1)
    };
    let parts =
        ["<", ">", "</p>", "<table><tr>", "&#x110000;", "&am", "\u{0}", "<!--", "<title>", "\"", "<li>", "é", "]]>"];
    let start = ENGLISH.find("<nav").unwrap();
    for round in 0..10_000 {
        let mut page = ENGLISH.as_bytes()[if round % 3 == 0 { 0 } else { start }..].to_vec();
        for _ in 0..=next(5) {
            let at = next(page.len());
            match next(4) {
                0 => page[at] = u8::try_from(next(256)).unwrap_or(0),
                1 => drop(page.splice(at..at, parts[next(parts.len())].bytes())),
                2 => page.truncate(at.max(1)),
                _ => drop(page.drain(at..(at + next(60)).min(page.len()))),
            }
            if page.is_empty() {
                page.push(b'<');
            }
        }
        let hints = PageHints::default();
        let first = receive_html(&packs, &page, &hints);
        if round % 10 == 0 {
            assert_eq!(first, receive_html(&packs, &page, &hints), "round {round}");
        }
        let Ok(received) = first else { continue };
        for block in &received.report.blocks {
            assert!(received.report.text.get(block.span.start..block.span.end).is_some(), "round {round}");
            assert!(page.get(received.source.source_of(block.span)).is_some(), "round {round}");
        }
    }
}
