//! `firsthand claims`: every claim in the ledger, filterable.

use crate::work::{Format, KnownAt, Ledger, load_resources};
use crate::{Ending, show, view};
use anyhow::Result;
use firsthand::export::jsonl::{ClaimLine, Masking};
use firsthand::model::{Claim, CodePoints};
use firsthand::pipeline::find_story;
use firsthand::store::Store;
use std::io::Write;

/// List the claims behind the figures
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  firsthand claims --indicator detained --place Moscow\n  firsthand claims --doc page-7 --jsonl"
)]
pub(crate) struct Options {
    /// Only this indicator
    #[arg(long)]
    indicator: Option<String>,
    /// Only this place, by its English name or country code
    #[arg(long, value_name = "P")]
    place: Option<String>,
    /// Only this page
    #[arg(long)]
    doc: Option<String>,
    /// Only this source, or a part of its name
    #[arg(long)]
    source: Option<String>,
    /// Only this story
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    #[command(flatten)]
    known_at: KnownAt,
    #[command(flatten)]
    ledger: Ledger,
    #[command(flatten)]
    format: Format,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let res = load_resources()?;
    let base = options.ledger.open(&res)?;
    let store = options.known_at.view(&res, base.as_ref())?;
    let reports = match &options.story {
        Some(id) => store.story(find_story(&store, id)?)?.map(|story| story.reports).unwrap_or_default(),
        None => store.report_ids()?,
    };
    let mut printer = Printer { options: &options, found: 0, out };
    if options.format.json {
        write!(printer.out, "{{\"format\":\"firsthand/claims/1\",\"claims\":[")?;
    }
    for id in reports {
        let claims = store.claims(&[id])?;
        if claims.iter().any(|claim| is_asked(claim, &options))
            && let Some(report) = store.report(id)?
        {
            let points = CodePoints::new(&report.text);
            claims.iter().try_for_each(|claim| printer.print(claim, &points))?;
        }
    }
    if options.story.is_none() {
        let points = CodePoints::new("");
        for filing in store.outside_claims()? {
            printer.print(&filing.claim, &points)?;
        }
    }
    let found = printer.found;
    if options.format.json {
        writeln!(out, "]}}")?;
    } else if !options.format.jsonl {
        writeln!(out, "{}", show::count(found, "claim"))?;
    }
    Ok(Ending::Done)
}

struct Printer<'a> {
    options: &'a Options,
    found: usize,
    out: &'a mut dyn Write,
}

impl Printer<'_> {
    fn print(&mut self, claim: &Claim, points: &CodePoints<'_>) -> Result<()> {
        if !is_asked(claim, self.options) {
            return Ok(());
        }
        let line = ClaimLine::of(claim, points, Masking::Masked);
        if self.options.format.json {
            if self.found > 0 {
                self.out.write_all(b",")?;
            }
            serde_json::to_writer(&mut *self.out, &line)?;
        } else if self.options.format.jsonl {
            serde_json::to_writer(&mut *self.out, &line)?;
            self.out.write_all(b"\n")?;
        } else {
            writeln!(self.out, "{:<12} {}", show::safe(&claim.doc), view::claim_sentence(claim, Masking::Masked))?;
        }
        self.found += 1;
        Ok(())
    }
}

fn is_asked(claim: &Claim, options: &Options) -> bool {
    let same = |asked: &Option<String>, given: Option<&str>| {
        asked.as_ref().is_none_or(|asked| given.is_some_and(|given| given.to_lowercase() == asked.to_lowercase()))
    };
    let place = claim.place.as_ref();
    let place = same(&options.place, place.and_then(|place| place.name.as_deref()))
        || same(&options.place, place.and_then(|place| place.country.as_deref()));
    // A private person is not found by name.
    let source = claim.source.as_ref().filter(|source| !Masking::Masked.hides(source.role));
    let source = options
        .source
        .as_ref()
        .is_none_or(|asked| source.is_some_and(|source| source.name.to_lowercase().contains(&asked.to_lowercase())));
    place && source && same(&options.indicator, Some(&claim.indicator)) && same(&options.doc, Some(&claim.doc))
}
