//! Numbers in words: cardinals, vague words, fractions, and what words add to a number.

use super::{Base, Reader};
use crate::model::{Amount, Interval, Modifier, NumberUnit, TokenKind};
use crate::pack::NumberWord;
use std::sync::Arc;

/// One word inside a spelled number.
struct Piece {
    length: usize,
    /// Whole number.
    value: i64,
    multiplies: bool,
    /// May stand without a number before it.
    alone: bool,
    /// More than a unit or ten: digits, or a compound written as one word.
    big: bool,
    /// Thousandths beyond the whole number.
    rest: i64,
    name: Arc<str>,
}

/// The groups of a number in words, by what multiplies them: 3 billion, 455 thousand.
#[derive(Default)]
struct Groups {
    known: [(i64, i64); 6],
    count: usize,
}

impl Groups {
    fn push(&mut self, scale: i64, amount: i64) {
        if let Some(place) = self.known.get_mut(self.count) {
            *place = (scale, amount);
            self.count += 1;
        }
    }

    /// What stands under a scale, taken away, for that scale multiplies it; none where a group of that scale or a smaller
    /// one would stay above it.
    fn take_under(&mut self, scale: i64) -> Option<i64> {
        let kept = self.known[..self.count].iter().take_while(|(own, _)| *own > scale).count();
        let taken = &self.known[kept..self.count];
        if taken.iter().any(|(own, _)| *own == scale) {
            return None;
        }
        let sum = taken.iter().map(|(_, amount)| amount).sum();
        self.count = kept;
        Some(sum)
    }
}

/// An ordinal of more words than one.
pub(super) struct Ordinal {
    /// The token after it.
    pub(super) end: usize,
    /// Which.
    pub(super) value: i64,
    /// In the singular: "twenty-first".
    pub(super) single: bool,
    /// Tied together, so that it can be nothing else.
    pub(super) one_word: bool,
}

impl Piece {
    /// One token that is a number by itself: digits, or a compound.
    fn whole(value: i64, rest: i64, name: &str) -> Self {
        Self { length: 1, value, multiplies: false, alone: true, big: true, rest, name: name.into() }
    }
}

