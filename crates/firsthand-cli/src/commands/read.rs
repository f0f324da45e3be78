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
    let (mut kept, mut found, mut written) = (0_usize, 0_usize, Vec::new());
    if options.format.json {
        write!(out, "{{\"format\":\"firsthand/{0}/1\",\"{0}\":[", options.form.name())?;
    }
    let read = |res: &Resources, received: Received| match options.form {
        Form::Claims => read_received(res, received),
        Form::Reports | Form::Mentions => read_mentions(res, received.report),
    };
    let refused = read_inputs(&res, inputs, lang.as_deref(), read, |read| {
        kept += 1;
        let points = CodePoints::new(&read.report.text);
        let mut put = |line: &dyn erased::Line| -> Result<()> {
            if options.format.json && found > 0 {
                out.write_all(b",")?;
            }
            found += 1;
            written.clear();
            line.write(&mut written)?;
            if !options.format.json {
                written.push(b'\n');
            }
            Ok(out.write_all(&written)?)
        };
        if !options.format.json && !options.format.jsonl {
            return print_read(&read, &points, options.form, out);
        }
        match options.form {
            Form::Reports => put(&ReportLine::of(&read.report)),
            Form::Mentions => {
                read.mentions.iter().try_for_each(|mention| put(&MentionLine::of(&read.report, &points, mention)))
            }
            Form::Claims => {
                read.claims.iter().try_for_each(|claim| put(&ClaimLine::of(claim, &points, Masking::Unmasked)))
            }
        }
    })?;
    if options.format.json {
        writeln!(out, "]}}")?;
    }
    out.flush()?;
    Ok(list_refused(&refused, kept > 0))
}

/// Serialisable lines behind one face.
mod erased {
    pub(super) trait Line {
        fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()>;
    }

    impl<T: serde::Serialize> Line for T {
        fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
            serde_json::to_writer(out, self)
        }
    }
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
