//! What is each line of a page: headline, body, caption, or furniture? Phrases come from `page.toml`; the shapes are
//! the same in every language. When in doubt a line is body: a figure read too often is seen, one lost is not.
//! Not here: which figures count; captions and teasers are judged later.

use crate::model::{Block, BlockKind, Report, Sentence, Span, Token, TokenCase, TokenKind, Tokens};
use crate::pack::{Pack, PhrasePlace, Start, tokenize_report, tokenize_stretch};
use std::collections::{BTreeMap, BTreeSet};

/// A headline has at most this many words.
const HEADLINE_WORDS: usize = 28;
/// So has a standfirst.
const STANDFIRST_WORDS: usize = 45;
/// A caption; a longer line holds body, of which only the last sentence may be one.
const CAPTION_WORDS: usize = 70;
/// A caption that only shows by its missing full stop is shorter still.
const OPEN_WORDS: usize = 24;
/// So many lines of buttons in a row after the story end it.
const FOOTER_LINES: usize = 3;
/// So many lines that look like headlines at the top are links to other stories.
const LINK_LINES: usize = 6;

/// One line that is not blank.
struct Line<'t> {
    span: Span,
    text: &'t str,
    tokens: &'t [Token],
    sentences: &'t [Sentence],
    words: usize,
    /// Ends like a sentence.
    closed: bool,
    kind: Option<BlockKind>,
    /// Byte where the line's own text starts, after a date stamp.
    start: usize,
    /// Byte from which the line is something else, and what.
    tail: Option<(usize, BlockKind)>,
}

/// Types every line of the report. Blocks come in order, do not overlap, and cover all that is not blank. The tokens are
/// those of the report with these blocks. Where the page's elements have `given` blocks, these stand; of a line of body
/// they leave open only whether it is furniture.
pub(super) fn type_blocks(pack: &Pack, report: &Report, given: &[Block]) -> (Vec<Block>, Tokens) {
    let tokens = tokenize_report(pack, report);
    let mut lines = cut_lines(&report.text, &tokens);
    mark_given(given, &mut lines);
    mark_stamps(&report.text, &mut lines);
    mark_phrases(pack, &report.text, &mut lines);
    mark_signatures(pack, &report.text, &mut lines);
    if given.is_empty() {
        mark_links(&mut lines);
        mark_headline(report, &mut lines);
        mark_repeats(&mut lines);
        mark_lists(&mut lines);
        mark_open_lines(&mut lines);
        mark_footer(&mut lines);
    }
    let blocks = to_blocks(&lines);
    let spans: Vec<Span> = lines.iter().map(|line| line.span).collect();
    let tokens = follow_blocks(pack, &report.text, tokens, &spans, &blocks);
    (blocks, tokens)
}

/// The tokens of a text without blocks as they are with blocks. Only a line that lies in several blocks is cut anew.
fn follow_blocks(pack: &Pack, text: &str, mut tokens: Tokens, lines: &[Span], blocks: &[Block]) -> Tokens {
    let first_block = |line: &Span| blocks.partition_point(|block| block.span.end <= line.start);
    let whole = |line: &Span| {
        let number = first_block(line);
        blocks.get(number).filter(|block| block.span.contains(*line)).map(|block| (number, block.kind))
    };
    let homes: Vec<Option<(usize, BlockKind)>> = lines.iter().map(whole).collect();
    if homes.iter().all(Option::is_some) {
        for sentence in &mut tokens.sentences {
            if let Some(Some((block, kind))) = homes.get(sentence.paragraph) {
                (sentence.block, sentence.kind) = (*block, *kind);
            }
        }
        return tokens;
    }
    let mut out = Tokens {
        tokens: Vec::with_capacity(tokens.tokens.len()),
        sentences: Vec::with_capacity(tokens.sentences.len() + blocks.len()),
    };
    let (mut sentence, mut paragraph) = (0, 0);
    for (number, (line, home)) in lines.iter().zip(&homes).enumerate() {
        let from = sentence;
        while tokens.sentences.get(sentence).is_some_and(|sentence| sentence.paragraph == number) {
            sentence += 1;
        }
        let own = &tokens.sentences[from..sentence];
        let Some((block, kind)) = *home else {
            let cut = blocks.iter().enumerate().skip(first_block(line));
            for (block, Block { kind, span }) in cut.take_while(|(_, block)| block.span.start < line.end) {
                let part = Span::new(span.start.max(line.start), span.end.min(line.end));
                if !part.of(text).trim().is_empty() {
                    tokenize_stretch(pack, text, part, (block, *kind, paragraph), &mut out);
                    paragraph += 1;
                }
            }
            continue;
        };
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            let (old, new) = (first.first, out.tokens.len());
            out.tokens.extend_from_slice(&tokens.tokens[old..last.last]);
            let moved = |at: usize| at - old + new;
            out.sentences.extend(own.iter().map(|sentence| Sentence {
                first: moved(sentence.first),
                last: moved(sentence.last),
                block,
                kind,
                paragraph,
                ..*sentence
            }));
        }
        paragraph += 1;
    }
    out
}

