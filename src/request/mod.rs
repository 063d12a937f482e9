//! Requests to servers: the lines of a `.http` file, or an object with `method` and `url`. In: a text, or a node. Out: a
//! [`Request`], every part of it with its place, routed to what a server does with it. Called by `lint`.
//!
//! **Rules over requests** are declared with `run: Run::Request(&["functiongraph"], check)`, where the names are those of
//! [`route::SERVICES`] (and `kubernetes`), and `check` is a `fn(&Request<'_>, &mut request::Context<'_>)`. It is run on
//! every request whose path begins as the service's do, whatever its method and the rest of the path; `request.route`
//! is the operation that both together name, if there is one.
//!
//! * Parts: `request.method`, `request.segments`, `request.query`, `request.headers`, `request.body`, `request.response`.
//!   `request.argument("function_urn")` is the segment in the place of a template's name, `request.parameter("name")` and
//!   `request.header("content-type")` find the first of a name, `request.headers_written` tells whether somebody wrote
//!   headers at all.
//! * A [`Part`] has the decoded text and its span. `part.known()` is the text, and none where a placeholder (`{{name}}`,
//!   `{name}`, `$name`) stands in it: what is filled in later is not judged.
//! * To report: `ctx.invalid(Place::query(parameter), "...")`, `ctx.error(place, reason, message)`, `ctx.warn`,
//!   `ctx.advise`; all return `&mut Diagnostic` for `help`, `at` and `related`. Places are made with `Place::method(request)`,
//!   `Place::path(name, part)`, `Place::url(request)`, `Place::query(parameter)` (its value), `Place::query_name(parameter)`,
//!   `Place::header(header)`, `Place::missing_query(request, name)`, `Place::missing_header(request, name)`.
//! * Bodies are no matter of these rules: where a route names an operation of [`crate::cloud`] for its body or for the
//!   answer, the operation's own schema and rules judge that, at its place in the file. A rule that compares the two reads
//!   the body with `ctx.body()` and the answer with `ctx.answer()`, the outermost fields of both.

mod http;
pub mod kubernetes;
mod object;
pub(crate) mod partial;
pub mod route;
pub mod selector;
mod url;

use std::borrow::Cow;
use std::sync::Arc;

pub use http::{Entry, entries};
pub use object::read as read_object;
pub use object::recognise;

use crate::diagnostic::{Diagnostic, Reason, Resource, Severity, Stage};
use crate::document::Object;
use crate::rule::Rule;
use crate::source::Span;
use crate::view::Field;
use crate::yaml::Node;
use route::{Route, Service};

/// Some text of a request, decoded, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'s> {
    /// The text; without percent signs where it is part of a URL.
    pub text: Cow<'s, str>,
    /// Its place in the file.
    pub span: Span,
    /// Whether its percent signs, if it is part of a URL, can be read.
    pub broken: bool,
}

impl Part<'_> {
    /// The text, unless some of it is filled in later.
    pub fn known(&self) -> Option<&str> {
        (!has_placeholder(&self.text)).then_some(&*self.text)
    }
}

/// Whether a text has a part that is filled in later: `{{name}}`, `{name}`, `${name}`, `<name>`.
pub fn has_placeholder(text: &str) -> bool {
    text.contains("{{")
        || text.contains("${")
        || text.starts_with('{') && text.ends_with('}')
        || text.starts_with('<') && text.ends_with('>')
}

/// A parameter of the query.
#[derive(Clone, Debug)]
pub struct Parameter<'s> {
    /// Its name.
    pub name: Part<'s>,
    /// Its value; empty where there is none.
    pub value: Part<'s>,
    /// Name and value as written.
    pub span: Span,
}

impl Parameter<'_> {
    /// Whether a server reads it: Go's reader drops pairs with a semicolon or a percent sign that cannot be read.
    pub fn is_read(&self) -> bool {
        !self.name.broken && !self.value.broken
    }
}

