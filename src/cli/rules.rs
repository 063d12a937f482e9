//! `admit rules`: the table of all rules.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use super::args::{Rules, RulesFormat};
use crate::rule::{Origin, Rule};
use crate::rules;

#[derive(serde::Serialize)]
struct Row {
    id: &'static str,
    family: &'static str,
    source: Origin,
    severity: crate::diagnostic::Severity,
    since: &'static str,
    summary: &'static str,
    url: Option<&'static str>,
}

pub(super) fn run(args: &Rules) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(args.format, &mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn write(format: RulesFormat, out: &mut impl Write) -> io::Result<()> {
    let mut rows: Vec<_> = rules::all().map(row).collect();
    rows.sort_by_key(|row| row.id);
    match format {
        RulesFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &rows)?;
            writeln!(out)
        }
        RulesFormat::Human => {
            let wide = rows.iter().map(|row| row.id.len()).max().unwrap_or_default();
            rows.iter().try_for_each(|row| {
                let (source, severity) = (word(row.source), word(row.severity));
                writeln!(out, "{:<wide$}  {source:<8}  {severity:<7}  {}", row.id, row.summary)
            })
        }
        RulesFormat::Markdown => {
            writeln!(out, "| rule | source | severity | summary |\n|---|---|---|---|")?;
            rows.iter().try_for_each(|row| {
                let summary = row.summary.replace('|', "\\|");
                let (source, severity) = (word(row.source), word(row.severity));
                writeln!(out, "| `{}` | {source} | {severity} | {summary} |", row.id)
            })
        }
    }
}

fn row(rule: &'static Rule) -> Row {
    Row {
        id: rule.id,
        family: rule.family(),
        source: rule.origin,
        severity: rule.severity,
        since: rule.since,
        summary: rule.summary(),
        url: rule.url(),
    }
}

/// The word that stands for a value in JSON.
fn word(value: impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}
