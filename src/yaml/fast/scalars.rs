//! Scalars, by the same rules as those of the exact reader, as far as they are easy.

use super::super::arena::Text;
use super::super::scan::escape;
use super::super::tree::Kind;
use super::{Reader, Sure, is_blank};
use crate::source::{Span, offset};

/// Starts a plain scalar, whatever follows.
const PLAIN: u8 = 1;
/// May end a plain scalar outside of brackets.
const STOP: u8 = 2;
/// May end one inside brackets besides.
const FLOW: u8 = 4;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut at = 0_u8;
    loop {
        class[at as usize] = match at {
            b':' | b'#' | b'\n' => STOP,
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => FLOW,
            b'-' | b' ' | b'\t' | b'\r' | b'"' | b'\'' | b'|' | b'>' | b'&' | b'*' | b'!' | b'%' | b'@' | b'`' => 0,
            _ => PLAIN,
        };
        if at == u8::MAX {
            break class;
        }
        at += 1;
    }
};

#[inline]
pub(super) fn starts_plain(byte: u8) -> bool {
    CLASS[byte as usize] & PLAIN != 0
}

impl Reader<'_> {
    /// Whether what could stand for something else starts a plain scalar, by what follows.
    pub(super) fn starts_plain_here(&self) -> bool {
        matches!(self.byte(self.pos), b'-' | b'?' | b':') && !self.is_gap(self.pos + 1)
    }

    /// Goes to what ends a plain scalar on this line: a colon with a gap behind it, the line feed, or the comment; gives the
    /// end of its text.
    #[inline]
    pub(super) fn plain(&mut self) -> usize {
        self.plain_run(STOP)
    }

    #[inline]
    fn plain_run(&mut self, stop: u8) -> usize {
        loop {
            let rest = &self.bytes[self.pos..];
            let run = rest.iter().position(|&byte| CLASS[byte as usize] & stop != 0);
            self.pos += run.unwrap_or(rest.len());
            let goes_on = match self.byte(self.pos) {
                b':' => !self.is_gap(self.pos + 1),
                b'#' => !is_blank(self.bytes[self.pos - 1]),
                _ => false,
            };
            if !goes_on {
                return self.trimmed(0, self.pos);
            }
            self.pos += 1;
        }
    }

    /// A plain scalar inside brackets, on one line.
    pub(super) fn flow_plain(&mut self) -> Sure<Span> {
        let start = self.pos;
        let end = self.plain_run(STOP | FLOW);
        // About question marks readers disagree.
        (self.byte(self.pos) != b'?').then_some(Span::new(offset(start), offset(end)))
    }

    /// Puts down the plain scalar that started at `start` and ends at `end` on this line, with the lines that continue it.
    pub(super) fn plain_value(&mut self, start: usize, end: usize) -> Sure<()> {
        self.end_line()?;
        if self.goes_on() {
            return self.folded_plain(start, end);
        }
        self.resolved(Span::new(offset(start), offset(end)))
    }

    /// Whether this line continues a plain scalar.
    #[inline]
    fn goes_on(&self) -> bool {
        let outer = self.levels.last().map_or(usize::MAX, |level| level.column);
        self.column() > outer && !self.commented && self.pos < self.bytes.len()
    }

    fn folded_plain(&mut self, start: usize, mut end: usize) -> Sure<()> {
        let from = self.builder.buffer().len();
        self.builder.buffer().push_str(&self.source[start..end]);
        loop {
            let breaks = memchr::memchr_iter(b'\n', &self.bytes[end..self.pos]).count();
            self.fold(breaks);
            let piece = self.pos;
            end = self.plain();
            if self.byte(self.pos) == b':' {
                return None;
            }
            self.builder.buffer().push_str(&self.source[piece..end]);
            self.end_line()?;
            if !self.goes_on() {
                break;
            }
        }
        // With a blank inside it can be nothing but text.
        let text = self.builder.text_from(from);
        self.scalar(Kind::Str, Span::new(offset(start), offset(end)), text);
        Some(())
    }

    /// Appends what a number of line breaks means: one is a space, and each further one a line feed.
    fn fold(&mut self, breaks: usize) {
        let text = self.builder.buffer();
        match breaks {
            1 => text.push(' '),
            _ => text.extend(std::iter::repeat_n('\n', breaks.saturating_sub(1))),
        }
    }

    /// Reads a quoted scalar; afterwards `line` tells whether it ended on the line where it started.
    pub(super) fn quoted(&mut self, quote: u8) -> Sure<Text> {
        let start = self.pos + 1;
        let is_special = |&byte: &u8| byte == quote || byte == b'\n' || byte == b'\\' && quote == b'"';
        let bytes = self.bytes;
        let next = |from: usize| bytes[from..].iter().position(is_special).map(|at| from + at);
        let mut at = next(start)?;
        if self.bytes[at] == quote && (quote == b'"' || self.byte(at + 1) != b'\'') {
            self.pos = at + 1;
            return Some(Text::source(offset(start), offset(at)));
        }
        let from = self.builder.buffer().len();
        let mut piece = start;
        loop {
            let byte = self.bytes[at];
            if byte == quote {
                self.builder.buffer().push_str(&self.source[piece..at]);
                if quote == b'"' || self.byte(at + 1) != b'\'' {
                    self.pos = at + 1;
                    return Some(self.builder.text_from(from));
                }
                // Two quotes stand for one, which is left to the next piece.
                piece = at + 1;
                at += 2;
            } else if byte == b'\n' {
                let end = self.trimmed(piece, at);
                self.builder.buffer().push_str(&self.source[piece..end]);
                self.pos = at;
                let breaks = self.breaks()?;
                self.fold(breaks);
                (piece, at) = (self.pos, self.pos);
            } else {
                self.builder.buffer().push_str(&self.source[piece..at]);
                let broken = at + 1 + usize::from(self.byte(at + 1) == b'\r');
                if self.bytes.get(broken) == Some(&b'\n') {
                    self.pos = broken;
                    let breaks = self.breaks()?;
                    self.builder.buffer().extend(std::iter::repeat_n('\n', breaks - 1));
                    at = self.pos;
                } else {
                    let (meant, end) = escape(&self.bytes[at + 1..])?;
                    self.builder.buffer().push(meant);
                    at += 1 + end;
                }
                piece = at;
            }
            at = next(at)?;
        }
    }

    /// The end of the text from `piece` to `end` without the blanks and the CR that it ends with.
    #[inline]
    fn trimmed(&self, piece: usize, mut end: usize) -> usize {
        while end > piece && matches!(self.bytes[end - 1], b' ' | b'\t' | b'\r') {
            end -= 1;
        }
        end
    }

    /// Goes past the line break that is here, those that follow, and the blanks around them; counts them.
    fn breaks(&mut self) -> Sure<usize> {
        let mut breaks = 0;
        loop {
            match self.byte(self.pos) {
                b'\n' => {
                    breaks += 1;
                    self.line = self.pos + 1;
                }
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.pos += 1;
            if self.pos >= self.bytes.len() {
                return None;
            }
        }
        let rest = &self.bytes[self.pos..];
        let separator = self.pos == self.line && (rest.starts_with(b"---") || rest.starts_with(b"..."));
        (!separator).then_some(breaks)
    }

    pub(super) fn block_scalar(&mut self, literal: bool) -> Sure<()> {
        let start = self.pos;
        let outer = self.levels.last().map_or(usize::MAX, |level| level.column);
        self.pos += 1;
        let mut keep = None;
        let mut indent = 0;
        for _ in 0..2 {
            match self.byte(self.pos) {
                sign @ (b'+' | b'-') if keep.is_none() => keep = Some(sign == b'+'),
                digit @ b'1'..=b'9' if indent == 0 => indent = outer.checked_add(usize::from(digit - b'0'))?,
                _ => break,
            }
            self.pos += 1;
        }
        if !self.is_gap(self.pos) {
            return None;
        }
        self.skip_spaces();
        self.line_break()?;
        if indent == 0 {
            indent = self.block_indent()?;
            if indent <= outer {
                return None;
            }
        }
        let from = self.builder.buffer().len();
        let (end, breaks) = self.block_lines(indent, literal)?;
        let text = self.builder.buffer();
        match keep {
            Some(false) => {}
            None => text.push('\n'),
            Some(true) => text.extend(std::iter::repeat_n('\n', breaks)),
        }
        let text = self.builder.text_from(from);
        self.scalar(Kind::Str, Span::new(offset(start), offset(end)), text);
        self.commented = false;
        self.next_line()
    }

    /// The column of the first line of a block scalar that is not empty; empty ones before it may not be deeper.
    fn block_indent(&self) -> Sure<usize> {
        let mut line = self.pos;
        let mut deepest = 0;
        loop {
            let blanks = self.bytes.get(line..)?.iter().position(|&byte| byte != b' ')?;
            let first = line + blanks;
            match self.bytes[first] {
                b'\n' => line = first + 1,
                b'\r' => line = first + 2,
                b'\t' => return None,
                _ => return (blanks >= deepest && blanks > 0).then_some(blanks),
            }
            deepest = deepest.max(blanks);
        }
    }

    /// Reads the lines of a block scalar up to the start of the line that ends it. Gives the end of the last one with text,
    /// and how many line breaks follow.
    fn block_lines(&mut self, indent: usize, literal: bool) -> Sure<(usize, usize)> {
        let mut end = None;
        let mut breaks = 0;
        let mut deeper_before = false;
        while self.pos < self.bytes.len() {
            let line = self.pos;
            let limit = (line + indent).min(self.bytes.len());
            while self.pos < limit && self.bytes[self.pos] == b' ' {
                self.pos += 1;
            }
            let first = self.byte(self.pos);
            if matches!(first, b'\n' | b'\r') {
                breaks += 1;
                self.pos += 1 + usize::from(first == b'\r');
                continue;
            }
            if self.pos < limit {
                // Whose line this is, a tab leaves open.
                if first == b'\t' {
                    return None;
                }
                self.pos = line;
                break;
            }
            let deeper = is_blank(first);
            let text = self.builder.buffer();
            if literal || deeper || deeper_before || end.is_none() {
                text.extend(std::iter::repeat_n('\n', breaks));
            } else if breaks == 1 {
                text.push(' ');
            } else {
                text.extend(std::iter::repeat_n('\n', breaks - 1));
            }
            deeper_before = deeper;
            let feed = self.line_end();
            let cut = feed - usize::from(self.bytes[feed - 1] == b'\r');
            self.builder.buffer().push_str(&self.source[self.pos..cut]);
            end = Some(cut);
            breaks = 1;
            self.pos = (feed + 1).min(self.bytes.len());
        }
        Some((end?, breaks))
    }
}
