//! How news of other languages writes a Cyrillic town: romanisations that the source table lacks.

/// The French, German, Spanish and English romanisations of a Cyrillic name.
pub(crate) fn romanise_name(name: &str) -> Vec<String> {
    [&ENGLISH, &FRENCH, &GERMAN, &SPANISH].into_iter().map(|scheme| romanise(name, scheme)).collect()
}

struct Scheme {
    letters: &'static [(char, &'static str)],
    /// How `г` is written before `е` and `и`.
    soft_g: &'static str,
    /// How `с` is written between vowels.
    between: &'static str,
    /// How the ending `-ий` is written.
    ending: &'static str,
}

fn romanise(name: &str, scheme: &Scheme) -> String {
    let lower: Vec<char> = name.to_lowercase().chars().collect();
    let vowel = |c: Option<&char>| c.is_some_and(|c| "аеёиоуыэюяіїє".contains(*c));
    let mut out = String::new();
    let mut at = 0;
    while at < lower.len() {
        let (letter, next) = (lower[at], lower.get(at + 1));
        let start = at == 0 || !lower[at - 1].is_alphabetic();
        let last_pair = letter == 'и' && next == Some(&'й') && lower.get(at + 2).is_none_or(|c| !c.is_alphabetic());
        let piece: String = if last_pair {
            at += 1;
            scheme.ending.into()
        } else if letter == 'г' && matches!(next, Some('е' | 'и' | 'э')) {
            scheme.soft_g.into()
        } else if letter == 'с' && at > 0 && vowel(lower.get(at - 1)) && vowel(next) {
            scheme.between.into()
        } else {
            let own = scheme.letters.iter().find(|(from, _)| *from == letter).map(|(_, to)| *to);
            own.or_else(|| COMMON.iter().find(|(from, _)| *from == letter).map(|(_, to)| *to))
                .map_or_else(|| letter.to_string(), str::to_owned)
        };
        if start {
            let mut letters = piece.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        } else {
            out.push_str(&piece);
        }
        at += 1;
    }
    out
}

const COMMON: &[(char, &str)] = &[
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ё', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('й', "i"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "kh"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "shch"),
    ('ъ', ""),
    ('ы', "y"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "yu"),
    ('я', "ya"),
    ('і', "i"),
    ('ї', "i"),
    ('є', "ie"),
];
const ENGLISH: Scheme = Scheme { letters: &[('й', "y")], soft_g: "g", between: "s", ending: "y" };
const FRENCH: Scheme = Scheme {
    letters: &[('ж', "j"), ('у', "ou"), ('ч', "tch"), ('ш', "ch"), ('щ', "chtch"), ('ю', "iou"), ('я', "ia")],
    soft_g: "gu",
    between: "ss",
    ending: "i",
};
const GERMAN: Scheme = Scheme {
    letters: &[
        ('в', "w"),
        ('ж', "sch"),
        ('з', "s"),
        ('х', "ch"),
        ('ц', "z"),
        ('ч', "tsch"),
        ('ш', "sch"),
        ('щ', "schtsch"),
        ('ю', "ju"),
        ('я', "ja"),
    ],
    soft_g: "g",
    between: "ss",
    ending: "i",
};
const SPANISH: Scheme = Scheme { letters: &[('х', "j"), ('щ', "sch")], soft_g: "gu", between: "s", ending: "i" };
