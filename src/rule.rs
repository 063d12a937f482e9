//! What a rule is, what it is given, and the list of all rules.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Reason, Severity, Stage};
use crate::document::Object;
use crate::request::{self, Request};
use crate::view::crd::Definition;
use crate::view::{Container, Field, Pod};

/// Where the fact behind a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The server refuses or warns about this itself.
    Server,
    /// A cluster's own policy.
    Policy,
    /// Advice.
    Practice,
    /// Worth knowing.
    Info,
}

/// What a rule is run on.
#[derive(Clone, Copy)]
pub enum Run {
    /// Each object of these kinds, named `Kind.group` as kubectl does (`Deployment.apps`, `Pod`); all versions.
    Object(&'static [&'static str], fn(&Object<'_>, &mut Context<'_>)),
    /// Each object of a kind the tables know whose metadata has one of these fields; each such object where none is named.
    /// The check is given the metadata, too.
    AnyObject(&'static [&'static str], fn(&Object<'_>, Field<'_>, &mut Context<'_>)),
    /// Each pod, a Pod itself or the template inside a workload, whose spec has one of these fields; each pod where none is
    /// named.
    Pod(&'static [&'static str], fn(&Pod<'_>, &mut Context<'_>)),
    /// Each container of each pod, init and ephemeral ones included, with one of these fields; each container where none is
    /// named.
    Container(&'static [&'static str], fn(Container<'_>, &mut Context<'_>)),
    /// Each document of these cloud operations, named as in [`crate::cloud::operations`].
    Operation(&'static [&'static str], fn(&Object<'_>, &mut Context<'_>)),
    /// Each request to these services, named as in [`crate::request::route::SERVICES`].
    Request(&'static [&'static str], fn(&Request<'_>, &mut request::Context<'_>)),
    /// Not run over objects: an earlier step of the line reports under this rule's name.
    Line,
}

/// A rule: the complete validation of one group of fields. Declare one with [`declare_rule!`].
pub struct Rule {
    /// Permanent id, `family/name`.
    pub id: &'static str,
    /// Where the fact comes from.
    pub origin: Origin,
    /// Severity of its findings, unless a finding says otherwise.
    pub severity: Severity,
    /// The release that brought it.
    pub since: &'static str,
    /// Its page, in Markdown.
    pub doc: &'static str,
    /// What it is run on.
    pub run: Run,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

impl Rule {
    /// The first line of the page.
    pub fn summary(&self) -> &'static str {
        self.doc.trim_start().lines().next().unwrap_or_default().trim()
    }

    /// The first public document the page refers to.
    pub fn url(&self) -> Option<&'static str> {
        let (_, references) = self.doc.split_once("# References")?;
        let start = references.find("https://")?;
        let rest = &references[start..];
        Some(rest.split([')', '>', ' ', '\n']).next().unwrap_or(rest))
    }

    /// The part of the id before the slash.
    pub fn family(&self) -> &'static str {
        self.id.split('/').next().unwrap_or_default()
    }
}

