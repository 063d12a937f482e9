//! The line itself: text in, report out. The CLI, editors and tests all call [`check`].

mod requests;

use std::cell::{Cell, OnceCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::check::seen::Seen;
use crate::cloud::Operation;
use crate::diagnostic::{Diagnostic, Reason, Severity, Stage};
use crate::document::{self, Object, Skip, Subject, Unknown};
use crate::json_schema::JsonSchema;
use crate::request;
use crate::request::partial::{Manner, Validation};
use crate::rule::Context;
use crate::rules::schema::{json_schema, unknown_kind};
use crate::rules::{self, syntax};
use crate::schema::{self, GroupVersionKind};
use crate::select::Selection;
use crate::source::{Decoded, Span};
use crate::suppress::Directives;
use crate::template;
use crate::walk;
use crate::yaml::{self, Kind, Node, NodeId, SyntaxError, Tree};

/// What the user wants of a file.
#[derive(Debug, Default, Clone)]
pub struct Settings {
    /// Which rules are reported, and how severely.
    pub selection: Selection,
    /// What a document without `apiVersion` is, where it does not say so itself.
    pub operation: Option<&'static Operation>,
    /// How the text is written.
    pub form: Form,
    /// The user's own schemas, which each document has to fit.
    pub schemas: Vec<Arc<JsonSchema>>,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Documents in YAML or JSON.
    #[default]
    Documents,
    /// Requests, as REST clients keep them in `.http` files.
    Requests,
}

impl Form {
    /// The form of a file, by its name.
    pub fn of(path: &Path) -> Self {
        let known = |extension: &[u8]| {
            ["http", "rest"]
                .iter()
                .any(|one| extension.eq_ignore_ascii_case(one.as_bytes()))
        };
        if walk::extension(path).is_some_and(known) {
            Self::Requests
        } else {
            Self::Documents
        }
    }
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
    /// A panic, where there was one: a bug of ours, and the rest of the report is empty.
    pub bug: Option<String>,
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

/// Judges one text. A panic on the way is a bug of ours, and becomes part of the report.
pub fn check(text: &str, settings: &Settings) -> Report {
    catch_unwind(AssertUnwindSafe(|| judge(text, settings))).unwrap_or_else(|panic| Report {
        bug: Some(words_of(panic.as_ref())),
        ..Report::default()
    })
}

/// Judges the text of a file, and says where its bytes are no text.
pub fn check_source(source: &Decoded<'_>, settings: &Settings) -> Report {
    let mut report = check(&source.text, settings);
    if let [first, rest @ ..] = &*source.invalid
        && settings.selection.has(&syntax::encoding::RULE)
    {
        let mut message = format!("bytes that are not {}", source.encoding.name());
        if !rest.is_empty() {
            message.push_str(&format!(", here and in {} more places", rest.len()));
        }
        let mut found = Diagnostic::new(&syntax::encoding::RULE, Stage::Syntax, *first, message);
        found.help("save the file as UTF-8");
        report.diagnostics.push(found);
        report.diagnostics.sort_by_key(|found| (found.span, found.rule.id));
    }
    report
}

fn judge(text: &str, settings: &Settings) -> Report {
    let mut line = Line {
        settings,
        report: Report::default(),
        directives: Directives::default(),
        document: 0,
    };
    if settings.form == Form::Requests {
        for entry in request::entries(text) {
            let document = line.document;
            line.directives
                .add(Directives::of_request(text, &entry.comments, entry.span, document));
            if let Some(request) = &entry.request {
                line.request(request);
            }
        }
        return line.finish();
    }
    for document in yaml::documents(text) {
        match document {
            Ok(tree) => line.tree(&tree),
            Err(error) if template::is_template(text, error.document) => {
                line.skip(error.document, Skip::Template, None);
            }
            Err(error) if document::is_commented_json(&text[error.document.range()]) => {
                line.skip(error.document, Skip::NotAManifest, None);
            }
            Err(error) => line.syntax(error),
        }
    }
    line.finish()
}

thread_local! {
    static PANIC: Cell<Option<String>> = const { Cell::new(None) };
}

/// Keeps panics from printing to the terminal; what they say, and where, goes into the report.
pub fn catch_panics() {
    std::panic::set_hook(Box::new(|panic| PANIC.set(Some(panic.to_string()))));
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
    PANIC.take().unwrap_or_else(|| said.unwrap_or("panic").to_owned())
}

struct Line<'s> {
    settings: &'s Settings,
    report: Report,
    directives: Directives,
    /// Index of the next document.
    document: usize,
}

impl Line<'_> {
    fn tree(&mut self, tree: &Tree<'_>) {
        let directives = Directives::read(tree, self.document);
        if let Some(lost) = tree.lost() {
            let mut found = Diagnostic::new(
                &syntax::lost_text::RULE,
                Stage::Syntax,
                lost,
                "text after the end of the document, that nobody reads",
            );
            found.document = self.document;
            found.help("put `---` on a line of its own before it");
            self.report.diagnostics.push(found);
        }
        let operation = directives.operation.or(self.settings.operation);
        self.directives.add(directives);
        if tree.is_empty() {
            return;
        }
        let root = tree.root();
        let subject = match operation {
            Some(operation) if root.get("apiVersion").is_none() => Subject::Operation(operation),
            _ => document::classify(root),
        };
        if !self.settings.schemas.is_empty() {
            self.fit_schemas(root);
            if matches!(subject, Subject::Unknown(_) | Subject::Skip(_)) {
                self.report.checked += 1;
                self.document += 1;
                return;
            }
        }
        // A list of lists is as deep as the author likes: no recursion.
        let mut pending = Vec::new();
        let mut next = Some((root, subject, None));
        let mut mended = None;
        while let Some((node, subject, item)) = next.take().or_else(|| pending.pop()) {
            match subject {
                Subject::List(list) => {
                    let items = list_items(list).enumerate();
                    let start = pending.len();
                    pending.extend(items.map(|(index, (node, subject))| (node, subject, Some(index))));
                    pending[start..].reverse();
                }
                Subject::Review(object) => {
                    pending.push((object, document::classify_object(object), item));
                }
                Subject::Object(gvk) => self.object(node, gvk, None, item, &mut mended),
                Subject::Operation(operation) => {
                    self.object(node, GroupVersionKind::default(), Some(operation), item, &mut mended);
                }
                Subject::Request => {
                    if let Some(request) = request::read_object(node, self.document) {
                        self.request(&request);
                    }
                }
                Subject::Unknown(unknown) => self.unknown(node, unknown, item),
                Subject::Skip(reason) => self.skip(node.span(), reason, item),
            }
        }
    }

    fn object<'t>(
        &mut self,
        node: Node<'t>,
        gvk: GroupVersionKind<'t>,
        operation: Option<&'static Operation>,
        item: Option<usize>,
        mended: &mut Option<Tree<'t>>,
    ) {
        let found = self.findings(node, gvk, operation, item, Manner::default(), mended);
        self.report.diagnostics.extend(found);
        self.report.checked += 1;
        self.document += 1;
    }

    /// Checks a document against the user's own schemas.
    fn fit_schemas(&mut self, root: Node<'_>) {
        let object = Object {
            tree: root.tree(),
            root: root.id(),
            gvk: GroupVersionKind::default(),
            schema: None,
            operation: None,
            document: self.document,
            item: None,
            resource: OnceCell::new(),
        };
        let mut context = Context::new(&object, &json_schema::RULE);
        for schema in &self.settings.schemas {
            schema.check(&object, &json_schema::RULE, &mut context);
        }
        self.report.diagnostics.extend(context.finish());
    }

    /// What there is to say about an object. `mended` is the copy of its tree with misspelt keys put right, once there is one.
    fn findings<'t>(
        &self,
        node: Node<'t>,
        gvk: GroupVersionKind<'t>,
        operation: Option<&'static Operation>,
        item: Option<usize>,
        manner: Manner,
        mended: &mut Option<Tree<'t>>,
    ) -> Vec<Diagnostic> {
        let object = Object {
            tree: node.tree(),
            root: node.id(),
            gvk,
            schema: schema::lookup(gvk),
            operation,
            document: self.document,
            item,
            resource: OnceCell::new(),
        };
        let schema::Decoded {
            found: mut decoded,
            mut meant,
            strange,
            unreadable,
        } = schema::decode(&object);
        if manner.validation != Validation::Strict {
            // What the server takes no notice of can have no other meaning.
            meant.clear();
        }
        let object = if meant.is_empty() && unreadable.is_empty() {
            object
        } else {
            // One copy does for all objects of a document: each is mended within itself.
            let copy = mended.get_or_insert_with(|| node.tree().clone());
            copy.mend(&meant, &unreadable);
            Object { tree: copy, ..object }
        };
        let Some(rule) = rules::all().next() else {
            return Vec::new();
        };
        let mut context = Context::new(&object, rule);
        rules::run(&object, &mut context);
        let mut validated = context.finish();
        if !meant.is_empty() {
            point_at_written_keys(&mut validated, node.tree(), object.tree, &meant);
        }
        if manner.validation == Validation::Strict {
            let strange: Vec<_> = strange
                .iter()
                .filter_map(|&value| object.tree.node(value).parent())
                .map(|map| (map, node.tree().node(map.id()).pointer()))
                .collect();
            validated.retain(|one| !strange.iter().any(|(map, pointer)| is_missing_from(one, *map, pointer)));
        } else {
            manner.validation.apply(&mut decoded);
        }
        let mut validated = settle(validated, &decoded);
        manner.keep(&mut validated, node);
        decoded.extend(validated);
        decoded
    }

    fn unknown(&mut self, node: Node<'_>, unknown: Unknown<'_>, item: Option<usize>) {
        let (span, message, help) = unknown_kind::describe(node, unknown);
        self.report.diagnostics.push(Diagnostic {
            reason: Some(Reason::UnknownKind),
            pointer: Some(node.pointer()),
            help,
            document: self.document,
            item,
            resource: Arc::new(document::resource(node)),
            ..Diagnostic::new(&unknown_kind::RULE, Stage::Decode, span, message)
        });
        self.document += 1;
    }

    fn skip(&mut self, span: Span, reason: Skip, item: Option<usize>) {
        let counts = reason != Skip::EmptyList;
        self.report.skipped.push(Skipped {
            document: self.document,
            item,
            span,
            reason,
        });
        // Nothing stands in the place of a list without items.
        self.document += usize::from(counts);
    }

    fn syntax(&mut self, error: SyntaxError) {
        let rule = syntax::rule(error.family);
        let mut found = Diagnostic::new(rule, Stage::Syntax, error.span, error.message);
        found.document = self.document;
        found.help = error.help;
        if let Some((span, message)) = error.context {
            found.related(span, message);
        }
        self.report.diagnostics.push(found);
        self.document += 1;
    }

    /// Beside manifests, a document that looks like none is a manifest that lost its name: nobody can send the file.
    fn settle_bystanders(&mut self) {
        let report = &mut self.report;
        let custom = |skipped: &Skipped| matches!(skipped.reason, Skip::CustomResource { .. });
        let unplaced = |found: &Diagnostic| std::ptr::eq(found.rule, &raw const unknown_kind::RULE);
        if report.checked == 0 && !report.skipped.iter().any(custom) && !report.diagnostics.iter().any(unplaced) {
            return;
        }
        let lost = report
            .skipped
            .extract_if(.., |skipped| skipped.reason == Skip::NotAManifest);
        report.diagnostics.extend(lost.map(|skipped| Diagnostic {
            reason: Some(Reason::UnknownKind),
            pointer: Some(String::new()),
            document: skipped.document,
            ..Diagnostic::new(
                &unknown_kind::RULE,
                Stage::Decode,
                skipped.span,
                "apiVersion and kind are missing, and other documents of the file have them",
            )
        }));
    }

    fn finish(mut self) -> Report {
        self.settle_bystanders();
        let mut report = self.report;
        let selection = &self.settings.selection;
        report.diagnostics.retain(|found| selection.has(found.rule));
        self.directives.apply(&mut report.diagnostics, selection);
        for found in &mut report.diagnostics {
            found.severity = selection.severity(found.rule).unwrap_or(found.severity);
        }
        report.diagnostics.sort_by_key(|found| (found.span, found.rule.id));
        report
    }
}

