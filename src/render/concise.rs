//! One line a finding, as compilers print it: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::Renderer;
use crate::report::FileReport;
use crate::source::LineIndex;

pub(super) struct Concise;

impl Renderer for Concise {
    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let text = file.text();
        let lines = LineIndex::new(text);
        for found in &file.diagnostics {
            let at = lines.position(text, found.span.start);
            let severity = found.severity.name();
            writeln!(
                out,
                "{}:{}:{}: {severity}[{}] {}",
                file.name,
                at.line,
                at.column,
                found.rule.id,
                found.message.replace('\n', " ")
            )?;
        }
        Ok(())
    }
}
