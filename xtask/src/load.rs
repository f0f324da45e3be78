//! How soon does a served ledger answer while it is written to? Starts the built program on a ledger, asks it at a fixed
//! rate whatever it answers (so that a slow answer delays no question), listens to its feed with many listeners, lets
//! `add` write all the while, and tells latencies, memory and what the listeners heard. Loopback only, bounded in time.
//! Not here: whether answers are right.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What is asked of a run.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    program: PathBuf,
    ledger: PathBuf,
    /// What `add` writes meanwhile; nothing without it.
    add: Option<PathBuf>,
    rate: u64,
    seconds: u64,
    listeners: usize,
    connections: u64,
    /// Answers that took so many milliseconds are told one by one.
    slow: Option<u64>,
}

/// One answer: after how many seconds of the run it was due, how many milliseconds it took from then, the status, and the
/// place of its address.
#[derive(Debug, Clone, Copy)]
struct Told {
    due: f64,
    took: f64,
    status: u16,
    path: usize,
}

impl Wish {
    /// From `PROGRAM --ledger FILE [--add INPUT] [--rate N] [--seconds N] [--listeners N] [--connections N] [--slow MS]`.
    pub(crate) fn of(words: &[&str]) -> Result<Self> {
        let [program, words @ ..] = words else { bail!("load needs the built program") };
        let program = Path::new(program).canonicalize().with_context(|| format!("{program}: build it first"))?;
        let mut wish = Self {
            program,
            ledger: "firsthand.db".into(),
            add: None,
            rate: 200,
            seconds: 30,
            listeners: 50,
            connections: 16,
            slow: None,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            let number = || value.parse::<u64>().with_context(|| format!("{value} is no number"));
            match *word {
                "--ledger" => wish.ledger = value.into(),
                "--add" => wish.add = Some(value.into()),
                "--rate" => wish.rate = number()?.clamp(1, 10_000),
                "--seconds" => wish.seconds = number()?.clamp(1, 600),
                "--listeners" => wish.listeners = number()? as usize,
                "--connections" => wish.connections = number()?.clamp(1, 256),
                "--slow" => wish.slow = Some(number()?),
                other => bail!("{other} is not known here"),
            }
        }
        Ok(wish)
    }
}

/// The program, ended when this goes.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(wish: &Wish) -> Result<Self> {
        let mut child = Command::new(&wish.program)
            .args(["serve", "--listen", "127.0.0.1:0", "--db"])
            .arg(&wish.ledger)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let told = child.stdout.take().context("the program's words")?;
        let mut line = String::new();
        BufReader::new(told).read_line(&mut line)?;
        let address = line.trim().strip_prefix("http://").and_then(|address| address.parse().ok());
        let address = address.with_context(|| format!("the program said {line:?} instead of an address"))?;
        Ok(Self { child, address })
    }

    /// Megabytes that are resident: now, and at most.
    fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
        };
        (field("VmRSS:"), field("VmHWM:"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A connection that is kept open.
struct Line {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Line {
    /// Asks for a path; the status and the length of the body.
    fn ask(&mut self, path: &str) -> Result<(u16, usize)> {
        if self.stream.is_none() {
            let stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            self.stream = Some(BufReader::new(stream));
        }
        let Some(stream) = self.stream.as_mut() else { bail!("no connection") };
        let asked = format!("GET {path} HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n\r\n", self.address);
        stream.get_mut().write_all(asked.as_bytes())?;
        let (mut status, mut length) = (0, 0);
        let mut line = String::new();
        loop {
            line.clear();
            if stream.read_line(&mut line)? == 0 {
                bail!("the connection ended");
            }
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0);
            } else if let Some(rest) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = rest.trim().parse()?;
            } else if line == "\r\n" {
                break;
            }
        }
        std::io::copy(&mut stream.by_ref().take(length as u64), &mut std::io::sink())?;
        Ok((status, length))
    }
}

/// The addresses that are asked for: the start page, and what its links of filters lead to.
fn find_paths(address: SocketAddr) -> Result<Vec<String>> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /tally HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
    let mut page = String::new();
    stream.read_to_string(&mut page)?;
    let mut paths = vec!["/".to_owned(), "/tally".to_owned(), "/tally?by=place".to_owned()];
    for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        if link.starts_with("/tally?") && !link.contains("lang=") && !paths.iter().any(|path| path == link) {
            paths.push(link.replace("&amp;", "&"));
        }
    }
    paths.truncate(40);
    Ok(paths)
}

