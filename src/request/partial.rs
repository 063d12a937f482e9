//! The objects in requests to a Kubernetes server, and how much can be said about each: all of a new one, the types of a
//! status, and of a patch what is wrong whatever it is applied to. In: a request and the node of its body. Out: findings of
//! the rules of its kind. Called by `lint`.

use super::Request;
use super::kubernetes::{Call, PatchType, Verb};
use crate::diagnostic::{Diagnostic, Reason, Severity};
use crate::rules::request::body::is_of_kind;
use crate::schema::GroupVersionKind;
use crate::source::{Span, offset};
use crate::view::Field;
use crate::yaml::{self, Kind, Node};

/// What the server does about fields that it does not know, and such as are set twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Validation {
    /// It refuses the object.
    #[default]
    Strict,
    /// It warns, as it does where a request says nothing.
    Warn,
    /// It says nothing.
    Ignore,
    /// It refuses unknown fields whatever a request says, and warns about those that are set twice.
    Apply,
}

/// How much of an object is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Scope {
    #[default]
    Whole,
    /// Only types: the server takes over no more than a status, which the rules do not judge.
    Types,
    /// A part that is put into an object that nobody knows here; whether its lists are whole.
    Part { lists: bool },
}

/// How an object is judged.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner {
    pub(crate) validation: Validation,
    scope: Scope,
    /// Objects of the kind are in no namespace, and the server forgets one that is written.
    cluster: bool,
    /// It is in a request, whose own rules judge `metadata.resourceVersion`.
    requested: bool,
    /// It is a scale.
    scale: bool,
    /// Its name is compared with that of the path.
    named: bool,
}

impl Validation {
    fn of(request: &Request<'_>) -> Self {
        match request.parameter("fieldValidation").map(|one| &*one.value.text) {
            Some("Strict") => Self::Strict,
            Some("Ignore") => Self::Ignore,
            _ => Self::Warn,
        }
    }

    /// Makes of the findings of decoding what the server makes of them.
    pub(crate) fn apply(self, found: &mut Vec<Diagnostic>) {
        found.retain_mut(|one| {
            let soft = match one.reason {
                Some(Reason::FieldUnknown) => self != Self::Apply,
                Some(Reason::FieldDuplicate) => true,
                _ => false,
            };
            if soft {
                one.severity = Severity::Warning;
            }
            !(soft && self == Self::Ignore)
        });
    }
}

impl Manner {
    /// Leaves out what cannot be said.
    pub(crate) fn keep(self, found: &mut Vec<Diagnostic>, root: Node<'_>) {
        if self.requested {
            found.retain(|one| one.path != "metadata.resourceVersion");
        }
        if self.scale {
            // Of its metadata, nothing is kept.
            found.retain(|one| one.rule.family() != "meta");
        }
        if self.named {
            found.retain(|one| one.path != "metadata.name");
        }
        if self.cluster {
            found.retain(|one| one.path != "metadata.namespace");
        }
        match self.scope {
            Scope::Whole => {}
            Scope::Types => found.clear(),
            Scope::Part { lists } => found.retain(|one| is_wrong_anywhere(one, root, lists)),
        }
    }
}

/// Whether a finding about a part holds whatever the whole is: it is about a value that is there, and about it alone.
fn is_wrong_anywhere(found: &Diagnostic, root: Node<'_>, lists: bool) -> bool {
    let Some(pointer) = &found.pointer else { return false };
    let mut node = root.tree().root();
    let (mut in_list, mut missing) = (false, false);
    for name in pointer.split('/').skip(1) {
        let name = name.replace("~1", "/").replace("~0", "~");
        let below = match node.kind() {
            Kind::Seq => {
                in_list = true;
                name.parse().ok().and_then(|index| node.items().nth(index))
            }
            _ => node.get(&name),
        };
        match below {
            Some(below) => node = below,
            None => {
                missing = true;
                break;
            }
        }
    }
    if in_list && lists {
        return true;
    }
    if missing || node.is_null() || found.severity != Severity::Error {
        return false;
    }
    let scalar = !matches!(node.kind(), Kind::Map | Kind::Seq);
    let at_key = node.entries().any(|entry| entry.key_span == found.span);
    match found.reason {
        Some(Reason::FieldValueNotSupported) => true,
        Some(Reason::FieldValueInvalid | Reason::FieldValueTooLong) => {
            found.related.is_empty() && (scalar || at_key || found.rule.family() == "meta")
        }
        Some(Reason::FieldValueRequired) => node.as_str() == Some(""),
        _ => false,
    }
}

