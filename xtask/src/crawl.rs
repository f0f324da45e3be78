//! A synthetic crawl: pages of HTML of the size that news sites send, as a WARC with a gzip member a record, always the same
//! for a seed. A page has what a reader must get past: menus, scripts, styles, teasers, a footer; its story has eight
//! paragraphs and one figure. Events lie in ten years; each has words of its own and up to seven pages, a quarter of them
//! copies, whole or without their end. Not here: reading any of it.

use crate::archive::Dice;
use crate::words::{EVENTS, PLACES, SYLLABLES};
use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt::Write as _;
use std::io::Write;

/// Bytes of scripts and styles in a page: with the rest it comes to some 58 KB.
const SCRIPT: usize = 24_000;
const LINKS: &[&str] = &[
    "of", "the", "and", "in", "to", "that", "with", "for", "on", "was", "by", "had", "from", "were", "after", "while",
];
const MENU: &[&str] =
    &["Home", "World", "Politics", "Business", "Culture", "Sport", "Weather", "Science", "Travel", "Opinion"];

/// Prints `pages` records.
pub(crate) fn print(pages: usize, seed: u64, out: &mut dyn Write) -> Result<()> {
    let mut dice = Dice::new(seed);
    let (mut done, mut event) = (0, 0);
    while done < pages {
        // Ten years, whatever the number of events: how alike neighbours look does not depend on it.
        let day = event * 3_650 * 4 / pages.max(1);
        let story = Event::draw(&mut dice, event, day as i64);
        event += 1;
        let mut text = Vec::new();
        for page in 0..1 + dice.below(7) {
            if done == pages {
                break;
            }
            match dice.below(8) {
                0 if page > 0 => {}
                1 if page > 0 => text.truncate(5),
                _ => text = story.paragraphs(&mut dice, page),
            }
            write_record(&story.page(&mut dice, page, done, &text), out)?;
            done += 1;
        }
    }
    Ok(())
}

struct Event {
    what: usize,
    place: &'static str,
    day: jiff::civil::Date,
    count: usize,
    words: Vec<String>,
}

struct Page {
    url: String,
    moment: String,
    html: String,
}

impl Event {
    fn draw(dice: &mut Dice, number: usize, day: i64) -> Self {
        let first = jiff::civil::date(2031, 1, 1);
        let mut word =
            || -> String { (0..2 + dice.below(2)).map(|_| SYLLABLES[dice.below(SYLLABLES.len())]).collect() };
        let words = (0..90).map(|_| word()).collect();
        Self {
            what: dice.below(EVENTS.len()),
            place: PLACES[(number + dice.below(3)) % PLACES.len()],
            day: first.saturating_add(jiff::Span::new().days(day)),
            count: 11 + dice.below(900),
            words,
        }
    }

    fn sentence(&self, dice: &mut Dice) -> String {
        let mut sentence = String::new();
        for at in 0..14 + dice.below(12) {
            let word =
                if at % 3 == 2 { LINKS[dice.below(LINKS.len())] } else { &self.words[dice.below(self.words.len())] };
            sentence.push_str(if at == 0 { "" } else { " " });
            sentence.push_str(word);
        }
        sentence[..1].make_ascii_uppercase();
        sentence.push('.');
        sentence
    }

    fn paragraphs(&self, dice: &mut Dice, page: usize) -> Vec<String> {
        let (what, action, source) = EVENTS[self.what];
        let (place, count) = (self.place, self.count + page * 17);
        let day = self.day.strftime("%-d %B %Y");
        let lead = [
            format!("Streets stayed empty after the {what} in {place} on {day}."),
            format!("{place} counted the cost of a {what} on {day}."),
            format!("A {what} struck {place} on {day}, residents said."),
        ];
        let told = [
            format!("At least {count} people were {action}, {source} said."),
            format!("{count} people had been {action} by the evening, according to {source}."),
            format!("More than {count} people were {action}, {source} reported."),
        ];
        let mut paragraphs = vec![
            format!("{} {}", lead[dice.below(lead.len())], self.sentence(dice)),
            told[dice.below(told.len())].clone(),
        ];
        while paragraphs.len() < 8 {
            paragraphs.push((0..3 + dice.below(3)).map(|_| self.sentence(dice)).collect::<Vec<_>>().join(" "));
        }
        paragraphs
    }

