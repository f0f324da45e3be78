//! Feeds in the forms in which they come, and those that mean harm.

use super::*;

fn read(text: &str) -> Feed {
    read_feed(text.as_bytes(), Some("https://feed.example/rss"), None).unwrap()
}

fn word(text: &str) -> &'static str {
    read_feed(text.as_bytes(), None, None).map_or_else(|refusal| refusal.word, |_| "ok")
}

#[test]
fn every_kind_of_feed_gives_the_same_item() {
    let rss = r#"<?xml version="1.0"?><!DOCTYPE rss><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>Harbour Post</title><link>/</link><language>en-gb</language>
        <image><title>no</title><link>no</link></image>
        <item><title>Dockers held</title><link>/news/1?a=b&c=d</link><guid isPermaLink="false">n1</guid>
        <pubDate>Mon, 10 Mar 2025 09:30:00 +0100</pubDate><dc:creator>Iva Nowak</dc:creator>
        <description><![CDATA[<p>Police held at least 12 dockers.</p>]]></description></item></channel></rss>"#;
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-gb"><title>Harbour Post</title><link href="/"/>
        <link rel="self" href="/atom"/><entry><title type="html">Dockers held</title><link href="/news/1?a=b&amp;c=d"/>
        <id>n1</id><published>2025-03-10T09:30:00+01:00</published><author><name>Iva Nowak</name><email>i@x.example</email></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Police held at least 12 dockers.</p></div></content>
        </entry></feed>"#;
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Harbour Post","home_page_url":"/","language":"en-gb",
        "items":[{"id":"n1","url":"/news/1?a=b&c=d","title":"Dockers held","date_published":"2025-03-10T09:30:00+01:00",
        "authors":[{"name":"Iva Nowak"}],"content_html":"<p>Police held at least 12 dockers.</p>"}]}"#;
    let rdf = r#"<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Harbour Post</title><link>/</link>
        <dc:language>en-gb</dc:language></channel><item rdf:about="n1"><title>Dockers held</title>
        <link>/news/1?a=b&amp;c=d</link><dc:date>2025-03-10T09:30:00+01:00</dc:date><dc:creator>Iva Nowak</dc:creator>
        <description>&lt;p&gt;Police held at least 12 dockers.&lt;/p&gt;</description></item></rdf:RDF>"#;
    let packs = Packs::embedded().unwrap();
    for text in [rss, atom, json, rdf] {
        let received = receive_feed(&packs, text.as_bytes(), "post", Some("https://feed.example/rss"), None).unwrap();
        assert_eq!(received.feed.link.as_deref(), Some("https://feed.example/"), "{text}");
        let [Ok(one)] = received.reports.as_slice() else { panic!("one report: {received:?}") };
        let report = &one.report;
        assert_eq!(report.doc, "n1");
        assert_eq!(report.url.as_deref(), Some("https://feed.example/news/1?a=b&c=d"));
        assert_eq!(report.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(report.title.as_deref(), Some("Dockers held"));
        assert_eq!(report.published.as_ref().unwrap().to_string(), "2025-03-10T09:30:00+01:00");
        assert_eq!(report.authors, ["Iva Nowak"]);
        assert_eq!(report.lang.code(), concat!("e", "n"));
        assert_eq!(report.text, "Dockers held\n\nPolice held at least 12 dockers.");
    }
}

#[test]
fn a_vocabulary_ends_with_the_element_that_declares_it() {
    // The first entry's content stands in XHTML; the second entry is Atom again.
    let feed = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One
        </div></content></entry><entry><id>/two</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Two</div>
        </content></entry><entry><ex:title xmlns:ex="http://ex.example/rss/module/">no</ex:title><title>Three</title>
        <content type="html"><div>a &lt;b&gt;c&lt;/b&gt;</div></content></entry></feed>"#,
    );
    let contents: Vec<_> = feed.items.iter().map(|item| item.content.as_deref().unwrap_or_default()).collect();
    assert_eq!(contents, ["One", "Two", "a <b>c</b>"]);
    assert_eq!(feed.items[1].id.as_deref(), Some("https://feed.example/two"));
    assert_eq!(feed.items[2].title.as_deref(), Some("Three"));
}

#[test]
fn faults_are_read_as_they_are_meant() {
    let feed = read(
        "<rss><channel><title>A & B &eacute; < C</title><item><title>One</title><item><title>Two &#8212; <![CDATA[rest",
    );
    assert_eq!(feed.title.as_deref(), Some("A & B \u{e9} < C"));
    let titles: Vec<_> = feed.items.iter().map(|item| item.title.as_deref().unwrap()).collect();
    assert_eq!(titles, ["One", "Two \u{2014} rest"]);
}

