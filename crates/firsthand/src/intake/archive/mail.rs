//! Which mails does a box hold, and what does a mail say? mbox and EML, as monitors' newsletters come. Not here: fetching mail;
//! addresses of people, which nobody needs.

use crate::intake::feed::flatten_markup;
use crate::intake::{Fields, MAX_FILE, Received, Refusal, make_report};
use crate::pack::Packs;
use mail_parser::MessageParser;
use std::io::{self, BufRead, Read};

/// The mails of an mbox, each as its bytes. One that is larger than 16 MiB is left out without being held.
pub struct MailBox<R> {
    reader: R,
    line: Vec<u8>,
    begun: bool,
    ended: bool,
}

impl<R: BufRead> MailBox<R> {
    /// A box at its start.
    pub fn new(reader: R) -> Self {
        Self { reader, line: Vec::new(), begun: false, ended: false }
    }

    /// The next line with its break; a line without end is cut into pieces.
    fn read_line(&mut self) -> io::Result<bool> {
        self.line.clear();
        let limit = 1 << 20;
        Ok(self.reader.by_ref().take(limit).read_until(b'\n', &mut self.line)? > 0)
    }
}

impl<R: BufRead> Iterator for MailBox<R> {
    type Item = Result<Vec<u8>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let (mut mail, mut size, mut blank) = (Vec::new(), 0_usize, true);
        loop {
            match self.read_line() {
                Err(error) => {
                    self.ended = true;
                    return Some(Err(Refusal::new("unreadable", error.to_string(), "check the disk")));
                }
                Ok(false) => {
                    self.ended = true;
                    break;
                }
                Ok(true) => {}
            }
            let starts = blank && self.line.starts_with(b"From ");
            blank = self.line.iter().all(u8::is_ascii_whitespace);
            if starts {
                if std::mem::replace(&mut self.begun, true) && size > 0 {
                    break;
                }
                continue;
            }
            size += self.line.len();
            if size <= MAX_FILE {
                // `>From ` was `From ` once.
                let quoted = self.line.starts_with(b">")
                    && self.line.trim_ascii_start().iter().skip_while(|byte| **byte == b'>').take(5).eq(b"From ");
                mail.extend_from_slice(if quoted { &self.line[1..] } else { &self.line });
            } else {
                mail = Vec::new();
            }
        }
        if size > MAX_FILE {
            let why = format!("a mail has {size} bytes, more than {MAX_FILE}");
            return Some(Err(Refusal::new("too_large", why, "the other mails are read")));
        }
        if mail.iter().all(u8::is_ascii_whitespace) {
            self.ended.then_some(()).map_or_else(|| self.next(), |()| None)
        } else {
            Some(Ok(mail))
        }
    }
}

/// Reads a mail as a report: subject, date, sender's name, the text or else the markup. `doc` names one without an id.
///
/// # Errors
/// `no_mail`, `empty`.
pub fn receive_mail(packs: &Packs, bytes: &[u8], doc: &str) -> Result<Received, Refusal> {
    let wrong = || Refusal::new("no_mail", "these bytes are no mail", "give an .eml or .mbox file");
    if bytes.len() > MAX_FILE {
        let why = format!("{} bytes are more than the {MAX_FILE} that a mail may have", bytes.len());
        return Err(Refusal::new("too_large", why, "leave the mail out"));
    }
    let mail = MessageParser::default().parse(bytes).ok_or_else(wrong)?;
    if mail.subject().is_none() && mail.from().is_none() && mail.date().is_none() {
        return Err(wrong());
    }
    let title = mail.subject().map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty());
    let sender = mail.from().and_then(|from| from.first()).and_then(|from| from.name.as_deref()).map(str::to_owned);
    let plain = mail.text_bodies().find_map(|part| if part.is_text_html() { None } else { part.text_contents() });
    let text = match plain {
        Some(text) => text.to_owned(),
        None => mail.body_html(0).map(|markup| flatten_markup(&markup)).unwrap_or_default(),
    };
    let text = [title.clone().unwrap_or_default(), text].join("\n\n");
    make_report(
        packs,
        Fields {
            doc: mail.message_id().map_or_else(|| doc.to_owned(), str::to_owned),
            outlet: sender.filter(|name| !name.contains('@')),
            title,
            published: mail.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339),
            text,
            ..Fields::default()
        },
    )
}
