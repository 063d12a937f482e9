//! Requests that are written as objects: `{method, url, headers, query, body}`. In: a node. Out: the request it describes.

use std::borrow::Cow;

use super::url::{self, Text};
use super::{Body, Header, Parameter, Part, Request, Response};
use crate::yaml::{Kind, Node};

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Whether an object describes a request that some service has, which its shape and its path tell.
pub fn recognise(root: Node<'_>) -> bool {
    let text = |key: &str| root.get(key).and_then(Node::as_str);
    let method = text("method").is_some_and(|method| METHODS.iter().any(|known| known.eq_ignore_ascii_case(method)));
    method
        && text("url")
            .or_else(|| text("path"))
            .is_some_and(|url| url.contains('/'))
        && root.get("apiVersion").is_none()
        && read(root, 0).is_some_and(|request| request.is_known())
}

/// Reads an object that [`recognise`] knows.
pub fn read(root: Node<'_>, document: usize) -> Option<Request<'_>> {
    let target = root.entry("url").or_else(|| root.entry("path"))?.value;
    let target = text(target)?;
    let (segments, query) = url::split(target);
    let mut parameters = Vec::new();
    if let Some(query) = query {
        url::parameters(query, &mut parameters);
    }
    let members = ["query", "params", "queryParameters"];
    for (name, value) in members.iter().filter_map(|member| root.get(member)).flat_map(pairs) {
        let span = crate::source::Span::new(name.span.start.min(value.span.start), name.span.end.max(value.span.end));
        parameters.push(Parameter { name, value, span });
    }
    let request = Request {
        source: root.tree().source(),
        span: root.span(),
        document,
        method: text(root.get("method")?)?.part(),
        url: target.part(),
        segments,
        query: parameters,
        headers: headers(root),
        headers_written: root.get("headers").is_some(),
        body: root.get("body").and_then(body),
        response: root
            .get("response")
            .filter(|node| node.kind() == Kind::Map)
            .map(response),
        object: Some(root),
        service: None,
        route: None,
        target: None,
    };
    Some(request.routed())
}

fn text(node: Node<'_>) -> Option<Text<'_>> {
    let scalar = !matches!(node.kind(), Kind::Map | Kind::Seq | Kind::Null);
    scalar.then(|| Text::written(node.tree().source(), node.scalar(), node.span()))
}

/// Names and values: of a map, whose values may be lists, or of a list of `{name, value}`.
fn pairs(node: Node<'_>) -> Vec<(Part<'_>, Part<'_>)> {
    let mut found = Vec::new();
    for entry in node.live_entries() {
        let name = Part {
            text: Cow::Borrowed(entry.key),
            span: entry.key_span,
            broken: false,
        };
        let list = entry.value.items();
        let values: Vec<_> = if entry.value.kind() == Kind::Seq {
            list.collect()
        } else {
            vec![entry.value]
        };
        found.extend(
            values
                .into_iter()
                .filter_map(text)
                .map(|value| (name.clone(), value.part())),
        );
    }
    for item in node.items() {
        let name = item.get("name").or_else(|| item.get("key")).and_then(text);
        if let (Some(name), Some(value)) = (name, item.get("value").and_then(text)) {
            found.push((name.part(), value.part()));
        }
    }
    found
}

fn headers(node: Node<'_>) -> Vec<Header<'_>> {
    let headers = node.get("headers").into_iter().flat_map(pairs);
    headers.map(|(name, value)| Header { name, value }).collect()
}

/// A structured body, or a text that stands in the file as it is.
fn body(node: Node<'_>) -> Option<Body<'_>> {
    match node.kind() {
        Kind::Null => None,
        Kind::Str if node.scalar().trim().is_empty() => None,
        Kind::Str => {
            let text = Text::written(node.tree().source(), node.scalar(), node.span());
            let verbatim = node.tree().source()[text.span.range()] == *node.scalar();
            Some(if verbatim {
                Body::Text(text.span)
            } else {
                Body::Elsewhere(node.span())
            })
        }
        _ => Some(Body::Value(node)),
    }
}

fn response(node: Node<'_>) -> Response<'_> {
    let status = node.get("status").or_else(|| node.get("statusCode"));
    Response {
        status: status.and_then(text).map(Text::part),
        headers: headers(node),
        body: node.get("body").and_then(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[test]
    fn objects_are_requests() {
        for text in [
            "method: get\nurl: https://a.example/v1.1/images/detail?name=a\nquery: {status: [active, x], size_min: 1}\n\
             headers: {X-Auth-Token: t}\nbody:\nresponse: {status: 200, body: {images: []}}\n",
            "{\"method\": \"get\", \"path\": \"/v1.1\\/images/detail?name=a\", \"query\": {\"status\": [\"active\", \"x\"], \
             \"size_min\": 1}, \"headers\": [{\"name\": \"X-Auth-Token\", \"value\": \"t\"}], \"response\": {\"status\": 200, \
             \"body\": {\"images\": []}}}",
        ] {
            let tree =
                yaml::document(text, crate::source::Span::new(0, crate::source::offset(text.len()))).expect("read");
            assert!(recognise(tree.root()));
            let request = read(tree.root(), 0).expect("a request");
            let query: Vec<_> = request
                .query
                .iter()
                .map(|one| format!("{}={}", one.name.text, one.value.text))
                .collect();
            assert_eq!(query, ["name=a", "status=active", "status=x", "size_min=1"]);
            assert_eq!(&text[request.query[2].value.span.range()], "x");
            assert_eq!(
                request.header("x-auth-token").and_then(|one| one.value.known()),
                Some("t")
            );
            assert!(request.body.is_none() && request.headers_written);
            assert!(
                request
                    .response
                    .is_some_and(|response| matches!(response.body, Some(Body::Value(_))))
            );
        }
    }

    #[test]
    fn other_objects_are_none() {
        for text in [
            "method: GET\nurl: https://example.com/\n",
            "method: copy\npath: /v1.1/images/detail\n",
            "url: /v1.1/images/detail\n",
            "apiVersion: v1\nmethod: GET\nurl: /v1.1/images/detail\n",
        ] {
            let tree =
                yaml::document(text, crate::source::Span::new(0, crate::source::offset(text.len()))).expect("read");
            assert!(!recognise(tree.root()), "{text}");
        }
    }
}
