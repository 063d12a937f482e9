//! `admit explain`: the page of a rule, drawn for the terminal.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::bail;

use super::args::{Explain, RulesFormat};
use super::{rules as list, terminal};
use crate::rule::Rule;
use crate::rules;
use crate::select::Pattern;

pub(super) fn run(args: &Explain) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(io::stdout().lock());
    match &args.rule {
        None => list::write(RulesFormat::Human, &mut out)?,
        Some(id) => {
            let pages = find(id)?;
            let color = terminal::style(args.color, false).color;
            for (index, rule) in pages.into_iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                page(rule, color, &mut out)?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The rules that an id, a family or a glob names.
fn find(name: &str) -> anyhow::Result<Vec<&'static Rule>> {
    match Pattern::parse(name) {
        Ok(pattern) => Ok(rules::all().filter(|rule| pattern.matches(rule.id)).collect()),
        Err(unknown) => bail!("{unknown}; {}", unknown.help()),
    }
}

/// Draws a page: its Markdown is simple enough to be read line by line.
fn page(rule: &Rule, color: bool, out: &mut impl Write) -> io::Result<()> {
    let paint = |style: &'static str| if color { style } else { "" };
    let (bold, dim, cyan, end) = (paint("\x1b[1m"), paint("\x1b[2m"), paint("\x1b[36m"), paint("\x1b[0m"));
    writeln!(out, "{bold}{cyan}{}{end}", rule.id)?;
    let mut code = false;
    for line in rule.doc.trim_end().lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some(info) = line.trim_start().strip_prefix("```") {
            code = !code;
            match info.split_once(',') {
                Some((_, "bad")) => writeln!(out, "  {dim}refused:{end}")?,
                Some((_, "good")) => writeln!(out, "  {dim}accepted:{end}")?,
                _ => {}
            }
        } else if code {
            writeln!(out, "    {line}")?;
        } else if let Some(heading) = line.strip_prefix("## ") {
            writeln!(out, "{bold}{heading}{end}")?;
        } else {
            prose(line, cyan, end, out)?;
        }
    }
    Ok(())
}

/// A line of text: links lose their angles, and code its backticks where colour can stand for them.
fn prose(line: &str, cyan: &str, end: &str, out: &mut impl Write) -> io::Result<()> {
    let line = line
        .replace("<http", "http")
        .replace("/>", "/")
        .trim_end_matches('>')
        .to_owned();
    if cyan.is_empty() {
        return writeln!(out, "{line}");
    }
    for (index, part) in line.split('`').enumerate() {
        if index % 2 == 1 {
            write!(out, "{cyan}{part}{end}")?;
        } else {
            write!(out, "{part}")?;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(id: &str, color: bool) -> String {
        let rule = rules::find(id).expect("a known rule");
        let mut out = Vec::new();
        page(rule, color, &mut out).expect("memory does not fail");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn pages_show_the_rule_and_its_examples() {
        let page = drawn("suppress/unused", false);
        assert!(
            page.starts_with("suppress/unused\nA suppression comment that suppresses nothing.\n"),
            "{page}"
        );
        assert!(page.contains("  refused:\n    apiVersion: v1\n"), "{page}");
        assert!(!page.contains("```") && !page.contains('\x1b'), "{page}");
        assert!(drawn("suppress/unused", true).contains("\x1b[1m"));
    }

    #[test]
    fn a_wrong_name_gets_the_nearest() {
        let error = find("suppress/unsed").expect_err("no such rule");
        assert_eq!(
            error.to_string(),
            "unknown rule \"suppress/unsed\"; did you mean \"suppress/unused\"?"
        );
    }
}
