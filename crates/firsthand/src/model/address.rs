//! What does the address of a page say: the page that an archive kept, its host, its day, its headline? Outlets put the
//! first headline of a page into its address, and seldom change it later. Not here: fetching, the parsing of addresses
//! for that, which place a host's name is (`mentions`).

use jiff::civil::Date;

/// Words with letters that a headline has at least; a part with fewer is a section: `/news/local/`.
const WORDS: usize = 3;
/// Words of a headline at most: no address of an outlet has so many.
const MOST_WORDS: usize = 64;
/// A figure with more digits is the number of a page: `-397749971.html`.
const DIGITS: usize = 4;
/// The mark behind which the Wayback Machine gives the address of the page, after the moment of keeping it: digits and at
/// most three small letters. Source: the form of its addresses, `https://web.archive.org/web/20220921201500id_/https://...`.
const KEPT: &str = "/web/";

/// The address of the page itself, where an archive's address of it is given; else the address. Archives that write the
/// moment and then the whole address of the page are understood.
#[must_use]
pub fn original_address(address: &str) -> &str {
    let Some((before, rest)) = address.split_once(KEPT) else { return address };
    let Some((moment, kept)) = rest.split_once('/') else { return address };
    let digits = moment.bytes().take_while(u8::is_ascii_digit).count();
    // A site may have a folder of that name, and years in it.
    let whole = kept.starts_with("http://") || kept.starts_with("https://") || kept.starts_with("www.");
    let known = digits >= 4 && moment.len() <= digits + 3 && before.split("://").nth(1).is_some_and(|b| !b.is_empty());
    if known && whole { kept } else { address }
}

/// The address without scheme, `www.`, port, query and fragment, as two addresses of one page are compared; an archive's
/// copy of a page has the address of the page.
#[must_use]
pub fn bare_address(address: &str) -> &str {
    plain_address(original_address(address))
}

/// As [`bare_address`], of an archive's copy with the archive's own address.
#[must_use]
pub fn plain_address(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest).trim_start_matches("www.");
    bare.split(['?', '#']).next().unwrap_or("").trim_end_matches('/')
}

/// The host, in small letters, without `www.` and port; none where the address is none of the web, or its host is longer
/// than a name may be (RFC 1035, section 2.3.4).
#[must_use]
pub fn host_of_address(address: &str) -> Option<String> {
    const LONGEST: usize = 253;
    let address = original_address(address);
    let rest = match address.split_once("://") {
        Some((scheme, rest)) => {
            ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(rest)?
        }
        None => address,
    };
    let host = rest.split(['/', '?', '#']).next()?;
    // Whoever asks is no part of the host.
    let host = host.rsplit('@').next()?.split(':').next()?;
    if host.len() > LONGEST || !host.contains('.') {
        return None;
    }
    let host = host.to_ascii_lowercase();
    Some(host.strip_prefix("www.").map(str::to_owned).unwrap_or(host))
}

/// The day of writing in an address: three parts of its path `/2022/09/21/`, one part `/2022-09-21/`, or eight figures
/// `-20220921-`. What only may be a day is none: [`day_of_address`] is for pages that bear no other.
#[must_use]
pub fn written_day_of_address(address: &str) -> Option<Date> {
    let path: Vec<&str> = bare_address(address).split('/').skip(1).collect();
    let spread = path.windows(3).find_map(day_of_parts);
    let whole = || path.iter().find_map(|part| day_of_parts(&part.split('-').collect::<Vec<_>>()));
    let joined = || path.iter().flat_map(|part| part.split(['-', '_', '.'])).find_map(day_of_figures);
    spread.or_else(whole).or_else(joined)
}

/// The day in an address: `/2022/09/21/`, `/20220921/`, `/21-09-2022`.
#[must_use]
pub fn day_of_address(address: &str) -> Option<Date> {
    let parts: Vec<&str> = original_address(address).split(['/', '-', '_', '.', '?']).collect();
    let forth = || parts.windows(3).find_map(day_of_parts);
    let back = || parts.windows(3).find_map(|three| day_of_parts(&[three[2], three[1], three[0]]));
    forth().or_else(|| parts.iter().copied().find_map(day_of_figures)).or_else(back)
}

/// The day of a year, a month and a day in figures.
fn day_of_parts(parts: &[&str]) -> Option<Date> {
    let year = |text: &str| text.parse().ok().filter(|year| text.len() == 4 && (1990..2100).contains(year));
    let short = |text: &str| text.parse().ok().filter(|_| (1..=2).contains(&text.len()));
    match parts {
        [y, m, d] => Date::new(year(y)?, short(m)?, short(d)?).ok(),
        _ => None,
    }
}

/// The day of eight figures.
fn day_of_figures(part: &str) -> Option<Date> {
    let digits = part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| day_of_parts(&[&part[..4], &part[4..6], &part[6..]])).flatten()
}