/// `cargo xtask load PROGRAM --ledger FILE ...`.
pub(crate) fn run(wish: &Wish, out: &mut dyn Write) -> Result<()> {
    let started = Instant::now();
    let server = Server::start(wish)?;
    let mut first = Line { address: server.address, stream: None };
    let ready = started.elapsed();
    let asked = Instant::now();
    let (status, length) = first.ask("/tally")?;
    writeln!(
        out,
        "ready after {} ms; the first tally took {:.1} ms ({status}, {length} bytes)",
        ready.as_millis(),
        asked.elapsed().as_secs_f64() * 1000.0
    )?;
    let paths = Arc::new(find_paths(server.address)?);
    let ends = Arc::new(AtomicBool::new(false));
    let heard = Arc::new(AtomicUsize::new(0));
    let listeners: Vec<_> = (0..wish.listeners).map(|_| listen(server.address, &ends, &heard)).collect();
    let adding = wish.add.as_ref().map(|input| {
        let mut command = Command::new(&wish.program);
        command.arg("add").arg(input).arg("--db").arg(&wish.ledger).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn()
    });
    let mut adding = adding.transpose()?;
    let times: Arc<Mutex<Vec<Told>>> = Arc::default();
    let began = Instant::now();
    let mut workers = Vec::new();
    for worker in 0..wish.connections {
        let (paths, times, wish, address) = (Arc::clone(&paths), Arc::clone(&times), wish.clone(), server.address);
        workers.push(std::thread::spawn(move || {
            let mut line = Line { address, stream: None };
            let mut own = Vec::new();
            for number in (worker..wish.rate * wish.seconds).step_by(wish.connections as usize) {
                let due = began + Duration::from_nanos(1_000_000_000 / wish.rate * number);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let path = (number as usize * 7) % paths.len();
                let status = line.ask(&paths[path]).map_or(0, |(status, _)| status);
                if status == 0 {
                    line.stream = None;
                }
                // From the moment at which it was due: a question that had to wait for one before it counts its wait.
                let took = due.elapsed().as_secs_f64() * 1000.0;
                own.push(Told { due: (due - began).as_secs_f64(), took, status, path });
            }
            times.lock().map(|mut all| all.extend(own)).is_ok()
        }));
    }
    let mut most: f64 = 0.0;
    while workers.iter().any(|worker| !worker.is_finished()) {
        most = most.max(server.memory().0);
        std::thread::sleep(Duration::from_millis(200));
    }
    let took = began.elapsed();
    workers.into_iter().for_each(|worker| drop(worker.join()));
    let wrote = match &mut adding {
        Some(child) => {
            let running = child.try_wait()?.is_none();
            drop(child.kill());
            drop(child.wait());
            if running { "add wrote to the end" } else { "add had ended before" }
        }
        None => "nothing was added",
    };
    ends.store(true, Ordering::Relaxed);
    let (_, peak) = server.memory();
    drop(server);
    listeners.into_iter().for_each(|listener| drop(listener.join()));
    let mut all = times.lock().map_err(|_| anyhow::anyhow!("a worker failed"))?.clone();
    if let Some(slow) = wish.slow {
        all.sort_by(|one, other| one.due.total_cmp(&other.due));
        for told in all.iter().filter(|told| told.took >= slow as f64) {
            writeln!(out, "after {:.2} s: {:.1} ms, {} {}", told.due, told.took, told.status, paths[told.path])?;
        }
    }
    all.sort_by(|one, other| one.took.total_cmp(&other.took));
    let bad = all.iter().filter(|told| told.status != 200).count();
    let at = |share: f64| {
        all.get(((all.len() as f64 * share) as usize).min(all.len().saturating_sub(1))).map_or(0.0, |told| told.took)
    };
    writeln!(
        out,
        "{} questions of {} addresses in {:.1} s ({:.0}/s), {bad} not answered with 200; {} listeners heard {} events; {wrote}",
        all.len(),
        paths.len(),
        took.as_secs_f64(),
        all.len() as f64 / took.as_secs_f64(),
        wish.listeners,
        heard.load(Ordering::Relaxed)
    )?;
    writeln!(
        out,
        "ms: median {:.1}  p90 {:.1}  p99 {:.1}  p99.9 {:.1}  most {:.1}; memory {most:.0} MB, peak {peak:.0} MB",
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999),
        at(1.0)
    )?;
    Ok(())
}

/// A listener of the feed, until the end.
fn listen(address: SocketAddr, ends: &Arc<AtomicBool>, heard: &Arc<AtomicUsize>) -> std::thread::JoinHandle<()> {
    let (ends, heard) = (Arc::clone(ends), Arc::clone(heard));
    std::thread::spawn(move || {
        let Ok(mut stream) = TcpStream::connect(address) else { return };
        let asked = format!("GET /v1/events HTTP/1.1\r\nhost: {address}\r\naccept: text/event-stream\r\n\r\n");
        if stream.write_all(asked.as_bytes()).is_err() {
            return;
        }
        drop(stream.set_read_timeout(Some(Duration::from_millis(500))));
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        while !ends.load(Ordering::Relaxed) {
            match lines.read_until(b'\n', &mut line) {
                Ok(0) => return,
                Ok(_) => {
                    if line.starts_with(b"event: entry") || line.starts_with(b"event: gone") {
                        heard.fetch_add(1, Ordering::Relaxed);
                    }
                    line.clear();
                }
                // Silence: what was read of a line so far stays.
                Err(_) => {}
            }
        }
    })
}
