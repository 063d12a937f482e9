//! The line itself: text in, report out. The CLI, editors and tests all call [`check`].

use std::collections::HashSet;
use std::sync::Arc;

use crate::cloud::Operation;
use crate::declare_rule;
use crate::diagnostic::{Diagnostic, Reason, Resource, Stage};
use crate::document::{self, Object, Skip, Subject, Unknown};
use crate::rule::{Context, Rule, Run};
use crate::rules::{self, schema::unknown_kind};
use crate::schema::{self, GroupVersionKind};
use crate::source::{Span, offset};
use crate::view::Field;
use crate::yaml::{self, Kind, Node, Tree};

/// What the user wants of a run, the same for every file of one folder.
#[derive(Debug, Default, Clone)]
pub struct Settings {
    /// What a document without `apiVersion` and `kind` is, where it does not say so itself.
    pub operation: Option<&'static Operation>,
}

/// What one text came to.
#[derive(Debug, Default)]
pub struct Report {
    /// All findings, in source order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many objects were judged.
    pub checked: usize,
    /// The documents and list items that were not, and why.
    pub skipped: Vec<Skipped>,
}

/// A document that is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its index, as in [`Diagnostic::document`].
    pub document: usize,
    /// Its index in the list that holds it.
    pub item: Option<usize>,
    /// Where it stands.
    pub span: Span,
    /// Why it is not judged.
    pub reason: Skip,
}

declare_rule! {
    /// The text is YAML or JSON that the server can read.
    id: "syntax/yaml",
    origin: Server,
    severity: Error,
    since: "0.1.0",
    run: Run::Line,
}

/// Judges one text.
pub fn check(text: &str, settings: &Settings) -> Report {
    let mut run = Line {
        settings,
        report: Report::default(),
        document: 0,
    };
    for span in split(text) {
        match yaml::parse(text, span) {
            Ok(tree) => run.tree(&tree),
            Err(error) => {
                let mut found = run.diagnostic(&RULE, Stage::Syntax, error.span, error.message);
                if let Some((span, message)) = error.context {
                    found.related(span, message);
                }
                run.report.diagnostics.push(found);
                run.document += 1;
            }
        }
    }
    let mut report = run.report;
    report.diagnostics.sort_by_key(|found| (found.span, found.rule.id));
    report
}

struct Line<'s> {
    settings: &'s Settings,
    report: Report,
    /// Index of the next document.
    document: usize,
}

impl Line<'_> {
    fn tree(&mut self, tree: &Tree<'_>) {
        if tree.is_empty() {
            return;
        }
        let root = tree.root();
        let subject = match self.settings.operation {
            Some(operation) if root.get("apiVersion").is_none() => Subject::Operation(operation),
            _ => document::classify(root),
        };
        // A list of lists is as deep as the author likes: no recursion.
        let mut pending = vec![(root, subject, None)];
        while let Some((node, subject, item)) = pending.pop() {
            match subject {
                Subject::List(list) => {
                    let items = list_items(list).enumerate();
                    let start = pending.len();
                    pending.extend(items.map(|(index, (node, subject))| (node, subject, Some(index))));
                    pending[start..].reverse();
                    continue;
                }
                Subject::Review(object) => {
                    pending.push((object, document::classify_object(object), item));
                    continue;
                }
                Subject::Object(gvk) => self.object(node, gvk, None, item),
                Subject::Operation(operation) => self.object(node, GroupVersionKind::default(), Some(operation), item),
                Subject::Unknown(unknown) => self.unknown(node, unknown, item),
                Subject::Skip(reason) => self.skip(node, reason, item),
            }
            self.document += 1;
        }
    }

    fn object(
        &mut self,
        node: Node<'_>,
        gvk: GroupVersionKind<'_>,
        operation: Option<&'static Operation>,
        item: Option<usize>,
    ) {
        let object = Object {
            tree: node.tree(),
            root: node.id(),
            gvk,
            schema: schema::lookup(gvk),
            operation,
            document: self.document,
            item,
            resource: Arc::new(resource(node, operation)),
        };
        let schema::Decoded { found: decoded, meant } = schema::decode(&object);
        let mended;
        let object = if meant.is_empty() {
            object
        } else {
            mended = node.tree().with_keys(&meant);
            Object {
                tree: &mended,
                ..object
            }
        };
        let Some(rule) = rules::all().next() else { return };
        let mut context = Context::new(&object, rule);
        rules::run(&object, &mut context);
        let validated = settle(context.finish(), &decoded);
        self.report.diagnostics.extend(decoded);
        self.report.diagnostics.extend(validated);
        self.report.checked += 1;
    }

    fn unknown(&mut self, node: Node<'_>, unknown: Unknown<'_>, item: Option<usize>) {
        let (span, message, help) = unknown_kind::describe(node, unknown);
        let mut found = self.diagnostic(&unknown_kind::RULE, Stage::Decode, span, message);
        found.help = help;
        found.resource = Arc::new(resource(node, None));
        found.reason = Some(Reason::UnknownKind);
        found.pointer = Some(node.pointer());
        found.item = item;
        self.report.diagnostics.push(found);
    }

    fn skip(&mut self, node: Node<'_>, reason: Skip, item: Option<usize>) {
        self.report.skipped.push(Skipped {
            document: self.document,
            item,
            span: node.span(),
            reason,
        });
    }

    fn diagnostic(&self, rule: &'static Rule, stage: Stage, span: Span, message: String) -> Diagnostic {
        Diagnostic {
            rule,
            severity: rule.severity,
            stage,
            reason: None,
            span,
            path: String::new(),
            pointer: None,
            message,
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
            document: self.document,
            item: None,
            resource: Arc::default(),
        }
    }
}

