//! In which language is it written? A vote of stretches of the text, helped by letters that only one language uses.
//! Not here: any language by name; the packs say their code and letters.

use super::plain_code;
use crate::model::Lang;
use crate::pack::Packs;

/// Stretches asked, and their length in characters. Five short ones cost less than one long one and outvote a quotation.
const STRETCHES: usize = 5;
const LENGTH: usize = 240;
/// A letter of its own must be this rare at most (one in so many) to decide.
const LETTER_RATE: usize = 200;

/// The language: the given one where it is a code that the packs know, else what the text says, else unknown.
pub(super) fn tell_language(packs: &Packs, given: Option<&str>, text: &str) -> Lang {
    let given = given.and_then(plain_code);
    if let Some(code) = &given
        && packs.knows(code)
    {
        return code.clone();
    }
    if let Some(code) = given.filter(|code| *code != Lang::unknown()) {
        return code;
    }
    letter_vote(packs, text).or_else(|| stretch_vote(packs, text)).unwrap_or_else(Lang::unknown)
}

/// The one pack whose own letters occur often enough, and no other's.
fn letter_vote(packs: &Packs, text: &str) -> Option<Lang> {
    if packs.marks().all(|(_, marks)| marks.letters.is_empty()) {
        return None;
    }
    let head: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).take(4000).collect();
    let mut hits = packs.marks().filter(|(_, marks)| !marks.letters.is_empty()).map(|(lang, marks)| {
        let own = |c: &&char| c.to_lowercase().any(|lower| marks.letters.contains(lower));
        (head.iter().filter(own).count(), lang)
    });
    let mut best = hits.next()?;
    let mut second = 0;
    for hit in hits {
        if hit.0 > best.0 {
            second = best.0;
            best = hit;
        } else {
            second = second.max(hit.0);
        }
    }
    (best.0 > 1 && best.0 * LETTER_RATE >= head.len() && best.0 >= 3 * second).then(|| best.1.clone())
}

fn stretch_vote(packs: &Packs, text: &str) -> Option<Lang> {
    let known: Vec<_> = packs
        .marks()
        .filter_map(|(lang, marks)| Some((whatlang::Lang::from_code(marks.iso3.as_str())?, lang)))
        .collect();
    let mut votes = vec![0usize; known.len()];
    let mut cast = 0;
    for stretch in stretches(text) {
        let Some(info) = whatlang::detect(stretch) else { continue };
        let weight = if info.is_reliable() { 2 } else { 1 };
        cast += weight;
        if let Some(at) = known.iter().position(|(lang, _)| *lang == info.lang()) {
            votes[at] += weight;
        }
    }
    let (at, most) = votes.iter().enumerate().max_by_key(|(at, votes)| (**votes, usize::MAX - at))?;
    (*most > 0 && most * 2 > cast).then(|| known[at].1.clone())
}

/// Up to five stretches, spread evenly, each starting at a word.
fn stretches(text: &str) -> impl Iterator<Item = &str> {
    let step = (text.len() / STRETCHES).max(LENGTH);
    (0..STRETCHES).map(move |number| number * step).take_while(move |at| *at < text.len()).map(move |at| {
        let at = (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let tail = &text[at..];
        let from = if at == 0 { 0 } else { tail.find(char::is_whitespace).filter(|from| *from < 100).unwrap_or(0) };
        let tail = &tail[from..];
        let end = tail.char_indices().nth(LENGTH).map_or(tail.len(), |(end, _)| end);
        &tail[..end]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_tell_their_language() {
        let packs = Packs::embedded().unwrap();
        let check = |text: &str, given: Option<&str>, lang: &str| {
            assert_eq!(tell_language(&packs, given, text).code(), lang, "{text}");
        };
        check("Police said on Monday that at least forty people had been detained in the harbour.", None, "en");
        check("La police a annoncé lundi que quarante personnes au moins avaient été arrêtées au port.", None, "fr");
        let german = "Bei den Protesten wurden am Montag mindestens vierzig Menschen in der Hauptstadt festgenommen.";
        check(german, None, "de");
        check("Lunedì la polizia ha detto che almeno quaranta persone sono state fermate al porto.", None, "it");
        check("A hétfői zavargások után legalább negyven embert vett őrizetbe a rendőrség a kikötőben.", None, "und");
        check("1 386 798 33", None, "und");
        check("La police a annoncé lundi", Some("en_US"), "en");
        check("La police a annoncé que quarante personnes avaient été arrêtées", Some("???"), "fr");
        check("", None, "und");
    }
}
