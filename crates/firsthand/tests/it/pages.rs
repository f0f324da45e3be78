//! Runs every `page.corpus.toml`: a line set among paragraphs must get the kind that the corpus says.

use crate::root;
use firsthand::intake::read_text;
use firsthand::model::BlockKind;
use firsthand::pack::Packs;
use serde::Deserialize;

#[derive(Deserialize)]
struct Corpus {
    body: String,
    example: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    text: String,
    kind: BlockKind,
}

#[test]
fn pages_are_cut_as_their_corpora_say() {
    let packs = Packs::embedded().unwrap();
    let mut wrong = Vec::new();
    for pack in packs.iter() {
        let path = root().join("crates/firsthand/lang").join(pack.lang.code()).join("page.corpus.toml");
        let Ok(source) = std::fs::read_to_string(&path) else { continue };
        let corpus: Corpus = toml::from_str(&source).unwrap();
        for example in corpus.example {
            let mut lines: Vec<&str> = corpus.body.trim().lines().collect();
            lines.insert(3, &example.text);
            let page = lines.join("\n\n");
            let report = read_text(&packs, page.as_bytes(), "corpus").unwrap();
            let at = page.find(&example.text).unwrap();
            let kind = report.block_at(at).map(|block| block.kind);
            // What is neither furniture nor caption may be any part of the story.
            let story = |kind| matches!(kind, BlockKind::Body | BlockKind::Standfirst);
            if kind != Some(example.kind) && !(story(example.kind) && kind.is_some_and(story)) {
                wrong.push(format!("{}: {:?} read as {kind:?}, not {:?}", path.display(), example.text, example.kind));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
