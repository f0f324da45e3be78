//! How does our own English say how many there are of a thing? `1 page`, `9 cities`.
//! Not here: the other languages of the page (its Fluent files), and how the digits of a number are grouped.

use super::Amount;

/// `1 page`, `2 pages`, `2 stories`: so many of a thing of ours.
#[must_use]
pub fn tell_count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {}", pluralise_thing(thing)) }
}

/// The unit in the number that its amount wants: `city` of one, `cities` of nine.
#[must_use]
pub fn name_unit(amount: Amount, unit: &str) -> String {
    if amount == Amount::from_thousandths(Amount::SCALE) { unit.to_owned() } else { pluralise_thing(unit) }
}

/// `page`, `pages`; `city`, `cities`; `person`, `people`: of our own words and units. Codes of money and shares stay as they are.
#[must_use]
pub fn pluralise_thing(thing: &str) -> String {
    if thing.is_empty() || thing.ends_with("percent") || thing.ends_with("series") || thing.contains(char::is_uppercase)
    {
        return thing.to_owned();
    }
    if let Some(stem) = thing.strip_suffix("person") {
        return format!("{stem}people");
    }
    match thing.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if thing.ends_with(['s', 'x']) || thing.ends_with("ch") || thing.ends_with("sh") => format!("{thing}es"),
        _ => format!("{thing}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_their_number() {
        let told = |thing: &str| [0, 1, 2].map(|number| tell_count(number, thing));
        assert_eq!(told("page"), ["0 pages", "1 page", "2 pages"]);
        assert_eq!(told("other copy"), ["0 other copies", "1 other copy", "2 other copies"]);
        for (thing, several) in [
            ("city", "cities"),
            ("country", "countries"),
            ("day", "days"),
            ("person", "people"),
            ("series", "series"),
            ("ship class", "ship classes"),
            ("percent", "percent"),
            ("EUR", "EUR"),
        ] {
            assert_eq!(pluralise_thing(thing), several);
        }
        let unit = |text: &str| name_unit(Amount::parse(text).unwrap(), "city");
        assert_eq!([unit("1"), unit("9"), unit("0"), unit("1.5")], ["city", "cities", "cities", "cities"]);
    }
}
