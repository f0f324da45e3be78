//! Does the page say that it is a translation? Reads the credit lines of a report.
//! Not here: agencies that a page credits; they are agents, found by `quote`.

use crate::model::{BlockKind, Mention, Reading, Tokens};
use crate::pack::{Pack, Start};

/// Where credit lines say so.
pub(super) fn find_credits(pack: &Pack, tokens: &Tokens) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for sentence in tokens.sentences.iter().filter(|sentence| sentence.kind == BlockKind::Credit) {
        let words = &tokens.tokens[..sentence.last];
        let lexicon = &pack.page.lexicon;
        let found = (sentence.first..sentence.last).filter(|at| words[*at].starts & Start::PAGE != 0).find_map(|at| {
            let (length, rules) = lexicon.longest(words, at)?;
            let rule = rules.iter().map(|rule| lexicon.rule(*rule)).find(|rule| rule.means.translation)?;
            Some((words[at].span.join(words[at + length - 1].span), rule.name.clone()))
        });
        mentions.extend(found.map(|(span, rule)| Mention { span, rule, reading: Reading::Translation }));
    }
    mentions
}