fn cut_lines<'t>(text: &'t str, tokens: &'t Tokens) -> Vec<Line<'t>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut sentence = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = start + (line.len() - line.trim_start().len());
            let first = sentence;
            while tokens.sentences.get(sentence).is_some_and(|s| s.paragraph == lines.len()) {
                sentence += 1;
            }
            let sentences = &tokens.sentences[first..sentence];
            let range = sentences.first().map_or(0, |s| s.first)..sentences.last().map_or(0, |s| s.last);
            let own = &tokens.tokens[range];
            lines.push(Line {
                span: Span::new(from, from + trimmed.len()),
                text: trimmed,
                tokens: own,
                sentences,
                words: own.iter().filter(|token| token.kind != TokenKind::Punct).count(),
                closed: is_closed(trimmed),
                kind: None,
                start: from,
                tail: None,
            });
        }
        start += line.len();
    }
    lines
}

fn is_closed(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ', '\u{A0}']);
    bare.ends_with(['.', '!', '?', '…', ':', ';', ',', '。']) || bare.len() < text.len() && !text.ends_with([')', ']'])
}

/// Lines that the page's elements have typed.
fn mark_given(given: &[Block], lines: &mut [Line]) {
    let mut at = 0;
    for line in lines.iter_mut() {
        while given.get(at).is_some_and(|block| block.span.end <= line.span.start) {
            at += 1;
        }
        let block = given.get(at).filter(|block| block.span.start <= line.span.start);
        line.kind = block.map(|block| block.kind).filter(|kind| *kind != BlockKind::Body);
    }
}

/// A page's own date at a line's start, with a clock time or in ISO form: navigation. What follows stays open.
fn mark_stamps(text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut().filter(|line| line.kind.is_none()) {
        let Some(end) = stamp_length(text, line.tokens) else { continue };
        let rest = line.tokens[end..].iter().filter(|token| token.kind == TokenKind::Word).count();
        if rest == 0 {
            line.kind = Some(BlockKind::Navigation);
        } else if let Some(token) = line.tokens[end..].iter().find(|token| token.kind == TokenKind::Word) {
            line.start = token.span.start;
        }
    }
}

