//! From reports to text, one file a format. In: reports, one at a time and in order. Out: bytes. Nothing here looks into rules or keeps past files.

mod concise;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod human;
mod json;
mod jsonl;
mod junit;
mod sarif;
mod text;

use std::io::{self, Write};

use crate::report::{FileReport, Summary};

pub use text::{failed_lines, skipped_lines, statistics, summary_line};

/// A way to write reports down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the lines of the file, a caret, help.
    #[default]
    Human,
    /// One line a finding.
    Concise,
    /// One JSON object: version, summary, findings.
    Json,
    /// One JSON object a finding and line.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands that GitHub shows beside the line.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// JUnit XML.
    Junit,
}

impl Format {
    /// All formats, with their names on the command line.
    pub const ALL: [(&'static str, Self); 8] = [
        ("human", Self::Human),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        ("sarif", Self::Sarif),
        ("github", Self::Github),
        ("gitlab", Self::Gitlab),
        ("junit", Self::Junit),
    ];

    /// Whether the format shows the summary itself; for others it belongs on stderr.
    pub fn has_summary(self) -> bool {
        matches!(self, Self::Human)
    }
}

/// How text for people is drawn. The caller finds out what its output is; renderers ask no terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own to the terminal"
)]
pub struct Style {
    /// Use colours.
    pub color: bool,
    /// Draw with box characters; plain ASCII otherwise.
    pub unicode: bool,
    /// Columns to fill.
    pub width: usize,
    /// Make links that terminals open.
    pub links: bool,
    /// Leave the summary out.
    pub quiet: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            unicode: true,
            width: 100,
            links: false,
            quiet: false,
        }
    }
}

/// Writes one run. Call `begin`, then `file` for every input in order, then `end`.
pub trait Renderer: Send {
    /// What comes before the first file.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// One input, whatever became of it.
    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()>;

    /// What comes after the last file.
    fn end(&mut self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}

/// The renderer of a format.
pub fn renderer(format: Format, style: Style) -> Box<dyn Renderer> {
    match format {
        Format::Human => Box::new(human::Human::new(style)),
        Format::Concise => Box::new(concise::Concise),
        Format::Json => Box::new(json::Json::default()),
        Format::Jsonl => Box::new(jsonl::Jsonl),
        Format::Sarif => Box::new(sarif::Sarif::default()),
        Format::Github => Box::new(github::Github),
        Format::Gitlab => Box::new(gitlab::Gitlab::default()),
        Format::Junit => Box::new(junit::Junit),
    }
}

/// A path as code hosts want it: from the repository's root, without a leading `./`.
fn relative(name: &str) -> &str {
    name.trim_start_matches("./")
}
