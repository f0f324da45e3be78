//! Numbers in digits, with their separators, decimals and multipliers; and what looks like one and is a label.

use super::{Base, Reader};
use crate::model::{Amount, Interval, Mention, Modifier, Number, Reading, TokenCase, TokenKind};
use crate::pack::{Before, NumberWord};
use std::sync::Arc;

/// Digits that are no figure: where to go on, and the label they are, where they are one alone.
#[derive(Debug)]
pub(super) struct NoFigure {
    pub(super) next: usize,
    pub(super) label: Option<Box<Mention>>,
}

impl From<usize> for NoFigure {
    fn from(next: usize) -> Self {
        Self { next, label: None }
    }
}

impl Reader<'_> {
    /// Digits with their separators, decimals and multipliers. `Err`: no figure; go on at that token.
    pub(super) fn digits_at(&self, at: usize) -> Result<Base, usize> {
        self.figure_at(at).map_err(|no| no.next)
    }

    /// As `digits_at`, with the label that digits are which count nothing: "No. 7", "3:1".
    pub(super) fn figure_at(&self, at: usize) -> Result<Base, NoFigure> {
        let mut last = at + 1;
        // "No. 7", "n°7"
        let labelled = self.label_before(at).or_else(|| {
            // "Image 5 of 40", "aged 5 to 14", "ages 26, 27 and 34": the further numbers are labels too.
            const LONGEST: usize = 8;
            let short = |token: usize| {
                let joint = self.tokens[token];
                joint.kind == TokenKind::Word && joint.span.len() <= 4 && self.mark(token).chars().count() <= 3
            };
            // What a comma joins goes on only where the list goes on or ends: "No. 7, 12 people died".
            let open = at + 1 < self.tokens.len() && self.tokens[at + 1].kind == TokenKind::Word && !short(at + 1);
            let mut first = at;
            for _ in 0..LONGEST {
                let joint = first.checked_sub(1)?;
                let listed = self.mark(joint) == "," && !(open && first == at);
                let before = joint.checked_sub(1).filter(|_| listed || short(joint))?;
                let before = if short(joint) && self.mark(before) == "," { before.checked_sub(1)? } else { before };
                if self.tokens[before].kind != TokenKind::Digits {
                    return None;
                }
                first = before;
                if let Some(rule) = self.label_before(first) {
                    return Some(rule);
                }
            }
            None
        });
        let glued = at > 0 && self.glued(at - 1, at);
        if glued && (labelled.is_none() || self.mark(at - 1) == "-") {
            let before = self.tokens[at - 1];
            let label = match before.kind {
                // "East2West", but not "US$5" or an elided article.
                TokenKind::Word => !self.mark(at - 1).ends_with(['\'', '\u{2019}']) && self.unit_before(at).is_none(),
                TokenKind::Digits => true,
                TokenKind::Punct => match self.mark(at - 1) {
                    // "F-16", "2022-09-25", "9-11", "v1.2", "24/7", "@user1", "7:00"
                    "-" | "/" | ":" | "." | "," | "_" | "'" => {
                        at >= 2 && self.glued(at - 2, at - 1) && self.tokens[at - 2].kind != TokenKind::Punct
                    }
                    "@" | "#" | "°" => true,
                    _ => false,
                },
            };
            if label {
                return Err(NoFigure { next: self.skip_glued(at), label: self.score_end(at).map(Box::new) });
            }
        }
        // "1-800-555-1234", "1_300": what hangs together by two hyphens or a low line is a label.
        let tied = |from: usize, mark: &str| {
            self.mark(from) == mark
                && self.glued(from - 1, from)
                && self.glued(from, from + 1)
                && self.tokens.get(from + 1).is_some_and(|token| token.kind == TokenKind::Digits)
        };
        if tied(at + 1, "_") || tied(at + 1, "-") && tied(at + 3, "-") {
            return Err(self.skip_glued(at).into());
        }
        // "(318) 555-3946"
        if at >= 3
            && self.mark(at - 1) == ")"
            && self.mark(at - 3) == "("
            && self.tokens[at - 2].kind == TokenKind::Digits
            && self.glued(at, at + 1)
            && self.mark(at + 1) == "-"
        {
            return Err(self.skip_glued(at).into());
        }
        let mut digits = self.mark(at).to_owned();
        let (mut fraction, mut round_up) = (String::new(), false);
        let mut separator = None;
        if let Some(end) = self.lakh_groups(last) {
            for at in (last + 1..end).step_by(2) {
                digits.push_str(self.mark(at));
            }
            (last, separator) = (end, Some(','));
        }
        while let Some((sep, figures)) = self.group_at(at, last) {
            if separator.is_some_and(|known| known != sep)
                || digits.len() > 15
                || (separator.is_none() && (digits.len() > 3 || digits == "0"))
            {
                break;
            }
            separator = Some(sep);
            digits.push_str(self.mark(figures));
            last = figures + 1;
        }
        if let Some((mark, figures)) = self.decimal_at(last) {
            let decimal = if self.rules.point_groups { ',' } else { '.' };
            let digits_after = self.mark(figures).len();
            if (mark == decimal || digits_after != 3 || separator.is_none()) && digits_after <= 12 {
                // Amounts are kept in thousandths, to the nearest.
                self.mark(figures)[..digits_after.min(3)].clone_into(&mut fraction);
                round_up = self.mark(figures).as_bytes().get(3).is_some_and(|digit| *digit >= b'5');
                last = figures + 1;
            }
        }
        if fraction.is_empty()
            && separator.is_none()
            && let Some(base) = self.slashed(at, last)
        {
            return Ok(base);
        }
        // Telephone numbers: 555-0142-77
        let dashed = |at: usize| {
            self.mark(at) == "-"
                && self.glued(at - 1, at)
                && self.glued(at, at + 1)
                && self.tokens[at + 1].kind == TokenKind::Digits
        };
        if dashed(last) && dashed(last + 2) {
            return Err(self.skip_glued(at).into());
        }
        // Times, scores, addresses: 7:00, 24/7, 1.2.3
        if last + 1 < self.tokens.len()
            && self.glued(last - 1, last)
            && matches!(self.mark(last), ":" | "/" | "." | "°" | "'" | "\u{2032}")
            && self.glued(last, last + 1)
            && self.tokens[last + 1].kind == TokenKind::Digits
        {
            return Err(match self.score_start(at) {
                Some(label) => NoFigure { next: at + 1, label: Some(Box::new(label)) },
                None => self.skip_glued(at).into(),
            });
        }
        if let Some(base) = self.powered(at, last, &digits, &fraction) {
            return Ok(base);
        }
        let text = if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") };
        let rounded = Amount::from_thousandths(i64::from(round_up));
        let Some(mut value) = Amount::parse(&text).and_then(|value| value.plus(rounded)) else {
            return Err(self.skip_glued(at).into());
        };
        let mut rule: Arc<str> = "digits".into();
        let (mut multiplied, mut scale) = (false, 1);
        // What is glued behind: an ordinal, a multiplier, or a slip of the pen.
        if last < self.tokens.len() && self.glued(last - 1, last) && self.tokens[last].kind == TokenKind::Word {
            let paid = self.unit_before(at).is_some();
            let multiplier = self.longest_where(last, |word| match word {
                NumberWord::Multiplier(multiplier) if !multiplier.money || paid => Some(multiplier.value),
                _ => None,
            });
            let unit = self.is_at(last, |word| {
                matches!(word, NumberWord::Unit(_) | NumberWord::Measure | NumberWord::Fraction(_))
            });
            if self.is_at(last, |word| matches!(word, NumberWord::OrdinalEnd)).is_some() {
                return Err((last + 1).into());
            } else if let Some((length, factor, name)) = multiplier {
                value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
                last += length;
                rule = format!("digits {name}").into();
                (multiplied, scale) = (true, factor);
            } else if unit.is_none()
                && (self.mark(last).chars().count() < 4 || self.tokens[last].case != TokenCase::Lower)
            {
                return Err((last + 1).into());
            }
        } else if let Some((length, factor, name)) = self.multiplier_at(last, true)
            && self.glued(last + length - 1, last + length)
            && self.unit_after(last + length).is_some()
        {
            // "25 M€"
            value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
            last += length;
            rule = format!("digits {name}").into();
            (multiplied, scale) = (true, factor);
        } else if let Some((factor, name)) =
            self.spaced_multiplier_at(last, separator.is_some() || !fraction.is_empty())
        {
            value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
            last += 1;
            rule = format!("digits {name}").into();
            (multiplied, scale) = (true, factor);
        } else if self.rules.hyphen_labels && self.hyphened(last) {
            // "70-летний", "2-й": what is counted, if anything, is inside a word.
            let Some((length, factor, name)) = self.multiplier_at(last + 1, false) else {
                return Err((last + 2).into());
            };
            value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
            last += 1 + length;
            rule = name;
            (multiplied, scale) = (true, factor);
        } else if let Some((length, factor, name)) = self.multiplier_at(last, false) {
            value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
            last += length;
            rule = format!("digits {name}").into();
            (multiplied, scale) = (true, factor);
            if let Some((length, factor, _)) = self.multiplier_at(last, false).filter(|(_, factor, _)| *factor >= scale)
            {
                value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
                last += length;
                scale = factor;
            } else if value.is_whole()
                && let Some(whole) = self.spell_on(last, Some((value.to_whole(), scale)))
                && whole.last > last
            {
                // "11 mil 612", "4 thousand 3 hundred and 21"
                value = whole.value.ok_or(last)?;
                last = whole.last;
            }
        }
        // Nothing is labelled "1,200" or "500 euros".
        let plain = !multiplied && separator.is_none();
        if let Some(rule) = labelled.clone().filter(|_| plain && self.unit_after(last).is_none()) {
            return Err(NoFigure { next: last, label: Some(Box::new(self.label(at, last, value, rule))) });
        }
        if glued && labelled.is_some() {
            return Err(last.into());
        }
        let mut base = Base::of(at, last, rule);
        base.value = Some(value);
        base.digits = true;
        base.multiplied = multiplied;
        base.scale = scale;
        Ok(base)
    }

    /// The rule of the label word that stands before this token.
    fn label_before(&self, at: usize) -> Option<Arc<str>> {
        self.ends_at(at, Before::Label, |word| matches!(word, NumberWord::Label).then_some(())).map(|found| found.2)
    }

    /// A number that names and does not count.
    fn label(&self, first: usize, last: usize, value: Amount, rule: Arc<str>) -> Mention {
        let span = self.tokens[first].span.join(self.tokens[last - 1].span);
        let number = Number {
            value: Some(value),
            bounds: Interval::exactly(value),
            modifier: Modifier::Equal,
            unit: None,
            whole: span,
            digits: true,
            zero: false,
            label: true,
            article: false,
        };
        Mention { span, rule, reading: Reading::Number(number) }
    }

    /// The first number of a score, "3:1", that stands at this token.
    fn score_start(&self, at: usize) -> Option<Mention> {
        let free = at == 0 || !self.glued(at - 1, at) || self.tokens[at - 1].kind == TokenKind::Punct;
        (free && self.is_score(at)).then(|| self.score_part(at)).flatten()
    }

    /// The second number of a score that stands at this token.
    fn score_end(&self, at: usize) -> Option<Mention> {
        let first = at.checked_sub(2)?;
        let free = first == 0 || !self.glued(first - 1, first) || self.mark(first - 1) == "(";
        (free && self.is_score(first)).then(|| self.score_part(at)).flatten()
    }

    /// Two short numbers with a colon between them that are no time of day.
    fn is_score(&self, at: usize) -> bool {
        let digits = |at: usize| {
            self.tokens.get(at).filter(|token| token.kind == TokenKind::Digits && token.span.len() <= 3).is_some()
        };
        let ends = |at: usize| {
            at >= self.tokens.len()
                || !self.glued(at - 1, at)
                || matches!(self.mark(at), "," | "." | ")" | ";" | "!" | "?")
                    && !(self.glued(at, at + 1) && digits(at + 1))
        };
        digits(at)
            && self.mark(at + 1) == ":"
            && digits(at + 2)
            && self.glued(at, at + 1)
            && self.glued(at + 1, at + 2)
            && ends(at + 3)
            // "14:30"
            && !(self.tokens[at + 2].span.len() == 2 && self.mark(at + 2) < "60" && self.mark(at).len() <= 2)
    }

    fn score_part(&self, at: usize) -> Option<Mention> {
        let value = Amount::parse(self.mark(at))?;
        Some(self.label(at, at + 1, value, "score".into()))
    }

    /// A letter that multiplies and stands apart: "25 k"; behind a decimal or grouped figure, any in upper case, "1,674.5 M".
    fn spaced_multiplier_at(&self, at: usize, measured: bool) -> Option<(i64, Arc<str>)> {
        let token = self.tokens.get(at)?;
        let tied =
            at + 1 < self.tokens.len() && self.glued(at, at + 1) && !matches!(self.mark(at + 1), "." | "," | ")");
        if token.span.len() > 1 || token.kind != TokenKind::Word || tied {
            return None;
        }
        let upper = token.case != TokenCase::Lower;
        let (_, factor, name) = self.longest_where(at, |word| match word {
            NumberWord::Multiplier(m) if m.glued && (m.spaced && !upper || measured && upper) => Some(m.value),
            _ => None,
        })?;
        Some((factor, name))
    }

    /// Powers as science writes them: "1.3e6", "1.3x10^6", "2.5^3"; to the thousandth, as all amounts.
    fn powered(&self, at: usize, last: usize, digits: &str, fraction: &str) -> Option<Base> {
        if !self.glued(last - 1, last) {
            return None;
        }
        let (mut to, ten) = match self.mark(last) {
            "e" | "E" => (last + 1, true),
            "x" | "×" if self.mark(last + 1) == "10" && self.mark(last + 2) == "^" => (last + 3, true),
            "^" => (last + 1, false),
            _ => return None,
        };
        let mut negative = false;
        while matches!(self.mark(to), "+" | "-" | "\u{2212}") && to < last + 6 {
            negative |= self.mark(to) != "+" && self.mark(to + 1) != "-" && self.mark(to - 1) != "-";
            to += 1;
        }
        let tight = (last..to).all(|at| self.glued(at, at + 1));
        let power: usize = self.mark(to).parse().ok().filter(|power| tight && *power < 40)?;
        let base: f64 = format!("{digits}.{fraction}0").parse().ok()?;
        let by = if ten { 10.0 } else { base };
        let raised = std::iter::repeat_n(by, power).fold(1.0, |product: f64, by| product * by);
        let raised = if negative { 1.0 / raised } else { raised };
        let mut out = Base::of(at, to + 1, "power".into());
        out.value = Some(Amount::from_f64(if ten { base * raised } else { raised })?);
        out.digits = true;
        Some(out)
    }

    /// A fraction in digits, "3/4", where its denominator is one in use: "9/11" and "24/7" are none.
    pub(super) fn slashed(&self, at: usize, last: usize) -> Option<Base> {
        let digits = |at: usize| self.tokens.get(at).filter(|token| token.kind == TokenKind::Digits);
        let tight = last == at + 1
            && matches!(self.mark(last), "/" | "\u{2044}")
            && self.glued(last - 1, last)
            && digits(last + 1).is_some()
            && self.glued(last, last + 1);
        let ends = |at: usize| {
            at >= self.tokens.len() || !self.glued(at - 1, at) || matches!(self.mark(at), "," | "." | ")" | ";" | "\"")
        };
        if !tight || !ends(last + 2) {
            return None;
        }
        let above: i64 = self.mark(at).parse().ok()?;
        let below: i64 = self.mark(last + 1).parse().ok()?;
        if above >= below || !matches!(below, 2..=6 | 8 | 10 | 15 | 16 | 20 | 32 | 64 | 100 | 128 | 1000) {
            return None;
        }
        self.fraction_base(&Base::of(at, last, "fraction".into()), last + 2, above, below)
    }

    /// Whether a hyphen glued on both sides joins this place to a word.
    fn hyphened(&self, last: usize) -> bool {
        last + 1 < self.tokens.len()
            && matches!(self.mark(last), "-" | "\u{2011}" | "\u{2010}")
            && self.glued(last - 1, last)
            && self.glued(last, last + 1)
            && self.tokens[last + 1].kind == TokenKind::Word
    }

    /// The first token after everything that hangs together without a blank.
    fn skip_glued(&self, at: usize) -> usize {
        let mut next = at + 1;
        while next < self.tokens.len() && self.glued(next - 1, next) && self.tokens[next].kind != TokenKind::Word {
            next += 1;
        }
        // A closing mark is no part of it.
        while next > at + 1 && self.tokens[next - 1].kind == TokenKind::Punct {
            next -= 1;
        }
        next
    }

    /// Groups as India writes them, "12,34,567": where they end.
    fn lakh_groups(&self, last: usize) -> Option<usize> {
        let group = |at: usize, digits: usize| {
            self.mark(at) == ","
                && self.glued(at - 1, at)
                && self.glued(at, at + 1)
                && self.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Digits && t.span.len() == digits)
        };
        let mut at = last;
        while group(at, 2) {
            at += 2;
        }
        (at > last && self.mark(last - 1).len() <= 2 && group(at, 3)).then_some(at + 2)
    }

    /// A separator and a group of three digits after token `last - 1`: which separator, and the token of the group.
    fn group_at(&self, first: usize, last: usize) -> Option<(char, usize)> {
        let group = |at: usize| self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.span.len() == 3);
        let next = self.tokens.get(last)?;
        if group(last) {
            return match self.gap(last - 1, last) {
                "\u{A0}" | "\u{202F}" | "\u{2009}" => Some((' ', last)),
                // In a language that groups otherwise, two groups are no chance: "1 414 021".
                // And no number begins with "000".
                " " if self.rules.space_groups
                    || self.mark(first).len() <= 3 && self.mark(last) == "000"
                    || self.mark(first).len() <= 2
                        && (group(last + 1) && self.gap(last, last + 1) == " "
                            || last > first + 1 && self.gap(last - 2, last - 1) == " ") =>
                {
                    Some((' ', last))
                }
                _ => None,
            };
        }
        if next.kind != TokenKind::Punct || !group(last + 1) {
            return None;
        }
        let mark = next.span.of(self.text).chars().next()?;
        let tight = self.glued(last - 1, last) && self.glued(last, last + 1);
        let loose = self.gap(last - 1, last) == " "
            && self.gap(last, last + 1) == " "
            && mark == ','
            && !self.rules.point_groups;
        if !(tight || loose) || !matches!(mark, ',' | '.' | '\'' | '\u{2019}') {
            return None;
        }
        // A decimal mark before three digits is one only where a multiplier or unit follows.
        let decimal = if self.rules.point_groups { ',' } else { '.' };
        if mark == decimal && self.measured_after(last + 2) {
            return None;
        }
        Some((mark, last + 1))
    }

    fn measured_after(&self, at: usize) -> bool {
        self.is_at(at, |word| match word {
            NumberWord::Multiplier(multiplier) => multiplier.value >= 1000,
            NumberWord::Unit(unit) => unit.currency.is_none(),
            _ => false,
        })
        .is_some()
    }

    fn decimal_at(&self, last: usize) -> Option<(char, usize)> {
        let next = self.tokens.get(last)?;
        let figures = self.tokens.get(last + 1)?;
        let mark = next.span.of(self.text).chars().next()?;
        let decimal = if self.rules.point_groups { ',' } else { '.' };
        let tight = self.glued(last - 1, last) && self.glued(last, last + 1);
        let loose = self.gap(last - 1, last) == " " && self.gap(last, last + 1) == " " && mark == '.' && decimal == '.';
        // Nothing is grouped as "0.683" or "1111.121".
        let whole = self.mark(last - 1);
        let no_group = whole == "0" || whole.len() > 3;
        (figures.kind == TokenKind::Digits
            && (mark == '.' || mark == ',')
            && (tight || loose)
            && (mark == decimal || no_group || figures.span.len() != 3 || self.measured_after(last + 2)))
        .then_some((mark, last + 1))
    }
}