/// The headline in an address, each word with a capital, as in a title: of `/news/3-hurt-in-alph-fire-4120873.html`
/// "3 Hurt In Alph Fire"; a comma stands before each figure but the first. The part of the path with most words; none where
/// no part has three. Words with letters beyond ASCII, which stand there as bytes, are left out.
#[must_use]
pub fn headline_of_address(address: &str) -> Option<String> {
    let bare = bare_address(address);
    let (_, path) = bare.split_once('/')?;
    let mut words = path.split('/').map(words_of).filter(|words| is_headline(words)).max_by_key(Vec::len)?;
    words.truncate(MOST_WORDS);
    let is_figure = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut out = String::new();
    let mut counted = false;
    for word in words {
        if !out.is_empty() {
            // "2 dead 3 hurt": the next figure begins anew.
            out.push_str(if counted && is_figure(word) { ", " } else { " " });
        }
        counted |= is_figure(word);
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    Some(out)
}

/// The words of a part of a path, without the end of a file's name and the numbers of a page.
fn words_of(part: &str) -> Vec<&str> {
    let stem = part.rsplit_once('.').filter(|(_, end)| (2..=5).contains(&end.len())).map_or(part, |(stem, _)| stem);
    // `%20` is a blank; a word with other bytes written so, or with letters beyond ASCII, cannot be read.
    let parts =
        stem.split("%20").flat_map(|part| part.split(|c: char| c.is_ascii() && c != '%' && !c.is_ascii_alphanumeric()));
    let plain = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut words: Vec<&str> = parts.filter(plain).collect();
    // Behind the words stand numbers of the page or of its version, never a count.
    while words.last().is_some_and(|word| word.bytes().any(|byte| byte.is_ascii_digit())) {
        words.pop();
    }
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.retain(|word| !number(word) || word.len() <= DIGITS && !word.starts_with('0'));
    words
}

fn is_headline(words: &[&str]) -> bool {
    words.iter().filter(|word| word.bytes().any(|byte| byte.is_ascii_alphabetic())).count() >= WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_stands_in_the_path() {
        for (address, headline) in [
            ("https://www.alph.example/news/local/3-hurt-in-beth-fire-4120873.html", Some("3 Hurt In Beth Fire")),
            ("http://alph.example:80/story/32751417/fire-leaves-2-dead?clienttype=x", Some("Fire Leaves 2 Dead")),
            ("https://alph.example/2022/09/21/two_hurt_near_beth", Some("Two Hurt Near Beth")),
            ("https://alph.example/news/police-hunt-thieves-4/", Some("Police Hunt Thieves")),
            ("https://alph.example/2-dead-3-hurt-in-beth", Some("2 Dead, 3 Hurt In Beth")),
            ("https://alph.example/ct-beth-fire-st-0608-story.html", Some("Ct Beth Fire St Story")),
            ("https://alph.example/beth-fire-%E2%80%93-injured-in-harbour", Some("Beth Fire Injured In Harbour")),
            ("https://alph.example/local%20news/fire%20near%20beth-school", Some("Fire Near Beth School")),
            ("https://alph.example/%D0%B2%D0%B7%D1%80%D1%8B%D0%B2-%D0%B2-%D0%B0%D0%BB%D1%8C", None),
            ("https://alph.example/story/32751417", None),
            ("https://alph.example/news/local/", None),
            ("https://alph.example", None),
            ("", None),
        ] {
            assert_eq!(headline_of_address(address).as_deref(), headline, "{address}");
        }
    }

    #[test]
    fn an_archive_gives_the_page_that_it_kept() {
        let kept = "http://web.archive.org/web/20220921201500/http://www.alph.example:80/a/";
        assert_eq!(original_address(kept), "http://www.alph.example:80/a/");
        assert_eq!(
            original_address("https://web.archive.org/web/2022id_/https://alph.example/a"),
            "https://alph.example/a"
        );
        assert_eq!(host_of_address(kept).as_deref(), Some("alph.example"));
        assert_eq!(host_of_address("HTTPS://ann:word@WWW.Alph.example:8080/a").as_deref(), Some("alph.example"));
        assert_eq!(host_of_address("alph.example/?u=x").as_deref(), Some("alph.example"));
        assert_eq!(host_of_address("ftp://alph.example/x"), None);
        assert_eq!(host_of_address(&format!("https://{}/", "a.".repeat(200))), None);
        // A folder of that name.
        let own = "https://alph.example/web/2022/09/21/fire.html";
        assert_eq!((original_address(own), day_of_address(own)), (own, Some(jiff::civil::date(2022, 9, 21))));
        assert_eq!(bare_address("https://alph.example/web/story/one"), "alph.example/web/story/one");
        assert_eq!(bare_address("https://www.alph.example/a/?b#c"), "alph.example/a");
    }

    #[test]
    fn days_are_read() {
        let day = Some(jiff::civil::date(2022, 9, 21));
        for address in
            ["https://a.example/2022/09/21/b", "https://a.example/20220921/b", "https://a.example/21-09-2022"]
        {
            assert_eq!(day_of_address(address), day, "{address}");
        }
        for (address, written) in [
            ("https://a.example/2022/09/21/b", day),
            ("https://a.example/2022-09-21/b", day),
            ("https://a.example/bs-md-fire-20220921-story.html", day),
            ("https://a.example/2022/09/3-dead-in-alph-fire", None),
            ("https://a.example/fire-21-09-2022", None),
            ("https://a.example/20229999/", None),
        ] {
            assert_eq!(written_day_of_address(address), written, "{address}");
        }
        // The moment of keeping is not the day of the page.
        assert_eq!(day_of_address("https://web.archive.org/web/20230101/https://a.example/2022/09/21/b"), day);
        assert_eq!(day_of_address("https://a.example/1234567"), None);
    }
}
