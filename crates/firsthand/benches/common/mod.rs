//! Texts for the benches: sentences of the corpora, spread over texts of a wanted length. Not here: measuring.

/// Every sentence that the corpora of a language hold.
fn sentences(lang: &str) -> Vec<String> {
    let mut out = Vec::new();
    for file in ["attribution", "claim", "number", "page", "place", "time"] {
        let path = format!("{}/lang/{lang}/{file}.corpus.toml", env!("CARGO_MANIFEST_DIR"));
        let Ok(source) = std::fs::read_to_string(path) else { continue };
        let table: toml::Table = toml::from_str(&source).expect("the corpora are tested");
        for list in ["example", "examples", "reject", "rejects"] {
            let examples = table.get(list).and_then(toml::Value::as_array).into_iter().flatten();
            out.extend(examples.filter_map(|example| Some(example.get("text")?.as_str()?.replace('\n', " "))));
        }
    }
    out
}

/// Texts of about `length` characters: the sentences of the corpora, spread, three a paragraph.
pub(crate) fn texts_in(lang: &str, length: usize, count: usize) -> Vec<String> {
    let sentences = sentences(lang);
    let step = (sentences.len() / 2..).find(|step| gcd(*step, sentences.len()) == 1).unwrap_or(1);
    let mut at = 0;
    let make = |_| {
        let (mut text, mut told) = (String::new(), 0);
        while text.chars().count() < length {
            if !text.is_empty() {
                text.push_str(if told % 3 == 0 { "\n\n" } else { " " });
            }
            text.push_str(&sentences[at % sentences.len()]);
            (at, told) = (at + step, told + 1);
        }
        text
    };
    (0..count).map(make).collect()
}

fn gcd(one: usize, other: usize) -> usize {
    if other == 0 { one } else { gcd(other, one % other) }
}