/// How many tokens at the start of a line make a stamp: a date with a year or in figures and a clock time, or an ISO date, with
/// few words. A sentence that opens with its time goes on in small letters: "On 2 March 2025 at 1:30 p.m. dockers".
fn stamp_length(text: &str, tokens: &[Token]) -> Option<usize> {
    let (mut words, mut figures) = (0, 0);
    let mut year = false;
    let mut end = None;
    for (at, token) in tokens.iter().take(16).enumerate() {
        let written = token.span.of(text);
        match token.kind {
            TokenKind::Word if end.is_some() => {
                // "3:15 p.m.": two letters, each with its stop.
                let letter = matches!(written, "a" | "p");
                let half = letter || matches!(written, "AM" | "PM" | "am" | "pm");
                let from = if half { at + 1 } else { at };
                let mut next = tokens[from..].iter().filter(|token| token.kind == TokenKind::Word);
                let m = |token: &&Token| letter && matches!(token.span.of(text), "m" | "M");
                let next: Vec<&Token> = next.by_ref().skip_while(m).take(2).collect();
                // "13:30 par Ann Example" names an author, "3:15 p.m. in Alph." ends a sentence.
                let small = |at: usize| next.get(at).is_some_and(|next| next.case == TokenCase::Lower);
                let closed = tokens.last().is_some_and(|last| matches!(last.span.of(text), "." | "!" | "?"));
                let on = small(0) && (small(1) || closed);
                return end.filter(|_| !on).map(|end| if half { at + 1 } else { end });
            }
            TokenKind::Word => words += 1,
            TokenKind::Punct => {}
            TokenKind::Digits => {
                year |= written.len() == 4 && (written.starts_with("19") || written.starts_with("20"));
                let next = |step: usize| tokens.get(at + step).map_or("", |token| token.span.of(text));
                let glued = tokens.get(at + 1).is_some_and(|next| next.span.start == token.span.end);
                let short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
                if written.len() == 4 && year && next(1) == "-" && short(next(2)) && next(3) == "-" && short(next(4)) {
                    end = Some(at + 5);
                } else if short(written)
                    && glued
                    && matches!(next(1), ":" | "h")
                    && next(2).len() == 2
                    && short(next(2))
                    // A day and a month, both in figures.
                    && (year || figures >= 2)
                {
                    end = Some(at + 3);
                }
                figures += 1;
            }
        }
        if words > 4 {
            return None;
        }
    }
    end.map(|end| end.min(tokens.len()))
}

/// Words of the longest line that credits a translation: a paragraph may open with "Translated from Latin".
const CREDIT: usize = 16;

/// Lines that a phrase of the language types.
fn mark_phrases(pack: &Pack, text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut().filter(|line| line.kind.is_none()) {
        let tokens = line.tokens;
        if let Some(start) = gallery_start(pack, tokens) {
            if start.saturating_sub(line.start) < 120 {
                line.kind = Some(BlockKind::Caption);
            } else {
                line.tail = Some((start, BlockKind::Caption));
            }
            continue;
        }
        let first = tokens.iter().position(|token| token.kind != TokenKind::Punct).unwrap_or(0);
        for at in 0..tokens.len() {
            if tokens[at].starts & Start::PAGE == 0 {
                continue;
            }
            let mut found = None;
            pack.page.lexicon.each(tokens, at, |length, rules| {
                for rule in rules {
                    let means = &pack.page.lexicon.rule(*rule).means;
                    let after = &tokens[at + length..];
                    let fits = match means.place {
                        PhrasePlace::Start => {
                            at == first && (!means.number || after.first().is_some_and(|t| t.kind == TokenKind::Digits))
                        }
                        PhrasePlace::Whole => at == first && after.iter().all(|token| token.kind != TokenKind::Word),
                        PhrasePlace::Inside => line.words <= 45,
                        PhrasePlace::Tail => stands_in_tail(text, line, at, after),
                    };
                    let upper = |token: &Token| token.case == TokenCase::Upper;
                    let loud = tokens[at..at + length].iter().all(upper) && !after.iter().take(3).all(upper);
                    let long = means.translation && line.words > CREDIT;
                    if fits && (!means.upper || loud) && !long {
                        found = Some((means.kind, means.place));
                    }
                }
            });
            match found {
                Some((BlockKind::Caption, PhrasePlace::Tail)) => {
                    mark_caption(line);
                    break;
                }
                Some((kind, _)) => {
                    line.kind = Some(kind);
                    break;
                }
                None => {}
            }
        }
    }
}

