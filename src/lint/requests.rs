//! The line for requests: the request itself, its body, and the answer that stands beside it.

use std::sync::Arc;

use super::Line;
use crate::cloud::{self, Operation};
use crate::diagnostic::{Diagnostic, Resource, Stage};
use crate::document::Skip;
use crate::request::kubernetes::Encoding;
use crate::request::partial::{self, Manner};
use crate::request::{self, Body, Request};
use crate::rules;
use crate::schema::GroupVersionKind;
use crate::source::{self, Span};
use crate::suppress::Directives;
use crate::template;
use crate::yaml::{self, Kind, Tree};

impl Line<'_> {
    /// Judges a request, its body and the answer that stands beside it.
    pub(super) fn request(&mut self, request: &Request<'_>) {
        let Some(rule) = rules::all().next().filter(|_| request.is_known()) else {
            self.skip(request.span, Skip::UnknownRequest, None);
            return;
        };
        let answer = request.response.as_ref().and_then(|response| response.body);
        let is_bad = request.response.as_ref().is_some_and(request::Response::is_bad);
        let encoding = request.call().map(|call| request.encoding(call));
        let trees = [
            self.body(request, request.body, encoding, false),
            self.body(request, answer, None, is_bad),
        ];
        let [body, answer] = [(request.body, &trees[0]), (answer, &trees[1])].map(|(body, tree)| match body {
            Some(Body::Value(node)) => Some(node),
            _ => tree.as_ref().map(Tree::root),
        });
        let resource = Arc::new(Resource {
            kind: request.kind().map(str::to_owned),
            ..Resource::default()
        });
        let mut context = request::Context::new(request, rule, resource, body, answer);
        rules::run_request(request, &mut context);
        self.report.diagnostics.extend(context.finish());
        if let Some(call) = request.call()
            && let Some(body) = body
        {
            let found = partial::findings(request, call, body, |node, gvk, manner| {
                self.findings(node, gvk, None, None, manner, &mut None)
            });
            self.add_of_request(request, found);
        }
        let operations = request.route.map(|route| (route.body, route.answer));
        let (of_body, mut of_answer) = operations.unwrap_or_default();
        let error = request.service.and_then(|service| service.error);
        let is_error = |operation: &Operation| answer.is_some_and(|answer| (operation.recognise)(answer));
        if is_bad || error.and_then(cloud::find).is_some_and(is_error) {
            of_answer = error;
        }
        for (node, operation) in [(body, of_body), (answer, of_answer)] {
            if let (Some(node), Some(operation)) = (node, operation.and_then(cloud::find)) {
                let gvk = GroupVersionKind::default();
                let found = self.findings(node, gvk, Some(operation), None, Manner::default(), &mut None);
                self.add_of_request(request, found);
            }
        }
        self.report.checked += 1;
        self.document += 1;
    }

    /// Adds what is known of a request now, without what a placeholder may put right.
    fn add_of_request(&mut self, request: &Request<'_>, found: Vec<Diagnostic>) {
        let known = |found: &Diagnostic| !is_filled_in_later(&request.source[found.span.range()]);
        self.report.diagnostics.extend(found.into_iter().filter(known));
    }

    /// Reads the text of a body, which may be `any` text or has to be a document; of a Kubernetes request in the encoding
    /// that its headers name.
    #[expect(
        clippy::option_option,
        reason = "no Kubernetes request, and one in no encoding that is read"
    )]
    fn body<'s>(
        &mut self,
        request: &Request<'s>,
        body: Option<Body<'_>>,
        encoding: Option<Option<Encoding>>,
        any: bool,
    ) -> Option<Tree<'s>> {
        let source = request.source;
        let Some(Body::Text(span)) = body else { return None };
        let text = &source[..span.end as usize];
        let read = match encoding {
            None => yaml::document(text, span),
            Some(Some(Encoding::Yaml)) => {
                // The server reads the first document, and nothing after it.
                let mut documents =
                    yaml::Chunks::new(text, span.start as usize).map(|chunk| yaml::document(text, chunk?));
                let first = documents.find(|read| !read.as_ref().is_ok_and(Tree::is_empty));
                first.unwrap_or_else(|| yaml::document(text, span))
            }
            Some(Some(Encoding::Json)) => match yaml::json(text, span) {
                Some(read) => read,
                None if template::is_template(source, span) => return None,
                None => {
                    self.not_json(text, span, request);
                    return None;
                }
            },
            Some(_) => return None,
        };
        match read {
            Ok(tree) => {
                let directives = Directives::read(&tree, self.document);
                self.directives.add(directives);
                Some(tree).filter(|tree| encoding.is_some() || !tree.is_empty())
            }
            Err(_) if any || template::is_template(source, span) => None,
            Err(error) => {
                let document = self.document;
                self.syntax(error);
                self.document = document;
                None
            }
        }
    }

    /// Says where a body stops being JSON, or that it is YAML under the wrong name.
    fn not_json(&mut self, text: &str, span: Span, request: &Request<'_>) {
        let body = &text[span.range()];
        let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(body) else {
            return;
        };
        let line = body.split_inclusive('\n').take(error.line().saturating_sub(1));
        let at = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let at = span.start as usize + body.floor_char_boundary(at.min(body.len().saturating_sub(1)));
        let len = text[at..].chars().next().map_or(0, char::len_utf8);
        let place = Span::new(source::offset(at), source::offset(at + len));
        let yaml = yaml::parse(text, span).is_ok_and(|tree| tree.root().kind() == Kind::Map);
        let mut found = match request.header("Content-Type") {
            Some(header) if yaml => {
                let message = "the body is YAML, and sent as JSON";
                let mut found = Diagnostic::new(&rules::request::body::RULE, Stage::Syntax, header.value.span, message);
                found
                    .path("header.Content-Type")
                    .related(place, "here it stops being JSON");
                found
            }
            _ => {
                let message = "the body is not JSON, as which it is sent";
                Diagnostic::new(&rules::request::body::RULE, Stage::Syntax, place, message)
            }
        };
        found.document = self.document;
        if yaml {
            found.help("send it as application/yaml");
        }
        self.report.diagnostics.push(found);
    }
}

/// Whether a value of a request, no map or list, has a placeholder in it.
fn is_filled_in_later(text: &str) -> bool {
    let bare = text.trim_start_matches(['"', '\'']);
    let collection = bare.starts_with('[') || bare.starts_with('{') && !bare.starts_with("{{");
    !collection && !text.contains('\n') && request::has_placeholder(text)
}
