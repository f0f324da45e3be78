//! Does a pack read as its corpora say? Runs every `*.corpus.toml` of a language folder through the rooms.
//! Not here: scores on annotated reports; those are other people's sentences, these are ours.
//!
//! A corpus holds examples, what must be read in them, and rejects, in which nothing of its kind may be read:
//!
//! | file | an example has | and holds where |
//! |---|---|---|
//! | `number.corpus.toml` | `numbers = ["1,300 = 1301.. "]` | these numbers are read and no others |
//! | | `labels = ["7"]` | these numbers are read as labels and no others |
//! | `time.corpus.toml` | `times = ["Monday = 2022-09-19"]` | each of these is read |
//! | `place.corpus.toml` | `places = ["Moscow/RU"]` | these places are read and no others |
//! | `attribution.corpus.toml` | `said = [["police", "six died"]]` | each of these is read |
//! | | `agencies = ["afp"]` | these news agencies are named and no others |
//! | `claim.corpus.toml` | `claims = ["killed 6 person"]` | these claims are read and no others |
//! | `page.corpus.toml` | `kind = "caption"` | the line is so typed among the paragraphs of `body` |
//! | | a `[[page]]` of `lines = ["caption: A flood"]` | each line of the page as copied is so typed |

use crate::claims::assemble_claims;
use crate::intake::read_json_line;
use crate::mentions::find_mentions;
use crate::model::{
    Amount, BlockKind, Claim, ClaimLine, Mention, Modifier, Number, NumberUnit, Reading, Report, Role, Toponym,
};
use crate::pack::{PackError, PackFiles, tokenize_report};
use crate::resources::Resources;
use serde::Deserialize;

/// How one corpus went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusCheck {
    /// `fr/claim.corpus.toml`
    pub file: String,
    /// Examples in it.
    pub examples: usize,
    /// Rejects in it.
    pub rejects: usize,
    /// The lines that are read otherwise.
    pub faults: Vec<CorpusFault>,
}

/// A line that is read otherwise than its corpus says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusFault {
    /// The line.
    pub text: String,
    /// Why nothing may be read, for a reject.
    pub why: String,
    /// What should be read.
    pub expected: Vec<String>,
    /// What is read, with the rules that read it.
    pub read: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    published: Option<String>,
    body: Option<String>,
    #[serde(default, alias = "examples")]
    example: Vec<Line>,
    #[serde(default, alias = "rejects")]
    reject: Vec<Reject>,
    #[serde(default)]
    page: Vec<Page>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    published: Option<String>,
    #[serde(flatten)]
    asked: Asked,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Asked {
    Numbers(Vec<String>),
    Labels(Vec<String>),
    Times(Vec<String>),
    Places(Vec<String>),
    Said(Vec<(String, String)>),
    Agencies(Vec<String>),
    Claims(Vec<String>),
    Kind(BlockKind),
}

/// A page as somebody copied it: its lines in order, each behind what it is. Empty lines are put between.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    lines: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reject {
    text: String,
    why: String,
}

/// The kinds of corpus, by file name.
const KINDS: [&str; 6] = ["number", "time", "place", "attribution", "claim", "page"];

/// Runs the corpora of a language, whose pack is in `res`. `corpora` holds its files by name; others are passed over.
///
/// # Errors
/// A corpus that is no corpus: the file and the line.
pub fn check_corpora(res: &Resources, lang: &str, corpora: &PackFiles) -> Result<Vec<CorpusCheck>, PackError> {
    let mut checks = Vec::new();
    for kind in KINDS {
        let Some(source) = corpora.get(&format!("{kind}.corpus.toml")) else { continue };
        let name = format!("{lang}/{kind}.corpus.toml");
        let fail = |why: String| PackError::new(&name, why);
        let file: File = toml::from_str(source).map_err(|error| PackError::of_toml(&name, source, &error))?;
        let reader = Reader {
            res,
            lang,
            published: file.published.as_deref(),
            body: file.body.as_deref(),
            pages: kind == "page",
        };
        let mut check = CorpusCheck {
            file: name.clone(),
            examples: file.example.len() + file.page.iter().map(|page| page.lines.len()).sum::<usize>(),
            rejects: file.reject.len(),
            faults: Vec::new(),
        };
        for line in &file.example {
            check.faults.extend(reader.check_line(line).map_err(|why| fail(format!("{:?}: {why}", line.text)))?);
        }
        for page in &file.page {
            check.faults.extend(reader.check_page(page).map_err(&fail)?);
        }
        for reject in &file.reject {
            let read = reader.read(&reject.text, None).map_err(|why| fail(format!("{:?}: {why}", reject.text)))?;
            let read = read.of_kind(kind);
            if !read.is_empty() {
                let (text, why) = (reject.text.clone(), reject.why.clone());
                check.faults.push(CorpusFault { text, why, expected: Vec::new(), read });
            }
        }
        checks.push(check);
    }
    Ok(checks)
}

