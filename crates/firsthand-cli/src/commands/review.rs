//! `firsthand review`: what should a person look at, claims and names that may be one counter, and what did people decide?
//! Not here: what a decision does to the ledger (the library), and how the log is chained (`firsthand::model`).

use crate::show::{self, safe, word};
use crate::view::{amount_words, sentence_line, short};
use crate::work::{Format, Ledger, Threads, list_refused, load_resources, now, settle, view_today};
use crate::{Ending, input, settings};
use anyhow::{Context, Result};
use firsthand::export::jsonl::Masking;
use firsthand::model::{Claim, Decision, Entry, EntryId, LogLine, Record, Words, cancelled_records, read_log};
use firsthand::pipeline::{
    DecideError, Doubt, Memory, Proposal, ToldSentence, check_indicator, entries_around, find_claim, find_story,
    join_names, judge_claims, list_moves, list_proposals, mask_entries, place_outside_claims, post_decision,
    rank_doubts, read_corrections, read_records, undo_record,
};
use firsthand::resources::Resources;
use firsthand::store::Store;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Judge claims: see which matter most, accept, reject or correct them, undo it, repeat another ledger's decisions
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand review list                                        what is worth a look, and why
  firsthand review reject c_k3mq --reason \"of another march\"
  firsthand review edit c_k3mq 'figure=>=1386' time=2022-09-21 --reason \"the page says so\"
  firsthand review edit c_k3mq 'detained >=1386 person @ Russia/RU 2022-09-21 by OVD-Info' --reason \"misread\"
  firsthand review same-as ovd-info owd-info --reason \"one monitor in two spellings\"
  firsthand review same-as Oporto/PT Porto/PT --reason \"two names of one town\"
  firsthand review accept p_x2ab --reason \"the page of the monitor says so\"     a proposal of the list
  firsthand review undo 3 --reason \"it was right\"
  firsthand review log --jsonl > decisions.jsonl; firsthand review replay decisions.jsonl --db other.db

Whoever decides is named by --author, FIRSTHAND_AUTHOR, or author = \"NAME\" in firsthand.toml.
A decision is never changed: each is a record in a chain of hashes that `firsthand verify` checks.")]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List the claims to look at, those first that move a published figure most and are most doubtful, and the counters
    /// that may be one under two names
    List {
        /// Only this story
        #[arg(long, value_name = "ID")]
        story: Option<String>,
        /// So many claims
        #[arg(long, value_name = "N", default_value = "20")]
        limit: NonZeroUsize,
        #[command(flatten)]
        ledger: Ledger,
        #[command(flatten)]
        format: Format,
    },
    /// Print the decisions; as JSON lines they are what `replay` reads
    Log {
        #[command(flatten)]
        ledger: Ledger,
        /// Print JSON lines
        #[arg(long)]
        jsonl: bool,
    },
    /// Confirm that claims are read rightly, or that two counters are one
    Accept {
        /// Ids of claims or of proposals (`p_...`), or their first letters
        #[arg(required = true)]
        claim: Vec<String>,
        #[command(flatten)]
        decider: Decider,
    },
    /// Take claims out of the count, they stay visible; or say that two counters are two
    Reject {
        /// Ids of claims or of proposals (`p_...`), or their first letters
        #[arg(required = true)]
        claim: Vec<String>,
        #[command(flatten)]
        decider: Decider,
    },
    /// Correct what was read
    Edit {
        /// Id of a claim, or its first letters
        claim: String,
        /// `field=value`, or a whole claim as corpora write it; a field without a value is unknown
        #[arg(required = true)]
        set: Vec<String>,
        #[command(flatten)]
        decider: Decider,
    },
    /// Say that two counters, two places or two stories are one
    SameAs {
        /// A counter's key, a place (`Name/CC`, or its id), or a story's id
        one: String,
        /// Another's
        other: String,
        #[command(flatten)]
        decider: Decider,
    },
    /// Cancel a decision; an undo can be undone
    Undo {
        /// The number of the record
        number: u64,
        #[command(flatten)]
        decider: Decider,
    },
    /// Repeat the decisions of another ledger's log; those that are here already are left alone
    Replay {
        /// A file of `firsthand review log --jsonl`, or -
        file: PathBuf,
        #[command(flatten)]
        ledger: Ledger,
    },
}

