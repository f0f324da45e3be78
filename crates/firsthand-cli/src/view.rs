//! How are claims, mentions, entries and stories put into words and tables? Shared by the commands that print them.
//! Not here: which of them are printed.

use crate::show::{self, Side, align, figure, safe};
use anyhow::Result;
use firsthand::export::jsonl::{MASK, Masking, mask_entry, mask_text, private_names};
use firsthand::ledger::{EntryLine, list_entry_lines};
use firsthand::mentions::find_mentions;
use firsthand::model::{
    Amount, Claim, CodePoints, Derivation, DerivationKind, Direction, Entry, FamilyId, Interval, Mention, Modality,
    Modifier, NumberUnit, Polarity, Reading, Report, ReportId, Role, Span, Story, StoryId,
};
use firsthand::pack::tokenize_report;
use firsthand::resources::Resources;
use firsthand::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// `at least 1,386`, `1,301 or more`, `20,000 to 99,999`.
pub(crate) fn amount_words(value: Option<Amount>, bounds: Interval, modifier: Modifier) -> String {
    let said = value.map(|value| figure(Some(value)));
    match (modifier, said) {
        (Modifier::Equal, Some(said)) => said,
        (Modifier::Range | Modifier::Vague, _) | (_, None) => match (bounds.lower, bounds.upper) {
            (Some(lower), Some(upper)) if lower == upper => figure(Some(lower)),
            (Some(lower), Some(upper)) => format!("{} to {}", figure(Some(lower)), figure(Some(upper))),
            (Some(lower), None) => format!("{} or more", figure(Some(lower))),
            (None, Some(upper)) => format!("{} or fewer", figure(Some(upper))),
            (None, None) => "an unknown number".into(),
        },
        (modifier, Some(said)) => format!("{} {said}", show::word(&modifier)),
    }
}

/// One claim in one line.
pub(crate) fn claim_sentence(claim: &Claim, masking: Masking) -> String {
    let mut line =
        format!("{}  {} {}", claim.id, safe(&claim.indicator), amount_words(claim.value, claim.bounds, claim.modifier));
    let mut add = |text: &str| line.push_str(text);
    add(&format!(" {}", safe(&claim.unit)));
    if let Some(subset) = &claim.subset {
        add(&format!(" ({})", safe(subset)));
    }
    add(&format!(", {}", show::word(&claim.measure)));
    if let Some(name) = claim.place.as_ref().and_then(|place| place.name.as_ref().or(place.country.as_ref())) {
        add(&format!(" @ {}", safe(name)));
    }
    if let Some(time) = claim.time {
        add(&format!(" {time}"));
    }
    if let Some(source) = &claim.source {
        add(&format!(" by {}", if masking.hides(source.role) { MASK.to_owned() } else { safe(&source.name) }));
    }
    if claim.polarity == Polarity::Denied {
        add(", denied");
    }
    if claim.modality != Modality::Actual {
        add(&format!(", {}", show::word(&claim.modality)));
    }
    add(&format!("  \"{}\"", safe(&claim.surface)));
    line
}

/// One mention in one line.
pub(crate) fn print_mention(
    report: &Report,
    points: &CodePoints<'_>,
    mention: &Mention,
    out: &mut dyn Write,
) -> Result<()> {
    let (start, end) = points.of(mention.span);
    let surface: String = safe(mention.span.of(&report.text)).chars().take(60).collect();
    let (kind, reading) = match &mention.reading {
        Reading::Number(number) => {
            let unit = match &number.unit {
                None => String::new(),
                Some(NumberUnit::Percent) => " percent".into(),
                Some(NumberUnit::Currency(code)) => format!(" {code}"),
            };
            let label = if number.label { "label " } else { "" };
            ("number", format!("{label}{}{unit}", amount_words(number.value, number.bounds, number.modifier)))
        }
        Reading::Timex(timex) => {
            let period = timex.period.map(|period| format!(" = {period}")).unwrap_or_default();
            ("timex", format!("{} {}{period}", show::word(&timex.kind), timex.value))
        }
        Reading::Toponym(place) => {
            let country = place.country.as_deref().unwrap_or("-");
            ("toponym", format!("{} ({country}, {}, {})", place.name, show::word(&place.place), place.id))
        }
        Reading::Agent(agent) => ("agent", format!("{} ({})", agent.key, show::word(&agent.role))),
        Reading::Quote(quote) => {
            let source = quote.source.as_ref().map_or("nobody named", |agent| agent.name.as_str());
            ("quote", format!("{} by {source}", if quote.direct { "direct" } else { "indirect" }))
        }
    };
    writeln!(out, "  {start:>6}-{end:<6} {kind:<8} {surface:<32} {}   [{}]", safe(&reading), safe(&mention.rule))?;
    Ok(())
}

