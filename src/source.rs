//! Text and places in it. In: the bytes of one input. Out: spans, lines and columns. The only module that knows lines.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::Path;

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
    #[inline]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`.
    #[inline]
    pub const fn at(offset: u32) -> Self {
        Self::new(offset, offset)
    }

    /// The same range as indices into the text.
    #[inline]
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

/// A byte index as a span offset. Sources of 4 GiB and more are refused when they are read.
#[inline]
pub fn offset(index: usize) -> u32 {
    u32::try_from(index).expect("sources are smaller than 4 GiB")
}

/// How the bytes of a source hold its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark; the mark stays in the text.
    #[default]
    Utf8,
    /// UTF-16, little end first, told by its byte order mark.
    Utf16Le,
    /// UTF-16, big end first, told by its byte order mark.
    Utf16Be,
}

impl Encoding {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
        }
    }
}

/// The text of a source.
#[derive(Clone, Debug, Default)]
pub struct Decoded<'b> {
    /// The text; what could not be decoded is U+FFFD in it, as it is to the server's client.
    pub text: Cow<'b, str>,
    /// How it was written.
    pub encoding: Encoding,
    /// The places of those replacements in `text`.
    pub invalid: Vec<Span>,
}

impl Decoded<'_> {
    /// Whether offsets into the text are offsets into the bytes, so that fixes can be written back.
    pub fn is_verbatim(&self) -> bool {
        self.encoding == Encoding::Utf8 && self.invalid.is_empty()
    }
}

/// Bytes that are not text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// A picture, an archive, a program.
    #[error("not a text: the byte at offset {offset} is {byte:#04x}")]
    Binary {
        /// Offset of the first byte no text has.
        offset: usize,
        /// That byte.
        byte: u8,
    },
    /// Larger than a span can tell.
    #[error("too large: {0} bytes, at most 4 GiB can be read")]
    TooLarge(u64),
}

/// Where files are read: one after the other into the same memory, so that only large ones need memory of their own.
#[derive(Debug)]
pub struct Buffer(Vec<u8>);

impl Default for Buffer {
    fn default() -> Self {
        Self(vec![0; 1 << 20])
    }
}

impl Buffer {
    /// Reads a file.
    pub fn read(&mut self, path: &Path) -> io::Result<Cow<'_, [u8]>> {
        let mut file = File::open(path)?;
        let filled = fill(&mut file, &mut self.0)?;
        if filled < self.0.len() {
            return Ok(Cow::Borrowed(&self.0[..filled]));
        }
        rest(file, &self.0).map(Cow::Owned)
    }
}

/// Fills a buffer as far as there is something to read, and gives how far. Only a read of nothing tells the end: pipes and
/// files of the system give what they have, not all there is.
fn fill(file: &mut impl io::Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Reads on where the start of a file is known.
fn rest(file: File, start: &[u8]) -> io::Result<Vec<u8>> {
    let size = file.metadata()?.len();
    let mut bytes = vec![0; room(size)?.max(start.len())];
    bytes[..start.len()].copy_from_slice(start);
    // Without an end, as some devices are, a file is too large as well.
    let mut file = file.take(u64::from(u32::MAX) + 1 - start.len() as u64);
    let filled = start.len() + fill(&mut file, &mut bytes[start.len()..])?;
    bytes.truncate(filled);
    file.read_to_end(&mut bytes)?;
    room(bytes.len() as u64)?;
    Ok(bytes)
}

/// A number of bytes that a source can have.
fn room(size: u64) -> io::Result<usize> {
    match u32::try_from(size) {
        Ok(size) => Ok(size as usize),
        Err(_) => Err(io::Error::new(io::ErrorKind::InvalidData, Undecodable::TooLarge(size))),
    }
}

/// Reads the text out of the bytes of a file.
///
/// UTF-16 is taken when a byte order mark announces it. Bytes that are not UTF-8 become U+FFFD and are listed; so does
/// half a surrogate pair. Control characters are left in: they are the parser's to refuse.
pub fn decode<'b>(bytes: impl Into<Cow<'b, [u8]>>) -> Result<Decoded<'b>, Undecodable> {
    let bytes = bytes.into();
    if u32::try_from(bytes.len()).is_err() {
        return Err(Undecodable::TooLarge(bytes.len() as u64));
    }
    match &*bytes {
        [0xFF, 0xFE, rest @ ..] => return utf16(rest, Encoding::Utf16Le),
        [0xFE, 0xFF, rest @ ..] => return utf16(rest, Encoding::Utf16Be),
        _ => {}
    }
    if let Some((offset, byte)) = binary(&bytes) {
        return Err(Undecodable::Binary { offset, byte });
    }
    let text = match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|_| Cow::Borrowed(bytes)),
        Cow::Owned(bytes) => String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|error| Cow::Owned(error.into_bytes())),
    };
    match text {
        Ok(text) => Ok(Decoded {
            text,
            ..Decoded::default()
        }),
        Err(bytes) => patched(&bytes),
    }
}

/// A text in place of bytes that are none.
fn patched(bytes: &[u8]) -> Result<Decoded<'static>, Undecodable> {
    let mut text = Patched::default();
    for chunk in bytes.utf8_chunks() {
        text.text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.replace()?;
        }
    }
    Ok(text.decoded(Encoding::Utf8))
}

/// A text that is put together.
#[derive(Default)]
struct Patched {
    text: String,
    invalid: Vec<Span>,
}

