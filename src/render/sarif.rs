//! SARIF 2.1.0, for code scanning. Results are written as they come; the rules they name, and what was not checked, last.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::{Renderer, relative};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::report::{FileReport, Outcome, Summary};
use crate::rule::Rule;
use crate::source::{LineIndex, Span};

#[derive(Default)]
pub(super) struct Sarif {
    started: bool,
    rules: Vec<&'static Rule>,
    places: BTreeMap<&'static str, usize>,
    failed: Vec<Value>,
}

impl Renderer for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(
            out,
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\
             \"columnKind\":\"unicodeCodePoints\",\"results\":["
        )
    }

    fn file(&mut self, out: &mut dyn Write, file: &FileReport) -> io::Result<()> {
        let uri = uri(relative(&file.name));
        if let Outcome::Failed(reason) = &file.outcome {
            self.failed.push(json!({
                "level": "error",
                "message": {"text": reason},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}}}],
            }));
        }
        if file.diagnostics.is_empty() {
            return Ok(());
        }
        let place = Place {
            uri: &uri,
            text: file.text(),
            lines: LineIndex::new(file.text()),
        };
        let mut fingerprints = Fingerprints::default();
        for found in &file.diagnostics {
            let index = self.rule(found.rule);
            let fingerprint = fingerprints.next(relative(&file.name), found);
            out.write_all(if self.started { b",\n" } else { b"\n" })?;
            self.started = true;
            serde_json::to_writer(&mut *out, &result(&place, found, index, &fingerprint))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        let rules: Vec<_> = self.rules.iter().map(|rule| described(rule)).collect();
        let tool = json!({"driver": {
            "name": "admit",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "shortDescription": {"text": env!("CARGO_PKG_DESCRIPTION")},
            "rules": rules,
        }});
        let invocations = json!([{
            "executionSuccessful": self.failed.is_empty(),
            "toolExecutionNotifications": self.failed,
        }]);
        writeln!(out, "\n],\n\"tool\":{tool},\n\"invocations\":{invocations}}}]}}")
    }
}

impl Sarif {
    /// The rule's index in the driver's list, which holds only rules that found something.
    fn rule(&mut self, rule: &'static Rule) -> usize {
        *self.places.entry(rule.id).or_insert_with(|| {
            self.rules.push(rule);
            self.rules.len() - 1
        })
    }
}

/// What regions of one file are made from.
struct Place<'a> {
    uri: &'a str,
    text: &'a str,
    lines: LineIndex,
}

impl Place<'_> {
    fn region(&self, span: Span) -> Value {
        let start = self.lines.position(self.text, span.start);
        let end = self.lines.position(self.text, span.end);
        json!({
            "startLine": start.line, "startColumn": start.column,
            "endLine": end.line, "endColumn": end.column,
            "byteOffset": span.start, "byteLength": span.end - span.start,
        })
    }

    fn location(&self, span: Span) -> Value {
        json!({"artifactLocation": {"uri": self.uri}, "region": self.region(span)})
    }
}

fn result(place: &Place<'_>, found: &Diagnostic, index: usize, fingerprint: &str) -> Value {
    let mut location = json!({"physicalLocation": place.location(found.span)});
    if !found.path.is_empty() {
        location["logicalLocations"] = json!([{"fullyQualifiedName": found.path, "kind": "member"}]);
    }
    let mut message = found.message.clone();
    if let Some(help) = &found.help {
        message.push('\n');
        message.push_str(help);
    }
    let mut result = json!({
        "ruleId": found.rule.id,
        "ruleIndex": index,
        "level": level(found.severity),
        "message": {"text": message},
        "locations": [location],
        "partialFingerprints": {"admit/v1": fingerprint},
        "properties": {
            "stage": found.stage, "reason": found.reason, "resource": *found.resource, "pointer": found.pointer, "document": found.document,
        },
    });
    if !found.related.is_empty() {
        let related = found.related.iter().zip(1..).map(|(one, id)| {
            json!({"id": id, "physicalLocation": place.location(one.span), "message": {"text": one.message}})
        });
        result["relatedLocations"] = related.collect();
    }
    if !found.fixes.is_empty() {
        result["fixes"] = found.fixes.iter().map(|one| fix(place, one)).collect();
    }
    result
}

fn fix(place: &Place<'_>, fix: &Fix) -> Value {
    let replacements = fix
        .edits
        .iter()
        .map(|edit| json!({"deletedRegion": place.region(edit.span), "insertedContent": {"text": edit.text}}));
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": {"uri": place.uri}, "replacements": replacements.collect::<Value>()}],
    })
}

fn described(rule: &Rule) -> Value {
    let mut described = json!({
        "id": rule.id,
        "shortDescription": {"text": rule.summary()},
        "help": {"text": rule.doc, "markdown": rule.doc},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.family(), rule.origin]},
    });
    if let Some(url) = rule.url() {
        described["helpUri"] = url.into();
    }
    described
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    // A first part like `C:` or `a:b` would read as a scheme.
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.split('/').next().is_some_and(|first| first.contains(':')) {
        uri.push_str("./");
    }
    for &byte in path.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' | b'@' | b'+' | b'=' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
