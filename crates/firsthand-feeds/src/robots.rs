//! What a host asks robots to leave alone: its `robots.txt`, by the rules of RFC 9309.
//! Not here: fetching it, and how long it is believed.

use robotstxt::DefaultMatcher;

/// Bytes of a `robots.txt` that are read; the rest is left out, as the RFC allows.
const MOST: usize = 500 << 10;

/// The longest pause that a host may ask for, in seconds.
const LONGEST_DELAY: u32 = 60;

/// The rules of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Robots {
    /// None where all is closed.
    text: Option<String>,
}

impl Robots {
    /// From the status and the body of the host's `/robots.txt`: without one all is open, and a host that has trouble with
    /// it has closed for now (RFC 9309, 2.3.1).
    #[must_use]
    pub fn read(status: u16, body: &[u8]) -> Self {
        match status {
            200..=299 => {
                let body = &body[..body.len().min(MOST)];
                Self { text: Some(String::from_utf8_lossy(body).into_owned()) }
            }
            400..=499 => Self { text: Some(String::new()) },
            _ => Self::closed(),
        }
    }

    /// Of a host that cannot be reached.
    #[must_use]
    pub fn closed() -> Self {
        Self { text: None }
    }

    /// Whether the robot of this name, one word, may ask for an address.
    #[must_use]
    pub fn allows(&self, robot: &str, address: &str) -> bool {
        let Some(text) = &self.text else { return false };
        text.is_empty() || DefaultMatcher::default().one_agent_allowed_by_robots(text, robot, address)
    }

    /// Seconds between two questions that the host asks of this robot, else of all; 60 at most. Not part of the RFC, but
    /// many write it.
    #[must_use]
    pub fn delay(&self, robot: &str) -> Option<u32> {
        let text = self.text.as_deref()?;
        let (mut own, mut all) = (None, None);
        let (mut for_me, mut for_all, mut in_names) = (false, false, false);
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !in_names {
                        (for_me, for_all) = (false, false);
                    }
                    in_names = true;
                    for_me |= value.eq_ignore_ascii_case(robot);
                    for_all |= value == "*";
                }
                "crawl-delay" => {
                    in_names = false;
                    let Ok(seconds) = value.parse::<f32>() else { continue };
                    if !seconds.is_finite() || seconds < 0.0 {
                        continue;
                    }
                    let seconds = (seconds.ceil() as u32).min(LONGEST_DELAY);
                    own = own.or(for_me.then_some(seconds));
                    all = all.or(for_all.then_some(seconds));
                }
                _ => in_names = false,
            }
        }
        own.or(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_hold_for_whom_they_name() {
        let robots = Robots::read(
            200,
            b"User-agent: *\nDisallow: /private/\nAllow: /private/open\nCrawl-delay: 2\n\nUser-agent: Firsthand\nDisallow: /\nCrawl-delay: 7.5",
        );
        assert!(!robots.allows("Firsthand", "https://a.example/"));
        assert!(robots.allows("Other", "https://a.example/news"));
        assert!(!robots.allows("Other", "https://a.example/private/x"));
        assert!(robots.allows("Other", "https://a.example/private/open"));
        assert_eq!((robots.delay("firsthand"), robots.delay("Other")), (Some(8), Some(2)));
    }

    #[test]
    fn a_missing_file_opens_and_a_broken_host_closes() {
        assert!(Robots::read(404, b"Disallow: /").allows("Firsthand", "https://a.example/x"));
        assert!(!Robots::read(503, b"").allows("Firsthand", "https://a.example/x"));
        assert!(!Robots::closed().allows("Firsthand", "https://a.example/x"));
        assert!(Robots::read(200, b"").allows("Firsthand", "https://a.example/x"));
    }

    #[test]
    fn any_bytes_are_read() {
        let pieces = b"user-agent: *\ndisallow: /a$*%\xFF\xC3\r#crawl-delay:9e99";
        let mut state = 7_u64;
        for _ in 0..2_000 {
            let bytes: Vec<u8> = (0..120)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    pieces[(state >> 33) as usize % pieces.len()]
                })
                .collect();
            let robots = Robots::read(200, &bytes);
            let _ = (robots.allows("Firsthand", "https://a.example/a?b#c"), robots.delay("Firsthand"));
        }
    }
}