/// A header.
#[derive(Clone, Debug)]
pub struct Header<'s> {
    /// Its name as written.
    pub name: Part<'s>,
    /// Its value.
    pub value: Part<'s>,
}

/// What is sent after the headers.
#[derive(Clone, Copy, Debug)]
pub enum Body<'s> {
    /// This text of the file.
    Text(Span),
    /// This value, in an object that describes a request.
    Value(Node<'s>),
    /// Something that is not in the file, or cannot be placed in it.
    Elsewhere(Span),
}

impl Body<'_> {
    /// Where it is written.
    pub fn span(&self) -> Span {
        match self {
            Self::Text(span) | Self::Elsewhere(span) => *span,
            Self::Value(node) => node.span(),
        }
    }
}

/// The answer that stands beside a request.
#[derive(Clone, Debug)]
pub struct Response<'s> {
    /// Its status, where one is written.
    pub status: Option<Part<'s>>,
    /// Its headers.
    pub headers: Vec<Header<'s>>,
    /// Its body.
    pub body: Option<Body<'s>>,
}

/// A request, with the place of every part.
#[derive(Clone, Debug)]
pub struct Request<'s> {
    /// The whole file.
    pub source: &'s str,
    /// The request in it, with the comments above.
    pub span: Span,
    /// Its index in the file.
    pub document: usize,
    /// The method.
    pub method: Part<'s>,
    /// The URL as written, without a continued query.
    pub url: Part<'s>,
    /// The segments of the path, decoded; `/a/` has two, the last one empty.
    pub segments: Vec<Part<'s>>,
    /// The parameters of the query.
    pub query: Vec<Parameter<'s>>,
    /// The headers.
    pub headers: Vec<Header<'s>>,
    /// Whether the request is written with its headers, so that one that is absent is not sent.
    pub headers_written: bool,
    /// The body.
    pub body: Option<Body<'s>>,
    /// The answer, where one is given.
    pub response: Option<Response<'s>>,
    /// The object that describes it, where it is not written as lines.
    pub object: Option<Node<'s>>,
    /// Whose request it is.
    pub service: Option<&'static Service>,
    /// What it asks for.
    pub route: Option<&'static Route>,
    /// Where it leads on a Kubernetes server.
    pub target: Option<kubernetes::Target>,
}

impl Response<'_> {
    /// Whether the status is written and not one of the good ones, 200 to 299.
    pub fn is_bad(&self) -> bool {
        let status = self.status.as_ref().and_then(Part::known);
        status.is_some_and(|status| !status.starts_with('2'))
    }
}

impl<'s> Request<'s> {
    /// The first parameter of a name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter<'s>> {
        self.parameters(name).next()
    }

    /// All parameters of a name.
    pub fn parameters(&self, name: &str) -> impl Iterator<Item = &Parameter<'s>> {
        self.query
            .iter()
            .filter(move |one| one.is_read() && one.name.text == name)
    }

    /// The first header of a name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&Header<'s>> {
        self.headers
            .iter()
            .find(|header| header.name.text.eq_ignore_ascii_case(name))
    }

    /// The segment that stands for `{name}` in the template of the route, or else of the service's prefix.
    pub fn argument(&self, name: &str) -> Option<&Part<'s>> {
        let template = match (self.route, self.service) {
            (Some(route), _) => route.template,
            (None, Some(service)) => service.prefix,
            (None, None) => return None,
        };
        let index = route::names(template).position(|one| one == Some(name))?;
        self.segments.get(index)
    }

    /// Whether it is anybody's whose requests are judged.
    pub fn is_known(&self) -> bool {
        self.service.is_some() || self.target.is_some()
    }

    /// The operation on a Kubernetes server.
    pub fn call(&self) -> Option<&kubernetes::Call> {
        match &self.target {
            Some(kubernetes::Target::Call(call)) => Some(call),
            _ => None,
        }
    }

    /// The name under which rules are declared for it; empty where nobody knows whose it is.
    pub fn service_name(&self) -> &'static str {
        match self.service {
            Some(service) => service.name,
            None if self.target.is_some() => "kubernetes",
            None => "",
        }
    }

    /// What it is, for findings.
    pub fn kind(&self) -> Option<&'static str> {
        self.route
            .map(|route| route.id)
            .or(self.service.map(|service| service.name))
    }

    /// Finds out whose request it is, and what it asks for.
    #[must_use]
    pub fn routed(mut self) -> Self {
        self.service = route::service(&self.segments);
        self.route = self
            .service
            .and_then(|service| service.route(&self.method.text, &self.segments));
        if self.service.is_none() {
            self.target = kubernetes::target(&self);
        }
        self
    }
}

