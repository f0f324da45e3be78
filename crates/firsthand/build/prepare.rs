//! Prepares a language's data files for embedding: lists of phrases are expanded, cut, folded and numbered here, once, so
//! that loading a pack only counts numbers. Not here: what a file means; a list that may hold phrases is taken for one, and
//! keeps its texts for those who want them.

use super::cut::{Apostrophes, fold_phrases};
use super::form::{FALSE, INTEGER, LIST, PHRASES, TABLE, TEXT, TRUE};
use std::collections::{BTreeSet, HashMap};
use toml::{Table, Value};

/// The words of a language, numbered from 1 in the order in which files name them, and where it cuts at apostrophes.
#[derive(Default)]
pub(super) struct Preparation {
    ids: HashMap<String, u32>,
    words: Vec<String>,
    elisions: BTreeSet<String>,
    clitics: BTreeSet<String>,
}

impl Preparation {
    /// With the marks of `text.toml`.
    pub(super) fn new(text: &Table) -> Self {
        let list = |name: &str| {
            let list = text.get(name).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self { elisions: list("elisions"), clitics: list("clitics"), ..Self::default() }
    }

    /// A file in its prepared form. `phrases` says whether its lists may be phrases.
    pub(super) fn prepare_file(&mut self, table: &Table, phrases: bool) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        self.put_table(table, phrases, &mut out)?;
        Ok(out)
    }

    /// The words of all files prepared so far: how many, the length of each, and all their bytes.
    pub(super) fn prepared_words(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(self.words.len() as u64, &mut out);
        self.words.iter().for_each(|word| put_number(word.len() as u64, &mut out));
        self.words.iter().for_each(|word| out.extend_from_slice(word.as_bytes()));
        out
    }

    fn put_table(&mut self, table: &Table, phrases: bool, out: &mut Vec<u8>) -> Result<(), String> {
        out.push(TABLE);
        put_number(table.len() as u64, out);
        for (key, value) in table {
            put_bytes(key.as_bytes(), out);
            self.put_value(value, phrases, out)?;
        }
        Ok(())
    }

    fn put_value(&mut self, value: &Value, phrases: bool, out: &mut Vec<u8>) -> Result<(), String> {
        match value {
            Value::Boolean(value) => out.push(if *value { TRUE } else { FALSE }),
            Value::Integer(value) => {
                out.push(INTEGER);
                put_number(((value << 1) ^ (value >> 63)) as u64, out);
            }
            Value::String(text) => {
                out.push(TEXT);
                put_bytes(text.as_bytes(), out);
            }
            Value::Table(table) => self.put_table(table, phrases, out)?,
            Value::Array(values) => {
                let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
                if phrases && !texts.is_empty() && texts.len() == values.len() {
                    out.push(PHRASES);
                    let list = self.prepare_phrases(&texts);
                    put_bytes(&list, out);
                } else {
                    out.push(LIST);
                    put_number(values.len() as u64, out);
                    for value in values {
                        self.put_value(value, phrases, out)?;
                    }
                }
            }
            Value::Float(_) | Value::Datetime(_) => return Err(format!("{value:?} has no place in a data file")),
        }
        Ok(())
    }

    fn prepare_phrases(&mut self, texts: &[&str]) -> Vec<u8> {
        let mut out = Vec::new();
        put_number(texts.len() as u64, &mut out);
        texts.iter().for_each(|text| put_bytes(text.as_bytes(), &mut out));
        let (mut count, mut made, before) = (0, Vec::new(), self.words.len());
        let marks = Apostrophes { elisions: &self.elisions, clitics: &self.clitics };
        for text in texts {
            let (ids, words) = (&mut self.ids, &mut self.words);
            let folded = fold_phrases(text, marks, &mut |phrase| {
                let phrase: Vec<u32> = phrase.map(|word| number_word(word, ids, words)).collect();
                count += 1;
                put_number(phrase.len() as u64, &mut made);
                phrase.iter().for_each(|word| put_number(u64::from(*word), &mut made));
            });
            if folded.is_err() {
                // No phrases, or wrong ones: whoever asks for them cuts the texts and tells what is wrong.
                for word in self.words.drain(before..) {
                    self.ids.remove(&word);
                }
                return out;
            }
        }
        put_number(count, &mut out);
        out.extend_from_slice(&made);
        out
    }
}

fn number_word(word: &str, ids: &mut HashMap<String, u32>, words: &mut Vec<String>) -> u32 {
    *ids.entry(word.to_owned()).or_insert_with(|| {
        words.push(word.to_owned());
        words.len() as u32
    })
}

fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put_number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

fn put_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