/// Who decides, why, and where.
#[derive(Debug, clap::Args)]
struct Decider {
    /// Why, in words
    #[arg(long, value_name = "WORDS")]
    reason: String,
    /// Who decides [default: $FIRSTHAND_AUTHOR, else author in firsthand.toml]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    #[command(flatten)]
    ledger: Ledger,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    match options.action {
        Action::List { story, limit, ledger, format } => list(story.as_deref(), limit.get(), &ledger, format, out),
        Action::Log { ledger, jsonl } => print_log(&ledger, jsonl, out),
        Action::Accept { claim, decider } => decide(&decider, out, |store| judge(store, &claim, true)),
        Action::Reject { claim, decider } => decide(&decider, out, |store| judge(store, &claim, false)),
        Action::Edit { claim, set, decider } => decide(&decider, out, |store| {
            let claim = find_claim(store, &claim)?;
            let set = read_corrections(&set)?;
            check_indicator(&load_resources()?, store, claim, &set)?;
            Ok(vec![Decision::Edit { claim, set }])
        }),
        Action::SameAs { one, other, decider } => {
            decide(&decider, out, |store| Ok(vec![join_names(store, &one, &other)?]))
        }
        Action::Undo { number, decider } => decide(&decider, out, |store| Ok(vec![undo_record(store, number)?])),
        Action::Replay { file, ledger } => replay(&file, &ledger, out),
    }
}

/// The decision on each claim that was not judged so already, and on each proposal.
fn judge(store: &dyn Store, ids: &[String], accepts: bool) -> Result<Vec<Decision>> {
    let (decisions, same) = judge_claims(&load_resources()?, store, ids, accepts)?;
    for claim in same {
        show::talk(&format!("note {claim}: it is {} already", if accepts { "accepted" } else { "rejected" }));
    }
    Ok(decisions)
}

/// Posts decisions, settles the ledger and says what they changed.
fn decide(
    decider: &Decider,
    out: &mut dyn Write,
    decisions: impl FnOnce(&dyn Store) -> Result<Vec<Decision>>,
) -> Result<Ending> {
    let author = settings::find_author(decider.author.as_deref())?;
    let res = load_resources()?;
    let mut store = decider.ledger.open(&res)?;
    // Nothing is put behind a record that was changed.
    read_records(store.as_ref())?;
    let decisions = decisions(store.as_ref())?;
    if decisions.is_empty() {
        writeln!(out, "nothing to decide")?;
        return Ok(Ending::Done);
    }
    let before = entries_around(store.as_ref(), &decisions)?;
    let feed = store.feed()?.end;
    let mut last = 0;
    for decision in decisions {
        let words = Words { author: author.clone(), reason: decider.reason.clone(), salt: make_salt()? };
        last = post(store.as_mut(), &decision, &words, None)?;
        writeln!(out, "posted {last}: {} by {}", safe(&decision.to_string()), safe(&author))?;
    }
    out.flush()?;
    settle(&res, store.as_mut(), &mut Memory::default())?;
    print_moves(&res, store.as_ref(), &before, feed, out)?;
    writeln!(out, "next: firsthand review undo {last} --reason ...{}", decider.ledger.flag())?;
    Ok(Ending::Done)
}

/// Puts a decision at the end of the log and returns its number.
fn post(store: &mut dyn Store, decision: &Decision, words: &Words, origin: Option<&str>) -> Result<u64> {
    let hint = "hint: firsthand review --help shows an example of each decision";
    post_decision(store, decision, words, origin, &now).map_err(|error| match error {
        DecideError::Malformed(why) => anyhow::anyhow!("{why}\n{hint}"),
        DecideError::Store(error) => error.into(),
    })
}

