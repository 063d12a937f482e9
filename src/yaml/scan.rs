//! Characters to tokens, in the grammar of libyaml, from which the server's reader descends: YAML 1.1, with its limits and
//! oddities. Called by `exact`. Comments and decoded text go straight to the builder.

mod scalars;

use std::collections::VecDeque;

use super::arena::Text;
use super::build::{Builder, MAX_DEPTH};
use super::explain::{Fault, Problem};
use crate::source::{Span, offset};

pub(super) use scalars::escape;

/// How far a key may reach, in characters, for its colon to be found.
pub(super) const MAX_KEY: usize = 1024;

pub(super) type Res<T> = Result<T, Box<Fault>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    StreamEnd,
    Directive,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Plain,
    /// A quoted or block scalar.
    Quoted,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
    /// Scalars: their text. Aliases and anchors: their name. Tags: the whole tag.
    pub(super) text: Text,
    /// The flow level, from 1, at which this token was noted as a possible key; 0 where it was not.
    level: u32,
}

/// A token that may turn out to be a key when a colon follows.
#[derive(Clone, Copy)]
struct SimpleKey {
    possible: bool,
    required: bool,
    number: usize,
    at: usize,
}

const NO_KEY: SimpleKey = SimpleKey {
    possible: false,
    required: false,
    number: 0,
    at: 0,
};

pub(super) struct Scanner<'s> {
    bytes: &'s [u8],
    source: &'s str,
    pub(super) builder: Builder<'s>,
    /// One past the last byte of the document.
    end: usize,
    /// Whether a line break is read at `end`, as the client puts one after a last line without.
    extra_break: bool,
    /// Whether there are line breaks besides CR and LF.
    odd_breaks: bool,
    pos: usize,
    /// Where the line starts, so that `pos - line` is the column.
    line: usize,
    tokens: VecDeque<Token>,
    /// How many tokens have been taken.
    taken: usize,
    flow_level: usize,
    /// Column of the innermost block collection; -1 outside of any.
    indent: i64,
    indents: Vec<i64>,
    key_allowed: bool,
    keys: Vec<SimpleKey>,
    done: bool,
}

const BLANK: u8 = 1;
const BREAK: u8 = 2;
/// First bytes of line breaks outside ASCII.
const ODD: u8 = 4;
const COLON: u8 = 8;
const FLOW: u8 = 16;
const WORD: u8 = 32;

static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut at = 0_u8;
    loop {
        class[at as usize] = match at {
            b' ' | b'\t' => BLANK,
            b'\n' | b'\r' => BREAK,
            0xC2 | 0xE2 => ODD,
            b':' => COLON,
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => FLOW,
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-' => WORD,
            _ => 0,
        };
        if at == u8::MAX {
            break class;
        }
        at += 1;
    }
};

fn is_blank(byte: u8) -> bool {
    CLASS[byte as usize] & BLANK != 0
}

fn is_word(byte: u8) -> bool {
    CLASS[byte as usize] & WORD != 0
}

impl<'s> Scanner<'s> {
    pub(super) fn new(source: &'s str, document: Span, odd_breaks: bool) -> Self {
        let bytes = source.as_bytes();
        let start = document.start as usize;
        let end = document.end as usize;
        let mut scanner = Self {
            bytes,
            source,
            builder: Builder::new(source, document),
            end,
            extra_break: end > start && bytes[end - 1] != b'\n',
            odd_breaks,
            pos: start,
            line: start,
            tokens: VecDeque::with_capacity(16),
            taken: 0,
            flow_level: 0,
            indent: -1,
            indents: Vec::with_capacity(16),
            key_allowed: true,
            keys: vec![NO_KEY],
            done: false,
        };
        let mark = '\u{feff}'.len_utf8();
        if source[start..end].starts_with('\u{feff}') {
            scanner.pos += mark;
            scanner.line = scanner.pos;
            // A second mark is skipped too, but takes a column.
            if source[scanner.pos..end].starts_with('\u{feff}') {
                scanner.pos += mark;
                scanner.line = scanner.pos - 1;
            }
        }
        scanner
    }

    /// The next token.
    pub(super) fn peek(&mut self) -> Res<Token> {
        loop {
            if let Some(head) = self.tokens.front() {
                // A token that may be a key is only given out when that is decided.
                let level = head.level as usize;
                let undecided = level > 0
                    && self
                        .keys
                        .get(level - 1)
                        .is_some_and(|key| key.possible && key.number == self.taken)
                    && self.is_valid_key(level - 1)?;
                if !undecided {
                    return Ok(*self.tokens.front().expect("just seen"));
                }
            }
            self.fetch()?;
        }
    }

