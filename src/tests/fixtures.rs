//! Runs `testdata/rules/<family>/<name>/{bad,good}*.{yaml,json,http}`: `bad` must make the rule report, `good` must be free of errors, and both must say
//! the same in other forms. Adding a case adds no Rust. `INSTA_UPDATE=always cargo test fixtures` writes the snapshots beside the fixtures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use admit::diagnostic::{Diagnostic, Severity};
use admit::json_schema::JsonSchema;
use admit::lint::{self, Form, Report, Settings};
use admit::render::{self, Format, Style};
use admit::report::FileReport;
use admit::rules;
use admit::source::{LineIndex, Span};
use rayon::prelude::*;

use crate::json;

pub(crate) struct Fixture {
    /// `deployment/strategy`, the folder and the rule's id.
    pub(crate) rule: String,
    /// `deployment/strategy/bad.yaml`, for messages.
    pub(crate) name: String,
    path: PathBuf,
    bad: bool,
    pub(crate) text: String,
}

impl Fixture {
    fn stem(&self) -> &str {
        self.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
    }

    fn is_json(&self) -> bool {
        self.path.extension().is_some_and(|extension| extension == "json")
    }

    fn form(&self) -> Form {
        Form::of(&self.path)
    }

    pub(crate) fn lint(&self) -> Vec<Diagnostic> {
        check(&self.text, self.form()).diagnostics
    }
}

/// The schema that documents with a menu are bound to, which are those of the rule on users' own schemas.
static MENU: LazyLock<Arc<JsonSchema>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/schemas/menu.schema.json");
    Arc::new(JsonSchema::load(&path).expect("a schema"))
});

fn check(text: &str, form: Form) -> Report {
    let bound = text.contains("menu") && text.contains("dishes");
    let settings = Settings {
        form,
        schemas: bound.then(|| MENU.clone()).into_iter().collect(),
        ..Settings::default()
    };
    lint::check(text, &settings)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/rules")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = read.map(|entry| entry.expect("listed").path()).collect();
    paths.sort();
    paths
}

/// Each rule's folder with the files in it.
fn folders() -> BTreeMap<String, Vec<PathBuf>> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut all = BTreeMap::new();
    for family in entries(&folder()) {
        for rule in entries(&family) {
            all.insert(format!("{}/{}", name(&family), name(&rule)), entries(&rule));
        }
    }
    all
}

fn is_document(file: &str) -> bool {
    [".yaml", ".json", ".http"].iter().any(|end| file.ends_with(end))
}

pub(crate) fn fixtures() -> Vec<Fixture> {
    let mut all = Vec::new();
    for (rule, files) in folders() {
        for path in files {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if is_document(&file) && !file.contains(".fixed.") && (file.starts_with("bad") || file.starts_with("good"))
            {
                all.push(Fixture {
                    name: format!("{rule}/{file}"),
                    rule: rule.clone(),
                    bad: file.starts_with("bad"),
                    text: std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
                    path,
                });
            }
        }
    }
    all
}

/// Fails with all complaints at once, so that one run shows everything.
pub(crate) fn complain(complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "\n{}\n\n{} complaints",
        complaints.join("\n"),
        complaints.len()
    );
}

fn show(text: &str, found: &[Diagnostic]) -> String {
    let lines = LineIndex::new(text);
    let mut shown = String::new();
    for one in found {
        let at = lines.position(text, one.span.start);
        let _ = writeln!(
            shown,
            "    {}:{} {}[{}] {}: {}",
            at.line,
            at.column,
            one.severity.name(),
            one.rule.id,
            one.path,
            one.message
        );
    }
    shown
}

#[test]
fn every_rule_has_a_folder_and_every_folder_a_rule() {
    let folders = folders();
    let mut complaints = Vec::new();
    for rule in rules::all() {
        let Some(files) = folders.get(rule.id) else {
            complaints.push(format!("{}: no folder testdata/rules/{}", rule.id, rule.id));
            continue;
        };
        for side in ["bad", "good"] {
            let has = |path: &PathBuf| {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                file.starts_with(side) && is_document(&file)
            };
            if !files.iter().any(has) {
                complaints.push(format!("{}: no {side}.yaml in its folder", rule.id));
            }
        }
    }
    for (name, files) in &folders {
        if rules::all().all(|rule| rule.id != name) {
            complaints.push(format!("testdata/rules/{name}: no rule has this id"));
        }
        for path in files {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            // Left by a failed test of snapshots, which says so itself.
            if file.ends_with(".snap.new") {
                continue;
            }
            let known = [".yaml", ".json", ".http", ".snap"]
                .iter()
                .any(|end| file.ends_with(end));
            if !known || !(file.starts_with("bad") || file.starts_with("good")) {
                complaints.push(format!(
                    "testdata/rules/{name}/{file}: neither bad*.yaml nor good*.yaml, nor a snapshot of one"
                ));
            }
            let fixture = |extension| path.with_extension(extension).exists();
            if file.ends_with(".snap") && !["yaml", "json", "http"].into_iter().any(fixture) {
                complaints.push(format!("testdata/rules/{name}/{file}: its fixture is gone"));
            }
        }
    }
    complain(&complaints);
}

