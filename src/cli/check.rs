//! `admit check`: list, read, judge in parallel, print in order.

use std::io::{BufWriter, Read, Write};
use std::process::ExitCode;

use anyhow::Context;
use rayon::prelude::*;

use super::args::Check;
use crate::diagnostic::Severity;
use crate::lint::{self, Report, Settings};
use crate::source::LineIndex;
use crate::walk::{self, Input};

/// How many files are in memory at once.
const CHUNK: usize = 256;

pub(super) fn run(args: &Check) -> anyhow::Result<ExitCode> {
    let listing = walk::list(&args.paths, args.hidden);
    let settings = Settings::default();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut failed = !listing.failures.is_empty();
    let mut errors = false;
    for (name, reason) in &listing.failures {
        writeln!(std::io::stderr(), "error: {name}: {reason}")?;
    }
    for chunk in listing.inputs.chunks(CHUNK) {
        let judged: Vec<_> = chunk.par_iter().map(|input| judge(input, &settings)).collect();
        for (input, judged) in chunk.iter().zip(judged) {
            match judged {
                Ok((text, report)) => {
                    errors |= report.diagnostics.iter().any(|found| found.severity == Severity::Error);
                    print(&mut out, &input.name, &text, &report)?;
                }
                Err(error) => {
                    failed = true;
                    writeln!(std::io::stderr(), "error: {}: {error:#}", input.name)?;
                }
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::from(if failed { 2 } else { u8::from(errors) }))
}

fn judge(input: &Input, settings: &Settings) -> anyhow::Result<(String, Report)> {
    let bytes = match &input.path {
        Some(path) => std::fs::read(path).context("cannot be read")?,
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).context("cannot be read")?;
            bytes
        }
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let report = lint::check(&text, settings);
    Ok((text, report))
}

fn print(out: &mut impl Write, file: &str, text: &str, report: &Report) -> std::io::Result<()> {
    if report.diagnostics.is_empty() {
        return Ok(());
    }
    let index = LineIndex::new(text);
    for found in &report.diagnostics {
        let line = serde_json::json!({
            "file": file, "document": found.document, "item": found.item, "resource": *found.resource,
            "rule": found.rule.id, "severity": found.severity, "stage": found.stage, "reason": found.reason,
            "path": found.path, "pointer": found.pointer,
            "start": index.position(text, found.span.start), "end": index.position(text, found.span.end),
            "message": found.message, "help": found.help,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
