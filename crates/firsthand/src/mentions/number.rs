//! Numbers with their bounds: digits with any separator, number words, multipliers, vague words, ranges, modifiers,
//! percent and money. Not here: whether a number counts anything; that is `claims`.

use crate::model::{
    Amount, Interval, Mention, Modifier, Number, NumberUnit, Reading, Report, Span, Token, TokenCase, TokenKind, Tokens,
};
use crate::pack::{NumberRules, NumberWord, Pack};
use std::sync::Arc;

/// All numbers of a report, in order. Dates, ages and labels are among them where they look like numbers; what is a
/// label by its form (`F-16`, `7:00`, `3rd`, `East2West`) is not.
pub(super) fn find_numbers(pack: &Pack, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let mut found = Vec::new();
    for sentence in &tokens.sentences {
        let reader =
            Reader { rules: &pack.number, text: &report.text, tokens: &tokens.tokens[sentence.first..sentence.last] };
        let mut at = 0;
        while at < reader.tokens.len() {
            match reader.read_at(at) {
                Some((mention, next)) => {
                    found.extend(mention);
                    at = next.max(at + 1);
                }
                None => at += 1,
            }
        }
    }
    found
}

/// A number before modifiers and units.
#[derive(Debug, Clone)]
struct Base {
    first: usize,
    last: usize,
    value: Option<Amount>,
    bounds: Option<Interval>,
    modifier: Modifier,
    digits: bool,
    zero: bool,
    share: bool,
    multiplied: bool,
    rule: Arc<str>,
}

