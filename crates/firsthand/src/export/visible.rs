//! Text of others made safe to show: signs that nobody sees, or that turn a line around, stand as tokens.
//! Not here: escaping for a format; HTML, SVG and terminals do that for themselves.

use std::fmt::Write as _;

/// The text on one line; control and bidi characters, and signs of no width, show as tokens such as `<U+202E>`.
#[must_use]
pub fn show_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            // Writing to a string never fails.
            sign if is_unseen(sign) => drop(write!(out, "<U+{:04X}>", u32::from(sign))),
            sign => out.push(sign),
        }
    }
    out
}

fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{00AD}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_a_line_around_is_seen() {
        assert_eq!(show_signs("1\u{202E}6831\u{0}\n"), "1<U+202E>6831<U+0000> ");
        assert_eq!(show_signs("غزة"), "غزة");
    }
}