#[test]
fn bad_reports_and_good_is_silent() {
    let complaints: Vec<_> = fixtures()
        .par_iter()
        .flat_map_iter(|fixture| judge(&fixture.name, &fixture.rule, fixture.bad, &fixture.text, fixture.form()))
        .collect();
    complain(&complaints);
}

/// What is wrong with a text that should, or should not, make `rule` report.
pub(crate) fn judge(name: &str, rule: &str, bad: bool, text: &str, form: Form) -> Option<String> {
    let report = check(text, form);
    let found = report.diagnostics;
    if bad && found.iter().all(|one| one.rule.id != rule) {
        return Some(format!(
            "{name}: {rule} reports nothing; found:\n{}",
            show(text, &found)
        ));
    }
    let errors: Vec<_> = found
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .collect();
    if !bad && !errors.is_empty() {
        return Some(format!("{name}: has errors:\n{}", show(text, &errors)));
    }
    if !bad && report.checked == 0 && report.skipped.is_empty() {
        return Some(format!("{name}: nothing in it was judged"));
    }
    None
}

/// A finding, without its place in the text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    document: usize,
    rule: &'static str,
    path: String,
    reason: String,
    /// The text it points at; empty where the form changes it.
    marked: String,
}

fn said(text: &str, form: Form, marks: bool, documents_before: usize) -> Vec<Said> {
    let mut all: Vec<_> = check(text, form)
        .diagnostics
        .into_iter()
        .map(|found| Said {
            document: found.document.wrapping_sub(documents_before),
            rule: found.rule.id,
            path: found.path,
            reason: format!("{:?}", found.reason),
            marked: if marks {
                text[found.span.range()].replace('\r', "")
            } else {
                String::new()
            },
        })
        .collect();
    all.sort();
    all
}

/// Rules that look at the text itself rather than at what it means, so other forms of it are other cases.
const TEXTUAL: [&str; 2] = ["syntax/", "suppress/"];

/// Rules about values that only YAML can write.
const YAML_ONLY: [&str; 2] = ["alias/plain-equals", "alias/weight-literal"];

/// A document that is sure to be fine.
const FINE: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: first}\n";

#[test]
fn other_forms_say_the_same() {
    let complaints: Vec<_> = fixtures()
        .par_iter()
        .filter(|fixture| !TEXTUAL.iter().any(|family| fixture.rule.starts_with(family)))
        .flat_map_iter(forms)
        .collect();
    complain(&complaints);
}

fn forms(fixture: &Fixture) -> Vec<String> {
    let text = &fixture.text;
    let mut complaints = Vec::new();
    let mut compare = |form: &str, other: &str, marks: bool, before: usize| {
        let expected = said(text, fixture.form(), marks, 0);
        let got = said(other, fixture.form(), marks, before);
        if expected != got {
            let only = |these: &[Said], those: &[Said]| {
                let mut text = String::new();
                for one in these.iter().filter(|one| !those.contains(one)) {
                    let _ = write!(text, "\n      {one:?}");
                }
                text
            };
            complaints.push(format!(
                "{}: {form} says something else\n    only as written:{}\n    only as {form}:{}",
                fixture.name,
                only(&expected, &got),
                only(&got, &expected)
            ));
        }
    };
    compare("CRLF", &text.replace('\n', "\r\n"), true, 0);
    if fixture.form() == Form::Requests {
        let before = "# ünïcödé 漢字 😀\n";
        compare("text after a comment", &format!("{before}{text}"), true, 0);
        compare(
            "second request",
            &format!("GET https://example.com/\n\n###\n{text}"),
            true,
            1,
        );
        return complaints;
    }
    if !fixture.is_json() {
        compare("text after a comment", &format!("# ünïcödé 漢字 😀\n{text}"), true, 0);
        compare("second document", &format!("{FINE}---\n{text}"), true, 1);
    }
    let Some(documents) = json::documents(text) else {
        return complaints;
    };
    if YAML_ONLY.contains(&&*fixture.rule) {
        return complaints;
    }
    compare("JSON", &documents.join("\n---\n"), false, 0);
    let manifest = |json: &String| {
        let value: Option<serde_json::Value> = serde_json::from_str(json).ok();
        let kind = value.as_ref().and_then(|value| value["kind"].as_str());
        value.as_ref().is_some_and(|value| value["apiVersion"].is_string())
            && kind.is_some_and(|kind| !kind.ends_with("List") && kind != "AdmissionReview")
    };
    if documents.iter().all(manifest) {
        let list = format!(
            "{{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{}]}}",
            documents.join(",\n")
        );
        compare("List", &list, false, 0);
    }
    complaints
}

