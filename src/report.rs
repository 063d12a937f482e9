//! What a run came to: one [`FileReport`] an input, one [`Summary`] for all. In: what the line found. Out: what renderers and exit codes read.
//!
//! A run never holds all its reports: each file goes to the [`Renderer`](crate::render::Renderer) as soon as its turn comes, and is dropped.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Severity};

/// What became of an input, or of one document in it. Reasons are short, lower case and without a full stop; equal reasons are counted together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It was read and judged.
    #[default]
    Checked,
    /// It is not for us: `Helm template`, `not a manifest`.
    Skipped(Cow<'static, str>),
    /// It could not be judged: the system's error, or a bug of ours.
    Failed(Cow<'static, str>),
}

/// A document that was read and left unjudged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// Its index in the file, over the documents that are not empty.
    pub document: usize,
    /// Why.
    pub reason: Cow<'static, str>,
}

/// What one input came to.
#[derive(Debug, Default)]
pub struct FileReport {
    /// The name to show: the path as given or found, with `/` between its parts.
    pub name: String,
    /// The text the spans point into; kept only when there are findings.
    pub text: Option<String>,
    /// What became of the input as a whole.
    pub outcome: Outcome,
    /// How many documents were judged.
    pub documents: usize,
    /// The documents that were not.
    pub skipped: Vec<Skip>,
    /// All findings, in source order.
    pub diagnostics: Vec<Diagnostic>,
}

impl FileReport {
    /// The text, empty when it was not kept.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Findings of severity error.
    pub error: usize,
    /// Findings of severity warning.
    pub warning: usize,
    /// Findings of severity info.
    pub info: usize,
}

impl Counts {
    /// Counts one finding.
    pub fn add(&mut self, severity: Severity) {
        *match severity {
            Severity::Error => &mut self.error,
            Severity::Warning => &mut self.warning,
            Severity::Info => &mut self.info,
        } += 1;
    }

    /// All findings.
    pub fn total(self) -> usize {
        self.error + self.warning + self.info
    }

    /// The findings at or above `severity`.
    pub fn at_least(self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.error + self.warning,
            Severity::Info => self.total(),
        }
    }
}

/// How many inputs and documents share one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Share {
    /// Whole inputs.
    pub files: usize,
    /// Single documents of inputs that were checked.
    pub documents: usize,
}

/// What a run came to. Its size depends on the number of rules and reasons, not on the number of files.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// All inputs, whatever became of them.
    pub files: usize,
    /// Inputs with at least one finding.
    pub files_with_findings: usize,
    /// All documents seen: judged or skipped.
    pub documents: usize,
    /// Documents judged.
    pub checked: usize,
    /// Skipped inputs and documents, by reason.
    pub skipped: BTreeMap<Cow<'static, str>, Share>,
    /// Failed inputs, by reason.
    pub failed: BTreeMap<Cow<'static, str>, usize>,
    /// Findings by severity.
    pub findings: Counts,
    /// Findings by rule.
    pub rules: BTreeMap<&'static str, Counts>,
    /// How long the run took; set by the caller at the end.
    pub elapsed: Duration,
}

impl Summary {
    /// Counts one input.
    pub fn add(&mut self, file: &FileReport) {
        self.files += 1;
        self.files_with_findings += usize::from(!file.diagnostics.is_empty());
        self.checked += file.documents;
        self.documents += file.documents + file.skipped.len();
        match &file.outcome {
            Outcome::Checked => {}
            Outcome::Skipped(reason) => self.skipped.entry(reason.clone()).or_default().files += 1,
            Outcome::Failed(reason) => *self.failed.entry(reason.clone()).or_default() += 1,
        }
        for skip in &file.skipped {
            self.skipped.entry(skip.reason.clone()).or_default().documents += 1;
        }
        for found in &file.diagnostics {
            self.findings.add(found.severity);
            self.rules.entry(found.rule.id).or_default().add(found.severity);
        }
    }

    /// Inputs that were skipped as a whole.
    pub fn files_skipped(&self) -> usize {
        self.skipped.values().map(|share| share.files).sum()
    }

    /// Documents that were skipped in inputs that were checked.
    pub fn documents_skipped(&self) -> usize {
        self.skipped.values().map(|share| share.documents).sum()
    }

    /// Inputs that failed.
    pub fn files_failed(&self) -> usize {
        self.failed.values().sum()
    }
}
