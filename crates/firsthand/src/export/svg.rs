//! What all pictures need: their form, words that are no markup, links that are no scripts.
//! Not here: any picture.

use super::visible::show_signs;
use std::fmt::Write as _;

/// For whom a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A part of a page, whose style sheet holds the picture's style: no style and no script stands inside.
    Part,
    /// A document of its own, with its style.
    Document,
}

/// How a picture starts: its size, its name and what it shows in words. `id` is the start of the names inside, so that a page
/// may hold several; of it letters, digits and hyphens are kept. It is a group and no image, so that links inside are heard.
pub(super) fn open_svg(
    id: &str,
    class: &str,
    size: (f64, f64),
    title: &str,
    about: &str,
    style: &str,
    form: Form,
) -> String {
    let id = clean_id(id);
    let (wide, tall) = size;
    let head = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{class}\" viewBox=\"0 0 {wide:.0} {tall:.0}\" width=\"{wide:.0}\" \
         height=\"{tall:.0}\" direction=\"ltr\" role=\"group\" aria-labelledby=\"{id}-title {id}-about\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-about\">{}</desc>\n",
        safe_xml(title),
        safe_xml(about)
    );
    match form {
        Form::Part => head,
        Form::Document => format!("{head}<style>{style}</style>\n"),
    }
}

pub(super) fn clean_id(id: &str) -> String {
    id.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect()
}

/// Text as XML and HTML show it, in an element or between double quotes. Signs that XML forbids are to be made visible first,
/// by [`show_signs`].
pub(super) fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            sign => out.push(sign),
        }
    }
    out
}

/// Writes words of others or of ours at a place of a picture.
pub(super) fn write_text(out: &mut String, class: &str, x: f64, y: f64, words: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    // Writing to a string never fails.
    let _ = writeln!(out, "<text{class} x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", safe_xml(words));
}

/// Visible, then escaped.
pub(super) fn safe_xml(text: &str) -> String {
    escape_xml(&show_signs(text))
}

/// An address that a link may have: a path of this site, or a web address. None for a script, for data and the like.
pub(super) fn safe_href(href: &str) -> Option<String> {
    let here = href.starts_with(['/', '#', '?']) && !href.starts_with("//");
    let web = href.starts_with("https://") || href.starts_with("http://");
    ((here || web) && !href.chars().any(char::is_control)).then(|| escape_xml(href))
}

/// The first signs of a text, and three dots where there are more. Signs of Chinese, Japanese and Korean count for two.
pub(super) fn shorten(text: &str, room: usize) -> String {
    if columns_of(text) <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut taken = 1;
    for sign in text.chars() {
        taken += columns_of_sign(sign);
        if taken > room {
            break;
        }
        out.push(sign);
    }
    format!("{}…", out.trim_end())
}

/// How wide a text is, about, in signs.
pub(super) fn columns_of(text: &str) -> usize {
    text.chars().map(columns_of_sign).sum()
}

fn columns_of_sign(sign: char) -> usize {
    match sign {
        '\u{0300}'..='\u{036F}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{1F300}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

/// Words in lines of at most so many signs, and at most so many lines; a word that is too long is cut, and so is the end.
pub(super) fn wrap_words(words: &str, room: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let full = lines.len() >= most;
        match lines.last_mut() {
            Some(line) if columns_of(line) + 1 + columns_of(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if full => {
                let fits = columns_of(line) + 2 <= room;
                // The sign that more would follow takes room too.
                *line = if fits { format!("{line} …") } else { shorten(&format!("{line}  "), room) };
                break;
            }
            _ => lines.push(shorten(word, room)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_are_no_markup() {
        assert_eq!(safe_xml("<b a=\"'&\u{7}"), "&lt;b a=&quot;&#39;&amp;&lt;U+0007&gt;");
        let head = open_svg("a\"> b", "x", (1.0, 1.0), "</title><script>", "&", ".x{}", Form::Part);
        assert!(head.contains("id=\"ab-title\"") && !head.contains("<script") && !head.contains("style"), "{head}");
    }

    #[test]
    fn words_are_laid_in_lines() {
        assert_eq!(wrap_words("one two three four", 9, 3), ["one two", "three", "four"]);
        assert_eq!(wrap_words("one two three four", 9, 2), ["one two", "three …"]);
        assert_eq!(wrap_words("", 9, 2), Vec::<String>::new());
        assert_eq!(wrap_words("abcdefghijkl", 9, 2), ["abcdefgh…"]);
    }

    #[test]
    fn only_paths_and_web_addresses_are_links() {
        for (href, safe) in [
            ("/entries/e_1?a=1&b=2", Some("/entries/e_1?a=1&amp;b=2")),
            ("#x", Some("#x")),
            ("https://a.example/", Some("https://a.example/")),
            ("//a.example/", None),
            ("javascript:alert(1)", None),
            (" javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("/a\nb", None),
        ] {
            assert_eq!(safe_href(href).as_deref(), safe, "{href}");
        }
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(shorten("abcdef", 6), "abcdef");
        assert_eq!(shorten("abcdefg", 6), "abcde…");
        assert_eq!(shorten("漢字漢字", 6), "漢字…");
    }
}
