//! Numbers with their bounds: digits with any separator, number words, multipliers, vague words, ranges, modifiers,
//! percent and money. Not here: whether a number counts anything; that is `claims`.

mod digits;
mod range;
mod spelled;

use crate::model::{
    Amount, Interval, Mention, Modifier, Number, NumberUnit, Reading, Report, Span, Token, TokenKind, Tokens, WordId,
};
use crate::pack::{Before, ClaimRules, ClaimWord, NumberRules, NumberWord, Pack, read_digit};
use std::sync::Arc;

/// All numbers of a report, in order. Dates are among them where they look like numbers. Labels by their words
/// (`No. 7`) and scores (`3:1`) are marked as such; what is a label by its form (`F-16`, `7:00`, `3rd`, `East2West`) is
/// not among them.
pub(super) fn find_numbers(pack: &Pack, report: &Report, tokens: &Tokens) -> Vec<Mention> {
    let mut found = Vec::new();
    for sentence in &tokens.sentences {
        let tokens = &tokens.tokens[sentence.first..sentence.last];
        let plain = |token: &Token| token.kind != TokenKind::Digits || token.span.of(&report.text).is_ascii();
        if tokens.iter().all(plain) {
            Reader { rules: &pack.number, claim: &pack.claim, text: &report.text, tokens }.read_all(&mut found);
        } else {
            read_transcribed(pack, &report.text, tokens, &mut found);
        }
    }
    found
}

/// Reads a sentence that writes digits in another script, or with something unseen between them, as if they were plain.
fn read_transcribed(pack: &Pack, text: &str, tokens: &[Token], found: &mut Vec<Mention>) {
    let mut plain = String::new();
    let mut copies: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut end = tokens.first().map_or(0, |token| token.span.start);
    for token in tokens {
        plain.push_str(Span::new(end, token.span.start).of(text));
        let start = plain.len();
        let written = token.span.of(text);
        match token.kind {
            TokenKind::Digits => {
                plain.extend(written.chars().filter_map(read_digit).map(|digit| char::from(b'0' + digit)))
            }
            TokenKind::Word => plain.push_str(written),
            TokenKind::Punct => plain.push_str(match written {
                "\u{FF0C}" => ",",
                "\u{FF0E}" => ".",
                written => written,
            }),
        }
        copies.push(Token { span: Span::new(start, plain.len()), ..*token });
        end = token.span.end;
    }
    let mut read = Vec::new();
    Reader { rules: &pack.number, claim: &pack.claim, text: &plain, tokens: &copies }.read_all(&mut read);
    let back = |span: Span| {
        let first = copies.partition_point(|token| token.span.start < span.start);
        let last = copies.partition_point(|token| token.span.end < span.end);
        Some(tokens.get(first)?.span.join(tokens.get(last)?.span))
    };
    found.extend(read.into_iter().filter_map(|mut mention| {
        mention.span = back(mention.span)?;
        if let Reading::Number(number) = &mut mention.reading {
            number.whole = back(number.whole)?;
        }
        Some(mention)
    }));
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
    /// By how much the last multiplier multiplied.
    scale: i64,
    /// The token that opens a range: "between".
    lead: Option<usize>,
    rule: Arc<str>,
}

struct Reader<'a> {
    rules: &'a NumberRules,
    claim: &'a ClaimRules,
    text: &'a str,
    tokens: &'a [Token],
}