fn make_salt() -> Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).context("the system gives no random numbers")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// How the figures moved, entry by entry.
fn print_moves(
    res: &Resources,
    store: &dyn Store,
    before: &BTreeMap<EntryId, Entry>,
    feed: i64,
    out: &mut dyn Write,
) -> Result<()> {
    let view = view_today(res, store)?;
    let figures = |entry: &Entry| {
        let [low, best, high] = [entry.low, entry.best, entry.high].map(show::figure);
        format!("{low} / {best} / {high}")
    };
    let moved = list_moves(store, &view, before, feed)?;
    if moved.is_empty() {
        writeln!(out, "no entry changed")?;
    } else {
        writeln!(out, "low / best / high, before and after:")?;
        for one in &moved {
            let line = match (&one.before, one.stands) {
                (Some(_), true) if !one.is_of_figures() => {
                    format!("{}, its evidence changed", figures(&one.entry))
                }
                (Some(old), true) => format!("{} -> {}", figures(old), figures(&one.entry)),
                (None, true) => format!("new: {}", figures(&one.entry)),
                (old, false) => format!("{} -> gone", old.as_ref().map(figures).unwrap_or_default()),
            };
            writeln!(out, "  {} {}: {line}", short(&one.entry.id.to_string()), safe(&one.entry.series))?;
        }
    }
    Ok(())
}

fn list(story: Option<&str>, limit: usize, ledger: &Ledger, format: Format, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let base = ledger.open(&res)?;
    let view = view_today(&res, base.as_ref())?;
    let store: &dyn Store = &view;
    let stories = match story {
        Some(id) => vec![store.story(find_story(store, id)?)?.context("the story is gone")?],
        None => store.stories()?,
    };
    let annex = place_outside_claims(base.as_ref(), &base.stories()?)?;
    let bar = show::Progress::of_steps("weighing doubts");
    let mut queue: Vec<Doubt> = Vec::new();
    for (at, story) in stories.iter().enumerate() {
        // What cannot come before those that are shown anyway need not be tried.
        let least = queue.get(limit - 1).map_or(0, |doubt| doubt.rank().0);
        queue.extend(rank_doubts(base.as_ref(), &Threads, &annex, story, least, usize::MAX)?);
        sort_queue(&mut queue, limit);
        bar.step(at + 1, stories.len());
    }
    bar.end();
    let mut shown = Vec::with_capacity(queue.len());
    for mut doubt in queue {
        let entry = store.entry(doubt.entry)?.context("the ledger changed meanwhile\nhint: ask again")?;
        doubt.series = mask_entries(store, vec![entry])?.pop().map(|entry| entry.series).unwrap_or_default();
        let claim = store.claim(doubt.claim)?.context("the ledger changed meanwhile\nhint: ask again")?;
        let report = store.report(claim.report)?;
        let evidence = report.map(|report| ToldSentence::of(&res, &report, &claim));
        shown.push((doubt, claim, evidence));
    }
    let narrowed = story.is_some().then_some(&stories[..]);
    let mut proposals = list_proposals(&res, base.as_ref(), narrowed)?;
    let more = proposals.len().saturating_sub(limit);
    proposals.truncate(limit);
    let proposed: Vec<ShownProposal> =
        proposals.into_iter().map(|proposal| ShownProposal::of(&res, store, proposal)).collect::<Result<_>>()?;
    let orphans = find_orphans(store)?;
    if format.json || format.jsonl {
        let lines: Vec<Value> = shown.iter().map(|(doubt, claim, evidence)| line_of(doubt, claim, evidence)).collect();
        let orphans: Vec<Value> =
            orphans.iter().map(|record| json!({"number": record.number, "decision": record.decision})).collect();
        let aliases: Vec<Value> = proposed.iter().map(ShownProposal::line).collect();
        if format.json {
            let document =
                json!({"format": "firsthand/review/1", "queue": lines, "aliases": aliases, "orphaned": orphans});
            writeln!(out, "{document}")?;
        } else {
            lines.iter().chain(&aliases).try_for_each(|line| writeln!(out, "{line}"))?;
        }
        return Ok(Ending::Done);
    }
    print_queue(&shown, proposed.is_empty(), out)?;
    proposed.iter().try_for_each(|proposal| proposal.print(out))?;
    if more > 0 {
        writeln!(out, "and {} more: --limit shows them", show::count(more, "proposal"))?;
    }
    for record in &orphans {
        writeln!(
            out,
            "orphaned: record {} ({}) names a claim that the ledger does not have: its report is not here, or today's rules read it otherwise",
            record.number,
            safe(&record.decision.to_string())
        )?;
    }
    let flag = ledger.flag();
    if let Some(first) = proposed.first() {
        let id = short(&first.proposal.id.to_string()).to_owned();
        writeln!(out, "one counter or two: firsthand review accept|reject {id} --reason ...{flag}")?;
    }
    match (shown.first(), orphans.first()) {
        (Some((doubt, ..)), _) => writeln!(
            out,
            "next: firsthand why {0}{flag}, then firsthand review accept|reject|edit {0} --reason ...{flag}",
            short(&doubt.claim.to_string())
        )?,
        (None, Some(record)) => writeln!(out, "next: firsthand review undo {} --reason ...{flag}", record.number)?,
        (None, None) => writeln!(out, "next: firsthand tally{flag}")?,
    }
    Ok(Ending::Done)
}