/// The measure of an entry with its as-of, as the table shows it.
fn measure_words(entry: &Entry) -> String {
    let mut words = entry.measure_words().to_owned();
    if !entry.companions.is_empty() {
        let list: Vec<_> =
            entry.companions.iter().map(|c| format!("{} {}", figure(Some(c.value)), safe(&c.unit))).collect();
        words.push_str(&format!(" ({})", list.join(", ")));
    }
    // The day stands in the row already.
    let day = entry.time.and_then(firsthand::model::Period::single_day);
    match entry.as_of.to {
        Some(to) if day == Some(to.date()) && to.0 % 86_400 != 0 => {
            words.push_str(&format!(", as of {}", show::clock(to)))
        }
        Some(to) if day == Some(to.later(-1).date()) && to.0 % 86_400 == 0 => words.push_str(", as of its end"),
        Some(_) => words.push_str(&format!(", as of {}", show::as_of(entry.as_of))),
        None => {}
    }
    words
}

/// What one group of rows of the tally has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Grouping {
    /// One group for each place, its rows by day
    #[default]
    Day,
    /// One group for each day, its rows by place
    Place,
}

fn place_words(entry: &Entry) -> String {
    entry.place.as_deref().or(entry.country.as_deref()).map_or_else(|| "place unknown".into(), safe)
}

fn thing_words(entry: &Entry) -> String {
    let mut words = safe(&entry.indicator);
    if entry.unit != "person" && entry.unit != entry.indicator && !entry.unit.is_empty() {
        words.push_str(&format!(" ({})", safe(&entry.unit)));
    }
    if let Some(subset) = &entry.subset {
        words.push_str(&format!(", {}", safe(subset)));
    }
    words
}

/// The table of entries, in groups. With `flag`, the option that names the ledger, it ends with the command that shows
/// the evidence.
pub(crate) fn print_tally(
    entries: &[&Entry],
    grouping: Grouping,
    flag: Option<&str>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut groups: Vec<(String, Vec<&Entry>)> = Vec::new();
    for entry in entries {
        let head = match (entry.indicator.is_empty(), grouping) {
            (true, _) => safe(&entry.series),
            (_, Grouping::Day) if entry.place.is_none() && entry.country.is_none() => thing_words(entry),
            (_, Grouping::Day) => format!("{}, {}", thing_words(entry), place_words(entry)),
            (_, Grouping::Place) => format!("{}, {}", thing_words(entry), show::period(entry.time)),
        };
        match groups.iter_mut().find(|(name, rows)| *name == head && rows[0].story == entry.story) {
            Some((_, rows)) => rows.push(entry),
            None => groups.push((head, vec![entry])),
        }
    }
    let cell = |text: &str| text.to_owned();
    let head_row = ["", "low", "best", "high", "counters", "texts", "pages", ""].map(cell).to_vec();
    let (mut rows, mut notes, mut heads) = (vec![head_row], vec![Vec::new()], vec![String::new()]);
    for (head, entries) in &mut groups {
        entries.sort_by_key(|entry| (entry.time.is_none(), entry.time, entry.kind, entry.place.clone(), entry.id));
        for entry in &*entries {
            let first = match grouping {
                Grouping::Day => show::period(entry.time),
                Grouping::Place => place_words(entry),
            };
            let counters = format!("{}{}", entry.counters.len(), if entry.inferred { "*" } else { "" });
            let mut row = vec![format!("  {first:<12}  {}", measure_words(entry))];
            row.extend([entry.low, entry.best, entry.high].map(figure));
            row.extend([counters, entry.texts.to_string(), entry.pages.to_string(), String::new()]);
            rows.push(row);
            notes.push(notes_of(entry));
            heads.push(std::mem::take(head));
        }
    }
    let sides = [Side::Left, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right, Side::Right, Side::Left];
    for ((line, notes), head) in align(&rows, &sides).into_iter().zip(notes).zip(heads) {
        if !head.is_empty() {
            writeln!(out, "{}", show::bold(&head))?;
        }
        writeln!(out, "{line}")?;
        for note in notes {
            writeln!(out, "      {note}")?;
        }
    }
    if let (Some(entry), Some(flag)) = (entries.first(), flag) {
        writeln!(out, "why: firsthand why {}{flag}", short(&entry.id.to_string()))?;
    }
    Ok(())
}