struct Reader<'a> {
    rules: &'a NumberRules,
    text: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    /// Reads a number at token `at`: the mention, if it is one, and where to go on. `None`: nothing numeric here.
    fn read_at(&self, at: usize) -> Option<(Option<Mention>, usize)> {
        let base = match self.tokens[at].kind {
            TokenKind::Digits => match self.digits_at(at) {
                Ok(base) => base,
                Err(next) => return Some((None, next)),
            },
            TokenKind::Word => self.words_at(at)?,
            TokenKind::Punct => return None,
        };
        let (mut base, end) = self.with_range(base);
        let mut next = end;
        // Unit before or after the figure.
        let before = self.unit_before(base.first);
        let after = self.unit_after(end);
        let mut whole_first = before.as_ref().map_or(base.first, |(first, _)| *first);
        let mut whole_last = end;
        let mut unit = before.map(|(_, unit)| unit);
        if let Some((last, found)) = after
            && (unit.is_none() || unit == Some(found.clone()))
        {
            unit = Some(found);
            whole_last = last;
            next = last;
        }
        if base.share && unit.is_none() {
            unit = Some(NumberUnit::Percent);
        }
        let mut rules = base.rule.to_string();
        // Modifiers, nearest first; the figure's own word ("une soixantaine") yields to them.
        if let Some((first, modifier, name)) = self.modifier_before(whole_first) {
            base.modifier = stronger(base.modifier, modifier, base.bounds.is_some());
            whole_first = first;
            rules = format!("{name} {rules}");
            if let Some((first, modifier, name)) = self.modifier_before(whole_first) {
                base.modifier = stronger(base.modifier, modifier, false);
                whole_first = first;
                rules = format!("{name} {rules}");
            }
        } else if let Some((last, modifier, name)) = self.modifier_after(whole_last) {
            base.modifier = modifier;
            whole_last = last;
            next = next.max(last);
            rules = format!("{rules} {name}");
        }
        let counted = unit.is_none();
        let bounds = bounds_of(&base, counted);
        let span = self.tokens[base.first].span.join(self.tokens[base.last - 1].span);
        let whole = self.tokens[whole_first].span.join(self.tokens[whole_last - 1].span);
        let mention = Mention {
            span,
            rule: rules.into(),
            reading: Reading::Number(Number {
                value: base.value,
                bounds,
                modifier: base.modifier,
                unit,
                whole,
                digits: base.digits,
                zero: base.zero,
            }),
        };
        Some((Some(mention), next))
    }

    fn glued(&self, left: usize, right: usize) -> bool {
        self.tokens[left].span.end == self.tokens[right].span.start
    }

    fn gap(&self, left: usize, right: usize) -> &str {
        Span::new(self.tokens[left].span.end, self.tokens[right].span.start).of(self.text)
    }

    fn mark(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn each_word<'s>(&'s self, at: usize, mut take: impl FnMut(usize, &'s NumberWord, &'s Arc<str>)) {
        if at < self.tokens.len() {
            self.rules.lexicon.each(self.tokens, at, |length, rules| {
                for rule in rules {
                    let rule = self.rules.lexicon.rule(*rule);
                    take(length, &rule.means, &rule.name);
                }
            });
        }
    }

    fn longest_where<T>(
        &self,
        at: usize,
        mut pick: impl FnMut(&NumberWord) -> Option<T>,
    ) -> Option<(usize, T, Arc<str>)> {
        let mut best = None;
        self.each_word(at, |length, word, name| {
            if let Some(found) = pick(word) {
                best = Some((length, found, name.clone()));
            }
        });
        best
    }

    fn is_at(&self, at: usize, test: impl Fn(&NumberWord) -> bool) -> Option<usize> {
        self.longest_where(at, |word| test(word).then_some(())).map(|(length, (), _)| length)
    }

    /// A phrase of the kind that ends just before token `end`.
    fn ends_at<T>(&self, end: usize, mut pick: impl FnMut(&NumberWord) -> Option<T>) -> Option<(usize, T, Arc<str>)> {
        for first in end.saturating_sub(6)..end {
            let mut best = None;
            self.each_word(first, |length, word, name| {
                if first + length == end
                    && let Some(found) = pick(word)
                {
                    best = Some((first, found, name.clone()));
                }
            });
            if best.is_some() {
                return best;
            }
        }
        None
    }

    /// Digits with their separators, decimals and multipliers. `Err`: no figure; go on at that token.
    fn digits_at(&self, at: usize) -> Result<Base, usize> {
        let mut last = at + 1;
        if at > 0 && self.glued(at - 1, at) {
            let before = self.tokens[at - 1];
            let label = match before.kind {
                // "East2West", but not "US$5" or an elided article.
                TokenKind::Word => !self.mark(at - 1).ends_with(['\'', '\u{2019}']),
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
                return Err(self.skip_glued(at));
            }
        }
        let mut digits = self.mark(at).to_owned();
        let mut fraction = String::new();
        let mut separator = None;
        while let Some((sep, figures)) = self.group_at(last) {
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
            if (mark == decimal || digits_after != 3 || separator.is_none()) && digits_after <= 4 {
                fraction = self.mark(figures).to_owned();
                last = figures + 1;
            }
        }
        // Times, scores, addresses: 7:00, 24/7, 1.2.3
        if last + 1 < self.tokens.len()
            && self.glued(last - 1, last)
            && matches!(self.mark(last), ":" | "/" | "." | "°" | "'" | "\u{2032}")
            && self.glued(last, last + 1)
            && self.tokens[last + 1].kind == TokenKind::Digits
        {
            return Err(self.skip_glued(at));
        }
        let text = if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") };
        let Some(mut value) = Amount::parse(&text) else { return Err(self.skip_glued(at)) };
        let mut rule: Arc<str> = "digits".into();
        let mut multiplied = false;
        // What is glued behind: an ordinal, a multiplier, or a slip of the pen.
        if last < self.tokens.len() && self.glued(last - 1, last) && self.tokens[last].kind == TokenKind::Word {
            let multiplier = self.longest_where(last, |word| match word {
                NumberWord::Multiplier(multiplier) => Some(multiplier.value),
                _ => None,
            });
            let unit = self.is_at(last, |word| matches!(word, NumberWord::Unit(_)));
            if self.is_at(last, |word| matches!(word, NumberWord::OrdinalEnd)).is_some() {
                return Err(last + 1);
            } else if let Some((length, factor, name)) = multiplier {
                value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
                last += length;
                rule = format!("digits {name}").into();
                multiplied = true;
            } else if unit.is_none()
                && (self.mark(last).chars().count() < 4 || self.tokens[last].case != TokenCase::Lower)
            {
                return Err(last + 1);
            }
        } else if let Some((length, factor, name)) = self.longest_where(last, |word| match word {
            NumberWord::Multiplier(multiplier) if !multiplier.glued => Some(multiplier.value),
            _ => None,
        }) {
            value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
            last += length;
            rule = format!("digits {name}").into();
            multiplied = true;
            if let Some((length, factor, _)) = self.longest_where(last, |word| match word {
                NumberWord::Multiplier(multiplier) if !multiplier.glued => Some(multiplier.value),
                _ => None,
            }) {
                value = Amount::whole(factor).and_then(|factor| value.times(factor)).ok_or(last)?;
                last += length;
            }
        }
        if self.ends_at(at, |word| matches!(word, NumberWord::Label).then_some(())).is_some() && !multiplied {
            // "Image 5 of 40": the second number is a label too.
            let of = last + 1 < self.tokens.len()
                && self.tokens[last].kind == TokenKind::Word
                && self.tokens[last].span.len() <= 4
                && self.tokens[last + 1].kind == TokenKind::Digits;
            return Err(if of { last + 2 } else { last });
        }
        Ok(Base {
            first: at,
            last,
            value: Some(value),
            bounds: None,
            modifier: Modifier::Equal,
            digits: true,
            zero: false,
            share: false,
            multiplied,
            rule,
        })
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

    /// A separator and a group of three digits after token `last - 1`: which separator, and the token of the group.
    fn group_at(&self, last: usize) -> Option<(char, usize)> {
        let group = |at: usize| self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.span.len() == 3);
        let next = self.tokens.get(last)?;
        if group(last) {
            return match self.gap(last - 1, last) {
                "\u{A0}" | "\u{202F}" | "\u{2009}" => Some((' ', last)),
                " " if self.rules.space_groups => Some((' ', last)),
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
        (figures.kind == TokenKind::Digits
            && (mark == '.' || mark == ',')
            && (tight || loose)
            && (mark == decimal || figures.span.len() != 3 || self.measured_after(last + 2)))
        .then_some((mark, last + 1))
    }

    /// Number words, vague words, fractions.
    fn words_at(&self, at: usize) -> Option<Base> {
        // A word glued to what stands before it is no number ("some-one", "x2").
        if at > 0
            && self.glued(at - 1, at)
            && self.mark(at - 1) == "-"
            && at > 1
            && self.glued(at - 2, at - 1)
            && self.tokens[at - 2].kind == TokenKind::Word
        {
            return None;
        }
        let special = self.longest_where(at, |word| match word {
            NumberWord::Vague(vague) => Some((Some(vague.clone()), None)),
            NumberWord::Fraction(fraction) => Some((None, Some(fraction.permille))),
            _ => None,
        });
        let spelled = self.spelled_at(at);
        if let Some((length, (vague, fraction), rule)) = special
            && spelled.as_ref().is_none_or(|base| base.last <= at + length)
        {
            let mut base = Base {
                first: at,
                last: at + length,
                value: None,
                bounds: None,
                modifier: Modifier::Equal,
                digits: false,
                zero: false,
                share: false,
                multiplied: false,
                rule,
            };
            if let Some(thousandths) = fraction {
                base.value = Some(Amount::from_thousandths(thousandths));
                base.share = true;
                return Some(base);
            }
            let vague = vague?;
            base.modifier = vague.modifier;
            base.zero = vague.zero;
            base.value = vague.value.and_then(Amount::whole);
            if vague.lower.is_some() {
                let whole = |value: Option<i64>| value.and_then(Amount::whole);
                base.bounds = Some(Interval { lower: whole(vague.lower), upper: whole(vague.upper) });
            }
            return Some(base);
        }
        spelled
    }

    /// A number spelled in words: "two hundred and five thousand", "quatre-vingt-dix-neuf", "deux mille cinq cents".
    fn spelled_at(&self, at: usize) -> Option<Base> {
        let (mut total, mut current, mut next, mut last) = (0i64, 0i64, at, at);
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut started = false;
        let mut scale = i64::MAX;
        loop {
            let mut here = next;
            if started {
                // A hyphen or "and" between the words.
                let glued_hyphen = here < self.tokens.len() && self.mark(here) == "-";
                if glued_hyphen {
                    here += 1;
                } else if current >= 100
                    && current % 100 == 0
                    && let Some(length) = self.is_at(here, |w| matches!(w, NumberWord::AndAfterHundred))
                {
                    here += length;
                } else if current % 10 == 0
                    && current > 0
                    && let Some(length) = self.is_at(here, |w| matches!(w, NumberWord::AndAfterTen))
                    && self
                        .longest_where(here + length, |w| {
                            matches!(w, NumberWord::Cardinal(c) if c.value == 1 || c.value == 11).then_some(())
                        })
                        .is_some()
                {
                    here += length;
                }
            }
            if here >= self.tokens.len() {
                break;
            }
            let word = self.longest_where(here, |word| match word {
                NumberWord::Cardinal(cardinal) => Some((cardinal.value, false, true)),
                NumberWord::Multiplier(multiplier) if !multiplier.glued => {
                    Some((multiplier.value, true, multiplier.alone))
                }
                _ => None,
            });
            let Some((length, (value, multiplies, alone), name)) = word else { break };
            if multiplies {
                if !started && !alone {
                    break;
                }
                let factor = if current == 0 { 1 } else { current };
                if value >= 1000 {
                    if value >= scale || (current == 0 && started && total > 0) {
                        break;
                    }
                    total = total.checked_add(factor.checked_mul(value)?)?;
                    current = 0;
                    scale = value;
                } else {
                    if current >= 100 || (current == 0 && started && total > 0 && !alone) {
                        break;
                    }
                    current = factor.checked_mul(value)?;
                }
            } else {
                let room = if current == 0 {
                    !started || total > 0
                } else if current % 100 == 0 {
                    value < 100
                } else if self.rules.vigesimal && matches!(current % 100, 60 | 80) {
                    value < 20
                } else {
                    current % 10 == 0 && current % 100 >= 20 && value < 10 && value > 0
                };
                if !room || (started && current == 0 && total > 0 && value >= 1000) {
                    break;
                }
                current += value;
            }
            started = true;
            names.push(name);
            next = here + length;
            last = next;
        }
        if !started {
            return None;
        }
        let value = Amount::whole(total.checked_add(current)?)?;
        Some(Base {
            first: at,
            last,
            value: Some(value),
            bounds: None,
            modifier: Modifier::Equal,
            digits: false,
            zero: false,
            share: false,
            multiplied: scale != i64::MAX,
            rule: names.first().cloned().unwrap_or_else(|| "words".into()),
        })
    }

    /// Joins "1,000 to 1,300", "between 20 and 30", "10-12". Returns the base and the token after it.
    fn with_range(&self, base: Base) -> (Base, usize) {
        let end = base.last;
        if base.value.is_none() || base.zero || base.share || end + 1 >= self.tokens.len() {
            return (base, end);
        }
        // "$20 to $30", "20% to 30%": the first unit stands inside.
        let inner = self.unit_after(end).map_or(end, |(last, _)| last);
        let outer = self.unit_before(base.first).map_or(base.first, |(first, _)| first);
        // "range from 20 to 30" is one, "fell from 30 to 20" is not: the longer phrase before the number decides.
        let between_from =
            self.ends_at(outer, |word| matches!(word, NumberWord::Between).then_some(())).map(|(at, ..)| at);
        let change_from =
            self.ends_at(outer, |word| matches!(word, NumberWord::ChangeFrom).then_some(())).map(|(at, ..)| at);
        let changed = change_from.is_some_and(|change| between_from.is_none_or(|between| change < between));
        let between = between_from.is_some() && !changed;
        let joint = |at: usize| {
            if between {
                self.is_at(at, |word| matches!(word, NumberWord::BetweenAnd | NumberWord::Through))
            } else {
                self.is_at(at, |word| matches!(word, NumberWord::Through))
            }
        };
        let Some((from, length)) = joint(end).map(|l| (end, l)).or_else(|| joint(inner).map(|l| (inner, l))) else {
            return (base, end);
        };
        let mut second = from + length;
        if let Some((length, _, _)) =
            self.longest_where(second, |word| matches!(word, NumberWord::Unit(unit) if unit.before).then_some(()))
        {
            second += length;
        }
        if second >= self.tokens.len() {
            return (base, end);
        }
        let dash = self.tokens[from].kind == TokenKind::Punct;
        let other = match self.tokens[second].kind {
            TokenKind::Digits if dash && self.glued(second - 1, second) => self.digits_free(second),
            TokenKind::Digits => self.digits_at(second).ok(),
            TokenKind::Word => self.spelled_at(second),
            TokenKind::Punct => None,
        };
        let Some(other) = other else { return (base, end) };
        let (Some(mut low), Some(high)) = (base.value, other.value) else { return (base, end) };
        if other.multiplied && !base.multiplied && low < high && low.to_whole() < 1000 {
            // "two to three million"
            let factor = [1_000_000_000, 1_000_000, 1000].into_iter().find(|factor| high.to_whole() / factor >= 1);
            low = factor.and_then(Amount::whole).and_then(|factor| low.times(factor)).unwrap_or(low);
        }
        // A range of unlike numbers ("2004 to 12 people") or a change is none.
        if changed
            || low >= high
            || base.digits != other.digits && dash
            || (dash && !self.glued(base.last - 1, from) && self.glued(from, from + 1))
        {
            return (base, end);
        }
        let joined = Base {
            first: base.first,
            last: other.last,
            value: None,
            bounds: Some(Interval { lower: Some(low), upper: Some(high) }),
            modifier: Modifier::Range,
            digits: base.digits,
            zero: false,
            share: false,
            multiplied: other.multiplied,
            rule: "range".into(),
        };
        let last = joined.last;
        (joined, last)
    }

    /// Digits after a dash, where what stands before does not make a label of them.
    fn digits_free(&self, at: usize) -> Option<Base> {
        let rest = Reader { rules: self.rules, text: self.text, tokens: &self.tokens[at..] };
        let mut base = rest.digits_at(0).ok()?;
        base.first += at;
        base.last += at;
        // A third part makes it a telephone number or a date.
        let chained = base.last < self.tokens.len()
            && self.glued(base.last - 1, base.last)
            && self.mark(base.last) == "-"
            && self.tokens.get(base.last + 1).is_some_and(|t| t.kind == TokenKind::Digits);
        (!chained).then_some(base)
    }

    fn unit_before(&self, first: usize) -> Option<(usize, NumberUnit)> {
        let (at, unit, _) = self.ends_at(first, |word| match word {
            NumberWord::Unit(unit) if unit.before => unit.currency.clone(),
            _ => None,
        })?;
        Some((at, NumberUnit::Currency(unit)))
    }

    fn unit_after(&self, last: usize) -> Option<(usize, NumberUnit)> {
        let mut at = last;
        // "15-percent", "10-million-euro"
        if self.mark(at) == "-" && at > 0 && self.glued(at - 1, at) {
            at += 1;
        }
        let (length, unit, _) = self.longest_where(at, |word| match word {
            NumberWord::Unit(unit) if unit.after => Some(unit.currency.clone()),
            _ => None,
        })?;
        Some((at + length, unit.map_or(NumberUnit::Percent, NumberUnit::Currency)))
    }

    fn modifier_before(&self, first: usize) -> Option<(usize, Modifier, Arc<str>)> {
        let (at, modifier, name) = self.ends_at(first, |word| match word {
            NumberWord::Modifier(modifier) if !modifier.after => Some(modifier.reads),
            _ => None,
        })?;
        Some((at, modifier, name))
    }

    fn modifier_after(&self, last: usize) -> Option<(usize, Modifier, Arc<str>)> {
        let (length, modifier, name) = self.longest_where(last, |word| match word {
            NumberWord::Modifier(modifier) if modifier.after => Some(modifier.reads),
            _ => None,
        })?;
        Some((last + length, modifier, name))
    }
}

/// A modifier beside a figure that has one of its own: a bound says more than an "about".
fn stronger(own: Modifier, said: Modifier, vague: bool) -> Modifier {
    match (own, said) {
        (Modifier::Equal | Modifier::About, said) => said,
        (Modifier::Range, Modifier::About) => Modifier::Range,
        (Modifier::Vague, Modifier::About) => Modifier::Vague,
        (Modifier::Vague | Modifier::Range, said) if vague => said,
        (own, _) => own,
    }
}

fn bounds_of(base: &Base, counted: bool) -> Interval {
    if base.zero {
        return Interval::exactly(Amount::ZERO);
    }
    let Some(Interval { lower, upper }) = base.bounds else {
        return base.value.map_or_else(Interval::default, |value| Interval::meant_by(base.modifier, value, counted));
    };
    match base.modifier {
        Modifier::AtLeast => Interval { lower, upper: None },
        Modifier::MoreThan => {
            Interval { lower: lower.and_then(|l| if counted { l.plus(Amount::ONE) } else { Some(l) }), upper: None }
        }
        Modifier::AtMost | Modifier::Nearly | Modifier::LessThan => Interval { lower: None, upper },
        _ => Interval { lower, upper },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lang, ReportId};
    use crate::pack::{Packs, tokenize_report};
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Corpus {
        example: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        text: String,
        numbers: Vec<String>,
    }

    fn numbers_of(packs: &Packs, lang: &str, text: &str) -> Vec<String> {
        let report = Report {
            id: ReportId::of(&[]),
            doc: String::new(),
            url: None,
            outlet: None,
            title: None,
            published: None,
            modified: None,
            authors: Vec::new(),
            lang: Lang(lang.into()),
            text: text.into(),
            blocks: Vec::new(),
        };
        let pack = packs.of(&report.lang);
        let tokens = tokenize_report(pack, &report);
        let end = |amount: Option<Amount>| amount.map_or(String::new(), |amount| amount.to_string());
        find_numbers(pack, &report, &tokens)
            .iter()
            .map(|mention| {
                let Reading::Number(number) = &mention.reading else { unreachable!("only numbers are found here") };
                let range = match number.modifier {
                    Modifier::About => format!("~{}", end(number.value)),
                    _ if number.bounds.lower == number.bounds.upper => end(number.bounds.lower),
                    _ => format!("{}..{}", end(number.bounds.lower), end(number.bounds.upper)),
                };
                let unit = match &number.unit {
                    None => String::new(),
                    Some(NumberUnit::Percent) => " %".into(),
                    Some(NumberUnit::Currency(code)) => format!(" {code}"),
                };
                format!("{} = {range}{unit}", mention.span.of(text))
            })
            .collect()
    }

    #[test]
    fn corpora_are_read_as_they_say() {
        let packs = Packs::embedded().unwrap();
        let mut wrong = Vec::new();
        for pack in packs.iter() {
            let path = format!("{}/lang/{}/number.corpus.toml", env!("CARGO_MANIFEST_DIR"), pack.lang);
            let corpus: Corpus = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            for example in corpus.example {
                let read = numbers_of(&packs, pack.lang.code(), &example.text);
                if read != example.numbers {
                    wrong.push(format!(
                        "{path}: {:?}\n  expected {:?}\n  read     {read:?}",
                        example.text, example.numbers
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn hostile_numbers_do_no_harm() {
        let packs = Packs::embedded().unwrap();
        for text in [
            "1".repeat(300),
            "1,".repeat(5000),
            "9".repeat(19) + " million",
            "1-".repeat(3000),
            "\u{200B}1\u{AD}3".into(),
            "1e999 -5".into(),
        ] {
            for lang in ["en", "fr", "und"] {
                let _ = numbers_of(&packs, lang, &text);
            }
        }
    }
}
