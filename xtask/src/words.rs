//! The words of invented events, for crawls and for the command line's own tests, which read this file too
//! (`tests/it/maker.rs`). Not here: what is made of them.

/// Towns that the place table has.
pub(crate) const PLACES: &[&str] = &[
    "Lisbon",
    "Lyon",
    "Kyiv",
    "Warsaw",
    "Seville",
    "Hamburg",
    "Athens",
    "Nairobi",
    "Lima",
    "Osaka",
    "Montreal",
    "Oslo",
    "Tbilisi",
    "Valencia",
    "Naples",
    "Dakar",
    "Bordeaux",
    "Leipzig",
    "Porto",
    "Krakow",
    "Marseille",
    "Riga",
    "Izmir",
    "Jakarta",
    "Bogota",
    "Cairo",
    "Manila",
    "Chicago",
    "Dublin",
    "Turin",
];
/// What happens, what is done to people, and who says so.
pub(crate) const EVENTS: &[(&str, &str, &str)] = &[
    ("storm", "evacuated", "the fire service"),
    ("flood", "rescued", "the regional prefecture"),
    ("march", "detained", "the monitoring group City Watch"),
    ("explosion", "injured", "the central hospital"),
    ("earthquake", "killed", "the interior ministry"),
    ("strike", "arrested", "police"),
];
/// What invented words are made of.
pub(crate) const SYLLABLES: &[&str] = &[
    "ba", "cor", "del", "fen", "gri", "hal", "jor", "kel", "lum", "mar", "nor", "pel", "qui", "ros", "sti", "tam",
    "ul", "ven", "wes", "yar", "zin", "bro", "cla", "dru", "fli", "gan", "hor", "ink", "ket", "lor",
];