/// The first letters of an id: enough to find it in all but the largest ledgers, and `why` says when they are not.
pub(crate) fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

fn notes_of(entry: &Entry) -> Vec<String> {
    let mut notes = Vec::new();
    if entry.inferred {
        let named = entry.named_best.map(|best| format!("; by name: {}", figure(Some(best)))).unwrap_or_default();
        notes.push(format!("* inferred: a figure that names no counter continues this count{named}"));
    }
    if let Some(grade) = entry.grade {
        notes.push(format!("grade: {}", show::word(&grade)));
    }
    if entry.provisional {
        notes.push("provisional: fewer than two independent counters".into());
    }
    notes.extend(entry.notes.iter().map(|note| safe(note)));
    for conflict in entry.conflicts.iter().filter(|conflict| conflict.kind.is_contradiction()) {
        notes.push(format!("! {}: {}", show::word(&conflict.kind), safe(&conflict.why)));
    }
    notes
}

/// What the head of a story says.
pub(crate) struct StoryHead {
    pub(crate) id: StoryId,
    pub(crate) pages: usize,
    pub(crate) texts: usize,
    pub(crate) counters: Vec<String>,
    /// The indicator that most pages tell of.
    pub(crate) lead: Option<String>,
    pub(crate) place: Option<String>,
}

impl StoryHead {
    fn of(
        id: StoryId,
        pages: usize,
        families: &BTreeMap<ReportId, FamilyId>,
        entries: &[Entry],
        names: &BTreeMap<String, String>,
    ) -> Self {
        let texts = families.values().collect::<BTreeSet<_>>().len();
        // The lead is what most pages count; of things and money only where no people are counted.
        let mut by_indicator: BTreeMap<&str, (bool, usize, usize)> = BTreeMap::new();
        for entry in entries {
            let score = by_indicator.entry(&entry.indicator).or_default();
            score.0 |= entry.unit == "person";
            score.1 += entry.pages;
            score.2 += entry.support.len();
        }
        let lead =
            by_indicator.iter().max_by_key(|(name, score)| (**score, std::cmp::Reverse(**name))).map(|(name, _)| *name);
        let of_lead = || entries.iter().filter(|entry| Some(entry.indicator.as_str()) == lead);
        let counters: BTreeSet<&String> = of_lead().flat_map(|entry| &entry.counters).collect();
        let place =
            of_lead().max_by_key(|entry| (entry.pages, std::cmp::Reverse(entry.id))).and_then(|e| e.place.clone());
        Self {
            id,
            pages,
            texts,
            counters: counters.into_iter().map(|key| names.get(key).unwrap_or(key).clone()).collect(),
            lead: lead.map(str::to_owned),
            place,
        }
    }

    /// `5 pages, 4 texts, 1 counter for detained, Russia: ovd-info`
    pub(crate) fn sentence(&self) -> String {
        let mut sentence = format!("{}, {}", show::count(self.pages, "page"), show::count(self.texts, "text"));
        if let Some(lead) = &self.lead {
            let place = self.place.as_deref().map(|place| format!(", {}", safe(place))).unwrap_or_default();
            sentence.push_str(&format!(", {} ({}{place}", show::count(self.counters.len(), "counter"), safe(lead)));
            if !self.counters.is_empty() {
                let names: Vec<_> = self.counters.iter().take(4).map(|name| safe(name)).collect();
                let more = if self.counters.len() > 4 { " ..." } else { "" };
                sentence.push_str(&format!(": {}{more}", names.join(", ")));
            }
            sentence.push(')');
        }
        sentence
    }
}

/// The reports of a story as a tree: originals, below them their copies with what these dropped and changed.
pub(crate) fn print_lineage(
    reports: &[Report],
    families: &BTreeMap<ReportId, FamilyId>,
    edges: &[Derivation],
    passages: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let by_id: BTreeMap<ReportId, &Report> = reports.iter().map(|report| (report.id, report)).collect();
    let mut tree = Tree { by_id: &by_id, edges, passages, printed: BTreeSet::new() };
    let mut groups: Vec<(FamilyId, Vec<&Report>)> = Vec::new();
    for report in reports {
        let family = families.get(&report.id).copied().unwrap_or_else(|| FamilyId::of(&[&report.id.0]));
        match groups.iter_mut().find(|(id, _)| *id == family) {
            Some((_, members)) => members.push(report),
            None => groups.push((family, vec![report])),
        }
    }
    for (_, members) in &groups {
        // A copy stands below its original; what has none stands at the root, or beside its sibling.
        let roots = members.iter().filter(|report| !edges.iter().any(|edge| is_copy(edge) && edge.child == report.id));
        for root in roots.chain(members.iter()) {
            if tree.printed.insert(root.id) {
                writeln!(out, "  {}", report_words(root))?;
                tree.print_below(root.id, 2, out)?;
            }
        }
    }
    for edge in edges.iter().filter(|edge| !edge.kind.joins_family()) {
        if let (Some(one), Some(other)) = (by_id.get(&edge.child), by_id.get(&edge.parent)) {
            writeln!(out, "  {} and {} share a quotation", safe(&one.doc), safe(&other.doc))?;
        }
    }
    Ok(())
}