#[test]
fn what_is_no_feed_says_so() {
    assert_eq!(word("<html><body>Checking your browser</body></html>"), "no_feed");
    assert_eq!(word(""), "no_feed");
    assert_eq!(word("{\"a\": 1}"), "no_feed");
    assert_eq!(word("{\"items\": ["), "broken_json");
}

#[test]
fn entities_of_a_feed_never_grow_and_reach_nothing() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
                <rss><channel><title>&b;&x;</title></channel></rss>";
    assert_eq!(read(bomb).title.as_deref(), Some("&b;&x;"));
}

#[test]
fn limits_hold_at_their_edge() {
    let item = "<item><title>a</title></item>";
    let items = |count: usize| format!("<rss><channel>{}</channel></rss>", item.repeat(count));
    assert_eq!(read(&items(MAX_ITEMS - 1)).items.len(), MAX_ITEMS - 1);
    let full = read(&items(MAX_ITEMS + 1));
    assert_eq!(full.items.len(), MAX_ITEMS);
    assert!(full.notes[0].ends_with("[xml_limit]"));
    let deep = |depth: usize| format!("<rss>{}</rss>", "<a>".repeat(depth - 1));
    assert_eq!(
        [MAX_XML_DEPTH - 1, MAX_XML_DEPTH, MAX_XML_DEPTH + 1].map(|depth| word(&deep(depth))),
        ["ok", "ok", "xml_limit"]
    );
    let wide = |count: usize| {
        let attributes: String = (0..count).map(|at| format!(" a{at}='1'")).collect();
        format!("<rss{attributes}></rss>")
    };
    let edge = [MAX_ATTRIBUTES - 1, MAX_ATTRIBUTES, MAX_ATTRIBUTES + 1, 80_000];
    assert_eq!(edge.map(|count| word(&wide(count))), ["ok", "ok", "xml_limit", "xml_limit"]);
    // What was whole before the limit is kept.
    let kept = read(&format!("<rss><channel>{item}{}", "<a>".repeat(64_000)));
    assert_eq!(kept.items.len(), 1);
    assert!(kept.notes[0].ends_with("[xml_limit]"));
}

#[test]
fn a_feed_from_a_chunk_is_read_as_far_as_it_goes() {
    let whole =
        "<rss><channel><title>T</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>";
    for end in 0..whole.len() {
        if let Ok(feed) = read_feed(&whole.as_bytes()[..end], None, None) {
            assert!(feed.items.len() <= 2);
        }
    }
}

#[test]
fn the_elements_of_an_item_type_its_lines() {
    let markup = "<figure><img src='x'><figcaption>The quay, before noon</figcaption></figure><p>Police held at least <b>12</b> dockers, \
                  the port said.</p><ul><li>Berth one is closed.</li></ul><blockquote>We stay.</blockquote><div><a href='/more'>All of it</a></div>";
    let escaped = markup.replace('&', "&amp;").replace('<', "&lt;");
    let rss = format!(
        "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Post</title><item><title>Dockers held</title>\
         <description>Shorter.</description><content:encoded><![CDATA[{markup}]]></content:encoded></item></channel></rss>"
    );
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Post</title><entry><title>Dockers held</title><content type='html'>{escaped}</content>\
         </entry></feed>"
    );
    let packs = Packs::embedded().unwrap();
    for feed in [rss, atom] {
        let received = receive_feed(&packs, feed.as_bytes(), "post", None, None).unwrap();
        let report = &received.reports[0].as_ref().unwrap().report;
        let read: Vec<_> = report.blocks.iter().map(|block| (block.kind, block.span.of(&report.text))).collect();
        assert_eq!(
            read,
            [
                (BlockKind::Headline, "Dockers held"),
                (BlockKind::Caption, "The quay, before noon"),
                (BlockKind::Body, "Police held at least 12 dockers, the port said."),
                (BlockKind::List, "Berth one is closed."),
                (BlockKind::Quote, "We stay."),
                (BlockKind::Teaser, "All of it"),
            ]
        );
    }
}

#[test]
fn a_guid_is_a_link_only_where_it_is_an_address() {
    let link = |guid: &str| {
        let feed = format!("<rss><channel><title>Post</title><item><title>T</title>{guid}</item></channel></rss>");
        read(&feed).items[0].link.clone()
    };
    assert_eq!(link("<guid>https://post.example/1</guid>").as_deref(), Some("https://post.example/1"));
    assert_eq!(link("<guid>/1</guid>").as_deref(), Some("https://feed.example/1"));
    for guid in [
        "<guid>12345</guid>",
        "<guid>urn:uuid:1-2</guid>",
        "<guid>tag:post.example,2031:1</guid>",
        "<guid>Post 12</guid>",
        "<guid isPermaLink='false'>https://post.example/1</guid>",
    ] {
        assert_eq!(link(guid), None, "{guid}");
    }
}
