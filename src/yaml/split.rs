//! Where one document of a text ends and the next begins. In: a text. Out: the span of each document, as the server's
//! client cuts it: by lines, before any parsing, so that a separator counts even inside a quoted scalar.

use memchr::memmem;

use super::SyntaxError;
use super::error::{Family, shorten};
use crate::source::{Span, offset};

const SEPARATOR: &str = "---";

/// Cuts a YAML text into documents.
#[derive(Clone, Debug)]
pub struct Chunks<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Chunks<'s> {
    /// The documents of `source` from byte `at`, which counts as the start of a line.
    pub fn new(source: &'s str, at: usize) -> Self {
        Self { source, at }
    }

    /// The line that starts at `at`, with its line break.
    fn line(&self, at: usize) -> &'s str {
        let rest = &self.source[at..];
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |found| found + 1);
        &rest[..end]
    }

    /// The start of the next separator line after the one that holds `at`.
    fn next_separator(&self, at: usize) -> Option<usize> {
        memmem::find(&self.source.as_bytes()[at..], b"\n---").map(|found| at + found + 1)
    }
}

impl Iterator for Chunks<'_> {
    type Item = Result<Span, SyntaxError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        if start >= self.source.len() {
            return None;
        }
        // A separator with nothing before it belongs to the document that follows.
        let first = self.line(start);
        if let Err(error) = check(first, start) {
            let end = self.next_separator(start);
            self.at = end.map_or(self.source.len(), |end| end + self.line(end).len());
            if let Some(end) = end
                && check(self.line(end), end).is_err()
            {
                self.at = end;
            }
            return Some(Err(error));
        }
        let Some(end) = self.next_separator(start) else {
            self.at = self.source.len();
            return Some(Ok(Span::new(offset(start), offset(self.at))));
        };
        let line = self.line(end);
        self.at = end + line.len();
        Some(check(line, end).map(|()| Span::new(offset(start), offset(end))))
    }
}

/// After the dashes of a separator only blanks or a comment may stand.
fn check(line: &str, start: usize) -> Result<(), SyntaxError> {
    let dashes = match line.strip_prefix('\u{feff}') {
        Some(marked) if start == 0 => marked,
        _ => line,
    };
    let Some(rest) = dashes.strip_prefix(SEPARATOR) else {
        return Ok(());
    };
    let rest = rest.trim_start();
    let text = rest.trim_end();
    if text.is_empty() || text.starts_with('#') {
        return Ok(());
    }
    let at = offset(start + line.len() - rest.len());
    Err(SyntaxError {
        family: Family::Separator,
        document: Span::new(offset(start), offset(start + line.len())),
        span: Span::new(at, at + offset(text.len())),
        message: format!("text after the document separator: {:?}", shorten(text)),
        help: Some("put the text on a line of its own, below `---`".to_owned()),
        context: None,
    })
}