impl Patched {
    fn replace(&mut self) -> Result<(), Undecodable> {
        let start = self.text.len();
        self.text.push(char::REPLACEMENT_CHARACTER);
        let end = self.text.len();
        let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else {
            return Err(Undecodable::TooLarge(end as u64));
        };
        self.invalid.push(Span::new(start, end));
        Ok(())
    }

    fn decoded(self, encoding: Encoding) -> Decoded<'static> {
        Decoded {
            text: Cow::Owned(self.text),
            encoding,
            invalid: self.invalid,
        }
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Result<Decoded<'static>, Undecodable> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match encoding {
        Encoding::Utf16Be => u16::from_be_bytes(pair),
        _ => u16::from_le_bytes(pair),
    });
    let mut text = Patched {
        text: String::with_capacity(bytes.len() / 2),
        invalid: Vec::new(),
    };
    for found in char::decode_utf16(units) {
        match found {
            Ok(c) => text.text.push(c),
            Err(_) => text.replace()?,
        }
    }
    if !rest.is_empty() {
        text.replace()?;
    }
    if u32::try_from(text.text.len()).is_err() {
        return Err(Undecodable::TooLarge(text.text.len() as u64));
    }
    Ok(text.decoded(encoding))
}

/// The first byte no text has, where the start of `bytes` has so many of them that this is no text with a slip in it.
fn binary(bytes: &[u8]) -> Option<(usize, u8)> {
    let head = &bytes[..bytes.len().min(8192)];
    let is_odd = |byte: u8| (byte < b' ') & !(9..=13).contains(&byte);
    // One look without branches is enough for all that is text.
    if !head.iter().fold(false, |any, &byte| any | is_odd(byte)) {
        return None;
    }
    let odd = head.iter().filter(|&&byte| is_odd(byte)).count();
    if odd < 8 {
        return None;
    }
    let nul = memchr::memchr(0, head).is_some();
    let broken = head.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    if odd * 10 < head.len() && !(nul && broken > 8) {
        return None;
    }
    let offset = head.iter().position(|&byte| is_odd(byte))?;
    Some((offset, head[offset]))
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

    fn text(bytes: &[u8]) -> Decoded<'_> {
        decode(bytes).expect("a text")
    }

    #[test]
    fn utf16_is_read_where_a_mark_announces_it() {
        let units: Vec<u16> = "a: \u{e9}\u{1f600}\n".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (mark, bytes, encoding) in [
            ([0xFF, 0xFE], little, Encoding::Utf16Le),
            ([0xFE, 0xFF], big, Encoding::Utf16Be),
        ] {
            let whole = [&mark, &*bytes].concat();
            let whole = text(&whole);
            assert_eq!((&*whole.text, whole.encoding), ("a: \u{e9}\u{1f600}\n", encoding));
            assert!(whole.invalid.is_empty() && !whole.is_verbatim());
            let cut = [&mark, &bytes[..bytes.len() - 1]].concat();
            let cut = text(&cut);
            assert_eq!(cut.invalid.len(), 1);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_listed() {
        let found = text(b"a: \xFF\nb: \xE2\x82 \xC3\xA9\n");
        assert_eq!(found.text, "a: \u{fffd}\nb: \u{fffd} \u{e9}\n");
        assert_eq!(found.invalid, [Span::new(3, 6), Span::new(10, 13)]);
        assert!(text("\u{feff}a: 1\n".as_bytes()).is_verbatim());
        assert!(text(b"").text.is_empty());
    }

    #[test]
    fn pictures_and_archives_are_no_text() {
        let archive: Vec<u8> = (0..=255).cycle().take(4096).collect();
        let error = decode(archive).expect_err("no text");
        assert_eq!(error, Undecodable::Binary { offset: 0, byte: 0 });
        // One slip of the hand makes no binary.
        assert!(decode(b"a: \0\n".as_slice()).is_ok());
    }

    /// A file for one test, removed when the test ends.
    struct Scratch(std::path::PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let name = format!("admit-{}-{name}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    #[test]
    fn files_of_all_sizes_are_read_whole() {
        let file = Scratch::new("sizes");
        let mut buffer = Buffer::default();
        let all = buffer.0.len();
        for size in [0, 1, all - 1, all, all + 1, 3 * all, 5] {
            let bytes: Vec<u8> = (b'a'..=b'z').cycle().take(size).collect();
            std::fs::write(&file.0, &bytes).expect("a file for tests");
            let read = buffer.read(&file.0).expect("readable");
            assert!(*read == *bytes, "{size} bytes");
            assert_eq!(matches!(read, Cow::Owned(_)), size >= all);
        }
        std::fs::remove_file(&file.0).expect("a file");
        let gone = buffer.read(&file.0).map_err(|error| error.kind());
        assert_eq!(gone, Err(io::ErrorKind::NotFound));
    }

    #[test]
    fn a_file_larger_than_spans_can_tell_is_refused_unread() {
        let file = Scratch::new("large");
        let size = u64::from(u32::MAX) + 1;
        let sparse = File::create(&file.0).and_then(|file| file.set_len(size));
        sparse.expect("a file for tests");
        let error = Buffer::default().read(&file.0).expect_err("too large");
        assert_eq!(error.to_string(), Undecodable::TooLarge(size).to_string());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn files_of_the_system_are_read_to_their_end() {
        let path = Path::new("/proc/self/maps");
        let read = Buffer::default().read(path).expect("readable").into_owned();
        assert!(read.ends_with(b"\n"));
        assert!(memchr::memmem::find(&read, b"[stack]").is_some());
    }
}
