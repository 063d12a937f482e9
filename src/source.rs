//! Text and places in it. In: the bytes of one input. Out: spans, lines and columns. The only module that knows lines.

use std::ops::Range;

/// A half-open byte range in one source. Offsets are in bytes from 0; a source is smaller than 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub const fn at(offset: u32) -> Self {
        Self::new(offset, offset)
    }

    /// The same range as indices into the text.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A place as people count it: line and column from 1, the column in Unicode characters, the offset in bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Byte offset, from 0.
    pub offset: usize,
}

/// Where each line of a text starts; built only when a finding has to be shown. A lookup costs the same in a line of any length.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    /// How many characters start before each block of [`BLOCK`] bytes; empty for ASCII texts.
    blocks: Vec<u32>,
    /// Whether the text starts with a byte order mark, which is no character to people and editors.
    marked: bool,
}

/// Short enough to count in no time, long enough to keep the index small.
const BLOCK: usize = 1024;

impl LineIndex {
    /// Scans `text` once for line feeds and characters.
    pub fn new(text: &str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(breaks.map(|at| offset(at + 1))).collect();
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(offset(before));
                before += characters(block);
            }
            blocks.push(offset(before));
        }
        let marked = text.starts_with('\u{feff}');
        Self { starts, blocks, marked }
    }

    /// The line (from 0) that holds `offset`.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The number of lines; a text that ends in a line feed has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The byte offset at which line `line` (from 0) starts; the end of the text for lines past the last.
    pub fn start(&self, line: usize, text: &str) -> usize {
        self.starts.get(line).map_or(text.len(), |&start| start as usize)
    }

    /// The position of a byte offset in `text`, the text this index was built from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.starts[line] as usize;
        let end = text.floor_char_boundary(offset as usize).max(start);
        let mark = usize::from(self.marked && line == 0);
        Position {
            line: line + 1,
            column: (self.characters_before(text, end) - self.characters_before(text, start)).saturating_sub(mark) + 1,
            offset: offset as usize,
        }
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        match self.blocks.get(block) {
            Some(&before) => before as usize + characters(&text.as_bytes()[block * BLOCK..offset]),
            None => offset,
        }
    }
}

/// How many characters start in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// The text of an input, as kubectl reads it: UTF-8, or UTF-16 with a byte order mark, and U+FFFD for what is neither.
pub fn decode(bytes: Vec<u8>) -> String {
    let units = |read: fn([u8; 2]) -> u16| {
        let units: Vec<_> = bytes[2..]
            .chunks(2)
            .map(|pair| read([pair[0], *pair.get(1).unwrap_or(&0)]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => units(u16::from_le_bytes),
        Some([0xfe, 0xff]) => units(u16::from_be_bytes),
        _ => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// A byte index as a span offset.
///
/// # Panics
/// With an index of 4 GiB and more: such sources are refused when they are read.
pub fn offset(index: usize) -> u32 {
    u32::try_from(index).expect("sources are smaller than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let text = "\u{feff}a: b\nc: d";
        let lines = LineIndex::new(text);
        let columns = [0, 3, 4, 8, 9].map(|at| lines.position(text, at).column);
        assert_eq!(columns, [1, 1, 2, 1, 2]);
    }

    #[test]
    fn columns_count_characters_across_blocks() {
        let line = "a\u{e4}\u{4e2d}\u{1f600}".repeat(700);
        let text = format!("first\r\n{line}\n{line}");
        let lines = LineIndex::new(&text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let start = text[..at].rfind('\n').map_or(0, |found| found + 1);
            let expected = Position {
                line: text[..at].matches('\n').count() + 1,
                column: text[start..at].chars().count() + 1,
                offset: at,
            };
            assert_eq!(lines.position(&text, offset(at)), expected);
        }
    }
}
