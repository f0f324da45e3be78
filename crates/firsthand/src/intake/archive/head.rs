//! What does the head of an HTTP answer say? Loosely: bare line feeds, folded lines and odd versions are read. Not here: the
//! body, and fetching.

/// Largest head of an HTTP answer or of a WARC record, in bytes.
pub const MAX_HEAD: usize = 64 << 10;

/// Status and header fields of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HttpHead {
    /// `200`, `404`.
    pub status: u16,
    /// Names in lower case with their values, in order.
    pub fields: Vec<(String, String)>,
}

impl HttpHead {
    /// The first value of a field; its name in lower case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The encoding that the content type names, in lower case.
    #[must_use]
    pub fn charset(&self) -> Option<String> {
        let kind = self.field("content-type")?.to_ascii_lowercase();
        let (_, name) = kind.split_once("charset=")?;
        Some(name.split(';').next().unwrap_or(name).trim_matches(['"', '\'', ' ']).to_owned())
    }
}

/// The head at the start of these bytes, and where the body begins. `None` where there is none, or it is longer than
/// [`MAX_HEAD`].
#[must_use]
pub fn parse_http_head(bytes: &[u8]) -> Option<(HttpHead, usize)> {
    let (lines, end) = split_head(bytes)?;
    let mut lines = lines.into_iter();
    let first = lines.next()?;
    let rest = first.get(..5).filter(|start| start.eq_ignore_ascii_case("http/")).and(first.split_once(' '))?.1;
    let status = rest.trim_start().get(..3)?.parse().ok()?;
    Some((HttpHead { status, fields: split_fields(lines) }, end))
}

/// The lines before the first empty one, unfolded, and the place after it. A head may end with the bytes.
pub(super) fn split_head(bytes: &[u8]) -> Option<(Vec<String>, usize)> {
    let mut lines: Vec<String> = Vec::new();
    let mut at = 0;
    while at < bytes.len() && at < MAX_HEAD {
        let Some(len) = bytes[at..].iter().take(MAX_HEAD).position(|byte| *byte == b'\n') else { break };
        let line = bytes[at..at + len].strip_suffix(b"\r").unwrap_or(&bytes[at..at + len]);
        at += len + 1;
        if line.is_empty() {
            return Some((lines, at)).filter(|(lines, at)| !lines.is_empty() && *at <= MAX_HEAD);
        }
        let text = String::from_utf8_lossy(line);
        match lines.last_mut() {
            Some(last) if text.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(text.trim());
            }
            _ => lines.push(text.into_owned()),
        }
    }
    None
}

/// Fields of lines; lines that are none are left out.
pub(super) fn split_fields(lines: impl Iterator<Item = String>) -> Vec<(String, String)> {
    lines
        .filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect()
}