/// What there is to say about the object in a request.
pub(crate) fn findings(
    request: &Request<'_>,
    call: &Call,
    body: Node<'_>,
    judge: impl Fn(Node<'_>, GroupVersionKind<'_>, Manner) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let manner = Manner {
        validation: Validation::of(request),
        scope: Scope::Whole,
        cluster: call.kind.cluster,
        requested: true,
        scale: call.below == "scale",
        named: call.name.is_some(),
    };
    let types_only = matches!(
        call.below.as_str(),
        "status" | "approval" | "finalize" | "ephemeralcontainers" | "resize"
    );
    let whole = if types_only { Scope::Types } else { Scope::Whole };
    let is_map = matches!(body.kind(), Kind::Map);
    match call.verb {
        Verb::Create | Verb::Update if is_map || body.is_null() => {
            if !is_of_kind(Field::new(body), call) {
                return Vec::new();
            }
            judge(body, call.gvk(), Manner { scope: whole, ..manner })
        }
        Verb::Patch => {
            let Some(patch) = PatchType::of(request.header("Content-Type")) else {
                return Vec::new();
            };
            let part = |lists| {
                if types_only {
                    Scope::Types
                } else {
                    Scope::Part { lists }
                }
            };
            match patch {
                PatchType::Json if body.kind() == Kind::Seq => {
                    let scope = part(true);
                    operations(body, call, Manner { scope, ..manner }, &judge)
                }
                PatchType::Merge if is_map => {
                    let scope = part(true);
                    judge(body, call.gvk(), Manner { scope, ..manner })
                }
                PatchType::Strategic if is_map => {
                    let scope = part(false);
                    let mut found = judge(body, call.gvk(), Manner { scope, ..manner });
                    // Directives are no fields; and the kind is not looked at.
                    found.retain(|one| !one.path.contains('$') && !matches!(&*one.path, "kind" | "apiVersion"));
                    found
                }
                PatchType::Apply if is_map => {
                    let scope = part(false);
                    let validation = Validation::Apply;
                    judge(
                        body,
                        call.gvk(),
                        Manner {
                            validation,
                            scope,
                            ..manner
                        },
                    )
                }
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Judges the values that operations of a JSON patch put somewhere, each as if it were the only thing in the object.
fn operations(
    list: Node<'_>,
    call: &Call,
    manner: Manner,
    judge: &impl Fn(Node<'_>, GroupVersionKind<'_>, Manner) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for operation in list.items() {
        let text = |name: &str| operation.get(name).and_then(Node::as_str);
        let (Some("add" | "replace"), Some(path)) = (text("op"), text("path")) else {
            continue;
        };
        let Some(value) = operation.get("value").filter(|_| path.starts_with('/')) else {
            continue;
        };
        let (before, after) = around(path);
        let source = list.tree().source();
        let text = format!("{before}{}{after}", &source[value.span().range()]);
        let whole = Span::new(0, offset(text.len()));
        let Some(Ok(tree)) = yaml::json(&text, whole) else {
            continue;
        };
        let inside = Span::new(offset(before.len()), offset(text.len() - after.len()));
        let place = operation.get("path").map_or(value.span(), |path| path.span());
        let own = value.pointer();
        for mut found in judge(tree.root(), call.gvk(), manner) {
            if inside.contains(found.span) {
                let shift = |at: u32| at - inside.start + value.span().start;
                found.span = Span::new(shift(found.span.start), shift(found.span.end));
                found.related.clear();
                found.fixes.clear();
            } else if matches!(found.reason, Some(Reason::FieldUnknown | Reason::FieldValueTypeInvalid)) {
                found.span = place;
            } else {
                continue;
            }
            found.pointer = Some(own.clone());
            all.push(found);
        }
    }
    all
}

/// The JSON around a value at a place in an object.
fn around(path: &str) -> (String, String) {
    let (mut before, mut after) = (String::new(), String::new());
    for token in path.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match token.parse::<usize>() {
            Ok(index) => {
                before.push('[');
                before.push_str(&"{},".repeat(index.min(100)));
                after.insert(0, ']');
            }
            Err(_) if token == "-" => {
                before.push('[');
                after.insert(0, ']');
            }
            Err(_) => {
                before.push('{');
                before.push_str(&serde_json::Value::from(token).to_string());
                before.push(':');
                after.insert(0, '}');
            }
        }
    }
    (before, after)
}
