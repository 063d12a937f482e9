//! Replays what a real server said about thousands of documents, and compares. See `testdata/conformance/README.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use admit::diagnostic::{Diagnostic, Reason, Severity, Stage};
use admit::lint::{self, Settings};
use rayon::prelude::*;
use serde_json::Value;

use crate::fixtures::complain;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/conformance")
}

struct Case {
    kind: String,
    /// Seed and operator, for messages.
    name: String,
    text: String,
    verdicts: Vec<Verdict>,
    /// No verdict is right.
    open: bool,
}

struct Verdict {
    stage: String,
    causes: Vec<Cause>,
}

/// One thing the server complained about.
struct Cause {
    /// None where the server's kind of error is none of ours.
    reason: Option<Reason>,
    how: How,
    path: String,
}

/// How much of the path the server gave.
enum How {
    Exact,
    WithoutIndexes,
    LastKey,
}

impl Cause {
    fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let reason = match chars.next()? {
            'R' => Some(Reason::FieldValueRequired),
            'I' => Some(Reason::FieldValueInvalid),
            'S' => Some(Reason::FieldValueNotSupported),
            'D' => Some(Reason::FieldValueDuplicate),
            'F' => Some(Reason::FieldValueForbidden),
            'L' => Some(Reason::FieldValueTooLong),
            'M' => Some(Reason::FieldValueTooMany),
            'T' => Some(Reason::FieldValueTypeInvalid),
            'N' => Some(Reason::FieldValueNotFound),
            'U' => Some(Reason::FieldUnknown),
            'K' => Some(Reason::FieldDuplicate),
            _ => None,
        };
        let how = match chars.next()? {
            '=' => How::Exact,
            '~' => How::WithoutIndexes,
            _ => How::LastKey,
        };
        Some(Self {
            reason,
            how,
            path: chars.collect(),
        })
    }

    fn is_at(&self, path: &str) -> bool {
        match self.how {
            How::Exact => path == self.path,
            How::WithoutIndexes => without_indexes(path) == without_indexes(&self.path),
            How::LastKey => path.rsplit(['.', '[']).next().map(|key| key.trim_end_matches(']')) == Some(&self.path),
        }
    }
}

/// `a[0].b[key]` as `a.b.key`.
fn without_indexes(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['.', '[', ']']) {
        if !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit()) {
            parts.push(part);
        }
    }
    parts.join(".")
}

fn cases() -> Vec<Case> {
    let read =
        |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut files: Vec<_> = std::fs::read_dir(folder().join("cases"))
        .expect("the cases are there")
        .map(|entry| entry.expect("listed").path())
        .collect();
    files.sort();
    files
        .par_iter()
        .flat_map_iter(|file| {
            let mut all = Vec::new();
            let (mut kind, mut seed, mut base) = (String::new(), String::new(), String::new());
            for line in read(file).lines() {
                let value: Value = serde_json::from_str(line).expect("a line is JSON");
                if value.is_object() {
                    kind = text(&value["kind"]);
                    seed = text(&value["seed"]);
                    base = read(&folder().join("seeds").join(format!("{seed}.yaml")));
                    continue;
                }
                all.push(Case {
                    kind: kind.clone(),
                    name: format!("{seed} {} {:.160}", text(&value[0]), value[1].to_string()),
                    text: edited(&base, &value[1]),
                    verdicts: list(&value[2]).iter().map(verdict).collect(),
                    open: !value[3].is_null(),
                });
            }
            all
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn verdict(value: &Value) -> Verdict {
    let parts = list(value);
    Verdict {
        stage: text(&parts[0]),
        causes: parts[1..]
            .iter()
            .map(|cause| Cause::parse(&text(cause)).expect("a cause"))
            .collect(),
    }
}

fn edited(seed: &str, edit: &Value) -> String {
    match list(edit) {
        [] => seed.to_owned(),
        [whole] => text(whole),
        [at, gone, new] => {
            let number = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok()).expect("a number");
            let mut lines: Vec<String> = seed.split('\n').map(str::to_owned).collect();
            let at = number(at);
            lines.splice(at..at + number(gone), list(new).iter().map(text));
            lines.join("\n")
        }
        other => panic!("no edit: {other:?}"),
    }
}

/// How many of the answers of one kind differ, and in what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    cases: usize,
    /// Accepted what the server refuses.
    accepted: usize,
    /// Refused what the server accepts.
    refused: usize,
    causes: usize,
    /// Causes that were not found at their path.
    missed: usize,
    /// Errors at paths the server does not name.
    extra: usize,
    /// Causes found at their path with another kind of error.
    other_reason: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.cases += other.cases;
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.causes += other.causes;
        self.missed += other.missed;
        self.extra += other.extra;
        self.other_reason += other.other_reason;
    }
}

