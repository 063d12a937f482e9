//! Lists and mappings in brackets.

use super::super::tree::Kind;
use super::{Reader, Sure, scalars};
use crate::source::{Span, offset};

/// Deeper brackets are read with more care.
const MAX_DEPTH: usize = 50;

impl Reader<'_> {
    /// Reads a collection in brackets.
    pub(super) fn flow(&mut self, depth: usize) -> Sure<()> {
        if depth >= MAX_DEPTH {
            return None;
        }
        let map = self.bytes[self.pos] == b'{';
        let (kind, close) = if map { (Kind::Map, b'}') } else { (Kind::Seq, b']') };
        self.builder.start(kind, Span::at(offset(self.pos)));
        self.pos += 1;
        loop {
            self.skip_gap()?;
            if self.byte(self.pos) == close {
                break;
            }
            if map {
                self.flow_key()?;
            }
            self.flow_value(depth)?;
            self.skip_gap()?;
            match self.byte(self.pos) {
                b',' => self.pos += 1,
                byte if byte == close => break,
                _ => return None,
            }
        }
        self.pos += 1;
        self.last_end = offset(self.pos);
        self.builder.end(self.last_end);
        Some(())
    }

    /// Goes past blanks, line breaks and comments.
    fn skip_gap(&mut self) -> Sure<()> {
        loop {
            match self.byte(self.pos) {
                b' ' | b'\t' | b'\r' => {}
                b'#' => {
                    self.comment();
                    continue;
                }
                b'\n' => {
                    self.line = self.pos + 1;
                    // What may stand for a document ends brackets too.
                    if matches!(self.byte(self.line), b'-' | b'.' | b'%') {
                        return None;
                    }
                }
                _ => return Some(()),
            }
            self.pos += 1;
            if self.pos >= self.bytes.len() {
                return None;
            }
        }
    }

    fn flow_key(&mut self) -> Sure<()> {
        let start = self.pos;
        match self.byte(start) {
            quote @ (b'"' | b'\'') => {
                let text = self.quoted(quote)?;
                let end = self.pos;
                self.skip_spaces();
                if self.byte(self.pos) != b':' || self.line > start {
                    return None;
                }
                self.key(Span::new(offset(start), offset(end)), text, false)?;
            }
            byte if scalars::starts_plain(byte) => {
                let span = self.flow_plain()?;
                if self.byte(self.pos) != b':' {
                    return None;
                }
                self.key(span, super::Text::source(span.start, span.end), true)?;
            }
            _ => return None,
        }
        self.pos += 1;
        self.skip_gap()
    }

    fn flow_value(&mut self, depth: usize) -> Sure<()> {
        let start = self.pos;
        match self.byte(start) {
            quote @ (b'"' | b'\'') => {
                let text = self.quoted(quote)?;
                self.scalar(Kind::Str, Span::new(offset(start), offset(self.pos)), text);
                Some(())
            }
            b'[' | b'{' => self.flow(depth + 1),
            b'-' if self.byte(start + 1).is_ascii_alphanumeric() || self.byte(start + 1) == b'-' => self.flow_scalar(),
            byte if scalars::starts_plain(byte) => self.flow_scalar(),
            _ => None,
        }
    }

    fn flow_scalar(&mut self) -> Sure<()> {
        let span = self.flow_plain()?;
        self.resolved(span)
    }
}
