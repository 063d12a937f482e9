//! GitHub's workflow commands: each line of output becomes an annotation on the changed file.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Renderer, relative};
use crate::diagnostic::Severity;
use crate::report::{FileReport, Outcome};
use crate::source::LineIndex;

pub(super) struct Github;

impl Renderer for Github {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        let name = property(relative(&file.name));
        if let Outcome::Failed(reason) = &file.outcome {
            writeln!(out, "::error file={name},title=not checked::{}", data(reason))?;
        }
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let text = file.text();
        let lines = LineIndex::new(text);
        for found in &file.diagnostics {
            let command = match found.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let start = lines.position(text, found.span.start);
            let end = lines.position(text, found.span.end);
            write!(out, "::{command} file={name},line={}", start.line)?;
            // Columns are allowed only where the fault stays on one line.
            if end.line == start.line {
                write!(
                    out,
                    ",col={},endLine={},endColumn={}",
                    start.column, end.line, end.column
                )?;
            } else {
                write!(out, ",endLine={}", end.line)?;
            }
            let mut message = found.message.clone();
            if !found.path.is_empty() {
                message = format!("{}: {message}", found.path);
            }
            if let Some(help) = &found.help {
                message.push('\n');
                message.push_str(help);
            }
            writeln!(out, ",title={}::{}", property(found.rule.id), data(&message))?;
        }
        Ok(())
    }
}

fn data(text: &str) -> Cow<'_, str> {
    escape(text, "%\r\n")
}

fn property(text: &str) -> Cow<'_, str> {
    escape(text, "%\r\n:,")
}

fn escape<'a>(text: &'a str, special: &str) -> Cow<'a, str> {
    if !text.contains(|char| special.contains(char)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::new();
    for char in text.chars() {
        if special.contains(char) {
            let _ = write!(escaped, "%{:02X}", u32::from(char));
        } else {
            escaped.push(char);
        }
    }
    Cow::Owned(escaped)
}