impl Tally {
    fn new([cases, accepted, refused, named, missed, extra, other_reason]: [usize; 7]) -> Self {
        Self {
            cases,
            accepted,
            refused,
            causes: named,
            missed,
            extra,
            other_reason,
        }
    }

    fn numbers(self) -> [usize; 7] {
        [
            self.cases,
            self.accepted,
            self.refused,
            self.causes,
            self.missed,
            self.extra,
            self.other_reason,
        ]
    }

    fn differences(self) -> [(&'static str, usize); 5] {
        [
            ("accepted", self.accepted),
            ("refused", self.refused),
            ("missed", self.missed),
            ("extra", self.extra),
            ("other reason", self.other_reason),
        ]
    }
}

fn compare(case: &Case) -> Tally {
    // Also the open cases run: they must not panic.
    let mut found: Vec<Diagnostic> = lint::check(&case.text, &Settings::default()).diagnostics;
    found.retain(|one| one.severity == Severity::Error && one.stage != Stage::Practice);
    if case.open || case.verdicts.iter().any(|verdict| verdict.stage == "admission") {
        return Tally::default();
    }
    let refuses = case.verdicts.iter().any(|verdict| verdict.stage != "ok");
    let mut tally = Tally {
        cases: 1,
        accepted: usize::from(refuses && found.is_empty()),
        refused: usize::from(!refuses && !found.is_empty()),
        ..Tally::default()
    };
    let mut named = false;
    for (index, verdict) in case.verdicts.iter().enumerate() {
        for cause in &verdict.causes {
            named = true;
            tally.causes += 1;
            let hit = found
                .iter()
                .position(|one| (one.document == index || case.verdicts.len() == 1) && cause.is_at(&one.path));
            match hit {
                None => tally.missed += 1,
                Some(hit) => {
                    let reason = found.swap_remove(hit).reason;
                    tally.other_reason +=
                        usize::from(cause.reason.is_some() && reason.is_some() && reason != cause.reason);
                }
            }
        }
    }
    // A path is too many only where the server named all of its own, or had nothing to complain about.
    if named || !refuses {
        tally.extra += found.len();
    }
    tally
}

const HEADER: &str = "cases accepted refused causes missed extra other-reason";

fn table(tallies: &BTreeMap<String, Tally>) -> String {
    let mut all = Tally::default();
    let mut text = format!("{HEADER}\n");
    for (kind, tally) in tallies {
        all += *tally;
        let _ = writeln!(text, "{} {kind}", row(*tally));
    }
    let _ = writeln!(text, "{} all", row(all));
    text
}

fn row(tally: Tally) -> String {
    tally
        .numbers()
        .iter()
        .zip(HEADER.split(' '))
        .map(|(number, head)| format!("{number:>width$}", width = head.len()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn floors(text: &str) -> BTreeMap<String, Tally> {
    let mut all = BTreeMap::new();
    for line in text.lines().skip(1) {
        let (numbers, kind) = line.rsplit_once(' ').expect("numbers and a kind");
        let numbers: Vec<usize> = numbers
            .split_whitespace()
            .map(|number| number.parse().expect("a number"))
            .collect();
        let numbers: [usize; 7] = numbers.try_into().expect("seven numbers");
        all.insert(kind.to_owned(), Tally::new(numbers));
    }
    all
}

#[test]
fn answers_as_the_server_does() {
    let cases = cases();
    let compared: Vec<_> = cases.par_iter().map(compare).collect();
    let mut reached: BTreeMap<String, Tally> = BTreeMap::new();
    for (case, tally) in cases.iter().zip(&compared) {
        *reached.entry(case.kind.clone()).or_default() += *tally;
    }
    let path = folder().join("floors.txt");
    if std::env::var_os("UPDATE_FLOORS").is_some() {
        std::fs::write(&path, table(&reached)).expect("the table can be written");
    }
    let known = floors(&std::fs::read_to_string(&path).unwrap_or_default());
    let mut complaints = Vec::new();
    for (kind, tally) in &reached {
        let floor = known.get(kind).copied().unwrap_or_default();
        let worse: Vec<_> = tally
            .differences()
            .into_iter()
            .zip(floor.differences())
            .filter(|(now, then)| now.1 > then.1)
            .map(|((what, now), (_, then))| format!("{what} {now}, was {then}"))
            .collect();
        if worse.is_empty() {
            continue;
        }
        complaints.push(format!("{kind}: {}", worse.join("; ")));
        let differ = cases
            .iter()
            .zip(&compared)
            .filter(|(case, tally)| case.kind == *kind && tally.differences().iter().any(|(_, count)| *count > 0));
        for (case, tally) in differ.take(5) {
            let what: Vec<_> = tally
                .differences()
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(what, _)| what)
                .collect();
            complaints.push(format!("    {} ({})", case.name, what.join(", ")));
        }
    }
    complain(&complaints);
}