/// Drops what says nothing new: what follows from a value that could not be decoded or from a field of an unknown name,
/// and a second fault of the same kind at the same place.
fn settle(mut found: Vec<Diagnostic>, decoded: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    found.retain(|one| {
        !decoded.iter().any(|fault| follows_from(one, fault))
            && (one.reason.is_none() || seen.insert((one.span, one.path.clone(), one.reason, one.stage)))
    });
    found
}

/// Whether a finding of a rule is at, or inside, a value of a wrong type, or at the list or structure that holds a fault.
fn follows_from(one: &Diagnostic, fault: &Diagnostic) -> bool {
    let (Some(at), Some(faulty)) = (&one.pointer, &fault.pointer) else {
        return false;
    };
    let (parent, last) = faulty.rsplit_once('/').unwrap_or(("", faulty));
    match fault.reason {
        Some(Reason::FieldValueTypeInvalid) => {
            let inside = at
                .strip_prefix(faulty.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            inside || at == parent && last.bytes().all(|byte| byte.is_ascii_digit())
        }
        Some(Reason::FieldUnknown) => at == parent,
        _ => false,
    }
}

/// The items of a list, and what each is. Items of a PodList and the like need not repeat their kind.
fn list_items<'d>(list: Node<'d>) -> impl Iterator<Item = (Node<'d>, Subject<'d>)> {
    let text = |node: Node<'d>, key: &str| node.get(key).and_then(Node::as_str).filter(|text| !text.is_empty());
    let kind = text(list, "kind")
        .and_then(|kind| kind.strip_suffix("List"))
        .filter(|kind| !kind.is_empty());
    let api_version = text(list, "apiVersion").unwrap_or_default();
    list.get("items").into_iter().flat_map(Node::items).map(move |item| {
        let bare = item.kind() == Kind::Map && text(item, "apiVersion").is_none() && text(item, "kind").is_none();
        let subject = match kind.filter(|_| bare && item.get("items").is_none()) {
            Some(kind) => document::classify_kind(item, GroupVersionKind::parse(api_version, kind)),
            None => document::classify_object(item),
        };
        (item, subject)
    })
}

fn resource(node: Node<'_>, operation: Option<&'static Operation>) -> Resource {
    if let Some(operation) = operation {
        return Resource {
            kind: Some(operation.id.to_owned()),
            ..Resource::default()
        };
    }
    let root = Field::new(node);
    let text = |field: Field<'_>| field.str().map(str::to_owned);
    Resource {
        api_version: text(root.get("apiVersion")),
        kind: text(root.get("kind")),
        namespace: text(root.get("metadata").get("namespace")),
        name: text(root.get("metadata").get("name")),
    }
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
