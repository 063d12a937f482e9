//! The whole run as one JSON object. Findings are written as they come; the summary, and what was not checked, last.

use std::io::{self, Write};

use serde::Serialize;

use super::Renderer;
use super::jsonl::each_finding;
use crate::report::{Counts, FileReport, Outcome, Summary};

#[derive(Default)]
pub(super) struct Json {
    started: bool,
    skipped: Vec<Unchecked>,
    failed: Vec<Unchecked>,
}

/// An input or a document that was not checked.
#[derive(Serialize)]
struct Unchecked {
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<usize>,
    reason: String,
}

#[derive(Serialize)]
struct Totals<'a> {
    files: usize,
    documents: usize,
    checked: usize,
    skipped: Vec<Reasons<'a>>,
    failed: Vec<Reasons<'a>>,
    findings: Counts,
    /// Seconds.
    elapsed: f64,
}

#[derive(Serialize)]
struct Reasons<'a> {
    reason: &'a str,
    files: usize,
    documents: usize,
}

impl Renderer for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\":1,\"findings\":[")
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        match &file.outcome {
            Outcome::Checked => {}
            Outcome::Skipped(reason) => self.skipped.push(unchecked(file, None, reason)),
            Outcome::Failed(reason) => self.failed.push(unchecked(file, None, reason)),
        }
        let documents = file.skipped.iter();
        self.skipped
            .extend(documents.map(|skip| unchecked(file, Some(skip.document), &skip.reason)));
        each_finding(file, |finding| {
            out.write_all(if self.started { b",\n" } else { b"\n" })?;
            self.started = true;
            Ok(serde_json::to_writer(&mut *out, finding)?)
        })
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let totals = Totals {
            files: summary.files,
            documents: summary.documents,
            checked: summary.checked,
            skipped: summary
                .skipped
                .iter()
                .map(|(reason, share)| Reasons {
                    reason,
                    files: share.files,
                    documents: share.documents,
                })
                .collect(),
            failed: summary
                .failed
                .iter()
                .map(|(reason, &files)| Reasons {
                    reason,
                    files,
                    documents: 0,
                })
                .collect(),
            findings: summary.findings,
            elapsed: summary.elapsed.as_secs_f64(),
        };
        write!(out, "\n],\n\"skipped\":")?;
        serde_json::to_writer(&mut *out, &self.skipped)?;
        write!(out, ",\n\"failed\":")?;
        serde_json::to_writer(&mut *out, &self.failed)?;
        write!(out, ",\n\"summary\":")?;
        serde_json::to_writer(&mut *out, &totals)?;
        writeln!(out, "}}")
    }
}

fn unchecked(file: &FileReport, document: Option<usize>, reason: &str) -> Unchecked {
    Unchecked {
        file: file.name.clone(),
        document,
        reason: reason.to_owned(),
    }
}
