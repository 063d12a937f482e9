//! The line itself: text in, report out. The CLI, editors and tests all call [`check`].

use std::sync::Arc;

use crate::cloud;
use crate::diagnostic::{Diagnostic, Resource};
use crate::document::Object;
use crate::rule::Context;
use crate::rules;
use crate::schema::{self, GroupVersionKind};
use crate::source::{Span, offset};
use crate::view::Field;
use crate::yaml;

/// What one input came to.
#[derive(Debug, Default)]
pub struct Report {
    /// All findings, in source order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many documents were judged.
    pub documents: usize,
}

/// Judges one text.
pub fn check(text: &str) -> Report {
    let mut report = Report::default();
    let mut document = 0;
    for span in split(text) {
        let Ok(tree) = yaml::parse(text, span) else { continue };
        if tree.is_empty() {
            continue;
        }
        let root = Field::new(tree.root());
        if let Some(operation) = cloud::recognise(tree.root()) {
            let resource = Resource {
                kind: Some(operation.id.to_owned()),
                ..Resource::default()
            };
            let object = Object {
                tree: &tree,
                root: tree.root().id(),
                gvk: GroupVersionKind::default(),
                schema: None,
                operation: Some(operation),
                document,
                item: None,
                resource: Arc::new(resource),
            };
            let mut context = Context::new(&object, operation.rule);
            rules::run(&object, &mut context);
            report.diagnostics.extend(context.finish());
            document += 1;
            continue;
        }
        let (Some(api_version), Some(kind)) = (root.get("apiVersion").str(), root.get("kind").str()) else {
            continue;
        };
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let gvk = GroupVersionKind { group, version, kind };
        let meta = root.get("metadata");
        let resource = Resource {
            api_version: Some(api_version.to_owned()),
            kind: Some(kind.to_owned()),
            namespace: meta.get("namespace").str().map(str::to_owned),
            name: meta.get("name").str().map(str::to_owned),
        };
        let object = Object {
            tree: &tree,
            root: tree.root().id(),
            gvk,
            schema: schema::lookup(gvk),
            operation: None,
            document,
            item: None,
            resource: Arc::new(resource),
        };
        let Some(rule) = rules::all().next() else { continue };
        let mut context = Context::new(&object, rule);
        rules::run(&object, &mut context);
        report.diagnostics.extend(context.finish());
        document += 1;
    }
    report.documents = document;
    report.diagnostics.sort_by_key(|found| (found.span, found.rule.id));
    report
}

fn split(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("---") {
            spans.push(Span::new(offset(start), offset(at)));
            start = at + line.len();
        }
        at += line.len();
    }
    spans.push(Span::new(offset(start), offset(text.len())));
    spans
}
