//! GitLab's Code Quality report: one array, written as findings come.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Renderer, relative};
use crate::diagnostic::Severity;
use crate::report::{FileReport, Summary};
use crate::source::{LineIndex, Position};

#[derive(Default)]
pub(super) struct Gitlab {
    started: bool,
}

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
    positions: Positions,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Serialize)]
struct Positions {
    begin: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

impl From<Position> for Point {
    fn from(at: Position) -> Self {
        Self {
            line: at.line,
            column: at.column,
        }
    }
}

impl Renderer for Gitlab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "[")
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let text = file.text();
        let lines = LineIndex::new(text);
        let path = relative(&file.name);
        let mut fingerprints = Fingerprints::default();
        for found in &file.diagnostics {
            let start = lines.position(text, found.span.start);
            let end = lines.position(text, found.span.end);
            let description = if found.path.is_empty() {
                found.message.clone()
            } else {
                format!("{}: {}", found.path, found.message)
            };
            let issue = Issue {
                description: &description,
                check_name: found.rule.id,
                fingerprint: fingerprints.next(path, found),
                severity: match found.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: Location {
                    path,
                    lines: Lines {
                        begin: start.line,
                        end: end.line,
                    },
                    positions: Positions {
                        begin: start.into(),
                        end: end.into(),
                    },
                },
            };
            out.write_all(if self.started { b",\n" } else { b"\n" })?;
            self.started = true;
            serde_json::to_writer(&mut *out, &issue)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        writeln!(out, "\n]")
    }
}