/// Gives findings on a tree with mended keys the pointers of the tree as it was written.
fn point_at_written_keys(
    found: &mut [Diagnostic],
    written: &Tree<'_>,
    mended: &Tree<'_>,
    meant: &[(NodeId, &'static str)],
) {
    let pointers = meant
        .iter()
        .map(|&(value, _)| (mended.node(value).pointer(), written.node(value).pointer()));
    let mut pointers: Vec<_> = pointers.collect();
    // The deepest first: it has the keys above it put right too.
    pointers.sort_by_key(|(mended, _)| std::cmp::Reverse(mended.len()));
    for pointer in found.iter_mut().filter_map(|one| one.pointer.as_mut()) {
        let below = pointers.iter().find_map(|(mended, written)| {
            let rest = pointer.strip_prefix(mended.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{written}{rest}"))
        });
        if let Some(below) = below {
            *pointer = below;
        }
    }
}

/// Whether a finding is about a field that is absent from `map`, at `pointer`, or about something below such a field.
fn is_missing_from(one: &Diagnostic, map: Node<'_>, pointer: &str) -> bool {
    let below = one
        .pointer
        .as_ref()
        .and_then(|at| at.strip_prefix(pointer)?.strip_prefix('/'));
    below.is_some_and(|below| {
        let field = below.split('/').next().unwrap_or_default();
        map.get(&field.replace("~1", "/").replace("~0", "~")).is_none()
    })
}

/// Drops what says nothing new: what follows from a value that could not be decoded or from a field of an unknown name,
/// and a second fault of the same kind at the same place.
fn settle(mut found: Vec<Diagnostic>, decoded: &[Diagnostic]) -> Vec<Diagnostic> {
    if found.is_empty() {
        return found;
    }
    let faults = || decoded.iter().filter(|fault| fault.severity == Severity::Error);
    let mut seen = Seen::default();
    let kept = found.iter().map(|one| {
        let place = (one.span, one.path.as_str(), one.reason, one.stage);
        !faults().any(|fault| follows_from(one, fault)) && (one.reason.is_none() || seen.first(place, ()).is_none())
    });
    let kept: Vec<_> = kept.collect();
    let mut kept = kept.into_iter();
    found.retain(|_| kept.next() == Some(true));
    found
}

/// Whether a finding of a rule is at, or inside, a value that was not read as written, or at the list or structure that
/// holds a fault.
fn follows_from(one: &Diagnostic, fault: &Diagnostic) -> bool {
    let (Some(at), Some(faulty)) = (&one.pointer, &fault.pointer) else {
        return false;
    };
    let (parent, last) = faulty.rsplit_once('/').unwrap_or(("", faulty));
    let inside = at
        .strip_prefix(faulty.as_str())
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match fault.reason {
        Some(Reason::FieldValueTypeInvalid) => inside || at == parent && last.bytes().all(|byte| byte.is_ascii_digit()),
        Some(Reason::FieldUnknown) => at == parent,
        // What is missing may stand under the key's first value.
        Some(Reason::FieldDuplicate) => inside && one.reason == Some(Reason::FieldValueRequired),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::Pattern;

    const GOOD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    const BAD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nbogus: 1\n";

    fn report(text: &str) -> Report {
        check(text, &Settings::default())
    }

    /// Index, item, path and pointer of every finding.
    fn places(report: &Report) -> Vec<(usize, Option<usize>, &str, Option<&str>)> {
        report
            .diagnostics
            .iter()
            .map(|found| {
                (
                    found.document,
                    found.item,
                    found.path.as_str(),
                    found.pointer.as_deref(),
                )
            })
            .collect()
    }

    #[test]
    fn documents_are_counted_without_empty_ones() {
        let report = report(&format!(
            "---\n# nothing\n---\n{GOOD}---\n---\n{BAD}---\na: [\n---\n{BAD}"
        ));
        assert_eq!(report.checked, 3);
        let documents: Vec<_> = report.diagnostics.iter().map(|found| found.document).collect();
        assert_eq!(documents, [1, 2, 3]);
        assert_eq!(report.diagnostics[1].stage, Stage::Syntax);
    }

    #[test]
    fn items_of_lists_stand_in_the_place_of_the_list() {
        let text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n\
                    - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, bogus: 1}\n---\n";
        let report = report(&format!("{text}{BAD}"));
        assert_eq!(report.checked, 3);
        assert_eq!(
            places(&report),
            [
                (1, Some(1), "bogus", Some("/items/1/bogus")),
                (2, None, "bogus", Some("/bogus")),
            ]
        );
    }

    #[test]
    fn items_of_typed_lists_need_no_kind() {
        let report =
            report("apiVersion: v1\nkind: ConfigMapList\nitems:\n- {metadata: {name: a}, bogus: 1}\n- null\n- 1\n");
        assert_eq!(report.checked, 1);
        let rules: Vec<_> = report
            .diagnostics
            .iter()
            .map(|found| (found.item, found.rule.id))
            .collect();
        assert_eq!(
            rules,
            [
                (Some(0), "schema/unknown-field"),
                (Some(1), "schema/unknown-kind"),
                (Some(2), "schema/unknown-kind"),
            ]
        );
    }

    #[test]
    fn lists_may_nest_as_deep_as_they_like() {
        let deep = 3000;
        let text = format!(
            "{}{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}}}{}\n",
            "{items: [".repeat(deep),
            "]}".repeat(deep)
        );
        assert_eq!(
            report(&format!("{{apiVersion: v1, kind: List, items: [{text}]}}")).checked,
            1
        );
        let empty = report("apiVersion: v1\nkind: List\nitems: []\n");
        assert_eq!((empty.checked, empty.skipped.len()), (0, 1));
    }

    #[test]
    fn the_object_inside_a_review_is_judged() {
        let text = "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest:\n  uid: x\n  object:\n    apiVersion: v1\n    \
                    kind: ConfigMap\n    metadata: {name: a}\n    bogus: 1\n";
        let report = report(text);
        assert_eq!(places(&report), [(0, None, "bogus", Some("/request/object/bogus"))]);
        assert_eq!(report.diagnostics[0].resource.kind.as_deref(), Some("ConfigMap"));
    }

    #[test]
    fn what_is_not_for_a_server_is_skipped_with_a_reason() {
        for (text, reason) in [
            ("services:\n  web: {image: a}\n", "not a manifest"),
            ("name: ci\non: [push]\njobs: {}\n", "not a manifest"),
            ("- hosts: all\n", "not a manifest"),
            ("apiVersion: v2\nname: chart\nversion: 1.0.0\n", "chart"),
            ("apiVersion: v1\nname: chart\nversion: 1.0.0\n", "chart"),
            ("kind: pipeline\nname: default\nsteps: []\n", "not a manifest"),
            (
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
                "kustomization",
            ),
            (
                "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n",
                "kubeconfig",
            ),
            (
                "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n",
                "custom resource Widget.example.com",
            ),
            (
                "apiVersion: skaffold/v4beta11\nkind: Config\n",
                "custom resource Config.skaffold",
            ),
            (
                "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nresponse: {}\n",
                "review without an object",
            ),
        ] {
            let report = report(text);
            assert!(report.diagnostics.is_empty(), "{text}");
            let reasons: Vec<_> = report.skipped.iter().map(|skipped| skipped.reason.reason()).collect();
            assert_eq!(reasons, [reason], "{text}");
        }
    }

    #[test]
    fn what_is_meant_for_a_server_and_has_no_known_kind_is_an_error() {
        for (text, help) in [
            (
                "kind: ConfigMap\nmetadata: {name: a}\n",
                Some("ConfigMap is served as v1"),
            ),
            (
                "apiversion: v1\nkind: ConfigMap\n",
                Some("write apiVersion, not apiversion"),
            ),
            ("apiVersion: v1\nmetadata: {name: a}\n", None),
            ("apiVersion: 1\nkind: ConfigMap\n", Some("ConfigMap is served as v1")),
            ("apiVersion: v1\nkind: ~\n", None),
            ("metadata: {name: a}\nspec: {}\n", None),
            ("apiVersion: extensions/v1beta1\n", None),
            ("apiVersion: example.com/v1\nmetadata: {name: a}\n", None),
            ("apiVersion: extensions/v1beta1\nkind: Deployment\n", None),
            (
                "apiVersion: v1\nkind: Deployment\n",
                Some("Deployment is served as apps/v1"),
            ),
            (
                "apiVersion: apps/v1\nkind: Deploymnt\n",
                Some("did you mean \"Deployment\"? it is served as apps/v1"),
            ),
            (
                "apiVersion: NETWORKING.K8S.IO/V1\nkind: Ingress\n",
                Some("Ingress is served as networking.k8s.io/v1"),
            ),
            (
                "apiVersion: apps.k8s.io/v1\nkind: Deployment\n",
                Some("Deployment is served as apps/v1"),
            ),
            (
                "apiVersion: apps/v1/x\nkind: Deployment\n",
                Some("Deployment is served as apps/v1"),
            ),
            (
                "apiVersion: networkin.k8s.io/v1\nkind: Ingress\n",
                Some("Ingress is served as networking.k8s.io/v1"),
            ),
            ("apiVersion: policy/v1\nkind: Eviction\n", None),
            ("just text\n", None),
        ] {
            let report = report(text);
            let found: Vec<_> = report.diagnostics.iter().map(|found| found.rule.id).collect();
            assert_eq!(found, ["schema/unknown-kind"], "{text}");
            assert_eq!(report.diagnostics[0].reason, Some(Reason::UnknownKind), "{text}");
            if let Some(help) = help {
                assert_eq!(report.diagnostics[0].help.as_deref(), Some(help), "{text}");
            }
        }
        assert_eq!(
            report("apiVersion: /v1\nkind: ConfigMap\nmetadata: {name: a}\n").checked,
            1
        );
    }

    #[test]
    fn beside_manifests_a_document_without_a_name_is_an_error() {
        let report = report(&format!("a: 1\n---\n{GOOD}---\n{{}}\n"));
        let documents: Vec<_> = report.diagnostics.iter().map(|found| found.document).collect();
        assert_eq!(documents, [0, 2]);
        assert!(report.skipped.is_empty());
    }

    #[test]
    fn the_selection_decides_what_is_reported_and_how() {
        let pattern = |text: &str| Pattern::parse(text).expect("a rule");
        let with = |selection: Selection| {
            check(
                BAD,
                &Settings {
                    selection,
                    ..Settings::default()
                },
            )
            .diagnostics
        };
        let ignoring = with(Selection {
            ignore: vec![pattern("schema")],
            ..Selection::default()
        });
        assert!(ignoring.is_empty());
        let milder = with(Selection {
            severity: vec![(pattern("schema/unknown-field"), crate::diagnostic::Severity::Info)],
            ..Selection::default()
        });
        assert_eq!(milder[0].severity, crate::diagnostic::Severity::Info);
    }

    #[test]
    fn a_flag_says_what_a_bare_document_is() {
        let settings = Settings {
            operation: crate::cloud::find("functiongraph/create-version-alias"),
            ..Settings::default()
        };
        assert_eq!(check("name: a\nversion: b\n", &settings).checked, 1);
        assert!(check(GOOD, &settings).diagnostics.is_empty());
        assert_eq!(report("name: a\nversion: b\n").checked, 0);
    }
}
