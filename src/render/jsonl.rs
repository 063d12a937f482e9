//! The machine contract, version 1: one finding as one JSON object on a line of its own.

use std::io::{self, Write};

use serde::Serialize;

use super::Renderer;
use crate::diagnostic::{Applicability, Diagnostic, Reason, Resource, Severity, Stage};
use crate::report::FileReport;
use crate::source::{LineIndex, Position, Span};

pub(super) struct Jsonl;

impl Renderer for Jsonl {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        each_finding(file, |finding| {
            serde_json::to_writer(&mut *out, finding)?;
            out.write_all(b"\n")
        })
    }
}

/// Gives the findings of a file to `write`, one by one.
pub(super) fn each_finding(file: &FileReport, mut write: impl FnMut(&Finding<'_>) -> io::Result<()>) -> io::Result<()> {
    if file.diagnostics.is_empty() {
        return Ok(());
    }
    let lines = LineIndex::new(file.text());
    file.diagnostics
        .iter()
        .try_for_each(|found| write(&Finding::new(file, &lines, found)))
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    file: &'a str,
    document: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<usize>,
    resource: &'a Resource,
    rule: &'static str,
    severity: Severity,
    stage: Stage,
    reason: Option<Reason>,
    path: &'a str,
    pointer: Option<&'a str>,
    start: Position,
    end: Position,
    message: &'a str,
    help: Option<&'a str>,
    url: Option<&'static str>,
    related: Vec<Related<'a>>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    start: Position,
    end: Position,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: Position,
    end: Position,
    text: &'a str,
}

impl<'a> Finding<'a> {
    pub(super) fn new(file: &'a FileReport, lines: &LineIndex, found: &'a Diagnostic) -> Self {
        let text = file.text();
        let place = |span: Span| (lines.position(text, span.start), lines.position(text, span.end));
        let (start, end) = place(found.span);
        Self {
            file: &file.name,
            document: found.document,
            item: found.item,
            resource: &found.resource,
            rule: found.rule.id,
            severity: found.severity,
            stage: found.stage,
            reason: found.reason,
            path: &found.path,
            pointer: found.pointer.as_deref(),
            start,
            end,
            message: &found.message,
            help: found.help.as_deref(),
            url: found.rule.url(),
            related: found
                .related
                .iter()
                .map(|one| {
                    let (start, end) = place(one.span);
                    Related {
                        start,
                        end,
                        message: &one.message,
                    }
                })
                .collect(),
            fixes: found
                .fixes
                .iter()
                .map(|fix| Fix {
                    title: &fix.title,
                    applicability: fix.applicability,
                    edits: fix
                        .edits
                        .iter()
                        .map(|edit| {
                            let (start, end) = place(edit.span);
                            Edit {
                                start,
                                end,
                                text: &edit.text,
                            }
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}
