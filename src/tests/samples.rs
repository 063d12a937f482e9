//! The samples that the README shows: the good ones are silent, and each bad one has something to show.

use std::fs;
use std::path::Path;

use admit::diagnostic::Severity;
use admit::lint::{self, Settings};

fn samples(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata/samples")
        .join(folder);
    let entries = fs::read_dir(folder).expect("samples");
    let paths = entries.map(|entry| entry.expect("a sample").path());
    paths
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("text")))
        .collect()
}

#[test]
fn good_samples_are_silent() {
    for (name, text) in samples("good") {
        let report = lint::check(&text, &Settings::default());
        let found: Vec<_> = report
            .diagnostics
            .iter()
            .map(|found| (found.rule.id, &found.message))
            .collect();
        assert!(found.is_empty(), "{name}: {found:?}");
        assert!(report.checked > 0 && report.skipped.is_empty(), "{name}");
    }
}

#[test]
fn bad_samples_have_errors() {
    for (name, text) in samples("bad") {
        let report = lint::check(&text, &Settings::default());
        assert!(
            report.diagnostics.iter().any(|found| found.severity == Severity::Error),
            "{name}"
        );
    }
}
