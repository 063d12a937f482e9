//! A URL to path and query. In: its text and place. Out: parts that know theirs.

use std::borrow::Cow;

use super::{Parameter, Part};
use crate::source::{Span, offset};

/// A text and where it stands: character by character, or only as a whole where escapes lie between.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "the text of a text is its text")]
pub(super) struct Text<'s> {
    pub(super) text: &'s str,
    pub(super) span: Span,
    /// Whether the text stands in the file as it is.
    verbatim: bool,
}

impl<'s> Text<'s> {
    /// The text of `span` in `source`.
    pub(super) fn of(source: &'s str, span: Span) -> Self {
        Self {
            text: &source[span.range()],
            span,
            verbatim: true,
        }
    }

    /// A text that was written as `span` of `source`, perhaps with quotes and escapes.
    pub(super) fn written(source: &str, text: &'s str, span: Span) -> Self {
        let found = source[span.range()].find(text).filter(|_| !text.is_empty());
        match found.map(|at| offset(at) + span.start) {
            Some(start) => Self {
                text,
                span: Span::new(start, start + offset(text.len())),
                verbatim: true,
            },
            None => Self {
                text,
                span,
                verbatim: false,
            },
        }
    }

    pub(super) fn part(self) -> Part<'s> {
        Part {
            text: Cow::Borrowed(self.text),
            span: self.span,
            broken: false,
        }
    }

    /// Some of it, by its place in the text.
    fn slice(self, start: usize, end: usize) -> Self {
        Self {
            text: &self.text[start..end],
            span: if self.verbatim {
                Span::new(self.span.start + offset(start), self.span.start + offset(end))
            } else {
                self.span
            },
            ..self
        }
    }

    pub(super) fn split_at(self, at: usize) -> (Self, Self) {
        (self.slice(0, at), self.slice(at, self.text.len()))
    }

    pub(super) fn trim(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len().max(start);
        self.slice(start, end)
    }

    fn split(self, by: char) -> impl Iterator<Item = Self> {
        let mut at = 0;
        self.text.split(by).map(move |part| {
            let start = at;
            at += part.len() + by.len_utf8();
            self.slice(start, start + part.len())
        })
    }

    fn decoded(self, plus: bool) -> Part<'s> {
        let (text, broken) = decode(self.text, plus);
        Part {
            text,
            span: self.span,
            broken,
        }
    }
}

/// Splits a URL into the segments of its path and its query.
pub(super) fn split(url: Text<'_>) -> (Vec<Part<'_>>, Option<Text<'_>>) {
    let url = url.split_at(outside(url.text, '#').unwrap_or(url.text.len())).0;
    let (before, query) = match outside(url.text, '?') {
        Some(at) => (url.split_at(at).0, Some(url.slice(at + 1, url.text.len()))),
        None => (url, None),
    };
    let start = path_start(before.text);
    (segments(before.split_at(start).1), query)
}

/// The segments of a path, which begins with a slash or is empty.
pub(super) fn segments(path: Text<'_>) -> Vec<Part<'_>> {
    path.split('/').skip(1).map(|segment| segment.decoded(false)).collect()
}

/// Where the path begins in a URL that is absolute, begins with a variable, or is a path.
fn path_start(url: &str) -> usize {
    let host = match url.find("://") {
        Some(at) if !url.starts_with('/') => at + 3,
        _ => 0,
    };
    outside(&url[host..], '/').map_or(url.len(), |at| host + at)
}

/// Where a character stands first outside of `{{..}}`.
fn outside(text: &str, wanted: char) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let found = rest.find(wanted)?;
        match rest.find("{{").filter(|&open| open < found) {
            Some(open) => at += rest[open..].find("}}").map_or(open + 2, |close| open + close + 2),
            None => return Some(at + found),
        }
    }
}

/// The parameters of a query, or of one line of it.
pub(super) fn parameters<'s>(query: Text<'s>, into: &mut Vec<Parameter<'s>>) {
    for pair in query.split('&').filter(|pair| !pair.text.is_empty()) {
        let at = pair.text.find('=');
        let name = pair.slice(0, at.unwrap_or(pair.text.len()));
        let value = pair.slice(at.map_or(pair.text.len(), |at| at + 1), pair.text.len());
        let mut name = name.decoded(true);
        name.broken |= pair.text.contains(';');
        into.push(Parameter {
            name,
            value: value.decoded(true),
            span: pair.span,
        });
    }
}

/// Takes percent signs out of a text, and plus signs where they stand for blanks. What cannot be read stays as it is.
fn decode(text: &str, plus: bool) -> (Cow<'_, str>, bool) {
    if !(text.contains('%') || plus && text.contains('+')) {
        return (Cow::Borrowed(text), false);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(digit(*high) * 16 + digit(*low));
                rest = after;
            }
            (b'%', _) => return (Cow::Borrowed(text), true),
            (b'+', _) if plus => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    (String::from_utf8_lossy(&bytes).into_owned().into(), false)
}

fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => (byte | 0x20) - b'a' + 10,
    }
}
