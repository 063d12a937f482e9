//! One line a finding, as compilers print it: `file:line:column: severity[rule] path: message`.

use std::io::{self, Write};

use super::Renderer;
use super::excerpt::printable;
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
        let name = printable(&file.name, true).replace('\n', "␊");
        for found in &file.diagnostics {
            let at = lines.position(text, found.span.start);
            let path = if found.path.is_empty() {
                ""
            } else {
                &format!("{}: ", found.path)
            };
            let said = format!("{path}{}", found.message);
            writeln!(
                out,
                "{name}:{}:{}: {}[{}] {}",
                at.line,
                at.column,
                found.severity.name(),
                found.rule.id,
                printable(&said, true).replace('\n', " ")
            )?;
        }
        Ok(())
    }
}
