//! JSON to the tree: one value of a stream. In: a text and where the value starts. Out: its tree and its end, or that it is
//! no JSON, upon which the caller goes on in YAML. No JSON library tells where each value stands, which is what a tree is
//! about.

use super::SyntaxError;
use super::arena::{KeyType, Text};
use super::build::{Builder, MAX_DEPTH};
use super::error::{Family, shorten};
use super::tree::{Kind, Tree};
use crate::source::{Span, offset};

/// A value, or why the server refuses it although it is JSON; and where it ends.
type Value<'s> = (Result<Tree<'s>, SyntaxError>, usize);

/// Reads the JSON value at `at`; none where there is none.
pub(super) fn read(source: &str, at: usize) -> Option<Value<'_>> {
    let mut reader = Reader {
        bytes: source.as_bytes(),
        source,
        pos: at,
        builder: Builder::new(source, Span::at(offset(at))),
        too_large: None,
    };
    reader.value()?;
    let end = reader.pos;
    let span = Span::new(offset(at), offset(end));
    let tree = match reader.too_large {
        Some(number) => Err(SyntaxError {
            family: Family::Yaml,
            document: span,
            span: number,
            message: format!("the number {} is too large", shorten(&source[number.range()])),
            help: None,
            context: None,
        }),
        None => Ok(reader.builder.finish_json(span)),
    };
    Some((tree, end))
}

struct Reader<'s> {
    bytes: &'s [u8],
    source: &'s str,
    pos: usize,
    builder: Builder<'s>,
    /// The first number that no float can hold.
    too_large: Option<Span>,
}

/// What an open collection may go on with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    List,
    Object,
}

impl Reader<'_> {
    fn current(&self) -> u8 {
        self.bytes.get(self.pos).copied().unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.current(), b' ' | b'\t' | b'\n' | b'\r') {
            self.pos += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.current() == byte;
        self.pos += usize::from(found);
        found
    }

    /// Reads a value without recursion.
    fn value(&mut self) -> Option<()> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            self.skip_blanks();
            let start = offset(self.pos);
            let collection = match self.current() {
                b'{' => Some((Kind::Map, Open::Object)),
                b'[' => Some((Kind::Seq, Open::List)),
                _ => None,
            };
            match collection {
                Some((kind, opened)) => {
                    if open.len() >= MAX_DEPTH {
                        return None;
                    }
                    self.pos += 1;
                    self.builder.start(kind, Span::at(start));
                    open.push(opened);
                    self.skip_blanks();
                    let close = if opened == Open::List { b']' } else { b'}' };
                    if self.current() != close {
                        if opened == Open::Object {
                            self.key()?;
                        }
                        continue;
                    }
                }
                None => self.scalar()?,
            }
            // A value is complete: go on with its neighbour, or close what holds it.
            loop {
                let Some(&innermost) = open.last() else {
                    return Some(());
                };
                self.skip_blanks();
                match (self.current(), innermost) {
                    (b',', Open::List) => {
                        self.pos += 1;
                        break;
                    }
                    (b',', Open::Object) => {
                        self.pos += 1;
                        self.skip_blanks();
                        self.key()?;
                        break;
                    }
                    (b']', Open::List) | (b'}', Open::Object) => {
                        self.pos += 1;
                        open.pop();
                        self.builder.end(offset(self.pos));
                    }
                    _ => return None,
                }
            }
        }
    }

    fn key(&mut self) -> Option<()> {
        let (span, text) = self.string()?;
        self.builder.key(text, KeyType::Str, span);
        self.skip_blanks();
        self.take(b':').then_some(())
    }

    fn scalar(&mut self) -> Option<()> {
        let start = self.pos;
        let (kind, word) = match self.current() {
            b'"' => {
                let (span, text) = self.string()?;
                self.builder.scalar(Kind::Str, span, text);
                return Some(());
            }
            b'-' | b'0'..=b'9' => (self.number()?, ""),
            b't' => (Kind::Bool(true), "true"),
            b'f' => (Kind::Bool(false), "false"),
            b'n' => (Kind::Null, "null"),
            _ => return None,
        };
        if !self.source[self.pos..].starts_with(word) {
            return None;
        }
        self.pos += word.len();
        let span = Span::new(offset(start), offset(self.pos));
        self.builder.scalar(kind, span, Text::source(span.start, span.end));
        Some(())
    }

    fn digits(&mut self) -> usize {
        let start = self.pos;
        while self.current().is_ascii_digit() {
            self.pos += 1;
        }
        self.pos - start
    }

    fn number(&mut self) -> Option<Kind> {
        let start = self.pos;
        self.take(b'-');
        if !self.take(b'0') && self.digits() == 0 {
            return None;
        }
        let mut whole = true;
        if self.take(b'.') {
            whole = false;
            if self.digits() == 0 {
                return None;
            }
        }
        if matches!(self.current(), b'e' | b'E') {
            whole = false;
            self.pos += 1;
            if matches!(self.current(), b'+' | b'-') {
                self.pos += 1;
            }
            if self.digits() == 0 {
                return None;
            }
        }
        let text = &self.source[start..self.pos];
        if whole {
            if let Ok(value) = text.parse() {
                return Some(Kind::Int(value));
            }
            if let Ok(value) = text.parse() {
                return Some(Kind::UInt(value));
            }
        }
        let value: f64 = text.parse().ok()?;
        if !value.is_finite() && self.too_large.is_none() {
            self.too_large = Some(Span::new(offset(start), offset(self.pos)));
        }
        Some(Kind::Float(value))
    }

    fn string(&mut self) -> Option<(Span, Text)> {
        let start = self.pos;
        if !self.take(b'"') {
            return None;
        }
        let from = self.pos;
        self.pos = self.run();
        if self.take(b'"') {
            let text = Text::source(offset(from), offset(self.pos - 1));
            return Some((Span::new(offset(start), offset(self.pos)), text));
        }
        let before = self.builder.buffer().len();
        let mut text = std::mem::take(self.builder.buffer());
        text.push_str(&self.source[from..self.pos]);
        loop {
            match self.current() {
                b'"' => break,
                b'\\' => text.push(self.escape()?),
                _ => return None,
            }
            let from = self.pos;
            self.pos = self.run();
            text.push_str(&self.source[from..self.pos]);
        }
        self.pos += 1;
        *self.builder.buffer() = text;
        let text = self.builder.text_from(before);
        Some((Span::new(offset(start), offset(self.pos)), text))
    }

    /// The end of the characters that stand for themselves.
    fn run(&self) -> usize {
        let special = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < b' ';
        let rest = &self.bytes[self.pos..];
        rest.iter()
            .position(special)
            .map_or(self.bytes.len(), |at| self.pos + at)
    }

    fn escape(&mut self) -> Option<char> {
        let byte = self.bytes.get(self.pos + 1).copied()?;
        self.pos += 2;
        Some(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex(self.pos)?;
                self.pos += 4;
                if let (0xD800..0xDC00, Some(second @ 0xDC00..0xE000)) = (first, self.second_half()) {
                    self.pos += 6;
                    let value = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                    return char::from_u32(value);
                }
                // Half a pair is replaced, as Go does.
                char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        })
    }

    fn second_half(&self) -> Option<u32> {
        let escape = self.bytes.get(self.pos..self.pos + 2)?;
        if escape != b"\\u" {
            return None;
        }
        self.hex(self.pos + 2)
    }

    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.bytes.get(at..at + 4)?;
        digits
            .iter()
            .try_fold(0, |value, &digit| Some(value << 4 | char::from(digit).to_digit(16)?))
    }
}