/// Where a picture gallery that was copied into one line starts: two and more of `Image 3 of 14`.
fn gallery_start(pack: &Pack, tokens: &[Token]) -> Option<usize> {
    let mut start = None;
    let mut count = 0;
    for at in (0..tokens.len()).filter(|at| tokens[*at].starts & Start::PAGE != 0) {
        pack.page.lexicon.each(tokens, at, |length, rules| {
            let digits = tokens[at + length..].iter().take(4).filter(|token| token.kind == TokenKind::Digits).count();
            let numbered = rules.iter().any(|rule| pack.page.lexicon.rule(*rule).means.number);
            let next = tokens.get(at + length).is_some_and(|token| token.kind == TokenKind::Digits);
            if numbered && next && digits == 2 {
                start.get_or_insert(tokens[at].span.start);
                count += 1;
            }
        });
    }
    start.filter(|_| count > 1)
}

/// A phrase like `Photo` or `Credit`: at a sentence's start or before a colon, and at most eight words before the end;
/// or it opens the line and a colon follows.
fn stands_in_tail(text: &str, line: &Line, at: usize, after: &[Token]) -> bool {
    let mark = |token: Option<&Token>| token.map_or("", |token| token.span.of(text));
    let colon = mark(after.first()) == ":";
    let words = after.iter().filter(|token| token.kind != TokenKind::Punct).count();
    if words == 0 || words > 8 && !(colon && at == 0 && words <= CAPTION_WORDS) {
        return false;
    }
    let opens = line.sentences.iter().any(|sentence| line.tokens[at].span.start == sentence.span.start);
    let capital = line.tokens[at].case != TokenCase::Lower;
    let closed = line.text.ends_with(['.', '!', '?']) && at > 0;
    colon && (capital || words <= 4) || opens && at > 0 && !closed
}

/// The line is a caption, or, where it is too long for one, its last sentence is.
fn mark_caption(line: &mut Line) {
    if line.words <= CAPTION_WORDS || line.sentences.len() < 2 {
        line.kind = Some(BlockKind::Caption);
    } else if let Some(last) = line.sentences.last() {
        line.tail = Some((last.span.start, BlockKind::Caption));
    }
}

/// Lines that a photographer or an agency signs: `NAME – AFP`, `(AP Photo/NAME)`, `NAME/Reuters`.
fn mark_signatures(pack: &Pack, text: &str, lines: &mut [Line]) {
    for line in lines.iter_mut().filter(|line| line.kind.is_none() && line.tail.is_none()) {
        let tokens = line.tokens;
        let from = tokens.len().saturating_sub(14);
        for at in (from..tokens.len()).rev() {
            let Some((length, _)) = pack.page.agencies.longest(tokens, at) else { continue };
            if tokens[at].case == TokenCase::Lower {
                continue;
            }
            let before = at.checked_sub(1).map_or("", |at| tokens[at].span.of(text));
            let after = &tokens[at + length..];
            let ends = after.iter().all(|token| matches!(token.span.of(text), ")" | "]" | "."));
            let bracketed = before == "(" || before == "[";
            let slashed = after.first().is_some_and(|token| token.span.of(text) == "/")
                && after.len() <= 8
                && matches!(after.last().map_or("", |token| token.span.of(text)), ")" | "]");
            let named = matches!(before, "–" | "—" | "/" | "|" | "©")
                || before == "-" && at >= 2 && tokens[at - 2].case != TokenCase::Lower;
            if ends && named || bracketed && slashed {
                mark_caption(line);
                break;
            }
            if ends && bracketed && line.words <= 3 {
                line.kind = Some(BlockKind::Credit);
                break;
            }
        }
    }
}

/// A run of lines at the top that all look like headlines: links to other stories, the last one the page's own.
fn mark_links(lines: &mut [Line]) {
    let looks = |line: &Line| line.words <= HEADLINE_WORDS && !line.text.ends_with('.');
    let run = lines.iter().take_while(|line| looks(line)).count();
    if run < LINK_LINES || run == lines.len() {
        return;
    }
    let menu = lines[..run].iter().rposition(|line| {
        line.kind == Some(BlockKind::Navigation) && !line.text.contains(|c: char| c.is_ascii_digit())
    });
    let own = |line: &Line| line.kind.is_none() && line.words >= 4;
    let headline = menu
        .and_then(|menu| (menu..run).find(|at| own(&lines[*at])))
        .or_else(|| (0..run).rev().find(|at| own(&lines[*at])));
    let Some(headline) = headline.filter(|at| *at >= 3) else { return };
    for line in lines[..headline].iter_mut().filter(|line| line.kind.is_none()) {
        line.kind = Some(BlockKind::Teaser);
    }
    lines[headline].kind = Some(BlockKind::Headline);
}

