//! How many: exact decimal amounts and the closed intervals that words mean. No floating point: amounts are keys.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A number as said, exact to a thousandth: -9.2e15 to 9.2e15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

impl Amount {
    /// Thousandths in a unit.
    pub const SCALE: i64 = 1000;
    /// None at all.
    pub const ZERO: Amount = Amount(0);
    /// One.
    pub const ONE: Amount = Amount(Self::SCALE);

    /// A whole number; `None` where it is out of range.
    #[must_use]
    pub fn whole(value: i64) -> Option<Self> {
        value.checked_mul(Self::SCALE).map(Self)
    }

    /// From thousandths.
    #[must_use]
    pub const fn from_thousandths(value: i64) -> Self {
        Self(value)
    }

    /// As thousandths.
    #[must_use]
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// Whether it has no fraction.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.0 % Self::SCALE == 0
    }

    /// The whole part, rounded towards zero.
    #[must_use]
    pub fn to_whole(self) -> i64 {
        self.0 / Self::SCALE
    }

    /// The nearest floating-point number, for output and for statistics only.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::SCALE as f64
    }

    /// From a floating-point number, to the nearest thousandth; `None` for what is not finite or out of range.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        let scaled = (value * Self::SCALE as f64).round();
        (scaled.is_finite() && scaled.abs() < 9.2e18).then_some(Self(scaled as i64))
    }

    /// The sum; `None` on overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference; `None` on overflow.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product; `None` on overflow.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(other.0) / i128::from(Self::SCALE);
        i64::try_from(product).ok().map(Self)
    }

    /// Reads plain digits with at most one decimal point (`1386`, `3.3`, `-2`), nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut thousandths = whole.parse::<i64>().ok()?.checked_mul(Self::SCALE)?;
        let mut place = Self::SCALE / 10;
        for digit in fraction.bytes().take(3) {
            thousandths = thousandths.checked_add(i64::from(digit - b'0') * place)?;
            place /= 10;
        }
        Some(Self(if negative { -thousandths } else { thousandths }))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{}", format!("{part:03}").trim_end_matches('0'))
        }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_whole() {
            serializer.serialize_i64(self.to_whole())
        } else {
            serializer.serialize_f64(self.to_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let exact = number.as_i64().and_then(Amount::whole);
        exact
            .or_else(|| number.as_f64().and_then(Amount::from_f64))
            .ok_or_else(|| serde::de::Error::custom(format!("the number {number} is out of range")))
    }
}

/// A closed interval of amounts; a missing end is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Interval {
    /// Least amount that the words allow.
    pub lower: Option<Amount>,
    /// Greatest amount that the words allow.
    pub upper: Option<Amount>,
}

impl Interval {
    /// Just this amount.
    #[must_use]
    pub fn exactly(value: Amount) -> Self {
        Self { lower: Some(value), upper: Some(value) }
    }

    /// The interval that `modifier` makes of `value`, as the annotation guide defines it. `counted` tells whether the
    /// thing comes in whole units: then "more than 1,300" starts at 1,301; money and shares start at the number itself.
    #[must_use]
    pub fn meant_by(modifier: Modifier, value: Amount, counted: bool) -> Self {
        let step = if counted && value.is_whole() { Amount::ONE } else { Amount::ZERO };
        match modifier {
            Modifier::Equal => Self::exactly(value),
            Modifier::AtLeast => Self { lower: Some(value), upper: None },
            Modifier::MoreThan => Self { lower: value.plus(step), upper: None },
            Modifier::AtMost | Modifier::Nearly => Self { lower: None, upper: Some(value) },
            Modifier::LessThan => Self { lower: None, upper: value.minus(step) },
            Modifier::About | Modifier::Range | Modifier::Vague => Self::default(),
        }
    }

    /// Whether a number can be in both.
    #[must_use]
    pub fn meets(self, other: Interval) -> bool {
        let below = |lower: Option<Amount>, upper: Option<Amount>| match (lower, upper) {
            (Some(lower), Some(upper)) => lower <= upper,
            _ => true,
        };
        below(self.lower, other.upper) && below(other.lower, self.upper)
    }
}

/// What the words beside a number do to it (TIMEX3 `mod` widened; one vocabulary for numbers, dates and durations).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// No modifier.
    #[default]
    Equal,
    /// "at least n".
    AtLeast,
    /// "more than n".
    MoreThan,
    /// "up to n".
    AtMost,
    /// "fewer than n".
    LessThan,
    /// "nearly n".
    Nearly,
    /// "about n".
    About,
    /// "between a and b".
    Range,
    /// "dozens".
    Vague,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_print_what_they_read() {
        for text in ["0", "1386", "3.3", "0.005", "-2", "1000000000000000"] {
            assert_eq!(Amount::parse(text).map(|a| a.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Amount::parse("99999999999999999999"), None);
        assert_eq!(Amount::parse("1,3"), None);
    }

    #[test]
    fn modifiers_mean_closed_intervals() {
        let n = |v| Amount::whole(v).unwrap();
        assert_eq!(Interval::meant_by(Modifier::MoreThan, n(1300), true).lower, Some(n(1301)));
        assert_eq!(Interval::meant_by(Modifier::MoreThan, n(50), false).lower, Some(n(50)));
        assert_eq!(Interval::meant_by(Modifier::LessThan, n(3), true).upper, Some(n(2)));
    }
}
