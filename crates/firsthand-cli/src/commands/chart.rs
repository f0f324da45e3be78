//! `firsthand chart`: a picture of how a figure grew, with every claim in it.
//! Not here: what is drawn (the library's `pipeline::series`) and how (`export::chart`).

use crate::work::{Ledger, load_resources, view_today};
use crate::{Ending, show};
use anyhow::{Context, Result};
use firsthand::export::chart::write_svg;
use firsthand::pack::Indicators;
use firsthand::pipeline::find_story;
use firsthand::pipeline::rows::Asked;
use firsthand::pipeline::series::{Sight, gather_chart};
use std::io::Write;
use std::path::PathBuf;

/// Draw how a figure grew, with every claim as a mark
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  firsthand chart detained --place Portugal -o detained.svg
  firsthand chart killed --story s_k3 > killed.svg

The line is the lower bound as it stood, the band reaches to the upper one. Figures that are cumulative and figures
of one day stand in panels of their own. Small counts and private names are masked, as in `export`.")]
pub(crate) struct Options {
    /// The indicator: detained, killed, injured ...
    indicator: String,
    /// Only this place, by its English name or country code
    #[arg(long, value_name = "P")]
    place: Option<String>,
    /// Only this story [default: the one with most pages]
    #[arg(long, value_name = "ID")]
    story: Option<String>,
    /// Write into this file: .svg, or .png where the program was built with it [default: SVG to stdout]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    ledger: Ledger,
}

pub(crate) fn run(options: Options, out: &mut dyn Write) -> Result<Ending> {
    let extension = options
        .output
        .as_ref()
        .map(|path| path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default());
    let raster = match extension.as_deref() {
        None | Some("svg") => false,
        Some("png") if cfg!(feature = "png") => true,
        Some("png") => anyhow::bail!(
            "this program was built without PNG\n\
             hint: -o x.svg opens in every browser, or build with: cargo build --release --features png"
        ),
        Some(_) => anyhow::bail!("a chart is an .svg or a .png\nhint: -o chart.svg"),
    };
    let res = load_resources()?;
    let base = options.ledger.open(&res)?;
    let store = view_today(&res, base.as_ref())?;
    let story = options.story.as_deref().map(|id| find_story(&store, id)).transpose()?;
    let indicators = Indicators::embedded().context("the table of indicators")?;
    let asked = Asked { indicator: Some(options.indicator), place: options.place, story };
    let charted = gather_chart(&res.gazetteer, &indicators, &store, &asked, &Sight::default())?;
    let Some(chart) = charted.chart else {
        anyhow::bail!(
            "nothing can be drawn of that\nhint: firsthand tally{} lists what is known",
            options.ledger.flag()
        );
    };
    let svg = write_svg(&chart);
    match &options.output {
        None => out.write_all(svg.as_bytes())?,
        Some(path) => {
            let bytes = if raster { paint(&svg)? } else { svg.into_bytes() };
            std::fs::write(path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
            show::talk(&format!("wrote {} ({})", path.display(), chart.title));
        }
    }
    if let Some((other, pages)) = charted.others.iter().max_by_key(|(id, pages)| (*pages, std::cmp::Reverse(*id))) {
        let others = show::count(charted.others.len(), "other story");
        let pages = show::count(*pages, "page");
        show::talk(&format!("not in the picture: {others} of it; the largest ({pages}): --story {other}"));
    }
    Ok(Ending::Done)
}

/// The picture as PNG, at twice its size, in its light colours. Its text needs a font of the system.
#[cfg(feature = "png")]
fn paint(svg: &str) -> Result<Vec<u8>> {
    use resvg::{tiny_skia, usvg};
    const TIMES: f32 = 2.0;
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_system_fonts();
    let Some(first) = options.fontdb.faces().next().and_then(|face| face.families.first().cloned()) else {
        anyhow::bail!("this system has no font for the text of a PNG\nhint: -o chart.svg needs none");
    };
    // Where none of the families that the picture asks for is there, any is better than no text.
    let known: std::collections::BTreeSet<String> =
        options.fontdb.faces().flat_map(|face| face.families.iter().map(|family| family.0.clone())).collect();
    let sans = ["Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial", "Helvetica", "Segoe UI"];
    let sans = sans.into_iter().find(|name| known.contains(*name)).unwrap_or(&first.0).to_owned();
    options.fontdb_mut().set_sans_serif_family(sans.clone());
    options.font_family = sans;
    let tree = usvg::Tree::from_str(svg, &options).context("the picture of this chart")?;
    let size = tree.size().to_int_size().scale_by(TIMES).context("the size of this chart")?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height()).context("the size of this chart")?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(TIMES, TIMES), &mut pixels.as_mut());
    pixels.encode_png().context("the chart as PNG")
}

#[cfg(not(feature = "png"))]
fn paint(_: &str) -> Result<Vec<u8>> {
    anyhow::bail!("this program was built without PNG")
}
