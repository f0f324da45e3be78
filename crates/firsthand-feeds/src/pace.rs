//! How often is one host asked? A pause between two questions to it, however many of its feeds and pages wait.
//! Not here: the clock; moments are given in seconds since 1970.

use std::collections::BTreeMap;

/// Seconds between two questions to a host, unless it asks for more.
const PAUSE: i64 = 2;

/// Remembers when each host may be asked again.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    free: BTreeMap<String, i64>,
}

impl Pace {
    /// Seconds until the host may be asked: 0 where it may be now.
    #[must_use]
    pub fn wait(&self, host: &str, now: i64) -> i64 {
        self.free.get(host).map_or(0, |free| (free - now).max(0))
    }

    /// Notes that the host was asked now; `delay` is the pause that it wants.
    pub fn asked(&mut self, host: &str, now: i64, delay: Option<u32>) {
        let pause = delay.map_or(PAUSE, |delay| i64::from(delay).max(PAUSE));
        self.hold(host, now + pause);
    }

    /// Leaves the host alone until then.
    pub fn hold(&mut self, host: &str, until: i64) {
        let free = self.free.entry(host.to_owned()).or_default();
        *free = (*free).max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_pauses_of_their_own() {
        let mut pace = Pace::default();
        assert_eq!(pace.wait("a.example", 100), 0);
        pace.asked("a.example", 100, None);
        pace.asked("b.example", 100, Some(30));
        assert_eq!((pace.wait("a.example", 101), pace.wait("b.example", 101)), (1, 29));
        pace.hold("a.example", 500);
        pace.asked("a.example", 102, None);
        assert_eq!((pace.wait("a.example", 102), pace.wait("a.example", 600)), (398, 0));
    }
}
