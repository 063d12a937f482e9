//! Characters straight to the tree, for the shapes that manifests have: block maps and lists, scalars of all styles, brackets,
//! comments. In: one document. Out: its tree, the same as the one of `exact`; or nothing where this reader is not sure what
//! is meant, above all where something is wrong. Called by `parse`, which then asks `exact`.
//!
//! It goes line by line: the column of the first character tells which collections end, and that character what stands there.

mod flow;
mod scalars;

use super::arena::{KeyType, Text};
use super::build::Builder;
use super::resolve::{Resolved, glance, resolve};
use super::scan::{MAX_KEY, check_characters};
use super::tree::{Kind, Tree};
use crate::source::{Span, offset};

/// `None` where the reader is not sure.
type Sure<T> = Option<T>;

/// Deeper documents are read with more care.
const MAX_LEVELS: usize = 200;

/// Reads the document `document` of `source`, if it has a shape that is known here.
pub(super) fn read(source: &str, document: Span) -> Option<Tree<'_>> {
    let text = &source[document.range()];
    if check_characters(text) != Ok(false) || !has_plain_breaks(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader {
        source,
        bytes: &source.as_bytes()[..document.end as usize],
        pos: document.start as usize,
        line: document.start as usize,
        builder: Builder::new(source, document),
        levels: Vec::with_capacity(16),
        waiting: None,
        commented: false,
        last_end: document.start,
    };
    reader.document()?;
    Some(reader.builder.finish(document.end))
}

/// Whether all line breaks are LF or CRLF, the latter with one CR.
fn has_plain_breaks(bytes: &[u8]) -> bool {
    let Some(first) = memchr::memchr(b'\r', bytes) else {
        return true;
    };
    let mut rest = &bytes[first..];
    while let Some(at) = memchr::memchr(b'\r', rest) {
        if rest.get(at + 1) != Some(&b'\n') {
            return false;
        }
        rest = &rest[at + 1..];
    }
    true
}

/// A block collection that is open.
#[derive(Clone, Copy)]
struct Level {
    column: usize,
    block: Block,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Map,
    List,
    /// A list below a key of the same column.
    Indentless,
}

struct Reader<'s> {
    source: &'s str,
    /// The source up to the end of the document.
    bytes: &'s [u8],
    pos: usize,
    /// Where the line starts, so that `pos - line` is the column.
    line: usize,
    builder: Builder<'s>,
    levels: Vec<Level>,
    /// The end of a colon or a dash that has nothing behind it on its line.
    waiting: Option<usize>,
    /// Whether a comment stands before this line and after the node that was read last.
    commented: bool,
    /// Where the last node ended.
    last_end: u32,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

