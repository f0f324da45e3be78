//! `firsthand read`: what do these texts say? Stateless, unmasked.

use crate::work::{Format, known_lang, list_refused, load_resources, read_inputs};
use crate::{Ending, input, show};
use anyhow::Result;
use firsthand::export::jsonl::{ClaimLine, Masking, MentionLine, ReportLine};
use firsthand::intake::Received;
use firsthand::model::CodePoints;
use firsthand::pipeline::{Read, read_mentions, read_received};
use firsthand::resources::Resources;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

/// Read texts and print their claims; nothing is kept
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand read page.txt --lang en\n  firsthand read reports.jsonl --jsonl > claims.jsonl"
)]
pub(crate) struct Options {
    /// Text, JSON lines of reports, folders, or - for standard input
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// What to print
    #[arg(long = "as", value_name = "WHAT", default_value = "claims")]
    form: Form,
    /// The texts' language, where they do not say [default: recognised]
    #[arg(long, value_name = "xx")]
    lang: Option<String>,
    #[command(flatten)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Reports,
    Mentions,
    Claims,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Mentions => "mentions",
            Self::Claims => "claims",
        }
    }
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    // The packs are needed until the end: to take them apart word by word would only cost time.
    let res = ManuallyDrop::new(load_resources()?);
    let lang = options.lang.as_deref().map(|lang| known_lang(&res, lang)).transpose()?;
    let inputs = input::open_inputs(&options.input);
    let (mut kept, mut found) = (0_usize, false);
    if options.format.json {
        write!(out, "{{\"format\":\"firsthand/{0}/1\",\"{0}\":[", options.form.name())?;
    }
    let between: &[u8] = if options.format.json { b"," } else { b"" };
    let read = |res: &Resources, received: Received| {
        let read = match options.form {
            Form::Claims => read_received(res, received),
            Form::Reports | Form::Mentions => read_mentions(res, received.report),
        };
        if options.format.json || options.format.jsonl {
            Done::Lines(write_lines(&read, options.form, if options.format.json { b',' } else { b'\n' }))
        } else {
            Done::Read(Box::new(read))
        }
    };
    let refused = read_inputs(&res, inputs, lang.as_deref(), read, |done| {
        kept += 1;
        match done {
            Done::Read(read) => print_read(&read, &CodePoints::new(&read.report.text), options.form, out),
            Done::Lines(lines) => {
                let lines = lines?;
                if found && !lines.is_empty() {
                    out.write_all(between)?;
                }
                found |= !lines.is_empty();
                Ok(out.write_all(&lines)?)
            }
        }
    })?;
    if options.format.json {
        writeln!(out, "]}}")?;
    }
    out.flush()?;
    Ok(list_refused(&refused, kept > 0))
}

/// What a thread hands on of a report: lines are written where it was read, so that they take no other thread's time and
/// what was read goes where it came from.
enum Done {
    Lines(serde_json::Result<Vec<u8>>),
    Read(Box<Read>),
}

/// The JSON of all that is asked for of a report, a comma between two or a line break after each.
fn write_lines(read: &Read, form: Form, mark: u8) -> serde_json::Result<Vec<u8>> {
    let points = CodePoints::new(&read.report.text);
    let mut out = Vec::new();
    match form {
        Form::Reports => write_line(&mut out, &ReportLine::of(&read.report), mark)?,
        Form::Mentions => {
            for mention in &read.mentions {
                write_line(&mut out, &MentionLine::of(&read.report, &points, mention), mark)?;
            }
        }
        Form::Claims => {
            for claim in &read.claims {
                write_line(&mut out, &ClaimLine::of(claim, &points, Masking::Unmasked), mark)?;
            }
        }
    }
    if mark == b',' {
        out.pop();
    }
    Ok(out)
}

fn write_line(out: &mut Vec<u8>, line: &impl serde::Serialize, mark: u8) -> serde_json::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.push(mark);
    Ok(())
}

fn print_read(read: &Read, points: &CodePoints<'_>, form: Form, out: &mut dyn Write) -> Result<()> {
    let report = &read.report;
    let published = report.published.as_ref().map(|published| format!(", published {published}")).unwrap_or_default();
    let words = report.text.split_whitespace().count();
    let head = format!("{} ({}{published}): {}", show::safe(&report.doc), report.lang, show::count(words, "word"));
    writeln!(out, "{}", show::bold(&head))?;
    match form {
        Form::Reports => {
            for block in &report.blocks {
                let (start, end) = points.of(block.span);
                let text: String = show::safe(block.span.of(&report.text)).chars().take(80).collect();
                writeln!(out, "  {:>6}-{:<6} {:<10} {text}", start, end, show::word(&block.kind))?;
            }
        }
        Form::Mentions => {
            for mention in &read.mentions {
                crate::view::print_mention(report, points, mention, out)?;
            }
        }
        Form::Claims => {
            for claim in &read.claims {
                writeln!(out, "  {}", crate::view::claim_sentence(claim, Masking::Unmasked))?;
            }
            if read.claims.is_empty() {
                writeln!(out, "  no claims")?;
                if report.lang.code() == "und" {
                    show::talk("hint: the language was not recognised; --lang xx names it");
                }
            }
        }
    }
    Ok(())
}
