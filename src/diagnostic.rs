//! What is said about a document: severity, place, path, message, help and mend. Plain data; renderers turn it into text.

use std::sync::Arc;

use crate::rule::Rule;
use crate::source::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Suspicious, or what the server itself warns about.
    Warning,
    /// The server refuses the document.
    Error,
}

impl Severity {
    /// `error`, `warning` or `info`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// The step at which a server would notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Not YAML or JSON.
    Syntax,
    /// Unknown or duplicate field, wrong type, unknown kind.
    Decode,
    /// The server's semantic validation.
    Validation,
    /// Built-in admission plugins and policies.
    Admission,
    /// The server's own warnings and deprecations.
    Warning,
    /// Advice.
    Practice,
}

/// The server's kinds of error, as `details.causes[].reason` names them, and four more for decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Reason {
    /// A value is missing.
    FieldValueRequired,
    /// A value breaks a rule.
    FieldValueInvalid,
    /// A value is not one of the supported ones.
    FieldValueNotSupported,
    /// A value stands twice where it may stand once.
    FieldValueDuplicate,
    /// A field may not be set here.
    FieldValueForbidden,
    /// A text or value is too long.
    FieldValueTooLong,
    /// A list has too many items.
    FieldValueTooMany,
    /// A value has the wrong type.
    FieldValueTypeInvalid,
    /// A value names something that does not exist.
    FieldValueNotFound,
    /// The server could not judge the value itself.
    InternalError,
    /// The type has no such field.
    FieldUnknown,
    /// A key is set twice.
    FieldDuplicate,
    /// No server knows this apiVersion and kind.
    UnknownKind,
}

/// Which object a finding is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// `apiVersion` as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// `kind` as written, or the cloud request type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `metadata.namespace`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// `metadata.name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A second place that helps to understand a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What stands there.
    pub message: String,
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Keeps the meaning the author had.
    Safe,
    /// Applied on request.
    Suggested,
    /// Shown only.
    Display,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The text to replace; empty to insert.
    pub span: Span,
    /// The text to put there.
    pub text: String,
}

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// The replacements; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Where a server would notice.
    pub stage: Stage,
    /// The server's kind of error; none for advice.
    pub reason: Option<Reason>,
    /// The faulty text.
    pub span: Span,
    /// The field path as the server prints it, from the object's root; empty for the whole document.
    pub path: String,
    /// The JSON pointer from the document's root; none where the fault is not in a document.
    pub pointer: Option<String>,
    /// What is wrong: lower case, no full stop, names the value seen.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places.
    pub related: Vec<Related>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
    /// Index of the document in its file, over the documents that are not empty.
    pub document: usize,
    /// Index in the `List` that holds the object.
    pub item: Option<usize>,
    /// The object.
    pub resource: Arc<Resource>,
}

impl Diagnostic {
    /// A finding about a place in the text rather than a field of an object.
    pub fn new(rule: &'static Rule, stage: Stage, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            stage,
            reason: None,
            span,
            path: String::new(),
            pointer: None,
            message: message.into(),
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
            document: 0,
            item: None,
            resource: Arc::default(),
        }
    }

    /// Places the finding on another text than the field's own, such as a key.
    pub fn at(&mut self, span: Span) -> &mut Self {
        self.span = span;
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a second place.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Offers a mend.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fixes.push(fix);
        self
    }

    /// Appends to the path, for the few places where the server's path goes on below the document's own fields.
    pub fn below(&mut self, suffix: &str) -> &mut Self {
        self.path.push_str(suffix);
        self
    }

    /// Replaces the path, for the few places where the server prints another one than the document's.
    pub fn path(&mut self, path: impl Into<String>) -> &mut Self {
        self.path = path.into();
        self
    }
}