    pub(super) fn skip(&mut self) {
        self.tokens.pop_front();
        self.taken += 1;
    }

    /// The byte at `at`; 0 past the end, where no byte of a document is 0.
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        if at < self.end {
            self.bytes[at]
        } else if at == self.end && self.extra_break {
            b'\n'
        } else {
            0
        }
    }

    fn current(&self) -> u8 {
        self.byte(self.pos)
    }

    fn is_end(&self, at: usize) -> bool {
        at > self.end || at == self.end && !self.extra_break
    }

    /// The length of the line break at `at`; 0 where there is none.
    #[inline]
    fn break_len(&self, at: usize) -> usize {
        match self.byte(at) {
            b'\n' => 1,
            // The client drops the CR of a CRLF before the reader sees it, which then takes a CR before that for its part;
            // but it drops none before the break that it adds.
            b'\r' => match (self.byte(at + 1), self.byte(at + 2)) {
                (b'\r', b'\n') if at + 2 < self.end => 3,
                (b'\n', _) => 2,
                _ => 1,
            },
            0xC2 if self.odd_breaks && self.byte(at + 1) == 0x85 => 2,
            0xE2 if self.odd_breaks && self.byte(at + 1) == 0x80 && matches!(self.byte(at + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    fn is_break(&self, at: usize) -> bool {
        self.break_len(at) > 0
    }

    /// Whether `at` is a blank, a line break or the end.
    fn is_gap(&self, at: usize) -> bool {
        is_blank(self.byte(at)) || self.is_break(at) || self.is_end(at)
    }

    fn column(&self) -> i64 {
        i64::try_from(self.pos - self.line).unwrap_or(i64::MAX)
    }

    fn fault<T>(&self, problem: Problem, at: usize, context: Option<usize>) -> Res<T> {
        Err(Box::new(Fault {
            problem,
            at: Span::at(offset(at.min(self.end))),
            context: context.map(|at| offset(at.min(self.end))),
        }))
    }

    /// Goes past a line break.
    fn skip_break(&mut self) {
        self.pos += self.break_len(self.pos);
        self.line = self.pos;
    }

    /// Goes past a line break and appends it to `to`: CR and CRLF and NEL as LF, the others as they are.
    fn read_break(&mut self, to: &mut String) {
        let len = self.break_len(self.pos);
        if len == 3 && self.current() != b'\r' {
            to.push_str(&self.source[self.pos..self.pos + 3]);
        } else if len > 0 {
            to.push('\n');
        }
        self.skip_break();
    }

    /// The end of the line that holds `at`, without its break.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at.min(self.end)..self.end];
        let mut end = memchr::memchr2(b'\n', b'\r', rest).map_or(self.end, |found| at + found);
        if self.odd_breaks {
            end = (at..end).find(|&at| self.is_break(at)).unwrap_or(end);
        }
        end
    }

    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.push_text(kind, start, end, Text::source(0, 0));
    }

    fn push_text(&mut self, kind: TokenKind, start: usize, end: usize, text: Text) {
        let level = match self.keys.last() {
            Some(key) if key.possible && key.number == self.taken + self.tokens.len() => self.keys.len(),
            _ => 0,
        };
        self.push_at_level(kind, start, end, text, level);
    }

    fn push_at_level(&mut self, kind: TokenKind, start: usize, end: usize, text: Text, level: usize) {
        let token = self.token(kind, start, end, text, level);
        self.tokens.push_back(token);
    }

    fn token(&self, kind: TokenKind, start: usize, end: usize, text: Text, level: usize) -> Token {
        Token {
            kind,
            span: Span::new(offset(start.min(self.end)), offset(end.min(self.end))),
            text,
            level: u32::try_from(level).unwrap_or(u32::MAX),
        }
    }

    fn fetch(&mut self) -> Res<()> {
        self.skip_to_token();
        self.unroll(self.column());
        let at = self.pos;
        let byte = self.current();
        if self.is_end(at) {
            return self.fetch_end();
        }
        if self.pos == self.line {
            if byte == b'%' {
                return self.fetch_directive();
            }
            if let Some(kind) = self.document_indicator() {
                self.unroll(-1);
                self.drop_key()?;
                self.key_allowed = false;
                self.pos += 3;
                self.push(kind, at, at + 3);
                return Ok(());
            }
        }
        let flow = self.flow_level > 0;
        match byte {
            b'[' => self.fetch_flow_start(TokenKind::FlowSequenceStart),
            b'{' => self.fetch_flow_start(TokenKind::FlowMappingStart),
            b']' => self.fetch_flow_end(TokenKind::FlowSequenceEnd),
            b'}' => self.fetch_flow_end(TokenKind::FlowMappingEnd),
            b',' => {
                self.drop_key()?;
                self.key_allowed = true;
                self.pos += 1;
                self.push(TokenKind::FlowEntry, at, at + 1);
                Ok(())
            }
            b'-' if self.is_gap(at + 1) => self.fetch_block_entry(),
            b'?' if flow || self.is_gap(at + 1) => self.fetch_key(),
            b':' if flow || self.is_gap(at + 1) => self.fetch_value(),
            b'*' => self.fetch_anchor(TokenKind::Alias),
            b'&' => self.fetch_anchor(TokenKind::Anchor),
            b'!' => {
                self.save_key()?;
                self.key_allowed = false;
                self.scan_tag()
            }
            b'|' | b'>' if !flow => {
                self.drop_key()?;
                self.key_allowed = true;
                self.scan_block_scalar(byte == b'|')
            }
            b'\'' | b'"' => {
                self.save_key()?;
                self.key_allowed = false;
                self.scan_quoted(byte)
            }
            b'?' | b':' if flow => self.fault(Problem::CannotStart, at, None),
            b' ' | b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => self.fault(Problem::CannotStart, at, None),
            _ => {
                self.save_key()?;
                self.key_allowed = false;
                self.scan_plain()
            }
        }
    }

    /// `---` or `...` at the start of a line.
    fn document_indicator(&self) -> Option<TokenKind> {
        let byte = self.current();
        let kind = match byte {
            b'-' => TokenKind::DocumentStart,
            b'.' => TokenKind::DocumentEnd,
            _ => return None,
        };
        (self.byte(self.pos + 1) == byte && self.byte(self.pos + 2) == byte && self.is_gap(self.pos + 3))
            .then_some(kind)
    }

    fn skip_to_token(&mut self) {
        loop {
            let tabs = self.flow_level > 0 || !self.key_allowed;
            if self.pos < self.end {
                let rest = &self.bytes[self.pos..self.end];
                let blanks = rest.iter().take_while(|&&byte| byte == b' ' || tabs && byte == b'\t');
                self.pos += blanks.count();
            }
            if self.current() == b'#' {
                self.skip_comment();
            }
            if !self.is_break(self.pos) {
                return;
            }
            self.skip_break();
            if self.flow_level == 0 {
                self.key_allowed = true;
            }
        }
    }

    fn skip_comment(&mut self) {
        let end = self.line_end(self.pos);
        self.builder.comment(Span::new(offset(self.pos), offset(end)));
        self.pos = end;
    }

    /// Whether the key noted at a level can still be one: on this line, and not too far back.
    fn is_valid_key(&mut self, index: usize) -> Res<bool> {
        let key = self.keys[index];
        if !key.possible {
            return Ok(false);
        }
        let far = self.pos - key.at > MAX_KEY && {
            let passed = &self.bytes[key.at..self.pos.min(self.end)];
            passed.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() > MAX_KEY
        };
        if key.at >= self.line && !far {
            return Ok(true);
        }
        if key.required {
            return self.fault(Problem::ColonMissing, self.pos, Some(key.at));
        }
        self.keys[index].possible = false;
        Ok(false)
    }

    fn save_key(&mut self) -> Res<()> {
        if !self.key_allowed {
            return Ok(());
        }
        let required = self.flow_level == 0 && self.indent == self.column();
        self.drop_key()?;
        let key = SimpleKey {
            possible: true,
            required,
            number: self.taken + self.tokens.len(),
            at: self.pos,
        };
        if let Some(last) = self.keys.last_mut() {
            *last = key;
        }
        Ok(())
    }

    /// Gives up the key noted at this level.
    fn drop_key(&mut self) -> Res<()> {
        let Some(&key) = self.keys.last() else { return Ok(()) };
        if key.possible && key.required {
            return self.fault(Problem::ColonMissing, self.pos, Some(key.at));
        }
        if let Some(last) = self.keys.last_mut() {
            last.possible = false;
        }
        Ok(())
    }

    /// Opens a block collection where the column is deeper than the innermost one, its token before token `number`.
    fn roll(&mut self, column: i64, number: Option<usize>, kind: TokenKind, at: usize) -> Res<()> {
        if self.flow_level > 0 || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > MAX_DEPTH {
            return self.fault(Problem::TooDeep, at, None);
        }
        let token = self.token(kind, at, at, Text::source(0, 0), 0);
        match number {
            Some(number) => self.tokens.insert(number - self.taken, token),
            None => self.tokens.push_back(token),
        }
        Ok(())
    }

    fn unroll(&mut self, column: i64) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.push_at_level(TokenKind::BlockEnd, self.pos, self.pos, Text::source(0, 0), 0);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn fetch_end(&mut self) -> Res<()> {
        if self.done {
            self.push(TokenKind::StreamEnd, self.pos, self.pos);
            return Ok(());
        }
        self.done = true;
        self.line = self.pos;
        self.unroll(-1);
        self.drop_key()?;
        self.key_allowed = false;
        self.push(TokenKind::StreamEnd, self.pos, self.pos);
        Ok(())
    }

    fn fetch_directive(&mut self) -> Res<()> {
        self.unroll(-1);
        self.drop_key()?;
        self.key_allowed = false;
        let start = self.pos;
        let line_end = self.line_end(start);
        let line = &self.source[start..line_end];
        let Some(len) = directive_len(line) else {
            return self.fault(Problem::Directive, start, None);
        };
        let end = start + len;
        self.pos = end;
        while is_blank(self.current()) {
            self.pos += 1;
        }
        if self.current() == b'#' {
            self.skip_comment();
        }
        if self.pos < line_end {
            return self.fault(Problem::Directive, start, None);
        }
        self.push_text(
            TokenKind::Directive,
            start,
            end,
            Text::source(offset(start), offset(end)),
        );
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: TokenKind) -> Res<()> {
        self.save_key()?;
        let at = self.pos;
        self.pos += 1;
        self.push(kind, at, at + 1);
        self.keys.push(NO_KEY);
        self.flow_level += 1;
        if self.flow_level > MAX_DEPTH {
            return self.fault(Problem::TooDeep, at, None);
        }
        self.key_allowed = true;
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: TokenKind) -> Res<()> {
        self.drop_key()?;
        if self.flow_level > 0 {
            self.flow_level -= 1;
            self.keys.pop();
        }
        self.key_allowed = false;
        let at = self.pos;
        self.pos += 1;
        self.push_at_level(kind, at, at + 1, Text::source(0, 0), 0);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Res<()> {
        let at = self.pos;
        if self.flow_level == 0 {
            if !self.key_allowed {
                return self.fault(Problem::EntryNotAllowed, at, None);
            }
            self.roll(self.column(), None, TokenKind::BlockSequenceStart, at)?;
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.pos += 1;
        self.push(TokenKind::BlockEntry, at, at + 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Res<()> {
        let at = self.pos;
        if self.flow_level == 0 {
            if !self.key_allowed {
                return self.fault(Problem::KeyNotAllowed, at, None);
            }
            self.roll(self.column(), None, TokenKind::BlockMappingStart, at)?;
        }
        self.drop_key()?;
        self.key_allowed = self.flow_level == 0;
        self.pos += 1;
        self.push(TokenKind::Key, at, at + 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Res<()> {
        let at = self.pos;
        let index = self.keys.len() - 1;
        if self.is_valid_key(index)? {
            let key = self.keys[index];
            let token = self.token(TokenKind::Key, key.at, key.at, Text::source(0, 0), 0);
            self.tokens.insert(key.number - self.taken, token);
            self.keys[index].possible = false;
            let column = i64::try_from(key.at - self.line).unwrap_or(i64::MAX);
            self.roll(column, Some(key.number), TokenKind::BlockMappingStart, key.at)?;
            self.key_allowed = false;
        } else {
            if self.flow_level == 0 {
                if !self.key_allowed {
                    return self.fault(Problem::ValueNotAllowed, at, None);
                }
                self.roll(self.column(), None, TokenKind::BlockMappingStart, at)?;
            }
            self.key_allowed = self.flow_level == 0;
        }
        self.pos += 1;
        self.push(TokenKind::Value, at, at + 1);
        Ok(())
    }

    fn fetch_anchor(&mut self, kind: TokenKind) -> Res<()> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.pos;
        let mut end = start + 1;
        while is_word(self.byte(end)) {
            end += 1;
        }
        let closed =
            self.is_gap(end) || matches!(self.byte(end), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if end == start + 1 || !closed {
            let alias = kind == TokenKind::Alias;
            return self.fault(Problem::AnchorName { alias }, end, Some(start));
        }
        self.pos = end;
        self.push_text(kind, start, end, Text::source(offset(start + 1), offset(end)));
        Ok(())
    }

    fn scan_tag(&mut self) -> Res<()> {
        let start = self.pos;
        let mut end = start + 1;
        let verbatim = self.byte(end) == b'<';
        let mut handle = false;
        if verbatim {
            end += 1;
        } else {
            while is_word(self.byte(end)) {
                end += 1;
            }
            handle = self.byte(end) == b'!';
            end += usize::from(handle);
        }
        let uri = end;
        end = match uri_end(&self.bytes[..self.end], uri) {
            Some(end) if end > uri || !verbatim && !handle => end,
            _ => return self.fault(Problem::TagName, uri, Some(start)),
        };
        if verbatim {
            if self.byte(end) != b'>' {
                return self.fault(Problem::TagName, end, Some(start));
            }
            end += 1;
        }
        if !self.is_gap(end) {
            return self.fault(Problem::TagEnd, end, Some(start));
        }
        self.pos = end;
        self.push_text(TokenKind::Tag, start, end, Text::source(offset(start), offset(end)));
        Ok(())
    }
}

/// The length of a well-formed directive at the start of a line.
fn directive_len(line: &str) -> Option<usize> {
    let word = |text: &str| text.bytes().take_while(|&byte| is_word(byte)).count();
    let blanks = |text: &str| text.bytes().take_while(|&byte| is_blank(byte)).count();
    let name = 1 + word(&line[1..]);
    let mut at = name + blanks(&line[name..]);
    match &line[1..name] {
        "YAML" => {
            if at == name {
                return None;
            }
            let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
            let major = number(&line[at..]);
            at += major;
            let minor = number(line[at..].strip_prefix('.')?);
            (matches!(major, 1..=2) && matches!(minor, 1..=2)).then_some(at + 1 + minor)
        }
        "TAG" => {
            let rest = line[at..].strip_prefix('!')?;
            let inner = word(rest);
            at += 1 + inner;
            match rest[inner..].strip_prefix('!') {
                Some(_) => at += 1,
                None if inner > 0 => return None,
                None => {}
            }
            let gap = blanks(&line[at..]);
            let prefix = at + gap;
            let end = uri_end(line.as_bytes(), prefix)?;
            let closed = line[end..].is_empty() || line[end..].starts_with([' ', '\t']);
            (gap > 0 && end > prefix && closed).then_some(end)
        }
        _ => None,
    }
}

/// The end of what may be in a tag from `at` on; none where a `%` has no two hexadecimal digits.
fn uri_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            if !bytes.get(at + 1..at + 3)?.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
        } else if !is_word(byte) && !b";/?:@&=+$.,!~*'()[]".contains(&byte) {
            break;
        }
        at += 1;
    }
    Some(at)
}

/// Looks for characters that no document may hold. Gives the place of the first, or whether there are line breaks
/// outside ASCII.
pub(super) fn check_characters(text: &str) -> Result<bool, usize> {
    let bytes = text.as_bytes();
    let mut odd_breaks = false;
    for (chunk, base) in bytes.chunks(64).zip((0..).step_by(64)) {
        // Most chunks have none that need a second look, which takes one pass without branches.
        let look = chunk.iter().fold(false, |look, &byte| {
            let control = (byte < b' ') & (byte != b'\n') & (byte != b'\r') & (byte != b'\t');
            look | control | matches!(byte, 0x7F | 0xC2 | 0xE2 | 0xEF)
        });
        if !look {
            continue;
        }
        for (at, &byte) in (base..).zip(chunk) {
            let next = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or_default();
            match byte {
                b'\t' | b'\n' | b'\r' | b' '..=b'~' => {}
                0xC2 if next(1) == 0x85 => odd_breaks = true,
                0xC2 if next(1) < 0xA0 => return Err(at),
                0xE2 if next(1) == 0x80 && matches!(next(2), 0xA8 | 0xA9) => odd_breaks = true,
                0xEF if next(1) == 0xBF && next(2) >= 0xBE => return Err(at),
                0x80.. => {}
                _ => return Err(at),
            }
        }
    }
    Ok(odd_breaks)
}