/// A proposal with the names and the sentences that speak for it.
struct ShownProposal {
    proposal: Proposal,
    /// Of its first ground: the claim of each counter, and its sentence.
    told: Vec<(Claim, Option<ToldSentence>)>,
}

impl ShownProposal {
    fn of(res: &Resources, store: &dyn Store, proposal: Proposal) -> Result<Self> {
        let mut told = Vec::with_capacity(2);
        if let Some(ground) = proposal.alias.grounds.first() {
            for id in [ground.one, ground.other] {
                let claim = store.claim(id)?.context("the ledger changed meanwhile\nhint: ask again")?;
                let evidence = store.report(claim.report)?.map(|report| ToldSentence::of(res, &report, &claim));
                told.push((claim, evidence));
            }
        }
        Ok(Self { proposal, told })
    }

    fn rules(&self) -> Vec<&'static str> {
        let mut rules: Vec<&str> = self.proposal.alias.grounds.iter().map(|ground| ground.rule.name()).collect();
        rules.dedup();
        rules
    }

    fn line(&self) -> Value {
        let alias = &self.proposal.alias;
        let told: Vec<Value> = self
            .told
            .iter()
            .zip([&alias.one, &alias.other])
            .map(|((claim, evidence), key)| {
                json!({
                    "counter": key, "claim": claim.id, "doc": claim.doc, "source": public_name(claim),
                    "sentence": evidence.as_ref().map(|e| json!({"before": e.before, "figure": e.figure, "after": e.after})),
                })
            })
            .collect();
        json!({
            "proposal": self.proposal.id, "one": alias.one, "other": alias.other, "rules": self.rules(),
            "figures": alias.grounds.len(), "pages_of_both": alias.pages_of_both,
            "stories": [self.proposal.stories.0, self.proposal.stories.1], "told": told,
        })
    }

    fn print(&self, out: &mut dyn Write) -> Result<()> {
        let alias = &self.proposal.alias;
        let against = match alias.pages_of_both {
            0 => String::new(),
            1 => "; but 1 page names both".to_owned(),
            pages => format!("; but {pages} pages name both"),
        };
        let head = format!("one counter? {} and {}", safe(&alias.one), safe(&alias.other));
        writeln!(out, "{}  {}", short(&self.proposal.id.to_string()), show::bold(&head))?;
        let (one, other) = self.proposal.stories;
        writeln!(
            out,
            "    {} ({}); they count in {one} and {other} of the stories{against}",
            show::count(alias.grounds.len(), "figure"),
            self.rules().join(", ")
        )?;
        for ((claim, evidence), key) in self.told.iter().zip([&alias.one, &alias.other]) {
            let sentence = evidence.as_ref().map_or_else(|| "a claim from outside".to_owned(), sentence_line);
            writeln!(out, "    {}, {}: {sentence}", safe(key), safe(&claim.doc))?;
        }
        Ok(())
    }
}