/// The first line that is no furniture, where it looks like a headline; its repetitions; and the line under it.
fn mark_headline(report: &Report, lines: &mut [Line]) {
    let title = report.title.as_deref().map(str::trim).unwrap_or_default();
    if let Some(line) = lines.iter_mut().find(|line| !title.is_empty() && line.text == title) {
        line.kind = Some(BlockKind::Headline);
    }
    let given = lines.iter().position(|line| line.kind == Some(BlockKind::Headline));
    let Some(at) = given.or_else(|| lines.iter().position(|line| line.kind.is_none())) else { return };
    if given.is_none() {
        let line = &lines[at];
        let stamped = line.start > line.span.start;
        let upper = line.tokens.iter().filter(|token| token.case == TokenCase::Upper).count() * 2 > line.words;
        let open = !line.text.ends_with(['.', ':', ';', ',']) || stamped && line.text.ends_with("..");
        let alone = lines.len() == 1;
        if alone || line.words > HEADLINE_WORDS || line.words == 0 || !(open || upper) {
            return;
        }
    }
    lines[at].kind = Some(BlockKind::Headline);
    let headline = lines[at].text;
    for line in lines[at + 1..].iter_mut().filter(|line| line.kind.is_none()) {
        if line.text == headline {
            line.kind = Some(BlockKind::Headline);
        } else if let Some(rest) = line.text.strip_prefix(headline).filter(|rest| rest.starts_with(' ')) {
            let rest = line.span.end - rest.trim_start().len();
            line.kind = Some(BlockKind::Headline);
            line.tail =
                Some((rest, if line.words > 2 * STANDFIRST_WORDS { BlockKind::Body } else { BlockKind::Standfirst }));
        }
    }
    let body: usize = lines[at + 1..].iter().filter(|line| line.kind.is_none()).count();
    if body > 2
        && let Some(under) = lines[at + 1..].iter().position(|line| line.kind.is_none()).map(|under| at + 1 + under)
        && (6..=STANDFIRST_WORDS).contains(&lines[under].words)
        && lines.get(under + 1).is_some_and(|next| next.words > lines[under].words)
        && lines[under].sentences.len() <= 2
    {
        lines[under].kind = Some(BlockKind::Standfirst);
    }
}

/// Lines that stand twice, or again as the shortened `words of the caption...`: captions, unless the page repeats itself.
fn mark_repeats(lines: &mut [Line]) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut bodies = 0;
    for line in lines.iter().filter(|line| line.kind.is_none() && line.words >= 6) {
        *seen.entry(line.text).or_default() += 1;
        bodies += 1;
    }
    let repeated: usize = seen.values().filter(|count| **count > 1).sum();
    let page_twice = repeated * 2 > bodies && bodies > 8;
    let texts: BTreeSet<&str> = seen.iter().filter(|(_, count)| **count > 1).map(|(text, _)| *text).collect();
    for at in 0..lines.len() {
        if lines[at].kind.is_some() || lines[at].words > CAPTION_WORDS {
            continue;
        }
        let cut = lines[at].text.strip_suffix("...").or_else(|| lines[at].text.strip_suffix('…')).map(str::trim_end);
        let echoes = cut.is_some_and(|cut| {
            at > 0
                && cut.len() >= 20
                && lines[at - 1].kind == Some(BlockKind::Caption)
                && lines[at - 1].text.contains(cut)
        });
        if echoes || !page_twice && texts.contains(lines[at].text) {
            lines[at].kind = Some(BlockKind::Caption);
        }
    }
}

