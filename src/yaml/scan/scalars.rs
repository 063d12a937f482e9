//! Scalars: block, quoted and plain ones, with their escapes and folded lines.

use super::super::arena::Text;
use super::super::explain::Problem;
use super::{BLANK, BREAK, CLASS, COLON, FLOW, ODD, Res, Scanner, TokenKind, is_blank};
use crate::source::offset;

impl Scanner<'_> {
    pub(super) fn scan_block_scalar(&mut self, literal: bool) -> Res<()> {
        let start = self.pos;
        self.pos += 1;
        let mut keep = None;
        let mut increment = 0;
        for _ in 0..2 {
            match self.current() {
                sign @ (b'+' | b'-') if keep.is_none() => {
                    keep = Some(sign == b'+');
                    self.pos += 1;
                }
                b'0' if increment == 0 => return self.fault(Problem::ZeroIndent, self.pos, Some(start)),
                digit @ b'1'..=b'9' if increment == 0 => {
                    increment = i64::from(digit - b'0');
                    self.pos += 1;
                }
                _ => break,
            }
        }
        let mut content_end = self.pos;
        while is_blank(self.current()) {
            self.pos += 1;
        }
        if self.current() == b'#' {
            self.skip_comment();
        }
        if !self.is_break(self.pos) && !self.is_end(self.pos) {
            return self.fault(Problem::BlockHeader, self.pos, Some(start));
        }
        self.skip_break();
        let mut indent = match increment {
            0 => 0,
            _ => self.indent.max(0) + increment,
        };
        let from = self.builder.buffer().len();
        let mut text = std::mem::take(self.builder.buffer());
        let mut leading = String::new();
        let mut trailing = String::new();
        let mut leading_blank = false;
        self.scan_breaks(&mut indent, &mut trailing, start)?;
        while self.column() == indent && !self.is_end(self.pos) {
            let blank = is_blank(self.current());
            if !literal && leading.starts_with('\n') && !leading_blank && !blank {
                if trailing.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(&leading);
            }
            leading.clear();
            text.push_str(&trailing);
            trailing.clear();
            leading_blank = blank;
            let end = self.line_end(self.pos);
            text.push_str(&self.source[self.pos..end]);
            content_end = end;
            self.pos = end;
            self.read_break(&mut leading);
            self.scan_breaks(&mut indent, &mut trailing, start)?;
        }
        if keep != Some(false) {
            text.push_str(&leading);
        }
        if keep == Some(true) {
            text.push_str(&trailing);
        }
        *self.builder.buffer() = text;
        let text = self.builder.text_from(from);
        self.push_at_level(TokenKind::Quoted, start, content_end, text, 0);
        Ok(())
    }

    /// Reads the indentation and empty lines inside a block scalar; finds its indentation where it is not known.
    fn scan_breaks(&mut self, indent: &mut i64, breaks: &mut String, start: usize) -> Res<()> {
        let mut deepest = 0;
        loop {
            while (*indent == 0 || self.column() < *indent) && self.current() == b' ' {
                self.pos += 1;
            }
            deepest = deepest.max(self.column());
            if (*indent == 0 || self.column() < *indent) && self.current() == b'\t' {
                return self.fault(Problem::TabInBlock, self.pos, Some(start));
            }
            if !self.is_break(self.pos) {
                break;
            }
            self.read_break(breaks);
        }
        if *indent == 0 {
            *indent = deepest.max(self.indent + 1).max(1);
        }
        Ok(())
    }

    pub(super) fn scan_quoted(&mut self, quote: u8) -> Res<()> {
        let start = self.pos;
        let from = self.builder.buffer().len();
        let mut buffer = std::mem::take(self.builder.buffer());
        self.quoted(quote, &mut buffer)?;
        *self.builder.buffer() = buffer;
        let text = self.builder.text_from(from);
        let end = self.pos;
        self.push_text(TokenKind::Quoted, start, end, text);
        Ok(())
    }

    fn quoted(&mut self, quote: u8, text: &mut String) -> Res<()> {
        let start = self.pos;
        let single = quote == b'\'';
        let mut leading = String::new();
        let mut trailing = String::new();
        self.pos += 1;
        loop {
            if self.pos == self.line && self.document_indicator().is_some() {
                return self.fault(Problem::IndicatorInQuotes, self.pos, Some(start));
            }
            if self.is_end(self.pos) {
                return self.fault(Problem::UnclosedQuote, self.pos, Some(start));
            }
            let mut leading_blanks = false;
            while !self.is_gap(self.pos) {
                let byte = self.current();
                if byte == quote {
                    if !single || self.byte(self.pos + 1) != b'\'' {
                        break;
                    }
                    text.push('\'');
                    self.pos += 2;
                } else if !single && byte == b'\\' {
                    if self.is_break(self.pos + 1) {
                        self.pos += 1;
                        self.skip_break();
                        leading_blanks = true;
                        break;
                    }
                    self.escape(start, text)?;
                } else {
                    // Everything up to what could be special.
                    let from = self.pos;
                    self.pos += 1;
                    while self.pos < self.end {
                        let byte = self.bytes[self.pos];
                        if byte <= b' ' || byte == quote || byte == b'\\' || byte == 0xC2 || byte == 0xE2 {
                            break;
                        }
                        self.pos += 1;
                    }
                    text.push_str(&self.source[from..self.pos]);
                }
            }
            if self.current() == quote {
                break;
            }
            let blanks = self.pos;
            let mut blanks_end = blanks;
            leading.clear();
            trailing.clear();
            loop {
                if is_blank(self.current()) {
                    self.pos += 1;
                    if !leading_blanks {
                        blanks_end = self.pos;
                    }
                } else if self.is_break(self.pos) {
                    if leading_blanks {
                        self.read_break(&mut trailing);
                    } else {
                        blanks_end = blanks;
                        self.read_break(&mut leading);
                        leading_blanks = true;
                    }
                } else {
                    break;
                }
            }
            if leading_blanks {
                if !leading.starts_with('\n') {
                    text.push_str(&leading);
                } else if trailing.is_empty() {
                    text.push(' ');
                }
                text.push_str(&trailing);
            } else {
                text.push_str(&self.source[blanks..blanks_end]);
            }
        }
        self.pos += 1;
        Ok(())
    }

    /// Reads one escape of a double-quoted scalar that began at `start`.
    fn escape(&mut self, start: usize, text: &mut String) -> Res<()> {
        let rest = &self.bytes[self.pos + 1..self.end];
        if let Some((meant, len)) = escape(rest) {
            text.push(meant);
            self.pos += 1 + len;
            return Ok(());
        }
        let digits = rest.first().copied().map_or(0, hex_digits);
        let problem = match hex(rest, digits) {
            _ if digits == 0 => Problem::UnknownEscape,
            Some(value) => Problem::EscapeValue { value },
            None => Problem::EscapeDigits { digits },
        };
        self.fault(problem, self.pos, Some(start))
    }

    pub(super) fn scan_plain(&mut self) -> Res<()> {
        let start = self.pos;
        let indent = self.indent + 1;
        let flow = self.flow_level > 0;
        let stop = BLANK | BREAK | COLON | if flow { FLOW } else { 0 } | if self.odd_breaks { ODD } else { 0 };
        // Text on one line is borrowed; text on a second one starts a copy.
        let from = self.builder.buffer().len();
        let mut copied = false;
        let mut piece = start;
        let mut end = start;
        let mut broken = false;
        loop {
            if self.pos == self.line && self.document_indicator().is_some() {
                break;
            }
            if self.current() == b'#' {
                break;
            }
            let run = self.pos;
            self.plain_run(stop);
            if self.pos > run {
                if broken {
                    let mut buffer = std::mem::take(self.builder.buffer());
                    buffer.push_str(&self.source[piece..end]);
                    self.fold(end, run, &mut buffer);
                    *self.builder.buffer() = buffer;
                    copied = true;
                    piece = run;
                    broken = false;
                }
                end = self.pos;
            }
            if !is_blank(self.current()) && !self.is_break(self.pos) {
                break;
            }
            loop {
                let byte = self.current();
                if is_blank(byte) {
                    if broken && byte == b'\t' && self.column() < indent {
                        return self.fault(Problem::TabInPlain, self.pos, Some(start));
                    }
                    self.pos += 1;
                } else if self.is_break(self.pos) {
                    self.skip_break();
                    broken = true;
                } else {
                    break;
                }
            }
            if !flow && self.column() < indent {
                break;
            }
        }
        if broken {
            self.key_allowed = true;
        }
        let text = if copied {
            self.builder.buffer().push_str(&self.source[piece..end]);
            self.builder.text_from(from)
        } else {
            Text::source(offset(start), offset(end))
        };
        self.push_text(TokenKind::Plain, start, end, text);
        Ok(())
    }

    /// Appends what the blanks and line breaks in a stretch of text fold to: the first break is a space, or nothing where
    /// others follow.
    fn fold(&self, from: usize, to: usize, text: &mut String) {
        let mut at = from;
        let mut spaces = 0;
        let mut breaks = 0;
        while at < to {
            let len = self.break_len(at);
            if len == 0 {
                at += 1;
                continue;
            }
            let odd = len == 3 && self.byte(at) != b'\r';
            breaks += 1;
            if odd {
                text.push_str(&self.source[at..at + len]);
            } else if breaks == 1 {
                spaces = 1;
            } else {
                text.push('\n');
            }
            at += len;
        }
        if spaces == 1 && breaks == 1 {
            text.push(' ');
        }
    }

    /// Goes to the end of a run of characters that belong to a plain scalar, blanks aside.
    fn plain_run(&mut self, stop: u8) {
        while self.pos < self.end {
            let rest = &self.bytes[self.pos..self.end];
            let run = rest.iter().position(|&byte| CLASS[byte as usize] & stop != 0);
            let Some(run) = run else {
                self.pos = self.end;
                return;
            };
            self.pos += run;
            match CLASS[self.bytes[self.pos] as usize] {
                COLON if !self.is_gap(self.pos + 1) => self.pos += 1,
                ODD if !self.is_break(self.pos) => self.pos += 1,
                _ => return,
            }
        }
    }
}

/// What stands behind a backslash in double quotes: the character that it means, and its length.
pub(in super::super) fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let byte = *bytes.first()?;
    match hex_digits(byte) {
        0 => Some((simple_escape(byte)?, 1)),
        digits => Some((char::from_u32(hex(bytes, digits)?)?, 1 + digits)),
    }
}

/// How many digits follow the letter of an escape.
fn hex_digits(letter: u8) -> usize {
    match letter {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        _ => 0,
    }
}

/// The number that the hexadecimal digits behind the letter of an escape write.
fn hex(bytes: &[u8], digits: usize) -> Option<u32> {
    let digits = bytes.get(1..=digits)?;
    digits
        .iter()
        .try_fold(0, |value, &digit| Some(value << 4 | char::from(digit).to_digit(16)?))
}

fn simple_escape(byte: u8) -> Option<char> {
    Some(match byte {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}