struct Reader<'a> {
    res: &'a Resources,
    lang: &'a str,
    published: Option<&'a str>,
    body: Option<&'a str>,
    /// Whether texts are pages, and no sentences.
    pages: bool,
}

/// What was read in a line.
struct ReadLine {
    report: Report,
    mentions: Vec<Mention>,
    claims: Vec<Claim>,
}

impl Reader<'_> {
    fn read(&self, text: &str, published: Option<&str>) -> Result<ReadLine, String> {
        let line = serde_json::json!({
            "doc": "corpus", "lang": self.lang, "published": published.or(self.published), "text": text,
        });
        let mut report = read_json_line(&self.res.packs, line.to_string().as_bytes(), 1, "corpus")
            .map_err(|refused| refused.to_string())?;
        if !self.pages {
            // A sentence, not a page: nothing in it is furniture.
            report.blocks.clear();
        }
        let pack = self.res.packs.of(&report.lang);
        let tokens = tokenize_report(pack, &report);
        let mentions = find_mentions(pack, &self.res.gazetteer, &report, &tokens);
        let claims = assemble_claims(pack, &report, &tokens, &mentions);
        Ok(ReadLine { report, mentions, claims })
    }

    fn check_line(&self, line: &Line) -> Result<Option<CorpusFault>, String> {
        let fault = |expected: &[String], read: Vec<String>| CorpusFault {
            text: line.text.clone(),
            why: String::new(),
            expected: expected.to_vec(),
            read,
        };
        if let Asked::Kind(kind) = line.asked {
            return Ok(self.check_kind(&line.text, kind)?.map(|read| fault(&[format!("{kind:?}")], vec![read])));
        }
        let read = self.read(&line.text, line.published.as_deref())?;
        Ok(match &line.asked {
            Asked::Numbers(asked) => {
                let read = read.numbers();
                (read != *asked).then(|| fault(asked, read))
            }
            Asked::Labels(asked) => {
                let read = read.labels();
                (read != *asked).then(|| fault(asked, read))
            }
            Asked::Places(asked) => {
                let read = read.places();
                (read != *asked).then(|| fault(asked, read))
            }
            Asked::Times(asked) => {
                let read = read.times();
                (!asked.iter().all(|time| read.contains(time))).then(|| fault(asked, read))
            }
            Asked::Said(asked) => {
                let asked: Vec<String> = asked.iter().map(|(who, what)| format!("{who}: {what}")).collect();
                let read = read.said();
                (!asked.iter().all(|said| read.contains(said))).then(|| fault(&asked, read))
            }
            Asked::Agencies(asked) => {
                let read = read.agencies();
                (read != *asked).then(|| fault(asked, read))
            }
            Asked::Claims(asked) => {
                let lines = asked.iter().map(|line| line.parse().map_err(|error| format!("{line:?}: {error}")));
                let lines: Vec<ClaimLine> = lines.collect::<Result<_, String>>()?;
                let agree = lines.len() == read.claims.len()
                    && lines.iter().zip(&read.claims).all(|(line, claim)| line.matches(claim));
                (!agree).then(|| fault(asked, read.of_kind("claim")))
            }
            Asked::Kind(_) => None,
        })
    }

    /// The kind of a line among the paragraphs of the body, where it is not as asked.
    fn check_kind(&self, text: &str, kind: BlockKind) -> Result<Option<String>, String> {
        let body = self.body.ok_or("a page corpus needs a body of paragraphs")?;
        let mut lines: Vec<&str> = body.trim().lines().collect();
        lines.insert(3.min(lines.len()), text);
        let page = lines.join("\n\n");
        let report = self.read(&page, None)?.report;
        let read = page.find(text).and_then(|at| report.block_at(at)).map(|block| block.kind);
        Ok((!fits(read, kind)).then(|| name_kind(read)))
    }

    /// The lines of a page that are typed otherwise than it says.
    fn check_page(&self, page: &Page) -> Result<Vec<CorpusFault>, String> {
        let lines = page.lines.iter().map(|line| {
            let (kind, text) = line.split_once(": ").ok_or_else(|| format!("{line:?} begins with no `kind: `"))?;
            let kind: BlockKind = serde_json::from_value(kind.into()).map_err(|error| format!("{line:?}: {error}"))?;
            Ok((kind, text))
        });
        let lines: Vec<(BlockKind, &str)> = lines.collect::<Result<_, String>>()?;
        let text = lines.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n\n");
        let report = self.read(&text, None)?.report;
        let (mut faults, mut at) = (Vec::new(), 0);
        for (kind, line) in lines {
            // Where a line holds several blocks, its last one is what it is named for.
            let read = report.block_at(at + line.len() - 1).map(|block| block.kind);
            at += line.len() + 2;
            if !fits(read, kind) {
                let (expected, read) = (vec![name_kind(Some(kind))], vec![name_kind(read)]);
                faults.push(CorpusFault { text: line.to_owned(), why: String::new(), expected, read });
            }
        }
        Ok(faults)
    }
}