/// Bulleted lines: links where they do not end as sentences, else a list of the article.
fn mark_lists(lines: &mut [Line]) {
    let bullet = |line: &Line| line.kind.is_none() && line.text.starts_with(['•', '▪', '●', '◦', '‣', '■', '►', '▶']);
    let mut at = 0;
    while at < lines.len() {
        let run = lines[at..].iter().take_while(|line| bullet(line)).count();
        if run > 0 {
            let open = lines[at..at + run].iter().filter(|line| !line.text.ends_with(['.', ';', ','])).count();
            let late = at * 2 > lines.len();
            let kind = if open * 2 > run && (late || run == 1) { BlockKind::Teaser } else { BlockKind::List };
            for line in &mut lines[at..at + run] {
                line.kind = Some(kind);
            }
        }
        at += run.max(1);
    }
}

/// In a text whose paragraphs end as sentences, a line of eight words and more that does not is a caption.
fn mark_open_lines(lines: &mut [Line]) {
    let long = |line: &&Line| line.kind.is_none() && line.words >= 8;
    let (all, closed) = (lines.iter().filter(long).count(), lines.iter().filter(long).filter(|l| l.closed).count());
    if all < 6 || closed * 100 < all * 75 {
        return;
    }
    for line in lines.iter_mut() {
        let speaks = line.text.starts_with(['@', '#', '"', '“', '«', '‘', '—', '–', '-', '\'']);
        if line.kind.is_none()
            && (8..=OPEN_WORDS).contains(&line.words)
            && !line.closed
            && !speaks
            && line.sentences.len() == 1
        {
            line.kind = Some(BlockKind::Caption);
        }
    }
}

/// After the story, a row of buttons ends it: what follows are readers' comments and menus.
fn mark_footer(lines: &mut [Line]) {
    let mut bodies = 0;
    let mut buttons = 0;
    let mut footer = None;
    for (at, line) in lines.iter().enumerate() {
        match line.kind {
            Some(BlockKind::Navigation) => buttons += 1,
            None | Some(BlockKind::Standfirst) if line.words >= 12 => {
                bodies += 1;
                buttons = 0;
            }
            _ => buttons = 0,
        }
        if buttons >= FOOTER_LINES && bodies >= 3 {
            footer = Some(at + 1);
            break;
        }
    }
    let Some(footer) = footer else { return };
    let after = lines[footer..].iter().filter(|line| line.kind.is_none() && line.words >= 12).count();
    if after > bodies {
        return;
    }
    for line in lines[footer..].iter_mut().filter(|line| line.kind.is_none()) {
        line.kind = Some(if line.words >= 12 { BlockKind::Comment } else { BlockKind::Navigation });
    }
}

