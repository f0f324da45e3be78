//! The claim notation: one line a claim, printed and parsed, shared by corpora, snapshots and the command line.
//!
//! ```text
//! detained >=1386 person cumulative @ Russia/RU 2022-09-21 by OVD-Info
//! mobilised 300000 person plan planned
//! money 2.5..3 EUR price
//! displaced 20000..99999~ person flow historical
//! killed 41 person now:correction
//! ```

use super::{
    Amount, Claim, Interval, Measure, Modality, Modifier, Period, Polarity, Revised, RevisionReason, RevisionSide,
};
use std::fmt;
use std::str::FromStr;

/// A claim as one line says it. What a line leaves out is open: [`ClaimLine::matches`] asks only for what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimLine {
    /// Indicator.
    pub indicator: String,
    /// Interval; for [`Modifier::About`] the value is both ends.
    pub bounds: Interval,
    /// `>=`, `~` and their like.
    pub modifier: Modifier,
    /// Unit.
    pub unit: Option<String>,
    /// Subset, `/women` behind the unit.
    pub subset: Option<String>,
    /// Measure.
    pub measure: Option<Measure>,
    /// Modality, where it is not actual.
    pub modality: Option<Modality>,
    /// Denied.
    pub denied: bool,
    /// Which side of a revision, and why: `now:correction`, `before:duplicates`; `revised:no` asks that nothing says so.
    pub revised: Option<Option<Revised>>,
    /// Place, `Name/CC`.
    pub place: Option<String>,
    /// Days.
    pub time: Option<Period>,
    /// Source.
    pub source: Option<String>,
}

impl ClaimLine {
    /// The whole of a claim as a line.
    #[must_use]
    pub fn of(claim: &Claim) -> Self {
        let bounds = match (claim.modifier, claim.value) {
            (Modifier::About, Some(value)) => Interval::exactly(value),
            _ => claim.bounds,
        };
        let place = claim.place.as_ref().and_then(|place| {
            let name = place.name.as_deref().or(place.country.as_deref())?;
            Some(format!("{name}/{}", place.country.as_deref().unwrap_or("-")))
        });
        Self {
            indicator: claim.indicator.clone(),
            bounds,
            modifier: claim.modifier,
            unit: Some(claim.unit.clone()),
            subset: claim.subset.clone(),
            measure: Some(claim.measure),
            modality: Some(claim.modality).filter(|modality| *modality != Modality::Actual),
            denied: claim.polarity == Polarity::Denied,
            revised: claim.revised.map(Some),
            place,
            time: claim.time,
            source: claim.source.as_ref().map(|source| source.name.clone()),
        }
    }

    /// Whether a claim agrees with everything that this line says. A line without a modality asks for an actual claim.
    #[must_use]
    pub fn matches(&self, claim: &Claim) -> bool {
        let other = Self::of(claim);
        let agrees = |asked: &Option<String>, found: &Option<String>| asked.is_none() || asked == found;
        self.indicator == other.indicator
            && self.bounds == other.bounds
            && (self.modifier == Modifier::About) == (other.modifier == Modifier::About)
            && agrees(&self.unit, &other.unit)
            && agrees(&self.subset, &other.subset)
            && (self.measure.is_none() || self.measure == other.measure)
            && self.modality == other.modality
            && self.denied == other.denied
            && self.revised.is_none_or(|revised| revised == claim.revised)
            && agrees(&self.place, &other.place)
            && (self.time.is_none() || self.time == other.time)
            && agrees(&self.source, &other.source)
    }
}

impl fmt::Display for ClaimLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.indicator)?;
        match (self.modifier, self.bounds.lower, self.bounds.upper) {
            (Modifier::About, Some(value), _) => write!(f, "~{value}")?,
            (_, Some(lower), Some(upper)) if lower == upper => write!(f, "{lower}")?,
            (_, Some(lower), Some(upper)) => write!(f, "{lower}..{upper}")?,
            (_, Some(lower), None) => write!(f, ">={lower}")?,
            (_, None, Some(upper)) => write!(f, "<={upper}")?,
            (_, None, None) => write!(f, "?")?,
        }
        if let Some(unit) = &self.unit {
            write!(f, " {unit}")?;
            if let Some(subset) = &self.subset {
                write!(f, "/{subset}")?;
            }
        }
        if let Some(measure) = self.measure {
            write!(f, " {}", word_of(&measure))?;
        }
        if let Some(modality) = self.modality {
            write!(f, " {}", word_of(&modality))?;
        }
        if self.denied {
            write!(f, " denied")?;
        }
        match self.revised {
            Some(Some(Revised { reason, side })) => write!(f, " {}:{}", word_of(&side), word_of(&reason))?,
            Some(None) => write!(f, " revised:no")?,
            None => {}
        }
        if let Some(place) = &self.place {
            write!(f, " @ {place}")?;
        }
        if let Some(time) = self.time {
            write!(f, " {time}")?;
        }
        if let Some(source) = &self.source {
            write!(f, " by {source}")?;
        }
        Ok(())
    }
}

