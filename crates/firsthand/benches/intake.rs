//! Speed of intake on one thread: pages of HTML and feeds in all languages, as received to reports with typed blocks; and
//! the page that is known to take other readers minutes, 256 KB of nested lists. Not here: what is read in a report (`read`),
//! and other tools on the same pages (`xtask/compare/intake.py`).

mod common;

use common::texts_in;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use firsthand::intake::feed::receive_feed;
use firsthand::intake::{PageHints, receive_html, receive_text};
use firsthand::pack::Packs;
use std::fmt::Write as _;

fn main() {
    divan::main();
}

/// Characters of a common story.
const LENGTH: usize = 3_500;
/// Pages a language.
const PAGES: usize = 12;

/// A page of some 58 KB: its story, and the menus, scripts and teasers around it.
fn page_of(lang: &str, story: &str) -> Vec<u8> {
    let mut lines = story.split("\n\n");
    let title: String = lines.clone().next().unwrap_or_default().chars().take(80).collect();
    // Writing to a string never fails.
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta property=\"article:published_time\" content=\"2031-05-04T09:00:00Z\"><script>window.data=["
    );
    while html.len() < 24_000 {
        let _ = write!(html, "{{id:{},t:\"<b>x</b>\",n:[1,2,3]}},", html.len());
    }
    html.push_str("];</script></head><body><nav><ul>");
    for at in 0..80 {
        let _ =
            writeln!(html, "<li class=\"menu__item\"><a href=\"/s/{at}\" data-track=\"nav:{at}\">Menu {at}</a></li>");
    }
    let _ =
        writeln!(html, "</ul></nav><main><article><h1>{title}</h1><time datetime=\"2031-05-04T09:00:00Z\">4.5.</time>");
    for line in &mut lines {
        let _ = writeln!(html, "<p class=\"story__text\">{line}</p>");
    }
    html.push_str("</article><aside>");
    for at in 0..40 {
        let _ = writeln!(
            html,
            "<div class=\"teaser teaser--small\"><a class=\"teaser__link\" href=\"/t/{at}\"><picture><source srcset=\"/i/{at}-320.webp \
             320w, /i/{at}-640.webp 640w\" sizes=\"100vw\"><img src=\"/i/{at}.jpg\" alt=\"\"></picture><h3>{title}</h3></a></div>"
        );
    }
    html.push_str("</aside></main><footer><p>Contact</p></footer><script>");
    while html.len() < 57_500 {
        let _ = write!(html, "track({});", html.len());
    }
    html.push_str("</script></body></html>");
    html.into_bytes()
}

fn pages(packs: &Packs) -> Vec<Vec<u8>> {
    let in_one = |lang: &str| texts_in(lang, LENGTH, PAGES).iter().map(|text| page_of(lang, text)).collect::<Vec<_>>();
    packs.iter().flat_map(|pack| in_one(pack.lang.code())).collect()
}

fn bytes(inputs: &[Vec<u8>]) -> BytesCount {
    BytesCount::new(inputs.iter().map(Vec::len).sum::<usize>())
}

/// Pages to reports.
#[divan::bench]
fn html(bencher: Bencher<'_, '_>) {
    let packs = Packs::embedded().expect("the packs are tested");
    let pages = pages(&packs);
    let hints = PageHints { doc: "page".into(), ..PageHints::default() };
    let read = |page: &Vec<u8>| receive_html(&packs, page, &hints).expect("it is a page").report.blocks.len();
    bencher
        .counter(bytes(&pages))
        .counter(ItemsCount::new(pages.len()))
        .bench_local(|| pages.iter().map(read).sum::<usize>());
}

/// The stories of the same pages, copied as text.
#[divan::bench]
fn text(bencher: Bencher<'_, '_>) {
    let packs = Packs::embedded().expect("the packs are tested");
    let texts: Vec<Vec<u8>> =
        packs.iter().flat_map(|pack| texts_in(pack.lang.code(), LENGTH, PAGES)).map(String::into_bytes).collect();
    let read = |text: &Vec<u8>| receive_text(&packs, text, "text").expect("it is a text").report.blocks.len();
    bencher
        .counter(bytes(&texts))
        .counter(ItemsCount::new(texts.len()))
        .bench_local(|| texts.iter().map(read).sum::<usize>());
}

/// Feeds of fifty items to reports; items are counted.
#[divan::bench]
fn feeds(bencher: Bencher<'_, '_>) {
    let packs = Packs::embedded().expect("the packs are tested");
    let feed_in = |lang: &str| {
        let mut feed = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Post</title><language>{lang}</language>"
        );
        for (at, text) in texts_in(lang, 600, 50).iter().enumerate() {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let _ = write!(
                feed,
                "<item><title>{}</title><link>https://outlet.example/{at}</link><guid>n{at}</guid><pubDate>Sun, 04 May 2031 \
                 09:00:00 GMT</pubDate><description>{text}</description></item>",
                text.chars().take(60).collect::<String>()
            );
        }
        feed.push_str("</channel></rss>");
        feed.into_bytes()
    };
    let feeds: Vec<Vec<u8>> = packs.iter().map(|pack| feed_in(pack.lang.code())).collect();
    let read = |feed: &Vec<u8>| receive_feed(&packs, feed, "feed", None, None).expect("it is a feed").reports.len();
    let items: usize = feeds.iter().map(read).sum();
    bencher
        .counter(bytes(&feeds))
        .counter(ItemsCount::new(items))
        .bench_local(|| feeds.iter().map(read).sum::<usize>());
}

/// 256 KB of nested lists: asked are 100 ms.
#[divan::bench(args = ["<ul><li>x", "<ul><li>", "<div><p>", "<b><i><a>"])]
fn nested(bencher: Bencher<'_, '_>, piece: &str) {
    let packs = Packs::embedded().expect("the packs are tested");
    let page: Vec<u8> = piece.as_bytes().iter().copied().cycle().take(256 << 10).collect();
    let hints = PageHints { doc: "page".into(), ..PageHints::default() };
    // Whether the page is refused as empty or read flat does not matter here.
    bencher
        .counter(BytesCount::new(page.len()))
        .bench_local(|| receive_html(&packs, &page, &hints).map(|read| read.report.id));
}