impl Reader<'_> {
    /// The byte at `at`; the document ends with a line break, whether it is written or not.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b'\n')
    }

    /// Whether `at` is a blank or the end of a line.
    #[inline]
    fn is_gap(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\n' | b'\t' | b'\r')
    }

    fn column(&self) -> usize {
        self.pos - self.line
    }

    fn skip_spaces(&mut self) {
        while self.byte(self.pos) == b' ' {
            self.pos += 1;
        }
    }

    fn document(&mut self) -> Sure<()> {
        let separated = self.start()?;
        if !separated {
            self.next_line()?;
        }
        while self.pos < self.bytes.len() {
            self.line()?;
        }
        if separated && self.builder.is_empty() {
            return None;
        }
        while !self.levels.is_empty() {
            self.close();
        }
        Some(())
    }

    /// Goes past a byte order mark and a separator; tells whether there is one.
    fn start(&mut self) -> Sure<bool> {
        const MARK: &str = "\u{feff}";
        let text = &self.source[self.pos..self.bytes.len()];
        if let Some(rest) = text.strip_prefix(MARK) {
            self.pos += MARK.len();
            self.line = self.pos;
            if rest.starts_with(MARK) {
                return None;
            }
        }
        if !self.bytes[self.pos..].starts_with(b"---") {
            return Some(false);
        }
        self.last_end = offset(self.pos);
        self.pos += 3;
        if !self.is_gap(self.pos) {
            return None;
        }
        self.end_line()?;
        Some(true)
    }

    /// Goes from the end of what a line says to the next line that says something.
    fn end_line(&mut self) -> Sure<()> {
        self.commented = false;
        while is_blank(self.byte(self.pos)) {
            self.pos += 1;
        }
        self.line_break()?;
        self.next_line()
    }

    /// Goes past the line break that is here, with or without a comment before it.
    #[inline]
    fn line_break(&mut self) -> Sure<()> {
        match self.byte(self.pos) {
            b'#' => self.comment(),
            b'\r' => self.pos += 1,
            b'\n' => {}
            _ => return None,
        }
        self.pos += 1;
        Some(())
    }

    /// Goes from the start of a line to the first line that says something.
    #[inline]
    fn next_line(&mut self) -> Sure<()> {
        loop {
            self.line = self.pos;
            self.skip_spaces();
            match self.byte(self.pos) {
                b'\r' => self.pos += 1,
                b'#' => self.comment(),
                b'\t' => return None,
                b'\n' if self.pos < self.bytes.len() => {}
                _ => return Some(()),
            }
            self.pos += 1;
        }
    }

    /// Reads a comment up to its line feed.
    fn comment(&mut self) {
        let end = self.line_end();
        let cut = end - usize::from(self.bytes[end - 1] == b'\r');
        self.builder.comment(Span::new(offset(self.pos), offset(cut)));
        self.pos = end;
        self.commented = true;
    }

    /// The line feed that ends this line.
    fn line_end(&self) -> usize {
        let rest = &self.bytes[self.pos..];
        memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |at| self.pos + at)
    }

    /// Reads what starts on this line, up to the next line that is not part of it.
    fn line(&mut self) -> Sure<()> {
        let column = self.column();
        let dash = self.byte(self.pos) == b'-' && self.is_gap(self.pos + 1);
        let mut top = self.levels.last().copied();
        while let Some(level) = top
            && (level.column > column || level.column == column && level.block == Block::Indentless && !dash)
        {
            self.close();
            top = self.levels.last().copied();
        }
        if column == 0 && self.is_special() {
            return None;
        }
        match top {
            Some(level) if level.column == column => match (level.block, dash) {
                (Block::Map, true) => {
                    self.waiting.take()?;
                    self.open(Block::Indentless, column)?;
                    self.dash()
                }
                (Block::Map, false) => {
                    self.nothing();
                    self.content(true)
                }
                (Block::List | Block::Indentless, true) => {
                    self.nothing();
                    self.dash()
                }
                (Block::List | Block::Indentless, false) => None,
            },
            Some(_) => {
                self.waiting.take()?;
                self.node(dash)
            }
            None if self.builder.is_empty() => self.node(dash),
            None => None,
        }
    }

    /// What stands at the start of a line for a document, or something like it.
    fn is_special(&self) -> bool {
        let rest = &self.bytes[self.pos..];
        rest[0] == b'%' || rest.starts_with(b"---") || rest.starts_with(b"...")
    }

    fn node(&mut self, dash: bool) -> Sure<()> {
        if !dash {
            return self.content(false);
        }
        self.open(Block::List, self.column())?;
        self.dash()
    }

    fn open(&mut self, block: Block, column: usize) -> Sure<()> {
        if self.levels.len() >= MAX_LEVELS {
            return None;
        }
        self.levels.push(Level { column, block });
        let kind = if block == Block::Map { Kind::Map } else { Kind::Seq };
        self.builder.start(kind, Span::at(offset(self.line + column)));
        Some(())
    }

    fn close(&mut self) {
        self.nothing();
        self.levels.pop();
        self.builder.end(self.last_end);
    }

    /// Gives null to a colon or a dash that got nothing.
    #[inline]
    fn nothing(&mut self) {
        if let Some(at) = self.waiting.take() {
            let at = offset(at);
            self.scalar(Kind::Null, Span::at(at), Text::source(at, at));
        }
    }

    fn scalar(&mut self, kind: Kind, span: Span, text: Text) {
        self.builder.scalar(kind, span, text);
        self.last_end = span.end;
    }

    /// Reads one item of a list, whose dash is here, and the items in which it stands alone: `- - a`.
    fn dash(&mut self) -> Sure<()> {
        loop {
            self.pos += 1;
            let end = self.pos;
            self.skip_spaces();
            match self.byte(self.pos) {
                b'\n' | b'\r' | b'#' => {
                    self.waiting = Some(end);
                    return self.end_line();
                }
                b'-' if self.is_gap(self.pos + 1) => self.open(Block::List, self.column())?,
                _ => return self.content(false),
            }
        }
    }

    /// Reads what may be a key: in a mapping it has to be one, elsewhere it then starts a mapping.
    fn content(&mut self, in_map: bool) -> Sure<()> {
        let start = self.pos;
        let column = self.column();
        let (text, end, colon, plain) = match self.byte(start) {
            quote @ (b'"' | b'\'') => {
                let text = self.quoted(quote)?;
                let end = self.pos;
                // On two lines it can be no key.
                let one_line = self.line <= start;
                if one_line {
                    self.skip_spaces();
                }
                let colon = one_line && self.byte(self.pos) == b':' && self.is_gap(self.pos + 1);
                (text, end, colon, false)
            }
            b'[' | b'{' | b'|' | b'>' if !in_map => return self.value(),
            byte if scalars::starts_plain(byte) || self.starts_plain_here() => {
                let end = self.plain();
                let colon = self.byte(self.pos) == b':';
                (Text::source(offset(start), offset(end)), end, colon, true)
            }
            _ => return None,
        };
        if !colon {
            return match plain {
                _ if in_map => None,
                true => self.plain_value(start, end),
                false => self.quoted_value(start, end, text),
            };
        }
        if !in_map {
            self.open(Block::Map, column)?;
        }
        self.key(Span::new(offset(start), offset(end)), text, plain)?;
        self.after_colon()
    }

    /// Puts down a key, with its colon here.
    fn key(&mut self, span: Span, text: Text, plain: bool) -> Sure<()> {
        if self.pos - span.start as usize > MAX_KEY {
            return None;
        }
        let mut text = text;
        let mut kind = Kind::Str;
        if plain {
            (kind, text) = self.meaning(span);
        }
        let kind = match kind {
            Kind::Str if plain && &self.source[span.range()] == "<<" => return None,
            Kind::Str => KeyType::Str,
            Kind::Bool(_) => KeyType::Bool,
            Kind::Int(_) => KeyType::Int,
            _ => return None,
        };
        self.builder.key(text, kind, span);
        Some(())
    }

    /// What a plain scalar is, and its text as JSON has it.
    #[inline]
    fn meaning(&mut self, span: Span) -> (Kind, Text) {
        let text = Text::source(span.start, span.end);
        let written = &self.source[span.range()];
        if let Some(kind) = glance(written) {
            return (kind, text);
        }
        let Resolved { kind, json } = resolve(written);
        (kind, self.builder.json_text(json, written, text))
    }

    /// Reads the value behind a colon, or leaves the colon waiting for it.
    fn after_colon(&mut self) -> Sure<()> {
        self.pos += 1;
        let end = self.pos;
        self.skip_spaces();
        match self.byte(self.pos) {
            b'\n' | b'\r' | b'#' => {
                self.waiting = Some(end);
                self.end_line()
            }
            _ => self.value(),
        }
    }

    /// Reads a value that is no block collection.
    fn value(&mut self) -> Sure<()> {
        let start = self.pos;
        match self.byte(start) {
            byte if scalars::starts_plain(byte) => self.plain_here(),
            quote @ (b'"' | b'\'') => {
                let text = self.quoted(quote)?;
                self.quoted_value(start, self.pos, text)
            }
            b'|' => self.block_scalar(true),
            b'>' => self.block_scalar(false),
            b'[' | b'{' => {
                self.flow(0)?;
                self.end_line()
            }
            _ if self.starts_plain_here() => self.plain_here(),
            _ => None,
        }
    }

    fn plain_here(&mut self) -> Sure<()> {
        let start = self.pos;
        let end = self.plain();
        if self.byte(self.pos) == b':' {
            return None;
        }
        self.plain_value(start, end)
    }

    fn quoted_value(&mut self, start: usize, end: usize, text: Text) -> Sure<()> {
        self.scalar(Kind::Str, Span::new(offset(start), offset(end)), text);
        self.end_line()
    }

    /// Puts down a plain scalar of one line.
    fn resolved(&mut self, span: Span) -> Sure<()> {
        let (kind, text) = self.meaning(span);
        if matches!(kind, Kind::Float(value) if !value.is_finite()) {
            return None;
        }
        self.scalar(kind, span, text);
        Some(())
    }
}
