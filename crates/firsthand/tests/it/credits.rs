//! Holds that every language reads who says that a page is a translation.
//! Not here: which lines are credits (`page.corpus.toml` of each pack), what follows from it (`lineage`).

use firsthand::intake::read_json_line;
use firsthand::model::Reading;
use firsthand::pipeline::read_mentions;
use firsthand::resources::Resources;

fn says_translated(res: &Resources, lang: &str, line: &str) -> bool {
    let text = format!("Harbour\n\n1 2 3 4 5 6 7 8 9.\n\n{line}");
    let page = serde_json::json!({"lang": lang, "text": text});
    let report = read_json_line(&res.packs, page.to_string().as_bytes(), 1, "page").unwrap();
    read_mentions(res, report).mentions.iter().any(|mention| matches!(mention.reading, Reading::Translation))
}

#[test]
fn translators_are_credited_in_every_language() {
    let res = Resources::embedded().unwrap();
    for (lang, line) in [
        ("de", "Aus dem Englischen übersetzt von Uwe Brandt"),
        ("en", "(This story was translated by Ira Holt.)"),
        ("es", "Traducido del inglés por Ana Marsán"),
        ("fr", "Traduit de l'anglais par Paul Vidal"),
        ("it", "Traduzione di Lucia Verri"),
        ("pl", "Z angielskiego przełożył Jan Borek"),
        ("pt", "Tradução: Marta Serra"),
        ("ru", "Перевела Инна Сотник"),
        ("uk", "Переклад: Анна Лебідь"),
    ] {
        assert!(says_translated(&res, lang, line), "{lang}: {line}");
    }
    for (lang, line) in [
        ("de", "Quelle: Hafenpost"),
        ("en", "With reporting by Ira Holt"),
        ("en", "The letter was translated by a clerk of the court, and 40 copies went to the towns."),
        ("fr", "Source : Le Phare"),
        ("ru", "Источник: Маяк"),
    ] {
        assert!(!says_translated(&res, lang, line), "{lang}: {line}");
    }
}