/// The source of a claim as written, unless it is a private person.
fn public_name(claim: &Claim) -> Option<&str> {
    claim.source.as_ref().filter(|source| !Masking::Masked.hides(source.role)).map(|source| source.name.as_str())
}

/// The highest ranks, in order.
fn sort_queue(queue: &mut Vec<Doubt>, limit: usize) {
    queue.sort_by_key(|doubt| (std::cmp::Reverse(doubt.rank()), doubt.entry, doubt.claim));
    queue.truncate(limit);
}

/// Records in force that name a claim which the ledger does not have.
fn find_orphans(store: &dyn Store) -> Result<Vec<Record>> {
    let records = read_records(store)?;
    let cancelled = cancelled_records(&records);
    let mut orphans = Vec::new();
    for record in records {
        let Some(claim) = record.decision.claim().filter(|_| !cancelled.contains_key(&record.number)) else { continue };
        if store.claim(claim)?.is_none() {
            orphans.push(record);
        }
    }
    Ok(orphans)
}

fn line_of(doubt: &Doubt, claim: &Claim, evidence: &Option<ToldSentence>) -> Value {
    json!({
        "claim": doubt.claim, "entry": doubt.entry, "series": doubt.series, "kind": doubt.kind, "doc": claim.doc,
        "surface": claim.surface, "value": claim.value, "lower": claim.bounds.lower, "upper": claim.bounds.upper,
        "best": doubt.best, "rejected": doubt.without, "accepted": doubt.with, "effect": doubt.effect,
        "doubt": doubt.doubt, "reasons": doubt.reasons,
        "sentence": evidence.as_ref().map(|e| json!({"before": e.before, "figure": e.figure, "after": e.after})),
    })
}

fn print_queue(shown: &[(Doubt, Claim, Option<ToldSentence>)], alone: bool, out: &mut dyn Write) -> Result<()> {
    if shown.is_empty() && alone {
        writeln!(out, "nothing to review: no doubtful claim moves a figure")?;
    }
    for (doubt, claim, evidence) in shown {
        let said = amount_words(claim.value, claim.bounds, claim.modifier);
        writeln!(
            out,
            "{}  {}",
            short(&doubt.claim.to_string()),
            show::bold(&format!("{said}, {}: {}", safe(&claim.doc), safe(&doubt.series)))
        )?;
        let named = |figure| match figure {
            None => "no figure".to_owned(),
            figure => show::figure(figure),
        };
        writeln!(
            out,
            "    {} now, {} if rejected, {} if accepted; {} ({})",
            named(doubt.best),
            named(doubt.without),
            named(doubt.with),
            word(&doubt.kind),
            doubt.reasons.join("; ")
        )?;
        if let Some(evidence) = evidence {
            writeln!(out, "    {}", sentence_line(evidence))?;
        }
    }
    Ok(())
}

fn print_log(ledger: &Ledger, jsonl: bool, out: &mut dyn Write) -> Result<Ending> {
    let store = ledger.open_as_it_is()?;
    let (records, lines) = (read_records(store.as_ref())?, store.review_log()?);
    let cancelled = cancelled_records(&records);
    for (record, line) in records.iter().zip(&lines) {
        if jsonl {
            serde_json::to_writer(&mut *out, line)?;
            writeln!(out)?;
        } else {
            writeln!(out, "{}", record_line(record, line, &cancelled))?;
        }
    }
    if !jsonl {
        writeln!(out, "{}", show::count(records.len(), "decision"))?;
        if let Some(last) = lines.last() {
            writeln!(out, "the last record has the hash {}", last.hash)?;
        }
    }
    Ok(Ending::Done)
}

