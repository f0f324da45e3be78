//! Asks many hosts for many things, each host at its pace and by its rules. The one place here that has a clock and waits.
//! Not here: one question and its limits (`fetch`).

use crate::fetch::{Answer, Fetcher, Question, Refusal, read_address};
use crate::pace::Pace;
use crate::robots::Robots;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds for which the rules of a host are believed: a day, as RFC 9309 says.
const RULES_LAST: i64 = 86_400;
/// The same where the host had trouble with them.
const TROUBLE_LASTS: i64 = 600;
/// A host that is free in so many seconds is waited for.
const PATIENCE: i64 = 60;
/// Hosts whose rules are remembered.
const HOSTS: usize = 10_000;

/// A fetcher with manners.
#[derive(Debug)]
pub struct Asker {
    fetcher: Fetcher,
    pace: Pace,
    rules: BTreeMap<String, (Robots, i64)>,
}

impl Asker {
    /// One that has asked nobody yet.
    #[must_use]
    pub fn new(fetcher: Fetcher) -> Self {
        Self { fetcher, pace: Pace::default(), rules: BTreeMap::new() }
    }

    /// Asks once the host is free, if its rules allow the address.
    ///
    /// # Errors
    /// As [`Fetcher::fetch`]; `robots` where the host asks to be left alone, `busy` where it is for longer than a minute.
    pub fn ask(&mut self, question: &Question) -> Result<Answer, Refusal> {
        let address = read_address(&question.address)?;
        let host = address.origin().ascii_serialization();
        let robot = self.fetcher.name().split(['/', ' ']).next().unwrap_or_default().to_owned();
        let rules = self.rules_of(&host)?;
        if !rules.allows(&robot, address.as_str()) {
            let why = format!("{host} asks robots to leave {} alone", address.path());
            return Err(Refusal::new("robots", why, "ask the publisher, or add the page as a file"));
        }
        let delay = rules.delay(&robot);
        self.wait(&host)?;
        let answer = self.fetcher.fetch(question);
        self.note(&host, &answer, delay);
        if let Ok(answer) = &answer
            && matches!(answer.status, 429 | 503)
        {
            let pause = answer.retry_after(now()).unwrap_or(PATIENCE);
            self.pace.hold(&host, now() + pause);
        }
        answer
    }

    /// The host's rules, asked for where they are not known or too old.
    fn rules_of(&mut self, host: &str) -> Result<Robots, Refusal> {
        if let Some((rules, until)) = self.rules.get(host)
            && *until > now()
        {
            return Ok(rules.clone());
        }
        self.wait(host)?;
        let answer = self.fetcher.fetch(&Question::of(&format!("{host}/robots.txt")));
        self.note(host, &answer, None);
        let rules = match &answer {
            Ok(answer) => Robots::read(answer.status, &answer.body),
            // What must not be asked is refused by its own name, and a host without this file in working order is closed.
            Err(refusal) if matches!(refusal.word, "private_address" | "bad_address" | "unreachable") => {
                return Err(refusal.clone());
            }
            Err(_) => Robots::closed(),
        };
        let lasts = if rules == Robots::closed() { TROUBLE_LASTS } else { RULES_LAST };
        if self.rules.len() >= HOSTS {
            self.rules.clear();
        }
        self.rules.insert(host.to_owned(), (rules.clone(), now() + lasts));
        Ok(rules)
    }

    /// Notes that a host was asked; one that must not be asked was not.
    fn note(&mut self, host: &str, answer: &Result<Answer, Refusal>, delay: Option<u32>) {
        if answer.as_ref().err().is_none_or(|refusal| refusal.word != "private_address") {
            self.pace.asked(host, now(), delay);
        }
    }

    fn wait(&self, host: &str) -> Result<(), Refusal> {
        let wait = self.pace.wait(host, now());
        if wait > PATIENCE {
            let why = format!("{host} asks to be left alone for another {wait} s");
            return Err(Refusal::new("busy", why, "it will be asked again later"));
        }
        std::thread::sleep(Duration::from_secs(u64::try_from(wait).unwrap_or(0)));
        Ok(())
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
