//! For people: what is wrong, the lines around it with a mark under the fault, and what to do. Drawn by miette over an [`Excerpt`].

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};
use owo_colors::Style as Paint;

use super::excerpt::{Excerpt, Label, printable};
use super::{Renderer, Style, text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{FileReport, Summary};
use crate::source::LineIndex;

/// Lines shown before and after the fault.
const CONTEXT: usize = 2;
/// Columns below which text is no longer broken into ever shorter lines.
const NARROWEST: usize = 30;
/// Other places shown beside the fault.
const RELATED: usize = 6;

pub(super) struct Human {
    style: Style,
}

impl Human {
    pub(super) fn new(style: Style) -> Self {
        Self { style }
    }

    fn handler(&self, severity: Severity, primary: usize, labels: usize) -> GraphicalReportHandler {
        let characters = if self.style.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        };
        let mut styles = ThemeStyles::none();
        if self.style.color {
            styles = ThemeStyles::ansi();
            styles.advice = Paint::new().blue().bold();
            styles.warning = Paint::new().yellow().bold();
            styles.error = Paint::new().red().bold();
            let fault = match severity {
                Severity::Error => styles.error,
                Severity::Warning => styles.warning,
                Severity::Info => styles.advice,
            };
            styles.highlights = vec![Paint::new().cyan(); labels.max(1)];
            styles.highlights[primary] = fault;
        }
        GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_width(self.style.width.max(NARROWEST))
            .with_urls(self.style.links)
            .with_link_display_text("")
            .with_context_lines(CONTEXT)
            .without_syntax_highlighting()
    }
}

impl Renderer for Human {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let lines = LineIndex::new(file.text());
        let mut drawn = String::new();
        for found in &file.diagnostics {
            let report = Drawing::new(file, &lines, found, &self.style);
            let primary = report.labels.iter().position(LabeledSpan::primary).unwrap_or(0);
            let handler = self.handler(found.severity, primary, report.labels.len());
            drawn.clear();
            if handler.render_report(&mut drawn, &report).is_err() {
                drawn = format!("{report}\n");
            }
            for (row, line) in drawn.lines().map(str::trim_end).enumerate() {
                // The header is one line; miette leaves an empty one after it.
                if row != 1 || !line.is_empty() {
                    writeln!(out, "{line}")?;
                }
            }
            if let (Some(url), false) = (found.rule.url(), self.style.links) {
                let paint = if self.style.color {
                    Paint::new().cyan()
                } else {
                    Paint::new()
                };
                writeln!(out, "{}{url}", paint.style("  docs: "))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        if self.style.quiet {
            return Ok(());
        }
        write!(out, "{}{}", text::skipped_lines(summary), text::failed_lines(summary))?;
        writeln!(out, "{}", text::summary_line(summary))
    }
}

/// One finding as miette wants it.
struct Drawing<'a> {
    found: &'a Diagnostic,
    code: String,
    message: String,
    help: Option<String>,
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

impl<'a> Drawing<'a> {
    fn new(file: &FileReport, lines: &LineIndex, found: &'a Diagnostic, style: &Style) -> Self {
        let clean = |text: &str| printable(text, style.unicode).into_owned();
        let mut places = vec![Label {
            span: found.span,
            text: clean(&found.path),
            primary: true,
        }];
        places.extend(found.related.iter().take(RELATED).map(|one| Label {
            span: one.span,
            text: clean(&one.message),
            primary: false,
        }));
        let (excerpt, labels) = Excerpt::new(&clean(&file.name), file.text(), lines, places, CONTEXT, style);
        let labels = labels
            .into_iter()
            .map(|(range, label)| {
                let text = (!label.text.is_empty()).then_some(label.text);
                if label.primary {
                    LabeledSpan::new_primary_with_span(text, range)
                } else {
                    LabeledSpan::new_with_span(text, range)
                }
            })
            .collect();
        let mut code = format!("{}[{}]", found.severity.name(), found.rule.id);
        if let (Some(kind), name) = (&found.resource.kind, &found.resource.name) {
            let _ = write!(code, " in {}", clean(kind));
            if let Some(name) = name {
                let _ = write!(code, " {}", clean(name));
            }
        }
        Self {
            found,
            code,
            message: clean(&found.message),
            help: found.help.as_deref().map(clean),
            excerpt,
            labels,
        }
    }
}

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.found, f)
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.found.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn url<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.found.rule.url().map(|url| Box::new(url) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
