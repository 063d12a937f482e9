//! JUnit XML: a suite a file, a case a finding. Only errors are failures; a file without findings is one case that passed.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::Renderer;
use crate::diagnostic::Severity;
use crate::report::{FileReport, Outcome, Summary};
use crate::source::LineIndex;

pub(super) struct Junit;

impl Renderer for Junit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"admit\">"
        )
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        let name = escape(&file.name);
        let failures = file
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count();
        let mut errors = 0;
        let mut skipped = 0;
        let whole = match &file.outcome {
            Outcome::Checked if file.diagnostics.is_empty() => Some(String::new()),
            Outcome::Checked => None,
            Outcome::Skipped(reason) => {
                skipped += 1;
                Some(format!("<skipped message=\"{}\"/>", escape(reason)))
            }
            Outcome::Failed(reason) => {
                errors += 1;
                Some(format!("<error message=\"{}\"/>", escape(reason)))
            }
        };
        let tests = file.diagnostics.len() + usize::from(whole.is_some()) + file.skipped.len();
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{}\">",
            skipped + file.skipped.len()
        )?;
        if let Some(inside) = whole {
            case(out, &name, &name, None, &inside)?;
        }
        for skip in &file.skipped {
            let title = format!("document {}", skip.document);
            let inside = format!("<skipped message=\"{}\"/>", escape(&skip.reason));
            case(out, &name, &title, None, &inside)?;
        }
        let text = file.text();
        let lines = (!file.diagnostics.is_empty()).then(|| LineIndex::new(text));
        for found in &file.diagnostics {
            let Some(lines) = &lines else { break };
            let at = lines.position(text, found.span.start);
            let title = format!("{} at {}:{}", found.rule.id, at.line, at.column);
            let mut said = format!("{}:{}:{}: {}", file.name, at.line, at.column, found.message);
            if !found.path.is_empty() {
                let _ = write!(said, "\nfield: {}", found.path);
            }
            if let Some(help) = &found.help {
                let _ = write!(said, "\nhelp: {help}");
            }
            let inside = if found.severity == Severity::Error {
                format!(
                    "<failure type=\"{}\" message=\"{}\">{}</failure>",
                    escape(found.rule.id),
                    escape(&found.message),
                    escape(&said)
                )
            } else {
                format!("<system-out>{}: {}</system-out>", found.severity.name(), escape(&said))
            };
            case(out, &name, &escape(&title), Some(at.line), &inside)?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        writeln!(out, "</testsuites>")
    }
}

fn case(out: &mut dyn Write, file: &str, title: &str, line: Option<usize>, inside: &str) -> io::Result<()> {
    write!(
        out,
        "    <testcase classname=\"{file}\" name=\"{title}\" file=\"{file}\""
    )?;
    if let Some(line) = line {
        write!(out, " line=\"{line}\"")?;
    }
    if inside.is_empty() {
        writeln!(out, "/>")
    } else {
        writeln!(out, ">{inside}</testcase>")
    }
}

/// Text for an attribute or an element. Characters that XML 1.0 cannot carry become U+FFFD.
fn escape(text: &str) -> Cow<'_, str> {
    let special = |char: char| {
        matches!(char, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}') || (char < ' ' && char != '\t')
    };
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // As references they survive in attributes, too.
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            _ if special(char) => escaped.push('\u{fffd}'),
            _ => escaped.push(char),
        }
    }
    Cow::Owned(escaped)
}