impl Reader<'_> {
    /// Number words, vague words, fractions.
    pub(super) fn words_at(&self, at: usize) -> Option<Base> {
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
        let mixed = self.longest_where(at, |word| match word {
            NumberWord::Mixed(thousandths) => Some(*thousandths),
            _ => None,
        });
        let special = self.longest_where(at, |word| match word {
            NumberWord::Vague(vague) => Some((Some(vague.clone()), None)),
            NumberWord::Fraction(fraction) => Some((None, Some(fraction.permille))),
            _ => None,
        });
        if let Some((length, thousandths, rule)) = mixed
            && special.as_ref().is_none_or(|special| special.0 <= length)
        {
            let mut base = Base::of(at, at + length, rule);
            base.value = Some(Amount::from_thousandths(thousandths));
            if let Some((length, factor, _)) = self.multiplier_at(base.last, false) {
                base.value = Amount::whole(factor).and_then(|factor| base.value?.times(factor));
                base.last += length;
                (base.multiplied, base.scale) = (true, factor);
            }
            return base.value.is_some().then_some(base);
        }
        let spelled = self.spelled_at(at);
        if let Some((length, (vague, fraction), rule)) = special
            && spelled.as_ref().is_none_or(|base| base.last <= at + length)
        {
            let mut base = Base::of(at, at + length, rule);
            if let Some(thousandths) = fraction {
                base.value = Some(Amount::from_thousandths(thousandths));
                base.share = true;
                return Some(self.fraction_of(base));
            }
            let vague = vague?;
            // "No fewer than 300" is no "no".
            if vague.zero
                && self.is_at(at, |word| matches!(word, NumberWord::Modifier(_))).is_some_and(|long| long > length)
            {
                return None;
            }
            // "No.1", "No. 12", "no 5"
            let stop = usize::from(self.mark(base.last) == "." && self.glued(base.last - 1, base.last));
            let numbered = self.tokens.get(base.last + stop).is_some_and(|token| token.kind == TokenKind::Digits);
            if vague.zero && numbered {
                return None;
            }
            base.modifier = vague.modifier;
            base.zero = vague.zero;
            base.value = vague.value.and_then(Amount::whole);
            if let Some(value) = vague.value.filter(|value| *value >= 1000) {
                // "Un million et demi": the half is half a million.
                base.scale = [1_000_000_000, 1_000_000, 1000].into_iter().find(|scale| value % scale == 0).unwrap_or(1);
                base.multiplied = base.scale > 1;
            }
            if vague.lower.is_some() {
                let whole = |value: Option<i64>| value.and_then(Amount::whole);
                base.bounds = Some(Interval { lower: whole(vague.lower), upper: whole(vague.upper) });
            }
            return Some(base);
        }
        spelled
    }

    /// "Half a million", "a quarter of a million": a fraction of a multiplier is a number, not a share.
    fn fraction_of(&self, base: Base) -> Base {
        let filler = self.is_at(base.last, |word| matches!(word, NumberWord::OfA)).unwrap_or(0);
        let Some((length, factor, name)) = self.multiplier_at(base.last + filler, false) else { return base };
        // Shares are in thousandths of a per cent: half a million is 50,000 of them times a million, over a hundred.
        let exact = self.fraction_at(base.first).filter(|part| part.0 == base.last);
        let value = match (exact, base.value) {
            (Some((_, above, below)), _) => factor.checked_mul(1000 * above).map(|value| (value + below / 2) / below),
            (None, Some(share)) => share.thousandths().checked_mul(factor).map(|value| value / 100),
            (None, None) => None,
        };
        let Some(value) = value else { return base };
        let mut whole = Base::of(base.first, base.last + filler + length, name);
        whole.value = Some(Amount::from_thousandths(value));
        whole.multiplied = true;
        whole
    }

    /// A multiplier at this token: how long, by how much. One that is `glued` counts only where asked for.
    pub(super) fn multiplier_at(&self, at: usize, glued: bool) -> Option<(usize, i64, Arc<str>)> {
        self.longest_where(at, |word| match word {
            NumberWord::Multiplier(m) if (glued || !m.glued) && !m.money => Some(m.value),
            _ => None,
        })
    }

    /// One word of a number; digits too, where the number is begun with a `scale` that they fall under.
    fn piece_at(&self, at: usize, scale: Option<i64>) -> Option<Piece> {
        let word = self.longest_where(at, |word| match word {
            NumberWord::Cardinal(cardinal) => Some((cardinal.value, false, true)),
            NumberWord::Multiplier(m) if !m.glued && !m.money => Some((m.value, true, m.alone)),
            _ => None,
        });
        if let Some((length, (value, multiplies, alone), name)) = word {
            return Some(Piece { length, value, multiplies, alone, big: false, rest: 0, name });
        }
        let token = self.tokens.get(at)?;
        match token.kind {
            TokenKind::Word => {
                let thousandths = self.rules.compound_value(self.mark(at))?;
                let (value, rest) = (thousandths / 1000, thousandths % 1000);
                Some(Piece::whole(value, rest, "compound"))
            }
            // "11 mil 612", "treinta y 3"
            TokenKind::Digits if token.span.len() <= 3 && scale.is_some_and(|scale| !self.is_cut(at, scale)) => {
                let value = self.mark(at).parse().ok()?;
                Some(Piece::whole(value, 0, "digits"))
            }
            _ => None,
        }
    }

    /// Whether digits hang together with what stands behind them: decimals, dates, times, percent.
    fn is_cut(&self, at: usize, scale: i64) -> bool {
        let next = at + 1;
        let tied = next < self.tokens.len()
            && (self.glued(at, next)
                && (matches!(self.mark(next), ":" | "/" | "-" | "%" | "°")
                    || self.tokens[next].kind == TokenKind::Word)
                || matches!(self.mark(next), "." | ",")
                    && self.glued(at, next)
                    && self
                        .tokens
                        .get(next + 1)
                        .is_some_and(|t| t.kind == TokenKind::Digits && self.glued(next, next + 1)));
        let greater = |(_, factor, _): (usize, i64, Arc<str>)| {
            self.glued(at, next) || if scale == 100 { factor == 100 } else { factor >= scale }
        };
        tied || self.unit_after(next).is_some_and(|(_, unit)| unit == NumberUnit::Percent)
            || self.multiplier_at(next, true).is_some_and(greater)
    }

    /// A number spelled in words: "two hundred and five thousand", "quatre-vingt-dix-neuf", "deux mille cinq cents".
    pub(super) fn spelled_at(&self, at: usize) -> Option<Base> {
        self.spell_on(at, None)
    }

    /// Goes on with a number that begins in digits and a multiplier: "4 thousand 3 hundred and 21".
    pub(super) fn spell_on(&self, at: usize, begun: Option<(i64, i64)>) -> Option<Base> {
        let (mut total, mut scale) = begun.unwrap_or((0, i64::MAX));
        let (mut current, mut rest, mut next, mut last) = (0i64, 0i64, at, at);
        if scale == 100 {
            // "3 hundred and 21"
            (current, total, scale) = (total, 0, i64::MAX);
        }
        let mut groups = Groups::default();
        if total > 0 {
            groups.push(scale, total);
        }
        // Whether the word before is a multiplier, so that another may multiply it: "three lakh crore".
        let mut chained = false;
        // Hundreds that "and" sets apart from what follows: "three hundred and two dozen".
        let mut apart = 0;
        let mut nought = false;
        let mut name: Option<Arc<str>> = None;
        let mut started = begun.is_some();
        loop {
            let mut here = next;
            if started {
                here += self.joint_at(here, total, current, scale);
            }
            if here >= self.tokens.len() {
                break;
            }
            // The value that is begun must be a group of thousands for digits to follow it.
            let digits_may = started && (current == 0 && total > 0 || current % 100 == 0 || here > next);
            let under = if current > 0 { 100 } else { scale };
            let Some(piece) = self.piece_at(here, digits_may.then_some(under)) else { break };
            let Piece { length, value, multiplies, alone, big, .. } = piece;
            if multiplies {
                if !started && !alone {
                    break;
                }
                let factor = if current == 0 { 1 } else { current };
                if value >= 1000 {
                    if current == 0 && started && !(chained && value > scale) {
                        break;
                    }
                    // "Three thousand million", "three hundred thousand billion", "tres billones cien mil millones".
                    let Some(under) = groups.take_under(value) else { break };
                    let part = if under > 0 { under.checked_add(current)? } else { factor };
                    total = total.checked_sub(under)?;
                    let group = part.checked_mul(value)?.checked_add(rest.checked_mul(value / 1000)?)?;
                    groups.push(value, group);
                    total = total.checked_add(group)?;
                    (current, rest, apart) = (0, 0, 0);
                    scale = value;
                } else {
                    let dozens = !matches!(value, 100);
                    if !dozens && current >= 100 || (current == 0 && started && total > 0 && !alone) {
                        break;
                    }
                    current = if dozens && apart > 0 {
                        (current - apart).checked_mul(value)?.checked_add(apart)?
                    } else {
                        factor.checked_mul(value)?
                    };
                    apart = 0;
                }
                chained = value >= 1000;
            } else {
                let room = if current == 0 {
                    // "Zero three" is three.
                    !started || total > 0 || nought && value < 10
                } else if current % 100 == 0 {
                    value < 100
                } else if self.rules.vigesimal && matches!(current % 100, 60 | 80) {
                    value < 20
                } else {
                    current % 10 == 0 && current % 100 >= 20 && value < 10 && value > 0
                };
                let most = if big || value >= 1000 { scale } else { 1000 };
                if !room || (started && current == 0 && total > 0 && value >= most) {
                    break;
                }
                nought = !started && value == 0;
                if here > next && self.mark(next) != "-" {
                    apart = current;
                }
                current += value;
                rest = piece.rest;
                chained = false;
            }
            started = true;
            name.get_or_insert(piece.name);
            next = here + length;
            last = next;
        }
        let name = name?;
        let value = Amount::whole(total.checked_add(current)?)?.plus(Amount::from_thousandths(rest))?;
        let mut base = Base::of(at, last, name);
        base.value = Some(value);
        base.multiplied = scale != i64::MAX;
        base.scale = if scale == i64::MAX { 1 } else { scale };
        Some(base)
    }

    /// How many tokens join the words of a number here: a hyphen, "and", a comma between groups of thousands.
    fn joint_at(&self, here: usize, total: i64, current: i64, scale: i64) -> usize {
        if here >= self.tokens.len() {
            return 0;
        }
        if self.mark(here) == "-" {
            return 1;
        }
        let after_group = total > 0 && current == 0 && scale >= 1000;
        if (current >= 100 && current % 100 == 0 || after_group)
            && let Some(length) = self.is_at(here, |w| matches!(w, NumberWord::AndAfterHundred))
            && self
                .piece_at(here + length, Some(if current > 0 { 100 } else { scale }))
                .is_some_and(|piece| !piece.multiplies && piece.value > 0 && piece.value < scale)
            // "One hundred and three quarters"
            && !self.opens_part(here + length)
        {
            return length;
        }
        if current % 10 == 0
            && current > 0
            && let Some(length) = self.is_at(here, |w| matches!(w, NumberWord::AndAfterTen))
            && self.piece_at(here + length, Some(scale)).is_some_and(|piece| {
                !piece.multiplies
                    && (matches!(piece.value, 1 | 11) || self.rules.ten_and_unit && (1..10).contains(&piece.value))
            })
        {
            return length;
        }
        // "Twenty-seven thousand, nine hundred": only before hundreds, for "two thousand, three of them" goes on otherwise.
        let hundreds = after_group
            && self.mark(here) == ","
            && self.piece_at(here + 1, None).is_some_and(|piece| {
                !piece.multiplies
                    && !piece.big
                    && (1..100).contains(&piece.value)
                    && self.hundreds_follow(here + 1 + piece.length, scale)
            });
        usize::from(hundreds)
    }

    /// Whether a group under `scale` goes on here with hundreds or thousands.
    fn hundreds_follow(&self, at: usize, scale: i64) -> bool {
        (at..self.tokens.len().min(at + 3)).any(|at| {
            self.multiplier_at(at, false).is_some_and(|(_, factor, _)| matches!(factor, 100 | 1000) && factor < scale)
        })
    }

    /// What words behind a number add to it: "two point five", "three and a half million", "two fifths", "one in five".
    pub(super) fn extend(&self, base: Base) -> Base {
        if base.zero && base.value == Some(Amount::ZERO) {
            // "Zero point zero eight"
            let pointed = self.with_point(Base { zero: false, ..base.clone() });
            return if pointed.last > base.last { pointed } else { base };
        }
        if base.value.is_none() || base.zero || base.share || base.bounds.is_some() {
            return base;
        }
        let base = self.with_point(base);
        let base = self.with_plus(base);
        self.with_denominator(base)
    }

    fn with_point(&self, base: Base) -> Base {
        let Some(length) = self.is_at(base.last, |word| matches!(word, NumberWord::Point)) else { return base };
        // "Two million" is whole; "two thousand and four" may have a fraction.
        let round = base.multiplied && base.value.is_none_or(|value| value.to_whole() % base.scale == 0);
        if round || self.part_at(base.last + length).is_some() {
            return base;
        }
        let Some((at, thousandths)) = self.figures_at(base.last + length) else { return base };
        let mut out = Base { last: at, rule: "decimal-words".into(), ..base.clone() };
        out.value = base.value.and_then(|value| value.plus(Amount::from_thousandths(thousandths)));
        if let Some((length, factor, _)) = self.multiplier_at(at, false) {
            out.value = Amount::whole(factor).and_then(|factor| out.value?.times(factor));
            out.last += length;
            out.multiplied = true;
            out.scale = factor;
        }
        if out.value.is_some() { out } else { base }
    }

    /// Figures behind a spoken decimal mark: where they end, and the thousandths that they say.
    pub(super) fn figures_at(&self, from: usize) -> Option<(usize, i64)> {
        const MOST: usize = 6;
        let (mut at, mut figures) = (from, String::new());
        while figures.len() < MOST
            && let Some(token) = self.tokens.get(at)
        {
            if token.kind == TokenKind::Digits && figures.is_empty() && token.span.len() <= MOST {
                figures.push_str(self.mark(at));
                at += 1;
                break;
            }
            let Some(piece) = self.spelled_piece(at, figures.is_empty()) else { break };
            figures.push_str(&piece.1.to_string());
            at = piece.0;
            if piece.1 >= 10 {
                break;
            }
        }
        let digits: i64 = figures.parse().ok()?;
        let scale = 10_i64.checked_pow(u32::try_from(figures.len()).ok()?)?;
        Some((at, digits.checked_mul(2000)?.checked_add(scale)? / (2 * scale)))
    }

    /// A figure behind a spoken decimal mark: one word below ten, or the first as any number below 10,000.
    fn spelled_piece(&self, at: usize, first: bool) -> Option<(usize, i64)> {
        let word = self.longest_where(at, |word| match word {
            NumberWord::Cardinal(cardinal) => Some(cardinal.value),
            _ => None,
        });
        if let Some((length, value, _)) = word.filter(|(_, value, _)| *value < 10) {
            return Some((at + length, value));
        }
        let spelled = first.then(|| self.spelled_at(at)).flatten()?;
        let value = spelled.value?.to_whole();
        (value < 10_000).then_some((spelled.last, value))
    }

    fn with_plus(&self, base: Base) -> Base {
        let plus = self.longest_where(base.last, |word| match word {
            NumberWord::Plus(plus) => Some(plus.thousandths),
            _ => None,
        });
        let and = self.is_at(base.last, |word| matches!(word, NumberWord::PlusAnd));
        // "1½", "2 ¾": a fraction that is no word.
        let sign = self.longest_where(base.last, |word| match word {
            NumberWord::Fraction(fraction) => Some((fraction.permille + 50) / 100),
            _ => None,
        });
        let sign = sign.filter(|_| self.mark(base.last).chars().all(char::is_numeric));
        let plus = plus.or(sign);
        let (last, above, below) = match (plus, and) {
            (Some((length, thousandths, _)), _) => (base.last + length, thousandths, 1000),
            (None, Some(length)) => match self.part_at(base.last + length) {
                Some(part) => part,
                None => return base,
            },
            (None, None) => match self.mixed_at(&base) {
                Some(part) => part,
                None => return base,
            },
        };
        let mut out = Base { last, rule: "plus-fraction".into(), ..base.clone() };
        let multiplier = self.multiplier_at(last, false);
        let (length, factor) = multiplier.map_or((0, 1), |(length, factor, _)| (length, factor));
        // "Three million and a half" is half a million more; "one billion and a half million" says of what.
        let (all, own) = match base.multiplied {
            false => (factor, factor),
            true if factor > 1 && factor < base.scale => (1, factor),
            true if factor > 1 => return base,
            true => (1, base.scale),
        };
        let part = own.checked_mul(1000).and_then(|own| own.checked_mul(above)).map(|part| (part + below / 2) / below);
        let whole = Amount::whole(all).and_then(|all| base.value?.times(all));
        out.value = whole.zip(part).and_then(|(whole, part)| whole.plus(Amount::from_thousandths(part)));
        out.last += length;
        out.multiplied |= factor > 1;
        if out.value.is_some() { out } else { base }
    }

    /// A fraction in digits right behind a whole number: "2 1/4", "2½".
    fn mixed_at(&self, base: &Base) -> Option<(usize, i64, i64)> {
        if !base.digits || base.multiplied || base.last >= self.tokens.len() {
            return None;
        }
        let token = self.tokens[base.last];
        match token.kind {
            TokenKind::Punct => self.fraction_at(base.last),
            TokenKind::Digits if !self.glued(base.last - 1, base.last) => {
                let part = self.slashed(base.last, base.last + 1)?;
                let share = part.value.filter(|_| part.share && part.last == base.last + 3)?;
                Some((part.last, share.thousandths(), 100_000))
            }
            _ => None,
        }
    }

    /// A fraction word or sign here: where it ends, parts, and of how many.
    fn fraction_at(&self, at: usize) -> Option<(usize, i64, i64)> {
        let (length, share, _) = self.longest_where(at, |word| match word {
            NumberWord::Fraction(fraction) => Some(fraction.permille),
            _ => None,
        })?;
        // Thirds and sixths are rounded in the data.
        let (above, below) = match share {
            25_000 => (1, 4),
            50_000 => (1, 2),
            75_000 => (3, 4),
            16_667 => (1, 6),
            33_333 => (1, 3),
            66_667 => (2, 3),
            83_333 => (5, 6),
            share => (share, 100_000),
        };
        Some((at + length, above, below))
    }

    /// Whether a fraction opens here: "three quarters", "fifty-four hundredths". Looks a few words ahead and no further, for
    /// it is asked inside numbers.
    fn opens_part(&self, at: usize) -> bool {
        const WORDS: usize = 2;
        if self.fraction_at(at).is_some() {
            return true;
        }
        let (mut here, mut above) = (at, 0);
        for _ in 0..WORDS {
            let Some(piece) = self.piece_at(here, None).filter(|piece| !piece.multiplies) else { return false };
            here += piece.length;
            above += piece.value;
            if let Some((_, below)) = self.denominator_at(here) {
                return above < below;
            }
            here += usize::from(self.mark(here) == "-");
        }
        false
    }

    /// A fraction in words here, "three quarters", "a half", "one fourth": where it ends, parts, and of how many.
    fn part_at(&self, at: usize) -> Option<(usize, i64, i64)> {
        if let Some(part) = self.fraction_at(at) {
            return Some(part);
        }
        if let Some(length) = self.is_at(at, |word| matches!(word, NumberWord::Article)) {
            let (length, below) = self
                .denominator_at(at + length)
                .map(|(end, below)| (length + end, below))
                .or_else(|| self.ordinal_at(at + length).map(|ordinal| (ordinal.end - at, ordinal.value)))?;
            return (below > 1).then_some((at + length, 1, below));
        }
        let spelled = self.spelled_at(at)?;
        let (length, below) = self.denominator_at(spelled.last)?;
        let above = spelled.value?.to_whole();
        (above < below).then_some((spelled.last + length, above, below))
    }

    fn denominator_at(&self, at: usize) -> Option<(usize, i64)> {
        // "One-fourth", "one - fourth"
        let hyphen = self.mark(at) == "-" && at > 0 && self.glued(at - 1, at) == self.glued(at, at + 1);
        let hyphen = usize::from(hyphen);
        self.longest_where(at + hyphen, |word| match word {
            NumberWord::Denominator(value) => Some(*value),
            _ => None,
        })
        .map(|(length, value, _)| (hyphen + length, value))
        .or_else(|| {
            // "veintiunavos": a number and an ending in one word.
            let token = self.tokens.get(at + hyphen).filter(|token| token.kind == TokenKind::Word)?;
            Some((hyphen + 1, self.rules.denominator_value(token.span.of(self.text))?))
        })
    }

    fn with_denominator(&self, base: Base) -> Base {
        let Some(above) = base.value.filter(|value| value.is_whole()).map(Amount::to_whole) else { return base };
        if !base.digits
            && let Some(parted) = self.with_compound_denominator(&base, above)
        {
            return parted;
        }
        let fits = |below: i64| !base.multiplied || base.scale < below || above % base.scale > 0;
        if let Some((length, below)) = self.denominator_at(base.last).filter(|(_, below)| fits(*below))
            // "Twenty fifth graders", "the two millionth visitor"
            && (above < 20 && (above < 2 || below < 100) || !self.is_ordinal(base.last + length - 1))
        {
            return self.fraction_base(&base, base.last + length, above, below).unwrap_or(base);
        }
        let Some(length) = self.is_at(base.last, |word| matches!(word, NumberWord::Ratio)) else { return base };
        let at = base.last + length;
        let Some(token) = self.tokens.get(at) else { return base };
        let whole = match token.kind {
            TokenKind::Digits if token.span.len() <= 4 && !self.is_cut(at, 0) => {
                self.mark(at).parse::<i64>().ok().map(|value| (at + 1, value))
            }
            TokenKind::Word => self.spelled_at(at).and_then(|found| Some((found.last, found.value?.to_whole()))),
            _ => None,
        };
        let Some((last, below)) = whole else { return base };
        // "One in five"; "12 in 33 towns" are two counts.
        let spelled = self.tokens[at].kind == TokenKind::Word;
        let usual = matches!(below, 2..=10 | 12 | 20 | 25 | 50 | 100 | 1000 | 10_000) || !base.digits || spelled;
        let few = above <= 3 || matches!(below, 10 | 100 | 1000);
        if above >= below || !few || !usual || base.multiplied {
            return base;
        }
        self.fraction_base(&base, last, above, below).unwrap_or(base)
    }

    /// "Three twenty-firsts", "one hundred thirty-fifths": what counts the parts ends where a longer ordinal begins.
    fn with_compound_denominator(&self, base: &Base, above: i64) -> Option<Base> {
        const WORDS: usize = 12;
        if let Some(ordinal) = self.ordinal_at(base.last).filter(|ordinal| !ordinal.single || above == 1) {
            return self.fraction_base(base, ordinal.end, above, ordinal.value);
        }
        if above < 100 || base.last - base.first > WORDS || self.denominator_at(base.last).is_none() {
            return None;
        }
        let splits = |at: &usize| {
            self.mark(*at - 1) != "-"
                && self.is_at(*at - 1, |word| matches!(word, NumberWord::AndAfterHundred)).is_none()
        };
        (base.first + 1..base.last).filter(splits).find_map(|at| {
            let ordinal = self.ordinal_at(at).filter(|ordinal| !ordinal.single && ordinal.end > base.last)?;
            if !ordinal.one_word && !self.rules.loose_ordinals {
                return None;
            }
            let front = Reader { rules: self.rules, claim: self.claim, text: self.text, tokens: &self.tokens[..at] };
            let above = front.spelled_at(base.first).filter(|front| front.last == at)?.value?.to_whole();
            self.fraction_base(base, ordinal.end, above, ordinal.value)
        })
    }

    /// A longer ordinal in words: "twenty-first", "one hundred and fifths".
    pub(super) fn ordinal_at(&self, at: usize) -> Option<Ordinal> {
        let spelled = self.spelled_at(at)?;
        let value = spelled.value.filter(|value| value.is_whole())?.to_whole();
        if value % 10 != 0 || value % 100 == 10 || value == 0 {
            return None;
        }
        let mut here = spelled.last;
        let hyphen = self.mark(here) == "-" && self.glued(here - 1, here) && self.glued(here, here + 1);
        let ten = if hyphen { None } else { self.is_at(here, |word| matches!(word, NumberWord::AndAfterTen)) };
        let hundred = self.is_at(here, |word| matches!(word, NumberWord::AndAfterHundred)).filter(|_| value % 100 == 0);
        here += if hyphen { 1 } else { ten.or(hundred).unwrap_or(0) };
        let (length, (unit, single), _) = self.longest_where(here, |word| match word {
            NumberWord::Ordinal(value) => Some((*value, true)),
            NumberWord::Denominator(value) => Some((*value, false)),
            _ => None,
        })?;
        let fits = if value % 100 == 0 { (1..100).contains(&unit) } else { (1..10).contains(&unit) };
        let value = value.checked_add(unit)?;
        fits.then_some(Ordinal { end: here + length, value, single, one_word: hyphen || ten.is_some() })
    }

    /// "A trillionth", "a twenty-first": a part where nothing follows that it could be the ordinal of.
    pub(super) fn part_alone(&self, at: usize) -> Option<Base> {
        const LEAST: i64 = 100;
        let length = self.is_at(at, |word| matches!(word, NumberWord::Article))?;
        let (last, below) = match self.denominator_at(at + length) {
            Some((end, below)) => (at + length + end, below),
            None => self.ordinal_at(at + length).filter(|o| o.one_word).map(|o| (o.end, o.value))?,
        };
        let alone = self.tokens.get(last).is_none_or(|token| token.kind == TokenKind::Punct)
            || self.is_at(last, |word| matches!(word, NumberWord::OfA)).is_some();
        let longer = last > at + length + 1;
        if !alone || below < LEAST && !longer {
            return None;
        }
        self.fraction_base(&Base::of(at, last, "fraction".into()), last, 1, below)
    }

    /// Whether an ordinal in the singular stands here.
    fn is_ordinal(&self, at: usize) -> bool {
        self.is_at(at, |word| matches!(word, NumberWord::Ordinal(_))).is_some()
    }

    /// `above` parts of `below` as a share; as a number where it is one or more.
    pub(super) fn fraction_base(&self, base: &Base, last: usize, above: i64, below: i64) -> Option<Base> {
        if below < 2 {
            return None;
        }
        let mut out = Base::of(base.first, last, "fraction".into());
        if above < below {
            let twice = above.checked_mul(200_000)? / below;
            out.value = Some(Amount::from_thousandths((twice + 1) / 2));
            out.share = true;
            return Some(self.fraction_of(out));
        }
        let twice = above.checked_mul(2000)? / below;
        out.value = Some(Amount::from_thousandths((twice + 1) / 2));
        Some(out)
    }
}

impl Base {
    /// A number of these tokens, without a value so far.
    pub(super) fn of(first: usize, last: usize, rule: Arc<str>) -> Self {
        Self {
            first,
            last,
            value: None,
            bounds: None,
            modifier: Modifier::Equal,
            digits: false,
            zero: false,
            share: false,
            multiplied: false,
            scale: 1,
            lead: None,
            rule,
        }
    }
}
