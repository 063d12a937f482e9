//! The few lines around a fault, cut to what fits on a screen. In: a text, its line index, places. Out: a small text of its own, with the places
//! moved into it, that miette can read without ever seeing the file. The cost depends on the excerpt, not on the file or the length of its lines.

use std::borrow::Cow;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::Style;
use crate::source::{LineIndex, Span};

/// A place to mark.
pub(super) struct Label {
    pub(super) span: Span,
    pub(super) text: String,
    pub(super) primary: bool,
}

/// A fault that runs over more lines than this is marked on its first line only.
const TALL: usize = 4;
/// Columns of the shortest line that is still worth showing.
const NARROW: usize = 24;

/// Some lines of a text.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    rows: Vec<Row>,
    /// For each label, in order of place: offset in the excerpt and true column from 0.
    columns: Vec<(usize, usize)>,
}

/// A line of the excerpt: a part of a line of the text.
#[derive(Debug)]
struct Row {
    /// Line of the text, from 0.
    line: usize,
    /// Where it starts in the excerpt.
    start: usize,
    /// Rows of other groups are not neighbours even when they stand next to each other.
    group: usize,
    /// Whether the line goes on to the left and to the right.
    cut: (bool, bool),
    /// For each character: where it starts in the text. One more for the end.
    origin: Vec<usize>,
    /// For each character: where it starts in the excerpt. One more for the end.
    place: Vec<usize>,
}

impl Row {
    /// The place of an offset of the text: exact inside the part shown, its nearest edge outside.
    fn place(&self, offset: usize) -> usize {
        let index = self.origin.partition_point(|&start| start <= offset).saturating_sub(1);
        self.place[index]
    }

    fn shows(&self, offset: usize) -> bool {
        let before = self.cut.0 && offset < self.origin[0];
        let after = self.cut.1 && self.origin.last().is_some_and(|&end| offset > end);
        !before && !after
    }
}

