//! Does `firsthand watch` stand a site that means harm, for as long as one likes? Serves the feeds of the command line's own
//! tests on loopback, watches them all with the built program, and looks at what became of each, at memory, and at every
//! connection that the program made, by `strace`. Not here: the feeds, and what each must be refused for.

#[path = "../../crates/firsthand-cli/tests/it/hostile.rs"]
mod site;

use anyhow::{Context, Result, bail};
use site::{FEEDS, Site};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Samples of memory: the first half-minute is the start, after which it must not grow.
const STEP: Duration = Duration::from_secs(5);

/// `cargo xtask hostile PROGRAM [SECONDS]`.
pub(crate) fn run(program: &Path, seconds: u64, out: &mut dyn Write) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("firsthand-hostile-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let program = program.canonicalize().with_context(|| format!("{}: build it first", program.display()))?;
    let site = Site::start();
    let ask = |arguments: &[&str]| -> Result<String> {
        let ran = Command::new(&program).args(arguments).current_dir(&folder).env_remove("FIRSTHAND_DB").output()?;
        Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    let urls: Vec<String> = FEEDS.iter().map(|feed| site.url(feed.path)).collect();
    ask(&[&["feed", "add"], &urls.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat())?;
    let traced = folder.join("connections.txt");
    let mut watching = watch(&program, &folder, &traced, seconds, &site)?;
    let (started, mut memory) = (Instant::now(), Vec::new());
    let ended = loop {
        if let Some(ended) = watching.try_wait()? {
            break ended;
        }
        memory.extend(memory_of(watching.id()).map(|kilobytes| (started.elapsed().as_secs(), kilobytes)));
        std::thread::sleep(STEP);
    };
    writeln!(
        out,
        "watched {} feeds for {} s; the program ended with {ended}",
        FEEDS.len(),
        started.elapsed().as_secs()
    )?;
    let mut faults = Vec::new();
    tell_feeds(&ask(&["feed", "list", "--jsonl"])?, &site, &mut faults, out)?;
    tell_memory(&memory, out)?;
    tell_connections(&traced, &site, &mut faults, out)?;
    writeln!(out, "connections to the trap: {}", site.caught())?;
    let verified = ask(&["verify"])?;
    write!(out, "{verified}")?;
    if !ended.success() || site.caught() > 0 || !verified.contains("ok") {
        faults.push("the program, the trap or the ledger".to_owned());
    }
    std::fs::remove_dir_all(&folder)?;
    if !faults.is_empty() {
        bail!("not as it should be: {}", faults.join("; "));
    }
    Ok(())
}

/// Starts the watch, under `strace` where there is one.
fn watch(program: &Path, folder: &Path, traced: &Path, seconds: u64, site: &Site) -> Result<Child> {
    let strace = Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let mut command = if strace.is_ok_and(|status| status.success()) {
        let mut command = Command::new("strace");
        command
            .args(["-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg,sendmmsg", "-o"])
            .arg(traced)
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    let (seconds, allow) = (seconds.to_string(), site.address.to_string());
    command.args(["watch", "--for", &seconds, "--every", "1", "--allow", &allow]).current_dir(folder);
    let (log, talk) =
        (std::fs::File::create(folder.join("watch.out"))?, std::fs::File::create(folder.join("watch.err"))?);
    Ok(command.env_remove("FIRSTHAND_DB").stdin(Stdio::null()).stdout(log).stderr(talk).spawn()?)
}

/// Kilobytes that a process, or the one that it traces, has at hand.
fn memory_of(id: u32) -> Option<u64> {
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    let id = children.split_whitespace().next().map_or_else(|| id.to_string(), str::to_owned);
    let status = std::fs::read_to_string(PathBuf::from("/proc").join(id).join("status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// What became of each feed, and whether it is what must.
fn tell_feeds(list: &str, site: &Site, faults: &mut Vec<String>, out: &mut dyn Write) -> Result<()> {
    let lines: Vec<serde_json::Value> = list.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    for feed in FEEDS {
        let url = site.url(feed.path);
        let line = lines.iter().find(|line| line["address"] == url.as_str()).context("a feed is gone")?;
        let trouble = if line["trouble"].is_null() { String::new() } else { line["trouble"].to_string() };
        let asked = line["good"].is_null() && trouble.is_empty();
        let right = !asked && feed.word.map_or(trouble.is_empty(), |word| trouble.contains(word));
        let became = if trouble.is_empty() { "read".to_owned() } else { trouble };
        let word = match (feed.word, feed.quick) {
            (None, _) => "(good)".to_owned(),
            (Some(word), true) => word.to_owned(),
            (Some(word), false) => format!("{word}, slowly"),
        };
        writeln!(out, "  {:<14} {word:<20} {}", feed.path, became.replace(&site.address.to_string(), "SITE"))?;
        if !right {
            faults.push(format!("{} became {became}", feed.path));
        }
    }
    Ok(())
}

fn tell_memory(memory: &[(u64, u64)], out: &mut dyn Write) -> Result<()> {
    let most =
        |from: u64, to: u64| memory.iter().filter(|(at, _)| (from..to).contains(at)).map(|(_, kb)| kb / 1_024).max();
    let last = memory.last().map_or(0, |(at, _)| *at);
    for quarter in 0..4 {
        let (from, to) = (last * quarter / 4, last * (quarter + 1) / 4);
        writeln!(out, "memory from {from} to {to} s: {} MB at most", most(from, to + 1).unwrap_or(0))?;
    }
    Ok(())
}

/// Every address that was connected or sent to, with how often; others than the site's are a fault. The look-up of a name
/// connects a socket for datagrams to each address that it found, to put them in order, and sends nothing; that is told apart.
fn tell_connections(traced: &Path, site: &Site, faults: &mut Vec<String>, out: &mut dyn Write) -> Result<()> {
    let Ok(trace) = std::fs::read_to_string(traced) else {
        return Ok(writeln!(out, "connections: strace is missing")?);
    };
    let mut seen: BTreeMap<(String, bool), usize> = BTreeMap::new();
    // Sockets for datagrams that nothing was sent through.
    let mut quiet: BTreeSet<&str> = BTreeSet::new();
    for line in trace.lines() {
        let call = line.split_once(' ').map_or("", |(_, call)| call.trim_start());
        let between = |from: &str, to: &[char]| Some(call.split_once(from)?.1.split_once(to)?.0);
        if call.starts_with("socket(AF_INET") {
            let socket = call.rsplit("= ").next().unwrap_or_default();
            if call.contains("SOCK_DGRAM") {
                quiet.insert(socket)
            } else {
                quiet.remove(socket)
            };
        }
        if !call.contains("sa_family=AF_INET") {
            continue;
        }
        let address = between("inet_addr(\"", &['"']).or_else(|| between("AF_INET6, \"", &['"'])).unwrap_or("?");
        let port = between("_port=htons(", &[')']).unwrap_or("?");
        let silent =
            call.starts_with("connect(") && between("connect(", &[',']).is_some_and(|socket| quiet.contains(socket));
        *seen.entry((format!("{address}:{port}"), silent)).or_default() += 1;
    }
    let own = site.address.to_string();
    for ((address, silent), count) in &seen {
        match (*address == own, silent) {
            (true, _) => writeln!(out, "connections to the site: {count}")?,
            (false, true) => writeln!(out, "looked up, nothing sent: {address}, {count} times")?,
            (false, false) => {
                writeln!(out, "connections to {address}, NOT the site: {count}")?;
                faults.push(format!("a connection to {address}"));
            }
        }
    }
    Ok(())
}
