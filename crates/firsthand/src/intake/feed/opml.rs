//! Which feeds does somebody follow? OPML 1 and 2, read and written. Not here: fetching them.

use super::markup::read_entities;
use super::{MAX_ATTRIBUTES, MAX_ITEMS, MAX_XML_DEPTH, Refusal, charset};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One feed of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subscription {
    /// Address of the feed.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The page that it belongs to.
    pub page: Option<String>,
}

/// Reads the feeds of an OPML file, in its order, folders left out, each address once.
///
/// # Errors
/// `no_opml`, or `xml_limit`.
pub fn read_opml(bytes: &[u8]) -> Result<Vec<Subscription>, Refusal> {
    let text = charset::decode_xml(bytes, None);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    let limit = |why: String| Refusal::new("xml_limit", why, "split the list");
    let (mut found, mut begun, mut depth) = (Vec::<Subscription>::new(), false, 0_usize);
    loop {
        let (tag, open) = match reader.read_event() {
            Err(_) | Ok(Event::Eof) => break,
            Ok(Event::Start(tag)) => (tag, true),
            Ok(Event::Empty(tag)) => (tag, false),
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Ok(_) => continue,
        };
        depth += usize::from(open);
        if depth > MAX_XML_DEPTH {
            return Err(limit(format!("nested deeper than {MAX_XML_DEPTH}")));
        }
        let name = tag.name().as_ref().to_ascii_lowercase();
        begun |= name == "opml";
        if name != "outline" {
            continue;
        }
        let mut fields = BTreeMap::new();
        for (count, attribute) in tag.html_attributes().with_checks(false).flatten().enumerate() {
            if count >= MAX_ATTRIBUTES {
                return Err(limit(format!("an outline has more than {MAX_ATTRIBUTES} attributes")));
            }
            let name = attribute.key.as_ref().to_ascii_lowercase();
            fields.insert(name, read_entities(&attribute.value).trim().to_owned());
        }
        let mut field = |name: &str| fields.remove(name).filter(|value| !value.is_empty());
        if let Some(address) = field("xmlurl") {
            if found.len() >= MAX_ITEMS {
                return Err(limit(format!("more than {MAX_ITEMS} feeds")));
            }
            let title = field("title").or_else(|| field("text")).unwrap_or_else(|| address.clone());
            found.push(Subscription { address, title, page: field("htmlurl") });
        }
    }
    if !begun {
        return Err(Refusal::new("no_opml", "no <opml> begins here", "export the list of feeds as OPML"));
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|feed| seen.insert(feed.address.clone()));
    Ok(found)
}

/// Writes feeds as OPML 2.0, in the order given.
#[must_use]
pub fn write_opml(title: &str, feeds: &[Subscription]) -> String {
    let quoted = |text: &str| quick_xml::escape::escape(text).into_owned();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>{}</title></head>\n  <body>\n",
        quoted(title)
    );
    for Subscription { address, title, page } in feeds {
        let page = page.as_deref().map(|page| format!(" htmlUrl=\"{}\"", quoted(page))).unwrap_or_default();
        let (title, address) = (quoted(title), quoted(address));
        // Writing to a string never fails.
        let _ =
            writeln!(out, "    <outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{address}\"{page}/>");
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_go_out_and_come_in() {
        let feeds = vec![
            Subscription { address: "https://a.example/f?x=1&y=2".into(), title: "A \"B\" <C>".into(), page: None },
            Subscription {
                address: "https://b.example/".into(),
                title: "B".into(),
                page: Some("https://b.example".into()),
            },
        ];
        assert_eq!(read_opml(write_opml("Mine", &feeds).as_bytes()).unwrap(), feeds);
        assert_eq!(read_opml(b"<html>").unwrap_err().word, "no_opml");
        let deep = format!("<opml>{}", "<outline text='a'>".repeat(MAX_XML_DEPTH));
        assert_eq!(read_opml(deep.as_bytes()).unwrap_err().word, "xml_limit");
    }
}