fn to_blocks(lines: &[Line]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(lines.len());
    let mut push = |kind: BlockKind, start: usize, end: usize| {
        if start >= end {
            return;
        }
        if let Some(last) = blocks.last_mut()
            && last.kind == kind
            && matches!(kind, BlockKind::Body | BlockKind::Navigation | BlockKind::Comment)
        {
            last.span.end = end;
            return;
        }
        blocks.push(Block { kind, span: Span::new(start, end) });
    };
    for line in lines {
        let kind = line.kind.unwrap_or(BlockKind::Body);
        push(BlockKind::Navigation, line.span.start, line.start);
        match line.tail {
            Some((at, tail)) if at > line.start => {
                push(kind, line.start, at);
                push(tail, at, line.span.end);
            }
            _ => push(kind, line.start, line.span.end),
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::super::{read_text, receive_text};
    use crate::model::BlockKind::{self, *};
    use crate::pack::{Packs, tokenize_report};

    /// Checks the kinds of the blocks of a page, line by line.
    fn check(page: &str, kinds: &[BlockKind]) {
        let report = read_text(&Packs::embedded().unwrap(), page.as_bytes(), "a").unwrap();
        let read: Vec<_> = report.blocks.iter().map(|block| block.kind).collect();
        let shown: Vec<_> = report.blocks.iter().map(|b| (b.kind, b.span.of(&report.text))).collect();
        assert_eq!(read, kinds, "{shown:#?}");
        let mut end = 0;
        for block in &report.blocks {
            assert!(block.span.start >= end && report.text[end..block.span.start].trim().is_empty());
            end = block.span.end;
        }
        assert!(report.text[end..].trim().is_empty());
    }

    #[test]
    fn any_text_is_cut_without_a_gap() {
        use proptest::prelude::*;
        let packs = Packs::embedded().unwrap();
        let pieces = prop::sample::select(vec![
            "Photo: ",
            "(AP Photo/",
            "– AFP",
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "2025-03-10",
            "10 March 2025 08:32 PM ",
            "•",
            "...",
            ".",
            "Dockers were held",
            "é\u{301}",
            "\u{200B}",
            "\u{A0}",
            "»",
            "Image 1 of 2 ",
            "1 300",
            "Next",
            "À lire aussi :",
            "🚢",
        ]);
        let pages = prop::collection::vec(pieces, 1..60).prop_map(|pieces| pieces.concat());
        proptest!(ProptestConfig::with_cases(300), |(page in pages)| {
            let Ok(received) = receive_text(&packs, page.as_bytes(), "a") else { return Ok(()) };
            let report = received.report;
            prop_assert_eq!(received.tokens, Some(tokenize_report(packs.of(&report.lang), &report)));
            let mut end = 0;
            for block in &report.blocks {
                prop_assert!(block.span.start >= end && report.text.is_char_boundary(block.span.start));
                prop_assert!(report.text[end..block.span.start].trim().is_empty());
                prop_assert!(report.text.is_char_boundary(block.span.end) && !block.span.is_empty());
                end = block.span.end;
            }
            prop_assert!(report.text[end..].trim().is_empty());
        });
    }

    const BODY: &str = "The dockers had walked out on Monday over plans to close the eastern quay of the old port.\n\
        Police said that they had taken away forty people who had sat down in front of the gates at noon.\n\
        A spokeswoman for the port told reporters that ships would be sent to other harbours until Friday.\n";

    #[test]
    fn english_pages_are_cut() {
        check(
            &format!(
                "Dockers held after sit-in\n\n{BODY}\nRead more: What the port's owners want\n\
                Forty dockers were held at the gates (AP Photo/Ann Example)\n\
                Sign up to our newsletter for more.\nSource: Read Full Article\n"
            ),
            &[Headline, Standfirst, Body, Teaser, Caption, Advert, Credit],
        );
        check(
            &format!(
                "Sunday 2 March 2025 08:32 PM Dockers held after sit-in ...\n{BODY}Image 2 of 9 Dockers at the gates.\n"
            ),
            &[Navigation, Headline, Standfirst, Body, Caption],
        );
        check("At least forty people were held on Monday.", &[Body]);
        // A sentence that tells the hour is no stamp.
        for told in [
            "The sit-in began at 3:15 p.m. Sunday on the quay.",
            "On 2 March 2025, at about 1:30 p.m. the gates were shut.",
        ] {
            check(&format!("Dockers held after sit-in\n{told}\n{BODY}"), &[Headline, Standfirst, Body]);
        }
        for stamp in ["02.03. 13:30 Ann Example", "2025-03-02 13:30 by Ann Example", "March 2, 2025, 3:15 p.m. EDT"] {
            check(&format!("Dockers held after sit-in\n{stamp}\n{BODY}"), &[Headline, Navigation, Standfirst, Body]);
        }
    }

    #[test]
    fn french_pages_are_cut() {
        check(
            "Des dockers arrêtés après un sit-in\n\
             Les dockers avaient cessé le travail lundi pour protester contre la fermeture du quai oriental.\n\
             La police a dit avoir emmené quarante personnes qui s'étaient assises devant les grilles à midi.\n\
             Une porte-parole du port a déclaré que les navires iraient ailleurs jusqu'à vendredi, au moins.\n\
             Plus de trente dockers ont été arrêtés Crédit : AFP\n\
             À lire aussi : ce que veulent les propriétaires du port\n\
             Agrandir le texte\nRéduire le texte\nEnvoyer par email\n\
             Franchement il est étonnant de voir que personne ne parle jamais de ceux qui travaillent là depuis trente ans.\n",
            &[Headline, Standfirst, Body, Caption, Teaser, Navigation, Comment],
        );
    }
}
