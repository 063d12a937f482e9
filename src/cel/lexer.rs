//! The words of an expression.

use std::borrow::Cow;

use super::ast::op;
use super::check::Fault;
use crate::check::quote;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    End,
    Int,
    Uint,
    Double,
    Text,
    Bytes,
    /// `true`, `false` and `null`.
    Constant,
    Name,
    /// A name in backticks.
    Quoted,
    /// An operator between two values: how closely it binds, and the function it stands for.
    Operator(u8, &'static str),
    Sign,
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) at: usize,
    pub(super) text: &'t str,
}

impl Token<'_> {
    pub(super) fn is(&self, sign: &str) -> bool {
        self.text == sign
    }
}

/// Signs, the longer ones first.
const SIGNS: [(&str, Kind); 24] = [
    ("==", Kind::Operator(3, op::EQUALS)),
    ("!=", Kind::Operator(3, op::NOT_EQUALS)),
    ("<=", Kind::Operator(3, op::LESS_EQUALS)),
    (">=", Kind::Operator(3, op::GREATER_EQUALS)),
    ("&&", Kind::Operator(2, op::AND)),
    ("||", Kind::Operator(1, op::OR)),
    (".", Kind::Sign),
    ("(", Kind::Sign),
    (")", Kind::Sign),
    (",", Kind::Sign),
    ("<", Kind::Operator(3, op::LESS)),
    (">", Kind::Operator(3, op::GREATER)),
    ("+", Kind::Operator(4, op::ADD)),
    ("-", Kind::Operator(4, op::SUBTRACT)),
    ("*", Kind::Operator(5, op::MULTIPLY)),
    ("/", Kind::Operator(5, op::DIVIDE)),
    ("%", Kind::Operator(5, op::MODULO)),
    ("!", Kind::Sign),
    ("?", Kind::Sign),
    (":", Kind::Sign),
    ("[", Kind::Sign),
    ("]", Kind::Sign),
    ("{", Kind::Sign),
    ("}", Kind::Sign),
];

/// Cuts an expression into words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next word, past blanks and comments.
    pub(super) fn token(&mut self) -> Result<Token<'t>, Fault> {
        let rest = self.rest();
        let (kind, len) = match rest.as_bytes() {
            [b'0'..=b'9', ..] | [b'.', b'0'..=b'9', ..] => number(rest.as_bytes()),
            [b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'\'' | b'"', ..] => {
                literal(rest).or_else(|| name(rest)).ok_or_else(|| {
                    self.fault("the text that begins here does not end, or has an escape that means nothing")
                })?
            }
            [b'`', ..] => quoted(rest).ok_or_else(|| self.fault("no name stands between backticks here"))?,
            [] => (Kind::End, 0),
            _ => {
                let sign = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
                let (sign, kind) = sign.ok_or_else(|| self.means_nothing(rest))?;
                (*kind, sign.len())
            }
        };
        let token = Token {
            kind,
            at: self.at,
            text: &rest[..len],
        };
        self.at += len;
        Ok(token)
    }

    /// The text from the next word on.
    fn rest(&mut self) -> &'t str {
        loop {
            let rest = self.text[self.at..].trim_start_matches(['\t', ' ', '\r', '\n', '\x0c']);
            self.at = self.text.len() - rest.len();
            if !rest.starts_with("//") {
                return rest;
            }
            self.at += rest.find('\n').unwrap_or(rest.len());
        }
    }

    fn fault(&self, message: &str) -> Fault {
        Fault::new(self.at, message)
    }

    fn means_nothing(&self, rest: &str) -> Fault {
        let sign: String = rest.chars().take(1).collect();
        self.fault(&format!("{} means nothing here", quote(&sign)))
    }
}

fn run(bytes: &[u8], from: usize, wanted: fn(&u8) -> bool) -> usize {
    from + bytes[from..].iter().take_while(|byte| wanted(byte)).count()
}

/// A number and its length.
fn number(bytes: &[u8]) -> (Kind, usize) {
    if bytes.starts_with(b"0x") {
        let end = run(bytes, 2, u8::is_ascii_hexdigit);
        if end > 2 {
            return whole(bytes, end);
        }
    }
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = run(bytes, 0, u8::is_ascii_digit);
    let mut kind = Kind::Int;
    if bytes.get(end) == Some(&b'.') && digit(end + 1) {
        end = run(bytes, end + 1, u8::is_ascii_digit);
        kind = Kind::Double;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if digit(end + 1 + sign) {
            end = run(bytes, end + 1 + sign, u8::is_ascii_digit);
            kind = Kind::Double;
        }
    }
    if kind == Kind::Double {
        (kind, end)
    } else {
        whole(bytes, end)
    }
}

fn whole(bytes: &[u8], end: usize) -> (Kind, usize) {
    match bytes.get(end) {
        Some(b'u' | b'U') => (Kind::Uint, end + 1),
        _ => (Kind::Int, end),
    }
}