fn is_copy(edge: &Derivation) -> bool {
    edge.kind.joins_family() && edge.direction == Direction::ChildFromParent && edge.kind != DerivationKind::Sibling
}

fn report_words(report: &Report) -> String {
    let mut words = safe(&report.doc);
    let about: Vec<String> = [
        report.outlet.as_deref().map(safe),
        report.published.as_ref().map(|published| safe(&published.to_string())),
        Some(report.lang.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    words.push_str(&format!("  ({})", about.join(", ")));
    words
}

struct Tree<'a> {
    by_id: &'a BTreeMap<ReportId, &'a Report>,
    edges: &'a [Derivation],
    passages: bool,
    printed: BTreeSet<ReportId>,
}

impl Tree<'_> {
    fn print_below(&mut self, above: ReportId, depth: usize, out: &mut dyn Write) -> Result<()> {
        let edges = self.edges;
        let below = |edge: &&Derivation| match (is_copy(edge), edge.kind.joins_family()) {
            (true, _) => edge.parent == above,
            (false, joins) => joins && (edge.parent == above || edge.child == above),
        };
        // The closest kin first.
        let mut near: Vec<&Derivation> = edges.iter().filter(below).collect();
        near.sort_by_key(|edge| (std::cmp::Reverse(edge.contained), edge.child, edge.parent));
        for edge in near {
            let other = if edge.parent == above { edge.child } else { edge.parent };
            let Some(report) = self.by_id.get(&other) else { continue };
            if !self.printed.insert(other) {
                continue;
            }
            let pad = "  ".repeat(depth);
            let share = format!("{} %", (u32::from(edge.contained) + 5) / 10);
            let how = if is_copy(edge) {
                show::word(&edge.kind)
            } else {
                format!("{}, direction unknown", show::word(&edge.kind))
            };
            writeln!(out, "{pad}└ {}: {how}, {share} of it", report_words(report))?;
            self.print_losses(edge, &pad, out)?;
            self.print_below(other, depth + 1, out)?;
        }
        Ok(())
    }

    fn print_losses(&self, edge: &Derivation, pad: &str, out: &mut dyn Write) -> Result<()> {
        let mut dropped: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for figure in &edge.dropped {
            let doc = self.by_id.get(&figure.report).map_or("", |report| report.doc.as_str());
            dropped.entry(doc).or_default().push(safe(&figure.surface));
        }
        for (doc, figures) in dropped {
            writeln!(out, "{pad}    dropped figures of {}: {}", safe(doc), figures.join(", "))?;
        }
        for change in &edge.changed {
            writeln!(out, "{pad}    changed {} to {}", safe(&change.parent.surface), safe(&change.child.surface))?;
        }
        if self.passages {
            let text = |id: ReportId| self.by_id.get(&id).map_or("", |report| report.text.as_str());
            for passage in &edge.passages {
                writeln!(out, "{pad}    = {}", safe(passage.child.of(text(edge.child))))?;
                writeln!(out, "{pad}    ~ {}", safe(passage.parent.of(text(edge.parent))))?;
            }
        }
        Ok(())
    }
}

/// The sentence that a claim stands in, with the figure apart; names of private persons are masked.
pub(crate) struct Evidence {
    pub(crate) before: String,
    pub(crate) figure: String,
    pub(crate) after: String,
}

impl Evidence {
    /// Finds the sentence of `claim` in its report.
    pub(crate) fn of(res: &Resources, report: &Report, claim: &Claim) -> Self {
        let pack = res.packs.of(&report.lang);
        let tokens = tokenize_report(pack, report);
        let sentence = tokens.sentence_at_byte(claim.span.start).map(|at| tokens.sentences[at].span);
        let span = sentence.filter(|sentence| sentence.contains(claim.span)).unwrap_or(claim.span);
        let mut names = private_names([claim]);
        for mention in find_mentions(pack, &res.gazetteer, report, &tokens) {
            let agent = match &mention.reading {
                Reading::Agent(agent) => Some(agent),
                Reading::Quote(quote) => quote.source.as_ref(),
                _ => None,
            };
            names.extend(agent.filter(|agent| agent.role == Role::Private).map(|agent| agent.name.clone()));
        }
        let text = |start, end| mask_text(Span::new(start, end).of(&report.text), &names);
        Self {
            before: text(span.start, claim.span.start),
            figure: claim.span.of(&report.text).to_owned(),
            after: text(claim.span.end, span.end),
        }
    }