/// Each finding points into the text, at whole characters, and its pointer leads somewhere.
#[test]
fn places_are_in_the_text() {
    let complaints: Vec<_> = fixtures()
        .par_iter()
        .flat_map_iter(|fixture| {
            let text = &fixture.text;
            let spans = fixture.lint().into_iter().flat_map(|found| {
                let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
                let related = found.related.iter().map(|one| one.span);
                std::iter::once(found.span)
                    .chain(related)
                    .chain(edits)
                    .map(move |span| (found.rule.id, span))
                    .collect::<Vec<_>>()
            });
            spans
                .filter(|(_, span)| text.get(span.range()).is_none())
                .map(|(rule, span)| format!("{}: {rule} points at {span:?}, which is no text", fixture.name))
                .collect::<Vec<_>>()
        })
        .collect();
    complain(&complaints);
}

/// The words of every finding: lower case, no full stop, one line.
#[test]
fn messages_keep_the_style() {
    let complaints: Vec<_> = fixtures()
        .par_iter()
        .flat_map_iter(|fixture| {
            let found = fixture.lint().into_iter();
            found
                .flat_map(|found| {
                    let helps = found.help.iter().map(|help| ("help", help.clone()));
                    let related = found.related.iter().map(|one| ("related", one.message.clone()));
                    std::iter::once(("message", found.message.clone()))
                        .chain(helps)
                        .chain(related)
                        .filter_map(|(part, said)| Some((part, fault_of_style(&said)?, said)))
                        .map(|(part, fault, said)| format!("{}: {part} {fault}: {said}", found.rule.id))
                        .collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
        })
        .collect();
    let mut complaints = complaints;
    complaints.sort();
    complaints.dedup();
    complain(&complaints);
}

fn fault_of_style(said: &str) -> Option<&'static str> {
    let word = said.split([' ', ',', ':', ';', '(']).next().unwrap_or_default();
    let capital = word.starts_with(char::is_uppercase);
    // Names of the API, abbreviations and values keep their spelling: `ConfigMap`, `DNS`, `X-Canary`.
    let name = word.chars().skip(1).any(|char| !char.is_lowercase()) || NAMES.contains(&word);
    match said.trim_end().chars().last() {
        None => Some("is empty"),
        Some('.') if !said.ends_with("..") => Some("ends in a full stop"),
        _ if said.trim() != said => Some("has space around it"),
        _ if said.contains(['\n', '\r']) => Some("has more than one line"),
        _ if capital && !name => Some("starts with a capital"),
        _ => None,
    }
}

/// Words of the API that are one capitalised word.
const NAMES: &[&str] = &[
    "Always",
    "Deny",
    "Deployment",
    "Endpoints",
    "Event",
    "Ignore",
    "Indexed",
    "Ingress",
    "Job",
    "Kubernetes",
    "Lease",
    "Namespace",
    "Never",
    "Node",
    "Pod",
    "Recreate",
    "Role",
    "Secret",
    "Service",
    "Warn",
];

#[test]
fn snapshots() {
    let fixtures = fixtures();
    let drawn: Vec<_> = fixtures.par_iter().map(drawing).collect();
    let mut failed = Vec::new();
    for (fixture, drawn) in fixtures.iter().zip(drawn) {
        let Some(drawn) = drawn else { continue };
        let mut settings = insta::Settings::new();
        settings.set_snapshot_path(fixture.path.parent().unwrap_or(&fixture.path));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            let check = std::panic::AssertUnwindSafe(|| insta::assert_snapshot!(fixture.stem(), drawn));
            if std::panic::catch_unwind(check).is_err() {
                failed.push(fixture.name.clone());
            }
        });
    }
    complain(&failed);
}

/// The findings of a fixture: all of them in full, but in short lines, and the first as a user sees it. None where there are none.
fn drawing(fixture: &Fixture) -> Option<String> {
    let text = &fixture.text;
    let lines = LineIndex::new(text);
    let place = |span: Span| {
        let (start, end) = (lines.position(text, span.start), lines.position(text, span.end));
        if start.line == end.line {
            format!("{}:{}-{}", start.line, start.column, end.column)
        } else {
            format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
        }
    };
    let mut found = fixture.lint();
    found.first()?;
    let mut drawn = String::new();
    for one in &found {
        let reason = one.reason.map(|reason| format!("{reason:?} ")).unwrap_or_default();
        let _ = writeln!(
            drawn,
            "{} {}[{}] {reason}{}\n    {}",
            place(one.span),
            one.severity.name(),
            one.rule.id,
            one.path,
            one.message
        );
        for related in &one.related {
            let _ = writeln!(drawn, "    {}: {}", place(related.span), related.message);
        }
        if let Some(help) = &one.help {
            let _ = writeln!(drawn, "    help: {help}");
        }
        for fix in &one.fixes {
            let _ = writeln!(drawn, "    fix ({:?}): {}", fix.applicability, fix.title);
        }
    }
    let first = found.iter().position(|one| one.rule.id == fixture.rule).unwrap_or(0);
    found.swap(0, first);
    found.truncate(1);
    let report = FileReport {
        name: fixture.path.file_name()?.to_str()?.to_owned(),
        text: Some(text.clone()),
        diagnostics: found,
        ..FileReport::default()
    };
    let mut out = Vec::new();
    render::renderer(Format::Human, Style::default())
        .file(&mut out, &report)
        .expect("memory takes it all");
    Some(format!("{drawn}\n{}", String::from_utf8(out).ok()?))
}