    fn page(&self, dice: &mut Dice, page: usize, number: usize, text: &[String]) -> Page {
        let outlet = dice.below(40);
        let url = format!("https://outlet-{outlet}.example/{}/{number}", self.day.strftime("%Y/%m/%d"));
        let moment = format!("{}T{:02}:{:02}:00Z", self.day, 8 + page * 2, dice.below(60));
        let (what, ..) = EVENTS[self.what];
        let title = format!("{}: the {what} and what {} made of it", self.place, self.words[page]);
        let mut html = String::with_capacity(64_000);
        // Writing to a string never fails.
        let _ = write!(
            html,
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | Outlet {outlet}</title>\n\
             <link rel=\"canonical\" href=\"{url}\"><meta property=\"og:title\" content=\"{title}\">\
             <meta property=\"og:site_name\" content=\"Outlet {outlet}\">\
             <meta property=\"article:published_time\" content=\"{moment}\">\n<style>"
        );
        while html.len() < SCRIPT / 2 {
            let _ = writeln!(
                html,
                ".c{} > .d{} {{ margin: 0 {}px; color: #{:06x} }}",
                dice.below(999),
                dice.below(99),
                dice.below(40),
                dice.below(0xFF_FFFF)
            );
        }
        html.push_str("</style>\n<script>window.data = [");
        while html.len() < SCRIPT {
            let _ = write!(
                html,
                "{{id:{},t:\"<b>{}</b>\",n:{}}},",
                dice.below(99_999),
                self.words[dice.below(90)],
                dice.below(999)
            );
        }
        html.push_str("];</script></head><body><header><nav class=\"menu\"><ul>");
        for at in 0..60 {
            let _ = writeln!(
                html,
                "<li class=\"menu-item menu-item-{at}\"><a href=\"/s/{at}\" data-track=\"nav:{at}\">{}</a></li>",
                MENU[at % MENU.len()]
            );
        }
        let _ = writeln!(
            html,
            "</ul></nav></header><main><article class=\"article\"><h1>{title}</h1><div class=\"byline\">By Outlet {outlet} \
             <time datetime=\"{moment}\">{moment}</time></div>\n<figure><img src=\"/i/{number}.jpg\" alt=\"\">\
             <figcaption>Streets of {} on the day after. Photo: Outlet {outlet}</figcaption></figure>",
            self.place
        );
        for (at, paragraph) in text.iter().enumerate() {
            let _ = writeln!(html, "<p class=\"article__text\" data-block=\"{at}\">{paragraph}</p>");
            if at == 3 {
                html.push_str("<div class=\"ad-slot\" data-slot=\"mid\"><span>Advertisement</span></div>\n");
            }
        }
        html.push_str("</article><aside class=\"related\"><h2>More stories</h2>");
        for at in 0..30 {
            let _ = writeln!(
                html,
                "<div class=\"teaser teaser--small\"><a class=\"teaser__link\" href=\"/t/{at}/{}\"><picture><source \
                 srcset=\"/i/{at}-320.webp 320w, /i/{at}-640.webp 640w, /i/{at}-1280.webp 1280w\" sizes=\"(max-width: 600px) 100vw, 33vw\">\
                 <img loading=\"lazy\" src=\"/i/{at}.jpg\" width=\"640\" height=\"360\" alt=\"\"></picture><span class=\"teaser__kicker\">{}</span>\
                 <h3 class=\"teaser__title\">How {} {} came to {}</h3></a><time datetime=\"{moment}\">today</time></div>",
                dice.below(99_999),
                MENU[dice.below(MENU.len())],
                self.words[dice.below(90)],
                self.words[dice.below(90)],
                PLACES[dice.below(PLACES.len())],
            );
        }
        html.push_str("</aside></main><footer><ul>");
        for at in 0..40 {
            let _ = write!(html, "<li><a href=\"/f/{at}\">{} and more</a></li>", MENU[at % MENU.len()]);
        }
        html.push_str("</ul><p>Copyright of the outlet. All rights reserved.</p></footer><script>");
        while html.len() < 57_500 {
            let _ = write!(
                html,
                "track(\"{}\",{},\"{}\");",
                self.words[dice.below(90)],
                dice.below(99_999),
                dice.below(999_999)
            );
        }
        html.push_str("</script></body></html>\n");
        Page { url, moment, html }
    }
}

/// An answer as a record, in a gzip member of its own.
fn write_record(page: &Page, out: &mut dyn Write) -> Result<()> {
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{}",
        page.html.len(),
        page.html
    );
    let mut member = GzEncoder::new(out, Compression::fast());
    write!(
        member,
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {}\r\nWARC-Date: {}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        page.url,
        page.moment,
        answer.len()
    )?;
    member.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::print;
    use firsthand::intake::archive::{WarcReader, receive_capture, take_capture};
    use firsthand::pack::Packs;

    #[test]
    fn a_crawl_is_the_same_for_a_seed_and_reads_as_pages_with_a_story() {
        let make = |seed| {
            let mut out = Vec::new();
            print(40, seed, &mut out).expect("memory takes it");
            out
        };
        let crawl = make(1);
        assert!(crawl == make(1) && crawl != make(2));
        let packs = Packs::embedded().expect("the packs are tested");
        let mut pages = 0;
        for record in WarcReader::new(crawl.as_slice()) {
            let capture = take_capture(record.expect("it is well formed")).expect("it is a page");
            assert!((50_000..70_000).contains(&capture.body.len()), "{}", capture.body.len());
            for received in receive_capture(&packs, &capture, "x").expect("it is HTML") {
                let report = received.expect("it is a report").report;
                assert!(report.published.is_some() && report.text.contains(" people "), "{}", report.text);
                assert!(!report.text.contains("track(") && report.text.len() > 1_000, "{}", report.text);
                pages += 1;
            }
        }
        assert_eq!(pages, 40);
    }
}