/// Declares `pub(crate) static RULE: Rule`, with the doc comment as its page.
#[macro_export]
macro_rules! declare_rule {
    ($(#[doc = $doc:literal])+ id: $id:literal, origin: $origin:ident, severity: $severity:ident, since: $since:literal, run: $run:expr $(,)?) => {
        $(#[doc = $doc])+
        pub(crate) static RULE: $crate::rule::Rule = $crate::rule::Rule {
            id: $id,
            origin: $crate::rule::Origin::$origin,
            severity: $crate::diagnostic::Severity::$severity,
            since: $since,
            doc: concat!($($doc, "\n"),+),
            run: $run,
        };
    };
}

/// What a rule is given besides its subject: where to report.
pub struct Context<'d> {
    object: &'d Object<'d>,
    rule: &'static Rule,
    found: Vec<Diagnostic>,
    definition: OnceCell<Rc<Definition<'d>>>,
}

impl<'d> Context<'d> {
    /// A context for the rules of one object.
    pub fn new(object: &'d Object<'d>, rule: &'static Rule) -> Self {
        Self {
            object,
            rule,
            found: Vec::new(),
            definition: OnceCell::new(),
        }
    }

    /// Goes on with the next rule.
    pub fn set_rule(&mut self, rule: &'static Rule) {
        self.rule = rule;
    }

    /// The findings so far.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.found
    }

    /// How many findings there are so far: more after a check than before tell that it found something.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// The findings since `count`, to change them.
    pub fn found_since(&mut self, count: usize) -> &mut [Diagnostic] {
        &mut self.found[count..]
    }

    /// Gives the findings since `count` another path, where the server prints one of its internal form.
    pub fn set_path_since(&mut self, count: usize, path: &str) {
        for diagnostic in &mut self.found[count..] {
            diagnostic.path(path);
        }
    }

    /// Replaces the beginning of the paths of the findings since `count`.
    pub fn replace_path_since(&mut self, count: usize, from: &str, to: &str) {
        for diagnostic in &mut self.found[count..] {
            if let Some(rest) = diagnostic.path.strip_prefix(from) {
                diagnostic.path = format!("{to}{rest}");
            }
        }
    }

    /// The object that is judged.
    pub fn object(&self) -> &'d Object<'d> {
        self.object
    }

    /// The object as a CustomResourceDefinition, looked through once for all rules.
    pub fn definition(&self) -> Rc<Definition<'d>> {
        Rc::clone(self.definition.get_or_init(|| Rc::new(Definition::read(self.object))))
    }

    /// The server refuses the document: `reason` at `field`.
    pub fn error(&mut self, field: Field<'_>, reason: Reason, message: impl Into<String>) -> &mut Diagnostic {
        self.push(
            field,
            self.rule.severity,
            Stage::Validation,
            Some(reason),
            message.into(),
        )
    }

    /// A value that must be there is missing.
    pub fn required(&mut self, field: Field<'_>, message: impl Into<String>) -> &mut Diagnostic {
        self.error(field, Reason::FieldValueRequired, message)
    }

    /// A value breaks a rule.
    pub fn invalid(&mut self, field: Field<'_>, message: impl Into<String>) -> &mut Diagnostic {
        self.error(field, Reason::FieldValueInvalid, message)
    }

    /// A field may not be set here.
    pub fn forbidden(&mut self, field: Field<'_>, message: impl Into<String>) -> &mut Diagnostic {
        self.error(field, Reason::FieldValueForbidden, message)
    }

    /// The same value stands twice.
    pub fn duplicate(&mut self, field: Field<'_>, value: &str) -> &mut Diagnostic {
        self.error(field, Reason::FieldValueDuplicate, format!("duplicate value {value:?}"))
    }

    /// A value is not one of `supported`; the help lists them, the nearest first in the message.
    pub fn not_supported(&mut self, field: Field<'_>, value: &str, supported: &[&str]) -> &mut Diagnostic {
        let list = supported
            .iter()
            .map(|one| format!("{one:?}"))
            .collect::<Vec<_>>()
            .join(", ");
        let diagnostic = self.error(
            field,
            Reason::FieldValueNotSupported,
            format!("unsupported value {value:?}"),
        );
        match crate::suggest::nearest(value, supported.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean {near:?}? supported values: {list}")),
            None => diagnostic.help(format!("supported values: {list}")),
        }
    }

    /// A text is longer than `max` bytes.
    pub fn too_long(&mut self, field: Field<'_>, max: usize) -> &mut Diagnostic {
        self.error(
            field,
            Reason::FieldValueTooLong,
            format!("may not be more than {max} bytes"),
        )
    }

    /// A list has more than `max` items.
    pub fn too_many(&mut self, field: Field<'_>, count: usize, max: usize) -> &mut Diagnostic {
        self.error(
            field,
            Reason::FieldValueTooMany,
            format!("{count} items, at most {max} are allowed"),
        )
    }

    /// A value names something that does not exist.
    pub fn not_found(&mut self, field: Field<'_>, value: &str) -> &mut Diagnostic {
        self.error(field, Reason::FieldValueNotFound, format!("{value:?} not found"))
    }

    /// A value has the wrong type, found by validation rather than decoding.
    pub fn type_invalid(&mut self, field: Field<'_>, message: impl Into<String>) -> &mut Diagnostic {
        self.error(field, Reason::FieldValueTypeInvalid, message)
    }

    /// The server accepts, with a warning.
    pub fn warn(&mut self, field: Field<'_>, message: impl Into<String>) -> &mut Diagnostic {
        self.push(field, Severity::Warning, Stage::Warning, None, message.into())
    }

    /// Advice of our own.
    pub fn advise(&mut self, field: Field<'_>, message: impl Into<String>) -> &mut Diagnostic {
        self.push(field, self.rule.severity, Stage::Practice, None, message.into())
    }

    fn push(
        &mut self,
        field: Field<'_>,
        severity: Severity,
        stage: Stage,
        reason: Option<Reason>,
        message: String,
    ) -> &mut Diagnostic {
        // To a cloud service null is a value like any other; to Kubernetes it is no value.
        let written = field
            .node()
            .filter(|node| self.object.operation.is_some() && node.is_null());
        let definition = written
            .map(|node| node.span())
            .filter(|span| span.start < span.end)
            .unwrap_or_else(|| field.span());
        let mut diagnostic = Diagnostic {
            rule: self.rule,
            severity,
            stage,
            reason,
            span: definition,
            path: field.path(self.object),
            pointer: Some(field.pointer()),
            message,
            help: None,
            related: Vec::new(),
            fixes: Vec::new(),
            document: self.object.document,
            item: self.object.item,
            resource: self.object.resource(),
        };
        if let Some(alias) = field.alias() {
            diagnostic
                .at(alias)
                .related(definition, "the aliased value is written here");
        }
        self.found.push(diagnostic);
        self.found.last_mut().expect("just pushed")
    }
}