/// A part of a request to report at: its name, as findings give it in `path`, and its text.
#[derive(Clone, Debug)]
pub struct Place {
    /// `query.dryRun`, `path.name`, `header.Content-Type` or `method`.
    pub path: String,
    /// The faulty text.
    pub span: Span,
}

impl Place {
    /// The method.
    pub fn method(request: &Request<'_>) -> Self {
        Self::new("method".to_owned(), request.method.span)
    }

    /// The whole URL, for faults that no part of it has alone.
    pub fn url(request: &Request<'_>) -> Self {
        Self::new("path".to_owned(), request.url.span)
    }

    /// A segment of the path, by the name it has in the template.
    pub fn path(name: &str, part: &Part<'_>) -> Self {
        Self::new(format!("path.{name}"), part.span)
    }

    /// The value of a parameter; all of it where the value is empty.
    pub fn query(parameter: &Parameter<'_>) -> Self {
        let value = parameter.value.span;
        let span = if value.start == value.end {
            parameter.span
        } else {
            value
        };
        Self::new(format!("query.{}", parameter.name.text), span)
    }

    /// The name of a parameter.
    pub fn query_name(parameter: &Parameter<'_>) -> Self {
        Self::new(format!("query.{}", parameter.name.text), parameter.name.span)
    }

    /// The value of a header; its name where the value is empty.
    pub fn header(header: &Header<'_>) -> Self {
        let value = header.value.span;
        let span = if value.start == value.end {
            header.name.span
        } else {
            value
        };
        Self::new(format!("header.{}", canonical(&header.name.text)), span)
    }

    /// A parameter that is not there.
    pub fn missing_query(request: &Request<'_>, name: &str) -> Self {
        Self::new(format!("query.{name}"), request.url.span)
    }

    /// A header that is not there.
    pub fn missing_header(request: &Request<'_>, name: &str) -> Self {
        Self::new(format!("header.{}", canonical(name)), request.method.span)
    }

    /// The body, or the request line where there is none.
    pub fn body(request: &Request<'_>) -> Self {
        let span = request.body.map_or(request.method.span, |body| body.span());
        Self::new("body".to_owned(), span)
    }

    /// Any other place.
    pub fn new(path: String, span: Span) -> Self {
        Self { path, span }
    }
}

/// `content-type` as `Content-Type`.
fn canonical(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(chars.map(|c| c.to_ascii_lowercase())).collect()
    });
    words.collect::<Vec<String>>().join("-")
}

/// `/spec/containers/0/name` as `spec.containers[0].name`.
fn path_of(pointer: &str) -> String {
    let mut path = String::new();
    for name in pointer.split('/').skip(1) {
        let name = name.replace("~1", "/").replace("~0", "~");
        if name.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty() {
            path.push_str(&format!("[{name}]"));
            continue;
        }
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&name);
    }
    path
}

/// What a rule over requests is given besides the request: what the bodies hold, and where to report.
pub struct Context<'d> {
    document: usize,
    rule: &'static Rule,
    resource: Arc<Resource>,
    body: Option<Node<'d>>,
    answer: Option<Node<'d>>,
    found: Vec<Diagnostic>,
}