    /// In one line, the figure marked.
    pub(crate) fn line(&self) -> String {
        format!("{}{}{}", safe(&self.before), show::mark(&safe(&self.figure)), safe(&self.after)).trim().to_owned()
    }
}

/// Entries without the names of private persons, which the claims that support them tell.
pub(crate) fn mask_entries(store: &dyn Store, entries: Vec<Entry>) -> Result<Vec<Entry>> {
    let mut masked = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut claims = Vec::with_capacity(entry.support.len());
        for support in &entry.support {
            claims.extend(store.claim(support.claim)?);
        }
        masked.push(mask_entry(entry, &private_names(&claims)));
    }
    Ok(masked)
}

/// Entries in their public form, with the page and the figure of each claim.
pub(crate) fn entry_lines(store: &dyn Store, entries: &[Entry]) -> Result<Vec<EntryLine>> {
    let mut claims = BTreeMap::new();
    for entry in entries {
        let told = entry.support.iter().map(|support| support.claim);
        for id in told.chain(entry.conflicts.iter().flat_map(|conflict| conflict.claims.iter().copied())) {
            if let std::collections::btree_map::Entry::Vacant(place) = claims.entry(id)
                && let Some(claim) = store.claim(id)?
            {
                place.insert(claim);
            }
        }
    }
    Ok(list_entry_lines(&claims.into_values().collect::<Vec<_>>(), entries))
}

/// A story with its reports in the order of publication, its families, edges and entries.
pub(crate) struct StoryView {
    pub(crate) head: StoryHead,
    pub(crate) reports: Vec<Report>,
    pub(crate) families: BTreeMap<ReportId, FamilyId>,
    pub(crate) edges: Vec<Derivation>,
    pub(crate) entries: Vec<Entry>,
}

impl StoryView {
    pub(crate) fn of(store: &dyn Store, story: &Story) -> Result<Self> {
        let mut reports = Vec::with_capacity(story.reports.len());
        for id in &story.reports {
            reports.extend(store.report(*id)?);
        }
        reports.sort_by_key(|report| (report.published.as_ref().map(|p| p.end()), report.doc.clone(), report.id));
        let families = store.families(&story.reports)?;
        let mut edges = store.derivations(&story.reports)?;
        edges.retain(|edge| story.reports.contains(&edge.child) && story.reports.contains(&edge.parent));
        let claims = store.claims(&story.reports)?;
        let private = private_names(&claims);
        let entries = store.entries_of(Some(story.id))?;
        let entries: Vec<Entry> = entries.into_iter().map(|entry| mask_entry(entry, &private)).collect();
        let names = counter_names(&claims);
        let head = StoryHead::of(story.id, story.reports.len(), &families, &entries, &names);
        Ok(Self { head, reports, families, edges, entries })
    }

    pub(crate) fn print(&self, out: &mut dyn Write) -> Result<()> {
        writeln!(
            out,
            "{}",
            show::bold(&format!("story {}: {}", short(&self.head.id.to_string()), self.head.sentence()))
        )?;
        print_lineage(&self.reports, &self.families, &self.edges, false, out)
    }
}

/// How most claims write the name of each counter; of equally common names the first in the alphabet.
fn counter_names(claims: &[Claim]) -> BTreeMap<String, String> {
    let mut written: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for source in claims.iter().filter_map(|claim| claim.source.as_ref()).filter(|s| s.role != Role::Private) {
        *written.entry((&source.key, &source.name)).or_default() += 1;
    }
    let mut best: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for ((key, name), times) in written {
        let place = best.entry(key.to_owned()).or_default();
        if times > place.0 {
            *place = (times, name.to_owned());
        }
    }
    best.into_iter().map(|(key, (_, name))| (key, name)).collect()
}

/// All stories, the largest first.
pub(crate) fn stories_by_size(store: &dyn Store) -> Result<Vec<Story>> {
    let mut stories = store.stories()?;
    stories.sort_by_key(|story| (std::cmp::Reverse(story.reports.len()), story.id));
    Ok(stories)
}
