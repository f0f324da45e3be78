//! Which records does an archive hold? WARC, WACZ, mail boxes, Telegram exports, tables: streamed, each record by itself, so
//! that a broken one costs nothing but itself. Not here: files and folders, and what a record says.

mod decode;
mod head;
mod mail;
mod page;
mod table;
mod telegram;
mod warc;

pub use decode::{MAX_ENCODINGS, MAX_RATIO, decode_body};
pub use head::{HttpHead, MAX_HEAD, parse_http_head};
pub use mail::{MailBox, receive_mail};
pub use page::{Capture, receive_capture, take_capture};
pub use table::{ColumnMap, TableRows, map_json_line};
pub use telegram::read_telegram;
pub use warc::{EachRecord, WarcHead, WarcReader, WarcRecord, read_wacz, write_warc_record};

#[cfg(test)]
mod tests;