impl Reader<'_> {
    /// All numbers of the sentence.
    fn read_all(&self, found: &mut Vec<Mention>) {
        let mut at = 0;
        while at < self.tokens.len() {
            if !self.may_begin(at) {
                at += 1;
                continue;
            }
            match self.read_at(at) {
                Some((mention, next)) => {
                    found.extend(mention);
                    at = next.max(at + 1);
                }
                None => at += 1,
            }
        }
    }

    /// Whether a number may begin with this token: all that most tokens are asked.
    fn may_begin(&self, at: usize) -> bool {
        let token = self.tokens[at];
        match token.kind {
            TokenKind::Digits => true,
            TokenKind::Word => self.rules.begins_number(token.word) || self.rules.may_be_compound(self.mark(at)),
            TokenKind::Punct => {
                let mark = self.mark(at);
                matches!(mark, "-" | "\u{2212}" | "\u{2013}" | "." | ",") || self.rules.begins_number(token.word)
            }
        }
    }

    /// Reads a number at token `at`: the mention, if it is one, and where to go on. `None`: nothing numeric here.
    fn read_at(&self, at: usize) -> Option<(Option<Mention>, usize)> {
        if let Some(length) = self.is_at(at, |word| matches!(word, NumberWord::NoNumber)) {
            return Some((None, at + length));
        }
        let base = match self.tokens[at].kind {
            TokenKind::Digits => match self.figure_at(at) {
                Ok(base) => base,
                Err(no) => return Some((no.label.map(|label| *label), no.next)),
            },
            TokenKind::Word => match self.words_at(at) {
                // "subió un 4,5 %": an article.
                Some(base) if base.value == Some(Amount::ONE) && self.percent_at(base.last) => {
                    return Some((None, base.last));
                }
                Some(base) => {
                    // "His twenty-first day"
                    let tied = self.mark(base.last) == "-" || self.rules.begins_phrase(self.word(base.last));
                    if tied
                        && base.value >= Amount::whole(20)
                        && let Some(ordinal) = self.ordinal_at(at).filter(|o| o.single && o.one_word)
                    {
                        return Some((None, ordinal.end));
                    }
                    base
                }
                None => self.part_alone(at).or_else(|| self.point_at(at)).or_else(|| self.negative_at(at))?,
            },
            TokenKind::Punct => match self.led_by_mark(at) {
                Some(base) => base,
                None => self.words_at(at)?,
            },
        };
        if base.digits
            && !base.multiplied
            && self.is_at(base.last, |word| matches!(word, NumberWord::LabelAfter)).is_some()
        {
            return Some((None, base.last));
        }
        let base = self.extend(base);
        let (mut base, end) = self.with_range(base);
        let mut next = end;
        // Unit before or after the figure.
        let before = self.unit_before(base.first);
        let after = self.unit_after(end);
        let mut whole_first = before.as_ref().map_or(base.first, |(first, _)| *first);
        whole_first = base.lead.map_or(whole_first, |lead| lead.min(whole_first));
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
        let mut rules = base.rule.clone();
        // Modifiers, nearest first; the figure's own word ("une soixantaine") yields to them.
        if let Some((first, modifier, name)) = self.modifier_before(whole_first) {
            base.modifier = stronger(base.modifier, modifier, base.bounds.is_some());
            whole_first = first;
            rules = format!("{name} {rules}").into();
            if let Some((first, modifier, name)) = self.modifier_before(whole_first) {
                base.modifier = stronger(base.modifier, modifier, false);
                whole_first = first;
                rules = format!("{name} {rules}").into();
            }
        } else if let Some((last, modifier, name)) = self.modifier_after(whole_last) {
            base.modifier = modifier;
            whole_last = last;
            next = next.max(last);
            rules = format!("{rules} {name}").into();
        }
        let counted = unit.is_none();
        let bounds = bounds_of(&base, counted);
        let plain = base.value == Some(Amount::ONE) && base.modifier == Modifier::Equal && counted;
        let article = plain && !base.digits && !self.counts_people(base.last);
        let span = self.tokens[base.first].span.join(self.tokens[base.last - 1].span);
        let whole = self.tokens[whole_first].span.join(self.tokens[whole_last - 1].span);
        let mention = Mention {
            span,
            rule: rules,
            reading: Reading::Number(Number {
                value: base.value,
                bounds,
                modifier: base.modifier,
                unit,
                whole,
                digits: base.digits,
                zero: base.zero,
                label: false,
                article,
            }),
        };
        Some((Some(mention), next))
    }

    /// Whether the phrase behind "one" counts people: a noun of what happened to them ("un mort") or, where the word
    /// is no article, any noun of people ("one officer").
    fn counts_people(&self, from: usize) -> bool {
        const LONGEST: usize = 3;
        let rules = self.claim;
        let words = self.tokens[from..].iter().take(LONGEST).take_while(|token| token.kind == TokenKind::Word).count();
        (from..from + words).any(|at| {
            let mut counted = false;
            rules.lexicon.each(&self.tokens[..from + words], at, |_, found| {
                counted |= found.iter().any(|rule| match &rules.lexicon.rule(*rule).means {
                    ClaimWord::Thing(thing) => thing.class == "person" && (thing.strong || !rules.one_is_article),
                    _ => false,
                });
            });
            counted
        })
    }

    /// Whether digits with a sign or word for per cent stand here.
    fn percent_at(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Digits)
            && self
                .digits_at(at)
                .is_ok_and(|base| self.unit_after(base.last).is_some_and(|(_, unit)| unit == NumberUnit::Percent))
    }

    /// "Point five": a spoken decimal mark before everything.
    fn point_at(&self, at: usize) -> Option<Base> {
        let length = self.is_at(at, |word| matches!(word, NumberWord::Point))?;
        let (last, thousandths) = self.figures_at(at + length)?;
        // "At this point 40", "el punto 3": only where nothing else is said.
        if at > 0 || last < self.tokens.len() {
            return None;
        }
        let mut base = Base::of(at, last, "decimal-words".into());
        base.value = Some(Amount::from_thousandths(thousandths));
        Some(base)
    }

    /// "Minus five", "negative two".
    fn negative_at(&self, at: usize) -> Option<Base> {
        let mut length = self.is_at(at, |word| matches!(word, NumberWord::Minus))?;
        // "Minus-260"
        if self.mark(at + length) == "-"
            && self.glued(at + length - 1, at + length)
            && self.glued(at + length, at + length + 1)
        {
            length += 1;
        }
        // "Au moins 45" is no sign.
        let modified = self.modifier_before(at + length).is_some_and(|(first, ..)| first <= at);
        if modified { None } else { self.negated(at, at + length) }
    }

    /// The number at `from` with its sign at `at`.
    fn negated(&self, at: usize, from: usize) -> Option<Base> {
        let base = match self.tokens.get(from)?.kind {
            TokenKind::Digits => self.digits_free(from)?,
            TokenKind::Word => self.spelled_at(from)?,
            TokenKind::Punct if matches!(self.mark(from), "." | ",") => self.led_by_mark(from)?,
            TokenKind::Punct => return None,
        };
        let base = self.extend(base);
        let value = Amount::ZERO.minus(base.value?)?;
        Some(Base { first: at, value: Some(value), ..base })
    }

    /// What begins with a mark: ".77", "-504". A dash that opens a line before words is a bullet.
    fn led_by_mark(&self, at: usize) -> Option<Base> {
        let mark = self.mark(at);
        let free = at == 0 || !self.glued(at - 1, at) || matches!(self.mark(at - 1), "(" | "-");
        if !free || at + 1 >= self.tokens.len() {
            return None;
        }
        let tight = self.glued(at, at + 1);
        match mark {
            "." | "," if tight && self.tokens[at + 1].kind == TokenKind::Digits => {
                let written = self.mark(at + 1);
                let digits: String = written.chars().chain("000".chars()).take(3).collect();
                let mut base = Base::of(at, at + 2, "decimal".into());
                // All digits count where a multiplier follows.
                let (value, scale) = (digits.parse().ok()?, 10_i64.checked_pow(u32::try_from(written.len()).ok()?)?);
                base.value = Some(Amount::from_thousandths(value));
                base.digits = true;
                if self.glued(at + 1, at + 2)
                    && let Some((length, factor, _)) = self.multiplier_at(at + 2, true)
                {
                    let whole: i64 = written.parse().ok()?;
                    base.value = Some(Amount::from_thousandths(whole.checked_mul(factor)?.checked_mul(1000)? / scale));
                    base.last += length;
                    (base.multiplied, base.scale) = (true, factor);
                }
                Some(base)
            }
            "-" | "\u{2212}" | "\u{2013}" => {
                let base = self.negated(at, at + 1)?;
                let alone = base.last >= self.tokens.len() || self.tokens[base.last].kind == TokenKind::Punct;
                let sign = if tight { at > 0 || alone } else { at == 0 && base.last >= self.tokens.len() };
                // Between two numbers it is a dash.
                let dash = at > 0 && self.tokens[at - 1].kind == TokenKind::Digits;
                (sign && !dash).then_some(base)
            }
            _ => None,
        }
    }

    fn glued(&self, left: usize, right: usize) -> bool {
        right < self.tokens.len() && self.tokens[left].span.end == self.tokens[right].span.start
    }

    fn word(&self, at: usize) -> WordId {
        self.tokens.get(at).map_or(WordId::UNKNOWN, |token| token.word)
    }

    fn gap(&self, left: usize, right: usize) -> &str {
        Span::new(self.tokens[left].span.end, self.tokens[right].span.start).of(self.text)
    }

    fn mark(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn each_word<'s>(&'s self, at: usize, mut take: impl FnMut(usize, &'s NumberWord, &'s Arc<str>)) {
        if self.tokens.get(at).is_some_and(|token| self.rules.begins_phrase(token.word)) {
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
                best = Some((length, found, name));
            }
        });
        best.map(|(length, found, name)| (length, found, name.clone()))
    }

    fn is_at(&self, at: usize, test: impl Fn(&NumberWord) -> bool) -> Option<usize> {
        let mut best = None;
        self.each_word(at, |length, word, _| best = if test(word) { Some(length) } else { best });
        best
    }

    /// A phrase of the kind that ends just before token `end`.
    fn ends_at<T>(
        &self,
        end: usize,
        before: Before,
        mut pick: impl FnMut(&NumberWord) -> Option<T>,
    ) -> Option<(usize, T, Arc<str>)> {
        let last = self.tokens[..end].last()?;
        if !self.rules.ends_phrase(last.word, before) {
            return None;
        }
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

    fn unit_before(&self, first: usize) -> Option<(usize, NumberUnit)> {
        let (at, unit, _) = self.ends_at(first, Before::Unit, |word| match word {
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
        let (at, modifier, name) = self.ends_at(first, Before::Modifier, |word| match word {
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
    use crate::pack::{Packs, tokenize_report};

    fn count_numbers(packs: &Packs, lang: &str, text: &str) -> usize {
        let report = Report::plain(lang, text);
        let pack = packs.of(&report.lang);
        let tokens = tokenize_report(pack, &report);
        find_numbers(pack, &report, &tokens).len()
    }

    #[test]
    fn one_may_be_an_article() {
        let packs = Packs::embedded().unwrap();
        let articles = |lang: &str, text: &str| -> Vec<bool> {
            let report = Report::plain(lang, text);
            let pack = packs.of(&report.lang);
            let found = find_numbers(pack, &report, &tokenize_report(pack, &report));
            let numbers = found.into_iter().filter_map(|mention| match mention.reading {
                Reading::Number(number) => Some(number.article),
                _ => None,
            });
            numbers.collect()
        };
        for (lang, text) in [
            ("de", "Sie haben einen Plan für den Hafen."),
            ("en", "One of the pumps was sold."),
            ("fr", "Ils défilaient contre un projet de fermeture."),
            ("es", "Protestaban contra un plan de cierre."),
            ("it", "Protestavano contro un piano di chiusura."),
            ("pt", "Protestavam contra um plano de fecho."),
        ] {
            assert!(articles(lang, text).iter().all(|article| *article), "{text}");
        }
        for (lang, text) in [
            ("en", "One person was killed."),
            ("en", "Two of the 9 pumps were sold."),
            ("fr", "Il y a eu un mort et au moins un blessé."),
        ] {
            let articles = articles(lang, text);
            assert!(!articles.is_empty() && articles.iter().all(|article| !article), "{text}: {articles:?}");
        }
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
            "-".repeat(5000) + "5",
            "minus ".repeat(3000) + "5",
            "one hundred and ".repeat(3000),
            "one point ".repeat(3000),
            "two thirds of a million and ".repeat(2000),
            "1/2/".repeat(3000),
            "1½".repeat(3000),
            "1 thousand ".repeat(3000),
            "a half ".repeat(3000),
            "one in one in ".repeat(3000),
            "1:".repeat(3000),
            "3:1 ".repeat(3000),
            "No. 5 to ".repeat(2000),
            "№\u{A0}9".repeat(2000) + ":1",
            "one hundred thirty fifths ".repeat(2000),
            "twenty-".repeat(3000),
            "three lakh crore ".repeat(2000),
            "minus-".repeat(3000) + "5",
            "\u{0663}\u{200B}\u{0664}, \u{FF11}\u{FF0C}\u{FF13}\u{FF10}\u{FF10} \u{0967}.\u{0968} ".repeat(2000),
            "1 000 ".repeat(3000),
            "a thousandth of a ".repeat(2000),
        ] {
            for lang in ["en", "fr", "de", "es", "ru", "uk", "it", "pt", "pl", "und"] {
                assert!(count_numbers(&packs, lang, &text) <= text.len());
            }
        }
        assert_eq!(count_numbers(&packs, "en", "At least 1,300 people in 33 towns."), 2);
        assert_eq!(count_numbers(&packs, "en", "At least 1\u{200B}300 people in \u{0663}\u{0663} towns."), 2);
    }
}