/// What is neither furniture nor caption may be any part of the story.
fn fits(read: Option<BlockKind>, asked: BlockKind) -> bool {
    let story = |kind| matches!(kind, BlockKind::Body | BlockKind::Standfirst);
    read == Some(asked) || story(asked) && read.is_some_and(story)
}

fn name_kind(kind: Option<BlockKind>) -> String {
    kind.map_or_else(|| "nothing".to_owned(), |kind| format!("{kind:?}"))
}

impl ReadLine {
    /// What was read of the kind that a corpus is about.
    fn of_kind(&self, kind: &str) -> Vec<String> {
        match kind {
            "number" => self.numbers(),
            "time" => self.times(),
            "place" => self.places(),
            "attribution" => self.said(),
            "claim" => {
                let line = |claim: &Claim| format!("{} <{}>", ClaimLine::of(claim), claim.rules.join(" "));
                self.claims.iter().map(line).collect()
            }
            _ => Vec::new(),
        }
    }

    fn each(&self, line: impl Fn(&Mention, &str) -> Option<String>) -> Vec<String> {
        self.mentions.iter().filter_map(|mention| line(mention, mention.span.of(&self.report.text))).collect()
    }

    fn numbers(&self) -> Vec<String> {
        self.each(|mention, surface| match &mention.reading {
            Reading::Number(number) if !number.label => Some(format!("{surface} = {}", write_number(number))),
            _ => None,
        })
    }

    fn labels(&self) -> Vec<String> {
        self.each(|mention, surface| match &mention.reading {
            Reading::Number(number) if number.label => Some(surface.to_owned()),
            _ => None,
        })
    }

    fn times(&self) -> Vec<String> {
        self.each(|mention, surface| match &mention.reading {
            Reading::Timex(timex) => Some(format!("{surface} = {}", timex.value)),
            _ => None,
        })
    }

    fn places(&self) -> Vec<String> {
        self.each(|mention, _| match &mention.reading {
            Reading::Toponym(Toponym { name, country, adjectival, .. }) => {
                let mark = if *adjectival { "~" } else { "" };
                Some(format!("{mark}{name}/{}", country.as_deref().unwrap_or("-")))
            }
            _ => None,
        })
    }

    fn agencies(&self) -> Vec<String> {
        self.each(|mention, _| match &mention.reading {
            Reading::Agent(agent) if agent.role == Role::Agency => Some(agent.key.clone()),
            _ => None,
        })
    }

    fn said(&self) -> Vec<String> {
        self.each(|mention, surface| match &mention.reading {
            Reading::Quote(quote) => {
                let source = quote.source.as_ref().map_or("-", |source| source.name.as_str());
                Some(format!("{source}: {surface}"))
            }
            _ => None,
        })
    }
}

/// `1301..`, `~60`, `24..99`, `2.5 %`, `480 EUR`: as number corpora write it.
fn write_number(number: &Number) -> String {
    let end = |amount: Option<Amount>| amount.map_or(String::new(), |amount| amount.to_string());
    let range = match number.modifier {
        Modifier::About => format!("~{}", end(number.value)),
        _ if number.bounds.lower == number.bounds.upper => end(number.bounds.lower),
        _ => format!("{}..{}", end(number.bounds.lower), end(number.bounds.upper)),
    };
    match &number.unit {
        None => range,
        Some(NumberUnit::Percent) => format!("{range} %"),
        Some(NumberUnit::Currency(code)) => format!("{range} {code}"),
    }
}
