//! Sentences about a whole run: the summary line, reasons, the table of rules.

use std::fmt::Write as _;

use crate::report::Summary;

/// `3 errors, 1 warning in 2 files; 41 documents checked, 3 files skipped`.
pub fn summary_line(summary: &Summary) -> String {
    let counts = summary.findings;
    let mut line = if counts.total() == 0 {
        "no findings".to_owned()
    } else {
        let parts = [
            (counts.error, "error"),
            (counts.warning, "warning"),
            (counts.info, "info finding"),
        ];
        let parts: Vec<_> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|&(count, word)| plural(count, word))
            .collect();
        format!(
            "{} in {}",
            parts.join(", "),
            plural(summary.files_with_findings, "file")
        )
    };
    let _ = write!(line, "; {} checked", plural(summary.checked, "document"));
    for (count, word, what) in [
        (summary.documents_skipped(), "document", "skipped"),
        (summary.files_skipped(), "file", "skipped"),
        (summary.files_failed(), "file", "failed"),
    ] {
        if count > 0 {
            let _ = write!(line, ", {} {what}", plural(count, word));
        }
    }
    line
}

/// One line a reason for inputs and documents that were skipped: `skipped 2 files: Helm template`.
pub fn skipped_lines(summary: &Summary) -> String {
    let mut text = String::new();
    for (reason, share) in &summary.skipped {
        let counts: Vec<_> = [(share.files, "file"), (share.documents, "document")]
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|&(count, word)| plural(count, word))
            .collect();
        let _ = writeln!(text, "skipped {}: {reason}", counts.join(", "));
    }
    text
}

/// One line a reason for inputs that failed: `failed 1 file: permission denied`.
pub fn failed_lines(summary: &Summary) -> String {
    let mut text = String::new();
    for (reason, &count) in &summary.failed {
        let _ = writeln!(text, "failed {}: {reason}", plural(count, "file"));
    }
    text
}

/// A table of findings by rule, most frequent first.
pub fn statistics(summary: &Summary) -> String {
    let mut rows: Vec<_> = summary.rules.iter().collect();
    rows.sort_by_key(|(id, counts)| (std::cmp::Reverse(counts.total()), **id));
    let wide = rows.iter().map(|(id, _)| id.len()).max().unwrap_or(0).max("rule".len());
    let mut text = format!(
        "{:<wide$}  {:>8}  {:>8}  {:>8}\n",
        "rule", "errors", "warnings", "infos"
    );
    for (id, counts) in rows {
        let _ = writeln!(
            text,
            "{id:<wide$}  {:>8}  {:>8}  {:>8}",
            counts.error, counts.warning, counts.info
        );
    }
    text
}

pub(super) fn plural(count: usize, word: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {word}{s}")
}