impl Excerpt {
    /// Takes the lines of `labels` with `context` lines around them. The labels come back in order of place.
    pub(super) fn new(
        name: &str,
        text: &str,
        lines: &LineIndex,
        mut labels: Vec<Label>,
        context: usize,
        style: &Style,
    ) -> (Self, Vec<(SourceSpan, Label)>) {
        labels.sort_by_key(|label| (label.span.start, !label.primary));
        let width = style.width.saturating_sub(8).max(NARROW);
        let mut excerpt = Self {
            name: name.to_owned(),
            text: String::new(),
            rows: Vec::new(),
            columns: Vec::new(),
        };
        let mut marked: Vec<(SourceSpan, Label)> = Vec::new();
        let mut apart = Vec::new();
        let mut rest = labels.into_iter().peekable();
        let mut group = 0;
        while let Some(first) = rest.next() {
            let (top, mut bottom) = rows_of(lines, first.span);
            let mut together = vec![first];
            while let Some(next) = rest.next_if(|next| lines.line(next.span.start) <= bottom + 2 * context + 1) {
                bottom = bottom.max(rows_of(lines, next.span).1);
                together.push(next);
            }
            let from = excerpt.rows.len();
            for line in top.saturating_sub(context)..=(bottom + context).min(lines.count() - 1) {
                let focus = together
                    .iter()
                    .filter(|label| lines.line(label.span.start) == line)
                    .min_by_key(|label| !label.primary)
                    .map(|label| label.span);
                // The empty line after the last line feed is no line to people.
                if line + 1 == lines.count() && focus.is_none() && lines.start(line, text) == text.len() {
                    continue;
                }
                excerpt.push_row(text, lines, line, focus, group, width, style.unicode);
            }
            for label in together {
                match excerpt.mark(text, lines, from, &label) {
                    Some(span) => marked.push((span, label)),
                    None => apart.push(label),
                }
            }
            group += 1;
        }
        // Places on one very long line that do not fit into one window get a row each.
        for label in apart {
            let line = lines.line(label.span.start);
            let from = excerpt.rows.len();
            excerpt.push_row(text, lines, line, Some(label.span), group, width, style.unicode);
            if let Some(span) = excerpt.mark(text, lines, from, &label) {
                marked.push((span, label));
            }
            group += 1;
        }
        marked.sort_by_key(|(span, label)| (span.offset(), !label.primary));
        for (span, label) in &mut marked {
            let row = &excerpt.rows[excerpt.row_at(span.offset())];
            let before = columns(&excerpt.text[row.start..span.offset()]);
            // The mark hangs under the middle of the fault, after the line number.
            let middle = span.len().min(width) / 2;
            label.text = broken(&label.text, before + middle + 12, style.width.max(NARROW));
        }
        // Two marks at one place would hide each other.
        marked.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same && !next.1.text.is_empty() {
                kept.1.text = if kept.1.text.is_empty() {
                    std::mem::take(&mut next.1.text)
                } else {
                    format!("{}\n{}", kept.1.text, next.1.text)
                };
                kept.1.primary |= next.1.primary;
            }
            same
        });
        (excerpt, marked)
    }

    /// Where `label` stands among the rows from `from` on; none when its row shows another part of the line.
    fn mark(&mut self, text: &str, lines: &LineIndex, from: usize, label: &Label) -> Option<SourceSpan> {
        let (top, bottom) = rows_of(lines, label.span);
        let first = self.rows[from..].iter().find(|row| row.line == top)?;
        let offset = label.span.start as usize;
        if !first.shows(offset) {
            return None;
        }
        let start = first.place(offset);
        let last = self.rows[from..].iter().find(|row| row.line == bottom)?;
        let end = if lines.line(label.span.end) == bottom {
            last.place(label.span.end as usize)
        } else {
            *last.place.last().unwrap_or(&start)
        };
        let column = lines.position(text, label.span.start).column - 1;
        self.columns.push((start, column));
        Some((start, end.max(start) - start).into())
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a private step of `new`, split off for reading"
    )]
    fn push_row(
        &mut self,
        text: &str,
        lines: &LineIndex,
        line: usize,
        focus: Option<Span>,
        group: usize,
        width: usize,
        unicode: bool,
    ) {
        let start = lines.start(line, text);
        let end = lines.start(line + 1, text);
        let whole = &text[start..end];
        let whole = whole.strip_suffix('\n').unwrap_or(whole);
        let end = start + whole.strip_suffix('\r').unwrap_or(whole).len();
        let window = match focus {
            Some(span) => window(text, start, end, span, width),
            None => start..reach(&text[start..end], width) + start,
        };
        let ellipsis = if unicode { "…" } else { "..." };
        let row_start = self.text.len();
        if window.start > start {
            self.text.push_str(ellipsis);
        }
        let mut row = Row {
            line,
            start: row_start,
            group,
            cut: (window.start > start, window.end < end),
            origin: Vec::new(),
            place: Vec::new(),
        };
        for (at, char) in text[window.clone()].char_indices() {
            row.origin.push(window.start + at);
            row.place.push(self.text.len());
            if window.start + at == 0 && char == '\u{feff}' {
                continue;
            }
            self.text.push(replacement(char, unicode).unwrap_or(char));
        }
        row.origin.push(window.end);
        row.place.push(self.text.len());
        if window.end < end {
            self.text.push_str(ellipsis);
        }
        self.text.push('\n');
        self.rows.push(row);
    }

    fn row_at(&self, offset: usize) -> usize {
        self.rows.partition_point(|row| row.start <= offset).saturating_sub(1)
    }
}

/// A label that starts in column `from` of `width`, broken after its dots and spaces where it would run over the edge.
pub(super) fn broken(label: &str, from: usize, width: usize) -> String {
    let room = width.saturating_sub(from).max(NARROW);
    if columns(label) <= room {
        return label.to_owned();
    }
    let mut text = String::new();
    let mut used = 0;
    for part in label.split_inclusive(['.', ' ', '\n']) {
        if used > 0 && used + columns(part) > room {
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
            used = 0;
        }
        text.push_str(part);
        used = if part.ends_with('\n') { 0 } else { used + columns(part) };
    }
    text
}