impl<'d> Context<'d> {
    /// A context for the rules over one request, with its body and answer where they can be read.
    pub fn new(
        request: &Request<'_>,
        rule: &'static Rule,
        resource: Arc<Resource>,
        body: Option<Node<'d>>,
        answer: Option<Node<'d>>,
    ) -> Self {
        Self {
            document: request.document,
            rule,
            resource,
            body,
            answer,
            found: Vec::new(),
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

    /// The body, where it can be read.
    pub fn body(&self) -> Option<Field<'d>> {
        self.body.map(Field::new)
    }

    /// The body of the answer, where one is given and can be read.
    pub fn answer(&self) -> Option<Field<'d>> {
        self.answer.map(Field::new)
    }

    /// The server refuses the request: `reason` at `place`.
    pub fn error(&mut self, place: Place, reason: Reason, message: impl Into<String>) -> &mut Diagnostic {
        self.push(
            place,
            self.rule.severity,
            Stage::Validation,
            Some(reason),
            message.into(),
        )
    }

    /// A part that must be there is missing.
    pub fn required(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.error(place, Reason::FieldValueRequired, message)
    }

    /// A part breaks a rule.
    pub fn invalid(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.error(place, Reason::FieldValueInvalid, message)
    }

    /// A part may not be there.
    pub fn forbidden(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.error(place, Reason::FieldValueForbidden, message)
    }

    /// A value is not one of `supported`; the help lists them.
    pub fn not_supported(&mut self, place: Place, value: &str, supported: &[&str]) -> &mut Diagnostic {
        let list = supported.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
        let list = list.join(", ");
        let message = format!("unsupported value {value:?}");
        let diagnostic = self.error(place, Reason::FieldValueNotSupported, message);
        match crate::suggest::nearest(value, supported.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean {near:?}? supported values: {list}")),
            None => diagnostic.help(format!("supported values: {list}")),
        }
    }

    /// The server accepts, with a warning or with a surprise.
    pub fn warn(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(place, Severity::Warning, Stage::Warning, None, message.into())
    }

    /// Advice of our own, as severe as the rule is.
    pub fn advise(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(place, self.rule.severity, Stage::Practice, None, message.into())
    }

    /// The server refuses the body: `reason` at `field`.
    pub fn field(&mut self, field: Field<'_>, reason: Reason, message: impl Into<String>) -> &mut Diagnostic {
        let pointer = field.pointer();
        let root = self.body.map(Node::pointer).unwrap_or_default();
        let below = pointer.strip_prefix(&root).unwrap_or(&pointer);
        let place = Place::new(path_of(below), field.span());
        let found = self.error(place, reason, message);
        found.pointer = Some(pointer);
        found
    }

    /// Reports where a part of the body cannot be decoded into a type; as in deletions, unknown fields are no matter.
    pub fn decode(&mut self, field: Field<'d>, schema: crate::schema::Type) {
        let Some(node) = field.node() else { return };
        let object = Object {
            tree: node.tree(),
            root: node.id(),
            gvk: crate::schema::GroupVersionKind::default(),
            schema: Some(schema),
            operation: None,
            document: self.document,
            item: None,
            resource: self.resource.clone().into(),
        };
        let decoded = crate::schema::decode(&object).found;
        let soft = |found: &Diagnostic| {
            matches!(
                found.reason,
                Some(Reason::FieldUnknown | Reason::FieldDuplicate | Reason::UnknownKind)
            )
        };
        self.found.extend(decoded.into_iter().filter(|found| !soft(found)));
    }

    fn push(
        &mut self,
        place: Place,
        severity: Severity,
        stage: Stage,
        reason: Option<Reason>,
        message: String,
    ) -> &mut Diagnostic {
        self.found.push(Diagnostic {
            severity,
            reason,
            path: place.path,
            document: self.document,
            resource: self.resource.clone(),
            ..Diagnostic::new(self.rule, stage, place.span, message)
        });
        self.found.last_mut().expect("just pushed")
    }
}