fn name(rest: &str) -> Option<(Kind, usize)> {
    let len = run(rest.as_bytes(), 0, |byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let kind = match &rest[..len] {
        "" => return None,
        "true" | "false" | "null" => Kind::Constant,
        "in" => Kind::Operator(3, op::IN),
        _ => Kind::Name,
    };
    Some((kind, len))
}

fn quoted(rest: &str) -> Option<(Kind, usize)> {
    let bytes = rest.as_bytes();
    let end = run(bytes, 1, |byte| byte.is_ascii_alphanumeric() || b"_.-/ ".contains(byte));
    (end > 1 && bytes.get(end) == Some(&b'`')).then_some((Kind::Quoted, end + 1))
}

/// A text or bytes: the letters before the first quote, how many quotes there are on each side, and what is between.
struct Quoted<'t> {
    is_bytes: bool,
    is_raw: bool,
    before: usize,
    quotes: usize,
    inside: &'t str,
}

fn literal(rest: &str) -> Option<(Kind, usize)> {
    let found = in_quotes(rest)?;
    let kind = if found.is_bytes { Kind::Bytes } else { Kind::Text };
    Some((kind, found.before + 2 * found.quotes + found.inside.len()))
}

fn in_quotes(rest: &str) -> Option<Quoted<'_>> {
    let bytes = rest.as_bytes();
    let is_bytes = matches!(bytes.first()?, b'b' | b'B');
    let is_raw = matches!(bytes.get(usize::from(is_bytes))?, b'r' | b'R');
    let before = usize::from(is_bytes) + usize::from(is_raw);
    let quote = bytes.get(before).filter(|byte| matches!(byte, b'\'' | b'"'))?;
    let from = &rest[before..];
    let fence = [*quote; 3];
    let quotes = if from.as_bytes().starts_with(&fence) {
        [3, 1].as_slice()
    } else {
        &[1]
    };
    quotes.iter().find_map(|&quotes| {
        Some(Quoted {
            is_bytes,
            is_raw,
            before,
            quotes,
            inside: before_fence(&from[quotes..], &fence[..quotes], is_raw)?,
        })
    })
}

/// What stands before the quotes at the end.
fn before_fence<'t>(text: &'t str, fence: &[u8], is_raw: bool) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        at += match rest.first()? {
            _ if rest.starts_with(fence) => return text.get(..at),
            b'\\' if !is_raw => escape(rest)?.1,
            b'\n' | b'\r' if fence.len() == 1 => return None,
            _ => 1,
        };
    }
}

/// What an escape stands for, and its length.
fn escape(bytes: &[u8]) -> Option<(u32, usize)> {
    let digits = |from: usize, count: usize, radix: u32| {
        let digits = bytes.get(from..from + count)?;
        let value = digits.iter().try_fold(0_u32, |value, byte| {
            let digit = char::from(*byte).to_digit(radix)?;
            value.checked_mul(radix)?.checked_add(digit)
        })?;
        Some((value, from + count))
    };
    let plain = |value: u8| Some((u32::from(value), 2));
    match bytes.get(1)? {
        b'a' => plain(0x07),
        b'b' => plain(0x08),
        b'f' => plain(0x0c),
        b'n' => plain(b'\n'),
        b'r' => plain(b'\r'),
        b't' => plain(b'\t'),
        b'v' => plain(0x0b),
        same @ (b'"' | b'\'' | b'\\' | b'?' | b'`') => plain(*same),
        b'x' | b'X' => digits(2, 2, 16),
        b'u' => digits(2, 4, 16),
        b'U' => digits(2, 8, 16),
        b'0'..=b'3' => digits(1, 3, 8),
        _ => None,
    }
}

/// The text that a word stands for; none where an escape is no character.
pub(super) fn text(word: &str) -> Option<Cow<'_, str>> {
    let found = in_quotes(word)?;
    match decoded(&found, |out, value, _| {
        let mut buffer = [0; 4];
        out.extend(char::from_u32(value)?.encode_utf8(&mut buffer).as_bytes());
        Some(())
    })? {
        Cow::Borrowed(_) => Some(Cow::Borrowed(found.inside)),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The bytes that a word stands for; none where an escape is a character.
pub(super) fn bytes(word: &str) -> Option<Cow<'_, [u8]>> {
    decoded(&in_quotes(word)?, |out, value, letter| {
        out.push(u8::try_from(value).ok().filter(|_| !matches!(letter, b'u' | b'U'))?);
        Some(())
    })
}

/// What stands in quotes, with `put` for each escape: where to, its value and its letter.
fn decoded<'t>(quoted: &Quoted<'t>, put: impl Fn(&mut Vec<u8>, u32, u8) -> Option<()>) -> Option<Cow<'t, [u8]>> {
    let bytes = quoted.inside.as_bytes();
    if !bytes.iter().any(|byte| matches!(byte, b'\r' | b'\\')) {
        return Some(Cow::Borrowed(bytes));
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += 1;
        match byte {
            b'\\' if !quoted.is_raw => {
                let (value, len) = escape(rest)?;
                put(&mut out, value, rest[1])?;
                at += len - 1;
            }
            // Line breaks are all the same.
            b'\r' if rest.get(1) == Some(&b'\n') => {}
            b'\r' => out.push(b'\n'),
            other => out.push(*other),
        }
    }
    Some(Cow::Owned(out))
}