/// The lines (from 0) on which a span is marked.
fn rows_of(lines: &LineIndex, span: Span) -> (usize, usize) {
    let top = lines.line(span.start);
    // A span that ends right after a line feed ends on the line before.
    let bottom = lines.line(if span.end > span.start { span.end - 1 } else { span.end });
    (top, if bottom - top > TALL { top } else { bottom })
}

/// The part of a line `start..end` to show: all of it, or `width` columns with the focus in it and some text before.
fn window(text: &str, start: usize, end: usize, focus: Span, width: usize) -> std::ops::Range<usize> {
    let at = text.floor_char_boundary((focus.start as usize).clamp(start, end));
    let fault_end = text.floor_char_boundary((focus.end as usize).clamp(at, end));
    // What is before matters more to a reader than what is after; a third of the columns is enough for the fault itself.
    let tail = reach(&text[at..fault_end], width / 3);
    let head = width - columns(&text[at..at + tail]);
    let mut from = at;
    let mut used = 0;
    for (index, char) in text[start..at].char_indices().rev() {
        used += wide(char);
        if used > head {
            break;
        }
        from = start + index;
    }
    if from == start {
        return start..start + reach(&text[start..end], width);
    }
    // Cut: move to the right until the text after the fault has its share.
    let after = reach(&text[at + tail..end], width / 3);
    let need = columns(&text[at + tail..at + tail + after]);
    let mut room = head.saturating_sub(need);
    let mut from = at;
    for (index, char) in text[start..at].char_indices().rev() {
        if wide(char) > room {
            break;
        }
        room -= wide(char);
        from = start + index;
    }
    from..at + tail + after
}

/// How many bytes of `text` fit into `width` columns.
fn reach(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, char) in text.char_indices() {
        used += wide(char);
        if used > width {
            return at;
        }
    }
    text.len()
}

fn columns(text: &str) -> usize {
    text.chars().map(wide).sum()
}

/// Columns a character takes on a terminal, near enough to cut by.
fn wide(char: char) -> usize {
    match char {
        '\t' => 4,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// What to print instead of a character that would move the cursor, start an escape sequence or turn the reading direction.
fn replacement(char: char, unicode: bool) -> Option<char> {
    let shown = match char {
        '\t' => return None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(char)).unwrap_or('?'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => '\u{fffd}',
        _ => return None,
    };
    Some(if unicode { shown } else { '?' })
}

/// `text` without characters that do something to a terminal; line feeds stay.
pub(super) fn printable(text: &str, unicode: bool) -> Cow<'_, str> {
    let shown = |char| if char == '\n' { None } else { replacement(char, unicode) };
    if text.chars().all(|char| shown(char).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|char| shown(char).unwrap_or(char)).collect())
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if self.rows.is_empty() {
            return Err(MietteError::OutOfBounds);
        }
        let first = self.row_at(span.offset());
        // A span that takes the line feed with it still ends on that line.
        let last = self.row_at((span.offset() + span.len()).saturating_sub(usize::from(!span.is_empty())));
        if self.rows[first].group != self.rows[last].group {
            return Err(MietteError::OutOfBounds);
        }
        let group = self.rows[first].group;
        let mut top = first;
        while top > 0 && first - top < before && self.rows[top - 1].group == group {
            top -= 1;
        }
        let mut bottom = last;
        while bottom + 1 < self.rows.len() && bottom - last < after && self.rows[bottom + 1].group == group {
            bottom += 1;
        }
        let start = self.rows[top].start;
        let end = self.rows.get(bottom + 1).map_or(self.text.len(), |row| row.start);
        let column = self
            .columns
            .iter()
            .find(|(place, _)| *place == span.offset())
            .map_or(0, |&(_, column)| column);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            &self.text.as_bytes()[start..end],
            (start, end - start).into(),
            self.rows[top].line,
            column,
            bottom - top + 1,
        )))
    }
}