/// `3  2031-05-01T10:00:00Z  reject c_k3mq... by Ana: of another march   (undone by 4)`
pub(crate) fn record_line(record: &Record, line: &LogLine, cancelled: &BTreeMap<u64, u64>) -> String {
    let words = match &line.words {
        Some(words) => format!("by {}: {}", safe(&words.author), safe(&words.reason)),
        None => "by somebody whose words were erased".to_owned(),
    };
    let undone = cancelled.get(&record.number).map(|by| format!("   (undone by {by})")).unwrap_or_default();
    format!("{}  {}  {} {words}{undone}", record.number, record.recorded, safe(&record.decision.to_string()))
}

/// Reads the lines of a log; what is no line is an error with its place.
fn read_log_file(file: &Path) -> Result<std::result::Result<Vec<LogLine>, Vec<input::Refused>>> {
    let (mut lines, mut refused) = (Vec::new(), Vec::new());
    for raw in input::open_lines(file) {
        match raw {
            Err(one) => refused.push(one),
            Ok(raw) => match serde_json::from_slice::<LogLine>(&raw.bytes) {
                Ok(line) => lines.push(line),
                Err(error) => refused.push(input::Refused {
                    place: raw.place,
                    word: "broken_record",
                    why: error.to_string(),
                    hint: "one record a line, as firsthand review log --jsonl prints them".into(),
                }),
            },
        }
    }
    Ok(if refused.is_empty() { Ok(lines) } else { Err(refused) })
}

fn replay(file: &Path, ledger: &Ledger, out: &mut dyn Write) -> Result<Ending> {
    let lines = match read_log_file(file)? {
        Ok(lines) => lines,
        // A chain with a hole is no chain: nothing of it is taken.
        Err(refused) => return Ok(list_refused(&refused, false)),
    };
    let records = match read_log(&lines) {
        Ok(records) => records,
        Err(broken) => {
            writeln!(out, "{}: {broken}", file.display())?;
            writeln!(out, "hint: nothing was posted; ask for the log again")?;
            return Ok(Ending::CheckFailed);
        }
    };
    let res = load_resources()?;
    let mut store = ledger.open(&res)?;
    let decisions: Vec<Decision> = records.iter().map(|record| record.decision.clone()).collect();
    let before = entries_around(store.as_ref(), &decisions)?;
    let feed = store.feed()?.end;
    // Where each record of the file is here: it may have come before, or be our own.
    let mut here: BTreeMap<String, u64> = BTreeMap::new();
    for (record, line) in read_records(store.as_ref())?.iter().zip(store.review_log()?) {
        here.insert(line.hash, record.number);
        here.extend(record.origin.clone().map(|origin| (origin, record.number)));
    }
    let (mut numbers, mut posted, mut waiting) = (BTreeMap::new(), 0, 0);
    for (record, line) in records.into_iter().zip(lines) {
        let origin = record.origin.clone().unwrap_or_else(|| line.hash.clone());
        if let Some(number) = here.get(&origin).or_else(|| here.get(&line.hash)) {
            numbers.insert(record.number, *number);
            continue;
        }
        let decision = match record.decision {
            Decision::Undo { number } => {
                let number = numbers.get(&number).copied();
                Decision::Undo { number: number.context("an undo names a record that is not before it")? }
            }
            decision => decision,
        };
        if let Some(claim) = decision.claim() {
            waiting += usize::from(store.claim(claim)?.is_none());
        }
        let erased = || "erased in the log that this was taken from".to_owned();
        let (author, reason) = line.words.map_or_else(|| (erased(), erased()), |words| (words.author, words.reason));
        let words = Words { author, reason, salt: make_salt()? };
        let number = post(store.as_mut(), &decision, &words, Some(&origin))?;
        here.insert(origin, number);
        numbers.insert(record.number, number);
        posted += 1;
    }
    settle(&res, store.as_mut(), &mut Memory::default())?;
    writeln!(out, "posted {}, already there {}", show::count(posted, "decision"), numbers.len() - posted)?;
    if waiting > 0 {
        writeln!(out, "{} wait for their claims: firsthand review list names them", show::count(waiting, "decision"))?;
    }
    print_moves(&res, store.as_ref(), &before, feed, out)?;
    Ok(Ending::Done)
}