impl FromStr for ClaimLine {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = |what: &str| {
            format!("{text:?}: {what}; a claim reads like `detained >=1386 person @ Russia/RU 2022-09-21 by OVD-Info`")
        };
        let (head, source) =
            text.split_once(" by ").map_or((text, None), |(head, source)| (head, Some(source.trim().to_owned())));
        let (head, tail) = head.split_once(" @ ").map_or((head, None), |(head, tail)| (head, Some(tail)));
        let mut words = head.split_whitespace();
        let indicator = words.next().ok_or_else(|| fail("no indicator"))?.to_owned();
        let figure = words.next().ok_or_else(|| fail("no figure"))?;
        let amount = |text: &str| Amount::parse(text).ok_or_else(|| fail("no such amount"));
        let (modifier, bounds) = if let Some(value) = figure.strip_prefix('~') {
            (Modifier::About, Interval::exactly(amount(value)?))
        } else if let Some(lower) = figure.strip_prefix(">=") {
            (Modifier::AtLeast, Interval { lower: Some(amount(lower)?), upper: None })
        } else if let Some(upper) = figure.strip_prefix("<=") {
            (Modifier::AtMost, Interval { lower: None, upper: Some(amount(upper)?) })
        } else if let Some((lower, upper)) = figure.split_once("..") {
            (Modifier::Range, Interval { lower: Some(amount(lower)?), upper: Some(amount(upper)?) })
        } else if figure == "?" {
            (Modifier::Vague, Interval::default())
        } else {
            (Modifier::Equal, Interval::exactly(amount(figure)?))
        };
        let mut line = Self {
            indicator,
            bounds,
            modifier,
            unit: None,
            subset: None,
            measure: None,
            modality: None,
            denied: false,
            revised: None,
            place: None,
            time: None,
            source,
        };
        for word in words {
            line.take(word);
        }
        if let Some(tail) = tail {
            let (place, time) = match tail.trim().rsplit_once(' ') {
                Some((place, time)) if time.parse::<Period>().is_ok() => (place, time.parse().ok()),
                _ => (tail.trim(), None),
            };
            line.place = Some(place.trim().to_owned());
            line.time = time.or(line.time);
        }
        Ok(line)
    }
}

impl ClaimLine {
    /// The bare figure, as a correction writes it: `1386`, `>=1386`, `20..99`.
    #[must_use]
    pub fn figure(&self) -> String {
        let bare = Self {
            unit: None,
            subset: None,
            measure: None,
            modality: None,
            denied: false,
            place: None,
            time: None,
            source: None,
            revised: None,
            ..self.clone()
        };
        bare.to_string().split_once(' ').map(|(_, figure)| figure.trim().to_owned()).unwrap_or_default()
    }

    fn take(&mut self, word: &str) {
        let quoted = format!("\"{word}\"");
        if let Ok(measure) = serde_json::from_str(&quoted) {
            self.measure = Some(measure);
        } else if let Ok(modality) = serde_json::from_str::<Modality>(&quoted) {
            self.modality = Some(modality).filter(|modality| *modality != Modality::Actual);
        } else if word == "denied" {
            self.denied = true;
        } else if word == "revised:no" {
            self.revised = Some(None);
        } else if let Some(revised) = word.split_once(':').and_then(|(side, reason)| {
            let side: RevisionSide = serde_json::from_str(&format!("\"{side}\"")).ok()?;
            let reason: RevisionReason = serde_json::from_str(&format!("\"{reason}\"")).ok()?;
            Some(Revised { reason, side })
        }) {
            self.revised = Some(Some(revised));
        } else if let Ok(time) = word.parse() {
            self.time = Some(time);
        } else {
            let (unit, subset) =
                word.split_once('/').map_or((word, None), |(unit, subset)| (unit, Some(subset.to_owned())));
            self.unit = Some(unit.to_owned());
            self.subset = subset;
        }
    }
}

/// The word that a unit-like enum is serialised as.
fn word_of<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_figure_stands_alone() {
        for (line, figure) in [
            ("detained >=1386 person @ Russia/RU 2022-09-21 by OVD-Info", ">=1386"),
            ("killed 12 person/women stock denied", "12"),
            ("injured 20..99 person planned now:correction", "20..99"),
        ] {
            assert_eq!(line.parse::<ClaimLine>().unwrap().figure(), figure);
        }
    }

    use proptest::prelude::*;

    #[test]
    fn lines_print_what_they_read() {
        for text in [
            "detained >=1386 person cumulative @ Russia/RU 2022-09-21 by OVD-Info",
            "mobilised 300000 person plan planned",
            "money 2.5..3 EUR price",
            "killed ~40 person/women flow historical @ New York/US 2001/2002 by a person who knows",
            "places 38 city",
            "injured 0 person denied",
            "killed 41 person cumulative now:correction",
            "killed 50 person before:duplicates",
            "killed 50 person revised:no",
        ] {
            assert_eq!(text.parse::<ClaimLine>().unwrap().to_string(), text);
        }
        assert!("detained".parse::<ClaimLine>().is_err());
        assert!("detained many person".parse::<ClaimLine>().is_err());
    }

    proptest! {
        #[test]
        fn any_line_survives_a_round_trip(indicator in "[a-z]{3,9}", low in 0i64..9_000_000, more in 1i64..9_000_000, kind in 0..5u8, unit in proptest::option::of("[A-Z]{3}"), source in proptest::option::of("[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?")) {
            let n = |v| Amount::whole(v).unwrap();
            let (modifier, bounds) = match kind {
                0 => (Modifier::Equal, Interval::exactly(n(low))),
                1 => (Modifier::AtLeast, Interval { lower: Some(n(low)), upper: None }),
                2 => (Modifier::AtMost, Interval { lower: None, upper: Some(n(low)) }),
                3 => (Modifier::Range, Interval { lower: Some(n(low)), upper: Some(n(low + more)) }),
                _ => (Modifier::About, Interval::exactly(n(low))),
            };
            let line = ClaimLine { indicator, bounds, modifier, unit, subset: None, measure: Some(Measure::Stock), modality: Some(Modality::Planned), denied: true, revised: None, place: Some("A B/CC".into()), time: "2022-09".parse().ok(), source };
            prop_assert_eq!(line.to_string().parse::<ClaimLine>(), Ok(line));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = text.parse::<ClaimLine>();
        }
    }
}
